//! Running again: only what changed is done, a run that was stopped goes on, and what stands in the output
//! folder is whole at all times.

use super::*;
use std::process::{Command, Stdio};
use std::time::Duration;

const PAGES: usize = 100;

/// A folder with a hundred pages, no two alike; they are more than one batch.
fn pages() -> TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    for n in 0..PAGES {
        put(dir.path(), &format!("pages/{n:03}.txt"), page(n, ""));
    }
    dir
}

fn page(n: usize, more: &str) -> String {
    PAGE.replace(
        "某市",
        &format!("某市{}区", char::from(b'A' + (n % 26) as u8)),
    ) + &format!("全文共{n}字{more}。\n")
}

/// Runs and gives the summary.
fn run(dir: &Path, args: &[&str]) -> String {
    let mut command = cleaner(dir);
    let done = command.args(["run", "pages"]).args(args).assert().code(0);
    String::from_utf8(done.get_output().stderr.clone()).expect("UTF-8")
}

/// How many pages a summary says were not cleaned again.
fn unchanged(summary: &str) -> usize {
    let before = summary
        .split(" unchanged and not cleaned again")
        .next()
        .filter(|b| b.len() < summary.len());
    let words = before
        .and_then(|b| b.rsplit("; ").next())
        .and_then(|w| w.split(' ').next());
    words.map_or(0, |n| n.parse().expect("a number"))
}

/// The output folder is what a run into an empty one gives.
fn assert_fresh(dir: &Path, out: &str, args: &[&str]) {
    forget(&dir.join("fresh"));
    run(dir, &[&["fresh"], args].concat());
    let (got, want) = (tree(&dir.join(out)), tree(&dir.join("fresh")));
    let names =
        |tree: &[(PathBuf, Vec<u8>)]| tree.iter().map(|(n, _)| n.clone()).collect::<Vec<_>>();
    assert_eq!(names(&got), names(&want));
    for ((name, got), (_, want)) in got.iter().zip(&want) {
        assert!(got == want, "{name:?} differs");
    }
    let kept = fs::read_dir(dir.join(out).join(".cleaner")).expect("a folder");
    let mut kept: Vec<_> = kept.map(|e| e.expect("an entry").file_name()).collect();
    kept.sort();
    assert_eq!(kept, ["journal", "lock"]);
}

fn forget(folder: &Path) {
    if folder.exists() {
        fs::remove_dir_all(folder).expect("removed");
    }
}

/// When each file was written.
fn times(dir: &Path) -> Vec<std::time::SystemTime> {
    let time =
        |(name, _): &(PathBuf, Vec<u8>)| fs::metadata(dir.join(name)).and_then(|m| m.modified());
    tree(dir).iter().map(|f| time(f).expect("a time")).collect()
}

const LAYOUTS: &[&[&str]] = &[
    &[],
    &[
        "--format",
        "jsonl",
        "--compress",
        "zst",
        "--shard-size",
        "20K",
    ],
    &["--format", "txt,jsonl,md", "--compress", "gz"],
    &["--format", "md"],
];

#[test]
fn nothing_is_done_where_nothing_changed() {
    let dir = pages();
    for (i, layout) in LAYOUTS.iter().enumerate() {
        let out = i.to_string();
        let args = [&[out.as_str()], *layout].concat();
        assert_eq!(unchanged(&run(dir.path(), &args)), 0);
        let before = times(&dir.path().join(&out));
        assert_eq!(unchanged(&run(dir.path(), &args)), PAGES, "{layout:?}");
        assert!(
            times(&dir.path().join(&out)) == before,
            "{layout:?}: something was written"
        );
        let forced = [args.as_slice(), &["--force"]].concat();
        assert_eq!(unchanged(&run(dir.path(), &forced)), 0, "{layout:?}");
        assert_fresh(dir.path(), &out, layout);
    }
}

