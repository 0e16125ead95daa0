//! One page made into what is written about it.

use super::compression::Compression;
use super::journal::{self, Known, Store};
use super::message::{self, Fault, Faults};
use super::progress::{Tally, counted};
use super::reader::RawPage;
use super::reuse::Shelf;
use super::tables::Layout;
use super::texts::Texts;
use cleaner::pipeline::{Cleaned, Pipeline};
use cleaner::render::{View, json, md, text};
use cleaner::report::{Leaf, Watched};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// What became of some pages.
#[derive(Debug, Default)]
pub(crate) struct Done {
    /// Their articles: lines of `articles.jsonl`, or what goes to standard output.
    pub(crate) articles: Vec<u8>,
    /// Their lines of `pages.jsonl`.
    pub(crate) pages: Vec<u8>,
    /// The pages, for the journal.
    pub(crate) known: Vec<Known>,
    /// For each of them a hash of its name and the folder of its articles, for the journal.
    pub(crate) names: Vec<(u64, String)>,
    /// The line of the journal that is followed, if all this lies there already.
    pub(crate) followed: Option<usize>,
    /// What there is to count.
    pub(crate) tally: Tally,
    /// What there is to say.
    pub(crate) notes: Notes,
    /// What the report has of them.
    pub(crate) leaves: Vec<Leaf>,
    /// Nothing more can be written.
    pub(crate) fatal: bool,
}

/// What there is to say on standard error.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    /// Not said with --quiet.
    pub(crate) warnings: Vec<String>,
    /// What failed; said always.
    pub(crate) failures: Vec<Fault>,
}

/// A page with the folder for its articles, or what is to be said where it could not be read.
pub(crate) type NamedPage = Result<(RawPage, String), Fault>;

/// Cleans pages.
pub(crate) struct Cleaner<'a> {
    pipeline: &'a Pipeline,
    /// The same for records of corpora.
    for_text: Pipeline,
    layout: Layout,
    folder: Option<Folder<'a>>,
    /// Whether leaves of a report are wanted.
    report: bool,
}

/// An output folder, and what is in it already.
pub(crate) struct Folder<'a> {
    pub(crate) texts: Option<Texts<'a>>,
    pub(crate) store: &'a Store,
}

impl<'a> Cleaner<'a> {
    /// Without a folder, what comes of pages is for standard output.
    pub(crate) fn new(pipeline: &'a Pipeline, layout: Layout, folder: Option<Folder<'a>>) -> Self {
        Cleaner {
            for_text: pipeline.for_text(),
            pipeline,
            layout,
            folder,
            report: false,
        }
    }

    /// The same, with leaves for a report.
    pub(crate) fn reporting(self, report: bool) -> Self {
        Cleaner { report, ..self }
    }

    /// Cleans a batch of pages, those that are not done already.
    pub(crate) fn clean(&self, pages: Vec<NamedPage>) -> Done {
        let mut done = Done::default();
        let mut shelf = self
            .folder
            .as_ref()
            .map(|folder| Shelf::new(folder, self.layout));
        for page in pages {
            match page {
                Err(fault) => done.fail(fault),
                Ok((page, folder)) => {
                    let reused = shelf
                        .as_mut()
                        .is_some_and(|shelf| shelf.reuse(&page, &folder, &mut done));
                    if !reused {
                        self.clean_page(&page, &folder, &mut done);
                    }
                }
            }
        }
        done.pack(self.layout.compression);
        if let Some(shelf) = shelf {
            done.followed = shelf.followed(&done);
        }
        done
    }

    /// Cleans a page and adds what comes of it.
    fn clean_page(&self, page: &RawPage, folder: &str, done: &mut Done) {
        // The pipeline catches what passes do; this is about the rest, so that one page never stops others.
        let cleaned = catch_unwind(AssertUnwindSafe(|| self.clean_one(page, folder, done)));
        match cleaned {
            Ok(Ok(())) => {}
            Ok(Err(failure)) => done.fail(failure),
            Err(_) => done.fail(format!(
                "{}: a bug of cleaner: it panicked on this page; please report it",
                page.place
            )),
        }
    }

