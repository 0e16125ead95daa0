//! What a reader of a page should know.

use super::{Warning, line_ends, line_of};
use crate::page::{Mended, Page};
use crate::pipeline::Cleaned;

/// So many places of a kind are told of a page.
const PLACES: usize = 100;

/// Rows of mended text are one place if they have fewer bytes than this between them.
const NEAR: usize = 200;

/// What U+FFFD becomes, twice, when its UTF-8 is read as GBK.
const LOST: &str = "锟斤拷";

/// So many faults of a page are told; one is enough to find the bug.
const FAULTS: usize = 20;

/// What the source of a page and what became of it have to say.
pub(super) fn of_page(cleaned: &Cleaned) -> Vec<Warning> {
    let source = cleaned.page.source();
    let malformed = source.malformed.iter().map(|m| Warning {
        what: "malformed",
        line: Some(m.line),
        note: None,
    });
    let doubt = source.doubt.map(|why| Warning {
        what: "encoding",
        line: None,
        note: Some(format!(
            "taken for {}, but {why}; --encoding NAME says which it is",
            source.encoding
        )),
    });
    let foreign = source.foreign.iter().map(|f| Warning {
        what: "mixed-encoding",
        line: Some(f.line),
        note: Some(format!("{} lines in {}", f.lines, f.encoding)),
    });
    // Rows with nothing but marks and spaces between them are one place.
    let together = |one: &Mended, next: &Mended| {
        let between = source.text.get(one.span.end..next.span.start);
        between.is_some_and(|b| b.len() < NEAR && !b.contains(|c: char| !c.is_ascii()))
    };
    let mended = cleaned.page.mended().chunk_by(together);
    let mended = mended.take(PLACES).map(|row| Warning {
        what: "mojibake",
        line: Some(line_of(&source.text, row[0].span.start)),
        note: Some(format!(
            "{} characters had been read in the wrong encoding and were put right",
            row.iter().map(|m| m.text.chars().count()).sum::<usize>()
        )),
    });
    let lost = memchr::memmem::find_iter(source.text.as_bytes(), LOST);
    let mut lines: Vec<usize> = lost
        .take(PLACES)
        .map(|at| line_of(&source.text, at))
        .collect();
    lines.dedup();
    let lost = lines.into_iter().map(|line| Warning {
        what: "lost",
        line: Some(line),
        note: Some(
            "锟斤拷 stands for characters that an earlier program lost; only the original has them"
                .to_owned(),
        ),
    });
    let faults = cleaned.faults.iter().take(FAULTS).map(|f| Warning {
        what: "audit",
        line: Some(line_of(&source.text, f.span.start)),
        note: Some(f.to_string()),
    });
    malformed
        .chain(doubt)
        .chain(foreign)
        .chain(mended)
        .chain(lost)
        .chain(faults)
        .collect()
}

/// Warnings of quotes at these places of the source.
pub(super) fn of_quotes(page: &Page, places: &[usize]) -> Vec<Warning> {
    if places.is_empty() {
        return Vec::new();
    }
    let ends: Vec<usize> = line_ends(&page.source().text).collect();
    let warning = |&at: &usize| Warning {
        what: "unpaired-quote",
        line: Some(1 + ends.partition_point(|&end| end < at)),
        note: None,
    };
    places.iter().map(warning).collect()
}

/// The warning of a page that has nothing to give.
pub(super) fn of_nothing() -> Warning {
    Warning {
        what: "empty",
        line: None,
        note: None,
    }
}
