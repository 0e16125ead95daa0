//! Corpora: JSON lines in, JSON lines out, packed or not, as files or as a filter.

use super::*;
use serde_json::{Value, json};

/// A corpus with these names, each with the same short page.
fn corpus(ids: &[&str]) -> String {
    ids.iter()
        .map(|id| json!({"id": id, "text": PAGE}).to_string() + "\n")
        .collect()
}

fn records(text: &str) -> Vec<Value> {
    text.lines()
        .map(|l| serde_json::from_str(l).expect("JSON"))
        .collect()
}

fn sources(text: &str) -> Vec<String> {
    let all = records(text).into_iter();
    let mut names: Vec<String> = all
        .map(|r| r["source"].as_str().expect("a name").to_owned())
        .collect();
    names.dedup();
    names
}

fn gz(text: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut packer, text).expect("packed");
    packer.finish().expect("packed")
}

fn zst(text: &[u8]) -> Vec<u8> {
    zstd::encode_all(text, 1).expect("packed")
}

/// What the command writes to standard output for this standard input.
fn filter(args: &[&str], input: impl Into<Vec<u8>>) -> Vec<u8> {
    let dir = folder(&[]);
    let mut command = cleaner(dir.path());
    let done = command.arg("run").args(args).write_stdin(input).assert();
    assert_eq!(fs::read_dir(dir.path()).expect("a folder").count(), 0);
    done.code(0).stderr(is_empty()).get_output().stdout.clone()
}

#[test]
fn a_corpus_gives_what_its_pages_give_as_files() {
    let dir = folder(&["pages/a.txt", "pages/b/c.txt"]);
    put(dir.path(), "c.jsonl", corpus(&["a.txt", "b/c.txt"]));
    for (input, out) in [("pages", "1"), ("c.jsonl", "2")] {
        let mut command = cleaner(dir.path());
        command.args(["run", input, out]).assert().code(0);
    }
    let (files, lines) = (tree(&dir.path().join("1")), tree(&dir.path().join("2")));
    assert!(files.len() > 3);
    assert!(files == lines, "records and files are not cleaned alike");
}

#[test]
fn every_packing_is_read() {
    let dir = folder(&[]);
    let plain = corpus(&["a", "b"]);
    put(dir.path(), "1.jsonl", &plain);
    put(dir.path(), "2.jsonl.gz", gz(plain.as_bytes()));
    put(dir.path(), "3.jsonl.zst", zst(plain.as_bytes()));
    // Packed in two pieces, as `cat a.gz b.gz` gives them.
    let (first, second) = (corpus(&["a"]), corpus(&["b"]));
    put(
        dir.path(),
        "4.jsonl.gz",
        [gz(first.as_bytes()), gz(second.as_bytes())].concat(),
    );
    for (input, out) in [
        ("1.jsonl", "1"),
        ("2.jsonl.gz", "2"),
        ("3.jsonl.zst", "3"),
        ("4.jsonl.gz", "4"),
    ] {
        let mut command = cleaner(dir.path());
        command.args(["run", input, out]).assert().code(0);
        assert!(
            tree(&dir.path().join(out)) == tree(&dir.path().join("1")),
            "{input}"
        );
    }
    put(dir.path(), "pages/x.txt.gz", gz(PAGE.as_bytes()));
    put(dir.path(), "pages/y.md.zst", zst(PAGE.as_bytes()));
    cleaner(dir.path())
        .args(["run", "pages", "5"])
        .assert()
        .code(0);
    assert_eq!(
        sources(&read(dir.path().join("5/pages.jsonl"))),
        ["x.txt", "y.md"]
    );
    assert!(dir.path().join("5/articles/x/01.txt").exists());
}

#[test]
fn what_is_packed_is_the_same_unpacked() {
    let dir = folder(&["pages/1.txt", "pages/2.txt"]);
    for how in ["gz", "zst"] {
        let mut command = cleaner(dir.path());
        command
            .args(["run", "pages", how, "--compress", how])
            .assert()
            .code(0);
    }
    cleaner(dir.path())
        .args(["run", "pages", "plain"])
        .assert()
        .code(0);
    for name in ["articles.jsonl", "pages.jsonl"] {
        let want = fs::read(dir.path().join("plain").join(name)).expect("a file");
        let packed = fs::read(dir.path().join(format!("zst/{name}.zst"))).expect("a file");
        assert!(
            zstd::decode_all(packed.as_slice()).expect("unpacked") == want,
            "{name}"
        );
        let packed = fs::File::open(dir.path().join(format!("gz/{name}.gz"))).expect("a file");
        let mut unpacked = Vec::new();
        let mut reader = flate2::read::MultiGzDecoder::new(packed);
        std::io::Read::read_to_end(&mut reader, &mut unpacked).expect("unpacked");
        assert!(unpacked == want, "{name}");
    }
    assert!(!dir.path().join("zst/articles.jsonl").exists());
}

