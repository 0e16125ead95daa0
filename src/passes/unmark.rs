//! Take the marks of Markdown, HTML and LaTeX away.
//!
//! Page parsers and vision models write more than the page has: `**bold**`, tables of HTML, numbers as formulas,
//! `$1 3 0$`, escaped marks, fences around it all. What they say of the text becomes text (the rows of a table, ① of
//! `\textcircled{1}`), the rest goes and is listed as removed. Marks of headings stay: [`lines`](super::lines) reads
//! how deep a heading is.
//!
//! Trap: papers print stars and dollars, too. `136****2207` hides digits, `$100` is a price. And what only Markdown has is
//! taken for it on pages of Markdown alone: those with a line that is a heading, bold, or an image.

mod escaped;
mod formula;
mod hidden;
mod html;
mod records;
mod stars;

use crate::audit::is_content;
use crate::chars;
use crate::chars::folding::{Fold, fold};
use crate::evidence::patterns::breaks::is_drawn;
use crate::page::{Page, Stage};
use crate::passes::lines::heading;
use crate::text::{Edits, Why};
use regex::Regex;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

/// Image links, comments and tags of HTML, and those of readers that say where a text stood: <|ref|>title<|/ref|>.
const TAGS: &str = r"(?i:<!doctype\b[^<>\n]*>)|<\|ref\|>(?:[a-z_]+<\|/ref\|>)?|<\|det\|>[\[\]\d., ]*<\|/det\|>|<\|/?[a-z_]{1,20}\|>|!\[[^\[\]\n]*\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)?\)|<!--[^<>\n]*-->|</?(?i:br|hr|p|div|span|img|a|b|i|u|s|em|del|ins|pre|code|link|meta|nav|aside|time|label|details|summary|strong|font|small|big|mark|sup|sub|center|table|caption|thead|tbody|tfoot|tr|td|th|ul|ol|li|dl|dt|dd|h[1-6]|figure|figcaption|header|footer|main|section|article|blockquote|html|head|body|page_number|watermark|signature)\b[^<>\n]*>";

static MARKUP: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(&format!("{TAGS}|&#?[A-Za-z0-9]+;")).expect("a valid pattern"));

/// What else is markup and has letters: commands of LaTeX, links, the language of a fence, where the pages of a file part,
/// the names of fields.
static OTHER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        r"&(?:{names}|#\d+|#[xX][0-9A-Fa-f]+);|\\u(?:3000|00[aA]0)|\\[A-Za-z]+|\]\([\x21-\x28\x2A-\x7E]*\)|```[A-Za-z]*|[Pp][Aa][Gg][Ee][ :]*\d+(?: *(?:of|/) *\d+)?|第 *\d+ *页(?:[ /，,、]*共 *\d+ *页)?|共 *\d+ *页[ /，,、]*第 *\d+ *页|\{{\d+\}}-|{fields}",
        names = ENTITIES.map(|(name, _)| name).join("|"),
        fields = records::names()
    ))
    .expect("a valid pattern")
});

static TAG: LazyLock<Regex> = LazyLock::new(|| Regex::new(TAGS).expect("a valid pattern"));

/// The entities that make tags and other entities, and the line ends that may stand in what was joined.
static WITHIN: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"&(?:lt|gt|amp);|\n").expect("a valid pattern"));

/// Entities of HTML, and the character each is. None is a letter, so none is made up.
const ENTITIES: [(&str, &str); 26] = [
    ("nbsp", " "),
    ("ensp", " "),
    ("emsp", " "),
    ("thinsp", " "),
    ("amp", "&"),
    ("lt", "<"),
    ("gt", ">"),
    ("quot", "\""),
    ("apos", "'"),
    ("ldquo", "“"),
    ("rdquo", "”"),
    ("lsquo", "‘"),
    ("rsquo", "’"),
    ("laquo", "《"),
    ("raquo", "》"),
    ("mdash", "—"),
    ("ndash", "–"),
    ("hellip", "…"),
    ("middot", "·"),
    ("bull", "•"),
    ("times", "×"),
    ("divide", "÷"),
    ("plusmn", "±"),
    ("deg", "°"),
    ("yen", "¥"),
    ("permil", "‰"),
];

