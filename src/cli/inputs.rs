//! The pages that the user means: files, and folders walked.
//!
//! A page's name is its path relative to the folder given, or the file's name; everything in the output
//! is called after it. That a file is packed is no part of the name, unless the same page is there unpacked.
//! Where two inputs give the same name, both get the name of their folder before it.

use super::compression::Compression;
use super::home::HIDDEN;
use super::message;
use super::tables::{ARTICLES, PAGES};
use super::texts::TEXTS;
use cleaner::output;
use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

/// The endings of page files in a folder.
pub(crate) const ENDINGS: &[&str] = &["txt", "text", "md"];

/// The ending of a corpus: many pages, one a line.
const CORPUS: &str = "jsonl";

/// What an input is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Form {
    /// A file with one page.
    Page,
    /// A file with a page on each line.
    Corpus,
    /// Standard input, either of them.
    Stdin,
}

/// A file with a page, or with many.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct PageFile {
    /// What it is called.
    pub(crate) name: String,
    /// Where it is; `-` for standard input.
    pub(crate) path: PathBuf,
    /// What it is.
    pub(crate) form: Form,
    /// How it is packed.
    pub(crate) compression: Option<Compression>,
}

impl PageFile {
    /// What the name of a file says; none for a file that is neither page nor corpus.
    pub(crate) fn of(name: String, path: PathBuf) -> Option<Self> {
        let compression = Compression::of_name(&path);
        let mut file = PageFile {
            name,
            form: Form::Page,
            compression,
            path,
        };
        let plain = file.plain_name();
        let ending = Path::new(plain)
            .extension()?
            .to_string_lossy()
            .to_lowercase();
        if ending == CORPUS {
            file.form = Form::Corpus;
        } else if !ENDINGS.contains(&ending.as_str()) {
            return None;
        }
        Some(file)
    }

    /// Standard input.
    pub(crate) fn stdin() -> Self {
        PageFile {
            name: "-".to_owned(),
            path: PathBuf::from("-"),
            form: Form::Stdin,
            compression: None,
        }
    }

    /// The name without the ending that says how it is packed.
    fn plain_name(&self) -> &str {
        let packed = self.compression.map_or(0, |c| c.ending().len() + 1);
        &self.name[..self.name.len() - packed]
    }
}

/// What the inputs come to.
#[derive(Debug, Default)]
pub(crate) struct Inputs {
    /// The pages, sorted by name.
    pub(crate) pages: Vec<PageFile>,
    /// How many files in folders were no pages.
    pub(crate) skipped: usize,
    /// What is wrong, a line each.
    pub(crate) faults: Vec<String>,
    /// What is not wrong, but left out.
    pub(crate) notes: Vec<String>,
}

impl Inputs {
    /// Says what is wrong and, unless nothing else is to be said, what was left out.
    pub(crate) fn say(&self, quiet: bool) {
        let notes = self.notes.iter().filter(|_| !quiet);
        notes
            .chain(&self.faults)
            .for_each(|line| message::say(line));
    }
}

/// Finds the pages. Inputs that cannot be used are faults; the others count all the same.
pub(crate) fn find(inputs: &[PathBuf]) -> Inputs {
    let mut found = Inputs::default();
    let mut pages: Vec<(PageFile, &Path)> = Vec::new();
    for input in inputs {
        if input.as_os_str() == "-" {
            if !pages.iter().any(|(page, _)| page.form == Form::Stdin) {
                pages.push((PageFile::stdin(), Path::new("")));
            }
            continue;
        }
        match fs::metadata(input) {
            Err(error) => found.faults.push(message::unreadable(input, &error)),
            Ok(data) if data.is_dir() => {
                let (count, skipped, faults) = (pages.len(), found.skipped, found.faults.len());
                walk(input, &mut found, &mut pages);
                if pages.len() == count && found.faults.len() == faults {
                    found.faults.push(format!(
                        "{}: no pages in this folder (.txt, .text, .md, .jsonl; {} other files); give the folder that has them",
                        input.display(),
                        found.skipped - skipped
                    ));
                }
            }
            Ok(_) => {
                let name = input.file_name().unwrap_or(input.as_os_str());
                let name = name.to_string_lossy().into_owned();
                let file = PageFile::of(name.clone(), input.clone()).unwrap_or_else(|| PageFile {
                    name,
                    form: Form::Page,
                    compression: Compression::of_name(input),
                    path: input.clone(),
                });
                pages.push((file, input.parent().unwrap_or(Path::new(""))));
            }
        }
    }
    take_packing_off(&mut pages);
    found.pages = told_apart(pages);
    found.pages.sort_unstable();
    found
}

