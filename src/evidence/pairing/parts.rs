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
    pub(super) fn of(page: &Page, blocks: &[usize], stakes: &'a Stakes) -> Self {
        let heads = blocks.iter().take_while(|&&i| kind(page, i).is_headline());
        let heads = heads.count();
        let below = |i: &&usize| matches!(kind(page, **i), Kind::Byline | Kind::Jump);
        Parts {
            stakes,
            heads,
            bylines: blocks[heads..].iter().take_while(below).count(),
            best: best(page, &blocks[..heads], stakes),
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

/// Whether a part of a vertical run begins for certain: it is a clause of the text, or what follows one.
fn parted(block: &Block) -> bool {
    block.layout.vertical && block.layout.inline && block.layout.form != Form::Open
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
fn best(page: &Page, lines: &[usize], stakes: &Stakes) -> Vec<[(f32, usize, bool); KINDS.len()]> {
    let inline = |k: usize| {
        let block = lines.get(k).map(|&i| &page.blocks()[i]);
        block.is_some_and(|b| b.layout.inline)
    };
    // The name of a column or a series before the rest of its line: 民生实事进行时 in one run with its title.
    let named: Vec<bool> = lines
        .iter()
        .enumerate()
        .map(|(k, &i)| {
            let block = &page.blocks()[i];
            let runs_on = block.layout.vertical && inline(k + 1);
            runs_on && patterns::names_series(page.str(block).trim())
        })
        .collect();
    // A column's tag is part of the title, and so is what follows it.
    let certain: Vec<Option<Certain>> = lines
        .iter()
        .map(|&i| patterns::certain(page.str(&page.blocks()[i]).trim()))
        .collect();
    // No line that begins with a bracket begins a headline (none of 13,339): 山西品牌丝路行 ␤ （南美站）正式启动.
    let bracketed = |k: usize| page.str(&page.blocks()[lines[k]]).starts_with(['（', '(']);
    let goes_on = |k: usize| k > 0 && (certain[k - 1] == Some(Certain::Tag) || bracketed(k));
    let own = |k: usize, part: usize| {
        let block = &page.blocks()[lines[k]];
        let mut odds = block.odds();
        if goes_on(k) || matches!(certain[k], Some(Certain::Tag | Certain::Tagged)) && part != 1 {
            return HARDLY;
        }
        if named[k] {
            odds.kicker = odds.kicker.max(NAMED);
        }
        let opens = parted(block) || k > 0 && named[k - 1];
        let inline = if inline(k) && !opens {
            -stakes.inline
        } else {
            0.0
        };
        // A part that begins with a dash is a deck, and so is a clause of the text, or the next one's kicker.
        let clause = parted(block) && block.layout.form == Form::Begins(Kind::Deck);
        if part == 2 && (clause || page.str(block).trim_start().starts_with('—')) {
            return -0.1;
        }
        if clause {
            return if part == 0 { CLAUSE } else { -3.0 };
        }
        inline + own_of(odds, part, stakes)
    };
    // Best score with line k in a part, and whether it goes on with the line before.
    let n = lines.len();
    let mut best = vec![[(f32::NEG_INFINITY, 0usize, false); 4]; n];
    let mut length = vec![[1usize; 4]; n];
    if let Some(first) = best.first_mut() {
        for (part, first) in first.iter_mut().enumerate().take(2) {
            *first = (own(0, part), part, false);
        }
    }
    for k in 1..n {
        let block = &page.blocks()[lines[k]];
        let dash = page.str(block).trim_start().starts_with('—');
        let on = match block.layout.inline {
            _ if goes_on(k) => -0.1,
            true if dash || named[k - 1] || parted(block) => -3.0,
            true => -0.05,
            false => block.odds().on,
        };
        for part in 0..4 {
            let mut top = (f32::NEG_INFINITY, 0, false);
            let mut len = 1;
            if length[k - 1][part] < LINES && best[k - 1][part].0 + on > top.0 {
                top = (best[k - 1][part].0 + on, part, true);
                len = length[k - 1][part] + 1;
            }
            if part > 0 && best[k - 1][part - 1].0 + own(k, part) > top.0 {
                top = (best[k - 1][part - 1].0 + own(k, part), part - 1, false);
                len = 1;
            }
            best[k][part] = top;
            length[k][part] = len;
        }
    }
    best
}
