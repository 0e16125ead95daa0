//! What the lines of a page are, decided together.
//!
//! A linear chain: every line has one [`State`], its score is the sum of its clues' weights and of the
//! weight of following the state before it. The best sequence (Viterbi) labels the page; the sums over
//! all sequences (forward and backward) say how sure each label is. Weights are hundredths of a natural
//! logarithm in `weights.tsv` and `scrambled.tsv`, the tables of evidence, made by `examples/fit`.

use crate::evidence::clues::{self, Listener, Sums, Told, Whose};
use crate::evidence::profile::Profile;
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

/// A row of the tables: a column for every state and room to a multiple of eight, so that loops over it
/// are loops over vectors. Nothing is read from the columns left over.
pub type Row<T> = [T; ROOM];

const ROOM: usize = STATES.next_multiple_of(8);

/// The weights of the clues and of the steps from state to state, in hundredths.
pub struct Weights {
    /// A row for every clue.
    pub clues: Vec<Row<i16>>,
    /// `steps[from][to]`.
    pub steps: [Row<i16>; STATES],
}

impl Weights {
    /// Weights that know nothing.
    pub fn empty() -> Self {
        Weights {
            clues: vec![[0; ROOM]; clues::count()],
            steps: [[0; ROOM]; STATES],
        }
    }

    /// The mean of two tables, halves rounded to the even number. A clue that one of them knows nothing of is as in the
    /// other: it may be younger than the table.
    pub fn mean(&self, other: &Weights) -> Self {
        let half = |a: i16, b: i16| ((f32::from(a) + f32::from(b)) / 2.0).round_ties_even() as i16;
        let mut mean = Weights::empty();
        let rows = mean.clues.iter_mut().chain(&mut mean.steps);
        let ours = self.clues.iter().chain(&self.steps);
        let theirs = other.clues.iter().chain(&other.steps);
        for (row, (ours, theirs)) in rows.zip(ours.zip(theirs)) {
            *row = match (ours, theirs) {
                (none, only) | (only, none) if *none == [0; ROOM] => *only,
                _ => std::array::from_fn(|state| half(ours[state], theirs[state])),
            };
        }
        mean
    }

    /// Reads the table: rows of a name, a count and a weight for every state. Rows that name no clue of
    /// this version are passed over; so is what is not a number.
    pub fn parse(table: &str) -> Self {
        let mut weights = Weights::empty();
        for line in table.lines().filter(|l| !l.starts_with('#')) {
            let (name, values) = line.split_once('\t').unwrap_or((line, ""));
            let row = match name.strip_prefix("after=") {
                Some(from) => State::ALL
                    .iter()
                    .position(|s| s.name() == from)
                    .map(|s| &mut weights.steps[s]),
                None => clues::number(name).map(|c| &mut weights.clues[c as usize]),
            };
            if let Some(row) = row {
                let values = values.as_bytes().split(|&b| b == b'\t');
                for (slot, value) in row.iter_mut().zip(values.skip(1)) {
                    *slot = number(value).unwrap_or(0);
                }
            }
        }
        weights
    }
}

/// Reads a number. There are 90,000 in the tables, and a program that reads but one page reads all of them.
fn number(text: &[u8]) -> Option<i16> {
    let (sign, digits) = match text {
        [b'-', digits @ ..] => (-1, digits),
        [b'+', digits @ ..] => (1, digits),
        digits => (1, digits),
    };
    let digit = |number: i16, &byte: &u8| {
        let digit = i16::from(byte.wrapping_sub(b'0'));
        (digit < 10).then_some(())?;
        number.checked_mul(10)?.checked_add(sign * digit)
    };
    (!digits.is_empty()).then_some(())?;
    digits.iter().try_fold(0, digit)
}

/// A table of evidence, made ready.
pub struct Table {
    /// Its weights.
    pub weights: Weights,
    /// Its steps.
    pub steps: Steps,
    /// The sums of clues that are told together.
    pub sums: Sums,
}

impl From<Weights> for Table {
    fn from(weights: Weights) -> Self {
        Table {
            steps: Steps::of(&weights),
            sums: Sums::of(&weights),
            weights,
        }
    }
}

type Lazy = LazyLock<Table, Box<dyn FnOnce() -> Table + Send + Sync>>;

/// The tables of evidence: on a page whose columns alternate, the line above says little, so such pages have
/// weights of their own.
pub struct Tables {
    ordinary: Lazy,
    scrambled: Lazy,
}

impl Tables {
    /// Tables of weights: those for pages whose lines mostly go on with the line above, and those for
    /// [scrambled](Profile::scrambled) pages. Each is asked for when the first such page comes.
    pub fn new(
        ordinary: impl FnOnce() -> Weights + Send + Sync + 'static,
        scrambled: impl FnOnce() -> Weights + Send + Sync + 'static,
    ) -> Self {
        Tables {
            ordinary: LazyLock::new(Box::new(|| ordinary().into())),
            scrambled: LazyLock::new(Box::new(|| scrambled().into())),
        }
    }

    /// The table for a page.
    pub fn of(&self, profile: &Profile) -> &Table {
        self.pick(profile.scrambled)
    }

    /// The table for scrambled pages, or for others.
    pub fn pick(&self, scrambled: bool) -> &Table {
        if scrambled {
            &self.scrambled
        } else {
            &self.ordinary
        }
    }
}

