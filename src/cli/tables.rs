//! `articles.jsonl` and `pages.jsonl`: how they are laid out, and how they are written.
//!
//! They are written batch by batch into the folder of the run under way,
//! each batch with its line in the journal after it. When all are written they are renamed into the output
//! folder, whole. As long as a run comes to the same as an earlier one, it *follows* that one's journal and
//! writes nothing: a run that changes nothing writes nothing at all, and a run that was stopped is gone on
//! with where it was. Where they part, what they have in common is copied.

use super::compression::Compression;
use super::home::{HIDDEN, Home};
use super::journal::{Entry, Followed, Header, JOURNAL, Known, Log, Place, Store};
use super::run::Formats;
use super::{leftovers, message};
use anyhow::{Result, anyhow};
use cleaner::output;
use serde::{Deserialize, Serialize};
use std::fs::{self, File};
use std::io::{self, BufRead, Read, Write};
use std::path::{Path, PathBuf};

/// The table of the articles.
pub(crate) const ARTICLES: &str = "articles.jsonl";
/// The table of the pages.
pub(crate) const PAGES: &str = "pages.jsonl";

/// What is written, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Layout {
    pub(crate) formats: Formats,
    pub(crate) compression: Option<Compression>,
    /// The longest that a table may be, in bytes; without it there is one of each.
    pub(crate) shard_size: Option<u64>,
}

impl Layout {
    /// `pages.jsonl`, `pages-00002.jsonl.zst`.
    fn name(&self, table: &str, shard: usize) -> String {
        let (stem, ending) = table.split_once('.').unwrap_or((table, ""));
        let shard = self
            .shard_size
            .map_or(String::new(), |_| format!("-{shard:05}"));
        let packed = self
            .compression
            .map_or(String::new(), |c| format!(".{}", c.ending()));
        format!("{stem}{shard}.{ending}{packed}")
    }

    fn tables(&self) -> impl Iterator<Item = &'static str> {
        self.formats
            .jsonl
            .then_some(ARTICLES)
            .into_iter()
            .chain([PAGES])
    }
}

/// How far the tables have come.
#[derive(Clone, Copy, Debug, Default)]
struct Reached {
    shard: usize,
    /// Length of the shard's articles.
    articles: u64,
    /// Length of the shard's pages.
    pages: u64,
    /// Lines of the journal, after its first.
    lines: usize,
    /// Length of the journal.
    journal: u64,
}

/// Files that are written.
struct Files {
    articles: Option<File>,
    pages: File,
    journal: File,
}

/// Some pages' rows of the tables.
pub(crate) struct Rows<'a> {
    pub(crate) articles: &'a [u8],
    pub(crate) pages: &'a [u8],
    pub(crate) known: &'a [Known],
    pub(crate) names: &'a [(u64, String)],
    /// The line of the followed journal whose rows these are, to the byte.
    pub(crate) followed: Option<usize>,
}

/// Writes the tables of a run.
pub(crate) struct Tables<'a> {
    home: &'a Home,
    header: Header,
    followed: Option<Followed<'a>>,
    reached: Reached,
    /// None while nothing had to be written.
    files: Option<Files>,
}

impl<'a> Tables<'a> {
    /// Begins, or goes on.
    pub(crate) fn new(home: &'a Home, header: Header, store: &'a Store) -> Result<Self> {
        let mut tables = Tables {
            home,
            followed: store.followed(home),
            reached: Reached::default(),
            files: None,
            header,
        };
        tables.reached.journal = tables.first_line()?.len() as u64;
        if tables.followed.is_none() {
            tables.part()?;
        }
        Ok(tables)
    }

    fn first_line(&self) -> Result<String> {
        Ok(serde_json::to_string(&self.header)? + "\n")
    }

    /// Adds what became of some pages.
    ///
    /// # Errors
    ///
    /// It cannot be written.
    pub(crate) fn put(&mut self, rows: &Rows<'_>) -> Result<()> {
        if rows.known.is_empty() {
            return Ok(());
        }
        let before = self.reached;
        let line = self.place(rows)?;
        if let Some(followed) = &self.followed {
            let number = before.lines;
            let same =
                rows.followed == Some(number) && followed.log.line(number).is_ok_and(|l| l == line);
            if same {
                self.reached.lines += 1;
                self.reached.journal += line.len() as u64;
                return Ok(());
            }
            let after = self.reached;
            self.reached = before;
            self.part()?;
            self.reached = after;
        }
        if self.reached.shard != before.shard {
            self.open(self.reached.shard)?;
        }
        self.write(rows, &line)?;
        self.reached.lines += 1;
        self.reached.journal += line.len() as u64;
        Ok(())
    }

