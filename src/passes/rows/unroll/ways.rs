//! The ways to read a row, and what speaks for them.

use crate::evidence::seam::Side;
use crate::passes::rows::unroll::costs::*;
use crate::passes::rows::unroll::edges::{Edges, INDENT};
use crate::passes::rows::unroll::steps::{Scored, Step, Way};
use crate::passes::rows::unroll::words::{LONG, Row};
use crate::table::Table;
use std::collections::BinaryHeap;

/// Ways to read a row that are kept, the best of those that end so near to each other (ems).
const BEAM: usize = 16;
const SAME: f32 = 0.5;
/// An edge with a line at most so many rows above is in use.
const FRESH: u32 = 4;
/// No seam weighs more than so many half bits.
const CLEAR: i32 = 8;
/// Sizes of headlines, in ems of the text.
const SIZES: [f32; 7] = [1.25, 1.45, 1.65, 1.9, 2.2, 2.6, 3.0];
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
    /// It begins a piece.
    pub begins: bool,
}

impl Read {
    /// The word's end from this byte of the row on, which stands at the left edge anew.
    fn anew_from(self, from: usize) -> Read {
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
    let fits = Table::default();
    let mut reader = Reader {
        row,
        number,
        edges,
        above,
        below,
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
    above: &'a [Option<Last>],
    /// How the next line of every column begins, as it was read before.
    below: &'a [Option<Side>],
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

    /// Whether the last line of a column stops, and before its measure.
    fn ended(&self, way: &Way, e: usize) -> Option<(bool, bool)> {
        if let Some(word) = way.last.get(e).copied().flatten() {
            let range = self.row.words[usize::from(word)].range.clone();
            return Some((
                stops(&self.row.text[range]),
                way.edge == e && way.end < way.limit - BEFORE,
            ));
        }
        let above = self.above.get(e)?.as_ref()?;
        Some((above.stops, above.short))
    }

    /// What it costs that a piece ends here.
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
    fn beneath(&self, e: usize, word: Option<u16>) -> f32 {
        let seam = word.and_then(|word| {
            let below = self.below.get(e)?.as_ref()?;
            self.row.words[usize::from(word)].end.beside(below)
        });
        BENEATH * seam.map_or(0.0, |seam| (seam.fit + 1).clamp(-CLEAR, CLEAR) as f32)
    }

    /// The score of a way with a step more, and where it ends.
    fn score(&self, way: &Way, step: &Step) -> (f32, f32) {
        let whole = step.read.x + self.row.words[step.read.word].width * step.read.size;
        let end = step.inside.map_or(whole, |inside| inside.1);
        let over = end - step.limit - OVER;
        let wider = if over > 0.0 {
            (WIDER + over * OVERSHOOT).min(WIDEST)
        } else {
            0.0
        };
        let ending = if step.read.begins {
            self.ending(way, step.read.word)
        } else {
            0.0
        };
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

    /// The ways on over a word, put to the end of a list.
    fn steps(&mut self, way: &Way, i: usize, out: &mut Vec<Step>) {
        let word = &self.row.words[i];
        let first = i == 0;
        let weight = if word.letters >= LONG { 1.0 } else { 0.5 };
        let single = word.letters == 1
            && self.row.text[word.range.clone()]
                .chars()
                .all(crate::chars::is_han);
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
                    let nowhere = if single { 0.0 } else { NOWHERE };
                    let cost = cost + weight * (nowhere + if beside { WIDER } else { 0.0 });
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
                if single {
                    continue;
                }
                for indent in [0.0, INDENT] {
                    if let Some(e) = self.edges.nearest(x - indent) {
                        self.at_edge(way, read(x, anew, true, 1.0), e, indent, cost, out);
                    }
                }
            }
        }
        // A line that fills its column was set wider or narrower for it.
        if word.letters >= LONG {
            for e in 0..self.edges.len() {
                for indent in [0.0, INDENT] {
                    let measure = self.edges.measure_of(e) - indent;
                    let off = (word.width - measure).abs();
                    if !(off > 0.2 && off <= FILL) {
                        continue;
                    }
                    let letter = measure / word.letters as f32;
                    let size = measure / word.width;
                    let on = (way.end + (word.gap * letter).max(0.3), false, FILLED);
                    let anew = (
                        word.gap * letter,
                        true,
                        FILLED + if first { 0.0 } else { ANEW },
                    );
                    for (x, anew, cost) in
                        [Some(anew), (!first).then_some(on)].into_iter().flatten()
                    {
                        if self.edges.nearest(x - indent) == Some(e) {
                            self.at_edge(way, read(x, anew, true, size), e, indent, cost, out);
                        }
                    }
                }
            }
        }
        for s in before..out.len() {
            if word.letters > 1 && out[s].edge != EDGES && out[s].read.begins {
                self.inside(out, s, way, i);
            }
        }
        if word.letters > 2 {
            self.behind_letter(out, way, i);
        }
        if single {
            out.extend(SIZES.map(|size| Step {
                gain: -UPRIGHT,
                read: read(way.end + word.gap * size, first, true, size),
                limit: f32::INFINITY,
                edge: EDGES,
                inside: None,
            }));
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

    /// A step to an edge.
    fn at_edge(
        &mut self,
        way: &Way,
        read: Read,
        e: usize,
        indent: f32,
        cost: f32,
        out: &mut Vec<Step>,
    ) {
        let word = &self.row.words[read.word];
        let weight = if word.letters >= LONG { 1.0 } else { 0.5 };
        let x = read.x;
        let place = self.edges.place(e) + indent;
        let aside = (place - x).abs();
        let free = read.anew || place >= way.end - 0.6;
        if aside > NEAR + EVERY * word.gap || !free {
            return;
        }
        let mut gain = self.edges.gain(e) - ASIDE * aside;
        let row = self.above[e].as_ref().map(|above| above.row);
        let fresh = row.is_some_and(|row| self.number - row <= FRESH);
        gain += if fresh { RECENT } else { -RECENT };
        let ended = self.ended(way, e);
        if indent > 0.0 {
            gain -= INDENTED
                * match ended {
                    Some((true, true)) => 0.0,
                    Some((true, false)) => BELOW_END,
                    Some((false, _)) => BELOW_NONE,
                    None => 1.0,
                };
        } else {
            if ended == Some((true, true)) {
                gain -= UNINDENTED;
            }
            gain += TEXT * self.above(way, e, word.range.start, &word.beginning);
        }
        out.push(self.begin(Read { x: place, ..read }, e, weight * gain - cost));
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
            let inner = read.anew_from(seam.at);
            out.push(Step {
                gain: gain + self.edges.gain(left) + goes_on - ANEW - against,
                read,
                limit: self.edges.end_of(0.0),
                edge: left,
                inside: Some((inner, word.width - seam.before)),
            });
        }
    }

    /// A letter of a vertical headline, with another row beginning right behind it.
    fn behind_letter(&mut self, out: &mut Vec<Step>, way: &Way, i: usize) {
        let row = self.row;
        let word = &row.words[i];
        let (Some(left), Some(seam)) = (self.edges.nearest(0.0), word.seams.first()) else {
            return;
        };
        if !row.text[word.range.clone()]
            .chars()
            .next()
            .is_some_and(crate::chars::is_han)
        {
            return;
        }
        let limit = self.edges.end_of(0.0);
        let rest = &row.text[seam.at..word.range.end];
        if word.width - seam.before < limit - EVEN && limit.is_finite() && !stops(rest) {
            return;
        }
        let goes_on = TEXT * self.above(way, left, seam.at, &seam.beginning);
        let against = WITHIN * seam.fit.clamp(-10, 10) as f32;
        for size in SIZES.iter().chain(&[1.0]) {
            let x = way.end + word.gap * size;
            let read = Read {
                word: i,
                from: word.range.start,
                x,
                size: *size,
                anew: i == 0,
                begins: true,
            };
            let inner = read.anew_from(seam.at);
            out.push(Step {
                gain: self.edges.gain(left) + goes_on - ANEW - against - BEHIND_LETTER,
                read,
                limit,
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
