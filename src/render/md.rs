//! An article as Markdown: a front matter with the fields of its record, then its text.
//!
//! The front matter is YAML, each value written as JSON, which YAML contains; so no title, however odd,
//! can end it or be taken for a number. The text says what the plain text says when it is rendered: what
//! Markdown would take for markup is escaped. The title is a heading, a subhead one of the second level.

use super::{Article, View};
use crate::page::Kind;
use serde::Serialize;
use std::fmt::Write;

/// The Markdown of one article.
///
/// # Errors
///
/// None in practice: nothing that is written here can fail to be JSON.
pub fn article(view: &View<'_>, article: &Article<'_>) -> serde_json::Result<String> {
    let mut out = "---\n".to_owned();
    let texts = |kind| article.texts(kind).collect::<Vec<_>>();
    field(&mut out, "id", &view.id(article))?;
    field(&mut out, "source", &view.page.source().name)?;
    field(&mut out, "ordinal", &article.ordinal)?;
    field(&mut out, "title", &article.title())?;
    field(&mut out, "kicker", &texts(Kind::Kicker))?;
    field(&mut out, "deck", &texts(Kind::Deck))?;
    field(&mut out, "byline", &texts(Kind::Byline))?;
    field(&mut out, "paper", &view.paper)?;
    field(&mut out, "date", &view.date)?;
    field(&mut out, "flags", &article.flags)?;
    field(&mut out, "confidence", &article.confidence)?;
    out += "---\n";
    for block in &article.blocks {
        out += match block.kind {
            Kind::Title => "\n# ",
            Kind::Subhead => "\n## ",
            _ => "\n",
        };
        escape(&mut out, block.text);
        out.push('\n');
    }
    Ok(out)
}

fn field(out: &mut String, name: &str, value: &impl Serialize) -> serde_json::Result<()> {
    let json = serde_json::to_string(value)?;
    let _ = write!(out, "{name}: ");
    for c in json.chars() {
        // Characters that YAML does not allow, or takes for the end of a line.
        if matches!(
            c,
            '\u{7F}'..='\u{9F}' | '\u{2028}' | '\u{2029}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}'
        ) {
            let _ = write!(out, "\\u{:04x}", u32::from(c));
        } else {
            out.push(c);
        }
    }
    out.push('\n');
    Ok(())
}

/// Writes a text so that Markdown has nothing to say about it. A line end in it stays one.
fn escape(out: &mut String, text: &str) {
    for (i, line) in text.lines().enumerate() {
        let line = line.trim();
        if i > 0 {
            out.push_str("\\\n");
        }
        // A list is begun by a number with a dot; the mark after the number is what makes it one.
        let number = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        for (at, c) in line.char_indices() {
            let first = at == 0 && matches!(c, '#' | '>' | '-' | '+' | '=');
            let item = number > 0 && at == number && matches!(c, '.' | ')');
            let always = matches!(
                c,
                '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '&' | '~' | '|' | '$'
            );
            if first || item || always {
                out.push('\\');
            }
            out.push(c);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Pipeline;
    use pulldown_cmark::{Event, Options, Parser};

    /// What a reader of the rendered Markdown sees.
    fn rendered(markdown: &str) -> String {
        let mut seen = String::new();
        for event in Parser::new_ext(markdown, Options::all() - Options::ENABLE_SMART_PUNCTUATION) {
            match event {
                Event::Text(text) => seen += &text,
                Event::HardBreak => seen.push('\n'),
                Event::Start(_) | Event::End(_) => {}
                other => seen += &format!("{other:?}"),
            }
        }
        seen
    }

    #[test]
    fn what_looks_like_markup_is_text() {
        let cases = [
            "# 一",
            "- 一",
            "+ 一",
            "> 一",
            "===",
            "---",
            "1. 一",
            "12) 一",
            "*一*",
            "_一_",
            "a_b_c",
            "`一`",
            "[一](二)",
            "<b>一</b>",
            "<!-- 一",
            "&amp; &lt;",
            "AT&T",
            "\\*",
            "~~一~~",
            "|一|二|",
            "一|二\n-|-",
            "![一](二)",
            "    一",
            "一\n二\n# 三",
            "1998.01.02",
            "-5℃",
            "https://a.b/c_d_e",
            "10．一",
            "$1$",
            "——一",
        ];
        for text in cases {
            let mut out = String::new();
            escape(&mut out, text);
            let want: Vec<&str> = text.lines().map(str::trim).collect();
            assert_eq!(rendered(&out), want.join("\n"), "{text}: {out}");
        }
    }

    #[test]
    fn the_front_matter_holds_whatever_a_title_says() {
        let name = "a\": b\n---\n\u{85}\u{2028}\u{7F}#";
        let cleaned = Pipeline::default().run(
            name,
            "某市召开防汛会议\n本报讯（记者王小平）昨日上午，某市召\n开防汛工作会议。\n".as_bytes(),
        );
        let view = View::new(&cleaned);
        let markdown = article(&view, &view.articles[0]).expect("Markdown");
        let (front, _) = markdown[4..].split_once("\n---\n").expect("a front matter");
        let lines: Vec<(&str, &str)> = front
            .lines()
            .map(|l| l.split_once(": ").expect("a field"))
            .collect();
        let names: Vec<&str> = lines.iter().map(|l| l.0).collect();
        assert_eq!(
            names,
            [
                "id",
                "source",
                "ordinal",
                "title",
                "kicker",
                "deck",
                "byline",
                "paper",
                "date",
                "flags",
                "confidence"
            ]
        );
        let source: String = serde_json::from_str(lines[1].1).expect("JSON");
        assert_eq!(source, name);
        assert!(!front.contains(['\u{85}', '\u{2028}', '\u{7F}']));
    }
}
