//! The words of a row, and the segments that they make.

use crate::chars;
use crate::evidence::seam::Side;
use crate::passes::rows::is_upright;
use crate::passes::rows::unroll::Segment;
use crate::passes::rows::unroll::ways::Read;
use std::ops::Range;

/// Words of fewer letters say less.
pub(super) const LONG: usize = 4;
/// Words of more letters are no words of columns.
const LONGEST: usize = 80;
/// Letters of vertical headlines side by side are no farther apart (ems).
const TOGETHER: f32 = 6.0;
/// Another row may begin inside a word where its letters fit worse than this (half bits), at the worst places.
const MISFIT: i32 = -6;
const TRIED: usize = 3;

/// A row as it was written.
pub(super) struct Row<'a> {
    pub text: &'a str,
    /// Blank lines before it.
    pub blanks: u8,
    pub words: Vec<Word>,
}

/// What stands between spaces.
pub(super) struct Word {
    /// Bytes of the row.
    pub range: Range<usize>,
    /// Spaces before it.
    pub gap: f32,
    pub letters: usize,
    /// The width of its letters (ems),
    pub width: f32,
    /// and how many of them are marks, which may have been set narrow.
    pub marks: usize,
    pub beginning: Side,
    pub end: Side,
    /// Where in it another row may begin.
    pub seams: Vec<Inside>,
    /// Those of these places where nothing fits worse.
    pub worst: Vec<usize>,
}

/// A place inside a word.
pub(super) struct Inside {
    /// In bytes of the row.
    pub at: usize,
    /// The rest of the word from there on.
    pub beginning: Side,
    /// What of the word is before it (ems).
    pub before: f32,
    /// How well what is before it fits with what is after it (half bits).
    pub fit: i32,
}

impl<'a> Row<'a> {
    pub(super) fn of(text: &'a str, indent: u16, blanks: u8) -> Self {
        let mut words = Vec::new();
        let mut gap = f32::from(indent);
        let mut from = None;
        for (i, c) in text.char_indices().chain([(text.len(), ' ')]) {
            if !c.is_whitespace() {
                from.get_or_insert(i);
                continue;
            }
            if let Some(from) = from.take() {
                words.push(Word::of(text, from..i, gap));
                gap = 0.0;
            }
            gap += if c == '\u{3000}' || c == '\t' {
                2.0
            } else {
                1.0
            };
        }
        Self {
            text,
            blanks,
            words,
        }
    }

    /// Where its longer words begin and how wide they are, if each stood as far from the one before it as its
    /// spaces say.
    pub(super) fn written(&self) -> Vec<(f32, f32)> {
        let mut end = 0.0;
        let mut out = Vec::new();
        for word in &self.words {
            let x = end + word.gap * word.letter();
            end = x + word.width;
            if word.letters >= LONG {
                out.push((x, 0.0));
            }
        }
        out
    }

    /// The segments of a way to read the row; the number goes up with every row that begins inside it.
    pub(super) fn segments(&self, reads: &[Read], number: &mut u32) -> Vec<Segment> {
        let mut segments: Vec<Segment> = Vec::new();
        for (k, read) in reads.iter().enumerate() {
            let end = match reads.get(k + 1) {
                Some(next) if next.word == read.word => next.from,
                _ => self.words[read.word].range.end,
            };
            let width = ems(&self.text[read.from..end]) * read.size;
            *number += u32::from(read.anew && k > 0);
            match segments.last_mut() {
                Some(segment) if !read.begins => {
                    segment.range.end = end;
                    segment.width = read.x + width - segment.x;
                }
                _ => segments.push(Segment {
                    range: read.from..end,
                    row: *number,
                    x: read.x,
                    width,
                    large: read.size > 1.0,
                }),
            }
        }
        self.uprights(segments)
    }

    /// The same segments, with the letters of vertical headlines that stand side by side in one.
    fn uprights(&self, segments: Vec<Segment>) -> Vec<Segment> {
        let mut out: Vec<Segment> = Vec::with_capacity(segments.len());
        for segment in segments {
            let upright = |segment: &Segment| is_upright(&self.text[segment.range.clone()]);
            match out.last_mut() {
                Some(last)
                    if last.row == segment.row
                        && segment.x - (last.x + last.width) < TOGETHER
                        && upright(last)
                        && upright(&segment) =>
                {
                    last.range.end = segment.range.end;
                    last.width = segment.x + segment.width - last.x;
                }
                _ => out.push(segment),
            }
        }
        out
    }
}

impl Segment {
    /// Where its stretches begin and how wide they are. A space between longer words is rare in a line of text: where
    /// many come below one another, columns were taken for one.
    pub(super) fn stretches(&self, row: &str) -> Vec<(f32, f32)> {
        let mut out: Vec<(f32, f32)> = Vec::new();
        let (mut end, mut long) = (self.x, false);
        for word in row[self.range.clone()].split_whitespace() {
            let (x, is_long) = (end, word.chars().nth(LONG - 1).is_some());
            end += ems(word);
            match out.last_mut() {
                Some(last) if !(long && is_long) => last.1 = end - last.0,
                _ => out.push((x, end - x)),
            }
            (end, long) = (end + 1.0, is_long);
        }
        match out[..] {
            [whole] => vec![(whole.0, self.width)],
            _ => out,
        }
    }
}

impl Word {
    fn of(row: &str, range: Range<usize>, gap: f32) -> Self {
        let text = &row[range.clone()];
        let is_mark = |c: &char| chars::is_pause(*c) || chars::is_terminal(*c);
        let letters = text.chars().count();
        let seams = if letters > LONGEST {
            Vec::new()
        } else {
            seams(row, &range)
        };
        Self {
            gap,
            letters,
            width: ems(text).max(0.5),
            marks: text.chars().filter(is_mark).count(),
            beginning: Side::beginning(text),
            end: Side::end(text),
            worst: worst(&seams),
            seams,
            range,
        }
    }

    /// How wide one of its letters is (ems).
    pub(super) fn letter(&self) -> f32 {
        self.width / self.letters as f32
    }
}

/// The places inside a word.
fn seams(row: &str, word: &Range<usize>) -> Vec<Inside> {
    let mut before = 0.0;
    let mut out = Vec::new();
    for (i, c) in row[word.clone()].char_indices() {
        let at = word.start + i;
        if i > 0 {
            let beginning = Side::beginning(&row[at..word.end]);
            let seam = Side::end(&row[word.start..at]).beside(&beginning);
            let fit = seam.map_or(0, |seam| seam.fit);
            out.push(Inside {
                at,
                beginning,
                before,
                fit,
            });
        }
        before += em(c);
    }
    out
}

/// The places of a word where its letters fit worst, if they fit badly there.
fn worst(seams: &[Inside]) -> Vec<usize> {
    let mut fits: Vec<i32> = seams.iter().map(|s| s.fit).collect();
    fits.sort_unstable();
    let worst = fits.get(TRIED - 1).map_or(MISFIT, |&fit| fit.min(MISFIT));
    (0..seams.len())
        .filter(|&s| seams[s].fit <= worst)
        .collect()
}

fn ems(text: &str) -> f32 {
    text.chars().map(em).sum()
}

fn em(c: char) -> f32 {
    f32::from(chars::width(c)) / 2.0
}
