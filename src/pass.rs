//! What a pass is.
//!
//! A pass reads a page and changes it through the page's own operations. It cannot fail: what is wrong
//! with a page is data, not an error. Only the edges of the program fail.

use crate::config::Settings;
use crate::page::{Page, Stage};

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
    /// The work.
    pub run: fn(&mut Page, &Settings),
}
