//! Lines whose form alone says what they are.
//!
//! Most forms are clues among others. These few were never anything else in the gold pages, so nothing else is
//! asked; the counts are of those pages' lines, without OCR.

use super::Pattern;
use super::forms::STAFF;
use super::names::{is_name, is_spaced_name, is_surname};
use super::sweep::Tells;
use super::words::BYLINE;
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
}

/// What a line of these words is for certain, if its form says so.
pub(super) fn certain(line: &str, words: Tells) -> Option<Certain> {
    let last = line.chars().next_back()?;
    match line.chars().next()? {
        '【' => tag(line),
        '本' | '新' if is_dateline(line) => Some(Certain::Dateline),
        _ if matches!(last, '）' | ')') => is_of_picture(line).then_some(Certain::OfPicture),
        _ if !is_han(last) || line.len() > LONGEST => None,
        _ if is_abroad(line) || line.strip_suffix("/文").is_some_and(is_name) => {
            Some(Certain::Byline)
        }
        _ if words.may(Pattern::Staff) && is_staff(line) => Some(Certain::Staff),
        _ => None,
    }
}

/// Whether a line of these words may be a byline at all: it has a word or a mark of one, ends as the names of
/// offices do, or is made of names. (So 5,520 of 5,534; 89 lines of other kinds, most of them titles, were taken
/// for bylines that have nothing of them.)
pub(super) fn may_be_byline(line: &str, words: Tells) -> bool {
    words.has(BYLINE) || line.ends_with(OFFICES) || are_names(line)
}

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

/// Whether a line is nothing but short pieces, one of which begins with a surname.
fn are_names(line: &str) -> bool {
    /// A piece has at most so many characters.
    const SHORT: usize = 4;
    let (mut length, mut named) = (0, false);
    for c in line.chars() {
        if c.is_whitespace() || matches!(c, '、' | '·') {
            length = 0;
        } else if length == SHORT || !is_han(c) {
            return false;
        } else {
            named |= length == 0 && is_surname(c);
            length += 1;
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

/// Whether a line begins with the paper or the agency, and the day of its news.
fn is_dateline(line: &str) -> bool {
    /// Place and day are no longer (characters).
    const LONG: usize = 14;
    let agency = || {
        let rest = line.strip_prefix("新华社")?;
        let mut head = rest.char_indices().take(LONG);
        let (at, c) = head.find(|&(_, c)| c == '电' || is_prose_mark(c))?;
        Some(c == '电' && rest[..at].ends_with('日'))
    };
    line.starts_with("本报讯") || agency().unwrap_or(false)
}

/// Whether a line says who edited the page: two offices with their names.
fn is_staff(line: &str) -> bool {
    line.contains(['编', '校']) && STAFF.find_iter(line).nth(1).is_some()
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
    fn bylines() {
        for line in [
            "本报记者 王平",
            "□ 王平",
            "（尹霞 杜涛）",
            "邓丽娟）",
            "赖涛雪 郑晓",
            "万 宇 王 莉",
            "人民日报社代表团",
            "桐柏市公安局",
            "制图：蔡某",
            "钟声",
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
            ("新华社记者在现场看到，1日电力", None),
            ("新华社发来贺电", None),
            ("新华社北京分社", None),
            ("本报记者", None),
            // Page marks, datelines, short tags, prose.
            ("【3】", None),
            ("【本报讯】1月4日，本应是", None),
            ("【新华社北京1月4日电】", None),
            ("【相关链接】", None),
            ("【走进新时代系列报道之三】昨日，记者", None),
            ("下转第三版（图", None),
            ("（新华社发）", None),
            ("他拿出一叠图片）", None),
            ("本报驻美国记者报道", None),
            ("本报驻法国记者果永毅元旦之夜，", None),
            ("本报记者 王平", None),
            ("责任编辑 王平", None),
            ("编辑部的校对工作已经完成", None),
            ("散文/文", None),
        ] {
            assert_eq!(certain(line), want, "{line}");
        }
    }
}
