//! What the lines of a page are, decided together.
//!
//! A linear chain: every line has one [`State`], its score is the sum of its clues' weights and of the
//! weight of following the state before it. The best sequence (Viterbi) labels the page; the sums over
//! all sequences (forward and backward) say how sure each label is. The [`weights`](crate::evidence::weights) are
//! those of two tables.

use crate::page::Kind;

macro_rules! states {
    ($($(#[$doc:meta])* $name:ident = $word:literal, $kind:ident, $opens:literal;)*) => {
        /// What a line is, and whether it opens a block or goes on with the one before.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum State { $($(#[$doc])* $name,)* }
        impl State {
            /// All states, in the order of the table's columns.
            pub const ALL: &[State] = &[$(State::$name,)*];
            /// The state's word in the table and in `explain`.
            pub fn name(self) -> &'static str { match self { $(State::$name => $word,)* } }
            /// The kind of the block that the line belongs to.
            pub const fn kind(self) -> Kind { match self { $(State::$name => Kind::$kind,)* } }
            /// Whether the line begins a block.
            pub const fn opens(self) -> bool { match self { $(State::$name => $opens,)* } }
        }
    };
}

states! {
    /// First paragraph of an article.
    Lead = "lead", Body, true;
    /// Another paragraph's first line.
    Paragraph = "paragraph", Body, true;
    /// Goes on with the line before.
    Body = "body", Body, false;
    /// In the middle of a paragraph whose line before is not the one above.
    Resume = "resume", Body, true;
    /// First line of a kicker.
    Kicker = "kicker", Kicker, true;
    /// Goes on with a kicker.
    KickerOn = "kicker-on", Kicker, false;
    /// First line of a title.
    Title = "title", Title, true;
    /// Goes on with a title.
    TitleOn = "title-on", Title, false;
    /// First line of a deck.
    Deck = "deck", Deck, true;
    /// Goes on with a deck.
    DeckOn = "deck-on", Deck, false;
    /// A byline or sign-off.
    Byline = "byline", Byline, true;
    /// Goes on with a byline.
    BylineOn = "byline-on", Byline, false;
    /// A subhead.
    Subhead = "subhead", Subhead, true;
    /// Goes on with a subhead.
    SubheadOn = "subhead-on", Subhead, false;
    /// First line of a caption.
    Caption = "caption", Caption, true;
    /// Goes on with a caption.
    CaptionOn = "caption-on", Caption, false;
    /// A jump.
    Jump = "jump", Jump, true;
    /// Goes on with a jump.
    JumpOn = "jump-on", Jump, false;
    /// A page mark.
    Pageref = "pageref", Pageref, true;
    /// The paper's name, date, issue.
    Masthead = "masthead", Masthead, true;
    /// Editors and proof-readers.
    Staff = "staff", Staff, true;
    /// A sponsor's box.
    Sponsor = "sponsor", Sponsor, true;
    /// Other furniture.
    Other = "other", Other, true;
}

/// How many states there are.
pub const STATES: usize = 23;

/// A value for every state, and room to a multiple of eight, so that loops over them are loops over vectors. Nothing
/// is read from the room left over.
pub type ByState<T> = [T; ROOM];

/// How many values that is.
pub(super) const ROOM: usize = STATES.next_multiple_of(8);

/// Scores of every state for every line, in natural logarithms.
pub type Scores = Vec<ByState<f32>>;

/// The steps from state to state.
pub struct Steps {
    /// In natural logarithms, by the state they come from.
    scores: [ByState<f32>; STATES],
    /// The least and the most of each row of them.
    bounds: [(f32, f32); STATES],
    /// Their exponentials.
    onward: [ByState<f32>; STATES],
    /// The same, by the state they lead to.
    backward: [ByState<f32>; STATES],
}

impl Steps {
    /// Makes ready steps in natural logarithms; those to columns that are no state do not matter.
    pub fn from_scores(scores: &[ByState<f32>; STATES]) -> Self {
        let mut onward = *scores;
        let mut backward = [[0.0; ROOM]; STATES];
        for (from, row) in onward.iter_mut().enumerate() {
            for (to, factor) in row.iter_mut().enumerate() {
                *factor = if to < STATES { factor.exp() } else { 0.0 };
            }
            for (back, factor) in backward.iter_mut().zip(row) {
                back[from] = *factor;
            }
        }
        let bounds = scores.map(|row| {
            let states = row[..STATES].iter().copied();
            let least = states.clone().fold(f32::INFINITY, f32::min);
            (least, states.fold(f32::NEG_INFINITY, f32::max))
        });
        Steps {
            scores: *scores,
            bounds,
            onward,
            backward,
        }
    }
}

/// The best step into every state, given the best scores of the line before.
fn step(before: &ByState<f32>, steps: &Steps) -> ByState<f32> {
    // From here on any step leads to no less than this, so states from which all lead to less are left out.
    let scores = || before.iter().zip(&steps.bounds);
    let sure = scores().map(|(&so_far, bounds)| so_far + bounds.0);
    let sure = sure.fold(f32::NEG_INFINITY, f32::max);
    let mut best = [f32::NEG_INFINITY; ROOM];
    for ((&so_far, bounds), row) in scores().zip(&steps.scores) {
        if so_far + bounds.1 < sure {
            continue;
        }
        for (best, &step) in best.iter_mut().zip(row) {
            let value = so_far + step;
            *best = if value > *best { value } else { *best };
        }
    }
    best
}

/// The best sequence of states.
pub fn best(scores: &Scores, steps: &Steps) -> Vec<State> {
    let mut sums: Scores = Vec::with_capacity(scores.len());
    for own in scores {
        let mut sum = *own;
        if let Some(before) = sums.last() {
            for (sum, step) in sum.iter_mut().zip(step(before, steps)) {
                *sum += step;
            }
        }
        sums.push(sum);
    }
    let Some(last) = sums.last() else {
        return Vec::new();
    };
    let mut state = (0..STATES)
        .max_by(|&a, &b| last[a].total_cmp(&last[b]))
        .unwrap_or(0);
    let mut path = vec![State::ALL[state]; sums.len()];
    // Back from the end: the step that was taken is the first of the best.
    for (i, before) in sums[..sums.len() - 1].iter().enumerate().rev() {
        let mut top = f32::NEG_INFINITY;
        let to = std::mem::replace(&mut state, 0);
        for (from, (&so_far, row)) in before.iter().zip(&steps.scores).enumerate() {
            let value = so_far + row[to];
            if value > top {
                (top, state) = (value, from);
            }
        }
        path[i] = State::ALL[state];
    }
    path
}

/// The sums over all sequences before and after every line.
pub struct Ahead {
    forward: Scores,
    backward: Scores,
}

/// The exponential of a number that is not above 0, to five digits. Unlike the library's it is made of plain
/// sums and products, so that a row of them costs little more than one.
fn exponential(x: f32) -> f32 {
    use std::f32::consts::{LN_2, LOG2_E};
    /// Added to a small number, it leaves the number's whole part in the lowest bits.
    const ROUNDING: f32 = (3 << 22) as f32;
    /// Of what is less the exponential is too small for its type.
    const LEAST: f32 = -87.0;
    let x = x.max(LEAST);
    let rounded = x * LOG2_E + ROUNDING;
    let x = x - (rounded - ROUNDING) * LN_2;
    // e^x for what is left, at most half of ln 2: the first terms of its series.
    let power = [1.0 / 120.0, 1.0 / 24.0, 1.0 / 6.0, 0.5, 1.0, 1.0]
        .into_iter()
        .fold(1.0 / 720.0, |sum, term| sum * x + term);
    // Doubled so many times: the whole part added to the exponent, which begins at bit 23.
    f32::from_bits(power.to_bits().wrapping_add(rounded.to_bits() << 23))
}

/// The exponentials of a row, the highest of them 1.
fn shares(scores: &ByState<f32>) -> ByState<f32> {
    let states = &scores[..STATES];
    let top = states
        .iter()
        .fold(f32::MIN, |a, &b| if b > a { b } else { a });
    let mut shares = *scores;
    for share in &mut shares {
        *share = exponential(*share - top);
    }
    shares[STATES..].fill(0.0);
    shares
}

/// The product of a row with a matrix.
fn product(row: &ByState<f32>, matrix: &[ByState<f32>; STATES]) -> ByState<f32> {
    let mut sums = [0.0; ROOM];
    for (value, factors) in row.iter().zip(matrix) {
        for (sum, factor) in sums.iter_mut().zip(factors) {
            *sum += value * factor;
        }
    }
    sums
}

fn times(a: &ByState<f32>, b: &ByState<f32>) -> ByState<f32> {
    let mut products = *a;
    for (product, factor) in products.iter_mut().zip(b) {
        *product *= factor;
    }
    products
}

/// The sums from either end, each row scaled to 1.
pub fn ahead(scores: &Scores, steps: &Steps) -> Ahead {
    let own: Scores = scores.iter().map(shares).collect();
    let mut forward: Scores = Vec::with_capacity(own.len());
    for row in &own {
        let sums = match forward.last() {
            None => *row,
            Some(before) => times(row, &product(before, &steps.onward)),
        };
        forward.push(normal(sums));
    }
    let mut backward = vec![[1.0; ROOM]; own.len()];
    for i in (1..own.len()).rev() {
        let next = times(&own[i], &backward[i]);
        backward[i - 1] = normal(product(&next, &steps.backward));
    }
    Ahead { forward, backward }
}

/// How sure every state of every line is, over all sequences; the rows sum to 1.
pub fn marginals(scores: &Scores, steps: &Steps) -> Scores {
    let Ahead {
        mut forward,
        backward,
    } = ahead(scores, steps);
    for (f, b) in forward.iter_mut().zip(&backward) {
        *f = normal(times(f, b));
    }
    forward
}

/// How sure every step into line `i` is, over all sequences; the whole sums to 1.
pub fn pair(scores: &Scores, sums: &Ahead, steps: &Steps, i: usize) -> [[f32; STATES]; STATES] {
    let own = shares(&scores[i]);
    let (before, after) = (&sums.forward[i - 1], &sums.backward[i]);
    let mut all: [[f32; STATES]; STATES] = std::array::from_fn(|from| {
        std::array::from_fn(|to| before[from] * steps.onward[from][to] * own[to] * after[to])
    });
    let sum: f32 = all.iter().flatten().sum();
    if sum > 0.0 {
        all.iter_mut().flatten().for_each(|v| *v /= sum);
    }
    all
}

/// A row scaled to sum to 1.
fn normal(mut row: ByState<f32>) -> ByState<f32> {
    let mut sums = [0.0; 8];
    for part in row.chunks_exact(sums.len()) {
        for (sum, value) in sums.iter_mut().zip(part) {
            *sum += value;
        }
    }
    let sum: f32 = sums.iter().sum();
    if sum > 0.0 && sum.is_finite() {
        row.iter_mut().for_each(|v| *v /= sum);
        row
    } else {
        std::array::from_fn(|s| if s < STATES { 1.0 / STATES as f32 } else { 0.0 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exponentials_are_those_of_the_library() {
        for i in 0..8_600 {
            let x = -(i as f32) / 100.0;
            let (got, want) = (exponential(x), x.exp());
            assert!((got - want).abs() <= want * 1e-5, "{x}: {got} {want}");
        }
        assert!(exponential(f32::NEG_INFINITY) < 1e-37);
    }
}
