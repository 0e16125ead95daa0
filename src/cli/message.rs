//! What is said on standard error: one line each, with the place and the remedy.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::{self, Write};
use std::path::Path;

/// What is wrong with a PDF or a picture.
pub(crate) const NOT_TEXT: &str =
    "not text but a binary file; give the text that was got out of it";

/// So many lines of a corpus with the same fault are named.
const NAMED: usize = 10;

/// What could not be read, cleaned or written, in a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// The line to say.
    pub(crate) line: String,
    /// Of a line of a corpus: the corpus, and what such lines are. All may have the same fault.
    pub(crate) alike: Option<(String, String)>,
}

impl From<String> for Fault {
    fn from(line: String) -> Self {
        Fault { line, alike: None }
    }
}

/// Says faults, of equal ones the first and then how many there were.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    counts: HashMap<(String, String), usize>,
}

impl Faults {
    pub(crate) fn say(&mut self, fault: &Fault) {
        if let Some(alike) = &fault.alike {
            let count = self.counts.entry(alike.clone()).or_insert(0);
            *count += 1;
            if *count > NAMED {
                return;
            }
        }
        say(&fault.line);
    }

    /// Says what was not said line by line.
    pub(crate) fn finish(self) {
        let mut counts: Vec<_> = self.counts.into_iter().collect();
        counts.retain(|(_, count)| *count > NAMED);
        counts.sort_unstable();
        for ((place, which), count) in counts {
            say(&format!("{place}: and {} more {which}", count - NAMED));
        }
    }
}

/// Says a line. If nobody listens, that is no reason to stop.
pub(crate) fn say(line: &str) {
    let _ = writeln!(io::stderr().lock(), "cleaner: {}", plain(line, &[]));
}

/// A text with what would make a terminal do things written as an escape, but for some of it. Pages and
/// names come from anywhere.
pub(crate) fn plain<'a>(text: &'a str, allowed: &[char]) -> Cow<'a, str> {
    let unfit = |c: char| c.is_control() && !allowed.contains(&c);
    if !text.contains(unfit) {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if unfit(c) {
            plain.extend(c.escape_default());
        } else {
            plain.push(c);
        }
    }
    Cow::Owned(plain)
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
