//! What earlier runs have done, so that it is not done again.
//!
//! A run writes a journal beside its tables. Its first line says what made them, then comes a line for
//! each batch of pages: which pieces of the tables are theirs, with their check sums, and for each page a
//! key made of its name and its hash. The line is written after the pieces. So whatever stops a run, a line
//! that is there and whose sums hold stands for pages that are whole; everything else is done again.
//! A piece that a crash or somebody's editor has damaged does not have its sum, and is not used.
//!
//! In memory a page takes 16 bytes and a batch some 20, the rest stays on the disk.

use super::home::Home;
use super::tables::Layout;
use cleaner::pipeline::Pipeline;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::env;
use std::fs::{self, File};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::UNIX_EPOCH;

/// The name of a journal in the folder of a run.
pub(crate) const JOURNAL: &str = "journal";

/// The first line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Header {
    /// The program and its configuration: what decides what becomes of a page.
    pub(crate) made_by: String,
    /// How the tables are laid out.
    pub(crate) layout: Layout,
    /// Whether it wrote a report.
    #[serde(default)]
    pub(crate) report: bool,
}

impl Header {
    /// The header of a run. The program is known by the length and the time of its file too, for its version
    /// does not change with every build.
    pub(crate) fn new(pipeline: &Pipeline, layout: Layout, report: bool) -> Self {
        let program = env::current_exe().and_then(fs::metadata).ok();
        let time = |data: &fs::Metadata| data.modified().ok()?.duration_since(UNIX_EPOCH).ok();
        let (length, time) = program.map_or((0, None), |data| (data.len(), time(&data)));
        Header {
            made_by: format!(
                "{} {length} {}",
                pipeline.fingerprint(),
                time.unwrap_or_default().as_nanos()
            ),
            layout,
            report,
        }
    }
}

/// A line for a batch.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Entry {
    /// Where its articles are, if there is a table of them.
    pub(crate) articles: Option<Place>,
    /// Where its pages are.
    pub(crate) pages: Place,
    /// Its pages.
    pub(crate) known: Vec<Known>,
    /// For each page a hash of its name, and the folder of its articles, if they are files: what is to be
    /// removed when a later run has no such page.
    #[serde(default)]
    pub(crate) names: Vec<(u64, String)>,
}

/// A piece of a table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Place {
    /// The name of the file.
    pub(crate) file: String,
    /// Where it begins, in bytes.
    pub(crate) at: u64,
    /// Its length, in bytes.
    pub(crate) bytes: u64,
    /// Its CRC-32.
    pub(crate) sum: u32,
}

/// A page that was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    from = "(u64, usize, usize, usize, usize, u32)",
    into = "(u64, usize, usize, usize, usize, u32)"
)]
pub(crate) struct Known {
    /// Its [`key`]; none that any page has where it is to be done again.
    pub(crate) key: u64,
    pub(crate) articles: usize,
    pub(crate) bytes: usize,
    pub(crate) unsure: usize,
    /// 1 if it has bytes that could not be decoded.
    pub(crate) malformed: usize,
    /// The sum of the files of its articles.
    pub(crate) texts: u32,
}

impl From<(u64, usize, usize, usize, usize, u32)> for Known {
    fn from(
        (key, articles, bytes, unsure, malformed, texts): (u64, usize, usize, usize, usize, u32),
    ) -> Self {
        Known {
            key,
            articles,
            bytes,
            unsure,
            malformed,
            texts,
        }
    }
}

impl From<Known> for (u64, usize, usize, usize, usize, u32) {
    fn from(k: Known) -> Self {
        (k.key, k.articles, k.bytes, k.unsure, k.malformed, k.texts)
    }
}

/// What a page is looked up by.
pub(crate) fn key(name: &str, sha256: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    (name, sha256).hash(&mut hasher);
    // 0 is for pages that are not to be found.
    hasher.finish().max(1)
}

/// A hash of a page's name.
pub(crate) fn name(name: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    name.hash(&mut hasher);
    hasher.finish()
}

/// The journal of one run.
pub(crate) struct Log {
    /// Where its tables are.
    folder: PathBuf,
    file: Mutex<File>,
    pub(crate) header: Header,
    /// Where the lines begin in the file; last, where they end.
    starts: Vec<u64>,
    /// The tables it names.
    pub(crate) files: BTreeSet<String>,
}

