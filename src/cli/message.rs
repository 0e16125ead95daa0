//! What is said on standard error: one line each, with the place and the remedy.

use std::borrow::Cow;
use std::io::{self, Write};
use std::path::Path;

/// What is wrong with a PDF or a picture.
pub(crate) const NOT_TEXT: &str =
    "not text but a binary file; give the text that was got out of it";

/// Says a line. If nobody listens, that is no reason to stop. Names come from anywhere, so what would make
/// a terminal do things is written as an escape.
pub(crate) fn say(line: &str) {
    let line = if line.contains(char::is_control) {
        let plain = |c: char| {
            if c.is_control() {
                c.escape_default().to_string()
            } else {
                c.to_string()
            }
        };
        Cow::Owned(line.chars().map(plain).collect())
    } else {
        Cow::Borrowed(line)
    };
    let _ = writeln!(io::stderr().lock(), "cleaner: {line}");
}

/// What the system says, without its number.
pub(crate) fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    match text.find(" (os error") {
        Some(end) => text[..end].to_owned(),
        None => text,
    }
}

/// What the user can do about it.
pub(crate) fn remedy(error: &io::Error) -> &'static str {
    use io::ErrorKind::{
        IsADirectory, NotADirectory, NotFound, PermissionDenied, QuotaExceeded, ReadOnlyFilesystem,
        StorageFull,
    };
    match error.kind() {
        NotFound => "check the path",
        PermissionDenied => "check its permissions",
        StorageFull | QuotaExceeded => "free some space or write elsewhere",
        ReadOnlyFilesystem => "write elsewhere",
        NotADirectory => "a file is in the way of a folder; move it or write elsewhere",
        IsADirectory => "a folder is in the way of a file; move it or write elsewhere",
        _ => "check the disk and try again",
    }
}

/// A file that could not be read.
pub(crate) fn unreadable(path: &Path, error: &io::Error) -> String {
    failed(path, "read", error)
}

/// A file or folder that could not be written.
pub(crate) fn unwritable(path: &Path, error: &io::Error) -> String {
    failed(path, "written", error)
}

fn failed(path: &Path, done: &str, error: &io::Error) -> String {
    format!(
        "{}: cannot be {done}: {}; {}",
        path.display(),
        reason(error),
        remedy(error)
    )
}
