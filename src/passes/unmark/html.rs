//! Tables, headings and paragraphs of HTML, as lines.
//!
//! Readers of pages write tables as HTML, often all on one line. Their rows become lines whose cells stand between
//! bars, as Markdown has them, which [`keep`](crate::passes::keep) leaves as they stand; `<h2>` becomes `## `, and where a
//! paragraph ends, a line does.

use crate::text::{Edits, Why};
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// The tags that say where lines and cells begin and end.
static TAG: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"<(/?)((?i:table|tr|td|th|h[1-6]|p|div|li|caption|br))\b[^<>\n]*>")
        .expect("a valid pattern")
});

/// What a heading of each level begins with in Markdown.
const HEADINGS: [&str; 6] = ["# ", "## ", "### ", "#### ", "##### ", "###### "];

/// Puts line ends, bars and marks of headings where HTML says so.
pub(super) fn edit(text: &str, edits: &mut Edits) {
    // What does not close before the next one is no table.
    let tags = TAG.captures_iter(text).filter_map(|found| {
        let is_table = found.get(2)?.as_str().eq_ignore_ascii_case("table");
        is_table.then(|| (found.get(0).map_or(0, |tag| tag.start()), &found[1] == "/"))
    });
    let tables: Vec<(usize, bool)> = tags.collect();
    let closes = |at: usize| {
        let next = tables.partition_point(|&(start, _)| start < at);
        tables.get(next).is_some_and(|&(_, ends)| ends)
    };
    let mut table = Table::default();
    let mut last = 0;
    // Nothing stands in the line so far but tags.
    let mut fresh = true;
    // A heading, or a row of a table of Markdown, is one line whatever breaks it.
    let is_row = |from: usize| {
        text[from..]
            .trim_start_matches([' ', '\t'])
            .starts_with(['|', '#'])
    };
    let (mut heads, mut row) = (false, is_row(0));
    for found in TAG.captures_iter(text) {
        let (Some(tag), Some(slash), Some(name)) = (found.get(0), found.get(1), found.get(2))
        else {
            continue;
        };
        let name = name.as_str().to_ascii_lowercase();
        let (tag, ends) = (tag.range(), !slash.is_empty());
        let gap = &text[last..tag.start];
        match gap.rfind('\n') {
            Some(end) => {
                fresh = gap[end..].trim().is_empty();
                (heads, row) = (false, is_row(last + end + 1));
            }
            None => fresh &= gap.trim().is_empty(),
        }
        if table.open {
            table.between(text, last..tag.start, edits);
        }
        last = tag.end;
        match (name.as_str(), ends) {
            ("table", false) if closes(tag.end) => {
                table.open = true;
                put(edits, tag, if fresh { "" } else { "\n" });
            }
            ("table", true) if table.open => {
                table = Table::default();
                fresh = goes_on(text, tag.end);
                put(edits, tag, if fresh { "\n" } else { "" });
            }
            ("tr" | "td" | "th", _) if table.open => {
                put(edits, tag, table.mark(&name, ends));
            }
            _ if table.open => put(edits, tag, " "),
            ("tr" | "td" | "th" | "table", _) => {}
            ("br", _) if heads || row || !goes_on(text, tag.end) => {}
            ("br", _) => {
                fresh = true;
                put(edits, tag, "\n");
            }
            (heading, false) if heading.starts_with('h') && (fresh || ends_near(text, tag.end)) => {
                let level = usize::from(heading.as_bytes()[1] - b'1');
                let end = tag.end;
                put(edits, tag, if fresh { "" } else { "\n" });
                edits.insert(end, HEADINGS[level], Why::Markup);
                heads = true;
            }
            (_, true) if goes_on(text, tag.end) => {
                (heads, fresh) = (false, true);
                put(edits, tag, "\n");
            }
            _ => {}
        }
    }
}

/// A table that is being read.
#[derive(Default)]
struct Table {
    open: bool,
    /// A row has begun,
    row: bool,
    /// and one of its cells.
    cell: bool,
}

