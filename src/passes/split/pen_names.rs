//! Pen names below the titles of a page of essays.
//!
//! 閒話月餅 ␤ 拙翁, 市聲 ␤ 秋塵: a pen name has no surname to be told by, and a title below a kicker may be as short. Where the
//! articles of a page are headed so again and again, they are not all columns with titles of two characters. (Of the pages of
//! the bench, the press and `tests` one is headed so, three times, and its short lines are names.)

use crate::chars::is_han;
use crate::page::{Kind, Page};
use std::ops::RangeInclusive;

/// So many articles of a page tell.
const FEW: usize = 3;
/// A pen name has so many characters.
const NAME: RangeInclusive<usize> = 2..=3;

/// Makes titles of the kickers of such a page, and bylines of what stands below.
pub(super) fn run(page: &mut Page) {
    let heads = heads(page);
    if heads.len() < FEW {
        return;
    }
    for at in heads {
        page.label(at, Kind::Title);
        page.label(at + 1, Kind::Byline);
    }
}

/// Where kickers stand below which there is nothing but a title as short as a pen name, and then the text.
fn heads(page: &Page) -> Vec<usize> {
    let blocks = page.blocks();
    let is = |i: usize, kind| blocks.get(i).is_some_and(|b| b.kind() == Some(kind));
    let same = |i: usize, j: usize| blocks[i].article() == blocks[j].article();
    let heads = |&i: &usize| {
        let name = || page.str(&blocks[i + 1]);
        is(i, Kind::Kicker)
            && is(i + 1, Kind::Title)
            && is(i + 2, Kind::Body)
            && same(i, i + 1)
            && same(i, i + 2)
            && (i == 0 || !same(i - 1, i))
            && name().chars().all(is_han)
            && NAME.contains(&name().chars().count())
    };
    let found: Vec<usize> = (0..blocks.len()).filter(heads).collect();
    // The same kicker again is the name of a column.
    let kickers: Vec<&str> = found.iter().map(|&i| page.str(&blocks[i])).collect();
    let alone = |kicker: &&str| kickers.iter().filter(|other| *other == kicker).count() == 1;
    match kickers.iter().all(alone) {
        true => found,
        false => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::ArticleNote;
    use crate::passes::{audited, lines};

    /// What the lines of a page are in the end, of which every three are an article: what is labelled a kicker, a title and body.
    fn kinds(text: &str) -> Vec<Kind> {
        let mut page = audited(text, &[lines::run]);
        for i in 0..page.blocks().len() {
            page.label(i, [Kind::Kicker, Kind::Title, Kind::Body][i % 3]);
        }
        let notes = vec![ArticleNote { confidence: 1.0 }; page.blocks().len() / 3];
        page.split(notes, |i| Some(i / 3));
        run(&mut page);
        let kinds = page.blocks().iter().map(|b| b.kind());
        kinds.flatten().step_by(3).collect()
    }

    #[test]
    fn names_of_which_a_page_has_several() {
        let page =
            "閒話月餅\n拙翁\n中秋將屆。\n市聲\n秋塵\n賣花的來了。\n滑稽新語\n笑笑\n某甲問路。";
        assert_eq!(kinds(page), [Kind::Title; 3]);
    }

    #[test]
    fn short_titles() {
        for page in [
            // Two, a column's name again, and longer ones.
            "散文\n老井\n井在村口。\n小说\n渡船\n船靠了岸。",
            "诗页\n老井\n井在村口。\n诗页\n渡船\n船靠了岸。\n诗页\n秋风\n风来了。",
            "散文\n老井和人\n井在村口。\n小说\n最后的渡船\n船靠了岸。\n随笔\n秋风吹过\n风来了。",
        ] {
            assert!(
                kinds(page).iter().all(|kind| *kind == Kind::Kicker),
                "{page}"
            );
        }
    }
}
