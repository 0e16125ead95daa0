//! The words of the language and how often each is used.
//!
//! The table (made by `examples/lexicon.rs`) has words of one to four characters with the powers of their
//! counts; [`crate::evidence::seam`] cuts the characters around a break into them.

use std::sync::LazyLock;

static TABLE: &[u8] = include_bytes!("lexicon.bin");

/// Longest word in the table, in characters.
pub(super) const LONGEST: usize = 4;
/// How many characters on either side of a break are looked at.
pub(super) const REACH: usize = 4;
/// Class of a single character that the table does not have (a half power of two).
const UNKNOWN: i32 = 2;
/// Classes of all words together: half powers of two of 60 million.
pub(super) const TOTAL: i32 = 52;

/// The words of one length, as they lie in the table.
struct Words {
    keys: &'static [u8],
    classes: &'static [u8],
}

struct Lexicon {
    words: [Words; LONGEST],
    /// The classes of single characters from U+4E00.
    singles: Box<[u8]>,
    /// The pairs of characters that are a word, or that longer ones begin or end with, with their [`Code`].
    pairs: Pairs,
    /// The words of three characters and more with their classes.
    longer: Longer,
    /// Most of what is looked up among them is none, and one look into the sieve says so.
    sieve: Sieve,
}

const BASE: u16 = 0x4e00;
const SPAN: usize = 0x5200 + 1;

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
    let mut singles = vec![UNKNOWN as u8; SPAN];
    for (word, &class) in words[0].keys.chunks_exact(2).zip(words[0].classes) {
        let place = usize::from(unit(word, 0)).checked_sub(usize::from(BASE));
        if let Some(single) = place.and_then(|p| singles.get_mut(p)) {
            *single = class;
        }
    }
    let (mut pairs, mut longer, mut sieve) = (Pairs::new(), Longer::new(), Sieve::new());
    for (l, list) in words.iter().enumerate().skip(1) {
        let keys = list.keys.chunks_exact(2 * (l + 1));
        for (word, &class) in keys.zip(list.classes) {
            let units = &units(word)[..=l];
            if let [a, b] = *units {
                pairs.add(pair(a, b), class);
                continue;
            }
            pairs.add(pair(units[0], units[1]), Code::BEGINS);
            pairs.add(pair(units[l - 1], units[l]), Code::ENDS);
            longer.add(key(units), class);
            sieve.add(key(units));
        }
    }
    Lexicon {
        words,
        singles: singles.into(),
        pairs,
        longer,
        sieve,
    }
});

macro_rules! table {
    ($(#[$doc:meta])* $name:ident: $number:ty, $bits:literal, $spread:literal) => {
        $(#[$doc])*
        ///
        /// A key is spread over all of its bits by an odd factor. The highest of them are its place; the others
        /// stand there, or soon after it, with how far after it that is. So one look at one number answers most
        /// questions.
        struct $name(Box<[$number]>);

        impl $name {
            fn new() -> Self {
                $name(vec![0; 1 << $bits].into())
            }

            /// Where a key stands, or would stand, with all of what stands there but the code.
            #[inline]
            fn find(&self, key: $number) -> (usize, $number) {
                let spread = key.wrapping_mul($spread);
                let mut at = (spread >> (<$number>::BITS - $bits)) as usize;
                let mut own = spread << $bits;
                loop {
                    let there = self.0[at];
                    if there == 0 || there & !0xFF == own {
                        return (at, own);
                    }
                    at = (at + 1) & ((1 << $bits) - 1);
                    own += 0x100;
                }
            }

            fn add(&mut self, key: $number, code: u8) {
                if code > 0 {
                    let (at, own) = self.find(key);
                    self.0[at] |= own | <$number>::from(code);
                }
            }

            /// The place and the code of a key; a code of 0 for none.
            #[inline]
            fn code(&self, key: $number) -> (usize, u8) {
                let (at, _) = self.find(key);
                (at, self.0[at] as u8)
            }
        }
    };
}

table! {
    /// A code for each of 160,000 pairs of characters.
    Pairs: u32, 18, 0x9E37_79B1
}
/// Places in the table of pairs.
pub(super) const PLACES: usize = 1 << 18;
table! {
    /// A class for each of 68,000 longer words.
    Longer: u64, 17, 0x9E37_79B9_7F4A_7C15
}

/// Two characters as one number.
fn pair(a: u16, b: u16) -> u32 {
    u32::from(a) << 16 | u32::from(b)
}

/// What is known of a pair: its class as a word, 0 for none, whether longer words begin or end with it, and its place
/// in the table, by which others may know more of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Code {
    known: u8,
    place: u32,
}

impl Code {
    const BEGINS: u8 = 1 << 7;
    const ENDS: u8 = 1 << 6;

    fn class(self) -> Option<i32> {
        let class = self.known & !(Code::BEGINS | Code::ENDS);
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
        self.known & Code::BEGINS != 0
    }

    /// Whether longer words end with the pair.
    #[inline]
    pub(super) fn ends(self) -> bool {
        self.known & Code::ENDS != 0
    }

    /// Where the table has the pair, if it does.
    #[inline]
    pub(super) fn place(self) -> usize {
        self.place as usize
    }
}

/// Bits of a hash: a sieve has a bit for each.
const HASH: u32 = 20;

/// Which keys there may be: one that it does not have is none.
struct Sieve(Box<[u64]>);

impl Sieve {
    fn new() -> Self {
        Sieve(vec![0; (1 << HASH) / 64].into())
    }

    fn hash(key: u64) -> usize {
        (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - HASH)) as usize
    }

    fn add(&mut self, key: u64) {
        let hash = Self::hash(key);
        self.0[hash / 64] |= 1 << (hash % 64);
    }

    #[inline]
    fn has(&self, key: u64) -> bool {
        let hash = Self::hash(key);
        self.0[hash / 64] >> (hash % 64) & 1 == 1
    }
}

