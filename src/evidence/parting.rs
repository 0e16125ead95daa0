//! Where one body ends and the next begins, decided together with the headlines.
//!
//! The paragraphs of a page are cut into bodies. A cut has a score of its own (how much more the label
//! pass took the paragraph for a lead than for another paragraph); a body that finds a headline and a
//! headline that finds a body gain. From the cuts that score above zero, single cuts are turned on and
//! off, the best first, as long as the whole gains: a headline left over next to a body with a likely
//! seam in it finds its place so, and a cut that leaves a body without headline goes.

use crate::evidence::assignment;
use crate::evidence::pairing::{Headline, Pairing};
use crate::evidence::stakes::Stakes;
use crate::table::Table;
use std::rc::Rc;

/// A cut scored below this is not tried.
const HOPELESS: f32 = -5.0;
/// A cut scored above this is not undone.
const CERTAIN: f32 = 5.0;
/// Rounds of turning cuts on and off.
const ROUNDS: usize = 40;
/// Pages with more cuts to try than this are taken as they are; keeps long pages linear.
const MOST_OPEN: usize = 120;
/// So are pages with more headlines than this.
const MOST_HEADLINES: usize = 200;

/// A page's bodies, as ranges of paragraphs, and the partner of every headline.
#[derive(Clone, Debug, Default)]
pub struct Parting {
    /// First paragraph and one past the last.
    pub bodies: Vec<(usize, usize)>,
    /// For every headline its body.
    pub partner: Vec<Option<usize>>,
    /// For every body the one it is the rest of, if columns were shuffled.
    pub rest_of: Vec<Option<usize>>,
    /// For every headline how clear its partner was, in natural logarithms.
    pub margins: Vec<f32>,
}

/// The bodies that cuts make of `n` paragraphs.
pub fn bodies(cuts: &[bool]) -> Vec<(usize, usize)> {
    let mut out: Vec<(usize, usize)> = Vec::new();
    for (p, &cut) in cuts.iter().enumerate() {
        match out.last_mut() {
            Some(last) if !cut => last.1 = p + 1,
            _ => out.push((p, p + 1)),
        }
    }
    out
}

/// Finds the best cuts. `scores[p]` speaks for a body that begins at paragraph `p`.
pub fn best(scores: &[f32], headlines: &[Headline], pairing: &Pairing, stakes: &Stakes) -> Parting {
    let n = scores.len();
    let mut cuts: Vec<bool> = (0..n).map(|p| p == 0 || scores[p] > 0.0).collect();
    let open: Vec<usize> = (1..n)
        .filter(|&p| (HOPELESS..CERTAIN).contains(&scores[p]))
        .collect();
    let mut gains = Gains {
        headlines,
        pairing,
        stakes,
        known: Table::default(),
    };
    let (mut value, mut partner) =
        weigh(&cuts, scores, &mut gains, f32::NEG_INFINITY).unwrap_or_default();
    if open.len() <= MOST_OPEN && headlines.len() <= MOST_HEADLINES {
        for _ in 0..ROUNDS {
            let mut found: Option<(f32, usize, Vec<Option<usize>>)> = None;
            let now = Standing::of(&cuts, scores, &mut gains);
            for &p in &open {
                let least = found.as_ref().map_or(value + 1e-3, |f| f.0);
                if now.most(p, &cuts, scores, &mut gains) < least {
                    continue;
                }
                cuts[p] = !cuts[p];
                let weighed = weigh(&cuts, scores, &mut gains, least);
                cuts[p] = !cuts[p];
                if let Some((other, with)) = weighed
                    && other > least
                {
                    found = Some((other, p, with));
                }
            }
            let Some((other, p, with)) = found else {
                break;
            };
            cuts[p] = !cuts[p];
            value = other;
            partner = with;
        }
    }
    let bodies = bodies(&cuts);
    let margins = headlines
        .iter()
        .zip(&partner)
        .map(|(h, own)| {
            let gain = |b: usize| pairing.gain(h, bodies[b], stakes);
            let kept = own.map_or(-stakes.lone_headline, gain);
            let next = (0..bodies.len())
                .filter(|b| Some(*b) != *own)
                .map(gain)
                .fold(-stakes.lone_headline, f32::max);
            kept - next
        })
        .collect();
    Parting {
        rest_of: vec![None; bodies.len()],
        bodies,
        partner,
        margins,
    }
}

/// What pairs gain, kept for every body that was ever cut.
struct Gains<'a> {
    headlines: &'a [Headline],
    pairing: &'a Pairing<'a>,
    stakes: &'a Stakes,
    known: Table<u64, Rc<[f32]>>,
}

