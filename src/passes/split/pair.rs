//! Headlines and bodies, stretch by stretch of a page.

use super::account::Account;
use super::read::Parts;
use super::{adopt, regroup};
use crate::evidence::cohesion::Cohesion;
use crate::evidence::decision::Decision;
use crate::evidence::pairing::{Headline, Pairing, Run};
use crate::evidence::parting::{self, Parting};
use crate::evidence::stakes::Stakes;
use crate::evidence::stretches;
use crate::page::Page;
use std::ops::Range;

/// An article that speaks for itself more than this surely begins where it says.
const SURE: f32 = 4.0;

/// The stretches of a page with the runs of headline blocks that belong to each.
pub(super) fn stretches(page: &Page, parts: &Parts) -> Vec<(Range<usize>, Range<usize>)> {
    let text = |blocks: &[usize]| -> String {
        let texts = blocks.iter().map(|&i| page.str(&page.blocks()[i]));
        texts.collect()
    };
    let mut from = 0;
    let mut out = Vec::new();
    for stretch in stretches::of(&parts.scores) {
        let mut to = parts.runs.len();
        if let Some(&seam) = parts.paragraphs.get(stretch.end) {
            to = from + parts.runs[from..].partition_point(|run| run[0] < seam);
            // At most one run stands right before the seam; it may belong to what comes after it.
            let last = parts.paragraphs[stretch.end - 1];
            if let Some(run) = parts.runs[from..to].last()
                && run[0] > last
            {
                let opens = |p: &usize| parts.scores[*p] > 0.0;
                let start = (stretch.start + 1..stretch.end).rev().find(opens);
                let end = (stretch.end + 1..parts.scores.len()).find(opens);
                let before = start.unwrap_or(stretch.start)..stretch.end;
                let after = stretch.end..end.unwrap_or(parts.scores.len());
                to -= usize::from(!stretches::belongs_before(
                    &text(run),
                    &text(&parts.paragraphs[before]),
                    &text(&parts.paragraphs[after]),
                ));
            }
        }
        out.push((stretch, from..to));
        from = to;
    }
    out
}

/// A stretch whose headlines have found their bodies.
pub(super) struct Paired {
    pub parting: Parting,
    /// Its headlines rather stand after their bodies.
    pub after: bool,
    /// What was decided.
    pub decisions: Vec<Decision>,
}

/// The headlines of a stretch and their bodies.
pub(super) fn pair(
    page: &Page,
    parts: &Parts,
    stretch: Range<usize>,
    runs: Range<usize>,
    stakes: &Stakes,
    budget: &mut u64,
) -> Paired {
    let paragraphs = &parts.paragraphs[stretch.clone()];
    let sure: Vec<bool> = parts.scores[stretch.clone()]
        .iter()
        .map(|&s| s > SURE)
        .collect();
    let runs = &parts.runs[runs];
    let texts: Vec<&str> = paragraphs
        .iter()
        .map(|&i| page.str(&page.blocks()[i]))
        .collect();
    let mut cohesion = Cohesion::new(&texts, &sure);
    let most = stakes.cohesion * Cohesion::most_against();
    let scores: Vec<f32> = parts.scores[stretch.clone()]
        .iter()
        .enumerate()
        .map(|(p, &score)| match p {
            // Whatever the words say, no body begins there.
            _ if p == 0 || score + most < parting::HOPELESS => score,
            _ => score - stakes.cohesion * cohesion.goes_on(p),
        })
        .collect();
    let cuts: Vec<bool> = scores
        .iter()
        .enumerate()
        .map(|(p, &s)| p == 0 || s > 0.0)
        .collect();
    let heads: Vec<Vec<&str>> = runs
        .iter()
        .map(|run| run.iter().map(|&i| page.str(&page.blocks()[i])).collect())
        .collect();
    let first = parting::bodies(&cuts);
    let units = parting::bodies(&parting::open(&scores));
    let mut pairing = Pairing::new(paragraphs.to_vec(), &texts, first, &units, &heads);
    let runs: Vec<Run> = runs
        .iter()
        .enumerate()
        .map(|(r, blocks)| Run::cut(page, blocks, r, &pairing, stakes))
        .collect();
    let headlines = runs.iter().flat_map(|run| run.headlines(&pairing));
    let first: Vec<Headline> = headlines.collect();
    pairing.learn_side(&first, stakes);
    let mut parting = parting::best(&scores, &runs, &pairing, stakes, budget);
    let account = Account {
        page,
        paragraphs,
        texts: &texts,
        clues: parts.clues.get(stretch.clone()).unwrap_or_default(),
    };
    let mut decisions = Vec::new();
    account.openings(&parting, &mut decisions);
    account.headlines(&parting, &pairing, stakes, &mut decisions);
    let parts = account.parts(&parting, &pairing, stakes);
    let read = parting.bodies.clone();
    parting.rest_of = adopt::adopt(page, paragraphs, &parting, &mut cohesion);
    regroup::regroup(page, paragraphs, &mut parting, &mut cohesion);
    account.rests(&read, &parting, &mut cohesion, &mut decisions);
    // A headline that became subheads has no parts.
    let is_headline = |h: &usize| parting.headlines[*h].is_titled();
    decisions.extend(
        parts
            .into_iter()
            .filter(|(h, _)| is_headline(h))
            .map(|part| part.1),
    );
    for body in &mut parting.bodies {
        *body = (stretch.start + body.0, stretch.start + body.1);
    }
    Paired {
        parting,
        after: pairing.is_after(),
        decisions,
    }
}
