//! One page's figures: what the output has of the gold.

use std::collections::HashMap;

use super::article::{Block, Kept, captions, lines_of, measured, titles, without_captions};
use super::characters::{content, unspaced};
use super::confidence::Judged;
use super::figures::{Overlap, PageScore, Ratio};
use super::input;
use super::matching::{Pair, matched};
use super::multiset::Multiset;
use super::places::{edges, marks};
use super::signature::{Signature, exact, loose, signatures};

/// From this share of common text on, two articles count as the same one.
const SAME: f64 = 0.8;

/// Scores a page, and tells of every output article how sure the program was and whether it was right.
pub(super) fn score(gold: &input::Page, out: &input::Page) -> (PageScore, Vec<Judged>) {
    let (all_gold, all_out) = (measured(&gold.articles), measured(&out.articles));
    let (want, have) = (without_captions(&all_gold), without_captions(&all_out));
    let pairs = matched(&want, &have);
    let (exact_want, exact_have) = (signatures(&want, exact), signatures(&have, exact));
    let (loose_want, loose_have) = (signatures(&want, loose), signatures(&have, loose));
    let (title, spacing) = titles_of(&want, &have, &pairs);
    let characters =
        letters(&all_gold, &gold.furniture).overlap(&letters(&all_out, &out.furniture));
    let score = PageScore {
        perfect: reproduced(&exact_want, &exact_have),
        content: reproduced(&loose_want, &loose_have),
        title,
        spacing,
        kind: kinds(&all_gold, &all_out),
        article_f1: Overlap {
            hit: pairs.iter().filter(|pair| pair.iou >= SAME).count(),
            out: have.len(),
            gold: want.len(),
        },
        para_f1: edges(&all_gold).overlap(&edges(&all_out)),
        punct_f1: marks(&all_gold).overlap(&marks(&all_out)),
        caption_f1: captions(&all_gold).overlap(&captions(&all_out)),
        lost: characters.gold - characters.hit,
        invented: characters.out - characters.hit,
        chars: characters.gold,
    };
    let judged = have.iter().zip(&loose_have).filter_map(|(article, own)| {
        Some(Judged {
            confidence: out.articles.get(article.index)?.confidence?,
            perfect: loose_want.contains(own),
        })
    });
    (score, judged.collect())
}

/// Shows the gold articles that are not perfect beside the best match of each, line by line.
pub(super) fn show(gold: &input::Page, out: &input::Page) -> Vec<String> {
    let (all_gold, all_out) = (measured(&gold.articles), measured(&out.articles));
    let (want, have) = (without_captions(&all_gold), without_captions(&all_out));
    let pairs = matched(&want, &have);
    let found = signatures(&have, exact);
    let mut shown = Vec::new();
    for (i, (article, own)) in want.iter().zip(signatures(&want, exact)).enumerate() {
        if found.contains(&own) {
            continue;
        }
        let best = pairs.iter().find(|pair| pair.gold == i);
        let (name, iou) = best.map_or(("None".to_owned(), 0.0), |pair| {
            ((pair.out + 1).to_string(), pair.iou)
        });
        let number = i + 1;
        shown.push(format!(
            "--- gold article {number}, best match {name}, IoU {iou:.2}"
        ));
        let right = lines_of(article);
        let got = best.and_then(|pair| have.get(pair.out)).map(lines_of);
        let got = got.unwrap_or_default();
        let missing = right.iter().filter(|line| !got.contains(line));
        shown.extend(missing.map(|(kind, text)| format!("  want {kind}: {text}")));
        let extra = got.iter().filter(|line| !right.contains(line));
        shown.extend(extra.map(|(kind, text)| format!("  have {kind}: {text}")));
    }
    shown
}

/// How many gold articles the output has, by their signatures.
fn reproduced(gold: &[Signature<'_>], out: &[Signature<'_>]) -> Ratio {
    Ratio {
        hit: gold.iter().filter(|own| out.contains(own)).count(),
        of: gold.len(),
    }
}

/// Titles that the matched articles have too: whatever their spaces, and of those the ones with the same spaces.
fn titles_of(want: &[Kept<'_>], have: &[Kept<'_>], pairs: &[Pair]) -> (Ratio, Ratio) {
    let (mut title, mut spacing) = (Ratio::default(), Ratio::default());
    let bare = |titles: &[&'_ str]| {
        titles
            .iter()
            .map(|t| unspaced(t).into_owned())
            .collect::<Vec<_>>()
    };
    for (i, article) in want.iter().enumerate() {
        let own = titles(article);
        if own.is_empty() {
            continue;
        }
        title.of += 1;
        let pair = pairs.iter().find(|pair| pair.gold == i);
        let found = pair.and_then(|pair| have.get(pair.out)).map(titles);
        if let Some(found) = found
            && bare(&own) == bare(&found)
        {
            title.hit += 1;
            spacing.of += 1;
            spacing.hit += usize::from(own == found);
        }
    }
    (title, spacing)
}

