//! One line: where it went, what each pass did with it, and what decided.

use super::{EXCERPT, excerpt, line_ranges};
use cleaner::evidence::decision::Decision;
use cleaner::page::{Block, Change, Kind, Page, Stage};
use cleaner::pass::Pass;
use cleaner::pipeline::Pipeline;
use cleaner::render::text::logs;
use cleaner::render::{Article, View, line_of};
use std::io::{self, Write};
use std::ops::Range;

/// Clues that are listed for a decision.
const CLUES: usize = 12;

/// A block that holds part of the line, as a pass left it.
#[derive(Clone, Debug, PartialEq)]
struct Seat {
    kind: Option<Kind>,
    article: Option<usize>,
    /// First and last line of the source that the block holds.
    lines: (usize, usize),
}

/// What became of a line, pass by pass.
pub(super) struct Trail {
    number: usize,
    /// Where the line stands in the source; none if the page is too short.
    range: Option<Range<usize>>,
    /// What each pass left, and how many of the page's changes there were then.
    steps: Vec<(&'static Pass, Vec<Seat>, usize)>,
}

impl Trail {
    /// Follows this line, from 1.
    pub(super) fn new(number: usize) -> Self {
        Trail {
            number,
            range: None,
            steps: Vec::new(),
        }
    }

    /// Looks where the line is now.
    pub(super) fn look(&mut self, pass: &'static Pass, page: &Page) {
        let text = &page.source().text;
        let range = self.number.checked_sub(1);
        self.range = range.and_then(|n| line_ranges(text).nth(n));
        let mut seats = Vec::new();
        if let Some(range) = &self.range
            && page.stage() >= Stage::Lines
        {
            for block in page.blocks() {
                if piece(page, block, range).is_some() {
                    seats.push(seat(page, block));
                }
            }
        }
        self.steps.push((pass, seats, page.changes().len()));
    }

    /// Writes what was seen.
    pub(super) fn explain(
        &self,
        out: &mut dyn Write,
        view: &View<'_>,
        pipeline: &Pipeline,
    ) -> io::Result<()> {
        let page = view.page;
        let source = page.source().text.as_str();
        let Some(range) = self.range.clone() else {
            return Ok(());
        };
        let line = &source[range.clone()];
        if line.trim().is_empty() {
            return self.explain_empty(out, view, pipeline);
        }
        writeln!(out, "  {line}\n\nwhere it went")?;
        whereabouts(out, view, &range)?;
        writeln!(out, "\nwhat each pass did with it")?;
        self.explain_passes(out, page, &range)?;
        writeln!(out, "\nwhat was decided")?;
        decisions(out, page, &range, pipeline)
    }

    /// An empty line holds nothing, but it speaks about the lines on either side.
    fn explain_empty(
        &self,
        out: &mut dyn Write,
        view: &View<'_>,
        pipeline: &Pipeline,
    ) -> io::Result<()> {
        let page = view.page;
        let source = page.source().text.as_str();
        writeln!(out, "  (an empty line)")?;
        let full = |range: &Range<usize>| !source[range.clone()].trim().is_empty();
        let lines: Vec<Range<usize>> = line_ranges(source).collect();
        let here = self.number - 1;
        let before = (0..here).rev().find(|&i| full(&lines[i]));
        let after = (here + 1..lines.len()).find(|&i| full(&lines[i]));
        writeln!(out, "\nwhere it went")?;
        writeln!(
            out,
            "  nowhere: it is white space, and counts as evidence for the lines beside it"
        )?;
        for (i, word) in [(before, "before"), (after, "after")] {
            if let Some(i) = i {
                writeln!(
                    out,
                    "  line {}, {word} it: {}",
                    i + 1,
                    excerpt(source[lines[i].clone()].trim())
                )?;
                whereabouts(out, view, &lines[i])?;
            }
        }
        writeln!(out, "\nwhat each pass did with it")?;
        let lined = self.steps.iter().find(|s| s.0.gives == Some(Stage::Lines));
        match lined {
            Some((pass, ..)) => writeln!(
                out,
                "  {:<10} left it out and noted it for the next line",
                pass.name
            )?,
            None => writeln!(out, "  nothing")?,
        }
        if let Some(i) = after {
            writeln!(out, "\nwhat was decided about line {}", i + 1)?;
            decisions(out, page, &lines[i], pipeline)?;
        }
        Ok(())
    }

