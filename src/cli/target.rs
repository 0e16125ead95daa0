//! The folder to write to, and which may not be one: what is there must not be lost, and what is written
//! must not be read as pages.

use super::home::HIDDEN;
use super::texts::TEXTS;
use super::{Usage, inputs, message, tables};
use anyhow::{Result, anyhow};
use cleaner::output;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What others wrote is not to be written over, and pages are not to be written among: OUT was forgotten,
/// and what stands last is an input. The same folder may be the output of an earlier run.
pub(crate) fn check_foreign(inputs: &[PathBuf], out: &Path) -> Result<()> {
    let unreadable = |e: io::Error| anyhow!(message::unreadable(out, &e));
    if let Some(table) = tables::foreign(out).map_err(unreadable)? {
        let table = table.display();
        return Err(Usage(format!(
            "{table}: not a table that `cleaner run` wrote, and it would be written over; write to another folder, or over it with --force"
        ))
        .into());
    }
    let pages = output::table(out, "pages").map_err(unreadable)?;
    if out.join(HIDDEN).exists() || !pages.is_empty() {
        return Ok(());
    }
    if let Some(page) = inputs::page_in(out, inputs) {
        let (out, page) = (out.display(), page.display());
        return Err(Usage(format!(
            "{out}: holds pages, such as {page}, and looks like an input; name the folder to write to last, or write to this one with --force"
        ))
        .into());
    }
    Ok(())
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
    for input in inputs.iter().filter(|i| i.as_os_str() != "-") {
        let real_in = real(input);
        if !input.is_dir() {
            if real_in.parent() == Some(real_out.as_path())
                || real_in.starts_with(real_out.join(TEXTS))
            {
                return Err(Usage(format!(
                    "{}: the output folder holds the input {}, and articles would be mixed with pages; write to another folder",
                    out.display(),
                    input.display()
                )));
            }
            continue;
        }
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
