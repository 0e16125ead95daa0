//! Pages that an earlier run did, taken from where it wrote them.
//!
//! A page is taken only if its name and its hash are in the journal, the pieces of the tables have their
//! sums, its line in the table of pages says the same name and hash, and the files of its articles are what
//! they were. Else it is cleaned, as if it had never been.

use super::clean::{Done, Folder};
use super::compression::Compression;
use super::journal::{self, Batch, Found};
use super::progress::Tally;
use super::reader::RawPage;
use super::tables::Layout;
use cleaner::source;
use std::io::{self, Read};
use std::ops::Range;
use std::path::Path;

/// The batch of an earlier run that was read last. Pages that were neighbours mostly still are.
pub(crate) struct Shelf<'a> {
    folder: &'a Folder<'a>,
    layout: Layout,
    open: Option<(Found, Option<Opened>)>,
}

/// A batch, unpacked, with the lines of each page.
struct Opened {
    batch: Batch,
    articles: Vec<u8>,
    pages: Vec<u8>,
    /// For each page: its articles, and its line.
    lines: Vec<(Range<usize>, Range<usize>)>,
}

impl<'a> Shelf<'a> {
    pub(crate) fn new(folder: &'a Folder<'a>, layout: Layout) -> Self {
        Shelf {
            folder,
            layout,
            open: None,
        }
    }

    /// Adds what an earlier run made of this page; gives whether there is such.
    pub(crate) fn reuse(&mut self, page: &RawPage, folder: &str, done: &mut Done) -> bool {
        if self.folder.store.is_empty() {
            return false;
        }
        let sha256 = source::sha256(&page.bytes);
        let key = journal::key(&page.name, &sha256);
        let Some(found) = self.folder.store.find(key) else {
            return false;
        };
        let texts = self.folder.texts;
        let Some(opened) = self.open(found) else {
            return false;
        };
        let Some(known) = opened.batch.entry.known.get(found.nth) else {
            return false;
        };
        let (articles, line) = &opened.lines[found.nth];
        let (articles, line) = (
            &opened.articles[articles.clone()],
            &opened.pages[line.clone()],
        );
        let texts = texts.map_or(Some(0), |texts| texts.sum(folder, known.articles));
        if !is_line_of(line, &page.name, &sha256) || texts != Some(known.texts) {
            return false;
        }
        done.articles.extend_from_slice(articles);
        done.pages.extend_from_slice(line);
        done.known.push(*known);
        done.names
            .push((journal::name(&page.name), folder.to_owned()));
        done.tally.add(&Tally {
            unchanged: 1,
            ..Tally::of(known)
        });
        true
    }

    /// The batch of a page; none if it cannot be used.
    fn open(&mut self, found: Found) -> Option<&Opened> {
        let same =
            |open: &(Found, Option<Opened>)| (open.0.log, open.0.line) == (found.log, found.line);
        if !self.open.as_ref().is_some_and(same) {
            let batch = self.folder.store.load(found);
            let opened = batch.and_then(|batch| Opened::new(batch, self.layout.formats.jsonl));
            self.open = Some((found, opened));
        }
        self.open.as_ref()?.1.as_ref()
    }

    /// The line of the followed journal, if this is what it says, to the byte.
    pub(crate) fn followed(&self, done: &Done) -> Option<usize> {
        let opened = self.open.as_ref()?.1.as_ref()?;
        let batch = &opened.batch;
        let same = batch.entry.known == done.known
            && batch.entry.names == done.names
            && batch.articles == done.articles
            && batch.pages == done.pages;
        batch.followed.filter(|_| same)
    }
}

impl Opened {
    fn new(batch: Batch, with_articles: bool) -> Option<Self> {
        let unpack = |piece: &[u8], file: &str| unpack(piece, Path::new(file)).ok();
        let articles = match &batch.entry.articles {
            Some(place) => unpack(&batch.articles, &place.file)?,
            None if with_articles => return None,
            None => Vec::new(),
        };
        let pages = unpack(&batch.pages, &batch.entry.pages.file)?;
        let mut opened = Opened {
            articles: if with_articles { articles } else { Vec::new() },
            pages,
            lines: Vec::new(),
            batch,
        };
        let (mut article, mut page) = (0, 0);
        for known in &opened.batch.entry.known {
            let count = if with_articles { known.articles } else { 0 };
            let articles = lines(&opened.articles, article, count)?;
            let line = lines(&opened.pages, page, 1)?;
            (article, page) = (articles.end, line.end);
            opened.lines.push((articles, line));
        }
        Some(opened)
    }
}

/// So many lines from a place on.
fn lines(text: &[u8], start: usize, count: usize) -> Option<Range<usize>> {
    match count.checked_sub(1) {
        None => Some(start..start),
        Some(last) => memchr::memchr_iter(b'\n', text.get(start..)?)
            .nth(last)
            .map(|end| start..start + end + 1),
    }
}

fn unpack(piece: &[u8], file: &Path) -> io::Result<Vec<u8>> {
    let Some(compression) = Compression::of_name(file).filter(|_| !piece.is_empty()) else {
        return Ok(piece.to_vec());
    };
    let mut plain = Vec::new();
    compression.unpack(piece)?.read_to_end(&mut plain)?;
    Ok(plain)
}

/// Whether a line of the table of pages is that of this page.
fn is_line_of(line: &[u8], name: &str, sha256: &str) -> bool {
    let Ok(name) = serde_json::to_string(name) else {
        return false;
    };
    let begin = format!("{{\"source\":{name},\"sha256\":\"{sha256}\",");
    line.starts_with(begin.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use cleaner::{Pipeline, View, render::json};

    #[test]
    fn a_page_knows_its_line() {
        let name = "a\"b/1.txt";
        let cleaned = Pipeline::default().run(name, b"text");
        let line = json::page(&View::new(&cleaned), 0);
        let sha256 = source::sha256(b"text");
        assert!(is_line_of(line.as_bytes(), name, &sha256));
        assert!(!is_line_of(line.as_bytes(), "a", &sha256));
        assert!(!is_line_of(line.as_bytes(), name, &source::sha256(b"")));
    }

    #[test]
    fn lines_of_a_piece() {
        let text = b"a\nb\nc\n";
        assert_eq!(lines(text, 0, 2), Some(0..4));
        assert_eq!(lines(text, 4, 1), Some(4..6));
        assert_eq!(lines(text, 4, 0), Some(4..4));
        assert_eq!(lines(text, 4, 2), None);
        assert_eq!(lines(text, 9, 1), None);
    }
}
