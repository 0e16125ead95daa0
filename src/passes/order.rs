//! Put lines back into reading order where columns or articles were shuffled.
//!
//! Where the lines of several columns alternate, on the whole page or in a zone of it, each line is first
//! given to a column ([`crate::evidence::columns`]). Then the beginnings that stand in the middle of a sentence are laid beside
//! the ends that leave one open; the pairs are chosen one to one, best first, and exchanged where two together are better
//! the other way round. The page becomes chains of
//! lines, each chain in the place of its first line, and what its lines are is asked again, now that they
//! stand beside the right ones.

mod exchange;
mod zones;

use crate::chains::{Chains, Links};
use crate::config::Settings;
use crate::evidence::columns::{self, Member};
use crate::evidence::decision::{ARTICLE, Choice, Clue, Decision, FOLLOWS, hundredths};
use crate::evidence::joining::Joint;
use crate::evidence::profile::PARAGRAPH;
use crate::evidence::weights::{TABLES, Tables};
use crate::page::{Block, Form, Kind, Page};
use crate::passes::label;

/// Pairs of lines further apart than this are not looked at; keeps the cost linear.
const REACH: usize = 260;
/// Two lines that stand together and fit worse than this (natural logarithms) do not go on with each other,
const BROKEN: f32 = -2.0;
/// or than this on a page where so many fit badly that its columns alternate.
const BROKEN_SCRAMBLED: f32 = -1.5;
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

/// The indent of a first line (half ems), by which it is narrower than those below it.
const INDENT: u16 = 4;

/// Gathers the lines into reading order.
pub fn run(page: &mut Page, _settings: &Settings) {
    by(page, &TABLES);
}

/// The same with these tables.
pub fn by(page: &mut Page, tables: &Tables) {
    let Order {
        lines: order,
        decisions,
    } = reading_order(page);
    let moved = |k: usize| is_moved(&order, k);
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
    }
    decisions.into_iter().for_each(|made| page.decide(made));
    if page.is_scrambled() {
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

/// The lines in reading order, and what was decided of those that moved.
struct Order {
    lines: Vec<usize>,
    decisions: Vec<Decision>,
}

impl Order {
    /// As they stand.
    fn as_printed(lines: usize) -> Self {
        Order {
            lines: (0..lines).collect(),
            decisions: Vec::new(),
        }
    }
}

/// Whether a line begins a paragraph. Above it a line may end anywhere, and it is narrower than the next: neither tells of
/// columns that alternate. (Of 846 pages of the press whose columns do not, 192 seemed to have a zone where they do; so
/// read, 38 have.)
fn opens(block: &Block) -> bool {
    block.opens() && !block.resumes()
}

/// Whether the line at a place of an order did not stand below the one before it.
fn is_moved(order: &[usize], k: usize) -> bool {
    k > 0 && order[k] != order[k - 1] + 1
}

/// The chains of lines, one after the other.
fn reading_order(page: &Page) -> Order {
    let n = page.blocks().len();
    let blocks = page.blocks();
    if !blocks.iter().any(Block::resumes) && page.broken() < WHOLE {
        return Order::as_printed(n);
    }
    let mut joint = Joint::of(page);
    let broken = if page.is_scrambled() {
        BROKEN_SCRAMBLED
    } else {
        BROKEN
    };
    // Pairs of body lines in the middle of a sentence, and whether they fit badly;
    let mut seen: Vec<(usize, bool)> = Vec::new();
    // those of them that tell whether columns alternate.
    let mut telling: Vec<(usize, bool)> = Vec::new();
    for i in 1..n {
        let (above, own) = (&blocks[i - 1], &blocks[i]);
        let width = own.layout.width.max(above.layout.width);
        if width >= PARAGRAPH || !is_body(own) || !is_body(above) || !joint.is_full(i - 1) {
            continue;
        }
        let mut is_bad = |measure| joint.weigh(i - 1, i, measure) < broken;
        seen.push((i, is_bad(None)));
        if page.is_scrambled() {
            telling.extend(seen.last());
        } else if !opens(own) {
            let measure = opens(above).then(|| above.layout.width + INDENT);
            telling.push((i, is_bad(measure)));
        }
    }
    let zones = zones::find(&telling, n);
    let mut zoned = vec![false; n];
    for zone in &zones {
        zoned[zone.clone()].fill(true);
    }
    let in_column = zones::in_column(page);
    let mut links = Links::of(n);
    // Elsewhere lines stand in order but for the breaks.
    let in_order = |i: usize| is_body(&blocks[i]) && is_body(&blocks[i - 1]) && !blocks[i].opens();
    for i in (1..n).filter(|&i| !zoned[i] && !zoned[i - 1] && in_order(i)) {
        links.link(i - 1, i);
    }
    let members: Vec<Vec<Member>> = zones
        .iter()
        .map(|zone| zones::members(page, zone.clone(), &in_column))
        .collect();
    // The second time, paragraphs are known well enough to be compared.
    for _ in 0..if zones.is_empty() { 1 } else { 2 } {
        for (zone, members) in zones.iter().zip(&members) {
            let found = columns::follow(members, &mut joint, zones::habit(&seen, zone));
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
        return Order::as_printed(n);
    }
    let mut chains = Chains::of(links);
    pair(page, heads, &zoned, &mut joint, &mut chains);
    let is_in_zone = |&i: &usize| zoned[i] && in_column[i] && is_body(&blocks[i]);
    let in_zones: Vec<usize> = (0..n).filter(is_in_zone).collect();
    let mut links = chains.into_links();
    exchange::exchange(page, &in_zones, &mut joint, &mut links);
    let mut chains = Chains::of(links);
    follow(page, |i| zoned[i] && in_column[i], &mut chains);
    let order = chains.order();
    let moved = (0..n).filter(|&k| is_moved(&order, k) && !chains.begins(order[k]));
    let decisions = moved
        .filter(|&k| is_body(&blocks[order[k]]) && is_body(&blocks[order[k - 1]]))
        .map(|k| follows(page, order[k - 1], order[k], &mut joint))
        .collect();
    Order {
        lines: order,
        decisions,
    }
}

/// That a line goes on with another one than that above it, and why.
fn follows(page: &Page, from: usize, line: usize, joint: &mut Joint<'_>) -> Decision {
    let mut told: Vec<(&'static str, f32)> = Vec::new();
    joint.tell(from, line, None, |name, weight| told.push((name, weight)));
    let above = line
        .checked_sub(1)
        .filter(|&above| is_body(&page.blocks()[above]));
    let instead = match above {
        Some(above) => {
            let mut against = told.iter_mut();
            let mut rest = Vec::new();
            joint.tell(above, line, None, |name, weight| {
                match against.find(|own| own.0 == name) {
                    Some(own) => own.1 -= weight,
                    None => rest.push((name, -weight)),
                }
            });
            told.append(&mut rest);
            Choice::of(FOLLOWS, page.place(above))
        }
        None => Choice::plain(ARTICLE),
    };
    let margin = told.iter().map(|clue| clue.1).sum();
    let clues = told.into_iter().filter(|_| page.is_traced());
    let clues = clues.map(|(name, weight)| Clue::new(name, weight));
    Decision {
        at: page.place(line),
        what: Choice::of(FOLLOWS, page.place(from)),
        instead,
        margin: hundredths(margin),
        clues: clues.filter(|clue| clue.weight != 0).collect(),
    }
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

#[cfg(test)]
mod tests;