    /// Finds the place of some rows, in the next shard if this one is full, and gives their line.
    fn place(&mut self, rows: &Rows<'_>) -> Result<String> {
        let (articles, pages) = (rows.articles.len() as u64, rows.pages.len() as u64);
        let r = &mut self.reached;
        let full = |at: u64, more: u64| {
            self.header
                .layout
                .shard_size
                .is_some_and(|size| at > 0 && at + more > size)
        };
        if full(r.articles, articles) || full(r.pages, pages) {
            *r = Reached {
                shard: r.shard + 1,
                articles: 0,
                pages: 0,
                ..*r
            };
        }
        let place = |table: &str, at: u64, bytes: &[u8]| Place {
            file: self.header.layout.name(table, r.shard),
            at,
            bytes: bytes.len() as u64,
            sum: crc32fast::hash(bytes),
        };
        let entry = Entry {
            articles: self
                .header
                .layout
                .formats
                .jsonl
                .then(|| place(ARTICLES, r.articles, rows.articles)),
            pages: place(PAGES, r.pages, rows.pages),
            known: rows.known.to_vec(),
            names: rows.names.to_vec(),
        };
        r.articles += articles;
        r.pages += pages;
        Ok(serde_json::to_string(&entry)? + "\n")
    }

    /// Writes some rows, and when they are there their line.
    fn write(&mut self, rows: &Rows<'_>, line: &str) -> Result<()> {
        let (shard, layout) = (self.reached.shard, self.header.layout);
        let Some(files) = &mut self.files else {
            return Ok(());
        };
        let unwritable = |table: &str, e: &io::Error| {
            let path = self.home.out().join(layout.name(table, shard));
            anyhow!("{}; run it again to go on", message::unwritable(&path, e))
        };
        if let Some(articles) = &mut files.articles {
            articles
                .write_all(rows.articles)
                .map_err(|e| unwritable(ARTICLES, &e))?;
        }
        files
            .pages
            .write_all(rows.pages)
            .map_err(|e| unwritable(PAGES, &e))?;
        files
            .journal
            .write_all(line.as_bytes())
            .map_err(|e| unwritable(PAGES, &e))
    }

    /// Ceases to follow: from here on it is written.
    fn part(&mut self) -> Result<()> {
        let (run, earlier) = (self.home.run(), self.home.earlier());
        let failed = |e: io::Error| anyhow!(message::unwritable(&run, &e));
        match self.followed.take() {
            // All of it was the same: go on where it ends.
            Some(Followed { log, is_run: true }) if self.reached.lines == log.len() => {
                return self.go_on();
            }
            Some(Followed { is_run: true, .. }) => {
                self.home
                    .discard(&earlier)
                    .and_then(|()| fs::rename(&run, &earlier))
                    .and_then(|()| self.copy_from(&earlier, &earlier.join(JOURNAL)))
                    .map_err(failed)?;
            }
            Some(Followed { is_run: false, .. }) => {
                let out = self.home.out();
                self.copy_from(out, &self.home.journal()).map_err(failed)?;
            }
            None => {
                Home::remove(&run)
                    .and_then(|()| fs::create_dir(&run))
                    .map_err(failed)?;
                let line = self.first_line()?;
                fs::write(run.join(JOURNAL), line).map_err(failed)?;
            }
        }
        self.open(self.reached.shard)
    }

    /// Copies what was the same so far, the journal last: without it nothing is there.
    fn copy_from(&self, folder: &Path, journal: &Path) -> io::Result<()> {
        let run = self.home.run();
        Home::remove(&run)?;
        fs::create_dir(&run)?;
        for shard in 0..=self.reached.shard {
            for table in self.header.layout.tables() {
                let name = self.header.layout.name(table, shard);
                let length = self.length(table, shard);
                copy(&folder.join(&name), &run.join(&name), length)?;
            }
        }
        copy(journal, &run.join(JOURNAL), Some(self.reached.journal))
    }

    /// How much of a shard is there; none for all of it.
    fn length(&self, table: &str, shard: usize) -> Option<u64> {
        (shard == self.reached.shard).then_some(if table == ARTICLES {
            self.reached.articles
        } else {
            self.reached.pages
        })
    }

    /// Takes off what a stopped run wrote after its last line, and opens its files.
    fn go_on(&mut self) -> Result<()> {
        let run = self.home.run();
        let cut = |path: &Path, length: u64| {
            let file = File::options()
                .create(true)
                .truncate(false)
                .write(true)
                .open(path);
            file.and_then(|file| file.set_len(length))
                .map_err(|e| anyhow!(message::unwritable(path, &e)))
        };
        for table in self.header.layout.tables() {
            let path = run.join(self.header.layout.name(table, self.reached.shard));
            cut(&path, self.length(table, self.reached.shard).unwrap_or(0))?;
        }
        cut(&run.join(JOURNAL), self.reached.journal)?;
        // The run may have begun a shard that no line tells of.
        if self.header.layout.shard_size.is_some() {
            for table in self.header.layout.tables() {
                let next = self.header.layout.name(table, self.reached.shard + 1);
                let _ = fs::remove_file(run.join(next));
            }
        }
        self.open(self.reached.shard)
    }

