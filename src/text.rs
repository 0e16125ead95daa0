//! A text that knows where each of its characters came from.
//!
//! A [`Text`] is a buffer and a list of *runs*: each run says which bytes of the page's decoded source
//! a stretch of the buffer stands for. Passes never touch the buffer. They push [`Edits`], and every
//! change, be it an edit, a cut or a new order, goes through one operation, [`Text::compose`], which
//! builds the new buffer and the new runs in a single sweep. This file holds the only offset
//! arithmetic of the crate.
//!
//! A run is either a *copy* (same bytes as the source, may be split anywhere) or a *replacement*
//! (other bytes than the source, or no source at all: inserted). Measured on broken-up news text this
//! costs 10 to 25 % over plain strings, where a map per byte costs 80 %.

use std::ops::Range;

/// Why a character left the page or was put in; named in the output's `removed` list and by `explain`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Why {
    /// Another code point for the same character: composed form, radical, full-width letter or digit.
    Folded,
    /// A character nobody sees: zero width, soft hyphen, direction mark, control.
    Invisible,
    /// Markdown or HTML that marked the text up.
    Markup,
    /// A space that letter-spacing or justification made.
    LetterSpacing,
    /// White space at a line end, an indent, a line break; the hyphen of a word broken over lines.
    LineBreak,
    /// A punctuation mark in the wrong width or form.
    Punctuation,
    /// A space beside a punctuation mark or between scripts that the printed page had not.
    Spacing,
    /// A space put back where a line break stood between two words.
    Rejoined,
    /// A vertical form set upright.
    Vertical,
    /// Bytes that had been decoded with the wrong encoding.
    Mojibake,
}

impl Why {
    /// The word used in output and `explain`.
    pub fn name(self) -> &'static str {
        match self {
            Why::Folded => "folded",
            Why::Invisible => "invisible",
            Why::Markup => "markup",
            Why::LetterSpacing => "letter-spacing",
            Why::LineBreak => "line-break",
            Why::Punctuation => "punctuation",
            Why::Spacing => "spacing",
            Why::Rejoined => "rejoined",
            Why::Vertical => "vertical",
            Why::Mojibake => "mojibake",
        }
    }
}

/// A stretch of the buffer and the bytes of the source it stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// Where the run begins in the buffer, in bytes. It ends where the next run begins.
    at: u32,
    /// First byte of the source it stands for.
    src: u32,
    /// How many bytes of the source it stands for; 0 for inserted text.
    src_len: u32,
    /// Whether the buffer holds the very bytes of the source.
    copy: bool,
}

/// A buffer whose every byte is traceable to the page's source.
#[derive(Clone, Debug, Default)]
pub struct Text {
    buf: String,
    runs: Vec<Run>,
}

/// A piece from which [`Text::compose`] builds a new text.
#[derive(Clone, Debug)]
pub enum Piece<'a> {
    /// Bytes of the present buffer, kept.
    Keep(Range<usize>),
    /// Other text in place of these bytes of the present buffer (none of them: an insertion there).
    Put(&'a str, Range<usize>),
}

impl Text {
    /// A text that is the source itself.
    pub fn new(source: &str) -> Self {
        let runs = if source.is_empty() {
            Vec::new()
        } else {
            vec![Run {
                at: 0,
                src: 0,
                src_len: source.len() as u32,
                copy: true,
            }]
        };
        Text {
            buf: source.to_owned(),
            runs,
        }
    }

    /// The present characters.
    pub fn as_str(&self) -> &str {
        &self.buf
    }

    /// Length of the buffer in bytes.
    pub fn len(&self) -> usize {
        self.buf.len()
    }

    /// Whether nothing is left.
    pub fn is_empty(&self) -> bool {
        self.buf.is_empty()
    }

    fn run_end(&self, i: usize) -> usize {
        self.runs
            .get(i + 1)
            .map_or(self.buf.len(), |r| r.at as usize)
    }

    fn run_at(&self, at: usize) -> usize {
        self.runs
            .partition_point(|r| r.at as usize <= at)
            .saturating_sub(1)
    }

