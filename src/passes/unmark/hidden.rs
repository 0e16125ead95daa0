//! What HTML has for browsers alone: `<head>`, `<style>`, `<script>`, with all that stands in them.
//!
//! Trap: a page may tell of `<style>`, or one that was never closed may have an article behind it. What holds running text
//! stays.

use crate::chars::is_han;
use std::ops::Range;

const NAMES: [&str; 3] = ["head", "style", "script"];

/// What is hidden holds no more ideographs beside its tags: a title, the names of fonts.
const MOST: usize = 60;

/// The hidden parts of a text, with their tags, in ascending order.
pub(super) fn hidden(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    // Names of which none closes from here on.
    let mut open = [false; NAMES.len()];
    let mut at = 0;
    while let Some(start) = memchr::memchr(b'<', &text.as_bytes()[at..]).map(|i| at + i) {
        at = start + 1;
        let begun = (0..NAMES.len()).find(|&i| !open[i] && is_tag(&text[at..], NAMES[i]));
        let Some(which) = begun else {
            continue;
        };
        let Some(end) = closes(text, at, NAMES[which]) else {
            open[which] = true;
            continue;
        };
        if is_hidden(&text[start..end], which) {
            found.push(start..end);
        }
        at = end;
    }
    found
}

/// The text without its hidden parts.
pub(super) fn without(text: &str) -> String {
    let mut rest = String::with_capacity(text.len());
    let mut at = 0;
    for range in hidden(text) {
        rest += &text[at..range.start];
        at = range.end;
    }
    rest + &text[at..]
}

/// Where the first tag that closes this name ends, from a place on.
fn closes(text: &str, from: usize, name: &str) -> Option<usize> {
    let mut tags = memchr::memmem::find_iter(&text.as_bytes()[from..], b"</");
    let start = from + tags.find(|&i| is_tag(&text[from + i + 2..], name))?;
    Some(start + text[start..].find('>')? + 1)
}

/// Whether a tag of this name begins here, behind its bracket.
fn is_tag(rest: &str, name: &str) -> bool {
    let own = rest.get(..name.len());
    own.is_some_and(|own| own.eq_ignore_ascii_case(name))
        && !rest[name.len()..].starts_with(|c: char| c.is_ascii_alphanumeric())
}

/// Whether an element is written for a browser: what it must have for one, and no running text beside its tags.
fn is_hidden(element: &str, which: usize) -> bool {
    const MUST: [&[char]; NAMES.len()] = [&['<'], &['{'], &['(', '=', '{']];
    let inside = element
        .split_once('>')
        .and_then(|(_, rest)| rest.rsplit_once("</"));
    let is_written =
        inside.is_none_or(|(inside, _)| inside.trim().is_empty() || inside.contains(MUST[which]));
    let pieces = || {
        element
            .split('<')
            .map(|piece| piece.rsplit('>').next().unwrap_or(piece))
    };
    let ideographs = pieces().flat_map(str::chars).filter(|&c| is_han(c)).count();
    is_written && ideographs <= MOST && !pieces().any(|piece| piece.contains('。'))
}

#[cfg(test)]
mod tests {
    use super::without;

    #[test]
    fn what_browsers_read() {
        for text in [
            "<head><title>石桥日报</title>\n<style>p {margin: 0}</style></head>",
            "<style>\n.a {font-family: 宋体}\n</STYLE>",
            "<Script type=\"text/javascript\">var a = 1 < 2;</script>",
        ] {
            assert_eq!(without(&format!("甲{text}乙")), "甲乙", "{text}");
        }
    }

    #[test]
    fn what_holds_running_text() {
        let prose = "石桥县第十七届读书节昨日在县图书馆落幕，".repeat(4);
        for text in [
            format!("<style>p{{}}\n{prose}\n<style>b{{}}</style>"),
            format!("<head>{prose}</head>"),
            format!("用<style>标签。{prose}\n用</style>收尾"),
            "可以用<style>标签。石桥县读书节落幕，记得用</style>收尾".to_owned(),
            "用<script>和</script>".to_owned(),
            "<head>甲".to_owned(),
            "<header>甲</header>".to_owned(),
            "3 < 5</style>".to_owned(),
        ] {
            assert_eq!(without(&text), text);
        }
    }
}
