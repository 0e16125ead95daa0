//! Cut the text into lines and read how each one stands.
//!
//! White space is evidence before it is noise: how far a line is indented, how many blank lines stand
//! before it, whether Markdown calls it a heading. This pass reads all that into the block's
//! [`Layout`] and takes the white space and the Markdown marks away.
//!
//! A line whose letters were spaced out to fill its measure is as wide as the lines around it, not as its
//! letters.
//!
//! Trap: `#` and `**` are marks only in Markdown. A page is Markdown when a line begins with `#` and a
//! space, or a line is wrapped in `**`; elsewhere these characters are the paper's own.

use crate::audit::is_content;
use crate::chars;
use crate::chars::folding::{Fold, fold};
use crate::evidence::profile::measure::mode;
use crate::page::{Cut, Layout, Page, Stage};
use crate::text::{Edits, Why};
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

/// Image links, HTML tags and comments, and the hard line breaks and bold marks inside a line.
static MARKUP: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"!\[[^\]\n]*\]\([^)\n]*\)|<!--[^\n]*?-->|</?(?i:br|p|div|span|img|b|i|u|em|strong|sup|sub|center|table|thead|tbody|tr|td|th|h[1-6]|figure|figcaption)\b[^<>\n]*>|\*\*|&(?:nbsp|ensp|emsp);",
    )
    .expect("a valid pattern")
});

/// Takes the marks of Markdown and HTML away, then cuts the page into lines.
pub fn run(page: &mut Page) {
    unmark(page);
    let text = page.text().as_str();
    let markdown = memchr::memchr(b'#', text.as_bytes()).is_some()
        && text.lines().any(|l| heading(l.trim_start()).0 > 0);
    let bold = ends_of_bold(page);
    let mut cuts = Vec::new();
    let (mut at, mut blanks, mut number) = (0, 0u8, 0);
    // The text's own line numbers; the source has the same, since no pass before this one takes or adds
    // a line break other than by folding another kind of break into `\n`.
    for line in chars::lines(text.as_bytes()) {
        let line = &text[line];
        number += 1;
        let rest = line.trim_start();
        let body = rest.trim_end();
        if body.is_empty() {
            blanks = blanks.saturating_add(1);
        } else {
            let lead = line.len() - rest.len();
            let indent = line[..lead].chars().map(space_width).sum();
            let (level, mark) = if markdown { heading(body) } else { (0, 0) };
            let start = at + lead + mark;
            let range = start..at + lead + body.len();
            // The marks just before the line were taken away as bold.
            let bold = !bold.is_empty()
                && bold
                    .binary_search(&page.text().source_at(range.start))
                    .is_ok();
            cuts.push(Cut {
                layout: Layout {
                    line: number,
                    indent,
                    column: indent,
                    blanks,
                    level,
                    bold,
                    spaced: is_spaced(&rest[body.len()..]),
                    width: width(&text[range.clone()]),
                    ..Layout::default()
                },
                range,
            });
            blanks = 0;
        }
        at += line.len();
    }
    let spaced = cuts.iter().filter(|cut| cut.layout.spaced).count();
    if markdown || spaced * FEW > cuts.len() {
        // There it is a mark of Markdown, or how an extractor ends its lines.
        cuts.iter_mut().for_each(|cut| cut.layout.spaced = false);
    }
    justify(page, &mut cuts);
    page.cut(cuts);
    page.reach(Stage::Lines);
}

/// Spaces at the ends of lines are of print where no more than one of so many lines has one. (On pages of the bench and
/// of the press where so few have, 197 of 212 in the middle of a text were.)
const FEW: usize = 10;

/// Whether what stands at the end of a line, its break aside, is one space.
fn is_spaced(end: &str) -> bool {
    let mut spaces = end.trim_end_matches(['\n', '\r']).chars();
    spaces.next().is_some() && spaces.next().is_none()
}

/// Takes the marks of Markdown and HTML away that blocks have; whether there were any.
pub(super) fn unmark(page: &mut Page) -> bool {
    let text = page.text().as_str();
    (may_have_markup(text.as_bytes()) || is_markdown(text))
        && page.edit(|_, text, edits| markup(text, edits))
}

/// Lines on either side of a spaced-out one that say how wide it was.
const AROUND: usize = 7;

