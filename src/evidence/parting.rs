//! Where one body ends and the next begins and where one headline ends and the next begins, decided
//! together.
//!
//! The paragraphs of a page are cut into bodies, its runs of headline lines into headlines. A cut between
//! paragraphs has a score of its own (how much more the label pass took the paragraph for a lead than for
//! another paragraph), so has a headline (how well its lines read as kicker, title and deck); a body that
//! finds a headline and a headline that finds a body gain. From the cuts that look best alone, single cuts
//! are turned on and off or moved, the best first, as long as the whole gains: a headline left over next to
//! a body with a likely seam in it finds its place so, a headline that was read as its neighbour's deck is
//! parted from it because a body waits for it, and a cut that leaves a body without headline goes.

mod margins;

pub use margins::{Opening, Second};

use crate::evidence::assignment;
use crate::evidence::pairing::{Headline, Pairing, Run};
use crate::evidence::stakes::Stakes;
use crate::table::Table;
use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

/// A cut scored below this is not tried.
pub const HOPELESS: f32 = -5.0;
/// A cut scored above this is not undone.
const CERTAIN: f32 = 5.0;
/// What the search may cost for all stretches of a page, in steps of the assignment: hundreds of times what a
/// newspaper's page takes. Pages of nothing but short lines that all share words are taken as first cut from
/// there on.
pub const BUDGET: u64 = 1_000_000_000;
/// Rounds of turning cuts on and off.
const ROUNDS: usize = 40;
/// Pages with more cuts to try than this are taken as they are; keeps long pages linear.
const MOST_OPEN: usize = 120;
/// So are pages with more headlines than this.
const MOST_HEADLINES: usize = 200;

/// A page's bodies, as ranges of paragraphs, and the partner of every headline.
#[derive(Clone, Debug, Default)]
pub struct Parting {
    /// First paragraph and one past the last.
    pub bodies: Vec<(usize, usize)>,
    /// The headlines.
    pub headlines: Vec<Headline>,
    /// For every headline its body.
    pub partner: Vec<Option<usize>>,
    /// For every body the one it is the rest of, if columns were shuffled.
    pub rest_of: Vec<Option<usize>>,
    /// For every headline how clear its partner was, in natural logarithms.
    pub margins: Vec<f32>,
    /// For every headline what else it could have been,
    pub seconds: Vec<Second>,
    /// and for every paragraph whether a body begins there.
    pub openings: Vec<Opening>,
}

/// The bodies that cuts make of `n` paragraphs.
pub fn bodies(cuts: &[bool]) -> Vec<(usize, usize)> {
    let mut out: Vec<(usize, usize)> = Vec::new();
    for (p, &cut) in cuts.iter().enumerate() {
        match out.last_mut() {
            Some(last) if !cut => last.1 = p + 1,
            _ => out.push((p, p + 1)),
        }
    }
    out
}

/// Before which paragraphs a body may begin, whatever way the page is cut.
pub fn open(scores: &[f32]) -> Vec<bool> {
    let open = tried(scores);
    let mut out: Vec<bool> = scores.iter().map(|&score| score > 0.0).collect();
    if open.len() <= MOST_OPEN {
        for p in open {
            out[p] = true;
        }
    }
    out
}

/// The cuts that are turned on and off.
fn tried(scores: &[f32]) -> Vec<usize> {
    (1..scores.len())
        .filter(|&p| (HOPELESS..CERTAIN).contains(&scores[p]))
        .collect()
}

/// A headline by its run and the blocks there that it takes: the first and one past the last.
type Place = (usize, usize, usize);

/// A way to cut the page.
#[derive(Clone)]
struct Way {
    /// For every paragraph whether a body begins with it.
    cuts: Vec<bool>,
    /// The headlines, run by run.
    heads: Vec<Place>,
}

/// One step from a way to another.
enum Turn {
    /// A cut before a paragraph is made or taken back.
    Body(usize),
    /// Some headlines of a run are cut otherwise.
    Heads(Range<usize>, Vec<Place>),
}

