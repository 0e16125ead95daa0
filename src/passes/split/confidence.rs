//! How sure an article is.
//!
//! What can go wrong with an article is known where it was made: a label that was close, a body that may
//! have begun elsewhere, a headline that may be another's, a page that was scrambled. Each is a doubt, and
//! the confidence is the chance that none of them is justified, by weights fitted on pages of papers whose
//! labels' weights never saw them.

use crate::page::Page;

/// What speaks against an article.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Doubts {
    /// Logarithm of the chance that all its lines are what they are labelled, not below [`LEAST`].
    pub labels: f32,
    /// How clear its beginning, its end and its headline were, as logarithms of chances.
    pub begins: f32,
    pub ends: f32,
    pub headline: f32,
    /// The least sure of its lines or paragraphs, likewise.
    pub worst: f32,
    /// Its text begins or ends in the middle of a sentence.
    pub torn: bool,
    /// It has no headline.
    pub untitled: bool,
    /// How many blocks it has.
    pub blocks: usize,
}

/// What speaks against every article of a page.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct PageDoubts {
    /// The mean logarithm of its labels' chances.
    pub labels: f32,
    /// Its columns alternated.
    pub scrambled: bool,
    /// Lines in the middle of a sentence that stands nowhere.
    pub resumed: usize,
    /// Headlines without bodies and bodies without headlines.
    pub lone: usize,
}

/// Labels less sure than this (together, in logarithms) are no worse.
const LEAST: f32 = -8.0;

/// The logarithm of the chance that a decision with this margin was right.
pub(super) fn chance(margin: f32) -> f32 {
    -(1.0 + (-margin).exp()).ln()
}

/// The doubts as numbers, in the order of [`WEIGHTS`].
fn numbers(doubts: &Doubts, page: &PageDoubts) -> [f32; 13] {
    let yes = |b: bool| f32::from(u8::from(b));
    [
        1.0,
        doubts.labels.max(LEAST),
        doubts.begins.max(-3.0),
        doubts.ends.max(-3.0),
        doubts.headline.max(-3.0),
        yes(doubts.untitled),
        (1.0 + doubts.blocks as f32).ln(),
        page.labels.max(-0.5),
        yes(page.scrambled),
        (1.0 + page.resumed as f32).ln(),
        (1.0 + page.lone as f32).ln(),
        doubts.worst.max(-3.0),
        yes(doubts.torn),
    ]
}

/// What each doubt weighs, in logarithms of odds: a logistic regression on the 6,585 articles that the tool made of pages
/// that its tables had not seen, of three papers of the bench and ten sets of the press. By the tables of then 86 and 88 % of the
/// articles given 0.8 to 0.9 were right there, and 106 of 107 given more. The beginning, the blocks and whether columns alternated said
/// nothing beside the rest; they keep a little, so that every doubt counts.
const WEIGHTS: [f32; 13] = [
    2.39,  // a constant
    0.70,  // the labels
    0.05,  // the beginning
    1.16,  // the end
    1.36,  // the headline
    -5.01, // none
    -0.05, // the blocks
    3.26,  // the page's labels
    -0.05, // scrambled
    -0.06, // lines that resume
    -0.98, // headlines and bodies alone
    0.93,  // the worst label
    -1.29, // a torn text
];

/// The chance that an article is right.
pub(super) fn confidence(doubts: &Doubts, page: &PageDoubts) -> f32 {
    let odds: f32 = numbers(doubts, page)
        .iter()
        .zip(WEIGHTS)
        .map(|(n, w)| n * w)
        .sum();
    1.0 / (1.0 + (-odds).exp())
}

/// The doubts about a page whose headlines and bodies were paired, so many of them left alone.
pub(super) fn of_page(page: &Page, lone: usize) -> PageDoubts {
    let blocks = page.blocks();
    let labels: f32 = blocks.iter().map(|b| b.odds().label).sum();
    let lines = page.decisions().iter().filter(|d| d.is_label());
    let lines = lines.count().max(1);
    PageDoubts {
        labels: labels / lines as f32,
        scrambled: page.is_scrambled(),
        resumed: blocks.iter().filter(|b| b.resumes()).count(),
        lone,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SURE: Doubts = Doubts {
        labels: 0.0,
        worst: 0.0,
        torn: false,
        begins: 0.0,
        ends: 0.0,
        headline: 0.0,
        untitled: false,
        blocks: 4,
    };
    const PAGE: PageDoubts = PageDoubts {
        labels: 0.0,
        scrambled: false,
        resumed: 0,
        lone: 0,
    };

    #[test]
    fn every_doubt_lowers_it() {
        let sure = confidence(&SURE, &PAGE);
        assert!(sure > 0.8, "{sure}");
        for (what, doubts) in [
            (
                "labels",
                Doubts {
                    labels: -2.0,
                    ..SURE
                },
            ),
            (
                "worst",
                Doubts {
                    worst: -1.0,
                    ..SURE
                },
            ),
            ("torn", Doubts { torn: true, ..SURE }),
            (
                "begins",
                Doubts {
                    begins: chance(0.0),
                    ..SURE
                },
            ),
            (
                "ends",
                Doubts {
                    ends: chance(0.0),
                    ..SURE
                },
            ),
            (
                "headline",
                Doubts {
                    headline: chance(0.0),
                    ..SURE
                },
            ),
            (
                "untitled",
                Doubts {
                    untitled: true,
                    ..SURE
                },
            ),
            ("blocks", Doubts { blocks: 40, ..SURE }),
        ] {
            assert!(confidence(&doubts, &PAGE) < sure, "{what}");
        }
        for (what, page) in [
            (
                "labels",
                PageDoubts {
                    labels: -0.3,
                    ..PAGE
                },
            ),
            (
                "scrambled",
                PageDoubts {
                    scrambled: true,
                    ..PAGE
                },
            ),
            ("resumed", PageDoubts { resumed: 3, ..PAGE }),
            ("lone", PageDoubts { lone: 3, ..PAGE }),
        ] {
            assert!(confidence(&SURE, &page) < sure, "{what}");
        }
    }

    #[test]
    fn it_is_a_chance_whatever_the_doubts() {
        let worst = Doubts {
            labels: f32::NEG_INFINITY,
            worst: f32::NEG_INFINITY,
            begins: f32::NEG_INFINITY,
            ..SURE
        };
        let page = PageDoubts {
            labels: f32::NEG_INFINITY,
            lone: usize::MAX,
            ..PAGE
        };
        let least = confidence(&worst, &page);
        assert!((0.0..0.1).contains(&least), "{least}");
        assert_eq!(chance(f32::INFINITY), 0.0);
    }
}
