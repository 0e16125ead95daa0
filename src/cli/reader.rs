//! The pages of the inputs, in batches: page files, lines of corpora, standard input.
//!
//! [`Reader::take`] only says what comes next, and of a corpus reads the bytes; opening page files and
//! reading JSON is [`Reader::pages`], which any number of threads can do at once. Of a page that is longer
//! than allowed no more is read than shows it, however small it is while packed.

use super::compression::Compression;
use super::corpus::{self, Chunk, Cutter, Fields, Lines};
use super::inputs::{Form, PageFile};
use super::message::{self, Fault};
use super::names::Names;
use super::stop::Stop;
use cleaner::chars;
use cleaner::source;
use std::fs::File;
use std::io::{self, Read};
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// So many page files are a batch.
const FILES: usize = 16;

/// So much of standard input is looked at to tell what it is, in bytes.
const HEAD: usize = 64 * 1024;

/// A page that is to be cleaned.
#[derive(Debug)]
pub(crate) struct RawPage {
    /// What it is called.
    pub(crate) name: String,
    /// Where it stands, for messages: a path, or a path and a line.
    pub(crate) place: String,
    /// What is in it.
    pub(crate) bytes: Vec<u8>,
    /// Whether it is a record of a corpus: decoded already, and called whatever the record says.
    pub(crate) is_record: bool,
}

/// A page, or what is to be said where it could not be read.
pub(crate) type ReadPage = Result<RawPage, Fault>;

/// How pages are read.
#[derive(Clone, Debug)]
pub(crate) struct Reading {
    /// Where a line of a corpus has the page.
    pub(crate) fields: Fields,
    /// Whether the fields were named by the user, so that standard input must be a corpus.
    pub(crate) named: bool,
    /// The longest page that is cleaned, in bytes.
    pub(crate) longest: usize,
}

/// Some pages that are not read yet.
#[derive(Debug)]
pub(crate) enum Batch {
    /// Page files, by their places in the list of inputs.
    Files(Range<usize>),
    /// Lines of the corpus that has this place in the list.
    Lines(usize, Lines),
    /// What is known already.
    Read(Box<ReadPage>),
}

/// Reads the inputs in their order.
pub(crate) struct Reader<'a> {
    inputs: &'a [PageFile],
    reading: &'a Reading,
    /// Bytes read so far, as they lie on the disk.
    count: Arc<AtomicU64>,
    /// The first input that was not begun.
    next: usize,
    corpus: Option<(usize, Cutter<Box<dyn Read + Send>>)>,
    stop: Stop,
}

impl<'a> Reader<'a> {
    /// Begins with the first input. When the run is to stop nothing more comes.
    pub(crate) fn new(inputs: &'a [PageFile], reading: &'a Reading, stop: &Stop) -> Self {
        Reader {
            inputs,
            reading,
            count: Arc::default(),
            next: 0,
            corpus: None,
            stop: stop.clone(),
        }
    }

