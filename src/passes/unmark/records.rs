//! Records of an archive: every article's fields on lines of their own, with their names before them.
//!
//! ```text
//! 标题：读书节落幕
//! 作者：本报记者 王平
//! 日期：2019-04-24
//! 正文：
//! 　　石桥县第十七届读书节……
//! ```
//! The names go, and say what their fields are. What tells where a text was printed keeps its name and belongs to the page.
//!
//! Trap: a paper prints 作者：王平, too, and 来源：新华社; an interview has 记者： before every question. A page is one of records if
//! a title is named, and with it its text or two more fields; and only those that stand together there are fields.

use crate::chars::{self, is_terminal};
use crate::page::{Kind, Page};
use crate::text::{Edits, Why};

/// The names of fields, and what a field is.
const NAMES: [(&str, Kind); 39] = [
    ("标题", Kind::Title),
    ("正标题", Kind::Title),
    ("主标题", Kind::Title),
    ("题名", Kind::Title),
    ("篇名", Kind::Title),
    ("文章标题", Kind::Title),
    ("引题", Kind::Kicker),
    ("引标题", Kind::Kicker),
    ("肩题", Kind::Kicker),
    ("眉题", Kind::Kicker),
    ("副题", Kind::Deck),
    ("副标题", Kind::Deck),
    ("作者", Kind::Byline),
    ("责任者", Kind::Byline),
    ("记者", Kind::Byline),
    ("正文", Kind::Body),
    ("内容", Kind::Body),
    ("全文", Kind::Body),
    ("文章内容", Kind::Body),
    ("正文内容", Kind::Body),
    ("日期", Kind::Other),
    ("时间", Kind::Other),
    ("出版日期", Kind::Other),
    ("发布日期", Kind::Other),
    ("见报日期", Kind::Other),
    ("发布时间", Kind::Other),
    ("版次", Kind::Other),
    ("版面", Kind::Other),
    ("版名", Kind::Other),
    ("版号", Kind::Other),
    ("期号", Kind::Other),
    ("栏目", Kind::Other),
    ("来源", Kind::Other),
    ("出处", Kind::Other),
    ("报纸", Kind::Other),
    ("报名", Kind::Other),
    ("报纸名称", Kind::Other),
    ("字数", Kind::Other),
    ("日期时间", Kind::Other),
];

/// The traditional characters in names, as the source may have them; the pass reads the simplified ones.
const TRADITIONAL: [(char, char); 5] = [
    ('題', '题'),
    ('標', '标'),
    ('內', '内'),
    ('責', '责'),
    ('記', '记'),
];

/// How the names of titles end: most pages have none of them.
pub(super) const TITLES: [&[u8]; 8] = [
    "题：".as_bytes(),
    "题:".as_bytes(),
    "题】".as_bytes(),
    "题]".as_bytes(),
    "题〕".as_bytes(),
    "题>".as_bytes(),
    "名：".as_bytes(),
    "名】".as_bytes(),
];

/// Names are no longer (characters), with their spaces and brackets.
const LONGEST: usize = 12;
/// A line that begins with the name of a field.
#[derive(Clone, Copy)]
struct Field {
    /// Where in the text its name begins and ends, with the colon,
    name: (usize, usize),
    /// and where its value begins: in its line, or in one below.
    value: usize,
    kind: Kind,
}

/// Takes the names of fields away, if a page has records, and tells the page what the fields are; whether there are any.
pub(super) fn run(page: &mut Page) -> bool {
    let text = page.text().as_str();
    let fields = fields(text);
    if fields.is_empty() {
        return false;
    }
    let of_source = |field: &Field| {
        let at = match field.kind {
            Kind::Other => field.name.0,
            _ => field.value,
        };
        // One that is empty stands before another.
        let empty = field.kind != Kind::Other && named(&text[field.value..]).is_some();
        (!empty).then(|| (page.text().source_at(at), field.kind))
    };
    let named: Vec<(usize, Kind)> = fields.iter().filter_map(of_source).collect();
    page.edit(|_, _, edits| edit(&fields, edits));
    page.name_fields(named);
    true
}

fn edit(fields: &[Field], edits: &mut Edits) {
    for field in fields.iter().filter(|field| field.kind != Kind::Other) {
        edits.delete(field.name.0..field.name.1, Why::Markup);
    }
}

/// The fields of all records of a page. Those of one stand together, from its title to where its text is named or begins:
/// what looks like a name further down is the article's own, 记者：您每天读多久的书？.
fn fields(text: &str) -> Vec<Field> {
    let mut found = Vec::new();
    let mut head: Vec<Field> = Vec::new();
    for range in chars::lines(text.as_bytes()) {
        let line = text[range.clone()].trim();
        if line.is_empty() {
            continue;
        }
        let ends = line.ends_with(is_terminal);
        let Some((length, kind)) = named(line) else {
            // The value of a name that stands alone in its line is below it.
            let is_value = |field: &Field| text[field.name.1..range.start].trim().is_empty();
            if !head.last().is_some_and(is_value) {
                close(&mut head, &mut found);
                // Records are the whole page; below running text such lines are part of a notice.
                if ends && found.is_empty() {
                    return found;
                }
            }
            continue;
        };
        let start = range.start + text[range].find(|c: char| !c.is_whitespace()).unwrap_or(0);
        let name = (start, start + length);
        let rest = &text[name.1..];
        let value = text.len() - rest.trim_start().len();
        if kind == Kind::Title {
            close(&mut head, &mut found);
        }
        if !head.is_empty() || kind == Kind::Title && !ends {
            head.push(Field { name, value, kind });
        }
        if kind == Kind::Body {
            close(&mut head, &mut found);
        }
    }
    close(&mut head, &mut found);
    found
}

