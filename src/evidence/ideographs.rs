//! The ideographs of a text and their pairs, as numbers: what is counted to find words that come again.

use crate::chars::{is_han, take_number};

/// An ideograph as a number; 0 for any other character, and nothing for white space. Ideographs beyond the
/// basic plane are too rare to come twice.
#[inline]
pub(super) fn ideograph(number: u32) -> Option<u32> {
    const FIRST: u32 = '一' as u32;
    match number {
        FIRST..=0x9FFF => Some(number),
        _ => rare_ideograph(char::from_u32(number)?),
    }
}

fn rare_ideograph(c: char) -> Option<u32> {
    match c {
        // The common marks, digits and letters.
        '!'..='~' | '“' | '”' | '、' | '。' | '！'..='～' => Some(0),
        _ if c.is_whitespace() => None,
        _ if is_han(c) && c <= '\u{FFFF}' => Some(u32::from(c)),
        _ => Some(0),
    }
}

/// The pairs of neighbouring ideographs of a text, white space aside, each as one number.
pub(super) fn pairs(text: &str) -> impl Iterator<Item = u32> + '_ {
    let mut rest = text.as_bytes();
    let mut before = 0;
    std::iter::from_fn(move || {
        while let Some(number) = take_number(&mut rest) {
            let Some(this) = ideograph(number) else {
                continue;
            };
            let pair = before << 16 | this;
            let is_pair = before > 0 && this > 0;
            before = this;
            if is_pair {
                return Some(pair);
            }
        }
        None
    })
}
