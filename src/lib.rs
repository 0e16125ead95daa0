//! cleaner
pub mod audit;
pub mod chars;
pub mod config;
pub mod eval;
pub mod evidence;
pub mod page;
pub mod pass;
pub mod passes;
pub mod radicals;
pub mod source;
pub mod text;
