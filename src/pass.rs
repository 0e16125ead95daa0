//! What a pass is.
//!
//! A pass reads a page and changes it through the page's own operations. It cannot fail: what is wrong
//! with a page is data, not an error. Only the edges of the program fail.

use crate::config::Settings;
use crate::page::{Page, Stage};

/// Which characters of a page in traditional ones a pass reads. One in simplified characters is always read as printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reads {
    /// Those that were printed: the pass changes characters.
    Printed,
    /// The simplified ones for them, as the word list and the patterns have them: the pass decides what goes together.
    Simplified,
}

/// One step of the pipeline; the registry is [`crate::passes::ALL`].
pub struct Pass {
    /// The word for it everywhere: file, configuration, flags, output.
    pub name: &'static str,
    /// What it does, in one line.
    pub summary: &'static str,
    /// The stage a page must have reached; later stages up to `until` will do.
    pub needs: Stage,
    /// The last stage at which it can still work.
    pub until: Stage,
    /// The stage a page has reached afterwards, if the pass moves it on.
    pub gives: Option<Stage>,
    /// Which characters of a page it reads.
    pub reads: Reads,
    /// The work; [`Pass::work`] does it.
    pub run: fn(&mut Page, &Settings),
}

impl Pass {
    /// Does its work on a page.
    pub fn work(&self, page: &mut Page, settings: &Settings) {
        page.begin_pass(self.name);
        page.read(self.reads);
        (self.run)(page, settings);
    }
}
