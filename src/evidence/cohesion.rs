//! Do these paragraphs speak of the same thing?
//!
//! Paragraphs of one article share words that the rest of the page does not have. Every pair of ideographs
//! that stands a few times on the page counts, the rarer the more; what two stretches share is set against
//! the poorer of the two. On 120 pages of several topics, 79 % of neighbouring stretches of one article
//! share more than 1.0, and 91 % of stretches of different articles less.
//!
//! Trap: a page may have one topic (a congress, a flood). How much articles of this very page share is seen
//! where one surely ends, and the more they do, the less cohesion says.

use crate::evidence::profile::han_pairs;
use crate::table::{Sieve, Values};
use std::ops::Range;
use std::sync::LazyLock;

/// Pairs of ideographs that the page has more often than this say nothing.
const COMMON: u32 = 8;
/// Paragraphs on either side of a place that are compared.
const WINDOW: usize = 3;
/// Where what is shared speaks neither for one article nor for two.
const EVEN: f32 = 0.8;
/// Natural logarithms for each unit more.
const SLOPE: f32 = 2.2;
/// So much to share says half of what more would.
const LITTLE: f32 = 1.5;
/// What every article begins or ends with.
const FORMULAS: &str = "本报 报讯 新华 华社 日电 记者 通讯 讯员 昨日 今天";
/// What a pair weighs that stands twice on the page. One that stands `n` times weighs a whole part of it,
/// this divided by `n - 1`, so that sums are exact.
const WHOLE: u32 = 420;
/// Set in the places of rare pairs, which tells them from counts.
const RARE: u32 = 1 << 31;
/// The most it says against and for one article.
const BOUNDS: (f32, f32) = (-2.5, 4.0);

/// The words of a page's paragraphs, read when they are first asked for: many a page leaves nothing open.
#[derive(Debug)]
pub struct Cohesion<'a> {
    texts: &'a [&'a str],
    /// Before which of them an article surely begins.
    cuts: &'a [bool],
    words: Option<Words>,
}

/// The words of some paragraphs.
#[derive(Debug)]
struct Words {
    /// The rare pairs of ideographs of every paragraph, each once; a pair is its place in the lists below.
    list: Vec<u32>,
    /// Where the words of each paragraph begin, and of the last one end.
    bounds: Vec<usize>,
    /// What every rare pair weighs.
    weights: Vec<u32>,
    /// The turn in which each was last met.
    met: Vec<u32>,
    /// Counts the stretches that were looked at.
    turn: u32,
    /// What the paragraphs on either side of every place share.
    sides: Vec<Sides>,
    /// How much cohesion counts on this page, 0 to 1.
    trust: f32,
}

/// The pairs of [`FORMULAS`].
static FORMULAIC: LazyLock<Vec<u32>> =
    LazyLock::new(|| FORMULAS.split(' ').flat_map(han_pairs).collect());

impl Words {
    fn of(texts: &[&str], cuts: &[bool]) -> Self {
        // An ideograph has three bytes.
        let most = texts.iter().map(|text| text.len() / 3).sum::<usize>();
        let mut all = vec![0; most];
        let mut count = 0;
        let mut bounds = Vec::with_capacity(texts.len() + 1);
        let mut sieve = Sieve::new();
        bounds.push(0);
        for text in texts {
            for pair in han_pairs(text) {
                sieve.add(pair);
                if let Some(place) = all.get_mut(count) {
                    *place = pair;
                    count += 1;
                }
            }
            bounds.push(count);
        }
        // Many pairs stand on a page but once; only the others are counted.
        let mut kept = 0;
        let mut last = 0;
        for end in &mut bounds[1..] {
            let from = std::mem::replace(&mut last, *end);
            for at in from..last {
                let pair = all[at];
                all[kept] = pair;
                kept += usize::from(sieve.repeats(pair));
            }
            *end = kept;
        }
        all.truncate(kept);
        let mut counts = Values::new(kept + FORMULAIC.len());
        for &pair in &*FORMULAIC {
            let place = counts.place(pair);
            *counts.at(place) = COMMON;
        }
        for pair in &mut all {
            let place = counts.place(*pair);
            *counts.at(place) += 1;
            *pair = place as u32;
        }
        let mut words = Words {
            list: all,
            bounds,
            weights: Vec::new(),
            met: Vec::new(),
            turn: 0,
            sides: vec![Sides::default(); texts.len() + 1],
            trust: 1.0,
        };
        let reach = reach(cuts);
        let mut from = 0;
        let mut kept = 0;
        for p in 0..texts.len() {
            words.turn += 1;
            let to = words.bounds[p + 1];
            for at in from..to {
                // In place of the count of a rare pair stands its own place from now on.
                let value = counts.at(words.list[at] as usize);
                if (2..=COMMON).contains(value) {
                    words.weights.push(WHOLE / (*value - 1));
                    words.met.push(0);
                    *value = RARE | (words.weights.len() - 1) as u32;
                }
                if *value & RARE == 0 {
                    continue;
                }
                let word = *value & !RARE;
                let met = std::mem::replace(&mut words.met[word as usize], words.turn);
                if met != words.turn {
                    words.list[kept] = word;
                    kept += 1;
                    words.meet(word, p, met, &reach);
                }
            }
            words.bounds[p + 1] = kept;
            from = to;
        }
        words.list.truncate(kept);
        let mut sum = Sides::default();
        for sides in &mut words.sides {
            sum.add(*sides);
            *sides = sum;
        }
        let (mut sum, mut count) = (0.0, 0);
        for p in (1..texts.len()).filter(|&p| cuts[p]) {
            sum += words.sides[p].shared().0;
            count += 1;
        }
        if count > 0 {
            words.trust = ((1.1 - sum / count as f32) / 0.6).clamp(0.1, 1.0);
        }
        words
    }