/// Blocks whose content the output has, and of those the ones that it has with the same kind.
fn kinds(gold: &[Vec<Block<'_>>], out: &[Vec<Block<'_>>]) -> Ratio {
    let mut left = HashMap::<&str, Vec<&str>>::new();
    for block in out.iter().flatten() {
        left.entry(&block.content).or_default().push(block.kind);
    }
    let mut found = Ratio::default();
    for block in gold.iter().flatten() {
        let Some(kinds) = left.get_mut(block.content.as_str()) else {
            continue;
        };
        if kinds.is_empty() {
            continue;
        }
        found.of += 1;
        // Every block of the output serves one block of the gold.
        if let Some(i) = kinds.iter().position(|kind| *kind == block.kind) {
            kinds.swap_remove(i);
            found.hit += 1;
        }
    }
    found
}

/// All content characters of a page.
fn letters(articles: &[Vec<Block<'_>>], furniture: &[input::Block]) -> Multiset<char> {
    let furniture = furniture
        .iter()
        .map(|b| content(&b.text))
        .collect::<Vec<_>>();
    let blocks = articles.iter().flatten().map(|b| &b.content);
    blocks
        .chain(&furniture)
        .flat_map(|text| text.chars())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::input::{Blocks, Page, page_of};
    use super::*;

    const GOLD: &[Blocks<'_>] = &[
        &[
            ("title", "大会 召开"),
            ("byline", "记者甲"),
            ("body", "今天，大会在本市召开。"),
            ("body", "明天继续。"),
        ],
        &[
            ("title", "小会"),
            ("body", "昨天，小会在外地召开。"),
            ("caption", "会场。"),
            ("byline", "乙摄"),
        ],
        &[("caption", "江边风光。"), ("byline", "丙摄")],
    ];

    fn ratio(hit: usize, of: usize) -> Ratio {
        Ratio { hit, of }
    }

    fn overlap(hit: usize, out: usize, gold: usize) -> Overlap {
        Overlap { hit, out, gold }
    }

    /// Scores articles against [`GOLD`], with some furniture on both sides.
    fn against_gold(out: &[Blocks<'_>]) -> PageScore {
        score(&page_of(GOLD, &["①3"]), &page_of(out, &["①3"])).0
    }

    #[test]
    fn the_gold_itself_is_perfect() {
        let want = PageScore {
            perfect: ratio(2, 2),
            content: ratio(2, 2),
            title: ratio(2, 2),
            spacing: ratio(2, 2),
            kind: ratio(10, 10),
            article_f1: overlap(2, 2, 2),
            para_f1: overlap(6, 6, 6),
            punct_f1: overlap(7, 7, 7),
            caption_f1: overlap(2, 2, 2),
            lost: 0,
            invented: 0,
            chars: 43,
        };
        assert_eq!(against_gold(GOLD), want);
    }

    #[test]
    fn every_fault_shows_in_its_figures() {
        let [first, second, photo] = GOLD else {
            panic!("three articles")
        };
        let own = against_gold(GOLD);
        let cases: &[(&str, &[Blocks<'_>], PageScore)] = &[
            (
                "a title's space",
                &[
                    &[("title", "大会召开"), first[1], first[2], first[3]],
                    second,
                    photo,
                ],
                PageScore {
                    spacing: ratio(1, 2),
                    ..own
                },
            ),
            (
                "a title as a deck",
                &[
                    &[("deck", "大会 召开"), first[1], first[2], first[3]],
                    second,
                    photo,
                ],
                PageScore {
                    title: ratio(1, 2),
                    spacing: ratio(1, 1),
                    kind: ratio(9, 10),
                    ..own
                },
            ),
            (
                "a mark",
                &[
                    &[
                        first[0],
                        first[1],
                        ("body", "今天、大会在本市召开。"),
                        first[3],
                    ],
                    second,
                    photo,
                ],
                PageScore {
                    perfect: ratio(1, 2),
                    punct_f1: overlap(6, 7, 7),
                    ..own
                },
            ),
            (
                "a mark more",
                &[
                    &[
                        first[0],
                        first[1],
                        ("body", "今天，大会，在本市召开。"),
                        first[3],
                    ],
                    second,
                    photo,
                ],
                PageScore {
                    perfect: ratio(1, 2),
                    punct_f1: overlap(7, 8, 7),
                    ..own
                },
            ),
            (
                "a character lost, another one invented: just enough in common",
                &[
                    &[first[0], first[1], first[2], ("body", "明天继读。")],
                    second,
                    photo,
                ],
                PageScore {
                    perfect: ratio(1, 2),
                    content: ratio(1, 2),
                    kind: ratio(9, 9),
                    para_f1: overlap(4, 6, 6),
                    punct_f1: overlap(6, 7, 7),
                    lost: 1,
                    invented: 1,
                    ..own
                },
            ),
            (
                "captions of other articles",
                &[
                    &[first[0], first[1], first[2], first[3], photo[0], photo[1]],
                    &[second[0], second[1]],
                    &[second[2], second[3]],
                ],
                own,
            ),
            (
                "a caption cut in two",
                &[
                    first,
                    &[
                        second[0],
                        second[1],
                        ("caption", "会"),
                        ("caption", "场。"),
                        second[3],
                    ],
                    photo,
                ],
                PageScore {
                    kind: ratio(9, 9),
                    caption_f1: overlap(1, 3, 2),
                    punct_f1: overlap(6, 7, 7),
                    ..own
                },
            ),
            (
                "an article twice",
                &[first, second, photo, second],
                PageScore {
                    article_f1: overlap(2, 3, 2),
                    para_f1: overlap(6, 8, 6),
                    punct_f1: overlap(7, 10, 7),
                    caption_f1: overlap(2, 3, 2),
                    invented: 15,
                    ..own
                },
            ),
            (
                "nothing",
                &[],
                PageScore {
                    perfect: ratio(0, 2),
                    content: ratio(0, 2),
                    title: ratio(0, 2),
                    spacing: ratio(0, 0),
                    kind: ratio(0, 0),
                    article_f1: overlap(0, 0, 2),
                    para_f1: overlap(0, 0, 6),
                    punct_f1: overlap(0, 0, 7),
                    caption_f1: overlap(0, 0, 2),
                    lost: 41,
                    ..own
                },
            ),
        ];
        for (name, out, want) in cases {
            assert_eq!(against_gold(out), *want, "{name}");
        }
    }

    #[test]
    fn kinds_count_for_each_block_of_the_output_once() {
        let cases: &[(Blocks<'_>, Blocks<'_>, Ratio)] = &[
            (&[("body", "甲")], &[("body", "甲")], ratio(1, 1)),
            (&[("body", "甲。")], &[("body", "甲，")], ratio(1, 1)),
            (&[("body", "甲")], &[("subhead", "甲")], ratio(0, 1)),
            (&[("body", "甲")], &[("body", "乙")], ratio(0, 0)),
            (
                &[("body", "甲"), ("body", "甲")],
                &[("body", "甲")],
                ratio(1, 1),
            ),
            (
                &[("body", "甲"), ("title", "甲")],
                &[("title", "甲"), ("body", "甲")],
                ratio(2, 2),
            ),
            (
                &[("deck", "甲"), ("title", "甲")],
                &[("title", "甲")],
                ratio(1, 2),
            ),
            (&[("body", "……")], &[("body", "。")], ratio(1, 1)),
        ];
        for (gold, out, want) in cases {
            let (gold, out) = (page_of(&[gold], &[]), page_of(&[out], &[]));
            let found = kinds(&measured(&gold.articles), &measured(&out.articles));
            assert_eq!(found, *want, "{gold:?} {out:?}");
        }
    }

    #[test]
    fn furniture_is_not_lost_wherever_it_is() {
        type Texts<'a> = &'a [&'a str];
        let cases: &[(Texts<'_>, Texts<'_>, (usize, usize))] = &[
            (&["①3", "责编甲"], &["①3 责编甲"], (0, 0)),
            (&["①3"], &[], (2, 0)),
            (&[], &["①3"], (0, 2)),
            (&["13"], &["33"], (1, 1)),
        ];
        for (gold, out, want) in cases {
            let (score, _) = score(&page_of(&[], gold), &page_of(&[], out));
            assert_eq!((score.lost, score.invented), *want, "{gold:?} {out:?}");
        }
    }

    #[test]
    fn confidence_is_judged_by_content_and_not_for_photos() {
        let gold = page_of(GOLD, &[]);
        let mut out = page_of(
            &[
                &[("caption", "江边")],
                &[("body", "别的")],
                &[("title", "小会"), ("body", "昨天、小会在外地召开")],
                &[("body", "无")],
            ],
            &[],
        );
        for (article, confidence) in out.articles.iter_mut().zip([0.1, 0.2, 0.3]) {
            article.confidence = Some(confidence);
        }
        let (_, judged) = score(&gold, &out);
        let judged = judged.iter().map(|j| (j.confidence, j.perfect));
        assert_eq!(judged.collect::<Vec<_>>(), [(0.2, false), (0.3, true)]);
    }

    #[test]
    fn a_page_is_shown_where_it_is_not_perfect() {
        let gold = page_of(GOLD, &[]);
        let out = page_of(
            &[&[("body", "今天，大会在本市召开。"), ("body", "明天继读。")]],
            &[],
        );
        assert_eq!(
            show(&gold, &out),
            [
                "--- gold article 1, best match 1, IoU 0.60",
                "  want title: 大会 召开",
                "  want byline: 记者甲",
                "  want body: 明天继续。",
                "  have body: 明天继读。",
                "--- gold article 2, best match None, IoU 0.00",
                "  want title: 小会",
                "  want body: 昨天，小会在外地召开。",
            ]
        );
        assert!(show(&gold, &gold).is_empty());
        assert!(show(&Page::default(), &out).is_empty());
    }
}