    /// Opens a shard to add to it.
    fn open(&mut self, shard: usize) -> Result<()> {
        let run = self.home.run();
        let layout = self.header.layout;
        let open = |name: &str| {
            let path = run.join(name);
            let file = File::options().create(true).append(true).open(&path);
            file.map_err(|e| anyhow!(message::unwritable(&self.home.out().join(name), &e)))
        };
        self.files = Some(Files {
            articles: layout
                .formats
                .jsonl
                .then(|| open(&layout.name(ARTICLES, shard)))
                .transpose()?,
            pages: open(&layout.name(PAGES, shard))?,
            journal: open(JOURNAL)?,
        });
        Ok(())
    }

    /// All pages are there: the tables get their names, and what an earlier run wrote and this one did not
    /// goes. Gives how many pages of the last whole run are not in this one.
    ///
    /// # Errors
    ///
    /// They cannot be renamed.
    pub(crate) fn finish(mut self) -> Result<usize> {
        let unchanged = |f: &Followed<'_>| !f.is_run && f.log.len() == self.reached.lines;
        let gone = if self.followed.as_ref().is_some_and(unchanged) {
            leftovers::remove(self.home, &self.home.journal())?
        } else {
            if self.followed.is_some() {
                self.part()?;
            }
            self.files = None;
            self.rename()?
        };
        for folder in [self.home.run(), self.home.earlier()] {
            Home::remove(&folder).map_err(|e| anyhow!(message::unwritable(&folder, &e)))?;
        }
        Ok(gone)
    }

    fn rename(&self) -> Result<usize> {
        let (run, out) = (self.home.run(), self.home.out());
        let before = Log::read(&self.home.journal(), out.to_owned(), |_, _| ());
        let mut stale = before.map(|log| log.files).unwrap_or_default();
        for shard in 0..=self.reached.shard {
            for table in self.header.layout.tables() {
                let name = self.header.layout.name(table, shard);
                let path = out.join(&name);
                fs::rename(run.join(&name), &path)
                    .map_err(|e| anyhow!(message::unwritable(&path, &e)))?;
                stale.remove(&name);
            }
        }
        // A journal names only files beside it; one that was tampered with may name others.
        for name in stale.iter().filter(|name| !name.contains(['/', '\\'])) {
            let _ = fs::remove_file(out.join(name));
        }
        // Before the old journal goes: if this is stopped, the next run does it.
        let gone = leftovers::remove(self.home, &run.join(JOURNAL))?;
        let journal = self.home.journal();
        fs::rename(run.join(JOURNAL), &journal)
            .map_err(|e| anyhow!(message::unwritable(&journal, &e)))?;
        Ok(gone)
    }
}

/// A file that is called like a table and that no run wrote, if there is one in this folder.
///
/// # Errors
///
/// The folder cannot be read.
pub(crate) fn foreign(out: &Path) -> io::Result<Option<PathBuf>> {
    // What was damaged no longer looks like it, but the journals know it.
    let written = |path: &Path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let hidden = out.join(HIDDEN);
        let journals = [hidden.join(JOURNAL), hidden.join("run").join(JOURNAL)];
        let logs = journals.map(|path| Log::read(&path, out.to_owned(), |_, _| ()));
        logs.iter().flatten().any(|log| log.files.contains(&*name))
    };
    let mut tables = output::table(out, "articles")?;
    tables.append(&mut output::table(out, "pages")?);
    Ok(tables
        .into_iter()
        .find(|path| !looks_ours(path) && !written(path)))
}

/// Whether a table is such as we write, by its first line: an output folder may have been copied without
/// what we keep in it. An empty one may be anybody's.
fn looks_ours(path: &Path) -> bool {
    let mut line = Vec::new();
    let read = output::open(path).and_then(|mut table| table.read_until(b'\n', &mut line));
    let begins = |fields: &[&str]| {
        let record = serde_json::from_slice::<serde_json::Value>(&line);
        record.is_ok_and(|record| fields.iter().all(|field| record.get(field).is_some()))
    };
    read.is_ok()
        && (line.is_empty()
            || begins(&["id", "source", "ordinal", "blocks"])
            || begins(&["source", "sha256", "furniture", "unsure"]))
}

/// Copies the beginning of a file, or all of it.
fn copy(from: &Path, to: &Path, length: Option<u64>) -> io::Result<()> {
    let mut to = File::create(to)?;
    // What nothing is copied of need not be there.
    if length != Some(0) {
        let from = File::open(from)?;
        io::copy(&mut from.take(length.unwrap_or(u64::MAX)), &mut to)?;
    }
    Ok(())
}
