//! Fits `wording.tsv`: how much every gram of a line speaks for each kind of line.
//!
//! The wording is a clue among others to those who label, so it must be as good on the lines they are fitted on as on any:
//! a line is asked of a table that was fitted on other blocks of the gold. What ships is fitted on all.

use crate::dice::Dice;
use crate::sample::{Lesson, Sample};
use cleaner::evidence::chain::State;
use cleaner::evidence::clues;
use cleaner::evidence::profile::{self, HEADLINE};
use cleaner::evidence::wording::{self, KINDS, Row, Rows, Wording};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Parts that the blocks of the gold are dealt to.
const FOLDS: u64 = 5;
/// Of running text, of which there is most, one line in so many is fitted on.
const TEXT: u64 = 4;
/// A gram has a row if so many lines have it.
const LEAST: usize = 12;
/// Rounds over all lines, how far a weight goes, and how many of a hundred grams are left out of a line.
const ROUNDS: usize = 10;
const RATE: f32 = 0.3;
const LEFT_OUT: usize = 50;
/// What the first step of a weight is taken with, for want of squares of gradients.
const FIRST: f32 = 1e-2;
/// Weights are told in parts of a natural logarithm.
const PARTS: f32 = 16.0;

const N: usize = KINDS.len();

/// Rows of grams.
#[derive(Default)]
pub(crate) struct Table(HashMap<u64, Row>);

impl Rows for Table {
    fn row(&self, gram: u64) -> Row {
        self.0.get(&gram).copied().unwrap_or_default()
    }
}

/// A line that says how its kind is worded.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Line {
    text: String,
    kind: usize,
    fold: u64,
}

/// Which part a text belongs to.
pub(crate) fn fold(content: impl Iterator<Item = char>) -> u64 {
    let spread = |hash: u64, c: char| (hash ^ u64::from(c)).wrapping_mul(0x0000_0100_0000_01B3);
    (content.fold(0xCBF2_9CE4_8422_2325, spread) >> 32) % FOLDS
}

/// The place of a state's kind in the table.
fn kind(state: State) -> Option<usize> {
    let word = match state {
        State::Kicker => "kicker",
        State::Title => "title",
        State::Deck => "deck",
        State::KickerOn | State::TitleOn | State::DeckOn => "headline-on",
        State::Subhead | State::SubheadOn => "subhead",
        State::Lead => "lead",
        State::Paragraph => "paragraph",
        State::Body | State::Resume => "body",
        State::Byline | State::BylineOn => "byline",
        State::Caption | State::CaptionOn => "caption",
        _ => return None,
    };
    KINDS.iter().position(|&kind| kind == word)
}

/// The lines of some pages that are no wider than headlines and end no sentence, each once.
fn lines(samples: &[&Sample]) -> Vec<Line> {
    let mut lines = BTreeSet::new();
    for sample in samples {
        for (i, state) in sample.states.iter().enumerate() {
            let block = &sample.page.blocks()[i];
            let text: String = sample.page.str(block).split_whitespace().collect();
            let sentence = text.ends_with(['。', '；']);
            let kind = state.and_then(kind);
            if block.layout.width > HEADLINE || sentence {
                continue;
            }
            if let (Some(kind), Some(fold)) = (kind, sample.folds[i]) {
                lines.insert(Line { text, kind, fold });
            }
        }
    }
    let body = KINDS.iter().position(|&kind| kind == "body");
    let mut dice = Dice(3);
    let mut seen = |line: &Line| Some(line.kind) != body || dice.roll(TEXT as usize) == 0;
    lines.into_iter().filter(|line| seen(line)).collect()
}

fn grams(text: &str) -> Vec<u64> {
    let mut grams = Vec::new();
    wording::grams(text, |gram| grams.push(gram));
    grams
}

