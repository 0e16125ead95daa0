//! The whole pipeline on raw bytes: no panic, no fault of the audit, every span on character boundaries,
//! and what came out can be written.

#![no_main]

use cleaner::render::{View, json, text};
use cleaner::{Cleaned, Pipeline};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static WHOLE: LazyLock<Pipeline> = LazyLock::new(Pipeline::default);

fuzz_target!(|raw: &[u8]| {
    let cleaned: Cleaned = WHOLE.run("page.txt", raw);
    assert!(cleaned.faults.is_empty(), "{:?}", cleaned.faults);
    let source = cleaned.page.source().text.as_str();
    let view = View::new(&cleaned);
    for article in &view.articles {
        assert!(!text::article(article).is_empty());
        is_json(&json::article(&view, article));
    }
    let blocks = view.articles.iter().flat_map(|a| &a.blocks);
    for span in blocks
        .chain(&view.furniture)
        .flat_map(|b| b.spans(view.page))
    {
        assert!(source.get(span.clone()).is_some(), "{span:?}");
    }
    is_json(&json::page(&view, 150));
});

/// The records are written by hand.
fn is_json(record: &str) {
    let read: Result<serde_json::Value, _> = serde_json::from_str(record);
    assert!(read.is_ok(), "{record}");
}
