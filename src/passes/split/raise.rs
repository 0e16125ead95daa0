//! A subhead that heads another article is its title.
//!
//! A line that stands between two paragraphs looks the same above a part of an article and above the next one, where that
//! has neither byline nor dateline. The labels say how much sooner it is the one than the other by its looks; how well the
//! paragraphs before it foretell the words of those after it, they do not know. Both are added up. (On pages of the bench 9
//! of 2,697 subheads are taken for titles so, and 12 of 39 titles that had been taken for subheads are found; on pages
//! of undated articles without bylines 62 of 79.)

use crate::evidence::cohesion::Cohesion;
use crate::evidence::decision::{Choice, Clue, Decision, hundredths};
use crate::page::{Form, Kind, Odds, Page};

/// A label less likely than this against a subhead is not asked for its words: these never say as much (natural logarithm).
const HOPELESS: f32 = -3.0;
/// What speaks against a title where another subhead stands in the same article (natural logarithm): they come in numbers.
/// (Of 102 subheads of pages that the labels never saw 83 stay so, in place of 75, and of 557 titles one more is lost.)
const SIBLING: f32 = 3.0;
/// Subheads of an article are alike: they do not differ by more in width (half ems).
const ALIKE: u16 = 14;
/// How likely a raised line is another part of a headline than its title (natural logarithm).
const HARDLY: f32 = -6.0;

/// A subhead that may be a title.
struct Subhead {
    block: usize,
    /// The paragraph below it, of all.
    below: usize,
    /// How much its looks speak for a title (natural logarithm).
    looks: f32,
}

/// Makes titles of the subheads that head other articles.
pub(super) fn run(page: &mut Page) {
    if page.is_scrambled() {
        // What stands beside a line there need not go with it.
        return;
    }
    let (paragraphs, found) = read(page);
    if found.is_empty() {
        return;
    }
    let texts: Vec<&str> = paragraphs
        .iter()
        .map(|p| page.str(&page.blocks()[p.block]))
        .collect();
    let cuts: Vec<bool> = paragraphs.iter().map(|p| p.leads).collect();
    let mut cohesion = Cohesion::new(&texts, &cuts);
    let mut raised = Vec::new();
    for Subhead {
        block,
        below,
        looks,
    } in found
    {
        let siblings = if has_sibling(page, block) {
            -SIBLING
        } else {
            0.0
        };
        let words = -cohesion.weighs_at(below);
        if looks + words + siblings > 0.0 {
            let clues = [
                ("looks", looks),
                ("other-words-below", words),
                ("others-like-it", siblings),
            ];
            raised.push((block, clues));
        }
    }
    for (block, clues) in raised {
        raise(page, block, clues);
    }
}

/// Whether another subhead like this one stands between the headlines above and below it.
fn has_sibling(page: &Page, block: usize) -> bool {
    let blocks = page.blocks();
    let inside = |i: &usize| !blocks[*i].kind().is_some_and(Kind::is_headline);
    let width = blocks[block].layout.width;
    let is_like = |i: usize| {
        blocks[i].kind() == Some(Kind::Subhead) && blocks[i].layout.width.abs_diff(width) < ALIKE
    };
    let above = (0..block).rev().take_while(inside);
    let below = (block + 1..blocks.len()).take_while(inside);
    above.chain(below).any(is_like)
}

/// A paragraph of the page.
struct Paragraph {
    block: usize,
    /// An article begins with it, as far as its label says.
    leads: bool,
}

/// The page's paragraphs, and the subheads between them that may be titles.
fn read(page: &Page) -> (Vec<Paragraph>, Vec<Subhead>) {
    let (mut paragraphs, mut found) = (Vec::new(), Vec::new());
    let mut headed = false;
    for (i, block) in page.blocks().iter().enumerate() {
        let odds = block.odds();
        match block.kind().unwrap_or(Kind::Body) {
            Kind::Body => {
                let leads = headed || odds.lead > odds.paragraph;
                paragraphs.push(Paragraph { block: i, leads });
                headed = false;
            }
            Kind::Subhead if block.layout.form == Form::Open => {
                let (below, looks) = (paragraphs.len(), odds.title - odds.label);
                let stands_between = below > 0 && !headed && {
                    let next = page.blocks().get(i + 1).and_then(|next| next.kind());
                    next == Some(Kind::Body)
                };
                if stands_between && looks > HOPELESS {
                    found.push(Subhead {
                        block: i,
                        below,
                        looks,
                    });
                }
            }
            kind => headed |= kind.is_headline(),
        }
    }
    (paragraphs, found)
}