impl Log {
    /// Reads a journal as far as it is whole; `each` is told the pages of each line. None if there is none.
    pub(crate) fn read(
        path: &Path,
        folder: PathBuf,
        mut each: impl FnMut(usize, &Entry),
    ) -> Option<Self> {
        let mut reader = BufReader::with_capacity(1 << 16, File::open(path).ok()?);
        let mut line = Vec::new();
        let mut at = reader.read_until(b'\n', &mut line).ok()? as u64;
        let header: Header = serde_json::from_slice(line.strip_suffix(b"\n")?).ok()?;
        let mut starts = vec![at];
        let mut files = BTreeSet::new();
        loop {
            line.clear();
            let read = reader.read_until(b'\n', &mut line).ok()?;
            let whole = line.strip_suffix(b"\n");
            let Some(Ok(entry)) = whole.map(serde_json::from_slice::<Entry>) else {
                break;
            };
            each(starts.len() - 1, &entry);
            at += read as u64;
            starts.push(at);
            files.extend(entry.articles.map(|p| p.file));
            files.insert(entry.pages.file);
        }
        Some(Log {
            folder,
            file: Mutex::new(reader.into_inner()),
            header,
            starts,
            files,
        })
    }

    /// How many lines there are after the header.
    pub(crate) fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// A line, with its end.
    pub(crate) fn line(&self, number: usize) -> io::Result<String> {
        let (start, end) = (self.starts[number], self.starts[number + 1]);
        let mut line = String::new();
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(start))?;
        (&mut *file).take(end - start).read_to_string(&mut line)?;
        Ok(line)
    }
}

/// Where the line of a page is: the journal, the line, the page in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) log: usize,
    /// From 0.
    pub(crate) line: usize,
    /// From 0.
    pub(crate) nth: usize,
}

/// A page in memory: 16 bytes.
#[derive(Clone, Copy)]
struct Slot {
    key: u64,
    /// Over all journals.
    line: u32,
    nth: u32,
}

/// What a line stands for, read from the tables as it lies there.
pub(crate) struct Batch {
    pub(crate) entry: Entry,
    pub(crate) articles: Vec<u8>,
    pub(crate) pages: Vec<u8>,
    /// The line of the journal that the run follows, if these are the very pieces it names.
    pub(crate) followed: Option<usize>,
}

/// All that earlier runs did and this one can use.
pub(crate) struct Store {
    out: PathBuf,
    /// The first one is the one to follow, if there is one to follow.
    pub(crate) logs: Vec<Log>,
    /// Whether there is one to follow.
    follow: bool,
    /// In the order of their keys; of equal ones that of the first journal comes first.
    slots: Vec<Slot>,
}

/// The journal that a run follows as long as it comes to the same.
pub(crate) struct Followed<'a> {
    pub(crate) log: &'a Log,
    /// Whether it is of a run that was stopped, which can be gone on with where it lies.
    pub(crate) is_run: bool,
}

impl Store {
    /// Looks up what earlier runs left. What this run cannot use is removed, but for the last whole output.
    pub(crate) fn open(home: &Home, header: &Header, force: bool) -> io::Result<Self> {
        home.remove_parts()?;
        let (run, earlier) = (home.run(), home.earlier());
        if force {
            home.discard(&run)?;
            home.discard(&earlier)?;
            return Ok(Store::none(home));
        }
        let header_of = |folder: &Path| {
            Log::header(&folder.join(JOURNAL)).filter(|h| h.made_by == header.made_by)
        };
        match header_of(&run) {
            Some(of_run) if of_run == *header => {}
            Some(_) => {
                home.discard(&earlier)?;
                fs::rename(&run, &earlier)?;
            }
            None => home.discard(&run)?,
        }
        if header_of(&earlier).is_none() {
            home.discard(&earlier)?;
        }
        let mut store = Store::none(home);
        let whole = (home.journal(), home.out().to_owned());
        let stopped = [run, earlier].map(|folder| (folder.join(JOURNAL), folder));
        for (journal, folder) in stopped.into_iter().chain([whole]) {
            store.add(&journal, folder, header);
        }
        store.follow = store
            .logs
            .first()
            .is_some_and(|log| log.header == *header && log.folder != home.earlier());
        store.slots.sort_by_key(|slot| slot.key);
        Ok(store)
    }

