//! Corpora: files of JSON lines, one page on each.
//!
//! A corpus is cut into chunks of whole lines, by length alone, so the same file gives the same chunks
//! however it arrives. No more than a chunk is in memory, and of a line that is too long nothing.

use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use std::fmt;
use std::io::{self, Read};
use std::mem;

/// The length of a chunk, in bytes; the line at its end goes to the next one.
const CHUNK: usize = 256 * 1024;

/// The fields of a line that a page is in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fields {
    /// Its text.
    pub(crate) text: String,
    /// Its name.
    pub(crate) id: String,
}

/// Whole lines of a corpus.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Lines {
    /// The number of the first line, from 1.
    pub(crate) first: usize,
    /// The lines.
    pub(crate) bytes: Vec<u8>,
}

/// What comes next in a corpus.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Chunk {
    /// Lines.
    Lines(Lines),
    /// A line that is too long; it was skipped.
    Long(usize),
}

/// Cuts a corpus into chunks.
pub(crate) struct Cutter<R> {
    reader: R,
    /// The longest line that is read, in bytes.
    longest: usize,
    /// The beginning of a line whose end was not read yet.
    rest: Vec<u8>,
    /// The number of the next line.
    line: usize,
    ended: bool,
    /// Why it cannot be read on; said when all that was read before is given.
    broken: Option<io::Error>,
}

impl<R: Read> Cutter<R> {
    /// Begins at the first line.
    pub(crate) fn new(reader: R, longest: usize) -> Self {
        Cutter {
            reader,
            longest,
            rest: Vec::new(),
            line: 1,
            ended: false,
            broken: None,
        }
    }

    /// The number of the next line.
    pub(crate) fn line(&self) -> usize {
        self.line
    }

    /// The next chunk; none at the end.
    ///
    /// # Errors
    ///
    /// The corpus cannot be read on. The whole lines before that come first.
    pub(crate) fn next(&mut self) -> io::Result<Option<Chunk>> {
        let mut bytes = mem::take(&mut self.rest);
        while !self.ended {
            let begun = bytes.len();
            self.read(&mut bytes);
            if self.ended && self.broken.is_none() {
                break;
            }
            // What was there before has no line end.
            if let Some(end) = memchr::memrchr(b'\n', &bytes[begun..]) {
                self.rest = bytes.split_off(begun + end + 1);
                return Ok(Some(self.lines(bytes)));
            }
            if self.broken.is_some() {
                bytes.clear();
            } else if bytes.len() > self.longest {
                self.skip_line(bytes);
                self.line += 1;
                return Ok(Some(Chunk::Long(self.line - 1)));
            }
        }
        match self.broken.take() {
            Some(error) => Err(error),
            None => Ok((!bytes.is_empty()).then(|| self.lines(bytes))),
        }
    }

    /// Reads on by a chunk, less only where the corpus ends or breaks off.
    fn read(&mut self, bytes: &mut Vec<u8>) {
        match self.reader.by_ref().take(CHUNK as u64).read_to_end(bytes) {
            Ok(read) => self.ended = read < CHUNK,
            Err(error) => {
                self.broken = Some(error);
                self.ended = true;
            }
        }
    }

    /// Reads to the end of a line without keeping it.
    fn skip_line(&mut self, mut bytes: Vec<u8>) {
        while !self.ended {
            bytes.clear();
            self.read(&mut bytes);
            if let Some(end) = memchr::memchr(b'\n', &bytes) {
                self.rest = bytes.split_off(end + 1);
                return;
            }
        }
    }

    fn lines(&mut self, bytes: Vec<u8>) -> Chunk {
        let first = self.line;
        self.line += memchr::memchr_iter(b'\n', &bytes).count();
        Chunk::Lines(Lines { first, bytes })
    }
}

/// A page as a line has it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Record {
    /// Its text.
    pub(crate) text: String,
    /// Its name, if the line has one that can be used.
    pub(crate) id: Option<String>,
}

/// What is wrong with a line.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Bad {
    /// In words, with the remedy.
    pub(crate) said: String,
    /// What lines with the same fault are: `lines without …`.
    pub(crate) alike: String,
}

