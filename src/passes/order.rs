//! Put lines back into reading order where columns or articles were shuffled.
//!
//! Where the lines of several columns alternate, on the whole page or in a zone of it, each line is first
//! given to a column ([`crate::evidence::columns`]). Then the beginnings that stand in the middle of a sentence are laid beside
//! the ends that leave one open; the pairs are chosen one to one, best first. The page becomes chains of
//! lines, each chain in the place of its first line, and what its lines are is asked again, now that they
//! stand beside the right ones.

use crate::chains::{Chains, Links};
use crate::config::Settings;
use crate::evidence::columns::{self, Member};
use crate::evidence::joining::Joint;
use crate::evidence::profile::PARAGRAPH;
use crate::evidence::weights::{TABLES, Tables};
use crate::page::{Block, Form, Kind, Page};
use crate::passes::label;
use std::ops::Range;

/// Pairs of lines further apart than this are not looked at; keeps the cost linear.
const REACH: usize = 260;
/// Two lines that stand together and fit worse than this (natural logarithms) do not go on with each other.
const BROKEN: f32 = -1.5;
/// Where one line in so many has a blank line before it, those without stand close.
const BLANKS: usize = 6;
/// What pairing two lines costs that do not stand together,
const PAIR: f32 = 0.5;
/// each natural logarithm of lines between them,
const FAR: f32 = 0.3;
/// and an end that stands after what goes on with it.
const BACK: f32 = 0.5;
/// A page of which fewer of a hundred lines fit badly with the line above is not looked at closer.
const WHOLE: u8 = 4;
/// A line that is a lead with less than this (natural logarithm) may go on with another.
const NO_LEAD: f32 = -0.7;
/// Columns alternate where so many of
const ALTERNATES: usize = 5;
/// so many pairs of lines on either side of one fit badly,
const WINDOW: usize = 5;
/// and from so many lines before to so many after them.
const MARGIN: usize = 4;
/// Where more of a hundred pairs of the page do, its columns alternate everywhere.
const EVERYWHERE: usize = 25;

/// Gathers the lines into reading order.
pub fn run(page: &mut Page, _settings: &Settings) {
    by(page, &TABLES);
}

/// The same with these tables.
pub fn by(page: &mut Page, tables: &Tables) {
    let order = reading_order(page);
    let moved = |k: usize| k > 0 && order[k] != order[k - 1] + 1;
    if !(0..order.len()).any(moved) {
        return;
    }
    let resumed: Vec<usize> = (1..order.len())
        .filter(|&k| moved(k) && page.blocks()[order[k]].resumes())
        .collect();
    if !page.gather(&order) {
        return;
    }
    if page.is_scrambled() {
        page.reconsider();
        label::by(page, tables);
        return;
    }
    let mut joint = Joint::of(page);
    let goes_on: Vec<usize> = resumed
        .into_iter()
        .filter(|&k| page.blocks()[k - 1].kind() == Some(Kind::Body) && joint.is_full(k - 1))
        .collect();
    drop(joint);
    for k in goes_on {
        page.set_opens(k, false);
        page.set_resumes(k, false);
    }
}

