//! Lines whose form alone says what they are.
//!
//! Most forms are clues among others. These few were never anything else in the gold pages, so nothing else is
//! asked; the counts are of those pages' lines, without OCR.

use super::Pattern;
use super::breaks;
use super::bylines::{BULLETS, bracketed, has_role, is_bullet};
use super::forms::{STAFF, is_numeral};
use super::imprint::is_imprint;
use super::names::{self, are_words, is_name, is_spaced_name, is_surname};
use super::navigation::is_navigation;
use super::sweep::Tells;
use super::words::{BYLINE, DIGIT, SPACE};
use crate::audit::is_content;
use crate::chars::{is_han, is_prose_mark};

/// What the form of a line says for certain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certain {
    /// The tag of a column, 【第33届夏季奥林匹克运动会】, and what follows it in its line: the beginning of a title.
    /// With [`Certain::Tag`] 193 of 193.
    Tagged,
    /// The tag of a column, or the beginning of one: the next line goes on with the title.
    Tag,
    /// The end of a photo's title: 灾后第一顿热饭（图片） (180 of 180).
    OfPicture,
    /// 本报驻罗马尼亚记者梁晓华, 夏悦/文 (527 of 527).
    Byline,
    /// 编辑/史华 校对/沈慧立 版式/高洋 (1,197 of 1,197).
    Staff,
    /// 本报讯（记者, 新华社北京1月5日电: running text (2,932 of 2,932).
    Dateline,
    /// 【路透社莫斯科4日电】, 【本报记者张某报道】: the same in a bracket, at the beginning of an article.
    Dispatch,
    /// 【本报记者张某报道】 and nothing else.
    Filed,
    /// A label of the page (see [`labels`](super::labels)): its lines tell it together.
    Label,
    /// （一）: a number in brackets heads a part of an article.
    Part,
    /// 图为演出现场。方远山 摄: what a photo shows and whose it is (18 of 18).
    Caption,
    /// （未完待续）
    Jump,
    /// 《云州日报》（2018年9月11日 第3版）: when and where an article was printed (49 of 49).
    Imprint,
    /// What the website of a paper writes around a page: 上一版 下一版.
    Navigation,
    /// Where a program parts the pages of a file: --- Page 2 ---, 第 2 页 共 8 页.
    Break,
}

/// What a line of these words is for certain, if its form says so.
pub(super) fn certain(line: &str, words: Tells) -> Option<Certain> {
    let last = line.chars().next_back()?;
    match line.chars().next()? {
        first if breaks::may_begin(first) && breaks::is_break(line) => Some(Certain::Break),
        _ if words.has(DIGIT) && is_imprint(line) => Some(Certain::Imprint),
        _ if words.may(Pattern::Staff) && line.len() <= LONGEST && is_staff(line) => {
            Some(Certain::Staff)
        }
        '【' => dispatch(line, ['【', '】'])
            .or_else(|| tag(line))
            .or_else(|| is_navigation(line).then_some(Certain::Navigation)),
        _ if is_navigation(line) => Some(Certain::Navigation),
        '〔' => dispatch(line, ['〔', '〕']),
        '图' | '照' | '上' | '下' | '左' | '右' if is_caption(line) => Some(Certain::Caption),
        _ if is_dateline(line, words) => Some(Certain::Dateline),
        _ if matches!(last, '）' | ')') => match bracketed(line) {
            Some(inside) if is_part(inside) => Some(Certain::Part),
            Some(inside) if goes_on(inside) => Some(Certain::Jump),
            _ => is_of_picture(line).then_some(Certain::OfPicture),
        },
        _ if !is_han(last) || line.len() > LONGEST => None,
        // Each of them has a word or a mark of bylines.
        _ if words.has(BYLINE)
            && (is_abroad(line)
                || is_from(line)
                || line.strip_suffix("/文").is_some_and(is_name)) =>
        {
            Some(Certain::Byline)
        }
        _ => None,
    }
}

