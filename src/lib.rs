//! Turns the text of newspaper pages into clean, separate articles, losing nothing and showing why.
//!
//! ```
//! use cleaner::{Kind, Pipeline, View};
//!
//! let raw = "某市召开防汛会议\n本报讯（记者王小平）昨日上午，某市召\n开防汛工作会议。\n";
//! let cleaned = Pipeline::default().run("page.txt", raw.as_bytes());
//! assert!(cleaned.faults.is_empty());
//!
//! let view = View::new(&cleaned);
//! let body = view.articles[0].blocks.iter().find(|b| b.kind == Kind::Body);
//! let body = body.expect("a paragraph");
//! assert_eq!(body.text, "本报讯（记者王小平）昨日上午，某市召开防汛工作会议。");
//! // Where it came from: the bytes of the page it stands for.
//! assert_eq!(body.spans(view.page), [25..104]);
//! ```
//!
//! # The model
//!
//! A page file is decoded into a [`source`]. A [`Page`] holds it for good, beside one [`text`] whose every
//! byte knows the bytes of the source it stands for, and *blocks*, ranges of that text in reading order.
//! What the blocks are depends on the [`Stage`] the page has reached: the whole text, lines, paragraphs and
//! headlines, blocks of articles. A page can only be changed by a few operations (edit characters, cut,
//! join, divide, gather in a new order, label), and each keeps provenance.
//!
//! A [`pass`] reads a page and proposes such changes; [`passes`] is the registry, in running order. Passes
//! cannot fail: what is wrong with a page is data. A [`Pipeline`] is the passes that were chosen, by name or
//! by a [`config`] file; a wrong order is an error before any page is read. After the last pass an
//! [`audit`] proves that nothing was lost, doubled or made up; a page that fails it is given back as it came.
//!
//! Decisions (what a line is, which lines hang together, which headline belongs to which body) are sums of
//! what speaks for and against; see [`evidence`]. Each is kept with its margin, and on traced pages with its clues.
//!
//! A [`View`] is a finished page, read for output: [`Article`]s, furniture, warnings; [`render`] writes it as
//! text and JSON, [`report`] as HTML to look at. [`output`] reads back what the program wrote, and [`eval`]
//! scores it against gold files.
//!
//! Cleaning is single-threaded and does no input or output; the program puts the pages of a folder on
//! threads. The same bytes in give the same bytes out.

pub mod audit;
mod chains;
pub mod chars;
pub mod config;
pub mod error;
pub mod eval;
pub mod evidence;
pub mod output;
pub mod page;
pub mod pass;
pub mod passes;
pub mod pipeline;
pub mod radicals;
pub mod render;
pub mod report;
pub mod script;
pub mod source;
pub mod table;
pub mod text;

pub use config::Settings;
pub use error::Error;
pub use page::{Kind, Page, Stage};
pub use pipeline::{Choice, Cleaned, Pipeline};
pub use render::{Article, View};

/// The examples of the READMEs.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
#[doc = include_str!("../README.zh-CN.md")]
struct Readmes;
