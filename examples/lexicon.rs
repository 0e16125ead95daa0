//! Makes `src/evidence/lexicon.bin`: how often words of two to four characters occur.
//!
//! ```text
//! cargo run --release --example lexicon -- dict.txt src/evidence/lexicon.bin
//! ```
//! `dict.txt` is a word list with a word, its count and anything else on each line, such as the one of
//! the jieba segmenters (MIT). Only counts are kept, in classes of a half power of two.
//!
//! Layout, all little-endian: for each word length 1 to 4: the number of words (u32), the words as
//! 16-bit characters in ascending order, then one byte of class for each word.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program that reports to its terminal"
)]

use std::collections::BTreeMap;

/// Rarer words of this length are left out: they cost space and decide nothing.
const LEAST: [u32; 5] = [0, 2, 3, 4, 4];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let (Some(from), Some(to)) = (args.next(), args.next()) else {
        return Err("usage: lexicon DICT OUT".into());
    };
    let mut words: [BTreeMap<Vec<u16>, u32>; 5] = Default::default();
    for line in std::fs::read_to_string(from)?.lines() {
        let mut fields = line.split_whitespace();
        let (Some(word), Some(Ok(count))) = (fields.next(), fields.next().map(str::parse::<u32>))
        else {
            continue;
        };
        let key: Vec<u16> = word.encode_utf16().collect();
        let han = word.chars().all(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
        if han && (1..=4).contains(&key.len()) && count >= LEAST[key.len()] {
            words[key.len()].insert(key, count);
        }
    }
    let mut out = Vec::new();
    for list in &words[1..] {
        out.extend((list.len() as u32).to_le_bytes());
        for key in list.keys() {
            for unit in key {
                out.extend(unit.to_le_bytes());
            }
        }
        for &count in list.values() {
            out.push((2.0 * f64::from(count).log2()).round() as u8);
        }
    }
    std::fs::write(&to, &out)?;
    println!(
        "{to}: {} bytes, {:?} words",
        out.len(),
        words[1..].iter().map(BTreeMap::len).collect::<Vec<_>>()
    );
    Ok(())
}
