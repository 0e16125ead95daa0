//! Half-width marks in Chinese text made full-width.
//!
//! A mark is full-width if the character before or after it is Chinese (GB/T 15834-2011, 5.1: marks take
//! a square or half of one). Brackets are decided in pairs. A mark inside a number, a time or Latin text
//! has no Chinese neighbour and stays; `[` and `]` stay as printed (〔2020〕 and [2020] are both in use).

use super::{Block, is_chinese};
use crate::chars::{is_cjk, is_han, is_shared_punctuation};

pub(super) fn set(block: &mut Block<'_>) {
    let mut open: Vec<usize> = Vec::new();
    for k in 0..block.marks.len() {
        let i = block.marks[k];
        match block.now(i) {
            c @ (',' | ';' | ':' | '!' | '?') => mark(block, i, c),
            '.' => stop(block, i),
            '(' | '（' => open.push(i),
            ')' | '）' => {
                let start = open.pop();
                brackets(block, start, Some(i));
            }
            _ => {}
        }
    }
    for start in open {
        brackets(block, Some(start), None);
    }
    // Back again: in a row of marks before an ideograph each makes the one before it Chinese.
    for k in (0..block.marks.len()).rev() {
        let i = block.marks[k];
        if let c @ (',' | ';' | ':' | '!' | '?') = block.now(i) {
            mark(block, i, c);
        }
    }
}

fn mark(block: &mut Block<'_>, i: usize, c: char) {
    let (left, right) = (block.left(i), block.right(i));
    let (before, after) = (block.ink_left(i), block.ink_right(i));
    let in_number = left.is_ascii_digit() && right.is_ascii_digit();
    // What a percentage or a number ends in Chinese text is a clause; Latin text has a letter on both sides.
    let chinese = is_chinese(before) || is_chinese(after);
    let between_signs = matches!(before, '%' | '℃' | '”' | '’' | '"')
        && !after.is_ascii_alphabetic()
        && after != '\0';
    // A colon may be the middle of a time or an address that was torn.
    let at_end = after == '\0' && !(c == ':' && before.is_ascii_alphanumeric());
    let at_start = before == '\0' && !goes_on_number(block, i, c);
    if !in_number && (chinese || between_signs || at_end || at_start) {
        block.become_(i, full(c));
    }
}

/// Whether a mark that begins a block may be the middle of a number that was torn: `,000` and `:30`.
fn goes_on_number(block: &Block<'_>, i: usize, c: char) -> bool {
    let digits = (i + 1..block.len()).map(|k| block.now(k));
    let digits = digits.take_while(char::is_ascii_digit).take(4).count();
    c == ',' && digits == 3 || c == ':' && digits == 2
}

fn full(c: char) -> char {
    match c {
        ',' => '，',
        ';' => '；',
        ':' => '：',
        '!' => '！',
        '?' => '？',
        '(' => '（',
        ')' => '）',
        _ => c,
    }
}

/// A full stop only after an ideograph or what closes a clause, or at a block's start, and only where a clause can end.
fn stop(block: &mut Block<'_>, i: usize) {
    let (left, right) = (block.ink_left(i), block.right(i));
    let ends = matches!(left, '\0' | '）' | '》' | '”' | '’' | '」' | '』') || is_han(left);
    let clause = match right {
        '\0' | ' ' => true,
        c => {
            is_han(c)
                || is_shared_punctuation(c) && c != '…'
                || matches!(c, '（' | '《' | '）' | '"')
        }
    };
    // 一. 二. before a heading are list numbers.
    let list = block.before(i).is_some_and(|k| k < 2) && "一二三四五六七八九十".contains(left);
    if ends && clause && !list {
        block.become_(i, '。');
    }
}

/// Decides a pair of brackets, or a bracket without partner.
fn brackets(block: &mut Block<'_>, start: Option<usize>, end: Option<usize>) {
    if [start, end]
        .into_iter()
        .flatten()
        .any(|i| block.glyphs[i].fixed)
    {
        return;
    }
    /// As far as a bracket is looked into.
    const LOOK: usize = 200;
    let full_already = [start, end]
        .into_iter()
        .flatten()
        .any(|i| matches!(block.now(i), '（' | '）'));
    let inner = match (start, end) {
        (Some(s), Some(e)) => s + 1..e,
        _ => 0..0,
    };
    let letter = |c: char| c.is_ascii_alphanumeric();
    // f(x) and Windows (R) stay: what a letter or digit stands before is not Chinese for what follows.
    let outside = match (start, end) {
        (Some(s), Some(e)) => {
            let (left, right) = (block.ink_left(s), block.ink_right(e));
            is_chinese(left)
                || (is_chinese(right) || right == '\0') && !letter(left)
                || left == '\0' && !letter(right)
        }
        // Its partner is lost, and only within a word does it look like f(x).
        (Some(i), None) | (None, Some(i)) => !letter(block.left(i)) || !letter(block.right(i)),
        (None, None) => false,
    };
    let inside = inner
        .filter(|&k| !block.glyphs[k].gone)
        .take(LOOK)
        .any(|k| is_cjk(block.now(k)));
    if full_already || outside || inside {
        for i in [start, end].into_iter().flatten() {
            let c = block.now(i);
            block.become_(i, full(c));
        }
    }
}
