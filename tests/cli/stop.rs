//! Ctrl-C and SIGTERM: a run ends in order, and the next one goes on.

use super::*;
use serde_json::json;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

/// Page files, all of which come before standard input: the order is that of names.
const FILES: usize = 40;

/// A folder with pages, no two alike.
fn pages() -> TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    for n in 0..FILES {
        let page = PAGE.to_owned() + &format!("全文共{n}字。\n");
        put(dir.path(), &format!("pages/!{n:02}.txt"), page);
    }
    dir
}

/// A corpus, so long that it is read piece by piece.
fn corpus() -> String {
    let line = |n: usize| {
        let page = PAGE.to_owned() + &format!("全文共{n}字。\n");
        json!({"id": format!("{n}"), "text": page, "other": "x".repeat(100_000)}).to_string() + "\n"
    };
    (0..12).map(line).collect()
}

fn start(dir: &Path, args: &[&str]) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cleaner"));
    command.current_dir(dir).arg("run").args(args);
    let pipes = command.stdin(Stdio::piped()).stdout(Stdio::piped());
    pipes.stderr(Stdio::piped()).spawn().expect("started")
}

fn signal(child: &Child, name: &str) {
    let mut kill = Command::new("kill");
    let sent = kill.args([format!("-{name}"), child.id().to_string()]);
    assert!(sent.status().expect("kill").success());
}

/// What a stopped run says, after it has ended with this status.
fn said(mut child: Child, status: i32) -> String {
    let mut said = String::new();
    let mut stderr = child.stderr.take().expect("standard error");
    stderr.read_to_string(&mut said).expect("UTF-8");
    assert_eq!(child.wait().expect("an end").code(), Some(status), "{said}");
    said
}

/// Waits until the run into this folder has done all files, and waits for standard input.
fn wait_for_files(out: &Path) {
    let journal = out.join(".cleaner/run/journal");
    let lines = || fs::read(&journal).map_or(0, |j| j.iter().filter(|b| **b == b'\n').count());
    while lines() < 1 + FILES.div_ceil(16) {
        sleep(Duration::from_millis(5));
    }
}

#[test]
fn a_stopped_run_says_so_and_is_gone_on_with() {
    let dir = pages();
    let again = |out: &str| {
        let mut command = cleaner(dir.path());
        let done = command.args(["run", "pages", "-", out]).write_stdin(PAGE);
        String::from_utf8(done.assert().code(0).get_output().stderr.clone()).expect("UTF-8")
    };
    again("whole");
    for (name, called, status) in [("INT", "Ctrl-C", 130), ("TERM", "SIGTERM", 143)] {
        let child = start(dir.path(), &["pages", "-", name]);
        wait_for_files(&dir.path().join(name));
        signal(&child, name);
        let said = said(child, status);
        let words = format!("cleaner: stopped by {called} after {FILES} pages, {FILES} articles, ");
        assert!(said.starts_with(&words), "{said}");
        let next = "; run the same command again to go on where it stopped\n";
        assert!(said.ends_with(next) && said.lines().count() == 1, "{said}");
        // The tables are not whole, so they are not there.
        let left = tree(&dir.path().join(name));
        let whole = tree(&dir.path().join("whole"));
        assert!(left.len() >= FILES && left.iter().all(|file| whole.contains(file)));
        assert!(left.iter().all(|(file, _)| file.starts_with("articles")));

        let said = again(name);
        let unchanged = format!("; {FILES} pages unchanged and not cleaned again");
        assert!(said.contains(&unchanged), "{said}");
        assert!(tree(&dir.path().join(name)) == whole);
    }
}

#[test]
fn a_stopped_filter_has_written_whole_lines() {
    let dir = folder(&[]);
    let mut whole = cleaner(dir.path());
    let whole = whole.args(["run", "--format", "jsonl", "-"]);
    let whole = whole.write_stdin(corpus()).assert().code(0);
    let whole = &whole.get_output().stdout;

    let mut child = start(dir.path(), &["--format", "jsonl", "-"]);
    let mut input = child.stdin.take().expect("standard input");
    input.write_all(corpus().as_bytes()).expect("read");
    let mut output = BufReader::new(child.stdout.take().expect("standard output"));
    let mut written = Vec::new();
    output.read_until(b'\n', &mut written).expect("a line");
    signal(&child, "INT");
    output.read_to_end(&mut written).expect("read");
    let said = said(child, 130);
    assert!(
        said.starts_with("cleaner: stopped by Ctrl-C after "),
        "{said}"
    );
    assert!(
        said.lines().count() == 1 && said.contains("; what was written is whole"),
        "{said}"
    );
    assert!(whole.starts_with(&written) && written.ends_with(b"\n"));
    drop(input);
}

#[test]
fn a_second_signal_ends_the_program_at_once() {
    let dir = folder(&[]);
    let mut child = start(dir.path(), &["--format", "jsonl", "-"]);
    // Nobody reads what it writes, so the page it is at has no end.
    let mut input = child.stdin.take().expect("standard input");
    let page = "会议要求，各单位要落实责任。\n".repeat(3_000);
    let line = json!({"id": "1", "text": page}).to_string() + "\n";
    input.write_all(line.as_bytes()).expect("read");
    drop(input);
    let mut output = child.stdout.take().expect("standard output");
    output.read_exact(&mut [0; 1]).expect("a byte");
    // Two that follow too closely may be one to the system.
    while child.try_wait().expect("a child").is_none() {
        signal(&child, "INT");
        sleep(Duration::from_millis(20));
    }
    assert_eq!(said(child, 130), "");
}

#[test]
fn a_stopped_comparison_finds_no_difference() {
    let dir = pages();
    let mut bless = cleaner(dir.path());
    let bless = bless.args(["check", "pages", "golden", "--bless"]);
    bless.assert().code(0);
    let fresh = dir.path().join("fresh");
    fs::create_dir(&fresh).expect("a folder");
    let mut command = Command::new(env!("CARGO_BIN_EXE_cleaner"));
    let command = command.args(["check", "pages", "-", "golden"]);
    let command = command.current_dir(dir.path()).env("TMPDIR", &fresh);
    let pipes = command.stdin(Stdio::piped()).stderr(Stdio::piped());
    let child = pipes.spawn().expect("started");
    while fs::read_dir(&fresh).expect("a folder").count() == 0 {
        sleep(Duration::from_millis(5));
    }
    let made = fs::read_dir(&fresh).expect("a folder").next();
    let made = made.expect("a folder").expect("an entry").path();
    wait_for_files(&made);
    signal(&child, "INT");
    let said = said(child, 130);
    assert!(
        said.starts_with("cleaner: stopped by Ctrl-C after "),
        "{said}"
    );
    let left = fs::read_dir(&fresh).expect("a folder").count();
    assert_eq!(left, 0, "what it was compared with was left");
}
