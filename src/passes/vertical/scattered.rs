//! Gather the characters of vertical headlines that an extractor gave row by row.
//!
//! A headline set top to bottom beside a text comes out one character at a time: between the lines of the text,
//! or at a line's end or beginning with a space between. Where it has several columns, or two headlines stand
//! beside each other, a row has a character of each. [`crate::evidence::upright`] finds the columns; they are
//! taken for headlines where they are made of words, which what is there by chance (a letter-spaced line's first
//! character, a cell of a table, a list of names) is not.

mod moving;

use crate::chars::{has_space, is_han};
use crate::evidence::lexicon;
use crate::evidence::upright::{self, At, Letter, Pairs};
use crate::page::Page;
use crate::passes::vertical::LATIN;
use moving::{Division, Headlines, Part, divide, set_before};
use std::ops::Range;

/// Lines from one row of characters to the next, at most.
const FAR: usize = 5;
/// Fewest rows of a headline; of so many at least one is of several columns, or stands among other lines.
const LEAST: usize = 4;
const SCATTERED: usize = 4;
/// Of a hundred rows more than so many, with so many of a hundred characters in words, are a column as they stand.
const PLAIN: usize = 70;
const PLAIN_WORDS: usize = 60;
/// Most rows of a headline, and of those of a page; keeps the search short.
const MOST: usize = 80;
const BUDGET: usize = 400;
/// Most characters of a row.
const WIDE: usize = 6;
/// Fewest characters of a line that other columns' characters stand beside.
const LONG: usize = 2;
/// Most of them that stand together beside it.
const BESIDE: usize = 2;
/// The characters of headlines in a line.
struct Row {
    block: usize,
    /// Where each character begins.
    places: Vec<usize>,
    chars: Vec<char>,
    /// Where the text beside them begins, if there is one.
    rest: Option<usize>,
}

impl Row {
    fn of(block: usize, parts: impl Iterator<Item = (usize, char)>, rest: Option<usize>) -> Self {
        let (places, chars) = parts.unzip();
        Row {
            block,
            places,
            chars,
            rest,
        }
    }

    /// Whether its characters are words as they stand.
    fn is_words(&self) -> bool {
        let text: String = self.chars.iter().collect();
        self.chars.len() > 1 && lexicon::in_words(&text) == self.chars.len()
    }

    /// Which part of its block a character is, once the block is divided.
    fn part(&self, place: usize) -> Part {
        let before = self.rest.is_some_and(|rest| rest < self.places[place]);
        (self.block, place + usize::from(before))
    }

    /// How its block is divided.
    fn division(self) -> Division {
        let mut places: Vec<usize> = self.places.into_iter().chain(self.rest).collect();
        places.sort_unstable();
        Division {
            block: self.block,
            places,
        }
    }
}

/// Gathers the characters of every such headline before the text it stands beside.
pub(super) fn gather(page: &mut Page) {
    let (headlines, divisions) = find(page);
    if headlines.is_empty() {
        return;
    }
    let firsts = divide(page, divisions);
    set_before(page, &headlines, &firsts);
}

/// The headlines of all runs, and the lines that are divided for them.
fn find(page: &Page) -> (Vec<Headlines>, Vec<Division>) {
    let (mut headlines, mut divisions) = (Vec::new(), Vec::new());
    let mut budget = BUDGET;
    let mut pairs = None;
    for run in runs_of(page) {
        let Some(columns) = headline(page, &run, &mut budget, &mut pairs) else {
            continue;
        };
        let mut has = vec![false; run.len()];
        for &(row, _) in columns.iter().flatten() {
            has[row] = true;
        }
        let part = |&(row, place): &At| run[row].part(place);
        let parts = |column: &Vec<At>| column.iter().map(part).collect();
        headlines.push(Headlines {
            first: run[0].block,
            columns: columns.iter().map(parts).collect(),
        });
        // What has nothing of the headline stays as it is.
        let rows = run.into_iter().zip(has).filter(|(_, has)| *has);
        divisions.extend(rows.map(|(row, _)| row.division()));
    }
    (headlines, divisions)
}

/// Rows of characters that stand near each other.
fn runs_of(page: &Page) -> Vec<Vec<Row>> {
    let mut runs: Vec<Vec<Row>> = Vec::new();
    let mut run: Vec<Row> = Vec::new();
    for (i, block) in page.blocks().iter().enumerate() {
        let far = run.last().is_some_and(|last| i > last.block + FAR);
        if far || block.layout.blanks > 0 || run.len() == MOST {
            runs.push(std::mem::take(&mut run));
        }
        if block.layout.piece == 0
            && block.layout.level == 0
            && let Some(row) = row_of(i, page.str(block))
        {
            run.push(row);
        }
    }
    runs.push(run);
    runs
}

