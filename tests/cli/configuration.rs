//! What `cleaner.toml` and the flags may say, and what they are told when they say something else.

use super::*;
#[test]
fn an_unknown_pass_lists_the_known_ones() {
    let dir = folder(&["1.txt"]);
    for flag in ["--only", "--skip", "--until"] {
        let mut command = cleaner(dir.path());
        command.args(["run", "1.txt", "out", flag, "rejion"]);
        command.assert().code(2).stderr(contains(flag).and(contains(
            "unknown pass `rejion`, did you mean `rejoin`?; the passes are `decode`, ",
        )));
    }
    assert!(!dir.path().join("out").exists());
}

#[test]
fn a_wrong_order_says_what_to_put_where() {
    let dir = folder(&["1.txt"]);
    for (flag, passes, words) in [
        (
            "--only",
            "decode,rejoin,lines",
            "pass `rejoin` needs lines, but the page is still text there; put `lines` before it",
        ),
        ("--only", "lines,rejoin", "put `decode` first"),
        ("--skip", "rejoin", "put `rejoin` before it, or leave"),
    ] {
        let mut command = cleaner(dir.path());
        command.args(["run", "1.txt", "out", flag, passes]);
        command
            .assert()
            .code(2)
            .stderr(contains(words).and(one_line(&[])));
    }
}

#[test]
fn a_broken_file_names_its_line() {
    for (text, words) in [
        ("passes = [", "cleaner.toml:1: not TOML"),
        (
            "passes = [\"decode\",\n  \"liens\"]",
            "cleaner.toml:2: unknown pass `liens`, did you mean `lines`?",
        ),
        (
            "[decode]\nencodin = 1",
            "cleaner.toml:2: pass `decode` has no option `encodin`, did you mean `encoding`?",
        ),
        (
            "[decode]\nencoding = 1",
            "cleaner.toml:2: `encoding` of `decode` must be",
        ),
        ("colour = 1", "cleaner.toml:1: unknown key `colour`"),
    ] {
        let dir = folder(&["1.txt"]);
        put(dir.path(), "cleaner.toml", text);
        let mut command = cleaner(dir.path());
        command.args(["run", "1.txt", "out"]);
        command
            .assert()
            .code(2)
            .stderr(contains(words).and(one_line(&[])));
    }
}

#[test]
fn the_file_in_the_working_folder_counts_and_flags_have_the_last_word() {
    let dir = folder(&["1.txt"]);
    put(dir.path(), "cleaner.toml", "passes = [\"decode\"]\n");
    let mut command = cleaner(dir.path());
    command.args(["run", "-"]).write_stdin(PAGE);
    command.assert().code(0).stdout(contains("某市召\n开"));
    put(dir.path(), "other.toml", "");
    let mut command = cleaner(dir.path());
    command
        .args(["run", "-", "--config", "other.toml"])
        .write_stdin(PAGE);
    command
        .assert()
        .code(0)
        .stdout(contains("某市召开防汛工作会议"));
    let mut command = cleaner(dir.path());
    command
        .args(["run", "-", "--config", "none.toml"])
        .write_stdin(PAGE);
    command
        .assert()
        .code(2)
        .stderr(one_line(&["none.toml: cannot be read"]));
}

#[test]
fn a_wrong_order_in_a_file_names_the_file() {
    for (text, words) in [
        (
            "passes = [\"decode\",\n\"split\"]",
            "cleaner.toml:2: pass `split` needs paragraphs",
        ),
        (
            "\npasses = [\"split\"]",
            "cleaner.toml:2: the passes begin with `split`",
        ),
    ] {
        let dir = folder(&["1.txt"]);
        put(dir.path(), "cleaner.toml", text);
        let run = |more: &[&str]| {
            let mut command = cleaner(dir.path());
            command
                .args(["run", "1.txt", "out"])
                .args(more)
                .assert()
                .code(2)
        };
        run(&[]).stderr(contains(words).and(one_line(&[])));
        // What a flag says is not the file's fault.
        run(&["--only", "decode,split"]).stderr(contains("cleaner.toml").not());
    }
}

#[test]
fn a_file_that_is_not_utf_8_says_so() {
    let dir = folder(&["1.txt"]);
    put(dir.path(), "c.toml", b"# \xd6\xd0\n");
    let mut command = cleaner(dir.path());
    command.args(["run", "1.txt", "out", "--config", "c.toml"]);
    command
        .assert()
        .code(2)
        .stderr(one_line(&["c.toml: cannot be read", "save it as UTF-8"]));
}
