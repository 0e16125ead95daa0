//! `--report` and `diff --html`: that the files are there, and the same however they are made. What they
//! show is tested in a browser (tests/browser).

use super::*;

#[test]
fn a_report_changes_nothing_else() {
    let dir = folder(&[]);
    let run = |out: &str, more: &[&str]| {
        let mut command = cleaner(dir.path());
        command.arg("run").arg(seeds()).arg(out).args(more);
        command.assert().code(0);
        tree(&dir.path().join(out))
    };
    let plain = run("plain", &[]);
    let one = run("one", &["--report", "--jobs", "1"]);
    let two = run("two", &["--report", "--jobs", "2"]);
    assert!(one == two, "threads make no difference");
    let (reports, rest): (Vec<_>, Vec<_>) = one
        .into_iter()
        .partition(|(name, _)| name == Path::new("report.html"));
    assert_eq!(reports.len(), 1);
    assert!(rest == plain);
}

#[test]
fn diff_writes_the_report_that_run_writes() {
    let dir = folder(&["pages/1.txt", "pages/2.txt"]);
    let command = |args: &[&str]| cleaner(dir.path()).args(args).assert();
    command(&["run", "pages", "out", "--report"]).code(0);
    command(&["diff", "pages", "out", "--html", "look.html"])
        .code(0)
        .stdout(is_empty());
    let look = read(dir.path().join("look.html"));
    assert!(look == read(dir.path().join("out/report.html")));

    command(&["diff", "pages", "--pass", "rejoin", "--html", "look.html"]).code(0);
    assert!(read(dir.path().join("look.html")).contains("data-pass=\"rejoin\""));

    put(dir.path(), "pages/2.txt", "另一版\n");
    command(&["diff", "pages", "out", "--html", "look.html"])
        .code(1)
        .stderr(one_line(&["other articles of page 2.txt", "run it again"]));
}

#[test]
fn a_report_needs_a_folder() {
    let dir = folder(&["1.txt"]);
    cleaner(dir.path())
        .args(["run", "--report", "-"])
        .write_stdin(PAGE)
        .assert()
        .code(2)
        .stderr(one_line(&["--report: needs a folder", "--html"]));
    cleaner(dir.path())
        .args(["diff", "1.txt", "--html", "none/look.html"])
        .assert()
        .code(1)
        .stderr(one_line(&[
            "none/look.html: cannot be written",
            "check the path",
        ]));
}
