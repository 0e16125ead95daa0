//! The output folder: two `.jsonl` files and a file for every article.
//!
//! A file is written beside its name, hidden and with `.part` after it, and renamed when it is whole: a
//! reader never sees half of one, and what a killed run leaves behind the next run overwrites.

use super::inputs::PageFile;
use super::message;
use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
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
    file: Option<BufWriter<File>>,
}

impl Part {
    /// Begins a file.
    pub(crate) fn create(path: PathBuf) -> io::Result<Self> {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let part = path.with_file_name(format!(".{name}.part"));
        let file = Some(BufWriter::new(File::create(&part)?));
        Ok(Part { path, part, file })
    }

    /// Writes on.
    pub(crate) fn write(&mut self, text: &str) -> io::Result<()> {
        match &mut self.file {
            Some(file) => file.write_all(text.as_bytes()),
            None => Ok(()),
        }
    }

    /// The file is whole: it gets its name.
    pub(crate) fn finish(mut self) -> io::Result<()> {
        if let Some(mut file) = self.file.take() {
            let renamed = file
                .flush()
                .and_then(|()| fs::rename(&self.part, &self.path));
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

/// Where the articles of each page go.
pub(crate) struct Folders {
    out: PathBuf,
    /// Names without extension that two pages share.
    shared: HashSet<String>,
}

impl Folders {
    /// Lays out the folders for these pages.
    pub(crate) fn new(out: &Path, pages: &[PageFile]) -> Self {
        let mut stems: Vec<&str> = pages.iter().map(|p| stem(&p.name)).collect();
        stems.sort_unstable();
        let twice = stems.windows(2).filter(|w| w[0] == w[1]);
        Folders {
            out: out.to_owned(),
            shared: twice.map(|w| w[0].to_owned()).collect(),
        }
    }

    /// The folder for a page's articles: its name without extension, with it where two pages would
    /// collide or where the folder would look like an article's file.
    pub(crate) fn of(&self, name: &str) -> PathBuf {
        let short = stem(name);
        let keep = self.shared.contains(short) || short.ends_with(".txt");
        self.out.join(TEXTS).join(if keep { name } else { short })
    }

    /// Writes the articles of a page and removes those of an earlier run that it no longer has.
    pub(crate) fn write(&self, name: &str, texts: &[String]) -> Result<(), Failure> {
        let folder = self.of(name);
        if texts.is_empty() && !folder.exists() {
            return Ok(());
        }
        fs::create_dir_all(&folder).map_err(|e| Failure::new(&folder, &e))?;
        for (i, text) in texts.iter().enumerate() {
            let path = folder.join(file_name(i + 1));
            Part::create(path.clone())
                .and_then(|mut part| {
                    part.write(text)?;
                    part.finish()
                })
                .map_err(|e| Failure::new(&path, &e))?;
        }
        self.remove_stale(&folder, texts.len())
            .map_err(|e| Failure::new(&folder, &e))
    }

    fn remove_stale(&self, folder: &Path, count: usize) -> io::Result<()> {
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

fn stem(name: &str) -> &str {
    let start = name.rfind('/').map_or(0, |i| i + 1);
    match name[start..].rfind('.') {
        Some(dot) if dot > 0 => &name[..start + dot],
        _ => name,
    }
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

    fn page(name: &str) -> PageFile {
        PageFile {
            name: name.to_owned(),
            path: PathBuf::new(),
        }
    }

    #[test]
    fn folders_of_pages() {
        let names = [
            "004.txt",
            "005.md",
            "005.txt",
            "a.b/6.txt",
            "a.b/7",
            "x/01.txt.txt",
        ];
        let pages: Vec<PageFile> = names.into_iter().map(page).collect();
        let folders = Folders::new(Path::new("out"), &pages);
        let of: Vec<PathBuf> = names.iter().map(|n| folders.of(n)).collect();
        let want = ["004", "005.md", "005.txt", "a.b/6", "a.b/7", "x/01.txt.txt"];
        assert_eq!(of, want.map(|n| Path::new("out/articles").join(n)));
    }

    #[test]
    fn a_second_run_removes_what_the_first_had_more() {
        let dir = tempfile::tempdir().expect("a folder");
        let folders = Folders::new(dir.path(), &[page("1.txt")]);
        let texts = |n: usize| vec!["文\n".to_owned(); n];
        folders.write("1.txt", &texts(3)).expect("written");
        let own = dir.path().join("articles/1/notes.txt");
        fs::write(&own, "").expect("a file");
        folders.write("1.txt", &texts(1)).expect("written");
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
        folders.write("1.txt", &[]).expect("written");
        assert_eq!(list(), ["notes.txt"]);
    }

    #[test]
    fn an_unfinished_file_leaves_nothing() {
        let dir = tempfile::tempdir().expect("a folder");
        let mut part = Part::create(dir.path().join("x")).expect("a file");
        part.write("half").expect("written");
        drop(part);
        assert_eq!(fs::read_dir(dir.path()).expect("a folder").count(), 0);
    }
}
