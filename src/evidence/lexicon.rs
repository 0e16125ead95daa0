//! The words of the language and how often each is used.
//!
//! The table (made by `examples/lexicon.rs`) has words of one to four characters with the powers of their
//! counts; [`crate::evidence::seam`] cuts the characters around a break into them.

use super::layout::{self, find_longer, find_pair};
pub(super) use super::layout::{FIRST, PAIRS, PIECES, SINGLES, find_piece, key};

/// Longest word in the table, in characters.
pub(super) const LONGEST: usize = 4;
/// How many characters on either side of a break are looked at.
pub(super) const REACH: usize = 4;
/// Class of a single character that the table does not have (a half power of two).
const UNKNOWN: i32 = layout::UNKNOWN as i32;
/// Classes of all words together, in half powers of two.
pub(super) const TOTAL: i32 = layout::TOTAL;

/// A table that was made when the program was built.
macro_rules! made {
    ($name:literal) => {{
        let bytes = include_bytes!(concat!(env!("OUT_DIR"), "/", $name));
        match bytes.as_chunks().0.first_chunk() {
            Some(table) => table,
            None => panic!("the table is too short"),
        }
    }};
}
pub(super) use made;

/// The classes of single characters from [`FIRST`].
static SINGLE: &[[u8; 1]; SINGLES] = made!("singles");
/// The pairs of characters that are a word, or that longer ones begin or end with, with their [`Code`].
static PAIR: &[[u8; 4]; PAIRS] = made!("pairs");
/// The words of three characters and more with their classes.
static LONG: &[[u8; 8]; layout::LONGER] = made!("longer");
/// Most of what is looked up among them is none, and one look into the sieve says so.
static SIEVE: &[[u8; 8]; layout::SIEVE] = made!("sieve");

/// What is known of a pair: its class as a word, 0 for none, whether longer words begin or end with it, and its place
/// in the table, by which others may know more of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Code {
    known: u8,
    place: u32,
}

impl Code {
    fn class(self) -> Option<i32> {
        let class = self.known & !(layout::BEGINS | layout::ENDS);
        (class > 0).then_some(i32::from(class))
    }

    /// Whether no word of two characters or more begins or ends so.
    #[inline]
    pub(super) fn is_none(self) -> bool {
        self.known == 0
    }

    /// Whether longer words begin with the pair.
    #[inline]
    pub(super) fn begins(self) -> bool {
        self.known & layout::BEGINS != 0
    }

    /// Whether longer words end with the pair.
    #[inline]
    pub(super) fn ends(self) -> bool {
        self.known & layout::ENDS != 0
    }

    /// Where the table has the pair, if it does.
    #[inline]
    pub(super) fn place(self) -> usize {
        self.place as usize
    }
}

/// The class of a single character.
fn single(unit: u16) -> i32 {
    let place = unit.checked_sub(FIRST).map(usize::from);
    let class = place.and_then(|p| SINGLE.get(p));
    class.map_or(UNKNOWN, |&[class]| i32::from(class))
}

/// The class of a word of two characters or more (twice the binary logarithm of its count), if the table has it.
/// `code` is what is known of the first two.
fn class(word: &[u16], code: Code) -> Option<i32> {
    match word.len() {
        2 => code.class(),
        _ if code.begins() => longer(word),
        _ => None,
    }
}

/// The same for a word of three characters or more.
fn longer(word: &[u16]) -> Option<i32> {
    let key = key(word);
    let (place, bit) = layout::hash(key);
    if u64::from_le_bytes(SIEVE[place]) >> bit & 1 == 0 {
        return None;
    }
    let there = |at: usize| u64::from_le_bytes(LONG[at]);
    let class = there(find_longer(key, there).0) as u8;
    (class > 0).then_some(i32::from(class))
}

