//! The paper's name and the day of issue, read from the masthead.

use crate::chars;
use crate::chars::folding::halved;
use crate::evidence::patterns::{self, Pattern};
use regex::Regex;
use std::sync::LazyLock;

/// A full date: 2022年5月17日, 二〇二二年五月十七日, 2022-05-17, 2022.5.17, 民國111年5月17日. A lunar date
/// names its year in stems and branches and does not match.
static DATE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(民[国國]\s*)?([0-9]{2,4}|[〇○零Ｏ一二三四五六七八九]{4})\s*[年./\-]\s*([0-9]{1,2}|[一二三四五六七八九十]{1,2})\s*[月./\-]\s*([0-9]{1,2}|[一二三四五六七八九十]{1,3})(?:\s*日|\b|$)",
    )
    .expect("a valid pattern")
});

/// Years between the republic's count and the common one.
const REPUBLIC: u32 = 1911;

/// The width of a text in half ems, as the patterns want it.
pub fn width(text: &str) -> u16 {
    text.chars().map(chars::width).fold(0, u16::saturating_add)
}

/// The first masthead block, or part of one, that looks like the name of a paper.
pub fn paper<'a>(masthead: impl Iterator<Item = &'a str> + Clone) -> Option<String> {
    let is_name = |text: &str| patterns::find(text, width(text)) & Pattern::PaperName.bit() != 0;
    masthead
        .clone()
        .find(|text| is_name(text))
        .or_else(|| {
            masthead
                .flat_map(str::split_whitespace)
                .find(|t| is_name(t))
        })
        .map(str::to_owned)
}

/// The first full date in a text, as yyyy-mm-dd.
pub fn date(text: &str) -> Option<String> {
    // What stands between year and month.
    if !text.contains(['年', '.', '/', '-', '．', '／', '－']) {
        return None;
    }
    let text: String = text.chars().map(halved).collect();
    DATE.captures_iter(&text).find_map(|found| {
        let part = |i: usize| found.get(i).map_or("", |m| m.as_str());
        let republic = found.get(1).is_some();
        let year = digits(part(2))? + if republic { REPUBLIC } else { 0 };
        let month = number(part(3))?;
        let day = number(part(4))?;
        let leap =
            year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let days = match month {
            2 => 28 + u32::from(leap),
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => return None,
        };
        let valid = (1800..2200).contains(&year) && (1..=days).contains(&day);
        valid.then(|| format!("{year:04}-{month:02}-{day:02}"))
    })
}

fn digit(c: char) -> Option<u32> {
    match c {
        '〇' | '○' | '零' | 'Ｏ' | 'O' => Some(0),
        _ => c.to_digit(10).or_else(|| {
            "一二三四五六七八九"
                .chars()
                .position(|d| d == c)
                .map(|i| i as u32 + 1)
        }),
    }
}

/// 2022 and 二〇二二.
fn digits(text: &str) -> Option<u32> {
    text.chars().try_fold(0, |n, c| Some(n * 10 + digit(c)?))
}

/// 17 and 十七.
fn number(text: &str) -> Option<u32> {
    match text.split_once('十') {
        None => digits(text),
        Some((tens, ones)) => {
            let tens = if tens.is_empty() { 1 } else { digits(tens)? };
            Some(tens * 10 + digits(ones)?)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates() {
        for (text, iso) in [
            ("2022年5月17日", Some("2022-05-17")),
            ("2022 年 5 月 17 日 星期二", Some("2022-05-17")),
            ("２０２２年５月１７日", Some("2022-05-17")),
            ("二〇二二年五月十七日", Some("2022-05-17")),
            ("二○二〇年十二月三十一日", Some("2020-12-31")),
            ("二零二零年十月二十日", Some("2020-10-20")),
            ("焦作日报 2020-02-01 第3版", Some("2020-02-01")),
            ("2020.2.1", Some("2020-02-01")),
            ("中華民國111年5月17日", Some("2022-05-17")),
            ("农历壬寅年四月十七", None),
            ("2022年13月1日", None),
            ("2022年2月29日", None),
            ("5月17日", None),
            ("0374-8883029", None),
            ("总第2346期", None),
        ] {
            assert_eq!(date(text).as_deref(), iso, "{text}");
        }
    }

    #[test]
    fn papers() {
        for (masthead, name) in [
            (&["YUZHOU TONGXUN", "禹州通讯"][..], Some("禹州通讯")),
            (&["2020年2月1日 焦作日报 要闻"], Some("焦作日报")),
            (&["中共禹州市委主办"], None),
            (&[], None),
        ] {
            assert_eq!(paper(masthead.iter().copied()).as_deref(), name);
        }
    }
}
