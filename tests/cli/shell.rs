//! The program among others: pipes, completions, man pages, help; and the small commands.

use super::*;
use std::io::Read;
use std::process::Stdio;

#[test]
fn a_closed_pipe_is_no_error() {
    let long = PAGE.repeat(4000);
    let dir = folder(&[]);
    put(dir.path(), "1.txt", long);
    for args in [
        &["diff", "1.txt"][..],
        &["run", "-"],
        &["completions", "bash"],
        &["--help"],
    ] {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_cleaner"));
        command.current_dir(dir.path()).args(args);
        let page = fs::File::open(dir.path().join("1.txt")).expect("the page");
        command
            .stdin(page)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().expect("started");
        drop(child.stdout.take());
        let mut said = String::new();
        let mut stderr = child.stderr.take().expect("standard error");
        stderr.read_to_string(&mut said).expect("UTF-8");
        assert_eq!(
            child.wait().expect("an end").code(),
            Some(0),
            "{args:?}: {said}"
        );
        assert_eq!(said, "", "{args:?}");
    }
}

#[test]
fn completions_and_man_pages_are_made() {
    let dir = folder(&[]);
    let mut command = cleaner(dir.path());
    command
        .args(["completions", "zsh"])
        .assert()
        .code(0)
        .stdout(contains("#compdef cleaner"));
    cleaner(dir.path())
        .arg("man")
        .assert()
        .code(0)
        .stdout(contains(".TH cleaner 1"));
    let mut command = cleaner(dir.path());
    command
        .args(["man", "run"])
        .assert()
        .code(0)
        .stdout(contains(".TH cleaner-run 1"));
    let mut command = cleaner(dir.path());
    command
        .args(["man", "walk"])
        .assert()
        .code(2)
        .stderr(one_line(&["no command `walk`", "explain"]));
}

#[test]
fn every_command_has_help_with_an_example() {
    let dir = folder(&[]);
    for command in [
        "run",
        "diff",
        "check",
        "explain",
        "passes",
        "eval",
        "completions",
        "man",
    ] {
        let mut help = cleaner(dir.path());
        help.args([command, "--help"])
            .assert()
            .code(0)
            .stdout(contains(format!("EXAMPLES\n  cleaner {command}")));
    }
    cleaner(dir.path()).arg("wash").assert().code(2);
}

/// Built from a checkout, a package or a tarball it names the commit; elsewhere it says that nobody knows it.
#[test]
fn the_version_is_said_with_its_commit() {
    let said = cleaner(folder(&[]).path()).arg("--version").output();
    let said = String::from_utf8(said.expect("an end").stdout).expect("UTF-8");
    let rest = said.strip_prefix(concat!("cleaner ", env!("CARGO_PKG_VERSION"), " ("));
    let commit = rest.and_then(|r| r.strip_suffix(")\n"));
    let commit = commit.expect("the version, and the commit in brackets");
    let is_hash = commit.len() == 12 && commit.bytes().all(|b| b.is_ascii_hexdigit());
    assert!(is_hash || commit == "commit not known", "{said}");
    assert!(is_hash || !repository().join(".git").exists(), "{said}");
}
