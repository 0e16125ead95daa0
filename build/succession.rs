//! Makes the tables that the succession of characters is looked up in, out of `src/evidence/succession.bin`.

use crate::layout::{FOLLOWING, TRIPLES, count_of, find_following, find_triple, pair, triple};
use std::io;
use std::path::Path;

/// What follows what, as `examples/succession.rs` writes it.
const COUNTS: &str = "src/evidence/succession.bin";

/// Writes all tables into a folder.
pub(crate) fn make(into: &Path) -> io::Result<()> {
    println!("cargo:rerun-if-changed=build/succession.rs");
    println!("cargo:rerun-if-changed={COUNTS}");
    let bytes = std::fs::read(COUNTS)?;
    let mut rest = &bytes[..];
    let mut singles = vec![0; 1 << 16];
    let mut all = 0.0;
    list(&mut rest, 1, |key, classes| {
        singles[key as usize] = classes[0];
        all += count_of(classes[0]);
    })?;
    let (mut pairs, mut begins) = (vec![0; FOLLOWING], vec![0; FOLLOWING]);
    list(&mut rest, 2, |key, classes| {
        let (at, own) = find_following(pair((key >> 16) as u16, key as u16), |at| pairs[at]);
        pairs[at] = own | u32::from(classes[0]);
        begins[at] = classes[1];
    })?;
    let mut triples = vec![0; TRIPLES];
    list(&mut rest, 1, |key, classes| {
        let hash = triple((key >> 32) as u16, (key >> 16) as u16, key as u16);
        let (at, own) = find_triple(hash, |at| triples[at]);
        triples[at] = own | u32::from(classes[0]);
    })?;
    let write =
        |name: &str, bytes: Vec<u8>| std::fs::write(into.join(format!("successors-{name}")), bytes);
    write("all", all.to_le_bytes().to_vec())?;
    write("singles", singles)?;
    write(
        "pairs",
        pairs.into_iter().flat_map(u32::to_le_bytes).collect(),
    )?;
    write("begins", begins)?;
    write(
        "triples",
        triples.into_iter().flat_map(u32::to_le_bytes).collect(),
    )
}

/// Reads a list: how many keys it has, then of each how much it is above the one before, and its classes.
fn list(rest: &mut &[u8], classes: usize, mut call: impl FnMut(u64, &[u8])) -> io::Result<()> {
    let mut key = 0;
    for _ in 0..number(rest)? {
        key += number(rest)?;
        let (own, others) = rest.split_at_checked(classes).ok_or_else(short)?;
        *rest = others;
        call(key, own);
    }
    Ok(())
}

/// A number in groups of seven bits, the lowest first; the last one's highest bit is 0.
fn number(rest: &mut &[u8]) -> io::Result<u64> {
    let mut number = 0;
    for place in 0.. {
        let (&byte, others) = rest.split_first().ok_or_else(short)?;
        *rest = others;
        number |= u64::from(byte & 0x7F) << (7 * place);
        if byte < 0x80 {
            break;
        }
    }
    Ok(number)
}

fn short() -> io::Error {
    io::Error::other(format!("{COUNTS} is too short"))
}
