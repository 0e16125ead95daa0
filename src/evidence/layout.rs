//! How the tables of the lexicon, of the wording and of the succession of characters are laid out. They are made when the
//! program is built (by the files in `build`), and this file is part of both, so that what one puts away the other finds.

/// Lists of single characters begin with this one,
pub(crate) const FIRST: u16 = 0x4e00;
/// and have so many.
pub(crate) const SINGLES: usize = 0x5200 + 1;

/// Two characters as one number.
pub(crate) fn pair(a: u16, b: u16) -> u32 {
    u32::from(a) << 16 | u32::from(b)
}

/// A row of at most four characters as one number.
pub(crate) fn key(units: &[u16]) -> u64 {
    units
        .iter()
        .fold(0, |key, &unit| key << 16 | u64::from(unit))
}

macro_rules! table {
    ($(#[$doc:meta])* $find:ident, $places:ident: [$number:ty; 1 << $bits:literal], $spread:literal) => {
        #[doc = concat!("How many places the table of [`", stringify!($find), "`] has.")]
        pub(crate) const $places: usize = 1 << $bits;

        $(#[$doc])*
        ///
        /// A key is spread over all of its bits by an odd factor. The highest of them are its place; the others stand
        /// there, or soon after it, with how far after it that is. So one look at one number answers most questions.
        /// Gives the place, and what stands there but for the lowest byte, which is free for a code; `there` says what
        /// does.
        #[inline]
        pub(crate) fn $find(key: $number, there: impl Fn(usize) -> $number) -> (usize, $number) {
            let spread = key.wrapping_mul($spread);
            let mut at = (spread >> (<$number>::BITS - $bits)) as usize;
            let mut own = spread << $bits;
            loop {
                let there = there(at);
                if there == 0 || there & !0xFF == own {
                    return (at, own);
                }
                at = (at + 1) & ((1 << $bits) - 1);
                own += 0x100;
            }
        }
    };
}

table! {
    /// Finds one of 160,000 pairs of characters, or where it would stand.
    find_pair, PAIRS: [u32; 1 << 18], 0x9E37_79B1
}
table! {
    /// Finds one of 68,000 longer words, or where it would stand.
    find_longer, LONGER: [u64; 1 << 17], 0x9E37_79B9_7F4A_7C15
}
table! {
    /// Finds one of 16,000 pieces of three characters, or where it would stand.
    find_piece, PIECES: [u64; 1 << 15], 0x9E37_79B9_7F4A_7C15
}

table! {
    /// Finds one of 450,000 pairs of characters that follow each other, or where it would stand.
    find_following, FOLLOWING: [u32; 1 << 20], 0x9E37_79B1
}
table! {
    /// Finds one of 290,000 triples of characters by its [`triple`], or where it would stand.
    find_triple, TRIPLES: [u32; 1 << 19], 0x9E37_79B1
}

/// Three characters as one number. It has but two thirds of their bits: of fifteen thousand triples that are asked for one
/// is taken for another.
pub(crate) fn triple(a: u16, b: u16, c: u16) -> u32 {
    (key(&[a, b, c]).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as u32
}

/// Classes of counts: half powers of two from 1 on, and 0 for none.
const CLASSES: usize = 64;
static COUNTS: [f32; CLASSES] = {
    let mut counts = [0.0; CLASSES];
    let mut class = 1;
    while class < CLASSES {
        let half = if class.is_multiple_of(2) {
            std::f32::consts::SQRT_2
        } else {
            1.0
        };
        counts[class] = half * (1_u64 << ((class - 1) / 2)) as f32;
        class += 1;
    }
    counts
};

/// The count that a class stands for.
#[inline]
pub(crate) fn count_of(class: u8) -> f32 {
    COUNTS[usize::from(class) % CLASSES]
}

/// Bits of a hash: a sieve has a bit for each.
const HASH: u32 = 20;
/// How many words of memory that is.
pub(crate) const SIEVE: usize = (1 << HASH) / 64;

/// The bit of a longer word in the sieve: which word of memory, and which of its bits.
#[inline]
pub(crate) fn hash(key: u64) -> (usize, u32) {
    let hash = key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (u64::BITS - HASH);
    ((hash / 64) as usize, (hash % 64) as u32)
}

/// Longer words begin with a pair,
pub(crate) const BEGINS: u8 = 1 << 7;
/// or end with it.
pub(crate) const ENDS: u8 = 1 << 6;

/// Class of a single character that the lexicon does not have (a half power of two).
pub(crate) const UNKNOWN: u8 = 2;
/// Classes of all words together: half powers of two of 60 million.
pub(crate) const TOTAL: i32 = 52;

/// Bits of the place of a gram of the wording.
const GRAM: u32 = 16;
/// How many slots their table has.
pub(crate) const GRAMS: usize = 1 << GRAM;
/// A gram and its row in one: what is asked of it costs one look. The row has the lower bytes, one for each kind of line;
/// the gram, three characters at most, has the upper six, and 0 is none.
pub(crate) type Slot = [u8; 16];
/// Bytes of a row.
pub(crate) const ROW: usize = 10;

/// The gram that has a slot.
#[inline]
pub(crate) fn gram_of(slot: Slot) -> u64 {
    (u128::from_le_bytes(slot) >> (8 * ROW)) as u64
}

/// Finds the slot of a gram of the wording, or where it would stand: at its hash or soon after it; `there` says what
/// does.
#[inline]
pub(crate) fn find_gram(gram: u64, there: impl Fn(usize) -> Slot) -> usize {
    let mut at = (gram.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (u64::BITS - GRAM)) as usize;
    while ![gram, 0].contains(&gram_of(there(at))) {
        at = (at + 1) % GRAMS;
    }
    at
}