/// The chains of lines, one after the other.
fn reading_order(page: &Page) -> Vec<usize> {
    let n = page.blocks().len();
    let blocks = page.blocks();
    if !blocks.iter().any(Block::resumes) && page.broken() < WHOLE {
        return (0..n).collect();
    }
    let mut joint = Joint::of(page);
    // Pairs of body lines in the middle of a sentence, and whether they fit badly.
    let mut seen: Vec<(usize, bool)> = Vec::new();
    for i in 1..n {
        let width = blocks[i].layout.width.max(blocks[i - 1].layout.width);
        let both = is_body(&blocks[i]) && is_body(&blocks[i - 1]);
        if width < PARAGRAPH && both && joint.is_full(i - 1) {
            seen.push((i, joint.weigh(i - 1, i, None) < BROKEN));
        }
    }
    let zones = zones(&seen, n);
    let mut zoned = vec![false; n];
    for zone in &zones {
        zoned[zone.clone()].fill(true);
    }
    let in_column = in_column(page);
    let mut links = Links::of(n);
    // Elsewhere lines stand in order but for the breaks.
    let in_order = |i: usize| is_body(&blocks[i]) && is_body(&blocks[i - 1]) && !blocks[i].opens();
    for i in (1..n).filter(|&i| !zoned[i] && !zoned[i - 1] && in_order(i)) {
        links.link(i - 1, i);
    }
    let members: Vec<Vec<Member>> = zones
        .iter()
        .map(|zone| members(page, zone.clone(), &in_column))
        .collect();
    // The second time, paragraphs are known well enough to be compared.
    for _ in 0..if zones.is_empty() { 1 } else { 2 } {
        for (zone, members) in zones.iter().zip(&members) {
            let found = columns::follow(members, &mut joint, habit(&seen, zone));
            links.next[zone.clone()].fill(None);
            links.before[zone.clone()].fill(None);
            for (member, from) in members.iter().zip(&found) {
                if let Some(from) = from {
                    links.link(members[*from].line, member.line);
                }
            }
        }
        joint.recall(&links.before, &links.next);
    }
    let begins = |i: usize| match zoned[i] {
        true => {
            let free = i > 0 && links.before[i].is_none();
            free && is_body(&blocks[i]) && blocks[i].odds().lead < NO_LEAD
        }
        false => blocks[i].resumes(),
    };
    let heads: Vec<usize> = (0..n).filter(|&i| begins(i)).collect();
    if heads.is_empty() && zones.is_empty() {
        return (0..n).collect();
    }
    let mut chains = Chains::of(links);
    pair(page, heads, &zoned, &mut joint, &mut chains);
    follow(page, |i| zoned[i] && in_column[i], &mut chains);
    chains.order()
}

/// Whether a line may go on with another: the rows of a table fit badly, and stand in order.
fn is_body(block: &Block) -> bool {
    block.kind() == Some(Kind::Body) && block.layout.form != Form::Kept
}

/// Lets beginnings go on with ends that are left open.
fn pair(
    page: &Page,
    heads: Vec<usize>,
    zoned: &[bool],
    joint: &mut Joint<'_>,
    chains: &mut Chains,
) {
    let blocks = page.blocks();
    let ends = |&i: &usize| is_body(&blocks[i]) && chains.ends(i);
    let open: Vec<usize> = (0..blocks.len()).filter(ends).collect();
    let apart = |e: usize, r: usize| {
        let far = (1.0 + r.abs_diff(e) as f32).ln() * FAR;
        let back = if r < e { BACK } else { 0.0 };
        far + back
    };
    for (e, r) in pairs(&heads, &open, joint, apart, PAIR) {
        chains.link(e, r);
    }
    // What is left and begins in the middle of a sentence goes on with one that stops there: however badly they
    // fit, unless columns alternate somewhere, where lines that follow each other may look so.
    let heads = heads.into_iter();
    let left = |&r: &usize| chains.begins(r) && blocks[r].resumes();
    let heads: Vec<usize> = heads.filter(left).collect();
    let open = open.into_iter();
    let left = |&e: &usize| chains.ends(e) && !zoned[e] && joint.is_full(e);
    let open: Vec<usize> = open.filter(left).collect();
    let least = if zoned.contains(&true) {
        0.0
    } else {
        f32::NEG_INFINITY
    };
    for (e, r) in pairs(&heads, &open, joint, |_, _| 0.0, least) {
        chains.link(e, r);
    }
}

