//! Diffs on standard output: unified in a pipe, coloured with the changed characters marked on a
//! terminal.

use super::message::plain;
use super::progress::counted;
use clap::ValueEnum;
use cleaner::report::{Made, Row, Words, Work};
use similar::{ChangeTag, TextDiff};
use std::io::{self, IsTerminal, Write};

/// Equal lines around a change, if nothing else was asked for.
pub(crate) const CONTEXT: usize = 3;

/// Stands for what is not shown.
const LEFT_OUT: &str = "      …";

const BOLD: &str = "\x1b[1m";
const DIM: &str = "\x1b[2m";
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

/// A text that is compared with another.
pub(crate) struct Side {
    /// The file that it is, and after a tab what it is of that file.
    name: String,
    text: String,
    /// For each line its number in the page, from 1; empty if they are not known.
    lines: Vec<usize>,
}

impl Side {
    pub(crate) fn new(text: String) -> Self {
        Side::numbered(text, Vec::new())
    }

    pub(crate) fn numbered(text: String, lines: Vec<usize>) -> Self {
        Side {
            name: String::new(),
            text,
            lines,
        }
    }

    pub(crate) fn named(self, name: String) -> Self {
        Side { name, ..self }
    }
}

/// How a diff is to look.
#[derive(Clone, Copy)]
pub(crate) struct Look {
    pub(crate) colored: bool,
    /// Equal lines to show around a change.
    pub(crate) context: usize,
}

/// Writes what differs; nothing where nothing does.
///
/// Lines end in LF alone, as `patch` has it: a CR stays in its line.
pub(crate) fn diff(out: &mut dyn Write, before: &Side, after: &Side, look: Look) -> io::Result<()> {
    if before.text == after.text {
        return Ok(());
    }
    let old: Vec<&str> = before.text.split_inclusive('\n').collect();
    let new: Vec<&str> = after.text.split_inclusive('\n').collect();
    let mut config = TextDiff::configure();
    let diff = config.newline_terminated(true).diff_slices(&old, &new);
    if !look.colored {
        let mut unified = diff.unified_diff();
        unified
            .context_radius(look.context)
            .header(&before.name, &after.name);
        return unified.to_writer(out);
    }
    for (sign, side) in [("---", before), ("+++", after)] {
        writeln!(out, "{BOLD}{sign} {}{PLAIN}", plain(&side.name, &['\t']))?;
    }
    for (i, group) in diff.grouped_ops(look.context).iter().enumerate() {
        if i > 0 {
            writeln!(out, "{CYAN}{LEFT_OUT}{PLAIN}")?;
        }
        for change in group.iter().flat_map(|op| diff.iter_inline_changes(op)) {
            let (sign, side, index) = match change.tag() {
                ChangeTag::Delete => ('-', before, change.old_index()),
                ChangeTag::Insert => ('+', after, change.new_index()),
                ChangeTag::Equal => (' ', before, change.old_index()),
            };
            let number = index.map(|i| side.lines.get(i).copied().unwrap_or(i + 1));
            line(out, number, sign, change.iter_strings_lossy())?;
            writeln!(out)?;
        }
    }
    Ok(())
}

/// Writes the work on a page: its figures, then every block below the lines it was made of. Of blocks that
/// nothing was done to, `context` stand before and after each other.
pub(crate) fn work(
    out: &mut dyn Write,
    place: &str,
    work: &Work,
    context: usize,
) -> io::Result<()> {
    let figures = figures(&work.row);
    writeln!(out, "{BOLD}{}: {figures}{PLAIN}", plain(place, &[]))?;
    let named = work.articles.iter().enumerate();
    let named = named.map(|(i, (name, blocks))| (format!("article {}  {name}", i + 1), blocks));
    let furniture = (
        "furniture: of the page, of no article".to_owned(),
        &work.furniture,
    );
    for (name, blocks) in named.chain([furniture]) {
        if blocks.is_empty() {
            continue;
        }
        writeln!(out, "{CYAN}@@ {} @@{PLAIN}", plain(&name, &[]))?;
        let mut left_out = false;
        for (i, block) in blocks.iter().enumerate() {
            let near = &blocks[i.saturating_sub(context)..blocks.len().min(i + context + 1)];
            if near.iter().all(|b| b.passes.is_empty()) {
                if !left_out {
                    writeln!(out, "{CYAN}{LEFT_OUT}{PLAIN}")?;
                }
                left_out = true;
                continue;
            }
            left_out = false;
            made(out, block)?;
        }
    }
    Ok(())
}

