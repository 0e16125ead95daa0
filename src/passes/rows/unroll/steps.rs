//! Steps from word to word of a row, and the ways that they make.

use crate::passes::rows::unroll::ways::{EDGES, Read};

/// One way to read the words so far.
#[derive(Clone, Copy)]
pub(super) struct Way {
    pub score: f32,
    /// Where the last word ends,
    pub end: f32,
    /// and its column.
    pub limit: f32,
    /// The edge of its column, if it has one,
    pub edge: usize,
    /// and for every edge the last word of its column in this row.
    pub last: Lasts,
    pub trail: usize,
}

/// For every edge the last word of its column in a row.
#[derive(Clone, Copy)]
pub(super) struct Lasts([u16; EDGES]);

impl Lasts {
    /// No column has a word.
    pub(super) const NONE: Lasts = Lasts([0; EDGES]);

    /// The last word of an edge's column.
    #[inline]
    pub(super) fn of(&self, edge: usize) -> Option<usize> {
        usize::from(*self.0.get(edge)?).checked_sub(1)
    }

    /// Makes a word the last of an edge's column.
    pub(super) fn put(&mut self, edge: usize, word: usize) {
        if let Some(last) = self.0.get_mut(edge) {
            // From 1; words beyond what has room are forgotten.
            *last = u16::try_from(word + 1).unwrap_or(0);
        }
    }
}

/// A way on over a word: what it adds to a way. Hundreds are made for every word, so it is small.
#[derive(Clone, Copy)]
pub(super) struct Step {
    pub gain: f32,
    /// Where the word begins, and the size of its letters.
    pub x: f32,
    pub size: f32,
    /// Where its column ends.
    pub limit: f32,
    pub edge: u16,
    /// Which of the places inside the word another row begins at.
    pub inside: Option<u16>,
    /// It stands at the left edge anew.
    pub anew: bool,
    /// It begins a segment.
    pub begins: bool,
}

impl Step {
    /// The edge of its column, if it has one.
    #[inline]
    pub(super) fn edge(&self) -> usize {
        usize::from(self.edge)
    }

    /// How the word is read, which is at this byte of the row.
    pub(super) fn read(&self, word: usize, from: usize) -> Read {
        Read {
            word,
            from,
            x: self.x,
            size: self.size,
            anew: self.anew,
            begins: self.begins,
        }
    }
}

/// What a step leads to.
#[derive(Clone, Copy)]
pub(super) struct Made {
    pub score: f32,
    /// Where its word ends.
    pub end: f32,
    /// The way that it goes on from.
    pub way: u16,
}
