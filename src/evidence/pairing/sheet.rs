//! The pairs and triples of characters that headlines share with the page, as sets of bits: what a headline shares
//! with a body is then a few words of memory laid over each other.

use std::ops::Range;

/// No gram.
pub(super) const NONE: u32 = u32::MAX;

/// What stands on the page of all headlines' grams.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// For every gram a bit for every unit that has it,
    bits: Vec<u64>,
    /// in so many words.
    words: usize,
}

impl Places {
    pub(super) fn new(grams: usize, units: usize) -> Self {
        let words = units.div_ceil(64);
        Places {
            bits: vec![0; grams * words],
            words,
        }
    }

    /// A unit has a gram.
    #[inline]
    pub(super) fn add(&mut self, gram: u32, unit: usize) {
        self.bits[gram as usize * self.words + unit / 64] |= 1 << (unit % 64);
    }

    /// The units that have a gram, in ascending order.
    pub(super) fn of_gram(&self, gram: u32) -> impl Iterator<Item = usize> {
        let from = gram as usize * self.words;
        ones(&self.bits[from..from + self.words])
    }
}

/// The places of the bits that are set, in ascending order.
pub(super) fn ones(words: &[u64]) -> impl Iterator<Item = usize> {
    words.iter().enumerate().flat_map(|(w, &word)| {
        let rest = |&rest: &u64| Some(rest & (rest - 1)).filter(|&rest| rest != 0);
        std::iter::successors(Some(word).filter(|&word| word != 0), rest)
            .map(move |rest| w * 64 + rest.trailing_zeros() as usize)
    })
}

/// Some blocks of a run: their grams, numbered anew in the order of their characters.
#[derive(Debug)]
pub(super) struct Sheet {
    /// For every content character the pair and the triple that end with it.
    ends: Vec<[u32; 2]>,
    /// Where the characters of each block begin, and of the last one end.
    bounds: Vec<u32>,
    /// What every gram is worth.
    worth: Vec<f32>,
    /// Words of a set of grams.
    words: usize,
    /// For every unit the set of the grams that it has,
    units: Vec<u64>,
    /// and for every body as first cut.
    first: Vec<u64>,
}

/// Some grams of a sheet.
#[derive(Clone, Debug, Default)]
pub(super) struct Words {
    /// The sheet.
    pub(super) sheet: usize,
    /// The set of them,
    all: Vec<u64>,
    /// and of those that are the title's.
    title: Vec<u64>,
    /// What the title's are worth.
    titled: f32,
}

/// What a sheet asks of the page.
pub(super) struct Ground<'a> {
    /// The characters of every gram.
    pub(super) keys: &'a [u64],
    pub(super) places: &'a Places,
    /// What every gram is worth.
    pub(super) worth: &'a [f32],
    pub(super) units: usize,
    /// The units of every body as first cut.
    pub(super) first: &'a [Range<usize>],
}

impl Sheet {
    /// Of blocks that have these grams.
    pub(super) fn of(
        grams: &[[u32; 2]],
        bounds: &[u32],
        ground: &Ground<'_>,
        own: &mut [u32],
    ) -> Self {
        let mut list: Vec<u32> = grams.iter().flatten().copied().collect();
        list.retain(|&gram| gram != NONE);
        list.sort_unstable_by_key(|&gram| ground.keys[gram as usize]);
        list.dedup();
        let words = list.len().div_ceil(64);
        let mut units = vec![0; ground.units * words];
        for (i, &gram) in list.iter().enumerate() {
            own[gram as usize] = i as u32;
            for unit in ground.places.of_gram(gram) {
                units[unit * words + i / 64] |= 1 << (i % 64);
            }
        }
        let mut first = vec![0; ground.first.len() * words];
        if words > 0 {
            for (set, body) in first.chunks_exact_mut(words).zip(ground.first) {
                gather(set, &units[body.start * words..body.end * words]);
            }
        }
        let number = |gram: u32| own.get(gram as usize).copied().unwrap_or(NONE);
        Sheet {
            ends: grams.iter().map(|ends| ends.map(number)).collect(),
            bounds: bounds.iter().map(|bound| bound - bounds[0]).collect(),
            worth: list
                .iter()
                .map(|&gram| ground.worth[gram as usize])
                .collect(),
            words,
            units,
            first,
        }
    }

    /// No grams, in the memory of others.
    pub(super) fn clear(&self, words: &mut Words) {
        for set in [&mut words.all, &mut words.title] {
            set.clear();
            set.resize(self.words, 0);
        }
        words.titled = 0.0;
    }

    /// Takes in the grams of the blocks from one on that end in some of them.
    pub(super) fn add(&self, words: &mut Words, from: usize, blocks: Range<usize>) {
        self.each(from, blocks, |gram, _| {
            words.all[gram / 64] |= 1 << (gram % 64);
        });
    }

