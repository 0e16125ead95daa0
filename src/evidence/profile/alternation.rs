//! Whether the lines of several columns alternate: then they fit their next but one better than their next.

use super::Sight;
use super::measure::NARROW;
use crate::evidence::ends::End;
use crate::evidence::seam::Side;
use crate::page::Form;

/// Two lines that fit worse than this, in half bits, are not one text.
const BROKEN: i32 = -6;
/// Where so many of a hundred do, and not too few, columns alternate: of 813 pages in order 7 are so broken,
/// of those whose columns alternate nearly all.
const SCRAMBLED: u8 = 10;
/// The least number of them that says something about the page.
const FEW: usize = 8;
/// Lines on either side over which alternation is averaged.
const REACH: usize = 7;
/// A seam counts for no less and no more than this there: a broken word, or a whole one, may be chance.
const CLAMP: (i32, i32) = (-12, 16);
/// Fewer known seams than this say nothing; their line is taken for one of a page in order.
const KNOWN: i32 = 3;
const IN_ORDER: i32 = 6;

/// How many lines of running text fit badly with the line above, and how many of a hundred.
pub(super) fn broken(sights: &[Sight]) -> (usize, u8) {
    let runs = |s: &Sight| s.layout.width >= NARROW && s.layout.form != Form::Kept;
    let (mut all, mut broken) = (0, 0);
    for pair in sights.windows(2) {
        if pair[0].end == End::Word
            && runs(&pair[0])
            && runs(&pair[1])
            && let Some(seam) = pair[1].seam
        {
            all += 1;
            broken += usize::from(seam.fit <= BROKEN);
        }
    }
    (broken, (broken * 100 / all.max(1)) as u8)
}

/// Whether columns alternate where so many lines, and so many of a hundred, fit badly.
pub(super) fn alternate(broken: usize, share: u8) -> bool {
    broken >= FEW && share >= SCRAMBLED
}

/// Averages over the lines around every line how much better they fit their next than their next but one.
pub(super) fn average(sights: &mut [Sight], sides: &[(Side, Side)]) {
    let n = sides.len();
    let (least, most) = CLAMP;
    // How much better line i fits its next than its next but one; unknown seams say nothing.
    let gain: Vec<Option<i32>> = (0..n)
        .map(|i| {
            let near = sights.get(i + 1)?.seam?.fit;
            let far = sides[i].1.beside(&sides.get(i + 2)?.0)?.fit;
            Some(near.clamp(least, most) - far.clamp(least, most))
        })
        .collect();
    // How many are known before each line, and their sum.
    let mut sums = Vec::with_capacity(n + 1);
    let (mut count, mut sum) = (0, 0);
    sums.push((0, 0));
    for gain in gain {
        count += i32::from(gain.is_some());
        sum += gain.unwrap_or(0);
        sums.push((count, sum));
    }
    for (i, sight) in sights.iter_mut().enumerate() {
        let (from, to) = (sums[i.saturating_sub(REACH)], sums[(i + REACH).min(n)]);
        let count = to.0 - from.0;
        sight.alternation = if count < KNOWN {
            IN_ORDER
        } else {
            (to.1 - from.1) / count
        };
    }
}
