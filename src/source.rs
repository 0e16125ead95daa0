//! Bytes of a page file made into text.
//!
//! The encoding is decided once, for the whole file: a byte order mark, else valid UTF-8, else UTF-16
//! by its shape, else UTF-8 with faults, else what the bytes look like among GB18030, Big5 and
//! windows-1252, the encodings Chinese pages come in. What cannot be decoded becomes U+FFFD and is
//! recorded with its place; it never stops the page.
//!
//! Trap: nearly every byte pair is *some* GB18030 character, so a UTF-8 page with three bad bytes
//! decodes "better" as GB18030 than as UTF-8. What tells them apart is the number of well-formed
//! three-byte sequences: a Chinese UTF-8 page is made of them, in a GB18030 page they are accidents.
//! The byte order mark is not part of the text: offsets count from the first character after it.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{
    BIG5, DecoderResult, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252,
};
use sha2::{Digest, Sha256};

/// How many places of malformed bytes are kept; all are counted.
const PLACES: usize = 100;

/// How much of a file is looked at to tell its shape.
const SAMPLE: usize = 64 * 1024;

/// A page file, decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The page's name: its path relative to the folder given.
    pub name: String,
    /// The decoded text, without a byte order mark.
    pub text: String,
    /// The encoding it was decoded with.
    pub encoding: &'static str,
    /// Size of the file.
    pub bytes: usize,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: String,
    /// The first hundred places where bytes could not be decoded.
    pub malformed: Vec<Malformed>,
    /// How many such places there are in all.
    pub malformed_count: usize,
}

/// A place where bytes could not be decoded and U+FFFD stands instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformed {
    /// Byte offset of the U+FFFD in the decoded text.
    pub offset: usize,
    /// Its line, from 1.
    pub line: usize,
}

/// Decodes a page file. A forced encoding overrides all detection; its byte order mark, if it has one,
/// is taken off all the same.
pub fn decode(name: &str, raw: &[u8], forced: Option<&'static Encoding>) -> Source {
    let encoding = forced.unwrap_or_else(|| detect(raw));
    let body = without_bom(raw, encoding);
    let mut text = String::new();
    let mut places = Places::default();
    if encoding == UTF_8 {
        decode_utf8(body, &mut text, &mut places);
    } else {
        decode_legacy(body, encoding, &mut text, &mut places);
    }
    places.number_lines(&text);
    Source {
        name: name.to_owned(),
        text,
        encoding: label(encoding),
        bytes: raw.len(),
        sha256: hex(&Sha256::digest(raw)),
        malformed: places.kept,
        malformed_count: places.count,
    }
}

/// Whether a file is not text at all: an archive, a picture, a PDF, or full of control bytes.
pub fn looks_binary(raw: &[u8]) -> bool {
    /// Files that users mistake for text, by their first bytes.
    const MAGIC: &[&[u8]] = &[
        b"%PDF-",
        b"PK\x03\x04",
        b"\x89PNG\r\n",
        b"\xff\xd8\xff",
        b"GIF8",
        b"\x1f\x8b\x08",
        b"\x28\xb5\x2f\xfd",
        b"BZh",
        b"\xfd7zXZ",
        b"7z\xbc\xaf",
        b"Rar!",
        b"\xd0\xcf\x11\xe0",
        b"\x7fELF",
        b"MZ\x90",
        b"SQLite format 3",
        b"II*\x00",
        b"MM\x00*",
    ];
    /// One control byte in so many makes a file binary. Bytes at random give one in 9; a text
    /// dump may have a stray NUL.
    const ONE_IN: usize = 50;

    if MAGIC.iter().any(|magic| raw.starts_with(magic)) {
        return true;
    }
    let sample = &raw[..raw.len().min(SAMPLE)];
    let controls = sample.iter().filter(|&&b| is_control(b)).count();
    // Half of the bytes of Latin text in UTF-16 are NUL.
    controls * ONE_IN > sample.len()
        && Encoding::for_bom(raw).is_none()
        && utf16_by_shape(raw).is_none()
}

