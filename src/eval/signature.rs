//! Signatures: what two articles must have in common to be equal.

use std::borrow::Cow;

use super::article::{Block, Kept};
use super::characters::{content, stripped, unspaced};

/// What two articles must have in common to be equal: headline set and bylines in any order, all other blocks in theirs.
#[derive(Eq, PartialEq)]
pub(super) struct Signature<'p> {
    head: Vec<Cow<'p, str>>,
    bylines: Vec<Cow<'p, str>>,
    rest: Vec<Cow<'p, str>>,
}

/// A block's text as exact signatures compare it: without white space at its ends, a headline's without any.
pub(super) fn exact<'p>(block: &'p Block<'_>) -> Cow<'p, str> {
    if block.is_head() {
        unspaced(block.text)
    } else {
        stripped(block.text).into()
    }
}

/// A block's text as loose signatures compare it: its content characters.
pub(super) fn loose<'p>(block: &'p Block<'_>) -> Cow<'p, str> {
    // Without its spaces, a headline may compose where it did not with them.
    match unspaced(block.text) {
        Cow::Owned(joined) if block.is_head() => content(&joined).into(),
        _ => block.content.as_str().into(),
    }
}

/// The signatures of articles, with the given view of a block's text.
pub(super) fn signatures<'p>(
    articles: &[Kept<'p>],
    view: fn(&'p Block<'p>) -> Cow<'p, str>,
) -> Vec<Signature<'p>> {
    let signature = |article: &Kept<'p>| {
        let (mut head, mut bylines, mut rest) = (Vec::new(), Vec::new(), Vec::new());
        for &block in &article.blocks {
            let part = match block.kind {
                _ if block.is_head() => &mut head,
                "byline" => &mut bylines,
                _ => &mut rest,
            };
            part.push(view(block));
        }
        head.sort_unstable();
        bylines.sort_unstable();
        Signature {
            head,
            bylines,
            rest,
        }
    };
    articles.iter().map(signature).collect()
}

#[cfg(test)]
mod tests {
    use super::super::article::{measured, without_captions};
    use super::super::input::{Blocks, page_of};
    use super::*;

    /// Whether two articles are equal: exactly, and in content.
    fn equal(a: Blocks<'_>, b: Blocks<'_>) -> (bool, bool) {
        let page = page_of(&[a, b], &[]);
        let all = measured(&page.articles);
        let kept = without_captions(&all);
        let same = |found: Vec<Signature<'_>>| found.first() == found.get(1);
        (
            same(signatures(&kept, exact)),
            same(signatures(&kept, loose)),
        )
    }

    #[test]
    fn articles_are_equal_by_their_signatures() {
        let own: Blocks<'_> = &[
            ("title", "大 会"),
            ("byline", "记者 甲"),
            ("body", "一，二。"),
            ("body", "三。"),
        ];
        let cases: &[(&str, Blocks<'_>, (bool, bool))] = &[
            ("itself", own, (true, true)),
            (
                "headline in other places and kinds, without its space",
                &[
                    ("byline", "记者 甲"),
                    ("body", "一，二。"),
                    ("deck", "大会"),
                    ("body", "三。"),
                ],
                (true, true),
            ),
            (
                "space at the ends",
                &[
                    ("title", "大会"),
                    ("byline", " 记者 甲"),
                    ("body", "一，二。\u{3000}"),
                    ("body", "三。"),
                ],
                (true, true),
            ),
            (
                "space within a byline",
                &[
                    ("title", "大会"),
                    ("byline", "记者甲"),
                    ("body", "一，二。"),
                    ("body", "三。"),
                ],
                (false, true),
            ),
            (
                "another mark",
                &[
                    ("title", "大会"),
                    ("byline", "记者 甲"),
                    ("body", "一、二。"),
                    ("body", "三。"),
                ],
                (false, true),
            ),
            (
                "another kind of body",
                &[
                    ("title", "大会"),
                    ("byline", "记者 甲"),
                    ("subhead", "一，二。"),
                    ("body", "三。"),
                ],
                (true, true),
            ),
            (
                "another order of body",
                &[
                    ("title", "大会"),
                    ("byline", "记者 甲"),
                    ("body", "三。"),
                    ("body", "一，二。"),
                ],
                (false, false),
            ),
            (
                "a joined paragraph",
                &[
                    ("title", "大会"),
                    ("byline", "记者 甲"),
                    ("body", "一，二。三。"),
                ],
                (false, false),
            ),
            (
                "a byline as body",
                &[
                    ("title", "大会"),
                    ("body", "记者 甲"),
                    ("body", "一，二。"),
                    ("body", "三。"),
                ],
                (false, false),
            ),
            (
                "another character",
                &[
                    ("title", "大会"),
                    ("byline", "记者 甲"),
                    ("body", "一，二。"),
                    ("body", "四。"),
                ],
                (false, false),
            ),
            (
                "a caption more",
                &[
                    ("title", "大会"),
                    ("byline", "记者 甲"),
                    ("body", "一，二。"),
                    ("body", "三。"),
                    ("caption", "图"),
                ],
                (true, true),
            ),
        ];
        for (name, other, want) in cases {
            assert_eq!(equal(own, other), *want, "{name}");
        }
    }

    #[test]
    fn headlines_and_bylines_stand_in_any_order() {
        for (kind, other, want) in [
            ("title", "kicker", (true, true)),
            ("byline", "byline", (true, true)),
            ("body", "subhead", (false, false)),
        ] {
            let one = [(kind, "甲"), (other, "乙")];
            let two = [(other, "乙"), (kind, "甲")];
            assert_eq!(equal(&one, &two), want, "{kind}");
        }
    }

    #[test]
    fn a_headline_composes_over_its_spaces_and_a_body_does_not() {
        for (kind, want) in [("title", (true, true)), ("body", (false, false))] {
            assert_eq!(
                equal(&[(kind, "e \u{301}")], &[(kind, "e\u{301}")]),
                want,
                "{kind}"
            );
        }
    }
}
