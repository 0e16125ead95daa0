//! What is counted while pages are cleaned, the bar that shows it, and the summary at the end.

use super::journal::Known;
use super::tables::PAGES;
use indicatif::{HumanDuration, ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use std::fmt::Write;
use std::time::{Duration, Instant};

/// Sums over pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Pages that were cleaned.
    pub(crate) pages: usize,
    /// Articles on them.
    pub(crate) articles: usize,
    /// Their bytes.
    pub(crate) bytes: usize,
    /// Pages with bytes that could not be decoded.
    pub(crate) malformed: usize,
    /// Decisions that are listed as unsure.
    pub(crate) unsure: usize,
    /// Pages that an earlier run had cleaned.
    pub(crate) unchanged: usize,
    /// Pages, lines and inputs that failed.
    pub(crate) failed: usize,
}

impl Tally {
    /// What there is to count about a page.
    pub(crate) fn of(page: &Known) -> Self {
        Tally {
            pages: 1,
            articles: page.articles,
            bytes: page.bytes,
            malformed: page.malformed,
            unsure: page.unsure,
            ..Tally::default()
        }
    }

    pub(crate) fn add(&mut self, other: &Tally) {
        self.pages += other.pages;
        self.articles += other.articles;
        self.bytes += other.bytes;
        self.malformed += other.malformed;
        self.unsure += other.unsure;
        self.unchanged += other.unchanged;
        self.failed += other.failed;
    }

    /// The line at the end.
    pub(crate) fn summary(&self, skipped: usize, took: Duration) -> String {
        let mut line = format!(
            "{}, {}, {}, {} failed in {:.2} s, {}",
            counted(self.pages, "page"),
            counted(self.articles, "article"),
            counted(self.unsure, "unsure decision"),
            self.failed,
            took.as_secs_f64(),
            speed(self.bytes, took)
        );
        if self.unchanged > 0 {
            line += &format!(
                "; {} unchanged and not cleaned again",
                counted(self.unchanged, "page")
            );
        }
        if skipped > 0 {
            line += &format!("; {} skipped", counted(skipped, "other file"));
        }
        if self.malformed > 0 {
            line += &format!(
                "; {} with bytes that could not be decoded, see the warnings in {PAGES}",
                counted(self.malformed, "page")
            );
        }
        line
    }
}

fn speed(bytes: usize, took: Duration) -> String {
    format!(
        "{:.1} MB/s",
        bytes as f64 / 1e6 / took.as_secs_f64().max(0.001)
    )
}

/// The time that is left, once something has been done that tells.
fn left(state: &ProgressState, out: &mut dyn Write) {
    if state.pos() > 0 {
        let _ = write!(out, "  {:#} left", HumanDuration(state.eta()));
    }
}

/// `1 page`, `2 pages`.
pub(crate) fn counted(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

/// A bar on a terminal, nothing elsewhere.
pub(crate) struct Progress {
    bar: ProgressBar,
    begun: Instant,
}

impl Progress {
    /// Begins. `total` gives the bytes there are to read, if that can be known; it is asked only if there is
    /// somebody to see it.
    pub(crate) fn new(quiet: bool, total: impl FnOnce() -> Option<u64>) -> Self {
        let target = if quiet {
            ProgressDrawTarget::hidden()
        } else {
            ProgressDrawTarget::stderr()
        };
        let bar = ProgressBar::with_draw_target(None, target);
        if !bar.is_hidden() {
            let total = total();
            let template = match total {
                Some(_) => "{wide_bar} {percent}%  {msg}{left}",
                None => "{spinner} {msg}  {elapsed}",
            };
            if let Ok(style) = ProgressStyle::with_template(template) {
                bar.set_style(style.with_key("left", left));
            }
            if let Some(total) = total {
                bar.set_length(total);
            }
        }
        Progress {
            bar,
            begun: Instant::now(),
        }
    }

    /// Shows where the run stands: so many bytes were read.
    pub(crate) fn show(&self, read: u64, tally: &Tally) {
        if !self.bar.is_hidden() {
            let speed = speed(tally.bytes, self.begun.elapsed());
            self.bar
                .set_message(format!("{}  {speed}", counted(tally.pages, "page")));
            self.bar.set_position(read);
        }
    }

    /// Lets others write to the terminal.
    pub(crate) fn aside(&self, write: impl FnOnce()) {
        self.bar.suspend(write);
    }

    /// The bar goes; gives the time since it began.
    pub(crate) fn finish(self) -> Duration {
        self.bar.finish_and_clear();
        self.begun.elapsed()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_says_all_there_is() {
        let tally = Tally {
            pages: 2,
            articles: 1,
            bytes: 3_000_000,
            malformed: 1,
            unsure: 4,
            unchanged: 1,
            failed: 3,
        };
        let line = tally.summary(1, Duration::from_secs(2));
        let want = "2 pages, 1 article, 4 unsure decisions, 3 failed in 2.00 s, 1.5 MB/s; 1 page unchanged and not cleaned again; 1 other file skipped; \
                    1 page with bytes that could not be decoded, see the warnings in pages.jsonl";
        assert_eq!(line, want);
    }
}
