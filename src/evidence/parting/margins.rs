//! How clear it was where bodies begin and which headline is whose.
//!
//! The margin of a choice is what the whole page would lose with the other one, all the rest put as well as may be then.

use super::{Found, Search, Turn};
use crate::evidence::assignment;

/// A choice whose margin is larger than this by a bound that is soon told (natural logarithms) is not weighed to the end:
/// it is clear enough.
const CLEAR: f32 = 3.0;

/// The gain of a pair that is out of the question.
const NEVER: f32 = f32::MIN / 4.0;

/// Whether a body begins at a paragraph.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Opening {
    /// It does.
    pub begins: bool,
    /// How much speaks for it at the place itself, in natural logarithms.
    pub score: f32,
    /// How clear it was, with the headlines that find bodies then; not more than it was, if above 3.
    pub margin: f32,
}

/// What else a headline could have been.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Second {
    /// The body that it would have had; none if it would have stayed alone.
    pub body: Option<usize>,
    /// What all headlines and bodies would have lost, in natural logarithms.
    pub margin: f32,
}

/// For every paragraph whether a body begins there; the bounds are the most that the turns of the way lead to.
pub(super) fn openings(
    search: &mut Search<'_>,
    found: &Found,
    bounds: Vec<(f32, Turn)>,
    budget: &mut u64,
) -> Vec<Opening> {
    let opening = |(&begins, &score): (&bool, &f32)| Opening {
        begins,
        score,
        margin: score.abs(),
    };
    let mut out: Vec<Opening> = found
        .way
        .cuts
        .iter()
        .zip(search.scores)
        .map(opening)
        .collect();
    for (bound, turn) in bounds {
        let Turn::Body(paragraph) = turn else {
            continue;
        };
        let mut margin = found.value - bound;
        // A turn with a bound above the value was weighed before.
        if (0.0..CLEAR).contains(&margin)
            && afford(budget, found.way.cost())
            && let Some(other) = search.turn(found, &turn)
        {
            margin = found.value - other.value;
        }
        out[paragraph].margin = margin.max(0.0);
    }
    out
}

/// For every headline what else it could have been.
pub(super) fn seconds(found: &Found, budget: &mut u64) -> Vec<Second> {
    let Found {
        way, rows, partner, ..
    } = found;
    let gain = |h: usize, body: Option<usize>| body.map_or(0.0, |b| rows[h][b]);
    let worth = |partner: &[Option<usize>]| -> f32 {
        let pairs = partner.iter().enumerate();
        pairs.map(|(h, &body)| gain(h, body)).sum()
    };
    let all = worth(partner);
    let second = |h: usize| {
        let (next, most) = best_but(&rows[h], partner[h]);
        // If it would take the body of another, or leave its own to one, that one loses or gains, too.
        let next = next.filter(|_| partner[h].is_none() || most > 0.0);
        let others = (0..rows.len()).filter(|&other| other != h);
        let gained = others.map(|other| match partner[h] {
            Some(body) => rows[other][body] - gain(other, partner[other]),
            None => 0.0,
        });
        let margin = gain(h, partner[h]) - gain(h, next) - gained.fold(0.0, f32::max);
        let soon = Second {
            body: next,
            margin: margin.max(0.0),
        };
        if margin > CLEAR || !afford(budget, way.cost()) {
            return soon;
        }
        let mut other = rows.clone();
        match (partner[h], next) {
            (Some(body), _) => other[h][body] = NEVER,
            (None, Some(body)) => other.iter_mut().for_each(|row| row[body] = NEVER),
            (None, None) => return soon,
        }
        let mut other = assignment::best(&other);
        if partner[h].is_none() {
            other[h] = next;
        }
        Second {
            body: other[h],
            margin: (all - worth(&other)).max(0.0),
        }
    };
    (0..rows.len()).map(second).collect()
}

/// The body that a headline gains most with, but for one, and what it gains.
fn best_but(row: &[f32], own: Option<usize>) -> (Option<usize>, f32) {
    let others = row.iter().enumerate().filter(|(b, _)| Some(*b) != own);
    let best = others.max_by(|a, b| a.1.total_cmp(b.1));
    best.map_or((None, 0.0), |(b, &gain)| (Some(b), gain))
}

/// Takes the cost off the budget, if there is enough.
fn afford(budget: &mut u64, cost: u64) -> bool {
    let can = *budget >= cost;
    *budget -= if can { cost } else { 0 };
    can
}

#[cfg(test)]
mod tests {
    use super::super::{Rows, Way};
    use super::*;

    fn seconds(rows: &[&[f32]]) -> Vec<(Option<usize>, f32)> {
        let rows: Rows = rows.iter().map(|row| row.to_vec()).collect();
        let way = Way {
            cuts: vec![true; rows[0].len()],
            heads: (0..rows.len()).map(|h| (0, h, h + 1)).collect(),
        };
        let found = Found {
            partner: assignment::best(&rows),
            rows,
            way,
            value: 0.0,
        };
        let seconds = super::seconds(&found, &mut 1_000_000);
        seconds.iter().map(|s| (s.body, s.margin)).collect()
    }

    #[test]
    fn a_margin_is_what_all_headlines_lose() {
        // Two that fit either body: they would change places.
        assert_eq!(
            seconds(&[&[4.0, 3.0], &[3.0, 4.0]]),
            [(Some(1), 2.0), (Some(0), 2.0)]
        );
        // One that stays alone because another gains more.
        assert_eq!(seconds(&[&[5.0], &[4.0]]), [(None, 1.0), (Some(0), 1.0)]);
        // One that fits one body only.
        assert_eq!(seconds(&[&[9.0, -5.0]]), [(None, 9.0)]);
        assert_eq!(seconds(&[&[2.0, 1.5]]), [(Some(1), 0.5)]);
        assert_eq!(seconds(&[&[-2.0]]), [(Some(0), 2.0)]);
    }
}
