//! The output folder: two `.jsonl` files and a file for every article.
//!
//! A file is written beside its name, hidden and with `.part` after it, and renamed when it is whole: a
//! reader never sees half of one, and what a killed run leaves behind the next run overwrites.

use super::clean::{Done, Target};
use super::message;
use super::run::Wanted;
use anyhow::{Result, anyhow};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The names of the two tables.
pub(crate) const ARTICLES: &str = "articles.jsonl";
/// See [`ARTICLES`].
pub(crate) const PAGES: &str = "pages.jsonl";
/// The folder of the articles' texts.
pub(crate) const TEXTS: &str = "articles";

/// A file that is not there yet.
pub(crate) struct Part {
    path: PathBuf,
    part: PathBuf,
    file: Option<File>,
}

impl Part {
    /// Begins a file.
    pub(crate) fn create(path: PathBuf) -> io::Result<Self> {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let part = path.with_file_name(format!(".{name}.part"));
        let file = Some(File::create(&part)?);
        Ok(Part { path, part, file })
    }

    /// Writes on. There is no buffer: what is written comes in large pieces.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        match &mut self.file {
            Some(file) => file.write_all(bytes),
            None => Ok(()),
        }
    }

    /// The file is whole: it gets its name.
    pub(crate) fn finish(mut self) -> io::Result<()> {
        if self.file.take().is_some() {
            let renamed = fs::rename(&self.part, &self.path);
            if renamed.is_err() {
                let _ = fs::remove_file(&self.part);
            }
            renamed?;
        }
        Ok(())
    }

    /// Its name when it is whole.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        if self.file.take().is_some() {
            let _ = fs::remove_file(&self.part);
        }
    }
}

/// What results are written to.
pub(crate) enum Sink {
    /// A folder.
    Folder {
        out: PathBuf,
        articles: Option<Part>,
        pages: Part,
    },
    /// Standard output. Between what two batches give stands what stands between pages.
    Stdout { between: Vec<u8>, begun: bool },
}

impl Sink {
    /// Begins to write.
    ///
    /// # Errors
    ///
    /// The folder or its tables cannot be made.
    pub(crate) fn open(target: Target<'_>, wanted: &Wanted, between: &[u8]) -> Result<Self> {
        let pack = |piece: &[u8]| {
            wanted
                .compression
                .map_or(Ok(piece.to_vec()), |c| c.pack(piece))
        };
        let Target::Folder(out) = target else {
            return Ok(Sink::Stdout {
                between: pack(between)?,
                begun: false,
            });
        };
        fs::create_dir_all(out).map_err(|e| anyhow!(message::unwritable(out, &e)))?;
        let create = |name: &str| {
            let packed = wanted.compression.map(|c| format!("{name}.{}", c.ending()));
            let path = out.join(packed.as_deref().unwrap_or(name));
            Part::create(path.clone()).map_err(|e| anyhow!(message::unwritable(&path, &e)))
        };
        Ok(Sink::Folder {
            articles: wanted.formats.jsonl.then(|| create(ARTICLES)).transpose()?,
            pages: create(PAGES)?,
            out: out.to_owned(),
        })
    }

    /// Writes what became of some pages.
    ///
    /// # Errors
    ///
    /// It cannot be written.
    pub(crate) fn put(&mut self, done: &Done) -> Result<()> {
        match self {
            Sink::Stdout { between, begun } => {
                if done.fatal {
                    return Err(anyhow!(
                        "stopped: nothing can be written to standard output"
                    ));
                }
                if done.articles.is_empty() {
                    return Ok(());
                }
                let after_others = std::mem::replace(begun, true);
                super::print(|out| {
                    if after_others {
                        out.write_all(between)?;
                    }
                    Ok(out.write_all(&done.articles)?)
                })
            }
            Sink::Folder {
                out,
                articles,
                pages,
            } => {
                if done.fatal {
                    return Err(anyhow!(
                        "stopped: nothing can be written to {}",
                        out.display()
                    ));
                }
                if let Some(articles) = articles {
                    let written = articles.write(&done.articles);
                    written.map_err(|e| anyhow!(message::unwritable(articles.path(), &e)))?;
                }
                let written = pages.write(&done.pages);
                written.map_err(|e| anyhow!(message::unwritable(pages.path(), &e)))
            }
        }
    }

    /// All is written: the tables get their names.
    ///
    /// # Errors
    ///
    /// They cannot be renamed.
    pub(crate) fn finish(self) -> Result<()> {
        if let Sink::Folder {
            articles, pages, ..
        } = self
        {
            for part in articles.into_iter().chain([pages]) {
                let path = part.path().to_owned();
                part.finish()
                    .map_err(|e| anyhow!(message::unwritable(&path, &e)))?;
            }
        }
        Ok(())
    }
}

/// Writes the articles of a page to its folder and removes those of an earlier run that it no longer has.
pub(crate) fn write_texts(folder: &Path, texts: &[String]) -> Result<(), Failure> {
    if texts.is_empty() && !folder.exists() {
        return Ok(());
    }
    fs::create_dir_all(folder).map_err(|e| Failure::new(folder, &e))?;
    for (i, text) in texts.iter().enumerate() {
        let path = folder.join(file_name(i + 1));
        Part::create(path.clone())
            .and_then(|mut part| {
                part.write(text.as_bytes())?;
                part.finish()
            })
            .map_err(|e| Failure::new(&path, &e))?;
    }
    remove_stale(folder, texts.len()).map_err(|e| Failure::new(folder, &e))
}

fn remove_stale(folder: &Path, count: usize) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let ordinal = ordinal(&name.to_string_lossy());
        if ordinal.is_some_and(|n| n > count) && entry.file_type()?.is_file() {
            fs::remove_file(entry.path())?;
        }
    }
    if count == 0 {
        // Fails where something else is in it, and then it should.
        let _ = fs::remove_dir(folder);
    }
    Ok(())
}

/// `02.txt` for the second article.
fn file_name(ordinal: usize) -> String {
    format!("{ordinal:02}.txt")
}

/// The ordinal of an article's file, if it is one.
pub(crate) fn ordinal(name: &str) -> Option<usize> {
    let number = name.strip_suffix(".txt")?.parse().ok()?;
    (file_name(number) == name).then_some(number)
}

/// Something could not be written.
#[derive(Debug)]
pub(crate) struct Failure {
    /// The line to say.
    pub(crate) line: String,
    /// Whether nothing else can be written either: the disk is full, or only for reading.
    pub(crate) fatal: bool,
}

impl Failure {
    pub(crate) fn new(path: &Path, error: &io::Error) -> Self {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_run_removes_what_the_first_had_more() {
        let dir = tempfile::tempdir().expect("a folder");
        let folder = dir.path().join("articles/1");
        let write = |n: usize| write_texts(&folder, &vec!["文\n".to_owned(); n]).expect("written");
        write(3);
        let own = dir.path().join("articles/1/notes.txt");
        fs::write(&own, "").expect("a file");
        write(1);
        let list = || {
            let entries = fs::read_dir(dir.path().join("articles/1")).expect("a folder");
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
    fn an_unfinished_file_leaves_nothing() {
        let dir = tempfile::tempdir().expect("a folder");
        let mut part = Part::create(dir.path().join("x")).expect("a file");
        part.write(b"half").expect("written");
        drop(part);
        assert_eq!(fs::read_dir(dir.path()).expect("a folder").count(), 0);
    }
}
