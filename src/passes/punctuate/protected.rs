//! What the rules leave as it stands: addresses, references to characters, misread text.

use super::Block;
use crate::chars;
use regex::Regex;
use std::sync::LazyLock;

impl Block<'_> {
    /// Keeps web and mail addresses, and references to characters (`&amp;`, `&#8203;`), as they are.
    pub(super) fn protect(&mut self) {
        static CODE: LazyLock<Option<Regex>> = LazyLock::new(|| {
            // No name of a character has one letter only: `R&D;` is none.
            Regex::new(
                r"(?x) (?:[a-zA-Z]+://|www\.)[\x21-\x7E]*[A-Za-z0-9/]
                | [A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+[A-Za-z0-9]
                | &(?:\#[0-9]{1,7}|\#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});",
            )
            .ok()
        });
        let sign = |&i: &usize| matches!(self.glyphs[i].now, '@' | '/' | '.' | '&');
        if !self.marks.iter().any(sign) {
            return;
        }
        let Some(code) = CODE.as_ref() else {
            return;
        };
        for found in code.find_iter(self.text) {
            for k in self.span(found.range()) {
                self.glyphs[k].fixed = true;
            }
        }
    }

    /// Keeps text that was misread and is too short to be put right, with the marks after it: they may be parts
    /// of its characters, and what it stands beside in a paragraph says nothing of it.
    pub(super) fn protect_misread(&mut self) {
        let mut row = 0;
        let mut last = None;
        for k in 0..self.marks.len() {
            let i = self.marks[k];
            let c = self.glyphs[i].now;
            if last.is_none_or(|last| last + 1 != i) || chars::is_blank(c) {
                row = 0;
            }
            last = Some(i);
            if row >= 2 {
                self.glyphs[i].fixed = true;
            } else if is_accented(c) {
                row += 1;
            } else {
                row = 0;
            }
        }
    }
}

/// Whether a character is one of those that misread text is full of; Chinese text has them one by one.
fn is_accented(c: char) -> bool {
    matches!(
        c,
        '\u{A1}'
            ..='\u{17E}'
                | '€'
                | '‚'
                | 'ƒ'
                | '„'
                | '†'
                | '‡'
                | 'ˆ'
                | '‰'
                | '‹'
                | '›'
                | '˜'
                | '™'
    ) && c != '·'
}