    /// Takes a word of a paragraph into the sides of the places near it, as what they have more than those before
    /// them; `met` is the turn of the paragraph in which it was met last, 0 for none.
    #[inline]
    fn meet(&mut self, word: u32, paragraph: usize, met: u32, reach: &[Range<usize>]) {
        let weight = self.weights[word as usize];
        let Range { start, end } = reach[paragraph];
        // Where it is known to stand before from the last time, and after.
        let known = met.checked_sub(1).map_or(0, |met| reach[met as usize].end);
        let first = start.max(met as usize);
        let next = (paragraph + 1).max(known);
        if next < end {
            self.sides[next].before = self.sides[next].before.wrapping_add(weight);
            self.sides[end].before = self.sides[end].before.wrapping_sub(weight);
        }
        if first <= paragraph {
            let past = paragraph + 1;
            self.sides[first].after = self.sides[first].after.wrapping_add(weight);
            self.sides[past].after = self.sides[past].after.wrapping_sub(weight);
            let past = past.min(known);
            if first < past {
                self.sides[first].both = self.sides[first].both.wrapping_add(weight);
                self.sides[past].both = self.sides[past].both.wrapping_sub(weight);
            }
        }
    }

    /// What two stretches share, set against the poorer of the two, and how much there is to share.
    fn shared(&mut self, left: &Range<usize>, right: &Range<usize>) -> (f32, f32) {
        let words = |range: &Range<usize>| self.bounds[range.start]..self.bounds[range.end];
        let (left, right) = (words(left), words(right));
        let (mut one, mut other, mut both) = (0, 0, 0);
        self.turn += 2;
        let (is_left, is_right) = (self.turn - 1, self.turn);
        for &word in &self.list[left] {
            let met = std::mem::replace(&mut self.met[word as usize], is_left);
            if met != is_left {
                one += self.weights[word as usize];
            }
        }
        for &word in &self.list[right] {
            let met = std::mem::replace(&mut self.met[word as usize], is_right);
            let weight = self.weights[word as usize];
            if met != is_right {
                other += weight;
            }
            if met == is_left {
                both += weight;
            }
        }
        Sides {
            before: one,
            after: other,
            both,
        }
        .shared()
    }

    /// What this says for two stretches being of one article.
    fn say(&self, (shared, least): (f32, f32)) -> f32 {
        let (low, high) = BOUNDS;
        // Where there is little to share, little follows from it.
        let heard = least / (least + LITTLE);
        self.trust * heard * (SLOPE * (shared - EVEN)).clamp(low, high)
    }
}

/// What the pairs weigh that two stretches have, and both.
#[derive(Clone, Copy, Debug, Default)]
struct Sides {
    before: u32,
    after: u32,
    both: u32,
}

impl Sides {
    fn add(&mut self, more: Sides) {
        self.before = self.before.wrapping_add(more.before);
        self.after = self.after.wrapping_add(more.after);
        self.both = self.both.wrapping_add(more.both);
    }

    /// What is shared, set against the poorer of the two, and how much there is to share.
    fn shared(&self) -> (f32, f32) {
        let weight = |sum: u32| sum as f32 / WHOLE as f32;
        let least = weight(self.before.min(self.after));
        (weight(self.both) / (1.0 + least).sqrt(), least)
    }
}

/// For every paragraph the places that it is compared at: from the first before which it is among those that
/// follow, up to the last after which it is among those that went before, as far as they are surely one article.
fn reach(cuts: &[bool]) -> Vec<Range<usize>> {
    let n = cuts.len();
    let one = |p: usize| {
        let first = p.saturating_sub(WINDOW - 1).max(1);
        let last = (p + WINDOW).min(n.saturating_sub(1));
        let start = (first..=p).rev().find(|&q| cuts[q]).unwrap_or(first);
        let end = (p + 1..=last).find(|&q| cuts[q]).unwrap_or(last);
        start..end + 1
    };
    (0..n).map(one).collect()
}

