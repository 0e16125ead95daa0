//! Hash tables for numbers that come from pages.
//!
//! The standard hasher is made to withstand chosen keys and costs most of a look-up. Keys here are pairs
//! and triples of characters; a multiplication spreads them well enough.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

/// Multiplied by it, a number's bits reach the highest ones: the golden ratio's, as a fraction of 2^64.
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;

/// A map with number keys.
pub type Table<K, V> = HashMap<K, V, BuildHasherDefault<Spread>>;
/// A set of numbers.
pub type Set<K> = HashSet<K, BuildHasherDefault<Spread>>;

/// A number for up to three characters that no others have.
pub fn key(chars: &[char]) -> u64 {
    let numbers = chars.iter().map(|&c| u64::from(u32::from(c)));
    numbers.fold(0, |key, number| key << 21 | number)
}

/// Spreads a number over all bits of its hash.
#[derive(Clone, Copy, Debug, Default)]
pub struct Spread(u64);

impl Hasher for Spread {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u64(u64::from(byte));
        }
    }

    fn write_u32(&mut self, number: u32) {
        self.write_u64(u64::from(number));
    }

    fn write_usize(&mut self, number: usize) {
        self.write_u64(number as u64);
    }

    fn write_u64(&mut self, number: u64) {
        let product = (self.0.rotate_left(26) ^ number).wrapping_mul(SPREAD);
        // A table takes its place from the low bits and its tag from the high ones.
        self.0 = product ^ product >> 32;
    }
}

/// A value for every number that comes, 0 at first. Made for what is asked of every pair of characters of a
/// page, where a map costs several times as much.
#[derive(Clone, Debug)]
pub struct Values {
    /// The numbers with their values, each at its hash or right after it; 0 for none. A third of them at
    /// least is free.
    slots: Vec<(u32, u32)>,
    shift: u32,
}

impl Values {
    /// Room for so many numbers.
    pub fn new(most: usize) -> Self {
        let size = (most + most / 2).next_power_of_two().max(64);
        Values {
            slots: vec![(0, 0); size],
            shift: 64 - size.trailing_zeros(),
        }
    }

    /// The place of a number, which may not be 0. There may not be more numbers than there is room for.
    #[inline]
    pub fn place(&mut self, number: u32) -> usize {
        let last = self.slots.len() - 1;
        let mut at = (u64::from(number).wrapping_mul(SPREAD) >> self.shift) as usize & last;
        loop {
            let known = self.slots[at].0;
            if known == number {
                return at;
            }
            if known == 0 {
                self.slots[at].0 = number;
                return at;
            }
            at = (at + 1) & last;
        }
    }

    /// The value of the number that has a place.
    #[inline]
    pub fn at(&mut self, place: usize) -> &mut u32 {
        &mut self.slots[place].1
    }
}

/// The numbers of keys, counted from 0 in the order they came.
#[derive(Clone, Debug)]
pub struct Numbers {
    /// Keys, each with its number plus one, at its hash or right after it; 0 for none. There are twice as
    /// many places as keys.
    slots: Vec<(u64, u32)>,
    /// A bit for every hash that a key has: most of what is looked up is no key, and this says so.
    sieve: Vec<u64>,
    shift: u32,
    count: u32,
}

/// Bits of the sieve for every place, as a power of two.
const SIEVE: u32 = 5;

impl Numbers {
    /// Room for so many keys.
    pub fn new(most: usize) -> Self {
        let size = (2 * most).next_power_of_two().max(2);
        Numbers {
            slots: vec![(0, 0); size],
            sieve: vec![0; (size << SIEVE).div_ceil(64)],
            shift: 64 - size.trailing_zeros() - SIEVE,
            count: 0,
        }
    }

    /// The number of a key, which gets one if it has none; there may not be more than there is room for.
    pub fn add(&mut self, key: u64) -> u32 {
        let hash = self.hash(key);
        let at = self.place(key, hash);
        if self.slots[at].1 == 0 {
            self.count += 1;
            self.slots[at] = (key, self.count);
            self.sieve[hash / 64] |= 1 << (hash % 64);
        }
        self.slots[at].1 - 1
    }

