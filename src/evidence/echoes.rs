//! What stands a second time on a page: lines, and the breaks between lines.
//!
//! A deck or a kicker is often a clause of the article, word for word; a title hardly ever is. Where a line
//! goes on with the one above, what stands at the break may well stand elsewhere, unbroken.

use crate::chars::take_number;
use crate::evidence::ideographs::ideograph;
use crate::evidence::patterns::Pattern;
use crate::evidence::profile::{HEADLINE, Sight};
use crate::page::Page;
use crate::table::{Sieve, Values};
use std::ops::Range;

/// Bytes on either side of a line in which it is looked for a second time; bounds the cost on long pages.
const ECHO_REACH: usize = 24_000;
/// Other places of its first pair, on either side, at which it is looked for; bounds the cost where all lines are alike.
const ECHO_PLACES: usize = 100;
/// Other places of a pair, on either side, at which its neighbours are looked at; bounds the cost likewise.
const HEARD_REACH: usize = 24;

/// Shorter lines (characters) come again by chance.
const LONG: usize = 4;

/// A pair of ideographs.
struct Pair {
    /// The two as one number.
    number: u32,
    /// Where it ends, in bytes of the page's text.
    end: u32,
}

/// The pairs of ideographs of a page in their order, those over the breaks of lines too.
struct Pairs {
    list: Vec<Pair>,
    /// Where the same pair stands the next time before and after each, as an index of the list, counted from 1; 0 if
    /// it does not.
    links: Vec<[u32; 2]>,
    /// The pairs of each line.
    lines: Vec<Range<usize>>,
}

impl Pairs {
    fn of(page: &Page) -> Self {
        /// An ideograph has so many bytes.
        const BYTES: usize = 3;
        let mut list: Vec<Pair> = Vec::with_capacity(page.text().len() / BYTES);
        let mut sieve = Sieve::new();
        let mut lines = Vec::with_capacity(page.blocks().len());
        let mut before = 0;
        for block in page.blocks() {
            let end = block.range().end;
            // A pair over a break is the page's, but no line's.
            let (mut first, mut inside) = (list.len(), false);
            let mut rest = page.str(block).as_bytes();
            while let Some(number) = take_number(&mut rest) {
                let Some(this) = ideograph(number) else {
                    continue;
                };
                if before > 0 && this > 0 {
                    let number = before << 16 | this;
                    sieve.add(number);
                    let end = (end - rest.len()) as u32;
                    list.push(Pair { number, end });
                    first += usize::from(!inside);
                }
                before = this;
                inside = true;
            }
            lines.push(first..list.len());
        }
        let links = links(&list, &sieve);
        Pairs { list, links, lines }
    }

    /// Whether a pair stands somewhere else, too.
    fn repeats(&self, index: usize) -> bool {
        self.links[index] != [0; 2]
    }

    /// How much of what stands at a pair stands elsewhere too: 1 nothing, 2 the pair, 3 it and the character
    /// before or after it, 4 it and both.
    fn heard(&self, index: usize) -> u8 {
        let number = |i: usize| self.list.get(i).map_or(0, |pair| pair.number);
        let neighbours = |i: usize| (number(i.wrapping_sub(1)), number(i + 1));
        let own = neighbours(index);
        let mut most = 1;
        for side in [0, 1] {
            for i in self.elsewhere(index, side).take(HEARD_REACH) {
                let (before, after) = neighbours(i);
                let before = own.0 > 0 && before == own.0;
                let after = own.1 > 0 && after == own.1;
                most = most.max(2 + u8::from(before) + u8::from(after));
                if most == 4 {
                    return most;
                }
            }
        }
        most
    }

    /// The other places where a pair stands, those before it or those after it, the nearest first.
    fn elsewhere(&self, index: usize, side: usize) -> impl Iterator<Item = usize> + '_ {
        let next = move |&i: &usize| (self.links[i][side] as usize).checked_sub(1);
        std::iter::successors(Some(index), next).skip(1)
    }
}

/// Where the pairs of a list come again, as [`Pairs::links`] has it.
fn links(list: &[Pair], sieve: &Sieve) -> Vec<[u32; 2]> {
    let mut links = vec![[0; 2]; list.len()];
    // Many pairs stand on a page but once; only the others are looked up.
    let mut again = vec![0; list.len()];
    let mut count = 0;
    for (pair, i) in list.iter().zip(0..) {
        again[count] = i;
        count += usize::from(sieve.repeats(pair.number));
    }
    // Where every pair was met last, counted from 1.
    let mut last = Values::new(count);
    for &i in &again[..count] {
        let place = last.place(list[i as usize].number);
        let met = std::mem::replace(last.at(place), i + 1);
        if met > 0 {
            links[i as usize][0] = met;
            links[met as usize - 1][1] = i + 1;
        }
    }
    links
}