/// Lets everything that is left follow the line above it, unless that one stands in a column that alternates with
/// others; a headline stays where it stands, whatever goes on elsewhere. Where that would make a ring, what is most
/// like an article's beginning follows nothing: what is least like one is linked first.
fn follow(page: &Page, alternates: impl Fn(usize) -> bool, chains: &mut Chains) {
    let blocks = page.blocks();
    let is_headline = |i: usize| blocks[i].kind().is_some_and(Kind::is_headline);
    let follows = |i: usize| is_headline(i - 1) || !is_headline(i);
    let follows = |&i: &usize| follows(i) && !alternates(i - 1);
    let mut rest: Vec<usize> = (1..blocks.len()).filter(follows).collect();
    let lead = |i: usize| match is_body(&blocks[i]) {
        true => blocks[i].odds().lead,
        false => f32::NEG_INFINITY,
    };
    rest.sort_by(|&a, &b| lead(a).total_cmp(&lead(b)));
    for i in rest {
        chains.link(i - 1, i);
    }
}

/// For every line whether it belongs to a column of text: headlines and photos do not, nor does a byline
/// below a headline.
fn in_column(page: &Page) -> Vec<bool> {
    let mut below = false;
    page.blocks()
        .iter()
        .map(|block| {
            let kind = block.kind();
            let byline = kind == Some(Kind::Byline);
            let inside = matches!(kind, Some(Kind::Body | Kind::Subhead | Kind::Jump));
            let inside = inside || byline && !below;
            below = kind.is_some_and(Kind::is_headline) || below && byline;
            inside && block.layout.form != Form::Kept
        })
        .collect()
}

/// The lines of a zone's columns.
fn members(page: &Page, zone: Range<usize>, in_column: &[bool]) -> Vec<Member> {
    let blocks = page.blocks();
    let blanks = blocks.iter().filter(|b| b.layout.blanks > 0).count();
    let parted = blanks * BLANKS > blocks.len();
    let member = |i: usize| {
        let apart = i == 0 || !in_column[i - 1];
        let layout = &blocks[i].layout;
        Member {
            line: i,
            apart,
            close: parted
                && !apart
                && layout.blanks == 0
                && layout.line > blocks[i - 1].layout.line,
            lead: blocks[i].odds().lead,
        }
    };
    zone.filter(|&i| in_column[i]).map(member).collect()
}

/// How often the lines of a zone change columns, by the pairs that were looked at.
fn habit(seen: &[(usize, bool)], zone: &Range<usize>) -> f32 {
    let inside = seen.iter().filter(|pair| zone.contains(&pair.0));
    let (all, bad) = inside.fold((0, 0), |(all, bad), pair| {
        (all + 1, bad + usize::from(pair.1))
    });
    (bad as f32 / all.max(1) as f32).clamp(0.05, 0.7)
}

/// Ends and the beginnings that may go on with them, the best pair first, none that is worth less than `least`.
/// `cost` is what speaks against a pair by its places alone (both natural logarithms).
fn pairs(
    heads: &[usize],
    open: &[usize],
    joint: &mut Joint<'_>,
    cost: impl Fn(usize, usize) -> f32,
    least: f32,
) -> Vec<(usize, usize)> {
    let mut pairs: Vec<(f32, usize, usize)> = Vec::new();
    for &r in heads {
        let from = open.partition_point(|&e| e + REACH < r);
        let near = open[from..].iter().take_while(|&&e| e < r + REACH);
        for &e in near.filter(|&&e| e != r) {
            let fit = joint.weigh(e, r, None) + joint.cohesion(e, r);
            let score = fit - cost(e, r);
            if score > least {
                pairs.push((score, e, r));
            }
        }
    }
    pairs.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then((a.2, a.1).cmp(&(b.2, b.1))));
    pairs.into_iter().map(|(_, e, r)| (e, r)).collect()
}

