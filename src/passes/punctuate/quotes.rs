//! Quotes: straight ones made curly, vertical corners made “ ” ‘ ’.
//!
//! Straight quotes are read as a row of openings and closings that costs least: a faulty nesting costs, a
//! closing quote at the block's start costs, an opening one before 。 costs. So a paragraph that begins in
//! the middle of a speech does not turn every later quote the wrong way, as plain parity would.
//! Curly quotes take part as they are, and are turned only where what stands beside them says it all: an opening
//! one before 。, a closing one that begins a block, where that mends two faults at once. How many are open before
//! one says too little: cut into other paragraphs, the text would say otherwise when it is cleaned again.
//!
//! GB/T 15834-2011, 4.8: “ ” outside, ‘ ’ inside; a speech of several paragraphs opens each and closes the
//! last, so an open quote at the end of a block is no fault. 5.2: in vertical text ﹃ ﹄ are the double and
//! ﹁ ﹂ the single quotes; newspapers mix them, and their depth decides. Traditional text keeps 「 」 『 』.

use super::Block;
use crate::chars::{is_closing, is_opening, is_pause, is_terminal};

/// An opening quote inside an open one, or a closing one where none is open.
const FAULT: u32 = 6;
/// A quote that is left open at the end: legal in a speech of several paragraphs.
const LEFT_OPEN: u32 = 3;
/// Turning a curly quote round: as much as the two faults that it mends, so that what stands beside the
/// quotes must speak for it too.
const TURN: u32 = 2 * FAULT;
/// More than anything else can cost.
const NEVER: u32 = 1 << 20;
/// What stands beside a quote speaks against it.
const UNLIKELY: u32 = 4;
/// What stands beside a quote speaks a little against it.
const DOUBTFUL: u32 = 1;

pub(super) fn set(block: &mut Block<'_>, as_vertical: bool, traditional: bool) {
    let (mut double, mut single, mut corners) = (false, false, false);
    let (mut straight, mut curly) = (false, false);
    for (_, c) in block.marks() {
        match c {
            '"' => (straight, double) = (true, true),
            '\'' => (straight, single) = (true, true),
            '“' | '”' => (curly, double) = (true, true),
            '‘' | '’' => (curly, single) = (true, true),
            '﹁' | '﹂' | '﹃' | '﹄' => corners = true,
            '「' | '」' | '『' | '』' => corners |= as_vertical,
            _ => {}
        }
    }
    if corners {
        upright(block, as_vertical, traditional && !as_vertical);
    }
    if straight {
        years(block);
    }
    if curly {
        before_marks(block);
    }
    // Of corners there may have come quotes of either kind.
    let either = corners && (straight || curly);
    if double || either {
        pair(block, '"', '“', '”');
    }
    if single || either {
        pair(block, '\'', '‘', '’');
    }
}

/// Vertical corner quotes by depth; in traditional text by glyph.
fn upright(block: &mut Block<'_>, as_vertical: bool, traditional: bool) {
    let vertical = |c: char| match c {
        '「' if as_vertical => '﹁',
        '」' if as_vertical => '﹂',
        '『' if as_vertical => '﹃',
        '』' if as_vertical => '﹄',
        c => c,
    };
    let mut depth = 0_usize;
    for k in 0..block.marks.len() {
        let i = block.marks[k];
        let c = vertical(block.now(i));
        let to = match (c, traditional) {
            ('﹁', true) => '「',
            ('﹂', true) => '」',
            ('﹃', true) => '『',
            ('﹄', true) => '』',
            ('﹁' | '﹃' | '“' | '‘', false) => {
                depth += 1;
                if depth % 2 == 1 { '“' } else { '‘' }
            }
            ('﹂' | '﹄' | '”' | '’', false) => {
                let to = if depth.max(1) % 2 == 1 { '”' } else { '’' };
                depth = depth.saturating_sub(1);
                to
            }
            _ => continue,
        };
        if matches!(c, '﹁'..='﹄') {
            block.become_(i, to);
        }
    }
}

/// The depths that are told apart; deeper is as deep.
const DEPTHS: usize = 3;

/// Reads the quotes of one kind as openings and closings, at the least cost.
fn pair(block: &mut Block<'_>, straight: char, open: char, close: char) {
    let quotes = quotes(block, straight, |c| {
        c == straight || c == open || c == close
    });
    if quotes.is_empty() || nested_well(block, &quotes, open, close) {
        return;
    }
    // cost[d]: the least cost of a reading that leaves d quotes open; back: how it was come by.
    let mut cost = [0, u32::MAX / 2, u32::MAX / 2];
    let mut back: Vec<[(usize, bool); DEPTHS]> = Vec::with_capacity(quotes.len());
    for &i in &quotes {
        let c = block.now(i);
        // Two alike side by side close two depths set in one glyph: neither is turned.
        let begins = block.left(i) == '\0' && block.right(i) != c;
        let turn = if begins { TURN } else { NEVER };
        let opening = against_opening(block, i) + if c == close { turn } else { 0 };
        let closing = against_closing(block, i) + if c == open { NEVER } else { 0 };
        let mut next = [u32::MAX / 2; DEPTHS];
        let mut from = [(0, true); DEPTHS];
        for (depth, &so_far) in cost.iter().enumerate() {
            let deeper = (depth + 1).min(DEPTHS - 1);
            let as_open = so_far.saturating_add(opening + if depth > 0 { FAULT } else { 0 });
            if as_open < next[deeper] {
                next[deeper] = as_open;
                from[deeper] = (depth, true);
            }
            let shallower = depth.saturating_sub(1);
            let as_close = so_far.saturating_add(closing + if depth == 0 { FAULT } else { 0 });
            if as_close < next[shallower] {
                next[shallower] = as_close;
                from[shallower] = (depth, false);
            }
        }
        cost = next;
        back.push(from);
    }
    let mut depth = (0..DEPTHS)
        .min_by_key(|&d| cost[d] + if d > 0 { LEFT_OPEN } else { 0 })
        .unwrap_or(0);
    for (&i, from) in quotes.iter().zip(&back).rev() {
        let (before, opens) = from[depth];
        block.become_(i, if opens { open } else { close });
        depth = before;
    }
}