/// Takes the marks of a page away, whose lines are not yet cut, or of its blocks; whether there were any.
pub fn run(page: &mut Page) -> bool {
    let markdown = is_markdown(page.text().as_str());
    let has = |page: &Page, marks: &[&[u8]]| {
        let bytes = page.text().as_str().as_bytes();
        marks
            .iter()
            .any(|mark| memchr::memmem::find(bytes, mark).is_some())
    };
    let recorded = has(page, &records::TITLES);
    if !markdown && !recorded && !may_be_marked(page.text().as_str().as_bytes()) {
        return false;
    }
    let mut found = false;
    // Later its lines are cut, and there are no others to make.
    let whole = page.stage() == Stage::Text;
    if whole && has(page, &[b"\\n"]) {
        found |= page.edit(|_, text, edits| escaped::edit(text, edits));
    }
    if has(page, &[b"</"]) {
        found |= page.edit(|_, text, edits| {
            for range in hidden::hidden(text) {
                edits.delete(range, Why::Markup);
            }
        });
    }
    if has(page, &[b"</", b"<h", b"<t", b"<b", b"<H", b"<T", b"<B"]) {
        found |= page.edit(|_, text, edits| html::edit(text, edits));
    }
    if has(
        page,
        &[b"<", b"&", b"![", b"==", b"```", b"[P", b"[p", b"***"],
    ) || has(page, &RULES)
        || markdown
    {
        found |= page.edit(|_, text, edits| marks(text, markdown, edits));
    }
    if has(page, &[b"$", b"\\(", b"\\["]) {
        found |= page.edit(|_, text, edits| formula::edit(text, edits));
    }
    if has(page, &[b"**"]) || markdown && has(page, &[b"*"]) {
        found |= page.edit(|_, text, edits| stars::edit(text, markdown, edits));
    }
    if markdown && has(page, &[b"\\", b"]("]) {
        found |= page.edit(|_, text, edits| escapes(text, edits));
    }
    // Their names may be bold, and their lines written out.
    if recorded && whole {
        found |= records::run(page);
    }
    found
}

/// What rules are drawn with, and comments begin with.
const RULES: [&[u8]; 10] = [
    "＊＊".as_bytes(),
    "＝＝".as_bytes(),
    "－－".as_bytes(),
    b"--",
    b"__",
    b"~~",
    "———".as_bytes(),
    "──".as_bytes(),
    "━━".as_bytes(),
    "══".as_bytes(),
];

/// Whether a text has a character that marks begin with: most have none.
fn may_be_marked(bytes: &[u8]) -> bool {
    memchr::memchr3(b'<', b'&', b'$', bytes).is_some()
        || memchr::memchr3(b'*', b'\\', b'`', bytes).is_some()
        || memchr::memchr2(b'[', b'=', bytes).is_some()
        || RULES
            .iter()
            .any(|rule| memchr::memmem::find(bytes, rule).is_some())
}

/// Lines that are nothing but marks, and marks within lines that stand for themselves.
fn marks(text: &str, markdown: bool, edits: &mut Edits) {
    for line in chars::lines(&text.as_bytes()[..front_matter(text)]) {
        let row = text[line.clone()].trim_end().len();
        edits.delete(line.start..line.start + row, Why::Markup);
    }
    for line in chars::lines(text.as_bytes()) {
        let rest = text[line.clone()].trim_start();
        let all = rest.trim_end();
        let start = line.end - rest.len();
        let body = start..start + all.len();
        if is_fence(all)
            || is_drawn(all)
            || is_long_rule(all)
            || markdown && (is_rule(all) || is_rule_of_table(all))
        {
            edits.delete(body, Why::Markup);
            continue;
        }
        if markdown && let Some(quoted) = all.strip_prefix("> ").or((all == ">").then_some("")) {
            edits.delete(body.start..body.end - quoted.len(), Why::Markup);
        }
        if !may_have(all.as_bytes()) {
            continue;
        }
        for found in MARKUP.find_iter(all) {
            let (from, to) = (body.start + found.start(), body.start + found.end());
            let mut buffer = [0; 4];
            match found.as_str().strip_prefix('&') {
                None => edits.delete(from..to, Why::Markup),
                Some(name) => {
                    if let Some(is) = entity(name, &mut buffer) {
                        // Not in its place: a space does not stand for the letters of `&nbsp;`.
                        edits.delete(from..to, Why::Markup);
                        edits.insert(to, is, Why::Markup);
                    }
                }
            }
        }
    }
}

/// Whether a line may have what [`MARKUP`] begins with.
fn may_have(line: &[u8]) -> bool {
    memchr::memchr3(b'<', b'&', b'!', line).is_some()
}

