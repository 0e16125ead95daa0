//! The page as a whole: its layout, its articles, and the decisions that were close.

use super::{excerpt, line_ranges};
use cleaner::evidence::decision::Decision;
use cleaner::evidence::profile::Profile;
use cleaner::pipeline::Pipeline;
use cleaner::render::text::logs;
use cleaner::render::{View, line_of};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Unsure decisions that are listed.
const UNSURE: usize = 20;

/// Writes it.
pub(super) fn explain(
    out: &mut dyn Write,
    view: &View<'_>,
    layout: Option<&Profile>,
    pipeline: &Pipeline,
) -> io::Result<()> {
    let page = view.page;
    let source = page.source();
    let lines = line_ranges(&source.text).count();
    writeln!(
        out,
        "  {}, {} bytes, {lines} lines, {} places that could not be decoded",
        source.encoding, source.bytes, source.malformed_count
    )?;
    let known = |what: &Option<String>| what.clone().unwrap_or_else(|| "not known".to_owned());
    writeln!(
        out,
        "  paper {}, date {}",
        known(&view.paper),
        known(&view.date)
    )?;
    if let Some(layout) = layout {
        explain_layout(out, layout)?;
    }
    writeln!(out, "\narticles")?;
    for article in &view.articles {
        writeln!(
            out,
            "  {:>3}  {:.2}  {}  {}",
            article.ordinal,
            article.confidence,
            article.title().unwrap_or_else(|| {
                let first = article.blocks.first().map_or("", |b| b.text);
                format!("no title: {}", excerpt(first))
            }),
            article.flags.join(" ")
        )?;
    }
    writeln!(
        out,
        "\nfurniture: {} blocks; taken away: {} places",
        view.furniture.len(),
        page.removed().len()
    )?;
    for warning in &view.warnings {
        let line = warning
            .line
            .map_or(String::new(), |l| format!("line {l}: "));
        let note = warning.note.as_deref().unwrap_or("");
        writeln!(out, "warning: {line}{} {note}", warning.what)?;
    }
    let below = pipeline.settings().unsure_below;
    let mut unsure: Vec<&Decision> = page
        .decisions()
        .iter()
        .filter(|d| d.margin < below)
        .collect();
    unsure.sort_by_key(|d| d.margin);
    writeln!(
        out,
        "\nunsure: {} of {} decisions have a margin below {}",
        unsure.len(),
        page.decisions().len(),
        logs(below)
    )?;
    for d in unsure.iter().take(UNSURE) {
        let line = |byte| line_of(&source.text, byte);
        writeln!(
            out,
            "  line {:>4}  {:>6}  {} rather than {}",
            line(d.at),
            logs(d.margin),
            d.what.told(line),
            d.instead.told(line)
        )?;
    }
    if unsure.len() > UNSURE {
        writeln!(out, "  and {} more", unsure.len() - UNSURE)?;
    }
    Ok(())
}

fn explain_layout(out: &mut dyn Write, layout: &Profile) -> io::Result<()> {
    let form = if layout.markdown {
        "Markdown"
    } else if layout.paragraphs {
        "whole paragraphs in a line"
    } else {
        "lines as printed"
    };
    let share = |habit: u8| ["few", "some", "most"][usize::from(habit.min(2))];
    writeln!(
        out,
        "  {form}; blank lines before {} lines, {} lines indented",
        share(layout.blank_habit),
        share(layout.indent_habit)
    )?;
    let mut measures: BTreeMap<u16, usize> = BTreeMap::new();
    for sight in layout.sights.iter().filter(|s| s.after > 0) {
        *measures.entry(sight.after).or_default() += 1;
    }
    let mut measures: Vec<_> = measures.into_iter().collect();
    measures.sort_by_key(|&(measure, count)| (std::cmp::Reverse(count), measure));
    let told: Vec<String> = measures
        .iter()
        .take(3)
        .map(|(measure, count)| format!("{} characters ({count} lines)", f32::from(*measure) / 2.0))
        .collect();
    if told.is_empty() {
        return Ok(());
    }
    writeln!(out, "  column widths: {}", told.join(", "))
}
