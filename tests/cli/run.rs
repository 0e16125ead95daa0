//! `cleaner run`: pages in, articles out, and every way in which a page or a folder can be wrong.

use super::*;
#[test]
fn writes_tables_and_texts_and_a_summary() {
    let dir = folder(&["pages/1.txt", "pages/sub/2.md", "pages/picture.png"]);
    cleaner(dir.path())
        .args(["run", "pages", "out"])
        .assert()
        .code(0)
        .stdout(is_empty())
        .stderr(one_line(&[
            "2 pages",
            "articles",
            "MB/s",
            "1 other file skipped",
        ]));
    let out = dir.path().join("out");
    let pages = read(out.join("pages.jsonl"));
    let names: Vec<String> = pages
        .lines()
        .map(|l| serde_json::from_str::<serde_json::Value>(l).expect("JSON"))
        .map(|v| v["source"].as_str().expect("a name").to_owned())
        .collect();
    assert_eq!(names, ["1.txt", "sub/2.md"]);
    let articles = read(out.join("articles.jsonl"));
    for line in articles.lines() {
        let article: serde_json::Value = serde_json::from_str(line).expect("JSON");
        let source = article["source"].as_str().expect("a name");
        let ordinal = article["ordinal"].as_u64().expect("a number");
        assert_eq!(article["id"], format!("{source}#{ordinal:02}"));
        let stem = source.rsplit_once('.').expect("an ending").0;
        let text = read(out.join(format!("articles/{stem}/{ordinal:02}.txt")));
        assert_eq!(article["text"], text);
    }
    let hidden = tree(&out)
        .into_iter()
        .any(|(n, _)| n.to_string_lossy().contains(".part"));
    assert!(!hidden, "a half-written file was left");
}

#[test]
fn quiet_says_nothing() {
    let dir = folder(&["1.txt"]);
    let mut command = cleaner(dir.path());
    command.args(["run", "1.txt", "out", "--quiet"]);
    command
        .assert()
        .code(0)
        .stdout(is_empty())
        .stderr(is_empty());
}

#[test]
fn threads_make_no_difference() {
    let dir = tempfile::tempdir().expect("a folder");
    for jobs in ["1", "4"] {
        let mut command = cleaner(dir.path());
        command
            .arg("run")
            .arg(seeds())
            .arg(jobs)
            .args(["--jobs", jobs]);
        command.assert().code(0);
    }
    let (one, four) = (tree(&dir.path().join("1")), tree(&dir.path().join("4")));
    assert!(one.len() > 5);
    assert!(one == four, "the bytes depend on --jobs");
}

#[test]
fn a_second_run_removes_articles_that_are_no_longer_there() {
    let dir = folder(&["1.txt"]);
    let run = || {
        cleaner(dir.path())
            .args(["run", "1.txt", "out"])
            .assert()
            .code(0)
    };
    run();
    let stale = put(dir.path(), "out/articles/1/77.txt", "old");
    run();
    assert!(!stale.exists());
}

#[test]
fn format_jsonl_leaves_the_texts_out_and_format_txt_the_table() {
    let dir = folder(&["1.txt"]);
    for (format, texts, table) in [("jsonl", false, true), ("txt", true, false)] {
        let mut command = cleaner(dir.path());
        command.args(["run", "1.txt", format, "--format", format]);
        command.assert().code(0);
        let out = dir.path().join(format);
        assert_eq!(out.join("articles/1/01.txt").exists(), texts);
        assert_eq!(out.join("articles.jsonl").exists(), table);
        assert!(out.join("pages.jsonl").exists());
    }
}

#[test]
fn pages_that_share_a_name_do_not_overwrite_each_other() {
    let dir = folder(&["a/1.txt", "b/1.txt", "c/2.txt", "c/2.md"]);
    let mut command = cleaner(dir.path());
    command.args(["run", "a", "b", "c", "out"]).assert().code(0);
    let texts = dir.path().join("out/articles");
    for page in ["a/1", "b/1", "2.txt", "2.md"] {
        assert!(texts.join(page).join("01.txt").exists(), "{page}");
    }
}