impl Gains<'_> {
    /// The gains of every headline with a body.
    fn of(&mut self, body: (usize, usize)) -> Rc<[f32]> {
        let Gains {
            headlines,
            pairing,
            stakes,
            ..
        } = *self;
        let gain = |h| pairing.gain(h, body, stakes) + stakes.lone_headline + stakes.lone_body;
        let key = (body.0 as u64) << 32 | body.1 as u64;
        let known = self.known.entry(key);
        Rc::clone(known.or_insert_with(|| headlines.iter().map(gain).collect()))
    }
}

/// How many bodies a turned cut can take away.
const TAKEN: usize = 2;

/// How the headlines stand to the bodies of some cuts: what one more cut or one less can be worth at most
/// is read from it, without weighing the whole.
struct Standing {
    bodies: Vec<(usize, usize)>,
    cut_score: f32,
    /// For every headline the bodies it gains most with, best first.
    tops: Vec<[(f32, usize); TAKEN + 1]>,
}

impl Standing {
    fn of(cuts: &[bool], scores: &[f32], gains: &mut Gains<'_>) -> Self {
        let bodies = bodies(cuts);
        let mut tops = vec![[(0.0, usize::MAX); TAKEN + 1]; gains.headlines.len()];
        for (b, &body) in bodies.iter().enumerate() {
            for (top, &gain) in tops.iter_mut().zip(gains.of(body).iter()) {
                let place = top.partition_point(|t| t.0 >= gain);
                if place < top.len() {
                    top[place..].rotate_right(1);
                    top[place] = (gain, b);
                }
            }
        }
        Standing {
            cut_score: score_of(cuts, scores),
            bodies,
            tops,
        }
    }

    /// The most that the whole can be worth with the cut at `p` turned.
    fn most(&self, p: usize, cuts: &[bool], scores: &[f32], gains: &mut Gains<'_>) -> f32 {
        let b = self.bodies.partition_point(|body| body.0 <= p) - 1;
        let (from, to) = self.bodies[b];
        // A cut taken back joins the body with the one before it; a new one parts it.
        let (taken, made, cut) = if cuts[p] {
            (b - 1..b + 1, vec![(self.bodies[b - 1].0, to)], -scores[p])
        } else {
            (b..b + 1, vec![(from, p), (p, to)], scores[p])
        };
        let bodies = self.bodies.len() + made.len() - taken.len();
        let made: Vec<Rc<[f32]>> = made.into_iter().map(|body| gains.of(body)).collect();
        let pairs: f32 = self
            .tops
            .iter()
            .enumerate()
            .map(|(h, top)| {
                let stays = top.iter().find(|(_, b)| !taken.contains(b));
                let stays = stays.map_or(0.0, |t| t.0);
                made.iter().map(|gains| gains[h]).fold(stays, f32::max)
            })
            .sum();
        bound(
            self.cut_score + cut,
            pairs,
            gains.stakes.lone_body * bodies as f32,
        )
    }
}

/// What the cuts themselves are worth.
fn score_of(cuts: &[bool], scores: &[f32]) -> f32 {
    (1..cuts.len())
        .filter(|&p| cuts[p])
        .map(|p| scores[p])
        .sum()
}

/// The most that cuts can be worth whose headlines each gain with their best body; a little more is for
/// sums in another order.
fn bound(cut_score: f32, pairs: f32, fixed: f32) -> f32 {
    cut_score + pairs * 1.001 - fixed + 0.01
}

/// What cuts are worth with the best partners for the headlines; none if it cannot be more than `least`.
fn weigh(
    cuts: &[bool],
    scores: &[f32],
    gains: &mut Gains<'_>,
    least: f32,
) -> Option<(f32, Vec<Option<usize>>)> {
    let columns: Vec<Rc<[f32]>> = bodies(cuts).into_iter().map(|b| gains.of(b)).collect();
    let cut_score = score_of(cuts, scores);
    let rows = 0..gains.headlines.len();
    let fixed = gains.stakes.lone_body * columns.len() as f32;
    // No headline gains more than with the best of all bodies.
    let most: f32 = rows
        .clone()
        .map(|h| columns.iter().map(|c| c[h]).fold(0.0, f32::max))
        .sum();
    if bound(cut_score, most, fixed) < least {
        return None;
    }
    let gains: Vec<Vec<f32>> = rows
        .map(|h| columns.iter().map(|c| c[h]).collect())
        .collect();
    let partner = assignment::best(&gains);
    let pairs: f32 = partner
        .iter()
        .enumerate()
        .filter_map(|(h, b)| b.map(|b| gains[h][b]))
        .sum();
    Some((cut_score + pairs - fixed, partner))
}
