//! Cut rows that hold lines of several columns side by side.
//!
//! Extractors that keep a page's geometry write what stands at one height into one row and part the columns
//! by runs of spaces. Whether a page's gaps are such is asked of the texts beside them: lines of a column
//! break in the middle of words, so over the gap of two columns they fit badly
//! ([`crate::evidence::seam`]); the cells of a table and the clauses of a headline do not.
//!
//! Where the rows were kept, so was the geometry: `places` says where in its row every cell stands. If the same
//! places come again and again, they are the edges of columns, and the cells are read column by column
//! (`strips`, `reading`), as an eye would. Where nearly every row holds several lines, their places can be found
//! even if rows were written one after the other into one (`unroll`). Else, or where the columns stand so close
//! that single spaces part them (`beside`), only the order of the rows is known, and [`super::order`] follows the columns by what their lines say.

mod below;
mod beside;
mod letters;
mod linking;
mod places;
mod reading;
mod strips;
mod unroll;

use crate::chars::{self, has_space};
use crate::evidence::seam::{self, Seam};
use crate::page::{Block, Layout, Page};
use crate::passes::lines::width;
use crate::text::Why;
use std::ops::Range;
use strips::Cell;

/// So many spaces are a gap.
const GAP: usize = 2;
/// A page with fewer gaps keeps its rows.
const FEW: usize = 8;
/// The texts beside the gaps of columns fit worse than this on average (half bits).
const FITS: f32 = -2.0;
/// Characters that a text beside a gap needs to bear witness, or to be cut at a single space.
const LONG: usize = 6;
/// More than so many of them are letters, or at least no spaces.
const SOLID: usize = 3;
/// What is indented is so by two ems (half ems).
const INDENT: u16 = 4;

/// Rows were written one after the other into one only where at least this share of them holds several lines
/// (of 120 such pages at least 41 of 100 do, of most pages of other extractors less than 10).
const SEVERAL: f32 = 0.4;
/// and one gap in so many is wider than a space (of the same 120 pages at least one in four; where none is, nothing is known
/// of places).
const WIDE: usize = 8;

/// Cuts the rows, and puts the cells into reading order where the page kept its geometry.
pub fn run(page: &mut Page) {
    let count = |gaps: &[Vec<_>]| gaps.iter().map(Vec::len).sum::<usize>();
    let narrow = gaps_of(page, 1);
    if count(&narrow) < FEW.min(beside::WITNESSES) {
        // Most pages have hardly a space within their lines.
        return;
    }
    let wide = |(block, narrow): (&Block, &Vec<_>)| match narrow.is_empty() {
        true => Vec::new(),
        false => gaps(page.str(block), GAP),
    };
    let gaps: Vec<_> = page.blocks().iter().zip(&narrow).map(wide).collect();
    let several = several(page, &narrow) && count(&gaps) * WIDE > count(&narrow);
    if !side_by_side(page, &gaps) && !below::goes_on(page, &gaps) {
        if several
            && side_by_side(page, &narrow)
            && let Some(segments) = unroll::unroll(page)
        {
            take_apart(page, segments);
        } else {
            beside::cut(page, &narrow);
        }
        return;
    }
    let whole = several.then(|| page.clone());
    cut(page, gaps);
    let mut places = places::find(page, false);
    if !places.kept
        && let Some(whole) = whole
        && let Some(segments) = unroll::unroll(&whole)
    {
        *page = whole;
        take_apart(page, segments);
        return;
    }
    if !places.kept {
        places = places::find(page, true);
    }
    trim(page);
    let cells: Vec<Cell> = page
        .blocks()
        .iter()
        .zip(places.columns)
        .map(|(b, column)| Cell {
            row: b.layout.line,
            x: column,
            width: places.unit.measure(page.str(b)),
            begins: false,
        })
        .collect();
    place(page, &cells);
    if places.kept {
        gather(page, &cells, None, places.unit.aside());
    }
}

/// Cuts the rows at their gaps.
fn cut(page: &mut Page, gaps: Vec<Vec<Range<usize>>>) {
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
}

/// Cuts the rows into segments whose places were found, and puts these into reading order.
fn take_apart(page: &mut Page, mut segments: Vec<Vec<unroll::Segment>>) {
    let headlines = letters::take(page, &mut segments);
    let mut rows = segments.iter();
    page.divide(|_, _| {
        let segments = rows.next().into_iter().flatten();
        segments.skip(1).map(|p| p.range.start).collect()
    });
    trim(page);
    let cell = |segment: &unroll::Segment| Cell {
        row: segment.row,
        x: segment.x,
        width: segment.width,
        begins: false,
    };
    let mut cells: Vec<Cell> = segments.iter().flatten().map(cell).collect();
    for column in headlines.iter().flatten() {
        cells[column[0]].begins = true;
    }
    place(page, &cells);
    let headlines: Vec<Vec<usize>> = headlines.iter().map(|h| h.concat()).collect();
    gather(page, &cells, Some(&headlines), strips::SAME);
}

/// Whether these are letters of vertical headlines that stand side by side: no line of text is a single
/// ideograph without a mark.
fn is_upright(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let letter = |word: &str| {
        let mut letters = word.chars();
        letters.next().is_some_and(chars::is_han) && letters.next().is_none()
    };
    !text.is_empty() && words.all(letter)
}

/// Takes away the spaces behind the cells.
fn trim(page: &mut Page) {
    page.edit(|_, text, edits| {
        let end = text.trim_end().len();
        if end > 0 {
            edits.delete(end..text.len(), Why::LineBreak);
        }
    });
}

/// Lays the cells out where they stand.
fn place(page: &mut Page, cells: &[Cell]) {
    for (i, cell) in cells.iter().enumerate() {
        lay_out(page, i, cell.x as u16);
    }
}