/// Whether a line of these words may be a byline at all: it has a word or a mark of one, ends as the names of
/// offices do, or is made of names. (So 5,520 of 5,534; 89 lines of other kinds, most of them titles, were taken
/// for bylines that have nothing of them.)
pub(super) fn may_be_byline(line: &str, words: Tells) -> bool {
    let names = line.trim_start_matches(|c: char| is_mark(c) || c.is_whitespace());
    let pen_name = names.len() < line.len() && names.chars().nth(PEN_NAME).is_none();
    words.has(BYLINE)
        || line.ends_with(OFFICES)
        || pen_name
        || are_names(names)
        || (words.has(SPACE) || line.contains(['（', '／'])) && has_role(line)
}

/// A mark before the names of a byline.
fn is_mark(c: char) -> bool {
    is_bullet(c) || BULLETS.contains(&c)
}

/// What stands behind a bullet may be a name if it has no more characters; longer, it is an item or a deck.
const PEN_NAME: usize = 5;

/// The last characters of offices.
const OFFICES: [char; 25] = [
    '社', '部', '委', '局', '队', '组', '会', '室', '办', '团', '处', '所', '院', '厅', '司', '心',
    '台', '站', '馆', '校', '学', '府', '厂', '协', '日',
];

/// Whether a line says who took a photo, and nothing else: 本报记者 唐慧 摄, （刘通摄）, 记者 方远 摄影报道. Of 516 lines
/// above one 504 end a caption; the others stand on pages whose columns alternate, or hold a part of the credit.
pub(super) fn is_credit(line: &str) -> bool {
    /// Credits are no longer (characters).
    const LONG: usize = 32;
    let line = line.strip_prefix(['（', '(']).unwrap_or(line);
    let line = line.strip_suffix(['）', ')']).unwrap_or(line);
    let names = line
        .strip_suffix("摄影报道")
        .or_else(|| line.strip_suffix('摄'));
    names.is_some_and(|names| {
        !names.is_empty() && names.chars().nth(LONG).is_none() && !names.contains(is_no_credit)
    })
}

/// A mark that credits have not.
fn is_no_credit(c: char) -> bool {
    is_prose_mark(c) || matches!(c, '、' | '“' | '”' | '（' | '(')
}

/// Whether a line is nothing but short pieces, one of which begins with a surname and is no word.
fn are_names(line: &str) -> bool {
    let (mut named, mut count, mut chars) = (false, 0, [' '; names::LONGEST]);
    for c in line.chars().chain([' ']) {
        // Most lines are told to be none by their first characters.
        if is_han(c) {
            let Some(slot) = chars.get_mut(count) else {
                return false;
            };
            *slot = c;
            count += 1;
        } else if c.is_whitespace() || matches!(c, '、' | '·') {
            let piece = &chars[..count];
            named |= piece.first().is_some_and(|&c| is_surname(c)) && !are_words(piece);
            count = 0;
        } else {
            return false;
        }
    }
    named
}

/// Bylines and lines of staff are no longer (bytes).
const LONGEST: usize = 150;

/// Page marks, `【本报讯】` and `【链接】` are shorter than tags.
fn tag(line: &str) -> Option<Certain> {
    /// A tag has at least so many content characters,
    const SHORT: usize = 6;
    /// and at most so many.
    const LONG: usize = 30;
    let rest = line.strip_prefix('【')?;
    let (tag, title) = rest.split_once('】').unwrap_or((rest, ""));
    let length = tag.chars().filter(|c| is_content(*c)).count();
    if !(SHORT..=LONG).contains(&length)
        || tag.ends_with(['讯', '电'])
        || tag.contains(is_prose_mark)
        || title.contains(['，', '。', '；'])
    {
        return None;
    }
    let alone = title.trim().is_empty();
    Some(if alone { Certain::Tag } else { Certain::Tagged })
}

/// 图为演出现场。方远山 摄, 上图为演出现场。（方远山摄）
fn is_caption(line: &str) -> bool {
    let rest = line.strip_prefix(['上', '下', '左', '右']).unwrap_or(line);
    let shows = ["图为", "图片为", "照片为"]
        .iter()
        .any(|w| rest.starts_with(w));
    let line = line.trim_end_matches(['）', ')']);
    shows && (line.ends_with('摄') || line.ends_with("供图") || line.ends_with("提供"))
}

