//! Strips: lines that stand below one another in one column, and the order in which a page's strips are read.
//!
//! A cell goes on with the strip above it whose left edge it keeps, or from which it is indented, if it stands
//! no farther below than the strip's own lines do. Strips are read by the rules of Breuel (*High performance
//! document layout analysis*, 2003): of two that stand above one another the upper one first, of two side by
//! side the left one, unless something between them, such as a headline, spans both.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

/// A piece of a row that stands in one column.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cell {
    /// Its row, counted from the top of the page; what was printed lower has a higher number.
    pub row: u32,
    /// Where it begins, in the page's units.
    pub x: f32,
    /// How wide it is.
    pub width: f32,
}

impl Cell {
    fn end(&self) -> f32 {
        self.x + self.width.max(1.0)
    }
}

/// Cells below one another.
#[derive(Clone, Debug)]
struct Strip {
    number: usize,
    cells: Vec<usize>,
    /// The left edge of its lines, and of those that are not indented once one is known.
    left: f32,
    /// All lines so far may be indented.
    indented: bool,
    /// Rows from a line to the next.
    step: f32,
    /// Lines of a measure; else it may be a headline.
    text: bool,
    /// What it covers: from its left edge to the end of its letters, and as far as those may reach in print.
    from: f32,
    end: f32,
    to: f32,
    first: u32,
    last: u32,
}

/// A cell's place in its strip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// The cell's number.
    pub cell: usize,
    /// The first of its strip.
    pub first: bool,
    /// It begins farther to the right than its strip.
    pub indented: bool,
    /// Its strip is of lines of a measure.
    pub text: bool,
}

/// Rows that a line may stand below the line before it.
const FAR: u32 = 6;
/// A line that begins this little aside of another has its left edge,
const SAME: f32 = 1.0;
/// and one this much to the right of it is indented.
const INDENT: f32 = 5.0;
/// A line farther below than so many steps begins a strip.
const STEPS: f32 = 2.5;
/// A line that reaches so much farther than those above it is of another strip.
const WIDE: f32 = 3.0;
/// A cut across leaves more room than so many steps.
const ROOM: f32 = 1.6;
/// A strip of more lines is text; a shorter one may be a headline, whose letters are wider than they count.
const HEADLINE: usize = 3;
/// How much wider at most.
const WIDER: f32 = 3.0;
/// Lines of this width are enough to know a column's measure,
const NARROW: f32 = 8.0;
/// if so many have it.
const MEASURED: usize = 3;
/// More strips than this that no cut parts are read from the top; so are those that are left after so many
/// cuts into cuts. Both bound what a page may cost.
const MOST: usize = 300;
const DEEP: usize = 40;

/// The order in which cells are read.
pub(super) fn read(cells: &[Cell]) -> Vec<Place> {
    let mut strips = strips(cells);
    widen(&mut strips, cells);
    let mut read = Vec::with_capacity(strips.len());
    order(strips.iter().collect(), DEEP, &mut read);
    let mut out = Vec::with_capacity(cells.len());
    for strip in read.into_iter().map(|s| &strips[s]) {
        for (k, &cell) in strip.cells.iter().enumerate() {
            out.push(Place {
                cell,
                first: k == 0,
                text: strip.text,
                indented: strip.cells.len() > 1 && cells[cell].x > strip.left + SAME,
            });
        }
    }
    out
}

