//! Pages with gold, as the fit sees them: the state of every line whose place the gold says.

use crate::align;
use crate::ascent::Plan;
use crate::wording;
use cleaner::evidence::chain::State;
use cleaner::evidence::profile;
use cleaner::evidence::weights::TABLES;
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
    pub(crate) states: Vec<Option<State>>,
    /// Which part of the gold the block that a line is of was dealt to (see [`wording::fold`]).
    pub(crate) folds: Vec<Option<u64>>,
    /// How often the fit sees it in a round.
    pub(crate) times: usize,
    pub(crate) scrambled: bool,
}

/// A page and the clues of its lines.
pub(crate) struct Lesson<'a> {
    pub(crate) sample: &'a Sample,
    pub(crate) lines: Vec<Vec<u32>>,
}

impl Sample {
    /// A page beside its gold, seen once a round.
    pub(crate) fn of(
        page: Page,
        gold: serde_json::Value,
        paper: String,
        difficulty: String,
        variant: String,
    ) -> Self {
        let blocks = align::gold_blocks(&gold);
        let places = align::places(&page, &blocks);
        let fold = |place: &Option<align::Place>| {
            let content = &blocks[place.as_ref()?.block].content;
            Some(wording::fold(content.iter().copied()))
        };
        Sample {
            states: align::states(&places, &blocks),
            folds: places.iter().map(fold).collect(),
            scrambled: profile::read(&page).scrambled,
            times: 1,
            page,
            gold,
            paper,
            difficulty,
            variant,
        }
    }
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
    let (gold, paper) = (came.gold.clone(), came.paper.clone());
    let difficulty = format!("{}{GATHERED}", came.difficulty);
    let mut gathered = Sample::of(page, gold, paper, difficulty, came.variant.clone());
    gathered.times = came.times;
    Some(gathered)
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
    let paper = gold["meta"]["paper"].as_str().unwrap_or("seeds").to_owned();
    let difficulty = difficulty.get(&name).map_or("seeds", String::as_str);
    let mut sample = Sample::of(page, gold, paper, difficulty.to_owned(), variant);
    sample.times = times(&sample.gold, sample.states.len(), plan);
    Some(sample)
}