/// A line of text whose letters were spaced out to fill its measure is as wide as the lines around it.
fn justify(page: &Page, cuts: &mut [Cut]) {
    /// With its spaces gone it is still as wide as so many quarters of them; a narrower one ends a paragraph.
    const QUARTERS: u16 = 3;
    let text = page.text();
    // Spaces that were taken from between its letters; a line of ideographs has one for every three bytes.
    let is_spaced = |cut: &Cut| {
        let length = cut.range.len();
        let gone = text.source_hull(&cut.range).len().saturating_sub(length);
        let gaps = || {
            let mut last = None;
            let spans = text.spans(cut.range.clone());
            let gap =
                |span: Range<usize>| last.replace(span.end).is_some_and(|end| end < span.start);
            spans.map(gap).filter(|&gap| gap).count()
        };
        gone * 4 > length && gaps() * 3 > usize::from(cut.layout.width)
    };
    let whole: Vec<bool> = cuts.iter().map(is_spaced).collect();
    for i in (0..cuts.len()).filter(|&i| whole[i]) {
        let around = i.saturating_sub(AROUND)..(i + AROUND + 1).min(cuts.len());
        let widths = around.filter(|&j| !whole[j]).map(|j| cuts[j].layout.width);
        let measure = mode::<{ 2 * AROUND + 2 }>(widths);
        let width = &mut cuts[i].layout.width;
        if *width < measure && *width * 4 >= measure * QUARTERS {
            *width = measure;
        }
    }
}

/// Where in the source marks of bold end, in ascending order.
pub(super) fn ends_of_bold(page: &Page) -> Vec<usize> {
    let source = page.source().text.as_str();
    let removed = page.removed().iter().map(|r| &r.span);
    let bold = removed.filter(|span| source[(*span).clone()].ends_with("**"));
    let mut ends: Vec<usize> = bold.map(|span| span.end).collect();
    ends.sort_unstable();
    ends
}

fn markup(text: &str, edits: &mut Edits) {
    // No mark runs over lines, and few lines have one.
    let lines = chars::lines(text.as_bytes());
    let markdown = is_markdown(text);
    let has_rule = |line: &Range<usize>| markdown && is_rule(&text[line.clone()]);
    let may_have = |line: &Range<usize>| may_have_markup(&text.as_bytes()[line.clone()]);
    for line in lines.filter(|line| may_have(line) || has_rule(line)) {
        if has_rule(&line) {
            let rule = text[line.clone()].trim_end().len();
            edits.delete(line.start..line.start + rule, Why::Markup);
            continue;
        }
        for found in MARKUP.find_iter(&text[line.clone()]) {
            let (start, end) = (line.start + found.start(), line.start + found.end());
            edits.delete(start..end, Why::Markup);
            if found.as_str().starts_with('&') {
                // Not in its place: a space does not stand for the letters of `&nbsp;`.
                edits.insert(end, " ", Why::Markup);
            }
        }
    }
}

/// Whether a text has lines that Markdown has and the text of a paper has not.
fn is_markdown(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr2(b'#', b'*', bytes).is_some()
        && chars::lines(bytes).any(|line| {
            let line = text[line].trim();
            heading(line).0 > 0 || is_bold(line)
        })
}

/// Whether a line is wrapped in marks of bold.
fn is_bold(line: &str) -> bool {
    line.starts_with("**") && line.ends_with("**") && line.contains(|c| !matches!(c, '*' | ' '))
}

/// Whether a line is a rule of Markdown: ---, ***, ___, with or without spaces.
fn is_rule(line: &str) -> bool {
    /// A rule has so many marks at least.
    const SHORT: usize = 3;
    let mut marks = line.chars().filter(|c| !c.is_whitespace());
    let Some(mark @ ('-' | '*' | '_')) = marks.next() else {
        return false;
    };
    let mut count = 1;
    marks.inspect(|_| count += 1).all(|c| c == mark) && count >= SHORT
}

/// Whether a text has what [`MARKUP`] begins with.
fn may_have_markup(bytes: &[u8]) -> bool {
    let begins = |i: usize| matches!(bytes[i..], [b'*', b'*', ..] | [b'!', b'[', ..]);
    memchr::memchr2(b'<', b'&', bytes).is_some()
        || memchr::memchr2_iter(b'*', b'!', bytes).any(begins)
}

