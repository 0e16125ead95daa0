//! The ways to read a row, and what speaks for them.

use crate::evidence::seam::Side;
use crate::passes::rows::unroll::costs::*;
use crate::passes::rows::unroll::edges::Edges;
use crate::passes::rows::unroll::rank::{rank, ranked};
use crate::passes::rows::unroll::steps::{Lasts, Made, Step, Way};
use crate::passes::rows::unroll::words::{Row, Word};
use std::collections::BinaryHeap;

/// Ways to read a row that are kept, the best of those that end so near to each other (ems).
const BEAM: usize = 16;
const SAME: f32 = 0.5;
/// A half bit of a seam weighs so much beside a natural logarithm of succession,
const FIT: f32 = 0.6;
/// and both no more than this.
const CLEAR: f32 = 16.0;
/// Edges whose words are kept in mind within a row.
pub(super) const EDGES: usize = 24;

/// How the last line of a column ended.
#[derive(Clone, Copy, Debug)]
pub(super) struct Last {
    pub end: Side,
    pub row: u32,
    /// With a sentence's end.
    pub stops: bool,
    /// Before its measure.
    pub short: bool,
}

/// Whether a text may be a paragraph's end.
pub(super) fn stops(text: &str) -> bool {
    text.ends_with(['。', '！', '？', '”', '：', '…', '）', '』', '】', '；'])
}

/// How a word was read, or the end of one inside which another row begins.
#[derive(Clone, Copy, Debug)]
pub(super) struct Read {
    pub word: usize,
    /// From this byte of the row on.
    pub from: usize,
    pub x: f32,
    pub size: f32,
    /// It stands at the left edge anew.
    pub anew: bool,
    /// It begins a segment.
    pub begins: bool,
}

impl Read {
    /// The word's end from this byte of the row on, which stands at the left edge anew.
    pub(super) fn anew_from(self, from: usize) -> Read {
        Read {
            from,
            x: 0.0,
            size: 1.0,
            anew: true,
            ..self
        }
    }
}

/// The best way to read a row: its number, for every edge how the last line of its column ended and in which
/// row, and where the page ends on the right (ems).
pub(super) fn read(
    row: &Row,
    number: u32,
    edges: &Edges,
    above: &[Option<Last>],
    below: &[Option<Side>],
    right: f32,
) -> Vec<Read> {
    let mut reader = Reader {
        row,
        number,
        edges,
        above,
        below,
        right,
        starts: Vec::new(),
        seams: Vec::new(),
        fillers: Vec::new(),
        beneath: vec![f32::NAN; row.words.len() * below.len()],
    };
    reader.best()
}

/// Reads one row.
pub(super) struct Reader<'a> {
    pub(super) row: &'a Row<'a>,
    pub(super) number: u32,
    pub(super) edges: &'a Edges,
    /// For every edge how the last line of its column ended, and in which row.
    pub(super) above: &'a [Option<Last>],
    /// How the next line of every column begins, as it was read before.
    below: &'a [Option<Side>],
    right: f32,
    /// How well the word that is read goes on with what is above it at every edge, and with every word of the row; no
    /// number until that is asked.
    starts: Vec<f32>,
    /// The same of its places inside, with what is above at the left edge and with every word.
    seams: Vec<f32>,
    /// The edges whose columns it may fill.
    pub(super) fillers: Vec<Filler>,
    /// How well every column goes on below every word; no number until that is asked.
    beneath: Vec<f32>,
}

/// A column that a word fills if its letters are set wider or narrower.
#[derive(Clone, Copy)]
pub(super) struct Filler {
    pub(super) edge: usize,
    pub(super) indent: f32,
    /// How wide a letter is then,
    pub(super) letter: f32,
    /// and how much wider than as it is.
    pub(super) size: f32,
}

