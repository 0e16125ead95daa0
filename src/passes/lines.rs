//! Cut the text into lines and read how each one stands.
//!
//! White space is evidence before it is noise: how far a line is indented, how many blank lines stand
//! before it, whether Markdown calls it a heading. This pass reads all that into the block's
//! [`Layout`] and takes the white space and the marks of headings away.
//!
//! A line in which several paragraphs run on is cut where their indents stand.
//!
//! A line whose letters were spaced out to fill its measure is as wide as the lines around it, not as its
//! letters.
//!
//! Trap: `#` is a mark only in Markdown, where a space stands behind it; elsewhere it is the paper's own.

mod run_on;
mod wrapped;

use super::unmark::ends_of_bold;
use crate::chars;
use crate::evidence::profile::measure::mode;
use crate::page::{Cut, Form, Kind, Layout, Page, Stage};
use std::ops::Range;

/// Cuts the page into lines.
pub fn run(page: &mut Page) {
    let text = page.text().as_str();
    let markdown = memchr::memchr(b'#', text.as_bytes()).is_some()
        && text.lines().any(|l| heading(l.trim_start()).0 > 0);
    let bold = ends_of_bold(page);
    let mut cuts = Vec::new();
    let (mut at, mut blanks) = (0, 0u8);
    let mut numbers = Numbers::of(page);
    let runs_on = run_on::runs_on(text);
    for line in chars::lines(text.as_bytes()) {
        let line = &text[line];
        let number = numbers.next(page, at);
        let rest = line.trim_start();
        let body = rest.trim_end();
        if body.is_empty() {
            blanks = blanks.saturating_add(1);
        } else {
            let lead = line.len() - rest.len();
            let indent = line[..lead].chars().map(space_width).sum();
            let (level, mark) = if markdown { heading(body) } else { (0, 0) };
            let start = at + lead + mark;
            let end = at + lead + body.len();
            // The marks just before the line were taken away as bold.
            let bold =
                !bold.is_empty() && bold.binary_search(&page.text().source_at(start)).is_ok();
            let whole = Layout {
                line: number,
                indent,
                column: indent,
                blanks,
                level,
                bold,
                ..Layout::default()
            };
            let gaps = match runs_on {
                true => run_on::breaks(&text[start..end]),
                false => Vec::new(),
            };
            let (mut from, mut layout) = (start, whole);
            for gap in gaps {
                let gap = start + gap.start..start + gap.end;
                push(&mut cuts, page, from..gap.start, layout);
                (from, layout) = (gap.end, begun(page, gap, number));
            }
            push(&mut cuts, page, from..end, layout);
            if let Some(last) = cuts.last_mut() {
                last.layout.spaced = is_spaced(&rest[body.len()..]);
            }
            blanks = 0;
        }
        at += line.len();
    }
    let spaced = cuts.iter().filter(|cut| cut.layout.spaced).count();
    if markdown || spaced * FEW > cuts.len() {
        // There it is a mark of Markdown, or how an extractor ends its lines.
        cuts.iter_mut().for_each(|cut| cut.layout.spaced = false);
    }
    wrapped::widen(text, &mut cuts);
    justify(page, &mut cuts);
    let recorded = name(page, &mut cuts);
    page.cut(cuts);
    if recorded {
        raise_kickers(page);
    }
    page.reach(Stage::Lines);
}

/// Gives the fields of records the kinds that their names told; whether there are any.
fn name(page: &Page, cuts: &mut [Cut]) -> bool {
    let mut named = page.fields().iter().copied().peekable();
    for cut in cuts.iter_mut().filter(|_| !page.fields().is_empty()) {
        let text = &page.text().as_str()[cut.range.clone()];
        let at = page.text().source_at(cut.range.start);
        while named.next_if(|&(field, _)| field < at).is_some() {}
        let kind = named
            .next_if(|&(field, _)| field == at)
            .map(|(_, kind)| kind);
        // A text may begin with where it comes from: （上接第一版）.
        let kind = kind.filter(|&kind| kind != Kind::Body || !text.starts_with(['（', '(']));
        cut.layout.form = kind.map_or(Form::Open, Form::Begins);
    }
    !page.fields().is_empty()
}

/// Puts kickers above their titles: records name them after.
fn raise_kickers(page: &mut Page) {
    let is = |page: &Page, i: usize, kind| page.blocks()[i].layout.form == Form::Begins(kind);
    let mut order: Vec<usize> = (0..page.blocks().len()).collect();
    for i in 1..order.len() {
        if is(page, i, Kind::Kicker) && is(page, order[i - 1], Kind::Title) {
            order.swap(i - 1, i);
        }
    }
    page.gather(&order);
}

fn push(cuts: &mut Vec<Cut>, page: &Page, range: Range<usize>, layout: Layout) {
    let text = page.text().as_str();
    let width = width(&text[range.clone()]).saturating_add(narrowed(page, &range));
    cuts.push(Cut {
        layout: Layout { width, ..layout },
        range,
    });
}

