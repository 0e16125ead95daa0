//! `cleaner check`: is the output still what it was?

use super::compression::Compression;
use super::home::HIDDEN;
use super::inputs;
use super::journal::{JOURNAL, Log};
use super::options::Options;
use super::paint::{self, Color, Look, Side};
use super::run::{Formats, InputOptions, LayoutOptions, Wanted, clean_all};
use super::tables::Layout;
use super::target::check_out;
use super::texts::{TEXTS, is_article};
use super::{Status, Usage, message, print};
use anyhow::{Result, anyhow};
use cleaner::output;
use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// Clean pages and compare with what an earlier run wrote
///
/// GOLDEN is a folder that `cleaner run` wrote. The pages are cleaned again; where a file differs, is
/// missing or is there too many, a unified diff is written (tables are unpacked for it, and their records
/// spread over lines) and the exit status is 1. With --bless the folder is made to be what it should be,
/// unless some page failed.
///
/// The output is laid out as GOLDEN is, unless --format, --compress or --shard-size say otherwise.
#[derive(clap::Args)]
#[command(
    override_usage = "cleaner check [OPTIONS] INPUT... GOLDEN",
    after_long_help = "EXAMPLES
  cleaner check pages/ golden/
  cleaner check pages/ golden/ --bless && git diff golden/"
)]
pub(crate) struct Args {
    /// The pages, and last the folder to compare with
    #[arg(value_name = "INPUT... GOLDEN", required = true, num_args = 2..)]
    paths: Vec<PathBuf>,
    /// Take the new output for right: write it to GOLDEN
    #[arg(long)]
    bless: bool,
    /// Clean so many pages at a time [default: as many as there are processors]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    jobs: Option<u16>,
    /// When to colour
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = Color::Auto)]
    color: Color,
    #[command(flatten)]
    layout: LayoutOptions,
    #[command(flatten)]
    options: Options,
    #[command(flatten)]
    input: InputOptions,
}

pub(crate) fn run(args: &Args) -> Result<Status> {
    let pipeline = args.options.pipeline()?;
    let [inputs @ .., golden] = args.paths.as_slice() else {
        return Err(Usage("nothing to check: cleaner check INPUT... GOLDEN".to_owned()).into());
    };
    check_out(inputs, golden)?;
    if !args.bless && !golden.is_dir() {
        return Err(Usage(format!(
            "{}: no such folder; make it with `cleaner check --bless`",
            golden.display()
        ))
        .into());
    }
    let found = inputs::find(inputs);
    let layout = if args.layout.are_none() {
        layout_of(golden)?
    } else {
        args.layout.layout(Formats::DEFAULT)
    };
    let fresh =
        tempfile::tempdir().map_err(|e| anyhow!(message::unwritable(&std::env::temp_dir(), &e)))?;
    let wanted = Wanted {
        layout,
        force: true,
        jobs: args.jobs,
        quiet: true,
        report: false,
    };
    let reading = args.input.reading();
    let status = clean_all(&pipeline, &found, &reading, Some(fresh.path()), &wanted)?;
    if let Status::Stopped(_) = status {
        return Ok(status);
    }
    // What failed has no output, and would be taken for a page that is gone.
    if status == Status::Failed && (args.bless || found.pages.is_empty()) {
        if args.bless {
            message::say(&format!(
                "{}: nothing was written there, for not all pages could be cleaned; see to what failed and bless again",
                golden.display()
            ));
        }
        return Ok(status);
    }
    let (different, tally) = compare(golden, fresh.path())?;
    if args.bless {
        bless_all(golden, fresh.path(), &different)?;
    } else {
        let look = Look {
            colored: args.color.wanted(),
            context: paint::CONTEXT,
        };
        show(golden, &different, look)?;
    }
    if !args.options.quiet {
        message::say(&tally.summary(args.bless, golden));
    }
    Ok(if different.is_empty() || args.bless {
        status
    } else {
        Status::Failed
    })
}

/// A file that is not as it was; none of its bytes where there is no such file.
struct Different {
    name: PathBuf,
    old: Option<Vec<u8>>,
    new: Option<Vec<u8>>,
}

/// The files of two folders that differ.
fn compare(golden: &Path, fresh: &Path) -> Result<(Vec<Different>, Compared)> {
    let mut names = files(fresh)?;
    names.append(&mut files(golden)?);
    let mut different = Vec::new();
    let mut tally = Compared {
        files: names.len(),
        ..Compared::default()
    };
    for name in names {
        let (old, new) = (content(&golden.join(&name))?, content(&fresh.join(&name))?);
        if old != new {
            match new {
                Some(_) => tally.written += 1,
                None => tally.removed += 1,
            }
            different.push(Different { name, old, new });
        }
    }
    Ok((different, tally))
}

/// Makes the golden folder what the fresh one is.
fn bless_all(golden: &Path, fresh: &Path, different: &[Different]) -> Result<()> {
    for file in different {
        bless(&golden.join(&file.name), file.new.as_deref())?;
    }
    // It says how the folder is laid out now.
    let [old, new] = [golden, fresh].map(|out| out.join(HIDDEN).join(JOURNAL));
    if old.exists() {
        fs::copy(new, &old).map_err(|e| anyhow!(message::unwritable(&old, &e)))?;
    }
    Ok(())
}