    /// The grams of some blocks, with those that stand in the title first.
    pub(super) fn headline(&self, blocks: Range<usize>, title: Range<usize>) -> Words {
        let mut words = Words::default();
        self.clear(&mut words);
        let title = self.bounds[title.start]..=self.bounds[title.end];
        self.each(blocks.start, blocks, |gram, at| {
            let (word, bit) = (gram / 64, 1 << (gram % 64));
            if words.all[word] & bit == 0 && title.contains(&at.start) && title.contains(&at.end) {
                words.title[word] |= bit;
            }
            words.all[word] |= bit;
        });
        let worth = ones(&words.title).map(|gram| self.worth[gram]);
        words.titled = worth.fold(0.0, |sum, worth| sum + worth);
        words
    }

    /// Calls back with the grams of the blocks from one on that end in some of them, and where they stand.
    fn each(&self, from: usize, blocks: Range<usize>, mut with: impl FnMut(usize, Range<u32>)) {
        let begin = self.bounds[from];
        let (first, end) = (self.bounds[blocks.start], self.bounds[blocks.end]);
        for (&[pair, triple], last) in self.ends[first as usize..end as usize].iter().zip(first..) {
            if last > begin {
                with(pair as usize, last - 1..last + 1);
            }
            if last > begin + 1 {
                with(triple as usize, last - 2..last + 1);
            }
        }
    }

    /// What the grams that a body as first cut has of these are worth; nothing if it has none.
    #[inline]
    pub(super) fn shared(&self, words: &Words, body: usize) -> Option<f32> {
        let from = body * self.words;
        let has = &self.first[from..from + self.words];
        let mut sum = None;
        for (w, (all, has)) in words.all.iter().zip(has).enumerate() {
            each_one(all & has, |bit| {
                *sum.get_or_insert(0.0) += self.worth[w * 64 + bit]
            });
        }
        sum
    }

    /// What the grams that some units have of these are worth, and what those of the title that they do not have.
    #[inline]
    pub(super) fn overlap(&self, words: &Words, units: Range<usize>) -> (f32, f32) {
        let (mut hit, mut missed) = (0.0, words.titled);
        for (w, (all, title)) in words.all.iter().zip(&words.title).enumerate() {
            let has = units
                .clone()
                .fold(0, |has, unit| has | self.units[unit * self.words + w]);
            each_one(all & has, |bit| {
                let worth = self.worth[w * 64 + bit];
                hit += worth;
                missed -= if title >> bit & 1 == 1 { worth } else { 0.0 };
            });
        }
        (hit, missed)
    }
}

/// Calls back with the places of the bits that are set, in ascending order.
#[inline]
fn each_one(mut word: u64, mut with: impl FnMut(usize)) {
    while word != 0 {
        with(word.trailing_zeros() as usize);
        word &= word - 1;
    }
}

/// All that some sets have.
fn gather(into: &mut [u64], sets: &[u64]) {
    for set in sets.chunks_exact(into.len()) {
        for (all, words) in into.iter_mut().zip(set) {
            *all |= words;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_headline_shares_with_units_however_many_there_are() {
        for units in [1, 63, 64, 65, 200] {
            // Gram `g` stands in every unit that `g + 1` divides, the last in none.
            let mut places = Places::new(8, units);
            for gram in 0..7 {
                for unit in (0..units).step_by(gram + 1) {
                    places.add(gram as u32, unit);
                }
            }
            let first: Vec<Range<usize>> = (0..units).map(|unit| unit..unit + 1).collect();
            let worth = [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0];
            let ground = Ground {
                keys: &[7, 6, 5, 4, 3, 2, 1, 0],
                places: &places,
                worth: &worth,
                units,
                first: &first,
            };
            // Four characters in two blocks; the triple over their seam is a gram that comes again.
            let ends = [[NONE, NONE], [0, NONE], [1, 2], [2, 7]];
            let sheet = Sheet::of(&ends, &[0, 2, 4], &ground, &mut [0; 8]);
            let words = sheet.headline(0..2, 1..2);
            for (from, to) in [(0, units), (units / 2, units), (units - 1, units)] {
                let has = |gram: usize| (from..to).any(|unit| unit % (gram + 1) == 0);
                let all = (0..3).filter(|&g| has(g)).map(|g| worth[g]).sum::<f32>();
                let (hit, missed) = sheet.overlap(&words, from..to);
                // Of the title, none begins before it: nothing but the last triple does not.
                assert_eq!((hit, missed), (all, 0.0), "{from}..{to} of {units}");
            }
            let shared: f32 = (0..3)
                .filter(|g| (units - 1) % (g + 1) == 0)
                .map(|g| worth[g])
                .sum();
            assert_eq!(sheet.shared(&words, units - 1), Some(shared));
            // A headline of the second block alone has one pair, which stands nowhere else in it.
            let words = sheet.headline(1..2, 1..2);
            let (hit, missed) = sheet.overlap(&words, 0..units);
            assert_eq!((hit, missed), (4.0, 0.0), "{units}");
        }
    }
}
