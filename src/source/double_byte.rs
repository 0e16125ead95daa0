//! How much bytes read like Chinese in GB18030 and in Big5.
//!
//! Both encodings put the characters of everyday into a zone of their own, and read in the wrong one, or
//! shifted by a byte, those characters scatter over the zones of rare characters, of symbols and of
//! nothing. A reading costs the bits that its zones make likely: the share of a news page's characters
//! that lie in a zone, spread evenly over the zone. No table of characters is needed, but for the few that
//! make up a fifth of a page.

use super::SAMPLE;
use encoding_rs::{BIG5, Encoding, GB18030, GBK};
use std::sync::LazyLock;

/// Marks and characters that make up a fifth of a news page (18 to 25 % in 120), simplified or not.
const COMMON: &str = "，。、：；“”「」（）《》的一是不了在人有中大国國为為年市会會和上个個工作发發";

/// Where a character lies in its encoding.
#[derive(Clone, Copy)]
enum Zone {
    /// One of [`COMMON`].
    Common,
    /// Punctuation, full-width letters and digits.
    Mark,
    /// The characters of everyday: level 1 of GB 2312 (3,755) and of Big5 (5,401).
    First,
    /// Level 2 of either.
    Second,
    /// What came later: the rest of GBK and the four-byte characters; HKSCS.
    Beyond,
    /// Kana, Greek, Cyrillic, boxes.
    Symbol,
    /// Nothing, or for private use.
    Foul,
}

/// Bits that a character of each zone costs, in the order of [`Zone`]. Shares are from the 120 core pages
/// of the bench, half of them turned into traditional characters.
type Costs = [i32; 7];
const SIMPLIFIED: Costs = [8, 11, 12, 17, 21, 17, 26];
const TRADITIONAL: Costs = [8, 11, 13, 16, 16, 17, 26];
const IN_BIG5: Costs = [8, 12, 13, 18, 19, 17, 26];

/// A dropped byte must save so many bits. A line that lost one ends in half a character, which costs 26
/// already, and every shifted character some 6 more than a true one; so the rest of the line is set right
/// if it has a few characters. A line that lost nothing would need two dropped bytes, and ten rare
/// characters in a row that read like everyday ones when shifted.
const DROP: i32 = 30;

/// Bits for each character below which a text reads like Chinese at all. 60 characters of a page cost 13 bits each, at
/// most 14 in a list of names; shifted or in the wrong encoding 16 and more.
const CHINESE: i64 = 15;
/// A line that costs less for each character has lost no byte.
const WHOLE: i64 = 14;
/// So cheap only simplified pages are: 11.5 bits for a character, the others 13 and more.
const SIMPLIFIED_ONLY: i64 = 12;

/// A double-byte encoding and how its characters are spread.
pub(super) struct DoubleByte {
    costs: Costs,
    /// Whether there are characters of four bytes.
    has_four: bool,
    /// What every pair of bytes costs; 0 for those that are no pair. A page is read a few times, and this is
    /// faster than asking for the zones.
    pairs: Box<[u8]>,
}

/// How a text reads in an encoding.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Reading {
    /// Bits of all characters.
    pub(super) cost: i64,
    /// Characters that are not ASCII.
    pub(super) characters: i64,
    /// Whether one of them is none.
    foul: bool,
}

impl Reading {
    /// Whether it reads like Chinese at all.
    pub(super) fn is_chinese(self) -> bool {
        self.characters > 0 && self.cost < self.characters * CHINESE
    }
}

static GB_SIMPLIFIED: LazyLock<DoubleByte> =
    LazyLock::new(|| DoubleByte::new(gb, SIMPLIFIED, true));
static GB_TRADITIONAL: LazyLock<DoubleByte> =
    LazyLock::new(|| DoubleByte::new(gb, TRADITIONAL, true));
static BIG_FIVE: LazyLock<DoubleByte> = LazyLock::new(|| DoubleByte::new(big5, IN_BIG5, false));

impl DoubleByte {
    fn new(zone: fn(u8, u8) -> Zone, costs: Costs, has_four: bool) -> Self {
        let cost = |pair: u16| match pair.to_be_bytes() {
            [lead @ 0x81..=0xFE, trail @ (0x40..=0x7E | 0x80..=0xFE)] => {
                costs[zone(lead, trail) as usize] as u8
            }
            _ => 0,
        };
        DoubleByte {
            costs,
            has_four,
            pairs: (0..=u16::MAX).map(cost).collect(),
        }
    }

