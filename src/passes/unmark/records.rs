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
//! Trap: a paper prints 作者：王平, too, and 来源：新华社. A page is one of records if a title is named, and a text below it
//! or two more fields of that title.

use crate::chars;
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
/// The text of a title that is named stands no more lines below it.
const NEAR: usize = 12;

/// A line that begins with the name of a field.
#[derive(Clone, Copy)]
struct Field {
    /// Its line, of those that are not empty.
    line: usize,
    /// Where in the text its name begins and ends, with the colon.
    name: (usize, usize),
    kind: Kind,
}

/// Takes the names of fields away, if a page has records.
pub(super) fn edit(text: &str, edits: &mut Edits) {
    let fields = fields(text);
    if !has_records(&fields) {
        return;
    }
    for field in fields.iter().filter(|field| field.kind != Kind::Other) {
        edits.delete(field.name.0..field.name.1, Why::Markup);
    }
}

fn fields(text: &str) -> Vec<Field> {
    let mut fields = Vec::new();
    let mut line = 0;
    for range in chars::lines(text.as_bytes()) {
        let row = &text[range.clone()];
        let begins = row.trim_start();
        if begins.is_empty() {
            continue;
        }
        if let Some((length, kind)) = named(begins) {
            let start = range.end - begins.len();
            fields.push(Field {
                line,
                name: (start, start + length),
                kind,
            });
        }
        line += 1;
    }
    fields
}

/// Whether some fields are those of records: a title, and near it a text, or two more of other kinds.
fn has_records(fields: &[Field]) -> bool {
    fields.iter().enumerate().any(|(i, title)| {
        let own = fields[i + 1..].iter().take_while(|f| f.kind != Kind::Title);
        let near: Vec<_> = own.take_while(|f| f.line <= title.line + NEAR).collect();
        title.kind == Kind::Title && (near.iter().any(|f| f.kind == Kind::Body) || near.len() > 1)
    })
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

/// Where in the source the fields begin whose names were taken away, in ascending order, and what each is.
pub(in crate::passes) fn named_fields(page: &Page) -> Vec<(usize, Kind)> {
    let source = page.source().text.as_str();
    let removed = page.removed().iter().filter(|r| r.why == Why::Markup);
    let mut fields: Vec<_> = removed
        .filter_map(|removed| {
            // A name that was spaced out is removed piece by piece; the last one ends it.
            let end = removed.span.end;
            let start = source[..end].rfind('\n').map_or(0, |i| i + 1);
            let line = source[start..].trim_start();
            let (length, kind) = named(line)?;
            let rest = &line[length..];
            let ends = source.len() - rest.len() == end;
            let value = rest.trim_start();
            // One that is empty stands before another.
            (ends && named(value).is_none()).then_some((source.len() - value.len(), kind))
        })
        .collect();
    fields.sort_unstable_by_key(|&(at, _)| at);
    fields
}

/// Whether a line of a page of records tells where a text was printed.
pub(in crate::passes) fn tells_of_print(line: &str) -> bool {
    named(line).is_some_and(|(_, kind)| kind == Kind::Other)
}

#[cfg(test)]
mod tests {
    use super::super::is_markup;
    use super::*;

    fn edited(text: &str) -> String {
        Edits::made(text, edit)
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