/// Reads a line.
///
/// # Errors
///
/// It is not JSON, or has no text.
pub(crate) fn record(line: &[u8], fields: &Fields) -> Result<Record, Bad> {
    // Looked at once as a whole: string by string it takes several times as long.
    let found = match simdutf8::basic::from_utf8(line) {
        Ok(text) => find(serde_json::Deserializer::from_str(text), fields),
        Err(_) => find(serde_json::Deserializer::from_slice(line), fields),
    };
    let Found {
        text,
        id,
        others,
        more,
    } = found.map_err(|error| not_json(&error))?;
    let name = &fields.text;
    match text {
        Some(Scalar::Text(text)) => Ok(Record {
            text,
            id: id.and_then(Scalar::name),
        }),
        Some(_) => Err(Bad {
            said: format!(
                "the field `{name}` is not a string; name the one with the text with --text-field"
            ),
            alike: format!("lines whose field `{name}` is not a string"),
        }),
        None => {
            let mut has = if others.is_empty() {
                "nothing else either".to_owned()
            } else {
                // A name may hold anything, and a message is one line.
                format!("`{}`", others.join("`, `").escape_debug())
            };
            if more {
                has += ", …";
            }
            Err(Bad {
                said: format!(
                    "has no field `{name}`, but {has}; name the one with the text with --text-field"
                ),
                alike: format!("lines without a field `{name}`"),
            })
        }
    }
}

fn find<'de, R: serde_json::de::Read<'de>>(
    mut json: serde_json::Deserializer<R>,
    fields: &Fields,
) -> serde_json::Result<Found> {
    let found = json.deserialize_map(Find(fields))?;
    json.end()?;
    Ok(found)
}

fn not_json(error: &serde_json::Error) -> Bad {
    // The parser saw one line only and calls it the first.
    let text = error.to_string();
    let reason = text
        .rsplit_once(" at line ")
        .map_or(text.as_str(), |(reason, _)| reason);
    if error.is_data() {
        return Bad {
            said: format!(
                "not a JSON object: {reason}; a line must be like {{\"id\": …, \"text\": …}}"
            ),
            alike: "lines that are not JSON objects".to_owned(),
        };
    }
    Bad {
        said: format!(
            "not JSON, column {}: {reason}; mend the line or leave it out",
            error.column()
        ),
        alike: "lines that are not JSON".to_owned(),
    }
}

/// What a line has.
#[derive(Default)]
struct Found {
    text: Option<Scalar>,
    id: Option<Scalar>,
    /// The first other fields, for the message.
    others: Vec<String>,
    /// Whether there are more.
    more: bool,
}

/// Looks for the two fields; the last one of a name counts.
struct Find<'f>(&'f Fields);

impl<'de> Visitor<'de> for Find<'_> {
    type Value = Found;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Found, A::Error> {
        /// So many other fields are named in a message.
        const NAMED: usize = 8;
        let mut found = Found::default();
        while let Some(key) = map.next_key::<std::borrow::Cow<'de, str>>()? {
            if key == self.0.text {
                found.text = Some(map.next_value()?);
                if self.0.id == self.0.text {
                    continue;
                }
            } else if key == self.0.id {
                found.id = Some(map.next_value()?);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
            if found.text.is_some() {
                continue;
            }
            if found.others.len() < NAMED {
                found.others.push(key.into_owned());
            } else {
                found.more = true;
            }
        }
        Ok(found)
    }
}

/// The value of a field.
#[derive(Debug)]
enum Scalar {
    Text(String),
    Number(String),
    Other,
}

impl Scalar {
    /// The name of a page, if this can be one.
    fn name(self) -> Option<String> {
        match self {
            Scalar::Text(name) | Scalar::Number(name) => {
                Some(name).filter(|n| !n.trim().is_empty())
            }
            Scalar::Other => None,
        }
    }
}

