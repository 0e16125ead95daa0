//! Cutting a run of headline and byline blocks into headlines, and reading what their lines are.

use super::{Closest, Gram, Headline, Pairing, Words, content, grams};
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
struct Stretches {
    /// Each with its number, if a body has it.
    sorted: Vec<(Gram, Option<u32>)>,
    /// Where the characters of each block begin, and of the last one end.
    bounds: Vec<u32>,
}

impl Stretches {
    fn of(page: &Page, blocks: &[usize], pairing: &Pairing<'_>) -> Self {
        let mut chars = Vec::new();
        let mut bounds = vec![0];
        for &i in blocks {
            chars.extend(content(page.str(&page.blocks()[i])));
            bounds.push(chars.len() as u32);
        }
        let grams = grams(&chars).map(|gram| (gram, pairing.number(gram.key)));
        let mut sorted: Vec<(Gram, Option<u32>)> = grams.collect();
        sorted.sort_unstable();
        Stretches { sorted, bounds }
    }

    /// The grams of the blocks of a stretch.
    fn part(&self, from: usize, to: usize) -> Vec<(Gram, Option<u32>)> {
        let (from, to) = (self.bounds[from], self.bounds[to]);
        let inside = |(g, _): &&(Gram, Option<u32>)| from <= g.at && g.end <= to;
        self.sorted.iter().filter(inside).copied().collect()
    }

    /// The words of the first blocks of a part, up to a block, in the memory of others.
    fn words(
        &self,
        part: &[(Gram, Option<u32>)],
        to: usize,
        pairing: &Pairing<'_>,
        words: Words,
    ) -> Words {
        let to = self.bounds[to];
        let mut last = None;
        let inside = part.iter().filter(|(g, _)| g.end <= to);
        let once = inside.filter(|(g, _)| last.replace(g.key) != Some(g.key));
        pairing.words(once.map(|&(_, number)| number), words)
    }
}

/// Cuts a run of headline and byline blocks into headlines: the best sequence of headlines, each tried
/// on the bodies it shares most with, no two neighbours on the same body.
pub fn cut(page: &Page, run: &[usize], pairing: &Pairing<'_>, stakes: &Stakes) -> Vec<Headline> {
    let n = run.len();
    let mut ways: Vec<Vec<Way>> = vec![Vec::new(); n + 1];
    ways[0].push(Way {
        score: 0.0,
        start: 0,
        body: None,
        before: 0,
    });
    let mut closest = Closest::of(pairing);
    let mut words = Words::default();
    // Some for every so many blocks, so that a long run costs no more for each of its lines.
    let stretches: Vec<Stretches> = (0..n)
        .step_by(MOST)
        .map(|base| Stretches::of(page, &run[base..(base + 2 * MOST - 1).min(n)], pairing))
        .collect();
    for start in 0..n {
        let (stretches, from) = (&stretches[start / MOST], start % MOST);
        let (done, open) = ways.split_at_mut(start + 1);
        let ways = &done[start];
        if ways.is_empty() {
            continue;
        }
        let lines = &run[start..(start + MOST).min(n)];
        let parts = Parts::of(page, lines, stakes);
        let grams = stretches.part(from, from + parts.heads);
        for length in 1..=lines.len() {
            let Some(reading) = parts.score(length) else {
                continue;
            };
            let found = &mut open[length - 1];
            let to = from + length.min(parts.heads);
            words = stretches.words(&grams, to, pairing, words);
            for &(body, share) in closest.find(&words, pairing) {
                let own = reading + stakes.shared_in_run * share - stakes.new_headline;
                let best = ways
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
                let way = Way {
                    score: before_score + own,
                    start,
                    body,
                    before,
                };
                match found.iter_mut().find(|w| w.body == body) {
                    Some(w) if w.score >= way.score => {}
                    Some(w) => *w = way,
                    None => found.push(way),
                }
            }
        }
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
        let blocks = &run[way.start..at];
        let (stretches, from) = (&stretches[way.start / MOST], way.start % MOST);
        let words = |heads: usize| {
            let part = stretches.part(from, from + heads);
            stretches.words(&part, from + heads, pairing, Words::default())
        };
        out.extend(headline(page, blocks, words, stakes));
        at = way.start;
        pick = Some(way.before);
    }
    out.reverse();
    out
}