/// The character that an entity is, by its name and the semicolon; none if it is a letter, which would be made up.
fn entity<'b>(name: &str, buffer: &'b mut [u8; 4]) -> Option<&'b str> {
    let name = name.strip_suffix(';')?;
    let Some(number) = name.strip_prefix('#') else {
        let (_, is) = ENTITIES.iter().find(|(entity, _)| *entity == name)?;
        return Some(is);
    };
    let number = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    let c = char::from_u32(number).filter(|&c| !is_content(c) && !c.is_control())?;
    Some(if c.is_whitespace() {
        " "
    } else {
        c.encode_utf8(buffer)
    })
}

/// The bytes of what some programs write before the page, about it: lines of ASCII between two of three hyphens.
fn front_matter(text: &str) -> usize {
    let Some(rest) = text.strip_prefix("---\n") else {
        return 0;
    };
    let mut at = text.len() - rest.len();
    for line in chars::lines(rest.as_bytes()) {
        let line = &rest[line];
        at += line.len();
        match line.trim_end() {
            "---" => return at - (line.len() - line.trim_end().len()),
            row if row.is_ascii() && row.contains(": ") => {}
            _ => return 0,
        }
    }
    0
}

/// Backslashes before marks that stand for themselves, and links around their text.
fn escapes(text: &str, edits: &mut Edits) {
    /// An address is no longer (bytes).
    const LONGEST: usize = 500;
    let bytes = text.as_bytes();
    let mut link = None;
    let mut at = 0;
    while let Some(i) = memchr::memchr3(b'\\', b'[', b']', &bytes[at..]).map(|i| at + i) {
        at = i + 1;
        match bytes[i..] {
            [b'\\', mark, ..] if mark.is_ascii_punctuation() => {
                edits.delete(i..i + 1, Why::Markup);
                at = i + 2;
            }
            [b'[', ..] => link = Some(i),
            [b']', b'(', ..] if link.is_some() => {
                let near = &bytes[i + 2..bytes.len().min(i + 2 + LONGEST)];
                let target = near
                    .iter()
                    .take_while(|b| b.is_ascii_graphic() && **b != b')');
                let end = i + 2 + target.count();
                let is_line = |from: usize| memchr::memchr(b'\n', &bytes[from..i]).is_none();
                if let Some(from) = link.take()
                    && end > i + 2
                    && bytes.get(end) == Some(&b')')
                    && is_line(from)
                    && edits.last_end() <= from
                {
                    edits.delete(from..from + 1, Why::Markup);
                    edits.delete(i..end + 1, Why::Markup);
                    at = end + 1;
                }
            }
            _ => link = None,
        }
    }
}

/// Whether a text has lines that Markdown has and the text of a paper has not.
fn is_markdown(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr3(b'#', b'*', b'!', bytes).is_some()
        && chars::lines(bytes).any(|line| {
            let line = text[line].trim();
            heading(line).0 > 0 || is_bold(line) || line.starts_with("![") && line.contains("](")
        })
}

/// Whether a line is wrapped in marks of bold.
fn is_bold(line: &str) -> bool {
    line.starts_with("**") && line.ends_with("**") && line.contains(|c| !matches!(c, '*' | ' '))
}

/// Whether a line is the fence of a block of code, which some models put around a page.
fn is_fence(line: &str) -> bool {
    line.strip_prefix("```")
        .is_some_and(|language| language.bytes().all(|b| b.is_ascii_alphabetic()))
}

/// Whether a line is a rule of Markdown: ---, ***, ___, with or without spaces.
fn is_rule(line: &str) -> bool {
    /// A rule has so many marks at least.
    const SHORT: usize = 3;
    let mut marks = line.chars().filter(|c| !c.is_whitespace());
    let Some(mark @ ('-' | '*' | '_')) = marks.next() else {
        return false;
    };
    let mut count = 1;
    marks.inspect(|_| count += 1).all(|c| c == mark) && count >= SHORT
}

/// Whether a line is nothing but a rule that is drawn, which papers print no shorter: =====, ———————.
fn is_long_rule(line: &str) -> bool {
    /// A rule has so many marks at least.
    const LONG: usize = 5;
    let mark = line.chars().next().unwrap_or_default();
    "-=_*~—─━═＊＝－".contains(mark)
        && line.chars().all(|c| c == mark)
        && line.chars().nth(LONG - 1).is_some()
}

/// Whether a line is what Markdown has between the head of a table and its rows: |---|:-:|.
fn is_rule_of_table(line: &str) -> bool {
    line.starts_with('|')
        && line.contains("--")
        && line.bytes().all(|b| matches!(b, b'|' | b'-' | b':' | b' '))
}

