//! What clues weigh: two tables of evidence, and the sums of a line's clues.
//!
//! Weights are hundredths of a natural logarithm in `weights.tsv` and `scrambled.tsv`, the tables of evidence, made by
//! `examples/fit`.

use crate::evidence::chain::{ByState, ROOM, STATES, State, Steps};
use crate::evidence::clues::{self, Listener, Sums, Told, Whose};
use crate::evidence::profile::Profile;
use std::sync::LazyLock;

/// The weights of the clues and of the steps from state to state, in hundredths.
pub struct Weights {
    /// A row for every clue.
    pub clues: Vec<ByState<i16>>,
    /// `steps[from][to]`.
    pub steps: [ByState<i16>; STATES],
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
            if let Some(row) = weights.row(name) {
                let values = values.as_bytes().split(|&b| b == b'\t');
                for (slot, value) in row.iter_mut().zip(values.skip(1)) {
                    *slot = number(value).unwrap_or(0);
                }
            }
        }
        weights
    }

    /// A table that was read when the program was built (see `build/weights.rs`): the names of its rows, and the weights
    /// of each. There are 90,000 in both tables, and to read them took as long as to clean a page.
    fn made(names: &str, numbers: &[u8]) -> Self {
        let mut weights = Weights::empty();
        let (numbers, _) = numbers.as_chunks::<2>();
        for (name, numbers) in names.lines().zip(numbers.chunks_exact(STATES)) {
            if let Some(row) = weights.row(name) {
                for (slot, &number) in row.iter_mut().zip(numbers) {
                    *slot = i16::from_le_bytes(number);
                }
            }
        }
        weights
    }

    /// The row of a name, if this version has such a clue or step.
    fn row(&mut self, name: &str) -> Option<&mut ByState<i16>> {
        match name.strip_prefix("after=") {
            Some(from) => {
                let from = State::ALL.iter().position(|s| s.name() == from)?;
                Some(&mut self.steps[from])
            }
            None => clues::number(name).map(|clue| &mut self.clues[clue as usize]),
        }
    }
}

/// Reads a number.
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
            steps: Steps::from_scores(&weights.steps.map(in_logarithms)),
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

/// A table of evidence that was made ready when the program was built.
macro_rules! made {
    ($name:literal) => {
        Weights::made(
            include_str!(concat!(env!("OUT_DIR"), "/", $name, "-names")),
            include_bytes!(concat!(env!("OUT_DIR"), "/", $name, "-numbers")),
        )
    };
}

/// The tables that the tool works by.
pub static TABLES: LazyLock<Tables> =
    LazyLock::new(|| Tables::new(|| made!("weights"), || made!("scrambled")));

/// The sum of a line's clues, for every state.
pub struct Sum<'a> {
    table: &'a Table,
    sum: ByState<i16>,
}

impl<'a> Sum<'a> {
    /// Of no clues yet.
    pub fn of(table: &'a Table) -> Self {
        let sum = [0; ROOM];
        Sum { table, sum }
    }

    /// The score of the line whose clues were told; the next line's begin at none.
    pub fn take(&mut self) -> ByState<f32> {
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
pub fn score(line: &[u32], weights: &Weights) -> ByState<f32> {
    let mut sum = [0; ROOM];
    for &clue in line {
        clues::add(&mut sum, &weights.clues[clue as usize]);
    }
    in_logarithms(sum)
}

/// Weights are hundredths of a natural logarithm.
fn in_logarithms(sum: ByState<i16>) -> ByState<f32> {
    sum.map(|sum| f32::from(sum) / 100.0)
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
    fn tables_are_made_as_they_are_read() {
        for (made, table) in [
            (made!("weights"), include_str!("weights.tsv")),
            (made!("scrambled"), include_str!("scrambled.tsv")),
        ] {
            let read = Weights::parse(table);
            assert!(made.clues == read.clues && made.steps == read.steps);
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
}