/// The characters that stand apart from what else a line has: all of a short line, or those before and behind a text,
/// with spaces between.
fn row_of(block: usize, text: &str) -> Option<Row> {
    if !may_have(text) {
        return None;
    }
    let words = upright::words(text);
    let letters = |word: &Range<usize>| {
        let text = &text[word.clone()];
        let count = text.chars().take(WIDE + 1).count();
        (count <= WIDE && text.chars().all(is_upright)).then_some(count)
    };
    if words.iter().all(|word| letters(word).is_some()) {
        let all = words.iter().filter_map(letters).sum::<usize>();
        let parts = words.iter().flat_map(|word| places(text, word));
        return (1..=WIDE)
            .contains(&all)
            .then(|| Row::of(block, parts, None));
    }
    let few = |word: &&Range<usize>| {
        letters(word).is_some_and(|n| n <= BESIDE) && !digits(&text[(*word).clone()])
    };
    let before = words.iter().take_while(few).count();
    let behind = words[before..].iter().rev().take_while(few).count();
    let end = words.len() - behind;
    if before + behind == 0 || before + behind > WIDE || before >= end {
        return None;
    }
    let rest = words[before].start..words[end - 1].end;
    // Digits have spaces beside them of their own: 机 13 日晚.
    let number = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let beside = &text[rest.clone()];
    if beside.chars().nth(LONG - 1).is_none()
        || before > 0 && number(beside.chars().next())
        || behind > 0 && number(beside.chars().next_back())
    {
        return None;
    }
    let parts = words[..before].iter().chain(&words[end..]);
    let parts = parts.flat_map(|word| places(text, word));
    Some(Row::of(block, parts, Some(rest.start)))
}

/// Whether a line may have such characters: most have not, and their bytes say so.
fn may_have(text: &str) -> bool {
    let most = 4 * WIDE;
    if text.len() <= most {
        return true;
    }
    if !has_space(text) {
        return false;
    }
    let first = text.find(char::is_whitespace).unwrap_or(text.len());
    let last = text.len() - text.rfind(char::is_whitespace).unwrap_or(0);
    first <= most || last <= most
}

fn digits(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

/// The characters of a word; a number set across is one.
fn places<'a>(text: &'a str, word: &Range<usize>) -> impl Iterator<Item = (usize, char)> + 'a {
    let start = word.start;
    let mut number = false;
    let chars = text[word.clone()].char_indices();
    chars.filter_map(move |(i, c)| {
        let goes_on = std::mem::replace(&mut number, c.is_ascii_digit()) && number;
        (!goes_on).then_some((start + i, c))
    })
}

/// Whether it stands upright in a vertical headline and is no mark that a line ends with.
fn is_upright(c: char) -> bool {
    is_han(c)
        || c.is_ascii_digit()
        || matches!(
            c,
            '“' | '”' | '‘' | '’' | '『' | '』' | '「' | '」' | '·' | '︱'
        )
}

/// The columns of a run, if they are headlines.
fn headline(
    page: &Page,
    run: &[Row],
    budget: &mut usize,
    pairs: &mut Option<Pairs>,
) -> Option<Vec<Vec<At>>> {
    // A run that has lines of text among it, or is of several columns.
    let among = |&k: &usize| run[k].rest.is_some() || k > 0 && run[k].block > run[k - 1].block + 1;
    let among = (0..run.len()).filter(among).count();
    let several = run.iter().filter(|row| row.chars.len() > 1).count();
    let scattered = (among + several) * SCATTERED >= run.len();
    if run.len() < LEAST || !scattered || *budget < run.len() || is_plain(page, run) {
        return None;
    }
    *budget -= run.len();
    let letters = |row: &Row| {
        let alone = row.rest.is_none() && !row.is_words();
        let letter = |&char: &char| Letter {
            char,
            x: None,
            alone,
        };
        row.chars.iter().map(letter).collect()
    };
    let rows: Vec<Vec<Letter>> = run.iter().map(letters).collect();
    let lines = || page.blocks().iter().map(|b| page.str(b));
    upright::headline(&rows, pairs.get_or_insert_with(|| Pairs::of(lines())))
}

/// Whether most of a run is characters right below one another that make words as they stand; between them may be
/// others that are set upright: letters and marks.
fn is_plain(page: &Page, run: &[Row]) -> bool {
    let single = |row: &Row| row.rest.is_none() && row.chars.len() == 1;
    let short = |i: usize| page.str(&page.blocks()[i]).len() <= LATIN;
    let below = |a: &Row, b: &Row| {
        let mut between = a.block + 1..b.block;
        single(a) && single(b) && between.all(short)
    };
    let (mut plain, mut words) = (0, 0);
    for column in run.chunk_by(below).filter(|column| column.len() > 2) {
        let text: String = column.iter().flat_map(|row| &row.chars).collect();
        plain += column.len();
        words += lexicon::in_words(&text);
    }
    plain * 100 > PLAIN * run.len() && words * 100 > PLAIN_WORDS * plain
}

#[cfg(test)]
mod tests {
    use crate::evidence::upright::tests::TEXT;
    use crate::passes::{audited, lines, vertical};

    fn texts(text: &str) -> Vec<String> {
        let page = audited(text, &[lines::run, vertical::run]);
        page.blocks()
            .iter()
            .map(|b| page.str(b).to_owned())
            .collect()
    }

