//! The pairs of characters that a page's text has, since a headline says what its text says again.

use crate::table::Table;

/// The pairs of characters that a page's text has.
#[derive(Debug, Default)]
pub struct Pairs(Table<u64, ()>);

impl Pairs {
    /// Of these lines.
    pub fn of<'a>(lines: impl Iterator<Item = &'a str>) -> Self {
        let mut pairs = Table::default();
        for line in lines {
            let units = line.chars().map(unit);
            let both = units.clone().zip(units.skip(1));
            pairs.extend(both.map(|(a, b)| (key(a, b), ())));
        }
        Pairs(pairs)
    }

    pub(super) fn has(&self, a: u16, b: u16) -> bool {
        self.0.contains_key(&key(a, b))
    }
}

fn key(a: u16, b: u16) -> u64 {
    u64::from(a) << 16 | u64::from(b)
}

/// The number of a character; 0 beyond the basic plane.
pub(super) fn unit(c: char) -> u16 {
    u16::try_from(c).unwrap_or(0)
}
