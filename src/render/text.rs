//! An article as plain text.
//!
//! The headline lines (kicker, title, deck, byline) stand one below the other, then come the other
//! blocks with an empty line before each. The text ends in a line end; the `.txt` file and the `text` of
//! `articles.jsonl` are the same bytes.

use super::{Article, View};

/// The text of one article.
pub fn article(article: &Article<'_>) -> String {
    let length = article.blocks.iter().map(|b| b.text.len() + 2).sum();
    let mut out = String::with_capacity(length);
    let mut head = true;
    for (i, block) in article.blocks.iter().enumerate() {
        let was_head = head;
        head = head && block.is_head();
        if i > 0 {
            out.push_str(if was_head && head { "\n" } else { "\n\n" });
        }
        out.push_str(block.text);
    }
    if !out.is_empty() && !out.ends_with('\n') {
        out.push('\n');
    }
    out
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
