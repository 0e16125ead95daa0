//! `cleaner diff`: what changed, page by page, or the work of one pass; in a terminal, in a pipe, or as a
//! report to look at in a browser.

use super::home::HIDDEN;
use super::inputs::{self, Form, PageFile};
use super::message::Faults;
use super::options::Options;
use super::paint::{self, Color, Look, Side};
use super::reader::{self, RawPage};
use super::report::Binder;
use super::run::InputOptions;
use super::{Status, Usage, message, print};
use anyhow::{Context, Result};
use cleaner::output;
use cleaner::page::{Kind, Page};
use cleaner::pipeline::Pipeline;
use cleaner::render::{View, text};
use cleaner::report::{Leaf, Watched, Work};
use cleaner::source;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::HashMap;
use std::io::{BufRead, Write};
use std::path::{Path, PathBuf};

/// Show what cleaning changes, or the work of one pass
///
/// Before stands the page as it was decoded, after it the text of its articles. Furniture (page marks,
/// mastheads) is part of no article, so it shows as taken away; it is kept in pages.jsonl.
///
/// If the last argument is a folder that `cleaner run` wrote, nothing is cleaned: after is what stands
/// there. Pages are looked up by the names they have as inputs, so give the same inputs as to `run`.
///
/// On a terminal every page begins with its figures; every block of its articles stands below the lines it
/// was made of, with their numbers in the page, the changed characters marked, and the passes that had a
/// hand in it. In a pipe it is a unified diff that `patch` reads, where the page is UTF-8. NO_COLOR and --color are respected. With
/// --html nothing is printed, and FILE is a report as `cleaner run --report` writes it.
#[derive(clap::Args)]
#[command(
    override_usage = "cleaner diff [OPTIONS] INPUT... [OUT]",
    after_long_help = "EXAMPLES
  cleaner diff page.txt
  cleaner diff pages/ | less
  cleaner diff pages/ out/                what an earlier run made of the pages
  cleaner diff page.txt --pass rejoin     the lines before and after this pass
  cleaner diff page.txt --pass label      what the pass took each line for
  cleaner diff pages/ --html look.html    before and after side by side, in a browser"
)]
pub(crate) struct Args {
    /// Pages or folders of pages; last, if you like, a folder that `cleaner run` wrote
    #[arg(value_name = "INPUT... [OUT]", required = true)]
    paths: Vec<PathBuf>,
    /// Show the work of this pass alone; see `cleaner passes`
    #[arg(long, value_name = "PASS")]
    pass: Option<String>,
    /// Equal lines to show around a change; on a terminal, blocks
    #[arg(long, value_name = "LINES", default_value_t = paint::CONTEXT)]
    context: usize,
    /// Write a report to FILE instead, to look at in a browser; with --pass, with its marks alone at first
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// When to colour
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = Color::Auto)]
    color: Color,
    #[command(flatten)]
    options: Options,
    #[command(flatten)]
    input: InputOptions,
}

pub(crate) fn run(args: &Args) -> Result<Status> {
    let pipeline = args.options.pipeline()?;
    let (inputs, out) = inputs_and_out(&args.paths);
    check_html(args.html.as_deref())?;
    check_articles(inputs, out)?;
    if let Some(pass) = &args.pass {
        check_pass(pass, &pipeline, out.filter(|_| args.html.is_none()))?;
    }
    let found = inputs::find(inputs);
    found.say(args.options.quiet);
    let mut faults = Faults::default();
    let for_text = pipeline.for_text();
    let out = out
        .map(|out| Earlier::read(out, &found.pages))
        .transpose()?;
    let binder = |file: &PathBuf| Binder::new(file.clone(), args.pass.clone());
    let mut comparer = Comparer {
        pass: args.pass.as_deref(),
        out: out.as_ref(),
        binder: args.html.as_ref().map(binder),
        look: Look {
            colored: args.color.wanted(),
            context: args.context,
        },
        failed: !found.faults.is_empty(),
    };
    print(|stdout| {
        for read in reader::each(&found.pages, &args.input.reading()) {
            match read {
                Ok(page) => {
                    let pipeline = if page.is_record { &for_text } else { &pipeline };
                    comparer.page(&page, pipeline, stdout)?;
                }
                Err(fault) => {
                    faults.say(&fault);
                    comparer.failed = true;
                }
            }
        }
        Ok(())
    })?;
    faults.finish();
    comparer.finish()
}

/// The inputs, and the folder of an earlier run if the last argument is one.
fn inputs_and_out(paths: &[PathBuf]) -> (&[PathBuf], Option<&Path>) {
    let is_out = |last: &Path| output::table(last, "articles").is_ok_and(|t| !t.is_empty());
    match paths {
        [inputs @ .., last] if !inputs.is_empty() && is_out(last) => (inputs, Some(last)),
        inputs => (inputs, None),
    }
}

