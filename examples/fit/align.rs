//! Which gold block every line of a page belongs to.

use cleaner::eval::content;
use cleaner::evidence::chain::State;
use cleaner::page::{Kind, Page};
use std::collections::HashMap;

/// A gold block: its kind, its content characters, and whether it is its article's first body block.
pub(crate) struct GoldBlock {
    pub article: usize,
    pub kind: Kind,
    pub lead: bool,
    pub content: Vec<char>,
}

pub(crate) fn kind(word: &str) -> Kind {
    match word {
        "kicker" => Kind::Kicker,
        "title" => Kind::Title,
        "deck" => Kind::Deck,
        "byline" => Kind::Byline,
        "subhead" => Kind::Subhead,
        "caption" => Kind::Caption,
        "jump" => Kind::Jump,
        "masthead" => Kind::Masthead,
        "staff" => Kind::Staff,
        "pageref" => Kind::Pageref,
        "sponsor" => Kind::Sponsor,
        "body" => Kind::Body,
        _ => Kind::Other,
    }
}

pub(crate) fn gold_blocks(gold: &serde_json::Value) -> Vec<GoldBlock> {
    let empty = Vec::new();
    let mut out = Vec::new();
    let articles = gold["articles"].as_array().unwrap_or(&empty);
    for (a, article) in articles.iter().enumerate() {
        let mut lead = true;
        for b in article["blocks"].as_array().unwrap_or(&empty) {
            let kind = kind(b["kind"].as_str().unwrap_or(""));
            out.push(GoldBlock {
                article: a,
                kind,
                lead: kind == Kind::Body && std::mem::take(&mut lead),
                content: content(b["text"].as_str().unwrap_or("")).chars().collect(),
            });
        }
    }
    for b in gold["furniture"].as_array().unwrap_or(&empty) {
        out.push(GoldBlock {
            article: usize::MAX,
            kind: kind(b["kind"].as_str().unwrap_or("")),
            lead: false,
            content: content(b["text"].as_str().unwrap_or("")).chars().collect(),
        });
    }
    out
}

/// Where a line stands in the gold: block, first content character, one past the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub block: usize,
    pub from: usize,
    pub to: usize,
}

/// Finds the place of every block of the page in the gold; none where the text is not whole there.
pub(crate) fn places(page: &Page, gold: &[GoldBlock]) -> Vec<Option<Place>> {
    let lines: Vec<Vec<char>> = page
        .blocks()
        .iter()
        .map(|b| content(page.str(b)).chars().collect())
        .collect();
    let mut index: HashMap<[char; 3], Vec<(usize, usize)>> = HashMap::new();
    for (b, block) in gold.iter().enumerate() {
        for at in 0..block.content.len() {
            index
                .entry(key(&block.content[at..]))
                .or_default()
                .push((b, at));
        }
    }
    let candidates: Vec<Vec<Place>> = lines
        .iter()
        .map(|line| {
            if line.is_empty() {
                return Vec::new();
            }
            let mut found = Vec::new();
            let mut probe = |b: usize, at: usize| {
                if gold[b].content[at..].starts_with(line) {
                    found.push(Place {
                        block: b,
                        from: at,
                        to: at + line.len(),
                    });
                }
            };
            if line.len() >= 3 {
                for &(b, at) in index.get(&key(line)).map_or(&[][..], Vec::as_slice) {
                    probe(b, at);
                }
            } else {
                for (b, block) in gold.iter().enumerate() {
                    for at in 0..block.content.len() {
                        probe(b, at);
                    }
                }
            }
            found
        })
        .collect();
    let mut taken: Vec<Vec<bool>> = gold.iter().map(|b| vec![false; b.content.len()]).collect();
    let mut out: Vec<Option<Place>> = vec![None; lines.len()];
    let free = |taken: &Vec<Vec<bool>>, p: &Place| taken[p.block][p.from..p.to].iter().all(|t| !t);
    // Lines with one possible place, longest first; then whole blocks; then what goes on from a neighbour.
    for round in 0..6 {
        let mut order: Vec<usize> = (0..lines.len()).filter(|&i| out[i].is_none()).collect();
        if round != 3 {
            order.sort_by_key(|&i| std::cmp::Reverse(lines[i].len()));
        }
        for i in order {
            let open: Vec<&Place> = candidates[i].iter().filter(|p| free(&taken, p)).collect();
            let goes_on = |p: &Place| {
                let before = (0..i)
                    .rev()
                    .take(3)
                    .filter_map(|j| out[j])
                    .any(|q| q.block == p.block && q.to == p.from);
                let after = (i + 1..lines.len())
                    .take(3)
                    .filter_map(|j| out[j])
                    .any(|q| q.block == p.block && q.from == p.to);
                usize::from(before) + usize::from(after)
            };
            let whole = |p: &Place| p.from == 0 && p.to == gold[p.block].content.len();
            let near = |p: &Place| {
                (i.saturating_sub(6)..(i + 7).min(lines.len()))
                    .filter_map(|j| out[j])
                    .any(|q| gold[q.block].article == gold[p.block].article)
            };
            let pick = match round {
                0 => (open.len() == 1 && lines[i].len() >= 6).then(|| *open[0]),
                1 => open.iter().find(|p| goes_on(p) == 2).map(|p| **p),
                2 => open.iter().find(|p| whole(p) && near(p)).map(|p| **p),
                3 => open.iter().find(|p| goes_on(p) > 0).map(|p| **p),
                4 => open.iter().find(|p| whole(p)).map(|p| **p),
                _ => open.iter().find(|p| near(p)).or(open.first()).map(|p| **p),
            };
            if let Some(p) = pick {
                taken[p.block][p.from..p.to].fill(true);
                out[i] = Some(p);
            }
        }
    }
    out
}

fn key(chars: &[char]) -> [char; 3] {
    let at = |i: usize| chars.get(i).copied().unwrap_or(' ');
    [at(0), at(1), at(2)]
}

/// The state of every line; none where the gold does not say.
pub(crate) fn states(places: &[Option<Place>], gold: &[GoldBlock]) -> Vec<Option<State>> {
    (0..places.len())
        .map(|i| {
            let p = places[i]?;
            let block = &gold[p.block];
            let before = i.checked_sub(1).and_then(|j| places[j]);
            let goes_on = before.is_some_and(|q| q.block == p.block && q.to == p.from);
            let first = p.from == 0;
            let pick = |open, on| if goes_on && !first { on } else { open };
            Some(match block.kind {
                Kind::Body if first && block.lead => State::Lead,
                Kind::Body if first => State::Paragraph,
                Kind::Body => pick(State::Resume, State::Body),
                Kind::Kicker => pick(State::Kicker, State::KickerOn),
                Kind::Title => pick(State::Title, State::TitleOn),
                Kind::Deck => pick(State::Deck, State::DeckOn),
                Kind::Byline => pick(State::Byline, State::BylineOn),
                Kind::Subhead => pick(State::Subhead, State::SubheadOn),
                Kind::Caption => pick(State::Caption, State::CaptionOn),
                Kind::Jump => pick(State::Jump, State::JumpOn),
                Kind::Pageref => State::Pageref,
                Kind::Masthead => State::Masthead,
                Kind::Staff => State::Staff,
                Kind::Sponsor => State::Sponsor,
                Kind::Other => State::Other,
            })
        })
        .collect()
}
