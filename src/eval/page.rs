//! One page's figures: what the output has of the gold.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::{self, Write as _};

use super::characters::{compatible, content, is_content, is_space, stripped, unspaced};
use super::confidence::Judged;
use super::figures::{Overlap, PageScore, Ratio, float};
use super::input::{self, Article};
use super::multiset::Multiset;

/// From this share of common text on, two articles count as the same one.
const SAME: f64 = 0.8;

/// How many content characters make up the start or the end of a paragraph.
const EDGE: usize = 8;

/// How many content characters on either side make up the place of a punctuation mark.
const PLACE: usize = 3;

/// A block with its content characters, which nearly every figure needs.
struct Block<'p> {
    kind: &'p str,
    text: &'p str,
    content: String,
}

impl<'p> Block<'p> {
    /// Takes a block's content characters.
    fn of(block: &'p input::Block) -> Self {
        Self {
            kind: &block.kind,
            text: &block.text,
            content: content(&block.text),
        }
    }

    /// Whether this block belongs to a headline set.
    fn is_head(&self) -> bool {
        matches!(self.kind, "kicker" | "title" | "deck")
    }
}

/// An article without its captions.
struct Kept<'p> {
    /// Its place among all articles of the page.
    index: usize,
    blocks: Vec<&'p Block<'p>>,
}

/// What two articles must have in common to be equal: headline set and bylines in any order, all other blocks in theirs.
#[derive(Eq, PartialEq)]
struct Signature<'p> {
    head: Vec<Cow<'p, str>>,
    bylines: Vec<Cow<'p, str>>,
    rest: Vec<Cow<'p, str>>,
}

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

/// Shows the gold articles that are not perfect beside the best match of each.
pub(super) fn show(gold: &input::Page, out: &input::Page) -> Result<String, fmt::Error> {
    let (all_gold, all_out) = (measured(&gold.articles), measured(&out.articles));
    let (want, have) = (without_captions(&all_gold), without_captions(&all_out));
    let pairs = matched(&want, &have);
    let found = signatures(&have, exact);
    let mut shown = String::new();
    for (i, (article, own)) in want.iter().zip(signatures(&want, exact)).enumerate() {
        if found.contains(&own) {
            continue;
        }
        let best = pairs.iter().find(|pair| pair.gold == i);
        let (name, iou) = best.map_or(("None".to_owned(), 0.0), |pair| {
            ((pair.out + 1).to_string(), pair.iou)
        });
        writeln!(
            shown,
            "--- gold article {}, best match {name}, IoU {iou:.2}",
            i + 1
        )?;
        let right = lines_of(article);
        let got = best
            .and_then(|pair| have.get(pair.out))
            .map(lines_of)
            .unwrap_or_default();
        for (kind, text) in right.iter().filter(|line| !got.contains(line)) {
            writeln!(shown, "  want {kind}: {text}")?;
        }
        for (kind, text) in got.iter().filter(|line| !right.contains(line)) {
            writeln!(shown, "  have {kind}: {text}")?;
        }
    }
    Ok(shown)
}

/// The kinds and texts of an article's blocks.
fn lines_of<'p>(article: &Kept<'p>) -> Vec<(&'p str, &'p str)> {
    let blocks = article.blocks.iter();
    blocks.map(|b| (b.kind, stripped(b.text))).collect()
}

/// Takes the content characters of all blocks, once for all figures.
fn measured(articles: &[Article]) -> Vec<Vec<Block<'_>>> {
    articles
        .iter()
        .map(|article| article.blocks.iter().map(Block::of).collect())
        .collect()
}

/// The articles less their captions and the credit right after one; those that were nothing else are gone.
fn without_captions<'p>(articles: &'p [Vec<Block<'p>>]) -> Vec<Kept<'p>> {
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

/// A gold article and the output article that it is matched with, by their places among those without captions.
#[derive(Debug, PartialEq)]
struct Pair {
    gold: usize,
    out: usize,
    iou: f64,
}

/// Matches articles one to one, those with the most in common first; of equals, those that come first in the gold, then in the output.
fn matched(gold: &[Kept<'_>], out: &[Kept<'_>]) -> Vec<Pair> {
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

/// A block's text as exact signatures compare it: without white space at its ends, a headline's without any.
fn exact<'p>(block: &'p Block<'_>) -> Cow<'p, str> {
    if block.is_head() {
        unspaced(block.text)
    } else {
        stripped(block.text).into()
    }
}

/// A block's text as loose signatures compare it: its content characters.
fn loose<'p>(block: &'p Block<'_>) -> Cow<'p, str> {
    // Without its spaces, a headline may compose where it did not with them.
    match unspaced(block.text) {
        Cow::Owned(joined) if block.is_head() => content(&joined).into(),
        _ => block.content.as_str().into(),
    }
}

/// The signatures of articles, with the given view of a block's text.
fn signatures<'p>(
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

/// The titles of an article.
fn titles<'p>(article: &Kept<'p>) -> Vec<&'p str> {
    let titles = article.blocks.iter().filter(|b| b.kind == "title");
    titles.map(|b| stripped(b.text)).collect()
}

/// The captions of all articles.
fn captions<'p>(articles: &'p [Vec<Block<'p>>]) -> Multiset<&'p str> {
    let captions = articles.iter().flatten().filter(|b| b.kind == "caption");
    captions.map(|b| stripped(b.text)).collect()
}

/// Which end of a paragraph an edge is.
#[derive(Eq, Hash, PartialEq)]
enum Edge<'p> {
    Start(&'p str),
    End(&'p str),
}

/// The starts and ends of body paragraphs.
fn edges<'p>(articles: &'p [Vec<Block<'p>>]) -> Multiset<Edge<'p>> {
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
struct Mark {
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
fn marks(articles: &[Vec<Block<'_>>]) -> Multiset<Mark> {
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
mod tests;
