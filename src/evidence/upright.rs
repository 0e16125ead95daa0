//! Which characters of headlines set top to bottom stand below each other.
//!
//! An extractor that reads row by row gives one character of each column, then the next row: `国达全` ␤
//! `际沃重` ␤ `金斯项`. Columns of larger type have fewer characters, so not every row has one of each, and what else
//! stands at that height gets between. The characters are followed one by one, and what comes out is a
//! headline if its columns read as words, or as what the page's text says, and its rows do not.

mod following;
mod pairs;

pub use pairs::Pairs;

use crate::evidence::lexicon;
use following::columns;
use pairs::unit;
use std::ops::Range;

/// Fewest characters of a headline (if it has no more, all of them lie in words), and of one of its columns.
const LEAST: usize = 4;
const COLUMN: usize = 3;
/// Of a hundred characters so many lie in words or in pairs that the page's text has. (Of some 70 runs of the bench, by
/// words alone, all but two of those with more were headlines; chance gave 10 to 30.)
const WORDS: usize = 55;
/// Of a hundred characters that stand alone so many belong to it.
const TAKEN: usize = 50;

/// A character that may be a headline's.
#[derive(Clone, Copy, Debug)]
pub struct Letter {
    /// The character; of a number set across its first digit.
    pub char: char,
    /// Where it stands in its row, if that is known (ems).
    pub x: Option<f32>,
    /// Nothing else but such characters stands beside it, and they are no words.
    pub alone: bool,
}

/// A character by its row and its place there.
pub type At = (usize, usize);

/// What stands between white space, in bytes of the text.
pub fn words(text: &str) -> Vec<Range<usize>> {
    let mut words: Vec<Range<usize>> = Vec::new();
    for (i, c) in text.char_indices().filter(|(_, c)| !c.is_whitespace()) {
        match words.last_mut() {
            Some(word) if word.end == i => word.end += c.len_utf8(),
            _ => words.push(i..i + c.len_utf8()),
        }
    }
    words
}

/// The columns of a headline from right to left, if these rows are one: read down its columns they make words, read
/// along the rows they do not. Last comes what stands alone and is in none of them.
pub fn headline(rows: &[Vec<Letter>], pairs: &Pairs) -> Option<Vec<Vec<At>>> {
    let text = |row: &Vec<Letter>| row.iter().map(|l| l.char).collect::<String>();
    let given: usize = rows.iter().map(Vec::len).sum();
    let by_rows: usize = rows.iter().map(|row| lexicon::in_words(&text(row))).sum();
    if rows.len() < LEAST || by_rows * 100 >= WORDS * given {
        return None;
    }
    let mut columns = columns(rows, pairs);
    columns.retain(|column| column.len() >= COLUMN);
    let letter = |&(row, place): &At| rows[row][place];
    let alone = |l: &Letter| l.alone;
    let given = rows.iter().flatten().filter(|l| alone(l)).count();
    let taken = columns.iter().flatten().map(letter).filter(alone).count();
    let (mut words, mut all) = (0, 0);
    for column in &columns {
        let text: String = column.iter().map(|at| letter(at).char).collect();
        all += column.len();
        words += said(&text, pairs);
    }
    let read = all >= LEAST
        && taken * 100 >= TAKEN * given
        && words * 100 >= WORDS * all
        && (all > LEAST || words == all)
        && by_rows < words;
    if !read {
        return None;
    }
    let left = left(rows, &columns);
    columns.extend((!left.is_empty()).then_some(left));
    Some(columns)
}

/// The characters that stand alone and are in no column.
fn left(rows: &[Vec<Letter>], columns: &[Vec<At>]) -> Vec<At> {
    let mut own: Vec<Vec<bool>> = rows.iter().map(|row| vec![false; row.len()]).collect();
    for &(row, place) in columns.iter().flatten() {
        own[row][place] = true;
    }
    let left = |&(row, place): &At| rows[row][place].alone && !own[row][place];
    places(rows).filter(left).collect()
}

/// The places of all characters.
fn places(rows: &[Vec<Letter>]) -> impl DoubleEndedIterator<Item = At> {
    let rows = rows.iter().enumerate();
    let places: Vec<At> = rows
        .flat_map(|(row, letters)| (0..letters.len()).map(move |place| (row, place)))
        .collect();
    places.into_iter()
}

/// How many characters of a text lie in words, or in pairs that the page's text has.
fn said(text: &str, pairs: &Pairs) -> usize {
    let units: Vec<u16> = text.chars().map(unit).collect();
    let pair = |k: usize| k > 0 && k < units.len() && pairs.has(units[k - 1], units[k]);
    let said = (0..units.len()).filter(|&k| pair(k) || pair(k + 1)).count();
    said.max(lexicon::in_words(text))
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// Lines that headlines are set beside.
    pub(crate) const TEXT: [&str; 8] = [
        "日朝韩会谈取得的进展表示欢迎，并强调需要",
        "保持这一势头，为半岛找到一条和平道路；俄",
        "罗斯外交部副部长莫尔古洛夫表示，俄方打算",
        "协助推动、扩大和加深朝韩之间的对话。作为",
        "朝鲜半岛近邻和联合国安理会常任理事国，中",
        "国多年来本着对半岛和平和地区稳定负责任的",
        "态度，一直坚持通过对话协商解决问题，坚持",
        "推进半岛无核化进程，得到有关各方认可。",
    ];

    pub(super) fn letters(rows: &str) -> Vec<Vec<Letter>> {
        let letter = |char| Letter {
            char,
            x: None,
            alone: true,
        };
        let row = |row: &str| row.chars().map(letter).collect();
        rows.split(' ').map(row).collect()
    }

    pub(super) fn texts(rows: &[Vec<Letter>], columns: &[Vec<At>]) -> Vec<String> {
        let char = |&(row, place): &At| rows[row][place].char;
        let text = |column: &Vec<At>| column.iter().map(char).collect();
        columns.iter().map(text).collect()
    }

    #[test]
    fn a_headline_is_made_of_words() {
        let headline = |rows: &str| {
            let rows = letters(rows);
            let columns = headline(&rows, &Pairs::default())?;
            Some(texts(&rows, &columns))
        };
        let want = ["半岛问题的积极", "势头应当保持下去"].map(str::to_owned);
        let found = headline("势半 头岛 应问 当题 保的 持积 下极 去");
        assert_eq!(found.as_deref(), Some(&want[..]));
        // What is left over comes last.
        let found = headline("势半 头岛 应问 当题鼐 保的鼎 持积 下极 去").unwrap_or_default();
        assert_eq!(found, [&want[..], &["鼐鼎".to_owned()]].concat());
        for none in [
            "克 玉 秋 岩 尔 敏 琴 浦",
            "专 题 会",
            "张三 李四 王五 赵六 钱七",
            "苹果 香蕉 西瓜 葡萄 桃子",
        ] {
            assert_eq!(headline(none), None, "{none}");
        }
    }

    #[test]
    fn words_by_their_bytes() {
        for (text, want) in [
            ("各 育　全", &[0..3, 4..7, 10..13][..]),
            (" 主持 召开 ", &[1..7, 8..14]),
            ("  ", &[]),
            ("", &[]),
        ] {
            assert_eq!(words(text), want, "{text}");
        }
    }
}
