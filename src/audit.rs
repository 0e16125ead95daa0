//! The proof that nothing of a page was lost, doubled or made up. Runs on every page, always.
//!
//! The source spans of all blocks are sorted and laid beside the decoded source: every content
//! character must lie in exactly one of them, or in a removed span whose reason may hold content.
//! What counts as content is what the figures count ([`is_content`]), so the radical ⽉ is guarded like 月.
//! Sorting the spans of a page takes microseconds, so there is no mode without it.

pub use crate::eval::holds_content as is_content;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source;

    fn page(text: &str) -> Page {
        Page::new(source::decode("page.txt", text.as_bytes(), None))
    }

    /// What the audit says of a page after some edits: the words and the characters.
    fn after(text: &str, edit: impl Fn(&mut crate::text::Edits)) -> Vec<(&'static str, String)> {
        let mut page = page(text);
        page.edit(|_, _, edits| edit(edits));
        let faults = audit(&page).into_iter();
        faults.map(|f| (f.what, f.text)).collect()
    }

    #[test]
    fn a_page_as_it_came_is_whole() {
        for text in ["", "\n", "一行\n二行\n", "①3 A\u{FFFD}"] {
            assert_eq!(audit(&page(text)), [], "{text:?}");
        }
    }

    #[test]
    fn a_character_that_was_removed_is_found() {
        let faults = after("甲乙丙", |e| e.delete(3..6, Why::Spacing));
        assert_eq!(faults, [("content was removed", "乙".to_owned())]);
        let faults = after("甲1", |e| e.delete(3..4, Why::Punctuation));
        assert_eq!(faults, [("content was removed", "1".to_owned())]);
    }

    #[test]
    fn a_symbol_that_stands_for_letters_is_content() {
        for symbol in ["⽉", "⺟", "㎡", "℃", "㊣"] {
            let faults = after(&format!("甲{symbol}"), |e| {
                e.delete(3..3 + symbol.len(), Why::Spacing);
            });
            assert_eq!(faults, [("content was removed", symbol.to_owned())]);
        }
    }

    #[test]
    fn marks_and_white_space_may_go() {
        let none: [(&str, String); 0] = [];
        assert_eq!(after("甲 乙", |e| e.delete(3..4, Why::Spacing)), none);
        assert_eq!(after("甲，乙", |e| e.delete(3..6, Why::Punctuation)), none);
        assert_eq!(
            after("甲，乙", |e| e.replace(3..6, ",", Why::Punctuation)),
            none
        );
        assert_eq!(after("甲乙", |e| e.insert(3, " ", Why::Rejoined)), none);
        // The tags of HTML are letters.
        assert_eq!(after("甲<br>乙", |e| e.delete(3..7, Why::Markup)), none);
    }

    #[test]
    fn faults_read_well() {
        let mut page = page("甲乙丙");
        page.edit(|_, _, edits| edits.delete(3..6, Why::Spacing));
        assert_eq!(
            audit(&page)[0].to_string(),
            "bytes 3..6 \"乙\": content was removed"
        );
    }
}
