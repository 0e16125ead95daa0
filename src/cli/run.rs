//! `cleaner run`: pages in, articles out. The only place with threads.
//!
//! Pages are cleaned in chunks: the pages of a chunk in parallel, then its lines are written in the order
//! of the pages. So the bytes do not depend on the number of threads, and no more than a chunk of pages
//! is in memory at a time.

use super::inputs::{self, Inputs, PageFile};
use super::options::Options;
use super::output::{ARTICLES, Failure, Folders, PAGES, Part, TEXTS};
use super::{Status, Usage, message, print};
use anyhow::{Result, anyhow};
use clap::ValueEnum;
use cleaner::pipeline::{Cleaned, Pipeline};
use cleaner::render::{View, json, text};
use cleaner::source;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use rayon::prelude::*;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Pages that are in memory at a time.
const CHUNK: usize = 512;

/// Clean pages and write their articles to a folder
///
/// INPUT is a page file, or a folder that is searched for pages (.txt, .text, .md). OUT is the folder to
/// write to, made if it is not there: articles.jsonl (one article a line), pages.jsonl (one page a line)
/// and articles/PAGE/NN.txt (the text of every article).
///
/// With - as the only argument, one page is read from standard input and its articles are written to
/// standard output.
#[derive(clap::Args)]
#[command(
    override_usage = "cleaner run [OPTIONS] INPUT... OUT\n       cleaner run [OPTIONS] -",
    after_long_help = "EXAMPLES
  cleaner run pages/ out/
  cleaner run 1.txt 2.txt more/ out/ --jobs 4
  cleaner run - < page.txt
  cleaner run - --format jsonl < page.txt
  cleaner run pages/ out/ --until rejoin      stop before the page is split into articles"
)]
pub(crate) struct Args {
    /// The pages, and last the folder to write to; or -
    #[arg(value_name = "INPUT... OUT", required = true)]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    options: Options,
    /// Clean so many pages at a time [default: as many as there are processors]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    jobs: Option<u16>,
    /// Write only this form of the articles [default: both to a folder, text to standard output]
    #[arg(long, value_enum)]
    format: Option<Format>,
}

/// A form of the articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Plain text: a .txt file for each article; on standard output with two empty lines between them
    Text,
    /// JSON, one article a line: articles.jsonl
    Jsonl,
}

pub(crate) fn run(args: &Args) -> Result<Status> {
    let pipeline = args.options.pipeline()?;
    match args.paths.as_slice() {
        [only] if only.as_os_str() == "-" => stdin(&pipeline, args),
        [] => Err(Usage("nothing to clean: cleaner run INPUT... OUT".to_owned()).into()),
        [only] => Err(Usage(format!(
            "{}: there must be an input and, last, a folder to write to: cleaner run {} OUT",
            only.display(),
            only.display()
        ))
        .into()),
        [inputs @ .., _] if inputs.iter().any(|i| i.as_os_str() == "-") => Err(Usage(
            "-: standard input is read alone and written to standard output: cleaner run -"
                .to_owned(),
        )
        .into()),
        [inputs @ .., out] => {
            check_out(inputs, out)?;
            let found = inputs::find(inputs);
            let wanted = Wanted {
                texts: args.format != Some(Format::Jsonl),
                jsonl: args.format != Some(Format::Text),
                jobs: args.jobs,
                quiet: args.options.quiet,
            };
            clean_all(&pipeline, &found, out, wanted)
        }
    }
}

/// One page from standard input.
fn stdin(pipeline: &Pipeline, args: &Args) -> Result<Status> {
    let mut raw = Vec::new();
    io::stdin().lock().read_to_end(&mut raw).map_err(|e| {
        anyhow!(
            "standard input: cannot be read: {}; give it a page: cleaner run - < PAGE",
            message::reason(&e)
        )
    })?;
    if source::looks_binary(&raw) {
        return Err(anyhow!("standard input: {}", message::NOT_TEXT));
    }
    let cleaned = pipeline.run("-", &raw);
    let view = View::new(&cleaned);
    let notes = Notes::of("standard input", &cleaned, &view);
    notes.say(args.options.quiet);
    print(|out| {
        if args.format == Some(Format::Jsonl) {
            for article in &view.articles {
                out.write_all(json::article(&view, article)?.as_bytes())?;
            }
        } else {
            out.write_all(text::page(&view).as_bytes())?;
        }
        Ok(())
    })?;
    Ok(notes.status())
}

