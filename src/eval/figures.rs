//! The figures: of one page, and of many.

use serde::Serialize;

/// How many of some things came out right.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Ratio {
    /// Those that did.
    pub hit: usize,
    /// All of them.
    pub of: usize,
}

impl Ratio {
    /// The share of those that came out right, in percent; 100 if there was nothing to get right.
    #[must_use]
    pub fn percent(self) -> f64 {
        if self.of == 0 {
            100.0
        } else {
            100.0 * float(self.hit) / float(self.of)
        }
    }

    /// Both counts added up.
    fn plus(self, other: Self) -> Self {
        Self {
            hit: self.hit + other.hit,
            of: self.of + other.of,
        }
    }
}

/// How far the things that the output has are those of the gold.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Overlap {
    /// Things that both have.
    pub hit: usize,
    /// Things that the output has.
    pub out: usize,
    /// Things that the gold has.
    pub gold: usize,
}

impl Overlap {
    /// The harmonic mean of precision and recall, in percent; 100 if neither has anything.
    #[must_use]
    pub fn f1(self) -> f64 {
        if self.out + self.gold == 0 {
            100.0
        } else {
            200.0 * float(self.hit) / float(self.out + self.gold)
        }
    }

    /// All three counts added up.
    fn plus(self, other: Self) -> Self {
        Self {
            hit: self.hit + other.hit,
            out: self.out + other.out,
            gold: self.gold + other.gold,
        }
    }
}

/// The counts behind one page's figures.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct PageScore {
    /// Gold articles that some output article reproduces exactly.
    pub perfect: Ratio,
    /// Gold articles that some output article reproduces but for punctuation and spaces.
    pub content: Ratio,
    /// Gold titles that the matched article has, whatever their spaces.
    pub title: Ratio,
    /// Of those, the ones whose spaces are the gold's too.
    pub spacing: Ratio,
    /// Blocks of equal content that also have the gold's kind.
    pub kind: Ratio,
    /// Articles matched one to one, with enough in common.
    pub article_f1: Overlap,
    /// Starts and ends of body paragraphs.
    pub para_f1: Overlap,
    /// Punctuation marks in their place.
    pub punct_f1: Overlap,
    /// Captions, in whatever article.
    pub caption_f1: Overlap,
    /// Content characters of the gold that the output has nowhere.
    pub lost: usize,
    /// Content characters of the output that the gold has not.
    pub invented: usize,
    /// Content characters of the gold.
    pub chars: usize,
}

impl PageScore {
    /// The counts of two pages together.
    fn plus(self, other: &Self) -> Self {
        Self {
            perfect: self.perfect.plus(other.perfect),
            content: self.content.plus(other.content),
            title: self.title.plus(other.title),
            spacing: self.spacing.plus(other.spacing),
            kind: self.kind.plus(other.kind),
            article_f1: self.article_f1.plus(other.article_f1),
            para_f1: self.para_f1.plus(other.para_f1),
            punct_f1: self.punct_f1.plus(other.punct_f1),
            caption_f1: self.caption_f1.plus(other.caption_f1),
            lost: self.lost + other.lost,
            invented: self.invented + other.invented,
            chars: self.chars + other.chars,
        }
    }
}

/// The figures of a set of pages: micro-averages in percent, but for the counts at the end.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Totals {
    /// Gold articles that some output article reproduces exactly.
    pub perfect: f64,
    /// Gold articles that some output article reproduces but for punctuation and spaces.
    pub content: f64,
    /// Gold titles that the matched article has, whatever their spaces.
    pub title: f64,
    /// Of those, the ones whose spaces are the gold's too.
    pub spacing: f64,
    /// Blocks of equal content that also have the gold's kind.
    pub kind: f64,
    /// Articles matched one to one, with enough in common.
    pub article_f1: f64,
    /// Starts and ends of body paragraphs.
    pub para_f1: f64,
    /// Punctuation marks in their place.
    pub punct_f1: f64,
    /// Captions, in whatever article.
    pub caption_f1: f64,
    /// Content characters of the gold that the output has nowhere.
    pub lost: usize,
    /// Content characters of the output that the gold has not.
    pub invented: usize,
    /// Content characters of the gold.
    pub chars: usize,
    /// Gold articles, without those that are nothing but a caption.
    pub articles: usize,
    /// Pages.
    pub pages: usize,
}

impl Totals {
    /// Adds up the counts of some pages; the figures are of the sums, so that every article weighs the same.
    pub fn of<'a>(scores: impl IntoIterator<Item = &'a PageScore>) -> Self {
        let mut pages = 0;
        let mut sum = PageScore::default();
        for score in scores {
            pages += 1;
            sum = sum.plus(score);
        }
        Self {
            perfect: sum.perfect.percent(),
            content: sum.content.percent(),
            title: sum.title.percent(),
            spacing: sum.spacing.percent(),
            kind: sum.kind.percent(),
            article_f1: sum.article_f1.f1(),
            para_f1: sum.para_f1.f1(),
            punct_f1: sum.punct_f1.f1(),
            caption_f1: sum.caption_f1.f1(),
            lost: sum.lost,
            invented: sum.invented,
            chars: sum.chars,
            articles: sum.perfect.of,
            pages,
        }
    }
}

/// A count as a floating-point number.
pub(super) fn float(count: usize) -> f64 {
    // Counts of characters and articles stay far below 2^53, up to which every whole number has its own double.
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_to_get_right_is_all_right() {
        assert_eq!(Ratio::default().percent(), 100.0);
        assert_eq!(Overlap::default().f1(), 100.0);
    }

    #[test]
    fn averages_are_micro_averages() {
        let page = |hit, of, out| PageScore {
            perfect: Ratio { hit, of },
            article_f1: Overlap { hit, out, gold: of },
            lost: of - hit,
            chars: 10,
            ..PageScore::default()
        };
        let totals = Totals::of(&[page(1, 1, 1), page(1, 3, 4)]);
        assert_eq!(totals.perfect, 50.0);
        assert_eq!(totals.content, 100.0);
        assert_eq!(totals.article_f1, 400.0 / 9.0);
        assert_eq!((totals.pages, totals.articles), (2, 4));
        assert_eq!((totals.lost, totals.invented, totals.chars), (2, 0, 20));
    }
}