/// A report has a file to go to.
fn check_html(file: Option<&Path>) -> Result<(), Usage> {
    if file.is_some_and(|file| file.as_os_str() == "-") {
        return Err(Usage(
            "--html: a report may be many files and is not written to standard output; name a file, such as look.html"
                .to_owned(),
        ));
    }
    Ok(())
}

/// A folder of an earlier run that has no articles is no input.
fn check_articles(inputs: &[PathBuf], out: Option<&Path>) -> Result<(), Usage> {
    if let ([_, .., last], None) = (inputs, out)
        && last.join(HIDDEN).is_dir()
        && output::table(last, "pages").is_ok_and(|t| !t.is_empty())
    {
        return Err(Usage(format!(
            "{}: has no articles.jsonl, which diff reads: it was written without; run `cleaner run` again with jsonl among its --format",
            last.display()
        )));
    }
    Ok(())
}

/// A pass whose work is shown runs, and no folder of an earlier run that would be printed has it.
fn check_pass(pass: &str, pipeline: &Pipeline, out: Option<&Path>) -> Result<(), Usage> {
    let running = || pipeline.passes().iter().map(|p| p.name);
    if !running().any(|name| name == pass) {
        return Err(Usage(format!(
            "--pass: no pass `{pass}` runs; those that run are {}",
            running().collect::<Vec<_>>().join(", ")
        )));
    }
    if let Some(out) = out {
        return Err(Usage(format!(
            "--pass: {} has no record of single passes; leave the folder out",
            out.display()
        )));
    }
    Ok(())
}

/// Shows pages before and after, one by one.
struct Comparer<'a> {
    pass: Option<&'a str>,
    /// What an earlier run wrote, if that is what stands after.
    out: Option<&'a Earlier<'a>>,
    /// The report that is written in place of what is printed.
    binder: Option<Binder>,
    look: Look,
    failed: bool,
}

impl Comparer<'_> {
    fn page(&mut self, page: &RawPage, pipeline: &Pipeline, stdout: &mut dyn Write) -> Result<()> {
        let earlier = match self.out {
            None => None,
            Some(out) => match out.texts.get(&page.name) {
                Some(text) => Some(text.as_str()),
                None => {
                    message::say(&format!(
                        "{}: has no page {}; give the inputs that were given to `cleaner run`, or run it again",
                        out.folder.display(),
                        page.name
                    ));
                    self.failed = true;
                    return Ok(());
                }
            },
        };
        if self.binder.is_some() {
            return self.bind(page, pipeline, earlier);
        }
        if let (None, None, true) = (self.pass, earlier, self.look.colored) {
            let work = Work::new(&Watched::new(pipeline, &page.name, &page.bytes));
            return Ok(paint::work(stdout, &page.place, &work, self.look.context)?);
        }
        let (before, after) = self.sides(page, pipeline, earlier);
        let [old, new] = self.labels(&page.place);
        paint::diff(stdout, &before.named(old), &after.named(new), self.look)?;
        Ok(())
    }

    /// Puts a page into the report, which shows what is made of it now.
    fn bind(&mut self, page: &RawPage, pipeline: &Pipeline, earlier: Option<&str>) -> Result<()> {
        let watched = Watched::new(pipeline, &page.name, &page.bytes);
        if let (Some(earlier), Some(out)) = (earlier, self.out)
            && *earlier != text::page(&View::new(&watched.cleaned))
        {
            message::say(&format!(
                "{}: has other articles of page {} than are made now, and the report shows those made now; give the options that were given to `cleaner run`, or run it again",
                out.folder.display(),
                page.name
            ));
            self.failed = true;
        }
        match &mut self.binder {
            Some(binder) => binder.add(Leaf::new(&watched)?),
            None => Ok(()),
        }
    }

    /// What stands before and after.
    fn sides(&self, page: &RawPage, pipeline: &Pipeline, earlier: Option<&str>) -> (Side, Side) {
        let (name, bytes) = (&page.name, &page.bytes);
        match (self.pass, earlier) {
            (Some(pass), _) => around(pipeline, pass, name, bytes),
            (None, Some(earlier)) => {
                let source = source::decode(name, bytes, pipeline.settings().encoding);
                (Side::new(source.text), Side::new(earlier.to_owned()))
            }
            (None, None) => {
                let cleaned = pipeline.run(name, bytes);
                let before = cleaned.page.source().text.clone();
                let after = text::page(&View::new(&cleaned));
                (Side::new(before), Side::new(after))
            }
        }
    }

    /// What the two sides are called: after a tab, so that `patch` takes what stands before it for the file's name.
    fn labels(&self, place: &str) -> [String; 2] {
        match self.pass {
            Some(pass) => [
                format!("{place}\t(before {pass})"),
                format!("{place}\t(after {pass})"),
            ],
            None => [place.to_owned(), format!("{place}\t(cleaned)")],
        }
    }

    fn finish(self) -> Result<Status> {
        if let Some(binder) = self.binder {
            binder.finish()?;
        }
        Ok(if self.failed {
            Status::Failed
        } else {
            Status::Done
        })
    }
}

