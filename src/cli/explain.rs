//! `cleaner explain`: what became of a line, and why.

mod line;
mod page;

use super::inputs;
use super::options::Options;
use super::reader::{self, RawPage, Reading};
use super::run::InputOptions;
use super::{Status, Usage, message, print};
use anyhow::{Result, anyhow};
use cleaner::evidence::profile;
use cleaner::page::Stage;
use cleaner::render::View;
use line::Trail;
use std::io::Write;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// Characters of an excerpt.
const EXCERPT: usize = 60;

/// Tell what became of a line of a page, and why
///
/// For a line: where it went, which passes changed its characters, what was decided about it and which
/// clues weighed how much, and what was taken away. Weights and margins are in natural logarithms: +1
/// makes a decision 2.7 times as likely; a margin below nothing says that the lines beside decided. Without a line: the page as a whole, its layout, its articles,
/// and the decisions that were close.
///
/// Of a corpus with many pages, --page says which page is meant: the name that `cleaner run` gives it.
#[derive(clap::Args)]
#[command(after_long_help = "EXAMPLES
  cleaner explain page.txt:45
  cleaner explain page.txt
  cleaner explain page.txt:45 --until rejoin
  cleaner explain pages.jsonl.zst:45 --page 1958-03-02/4    line 45 of this page")]
pub(crate) struct Args {
    /// A page file or a corpus, - for standard input, and a line of the page, from 1
    #[arg(value_name = "PAGE[:LINE]", allow_hyphen_values = true)]
    place: PathBuf,
    /// The page that is meant, where there are many
    #[arg(long, value_name = "NAME")]
    page: Option<String>,
    #[command(flatten)]
    options: Options,
    #[command(flatten)]
    input: InputOptions,
}

pub(crate) fn run(args: &Args) -> Result<Status> {
    let pipeline = args.options.pipeline()?;
    let (path, line) = place(&args.place);
    // `-:65` is a place, so options that there are none of come here too.
    if path.as_os_str() != "-" && path.to_string_lossy().starts_with('-') && !path.exists() {
        let path = path.display();
        return Err(Usage(format!(
            "{path}: no such option, and no page; see `cleaner explain --help`"
        ))
        .into());
    }
    let page = page_of(&path, args.page.as_deref(), &args.input.reading())?;
    let pipeline = if page.is_record {
        pipeline.for_text()
    } else {
        pipeline
    };
    let mut layout = None;
    let mut trail = line.map(Trail::new);
    let cleaned = pipeline.run_traced(&page.name, &page.bytes, |pass, page| {
        if let Some(trail) = &mut trail {
            trail.look(pass, page);
        } else if page.stage() == Stage::Lines {
            layout = Some(profile::read(page));
        }
    });
    for fault in &cleaned.faults {
        message::say(&format!(
            "{}: a bug of cleaner: {fault}; please report it",
            page.place
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
            return Err(Usage(format!("{}: {why}", page.place)).into());
        }
    }
    let shown = match &args.page {
        Some(_) => format!("{}, page {}", page.place, page.name),
        None => page.place.clone(),
    };
    let mut said = Vec::new();
    match (line, &trail) {
        (Some(line), Some(trail)) => {
            writeln!(said, "{shown}:{line}")?;
            trail.explain(&mut said, &view, &pipeline)?;
        }
        _ => {
            writeln!(said, "{shown}")?;
            page::explain(&mut said, &view, layout.as_ref(), &pipeline)?;
        }
    }
    let said = String::from_utf8_lossy(&said);
    print(|out| Ok(out.write_all(message::plain(&said, &['\n', '\t']).as_bytes())?))?;
    Ok(if cleaned.faults.is_empty() {
        Status::Done
    } else {
        Status::Failed
    })
}

/// The page that is meant.
fn page_of(path: &Path, name: Option<&str>, reading: &Reading) -> Result<RawPage> {
    let shown = path.display();
    let found = inputs::find(&[path.to_owned()]);
    if let Some(fault) = found.faults.into_iter().next() {
        return Err(anyhow!(fault));
    }
    let mut pages = reader::each(&found.pages, reading);
    let Some(name) = name else {
        let only = pages.next();
        if pages.next().is_some() {
            let usage = format!("{shown}: has many pages; say which with --page NAME");
            return Err(Usage(usage).into());
        }
        return match only {
            Some(read) => read.map_err(|fault| anyhow!(fault.line)),
            None => Err(Usage(format!("{shown}: has no page; give one that has")).into()),
        };
    };
    let mut failure = None;
    for read in pages {
        match read {
            Ok(page) if page.name == name => return Ok(page),
            Ok(_) => {}
            Err(fault) => failure = failure.or(Some(fault.line)),
        }
    }
    match failure {
        Some(failure) => Err(anyhow!(
            "{shown}: no page {name} was found; it may be one that cannot be read: {failure}"
        )),
        None => Err(Usage(format!(
            "{shown}: has no page {name}; its pages are named in pages.jsonl, in the field `source`"
        ))
        .into()),
    }
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
    cleaner::render::text::excerpt(text, EXCERPT, "⏎")
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
