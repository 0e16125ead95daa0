//! The ways to read a row, and what speaks for them.

use crate::evidence::seam::Side;
use crate::passes::rows::unroll::edges::{Edges, INDENT};
use crate::passes::rows::unroll::words::{LONG, Row};
use crate::table::Table;
use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// Ways to read a row that are kept, the best of those that end so near to each other (ems).
const BEAM: usize = 16;
const SAME: f32 = 0.5;
/// Words that begin so near an edge (ems) may begin there,
const NEAR: f32 = 2.5;
/// the more so the more spaces are before them, since every one may be wrong a little.
const EVERY: f32 = 0.02;
/// What this costs for every em. (All costs are in natural logarithms, as measured: the links between lines of
/// 40 pages that come out right rose from 64 to 78 of 100.)
const ASIDE: f32 = 0.4;
/// What it costs to begin at no edge,
const NOWHERE: f32 = 1.0;
/// to be indented,
const INDENTED: f32 = 1.0;
/// to have larger letters, less if they begin at an edge,
const LARGE: f32 = 3.0;
const ALIGNED: f32 = 1.0;
/// to have marks of half a letter's width,
const SQUEEZED: f32 = 0.3;
/// and to begin at the left edge anew;
const ANEW: f32 = 4.0;
/// inside a word, too, where its beginning fills the measure,
const FULL: f32 = 1.5;
/// or else.
const INSIDE: f32 = 2.0;
/// What it costs to end right of the column by more than this (ems),
const WIDER: f32 = 1.5;
const OVER: f32 = 1.2;
/// and of the page.
const BEYOND: f32 = 2.0;
const MARGIN: f32 = 5.0;
/// Half bits of a seam weigh so much,
const TEXT: f32 = 0.2;
/// or so much inside a word,
const WITHIN: f32 = 0.1;
/// and no seam more than so many.
const CLEAR: i32 = 8;
/// An edge with a line at most so many rows above speaks for a word by this much, any other against it.
const FRESH: u32 = 4;
const RECENT: f32 = 0.3;
/// Sizes of headlines, in ems of the text.
const SIZES: [f32; 7] = [1.25, 1.45, 1.65, 1.9, 2.2, 2.6, 3.0];
/// Edges whose words are kept in mind within a row.
const EDGES: usize = 24;

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
    /// It begins a piece.
    pub begins: bool,
}

/// One way to read the words so far.
#[derive(Clone, Copy)]
struct Way {
    score: f32,
    /// Where the last word ends,
    end: f32,
    /// and its column.
    limit: f32,
    /// The edge of its column, if it has one,
    edge: usize,
    /// and for every edge the last word of its column in this row.
    last: [Option<u16>; EDGES],
    trail: usize,
}

/// A way on over a word: what it adds to a way, one read or two.
struct Step {
    gain: f32,
    read: Read,
    limit: f32,
    edge: usize,
    /// What begins inside the word, and where it ends.
    inside: Option<(Read, f32)>,
}

/// What a step leads to, in the order of how good that is; of two that are as good, the first.
struct Scored {
    score: f32,
    /// Where its word ends.
    end: f32,
    /// The step and its way.
    s: usize,
    w: usize,
}

impl Ord for Scored {
    fn cmp(&self, other: &Self) -> Ordering {
        self.score
            .total_cmp(&other.score)
            .then(other.s.cmp(&self.s))
    }
}

impl PartialOrd for Scored {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Scored {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Scored {}

/// The best way to read a row: its number, for every edge how the last line of its column ended and in which
/// row, and where the page ends on the right (ems).
pub(super) fn read(
    row: &Row,
    number: u32,
    edges: &Edges,
    above: &[Option<(Side, u32)>],
    right: f32,
) -> Vec<Read> {
    let fits = Table::default();
    let mut reader = Reader {
        row,
        number,
        edges,
        above,
        right,
        fits,
    };
    reader.best()
}

/// Reads one row.
struct Reader<'a> {
    row: &'a Row<'a>,
    number: u32,
    edges: &'a Edges,
    /// For every edge how the last line of its column ended, and in which row.
    above: &'a [Option<(Side, u32)>],
    right: f32,
    /// What the seams say that were asked for, by the word above or the edge, and the byte that follows.
    fits: Table<u64, f32>,
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
                for (s, step) in next.iter().enumerate().skip(first) {
                    let (score, end) = self.score(way, step);
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
        let mut at = ways.first().map_or(usize::MAX, |way| way.trail);
        while let Some((before, read)) = trails.get(at) {
            out.push(*read);
            at = *before;
        }
        out.reverse();
        out
    }

    /// The score of a way with a step more, and where it ends.
    fn score(&self, way: &Way, step: &Step) -> (f32, f32) {
        let whole = step.read.x + self.row.words[step.read.word].width * step.read.size;
        let end = step.inside.map_or(whole, |inside| inside.1);
        let wider = if end > step.limit + OVER { WIDER } else { 0.0 };
        let beyond = if end > self.right + MARGIN {
            BEYOND
        } else {
            0.0
        };
        (way.score + step.gain - wider - beyond, end)
    }

