//! Reads the tables of evidence, `src/evidence/weights.tsv` and `scrambled.tsv`.
//!
//! Read when the program starts, they cost as much as a page.

use std::io;
use std::path::Path;

/// The tables.
const NAMES: [&str; 2] = ["weights", "scrambled"];

/// Writes of every table the names of its rows, one a line, and their weights, in two bytes each.
pub(crate) fn make(into: &Path) -> io::Result<()> {
    println!("cargo:rerun-if-changed=build/weights.rs");
    for name in NAMES {
        let path = format!("src/evidence/{name}.tsv");
        println!("cargo:rerun-if-changed={path}");
        let table = std::fs::read_to_string(path)?;
        let (mut names, mut numbers) = (String::new(), Vec::new());
        for row in table.lines().filter(|row| !row.starts_with('#')) {
            let mut cells = row.split('\t');
            names.extend([cells.next().unwrap_or_default(), "\n"]);
            // After the count.
            for cell in cells.skip(1) {
                let number: i16 = cell.parse().map_err(io::Error::other)?;
                numbers.extend(number.to_le_bytes());
            }
        }
        std::fs::write(into.join(format!("{name}-names")), names)?;
        std::fs::write(into.join(format!("{name}-numbers")), numbers)?;
    }
    Ok(())
}
