//! Does a word straddle this break?
//!
//! A table of word counts (made by `examples/lexicon.rs`) and the two best ways to cut the few characters
//! around a break into words: one where a word runs over the break, one where none does. The difference
//! of their log-probabilities is the *seam*: above zero the two sides want to be together. Characters
//! that are not ideographs end a word, so a seam beside them is unknown.

use std::sync::LazyLock;

static TABLE: &[u8] = include_bytes!("lexicon.bin");

/// Longest word in the table, in characters.
const LONGEST: usize = 4;
/// How many characters on either side of a break are looked at.
const REACH: usize = 4;
/// Class of a single character that the table does not have (a half power of two).
const UNKNOWN: i32 = 2;
/// Classes of all words together: half powers of two of 60 million.
const TOTAL: i32 = 52;

/// The words of one length, as they lie in the table.
struct Words {
    keys: &'static [u8],
    classes: &'static [u8],
}

struct Lexicon {
    words: [Words; LONGEST],
    /// For every first character (from U+4E00), where its words begin in each list.
    first: Vec<[u32; LONGEST]>,
}

const BASE: u16 = 0x4e00;
const SPAN: usize = 0x5200 + 1;

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let mut rest = TABLE;
    let words = std::array::from_fn(|i| {
        let (count, tail) = rest.split_at(4);
        let count = u32::from_le_bytes([count[0], count[1], count[2], count[3]]) as usize;
        let (keys, tail) = tail.split_at(count * 2 * (i + 1));
        let (classes, tail) = tail.split_at(count);
        rest = tail;
        Words { keys, classes }
    });
    let mut first = vec![[0; LONGEST]; SPAN + 1];
    for (l, list) in words.iter().enumerate() {
        let width = 2 * (l + 1);
        let mut at = 0usize;
        for (c, slot) in first.iter_mut().enumerate() {
            while at < list.classes.len()
                && (unit(list.keys, at * width) as usize) < BASE as usize + c
            {
                at += 1;
            }
            slot[l] = at as u32;
        }
    }
    Lexicon { words, first }
});

fn unit(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([bytes[at], bytes[at + 1]])
}

/// The class of a word (twice the binary logarithm of its count), if the table has it.
fn class(word: &[u16]) -> Option<i32> {
    let l = word.len().checked_sub(1)?;
    let c = usize::from(word[0].checked_sub(BASE)?);
    if c >= SPAN {
        return None;
    }
    let list = LEXICON.words.get(l)?;
    let width = 2 * word.len();
    let (mut low, mut high) = (
        LEXICON.first[c][l] as usize,
        LEXICON.first[c + 1][l] as usize,
    );
    while low < high {
        let mid = (low + high) / 2;
        let order = (1..word.len())
            .map(|k| unit(list.keys, mid * width + 2 * k).cmp(&word[k]))
            .find(|o| o.is_ne())
            .unwrap_or(std::cmp::Ordering::Equal);
        match order {
            std::cmp::Ordering::Equal => return list.classes.get(mid).map(|&c| i32::from(c)),
            std::cmp::Ordering::Less => low = mid + 1,
            std::cmp::Ordering::Greater => high = mid,
        }
    }
    None
}

/// The seam between the end of `left` and the start of `right`, in half bits; `None` where the break is
/// not between two ideographs.
pub fn seam(left: &str, right: &str) -> Option<i32> {
    let han = |c: &char| crate::chars::is_han(*c) && (*c as u32) <= 0xffff;
    let mut window = [0u16; 2 * REACH];
    let mut begin = REACH;
    for c in left.chars().rev().take_while(han).take(REACH) {
        begin -= 1;
        window[begin] = c as u16;
    }
    let mut end = REACH;
    for c in right.chars().take_while(han).take(REACH) {
        window[end] = c as u16;
        end += 1;
    }
    if begin == REACH || end == REACH {
        return None;
    }
    let window = &window[begin..end];
    let mark = REACH - begin;
    const NEVER: i32 = i32::MIN / 2;
    // Best score up to a place, before the mark or with a cut at it (0) and with a word over it (1).
    let mut best = [[NEVER; 2]; 2 * REACH + 1];
    best[0][0] = 0;
    for at in 0..window.len() {
        for n in 1..=LONGEST.min(window.len() - at) {
            let Some(class) = class(&window[at..at + n]).or((n == 1).then_some(UNKNOWN)) else {
                continue;
            };
            let straddles = at < mark && at + n > mark;
            for state in 0..2 {
                if best[at][state] > NEVER {
                    let next = state | usize::from(straddles);
                    let score = best[at][state] + class - TOTAL;
                    best[at + n][next] = best[at + n][next].max(score);
                }
            }
        }
    }
    let [apart, over] = best[window.len()];
    Some(
        (over.max(-120) - apart.max(-400))
            .clamp(-60, 60)
            .max(if over <= NEVER { -60 } else { -59 }),
    )
}

/// Whether the table has this word.
pub fn knows(word: &str) -> bool {
    let units: Vec<u16> = word.encode_utf16().collect();
    units.len() <= LONGEST && class(&units).is_some()
}