/// Writes a block.
fn made(out: &mut dyn Write, block: &Made) -> io::Result<()> {
    fn marked(words: &[Words]) -> impl Iterator<Item = (bool, &str)> {
        words.iter().map(|w| (w.marked, w.text.as_str()))
    }
    let first = block.before.first().map(|(number, _)| *number);
    if block.passes.is_empty() {
        line(out, first, ' ', marked(&block.after))?;
        return writeln!(out, "  {DIM}{}{PLAIN}", block.kind);
    }
    for (number, words) in &block.before {
        line(out, Some(*number), '-', marked(words))?;
        writeln!(out)?;
    }
    line(out, first, '+', marked(&block.after))?;
    writeln!(
        out,
        "  {DIM}{}: {}{PLAIN}",
        block.kind,
        block.passes.join(" ")
    )
}

/// Writes a line without its end: number, sign, and text with the marked parts reversed.
fn line<T: AsRef<str>>(
    out: &mut dyn Write,
    number: Option<usize>,
    sign: char,
    parts: impl Iterator<Item = (bool, T)>,
) -> io::Result<()> {
    let number = number.map_or(String::new(), |n| n.to_string());
    let color = match sign {
        '-' => RED,
        '+' => GREEN,
        _ => "",
    };
    write!(out, "{DIM}{number:>5}{PLAIN} {color}{sign}")?;
    for (marked, text) in parts {
        let text = text.as_ref().trim_end_matches(['\n', '\r']);
        let text = plain(text, &['\t']);
        if marked {
            write!(out, "{MARKED}{text}{UNMARKED}")?;
        } else {
            write!(out, "{text}")?;
        }
    }
    write!(out, "{PLAIN}")
}

/// `10 articles, 5 furniture, 8 unsure; unspread 34, rejoin 378`
fn figures(row: &Row) -> String {
    let mut line = format!(
        "{}, {} furniture, {} unsure",
        counted(row.articles, "article"),
        row.furniture,
        row.unsure
    );
    if row.malformed > 0 {
        line += &format!(", {} not decoded", row.malformed);
    }
    let changed = row.changed.iter().map(|(pass, n)| format!("{pass} {n}"));
    let changed: Vec<String> = changed.collect();
    if !changed.is_empty() {
        line += &format!("; {}", changed.join(", "));
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(before: &str, after: &str, colored: bool) -> String {
        let side = |name: &str, text: &str| Side::new(text.to_owned()).named(name.to_owned());
        let look = Look {
            colored,
            context: CONTEXT,
        };
        let mut out = Vec::new();
        diff(&mut out, &side("a", before), &side("b", after), look).expect("written to memory");
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
    fn a_carriage_return_ends_no_line_for_patch() {
        let text = written("一\r二\r\n三", "一\r二\r\n四", false);
        let want = "--- a\n+++ b\n@@ -1,2 +1,2 @@\n 一\r二\r\n-三\n\\ No newline at end of file\n+四\n\\ No newline at end of file\n";
        assert_eq!(text, want);
    }

    #[test]
    fn a_terminal_gets_blocks_below_their_lines() {
        let words = |text: &str, marked| Words {
            text: text.to_owned(),
            marked,
        };
        let same = |text| Made {
            kind: "body",
            before: vec![(9, vec![words(text, false)])],
            after: vec![words(text, false)],
            passes: vec![],
        };
        let spread = Made {
            kind: "title",
            before: vec![(
                7,
                vec![words("会", false), words(" ", true), words("议", false)],
            )],
            after: vec![words("会议", false)],
            passes: vec!["unspread"],
        };
        let page = Work {
            articles: vec![(
                "会议".to_owned(),
                vec![spread, same("一"), same("二"), same("三")],
            )],
            ..Work::default()
        };
        let mut out = Vec::new();
        work(&mut out, "1.txt", &page, 1).expect("written to memory");
        let text = String::from_utf8(out).expect("UTF-8");
        let bare = ["1", "2", "7", "27", "31", "32", "36", "0"]
            .iter()
            .fold(text.clone(), |text, code| {
                text.replace(&format!("\x1b[{code}m"), "")
            });
        assert_eq!(
            bare,
            "1.txt: 0 articles, 0 furniture, 0 unsure\n@@ article 1  会议 @@\n    7 -会 议\n    7 +会议  title: unspread\n    9  一  body\n      …\n"
        );
        assert!(text.contains("会\x1b[7m \x1b[27m议"), "{text:?}");
    }

    #[test]
    fn a_terminal_gets_colours() {
        let text = written("会 议\n", "会议\n", true);
        assert!(text.contains(RED) && text.contains(GREEN) && text.ends_with("\x1b[0m\n"));
    }
}