/// Whether a text that holds content is nothing but marks of Markdown and HTML; the audit asks.
pub(crate) fn is_markup(text: &str) -> bool {
    // The pass saw it folded. A full-width bracket ends no mark, the small form of one does.
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        match fold(c) {
            Fold::To(to) => folded.push(to),
            _ if c.nfkc().all(|c| c.is_ascii_alphanumeric()) => folded.extend(c.nfkc()),
            _ => folded.push(c),
        }
    }
    !MARKUP.replace_all(&folded, "").contains(is_content)
}

/// The bytes of all marks of Markdown headings that a line begins with.
pub(crate) fn headings(line: &str) -> usize {
    let mut at = 0;
    while let (1.., mark) = heading(&line[at..]) {
        at += mark;
    }
    at
}

/// The level of a Markdown heading and the bytes of its mark. Marks that head nothing stay: what stood beside
/// them may be in another block.
fn heading(line: &str) -> (u8, usize) {
    let level = line.bytes().take_while(|&b| b == b'#').count();
    let rest = &line[level..];
    let space = rest.len() - rest.trim_start().len();
    let heads = || rest.contains(|c: char| c != '#' && !c.is_whitespace());
    if (1..=6).contains(&level) && space > 0 && heads() {
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
    let bytes = text.as_bytes();
    let (mut at, mut sum) = (0, 0);
    loop {
        // The common ideographs.
        let from = at;
        while let Some(0xE4..=0xE9) = bytes.get(at) {
            at += 3;
        }
        sum += (at - from) as u32 / 3 * 2;
        match bytes.get(at..).unwrap_or_default() {
            [] => break,
            [b' '..=b'~', ..] => (at, sum) = (at + 1, sum + 1),
            // 、 to 〠, ！ to ＠
            [0xE3, 0x80, 0x81..=0xA0, ..] | [0xEF, 0xBC, 0x81..=0xA0, ..] => {
                (at, sum) = (at + 3, sum + 2);
            }
            [..] => {
                let Some(c) = text[at..].chars().next() else {
                    break;
                };
                (at, sum) = (at + c.len_utf8(), sum + u32::from(chars::width(c)));
            }
        }
    }
    sum.min(u32::from(u16::MAX)) as u16
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::passes::{audited, unspread};

    fn page(text: &str) -> Page {
        audited(text, &[run])
    }

    fn texts(text: &str) -> Vec<String> {
        let page = page(text);
        page.blocks()
            .iter()
            .map(|b| page.str(b).to_owned())
            .collect()
    }

    /// One thing that was read about every line.
    fn read<T>(text: &str, what: impl Fn(&Layout) -> T) -> Vec<T> {
        page(text)
            .blocks()
            .iter()
            .map(|b| what(&b.layout))
            .collect()
    }

    /// The second line of a paragraph, spaced out to fill the measure, was read as indented.
    #[test]
    fn a_spaced_out_line_was_taken_for_a_short_one() {
        let widths = |text: &str| {
            let unspread = |page: &mut Page| {
                page.edit(|_, text, edits| unspread::edit(text, edits));
            };
            let page = audited(text, &[unspread, run]);
            let widths = page.blocks().iter().map(|b| b.layout.width);
            widths.collect::<Vec<_>>()
        };
        let spaced = "正 恩 此 访 表 明 中 朝 友 谊 依 然 牢";
        let full = "不可破在新形势下传承并发展朝中";
        assert_eq!(widths(&format!("{full}\n{spaced}\n{full}")), [30, 30, 30]);
        // A headline that is spaced out is as wide as its letters.
        assert_eq!(widths(&format!("{full}\n朝 中 友 谊\n{full}")), [30, 8, 30]);
        assert_eq!(widths(spaced), [26]);
    }

    #[test]
    fn lines_and_their_white_space() {
        assert_eq!(texts("甲\n\n 乙 丙 \n"), ["甲", "乙 丙"]);
        assert_eq!(texts("没有换行"), ["没有换行"]);
        assert_eq!(texts(""), [""; 0]);
        assert_eq!(texts("\n \n\u{3000}\n"), [""; 0]);
    }

    #[test]
    fn blank_lines_are_counted() {
        assert_eq!(
            read("甲\n乙\n\n丙\n \n\u{3000}\n丁", |l| l.blanks),
            [0, 0, 1, 2]
        );
        assert_eq!(read("\n\n甲", |l| l.blanks), [2]);
        let many = format!("甲{}乙", "\n".repeat(1000));
        assert_eq!(read(&many, |l| l.blanks), [0, 255]);
    }

    #[test]
    fn line_numbers_are_those_of_the_source() {
        assert_eq!(read("甲\n\n\n乙\n丙", |l| l.line), [1, 4, 5]);
    }

    #[test]
    fn indents_are_in_half_ems() {
        let text = "甲\n 乙\n  丙\n\u{3000}\u{3000}丁\n\t戊\n \u{3000}己";
        assert_eq!(read(text, |l| l.indent), [0, 1, 2, 4, 4, 3]);
        assert_eq!(read(text, |l| l.column), [0, 1, 2, 4, 4, 3]);
        assert_eq!(read("甲乙，A1\n“（", |l| l.width), [8, 4]);
    }

    #[test]
    fn headings_of_markdown() {
        let text = "# 大标题\n### 小标题\n正文\n";
        assert_eq!(texts(text), ["大标题", "小标题", "正文"]);
        assert_eq!(read(text, |l| l.level), [1, 3, 0]);
        let marks: Vec<_> = page(text)
            .removed()
            .iter()
            .map(|r| r.span.clone())
            .collect();
        assert_eq!(marks, [0..1, 12..15]);
    }

    #[test]
    fn what_looks_like_a_heading_and_is_none() {
        for text in [
            "#话题#大家都在说",
            "#1栋居民",
            "#",
            "## ",
            "# #",
            "####### 七个",
            "C# 语言",
            "正文 # 正文",
            "＃ 全角",
        ] {
            assert_eq!(texts(text), [text.trim()], "{text}");
            assert_eq!(read(text, |l| l.level), [0], "{text}");
        }
    }

    #[test]
    fn bold_lines() {
        let text = "**标题**\n正文\n**半行**粗\n正**文**";
        assert_eq!(texts(text), ["标题", "正文", "半行粗", "正文"]);
        assert_eq!(read(text, |l| l.bold), [true, false, true, false]);
    }

    #[test]
    fn markup_that_goes() {
        let cases = [
            ("![图 1](images/1.jpg)甲", "甲"),
            ("甲<br>乙", "甲乙"),
            ("甲<br />乙", "甲乙"),
            ("<p align=\"center\">甲</p>", "甲"),
            ("<!-- 第一版 -->甲", "甲"),
            ("<sup>①</sup>3", "①3"),
            ("<td>甲</td><td>乙</td>", "甲乙"),
            ("甲&nbsp;乙", "甲 乙"),
        ];
        for (text, left) in cases {
            assert_eq!(texts(text), [left], "{text}");
        }
    }

    #[test]
    fn what_looks_like_markup_and_is_none() {
        for text in [
            "3<5，7>2",
            "A<B",
            "<某报>记者",
            "<本报讯>",
            "[1]注",
            "甲*乙",
            "*注：见二版",
            "AT&T公司",
            "R&D",
            "！[图]（说明）",
            "5 * 3 = 15",
            "<<",
            "!!",
        ] {
            assert_eq!(texts(text), [text], "{text}");
        }
    }

    /// A rule was a paragraph of its own, made a dash.
    #[test]
    fn rules_of_markdown() {
        for rule in ["---", "***", "___", "- - -", "* * *", "-----"] {
            for page in ["## 甲\n{}\n乙", "**甲**\n\n{}\n乙"] {
                let page = page.replace("{}", rule);
                assert_eq!(texts(&page), ["甲", "乙"], "{page}");
            }
        }
        assert_eq!(read("## 甲\n---\n乙", |l| l.line), [1, 3]);
        // No rules, or on no page of Markdown.
        for line in ["--", "-*-", "——", "———", "- 甲", "-1-", "*甲*"] {
            assert_eq!(texts(&format!("# 甲\n{line}")), ["甲", line]);
        }
        assert_eq!(texts("甲\n---\n乙"), ["甲", "---", "乙"]);
    }

    #[test]
    fn a_line_of_marks_alone_goes() {
        assert_eq!(texts("甲\n![](a.png)\n乙\n<br>\n"), ["甲", "乙"]);
        assert_eq!(read("甲\n![](a.png)\n乙", |l| l.line), [1, 3]);
    }
}
