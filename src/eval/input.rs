//! Reading what is compared: gold files, the index beside them, and an output folder.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io::{self, BufRead};
use std::path::{Component, MAIN_SEPARATOR_STR, Path, PathBuf};

use serde::Deserialize;
use serde::de::DeserializeOwned;
use walkdir::WalkDir;

use super::Error;
use crate::output;

/// How the name of a gold file ends.
const GOLD: &str = ".gold.json";

/// A block, or an entry of the furniture.
#[derive(Debug, Deserialize)]
pub(super) struct Block {
    /// Its kind.
    pub(super) kind: String,
    /// Its text.
    pub(super) text: String,
}

/// An article, of the gold or of the output.
#[derive(Debug, Deserialize)]
pub(super) struct Article {
    /// Its blocks.
    pub(super) blocks: Vec<Block>,
    /// How sure the program that wrote it was of it; a gold article has none.
    pub(super) confidence: Option<f64>,
}

/// A page, of the gold or of the output.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// Its articles.
    pub(super) articles: Vec<Article>,
    /// Its furniture.
    pub(super) furniture: Vec<Block>,
}

/// A gold file.
#[derive(Deserialize)]
struct GoldFile {
    /// The page file's name, beside the gold file.
    source: String,
    articles: Vec<Article>,
    #[serde(default)]
    furniture: Vec<Block>,
}

/// A line of `articles.jsonl`.
#[derive(Deserialize)]
struct ArticleLine {
    source: String,
    blocks: Vec<Block>,
    confidence: Option<f64>,
}

/// A line of `pages.jsonl`.
#[derive(Deserialize)]
struct PageLine {
    source: String,
    #[serde(default)]
    furniture: Vec<Block>,
}

/// The gold files in a folder, in any depth, in the order of their paths' parts.
pub(super) fn gold_files(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut files = Vec::new();
    for entry in WalkDir::new(folder) {
        let entry = entry.map_err(|reason| Error::Folder {
            folder: folder.to_owned(),
            reason,
        })?;
        if !entry.file_type().is_dir() && entry.file_name().to_string_lossy().ends_with(GOLD) {
            files.push(entry.into_path());
        }
    }
    files.sort();
    Ok(files)
}

/// Reads one gold file; gives the page's name, which is its path relative to the folder, and the page.
pub(super) fn read_gold(folder: &Path, file: &Path) -> Result<(String, Page), Error> {
    let text = fs::read(file).map_err(|reason| read_error(file, reason))?;
    let gold = serde_json::from_slice::<GoldFile>(&text).map_err(|reason| Error::Gold {
        file: file.to_owned(),
        reason,
    })?;
    let beside = file
        .strip_prefix(folder)
        .ok()
        .and_then(Path::parent)
        .unwrap_or(Path::new(""));
    let page = Page {
        articles: gold.articles,
        furniture: gold.furniture,
    };
    Ok((page_name(&beside.join(gold.source)), page))
}

/// A path as pages are named: parts with a slash between them, without `.`.
fn page_name(path: &Path) -> String {
    let parts = path.components().filter(|part| *part != Component::CurDir);
    let path = parts.collect::<PathBuf>();
    path.to_string_lossy().replace(MAIN_SEPARATOR_STR, "/")
}

/// Reads from an output folder what it has of the given pages.
pub(super) fn read_output(
    out: &Path,
    pages: &HashSet<&str>,
) -> Result<HashMap<String, Page>, Error> {
    let mut found = HashMap::<String, Page>::new();
    let table = |name| output::table(out, name).map_err(|reason| read_error(out, reason));
    let articles = table("articles")?;
    if articles.is_empty() {
        let out = out.to_owned();
        return Err(if table("pages")?.is_empty() {
            Error::NotAnOutput { out }
        } else {
            Error::NoArticles { out }
        });
    }
    for file in articles {
        each_line(&file, |line: ArticleLine| {
            if pages.contains(line.source.as_str()) {
                let page = found.entry(line.source).or_default();
                page.articles.push(Article {
                    blocks: line.blocks,
                    confidence: line.confidence,
                });
            }
        })?;
    }
    // The furniture counts only as text that is not lost; an output without it is still one.
    for file in table("pages")? {
        each_line(&file, |line: PageLine| {
            if pages.contains(line.source.as_str()) {
                found.entry(line.source).or_default().furniture = line.furniture;
            }
        })?;
    }
    Ok(found)
}

/// Whether an error says that there is no such file.
fn is_absence(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
    )
}

/// Calls for every line of a JSON Lines file.
fn each_line<T: DeserializeOwned>(path: &Path, mut each: impl FnMut(T)) -> Result<(), Error> {
    let mut reader = output::open(path).map_err(|reason| read_error(path, reason))?;
    let mut bytes = Vec::new();
    for line in 1.. {
        bytes.clear();
        let read = reader.read_until(b'\n', &mut bytes);
        if read.map_err(|reason| read_error(path, reason))? == 0 {
            break;
        }
        each(serde_json::from_slice(&bytes).map_err(|error| line_error(path, line, &error))?);
    }
    Ok(())
}

