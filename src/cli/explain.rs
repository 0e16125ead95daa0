//! `cleaner explain`: what became of a line, and why.

mod line;
mod page;

use super::options::Options;
use super::{Status, Usage, message, print};
use anyhow::{Result, anyhow};
use cleaner::evidence::profile;
use cleaner::page::Stage;
use cleaner::render::View;
use cleaner::source;
use line::Trail;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// Characters of an excerpt.
const EXCERPT: usize = 60;

/// Tell what became of a line of a page, and why
///
/// For a line: where it went, which passes changed its characters, what was decided about it and which
/// clues weighed how much, and what was taken away. Weights and margins are in natural logarithms: +1
/// makes a decision 2.7 times as likely. Without a line: the page as a whole, its layout, its articles,
/// and the decisions that were close.
#[derive(clap::Args)]
#[command(after_long_help = "EXAMPLES
  cleaner explain page.txt:45
  cleaner explain page.txt
  cleaner explain page.txt:45 --until rejoin")]
pub(crate) struct Args {
    /// A page file, and a line of it, from 1
    #[arg(value_name = "PAGE[:LINE]")]
    place: PathBuf,
    #[command(flatten)]
    options: Options,
}

pub(crate) fn run(args: &Args) -> Result<Status> {
    let pipeline = args.options.pipeline()?;
    let (path, line) = place(&args.place);
    let raw = fs::read(&path).map_err(|e| anyhow!(message::unreadable(&path, &e)))?;
    if source::looks_binary(&raw) {
        return Err(anyhow!("{}: {}", path.display(), message::NOT_TEXT));
    }
    let name = path
        .file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy();
    let mut layout = None;
    let mut trail = line.map(Trail::new);
    let cleaned = pipeline.run_traced(&name, &raw, |pass, page| {
        if let Some(trail) = &mut trail {
            trail.look(pass, page);
        } else if page.stage() == Stage::Lines {
            layout = Some(profile::read(page));
        }
    });
    for fault in &cleaned.faults {
        message::say(&format!(
            "{}: a bug of cleaner: {fault}; please report it",
            path.display()
        ));
    }
    let view = View::new(&cleaned);
    if let Some(line) = line {
        let count = line_ranges(&cleaned.page.source().text).count();
        if !(1..=count).contains(&line) {
            let why = match count {
                0 => "the page is empty".to_owned(),
                n => format!("there is no line {line}; it has the lines 1 to {n}"),
            };
            return Err(Usage(format!("{}: {why}", path.display())).into());
        }
    }
    print(|out| {
        match (line, &trail) {
            (Some(line), Some(trail)) => {
                writeln!(out, "{}:{line}", path.display())?;
                trail.explain(out, &view, &pipeline)?;
            }
            _ => {
                writeln!(out, "{}", path.display())?;
                page::explain(out, &view, layout.as_ref(), &pipeline)?;
            }
        }
        Ok(())
    })?;
    Ok(if cleaned.faults.is_empty() {
        Status::Done
    } else {
        Status::Failed
    })
}

/// `page.txt:45` is line 45 of page.txt, unless there is a file of that very name.
fn place(given: &Path) -> (PathBuf, Option<usize>) {
    if let Some(text) = given.to_str()
        && !given.exists()
        && let Some((path, line)) = text.rsplit_once(':')
        && let Ok(line) = line.parse()
    {
        return (PathBuf::from(path), Some(line));
    }
    (given.to_owned(), None)
}

/// The lines of a text as byte ranges without their ends; lines end in LF, CR LF or CR.
fn line_ranges(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        if at >= bytes.len() {
            return None;
        }
        let start = at;
        let end = memchr::memchr2(b'\n', b'\r', &bytes[at..]).map_or(bytes.len(), |i| at + i);
        let half = bytes.get(end) == Some(&b'\r') && bytes.get(end + 1) == Some(&b'\n');
        at = end + 1 + usize::from(half);
        Some(start..end)
    })
}

fn excerpt(text: &str) -> String {
    let flat = text.replace(['\n', '\r'], "⏎");
    match flat.char_indices().nth(EXCERPT) {
        None => flat,
        Some((end, _)) => format!("{}…", &flat[..end]),
    }
}

/// Hundredths of a logarithm, with their sign.
fn logs(hundredths: i32) -> String {
    format!("{:+.2}", f64::from(hundredths) / 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_a_text() {
        let of = |text| line_ranges(text).collect::<Vec<_>>();
        assert_eq!(of("a\nb"), [0..1, 2..3]);
        assert_eq!(of("a\r\n\rb\n"), [0..1, 3..3, 4..5]);
        assert_eq!(of(""), [0..0; 0]);
    }

    #[test]
    fn places() {
        let at = |text: &str| place(Path::new(text));
        assert_eq!(at("a.txt:45"), (PathBuf::from("a.txt"), Some(45)));
        assert_eq!(at("a:b.txt"), (PathBuf::from("a:b.txt"), None));
        assert_eq!(at("a:3:4"), (PathBuf::from("a:3"), Some(4)));
    }
}
