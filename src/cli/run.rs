//! `cleaner run`: pages in, articles out.
//!
//! The pages are read in batches, cleaned by a [`Pool`] and written in the order of the input. So the bytes
//! do not depend on the number of threads, and memory does not grow with the input.

use super::clean::{Cleaner, Folder, NamedPage};
use super::compression::Compression;
use super::corpus::Fields;
use super::home::{HIDDEN, Home};
use super::inputs::{self, Form, Inputs, PageFile};
use super::journal::{Header, Store};
use super::message::Faults;
use super::names::Names;
use super::options::Options;
use super::output::Output;
use super::pool::{Pool, Weighed};
use super::progress::{Progress, Tally};
use super::reader::{Reader, Reading};
use super::report::{Binder, REPORT};
use super::stop::{Signal, Stop};
use super::tables::{Layout, Tables};
use super::texts::{TEXTS, Texts};
use super::{Status, Usage, message};
use anyhow::{Result, anyhow};
use cleaner::pipeline::Pipeline;
use cleaner::report::Leaf;
use serde::{Deserialize, Serialize};
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
///
/// Running again does only what is new: pages with the same name, hash, program and configuration are not
/// cleaned again. A run that was stopped, however, goes on where it was when it is run again. Ctrl-C finishes
/// the pages that are begun and says how many are done; pressed again, it ends at once. What stands in OUT is
/// always whole; what is not lies in OUT/.cleaner.
#[derive(clap::Args)]
#[command(
    override_usage = "cleaner run [OPTIONS] INPUT... OUT\n       cleaner run [OPTIONS] -",
    after_long_help = "EXAMPLES
  cleaner run pages/ out/
  cleaner run 1.txt 2.txt more/ out/ --jobs 4
  cleaner run pages.jsonl.zst out/ --format jsonl --compress zst --shard-size 1G
  cleaner run pages.jsonl out/ --text-field content --id-field url
  cleaner run pages/ out/ --report            and look at out/report.html
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
    /// Write report.html too: before and after side by side, to look at in a browser; cleans all pages
    #[arg(long)]
    report: bool,
    /// Pack articles.jsonl and pages.jsonl, or what goes to standard output
    #[arg(long, value_enum, value_name = "HOW")]
    compress: Option<Compression>,
    /// Cut the tables into shards of at most this size, such as 1G bytes: articles-00000.jsonl …
    #[arg(long, value_name = "SIZE", value_parser = size)]
    shard_size: Option<usize>,
    /// Clean all pages, also those that an earlier run into OUT has cleaned and that have not changed
    #[arg(long)]
    force: bool,
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
    /// Clean no page that is longer, such as 500K or 64M bytes; also stops files that unpack to no end.
    /// While it is cleaned, a page takes some twelve times its size of memory
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
    /// Markdown, with the fields of the record before it: a .md file for each article
    Md,
}

/// The forms that are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Formats {
    pub(crate) txt: bool,
    pub(crate) jsonl: bool,
    pub(crate) md: bool,
}

impl Formats {
    /// What a folder gets if nothing is said.
    pub(crate) const DEFAULT: Formats = Formats {
        txt: true,
        jsonl: true,
        md: false,
    };

