//! One page made into what is written about it.

use super::compression::Compression;
use super::progress::{Tally, counted};
use super::reader::RawPage;
use super::run::Formats;
use super::{message, output};
use cleaner::pipeline::{Cleaned, Pipeline};
use cleaner::render::{View, json, text};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

/// What became of some pages.
#[derive(Debug, Default)]
pub(crate) struct Done {
    /// Their articles: lines of `articles.jsonl`, or what goes to standard output.
    pub(crate) articles: Vec<u8>,
    /// Their lines of `pages.jsonl`.
    pub(crate) pages: Vec<u8>,
    /// What there is to count.
    pub(crate) tally: Tally,
    /// What there is to say.
    pub(crate) notes: Notes,
    /// Nothing more can be written.
    pub(crate) fatal: bool,
}

/// What there is to say on standard error.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    /// Not said with --quiet.
    pub(crate) warnings: Vec<String>,
    /// What failed; said always.
    pub(crate) failures: Vec<String>,
}

/// Where the articles go, and in what form.
#[derive(Clone, Copy)]
pub(crate) enum Target<'a> {
    /// To this folder.
    Folder(&'a Path),
    /// To standard output.
    Stdout,
}

/// Cleans pages.
pub(crate) struct Cleaner<'a> {
    pipeline: &'a Pipeline,
    /// The same for records of corpora.
    for_text: Pipeline,
    formats: Formats,
    target: Target<'a>,
}

impl<'a> Cleaner<'a> {
    pub(crate) fn new(pipeline: &'a Pipeline, formats: Formats, target: Target<'a>) -> Self {
        Cleaner {
            for_text: pipeline.for_text(),
            pipeline,
            formats,
            target,
        }
    }

    /// Cleans a page and adds what comes of it. `folder` is for the texts of its articles, below the folder
    /// of all articles.
    pub(crate) fn clean(&self, page: RawPage, folder: &str, done: &mut Done) {
        let place = page.place.clone();
        // The pipeline catches what passes do; this is about the rest, so that one page never stops others.
        let cleaned = catch_unwind(AssertUnwindSafe(|| self.clean_one(page, folder, done)));
        let failure = match cleaned {
            Ok(Ok(())) => return,
            Ok(Err(failure)) => failure,
            Err(_) => {
                format!("{place}: a bug of cleaner: it panicked on this page; please report it")
            }
        };
        done.fail(failure);
    }

    fn clean_one(&self, page: RawPage, folder: &str, done: &mut Done) -> Result<(), String> {
        let cleaned = if page.is_record {
            self.for_text.run(&page.name, &page.bytes)
        } else {
            self.pipeline.run(&page.name, &page.bytes)
        };
        let view = View::new(&cleaned);
        let articles = self.articles(&view).map_err(|e| no_json(&page.place, &e))?;
        let unsure_below = self.pipeline.settings().unsure_below;
        if let Target::Folder(out) = self.target {
            let line = json::page(&view, unsure_below).map_err(|e| no_json(&page.place, &e))?;
            if self.formats.txt {
                let texts: Vec<String> = view.articles.iter().map(text::article).collect();
                let folder = out.join(output::TEXTS).join(PathBuf::from(folder));
                if let Err(failure) = output::write_texts(&folder, &texts) {
                    done.fatal |= failure.fatal;
                    done.fail(failure.line);
                }
            }
            done.pages.extend_from_slice(line.as_bytes());
        }
        if !articles.is_empty() && !done.articles.is_empty() {
            done.articles.extend_from_slice(self.between());
        }
        done.articles.extend_from_slice(articles.as_bytes());
        let decisions = cleaned.page.decisions().iter();
        done.tally.add(&Tally {
            pages: 1,
            articles: view.articles.len(),
            bytes: page.bytes.len(),
            malformed: usize::from(cleaned.page.source().malformed_count > 0),
            unsure: decisions.filter(|d| d.margin < unsure_below).count(),
            failed: 0,
        });
        done.note(&page.place, &cleaned, &view);
        Ok(())
    }

    /// The articles as they stand in a row: in the table, or on standard output.
    fn articles(&self, view: &View<'_>) -> serde_json::Result<String> {
        if self.formats.jsonl {
            view.articles
                .iter()
                .map(|a| json::article(view, a))
                .collect()
        } else if matches!(self.target, Target::Stdout) {
            Ok(text::page(view))
        } else {
            Ok(String::new())
        }
    }

    /// What stands between the articles of two pages.
    pub(crate) fn between(&self) -> &'static [u8] {
        if self.formats.jsonl { b"" } else { b"\n\n" }
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
    pub(crate) fn say(&self, quiet: bool) {
        let warnings = self.warnings.iter().filter(|_| !quiet);
        for line in warnings.chain(&self.failures) {
            message::say(line);
        }
    }
}

impl Done {
    /// Packs what is to be written. What cannot be packed, for want of memory, stops the run.
    pub(crate) fn pack(&mut self, compression: Compression) {
        for piece in [&mut self.articles, &mut self.pages] {
            if piece.is_empty() {
                continue;
            }
            match compression.pack(piece) {
                Ok(packed) => *piece = packed,
                Err(error) => {
                    self.fatal = true;
                    self.notes.failures.push(format!(
                        "--compress: {}; try again without it",
                        message::reason(&error)
                    ));
                    return;
                }
            }
        }
    }

    /// A page that could not be read, cleaned or written.
    pub(crate) fn fail(&mut self, line: String) {
        self.notes.failures.push(line);
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
    use cleaner::audit::Fault;

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
            done.notes.failures,
            [
                "pages/1.txt: a bug of cleaner: bytes 0..3 \"一\": was lost (1 fault); the page was written as it came, in one article with the flag audit-failed; please report it"
            ]
        );
    }
}