    /// How to read a page in an encoding, if it is one of the two.
    pub(super) fn of(encoding: &'static Encoding, raw: &[u8]) -> Option<&'static Self> {
        if encoding == BIG5 {
            return Some(&BIG_FIVE);
        }
        (encoding == GB18030 || encoding == GBK)
            .then(|| gb_reading(&raw[..raw.len().min(SAMPLE)]).0)
    }

    /// Reads bytes from the first to the last.
    pub(super) fn read(&self, raw: &[u8]) -> Reading {
        let mut reading = Reading::default();
        let mut at = 0;
        while at < raw.len() {
            if raw[at].is_ascii() {
                at += 1;
                continue;
            }
            let (cost, length) = self.character(&raw[at..]);
            reading.cost += i64::from(cost);
            reading.characters += 1;
            reading.foul |= cost == self.costs[Zone::Foul as usize];
            at += length;
        }
        reading
    }

    /// What the character at the beginning of some bytes costs, and its length.
    fn character(&self, raw: &[u8]) -> (i32, usize) {
        let foul = (self.costs[Zone::Foul as usize], 1);
        match *raw {
            [lead, ..] if lead.is_ascii() => (0, 1),
            [0x81..=0xFE, b'0'..=b'9', 0x81..=0xFE, b'0'..=b'9', ..] if self.has_four => {
                (self.costs[Zone::Beyond as usize], 4)
            }
            [lead, trail, ..] => match self.pairs[usize::from(u16::from_be_bytes([lead, trail]))] {
                0 => foul,
                cost => (i32::from(cost), 2),
            },
            _ => foul,
        }
    }

    /// Where in a line one byte must be left out for the rest to be Chinese: nowhere, as a rule. The
    /// cheapest way through the line, if it is a good one.
    pub(super) fn dropped(&self, line: &[u8]) -> Vec<usize> {
        let plain = self.read(line);
        if !plain.foul && plain.cost < plain.characters * WHOLE {
            return Vec::new();
        }
        // From the end: the least cost of the rest, and whether the byte there is dropped for it.
        let mut best = vec![(0, false); line.len() + 1];
        for at in (0..line.len()).rev() {
            let (cost, length) = self.character(&line[at..]);
            let keep = cost + best[at + length].0;
            let drop = DROP + best[at + 1].0;
            best[at] = if !line[at].is_ascii() && drop < keep {
                (drop, true)
            } else {
                (keep, false)
            };
        }
        let mut dropped = Vec::new();
        let mut at = 0;
        while at < line.len() {
            if best[at].1 {
                dropped.push(at);
                at += 1;
            } else {
                at += self.character(&line[at..]).1;
            }
        }
        dropped
    }
}

/// How bytes read in GB18030, simplified or traditional, and in Big5.
pub(super) fn readings(raw: &[u8]) -> (Reading, Reading) {
    (gb_reading(raw).1, BIG_FIVE.read(raw))
}

/// The better of the two ways to read GB18030.
fn gb_reading(raw: &[u8]) -> (&'static DoubleByte, Reading) {
    let simplified = (&*GB_SIMPLIFIED, GB_SIMPLIFIED.read(raw));
    if simplified.1.cost <= simplified.1.characters * SIMPLIFIED_ONLY {
        return simplified;
    }
    let traditional = (&*GB_TRADITIONAL, GB_TRADITIONAL.read(raw));
    if simplified.1.cost <= traditional.1.cost {
        simplified
    } else {
        traditional
    }
}

/// Whether a character is one of everyday Chinese, simplified or not: of level 1 of GB 2312 or of Big5, or
/// a punctuation mark; ― is one, which both have among the symbols.
pub fn is_everyday(c: char) -> bool {
    if c == '―' {
        return true;
    }
    let mut utf8 = [0; 4];
    let text = c.encode_utf8(&mut utf8);
    [(GBK, gb as fn(u8, u8) -> Zone), (BIG5, big5)]
        .into_iter()
        .any(|(encoding, zone)| {
            let (bytes, _, unmappable) = encoding.encode(text);
            matches!((bytes.as_ref(), unmappable), (&[lead, trail], false)
                if matches!(zone(lead, trail), Zone::Common | Zone::Mark | Zone::First))
        })
}

/// The pairs of bytes of [`COMMON`], a bit for each.
type Bits = Box<[u64; 1 << 10]>;

fn common(encoding: &'static Encoding) -> Bits {
    let mut bits = Box::new([0; 1 << 10]);
    for c in COMMON.chars() {
        let mut utf8 = [0; 4];
        let (bytes, _, unmappable) = encoding.encode(c.encode_utf8(&mut utf8));
        if let (&[lead, trail], false) = (bytes.as_ref(), unmappable) {
            let pair = usize::from(u16::from_be_bytes([lead, trail]));
            bits[pair / 64] |= 1 << (pair % 64);
        }
    }
    bits
}

fn is_in(bits: &Bits, lead: u8, trail: u8) -> bool {
    let pair = usize::from(u16::from_be_bytes([lead, trail]));
    bits[pair / 64] >> (pair % 64) & 1 == 1
}

/// The zones of GB18030's double bytes.
fn gb(lead: u8, trail: u8) -> Zone {
    static BITS: LazyLock<Bits> = LazyLock::new(|| common(GBK));
    match (lead, trail) {
        _ if is_in(&BITS, lead, trail) => Zone::Common,
        (0xA1..=0xA3, 0xA1..=0xFE) => Zone::Mark,
        (0xA4..=0xA9, 0xA1..=0xFE) => Zone::Symbol,
        (0xB0..=0xD6, 0xA1..=0xFE) | (0xD7, 0xA1..=0xF9) => Zone::First,
        (0xD8..=0xF7, 0xA1..=0xFE) => Zone::Second,
        (0xAA..=0xAF | 0xF8..=0xFE, 0xA1..=0xFE) | (0xD7, 0xFA..=0xFE) => Zone::Foul,
        (0xA1..=0xA7, 0x40..=0xA0) => Zone::Foul,
        _ => Zone::Beyond,
    }
}

/// The zones of Big5.
fn big5(lead: u8, trail: u8) -> Zone {
    static BITS: LazyLock<Bits> = LazyLock::new(|| common(BIG5));
    match (lead, trail) {
        (_, 0x80..=0xA0) => Zone::Foul,
        _ if is_in(&BITS, lead, trail) => Zone::Common,
        (0xA1..=0xA2, _) | (0xA3, 0x40..=0x43) => Zone::Mark,
        (0xA3, _) => Zone::Symbol,
        (0xA4..=0xC5, _) | (0xC6, 0x40..=0x7E) => Zone::First,
        (0xC9..=0xF8, _) | (0xF9, 0x40..=0xD5) => Zone::Second,
        (0x81..=0x86, _) => Zone::Foul,
        _ => Zone::Beyond,
    }
}