impl Table {
    /// What stands where a tag of a row or a cell stood.
    fn mark(&mut self, name: &str, ends: bool) -> &'static str {
        let (row, cell) = (self.row, self.cell);
        self.row = name != "tr" || !ends;
        self.cell = name != "tr" && !ends;
        match (name == "tr", ends) {
            (true, false) if cell => " |\n|",
            (true, false) if row => "\n|",
            (true, false) => "|",
            (true, true) if cell => " |\n",
            (true, true) => "\n",
            // HTML may leave out where a cell ends, and where a row begins.
            (false, false) if cell => " | ",
            (false, false) if row => " ",
            (false, false) => "| ",
            (false, true) => " |",
        }
    }

    /// What stands between two tags: a cell is on one line, and nothing but white space is in none.
    fn between(&self, text: &str, gap: Range<usize>, edits: &mut Edits) {
        let inside = &text[gap.clone()];
        if inside.trim().is_empty() {
            edits.delete(gap, Why::LineBreak);
            return;
        }
        for (i, _) in inside.match_indices('\n').filter(|_| self.cell) {
            edits.replace(gap.start + i..gap.start + i + 1, " ", Why::LineBreak);
        }
    }
}

/// A tag goes, and something else comes, not in its place: a line end does not stand for the letters of `</p>`.
fn put(edits: &mut Edits, tag: Range<usize>, mark: &str) {
    let end = tag.end;
    edits.delete(tag, Why::Markup);
    if !mark.is_empty() {
        edits.insert(end, mark, Why::Markup);
    }
}

/// Whether a heading ends in its line, not far from here.
fn ends_near(text: &str, at: usize) -> bool {
    /// Headings are no longer (characters).
    const LONG: usize = 120;
    let near = text[at..].char_indices().nth(LONG);
    let rest = &text[at..near.map_or(text.len(), |(i, _)| at + i)];
    let line = rest.split('\n').next().unwrap_or(rest);
    line.contains("</h") || line.contains("</H")
}

/// Whether a line goes on behind a place.
fn goes_on(text: &str, at: usize) -> bool {
    let rest = text[at..].trim_start_matches([' ', '\t']);
    !rest.is_empty() && !rest.starts_with('\n')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edited(text: &str) -> String {
        Edits::made(text, edit)
    }

    #[test]
    fn tables() {
        let rows = "| 日期 | 案件 |\n| 1月 | 12 |\n";
        for table in [
            "<table><tr><td>日期</td><td>案件</td></tr><tr><td>1月</td><td>12</td></tr></table>",
            "<table border=\"1\">\n<tr>\n<th>日期</th>\n<th>案件</th>\n</tr>\n<tr>\n<td>1月</td>\n<td>12</td>\n</tr>\n</table>",
            "<table><tr><td>日期<td>案件<tr><td>1月<td>12</tr></table>",
            "<TABLE><TR><TD>日期</TD><TD>案件</TD></TR><TR><TD>1月</TD><TD>12</TD></TR></TABLE>",
        ] {
            assert_eq!(edited(table), rows, "{table}");
        }
        // One that was cut off, before another.
        assert_eq!(
            edited("<table><tr><td>甲</td></tr>\n乙。\n丙。\n<table><tr><td>丁</td></tr></table>"),
            "<table><tr><td>甲</td></tr>\n乙。\n丙。\n| 丁 |\n"
        );
        assert_eq!(
            edited("甲<table><tr><td>乙\n丙</td></tr></table>丁"),
            "甲\n| 乙 丙 |\n\n丁"
        );
    }

    #[test]
    fn headings_and_paragraphs() {
        for (text, want) in [
            (
                "<h1>甲</h1><p>乙。</p><p>丙。</p>",
                "# 甲\n<p>乙。\n<p>丙。</p>",
            ),
            ("<h3 id=\"x\">甲</h3>\n乙", "### 甲</h3>\n乙"),
            ("<div><h2>甲</h2></div>\n乙", "<div>## 甲\n</div>\n乙"),
            ("<p>甲</p><h2>乙</h2>丙", "<p>甲\n## 乙\n丙"),
            ("甲。<br>乙<br/><br />丙<br>\n丁", "甲。\n乙\n\n丙<br>\n丁"),
            ("<h2>甲</h2>乙<br>丙", "## 甲\n乙\n丙"),
            ("<a>甲</a><h1>乙</h1>丙", "<a>甲</a>\n# 乙\n丙"),
        ] {
            assert_eq!(edited(text), want, "{text}");
        }
    }

    #[test]
    fn what_stays() {
        for text in [
            "甲<h2>乙",
            "<p>甲</p>\n<p>乙</p>\n",
            // What never closes is no table.
            "<table><tr><td>甲</td>",
            "<table><tr><td>甲</td></tr>\n乙。\n<table><tr><td>丙</td>",
            "<th>甲",
            "## 甲<br>乙",
            "丙\n| 甲<br>乙 | 丙 |",
            "3<5，7>2",
        ] {
            assert_eq!(edited(text), text);
        }
    }
}
