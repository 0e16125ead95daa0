//! How far an article's confidence can be trusted: how many articles of each confidence are right.

use std::fmt;

use serde::Serialize;

use super::figures::Ratio;

/// Where the bins begin and, but for the first, end; the last one has 1.0 too.
const BOUNDS: [f64; 7] = [0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 1.0];

/// From here on an article counts as one that needs nobody's look.
const SURE: f64 = 0.9;

/// An output article, as far as confidence is concerned.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Judged {
    /// How sure the program was.
    pub(super) confidence: f64,
    /// Whether a gold article of the page has the same content.
    pub(super) perfect: bool,
}

/// The articles of one range of confidence.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Bin {
    /// The lowest confidence.
    pub from: f64,
    /// The confidence below which it ends; the last bin has its end too.
    pub to: f64,
    /// Output articles, without those that are nothing but a caption.
    pub articles: usize,
    /// Those of them whose content is that of a gold article of the page.
    pub perfect: usize,
    /// Their share in percent; none if there is no article.
    pub percent: Option<f64>,
}

/// The articles on either side of a threshold: those to take as they are, and those to look at.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Threshold {
    /// The confidence from which on an article is taken as it is.
    pub at_least: f64,
    /// Articles with at least that.
    pub articles: usize,
    /// The share of them whose content is right, in percent; none if there is no article.
    pub percent: Option<f64>,
    /// Articles with less.
    pub below: usize,
    /// The share of all wrong articles that are among those, in percent: what a look at them would find; none if nothing is wrong.
    pub faults_below: Option<f64>,
}

/// How right the output's articles are, by the confidence that the program had in them.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Confidence {
    /// The articles by ranges of confidence, lowest first.
    pub bins: Vec<Bin>,
    /// What the usual threshold would do.
    pub threshold: Threshold,
}

impl Confidence {
    /// Sorts articles into bins; none if there is no article that has a confidence.
    pub(super) fn of(judged: &[Judged]) -> Option<Self> {
        if judged.is_empty() {
            return None;
        }
        let ratio = |within: &dyn Fn(f64) -> bool| {
            let chosen = judged.iter().filter(|j| within(j.confidence));
            chosen.fold(Ratio::default(), |sum, j| Ratio {
                hit: sum.hit + usize::from(j.perfect),
                of: sum.of + 1,
            })
        };
        // What lies outside the range that confidence should have goes to the first and the last bin, so that nothing is left out.
        let last = BOUNDS.len() - 2;
        let bins = BOUNDS.iter().zip(BOUNDS.iter().skip(1)).enumerate();
        let bins = bins.map(|(i, (&from, &to))| {
            let found = ratio(&|c| (c >= from || i == 0) && (c < to || i == last));
            Bin {
                from,
                to,
                articles: found.of,
                perfect: found.hit,
                percent: share(found),
            }
        });
        let (high, low) = (ratio(&|c| c >= SURE), ratio(&|c| c < SURE));
        let faults = Ratio {
            hit: low.of - low.hit,
            of: low.of - low.hit + high.of - high.hit,
        };
        Some(Self {
            bins: bins.collect(),
            threshold: Threshold {
                at_least: SURE,
                articles: high.of,
                percent: share(high),
                below: low.of,
                faults_below: share(faults),
            },
        })
    }
}

/// A share in percent, if there is anything to have a share of: here, nothing is neither right nor wrong.
fn share(ratio: Ratio) -> Option<f64> {
    (ratio.of > 0).then(|| ratio.percent())
}

/// A share as text.
fn shown(share: Option<f64>) -> String {
    share.map_or_else(|| "-".to_owned(), |x| format!("{x:.1}"))
}

impl fmt::Display for Confidence {
    /// Writes the table and the line about the threshold.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{:>10}  {:>10}  {:>10}  {:>10}",
            "confidence", "articles", "content", "percent"
        )?;
        for bin in &self.bins {
            let range = format!("{:.2}-{:.2}", bin.from, bin.to);
            let percent = shown(bin.percent);
            writeln!(
                f,
                "{range:>10}  {:>10}  {:>10}  {percent:>10}",
                bin.articles, bin.perfect
            )?;
        }
        let Threshold {
            at_least,
            articles,
            percent,
            below,
            faults_below,
        } = self.threshold;
        writeln!(
            f,
            "confidence at least {at_least}: {articles} articles, {} % perfect in content; \
             below: {below} articles, holding {} % of the faults",
            shown(percent),
            shown(faults_below)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(articles: &[(f64, bool)]) -> Vec<Judged> {
        let articles = articles.iter();
        articles
            .map(|&(confidence, perfect)| Judged {
                confidence,
                perfect,
            })
            .collect()
    }

    #[test]
    fn bins_have_their_lower_bound_and_the_last_one_its_upper() {
        let cases = [
            (-1.0, 0),
            (0.0, 0),
            (0.49, 0),
            (0.5, 1),
            (0.69, 1),
            (0.7, 2),
            (0.8, 3),
            (0.9, 4),
            (0.949, 4),
            (0.95, 5),
            (1.0, 5),
            (1.5, 5),
        ];
        for (confidence, want) in cases {
            let table = Confidence::of(&judged(&[(confidence, true)])).expect("one article");
            let found = table
                .bins
                .iter()
                .map(|bin| bin.articles)
                .collect::<Vec<_>>();
            let mut right = vec![0; BOUNDS.len() - 1];
            right[want] = 1;
            assert_eq!(found, right, "{confidence}");
        }
    }

    #[test]
    fn faults_are_shared_out_at_the_threshold() {
        let articles = [
            (0.99, true),
            (0.95, true),
            (0.93, false),
            (0.9, true),
            (0.85, false),
            (0.6, true),
            (0.2, false),
            (0.2, false),
        ];
        let table = Confidence::of(&judged(&articles)).expect("some articles");
        assert_eq!(
            table.threshold,
            Threshold {
                at_least: 0.9,
                articles: 4,
                percent: Some(75.0),
                below: 4,
                faults_below: Some(75.0),
            }
        );
        let rows = table
            .bins
            .iter()
            .map(|bin| (bin.articles, bin.perfect, bin.percent));
        assert_eq!(
            rows.collect::<Vec<_>>(),
            [
                (2, 0, Some(0.0)),
                (1, 1, Some(100.0)),
                (0, 0, None),
                (1, 0, Some(0.0)),
                (2, 1, Some(50.0)),
                (2, 2, Some(100.0))
            ]
        );
        let text = table.to_string();
        assert!(
            text.contains("\n 0.70-0.80           0           0           -\n"),
            "{text}"
        );
        assert!(
            text.contains("\n 0.90-0.95           2           1        50.0\n"),
            "{text}"
        );
        assert!(
            text.ends_with(
                "confidence at least 0.9: 4 articles, 75.0 % perfect in content; \
                 below: 4 articles, holding 75.0 % of the faults\n"
            ),
            "{text}"
        );
    }

    #[test]
    fn without_confidence_there_is_no_table() {
        assert_eq!(Confidence::of(&[]), None);
    }
}
