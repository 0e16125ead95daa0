//! Put lines back into reading order where columns or articles were shuffled.
//!
//! A line that stands in the middle of a sentence whose beginning is not the line above (the label pass
//! calls it *resumed*) is looked up among the lines whose sentence is left open. The pairs are chosen
//! one to one, best first; the page then becomes chains of lines, each chain in the place of its first
//! line. What stood between the two halves (a photo, another article's headline) follows its chain.

use crate::config::Settings;
use crate::evidence::joining::{self, Left, Right};
use crate::evidence::stakes::{STAKES, Stakes};
use crate::page::{Kind, Page};

/// Pairs of lines further apart than this are not looked at; keeps the cost linear.
const REACH: usize = 260;

/// Gathers the lines into reading order.
pub fn run(page: &mut Page, _settings: &Settings) {
    by(page, &STAKES);
}

/// The same with these stakes.
pub fn by(page: &mut Page, stakes: &Stakes) {
    let n = page.blocks().len();
    let resumed: Vec<usize> = (0..n).filter(|&i| page.blocks()[i].resumes()).collect();
    if resumed.is_empty() {
        return;
    }
    let is_body = |i: usize| page.blocks()[i].kind() == Some(Kind::Body);
    let open: Vec<usize> = (0..n)
        .filter(|&i| is_body(i) && (i + 1 == n || page.blocks()[i + 1].opens()))
        .collect();
    let ends: Vec<Left> = open.iter().map(|&e| Left::of(page, e)).collect();
    let mut pairs: Vec<(f32, usize, usize)> = Vec::new();
    for &r in &resumed {
        let right = Right::of(page, r);
        let from = open.partition_point(|&e| e + REACH < r);
        let near = open[from..].iter().zip(&ends[from..]);
        for (&e, left) in near.take_while(|&(&e, _)| e < r + REACH) {
            if e != r {
                let score = joining::weigh(left, &right, stakes);
                if score > joining::RESUME_AT {
                    pairs.push((score, e, r));
                }
            }
        }
    }
    pairs.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then((a.2, a.1).cmp(&(b.2, b.1))));
    let mut next: Vec<Option<usize>> = vec![None; n];
    let mut before: Vec<Option<usize>> = vec![None; n];
    for (_, e, r) in pairs {
        if next[e].is_none() && before[r].is_none() && !closes_a_ring(&next, e, r) {
            next[e] = Some(r);
            before[r] = Some(e);
        }
    }
    // Everything else follows the line above it, unless one of the two has found another partner.
    for i in 0..n.saturating_sub(1) {
        let has_other = next[i].is_some() || before[i + 1].is_some();
        if !has_other && !closes_a_ring(&next, i, i + 1) {
            next[i] = Some(i + 1);
            before[i + 1] = Some(i);
        }
    }
    let mut order = Vec::with_capacity(n);
    for start in (0..n).filter(|&i| before[i].is_none()) {
        let mut at = Some(start);
        while let Some(i) = at {
            order.push(i);
            at = next[i];
        }
    }
    let joined: Vec<bool> = order
        .iter()
        .enumerate()
        .map(|(k, &i)| k > 0 && page.blocks()[i].resumes() && before[i] == Some(order[k - 1]))
        .collect();
    if !page.gather(&order) {
        return;
    }
    for (k, joined) in joined.into_iter().enumerate() {
        if joined && goes_on(page, k, stakes) {
            page.set_opens(k, false);
            page.set_resumes(k, false);
        }
    }
}

/// A resumed line joins the line it was put behind, if that is body and was chosen as its beginning.
fn goes_on(page: &Page, k: usize, stakes: &Stakes) -> bool {
    page.blocks()[k - 1].kind() == Some(Kind::Body)
        && joining::resumes(page, k - 1, k, stakes) > joining::RESUME_AT
}

/// Whether linking `e` to `r` would make a ring: `e` is already reached from `r`.
fn closes_a_ring(next: &[Option<usize>], e: usize, r: usize) -> bool {
    let mut at = Some(r);
    let mut steps = 0;
    while let Some(i) = at {
        if i == e || steps > REACH * 4 {
            return true;
        }
        at = next[i];
        steps += 1;
    }
    false
}
