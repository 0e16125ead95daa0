//! Scoring: compares an output folder with gold files, figure by figure.
//!
//! Content characters are letters, marks and numbers (Unicode L, M, N) after NFKC and the folding of CJK radicals. All figures are
//! micro-averages over the pages, in percent, but for `lost` and `invented`, which count characters:
//!
//! - `perfect`: gold articles that some output article reproduces exactly: headline set (kicker, title, deck; spaces in it do not
//!   count), byline, and every other block, character for character, white space at the ends aside.
//! - `content`: the same, comparing content characters only.
//! - `article_f1`: articles matched one to one with enough in common: of the 4-grams inside their blocks, as multisets, the
//!   intersection is at least 0.8 of the union.
//! - `title`: gold titles that the matched article has as its title; spaces do not count.
//! - `spacing`: of those, the ones whose spaces are the gold's too.
//! - `para_f1`: starts and ends of body paragraphs (first and last 8 content characters).
//! - `punct_f1`: punctuation marks in their place (3 content characters on either side).
//! - `kind`: blocks of equal content that also have the gold's kind.
//! - `caption_f1`: captions, exactly, in whatever article. A page's text rarely says to which article a photo belongs, so captions and
//!   the credit right after one count here alone, and an article that is nothing but a caption is left out of the figures above.
//! - `lost`, `invented`: content characters of the gold (articles and furniture) that the output has nowhere, and the other way round.
//!
//! Beside these stands a table of confidence: how many of the output's articles are right, by how sure the program was of them.

mod article;
mod characters;
mod confidence;
mod figures;
mod input;
mod matching;
mod multiset;
mod page;
mod pattern;
mod places;
mod render;
mod signature;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use thiserror::Error;

pub use characters::{content, holds_content, is_content};
pub use confidence::{Bin, Confidence, Threshold};
pub use figures::{Overlap, PageScore, Ratio, Totals};

use input::Index;
use pattern::Pattern;

/// Which pages to score, and what to tell of them besides the figures of all.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Only the pages whose row in the gold's `INDEX.tsv` has these values: columns and values, all of which must hold.
    pub where_: Vec<(String, String)>,
    /// Columns of the index: figures for every value of each.
    pub by: Vec<String>,
    /// Only the pages whose name matches this pattern (`*`, `?`, `[a-z]`, `[!a-z]`; `*` matches slashes too).
    pub pages: Option<String>,
    /// How many of the pages with the fewest perfect articles to list.
    pub worst: usize,
    /// A page whose gold articles that are not perfect are shown beside the best match.
    pub show: Option<String>,
}

