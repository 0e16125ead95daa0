//! `cleaner eval`: how good an output is, against gold files.

use super::{Status, print};
use anyhow::Result;
use cleaner::eval::{Options, evaluate};
use std::path::PathBuf;

/// Score an output folder against gold files
///
/// GOLD holds a PAGE.gold.json for every page, in any depth. Figures are percentages, but for lost and
/// invented, which count characters and must be 0. If GOLD has an INDEX.tsv, its columns serve --where
/// and --by.
#[derive(clap::Args)]
#[command(after_long_help = "EXAMPLES
  cleaner eval out/ gold/
  cleaner eval out/ gold/ --where core=1 --by difficulty --worst 10
  cleaner eval out/ gold/ --show 004.txt      what differs on this page")]
pub(crate) struct Args {
    /// A folder that `cleaner run` wrote
    out: PathBuf,
    /// A folder with gold files
    gold: PathBuf,
    /// Only pages whose row in INDEX.tsv has this value; may be given again
    #[arg(long = "where", value_name = "COLUMN=VALUE", value_parser = pair)]
    where_: Vec<(String, String)>,
    /// Figures for every value of this column as well; may be given again
    #[arg(long, value_name = "COLUMN")]
    by: Vec<String>,
    /// Only pages whose name matches this pattern (*, ?, [a-z])
    #[arg(long, value_name = "PATTERN")]
    pages: Option<String>,
    /// List the N pages with the fewest perfect articles
    #[arg(long, value_name = "N", default_value_t = 0)]
    worst: usize,
    /// Show the articles of this page that are not perfect beside their gold
    #[arg(long, value_name = "PAGE")]
    show: Option<String>,
    /// Write one JSON object
    #[arg(long)]
    json: bool,
}

fn pair(text: &str) -> Result<(String, String), String> {
    text.split_once('=')
        .map(|(column, value)| (column.to_owned(), value.to_owned()))
        .ok_or_else(|| "write it as COLUMN=VALUE, such as core=1".to_owned())
}

pub(crate) fn run(args: &Args) -> Result<Status> {
    let options = Options {
        where_: args.where_.clone(),
        by: args.by.clone(),
        pages: args.pages.clone(),
        worst: args.worst,
        show: args.show.clone(),
    };
    let evaluation = evaluate(&args.out, &args.gold, &options)?;
    print(|out| {
        if args.json {
            evaluation.write_json(out)?;
        } else {
            evaluation.write_text(out)?;
        }
        Ok(())
    })?;
    Ok(Status::Done)
}
