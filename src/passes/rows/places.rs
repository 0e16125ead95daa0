//! Where in its row every cell stands: how many characters of the source are before it.

use crate::page::Page;
use crate::passes::rows::{GAP, LONG};

/// A place that fewer cells of the page have is doubted.
const RARE: u32 = 4;
/// The geometry was kept if more than this share of the cells within rows stand where others do.
const KEPT: f32 = 0.75;

/// The places of a page's cells.
pub(super) struct Places {
    /// For every block, in characters.
    pub columns: Vec<u16>,
    /// The places are those of print.
    pub kept: bool,
}

/// Finds the places. Where lines of nearly one height were written one after the other into one row, each with
/// its own spaces before it, a cell's place is the width of its gap; the place that more cells of the page have
/// is taken.
pub(super) fn find(page: &Page) -> Places {
    let found = counted(page);
    let mut votes: Vec<u32> = Vec::new();
    for place in &found {
        let slot = usize::from(place.before);
        if votes.len() <= slot {
            votes.resize(slot + 1, 0);
        }
        votes[slot] += 1;
    }
    let mut shares = (0u32, 0u32);
    for (place, block) in found.iter().zip(page.blocks()) {
        let long = || page.str(block).trim_end().chars().nth(LONG - 1).is_some();
        if place.gap.is_some_and(|gap| usize::from(gap) >= GAP) && long() {
            shares.0 += u32::from(votes[usize::from(place.before)] >= RARE);
            shares.1 += 1;
        }
    }
    if shares.0 as f32 > KEPT * shares.1 as f32 {
        return Places {
            columns: found.iter().map(|place| place.before).collect(),
            kept: true,
        };
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
        columns: columns.collect(),
        kept: false,
    }
}

/// A cell's place as the source has it, in characters.
struct Counted {
    /// What stands before it in the row.
    before: u16,
    /// What stands between it and the cell before it; none for the first of a row.
    gap: Option<u16>,
}

fn counted(page: &Page) -> Vec<Counted> {
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
        let gap = chars(&source[at.min(start)..start]);
        let before = count.saturating_add(gap);
        count = before.saturating_add(chars(&source[start..end]));
        at = end;
        out.push(Counted {
            before,
            gap: (!first).then_some(gap),
        });
    }
    out
}

fn chars(text: &str) -> u16 {
    text.chars().count().min(usize::from(u16::MAX)) as u16
}
