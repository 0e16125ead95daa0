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
use crate::table::Values;
use std::ops::Range;

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

/// The words of a page's paragraphs.
#[derive(Clone, Debug)]
pub struct Cohesion {
    /// The rare pairs of ideographs of every paragraph, each once; a pair is its place in the list below.
    words: Vec<u32>,
    /// Where the words of each paragraph begin, and of the last one end.
    bounds: Vec<usize>,
    /// What is known of every rare pair.
    pairs: Vec<Pair>,
    /// Counts the stretches that were looked at.
    turn: u32,
    /// How much cohesion counts on this page, 0 to 1.
    trust: f32,
}

/// What is known of a pair of ideographs.
#[derive(Clone, Copy, Debug)]
struct Pair {
    /// What it weighs.
    weight: u32,
    /// The turn in which it was last met.
    met: u32,
}

impl Cohesion {
    /// Reads the paragraphs; `cuts` says before which of them an article surely begins.
    pub fn new(texts: &[&str], cuts: &[bool]) -> Self {
        let most = texts.iter().map(|text| text.len() / 3).sum::<usize>() + FORMULAS.len();
        let mut counts = Values::new(most);
        for pair in FORMULAS.split(' ').flat_map(han_pairs) {
            let place = counts.place(pair);
            *counts.at(place) = COMMON;
        }
        let mut all: Vec<u32> = Vec::with_capacity(most);
        let mut ends: Vec<usize> = Vec::with_capacity(texts.len());
        for text in texts {
            for pair in han_pairs(text) {
                let place = counts.place(pair);
                *counts.at(place) += 1;
                all.push(place as u32);
            }
            ends.push(all.len());
        }
        let mut cohesion = Cohesion {
            words: Vec::with_capacity(all.len()),
            bounds: vec![0],
            pairs: Vec::new(),
            turn: 0,
            trust: 1.0,
        };
        let mut from = 0;
        for to in ends {
            cohesion.turn += 1;
            for &place in &all[from..to] {
                // In place of the count of a rare pair stands its own place from now on.
                let value = counts.at(place as usize);
                if (2..=COMMON).contains(value) {
                    cohesion.pairs.push(Pair {
                        weight: WHOLE / (*value - 1),
                        met: 0,
                    });
                    *value = RARE | (cohesion.pairs.len() - 1) as u32;
                }
                if *value & RARE == 0 {
                    continue;
                }
                let word = *value & !RARE;
                let pair = &mut cohesion.pairs[word as usize];
                if pair.met != cohesion.turn {
                    pair.met = cohesion.turn;
                    cohesion.words.push(word);
                }
            }
            cohesion.bounds.push(cohesion.words.len());
            from = to;
        }
        let n = texts.len();
        let (mut sum, mut count) = (0.0, 0);
        for p in (1..n).filter(|&p| cuts[p]) {
            let (left, right) = (cohesion.up_to(p, cuts), cohesion.from(p, cuts));
            sum += cohesion.shared(&left, &right).0;
            count += 1;
        }
        if count > 0 {
            cohesion.trust = ((1.1 - sum / count as f32) / 0.6).clamp(0.1, 1.0);
        }
        cohesion
    }

    /// How many paragraphs there are.
    fn len(&self) -> usize {
        self.bounds.len() - 1
    }

    /// The paragraphs before a place, as far as they are surely one article.
    fn up_to(&self, p: usize, cuts: &[bool]) -> Range<usize> {
        let least = p.saturating_sub(WINDOW);
        (least..p).rev().find(|&q| cuts[q]).unwrap_or(least)..p
    }

    fn from(&self, p: usize, cuts: &[bool]) -> Range<usize> {
        let most = (p + WINDOW).min(self.len());
        p..(p + 1..most).find(|&q| cuts[q]).unwrap_or(most)
    }

    /// What two stretches share, set against the poorer of the two, and how much there is to share.
    fn shared(&mut self, left: &Range<usize>, right: &Range<usize>) -> (f32, f32) {
        let words = |range: &Range<usize>| self.bounds[range.start]..self.bounds[range.end];
        let (left, right) = (words(left), words(right));
        let (mut one, mut other, mut both) = (0, 0, 0);
        self.turn += 2;
        let (is_left, is_right) = (self.turn - 1, self.turn);
        for &place in &self.words[left] {
            let pair = &mut self.pairs[place as usize];
            if std::mem::replace(&mut pair.met, is_left) != is_left {
                one += pair.weight;
            }
        }
        for &place in &self.words[right] {
            let pair = &mut self.pairs[place as usize];
            let met = std::mem::replace(&mut pair.met, is_right);
            if met != is_right {
                other += pair.weight;
            }
            if met == is_left {
                both += pair.weight;
            }
        }
        let weight = |sum: u32| sum as f32 / WHOLE as f32;
        let least = weight(one.min(other));
        (weight(both) / (1.0 + least).sqrt(), least)
    }

    /// How much speaks for two stretches being of one article, in natural logarithms.
    pub fn speaks(&mut self, left: &Range<usize>, right: &Range<usize>) -> f32 {
        let (low, high) = BOUNDS;
        let (shared, least) = self.shared(left, right);
        // Where there is little to share, little follows from it.
        let heard = least / (least + LITTLE);
        self.trust * heard * (SLOPE * (shared - EVEN)).clamp(low, high)
    }

    /// How much speaks for the article going on at paragraph `p`.
    pub fn goes_on(&mut self, p: usize, cuts: &[bool]) -> f32 {
        let (left, right) = (self.up_to(p, cuts), self.from(p, cuts));
        self.speaks(&left, &right)
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
        let mut cohesion = Cohesion::new(&texts(), &[false; 6]);
        assert!(cohesion.speaks(&(0..1), &(1..3)) > 1.0);
        assert!(cohesion.speaks(&(3..4), &(4..6)) > 1.0);
        assert!(cohesion.speaks(&(0..3), &(3..6)) < -1.0);
    }

    #[test]
    fn a_place_between_articles_is_seen() {
        let cuts = [false; 6];
        let mut cohesion = Cohesion::new(&texts(), &cuts);
        let goes_on: Vec<f32> = (1..6).map(|p| cohesion.goes_on(p, &cuts)).collect();
        assert!((1..6).all(|p| goes_on[p - 1] >= goes_on[2]), "{goes_on:?}");
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
        let says = |c: &mut Cohesion| c.speaks(&(0..1), &(1..3));
        assert!(says(&mut one_topic) < says(&mut unknown) / 2.0);
    }

    #[test]
    fn nothing_is_said_of_nothing() {
        let mut cohesion = Cohesion::new(&[], &[]);
        assert_eq!(cohesion.speaks(&(0..0), &(0..0)), 0.0);
    }
}