/// Finds the short lines that stand a second time on the page, how much of the others does, and which breaks
/// between two lines do.
pub(super) fn find(page: &Page, sights: &mut [Sight]) {
    let text = page.text().as_str();
    let blocks = page.blocks();
    let pairs = Pairs::of(page);
    let mut end = 0;
    for i in 0..sights.len() {
        let (block, own) = (&blocks[i], &pairs.lines[i]);
        let sight = &mut sights[i];
        if own.start > end {
            sight.heard = pairs.heard(end);
        }
        end = own.end;
        if sight.layout.width > HEADLINE || sight.stops() || own.is_empty() {
            continue;
        }
        let shared = own.clone().filter(|&i| pairs.repeats(i)).count();
        sight.shared = (shared * 8 / own.len()) as u8;
        let plain = page
            .str(block)
            .trim_start_matches(['—', '●', '■', '◆', ' ']);
        // A line that stands twice has all its pairs twice.
        if shared < own.len() || plain.chars().nth(LONG - 1).is_none() {
            continue;
        }
        let range = block.range();
        let low = floor(text, range.start.saturating_sub(ECHO_REACH));
        let high = range.end + ECHO_REACH;
        // From the line's first pair on every other place of that pair.
        let head = pairs.list[own.start].end as usize - (range.end - plain.len());
        let stands = |i: usize| {
            let start = (pairs.list[i].end as usize).checked_sub(head)?;
            let there = start..start + plain.len();
            let apart = there.end <= range.start || there.start >= range.end;
            let same = apart
                && low <= there.start
                && there.end <= high
                && text.get(there.clone()) == Some(plain);
            same.then_some(there)
        };
        let near = |&i: &usize| (low..=high).contains(&(pairs.list[i].end as usize));
        let places = [0, 1].into_iter().flat_map(|side| {
            let elsewhere = pairs
                .elsewhere(own.start, side)
                .take(ECHO_PLACES)
                .take_while(near);
            elsewhere.filter_map(stands)
        });
        let next = blocks.get(i + 1).filter(|b| b.layout.width <= HEADLINE);
        let next = next.map_or("", |block| page.str(block));
        let mut lines = 0;
        for there in places {
            sight.patterns |= Pattern::Echo.bit();
            // The next line may be its end.
            let both = there.start..there.end + next.len();
            lines = if is_clause(text, there.clone()) {
                1
            } else if text[there.end..].starts_with(next) && is_clause(text, both) {
                2
            } else {
                continue;
            };
            break;
        }
        for sight in sights[i..].iter_mut().take(lines) {
            sight.patterns |= Pattern::Clause.bit();
        }
    }
}

/// Whether marks stand on either side of a stretch of a text.
fn is_clause(text: &str, range: Range<usize>) -> bool {
    let is_mark = |c: char| !c.is_alphanumeric();
    text[..range.start].chars().next_back().is_none_or(is_mark)
        && text[range.end..].chars().next().is_none_or(is_mark)
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use crate::evidence::clues::is;
    use crate::evidence::patterns::Pattern;
    use crate::evidence::profile::{self, Profile};
    use crate::passes::{audited, lines};

    fn read(text: &str) -> Profile {
        profile::read(&audited(text, &[lines::run]))
    }

    #[test]
    fn a_line_that_stands_a_second_time_as_a_clause_or_within_one() {
        let body = "据了解，全国新高考省\n份达到廿九个，也标志着铁路营业里程突破纪录。";
        let cases = [
            ("全国新高考省份达到廿九个", true, true),
            ("铁路营业里程突破纪录", true, false),
            ("新高考省份达到三十个", false, false),
            ("据了解", false, false),
        ];
        for (line, echo, clause) in cases {
            let sights = read(&format!("{line}\n{body}")).sights;
            assert_eq!(is(&sights[0], Pattern::Echo), echo, "{line}");
            assert_eq!(is(&sights[0], Pattern::Clause), clause, "{line}");
        }
    }

    #[test]
    fn a_clause_may_run_over_two_lines() {
        let body = "已建成一支正规化、功能完善的边\n境综合管理力量，维护了领土完整。";
        for (lines, clause) in [
            ("功能完善的边境综合管理力\n量", true),
            ("功能完善的边境综合\n管理力量", true),
            ("功能完善的边境综合\n管理能力", false),
            ("完善的边境综合\n管理力量", false),
            ("功能完善的边境\n综合管理", false),
        ] {
            let sights = read(&format!("{lines}\n{body}")).sights;
            for sight in &sights[..2] {
                assert_eq!(is(sight, Pattern::Clause), clause, "{lines}");
            }
        }
    }

    #[test]
    fn what_stands_at_a_break_is_heard_elsewhere() {
        let heard = |above: &str, below: &str| {
            let body = "会议强调，全面打牢秋粮生产基础，不误农时。";
            read(&format!("{above}\n{below}\n{body}")).sights[1].heard
        };
        assert_eq!(heard("全面打牢秋", "粮生产基础"), 4);
        assert_eq!(heard("今年秋", "粮生产基础"), 3);
        assert_eq!(heard("打牢秋", "粮"), 3);
        assert_eq!(heard("今年秋", "粮丰收"), 2);
        assert_eq!(heard("全面打牢", "夏粮生产"), 1);
        assert_eq!(heard("全面打牢A", "秋粮生产"), 0);
    }
}