/// （图片）, （附图片2张）
fn is_of_picture(line: &str) -> bool {
    let rest = line.trim_end_matches(['）', ')']);
    let rest = rest.strip_suffix('张').unwrap_or(rest);
    let rest = rest.trim_end_matches(|c: char| c.is_ascii_digit());
    let rest = rest.strip_suffix("图片");
    let rest = rest.map(|rest| rest.strip_suffix('附').unwrap_or(rest));
    rest.is_some_and(|rest| rest.ends_with(['（', '(']))
}

/// Whether a line names correspondents abroad and nothing else.
fn is_abroad(line: &str) -> bool {
    const PAPERS: [&str; 5] = ["本报", "本刊", "本台", "新华社", "人民日报"];
    let rest = PAPERS.iter().find_map(|paper| line.strip_prefix(paper));
    let Some((place, names)) = rest
        .and_then(|rest| rest.strip_prefix('驻'))
        .and_then(|rest| rest.split_once("记者"))
    else {
        return false;
    };
    let place = place.chars();
    let is_place = place.clone().all(is_han) && (1..=8).contains(&place.count());
    let names = names.trim_start();
    let first = names.split_whitespace().next().unwrap_or_default();
    let more = names.contains(char::is_whitespace);
    is_place
        && names.chars().all(|c| is_han(c) || c.is_whitespace())
        && first.chars().next().is_some_and(is_surname)
        && (more || is_spaced_name(names))
}

/// Whether a line begins with the paper or the agency, and the day of its news: 本报讯, 晨报讯（记者, 据新华社专电.
fn is_dateline(line: &str, words: Tells) -> bool {
    /// Place and day are no longer (characters).
    const LONG: usize = 14;
    /// The name of a paper is no longer (characters).
    const PAPER: usize = 6;
    let first = line.chars().next().unwrap_or_default();
    if !is_han(first) {
        return false;
    }
    let ends = |rest: &str| {
        let next = rest.chars().next();
        next.is_none_or(|c| c.is_whitespace() || matches!(c, '（' | '('))
            || rest.starts_with("记者")
    };
    let agency = || {
        let rest = ["据", "综合"].iter().find_map(|by| line.strip_prefix(by));
        let rest = rest.unwrap_or(line);
        let rest = rest.strip_prefix("新华社")?;
        let mut head = rest.char_indices().take(LONG);
        let (at, c) = head.find(|&(_, c)| c == '电' || is_prose_mark(c))?;
        let sent = &rest[at + c.len_utf8()..];
        let day = rest[..at].ends_with('日');
        Some(c == '电' && (day || matches!(&rest[..at], "" | "专") && ends(sent)))
    };
    let paper = || {
        let mut head = line.char_indices().take(PAPER + 1);
        let (at, _) = head.find(|&(at, c)| !is_han(c) || line[at..].starts_with("报讯"))?;
        let rest = line[at..].strip_prefix("报讯")?;
        Some(at > 0 && ends(rest))
    };
    // All words of datelines count, and 报讯 is one.
    let is_paper = || line.starts_with("本报讯") || paper().unwrap_or(false);
    words.may(Pattern::Dateline) && is_paper()
        || matches!(first, '据' | '综' | '新') && agency().unwrap_or(false)
}

/// Whether a line says who filed an article and from where: 记者 陈某/台北报导.
fn is_from(line: &str) -> bool {
    /// Offices and places are no longer (characters).
    const LONG: usize = 8;
    let is_short = |text: &str| text.chars().all(is_han) && text.chars().count() <= LONG;
    let Some((who, place)) = line.rsplit_once(['/', '／']) else {
        return false;
    };
    let Some((office, names)) = who.rsplit_once("记者") else {
        return false;
    };
    let mut names = names.split(|c: char| c.is_whitespace() || c == '、');
    let named = names.clone().any(|name| !name.is_empty());
    is_short(office)
        && named
        && names.all(|name| name.is_empty() || is_name(name))
        && (place.ends_with("报导") || place.ends_with("报道"))
        && is_short(place)
}