    fn of(list: &[Format]) -> Self {
        Formats {
            txt: list.contains(&Format::Txt),
            jsonl: list.contains(&Format::Jsonl),
            md: list.contains(&Format::Md),
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
    let mut formats = Formats::of(&args.format);
    let target = if stdio(out) {
        if args.report {
            return Err(Usage(
                "--report: needs a folder to write to; give one, or use cleaner diff PAGE --html FILE"
                    .to_owned(),
            )
            .into());
        }
        if args.format.is_empty() {
            formats.txt = true;
        }
        let count = [formats.txt, formats.jsonl, formats.md]
            .into_iter()
            .filter(|&f| f)
            .count();
        if count > 1 || args.shard_size.is_some() {
            return Err(Usage(
                "--format: standard output takes one form and no shards; name one form, or a folder to write to"
                    .to_owned(),
            )
            .into());
        }
        None
    } else {
        if args.format.is_empty() {
            formats = Formats::DEFAULT;
        }
        check_out(inputs, out)?;
        Some(out.as_path())
    };
    let wanted = Wanted {
        layout: Layout {
            formats,
            compression: args.compress,
            shard_size: args.shard_size.map(|size| size as u64),
        },
        // What is not cleaned again leaves nothing to show.
        force: args.force || args.report,
        jobs: args.jobs,
        quiet: args.options.quiet,
        report: args.report,
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
    pub(crate) layout: Layout,
    /// Clean what is done already, too.
    pub(crate) force: bool,
    pub(crate) jobs: Option<u16>,
    pub(crate) quiet: bool,
    pub(crate) report: bool,
}

/// Cleans all pages, to a folder or to standard output.
pub(crate) fn clean_all(
    pipeline: &Pipeline,
    found: &Inputs,
    reading: &Reading,
    target: Option<&Path>,
    wanted: &Wanted,
) -> Result<Status> {
    found.say(wanted.quiet);
    let failed = found.faults.len();
    if found.pages.is_empty() {
        return Ok(Status::Failed);
    }
    let layout = wanted.layout;
    let run = Run {
        found,
        reading,
        wanted,
        failed,
    };
    let Some(out) = target else {
        let cleaner = Cleaner::new(pipeline, layout, None);
        let output = Output::stdout(cleaner.between(), layout.compression)?;
        return run.all(&cleaner, output, None);
    };
    let home = Home::claim(out)?;
    let header = Header::new(pipeline, layout);
    let store = Store::open(&home, &header, wanted.force);
    let store = store.map_err(|e| anyhow!(message::unwritable(&out.join(HIDDEN), &e)))?;
    let folder = Folder {
        texts: Texts::new(&home, layout.formats),
        store: &store,
    };
    let tables = Tables::new(&home, header, &store)?;
    let binder = wanted.report.then(|| Binder::new(out.join(REPORT), None));
    run.all(
        &Cleaner::new(pipeline, layout, Some(folder)).reporting(wanted.report),
        Output::Folder(Box::new(tables)),
        binder,
    )
}

/// A run over all inputs.
struct Run<'a> {
    found: &'a Inputs,
    reading: &'a Reading,
    wanted: &'a Wanted,
    /// Inputs that could not be used.
    failed: usize,
}

impl Run<'_> {
    fn all(
        &self,
        cleaner: &Cleaner<'_>,
        mut output: Output<'_>,
        mut binder: Option<Binder>,
    ) -> Result<Status> {
        let (inputs, reading, quiet) = (&self.found.pages, self.reading, self.wanted.quiet);
        let mut tally = Tally {
            failed: self.failed,
            ..Tally::default()
        };
        let progress = Progress::new(quiet, || total(inputs));
        let mut faults = Faults::default();
        let stop = Stop::listen();
        let mut reader = Reader::new(inputs, reading, &stop);
        let count = reader.count();
        let mut names = Names::new(inputs);
        let has_folders = matches!(output, Output::Folder(_))
            && (self.wanted.layout.formats.txt || self.wanted.layout.formats.md);
        pool(self.wanted.jobs).run(
            || reader.take(),
            |batch| -> Vec<NamedPage> {
                let pages = Reader::pages(inputs, reading, &count, batch).into_iter();
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
                let done = cleaner.clean(pages);
                let leaves: usize = done.leaves.iter().map(Leaf::weight).sum();
                let weight = done.articles.len() + done.pages.len() + leaves;
                Weighed(done, weight)
            },
            |mut done| {
                if !done.notes.is_empty() {
                    progress.aside(|| done.notes.say(&mut faults, quiet));
                }
                tally.add(&done.tally);
                progress.show(count.load(Ordering::Relaxed), &tally);
                output.put(&done)?;
                match &mut binder {
                    Some(binder) => done.leaves.drain(..).try_for_each(|leaf| binder.add(leaf)),
                    None => Ok(()),
                }
            },
        )?;
        progress.aside(|| faults.finish());
        let is_folder = matches!(output, Output::Folder(_));
        if let Some(signal) = stop.asked() {
            let done = tally.summary(self.found.skipped, progress.finish());
            message::say(&self.stopped(signal, &done, is_folder));
            return Ok(Status::Stopped(signal));
        }
        output.finish()?;
        if let Some(binder) = binder {
            binder.finish()?;
        }
        let took = progress.finish();
        if !quiet && is_folder {
            message::say(&tally.summary(self.found.skipped, took));
        }
        Ok(if tally.failed == 0 {
            Status::Done
        } else {
            Status::Failed
        })
    }

    /// The line that says what was done until then, and what to do.
    fn stopped(&self, signal: Signal, done: &str, is_folder: bool) -> String {
        let next = if !is_folder {
            "what was written is whole, the articles of later pages are missing"
        } else if self.wanted.force {
            "run the same command again to begin anew"
        } else {
            "run the same command again to go on where it stopped"
        };
        format!("stopped by {} after {done}; {next}", signal.name())
    }
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
fn total(inputs: &[PageFile]) -> Option<u64> {
    let mut sizes = inputs.iter().map(|input| match input.form {
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