    fn clean_one(&self, page: &RawPage, folder: &str, done: &mut Done) -> Result<(), String> {
        let pipeline = if page.is_record {
            &self.for_text
        } else {
            self.pipeline
        };
        let cleaned = if self.report {
            let watched = Watched::new(pipeline, &page.name, &page.bytes);
            let leaf = Leaf::new(&watched);
            let leaf = leaf.map_err(|e| {
                let place = &page.place;
                format!("{place}: cannot be put into the report: {e}; please report it")
            })?;
            done.leaves.push(leaf);
            watched.cleaned
        } else {
            pipeline.run(&page.name, &page.bytes)
        };
        let view = View::new(&cleaned);
        let no_json = |e| no_json(&page.place, &e);
        let articles = self.articles(&view).map_err(no_json)?;
        let unsure_below = self.pipeline.settings().unsure_below;
        let decisions = cleaned.page.decisions().iter();
        let source = cleaned.page.source();
        let mut known = Known {
            key: journal::key(&page.name, &source.sha256),
            articles: view.articles.len(),
            bytes: page.bytes.len(),
            unsure: decisions.filter(|d| d.margin < unsure_below).count(),
            malformed: usize::from(source.malformed_count > 0),
            texts: 0,
        };
        let failed = done.tally.failed;
        done.note(&page.place, &cleaned, &view);
        if let Some(out) = &self.folder {
            let line = json::page(&view, unsure_below);
            if let Some(texts) = &out.texts {
                let files = self.texts(&view).map_err(no_json)?;
                match texts.write(folder, view.articles.len(), &files) {
                    Ok(sum) => known.texts = sum,
                    Err(failure) => {
                        done.fatal |= failure.fatal;
                        done.fail(failure.line);
                    }
                }
            }
            done.pages.extend_from_slice(line.as_bytes());
        }
        if done.tally.failed > failed {
            // To be done again by the next run, which says again what is wrong.
            known.key = 0;
        }
        if !articles.is_empty() && !done.articles.is_empty() {
            done.articles.extend_from_slice(self.between());
        }
        done.articles.extend_from_slice(articles.as_bytes());
        done.tally.add(&Tally::of(&known));
        done.known.push(known);
        done.names
            .push((journal::name(&page.name), folder.to_owned()));
        Ok(())
    }

    /// The articles as they stand in a row: in the table, or on standard output.
    fn articles(&self, view: &View<'_>) -> serde_json::Result<String> {
        let articles = view.articles.iter();
        if self.layout.formats.jsonl {
            // All characters twice, and what stands between.
            let mut lines = String::with_capacity(3 * view.page.text().len());
            articles.for_each(|a| json::add_article(&mut lines, view, a));
            Ok(lines)
        } else if self.folder.is_some() {
            Ok(String::new())
        } else if self.layout.formats.md {
            let articles: serde_json::Result<Vec<String>> =
                articles.map(|a| md::article(view, a)).collect();
            Ok(articles?.join("\n\n"))
        } else {
            Ok(text::page(view))
        }
    }

    /// The articles as files.
    fn texts(&self, view: &View<'_>) -> serde_json::Result<Vec<String>> {
        let mut files = Vec::new();
        if self.layout.formats.txt {
            files.extend(view.articles.iter().map(text::article));
        }
        if self.layout.formats.md {
            for article in &view.articles {
                files.push(md::article(view, article)?);
            }
        }
        Ok(files)
    }

    /// What stands between the articles of two pages.
    pub(crate) fn between(&self) -> &'static [u8] {
        if self.layout.formats.jsonl {
            b""
        } else {
            b"\n\n"
        }
    }
}

fn no_json(place: &str, error: &serde_json::Error) -> String {
    format!("{place}: cannot be written as JSON: {error}; please report it")
}

impl Notes {
    pub(crate) fn is_empty(&self) -> bool {
        self.warnings.is_empty() && self.failures.is_empty()
    }

    /// Says it.
    pub(crate) fn say(&self, faults: &mut Faults, quiet: bool) {
        for line in self.warnings.iter().filter(|_| !quiet) {
            message::say(line);
        }
        for fault in &self.failures {
            faults.say(fault);
        }
    }
}

impl Done {
    /// Packs what is to be written. What cannot be packed, for want of memory, stops the run.
    fn pack(&mut self, compression: Option<Compression>) {
        let Some(compression) = compression else {
            return;
        };
        for piece in [&mut self.articles, &mut self.pages] {
            if piece.is_empty() {
                continue;
            }
            match compression.pack(piece) {
                Ok(packed) => *piece = packed,
                Err(error) => {
                    self.fatal = true;
                    let reason = message::reason(&error);
                    let line = format!("--compress: {reason}; try again without it");
                    self.notes.failures.push(line.into());
                    return;
                }
            }
        }
    }