/// Whether what stands in brackets numbers a part: （一）.
pub(super) fn is_part(inside: &str) -> bool {
    /// No article has a hundred parts.
    const LONG: usize = 2;
    let count = inside.chars().count();
    let digits = || inside.chars().all(|c| c.is_ascii_digit());
    let numerals = || inside.chars().all(is_numeral);
    numerals() && (1..=LONG + 1).contains(&count) || digits() && (1..=LONG).contains(&count)
}

/// Whether what stands in brackets says that a text goes on another day.
pub(super) fn goes_on(inside: &str) -> bool {
    matches!(inside, "未完待续" | "待续" | "未完")
}

/// A line that begins with a dateline in these brackets: 【路透社莫斯科4日电】, 【本报特约记者张某专稿】, 〔本市讯〕.
fn dispatch(line: &str, [open, close]: [char; 2]) -> Option<Certain> {
    /// 〔本市讯〕, 〔本报上海讯〕 are no longer (characters).
    const LONG: usize = 8;
    let inside = line.strip_prefix(open)?;
    let Some((source, text)) = inside.split_once(close) else {
        // Its bracket ends in the next line.
        return is_reporter(inside, true).then_some(Certain::Dispatch);
    };
    let sent = source.ends_with("日电")
        || source.ends_with('电') && source.contains('社')
        || (source.ends_with("综合报道") || source.ends_with("综合报导"))
            && source.contains(['报', '社', '网'])
        || open == '〔' && source.ends_with('讯') && source.chars().nth(LONG).is_none();
    let is_alone = text.trim().is_empty();
    (sent && !source.contains(is_prose_mark) || is_reporter(source, false)).then_some(
        match is_alone {
            true => Certain::Filed,
            false => Certain::Dispatch,
        },
    )
}

/// Whether a text names a reporter by its end: 本报记者张某, 记者王某/台北报导. An open one may end in half a name, or in the
/// place.
fn is_reporter(text: &str, open: bool) -> bool {
    /// What stands behind the names.
    const FILED: [&str; 6] = ["报道", "报导", "专稿", "专电", "电", "讯"];
    /// A place, and the beginning of what stands behind it, are no longer (characters).
    const PLACE: usize = 5;
    let Some((_, names)) = text.rsplit_once("记者") else {
        return false;
    };
    let names = names.trim_start();
    let ends = (names.char_indices().map(|(at, _)| at).skip(1)).chain([names.len()]);
    let short = ends.take(names::LONGEST);
    short.into_iter().any(|end| {
        let (name, rest) = names.split_at(end);
        let half = open && rest.is_empty() && name.chars().next().is_some_and(is_surname);
        let place = open && rest.chars().all(is_han) && rest.chars().nth(PLACE).is_none();
        let filed = rest.is_empty() || FILED.iter().any(|f| rest.ends_with(f));
        half || is_name(name) && (filed || place)
    })
}

/// Whether a line says who edited the page: two offices with their names, or the one of an article, 责任编辑：王平.
fn is_staff(line: &str) -> bool {
    line.contains(['编', '校']) && (STAFF.find_iter(line).nth(1).is_some() || is_editor(line))
}

/// Whether a line says who edited an article: 责任编辑：王平, [责编：王平 校对：李利民].
pub(crate) fn is_editor(line: &str) -> bool {
    const OFFICES: [&str; 11] = [
        "责任编辑",
        "责编",
        "网络编辑",
        "本文编辑",
        "编辑",
        "校对",
        "审校",
        "审核",
        "终审",
        "编审",
        "美编",
    ];
    let line = line.strip_prefix(['（', '(', '[', '【']).unwrap_or(line);
    let line = line.strip_suffix(['）', ')', ']', '】']).unwrap_or(line);
    let named = |piece: &'_ str| {
        let name = OFFICES.iter().find_map(|office| piece.strip_prefix(office));
        name.and_then(|name| name.strip_prefix(['：', ':']))
            .is_some_and(is_name)
    };
    let mut pieces = line.split_whitespace();
    pieces.next().is_some_and(named) && pieces.all(|piece| is_name(piece) || named(piece))
}