/// Why a comparison could not be made.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum Error {
    /// The output folder has no `articles.jsonl`.
    #[error(
        "{} is not a folder that `cleaner run` wrote: it has no articles.jsonl; run `cleaner run PAGES {}` first",
        out.display(), out.display()
    )]
    NotAnOutput {
        /// The folder.
        out: PathBuf,
    },
    /// The output folder has tables, but not that of the articles.
    #[error(
        "{}: has no articles.jsonl, which is what is scored: it was written without; run `cleaner run` again with jsonl among its --format",
        out.display()
    )]
    NoArticles {
        /// The folder.
        out: PathBuf,
    },
    /// A file is there but cannot be read.
    #[error("{}: cannot be read: {reason}; check that it is a file and that you may read it", file.display())]
    Read {
        /// The file.
        file: PathBuf,
        /// What the system says.
        reason: io::Error,
    },
    /// A line of the output is not what `cleaner run` writes.
    #[error(
        "{}:{line}:{column}: not a line that `cleaner run` wrote: {reason}; run it again with --force",
        file.display()
    )]
    Line {
        /// The file.
        file: PathBuf,
        /// The line, from 1.
        line: usize,
        /// The byte in the line, from 1.
        column: usize,
        /// What is wrong with it.
        reason: String,
    },
    /// A gold file is not one.
    #[error(
        "{}: not a gold file: {reason}; it should have a source, articles with blocks (kind, text), and furniture",
        file.display()
    )]
    Gold {
        /// The file.
        file: PathBuf,
        /// What is wrong with it, with line and column.
        reason: serde_json::Error,
    },
    /// The gold folder cannot be walked.
    #[error("{}: cannot be searched for gold files: {reason}; check that it is a folder and that you may read it", folder.display())]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// What the system says.
        reason: walkdir::Error,
    },
    /// The gold folder has no gold files.
    #[error("{}: no gold files in it; they are named PAGE.gold.json, beside their pages or alone", gold.display())]
    NoGold {
        /// The folder.
        gold: PathBuf,
    },
    /// There are gold files, but none that was asked for.
    #[error("{}: none of its {files} gold pages matches; {hint}", gold.display())]
    NoMatch {
        /// The folder.
        gold: PathBuf,
        /// How many gold files it has.
        files: usize,
        /// By what pages can be chosen.
        hint: String,
    },
    /// Pages are to be chosen or grouped by what nothing is known of.
    #[error("{}: has no column `{column}`; {hint}", index.display())]
    NoColumn {
        /// The column that was asked for.
        column: String,
        /// The index.
        index: PathBuf,
        /// What there is.
        hint: String,
    },
    /// The page to show is not among the scored ones.
    #[error("{page}: no such page among the scored ones under {}; pages are named by their path in it, such as {example}", gold.display())]
    NoSuchPage {
        /// The page that was asked for.
        page: String,
        /// The folder.
        gold: PathBuf,
        /// A page that is there.
        example: String,
    },
}

/// A scored page.
#[derive(Clone, Debug, PartialEq)]
pub struct ScoredPage {
    /// Its name: its path relative to the gold folder.
    pub name: String,
    /// Its counts.
    pub score: PageScore,
}

/// The pages that have the same value in a column of the index.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// The column.
    pub column: String,
    /// The value; `?` for pages of which the index says nothing.
    pub value: String,
    /// The figures of these pages.
    pub total: Totals,
}

/// What a comparison found. Its `Display` is the plain text; see also [`Evaluation::write_text`] and [`Evaluation::write_json`].
#[derive(Clone, Debug)]
pub struct Evaluation {
    /// The pages, in the order of their gold files.
    pub pages: Vec<ScoredPage>,
    /// The figures of all pages.
    pub total: Totals,
    /// The figures of the groups that were asked for.
    pub groups: Vec<Group>,
    /// How right articles are by their confidence; none if no article has one.
    pub confidence: Option<Confidence>,
    /// The pages of which the output has nothing; all their characters count as lost.
    pub missing: Vec<String>,
    /// The page to show, line by line; empty if none was asked for, or if all of it is perfect.
    pub shown: Vec<String>,
    /// How many of the worst pages to list.
    worst: usize,
}

impl Evaluation {
    /// As many of the pages with the fewest perfect articles as were asked for, the worst first.
    pub fn worst(&self) -> impl Iterator<Item = &ScoredPage> {
        let mut pages = self.pages.iter().collect::<Vec<_>>();
        let perfect = |page: &ScoredPage| page.score.perfect.percent();
        pages.sort_by(|a, b| perfect(a).total_cmp(&perfect(b)));
        pages.into_iter().take(self.worst)
    }
}