    /// A page that could not be read, cleaned or written.
    pub(crate) fn fail(&mut self, fault: impl Into<Fault>) {
        self.notes.failures.push(fault.into());
        self.tally.failed += 1;
    }

    fn note(&mut self, place: &str, cleaned: &Cleaned, view: &View<'_>) {
        if view.warnings.iter().any(|w| w.what == "empty") {
            let warning = format!("{place}: the page is empty; it has no articles");
            self.notes.warnings.push(warning);
        }
        if let Some(fault) = cleaned.faults.first() {
            self.fail(format!(
                "{place}: a bug of cleaner: {fault} ({}); the page was written as it came, in one article with the flag audit-failed; please report it",
                counted(cleaned.faults.len(), "fault")
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::corpus::Fields;
    use crate::cli::reader::Reading;
    use crate::cli::run::{Formats, Wanted, clean_all};
    use crate::cli::{finish, inputs};
    use cleaner::audit::Fault;
    use cleaner::config::Settings;
    use cleaner::page::{Page, Stage};
    use cleaner::pass::{Pass, Reads};
    use cleaner::passes;
    use std::fs;

    #[test]
    fn a_page_that_fails_the_audit_is_a_line_and_a_failure() {
        let mut cleaned = Pipeline::default().run("1.txt", "一行\n".as_bytes());
        cleaned.faults.push(Fault {
            span: 0..3,
            text: "一".to_owned(),
            what: "was lost",
        });
        let mut done = Done::default();
        done.note("pages/1.txt", &cleaned, &View::new(&cleaned));
        assert_eq!(done.tally.failed, 1);
        assert_eq!(done.notes.warnings, [""; 0]);
        assert_eq!(
            done.notes
                .failures
                .iter()
                .map(|f| &f.line)
                .collect::<Vec<_>>(),
            [
                "pages/1.txt: a bug of cleaner: bytes 0..3 \"一\": was lost (1 fault); the page was written as it came, in one article with the flag audit-failed; please report it"
            ]
        );
    }

    /// A bug of ours in a run, from the input to the exit status.
    #[test]
    fn a_broken_pass_costs_no_text_on_its_way_out() {
        const RAW: &str = "某市召开 防汛会议\n本报讯 昨日，某市召\n开会议。\n";
        static LOSES: Pass = broken(|page, _| page.cut(Vec::new()));
        static PANICS: Pass = broken(|_, _| panic!("a bug"));
        for pass in [&LOSES, &PANICS] {
            let dir = tempfile::tempdir().expect("a folder");
            let (pages, out) = (dir.path().join("pages"), dir.path().join("out"));
            fs::create_dir(&pages).expect("a folder");
            fs::write(pages.join("1.txt"), RAW).expect("a page");
            let all = passes::ALL.iter().chain([pass]).collect();
            let pipeline = Pipeline::of(all, Settings::default()).expect("an order");
            let reading = Reading {
                fields: Fields {
                    text: "text".to_owned(),
                    id: "id".to_owned(),
                },
                named: false,
                longest: RAW.len(),
            };
            let wanted = Wanted {
                layout: Layout {
                    formats: Formats::DEFAULT,
                    compression: None,
                    shard_size: None,
                },
                force: false,
                jobs: None,
                quiet: true,
                report: false,
            };
            let found = inputs::find(&[pages]);
            let ended = clean_all(&pipeline, &found, &reading, Some(&out), &wanted);
            assert_eq!(finish(ended), 1);
            let read = |name: &str| fs::read_to_string(out.join(name)).expect("a file");
            assert_eq!(read("articles/1/01.txt"), RAW);
            assert!(!out.join("articles/1/02.txt").exists());
            let article: serde_json::Value =
                serde_json::from_str(&read("articles.jsonl")).expect("one article");
            assert_eq!(article["text"], RAW);
            assert_eq!(article["flags"], serde_json::json!(["audit-failed"]));
            let page: serde_json::Value =
                serde_json::from_str(&read("pages.jsonl")).expect("one page");
            assert_eq!(page["warnings"][0]["what"], "audit");
        }
    }

    const fn broken(run: fn(&mut Page, &Settings)) -> Pass {
        Pass {
            name: "broken",
            summary: "",
            needs: Stage::Text,
            until: Stage::Articles,
            gives: None,
            reads: Reads::Printed,
            run,
        }
    }
}
