//! The text of a configuration file: an error is one line that names the file and a line of it, and what
//! is accepted makes a pipeline or an error that says what to put where.

#![no_main]

use cleaner::config::Config;
use cleaner::pipeline::{Choice, Pipeline};
use libfuzzer_sys::fuzz_target;
use std::path::Path;

fuzz_target!(|text: &str| {
    match Config::parse(Path::new("cleaner.toml"), text) {
        Err(error) => {
            let said = error.to_string();
            let line = said.strip_prefix("cleaner.toml:").expect("the file");
            let line: usize = line
                .split(':')
                .next()
                .and_then(|n| n.parse().ok())
                .expect("a line");
            assert!((1..=text.split('\n').count()).contains(&line), "{said}");
        }
        Ok(config) => {
            let choice = Choice {
                passes: config.passes,
                ..Choice::default()
            };
            if let Ok(pipeline) = Pipeline::new(&choice, config.settings) {
                let cleaned = pipeline.run("page.txt", "某市开会\n近日，某市\n开会。\n".as_bytes());
                assert!(cleaned.faults.is_empty(), "{:?}", cleaned.faults);
            }
        }
    }
});
