//! The lines of `articles.jsonl` and `pages.jsonl`.
//!
//! The fields are those that the README lists, in its order. A line holds no time, path or machine, so
//! the same input gives the same bytes everywhere.
//!
//! JSON is written by hand here: most of it is long texts in which hardly a character is to be escaped.

use super::{Article, Entry, View, line_ends, text};
use crate::page::{Kind, Page};
use std::cell::LazyCell;
use std::fmt::Write;
use std::ops::Range;

/// A line of `articles.jsonl`, with its line end.
pub fn article(view: &View<'_>, article: &Article<'_>) -> String {
    let mut line = String::new();
    add_article(&mut line, view, article);
    line
}

/// Adds the same to others.
pub fn add_article(lines: &mut String, view: &View<'_>, article: &Article<'_>) {
    let text: usize = article.blocks.iter().map(|b| b.text.len()).sum();
    lines.reserve(2 * text + text / 4 + 128 * article.blocks.len() + 512);
    let mut out = Json(lines);
    out.object(|out| {
        out.field("id").text(&view.id(article));
        out.field("source").text(&view.page.source().name);
        out.field("ordinal").number(article.ordinal);
        out.field("title").text_or_null(article.title().as_deref());
        for kind in [Kind::Kicker, Kind::Deck, Kind::Byline] {
            out.field(kind.name());
            out.list(article.texts(kind), Json::text);
        }
        out.field("paper").text_or_null(view.paper.as_deref());
        out.field("date").text_or_null(view.date.as_deref());
        out.field("text").text_of(text::pieces(article));
        out.field("blocks");
        blocks(out, view.page, &article.blocks);
        out.field("flags");
        out.list(&article.flags, |out, flag| out.text(flag));
        out.field("confidence").real(article.confidence);
    });
    out.0.push('\n');
}

/// The line of `pages.jsonl`, with its line end. Decisions with a margin below `unsure_below` are listed.
pub fn page(view: &View<'_>, unsure_below: i32) -> String {
    let source = view.page.source();
    let unsure = view
        .page
        .decisions()
        .iter()
        .filter(|d| d.margin < unsure_below);
    // Once for all decisions; each from the top would cost a long page the square of its length.
    let ends = LazyCell::new(|| line_ends(&source.text).collect::<Vec<usize>>());
    let mut line = String::with_capacity(2048);
    let mut out = Json(&mut line);
    out.object(|out| {
        out.field("source").text(&source.name);
        out.field("sha256").text(&source.sha256);
        out.field("bytes").number(source.bytes);
        out.field("encoding").text(source.encoding);
        out.field("malformed").number(source.malformed_count);
        out.field("articles").number(view.articles.len());
        out.field("furniture");
        blocks(out, view.page, &view.furniture);
        out.field("removed");
        out.list(removed(view.page), |out, (place, why)| {
            out.object(|out| {
                span(out.field("span"), place);
                out.field("why").text(why);
            });
        });
        out.field("unsure");
        out.list(unsure, |out, decision| {
            let line = |at: usize| 1 + ends.partition_point(|&end| end < at);
            out.object(|out| {
                out.field("line").number(line(decision.at));
                out.field("what").text(decision.what.word);
                if let Some(of) = decision.what.of {
                    out.field("of").number(line(of));
                }
                out.field("instead").text(decision.instead.word);
                if let Some(of) = decision.instead.of {
                    out.field("instead_of").number(line(of));
                }
                out.field("margin").number(decision.margin);
            });
        });
        out.field("warnings");
        out.list(&view.warnings, |out, warning| {
            out.object(|out| {
                out.field("what").text(warning.what);
                if let Some(line) = warning.line {
                    out.field("line").number(line);
                }
                if let Some(note) = &warning.note {
                    out.field("note").text(note);
                }
            });
        });
    });
    out.0.push('\n');
    line
}

fn blocks(out: &mut Json<'_>, page: &Page, entries: &[Entry<'_>]) {
    out.list(entries, |out, entry| {
        out.object(|out| {
            out.field("kind").text(entry.kind.name());
            out.field("text").text(entry.text);
            out.field("spans").list(entry.spans(page), span);
        });
    });
}

fn span(out: &mut Json<'_>, range: Range<usize>) {
    out.list([range.start, range.end], Json::number);
}

