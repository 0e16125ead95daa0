//! What pages may be called, and where they may stand: nothing is written outside OUT, nothing is lost, and
//! no link leads out of the input or round in a circle.

use super::*;
use std::collections::BTreeSet;

/// The files of an output folder, without what is hidden.
fn files(out: &Path) -> BTreeSet<String> {
    let all = tree(out).into_iter().map(|(path, _)| path);
    let names = all.map(|p| p.to_string_lossy().into_owned());
    names.filter(|n| !n.starts_with('.')).collect()
}

/// Names of files that trouble programs.
const ODD: [&str; 8] = [
    "a b.txt",
    " .txt",
    "一\n二.txt",
    "🗞️.txt",
    "-rf.txt",
    "\u{1B}[31m.txt",
    "a\\b.txt",
    "%2e%2e.txt",
];

#[test]
fn odd_names_of_files_become_folders_of_their_own() {
    let dir = folder(&[]);
    for name in ODD {
        put(dir.path(), &format!("pages/{name}"), PAGE);
    }
    cleaner(dir.path())
        .args(["run", "pages", "out", "--jobs", "1"])
        .assert()
        .code(0);
    let out = dir.path().join("out");
    let folders = fs::read_dir(out.join("articles")).expect("articles");
    assert_eq!(folders.count(), ODD.len());
    let lines = read(out.join("pages.jsonl"));
    let names: BTreeSet<String> = lines
        .lines()
        .map(|l| serde_json::from_str::<serde_json::Value>(l).expect("JSON"))
        .map(|v| v["source"].as_str().expect("a name").to_owned())
        .collect();
    assert_eq!(names, ODD.iter().map(|n| (*n).to_owned()).collect());
}

/// A terminal obeys what stands between ESC and a letter.
#[test]
fn what_is_said_of_odd_names_is_one_line_without_controls() {
    let dir = folder(&[]);
    for name in ODD {
        put(dir.path(), &format!("pages/{name}"), b"%PDF-1.7\n");
    }
    let output = cleaner(dir.path()).args(["run", "pages", "out"]).output();
    let said = String::from_utf8(output.expect("an end").stderr).expect("UTF-8");
    assert!(
        !said.chars().any(|c| c.is_control() && c != '\n'),
        "{said:?}"
    );
    assert_eq!(
        said.matches("not text but a binary file").count(),
        ODD.len()
    );
    let lines = said.lines().filter(|l| l.starts_with("cleaner: "));
    assert_eq!(lines.count(), said.lines().count(), "{said:?}");
}

#[cfg(unix)]
#[test]
fn names_that_are_not_utf8_do_not_collide() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let dir = folder(&["pages/a.txt"]);
    for bytes in [&b"\xFF.txt"[..], b"\xFE.txt", b"\xB1\xBE.txt"] {
        fs::write(
            dir.path().join("pages").join(OsStr::from_bytes(bytes)),
            PAGE,
        )
        .expect("a file");
    }
    cleaner(dir.path())
        .args(["run", "pages", "out"])
        .assert()
        .code(0);
    let out = dir.path().join("out");
    let folders = fs::read_dir(out.join("articles")).expect("articles");
    assert_eq!(folders.count(), 4);
    assert_eq!(read(out.join("pages.jsonl")).lines().count(), 4);
}

#[test]
fn a_deep_folder_is_read_and_written() {
    let dir = folder(&[]);
    let deep = "子/".repeat(60);
    put(dir.path(), &format!("pages/{deep}1.txt"), PAGE);
    cleaner(dir.path())
        .args(["run", "pages", "out"])
        .assert()
        .code(0);
    let article = dir.path().join(format!("out/articles/{deep}1/01.txt"));
    assert!(article.is_file());
}

#[cfg(unix)]
#[test]
fn links_that_lead_out_or_round_end() {
    use std::os::unix::fs::symlink;
    let dir = folder(&["pages/sub/1.txt", "secret/2.txt"]);
    let at = |p: &str| dir.path().join(p);
    symlink(at("pages"), at("pages/sub/round")).expect("a link");
    symlink(at("secret"), at("pages/outside")).expect("a link");
    symlink(at("secret/2.txt"), at("pages/3.txt")).expect("a link");
    symlink(at("pages/4.txt"), at("pages/4.txt")).expect("a link");
    let output = cleaner(dir.path()).args(["run", "pages", "out"]).output();
    let output = output.expect("an end");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let articles = files(&at("out"));
    assert!(articles.contains("articles/sub/1/01.txt"), "{said}");
    let followed = |a: &&String| a.contains("outside") || a.starts_with("articles/3");
    assert_eq!(articles.iter().find(followed), None, "{said}");
    for (link, word) in [
        ("pages/outside", "leads out"),
        ("pages/3.txt", "leads out"),
        ("pages/sub/round", "leads back"),
        ("pages/4.txt", "cannot be read"),
    ] {
        let told = |line: &str| line.contains(link) && line.contains(word);
        assert!(said.lines().any(told), "{link}: {said}");
    }
    assert_eq!(output.status.code(), Some(1));
    // A link given by name is meant.
    cleaner(dir.path())
        .args(["run", "pages/3.txt", "other"])
        .assert()
        .code(0);
}

/// An `id` of a corpus is anything at all.
#[test]
fn no_name_leads_out_of_the_output() {
    let ids = [
        "../../escape",
        "/tmp/cleaner-escape",
        "..",
        ".",
        "a/../../escape",
        "a/./b",
        "..\\escape",
        "C:\\escape",
        "nul\u{0}byte",
        "line\nend",
        "//x",
        "x/",
        "~/escape",
        ".cleaner/lock",
        ".cleaner/journal",
        "articles.jsonl",
        "a/01.txt",
        "a",
        "A",
    ];
    let dir = folder(&[]);
    let lines = ids.map(|id| serde_json::json!({"id": id, "text": PAGE}).to_string());
    put(dir.path(), "in/corpus.jsonl", lines.join("\n"));
    cleaner(dir.path())
        .args(["run", "in/corpus.jsonl", "deep/out"])
        .assert()
        .code(0);
    let beside: Vec<_> = fs::read_dir(dir.path()).expect("a folder").collect();
    assert_eq!(beside.len(), 2, "{beside:?}");
    let beside: Vec<_> = fs::read_dir(dir.path().join("deep"))
        .expect("a folder")
        .collect();
    assert_eq!(beside.len(), 1, "{beside:?}");
    assert!(!Path::new("/tmp/cleaner-escape").exists());
    let out = dir.path().join("deep/out");
    let pages = read(out.join("pages.jsonl"));
    let names: BTreeSet<&str> = pages.lines().collect();
    assert_eq!(names.len(), ids.len());
    // Each has its articles, and none has another's.
    let firsts = files(&out);
    let firsts = firsts.iter().filter(|f| f.ends_with("/01.txt"));
    assert_eq!(firsts.count(), ids.len());
}
