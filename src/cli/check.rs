//! `cleaner check`: is the output still what it was?

use super::inputs;
use super::options::Options;
use super::paint::{self, Color, Look, Side};
use super::run::{Formats, InputOptions, Wanted, clean_all};
use super::tables::{ARTICLES, Layout, PAGES};
use super::target::check_out;
use super::texts::{TEXTS, is_article};
use super::{Status, Usage, message, print};
use anyhow::{Result, anyhow};
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// Clean pages and compare with what an earlier run wrote
///
/// GOLDEN is a folder that `cleaner run` wrote. The pages are cleaned again; where a file differs, is
/// missing or is there too many, a unified diff is written (records of the .jsonl files are spread over
/// lines for it) and the exit status is 1. With --bless the folder is made to be what it should be.
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
    let fresh =
        tempfile::tempdir().map_err(|e| anyhow!(message::unwritable(&std::env::temp_dir(), &e)))?;
    let wanted = Wanted {
        layout: Layout {
            formats: Formats::DEFAULT,
            compression: None,
            shard_size: None,
        },
        force: true,
        jobs: args.jobs,
        quiet: true,
        report: false,
    };
    let found = inputs::find(inputs);
    let reading = args.input.reading();
    let status = clean_all(&pipeline, &found, &reading, Some(fresh.path()), &wanted)?;
    if let Status::Stopped(_) = status {
        return Ok(status);
    }
    let mut names = files(fresh.path())?;
    names.append(&mut files(golden)?);
    let mut different = Vec::new();
    for name in &names {
        let (old, new) = (
            content(&golden.join(name))?,
            content(&fresh.path().join(name))?,
        );
        if old != new {
            different.push((name, old, new));
        }
    }
    if args.bless {
        for (name, _, new) in &different {
            bless(&golden.join(name), new.as_deref())?;
        }
    } else {
        let look = Look {
            colored: args.color.wanted(),
            context: paint::CONTEXT,
        };
        print(|out| {
            for (name, old, new) in &different {
                let label = golden.join(name).display().to_string();
                let absent = "/dev/null".to_owned();
                let side = |text: &Option<String>, label: String| match text {
                    Some(text) => (label, readable(name, text)),
                    None => (absent.clone(), String::new()),
                };
                let before = side(old, label.clone());
                let after = side(new, format!("{label}\t(now)"));
                let old = Side::new(before.1).named(before.0);
                let new = Side::new(after.1).named(after.0);
                paint::diff(out, &old, &new, look)?;
            }
            Ok(())
        })?;
    }
    if !args.options.quiet {
        message::say(&summary(names.len(), different.len(), args.bless, golden));
    }
    Ok(if different.is_empty() || args.bless {
        status
    } else {
        Status::Failed
    })
}

fn summary(files: usize, different: usize, bless: bool, golden: &Path) -> String {
    let golden = golden.display();
    match (different, bless) {
        (0, _) => format!("{files} files, none differs from {golden}"),
        (n, true) => format!("{n} of {files} files written to {golden}"),
        (n, false) => {
            format!(
                "{n} of {files} files differ from {golden}; --bless takes the new ones for right"
            )
        }
    }
}

/// The files of an output folder, relative to it. What else lies there is none of ours.
fn files(folder: &Path) -> Result<BTreeSet<PathBuf>> {
    let mut names = BTreeSet::new();
    for name in [ARTICLES, PAGES] {
        if folder.join(name).exists() {
            names.insert(PathBuf::from(name));
        }
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

fn content(path: &Path) -> Result<Option<String>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(anyhow!(message::unreadable(path, &e))),
    }
}

/// Text is what it is; a record of a table is spread over lines.
fn readable(name: &Path, text: &str) -> String {
    if name.extension().is_none_or(|e| e != "jsonl") {
        return text.to_owned();
    }
    let spread = |line: &str| -> String {
        let value: Result<serde_json::Value, _> = serde_json::from_str(line);
        let pretty = value.and_then(|v| serde_json::to_string_pretty(&v));
        pretty.unwrap_or_else(|_| line.to_owned()) + "\n"
    };
    text.lines().map(spread).collect()
}

fn bless(path: &Path, text: Option<&str>) -> Result<()> {
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