/// Fits a row for every gram that enough lines have.
fn fit(lines: &[&Line]) -> Table {
    let mut count = BTreeMap::<u64, usize>::new();
    let read: Vec<Vec<u64>> = lines.iter().map(|line| grams(&line.text)).collect();
    for gram in read.iter().flatten() {
        *count.entry(*gram).or_default() += 1;
    }
    count.retain(|_, lines| *lines >= LEAST);
    let places: HashMap<u64, usize> = count.keys().copied().zip(0..).collect();
    let mut rows = vec![[0.0; N]; places.len()];
    let mut squares = vec![[FIRST; N]; places.len()];
    let mut order: Vec<usize> = (0..lines.len()).collect();
    let mut dice = Dice(5);
    for round in 0..ROUNDS {
        let rate = RATE / (1.0 + round as f32);
        for i in (1..order.len()).rev() {
            order.swap(i, dice.roll(i + 1));
        }
        for &i in &order {
            let known = read[i].iter().filter_map(|gram| places.get(gram).copied());
            let seen: Vec<usize> = known.filter(|_| !dice.chance(LEFT_OUT)).collect();
            let shares = shares(&seen, &rows);
            for &gram in &seen {
                for k in 0..N {
                    let g = f32::from(u8::from(k == lines[i].kind)) - shares[k];
                    squares[gram][k] += g * g;
                    rows[gram][k] += rate * g / squares[gram][k].sqrt();
                }
            }
        }
    }
    let kept = (100 - LEFT_OUT) as f32 / 100.0;
    let weight = |w: f32| (w * kept * PARTS).round().clamp(-127.0, 127.0) as i8;
    let row = |at: usize| std::array::from_fn(|k| rows[at].get(k).map_or(0, |&w| weight(w)));
    let rows = places.iter().map(|(&gram, &at)| (gram, row(at)));
    Table(rows.filter(|(_, row)| *row != Row::default()).collect())
}

/// How likely each kind is by some grams.
fn shares(seen: &[usize], rows: &[[f32; N]]) -> [f32; N] {
    let mut sums = [0.0; N];
    for &gram in seen {
        for (sum, weight) in sums.iter_mut().zip(rows[gram]) {
            *sum += weight;
        }
    }
    let most = sums.iter().copied().fold(f32::MIN, f32::max);
    let sums = sums.map(|sum| (sum - most).exp());
    let all: f32 = sums.iter().sum();
    sums.map(|sum| sum / all)
}

/// The table of all lines, and for each part one that was fitted on the others.
pub(crate) struct Fitted {
    pub(crate) all: Table,
    parts: Vec<Table>,
}

impl Fitted {
    /// Fits on some pages.
    pub(crate) fn on(samples: &[&Sample]) -> Self {
        let lines = lines(samples);
        let fit_on = |left_out: Option<u64>| {
            let others = lines.iter().filter(|line| Some(line.fold) != left_out);
            fit(&others.collect::<Vec<_>>())
        };
        let parts = (0..FOLDS).into_par_iter().map(|part| fit_on(Some(part)));
        let (all, parts) = rayon::join(|| fit_on(None), || parts.collect());
        Fitted { all, parts }
    }

    /// The clues of pages that it was fitted on, whose lines are asked of tables that have not seen them, or of others.
    pub(crate) fn lessons<'a>(&self, samples: &[&'a Sample], seen: bool) -> Vec<Lesson<'a>> {
        let lessons = samples.par_iter().map(|s| self.lesson(s, seen));
        lessons.collect()
    }

    fn lesson<'a>(&self, sample: &'a Sample, seen: bool) -> Lesson<'a> {
        let mut profile = profile::read(&sample.page);
        for (i, sight) in profile.sights.iter_mut().enumerate() {
            let text = sample.page.str(&sample.page.blocks()[i]);
            let part = sample.folds[i].filter(|_| seen);
            let table = part.map_or(&self.all, |part| &self.parts[part as usize]);
            sight.wording = Wording::of(text, sight.layout.width, table);
        }
        let lines = clues::read(&profile);
        Lesson { sample, lines }
    }

    /// Prints how many of some pages' lines are worded as the gold says they are.
    pub(crate) fn measure(&self, samples: &[&Sample]) {
        let mut right = [[0; 2]; N];
        for line in lines(samples) {
            let same = wording::kind(&line.text, &self.all) == line.kind;
            right[line.kind][usize::from(same)] += 1;
        }
        println!("wording:");
        for (kind, [wrong, right]) in KINDS.iter().zip(right) {
            println!("  {kind}: {right} of {} lines", wrong + right);
        }
    }
}

/// The table as it is written.
pub(crate) fn table(rows: &Table) -> String {
    let mut out = format!("# gram\t{}\n", KINDS.join("\t"));
    let sorted: BTreeMap<String, &Row> = rows
        .0
        .iter()
        .map(|(&gram, row)| (text(gram), row))
        .collect();
    for (gram, row) in sorted {
        let weights = row[..N].iter().map(|weight| format!("\t{weight}"));
        out += &format!("{gram}{}\n", weights.collect::<String>());
    }
    out
}

/// The characters of a gram.
fn text(gram: u64) -> String {
    let units = (0..4).rev().map(|at| (gram >> (16 * at)) as u16);
    let units: Vec<u16> = units.filter(|&unit| unit > 0).collect();
    String::from_utf16_lossy(&units)
}
