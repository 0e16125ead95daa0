//! Rows of extractors that sort words by height, then from left to right.
//!
//! Before every word they write as many spaces as there is room between it and the word before it, counted in
//! letters of its own size; what stands less than half a line lower goes on in the same row, its spaces counted
//! from the left edge of the page again. So a word's place follows from what is before it in its row, if it is
//! known whether it begins at the left edge anew and how large its letters are. Neither is written, but columns
//! are plain to see: of all ways to read a row that one is best whose words begin where columns do, and go on
//! with what stands above them there. A beam finds it; the edges are counted again from what was found.

mod costs;
mod edges;
mod onward;
mod rank;
mod steps;
#[cfg(test)]
mod tests;
mod ways;
mod words;

use crate::evidence::seam::Side;
use crate::page::Page;
use edges::Edges;
use std::ops::Range;
use ways::Last;
use words::Row;

/// A stretch of a block that stands in one column.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Segment {
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
const ROUNDS: usize = 3;
/// Articles have columns of their own: after the first round edges are counted anew for every so many rows, from so
/// many rows above and below them.
const STEP: usize = 4;
const AROUND: usize = 10;
/// Rows down to the next line of a column.
const DOWN: usize = 4;
/// Columns whose edges are no farther apart are one (ems).
const APART: f32 = 1.0;
/// The rows are understood if more than this share of the lines of text begin at edges.
const UNDERSTOOD: f32 = 0.65;
/// Shorter rows do not show where the page ends (ems).
const ROW: f32 = 20.0;

/// The segments of every block; none if the page was not written so.
pub(super) fn unroll(page: &Page) -> Option<Vec<Vec<Segment>>> {
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
    let mut local: Vec<Edges> = Vec::new();
    let mut segments = Vec::new();
    for _ in 0..ROUNDS {
        segments = read(&rows, &edges, &local, right, &segments);
        let text: Vec<Vec<(f32, f32)>> = segments
            .iter()
            .zip(&rows)
            .map(|(segments, row)| {
                let text = edges::of_text(segments, row.text);
                text.flat_map(|p| p.stretches(row.text)).collect()
            })
            .collect();
        edges = Edges::count(&text.concat());
        local = (0..rows.len())
            .step_by(STEP)
            .map(|from| {
                let to = (from + STEP + AROUND).min(rows.len());
                Edges::near(&text[from.saturating_sub(AROUND)..to].concat(), &edges)
            })
            .collect();
    }
    let at_edge = |p: &&Segment| edges.of(p.x).is_some();
    let found = of_text(&segments, &rows).filter(at_edge).count() as f32;
    let all = of_text(&segments, &rows).count() as f32;
    (found > UNDERSTOOD * all).then_some(segments)
}

/// The segments of all rows that are lines of text.
fn of_text<'a>(segments: &'a [Vec<Segment>], rows: &'a [Row]) -> impl Iterator<Item = &'a Segment> {
    segments
        .iter()
        .zip(rows)
        .flat_map(|(segments, row)| edges::of_text(segments, row.text))
}

/// Reads the rows from the top, with what was read before.
fn read(
    rows: &[Row],
    page: &Edges,
    local: &[Edges],
    right: f32,
    known: &[Vec<Segment>],
) -> Vec<Vec<Segment>> {
    let mut above = Above::default();
    let mut number = 0;
    let mut out = Vec::with_capacity(rows.len());
    for (i, row) in rows.iter().enumerate() {
        let edges = local.get(i / STEP).unwrap_or(page);
        number += 1 + u32::from(row.blanks);
        let below = below(rows, edges, i, known);
        let reads = ways::read(row, number, edges, &above.at(edges), &below, right);
        let segments = row.segments(&reads, &mut number);
        for segment in segments.iter().filter(|p| !p.large) {
            if let Some(e) = edges.of(segment.x) {
                let text = row.text[segment.range.clone()].trim_end();
                let limit = edges.end_of(segment.x);
                let last = Last {
                    end: Side::end(text),
                    row: segment.row,
                    stops: ways::stops(text),
                    short: limit.is_finite() && segment.x + segment.width < limit - costs::BEFORE,
                };
                above.put(edges.place(e), last);
            }
        }
        out.push(segments);
    }
    out
}

/// How the next line of every column begins, as it was read before.
fn below(rows: &[Row], edges: &Edges, i: usize, known: &[Vec<Segment>]) -> Vec<Option<Side>> {
    let mut below = vec![None; edges.len()];
    for (row, segments) in rows.iter().zip(known).skip(i + 1).take(DOWN) {
        for segment in segments.iter().filter(|p| !p.large) {
            if let Some(e) = edges.of(segment.x)
                && below[e].is_none()
            {
                below[e] = Some(Side::beginning(&row.text[segment.range.clone()]));
            }
        }
    }
    below
}

/// How the last line of every column ended, and in which row, by where the column begins (ems).
#[derive(Default)]
struct Above(Vec<(f32, Last)>);

impl Above {
    fn put(&mut self, place: f32, last: Last) {
        self.0.retain(|above| (above.0 - place).abs() > APART);
        self.0.push((place, last));
    }

    fn at(&self, edges: &Edges) -> Vec<Option<Last>> {
        let above = |e: usize| {
            let place = edges.place(e);
            let near = self
                .0
                .iter()
                .filter(|above| (above.0 - place).abs() <= APART);
            near.max_by_key(|above| above.1.row).map(|above| above.1)
        };
        (0..edges.len()).map(above).collect()
    }
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
