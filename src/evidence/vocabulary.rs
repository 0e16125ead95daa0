//! The words of some texts that come again, and how often each does.
//!
//! A word is a pair of ideographs: what a text is about is said in names and terms of two characters and more, and no
//! dictionary has them all.

use crate::evidence::ideographs::pairs;
use crate::table::{Sieve, Values};
use std::sync::LazyLock;

/// What every article begins or ends with; these pairs are no words of it.
const FORMULAS: &str = "本报 报讯 新华 华社 日电 记者 通讯 讯员 昨日 今天";
/// The number of such a pair.
const FORMULA: u32 = u32::MAX;

/// The pairs of [`FORMULAS`].
static FORMULAIC: LazyLock<Vec<u32>> =
    LazyLock::new(|| FORMULAS.split(' ').flat_map(pairs).collect());

/// The words of texts.
#[derive(Debug)]
pub struct Vocabulary {
    /// The words of every text that stand in another one, too, each once: numbers from 0.
    words: Vec<u32>,
    /// Where those of each text begin, and those of the last one end.
    bounds: Vec<usize>,
    /// How many words every text has, with those that come but once.
    sizes: Vec<u32>,
    /// In how many texts each word stands.
    counts: Vec<u32>,
    /// How often each word stands among all words of all texts.
    anywhere: Vec<f32>,
}

impl Vocabulary {
    /// Reads some texts.
    pub fn of(texts: &[&str]) -> Self {
        // An ideograph has three bytes.
        let most = texts.iter().map(|text| text.len() / 3).sum::<usize>();
        let mut words = vec![0; most];
        let mut count = 0;
        let mut bounds = Vec::with_capacity(texts.len() + 1);
        let mut sieve = Sieve::new();
        bounds.push(0);
        for text in texts {
            for pair in pairs(text) {
                sieve.add(pair);
                if let Some(place) = words.get_mut(count) {
                    *place = pair;
                    count += 1;
                }
            }
            bounds.push(count);
        }
        let mut sizes: Vec<u32> = bounds.windows(2).map(|b| (b[1] - b[0]) as u32).collect();
        // Many pairs stand on a page but once; only the others are counted.
        retain(&mut words, &mut bounds, |pair| sieve.repeats(pair));
        let mut numbers = Values::new(words.len() + FORMULAIC.len());
        for &pair in &*FORMULAIC {
            let place = numbers.place(pair);
            *numbers.at(place) = FORMULA;
        }
        // In how many texts each word stands, and the last of them, from 1.
        let mut known: Vec<(u32, u32)> = Vec::new();
        let (mut kept, mut from) = (0, 0);
        for (text, (size, end)) in (1..).zip(sizes.iter_mut().zip(&mut bounds[1..])) {
            for at in std::mem::replace(&mut from, *end)..*end {
                let place = numbers.place(words[at]);
                let number = numbers.at(place);
                if *number == FORMULA {
                    *size -= 1;
                    continue;
                }
                if *number == 0 {
                    known.push((0, 0));
                    *number = known.len() as u32;
                }
                let word = *number - 1;
                let (count, last) = &mut known[word as usize];
                let is_first = std::mem::replace(last, text) != text;
                *count += u32::from(is_first);
                *size -= u32::from(!is_first);
                words[kept] = word;
                kept += usize::from(is_first);
            }
            *end = kept;
        }
        words.truncate(kept);
        let counts: Vec<u32> = known.iter().map(|word| word.0).collect();
        retain(&mut words, &mut bounds, |word| counts[word as usize] > 1);
        let all: f32 = sizes.iter().map(|&size| size as f32).sum();
        let anywhere = counts.iter().map(|&count| count as f32 / all).collect();
        Vocabulary {
            words,
            bounds,
            sizes,
            counts,
            anywhere,
        }
    }

    /// How many different words come again.
    pub fn different(&self) -> usize {
        self.counts.len()
    }

    /// The words of a text that stand in another one, too.
    pub fn of_text(&self, text: usize) -> &[u32] {
        &self.words[self.bounds[text]..self.bounds[text + 1]]
    }

    /// How many words a text has, each once, with those that stand nowhere else.
    pub fn size(&self, text: usize) -> u32 {
        self.sizes[text]
    }

    /// In how many texts a word stands.
    pub fn count(&self, word: u32) -> u32 {
        self.counts[word as usize]
    }

    /// How much likelier a word is where it stands `times` among `size` words than anywhere, in natural
    /// logarithms; what speaks against it where it does not stand is left out. The `ground` is what the page counts
    /// for beside the place.
    pub fn odds(&self, word: u32, times: f32, size: f32, ground: f32) -> f32 {
        let anywhere = self.anywhere[word as usize];
        (1.0 + times / size / (ground * anywhere)).ln()
    }
}

/// Leaves only some of the words of texts, which end where the bounds after the first say.
fn retain(words: &mut Vec<u32>, bounds: &mut [usize], stays: impl Fn(u32) -> bool) {
    let (mut kept, mut from) = (0, 0);
    for end in &mut bounds[1..] {
        for at in std::mem::replace(&mut from, *end)..*end {
            let word = words[at];
            words[kept] = word;
            kept += usize::from(stays(word));
        }
        *end = kept;
    }
    words.truncate(kept);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_come_again_are_counted_once_in_each_text() {
        let texts = ["水库水库开闸。", "水库放水，开闸。", "", "本报讯，abc"];
        let vocabulary = Vocabulary::of(&texts);
        // 水库 and 开闸; the pair 库水 comes but once, and that of a formula is none.
        let of = |text: usize| {
            let mut counts = vocabulary.of_text(text).to_vec();
            counts.sort_unstable();
            counts.dedup();
            counts.iter().filter(|&&w| vocabulary.count(w) == 2).count()
        };
        assert_eq!([of(0), of(1), of(2), of(3)], [2, 2, 0, 0]);
        assert_eq!(vocabulary.size(2), 0);
        assert_eq!([vocabulary.size(0), vocabulary.size(1)], [4, 4]);
    }

    #[test]
    fn a_word_says_more_where_it_stands_oftener_among_fewer() {
        let vocabulary = Vocabulary::of(&["水库开闸", "水库放水", "开闸放水"]);
        let word = vocabulary.of_text(0)[0];
        let odds = |times, size| vocabulary.odds(word, times, size, 1.0);
        assert_eq!(odds(0.0, 5.0), 0.0);
        assert!(odds(1.0, 5.0) > odds(1.0, 9.0));
        assert!(odds(2.0, 9.0) > odds(1.0, 9.0));
    }
}
