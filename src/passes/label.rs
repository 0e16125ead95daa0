//! Say what every line is, all lines of the page together.
//!
//! The states come from the chain of [`crate::evidence::chain`]: what a line is and whether it goes on
//! with the line before. What a line's form and its page leave out of the question (see `admit`) has no
//! part in it. Lines that go on are joined here or by `rejoin`; every label keeps its margin.

mod admit;

use crate::config::Settings;
use crate::evidence::chain::{self, ByState, Scores, State};
use crate::evidence::decision::{Choice, Clue, Decision};
use crate::evidence::weights::{Sum, TABLES, Tables};
use crate::evidence::{clues, profile};
use crate::page::{Kind, Odds, Page};
use admit::{Line, States};

/// What speaks against that which a line cannot be.
const NEVER: f32 = -60.0;
/// No share is taken for less, so that its logarithm is a number.
const LEAST: f32 = 1e-6;

/// Labels every line by the table of evidence.
pub fn run(page: &mut Page, _settings: &Settings) {
    by(page, &TABLES);
}

/// Labels every line by these tables.
pub fn by(page: &mut Page, tables: &Tables) {
    let profile = profile::read(page);
    let table = tables.of(&profile);
    let weights = &table.weights;
    page.set_broken(profile.broken);
    if profile.scrambled {
        page.set_scrambled();
    }
    let mut scores = Scores::with_capacity(profile.sights.len());
    let mut lines = Vec::new();
    clues::tell(&profile, &mut Sum::of(table), |sum| scores.push(sum.take()));
    if page.is_traced() {
        lines = clues::read(&profile);
    }
    for (i, row) in scores.iter_mut().enumerate() {
        let line = Line::of(&profile, i);
        let admitted = line.admitted();
        if admitted == States::ALL {
            continue;
        }
        for (&state, score) in State::ALL.iter().zip(row.iter_mut()) {
            if !admitted.has(state) {
                *score = NEVER;
            } else if line.is_kept() {
                *score = 0.0;
            }
        }
    }
    let sure = chain::marginals(&scores, &table.steps);
    let path = chain::best(&scores, &table.steps);
    for (i, &state) in path.iter().enumerate() {
        let own = sure[i][state as usize].max(LEAST);
        let other = next_best(&sure[i], state);
        let margin = 100.0 * (own / sure[i][other].max(LEAST)).ln();
        let mut weighed = Vec::new();
        if page.is_traced() {
            weighed = lines[i]
                .iter()
                .map(|&c| {
                    let row = &weights.clues[c as usize];
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
                    weight: i32::from(weights.steps[from][state as usize])
                        - i32::from(weights.steps[from][other]),
                });
            }
            weighed.sort_by_key(|c| std::cmp::Reverse(c.weight.abs()));
        }
        let decision = Decision {
            at: page.place(i),
            what: Choice::plain(state.name()),
            instead: Choice::plain(State::ALL[other].name()),
            margin: margin as i32,
            clues: weighed,
        };
        page.decide(decision);
        page.set_odds(i, odds(state, own, &sure[i]));
        page.set_resumes(i, state == State::Resume);
        page.label(i, state.kind());
        page.set_opens(i, state.opens());
    }
}

/// The state that is surest next to this one; of several the last.
fn next_best(sure: &ByState<f32>, state: State) -> usize {
    let mut others = *sure;
    others[state as usize] = -1.0;
    let others = &others[..chain::STATES];
    let most = others
        .iter()
        .fold(-1.0, |a: f32, &b| if b > a { b } else { a });
    others.iter().rposition(|&sure| sure == most).unwrap_or(0)
}

/// How sure a line's label and what later passes weigh instead of it are.
fn odds(state: State, own: f32, sure: &ByState<f32>) -> Odds {
    let log = |states: &[State]| {
        let sum: f32 = states.iter().map(|&s| sure[s as usize]).sum();
        sum.max(LEAST).ln()
    };
    let label = own.ln();
    match state.kind() {
        Kind::Body => Odds {
            label,
            lead: log(&[State::Lead]),
            paragraph: log(&[State::Paragraph, State::Resume, State::Body]),
            ..Odds::default()
        },
        kind if kind.is_headline() => Odds {
            label,
            on: log(&[State::KickerOn, State::TitleOn, State::DeckOn]),
            kicker: log(&[State::Kicker]),
            title: log(&[State::Title]),
            deck: log(&[State::Deck]),
            ..Odds::default()
        },
        Kind::Subhead => Odds {
            label,
            title: log(&[State::Title]),
            lead: log(&[State::Lead]),
            ..Odds::default()
        },
        _ => Odds {
            label,
            lead: log(&[State::Lead]),
            ..Odds::default()
        },
    }
}
