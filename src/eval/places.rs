//! Where things are: the edges of paragraphs, and punctuation marks, by the content characters around them.

use super::article::Block;
use super::characters::{compatible, is_content, is_space};
use super::multiset::Multiset;

/// How many content characters make up the start or the end of a paragraph.
const EDGE: usize = 8;

/// How many content characters on either side make up the place of a punctuation mark.
const PLACE: usize = 3;

/// Which end of a paragraph an edge is.
#[derive(Eq, Hash, PartialEq)]
pub(super) enum Edge<'p> {
    Start(&'p str),
    End(&'p str),
}

/// The starts and ends of body paragraphs.
pub(super) fn edges<'p>(articles: &'p [Vec<Block<'p>>]) -> Multiset<Edge<'p>> {
    let bodies = articles.iter().flatten().filter(|b| b.kind == "body");
    bodies
        .map(|b| b.content.as_str())
        .filter(|text| !text.is_empty())
        .flat_map(|text| {
            let from_start = text.char_indices().nth(EDGE).map_or(text.len(), |(i, _)| i);
            let from_end = text.char_indices().nth_back(EDGE - 1).map_or(0, |(i, _)| i);
            let (start, _) = text.split_at(from_start);
            let (_, end) = text.split_at(from_end);
            [Edge::Start(start), Edge::End(end)]
        })
        .collect()
}

/// A run of punctuation marks and its place.
#[derive(Eq, Hash, PartialEq)]
pub(super) struct Mark {
    /// The last content characters before it; fewer are padded at the front.
    left: [char; PLACE],
    /// The marks, without spaces between them.
    run: String,
    /// The first content characters after it; fewer are padded at the end.
    right: [char; PLACE],
    /// How many of those it has.
    filled: usize,
}

/// The punctuation marks of all blocks.
pub(super) fn marks(articles: &[Vec<Block<'_>>]) -> Multiset<Mark> {
    let blocks = articles.iter().flatten();
    blocks.flat_map(|b| marks_in(b.text)).collect()
}

/// The punctuation marks of a text.
fn marks_in(text: &str) -> Vec<Mark> {
    let mut found = Vec::<Mark>::new();
    let mut left = ['\0'; PLACE];
    let mut run = String::new();
    // Marks from here on still lack some of what follows them: they fill up in the order in which they stand.
    let mut open = 0;
    // A NUL ends a run and is nothing itself; the one at the end makes sure that the last run ends.
    for c in text.chars().chain(['\0']) {
        let counts = c != '\0' && compatible(c).any(is_content);
        if !counts && c != '\0' {
            if !is_space(c) {
                run.push(c);
            }
            continue;
        }
        if !run.is_empty() {
            found.push(Mark {
                left,
                run: std::mem::take(&mut run),
                right: ['\0'; PLACE],
                filled: 0,
            });
        }
        if c == '\0' {
            continue;
        }
        for form in compatible(c) {
            for mark in found.iter_mut().skip(open) {
                if let Some(cell) = mark.right.get_mut(mark.filled) {
                    *cell = form;
                    mark.filled += 1;
                }
            }
            left.rotate_left(1);
            left[PLACE - 1] = form;
        }
        let full = found.iter().skip(open);
        open += full.take_while(|mark| mark.filled == PLACE).count();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::article::measured;
    use super::super::input::page_of;
    use super::*;

    /// The marks of a text as left context, run and right context.
    fn found(text: &str) -> Vec<String> {
        let context =
            |chars: [char; PLACE]| chars.iter().filter(|c| **c != '\0').collect::<String>();
        marks_in(text)
            .into_iter()
            .map(|mark| {
                format!(
                    "{}|{}|{}",
                    context(mark.left),
                    mark.run,
                    context(mark.right)
                )
            })
            .collect()
    }

    #[test]
    fn marks_stand_between_the_content_around_them() {
        let cases: &[(&str, &[&str])] = &[
            ("", &[]),
            ("甲乙", &[]),
            ("甲乙丙丁，戊己庚辛。", &["乙丙丁|，|戊己庚", "己庚辛|。|"]),
            ("“甲”乙", &["|“|甲乙", "甲|”|乙"]),
            ("甲。 ”乙", &["甲|。”|乙"]),
            ("甲、乙、丙", &["甲|、|乙丙", "甲乙|、|丙"]),
            ("①，㎡。", &["1|，|m2", "1m2|。|"]),
            ("甲，⑴乙", &["甲|，|(1)"]),
            ("⑴甲，", &["1)甲|，|"]),
            ("，", &["|，|"]),
            ("甲，\0。乙", &["甲|，|乙", "甲|。|乙"]),
            ("⻘，乙", &["|⻘，|乙"]),
        ];
        for (text, want) in cases {
            assert_eq!(found(text), *want, "{text}");
        }
    }

    #[test]
    fn marks_with_other_neighbours_are_others() {
        let marks = |text: &str| {
            let page = page_of(&[&[("body", text)]], &[]);
            super::marks(&measured(&page.articles))
        };
        let gold = marks("甲乙，丙丁。甲乙，丙丁。");
        assert_eq!(gold.len(), 4);
        for (text, want) in [
            ("甲乙，丙丁。甲乙，丙丁。", 4),
            ("甲乙 ，丙丁。 甲乙，丙丁。", 4),
            ("甲乙、丙丁。甲乙，丙丁。", 3),
            ("甲乙，丙丁甲乙，丙丁。", 3),
            ("甲乙，，丙丁。", 1),
        ] {
            assert_eq!(gold.common(&marks(text)), want, "{text}");
        }
    }

    #[test]
    fn edges_are_those_of_body_paragraphs() {
        let page = page_of(
            &[
                &[
                    ("title", "题"),
                    ("body", "一二三四，五六七八九十"),
                    ("body", "……"),
                ],
                &[("body", "甲乙"), ("subhead", "小标题")],
            ],
            &["报"],
        );
        let all = measured(&page.articles);
        let want = [
            Edge::Start("一二三四五六七八"),
            Edge::End("三四五六七八九十"),
            Edge::Start("甲乙"),
            Edge::End("甲乙"),
        ];
        let want = want.into_iter().collect::<Multiset<_>>();
        let found = edges(&all);
        assert_eq!((found.len(), found.common(&want)), (4, 4));
    }
}
