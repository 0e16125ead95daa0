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

/// How many words the texts on a side of a place have.
#[derive(Clone, Copy)]
struct Side {
    /// Each as often as texts have it,
    size: u32,
    /// and each once.
    different: u32,
}

/// The words of some paragraphs.
#[derive(Debug)]
struct Words {
    vocabulary: Vocabulary,
    /// For every word how often it was met on either side of the place that is looked at, counted from the turn's begin;
    /// where it was not, there is no more than that.
    met: Vec<[u32; 2]>,
    /// What the counts of this turn begin with: more than any count of those before it.
    begin: u32,
    /// More than the times that a word can be met in a turn.
    turn: u32,
    /// The words that stand on both sides, in the order of the right one, and room for one more.
    shared: Vec<u32>,
}

/// Few words stand in so many texts, and few so often on one side: what the others say is told once for all that are
/// alike.
const COMMON: usize = 16;
const OFTEN: usize = 4;

/// What a word says by how many texts it stands in and how often it does on one side of a place; no number until that
/// is asked.
struct Known([f32; COMMON * OFTEN]);

impl Known {
    const NOTHING: Known = Known([f32::NAN; COMMON * OFTEN]);

    /// What a word says that stands in so many texts and so often on a side.
    #[inline(always)]
    fn of(&mut self, count: usize, times: usize, says: impl Fn() -> f32) -> f32 {
        match self.0.get_mut(times * COMMON + count) {
            Some(known) if count < COMMON => {
                if known.is_nan() {
                    *known = says();
                }
                *known
            }
            _ => says(),
        }
    }
}

impl Words {
    fn of(texts: &[&str]) -> Self {
        let vocabulary = Vocabulary::of(texts);
        let different = vocabulary.different();
        Words {
            vocabulary,
            met: vec![[0; 2]; different],
            begin: 0,
            turn: texts.len() as u32 + 1,
            shared: vec![0; different + 1],
        }
    }

    /// How well one of two stretches foretells the words of the other, for each of its words.
    fn foretold(&mut self, left: impl Texts, right: impl Texts) -> f32 {
        self.begin = match self.begin.checked_add(2 * self.turn) {
            Some(_) => self.begin + self.turn,
            // Every count begins anew.
            None => {
                self.met.fill([0; 2]);
                self.turn
            }
        };
        let (left, _) = self.meet::<0>(left);
        let (right, shared) = self.meet::<1>(right);
        let sizes = [left, right].map(|side| side.size as f32 + 1.0);
        let mut sums = [0.0; 2];
        let (mut left_says, mut right_says) = (Known::NOTHING, Known::NOTHING);
        for &word in &self.shared[..shared] {
            let count = self.vocabulary.count(word) as usize;
            let [before, after] = self.met[word as usize].map(|met| (met - self.begin) as usize);
            let odds = |times: usize, side: usize| {
                let times = f32::from(u16::try_from(times).unwrap_or(u16::MAX));
                self.vocabulary.odds(word, times, sizes[side], GROUND)
            };
            sums[1] += left_says.of(count, before, || odds(before, 0));
            sums[0] += right_says.of(count, after, || odds(after, 1));
        }
        let each = |side: usize, words: Side| sums[side] / (words.different as f32 + FEW);
        each(0, left).max(each(1, right))
    }

    /// Counts the words of the texts on a side; on the right one notes those that were met on the left one, and how many
    /// these are. Most of the work of a page's cohesion is done here, so nothing branches on a word.
    fn meet<const SIDE: usize>(&mut self, texts: impl Texts) -> (Side, usize) {
        let Words {
            vocabulary,
            met,
            begin,
            shared,
            ..
        } = self;
        let (met, shared, begin) = (&mut met[..], &mut shared[..], *begin);
        let (mut size, mut different, mut count) = (0, 0, 0);
        for text in texts {
            let words = vocabulary.of_text(text);
            size += vocabulary.size(text);
            // Words that no other text has come but once.
            different += vocabulary.size(text) - words.len() as u32;
            for &word in words {
                let sides = &mut met[word as usize];
                let before = sides[SIDE].max(begin);
                sides[SIDE] = before + 1;
                let is_first = before == begin;
                different += u32::from(is_first);
                if SIDE == 1 {
                    shared[count] = word;
                    count += usize::from(is_first & (sides[0] > begin));
                }
            }
        }
        (Side { size, different }, count)
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
        let size: u32 = texts.map(|text| vocabulary.size(text)).sum();
        size as f32
    }

    /// How much speaks for the texts on two sides being of one article, in natural logarithms, without bounds. No text
    /// may stand on both sides, or twice on one.
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

    /// How much speaks for the article going on at paragraph `p`, without bounds.
    pub fn weighs_at(&mut self, p: usize) -> f32 {
        let (left, right) = sides(p, self.cuts);
        self.weighs(left, right)
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