/// Follows columns down the page.
fn strips(cells: &[Cell]) -> Vec<Strip> {
    let mut strips: Vec<Strip> = Vec::new();
    // For every place across the page, the strip that was last seen there.
    let mut seen: Vec<Option<usize>> = Vec::new();
    for (i, cell) in cells.iter().enumerate() {
        let across = across(cell);
        if seen.len() <= *across.end() {
            seen.resize(across.end() + 1, None);
        }
        let above = seen[across.clone()].iter().flatten();
        let recent = above.clone().map(|&s| strips[s].last).max().unwrap_or(0);
        let mut near = above.filter(|&&s| strips[s].last + 1 >= recent);
        let above = near.next().copied();
        let alone = near.all(|s| Some(*s) == above);
        let found = above.filter(|&s| alone && goes_on(&strips[s], cell));
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
                    step: 2.0,
                    from: cell.x,
                    text: false,
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
        strip.text = strip.cells.len() > HEADLINE || strip.cells.iter().any(full);
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

/// The strips in the order in which they are read: what stands above a cut through all columns first, then
/// column by column; where neither cut is possible, by rules for pairs.
fn order(mut strips: Vec<&Strip>, deep: usize, out: &mut Vec<usize>) {
    if strips.len() < 2 || deep == 0 {
        out.extend(strips.iter().map(|s| s.number));
        return;
    }
    let rows = cut_across(&mut strips);
    if rows.len() > 1 {
        rows.into_iter().for_each(|row| order(row, deep - 1, out));
        return;
    }
    let columns = abreast(cut_down(&mut strips));
    if columns.len() > 1 {
        columns
            .into_iter()
            .for_each(|column| order(column, deep - 1, out));
        return;
    }
    if strips.len() > MOST {
        strips.sort_by_key(|s| s.first);
        out.extend(strips.iter().map(|s| s.number));
        return;
    }
    by_pairs(&strips, out);
}

/// Columns that end and begin anew at the same height belong to the same articles: they are read together.
/// If that goes for all, each stands alone.
fn abreast(columns: Vec<Vec<&Strip>>) -> Vec<Vec<&Strip>> {
    let mut out: Vec<Vec<&Strip>> = Vec::new();
    for column in &columns {
        match out.last_mut() {
            Some(before) if share_a_cut(before, column) => before.extend(column),
            _ => out.push(column.clone()),
        }
    }
    if out.len() > 1 { out } else { columns }
}

/// Whether one cut across parts the lines of either of two neighbours.
fn share_a_cut(left: &[&Strip], right: &[&Strip]) -> bool {
    let mut both = [left, right].concat();
    let rows = cut_across(&mut both);
    let heights = rows
        .iter()
        .skip(1)
        .filter_map(|row| row.iter().map(|s| s.first).min());
    let parts = |strips: &[&Strip], at: u32| {
        let mut text = strips.iter().filter(|s| s.text);
        text.clone().any(|s| s.last < at) && text.any(|s| s.first >= at)
    };
    heights
        .into_iter()
        .any(|at| parts(left, at) && parts(right, at))
}

/// Cuts through all columns: nothing stands on both sides, and a headline follows or there is much room.
fn cut_across<'a>(strips: &mut [&'a Strip]) -> Vec<Vec<&'a Strip>> {
    let mut steps: Vec<f32> = strips
        .iter()
        .filter(|s| s.cells.len() > HEADLINE)
        .map(|s| s.step)
        .collect();
    steps.sort_by(f32::total_cmp);
    let step = steps.get(steps.len() / 2).copied().unwrap_or(2.0);
    strips.sort_by(|a, b| a.first.cmp(&b.first).then(a.from.total_cmp(&b.from)));
    let mut out: Vec<Vec<&Strip>> = Vec::new();
    let mut last = 0;
    for &strip in strips.iter() {
        let room = strip.first.saturating_sub(last) as f32;
        match out.last_mut() {
            Some(row) if strip.first <= last || (strip.text && room <= ROOM * step + 0.6) => {
                row.push(strip);
            }
            _ => out.push(vec![strip]),
        }
        last = last.max(strip.last);
    }
    out
}

/// Cuts between columns: nothing stands on both sides.
fn cut_down<'a>(strips: &mut [&'a Strip]) -> Vec<Vec<&'a Strip>> {
    strips.sort_by(|a, b| a.from.total_cmp(&b.from).then(a.first.cmp(&b.first)));
    let mut out: Vec<Vec<&Strip>> = Vec::new();
    let mut end = f32::NEG_INFINITY;
    for &strip in strips.iter() {
        match out.last_mut() {
            Some(column) if strip.from < end - 0.5 => column.push(strip),
            _ => out.push(vec![strip]),
        }
        end = end.max(strip.end);
    }
    out
}

/// Whether two strips stand above one another.
fn overlap(a: &Strip, b: &Strip) -> bool {
    a.to.min(b.to) - a.from.max(b.from) > 0.5
}

/// Whether the first of two strips is read before the second.
fn is_before(a: &Strip, b: &Strip, strips: &[&Strip]) -> bool {
    if overlap(a, b) {
        return (a.first, a.last) < (b.first, b.last);
    }
    if a.from >= b.from {
        return false;
    }
    let (upper, lower) = if a.first < b.first { (a, b) } else { (b, a) };
    let between = |c: &&&Strip| c.first >= upper.last && c.last <= lower.first;
    // Neither of the two spans the other.
    !strips
        .iter()
        .filter(between)
        .any(|c| c.number != a.number && c.number != b.number && overlap(c, a) && overlap(c, b))
}

