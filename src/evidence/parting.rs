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

/// A cut scored below this is not tried.
const HOPELESS: f32 = -5.0;
/// A cut scored above this is not undone.
const CERTAIN: f32 = 5.0;
/// Rounds of turning cuts on and off.
const ROUNDS: usize = 40;
/// Pages with more cuts to try than this are taken as they are; keeps long pages linear.
const MOST_OPEN: usize = 120;

/// A page's bodies, as ranges of paragraphs, and the partner of every headline.
#[derive(Clone, Debug, Default)]
pub struct Parting {
    /// First paragraph and one past the last.
    pub bodies: Vec<(usize, usize)>,
    /// For every headline its body.
    pub partner: Vec<Option<usize>>,
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
    let (mut value, mut partner) = weigh(&cuts, scores, headlines, pairing, stakes);
    if open.len() <= MOST_OPEN {
        for _ in 0..ROUNDS {
            let mut found: Option<(f32, usize, Vec<Option<usize>>)> = None;
            for &p in &open {
                cuts[p] = !cuts[p];
                let (other, with) = weigh(&cuts, scores, headlines, pairing, stakes);
                cuts[p] = !cuts[p];
                if other > value + 1e-3 && found.as_ref().is_none_or(|f| other > f.0) {
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
        bodies,
        partner,
        margins,
    }
}

fn weigh(
    cuts: &[bool],
    scores: &[f32],
    headlines: &[Headline],
    pairing: &Pairing,
    stakes: &Stakes,
) -> (f32, Vec<Option<usize>>) {
    let bodies = bodies(cuts);
    let gains: Vec<Vec<f32>> = headlines
        .iter()
        .map(|h| {
            bodies
                .iter()
                .map(|&b| pairing.gain(h, b, stakes) + stakes.lone_headline + stakes.lone_body)
                .collect()
        })
        .collect();
    let partner = assignment::best(&gains);
    let pairs: f32 = partner
        .iter()
        .enumerate()
        .filter_map(|(h, b)| b.map(|b| gains[h][b]))
        .sum();
    let cut_score: f32 = (1..cuts.len())
        .filter(|&p| cuts[p])
        .map(|p| scores[p])
        .sum();
    (
        cut_score + pairs - stakes.lone_body * bodies.len() as f32,
        partner,
    )
}