/// Makes a title of a subhead, and says why.
fn raise(page: &mut Page, block: usize, clues: [(&str, f32); 3]) {
    let sum: f32 = clues.iter().map(|clue| clue.1).sum();
    let told = || {
        let clues = clues.map(|(name, weight)| Clue::new(name, weight));
        clues.into_iter().filter(|clue| clue.weight != 0).collect()
    };
    let decision = Decision {
        at: page.place(block),
        what: Choice::plain("title"),
        instead: Choice::plain("subhead"),
        margin: hundredths(sum),
        clues: page.is_traced().then(told).unwrap_or_default(),
    };
    page.decide(decision);
    page.label(block, Kind::Title);
    let odds = Odds {
        // As likely as the sum says.
        label: -(1.0 + (-sum).exp()).ln(),
        title: 0.0,
        kicker: HARDLY,
        deck: HARDLY,
        on: HARDLY,
        ..Odds::default()
    };
    page.set_odds(block, odds);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::passes::{audited, lines};

    const FLOOD: &str =
        "柳河堤坝昨日出现渗漏，防汛指挥部紧急转移沿岸居民，抢险队伍连夜加固柳河堤坝。";
    const WATER: &str =
        "防汛指挥部介绍，柳河水位已经超过警戒，抢险队伍仍在巡查柳河堤坝，沿岸居民得到安置。";
    const OPERA: &str = "梆子剧团新排大戏昨晚首演，老艺人登台演唱经典唱段，戏迷排队购票观看首演。";

    /// What becomes of a subhead between two paragraphs whose looks speak so for a title.
    fn between(above: &str, kinds: [Kind; 3], below: &str, looks: f32) -> (Option<Kind>, usize) {
        let text = format!("{above}\n市民关注的事\n{below}\n");
        let mut page = audited(&text, &[lines::run]);
        for (i, kind) in kinds.into_iter().enumerate() {
            let odds = Odds {
                lead: -3.0,
                title: looks,
                ..Odds::default()
            };
            page.set_odds(i, odds);
            page.label(i, kind);
        }
        run(&mut page);
        (page.blocks()[1].kind(), page.decisions().len())
    }

    #[test]
    fn a_subhead_between_two_articles_is_the_title_of_the_second() {
        const BODIES: [Kind; 3] = [Kind::Body, Kind::Subhead, Kind::Body];
        for (above, kinds, below, looks, want) in [
            (FLOOD, BODIES, OPERA, -1.5, Kind::Title),
            (OPERA, BODIES, FLOOD, -1.5, Kind::Title),
            // The same words below it; looks that no words make up for.
            (FLOOD, BODIES, WATER, -1.5, Kind::Subhead),
            (FLOOD, BODIES, WATER, -0.1, Kind::Subhead),
            (FLOOD, BODIES, OPERA, -3.5, Kind::Subhead),
            // No paragraph above it, or none right below.
            (
                FLOOD,
                [Kind::Caption, Kind::Subhead, Kind::Body],
                OPERA,
                -1.5,
                Kind::Subhead,
            ),
            (
                FLOOD,
                [Kind::Body, Kind::Subhead, Kind::Byline],
                OPERA,
                -1.5,
                Kind::Subhead,
            ),
            // It is none.
            (
                FLOOD,
                [Kind::Body, Kind::Byline, Kind::Body],
                OPERA,
                -1.5,
                Kind::Byline,
            ),
        ] {
            let (kind, decisions) = between(above, kinds, below, looks);
            assert_eq!(kind, Some(want), "{above} / {below}, {looks}");
            assert_eq!(decisions == 1, want == Kind::Title, "it says why");
        }
    }

    #[test]
    fn one_of_several_subheads_stays() {
        let text = format!("{FLOOD}\n市民关注的事\n{OPERA}\n戏迷关注的事\n{OPERA}\n");
        let raised = |looks: f32| {
            let mut page = audited(&text, &[lines::run]);
            for i in 0..5 {
                let is_subhead = i % 2 == 1;
                let odds = Odds {
                    lead: -3.0,
                    title: looks,
                    ..Odds::default()
                };
                page.set_odds(i, odds);
                page.label(
                    i,
                    if is_subhead {
                        Kind::Subhead
                    } else {
                        Kind::Body
                    },
                );
            }
            run(&mut page);
            page.blocks()[1].kind()
        };
        assert_eq!(raised(-1.5), Some(Kind::Subhead));
        // Where it looks like a title in any case, the words still decide.
        assert_eq!(raised(2.5), Some(Kind::Title));
    }

    #[test]
    fn where_columns_alternate_it_stays() {
        let text = format!("{FLOOD}\n市民关注的事\n{OPERA}\n");
        let mut page = audited(&text, &[lines::run]);
        page.set_scrambled();
        for (i, kind) in [Kind::Body, Kind::Subhead, Kind::Body]
            .into_iter()
            .enumerate()
        {
            page.label(i, kind);
        }
        run(&mut page);
        assert_eq!(page.blocks()[1].kind(), Some(Kind::Subhead));
    }
}
