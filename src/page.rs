//! One newspaper page on its way from bytes to articles.
//!
//! A [`Page`] holds the decoded source, one [`Text`] and *blocks*: ranges of that text, in reading
//! order, which tile it. What the blocks are depends on the [`Stage`]: the whole text, then lines, then
//! paragraphs and headlines, then the blocks of articles. All fields are private. A page can only be
//! changed by editing characters inside blocks, cutting the text into blocks, joining neighbours,
//! gathering blocks in a new order (a permutation) and labelling them; each of these keeps provenance
//! and files what it took away, so no pass can lose a byte. [`crate::audit`] proves it at the end.

mod block;
mod blocks;
mod record;
mod sheets;

pub use block::{Block, Form, Kind, Layout, Odds, Stage};
pub use record::{ArticleNote, Change, Cut, Mended, Removed};
pub(crate) use sheets::sheets;

use crate::evidence::decision::Decision;
use crate::pass::Reads;
use crate::script;
use crate::source::Source;
use crate::text::{Edits, Text, Why};
use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

/// One page. See the module's documentation.
#[derive(Clone, Debug)]
pub struct Page {
    source: Arc<Source>,
    /// Where it begins in its file, if that has several pages (see [`sheets`]): the byte, and the line, from 1.
    begins: Option<(usize, u32)>,
    text: Text,
    blocks: Vec<Block>,
    articles: Vec<ArticleNote>,
    removed: Vec<Removed>,
    /// Where in the source fields of records begin, in ascending order, and what their names said they are.
    fields: Vec<(usize, Kind)>,
    mended: Vec<Mended>,
    decisions: Vec<Decision>,
    broken: u8,
    scrambled: bool,
    finished: bool,
    /// Whether it looked as if it had been misread, once that was asked.
    suspicious: Option<bool>,
    /// Whether it is in traditional characters, once that was asked.
    traditional: Option<bool>,
    /// Whether the text now has the simplified characters for them.
    simplified: bool,
    trace: Option<Vec<Change>>,
    stage: Stage,
    /// The passes that have worked on it; the last may be at work.
    passes: Vec<&'static str>,
}

impl Page {
    /// A page that holds the whole decoded text as one block.
    pub fn new(source: impl Into<Arc<Source>>) -> Self {
        let source = source.into();
        let text = Text::new(&source.text);
        Page::of(source, text)
    }

    /// A page that holds a text of the source as one block.
    fn of(source: Arc<Source>, text: Text) -> Self {
        let blocks = vec![Block {
            range: 0..text.len(),
            layout: Layout {
                line: 1,
                ..Layout::default()
            },
            kind: None,
            opens: true,
            resumes: false,
            odds: Odds::default(),
            article: None,
        }];
        Page {
            source,
            begins: None,
            text,
            blocks,
            articles: Vec::new(),
            removed: Vec::new(),
            fields: Vec::new(),
            mended: Vec::new(),
            decisions: Vec::new(),
            broken: 0,
            scrambled: false,
            finished: false,
            suspicious: None,
            traditional: None,
            simplified: false,
            trace: None,
            stage: Stage::Text,
            passes: Vec::new(),
        }
    }

    /// Keep every change and every clue, for `explain` and `diff`; costs time and memory.
    pub fn traced(mut self) -> Self {
        self.trace = Some(Vec::new());
        self
    }

    /// Whether changes and clues are kept.
    pub fn is_traced(&self) -> bool {
        self.trace.is_some()
    }

    /// The pass that is about to work; its name goes with its changes.
    pub fn begin_pass(&mut self, name: &'static str) {
        self.passes.push(name);
    }

    /// Whether a pass has worked on the page, or is at work; one that was switched off has not.
    pub fn has_been_through(&self, name: &str) -> bool {
        self.passes.contains(&name)
    }

    /// The page is now at this stage.
    pub fn reach(&mut self, stage: Stage) {
        self.stage = stage;
    }

    /// How far the page has come.
    pub fn stage(&self) -> Stage {
        self.stage
    }

    /// Puts the characters into the text that passes of this kind read. Ranges stay what they are.
    pub fn read(&mut self, reads: Reads) {
        let simplified = reads == Reads::Simplified && self.is_traditional();
        if reads == Reads::Simplified {
            self.traditional = Some(simplified);
        }
        match (self.simplified, simplified) {
            (false, true) => self.text.read_as(script::simplified),
            (true, false) => self.text.read_as_printed(&self.source.text),
            _ => {}
        }
        self.simplified = simplified;
    }

