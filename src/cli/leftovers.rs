//! What earlier runs wrote into an output folder and the last one did not: articles of pages that are gone
//! or are called otherwise now, forms that are no longer asked for, a report. A folder holds what one run
//! wrote and nothing else of ours, so all that goes.
//!
//! What is ours is what the journals name. Files of others stay, even between those of a page.

use super::home::Home;
use super::journal::{Entry, JOURNAL, Log};
use super::texts::{self, TEXTS};
use super::{message, report};
use anyhow::{Result, anyhow};
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Component, Path};

/// Removes what the journals of earlier runs name and that of this run, at `new`, does not. Gives how many
/// pages of the last whole run are not in this one.
///
/// # Errors
///
/// Something cannot be removed.
pub(crate) fn remove(home: &Home, new: &Path) -> Result<usize> {
    let texts = home.out().join(TEXTS);
    let unwritable = |e: io::Error| anyhow!(message::unwritable(&texts, &e));
    let mut old = vec![home.journal(), home.earlier().join(JOURNAL)];
    old.extend(home.put_away().map_err(unwritable)?);
    old.retain(|path| path != new && path.exists());
    // Most runs are the first or change nothing; they need not be read once more.
    if old.is_empty() {
        return Ok(0);
    }
    let Some(kept) = Kept::read(new) else {
        return Ok(0);
    };
    let mut gone = 0;
    for path in &old {
        let Some(header) = Log::header(path) else {
            continue;
        };
        let is_whole = *path == home.journal();
        let endings: Vec<_> = texts::endings(header.layout.formats).collect();
        let mut removed = Ok(());
        let each = |_, entry: &Entry| {
            for (name, folder) in &entry.names {
                gone += usize::from(is_whole && kept.names.binary_search(name).is_err());
                let stays = kept.folders.binary_search(&hash(folder)).is_ok();
                let stale = endings
                    .iter()
                    .filter(|e| !stays || !kept.endings.contains(e));
                for ending in stale {
                    if removed.is_ok() {
                        removed = remove_articles(&texts, folder, ending);
                    }
                }
            }
        };
        Log::read(path, home.out().to_owned(), each);
        removed.map_err(unwritable)?;
        if header.report && !kept.report {
            report::remove(home.out())?;
        }
    }
    for path in old.iter().filter(|path| **path != home.journal()) {
        fs::remove_file(path).map_err(unwritable)?;
    }
    Ok(gone)
}

/// What this run wrote.
struct Kept {
    /// Hashes of the pages' names, sorted.
    names: Vec<u64>,
    /// Hashes of the folders of their articles, sorted.
    folders: Vec<u64>,
    /// The endings of the articles' files.
    endings: Vec<&'static str>,
    report: bool,
}

impl Kept {
    fn read(journal: &Path) -> Option<Self> {
        let (mut names, mut folders) = (Vec::new(), Vec::new());
        let log = Log::read(journal, journal.to_owned(), |_, entry| {
            for (name, folder) in &entry.names {
                names.push(*name);
                folders.push(hash(folder));
            }
        })?;
        names.sort_unstable();
        folders.sort_unstable();
        Some(Kept {
            names,
            folders,
            endings: texts::endings(log.header.layout.formats).collect(),
            report: log.header.report,
        })
    }
}

/// Of a folder. Where a disk takes `A` and `a` for one, what stays as `a` must not go as `A`.
fn hash(folder: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    folder.to_lowercase().hash(&mut hasher);
    hasher.finish()
}

/// Removes the articles of a page, and the folders that are empty then.
fn remove_articles(texts: &Path, folder: &str, ending: &str) -> io::Result<()> {
    // A journal that was tampered with may name other places.
    let mut parts = Path::new(folder).components();
    if folder.is_empty() || !parts.all(|part| matches!(part, Component::Normal(_))) {
        return Ok(());
    }
    let path = texts.join(folder);
    let entries = match fs::read_dir(&path) {
        Err(e)
            if matches!(
                e.kind(),
                io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
            ) =>
        {
            return Ok(());
        }
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name();
        let ordinal = texts::ordinal_of(&name.to_string_lossy(), ending);
        if ordinal.is_some() && entry.file_type()?.is_file() {
            fs::remove_file(entry.path())?;
        }
    }
    // The first that has something else in it is the last.
    let mut empty = path.ancestors().take_while(|path| path.starts_with(texts));
    while empty
        .next()
        .is_some_and(|path| fs::remove_dir(path).is_ok())
    {}
    Ok(())
}
