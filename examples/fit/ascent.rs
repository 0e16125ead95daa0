//! Gradient ascent on the likelihood of the states that the gold knows.

use crate::dice::Dice;
use crate::sample::Lesson;
use cleaner::evidence::chain::{self, ByState, STATES, State, Steps};
use cleaner::evidence::clues;
use cleaner::evidence::weights::Weights;

/// What a fit is made with.
#[derive(clap::Args)]
pub(crate) struct Plan {
    /// Make up so many pages, as text dumps,
    #[arg(long, value_name = "N", default_value_t = 1500)]
    pub(crate) made_up: usize,
    /// and as page parsers write them
    #[arg(long, value_name = "N", default_value_t = 1000)]
    pub(crate) parsed: usize,
    /// Of a hundred of their articles so many get another deck, and as many another kicker
    #[arg(long, value_name = "PERCENT", default_value_t = 30)]
    pub(crate) dressed: usize,
    /// A page written for the fit is seen once a round for so many of its lines,
    #[arg(long, value_name = "LINES", default_value_t = 5)]
    pub(crate) seen: usize,
    /// and at most so often
    #[arg(long, value_name = "N", default_value_t = 40)]
    pub(crate) most: usize,
    /// Rounds over all pages
    #[arg(long, default_value_t = 12)]
    pub(crate) epochs: usize,
    /// Of a hundred clues of a line so many are left out
    #[arg(long, value_name = "PERCENT", default_value_t = 50)]
    pub(crate) left_out: usize,
    /// The pull towards zero
    #[arg(long, default_value_t = 1e-4)]
    pub(crate) pull: f32,
}

/// Pages between two moments whose weights go into the mean.
const MOMENT: usize = 100;

/// What the first step of a weight is taken with, for want of squares of gradients.
const FIRST: f32 = 1e-4;
/// The rate of the first round, and how much of it every later one loses.
const RATE: f32 = 0.25;
const SLOWS: f32 = 0.25;
/// The score of the states that the gold says a line has not.
const RULED_OUT: f32 = -60.0;
/// A line whose states are so near to the gold's has nothing to teach, nor has a step between two.
const SETTLED: f32 = 1e-3;
const SETTLED_STEP: f32 = 1e-4;
/// No weight is more, in hundredths: what is certain need not be more so.
const MOST: f32 = 3000.0;

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

/// The weights of the moment.
struct Ascent {
    clues: Vec<ByState<f32>>,
    steps: [ByState<f32>; STATES],
    /// The sums of the squares of their gradients.
    clue_squares: Vec<[f32; STATES]>,
    step_squares: [[f32; STATES]; STATES],
    /// The pull towards zero.
    pull: f32,
    /// How unlikely the gold was so far in this round.
    loss: f32,
}

impl Ascent {
    fn new(clues: usize, pull: f32) -> Self {
        Ascent {
            clues: vec![Default::default(); clues],
            steps: Default::default(),
            clue_squares: vec![[FIRST; STATES]; clues],
            step_squares: [[FIRST; STATES]; STATES],
            pull,
            loss: 0.0,
        }
    }

    /// Learns from a page, of whose lines these clues are seen.
    fn learn(&mut self, lines: &[Vec<u32>], states: &[Option<State>], rate: f32) {
        let scores: chain::Scores = lines.iter().map(|line| self.score(line)).collect();
        let hold = |(row, state): (&ByState<f32>, &Option<State>)| match state {
            None => *row,
            Some(s) => std::array::from_fn(|t| if t == *s as usize { row[t] } else { RULED_OUT }),
        };
        let held: chain::Scores = scores.iter().zip(states).map(hold).collect();
        let steps = Steps::from_scores(&self.steps);
        let free = chain::marginals(&scores, &steps);
        let bound = chain::marginals(&held, &steps);
        let (free_ahead, bound_ahead) =
            (chain::ahead(&scores, &steps), chain::ahead(&held, &steps));
        for (i, line) in lines.iter().enumerate() {
            if let Some(s) = states[i] {
                self.loss -= free[i][s as usize].max(1e-9).ln();
            }
            let delta: [f32; STATES] = std::array::from_fn(|s| bound[i][s] - free[i][s]);
            if delta.iter().all(|d| d.abs() < SETTLED) {
                continue;
            }
            self.move_clues(line, &delta, rate);
            if i > 0 {
                let free = chain::pair(&scores, &free_ahead, &steps, i);
                let bound = chain::pair(&held, &bound_ahead, &steps, i);
                self.move_steps(&free, &bound, rate);
            }
        }
    }

