//! The order in which a page's strips are read.
//!
//! Cuts come first: what stands above a cut across all of them is read before what stands below it, and what
//! stands left of a cut down before what stands right of it; columns that end and begin anew at one height are
//! read together. Where no cut is possible the rules of Breuel (*High performance document layout analysis*,
//! 2003) are followed for every pair: of two that stand above one another the upper one first, of two side by
//! side the left one, unless something between them, such as a headline, spans both.

use crate::passes::rows::strips::{self, Cell, HEADLINE, Strip};

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

/// A cut across leaves more room than so many steps,
const ROOM: f32 = 1.6;
/// and a row's half more, as rows are whole numbers and steps are not.
const ROUNDED: f32 = 0.6;
/// Strips that reach so little into one another stand side by side.
const TOUCH: f32 = 0.5;
/// More strips than this that no cut parts are read from the top; so are those that are left after so many
/// cuts into cuts. Both bound what a page may cost.
const MOST: usize = 150;
const DEEP: usize = 40;

/// The order in which cells are read; those that begin farther to the right than `aside` are indented. If the letters of
/// vertical headlines are given, cells may have drifted.
pub(super) fn read(cells: &[Cell], headlines: Option<&[Vec<usize>]>, aside: f32) -> Vec<Place> {
    let strips = strips::find(cells, headlines);
    let mut read = Vec::with_capacity(strips.len());
    order(strips.iter().collect(), DEEP, &mut read);
    let mut out = Vec::with_capacity(cells.len());
    for strip in read.into_iter().map(|s| &strips[s]) {
        for (k, &cell) in strip.cells.iter().enumerate() {
            out.push(Place {
                cell,
                first: k == 0 || cells[cell].begins,
                text: strip.text,
                indented: strip.cells.len() > 1 && cells[cell].x > strip.left + aside,
            });
        }
    }
    out
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
    for (c, column) in columns.iter().enumerate() {
        match out.last_mut() {
            Some(group) if share_a_cut(&columns[c - 1], column) => group.extend(column),
            _ => out.push(column.clone()),
        }
    }
    if out.len() > 1 { out } else { columns }
}

/// Whether one cut across parts the lines of either of two neighbours.
fn share_a_cut(left: &[&Strip], right: &[&Strip]) -> bool {
    let mut both = [left, right].concat();
    let rows = cut_across(&mut both);
    let mut heights = rows
        .iter()
        .skip(1)
        .filter_map(|row| row.iter().map(|s| s.first).min());
    let parts = |strips: &[&Strip], at: u32| {
        let mut text = strips.iter().filter(|s| s.text);
        text.clone().any(|s| s.last < at) && text.any(|s| s.first >= at)
    };
    heights.any(|at| parts(left, at) && parts(right, at))
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
        let close = strip.text && room <= ROOM * step + ROUNDED;
        match out.last_mut() {
            Some(row) if strip.first <= last || close && !row.iter().all(|s| s.parts) => {
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
            Some(column) if strip.from < end - TOUCH => column.push(strip),
            _ => out.push(vec![strip]),
        }
        end = end.max(strip.end);
    }
    out
}

/// Whether two strips stand above one another.
fn overlap(a: &Strip, b: &Strip) -> bool {
    a.to.min(b.to) - a.from.max(b.from) > TOUCH
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
                        begins: false,
                    });
                }
                x += name.len() + 2;
            }
        }
        let places = read(&cells, None, strips::SAME).into_iter();
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
    fn drawings_are_read_as_an_eye_would() {
        for (why, drawing, order) in [
            (
                "column by column",
                &[
                    "a1----------  b1----------",
                    "a2----------  b2----------",
                    "a3----------  b3----------",
                    "a4----------  b4----------",
                ][..],
                "a1 a2 a3 a4 b1 b2 b3 b4",
            ),
            (
                "lines of two heights alternate",
                &[
                    "a1----------",
                    "              b1----------",
                    "a2----------",
                    "              b2----------",
                    "a3----------",
                    "              b3----------",
                ],
                "a1 a2 a3 b1 b2 b3",
            ),
            (
                "what a headline parts is read apart",
                &[
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
                ],
                "a1 a2 a3 a4 b1 b2 b3 b4 headline c1 c2 c3 c4 d1 d2 d3 d4",
            ),
            (
                "a headline over the middle column alone parts them, too",
                &[
                    "              headline",
                    "",
                    "a1----------  b1----------  c1----------",
                    "a2----------  b2----------  c2----------",
                    "a3----------  b3----------  c3----------",
                    "a4----------  b4----------  c4----------",
                    "",
                    "              another",
                    "",
                    "d1----------  e1----------  f1----------",
                    "d2----------  e2----------  f2----------",
                    "d3----------  e3----------  f3----------",
                ],
                "headline a1 a2 a3 a4 b1 b2 b3 b4 c1 c2 c3 c4 another d1 d2 d3 e1 e2 e3 f1 f2 f3",
            ),
            (
                "the last line of a column that is longer parts nothing",
                &[
                    "a1----------  b1----------  c1----------",
                    "a2----------  b2----------  c2----------",
                    "a3----------  b3----------  c3----------",
                    "              b4----------",
                    "",
                    "a4----------  b5----------  c4----------",
                    "a5----------  b6----------  c5----------",
                    "a6----------  b7----------  c6----------",
                ],
                "a1 a2 a3 a4 a5 a6 b1 b2 b3 b4 b5 b6 b7 c1 c2 c3 c4 c5 c6",
            ),
            (
                "columns that end together, beside one that goes on",
                &[
                    "a1----------  b1----------  e1----------",
                    "a2----------  b2----------  e2----------",
                    "a3----------  b3----------  e3----------",
                    "                            e4----------",
                    "      headline              e5----------",
                    "                            e6----------",
                    "c1----------  d1----------  e7----------",
                    "c2----------  d2----------  e8----------",
                    "c3----------  d3----------  f1----------",
                    "c4----------  d4----------  f2----------",
                ],
                "a1 a2 a3 b1 b2 b3 headline c1 c2 c3 c4 d1 d2 d3 d4 e1 e2 e3 e4 e5 e6 e7 e8 f1 f2",
            ),
        ] {
            assert_eq!(order_of(drawing), order, "{why}");
        }
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
        let cell = |row, x, width| Cell {
            row,
            x,
            width,
            begins: false,
        };
        let mut cells = vec![cell(0, 0.0, 20.0), cell(0, 4.0, 3.0), cell(0, 4.0, 3.0)];
        for ring in 0..60 {
            let at = ring as f32;
            cells.push(cell(ring, at, 400.0 - 2.0 * at));
            cells.push(cell(ring, 380.0 - at, 30.0));
        }
        cells.sort_by_key(|c| c.row);
        let mut read: Vec<usize> = read(&cells, None, strips::SAME)
            .iter()
            .map(|p| p.cell)
            .collect();
        read.sort_unstable();
        assert_eq!(read, (0..cells.len()).collect::<Vec<_>>());
    }
}
