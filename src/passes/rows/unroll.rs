//! Rows of extractors that sort words by height, then from left to right.
//!
//! Before every word they write as many spaces as there is room between it and the word before it, counted in
//! letters of its own size; what stands less than half a line lower goes on in the same row, its spaces counted
//! from the left edge of the page again. So a word's place follows from what is before it in its row, if it is
//! known whether it begins at the left edge anew and how large its letters are. Neither is written, but columns
//! are plain to see: of all ways to read a row that one is best whose words begin where columns do, and go on
//! with what stands above them there. A beam finds it; the edges are counted again from what was found.

mod edges;
#[cfg(test)]
mod tests;
mod ways;
mod words;

use crate::evidence::seam::Side;
use crate::page::Page;
use edges::Edges;
use std::ops::Range;
use words::Row;

/// A stretch of a block that stands in one column.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Piece {
    /// Bytes of the block's text.
    pub range: Range<usize>,
    /// Its row, counted from the top of the page.
    pub row: u32,
    /// Where it begins and how wide it is (ems of the text).
    pub x: f32,
    pub width: f32,
    /// Its letters are larger than those of the text.
    pub large: bool,
}

/// Rounds of counting the edges.
const ROUNDS: usize = 2;
/// The rows are understood if more than this share of the lines of text begin at edges.
const UNDERSTOOD: f32 = 0.65;
/// Shorter rows do not show where the page ends (ems).
const ROW: f32 = 20.0;

/// The pieces of every block; none if the page was not written so.
pub(super) fn unroll(page: &Page) -> Option<Vec<Vec<Piece>>> {
    let rows: Vec<Row> = page
        .blocks()
        .iter()
        .map(|b| Row::of(page.str(b), b.layout.indent, b.layout.blanks))
        .collect();
    if rows.iter().any(|row| row.words.is_empty()) {
        return None;
    }
    let right = right(&rows);
    let mut edges = Edges::count(&rows.iter().flat_map(Row::written).collect::<Vec<_>>());
    let mut pieces = Vec::new();
    for _ in 0..ROUNDS {
        pieces = read(&rows, &edges, right);
        let text = of_text(&pieces, &rows).map(|p| (p.x, p.width));
        edges = Edges::count(&text.collect::<Vec<_>>());
    }
    let at_edge = |p: &&Piece| edges.of(p.x).is_some();
    let found = of_text(&pieces, &rows).filter(at_edge).count() as f32;
    let all = of_text(&pieces, &rows).count() as f32;
    (found > UNDERSTOOD * all).then_some(pieces)
}

/// The pieces of all rows that are lines of text.
fn of_text<'a>(pieces: &'a [Vec<Piece>], rows: &'a [Row]) -> impl Iterator<Item = &'a Piece> {
    pieces
        .iter()
        .zip(rows)
        .flat_map(|(pieces, row)| edges::of_text(pieces, row.text))
}

/// Reads the rows from the top.
fn read(rows: &[Row], edges: &Edges, right: f32) -> Vec<Vec<Piece>> {
    let mut above = vec![None; edges.len()];
    let mut number = 0;
    let mut out = Vec::with_capacity(rows.len());
    for row in rows {
        number += 1 + u32::from(row.blanks);
        let reads = ways::read(row, number, edges, &above, right);
        let pieces = row.pieces(&reads, &mut number);
        for piece in pieces.iter().filter(|p| !p.large) {
            if let Some(e) = edges.of(piece.x) {
                let end = Side::end(row.text[piece.range.clone()].trim_end());
                above[e] = Some((end, piece.row));
            }
        }
        out.push(pieces);
    }
    out
}

/// Where most rows end, if each word stood as far from the one before it as its spaces say; those that go on
/// with another row end anywhere.
fn right(rows: &[Row]) -> f32 {
    let width = |row: &Row| row.words.iter().map(|w| w.gap * w.letter() + w.width).sum();
    let mut ends: Vec<f32> = rows.iter().map(width).filter(|end| *end > ROW).collect();
    ends.sort_by(f32::total_cmp);
    let about = |end: f32| {
        ends.partition_point(|e| *e <= end + 2.0) - ends.partition_point(|e| *e < end - 2.0)
    };
    let best = ends
        .iter()
        .max_by(|a, b| about(**a).cmp(&about(**b)).then(a.total_cmp(b)));
    best.map_or(f32::INFINITY, |end| *end)
}
