//! Articles as the figures look at them: blocks with their content characters, with captions and without.

use super::characters::{content, stripped};
use super::input::{self, Article};
use super::multiset::Multiset;

/// A block with its content characters, which nearly every figure needs.
pub(super) struct Block<'p> {
    pub(super) kind: &'p str,
    pub(super) text: &'p str,
    pub(super) content: String,
}

impl<'p> Block<'p> {
    /// Takes a block's content characters.
    pub(super) fn of(block: &'p input::Block) -> Self {
        Self {
            kind: &block.kind,
            text: &block.text,
            content: content(&block.text),
        }
    }

    /// Whether this block belongs to a headline set.
    pub(super) fn is_head(&self) -> bool {
        matches!(self.kind, "kicker" | "title" | "deck")
    }
}

/// An article without its captions.
pub(super) struct Kept<'p> {
    /// Its place among all articles of the page.
    pub(super) index: usize,
    pub(super) blocks: Vec<&'p Block<'p>>,
}

/// Takes the content characters of all blocks, once for all figures.
pub(super) fn measured(articles: &[Article]) -> Vec<Vec<Block<'_>>> {
    articles
        .iter()
        .map(|article| article.blocks.iter().map(Block::of).collect())
        .collect()
}

/// The articles less their captions and the credit right after one; those that were nothing else are gone.
pub(super) fn without_captions<'p>(articles: &'p [Vec<Block<'p>>]) -> Vec<Kept<'p>> {
    let kept = |(index, article): (usize, &'p Vec<Block<'p>>)| {
        let mut last = "";
        let mut blocks = Vec::new();
        for block in article {
            if block.kind != "caption" && !(block.kind == "byline" && last == "caption") {
                blocks.push(block);
            }
            last = block.kind;
        }
        (!blocks.is_empty()).then_some(Kept { index, blocks })
    };
    articles.iter().enumerate().filter_map(kept).collect()
}

/// The titles of an article.
pub(super) fn titles<'p>(article: &Kept<'p>) -> Vec<&'p str> {
    let titles = article.blocks.iter().filter(|b| b.kind == "title");
    titles.map(|b| stripped(b.text)).collect()
}

/// The captions of all articles.
pub(super) fn captions<'p>(articles: &'p [Vec<Block<'p>>]) -> Multiset<&'p str> {
    let captions = articles.iter().flatten().filter(|b| b.kind == "caption");
    captions.map(|b| stripped(b.text)).collect()
}

/// The kinds and texts of an article's blocks.
pub(super) fn lines_of<'p>(article: &Kept<'p>) -> Vec<(&'p str, &'p str)> {
    let blocks = article.blocks.iter();
    blocks.map(|b| (b.kind, stripped(b.text))).collect()
}

#[cfg(test)]
mod tests {
    use super::super::input::{Blocks, page_of};
    use super::*;

    #[test]
    fn captions_and_the_credit_right_after_one_are_left_out() {
        let cases: &[(Blocks<'_>, &str)] = &[
            (
                &[("title", "题"), ("byline", "记者"), ("body", "文")],
                "题记者文",
            ),
            (&[("body", "文"), ("caption", "图"), ("byline", "摄")], "文"),
            (
                &[("caption", "图"), ("byline", "摄"), ("byline", "记者")],
                "记者",
            ),
            (
                &[("caption", "图"), ("body", "文"), ("byline", "记者")],
                "文记者",
            ),
            (
                &[("caption", "图"), ("caption", "图"), ("byline", "摄")],
                "",
            ),
            (&[("caption", "图")], ""),
            (&[], ""),
        ];
        for (blocks, want) in cases {
            let page = page_of(&[&[("body", "前文")], blocks], &[]);
            let all = measured(&page.articles);
            let kept = without_captions(&all);
            let found = kept.iter().filter(|article| article.index == 1);
            let texts = found.flat_map(|article| &article.blocks).map(|b| b.text);
            assert_eq!(texts.collect::<String>(), *want, "{blocks:?}");
            assert_eq!(
                kept.len(),
                if want.is_empty() { 1 } else { 2 },
                "{blocks:?}"
            );
        }
    }
}
