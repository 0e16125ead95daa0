//! What results are written to: a folder, or standard output.

use super::clean::Done;
use super::compression::Compression;
use super::tables::{Rows, Tables};
use anyhow::{Result, anyhow};

/// What results are written to.
pub(crate) enum Output<'a> {
    /// The tables of a folder; the texts of articles are written as the pages are cleaned.
    Folder(Box<Tables<'a>>),
    /// Standard output.
    Stdout {
        /// What stands between the articles of two batches.
        between: Vec<u8>,
        begun: bool,
    },
}

impl Output<'_> {
    /// Standard output; `between` stands between the articles of two pages.
    pub(crate) fn stdout(between: &[u8], compression: Option<Compression>) -> Result<Self> {
        Ok(Output::Stdout {
            between: compression.map_or(Ok(between.to_vec()), |c| c.pack(between))?,
            begun: false,
        })
    }

    /// Writes what became of some pages.
    ///
    /// # Errors
    ///
    /// It cannot be written.
    pub(crate) fn put(&mut self, done: &Done) -> Result<()> {
        if done.fatal {
            return Err(anyhow!(
                "stopped: nothing more can be written; run it again to go on"
            ));
        }
        match self {
            Output::Folder(tables) => tables.put(&Rows {
                articles: &done.articles,
                pages: &done.pages,
                known: &done.known,
                names: &done.names,
                followed: done.followed,
            }),
            Output::Stdout { .. } if done.articles.is_empty() => Ok(()),
            Output::Stdout { between, begun } => {
                let after_others = std::mem::replace(begun, true);
                super::print(|out| {
                    if after_others {
                        out.write_all(between)?;
                    }
                    Ok(out.write_all(&done.articles)?)
                })
            }
        }
    }

    /// All is written. Gives how many pages of an earlier run are not in the tables any more.
    ///
    /// # Errors
    ///
    /// The tables cannot get their names.
    pub(crate) fn finish(self) -> Result<usize> {
        match self {
            Output::Folder(tables) => tables.finish(),
            Output::Stdout { .. } => Ok(0),
        }
    }
}
