//! `cleaner passes`: the registry, as the user sees it.

use super::{Status, print};
use anyhow::Result;
use clap::ValueEnum;
use cleaner::config::OPTIONS;
use cleaner::passes::ALL;
use serde::Serialize;

/// List the passes in running order: name, what it needs and gives, what it does
///
/// The names are those of --only, --skip, --until and of the tables in cleaner.toml. A page goes through
/// the stages bytes, text, lines, paragraphs, articles; a pass can stand wherever the page has what it
/// needs.
#[derive(clap::Args)]
#[command(after_long_help = "EXAMPLES
  cleaner passes
  cleaner passes --format json")]
pub(crate) struct Args {
    /// How to write the list
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A table to read
    Text,
    /// One JSON array
    Json,
}

#[derive(Serialize)]
struct PassOut {
    name: &'static str,
    needs: &'static str,
    gives: Option<&'static str>,
    summary: &'static str,
    options: Vec<OptionOut>,
}

#[derive(Serialize)]
struct OptionOut {
    key: &'static str,
    wants: &'static str,
    meaning: &'static str,
}

pub(crate) fn run(args: &Args) -> Result<Status> {
    let passes: Vec<PassOut> = ALL
        .iter()
        .map(|p| PassOut {
            name: p.name,
            needs: p.needs.name(),
            gives: p.gives.map(|s| s.name()),
            summary: p.summary,
            options: OPTIONS
                .iter()
                .filter(|o| o.pass == p.name)
                .map(|o| OptionOut {
                    key: o.key,
                    wants: o.wants,
                    meaning: o.meaning,
                })
                .collect(),
        })
        .collect();
    print(|out| {
        if args.format == Format::Json {
            serde_json::to_writer_pretty(&mut *out, &passes)?;
            writeln!(out)?;
            return Ok(());
        }
        let row = |name: &str, needs: &str, gives: &str, summary: &str| {
            format!("{name:<12}{needs:<12}{gives:<12}{summary}")
        };
        writeln!(out, "{}", row("pass", "needs", "gives", "what it does"))?;
        for pass in &passes {
            let gives = pass.gives.unwrap_or("");
            writeln!(out, "{}", row(pass.name, pass.needs, gives, pass.summary))?;
        }
        writeln!(out, "\noptions in cleaner.toml")?;
        for pass in &passes {
            for option in &pass.options {
                writeln!(
                    out,
                    "[{}] {}: {} ({})",
                    pass.name, option.key, option.meaning, option.wants
                )?;
            }
        }
        Ok(())
    })?;
    Ok(Status::Done)
}
