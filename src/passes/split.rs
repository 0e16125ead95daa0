//! Split the page into articles.
//!
//! Three things hang together: where one body ends and the next begins, which headline blocks form one
//! headline, and which headline belongs to which body. Runs of headline blocks are cut into headlines by
//! dynamic programming over the order kicker, title, deck; bodies are cut and paired with headlines
//! together ([`crate::evidence::parting`]). Everything else goes with what it stands beside: a subhead
//! with the paragraph after it, a sign-off or 下转 with the one before, a photo with the body that goes
//! on around it.

mod account;
mod adopt;
mod assemble;
mod bylines;
mod confidence;
mod pair;
mod pen_names;
mod raise;
mod read;
mod regroup;
mod seams;

use crate::config::Settings;
use crate::evidence::parting::{self, Parting};
use crate::evidence::stakes::{STAKES, Stakes};
use crate::page::{Page, Stage};
use crate::text::Why;

/// Splits the page by the table of stakes.
pub fn run(page: &mut Page, _settings: &Settings) {
    by(page, &STAKES);
}

/// Splits the page by these stakes.
pub fn by(page: &mut Page, stakes: &Stakes) {
    seams::divide(page);
    raise::run(page);
    let mut parts = read::read(page, stakes);
    let mut parting = Parting::default();
    let mut budget = parting::BUDGET;
    let mut decisions = Vec::new();
    for (stretch, runs) in pair::stretches(page, &parts) {
        let mut paired = pair::pair(page, &parts, stretch, runs, stakes, &mut budget);
        bylines::give(page, &mut parts, &mut paired);
        decisions.append(&mut paired.decisions);
        let mut part = paired.parting;
        let before = parting.bodies.len();
        let partner = part.partner.into_iter().map(|b| b.map(|b| before + b));
        parting.partner.extend(partner);
        parting.bodies.extend(part.bodies);
        let rest_of = part.rest_of.into_iter().map(|b| b.map(|b| before + b));
        parting.rest_of.extend(rest_of);
        parting.margins.extend(part.margins);
        parting.headlines.append(&mut part.headlines);
    }
    assemble::assemble(page, parts, &parting);
    pen_names::run(page);
    decisions.into_iter().for_each(|made| page.decide(made));
    // Parts of a divided line that stayed apart begin with the space that parted them.
    page.edit(|_, text, edits| {
        let lead = text.len() - text.trim_start().len();
        let end = text.trim_end().len();
        if lead < end {
            edits.delete(0..lead, Why::LineBreak);
            edits.delete(end..text.len(), Why::LineBreak);
        }
    });
    page.reach(Stage::Articles);
}

#[cfg(test)]
mod tests;
