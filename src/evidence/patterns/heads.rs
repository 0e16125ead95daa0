//! Forms of what a line begins with, or is, read character by character.
//!
//! Regular expressions would say the same, and a test holds these to them; but to make them ready took longer than to
//! clean a page. What `\p{Han}` and `\d` are is said in `folio/reading.rs`.

use super::folio::reading::{is_digit, is_han};
use super::forms::is_numeral;

/// Where the text goes on behind a character that is one of those.
fn behind(text: &str, is: impl Fn(char) -> bool) -> Option<&str> {
    let mut chars = text.chars();
    is(chars.next()?).then_some(chars.as_str())
}

/// Where it goes on behind the characters of some kind that it begins with, if they are so many.
fn behind_run(text: &str, least: usize, most: usize, is: fn(char) -> bool) -> Option<&str> {
    let rest = text.trim_start_matches(is);
    let run = &text[..text.len() - rest.len()];
    let count = run.chars().take(most + 1).count();
    (least..=most).contains(&count).then_some(rest)
}

/// Where it may go on behind characters of some kind, so many at least and at most.
fn behind_any(
    text: &str,
    least: usize,
    most: usize,
    is: impl Fn(char) -> bool,
) -> impl Iterator<Item = &str> {
    let places = std::iter::successors(Some(text), move |text| behind(text, &is));
    places.take(most + 1).skip(least)
}

/// Whether it begins with one of some words.
fn begins(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.starts_with(word))
}

/// Where it goes on behind each of some words that it begins with.
fn behind_words<'a>(text: &'a str, words: &'a [&str]) -> impl Iterator<Item = &'a str> {
    words.iter().filter_map(|word| text.strip_prefix(word))
}

fn is_any_digit(c: char) -> bool {
    c.is_ascii_digit() || is_digit(c)
}

/// Whether it is at its end, or goes on behind a space or an opening bracket.
fn is_parted(rest: &str) -> bool {
    let opens = |c: char| c.is_whitespace() || matches!(c, '（' | '(');
    rest.is_empty() || rest.starts_with(opens)
}

/// Whether a text begins with a dateline.
pub(super) fn is_dateline(text: &str) -> bool {
    own_report(text) || paper_report(text) || agency(text) || dated(text) || bracketed(text)
}

/// 本报讯, 【本报消息】, 本刊上海专电.
fn own_report(text: &str) -> bool {
    let text = text.strip_prefix('【').unwrap_or(text);
    let own = behind_words(text, &["本报", "本刊", "本台", "本網", "本网"]);
    own.flat_map(|rest| behind_any(rest, 0, 4, is_no_mark))
        .any(|rest| begins(rest, &["讯", "消息", "電", "电", "訊"]))
}

/// 江州晚报讯.
fn paper_report(text: &str) -> bool {
    let named = behind_any(text, 1, 5, is_han).filter_map(|rest| rest.strip_prefix("报讯"));
    named
        .into_iter()
        .any(|rest| is_parted(rest) || rest.starts_with("记者"))
}

/// 新华社电, 据新华社专电.
fn agency(text: &str) -> bool {
    let text = ["据", "综合"]
        .iter()
        .find_map(|from| text.strip_prefix(from))
        .unwrap_or(text);
    let Some(rest) = text.strip_prefix("新华社") else {
        return false;
    };
    let sent = |rest| behind(rest, |c| matches!(c, '电' | '讯')).is_some_and(is_parted);
    // 据新华社马尼拉电
    let places = behind_any(rest, 2, 8, is_han);
    sent(rest.strip_prefix('专').unwrap_or(rest)) || places.into_iter().any(sent)
}

/// 中新社北京5月2日电.
fn dated(text: &str) -> bool {
    const AGENCIES: &[&str] = &["新华社", "中新社", "新華社", "人民日报", "本报", "中央社"];
    let is_dated = |rest: &str| {
        let no_sentence = |c: char| is_no_mark(c) && !matches!(c, '！' | '？');
        behind_any(rest, 0, 16, no_sentence)
            .filter_map(|rest| rest.strip_prefix(['日', '月']))
            .any(|rest| begins(rest, &["电", "電", "讯", "消息", "专电"]))
    };
    let named = |text: &str| {
        let other = behind_any(text, 2, 6, is_no_mark)
            .filter_map(|rest| rest.strip_prefix(['社', '網', '报', '報']));
        behind_words(text, AGENCIES).chain(other).any(is_dated)
    };
    let opened = [Some(text), text.strip_prefix(['【', '〔'])];
    opened.into_iter().flatten().any(|text| {
        let said_by = [Some(text), text.strip_prefix(['据', '據'])];
        said_by.into_iter().flatten().any(named)
    })
}

