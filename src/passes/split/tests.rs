//! Headlines of short and long pages.

use super::by;
use crate::evidence::stakes::STAKES;
use crate::page::{Cut, Kind, Layout, Odds, Page, Stage};
use crate::source;

/// A page of so many articles of a title and two paragraphs, labelled, the title first or last.
fn page(articles: u32, title_first: bool) -> Page {
    // Four ideographs of the article's own, in its title and its first paragraph.
    let own = |a: u32| -> String {
        let c = |k: u32| char::from_u32(0x4E00 + a * 4 + k).expect("an ideograph");
        (0..4).map(c).collect()
    };
    let mut text = String::new();
    let mut kinds = Vec::new();
    for a in 0..articles {
        let title = (Kind::Title, format!("{}\n", own(a)));
        let lead = (Kind::Body, format!("本报讯{}今日在此。\n", own(a)));
        let next = (Kind::Body, "此事还要再说。\n".to_owned());
        let mut lines = vec![lead, next];
        lines.insert(if title_first { 0 } else { 2 }, title);
        for (kind, line) in lines {
            text += &line;
            kinds.push((kind, line.contains("本报讯")));
        }
    }
    let mut page = Page::new(source::decode("page.txt", text.as_bytes(), None));
    let mut cuts = Vec::new();
    let mut at = 0;
    for line in text.lines() {
        let layout = Layout {
            line: cuts.len() as u32 + 1,
            width: 20,
            ..Layout::default()
        };
        cuts.push(Cut {
            range: at..at + line.len(),
            layout,
        });
        at += line.len() + 1;
    }
    page.cut(cuts);
    for (i, (kind, lead)) in kinds.into_iter().enumerate() {
        page.label(i, kind);
        let odds = match (kind, lead) {
            (Kind::Title, _) => Odds {
                on: -6.0,
                kicker: -4.0,
                deck: -4.0,
                ..Odds::default()
            },
            (_, true) => Odds {
                paragraph: -4.0,
                ..Odds::default()
            },
            _ => Odds {
                lead: -6.0,
                ..Odds::default()
            },
        };
        page.set_odds(i, odds);
    }
    page.reach(Stage::Paragraphs);
    page
}

/// The articles' blocks, by kind and text.
fn articles(page: &Page) -> Vec<Vec<String>> {
    let mut out = vec![Vec::new(); page.articles().len()];
    for block in page.blocks() {
        let article = block.article().expect("every block has its article");
        out[article].push(page.str(block).trim().to_owned());
    }
    out
}

#[test]
fn headlines_of_a_long_page_find_the_bodies_beside_them() {
    for title_first in [true, false] {
        for count in [50, 61, 100, 400] {
            let mut page = page(count, title_first);
            by(&mut page, &STAKES);
            let articles = articles(&page);
            assert_eq!(articles.len(), count as usize, "title first: {title_first}");
            for article in articles {
                assert_eq!(article.len(), 3, "{article:?}");
                assert!(article[1].contains(&article[0]), "{article:?}");
            }
        }
    }
}
