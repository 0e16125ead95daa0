//! The pages that the user means: files, and folders walked.
//!
//! A page's name is its path relative to the folder given, or the file's name; everything in the output
//! is called after it. Where two inputs give the same name, both get the name of their folder before it.

use super::message;
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

/// The endings of page files in a folder.
const ENDINGS: &[&str] = &["txt", "text", "md"];

/// A page file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct PageFile {
    /// What it is called.
    pub(crate) name: String,
    /// Where it is.
    pub(crate) path: PathBuf,
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
}

/// Finds the pages. Inputs that cannot be used are faults; the others count all the same.
pub(crate) fn find(inputs: &[PathBuf]) -> Inputs {
    let mut found = Inputs::default();
    let mut pages: Vec<(PageFile, &Path)> = Vec::new();
    for input in inputs {
        match fs::metadata(input) {
            Err(error) => found.faults.push(message::unreadable(input, &error)),
            Ok(data) if data.is_dir() => {
                let (count, skipped, faults) = (pages.len(), found.skipped, found.faults.len());
                walk(input, &mut found, &mut pages);
                if pages.len() == count && found.faults.len() == faults {
                    found.faults.push(format!(
                        "{}: no pages in this folder (.txt, .text, .md; {} other files); give the folder that has them",
                        input.display(),
                        found.skipped - skipped
                    ));
                }
            }
            Ok(_) => match unread(input) {
                Some(remedy) => found.faults.push(format!("{}: {remedy}", input.display())),
                None => {
                    let name = input.file_name().unwrap_or(input.as_os_str());
                    let page = PageFile {
                        name: name.to_string_lossy().into_owned(),
                        path: input.clone(),
                    };
                    pages.push((page, input.parent().unwrap_or(Path::new(""))));
                }
            },
        }
    }
    found.pages = if inputs.len() > 1 {
        told_apart(pages)
    } else {
        pages.into_iter().map(|(page, _)| page).collect()
    };
    found.pages.sort_unstable();
    found
}

/// Forms of input that are announced but not read yet.
fn unread(file: &Path) -> Option<&'static str> {
    match ending(file).as_str() {
        "gz" | "zst" => {
            Some("compressed pages are not read yet; unpack it and give the unpacked file")
        }
        "jsonl" => {
            Some("corpora in one file are not read yet; write each page to a file of its own")
        }
        _ => None,
    }
}

fn ending(file: &Path) -> String {
    file.extension()
        .map(|e| e.to_string_lossy().to_lowercase())
        .unwrap_or_default()
}

fn walk<'a>(folder: &'a Path, found: &mut Inputs, pages: &mut Vec<(PageFile, &'a Path)>) {
    // The folder itself may be hidden or called `..`; only what is in it is judged by its name.
    let hidden = |e: &DirEntry| e.depth() > 0 && e.file_name().to_string_lossy().starts_with('.');
    let entries = WalkDir::new(folder).follow_links(true).sort_by_file_name();
    for entry in entries.into_iter().filter_entry(|e| !hidden(e)) {
        match entry {
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
            Ok(entry) if entry.file_type().is_dir() => {}
            Ok(entry) => {
                let path = entry.into_path();
                if !path.is_file() || !ENDINGS.contains(&ending(&path).as_str()) {
                    found.skipped += 1;
                    continue;
                }
                let inside = path.strip_prefix(folder).unwrap_or(&path);
                let name = inside
                    .to_string_lossy()
                    .replace(std::path::MAIN_SEPARATOR, "/");
                pages.push((PageFile { name, path }, folder));
            }
        }
    }
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
        let mut seen = Vec::new();
        group.retain(|(page, _)| {
            let real = fs::canonicalize(&page.path).unwrap_or_else(|_| page.path.clone());
            let new = !seen.contains(&real);
            seen.push(real);
            new
        });
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
            "e.txt.gz",
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
    fn what_cannot_be_used_is_a_fault_and_the_rest_counts() {
        let dir = folder(&["1.txt", "2.txt.gz", "3.jsonl", "pictures/4.png"]);
        let at = |p: &str| dir.path().join(p);
        let inputs = ["1.txt", "2.txt.gz", "3.jsonl", "pictures", "missing"].map(at);
        let found = find(&inputs);
        assert_eq!(names(&found), ["1.txt"]);
        let all = found.faults.join("\n");
        for word in [
            "unpack it",
            "a file of its own",
            "no pages in this folder",
            "missing: cannot be read",
        ] {
            assert!(all.contains(word), "{word}: {all}");
        }
        assert_eq!(found.faults.len(), 4);
    }
}