/// （记者.
fn bracketed(text: &str) -> bool {
    const OWN: &[&str] = &["本报", "本報", "新华", "中新", "中央社", "記者", "记者"];
    let inside = text.strip_prefix(['（', '(', '【', '〔']);
    inside.is_some_and(|inside| begins(inside, OWN))
}

/// Neither a comma nor a full stop.
fn is_no_mark(c: char) -> bool {
    !matches!(c, '，' | '。')
}

/// Whether a text begins with when something was: 昨日, 3月, 五月三日.
pub(super) fn is_day(text: &str) -> bool {
    const DAYS: &[&str] = &[
        "近日",
        "日前",
        "昨日",
        "昨天",
        "今天",
        "今日",
        "连日来",
        "近期",
        "近年来",
        "当地时间",
        "据悉",
        "记者从",
        "“去年",
        "去年",
        "今年",
        "目前",
        "截至",
    ];
    let digits = |most: usize| behind_run(text, 1, most, is_any_digit);
    let in_digits = || {
        digits(4).is_some_and(|rest| rest.starts_with('年'))
            || digits(2).is_some_and(|rest| rest.starts_with(['月', '日']))
    };
    let in_words = || {
        let month = behind_run(text, 1, 3, is_numeral);
        let day = month.and_then(|rest| behind_run(rest.strip_prefix('月')?, 1, 3, is_numeral));
        day.is_some_and(|rest| rest.starts_with('日'))
    };
    begins(text, DAYS) || in_digits() || in_words()
}

/// Whether a text begins with the number of an item, or a bullet.
pub(super) fn is_listed(text: &str) -> bool {
    let marked = |c: char| matches!(c, '①'..='⑳' | '●' | '■' | '◆' | '▶' | '★' | '◎' | '▲');
    let numeral = || {
        let rest = behind_run(text, 1, 2, is_numeral);
        rest.is_some_and(|rest| rest.starts_with(['是', '要', '、', '，', '来', '则']))
    };
    let ordinal = || {
        let rest = text
            .strip_prefix('第')
            .and_then(|rest| behind(rest, is_numeral));
        rest.is_some_and(|rest| rest.starts_with(['，', '、', ',']))
    };
    let bracketed = || {
        let inside = text.strip_prefix(['（', '(']);
        let number = |c: char| is_numeral(c) || is_any_digit(c);
        let rest = inside.and_then(|inside| behind_run(inside, 1, 2, number));
        rest.is_some_and(|rest| rest.starts_with([')', '）']))
    };
    let digits = || {
        let rest = behind_run(text, 1, 2, is_any_digit);
        let rest = rest.and_then(|rest| rest.strip_prefix(['.', '．', '、']));
        rest.and_then(|rest| rest.chars().next())
            .is_some_and(|c| !is_any_digit(c))
    };
    text.starts_with(marked) || numeral() || ordinal() || bracketed() || digits()
}

/// Whether a text begins with who speaks: 问：, 王一禾：.
pub(super) fn is_speaker(text: &str) -> bool {
    let Some((name, _)) = text.split_once(['：', ':']) else {
        return false;
    };
    let is_name = || behind_run(name, 2, 4, is_han) == Some("");
    matches!(name, "问" | "答") || is_name()
}