#[test]
fn only_what_changed_is_done() {
    let dir = pages();
    for (i, layout) in LAYOUTS.iter().enumerate() {
        let out = i.to_string();
        let args = [&[out.as_str()], *layout].concat();
        run(dir.path(), &args);
        // Changed twice, new in the middle, renamed, gone.
        put(dir.path(), "pages/030.txt", page(30, &out));
        put(dir.path(), "pages/040.txt", page(40, &out));
        put(
            dir.path(),
            &format!("pages/050{out}.txt"),
            page(200 + i, ""),
        );
        let at = |name: String| dir.path().join("pages").join(name);
        fs::rename(at(format!("07{i}.txt")), at(format!("07{i}b.txt"))).expect("renamed");
        fs::remove_file(at(format!("01{i}.txt"))).expect("removed");
        let summary = run(dir.path(), &args);
        // One came and one went; the new, the renamed and the changed ones were cleaned.
        assert_eq!(unchanged(&summary), PAGES - 4, "{layout:?}: {summary}");
        assert!(
            summary.contains("; 2 pages of the last run are not among these"),
            "{summary}"
        );
        assert_fresh(dir.path(), &out, layout);
    }
}

#[test]
fn what_an_earlier_run_wrote_in_another_form_does_not_stay() {
    let dir = pages();
    run(dir.path(), &["out", "--format", "jsonl,txt,md", "--report"]);
    assert!(dir.path().join("out/report.html").exists());
    put(dir.path(), "out/articles/003/notes.md", "somebody's own");
    put(dir.path(), "out/articles/own/01.txt", "somebody's own");
    for layout in LAYOUTS.iter().rev() {
        run(dir.path(), &[&["out"], *layout].concat());
        assert!(!dir.path().join("out/report.html").exists());
        for own in ["003/notes.md", "own/01.txt"] {
            assert_eq!(
                read(dir.path().join("out/articles").join(own)),
                "somebody's own"
            );
        }
    }
    for own in ["003/notes.md", "own/01.txt"] {
        fs::remove_file(dir.path().join("out/articles").join(own)).expect("removed");
    }
    assert_fresh(dir.path(), "out", LAYOUTS[0]);
}

#[test]
fn check_finds_no_page_that_was_renamed() {
    let dir = folder(&["pages/a.txt", "pages/b.txt"]);
    run(dir.path(), &["out"]);
    fs::rename(
        dir.path().join("pages/b.txt"),
        dir.path().join("pages/c.txt"),
    )
    .expect("renamed");
    run(dir.path(), &["out"]);
    cleaner(dir.path())
        .args(["check", "pages", "out"])
        .assert()
        .code(0);
}

#[test]
fn a_stopped_run_of_pages_that_are_gone_leaves_nothing() {
    let dir = pages();
    run(dir.path(), &["out"]);
    // A run of other pages was stopped when its tables were not there yet.
    run(dir.path(), &["other"]);
    let hidden = |out: &str, name: &str| dir.path().join(out).join(".cleaner").join(name);
    fs::create_dir(hidden("out", "run")).expect("a folder");
    let journal = read(hidden("other", "journal"));
    put(
        dir.path(),
        "out/.cleaner/run/journal",
        journal.replace("\"033\"", "\"gone\""),
    );
    put(
        dir.path(),
        "out/articles/gone/01.txt",
        "of the run that was stopped",
    );
    run(dir.path(), &["out", "--force"]);
    assert_fresh(dir.path(), "out", &[]);
}

#[test]
fn pages_of_another_run_do_not_leave_the_tables_without_a_word() {
    let dir = folder(&["day1/1.txt", "day1/2.txt", "day2/3.txt"]);
    let day = |day: &str| {
        let mut command = cleaner(dir.path());
        command.args(["run", day, "inc"]).assert().code(0)
    };
    day("day1").stderr(contains("of the last run").not());
    day("day2").stderr(one_line(&[
        "2 pages of the last run are not among these",
        "give all inputs at once",
    ]));
    day("day2").stderr(contains("of the last run").not());
}

#[test]
fn the_configuration_is_part_of_what_is_compared() {
    let dir = pages();
    run(dir.path(), &["out"]);
    assert_eq!(
        unchanged(&run(dir.path(), &["out", "--until", "rejoin"])),
        0
    );
    assert_eq!(unchanged(&run(dir.path(), &["out"])), 0);
    assert_eq!(unchanged(&run(dir.path(), &["out"])), PAGES);
    // How the tables are laid out is not: the records are the same.
    assert_eq!(
        unchanged(&run(dir.path(), &["out", "--compress", "zst"])),
        PAGES
    );
    assert!(
        !dir.path().join("out/articles.jsonl").exists(),
        "a table of an earlier run was left"
    );
    assert_fresh(dir.path(), "out", &["--compress", "zst"]);
}

