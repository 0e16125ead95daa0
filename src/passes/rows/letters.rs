//! Letters of vertical headlines among the segments of rows.
//!
//! A headline set top to bottom gives every row that it passes a letter of each of its columns. Where such a letter
//! stood in print is known badly: its size is not written, and so its spaces may mean any width. But all letters of
//! the page are few, and what columns they make is told by their words ([`crate::evidence::upright`]).

use crate::chars;
use crate::evidence::upright::{self, At, Pairs};
use crate::page::Page;
use crate::passes::rows::{self, unroll::Segment};
use std::ops::Range;

/// Rows from a letter to the next of its headline, at most.
const FAR: u32 = 8;
/// Most letters of a row, rows of a headline, and rows of a page that are looked at; they bound what a page may cost.
const WIDE: usize = 5;
const MOST: usize = 80;
const BUDGET: usize = 400;
/// Fewest letters of a line that a headline's letter stands beside.
const LONG: usize = 7;
/// Most digits of a number set across.
const DIGITS: usize = 2;
/// Columns that stand farther apart are of two headlines (ems).
const APART: f32 = 24.0;

/// A headline's columns from right to left, each the places of its letters among all segments, from the top.
pub(super) type Headline = Vec<Vec<usize>>;

/// A letter that may be a headline's.
struct Letter {
    block: usize,
    /// Bytes of the block's text.
    range: Range<usize>,
    /// What it is to a reader of columns.
    read: upright::Letter,
    /// Where it begins (ems).
    x: f32,
}

/// The letters of a row, by its number.
struct Row {
    number: u32,
    letters: Vec<Letter>,
}

/// Takes the letters of headlines out of the segments: each is a segment of its own.
pub(super) fn take(page: &Page, segments: &mut [Vec<Segment>]) -> Vec<Headline> {
    let rows = rows(page, segments);
    if rows.is_empty() {
        return Vec::new();
    }
    let pairs = Pairs::of(page.blocks().iter().map(|b| page.str(b)));
    let mut found: Vec<Vec<Vec<&Letter>>> = Vec::new();
    let mut budget = BUDGET;
    for run in runs(&rows) {
        if budget < run.len() {
            break;
        }
        budget -= run.len();
        let letters = |row: &Row| row.letters.iter().map(|letter| letter.read).collect();
        let letters: Vec<Vec<upright::Letter>> = run.iter().map(letters).collect();
        let letter = |(row, place): At| &run[row].letters[place];
        let columns = upright::headline(&letters, &pairs).into_iter().flatten();
        let mut last = f32::NAN;
        for column in columns {
            let column: Vec<&Letter> = column.into_iter().map(letter).collect();
            let x = middle(&column);
            match found.last_mut() {
                Some(headline) if (last - x).abs() <= APART => headline.push(column),
                _ => found.push(vec![column]),
            }
            last = x;
        }
    }
    cut(page, segments, &found);
    number(segments, &found)
}

/// Where most of a column's letters begin.
fn middle(column: &[&Letter]) -> f32 {
    let mut places: Vec<f32> = column.iter().map(|letter| letter.x).collect();
    places.sort_by(f32::total_cmp);
    places.get(places.len() / 2).copied().unwrap_or(0.0)
}

/// The letters of every row that has some.
fn rows(page: &Page, segments: &[Vec<Segment>]) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for (block, segments) in segments.iter().enumerate() {
        let text = page.str(&page.blocks()[block]);
        for segment in segments {
            let alone = rows::is_upright(&text[segment.range.clone()]);
            for range in letters(text, segment.range.clone()) {
                let Some(char) = text[range.clone()].chars().next() else {
                    continue;
                };
                let x = part(text, segment, &range).x;
                let letter = Letter {
                    block,
                    range,
                    read: upright::Letter {
                        char,
                        x: Some(x),
                        alone,
                    },
                    x,
                };
                match rows.last_mut() {
                    Some(row) if row.number == segment.row => row.letters.push(letter),
                    _ => rows.push(Row {
                        number: segment.row,
                        letters: vec![letter],
                    }),
                }
            }
        }
    }
    rows
}

/// A part of a segment; all its letters are taken to be of one width.
fn part(text: &str, segment: &Segment, range: &Range<usize>) -> Segment {
    let count = |range: Range<usize>| text[range].chars().count() as f32;
    let all = count(segment.range.clone()).max(1.0);
    let letters = text[range.clone()].trim_end().chars().count() as f32;
    Segment {
        x: segment.x + segment.width * count(segment.range.start..range.start) / all,
        width: segment.width * letters / all,
        range: range.clone(),
        ..segment.clone()
    }
}

/// Which letters of a segment may be a headline's: all that stand alone, or one before or behind a line of text.
fn letters(text: &str, segment: Range<usize>) -> Vec<Range<usize>> {
    let words = upright::words(&text[segment.clone()]).into_iter();
    let words: Vec<Range<usize>> = words
        .map(|word| segment.start + word.start..segment.start + word.end)
        .collect();
    let letter = |word: &Range<usize>| {
        let mut letters = text[word.clone()].chars();
        letters.next().is_some_and(chars::is_han) && letters.next().is_none()
    };
    let number = |word: &Range<usize>| {
        let word = &text[word.clone()];
        word.len() <= DIGITS && word.bytes().all(|b| b.is_ascii_digit())
    };
    if words.iter().any(letter) && words.iter().all(|word| letter(word) || number(word)) {
        return words;
    }
    let [first, .., last] = &words[..] else {
        return Vec::new();
    };
    // Digits have spaces beside them of their own: 机 13 日晚.
    let apart = |c: Option<char>| c.is_some_and(|c| !c.is_ascii());
    let (behind, before) = (
        text[first.end..segment.end].trim(),
        text[segment.start..last.start].trim(),
    );
    let long = |rest: &str| rest.chars().nth(LONG - 1).is_some();
    let mut out = Vec::new();
    if letter(first) && long(behind) && apart(behind.chars().next()) {
        out.push(first.clone());
    }
    if letter(last) && long(before) && apart(before.chars().next_back()) {
        out.push(last.clone());
    }
    out
}