/// Takes the fields at the head of an article for those of a record if a text is among them, or two more besides the title.
fn close(head: &mut Vec<Field>, found: &mut Vec<Field>) {
    if head.len() > 2 || head.iter().any(|field| field.kind == Kind::Body) {
        found.append(head);
    }
    head.clear();
}

/// The bytes of the name that a line begins with, with its colon or brackets, and what its field is.
fn named(line: &str) -> Option<(usize, Kind)> {
    const PAIRS: [(char, char); 4] = [('【', '】'), ('[', ']'), ('〔', '〕'), ('<', '>')];
    let first = line.chars().next()?;
    let end = line.char_indices().nth(LONGEST);
    let near = &line[..end.map_or(line.len(), |(at, _)| at)];
    if let Some((open, close)) = PAIRS.iter().find(|(open, _)| *open == first) {
        let end = near.find(*close)?;
        let kind = kind_of(&near[open.len_utf8()..end])?;
        let rest = &line[end + close.len_utf8()..];
        let colon = rest.trim_start().strip_prefix(['：', ':']).unwrap_or(rest);
        return Some((line.len() - colon.len(), kind));
    }
    let (at, colon) = near
        .char_indices()
        .find(|&(_, c)| matches!(c, '：' | ':'))?;
    Some((at + colon.len_utf8(), kind_of(&near[..at])?))
}

/// What the field of this name is; its characters may be spaced out.
fn kind_of(name: &str) -> Option<Kind> {
    let simplified = |c| TRADITIONAL.iter().find(|t| t.0 == c).map_or(c, |t| t.1);
    let letters = name.chars().filter(|c| !c.is_whitespace());
    let plain: String = letters.map(simplified).collect();
    let found = NAMES.iter().find(|(name, _)| *name == plain);
    found.map(|&(_, kind)| kind)
}

/// A pattern of the names that go, with their colons or brackets; the audit asks.
pub(super) fn names() -> String {
    let goes = NAMES.iter().filter(|(_, kind)| *kind != Kind::Other);
    let spaced = goes.map(|(name, _)| {
        let either = |c| match TRADITIONAL.iter().find(|t| t.1 == c) {
            Some((traditional, _)) => format!("[{c}{traditional}]"),
            None => c.to_string(),
        };
        name.chars().map(either).collect::<Vec<_>>().join(r"\s*")
    });
    let names = spaced.collect::<Vec<_>>().join("|");
    format!(r"[【\[〔<]\s*(?:{names})\s*[】\]〕>]|(?:{names})\s*[：:]")
}

#[cfg(test)]
mod tests {
    use super::super::is_markup;
    use super::*;

    fn edited(text: &str) -> String {
        Edits::made(text, |text, edits| edit(&fields(text), edits))
    }

    #[test]
    fn names_of_fields_go() {
        for (text, want) in [
            (
                "标题：读书节落幕\n作者：王平\n日期：2019-04-24\n正文：\n　　石桥县",
                "读书节落幕\n王平\n日期：2019-04-24\n\n　　石桥县",
            ),
            (
                "【标题】读书节落幕\n【副题】三万人走进书屋\n【正文】石桥县",
                "读书节落幕\n三万人走进书屋\n石桥县",
            ),
            (
                "标　题：读书节落幕\n作　者:王平\n版次：3\n\n　　石桥县",
                "读书节落幕\n王平\n版次：3\n\n　　石桥县",
            ),
        ] {
            assert_eq!(edited(text), want);
        }
    }

    /// The questions of an interview lost who asks.
    #[test]
    fn names_below_the_head_are_the_articles() {
        let text = "标题：读书的人\n作者：王平\n正文：\n石桥县读书节落幕。\n记者：您每天读多久的书？\n时间：9月11日";
        let want = "读书的人\n王平\n\n石桥县读书节落幕。\n记者：您每天读多久的书？\n时间：9月11日";
        assert_eq!(edited(text), want);
    }

    #[test]
    fn names_that_papers_print() {
        for text in [
            "读书节落幕\n作者：王平\n来源：新华社",
            "标题：不超过二十字\n字数：八百字",
            "主题：繼承人吵架之前\n講者：王平\n时间：6月9日\n地點：三樓",
            "题目：我与书\n要求：八百字以内\n来稿请寄本报",
            "【正文】石桥县",
            "内容：读书节落幕\n时间：4月24日\n地点：县图书馆",
            "标题党：一篇文章的写法\n作者：王平\n来源：新华社",
            // Below running text it is a notice.
            "征文启事\n本报举办征文比赛。\n标题：自拟，不超过二十字\n内容：写出真情",
            "标题：由机关名称和事由组成。\n正文：写明事由。",
        ] {
            assert_eq!(edited(text), text);
        }
    }

    #[test]
    fn what_the_audit_lets_go() {
        for text in [
            "标题：",
            "【正文】",
            "副题：\n作者：",
            "标 题：",
            "標題：\n責任者：",
            "=====\n【标题】",
        ] {
            assert!(is_markup(text), "{text}");
        }
        for text in ["日期：", "标题：读书节", "标题", "作者：王平", "标题党："]
        {
            assert!(!is_markup(text), "{text}");
        }
    }
}