#[test]
fn the_program_is_a_filter() {
    let plain = corpus(&["a", "b", "c"]);
    let want = filter(&["--format", "jsonl", "-"], plain.as_str());
    assert_eq!(
        sources(std::str::from_utf8(&want).expect("UTF-8")),
        ["a", "b", "c"]
    );
    for packed in [gz(plain.as_bytes()), zst(plain.as_bytes())] {
        assert!(filter(&["--format", "jsonl", "-"], packed) == want);
    }
    let packed = filter(
        &["--format", "jsonl", "--compress", "zst", "-"],
        plain.as_str(),
    );
    assert!(zstd::decode_all(packed.as_slice()).expect("unpacked") == want);
    let text = String::from_utf8(filter(&["-"], plain.as_str())).expect("UTF-8");
    assert_eq!(
        text.matches("\n\n\n某市召开防汛会议\n").count(),
        2,
        "{text}"
    );
    // Files can be written to standard output as well.
    let dir = folder(&["a.txt"]);
    put(dir.path(), "c.jsonl", &plain);
    let mut command = cleaner(dir.path());
    let done = command
        .args(["run", "c.jsonl", "-", "--format", "jsonl"])
        .assert()
        .code(0);
    assert!(done.get_output().stdout == want);
    let mut command = cleaner(dir.path());
    command
        .args(["run", "c.jsonl", "-", "--format", "jsonl,txt"])
        .assert()
        .code(2)
        .stderr(one_line(&["--format", "one form"]));
}

#[test]
fn standard_input_can_be_written_to_a_folder() {
    let dir = folder(&["b.txt"]);
    let mut command = cleaner(dir.path());
    command
        .args(["run", "-", "b.txt", "out", "--format", "jsonl"])
        .write_stdin(corpus(&["a", "b.txt"]));
    command.assert().code(0);
    let pages = read(dir.path().join("out/pages.jsonl"));
    assert_eq!(sources(&pages), ["a", "b~2.txt", "b.txt"]);
}

#[test]
fn lines_that_are_no_pages_are_named_and_the_rest_is_done() {
    let dir = folder(&[]);
    let text = format!(
        "{}not JSON\n\n{{\"id\": \"c\"}}\n{{\"text\": 1}}\n{}{{\"te",
        corpus(&["a"]),
        corpus(&["b"])
    );
    put(dir.path(), "c.jsonl", &text);
    for (input, place) in [("c.jsonl", "c.jsonl"), ("-", "standard input")] {
        let mut command = cleaner(dir.path());
        command
            .args(["run", input, "out", "--quiet"])
            .write_stdin(text.as_str());
        let done = command.assert().code(1);
        let said = String::from_utf8(done.get_output().stderr.clone()).expect("UTF-8");
        let lines: Vec<&str> = said.lines().collect();
        let wants = [
            "2: not JSON",
            "4: has no field `text`, but `id`",
            "5: the field `text` is not a string",
            "7: not JSON",
        ];
        assert_eq!(lines.len(), wants.len(), "{said}");
        for (line, want) in lines.iter().zip(wants) {
            assert!(
                line.starts_with(&format!("cleaner: {place}:{want}")),
                "{line}"
            );
        }
        assert_eq!(
            sources(&read(dir.path().join("out/pages.jsonl"))),
            ["a", "b"]
        );
    }
}

#[test]
fn a_corpus_whose_first_line_is_bad_is_still_a_corpus() {
    let dir = folder(&[]);
    let mut command = cleaner(dir.path());
    let text = format!("what is this\n{}", corpus(&["a"]));
    command
        .args(["run", "-", "--format", "jsonl"])
        .write_stdin(text);
    let done = command
        .assert()
        .code(1)
        .stderr(one_line(&["standard input:1: not JSON"]));
    assert_eq!(
        sources(std::str::from_utf8(&done.get_output().stdout).expect("UTF-8")),
        ["a"]
    );
}

#[test]
fn fields_have_other_names() {
    let line = json!({"url": 7, "content": PAGE}).to_string();
    let out = filter(
        &[
            "-",
            "--format",
            "jsonl",
            "--text-field",
            "content",
            "--id-field",
            "url",
        ],
        line.as_str(),
    );
    assert_eq!(sources(std::str::from_utf8(&out).expect("UTF-8")), ["7"]);
    let dir = folder(&[]);
    put(dir.path(), "c.jsonl", &line);
    let mut command = cleaner(dir.path());
    let words: &[_] = &["c.jsonl:1:", "`content`, `url`", "--text-field"];
    command
        .args(["run", "c.jsonl", "out", "-q"])
        .assert()
        .code(1)
        .stderr(one_line(words));
}

