//! Cut rows that hold lines of several columns side by side.
//!
//! Extractors that keep a page's geometry write what stands at one height into one row and part the columns
//! by runs of spaces. Whether a page's gaps are such is asked of the texts beside them: lines of a column
//! break in the middle of words, so over the gap of two columns they fit badly
//! ([`crate::evidence::seam`]); the cells of a table and the clauses of a headline do not.
//!
//! Where the row was kept, so is the place: a cell's [`Layout::column`] is the number of characters before it
//! in the row of the source, which is how these extractors count.

use crate::chars::has_space;
use crate::evidence::seam::{self, Seam};
use crate::page::{Layout, Page};
use crate::passes::lines::width;
use crate::text::Why;
use std::ops::Range;

/// So many spaces are a gap.
const GAP: usize = 2;
/// A page with fewer gaps keeps its rows.
const FEW: usize = 8;
/// The texts beside the gaps of columns fit worse than this on average (half bits).
const FITS: f32 = -2.0;
/// A place that fewer cells of the page have is doubted.
const RARE: u32 = 4;
/// Characters that a text beside a gap needs to bear witness, or to be cut at a single space.
const LONG: usize = 6;

/// Cuts the rows.
pub fn run(page: &mut Page) {
    let gaps: Vec<Vec<Range<usize>>> = page
        .blocks()
        .iter()
        .map(|b| gaps(page.str(b), GAP))
        .collect();
    if !side_by_side(page, &gaps) {
        return;
    }
    let mut rows = gaps.into_iter();
    page.divide(|_, text| {
        let gaps = rows.next().unwrap_or_default();
        let mut places: Vec<usize> = gaps.iter().map(|g| g.end).collect();
        if !gaps.is_empty() {
            places.extend(single_spaces(text));
            places.sort_unstable();
            places.dedup();
        }
        places
    });
    let columns = columns(page);
    page.edit(|_, text, edits| {
        let end = text.trim_end().len();
        if end > 0 {
            edits.delete(end..text.len(), Why::LineBreak);
        }
    });
    for (i, column) in columns.into_iter().enumerate() {
        let block = &page.blocks()[i];
        let layout = Layout {
            column,
            indent: 0,
            inline: false,
            width: width(page.str(block)),
            ..block.layout
        };
        page.lay_out(i, layout);
    }
}

/// The runs of at least so many spaces inside a text.
fn gaps(text: &str, least: usize) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    if !has_space(text) {
        return out;
    }
    let mut from = None;
    let mut wide = 0;
    for (i, c) in text.char_indices() {
        if c.is_whitespace() {
            from.get_or_insert(i);
            wide += if c == '\u{3000}' || c == '\t' { 2 } else { 1 };
        } else {
            if let Some(from) = from.take()
                && wide >= least
                && from > 0
            {
                out.push(from..i);
            }
            wide = 0;
        }
    }
    out
}

/// Where a single space parts two long texts.
fn single_spaces(text: &str) -> Vec<usize> {
    let gaps = gaps(text, 1);
    (0..gaps.len())
        .filter(|&g| {
            let from = g.checked_sub(1).map_or(0, |g| gaps[g].end);
            let to = gaps.get(g + 1).map_or(text.len(), |g| g.start);
            let long = |range: Range<usize>| text[range].chars().count() > LONG;
            long(from..gaps[g].start) && long(gaps[g].end..to)
        })
        .map(|g| gaps[g].end)
        .collect()
}

/// Whether the gaps of the page part columns.
fn side_by_side(page: &Page, gaps: &[Vec<Range<usize>>]) -> bool {
    let (mut count, mut sum) = (0, 0.0);
    for (block, gaps) in page.blocks().iter().zip(gaps) {
        let text = page.str(block);
        for gap in gaps {
            let (left, right) = (&text[..gap.start], &text[gap.end..]);
            let long = |part: &str| {
                part.chars()
                    .take(LONG)
                    .filter(|c| c.is_alphabetic())
                    .count()
                    > 3
            };
            if !long(right) || left.chars().rev().take(LONG).any(char::is_whitespace) {
                continue;
            }
            if let Some(Seam { fit, .. }) = seam::seam(left, right) {
                count += 1;
                sum += fit.clamp(-10, 10) as f32;
            }
        }
    }
    count >= FEW && sum / (count as f32) < FITS
}

