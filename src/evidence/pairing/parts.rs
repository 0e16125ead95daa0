//! Reading lines as one headline: which of them are kicker, title, deck and byline.

use crate::evidence::patterns::{self, Certain};
use crate::evidence::stakes::Stakes;
use crate::page::{Block, Form, Kind, Odds, Page};

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
    /// For every such line and every part that it may belong to: the best score so far, the part of the
    /// line above, and whether it goes on with that.
    best: Vec<[(f32, usize, bool); KINDS.len()]>,
}

/// The parts of a headline in order.
const KINDS: [Kind; 4] = [Kind::Kicker, Kind::Title, Kind::Deck, Kind::Deck];

impl<'a> Parts<'a> {
    pub(super) fn of(page: &Page, blocks: &[usize], lines: &[Line], stakes: &'a Stakes) -> Self {
        let heads = blocks.iter().take_while(|&&i| kind(page, i).is_headline());
        let heads = heads.count();
        let below = |i: &&usize| matches!(kind(page, **i), Kind::Byline | Kind::Jump);
        Parts {
            stakes,
            heads,
            bylines: blocks[heads..].iter().take_while(below).count(),
            best: best(&lines[..heads], stakes),
        }
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
        let part = (1..KINDS.len()).max_by(|&a, &b| last[a].0.total_cmp(&last[b].0));
        let part = part.unwrap_or(1);
        let untitled = last[0].0 - self.stakes.untitled;
        if untitled > last[part].0 {
            (untitled, 0)
        } else {
            (last[part].0, part)
        }
    }

    /// What the first so many lines are, and whether each goes on with the one above.
    pub(super) fn read(&self, n: usize) -> (Vec<Kind>, Vec<bool>) {
        let mut kinds = vec![Kind::Title; n];
        let mut joined = vec![false; n];
        let mut part = n.checked_sub(1).map_or(0, |last| self.end(last).1);
        let alone = part == 0;
        for k in (0..n).rev() {
            if !alone {
                kinds[k] = KINDS[part];
            }
            (_, part, joined[k]) = self.best[k][part];
        }
        (kinds, joined)
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

/// The best readings of headline lines as kicker? title deck?, up to every line.
fn best(lines: &[Line], stakes: &Stakes) -> Vec<[(f32, usize, bool); KINDS.len()]> {
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
    // Best score with line k in a part, and whether it goes on with the line before.
    let mut best = vec![[(f32::NEG_INFINITY, 0usize, false); KINDS.len()]; n];
    if let Some(first) = best.first_mut() {
        for (part, first) in first.iter_mut().enumerate().take(2) {
            *first = (own(0, part), part, false);
        }
    }
    // How many lines of each part end with the line above.
    let mut lengths = [1usize; KINDS.len()];
    for k in 1..n {
        let line = &lines[k];
        let on = match line.inline {
            _ if goes_on(k) => -0.1,
            true if line.dash || named(k - 1) || line.parted => -3.0,
            true => -0.05,
            false => line.odds.on,
        };
        let above = best[k - 1];
        let before = lengths;
        for part in 0..KINDS.len() {
            let mut top = (f32::NEG_INFINITY, 0, false);
            let mut length = 1;
            if before[part] < LINES && above[part].0 + on > top.0 {
                top = (above[part].0 + on, part, true);
                length = before[part] + 1;
            }
            if part > 0 && above[part - 1].0 > f32::NEG_INFINITY {
                let begins = above[part - 1].0 + own(k, part);
                if begins > top.0 {
                    top = (begins, part - 1, false);
                    length = 1;
                }
            }
            best[k][part] = top;
            lengths[part] = length;
        }
    }
    best
}
