//! Bytes of a page file made into text.
//!
//! The encoding is decided once, for the whole file (in `source/detect.rs`). What cannot be decoded becomes
//! U+FFFD and is recorded with its place; it never stops the page. Where a page is put together of two
//! files, UTF-8 and one of the older encodings, each line is read in its own.
//!
//! Trap: in GB18030 and Big5 a lost byte shifts all that follows in its line by half a character, and
//! nearly every shifted pair is *some* character. Where a line reads like nothing and dropping one more
//! byte makes Chinese of the rest, that byte is dropped, recorded like any other that cannot be decoded.
//! The byte order mark is not part of the text: offsets count from the first character after it.

mod detect;
mod double_byte;

use crate::chars::lines;
use detect::{Guess, detect, utf16_by_shape};
use double_byte::DoubleByte;
pub use double_byte::is_everyday;
use encoding_rs::{DecoderResult, Encoding, GB18030, GBK, UTF_8};
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
    /// How many such places there are in all; a stretch of lines in another encoding counts as one.
    pub malformed_count: usize,
    /// Why the encoding may be another one, if it was hard to tell.
    pub doubt: Option<&'static str>,
    /// Stretches of lines that are in another encoding than the page.
    pub foreign: Vec<Foreign>,
}

/// Lines of a page that are in another encoding than most of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Foreign {
    /// The first of them, from 1.
    pub line: usize,
    /// How many.
    pub lines: usize,
    /// Their encoding.
    pub encoding: &'static str,
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
    let guess = forced.map_or_else(|| detect(raw), Guess::sure);
    let mut decoding = Decoding::default();
    let foreign = match guess.minor {
        Some(minor) => decoding.mixed(raw, guess.encoding, minor),
        None => {
            decoding.all(without_bom(raw, guess.encoding), guess.encoding);
            Vec::new()
        }
    };
    let Decoding { text, mut places } = decoding;
    places.count += foreign.len();
    places.number_lines(&text);
    Source {
        name: name.to_owned(),
        text,
        encoding: label(guess.encoding),
        bytes: raw.len(),
        sha256: sha256(raw),
        malformed: places.kept,
        malformed_count: places.count,
        doubt: guess.doubt,
        foreign,
    }
}

/// The SHA-256 of a page file, in hexadecimal.
pub fn sha256(raw: &[u8]) -> String {
    hex(&Sha256::digest(raw))
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

fn without_bom<'a>(raw: &'a [u8], encoding: &'static Encoding) -> &'a [u8] {
    match Encoding::for_bom(raw) {
        Some((marked, len)) if marked == encoding => &raw[len..],
        _ => raw,
    }
}

/// A text on its way out of bytes.
#[derive(Default)]
struct Decoding {
    text: String,
    places: Places,
}

impl Decoding {
    /// Reads bytes in one encoding.
    fn all(&mut self, raw: &[u8], encoding: &'static Encoding) {
        if encoding == UTF_8 {
            self.utf8(raw);
            return;
        }
        let Some(double_byte) = DoubleByte::of(encoding, raw) else {
            self.legacy(raw, encoding);
            return;
        };
        // Only lines that read like nothing may have lost a byte; what lies between them is one piece. They
        // end in LF, a byte that is part of no other character in UTF-8, GB18030 and Big5.
        let mut done = 0;
        for line in lines(raw) {
            for dropped in double_byte.dropped(&raw[line.clone()]) {
                self.legacy(&raw[done..line.start + dropped], encoding);
                self.malformed();
                done = line.start + dropped + 1;
            }
        }
        self.legacy(&raw[done..], encoding);
    }

    /// Reads each line in the encoding it is in; says which stretches are not in the major one.
    fn mixed(
        &mut self,
        raw: &[u8],
        major: &'static Encoding,
        minor: &'static Encoding,
    ) -> Vec<Foreign> {
        let mut foreign: Vec<Foreign> = Vec::new();
        let mut own = true;
        for (i, line) in lines(raw).enumerate() {
            let bytes = &raw[line];
            // A line that could be in either goes with the one before it.
            if let Some(utf8) = detect::is_utf8(bytes) {
                own = utf8 == (major == UTF_8);
            }
            if own {
                self.all(bytes, major);
                continue;
            }
            self.all(bytes, minor);
            match foreign.last_mut() {
                Some(last) if last.line + last.lines == i + 1 => last.lines += 1,
                _ => foreign.push(Foreign {
                    line: i + 1,
                    lines: 1,
                    encoding: label(minor),
                }),
            }
        }
        foreign
    }

    fn utf8(&mut self, raw: &[u8]) {
        if let Ok(valid) = simdutf8::basic::from_utf8(raw) {
            self.text.push_str(valid);
            return;
        }
        self.text.reserve(raw.len());
        for chunk in raw.utf8_chunks() {
            self.text.push_str(chunk.valid());
            if !chunk.invalid().is_empty() {
                self.malformed();
            }
        }
    }

    fn legacy(&mut self, mut raw: &[u8], encoding: &'static Encoding) {
        let mut decoder = encoding.new_decoder_without_bom_handling();
        loop {
            let room = decoder
                .max_utf8_buffer_length_without_replacement(raw.len())
                .unwrap_or(raw.len());
            self.text.reserve(room.max(16));
            let (result, read) =
                decoder.decode_to_string_without_replacement(raw, &mut self.text, true);
            raw = &raw[read..];
            match result {
                DecoderResult::InputEmpty => return,
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(..) => self.malformed(),
            }
        }
    }

    fn malformed(&mut self) {
        self.places.add(self.text.len());
        self.text.push(char::REPLACEMENT_CHARACTER);
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
    use encoding_rs::{BIG5, UTF_16LE};
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
