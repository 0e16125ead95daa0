//! The report: before and after side by side, in HTML, to look at instead of reading.
//!
//! A *leaf* is what the report has of one page: its view (the source at the left, its articles at the
//! right, what to look at first) and its row in the index. [`Leaf::new`] makes one from a page that was
//! [`Watched`]; [`Paper::whole`] binds leaves and index into one file, [`Paper::index`] and
//! [`Paper::leaf`] make the folder form, in which every leaf is a file. Nothing here writes to disk.
//!
//! The files need nothing but themselves. Styles and script stand in them, and a content security policy
//! names both by their hash: whatever a page's text holds, nothing else runs and nothing is fetched. All
//! text goes through the templates (`templates/*.html`), which escape it. What the script adds (lighting
//! what is pointed at, keys, search, sorting) is comfort; the file can be read and printed without it.

mod look;
mod marks;
mod sides;
mod watch;
mod work;

pub use watch::Watched;
pub use work::{Made, Words, Work};

use crate::render::{Article, View};
use askama::Template;
use base64::{Engine, engine::general_purpose::STANDARD};
use look::{Doubtful, Unsure, bar};
use marks::Marker;
use sha2::{Digest, Sha256};
use sides::Sides;
use std::sync::LazyLock;

const STYLE: &str = include_str!("../templates/report.css");
const SCRIPT: &str = include_str!("../templates/report.js");
/// The Chinese of every English word and phrase of the report.
const CHINESE: &str = include_str!("../templates/zh.json");

/// What the report has of one page.
#[derive(Clone, Debug)]
pub struct Leaf {
    /// Its line in the index.
    pub row: Row,
    html: String,
}

/// A page's line in the index.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// The page's name.
    pub name: String,
    /// The paper and the day of issue, as far as they are known.
    pub issue: String,
    /// The titles of its articles; in brackets, how an article without one begins.
    pub titles: Vec<String>,
    /// How many articles it has.
    pub articles: usize,
    /// How many of them are likely to need a hand: the sum of what their confidences lack to 1.
    pub doubt: f64,
    /// How many decisions were close.
    pub unsure: usize,
    /// How many blocks belong to no article.
    pub furniture: usize,
    /// Places where bytes could not be decoded.
    pub malformed: usize,
    /// Whether it is empty or the audit found fault with it.
    pub faulty: bool,
    /// Characters changed, and lines joined, by pass, in running order.
    pub changed: Vec<(&'static str, usize)>,
}

#[derive(Template)]
#[template(path = "leaf.html")]
struct LeafTemplate<'a> {
    row: &'a Row,
    view: &'a View<'a>,
    sides: Sides<'a>,
    unsure: Vec<Unsure<'a>>,
    doubtful: Vec<Doubtful<'a>>,
}

impl LeafTemplate<'_> {
    fn confidence_bar(&self, article: &Article<'_>) -> usize {
        look::confidence_bar(article)
    }
}

impl Leaf {
    /// What the report has of a page.
    ///
    /// # Errors
    ///
    /// None in practice: the templates are compiled in and write to memory.
    pub fn new(watched: &Watched) -> Result<Self, askama::Error> {
        let view = View::new(&watched.cleaned);
        let mut marker = Marker::new(watched);
        let sides = Sides::new(watched, &view, &mut marker);
        let unsure = look::unsure(&view, watched.unsure_below);
        let row = work::row(&view, &marker, unsure.len());
        let html = LeafTemplate {
            doubtful: look::doubtful(&view),
            row: &row,
            view: &view,
            sides,
            unsure,
        }
        .render()?;
        Ok(Leaf { row, html })
    }

    /// How much memory it takes, in bytes, about.
    pub fn weight(&self) -> usize {
        self.html.len()
    }
}

/// What a report is printed on: everything but the pages.
#[derive(Clone, Debug, Default)]
pub struct Paper {
    /// The only pass whose marks are shown at first; all if none.
    pub pass: Option<String>,
}

/// The files beside a leaf's own, in the folder form. Links relative to it.
#[derive(Clone, Debug, Default)]
pub struct Beside {
    /// The index.
    pub index: String,
    /// The page before.
    pub previous: Option<String>,
    /// The page after.
    pub next: Option<String>,
}

#[derive(Template)]
#[template(path = "report.html")]
struct Document<'a> {
    title: &'a str,
    version: &'static str,
    /// The only pass whose marks are shown at first; empty for all.
    pass: &'a str,
    style: &'static str,
    style_hash: &'a str,
    script: &'static str,
    script_hash: &'a str,
    chinese: &'static str,
    index: Option<Index<'a>>,
    leaves: &'a [Leaf],
    beside: Option<&'a Beside>,
}

/// The list of pages.
struct Index<'a> {
    sum: Row,
    listed: Vec<Listed<'a>>,
}

/// A row with its link and the lengths of its bars.
struct Listed<'a> {
    row: &'a Row,
    link: &'a str,
    doubt: usize,
    unsure: usize,
    articles: usize,
    furniture: usize,
    malformed: usize,
    /// Pass, characters, bar.
    changed: Vec<(&'static str, usize, usize)>,
}