#[test]
fn any_prefix_of_the_passes_writes_the_page() {
    let dir = folder(&["1.txt"]);
    let passes = cleaner(dir.path())
        .args(["passes", "--format", "json"])
        .output();
    let passes = passes.expect("an output").stdout;
    let passes: serde_json::Value = serde_json::from_slice(&passes).expect("JSON");
    for pass in passes.as_array().expect("a list") {
        let name = pass["name"].as_str().expect("a name");
        let mut command = cleaner(dir.path());
        command.args(["run", "1.txt", name, "--until", name]);
        command.assert().code(0);
        let text = read(dir.path().join(name).join("articles/1/01.txt"));
        assert!(text.contains("防汛会议"), "{name}: {text}");
    }
}

#[test]
fn standard_input_becomes_text_or_jsonl() {
    let dir = folder(&[]);
    let run = |format: &[&str]| {
        let mut command = cleaner(dir.path());
        command.args(["run", "-"]).args(format).write_stdin(PAGE);
        let done = command.assert().code(0).stderr(is_empty());
        String::from_utf8(done.get_output().stdout.clone()).expect("UTF-8")
    };
    assert!(run(&[]).contains("某市召开防汛会议\n"));
    let line = run(&["--format", "jsonl"]);
    let line = line.lines().next().expect("a line");
    let article: serde_json::Value = serde_json::from_str(line).expect("JSON");
    assert_eq!(article["id"], "-#01");
    assert_eq!(fs::read_dir(dir.path()).expect("a folder").count(), 0);
}

#[test]
fn an_encoding_can_be_forced() {
    let dir = folder(&[]);
    let mut command = cleaner(dir.path());
    command.args(["run", "-", "--encoding", "gb18030"]);
    command.write_stdin(b"\xb8\xfc\xd5\xfd\xc6\xf4\xca\xc2\n".as_slice());
    command.assert().code(0).stdout(contains("更正启事"));
    let mut command = cleaner(dir.path());
    command
        .args(["run", "-", "--encoding", "klingon"])
        .write_stdin("");
    let words: &[_] = &["--encoding", "`klingon`", "gb18030"];
    command.assert().code(2).stderr(one_line(words));
}

#[test]
fn a_missing_file_stopped_the_others() {
    let dir = folder(&["1.txt"]);
    let mut command = cleaner(dir.path());
    command.args(["run", "1.txt", "missing.txt", "out", "-q"]);
    let words: &[_] = &["missing.txt: cannot be read", "check the path"];
    command.assert().code(1).stderr(one_line(words));
    assert!(dir.path().join("out/articles/1/01.txt").exists());
}

#[cfg(unix)]
#[test]
fn an_unreadable_file_stopped_the_others() {
    let dir = folder(&["pages/1.txt", "pages/2.txt"]);
    // A link to nowhere cannot be read, not even by root, whom permissions do not bind.
    let broken = dir.path().join("pages/1a.txt");
    std::os::unix::fs::symlink("/nowhere/at/all", broken).expect("a link");
    let mut command = cleaner(dir.path());
    command.args(["run", "pages", "out", "-q"]);
    let words: &[_] = &["1a.txt: cannot be read", "check the path"];
    command.assert().code(1).stderr(one_line(words));
    assert_eq!(read(dir.path().join("out/pages.jsonl")).lines().count(), 2);
}

#[test]
fn an_empty_page_is_a_warning_and_listed() {
    let dir = folder(&[]);
    put(dir.path(), "0.txt", "");
    let mut command = cleaner(dir.path());
    command
        .args(["run", "0.txt", "out"])
        .assert()
        .code(0)
        .stderr(contains("0.txt: the page is empty"));
    let line = read(dir.path().join("out/pages.jsonl"));
    let page: serde_json::Value = serde_json::from_str(&line).expect("JSON");
    assert_eq!(page["articles"], 0);
    assert_eq!(page["warnings"][0]["what"], "empty");
    assert_eq!(read(dir.path().join("out/articles.jsonl")), "");
}

