//! Pages with gold, as the fit sees them: every line's clues, and its state where the gold says it.

use crate::align;
use crate::ascent::Plan;
use cleaner::evidence::chain::State;
use cleaner::evidence::weights::TABLES;
use cleaner::evidence::{clues, profile};
use cleaner::page::Page;
use std::path::Path;

/// Marks a page whose lines `order` has gathered.
pub(crate) const GATHERED: &str = ", gathered";

pub(crate) struct Sample {
    pub(crate) page: Page,
    pub(crate) gold: serde_json::Value,
    pub(crate) paper: String,
    pub(crate) difficulty: String,
    pub(crate) variant: String,
    pub(crate) lines: Vec<Vec<u32>>,
    pub(crate) states: Vec<Option<State>>,
    pub(crate) texts: Vec<String>,
    /// How often the fit sees it in a round.
    pub(crate) times: usize,
    pub(crate) scrambled: bool,
}

/// How often a page with so many lines is seen in a round: those of the bench once, the sample pages and those of other
/// kinds, which are few, once for every line, and pages written for the fit as the plan says.
fn times(gold: &serde_json::Value, lines: usize, plan: &Plan) -> usize {
    /// Nor more often than this.
    const MOST: usize = 200;
    let meta = &gold["meta"];
    if meta["written"] == true {
        (lines / plan.seen.max(1)).clamp(1, plan.most.max(1))
    } else if meta["paper"].is_null() {
        lines.clamp(1, MOST)
    } else {
        1
    }
}

/// The page as it came and, if that is not the order it was read in, as `order` gathers it.
pub(crate) fn load(
    path: &Path,
    difficulty: &std::collections::HashMap<String, String>,
    plan: &Plan,
) -> Vec<Sample> {
    let Some(came) = load_as_it_came(path, difficulty, plan) else {
        return Vec::new();
    };
    match gathered(&came) {
        Some(gathered) => vec![came, gathered],
        None => vec![came],
    }
}

/// The sample after `order`; none if its lines stay where they are.
fn gathered(came: &Sample) -> Option<Sample> {
    let lines = |page: &Page| -> Vec<usize> {
        let blocks = page.blocks().iter();
        blocks
            .map(|b| page.text().source_at(b.range().start))
            .collect()
    };
    let mut page = came.page.clone();
    cleaner::passes::label::by(&mut page, &TABLES);
    cleaner::passes::order::by(&mut page, &TABLES);
    // Other pages keep the labels they had.
    if !page.is_scrambled() || lines(&page) == lines(&came.page) {
        return None;
    }
    let blocks = align::gold_blocks(&came.gold);
    let places = align::places(&page, &blocks);
    let profile = profile::read(&page);
    Some(Sample {
        gold: came.gold.clone(),
        paper: came.paper.clone(),
        difficulty: format!("{}{GATHERED}", came.difficulty),
        variant: came.variant.clone(),
        lines: clues::read(&profile),
        scrambled: profile.scrambled,
        states: align::states(&places, &blocks),
        texts: page
            .blocks()
            .iter()
            .map(|b| page.str(b).to_owned())
            .collect(),
        times: came.times,
        page,
    })
}

fn load_as_it_came(
    path: &Path,
    difficulty: &std::collections::HashMap<String, String>,
    plan: &Plan,
) -> Option<Sample> {
    let gold: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(path).ok()?).ok()?;
    let page_path = path.with_file_name(gold["source"].as_str()?);
    let raw = std::fs::read(&page_path);
    let raw = raw.inspect_err(|error| eprintln!("{}: {error}", page_path.display()));
    let raw = raw.ok()?;
    let variant = path.parent()?.file_name()?.to_string_lossy().into_owned();
    let name = format!("{variant}/{}", gold["source"].as_str()?);
    let mut page = Page::new(cleaner::source::decode(&name, &raw, None));
    cleaner::passes::prepare(&mut page);
    let blocks = align::gold_blocks(&gold);
    let places = align::places(&page, &blocks);
    let texts = page
        .blocks()
        .iter()
        .map(|b| page.str(b).to_owned())
        .collect();
    let profile = profile::read(&page);
    let lines = clues::read(&profile);
    Some(Sample {
        paper: gold["meta"]["paper"].as_str().unwrap_or("seeds").to_owned(),
        difficulty: difficulty
            .get(&name)
            .cloned()
            .unwrap_or_else(|| "seeds".to_owned()),
        times: times(&gold, lines.len(), plan),
        scrambled: profile.scrambled,
        variant,
        states: align::states(&places, &blocks),
        lines,
        texts,
        page,
        gold,
    })
}
