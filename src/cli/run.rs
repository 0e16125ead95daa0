//! `cleaner run`: pages in, articles out.
//!
//! The pages are read in batches, cleaned by a [`Pool`] and written in the order of the input. So the bytes
//! do not depend on the number of threads, and memory does not grow with the input.

use super::clean::{Cleaner, Done, Target};
use super::compression::Compression;
use super::corpus::Fields;
use super::inputs::{self, Form, Inputs};
use super::names::Names;
use super::options::Options;
use super::output::{Sink, TEXTS};
use super::pool::{Pool, Weighed};
use super::progress::{Progress, Tally};
use super::reader::{RawPage, Reader, Reading};
use super::{Status, Usage, message};
use anyhow::Result;
use cleaner::pipeline::Pipeline;
use std::fs;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::thread;

/// Results that wait for their turn, in bytes for each thread. While one page of 16 MB is cleaned, the
/// other threads do not have to wait.
const ROOM: usize = 32 << 20;

/// Clean pages and write their articles to a folder
///
/// INPUT is a page file (.txt, .text, .md), a corpus with a page on each line (.jsonl), either of them
/// also packed (.gz, .zst), or a folder that is searched for them; - is standard input, a page or a
/// corpus. OUT is the folder to write to, made if it is not there: articles.jsonl (one article a line),
/// pages.jsonl (one page a line) and articles/PAGE/NN.txt (the text of every article). Pages are written
/// in the order of the inputs' names, those of a corpus in the order of its lines.
///
/// With - for OUT, or as the only argument, the articles are written to standard output.
#[derive(clap::Args)]
#[command(
    override_usage = "cleaner run [OPTIONS] INPUT... OUT\n       cleaner run [OPTIONS] -",
    after_long_help = "EXAMPLES
  cleaner run pages/ out/
  cleaner run 1.txt 2.txt more/ out/ --jobs 4
  cleaner run pages.jsonl.zst out/ --format jsonl --compress zst
  cleaner run pages.jsonl out/ --text-field content --id-field url
  cleaner run - < page.txt
  zstdcat pages.jsonl.zst | cleaner run --format jsonl - | jq .title
  cleaner run pages/ out/ --until rejoin      stop before the page is split into articles"
)]
pub(crate) struct Args {
    /// The pages, and last the folder to write to; or -
    #[arg(value_name = "INPUT... OUT", required = true)]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    options: Options,
    #[command(flatten)]
    input: InputOptions,
    /// Clean on so many threads [default: as many as there are processors]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    jobs: Option<u16>,
    /// Write the articles in these forms [default: txt,jsonl to a folder, txt to standard output]
    #[arg(long, value_enum, value_name = "FORM,…", value_delimiter = ',')]
    format: Vec<Format>,
    /// Pack articles.jsonl and pages.jsonl, or what goes to standard output
    #[arg(long, value_enum, value_name = "HOW")]
    compress: Option<Compression>,
}

/// How pages are read; shared by the commands that clean pages.
#[derive(clap::Args)]
pub(crate) struct InputOptions {
    /// The field of a corpus' lines with the text of a page [default: text]
    #[arg(long, value_name = "NAME", help_heading = "Input")]
    text_field: Option<String>,
    /// The field of a corpus' lines with the name of a page [default: id]
    #[arg(long, value_name = "NAME", help_heading = "Input")]
    id_field: Option<String>,
    /// Clean no page that is longer, such as 500K or 64M bytes; also stops files that unpack to no end
    #[arg(long, value_name = "SIZE", value_parser = size, default_value = "64M", help_heading = "Input")]
    max_page_size: usize,
}

impl InputOptions {
    /// What was asked for.
    pub(crate) fn reading(&self) -> Reading {
        let field =
            |given: &Option<String>, default: &str| given.clone().unwrap_or(default.to_owned());
        Reading {
            fields: Fields {
                text: field(&self.text_field, "text"),
                id: field(&self.id_field, "id"),
            },
            named: self.text_field.is_some() || self.id_field.is_some(),
            longest: self.max_page_size,
        }
    }
}