#[cfg(test)]
mod tests {
    use super::super::sweep::sweep;
    use super::*;

    fn certain(line: &str) -> Option<Certain> {
        super::certain(line, sweep(line, line.len()))
    }

    fn may_be_byline(line: &str) -> bool {
        super::may_be_byline(line, sweep(line, line.len()))
    }

    #[test]
    fn captions() {
        for line in [
            "图为演出现场。方远山 摄",
            "图为演出现场。（方远山摄）",
            "上图为市民在北站公园放风筝。本报记者 周石安 摄",
            "图片为石桥县档案馆供图",
        ] {
            assert_eq!(certain(line), Some(Certain::Caption), "{line}");
        }
        for line in [
            "图为演出现场。",
            "图为演出现场",
            "上图书馆借书的人多了，方远山 摄",
            "图书馆的照片由方远山 摄",
            "照片里的人是谁？方远山 摄",
            "下图",
        ] {
            assert_ne!(certain(line), Some(Certain::Caption), "{line}");
        }
    }

    #[test]
    fn bylines() {
        for line in [
            "本报记者 王平",
            "□ 王平",
            "□ 山石",
            "■ 记者 石云川 常玉然",
            "●林艳行 胡颖航",
            "（尹霞 杜涛）",
            "邓丽娟）",
            "赖涛雪 郑晓",
            "万 宇 王 莉",
            "人民日报社代表团",
            "桐柏市公安局",
            "制图：蔡某",
            "钟声",
            "城关派出所 陈晓楠",
            "读者 小芹",
        ] {
            assert!(may_be_byline(line), "{line}");
        }
        for line in [
            "女排当自强",
            "乔石会见伊拉克议长",
            "天南地北迎新年 喜庆欢乐庆元旦",
            "帐篷里的婚礼",
            "整改不规范工程项目",
            "看好中国经济增长潜力",
            "■全县新增就业1200人 ■三年投入2亿元",
            "●专家提醒防暑降温",
            "深化改革 扩大开放",
        ] {
            assert!(!may_be_byline(line), "{line}");
        }
    }

    #[test]
    fn credits() {
        for line in [
            "本报记者 唐慧 摄",
            "（刘通摄）",
            "□雷胜浩 摄影报道",
            "记者 方远 通讯员 石鹏 摄",
        ] {
            assert!(is_credit(line), "{line}");
        }
        for line in [
            "摄",
            "图为工人正在检修设备。唐慧 摄",
            "他说，这张照片由他拍摄",
            "唐慧 文/图",
            "本报记者 唐慧",
            "摄影：唐慧",
            "图片由唐慧、刘通摄",
        ] {
            assert!(!is_credit(line), "{line}");
        }
    }

