//! The proof that nothing of a page was lost, doubled or made up. Runs on every page, always.
//!
//! The source spans of all blocks are sorted and laid beside the decoded source: every content
//! character must lie in exactly one of them, or in a removed span whose reason may hold content.
//! Sorting the spans of a page takes microseconds, so there is no mode without it.

pub use crate::eval::is_content;
use crate::page::Page;
use crate::text::Why;
use std::ops::Range;

/// What the audit found wrong. A page with a fault is a bug of this crate, never of the input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Bytes of the decoded source.
    pub span: Range<usize>,
    /// Its characters.
    pub text: String,
    /// What happened to them.
    pub what: &'static str,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "bytes {}..{} {:?}: {}",
            self.span.start, self.span.end, self.text, self.what
        )
    }
}

/// Checks a page; an empty list is the proof.
pub fn audit(page: &Page) -> Vec<Fault> {
    let source = page.source().text.as_str();
    let mut spans: Vec<(Range<usize>, bool)> = page
        .blocks()
        .iter()
        .flat_map(|b| page.text().spans(b.range()))
        .map(|s| (s, true))
        .collect();
    spans.extend(page.removed().iter().map(|r| {
        let may_hold_content = matches!(r.why, Why::Markup | Why::Mojibake);
        (r.span.clone(), may_hold_content)
    }));
    spans.sort_unstable_by_key(|(s, _)| (s.start, s.end));
    let mut faults = Vec::new();
    let mut fault = |span: Range<usize>, what| {
        let text = source.get(span.clone()).unwrap_or_default().to_owned();
        faults.push(Fault { span, text, what });
    };
    let mut at = 0;
    for (span, may_hold_content) in spans {
        if span.start < at {
            if source[span.start..at.min(span.end)].contains(is_content) {
                fault(span.start..at.min(span.end), "stands in two places");
            }
        } else if source[at..span.start].contains(is_content) {
            fault(at..span.start, "was lost");
        }
        if !may_hold_content && source[span.clone()].contains(is_content) {
            fault(span.clone(), "content was removed");
        }
        at = at.max(span.end);
    }
    if source[at..].contains(is_content) {
        fault(at..source.len(), "was lost");
    }
    faults
}