impl Way {
    /// What looks best alone.
    fn first(scores: &[f32], runs: &[Run<'_>]) -> Self {
        let cuts = scores.iter().enumerate();
        let cuts = cuts.map(|(p, &score)| p == 0 || score > 0.0).collect();
        let heads = runs.iter().enumerate().flat_map(|(r, run)| {
            let bounds = run.bounds().windows(2);
            bounds.map(move |w| (r, w[0], w[1]))
        });
        Way {
            cuts,
            heads: heads.collect(),
        }
    }

    /// What its assignment costs, in steps.
    fn cost(&self) -> u64 {
        let bodies = self.cuts.iter().filter(|&&cut| cut).count() as u64;
        let heads = self.heads.len() as u64;
        heads * heads * (heads + bodies)
    }

    fn turned(&self, turn: &Turn) -> Way {
        let mut other = self.clone();
        match turn {
            Turn::Body(p) => other.cuts[*p] = !other.cuts[*p],
            Turn::Heads(taken, made) => {
                other.heads.splice(taken.clone(), made.iter().copied());
            }
        }
        other
    }

    /// Which of the bodies go where a cut is turned, and what takes their place: a cut taken back joins a body
    /// with the one before it; a new one parts it.
    fn changed(&self, bodies: &[(usize, usize)], p: usize) -> (Range<usize>, Vec<(usize, usize)>) {
        let b = bodies.partition_point(|body| body.0 <= p) - 1;
        let (from, to) = bodies[b];
        match self.cuts[p] {
            true => (b - 1..b + 1, vec![(bodies[b - 1].0, to)]),
            false => (b..b + 1, vec![(from, p), (p, to)]),
        }
    }

    /// The turns of headlines: for every place where one could end, what cuts the run there or no longer
    /// does, or moves a cut there.
    fn turns(&self) -> Vec<Turn> {
        let mut out = Vec::new();
        for (h, &(run, from, to)) in self.heads.iter().enumerate() {
            let same = |k: usize| self.heads.get(k).filter(|p| p.0 == run);
            let next = same(h + 1);
            if let Some(&(.., end)) = next {
                out.push(Turn::Heads(h..h + 2, vec![(run, from, end)]));
            }
            for at in from + 1..to {
                let made = |first, last| vec![(run, first, at), (run, at, last)];
                out.push(Turn::Heads(h..h + 1, made(from, to)));
                if let Some(&(.., end)) = next {
                    out.push(Turn::Heads(h..h + 2, made(from, end)));
                }
                if let Some(&(_, start, _)) = h.checked_sub(1).and_then(same) {
                    out.push(Turn::Heads(h - 1..h + 1, made(start, to)));
                }
            }
        }
        out
    }
}

/// Finds the best cuts. `scores[p]` speaks for a body that begins at paragraph `p`; the runs were first cut
/// into headlines one by one. What the search costs is taken off the budget.
pub fn best(
    scores: &[f32],
    runs: &[Run<'_>],
    pairing: &Pairing,
    stakes: &Stakes,
    budget: &mut u64,
) -> Parting {
    let mut search = Search {
        scores,
        runs,
        pairing,
        stakes,
        headlines: Table::default(),
    };
    let (found, bounds) = search.climb(Way::first(scores, runs), budget);
    let openings = margins::openings(&mut search, &found, bounds, budget);
    let seconds = margins::seconds(&found, budget);
    let margins = search.margins(&found);
    let bodies = bodies(&found.way.cuts);
    let headlines = search.settled(&found, &bodies);
    Parting {
        rest_of: vec![None; bodies.len()],
        headlines,
        bodies,
        partner: found.partner,
        margins,
        seconds,
        openings,
    }
}

/// A way with the best partners for its headlines.
struct Found {
    way: Way,
    rows: Rows,
    partner: Vec<Option<usize>>,
    /// What it is worth.
    value: f32,
}

/// What was found out while cuts were turned.
struct Search<'a> {
    scores: &'a [f32],
    runs: &'a [Run<'a>],
    pairing: &'a Pairing<'a>,
    stakes: &'a Stakes,
    headlines: Table<u64, Option<Rc<Tried>>>,
}

/// A headline that was tried, and what it gained with bodies: most ways have the same ones.
struct Tried {
    headline: Headline,
    gains: RefCell<Table<u64, f32>>,
}

/// What every headline and every body gain together over both being alone.
type Rows = Vec<Vec<f32>>;

/// A number for the place of a headline.
fn key((run, from, to): Place) -> u64 {
    (run as u64) << 40 | (from as u64) << 20 | to as u64
}

/// How many bodies a turned cut can take away.
const TAKEN: usize = 2;

/// The bodies that a headline gains most with, best first.
type Tops = [(f32, usize); TAKEN + 1];

/// Those of a headline with these gains.
fn tops_of(row: &[f32]) -> Tops {
    let mut tops = [(0.0, usize::MAX); TAKEN + 1];
    for (b, &gain) in row.iter().enumerate() {
        let at = tops.partition_point(|t| t.0 >= gain);
        if at < tops.len() {
            tops[at..].rotate_right(1);
            tops[at] = (gain, b);
        }
    }
    tops
}

