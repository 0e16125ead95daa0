//! Zones of a page where the lines of several columns alternate.

use crate::evidence::columns::Member;
use crate::page::{Form, Kind, Page};
use std::ops::Range;

/// Where one line in so many has a blank line before it, those without stand close.
const BLANKS: usize = 6;
/// Columns alternate where so many of
const ALTERNATES: usize = 5;
/// so many pairs of lines on either side of one fit badly,
const WINDOW: usize = 5;
/// and from so many lines before to so many after them.
const MARGIN: usize = 4;
/// Where more of a hundred pairs of the page do, its columns alternate everywhere.
const EVERYWHERE: usize = 25;

/// The zones of a page of `n` lines where columns alternate, by the pairs of lines that were looked at: the
/// second line of each and whether it fits badly with the first.
pub(super) fn find(seen: &[(usize, bool)], n: usize) -> Vec<Range<usize>> {
    let bad = |pairs: &[(usize, bool)]| pairs.iter().filter(|pair| pair.1).count();
    let mut zones: Vec<Range<usize>> = Vec::new();
    if bad(seen) * 100 > seen.len() * EVERYWHERE && bad(seen) >= ALTERNATES {
        zones.push(0..n);
        return zones;
    }
    for k in 0..seen.len() {
        let around = &seen[k.saturating_sub(WINDOW)..(k + WINDOW + 1).min(seen.len())];
        if bad(around) < ALTERNATES {
            continue;
        }
        let first = around[0].0.saturating_sub(MARGIN);
        let end = (around[around.len() - 1].0 + MARGIN).min(n);
        match zones.last_mut() {
            Some(last) if last.end >= first => last.end = end,
            _ => zones.push(first..end),
        }
    }
    zones
}

/// For every line whether it belongs to a column of text: headlines and photos do not, nor does a byline
/// below a headline.
pub(super) fn in_column(page: &Page) -> Vec<bool> {
    let mut below = false;
    page.blocks()
        .iter()
        .map(|block| {
            let kind = block.kind();
            let byline = kind == Some(Kind::Byline);
            let inside = matches!(kind, Some(Kind::Body | Kind::Subhead | Kind::Jump));
            let inside = inside || byline && !below;
            below = kind.is_some_and(Kind::is_headline) || below && byline;
            inside && block.layout.form != Form::Kept
        })
        .collect()
}

/// The lines of a zone's columns.
pub(super) fn members(page: &Page, zone: Range<usize>, in_column: &[bool]) -> Vec<Member> {
    let blocks = page.blocks();
    let blanks = blocks.iter().filter(|b| b.layout.blanks > 0).count();
    let parted = blanks * BLANKS > blocks.len();
    let member = |i: usize| {
        let apart = i == 0 || !in_column[i - 1];
        let layout = &blocks[i].layout;
        Member {
            line: i,
            apart,
            close: parted
                && !apart
                && layout.blanks == 0
                && layout.line > blocks[i - 1].layout.line,
            lead: blocks[i].odds().lead,
        }
    };
    zone.filter(|&i| in_column[i]).map(member).collect()
}

/// How often the lines of a zone change columns, by the pairs that were looked at.
pub(super) fn habit(seen: &[(usize, bool)], zone: &Range<usize>) -> f32 {
    let inside = seen.iter().filter(|pair| zone.contains(&pair.0));
    let (all, bad) = inside.fold((0, 0), |(all, bad), pair| {
        (all + 1, bad + usize::from(pair.1))
    });
    (bad as f32 / all.max(1) as f32).clamp(0.05, 0.7)
}
