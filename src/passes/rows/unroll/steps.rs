//! Steps from word to word of a row, and the ways that they make.

use crate::passes::rows::unroll::ways::{EDGES, Read};
use std::cmp::Ordering;

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
    pub last: [Option<u16>; EDGES],
    pub trail: usize,
}

/// A way on over a word: what it adds to a way, one read or two.
pub(super) struct Step {
    pub gain: f32,
    pub read: Read,
    pub limit: f32,
    pub edge: usize,
    /// What begins inside the word, and where it ends.
    pub inside: Option<(Read, f32)>,
}

/// What a step leads to, in the order of how good that is; of two that are as good, the first.
pub(super) struct Scored {
    pub score: f32,
    /// Where its word ends.
    pub end: f32,
    /// The step and its way.
    pub s: usize,
    pub w: usize,
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
