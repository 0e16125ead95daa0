//! Which lines stood under each other, where the lines of several columns alternate.
//!
//! Extractors that read a page row by row give a line of the first column, a line of the second, a line of
//! the third, then the next row. The lines are followed one by one: each goes on with one of the columns
//! that are open or begins a new one. A beam keeps the best ways so far. What speaks for a line going on
//! with a column is how well the two texts fit ([`crate::evidence::seam`]), the measure and the place of the
//! column; what speaks for staying with the line above is how rarely the page has changed columns of late.

use crate::evidence::joining::Joint;

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
    fn passed(&self, c: usize) -> impl Iterator<Item = usize> {
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
        latest: 0,
        trail: usize::MAX,
    }];
    // Every step of every way that was kept: the step before it and the member that its line went on with.
    let mut trails: Vec<(usize, Option<u32>)> = Vec::new();
    for (m, member) in members.iter().enumerate() {
        // How the member fits the ends of columns; most ways have the same ones.
        let mut fits: Vec<(u32, u16, f32)> = Vec::new();
        // Score, way, column that it goes on with.
        let mut steps: Vec<(f32, usize, Option<usize>)> = Vec::new();
        for (w, way) in ways.iter().enumerate() {
            let (stay, change) = ((1.0 - way.habit).ln(), way.habit.ln());
            for c in 0..way.count {
                let open = way.open[c];
                let last = &members[open.last as usize];
                let between = member.line - last.line;
                if between > PATIENCE {
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
                let place = if member.apart {
                    -APART
                } else if member.close {
                    if c == way.latest { 0.0 } else { -CLOSE }
                } else if c == way.latest {
                    stay
                } else {
                    change - way.passed(c).map(|p| way.open[p].skip()).sum::<f32>()
                };
                steps.push((way.score + fit + place, w, Some(c)));
            }
            let mut begin = BEGIN;
            if member.apart || member.lead > -1.0 {
                begin -= BEGIN_AFTER;
            } else if member.close {
                begin += CLOSE;
            }
            let place = if way.count == 0 {
                0.0
            } else if member.apart {
                -BEGIN_APART
            } else {
                change - begin
            };
            steps.push((way.score + place, w, None));
        }
        steps.sort_unstable_by(|a, b| b.0.total_cmp(&a.0));
        let mut next: Vec<Way> = Vec::with_capacity(BEAM);
        for (score, w, column) in steps {
            let way = &ways[w];
            let mut new = way.clone();
            new.score = score;
            let width = joint.width(member.line);
            let from = match column {
                Some(c) => {
                    for p in way.passed(c) {
                        new.open[p].skipped = (new.open[p].skipped + 1).min(3);
                    }
                    let open = &mut new.open[c];
                    let from = open.last;
                    open.measure = if joint.is_full(member.line) {
                        width
                    } else {
                        open.measure.max(width)
                    };
                    open.last = m as u32;
                    open.skipped = 0;
                    new.habit += HABIT_STEP * (f32::from(u8::from(c != way.latest)) - way.habit);
                    new.latest = c;
                    Some(from)
                }
                None => {
                    if new.count == OPEN {
                        // The column that waited longest makes room.
                        let oldest = (0..OPEN).min_by_key(|&c| new.open[c].last);
                        new.close(oldest.unwrap_or_default());
                    }
                    let slot = if new.count == 0 { 0 } else { new.latest + 1 };
                    new.open[slot..=new.count].rotate_right(1);
                    new.count += 1;
                    new.open[slot] = Open {
                        last: m as u32,
                        measure: width,
                        skipped: 0,
                    };
                    new.habit += HABIT_STEP * (1.0 - way.habit);
                    new.latest = slot;
                    None
                }
            };
            new.habit = new.habit.clamp(0.01, 0.8);
            // Columns that wait too long are closed.
            let mut c = 0;
            while c < new.count {
                let waits = member.line - members[new.open[c].last as usize].line;
                if waits > PATIENCE {
                    new.close(c);
                } else {
                    c += 1;
                }
            }
            if next.iter().any(|other| same(other, &new)) {
                continue;
            }
            trails.push((way.trail, from));
            new.trail = trails.len() - 1;
            next.push(new);
            if next.len() == BEAM {
                break;
            }
        }
        ways = next;
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
        && a.open[..a.count]
            .iter()
            .all(|x| b.open[..b.count].iter().any(|y| x.last == y.last))
}
