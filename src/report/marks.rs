//! Marks: the characters that a pass changed, took away or put in, with the pass and its reason.
//!
//! Whether a character is marked is read off the finished text, which knows what it stands for; the
//! record of changes only says whose work it was. So a mark cannot be wrong about the outcome, and a
//! change that a later pass undid leaves none.

use super::watch::Watched;
use crate::page::Change;
use std::collections::BTreeMap;
use std::ops::Range;

/// A change is looked for around a place no farther than this many bytes before it. Changes are a few
/// characters; longer hulls come from blocks that were moved together and say nothing about a place.
const REACH: usize = 64;

/// The pass that trims lines: white space that no change accounts for is its work.
const TRIMS: &str = "lines";

/// What happened to characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    Removed,
    Changed,
    Inserted,
}

/// The work of a pass on a few characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) fate: Fate,
    /// The last pass that had a hand in it.
    pub(super) pass: &'static str,
    /// Every step: `fold １ → 1 (folded)`.
    pub(super) steps: String,
}

impl Mark {
    /// The element that says so in HTML.
    pub(super) fn tag(&self) -> &'static str {
        match self.fate {
            Fate::Removed => "del",
            Fate::Changed => "u",
            Fate::Inserted => "ins",
        }
    }
}

/// Characters with one fate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stretch<'a> {
    pub(super) text: &'a str,
    pub(super) mark: Option<Mark>,
}

impl Stretch<'_> {
    /// Whether nobody would see it without help.
    pub(super) fn is_unseen(&self) -> bool {
        self.text.chars().all(is_unseen)
    }
}

/// Finds the pass behind a place, and counts characters by pass.
pub(super) struct Marker<'a> {
    changes: &'a [Change],
    /// First byte and index of each change, sorted.
    order: Vec<(usize, usize)>,
    /// Source ranges that were taken away as markup or as invisible, sorted, with the pass.
    removed: Vec<(Range<usize>, &'static str)>,
    counts: BTreeMap<&'static str, usize>,
}

impl<'a> Marker<'a> {
    pub(super) fn new(watched: &'a Watched) -> Self {
        let page = &watched.cleaned.page;
        let changes = page.changes();
        let short = |c: &Change| c.span.len() <= REACH;
        let order = changes.iter().enumerate().filter(|(_, c)| short(c));
        let mut order: Vec<_> = order.map(|(i, c)| (c.span.start, i)).collect();
        order.sort_unstable();
        let removed = page.removed().iter().zip(&watched.removed);
        let mut removed: Vec<_> = removed.map(|(r, &pass)| (r.span.clone(), pass)).collect();
        removed.sort_by_key(|(span, _)| span.start);
        Marker {
            changes,
            order,
            removed,
            counts: BTreeMap::new(),
        }
    }

    /// How many characters each pass changed, took away or put in, and how many lines it joined.
    pub(super) fn counts(&self) -> &BTreeMap<&'static str, usize> {
        &self.counts
    }

    pub(super) fn count(&mut self, pass: &'static str, characters: usize) {
        *self.counts.entry(pass).or_default() += characters;
    }

    /// The changes that touch these bytes, in the order they were made.
    fn steps(&self, span: &Range<usize>) -> Vec<&'a Change> {
        let from = span.start.saturating_sub(REACH);
        let first = self.order.partition_point(|&(start, _)| start < from);
        let near = self.order[first..]
            .iter()
            .take_while(|&&(start, _)| start < span.end.max(span.start + 1));
        let mut found: Vec<usize> = near
            .map(|&(_, i)| i)
            .filter(|&i| {
                let own = &self.changes[i].span;
                if own.is_empty() || span.is_empty() {
                    own.start == span.start && own.is_empty() == span.is_empty()
                } else {
                    own.start < span.end && span.start < own.end
                }
            })
            .collect();
        found.sort_unstable();
        found.iter().map(|&i| &self.changes[i]).collect()
    }

    fn mark(&self, fate: Fate, span: &Range<usize>, otherwise: &'static str) -> Mark {
        let steps = self.steps(span);
        let pass = steps.last().map_or(otherwise, |c| c.pass);
        let told: Vec<String> = steps.iter().map(|c| step(c)).collect();
        Mark {
            fate,
            pass,
            steps: if told.is_empty() {
                pass.to_owned()
            } else {
                told.join("; ")
            },
        }
    }

    /// Source bytes that stand in no block.
    pub(super) fn removed(&mut self, source: &'a str, span: Range<usize>) -> Vec<Stretch<'a>> {
        let mut out: Vec<Stretch<'a>> = Vec::new();
        let mut start = span.start;
        for (i, c) in source[span.clone()].char_indices() {
            let at = span.start + i..span.start + i + c.len_utf8();
            let after = self.removed.partition_point(|(r, _)| r.start <= at.start);
            let filed = after.checked_sub(1).map(|i| &self.removed[i]);
            let filed = filed.filter(|(r, _)| r.end > at.start).map(|r| r.1);
            let mark = self.mark(Fate::Removed, &at, filed.unwrap_or(TRIMS));
            self.count(mark.pass, 1);
            match out.last_mut() {
                Some(last) if last.mark.as_ref() == Some(&mark) => {
                    last.text = &source[start..at.end];
                }
                _ => {
                    start = at.start;
                    out.push(Stretch {
                        text: &source[at],
                        mark: Some(mark),
                    });
                }
            }
        }
        out
    }

    /// Source bytes that other characters stand for now.
    pub(super) fn changed(&mut self, span: &Range<usize>, characters: usize) -> Mark {
        let mark = self.mark(Fate::Changed, span, "");
        self.count(mark.pass, characters);
        mark
    }

    /// Characters that stand for nothing in the source.
    pub(super) fn inserted(&mut self, at: usize, text: &str) -> Mark {
        let mark = self.mark(Fate::Inserted, &(at..at), "rejoin");
        self.count(mark.pass, text.chars().count());
        mark
    }
}

fn step(c: &Change) -> String {
    let (before, after) = (visible(&c.before), visible(&c.after));
    format!("{} {before} → {after} ({})", c.pass, c.why.name())
}

/// Characters nobody would see, made visible.
fn visible(text: &str) -> String {
    if text.is_empty() {
        return "∅".to_owned();
    }
    let mut out = String::new();
    for c in text.chars() {
        match c {
            ' ' => out.push('␣'),
            '\n' | '\r' => out.push('⏎'),
            c if c.is_whitespace() || is_unseen(c) => out += &format!("U+{:04X}", c as u32),
            c => out.push(c),
        }
    }
    out
}

/// Controls, zero-width characters and direction marks.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}
