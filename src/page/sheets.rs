//! The pages of a file that holds several, and how they are put together again.
//!
//! Who reads a whole issue gets its pages in one file, a form feed between them. What stands on one page has nothing to
//! do with the next: no headline is looked for there, no column goes on, and each has its own measures. So each is
//! cleaned by itself, as a page with the file's source, and all come together at the end.
//!
//! Trap: programs put a form feed between the pages of anything, and an article that was printed from a website goes on
//! behind it. Only where every page has a line of a masthead, and no sentence goes on, are they pages of a newspaper.

use super::Page;
use crate::chars;
use crate::evidence::ends::{End, end_of};
use crate::evidence::patterns::{self, Folio, Pattern, breaks::is_drawn};
use crate::evidence::seam::seam;
use crate::passes::lines::width;
use crate::text::Piece;
use std::ops::Range;
use std::sync::Arc;

/// A file of more pages is none of a newspaper.
const MOST: usize = 1000;
/// A line of a masthead is no wider (half ems),
const NARROW: u16 = 80;
/// and stands among so many at the head or the foot of its page.
const EDGE: usize = 15;
/// A line of text is wider.
const TEXT: u16 = 16;

/// Where the pages of a text stand, if it has several: all bytes but the form feeds between them.
pub(crate) fn sheets(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut from = 0;
    for end in ends(text).chain([text.len()]) {
        let sheet = from..end;
        from = end + usize::from(text[end..].starts_with('\u{C}'));
        let body = &text[sheet.clone()];
        if body.trim().is_empty() {
            continue;
        }
        match found.last_mut() {
            // What has no masthead is more of the page before, and so is what goes on with it.
            Some(last) if !has_masthead(body) || goes_on(&text[last.clone()], body) => {
                last.end = sheet.end;
            }
            _ => found.push(sheet),
        }
    }
    if !(2..=MOST).contains(&found.len())
        || !found
            .first()
            .is_some_and(|first| has_masthead(&text[first.clone()]))
    {
        found.clear();
    }
    found
}

/// The places of form feeds, and of lines that a program drew between pages.
fn ends(text: &str) -> impl Iterator<Item = usize> {
    let feeds = memchr::memchr_iter(0xC, text.as_bytes());
    let begins = |line: &Range<usize>| {
        matches!(
            text.as_bytes()[line.start],
            b'-' | b'=' | b'*' | b'#' | b'<' | b'[' | b'{'
        )
    };
    let lines = chars::lines(text.as_bytes()).filter(begins);
    let drawn = lines.filter(|line| is_drawn(text[line.clone()].trim()));
    let mut all: Vec<usize> = feeds
        .chain(drawn.map(|line| line.start))
        .filter(|&at| at > 0)
        .collect();
    all.sort_unstable();
    all.dedup();
    all.into_iter()
}

/// Whether a page has a line that only pages of newspapers have, at its head or foot.
fn has_masthead(sheet: &str) -> bool {
    let is = |line: &&str| is_of_masthead(line);
    lines(sheet).take(EDGE).any(|line| is(&line))
        || lines(sheet).rev().take(EDGE).any(|line| is(&line))
}

/// The lines of a text that say something.
fn lines(text: &str) -> impl DoubleEndedIterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}

fn is_of_masthead(line: &str) -> bool {
    const MASTHEAD: u64 = Pattern::bits(&[Pattern::Date, Pattern::Issue, Pattern::Staff]);
    let width = width(line);
    width <= NARROW && {
        let look = patterns::look(line, width);
        look.folio == Some(Folio::Sure) || look.patterns & MASTHEAD != 0
    }
}

/// Whether a page goes on on the next one: both are the same page of the paper, or the last line of text ends within a
/// sentence that the first one there goes on with.
fn goes_on(above: &str, below: &str) -> bool {
    let top = |sheet| -> Vec<&str> {
        let all = lines(sheet).take(EDGE);
        all.filter(|line| is_of_masthead(line)).collect()
    };
    let (last_top, top) = (top(above), top(below));
    let is_numbered =
        |line: &&str| line.contains('版') && line.contains(|c: char| c.is_ascii_digit());
    if last_top == top && top.iter().any(is_numbered) {
        return true;
    }
    // A running head is on both, and an address or a number stands at the foot.
    let heads: Vec<&str> = lines(above).take(EDGE).collect();
    let is_text = |line: &&str| {
        let is_foot = line.contains("://") || is_of_masthead(line);
        width(line) > TEXT && line.contains(chars::is_han) && !is_foot
    };
    let last = lines(above).rev().find(is_text);
    let first = lines(below).find(|line| is_text(line) && !heads.contains(line));
    let (Some(last), Some(first)) = (last, first) else {
        return false;
    };
    let open = matches!(end_of(last), End::Word | End::Comma);
    open && seam(last, first).is_none_or(|seam| seam.fit > 0)
}

