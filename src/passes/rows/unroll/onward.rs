//! The ways on over a word: where it may stand, in which size, and what may begin inside it.

use crate::chars::is_han;
use crate::passes::rows::unroll::costs::*;
use crate::passes::rows::unroll::edges::INDENT;
use crate::passes::rows::unroll::steps::{Step, Way};
use crate::passes::rows::unroll::ways::{EDGES, Filler, Reader, stops};
use crate::passes::rows::unroll::words::{Inside, LONG, Row, Word};

/// An edge with a line at most so many rows above is in use.
const FRESH: u32 = 4;
/// Sizes of headlines, in ems of the text.
const SIZES: [f32; 7] = [1.25, 1.45, 1.65, 1.9, 2.2, 2.6, 3.0];

/// The next word of a row, and the way up to it.
struct Next<'a> {
    way: &'a Way,
    i: usize,
    word: &'a Word,
    /// It is the first of its row,
    first: bool,
    /// or a single ideograph.
    single: bool,
    /// What it says counts for so much.
    weight: f32,
}

impl<'a> Next<'a> {
    fn of(row: &'a Row, way: &'a Way, i: usize) -> Self {
        let word = &row.words[i];
        let text = &row.text[word.range.clone()];
        Next {
            way,
            i,
            word,
            first: i == 0,
            single: word.letters == 1 && text.chars().all(is_han),
            weight: if word.letters >= LONG { 1.0 } else { FEW },
        }
    }

    /// Where it begins if its letters are so wide, whether that is at the left edge anew, and what it costs.
    #[inline]
    fn starts(&self, letter: f32, cost: f32) -> impl Iterator<Item = (f32, bool, f32)> + use<> {
        let gap = self.word.gap * letter;
        let again = if self.first { 0.0 } else { ANEW };
        let anew = (gap, true, cost + again);
        let on = (self.way.end + gap.max(LEAST_GAP), false, cost);
        let starts = [Some(anew), (!self.first).then_some(on)];
        starts.into_iter().flatten()
    }

    /// A step that makes it a headline's.
    #[inline]
    fn headline(&self, x: f32, size: f32, gain: f32) -> Step {
        Step {
            gain,
            x,
            size,
            limit: f32::INFINITY,
            edge: NO_EDGE,
            inside: None,
            anew: self.first,
            begins: true,
        }
    }
}

/// The edge of a step that goes to none.
const NO_EDGE: u16 = EDGES as u16;

