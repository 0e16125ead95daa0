//! The two sides of a page's view: the lines of its source, and the blocks that became of them.
//!
//! Both are cut from the same provenance: a piece of a line and a strip of a block carry each other's
//! number, so pointing at one finds the other.

use super::marks::{Marker, Stretch};
use super::watch::{Watched, line_at, line_starts};
use crate::audit::is_content;
use crate::page::Page;
use crate::render::{Entry, View};
use std::collections::HashMap;
use std::ops::Range;

/// A line of the source.
pub(super) struct Line<'a> {
    /// From 1.
    pub(super) number: usize,
    /// The article of its first block, where that is another than the line before had.
    pub(super) article: Option<usize>,
    pub(super) pieces: Vec<Piece<'a>>,
}

/// A part of a line that went into one block, or into none.
pub(super) struct Piece<'a> {
    pub(super) block: Option<usize>,
    /// Its kind's word; empty outside blocks.
    pub(super) kind: &'static str,
    pub(super) stretches: Vec<Stretch<'a>>,
    /// Where the block goes on.
    pub(super) seam: Option<Seam>,
}

/// A place where two lines became one.
#[derive(Clone, Copy)]
pub(super) struct Seam {
    /// The line on the other side, from 1.
    pub(super) line: usize,
    /// Other text stands between, or the order was turned round.
    pub(super) far: bool,
    /// Who joined them.
    pub(super) pass: &'static str,
}

/// A block.
pub(super) struct Paragraph<'a> {
    /// Its number on the page, over articles and furniture.
    pub(super) id: usize,
    pub(super) kind: &'static str,
    pub(super) moved: Option<Moved>,
    pub(super) strips: Vec<Strip<'a>>,
}

/// A block that stood away from the main part of its article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Moved {
    /// Where it stood, from 1.
    pub(super) line: usize,
    /// Whether that is below the main part.
    pub(super) below: bool,
}

/// The part of a block that one line of the source gave.
pub(super) struct Strip<'a> {
    /// From 1.
    pub(super) line: usize,
    /// How it hangs together with the strip before.
    pub(super) seam: Option<Seam>,
    pub(super) stretches: Vec<Stretch<'a>>,
}

/// Both sides.
pub(super) struct Sides<'a> {
    pub(super) lines: Vec<Line<'a>>,
    /// The blocks of each article.
    pub(super) articles: Vec<Vec<Paragraph<'a>>>,
    pub(super) furniture: Vec<Paragraph<'a>>,
}

/// Source bytes that a block holds.
struct Cover<'a> {
    source: Range<usize>,
    block: usize,
    mark: Option<super::marks::Mark>,
    /// What it was, for the source side.
    text: &'a str,
}

struct Builder<'a, 'm> {
    page: &'a Page,
    starts: Vec<usize>,
    joined: &'a [Option<&'static str>],
    marker: &'m mut Marker<'a>,
    covers: Vec<Cover<'a>>,
    /// What follows the part of a block in a line.
    seams: HashMap<(usize, usize), Seam>,
    /// By block: kind and article.
    blocks: Vec<(&'static str, Option<usize>)>,
}

impl<'a> Sides<'a> {
    pub(super) fn new(watched: &'a Watched, view: &View<'a>, marker: &mut Marker<'a>) -> Self {
        let page = view.page;
        let mut builder = Builder {
            page,
            starts: line_starts(&page.source().text),
            joined: &watched.joined,
            marker,
            covers: Vec::new(),
            seams: HashMap::new(),
            blocks: Vec::new(),
        };
        let mut articles = Vec::new();
        for article in &view.articles {
            let blocks = article.blocks.iter();
            let blocks = blocks.map(|entry| builder.paragraph(entry, Some(article.ordinal)));
            articles.push(blocks.collect::<Vec<_>>());
        }
        let furniture = view.furniture.iter();
        let furniture = furniture
            .map(|entry| builder.paragraph(entry, None))
            .collect();
        mark_moved(view, &builder.starts, &mut articles);
        Sides {
            lines: builder.lines(),
            articles,
            furniture,
        }
    }
}

