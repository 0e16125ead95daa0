//! What the lines of a page are, decided together.
//!
//! A linear chain: every line has one [`State`], its score is the sum of its clues' weights and of the
//! weight of following the state before it. The best sequence (Viterbi) labels the page; the sums over
//! all sequences (forward and backward) say how sure each label is. Weights are hundredths of a natural
//! logarithm in `weights.tsv`, made by `examples/fit.rs`; that file is the one table of evidence.

use crate::evidence::clues;
use crate::page::Kind;
use std::sync::LazyLock;

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
            pub fn kind(self) -> Kind { match self { $(State::$name => Kind::$kind,)* } }
            /// Whether the line begins a block.
            pub fn opens(self) -> bool { match self { $(State::$name => $opens,)* } }
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

/// The weights of the clues and of the steps from state to state, in hundredths.
pub struct Weights {
    /// A row for every clue.
    pub clues: Vec<[i16; STATES]>,
    /// `steps[from][to]`.
    pub steps: [[i16; STATES]; STATES],
}

impl Weights {
    /// Weights that know nothing.
    pub fn empty() -> Self {
        Weights {
            clues: vec![[0; STATES]; clues::count()],
            steps: [[0; STATES]; STATES],
        }
    }

    /// Reads the table: rows of a name, a count and a weight for every state. Rows that name no clue of
    /// this version are passed over; so is what is not a number.
    pub fn parse(table: &str) -> Self {
        let mut weights = Weights::empty();
        for line in table.lines().filter(|l| !l.starts_with('#')) {
            let mut fields = line.split('\t');
            let name = fields.next().unwrap_or_default();
            let row = match name.strip_prefix("after=") {
                Some(from) => State::ALL
                    .iter()
                    .position(|s| s.name() == from)
                    .map(|s| &mut weights.steps[s]),
                None => clues::number(name).map(|c| &mut weights.clues[c as usize]),
            };
            if let Some(row) = row {
                for (slot, value) in row.iter_mut().zip(fields.skip(1)) {
                    *slot = value.parse().unwrap_or(0);
                }
            }
        }
        weights
    }
}

/// The table of evidence.
pub static WEIGHTS: LazyLock<Weights> =
    LazyLock::new(|| Weights::parse(include_str!("weights.tsv")));

/// Scores of every state for every line, in natural logarithms.
pub type Scores = Vec<[f32; STATES]>;

/// Adds up the clues of every line.
pub fn score(lines: &[Vec<u32>], weights: &Weights) -> Scores {
    lines
        .iter()
        .map(|line| {
            let mut sum = [0i32; STATES];
            for &clue in line {
                for (s, &w) in sum.iter_mut().zip(&weights.clues[clue as usize]) {
                    *s += i32::from(w);
                }
            }
            sum.map(|s| s as f32 / 100.0)
        })
        .collect()
}

/// The steps in natural logarithms.
pub fn steps(weights: &Weights) -> [[f32; STATES]; STATES] {
    weights.steps.map(|row| row.map(|w| f32::from(w) / 100.0))
}

/// A row with room to a multiple of eight, so that loops over it are loops over vectors.
const ROOM: usize = STATES.next_multiple_of(8);
type Row = [f32; ROOM];

/// Rows of a matrix with room; `at(row, column)` is what stands in it.
fn roomy(at: impl Fn(usize, usize) -> f32) -> [Row; STATES] {
    std::array::from_fn(|i| std::array::from_fn(|j| if j < STATES { at(i, j) } else { 0.0 }))
}

