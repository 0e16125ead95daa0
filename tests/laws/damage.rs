//! Made-up pages with what happens to files on their way: lines that were read in the wrong encoding,
//! bytes that got lost, changed or put in, a part in another encoding; and pages put together of such pieces.

use super::sheet::sheet;
use encoding_rs::{BIG5, Encoding, GBK, UTF_8, WINDOWS_1252};
use proptest::prelude::*;
use std::fmt;

/// The bytes of a page.
pub(crate) struct Raw(pub(crate) Vec<u8>);

impl fmt::Debug for Raw {
    /// In one line that can be put into a test.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "b\"{}\"", self.0.escape_ascii())
    }
}

/// What happened to one line.
#[derive(Clone, Debug)]
enum Damage {
    /// Its bytes were in the one encoding and read in the other.
    Misread(&'static Encoding, &'static Encoding),
    /// The same, and it was broken at this share of it, maybe within a character.
    Torn(&'static Encoding, &'static Encoding, f64),
    /// It is in another encoding.
    Written(&'static Encoding),
    /// The byte at this share of it is lost.
    Lost(f64),
    /// There these bytes came in.
    Noise(f64, Vec<u8>),
}

fn damage() -> impl Strategy<Value = Damage> {
    let misreadings = [(UTF_8, GBK), (UTF_8, WINDOWS_1252), (GBK, WINDOWS_1252)];
    prop_oneof![
        prop::sample::select(misreadings.to_vec()).prop_map(|(a, b)| Damage::Misread(a, b)),
        (prop::sample::select(misreadings.to_vec()), 0.0..1.0)
            .prop_map(|((a, b), at)| Damage::Torn(a, b, at)),
        prop::sample::select(vec![GBK, BIG5]).prop_map(Damage::Written),
        (0.0..1.0).prop_map(Damage::Lost),
        (0.0..1.0, prop::collection::vec(any::<u8>(), 1..8))
            .prop_map(|(at, bytes)| Damage::Noise(at, bytes)),
    ]
}

/// The bytes of a line in an encoding, without the characters that it lacks.
fn written(line: &str, encoding: &'static Encoding) -> Vec<u8> {
    let has = |c: &char| !encoding.encode(c.encode_utf8(&mut [0; 4])).2;
    let line: String = line.chars().filter(has).collect();
    encoding.encode(&line).0.into_owned()
}

/// A line whose bytes were in the one encoding and read in the other.
fn misread(line: &str, right: &'static Encoding, wrong: &'static Encoding) -> String {
    let bytes = written(line, right);
    wrong.decode_without_bom_handling(&bytes).0.into_owned()
}

impl Damage {
    fn of(&self, line: &str) -> Vec<u8> {
        let mut bytes = line.as_bytes().to_vec();
        let place = |share: f64| (share * line.len() as f64) as usize;
        match self {
            Damage::Misread(right, wrong) => return misread(line, right, wrong).into_bytes(),
            Damage::Torn(right, wrong, at) => {
                let mut chars: Vec<char> = misread(line, right, wrong).chars().collect();
                let at = (at * chars.len() as f64) as usize;
                // Between letters and signs that were misread, not within the marks of Markdown.
                if at > 0 && !chars[at - 1].is_ascii() && !chars[at].is_ascii() {
                    chars.insert(at, '\n');
                }
                return String::from_iter(chars).into_bytes();
            }
            Damage::Written(encoding) => return written(line, encoding),
            Damage::Lost(at) if !bytes.is_empty() => drop(bytes.remove(place(*at))),
            Damage::Lost(_) => {}
            Damage::Noise(at, noise) => {
                bytes.splice(place(*at)..place(*at), noise.iter().copied());
            }
        }
        bytes
    }
}

/// The bytes of a page of which some lines, or all, are damaged; written in UTF-8 or GBK.
pub(crate) fn damaged() -> impl Strategy<Value = Raw> {
    (
        sheet(),
        prop::sample::select(vec![UTF_8, UTF_8, GBK]),
        prop::collection::vec(damage(), 1..4),
        1..12_usize,
    )
        .prop_map(|(page, encoding, damages, every)| {
            let lines = page.0.split_inclusive('\n').enumerate();
            let damaged = lines.flat_map(|(i, line)| match damages.get(i / every % 5) {
                Some(damage) if i % every == 0 => damage.of(line),
                _ => written(line, encoding),
            });
            Raw(damaged.collect())
        })
}

/// The bytes of a page put together of pages that were set, extracted and damaged each in its own way, and
/// of bytes that are nothing.
pub(crate) fn patchwork() -> impl Strategy<Value = Raw> {
    let piece = prop_oneof![
        2 => sheet().prop_map(|page| page.0.into_bytes()),
        2 => damaged().prop_map(|page| page.0),
        1 => prop::collection::vec(any::<u8>(), 1..60),
    ];
    prop::collection::vec(piece, 2..5).prop_map(|pieces| Raw(pieces.concat()))
}