/// What there is to say about a page on standard error.
#[derive(Default)]
struct Notes {
    /// Not said with --quiet.
    warnings: Vec<String>,
    failures: Vec<String>,
}

impl Notes {
    fn of(name: &str, cleaned: &Cleaned, view: &View<'_>) -> Self {
        let mut notes = Notes::default();
        if view.warnings.iter().any(|w| w.what == "empty") {
            notes
                .warnings
                .push(format!("{name}: the page is empty; it has no articles"));
        }
        if let Some(fault) = cleaned.faults.first() {
            notes.failures.push(format!(
                "{name}: a bug of cleaner: {fault} ({}); the page was written as it came, in one article with the flag audit-failed; please report it",
                counted(cleaned.faults.len(), "fault")
            ));
        }
        notes
    }

    fn say(&self, quiet: bool) {
        let warnings = self.warnings.iter().filter(|_| !quiet);
        for line in warnings.chain(&self.failures) {
            message::say(line);
        }
    }

    fn status(&self) -> Status {
        if self.failures.is_empty() {
            Status::Done
        } else {
            Status::Failed
        }
    }
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
#[derive(Clone, Copy)]
pub(crate) struct Wanted {
    pub(crate) texts: bool,
    pub(crate) jsonl: bool,
    pub(crate) jobs: Option<u16>,
    pub(crate) quiet: bool,
}

/// What became of one page.
#[derive(Default)]
struct Done {
    articles: String,
    page: String,
    count: usize,
    characters: usize,
    bytes: usize,
    malformed: bool,
    written: bool,
    notes: Notes,
    fatal: bool,
}

/// The sums over all pages.
#[derive(Default)]
struct Tally {
    pages: usize,
    articles: usize,
    characters: usize,
    bytes: usize,
    malformed: usize,
    failed: usize,
}

/// Cleans all pages into a folder.
pub(crate) fn clean_all(
    pipeline: &Pipeline,
    found: &Inputs,
    out: &Path,
    wanted: Wanted,
) -> Result<Status> {
    let begun = Instant::now();
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
    let mut threads = rayon::ThreadPoolBuilder::new();
    if let Some(jobs) = wanted.jobs {
        threads = threads.num_threads(usize::from(jobs));
    }
    let threads = threads
        .build()
        .map_err(|e| anyhow!("--jobs: threads cannot be started: {e}; give a smaller number"))?;
    let unwritable = |path: &Path, e: &io::Error| anyhow!(message::unwritable(path, e));
    fs::create_dir_all(out).map_err(|e| unwritable(out, &e))?;
    let create = |name: &str| {
        let path = out.join(name);
        Part::create(path.clone()).map_err(|e| unwritable(&path, &e))
    };
    let mut articles = wanted.jsonl.then(|| create(ARTICLES)).transpose()?;
    let mut pages = create(PAGES)?;
    let folders = Folders::new(out, &found.pages);
    let bar = progress(found.pages.len(), wanted.quiet);
    for chunk in found.pages.chunks(CHUNK) {
        let done: Vec<Done> = threads.install(|| {
            chunk
                .par_iter()
                .map(|page| clean_one(pipeline, page, &folders, wanted))
                .inspect(|_| bar.inc(1))
                .collect()
        });
        for done in &done {
            bar.suspend(|| done.notes.say(wanted.quiet));
            if done.fatal {
                return Err(anyhow!(
                    "stopped: nothing can be written to {}",
                    out.display()
                ));
            }
            tally.add(done);
            if let Some(articles) = &mut articles {
                let written = articles.write(&done.articles);
                written.map_err(|e| unwritable(articles.path(), &e))?;
            }
            let written = pages.write(&done.page);
            written.map_err(|e| unwritable(pages.path(), &e))?;
        }
        let seconds = begun.elapsed().as_secs_f64();
        bar.set_message(format!(
            "{:.1} MB/s",
            megabytes(tally.bytes) / seconds.max(0.001)
        ));
    }
    bar.finish_and_clear();
    for part in articles.into_iter().chain([pages]) {
        let path = part.path().to_owned();
        part.finish().map_err(|e| unwritable(&path, &e))?;
    }
    if !wanted.quiet {
        message::say(&tally.summary(found.skipped, begun.elapsed()));
    }
    Ok(if tally.failed == 0 {
        Status::Done
    } else {
        Status::Failed
    })
}

fn clean_one(pipeline: &Pipeline, page: &PageFile, folders: &Folders, wanted: Wanted) -> Done {
    let failed = |line: String| Done {
        notes: Notes {
            failures: vec![line],
            ..Notes::default()
        },
        ..Done::default()
    };
    let raw = match fs::read(&page.path) {
        Ok(raw) => raw,
        Err(error) => return failed(message::unreadable(&page.path, &error)),
    };
    if source::looks_binary(&raw) {
        return failed(format!("{}: {}", page.path.display(), message::NOT_TEXT));
    }
    let cleaned = pipeline.run(&page.name, &raw);
    let view = View::new(&cleaned);
    let mut done = Done {
        count: view.articles.len(),
        characters: characters(&view),
        bytes: raw.len(),
        malformed: cleaned.page.source().malformed_count > 0,
        written: true,
        notes: Notes::of(&page.path.display().to_string(), &cleaned, &view),
        ..Done::default()
    };
    let lines = view.articles.iter().map(|a| json::article(&view, a));
    let lines: serde_json::Result<String> = lines.collect();
    match (lines, json::page(&view, pipeline.settings().unsure_below)) {
        (Ok(articles), Ok(line)) => (done.articles, done.page) = (articles, line),
        (Err(e), _) | (_, Err(e)) => {
            return failed(format!(
                "{}: cannot be written as JSON: {e}; please report it",
                page.path.display()
            ));
        }
    }
    let texts: Vec<String> = if wanted.texts {
        view.articles.iter().map(text::article).collect()
    } else {
        Vec::new()
    };
    if let Err(Failure { line, fatal }) = folders.write(&page.name, &texts) {
        done.notes.failures.push(line);
        done.fatal = fatal;
    }
    done
}

fn characters(view: &View<'_>) -> usize {
    let blocks = view.articles.iter().flat_map(|a| &a.blocks);
    let texts = blocks.chain(&view.furniture).map(|b| b.text);
    texts
        .map(|t| t.chars().filter(|c| !c.is_whitespace()).count())
        .sum()
}

fn megabytes(bytes: usize) -> f64 {
    bytes as f64 / 1e6
}

/// A bar on a terminal, nothing elsewhere.
fn progress(pages: usize, quiet: bool) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(
        Some(pages as u64),
        if quiet {
            ProgressDrawTarget::hidden()
        } else {
            ProgressDrawTarget::stderr()
        },
    );
    if let Ok(style) =
        ProgressStyle::with_template("{wide_bar} {pos}/{len} pages  {msg}  {eta} left")
    {
        bar.set_style(style);
    }
    bar
}