/// A number of bytes: `500`, `64K`, `64M`, `2G`.
fn size(text: &str) -> Result<usize, String> {
    let (number, unit) = match text.trim_end_matches(['B', 'b']) {
        text if text.ends_with(['K', 'k']) => (&text[..text.len() - 1], 1 << 10),
        text if text.ends_with(['M', 'm']) => (&text[..text.len() - 1], 1 << 20),
        text if text.ends_with(['G', 'g']) => (&text[..text.len() - 1], 1 << 30),
        text => (text, 1_usize),
    };
    let bytes = number
        .trim()
        .parse::<usize>()
        .ok()
        .and_then(|n| n.checked_mul(unit));
    bytes
        .filter(|&bytes| bytes > 0)
        .ok_or_else(|| "write a number of bytes, such as 500K, 64M or 2G".to_owned())
}

/// A form of the articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// Plain text: a .txt file for each article; on standard output with two empty lines between them
    #[value(alias = "text")]
    Txt,
    /// JSON, one article a line: articles.jsonl
    Jsonl,
}

/// The forms that are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Formats {
    pub(crate) txt: bool,
    pub(crate) jsonl: bool,
}

impl Formats {
    /// What a folder gets if nothing is said.
    pub(crate) const DEFAULT: Formats = Formats {
        txt: true,
        jsonl: true,
    };

    fn of(list: &[Format]) -> Self {
        Formats {
            txt: list.contains(&Format::Txt),
            jsonl: list.contains(&Format::Jsonl),
        }
    }
}

pub(crate) fn run(args: &Args) -> Result<Status> {
    let pipeline = args.options.pipeline()?;
    let stdio = |path: &PathBuf| path.as_os_str() == "-";
    let (inputs, out) = match args.paths.as_slice() {
        [only] if stdio(only) => (std::slice::from_ref(only), only),
        [only] => {
            let only = only.display();
            return Err(Usage(format!(
                "{only}: there must be an input and, last, a folder to write to: cleaner run {only} OUT"
            ))
            .into());
        }
        [inputs @ .., out] => (inputs, out),
        [] => return Err(Usage("nothing to clean: cleaner run INPUT... OUT".to_owned()).into()),
    };
    let mut wanted = Wanted {
        formats: Formats::of(&args.format),
        compression: args.compress,
        jobs: args.jobs,
        quiet: args.options.quiet,
    };
    let target = if stdio(out) {
        if args.format.is_empty() {
            wanted.formats.txt = true;
        } else if wanted.formats == Formats::DEFAULT {
            return Err(
                Usage("--format: standard output takes one form; name one".to_owned()).into(),
            );
        }
        Target::Stdout
    } else {
        if args.format.is_empty() {
            wanted.formats = Formats::DEFAULT;
        }
        check_out(inputs, out)?;
        Target::Folder(out)
    };
    let found = inputs::find(inputs);
    clean_all(&pipeline, &found, &args.input.reading(), target, &wanted)
}

/// The output must not be read as input, nor be a file.
pub(crate) fn check_out(inputs: &[PathBuf], out: &Path) -> Result<(), Usage> {
    if fs::metadata(out).is_ok_and(|data| !data.is_dir()) {
        return Err(Usage(format!(
            "{}: is a file, not a folder to write to; name the output folder last",
            out.display()
        )));
    }
    let real_out = real(out);
    for input in inputs.iter().filter(|i| i.is_dir()) {
        let real_in = real(input);
        if real_out.starts_with(&real_in) {
            return Err(Usage(format!(
                "{}: the output folder lies inside the input folder {}, and the next run would read it; write to a folder beside it",
                out.display(),
                input.display()
            )));
        }
        if real_in.starts_with(real_out.join(TEXTS)) {
            return Err(Usage(format!(
                "{}: the input lies where the articles are written; choose another output folder",
                input.display()
            )));
        }
    }
    Ok(())
}

/// The path without links and dots, as far as it exists.
fn real(path: &Path) -> PathBuf {
    let full = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    for known in full.ancestors() {
        if let Ok(base) = fs::canonicalize(known) {
            let rest = full.strip_prefix(known).unwrap_or(Path::new(""));
            return rest.components().fold(base, |mut path, part| {
                match part {
                    std::path::Component::ParentDir => {
                        path.pop();
                    }
                    part => path.push(part),
                }
                path
            });
        }
    }
    full
}