/// The zones of a page of `n` lines where columns alternate, by the pairs of lines that were looked at: the
/// second line of each and whether it fits badly with the first.
fn zones(seen: &[(usize, bool)], n: usize) -> Vec<Range<usize>> {
    let bad = |pairs: &[(usize, bool)]| pairs.iter().filter(|pair| pair.1).count();
    let mut zones: Vec<Range<usize>> = Vec::new();
    if bad(seen) * 100 > seen.len() * EVERYWHERE && bad(seen) >= ALTERNATES {
        zones.push(0..n);
        return zones;
    }
    for k in 0..seen.len() {
        let around = &seen[k.saturating_sub(WINDOW)..(k + WINDOW + 1).min(seen.len())];
        if bad(around) < ALTERNATES {
            continue;
        }
        let first = around[0].0.saturating_sub(MARGIN);
        let end = (around[around.len() - 1].0 + MARGIN).min(n);
        match zones.last_mut() {
            Some(last) if last.end >= first => last.end = end,
            _ => zones.push(first..end),
        }
    }
    zones
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::audit;
    use crate::passes;
    use crate::source;

    fn ordered(text: &str) -> Vec<String> {
        let mut page = Page::new(source::decode("page.txt", text.as_bytes(), None));
        passes::prepare(&mut page);
        label::run(&mut page, &Settings::default());
        run(&mut page, &Settings::default());
        assert_eq!(audit(&page), []);
        page.blocks()
            .iter()
            .map(|b| page.str(b).to_owned())
            .collect()
    }

    const LEFT: [&str; 9] = [
        "全市各级各部门要认真贯彻落",
        "实会议精神，坚持问题导向，突",
        "出工作重点，扎实推进各项工",
        "作，确保全年目标任务圆满完",
        "成，为全市经济社会高质量发",
        "展作出新的更大的贡献，以实",
        "际行动迎接大会胜利召开，总",
        "结经验，继续努力工作，把各",
        "项任务落到实处。",
    ];
    const RIGHT: [&str; 9] = [
        "资持续增长，农村公路通达深",
        "度不断提高，群众出行更加方",
        "便快捷，为乡村振兴提供了坚",
        "强的交通保障，受到了沿线群",
        "众的普遍欢迎，下一步还将继",
        "续加大投入，改善出行的条",
        "件，完善农村公路管理养护体",
        "制机制，让更多的群众走上平",
        "坦路，过上更好的日子。",
    ];

    /// Whether these lines stand one after the other.
    fn together(lines: &[String], wanted: &[&str]) -> bool {
        lines
            .windows(wanted.len())
            .any(|w| w.iter().zip(wanted).all(|(a, b)| a == b))
    }

    #[test]
    fn columns_whose_lines_alternate_are_followed() {
        let rows: String = LEFT
            .iter()
            .zip(RIGHT)
            .map(|(l, r)| format!("{l}\n{r}\n"))
            .collect();
        let lines = ordered(&rows);
        assert!(together(&lines, &LEFT), "{lines:#?}");
        assert!(together(&lines, &RIGHT), "{lines:#?}");
    }

    #[test]
    fn so_are_columns_that_alternate_two_lines_at_a_time() {
        let rows: String = LEFT
            .chunks(2)
            .zip(RIGHT.chunks(2))
            .map(|(l, r)| format!("{}\n{}\n", l.join("\n"), r.join("\n")))
            .collect();
        let lines = ordered(&rows);
        assert!(together(&lines, &LEFT), "{lines:#?}");
        assert!(together(&lines, &RIGHT), "{lines:#?}");
    }

    /// Lines of another article, from its first to its last.
    const WHOLE_RIGHT: [&str; 9] = [
        "近日，我国农村公路投资持续增",
        "长，农村公路通达深度不断提高，",
        "群众出行更加方便快捷，为乡村",
        "振兴提供了坚强的交通保障，受",
        "到了沿线群众的普遍欢迎，下一",
        "步还将继续加大投入，改善出行",
        "条件，完善农村公路管理养护体",
        "制机制，让更多的群众走上平坦",
        "路，过上更好的日子。",
    ];

    #[test]
    fn columns_are_followed_where_no_line_is_left_over() {
        let rows: String = LEFT
            .iter()
            .zip(WHOLE_RIGHT)
            .map(|(l, r)| format!("{l}\n{r}\n"))
            .collect();
        let lines = ordered(&rows);
        // Alone at the page's top, the first line may be anything.
        assert!(together(&lines, &LEFT[1..]), "{lines:#?}");
        assert!(together(&lines, &WHOLE_RIGHT), "{lines:#?}");
    }

    /// An article of two columns, the second before the first: where the page goes on in a ring, the article begins
    /// with what looks like its beginning.
    #[test]
    fn columns_that_changed_places_begin_with_the_article() {
        let first = [
            "本报讯（记者 林小禾）云川市昨",
            "日召开防汛工作会议，部署今年",
            "的防汛准备工作。",
            "会议要求，各单位要压实责任，",
            "加强水库和河道的巡查，备足防",
            "汛物资，完善应急预案，做好群",
        ];
        let second = [
            "众转移的各项准备，确保安全度",
            "汛。",
            "会议强调，要加强监测预警，及",
            "时发布信息，坚持二十四小时值",
            "班值守，遇有险情立即报告。",
        ];
        let text = format!(
            "云川市部署防汛工作\n\n{}\n\n{}\n\n石桥县春耕备耕忙\n\n{}\n",
            second.join("\n"),
            first.join("\n"),
            WHOLE_RIGHT.join("\n")
        );
        let lines = ordered(&text);
        let whole = [&first[..], &second[..]].concat();
        assert!(together(&lines, &whole), "{lines:#?}");
        assert_eq!(lines[0], "云川市部署防汛工作");
        assert_eq!(lines[1], first[0]);
    }

    #[test]
    fn a_zone_of_a_page_is_gathered_and_the_rest_stays() {
        let page = include_str!("../../seeds/004_cf229ad8b120e038.txt");
        let lines: Vec<&str> = page.lines().collect();
        let at = 1 + lines[..400]
            .iter()
            .rposition(|l| l.ends_with('。'))
            .expect("a paragraph");
        let zone: Vec<&str> = LEFT
            .iter()
            .zip(WHOLE_RIGHT)
            .flat_map(|(l, r)| [*l, r])
            .collect();
        let with = ordered(&[&lines[..at], &zone, &lines[at..]].concat().join("\n"));
        assert!(together(&with, &LEFT[1..]), "{with:#?}");
        assert!(together(&with, &WHOLE_RIGHT), "{with:#?}");
        let rest: Vec<&str> = with
            .iter()
            .map(String::as_str)
            .filter(|line| !zone.contains(line))
            .collect();
        // At its edge a line may go astray.
        let without = ordered(page);
        let same = |pair: &(&&str, &String)| pair.0 == pair.1;
        let before = rest.iter().zip(&without).take_while(same).count();
        let after = rest.iter().rev().zip(without.iter().rev());
        let after = after.take_while(same).count();
        assert_eq!(rest.len(), without.len());
        assert!(
            before + after + 8 > rest.len(),
            "{before} {after} {}",
            rest.len()
        );
    }

    #[test]
    fn zones() {
        let pairs = |bad: &[usize]| -> Vec<(usize, bool)> {
            (1..100).map(|i| (i, bad.contains(&i))).collect()
        };
        let all: Vec<usize> = (1..60).collect();
        for (bad, want) in [
            (&[][..], &[][..]),
            // Far apart: single breaks, not columns that alternate.
            (&[10, 20, 30, 40, 50, 60, 70, 80], &[]),
            (&[50, 51, 52, 53], &[]),
            (&[50, 51, 52, 53, 54], &[(40, 64)]),
            (
                &[30, 31, 32, 33, 34, 80, 81, 82, 83, 84],
                &[(20, 44), (70, 94)],
            ),
            (&all, &[(0, 100)]),
        ] {
            let zones = super::zones(&pairs(bad), 100);
            let got: Vec<_> = zones.iter().map(|z| (z.start, z.end)).collect();
            assert_eq!(got, want, "{bad:?}");
        }
    }

    #[test]
    fn lines_in_order_stay() {
        for text in [
            LEFT.join("\n"),
            format!("{}\n\n{}", LEFT.join("\n"), RIGHT.join("\n")),
            "标题\n只有一行。".to_owned(),
            String::new(),
        ] {
            let lines = ordered(&text);
            let wanted: Vec<&str> = text.lines().filter(|l| !l.is_empty()).collect();
            assert_eq!(lines, wanted);
        }
    }
}