/// Compares what a run wrote to the folder `out` with the gold files in the folder `gold`.
///
/// # Errors
///
/// Fails if a folder or file is missing, cannot be read or is not what it should be, and if no page matches the options.
pub fn evaluate(out: &Path, gold: &Path, options: &Options) -> Result<Evaluation, Error> {
    let index = Index::read(gold)?;
    let columns = options.where_.iter().map(|(column, _)| column);
    for column in columns.chain(&options.by) {
        index.check(column)?;
    }
    let golds = read_golds(gold, &index, options)?;
    let names = golds
        .iter()
        .map(|(name, _)| name.as_str())
        .collect::<HashSet<_>>();
    if let Some(page) = &options.show
        && !names.contains(page.as_str())
    {
        return Err(Error::NoSuchPage {
            page: page.clone(),
            gold: gold.to_owned(),
            example: golds
                .first()
                .map(|(name, _)| name.clone())
                .unwrap_or_default(),
        });
    }
    let outs = input::read_output(out, &names)?;
    // A page of which the output has nothing scores like an empty one.
    let nothing = input::Page::default();
    let out_of = |name: &str| outs.get(name).unwrap_or(&nothing);
    let scored = golds
        .par_iter()
        .map(|(name, gold)| page::score(gold, out_of(name)))
        .collect::<Vec<_>>();
    let to_show = |(name, _): &&(String, _)| options.show.as_ref() == Some(name);
    let shown = golds.iter().find(to_show);
    let shown = shown.map(|(name, gold)| page::show(gold, out_of(name)));
    let judged = scored.iter().flat_map(|(_, judged)| judged.iter().copied());
    let confidence = Confidence::of(&judged.collect::<Vec<_>>());
    let missing = golds.iter().map(|(name, _)| name);
    let missing = missing.filter(|name| !outs.contains_key(*name)).cloned();
    let missing = missing.collect();
    let pages = golds
        .into_iter()
        .zip(scored)
        .map(|((name, _), (score, _))| ScoredPage { name, score })
        .collect::<Vec<_>>();
    Ok(Evaluation {
        total: Totals::of(pages.iter().map(|page| &page.score)),
        groups: groups(&pages, &index, &options.by),
        pages,
        confidence,
        missing,
        shown: shown.unwrap_or_default(),
        worst: options.worst,
    })
}

/// Reads the gold pages that the options choose, in the order of their files.
fn read_golds(
    gold: &Path,
    index: &Index,
    options: &Options,
) -> Result<Vec<(String, input::Page)>, Error> {
    let files = input::gold_files(gold)?;
    if files.is_empty() {
        return Err(Error::NoGold {
            gold: gold.to_owned(),
        });
    }
    let pattern = options.pages.as_deref().map(Pattern::new);
    let chosen = |name: &str| {
        pattern.as_ref().is_none_or(|pattern| pattern.matches(name))
            && options
                .where_
                .iter()
                .all(|(column, value)| index.get(name, column) == Some(value.as_str()))
    };
    let read = files
        .par_iter()
        .map(|file| input::read_gold(gold, file))
        .filter(|page| page.as_ref().map_or(true, |(name, _)| chosen(name)))
        .collect::<Result<Vec<_>, _>>()?;
    if read.is_empty() {
        return Err(Error::NoMatch {
            gold: gold.to_owned(),
            files: files.len(),
            hint: if options.pages.is_some() {
                let example = files.first().and_then(|file| file.strip_prefix(gold).ok());
                let example = example.unwrap_or(gold).display();
                format!("pages are named by their path in it: the first gold file is {example}")
            } else {
                "no row of its INDEX.tsv has these values".to_owned()
            },
        });
    }
    // Of gold files for the same page the last one counts, in the place of the first.
    let mut places = HashMap::new();
    let mut golds = Vec::<(String, input::Page)>::new();
    for (name, page) in read {
        let place = *places.entry(name.clone()).or_insert(golds.len());
        match golds.get_mut(place) {
            Some(earlier) => earlier.1 = page,
            None => golds.push((name, page)),
        }
    }
    Ok(golds)
}

/// Figures for every value of the columns asked for.
fn groups(pages: &[ScoredPage], index: &Index, by: &[String]) -> Vec<Group> {
    let mut groups = Vec::new();
    for column in by {
        let mut values = BTreeMap::<&str, Vec<&PageScore>>::new();
        for page in pages {
            let value = index.get(&page.name, column).unwrap_or("?");
            values.entry(value).or_default().push(&page.score);
        }
        groups.extend(values.into_iter().map(|(value, scores)| Group {
            column: column.clone(),
            value: value.to_owned(),
            total: Totals::of(scores),
        }));
    }
    groups
}

#[cfg(test)]
mod tests;
