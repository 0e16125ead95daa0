//! The passes that were chosen, in their order, and how a page runs through them.
//!
//! The order is checked by stage when the pipeline is built, before any page is read. The audit runs
//! after the last pass, on every page; a page it finds fault with, or that made a pass panic, is given
//! back whole and unsplit, so that a bug of this crate costs tidiness and never text.

use crate::audit::{self, Fault};
use crate::config::{Named, Settings};
use crate::error::{Error, hint, list};
use crate::page::{Page, Stage, sheets};
use crate::pass::{Pass, Reads};
use crate::passes;
use crate::source::{self, Source};
use sha2::{Digest, Sha256};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Which passes to run.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    /// These, in this order; all passes in their own order if none.
    pub passes: Option<Vec<Named>>,
    /// Not these.
    pub skip: Vec<Named>,
    /// None after this one.
    pub until: Option<Named>,
}

/// The passes in running order, ready for pages.
#[derive(Clone)]
pub struct Pipeline {
    passes: Vec<&'static Pass>,
    settings: Settings,
}

/// A page that went through the pipeline.
#[derive(Debug)]
pub struct Cleaned {
    /// The page; where there are faults, the page as it came.
    pub page: Page,
    /// What the audit found. Anything here is a bug of this crate.
    pub faults: Vec<Fault>,
}

impl Default for Pipeline {
    /// All passes with their default settings.
    fn default() -> Self {
        Pipeline {
            passes: passes::ALL.iter().collect(),
            settings: Settings::default(),
        }
    }
}

impl Pipeline {
    /// Chooses the passes and checks that they can run in this order.
    ///
    /// # Errors
    ///
    /// A pass is unknown, named twice, or stands where it cannot work.
    pub fn new(choice: &Choice, settings: Settings) -> Result<Self, Error> {
        let mut chosen: Vec<&'static Pass> = match &choice.passes {
            None => passes::ALL.iter().collect(),
            Some(named) => {
                let mut chosen: Vec<&'static Pass> = Vec::new();
                for name in named {
                    let pass = find(name)?;
                    if chosen.iter().any(|p| p.name == pass.name) {
                        return Err(Error::TwicePass {
                            place: name.place.clone(),
                            name: name.name.clone(),
                        });
                    }
                    chosen.push(pass);
                }
                chosen
            }
        };
        for name in &choice.skip {
            let skipped = find(name)?;
            chosen.retain(|p| p.name != skipped.name);
        }
        if let Some(name) = &choice.until {
            let last = find(name)?;
            let at = chosen.iter().position(|p| p.name == last.name);
            let at = at.ok_or_else(|| Error::Value {
                place: name.place.clone(),
                problem: format!(
                    "pass `{}` is not among the passes that run: {}",
                    last.name,
                    list(chosen.iter().map(|p| p.name))
                ),
            })?;
            chosen.truncate(at + 1);
        }
        Pipeline::of(chosen, settings)
    }

    /// These passes in this order, which need not be those of the registry.
    ///
    /// # Errors
    ///
    /// A pass stands where it cannot work.
    pub fn of(passes: Vec<&'static Pass>, settings: Settings) -> Result<Self, Error> {
        check_order(&passes)?;
        Ok(Pipeline { passes, settings })
    }

    /// The passes in running order.
    pub fn passes(&self) -> &[&'static Pass] {
        &self.passes
    }

    /// What the passes were told.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The same pipeline for pages that others have decoded, such as the fields of JSON: they are UTF-8,
    /// whatever the settings say of page files.
    #[must_use]
    pub fn for_text(&self) -> Self {
        let mut pipeline = self.clone();
        pipeline.settings.encoding = Some(encoding_rs::UTF_8);
        pipeline
    }

    /// A hash of all that decides what becomes of a page: this crate's version, the passes, the settings.
    pub fn fingerprint(&self) -> String {
        let names: Vec<&str> = self.passes.iter().map(|p| p.name).collect();
        let line = format!(
            "cleaner {}; {}; {}",
            env!("CARGO_PKG_VERSION"),
            names.join(" "),
            self.settings.describe()
        );
        Sha256::digest(line.as_bytes())
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }

    /// Cleans one page: its name and the bytes of its file.
    pub fn run(&self, name: &str, raw: &[u8]) -> Cleaned {
        self.work(Page::new(self.decode(name, raw)), |_, _| {})
    }

    /// The same, keeping every change and clue; `after` sees the page after each pass.
    pub fn run_traced(
        &self,
        name: &str,
        raw: &[u8],
        after: impl FnMut(&'static Pass, &Page),
    ) -> Cleaned {
        self.work(Page::new(self.decode(name, raw)).traced(), after)
    }

    fn decode(&self, name: &str, raw: &[u8]) -> Source {
        source::decode(name, raw, self.settings.encoding)
    }

    fn work(&self, page: Page, mut after: impl FnMut(&'static Pass, &Page)) -> Cleaned {
        let mut faults = Vec::new();
        let panicked = |name: &str| Fault {
            span: 0..0,
            text: name.to_owned(),
            what: "this pass panicked",
        };
        let source = page.shared_source();
        let parted = catch_unwind(AssertUnwindSafe(|| sheets(&source.text)));
        let mut pages = match parted {
            Ok(sheets) if sheets.len() > 1 => page.parted(&sheets),
            _ => vec![page],
        };
        for pass in &self.passes {
            let worked = catch_unwind(AssertUnwindSafe(|| {
                // One that was finished before its turn is left alone.
                let due = pages.iter_mut().filter(|page| page.stage() <= pass.until);
                due.map(|page| self.pass(pass, page)).count()
            }));
            match worked {
                Err(_) => {
                    faults.push(panicked(pass.name));
                    break;
                }
                Ok(0) => continue,
                Ok(_) => {}
            }
            match &mut pages[..] {
                [page] => {
                    if page.is_traced() {
                        page.read(Reads::Printed);
                    }
                    after(pass, page);
                }
                sheets if sheets[0].is_traced() => {
                    if let Some(file) = bound(sheets.to_vec()) {
                        after(pass, &file);
                    }
                }
                _ => {}
            }
        }
        let page = if faults.is_empty() {
            bound(pages)
        } else {
            None
        };
        if let Some(page) = &page {
            let found = catch_unwind(AssertUnwindSafe(|| audit::audit(page)));
            faults = found.unwrap_or_else(|_| vec![panicked("audit")]);
        }
        let page = page.filter(|_| faults.is_empty());
        let page = page.unwrap_or_else(|| Page::new(source));
        Cleaned { page, faults }
    }

    fn pass(&self, pass: &'static Pass, page: &mut Page) {
        pass.work(page, &self.settings);
        if let Some(stage) = pass.gives {
            page.reach(stage);
        }
    }
}

/// The file of these pages, as it was printed.
fn bound(mut pages: Vec<Page>) -> Option<Page> {
    pages.iter_mut().for_each(|page| page.read(Reads::Printed));
    Page::bound(pages)
}

fn find(named: &Named) -> Result<&'static Pass, Error> {
    let names = || passes::ALL.iter().map(|p| p.name);
    passes::ALL
        .iter()
        .find(|p| p.name == named.name)
        .ok_or_else(|| Error::UnknownPass {
            place: named.place.clone(),
            name: named.name.clone(),
            hint: hint(&named.name, names()),
            known: list(names()),
        })
}