/// What left the page and is not white space, in the order of the page; neighbours of one kind are one.
fn removed(page: &Page) -> Vec<(Range<usize>, &'static str)> {
    let source = page.source().text.as_str();
    let mut all: Vec<_> = page
        .removed()
        .iter()
        .filter(|r| !source[r.span.clone()].trim().is_empty())
        .collect();
    all.sort_by_key(|r| (r.span.start, r.span.end));
    let mut out: Vec<(Range<usize>, &'static str)> = Vec::with_capacity(all.len());
    for r in all {
        match out.last_mut() {
            Some((last, why)) if last.end == r.span.start && *why == r.why.name() => {
                last.end = r.span.end;
            }
            _ => out.push((r.span.clone(), r.why.name())),
        }
    }
    out
}

/// JSON on its way.
struct Json<'o>(&'o mut String);

impl Json<'_> {
    /// An object of the fields that are written.
    fn object(&mut self, fields: impl FnOnce(&mut Self)) {
        self.0.push('{');
        fields(self);
        self.0.push('}');
    }

    /// The name of a field of an object; its value is to follow.
    fn field(&mut self, name: &str) -> &mut Self {
        if !self.0.ends_with('{') {
            self.0.push(',');
        }
        // Names are plain.
        self.0.push('"');
        self.0.push_str(name);
        self.0.push_str("\":");
        self
    }

    fn list<T>(&mut self, items: impl IntoIterator<Item = T>, write: impl Fn(&mut Self, T)) {
        self.0.push('[');
        for (i, item) in items.into_iter().enumerate() {
            if i > 0 {
                self.0.push(',');
            }
            write(self, item);
        }
        self.0.push(']');
    }

    fn number(&mut self, number: impl itoa::Integer) {
        self.0.push_str(itoa::Buffer::new().format(number));
    }

    /// A number that has no more digits than are to be shown.
    fn real(&mut self, number: f64) {
        let _ = write!(self.0, "{number:?}");
    }

    fn text_or_null(&mut self, text: Option<&str>) {
        match text {
            Some(text) => self.text(text),
            None => self.0.push_str("null"),
        }
    }

    fn text(&mut self, text: &str) {
        self.text_of([text]);
    }

    /// A text that is there in pieces.
    fn text_of<'t>(&mut self, pieces: impl IntoIterator<Item = &'t str>) {
        self.0.push('"');
        for piece in pieces {
            self.escaped(piece);
        }
        self.0.push('"');
    }

    fn escaped(&mut self, text: &str) {
        let mut rest = text;
        loop {
            let (plain, from) = rest.split_at(plain(rest.as_bytes()));
            self.0.push_str(plain);
            let Some(&escaped) = from.as_bytes().first() else {
                break;
            };
            let _ = match escaped {
                b'"' => self.0.write_str("\\\""),
                b'\\' => self.0.write_str("\\\\"),
                b'\n' => self.0.write_str("\\n"),
                b'\r' => self.0.write_str("\\r"),
                b'\t' => self.0.write_str("\\t"),
                8 => self.0.write_str("\\b"),
                12 => self.0.write_str("\\f"),
                control => write!(self.0, "\\u{control:04x}"),
            };
            rest = &from[1..];
        }
    }
}

/// How many bytes at the beginning of a text stand as they are.
fn plain(bytes: &[u8]) -> usize {
    /// So many bytes are looked at together.
    const ROW: usize = 32;
    let escaped = |&b: &u8| b < b' ' || b == b'"' || b == b'\\';
    let clean = |row: &[u8; ROW]| !row.iter().fold(false, |any, b| any | escaped(b));
    let (rows, rest) = bytes.as_chunks::<ROW>();
    let rows = rows.iter().take_while(|row| clean(row)).count();
    let from = rows * ROW;
    // The last row once more, for what is left over after it.
    if from + rest.len() == bytes.len() && bytes.last_chunk().is_some_and(clean) {
        return bytes.len();
    }
    let found = bytes[from..].iter().position(escaped);
    found.map_or(bytes.len(), |i| from + i)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_those_of_serde_json() {
        let controls: String = ('\0'..='\u{A0}').collect();
        let long = "一二三四五六七八九十，\u{2028}".repeat(9);
        for text in [
            "",
            "\"",
            "\\",
            "a\nb",
            &controls,
            &long,
            &format!("{long}\n{long}\""),
        ] {
            let mut json = String::new();
            Json(&mut json).text(text);
            assert_eq!(json, serde_json::to_string(text).expect("JSON"));
        }
    }

    #[test]
    fn reals_are_those_of_serde_json() {
        for hundredths in 0..=100 {
            let real = (f64::from(hundredths) / 100.0 * 100.0).round() / 100.0;
            let mut json = String::new();
            Json(&mut json).real(real);
            assert_eq!(json, serde_json::to_string(&real).expect("JSON"));
        }
    }
}
