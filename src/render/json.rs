//! The lines of `articles.jsonl` and `pages.jsonl`.
//!
//! The fields are those of the specification, in its order. A line holds no time, path or machine, so
//! the same input gives the same bytes everywhere.

use super::{Article, Entry, View, line_ends, text};
use crate::page::{Kind, Page};
use serde::Serialize;
use std::ops::Range;

type Span = [usize; 2];

#[derive(Serialize)]
struct BlockOut<'a> {
    kind: &'static str,
    text: &'a str,
    spans: Vec<Span>,
}

#[derive(Serialize)]
struct ArticleOut<'a> {
    id: String,
    source: &'a str,
    ordinal: usize,
    title: Option<String>,
    kicker: Vec<&'a str>,
    deck: Vec<&'a str>,
    byline: Vec<&'a str>,
    paper: Option<&'a str>,
    date: Option<&'a str>,
    text: String,
    blocks: Vec<BlockOut<'a>>,
    flags: &'a [&'static str],
    confidence: f64,
}

#[derive(Serialize)]
struct RemovedOut {
    span: Span,
    why: &'static str,
}

#[derive(Serialize)]
struct UnsureOut<'a> {
    line: usize,
    what: &'a str,
    instead: &'a str,
    margin: i32,
}

#[derive(Serialize)]
struct WarningOut<'a> {
    what: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
}

#[derive(Serialize)]
struct PageOut<'a> {
    source: &'a str,
    sha256: &'a str,
    bytes: usize,
    encoding: &'static str,
    malformed: usize,
    articles: usize,
    furniture: Vec<BlockOut<'a>>,
    removed: Vec<RemovedOut>,
    unsure: Vec<UnsureOut<'a>>,
    warnings: Vec<WarningOut<'a>>,
}

/// A line of `articles.jsonl`, with its line end.
///
/// # Errors
///
/// None in practice: nothing that is written here can fail to be JSON.
pub fn article(view: &View<'_>, article: &Article<'_>) -> serde_json::Result<String> {
    line(&ArticleOut {
        id: view.id(article),
        source: &view.page.source().name,
        ordinal: article.ordinal,
        title: article.title(),
        kicker: article.texts(Kind::Kicker).collect(),
        deck: article.texts(Kind::Deck).collect(),
        byline: article.texts(Kind::Byline).collect(),
        paper: view.paper.as_deref(),
        date: view.date.as_deref(),
        text: text::article(article),
        blocks: blocks(view.page, &article.blocks),
        flags: &article.flags,
        confidence: article.confidence,
    })
}

/// The line of `pages.jsonl`, with its line end. Decisions with a margin below `unsure_below` are listed.
///
/// # Errors
///
/// As [`article`].
pub fn page(view: &View<'_>, unsure_below: i32) -> serde_json::Result<String> {
    let source = view.page.source();
    let unsure = view
        .page
        .decisions()
        .iter()
        .filter(|d| d.margin < unsure_below);
    // Once for all decisions; each from the top would cost a long page the square of its length.
    let ends: Vec<usize> = line_ends(&source.text).collect();
    line(&PageOut {
        source: &source.name,
        sha256: &source.sha256,
        bytes: source.bytes,
        encoding: source.encoding,
        malformed: source.malformed_count,
        articles: view.articles.len(),
        furniture: blocks(view.page, &view.furniture),
        removed: removed(view.page),
        unsure: unsure
            .map(|d| UnsureOut {
                line: 1 + ends.partition_point(|&end| end < d.at),
                what: d.what,
                instead: d.instead,
                margin: d.margin,
            })
            .collect(),
        warnings: view
            .warnings
            .iter()
            .map(|w| WarningOut {
                what: w.what,
                line: w.line,
                note: w.note.as_deref(),
            })
            .collect(),
    })
}

fn line(value: &impl Serialize) -> serde_json::Result<String> {
    let mut line = serde_json::to_string(value)?;
    line.push('\n');
    Ok(line)
}

fn blocks<'a>(page: &Page, entries: &[Entry<'a>]) -> Vec<BlockOut<'a>> {
    let out = |entry: &Entry<'a>| BlockOut {
        kind: entry.kind.name(),
        text: entry.text,
        spans: entry.spans(page).into_iter().map(span).collect(),
    };
    entries.iter().map(out).collect()
}

fn span(range: Range<usize>) -> Span {
    [range.start, range.end]
}

/// What left the page and is not white space, in the order of the page; neighbours of one kind are one.
fn removed(page: &Page) -> Vec<RemovedOut> {
    let source = page.source().text.as_str();
    let mut all: Vec<_> = page
        .removed()
        .iter()
        .filter(|r| !source[r.span.clone()].trim().is_empty())
        .collect();
    all.sort_by_key(|r| (r.span.start, r.span.end));
    let mut out: Vec<RemovedOut> = Vec::with_capacity(all.len());
    for r in all {
        match out.last_mut() {
            Some(last) if last.span[1] == r.span.start && last.why == r.why.name() => {
                last.span[1] = r.span.end;
            }
            _ => out.push(RemovedOut {
                span: span(r.span.clone()),
                why: r.why.name(),
            }),
        }
    }
    out
}