/// Names packed files as if they were not, where that name is free.
fn take_packing_off(pages: &mut [(PageFile, &Path)]) {
    if pages.iter().all(|(page, _)| page.compression.is_none()) {
        return;
    }
    let mut taken: HashSet<String> = pages.iter().map(|(page, _)| page.name.clone()).collect();
    for (page, _) in pages {
        let plain = page.plain_name().to_owned();
        if page.compression.is_some() && taken.insert(plain.clone()) {
            page.name = plain;
        }
    }
}

fn walk<'a>(folder: &'a Path, found: &mut Inputs, pages: &mut Vec<(PageFile, &'a Path)>) {
    let root = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    // What the user did not name is not read, even where a link leads there.
    let leads_out = |e: &DirEntry| {
        let real = || fs::canonicalize(e.path()).ok();
        e.depth() > 0 && e.path_is_symlink() && real().is_some_and(|real| !real.starts_with(&root))
    };
    let entries = WalkDir::new(folder).follow_links(true).sort_by_file_name();
    let mut entries = entries.into_iter().filter_entry(|e| !is_hidden(e));
    while let Some(entry) = entries.next() {
        match entry {
            Ok(entry) if leads_out(&entry) => {
                found.faults.push(format!(
                    "{}: a link that leads out of {}, and was not followed; give what it leads to as an input too",
                    entry.path().display(),
                    folder.display()
                ));
                if entry.file_type().is_dir() {
                    entries.skip_current_dir();
                }
            }
            Err(error) => {
                let path = error.path().unwrap_or(folder).to_owned();
                found.faults.push(match error.io_error() {
                    Some(e) => message::unreadable(&path, e),
                    None => format!(
                        "{}: a link leads back to a folder above it; remove the link",
                        path.display()
                    ),
                });
            }
            Ok(entry) if is_output(&entry) => {
                if entry.file_type().is_dir() {
                    entries.skip_current_dir();
                }
                let output = entry.path().parent().unwrap_or(folder);
                let note = format!(
                    "{}: `cleaner run` wrote into this folder; what it wrote there is not read as pages",
                    output.display()
                );
                if found.notes.last() != Some(&note) {
                    found.notes.push(note);
                }
            }
            Ok(entry) if entry.file_type().is_dir() => {}
            Ok(entry) => {
                let is_file = entry.file_type().is_file();
                let path = entry.into_path();
                let inside = path.strip_prefix(folder).unwrap_or(&path);
                let name = inside
                    .to_string_lossy()
                    .replace(std::path::MAIN_SEPARATOR, "/");
                match PageFile::of(name, path) {
                    Some(file) if is_file => pages.push((file, folder)),
                    _ => found.skipped += 1,
                }
            }
        }
    }
}

/// Whether a file or folder is not to be seen. The folder that is walked may be hidden or called `..`; only
/// what is in it is judged by its name.
fn is_hidden(entry: &DirEntry) -> bool {
    entry.depth() > 0 && entry.file_name().to_string_lossy().starts_with('.')
}

/// Whether a run wrote this: it is called so, and beside it is what a run keeps to itself.
fn is_output(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    let called_so = if entry.file_type().is_dir() {
        name == TEXTS
    } else {
        [ARTICLES, PAGES].iter().any(|table| {
            let (table, _) = table.split_once('.').unwrap_or((table, ""));
            output::is_of(&name, table)
        })
    };
    let beside = || entry.path().with_file_name(HIDDEN);
    called_so && entry.depth() > 0 && beside().is_dir()
}

/// A page in a folder that is to be written to, if there is one that is none of the inputs and easily found.
pub(crate) fn page_in(folder: &Path, inputs: &[PathBuf]) -> Option<PathBuf> {
    /// How deep pages of a forgotten input may lie.
    const DEPTH: usize = 3;
    let real = |path: &Path| fs::canonicalize(path).ok();
    let inputs: Vec<_> = inputs.iter().filter_map(|input| real(input)).collect();
    let is_input = |e: &DirEntry| real(e.path()).is_some_and(|path| inputs.contains(&path));
    WalkDir::new(folder)
        .max_depth(DEPTH)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|e| !is_hidden(e) && !is_input(e))
        .filter_map(Result::ok)
        .filter(|e| e.file_type().is_file())
        .map(DirEntry::into_path)
        .find(|path| PageFile::of(path.to_string_lossy().into_owned(), path.clone()).is_some())
}