/// Most lines of one kicker, title or deck.
const LINES: usize = 12;

/// Lines read as one headline, and so are the first of them, however many: kicker? title deck? byline*.
/// Each line either begins one of these or goes on with the line above it; the label pass says how likely
/// either is.
struct Parts<'a> {
    stakes: &'a Stakes,
    /// How many lines are not bylines.
    heads: usize,
    /// How many bylines may stand below them.
    bylines: usize,
    /// For every such line and every part that it may belong to: the best score so far, the part of the
    /// line above, and whether it goes on with that.
    best: Vec<[(f32, usize, bool); KINDS.len()]>,
}

/// The parts of a headline in order.
const KINDS: [Kind; 4] = [Kind::Kicker, Kind::Title, Kind::Deck, Kind::Deck];

impl<'a> Parts<'a> {
    fn of(page: &Page, blocks: &[usize], stakes: &'a Stakes) -> Self {
        let heads = blocks.iter().take_while(|&&i| kind(page, i).is_headline());
        let heads = heads.count();
        let below = |i: &&usize| matches!(kind(page, **i), Kind::Byline | Kind::Jump);
        Parts {
            stakes,
            heads,
            bylines: blocks[heads..].iter().take_while(below).count(),
            best: best(page, &blocks[..heads], stakes),
        }
    }

    /// How likely the first so many lines are a headline.
    fn score(&self, lines: usize) -> Option<f32> {
        if lines > self.heads + self.bylines {
            return None;
        }
        let Some(last) = lines.min(self.heads).checked_sub(1) else {
            return Some(-self.stakes.byline_alone);
        };
        let (score, _) = self.end(last);
        score.is_finite().then_some(score)
    }

    /// The score of a headline that ends with a line, and the line's part. A headline without a title is
    /// rare; its only part is then the title.
    fn end(&self, last: usize) -> (f32, usize) {
        let last = &self.best[last];
        let part = (1..KINDS.len()).max_by(|&a, &b| last[a].0.total_cmp(&last[b].0));
        let part = part.unwrap_or(1);
        let untitled = last[0].0 - self.stakes.untitled;
        if untitled > last[part].0 {
            (untitled, 0)
        } else {
            (last[part].0, part)
        }
    }

    /// What all lines are, bylines aside, and whether each goes on with the one above.
    fn read(&self) -> (Vec<Kind>, Vec<bool>) {
        let n = self.heads;
        let mut kinds = vec![Kind::Title; n];
        let mut joined = vec![false; n];
        let mut part = n.checked_sub(1).map_or(0, |last| self.end(last).1);
        let alone = part == 0;
        for k in (0..n).rev() {
            if !alone {
                kinds[k] = KINDS[part];
            }
            (_, part, joined[k]) = self.best[k][part];
        }
        (kinds, joined)
    }
}

/// The headline that lines make; `words` are those of the first so many lines.
fn headline(
    page: &Page,
    blocks: &[usize],
    words: impl Fn(usize) -> Words,
    stakes: &Stakes,
) -> Option<Headline> {
    let parts = Parts::of(page, blocks, stakes);
    parts.score(blocks.len())?;
    let heads = &blocks[..parts.heads];
    let (mut kinds, mut joined) = parts.read();
    kinds.extend(blocks[heads.len()..].iter().map(|&i| kind(page, i)));
    joined.resize(blocks.len(), false);
    let found = heads.iter().fold(0, |bits, &i| {
        let b = &page.blocks()[i];
        bits | patterns::find(page.str(b), b.layout.width)
    });
    Some(Headline {
        blocks: blocks.to_vec(),
        kinds,
        joined,
        words: words(heads.len()),
        notice: found & Pattern::NoticeTitle.bit() != 0,
        photo: found & Pattern::PictureTitle.bit() != 0,
    })
}

fn kind(page: &Page, i: usize) -> Kind {
    page.blocks()[i].kind().unwrap_or(Kind::Body)
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

/// The best readings of headline lines as kicker? title deck?, up to every line.
fn best(page: &Page, lines: &[usize], stakes: &Stakes) -> Vec<[(f32, usize, bool); KINDS.len()]> {
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
    if let Some(first) = best.first_mut() {
        for (part, first) in first.iter_mut().enumerate().take(2) {
            *first = (own(0, part), part, false);
        }
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
    best
}
