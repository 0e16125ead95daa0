//! Makes the table that grams are looked up in, out of `src/evidence/wording.tsv`.

use crate::layout::{GRAMS, ROW, Slot, find_gram, key};
use std::io;
use std::path::Path;

const TABLE: &str = "src/evidence/wording.tsv";

/// Writes the slots of all grams.
pub(crate) fn make(into: &Path) -> io::Result<()> {
    println!("cargo:rerun-if-changed=build/wording.rs");
    println!("cargo:rerun-if-changed={TABLE}");
    let mut slots = vec![Slot::default(); GRAMS];
    // Below the names of the kinds.
    for row in std::fs::read_to_string(TABLE)?.lines().skip(1) {
        let mut cells = row.split('\t');
        let units: Vec<u16> = cells.next().unwrap_or_default().encode_utf16().collect();
        let gram = key(&units);
        let at = find_gram(gram, |at| slots[at]);
        slots[at] = (u128::from(gram) << (8 * ROW)).to_le_bytes();
        for (byte, cell) in slots[at].iter_mut().zip(cells) {
            *byte = cell.parse::<i8>().map_err(io::Error::other)? as u8;
        }
    }
    std::fs::write(into.join("grams"), slots.concat())
}
