//! Tunes the stakes: coordinate ascent on the articles that come out perfect in content.
//!
//! Every page is labelled once, by weights that have not seen its paper; then each stake in turn is
//! raised and lowered, and kept where more articles come out right.

use cleaner::config::Settings;
use cleaner::eval::content;
use cleaner::evidence::stakes::Stakes;
use cleaner::evidence::weights::Tables;
use cleaner::page::{Kind, Page};
use cleaner::passes::{label, order, rejoin, split};
use rayon::prelude::*;

/// Headline blocks, bylines and the other blocks of an article, as content characters.
type Signature = (Vec<String>, Vec<String>, Vec<String>);

pub(crate) struct Case {
    pub(crate) group: String,
    page: Page,
    gold: Vec<Signature>,
}

fn signature<'a>(blocks: impl Iterator<Item = (Kind, &'a str)>) -> Option<Signature> {
    let mut out = Signature::default();
    let mut last = None;
    let mut any = false;
    for (kind, text) in blocks {
        let photo = kind == Kind::Caption || (kind == Kind::Byline && last == Some(Kind::Caption));
        last = Some(kind);
        if photo {
            continue;
        }
        any = true;
        match kind {
            k if k.is_headline() => out.0.push(content(text)),
            Kind::Byline => out.1.push(content(text)),
            _ => out.2.push(content(text)),
        }
    }
    out.0.sort();
    out.1.sort();
    any.then_some(out)
}

impl Case {
    pub(crate) fn new(
        group: String,
        mut page: Page,
        gold: &serde_json::Value,
        tables: &Tables,
    ) -> Self {
        label::by(&mut page, tables);
        order::by(&mut page, tables);
        rejoin::run(&mut page, &Settings::default());
        let empty = Vec::new();
        let gold = gold["articles"]
            .as_array()
            .unwrap_or(&empty)
            .iter()
            .filter_map(|a| {
                signature(a["blocks"].as_array().unwrap_or(&empty).iter().map(|b| {
                    (
                        crate::align::kind(b["kind"].as_str().unwrap_or("")),
                        b["text"].as_str().unwrap_or(""),
                    )
                }))
            })
            .collect();
        Case { group, page, gold }
    }

    /// How many articles come out right with these stakes.
    fn right(&self, stakes: &Stakes) -> usize {
        let mut page = self.page.clone();
        split::by(&mut page, stakes);
        let got: std::collections::HashSet<Signature> = (0..page.articles().len())
            .filter_map(|a| {
                signature(
                    page.blocks()
                        .iter()
                        .filter(|b| b.article() == Some(a))
                        .map(|b| (b.kind().unwrap_or(Kind::Body), page.str(b))),
                )
            })
            .collect();
        self.gold.iter().filter(|g| got.contains(*g)).count()
    }
}

/// What a group of pages counts for.
fn share(group: &str) -> f64 {
    match group {
        "columns-interleaved" => 0.3,
        "columns-shuffled" => 0.6,
        "seeds" => 0.6,
        _ => 1.0,
    }
}

fn value(cases: &[Case], stakes: &Stakes) -> (f64, String) {
    let right: Vec<usize> = cases.par_iter().map(|c| c.right(stakes)).collect();
    let mut groups = std::collections::BTreeMap::<&str, (usize, usize)>::new();
    for (case, right) in cases.iter().zip(right) {
        let group = groups.entry(&case.group).or_default();
        group.0 += right;
        group.1 += case.gold.len();
    }
    let percent = |g: &(usize, usize)| 100.0 * g.0 as f64 / g.1.max(1) as f64;
    let sum = groups
        .iter()
        .map(|(name, g)| share(name) * percent(g))
        .sum();
    let text = groups
        .iter()
        .map(|(name, g)| format!("{name} {:.1}  ", percent(g)))
        .collect();
    (sum, text)
}

/// Climbs from these stakes.
pub(crate) fn tune(cases: &[Case], mut stakes: Stakes, rounds: usize) -> Stakes {
    let (mut best, text) = value(cases, &stakes);
    println!("{best:.2}  {text}");
    for round in 0..rounds {
        let step = [1.5f32, 1.25, 1.12][round.min(2)];
        let mut moved = false;
        for name in Stakes::NAMES {
            for factor in [step, 1.0 / step] {
                loop {
                    let mut other = stakes.clone();
                    if let Some(slot) = other.get_mut(name) {
                        *slot = (*slot * factor * 100.0).round() / 100.0;
                        if *slot == 0.0 {
                            break;
                        }
                    }
                    if other == stakes {
                        break;
                    }
                    let (value, text) = value(cases, &other);
                    if value <= best + 0.02 {
                        break;
                    }
                    println!("{value:.2}  {text}{name} {:?}", other.get_mut(name));
                    best = value;
                    stakes = other;
                    moved = true;
                }
            }
        }
        if !moved && round > 1 {
            break;
        }
    }
    stakes
}

/// The table, with the comments of the old one.
pub(crate) fn table(stakes: &mut Stakes) -> String {
    let mut out = String::from(
        "# What decisions after labelling weigh, in hundredths of a natural logarithm; see stakes.rs.\n",
    );
    for name in Stakes::NAMES {
        if let Some(value) = stakes.get_mut(name) {
            out += &format!("{name}\t{}\n", (*value * 100.0).round() as i32);
        }
    }
    out
}