fn unit(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([bytes[at], bytes[at + 1]])
}

/// The characters of a word as it lies in the table.
fn units(word: &[u8]) -> [u16; LONGEST] {
    let mut units = [0; LONGEST];
    for (slot, bytes) in units.iter_mut().zip(word.chunks_exact(2)) {
        *slot = unit(bytes, 0);
    }
    units
}

/// A row of at most four characters as one number.
pub(super) fn key(units: &[u16]) -> u64 {
    units
        .iter()
        .fold(0, |key, &unit| key << 16 | u64::from(unit))
}

impl Lexicon {
    /// The class of a single character.
    fn single(&self, unit: u16) -> i32 {
        let single = unit.checked_sub(BASE).map(usize::from);
        let class = single.and_then(|c| self.singles.get(c));
        class.map_or(UNKNOWN, |&class| i32::from(class))
    }

    /// The class of a word of two characters or more (twice the binary logarithm of its count), if the
    /// table has it. `code` is what is known of the first two.
    fn class(&self, word: &[u16], code: Code) -> Option<i32> {
        match word.len() {
            2 => code.class(),
            _ if code.begins() => self.longer(word),
            _ => None,
        }
    }

    /// The same for a word of three characters or more.
    fn longer(&self, word: &[u16]) -> Option<i32> {
        let key = key(word);
        if !self.sieve.has(key) {
            return None;
        }
        let (_, class) = self.longer.code(key);
        (class > 0).then_some(i32::from(class))
    }
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
                .find(|&n| LEXICON.class(&units[at..at + n], code).is_some());
            inside += longest.unwrap_or(0);
            at += longest.unwrap_or(1);
        }
    }
    inside
}

/// Calls back for every word with its class.
pub(super) fn each(mut call: impl FnMut(&[u16], i32)) {
    for (l, list) in LEXICON.words.iter().enumerate() {
        for (word, &class) in list.keys.chunks_exact(2 * (l + 1)).zip(list.classes) {
            call(&units(word)[..=l], i32::from(class));
        }
    }
}

/// Class of a word that is met some 500 times among 60 million.
const COMMON: i32 = 18;

/// Whether two characters are a common word.
pub(super) fn is_common(a: char, b: char) -> bool {
    let unit = |c: char| u16::try_from(u32::from(c)).ok();
    let class = |a, b| code(a, b).class();
    let found = unit(a).zip(unit(b)).and_then(|(a, b)| class(a, b));
    found.is_some_and(|class| class >= COMMON)
}

/// What is known of a pair of characters that stand together in a text.
#[inline]
pub(super) fn code(a: u16, b: u16) -> Code {
    let (place, known) = LEXICON.pairs.code(pair(a, b));
    let place = place as u32;
    Code { known, place }
}

/// How likely a word is among all, in half bits; a single character always has a score. `code` is what is
/// known of its first two.
#[inline]
pub(super) fn score(word: &[u16], code: Code) -> Option<i32> {
    let class = match *word {
        [single] => LEXICON.single(single),
        _ => LEXICON.class(word, code)?,
    };
    Some(class - TOTAL)
}

fn han(c: &char) -> bool {
    crate::chars::is_han(*c) && (*c as u32) <= 0xffff
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_the_table_is_found_and_no_other() {
        let mut classes = std::collections::HashMap::new();
        each(|word, class| {
            classes.insert(word.to_vec(), class);
        });
        let class = |word: &[u16]| LEXICON.class(word, code(word[0], word[1]));
        let words = classes.iter().filter(|(word, _)| word.len() > 1);
        for (word, want) in words {
            assert_eq!(
                class(word),
                Some(*want),
                "{}",
                String::from_utf16_lossy(word)
            );
            // Every character replaced by another.
            for i in 0..word.len() {
                let mut other = word.clone();
                other[i] ^= 5;
                assert_eq!(class(&other), classes.get(&other).copied(), "{other:?}");
            }
        }
    }
}