/// Prints what differs.
fn show(golden: &Path, different: &[Different], look: Look) -> Result<()> {
    print(|out| {
        for Different { name, old, new } in different {
            let label = golden.join(name).display().to_string();
            let side = |bytes: &Option<Vec<u8>>, label: String| match bytes {
                Some(bytes) => Side::new(readable(name, bytes)).named(label),
                None => Side::new(String::new()).named("/dev/null".to_owned()),
            };
            let now = format!("{label}\t(now)");
            paint::diff(out, &side(old, label), &side(new, now), look)?;
        }
        Ok(())
    })
}

/// How many files there are in both folders together, and what --bless does with those that differ.
#[derive(Default)]
struct Compared {
    files: usize,
    written: usize,
    removed: usize,
}

impl Compared {
    fn summary(&self, bless: bool, golden: &Path) -> String {
        let golden = golden.display();
        let Compared {
            files,
            written,
            removed,
        } = self;
        match (written + removed, bless) {
            (0, _) => format!("{files} files, none differs from {golden}"),
            (_, true) => {
                format!("{written} of {files} files written to {golden}, {removed} removed from it")
            }
            (n, false) => format!(
                "{n} of {files} files differ from {golden}; --bless takes the new ones for right"
            ),
        }
    }
}

/// How the output is laid out that is there: as its journal says or, where it was copied without, as it
/// looks. Where nothing is there, as `cleaner run` does if nothing is said.
fn layout_of(golden: &Path) -> Result<Layout> {
    let journal = golden.join(HIDDEN).join(JOURNAL);
    if let Some(header) = Log::header(&journal) {
        return Ok(header.layout);
    }
    let unreadable = |e: io::Error| anyhow!(message::unreadable(golden, &e));
    let table = |name| output::table(golden, name).map_err(unreadable);
    let (articles, pages) = (table("articles")?, table("pages")?);
    let Some(first) = pages.first() else {
        return Ok(Layout {
            formats: Formats::DEFAULT,
            compression: None,
            shard_size: None,
        });
    };
    if first
        .file_name()
        .is_some_and(|name| name.to_string_lossy().starts_with("pages-"))
    {
        return Err(Usage(format!(
            "{}: in shards, and nothing there says of what size; say it with --shard-size, and with --format and --compress what else was said to `cleaner run`",
            first.display()
        ))
        .into());
    }
    let names = files(golden)?;
    let has = |ending: &str| {
        names
            .iter()
            .any(|n| n.extension().is_some_and(|e| e == ending))
    };
    Ok(Layout {
        formats: Formats {
            // A page without articles has no files either.
            txt: has("txt") || articles.is_empty() && !has("md"),
            jsonl: !articles.is_empty(),
            md: has("md"),
        },
        compression: Compression::of_name(first),
        shard_size: None,
    })
}

/// The files of an output folder, relative to it. What else lies there is none of ours.
fn files(folder: &Path) -> Result<BTreeSet<PathBuf>> {
    let mut names = BTreeSet::new();
    for table in ["articles", "pages"] {
        let table = output::table(folder, table);
        let table = table.map_err(|e| anyhow!(message::unreadable(folder, &e)))?;
        names.extend(
            table
                .iter()
                .filter_map(|path| path.file_name().map(PathBuf::from)),
        );
    }
    let texts = folder.join(TEXTS);
    if texts.is_dir() {
        for entry in WalkDir::new(&texts) {
            let entry = entry.map_err(|e| {
                let reason = e.io_error().map_or_else(|| e.to_string(), message::reason);
                anyhow!(
                    "{}: cannot be read: {reason}; check its permissions",
                    texts.display()
                )
            })?;
            let is_article = is_article(&entry.file_name().to_string_lossy());
            if entry.file_type().is_file()
                && is_article
                && let Ok(name) = entry.path().strip_prefix(folder)
            {
                names.insert(name.to_owned());
            }
        }
    }
    Ok(names)
}

fn content(path: &Path) -> Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(anyhow!(message::unreadable(path, &e))),
    }
}

/// Text is what it is; a table is unpacked, and a record of it spread over lines.
fn readable(path: &Path, bytes: &[u8]) -> String {
    let mut plain = Vec::new();
    match Compression::of_name(path) {
        None => plain.extend_from_slice(bytes),
        // What is damaged differs too, and shows as far as it can be read.
        Some(compression) => {
            let unpacked = compression.unpack(bytes);
            let _ = unpacked.and_then(|mut reader| reader.read_to_end(&mut plain));
        }
    }
    let text = String::from_utf8_lossy(&plain);
    if path.extension().is_some_and(|e| e == "txt" || e == "md") {
        return text.into_owned();
    }
    let spread = |line: &str| -> String {
        let value: Result<serde_json::Value, _> = serde_json::from_str(line);
        let pretty = value.and_then(|v| serde_json::to_string_pretty(&v));
        pretty.unwrap_or_else(|_| line.to_owned()) + "\n"
    };
    text.lines().map(spread).collect()
}

fn bless(path: &Path, text: Option<&[u8]>) -> Result<()> {
    let done = match text {
        None => fs::remove_file(path).map(|()| {
            // Only an empty folder goes.
            let _ = path.parent().map(fs::remove_dir);
        }),
        Some(text) => path
            .parent()
            .map_or(Ok(()), fs::create_dir_all)
            .and_then(|()| {
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                let part = path.with_file_name(format!(".{name}.part"));
                fs::write(&part, text)?;
                fs::rename(&part, path)
            }),
    };
    done.map_err(|e| anyhow!(message::unwritable(path, &e)))
}
