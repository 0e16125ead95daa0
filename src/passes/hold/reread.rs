//! Read an article again for what had been decoded with the wrong encoding.
//!
//! What speaks for a misreading is added up over what is read together, and line breaks tear misread characters in
//! two. So an article, whose lines are joined, may say more of one than its page did.

use super::written;
use crate::page::Page;
use crate::passes::mojibake;
use crate::text::{Edits, Why};
use std::ops::Range;

/// Puts right what an article shows to have been misread; its page may have shown less of it, where line breaks tore
/// characters in two. Whether there was any.
pub(super) fn run(page: &mut Page) -> bool {
    if !mojibake::is_suspicious_now(page) {
        return false;
    }
    let mut found: Vec<Misread> = Vec::new();
    for written in written(page) {
        let mut edits = Edits::new();
        mojibake::edit(&written.text(), &mut edits);
        let starts = written.starts();
        let misread = edits.iter().filter_map(|(edit, now)| {
            let Range { start, end } = edit.range;
            let line = starts.partition_point(|&s| s <= start).checked_sub(1)?;
            let block = *written.blocks.get(line)?;
            let text = page.str(&page.blocks()[block]);
            let indent = text.len() - text.trim_start().len();
            let place = |at: usize| at - starts[line] + indent;
            (place(end) <= text.len()).then(|| Misread {
                block,
                range: place(start)..place(end),
                now: now.to_owned(),
            })
        });
        let misread: Vec<Misread> = misread.collect();
        let rows = misread
            .chunk_by(|one, next| one.block == next.block && one.range.end == next.range.start);
        // Halves of two characters that came to stand together are none, and part what stands around them.
        for row in rows {
            if is_true(page, row) {
                found.extend_from_slice(row);
                continue;
            }
            let parts = row.split(|m| !is_true(page, std::slice::from_ref(m)));
            found.extend(parts.filter(|part| is_true(page, part)).flatten().cloned());
        }
    }
    found.sort_by_key(|m| (m.block, m.range.start));
    let mut rest = found.iter().peekable();
    let mut block = 0..;
    page.edit(|_, _, edits| {
        let this = block.next();
        while let Some(misread) = rest.next_if(|m| Some(m.block) == this) {
            edits.replace(misread.range.clone(), &misread.now, Why::Mojibake);
        }
    })
}

/// Characters of a block that had been misread.
#[derive(Clone)]
struct Misread {
    block: usize,
    /// Bytes of the block.
    range: Range<usize>,
    now: String,
}

/// Whether the source has nothing else where these characters stand. What was torn and moved apart has.
fn is_true(page: &Page, row: &[Misread]) -> bool {
    let (Some(first), Some(last)) = (row.first(), row.last()) else {
        return false;
    };
    let start = page.blocks()[first.block].range().start;
    let stretch = start + first.range.start..start + last.range.end;
    let now: String = row.iter().map(|m| m.now.as_str()).collect();
    let source = page.source().text.get(page.text().source_hull(&stretch));
    mojibake::is_misread(source.unwrap_or_default(), &now)
}
