//! An evaluation as text and as JSON.

use std::fmt;
use std::io;

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use super::{Evaluation, Group, Totals};

/// The columns of the table, in their order.
const COLUMNS: [&str; 14] = [
    "pages",
    "articles",
    "perfect",
    "content",
    "article_f1",
    "title",
    "spacing",
    "para_f1",
    "punct_f1",
    "kind",
    "caption_f1",
    "lost",
    "invented",
    "chars",
];

/// So many missing pages are named.
const MISSING: usize = 20;

/// A cell of the table.
enum Cell {
    Count(usize),
    Percent(f64),
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Count(n) => write!(f, "{n:>10}"),
            Self::Percent(x) => write!(f, "{x:>10.1}"),
        }
    }
}

/// A row's cells, in the order of [`COLUMNS`].
fn cells(t: &Totals) -> [Cell; COLUMNS.len()] {
    use Cell::{Count, Percent};
    [
        Count(t.pages),
        Count(t.articles),
        Percent(t.perfect),
        Percent(t.content),
        Percent(t.article_f1),
        Percent(t.title),
        Percent(t.spacing),
        Percent(t.para_f1),
        Percent(t.punct_f1),
        Percent(t.kind),
        Percent(t.caption_f1),
        Count(t.lost),
        Count(t.invented),
        Count(t.chars),
    ]
}

/// Writes one row of the table, with the name of the pages that it is about.
fn row(f: &mut fmt::Formatter<'_>, totals: &Totals, name: &str) -> fmt::Result {
    for cell in cells(totals) {
        write!(f, "{cell}  ")?;
    }
    writeln!(f, "{name}")
}

impl fmt::Display for Evaluation {
    /// Writes the page to show, the table of figures, the worst pages, the missing ones and the table of confidence, as far as there are any.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in &self.shown {
            writeln!(f, "{line}")?;
        }
        for column in COLUMNS {
            write!(f, "{column:>10}  ")?;
        }
        writeln!(f, "pages of")?;
        row(f, &self.total, "ALL")?;
        for Group {
            column,
            value,
            total,
        } in &self.groups
        {
            row(f, total, &format!("{column}={value}"))?;
        }
        for page in self.worst() {
            let perfect = page.score.perfect;
            writeln!(
                f,
                "{:6.1}% perfect of {:2}  lost {:4}  {}",
                perfect.percent(),
                perfect.of,
                page.score.lost,
                page.name
            )?;
        }
        let missing = self.missing.iter();
        for name in missing.clone().take(MISSING) {
            writeln!(f, "missing, and all its characters lost: {name}")?;
        }
        if let Some(more) = missing.len().checked_sub(MISSING).filter(|&n| n > 0) {
            writeln!(f, "and {more} more")?;
        }
        if let Some(confidence) = &self.confidence {
            write!(f, "\n{confidence}")?;
        }
        Ok(())
    }
}

impl Serialize for Evaluation {
    /// Gives the figures of all pages, the table of confidence, the missing pages if there are any, and the groups if some were asked for.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        /// All that is always there.
        #[derive(Serialize)]
        struct Object<'a> {
            #[serde(flatten)]
            total: &'a Totals,
            confidence: &'a Option<super::Confidence>,
            #[serde(skip_serializing_if = "<[String]>::is_empty")]
            missing: &'a [String],
            #[serde(skip_serializing_if = "Option::is_none")]
            groups: Option<Groups<'a>>,
        }
        /// The groups by their names.
        struct Groups<'a>(&'a [Group]);
        impl Serialize for Groups<'_> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut map = serializer.serialize_map(Some(self.0.len()))?;
                for group in self.0 {
                    let name = format!("{}={}", group.column, group.value);
                    map.serialize_entry(&name, &group.total)?;
                }
                map.end()
            }
        }
        let object = Object {
            total: &self.total,
            confidence: &self.confidence,
            missing: &self.missing,
            groups: (!self.groups.is_empty()).then_some(Groups(&self.groups)),
        };
        object.serialize(serializer)
    }
}

impl Evaluation {
    /// Writes the evaluation as plain text.
    ///
    /// # Errors
    ///
    /// Fails where the writer does.
    pub fn write_text(&self, mut out: impl io::Write) -> io::Result<()> {
        write!(out, "{self}")
    }

    /// Writes the evaluation as one JSON object on a line: the figures by their names, `confidence` (null if no article has one),
    /// `missing` if pages are and, if groups were asked for, `groups`.
    ///
    /// # Errors
    ///
    /// Fails where the writer does.
    pub fn write_json(&self, mut out: impl io::Write) -> io::Result<()> {
        serde_json::to_writer(&mut out, self)?;
        writeln!(out)
    }
}