/// Walks the stages as a page would. The remedy names a pass that makes the missing stage, or the one
/// that has moved the page on too far.
fn check_order(chosen: &[&'static Pass]) -> Result<(), Error> {
    if chosen.first().is_none_or(|p| p.needs != Stage::Bytes) {
        return Err(Error::NoDecode {
            begin: chosen
                .first()
                .map_or_else(|| "nothing".to_owned(), |p| format!("`{}`", p.name)),
        });
    }
    let mut stage = Stage::Bytes;
    let mut mover = "";
    for pass in chosen {
        let name = pass.name;
        if stage < pass.needs {
            let giver = passes::ALL.iter().find(|p| p.gives == Some(pass.needs));
            let giver = giver.map_or("", |p| p.name);
            let remedy = if chosen.iter().any(|p| p.name == giver) {
                format!("put `{giver}` before it")
            } else {
                format!("put `{giver}` before it, or leave `{name}` out too")
            };
            return Err(Error::Order {
                pass: name,
                needs: pass.needs,
                found: stage,
                remedy,
            });
        }
        if stage > pass.until {
            return Err(Error::Order {
                pass: name,
                needs: pass.until,
                found: stage,
                remedy: format!("put it before `{mover}`"),
            });
        }
        if let Some(given) = pass.gives {
            stage = given;
            mover = name;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::{View, text};
    use crate::text::Why;

    fn named(names: &[&str]) -> Vec<Named> {
        names
            .iter()
            .map(|n| Named {
                name: (*n).to_owned(),
                place: "--only".to_owned(),
            })
            .collect()
    }

    fn only(names: &[&str]) -> Result<Pipeline, Error> {
        let choice = Choice {
            passes: Some(named(names)),
            ..Choice::default()
        };
        Pipeline::new(&choice, Settings::default())
    }

    #[test]
    fn the_registry_is_in_running_order() {
        let all: Vec<&str> = passes::ALL.iter().map(|p| p.name).collect();
        assert!(only(&all).is_ok());
        assert!(Pipeline::new(&Choice::default(), Settings::default()).is_ok());
    }

    #[test]
    fn wrong_orders_say_what_to_put_where() {
        let cases: &[(&[&str], &str)] = &[
            (&[], "the passes begin with nothing; put `decode` first"),
            (&["lines"], "begin with `lines`; put `decode` first"),
            (
                &["decode", "split", "lines", "rejoin"],
                "pass `split` needs paragraphs, but the page is still text there; put `rejoin` before it",
            ),
            (
                &["decode", "lines", "split"],
                "still lines there; put `rejoin` before it, or leave `split` out too",
            ),
            (
                &["decode", "lines", "label", "rejoin", "vertical"],
                "pass `vertical` needs lines, but the page is already paragraphs there; put it before `rejoin`",
            ),
            (
                &["decode", "linse"],
                "--only: unknown pass `linse`, did you mean `lines`?; the passes are `decode`",
            ),
            (&["decode", "lines", "lines"], "pass `lines` is there twice"),
        ];
        for (names, words) in cases {
            let message = match only(names) {
                Ok(_) => panic!("{names:?} was taken"),
                Err(e) => e.to_string(),
            };
            assert!(message.contains(words), "{names:?}: {message}");
        }
    }

    #[test]
    fn skip_and_until() {
        let choose = |skip: &[&str], until: Option<&str>| {
            let choice = Choice {
                passes: None,
                skip: named(skip),
                until: until.and_then(|u| named(&[u]).pop()),
            };
            Pipeline::new(&choice, Settings::default())
                .map(|p| p.passes().iter().map(|p| p.name).collect::<Vec<_>>())
                .map_err(|e| e.to_string())
        };
        assert_eq!(choose(&[], Some("decode")), Ok(vec!["decode"]));
        assert!(choose(&["vertical"], None).is_ok_and(|p| !p.contains(&"vertical")));
        assert!(choose(&["rejoin"], None).is_err_and(|e| e.contains("put `rejoin` before it")));
        assert!(choose(&["decode"], None).is_err_and(|e| e.contains("put `decode` first")));
        assert!(choose(&["label"], Some("label")).is_err_and(|e| e.contains("is not among")));
    }

    #[test]
    fn fingerprints_tell_pipelines_apart() {
        let whole = Pipeline::default().fingerprint();
        assert_eq!(whole, Pipeline::default().fingerprint());
        assert_eq!(whole.len(), 64);
        let short = only(&["decode"]).expect("an order").fingerprint();
        assert_ne!(whole, short);
        let settings = Settings {
            unsure_below: 7,
            ..Settings::default()
        };
        let told = Pipeline::new(&Choice::default(), settings).expect("an order");
        assert_ne!(whole, told.fingerprint());
    }

    /// A pipeline with a pass of our own after the decoding.
    fn with(pass: &'static Pass) -> Pipeline {
        Pipeline::of(vec![&passes::ALL[0], pass], Settings::default()).expect("an order")
    }

    const fn broken(run: fn(&mut Page, &Settings)) -> Pass {
        Pass {
            name: "broken",
            summary: "",
            needs: Stage::Text,
            until: Stage::Text,
            gives: None,
            reads: Reads::Printed,
            run,
        }
    }

    /// Whatever a pass does to a page, its text goes out as it came, in one article that says so.
    #[test]
    fn a_broken_pass_costs_no_text() {
        const RAW: &str = "\n# 一行\n<甲>乙，1 \n";
        static BROKEN: [(&str, &str, Pass); 7] = [
            (
                "deletes",
                "content was removed",
                broken(|page, _| {
                    page.edit(|_, _, edits| edits.delete(3..6, Why::Spacing));
                }),
            ),
            (
                "deletes as markup",
                "was removed as markup",
                broken(|page, _| {
                    page.edit(|_, _, edits| edits.delete(10..15, Why::Markup));
                }),
            ),
            (
                "invents",
                "was made up",
                broken(|page, _| {
                    page.edit(|_, _, edits| edits.insert(3, "甲", Why::Rejoined));
                }),
            ),
            (
                "corrects",
                "was changed",
                broken(|page, _| {
                    page.edit(|_, _, edits| edits.replace(3..6, "二", Why::Folded));
                }),
            ),
            (
                "takes a letter for a mark",
                "was changed",
                broken(|page, _| {
                    page.edit(|_, _, edits| edits.replace(3..6, "—", Why::Punctuation));
                }),
            ),
            (
                "cuts away",
                "was removed as markup",
                broken(|page, _| page.cut(Vec::new())),
            ),
            (
                "panics",
                "this pass panicked",
                broken(|_, _| panic!("a bug")),
            ),
        ];
        for (name, what, pass) in &BROKEN {
            let cleaned = with(pass).run("page.txt", RAW.as_bytes());
            assert_eq!(cleaned.faults[0].what, *what, "{name}");
            let view = View::new(&cleaned);
            assert_eq!(view.articles.len(), 1, "{name}");
            assert_eq!(view.articles[0].flags, ["audit-failed"], "{name}");
            assert_eq!(text::page(&view), RAW, "{name}");
            assert_eq!(view.warnings[0].what, "audit", "{name}");
        }
    }

    #[test]
    fn every_prefix_runs_and_loses_nothing() {
        let raw = "禹州通讯\n2022年5月17日\n\n某市召开会议\n本报讯 近日，某市\n召开会议。\n①3\n";
        let whole = Pipeline::default();
        for pass in whole.passes() {
            let choice = Choice {
                until: named(&[pass.name]).pop(),
                ..Choice::default()
            };
            let pipeline = Pipeline::new(&choice, Settings::default()).expect("a prefix");
            let cleaned = pipeline.run("page.txt", raw.as_bytes());
            assert!(
                cleaned.faults.is_empty(),
                "{}: {:?}",
                pass.name,
                cleaned.faults
            );
        }
    }
}
