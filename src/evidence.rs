//! Evidence: what speaks for a decision, how it weighs, and the record of what was decided.
//!
//! What a line is, is decided by sums of named clues with integer weights (`evidence/weights.tsv`, and `scrambled.tsv` for
//! pages whose columns alternate) along the best path through the page. `explain` prints the clues; the margin, by which a
//! close call is put on the page's `unsure` list, counts all paths, so the lines beside it are in it. What is decided of
//! paragraphs and headlines weighs by `stakes.tsv`, and in each module by the constants at its head; it is filed
//! likewise ([`decision`]).

pub mod assignment;
pub mod chain;
pub mod clues;
pub mod cohesion;
pub mod columns;
pub mod decision;
mod echoes;
pub mod ends;
mod ideographs;
pub mod items;
pub mod joining;
mod layout;
pub mod lexicon;
pub mod pairing;
pub mod parting;
pub mod patterns;
pub mod profile;
pub mod seam;
pub mod stakes;
pub mod stretches;
pub mod succession;
pub mod topics;
pub mod upright;
pub mod vocabulary;
pub mod weights;
pub mod wording;
