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
    /// The words of three characters and more.
    long: Sieve,
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
    let mut long = Sieve::new();
    for (l, list) in words.iter().enumerate().skip(2) {
        for word in list.keys.chunks_exact(2 * (l + 1)) {
            long.add(hash(key(&units(word)[..=l])));
        }
    }
    Lexicon {
        words,
        long,
        singles: singles.into(),
        first,
        pairs,
    }
});

/// The pairs of characters that are a word, or that longer ones begin or end with. Most of what is looked up
/// is none, and one look into the sieve says so.
struct Pairs {
    sieve: Sieve,
    /// The pairs, each at its hash or right after it; 0 for none.
    keys: Box<[u32]>,
    /// What is known of each.
    codes: Box<[u8]>,
}

/// What is known of a pair: its class as a word, 0 for none, and whether longer words begin or end with it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Code(u8);

impl Code {
    const BEGINS: u8 = 1 << 7;
    const ENDS: u8 = 1 << 6;

    fn class(self) -> Option<i32> {
        let class = self.0 & !(Code::BEGINS | Code::ENDS);
        (class > 0).then_some(i32::from(class))
    }

    /// Whether longer words begin with the pair.
    #[inline]
    pub(super) fn begins(self) -> bool {
        self.0 & Code::BEGINS != 0
    }

    /// Whether longer words end with the pair.
    #[inline]
    pub(super) fn ends(self) -> bool {
        self.0 & Code::ENDS != 0
    }
}

/// Bits of a hash: a sieve has a bit for each.
const HASH: u32 = 20;
/// Hashes that share a place in the table of pairs.
const SHARE: usize = 4;

fn hash(key: u64) -> usize {
    (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - HASH)) as usize
}

/// Which keys there may be: one that it does not have is none.
struct Sieve(Box<[u64]>);

impl Sieve {
    fn new() -> Self {
        Sieve(vec![0; (1 << HASH) / 64].into())
    }

    fn add(&mut self, hash: usize) {
        self.0[hash / 64] |= 1 << (hash % 64);
    }

    #[inline]
    fn has(&self, hash: usize) -> bool {
        self.0[hash / 64] >> (hash % 64) & 1 == 1
    }
}

impl Pairs {
    fn of(words: &[Words; LONGEST]) -> Self {
        let mut pairs = Pairs {
            sieve: Sieve::new(),
            keys: vec![0; (1 << HASH) / SHARE].into(),
            codes: vec![0; (1 << HASH) / SHARE].into(),
        };
        for (l, list) in words.iter().enumerate().skip(1) {
            let keys = list.keys.chunks_exact(2 * (l + 1));
            for (word, &class) in keys.zip(list.classes) {
                if l == 1 {
                    pairs.add(word, class);
                } else {
                    pairs.add(&word[..4], Code::BEGINS);
                    pairs.add(&word[word.len() - 4..], Code::ENDS);
                }
            }
        }
        pairs
    }

    fn add(&mut self, pair: &[u8], code: u8) {
        let key = Self::key(unit(pair, 0), unit(pair, 2));
        let hash = hash(u64::from(key));
        let at = self.place(key, hash);
        self.sieve.add(hash);
        self.keys[at] = key;
        self.codes[at] |= code;
    }

    fn key(a: u16, b: u16) -> u32 {
        u32::from(a) << 16 | u32::from(b)
    }

    /// Where a pair stands, or would stand.
    fn place(&self, key: u32, hash: usize) -> usize {
        let mut at = hash / SHARE;
        while self.keys[at] != key && self.keys[at] != 0 {
            at = (at + 1) & (self.keys.len() - 1);
        }
        at
    }

    #[inline]
    fn code(&self, a: u16, b: u16) -> Code {
        let key = Self::key(a, b);
        let hash = hash(u64::from(key));
        if !self.sieve.has(hash) {
            return Code::default();
        }
        Code(self.codes[self.place(key, hash)])
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
        if !self.long.has(hash(key(word))) {
            return None;
        }
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

/// How many ideographs of a text lie in words of two characters and more, the longest taken first.
pub fn in_words(text: &str) -> usize {
    let mut inside = 0;
    for row in text.split(|c| !han(&c)) {
        let units: Vec<u16> = row.chars().map(|c| c as u16).collect();
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
    LEXICON.pairs.code(a, b)
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

pub(super) fn han(c: &char) -> bool {
    crate::chars::is_han(*c) && (*c as u32) <= 0xffff
}