    fn score(&self, line: &[u32]) -> ByState<f32> {
        let mut sum = ByState::default();
        for &c in line {
            for (a, b) in sum.iter_mut().zip(&self.clues[c as usize]) {
                *a += b;
            }
        }
        sum
    }

    fn move_clues(&mut self, line: &[u32], delta: &[f32; STATES], rate: f32) {
        for &c in line {
            let row = &mut self.clues[c as usize];
            let squares = &mut self.clue_squares[c as usize];
            for s in 0..STATES {
                let g = delta[s] - self.pull * row[s];
                squares[s] += g * g;
                row[s] += rate * g / squares[s].sqrt();
            }
        }
    }

    fn move_steps(
        &mut self,
        free: &[[f32; STATES]; STATES],
        bound: &[[f32; STATES]; STATES],
        rate: f32,
    ) {
        for from in 0..STATES {
            for to in 0..STATES {
                let g = bound[from][to] - free[from][to] - self.pull * self.steps[from][to];
                if g.abs() > SETTLED_STEP {
                    let squares = &mut self.step_squares[from][to];
                    *squares += g * g;
                    self.steps[from][to] += rate * g / squares.sqrt();
                }
            }
        }
    }
}

/// Gradient ascent with a step for every weight (AdaGrad).
pub(crate) fn fit(lessons: &[&Lesson<'_>], plan: &Plan) -> Weights {
    let &Plan {
        epochs,
        left_out,
        pull,
        ..
    } = plan;
    let mut ascent = Ascent::new(clues::count(), pull);
    // Seen more often, not weighed more: the steps of AdaGrad hardly grow with what they are taken for.
    let visits = |(i, l): (usize, &&Lesson<'_>)| std::iter::repeat_n(i, l.sample.times);
    let mut order: Vec<usize> = lessons.iter().enumerate().flat_map(visits).collect();
    let mut dice = Dice(7);
    // The last page pulls hardest at the weights of the moment, so what is kept is their mean over the later
    // rounds (Polyak and Juditsky 1992).
    let mut mean = Mean::of(clues::count());
    for epoch in 0..epochs {
        let rate = RATE / (1.0 + epoch as f32 * SLOWS);
        for i in (1..order.len()).rev() {
            order.swap(i, dice.roll(i + 1));
        }
        ascent.loss = 0.0;
        for (done, &s) in order.iter().enumerate() {
            if epoch * 2 >= epochs && done % MOMENT == 0 {
                mean.add(&ascent.clues, &ascent.steps);
            }
            let lesson = lessons[s];
            // Every clue is left out now and then, so that none leans on another that a new paper may not show.
            let mut seen = |line: &Vec<u32>| -> Vec<u32> {
                let clues = line.iter().copied();
                clues.filter(|_| !dice.chance(left_out)).collect()
            };
            let lines: Vec<Vec<u32>> = lesson.lines.iter().map(&mut seen).collect();
            ascent.learn(&lines, &lesson.sample.states, rate);
        }
        eprintln!("round {epoch}: loss {:.0}", ascent.loss);
    }
    mean.add(&ascent.clues, &ascent.steps);
    rounded(mean, 1.0 - left_out as f32 / 100.0)
}

/// The mean in hundredths; of a clue's weights only as much as it was seen with.
fn rounded(mean: Mean, kept: f32) -> Weights {
    let (clues, steps) = mean.get();
    let round = |v: f32| (v * 100.0).round().clamp(-MOST, MOST) as i16;
    let mut weights = Weights::empty();
    for (row, from) in weights.clues.iter_mut().zip(&clues) {
        *row = from.map(|v| round(v * kept));
    }
    weights.steps = steps.map(|row| row.map(round));
    weights
}