/// What to write, and how.
#[derive(Clone, Debug)]
pub(crate) struct Wanted {
    pub(crate) formats: Formats,
    pub(crate) compression: Option<Compression>,
    pub(crate) jobs: Option<u16>,
    pub(crate) quiet: bool,
}

/// A page with the folder for its articles, or what to say about it.
type Named = Result<(RawPage, String), String>;

/// Cleans all pages.
pub(crate) fn clean_all(
    pipeline: &Pipeline,
    found: &Inputs,
    reading: &Reading,
    target: Target<'_>,
    wanted: &Wanted,
) -> Result<Status> {
    for fault in &found.faults {
        message::say(fault);
    }
    let mut tally = Tally {
        failed: found.faults.len(),
        ..Tally::default()
    };
    if found.pages.is_empty() {
        return Ok(Status::Failed);
    }
    let cleaner = Cleaner::new(pipeline, wanted.formats, target);
    let mut sink = Sink::open(target, wanted, cleaner.between())?;
    let progress = Progress::new(wanted.quiet, || total(found));
    let mut reader = Reader::new(&found.pages, reading);
    let count = reader.count();
    let mut names = Names::new(&found.pages);
    let has_folders = wanted.formats.txt && matches!(target, Target::Folder(_));
    pool(wanted.jobs).run(
        || reader.take(),
        |batch| -> Vec<Named> {
            let pages = Reader::pages(&found.pages, reading, &count, batch).into_iter();
            pages
                .map(|read| read.map(|page| (page, String::new())))
                .collect()
        },
        |pages| {
            for (page, folder) in pages.iter_mut().flatten() {
                names.settle(page);
                if has_folders {
                    *folder = names.folder(page);
                }
            }
        },
        |pages| {
            let mut done = Done::default();
            for page in pages {
                match page {
                    Ok((page, folder)) => cleaner.clean(page, &folder, &mut done),
                    Err(line) => done.fail(line),
                }
            }
            if let Some(compression) = wanted.compression {
                done.pack(compression);
            }
            let weight = done.articles.len() + done.pages.len();
            Weighed(done, weight)
        },
        |done| {
            if !done.notes.is_empty() {
                progress.aside(|| done.notes.say(wanted.quiet));
            }
            tally.add(&done.tally);
            progress.show(count.load(Ordering::Relaxed), &tally);
            sink.put(&done)
        },
    )?;
    sink.finish()?;
    let took = progress.finish();
    if !wanted.quiet && matches!(target, Target::Folder(_)) {
        message::say(&tally.summary(found.skipped, took));
    }
    Ok(if tally.failed == 0 {
        Status::Done
    } else {
        Status::Failed
    })
}

fn pool(jobs: Option<u16>) -> Pool {
    let jobs = jobs.and_then(|n| NonZeroUsize::new(usize::from(n)));
    let jobs = jobs.or_else(|| thread::available_parallelism().ok());
    let jobs = jobs.unwrap_or(NonZeroUsize::MIN);
    Pool {
        jobs,
        room: ROOM.saturating_mul(jobs.get()),
    }
}

/// The bytes of all inputs, as they lie on the disk.
fn total(found: &Inputs) -> Option<u64> {
    let mut sizes = found.pages.iter().map(|input| match input.form {
        Form::Stdin => None,
        _ => Some(fs::metadata(&input.path).map_or(0, |data| data.len())),
    });
    sizes.try_fold(0, |sum, size| Some(sum + size?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes() {
        let cases = [
            ("500", Some(500)),
            ("64K", Some(64 << 10)),
            ("64m", Some(64 << 20)),
            ("2GB", Some(2 << 30)),
            ("0", None),
            ("", None),
            ("M", None),
            ("-1", None),
            ("99999999999999G", None),
        ];
        for (text, want) in cases {
            assert_eq!(size(text).ok(), want, "{text}");
        }
    }
}
