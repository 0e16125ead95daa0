//! Made-up pages with what happens to files on their way: lines that were read in the wrong encoding,
//! bytes that got lost, changed or put in, a part in another encoding.

use super::sheet::sheet;
use encoding_rs::{BIG5, Encoding, GBK, UTF_8, WINDOWS_1252};
use proptest::prelude::*;

/// What happened to one line.
#[derive(Clone, Debug)]
enum Damage {
    /// Its bytes were in the one encoding and read in the other.
    Misread(&'static Encoding, &'static Encoding),
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
        prop::sample::select(vec![GBK, BIG5]).prop_map(Damage::Written),
        (0.0..1.0).prop_map(Damage::Lost),
        (0.0..1.0, prop::collection::vec(any::<u8>(), 1..8))
            .prop_map(|(at, bytes)| Damage::Noise(at, bytes)),
    ]
}

impl Damage {
    fn of(&self, line: &str) -> Vec<u8> {
        let mut bytes = line.as_bytes().to_vec();
        let place = |share: f64| (share * line.len() as f64) as usize;
        match self {
            Damage::Misread(right, wrong) => {
                let bytes = right.encode(line).0;
                return wrong
                    .decode_without_bom_handling(&bytes)
                    .0
                    .into_owned()
                    .into_bytes();
            }
            Damage::Written(encoding) => return encoding.encode(line).0.into_owned(),
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
pub(crate) fn damaged() -> impl Strategy<Value = Vec<u8>> {
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
                _ => encoding.encode(line).0.into_owned(),
            });
            damaged.collect()
        })
}
