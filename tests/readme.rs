//! What the READMEs say is so: the page before and after, the table of passes, the configuration. Their
//! Rust examples run as documentation tests.

use cleaner::Pipeline;
use cleaner::View;
use cleaner::config::Config;
use cleaner::passes;
use cleaner::pipeline::Choice;
use cleaner::render::text;
use std::path::Path;

const SEED: &str = include_str!("../seeds/004_cf229ad8b120e038.txt");
const READMES: [(&str, &str); 2] = [
    ("README.md", include_str!("../README.md")),
    ("README.zh-CN.md", include_str!("../README.zh-CN.md")),
];

/// The first block of code after a mark.
fn block<'a>(readme: &'a str, mark: &str) -> &'a str {
    let at = readme.find(mark).expect("the mark");
    let code = readme[at..].split("```").nth(1).expect("a block of code");
    code.split_once('\n').expect("its language").1
}

#[test]
fn the_page_before_and_after_is_real() {
    let cleaned = Pipeline::default().run("004.txt", SEED.as_bytes());
    let view = View::new(&cleaned);
    for (name, readme) in READMES {
        assert!(SEED.contains(block(readme, "<!-- before -->")), "{name}");
        let after: Vec<&str> = block(readme, "<!-- after -->")
            .lines()
            .filter(|l| !l.is_empty() && *l != "……")
            .collect();
        let whole = |text: &String| after.iter().all(|a| text.lines().any(|l| l == *a));
        assert!(
            view.articles.iter().map(text::article).any(|t| whole(&t)),
            "{name}: no article has {after:?}"
        );
    }
}

#[test]
fn the_table_of_passes_is_the_registry() {
    for (name, readme) in READMES {
        let at = readme.find("<!-- passes -->").expect("the mark");
        let rows: Vec<Vec<&str>> = readme[at..]
            .lines()
            .skip(3)
            .take_while(|l| l.starts_with('|'))
            .map(|l| l.trim_matches('|').split('|').map(str::trim).collect())
            .collect();
        let registry: Vec<[String; 4]> = passes::ALL
            .iter()
            .map(|p| {
                let gives = p.gives.map_or("", |s| s.name());
                [
                    format!("`{}`", p.name),
                    p.needs.name().to_owned(),
                    gives.to_owned(),
                    p.summary.to_owned(),
                ]
            })
            .collect();
        // The translation says what a pass does in its own words.
        let columns = if name == "README.md" { 4 } else { 3 };
        let table: String = registry
            .iter()
            .map(|row| format!("| {} |\n", row.join(" | ")))
            .collect();
        assert_eq!(rows.len(), registry.len(), "{name} should have\n{table}");
        for (row, pass) in rows.iter().zip(&registry) {
            assert_eq!(
                row[..columns],
                pass[..columns],
                "{name} should have\n{table}"
            );
        }
    }
}

#[test]
fn the_configuration_is_one() {
    for (name, readme) in READMES {
        let toml = readme.split("```toml\n").nth(1).expect("a configuration");
        let toml = toml.split("```").next().unwrap_or_default();
        let config = Config::parse(Path::new(name), toml).expect("valid");
        let choice = Choice {
            passes: config.passes,
            ..Choice::default()
        };
        assert!(Pipeline::new(&choice, config.settings).is_ok(), "{name}");
    }
}
