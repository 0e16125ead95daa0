//! Rejoin the lines of a paragraph, a headline, a caption.
use crate::config::Settings;
use crate::page::{Page, Stage};

/// Joins every line that goes on with the one before.
pub fn run(page: &mut Page, _settings: &Settings) {
    let glue: Vec<Option<&'static str>> = (1..page.blocks().len())
        .map(|i| {
            let (a, b) = (&page.blocks()[i - 1], &page.blocks()[i]);
            (!b.opens()).then(|| {
                let left = page.str(a).chars().next_back();
                let right = page.str(b).chars().next();
                match (left, right) {
                    (Some(l), Some(r)) if l.is_ascii_alphabetic() && r.is_ascii_alphabetic() => " ",
                    _ => "",
                }
            })
        })
        .collect();
    page.join(|i| glue[i]);
    page.reach(Stage::Paragraphs);
}
