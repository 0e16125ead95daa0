//! Which blocks a page has: cutting it into them, joining and dividing them, and putting them in order.

use super::{Block, Cut, Odds, Page, Removed};
use crate::text::{Edits, Piece, Why};
use std::ops::Range;

impl Page {
    /// Cuts the page anew: the cuts become the blocks, in ascending order and without overlap. What lies
    /// between them leaves the text; if it is more than white space it is filed as markup.
    pub fn cut(&mut self, cuts: Vec<Cut>) {
        let mut blocks = Vec::with_capacity(cuts.len());
        let mut pieces: Vec<Range<usize>> = Vec::with_capacity(cuts.len());
        let (mut at, mut asked, mut done) = (0, 0, 0);
        for cut in cuts {
            let start = self.text.parting(cut.range.start).max(done);
            let end = self.text.parting(cut.range.end);
            if cut.range.is_empty() || cut.range.start < asked || start >= end {
                continue;
            }
            self.leave(done..start);
            (asked, done) = (cut.range.end, end);
            let length = end - start;
            // Cuts that touch each other are one piece of the text.
            match pieces.last_mut() {
                Some(last) if last.end == start => last.end = end,
                _ => pieces.push(start..end),
            }
            blocks.push(Block {
                range: at..at + length,
                layout: cut.layout,
                kind: None,
                opens: true,
                resumes: false,
                odds: Odds::default(),
                article: None,
            });
            at += length;
        }
        self.leave(done..self.text.len());
        self.text = self.text.compose(pieces.into_iter().map(Piece::Keep));
        self.blocks = blocks;
    }

    fn leave(&mut self, gap: Range<usize>) {
        let gone = &self.text.as_str()[gap.clone()];
        let trimmed = gone.trim();
        if trimmed.is_empty() {
            return;
        }
        let start = gap.start + (gone.len() - gone.trim_start().len());
        for span in self.text.spans(start..start + trimmed.len()) {
            self.removed.push(Removed {
                span,
                why: Why::Markup,
            });
        }
    }

    /// Joins blocks with their next neighbour: `glue(i)` says what to put between block `i` and block
    /// `i + 1` (nothing, or a space), or that they stay apart. A joined block keeps the layout and label
    /// of its first part.
    pub fn join(&mut self, mut glue: impl FnMut(usize) -> Option<&'static str>) {
        let mut blocks: Vec<Block> = Vec::with_capacity(self.blocks.len());
        let mut edits = Edits::new();
        let mut shift = 0;
        let mut carry = false;
        for (i, block) in self.blocks.iter().enumerate() {
            let range = block.range.start + shift..block.range.end + shift;
            if carry && let Some(last) = blocks.last_mut() {
                last.range.end = range.end;
                // All lines of a block have to be what they are labelled.
                last.odds.label += block.odds.label;
            } else {
                blocks.push(Block {
                    range,
                    ..block.clone()
                });
            }
            carry = false;
            if i + 1 < self.blocks.len()
                && let Some(between) = glue(i)
            {
                carry = true;
                if !between.is_empty() {
                    edits.insert(block.range.end, between, Why::Rejoined);
                    shift += between.len();
                    if let Some(last) = blocks.last_mut() {
                        last.range.end += between.len();
                    }
                }
            }
        }
        if !edits.is_empty() {
            self.file(&edits);
            self.text = edits.apply(&self.text);
        }
        self.blocks = blocks;
    }

    /// Cuts single blocks in two or more: `places(block, text)` lists the bytes of the block's text where a
    /// new one begins. All parts keep the label; the later ones are marked as standing in the same line.
    pub fn divide(&mut self, mut places: impl FnMut(&Block, &str) -> Vec<usize>) {
        let mut blocks = Vec::with_capacity(self.blocks.len() + 8);
        for block in &self.blocks {
            let text = &self.text.as_str()[block.range.clone()];
            let mut from = 0;
            let mut ends = places(block, text);
            if ends.is_empty() && !text.is_empty() {
                blocks.push(block.clone());
                continue;
            }
            ends.push(text.len());
            for to in ends {
                let to = self.text.parting(block.range.start + to) - block.range.start;
                if to <= from || to > text.len() || !text.is_char_boundary(to) {
                    continue;
                }
                let mut part = Block {
                    range: block.range.start + from..block.range.start + to,
                    ..block.clone()
                };
                part.layout.inline |= from > 0;
                blocks.push(part);
                from = to;
            }
        }
        self.blocks = blocks;
    }

    /// Puts the blocks in a new order. Anything but a permutation of all block indices is refused and
    /// changes nothing.
    pub fn gather(&mut self, order: &[usize]) -> bool {
        let mut seen = vec![false; self.blocks.len()];
        for &i in order {
            match seen.get_mut(i) {
                Some(s) if !*s => *s = true,
                _ => return false,
            }
        }
        if order.len() != self.blocks.len() {
            return false;
        }
        if order.iter().enumerate().all(|(i, &j)| i == j) {
            return true;
        }
        self.text = self.text.compose(
            order
                .iter()
                .map(|&i| Piece::Keep(self.blocks[i].range.clone())),
        );
        let mut at = 0;
        let blocks = order
            .iter()
            .map(|&i| {
                let mut block = self.blocks[i].clone();
                let length = block.range.len();
                block.range = at..at + length;
                at += length;
                block
            })
            .collect();
        self.blocks = blocks;
        true
    }
}
