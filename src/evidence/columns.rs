//! Which lines stood under each other, where the lines of several columns alternate.
//!
//! Extractors that read a page row by row give a line of the first column, a line of the second, a line of
//! the third, then the next row. The lines are followed one by one: each goes on with one of the columns
//! that are open or begins a new one. A beam keeps the best ways so far. What speaks for a line going on
//! with a column is how well the two texts fit ([`crate::evidence::seam`]), the measure and the place of the
//! column; what speaks for staying with the line above is how rarely the page has changed columns of late.

use crate::evidence::joining::Joint;
use std::cmp::Reverse;

/// Ways that are kept.
const BEAM: usize = 24;
/// Columns that are open at a time.
const OPEN: usize = 8;
/// A column that no line went on with for so many lines is closed.
const PATIENCE: usize = 30;
/// What going on with a column costs right after a headline or a photo, where no place speaks for one,
const APART: f32 = 1.0;
/// and what a new column costs there.
const BEGIN_APART: f32 = 0.5;
/// How fast the habit of changing columns follows what the page does.
const HABIT_STEP: f32 = 0.16;
/// What a new column costs.
const BEGIN: f32 = 3.0;
/// What it costs less after a headline or a photo, or at an article's first paragraph.
const BEGIN_AFTER: f32 = 1.5;
/// What it costs to part a line from the one right above it where blocks have blank lines between.
const CLOSE: f32 = 2.5;
/// What passing over a column costs, by how often it was passed over before.
const SKIP: [f32; 4] = [1.0, 0.6, 0.3, 0.0];

/// One line to place.
#[derive(Clone, Copy, Debug)]
pub struct Member {
    /// Its line on the page.
    pub line: usize,
    /// The line above it is no member: a headline, a photo.
    pub apart: bool,
    /// No blank line parts it from the member before, on a page that has blank lines between its blocks.
    pub close: bool,
    /// In natural logarithms, how likely it begins an article.
    pub lead: f32,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Open {
    /// Member that the column ends with.
    last: u32,
    /// Its measure, in half ems.
    measure: u16,
    /// How often in a row it was passed over.
    skipped: u8,
}

#[derive(Clone, Debug)]
struct Way {
    score: f32,
    habit: f32,
    /// The open columns from left to right; after the last comes the first of the next row.
    open: [Open; OPEN],
    count: usize,
    /// The sum of the members that they end with: it differs where these do, but for chance.
    lasts: u32,
    /// Which of them the member before went to.
    latest: usize,
    trail: usize,
}

impl Open {
    fn skip(&self) -> f32 {
        SKIP[usize::from(self.skipped)]
    }
}

impl Way {
    /// The columns that are passed over from the latest one to column `c`, rightwards and into the next row.
    fn passed(&self, c: usize) -> impl Iterator<Item = usize> + use<> {
        let (from, count) = (self.latest, self.count);
        let steps = (c + count - from) % count;
        (1..steps).map(move |k| (from + k) % count)
    }

    fn close(&mut self, c: usize) {
        self.open[c..self.count].rotate_left(1);
        self.count -= 1;
        // Where the latest column itself was closed, its left neighbour stands for its place.
        if self.latest >= c && self.latest > 0 {
            self.latest -= 1;
        }
    }

    /// What the place of every column says for a member going on with it.
    fn stays(&self, member: &Member) -> [f32; OPEN] {
        let at_latest = |latest: f32, others: f32| {
            let mut stays = [others; OPEN];
            stays[self.latest] = latest;
            stays
        };
        if member.apart {
            return [-APART; OPEN];
        }
        if member.close {
            return at_latest(0.0, -CLOSE);
        }
        let changes = self.habit.ln();
        let mut stays = at_latest((1.0 - self.habit).ln(), changes);
        // From the latest one rightwards and into the next row.
        let mut passed = 0.0;
        let rightwards = self.latest + 1..self.count;
        for c in rightwards.chain(0..self.latest) {
            stays[c] = changes - passed;
            passed += self.open[c].skip();
        }
        stays
    }

    /// What speaks for a member beginning a column.
    fn begins(&self, member: &Member) -> f32 {
        if self.count == 0 {
            return 0.0;
        }
        if member.apart {
            return -BEGIN_APART;
        }
        let mut cost = BEGIN;
        if member.lead > -1.0 {
            cost -= BEGIN_AFTER;
        } else if member.close {
            cost += CLOSE;
        }
        self.habit.ln() - cost
    }

    /// Puts a line of this width to the end of a column; the member that it goes on with comes back.
    fn go_on(&mut self, c: usize, m: usize, width: u16, is_full: bool) -> u32 {
        for p in self.passed(c) {
            self.open[p].skipped = (self.open[p].skipped + 1).min(3);
        }
        let open = &mut self.open[c];
        let from = open.last;
        open.measure = match is_full {
            true => width,
            false => open.measure.max(width),
        };
        open.last = m as u32;
        open.skipped = 0;
        let changed = f32::from(u8::from(c != self.latest));
        self.habit += HABIT_STEP * (changed - self.habit);
        self.latest = c;
        from
    }