/// Whether a text is the title of a notice.
pub(super) fn is_notice(text: &str) -> bool {
    const NOTICES: &[&str] = &[
        "小启",
        "启事",
        "公告",
        "通告",
        "声明",
        "遗失声明",
        "更正",
        "更正启事",
        "讣告",
        "寻人启事",
        "征稿",
        "征稿启事",
        "招聘",
        "招聘启事",
        "公示",
        "致歉",
        "致读者",
        "通知",
        "迁址启事",
        "休刊启事",
        "注销公告",
        "拍卖公告",
        "启示",
        "鸣谢",
        "预告",
        "啟事",
        "小啟",
        "聲明",
        "訃告",
    ];
    const KINDS: &[&str] = &["启事", "公告", "声明", "通告", "公示", "通知"];
    let of_a_kind = |text: &str| {
        let of = KINDS.iter().find_map(|kind| text.strip_suffix(kind));
        of.is_some_and(|of| behind_run(of, 2, 6, is_han) == Some(""))
    };
    let texts = [Some(text), text.strip_prefix("重要")];
    texts
        .into_iter()
        .flatten()
        .any(|text| NOTICES.contains(&text) || of_a_kind(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use regex::Regex;

    /// What each form was as an expression, and pieces to make lines of.
    type Form = (fn(&str) -> bool, &'static str, &'static [&'static str]);

    const FORMS: &[Form] = &[
        (
            is_dateline,
            r"^(?:【?(?:本报|本刊|本台|本網|本网)[^，。]{0,4}(?:讯|消息|電|电|訊)】?|\p{Han}{1,5}报讯(?:$|[\s（(]|记者)|(?:据|综合)?新华社(?:专?|\p{Han}{2,8})[电讯](?:$|[\s（(])|[【〔]?(?:据|據)?(?:新华社|中新社|新華社|人民日报|本报|中央社|[^，。]{2,6}[社網报報])[^，。！？]{0,16}?[日月](?:电|電|讯|消息|专电)|[（(【〔](?:本报|本報|新华|中新|中央社|記者|记者))",
            &[
                "【",
                "〔",
                "（",
                "(",
                "本报",
                "本網",
                "讯",
                "消息",
                "据",
                "據",
                "综合",
                "新华社",
                "中新社",
                "人民日报",
                "江州晚",
                "报讯",
                "报",
                "社",
                "网",
                "專",
                "专",
                "电",
                "電",
                "日",
                "月",
                "5",
                "，",
                "！",
                " ",
                "记者",
                "〇",
                "x",
                "報",
                "】",
            ],
        ),
        (
            is_day,
            r"^(?:近日|日前|昨日|昨天|今天|今日|连日来|近期|近年来|当地时间|据悉|记者从|\d{1,4}年|\d{1,2}月|\d{1,2}日|[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日|“?去年|今年|目前|截至)",
            &[
                "近", "日", "前", "昨", "天", "今", "年", "月", "来", "1", "２", "٣", "½", "²",
                "一", "十", "“", "去年", "截至", "二十",
            ],
        ),
        (
            is_listed,
            r"^(?:[一二三四五六七八九十]{1,2}(?:是|要|、|，|来|则)|第[一二三四五六七八九十][，、,]|[（(][一二三四五六七八九十\d]{1,2}[)）]|\d{1,2}[.．、]\D|[①-⑳●■◆▶★◎▲])",
            &[
                "一", "十", "是", "、", "，", ",", "第", "（", "(", ")", "）", "1", "２", "½", ".",
                "．", "①", "⑳", "㉑", "▲", "a", "\n",
            ],
        ),
        (
            is_speaker,
            r"^(?:记者|问|答|主持人|[\p{Han}]{2,4})[：:]",
            &[
                "记者",
                "问",
                "答",
                "主持人",
                "王",
                "々",
                "〇",
                "x",
                "：",
                ":",
                "、",
                "㐂",
                "𠮷",
                " ",
            ],
        ),
        (
            is_notice,
            r"^(?:重要)?(?:小启|启事|公告|通告|声明|遗失声明|更正|更正启事|讣告|寻人启事|征稿|征稿启事|征稿|招聘|招聘启事|公示|致歉|致读者|通知|迁址启事|休刊启事|注销公告|拍卖公告|启示|鸣谢|预告|啟事|小啟|聲明|訃告|[\p{Han}]{2,6}(?:启事|公告|声明|通告|公示|通知))$",
            &[
                "重要", "小启", "启事", "公告", "声明", "遗失", "更正", "致", "读者", "通知", "县",
                "々", "x", "\n", " ",
            ],
        ),
    ];

    #[test]
    fn forms_are_as_the_expressions_say() {
        for (is, expression, pieces) in FORMS {
            let regex = Regex::new(expression).expect("a valid pattern");
            let mut found = [0; 2];
            // Numbers that look like chance, the same every time.
            let mut seed = 1u32;
            let mut next = |below: usize| {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (seed >> 16) as usize % below
            };
            for _ in 0..200_000 {
                let count = 1 + next(7);
                let line: String = (0..count).map(|_| pieces[next(pieces.len())]).collect();
                assert_eq!(is(&line), regex.is_match(&line), "{line:?} {expression}");
                found[usize::from(is(&line))] += 1;
            }
            assert!(found.iter().all(|&lines| lines > 1000), "{found:?}");
        }
    }
}
