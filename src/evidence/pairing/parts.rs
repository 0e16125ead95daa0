//! Reading lines as one headline: which of them are kicker, title, deck and byline.

use super::readings::{MOST_LINES, Reading};
use crate::evidence::patterns::{self, Certain};
use crate::evidence::stakes::Stakes;
use crate::page::{Block, Form, Kind, Odds, Page};
use std::ops::Range;

/// How likely the name of a series at the beginning of a divided line is a kicker (natural logarithm).
const NAMED: f32 = -0.3;
/// How likely a clause of the text within a divided line is a kicker.
const CLAUSE: f32 = -0.5;
/// How likely a tag is no title, or what goes on with a line begins anything (natural logarithm).
const HARDLY: f32 = -12.0;
/// Most lines of one kicker, title or deck.
const LINES: usize = 12;

/// Lines read as one headline, and so are the first of them, however many: kicker? title deck? byline*.
/// Each line either begins one of these or goes on with the line above it; the label pass says how likely
/// either is.
pub(super) struct Parts<'a> {
    stakes: &'a Stakes,
    /// How many lines are not bylines.
    pub(super) heads: usize,
    /// How many bylines may stand below them.
    bylines: usize,
    /// For every such line and every part that it may belong to: the best score so far and the part of
    /// the line above.
    best: Vec<[(f32, usize); PARTS]>,
    chances: Vec<Chances>,
}

/// How likely a line begins each part of a headline, and how likely it goes on with the line above it (natural
/// logarithm).
struct Chances {
    own: [f32; PARTS],
    on: f32,
}

/// How likely some lines are one part.
fn part(chances: &[Chances], part: usize, lines: Range<usize>) -> f32 {
    if lines.len() > LINES {
        return f32::NEG_INFINITY;
    }
    let on: f32 = chances[lines.start + 1..lines.end]
        .iter()
        .map(|line| line.on)
        .sum();
    chances[lines.start].own[part] + on
}

/// The best way to read some lines as one deck or two: how likely, and where the second begins.
fn decks(chances: &[Chances], lines: Range<usize>) -> (f32, usize) {
    let one = (part(chances, 2, lines.clone()), lines.end);
    let two = (lines.start + 1..lines.end).map(|second| {
        let first = part(chances, 2, lines.start..second);
        (first + part(chances, 3, second..lines.end), second)
    });
    two.fold(one, |best, two| if two.0 > best.0 { two } else { best })
}

/// Other ways to read a headline are tried if they are less likely by no more than this (natural logarithm).
const NEAR: f32 = 4.0;

/// The parts of a headline in order: kicker, title, deck, a second deck.
const PARTS: usize = 4;

impl<'a> Parts<'a> {
    pub(super) fn of(page: &Page, blocks: &[usize], lines: &[Line], stakes: &'a Stakes) -> Self {
        let heads = blocks.iter().take_while(|&&i| kind(page, i).is_headline());
        let heads = heads.count();
        let below = |i: &&usize| matches!(kind(page, **i), Kind::Byline | Kind::Jump);
        let chances = chances(&lines[..heads], stakes);
        Parts {
            stakes,
            heads,
            bylines: blocks[heads..].iter().take_while(below).count(),
            best: best(&chances),
            chances,
        }
    }

    /// The ways to read the first so many lines, the likeliest first and then those near it; none of no lines.
    pub(super) fn readings(&self, n: usize) -> Vec<Reading> {
        let Some(last) = n.checked_sub(1) else {
            return Vec::new();
        };
        let first = self.read(n);
        let mut out = vec![first];
        if !(2..=MOST_LINES).contains(&n) || self.end(last).1 == 0 {
            return out;
        }
        let chances = &self.chances;
        let decks: Vec<(f32, usize)> = (1..n).map(|end| decks(chances, end..n)).collect();
        for start in 0..n {
            let kicker = match start {
                0 => 0.0,
                _ => part(chances, 0, 0..start),
            };
            for end in start + 1..=n {
                let (deck, second) = decks.get(end - 1).copied().unwrap_or((0.0, n));
                let reading = Reading {
                    score: kicker + part(chances, 1, start..end) + deck,
                    title: (start, end),
                    second,
                };
                if reading.score >= first.score - NEAR && !reading.is_same(&first) {
                    out.push(reading);
                }
            }
        }
        out
    }

    /// How likely the first so many lines are a headline.
    pub(super) fn score(&self, lines: usize) -> Option<f32> {
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
        let part = (1..PARTS).max_by(|&a, &b| last[a].0.total_cmp(&last[b].0));
        let part = part.unwrap_or(1);
        let untitled = last[0].0 - self.stakes.untitled;
        if untitled > last[part].0 {
            (untitled, 0)
        } else {
            (last[part].0, part)
        }
    }

    /// The likeliest way to read the first so many lines.
    fn read(&self, n: usize) -> Reading {
        let (score, mut part) = n.checked_sub(1).map_or((0.0, 0), |last| self.end(last));
        let mut reading = Reading {
            score,
            title: (0, n),
            second: n,
        };
        if part == 0 {
            return reading;
        }
        for k in (0..n).rev() {
            match part {
                0 => reading.title.0 = reading.title.0.max(k + 1),
                1 => {}
                2 => reading.title.1 = k,
                _ => (reading.title.1, reading.second) = (k, k),
            }
            part = self.best[k][part].1;
        }
        reading
    }
}

