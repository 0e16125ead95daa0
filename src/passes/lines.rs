//! Cut the text into lines and read how each one stands.
//!
//! White space is evidence before it is noise: how far a line is indented, how many blank lines stand
//! before it, whether Markdown calls it a heading. This pass reads all that into the block's
//! [`Layout`] and takes the white space and the Markdown marks away.
//!
//! Trap: `#` and `**` are marks only in Markdown. A page is Markdown when a line begins with `#` and a
//! space, or a line is wrapped in `**`; elsewhere these characters are the paper's own.

use crate::chars;
use crate::page::{Cut, Layout, Page, Stage};
use crate::text::{Edits, Why};
use regex::Regex;
use std::sync::LazyLock;

/// Image links, HTML tags and comments, and the hard line breaks and bold marks inside a line.
static MARKUP: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"!\[[^\]\n]*\]\([^)\n]*\)|<!--[^\n]*?-->|</?(?i:br|p|div|span|img|b|i|u|em|strong|sup|sub|center|table|thead|tbody|tr|td|th|h[1-6]|figure|figcaption)\b[^<>\n]*>|\*\*|&(?:nbsp|ensp|emsp);",
    )
    .expect("a valid pattern")
});

/// Takes the marks of Markdown and HTML away, then cuts the page into lines.
pub fn run(page: &mut Page) {
    if page.text().as_str().contains(['<', '*', '!', '&']) {
        page.edit(|_, text, edits| markup(text, edits));
    }
    let text = page.text().as_str();
    let markdown = text.lines().any(|l| heading(l.trim_start()).0 > 0);
    let mut cuts = Vec::new();
    let (mut at, mut blanks, mut number) = (0, 0u8, 0);
    // The text's own line numbers; the source has the same, since no pass before this one takes or adds
    // a line break other than by folding another kind of break into `\n`.
    for line in text.split_inclusive('\n') {
        number += 1;
        let body = line.trim();
        if body.is_empty() {
            blanks = blanks.saturating_add(1);
        } else {
            let lead = line.len() - line.trim_start().len();
            let indent = line[..lead].chars().map(space_width).sum();
            let (level, mark) = if markdown { heading(body) } else { (0, 0) };
            let start = at + lead + mark;
            let range = start..at + lead + body.len();
            let bold = page_bold(page, range.start);
            cuts.push(Cut {
                layout: Layout {
                    line: number,
                    indent,
                    column: indent,
                    blanks,
                    level,
                    bold,
                    width: width(&text[range.clone()]),
                    ..Layout::default()
                },
                range,
            });
            blanks = 0;
        }
        at += line.len();
    }
    page.cut(cuts);
    page.reach(Stage::Lines);
}

/// Whether the marks just before this place were taken away as bold.
fn page_bold(page: &Page, at: usize) -> bool {
    let source = page.text().source_at(at);
    page.removed()
        .iter()
        .any(|r| r.span.end == source && page.source().text[r.span.clone()].ends_with("**"))
}

fn markup(text: &str, edits: &mut Edits) {
    for found in MARKUP.find_iter(text) {
        if found.as_str().starts_with('&') {
            edits.replace(found.range(), " ", Why::Markup);
        } else {
            edits.delete(found.range(), Why::Markup);
        }
    }
}

/// The level of a Markdown heading and the bytes of its mark.
fn heading(line: &str) -> (u8, usize) {
    let level = line.bytes().take_while(|&b| b == b'#').count();
    let rest = &line[level..];
    let space = rest.len() - rest.trim_start().len();
    if (1..=6).contains(&level) && space > 0 && space < rest.len() {
        (level as u8, level + space)
    } else {
        (0, 0)
    }
}

fn space_width(c: char) -> u16 {
    match c {
        '\u{3000}' => 2,
        '\t' => 4,
        _ => 1,
    }
}

/// The printed width of a text in half ems.
pub(crate) fn width(text: &str) -> u16 {
    text.chars()
        .map(|c| u32::from(chars::width(c)))
        .sum::<u32>()
        .min(u32::from(u16::MAX)) as u16
}