/// How many ideographs of a text lie in words of two characters and more, the longest taken first.
pub fn in_words(text: &str) -> usize {
    let mut inside = 0;
    for row in text.split(|c| !han(&c)) {
        let units: Vec<u16> = row.chars().map(|c| c as u16).collect();
        let mut at = 0;
        while at + 1 < units.len() {
            let code = code(units[at], units[at + 1]);
            let longest = (2..=LONGEST.min(units.len() - at))
                .rev()
                .find(|&n| class(&units[at..at + n], code).is_some());
            inside += longest.unwrap_or(0);
            at += longest.unwrap_or(1);
        }
    }
    inside
}

/// Class of a word that is met some 500 times among 60 million.
const COMMON: i32 = 18;

/// Whether two characters are a common word.
pub fn is_common(a: char, b: char) -> bool {
    let unit = |c: char| u16::try_from(u32::from(c)).ok();
    let class = |a, b| code(a, b).class();
    let found = unit(a).zip(unit(b)).and_then(|(a, b)| class(a, b));
    found.is_some_and(|class| class >= COMMON)
}

/// Class of a word that is met some thirty times among 60 million: names of people are seldom in the table, and of
/// those none so often.
const USED: i32 = 10;

/// Whether two to four characters are a word that is used.
pub(super) fn is_used(word: &[char]) -> bool {
    let mut units = [0; LONGEST];
    for (slot, &c) in units.iter_mut().zip(word) {
        *slot = u16::try_from(u32::from(c)).unwrap_or_default();
    }
    let word = units.get(..word.len()).unwrap_or_default();
    word.len() > 1 && class(word, code(word[0], word[1])) >= Some(USED)
}

/// What is known of a pair of characters that stand together in a text.
#[inline]
pub(super) fn code(a: u16, b: u16) -> Code {
    let there = |at: usize| u32::from_le_bytes(PAIR[at]);
    let (place, _) = find_pair(layout::pair(a, b), there);
    Code {
        known: there(place) as u8,
        place: place as u32,
    }
}

/// How likely a word is among all, in half bits; a single character always has a score. `code` is what is
/// known of its first two.
#[inline]
pub(super) fn score(word: &[u16], code: Code) -> Option<i32> {
    let class = match *word {
        [unit] => single(unit),
        _ => class(word, code)?,
    };
    Some(class - TOTAL)
}

fn han(c: &char) -> bool {
    crate::chars::is_han(*c) && (*c as u32) <= 0xffff
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use std::collections::HashMap;

    /// All words with their classes, as `examples/lexicon.rs` writes them.
    pub(in crate::evidence) fn words() -> Vec<(Vec<u16>, i32)> {
        let mut rest = &include_bytes!("lexicon.bin")[..];
        let mut words = Vec::new();
        for length in 1..=LONGEST {
            let (count, tail) = rest.split_first_chunk().expect("a count");
            let count = u32::from_le_bytes(*count) as usize;
            let (keys, tail) = tail.split_at(count * 2 * length);
            let (classes, tail) = tail.split_at(count);
            rest = tail;
            let units: Vec<u16> = keys
                .as_chunks()
                .0
                .iter()
                .copied()
                .map(u16::from_le_bytes)
                .collect();
            let keys = units.chunks(length).map(<[u16]>::to_vec);
            words.extend(keys.zip(classes.iter().map(|&class| i32::from(class))));
        }
        words
    }

    #[test]
    fn every_word_of_the_table_is_found_and_no_other() {
        let classes: HashMap<Vec<u16>, i32> = words().into_iter().collect();
        let class = |word: &[u16]| match *word {
            [unit] => Some(single(unit)),
            _ => class(word, code(word[0], word[1])),
        };
        for (word, want) in &classes {
            assert_eq!(
                class(word),
                Some(*want),
                "{}",
                String::from_utf16_lossy(word)
            );
            // Every character replaced by another.
            for i in (0..word.len()).filter(|_| word.len() > 1) {
                let mut other = word.clone();
                other[i] ^= 5;
                assert_eq!(class(&other), classes.get(&other).copied(), "{other:?}");
            }
        }
    }
}
