//! The ways to read a headline, weighed by the body that it belongs to.
//!
//! The label pass says how likely a line is kicker, title or deck from what stands around it. What the line
//! shares with its body says more: a title's text says what the title says in other words; of a kicker, the
//! name of a column, the text has nothing, or it is a passage of the text word for word, as most decks are.

use super::sheet::Stretch;
use super::{Headline, Pairing};
use crate::evidence::decision::{AS_DECK, AS_KICKER, AS_TITLE, SAME_PART};
use crate::evidence::stakes::Stakes;
use crate::page::Kind;

/// A way to read lines as one headline.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Reading {
    /// How likely it is by the labels (natural logarithm).
    pub(super) score: f32,
    /// The title's first line and the one past its last; the kicker stands above, the deck below.
    pub(super) title: (usize, usize),
    /// Where a second deck begins; past the last line if there is none.
    pub(super) second: usize,
}

impl Reading {
    /// What a line is.
    pub(super) fn kind(&self, line: usize) -> Kind {
        match line {
            _ if line < self.title.0 => Kind::Kicker,
            _ if line < self.title.1 => Kind::Title,
            _ => Kind::Deck,
        }
    }

    /// Whether a line goes on with the one above.
    pub(super) fn joins(&self, line: usize) -> bool {
        ![0, self.title.0, self.title.1, self.second].contains(&line)
    }

    /// What a line is to its headline, in a word.
    fn part(&self, line: usize) -> &'static str {
        match self.kind(line) {
            _ if self.joins(line) => SAME_PART,
            Kind::Kicker => AS_KICKER,
            Kind::Title => AS_TITLE,
            _ => AS_DECK,
        }
    }

    /// Whether another reads every line the same.
    pub(super) fn is_same(&self, other: &Reading) -> bool {
        (self.title, self.second) == (other.title, other.second)
    }
}

/// How much of a line stands in a body: it is too short to say, or none of its pairs of characters, less than a
/// quarter, a half, three quarters, more, all of it word for word.
#[derive(Clone, Copy, Debug)]
pub(super) struct Share(u8);

/// What a line of a kicker, a title, a deck shares with the body: the natural logarithm of how much more often
/// they do than lines of all three. (Counted on pages with gold: 186, 882 and 213 lines.)
const SPEAKS: [[f32; 3]; 7] = [
    [0.0; 3],
    [0.00, -2.51, -1.80],
    [0.00, -1.08, -0.80],
    [-0.17, 0.00, -0.35],
    [-1.85, 0.00, -1.98],
    [-2.95, 0.00, -2.39],
    [-0.66, -1.41, 0.00],
];
/// Shorter lines (characters) may stand in a text by chance.
const SHORT: usize = 7;

/// Headlines of more lines are read as the labels say.
pub(super) const MOST_LINES: usize = 12;

impl Share {
    /// What a line shares with a body; for every character of the line there is the pair and the triple that end
    /// with it, of which the first ones may begin above the line.
    pub(super) fn of(line: &[[u32; 2]], body: &Stretch<'_>) -> Self {
        let pairs = line.get(1..).unwrap_or_default();
        let triples = pairs.get(1..).unwrap_or_default();
        let all = pairs.len();
        let shared = pairs.iter().filter(|ends| body.has(ends[0])).count();
        Share(match shared * 4 {
            _ if all == 0 => 0,
            0 => 1,
            _ if line.len() < SHORT => 0,
            _ if shared == all && triples.iter().all(|ends| body.has(ends[1])) => 6,
            n => 2 + (n / all).min(3) as u8,
        })
    }

    /// How much likelier a line with it is a kicker, a title, a deck (natural logarithm).
    fn speaks(self) -> [f32; 3] {
        SPEAKS[usize::from(self.0)]
    }
}

