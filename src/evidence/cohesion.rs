//! Do these paragraphs speak of the same thing?
//!
//! Paragraphs of one article say the same words again. How well one stretch foretells the words of the other, against
//! what the page foretells, is told for each of its words, in the direction that says more. (Of 2,826 places within
//! articles and 482 between two, up to three paragraphs on either side, 98 of a hundred pairs of both stand in the right
//! order; the even point and the slope are near those of a logistic curve through them, 0.058 and 83.)
//!
//! What a page of one topic (a congress, a flood) says everywhere foretells little: it is held against the page.

use crate::evidence::vocabulary::Vocabulary;
use std::ops::Range;

/// Paragraphs on either side of a place that are compared.
const WINDOW: usize = 3;
/// What the page counts for beside a stretch.
const GROUND: f32 = 3.0;
/// Words that a stretch is taken to have more, so that little is said where there are few.
const FEW: f32 = 5.0;
/// Where what is foretold speaks neither for one article nor for two, for each word,
const EVEN: f32 = 0.042;
/// and natural logarithms for each unit more.
const SLOPE: f32 = 70.0;
/// The most it says against and for one article.
const BOUNDS: (f32, f32) = (-2.0, 5.0);
/// The words of a page's paragraphs, read when they are first asked for: many a page leaves nothing open.
#[derive(Debug)]
pub struct Cohesion<'a> {
    texts: &'a [&'a str],
    /// Before which of them an article surely begins.
    cuts: &'a [bool],
    words: Option<Words>,
}

/// How often a word stands on either side of a place, if it was met in this turn.
#[derive(Clone, Copy, Debug, Default)]
struct Met {
    turn: u32,
    sides: [u16; 2],
}

/// The words of some paragraphs.
#[derive(Debug)]
struct Words {
    vocabulary: Vocabulary,
    met: Vec<Met>,
    /// Counts the places that were looked at.
    turn: u32,
}

impl Words {
    fn of(texts: &[&str]) -> Self {
        let vocabulary = Vocabulary::of(texts);
        Words {
            met: vec![Met::default(); vocabulary.different()],
            vocabulary,
            turn: 0,
        }
    }

    /// How well one of two stretches foretells the words of the other, for each of its words.
    fn foretold(&mut self, left: impl Texts, right: impl Texts) -> f32 {
        self.turn += 1;
        let mut sizes = [0.0; 2];
        // As many words as both have, each once.
        let mut different = [0.0; 2];
        let left = left.map(|text| (0, text));
        let both = left.chain(right.clone().map(|text| (1, text)));
        for (side, text) in both {
            let size = self.vocabulary.size(text);
            sizes[side] += size;
            different[side] += size;
            for &word in self.vocabulary.of_text(text) {
                let met = &mut self.met[word as usize];
                if met.turn != self.turn {
                    *met = Met {
                        turn: self.turn,
                        sides: [0; 2],
                    };
                }
                different[side] -= f32::from(u8::from(met.sides[side] > 0));
                met.sides[side] = met.sides[side].saturating_add(1);
            }
        }
        let mut sums = [0.0; 2];
        for text in right {
            for &word in self.vocabulary.of_text(text) {
                let met = &mut self.met[word as usize];
                let [before, after] = met.sides.map(f32::from);
                // Each word once.
                met.sides[1] = 0;
                if before == 0.0 || after == 0.0 {
                    continue;
                }
                sums[1] += self.vocabulary.odds(word, before, sizes[0] + 1.0, GROUND);
                sums[0] += self.vocabulary.odds(word, after, sizes[1] + 1.0, GROUND);
            }
        }
        let each = |side: usize| sums[side] / (different[side] + FEW);
        each(0).max(each(1))
    }
}

/// Some texts, by their numbers.
pub trait Texts: Iterator<Item = usize> + Clone {}
impl<T: Iterator<Item = usize> + Clone> Texts for T {}

/// The paragraphs on either side of a place that are surely one article each.
fn sides(p: usize, cuts: &[bool]) -> (Range<usize>, Range<usize>) {
    let first = p.saturating_sub(WINDOW);
    let last = (p + WINDOW).min(cuts.len());
    let start = (first..p).rev().find(|&q| cuts[q]).unwrap_or(first);
    let end = (p + 1..last).find(|&q| cuts[q]).unwrap_or(last);
    (start..p, p..end)
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

    fn words(&mut self) -> &mut Words {
        self.words.get_or_insert_with(|| Words::of(self.texts))
    }

    /// How many words some texts have.
    pub fn size(&mut self, texts: impl Texts) -> f32 {
        let vocabulary = &self.words().vocabulary;
        texts.map(|text| vocabulary.size(text)).sum()
    }

    /// How much speaks for the texts on two sides being of one article, in natural logarithms, without bounds.
    pub fn weighs(&mut self, left: impl Texts, right: impl Texts) -> f32 {
        SLOPE * (self.words().foretold(left, right) - EVEN)
    }

    /// How much speaks for the texts on two sides being of one article, in natural logarithms.
    pub fn speaks(&mut self, left: impl Texts, right: impl Texts) -> f32 {
        if left.clone().next().is_none() || right.clone().next().is_none() {
            return 0.0;
        }
        let (low, high) = BOUNDS;
        self.weighs(left, right).clamp(low, high)
    }

    /// The most that may speak against an article going on anywhere.
    pub fn most_against() -> f32 {
        -BOUNDS.0
    }

    /// How much speaks for the article going on at paragraph `p`.
    pub fn goes_on(&mut self, p: usize) -> f32 {
        let (left, right) = sides(p, self.cuts);
        self.speaks(left, right)
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
        assert!(cohesion.speaks(0..1, 1..3) > 1.0);
        assert!(cohesion.speaks(3..4, 4..6) > 1.0);
        assert!(cohesion.speaks(0..3, 3..6) < -1.0);
    }

    #[test]
    fn a_place_between_articles_is_seen() {
        let (texts, cuts) = (texts(), [false; 6]);
        let mut cohesion = Cohesion::new(&texts, &cuts);
        let goes_on: Vec<f32> = (1..6).map(|p| cohesion.goes_on(p)).collect();
        assert!((1..6).all(|p| goes_on[p - 1] >= goes_on[2]), "{goes_on:?}");
    }

    #[test]
    fn how_every_article_begins_says_nothing() {
        let texts = [
            "本报讯（记者王一禾）昨日开渠。",
            "本报讯（记者方小溪）昨日通车。",
        ];
        let mut cohesion = Cohesion::new(&texts, &[false; 2]);
        assert!(cohesion.speaks(0..1, 1..2) <= 0.0);
    }

    #[test]
    fn nothing_is_said_of_nothing() {
        let mut cohesion = Cohesion::new(&[], &[]);
        assert_eq!(cohesion.speaks(0..0, 0..0), 0.0);
    }
}
