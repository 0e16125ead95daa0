//! What can go wrong at the edges: configuration, the choice of passes, files.
//!
//! Passes cannot fail (see [`crate::pass`]), so every error here is known before or after a page is
//! cleaned. Each is one line that names the place and the remedy.

use crate::page::Stage;
use std::io;
use std::path::PathBuf;

/// An error of the library.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A pass was asked for that does not exist.
    #[error("{place}: unknown pass `{name}`{hint}; the passes are {known}")]
    UnknownPass {
        /// Where it was named: a flag, or a file and line.
        place: String,
        /// The word.
        name: String,
        /// The nearest word there is, as a question.
        hint: String,
        /// All passes.
        known: String,
    },
    /// A pass was asked for twice.
    #[error("{place}: pass `{name}` is there twice; leave one of them out")]
    TwicePass {
        /// Where it was named.
        place: String,
        /// The pass.
        name: String,
    },
    /// No pass at all, or the first is not `decode`.
    #[error("the passes begin with {begin}; put `decode` first: without it there is no text")]
    NoDecode {
        /// What they begin with instead.
        begin: String,
    },
    /// A pass stands where it cannot work.
    #[error("pass `{pass}` needs {}, but the page is {} {} there; {remedy}", .needs.name(), if .found < .needs { "still" } else { "already" }, .found.name())]
    Order {
        /// The pass.
        pass: &'static str,
        /// What it needs.
        needs: Stage,
        /// What it would find.
        found: Stage,
        /// What to put where.
        remedy: String,
    },
    /// The configuration file cannot be read.
    #[error("{}: cannot be read: {reason}; {}", file.display(), remedy(reason))]
    NoConfig {
        /// The file.
        file: PathBuf,
        /// What the system says.
        reason: io::Error,
    },
    /// The configuration file says something it cannot say.
    #[error("{}:{line}: {problem}", file.display())]
    Config {
        /// The file.
        file: PathBuf,
        /// Its line, from 1.
        line: usize,
        /// What is wrong and how to put it right.
        problem: String,
    },
    /// A value on the command line.
    #[error("{place}: {problem}")]
    Value {
        /// The flag.
        place: String,
        /// What is wrong and how to put it right.
        problem: String,
    },
}

/// What to do about a configuration that cannot be read.
fn remedy(reason: &io::Error) -> &'static str {
    match reason.kind() {
        io::ErrorKind::InvalidData => "save it as UTF-8",
        io::ErrorKind::IsADirectory => "give the file that is meant",
        _ => "check the path and that you may read it",
    }
}

/// "; did you mean `x`?" for the nearest of the words, or nothing.
pub(crate) fn hint<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    /// Below this likeness a suggestion reads like a joke.
    const LIKE: f32 = 0.5;
    let known: Vec<&str> = known.into_iter().collect();
    similar::get_close_matches(word.to_lowercase().as_str(), &known, 1, LIKE)
        .first()
        .map_or_else(String::new, |near| format!(", did you mean `{near}`?"))
}

/// Words in backticks with commas between them.
pub(crate) fn list<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    words
        .into_iter()
        .map(|w| format!("`{w}`"))
        .collect::<Vec<_>>()
        .join(", ")
}
