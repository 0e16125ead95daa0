//! The ways to read a row, and what speaks for them.

use crate::evidence::seam::Side;
use crate::passes::rows::unroll::costs::*;
use crate::passes::rows::unroll::edges::Edges;
use crate::passes::rows::unroll::steps::{Scored, Step, Way};
use crate::passes::rows::unroll::words::Row;
use crate::table::Table;
use std::collections::BinaryHeap;

/// Ways to read a row that are kept, the best of those that end so near to each other (ems).
const BEAM: usize = 16;
const SAME: f32 = 0.5;
/// No seam weighs more than so many half bits.
const CLEAR: i32 = 8;
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
        fits: Table::default(),
        beneath: vec![None; row.words.len() * below.len()],
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
    /// What the seams say that were asked for, by the word above or the edge, and the byte that follows.
    fits: Table<u64, f32>,
    /// How well every column goes on below every word, once that was asked.
    beneath: Vec<Option<f32>>,
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
            last: [None; EDGES],
            trail: usize::MAX,
        }];
        let mut next: Vec<Step> = Vec::new();
        for i in 0..self.row.words.len() {
            next.clear();
            let mut scored: Vec<Scored> = Vec::with_capacity(next.capacity());
            for (w, way) in ways.iter().enumerate() {
                let first = next.len();
                self.steps(way, i, &mut next);
                let ending = self.ending(way, i);
                for (s, step) in next.iter().enumerate().skip(first) {
                    let (score, end) = self.score(way, step, ending);
                    scored.push(Scored { score, end, s, w });
                }
            }
            // Of hundreds no more are looked at than it takes to find the best.
            let mut scored = BinaryHeap::from(scored);
            let mut kept: Vec<Way> = Vec::with_capacity(BEAM);
            while kept.len() < BEAM
                && let Some(Scored { score, end, s, w }) = scored.pop()
            {
                if kept.iter().any(|other| (other.end - end).abs() < SAME) {
                    continue;
                }
                let step = &next[s];
                let mut trail = ways[w].trail;
                for read in [Some(step.read), step.inside.map(|s| s.0)]
                    .into_iter()
                    .flatten()
                {
                    trails.push((trail, read));
                    trail = trails.len() - 1;
                }
                let mut last = ways[w].last;
                if let Some(last) = last.get_mut(step.edge) {
                    *last = u16::try_from(i).ok();
                }
                let (limit, edge) = (step.limit, step.edge);
                kept.push(Way {
                    score,
                    end,
                    limit,
                    edge,
                    last,
                    trail,
                });
            }
            ways = kept;
        }
        let mut out = Vec::new();
        let n = self.row.words.len();
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

    /// What it costs that a segment ends here.
    fn ending(&self, way: &Way, i: usize) -> f32 {
        let Some(word) = i.checked_sub(1).map(|i| &self.row.words[i]) else {
            return 0.0;
        };
        let short = way.limit.is_finite() && way.end < way.limit - BEFORE;
        if short && !stops(&self.row.text[word.range.clone()]) {
            SHORT
        } else {
            0.0
        }
    }

    /// How well a column goes on below a word of this row.
    fn beneath(&mut self, e: usize, word: Option<u16>) -> f32 {
        let none = BENEATH * 0.0;
        let (Some(word), Some(Some(below))) = (word.map(usize::from), self.below.get(e)) else {
            return none;
        };
        let known = &mut self.beneath[word * self.below.len() + e];
        *known.get_or_insert_with(|| {
            let seam = self.row.words[word].end.beside(below);
            BENEATH * seam.map_or(0.0, |seam| (seam.fit + 1).clamp(-CLEAR, CLEAR) as f32)
        })
    }

    /// The score of a way with a step more, and where it ends; `ending` is what it costs that a segment ends there.
    fn score(&mut self, way: &Way, step: &Step, ending: f32) -> (f32, f32) {
        let whole = step.read.x + self.row.words[step.read.word].width * step.read.size;
        let end = step.inside.map_or(whole, |inside| inside.1);
        let over = end - step.limit - OVER;
        let wider = if over > 0.0 {
            (WIDER + over * OVERSHOOT).min(WIDEST)
        } else {
            0.0
        };
        let ending = if step.read.begins { ending } else { 0.0 };
        let wider = wider + ending;
        let wider = if step.edge < EDGES {
            let before = way.last.get(step.edge).copied().flatten();
            wider + self.beneath(step.edge, before)
                - self.beneath(step.edge, u16::try_from(step.read.word).ok())
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

    /// How well a text goes on with what stands above it at an edge, in this row or before it.
    pub(super) fn above(&mut self, way: &Way, e: usize, at: usize, text: &Side) -> f32 {
        let word = way.last.get(e).copied().flatten().map(usize::from);
        self.fit(word, e, at, text)
    }

    /// How well the text at a byte of the row goes on with a word of it, or with what stands above at an edge.
    pub(super) fn fit(&mut self, word: Option<usize>, e: usize, at: usize, text: &Side) -> f32 {
        let (row, above) = (self.row, self.above);
        let from = word.map_or(e, |word| EDGES + above.len() + word);
        let known = self.fits.entry((from as u64) << 32 | at as u64);
        *known.or_insert_with(|| {
            let end = match word {
                Some(word) => Some(&row.words[word].end),
                None => above
                    .get(e)
                    .and_then(Option::as_ref)
                    .map(|above| &above.end),
            };
            let seam = end.and_then(|end| end.beside(text));
            seam.map_or(0.0, |seam| (seam.fit + 1).clamp(-CLEAR, CLEAR) as f32)
        })
    }
}