/// Where every cell stands: how many characters of the source stand before it in its row. Where lines of
/// nearly one height were written one after the other into one row, each with its own spaces before it, a
/// cell's place is the width of its gap; the place that more cells of the page have is taken.
fn columns(page: &Page) -> Vec<u16> {
    let source = &page.source().text;
    let mut places: Vec<(u16, u16)> = Vec::with_capacity(page.blocks().len());
    let mut votes: Vec<u32> = Vec::new();
    let (mut row, mut at, mut count) = (0, 0, 0u16);
    for block in page.blocks() {
        let trimmed = page.str(block).trim_end().len();
        let start = page.text().source_at(block.range().start);
        let end = page
            .text()
            .source_at(block.range().start + trimmed)
            .max(start);
        let mut gap = None;
        if block.layout.line != row {
            row = block.layout.line;
            at = source[..start].rfind('\n').map_or(0, |i| i + 1);
            count = 0;
        } else {
            gap = Some(());
        }
        let between = chars(&source[at.min(start)..start]);
        let shown = count.saturating_add(between);
        count = shown.saturating_add(chars(&source[start..end]));
        at = end;
        let slot = usize::from(shown);
        if votes.len() <= slot {
            votes.resize(slot + 1, 0);
        }
        votes[slot] += 1;
        places.push((shown, if gap.is_some() { between } else { shown }));
    }
    let support = |place: u16| -> u32 {
        let place = usize::from(place);
        votes[place.saturating_sub(2)..(place + 3).min(votes.len())]
            .iter()
            .sum()
    };
    let mut base = 0u16;
    let mut row = 0;
    page.blocks()
        .iter()
        .zip(&places)
        .map(|(block, &(shown, gap))| {
            if block.layout.line != row {
                row = block.layout.line;
                base = 0;
            }
            let going_on = shown.saturating_sub(base);
            if support(going_on) < RARE && support(gap) > RARE * support(going_on) && gap < going_on
            {
                base = shown - gap;
                gap
            } else {
                going_on
            }
        })
        .collect()
}

fn chars(text: &str) -> u16 {
    text.chars().count().min(usize::from(u16::MAX)) as u16
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::passes::{audited, lines};

    fn page(text: &str) -> Page {
        audited(text, &[lines::run, run])
    }

    fn cells(text: &str) -> Vec<(String, u16)> {
        let page = page(text);
        let cell = |b: &crate::page::Block| (page.str(b).to_owned(), b.layout.column);
        page.blocks().iter().map(cell).collect()
    }

    /// Two columns side by side; in both every line breaks inside a word.
    const SIDE_BY_SIDE: [[&str; 2]; 8] = [
        ["全市各级各部门要认真贯彻落", "近日，记者从市交通运输局获"],
        ["实会议精神，坚持问题导向，突", "悉，今年以来全市公路建设投"],
        ["出工作重点，扎实推进各项工", "资持续增长，农村公路通达深"],
        ["作，确保全年目标任务圆满完", "度不断提高，群众出行更加方"],
        ["成，为全市经济社会高质量发", "便快捷，为乡村振兴提供了坚"],
        ["展作出新的更大的贡献，以实", "强的交通保障，受到了沿线群"],
        ["际行动迎接大会胜利召开，并", "众的普遍欢迎，下一步还将继"],
        ["认真总结经验，继续努力工作", "续加大投入，改善出行的条件"],
    ];

    fn rows(gap: &str) -> String {
        SIDE_BY_SIDE.map(|[a, b]| format!("{a}{gap}{b}\n")).concat()
    }

    #[test]
    fn columns_are_cut_and_keep_their_places() {
        let got = cells(&rows("    "));
        assert_eq!(got.len(), 16);
        assert_eq!(got[0], (SIDE_BY_SIDE[0][0].to_owned(), 0));
        assert_eq!(got[1], (SIDE_BY_SIDE[0][1].to_owned(), 17));
        assert_eq!(got[15], (SIDE_BY_SIDE[7][1].to_owned(), 17));
    }

    #[test]
    fn a_row_with_one_cell_has_its_place_too() {
        let text = format!("{}                 单独的一行\n", rows("    "));
        assert_eq!(cells(&text)[16], ("单独的一行".to_owned(), 17));
    }

    #[test]
    fn a_single_space_is_cut_only_where_the_row_has_gaps() {
        let [a, b] = SIDE_BY_SIDE[0];
        let three = format!("{}{a}    {b} {a}\n", rows("    "));
        assert_eq!(cells(&three).len(), 19);
        let two = format!("{}{a} {b}\n", rows("    "));
        assert_eq!(cells(&two).len(), 17);
    }

    #[test]
    fn rows_that_stay_whole() {
        let table = "一季度    工业总产值    增长百分之五\n".repeat(10);
        let headline = "深化改革  扩大开放  促进发展\n".repeat(10);
        let few = rows("    ").lines().take(3).collect::<Vec<_>>().join("\n");
        for text in [table, headline, few, rows(" ")] {
            let page = page(&text);
            assert_eq!(page.blocks().len(), text.lines().count(), "{text}");
        }
    }

    #[test]
    fn two_rows_written_one_after_the_other_into_one() {
        // The second has its own spaces before it.
        let [a, b] = SIDE_BY_SIDE[0];
        let text = format!("{}{a}                 {b}\n", rows("    "));
        assert_eq!(cells(&text)[17], (b.to_owned(), 17));
    }
}
