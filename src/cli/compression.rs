//! Files that are packed with gzip or Zstandard, and how they are read and written.
//!
//! What is written is a row of pieces, each packed on its own: both formats allow it, the pieces can be
//! packed on all processors at once, and a later run can take one of them out without unpacking the rest.

use flate2::read::MultiGzDecoder;
use flate2::write::GzEncoder;
use serde::{Deserialize, Serialize};
use std::io::{self, BufReader, Read, Write};
use std::path::Path;

/// How a file is packed.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum, Serialize, Deserialize,
)]
pub(crate) enum Compression {
    /// Zstandard (.zst), level 3
    Zst,
    /// gzip (.gz), level 6
    Gz,
}

impl Compression {
    /// The ending of a packed file's name, without the dot.
    pub(crate) fn ending(self) -> &'static str {
        match self {
            Compression::Zst => "zst",
            Compression::Gz => "gz",
        }
    }

    /// What the name of a file says.
    pub(crate) fn of_name(path: &Path) -> Option<Self> {
        let ending = path.extension()?;
        [Compression::Zst, Compression::Gz]
            .into_iter()
            .find(|c| ending.eq_ignore_ascii_case(c.ending()))
    }

    /// What the first bytes of a stream say, which has no name.
    pub(crate) fn of_head(head: &[u8]) -> Option<Self> {
        if head.starts_with(b"\x28\xb5\x2f\xfd") {
            Some(Compression::Zst)
        } else if head.starts_with(b"\x1f\x8b\x08") {
            Some(Compression::Gz)
        } else {
            None
        }
    }

    /// Unpacks while reading; pieces that follow each other are read as one.
    pub(crate) fn unpack<'a>(
        self,
        packed: impl Read + Send + 'a,
    ) -> io::Result<Box<dyn Read + Send + 'a>> {
        Ok(match self {
            Compression::Zst => Box::new(zstd::Decoder::new(packed)?),
            // The decoder asks for few bytes at a time.
            Compression::Gz => Box::new(MultiGzDecoder::new(BufReader::with_capacity(
                1 << 16,
                packed,
            ))),
        })
    }

    /// Packs a piece.
    pub(crate) fn pack(self, piece: &[u8]) -> io::Result<Vec<u8>> {
        match self {
            Compression::Zst => {
                let mut packer = zstd::bulk::Compressor::new(zstd::DEFAULT_COMPRESSION_LEVEL)?;
                packer.include_checksum(true)?;
                packer.compress(piece)
            }
            Compression::Gz => {
                // The header has no name and no time: the same piece gives the same bytes.
                let mut packer = GzEncoder::new(Vec::new(), flate2::Compression::default());
                packer.write_all(piece)?;
                packer.finish()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_read_as_one() {
        for compression in [Compression::Zst, Compression::Gz] {
            let mut packed = Vec::new();
            for piece in ["一行\n", "", "又一行\n"] {
                packed.extend(compression.pack(piece.as_bytes()).expect("packed"));
            }
            assert_eq!(Compression::of_head(&packed), Some(compression));
            let mut text = String::new();
            let mut reader = compression.unpack(packed.as_slice()).expect("a reader");
            reader.read_to_string(&mut text).expect("unpacked");
            assert_eq!(text, "一行\n又一行\n");
        }
    }

    #[test]
    fn a_cut_off_file_is_an_error() {
        for compression in [Compression::Zst, Compression::Gz] {
            let packed = compression
                .pack("一行\n".repeat(100).as_bytes())
                .expect("packed");
            let mut reader = compression
                .unpack(&packed[..packed.len() - 3])
                .expect("a reader");
            let error = reader
                .read_to_end(&mut Vec::new())
                .expect_err("it is cut off");
            assert_eq!(error.kind(), io::ErrorKind::UnexpectedEof);
        }
    }

    #[test]
    fn names() {
        let cases = [
            ("1.txt.gz", Some(Compression::Gz)),
            ("a.jsonl.ZST", Some(Compression::Zst)),
            ("gz", None),
            ("1.txt", None),
        ];
        for (name, want) in cases {
            assert_eq!(Compression::of_name(Path::new(name)), want, "{name}");
        }
    }
}
