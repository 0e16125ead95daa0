//! Bodies that are the rest of another one.
//!
//! Where columns were shuffled, the rest of an article may stand behind another article's headline. Such a
//! body has no headline, does not begin like an article, and shares its words with one other body, clearly
//! more than with the next.

use crate::evidence::cohesion::Cohesion;
use crate::evidence::parting::Parting;
use crate::evidence::profile::{End, end_of};
use crate::page::Page;

/// Bodies whose first paragraph begins an article with more than this log-probability stay alone.
const LEADS: f32 = -1.2;
/// How much has to speak for the body, and how much more than for any other (natural logarithms).
const ENOUGH: f32 = 1.2;
const CLEARLY: f32 = 0.8;
/// Paragraphs at the end of a body that are compared.
const TAIL: usize = 4;
/// A sentence left open in one body and gone on with in the other.
const GOES_ON: f32 = 2.0;
/// Measures (half ems) that differ by more are of different articles, mostly.
const MEASURE: u16 = 5;
/// What the measure says.
const SAME_MEASURE: f32 = 0.5;
const OTHER_MEASURE: f32 = -1.0;

/// For every body the one it is the rest of.
pub(super) fn adopt(
    page: &Page,
    paragraphs: &[usize],
    parting: &Parting,
    cohesion: &mut Cohesion,
) -> Vec<Option<usize>> {
    let count = parting.bodies.len();
    let mut titled = vec![false; count];
    for body in parting.partner.iter().flatten() {
        titled[*body] = true;
    }
    let block = |p: usize| &page.blocks()[paragraphs[p]];
    let orphan = |b: usize| !titled[b] && block(parting.bodies[b].0).odds().lead < LEADS;
    (0..count)
        .map(|b| {
            if !orphan(b) {
                return None;
            }
            let (from, to) = parting.bodies[b];
            let mut best = (f32::NEG_INFINITY, None);
            let mut second = f32::NEG_INFINITY;
            for a in (0..count).filter(|&a| a != b && !orphan(a)) {
                let (start, end) = parting.bodies[a];
                let last = block(end - 1);
                let open = end_of(page.str(last)) != End::Stop;
                let widths = block(start).layout.width.abs_diff(block(from).layout.width);
                let mut value =
                    cohesion.speaks(&(end.saturating_sub(TAIL).max(start)..end), &(from..to));
                value += if open && block(from).resumes() {
                    GOES_ON
                } else {
                    0.0
                };
                value += if widths > MEASURE {
                    OTHER_MEASURE
                } else {
                    SAME_MEASURE
                };
                if value > best.0 {
                    second = best.0;
                    best = (value, Some(a));
                } else {
                    second = second.max(value);
                }
            }
            best.1
                .filter(|_| best.0 > ENOUGH && best.0 - second > CLEARLY)
        })
        .collect()
}
