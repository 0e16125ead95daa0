//! How near the sample pages come to what is right: the output of `cleaner run seeds/` is scored against
//! `tests/gold/` by the library's own [`cleaner::eval`], and must not fall below these floors.
//!
//! The floors only rise: who makes the tool better raises them in the same change.

use cleaner::eval::{Options, evaluate};
use std::path::Path;
use std::process::Command;

/// Articles reproduced character for character, in percent.
const PERFECT: f64 = 99.9;
/// Articles matched one to one.
const ARTICLE_F1: f64 = 100.0;
/// Titles that the matched article has.
const TITLE: f64 = 99.9;
/// Starts and ends of paragraphs.
const PARA_F1: f64 = 99.9;
/// Punctuation marks in their place.
const PUNCT_F1: f64 = 99.8;
/// Captions.
const CAPTION_F1: f64 = 100.0;
/// Blocks of equal content that have the right kind.
const KIND: f64 = 99.5;

#[test]
fn no_figure_falls() {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
    let out = tempfile::tempdir().expect("a folder");
    let done = Command::new(env!("CARGO_BIN_EXE_cleaner"))
        .current_dir(repository)
        .args(["run", "seeds/", "--quiet"])
        .arg(out.path())
        .status()
        .expect("the command runs");
    assert!(done.success(), "cleaner run seeds/ failed");
    let scored = evaluate(
        out.path(),
        &repository.join("tests/gold"),
        &Options::default(),
    )
    .expect("the output and the gold can be read");
    let now = scored.total;
    let floors = [
        ("perfect", now.perfect, PERFECT),
        ("article_f1", now.article_f1, ARTICLE_F1),
        ("title", now.title, TITLE),
        ("para_f1", now.para_f1, PARA_F1),
        ("punct_f1", now.punct_f1, PUNCT_F1),
        ("caption_f1", now.caption_f1, CAPTION_F1),
        ("kind", now.kind, KIND),
    ];
    let mut fell: Vec<String> = floors
        .iter()
        .filter(|(_, now, floor)| now < floor)
        .map(|(name, now, floor)| format!("{name} is {now:.2}, was {floor}"))
        .collect();
    for (name, count) in [("lost", now.lost), ("invented", now.invented)] {
        if count > 0 {
            fell.push(format!("{count} characters were {name}"));
        }
    }
    assert!(
        fell.is_empty(),
        "{}\n\n{scored}\n`cleaner eval OUT tests/gold --show PAGE` shows the articles of a page that are not perfect",
        fell.join("\n")
    );
    assert_eq!(now.pages, 5, "every sample page has its gold");
}