#[test]
fn a_binary_file_is_refused_and_the_others_done() {
    let dir = folder(&["pages/1.txt"]);
    put(dir.path(), "pages/2.txt", b"%PDF-1.7\n\x00\x01\x02");
    let mut command = cleaner(dir.path());
    command.args(["run", "pages", "out", "-q"]);
    command
        .assert()
        .code(1)
        .stderr(one_line(&["2.txt: not text", "give the text"]));
    assert!(dir.path().join("out/articles/1/01.txt").exists());
    let mut command = cleaner(dir.path());
    command
        .args(["run", "-"])
        .write_stdin(b"%PDF-1.7\n".as_slice());
    command
        .assert()
        .code(1)
        .stderr(one_line(&["standard input: not text"]));
}

#[test]
fn bad_bytes_are_counted_placed_and_the_page_cleaned() {
    let dir = folder(&[]);
    put(dir.path(), "1.txt", [PAGE.as_bytes(), b"\xFF\n"].concat());
    let mut command = cleaner(dir.path());
    command.args(["run", "1.txt", "out"]);
    command
        .assert()
        .code(0)
        .stderr(contains("1 page with bytes that could not be decoded"));
    let line = read(dir.path().join("out/pages.jsonl"));
    let page: serde_json::Value = serde_json::from_str(&line).expect("JSON");
    assert_eq!(page["malformed"], 1);
    assert_eq!(page["warnings"][0]["what"], "malformed");
    assert_eq!(page["warnings"][0]["line"], 5);
}

#[test]
fn a_folder_without_pages_is_named() {
    let dir = folder(&["pictures/1.png", "pages/1.txt"]);
    let mut command = cleaner(dir.path());
    command.args(["run", "pictures", "out"]);
    let words: &[_] = &["pictures: no pages", ".txt", "1 other file"];
    command.assert().code(1).stderr(one_line(words));
    assert!(!dir.path().join("out").exists());
}

#[test]
fn output_inside_the_input_would_be_read_by_the_next_run() {
    let dir = folder(&["pages/1.txt"]);
    for out in ["pages/out", "pages", "pages/../pages/x/y"] {
        let mut command = cleaner(dir.path());
        command.args(["run", "pages", out]);
        let words: &[_] = &["lies inside the input folder", "a folder beside it"];
        command.assert().code(2).stderr(one_line(words));
    }
    let mut command = cleaner(dir.path());
    command.args(["run", "pages", "1.txt", "pages/1.txt"]);
    command
        .assert()
        .code(2)
        .stderr(one_line(&["is a file, not a folder"]));
    assert_eq!(tree(dir.path()).len(), 1);
}

#[test]
fn a_forgotten_output_folder_is_asked_for() {
    let dir = folder(&["1.txt"]);
    let mut command = cleaner(dir.path());
    command.args(["run", "1.txt"]);
    command
        .assert()
        .code(2)
        .stderr(one_line(&["cleaner run 1.txt OUT"]));
    cleaner(dir.path()).arg("run").assert().code(2);
    let mut command = cleaner(dir.path());
    command.args(["run", "1.txt", "out", "--jobs", "0"]);
    command.assert().code(2).stderr(contains("--jobs"));
}