/// The tables that the tool works by.
pub static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    Tables::new(
        || Weights::parse(include_str!("weights.tsv")),
        || Weights::parse(include_str!("scrambled.tsv")),
    )
});

/// Scores of every state for every line, in natural logarithms.
pub type Scores = Vec<Row<f32>>;

/// The sum of a line's clues, for every state.
pub struct Sum<'a> {
    table: &'a Table,
    sum: Row<i16>,
}

impl<'a> Sum<'a> {
    /// Of no clues yet.
    pub fn of(table: &'a Table) -> Self {
        let sum = [0; ROOM];
        Sum { table, sum }
    }

    /// The score of the line whose clues were told; the next line's begin at none.
    pub fn take(&mut self) -> Row<f32> {
        in_logarithms(std::mem::replace(&mut self.sum, [0; ROOM]))
    }
}

impl Listener for Sum<'_> {
    #[inline]
    fn hear(&mut self, clue: u32) {
        clues::add(&mut self.sum, &self.table.weights.clues[clue as usize]);
    }

    #[inline(always)]
    fn hear_bundle<const N: usize>(&mut self, told: &Told<N>) {
        clues::add(&mut self.sum, self.table.sums.bundle(told));
    }

    #[inline]
    fn hear_patterns(&mut self, whose: Whose, patterns: u64) {
        for row in self.table.sums.patterns(whose, patterns) {
            clues::add(&mut self.sum, row);
        }
    }
}

/// Adds up the clues of a line.
pub fn score(line: &[u32], weights: &Weights) -> Row<f32> {
    let mut sum = [0; ROOM];
    for &clue in line {
        clues::add(&mut sum, &weights.clues[clue as usize]);
    }
    in_logarithms(sum)
}

/// Weights are hundredths of a natural logarithm.
fn in_logarithms(sum: Row<i16>) -> Row<f32> {
    sum.map(|sum| f32::from(sum) / 100.0)
}

/// The steps from state to state.
pub struct Steps {
    /// In natural logarithms, by the state they come from.
    scores: [Row<f32>; STATES],
    /// The least and the most of each row of them.
    bounds: [(f32, f32); STATES],
    /// Their exponentials.
    onward: [Row<f32>; STATES],
    /// The same, by the state they lead to.
    backward: [Row<f32>; STATES],
}

impl Steps {
    /// Makes ready the steps of a table of weights.
    pub fn of(weights: &Weights) -> Self {
        Steps::from_scores(&weights.steps.map(|row| row.map(|w| f32::from(w) / 100.0)))
    }

    /// Makes ready steps in natural logarithms; those to columns that are no state do not matter.
    pub fn from_scores(scores: &[Row<f32>; STATES]) -> Self {
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
fn step(before: &Row<f32>, steps: &Steps) -> Row<f32> {
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
    let x = x.max(-87.0);
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
fn shares(scores: &Row<f32>) -> Row<f32> {
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
fn product(row: &Row<f32>, matrix: &[Row<f32>; STATES]) -> Row<f32> {
    let mut sums = [0.0; ROOM];
    for (value, factors) in row.iter().zip(matrix) {
        for (sum, factor) in sums.iter_mut().zip(factors) {
            *sum += value * factor;
        }
    }
    sums
}

fn times(a: &Row<f32>, b: &Row<f32>) -> Row<f32> {
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
fn normal(mut row: Row<f32>) -> Row<f32> {
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

    /// What is passed over when a table is read would be missed by nobody else.
    #[test]
    fn the_rows_of_both_tables_are_clues_with_a_weight_for_every_state() {
        let tables = [include_str!("weights.tsv"), include_str!("scrambled.tsv")];
        for (table, least) in tables.into_iter().zip([2500, 2000]) {
            let rows = table.lines().filter(|l| !l.starts_with('#'));
            let (mut clues, mut steps) = (Vec::new(), 0);
            for row in rows {
                let mut cells = row.split('\t');
                let name = cells.next().unwrap_or_default();
                match name.strip_prefix("after=") {
                    Some(from) => steps += usize::from(State::ALL.iter().any(|s| s.name() == from)),
                    None => clues.push(clues::number(name).unwrap_or_else(|| panic!("{name}"))),
                }
                assert!(
                    cells
                        .next()
                        .is_some_and(|count| count.parse::<u32>().is_ok()),
                    "{row}"
                );
                let weights: Result<Vec<i16>, _> = cells.map(str::parse).collect();
                assert_eq!(weights.map(|w| w.len()), Ok(STATES), "{row}");
            }
            assert_eq!(steps, STATES);
            let count = clues.len();
            assert!(count > least, "{count} clues");
            clues.sort_unstable();
            clues.dedup();
            assert_eq!(clues.len(), count, "none stands twice");
        }
    }

    #[test]
    fn numbers_are_those_of_the_library() {
        let mut texts: Vec<String> = (i16::MIN..=i16::MAX).map(|n| n.to_string()).collect();
        let odd = [
            "", "-", "+", "+7", "-0", "007", "1.5", "x", "7 ", "32768", "-32769", "99999",
        ];
        texts.extend(odd.map(str::to_owned));
        for text in texts {
            assert_eq!(number(text.as_bytes()), text.parse().ok(), "{text:?}");
        }
    }

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
