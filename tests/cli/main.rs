//! The commands as a user meets them: what they write, what they say, how they end.
//!
//! A test's name says what would be broken if it failed. Everything runs in folders of its own; the
//! pages are the sample pages or a few lines made up here.

mod check;
mod configuration;
mod corpus;
mod diff;
mod explain;
mod figures;
mod names;
mod report;
mod rerun;
mod run;
mod shell;
#[cfg(unix)]
mod stop;

use assert_cmd::Command;
use predicates::prelude::*;
use predicates::str::{contains, is_empty};
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const PAGE: &str = "某市召开防汛会议\n本报讯（记者王小平）昨日上午，某市召\n开防汛工作会议。\n会议要求，各单位要落实责任。\n";

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn seeds() -> PathBuf {
    repository().join("seeds")
}

/// A folder with these files, each the same short page.
fn folder(pages: &[&str]) -> TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    for page in pages {
        put(dir.path(), page, PAGE);
    }
    dir
}

fn put(dir: &Path, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
    let path = dir.join(name);
    fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
    fs::write(&path, content).expect("a file");
    path
}

/// The command, in this folder.
fn cleaner(dir: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cleaner"));
    command.current_dir(dir).env("NO_COLOR", "1");
    command
}

fn read(path: impl AsRef<Path>) -> String {
    fs::read_to_string(path).expect("a text file")
}

/// All files under a folder with their bytes, but for what a run keeps to itself.
fn tree(dir: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files = Vec::new();
    let entries = walkdir::WalkDir::new(dir).sort_by_file_name().into_iter();
    for entry in entries.filter_entry(|e| e.file_name() != ".cleaner") {
        let entry = entry.expect("an entry");
        if entry.file_type().is_file() {
            let name = entry.path().strip_prefix(dir).expect("inside").to_owned();
            files.push((name, fs::read(entry.path()).expect("a file")));
        }
    }
    files
}

/// Standard error is these words in one line after `cleaner: `.
fn one_line(words: &'static [&'static str]) -> impl Predicate<str> {
    predicate::function(move |text: &str| {
        text.lines().count() == 1
            && text.starts_with("cleaner: ")
            && words.iter().all(|w| text.contains(w))
    })
}