/// A control byte that text has no use for; tab, line ends, form feed and escape are fine.
fn is_control(b: u8) -> bool {
    (b < 0x20 && !matches!(b, b'\t' | b'\n' | 0x0B | 0x0C | b'\r' | 0x1B)) || b == 0x7F
}

/// The names that the output uses. GBK and GB2312 are read as GB18030, which contains them.
fn label(encoding: &'static Encoding) -> &'static str {
    if encoding == GBK || encoding == GB18030 {
        GB18030_NAME
    } else {
        encoding.name()
    }
}

/// `encoding_rs` writes this name in lower case.
const GB18030_NAME: &str = "GB18030";

fn detect(raw: &[u8]) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(raw) {
        return encoding;
    }
    // UTF-16 text in Latin script is valid UTF-8 full of NULs, so its shape is asked first, but only then.
    let has_nul = memchr::memchr(0, &raw[..raw.len().min(SAMPLE)]).is_some();
    if has_nul && let Some(encoding) = utf16_by_shape(raw) {
        return encoding;
    }
    if std::str::from_utf8(raw).is_ok() {
        return UTF_8;
    }
    if let Some(encoding) = utf16_by_shape(raw) {
        return encoding;
    }
    let (sequences, faults) = utf8_evidence(raw);
    if sequences > faults {
        return UTF_8;
    }
    detect_legacy(raw)
}

/// Counts the well-formed sequences of three and four bytes, and the faults, of bytes read as UTF-8.
///
/// Two-byte sequences prove nothing: C2..DF 80..BF is also a frequent pair in a GB2312 page. Of longer
/// ones, 120 pages written in GB18030 have at most 3 to a hundred faults.
fn utf8_evidence(raw: &[u8]) -> (usize, usize) {
    let sample = &raw[..raw.len().min(SAMPLE)];
    let (mut sequences, mut faults) = (0, 0);
    for chunk in sample.utf8_chunks() {
        // In well-formed UTF-8 only the lead bytes are E0 or above.
        sequences += chunk.valid().bytes().filter(|&b| b >= 0xE0).count();
        faults += usize::from(!chunk.invalid().is_empty());
    }
    (sequences, faults)
}

/// UTF-16 without a mark, told by the code units: nearly all of a Chinese page's lie in a few blocks.
fn utf16_by_shape(raw: &[u8]) -> Option<&'static Encoding> {
    /// Share of code units, in percent, that must be ASCII, Han or Chinese punctuation. 120 pages have
    /// 99.9 and more; in the wrong byte order 31 at most, GB18030 and Big5 read as UTF-16 26 at most.
    const SHARE: usize = 90;
    if raw.len() < 4 || !raw.len().is_multiple_of(2) {
        return None;
    }
    let sample = &raw[..raw.len().min(SAMPLE)];
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
///
/// Both Chinese encodings are tried and the text that reads like Chinese wins. A general detector comes
/// in only where neither does: it is made for web pages of all tongues and needs a country to lean on,
/// and a lean towards China makes it read short Big5 pages as GB18030.
fn detect_legacy(raw: &[u8]) -> &'static Encoding {
    let sample = &raw[..raw.len().min(SAMPLE)];
    let gb = likeness(sample, GB18030);
    let big5 = likeness(sample, BIG5);
    let (best, encoding) = if gb >= big5 {
        (gb, GB18030)
    } else {
        (big5, BIG5)
    };
    if best > 0 && gb != big5 {
        return encoding;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    if guess == BIG5 {
        BIG5
    } else if guess.is_single_byte() && best < 0 {
        WINDOWS_1252
    } else {
        encoding
    }
}

/// How much bytes read like Chinese in an encoding: common characters count for it, characters no page
/// has (malformed, private use) against it.
fn likeness(raw: &[u8], encoding: &'static Encoding) -> i64 {
    /// Marks and characters that make up a fifth of a news page (18 to 25 % in 120), simplified or not.
    const COMMON: &str =
        "，。、：；“”「」（）《》的一是不了在人有中大国國为為年市会會和上个個工作发發";
    /// A character that should not be there outweighs this many common ones.
    const FOUL: i64 = 5;
    let mut text = String::new();
    decode_legacy(raw, encoding, &mut text, &mut Places::default());
    text.chars()
        .map(|c| match c {
            '\0'..='\u{7F}' => 0,
            char::REPLACEMENT_CHARACTER | '\u{E000}'..='\u{F8FF}' => -FOUL,
            _ => i64::from(COMMON.contains(c)),
        })
        .sum()
}

