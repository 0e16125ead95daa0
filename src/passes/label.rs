//! Say what every line is, all lines of the page together.
//!
//! The states come from the chain of [`crate::evidence::chain`]: what a line is and whether it goes on
//! with the line before. Lines that go on are joined here or by `rejoin`; every label keeps its margin.

use crate::config::Settings;
use crate::evidence::chain::{self, WEIGHTS};
use crate::evidence::{Clue, Decision, clues, profile};
use crate::page::Page;

/// Labels every line.
pub fn run(page: &mut Page, _settings: &Settings) {
    let profile = profile::read(page);
    let lines = clues::read(&profile);
    let scores = chain::score(&lines, &WEIGHTS);
    let steps = chain::steps(&WEIGHTS);
    let sure = chain::marginals(&scores, &chain::factors(&steps));
    let path = chain::best(&scores, &steps);
    for (i, &state) in path.iter().enumerate() {
        let own = sure[i][state as usize].max(1e-6);
        let other = (0..chain::STATES)
            .filter(|&s| s != state as usize)
            .max_by(|&a, &b| sure[i][a].total_cmp(&sure[i][b]))
            .unwrap_or(0);
        let margin = 100.0 * (own / sure[i][other].max(1e-6)).ln();
        let mut weighed = Vec::new();
        if page.is_traced() {
            weighed = lines[i]
                .iter()
                .map(|&c| {
                    let row = &WEIGHTS.clues[c as usize];
                    Clue {
                        name: clues::name(c),
                        weight: i32::from(row[state as usize]) - i32::from(row[other]),
                    }
                })
                .filter(|c| c.weight != 0)
                .collect();
            if i > 0 {
                let from = path[i - 1] as usize;
                weighed.push(Clue {
                    name: format!("after={}", path[i - 1].name()),
                    weight: i32::from(WEIGHTS.steps[from][state as usize])
                        - i32::from(WEIGHTS.steps[from][other]),
                });
            }
            weighed.sort_by_key(|c| std::cmp::Reverse(c.weight.abs()));
        }
        let block = &page.blocks()[i];
        let decision = Decision {
            line: block.layout.line,
            at: page.text().source_at(block.range().start),
            what: state.name().to_owned(),
            instead: chain::State::ALL[other].name().to_owned(),
            margin: margin as i32,
            clues: weighed,
        };
        page.decide(decision);
        page.label(i, state.kind());
        page.set_opens(i, state.opens());
    }
}
