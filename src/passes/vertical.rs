//! Rebuild headlines that were set top to bottom.
//!
//! Read back by an extractor, a vertical headline is a run of lines of one character each, columns from
//! right to left, with numbers of two or three digits set across (CLREQ, tate-chu-yoko) and vertical
//! punctuation. The run becomes one line for each column of the headline. A larger gap than the run's
//! own between two characters parts two columns or two headlines; where the run has no such gap it is
//! one line.
//!
//! Trap: extractors put a blank line after a number set across (`了320` ␤ ␤ `个`). After a digit the gap
//! parts nothing.

mod scattered;

use crate::chars;
use crate::page::{Layout, Page};

/// Most characters of a line that can belong to a vertical run: one, or one with a number set across.
const LONGEST: usize = 4;
/// Most letters of a Latin word in it.
const LATIN: usize = 8;
/// Fewest lines that make a run.
const LEAST: usize = 2;

/// Joins runs of one-character lines.
pub fn run(page: &mut Page) {
    scattered::gather(page);
    let blocks = page.blocks();
    let upright: Vec<bool> = (0..blocks.len())
        .map(|i| {
            let layout = &blocks[i].layout;
            layout.piece == 0
                && layout.level == 0
                && (stands_alone(page.str(&blocks[i])) || is_between(page, i) || in_word(page, i))
        })
        .collect();
    let mut joined = vec![false; upright.len()];
    let mut start = 0;
    while start < upright.len() {
        if !upright[start] {
            start += 1;
            continue;
        }
        let mut end = start + 1;
        while end < upright.len() && upright[end] {
            end += 1;
        }
        mark_run(page, start, end, &mut joined);
        start = end;
    }
    if !joined.contains(&true) {
        return;
    }
    // Layout of each run's first line, before the join moves indices.
    let mut index = 0;
    let mut layouts: Vec<(usize, Layout)> = Vec::new();
    let mut i = 0;
    while i < joined.len() {
        let mut last = i;
        while last + 1 < joined.len() && joined[last] {
            last += 1;
        }
        if last > i {
            let width = page.blocks()[i..=last].iter().map(|b| b.layout.width).sum();
            layouts.push((
                index,
                Layout {
                    vertical: true,
                    width,
                    ..page.blocks()[i].layout
                },
            ));
        }
        index += 1;
        i = last + 1;
    }
    page.join(|i| joined[i].then_some(""));
    for (i, layout) in layouts {
        page.lay_out(i, layout);
    }
}

/// Decides which lines of a run are joined with their next one.
fn mark_run(page: &Page, start: usize, end: usize, joined: &mut [bool]) {
    if end - start < LEAST {
        return;
    }
    let blocks = &page.blocks()[start..end];
    // The run's own gap is the smallest that most of its lines have.
    let mut counts = [0usize; 4];
    for b in &blocks[1..] {
        counts[usize::from(b.layout.blanks.min(3))] += 1;
    }
    let own = (0..4).max_by_key(|&g| (counts[g], 4 - g)).unwrap_or(0);
    for i in 0..blocks.len() - 1 {
        let after_number = page.str(&blocks[i]).ends_with(|c: char| c.is_ascii_digit())
            && page.str(&blocks[i]).len() > 1;
        let gap = usize::from(blocks[i + 1].layout.blanks.min(3));
        joined[start + i] = gap <= own || after_number;
    }
}

/// One ideograph or mark, or a number set across with at most one ideograph beside it.
fn stands_alone(text: &str) -> bool {
    // Most lines are longer, whatever their characters.
    let count = match text.len() > 4 * LONGEST {
        true => return false,
        false => text.chars().count(),
    };
    if count > LONGEST {
        return false;
    }
    let wide = text.chars().filter(|c| !c.is_ascii_alphanumeric()).count();
    match (count, wide) {
        (1, 1) => text
            .chars()
            .all(|c| chars::is_han(c) || chars::width(c) == 2),
        // A lone digit or letter, or a number; only inside a run do they count, and a run needs ideographs.
        (_, 0) => count <= 3 && text.chars().all(|c| c.is_ascii_digit()),
        (_, 1) => text.chars().all(|c| c.is_ascii_digit() || chars::is_han(c)),
        _ => false,
    }
}

/// Whether a line is the point or the percent sign of a number set one digit below the other,
/// `3` ␤ `.` ␤ `5` ␤ `%`, or the point between two ideographs: `层` ␤ `·` ␤ `一`.
fn is_between(page: &Page, i: usize) -> bool {
    let one = |i: Option<usize>, is: fn(char) -> bool| {
        let text = i.and_then(|i| page.blocks().get(i)).map(|b| page.str(b));
        let mut chars = text.unwrap_or_default().chars();
        chars.next().is_some_and(is) && chars.next().is_none()
    };
    let digit = |i: Option<usize>| one(i, |c| c.is_ascii_digit());
    let han = |i: Option<usize>| one(i, chars::is_han);
    match page.str(&page.blocks()[i]) {
        "." => digit(i.checked_sub(1)) && digit(Some(i + 1)),
        "%" => digit(i.checked_sub(1)),
        "·" => han(i.checked_sub(1)) && han(Some(i + 1)),
        _ => false,
    }
}

