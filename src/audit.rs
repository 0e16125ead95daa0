//! The proof that nothing of a page was lost, doubled, changed or made up. Runs on every page, always.
//!
//! It trusts no pass and reads the finished page beside its decoded source:
//! - every content character of the source lies in exactly one span of one block, or in a removed span
//!   that is nothing but marks of Markdown or HTML;
//! - every stretch of a block that claims to be a copy is one, and every other one has the content of the
//!   source it stands for: a letter is no mark, and what was put in is white space or punctuation;
//! - what was put right because it had been read in the wrong encoding becomes the source again when it
//!   is read so once more.
//!
//! What counts as content is what the figures count, so the radical ⽉ is guarded like 月; and characters
//! for private use, of which nobody knows what they are ([`is_content`]).
//! It costs about as much as reading the page, so there is no mode without it.

use crate::chars::folding::{Fold, fold};
use crate::eval::{content, holds_content};
use crate::page::{Block, Page};
use crate::passes::mojibake::is_misread;
use crate::passes::unmark::is_markup;
use crate::text::{Stretch, Why};
use std::ops::Range;

/// What the audit found wrong. A page with a fault is a bug of this crate, never of the input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Bytes of the decoded source.
    pub span: Range<usize>,
    /// Its characters; of what was made up, the characters themselves.
    pub text: String,
    /// What happened to them.
    pub what: &'static str,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        /// So many characters are enough to find the place.
        const SHOWN: usize = 20;
        let more = self.text.chars().nth(SHOWN).map_or("", |_| "…");
        let text: String = self.text.chars().take(SHOWN).collect();
        let Range { start, end } = self.span;
        write!(f, "bytes {start}..{end} {text:?}{more}: {}", self.what)
    }
}

/// Whether a character may not be lost: a letter, mark or number, or one for private use.
#[inline]
pub fn is_content(c: char) -> bool {
    // Nearly all that is asked about, and all content.
    if matches!(c, '一'..='\u{9FA5}') {
        return true;
    }
    let c = known(c);
    holds_content(c) || is_private(c)
}

fn is_private(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}')
}

/// A private-use character that old GBK had for one that has a code point of its own today, as that one.
#[inline]
fn known(c: char) -> char {
    if is_private(c) { settled(c) } else { c }
}

#[cold]
fn settled(c: char) -> char {
    match fold(c) {
        Fold::To(to) | Fold::Upright(to) => to,
        _ => c,
    }
}

/// What of a text may neither be lost nor changed: its content, and its private-use characters.
pub fn letters(text: &str) -> (String, String) {
    // What was composed may have had an invisible character between, which goes first.
    let all: String = text.chars().filter(|&c| is_content(c)).map(known).collect();
    let private = all.chars().filter(|&c| is_private(c)).collect();
    (content(&all), private)
}

/// Checks a page; an empty list is the proof.
pub fn audit(page: &Page) -> Vec<Fault> {
    let mut faults = Vec::new();
    each_once(page, &mut faults);
    markup_only(page, &mut faults);
    same_bytes(page, &mut faults);
    for block in page.blocks() {
        same_content(page, block, &mut faults);
    }
    faults
}

/// Every content character of the source lies in one span of a block, or was removed.
fn each_once(page: &Page, faults: &mut Vec<Fault>) {
    let source = page.source().text.as_str();
    let mut spans = Vec::with_capacity(4 * page.blocks().len() + page.removed().len());
    for block in page.blocks() {
        spans.extend(page.text().spans(block.range()));
    }
    spans.extend(page.removed().iter().map(|r| r.span.clone()));
    // They come in a few rows that are in order, which this sort takes as they are.
    spans.sort_by_key(|s| (s.start, s.end));
    let mut fault = |span: Range<usize>, what| {
        // Nearly all that no block holds are line ends.
        let bytes = source.as_bytes().get(span.clone()).unwrap_or_default();
        if bytes.iter().all(u8::is_ascii_whitespace) && !bytes.is_empty() {
            return;
        }
        if source.get(span.clone()).is_none() {
            faults.push(Fault::new(span, "", "cuts a character in two"));
            return;
        }
        let text = page.said(span.clone());
        if text.contains(is_content) {
            faults.push(Fault::new(span, &text, what));
        }
    };
    let mut at = 0;
    for span in spans {
        if span.start < at {
            fault(span.start..at.min(span.end), "stands in two places");
        } else if at < span.start {
            fault(at..span.start, "was lost");
        }
        at = at.max(span.end);
    }
    if at < source.len() {
        fault(at..source.len(), "was lost");
    }
}

