//! Evidence: what speaks for a decision, how it weighs, and the record of what was decided.
//!
//! What a line is, is decided by sums of named clues with integer weights (`evidence/weights.tsv`, and `scrambled.tsv` for
//! pages whose columns alternate) along the best path through the page. `explain` prints the clues; the margin, by which a
//! close call is put on the page's `unsure` list, counts all paths, so the lines beside it are in it. What is decided of
//! paragraphs and headlines weighs by `stakes.tsv`, and in each module by the constants at its head.

pub mod assignment;
pub mod chain;
pub mod clues;
pub mod cohesion;
pub mod columns;
mod echoes;
pub mod ends;
mod ideographs;
pub mod joining;
pub mod lexicon;
pub mod pairing;
pub mod parting;
pub mod patterns;
pub mod profile;
pub mod seam;
pub mod stakes;
pub mod stretches;
pub mod topics;
pub mod upright;
pub mod vocabulary;
pub mod weights;

/// A named piece of evidence and its weight, in hundredths of a natural logarithm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clue {
    /// Its name in the table.
    pub name: String,
    /// What it adds to the decision taken, against the next best one.
    pub weight: i32,
}

/// Something that was decided about a place on the page.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// The first byte of the source it is about.
    pub at: usize,
    /// What was decided, in a word or two: `joined`, `lead`, `title`.
    pub what: &'static str,
    /// What would have been next best.
    pub instead: &'static str,
    /// How clear it was, in hundredths of a natural logarithm.
    pub margin: i32,
    /// The clues that weighed most; only on traced pages.
    pub clues: Vec<Clue>,
}