/// What the likeliest way to read a headline makes of the first line of which the next one makes something else.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    /// The line, counted from the headline's first.
    pub line: usize,
    /// What it is,
    pub what: &'static str,
    /// and what else it would be.
    pub instead: &'static str,
    /// What speaks for the first way against the other, by their stakes (natural logarithms).
    pub clues: [(&'static str, f32); 2],
}

/// What the lines of a headline share with a body.
struct Lines {
    speaks: [[f32; 3]; MOST_LINES],
    count: usize,
}

impl Lines {
    /// What a way to read them gains, by what they share with the body and by how likely it is beside the first one.
    fn gains(&self, reading: &Reading, first: &Reading, stakes: &Stakes) -> [f32; 2] {
        [
            stakes.parts * self.speak(reading),
            stakes.reading * (reading.score - first.score),
        ]
    }

    /// What this says for a way to read them.
    fn speak(&self, reading: &Reading) -> f32 {
        let lines = &self.speaks[..self.count];
        let (from, to) = reading.title;
        let (above, rest) = lines.split_at(from.min(lines.len()));
        let (title, below) = rest.split_at((to - from).min(rest.len()));
        let mut speaks = 0.0;
        for (part, lines) in [above, title, below].into_iter().enumerate() {
            lines.iter().for_each(|line| speaks += line[part]);
        }
        speaks
    }
}

impl Pairing<'_> {
    fn lines(&self, h: &Headline, body: &Stretch<'_>) -> Lines {
        let sheet = &self.sheets[h.words.sheet];
        let mut speaks = [[0.0; 3]; MOST_LINES];
        for (line, block) in speaks.iter_mut().zip(h.words.blocks.clone()) {
            *line = sheet.share(block, body).speaks();
        }
        let count = h.words.blocks.len().min(MOST_LINES);
        Lines { speaks, count }
    }

    /// What the best way to read a headline gains, given its body, and which it is.
    pub(super) fn reads(
        &self,
        h: &Headline,
        body: &Stretch<'_>,
        stakes: &Stakes,
    ) -> (f32, Reading) {
        let Some(&first) = h.readings.first() else {
            return (0.0, Reading::default());
        };
        let lines = self.lines(h, body);
        let mut best = (f32::NEG_INFINITY, first);
        for &reading in &h.readings {
            let gain = lines.gains(&reading, &first, stakes).iter().sum();
            if gain > best.0 {
                best = (gain, reading);
            }
        }
        best
    }

    /// Where the two likeliest ways to read a headline with its body part; none if there is but one.
    pub fn part(&self, h: &Headline, body: (usize, usize), stakes: &Stakes) -> Option<Part> {
        let lines = self.lines(h, &self.stretch(h, body));
        let first = h.readings.first()?;
        let gains = |reading: &Reading| lines.gains(reading, first, stakes);
        let sum = |reading: &&Reading| gains(reading).iter().sum::<f32>();
        let likelier = |a: &&Reading, b: &&Reading| sum(a).total_cmp(&sum(b));
        // Of two that are as likely the first is taken.
        let best = h.readings.iter().rev().max_by(likelier)?;
        let others = h.readings.iter().rev();
        let second = others
            .filter(|other| !other.is_same(best))
            .max_by(likelier)?;
        let line = (0..lines.count).find(|&i| best.part(i) != second.part(i))?;
        let (own, other) = (gains(best), gains(second));
        Some(Part {
            line,
            what: best.part(line),
            instead: second.part(line),
            clues: [
                ("parts-shared", own[0] - other[0]),
                ("headline-reads", own[1] - other[1]),
            ],
        })
    }

    /// Reads a headline as its body has it.
    pub fn settle(&self, h: &mut Headline, body: (usize, usize), stakes: &Stakes) {
        let (_, reading) = self.reads(h, &self.stretch(h, body), stakes);
        for line in 0..h.words.blocks.len() {
            h.kinds[line] = reading.kind(line);
            h.joined[line] = reading.joins(line);
        }
    }
}