/// What was removed holds no content, unless it is markup. A tag may have left in pieces: what stood
/// between them, an invisible character, left before it.
fn markup_only(page: &Page, faults: &mut Vec<Fault>) {
    let text = |span: &Range<usize>| page.said(span.clone());
    let mut marks: Vec<&Range<usize>> = Vec::new();
    for removed in page.removed() {
        let gone = text(&removed.span);
        if removed.why == Why::Markup {
            marks.push(&removed.span);
        } else if gone.contains(is_content) {
            let span = removed.span.clone();
            faults.push(Fault::new(span, &gone, "content was removed"));
        }
    }
    marks.sort_unstable_by_key(|s| (s.start, s.end));
    let apart = |one: &&Range<usize>, next: &&Range<usize>| {
        !text(&(one.end..next.start.max(one.end))).contains(is_content)
    };
    for group in marks.chunk_by(apart) {
        let gone: String = group.iter().map(|s| text(s)).collect();
        if gone.contains(is_content) && !is_markup(&gone) {
            let span = group[0].start..group[group.len() - 1].end;
            faults.push(Fault::new(span, &gone, "was removed as markup"));
        }
    }
}

/// What had been misread has the same bytes as before. A character may lie on both sides of a line break.
fn same_bytes(page: &Page, faults: &mut Vec<Fault>) {
    for row in page.mended().chunk_by(|one, next| one.row == next.row) {
        let span = row[0].span.start..row[row.len() - 1].span.end;
        let was = page.source().text.get(span.clone()).unwrap_or_default();
        let now: String = row.iter().map(|m| m.text.as_str()).collect();
        if !is_misread(was, &now) {
            faults.push(Fault::new(span, was, "was not misread"));
        }
    }
}

/// A block says what its spans hold.
fn same_content(page: &Page, block: &Block, faults: &mut Vec<Fault>) {
    let held = |span: &Range<usize>| page.said(span.clone());
    let written = |range: &Range<usize>| &page.text().as_str()[range.clone()];
    let differs = |s: &Stretch| {
        let now = written(&s.buffer);
        if s.copy {
            page.source().text.get(s.source.clone()) != Some(now)
        } else {
            let was = held(&s.source);
            (now.contains(is_content) || was.contains(is_content)) && letters(now) != letters(&was)
        }
    };
    let Some(first) = page.text().stretches(block.range()).find(differs) else {
        return;
    };
    // A letter and its accent may have been composed from two stretches: only the whole block tells.
    let whole: String = page.text().spans(block.range()).map(|s| held(&s)).collect();
    if !first.copy && letters(&whole) == letters(page.str(block)) {
        return;
    }
    faults.push(if first.source.is_empty() {
        Fault::new(first.source, written(&first.buffer), "was made up")
    } else {
        let text = held(&first.source).into_owned();
        Fault::new(first.source, &text, "was changed")
    });
}