impl<'a> Builder<'a, '_> {
    fn paragraph(&mut self, entry: &Entry<'a>, article: Option<usize>) -> Paragraph<'a> {
        let id = self.blocks.len();
        self.blocks.push((entry.kind.name(), article));
        let buffer = self.page.text().as_str();
        let mut strips: Vec<Strip<'a>> = Vec::new();
        let mut end = 0;
        // The range of the last stretch, while it may grow.
        let mut open: Option<Range<usize>> = None;
        for part in self.page.text().stretches(entry.range(self.page)) {
            let text = &buffer[part.buffer.clone()];
            if part.source.is_empty() {
                open = None;
                let mark = Some(self.marker.inserted(end, text));
                let line = line_at(&self.starts, end) + 1;
                let strip = last_or(&mut strips, || Strip::new(line, None));
                strip.stretches.push(Stretch { text, mark });
                continue;
            }
            let pieces = if part.copy {
                self.by_line(part.source.clone())
            } else {
                vec![part.source.clone()]
            };
            for source in pieces {
                let before = &self.page.source().text[source.clone()];
                let (range, mark) = if part.copy {
                    let at = part.buffer.start + (source.start - part.source.start);
                    (at..at + source.len(), None)
                } else if text == before {
                    (part.buffer.clone(), None)
                } else {
                    let characters = before.chars().count().max(text.chars().count());
                    let mark = self.marker.changed(&source, characters);
                    (part.buffer.clone(), Some(mark))
                };
                let line = line_at(&self.starts, source.start);
                let last = strips.last().map(|s| s.line - 1);
                if last != Some(line) {
                    let seam = last.and_then(|last| self.seam(id, last, line, end, source.start));
                    strips.push(Strip::new(line + 1, seam));
                    open = None;
                }
                let strip = last_or(&mut strips, || Strip::new(line + 1, None));
                match (&mut open, strip.stretches.last_mut()) {
                    (Some(open), Some(last)) if mark.is_none() => {
                        open.end = range.end;
                        last.text = &buffer[open.clone()];
                    }
                    _ => {
                        open = mark.is_none().then(|| range.clone());
                        let text = &buffer[range];
                        let mark = mark.clone();
                        strip.stretches.push(Stretch { text, mark });
                    }
                }
                end = source.end;
                self.covers.push(Cover {
                    text: before,
                    source,
                    block: id,
                    mark,
                });
            }
        }
        Paragraph {
            id,
            kind: entry.kind.name(),
            moved: None,
            strips,
        }
    }

    /// The seam between two lines of a block; both sides get to know it.
    fn seam(
        &mut self,
        id: usize,
        last: usize,
        line: usize,
        end: usize,
        start: usize,
    ) -> Option<Seam> {
        let pass = self.joined.get(line).copied().flatten()?;
        let source = &self.page.source().text;
        let far = start < end || source[end..start].contains(is_content);
        self.marker.count(pass, 1);
        let forth = Seam {
            line: line + 1,
            far,
            pass,
        };
        self.seams.insert((id, last), forth);
        Some(Seam {
            line: last + 1,
            ..forth
        })
    }

    /// Cuts a range of the source at its line starts.
    fn by_line(&self, source: Range<usize>) -> Vec<Range<usize>> {
        let mut out = Vec::new();
        let mut at = source.start;
        while at < source.end {
            let next = line_at(&self.starts, at) + 1;
            let end = self
                .starts
                .get(next)
                .map_or(source.end, |&s| s.min(source.end));
            out.push(at..end);
            at = end;
        }
        out
    }

    fn lines(mut self) -> Vec<Line<'a>> {
        let source = self.page.source().text.as_str();
        self.covers.sort_by_key(|c| (c.source.start, c.source.end));
        let covers = std::mem::take(&mut self.covers);
        let starts = std::mem::take(&mut self.starts);
        let mut lines = Vec::with_capacity(starts.len());
        let (mut first, mut at, mut article) = (0, 0, None);
        for (i, &start) in starts.iter().enumerate() {
            let next = starts.get(i + 1).copied().unwrap_or(source.len());
            let end = start + source[start..next].trim_end_matches(['\n', '\r']).len();
            if start == source.len() && i > 0 {
                break; // What follows the last line end is no line.
            }
            let mut line = Line {
                number: i + 1,
                article: None,
                pieces: Vec::new(),
            };
            at = at.max(start);
            while let Some(cover) = covers.get(first).filter(|c| c.source.start < end) {
                let gap = at..cover.source.start.max(at);
                let from = cover.source.start.max(at);
                let to = cover.source.end.min(end);
                self.gap(&mut line, gap, Some(cover.block));
                if from < to {
                    let offset = cover.source.start;
                    let text = &cover.text[from - offset..to - offset];
                    let mark = cover.mark.clone();
                    let piece = self.piece(&mut line, Some(cover.block));
                    piece.stretches.push(Stretch { text, mark });
                    at = to;
                }
                if cover.source.end > end {
                    break;
                }
                first += 1;
            }
            self.gap(&mut line, at.min(end)..end, None);
            at = next;
            for piece in &mut line.pieces {
                piece.seam = piece.block.and_then(|b| self.seams.get(&(b, i)).copied());
            }
            let own = line.pieces.iter().find_map(|p| p.block);
            if let Some(own) = own.map(|b| self.blocks[b].1)
                && own != article
            {
                article = own;
                line.article = own;
            }
            lines.push(line);
        }
        lines
    }

    /// Text between the blocks `before` and after it; inside one block it belongs to that block.
    fn gap(&mut self, line: &mut Line<'a>, span: Range<usize>, before: Option<usize>) {
        if span.is_empty() {
            return;
        }
        let stretches = self.marker.removed(&self.page.source().text, span);
        let inside = line
            .pieces
            .last()
            .is_some_and(|p| p.block.is_some() && p.block == before);
        let home = if inside { before } else { None };
        self.piece(line, home).stretches.extend(stretches);
    }

    fn piece<'l>(&self, line: &'l mut Line<'a>, block: Option<usize>) -> &'l mut Piece<'a> {
        let new = || Piece {
            block,
            kind: block.map_or("", |b| self.blocks[b].0),
            stretches: Vec::new(),
            seam: None,
        };
        if line.pieces.last().is_some_and(|p| p.block != block) {
            line.pieces.push(new());
        }
        last_or(&mut line.pieces, new)
    }
}

