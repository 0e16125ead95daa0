//! Strips: lines that stand below one another in one column.
//!
//! A cell goes on with the strip above it whose left edge it keeps, or from which it is indented, if it stands
//! no farther below than the strip's own lines do.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

/// A segment of a row that stands in one column.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cell {
    /// Its row, counted from the top of the page; what was printed lower has a higher number.
    pub row: u32,
    /// Where it begins, in the page's units.
    pub x: f32,
    /// How wide it is.
    pub width: f32,
    /// It begins a column of a vertical headline.
    pub begins: bool,
}

impl Cell {
    fn end(&self) -> f32 {
        self.x + self.width.max(1.0)
    }
}

/// Cells below one another.
#[derive(Clone, Debug)]
pub(super) struct Strip {
    /// Its place among the strips as they were found.
    pub number: usize,
    /// The numbers of its cells, from the top.
    pub cells: Vec<usize>,
    /// The left edge of its lines, and of those that are not indented once one is known.
    pub left: f32,
    /// All lines so far may be indented.
    indented: bool,
    /// Rows from a line to the next.
    pub step: f32,
    /// Lines of a measure; else it may be a headline.
    pub text: bool,
    /// A headline that parts the columns above it from those below.
    pub parts: bool,
    /// What it covers: from its left edge to the end of its letters, and as far as those may reach in print.
    pub from: f32,
    pub end: f32,
    pub to: f32,
    /// The rows of its first line and of its last.
    pub first: u32,
    pub last: u32,
}

/// Rows that a line may stand below the line before it.
const FAR: u32 = 6;
/// A line that begins this little aside of another has its left edge,
pub(super) const SAME: f32 = 1.0;
/// and one this much to the right of it is indented.
const INDENT: f32 = 5.0;
/// Lines that reach no farther into a strip than this stand beside it.
const LITTLE: f32 = 2.5;
/// A line farther below than so many steps begins a strip.
const STEPS: f32 = 2.5;
/// Rows from line to line of a strip that has too few of them to say so itself.
const STEP: f32 = 2.0;
/// A line that reaches so much farther than those above it is of another strip.
const WIDE: f32 = 3.0;
/// A strip of more lines is text; a shorter one may be a headline, whose letters are wider than they count.
pub(super) const HEADLINE: usize = 3;
/// How much wider at most.
const WIDER: f32 = 3.0;
/// Lines of this width are enough to know a column's measure,
const NARROW: f32 = 8.0;
/// if so many have it.
const MEASURED: usize = 3;

/// The strips of a page's cells, which come row by row. If the letters of vertical headlines are given, each is a
/// strip, and other cells may stand a little aside of where they were read.
pub(super) fn find(cells: &[Cell], headlines: Option<&[Vec<usize>]>) -> Vec<Strip> {
    let mut taken = vec![false; cells.len()];
    let letters = headlines.into_iter().flatten().flatten();
    letters.for_each(|&i| taken[i] = true);
    let mut strips = follow(cells, &taken, headlines.is_some());
    for headline in headlines.into_iter().flatten() {
        strips.push(upright(cells, headline, strips.len()));
    }
    widen(&mut strips, cells);
    strips
}

/// A vertical headline; most of its letters stand where they were read.
fn upright(cells: &[Cell], headline: &[usize], number: usize) -> Strip {
    let mut places: Vec<f32> = headline.iter().map(|&i| cells[i].x).collect();
    places.sort_by(f32::total_cmp);
    let (from, to) = (places[places.len() / 4], places[places.len() * 3 / 4] + 1.0);
    let rows = || headline.iter().map(|&i| cells[i].row);
    Strip {
        number,
        cells: headline.to_vec(),
        left: from,
        indented: false,
        step: STEP,
        text: false,
        parts: false,
        from,
        end: to,
        to,
        first: rows().min().unwrap_or(0),
        last: rows().max().unwrap_or(0),
    }
}

/// For every cell whether it is of a headline that parts the columns above it from those below: it stands alone in its
/// row, up to so many such rows are parted by empty ones from what is above and below, and what is below are columns. On
/// pages that have empty rows everywhere these say nothing.
fn parting(cells: &[Cell]) -> Vec<bool> {
    let mut out = vec![false; cells.len()];
    let rows: Vec<&[Cell]> = cells.chunk_by(|a, b| a.row == b.row).collect();
    let after_empty = |r: usize| {
        r == 0
            || rows[r]
                .first()
                .zip(rows[r - 1].first())
                .is_some_and(|(a, b)| a.row > b.row + 1)
    };
    let columns = (1..rows.len()).filter(|&r| rows[r].len() > 1);
    let (parted, all) = columns.fold((0, 0), |(parted, all), r| {
        (parted + usize::from(after_empty(r)), all + 1)
    });
    if parted * 2 > all {
        return out;
    }
    let (mut from, mut at) = (0, 0);
    for (r, row) in rows.iter().enumerate() {
        if after_empty(r) {
            let lone = rows[from..r].iter().all(|row| row.len() == 1);
            if lone && (1..=HEADLINE).contains(&(r - from)) && row.len() > 1 {
                out[at - (r - from)..at].fill(true);
            }
            from = r;
        }
        at += row.len();
    }
    out
}