#[test]
fn an_article_that_somebody_changed_is_put_right() {
    let dir = pages();
    run(dir.path(), &["out"]);
    put(dir.path(), "out/articles/003/01.txt", "changed");
    fs::remove_file(dir.path().join("out/articles/004/01.txt")).expect("removed");
    put(dir.path(), "out/articles/005/09.txt", "too many");
    assert_eq!(unchanged(&run(dir.path(), &["out"])), PAGES - 3);
    assert_fresh(dir.path(), "out", &[]);
}

#[test]
fn a_damaged_table_is_made_again() {
    let dir = pages();
    for (i, layout) in LAYOUTS.iter().enumerate() {
        let out = i.to_string();
        let args = [&[out.as_str()], *layout].concat();
        run(dir.path(), &args);
        for (name, bytes) in tree(&dir.path().join(&out)) {
            if name.to_string_lossy().contains("jsonl") {
                let mut damaged = bytes.clone();
                damaged[bytes.len() / 2] ^= 1;
                put(dir.path(), &format!("{out}/{}", name.display()), damaged);
            }
        }
        assert!(unchanged(&run(dir.path(), &args)) < PAGES, "{layout:?}");
        assert_fresh(dir.path(), &out, layout);
    }
    // A table that is gone, and a journal that is none.
    run(dir.path(), &["0"]);
    fs::remove_file(dir.path().join("0/articles.jsonl")).expect("removed");
    run(dir.path(), &["0"]);
    assert_fresh(dir.path(), "0", &[]);
    put(dir.path(), "0/.cleaner/journal", b"{\xFF\n\n".as_slice());
    run(dir.path(), &["0"]);
    assert_fresh(dir.path(), "0", &[]);
}

/// Makes an output folder what it is when a run is stopped: its journal has so many bytes, the tables
/// those and some more.
fn stopped(dir: &Path, whole: &str, out: &str, length: usize) {
    forget(&dir.join(out));
    let journal = fs::read(dir.join(whole).join(".cleaner/journal")).expect("a journal");
    put(
        dir,
        &format!("{out}/.cleaner/run/journal"),
        &journal[..length],
    );
    for (name, bytes) in tree(&dir.join(whole)) {
        if name.to_string_lossy().contains("jsonl") {
            let kept = (bytes.len() * (length + 200) / journal.len()).min(bytes.len());
            put(
                dir,
                &format!("{out}/.cleaner/run/{}", name.display()),
                &bytes[..kept],
            );
        }
    }
    put(dir, &format!("{out}/.cleaner/part-3"), "half");
}

#[test]
fn a_run_that_was_stopped_goes_on() {
    let dir = pages();
    let layout: &[&str] = &["--format", "jsonl"];
    run(dir.path(), &["whole", "--format", "jsonl"]);
    let journal = fs::metadata(dir.path().join("whole/.cleaner/journal"))
        .expect("a journal")
        .len() as usize;
    let mut most = 0;
    for part in 0..=10 {
        stopped(dir.path(), "whole", "out", journal * part / 10);
        most = unchanged(&run(dir.path(), &["out", "--format", "jsonl"]));
        assert!(most + 32 >= PAGES * part / 10, "{part}: {most}");
        assert!(
            tree(&dir.path().join("out")) == tree(&dir.path().join("whole")),
            "{part}"
        );
    }
    assert_eq!(most, PAGES);
    // The input has changed since; what is the same is still used.
    stopped(dir.path(), "whole", "out", journal);
    put(dir.path(), "pages/020.txt", page(20, "和标点"));
    assert_eq!(
        unchanged(&run(dir.path(), &["out", "--format", "jsonl"])),
        PAGES - 1
    );
    assert_fresh(dir.path(), "out", layout);
    // Another way of laying it out: nothing to go on with, but much to use.
    stopped(dir.path(), "whole", "out", journal);
    assert_eq!(
        unchanged(&run(
            dir.path(),
            &["out", "--format", "jsonl", "--compress", "gz"]
        )),
        PAGES - 1
    );
    assert_fresh(
        dir.path(),
        "out",
        &["--format", "jsonl", "--compress", "gz"],
    );
    // Stopped while the tables were being renamed.
    stopped(dir.path(), "whole", "out", journal);
    let table = "articles.jsonl";
    fs::rename(
        dir.path().join("out/.cleaner/run").join(table),
        dir.path().join("out").join(table),
    )
    .expect("renamed");
    run(dir.path(), &["out", "--format", "jsonl"]);
    assert_fresh(dir.path(), "out", layout);
}

