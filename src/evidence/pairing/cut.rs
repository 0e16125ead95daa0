//! Cutting a run of headline and byline blocks into headlines.

use super::parts::{Line, Parts, kind};
use super::{Headline, Pairing, Words};
use crate::evidence::patterns::{self, Pattern};
use crate::evidence::stakes::Stakes;
use crate::page::{Kind, Page};

/// Most blocks of one headline.
pub(super) const MOST: usize = 24;

/// A way to cut a run up to a place: the last headline and the body it was tried on.
#[derive(Clone)]
struct Cut {
    score: f32,
    start: usize,
    body: Option<usize>,
    before: usize,
}

/// A run of headline and byline blocks, and how it may be read.
pub struct Run<'a> {
    page: &'a Page,
    blocks: &'a [usize],
    /// The patterns of titles of each block.
    found: Vec<u64>,
    /// The first of its sheets.
    sheets: usize,
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
        run: usize,
        pairing: &Pairing<'_>,
        stakes: &'a Stakes,
    ) -> Self {
        let n = blocks.len();
        let titles = |&i: &usize| {
            let block = &page.blocks()[i];
            patterns::titles(page.str(block), block.layout.width)
        };
        let lines = Line::read_all(page, blocks);
        let parts = |start: usize| {
            let end = (start + MOST).min(n);
            Parts::of(page, &blocks[start..end], &lines[start..end], stakes)
        };
        let mut run = Run {
            page,
            blocks,
            found: blocks.iter().map(titles).collect(),
            sheets: pairing.runs[run],
            parts: (0..n).map(parts).collect(),
            bounds: Vec::new(),
        };
        run.bounds = run.best(pairing, stakes);
        run
    }

    /// The sheet of a headline that begins with a block, and which of its blocks that is.
    fn sheet(&self, from: usize) -> (usize, usize) {
        (self.sheets + from / MOST, from % MOST)
    }

    /// Where its headlines begin, and one past the last.
    pub fn bounds(&self) -> &[usize] {
        &self.bounds
    }

    /// The best bounds, each headline tried on the bodies of the first cut.
    fn best(&self, pairing: &Pairing<'_>, stakes: &Stakes) -> Vec<usize> {
        let n = self.blocks.len();
        let mut ways: Vec<Vec<Cut>> = vec![Vec::new(); n + 1];
        ways[0].push(Cut {
            score: 0.0,
            start: 0,
            body: None,
            before: 0,
        });
        let mut closest = Vec::new();
        let mut words = Words::default();
        for start in 0..n {
            let from;
            (words.sheet, from) = self.sheet(start);
            let sheet = &pairing.sheets[words.sheet];
            sheet.clear(&mut words);
            let (done, open) = ways.split_at_mut(start + 1);
            let ways = &done[start];
            if ways.is_empty() {
                continue;
            }
            let parts = &self.parts[start];
            let mut read = from;
            let top = ways.iter().enumerate().map(|(w, way)| (way.score, w));
            let top = top.max_by(|a, b| a.0.total_cmp(&b.0));
            for length in 1..=MOST.min(n - start) {
                let Some(reading) = parts.score(length) else {
                    continue;
                };
                let found = &mut open[length - 1];
                let to = from + length.min(parts.heads);
                sheet.add(&mut words, from, read..to);
                read = to;
                pairing.closest(&words, &mut closest);
                for &(body, shared) in &closest {
                    let pair = match body {
                        Some(_) => stakes.shared * shared,
                        None => -stakes.lone_headline,
                    };
                    let own = stakes.reading * reading - stakes.one_more + pair;
                    let other = || {
                        let scores = ways.iter().enumerate().map(|(w, way)| {
                            let same = way.body == body;
                            (way.score - if same { stakes.same_body } else { 0.0 }, w)
                        });
                        scores.max_by(|a, b| a.0.total_cmp(&b.0))
                    };
                    let same = body.is_some() && ways.iter().any(|way| way.body == body);
                    let Some((before_score, before)) = (if same { other() } else { top }) else {
                        continue;
                    };
                    let way = Cut {
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
        let readings = parts.readings(heads);
        let first = readings.first().copied().unwrap_or_default();
        let mut kinds: Vec<Kind> = (0..heads).map(|line| first.kind(line)).collect();
        let mut joined: Vec<bool> = (0..heads).map(|line| first.joins(line)).collect();
        kinds.extend(blocks[heads..].iter().map(|&i| kind(self.page, i)));
        joined.resize(blocks.len(), false);
        let found = self.found[from..from + heads]
            .iter()
            .fold(0, |all, f| all | f);
        let (sheet, start) = self.sheet(from);
        Some(Headline {
            blocks: blocks.to_vec(),
            kinds,
            joined,
            reading,
            words: pairing.sheets[sheet].headline(sheet, start..start + heads),
            readings,
            above: pairing.above(blocks[0]),
            below: pairing.above(blocks[blocks.len() - 1] + 1),
            notice: found & Pattern::NoticeTitle.bit() != 0,
            photo: found & Pattern::PictureTitle.bit() != 0,
        })
    }
}