impl Fault {
    fn new(span: Range<usize>, text: &str, what: &'static str) -> Self {
        let text = text.to_owned();
        Fault { span, text, what }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::{Cut, Layout};
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
    fn a_symbol_that_stands_for_a_letter_is_content() {
        for symbol in ["⽉", "⺟", "㎡", "℃", "㊣", "\u{E81E}", "\u{F8FF}"] {
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
    fn a_character_that_was_made_up_is_found() {
        let none: [(&str, String); 0] = [];
        for (made, found) in [
            ("丙", true),
            ("1", true),
            ("é", true),
            ("㎡", true),
            ("，", false),
        ] {
            let faults = after("甲乙", |e| e.insert(3, made, Why::Rejoined));
            let want = [("was made up", made.to_owned())];
            assert_eq!(faults, if found { &want[..] } else { &none[..] }, "{made}");
        }
    }

    #[test]
    fn a_character_that_was_changed_is_found() {
        for (from, to) in [
            ("乙", "，"),
            ("乙", "己"),
            ("1", "7"),
            ("，", "丙"),
            ("㎡", "m"),
            ("乙丙", "丙乙"),
            ("\u{F8FE}", "\u{F8FF}"),
        ] {
            let faults = after(&format!("甲{from}"), |e| {
                e.replace(3..3 + from.len(), to, Why::Punctuation);
            });
            assert_eq!(faults, [("was changed", from.to_owned())], "{from} to {to}");
        }
        let none: [(&str, String); 0] = [];
        for (from, to) in [
            ("⽉", "月"),
            ("Ａ", "A"),
            ("e\u{301}", "é"),
            ("︵", "（"),
            ("①", "①"),
            ("\u{E81E}", "龴"),
            ("\u{E78D}", "，"),
        ] {
            let faults = after(&format!("甲{from}"), |e| {
                e.replace(3..3 + from.len(), to, Why::Folded);
            });
            assert_eq!(faults, none, "{from} to {to}");
        }
    }

    #[test]
    fn what_is_called_markup_must_be() {
        let cases = [
            ("<br>", true),
            ("</P>", true),
            ("<ｂｒ>", true),
            ("<b\u{200B}r>", true),
            ("![图](1.png)", true),
            ("![](图（1）.png)", true),
            ("![](图（1)乙", false),
            ("<!-- 注 -->", true),
            ("&nbsp;", true),
            ("&lt;b&gt;", true),
            ("&amp;nbsp;", true),
            ("![图（1)](图(1).png)", true),
            ("&#8212;", true),
            ("**", true),
            ("\\mathrm{", true),
            ("](a.html)", true),
            ("```markdown", true),
            ("--- Page 2 ---", true),
            ("=== 第6页 ===", true),
            ("](乙.html)", false),
            ("\\乙", false),
            ("```乙", false),
            ("--- 2 ---", false),
            ("=== 第6版 ===", false),
            ("乙", false),
            ("<甲>", false),
            ("<br>乙", false),
            ("&copy;", false),
        ];
        for (mark, may) in cases {
            let faults = after(&format!("甲{mark}丙"), |e| {
                // In pieces, as a pass would after another one took something out.
                let at = 3 + mark.chars().next().map_or(0, char::len_utf8);
                e.delete(3..at, Why::Markup);
                e.delete(at..3 + mark.len(), Why::Markup);
            });
            let want = [("was removed as markup", mark.to_owned())];
            assert_eq!(faults, if may { &want[..0] } else { &want[..] }, "{mark}");
        }
    }

    /// What lies between cuts leaves the page as markup.
    #[test]
    fn a_cut_that_drops_a_letter_is_found() {
        let cut = |range| Cut {
            range,
            layout: Layout::default(),
        };
        let faults = |text: &str, cuts| {
            let mut page = page(text);
            page.cut(cuts);
            audit(&page)
        };
        assert_eq!(faults("# 甲\n乙\n", vec![cut(2..5), cut(6..9)]), []);
        for cuts in [vec![cut(2..5)], vec![cut(6..9)], vec![]] {
            let found = faults("# 甲\n乙\n", cuts);
            assert_eq!(found[0].what, "was removed as markup", "{found:?}");
        }
    }

    #[test]
    fn faults_read_well() {
        let long = Fault::new(0..63, &"甲".repeat(21), "was lost");
        let said = format!("bytes 0..63 \"{}\"…: was lost", "甲".repeat(20));
        assert_eq!(long.to_string(), said);
        let mut page = page("甲乙丙");
        page.edit(|_, _, edits| edits.delete(3..6, Why::Spacing));
        assert_eq!(
            audit(&page)[0].to_string(),
            "bytes 3..6 \"乙\": content was removed"
        );
    }
}
