//! The line that tells when, where and on which page an article was printed: 《云州日报》（2018年9月11日 第3版）.
//!
//! Archives and websites write it below every headline, mastheads have it too. A day alone is none, nor is one with an hour:
//! notices and letters have those; the page, the source, or when it was published must be told. (In the bench, the press and
//! `tests` 49 lines are so, and all of them are a masthead's.)

use crate::chars::is_han;
use regex::Regex;
use std::sync::LazyLock;

/// A line is no longer (bytes).
const LONGEST: usize = 160;

const DAY: &str = r"(?:19|20)\d\d(?:年\d{1,2}月\d{1,2}日|[-./]\d{1,2}[-./]\d{1,2})";
const WEEKDAY: &str = "(?:星期|周)[一二三四五六日天]";
const TIME: &str = r"\d{1,2}[:：]\d{2}(?:[:：]\d{2})?";
const PAGE: &str = r"第?\s*[A-Z]?\d{1,3}\s*版(?:[：:·]\s*[^\s\d：:，。]{2,4})?";
const PAPER: &str = "《[^《》，。]{2,12}》";
/// What has its name before it.
const NAMED: &str = "(?:来源|稿件来源|文章来源|信息来源|时间|日期|发布时间|发布日期|发表时间|见报日期|版次|版面|字数|阅读|阅读量|浏览|浏览次数|点击|点击数)\
    \\s*[：:]\\s*";

/// How large the letters are on a website.
const LETTERS: &str = r"字[体号]\s*[：:]\s*大\s*中\s*小";

/// Pieces that tell it, and nothing between them but white space and marks.
static IMPRINT: LazyLock<Regex> = LazyLock::new(|| {
    let named = format!("{NAMED}(?:{DAY}(?:\\s*{TIME})?|[^\\s：:，。（）()]{{1,12}})");
    let piece = format!("(?:{DAY}|{WEEKDAY}|{TIME}|{PAGE}|{PAPER}|{LETTERS}|{named})");
    Regex::new(&format!(
        r"^[（(【\[]?{piece}(?:[\s|｜·（(【\[]*{piece})*[)）】\]]*$"
    ))
    .expect("a valid pattern")
});

static DATED: LazyLock<Regex> = LazyLock::new(|| Regex::new(DAY).expect("a valid pattern"));

/// What only an imprint tells beside its day: the page, the source, that it is the day it was published; or a time to the second.
static TELLS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        "{PAGE}|(?:来源|稿源|文章来源|信息来源|稿件来源|发布时间|发布日期|发表时间|见报日期|版次|版面)\\s*[：:]|\\d:\\d\\d:\\d\\d"
    ))
    .expect("a valid pattern")
});

/// A day and an hour, as below the headlines of websites and in timetables.
static STAMP: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(&format!(r"^{DAY}\s*{TIME}$")).expect("a valid pattern"));

/// Whether a line tells it and nothing else.
pub(crate) fn is_imprint(line: &str) -> bool {
    may_be(line) && TELLS.is_match(line) && IMPRINT.is_match(line)
}

/// Whether a line is a day and an hour, and nothing else.
pub(crate) fn is_stamp(line: &str) -> bool {
    may_be(line) && STAMP.is_match(line)
}

fn may_be(line: &str) -> bool {
    line.len() <= LONGEST
        && line.contains(|c: char| c.is_ascii_digit())
        && may_begin(line)
        && DATED.is_match(line)
}

/// Whether a line says where a text is from, as one beside an imprint does: 来源：云州新闻网, 云州日报.
pub(crate) fn tells_source(line: &str) -> bool {
    /// Names of papers and sites are no longer (characters).
    const LONG: usize = 16;
    const NAMES: [&str; 5] = ["来源", "稿源", "文章来源", "信息来源", "稿件来源"];
    /// How the names of papers and sites end.
    const PAPERS: [&str; 12] = [
        "日报",
        "晚报",
        "早报",
        "晨报",
        "时报",
        "商报",
        "都市报",
        "周报",
        "新闻网",
        "在线",
        "客户端",
        "报社",
    ];
    let is_short = |text: &str| text.chars().nth(LONG).is_none();
    match line.split_once(['：', ':']) {
        Some((name, source)) => {
            NAMES.contains(&name) && is_short(source) && !source.contains(['，', '。'])
        }
        None => {
            PAPERS.iter().any(|paper| line.ends_with(paper))
                && line.chars().all(is_han)
                && is_short(line)
        }
    }
}

/// Whether a line begins as one may.
fn may_begin(line: &str) -> bool {
    line.starts_with(|c: char| {
        c.is_ascii_digit()
            || c.is_ascii_uppercase()
            || "《（(【[第来稿文信时日发见版字阅浏点".contains(c)
    })
}

#[cfg(test)]
mod tests {
    use super::{is_imprint, tells_source};

    #[test]
    fn where_a_text_is_from() {
        for line in ["来源：云州新闻网", "稿源:海东晚报", "云州日报", "海东在线"]
        {
            assert!(tells_source(line), "{line}");
        }
        for line in [
            "来源：他说，这是真的",
            "数据来源：省统计局",
            "《云州日报》",
            "百姓的心里话在《云州日报》",
            "云州",
        ] {
            assert!(!tells_source(line), "{line}");
        }
    }

    #[test]
    fn where_an_article_was_printed() {
        for line in [
            "《云州日报》（2018年09月11日 第 01 版）",
            "2018年9月11日 第3版",
            "第3版 2012年3月19日 星期一",
            "来源：海东晚报 2018年09月11日 01版",
            "2018-09-11 08:30:15",
            "发布时间：2018-09-11 08:30",
            "2018-09-11 来源：海东晚报",
            "来源：云州新闻网 发布时间：2018-09-11 字体：大 中 小",
            "发布时间：2018-09-11",
            "日期：2018-09-11 版次：A01 字数：1234",
            "（2018年9月11日 第3版：要闻）",
        ] {
            assert!(is_imprint(line), "{line}");
        }
        for line in [
            "2018年9月11日",
            "2018年9月11日 星期二",
            "2018-09-11 08:30",
            "时间：2018年9月11日",
            "日期：2018-09-11",
            "《河水长流》 2018年9月12日",
            "（2018年9月11日）",
            "来源：海东晚报",
            "原载2018年9月11日《云州日报》第3版",
            "《云州日报》2018年9月11日报道",
            "《云州日报》编辑部 2018年9月11日",
            "县防汛指挥部 2018年9月11日",
            "时间：6月9日（周六）下午2时",
            "时间：2018年9月11日，地点：县图书馆",
            "第3版",
            "1. 2018年9月11日",
        ] {
            assert!(!is_imprint(line), "{line}");
        }
    }
}
