//! Binds the leaves of a report: one file for a few pages; for many, an index and a folder with a file
//! for every page, so that a browser opens what is asked for and no more.

use super::message;
use anyhow::{Result, anyhow};
use cleaner::report::{Beside, Leaf, Paper, Row};
use std::collections::VecDeque;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The report that `cleaner run` writes.
pub(crate) const REPORT: &str = "report.html";

/// More pages than these are not put into one file: it would take more than a second to open.
const ONE_FILE: usize = 200;

/// A report on its way to the disk. Leaves come in the order of the pages.
pub(crate) struct Binder {
    path: PathBuf,
    folder: PathBuf,
    paper: Paper,
    /// Leaves that are not written: all while one file will do, later the last.
    held: VecDeque<Leaf>,
    /// Rows of leaves that have files, with their links.
    rows: Vec<(Row, String)>,
}

impl Binder {
    /// Begins a report. The folder, should it be needed, stands beside the file: `report/` beside
    /// `report.html`.
    pub(crate) fn new(path: PathBuf, pass: Option<String>) -> Self {
        let mut folder = path.with_extension("");
        if folder == path {
            folder.set_extension("pages");
        }
        Binder {
            path,
            folder,
            paper: Paper { pass },
            held: VecDeque::new(),
            rows: Vec::new(),
        }
    }

    /// Takes a leaf in.
    pub(crate) fn add(&mut self, leaf: Leaf) -> Result<()> {
        self.held.push_back(leaf);
        if self.rows.is_empty() && self.held.len() <= ONE_FILE {
            return Ok(());
        }
        // The last waits until it is known whether another follows it.
        while self.held.len() > 1 {
            self.write_leaf()?;
        }
        Ok(())
    }

    /// Writes what is left, and removes the page files of an earlier and longer report.
    pub(crate) fn finish(mut self) -> Result<()> {
        let text = if self.rows.is_empty() {
            self.paper.whole(self.held.make_contiguous())?
        } else {
            self.write_leaf()?;
            self.paper.index(&self.rows)?
        };
        write(&self.path, &text)?;
        self.remove_stale()
            .map_err(|e| anyhow!(message::unwritable(&self.folder, &e)))
    }

    fn write_leaf(&mut self) -> Result<()> {
        let Some(leaf) = self.held.pop_front() else {
            return Ok(());
        };
        let number = self.rows.len() + 1;
        if number == 1 {
            let made = fs::create_dir_all(&self.folder);
            made.map_err(|e| anyhow!(message::unwritable(&self.folder, &e)))?;
        }
        let last = |path: &Path| {
            path.file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned()
        };
        let beside = Beside {
            index: format!("../{}", link(&last(&self.path))),
            previous: (number > 1).then(|| file_name(number - 1)),
            next: (!self.held.is_empty()).then(|| file_name(number + 1)),
        };
        let text = self.paper.leaf(&leaf, &beside)?;
        write(&self.folder.join(file_name(number)), &text)?;
        let link = format!("{}/{}", link(&last(&self.folder)), file_name(number));
        self.rows.push((leaf.row, link));
        Ok(())
    }

    fn remove_stale(&self) -> io::Result<()> {
        if !self.folder.is_dir() {
            return Ok(());
        }
        for entry in fs::read_dir(&self.folder)? {
            let entry = entry?;
            let name = entry.file_name();
            let number = name.to_str().and_then(|n| n.strip_suffix(".html"));
            let number: Option<usize> = number.and_then(|n| n.parse().ok());
            if number.is_some_and(|n| n > self.rows.len() && file_name(n).as_str() == name) {
                fs::remove_file(entry.path())?;
            }
        }
        if self.rows.is_empty() {
            // Fails where something else is in it, and then it should.
            let _ = fs::remove_dir(&self.folder);
        }
        Ok(())
    }
}

/// Removes the report that an earlier run wrote into an output folder.
///
/// # Errors
///
/// It cannot be removed.
pub(crate) fn remove(out: &Path) -> Result<()> {
    let binder = Binder::new(out.join(REPORT), None);
    let removed = match fs::remove_file(&binder.path) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(e),
        _ => binder.remove_stale(),
    };
    removed.map_err(|e| anyhow!(message::unwritable(&binder.path, &e)))
}

/// The file of a page, by its number in the order of the pages.
fn file_name(number: usize) -> String {
    format!("{number:05}.html")
}

/// A file's name as a relative link.
fn link(name: &str) -> String {
    cleaner::report::escape_link(name)
}

/// Writes a file beside its name, which it gets when it is whole.
fn write(path: &Path, text: &str) -> Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let part = path.with_file_name(format!(".{name}.part"));
    let written = fs::write(&part, text).and_then(|()| fs::rename(&part, path));
    written.map_err(|e| {
        let _ = fs::remove_file(&part);
        anyhow!(message::unwritable(path, &e))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use cleaner::Pipeline;
    use cleaner::report::Watched;

    fn bind(path: &Path, pages: usize) {
        let pipeline = Pipeline::default();
        let mut binder = Binder::new(path.to_owned(), None);
        for i in 0..pages {
            let watched = Watched::new(&pipeline, &format!("{i}.txt"), "标题\n".as_bytes());
            binder
                .add(Leaf::new(&watched).expect("a leaf"))
                .expect("added");
        }
        binder.finish().expect("written");
    }

    fn read(path: &Path) -> String {
        fs::read_to_string(path).expect("a text file")
    }

    #[test]
    fn few_pages_are_one_file_and_many_a_folder() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("a report.html");
        let folder = dir.path().join("a report");
        bind(&path, ONE_FILE);
        assert!(!folder.exists());
        assert_eq!(
            read(&path).matches("<section class=\"page\"").count(),
            ONE_FILE
        );

        bind(&path, ONE_FILE + 1);
        let index = read(&path);
        assert!(!index.contains("<section class=\"page\""));
        assert!(index.contains("href=\"a%20report/00201.html\""));
        assert_eq!(
            fs::read_dir(&folder).expect("a folder").count(),
            ONE_FILE + 1
        );
        let first = read(&folder.join("00001.html"));
        assert!(
            !first.contains("rel=\"prev\" href")
                && first.contains("rel=\"next\" href=\"00002.html\"")
        );
        assert!(first.contains("href=\"../a%20report.html\""));
        let last = read(&folder.join("00201.html"));
        assert!(
            last.contains("rel=\"prev\" href=\"00200.html\"")
                && !last.contains("rel=\"next\" href")
        );

        fs::write(folder.join("own.html"), "").expect("a file");
        bind(&path, 1);
        let left: Vec<_> = fs::read_dir(&folder)
            .expect("a folder")
            .filter_map(Result::ok)
            .collect();
        assert_eq!(left.len(), 1, "only what the report did not write");
    }
}
