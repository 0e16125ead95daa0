//! Which stretches of lines go on with each other, where places were read from spaces and some were read wrong.
//!
//! A column's last line breaks in the middle of a sentence, and its rest stands at the top of the next column; a
//! line whose place was read wrong stands alone, between two stretches that it belongs between. Ends and
//! beginnings are laid beside each other: the texts over the break have to fit, and the eye has to find the way.

use crate::chains::{Chains, Links};
use crate::evidence::joining::Joint;
use crate::page::Page;
use crate::passes::rows::reading::Place;
use crate::passes::rows::strips::Cell;
use std::ops::Range;

/// Stretches before and after one that may go on with it.
const REACH: usize = 80;

// All in natural logarithms, found on the share of runs of eight letters that come out whole, and of articles.
/// Lines that fit with the line above no better than this may go on with another;
const FITS: f32 = 1.0;
/// that they stand below each other in one stretch speaks for them by this much,
const TOGETHER: f32 = 4.0;
/// and that one stretch is read right after the other,
const AFTER: f32 = 2.0;
/// or with only headlines between.
const ACROSS: f32 = 1.0;
/// A pair needs more than this.
const LEAST: f32 = 1.5;
/// Stretches that share more than this much of the narrower one's width are in one lane.
const SAME_LANE: f32 = 0.5;
/// What speaks for a line a few rows below another in its lane, and for one elsewhere, less for each row;
const LANE: f32 = 2.0;
const NEXT_ROW: f32 = 1.0;
const EACH_ROW: f32 = 0.2;
const ROWS: i64 = 6;
/// against one farther below, growing with so many rows up to so many times;
const FAR: f32 = 1.0;
const FARTHER: f32 = 20.0;
const FARTHEST: f32 = 3.0;
/// for the top of a column to the right, by whether it is the next one, and that it begins at the same height;
const NEXT_COLUMN: f32 = 0.5;
const GUTTER: f32 = 8.0;
const TOP: f32 = 1.0;
const HEIGHT: u32 = 8;
/// and against going back to the left.
const BACK: f32 = 2.0;
/// What speaks against full lines of other measures and for those of one, which differ by so much (ems).
const OTHER_MEASURE: f32 = 1.0;
const ONE_MEASURE: f32 = 0.5;
const DIFFER: f32 = 1.5;
/// Narrower lines are not full, and narrower ones do not go on (ems).
const NARROW: f32 = 4.0;
const NARROWEST: f32 = 2.0;

/// Lines below one another that stay together.
struct Stretch {
    places: Range<usize>,
    /// Rows of its first and last line.
    first: u32,
    last: u32,
    from: f32,
    end: f32,
    /// It may go on, or with another.
    open: bool,
    resumes: bool,
    /// It was one with the stretch before it.
    torn: bool,
}

/// Puts stretches after those that they go on with.
pub(super) fn link(page: &Page, cells: &[Cell], places: &mut Vec<Place>) {
    let mut joint = Joint::of(page);
    let stretches = stretches(cells, places, &mut joint);
    let n = stretches.len();
    // The next stretch that is text, behind headlines.
    let mut text_after = vec![n; n];
    for s in (1..n).rev() {
        let is_text = places[stretches[s].places.start].text;
        text_after[s - 1] = if is_text { s } else { text_after[s] };
    }
    let mut pairs: Vec<(f32, usize, usize)> = Vec::new();
    for (s, a) in stretches.iter().enumerate().filter(|(_, a)| a.open) {
        let near = s.saturating_sub(REACH)..(s + REACH).min(n);
        for t in near.filter(|&t| t != s && stretches[t].resumes) {
            let b = &stretches[t];
            let (e, r) = (places[a.places.end - 1].cell, places[b.places.start].cell);
            let mut score = joint.fit_of(e, r) + way(a, b);
            let (left, right) = (cells[e].width, cells[r].width);
            let full = joint.is_full(r);
            let other = right > left + DIFFER || full && right < left - DIFFER;
            if other {
                score -= OTHER_MEASURE;
            } else if full {
                score += ONE_MEASURE;
            }
            if t == s + 1 && b.torn {
                score += TOGETHER;
            } else if t == s + 1 && !other {
                score += AFTER;
            } else if !other && t > s && t == text_after[s] && !places[b.places.start].indented {
                score += ACROSS;
            }
            if score > LEAST {
                pairs.push((score, s, t));
            }
        }
    }
    pairs.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut chains = Chains::of(Links::of(n));
    for (_, s, t) in pairs {
        chains.link(s, t);
    }
    // What was torn for nothing stays.
    for (t, _) in stretches.iter().enumerate().filter(|(_, b)| b.torn) {
        chains.link(t - 1, t);
    }
    let mut out = Vec::with_capacity(places.len());
    for first in (0..n).filter(|&t| chains.begins(t)) {
        for s in chains.from(first) {
            let start = out.len();
            out.extend_from_slice(&places[stretches[s].places.clone()]);
            if s != first
                && let Some(place) = out.get_mut(start)
            {
                place.first = false;
                place.indented = false;
            }
        }
    }
    *places = out;
}