#[test]
fn a_killed_run_leaves_whole_files_and_goes_on() {
    let dir = pages();
    for layout in [LAYOUTS[0], LAYOUTS[1]] {
        forget(&dir.path().join("out"));
        fs::create_dir(dir.path().join("out")).expect("a folder");
        for wait in [5, 40, 80, 120, 200] {
            let mut command = Command::new(env!("CARGO_BIN_EXE_cleaner"));
            command
                .current_dir(dir.path())
                .args(["run", "pages", "out"])
                .args(layout);
            let mut child = command.stderr(Stdio::null()).spawn().expect("started");
            std::thread::sleep(Duration::from_millis(wait));
            child.kill().expect("killed");
            child.wait().expect("an end");
            for (name, bytes) in tree(&dir.path().join("out")) {
                if name.starts_with("articles") {
                    let text = String::from_utf8(bytes).expect("UTF-8");
                    assert!(text.ends_with('\n'), "{name:?} is half a file");
                }
            }
        }
        run(dir.path(), &[&["out"], layout].concat());
        assert_fresh(dir.path(), "out", layout);
    }
}

#[test]
fn two_runs_do_not_write_to_one_folder() {
    let dir = pages();
    let mut command = Command::new(env!("CARGO_BIN_EXE_cleaner"));
    // It has the folder until its standard input ends.
    command
        .current_dir(dir.path())
        .args(["run", "-", "out"])
        .stdin(Stdio::piped())
        .stderr(Stdio::null());
    let mut first = command.spawn().expect("started");
    while !dir.path().join("out/.cleaner/run").exists() {
        std::thread::sleep(Duration::from_millis(5));
    }
    let mut second = cleaner(dir.path());
    let words: &[_] = &[
        "out: another run is writing to this folder",
        "wait until it is done",
    ];
    second
        .args(["run", "pages", "out"])
        .assert()
        .code(2)
        .stderr(one_line(words));
    drop(first.stdin.take());
    first.wait().expect("an end");
    run(dir.path(), &["out"]);
}

#[test]
fn shards_are_whole_and_together_the_whole() {
    let dir = pages();
    run(dir.path(), &["whole", "--format", "jsonl"]);
    run(
        dir.path(),
        &["out", "--format", "jsonl", "--shard-size", "40K"],
    );
    for table in ["articles", "pages"] {
        let mut joined = Vec::new();
        let mut shards = 0;
        for (name, bytes) in tree(&dir.path().join("out")) {
            if name
                .to_string_lossy()
                .starts_with(&format!("{table}-0000{shards}.jsonl"))
            {
                assert!(bytes.len() <= 40 << 10, "{name:?}");
                joined.extend(bytes);
                shards += 1;
            }
        }
        assert!(shards > 1, "{table}: {shards}");
        assert!(
            joined == fs::read(dir.path().join(format!("whole/{table}.jsonl"))).expect("a table")
        );
    }
    // Fewer shards than before leave none of the old ones.
    run(
        dir.path(),
        &["out", "--format", "jsonl", "--shard-size", "1G"],
    );
    assert_fresh(
        dir.path(),
        "out",
        &["--format", "jsonl", "--shard-size", "1G"],
    );
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_stops_the_run_with_a_word_and_it_goes_on_later() {
    let dir = pages();
    run(dir.path(), &["whole", "--format", "jsonl"]);
    let journal = fs::metadata(dir.path().join("whole/.cleaner/journal"))
        .expect("a journal")
        .len() as usize;
    stopped(dir.path(), "whole", "out", journal / 2);
    // A limit on the size of files stands for a disk that is full.
    let mut command = Command::new("sh");
    let limited = format!(
        "ulimit -f 120; trap '' XFSZ; exec {} run pages out --format jsonl",
        env!("CARGO_BIN_EXE_cleaner")
    );
    let done = command
        .current_dir(dir.path())
        .args(["-c", &limited])
        .output()
        .expect("run");
    assert_eq!(done.status.code(), Some(1));
    let said = String::from_utf8(done.stderr).expect("UTF-8");
    let words: &[_] = &["jsonl: cannot be written", "run it again to go on"];
    assert!(one_line(words).eval(&said), "{said}");
    assert!(!dir.path().join("out/articles.jsonl").exists());
    assert!(unchanged(&run(dir.path(), &["out", "--format", "jsonl"])) > 0);
    assert_fresh(dir.path(), "out", &["--format", "jsonl"]);
}
