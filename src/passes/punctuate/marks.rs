//! Marks in a form that Chinese text has not: dots for an ellipsis, hyphens for a dash, bullets for the
//! middle dot, << for 《, full-width signs inside numbers.
//!
//! GB/T 15834-2011: the ellipsis is …… (4.11), the dash —— (4.10), the middle dot · (4.14). Connectors
//! (4.13: - – — ～) are kept as printed, the standard gives no code points; a lone ― is one of them, unless all
//! dashes of its article came out so.

use super::{Block, is_chinese};
use crate::chars::is_blank;

pub(super) fn set(block: &mut Block<'_>) {
    let mut done = 0;
    for k in 0..block.marks.len() {
        let i = block.marks[k];
        if i < done {
            continue;
        }
        let c = block.now(i);
        done = match c {
            '.' | '。' => dots(block, i, c),
            '…' | '⋯' => ellipsis(block, i),
            '-' | '―' | '─' | '━' | '－' => dash(block, i, c),
            '<' | '>' => title_marks(block, i, c),
            _ => {
                single(block, i, c);
                i + 1
            }
        };
    }
}

/// Where a row of one character ends; characters that have gone are passed over.
fn row(block: &Block<'_>, from: usize, like: impl Fn(char) -> bool) -> usize {
    let mut end = from + 1;
    let mut i = from + 1;
    while i < block.len() {
        let c = block.now(i);
        if like(c) {
            end = i + 1;
        } else if c != '\0' {
            break;
        }
        i += 1;
    }
    end
}

/// How many of a range are still there.
fn count(block: &Block<'_>, from: usize, end: usize) -> usize {
    (from..end).filter(|&k| !block.glyphs[k].gone).count()
}

/// Whether a row stands in Chinese text. At an edge of the block the other side decides.
fn in_chinese(block: &Block<'_>, from: usize, end: usize) -> bool {
    let (left, right) = (block.ink_left(from), block.ink_right(end - 1));
    let lets = |c: char| !c.is_ascii_alphanumeric();
    is_chinese(left)
        || is_chinese(right)
        || lets(left) && lets(right) && (left == '\0' || right == '\0')
}

/// Three dots or more, or three full stops or more, are an ellipsis.
fn dots(block: &mut Block<'_>, from: usize, c: char) -> usize {
    let end = row(block, from, |d| d == c);
    if count(block, from, end) >= 3 && in_chinese(block, from, end) {
        let mut left = 2;
        for k in from..end {
            if block.glyphs[k].gone {
                continue;
            }
            if left > 0 {
                block.become_(k, '…');
                left -= 1;
            } else {
                block.remove(k);
            }
        }
    } else if c == '.' {
        single(block, from, c);
    }
    end
}

/// One … is half an ellipsis; more than two are kept. A space between two halves is not theirs.
fn ellipsis(block: &mut Block<'_>, from: usize) -> usize {
    let point = |d: char| matches!(d, '…' | '⋯');
    let end = row(block, from, |d| point(d) || is_blank(d));
    let points: Vec<usize> = (from..end).filter(|&k| point(block.now(k))).collect();
    let at_edge = block.ink_left(from) == '\0' || block.ink_right(end - 1) == '\0';
    if !at_edge && !in_chinese(block, from, end) {
        return end;
    }
    for &k in &points {
        block.become_(k, '…');
    }
    // In a row, `i=1，2，…，10`, it stands for what is left out, as in formulas.
    let comma = |c: char| matches!(c, '，' | ',' | '、');
    let in_row = comma(block.ink_left(from)) && comma(block.ink_right(end - 1));
    if points.len() == 1 && !in_row {
        block.double(from);
    }
    end
}

/// Two or more hyphens, bars or rules are a dash of as many ems; a single one is a connector and stays.
fn dash(block: &mut Block<'_>, from: usize, c: char) -> usize {
    let end = row(block, from, |d| d == c);
    if count(block, from, end) >= 2 && in_chinese(block, from, end) {
        for k in from..end {
            block.become_(k, '—');
        }
    }
    end
}

/// << and >> around Chinese text are 《 and 》.
fn title_marks(block: &mut Block<'_>, from: usize, c: char) -> usize {
    let end = row(block, from, |d| d == c);
    if count(block, from, end) == 2 && in_chinese(block, from, end) {
        block.become_(from, if c == '<' { '《' } else { '》' });
        for k in from + 1..end {
            block.remove(k);
        }
    }
    end
}

/// Signs that are folded where they stand alone.
fn single(block: &mut Block<'_>, i: usize, c: char) {
    let digit = |c: char| c.is_ascii_digit();
    let alnum = |c: char| c.is_ascii_alphanumeric();
    // What another paragraph may be joined to; blanks may go or stay.
    let edge = |at: Option<usize>| at.is_none_or(|k| is_chinese(block.now(k)));
    let to = match c {
        '％' if digit(block.left(i)) => '%',
        '．' if alnum(block.left(i)) && alnum(block.right(i)) => '.',
        '／' | '∕' | '⁄' if digit(block.left(i)) && digit(block.right(i)) => '/',
        '＠' if alnum(block.left(i)) && alnum(block.right(i)) => '@',
        '：' if is_time(block, i) => ':',
        '•' | '‧' | '・' | '∙' | '⋅' | '．' if han_name(block, i) => '·',
        '~' if edge(block.ink_before(i)) || edge(block.ink_after(i)) => '～',
        '＂' => '"',
        '＇' => '\'',
        _ => return,
    };
    block.become_(i, to);
}

/// `12：30`: one or two digits, then two and no more. `5：5` is a ratio, printed with the full colon.
fn is_time(block: &Block<'_>, i: usize) -> bool {
    let digits = |step: fn(&Block<'_>, usize) -> Option<usize>| {
        let mut at = i;
        let mut n = 0;
        while let Some(k) = step(block, at)
            && block.glyphs[k].now.is_ascii_digit()
            && n < 3
        {
            n += 1;
            at = k;
        }
        n
    };
    (1..=2).contains(&digits(|b, k| b.before(k))) && digits(|b, k| b.after(k)) == 2
}

/// Between two ideographs: a foreign name. Kana keep their own ・.
fn han_name(block: &Block<'_>, i: usize) -> bool {
    crate::chars::is_han(block.ink_left(i)) && crate::chars::is_han(block.ink_right(i))
}