impl Paper {
    /// Everything in one file.
    ///
    /// # Errors
    ///
    /// As [`Leaf::new`].
    pub fn whole(&self, leaves: &[Leaf]) -> Result<String, askama::Error> {
        let links: Vec<String> = leaves.iter().map(|l| l.row.link()).collect();
        let rows = leaves
            .iter()
            .zip(&links)
            .map(|(l, link)| (&l.row, link.as_str()));
        self.document("cleaner", Some(Index::new(rows.collect())), leaves, None)
    }

    /// The index of the folder form: rows, each with the link to its leaf's file.
    ///
    /// # Errors
    ///
    /// As [`Leaf::new`].
    pub fn index(&self, rows: &[(Row, String)]) -> Result<String, askama::Error> {
        let rows = rows.iter().map(|(row, link)| (row, link.as_str()));
        self.document("cleaner", Some(Index::new(rows.collect())), &[], None)
    }

    /// A leaf of the folder form.
    ///
    /// # Errors
    ///
    /// As [`Leaf::new`].
    pub fn leaf(&self, leaf: &Leaf, beside: &Beside) -> Result<String, askama::Error> {
        let leaves = std::slice::from_ref(leaf);
        self.document(&leaf.row.name, None, leaves, Some(beside))
    }

    fn document(
        &self,
        title: &str,
        index: Option<Index<'_>>,
        leaves: &[Leaf],
        beside: Option<&Beside>,
    ) -> Result<String, askama::Error> {
        static HASHES: LazyLock<[String; 2]> = LazyLock::new(|| [STYLE, SCRIPT].map(hash));
        Document {
            title,
            version: env!("CARGO_PKG_VERSION"),
            pass: self.pass.as_deref().unwrap_or(""),
            style: STYLE,
            style_hash: &HASHES[0],
            script: SCRIPT,
            script_hash: &HASHES[1],
            chinese: CHINESE,
            index,
            leaves,
            beside,
        }
        .render()
    }
}

impl<'a> Index<'a> {
    /// What to look at first comes first: pages that are empty or failed the audit, then those on which
    /// most articles are likely to need a hand.
    fn new(mut rows: Vec<(&'a Row, &'a str)>) -> Self {
        rows.sort_by(|(a, _), (b, _)| {
            let order = b.faulty.cmp(&a.faulty);
            order
                .then(b.doubt.total_cmp(&a.doubt))
                .then(a.name.cmp(&b.name))
        });
        let (mut sum, mut most) = (Row::default(), Row::default());
        let mut most_touched = 0;
        for (row, _) in &rows {
            sum.add(row);
            most.articles = most.articles.max(row.articles);
            most.doubt = most.doubt.max(row.doubt);
            most.unsure = most.unsure.max(row.unsure);
            most.furniture = most.furniture.max(row.furniture);
            most.malformed = most.malformed.max(row.malformed);
            most_touched = most_touched.max(row.touched());
        }
        let listed = rows.into_iter().map(|(row, link)| Listed {
            row,
            link,
            doubt: bar((row.doubt * 100.0) as usize, (most.doubt * 100.0) as usize),
            unsure: bar(row.unsure, most.unsure),
            articles: bar(row.articles, most.articles),
            furniture: bar(row.furniture, most.furniture),
            malformed: bar(row.malformed, most.malformed),
            changed: {
                let changed = row.changed.iter();
                changed
                    .map(|&(pass, n)| (pass, n, bar(n, most_touched)))
                    .collect()
            },
        });
        Index {
            listed: listed.collect(),
            sum,
        }
    }
}

impl Row {
    /// Characters that any pass changed.
    fn touched(&self) -> usize {
        self.changed.iter().map(|c| c.1).sum()
    }

    /// The link to its leaf in the same file.
    fn link(&self) -> String {
        format!("#/{}", escape_link(&self.name))
    }

    /// Takes in the figures of another row.
    fn add(&mut self, row: &Row) {
        self.articles += row.articles;
        self.doubt += row.doubt;
        self.unsure += row.unsure;
        self.furniture += row.furniture;
        self.malformed += row.malformed;
        for &(pass, n) in &row.changed {
            match self.changed.iter_mut().find(|c| c.0 == pass) {
                Some(own) => own.1 += n,
                None => self.changed.push((pass, n)),
            }
        }
    }
}

/// A name as part of a link.
pub fn escape_link(name: &str) -> String {
    let mut link = String::with_capacity(name.len());
    for byte in name.bytes() {
        match byte {
            b'-' | b'.' | b'_' | b'~' | b'/' => link.push(char::from(byte)),
            _ if byte.is_ascii_alphanumeric() => link.push(char::from(byte)),
            _ => link += &format!("%{byte:02X}"),
        }
    }
    link
}

/// The source expression of a policy that lets this very text run.
fn hash(text: &str) -> String {
    format!(
        "sha256-{}",
        STANDARD.encode(Sha256::digest(text.as_bytes()))
    )
}

#[cfg(test)]
mod tests;
