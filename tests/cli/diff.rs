//! `cleaner diff`: what changed, page by page and pass by pass.

use super::*;
#[test]
fn a_pipe_gets_a_unified_diff() {
    let dir = folder(&["1.txt"]);
    let mut command = cleaner(dir.path());
    command.args(["diff", "1.txt"]);
    command.assert().code(0).stdout(
        contains("--- 1.txt\n+++ 1.txt (cleaned)\n@@ ")
            .and(contains("-开防汛工作会议。\n"))
            .and(contains("\x1b").not()),
    );
}

#[test]
fn colour_can_be_had() {
    let dir = folder(&["1.txt"]);
    let mut command = cleaner(dir.path());
    command.args(["diff", "1.txt", "--color", "always"]);
    command.assert().code(0).stdout(contains("\x1b[31m-"));
}

#[test]
fn one_pass_shows_its_own_work_only() {
    let dir = folder(&["1.txt"]);
    let pass = |name: &str| {
        let mut command = cleaner(dir.path());
        command.args(["diff", "1.txt", "--pass", name]);
        command.assert()
    };
    pass("rejoin")
        .code(0)
        .stdout(contains("(before rejoin)").and(contains("某市召开防汛工作会议")));
    pass("label").code(0).stdout(
        contains("+body     | ").and(contains("-         | ").or(contains("--        | "))),
    );
    pass("decode").code(0).stdout(is_empty());
    pass("nothing")
        .code(2)
        .stderr(one_line(&["no pass `nothing` runs", "rejoin"]));
}

#[test]
fn an_earlier_run_is_shown_as_it_is() {
    let dir = folder(&["pages/1.txt", "pages/2.txt"]);
    let mut command = cleaner(dir.path());
    command
        .args(["run", "pages/1.txt", "out", "--until", "decode"])
        .assert()
        .code(0);
    let mut command = cleaner(dir.path());
    command.args(["diff", "pages", "out"]);
    // Page 1 was only decoded, so nothing differs; page 2 is not there.
    command
        .assert()
        .code(1)
        .stdout(is_empty())
        .stderr(one_line(&["has no article of page 2.txt"]));
}

#[test]
fn a_missing_page_is_one_line() {
    let dir = folder(&[]);
    let mut command = cleaner(dir.path());
    command.args(["diff", "none.txt"]);
    command
        .assert()
        .code(1)
        .stderr(one_line(&["none.txt: cannot be read"]));
}