impl Tally {
    fn add(&mut self, done: &Done) {
        self.pages += usize::from(done.written);
        self.articles += done.count;
        self.characters += done.characters;
        self.bytes += done.bytes;
        self.malformed += usize::from(done.malformed);
        self.failed += usize::from(!done.notes.failures.is_empty());
    }

    fn summary(&self, skipped: usize, took: Duration) -> String {
        let seconds = took.as_secs_f64();
        let mut line = format!(
            "{}, {}, {} in {seconds:.2} s, {:.1} MB/s",
            counted(self.pages, "page"),
            counted(self.articles, "article"),
            counted(self.characters, "character"),
            megabytes(self.bytes) / seconds.max(0.001)
        );
        if skipped > 0 {
            line += &format!("; {} skipped", counted(skipped, "other file"));
        }
        if self.malformed > 0 {
            line += &format!(
                "; {} with bytes that could not be decoded, see the warnings in {PAGES}",
                counted(self.malformed, "page")
            );
        }
        if self.failed > 0 {
            line += &format!("; {} failed", self.failed);
        }
        line
    }
}

/// `1 page`, `2 pages`.
fn counted(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use cleaner::audit::Fault;

    #[test]
    fn a_page_that_fails_the_audit_is_a_line_and_a_failure() {
        let mut cleaned = Pipeline::default().run("1.txt", "一行\n".as_bytes());
        cleaned.faults.push(Fault {
            span: 0..3,
            text: "一".to_owned(),
            what: "was lost",
        });
        let notes = Notes::of("pages/1.txt", &cleaned, &View::new(&cleaned));
        assert_eq!(notes.status(), Status::Failed);
        assert_eq!(notes.warnings, [""; 0]);
        assert_eq!(
            notes.failures,
            [
                "pages/1.txt: a bug of cleaner: bytes 0..3 \"一\": was lost (1 fault); the page was written as it came, in one article with the flag audit-failed; please report it"
            ]
        );
    }
}
