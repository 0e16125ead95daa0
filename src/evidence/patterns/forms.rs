//! The forms of lines: regular expressions, and what a line must begin or end with for one to match.

use super::sweep::is_common;
use regex::Regex;
use std::sync::LazyLock;

macro_rules! regex {
    ($name:ident, $pattern:expr) => {
        pub(super) static $name: LazyLock<Regex> =
            LazyLock::new(|| Regex::new($pattern).expect("a valid pattern"));
    };
}

/// The first characters of a dateline, where it does not end in 日电 and the like.
pub(super) fn opens_dateline(first: char) -> bool {
    matches!(first, '【' | '本' | '（' | '(' | '〔')
}

/// The numerals from one to ten.
pub(super) fn is_numeral(c: char) -> bool {
    matches!(
        c,
        '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十'
    )
}

/// Whether a character may be what a pattern takes for a digit.
pub(super) fn may_be_digit(c: char) -> bool {
    c.is_ascii_digit() || !is_common(c) && c.is_numeric()
}

/// The first characters of what says a day.
pub(super) fn may_be_day(first: char) -> bool {
    matches!(
        first,
        '近' | '日' | '昨' | '今' | '连' | '当' | '据' | '记' | '“' | '去' | '目' | '截'
    ) || is_numeral(first)
        || may_be_digit(first)
}

regex!(
    STAFF,
    r"(?:责任?编辑?|責任編輯|主编|编审|值班主任|值班编委|编辑|编 辑|校对|审校|美编|版式|排版|组版|视觉|制图|终审|责校|统筹)[：:／/\s　]"
);

regex!(
    DATE,
    r"\d{4}\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日|^\d{4}[.\-/]\d{1,2}[.\-/]\d{1,2}|^[二〇○零一九八七六五四三]{4}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日|星期[一二三四五六日天]|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
);

regex!(
    ISSUE_NUMBER,
    r"总第?\s?\d|第\s?\d+\s?期|[今本][日期]\s?\d+\s?版|CN\s?\d|共\d+版|^第?[0-9０-９A-D]{1,3}版$"
);

regex!(TELEPHONE, r"\d{3,4}-\d{7,8}");

regex!(
    PAPER,
    r"^(?:[\p{Han}\s]{1,10})(?:日报|晚报|早报|时报|快报|导报|周报|商报|农民报|都市报|新报|时讯|通讯|周刊|日報|晚報|時報|报|報)(?:社)?$"
);

/// The last characters of the title of a notice.
pub(super) fn closes_notice(last: char) -> bool {
    matches!(
        last,
        '启' | '事' | '告' | '明' | '正' | '稿' | '聘' | '示' | '歉' | '者' | '知' | '谢' | '啟'
    )
}

regex!(
    SECTION,
    r"^(?:第?[0-9０-９A-Ea-e〇一二三四五六七八]{1,3}版?[\s　·]*)?(?:要闻|综合|专版|专题|社会|副刊|时政|民生|经济|文化|体育|国际|国内|教育|广告|公益广告|今日导读|导读|本地|时事|新闻|评论|理论|读者|周末|生活|健康|法治|农业|三农|旅游|财经|都市|县域|乡镇|深度|视点|声音|关注|焦点)?$"
);

/// The first characters of [`SECTION`].
pub(super) fn opens_section(first: char) -> bool {
    matches!(
        first,
        '第' | '0'..='9' | '０'..='９' | 'A'..='E' | 'a'..='e' | '〇' | '一' | '二' | '三' | '四'
            | '五' | '六' | '七' | '八' | '要' | '综' | '专' | '社' | '副' | '时' | '民' | '经'
            | '文' | '体' | '国' | '教' | '广' | '公' | '今' | '导' | '本' | '新' | '评' | '理'
            | '读' | '周' | '生' | '健' | '法' | '农' | '旅' | '财' | '都' | '县' | '乡' | '深'
            | '视' | '声' | '关' | '焦'
    )
}

