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