    /// Whether the page is in traditional characters.
    pub fn is_traditional(&self) -> bool {
        let asked = || script::is_traditional(self.text.as_str().chars());
        self.traditional.unwrap_or_else(asked)
    }

    /// The decoded page as it came.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// The same, shared.
    pub(crate) fn shared_source(&self) -> Arc<Source> {
        Arc::clone(&self.source)
    }

    /// Where it begins in its file, if that has several pages, whose source it has: the byte, and the line, from 1.
    pub(crate) fn begins(&self) -> Option<(usize, u32)> {
        self.begins
    }

    /// The present text, which the blocks tile.
    pub fn text(&self) -> &Text {
        &self.text
    }

    /// The blocks in reading order.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// The characters of a block.
    pub fn str(&self, block: &Block) -> &str {
        &self.text.as_str()[block.range.clone()]
    }

    /// The articles; blocks point into this list.
    pub fn articles(&self) -> &[ArticleNote] {
        &self.articles
    }

    /// What left the page and was not white space.
    pub fn removed(&self) -> &[Removed] {
        &self.removed
    }

    /// The characters that had been read in the wrong encoding, in the order of the source.
    pub fn mended(&self) -> &[Mended] {
        &self.mended
    }

    /// What a span of the source says: its characters, those that had been misread put right.
    pub fn said(&self, span: Range<usize>) -> Cow<'_, str> {
        let source = |part: Range<usize>| self.source.text.get(part).unwrap_or_default();
        let first = self.mended.partition_point(|m| m.span.start < span.start);
        let inside = || {
            let rest = self.mended[first..].iter();
            rest.take_while(|m| m.span.end <= span.end)
        };
        if inside().next().is_none() {
            return Cow::Borrowed(source(span));
        }
        let mut said = String::with_capacity(span.len());
        let mut at = span.start;
        for mended in inside() {
            said.push_str(source(at..mended.span.start));
            said.push_str(&mended.text);
            at = mended.span.end;
        }
        said.push_str(source(at..span.end));
        Cow::Owned(said)
    }

    /// What was decided, in the order of deciding.
    pub fn decisions(&self) -> &[Decision] {
        &self.decisions
    }

    /// The changes to characters, if the page is traced.
    pub fn changes(&self) -> &[Change] {
        self.trace.as_deref().unwrap_or_default()
    }

    /// How many of a hundred lines of running text fit badly with the line above.
    pub fn broken(&self) -> u8 {
        self.broken
    }

    /// Says how many of a hundred lines of running text fit badly with the line above.
    pub fn set_broken(&mut self, broken: u8) {
        self.broken = broken;
    }

    /// Whether the lines of several columns were found to alternate.
    pub fn is_scrambled(&self) -> bool {
        self.scrambled
    }

    /// Says that the lines of several columns alternate.
    pub fn set_scrambled(&mut self) {
        self.scrambled = true;
    }

    /// Whether the page came as finished articles.
    pub fn is_finished(&self) -> bool {
        self.finished
    }

    /// Says that the page came as finished articles.
    pub fn set_finished(&mut self) {
        self.finished = true;
    }

    /// Says where in the source fields of records begin, in ascending order, and what each is.
    pub(crate) fn name_fields(&mut self, fields: Vec<(usize, Kind)>) {
        self.fields = fields;
    }

    /// The fields of records that were named.
    pub(crate) fn fields(&self) -> &[(usize, Kind)] {
        &self.fields
    }

    /// Whether the page looked as if it had been read in the wrong encoding, if that was asked.
    pub(crate) fn is_suspicious(&self) -> Option<bool> {
        self.suspicious
    }

    /// Says whether the page looks as if it had been read in the wrong encoding.
    pub(crate) fn set_suspicious(&mut self, suspicious: bool) {
        self.suspicious = Some(suspicious);
    }

    /// Takes back what was decided: the pass decides anew.
    pub fn reconsider(&mut self) {
        self.decisions.clear();
    }

    /// The first byte of the source that a block, by its number, came from.
    pub fn place(&self, block: usize) -> usize {
        self.text.source_at(self.blocks[block].range.start)
    }

    /// Files a decision.
    pub fn decide(&mut self, decision: Decision) {
        self.decisions.push(decision);
    }

    /// The source spans of a block: as few as possible, in reading order. A span runs over white space
    /// and marks that were taken away, never over a content character of something else.
    pub fn spans(&self, block: &Block) -> Vec<Range<usize>> {
        let source = self.source.text.as_str();
        // Nearly all gaps are line ends.
        let is_empty = |gap: Range<usize>| {
            let was = &source[gap.clone()];
            let holds = |text: &str| text.contains(crate::audit::is_content);
            was == "\n" || !holds(was) && (self.mended.is_empty() || !holds(&self.said(gap)))
        };
        let mut spans: Vec<Range<usize>> = Vec::new();
        for span in self.text.spans(block.range.clone()) {
            match spans.last_mut() {
                Some(last) if last.end <= span.start && is_empty(last.end..span.start) => {
                    last.end = span.end;
                }
                _ => spans.push(span),
            }
        }
        spans
    }

    /// Lets a pass propose edits for every block: `propose` gets the block, its characters and an empty
    /// list. The blocks stay what they are; their ranges move. Whether anything was proposed comes back.
    pub fn edit(&mut self, mut propose: impl FnMut(&Block, &str, &mut Edits)) -> bool {
        let mut edits = Edits::new();
        let mut lengths = Vec::with_capacity(self.blocks.len());
        for block in &self.blocks {
            let first = edits.len();
            edits.begin(block.range.start);
            propose(block, &self.text.as_str()[block.range.clone()], &mut edits);
            let grown: usize = edits.since(first).map(|(_, new)| new.len()).sum();
            let gone: usize = edits.since(first).map(|(e, _)| e.range.len()).sum();
            lengths.push(block.range.len() + grown - gone);
        }
        if edits.is_empty() {
            return false;
        }
        self.file(&edits);
        self.text = edits.apply(&self.text);
        let mut at = 0;
        for (block, length) in self.blocks.iter_mut().zip(lengths) {
            block.range = at..at + length;
            at += length;
        }
        self.blocks.retain(|b| !b.range.is_empty());
        true
    }

    fn file(&mut self, edits: &Edits) {
        let before = self.mended.len();
        let (mut row, mut end) = (before, None);
        for (edit, new) in edits.iter() {
            let before = &self.text.as_str()[edit.range.clone()];
            if new.is_empty() && !before.trim().is_empty() {
                for span in self.text.spans(edit.range.clone()) {
                    self.removed.push(Removed {
                        span,
                        why: edit.why,
                    });
                }
            }
            if edit.why == Why::Mojibake {
                // Blocks touch each other, and no row runs over their edge.
                let start = edit.range.start;
                let begins = self.blocks.binary_search_by_key(&start, |b| b.range.start);
                if end != Some(start) || begins.is_ok() {
                    row = self.mended.len();
                }
                end = Some(edit.range.end);
                self.mended.push(Mended {
                    span: self.text.source_hull(&edit.range),
                    text: new.to_owned(),
                    row,
                });
            }
            if let Some(trace) = &mut self.trace {
                trace.push(Change {
                    pass: self.passes.last().copied().unwrap_or_default(),
                    span: self.text.source_hull(&edit.range),
                    before: match self.simplified {
                        true => self.text.as_printed(&self.source.text, edit.range.clone()),
                        false => before.to_owned(),
                    },
                    after: new.to_owned(),
                    why: edit.why,
                });
            }
        }
        if self.mended.len() > before {
            // Blocks may have left the order of the source.
            self.mended.sort_by_key(|m| m.span.start);
        }
    }

    /// Says what a block is.
    pub fn label(&mut self, i: usize, kind: Kind) {
        self.blocks[i].kind = Some(kind);
    }

    /// Says how sure a block's label was.
    pub fn set_odds(&mut self, i: usize, odds: Odds) {
        self.blocks[i].odds = odds;
    }

    /// Says whether a block begins something new.
    pub fn set_opens(&mut self, i: usize, opens: bool) {
        self.blocks[i].opens = opens;
    }

    /// Says whether a block goes on with one that is not the one above it.
    pub fn set_resumes(&mut self, i: usize, resumes: bool) {
        self.blocks[i].resumes = resumes;
    }

    /// Says how a block stood on the page, after a pass has looked closer.
    pub fn lay_out(&mut self, i: usize, layout: Layout) {
        self.blocks[i].layout = layout;
    }

    /// Says which article every block belongs to: `of(i)` is an index into `notes`, none for furniture.
    pub fn split(&mut self, notes: Vec<ArticleNote>, of: impl Fn(usize) -> Option<usize>) {
        for (i, block) in self.blocks.iter_mut().enumerate() {
            block.article = of(i).filter(|&a| a < notes.len()).map(|a| a as u32);
        }
        self.articles = notes;
    }
}

#[cfg(test)]
mod tests;
