//! Which encoding a page is in.
//!
//! A byte order mark, else valid UTF-8, else UTF-16 by its shape, else line by line: UTF-8 with faults, or
//! what the bytes read like among GB18030, Big5 and windows-1252, the encodings Chinese pages come in.
//!
//! Trap: nearly every byte pair is *some* GB18030 character, so a UTF-8 page with three bad bytes
//! decodes "better" as GB18030 than as UTF-8. What tells them apart is the number of well-formed
//! three-byte sequences: a Chinese UTF-8 page is made of them, in a GB18030 page they are accidents.

use super::double_byte::readings;
use super::{SAMPLE, lines};
use encoding_rs::{BIG5, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// What a page's encoding was taken for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Guess {
    pub(super) encoding: &'static Encoding,
    /// The encoding of lines that are in another one.
    pub(super) minor: Option<&'static Encoding>,
    /// Why it may be another, in words for the user.
    pub(super) doubt: Option<&'static str>,
}

impl Guess {
    pub(super) fn sure(encoding: &'static Encoding) -> Self {
        Guess {
            encoding,
            minor: None,
            doubt: None,
        }
    }
}

pub(super) fn detect(raw: &[u8]) -> Guess {
    if let Some((encoding, _)) = Encoding::for_bom(raw) {
        return Guess::sure(encoding);
    }
    // UTF-16 text in Latin script is valid UTF-8 full of NULs, so its shape is asked first, but only then.
    let has_nul = memchr::memchr(0, &raw[..raw.len().min(SAMPLE)]).is_some();
    if has_nul && let Some(encoding) = utf16_by_shape(raw) {
        return Guess::sure(encoding);
    }
    if simdutf8::basic::from_utf8(raw).is_ok() {
        return Guess::sure(UTF_8);
    }
    if let Some(encoding) = utf16_by_shape(raw) {
        return Guess::sure(encoding);
    }
    by_lines(raw)
}

/// The lines of a page that is not valid UTF-8 are damaged UTF-8, or in an older encoding, or a part of
/// them is the one and a part the other.
fn by_lines(raw: &[u8]) -> Guess {
    /// So many characters in a row are no accident: of 20,000 strings of ten GBK characters none was UTF-8.
    const CHARACTERS: usize = 10;
    /// Damaged UTF-8 has more than so many characters for each that is damaged.
    const FAULTY: usize = 10;
    let (mut utf8, mut older): (Vec<u8>, Vec<u8>) = (Vec::new(), Vec::new());
    for line in lines(raw) {
        match is_utf8(&raw[line.clone()]) {
            Some(true) => utf8.extend_from_slice(&raw[line]),
            Some(false) => older.extend_from_slice(&raw[line]),
            None => {}
        }
    }
    let guess = older_encoding(&older);
    let (sequences, faults) = utf8_evidence(&utf8);
    let has_utf8 = sequences >= CHARACTERS && sequences > FAULTY * faults;
    let has_older = older.len() >= 2 * CHARACTERS && guess.doubt.is_none();
    let utf8_is_major = utf8.len() >= older.len();
    match (has_utf8, has_older, utf8_is_major) {
        (true, true, true) => Guess {
            minor: Some(guess.encoding),
            ..Guess::sure(UTF_8)
        },
        (true, true, false) => Guess {
            minor: Some(UTF_8),
            ..guess
        },
        (.., true) => Guess::sure(UTF_8),
        (.., false) => older_encoding(raw),
    }
}

/// Whether bytes are UTF-8, perhaps with faults; none where they are ASCII or so short that both could be.
pub(super) fn is_utf8(raw: &[u8]) -> Option<bool> {
    let (sequences, faults) = utf8_evidence(raw);
    (sequences > 0 || faults > 0).then_some(sequences > faults)
}