/// The best sequence of states.
pub fn best(scores: &Scores, steps: &[[f32; STATES]; STATES]) -> Vec<State> {
    let n = scores.len();
    if n == 0 {
        return Vec::new();
    }
    let steps = roomy(|from, to| steps[from][to]);
    let mut back = vec![[0u8; STATES]; n];
    let mut here = scores[0];
    for i in 1..n {
        let mut next = [f32::NEG_INFINITY; ROOM];
        let mut whence = [0u32; ROOM];
        for (from, (&so_far, row)) in here.iter().zip(&steps).enumerate() {
            for to in 0..ROOM {
                let value = so_far + row[to];
                let better = value > next[to];
                next[to] = if better { value } else { next[to] };
                whence[to] = if better { from as u32 } else { whence[to] };
            }
        }
        for s in 0..STATES {
            back[i][s] = whence[s] as u8;
            here[s] = next[s] + scores[i][s];
        }
    }
    let mut state = (0..STATES)
        .max_by(|&a, &b| here[a].total_cmp(&here[b]))
        .unwrap_or(0);
    let mut path = vec![State::ALL[state]; n];
    for i in (1..n).rev() {
        state = usize::from(back[i][state]);
        path[i - 1] = State::ALL[state];
    }
    path
}

/// Exponentials of the steps, for [`marginals`].
pub fn factors(steps: &[[f32; STATES]; STATES]) -> [[f32; STATES]; STATES] {
    steps.map(|row| row.map(f32::exp))
}

/// The sums over all sequences before and after every line.
pub struct Ahead {
    forward: Scores,
    backward: Scores,
}

fn shares(scores: &Scores) -> Scores {
    scores
        .iter()
        .map(|row| {
            let top = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            row.map(|v| (v - top).exp())
        })
        .collect()
}

/// The product of a row with a matrix, summed up in the order of the matrix's rows.
fn product(row: &[f32; STATES], matrix: &[Row; STATES]) -> Row {
    let mut sums = [0.0; ROOM];
    for (value, factors) in row.iter().zip(matrix) {
        for (sum, factor) in sums.iter_mut().zip(factors) {
            *sum += value * factor;
        }
    }
    sums
}

/// The sums from either end, each row scaled to 1.
pub fn ahead(scores: &Scores, factors: &[[f32; STATES]; STATES]) -> Ahead {
    let onward = roomy(|from, to| factors[from][to]);
    let backward_of = roomy(|to, from| factors[from][to]);
    let own = shares(scores);
    let n = own.len();
    let mut forward: Scores = Vec::with_capacity(n);
    for (i, row) in own.iter().enumerate() {
        let mut row = *row;
        if i > 0 {
            let sums = product(&forward[i - 1], &onward);
            for (value, sum) in row.iter_mut().zip(sums) {
                *value *= sum;
            }
        }
        forward.push(normal(row));
    }
    let mut backward = vec![[1.0; STATES]; n];
    for i in (0..n.saturating_sub(1)).rev() {
        let next: [f32; STATES] = std::array::from_fn(|s| own[i + 1][s] * backward[i + 1][s]);
        let sums = product(&next, &backward_of);
        backward[i] = normal(std::array::from_fn(|s| sums[s]));
    }
    Ahead { forward, backward }
}

/// How sure every state of every line is, over all sequences; the rows sum to 1.
pub fn marginals(scores: &Scores, factors: &[[f32; STATES]; STATES]) -> Scores {
    let sums = ahead(scores, factors);
    sums.forward
        .iter()
        .zip(&sums.backward)
        .map(|(f, b)| normal(std::array::from_fn(|s| f[s] * b[s])))
        .collect()
}

/// How sure every step into line `i` is, over all sequences; the whole sums to 1.
pub fn pair(
    scores: &Scores,
    sums: &Ahead,
    factors: &[[f32; STATES]; STATES],
    i: usize,
) -> [[f32; STATES]; STATES] {
    let top = scores[i].iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let own = scores[i].map(|v| (v - top).exp());
    let before = sums.forward[i - 1];
    let after = sums.backward[i];
    let mut all: [[f32; STATES]; STATES] = std::array::from_fn(|from| {
        std::array::from_fn(|to| before[from] * factors[from][to] * own[to] * after[to])
    });
    let sum: f32 = all.iter().flatten().sum();
    if sum > 0.0 {
        all.iter_mut().flatten().for_each(|v| *v /= sum);
    }
    all
}

fn normal(row: [f32; STATES]) -> [f32; STATES] {
    let sum: f32 = row.iter().sum();
    if sum > 0.0 && sum.is_finite() {
        row.map(|v| v / sum)
    } else {
        [1.0 / STATES as f32; STATES]
    }
}