    /// The same, looked for from a run on.
    fn run_near(&self, from: usize, at: usize) -> usize {
        /// Further away a search is faster.
        const NEAR: usize = 8;
        let near = (from..from + NEAR).find(|&i| at < self.run_end(i));
        let begins = |&i: &usize| self.runs.get(i).is_some_and(|r| r.at as usize <= at);
        near.filter(begins).unwrap_or_else(|| self.run_at(at))
    }

    /// A new text from pieces of this one, in the order given. Source bytes of ranges that no piece
    /// mentions are simply no longer there; the page files them (see [`crate::page::Page`]).
    pub fn compose<'a>(&self, pieces: impl IntoIterator<Item = Piece<'a>>) -> Text {
        let mut out = Text {
            buf: String::with_capacity(self.buf.len()),
            runs: Vec::with_capacity(self.runs.len() + 16),
        };
        let mut last = 0;
        for piece in pieces {
            match piece {
                Piece::Keep(range) => last = out.keep(self, range, last),
                Piece::Put(text, range) => {
                    let src = self.source_hull(&range);
                    out.push_run(text, src, false);
                }
            }
        }
        out
    }

    /// Takes over a range; gives the last run of it. The one before it, `last`, is where to begin looking:
    /// most ranges follow one another.
    fn keep(&mut self, from: &Text, range: Range<usize>, last: usize) -> usize {
        if range.is_empty() {
            return last;
        }
        let mut i = from.run_near(last, range.start);
        let mut at = range.start;
        while at < range.end {
            let run = from.runs[i];
            let begin = run.at as usize;
            let end = from.run_end(i);
            let stop = end.min(range.end);
            let src = if run.copy {
                let start = run.src as usize + (at - begin);
                start..start + (stop - at)
            } else if at == begin {
                run.src as usize..(run.src + run.src_len) as usize
            } else {
                // The tail of a replacement that was cut in two: its head carries the source.
                let end = (run.src + run.src_len) as usize;
                end..end
            };
            self.push_run(&from.buf[at..stop], src, run.copy);
            at = stop;
            i += 1;
        }
        i - 1
    }

    fn push_run(&mut self, text: &str, src: Range<usize>, copy: bool) {
        if text.is_empty() {
            return;
        }
        let at = self.buf.len() as u32;
        self.buf.push_str(text);
        if copy
            && let Some(last) = self.runs.last_mut()
            && last.copy
            && (last.src + last.src_len) as usize == src.start
        {
            last.src_len += src.len() as u32;
            return;
        }
        self.runs.push(Run {
            at,
            src: src.start as u32,
            src_len: src.len() as u32,
            copy,
        });
    }

    /// The smallest range of the source that holds all the bytes a buffer range stands for; for an
    /// empty range, the place in the source where it lies.
    pub fn source_hull(&self, range: &Range<usize>) -> Range<usize> {
        if self.runs.is_empty() {
            return 0..0;
        }
        if range.is_empty() {
            let at = self.source_at(range.start);
            return at..at;
        }
        let i = self.run_at(range.start);
        let first = self.runs[i];
        if first.copy && range.end <= self.run_end(i) {
            let start = first.src as usize + (range.start - first.at as usize);
            return start..start + range.len();
        }
        let mut hull: Option<Range<usize>> = None;
        for span in self.spans(range.clone()) {
            hull = Some(match hull {
                None => span,
                Some(h) => h.start.min(span.start)..h.end.max(span.end),
            });
        }
        hull.unwrap_or_else(|| {
            let at = self.source_at(range.start);
            at..at
        })
    }

    /// The place in the source that a place in the buffer stands for.
    pub fn source_at(&self, at: usize) -> usize {
        if self.runs.is_empty() {
            return 0;
        }
        let i = self.run_at(at.min(self.buf.len()));
        let run = self.runs[i];
        if run.copy {
            run.src as usize + (at.min(self.run_end(i)) - run.at as usize)
        } else if at <= run.at as usize {
            run.src as usize
        } else {
            (run.src + run.src_len) as usize
        }
    }

    /// The source ranges that a buffer range stands for, in buffer order; inserted text has none.
    pub fn spans(&self, range: Range<usize>) -> impl Iterator<Item = Range<usize>> + '_ {
        let spans = self.stretches(range).map(|s| s.source);
        spans.filter(|s| !s.is_empty())
    }

    /// The runs that a buffer range touches, as far as they lie in it.
    pub fn stretches(&self, range: Range<usize>) -> impl Iterator<Item = Stretch> + '_ {
        let first = if self.runs.is_empty() {
            0
        } else {
            self.run_at(range.start)
        };
        (first..self.runs.len())
            .take_while({
                let end = range.end;
                move |&i| (self.runs[i].at as usize) < end
            })
            .filter_map(move |i| {
                let run = self.runs[i];
                let at = run.at as usize;
                let begin = at.max(range.start);
                let end = self.run_end(i).min(range.end);
                let source = if run.copy {
                    let start = run.src as usize + (begin - at);
                    start..start + end.saturating_sub(begin)
                } else {
                    // Of a replacement that is cut in two, the head carries the source.
                    let end = (run.src + run.src_len) as usize;
                    (if begin == at { run.src as usize } else { end })..end
                };
                (begin < end).then_some(Stretch {
                    buffer: begin..end,
                    source,
                    copy: run.copy,
                })
            })
    }
}