    /// Counts the bytes read, as they lie on the disk.
    pub(crate) fn count(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.count)
    }

    /// What comes next; none at the end.
    pub(crate) fn take(&mut self) -> Option<Batch> {
        if self.stop.asked().is_some() {
            return None;
        }
        let next = self.next_batch();
        // What was being read then may be cut off.
        next.filter(|_| self.stop.asked().is_none())
    }

    fn next_batch(&mut self) -> Option<Batch> {
        loop {
            if let Some((place, cutter)) = &mut self.corpus {
                let path = &self.inputs[*place].path;
                match cutter.next() {
                    Ok(Some(Chunk::Lines(lines))) => return Some(Batch::Lines(*place, lines)),
                    Ok(Some(Chunk::Long(line))) => {
                        let place = format!("{}:{line}", shown(path));
                        return Some(fault(too_long(&place, self.reading.longest)));
                    }
                    Ok(None) => self.corpus = None,
                    Err(error) => {
                        let line = cutter.line();
                        self.corpus = None;
                        return Some(fault(broken_off(path, line, &error)));
                    }
                }
                continue;
            }
            let place = self.next;
            let input = self.inputs.get(place)?;
            self.next += 1;
            let opened = match input.form {
                Form::Page => {
                    let pages = self.inputs[place..].iter().take(FILES);
                    let count = pages.take_while(|p| p.form == Form::Page).count();
                    self.next = place + count;
                    return Some(Batch::Files(place..place + count));
                }
                Form::Corpus => self.open(input),
                Form::Stdin => match self.stdin() {
                    Ok(Stdin::Corpus(reader)) => Ok(reader),
                    Ok(Stdin::Page(read)) => return Some(Batch::Read(Box::new(read))),
                    Err(error) => Err(error),
                },
            };
            match opened {
                Ok(reader) => {
                    // JSON may write a character in twice its bytes, and there are other fields.
                    let longest = self.reading.longest.saturating_mul(2).saturating_add(HEAD);
                    self.corpus = Some((place, Cutter::new(reader, longest)));
                }
                Err(error) => return Some(fault(unreadable(&input.path, &error))),
            }
        }
    }

    fn open(&self, input: &PageFile) -> io::Result<Box<dyn Read + Send>> {
        let counted = Counted {
            reader: File::open(&input.path)?,
            count: Arc::clone(&self.count),
        };
        without_mark(match input.compression {
            None => Box::new(counted),
            Some(compression) => compression.unpack(counted)?,
        })
    }

    /// Standard input may be packed or not, a page or a corpus. It is a corpus if one of its first lines is
    /// a JSON object, which no line of a page is.
    fn stdin(&self) -> io::Result<Stdin> {
        let mut plain: Box<dyn Read + Send> = Box::new(Counted {
            reader: self.stop.stdin(),
            count: Arc::clone(&self.count),
        });
        let mut head = Vec::new();
        plain.by_ref().take(HEAD as u64).read_to_end(&mut head)?;
        if let Some(compression) = Compression::of_head(&head) {
            plain = compression.unpack(io::Cursor::new(head).chain(plain))?;
            head = Vec::new();
            plain.by_ref().take(HEAD as u64).read_to_end(&mut head)?;
        }
        if self.reading.named || has_record(&head) {
            let whole = Box::new(io::Cursor::new(head).chain(plain));
            return without_mark(whole).map(Stdin::Corpus);
        }
        let place = shown(Path::new("-"));
        let read = read_limited(plain, head, self.reading.longest)?;
        Ok(Stdin::Page(page("-", &place, read, self.reading.longest)))
    }

    /// The pages of a batch, in their order.
    pub(crate) fn pages(
        inputs: &[PageFile],
        reading: &Reading,
        count: &Arc<AtomicU64>,
        batch: Batch,
    ) -> Vec<ReadPage> {
        match batch {
            Batch::Read(read) => vec![*read],
            Batch::Files(places) => {
                let files = inputs[places].iter();
                files
                    .map(|file| read_file(file, reading.longest, count))
                    .collect()
            }
            Batch::Lines(place, lines) => {
                let input = &inputs[place];
                let split = chars::lines(&lines.bytes).map(|line| &lines.bytes[line]);
                let numbered = split.zip(lines.first..);
                let filled = numbered.filter(|(line, _)| !line.trim_ascii().is_empty());
                filled
                    .map(|(line, number)| read_line(input, number, line, reading))
                    .collect()
            }
        }
    }
}

/// All pages of the inputs with the names that `cleaner run` gives them, one after the other.
pub(crate) fn each<'a>(
    inputs: &'a [PageFile],
    reading: &'a Reading,
) -> impl Iterator<Item = ReadPage> + 'a {
    let mut reader = Reader::new(inputs, reading, &Stop::default());
    let count = Arc::clone(&reader.count);
    let mut names = Names::new(inputs);
    std::iter::from_fn(move || reader.take())
        .flat_map(move |batch| Reader::pages(inputs, reading, &count, batch))
        .map(move |read| {
            let mut page = read?;
            names.settle(&mut page);
            Ok(page)
        })
}

enum Stdin {
    Corpus(Box<dyn Read + Send>),
    Page(ReadPage),
}

/// Whether one of the first lines is a JSON object; a line that the end cuts off need only begin like one.
fn has_record(head: &[u8]) -> bool {
    let mut lines = head.split_inclusive(|&b| b == b'\n');
    lines.any(|line| {
        let line = line.strip_prefix(MARK).unwrap_or(line).trim_ascii_start();
        let object = line.strip_prefix(b"{").map(<[u8]>::trim_ascii_start);
        let begins = object.is_some_and(|rest| rest.starts_with(b"\"") || rest.starts_with(b"}"));
        let cut_off = head.len() == HEAD && !line.ends_with(b"\n");
        begins && (cut_off || serde_json::from_slice::<serde::de::IgnoredAny>(line).is_ok())
    })
}