/// The error of a line that is not what it should be.
fn line_error(file: &Path, line: usize, error: &serde_json::Error) -> Error {
    let text = error.to_string();
    // The parser saw one line only and calls it the first.
    let reason = text
        .rsplit_once(" at line ")
        .map_or(text.as_str(), |(reason, _)| reason);
    Error::Line {
        file: file.to_owned(),
        line,
        column: error.column(),
        reason: reason.to_owned(),
    }
}

/// The error of a file that cannot be read.
fn read_error(file: &Path, reason: io::Error) -> Error {
    Error::Read {
        file: file.to_owned(),
        reason,
    }
}

/// The gold's `INDEX.tsv`: a row for every page, a column for every thing to know about it.
#[derive(Debug, Default)]
pub(super) struct Index {
    /// Where it is, or would be.
    path: PathBuf,
    columns: Vec<String>,
    rows: HashMap<String, Vec<String>>,
}

impl Index {
    /// Reads the index of a folder; an empty one if it has none.
    pub(super) fn read(folder: &Path) -> Result<Self, Error> {
        let path = folder.join("INDEX.tsv");
        match fs::read_to_string(&path) {
            Ok(text) => Ok(Self {
                path,
                ..Self::parse(&text)
            }),
            Err(reason) if is_absence(&reason) => Ok(Self {
                path,
                ..Self::default()
            }),
            Err(reason) => Err(read_error(&path, reason)),
        }
    }

    /// Takes the rows apart; the first one names the columns, the first column the pages.
    fn parse(text: &str) -> Self {
        let cells = |line: &str| line.split('\t').map(str::to_owned).collect::<Vec<_>>();
        let mut lines = text.lines().map(cells);
        let columns = lines.next().unwrap_or_default();
        let rows = lines.filter_map(|row| Some((row.first()?.clone(), row)));
        Self {
            path: PathBuf::new(),
            columns,
            rows: rows.collect(),
        }
    }

    /// What the index says of a page in a column.
    pub(super) fn get(&self, page: &str, column: &str) -> Option<&str> {
        let row = self.rows.get(page)?;
        let mut cells = self.columns.iter().zip(row).rev();
        cells
            .find(|(name, _)| *name == column)
            .map(|(_, cell)| cell.as_str())
    }

    /// Checks that there is a column.
    pub(super) fn check(&self, column: &str) -> Result<(), Error> {
        if self.columns.iter().any(|known| known == column) {
            return Ok(());
        }
        Err(Error::NoColumn {
            column: column.to_owned(),
            index: self.path.clone(),
            hint: if self.columns.is_empty() {
                "there is no such file, and pages can be chosen by name alone, with --pages"
                    .to_owned()
            } else {
                format!("its columns are {}", self.columns.join(", "))
            },
        })
    }
}

/// An article for tests: the kinds and texts of its blocks.
#[cfg(test)]
pub(super) type Blocks<'a> = &'a [(&'a str, &'a str)];

/// A page for tests: articles as kinds and texts, and furniture.
#[cfg(test)]
pub(super) fn page_of(articles: &[Blocks<'_>], furniture: &[&str]) -> Page {
    let block = |&(kind, text): &(&str, &str)| Block {
        kind: kind.to_owned(),
        text: text.to_owned(),
    };
    let article = |blocks: &Blocks<'_>| Article {
        blocks: blocks.iter().map(block).collect(),
        confidence: None,
    };
    Page {
        articles: articles.iter().map(article).collect(),
        furniture: furniture
            .iter()
            .map(|text| block(&("other", text)))
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_named_by_their_path() {
        let cases = [
            ("a.txt", "a.txt"),
            ("./a.txt", "a.txt"),
            ("vlm/./a.txt", "vlm/a.txt"),
            ("vlm//a.txt", "vlm/a.txt"),
            ("vlm/../a.txt", "vlm/../a.txt"),
        ];
        for (path, want) in cases {
            assert_eq!(page_name(Path::new(path)), want);
        }
    }

    #[test]
    fn an_index_says_what_it_has() {
        let index = Index::parse("file\tcore\tnoise\na.txt\t1\tx\nb.txt\t0\n");
        let cases = [
            ("a.txt", "core", Some("1")),
            ("a.txt", "noise", Some("x")),
            ("b.txt", "core", Some("0")),
            ("b.txt", "noise", None),
            ("a.txt", "paper", None),
            ("c.txt", "core", None),
        ];
        for (page, column, want) in cases {
            assert_eq!(index.get(page, column), want, "{page} {column}");
        }
        assert_eq!(Index::parse("").get("a.txt", "core"), None);
    }
}
