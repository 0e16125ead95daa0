//! How near pages come to what is right: the output of `cleaner run` is scored against the gold by the library's own
//! [`cleaner::eval`], and must not fall below these floors.
//!
//! The floors only rise: who makes the tool better raises them in the same change. The labels' weights saw all these pages,
//! so the figures say that nothing was lost, not what another paper's page would give.

use cleaner::eval::{Options, evaluate};
use std::path::Path;
use std::process::Command;

/// Floors, in percent.
struct Floors {
    /// Articles reproduced character for character.
    perfect: f64,
    /// Articles matched one to one.
    article_f1: f64,
    /// Titles that the matched article has.
    title: f64,
    /// Starts and ends of paragraphs.
    para_f1: f64,
    /// Punctuation marks in their place.
    punct_f1: f64,
    /// Captions.
    caption_f1: f64,
    /// Blocks of equal content that have the right kind.
    kind: f64,
}

/// Cleans the pages of a folder and holds them against their gold.
fn hold(pages: &str, gold: &str, count: usize, floors: &Floors) {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
    let out = tempfile::tempdir().expect("a folder");
    let done = Command::new(env!("CARGO_BIN_EXE_cleaner"))
        .current_dir(repository)
        .args(["run", pages, "--quiet"])
        .arg(out.path())
        .status()
        .expect("the command runs");
    assert!(done.success(), "cleaner run {pages} failed");
    let scored = evaluate(out.path(), &repository.join(gold), &Options::default())
        .expect("the output and the gold can be read");
    let now = scored.total;
    let floors = [
        ("perfect", now.perfect, floors.perfect),
        ("article_f1", now.article_f1, floors.article_f1),
        ("title", now.title, floors.title),
        ("para_f1", now.para_f1, floors.para_f1),
        ("punct_f1", now.punct_f1, floors.punct_f1),
        ("caption_f1", now.caption_f1, floors.caption_f1),
        ("kind", now.kind, floors.kind),
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
        "{}\n\n{scored}\n`cleaner eval OUT {gold} --show PAGE` shows the articles of a page that are not perfect",
        fell.join("\n")
    );
    assert_eq!(now.pages, count, "every page has its gold");
}

#[test]
fn the_sample_pages_do_not_fall() {
    let floors = Floors {
        perfect: 99.9,
        article_f1: 100.0,
        title: 99.9,
        para_f1: 99.9,
        punct_f1: 99.8,
        caption_f1: 100.0,
        kind: 99.5,
    };
    hold("seeds/", "tests/gold", 5, &floors);
}

/// Pages written and set as papers of many kinds do.
#[test]
fn pages_of_other_papers_do_not_fall() {
    let floors = Floors {
        perfect: 72.9,
        article_f1: 87.4,
        title: 89.1,
        para_f1: 97.3,
        punct_f1: 98.9,
        caption_f1: 84.0,
        kind: 98.2,
    };
    hold("tests/papers/", "tests/papers", 182, &floors);
}

/// Pages that a press has set and extractors have read back, half of them out of order.
#[test]
fn pages_of_the_press_do_not_fall() {
    let floors = Floors {
        perfect: 39.2,
        article_f1: 65.0,
        title: 70.6,
        para_f1: 90.3,
        punct_f1: 97.2,
        caption_f1: 47.6,
        kind: 96.9,
    };
    hold("tests/press/pages/", "tests/press/pages", 215, &floors);
}

/// The same of everyday news pages.
#[test]
fn everyday_pages_of_the_press_do_not_fall() {
    let floors = Floors {
        perfect: 48.6,
        article_f1: 67.1,
        title: 76.4,
        para_f1: 86.6,
        punct_f1: 96.1,
        caption_f1: 26.0,
        kind: 96.7,
    };
    hold("tests/press/everyday/", "tests/press/everyday", 59, &floors);
}
