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
        .stderr(one_line(&["has no page 2.txt"]));
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

#[test]
fn an_empty_page_is_not_missing() {
    let dir = folder(&["pages/1.txt"]);
    put(dir.path(), "pages/0.txt", "");
    for command in ["run", "diff"] {
        let mut command_line = cleaner(dir.path());
        command_line.args([command, "pages", "out", "-q"]);
        command_line.assert().code(0).stderr(is_empty());
    }
}

#[test]
fn an_output_without_the_table_says_so() {
    let dir = folder(&["1.txt"]);
    let command = |args: &[&str]| cleaner(dir.path()).args(args).assert();
    command(&["run", "1.txt", "out", "--format", "md"]).code(0);
    command(&["diff", "1.txt", "out"])
        .code(2)
        .stderr(one_line(&["out: has no articles.jsonl", "--format"]));
}

#[test]
fn a_report_on_standard_output_is_refused() {
    let dir = folder(&["1.txt"]);
    let mut command = cleaner(dir.path());
    command.args(["diff", "1.txt", "--html", "-"]);
    command.assert().code(2).stderr(one_line(&["--html: "]));
    assert!(!dir.path().join("-").exists());
}

#[test]
fn a_page_does_nothing_to_the_terminal() {
    let dir = folder(&[]);
    put(
        dir.path(),
        "1.txt",
        PAGE.replace("会议要求", "会议\x1b]0;pwned\x07要求\u{9b}")
            .repeat(9),
    );
    for args in [
        &["diff", "1.txt", "--color", "always"][..],
        &["explain", "1.txt:4"],
        &["explain", "1.txt"],
    ] {
        let done = cleaner(dir.path()).args(args).assert().code(0);
        let text = String::from_utf8_lossy(&done.get_output().stdout).into_owned();
        assert!(
            !text.contains("\x1b]") && !text.contains(['\x07', '\u{9b}']),
            "{args:?}: {text:?}"
        );
        if args.len() != 2 || args[1] != "1.txt" {
            assert!(text.contains("\\u{1b}"), "{args:?}: {text:?}");
        }
    }
}
