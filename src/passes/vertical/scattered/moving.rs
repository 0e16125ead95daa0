//! Moves the characters of headlines before the text that they stand beside.

use crate::page::{Layout, Page};
use crate::passes::lines::width;
use crate::text::Why;

/// Lines above a headline's first character that may belong to the text beside it.
const ABOVE: usize = 60;

/// A character by its block and the part of it that it is.
pub(super) type Part = (usize, usize);

/// The headlines of a run of rows.
pub(super) struct Headlines {
    /// The block of its first row.
    pub first: usize,
    pub columns: Vec<Vec<Part>>,
}

/// A line that is divided: its block, and where the parts of it begin.
pub(super) struct Division {
    pub block: usize,
    pub places: Vec<usize>,
}

/// Divides lines, and makes every part a line of its own. For every block as it was where its first part stands now,
/// and last how many parts there are.
pub(super) fn divide(page: &mut Page, divisions: Vec<Division>) -> Vec<usize> {
    let mut firsts = Vec::with_capacity(page.blocks().len() + 1);
    let mut next = 0;
    let mut at = divisions.iter().peekable();
    for i in 0..page.blocks().len() {
        firsts.push(next);
        next += at.next_if(|d| d.block == i).map_or(1, |d| d.places.len());
    }
    firsts.push(next);
    let parts = |d: &Division| (firsts[d.block], d.places.len());
    let parts: Vec<(usize, usize)> = divisions.iter().map(parts).collect();
    let (mut i, mut at) = (0, divisions.into_iter().peekable());
    page.divide(|_, _| {
        i += 1;
        at.next_if(|d| d.block + 1 == i)
            .map_or_else(Vec::new, |d| d.places)
    });
    page.edit(|_, text, edits| {
        let end = text.trim_end().len();
        if end > 0 {
            edits.delete(end..text.len(), Why::LineBreak);
        }
    });
    for (first, count) in parts {
        lay_out(page, first, page.blocks()[first].layout.blanks);
        (first + 1..first + count).for_each(|part| lay_out(page, part, 0));
    }
    firsts
}

/// Sets headlines before the text that they stand beside, each column a line of its own.
pub(super) fn set_before(page: &mut Page, headlines: &[Headlines], firsts: &[usize]) {
    let count = firsts.last().copied().unwrap_or_default();
    let mut taken = vec![false; count];
    // What stands before a block, and whether it begins a column.
    let mut before: Vec<Vec<(usize, bool)>> = vec![Vec::new(); count];
    for run in headlines {
        let top = firsts[top_beside(page, run.first, firsts)];
        for column in &run.columns {
            for (k, &(block, part)) in column.iter().enumerate() {
                let own = firsts[block] + part;
                before[top].push((own, k == 0));
                taken[own] = true;
            }
        }
    }
    let mut order = Vec::with_capacity(count);
    // Blocks by their new places that stand apart from what is above them.
    let mut apart = Vec::new();
    for i in 0..count {
        for &(own, begins) in &before[i] {
            if begins {
                apart.push(order.len());
            }
            order.push(own);
        }
        if !before[i].is_empty() {
            apart.push(order.len());
        }
        if !taken[i] {
            order.push(i);
        }
    }
    if page.gather(&order) {
        apart.retain(|&i| i < count);
        apart.into_iter().for_each(|i| lay_out(page, i, 1));
    }
}

/// The first block, as they were, of the text that a headline stands beside.
fn top_beside(page: &Page, first: usize, firsts: &[usize]) -> usize {
    let above = (first.saturating_sub(ABOVE)..=first).rev();
    let beside = |&i: &usize| i == first || page.blocks()[firsts[i + 1]].layout.blanks == 0;
    above.take_while(beside).last().unwrap_or(first)
}

/// A block is a line of its own.
fn lay_out(page: &mut Page, i: usize, blanks: u8) {
    let block = &page.blocks()[i];
    let layout = Layout {
        blanks,
        inline: false,
        width: width(page.str(block)),
        ..block.layout
    };
    page.lay_out(i, layout);
}
