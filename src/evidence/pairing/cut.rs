//! Cutting a run of headline and byline blocks into headlines, and reading what their lines are.

use super::{Gram, Headline, Pairing, content, grams};
use crate::evidence::patterns::{self, Pattern};
use crate::evidence::stakes::Stakes;
use crate::page::{Kind, Odds, Page};

/// Most blocks of one headline.
const MOST: usize = 14;

/// A way to cut a run up to a place: the last headline and the body it was tried on.
#[derive(Clone)]
struct Way {
    score: f32,
    start: usize,
    body: Option<usize>,
    before: usize,
}

/// The grams of some blocks of a run, in ascending order, for every stretch of them.
#[derive(Default)]
struct Stretches {
    sorted: Vec<Gram>,
    /// Where the characters of each block begin, and of the last one end.
    bounds: Vec<u32>,
}

impl Stretches {
    fn of(page: &Page, blocks: &[usize]) -> Self {
        let mut chars = Vec::new();
        let mut bounds = vec![0];
        for &i in blocks {
            chars.extend(content(page.str(&page.blocks()[i])));
            bounds.push(chars.len() as u32);
        }
        let mut sorted: Vec<Gram> = grams(&chars).collect();
        sorted.sort_unstable();
        Stretches { sorted, bounds }
    }

    /// The grams of the blocks of a stretch, each once.
    fn grams(&self, from: usize, to: usize) -> impl Iterator<Item = u64> + '_ {
        let (from, to) = (self.bounds[from], self.bounds[to]);
        let mut last = None;
        self.sorted
            .iter()
            .filter(move |g| from <= g.at && g.end <= to)
            .map(|g| g.key)
            .filter(move |&key| last.replace(key) != Some(key))
    }
}

/// Cuts a run of headline and byline blocks into headlines: the best sequence of headlines, each tried
/// on the bodies it shares most with, no two neighbours on the same body.
pub fn cut(page: &Page, run: &[usize], pairing: &Pairing, stakes: &Stakes) -> Vec<Headline> {
    let n = run.len();
    let mut ways: Vec<Vec<Way>> = vec![Vec::new(); n + 1];
    ways[0].push(Way {
        score: 0.0,
        start: 0,
        body: None,
        before: 0,
    });
    let mut hits = vec![0.0; pairing.first.len()];
    let (mut stretches, mut base) = (Stretches::default(), 0);
    for end in 1..=n {
        // Anew for every so many blocks, so that a long run costs no more for each of its lines.
        if (end - 1).is_multiple_of(MOST) {
            base = end.saturating_sub(MOST);
            stretches = Stretches::of(page, &run[base..(end - 1 + MOST).min(n)]);
        }
        let mut found: Vec<Way> = Vec::new();
        for start in end.saturating_sub(MOST)..end {
            if ways[start].is_empty() {
                continue;
            }
            let Some(reading) = read(page, &run[start..end], stakes) else {
                continue;
            };
            let grams = stretches.grams(start - base, start - base + reading.heads);
            for (body, share) in pairing.closest(&pairing.words(grams), &mut hits) {
                let own = reading.score + stakes.shared_in_run * share - stakes.new_headline;
                let best = ways[start]
                    .iter()
                    .enumerate()
                    .map(|(w, way)| {
                        let same = body.is_some() && way.body == body;
                        (way.score - if same { stakes.same_body } else { 0.0 }, w)
                    })
                    .max_by(|a, b| a.0.total_cmp(&b.0));
                let Some((before_score, before)) = best else {
                    continue;
                };
                let total = before_score + own;
                match found.iter_mut().find(|w| w.body == body) {
                    Some(w) if w.score >= total => {}
                    Some(w) => {
                        *w = Way {
                            score: total,
                            start,
                            body,
                            before,
                        };
                    }
                    None => found.push(Way {
                        score: total,
                        start,
                        body,
                        before,
                    }),
                }
            }
        }
        ways[end] = found;
    }
    let mut out = Vec::new();
    let mut at = n;
    let mut pick =
        (0..ways[n].len()).max_by(|&a, &b| ways[n][a].score.total_cmp(&ways[n][b].score));
    while let Some(w) = pick {
        if at == 0 {
            break;
        }
        let way = &ways[at][w];
        out.extend(headline(page, &run[way.start..at], pairing, stakes));
        at = way.start;
        pick = Some(way.before);
    }
    out.reverse();
    out
}

/// Most lines of one kicker, title or deck.
const LINES: usize = 12;

/// Lines read as one headline.
struct Reading {
    score: f32,
    /// How many of them are not bylines.
    heads: usize,
    kinds: Vec<Kind>,
    joined: Vec<bool>,
}

