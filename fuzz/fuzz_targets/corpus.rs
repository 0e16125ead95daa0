//! The reader of corpora (JSON lines): however the bytes arrive and wherever the pieces end, every line is
//! read once, under its number; what is wrong with a line is said in one line.

#![no_main]

// The program is no library; the module stands by itself.
#[allow(
    dead_code,
    unreachable_pub,
    reason = "the fuzzer needs only the reader"
)]
#[path = "../../src/cli/corpus.rs"]
mod corpus;

use corpus::{Chunk, Cutter, Fields, record};
use libfuzzer_sys::fuzz_target;
use std::io::{self, Read};

/// Gives bytes a few at a time, as a pipe does.
struct Drops<'a>(&'a [u8], usize);

impl Read for Drops<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = self.1.min(self.0.len()).min(into.len());
        into[..n].copy_from_slice(&self.0[..n]);
        self.0 = &self.0[n..];
        Ok(n)
    }
}

fuzz_target!(|raw: &[u8]| {
    let fields = Fields {
        text: "text".to_owned(),
        id: "id".to_owned(),
    };
    let all: Vec<&[u8]> = raw.split_inclusive(|&b| b == b'\n').collect();
    let mut cutter = Cutter::new(Drops(raw, 7), usize::MAX);
    let mut seen = 0;
    while let Some(piece) = cutter.next().expect("bytes in memory") {
        let Chunk::Lines(lines) = piece else {
            panic!("no line is too long");
        };
        assert_eq!(lines.first, seen + 1);
        for line in lines.bytes.split_inclusive(|&b| b == b'\n') {
            assert_eq!(line, all[seen]);
            seen += 1;
            match record(line, &fields) {
                Ok(page) => assert!(page.id.is_none_or(|id| !id.trim().is_empty())),
                Err(bad) => {
                    let said = [&bad.said, &bad.alike];
                    assert!(said.iter().all(|s| !s.is_empty() && !s.contains('\n')), "{bad:?}");
                }
            }
        }
    }
    assert_eq!(seen, all.len());
});
