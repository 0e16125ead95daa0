//! A text that knows where each of its characters came from.
//!
//! A [`Text`] is a buffer and a list of *runs*: each run says which bytes of the page's decoded source
//! a stretch of the buffer stands for. Passes never touch the buffer. They push [`Edits`], and every
//! change, be it an edit, a cut or a new order, goes through one operation, a `Composer`, which
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

    /// The first place from here on where the text may be parted: what stands for one piece of the source, such as two
    /// characters that had been misread as one, goes together.
    pub fn parting(&self, at: usize) -> usize {
        let i = self.run_at(at);
        match self.runs.get(i) {
            Some(run) if !run.copy && at > run.at as usize => at.max(self.run_end(i)),
            _ => at,
        }
    }

    /// A new text from pieces of this one, in the order given. Source bytes of ranges that no piece
    /// mentions are simply no longer there; the page files them (see [`crate::page::Page`]).
    pub fn compose<'a>(&self, pieces: impl IntoIterator<Item = Piece<'a>>) -> Text {
        let mut composer = Composer::new(self);
        for piece in pieces {
            match piece {
                Piece::Keep(range) => composer.keep(range),
                Piece::Put(text, range) => composer.put(text, &range),
            }
        }
        composer.to
    }

    /// Puts another text of the same source behind this one.
    pub(crate) fn append(&mut self, other: Text) {
        let at = self.buf.len() as u32;
        self.buf.push_str(&other.buf);
        self.runs.extend(other.runs.into_iter().map(|run| Run {
            at: run.at + at,
            ..run
        }));
    }

    /// Reads every character that stands as in the source as another one of the same length in UTF-8; one of another
    /// length stays. What was put in place of the source's characters stays, too.
    pub fn read_as(&mut self, other: impl Fn(char) -> char) {
        let mut buf = String::with_capacity(self.buf.len());
        for (i, run) in self.runs.iter().enumerate() {
            let text = &self.buf[run.at as usize..self.run_end(i)];
            if run.copy {
                let read = |c: char| {
                    Some(other(c))
                        .filter(|o| o.len_utf8() == c.len_utf8())
                        .unwrap_or(c)
                };
                buf.extend(text.chars().map(read));
            } else {
                buf.push_str(text);
            }
        }
        self.buf = buf;
    }

    /// Takes back what [`Text::read_as`] did.
    pub fn read_as_printed(&mut self, source: &str) {
        self.buf = self.as_printed(source, 0..self.buf.len());
    }

    /// A stretch of the buffer, with the source's own characters where it stands for them.
    pub fn as_printed(&self, source: &str, range: Range<usize>) -> String {
        let mut text = String::with_capacity(range.len());
        for stretch in self.stretches(range) {
            let own = source.get(stretch.source).filter(|_| stretch.copy);
            text.push_str(own.unwrap_or(&self.buf[stretch.buffer]));
        }
        text
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
        let end = range.end.min(self.buf.len());
        let mut i = self.run_at(range.start);
        let mut begin = range.start;
        std::iter::from_fn(move || {
            if begin >= end {
                return None;
            }
            let stretch = self.stretch(i, begin, end);
            begin = stretch.buffer.end;
            i += 1;
            Some(stretch)
        })
    }

    /// What a run holds from a place in it on, to its end or to another place.
    fn stretch(&self, i: usize, begin: usize, end: usize) -> Stretch {
        let run = self.runs[i];
        let at = run.at as usize;
        let end = self.run_end(i).min(end);
        let source = if run.copy {
            let start = run.src as usize + (begin - at);
            start..start + (end - begin)
        } else {
            // Of a replacement that is cut in two, the head carries the source.
            let end = (run.src + run.src_len) as usize;
            (if begin == at { run.src as usize } else { end })..end
        };
        Stretch {
            buffer: begin..end,
            source,
            copy: run.copy,
        }
    }
}

/// A text that is put together from pieces of another.
struct Composer<'t> {
    from: &'t Text,
    to: Text,
    /// The run that the last piece was of: most pieces follow one another.
    near: usize,
}

impl<'t> Composer<'t> {
    fn new(from: &'t Text) -> Self {
        let to = Text {
            buf: String::with_capacity(from.buf.len() + 16),
            runs: Vec::with_capacity(from.runs.len() + 16),
        };
        Composer { from, to, near: 0 }
    }

    /// The run that a place lies in.
    fn run_at(&self, at: usize) -> usize {
        /// Further away a search is faster.
        const NEAR: usize = 8;
        let runs = &self.from.runs;
        if runs.get(self.near).is_some_and(|r| r.at as usize <= at) {
            for i in self.near..self.near + NEAR {
                if at < self.from.run_end(i) {
                    return i;
                }
            }
        }
        self.from.run_at(at)
    }

    /// Takes over a range.
    fn keep(&mut self, range: Range<usize>) {
        if range.is_empty() {
            return;
        }
        let mut i = self.run_at(range.start);
        let mut at = self.to.buf.len();
        self.to.buf.push_str(&self.from.buf[range.clone()]);
        let mut begin = range.start;
        while begin < range.end {
            let part = self.from.stretch(i, begin, range.end);
            self.run(at, &part.source, part.copy);
            at += part.buffer.len();
            begin = part.buffer.end;
            self.near = i;
            i += 1;
        }
    }

    /// Writes a text in place of a range.
    fn put(&mut self, text: &str, range: &Range<usize>) {
        if text.is_empty() {
            return;
        }
        let i = self.run_at(range.start);
        let run = self.from.runs.get(i).filter(|run| run.copy);
        let source = match run {
            Some(run) if range.start.max(range.end) < self.from.run_end(i) => {
                let start = run.src as usize + (range.start - run.at as usize);
                start..start + range.len()
            }
            _ => self.from.source_hull(range),
        };
        self.run(self.to.buf.len(), &source, false);
        self.to.buf.push_str(text);
    }

    /// Adds a run, or adds to the last one, if it is a copy that goes on.
    fn run(&mut self, at: usize, source: &Range<usize>, copy: bool) {
        if copy
            && let Some(last) = self.to.runs.last_mut()
            && last.copy
            && (last.src + last.src_len) as usize == source.start
        {
            last.src_len += source.len() as u32;
            return;
        }
        self.to.runs.push(Run {
            at: at as u32,
            src: source.start as u32,
            src_len: source.len() as u32,
            copy,
        });
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
        let mut composer = Composer::new(text);
        let mut at = 0;
        for (edit, new) in self.iter() {
            composer.keep(at..edit.range.start);
            composer.put(new, &edit.range);
            at = edit.range.end;
        }
        composer.keep(at..text.len());
        composer.to
    }

    /// The text with the changes that a pass proposes to it, for its case tables.
    #[cfg(test)]
    pub(crate) fn made(text: &str, propose: impl FnOnce(&str, &mut Edits)) -> String {
        let mut edits = Edits::new();
        propose(text, &mut edits);
        edits.apply_to_str(text)
    }

    /// The same on a plain string.
    #[cfg(test)]
    pub(crate) fn apply_to_str(&self, text: &str) -> String {
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