/// The most that a headline can gain without the bodies taken away.
fn top(tops: &Tops, taken: &Range<usize>) -> f32 {
    let stays = tops.iter().find(|(_, b)| !taken.contains(b));
    stays.map_or(0.0, |t| t.0)
}

impl Search<'_> {
    fn headline(&mut self, place: Place) -> Option<Rc<Tried>> {
        let (runs, pairing) = (self.runs, self.pairing);
        let made = || {
            let (run, from, to) = place;
            let headline = runs[run].headline(from, to, pairing);
            let gains = RefCell::default();
            headline.map(|headline| Rc::new(Tried { headline, gains }))
        };
        self.headlines
            .entry(key(place))
            .or_insert_with(made)
            .clone()
    }

    /// What a headline is worth alone.
    fn alone(&self, tried: &Tried) -> f32 {
        let stakes = self.stakes;
        tried.headline.reading * stakes.reading - stakes.one_more - stakes.lone_headline
    }

    /// What a headline and a body gain together over both being alone.
    fn gain(&self, tried: &Tried, body: (usize, usize)) -> f32 {
        let (pairing, stakes) = (self.pairing, self.stakes);
        let key = (body.0 as u64) << 32 | body.1 as u64;
        *tried.gains.borrow_mut().entry(key).or_insert_with(|| {
            let gain = pairing.gain(&tried.headline, body, stakes);
            gain + stakes.lone_headline + stakes.lone_body
        })
    }

    /// What a headline and each of these bodies gain; none if it cannot be read.
    fn row(&mut self, place: Place, bodies: &[(usize, usize)]) -> Option<Vec<f32>> {
        let headline = self.headline(place)?;
        let gains = bodies.iter().map(|&body| self.gain(&headline, body));
        Some(gains.collect())
    }

    /// The rows of a way; none if a headline cannot be read.
    fn rows(&mut self, way: &Way) -> Option<Rows> {
        let bodies = bodies(&way.cuts);
        way.heads
            .iter()
            .map(|&place| self.row(place, &bodies))
            .collect()
    }

    /// The rows of a way with a turn, from its own.
    fn turned(&mut self, way: &Way, rows: &Rows, turn: &Turn) -> Option<Rows> {
        let bodies = bodies(&way.cuts);
        let mut rows = rows.clone();
        match turn {
            Turn::Body(p) => {
                let (taken, made) = way.changed(&bodies, *p);
                for (row, &place) in rows.iter_mut().zip(&way.heads) {
                    row.splice(taken.clone(), self.row(place, &made)?);
                }
            }
            Turn::Heads(taken, made) => {
                let made = made.iter().map(|&place| self.row(place, &bodies));
                let made = made.collect::<Option<Rows>>()?;
                rows.splice(taken.clone(), made);
            }
        }
        Some(rows)
    }

    /// What the cuts between bodies are worth, and bodies without headlines.
    fn bodies_alone(&self, cuts: &[bool], count: usize) -> f32 {
        let cut = (1..cuts.len()).filter(|&p| cuts[p]);
        let scores: f32 = cut.map(|p| self.scores[p]).sum();
        scores - self.stakes.lone_body * count as f32
    }

    /// What a way is worth, with the best partners for the headlines; none if a headline cannot be read.
    fn weigh(&mut self, way: &Way, rows: &Rows) -> Option<(f32, Vec<Option<usize>>)> {
        let mut value = self.bodies_alone(&way.cuts, bodies(&way.cuts).len());
        for &place in &way.heads {
            let headline = self.headline(place)?;
            value += self.alone(&headline);
        }
        let partner = assignment::best(rows);
        let pairs = partner.iter().zip(rows);
        value += pairs.filter_map(|(b, row)| b.map(|b| row[b])).sum::<f32>();
        Some((value, partner))
    }

    /// What a turn leads to; none if a headline cannot be read then.
    fn turn(&mut self, from: &Found, turn: &Turn) -> Option<Found> {
        let rows = self.turned(&from.way, &from.rows, turn)?;
        let way = from.way.turned(turn);
        let (value, partner) = self.weigh(&way, &rows)?;
        Some(Found {
            way,
            rows,
            partner,
            value,
        })
    }

    /// Turns the cuts of a way, the best first, as long as the whole gains. With what is found comes the most that each
    /// of its turns leads to, unless the search ended before it was told.
    fn climb(&mut self, first: Way, budget: &mut u64) -> (Found, Vec<(f32, Turn)>) {
        /// Less is no gain but rounding.
        const GAIN: f32 = 1e-3;
        let rows = self.rows(&first).unwrap_or_default();
        let (value, partner) = self.weigh(&first, &rows).unwrap_or_default();
        let mut best = Found {
            way: first,
            rows,
            partner,
            value,
        };
        let open = tried(self.scores);
        if open.len() > MOST_OPEN || best.way.heads.len() > MOST_HEADLINES {
            return (best, Vec::new());
        }
        for _ in 0..ROUNDS {
            let mut found: Option<Found> = None;
            let mut turns = self.promising(&best.way, &best.rows, &open);
            for (bound, turn) in &mut turns {
                let most = found.as_ref().map_or(best.value, |found| found.value);
                let cost = best.way.cost();
                if *bound < most + GAIN || *budget < cost {
                    break;
                }
                *budget -= cost;
                let Some(turned) = self.turn(&best, turn) else {
                    continue;
                };
                *bound = turned.value;
                if turned.value > most + GAIN {
                    found = Some(turned);
                }
            }
            match found {
                Some(found) => best = found,
                None => return (best, turns),
            }
        }
        (best, Vec::new())
    }

    /// For every headline how much more it gains with its partner than with the next best, all others left as they are.
    fn margins(&self, found: &Found) -> Vec<f32> {
        let pairs = found.rows.iter().zip(&found.partner);
        let margin = |(row, own): (&Vec<f32>, &Option<usize>)| {
            let gain = |b: usize| row[b] - self.stakes.lone_body;
            let others = (0..row.len()).filter(|b| Some(*b) != *own).map(gain);
            own.map_or(0.0, gain) - others.fold(0.0, f32::max)
        };
        pairs.map(margin).collect()
    }

    /// The headlines, each read as its body has it.
    fn settled(&mut self, found: &Found, bodies: &[(usize, usize)]) -> Vec<Headline> {
        let places = found.way.heads.iter().zip(&found.partner);
        let settled = places.filter_map(|(&place, partner)| {
            let mut headline = self.headline(place)?.headline.clone();
            if let Some(b) = partner {
                self.pairing.settle(&mut headline, bodies[*b], self.stakes);
            }
            Some(headline)
        });
        settled.collect()
    }

    /// The turns, each with the most that it can lead to, best first: no headline gains more than with the best
    /// body for it alone.
    fn promising(&mut self, way: &Way, rows: &Rows, open: &[usize]) -> Vec<(f32, Turn)> {
        let bodies = bodies(&way.cuts);
        let bodies_alone = self.bodies_alone(&way.cuts, bodies.len());
        let none = usize::MAX..usize::MAX;
        let mut tops = Vec::with_capacity(way.heads.len());
        let mut heads = Vec::with_capacity(way.heads.len());
        let mut alone = 0.0;
        let mut most = 0.0;
        for (&place, row) in way.heads.iter().zip(rows) {
            let Some(headline) = self.headline(place) else {
                return Vec::new();
            };
            tops.push(tops_of(row));
            alone += self.alone(&headline);
            most += top(&tops[tops.len() - 1], &none);
            heads.push(headline);
        }
        let mut out = Vec::new();
        // A little more, for sums in another order.
        let mut keep = |bound: f32, turn: Turn| out.push((bound + 0.01, turn));
        for &p in open {
            let (taken, made) = way.changed(&bodies, p);
            let score = if way.cuts[p] {
                -self.scores[p]
            } else {
                self.scores[p]
            };
            let more = made.len() as f32 - taken.len() as f32;
            let mut pairs = 0.0;
            for (h, headline) in heads.iter().enumerate() {
                let mut best = top(&tops[h], &taken);
                for &body in &made {
                    best = best.max(self.gain(headline, body));
                }
                pairs += best;
            }
            let bound = bodies_alone + score - self.stakes.lone_body * more + alone + pairs;
            keep(bound, Turn::Body(p));
        }
        for turn in way.turns() {
            let Turn::Heads(taken, made) = &turn else {
                continue;
            };
            let mut bound = bodies_alone + alone + most;
            for h in taken.clone() {
                bound -= self.alone(&heads[h]) + top(&tops[h], &none);
            }
            for &place in made {
                bound += match self.headline(place) {
                    Some(headline) => {
                        let gains = bodies.iter().map(|&body| self.gain(&headline, body));
                        self.alone(&headline) + gains.fold(0.0, f32::max)
                    }
                    None => f32::NEG_INFINITY,
                };
            }
            keep(bound, turn);
        }
        out.sort_by(|a, b| b.0.total_cmp(&a.0));
        out
    }
}
