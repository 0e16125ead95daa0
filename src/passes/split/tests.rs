//! Headlines of short and long pages.

use super::assemble::assemble;
use super::read::read;
use super::{by, pair};
use crate::evidence::pairing::Headline;
use crate::evidence::parting::Parting;
use crate::evidence::stakes::STAKES;
use crate::page::{Cut, Kind, Layout, Odds, Page, Stage};
use crate::source;

/// A page whose lines are those of the text, 20 ems wide.
pub(super) fn cut(text: &str) -> Page {
    let mut page = Page::new(source::decode("page.txt", text.as_bytes(), None));
    let mut cuts = Vec::new();
    let mut at = 0;
    for (n, line) in text.lines().enumerate() {
        let layout = Layout {
            line: n as u32 + 1,
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
    page
}

/// A page of so many articles of a title and two paragraphs, labelled, the title first or last.
pub(super) fn page(articles: u32, title_first: bool) -> Page {
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
    let mut page = cut(&text);
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

/// Lines of a page: what each is, how likely it begins a kicker, a title or a deck or goes on, its text.
pub(super) type Lines<'a> = &'a [(Kind, [f32; 4], &'a str)];

/// A page of these lines, labelled.
pub(super) fn labelled(lines: Lines) -> Page {
    let text: String = lines.iter().map(|(.., line)| format!("{line}\n")).collect();
    let mut page = cut(&text);
    for (i, &(kind, [kicker, title, deck, on], text)) in lines.iter().enumerate() {
        page.label(i, kind);
        let lead = if text.starts_with("本报讯") {
            0.0
        } else {
            -6.0
        };
        page.set_odds(
            i,
            Odds {
                kicker,
                title,
                deck,
                on,
                lead,
                paragraph: -6.0 - lead,
                ..Odds::default()
            },
        );
    }
    page.reach(Stage::Paragraphs);
    page
}

const TITLE: [f32; 4] = [-4.0, 0.0, -4.0, -6.0];
/// It looks more like the deck of the title above it.
const RATHER_DECK: [f32; 4] = [-4.0, -2.0, -0.2, -6.0];
/// It looks more like the title's second line.
const RATHER_ON: [f32; 4] = [-6.0, -2.5, -4.0, -0.1];
pub(super) const NONE: [f32; 4] = [0.0; 4];

#[test]
fn runs_are_cut_where_bodies_wait() {
    use Kind::{Body, Title};
    let wheat = (Body, NONE, "本报讯黄河滩区小麦丰收在望，农机昼夜抢收。");
    let tunnel = (Body, NONE, "本报讯海底隧道昨日贯通，工期提前两月。");
    let more = (Body, NONE, "滩区小麦今年种得早。");
    let cases: [(Lines, &[(&str, usize)]); 5] = [
        // Both headlines stand above both bodies; the second was read as the first one's deck.
        (
            &[
                (Title, TITLE, "黄河滩区小麦丰收"),
                (Title, RATHER_DECK, "海底隧道提前贯通"),
                wheat,
                tunnel,
            ],
            &[("黄河滩区小麦丰收", 1), ("海底隧道提前贯通", 1)],
        ),
        (
            &[
                (Title, TITLE, "海底隧道提前贯通"),
                (Title, RATHER_ON, "黄河滩区小麦丰收"),
                wheat,
                tunnel,
            ],
            &[("黄河滩区小麦丰收", 1), ("海底隧道提前贯通", 1)],
        ),
        // No body waits for it: it stays.
        (
            &[
                (Title, TITLE, "黄河滩区小麦丰收"),
                (Title, RATHER_DECK, "农机昼夜抢收"),
                wheat,
                more,
            ],
            &[("黄河滩区小麦丰收", 2)],
        ),
        (
            &[
                (Title, TITLE, "黄河滩区"),
                (Title, RATHER_ON, "小麦丰收"),
                wheat,
                more,
            ],
            &[("黄河滩区小麦丰收", 2)],
        ),
        // Nor is a deck parted whose words no body has.
        (
            &[
                (Title, TITLE, "黄河滩区小麦丰收"),
                (Title, RATHER_DECK, "家家户户喜上眉梢"),
                wheat,
                tunnel,
            ],
            &[
                ("黄河滩区小麦丰收", 1),
                ("本报讯海底隧道昨日贯通，工期提前两月。", 1),
            ],
        ),
    ];
    for (lines, want) in cases {
        let mut page = labelled(lines);
        by(&mut page, &STAKES);
        let got: Vec<(String, usize)> = articles(&page)
            .into_iter()
            .map(|a| {
                let bodies = a.iter().filter(|text| text.ends_with('。')).count();
                (a[0].clone(), bodies)
            })
            .collect();
        let want: Vec<(String, usize)> = want.iter().map(|w| (w.0.to_owned(), w.1)).collect();
        assert_eq!(got, want, "{lines:?}");
    }
}

#[test]
fn bylines_go_with_headlines_where_others_do() {
    use Kind::{Body, Byline, Title};
    let wheat = (Body, NONE, "本报讯黄河滩区小麦丰收在望，农机昼夜抢收。");
    let tunnel = (Body, NONE, "本报讯海底隧道昨日贯通，工期提前两月。");
    let first = (Byline, NONE, "本报记者 王某");
    let second = (Byline, NONE, "本报记者 李某");
    let third = (Byline, NONE, "本报记者 张某");
    let cases: [(Lines, &str, &str); 3] = [
        // The last byline of the page has no body after it, so the other is the headline's too.
        (
            &[
                wheat,
                (Title, TITLE, "黄河滩区小麦丰收"),
                first,
                tunnel,
                (Title, TITLE, "海底隧道提前贯通"),
                second,
            ],
            "黄河滩区小麦丰收",
            "本报记者 王某",
        ),
        // Another stands before a body, with no headline above it.
        (
            &[
                (Title, TITLE, "海底隧道提前贯通"),
                first,
                wheat,
                third,
                tunnel,
                (Title, TITLE, "黄河滩区小麦丰收"),
            ],
            "黄河滩区小麦丰收",
            "本报记者 王某",
        ),
        // Nothing else to go by: it is the body's below it.
        (
            &[
                (Title, TITLE, "海底隧道提前贯通"),
                first,
                wheat,
                tunnel,
                (Title, TITLE, "黄河滩区小麦丰收"),
            ],
            "黄河滩区小麦丰收",
            "本报记者 王某",
        ),
    ];
    for (lines, title, byline) in cases {
        let mut page = labelled(lines);
        by(&mut page, &STAKES);
        let articles = articles(&page);
        let signed = articles.iter().find(|a| a.iter().any(|b| b == byline));
        assert_eq!(signed.map(|a| a[0].as_str()), Some(title), "{articles:?}");
    }
}

#[test]
fn the_search_costs_no_more_than_its_budget() {
    let page = page(40, true);
    let parts = read(&page, &STAKES);
    let (stretch, runs) = pair::stretches(&page, &parts).remove(0);
    let mut used = Vec::new();
    for budget in [0, 2_500_000, u64::MAX] {
        let mut left = budget;
        let (stretch, runs) = (stretch.clone(), runs.clone());
        let parting = pair::pair(&page, &parts, stretch, runs, &STAKES, &mut left).parting;
        // Whatever was left, every title has found a place.
        assert_eq!(parting.headlines.len(), 40, "with {budget}");
        assert!(left <= budget);
        used.push(budget - left);
    }
    assert_eq!(used[0], 0);
    assert!(used[1] <= 2_500_000 && used[1] <= used[2], "{used:?}");
}

/// The labels doubt between a second line of the title, a kicker above it and a deck below it; what the body has
/// of the lines decides.
#[test]
fn a_headline_is_read_as_its_body_has_it() {
    let body = "本报讯昨日全县水利建设推进会召开，要求加快水库除险加固，明年春耕前完工，让水流进每一块田。";
    let read = |lines: [&str; 2]| -> Vec<Kind> {
        // As likely a line of its own as one that goes on, and rather the title's.
        let odds = [-0.8, -0.7, -0.8, -0.5];
        let [above, below] = lines.map(|line| (Kind::Title, odds, line));
        let mut page = labelled(&[above, below, (Kind::Body, [0.0; 4], body)]);
        by(&mut page, &STAKES);
        let kinds = page.blocks().iter().filter_map(|b| b.kind());
        kinds.filter(|kind| kind.is_headline()).collect()
    };
    let (kicker, title, deck) = (Kind::Kicker, Kind::Title, Kind::Deck);
    for (lines, want) in [
        // The name of a column, of which the text has nothing.
        (
            ["幸福生活在身边", "全县加快水利建设步伐"],
            vec![kicker, title],
        ),
        // A passage of the text.
        (
            ["全县加快水利建设步伐", "让水流进每一块田"],
            vec![title, deck],
        ),
        // The text says both lines in other words.
        (["全县水利会议昨举行", "加快水库的除险建设"], vec![title]),
        (["全县加快水利建设步伐", "春耕之前水库要完工"], vec![title]),
    ] {
        assert_eq!(read(lines), want, "{lines:?}");
    }
}

/// A subhead that was another body's headline, further down, drew the photo to the front, and its article counted as
/// one without title.
#[test]
fn a_headline_that_became_a_subhead_leaves_photo_and_title() {
    let text = "河堤加固\n本报讯今日河堤加固。\n图为河堤。\n河堤明日完工。\n明日完工\n";
    let kinds = [
        Kind::Title,
        Kind::Body,
        Kind::Caption,
        Kind::Body,
        Kind::Title,
    ];
    let assembled = |subhead: bool| {
        let mut page = cut(text);
        for (i, kind) in kinds.into_iter().enumerate() {
            page.label(i, kind);
        }
        let headline = |block, kind| {
            let mut headline = Headline::default();
            headline.blocks.push(block);
            headline.kinds.push(kind);
            headline.joined.push(false);
            headline
        };
        let partners = [Some(0), subhead.then_some(0)];
        let parting = Parting {
            bodies: vec![(0, 2)],
            headlines: vec![headline(0, Kind::Title), headline(4, Kind::Subhead)],
            partner: partners.to_vec(),
            rest_of: vec![None],
            margins: vec![5.0, -5.0],
            ..Parting::default()
        };
        let parts = read(&page, &STAKES);
        assemble(&mut page, parts, &parting);
        page
    };
    let page = assembled(true);
    let lines: Vec<&str> = page.blocks().iter().map(|b| page.str(b).trim()).collect();
    let want = [
        "河堤加固",
        "明日完工",
        "本报讯今日河堤加固。",
        "图为河堤。",
        "河堤明日完工。",
    ];
    assert_eq!(lines, want);
    assert_eq!(page.articles().len(), 1);
    // Alone it would be an article, and say nothing of this one either.
    let alone = assembled(false);
    assert_eq!(alone.articles().len(), 2);
    assert!(page.articles()[0].confidence >= alone.articles()[0].confidence);
}

/// What went on from another page was joined to the article above it.
#[test]
fn what_comes_from_another_page_begins_an_article() {
    use Kind::{Body, Jump, Title};
    let mut page = labelled(&[
        (Title, TITLE, "黄河滩区小麦丰收"),
        (Body, NONE, "本报讯黄河滩区小麦丰收在望，农机昼夜抢收。"),
        (Jump, NONE, "（上接第一版）"),
        (Body, NONE, "海底隧道的通风井也在同日完工。"),
    ]);
    by(&mut page, &STAKES);
    let articles = articles(&page);
    assert_eq!(articles.len(), 2, "{articles:?}");
    assert_eq!(articles[1][0], "（上接第一版）", "{articles:?}");
}

/// Signed items were an article each, and their signatures bylines.
#[test]
fn signed_items_stay_one_article_and_keep_their_signatures() {
    let odds = [-4.0, 0.0, -4.0, -6.0];
    let page = |items: [(&'static str, Option<&'static str>); 3]| {
        let mut lines = vec![(Kind::Title, odds, "院系动态")];
        for (item, signature) in items {
            lines.push((Kind::Body, odds, item));
            lines.extend(signature.map(|signature| (Kind::Byline, odds, signature)));
        }
        let mut page = labelled(&lines);
        by(&mut page, &STAKES);
        articles(&page)
    };
    let [one, two, three] = [
        "▲文学院赴两县采录方言。",
        "▲农学院选育的水稻通过审定。",
        "▲体育学院蝉联冠军。",
    ];
    assert_eq!(
        page([
            (one, Some("（文宣）")),
            (two, Some("（禾风）")),
            (three, Some("（王倩）"))
        ]),
        [[
            "院系动态",
            "▲文学院赴两县采录方言。（文宣）",
            "▲农学院选育的水稻通过审定。（禾风）",
            "▲体育学院蝉联冠军。（王倩）"
        ]]
    );
    // The last one's is that of all.
    assert_eq!(
        page([(one, None), (two, None), (three, Some("（王倩）"))]),
        [["院系动态", one, two, three, "（王倩）"]]
    );
}
