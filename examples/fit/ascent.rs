//! Gradient ascent on the likelihood of the states that the gold knows.

use crate::sample::Sample;
use cleaner::evidence::chain::{self, ByState, STATES, Steps};
use cleaner::evidence::clues;
use cleaner::evidence::weights::Weights;

/// What a fit is made with.
pub(crate) struct Plan {
    /// Made-up pages, as text dumps,
    pub(crate) made_up: usize,
    /// and as page parsers write them.
    pub(crate) parsed: usize,
    /// Of a hundred of their articles so many get another deck, and as many another kicker.
    pub(crate) dressed: usize,
    /// Rounds over all pages.
    pub(crate) epochs: usize,
    /// Of a hundred clues of a line so many are left out.
    pub(crate) left_out: u64,
    /// The pull towards zero.
    pub(crate) pull: f32,
}

impl Default for Plan {
    fn default() -> Self {
        Plan {
            made_up: 1500,
            parsed: 1000,
            dressed: 30,
            epochs: 12,
            left_out: 50,
            pull: 1e-4,
        }
    }
}

/// Pages between two moments whose weights go into the mean.
const MOMENT: usize = 100;

/// The mean of weights over moments.
struct Mean {
    clues: Vec<ByState<f32>>,
    steps: [ByState<f32>; STATES],
    moments: f32,
}

impl Mean {
    fn of(clues: usize) -> Self {
        Mean {
            clues: vec![Default::default(); clues],
            steps: Default::default(),
            moments: 0.0,
        }
    }

    fn add(&mut self, clues: &[ByState<f32>], steps: &[ByState<f32>; STATES]) {
        self.moments += 1.0;
        let sums = self.clues.iter_mut().chain(&mut self.steps);
        for (sum, row) in sums.zip(clues.iter().chain(steps)) {
            for (sum, value) in sum.iter_mut().zip(row) {
                *sum += value;
            }
        }
    }

    fn get(mut self) -> (Vec<ByState<f32>>, [ByState<f32>; STATES]) {
        for sum in self.clues.iter_mut().chain(&mut self.steps).flatten() {
            *sum /= self.moments;
        }
        (self.clues, self.steps)
    }
}

/// Gradient ascent with a step for every weight (AdaGrad).
pub(crate) fn fit(samples: &[&Sample], plan: &Plan) -> Weights {
    let &Plan {
        epochs,
        left_out,
        pull,
        ..
    } = plan;
    let n = clues::count();
    let mut w: Vec<ByState<f32>> = vec![Default::default(); n];
    let mut g2 = vec![[1e-4f32; STATES]; n];
    let mut steps: [ByState<f32>; STATES] = Default::default();
    let mut steps_g2 = [[1e-4f32; STATES]; STATES];
    // Seen more often, not weighed more: the steps of AdaGrad hardly grow with what they are taken for.
    let visits = |(i, s): (usize, &&Sample)| std::iter::repeat_n(i, s.times);
    let mut order: Vec<usize> = samples.iter().enumerate().flat_map(visits).collect();
    let mut seed = 7u64;
    // The last page pulls hardest at the weights of the moment, so what is kept is their mean over the later
    // rounds (Polyak and Juditsky 1992).
    let mut mean = Mean::of(n);
    for epoch in 0..epochs {
        let rate = 0.25 / (1.0 + epoch as f32 * 0.25);
        for i in (1..order.len()).rev() {
            seed = seed
                .wrapping_mul(6364136223846793005)
                .wrapping_add(1442695040888963407);
            order.swap(i, (seed >> 33) as usize % (i + 1));
        }
        let mut loss = 0.0;
        for (done, &s) in order.iter().enumerate() {
            if epoch * 2 >= epochs && done % MOMENT == 0 {
                mean.add(&w, &steps);
            }
            let sample = samples[s];
            // Every clue is left out now and then, so that none leans on another that a new paper may not show.
            let lines: Vec<Vec<u32>> = sample
                .lines
                .iter()
                .map(|line| {
                    line.iter()
                        .copied()
                        .filter(|_| {
                            seed = seed
                                .wrapping_mul(6364136223846793005)
                                .wrapping_add(1442695040888963407);
                            (seed >> 33) % 100 >= left_out
                        })
                        .collect()
                })
                .collect();
            let scores: chain::Scores = lines
                .iter()
                .map(|line| {
                    let mut sum = ByState::default();
                    for &c in line {
                        for (a, b) in sum.iter_mut().zip(&w[c as usize]) {
                            *a += b;
                        }
                    }
                    sum
                })
                .collect();
            let ready = Steps::from_scores(&steps);
            let free = chain::marginals(&scores, &ready);
            let held: chain::Scores = scores
                .iter()
                .zip(&sample.states)
                .map(|(row, state)| match state {
                    None => *row,
                    Some(s) => {
                        std::array::from_fn(|t| if t == *s as usize { row[t] } else { -60.0 })
                    }
                })
                .collect();
            let bound = chain::marginals(&held, &ready);
            let (free_ahead, bound_ahead) =
                (chain::ahead(&scores, &ready), chain::ahead(&held, &ready));
            for i in 0..lines.len() {
                if let Some(s) = sample.states[i] {
                    loss -= free[i][s as usize].max(1e-9).ln();
                }
                let delta: [f32; STATES] = std::array::from_fn(|s| bound[i][s] - free[i][s]);
                if delta.iter().all(|d| d.abs() < 1e-3) {
                    continue;
                }
                for &c in &lines[i] {
                    let (row, squares) = (&mut w[c as usize], &mut g2[c as usize]);
                    for s in 0..STATES {
                        let g = delta[s] - pull * row[s];
                        squares[s] += g * g;
                        row[s] += rate * g / squares[s].sqrt();
                    }
                }
                if i > 0 {
                    let (free_pair, bound_pair) = (
                        chain::pair(&scores, &free_ahead, &ready, i),
                        chain::pair(&held, &bound_ahead, &ready, i),
                    );
                    for from in 0..STATES {
                        for to in 0..STATES {
                            let g =
                                bound_pair[from][to] - free_pair[from][to] - pull * steps[from][to];
                            if g.abs() > 1e-4 {
                                steps_g2[from][to] += g * g;
                                steps[from][to] += rate * g / steps_g2[from][to].sqrt();
                            }
                        }
                    }
                }
            }
        }
        eprintln!("round {epoch}: loss {loss:.0}");
    }
    mean.add(&w, &steps);
    let (w, steps) = mean.get();
    let kept = 1.0 - left_out as f32 / 100.0;
    let round = |v: f32| (v * 100.0).round().clamp(-3000.0, 3000.0) as i16;
    let mut weights = Weights::empty();
    for (row, from) in weights.clues.iter_mut().zip(&w) {
        *row = from.map(|v| round(v * kept));
    }
    weights.steps = steps.map(|row| row.map(round));
    weights
}
