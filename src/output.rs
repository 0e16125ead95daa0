//! An output folder that `cleaner run` wrote, read back: its tables as they lie there, in one file or in
//! shards, packed or not.

use flate2::read::MultiGzDecoder;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

/// Read at once, in bytes.
const BUFFER: usize = 1 << 18;

/// The files that a table consists of, in their order: of `articles` the file `articles.jsonl`, or
/// `articles.jsonl.zst`, or `articles-00000.jsonl` and so on. None if the folder, or what is called so, has
/// no such table.
///
/// # Errors
///
/// The folder cannot be read.
pub fn table(out: &Path, name: &str) -> io::Result<Vec<PathBuf>> {
    let entries = match fs::read_dir(out) {
        Err(e)
            if matches!(
                e.kind(),
                io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
            ) =>
        {
            return Ok(Vec::new());
        }
        entries => entries?,
    };
    let mut files = Vec::new();
    for entry in entries {
        let path = entry?.path();
        if path
            .file_name()
            .and_then(|f| f.to_str())
            .is_some_and(|f| is_of(f, name))
        {
            files.push(path);
        }
    }
    // A corpus may have more shards than five digits number.
    files.sort_by_key(|path| (path.as_os_str().len(), path.clone()));
    Ok(files)
}

/// Whether a file is of a table, by its name.
pub fn is_of(file: &str, table: &str) -> bool {
    let packed = [".zst", ".gz"].iter().find_map(|e| file.strip_suffix(e));
    let plain = packed.unwrap_or(file).strip_suffix(".jsonl");
    let shard = plain.and_then(|f| f.strip_prefix(table));
    shard.is_some_and(|shard| {
        let digits = shard.strip_prefix('-');
        shard.is_empty()
            || digits.is_some_and(|d| d.len() >= 5 && d.bytes().all(|b| b.is_ascii_digit()))
    })
}

/// Opens one of the files, unpacking while it is read.
///
/// # Errors
///
/// It cannot be read.
pub fn open(file: &Path) -> io::Result<Box<dyn BufRead>> {
    let plain = BufReader::with_capacity(BUFFER, File::open(file)?);
    let ending = file.extension().and_then(|e| e.to_str());
    Ok(match ending {
        Some("zst") => Box::new(BufReader::with_capacity(BUFFER, zstd::Decoder::new(plain)?)),
        Some("gz") => Box::new(BufReader::with_capacity(BUFFER, MultiGzDecoder::new(plain))),
        _ => Box::new(plain),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_a_table() {
        let cases = [
            ("articles.jsonl", true),
            ("articles.jsonl.zst", true),
            ("articles.jsonl.gz", true),
            ("articles-00000.jsonl", true),
            ("articles-123456.jsonl.zst", true),
            ("articles-old.jsonl", false),
            ("articles-1.jsonl", false),
            ("articles.json", false),
            ("articles.jsonl.bak", false),
            ("pages.jsonl", false),
            ("my-articles.jsonl", false),
        ];
        for (file, want) in cases {
            assert_eq!(is_of(file, "articles"), want, "{file}");
        }
    }

    #[test]
    fn shards_come_in_their_order() {
        let dir = tempfile::tempdir().expect("a folder");
        for shard in ["00001", "100000", "00000", "99999"] {
            let file = dir.path().join(format!("pages-{shard}.jsonl"));
            fs::write(file, "").expect("a file");
        }
        let files = table(dir.path(), "pages").expect("a table");
        let names: Vec<_> = files
            .iter()
            .filter_map(|f| f.file_stem()?.to_str())
            .collect();
        assert_eq!(
            names,
            ["pages-00000", "pages-00001", "pages-99999", "pages-100000"]
        );
        assert!(
            table(&dir.path().join("none"), "pages")
                .expect("no table")
                .is_empty()
        );
    }
}
