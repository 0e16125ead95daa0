//! Hash tables for numbers that come from pages.
//!
//! The standard hasher is made to withstand chosen keys and costs most of a look-up. Keys here are pairs
//! and triples of characters; a multiplication spreads them well enough.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

/// A map with number keys.
pub type Table<K, V> = HashMap<K, V, BuildHasherDefault<Spread>>;
/// A set of numbers.
pub type Set<K> = HashSet<K, BuildHasherDefault<Spread>>;

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
        let product = (self.0.rotate_left(26) ^ number).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        // A table takes its place from the low bits and its tag from the high ones.
        self.0 = product ^ product >> 32;
    }
}