#[test]
fn output_that_cannot_be_written_is_one_line() {
    let dir = folder(&["1.txt", "2.txt", "file"]);
    // A file where a folder should be stops even root.
    let mut command = cleaner(dir.path());
    command.args(["run", "1.txt", "file/out"]);
    command
        .assert()
        .code(1)
        .stderr(one_line(&["cannot be written", "in the way"]));
    // Where only one page's folder cannot be made, the other pages are done.
    put(dir.path(), "out/articles/1", "in the way");
    let mut command = cleaner(dir.path());
    command.args(["run", "1.txt", "2.txt", "out", "-q"]);
    command
        .assert()
        .code(1)
        .stderr(one_line(&["out/articles/1: cannot be written"]));
    assert!(dir.path().join("out/articles/2/01.txt").exists());
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_one_line() {
    let dir = folder(&["1.txt"]);
    let full = fs::OpenOptions::new().write(true).open("/dev/full");
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_cleaner"));
    command.current_dir(dir.path()).args(["diff", "1.txt"]);
    let done = command
        .stdout(full.expect("the device"))
        .output()
        .expect("run");
    assert_eq!(done.status.code(), Some(1));
    let text = String::from_utf8(done.stderr).expect("UTF-8");
    assert!(
        one_line(&["standard output: cannot be written", "free some space"]).eval(&text),
        "{text}"
    );
}

#[test]
fn a_forgotten_output_folder_is_not_taken_for_one() {
    let dir = folder(&["d1/1.txt", "d2/deep/2.txt", "d3/3.txt"]);
    let run = |args: &[&str]| {
        let mut command = cleaner(dir.path());
        command.arg("run").args(args).assert()
    };
    let before = tree(dir.path());
    run(&["d1", "d2"])
        .code(2)
        .stderr(one_line(&["d2: holds pages, such as", "2.txt", "--force"]));
    run(&["d3/3.txt", "d3"]).code(2).stderr(one_line(&[
        "d3: the output folder holds the input d3/3.txt",
    ]));
    assert!(tree(dir.path()) == before);
    for own in ["d2", "d3"] {
        assert!(!dir.path().join(own).join(".cleaner").exists());
    }
    // The folder above the inputs is no input.
    run(&["d1", "d2", "d3", "."]).code(0);
}

#[test]
fn what_a_run_wrote_is_not_read_as_pages() {
    let dir = folder(&["d1/1.txt", "d2/2.txt"]);
    let run = |args: &[&str]| {
        let mut command = cleaner(dir.path());
        command.arg("run").args(args).assert().code(0)
    };
    run(&["d1", "d2", "--force", "--compress", "zst"]);
    run(&["d2", "d1/out", "--force"]);
    run(&["d1", "d2", "od"]).stderr(
        contains("cleaner: 2 pages")
            .and(contains("d2: `cleaner run` wrote into this folder").count(1))
            .and(contains("d1/out: `cleaner run` wrote into this folder").count(1)),
    );
    // What is named is read.
    run(&["d1/out/articles", "again"]).stderr(one_line(&["1 page, "]));
}

#[test]
fn a_table_that_is_not_ours_is_not_written_over() {
    let dir = folder(&["1.txt"]);
    let foreign = "{\"id\": 1}\n";
    put(dir.path(), "other/articles.jsonl", foreign);
    let run = |more: &[&str]| {
        let mut command = cleaner(dir.path());
        command.args(["run", "1.txt", "other"]).args(more).assert()
    };
    run(&[])
        .code(2)
        .stderr(one_line(&["other/articles.jsonl: not a table", "--force"]));
    assert_eq!(read(dir.path().join("other/articles.jsonl")), foreign);
    run(&["--force"]).code(0);
    // An output folder that was copied without what a run keeps to itself is ours.
    fs::remove_dir_all(dir.path().join("other/.cleaner")).expect("removed");
    run(&[]).code(0);
}

#[test]
fn standard_output_takes_no_shards() {
    let dir = folder(&["1.txt"]);
    let mut command = cleaner(dir.path());
    command.args(["run", "1.txt", "-", "--shard-size", "1M"]);
    command
        .assert()
        .code(2)
        .stderr(one_line(&["--shard-size: standard output takes no shards"]));
}