impl Strip<'_> {
    fn new(line: usize, seam: Option<Seam>) -> Self {
        Strip {
            line,
            seam,
            stretches: Vec::new(),
        }
    }
}

/// The last of a list, which gets one if it is empty.
fn last_or<T>(list: &mut Vec<T>, new: impl FnOnce() -> T) -> &mut T {
    if list.is_empty() {
        list.push(new());
    }
    let last = list.len() - 1;
    &mut list[last]
}

/// Marks the blocks that stood away from their article. The blocks of an article that follow each other
/// in the source are a part; the longest part is where the article stands, and the first block of every
/// other part came from elsewhere.
fn mark_moved(view: &View<'_>, starts: &[usize], articles: &mut [Vec<Paragraph<'_>>]) {
    let page = view.page;
    let first_byte = |entry: &Entry<'_>| {
        let mut spans = page.text().spans(entry.range(page));
        spans.next().map_or(0, |span| span.start)
    };
    let places = view
        .articles
        .iter()
        .map(|a| a.blocks.iter().map(first_byte));
    let places: Vec<Vec<usize>> = places.map(Iterator::collect).collect();
    let mut order: Vec<usize> = places.iter().flatten().copied().collect();
    order.sort_unstable();
    let rank = |at: usize| order.partition_point(|&other| other < at);
    for ((article, places), blocks) in view.articles.iter().zip(&places).zip(articles) {
        let mut parts: Vec<Range<usize>> = Vec::new();
        for i in 0..places.len() {
            match parts.last_mut() {
                Some(part) if rank(places[i - 1]) + 1 == rank(places[i]) => part.end = i + 1,
                _ => parts.push(i..i + 1),
            }
        }
        let length = |part: &Range<usize>| -> usize {
            article.blocks[part.clone()]
                .iter()
                .map(|b| b.text.len())
                .sum()
        };
        let Some(home) = parts
            .iter()
            .max_by_key(|p| (length(p), std::cmp::Reverse(p.start)))
        else {
            continue;
        };
        let home = home.start;
        for part in parts.iter().filter(|p| p.start != home) {
            blocks[part.start].moved = Some(Moved {
                line: line_at(starts, places[part.start]) + 1,
                below: places[part.start] > places[home],
            });
        }
    }
}