/// Gives pages of the same name the name of their folder; the same file given twice counts once.
fn told_apart(pages: Vec<(PageFile, &Path)>) -> Vec<PageFile> {
    let mut groups: HashMap<String, Vec<(PageFile, &Path)>> = HashMap::new();
    for (page, folder) in pages {
        groups
            .entry(page.name.clone())
            .or_default()
            .push((page, folder));
    }
    let mut names: HashMap<String, usize> = HashMap::new();
    let mut apart = Vec::new();
    let mut sorted: Vec<_> = groups.into_iter().collect();
    sorted.sort_unstable_by(|a, b| a.0.cmp(&b.0));
    for (name, mut group) in sorted {
        if group.len() > 1 {
            let mut seen = Vec::new();
            group.retain(|(page, _)| {
                let real = fs::canonicalize(&page.path).unwrap_or_else(|_| page.path.clone());
                let new = !seen.contains(&real);
                seen.push(real);
                new
            });
        }
        let alone = group.len() == 1;
        for (mut page, folder) in group {
            if !alone {
                page.name = format!("{}/{name}", folder_name(folder));
            }
            // Two folders of the same name in different places: number them.
            let count = names.entry(page.name.clone()).or_insert(0);
            *count += 1;
            if *count > 1 {
                page.name = format!("{}~{count}/{name}", folder_name(folder));
            }
            apart.push(page);
        }
    }
    apart
}

fn folder_name(folder: &Path) -> String {
    let real = fs::canonicalize(if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    });
    let real = real.unwrap_or_else(|_| folder.to_owned());
    real.file_name()
        .map(|n| n.to_string_lossy().into_owned())
        .unwrap_or_else(|| "root".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        for file in files {
            let path = folder.path().join(file);
            fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            fs::write(path, "页").expect("a file");
        }
        folder
    }

    fn names(found: &Inputs) -> Vec<&str> {
        found.pages.iter().map(|p| p.name.as_str()).collect()
    }

    #[test]
    fn folders_are_walked_and_other_files_counted() {
        let dir = folder(&[
            "b/2.txt",
            "b/1.TXT",
            "a.md",
            "c.text",
            "d.pdf",
            "e.tar.gz",
            ".f.txt",
            ".git/g.txt",
        ]);
        let found = find(&[dir.path().to_owned()]);
        assert_eq!(names(&found), ["a.md", "b/1.TXT", "b/2.txt", "c.text"]);
        assert_eq!(found.skipped, 2);
        assert!(found.faults.is_empty());
    }

    #[test]
    fn equal_names_get_their_folder() {
        let dir = folder(&["x/1.txt", "y/1.txt", "y/2.txt", "z/x/1.txt"]);
        let at = |p: &str| dir.path().join(p);
        let found = find(&[at("x"), at("y"), at("x/1.txt")]);
        assert_eq!(names(&found), ["2.txt", "x/1.txt", "y/1.txt"]);
        let found = find(&[at("x"), at("z/x")]);
        assert_eq!(names(&found), ["x/1.txt", "x~2/1.txt"]);
        let found = find(&[at("x/1.txt"), at("x/1.txt")]);
        assert_eq!(names(&found), ["1.txt"]);
    }

    #[test]
    fn packed_files_and_corpora_are_known_by_their_endings() {
        let dir = folder(&[
            "1.txt.gz",
            "2.txt",
            "2.txt.zst",
            "c.jsonl.zst",
            "d.JSONL",
            "e.json",
            "gz",
        ]);
        let found = find(&[dir.path().to_owned()]);
        assert_eq!(
            names(&found),
            ["1.txt", "2.txt", "2.txt.zst", "c.jsonl", "d.JSONL"]
        );
        let corpora = found.pages.iter().filter(|p| p.form == Form::Corpus);
        assert_eq!(corpora.count(), 2);
        assert_eq!(found.pages[0].compression, Some(Compression::Gz));
        assert_eq!(found.skipped, 2);
    }

    #[test]
    fn what_cannot_be_used_is_a_fault_and_the_rest_counts() {
        let dir = folder(&["1.txt", "pictures/4.png"]);
        let at = |p: &str| dir.path().join(p);
        let found = find(&["1.txt", "pictures", "missing"].map(at));
        assert_eq!(names(&found), ["1.txt"]);
        let all = found.faults.join("\n");
        for word in ["no pages in this folder", "missing: cannot be read"] {
            assert!(all.contains(word), "{word}: {all}");
        }
        assert_eq!(found.faults.len(), 2);
    }
}
