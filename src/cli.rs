//! The command line: what the user typed, made into calls of the library.
//!
//! One file per command. Results go to standard output and everything else to standard error, both
//! through handles: nothing here prints behind anybody's back. Exit status: 0 all done, 1 some page
//! failed or `check` found a difference, 2 wrong usage or configuration, 130 and 143 stopped by Ctrl-C and
//! by SIGTERM.

mod check;
mod clean;
mod complete;
mod compression;
mod corpus;
mod diff;
mod eval;
mod explain;
mod home;
mod inputs;
mod journal;
mod leftovers;
mod message;
mod names;
mod options;
mod output;
mod paint;
mod passes;
mod pool;
mod progress;
mod reader;
mod report;
mod reuse;
mod run;
mod stop;
mod tables;
mod target;
mod texts;

use clap::{CommandFactory, Parser, Subcommand};
use std::io::{self, Write};
use std::panic;
use std::process::ExitCode;
use stop::Signal;

/// How a command ended when it could do its work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    /// All done.
    Done,
    /// Some page failed, or a difference was found.
    Failed,
    /// A signal ended it before all was done; that has been said.
    Stopped(Signal),
}

/// The version, and the commit (see build.rs): what a report of a bug must say.
const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), " (", env!("CLEANER_COMMIT"), ")");

/// Turns the text of Chinese newspaper pages into clean, separate articles.
///
/// The pages are text that somebody got out of a PDF, by OCR, or from a vision model: lines broken by
/// columns, headlines set vertically, articles run together. What comes out are whole articles with
/// their headlines, and a record of where every character came from; nothing is lost or made up.
#[derive(Parser)]
#[command(
    name = "cleaner",
    version = VERSION,
    after_long_help = "\
EXAMPLES
  cleaner run pages/ out/            clean a folder of pages
  cleaner run - < page.txt           clean one page, read the articles here
  cleaner diff page.txt              what changed
  cleaner explain page.txt:45        what became of line 45, and why
  cleaner eval out/ gold/            how good is it, against gold files

EXIT STATUS
  0  all done
  1  some page failed (all others are done), or `check` found a difference
  2  wrong usage or configuration
  130, 143  stopped by Ctrl-C or SIGTERM before all was done"
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Run(run::Args),
    Diff(diff::Args),
    Check(check::Args),
    Explain(explain::Args),
    Passes(passes::Args),
    Eval(eval::Args),
    Completions(complete::CompletionsArgs),
    Man(complete::ManArgs),
}

/// The definitions of all commands.
pub(crate) fn command() -> clap::Command {
    Cli::command()
}

/// Wrong usage that the argument parser cannot see; exit status 2.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct Usage(pub(crate) String);

/// Parses, runs, reports.
pub(crate) fn main() -> ExitCode {
    // A panic is a bug, and the pipeline catches those of passes; the default hook would print its own
    // lines between ours.
    panic::set_hook(Box::new(|_| {}));
    panic::catch_unwind(|| match Cli::try_parse() {
        Ok(cli) => finish(dispatch(cli.command)),
        Err(error) => {
            // A closed pipe is not an error, for help texts neither.
            let _ = error.print();
            u8::try_from(error.exit_code()).unwrap_or(2)
        }
    })
    .unwrap_or_else(|cause| {
        let cause = cause
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| cause.downcast_ref::<&str>().copied())
            .unwrap_or("no reason given");
        message::say(&format!("a bug of cleaner: {cause}; please report it"));
        1
    })
    .into()
}

fn dispatch(asked: Command) -> anyhow::Result<Status> {
    match asked {
        Command::Run(args) => run::run(&args),
        Command::Passes(args) => passes::run(&args),
        Command::Eval(args) => eval::run(&args),
        Command::Diff(args) => diff::run(&args),
        Command::Check(args) => check::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Completions(args) => complete::completions(&args, command()),
        Command::Man(args) => complete::man(&args, command()),
    }
}

fn finish(result: anyhow::Result<Status>) -> u8 {
    match result {
        Ok(Status::Done) => 0,
        Ok(Status::Failed) => 1,
        Ok(Status::Stopped(signal)) => signal.status(),
        Err(error) => {
            let causes = || error.chain().filter_map(|c| c.downcast_ref::<io::Error>());
            if causes().any(|e| e.kind() == io::ErrorKind::BrokenPipe) {
                return 0;
            }
            message::say(&format!("{error:#}"));
            let usage = error.is::<Usage>()
                || error.is::<cleaner::error::Error>()
                || error.is::<cleaner::eval::Error>();
            if usage { 2 } else { 1 }
        }
    }
}

/// Writes a result to standard output, and makes sure it arrived.
pub(crate) fn print(
    write: impl FnOnce(&mut dyn Write) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    write(&mut out)
        .and_then(|()| Ok(out.flush()?))
        .map_err(|error| match error.downcast_ref::<io::Error>() {
            Some(e) if e.kind() != io::ErrorKind::BrokenPipe => anyhow::anyhow!(
                "standard output: cannot be written: {}; {}",
                message::reason(e),
                message::remedy(e)
            ),
            _ => error,
        })
}