/// Whether a line is a Latin word, or one of its letters, between two ideographs or marks: `“` ␤ `AI` ␤ `超`,
/// `查` ␤ `C` ␤ `T`. At most so many letters are looked past on either side.
fn in_word(page: &Page, i: usize) -> bool {
    let text = |i: usize| page.blocks().get(i).map(|b| page.str(b));
    let is_word = |text: &str| {
        text.len() <= LATIN && text.bytes().all(|b| b.is_ascii_alphanumeric()) && !text.is_empty()
    };
    if !text(i).is_some_and(is_word) {
        return false;
    }
    let beside = |step: isize| {
        (1..=LATIN as isize)
            .filter_map(|k| text(i.checked_add_signed(step * k)?))
            .find(|text| !is_word(text))
            .is_some_and(|text| !text.is_ascii() && stands_alone(text))
    };
    beside(-1) && beside(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::passes::{audited, lines};

    fn page(text: &str) -> Page {
        audited(text, &[lines::run, run])
    }

    fn texts(text: &str) -> Vec<String> {
        let page = page(text);
        page.blocks()
            .iter()
            .map(|b| page.str(b).to_owned())
            .collect()
    }

    /// A text set top to bottom, one character to a line.
    fn upright(text: &str) -> String {
        text.chars().map(|c| format!("{c}\n")).collect()
    }

    #[test]
    fn one_column() {
        assert_eq!(texts(&upright("我县成立突击队")), ["我县成立突击队"]);
        assert_eq!(texts("小\n启\n"), ["小启"]);
        let page = page(&upright("我县成立突击队"));
        assert!(page.blocks()[0].layout.vertical);
        assert_eq!(page.blocks()[0].layout.width, 14);
        assert_eq!(page.blocks()[0].layout.line, 1);
    }

    #[test]
    fn a_larger_gap_parts_two_columns() {
        let text = format!(
            "{}\n{}",
            upright("党旗飘扬在一线"),
            upright("县里成立突击队")
        );
        assert_eq!(texts(&text), ["党旗飘扬在一线", "县里成立突击队"]);
    }

    #[test]
    fn gaps_between_all_characters_part_nothing() {
        assert_eq!(texts("党\n\n旗\n\n飘\n\n扬\n"), ["党旗飘扬"]);
    }

    #[test]
    fn numbers_set_across() {
        assert_eq!(texts("成\n立\n320\n个\n党\n员\n队\n"), ["成立320个党员队"]);
        assert_eq!(
            texts("成\n立\n了320\n个\n党\n员\n队\n"),
            ["成立了320个党员队"]
        );
        assert_eq!(texts("去\n年\n12\n月\n"), ["去年12月"]);
    }

    /// The point was a headline of its own, beside 走基层 and 一线见闻.
    #[test]
    fn a_point_between_ideographs_ended_the_run() {
        assert_eq!(texts(&upright("走基层·一线见闻")), ["走基层·一线见闻"]);
        for apart in ["走\n基\n层\n·\n", "·\n一\n线\n见\n闻\n"] {
            assert_eq!(texts(apart).len(), 2, "{apart}");
        }
    }

    /// The point became a paragraph of its own, and a second run made it the full stop of another.
    #[test]
    fn a_point_in_an_upright_number_ended_the_run() {
        assert_eq!(texts(&upright("会议增长3.5%左右")), ["会议增长3.5%左右"]);
        assert_eq!(texts(&upright("投入1.2万元")), ["投入1.2万元"]);
        assert_eq!(texts("正文一行\n.\n5\n"), ["正文一行", ".", "5"]);
        assert_eq!(
            texts("正文一行\n%\n正文二行\n"),
            ["正文一行", "%", "正文二行"]
        );
    }

    /// `开在制造业里的“AI超市”` came out as three headlines.
    #[test]
    fn a_latin_word_ended_the_run() {
        assert_eq!(texts("里\n的\n“\nAI\n超\n市\n”\n"), ["里的“AI超市”"]);
        assert_eq!(texts("检\n查\nC\nT\n设\n备\n"), ["检查CT设备"]);
        assert_eq!(
            texts("正文一行。\nAI\n正文二行。\n"),
            ["正文一行。", "AI", "正文二行。"]
        );
        assert_eq!(texts("超\n市\nAI\n正文一行\n"), ["超市", "AI", "正文一行"]);
    }

    #[test]
    fn a_blank_after_a_number_is_no_gap() {
        assert_eq!(
            texts("成\n立\n了320\n\n\n个\n党\n员\n队\n"),
            ["成立了320个党员队"]
        );
    }

    #[test]
    fn marks_stand_alone_too() {
        assert_eq!(texts("战\n“\n疫\n”\n进\n行\n时\n"), ["战“疫”进行时"]);
    }

    #[test]
    fn a_run_ends_at_a_line_of_text() {
        let text = format!("正文的一行。\n{}正文的二行。\n", upright("竖排标题"));
        assert_eq!(texts(&text), ["正文的一行。", "竖排标题", "正文的二行。"]);
    }

    #[test]
    fn what_is_no_run() {
        let cases: &[&[&str]] = &[
            // The last line of a paragraph has one character and its mark.
            &["本报今日增出一期特", "报。"],
            &["前一段的末", "尾。", "后一段的开头"],
            // One character alone.
            &["正文一行", "启", "正文二行"],
            // Numbers alone are a table or page marks.
            &["正文", "12.5", "13.7"],
            // Latin letters one below the other.
            &["A", "B", "C"],
            // Two characters to a line: names in a list.
            &["张三", "李四", "王五"],
        ];
        for lines in cases {
            assert_eq!(texts(&lines.join("\n")), *lines);
        }
    }

    #[test]
    fn headings_and_pieces_are_no_run() {
        assert_eq!(texts("# 一\n# 二\n"), ["一", "二"]);
    }
}