impl Page {
    /// The pages of the file, each as a page of its own: all places are those of the file.
    pub(crate) fn parted(&self, sheets: &[Range<usize>]) -> Vec<Page> {
        let source = self.source.text.as_bytes();
        let (mut at, mut line) = (0, 1);
        let part = |sheet: &Range<usize>| {
            line += memchr::memchr_iter(b'\n', &source[at..sheet.start]).count() as u32;
            at = sheet.start;
            let text = self.text.compose([Piece::Keep(sheet.clone())]);
            Page {
                begins: Some((at, line)),
                trace: self.trace.clone(),
                ..Page::of(Arc::clone(&self.source), text)
            }
        };
        sheets.iter().map(part).collect()
    }

    /// The file of these pages, in their order.
    pub(crate) fn bound(sheets: Vec<Page>) -> Option<Page> {
        let mut sheets = sheets.into_iter();
        let mut file = sheets.next()?;
        file.begins = None;
        for sheet in sheets {
            let (at, articles) = (file.text.len(), file.articles.len() as u32);
            let rows = file.mended.last().map_or(0, |m| m.row + 1);
            file.blocks
                .extend(sheet.blocks.into_iter().map(|mut block| {
                    block.range = block.range.start + at..block.range.end + at;
                    block.article = block.article.map(|article| article + articles);
                    block
                }));
            file.text.append(sheet.text);
            file.articles.extend(sheet.articles);
            file.removed.extend(sheet.removed);
            file.mended
                .extend(sheet.mended.into_iter().map(|mut mended| {
                    mended.row += rows;
                    mended
                }));
            file.decisions.extend(sheet.decisions);
            if let (Some(trace), Some(more)) = (&mut file.trace, sheet.trace) {
                trace.extend(more);
            }
            file.broken = file.broken.max(sheet.broken);
            file.scrambled |= sheet.scrambled;
            file.finished &= sheet.finished;
            file.stage = file.stage.min(sheet.stage);
        }
        Some(file)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Pipeline;
    use crate::render::View;

    const FIRST: &str = "云川通讯\n2031年1月1日 星期三\n旧候车室变身音乐厅\n本报讯 云川市北站的旧候车室改作音乐厅。\n";
    const NEXT: &str = "第2版\n2031年1月1日 星期三\n小狗坐车去救助站\n昨日，石桥县一条小狗自己坐公交车到了城北。\n";

    fn count(text: &str) -> usize {
        sheets(text).len()
    }

    #[test]
    fn pages_of_a_newspaper() {
        assert_eq!(count(&format!("{FIRST}\u{C}{NEXT}")), 2);
        assert_eq!(count(&format!("{FIRST}\u{C}{NEXT}\u{C}\n")), 2);
        assert_eq!(
            count(&format!("--- Page 1 ---\n{FIRST}--- Page 2 ---\n{NEXT}")),
            2
        );
        let text = format!("{FIRST}\u{C}{NEXT}");
        let found: Vec<&str> = sheets(&text).into_iter().map(|s| &text[s]).collect();
        assert_eq!(found, [FIRST, NEXT]);
    }

    #[test]
    fn what_is_one_page() {
        for text in [
            FIRST.to_owned(),
            format!("{FIRST}\u{C}"),
            // No masthead on the second, or none on the first.
            format!("{FIRST}\u{C}小狗坐车去救助站\n昨日，一条小狗坐上了公交车。\n"),
            format!("小狗坐车去救助站\n昨日，一条小狗坐上了公交车。\n\u{C}{NEXT}"),
            // A sentence goes on.
            format!(
                "{FIRST}会议要求，全市各级各部门要认真贯彻落\n\u{C}第2版\n实会议精神，坚持问题导向。\n"
            ),
            // The same page of the paper, with its head printed twice.
            format!("云川通讯 2031年1月1日 星期三 第3版\n{NEXT}\u{C}云川通讯 2031年1月1日 星期三 第3版\n{NEXT}"),
            // One text from a website, with an address at the foot.
            "2031年1月1日\n云川部署防汛工作\n昨日，各单位要严格执行调度命令，\nhttps://example.com/1.html 1/2\n\u{C}2031年1月1日\n不得擅自超蓄，确保安全度汛。\nhttps://example.com/1.html 2/2\n".to_owned(),
            String::new(),
            "\u{C}\u{C}".to_owned(),
        ] {
            assert!(count(&text) < 2, "{text}");
        }
    }

    #[test]
    fn a_file_of_pages_is_each_of_them() {
        let pipeline = Pipeline::default();
        let titles = |text: &str| -> Vec<String> {
            let cleaned = pipeline.run("page.txt", text.as_bytes());
            assert_eq!(cleaned.faults, []);
            let view = View::new(&cleaned);
            let articles = view.articles.iter();
            articles
                .map(|a| a.title().unwrap_or_default().to_string())
                .collect()
        };
        let both = titles(&format!("{FIRST}\u{C}{NEXT}"));
        assert_eq!(both, [titles(FIRST), titles(NEXT)].concat());
        let cleaned = pipeline.run("page.txt", format!("{FIRST}\u{C}{NEXT}").as_bytes());
        let lines = cleaned.page.blocks().iter().map(|b| b.layout.line);
        let lines: std::collections::BTreeSet<u32> = lines.collect();
        assert_eq!(Vec::from_iter(lines), [1, 2, 3, 4, 5, 6, 7, 8]);
    }
}