fn without_bom<'a>(raw: &'a [u8], encoding: &'static Encoding) -> &'a [u8] {
    match Encoding::for_bom(raw) {
        Some((marked, len)) if marked == encoding => &raw[len..],
        _ => raw,
    }
}

fn decode_utf8(raw: &[u8], text: &mut String, places: &mut Places) {
    if let Ok(valid) = std::str::from_utf8(raw) {
        text.push_str(valid);
        return;
    }
    text.reserve(raw.len());
    for chunk in raw.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            places.add(text.len());
            text.push(char::REPLACEMENT_CHARACTER);
        }
    }
}

fn decode_legacy(
    mut raw: &[u8],
    encoding: &'static Encoding,
    text: &mut String,
    places: &mut Places,
) {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    loop {
        let room = decoder
            .max_utf8_buffer_length_without_replacement(raw.len())
            .unwrap_or(raw.len());
        text.reserve(room.max(16));
        let (result, read) = decoder.decode_to_string_without_replacement(raw, text, true);
        raw = &raw[read..];
        match result {
            DecoderResult::InputEmpty => return,
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(..) => {
                places.add(text.len());
                text.push(char::REPLACEMENT_CHARACTER);
            }
        }
    }
}

/// The places of malformed bytes, as they are found.
#[derive(Default)]
struct Places {
    kept: Vec<Malformed>,
    count: usize,
}

impl Places {
    fn add(&mut self, offset: usize) {
        self.count += 1;
        if self.kept.len() < PLACES {
            self.kept.push(Malformed { offset, line: 0 });
        }
    }

    /// Lines end in LF, CR LF or CR, as editors count them.
    fn number_lines(&mut self, text: &str) {
        let bytes = text.as_bytes();
        let (mut at, mut line) = (0, 1);
        for place in &mut self.kept {
            for i in memchr::memchr2_iter(b'\n', b'\r', &bytes[at..place.offset]).map(|i| at + i) {
                let half = bytes[i] == b'\r' && bytes.get(i + 1) == Some(&b'\n');
                line += usize::from(!half);
            }
            at = place.offset;
            place.line = line;
        }
    }
}

