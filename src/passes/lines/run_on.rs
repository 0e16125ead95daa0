//! Paragraphs that stand one behind the other in one line, each with the indent of its first line.
//!
//! Where an archive or a web page lost its line ends, `……落幕。　　据悉，……` has two paragraphs: nothing else in running
//! text leaves two ems behind the end of a sentence. (Once [`fold`](crate::passes::fold) is done they are two spaces.)
//!
//! Trap: so do columns side by side, where a sentence happens to end in one of them. There most gaps stand behind something
//! else, and no piece between two is as wide as a paragraph.

use super::width;
use crate::chars::{is_closing, is_han, is_terminal};
use crate::evidence::profile::PARAGRAPH;
use std::ops::Range;

/// A gap is at least so many spaces wide.
const GAP: &str = "  ";

/// Whether the long lines of a page are paragraphs that run on in one line.
pub(super) fn runs_on(text: &str) -> bool {
    let mut at = 0;
    // Gaps of long lines: behind the end of a sentence, all, and those as wide as the first; and gaps of other lines.
    let (mut ends, mut all, mut alike, mut others) = (0, 0, 0, 0);
    let mut width = None;
    while let Some(gap) = memchr::memmem::find(&text.as_bytes()[at..], GAP.as_bytes()) {
        let line = line_of(text, at + gap);
        at = line.end;
        let line = text[line].trim();
        if !is_long(line) {
            others += gaps(line).count();
            continue;
        }
        for gap in gaps(line) {
            ends += usize::from(is_end(line, &gap));
            all += 1;
            alike += usize::from(*width.get_or_insert(gap.len()) == gap.len());
        }
    }
    // Indents are alike, gaps between columns are not, and stand in short lines too.
    ends > 0 && ends * 2 >= all && alike * 4 >= all * 3 && others <= all
}

/// The gaps of a line at which another paragraph begins, on a page whose lines run on.
pub(super) fn breaks(line: &str) -> Vec<Range<usize>> {
    let mut gaps: Vec<_> = gaps(line).collect();
    if !gaps.iter().any(|gap| is_end(line, gap)) {
        gaps.clear();
    }
    gaps
}

/// Whether a line is longer than one of print, and a piece of it as wide as a paragraph.
fn is_long(line: &str) -> bool {
    let mut from = 0;
    let mut wide = |to: usize, next: usize| {
        let is_wide = width(&line[from..to]) >= PARAGRAPH;
        from = next;
        is_wide
    };
    line.len() > usize::from(PARAGRAPH)
        && (gaps(line).any(|gap| wide(gap.start, gap.end)) || wide(line.len(), line.len()))
}

/// Runs of spaces between two texts.
fn gaps(line: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + line[at..].find(GAP)?;
        let rest = line[start..].trim_start_matches(' ');
        at = line.len() - rest.len();
        (!rest.is_empty()).then_some(start..at)
    })
}

/// Whether a sentence ends before a gap, and Chinese text goes on behind it.
fn is_end(line: &str, gap: &Range<usize>) -> bool {
    let before = line[..gap.start].trim_end_matches(|c| is_closing(c) || matches!(c, '”' | '"'));
    let last = before.chars().next_back();
    let next = line[gap.end..].chars().find(|c| !c.is_ascii_punctuation());
    last.is_some_and(|c| is_terminal(c) || matches!(c, '；' | '：'))
        && next.is_some_and(|c| is_han(c) || !c.is_ascii_alphabetic())
}

/// The line that a place is in.
fn line_of(text: &str, at: usize) -> Range<usize> {
    let bytes = text.as_bytes();
    let start = memchr::memrchr(b'\n', &bytes[..at]).map_or(0, |i| i + 1);
    let end = memchr::memchr(b'\n', &bytes[at..]).map_or(text.len(), |i| at + i);
    start..end
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As wide as a paragraph.
    const LEAD: &str = "石桥县第十七届读书节昨日在县图书馆落幕，一个月里三万多人走进了图书馆和农家书屋，借出的书比去年多了一成。";

    fn pieces(line: &str) -> Vec<&str> {
        let mut from = 0;
        let mut pieces = Vec::new();
        for gap in breaks(line) {
            pieces.push(&line[from..gap.start]);
            from = gap.end;
        }
        pieces.push(&line[from..]);
        pieces
    }

    #[test]
    fn paragraphs_in_one_line() {
        let second = "据悉，明年的读书节将在春天举行。";
        let line = format!("{LEAD}  {second}  有人说：“值得。”  {second}");
        assert!(runs_on(&line));
        assert_eq!(pieces(&line), [LEAD, second, "有人说：“值得。”", second]);
        // Its title stands there, too, and a heading of a part.
        let line = format!("读书节落幕  {LEAD}  书香满城  {LEAD}  {second}");
        assert!(runs_on(&line));
        assert_eq!(pieces(&line)[..3], ["读书节落幕", LEAD, "书香满城"]);
    }

    #[test]
    fn gaps_that_part_no_paragraphs() {
        for line in [
            LEAD,
            "王平  李利民  石云川",
            &format!("{LEAD} 据悉，明年再办。"),
            &format!("{LEAD}  Next year."),
            &format!("记者 王平  {LEAD}"),
        ] {
            assert_eq!(pieces(line), [line]);
        }
        // Gaps of all widths, and gaps in short lines.
        assert!(!runs_on(&format!("{LEAD}  {LEAD}     {LEAD}   {LEAD}")));
        assert!(!runs_on(&format!("{LEAD}  {LEAD}\n甲  乙\n丙  丁")));
        // Columns.
        let columns = "昨日在县图书馆落幕，一个月里    三万多人走进了图书馆和农家书    借出的书比去年多了一成。    石桥县第十七届";
        assert!(!runs_on(columns));
        assert!(!runs_on("读书节落幕。  据悉，明年再办。"));
        // One of whose gaps happens to stand behind a sentence.
        let row = format!("{LEAD}  据悉，明年的读书");
        assert!(!runs_on(&format!("{row}\n{LEAD}甲  乙\n{LEAD}甲  乙")));
        assert!(!runs_on(LEAD));
    }
}
