//! CJK radicals and strokes, and the ideographs that they stand for.
//!
//! Text taken out of a PDF often has a radical (⻘, ⼀) where the page shows an ordinary ideograph (青, 一): the two look alike and a
//! font may map one glyph to both. Normalisation folds hardly any of the supplement's, so the whole table is here.

use std::ops::RangeInclusive;
use std::sync::LazyLock;

/// Where all radicals and strokes lie: both blocks of radicals (U+2E80, U+2F00) and the strokes (U+31C0).
const SPAN: RangeInclusive<u32> = 0x2E80..=0x31E3;

/// The ideograph for every code point of [`SPAN`] that has one.
static IDEOGRAPHS: LazyLock<Box<[Option<char>]>> = LazyLock::new(|| {
    let mut table = vec![None; SPAN.count()];
    for (from, to) in rows(include_str!("radicals.tsv")) {
        if let Some(cell) = offset(from).and_then(|i| table.get_mut(i)) {
            *cell = Some(to);
        }
    }
    table.into_boxed_slice()
});

/// The ideograph that a CJK radical or stroke stands for; none for any other character, nor for the few radicals without an ideograph.
///
/// ```
/// assert_eq!(cleaner::radicals::radical('⻘'), Some('青'));
/// assert_eq!(cleaner::radicals::radical('青'), None);
/// ```
#[must_use]
pub fn radical(c: char) -> Option<char> {
    IDEOGRAPHS.get(offset(c)?).copied().flatten()
}

/// A character's place in the table, if it lies within [`SPAN`].
fn offset(c: char) -> Option<usize> {
    let code = u32::from(c);
    if SPAN.contains(&code) {
        usize::try_from(code - SPAN.start()).ok()
    } else {
        None
    }
}

/// The pairs of a table whose rows begin with two code points in hexadecimal.
fn rows(table: &str) -> impl Iterator<Item = (char, char)> {
    table
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let mut cells = line
                .split('\t')
                .map(|cell| u32::from_str_radix(cell, 16).ok().and_then(char::from_u32));
            Some((cells.next()??, cells.next()??))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_blocks_and_the_strokes_are_folded() {
        let cases = [
            ('⻘', Some('青')),
            ('⺠', Some('民')),
            ('⺁', Some('厂')),
            ('⻳', Some('龟')),
            ('⼀', Some('一')),
            ('⿕', Some('龠')),
            ('⼾', Some('户')),
            ('㇐', Some('一')),
            ('\u{20628}', None),
            ('⺀', None),
            ('\u{2E9A}', None),
            ('\u{2E7F}', None),
            ('、', None),
            ('户', None),
            ('戶', None),
            ('a', None),
        ];
        for (c, want) in cases {
            assert_eq!(radical(c), want, "{c} U+{:04X}", u32::from(c));
        }
    }

    #[test]
    fn every_row_of_the_table_is_read_and_shows_its_code_points() {
        let table = include_str!("radicals.tsv");
        let data = table
            .lines()
            .filter(|line| !line.starts_with('#'))
            .collect::<Vec<_>>();
        let pairs = rows(table).collect::<Vec<_>>();
        assert_eq!(pairs.len(), 348);
        assert_eq!(pairs.len(), data.len());
        for (line, (from, to)) in data.iter().zip(&pairs) {
            assert!(line.ends_with(&format!("\t{from}\t{to}")), "{line}");
            assert_eq!(radical(*from), Some(*to), "{line}");
        }
    }

    #[test]
    fn no_radical_stands_for_another_radical() {
        for (from, to) in rows(include_str!("radicals.tsv")) {
            assert_eq!(radical(to), None, "{from} {to}");
        }
    }
}
