//! Which gold block every line of a page belongs to.

use cleaner::eval::content;
use cleaner::evidence::chain::State;
use cleaner::page::{Kind, Page};
use cleaner::script::simplified;
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

/// The content characters of a text as the passes read them: a traditional page is read as if it were simplified.
fn read(text: &str) -> Vec<char> {
    content(text).chars().map(simplified).collect()
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
                content: read(b["text"].as_str().unwrap_or("")),
            });
        }
    }
    for b in gold["furniture"].as_array().unwrap_or(&empty) {
        out.push(GoldBlock {
            article: usize::MAX,
            kind: kind(b["kind"].as_str().unwrap_or("")),
            lead: false,
            content: read(b["text"].as_str().unwrap_or("")),
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
    let lines: Vec<Vec<char>> = page.blocks().iter().map(|b| read(page.str(b))).collect();
    let mut search = Search {
        gold,
        candidates: candidates(&lines, gold),
        taken: gold.iter().map(|b| vec![false; b.content.len()]).collect(),
        found: vec![None; lines.len()],
        lines: &lines,
    };
    for round in Round::ALL {
        search.round(round);
    }
    search.found
}

/// Every place of the gold that each line may have.
fn candidates(lines: &[Vec<char>], gold: &[GoldBlock]) -> Vec<Vec<Place>> {
    let mut index: HashMap<[char; 3], Vec<(usize, usize)>> = HashMap::new();
    for (b, at) in starts(gold) {
        let key = key(&gold[b].content[at..]);
        index.entry(key).or_default().push((b, at));
    }
    let candidates = |line: &Vec<char>| -> Vec<Place> {
        let place = |(block, at): (usize, usize)| {
            let here = gold[block].content[at..].starts_with(line);
            here.then(|| Place {
                block,
                from: at,
                to: at + line.len(),
            })
        };
        match line.len() {
            0 => Vec::new(),
            1 | 2 => starts(gold).filter_map(place).collect(),
            _ => {
                let starts = index.get(&key(line)).into_iter().flatten();
                starts.copied().filter_map(place).collect()
            }
        }
    };
    lines.iter().map(candidates).collect()
}

/// Every character of the gold, by its block and its place there.
fn starts(gold: &[GoldBlock]) -> impl Iterator<Item = (usize, usize)> + '_ {
    let blocks = gold.iter().enumerate();
    blocks.flat_map(|(b, block)| (0..block.content.len()).map(move |at| (b, at)))
}

/// What is looked for, one after the other.
#[derive(Clone, Copy, PartialEq)]
enum Round {
    /// Lines with one possible place,
    Only,
    /// what stands between two neighbours,
    Between,
    /// whole blocks near others of their article,
    WholeAndNear,
    /// what goes on from a neighbour, in the order of the page,
    GoesOn,
    /// whole blocks,
    Whole,
    /// and what is left, near others of its article if it can be.
    Any,
}

impl Round {
    const ALL: [Round; 6] = [
        Round::Only,
        Round::Between,
        Round::WholeAndNear,
        Round::GoesOn,
        Round::Whole,
        Round::Any,
    ];
}

/// The search for the places of lines.
struct Search<'a> {
    gold: &'a [GoldBlock],
    lines: &'a [Vec<char>],
    candidates: Vec<Vec<Place>>,
    /// Which characters of the gold's blocks have a line.
    taken: Vec<Vec<bool>>,
    found: Vec<Option<Place>>,
}

impl Search<'_> {
    /// Longer lines come first, but where one goes on from the other.
    fn round(&mut self, round: Round) {
        let lines = 0..self.lines.len();
        let mut order: Vec<usize> = lines.filter(|&i| self.found[i].is_none()).collect();
        if round != Round::GoesOn {
            order.sort_by_key(|&i| std::cmp::Reverse(self.lines[i].len()));
        }
        for i in order {
            if let Some(p) = self.pick(round, i) {
                self.taken[p.block][p.from..p.to].fill(true);
                self.found[i] = Some(p);
            }
        }
    }

    fn pick(&self, round: Round, i: usize) -> Option<Place> {
        /// A line with fewer characters may stand where the gold has the same by chance.
        const LONG: usize = 6;
        let free = |p: &&Place| self.taken[p.block][p.from..p.to].iter().all(|t| !t);
        let open: Vec<&Place> = self.candidates[i].iter().filter(free).collect();
        let first = |fits: &dyn Fn(&Place) -> bool| open.iter().find(|p| fits(p)).copied();
        let whole = |p: &Place| p.from == 0 && p.to == self.gold[p.block].content.len();
        let picked = match round {
            Round::Only => (open.len() == 1 && self.lines[i].len() >= LONG).then(|| open[0]),
            Round::Between => first(&|p| self.neighbours(i, p) == 2),
            Round::WholeAndNear => first(&|p| whole(p) && self.is_near(i, p)),
            Round::GoesOn => first(&|p| self.neighbours(i, p) > 0),
            Round::Whole => first(&whole),
            Round::Any => first(&|p| self.is_near(i, p)).or(open.first().copied()),
        };
        picked.copied()
    }

    /// On how many sides a line at this place goes on with one that stands near it on the page.
    fn neighbours(&self, i: usize, p: &Place) -> usize {
        /// Lines of other columns may stand between two that go on.
        const REACH: usize = 3;
        let mut above = self.found[..i].iter().rev().take(REACH).flatten();
        let mut below = self.found[i + 1..].iter().take(REACH).flatten();
        let before = above.any(|q| q.block == p.block && q.to == p.from);
        let after = below.any(|q| q.block == p.block && q.from == p.to);
        usize::from(before) + usize::from(after)
    }

    /// Whether a line at this place is of the article of some line around it.
    fn is_near(&self, i: usize, p: &Place) -> bool {
        const REACH: usize = 6;
        let around = i.saturating_sub(REACH)..(i + REACH + 1).min(self.found.len());
        let article = |p: &Place| self.gold[p.block].article;
        let mut around = self.found[around].iter().flatten();
        around.any(|q| article(q) == article(p))
    }
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