    /// The text with something set beside its lines.
    fn beside(headline: &str, set: impl Fn(&str, &str) -> String) -> String {
        let mut chars = headline.split(' ');
        let lines = TEXT.iter().map(|line| match chars.next() {
            Some(row) => set(line, row),
            None => format!("{line}\n"),
        });
        lines.collect()
    }

    #[test]
    fn a_headline_among_the_lines_of_a_text_stands_before_them() {
        let headline = "朝 韩 双 方 展 开 互 动";
        for set in [
            |line: &str, row: &str| format!("{line}\n{row}\n"),
            |line: &str, row: &str| format!("{row}\n{line}\n"),
            |line: &str, row: &str| format!("{line} {row}\n"),
            |line: &str, row: &str| format!("{row} {line}\n"),
        ] {
            let texts = texts(&beside(headline, set));
            assert_eq!(texts[0], headline.replace(' ', ""), "{texts:#?}");
            assert_eq!(texts[1..], TEXT);
        }
    }

    #[test]
    fn so_do_its_columns() {
        let rows = "势半 头岛 应问 当题 保的 持积 下极 去";
        let columns = ["半岛问题的积极", "势头应当保持下去"];
        let among = texts(&beside(rows, |line, row| format!("{line} {row}\n")));
        assert_eq!(among[..2], columns, "{among:#?}");
        assert_eq!(among[2..], TEXT);
        let alone = texts(&rows.replace(' ', "\n"));
        assert_eq!(alone, columns);
    }

    /// The number ended the run, and fourteen letters became articles.
    #[test]
    fn so_do_columns_with_a_number_set_across() {
        let rows = "李 面 向鹏 21 世会 纪 的见 战 俄 略 协罗 作 伙斯 伴 关客 系 人";
        let columns = ["李鹏会见俄罗斯客人", "面向21世纪的战略协作伙伴关系"];
        assert_eq!(texts(&rows.replace(' ', "\n")), columns);
    }

    #[test]
    fn letters_of_two_columns_may_stand_apart_beside_a_line() {
        let set = |line: &str, row: &str| match row.char_indices().nth(1) {
            Some((at, _)) => format!("{} {} {line}\n", &row[..at], &row[at..]),
            None => format!("{row} {line}\n"),
        };
        let texts = texts(&beside("势半 头岛 应问 当题 保的 持积 下极 去", set));
        assert_eq!(texts[..2], ["半岛问题的积极", "势头应当保持下去"]);
        assert_eq!(texts[2..], TEXT);
    }

    #[test]
    fn short_lines_of_other_columns_stay() {
        let page = "势半\n头岛\n应问\n当题\n星期日\n保的\n持积\n下极\n去\n";
        let want = ["半岛问题的积极", "势头应当保持下去", "星期日"];
        assert_eq!(texts(page), want);
    }

    /// The letters of the name below it, or of the headline above it, were taken for its own.
    #[test]
    fn a_column_that_stands_whole_keeps_to_itself() {
        for page in [
            "本报记者 秦芳 摄\n在\n上\n海\n看\n演\n艺\n未\n来\n朱柚\n",
            "种增\n加到\n等\n民\n生\n实\n事\n进\n行\n时\n长\n江\n流\n域\n金\n损失\n",
        ] {
            let texts = texts(page);
            let last = page.lines().last().unwrap_or_default();
            assert_eq!(texts.last().map(String::as_str), Some(last), "{texts:#?}");
            assert!(
                texts[..2]
                    .iter()
                    .any(|text| text == page.lines().next().unwrap_or_default())
            );
        }
    }

    #[test]
    fn it_stands_before_the_text_beside_it_and_no_other() {
        let page = format!(
            "另一篇文章的最后一行到此结束了。\n\n{}",
            beside("# # 专 题 会 议 强 调", |line, row| match row {
                "#" => format!("{line}\n"),
                _ => format!("{line} {row}\n"),
            })
        );
        let texts = texts(&page);
        assert_eq!(texts[1], "专题会议强调", "{texts:#?}");
        assert_eq!(texts[2..], TEXT);
    }

    #[test]
    fn what_is_no_headline_stays() {
        let lines = |text: &str| -> Vec<String> { text.lines().map(str::to_owned).collect() };
        let after = |line: &str, row: &str| format!("{line} {row}\n");
        for text in [
            // Chance: no words.
            beside("克 玉 秋 岩 尔 敏 琴 浦", after),
            // The first characters of letter-spaced lines.
            beside("市 国 新 护 的 前 民 湖", |line, row| {
                format!("{row} {line}\n")
            }),
            // A letter beside a number.
            beside("专 题 会 议 强 调", |line, row| {
                format!("{row} 13 {line}\n")
            }),
            // Too few.
            beside("专 题 会", after),
            // Names, two words to a line, words to a line.
            "张三\n李四\n王五\n赵六\n钱七\n".to_owned(),
            "苹果\n香蕉\n西瓜\n葡萄\n桃子\n".to_owned(),
            // Each in a block of its own.
            beside("专 题 会 议 强 调", |line, row| {
                format!("{line}\n\n{row}\n\n")
            }),
        ] {
            let want: Vec<String> = lines(&text).into_iter().filter(|l| !l.is_empty()).collect();
            assert_eq!(texts(&text), want, "{text}");
        }
    }
}