#[test]
fn a_record_without_a_name_is_called_after_its_line() {
    let dir = folder(&[]);
    let line = json!({"text": PAGE}).to_string();
    put(dir.path(), "in/c.jsonl", format!("{line}\n{line}\n"));
    cleaner(dir.path())
        .args(["run", "in", "out"])
        .assert()
        .code(0);
    assert_eq!(
        sources(&read(dir.path().join("out/pages.jsonl"))),
        ["c.jsonl:1", "c.jsonl:2"]
    );
}

#[test]
fn a_name_cannot_lead_out_of_the_output_folder() {
    let dir = folder(&[]);
    let absolute = dir.path().join("absolute").display().to_string();
    let ids = [
        "../../up",
        &absolute,
        "..",
        ".",
        "",
        "a/../../../b",
        "nul\0",
        "line\nend",
        &"长".repeat(999),
        "a",
        "a/01.txt/x",
        "a.txt",
    ];
    put(dir.path(), "c.jsonl", corpus(&ids));
    let mut command = cleaner(dir.path());
    command
        .args(["run", "c.jsonl", "deep/er/out", "-q"])
        .assert()
        .code(0)
        .stderr(is_empty());
    for (name, _) in tree(dir.path()) {
        assert!(
            name.starts_with("deep/er/out") || name == Path::new("c.jsonl"),
            "{name:?}"
        );
    }
    let articles = read(dir.path().join("deep/er/out/articles.jsonl"));
    // Each has files of its own, and the record says the name as it is.
    assert_eq!(
        tree(&dir.path().join("deep/er/out/articles")).len(),
        articles.lines().count()
    );
    assert!(sources(&articles).contains(&"../../up".to_owned()));
}

#[test]
fn records_of_one_name_are_told_apart() {
    let dir = folder(&[]);
    put(dir.path(), "1.jsonl", corpus(&["a.txt", "a.txt"]));
    put(dir.path(), "2.jsonl", corpus(&["a.txt", "a"]));
    cleaner(dir.path())
        .args(["run", "1.jsonl", "2.jsonl", "out"])
        .assert()
        .code(0);
    let out = dir.path().join("out");
    assert_eq!(
        sources(&read(out.join("pages.jsonl"))),
        ["a.txt", "a~2.txt", "a~3.txt", "a"]
    );
    for folder in ["a", "a~2", "a~3", "a~2"] {
        assert!(
            out.join("articles").join(folder).join("01.txt").exists(),
            "{folder}"
        );
    }
}

#[test]
fn the_order_is_that_of_the_input_with_one_huge_page() {
    let ids: Vec<String> = (0..60).map(|n| n.to_string()).collect();
    let lines = ids.iter().enumerate().map(|(i, id)| {
        let text = PAGE.repeat(if i == 3 { 2000 } else { 20 });
        json!({"id": id, "text": text}).to_string() + "\n"
    });
    let text: String = lines.collect();
    let want = filter(&["-", "--format", "jsonl", "--jobs", "1"], text.as_str());
    assert_eq!(sources(std::str::from_utf8(&want).expect("UTF-8")), ids);
    let got = filter(&["-", "--format", "jsonl", "--jobs", "4"], text.as_str());
    assert!(got == want, "the bytes depend on --jobs");
}

#[test]
fn pages_that_are_too_long_are_refused_however_small_they_are_packed() {
    let dir = folder(&[]);
    let bomb = vec![b'x'; 8 << 20];
    put(dir.path(), "in/1.txt.zst", zst(&bomb));
    put(dir.path(), "in/2.txt.gz", gz(&bomb));
    put(dir.path(), "in/3.txt", &bomb);
    let long = json!({"id": "long", "text": "文".repeat(1 << 19)}).to_string();
    let lines = [
        long.as_bytes(),
        b"\n",
        bomb.as_slice(),
        b"\n",
        corpus(&["a"]).as_bytes(),
    ]
    .concat();
    put(dir.path(), "in/4.jsonl.zst", zst(&lines));
    let mut command = cleaner(dir.path());
    command.args(["run", "in", "out", "-q", "--max-page-size", "1M"]);
    let done = command.assert().code(1);
    let said = String::from_utf8(done.get_output().stderr.clone()).expect("UTF-8");
    for place in [
        "1.txt.zst",
        "2.txt.gz",
        "3.txt",
        "4.jsonl.zst:1",
        "4.jsonl.zst:2",
    ] {
        assert!(
            said.contains(&format!("{place}: longer than 1 MB")),
            "{place}: {said}"
        );
    }
    assert_eq!(said.lines().count(), 5, "{said}");
    assert_eq!(sources(&read(dir.path().join("out/pages.jsonl"))), ["a"]);
}