    fn explain_passes(
        &self,
        out: &mut dyn Write,
        page: &Page,
        range: &Range<usize>,
    ) -> io::Result<()> {
        let source = page.source().text.as_str();
        let line = &source[range.clone()];
        let mut before: &[Seat] = &[];
        let mut done = 0;
        let mut silent = true;
        for (pass, seats, count) in &self.steps {
            let changes = page.changes().get(done..*count).unwrap_or_default();
            let here = changes.iter().filter(|c| touches(&c.span, range));
            let mut said = counted(here.filter(|c| c.before != c.after).map(change));
            if before.is_empty() && !seats.is_empty() && line.trim() != line {
                said.push("took the white space around it away".to_owned());
            }
            if seats.len() > before.len() && !before.is_empty() {
                said.push(format!("cut it into {} pieces", seats.len()));
            }
            for (i, seat) in seats.iter().enumerate() {
                said.extend(moved(before.get(i), seat, self.number));
            }
            for what in said {
                silent = false;
                writeln!(out, "  {:<10} {what}", pass.name)?;
            }
            before = seats;
            done = *count;
        }
        if silent {
            writeln!(out, "  nothing")?;
        }
        Ok(())
    }
}

/// What happened to a block between two passes.
fn moved(before: Option<&Seat>, now: &Seat, line: usize) -> Vec<String> {
    let mut said = Vec::new();
    let lines = before.map_or((line, line), |b| b.lines);
    if now.lines != lines {
        let (from, to) = now.lines;
        said.push(format!(
            "joined it with others: lines {from} to {to} are one block"
        ));
    }
    if let Some(kind) = now.kind
        && before.and_then(|b| b.kind) != Some(kind)
    {
        said.push(format!("took it for {}", kind.name()));
    }
    if let Some(article) = now.article
        && before.and_then(|b| b.article) != Some(article)
    {
        said.push(format!("put it into article {}", article + 1));
    }
    said
}

/// Each of these once, with how often it was there.
fn counted(said: impl Iterator<Item = String>) -> Vec<String> {
    let mut counts: Vec<(String, usize)> = Vec::new();
    for what in said {
        match counts.iter_mut().find(|(known, _)| *known == what) {
            Some((_, count)) => *count += 1,
            None => counts.push((what, 1)),
        }
    }
    let counts = counts.into_iter();
    counts
        .map(|(what, count)| match count {
            1 => what,
            n => format!("{what}, {n} times"),
        })
        .collect()
}

fn change(c: &Change) -> String {
    format!(
        "{} -> {} ({})",
        quoted(&c.before),
        quoted(&c.after),
        c.why.name()
    )
}

fn seat(page: &Page, block: &Block) -> Seat {
    let source = page.source().text.as_str();
    let mut low = usize::MAX;
    let mut high = 0;
    for span in page.text().spans(block.range()) {
        low = low.min(span.start);
        high = high.max(span.end.saturating_sub(1));
    }
    Seat {
        kind: block.kind(),
        article: block.article(),
        lines: (line_of(source, low), line_of(source, high)),
    }
}

fn touches(span: &Range<usize>, line: &Range<usize>) -> bool {
    if span.is_empty() {
        line.contains(&span.start) || span.start == line.end
    } else {
        span.start < line.end && line.start < span.end
    }
}

fn whereabouts(out: &mut dyn Write, view: &View<'_>, line: &Range<usize>) -> io::Result<()> {
    let page = view.page;
    for article in &view.articles {
        for (i, entry) in article.blocks.iter().enumerate() {
            if let Some(piece) = piece(page, entry.block(), line) {
                writeln!(
                    out,
                    "  article {}{}, block {} of {}, {}: {}",
                    article.ordinal,
                    titled(article),
                    i + 1,
                    article.blocks.len(),
                    entry.kind.name(),
                    excerpt(piece)
                )?;
            }
        }
    }
    for entry in &view.furniture {
        if let Some(piece) = piece(page, entry.block(), line) {
            writeln!(
                out,
                "  furniture, {}: {}",
                entry.kind.name(),
                excerpt(piece)
            )?;
        }
    }
    let source = page.source().text.as_str();
    for r in page.removed().iter().filter(|r| touches(&r.span, line)) {
        let gone = &source[r.span.clone()];
        if !gone.trim().is_empty() {
            writeln!(out, "  taken away as {}: {}", r.why.name(), quoted(gone))?;
        }
    }
    Ok(())
}

fn decisions(
    out: &mut dyn Write,
    page: &Page,
    line: &Range<usize>,
    pipeline: &Pipeline,
) -> io::Result<()> {
    let about = |d: &&Decision| line.contains(&d.at) || d.at == line.end;
    let mut found = page.decisions().iter().filter(about).peekable();
    if found.peek().is_none() {
        writeln!(out, "  nothing")?;
    }
    for decision in found {
        explain_decision(out, page, decision, pipeline.settings().unsure_below)?;
    }
    Ok(())
}

fn explain_decision(
    out: &mut dyn Write,
    page: &Page,
    d: &Decision,
    unsure_below: i32,
) -> io::Result<()> {
    let line = |byte| line_of(&page.source().text, byte);
    let unsure = if d.margin < unsure_below {
        ", unsure"
    } else {
        ""
    };
    writeln!(
        out,
        "  {} rather than {}, margin {}{unsure}",
        d.what.told(line),
        d.instead.told(line),
        logs(d.margin)
    )?;
    let mut clues: Vec<_> = d.clues.iter().collect();
    clues.sort_by_key(|c| std::cmp::Reverse(c.weight.unsigned_abs()));
    for clue in clues.iter().take(CLUES) {
        writeln!(out, "    {:>7}  {}", logs(clue.weight), clue.name)?;
    }
    if !clues.is_empty() {
        let total: i64 = clues.iter().map(|c| i64::from(c.weight)).sum();
        let total = i32::try_from(total).unwrap_or(i32::MAX);
        let listed = if clues.len() > CLUES {
            format!(
                "all {} clues together, the {CLUES} heaviest listed",
                clues.len()
            )
        } else {
            format!("all {} together", clues.len())
        };
        writeln!(out, "    {:>7}  {listed}", logs(total))?;
    }
    Ok(())
}

/// The part of a block that comes from a line, if any does.
fn piece<'a>(page: &'a Page, block: &Block, line: &Range<usize>) -> Option<&'a str> {
    let start = block.range().start;
    let text = page.str(block);
    let from_line = |&(i, c): &(usize, char)| {
        !c.is_whitespace() && line.contains(&page.text().source_at(start + i))
    };
    let mut chars = text.char_indices().filter(from_line);
    let (first, c) = chars.next()?;
    let end = |(i, c): (usize, char)| i + c.len_utf8();
    text.get(first..chars.next_back().map_or(end((first, c)), end))
}

fn titled(article: &Article<'_>) -> String {
    article
        .title()
        .map_or(String::new(), |title| format!(" “{}”", excerpt(&title)))
}

/// Text with what cannot be seen made visible.
fn quoted(text: &str) -> String {
    if matches!(text, "\n" | "\r" | "\r\n") {
        return "the line end".to_owned();
    }
    let start: String = text.chars().take(EXCERPT).collect();
    match (text.is_empty(), start.len() < text.len()) {
        (true, _) => "nothing".to_owned(),
        (false, true) => format!("{start:?}…"),
        (false, false) => format!("{start:?}"),
    }
}