    /// Begins a column with a line of this width, right of the latest one.
    fn begin(&mut self, m: usize, width: u16) {
        if self.count == OPEN {
            // The column that waited longest makes room.
            let oldest = (0..OPEN).min_by_key(|&c| self.open[c].last);
            self.close(oldest.unwrap_or_default());
        }
        let slot = if self.count == 0 { 0 } else { self.latest + 1 };
        self.open[slot..=self.count].rotate_right(1);
        self.count += 1;
        self.open[slot] = Open {
            last: m as u32,
            measure: width,
            skipped: 0,
        };
        self.habit += HABIT_STEP * (1.0 - self.habit);
        self.latest = slot;
    }

    /// Closes columns that wait too long for a line.
    fn close_late(&mut self, member: &Member, members: &[Member]) {
        let mut c = 0;
        while c < self.count {
            let waits = member.line - members[self.open[c].last as usize].line;
            if waits > PATIENCE {
                self.close(c);
            } else {
                c += 1;
            }
        }
    }
}

/// One step of a way.
struct Step {
    score: f32,
    /// A number in the order of scores.
    rank: i32,
    way: u16,
    /// The column that a member goes on with; none if it begins one.
    column: Option<u8>,
}

impl Step {
    fn of(score: f32, way: usize, column: Option<usize>) -> Self {
        // As `f32::total_cmp` has it, once for a step, not for each of those it is compared with.
        let bits = score.to_bits().cast_signed();
        Step {
            score,
            rank: bits ^ (bits >> 31 & i32::MAX),
            way: way as u16,
            column: column.map(|c| c as u8),
        }
    }
}

/// Puts the steps that the ways may take with a member into a list, the best first.
fn steps(
    ways: &[Way],
    member: &Member,
    members: &[Member],
    joint: &mut Joint<'_>,
    steps: &mut Vec<Step>,
) {
    // How the member fits the ends of columns; most ways have the same ones.
    let mut fits: Vec<(u32, u16, f32)> = Vec::new();
    for (w, way) in ways.iter().enumerate() {
        let stays = way.stays(member);
        for (c, (open, stays)) in way.open[..way.count].iter().zip(stays).enumerate() {
            let last = &members[open.last as usize];
            if member.line - last.line > PATIENCE {
                continue;
            }
            let known = fits
                .iter()
                .find(|known| (known.0, known.1) == (open.last, open.measure));
            let fit = known.map(|known| known.2).unwrap_or_else(|| {
                let fit = joint.weigh(last.line, member.line, Some(open.measure));
                fits.push((open.last, open.measure, fit));
                fit
            });
            steps.push(Step::of(way.score + fit + stays, w, Some(c)));
        }
        steps.push(Step::of(way.score + way.begins(member), w, None));
    }
    steps.sort_unstable_by_key(|step| Reverse(step.rank));
}

/// For every member the member before it in its column.
pub fn follow(members: &[Member], joint: &mut Joint<'_>, habit: f32) -> Vec<Option<usize>> {
    let nothing = Open {
        last: 0,
        measure: 0,
        skipped: 0,
    };
    let mut ways = vec![Way {
        score: 0.0,
        habit,
        open: [nothing; OPEN],
        count: 0,
        lasts: 0,
        latest: 0,
        trail: usize::MAX,
    }];
    // Every step of every way that was kept: the step before it and the member that its line went on with.
    let mut trails: Vec<(usize, Option<u32>)> = Vec::new();
    let mut next: Vec<Way> = Vec::with_capacity(BEAM);
    let mut list: Vec<Step> = Vec::new();
    for (m, member) in members.iter().enumerate() {
        let (width, is_full) = (joint.width(member.line), joint.is_full(member.line));
        list.clear();
        steps(&ways, member, members, joint, &mut list);
        next.clear();
        for step in &list {
            let mut new = ways[usize::from(step.way)].clone();
            new.score = step.score;
            let from = match step.column {
                Some(c) => Some(new.go_on(usize::from(c), m, width, is_full)),
                None => {
                    new.begin(m, width);
                    None
                }
            };
            new.habit = new.habit.clamp(0.01, 0.8);
            new.close_late(member, members);
            let lasts = new.open[..new.count].iter().map(|open| open.last);
            new.lasts = lasts.fold(0, u32::wrapping_add);
            if next.iter().any(|other| same(other, &new)) {
                continue;
            }
            trails.push((new.trail, from));
            new.trail = trails.len() - 1;
            next.push(new);
            if next.len() == BEAM {
                break;
            }
        }
        std::mem::swap(&mut ways, &mut next);
    }
    let mut before = vec![None; members.len()];
    let Some(best) = ways.first() else {
        return before;
    };
    let mut at = best.trail;
    for slot in before.iter_mut().rev() {
        let (earlier, from) = trails[at];
        *slot = from.map(|f| f as usize);
        at = earlier;
    }
    before
}

/// Whether two ways have the same open columns, so that only the better one need be kept.
fn same(a: &Way, b: &Way) -> bool {
    a.count == b.count
        && a.lasts == b.lasts
        && a.open[..a.count]
            .iter()
            .all(|x| b.open[..b.count].iter().any(|y| x.last == y.last))
}
