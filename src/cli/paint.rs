//! Diffs on standard output: unified in a pipe, coloured with the changed characters marked on a
//! terminal.

use clap::ValueEnum;
use similar::{ChangeTag, TextDiff};
use std::io::{self, IsTerminal, Write};

/// Lines of context around a change.
const CONTEXT: usize = 3;

const BOLD: &str = "\x1b[1m";
const CYAN: &str = "\x1b[36m";
const RED: &str = "\x1b[31m";
const GREEN: &str = "\x1b[32m";
const MARKED: &str = "\x1b[7m";
const UNMARKED: &str = "\x1b[27m";
const PLAIN: &str = "\x1b[0m";

/// When to colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

impl Color {
    /// Whether standard output is to be coloured.
    pub(crate) fn wanted(self) -> bool {
        let refused = std::env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty())
            || std::env::var_os("TERM").is_some_and(|v| v == "dumb");
        match self {
            Color::Auto => io::stdout().is_terminal() && !refused,
            Color::Always => true,
            Color::Never => false,
        }
    }
}

/// One text beside another, with what they are called.
pub(crate) struct Sides<'a> {
    pub(crate) before: (&'a str, &'a str),
    pub(crate) after: (&'a str, &'a str),
}

/// Writes what differs; nothing where nothing does.
pub(crate) fn diff(out: &mut dyn Write, sides: &Sides<'_>, colored: bool) -> io::Result<()> {
    let (old_name, old) = sides.before;
    let (new_name, new) = sides.after;
    if old == new {
        return Ok(());
    }
    let diff = TextDiff::from_lines(old, new);
    if !colored {
        let mut unified = diff.unified_diff();
        unified.context_radius(CONTEXT).header(old_name, new_name);
        return unified.to_writer(out);
    }
    writeln!(out, "{BOLD}--- {old_name}{PLAIN}")?;
    writeln!(out, "{BOLD}+++ {new_name}{PLAIN}")?;
    for group in diff.grouped_ops(CONTEXT) {
        if let Some(first) = group.first() {
            let (from, to) = (first.old_range().start + 1, first.new_range().start + 1);
            writeln!(out, "{CYAN}@@ line {from} -> line {to} @@{PLAIN}")?;
        }
        for op in &group {
            for change in diff.iter_inline_changes(op) {
                let (sign, color) = match change.tag() {
                    ChangeTag::Delete => ('-', RED),
                    ChangeTag::Insert => ('+', GREEN),
                    ChangeTag::Equal => (' ', ""),
                };
                write!(out, "{color}{sign}")?;
                for (marked, text) in change.iter_strings_lossy() {
                    let text = text.trim_end_matches(['\n', '\r']);
                    if marked {
                        write!(out, "{MARKED}{text}{UNMARKED}")?;
                    } else {
                        write!(out, "{text}")?;
                    }
                }
                writeln!(out, "{PLAIN}")?;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(before: &str, after: &str, colored: bool) -> String {
        let sides = Sides {
            before: ("a", before),
            after: ("b", after),
        };
        let mut out = Vec::new();
        diff(&mut out, &sides, colored).expect("written to memory");
        String::from_utf8(out).expect("UTF-8")
    }

    #[test]
    fn equal_texts_say_nothing() {
        assert_eq!(written("同\n", "同\n", false), "");
        assert_eq!(written("同\n", "同\n", true), "");
    }

    #[test]
    fn a_pipe_gets_a_unified_diff() {
        let text = written("会 议\n同\n", "会议\n同\n", false);
        assert_eq!(text, "--- a\n+++ b\n@@ -1,2 +1,2 @@\n-会 议\n+会议\n 同\n");
    }

    #[test]
    fn a_terminal_gets_colours() {
        let text = written("会 议\n", "会议\n", true);
        assert!(text.contains(RED) && text.contains(GREEN) && text.ends_with("\x1b[0m\n"));
    }
}