/// What an earlier run wrote.
struct Earlier<'a> {
    folder: &'a Path,
    /// The texts of the articles of every page.
    texts: HashMap<String, String>,
}

impl<'a> Earlier<'a> {
    fn read(folder: &'a Path, pages: &[PageFile]) -> Result<Self> {
        let texts = texts(folder, pages)?;
        Ok(Earlier { folder, texts })
    }
}

/// What a record of `articles.jsonl` has for us.
#[derive(Deserialize)]
struct ArticleRecord {
    source: String,
    text: String,
}

/// What a record of `pages.jsonl` has for us.
#[derive(Deserialize)]
struct PageRecord {
    source: String,
}

/// The texts of the pages' articles in an output folder, put together as `text::page` does.
fn texts(out: &Path, pages: &[PageFile]) -> Result<HashMap<String, String>> {
    let mut texts: HashMap<String, String> = HashMap::new();
    // What the records of a corpus are called is known only when they are read.
    let any = pages.iter().any(|p| p.form != Form::Page);
    let named = |name: &str| {
        pages
            .binary_search_by(|p| p.name.as_str().cmp(name))
            .is_ok()
    };
    let wanted = |name: &str| any || named(name);
    // A page without articles stands there alone.
    each_line(out, "pages", |record: PageRecord| {
        if wanted(&record.source) {
            texts.entry(record.source).or_default();
        }
    })?;
    each_line(out, "articles", |record: ArticleRecord| {
        if wanted(&record.source) {
            let text = texts.entry(record.source).or_default();
            if !text.is_empty() {
                text.push_str("\n\n");
            }
            text.push_str(&record.text);
        }
    })?;
    Ok(texts)
}

/// Reads a table of an output folder line by line.
fn each_line<T: DeserializeOwned>(out: &Path, table: &str, mut each: impl FnMut(T)) -> Result<()> {
    let unreadable = |path: &Path, e| anyhow::anyhow!(message::unreadable(path, &e));
    for path in output::table(out, table).map_err(|e| unreadable(out, e))? {
        let lines = output::open(&path).map_err(|e| unreadable(&path, e))?;
        for (i, line) in lines.lines().enumerate() {
            let line = line.map_err(|e| unreadable(&path, e))?;
            each(serde_json::from_str(&line).with_context(|| {
                format!(
                    "{}:{}: not a line that `cleaner run` wrote; run it again",
                    path.display(),
                    i + 1
                )
            })?);
        }
    }
    Ok(())
}

/// A block as it was after a pass.
#[derive(Clone, PartialEq)]
struct Shot {
    /// Line of the source, from 1.
    line: usize,
    kind: Option<Kind>,
    article: Option<usize>,
    text: String,
}

/// The page before and after a pass. What the pass labelled stands before the text.
fn around(pipeline: &Pipeline, pass: &str, name: &str, raw: &[u8]) -> (Side, Side) {
    let mut before: Vec<Shot> = vec![Shot {
        line: 1,
        kind: None,
        article: None,
        text: String::from_utf8_lossy(raw).into_owned(),
    }];
    let mut after = None;
    pipeline.run_traced(name, raw, |done, page| {
        if done.name == pass {
            after = Some(shots(page));
        } else if after.is_none() {
            before = shots(page);
        }
    });
    let after = after.unwrap_or_else(|| before.clone());
    let kinds = before
        .iter()
        .map(|s| s.kind)
        .ne(after.iter().map(|s| s.kind))
        && after.iter().any(|s| s.kind.is_some());
    let articles =
        before.iter().any(|s| s.article.is_some()) != after.iter().any(|s| s.article.is_some());
    let written = |shots: &[Shot]| {
        let mut out = String::new();
        let mut lines = Vec::new();
        for shot in shots {
            if articles {
                let article = shot.article.map_or("-".to_owned(), |a| (a + 1).to_string());
                out += &format!("{article:>3} ");
            }
            if articles || kinds {
                out += &format!("{:<8} | ", shot.kind.map_or("-", Kind::name));
            }
            let text = shot.text.strip_suffix('\n').unwrap_or(&shot.text);
            out += text;
            out.push('\n');
            lines.extend((0..=text.matches('\n').count()).map(|i| shot.line + i));
        }
        Side::numbered(out, lines)
    };
    (written(&before), written(&after))
}

fn shots(page: &Page) -> Vec<Shot> {
    let shot = |b| -> Shot {
        let block: &cleaner::page::Block = b;
        Shot {
            line: block.layout.line as usize,
            kind: block.kind(),
            article: block.article(),
            text: page.str(block).to_owned(),
        }
    };
    page.blocks().iter().map(shot).collect()
}
