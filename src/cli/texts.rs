//! A file for each article: `articles/PAGE/NN.txt` and `.md`.

use super::home::Home;
use super::message;
use super::run::Formats;
use crc32fast::Hasher;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The folder of the articles' texts.
pub(crate) const TEXTS: &str = "articles";

/// The endings of the files, in the order in which a page's files are written and summed up.
const ENDINGS: [&str; 2] = ["txt", "md"];

/// Something could not be written.
#[derive(Debug)]
pub(crate) struct Failure {
    /// The line to say.
    pub(crate) line: String,
    /// Whether nothing else can be written either: the disk is full, or only for reading.
    pub(crate) fatal: bool,
}

impl Failure {
    fn new(path: &Path, error: &io::Error) -> Self {
        use io::ErrorKind::{QuotaExceeded, ReadOnlyFilesystem, StorageFull};
        Failure {
            line: message::unwritable(path, error),
            fatal: matches!(
                error.kind(),
                QuotaExceeded | ReadOnlyFilesystem | StorageFull
            ),
        }
    }
}

/// Writes the texts of articles.
#[derive(Clone, Copy)]
pub(crate) struct Texts<'a> {
    home: &'a Home,
    formats: Formats,
}

impl<'a> Texts<'a> {
    /// None where no such files are wanted.
    pub(crate) fn new(home: &'a Home, formats: Formats) -> Option<Self> {
        (formats.txt || formats.md).then_some(Texts { home, formats })
    }

    fn folder(&self, page: &str) -> PathBuf {
        self.home.out().join(TEXTS).join(page)
    }

    fn endings(&self) -> impl Iterator<Item = &'static str> {
        endings(self.formats)
    }

    /// Writes the articles of a page to its folder, and removes those of an earlier run that it no longer
    /// has. `texts` are all articles in the first form, then in the next. Gives the sum of all files.
    pub(crate) fn write(&self, page: &str, count: usize, texts: &[String]) -> Result<u32, Failure> {
        let folder = self.folder(page);
        let mut sum = Hasher::new();
        if count == 0 && !folder.exists() {
            return Ok(sum.finalize());
        }
        fs::create_dir_all(&folder).map_err(|e| Failure::new(&folder, &e))?;
        let files = self
            .endings()
            .flat_map(|ending| (1..=count).map(move |n| file_name(n, ending)));
        for (name, text) in files.zip(texts) {
            let path = folder.join(name);
            sum.update(text.as_bytes());
            let written = self.home.write(&path, text.as_bytes());
            written.map_err(|e| Failure::new(&path, &e))?;
        }
        let stale = self.stale(&folder, count);
        let removed = stale.and_then(|stale| stale.iter().try_for_each(fs::remove_file));
        removed.map_err(|e| Failure::new(&folder, &e))?;
        if count == 0 {
            // Fails where something else is in it, and then it should.
            let _ = fs::remove_dir(&folder);
        }
        Ok(sum.finalize())
    }

    /// The sum of a page's files as [`Texts::write`] gives it; none if they are not what a page of so many
    /// articles has.
    pub(crate) fn sum(&self, page: &str, count: usize) -> Option<u32> {
        let folder = self.folder(page);
        let mut sum = Hasher::new();
        if count == 0 && !folder.exists() {
            return Some(sum.finalize());
        }
        if !self.stale(&folder, count).ok()?.is_empty() {
            return None;
        }
        for ending in self.endings() {
            for ordinal in 1..=count {
                sum.update(&fs::read(folder.join(file_name(ordinal, ending))).ok()?);
            }
        }
        Some(sum.finalize())
    }

    /// Files of articles that a page of so many has not.
    fn stale(&self, folder: &Path, count: usize) -> io::Result<Vec<PathBuf>> {
        let mut stale = Vec::new();
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let name = entry.file_name();
            let name = name.to_string_lossy();
            let ordinal = self.endings().find_map(|ending| ordinal_of(&name, ending));
            if ordinal.is_some_and(|n| n > count) && entry.file_type()?.is_file() {
                stale.push(entry.path());
            }
        }
        Ok(stale)
    }
}

/// The endings of the files that are written for an article.
pub(crate) fn endings(formats: Formats) -> impl Iterator<Item = &'static str> {
    let wanted = [formats.txt, formats.md];
    ENDINGS.into_iter().zip(wanted).filter(|e| e.1).map(|e| e.0)
}

/// `02.txt` for the second article.
fn file_name(ordinal: usize, ending: &str) -> String {
    format!("{ordinal:02}.{ending}")
}

/// The number of an article by the name of its file; none if it is no article's.
pub(crate) fn ordinal_of(name: &str, ending: &str) -> Option<usize> {
    let number = name.strip_suffix(ending)?.strip_suffix('.')?.parse().ok()?;
    (file_name(number, ending) == name).then_some(number)
}

/// Whether a file is an article's, by its name.
pub(crate) fn is_article(name: &str) -> bool {
    ENDINGS
        .iter()
        .any(|ending| ordinal_of(name, ending).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_run_removes_what_the_first_had_more() {
        let dir = tempfile::tempdir().expect("a folder");
        let home = Home::claim(dir.path()).expect("a folder of our own");
        let texts = Texts::new(&home, Formats::DEFAULT).expect("texts");
        let write = |n: usize| {
            let sum = texts
                .write("1", n, &vec!["文\n".to_owned(); n])
                .expect("written");
            assert_eq!(texts.sum("1", n), Some(sum));
        };
        write(3);
        assert_eq!(texts.sum("1", 2), None);
        assert_eq!(texts.sum("1", 4), None);
        let folder = dir.path().join("articles/1");
        fs::write(folder.join("notes.txt"), "").expect("a file");
        write(1);
        let list = || {
            let entries = fs::read_dir(&folder).expect("a folder");
            let mut names: Vec<_> = entries
                .filter_map(Result::ok)
                .map(|e| e.file_name())
                .collect();
            names.sort();
            names
        };
        assert_eq!(list(), ["01.txt", "notes.txt"]);
        write(0);
        assert_eq!(list(), ["notes.txt"]);
    }

    #[test]
    fn names_of_files() {
        let cases = [
            ("01.txt", true),
            ("123.md", true),
            ("1.txt", false),
            ("001.txt", false),
            ("01.jsonl", false),
            ("a.txt", false),
            ("txt", false),
        ];
        for (name, want) in cases {
            assert_eq!(is_article(name), want, "{name}");
        }
    }
}
