//! Which characters follow which in running text.
//!
//! A break may fall between two words (`在困境中` ␤ `求生存`), where the lexicon has nothing to say; but few texts go on so,
//! and many another way. How often characters follow each other was counted (by `examples/succession.rs`): pairs of
//! them in news of several countries, and threes in the articles of a newspaper and of the bench. What the last two
//! characters of a line and the first two of another say is how much likelier these follow than they do anywhere.
//!
//! A mark of punctuation is a character like any other: `，` ␤ `化建设` is as wrong as `全面发展` ␤ `院总理`.

use crate::chars::is_han;
use crate::evidence::layout::{
    FOLLOWING, TRIPLES, count_of, find_following, find_triple, pair, triple,
};
use crate::evidence::lexicon::made;

/// How often each character stands anywhere, in classes.
static SINGLE: &[[u8; 1]; 1 << 16] = made!("successors-singles");
/// The pairs, each with how often it stands anywhere,
static PAIR: &[[u8; 4]; FOLLOWING] = made!("successors-pairs");
/// and at the same place how often it begins a triple.
static BEGINS: &[[u8; 1]; FOLLOWING] = made!("successors-begins");
/// The triples.
static TRIPLE: &[[u8; 4]; TRIPLES] = made!("successors-triples");
/// How many characters were counted.
static ALL: &[[u8; 4]; 1] = made!("successors-all");
/// So much is added to the count of each character, as if it had been met half the time, and to that of all, for those of some
/// six thousand kinds.
const HALF: f32 = 0.5;
const EVERY_KIND: f32 = 3_000.0;

/// What is known of single characters counts for so much beside what a pair was found to do,
const BESIDE_PAIR: f32 = 50.0;
/// and what is known of pairs beside what a triple was (of 5 to 50 all do as well).
const BESIDE_TRIPLE: f32 = 15.0;

/// Any digit counts as this one,
const DIGIT: u16 = b'0' as u16;
/// and any letter that is no ideograph as this.
const LETTER: u16 = b'a' as u16;

/// A character as it was counted; none if it was not. Marks of half width count as those of full width.
#[must_use]
pub fn unit(c: char) -> Option<u16> {
    let unit = match c {
        _ if is_han(c) => return u16::try_from(u32::from(c)).ok(),
        '，' | ',' => '，',
        '（' | '(' => '（',
        '）' | ')' => '）',
        '％' | '%' => '%',
        '—' | '─' | '－' | '-' => '—',
        '。' | '、' | '；' | '：' | '？' | '！' | '“' | '”' | '‘' | '’' | '《' | '》' | '…'
        | '·' => c,
        _ if c.is_numeric() => return Some(DIGIT),
        _ if c.is_alphabetic() => return Some(LETTER),
        _ => return None,
    };
    u16::try_from(u32::from(unit)).ok()
}

/// A pair: how often it stands anywhere, and how often it begins a triple.
#[derive(Clone, Copy)]
struct Pair {
    anywhere: f32,
    begins: f32,
}

impl Pair {
    fn of(a: u16, b: u16) -> Self {
        let (at, own) = find_following(pair(a, b), |at| u32::from_le_bytes(PAIR[at]));
        let there = u32::from_le_bytes(PAIR[at]);
        if there & !0xFF != own {
            return Pair {
                anywhere: 0.0,
                begins: 0.0,
            };
        }
        Pair {
            anywhere: count_of(there as u8),
            begins: count_of(BEGINS[at][0]),
        }
    }
}

/// How often a character stands anywhere.
fn single(unit: u16) -> f32 {
    count_of(SINGLE[usize::from(unit)][0])
}

/// The share of a character among all.
fn share(unit: u16) -> f32 {
    (single(unit) + HALF) / (f32::from_le_bytes(ALL[0]) + EVERY_KIND)
}

/// The share of `b` among what follows `a`.
fn share_after(a: u16, b: u16) -> f32 {
    (Pair::of(a, b).anywhere + BESIDE_PAIR * share(b)) / (single(a) + BESIDE_PAIR)
}

/// The share of `b` among what follows `x` and `a`.
fn share_after_two(x: u16, a: u16, b: u16) -> f32 {
    let (at, own) = find_triple(triple(x, a, b), |at| u32::from_le_bytes(TRIPLE[at]));
    let there = u32::from_le_bytes(TRIPLE[at]);
    let found = if there & !0xFF == own {
        count_of(there as u8)
    } else {
        0.0
    };
    (found + BESIDE_TRIPLE * share_after(a, b)) / (Pair::of(x, a).begins + BESIDE_TRIPLE)
}

/// How much likelier (natural logarithm) the first two characters of a line follow the last two of another than they
/// would stand there by chance; none where the one on either side of the break was not counted.
#[must_use]
pub fn over(last: [char; 2], first: [char; 2]) -> Option<f32> {
    let ([x, a], [b, c]) = (last.map(unit), first.map(unit));
    let (a, b) = (a?, b?);
    let after = match x {
        Some(x) => share_after_two(x, a, b),
        None => share_after(a, b),
    };
    let second = c.map_or(1.0, |c| share_after_two(a, b, c) / share_after(b, c));
    Some((after / share(b) * second).ln())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn over_break(left: &str, right: &str) -> Option<f32> {
        let mut before = left.chars().rev();
        let mut after = right.chars();
        let (a, x) = (before.next()?, before.next().unwrap_or(' '));
        over([x, a], [after.next()?, after.next().unwrap_or(' ')])
    }

    #[test]
    fn what_goes_on_is_likelier_than_what_does_not() {
        for (left, right, other) in [
            // Between two words, of which the lexicon says nothing.
            ("在困境中", "求生存", "化建设"),
            ("进行了", "会谈", "常委会"),
            ("会见了", "来访", "年度计划"),
            // After a mark,
            ("发表讲话，", "强调", "化建设"),
            ("他说，", "中国", "了会谈"),
            ("圆满成功。", "这", "了"),
            // before one,
            ("各族人民", "，", "领导"),
            ("会议", "，", "院总理"),
            // and beside digits.
            ("新华社北京1月2", "5日电", "院总理"),
            ("今年", "1月", "院总理"),
        ] {
            let (right, other) = (over_break(left, right), over_break(left, other));
            assert!(right > other, "{left}: {right:?} {other:?}");
        }
    }

    #[test]
    fn ends_that_nothing_in_running_text_goes_on_with_so_are_told() {
        for (left, right) in [
            ("发展经济，", "院总理"),
            ("中央政", "了一个"),
            ("今年以来，", "的情况下"),
            ("近日国务", "实会议精神"),
        ] {
            let found = over_break(left, right);
            assert!(
                found.is_some_and(|found| found < -1.0),
                "{left}{right} {found:?}"
            );
        }
    }

    #[test]
    fn nothing_is_known_of_what_was_not_counted() {
        for (left, right) in [("会议 ", "今天"), ("会议", "■今天"), ("☆", "今天")] {
            assert_eq!(over_break(left, right), None, "{left}{right}");
        }
        // What stands further from the break may be anything.
        assert!(over_break("■国", "家").is_some());
        assert!(over_break("国", "家■").is_some());
    }

    #[test]
    fn marks_digits_and_letters_count_as_one_of_their_kind() {
        for (one, other) in [
            (',', '，'),
            ('５', '1'),
            ('B', 'z'),
            ('(', '（'),
            ('-', '—'),
        ] {
            assert_eq!(unit(one), unit(other), "{one} {other}");
        }
        for c in [' ', '\n', '　', '\u{fffd}', '■'] {
            assert_eq!(unit(c), None, "{c:?}");
        }
    }
}
