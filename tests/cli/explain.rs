//! `cleaner explain`: what became of a line.

use super::*;
const SEED: &str = "004_cf229ad8b120e038.txt";

#[test]
fn a_line_has_its_place_its_passes_and_its_clues() {
    let line = |n: usize| {
        let mut command = cleaner(&seeds());
        command.args(["explain", &format!("{SEED}:{n}")]);
        command.assert().code(0)
    };
    line(46).stdout(
        contains("动向社会各界捐赠消毒酒精")
            .and(contains("where it went\n  article "))
            .and(contains("rejoin     joined it with others"))
            .and(contains("rather than").and(contains("margin")))
            .and(contains("together, the 12 heaviest listed")),
    );
    line(266).stdout(
        contains("headline-of line 222 rather than headline-of line ")
            .and(contains("words-shared 疫情防控工作、")),
    );
    line(45).stdout(contains("(an empty line)").and(contains("line 46, after it")));
}

#[test]
fn every_line_of_the_samples_can_be_explained() {
    for seed in fs::read_dir(seeds()).expect("the samples") {
        let seed = seed.expect("an entry").path();
        let count = read(&seed).lines().count();
        for line in (1..=count).step_by(29) {
            let mut command = cleaner(repository());
            command
                .arg("explain")
                .arg(format!("{}:{line}", seed.display()));
            command.assert().code(0).stdout(contains("where it went"));
        }
    }
}

#[test]
fn a_page_has_its_layout_articles_and_close_calls() {
    let mut command = cleaner(&seeds());
    command.args(["explain", SEED]);
    command.assert().code(0).stdout(
        contains("column widths")
            .and(contains("\narticles\n"))
            .and(contains("\nunsure: ")),
    );
}

#[test]
fn a_line_out_of_range_says_how_many_there_are() {
    let dir = folder(&["a:1.txt"]);
    for line in ["0", "5", "99999"] {
        let mut command = cleaner(dir.path());
        command.args(["explain", &format!("a:1.txt:{line}")]);
        command
            .assert()
            .code(2)
            .stderr(one_line(&["there is no line", "the lines 1 to 4"]));
    }
    cleaner(dir.path())
        .args(["explain", "a:1.txt"])
        .assert()
        .code(0);
    cleaner(dir.path())
        .args(["explain", "none.txt:3"])
        .assert()
        .code(1)
        .stderr(one_line(&["none.txt: cannot be read"]));
}

/// A page of a corpus is explained as its file is.
#[test]
fn a_page_of_a_corpus_is_named() {
    let text = read(seeds().join(SEED));
    let record = |id: &str, text: &str| serde_json::json!({"id": id, "text": text}).to_string();
    let lines = [record("1", PAGE), record("1958/2", &text), "{".to_owned()].join("\n");
    let dir = folder(&[]);
    put(dir.path(), "all.jsonl", lines);
    put(dir.path(), "2.txt", &text);
    let explain = |args: &[&str]| {
        let mut command = cleaner(dir.path());
        command.arg("explain").args(args).assert()
    };
    let of_file = explain(&["2.txt:46"]).code(0);
    let of_record = explain(&["all.jsonl:46", "--page", "1958/2"]).code(0);
    let after_place = |said: &[u8]| {
        let said = String::from_utf8_lossy(said).into_owned();
        said.split_once('\n').map(|(_, rest)| rest.to_owned())
    };
    assert_eq!(
        after_place(&of_file.get_output().stdout),
        after_place(&of_record.get_output().stdout)
    );
    explain(&["all.jsonl:46"])
        .code(2)
        .stderr(one_line(&["has many pages", "--page NAME"]));
    // The line that is no record might have been it.
    explain(&["all.jsonl", "--page", "3"])
        .code(1)
        .stderr(one_line(&["all.jsonl: no page 3 was found", "all.jsonl:3"]));
    put(dir.path(), "one.jsonl", record("1", PAGE));
    explain(&["one.jsonl", "--page", "3"])
        .code(2)
        .stderr(one_line(&["has no page 3"]));
    // One page needs no name.
    explain(&["one.jsonl:1"]).code(0);
}

#[test]
fn a_page_on_standard_input_needs_no_name() {
    let dir = folder(&[]);
    let explain = |place: &str, input: &str| {
        let mut command = cleaner(dir.path());
        command.args(["explain", place]).write_stdin(input).assert()
    };
    explain("-", PAGE).code(0).stdout(contains("articles"));
    explain("-:2", PAGE)
        .code(0)
        .stdout(contains("standard input:2\n  本报讯"));
    let records = "{\"text\": \"一\"}\n{\"text\": \"二\"}\n";
    explain("-", records)
        .code(2)
        .stderr(one_line(&["has many pages", "--page NAME"]));
    explain("--pgae", PAGE)
        .code(2)
        .stderr(one_line(&["--pgae: no such option"]));
}

#[test]
fn equal_changes_are_said_once_and_none_that_changed_nothing() {
    let mut command = cleaner(&seeds());
    command.args(["explain", &format!("{SEED}:65")]);
    command.assert().code(0).stdout(
        contains("unspread   \" \" -> nothing (letter-spacing), 11 times\n")
            .and(contains("nothing -> nothing").not()),
    );
    let seed = read(seeds().join(SEED));
    for line in (1..=seed.lines().count()).step_by(17) {
        let mut command = cleaner(&seeds());
        command.args(["explain", &format!("{SEED}:{line}")]);
        let noise = contains("nothing -> nothing").or(contains("\\n"));
        command.assert().code(0).stdout(noise.not());
    }
}