pub(super) fn kind(page: &Page, i: usize) -> Kind {
    page.blocks()[i].kind().unwrap_or(Kind::Body)
}

/// What is read of a line once for all headlines that it may be part of.
pub(super) struct Line {
    odds: Odds,
    /// It stands in the same line as the one before.
    inline: bool,
    /// A part of a vertical run begins for certain: it is a clause of the text, or what follows one.
    parted: bool,
    /// It is a clause of the text.
    clause: bool,
    /// The name of a column or a series before the rest of its line: 民生实事进行时 in one run with its title.
    named: bool,
    certain: Option<Certain>,
    dash: bool,
    /// No line that begins with a bracket begins a headline (none of 13,339): 山西品牌丝路行 ␤ （南美站）正式启动.
    bracketed: bool,
}

impl Line {
    /// The lines of a run.
    pub(super) fn read_all(page: &Page, blocks: &[usize]) -> Vec<Self> {
        let block = |k: usize| blocks.get(k).map(|&i| &page.blocks()[i]);
        let lines = (0..blocks.len()).map(|k| {
            let runs_on = || block(k + 1).is_some_and(|next| next.layout.inline);
            Line::read(page, &page.blocks()[blocks[k]], runs_on)
        });
        lines.collect()
    }

    fn read(page: &Page, block: &Block, runs_on: impl Fn() -> bool) -> Self {
        let (text, layout) = (page.str(block), &block.layout);
        let trimmed = text.trim();
        let parted = layout.vertical && layout.inline && layout.form != Form::Open;
        Line {
            odds: block.odds(),
            inline: layout.inline,
            parted,
            clause: parted && layout.form == Form::Begins(Kind::Deck),
            named: layout.vertical && runs_on() && patterns::names_series(trimmed),
            certain: patterns::certain(trimmed),
            dash: trimmed.starts_with('—'),
            bracketed: text.starts_with(['（', '(']),
        }
    }
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

/// How likely headline lines begin the parts of a headline, and how likely each goes on with the one above.
fn chances(lines: &[Line], stakes: &Stakes) -> Vec<Chances> {
    let n = lines.len();
    let named = |k: usize| lines[k].named && k + 1 < n;
    // A column's tag is part of the title, and so is what follows it.
    let goes_on =
        |k: usize| k > 0 && (lines[k - 1].certain == Some(Certain::Tag) || lines[k].bracketed);
    let own = |k: usize, part: usize| {
        let line = &lines[k];
        let mut odds = line.odds;
        if goes_on(k) || matches!(line.certain, Some(Certain::Tag | Certain::Tagged)) && part != 1 {
            return HARDLY;
        }
        if named(k) {
            odds.kicker = odds.kicker.max(NAMED);
        }
        let opens = line.parted || k > 0 && named(k - 1);
        let inline = if line.inline && !opens {
            -stakes.inline
        } else {
            0.0
        };
        // A part that begins with a dash is a deck, and so is a clause of the text, or the next one's kicker.
        if part == 2 && (line.clause || line.dash) {
            return -0.1;
        }
        if line.clause {
            return if part == 0 { CLAUSE } else { -3.0 };
        }
        inline + own_of(odds, part, stakes)
    };
    let on = |k: usize| {
        let line = &lines[k];
        match line.inline {
            _ if goes_on(k) => -0.1,
            true if line.dash || k > 0 && named(k - 1) || line.parted => -3.0,
            true => -0.05,
            false => line.odds.on,
        }
    };
    let line = |k: usize| Chances {
        own: std::array::from_fn(|part| own(k, part)),
        on: on(k),
    };
    (0..n).map(line).collect()
}

/// The best readings of headline lines as kicker? title deck?, up to every line.
fn best(chances: &[Chances]) -> Vec<[(f32, usize); PARTS]> {
    let n = chances.len();
    // Best score with line k in a part, and the part of the line before.
    let mut best = vec![[(f32::NEG_INFINITY, 0usize); PARTS]; n];
    if let Some(first) = best.first_mut() {
        for (part, first) in first.iter_mut().enumerate().take(2) {
            *first = (chances[0].own[part], part);
        }
    }
    // How many lines of each part end with the line above.
    let mut lengths = [1usize; PARTS];
    for k in 1..n {
        let Chances { own, on } = &chances[k];
        let above = best[k - 1];
        let before = lengths;
        for part in 0..PARTS {
            let mut top = (f32::NEG_INFINITY, 0);
            let mut length = 1;
            if before[part] < LINES && above[part].0 + on > top.0 {
                top = (above[part].0 + on, part);
                length = before[part] + 1;
            }
            if part > 0 && above[part - 1].0 > f32::NEG_INFINITY {
                let begins = above[part - 1].0 + own[part];
                if begins > top.0 {
                    top = (begins, part - 1);
                    length = 1;
                }
            }
            best[k][part] = top;
            lengths[part] = length;
        }
    }
    best
}
