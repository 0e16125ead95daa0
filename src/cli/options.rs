//! The options that all commands share which clean pages.

use super::Usage;
use anyhow::Result;
use cleaner::config::{Config, Named};
use cleaner::error::Error;
use cleaner::pipeline::{Choice, Pipeline};
use std::path::{Path, PathBuf};

/// The configuration that is read if there is one.
const DEFAULT: &str = "cleaner.toml";

/// What to do with pages.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Read the configuration from FILE [default: cleaner.toml in the working folder, if there is one]
    #[arg(long, value_name = "FILE", help_heading = "Passes")]
    config: Option<PathBuf>,
    /// Run these passes only, in this order; `decode` comes first (see `cleaner passes`)
    #[arg(
        long,
        value_name = "PASS,…",
        value_delimiter = ',',
        help_heading = "Passes"
    )]
    only: Option<Vec<String>>,
    /// Leave these passes out
    #[arg(
        long,
        value_name = "PASS,…",
        value_delimiter = ',',
        help_heading = "Passes"
    )]
    skip: Vec<String>,
    /// Stop after this pass
    #[arg(long, value_name = "PASS", help_heading = "Passes")]
    until: Option<String>,
    /// Read pages in this encoding, such as gb18030 or big5, instead of detecting it
    #[arg(long, value_name = "NAME", help_heading = "Passes")]
    encoding: Option<String>,
    /// Say nothing on standard error but what went wrong
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

impl Options {
    /// The pipeline that was asked for. Flags have the last word over the configuration.
    pub(crate) fn pipeline(&self) -> Result<Pipeline> {
        let config = match &self.config {
            Some(file) => Config::read(file)?,
            None if Path::new(DEFAULT).exists() => Config::read(Path::new(DEFAULT))?,
            None => Config::default(),
        };
        let mut settings = config.settings;
        if let Some(label) = &self.encoding {
            settings.set_encoding(label)?;
        }
        let named = |names: &[String], place: &str| -> Vec<Named> {
            let named = |name: &String| Named {
                name: name.trim().to_owned(),
                place: place.to_owned(),
            };
            names.iter().map(named).collect()
        };
        let listed = config.passes.clone().filter(|_| self.only.is_none());
        let choice = Choice {
            passes: match &self.only {
                Some(only) => Some(named(only, "--only")),
                None => config.passes,
            },
            skip: named(&self.skip, "--skip"),
            until: named(self.until.as_slice(), "--until").pop(),
        };
        Pipeline::new(&choice, settings).map_err(|error| match misplaced(&error, &listed) {
            Some(place) => Usage(format!("{place}: {error}")).into(),
            None => error.into(),
        })
    }
}

/// Where the configuration lists the pass that an order fails at.
fn misplaced<'a>(error: &Error, listed: &'a Option<Vec<Named>>) -> Option<&'a str> {
    let listed = listed.as_ref()?;
    let named = match error {
        Error::Order { pass, .. } => listed.iter().find(|named| named.name == *pass),
        Error::NoDecode { .. } => listed.first(),
        _ => None,
    };
    named.map(|named| named.place.as_str())
}