/// Counts the well-formed sequences of three and four bytes, and the faults, of bytes read as UTF-8.
///
/// Two-byte sequences prove nothing: C2..DF 80..BF is also a frequent pair in a GB2312 page. Of longer
/// ones, 120 pages written in GB18030 have at most 3 to a hundred faults.
fn utf8_evidence(raw: &[u8]) -> (usize, usize) {
    let (mut sequences, mut faults) = (0, 0);
    for chunk in raw.utf8_chunks() {
        // In well-formed UTF-8 only the lead bytes are E0 or above.
        sequences += chunk.valid().bytes().filter(|&b| b >= 0xE0).count();
        faults += usize::from(!chunk.invalid().is_empty());
    }
    (sequences, faults)
}

/// UTF-16 without a mark, told by the code units: nearly all of a Chinese page's lie in a few blocks.
pub(super) fn utf16_by_shape(raw: &[u8]) -> Option<&'static Encoding> {
    /// Share of code units, in percent, that must be ASCII, Han or Chinese punctuation. 120 pages have
    /// 99.9 and more; in the wrong byte order 31 at most, GB18030 and Big5 read as UTF-16 26 at most.
    const SHARE: usize = 90;
    if raw.len() < 4 {
        return None;
    }
    // A page that was cut off may end in half a unit.
    let sample = &raw[..raw.len().min(SAMPLE) & !1];
    let units = sample.len() / 2;
    let plausible = |unit: fn([u8; 2]) -> u16| {
        sample
            .as_chunks::<2>()
            .0
            .iter()
            .filter(|&&pair| {
                matches!(unit(pair), 0x20..=0x7E | 0x09 | 0x0A | 0x0C | 0x0D | 0xB7 | 0x2000..=0x206F | 0x2E80..=0x2FDF
                    | 0x3000..=0x301F | 0x4E00..=0x9FFF | 0xFF01..=0xFF5E | 0x2460..=0x24FF | 0x25A0..=0x25FF)
            })
            .count()
    };
    let little = plausible(u16::from_le_bytes);
    let big = plausible(u16::from_be_bytes);
    // Letters in the wrong byte order look like Han (N is U+4E00), hence the lead; so do ASCII pairs.
    let (best, other, encoding) = if little >= big {
        (little, big, UTF_16LE)
    } else {
        (big, little, UTF_16BE)
    };
    let decided = best * 100 >= units * SHARE && other + units / 10 < best;
    (decided && (memchr::memchr(0, sample).is_some() || !sample.is_ascii())).then_some(encoding)
}

/// GB18030, Big5 or windows-1252.
fn older_encoding(raw: &[u8]) -> Guess {
    /// One reading must be likelier than the other by so many bits: a million to one.
    const SURE: i64 = 20;
    let sample = &raw[..raw.len().min(SAMPLE)];
    if stands_alone(sample) {
        return Guess::sure(WINDOWS_1252);
    }
    let (gb, big5) = readings(sample);
    let (encoding, best, other) = if gb.cost <= big5.cost {
        (GB18030, gb, big5)
    } else {
        (BIG5, big5, gb)
    };
    let doubt = if other.cost - best.cost < SURE {
        Some("GB18030 and Big5 read equally well")
    } else if !best.is_chinese() {
        Some("it reads like Chinese in no encoding")
    } else {
        None
    };
    Guess {
        doubt,
        ..Guess::sure(encoding)
    }
}

/// Whether the bytes above ASCII mostly stand alone, like the accented letters of a Western text.
/// In a Chinese page they stand in pairs, and those in rows.
fn stands_alone(raw: &[u8]) -> bool {
    let high = |i: usize| raw.get(i).is_some_and(|b| !b.is_ascii());
    let (mut all, mut alone) = (0, 0);
    for i in (0..raw.len()).filter(|&i| high(i)) {
        all += 1;
        let near = [i.wrapping_sub(2), i.wrapping_sub(1), i + 1, i + 2];
        alone += usize::from(!near.into_iter().any(high));
    }
    alone * 2 > all
}
