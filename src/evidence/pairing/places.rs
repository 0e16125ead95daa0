//! Where on a page the grams of its headlines stand.

use std::ops::Range;

/// The paragraphs that have each gram.
pub(super) struct Places {
    /// The paragraphs, gram by gram, in ascending order,
    list: Vec<u32>,
    /// where those of each gram begin there, and of the last one end.
    starts: Vec<u32>,
    /// A bit for every paragraph that has the gram: for each of them, or for as many neighbours together as it
    /// takes for all to find room.
    masks: Vec<u64>,
    /// How many neighbours share a bit, as a power of two.
    shift: u32,
}

/// Some neighbouring paragraphs.
pub(super) struct Stretch {
    paragraphs: Range<u32>,
    mask: u64,
}

impl Places {
    /// From what was found in so many paragraphs: the numbers of grams, each with its paragraph, which come in
    /// ascending order.
    pub(super) fn of(found: &[(u32, u32)], grams: usize, paragraphs: usize) -> Self {
        let mut shift = 0;
        while paragraphs.saturating_sub(1) >> shift >= u64::BITS as usize {
            shift += 1;
        }
        let mut places = Places {
            list: vec![0; found.len()],
            starts: vec![0; grams + 1],
            masks: vec![0; grams],
            shift,
        };
        for &(gram, paragraph) in found {
            places.starts[gram as usize + 1] += 1;
            places.masks[gram as usize] |= 1 << (paragraph >> shift);
        }
        for gram in 0..grams {
            places.starts[gram + 1] += places.starts[gram];
        }
        let mut next = places.starts.clone();
        for &(gram, paragraph) in found {
            let next = &mut next[gram as usize];
            places.list[*next as usize] = paragraph;
            *next += 1;
        }
        places
    }

    /// The paragraphs that have a gram, in ascending order.
    pub(super) fn of_gram(&self, gram: u32) -> &[u32] {
        let (from, to) = (self.starts[gram as usize], self.starts[gram as usize + 1]);
        &self.list[from as usize..to as usize]
    }

    /// The paragraphs from one up to another, which is not among them; at least one.
    pub(super) fn stretch(&self, (from, to): (usize, usize)) -> Stretch {
        let (first, last) = (from >> self.shift, (to - 1) >> self.shift);
        Stretch {
            paragraphs: from as u32..to as u32,
            mask: u64::MAX << first & u64::MAX >> (u64::BITS as usize - 1 - last),
        }
    }

    /// Whether one of some paragraphs has a gram.
    pub(super) fn stands_in(&self, gram: u32, stretch: &Stretch) -> bool {
        if self.masks[gram as usize] & stretch.mask == 0 {
            return false;
        }
        let list = || {
            let list = self.of_gram(gram);
            let at = list.partition_point(|&p| p < stretch.paragraphs.start);
            list.get(at).is_some_and(|&p| p < stretch.paragraphs.end)
        };
        self.shift == 0 || list()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grams_stand_in_their_paragraphs_however_many_there_are() {
        for paragraphs in [1, 63, 64, 65, 1000] {
            // Gram `g` stands in every paragraph that `g + 1` divides.
            let found: Vec<(u32, u32)> = (0..paragraphs)
                .flat_map(|p| {
                    (0..7)
                        .filter(move |g| p % (g + 1) == 0)
                        .map(move |g| (g, p))
                })
                .collect();
            let places = Places::of(&found, 8, paragraphs as usize);
            assert!(places.of_gram(7).is_empty());
            for from in (0..paragraphs).step_by(5) {
                for to in (from + 1..=paragraphs).step_by(3) {
                    let stretch = places.stretch((from as usize, to as usize));
                    for gram in 0..7 {
                        let stands = (from..to).any(|p| p % (gram + 1) == 0);
                        assert_eq!(places.stands_in(gram, &stretch), stands, "{from}..{to}");
                    }
                }
            }
        }
    }
}
