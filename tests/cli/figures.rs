//! `cleaner passes` and `cleaner eval`: the registry and the figures.

use super::*;

#[test]
fn the_table_and_the_json_list_all_in_order() {
    let dir = folder(&[]);
    let done = cleaner(dir.path()).arg("passes").assert().code(0);
    let table = String::from_utf8(done.get_output().stdout.clone()).expect("UTF-8");
    let rows: Vec<&str> = table
        .lines()
        .skip(1)
        .map_while(|l| l.split_whitespace().next())
        .collect();
    let names: Vec<&str> = cleaner::passes::ALL.iter().map(|p| p.name).collect();
    assert_eq!(rows, names);
    let mut command = cleaner(dir.path());
    let done = command
        .args(["passes", "--format", "json"])
        .assert()
        .code(0);
    let list: serde_json::Value = serde_json::from_slice(&done.get_output().stdout).expect("JSON");
    assert_eq!(list[0]["name"], "decode");
    assert_eq!(list[0]["options"][0]["key"], "encoding");
}

#[test]
fn the_samples_lose_and_invent_nothing() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut command = cleaner(dir.path());
    command
        .arg("run")
        .arg(seeds())
        .args(["out", "-q"])
        .assert()
        .code(0);
    let mut command = cleaner(dir.path());
    command
        .args(["eval", "out"])
        .arg(repository().join("tests/gold"))
        .arg("--json");
    let done = command.assert().code(0);
    let figures: serde_json::Value =
        serde_json::from_slice(&done.get_output().stdout).expect("JSON");
    assert_eq!(figures["pages"], 5);
    assert_eq!(figures["lost"], 0);
    assert_eq!(figures["invented"], 0);
}

#[test]
fn a_folder_that_is_no_output_says_what_to_run() {
    let dir = folder(&["1.txt"]);
    let mut command = cleaner(dir.path());
    command
        .args(["eval", "."])
        .arg(repository().join("tests/gold"));
    command
        .assert()
        .code(2)
        .stderr(one_line(&["no articles.jsonl", "cleaner run"]));
    let mut command = cleaner(dir.path());
    command.args(["eval", ".", ".", "--where", "core"]);
    command.assert().code(2).stderr(contains("COLUMN=VALUE"));
}

/// However the tables are laid out, `eval` and `diff` read the same from them.
#[test]
fn tables_in_shards_and_packed_are_read() {
    let dir = folder(&[]);
    let gold = repository().join("tests/gold");
    let layouts: [&[&str]; 4] = [
        &[],
        &["--compress", "zst"],
        &["--compress", "gz"],
        &["--compress", "zst", "--shard-size", "40K"],
    ];
    let mut said = Vec::new();
    for layout in layouts {
        let seeds = seeds();
        let done = |command: &mut assert_cmd::Command| {
            let output = command.assert().code(0).get_output().stdout.clone();
            String::from_utf8(output).expect("UTF-8")
        };
        let mut run = cleaner(dir.path());
        done(run.arg("run").arg(&seeds).arg("out").args(layout));
        let mut eval = cleaner(dir.path());
        let mut diff = cleaner(dir.path());
        said.push((
            done(eval.args(["eval", "out"]).arg(&gold)),
            done(diff.arg("diff").arg(&seeds).arg("out")),
        ));
    }
    assert!(said[0].0.contains("100.0"), "{}", said[0].0);
    for other in &said[1..] {
        assert!(*other == said[0], "{}", other.0);
    }
}

#[test]
fn eval_says_what_is_missing() {
    let dir = folder(&[]);
    let gold = repository().join("tests/gold");
    let seed = seeds().join("004_cf229ad8b120e038.txt");
    for (out, format) in [("out", "jsonl"), ("md", "md")] {
        let mut run = cleaner(dir.path());
        run.arg("run")
            .arg(&seed)
            .args([out, "-q", "--format", format]);
        run.assert().code(0);
    }
    let eval = |out: &str, more: &[&str]| {
        let mut command = cleaner(dir.path());
        command.args(["eval", out]).arg(&gold).args(more).assert()
    };
    // Pages whose characters all count as lost.
    eval("out", &[])
        .code(0)
        .stdout(contains("missing, and all its characters lost: ").count(4));
    eval("out", &["--pages", "004*"])
        .code(0)
        .stdout(contains("missing").not());
    eval("out", &["--pages", "none"]).code(2).stderr(one_line(&[
        "none of its 5 gold pages matches",
        ".gold.json",
    ]));
    // Columns of an index that is not there.
    for option in [&["--where", "core=1"], &["--by", "core"]] {
        eval("out", option)
            .code(2)
            .stderr(one_line(&["INDEX.tsv: has no column `core`", "--pages"]));
    }
    // A folder that is an output, but has not what is scored.
    eval("md", &[])
        .code(2)
        .stderr(one_line(&["md: has no articles.jsonl", "--format"]));
}