/// A block is a line that begins at this place of its row.
fn lay_out(page: &mut Page, i: usize, column: u16) {
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

/// Puts the cells into reading order; where the letters of headlines are given, some may stand elsewhere than was read.
fn gather(page: &mut Page, cells: &[Cell], headlines: Option<&[Vec<usize>]>, aside: f32) {
    let mut places = reading::read(cells, headlines, aside);
    if headlines.is_some() {
        linking::link(page, cells, &mut places);
    }
    let order: Vec<usize> = places.iter().map(|p| p.cell).collect();
    page.gather(&order);
    for (i, place) in places.iter().enumerate() {
        let layout = Layout {
            indent: if place.indented { INDENT } else { 0 },
            // The top of a column goes on with the one before it, unless it is indented.
            blanks: u8::from(place.first && (!place.text || place.indented)),
            ..page.blocks()[i].layout
        };
        page.lay_out(i, layout);
    }
}

/// Whether nearly every row holds several lines, by all its gaps.
fn several(page: &Page, gaps: &[Vec<Range<usize>>]) -> bool {
    let long = |part: &str| {
        part.chars()
            .take(LONG)
            .filter(|c| !c.is_whitespace())
            .count()
            > SOLID
    };
    let blocks = page.blocks();
    let holds = |(block, gaps): &(&Block, &Vec<Range<usize>>)| {
        let text = page.str(block);
        gaps.iter()
            .any(|g| long(&text[..g.start]) && long(&text[g.end..]))
    };
    let count = blocks.iter().zip(gaps).filter(holds).count();
    count >= FEW && count as f32 >= SEVERAL * blocks.len() as f32
}

/// The gaps of every row.
fn gaps_of(page: &Page, least: usize) -> Vec<Vec<Range<usize>>> {
    let blocks = page.blocks().iter();
    blocks.map(|b| gaps(page.str(b), least)).collect()
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

/// The parts of a text between its gaps.
fn cells_of<'a>(text: &str, gaps: &'a [Range<usize>]) -> impl Iterator<Item = Range<usize>> + 'a {
    let ends = gaps.iter().map(|gap| gap.start).chain([text.len()]);
    let starts = [0].into_iter().chain(gaps.iter().map(|gap| gap.end));
    starts.zip(ends).map(|(start, end)| start..end)
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
                    > SOLID
            };
            if !long(right) || left.chars().rev().take(LONG).any(char::is_whitespace) {
                continue;
            }
            if let Some(Seam { fit, .. }) = seam::seam(left, right) {
                count += 1;
                sum += seam::among_many(fit) as f32;
            }
        }
    }
    count >= FEW && sum / (count as f32) < FITS
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
    pub(super) const SIDE_BY_SIDE: [[&str; 2]; 8] = [
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
        SIDE_BY_SIDE
            .map(|[a, b]| format!("{a:<14}{gap}{b}\n"))
            .concat()
    }

    #[test]
    fn columns_are_cut_and_keep_their_places() {
        let got = cells(&rows("    "));
        assert_eq!(got.len(), 16);
        for (row, [left, right]) in SIDE_BY_SIDE.iter().enumerate() {
            assert_eq!(got[row], ((*left).to_owned(), 0));
            assert_eq!(got[8 + row], ((*right).to_owned(), 18));
        }
    }

    /// A page of merged lines was read as one whose extractor writes room as spaces, and its cells were shuffled.
    #[test]
    fn single_spaces_say_nothing_of_places() {
        let rows = SIDE_BY_SIDE.map(|[a, b]| format!("{a} {b}\n")).concat();
        let got = cells(&rows.repeat(3));
        assert_eq!(got.len(), 48);
        let all = SIDE_BY_SIDE.iter().flatten().cycle();
        for ((text, column), want) in got.iter().zip(all) {
            assert_eq!(text, want);
            // The first of its row or not: no more is known.
            assert!(*column <= 1, "{text} {column}");
        }
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
        for text in [table, headline, few] {
            let page = page(&text);
            assert_eq!(page.blocks().len(), text.lines().count(), "{text}");
        }
    }

    #[test]
    fn letters_of_vertical_headlines() {
        for text in ["军", "各 育 全 进", "议  艰"] {
            assert!(is_upright(text), "{text}");
        }
        for text in [
            "",
            "军队",
            "品。",
            "。",
            "1",
            "3 军",
            "A",
            "各 育 全进",
            "“",
            "（三）",
            "王一 禾",
        ] {
            assert!(!is_upright(text), "{text}");
        }
    }

    #[test]
    fn two_rows_written_one_after_the_other_into_one() {
        // The second has its own spaces before it; the first begin nowhere in particular.
        let glued = |(i, [a, b]): (usize, [&str; 2])| {
            let before = " ".repeat(9 * i + 23);
            format!("{before}{a}    {a}                  {b}\n")
        };
        let glued: String = SIDE_BY_SIDE.into_iter().enumerate().map(glued).collect();
        let cells = cells(&format!("{}{glued}", rows("    ")));
        assert_eq!(cells.len(), 16 + 24);
        // The left column is read first, to its end in the second rows.
        let left = SIDE_BY_SIDE.map(|[a, _]| (a.to_owned(), 0));
        assert_eq!(cells[..16], [left.clone(), left].concat());
        // Those of the second row stand where those of the rows above do.
        for [a, b] in SIDE_BY_SIDE {
            for (text, place) in [(a, 0), (b, 18)] {
                let there = cells
                    .iter()
                    .filter(|cell| **cell == (text.to_owned(), place));
                assert_eq!(there.count(), 2, "{text}");
            }
        }
    }
}