impl<'a> Cohesion<'a> {
    /// Of these paragraphs; `cuts` says before which of them an article surely begins.
    pub fn new(texts: &'a [&'a str], cuts: &'a [bool]) -> Self {
        Cohesion {
            texts,
            cuts,
            words: None,
        }
    }

    /// How much speaks for two stretches being of one article, in natural logarithms.
    pub fn speaks(&mut self, left: &Range<usize>, right: &Range<usize>) -> f32 {
        let words = self.words();
        let shared = words.shared(left, right);
        words.say(shared)
    }

    fn words(&mut self) -> &mut Words {
        self.words
            .get_or_insert_with(|| Words::of(self.texts, self.cuts))
    }

    /// The most that may speak against an article going on anywhere.
    pub fn most_against() -> f32 {
        -BOUNDS.0
    }

    /// How much speaks for the article going on at paragraph `p`.
    pub fn goes_on(&mut self, p: usize) -> f32 {
        let words = self.words();
        words.say(words.sides[p].shared())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FLOOD: [&str; 3] = [
        "柳河堤坝昨日出现渗漏，防汛指挥部紧急转移沿岸居民，抢险队伍连夜加固柳河堤坝。",
        "防汛指挥部介绍，柳河水位已经超过警戒，抢险队伍仍在巡查，沿岸居民得到安置。",
        "截至今晨，柳河堤坝渗漏得到控制，沿岸居民陆续返回，抢险队伍撤出。",
    ];
    const OPERA: [&str; 3] = [
        "梆子剧团新排大戏昨晚首演，老艺人登台演唱经典唱段，戏迷排队购票观看首演。",
        "剧团负责人说，老艺人口传心授，青年演员学会经典唱段，梆子剧团后继有人。",
        "首演之后，戏迷久久不愿离去，梆子剧团还将下乡巡演经典唱段。",
    ];

    fn texts() -> Vec<&'static str> {
        [FLOOD, OPERA].concat()
    }

    #[test]
    fn paragraphs_of_one_article_hang_together() {
        let texts = texts();
        let mut cohesion = Cohesion::new(&texts, &[false; 6]);
        assert!(cohesion.speaks(&(0..1), &(1..3)) > 1.0);
        assert!(cohesion.speaks(&(3..4), &(4..6)) > 1.0);
        assert!(cohesion.speaks(&(0..3), &(3..6)) < -1.0);
    }

    #[test]
    fn a_place_between_articles_is_seen() {
        let (texts, cuts) = (texts(), [false; 6]);
        let mut cohesion = Cohesion::new(&texts, &cuts);
        let goes_on: Vec<f32> = (1..6).map(|p| cohesion.goes_on(p)).collect();
        assert!((1..6).all(|p| goes_on[p - 1] >= goes_on[2]), "{goes_on:?}");
    }

    #[test]
    fn all_places_at_once_are_what_they_are_one_by_one() {
        let texts = [texts(), texts(), FLOOD.to_vec()].concat();
        for every in [1, 2, 3, 5, 100] {
            let n = texts.len();
            let cuts: Vec<bool> = (0..n).map(|p| p % every == every - 1).collect();
            let mut words = Words::of(&texts, &cuts);
            for p in 1..n {
                let least = p.saturating_sub(WINDOW);
                let from = (least..p).rev().find(|&q| cuts[q]).unwrap_or(least);
                let most = (p + WINDOW).min(n);
                let to = (p + 1..most).find(|&q| cuts[q]).unwrap_or(most);
                let shared = words.shared(&(from..p), &(p..to));
                assert_eq!(words.sides[p].shared(), shared, "{p} of {every}");
            }
        }
    }

    #[test]
    fn how_every_article_begins_says_nothing() {
        let texts = [
            "本报讯（记者王一禾）昨日开渠。",
            "本报讯（记者方小溪）昨日通车。",
        ];
        let mut cohesion = Cohesion::new(&texts, &[false; 2]);
        assert!(cohesion.speaks(&(0..1), &(1..2)) <= 0.0);
    }

    #[test]
    fn a_page_of_one_topic_is_not_trusted() {
        // An article surely begins at 1 and shares its words with the one before.
        let mut one_topic = Cohesion::new(&FLOOD, &[false, true, false]);
        let mut unknown = Cohesion::new(&FLOOD, &[false, false, false]);
        let says = |c: &mut Cohesion<'_>| c.speaks(&(0..1), &(1..3));
        assert!(says(&mut one_topic) < says(&mut unknown) / 2.0);
    }

    #[test]
    fn nothing_is_said_of_nothing() {
        let mut cohesion = Cohesion::new(&[], &[]);
        assert_eq!(cohesion.speaks(&(0..0), &(0..0)), 0.0);
    }
}