impl Reader<'_> {
    /// The best way to read the row.
    fn best(&mut self) -> Vec<Read> {
        let mut trails: Vec<(usize, Read)> = Vec::new();
        let mut ways = vec![Way {
            score: 0.0,
            end: 0.0,
            limit: f32::INFINITY,
            edge: EDGES,
            last: Lasts::NONE,
            trail: usize::MAX,
        }];
        let mut next: Vec<Step> = Vec::new();
        let mut made: Vec<Made> = Vec::new();
        let mut ranks: Vec<u64> = Vec::new();
        let row = self.row;
        for (i, word) in row.words.iter().enumerate() {
            next.clear();
            made.clear();
            ranks.clear();
            self.begin_word(word);
            for (way, w) in ways.iter().zip(0..) {
                let first = next.len();
                self.steps(way, i, &mut next);
                let ending = self.ending(way, i);
                made.extend(next[first..].iter().map(|step| {
                    let (score, end) = self.score(way, i, step, ending);
                    Made { score, end, way: w }
                }));
            }
            let scores = made.iter().map(|made| made.score);
            ranks.extend(scores.zip(0..).map(|(score, s)| rank(score, s)));
            // Of hundreds no more are looked at than it takes to find the best.
            let mut best = BinaryHeap::from(ranks);
            let mut kept: Vec<Way> = Vec::with_capacity(BEAM);
            while kept.len() < BEAM
                && let Some(s) = best.pop().map(ranked)
            {
                let Made { score, end, way } = made[s];
                if kept.iter().any(|other| (other.end - end).abs() < SAME) {
                    continue;
                }
                let (step, way) = (&next[s], &ways[usize::from(way)]);
                let read = step.read(i, word.range.start);
                let inside = step.inside.map(|n| &word.seams[usize::from(n)]);
                let inner = inside.map(|seam| read.anew_from(seam.at));
                let mut trail = way.trail;
                for read in [Some(read), inner].into_iter().flatten() {
                    trails.push((trail, read));
                    trail = trails.len() - 1;
                }
                let mut last = way.last;
                last.put(step.edge(), i);
                kept.push(Way {
                    score,
                    end,
                    limit: step.limit,
                    edge: step.edge(),
                    last,
                    trail,
                });
            }
            ranks = best.into_vec();
            ways = kept;
        }
        let mut out = Vec::new();
        let n = row.words.len();
        let last = |way: &&Way| way.score - self.ending(way, n);
        let best = ways.iter().max_by(|a, b| last(a).total_cmp(&last(b)));
        let mut at = best.map_or(usize::MAX, |way| way.trail);
        while let Some((before, read)) = trails.get(at) {
            out.push(*read);
            at = *before;
        }
        out.reverse();
        out
    }

    /// Makes ready what all ways ask of a word.
    fn begin_word(&mut self, word: &Word) {
        let words = self.row.words.len();
        self.starts.clear();
        self.starts.resize(self.above.len() + words, f32::NAN);
        self.seams.clear();
        self.seams.resize((1 + words) * word.seams.len(), f32::NAN);
        self.fillers.clear();
        self.find_fillers(word);
    }

    /// What it costs that a segment ends here.
    fn ending(&self, way: &Way, i: usize) -> f32 {
        let Some(word) = i.checked_sub(1).map(|i| &self.row.words[i]) else {
            return 0.0;
        };
        if way.limit.is_infinite() || stops(&self.row.text[word.range.clone()]) {
            return 0.0;
        }
        let before = way.limit - way.end;
        SHORT * ((before - NEARLY_BEFORE) / (BEFORE - NEARLY_BEFORE)).clamp(0.0, 1.0)
    }

    /// How well a column goes on below a word of this row.
    fn beneath(&mut self, e: usize, word: Option<usize>) -> f32 {
        let (Some(word), Some(Some(below))) = (word, self.below.get(e)) else {
            return 0.0;
        };
        let known = &mut self.beneath[word * self.below.len() + e];
        if known.is_nan() {
            *known = BENEATH * fit(&self.row.words[word].end, below);
        }
        *known
    }

    /// The score of a way with a step more, and where it ends; `ending` is what it costs that a segment ends there.
    #[inline]
    fn score(&mut self, way: &Way, i: usize, step: &Step, ending: f32) -> (f32, f32) {
        let word = &self.row.words[i];
        let end = match step.inside {
            Some(n) => word.width - word.seams[usize::from(n)].before,
            None => step.x + word.width * step.size,
        };
        let over = end - step.limit - OVER;
        let wider = if over > 0.0 {
            (WIDER + over * OVERSHOOT).min(WIDEST)
        } else {
            0.0
        };
        let ending = if step.begins { ending } else { 0.0 };
        let wider = wider + ending;
        let edge = step.edge();
        let wider = if edge < EDGES {
            wider + self.beneath(edge, way.last.of(edge)) - self.beneath(edge, Some(i))
        } else {
            wider
        };
        let beyond = if end > self.right + MARGIN {
            BEYOND
        } else {
            0.0
        };
        (way.score + step.gain - wider - beyond, end)
    }

    /// How well the word that is read goes on with a word of its row, or with what stands above at an edge.
    #[inline]
    pub(super) fn fit(&mut self, above: Option<usize>, e: usize, text: &Side) -> f32 {
        let known = above.map_or(e, |word| self.above.len() + word);
        if self.starts[known].is_nan() {
            self.starts[known] = self.goes_on(above, e, text);
        }
        self.starts[known]
    }

    /// How well its rest from a place inside on goes on with a word, or with what stands above at the left edge.
    #[inline]
    pub(super) fn fit_inside(&mut self, way: &Way, left: usize, word: &Word, n: usize) -> f32 {
        let above = way.last.of(left);
        let known = above.map_or(0, |word| 1 + word) * word.seams.len() + n;
        if self.seams[known].is_nan() {
            self.seams[known] = self.goes_on(above, left, &word.seams[n].beginning);
        }
        self.seams[known]
    }

    /// How well a text goes on with a word of the row, or with what stands above at an edge.
    fn goes_on(&self, above: Option<usize>, e: usize, text: &Side) -> f32 {
        let end = match above {
            Some(word) => Some(&self.row.words[word].end),
            None => self.above.get(e).and_then(Option::as_ref).map(|a| &a.end),
        };
        end.map_or(0.0, |end| fit(end, text))
    }
}

/// How well two sides fit: of 0 nothing is known.
fn fit(end: &Side, text: &Side) -> f32 {
    let seam = end.beside(text).map_or(0, |seam| seam.fit + 1);
    let succession = end.succession(text).unwrap_or(0.0);
    (FIT * seam as f32 + succession).clamp(-CLEAR, CLEAR)
}
