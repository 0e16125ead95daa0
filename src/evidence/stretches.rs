//! A long page in stretches, so that what is decided for all its bodies together stays small.
//!
//! Headlines and bodies are weighed each against each; the cost of that grows with the cube of their
//! number. No headline's body stands hundreds of bodies away, so a long page is taken as several pages
//! laid end to end, parted where a body most certainly begins.

use crate::audit::is_content;
use std::collections::HashSet;
use std::ops::Range;

/// A page of up to so many bodies is one stretch.
const WHOLE: usize = 60;
/// A stretch of a longer page has at most so many bodies, and more than half of them.
const MOST: usize = 40;

/// The stretches of a page, as ranges of paragraphs that tile it. `scores[p]` speaks for a body that
/// begins at paragraph `p`.
pub fn of(scores: &[f32]) -> Vec<Range<usize>> {
    let n = scores.len();
    let starts: Vec<usize> = (0..n).filter(|&p| p == 0 || scores[p] > 0.0).collect();
    if starts.len() <= WHOLE {
        return std::iter::once(0..n).collect();
    }
    let mut stretches = Vec::new();
    let mut from = 0;
    while starts.len() - from > MOST {
        let most_certain = |&a: &usize, &b: &usize| scores[starts[a]].total_cmp(&scores[starts[b]]);
        let next = (from + MOST / 2 + 1..=from + MOST)
            .max_by(most_certain)
            .unwrap_or(from + MOST);
        stretches.push(starts[from]..starts[next]);
        from = next;
    }
    stretches.push(starts[from]..n);
    stretches
}

/// The neighbouring pairs of a text's content characters.
fn pairs(text: &str) -> HashSet<(char, char)> {
    let chars: Vec<char> = text.chars().filter(|&c| is_content(c)).collect();
    chars.windows(2).map(|w| (w[0], w[1])).collect()
}

/// Whether a headline at the seam of two stretches shares more with the body before it than with the
/// body after it.
pub fn belongs_before(headline: &str, before: &str, after: &str) -> bool {
    let own = pairs(headline);
    let shared = |body: &str| own.intersection(&pairs(body)).count();
    shared(before) > shared(after)
}

#[cfg(test)]
#[allow(
    clippy::single_range_in_vec_init,
    reason = "a list of one stretch is meant"
)]
mod tests {
    use super::*;

    #[test]
    fn a_page_of_few_bodies_is_one_stretch() {
        assert_eq!(of(&[]), [0..0]);
        let mut scores = vec![2.0; WHOLE];
        scores.extend([-3.0; 500]);
        assert_eq!(of(&scores), [0..WHOLE + 500]);
    }

    #[test]
    fn stretches_tile_a_long_page_and_part_at_certain_cuts() {
        // Every third paragraph begins a body, every thirtieth one most certainly.
        let score = |p: usize| match p {
            p if p.is_multiple_of(90) => 9.0,
            p if p.is_multiple_of(3) => 1.0,
            _ => -4.0,
        };
        let scores: Vec<f32> = (0..3000).map(score).collect();
        let stretches = of(&scores);
        let mut at = 0;
        for stretch in &stretches {
            assert_eq!(stretch.start, at);
            assert!(stretch.start.is_multiple_of(90), "{stretch:?}");
            assert!(stretch.len() <= 3 * MOST, "{stretch:?}");
            at = stretch.end;
        }
        assert_eq!(at, scores.len());
    }

    #[test]
    fn a_headline_at_a_seam_goes_where_it_shares_more() {
        let (wheat, school) = ("今年小麦喜获丰收，农民高兴。", "新学校落成，学生迁入新校。");
        assert!(belongs_before("小麦丰收", wheat, school));
        assert!(!belongs_before("新学校落成", wheat, school));
        assert!(!belongs_before("短评", wheat, school));
    }
}