/// Follows columns down the page, past what was taken.
fn follow(cells: &[Cell], taken: &[bool], drifting: bool) -> Vec<Strip> {
    let parts = match drifting {
        true => vec![false; cells.len()],
        false => parting(cells),
    };
    let mut strips: Vec<Strip> = Vec::new();
    // For every place across the page, the strip that was last seen there.
    let mut seen: Vec<Option<usize>> = Vec::new();
    for (i, cell) in cells.iter().enumerate().filter(|(i, _)| !taken[*i]) {
        let across = across(cell);
        if seen.len() <= *across.end() {
            seen.resize(across.end() + 1, None);
        }
        let above = seen[across.clone()].iter().flatten();
        let recent = above.clone().map(|&s| strips[s].last).max().unwrap_or(0);
        let little = match drifting {
            true => LITTLE.min(cell.width / 2.0),
            false => f32::NEG_INFINITY,
        };
        let mut near = above.filter(|&&s| {
            let strip = &strips[s];
            strip.last + 1 >= recent && strip.end.min(cell.end()) - strip.from.max(cell.x) >= little
        });
        let above = near.next().copied();
        let alone = near.all(|s| Some(*s) == above);
        let found = above.filter(|&s| {
            let strip = &strips[s];
            alone && strip.parts == parts[i] && goes_on(strip, cell)
        });
        let s = match found {
            Some(s) => {
                let strip = &mut strips[s];
                if cell.x < strip.left - SAME {
                    strip.left = cell.x;
                    strip.indented = false;
                }
                strip.cells.push(i);
                strip.from = strip.from.min(cell.x);
                strip.end = strip.end.max(cell.end());
                strip.last = cell.row;
                let lines = strip.cells.len();
                if lines > 2 {
                    strip.step = (strip.last - strip.first) as f32 / (lines - 1) as f32;
                }
                s
            }
            None => {
                strips.push(Strip {
                    number: strips.len(),
                    cells: vec![i],
                    left: cell.x,
                    indented: true,
                    step: STEP,
                    from: cell.x,
                    text: false,
                    parts: parts[i],
                    end: cell.end(),
                    to: cell.end(),
                    first: cell.row,
                    last: cell.row,
                });
                strips.len() - 1
            }
        };
        seen[across].fill(Some(s));
    }
    strips
}

/// The places across the page that a cell covers.
fn across(cell: &Cell) -> RangeInclusive<usize> {
    let from = cell.x.max(0.0) as usize;
    from..=(cell.end() as usize).saturating_sub(1).max(from)
}

/// Whether a cell below a strip is its next line.
fn goes_on(strip: &Strip, cell: &Cell) -> bool {
    let below = cell.row.saturating_sub(strip.last);
    let aside = cell.x - strip.left;
    let aligned = match aside {
        d if d.abs() <= SAME => true,
        d if d > 0.0 => d <= INDENT,
        d => strip.indented && d >= -INDENT,
    };
    let known = strip.cells.len() >= HEADLINE;
    let wider = known && cell.end() > strip.end + WIDE;
    let near = (1..=FAR).contains(&below) && below as f32 <= (STEPS * strip.step).max(2.0);
    aligned && near && !wider
}

/// Headlines are wider than their letters count: they reach as far as nothing stands in their way.
fn widen(strips: &mut [Strip], cells: &[Cell]) {
    let mut counts: BTreeMap<(i32, i32), usize> = BTreeMap::new();
    let place = |cell: &Cell| (cell.x.round() as i32, cell.width.round() as i32);
    for cell in cells {
        *counts.entry(place(cell)).or_default() += 1;
    }
    let mut measures: BTreeMap<i32, (usize, i32)> = BTreeMap::new();
    for (&(x, width), &count) in &counts {
        if width as f32 >= NARROW && count >= MEASURED {
            let best = measures.entry(x).or_default();
            *best = (*best).max((count, width));
        }
    }
    let full = |&i: &usize| {
        let (x, width) = place(&cells[i]);
        measures.get(&x).is_some_and(|m| (m.1 - width).abs() <= 2)
    };
    let mut rows: BTreeMap<u32, Vec<(f32, usize)>> = BTreeMap::new();
    for (s, strip) in strips.iter().enumerate() {
        for &i in &strip.cells {
            rows.entry(cells[i].row).or_default().push((cells[i].x, s));
        }
    }
    for strip in strips.iter_mut() {
        let is_text = strip.cells.len() > HEADLINE || strip.cells.iter().any(full);
        strip.text = is_text && !strip.parts;
        strip.to = strip.end;
    }
    for (s, strip) in strips.iter_mut().enumerate().filter(|(_, s)| !s.text) {
        let near = rows.range(strip.first.saturating_sub(1)..=strip.last + 1);
        let others = near.flat_map(|(_, cells)| cells);
        let beside = others.filter(|(x, other)| *other != s && *x >= strip.end - 1.0);
        let room = beside.map(|(x, _)| x - 1.0).fold(f32::INFINITY, f32::min);
        let wide = strip.from + WIDER * (strip.end - strip.from);
        strip.to = strip.end.max(wide.min(room));
    }
}