/// How much narrower a line is than it was printed, since its full-width digits and letters are half an em wide now (half ems).
fn narrowed(page: &Page, range: &Range<usize>) -> u16 {
    let printed = page.text().source_hull(range);
    if printed.len() == range.len() {
        return 0;
    }
    let is_wide = |c: &char| matches!(c, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ');
    let wide = page.source().text[printed].chars().filter(is_wide).count();
    u16::try_from(wide).unwrap_or(u16::MAX)
}

/// How a paragraph stands that begins behind a gap in its line, which is its indent.
fn begun(page: &Page, gap: Range<usize>, line: u32) -> Layout {
    let spaces = &page.source().text.as_str()[page.text().source_hull(&gap)];
    let indent = spaces.chars().map(space_width).sum();
    Layout {
        line,
        indent,
        column: indent,
        ..Layout::default()
    }
}

/// The numbers that lines have in the source.
struct Numbers {
    line: u32,
    /// How far the source's line breaks were counted, if they are not those of the text: tables of HTML are set anew,
    /// and a page of several has the lines of its file.
    counted: Option<usize>,
}

impl Numbers {
    fn of(page: &Page) -> Self {
        let breaks = |text: &str| memchr::memchr_iter(b'\n', text.as_bytes()).count();
        let source = page.source().text.as_str();
        let is_set_anew = || {
            ["</", "<br", "<BR", "\\n"]
                .iter()
                .any(|mark| source.contains(mark))
                && breaks(source) != breaks(page.text().as_str())
        };
        let begins = page.begins().or_else(|| is_set_anew().then_some((0, 1)));
        Numbers {
            line: begins.map_or(0, |(_, line)| line),
            counted: begins.map(|(byte, _)| byte),
        }
    }

    /// The number of the line that begins here in the text. Where both have the same lines, every other kind of break
    /// was folded into `\n` before.
    fn next(&mut self, page: &Page, at: usize) -> u32 {
        let Some(counted) = &mut self.counted else {
            self.line += 1;
            return self.line;
        };
        let source = page.source().text.as_bytes();
        let place = page.text().source_at(at).max(*counted);
        self.line += memchr::memchr_iter(b'\n', &source[*counted..place]).count() as u32;
        *counted = place;
        self.line
    }
}

/// Spaces at the ends of lines are of print where no more than one of so many lines has one. (On pages of the bench and
/// of the press where so few have, 197 of 212 in the middle of a text were.)
const FEW: usize = 10;

/// Whether what stands at the end of a line, its break aside, is one space.
fn is_spaced(end: &str) -> bool {
    let mut spaces = end.trim_end_matches(['\n', '\r']).chars();
    spaces.next().is_some() && spaces.next().is_none()
}

/// Lines on either side of a spaced-out one that say how wide it was.
const AROUND: usize = 7;

/// A line of text whose letters were spaced out to fill its measure is as wide as the lines around it.
fn justify(page: &Page, cuts: &mut [Cut]) {
    /// With its spaces gone it is still as wide as so many quarters of them; a narrower one ends a paragraph.
    const QUARTERS: u16 = 3;
    let text = page.text();
    // Spaces that were taken from between its letters; a line of ideographs has one for every three bytes.
    let is_spaced = |cut: &Cut| {
        let length = cut.range.len();
        let gone = text.source_hull(&cut.range).len().saturating_sub(length);
        let gaps = || {
            let mut last = None;
            let spans = text.spans(cut.range.clone());
            let gap =
                |span: Range<usize>| last.replace(span.end).is_some_and(|end| end < span.start);
            spans.map(gap).filter(|&gap| gap).count()
        };
        gone * 4 > length && gaps() * 3 > usize::from(cut.layout.width)
    };
    let whole: Vec<bool> = cuts.iter().map(is_spaced).collect();
    for i in (0..cuts.len()).filter(|&i| whole[i]) {
        let around = i.saturating_sub(AROUND)..(i + AROUND + 1).min(cuts.len());
        let widths = around.filter(|&j| !whole[j]).map(|j| cuts[j].layout.width);
        let measure = mode::<{ 2 * AROUND + 2 }>(widths);
        let width = &mut cuts[i].layout.width;
        if *width < measure && *width * 4 >= measure * QUARTERS {
            *width = measure;
        }
    }
}

/// The bytes of all marks of Markdown headings that a line begins with.
pub(crate) fn headings(line: &str) -> usize {
    let mut at = 0;
    while let (1.., mark) = heading(&line[at..]) {
        at += mark;
    }
    at
}

/// The level of a Markdown heading and the bytes of its mark. Marks that head nothing stay: what stood beside
/// them may be in another block.
pub(super) fn heading(line: &str) -> (u8, usize) {
    let level = line.bytes().take_while(|&b| b == b'#').count();
    let rest = &line[level..];
    let space = rest.len() - rest.trim_start().len();
    let heads = || rest.contains(|c: char| c != '#' && !c.is_whitespace());
    if (1..=6).contains(&level) && space > 0 && heads() {
        (level as u8, level + space)
    } else {
        (0, 0)
    }
}

fn space_width(c: char) -> u16 {
    match c {
        '\u{3000}' => 2,
        '\t' => 4,
        _ => 1,
    }
}

/// The printed width of a text in half ems.
pub(crate) fn width(text: &str) -> u16 {
    let bytes = text.as_bytes();
    let (mut at, mut sum) = (0, 0);
    loop {
        // The common ideographs.
        let from = at;
        while let Some(0xE4..=0xE9) = bytes.get(at) {
            at += 3;
        }
        sum += (at - from) as u32 / 3 * 2;
        match bytes.get(at..).unwrap_or_default() {
            [] => break,
            [b' '..=b'~', ..] => (at, sum) = (at + 1, sum + 1),
            // 、 to 〠, ！ to ＠
            [0xE3, 0x80, 0x81..=0xA0, ..] | [0xEF, 0xBC, 0x81..=0xA0, ..] => {
                (at, sum) = (at + 3, sum + 2);
            }
            [..] => {
                let Some(c) = text[at..].chars().next() else {
                    break;
                };
                (at, sum) = (at + c.len_utf8(), sum + u32::from(chars::width(c)));
            }
        }
    }
    sum.min(u32::from(u16::MAX)) as u16
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::passes::{audited, unspread};

    fn page(text: &str) -> Page {
        audited(text, &[run])
    }

    fn texts(text: &str) -> Vec<String> {
        let page = page(text);
        page.blocks()
            .iter()
            .map(|b| page.str(b).to_owned())
            .collect()
    }

    /// One thing that was read about every line.
    fn read<T>(text: &str, what: impl Fn(&Layout) -> T) -> Vec<T> {
        page(text)
            .blocks()
            .iter()
            .map(|b| what(&b.layout))
            .collect()
    }

    /// The second line of a paragraph, spaced out to fill the measure, was read as indented.
    #[test]
    fn a_spaced_out_line_was_taken_for_a_short_one() {
        let widths = |text: &str| {
            let unspread = |page: &mut Page| {
                page.edit(|_, text, edits| unspread::edit(text, edits));
            };
            let page = audited(text, &[unspread, run]);
            let widths = page.blocks().iter().map(|b| b.layout.width);
            widths.collect::<Vec<_>>()
        };
        let spaced = "正 恩 此 访 表 明 中 朝 友 谊 依 然 牢";
        let full = "不可破在新形势下传承并发展朝中";
        assert_eq!(widths(&format!("{full}\n{spaced}\n{full}")), [30, 30, 30]);
        // A headline that is spaced out is as wide as its letters.
        assert_eq!(widths(&format!("{full}\n朝 中 友 谊\n{full}")), [30, 8, 30]);
        assert_eq!(widths(spaced), [26]);
    }

    #[test]
    fn lines_and_their_white_space() {
        assert_eq!(texts("甲\n\n 乙 丙 \n"), ["甲", "乙 丙"]);
        assert_eq!(texts("没有换行"), ["没有换行"]);
        assert_eq!(texts(""), [""; 0]);
        assert_eq!(texts("\n \n\u{3000}\n"), [""; 0]);
    }

    #[test]
    fn blank_lines_are_counted() {
        assert_eq!(
            read("甲\n乙\n\n丙\n \n\u{3000}\n丁", |l| l.blanks),
            [0, 0, 1, 2]
        );
        assert_eq!(read("\n\n甲", |l| l.blanks), [2]);
        let many = format!("甲{}乙", "\n".repeat(1000));
        assert_eq!(read(&many, |l| l.blanks), [0, 255]);
    }

    #[test]
    fn line_numbers_are_those_of_the_source() {
        assert_eq!(read("甲\n\n\n乙\n丙", |l| l.line), [1, 4, 5]);
    }

    #[test]
    fn indents_are_in_half_ems() {
        let text = "甲\n 乙\n  丙\n\u{3000}\u{3000}丁\n\t戊\n \u{3000}己";
        assert_eq!(read(text, |l| l.indent), [0, 1, 2, 4, 4, 3]);
        assert_eq!(read(text, |l| l.column), [0, 1, 2, 4, 4, 3]);
        assert_eq!(read("甲乙，A1\n“（", |l| l.width), [8, 4]);
    }

    #[test]
    fn headings_of_markdown() {
        let text = "# 大标题\n### 小标题\n正文\n";
        assert_eq!(texts(text), ["大标题", "小标题", "正文"]);
        assert_eq!(read(text, |l| l.level), [1, 3, 0]);
        let marks: Vec<_> = page(text)
            .removed()
            .iter()
            .map(|r| r.span.clone())
            .collect();
        assert_eq!(marks, [0..1, 12..15]);
    }

    #[test]
    fn what_looks_like_a_heading_and_is_none() {
        for text in [
            "#话题#大家都在说",
            "#1栋居民",
            "#",
            "## ",
            "# #",
            "####### 七个",
            "C# 语言",
            "正文 # 正文",
            "＃ 全角",
        ] {
            assert_eq!(texts(text), [text.trim()], "{text}");
            assert_eq!(read(text, |l| l.level), [0], "{text}");
        }
    }
}
