//! `cleaner check`: differences from a golden folder, and blessing.

use super::*;
#[test]
fn differences_are_shown_and_blessed() {
    let dir = folder(&["pages/1.txt", "pages/2.txt"]);
    let check = |more: &[&str]| {
        let mut command = cleaner(dir.path());
        command.args(["check", "pages", "golden"]).args(more);
        command.assert()
    };
    check(&[])
        .code(2)
        .stderr(one_line(&["golden: no such folder", "--bless"]));
    check(&["--bless"]).code(0);
    check(&[])
        .code(0)
        .stdout(is_empty())
        .stderr(contains("none differs"));
    let run = dir.path().join("run");
    cleaner(dir.path())
        .args(["run", "pages", "run"])
        .assert()
        .code(0);
    assert!(
        tree(&run) == tree(&dir.path().join("golden")),
        "check writes what run writes"
    );

    put(dir.path(), "golden/articles/1/01.txt", "旧\n");
    let extra = put(dir.path(), "golden/articles/9/01.txt", "多\n");
    fs::remove_dir_all(dir.path().join("golden/articles/2")).expect("removed");
    put(dir.path(), "golden/README.md", "not ours");
    check(&[]).code(1).stderr(contains("3 of")).stdout(
        contains("-旧\n")
            .and(contains("--- golden/articles/9/01.txt\n+++ /dev/null"))
            .and(contains(
                "--- /dev/null\n+++ golden/articles/2/01.txt\t(now)",
            )),
    );
    check(&["--bless"]).code(0).stdout(is_empty());
    assert!(!extra.exists());
    check(&["-q"]).code(0).stderr(is_empty());
}

#[test]
fn a_failed_page_fails_the_check() {
    let dir = folder(&["1.txt"]);
    let mut command = cleaner(dir.path());
    command
        .args(["check", "1.txt", "golden", "--bless", "-q"])
        .assert()
        .code(0);
    let mut command = cleaner(dir.path());
    command.args(["check", "1.txt", "2.txt", "golden", "-q"]);
    command
        .assert()
        .code(1)
        .stderr(one_line(&["2.txt: cannot be read"]));
}

#[test]
fn nothing_is_blessed_away_where_a_page_failed() {
    let dir = folder(&["1.txt", "2.txt"]);
    let bless = |inputs: &[&str]| {
        let mut command = cleaner(dir.path());
        command
            .arg("check")
            .args(inputs)
            .args(["golden", "--bless"])
            .assert()
    };
    bless(&["1.txt", "2.txt"])
        .code(0)
        .stderr(contains("4 of 4 files written to golden, 0 removed"));
    let golden = tree(&dir.path().join("golden"));
    for inputs in [&["none.txt"][..], &["1.txt", "none.txt"]] {
        bless(inputs)
            .code(1)
            .stderr(contains("golden: nothing was written there"));
        assert!(tree(&dir.path().join("golden")) == golden, "{inputs:?}");
    }
    let mut command = cleaner(dir.path());
    command
        .args(["check", "none.txt", "golden"])
        .assert()
        .code(1)
        .stdout(is_empty());
    bless(&["1.txt"])
        .code(0)
        .stderr(contains("2 of 4 files written to golden, 1 removed"));
}

/// Only `txt,jsonl` could be checked once, unpacked and in one piece.
#[test]
fn whatever_run_writes_can_be_checked() {
    let dir = folder(&["pages/1.txt", "pages/2.txt"]);
    let layouts: [&[&str]; 5] = [
        &["--compress", "zst", "--format", "jsonl"],
        &["--format", "md"],
        &["--format", "jsonl", "--shard-size", "1K"],
        &["--format", "txt,jsonl,md", "--compress", "gz"],
        &["--report"],
    ];
    for layout in layouts {
        put(dir.path(), "pages/1.txt", PAGE);
        let command = |name: &str, more: &[&str]| {
            let mut command = cleaner(dir.path());
            command.args([name, "pages", "out"]).args(more).assert()
        };
        command("run", layout).code(0);
        command("check", &[]).code(0).stdout(is_empty());
        put(dir.path(), "pages/1.txt", PAGE.replace("责任", "任务"));
        command("check", &[]).code(1).stdout(contains("任务"));
        command("check", &["--bless"]).code(0);
        // A copy without the journal is known by its files.
        fs::remove_dir_all(dir.path().join("out/.cleaner")).expect("removed");
        if layout.contains(&"--shard-size") {
            command("check", &[])
                .code(2)
                .stderr(one_line(&["pages-00000.jsonl", "--shard-size"]));
            command("check", layout).code(0);
        } else {
            command("check", &[]).code(0);
        }
        fs::remove_dir_all(dir.path().join("out")).expect("removed");
    }
}