fn hex(digest: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut out = String::with_capacity(digest.len() * 2);
    for byte in digest {
        out.push(char::from(DIGITS[usize::from(byte >> 4)]));
        out.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PAGE: &str = "本报讯（记者董柏生） 1月31日下午，市委书记、市人大常委会主任王小平到孟州市，\n督导检查新型冠状病毒感染的肺炎疫情防控、党员干部履职尽责情况。\n";
    const TAIWAN: &str = "【記者王小明台北報導】立法院昨日三讀通過「國家發展委員會組織法」修正案，\n行政院長表示，將儘速擬定相關子法，以利推動。\n";

    fn utf16(text: &str, big: bool) -> Vec<u8> {
        let to = if big {
            u16::to_be_bytes
        } else {
            u16::to_le_bytes
        };
        text.encode_utf16().flat_map(to).collect()
    }

    #[test]
    fn encodings() {
        let cases: &[(&str, Vec<u8>, &str, &str)] = &[
            ("plain", PAGE.into(), "UTF-8", PAGE),
            ("ascii", b"plain text\n".to_vec(), "UTF-8", "plain text\n"),
            ("empty", Vec::new(), "UTF-8", ""),
            (
                "marked",
                [b"\xEF\xBB\xBF", PAGE.as_bytes()].concat(),
                "UTF-8",
                PAGE,
            ),
            ("gb", GB18030.encode(PAGE).0.into_owned(), "GB18030", PAGE),
            (
                "gb, one line",
                GB18030.encode("更正启事").0.into_owned(),
                "GB18030",
                "更正启事",
            ),
            ("big5", BIG5.encode(TAIWAN).0.into_owned(), "Big5", TAIWAN),
            (
                "utf-16le",
                [b"\xFF\xFE".to_vec(), utf16(PAGE, false)].concat(),
                "UTF-16LE",
                PAGE,
            ),
            (
                "utf-16be",
                [b"\xFE\xFF".to_vec(), utf16(PAGE, true)].concat(),
                "UTF-16BE",
                PAGE,
            ),
            ("utf-16le unmarked", utf16(PAGE, false), "UTF-16LE", PAGE),
            ("utf-16be unmarked", utf16(PAGE, true), "UTF-16BE", PAGE),
            (
                "utf-16 latin",
                utf16("No mark, no Han.\n", false),
                "UTF-16LE",
                "No mark, no Han.\n",
            ),
            (
                "latin-1",
                b"caf\xE9 cr\xE8me et th\xE9, d\xE9j\xE0 vu\n".to_vec(),
                "windows-1252",
                "café crème et thé, déjà vu\n",
            ),
        ];
        for (name, raw, encoding, text) in cases {
            let source = decode(name, raw, None);
            assert_eq!(
                (source.encoding, source.text.as_str()),
                (*encoding, *text),
                "{name}"
            );
            assert_eq!(source.malformed_count, 0, "{name}");
            assert!(!looks_binary(raw), "{name}");
        }
    }

    #[test]
    fn utf8_with_bad_bytes_stays_utf8() {
        let mut raw = PAGE.as_bytes().to_vec();
        raw[3] = 0xFF;
        raw.truncate(raw.len() - 2);
        let source = decode("bad", &raw, None);
        assert_eq!(source.encoding, "UTF-8");
        assert!(source.text.starts_with("本\u{FFFD}"));
        assert_eq!(source.malformed_count, 4);
        assert_eq!(source.malformed[0], Malformed { offset: 3, line: 1 });
        assert_eq!(source.malformed[3].line, 2);
    }

    #[test]
    fn lines_are_counted_as_editors_do() {
        let source = decode("ends", "一\r\n二\r三\n\u{0}".as_bytes(), None);
        assert_eq!(source.text, "一\r\n二\r三\n\u{0}");
        let source = decode(
            "ends",
            b"\xE4\xB8\x80\r\n\xE4\xBA\x8C\r\xE4\xB8\x89\n\xFF",
            None,
        );
        assert_eq!(source.malformed[0].line, 4);
    }

    #[test]
    fn forced_label_wins() {
        let raw = GBK.encode(PAGE).0;
        let source = decode("forced", &raw, Some(GBK));
        assert_eq!((source.encoding, source.text.as_str()), ("GB18030", PAGE));
        let source = decode("forced", PAGE.as_bytes(), Some(GB18030));
        assert_eq!(source.encoding, "GB18030");
        assert_ne!(source.text, PAGE);
    }

    #[test]
    fn places_are_limited_and_counted() {
        let raw = [PAGE.repeat(50).as_bytes(), b"\xFF ".repeat(150).as_slice()].concat();
        let source = decode("many", &raw, None);
        assert_eq!(
            (source.malformed.len(), source.malformed_count),
            (PLACES, 150)
        );
    }

    #[test]
    fn binary() {
        assert!(looks_binary(b"%PDF-1.7\n..."));
        assert!(looks_binary(b"\x00\x01\x02\x03\x00\x00\x10\x11"));
        assert!(!looks_binary(b""));
        assert!(!looks_binary(PAGE.as_bytes()));
        assert!(!looks_binary(&[PAGE.repeat(10).as_bytes(), b"\0"].concat()));
    }

    proptest! {
        #[test]
        fn never_panics(raw in proptest::collection::vec(any::<u8>(), 0..400)) {
            looks_binary(&raw);
            for forced in [None, Some(GB18030), Some(UTF_16LE), Some(BIG5)] {
                let source = decode("any", &raw, forced);
                prop_assert!(source.malformed.iter().all(|m| source.text[m.offset..].starts_with(char::REPLACEMENT_CHARACTER)));
            }
        }

        #[test]
        fn valid_utf8_is_itself(text in "[^\u{0}\u{FEFF}]{0,80}") {
            prop_assert_eq!(decode("any", text.as_bytes(), None).text, text);
        }
    }
}
