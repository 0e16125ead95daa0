//! cleaner
pub mod audit;
pub mod chars;
pub mod config;
pub mod error;
pub mod eval;
pub mod evidence;
pub mod page;
pub mod pass;
pub mod passes;
pub mod pipeline;
pub mod radicals;
pub mod render;
pub mod source;
pub mod table;
pub mod text;
