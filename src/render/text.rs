//! An article as plain text.
//!
//! The headline lines (kicker, title, deck, byline) stand one below the other, then come the other
//! blocks with an empty line before each. The text ends in a line end; the `.txt` file and the `text` of
//! `articles.jsonl` are the same bytes.

use super::{Article, View};

/// The text of one article.
pub fn article(article: &Article<'_>) -> String {
    let mut out = String::with_capacity(pieces(article).map(str::len).sum());
    pieces(article).for_each(|piece| out.push_str(piece));
    out
}

/// The text of one article in pieces: its blocks and what stands between them.
pub(super) fn pieces<'a>(article: &'a Article<'_>) -> impl Iterator<Item = &'a str> {
    let mut head = true;
    let blocks = article.blocks.iter().enumerate();
    let blocks = blocks.flat_map(move |(i, block)| {
        let was_head = head;
        head = head && block.is_head();
        let between = match i {
            0 => "",
            _ if was_head && head => "\n",
            _ => "\n\n",
        };
        [between, block.text]
    });
    let last = article.blocks.last().map_or("", |b| b.text);
    let ended = last.is_empty() || last.ends_with('\n');
    let end = if ended { "" } else { "\n" };
    blocks.chain([end])
}

/// The start of a text, at most so many characters, and … where more follows: one line, `end` standing for its line ends.
pub fn excerpt(text: &str, most: usize, end: &str) -> String {
    let flat = text.replace(['\n', '\r'], end);
    match flat.char_indices().nth(most) {
        None => flat,
        Some((end, _)) => format!("{}…", &flat[..end]),
    }
}

/// Hundredths of a logarithm as a clue's weight or a margin is shown: with their sign.
pub fn logs(hundredths: i32) -> String {
    format!("{:+.2}", f64::from(hundredths) / 100.0)
}

/// The text of all articles, with two empty lines between them: inside an article there is never more
/// than one.
pub fn page(view: &View<'_>) -> String {
    let articles: Vec<String> = view.articles.iter().map(article).collect();
    articles.join("\n\n")
}