    /// The ways on over a word, put to the end of a list.
    fn steps(&mut self, way: &Way, i: usize, out: &mut Vec<Step>) {
        let word = &self.row.words[i];
        let first = i == 0;
        let weight = if word.letters >= LONG { 1.0 } else { 0.5 };
        let before = out.len();
        let read = |x: f32, anew: bool, begins: bool, size: f32| Read {
            word: i,
            from: word.range.start,
            x,
            size,
            anew,
            begins,
        };
        let narrow = word.letter() - 0.5 * word.marks as f32 / word.letters as f32;
        let letters = [
            Some((word.letter(), 0.0)),
            (word.marks > 0).then_some((narrow, SQUEEZED)),
        ];
        for (letter, cost) in letters.into_iter().flatten() {
            let on = (way.end + (word.gap * letter).max(0.3), false, cost);
            let anew = (
                word.gap * letter,
                true,
                cost + if first { 0.0 } else { ANEW },
            );
            let starts = [Some(anew), (!first).then_some(on)];
            for (x, anew, cost) in starts.into_iter().flatten() {
                // Behind a single space only what its column has no room for begins a piece.
                let beside = !anew && word.gap <= 1.0;
                if !beside || x + word.width > way.limit + OVER {
                    let cost = cost + weight * (NOWHERE + if beside { WIDER } else { 0.0 });
                    out.push(self.begin(read(x, anew, true, 1.0), EDGES, -cost));
                }
                if beside {
                    let gain =
                        TEXT * self.fit(Some(i - 1), EDGES, word.range.start, &word.beginning);
                    out.push(Step {
                        gain: gain - cost,
                        read: read(x, false, false, 1.0),
                        limit: way.limit,
                        edge: way.edge,
                        inside: None,
                    });
                }
                for indent in [0.0, INDENT] {
                    let Some(e) = self.edges.nearest(x - indent) else {
                        continue;
                    };
                    let place = self.edges.place(e) + indent;
                    let aside = (place - x).abs();
                    let free = anew || place >= way.end - 0.6;
                    if aside > NEAR + EVERY * word.gap || !free {
                        continue;
                    }
                    let mut gain = self.edges.gain(e) - ASIDE * aside;
                    let row = self.above[e].as_ref().map(|above| above.1);
                    let fresh = row.is_some_and(|row| self.number - row <= FRESH);
                    gain += if fresh { RECENT } else { -RECENT };
                    if indent > 0.0 {
                        gain -= INDENTED;
                    } else {
                        gain += TEXT * self.above(way, e, word.range.start, &word.beginning);
                    }
                    out.push(self.begin(read(place, anew, true, 1.0), e, weight * gain - cost));
                }
            }
        }
        for s in before..out.len() {
            if out[s].edge != EDGES && out[s].read.begins {
                self.inside(out, s, way, i);
            }
        }
        if word.letters > 1 {
            out.extend(SIZES.map(|size| {
                let x = way.end + word.gap * word.letter() * size;
                let at_edge = self.edges.of(x).is_some();
                Step {
                    gain: if at_edge { ALIGNED - LARGE } else { -LARGE },
                    read: read(x, first, true, size),
                    limit: f32::INFINITY,
                    edge: EDGES,
                    inside: None,
                }
            }));
        }
    }

    /// A step that begins a piece.
    fn begin(&self, read: Read, edge: usize, gain: f32) -> Step {
        Step {
            gain,
            read,
            limit: self.edges.end_of(read.x),
            edge,
            inside: None,
        }
    }

    /// The same step, with another row beginning inside the word.
    fn inside(&mut self, out: &mut Vec<Step>, s: usize, way: &Way, i: usize) {
        let row = self.row;
        let word = &row.words[i];
        let Some(left) = self.edges.nearest(0.0) else {
            return;
        };
        for seam in &word.seams {
            let Step {
                gain, read, limit, ..
            } = out[s];
            let full = (read.x + seam.before - limit).abs() <= 1.1;
            if !full && !seam.worst {
                continue;
            }
            let goes_on = TEXT * self.above(way, left, seam.at, &seam.beginning);
            let against =
                if full { FULL } else { INSIDE } + WITHIN * seam.fit.clamp(-10, 10) as f32;
            let inner = Read {
                from: seam.at,
                x: 0.0,
                anew: true,
                ..read
            };
            out.push(Step {
                gain: gain + self.edges.gain(left) + goes_on - ANEW - against,
                read,
                limit: self.edges.end_of(0.0),
                edge: left,
                inside: Some((inner, word.width - seam.before)),
            });
        }
    }

    /// How well a text goes on with what stands above it at an edge, in this row or before it.
    fn above(&mut self, way: &Way, e: usize, at: usize, text: &Side) -> f32 {
        let word = way.last.get(e).copied().flatten().map(usize::from);
        self.fit(word, e, at, text)
    }

    /// How well the text at a byte of the row goes on with a word of it, or with what stands above at an edge.
    fn fit(&mut self, word: Option<usize>, e: usize, at: usize, text: &Side) -> f32 {
        let (row, above) = (self.row, self.above);
        let from = word.map_or(e, |word| EDGES + above.len() + word);
        let known = self.fits.entry((from as u64) << 32 | at as u64);
        *known.or_insert_with(|| {
            let end = match word {
                Some(word) => Some(&row.words[word].end),
                None => above.get(e).and_then(Option::as_ref).map(|above| &above.0),
            };
            let seam = end.and_then(|end| end.beside(text));
            seam.map_or(0.0, |seam| (seam.fit + 1).clamp(-CLEAR, CLEAR) as f32)
        })
    }
}