    fn none(home: &Home) -> Self {
        Store {
            out: home.out().to_owned(),
            logs: Vec::new(),
            follow: false,
            slots: Vec::new(),
        }
    }

    fn add(&mut self, journal: &Path, folder: PathBuf, header: &Header) {
        if Log::header(journal).is_none_or(|h| h.made_by != header.made_by) {
            return;
        }
        let base: usize = self.logs.iter().map(Log::len).sum();
        let slots = &mut self.slots;
        let log = Log::read(journal, folder, |line, entry| {
            for (nth, known) in entry.known.iter().enumerate().filter(|(_, k)| k.key != 0) {
                if let (Ok(line), Ok(nth)) = (u32::try_from(base + line), u32::try_from(nth)) {
                    slots.push(Slot {
                        key: known.key,
                        line,
                        nth,
                    });
                }
            }
        });
        self.logs.extend(log);
    }

    /// Whether there is nothing to be found.
    pub(crate) fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// The journal to follow.
    pub(crate) fn followed(&self, home: &Home) -> Option<Followed<'_>> {
        let log = self.logs.first().filter(|_| self.follow)?;
        Some(Followed {
            log,
            is_run: log.folder == home.run(),
        })
    }

    /// Looks for a page.
    pub(crate) fn find(&self, key: u64) -> Option<Found> {
        let at = self.slots.partition_point(|slot| slot.key < key);
        let slot = self.slots.get(at).filter(|slot| slot.key == key)?;
        let mut line = slot.line as usize;
        for (log, journal) in self.logs.iter().enumerate() {
            if line < journal.len() {
                return Some(Found {
                    log,
                    line,
                    nth: slot.nth as usize,
                });
            }
            line -= journal.len();
        }
        None
    }

    /// Reads what a line stands for; none if it is no longer there as it was.
    pub(crate) fn load(&self, found: Found) -> Option<Batch> {
        let log = &self.logs[found.log];
        let line = log.line(found.line).ok()?;
        let entry: Entry = serde_json::from_str(&line).ok()?;
        // Tables are renamed at the end of a run, and moved aside when the input has changed.
        let mut own = true;
        let mut piece = |place: &Place| {
            let hidden = self.out.join(super::home::HIDDEN);
            let others = [hidden.join("run"), hidden.join("earlier"), self.out.clone()];
            let mut folders = [log.folder.clone()].into_iter().chain(others).enumerate();
            folders.find_map(|(i, folder)| {
                let piece = read_piece(&folder.join(&place.file), place)
                    .ok()
                    .flatten()?;
                own &= i == 0;
                Some(piece)
            })
        };
        let articles = match &entry.articles {
            Some(place) => piece(place)?,
            None => Vec::new(),
        };
        let pages = piece(&entry.pages)?;
        let followed = (own && found.log == 0 && self.follow).then_some(found.line);
        Some(Batch {
            entry,
            articles,
            pages,
            followed,
        })
    }
}

impl Log {
    /// The first line of a journal.
    pub(crate) fn header(path: &Path) -> Option<Header> {
        let mut line = String::new();
        BufReader::new(File::open(path).ok()?)
            .read_line(&mut line)
            .ok()?;
        serde_json::from_str(&line).ok()
    }
}

/// A piece of a table, if it is what it was.
fn read_piece(path: &Path, place: &Place) -> io::Result<Option<Vec<u8>>> {
    let mut file = File::open(path)?;
    // A journal may be damaged too; it must not make us ask for all memory there is.
    if place
        .at
        .checked_add(place.bytes)
        .is_none_or(|end| file.metadata().is_ok_and(|data| data.len() < end))
    {
        return Ok(None);
    }
    file.seek(SeekFrom::Start(place.at))?;
    let mut piece = Vec::new();
    file.take(place.bytes).read_to_end(&mut piece)?;
    Ok((crc32fast::hash(&piece) == place.sum).then_some(piece))
}
