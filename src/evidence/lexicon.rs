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
    /// For each list, where the words of every first character (from U+4E00) begin.
    first: [Box<[u32]>; LONGEST],
    /// A bit for every hash of a word of two characters and more: most of what is looked up is no word,
    /// and one look here says so.
    sieve: Box<[u64]>,
}

const BASE: u16 = 0x4e00;
const SPAN: usize = 0x5200 + 1;
/// Bits of a hash: the sieve is six times as large as the words are many.
const SIEVE: u32 = 20;

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let mut rest = TABLE;
    let words: [Words; LONGEST] = std::array::from_fn(|i| {
        let (count, tail) = rest.split_at(4);
        let count = u32::from_le_bytes([count[0], count[1], count[2], count[3]]) as usize;
        let (keys, tail) = tail.split_at(count * 2 * (i + 1));
        let (classes, tail) = tail.split_at(count);
        rest = tail;
        Words { keys, classes }
    });
    let first = std::array::from_fn(|l| {
        let list: &Words = &words[l];
        let mut at = 0;
        let begin = |c: usize| {
            while at < list.classes.len()
                && usize::from(unit(list.keys, at * 2 * (l + 1))) < usize::from(BASE) + c
            {
                at += 1;
            }
            at as u32
        };
        (0..=SPAN).map(begin).collect()
    });
    let mut sieve = vec![0u64; (1 << SIEVE) / 64].into_boxed_slice();
    for (l, list) in words.iter().enumerate().skip(1) {
        for word in list.keys.chunks_exact(2 * (l + 1)) {
            let units = word
                .chunks_exact(2)
                .map(|u| u16::from_le_bytes([u[0], u[1]]));
            let bit = hash(units);
            sieve[bit / 64] |= 1 << (bit % 64);
        }
    }
    Lexicon {
        words,
        first,
        sieve,
    }
});

/// The place of a word in the sieve.
fn hash(word: impl Iterator<Item = u16>) -> usize {
    let key = word.fold(0, |key, unit| key << 16 | u64::from(unit));
    (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - SIEVE)) as usize
}

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
    let lexicon = &*LEXICON;
    let list = lexicon.words.get(l)?;
    if l > 0 {
        let bit = hash(word.iter().copied());
        if lexicon.sieve[bit / 64] >> (bit % 64) & 1 == 0 {
            return None;
        }
    }
    let width = 2 * word.len();
    let (mut low, mut high) = (
        lexicon.first[l][c] as usize,
        lexicon.first[l][c + 1] as usize,
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

/// No way to cut.
const NEVER: i32 = i32::MIN / 2;

/// The ideographs at one side of a break, and how well they are cut into words of their own.
#[derive(Clone, Copy, Debug)]
struct Side {
    units: [u16; REACH],
    len: usize,
    /// For every place, the best score of what lies between it and the far end.
    best: [i32; REACH + 1],
}

/// The end of a text, made ready to be laid beside the beginnings of others.
#[derive(Clone, Copy, Debug)]
pub struct Tail(Side);

/// The beginning of a text, made ready to be laid beside the ends of others.
#[derive(Clone, Copy, Debug)]
pub struct Head(Side);

fn han(c: &char) -> bool {
    crate::chars::is_han(*c) && (*c as u32) <= 0xffff
}

fn score(word: &[u16]) -> Option<i32> {
    let class = class(word).or((word.len() == 1).then_some(UNKNOWN));
    class.map(|class| class - TOTAL)
}

impl Tail {
    /// Reads the end of a text.
    pub fn of(text: &str) -> Self {
        let mut side = Side {
            units: [0; REACH],
            len: 0,
            best: [NEVER; REACH + 1],
        };
        for c in text.chars().rev().take_while(han).take(REACH) {
            side.units[side.len] = c as u16;
            side.len += 1;
        }
        let units = &mut side.units[..side.len];
        units.reverse();
        side.best[0] = 0;
        for to in 1..=units.len() {
            for from in 0..to {
                if let Some(score) = score(&units[from..to]) {
                    side.best[to] = side.best[to].max(side.best[from] + score);
                }
            }
        }
        Tail(side)
    }
}

impl Head {
    /// Reads the beginning of a text.
    pub fn of(text: &str) -> Self {
        let mut side = Side {
            units: [0; REACH],
            len: 0,
            best: [NEVER; REACH + 1],
        };
        for c in text.chars().take_while(han).take(REACH) {
            side.units[side.len] = c as u16;
            side.len += 1;
        }
        let units = &side.units[..side.len];
        side.best[side.len] = 0;
        for from in (0..units.len()).rev() {
            for to in from + 1..=units.len() {
                if let Some(score) = score(&units[from..to]) {
                    side.best[from] = side.best[from].max(side.best[to] + score);
                }
            }
        }
        Head(side)
    }
}

/// The seam between the end of `left` and the start of `right`, in half bits; `None` where the break is
/// not between two ideographs.
pub fn seam(left: &str, right: &str) -> Option<i32> {
    seam_between(&Tail::of(left), &Head::of(right))
}

/// The same for sides that were made ready: a text that is laid beside several others is read once.
pub fn seam_between(Tail(left): &Tail, Head(right): &Head) -> Option<i32> {
    if left.len == 0 || right.len == 0 {
        return None;
    }
    let mut window = [0u16; 2 * REACH];
    window[..left.len].copy_from_slice(&left.units[..left.len]);
    window[left.len..left.len + right.len].copy_from_slice(&right.units[..right.len]);
    let apart = left.best[left.len] + right.best[0];
    // The best way with a word over the break.
    let mut over = NEVER;
    for from in left.len.saturating_sub(LONGEST - 1)..left.len {
        for to in 1..=right.len.min(LONGEST - (left.len - from)) {
            if let Some(class) = class(&window[from..left.len + to]) {
                over = over.max(left.best[from] + class - TOTAL + right.best[to]);
            }
        }
    }
    Some(
        (over.max(-120) - apart.max(-400))
            .clamp(-60, 60)
            .max(if over <= NEVER { -60 } else { -59 }),
    )
}
