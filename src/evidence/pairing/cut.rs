//! Cutting a run of headline and byline blocks into headlines.

use super::parts::{Parts, kind};
use super::{Closest, Gram, Headline, Pairing, Words, content, grams};
use crate::evidence::patterns::{self, Pattern};
use crate::evidence::stakes::Stakes;
use crate::page::{Kind, Page};
use std::ops::Range;

/// Most blocks of one headline.
const MOST: usize = 24;

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
        // A pair and a triple begin at every character.
        let mut part = Vec::with_capacity(2 * (to - from) as usize);
        part.extend(self.sorted.iter().filter(inside).copied());
        part
    }

    /// The words of the first blocks of a part, up to a block, in the memory of others.
    fn words(
        &self,
        part: &[(Gram, Option<u32>)],
        to: usize,
        title: Range<usize>,
        pairing: &Pairing<'_>,
        words: Words,
    ) -> Words {
        let to = self.bounds[to];
        let title = self.bounds[title.start]..=self.bounds[title.end];
        let mut last = None;
        let inside = part.iter().filter(|(g, _)| g.end <= to);
        let once = inside.filter(|(g, _)| last.replace(g.key) != Some(g.key));
        let in_title = |g: &Gram| title.contains(&g.at) && title.contains(&g.end);
        let grams = once.map(|(g, number)| (*number, in_title(g)));
        pairing.words(grams, words)
    }
}

/// A run of headline and byline blocks, and how it may be read.
pub struct Run<'a> {
    page: &'a Page,
    blocks: &'a [usize],
    /// The patterns of each block.
    found: Vec<u64>,
    /// Its grams, anew for every so many blocks, so that a long run costs no more for each of its lines.
    stretches: Vec<Stretches>,
    /// How the blocks from each of them on read as one headline.
    parts: Vec<Parts<'a>>,
    /// Where its headlines begin among them, and one past the last, as far as the run itself says.
    bounds: Vec<usize>,
}

impl<'a> Run<'a> {
    /// Cuts a run into headlines: the best sequence of headlines, each tried on the bodies it shares most
    /// with, no two neighbours on the same body.
    pub fn cut(
        page: &'a Page,
        blocks: &'a [usize],
        pairing: &Pairing<'_>,
        stakes: &'a Stakes,
    ) -> Self {
        let n = blocks.len();
        let stretch = |base: usize| &blocks[base..(base + 2 * MOST - 1).min(n)];
        let lines = |start: usize| &blocks[start..(start + MOST).min(n)];
        let patterns = |&i: &usize| {
            let block = &page.blocks()[i];
            patterns::find(page.str(block), block.layout.width)
        };
        let mut run = Run {
            page,
            blocks,
            found: blocks.iter().map(patterns).collect(),
            stretches: (0..n)
                .step_by(MOST)
                .map(|base| Stretches::of(page, stretch(base), pairing))
                .collect(),
            parts: (0..n)
                .map(|start| Parts::of(page, lines(start), stakes))
                .collect(),
            bounds: Vec::new(),
        };
        run.bounds = run.best(pairing, stakes);
        run
    }

    /// Where its headlines begin, and one past the last.
    pub fn bounds(&self) -> &[usize] {
        &self.bounds
    }

    /// The best bounds, each headline tried on the bodies of the first cut.
    fn best(&self, pairing: &Pairing<'_>, stakes: &Stakes) -> Vec<usize> {
        let n = self.blocks.len();
        let mut ways: Vec<Vec<Way>> = vec![Vec::new(); n + 1];
        ways[0].push(Way {
            score: 0.0,
            start: 0,
            body: None,
            before: 0,
        });
        let mut closest = Closest::of(pairing);
        let mut words = Words::default();
        for start in 0..n {
            let (stretches, from) = (&self.stretches[start / MOST], start % MOST);
            let (done, open) = ways.split_at_mut(start + 1);
            let ways = &done[start];
            if ways.is_empty() {
                continue;
            }
            let parts = &self.parts[start];
            let grams = stretches.part(from, from + parts.heads);
            for length in 1..=MOST.min(n - start) {
                let Some(reading) = parts.score(length) else {
                    continue;
                };
                let found = &mut open[length - 1];
                let to = from + length.min(parts.heads);
                words = stretches.words(&grams, to, 0..0, pairing, words);
                for &(body, shared) in closest.find(&words, pairing) {
                    let pair = match body {
                        Some(_) => stakes.shared * shared,
                        None => -stakes.lone_headline,
                    };
                    let own = stakes.reading * reading - stakes.one_more + pair;
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
            out.push(at);
            at = way.start;
            pick = Some(way.before);
        }
        out.push(0);
        out.reverse();
        out
    }

    /// The headlines as first cut.
    pub fn headlines(&self, pairing: &Pairing<'_>) -> Vec<Headline> {
        let each = self.bounds.windows(2);
        each.filter_map(|w| self.headline(w[0], w[1], pairing))
            .collect()
    }

    /// The headline that some of its blocks make; none if they cannot be one.
    pub fn headline(&self, from: usize, to: usize, pairing: &Pairing<'_>) -> Option<Headline> {
        if to - from > MOST {
            return None;
        }
        let parts = &self.parts[from];
        let reading = parts.score(to - from)?;
        let blocks = &self.blocks[from..to];
        let heads = parts.heads.min(to - from);
        let (mut kinds, mut joined) = parts.read(heads);
        let is_title = |k: &&Kind| **k == Kind::Title;
        let kickers = kinds.iter().take_while(|k| !is_title(k)).count();
        let titles = kinds[kickers..].iter().take_while(is_title).count();
        kinds.extend(blocks[heads..].iter().map(|&i| kind(self.page, i)));
        joined.resize(blocks.len(), false);
        let found = self.found[from..from + heads]
            .iter()
            .fold(0, |all, f| all | f);
        let (stretches, start) = (&self.stretches[from / MOST], from % MOST);
        let part = stretches.part(start, start + heads);
        let title = start + kickers..start + kickers + titles;
        let words = Words {
            known: Vec::with_capacity(part.len()),
            ..Words::default()
        };
        Some(Headline {
            blocks: blocks.to_vec(),
            kinds,
            joined,
            reading,
            words: stretches.words(&part, start + heads, title, pairing, words),
            notice: found & Pattern::NoticeTitle.bit() != 0,
            photo: found & Pattern::PictureTitle.bit() != 0,
        })
    }
}