/// A stretch of a text's buffer and what it stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Bytes of the buffer.
    pub buffer: Range<usize>,
    /// Bytes of the source; none for inserted text.
    pub source: Range<usize>,
    /// Whether the buffer should hold the very bytes of the source.
    pub copy: bool,
}

/// One change that a pass proposes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The bytes of the text that go.
    pub range: Range<usize>,
    /// What stands in their place, in the arena of its [`Edits`].
    text: Range<usize>,
    /// Why.
    pub why: Why,
}

/// The changes that a pass proposes to a text: pushed in ascending order, without overlap.
#[derive(Clone, Debug, Default)]
pub struct Edits {
    arena: String,
    list: Vec<Edit>,
    /// Where the part of the text begins that changes are proposed to.
    offset: usize,
}

impl Edits {
    /// No changes yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// From now on changes are proposed to the part of the text that begins here, by their places in it.
    pub fn begin(&mut self, offset: usize) {
        self.offset = offset;
    }

    /// The bytes go.
    pub fn delete(&mut self, range: Range<usize>, why: Why) {
        self.replace(range, "", why);
    }

    /// Text comes in at a place.
    pub fn insert(&mut self, at: usize, text: &str, why: Why) {
        self.replace(at..at, text, why);
    }

    /// Other text takes the place of the bytes. An edit that overlaps the one before, or comes before
    /// it, is left out: two rules spoke about one character and the first keeps the word.
    pub fn replace(&mut self, range: Range<usize>, text: &str, why: Why) {
        let range = range.start + self.offset..range.end + self.offset;
        let is_after = |last: &Edit| last.range.end > range.start;
        if self.list.last().is_some_and(is_after) {
            return;
        }
        let start = self.arena.len();
        self.arena.push_str(text);
        self.list.push(Edit {
            range,
            text: start..self.arena.len(),
            why,
        });
    }

    /// Where the last change to the part ends; 0 before the first.
    pub fn last_end(&self) -> usize {
        let end = self.list.last().map_or(0, |e| e.range.end);
        end.saturating_sub(self.offset)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether the pass changed nothing.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The changes and their new text, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&Edit, &str)> {
        self.since(0)
    }

    /// The same but for so many of the first.
    pub fn since(&self, first: usize) -> impl Iterator<Item = (&Edit, &str)> {
        let list = self.list[first..].iter();
        list.map(|e| (e, &self.arena[e.text.clone()]))
    }

    /// The text with these changes made.
    pub fn apply(&self, text: &Text) -> Text {
        let mut pieces = Vec::with_capacity(self.list.len() * 2 + 1);
        let mut at = 0;
        for (edit, new) in self.iter() {
            pieces.push(Piece::Keep(at..edit.range.start));
            pieces.push(Piece::Put(new, edit.range.clone()));
            at = edit.range.end;
        }
        pieces.push(Piece::Keep(at..text.len()));
        text.compose(pieces)
    }

    /// The same on a plain string; what passes' case tables use.
    pub fn apply_to_str(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        for (edit, new) in self.iter() {
            out.push_str(&text[at..edit.range.start]);
            out.push_str(new);
            at = edit.range.end;
        }
        out.push_str(&text[at..]);
        out
    }
}

#[cfg(test)]
mod tests;
