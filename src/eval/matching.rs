//! Matching: which article of the output is which of the gold.

use super::article::Kept;
use super::figures::float;

/// A gold article and the output article that it is matched with, by their places among those without captions.
#[derive(Debug, PartialEq)]
pub(super) struct Pair {
    pub(super) gold: usize,
    pub(super) out: usize,
    pub(super) iou: f64,
}

/// Matches articles one to one, those with the most in common first; of equals, those that come first in the gold, then in the output.
pub(super) fn matched(gold: &[Kept<'_>], out: &[Kept<'_>]) -> Vec<Pair> {
    let all = |articles: &[Kept<'_>]| articles.iter().map(grams).collect::<Vec<_>>();
    let (gold, out) = (all(gold), all(out));
    let mut cells = Vec::new();
    for (i, of_gold) in gold.iter().enumerate() {
        for (j, of_out) in out.iter().enumerate() {
            let iou = iou(of_gold, of_out);
            if iou > 0.0 {
                cells.push(Pair {
                    gold: i,
                    out: j,
                    iou,
                });
            }
        }
    }
    // The sort is stable, so equals stay in the order of the loops.
    cells.sort_by(|a, b| b.iou.total_cmp(&a.iou));
    let (mut used_gold, mut used_out) = (vec![false; gold.len()], vec![false; out.len()]);
    cells.retain(|cell| {
        let (Some(of_gold), Some(of_out)) =
            (used_gold.get_mut(cell.gold), used_out.get_mut(cell.out))
        else {
            return false;
        };
        let free = !*of_gold && !*of_out;
        if free {
            (*of_gold, *of_out) = (true, true);
        }
        free
    });
    cells
}

/// The runs of four content characters inside an article's blocks, sorted; a shorter block is one run, padded at its end.
fn grams(article: &Kept<'_>) -> Vec<[char; 4]> {
    let mut found = Vec::new();
    for block in &article.blocks {
        let mut window = ['\0'; 4];
        let mut seen = 0;
        for c in block.content.chars() {
            if let Some(cell) = window.get_mut(seen) {
                *cell = c;
            } else {
                found.push(window);
                window.rotate_left(1);
                window[3] = c;
            }
            seen += 1;
        }
        if seen > 0 {
            found.push(window);
        }
    }
    found.sort_unstable();
    found
}

/// What two sorted multisets have in common, as a share of what they have together.
fn iou(a: &[[char; 4]], b: &[[char; 4]]) -> f64 {
    let (mut a_rest, mut b_rest) = (a, b);
    let mut both = 0;
    while let (Some((x, a_after)), Some((y, b_after))) =
        (a_rest.split_first(), b_rest.split_first())
    {
        both += usize::from(x == y);
        if x <= y {
            a_rest = a_after;
        }
        if y <= x {
            b_rest = b_after;
        }
    }
    float(both) / float((a.len() + b.len() - both).max(1))
}

#[cfg(test)]
mod tests {
    use super::super::article::{measured, without_captions};
    use super::super::input::page_of;
    use super::*;

    /// The pairs of articles that have one block of body each: places, and the IoU in hundredths.
    fn pairs(gold: &[&str], out: &[&str]) -> Vec<(usize, usize, f64)> {
        let page = |texts: &[&str]| {
            let blocks = texts
                .iter()
                .map(|text| [("body", *text)])
                .collect::<Vec<_>>();
            let articles = blocks.iter().map(|b| b.as_slice()).collect::<Vec<_>>();
            page_of(&articles, &[])
        };
        let (gold, out) = (page(gold), page(out));
        let (gold, out) = (measured(&gold.articles), measured(&out.articles));
        let found = matched(&without_captions(&gold), &without_captions(&out));
        let rounded = |iou: f64| (iou * 100.0).round();
        found
            .iter()
            .map(|p| (p.gold, p.out, rounded(p.iou)))
            .collect()
    }

    /// Gold, output, and the pairs that matching makes of them.
    type Case<'a> = (&'a [&'a str], &'a [&'a str], &'a [(usize, usize, f64)]);

    #[test]
    fn the_most_alike_are_matched_first_and_each_once() {
        let cases: &[Case<'_>] = &[
            (&["甲乙丙丁"], &["甲乙丙丁"], &[(0, 0, 100.0)]),
            (&["甲乙丙丁戊"], &["甲乙丙丁"], &[(0, 0, 50.0)]),
            (&["甲乙丙丁"], &["甲，乙 丙。丁"], &[(0, 0, 100.0)]),
            (&["甲乙丙"], &["甲乙丙"], &[(0, 0, 100.0)]),
            (&["甲乙丙"], &["甲乙丙丁"], &[]),
            (&["，"], &["。"], &[]),
            // Of equals, the first of the gold takes the first of the output.
            (
                &["甲乙丙丁", "甲乙丙丁"],
                &["甲乙丙丁", "甲乙丙丁"],
                &[(0, 0, 100.0), (1, 1, 100.0)],
            ),
            (&["甲乙丙丁戊", "甲乙丙丁"], &["甲乙丙丁"], &[(1, 0, 100.0)]),
            // The second gold article would be best served by the first output article, but that one is taken.
            (
                &["甲乙丙丁戊己", "甲乙丙丁戊庚"],
                &["甲乙丙丁戊己", "甲乙丙丁戊庚辛"],
                &[(0, 0, 100.0), (1, 1, 75.0)],
            ),
            (&["甲乙丙丁丙丁丙丁"], &["丙丁丙丁"], &[(0, 0, 20.0)]),
        ];
        for (gold, out, want) in cases {
            assert_eq!(pairs(gold, out), *want, "{gold:?} {out:?}");
        }
    }

    #[test]
    fn grams_do_not_run_over_blocks() {
        let one = page_of(&[&[("body", "甲乙丙丁戊己")]], &[]);
        let two = page_of(&[&[("body", "甲乙丙丁"), ("body", "戊己")]], &[]);
        let count = |page: &super::super::input::Page| {
            let all = measured(&page.articles);
            without_captions(&all)
                .iter()
                .map(grams)
                .map(|g| g.len())
                .sum::<usize>()
        };
        assert_eq!((count(&one), count(&two)), (3, 2));
    }
}