/// The last characters of [`SECTION`].
pub(super) fn closes_section(last: char) -> bool {
    matches!(
        last,
        '版' | '·' | '0'..='9' | '０'..='９' | 'A'..='E' | 'a'..='e' | '〇' | '一' | '二' | '三'
            | '四' | '五' | '六' | '七' | '八' | '闻' | '合' | '题' | '会' | '刊' | '政' | '生'
            | '济' | '化' | '育' | '际' | '内' | '告' | '读' | '地' | '事' | '论' | '者' | '末'
            | '活' | '康' | '治' | '业' | '农' | '游' | '经' | '市' | '域' | '镇' | '度' | '点'
            | '音' | '注'
    )
}

regex!(
    SERIES,
    r"(?:系列|报道|专题|见闻|纪行|访谈|专栏)(?:报道)?(?:之[一二三四五六七八九十]+)?$|之[一二三四五六七八九十]+$|[（(][上中下一二三四五六七八九十][)）]$"
);

/// The last characters of [`SERIES`].
pub(super) fn closes_series(last: Option<char>) -> bool {
    last.is_some_and(|last| {
        is_numeral(last)
            || matches!(
                last,
                '列' | '道' | '题' | '闻' | '行' | '谈' | '栏' | ')' | '）'
            )
    })
}

/// The first characters of an item of a list.
pub(super) fn may_be_listed(first: char) -> bool {
    is_numeral(first)
        || matches!(
            first,
            '第' | '（' | '(' | '①'..='⑳' | '●' | '■' | '◆' | '▶' | '★' | '◎' | '▲'
        )
        || may_be_digit(first)
}

regex!(
    BOTH,
    r"文[/、·]\s?图|图[/、·]\s?文|[/／]\s?[文图摄]|[文图]\s?[/／]"
);

regex!(
    JUMP,
    r"^[（(▶►◀→\s]*(?:紧?[上下][转接]|转|紧接|详见|相关.{0,6}见)[^，。]{0,14}(?:版|頁|页)|^[（(][^（(，。]{2,10}[见見刊][^（(，。]{1,4}[版頁页][)）]$"
);

regex!(
    PAGEREF,
    r"^(?:[①-⑳●]\s?\d{0,2}|[【［\[〔]\s?\d{1,2}\s?[】］\]〕])$"
);

/// Whether a text begins like a caption: with a pointer to its photo, or 左图：.
pub(super) fn is_picture(text: &str, first: char) -> bool {
    const WHICH: &[&str] = &["", "上", "下", "左", "右", "题", "附", "本", "资料", "组"];
    match first {
        '▲' | '▼' | '△' | '▽' | '◤' | '◥' | '↑' | '↓' | '←' | '→' => true,
        '图' | '上' | '下' | '左' | '右' | '题' | '附' | '本' | '资' | '组' => {
            WHICH.iter().any(|which| {
                let rest = text.strip_prefix(which).and_then(|t| t.strip_prefix('图'));
                rest.is_some_and(|t| t.starts_with(['：', ':', '片', '（']))
            })
        }
        _ => false,
    }
}

/// Titles of the small boxes beside an article.
const BOXES: &[&str] = &[
    "延伸阅读",
    "相关链接",
    "新闻链接",
    "编者按",
    "编后",
    "编后语",
    "短评",
    "名词解释",
    "背景",
    "背景链接",
    "背景资料",
    "背景新闻",
    "编辑手记",
    "记者手记",
    "采访手记",
    "观察",
    "链接",
    "导读",
    "快评",
    "锐评",
    "人物名片",
    "新闻背景",
    "记者观察",
    "今日谈",
    "相关新闻",
    "小贴士",
    "提示",
];

/// Whether a text is the title of a small box, with or without a bracket on either side.
pub(super) fn is_box(single: &str) -> bool {
    /// None of them has more bytes.
    const LONGEST: usize = 12;
    let text = single
        .strip_prefix(['【', '[', '〖', '「'])
        .unwrap_or(single);
    let text = text
        .strip_suffix(['】', ']', '〗', '」', '：', ':'])
        .unwrap_or(text);
    text.len() <= LONGEST && BOXES.contains(&text)
}
