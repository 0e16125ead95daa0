//! Split the page into articles.
use crate::config::Settings;
use crate::page::{ArticleNote, Page, Stage};

/// Splits.
pub fn run(page: &mut Page, _settings: &Settings) {
    let article: Vec<Option<usize>> = page
        .blocks()
        .iter()
        .map(|b| (!b.kind().is_some_and(|k| k.is_furniture())).then_some(0))
        .collect();
    page.split(vec![ArticleNote { confidence: 0.5 }], |i| article[i]);
    page.reach(Stage::Articles);
}