/// Where in the source marks of bold end, in ascending order.
pub(super) fn ends_of_bold(page: &Page) -> Vec<usize> {
    let source = page.source().text.as_str();
    let removed = page.removed().iter().map(|r| &r.span);
    let bold = removed.filter(|span| source[(*span).clone()].ends_with("**"));
    let mut ends: Vec<usize> = bold.map(|span| span.end).collect();
    ends.sort_unstable();
    ends
}

/// Whether a text that holds content is nothing but markup; the audit asks.
pub(crate) fn is_markup(text: &str) -> bool {
    // The pass saw it folded. A full-width bracket ends no mark, the small form of one does.
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        match fold(c) {
            Fold::To(to) => folded.push(to),
            _ if c.nfkc().all(|c| c.is_ascii_alphanumeric()) => folded.extend(c.nfkc()),
            _ => folded.push(c),
        }
    }
    // What stands before a page, without its line ends.
    if let Some((before, rest)) = folded.strip_prefix("---").and_then(|f| f.split_once("---"))
        && before.is_ascii()
        && before.contains(": ")
    {
        folded = rest.to_owned();
    }
    // What one mark leaves may be part of another: `&lt;b&gt;` is a tag, `!<br>[甲](a)` an image.
    folded = hidden::without(&folded);
    while folded.contains(is_content) {
        let mut rest = TAG.replace_all(&folded, "");
        let plain;
        if rest == folded {
            plain = WITHIN.replace_all(&folded, |entity: &regex::Captures<'_>| match &entity[0] {
                "&lt;" => "<",
                "&gt;" => ">",
                "&amp;" => "&",
                _ => " ",
            });
            rest = TAG.replace_all(&plain, "");
            if rest == plain {
                rest = OTHER.replace_all(&plain, "");
            }
        }
        if rest == folded {
            return false;
        }
        folded = rest.into_owned();
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::Layout;
    use crate::passes::{audited, lines};

    fn page(text: &str) -> Page {
        let unmark = |page: &mut Page| {
            run(page);
        };
        audited(text, &[unmark, lines::run])
    }

    fn texts(text: &str) -> Vec<String> {
        let page = page(text);
        let blocks = page.blocks().iter();
        blocks.map(|b| page.str(b).to_owned()).collect()
    }

    /// One thing that was read about every line.
    fn read<T>(text: &str, what: impl Fn(&Layout) -> T) -> Vec<T> {
        let page = page(text);
        page.blocks().iter().map(|b| what(&b.layout)).collect()
    }

    #[test]
    fn bold_lines() {
        let text = "**标题**\n正文\n**半行**粗\n正**文**";
        assert_eq!(texts(text), ["标题", "正文", "半行粗", "正文"]);
        assert_eq!(read(text, |l| l.bold), [true, false, true, false]);
    }

    #[test]
    fn what_goes() {
        let cases = [
            ("![图 1](images/1.jpg)甲", "甲"),
            ("甲\n<br>", "甲"),
            ("# 甲<br>乙", "甲乙"),
            ("# 甲<br />乙", "甲乙"),
            ("<p align=\"center\">甲</p>", "甲"),
            ("<!-- 第一版 -->甲", "甲"),
            ("<!--甲&gt;-->乙", "乙"),
            ("<sup>①</sup>3", "①3"),
            (
                "<!DOCTYPE html>\n<html><head><title>某报</title>\n<style>p {margin: 0}</style></head>\n<body>甲</body>",
                "甲",
            ),
            (
                "<script type=\"text/javascript\">\nvar a = 1 < 2;\n</script>甲",
                "甲",
            ),
            ("<td>甲</td><td>乙</td>", "甲乙"),
            ("甲&nbsp;乙", "甲 乙"),
            ("A&amp;B &lt;甲&gt;&ldquo;乙&rdquo;", "A&B <甲>“乙”"),
            ("甲&#8212;&#x2014;乙", "甲——乙"),
            ("甲&amp;nbsp;乙", "甲&nbsp;乙"),
            ("---\nis_table: False\n---\n\n![图](a.png)\n甲", "甲"),
            ("```markdown\n甲\n```", "甲"),
            (
                "<|ref|>title<|/ref|><|det|>[[12, 5, 30, 9]]<|/det|>甲",
                "甲",
            ),
            ("<|ref|>甲<|/ref|><|det|>[[12,5,30,9]]<|/det|>", "甲"),
            ("<|md_end|>甲", "甲"),
            (r"甲\u3000乙\n", "甲 乙"),
            ("共$1 3 0$起", "共130起"),
            ("--- Page 2 ---\n甲", "甲"),
            ("甲\n===== 第6页 =====", "甲"),
            ("甲\n--------------", "甲"),
            ("=====\n甲", "甲"),
            ("甲\n————————", "甲"),
            ("甲\n＊＊＊＊＊＊", "甲"),
            ("---\nprimary_language: zh\nis_table: False\n---\n甲", "甲"),
        ];
        for (text, left) in cases {
            assert_eq!(texts(text), [left], "{text}");
        }
    }

    #[test]
    fn what_goes_in_markdown_only() {
        for (line, left) in [
            (r"0371\-65\*\*\*\*12", "0371-65****12"),
            (r"1\. 甲\_乙", "1. 甲_乙"),
            ("见[甲](https://example.com/a?b=1)乙", "见甲乙"),
            ("> 甲", "甲"),
            ("*甲*", "甲"),
        ] {
            assert_eq!(texts(&format!("# 题\n{line}")), ["题", left]);
            assert_eq!(texts(&format!("题\n{line}")), ["题", line]);
        }
    }

    #[test]
    fn what_looks_like_markup_and_is_none() {
        for text in [
            "3<5，7>2",
            "A<B",
            "<某报>记者",
            "<本报讯>",
            "[1]注",
            "甲*乙",
            "*注：见二版",
            "AT&T公司",
            "R&D",
            "&copy;甲",
            "&#20013;",
            "！[图]（说明）",
            "5 * 3 = 15",
            "<<",
            "!!",
            "136****2207",
            "$100",
            "``甲``",
            "---\n甲: 乙\n---",
            "甲\n——\n乙",
            "甲\n……………\n乙",
            "——————甲",
            "* * * * *",
        ] {
            assert_eq!(texts(text).join("\n"), text);
        }
        for line in ["[1]（甲）", "[甲](乙)", ">甲", r"甲\乙", "[甲]", "]("] {
            assert_eq!(texts(&format!("# 题\n{line}")), ["题", line]);
        }
    }

    /// A rule was a paragraph of its own, made a dash.
    #[test]
    fn rules_of_markdown() {
        for rule in ["---", "***", "___", "- - -", "* * *", "-----", "|---|:-:|"] {
            for page in ["## 甲\n{}\n乙", "**甲**\n\n{}\n乙"] {
                let page = page.replace("{}", rule);
                assert_eq!(texts(&page), ["甲", "乙"], "{page}");
            }
        }
        assert_eq!(read("## 甲\n---\n乙", |l| l.line), [1, 3]);
        // No rules, or on no page of Markdown.
        for line in ["--", "-*-", "——", "———", "- 甲", "-1-", "| 甲 |"] {
            assert_eq!(texts(&format!("# 甲\n{line}")), ["甲", line]);
        }
        assert_eq!(texts("甲\n---\n乙"), ["甲", "---", "乙"]);
    }

    #[test]
    fn a_line_of_marks_alone_goes() {
        assert_eq!(texts("甲\n![](a.png)\n乙\n<br>\n"), ["甲", "乙"]);
        assert_eq!(read("甲\n![](a.png)\n乙", |l| l.line), [1, 3]);
    }

    #[test]
    fn lines_that_html_makes_have_the_numbers_of_the_source() {
        let text = "甲\n<table><tr><td>乙</td></tr><tr><td>丙</td></tr></table>\n丁\n<h2>戊</h2><p>己</p>\n庚";
        assert_eq!(
            texts(text),
            ["甲", "| 乙 |", "| 丙 |", "丁", "戊", "己", "庚"]
        );
        assert_eq!(read(text, |l| l.line), [1, 2, 2, 3, 4, 4, 5]);
        assert_eq!(read(text, |l| l.level), [0, 0, 0, 0, 2, 0, 0]);
        let text = "甲<br>乙<br><br>丙\n丁";
        assert_eq!(texts(text), ["甲", "乙", "丙", "丁"]);
        assert_eq!(read(text, |l| l.line), [1, 1, 1, 2]);
        assert_eq!(read(text, |l| l.blanks), [0, 0, 1, 0]);
        let text = "<table>\n<tr>\n<td>乙</td>\n<td>丙</td>\n</tr>\n</table>\n丁";
        assert_eq!(texts(text), ["| 乙 | 丙 |", "丁"]);
        assert_eq!(read(text, |l| l.line)[1], 7);
    }
}
