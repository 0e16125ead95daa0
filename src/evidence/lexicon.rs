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
    /// For each list, where the words of every first character (from U+4E00) begin.
    first: [Box<[u32]>; LONGEST],
    pairs: Pairs,
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
    let pairs = Pairs::of(&words);
    let mut singles = vec![UNKNOWN as u8; SPAN];
    for (word, &class) in words[0].keys.chunks_exact(2).zip(words[0].classes) {
        let place = usize::from(unit(word, 0)).checked_sub(usize::from(BASE));
        if let Some(single) = place.and_then(|p| singles.get_mut(p)) {
            *single = class;
        }
    }
    Lexicon {
        words,
        singles: singles.into(),
        first,
        pairs,
    }
});

/// The pairs of characters that are a word or begin one. Most of what is looked up is neither, and one
/// look into the sieve says so.
struct Pairs {
    /// A bit for every hash of such a pair.
    sieve: Box<[u64]>,
    /// The pairs, each at its hash or right after it; 0 for none.
    keys: Box<[u32]>,
    /// What is known of each.
    codes: Box<[u8]>,
}

/// What is known of a pair: its class as a word, 0 for none, and [`LONGER`].
pub(super) type Code = u8;
/// The pair begins longer words.
const LONGER: Code = 1 << 7;
/// Bits of a hash: the sieve is eight times as large as the pairs are many.
const SIEVE: u32 = 20;
/// Hashes that share a place in the table, which is twice as large as the pairs are many.
const SHARE: usize = 4;

impl Pairs {
    fn of(words: &[Words; LONGEST]) -> Self {
        let mut pairs = Pairs {
            sieve: vec![0; (1 << SIEVE) / 64].into(),
            keys: vec![0; (1 << SIEVE) / SHARE].into(),
            codes: vec![0; (1 << SIEVE) / SHARE].into(),
        };
        for (l, list) in words.iter().enumerate().skip(1) {
            let keys = list.keys.chunks_exact(2 * (l + 1));
            for (word, &class) in keys.zip(list.classes) {
                let (a, b) = (unit(word, 0), unit(word, 2));
                if (usize::from(BASE)..usize::from(BASE) + SPAN).contains(&usize::from(a)) {
                    pairs.add(a, b, if l == 1 { class } else { LONGER });
                }
            }
        }
        pairs
    }

    fn add(&mut self, a: u16, b: u16, code: Code) {
        let (key, hash) = Self::hash(a, b);
        let at = self.place(key, hash);
        self.sieve[hash / 64] |= 1 << (hash % 64);
        self.keys[at] = key;
        self.codes[at] |= code;
    }

    fn hash(a: u16, b: u16) -> (u32, usize) {
        let key = u32::from(a) << 16 | u32::from(b);
        let hash = u64::from(key).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - SIEVE);
        (key, hash as usize)
    }

    /// Where a pair stands, or would stand.
    fn place(&self, key: u32, hash: usize) -> usize {
        let mut at = hash / SHARE;
        while self.keys[at] != key && self.keys[at] != 0 {
            at = (at + 1) & (self.keys.len() - 1);
        }
        at
    }

    fn code(&self, a: u16, b: u16) -> Code {
        let (key, hash) = Self::hash(a, b);
        if self.sieve[hash / 64] >> (hash % 64) & 1 == 0 {
            return 0;
        }
        self.codes[self.place(key, hash)]
    }
}

fn unit(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([bytes[at], bytes[at + 1]])
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
        match code & !LONGER {
            class if word.len() == 2 => (class > 0).then_some(i32::from(class)),
            _ if code & LONGER == 0 => None,
            _ => self.longer(word),
        }
    }

    /// The same for a word of three characters or more.
    fn longer(&self, word: &[u16]) -> Option<i32> {
        let l = word.len().checked_sub(1)?;
        let c = usize::from(word[0].checked_sub(BASE)?);
        if c >= SPAN {
            return None;
        }
        let list = self.words.get(l)?;
        let width = 2 * word.len();
        let (mut low, mut high) = (self.first[l][c] as usize, self.first[l][c + 1] as usize);
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
}

/// How many of a hundred ideographs of a text lie in words of two characters and more, the longest taken
/// first.
pub fn share_in_words(text: &str) -> usize {
    let (mut all, mut inside) = (0, 0);
    for row in text.split(|c| !han(&c)) {
        let units: Vec<u16> = row.chars().map(|c| c as u16).collect();
        all += units.len();
        let mut at = 0;
        while at + 1 < units.len() {
            let code = LEXICON.pairs.code(units[at], units[at + 1]);
            let longest = (2..=LONGEST.min(units.len() - at))
                .rev()
                .find(|&n| LEXICON.class(&units[at..at + n], code).is_some());
            inside += longest.unwrap_or(0);
            at += longest.unwrap_or(1);
        }
    }
    inside * 100 / all.max(1)
}

/// Calls back for every word with its class.
pub(super) fn each(mut call: impl FnMut(&[u16], i32)) {
    for (l, list) in LEXICON.words.iter().enumerate() {
        for (word, &class) in list.keys.chunks_exact(2 * (l + 1)).zip(list.classes) {
            let mut units = [0; LONGEST];
            for (slot, bytes) in units.iter_mut().zip(word.chunks_exact(2)) {
                *slot = u16::from_le_bytes([bytes[0], bytes[1]]);
            }
            call(&units[..=l], i32::from(class));
        }
    }
}

/// What is known of a pair of characters that stand together in a text.
#[inline]
pub(super) fn code(a: u16, b: u16) -> Code {
    LEXICON.pairs.code(a, b)
}

/// How likely a word is among all, in half bits; a single character always has a score. `code` is what is
/// known of its first two.
#[inline]
pub(super) fn score(word: &[u16], code: Code) -> Option<i32> {
    let class = match *word {
        [single] => LEXICON.single(single),
        _ if code == 0 => return None,
        _ => LEXICON.class(word, code)?,
    };
    Some(class - TOTAL)
}

pub(super) fn han(c: &char) -> bool {
    crate::chars::is_han(*c) && (*c as u32) <= 0xffff
}
