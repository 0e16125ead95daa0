//! Multisets, and what two of them have in common.

use std::collections::HashMap;
use std::hash::Hash;

use super::figures::Overlap;

/// Things and how often each occurs.
#[derive(Debug)]
pub(super) struct Multiset<T>(HashMap<T, usize>);

impl<T: Eq + Hash> Multiset<T> {
    /// How many things there are, each as often as it occurs.
    pub(super) fn len(&self) -> usize {
        self.0.values().sum()
    }

    /// How many things two multisets share: each as often as it occurs in both.
    pub(super) fn common(&self, other: &Self) -> usize {
        self.0
            .iter()
            .filter_map(|(thing, &n)| Some(n.min(*other.0.get(thing)?)))
            .sum()
    }

    /// Compares the gold's things, which these are, with the output's.
    pub(super) fn overlap(&self, out: &Self) -> Overlap {
        Overlap {
            hit: self.common(out),
            out: out.len(),
            gold: self.len(),
        }
    }
}

impl<T: Eq + Hash> FromIterator<T> for Multiset<T> {
    fn from_iter<I: IntoIterator<Item = T>>(things: I) -> Self {
        let mut counts = HashMap::new();
        for thing in things {
            *counts.entry(thing).or_insert(0) += 1;
        }
        Self(counts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_things_count_as_often_as_in_both() {
        for (gold, out, want) in [
            ("", "", (0, 0, 0)),
            ("aab", "abbc", (2, 4, 3)),
            ("ab", "cd", (0, 2, 2)),
        ] {
            let of = |text: &str| text.chars().collect::<Multiset<_>>();
            let found = of(gold).overlap(&of(out));
            assert_eq!((found.hit, found.out, found.gold), want, "{gold} {out}");
        }
    }
}
