//! What a page notes beside its blocks.

use super::Layout;
use crate::text::Why;
use std::ops::Range;

/// Source bytes that no block holds any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Removed {
    /// Bytes of the decoded text.
    pub span: Range<usize>,
    /// Why they left.
    pub why: Why,
}

/// A character that had been read in the wrong encoding and was put right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mended {
    /// The bytes of the decoded text that it was made from.
    pub span: Range<usize>,
    /// The character; or a few, where one misread character held parts of them.
    pub text: String,
    /// Those that were read together, one after the other, have the same number.
    pub row: usize,
}

/// What is known of an article beyond its blocks.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ArticleNote {
    /// 0 to 1: how sure the decisions were that made it.
    pub confidence: f32,
}

/// A change that a pass made to characters; kept only when the page is traced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The pass.
    pub pass: &'static str,
    /// The bytes of the source it is about.
    pub span: Range<usize>,
    /// The characters before.
    pub before: String,
    /// The characters after.
    pub after: String,
    /// Why.
    pub why: Why,
}

/// A cut of the text into blocks: what to keep, and how it stood.
#[derive(Clone, Debug)]
pub struct Cut {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// How it stands.
    pub layout: Layout,
}
