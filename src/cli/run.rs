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
use super::progress::{Progress, Tally, counted};
use super::reader::{Reader, Reading};
use super::report::{Binder, REPORT};
use super::stop::{Signal, Stop};
use super::tables::{Layout, Tables};
use super::target::{check_foreign, check_out};
use super::texts::Texts;
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
/// OUT holds the output of one run: what an earlier one wrote of other pages, or in other forms, is removed.
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
    #[command(flatten)]
    layout: LayoutOptions,
    /// Write report.html too: before and after side by side, to look at in a browser; cleans all pages
    #[arg(long)]
    report: bool,
    /// Clean all pages, also those that an earlier run into OUT has cleaned and that have not changed; and
    /// write to OUT whatever is in it
    #[arg(long)]
    force: bool,
}

/// How what is written is laid out; shared by the commands that write it.
#[derive(clap::Args)]
pub(crate) struct LayoutOptions {
    /// Write the articles in these forms [default: txt,jsonl to a folder, txt to standard output]
    #[arg(long, value_enum, value_name = "FORM,…", value_delimiter = ',')]
    format: Vec<Format>,
    /// Pack articles.jsonl and pages.jsonl, or what goes to standard output
    #[arg(long, value_enum, value_name = "HOW")]
    compress: Option<Compression>,
    /// Cut the tables into shards of at most this size, such as 1G bytes: articles-00000.jsonl …
    #[arg(long, value_name = "SIZE", value_parser = size)]
    shard_size: Option<usize>,
}

impl LayoutOptions {
    /// Whether nothing was asked for.
    pub(crate) fn are_none(&self) -> bool {
        self.format.is_empty() && self.compress.is_none() && self.shard_size.is_none()
    }

    /// What was asked for; `default` stands for forms that were not named.
    pub(crate) fn layout(&self, default: Formats) -> Layout {
        Layout {
            formats: if self.format.is_empty() {
                default
            } else {
                Formats::of(&self.format)
            },
            compression: self.compress,
            shard_size: self.shard_size.map(|size| size as u64),
        }
    }
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

    /// What standard output gets if nothing is said.
    const STDOUT: Formats = Formats {
        txt: true,
        jsonl: false,
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
    let layout;
    let target = if stdio(out) {
        if args.report {
            return Err(Usage(
                "--report: needs a folder to write to; give one, or use cleaner diff PAGE --html FILE"
                    .to_owned(),
            )
            .into());
        }
        layout = args.layout.layout(Formats::STDOUT);
        let Formats { txt, jsonl, md } = layout.formats;
        if [txt, jsonl, md].into_iter().filter(|&f| f).count() > 1 {
            return Err(Usage(
                "--format: standard output takes one form; name one, or a folder to write to"
                    .to_owned(),
            )
            .into());
        }
        if layout.shard_size.is_some() {
            return Err(Usage(
                "--shard-size: standard output takes no shards; leave it out, or name a folder to write to"
                    .to_owned(),
            )
            .into());
        }
        None
    } else {
        layout = args.layout.layout(Formats::DEFAULT);
        check_out(inputs, out)?;
        if !args.force {
            check_foreign(inputs, out)?;
        }
        Some(out.as_path())
    };
    let wanted = Wanted {
        layout,
        // What is not cleaned again leaves nothing to show.
        force: args.force || args.report,
        jobs: args.jobs,
        quiet: args.options.quiet,
        report: args.report,
    };
    let found = inputs::find(inputs);
    clean_all(&pipeline, &found, &args.input.reading(), target, &wanted)
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
    let header = Header::new(pipeline, layout, wanted.report);
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
        let gone = output.finish()?;
        if let Some(binder) = binder {
            binder.finish()?;
        }
        let took = progress.finish();
        if !quiet && is_folder {
            let summary = tally.summary(self.found.skipped, took);
            message::say(&done(summary, gone));
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

/// The line that says what was done, and how many pages of the last run went.
fn done(summary: String, gone: usize) -> String {
    if gone == 0 {
        return summary;
    }
    format!(
        "{summary}; {} of the last run {} not among these and gone from the folder, which holds one run's output: give all inputs at once to keep them",
        counted(gone, "page"),
        if gone == 1 { "is" } else { "are" }
    )
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
