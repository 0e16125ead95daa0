//! Items of lists: by what a paragraph shows that it is one, and which paragraphs are items of one list.
//!
//! An item ends as an article does: it may be signed, and what comes after it looks like a lead. But 三、 goes on with
//! 二、, and ▲ with ▲, whatever stands between them.

use crate::chars::is_han;
use crate::evidence::patterns::{self, BULLETS};

/// The item before is looked for among so many paragraphs above.
const ABOVE: usize = 10;
/// The word before an item's text has so many characters at most: 文学院　“乡音留存”调查队赴两县采录.
const WORD: usize = 8;
/// So many paragraphs with such words, or signed ones that are short, one after the other, are items.
const FEWEST: usize = 3;
/// A paragraph with more characters than this is no brief.
const BRIEF: usize = 150;

/// What stands before the text of an item.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Mark {
    /// ●, ■ and the like: the character.
    Bullet(char),
    /// A number, and how it is written: 一、, （一）, 1., （1）, ①, 第一，, 一是.
    Number(Written, u32),
    /// 【县纪委】 before the text.
    Bracketed,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Written {
    Han,
    HanBracketed,
    HanOrdinal,
    HanPoint,
    Digits,
    DigitsBracketed,
    Circled,
}

/// The mark of a paragraph, if it begins with one.
fn mark(text: &str) -> Option<Mark> {
    let text = text.trim_start();
    let first = text.chars().next()?;
    if BULLETS.contains(&first) {
        return Some(Mark::Bullet(first));
    }
    if let '①'..='⑳' = first {
        return Some(Mark::Number(
            Written::Circled,
            u32::from(first) - u32::from('①') + 1,
        ));
    }
    if first == '【' {
        let is_item = text.contains('】') && !patterns::is_dateline(text);
        return is_item.then_some(Mark::Bracketed);
    }
    let (number, rest) = match text.strip_prefix(['（', '(']) {
        Some(inside) => {
            let (number, han, rest) = number(inside)?;
            rest.strip_prefix(['）', ')'])?;
            let written = if han {
                Written::HanBracketed
            } else {
                Written::DigitsBracketed
            };
            return Some(Mark::Number(written, number));
        }
        None => match text.strip_prefix('第') {
            Some(ordinal) => {
                let (number, han, rest) = number(ordinal)?;
                let is_item = han && rest.starts_with(['，', '、', ',']);
                return is_item.then_some(Mark::Number(Written::HanOrdinal, number));
            }
            None => {
                let (number, han, rest) = number(text)?;
                ((number, han), rest)
            }
        },
    };
    let (number, han) = number;
    let next = rest.chars().nth(1);
    match rest.chars().next()? {
        '、' if han => Some(Mark::Number(Written::Han, number)),
        '是' if han => Some(Mark::Number(Written::HanPoint, number)),
        // 1.5亿元 is no item.
        '.' | '．' | '、' if !han && !next.is_some_and(is_digit) => {
            Some(Mark::Number(Written::Digits, number))
        }
        _ => None,
    }
}

fn is_digit(c: char) -> bool {
    matches!(c, '0'..='9' | '０'..='９')
}

/// The number up to 99 that a text begins with, whether it is in ideographs, and what follows it.
fn number(text: &str) -> Option<(u32, bool, &str)> {
    let rest = text.trim_start_matches(is_digit);
    let digits = &text[..text.len() - rest.len()];
    if !digits.is_empty() {
        let value = |c: char| u32::from(c) - if c.is_ascii() { 0x30 } else { u32::from('０') };
        let number = digits.chars().take(3).fold(0, |sum, c| sum * 10 + value(c));
        return (number < 100).then_some((number, false, rest));
    }
    const NUMERALS: [char; 9] = ['一', '二', '三', '四', '五', '六', '七', '八', '九'];
    let value = |c: char| Some(1 + NUMERALS.iter().position(|&n| n == c)? as u32);
    let mut chars = text.chars();
    let mut tens = None;
    let mut ones = None;
    loop {
        let rest = chars.as_str();
        match chars.next() {
            Some('十') if tens.is_none() => tens = Some(ones.take().unwrap_or(1)),
            Some(c) if ones.is_none() && value(c).is_some() => ones = value(c),
            _ if tens.is_none() && ones.is_none() => return None,
            _ => return Some((tens.unwrap_or(0) * 10 + ones.unwrap_or(0), true, rest)),
        }
    }
}

