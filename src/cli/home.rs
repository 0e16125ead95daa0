//! The hidden folder of an output folder, in which a run keeps what is not whole yet.
//!
//! ```text
//! OUT/.cleaner/lock       held while a run writes to OUT
//! OUT/.cleaner/journal    what the last whole run wrote: see `journal`
//! OUT/.cleaner/run/       tables and journal of the run under way, or of one that was stopped
//! OUT/.cleaner/earlier/   those of a stopped run whose input has changed since
//! OUT/.cleaner/left-0 …   journals of stopped runs of which nothing can be used: see `leftovers`
//! ```
//!
//! Nothing in OUT itself is ever written in place: a file is made in here and renamed when it is whole.

use super::journal::JOURNAL;
use super::{Usage, message};
use anyhow::{Result, anyhow};
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

/// The name of the hidden folder.
pub(crate) const HIDDEN: &str = ".cleaner";

/// How the names of journals begin of which nothing can be used.
const LEFT: &str = "left-";

/// An output folder that is ours until this is dropped.
pub(crate) struct Home {
    out: PathBuf,
    hidden: PathBuf,
    /// Numbers the files that are being written.
    files: AtomicUsize,
    /// The lock goes when the file is closed, however the process ends.
    _lock: File,
}

impl Home {
    /// Makes the folder, if need be, and takes it.
    ///
    /// # Errors
    ///
    /// It cannot be made, or another run has it.
    pub(crate) fn claim(out: &Path) -> Result<Self> {
        let hidden = out.join(HIDDEN);
        let unwritable = |path: &Path, e: &io::Error| anyhow!(message::unwritable(path, e));
        fs::create_dir_all(out).map_err(|e| unwritable(out, &e))?;
        fs::create_dir_all(&hidden).map_err(|e| unwritable(&hidden, &e))?;
        let path = hidden.join("lock");
        let lock = File::options().create(true).append(true).open(&path);
        let lock = lock.map_err(|e| unwritable(&path, &e))?;
        match lock.try_lock() {
            Err(TryLockError::WouldBlock) => {
                return Err(Usage(format!(
                    "{}: another run is writing to this folder; wait until it is done, or write elsewhere",
                    out.display()
                ))
                .into());
            }
            // Some network file systems have no locks; there the user must see to it.
            Err(TryLockError::Error(e)) if e.kind() != io::ErrorKind::Unsupported => {
                return Err(unwritable(&path, &e));
            }
            _ => {}
        }
        Ok(Home {
            out: out.to_owned(),
            hidden,
            files: AtomicUsize::new(0),
            _lock: lock,
        })
    }

    /// The output folder.
    pub(crate) fn out(&self) -> &Path {
        &self.out
    }

    /// What the last whole run wrote down.
    pub(crate) fn journal(&self) -> PathBuf {
        self.hidden.join(JOURNAL)
    }

    /// The folder of the run under way.
    pub(crate) fn run(&self) -> PathBuf {
        self.hidden.join("run")
    }

    /// The folder of a stopped run.
    pub(crate) fn earlier(&self) -> PathBuf {
        self.hidden.join("earlier")
    }

    /// Writes a small file; it gets its name when it is whole.
    pub(crate) fn write(&self, path: &Path, text: &[u8]) -> io::Result<()> {
        let number = self.files.fetch_add(1, Ordering::Relaxed);
        let part = self.hidden.join(format!("part-{number}"));
        let written = fs::write(&part, text).and_then(|()| fs::rename(&part, path));
        if written.is_err() {
            let _ = fs::remove_file(&part);
        }
        written
    }

    /// Removes a folder and what is in it, if it is there.
    pub(crate) fn remove(folder: &Path) -> io::Result<()> {
        match fs::remove_dir_all(folder) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => Err(e),
            _ => Ok(()),
        }
    }

    /// Removes the folder of a stopped run, but for its journal: what it wrote elsewhere is still there.
    pub(crate) fn discard(&self, folder: &Path) -> io::Result<()> {
        let journal = folder.join(JOURNAL);
        if journal.exists() {
            let mut free = (0..).map(|n| self.hidden.join(format!("{LEFT}{n}")));
            if let Some(free) = free.find(|path| !path.exists()) {
                fs::rename(journal, free)?;
            }
        }
        Home::remove(folder)
    }

    /// The journals of runs that were discarded.
    pub(crate) fn put_away(&self) -> io::Result<Vec<PathBuf>> {
        let mut journals = Vec::new();
        for entry in fs::read_dir(&self.hidden)? {
            let entry = entry?;
            if entry.file_name().to_string_lossy().starts_with(LEFT) {
                journals.push(entry.path());
            }
        }
        Ok(journals)
    }

    /// Removes what a killed run was writing.
    pub(crate) fn remove_parts(&self) -> io::Result<()> {
        for entry in fs::read_dir(&self.hidden)? {
            let entry = entry?;
            if entry.file_name().to_string_lossy().starts_with("part-") {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    }
}
