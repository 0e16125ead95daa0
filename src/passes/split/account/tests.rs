//! What is filed of bodies and headlines.

use crate::evidence::decision::Decision;
use crate::evidence::stakes::STAKES;
use crate::page::Kind;
use crate::passes::split::by;
use crate::passes::split::tests::{cut, labelled, page};

/// The decisions of a traced page of so many articles, as a word, its line, and the other word.
fn decided(articles: u32, title_first: bool) -> Vec<Decision> {
    let mut page = page(articles, title_first).traced();
    by(&mut page, &STAKES);
    page.decisions().to_vec()
}

#[test]
fn what_hangs_together_is_filed_with_its_clues() {
    for title_first in [true, false] {
        let decisions = decided(3, title_first);
        let of = |word: &str| {
            let found = decisions.iter().filter(|d| d.what.word == word);
            found.collect::<Vec<_>>()
        };
        // Each headline belongs to the body beside it.
        let (titles, bodies): (Vec<_>, Vec<_>) =
            of("headline-of").iter().map(|d| (d.at, d.what.of)).unzip();
        assert_eq!(titles.len(), 3);
        for (title, body) in titles.iter().zip(bodies) {
            let body = body.expect("a body");
            assert_eq!(*title < body, title_first, "{title} {body}");
        }
        // Of the six paragraphs all but the first were asked.
        assert_eq!(of("article").len(), 2);
        assert_eq!(of("goes-on").len(), 3);
        for d in decisions {
            assert!(d.margin >= 0, "{d:?}");
            let sum: i32 = d.clues.iter().map(|clue| clue.weight).sum();
            // Each clue is rounded by itself.
            assert!(sum.abs_diff(d.margin) <= 5, "{d:?}");
        }
    }
}

#[test]
fn a_headline_says_which_words_it_shares() {
    let decisions = decided(3, true);
    let told: Vec<&str> = decisions
        .iter()
        .filter(|d| d.what.word == "headline-of")
        .flat_map(|d| d.clues.iter())
        .filter_map(|clue| clue.name.strip_prefix("words-shared "))
        .collect();
    assert_eq!(told, ["一丁丂七", "丄丅丆万", "丈三上下"]);
}

/// A word that a headline said twice was told twice.
#[test]
fn a_shared_word_is_told_once() {
    let mut page = cut("防汛会议 防汛演练 水库\n会议通过防汛方案，水库演练。\n");
    page.label(0, Kind::Title);
    page.label(1, Kind::Body);
    let mut page = page.traced();
    by(&mut page, &STAKES);
    let clues = page.decisions().iter().flat_map(|d| d.clues.iter());
    let words = clues.filter_map(|clue| clue.name.strip_prefix("words-shared "));
    assert_eq!(words.collect::<Vec<_>>(), ["防汛、会议、演练、水库"]);
}

#[test]
fn a_page_that_is_not_traced_keeps_no_clues() {
    let mut page = page(3, true);
    by(&mut page, &STAKES);
    assert_eq!(page.decisions().len(), decided(3, true).len());
    assert!(page.decisions().iter().all(|d| d.clues.is_empty()));
}

/// What is filed of the parts of a headline of these lines: how likely each begins a kicker, a title or a deck or goes on.
fn parts(lines: &[([f32; 4], &str)], body: &str, traced: bool) -> Vec<Decision> {
    let heads = lines.iter().map(|&(odds, text)| (Kind::Title, odds, text));
    let lines: Vec<_> = heads.chain([(Kind::Body, [0.0; 4], body)]).collect();
    let mut page = labelled(&lines);
    if traced {
        page = page.traced();
    }
    by(&mut page, &STAKES);
    let told = |d: &&Decision| d.what.word.starts_with("as-") || d.what.word == "same-part";
    page.decisions().iter().filter(told).cloned().collect()
}

#[test]
fn what_a_line_is_to_its_headline_is_filed_with_what_else_it_may_be() {
    let body = "县里今年新修了三条公路，沿线群众出行更加方便。";
    for (why, lines, want) in [
        (
            "one line",
            &[([-1.0, -0.5, -1.0, -9.0], "县里新修三条公路")][..],
            None,
        ),
        (
            "another way is far less likely",
            &[
                ([-0.1, -9.0, -9.0, -9.0], "民生实事进行时"),
                ([-9.0, -0.1, -9.0, -9.0], "县里新修三条公路"),
            ],
            None,
        ),
        (
            "a kicker or the title's first line",
            &[
                ([-0.5, -1.0, -9.0, -9.0], "民生实事进行时"),
                ([-9.0, -0.9, -9.0, -0.8], "县里新修三条公路"),
            ],
            Some((0, "as-kicker", "as-title")),
        ),
        (
            "a deck or the title's second line",
            &[
                ([-9.0, -0.1, -9.0, -9.0], "县里新修三条公路"),
                ([-9.0, -9.0, -0.5, -1.0], "沿线群众出行更加方便"),
            ],
            Some((1, "as-deck", "same-part")),
        ),
    ] {
        let bare = parts(lines, body, false);
        assert!(bare.iter().all(|d| d.clues.is_empty()), "{why}: {bare:?}");
        let found = parts(lines, body, true);
        assert_eq!(bare.len(), found.len(), "{why}");
        let told = found.first();
        let names = told.map(|d| (d.at, d.what.word, d.instead.word));
        let place = |(line, what, instead): (usize, &'static str, &'static str)| {
            let at = if line == 0 { 0 } else { lines[0].1.len() + 1 };
            (at, what, instead)
        };
        assert_eq!(names, want.map(place), "{why}: {found:?}");
        assert!(found.len() < 2, "{why}");
        for d in found {
            assert!(d.margin >= 0, "{why}: {d:?}");
            let sum: i32 = d.clues.iter().map(|clue| clue.weight).sum();
            assert!(sum.abs_diff(d.margin) <= 2, "{why}: {d:?}");
        }
    }
}