/// Reads lines as one headline: kicker? title deck? byline*. Each line either begins one of these or
/// goes on with the line above it; the label pass says how likely either is.
fn read(page: &Page, blocks: &[usize], stakes: &Stakes) -> Option<Reading> {
    let kind = |i: usize| page.blocks()[i].kind().unwrap_or(Kind::Body);
    let heads = blocks
        .iter()
        .take_while(|&&i| kind(i).is_headline())
        .count();
    if blocks[heads..]
        .iter()
        .any(|&i| !matches!(kind(i), Kind::Byline | Kind::Jump))
    {
        return None;
    }
    let (mut score, mut kinds, mut joined) = (-stakes.byline_alone, Vec::new(), Vec::new());
    if heads > 0 {
        (score, kinds, joined) = parse(page, &blocks[..heads], stakes)?;
    }
    kinds.extend(blocks[heads..].iter().map(|&i| kind(i)));
    joined.resize(blocks.len(), false);
    Some(Reading {
        score,
        heads,
        kinds,
        joined,
    })
}

/// The headline that lines make.
fn headline(page: &Page, blocks: &[usize], pairing: &Pairing, stakes: &Stakes) -> Option<Headline> {
    let reading = read(page, blocks, stakes)?;
    let heads = &blocks[..reading.heads];
    let found = heads.iter().fold(0, |bits, &i| {
        let b = &page.blocks()[i];
        bits | patterns::find(page.str(b), b.layout.width)
    });
    let stretches = Stretches::of(page, heads);
    Some(Headline {
        blocks: blocks.to_vec(),
        kinds: reading.kinds,
        joined: reading.joined,
        words: pairing.words(stretches.grams(0, heads.len())),
        notice: found & Pattern::NoticeTitle.bit() != 0,
        photo: found & Pattern::PictureTitle.bit() != 0,
    })
}

/// How likely a line begins a part of the headline: kicker, title, deck, a second deck.
fn own_of(odds: Odds, part: usize, stakes: &Stakes) -> f32 {
    // Kicker and deck look alike; their place tells them apart.
    match part {
        0 => odds.kicker.max(odds.deck - stakes.swapped),
        1 => odds.title,
        2 => odds.deck.max(odds.kicker - stakes.swapped),
        _ => odds.deck - stakes.second_deck,
    }
}

/// The best reading of headline lines as kicker? title deck?, with its score.
fn parse(page: &Page, lines: &[usize], stakes: &Stakes) -> Option<(f32, Vec<Kind>, Vec<bool>)> {
    const PARTS: [Kind; 4] = [Kind::Kicker, Kind::Title, Kind::Deck, Kind::Deck];
    let own = |k: usize, part: usize| {
        let block = &page.blocks()[lines[k]];
        let odds = block.odds();
        let inline = if block.layout.inline {
            -stakes.inline
        } else {
            0.0
        };
        // A part that begins with a dash is a deck.
        if page.str(block).trim_start().starts_with('—') && part == 2 {
            return -0.1;
        }
        inline + own_of(odds, part, stakes)
    };
    // Best score with line k in a part, and whether it goes on with the line before.
    let n = lines.len();
    let mut best = vec![[(f32::NEG_INFINITY, 0usize, false); 4]; n];
    let mut length = vec![[1usize; 4]; n];
    for (part, first) in best[0].iter_mut().enumerate().take(2) {
        *first = (own(0, part), part, false);
    }
    for k in 1..n {
        let block = &page.blocks()[lines[k]];
        let dash = page.str(block).trim_start().starts_with('—');
        let on = match block.layout.inline {
            true if dash => -3.0,
            true => -0.05,
            false => block.odds().on,
        };
        for part in 0..4 {
            let mut top = (f32::NEG_INFINITY, 0, false);
            let mut len = 1;
            if length[k - 1][part] < LINES && best[k - 1][part].0 + on > top.0 {
                top = (best[k - 1][part].0 + on, part, true);
                len = length[k - 1][part] + 1;
            }
            if part > 0 && best[k - 1][part - 1].0 + own(k, part) > top.0 {
                top = (best[k - 1][part - 1].0 + own(k, part), part - 1, false);
                len = 1;
            }
            best[k][part] = top;
            length[k][part] = len;
        }
    }
    let last = &best[n - 1];
    // A headline without a title is rare; its only part is then the title.
    let untitled = last[0].0 - stakes.untitled;
    let mut part = (1..4).max_by(|&a, &b| last[a].0.total_cmp(&last[b].0))?;
    let mut score = last[part].0;
    let alone = untitled > score;
    if alone {
        part = 0;
        score = untitled;
    }
    if !score.is_finite() {
        return None;
    }
    let mut kinds = vec![Kind::Title; n];
    let mut joined = vec![false; n];
    for k in (0..n).rev() {
        kinds[k] = if alone { Kind::Title } else { PARTS[part] };
        joined[k] = best[k][part].2;
        part = best[k][part].1;
    }
    Some((score, kinds, joined))
}
