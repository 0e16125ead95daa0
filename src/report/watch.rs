//! A page watched on its way through the passes: which of them joined lines, and which took marks away.

use crate::page::{Page, Stage};
use crate::pass::Pass;
use crate::pipeline::{Cleaned, Pipeline};

/// A page that went through the pipeline under watch.
#[derive(Debug)]
pub struct Watched {
    /// The page, traced, and what the audit found.
    pub cleaned: Cleaned,
    /// By line of the source, from 0: the pass that joined it to the line that its block has before it.
    pub(super) joined: Vec<Option<&'static str>>,
    /// The passes of [`Page::removed`], in its order.
    pub(super) removed: Vec<&'static str>,
    /// How often decisions are counted as unsure: below this margin.
    pub(super) unsure_below: i32,
}

impl Watched {
    /// Cleans a page as [`Pipeline::run`] does, and keeps what a report tells of it. Costs time and memory.
    pub fn new(pipeline: &Pipeline, name: &str, raw: &[u8]) -> Self {
        let mut joined = Vec::new();
        let mut removed = Vec::new();
        let mut starts = Vec::new();
        let cleaned = pipeline.run_traced(name, raw, |pass, page| {
            removed.resize(page.removed().len(), pass.name);
            if page.stage() >= Stage::Lines {
                if starts.is_empty() {
                    starts = line_starts(&page.source().text);
                    joined = vec![None; starts.len()];
                }
                note_joins(pass, page, &starts, &mut joined);
            }
        });
        Watched {
            cleaned,
            joined,
            removed,
            unsure_below: pipeline.settings().unsure_below,
        }
    }
}

fn note_joins(pass: &Pass, page: &Page, starts: &[usize], joined: &mut [Option<&'static str>]) {
    for block in page.blocks() {
        let mut before = None;
        for span in page.text().spans(block.range()) {
            let line = line_at(starts, span.start);
            if before.is_some_and(|b| b != line) {
                joined[line].get_or_insert(pass.name);
            }
            before = Some(line_at(starts, span.end.saturating_sub(1).max(span.start)));
        }
    }
}

/// Where the lines of a text begin, in bytes; at least one.
pub(super) fn line_starts(text: &str) -> Vec<usize> {
    let ends = crate::render::line_ends(text).map(|end| end + 1);
    std::iter::once(0).chain(ends).collect()
}

/// The line of a place, from 0.
pub(super) fn line_at(starts: &[usize], at: usize) -> usize {
    starts
        .partition_point(|&start| start <= at)
        .saturating_sub(1)
}
