//! What to look at first on a page: warnings, the articles least sure, and the decisions that were close.

use super::watch::{line_at, line_starts};
use crate::evidence::decision::{Choice, Decision};
use crate::render::text::{excerpt, logs};
use crate::render::{Article, View};
use std::cmp::Reverse;

/// Clues that are shown for a decision.
const CLUES: usize = 6;

/// Characters of an excerpt.
const EXCERPT: usize = 24;

/// Steps of a bar.
const STEPS: usize = 20;

/// A decision that was close.
pub(super) struct Unsure<'a> {
    /// Line of the source, from 1.
    pub(super) line: usize,
    pub(super) excerpt: String,
    pub(super) what: Said,
    /// The other reading.
    pub(super) instead: Said,
    /// In natural logarithms, with its sign.
    pub(super) margin: String,
    /// The margin as a share of what counts as unsure.
    pub(super) bar: usize,
    pub(super) clues: Vec<Weighed<'a>>,
}

/// What was decided: a word, and the line of the source that it names, if any.
pub(super) struct Said {
    pub(super) word: &'static str,
    pub(super) line: Option<usize>,
}

/// A clue of a decision.
pub(super) struct Weighed<'a> {
    pub(super) name: &'a str,
    pub(super) weight: String,
    /// Its size beside the heaviest.
    pub(super) bar: usize,
    pub(super) against: bool,
}

/// An article in the list of those least sure.
pub(super) struct Doubtful<'a> {
    pub(super) ordinal: usize,
    pub(super) name: String,
    pub(super) confidence: String,
    pub(super) bar: usize,
    pub(super) flags: &'a [&'static str],
}

/// The unsure decisions, the closest first.
pub(super) fn unsure<'a>(view: &View<'a>, below: i32) -> Vec<Unsure<'a>> {
    let source = view.page.source().text.as_str();
    let starts = line_starts(source);
    let said = |choice: &Choice| Said {
        word: choice.word,
        line: choice.of.map(|of| line_at(&starts, of) + 1),
    };
    let decisions = view.page.decisions().iter();
    let mut close: Vec<&Decision> = decisions.filter(|d| d.margin < below).collect();
    close.sort_by_key(|d| (d.margin, d.at));
    close
        .into_iter()
        .map(|d| {
            let line = line_at(&starts, d.at);
            let end = starts.get(line + 1).copied().unwrap_or(source.len());
            let mut clues: Vec<_> = d.clues.iter().collect();
            clues.sort_by_key(|c| Reverse(c.weight.unsigned_abs()));
            let heaviest = clues.first().map_or(1, |c| c.weight.unsigned_abs());
            let weighed = clues.iter().take(CLUES).map(|c| Weighed {
                name: &c.name,
                weight: logs(c.weight),
                bar: bar(c.weight.unsigned_abs() as usize, heaviest as usize),
                against: c.weight < 0,
            });
            Unsure {
                line: line + 1,
                excerpt: excerpt(source[starts[line]..end].trim(), EXCERPT, " "),
                what: said(&d.what),
                instead: said(&d.instead),
                margin: logs(d.margin),
                bar: bar(d.margin.max(0) as usize, below.max(1) as usize),
                clues: weighed.collect(),
            }
        })
        .collect()
}

/// How many decisions were unsure.
pub(super) fn count(view: &View<'_>, below: i32) -> usize {
    let decisions = view.page.decisions().iter();
    decisions.filter(|d| d.margin < below).count()
}

/// The articles, the least sure first.
pub(super) fn doubtful<'a>(view: &'a View<'_>) -> Vec<Doubtful<'a>> {
    let mut articles: Vec<&Article<'_>> = view.articles.iter().collect();
    articles.sort_by(|a, b| a.confidence.total_cmp(&b.confidence));
    articles
        .into_iter()
        .map(|article| Doubtful {
            ordinal: article.ordinal,
            name: called(article),
            confidence: format!("{:.2}", article.confidence),
            bar: confidence_bar(article),
            flags: &article.flags,
        })
        .collect()
}

/// An article's title, or how it begins.
pub(super) fn called(article: &Article<'_>) -> String {
    article.title().unwrap_or_else(|| {
        let first = article.blocks.first().map_or("", |b| b.text);
        format!("［{}］", excerpt(first.trim(), EXCERPT, " "))
    })
}

/// The bar of an article's confidence.
pub(super) fn confidence_bar(article: &Article<'_>) -> usize {
    bar((article.confidence * 100.0) as usize, 100)
}

/// The length of a bar: nothing has none, and anything at least one step.
pub(super) fn bar(value: usize, most: usize) -> usize {
    (value * STEPS).div_ceil(most.max(1)).min(STEPS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars() {
        for (value, most, steps) in [
            (0, 9, 0),
            (1, 1000, 1),
            (5, 10, 10),
            (10, 10, 20),
            (3, 0, 20),
        ] {
            assert_eq!(bar(value, most), steps, "{value} of {most}");
        }
    }
}