/// The order by the rules for pairs.
fn by_pairs(strips: &[&Strip], out: &mut Vec<usize>) {
    let n = strips.len();
    let mut after: Vec<Vec<usize>> = vec![Vec::new(); n];
    let mut waits = vec![0usize; n];
    for (i, a) in strips.iter().enumerate() {
        for (j, b) in strips.iter().enumerate() {
            if i != j && is_before(a, b, strips) {
                after[i].push(j);
                waits[j] += 1;
            }
        }
    }
    let mut left: Vec<usize> = (0..n).collect();
    // Where the rules go round in a circle, what waits for least is next.
    while let Some(at) = (0..left.len()).min_by(|&a, &b| {
        let (a, b) = (left[a], left[b]);
        let place = strips[a].from.total_cmp(&strips[b].from);
        let place = place.then(strips[a].first.cmp(&strips[b].first));
        waits[a].cmp(&waits[b]).then(place)
    }) {
        let next = left.swap_remove(at);
        for &j in &after[next] {
            waits[j] -= 1;
        }
        out.push(strips[next].number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads a drawing of a page: what two spaces part are cells, in rows.
    fn reading(drawing: &[&str]) -> Vec<(String, Place)> {
        let (mut cells, mut names) = (Vec::new(), Vec::new());
        for (row, line) in drawing.iter().enumerate() {
            let mut x = 0;
            for cell in line.split("  ") {
                let name = cell.trim_start();
                x += cell.len() - name.len();
                if !name.is_empty() {
                    names.push(name.to_owned());
                    cells.push(Cell {
                        row: row as u32,
                        x: x as f32,
                        width: name.len() as f32,
                    });
                }
                x += name.len() + 2;
            }
        }
        let places = read(&cells).into_iter();
        places.map(|p| (names[p.cell].clone(), p)).collect()
    }

    fn order_of(drawing: &[&str]) -> String {
        let names = reading(drawing).into_iter();
        names
            .map(|(name, _)| name.trim_end_matches('-').to_owned())
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn column_by_column() {
        let page = [
            "a1----------  b1----------",
            "a2----------  b2----------",
            "a3----------  b3----------",
            "a4----------  b4----------",
        ];
        assert_eq!(order_of(&page), "a1 a2 a3 a4 b1 b2 b3 b4");
    }

    #[test]
    fn what_a_headline_parts_is_read_apart() {
        let page = [
            "a1----------  b1----------",
            "a2----------  b2----------",
            "a3----------  b3----------",
            "a4----------  b4----------",
            "",
            "      headline",
            "",
            "c1----------  d1----------",
            "c2----------  d2----------",
            "c3----------  d3----------",
            "c4----------  d4----------",
        ];
        assert_eq!(
            order_of(&page),
            "a1 a2 a3 a4 b1 b2 b3 b4 headline c1 c2 c3 c4 d1 d2 d3 d4"
        );
    }

    #[test]
    fn columns_that_end_together_are_read_together_beside_one_that_goes_on() {
        let page = [
            "a1----------  b1----------  e1----------",
            "a2----------  b2----------  e2----------",
            "a3----------  b3----------  e3----------",
            "a4----------  b4----------  e4----------",
            "                            e5----------",
            "      headline              e6----------",
            "                            e7----------",
            "c1----------  d1----------  e8----------",
            "c2----------  d2----------  e9----------",
            "c3----------  d3----------  f1----------",
            "c4----------  d4----------  f2----------",
        ];
        assert_eq!(
            order_of(&page),
            "a1 a2 a3 a4 b1 b2 b3 b4 headline c1 c2 c3 c4 d1 d2 d3 d4 e1 e2 e3 e4 e5 e6 e7 e8 e9 f1 f2"
        );
    }

    #[test]
    fn lines_of_two_heights_alternate() {
        let page = [
            "a1----------",
            "              b1----------",
            "a2----------",
            "              b2----------",
            "a3----------",
            "              b3----------",
        ];
        assert_eq!(order_of(&page), "a1 a2 a3 b1 b2 b3");
    }

    #[test]
    fn a_paragraph_s_first_line_is_indented_and_goes_on() {
        let page = [
            "a1----------",
            "    a2------",
            "a3----------",
            "a4----------",
        ];
        let indented: Vec<bool> = reading(&page).iter().map(|(_, p)| p.indented).collect();
        assert_eq!(indented, [false, true, false, false]);
        let first: Vec<bool> = reading(&page).iter().map(|(_, p)| p.first).collect();
        assert_eq!(first, [true, false, false, false]);
    }

    #[test]
    fn no_cell_is_lost_however_they_stand() {
        // Cells over one another and in a spiral that no cut parts.
        let cell = |row, x, width| Cell { row, x, width };
        let mut cells = vec![cell(0, 0.0, 20.0), cell(0, 4.0, 3.0), cell(0, 4.0, 3.0)];
        for ring in 0..60 {
            let at = ring as f32;
            cells.push(cell(ring, at, 400.0 - 2.0 * at));
            cells.push(cell(ring, 380.0 - at, 30.0));
        }
        cells.sort_by_key(|c| c.row);
        let mut read: Vec<usize> = read(&cells).iter().map(|p| p.cell).collect();
        read.sort_unstable();
        assert_eq!(read, (0..cells.len()).collect::<Vec<_>>());
    }
}
