//! Makes the tables that the words of the language are looked up in, out of `src/evidence/lexicon.bin`.
//!
//! Made when the program starts, they cost more than a page.

use crate::layout::*;
use std::collections::BTreeMap;
use std::io;
use std::path::Path;

/// The words, as `examples/lexicon.rs` writes them.
const WORDS: &str = "src/evidence/lexicon.bin";

/// Writes all tables into a folder.
pub(crate) fn make(into: &Path) -> io::Result<()> {
    println!("cargo:rerun-if-changed={WORDS}");
    println!("cargo:rerun-if-changed=build/lexicon.rs");
    let words = read(&std::fs::read(WORDS)?);
    let mut tables = Tables::new();
    let (mut beginnings, mut ends) = (Masses::new(), Masses::new());
    for (word, class) in &words {
        tables.add(word, *class);
    }
    for (word, class) in &words {
        // A class is twice a binary logarithm.
        let count = 2f32.powf(f32::from(*class) / 2.0);
        for cut in 1..word.len() {
            beginnings.add(&word[..cut], count, &tables);
            ends.add(&word[cut..], count, &tables);
        }
    }
    let write = |name: &str, bytes: Vec<u8>| std::fs::write(into.join(name), bytes);
    write("singles", tables.singles)?;
    write("pairs", bytes(&tables.pairs, u32::to_le_bytes))?;
    write("longer", bytes(&tables.longer, u64::to_le_bytes))?;
    write("sieve", bytes(&tables.sieve, u64::to_le_bytes))?;
    for (name, masses) in [("beginnings", beginnings), ("ends", ends)] {
        let (places, longer) = masses.longer();
        let lists = [
            ("singles", masses.singles),
            ("pairs", masses.pairs),
            ("longer", longer),
        ];
        for (part, list) in lists {
            let list: Vec<f32> = list.into_iter().map(in_half_bits).collect();
            write(&format!("{name}-{part}"), bytes(&list, f32::to_le_bytes))?;
        }
        write(&format!("{name}-places"), bytes(&places, u64::to_le_bytes))?;
    }
    Ok(())
}

fn bytes<T: Copy, const N: usize>(list: &[T], one: fn(T) -> [u8; N]) -> Vec<u8> {
    list.iter().flat_map(|&number| one(number)).collect()
}

/// The words with their classes.
fn read(mut rest: &[u8]) -> Vec<(Vec<u16>, u8)> {
    let mut words = Vec::new();
    for length in 1..=4 {
        let (count, tail) = rest.split_at(4);
        let count = u32::from_le_bytes([count[0], count[1], count[2], count[3]]) as usize;
        let (keys, tail) = tail.split_at(count * 2 * length);
        let (classes, tail) = tail.split_at(count);
        rest = tail;
        for (key, &class) in keys.chunks_exact(2 * length).zip(classes) {
            let units = key
                .chunks_exact(2)
                .map(|b| u16::from_le_bytes([b[0], b[1]]));
            words.push((units.collect(), class));
        }
    }
    words
}

/// What is asked of words.
struct Tables {
    singles: Vec<u8>,
    pairs: Vec<u32>,
    longer: Vec<u64>,
    sieve: Vec<u64>,
}

impl Tables {
    fn new() -> Self {
        Tables {
            singles: vec![UNKNOWN; SINGLES],
            pairs: vec![0; PAIRS],
            longer: vec![0; LONGER],
            sieve: vec![0; SIEVE],
        }
    }

    fn add(&mut self, word: &[u16], class: u8) {
        match *word {
            [single] => {
                if let Some(known) = place(single).and_then(|p| self.singles.get_mut(p)) {
                    *known = class;
                }
            }
            [a, b] => self.pair(a, b, class),
            _ => {
                self.pair(word[0], word[1], BEGINS);
                self.pair(word[word.len() - 2], word[word.len() - 1], ENDS);
                let (at, own) = find_longer(key(word), |at| self.longer[at]);
                self.longer[at] |= own | u64::from(class);
                let (word, bit) = hash(key(word));
                self.sieve[word] |= 1 << bit;
            }
        }
    }

    fn pair(&mut self, a: u16, b: u16, code: u8) {
        if code > 0 {
            let (at, own) = find_pair(pair(a, b), |at| self.pairs[at]);
            self.pairs[at] |= own | u32::from(code);
        }
    }
}

/// Where a character stands in a list of single ones.
fn place(unit: u16) -> Option<usize> {
    unit.checked_sub(FIRST).map(usize::from)
}

/// What all longer words that begin with a piece, or end with it, count for together.
struct Masses {
    /// Pieces of one character.
    singles: Vec<f32>,
    /// Pieces of two, by their place in the table of pairs.
    pairs: Vec<f32>,
    /// Pieces of three.
    longer: BTreeMap<u64, f32>,
}

impl Masses {
    fn new() -> Self {
        Masses {
            singles: vec![0.0; SINGLES],
            pairs: vec![0.0; PAIRS],
            longer: BTreeMap::new(),
        }
    }

    fn add(&mut self, piece: &[u16], count: f32, tables: &Tables) {
        match *piece {
            [single] => {
                if let Some(mass) = place(single).and_then(|p| self.singles.get_mut(p)) {
                    *mass += count;
                }
            }
            [a, b] => self.pairs[find_pair(pair(a, b), |at| tables.pairs[at]).0] += count,
            _ => *self.longer.entry(key(piece)).or_default() += count,
        }
    }

    /// The pieces of three, and what each counts for, by its place.
    fn longer(&self) -> (Vec<u64>, Vec<f32>) {
        let (mut places, mut masses) = (vec![0; PIECES], vec![0.0; PIECES]);
        for (&key, &mass) in &self.longer {
            let (at, own) = find_piece(key, |at| places[at]);
            // The lowest byte tells it from a place that is free.
            places[at] = own | 1;
            masses[at] = mass;
        }
        (places, masses)
    }
}

fn in_half_bits(mass: f32) -> f32 {
    match mass {
        0.0 => f32::NEG_INFINITY,
        count => 2.0 * count.log2() - TOTAL as f32,
    }
}