/// How plain the way is from the end of a stretch to another's beginning.
fn way(a: &Stretch, b: &Stretch) -> f32 {
    let below = i64::from(b.first) - i64::from(a.last);
    let overlap = a.end.min(b.end) - a.from.max(b.from);
    let lane = overlap > SAME_LANE * (a.end - a.from).min(b.end - b.from);
    if (0..=ROWS).contains(&below) {
        return if lane {
            LANE
        } else {
            NEXT_ROW - EACH_ROW * below as f32
        };
    }
    if below > 0 {
        return -FAR * (1.0 + below as f32 / FARTHER).min(FARTHEST);
    }
    if b.from < a.from + 1.0 {
        return -BACK;
    }
    let next = b.from - a.end < GUTTER;
    let top = b.first.abs_diff(a.first) <= HEIGHT;
    (if next { NEXT_COLUMN } else { -NEXT_COLUMN }) + if top { TOP } else { 0.0 }
}

/// The stretches of the lines, cut wherever a line may go on with another.
fn stretches(cells: &[Cell], places: &[Place], joint: &mut Joint<'_>) -> Vec<Stretch> {
    let mut out: Vec<Stretch> = Vec::new();
    for (k, place) in places.iter().enumerate() {
        let cell = &cells[place.cell];
        let torn = !place.first && k > 0 && {
            let above = places[k - 1].cell;
            let open = joint.is_full(above);
            open && joint.fit_of(above, place.cell) < FITS
        };
        match out.last_mut() {
            Some(last) if !place.first && !torn => {
                last.places.end = k + 1;
                last.last = cell.row;
                last.from = last.from.min(cell.x);
                last.end = last.end.max(cell.x + cell.width);
            }
            _ => out.push(Stretch {
                places: k..k + 1,
                first: cell.row,
                last: cell.row,
                from: cell.x,
                end: cell.x + cell.width,
                open: false,
                resumes: cell.width >= NARROWEST,
                torn,
            }),
        }
    }
    for stretch in &mut out {
        let last = places[stretch.places.end - 1].cell;
        stretch.open = cells[last].width >= NARROW && joint.is_full(last);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stretch(first: u32, last: u32, from: f32, end: f32) -> Stretch {
        Stretch {
            places: 0..1,
            first,
            last,
            from,
            end,
            open: true,
            resumes: true,
            torn: false,
        }
    }

    #[test]
    fn ways_that_an_eye_takes() {
        let column = stretch(10, 30, 14.0, 26.0);
        for (why, next, plain) in [
            ("right below", stretch(31, 40, 14.0, 26.0), true),
            ("the next column", stretch(10, 30, 28.0, 40.0), true),
            ("read aside, a row below", stretch(31, 31, 50.0, 62.0), true),
            ("back to the left", stretch(10, 30, 0.0, 12.0), false),
            ("far below", stretch(60, 70, 14.0, 26.0), false),
            ("far to the right", stretch(22, 30, 60.0, 72.0), false),
        ] {
            assert_eq!(way(&column, &next) > 0.0, plain, "{why}");
        }
        // A line right below rather than one elsewhere.
        let below = way(&column, &stretch(31, 40, 14.0, 26.0));
        assert!(below > way(&column, &stretch(31, 40, 50.0, 62.0)));
    }
}
