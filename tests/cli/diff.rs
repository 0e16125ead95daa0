//! `cleaner diff`: what changed, page by page and pass by pass.

use super::*;
#[test]
fn a_pipe_gets_a_unified_diff() {
    let dir = folder(&["1.txt"]);
    let mut command = cleaner(dir.path());
    command.args(["diff", "1.txt"]);
    command.assert().code(0).stdout(
        contains("--- 1.txt\n+++ 1.txt\t(cleaned)\n@@ ")
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

#[test]
fn the_unified_diff_makes_the_cleaned_text() {
    let dir = folder(&[]);
    for entry in fs::read_dir(seeds()).expect("the sample pages") {
        let page = entry.expect("an entry").path();
        let run = |command: &str| {
            let output = cleaner(dir.path()).arg(command).arg(&page).output();
            String::from_utf8(output.expect("run").stdout).expect("UTF-8")
        };
        let patch = run("diff");
        let patch = diffy::Patch::from_str(&patch).expect("a unified diff");
        let cleaned = cleaner(dir.path())
            .args(["run", "-"])
            .pipe_stdin(&page)
            .and_then(|command| command.output())
            .expect("run");
        let made = diffy::apply(&read(&page), &patch).expect("it applies");
        assert_eq!(made.into_bytes(), cleaned.stdout, "{}", page.display());
    }
}

#[test]
fn a_terminal_gets_figures_lines_and_passes() {
    let dir = folder(&["1.txt"]);
    let shown = |context: &str| {
        let mut command = cleaner(dir.path());
        command.args(["diff", "1.txt", "--color", "always", "--context", context]);
        let output = command.output().expect("run").stdout;
        String::from_utf8(output).expect("UTF-8")
    };
    let text = shown("3");
    for words in [
        "1.txt: 1 article, 0 furniture",
        "@@ article 1  某市召开防汛会议 @@",
        "    3\x1b[0m \x1b[31m-开防汛工作会议。",
        "body: rejoin",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(text.contains("会议要求"));
    assert!(!shown("0").contains("会议要求"), "nothing was done to it");
}
