//! What the READMEs say is so: the page before and after, what `explain` prints, the tables of passes and of
//! what pages have, the configuration. Their Rust examples run as documentation tests.

use cleaner::Pipeline;
use cleaner::View;
use cleaner::config::Config;
use cleaner::evidence::chain::State;
use cleaner::evidence::decision::TIES;
use cleaner::passes;
use cleaner::pipeline::Choice;
use cleaner::render::text;
use std::fs;
use std::path::Path;
use std::process::Command;

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

/// The weights of the clues are fitted anew now and then, and with them goes what `explain` prints.
#[test]
fn the_example_of_explain_is_what_it_prints() {
    /// Clues that are shown.
    const CLUES: usize = 2;
    const MARK: &str = "<!-- explain -->";
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let place = "seeds/004_cf229ad8b120e038.txt:65";
    let mut command = Command::new(env!("CARGO_BIN_EXE_cleaner"));
    let printed = command.current_dir(root).args(["explain", place]).output();
    let printed = String::from_utf8(printed.expect("it runs").stdout).expect("UTF-8");
    let lines: Vec<&str> = printed.lines().collect();
    let decided = lines.iter().position(|line| *line == "what was decided");
    let shown = decided.expect("a decision") + 2 + CLUES;
    let example = format!(
        "$ cleaner explain {place}\n{}\n      …\n",
        lines[1..shown].join("\n")
    );
    for (name, readme) in READMES {
        let old = block(readme, MARK);
        if std::env::var_os("BLESS").is_some() {
            let path = root.join(name);
            let text = fs::read_to_string(&path).expect("a README");
            fs::write(path, text.replacen(old, &example, 1)).expect("written");
        } else {
            assert!(
                old == example,
                "{name}: `explain` no longer prints its example, but\n{example}\nTo renew it: \
                 BLESS=1 cargo test --test readme"
            );
        }
    }
}

/// The words that stand in the output, in the row of a table that begins with a field.
fn words<'a>(readme: &'a str, field: &str) -> Vec<&'a str> {
    let at = readme.find("<!-- pages -->").expect("the mark");
    let row = readme[at..]
        .lines()
        .find(|l| l.starts_with(&format!("| `{field}`")));
    let cell = row.expect(field).split(" | ").nth(1).expect("a cell");
    cell.split('`').skip(1).step_by(2).collect()
}

#[test]
fn the_words_of_pages_are_all_there() {
    let source = include_str!("../src/render/warnings.rs");
    let warnings = source.split("what: \"").skip(1);
    let mut warnings: Vec<&str> = warnings.filter_map(|rest| rest.split('"').next()).collect();
    warnings.sort_unstable();
    for (name, readme) in READMES {
        let states = State::ALL.iter().map(|state| state.name());
        let choices: Vec<&str> = states.chain(TIES).collect();
        assert_eq!(words(readme, "unsure[].what"), choices, "{name}");
        let mut listed = words(readme, "warnings[].what");
        listed.sort_unstable();
        assert_eq!(listed, warnings, "{name}");
        let why = ["markup", "invisible", "line-break", "punctuation"];
        assert_eq!(words(readme, "removed[].why"), why, "{name}");
        assert!(
            words(readme, "unsure[].margin").contains(&"unsure-below"),
            "{name}"
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
        // A list that lacks some makes all results worse for who copies it.
        let listed = config.passes.as_ref().expect("a list of passes");
        let listed: Vec<&str> = listed.iter().map(|named| named.name.as_str()).collect();
        let registry: Vec<&str> = passes::ALL.iter().map(|pass| pass.name).collect();
        assert_eq!(listed, registry, "{name}");
        assert_eq!(
            config.settings.encoding, None,
            "{name}: pages may be in any encoding"
        );
        let choice = Choice {
            passes: config.passes,
            ..Choice::default()
        };
        assert!(Pipeline::new(&choice, config.settings).is_ok(), "{name}");
    }
}
