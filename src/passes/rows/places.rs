//! Where in its row every cell stands: how many characters of the source are before it, or how much room they take
//! where letters are of one width and ideographs of twice that.

use crate::page::Page;
use crate::passes::lines::width;
use crate::passes::rows::strips::SAME;
use crate::passes::rows::{GAP, LONG};

/// A place that fewer cells of the page have is doubted.
const RARE: u32 = 4;
/// The geometry was kept if more than this share of the cells within rows stand where others do.
const KEPT: f32 = 0.75;

/// How many characters of white space a line may be indented by.
const INDENTS: [usize; 2] = [2, 4];

/// What an extractor counts that writes cells where they stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    /// Every character for one.
    Characters,
    /// Ideographs for two.
    HalfEms,
}

impl Unit {
    /// How many units a text takes.
    fn count(self, text: &str) -> u16 {
        match self {
            Unit::Characters => text.chars().count().min(usize::from(u16::MAX)) as u16,
            Unit::HalfEms => width(text),
        }
    }

    /// Units as ems, or what an ideograph takes.
    fn ems(self, units: u16) -> f32 {
        match self {
            Unit::Characters => f32::from(units),
            Unit::HalfEms => f32::from(units) / 2.0,
        }
    }

    /// How far (ems) a cell may begin to the right of others without being indented: half an em is seen where it is
    /// counted.
    pub(super) fn aside(self) -> f32 {
        match self {
            Unit::Characters => SAME,
            Unit::HalfEms => 0.5,
        }
    }

    /// The width of a text, in ems.
    pub(super) fn measure(self, text: &str) -> f32 {
        self.ems(self.count(text))
    }
}

/// The places of a page's cells.
pub(super) struct Places {
    /// What they are counted in.
    pub unit: Unit,
    /// For every block, in ems.
    pub columns: Vec<f32>,
    /// The places are those of print.
    pub kept: bool,
}

/// Finds the places; where that is asked, a place right of another by an indent is one of those that come again, which
/// would be too much on pages whose rows were written one after the other into one. Where lines of nearly one height were written one after the other into one row, each with
/// its own spaces before it, a cell's place is the width of its gap; the place that more cells of the page have
/// is taken.
pub(super) fn find(page: &Page, indented: bool) -> Places {
    let (found, votes, share) = counted(page, Unit::Characters, indented);
    if share > KEPT {
        return Places::kept(Unit::Characters, &found);
    }
    let (wide, _, share) = counted(page, Unit::HalfEms, indented);
    if share > KEPT {
        return Places::kept(Unit::HalfEms, &wide);
    }
    let support = |place: u16| -> u32 {
        let place = usize::from(place);
        votes[place.saturating_sub(2)..(place + 3).min(votes.len())]
            .iter()
            .sum()
    };
    let mut base = 0u16;
    let columns = found.iter().map(|place| {
        let Some(gap) = place.gap else {
            base = 0;
            return place.before;
        };
        let going_on = place.before.saturating_sub(base);
        if support(going_on) < RARE && support(gap) > RARE * support(going_on) && gap < going_on {
            base = place.before - gap;
            gap
        } else {
            going_on
        }
    });
    Places {
        unit: Unit::Characters,
        columns: columns.map(f32::from).collect(),
        kept: false,
    }
}

impl Places {
    fn kept(unit: Unit, found: &[Counted]) -> Self {
        Places {
            unit,
            columns: found.iter().map(|place| unit.ems(place.before)).collect(),
            kept: true,
        }
    }
}

/// A cell's place as the source has it, in units.
struct Counted {
    /// What stands before it in the row.
    before: u16,
    /// What stands between it and the cell before it; none for the first of a row.
    gap: Option<u16>,
}

/// The places by this unit, how many cells have each, and the share of the cells within rows that stand where others do.
fn counted(page: &Page, unit: Unit, indented: bool) -> (Vec<Counted>, Vec<u32>, f32) {
    let found = count(page, unit);
    let mut votes: Vec<u32> = Vec::new();
    for place in &found {
        let slot = usize::from(place.before);
        if votes.len() <= slot {
            votes.resize(slot + 1, 0);
        }
        votes[slot] += 1;
    }
    let (mut alike, mut all) = (0u32, 0u32);
    for (place, block) in found.iter().zip(page.blocks()) {
        let long = || page.str(block).trim_end().chars().nth(LONG - 1).is_some();
        if place.gap.is_some_and(|gap| usize::from(gap) >= GAP) && long() {
            let place = usize::from(place.before);
            let edges = INDENTS
                .iter()
                .filter_map(|indent| place.checked_sub(*indent));
            let is_edge = |place: usize| votes[place] >= RARE;
            alike += u32::from(is_edge(place) || indented && edges.into_iter().any(is_edge));
            all += 1;
        }
    }
    let share = alike as f32 / all.max(1) as f32;
    (found, votes, share)
}

/// Counts what stands before every cell.
fn count(page: &Page, unit: Unit) -> Vec<Counted> {
    let source = &page.source().text;
    let mut out = Vec::with_capacity(page.blocks().len());
    let (mut row, mut at, mut count) = (0, 0, 0u16);
    for block in page.blocks() {
        let trimmed = page.str(block).trim_end().len();
        let start = page.text().source_at(block.range().start);
        let end = page
            .text()
            .source_at(block.range().start + trimmed)
            .max(start);
        let first = block.layout.line != row;
        if first {
            row = block.layout.line;
            at = source[..start].rfind('\n').map_or(0, |i| i + 1);
            count = 0;
        }
        let gap = unit.count(&source[at.min(start)..start]);
        let before = count.saturating_add(gap);
        count = before.saturating_add(unit.count(&source[start..end]));
        at = end;
        out.push(Counted {
            before,
            gap: (!first).then_some(gap),
        });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::passes::{audited, lines, rows};

    #[test]
    fn places_are_counted_as_the_extractor_counted() {
        let rows: [[&str; 2]; 8] = rows::tests::SIDE_BY_SIDE;
        let mut short = rows;
        // Commas of half the width stand in some lines: the two ways to count differ.
        let halved: Vec<[String; 2]> = short
            .iter_mut()
            .enumerate()
            .map(|(i, row)| {
                row.map(|cell| {
                    if i % 2 == 0 {
                        cell.replace('，', ",")
                    } else {
                        cell.to_owned()
                    }
                })
            })
            .collect();
        for unit in [Unit::Characters, Unit::HalfEms] {
            let text: String = halved
                .iter()
                .map(|[left, right]| {
                    let pad = 40 - usize::from(unit.count(left));
                    format!("{left}{}{right}\n", " ".repeat(pad))
                })
                .collect();
            let mut page = audited(&text, &[lines::run]);
            let gaps = rows::gaps_of(&page, GAP);
            rows::cut(&mut page, gaps);
            let places = find(&page, false);
            assert!(places.kept);
            assert_eq!(places.unit, unit);
            let second: Vec<f32> = places.columns.iter().skip(1).step_by(2).copied().collect();
            assert_eq!(second, vec![unit.ems(40); 8]);
        }
    }
}
