//! The work on a page as text: its figures, and every block beside the lines it was made of, for a terminal.

use super::look;
use super::marks::{Marker, Stretch};
use super::sides::{Line, Paragraph, Sides};
use super::{Row, Watched};
use crate::passes;
use crate::render::View;

/// What the passes did on a page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Work {
    /// The page in figures.
    pub row: Row,
    /// The articles in order, each with what it is called.
    pub articles: Vec<(String, Vec<Made>)>,
    /// What belongs to no article.
    pub furniture: Vec<Made>,
}

/// A block and the lines it was made of.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Made {
    /// Its kind's word.
    pub kind: &'static str,
    /// The parts of lines it was made of, in its order: line of the source (from 1) and text.
    pub before: Vec<(usize, Vec<Words>)>,
    /// Its text.
    pub after: Vec<Words>,
    /// The passes that had a hand in it, in running order.
    pub passes: Vec<&'static str>,
}

/// Characters, and whether a pass changed them, took them away or put them in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// The characters.
    pub text: String,
    /// Whether a pass did something about them.
    pub marked: bool,
}

impl Work {
    /// Reads it off a page.
    pub fn new(watched: &Watched) -> Self {
        let view = View::new(&watched.cleaned);
        let mut marker = Marker::new(watched);
        let sides = Sides::new(watched, &view, &mut marker);
        let made = |blocks: &[Paragraph<'_>]| -> Vec<Made> {
            blocks
                .iter()
                .map(|block| Made::new(block, &sides.lines))
                .collect()
        };
        let articles = view.articles.iter().zip(&sides.articles);
        Work {
            articles: articles
                .map(|(a, blocks)| (look::called(a), made(blocks)))
                .collect(),
            furniture: made(&sides.furniture),
            row: row(&view, &marker, look::count(&view, watched.unsure_below)),
        }
    }
}

impl Made {
    fn new(block: &Paragraph<'_>, lines: &[Line<'_>]) -> Self {
        let mut passes: Vec<&str> = Vec::new();
        let mut before = Vec::new();
        for strip in &block.strips {
            passes.extend(strip.seam.map(|s| s.pass));
            let pieces = lines[strip.line - 1].pieces.iter();
            let own = pieces.filter(|p| p.block.is_none_or(|b| b == block.id));
            let stretches: Vec<&Stretch<'_>> = own.flat_map(|p| &p.stretches).collect();
            before.push((strip.line, words(stretches.into_iter(), &mut passes)));
        }
        let strips = block.strips.iter().flat_map(|s| &s.stretches);
        let after = words(strips, &mut passes);
        let running = passes::ALL.iter().map(|p| p.name);
        Made {
            kind: block.kind,
            before,
            after,
            passes: running.filter(|name| passes.contains(name)).collect(),
        }
    }
}

fn words<'a>(
    stretches: impl Iterator<Item = &'a Stretch<'a>>,
    passes: &mut Vec<&'static str>,
) -> Vec<Words> {
    stretches
        .map(|s| {
            passes.extend(s.mark.as_ref().map(|m| m.pass));
            Words {
                text: s.text.to_owned(),
                marked: s.mark.is_some(),
            }
        })
        .collect()
}

/// The page in figures, once its sides were read with this marker.
pub(super) fn row(view: &View<'_>, marker: &Marker<'_>, unsure: usize) -> Row {
    let source = view.page.source();
    let issue = [view.paper.as_deref(), view.date.as_deref()];
    let counts = |name| marker.counts().get(name).map(|&n| (name, n));
    Row {
        name: source.name.clone(),
        issue: issue.into_iter().flatten().collect::<Vec<_>>().join(" "),
        titles: view.articles.iter().map(look::called).collect(),
        articles: view.articles.len(),
        doubt: view.articles.iter().map(|a| 1.0 - a.confidence).sum(),
        unsure,
        furniture: view.furniture.len(),
        malformed: source.malformed_count,
        faulty: view
            .warnings
            .iter()
            .any(|w| matches!(w.what, "audit" | "empty")),
        changed: passes::ALL.iter().filter_map(|p| counts(p.name)).collect(),
    }
}