#[test]
fn a_packed_file_that_is_cut_off_is_done_as_far_as_it_goes() {
    let dir = folder(&["1.txt"]);
    let packed = gz(corpus(&["a", "b"]).as_bytes());
    put(dir.path(), "c.jsonl.gz", &packed[..packed.len() - 4]);
    put(dir.path(), "p.txt.gz", &gz(PAGE.as_bytes())[..20]);
    let mut command = cleaner(dir.path());
    command.args(["run", "c.jsonl.gz", "p.txt.gz", "1.txt", "out", "-q"]);
    let words = contains("c.jsonl.gz: cannot be read on from line 3")
        .and(contains("p.txt.gz: cannot be unpacked"));
    command.assert().code(1).stderr(words);
    assert_eq!(
        sources(&read(dir.path().join("out/pages.jsonl"))),
        ["1.txt", "a", "b"]
    );
}

#[test]
fn text_of_a_record_is_never_decoded_again() {
    let line = json!({"id": "a", "text": "更正\u{0}启\u{0}事\n"}).to_string();
    let dir = folder(&[]);
    let mut command = cleaner(dir.path());
    command
        .args(["run", "-", "out", "--encoding", "gb18030"])
        .write_stdin(line);
    command.assert().code(0);
    let pages = records(&read(dir.path().join("out/pages.jsonl")));
    assert_eq!(pages[0]["encoding"], "UTF-8");
    assert_eq!(pages[0]["malformed"], 0);
}

#[test]
fn diff_and_check_read_corpora_too() {
    let dir = folder(&[]);
    put(
        dir.path(),
        "c.jsonl.zst",
        zst(corpus(&["a", "a"]).as_bytes()),
    );
    cleaner(dir.path())
        .args(["run", "c.jsonl.zst", "out"])
        .assert()
        .code(0);
    cleaner(dir.path())
        .args(["check", "c.jsonl.zst", "out"])
        .assert()
        .code(0);
    for out in [&[][..], &["out"]] {
        let mut command = cleaner(dir.path());
        command.args(["diff", "c.jsonl.zst"]).args(out);
        command
            .assert()
            .code(0)
            .stdout(contains("c.jsonl.zst:2\t(cleaned)"));
    }
}

#[test]
fn many_lines_with_one_fault_are_not_said_one_by_one() {
    let dir = folder(&[]);
    let fields = |count: char| {
        ('a'..=count)
            .map(|c| format!("\"{c}\": 1"))
            .collect::<Vec<_>>()
    };
    let line = |count| format!("{{{}}}\n", fields(count).join(", "));
    put(
        dir.path(),
        "c.jsonl",
        line('h') + &line('i').repeat(99) + "{\n",
    );
    for command in [&["run", "c.jsonl", "out"][..], &["diff", "c.jsonl"]] {
        let done = cleaner(dir.path()).args(command).assert().code(1);
        let said = String::from_utf8_lossy(&done.get_output().stderr).into_owned();
        let lines: Vec<&str> = said.lines().filter(|l| l.contains("c.jsonl")).collect();
        assert_eq!(lines.len(), 12, "{said}");
        assert!(lines[0].contains("`g`, `h`; name"), "{said}");
        // What is left out of a message is marked.
        assert!(lines[1].contains("`g`, `h`, …; name"), "{said}");
        assert!(lines[10].contains("c.jsonl:101: not JSON"), "{said}");
        assert!(
            lines[11].ends_with("c.jsonl: and 90 more lines without a field `text`"),
            "{said}"
        );
    }
}

#[test]
fn what_is_not_packed_as_its_name_says_has_one_remedy() {
    let dir = folder(&[]);
    for name in ["c.jsonl.zst", "c.jsonl.gz", "1.txt.zst", "1.txt.gz"] {
        put(dir.path(), name, "not packed at all\n");
        let mut command = cleaner(dir.path());
        command
            .args(["run", name, "out", "-q"])
            .assert()
            .code(1)
            .stderr(contains(format!("{name}: cannot be")).and(contains("get the file again")));
    }
    let mut command = cleaner(dir.path());
    command.args(["run", "none.txt.gz", "out"]).assert().code(1);
}