/// The byte order mark of UTF-8, which some editors put first.
const MARK: &[u8] = b"\xEF\xBB\xBF";

fn without_mark(mut reader: Box<dyn Read + Send>) -> io::Result<Box<dyn Read + Send>> {
    let mut head = Vec::new();
    reader
        .by_ref()
        .take(MARK.len() as u64)
        .read_to_end(&mut head)?;
    if head == MARK {
        head.clear();
    }
    Ok(Box::new(io::Cursor::new(head).chain(reader)))
}

fn fault(line: String) -> Batch {
    Batch::Read(Box::new(Err(line.into())))
}

/// What an input is called in messages.
pub(crate) fn shown(path: &Path) -> String {
    if path.as_os_str() == "-" {
        "standard input".to_owned()
    } else {
        path.display().to_string()
    }
}

/// Why a file cannot be read: the system has refused it, or it is not packed as it says.
fn unreadable(path: &Path, error: &io::Error) -> String {
    if error.raw_os_error().is_some() {
        return message::unreadable(Path::new(&shown(path)), error);
    }
    format!(
        "{}: cannot be unpacked: {}; get the file again",
        shown(path),
        message::reason(error)
    )
}

fn too_long(place: &str, longest: usize) -> String {
    let longest = match longest >> 20 {
        0 => format!("{longest} bytes"),
        megabytes => format!("{megabytes} MB"),
    };
    format!(
        "{place}: longer than {longest}, which no page is; cut it into pages, or allow more with --max-page-size"
    )
}

fn broken_off(path: &Path, line: usize, error: &io::Error) -> String {
    format!(
        "{}: cannot be read on from line {line}: {}; the pages before it are done, get the file again",
        shown(path),
        message::reason(error)
    )
}

fn read_file(file: &PageFile, longest: usize, count: &Arc<AtomicU64>) -> ReadPage {
    let place = shown(&file.path);
    let read = File::open(&file.path).and_then(|open| {
        let known = open.metadata().map_or(0, |data| data.len());
        let room = usize::try_from(known).unwrap_or(usize::MAX).min(longest) + 1;
        let counted = Counted {
            reader: open,
            count: Arc::clone(count),
        };
        let bytes = Vec::with_capacity(room);
        match file.compression {
            None => read_limited(counted, bytes, longest),
            Some(compression) => read_limited(compression.unpack(counted)?, bytes, longest),
        }
    });
    let read = read.map_err(|error| unreadable(&file.path, &error))?;
    page(&file.name, &place, read, longest)
}

/// Reads to the end, or until it is clear that it is too long.
fn read_limited(reader: impl Read, mut bytes: Vec<u8>, longest: usize) -> io::Result<Vec<u8>> {
    let more = (longest + 1).saturating_sub(bytes.len());
    reader.take(more as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// A page file's bytes as a page.
fn page(name: &str, place: &str, bytes: Vec<u8>, longest: usize) -> ReadPage {
    if bytes.len() > longest {
        return Err(too_long(place, longest).into());
    }
    if source::looks_binary(&bytes) {
        return Err(format!("{place}: {}", message::NOT_TEXT).into());
    }
    Ok(RawPage {
        name: name.to_owned(),
        place: place.to_owned(),
        bytes,
        is_record: false,
    })
}

fn read_line(input: &PageFile, number: usize, line: &[u8], reading: &Reading) -> ReadPage {
    let place = format!("{}:{number}", shown(&input.path));
    let record = corpus::record(line, &reading.fields).map_err(|bad| Fault {
        line: format!("{place}: {}", bad.said),
        alike: Some((shown(&input.path), bad.alike)),
    })?;
    if record.text.len() > reading.longest {
        return Err(too_long(&place, reading.longest).into());
    }
    Ok(RawPage {
        name: record
            .id
            .unwrap_or_else(|| format!("{}:{number}", input.name)),
        place,
        bytes: record.text.into_bytes(),
        is_record: true,
    })
}

/// Counts what is read.
struct Counted<R> {
    reader: R,
    count: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.reader.read(buffer)?;
        self.count.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}
