//! Exchange what goes on with two lines where both are the better for it.
//!
//! Columns are followed line by line, and ends are paired best first: what went on with one line may be the only one that
//! another, met later, could go on with. Where two links together say much more the other way round, they are turned; so
//! is a link with an end, or a beginning, that had none.

use crate::chains::Links;
use crate::evidence::joining::Joint;
use crate::page::Page;
use crate::table::Table;

// All in natural logarithms, found on the share of articles that come out and of paragraphs whose ends are right (527 pages
// out of order, by tables of succession that had not seen their texts).
/// Links are turned where that gains more than this: among so many that might be, some look better by chance.
const GAIN: f32 = 5.0;
/// What speaks for a line and the one right below it,
const STAY: f32 = 2.0;
/// against others, for each natural logarithm of lines between them,
const FAR: f32 = 1.0;
/// and against one that stands above the line it goes on with.
const BACK: f32 = 0.5;
/// What speaks against a sentence that nothing goes on with, and against a line that begins none and goes on with nothing.
const OPEN: f32 = 3.0;
const NO_LEAD: f32 = 3.0;
/// A line that goes on with another better than this stays with it, unless a third one needs it; one that another goes on with
/// better than this keeps that one.
const WELL: f32 = 2.0;
const BEST: f32 = 4.0;

/// Lines further apart, counted in lines of text, are not looked at; keeps the cost linear.
const REACH: usize = 120;
/// How often all lines are looked at.
const ROUNDS: usize = 4;

/// Turns links between these lines, given in the page's order; rings are not made.
pub(super) fn exchange(page: &Page, lines: &[usize], joint: &mut Joint<'_>, links: &mut Links) {
    let mut sums = Sums {
        page,
        joint,
        known: Table::default(),
    };
    for _ in 0..ROUNDS {
        let mut turned = false;
        for (at, &r) in lines.iter().enumerate() {
            let near = at.saturating_sub(REACH)..(at + REACH).min(lines.len());
            if let Some(e) = sums.better(&lines[near], r, links) {
                turned |= sums.turn(e, r, links);
            }
        }
        if !turned {
            break;
        }
    }
}

/// What links are worth.
struct Sums<'a, 'b> {
    page: &'a Page,
    joint: &'a mut Joint<'b>,
    known: Table<u64, f32>,
}

impl Sums<'_, '_> {
    /// What a line going on with another is worth, or one of them without a partner.
    fn link(&mut self, e: Option<usize>, r: Option<usize>) -> f32 {
        match (e, r) {
            (Some(e), Some(r)) => self.pair(e, r),
            (Some(e), None) if self.joint.is_full(e) => -OPEN,
            (None, Some(r)) => NO_LEAD * (self.page.blocks()[r].odds().lead.exp() - 1.0),
            _ => 0.0,
        }
    }

    fn pair(&mut self, e: usize, r: usize) -> f32 {
        let key = (e as u64) << 32 | r as u64;
        if let Some(&known) = self.known.get(&key) {
            return known;
        }
        let place = match e + 1 == r {
            true => STAY,
            false if r < e => -FAR * (r.abs_diff(e) as f32).ln() - BACK,
            false => -FAR * (r.abs_diff(e) as f32).ln(),
        };
        let sum = self.joint.weigh(e, r, None) + self.joint.cohesion(e, r) + place;
        self.known.insert(key, sum);
        sum
    }

    /// The end among these lines that a line had better go on with.
    fn better(&mut self, lines: &[usize], r: usize, links: &Links) -> Option<usize> {
        let from = links.before[r];
        let own = self.link(from, Some(r));
        if own > WELL {
            return None;
        }
        let mut best = (GAIN, None);
        for &e in lines.iter().filter(|&&e| e != r && Some(e) != from) {
            let to = links.next[e];
            let theirs = self.link(Some(e), to);
            if theirs > BEST {
                continue;
            }
            let new = self.pair(e, r);
            // Most fit worse.
            if new < own {
                continue;
            }
            let rest = self.swaps(from, to).1;
            let gain = new + rest - own - theirs;
            if gain > best.0 {
                best = (gain, Some(e));
            }
        }
        best.1
    }

    /// Whether what is left over by an exchange goes on with each other, and what that is worth, or what it is apart.
    fn swaps(&mut self, from: Option<usize>, to: Option<usize>) -> (bool, f32) {
        let apart = self.link(from, None) + self.link(None, to);
        match from.is_some() && to.is_some() && from != to {
            true => {
                let together = self.link(from, to);
                (together > apart, together.max(apart))
            }
            false => (false, apart),
        }
    }

    /// Lets a line go on with another than before, and what went on with that one with its own; not where that makes a ring.
    fn turn(&mut self, e: usize, r: usize, links: &mut Links) -> bool {
        let (from, to) = (links.before[r], links.next[e]);
        let (swaps, _) = self.swaps(from, to);
        from.into_iter().for_each(|from| links.part(from));
        links.part(e);
        let mut done = links.link_apart(e, r);
        if let (Some(from), Some(to)) = (from, to)
            && swaps
        {
            done &= links.link_apart(from, to);
        }
        if !done {
            // As it was.
            links.part(e);
            from.into_iter().for_each(|from| links.part(from));
            from.into_iter().for_each(|from| links.link(from, r));
            to.into_iter().for_each(|to| links.link(e, to));
        }
        done
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source;

    /// What goes on with each line, after these links were looked at again.
    fn exchanged(lines: &[&str], pairs: &[(usize, usize)]) -> Vec<Option<usize>> {
        let mut page = Page::new(source::decode(
            "page.txt",
            lines.join("\n").as_bytes(),
            None,
        ));
        crate::passes::lines::run(&mut page);
        assert_eq!(page.blocks().len(), lines.len());
        let mut links = Links::of(lines.len());
        pairs.iter().for_each(|&(e, r)| links.link(e, r));
        let all: Vec<usize> = (0..lines.len()).collect();
        exchange(&page, &all, &mut Joint::of(&page), &mut links);
        links.next
    }

    const LINES: [&str; 6] = [
        "会议强调，各级党委政",
        "农村公路通达深度不断提",
        "府要认真贯彻落实会议精",
        "高，群众出行更加方便快",
        "神，扎实推进各项工作。",
        "捷，得到了普遍欢迎。",
    ];

    #[test]
    fn links_are_turned_where_both_are_the_better_for_it() {
        let right = [Some(2), Some(3), Some(4), Some(5), None, None];
        for pairs in [
            // Right as they are,
            &[(0, 2), (1, 3), (2, 4), (3, 5)][..],
            // two the wrong way round,
            &[(0, 3), (1, 2), (2, 4), (3, 5)],
            &[(0, 2), (1, 3), (2, 5), (3, 4)],
            // one missing.
            &[(0, 2), (1, 3), (3, 5)],
        ] {
            assert_eq!(exchanged(&LINES, pairs), right, "{pairs:?}");
        }
    }

    #[test]
    fn whole_sentences_stay_with_what_they_have() {
        let lines = [
            "会议强调了各项工作。",
            "农村公路通达深度提高了。",
            "群众出行方便快捷了。",
            "活动得到了普遍欢迎。",
        ];
        for pairs in [&[(0, 1), (2, 3)][..], &[(1, 2)], &[]] {
            let mut own = [None; 4];
            pairs.iter().for_each(|&(e, r)| own[e] = Some(r));
            assert_eq!(exchanged(&lines, pairs), own, "{pairs:?}");
        }
    }
}