    /// The number of a key.
    #[inline]
    pub fn get(&self, key: u64) -> Option<u32> {
        let hash = self.hash(key);
        if self.sieve[hash / 64] >> (hash % 64) & 1 == 0 {
            return None;
        }
        self.slots[self.place(key, hash)].1.checked_sub(1)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.count as usize
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    #[inline]
    fn hash(&self, key: u64) -> usize {
        (key.wrapping_mul(SPREAD) >> self.shift) as usize
    }

    #[inline]
    fn place(&self, key: u64, hash: usize) -> usize {
        let mut at = hash >> SIEVE;
        while self.slots[at].1 != 0 && self.slots[at].0 != key {
            at = (at + 1) & (self.slots.len() - 1);
        }
        at
    }
}

/// Tells the numbers that come again from nearly all those that do not: for every hash one bit for each time that a
/// number came which has it, up to eight. It costs no branch, where a table costs one that is hard to foresee for every
/// number. Where so many come that every hash does, it tells nothing.
pub struct Sieve([u8; 1 << Self::BITS]);

impl Sieve {
    /// Those of a hash: as many as leave room for the rest in the fastest memory.
    const BITS: u32 = 15;

    /// Nothing came yet.
    pub fn new() -> Self {
        Sieve([0; 1 << Self::BITS])
    }

    #[inline]
    fn hash(number: u32) -> usize {
        (number.wrapping_mul(0x9E37_79B1) >> (u32::BITS - Self::BITS)) as usize
    }

    /// Takes a number in.
    #[inline]
    pub fn add(&mut self, number: u32) {
        let seen = &mut self.0[Self::hash(number)];
        *seen = *seen << 1 | 1;
    }

    /// Whether a number came again, or another one of its hash came.
    #[inline]
    pub fn repeats(&self, number: u32) -> bool {
        self.0[Self::hash(number)] > 1
    }
}

impl Default for Sieve {
    fn default() -> Self {
        Self::new()
    }
}

/// A set of characters of the basic plane. Most characters of a text have three bytes, and whether one is in the set
/// is asked of these: to read it first would cost as much again.
#[derive(Clone, Debug)]
pub struct Characters(Box<[u64; 1 << 10]>);

impl Characters {
    /// None.
    pub fn new() -> Self {
        Characters(Box::new([0; 1 << 10]))
    }

    /// Takes a character in; one beyond the basic plane is left out.
    pub fn add(&mut self, c: char) {
        let number = c as usize;
        if let Some(word) = self.0.get_mut(number / 64) {
            *word |= 1 << (number % 64);
        }
    }

    /// Whether the set has a character, if that is of the basic plane.
    #[inline]
    pub fn has(&self, number: u32) -> Option<bool> {
        let word = self.0.get(number as usize / 64)?;
        Some(word >> (number % 64) & 1 == 1)
    }

    /// Whether it has the character that three bytes are.
    #[inline(always)]
    pub fn has_bytes(&self, [a, b, c]: [u8; 3]) -> bool {
        let word = usize::from(a & 0xF) << 6 | usize::from(b & 0x3F);
        self.0[word] >> (c & 0x3F) & 1 == 1
    }
}

impl Default for Characters {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_of_characters_is_asked_by_number_or_by_bytes() {
        let list = ['\u{800}', '一', '図', '。', '\u{FFFF}', 'a', '\u{20000}'];
        let mut set = Characters::new();
        list.iter().for_each(|&c| set.add(c));
        for c in '\0'..='\u{2FFFF}' {
            let want = (c <= '\u{FFFF}').then(|| list.contains(&c));
            assert_eq!(set.has(c as u32), want, "{c:?}");
            let mut bytes = [0; 4];
            if let &[a, b, third] = c.encode_utf8(&mut bytes).as_bytes() {
                assert_eq!(Some(set.has_bytes([a, b, third])), want, "{c:?}");
            }
        }
    }

    #[test]
    fn what_comes_again_is_told_from_most_of_what_does_not() {
        let mut sieve = Sieve::new();
        (0..1000)
            .chain(0..100)
            .for_each(|n| sieve.add(n << 16 | 0x4E00));
        let repeat = |n: &u32| sieve.repeats(n << 16 | 0x4E00);
        assert_eq!((0..100).filter(repeat).count(), 100);
        assert!((100..1000).filter(repeat).count() < 100);
    }

    #[test]
    fn numbers_have_values_of_their_own() {
        let mut values = Values::new(1000);
        for turn in 0..2 {
            for number in 1..=1000u32 {
                let place = values.place(number << 16);
                assert_eq!(std::mem::replace(values.at(place), number), turn * number);
            }
        }
    }

    #[test]
    fn keys_are_numbered_as_they_come() {
        let mut numbers = Numbers::new(1000);
        assert!(numbers.is_empty());
        for key in (0..1000).chain(0..1000) {
            numbers.add(key << 21);
        }
        assert_eq!(numbers.len(), 1000);
        for key in 0..1000 {
            assert_eq!(numbers.get(key << 21), Some(key as u32), "{key}");
        }
        assert_eq!(numbers.get(7), None);
    }
}