    #[test]
    fn forms() {
        for (line, want) in [
            ("【第33届夏季奥林匹克运动会】", Some(Certain::Tag)),
            ("【筑梦现代化 共绘新图景——代表委员", Some(Certain::Tag)),
            (
                "【学思想 强党性 重实践 建新功】以学促干",
                Some(Certain::Tagged),
            ),
            ("灾后第一顿热饭（图片）", Some(Certain::OfPicture)),
            ("片名第一（附图片12张）", Some(Certain::OfPicture)),
            (
                "本报驻韩国记者 万 宇 本报驻朝鲜记者 王 莉 程维丹",
                Some(Certain::Byline),
            ),
            ("本报驻罗马尼亚记者梁晓华", Some(Certain::Byline)),
            ("夏悦/文", Some(Certain::Byline)),
            ("编辑/史华 校对/沈慧立 版式/高洋", Some(Certain::Staff)),
            ("责编：汤德 美编：苏行文 校对：常艳", Some(Certain::Staff)),
            ("本报讯（记者", Some(Certain::Dateline)),
            ("新华社济南1月13日电（肖", Some(Certain::Dateline)),
            ("晨报讯（记者 王平", Some(Certain::Dateline)),
            ("新野晚报讯 记者王平报道", Some(Certain::Dateline)),
            ("据新华社专电", Some(Certain::Dateline)),
            ("据新华社北京1月4日电", Some(Certain::Dateline)),
            ("综合新华社电 美国", Some(Certain::Dateline)),
            ("记者 王平/台北报导", Some(Certain::Byline)),
            ("本报特约记者 王平、李利民／上海报道", Some(Certain::Byline)),
            ("【新华社北京1月4日电】", Some(Certain::Filed)),
            ("【本报记者王平报道】", Some(Certain::Filed)),
            ("【本报记者洪翠屏台南", Some(Certain::Dispatch)),
            ("【本报记者洪翠屏台南报", Some(Certain::Dispatch)),
            ("〔本市讯〕本市粮价昨日续涨。", Some(Certain::Dispatch)),
            (
                "〔郑州十八日电〕黄河水势、连日续涨、",
                Some(Certain::Dispatch),
            ),
            ("〔记者张朝欣、赖某／台北报导〕", Some(Certain::Filed)),
            ("【本报记者节纪念活动昨日举行", Some(Certain::Tag)),
            ("〔注〕见本报", None),
            ("〔一〕总的情况", None),
            ("〔编者的话和读者的通讯〕两则", None),
            ("【路透社莫斯科4日电】苏联总", Some(Certain::Dispatch)),
            ("【记者王小明/台北报导】疾病", Some(Certain::Dispatch)),
            ("【记者王小明／台北报导】疾病", Some(Certain::Dispatch)),
            ("【本报特约记者王平专稿】今年", Some(Certain::Dispatch)),
            ("【环球时报综合报道】美国", Some(Certain::Dispatch)),
            ("【本报特约记者王", Some(Certain::Dispatch)),
            ("（一）", Some(Certain::Part)),
            ("（12）", Some(Certain::Part)),
            ("（未完待续）", Some(Certain::Jump)),
            ("（待续）", Some(Certain::Jump)),
            // Columns of reporters, and their titles.
            ("【本报记者走基层·一线见闻】", Some(Certain::Tag)),
            ("【记者体验·走进急诊室】夜班", Some(Certain::Tagged)),
            ("【聚焦两会·本报特别报道】", Some(Certain::Tag)),
            ("【深入报道·电力改革】", Some(Certain::Tag)),
            ("财经早报讯息服务平台上线", None),
            ("电报讯号恢复正常", None),
            ("新华社电视部成立", None),
            ("据新华社电稿整理", None),
            ("报讯（记者", None),
            ("记者 王平/新野日报", None),
            ("记者节/本报特别报道", None),
            ("（上）", None),
            ("（一等奖）", None),
            ("（120）", None),
            ("（一）总则", None),
            ("（未完成）", None),
            ("新华社记者在现场看到，1日电力", None),
            ("新华社发来贺电", None),
            ("新华社北京分社", None),
            ("本报记者", None),
            // Page marks, datelines, short tags, prose.
            ("【3】", None),
            ("【两会专电】", None),
            ("【本报讯】1月4日，本应是", None),
            ("【相关链接】", None),
            ("【走进新时代系列报道之三】昨日，记者", None),
            ("下转第三版（图", None),
            ("（新华社发）", None),
            ("他拿出一叠图片）", None),
            ("本报驻美国记者报道", None),
            ("本报驻法国记者果永毅元旦之夜，", None),
            ("本报记者 王平", None),
            ("责任编辑：王平", Some(Certain::Staff)),
            ("（责任编辑：王平）", Some(Certain::Staff)),
            ("[责编：王平 李利民]", Some(Certain::Staff)),
            ("责任编辑 王平", None),
            ("编辑：读者来信很多", None),
            ("责任编辑：", None),
            ("编辑部的校对工作已经完成", None),
            ("散文/文", None),
        ] {
            assert_eq!(certain(line), want, "{line}");
        }
    }
}