/// Whether the quotes are curly and open and close in turn; the last may be left open.
fn nested_well(block: &Block<'_>, quotes: &[usize], open: char, close: char) -> bool {
    quotes
        .iter()
        .enumerate()
        .all(|(n, &i)| block.now(i) == if n % 2 == 0 { open } else { close })
}

/// The quotes of one kind, without apostrophes, and without feet and inches: straight ones after a number (5'8",
/// 6.7") where no quote is open that they would close, nor one closes later that they would open.
fn quotes(block: &Block<'_>, straight: char, is_quote: impl Fn(char) -> bool) -> Vec<usize> {
    let marks: Vec<usize> = block
        .marks()
        .filter(|&(i, c)| is_quote(c) && !block.glyphs[i].fixed && !in_latin(block, i, c))
        .map(|(i, _)| i)
        .collect();
    let measures = |&i: &usize| block.now(i) == straight && block.left(i).is_ascii_digit();
    let possesses = |&i: &usize| is_possessive(block, i);
    let mut quotes = Vec::with_capacity(marks.len());
    for (n, i) in marks.iter().enumerate() {
        let closed = quotes.len() % 2 == 0;
        let later = marks[n + 1..].iter();
        let later = || later.filter(|i| !measures(i) && !possesses(i)).count();
        let is_none = closed && (possesses(i) || measures(i) && later() % 2 == 0);
        if !is_none {
            quotes.push(*i);
        }
    }
    quotes
}

/// An apostrophe: between letters, or before the year in ’98.
fn in_latin(block: &Block<'_>, i: usize, c: char) -> bool {
    let (left, right) = (block.left(i), block.right(i));
    match c {
        '\'' | '’' if left.is_ascii_alphabetic() && right.is_ascii_alphabetic() => true,
        '’' => is_year(block, i),
        _ => false,
    }
}

/// Whether the mark may be that of a plural, before the next word: Editors' Suggestion.
fn is_possessive(block: &Block<'_>, i: usize) -> bool {
    matches!(block.now(i), '\'' | '’')
        && block.left(i) == 's'
        && block.right(i) == ' '
        && block.ink_right(i).is_ascii_alphabetic()
}

/// An opening quote right before a mark that ends a clause closes: `“好“。`. Not one that is in quotes, “。”.
fn before_marks(block: &mut Block<'_>) {
    for k in 0..block.marks.len() {
        let i = block.marks[k];
        let close = match block.now(i) {
            '“' => '”',
            '‘' => '’',
            _ => continue,
        };
        let Some(mark) = block.after(i) else { break };
        let ends = |c: char| is_pause(c) || is_terminal(c) && c != '…';
        if ends(block.now(mark)) && block.right(mark) != close {
            block.become_(i, close);
        }
    }
}

/// A straight apostrophe before a year, if the block has no other use of it.
fn years(block: &mut Block<'_>) {
    let straight = block.marks().filter(|&(_, c)| c == '\'');
    // A number before it makes it feet: 5'11".
    let feet = |i: usize| block.left(i).is_ascii_digit();
    let straight: Vec<usize> = straight.map(|(i, _)| i).filter(|&i| !feet(i)).collect();
    if straight.iter().all(|&i| is_year(block, i)) {
        for i in straight {
            block.become_(i, '’');
        }
    }
}

/// Whether two digits and no more follow.
fn is_year(block: &Block<'_>, i: usize) -> bool {
    let digit = |k: Option<usize>| k.is_some_and(|k| block.glyphs[k].now.is_ascii_digit());
    let first = block.after(i);
    let second = first.and_then(|k| block.after(k));
    digit(first) && digit(second) && !digit(second.and_then(|k| block.after(k)))
}

fn against_opening(block: &Block<'_>, i: usize) -> u32 {
    let (left, right) = (block.left(i), block.ink_right(i));
    let mut against = 0;
    if right == '\0'
        || is_pause(right)
        || is_terminal(right) && right != '…'
        || is_closing(right) && !matches!(right, '”' | '’')
    {
        against += UNLIKELY;
    }
    if is_terminal(left) {
        against += DOUBTFUL;
    }
    against
}

fn against_closing(block: &Block<'_>, i: usize) -> u32 {
    let left = block.ink_left(i);
    if left == '\0' || left == '：' || left == ':' || is_opening(left) && !matches!(left, '“' | '‘')
    {
        UNLIKELY
    } else if left == '、' {
        3 * DOUBTFUL
    } else if left == '，' {
        2 * DOUBTFUL
    } else {
        0
    }
}