impl<'de> serde::Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Scalar;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value")
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Scalar, E> {
                Ok(Scalar::Text(text.to_owned()))
            }
            fn visit_string<E: Error>(self, text: String) -> Result<Scalar, E> {
                Ok(Scalar::Text(text))
            }
            fn visit_u64<E: Error>(self, number: u64) -> Result<Scalar, E> {
                Ok(Scalar::Number(number.to_string()))
            }
            fn visit_i64<E: Error>(self, number: i64) -> Result<Scalar, E> {
                Ok(Scalar::Number(number.to_string()))
            }
            fn visit_f64<E: Error>(self, number: f64) -> Result<Scalar, E> {
                Ok(Scalar::Number(number.to_string()))
            }
            fn visit_bool<E: Error>(self, _: bool) -> Result<Scalar, E> {
                Ok(Scalar::Other)
            }
            fn visit_unit<E: Error>(self) -> Result<Scalar, E> {
                Ok(Scalar::Other)
            }
            fn visit_seq<A: serde::de::SeqAccess<'de>>(
                self,
                mut seq: A,
            ) -> Result<Scalar, A::Error> {
                while seq.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Scalar::Other)
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Scalar, A::Error> {
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(Scalar::Other)
            }
        }
        json.deserialize_any(Any)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields() -> Fields {
        Fields {
            text: "text".to_owned(),
            id: "id".to_owned(),
        }
    }

    #[test]
    fn lines_that_are_pages() {
        let cases = [
            (r#"{"id": "1", "text": "文"}"#, Some("1"), "文"),
            (
                r#"{"text": "文\n\u6587\ud83d\ude00", "meta": {"a": [1]}, "id": 17}"#,
                Some("17"),
                "文\n文😀",
            ),
            (r#"{"text": ""}"#, None, ""),
            (r#"{"id": null, "text": "a"}"#, None, "a"),
            (r#"{"id": [], "text": "a"}"#, None, "a"),
            (r#"{"id": " ", "text": "a"}"#, None, "a"),
            (r#"{"text": "a", "text": "b"}"#, None, "b"),
            (" {\"\\u0074ext\": \"a\"}\r\n", None, "a"),
        ];
        for (line, id, text) in cases {
            let record = record(line.as_bytes(), &fields()).expect(line);
            assert_eq!(
                (record.id.as_deref(), record.text.as_str()),
                (id, text),
                "{line}"
            );
        }
    }

    #[test]
    fn lines_that_are_not() {
        let cases: &[(&[u8], &str)] = &[
            (b"{\"id\": 1}", "has no field `text`, but `id`; name"),
            (b"{}", "nothing else either"),
            (b"{\"i\\nd\": 1}", "but `i\\nd`; name"),
            (b"{\"text\": 3}", "`text` is not a string"),
            (b"{\"text\": \"a\"", "not JSON, column 12"),
            (b"{\"text\": \"a\"} {}", "not JSON, column"),
            (b"{\"text\": \"\xff\"}", "not JSON, column"),
            (b"{\"text\": \"\\ud800\"}", "not JSON, column"),
            (b"[1]", "not a JSON object"),
            (b"text", "not JSON, column 2"),
        ];
        for (line, words) in cases {
            let said = record(line, &fields()).expect_err(words).said;
            assert!(
                said.contains(words),
                "{}: {said}",
                String::from_utf8_lossy(line)
            );
            assert!(!said.contains("line 1"), "{said}");
        }
    }

    /// The numbers of the first lines of all chunks, with their lengths; 0 for a line too long.
    fn chunks(text: &[u8], longest: usize) -> Vec<(usize, usize)> {
        let mut cutter = Cutter::new(text, longest);
        let mut chunks = Vec::new();
        while let Some(chunk) = cutter.next().expect("read") {
            chunks.push(match chunk {
                Chunk::Lines(lines) => (lines.first, lines.bytes.len()),
                Chunk::Long(line) => (line, 0),
            });
        }
        chunks
    }

    #[test]
    fn chunks_are_whole_lines() {
        assert_eq!(chunks(b"", 10), []);
        assert_eq!(chunks(b"a\nb\nc", 10), [(1, 5)]);
        let line = [vec![b'x'; 99], vec![b'\n']].concat();
        let text = line.repeat(6000);
        let found = chunks(&text, 1000);
        assert_eq!(found.iter().map(|p| p.1).sum::<usize>(), text.len());
        assert!(
            found
                .iter()
                .all(|&(first, length)| length % 100 == 0 && first % 100 != 0)
        );
        assert_eq!(found[1].0, 1 + found[0].1 / 100);
    }

    #[test]
    fn a_line_that_is_too_long_is_skipped() {
        let long = vec![b'x'; 3 * CHUNK];
        let text = [b"a\n", long.as_slice(), b"\nb\n"].concat();
        assert_eq!(chunks(&text, CHUNK), [(1, 2), (2, 0), (3, 2)]);
        assert_eq!(chunks(&text, 4 * CHUNK), [(1, 2), (2, text.len() - 2)]);
        // Without an end it is the last one.
        assert_eq!(chunks(&long, CHUNK), [(1, 0)]);
    }

    #[test]
    fn lines_before_a_break_come_first() {
        struct Breaks;
        impl Read for Breaks {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::ErrorKind::UnexpectedEof.into())
            }
        }
        let mut cutter = Cutter::new(b"a\nb\nc".as_slice().chain(Breaks), 10);
        let lines = Lines {
            first: 1,
            bytes: b"a\nb\n".to_vec(),
        };
        assert_eq!(cutter.next().expect("lines"), Some(Chunk::Lines(lines)));
        assert_eq!(cutter.line(), 3);
        assert!(cutter.next().is_err());
        assert_eq!(cutter.next().expect("the end"), None);
    }
}
