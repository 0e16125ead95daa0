//! The pairs and triples of characters that headlines share with the page, as sets of bits: what a headline shares
//! with a body is then a few words of memory laid over each other.

use super::readings::Share;
use std::borrow::Cow;
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
    /// What every block shares with each of these, body by body.
    shares: Vec<Share>,
}

/// Some grams of a sheet.
#[derive(Clone, Debug, Default)]
pub(super) struct Words {
    /// The sheet.
    pub(super) sheet: usize,
    /// The set of them.
    all: Vec<u64>,
    /// The blocks that they are of.
    pub(super) blocks: Range<usize>,
}

/// The grams of a sheet that some units have.
#[derive(Clone, Debug)]
pub(super) struct Stretch<'a> {
    set: Cow<'a, [u64]>,
    /// The body as first cut that these units are.
    first: Option<usize>,
}

impl Stretch<'_> {
    /// Whether a gram stands there.
    #[inline]
    pub(super) fn has(&self, gram: u32) -> bool {
        self.set[gram as usize / 64] >> (gram % 64) & 1 == 1
    }
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
        let mut sheet = Sheet {
            ends: grams.iter().map(|ends| ends.map(number)).collect(),
            bounds: bounds.iter().map(|bound| bound - bounds[0]).collect(),
            worth: list
                .iter()
                .map(|&gram| ground.worth[gram as usize])
                .collect(),
            words,
            units,
            first,
            shares: Vec::new(),
        };
        let (bodies, blocks) = (ground.first.len(), bounds.len() - 1);
        let mut shares = Vec::with_capacity(bodies * blocks);
        for body in (0..bodies).map(|body| sheet.first(body)) {
            shares.extend((0..blocks).map(|block| Share::of(sheet.block(block), &body)));
        }
        sheet.shares = shares;
        sheet
    }

    /// No grams, in the memory of others.
    pub(super) fn clear(&self, words: &mut Words) {
        words.all.clear();
        words.all.resize(self.words, 0);
    }

    /// Takes in the grams of the blocks from one on that end in some of them.
    pub(super) fn add(&self, words: &mut Words, from: usize, blocks: Range<usize>) {
        let begin = self.bounds[from];
        let (first, end) = (self.bounds[blocks.start], self.bounds[blocks.end]);
        let mut add = |gram: u32| words.all[gram as usize / 64] |= 1 << (gram % 64);
        for (&[pair, triple], last) in self.ends[first as usize..end as usize].iter().zip(first..) {
            if last > begin {
                add(pair);
            }
            if last > begin + 1 {
                add(triple);
            }
        }
    }

    /// The grams of some blocks.
    pub(super) fn headline(&self, sheet: usize, blocks: Range<usize>) -> Words {
        let mut words = Words {
            sheet,
            all: vec![0; self.words],
            blocks: blocks.clone(),
        };
        self.add(&mut words, blocks.start, blocks);
        words
    }

    /// For every content character of a block the pair and the triple that end with it; those of the first ones
    /// may begin above the block.
    fn block(&self, block: usize) -> &[[u32; 2]] {
        &self.ends[self.bounds[block] as usize..self.bounds[block + 1] as usize]
    }

    /// The grams that some units have.
    pub(super) fn stretch(&self, units: Range<usize>) -> Stretch<'_> {
        let sets = &self.units[units.start * self.words..units.end * self.words];
        if units.len() == 1 || sets.is_empty() {
            return Stretch {
                set: Cow::Borrowed(sets),
                first: None,
            };
        }
        let (first, more) = sets.split_at(self.words);
        let mut all = first.to_vec();
        gather(&mut all, more);
        Stretch {
            set: Cow::Owned(all),
            first: None,
        }
    }

    /// The grams that a body as first cut has.
    pub(super) fn first(&self, body: usize) -> Stretch<'_> {
        let from = body * self.words;
        Stretch {
            set: Cow::Borrowed(&self.first[from..from + self.words]),
            first: Some(body),
        }
    }

    /// What a block shares with some units.
    #[inline]
    pub(super) fn share(&self, block: usize, stretch: &Stretch<'_>) -> Share {
        match stretch.first {
            Some(body) => self.shares[body * (self.bounds.len() - 1) + block],
            None => Share::of(self.block(block), stretch),
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

    /// What those of these grams are worth that some units have.
    #[inline]
    pub(super) fn overlap(&self, words: &Words, stretch: &Stretch<'_>) -> f32 {
        let mut sum = 0.0;
        for (w, (all, has)) in words.all.iter().zip(stretch.set.iter()).enumerate() {
            each_one(all & has, |bit| sum += self.worth[w * 64 + bit]);
        }
        sum
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
            let words = sheet.headline(0, 0..2);
            for (from, to) in [(0, units), (units / 2, units), (units - 1, units)] {
                let has = |gram: usize| (from..to).any(|unit| unit % (gram + 1) == 0);
                let all = (0..3).filter(|&g| has(g)).map(|g| worth[g]).sum::<f32>();
                let stretch = sheet.stretch(from..to);
                assert_eq!(
                    sheet.overlap(&words, &stretch),
                    all,
                    "{from}..{to} of {units}"
                );
                // Numbered anew, the grams come in the order of their keys.
                for (own, gram) in [7, 2, 1, 0].into_iter().enumerate() {
                    let stands = gram < 7 && has(gram);
                    assert_eq!(stretch.has(own as u32), stands, "{gram}, {from}..{to}");
                }
            }
            let shared: f32 = (0..3)
                .filter(|g| (units - 1) % (g + 1) == 0)
                .map(|g| worth[g])
                .sum();
            assert_eq!(sheet.shared(&words, units - 1), Some(shared));
            // A headline of the second block alone has one pair.
            let words = sheet.headline(0, 1..2);
            assert_eq!(sheet.overlap(&words, &sheet.stretch(0..units)), 4.0);
            assert_eq!(sheet.block(1), [[2, 1], [1, 0]], "{units}");
        }
    }
}