/// Whether the word before a space may be what an item is about, and the rest what it says of it.
fn is_led(text: &str) -> bool {
    let Some((word, rest)) = text.split_once(char::is_whitespace) else {
        return false;
    };
    let chars = word.chars().take(WORD + 1).count();
    (2..=WORD).contains(&chars)
        && word.chars().all(is_han)
        && rest.chars().nth(WORD).is_some()
        && !patterns::is_dateline(text)
}

/// A paragraph as far as lists ask of it.
pub struct Paragraph<'a> {
    /// What it says.
    pub text: &'a str,
    /// A headline stands between it and the one above.
    pub titled: bool,
    /// So does a mark of an article's end.
    pub closed: bool,
    /// A signature in brackets stands behind it.
    pub signed: bool,
}

/// For every paragraph whether it is an item that goes on with the list of one above it. No headline stands between them.
pub fn go_on(paragraphs: &[Paragraph<'_>]) -> Vec<bool> {
    let marks: Vec<Option<Mark>> = paragraphs.iter().map(|p| mark(p.text)).collect();
    let above = |p: usize| {
        let most = p.saturating_sub(ABOVE);
        let together = (most..p)
            .rev()
            .take_while(move |&q| !paragraphs[q + 1].titled);
        together.map(|q| marks[q])
    };
    let follows = |p: usize| match marks[p] {
        None => false,
        Some(Mark::Number(written, number)) => {
            let before = above(p).flatten().find_map(|mark| match mark {
                Mark::Number(same, before) if same == written => Some(before),
                _ => None,
            });
            before.is_some_and(|before| before + 1 == number)
        }
        // What stands between two bullets is text of the first.
        Some(mark) => above(p).take(2).any(|above| above == Some(mark)),
    };
    let mut out: Vec<bool> = (0..paragraphs.len()).map(follows).collect();
    // Items without marks are signed, or each would not be taken for an article.
    let mut from = 0;
    for items in paragraphs.chunk_by(|_, next| next.closed && !next.titled) {
        let is_brief = |p: &Paragraph<'_>| p.signed && p.text.chars().nth(BRIEF).is_none();
        let alike = || items.iter().all(|p| is_led(p.text)) || items.iter().all(is_brief);
        if items[0].titled && items.len() >= FEWEST && alike() {
            out[from + 1..from + items.len()].fill(true);
        }
        from += items.len();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_read_with_their_numbers() {
        for (text, want) in [
            ("一、加强领导。", Some(Mark::Number(Written::Han, 1))),
            ("十二、附则。", Some(Mark::Number(Written::Han, 12))),
            ("二十、附则。", Some(Mark::Number(Written::Han, 20))),
            (
                "（三）报名时间。",
                Some(Mark::Number(Written::HanBracketed, 3)),
            ),
            (
                "3. 投标人资格要求。",
                Some(Mark::Number(Written::Digits, 3)),
            ),
            ("2．选种。", Some(Mark::Number(Written::Digits, 2))),
            ("(2)选种。", Some(Mark::Number(Written::DigitsBracketed, 2))),
            ("③蒙脱石散", Some(Mark::Number(Written::Circled, 3))),
            ("第二，要抓紧。", Some(Mark::Number(Written::HanOrdinal, 2))),
            ("二是抓紧。", Some(Mark::Number(Written::HanPoint, 2))),
            ("▲新冠疫苗", Some(Mark::Bullet('▲'))),
            ("【县纪委监委】成立六个督查组", Some(Mark::Bracketed)),
            ("【本报讯】昨天，", None),
            ("1.5亿元到账。", None),
            ("2021年，", None),
            ("一年来，", None),
            ("第二天，", None),
            ("十分高兴。", None),
            ("（本报记者）", None),
            ("", None),
        ] {
            assert_eq!(mark(text), want, "{text}");
        }
    }

    /// Whether each goes on: `#` stands for a headline, `.` for the end of an article.
    fn read(texts: &[&str]) -> Vec<bool> {
        let paragraphs = texts.iter().map(|text| Paragraph {
            text: text.trim_start_matches(['#', '.']),
            titled: text.starts_with('#'),
            closed: text.starts_with('.'),
            signed: text.ends_with('）'),
        });
        go_on(&paragraphs.collect::<Vec<_>>())
    }

    #[test]
    fn items_of_one_list_go_on() {
        for (texts, want) in [
            // However they are signed.
            (
                &["#▲疫苗接种突破二十万。", ".▲医保缴费有变。"][..],
                &[false, true][..],
            ),
            (
                &["#1．抢时。", "夏播无早。", "2．选种。"],
                &[false, false, true],
            ),
            (
                &["#（一）岗位。", "①医师。", "②护士。", "（二）报名。"],
                &[false, false, true, true],
            ),
            // Another list, one of another article, or one that lacks an item.
            (&["#一、时间。", "#二、地点。"], &[false, false]),
            (&["#一、时间。", ".三、地点。"], &[false, false]),
            (&["#一、时间。", ".（二）地点。"], &[false, false]),
            (&["#▲疫苗。", ".■医保。"], &[false, false]),
            (&["#二、地点。", ".一、时间。"], &[false, false]),
            (&["#今年以来，", ".去年以来，"], &[false, false]),
        ] {
            assert_eq!(read(texts), want, "{texts:?}");
        }
    }

    /// The letters under one headline became as many articles, which took the headlines of others.
    #[test]
    fn signed_briefs_under_one_headline_go_on() {
        let items = [
            "#三营挤出结余，为各连购置电子琴。（高峰）",
            ".哨所试种西红柿成功。（周文斌）",
            ".某团请老兵轮流解答新兵疑问。（邱明）",
        ];
        assert_eq!(read(&items), [false, true, true]);
        let long = format!(".{}。（邱明）", "某团请老兵轮流解答新兵疑问".repeat(20));
        for (k, other) in [
            (2, ".某团请老兵轮流解答新兵疑问。"),
            (1, "#哨所试种西红柿成功。（周文斌）"),
            (1, "哨所试种西红柿成功。（周文斌）"),
            (0, "三营挤出结余，为各连购置电子琴。（高峰）"),
            (2, &long),
        ] {
            let mut items = items;
            items[k] = other;
            assert!(!read(&items).contains(&true), "{other}");
        }
    }

    /// The news of the faculties became seven articles, which went to others.
    #[test]
    fn signed_items_that_are_about_a_word_each_go_on() {
        let items = [
            "#文学院 方言调查队赴青石、木渎两县采录。",
            ".数学学院 首届数学建模竞赛昨天落幕。",
            ".农学院 选育的水稻新品种通过省级审定。",
        ];
        assert_eq!(read(&items), [false, true, true]);
        for (k, other) in [
            (1, "数学学院 首届数学建模竞赛昨天落幕。"),
            (1, "#数学学院 首届数学建模竞赛昨天落幕。"),
            (1, ".数学学院首届数学建模竞赛昨天落幕。"),
            (0, "#本报讯 方言调查队赴青石、木渎两县采录。"),
            (0, "文学院 方言调查队赴青石、木渎两县采录。"),
        ] {
            let mut items = items;
            items[k] = other;
            assert!(!read(&items).contains(&true), "{other}");
        }
    }
}