impl Reader<'_> {
    /// The ways on over a word, put to the end of a list.
    pub(super) fn steps(&mut self, way: &Way, i: usize, out: &mut Vec<Step>) {
        let before = out.len();
        let next = Next::of(self.row, way, i);
        let word = next.word;
        self.as_set(&next, out);
        if word.letters >= LONG {
            self.filling(&next, out);
        }
        for s in before..out.len() {
            if word.letters > 1 && out[s].edge != NO_EDGE && out[s].begins {
                self.inside(out, s, way, i);
            }
        }
        if word.letters > 2 {
            self.behind_letter(out, way, i);
        }
        if next.single {
            self.upright(&next, out);
        }
        if word.letters > 1 {
            self.large(&next, out);
        }
    }

    /// The word in the size of the text, at no edge, behind the word before it, or at an edge.
    fn as_set(&mut self, next: &Next, out: &mut Vec<Step>) {
        let &Next { way, i, word, .. } = next;
        let narrow = word.letter() - MARK * word.marks as f32 / word.letters as f32;
        let letters = [
            Some((word.letter(), 0.0)),
            (word.marks > 0).then_some((narrow, SQUEEZED)),
        ];
        for (letter, cost) in letters.into_iter().flatten() {
            for (x, anew, cost) in next.starts(letter, cost) {
                // Behind a single space only what its column has no room for begins a segment.
                let beside = !anew && word.gap <= 1.0;
                if !beside || x + word.width > way.limit + OVER {
                    let nowhere = if next.single { 0.0 } else { NOWHERE };
                    let wider = if beside { WIDER } else { 0.0 };
                    let cost = cost + next.weight * (nowhere + wider);
                    out.push(Step {
                        gain: -cost,
                        x,
                        size: 1.0,
                        limit: self.edges.end_of(x),
                        edge: NO_EDGE,
                        inside: None,
                        anew,
                        begins: true,
                    });
                }
                if beside {
                    let fit = self.fit(Some(i - 1), EDGES, &word.beginning);
                    let both = word.letters.min(self.row.words[i - 1].letters) >= LONG;
                    let space = if both { SPACE } else { 0.0 };
                    out.push(Step {
                        gain: TEXT * fit - cost - space,
                        x,
                        size: 1.0,
                        limit: way.limit,
                        edge: way.edge as u16,
                        inside: None,
                        anew: false,
                        begins: false,
                    });
                }
                if next.single {
                    continue;
                }
                for indent in [0.0, INDENT] {
                    if let Some(e) = self.edges.nearest(x - indent) {
                        self.at_edge(next, (x, anew, 1.0), e, indent, cost, out);
                    }
                }
            }
        }
    }

    /// A line that fills its column was set wider or narrower for it.
    fn filling(&mut self, next: &Next, out: &mut Vec<Step>) {
        for f in 0..self.fillers.len() {
            let Filler {
                edge,
                indent,
                letter,
                size,
            } = self.fillers[f];
            for (x, anew, cost) in next.starts(letter, FILLED) {
                if self.edges.nearest(x - indent) == Some(edge) {
                    self.at_edge(next, (x, anew, size), edge, indent, cost, out);
                }
            }
        }
    }

    /// Finds the columns that a word may fill.
    pub(super) fn find_fillers(&mut self, word: &Word) {
        if word.letters < LONG {
            return;
        }
        for edge in 0..self.edges.len() {
            for indent in [0.0, INDENT] {
                let measure = self.edges.measure_of(edge) - indent;
                let off = (word.width - measure).abs();
                if off > FILLS && off <= FILL {
                    self.fillers.push(Filler {
                        edge,
                        indent,
                        letter: measure / word.letters as f32,
                        size: measure / word.width,
                    });
                }
            }
        }
    }

    /// The letter of a vertical headline.
    fn upright(&self, next: &Next, out: &mut Vec<Step>) {
        out.extend(SIZES.map(|size| {
            let x = next.way.end + next.word.gap * size;
            next.headline(x, size, -UPRIGHT)
        }));
    }

    /// The word in larger letters.
    fn large(&self, next: &Next, out: &mut Vec<Step>) {
        out.extend(SIZES.map(|size| {
            let x = next.way.end + next.word.gap * next.word.letter() * size;
            let at_edge = self.edges.of(x).is_some();
            let gain = if at_edge { ALIGNED - LARGE } else { -LARGE };
            next.headline(x, size, gain)
        }));
    }

    /// A step to an edge, by where the word begins, whether at the left edge anew, and its size.
    fn at_edge(
        &mut self,
        next: &Next,
        (x, anew, size): (f32, bool, f32),
        e: usize,
        indent: f32,
        cost: f32,
        out: &mut Vec<Step>,
    ) {
        let &Next {
            way, word, weight, ..
        } = next;
        let place = self.edges.place(e) + indent;
        let aside = (place - x).abs();
        let free = anew || place >= way.end - WITHIN_LAST;
        if aside > NEAR + EVERY * word.gap || !free {
            return;
        }
        let mut gain = self.edges.gain(e) - ASIDE * aside;
        let row = self.above[e].as_ref().map(|above| above.row);
        let fresh = row.is_some_and(|row| self.number - row <= FRESH);
        gain += if fresh { RECENT } else { -RECENT };
        gain += self.phase(way, way.edge, e, anew);
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
            gain += TEXT * self.fit(way.last.of(e), e, &word.beginning);
        }
        out.push(Step {
            gain: weight * gain - cost,
            x: place,
            size,
            limit: self.edges.limit(e, indent > 0.0),
            edge: e as u16,
            inside: None,
            anew,
            begins: true,
        });
    }

    /// The same step, with another row beginning inside the word.
    fn inside(&mut self, out: &mut Vec<Step>, s: usize, way: &Way, i: usize) {
        let row = self.row;
        let word = &row.words[i];
        let Some(left) = self.edges.nearest(0.0) else {
            return;
        };
        let left_limit = self.edges.end_of(0.0);
        let step = out[s];
        // Few of the places inside are where the column ends, and few are the worst ones.
        let off = |seam: &Inside| step.x + seam.before - step.limit;
        let from = word.seams.partition_point(|seam| off(seam) < -NEARLY);
        let fills = |seam: &&Inside| off(seam) <= NEARLY;
        let to = from + word.seams[from..].iter().take_while(fills).count();
        let worst = word.worst.iter().copied();
        let before = worst.clone().take_while(|&n| n < from);
        let after = worst.skip_while(|&n| n < to);
        for n in before.chain(from..to).chain(after) {
            let (seam, full) = (&word.seams[n], (from..to).contains(&n));
            let goes_on = TEXT * self.fit_inside(way, left, word, n);
            let at = match full {
                true => FULL + UNEVEN * off(seam).abs(),
                false => INSIDE,
            };
            let against = at + WITHIN * seam.fit.clamp(-CLEAR_WITHIN, CLEAR_WITHIN) as f32;
            let phase = self.phase(way, step.edge(), left, true);
            out.push(Step {
                gain: step.gain + self.edges.gain(left) + goes_on + phase - ANEW - against,
                limit: left_limit,
                edge: left as u16,
                inside: Some(n as u16),
                ..step
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
            .is_some_and(is_han)
        {
            return;
        }
        let limit = self.edges.end_of(0.0);
        let rest = &row.text[seam.at..word.range.end];
        if word.width - seam.before < limit - EVEN && limit.is_finite() && !stops(rest) {
            return;
        }
        let goes_on = TEXT * self.fit_inside(way, left, word, 0);
        let against = WITHIN * seam.fit.clamp(-CLEAR_WITHIN, CLEAR_WITHIN) as f32;
        for size in SIZES.iter().chain(&[1.0]) {
            let x = way.end + word.gap * size;
            out.push(Step {
                gain: self.edges.gain(left) + goes_on - ANEW - against - BEHIND_LETTER,
                x,
                size: *size,
                limit,
                edge: left as u16,
                inside: Some(0),
                anew: i == 0,
                begins: true,
            });
        }
    }

    /// What speaks for a line at an edge behind one at another, in the same row or in one that begins anew: columns whose
    /// lines stand at one height do so all the way down, and others do not.
    fn phase(&self, way: &Way, from: usize, to: usize, anew: bool) -> f32 {
        let row = |e: usize| {
            let row = self.above.get(e)?.as_ref()?.row;
            (self.number - row <= FRESH).then_some(row)
        };
        match (row(from), row(to)) {
            // Behind a word at no edge there is nothing to compare.
            _ if from >= EDGES || way.last.of(to).is_some() => 0.0,
            (Some(from), Some(to)) if (from == to) != anew => PHASE,
            (Some(_), Some(_)) => -PHASE,
            _ => 0.0,
        }
    }

    /// Whether the last line of a column stops, and before its measure.
    fn ended(&self, way: &Way, e: usize) -> Option<(bool, bool)> {
        if let Some(word) = way.last.of(e) {
            let range = self.row.words[word].range.clone();
            return Some((
                stops(&self.row.text[range]),
                way.edge == e && way.end < way.limit - BEFORE,
            ));
        }
        let above = self.above.get(e)?.as_ref()?;
        Some((above.stops, above.short))
    }
}