/// Rows that stand near each other.
fn runs(rows: &[Row]) -> Vec<&[Row]> {
    let narrow = |row: &Row| row.letters.len() <= WIDE;
    let near = rows.chunk_by(|a, b| b.number - a.number <= FAR && narrow(a) && narrow(b));
    near.filter(|run| run.iter().all(narrow))
        .flat_map(|run| run.chunks(MOST))
        .collect()
}

/// Cuts the segments around the letters of headlines.
fn cut(page: &Page, segments: &mut [Vec<Segment>], found: &[Vec<Vec<&Letter>>]) {
    for letter in found.iter().flatten().flatten() {
        let text = page.str(&page.blocks()[letter.block]);
        let segments = &mut segments[letter.block];
        let Some(p) = segments
            .iter()
            .position(|p| p.range.end >= letter.range.end)
        else {
            continue;
        };
        let whole = segments[p].clone();
        let (start, end) = (whole.range.start, whole.range.end);
        let before = start + text[start..letter.range.start].trim_end().len();
        let after = end - text[letter.range.end..end].trim_start().len();
        let parts = [start..before, letter.range.clone(), after..end];
        let parts = parts.iter().filter(|part| !part.is_empty());
        let parts: Vec<Segment> = parts.map(|range| self::part(text, &whole, range)).collect();
        segments.splice(p..=p, parts);
    }
}

/// The headlines by the numbers of their segments.
fn number(segments: &[Vec<Segment>], found: &[Vec<Vec<&Letter>>]) -> Vec<Headline> {
    let mut firsts = Vec::with_capacity(segments.len());
    let mut next = 0;
    for segments in segments {
        firsts.push(next);
        next += segments.len();
    }
    let place = |letter: &&Letter| {
        let own = &segments[letter.block];
        firsts[letter.block] + own.partition_point(|p| p.range.start < letter.range.start)
    };
    let column = |column: &Vec<&Letter>| column.iter().map(place).collect();
    let headline = |columns: &Vec<Vec<&Letter>>| columns.iter().map(column).collect();
    found.iter().map(headline).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::upright::tests::TEXT;
    use crate::passes::lines;
    use crate::source::decode;

    /// Which letters a segment may give.
    fn of(text: &str) -> Vec<&str> {
        let letters = letters(text, 0..text.len());
        letters.into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn letters_of_a_segment() {
        for (text, want) in [
            ("军", &["军"][..]),
            ("各 育 全", &["各", "育", "全"]),
            ("77 我 取", &["77", "我", "取"]),
            ("要 打算协助推动、扩大和加深", &["要"]),
            ("打算协助推动、扩大和加深 要", &["要"]),
            // A number alone, or a longer one.
            ("77", &[]),
            ("1997 我", &[]),
            // Digits have spaces beside them of their own.
            ("机 13 日晚飞抵机场的代表团", &[]),
            // Too little beside it, or two letters.
            ("要 打算协助", &[]),
            ("主要 打算协助推动、扩大和加深", &[]),
            ("打算协助推动、扩大和加深", &[]),
            ("", &[]),
        ] {
            assert_eq!(of(text), want, "{text}");
        }
    }

    /// The headlines among rows of a text, each with something behind it.
    fn headlines(behind: [&str; 8]) -> (Vec<String>, usize) {
        let lines: Vec<String> = TEXT
            .iter()
            .zip(behind)
            .map(|(text, letters)| format!("{text} {letters}").trim_end().to_owned())
            .collect();
        let mut page = Page::new(decode("page.txt", lines.join("\n").as_bytes(), None));
        lines::run(&mut page);
        let whole = |(row, line): (usize, &String)| {
            vec![Segment {
                range: 0..line.len(),
                row: row as u32,
                x: 0.0,
                width: 24.0,
                large: false,
            }]
        };
        let mut segments: Vec<Vec<Segment>> = lines.iter().enumerate().map(whole).collect();
        let headlines = take(&page, &mut segments);
        let all = lines.iter().zip(&segments);
        let texts: Vec<&str> = all
            .flat_map(|(line, segments)| segments.iter().map(|p| line[p.range.clone()].trim()))
            .collect();
        let column = |column: &Vec<usize>| column.iter().map(|&p| texts[p]).collect::<String>();
        let columns = headlines.iter().flatten().map(column).collect();
        (columns, texts.len())
    }

    #[test]
    fn a_headline_is_taken_out_of_the_rows() {
        let (columns, segments) = headlines(["朝", "韩", "双", "方", "展", "开", "互", "动"]);
        assert_eq!(columns, ["朝韩双方展开互动"]);
        assert_eq!(segments, 16);
    }

    #[test]
    fn what_is_none_stays() {
        for behind in [
            [""; 8],
            ["克", "玉", "秋", "岩", "尔", "敏", "琴", "浦"],
            ["专", "题", "会", "", "", "", "", ""],
        ] {
            let (columns, segments) = headlines(behind);
            assert_eq!((columns, segments), (Vec::new(), 8), "{behind:?}");
        }
    }
}
