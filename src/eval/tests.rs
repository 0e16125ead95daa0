//! The comparison of whole folders.

use std::fs;

use tempfile::TempDir;

use super::*;

/// A folder with the given files.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder for the test");
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a file has a folder")).expect("the folder");
        fs::write(path, text).expect("the file");
    }
    folder
}

const INDEX: &str = "file\tcore\tnoise\na/1.txt\t1\tnone\na/2.txt\t0\tsome\n";

const ONE: &str = r#"{"source": "1.txt", "order": [], "articles": [{"blocks": [{"kind": "title", "text": "大 会"}, {"kind": "body", "text": "今天开会。"}]}],
    "furniture": [{"kind": "pageref", "text": "①3"}]}"#;

const TWO: &str = r#"{"source": "2.txt", "articles": [{"blocks": [{"kind": "body", "text": "明天，休息。"}]}, {"blocks": [{"kind": "body", "text": "完。"}]}]}"#;

const ARTICLES: &str = concat!(
    r#"{"id": "a/1.txt#01", "source": "a/1.txt", "confidence": 0.95, "blocks": [{"kind": "title", "text": "大会", "spans": [[0, 9]]}, {"kind": "body", "text": "今天开会。"}]}"#,
    "\n",
    r#"{"source": "a/2.txt", "confidence": 0.5, "blocks": [{"kind": "body", "text": "明天休息。"}]}"#,
    "\n",
    r#"{"source": "a/2.txt", "confidence": 0.6, "blocks": [{"kind": "body", "text": "完了。"}]}"#,
    "\n",
    r#"{"source": "elsewhere.txt", "confidence": 0.6, "blocks": []}"#,
    "\n",
);

const PAGES: &str = "{\"source\": \"a/1.txt\", \"furniture\": [{\"kind\": \"other\", \"text\": \"13\"}]}\n{\"source\": \"a/2.txt\"}\n";

/// A gold folder of two pages.
fn gold() -> TempDir {
    folder(&[
        ("INDEX.tsv", INDEX),
        ("a/2.gold.json", TWO),
        ("a/1.gold.json", ONE),
        ("a/1.txt", ""),
        ("notes.json", "?"),
    ])
}

/// An output folder for them.
fn out() -> TempDir {
    folder(&[("articles.jsonl", ARTICLES), ("pages.jsonl", PAGES)])
}

#[test]
fn text_has_the_table_and_all_that_was_asked_for() {
    let options = Options {
        by: vec!["core".to_owned()],
        worst: 1,
        show: Some("a/2.txt".to_owned()),
        ..Options::default()
    };
    let found = evaluate(out().path(), gold().path(), &options).expect("both folders are whole");
    let want = "\
--- gold article 1, best match 1, IoU 1.00
  want body: 明天，休息。
  have body: 明天休息。
--- gold article 2, best match None, IoU 0.00
  want body: 完。
     pages    articles     perfect     content  article_f1       title     spacing     para_f1    punct_f1        kind  caption_f1        lost    invented       chars  pages of
         2           3        33.3        66.7        66.7       100.0         0.0        66.7        57.1       100.0       100.0           0           1          13  ALL
         1           2         0.0        50.0        50.0       100.0       100.0        50.0        40.0       100.0       100.0           0           1           5  core=0
         1           1       100.0       100.0       100.0       100.0         0.0       100.0       100.0       100.0       100.0           0           0           8  core=1
   0.0% perfect of  2  lost    0  a/2.txt

confidence    articles     content     percent
 0.00-0.50           0           0           -
 0.50-0.70           2           1        50.0
 0.70-0.80           0           0           -
 0.80-0.90           0           0           -
 0.90-0.95           0           0           -
 0.95-1.00           1           1       100.0
confidence at least 0.9: 1 articles, 100.0 % perfect in content; below: 2 articles, holding 100.0 % of the faults
";
    assert_eq!(found.to_string(), want);
    let mut written = Vec::new();
    found.write_text(&mut written).expect("a vector takes all");
    assert_eq!(written, want.as_bytes());
}

#[test]
fn json_has_the_figures_under_their_names() {
    let mut options = Options::default();
    let json = |options: &Options| {
        let found = evaluate(out().path(), gold().path(), options).expect("both folders are whole");
        let mut written = Vec::new();
        found.write_json(&mut written).expect("a vector takes all");
        String::from_utf8(written).expect("JSON is UTF-8")
    };
    let text = json(&options);
    let start = r#"{"perfect":33.333333333333336,"content":66.66666666666667,"title":100.0,"spacing":0.0,"kind":100.0,"article_f1":66.66666666666667,"#;
    assert!(text.starts_with(start), "{text}");
    assert!(text.contains(r#""lost":0,"invented":1,"chars":13,"articles":3,"pages":2,"confidence":{"bins":[{"from":0.0,"to":0.5,"#), "{text}");
    let end = r#""threshold":{"at_least":0.9,"articles":1,"percent":100.0,"below":2,"faults_below":100.0}}}"#;
    assert!(text.ends_with(&format!("{end}\n")), "{text}");
    options.by.push("core".to_owned());
    let value = serde_json::from_str::<serde_json::Value>(&json(&options)).expect("JSON");
    assert_eq!(value["groups"]["core=1"]["perfect"], 100.0);
}

#[test]
fn pages_are_chosen_by_pattern_and_index() {
    type Case<'a> = (&'a [(&'a str, &'a str)], Option<&'a str>, &'a [&'a str]);
    let cases: &[Case<'_>] = &[
        (&[], None, &["a/1.txt", "a/2.txt"]),
        (&[], Some("a/*"), &["a/1.txt", "a/2.txt"]),
        (&[], Some("*2*"), &["a/2.txt"]),
        (&[("core", "1")], None, &["a/1.txt"]),
        (&[("core", "0"), ("noise", "some")], None, &["a/2.txt"]),
    ];
    let (out, gold) = (out(), gold());
    for (where_, pages, want) in cases {
        let options = Options {
            where_: where_
                .iter()
                .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
                .collect(),
            pages: pages.map(str::to_owned),
            ..Options::default()
        };
        let found = evaluate(out.path(), gold.path(), &options).expect("some pages match");
        let names = found.pages.iter().map(|page| page.name.as_str());
        assert_eq!(names.collect::<Vec<_>>(), *want, "{where_:?} {pages:?}");
    }
}

#[test]
fn of_two_gold_files_for_a_page_the_last_one_counts() {
    let other = ONE.replace("今天", "昨天");
    let gold = folder(&[
        ("1.gold.json", &other),
        ("1b.gold.json", ONE),
        ("0.gold.json", TWO),
    ]);
    let out = folder(&[("articles.jsonl", &ARTICLES.replace("a/1", "1"))]);
    let found =
        evaluate(out.path(), gold.path(), &Options::default()).expect("both folders are whole");
    let perfect = found
        .pages
        .iter()
        .map(|page| (page.name.as_str(), page.score.perfect.hit));
    assert_eq!(perfect.collect::<Vec<_>>(), [("2.txt", 0), ("1.txt", 1)]);
    // Without pages.jsonl, its furniture is lost.
    assert_eq!(found.total.lost, 2 + 5);
}

#[test]
fn without_confidence_there_is_no_table_of_it() {
    let articles = ARTICLES.replace("confidence", "certainty");
    let out = folder(&[("articles.jsonl", &articles)]);
    let found =
        evaluate(out.path(), gold().path(), &Options::default()).expect("both folders are whole");
    assert!(found.to_string().ends_with("  ALL\n"), "{found}");
    assert!(serde_json::to_value(&found).expect("JSON")["confidence"].is_null());
}

#[test]
fn errors_name_the_place_and_the_remedy() {
    let (whole, gold) = (out(), gold());
    let empty = folder(&[]);
    let broken = folder(&[("articles.jsonl", &format!("{ARTICLES}{{\"source\": 3}}\n"))]);
    let blank = folder(&[("articles.jsonl", "\n")]);
    let furniture = folder(&[("articles.jsonl", ARTICLES), ("pages.jsonl", "{}")]);
    let ungold = folder(&[("x/1.gold.json", "{\"source\": \"1.txt\"}")]);
    let column = |value: &str| Options {
        where_: vec![("core".to_owned(), value.to_owned())],
        ..Options::default()
    };
    let unknown = Options {
        by: vec!["paper".to_owned()],
        ..Options::default()
    };
    let show = Options {
        show: Some("1.txt".to_owned()),
        ..Options::default()
    };
    let all = Options::default();
    type Case<'a> = (&'a TempDir, &'a TempDir, &'a Options, &'a [&'a str]);
    let cases: &[Case<'_>] = &[
        (
            &empty,
            &gold,
            &all,
            &[
                "is not a folder that `cleaner run` wrote",
                "run `cleaner run PAGES ",
            ],
        ),
        (
            &broken,
            &gold,
            &all,
            &["articles.jsonl:5:12: ", "invalid type", "--force"],
        ),
        (&blank, &gold, &all, &["articles.jsonl:1:"]),
        (
            &furniture,
            &gold,
            &all,
            &["pages.jsonl:1:2: ", "missing field `source`"],
        ),
        (&whole, &empty, &all, &["no gold files", "PAGE.gold.json"]),
        (
            &whole,
            &ungold,
            &all,
            &["1.gold.json: not a gold file", "missing field `articles`"],
        ),
        (
            &whole,
            &gold,
            &column("7"),
            &[
                "none of its 2 gold pages matches",
                "no row of its INDEX.tsv",
            ],
        ),
        (
            &whole,
            &gold,
            &unknown,
            &["INDEX.tsv: has no column `paper`", "file, core, noise"],
        ),
        (
            &whole,
            &gold,
            &show,
            &["1.txt: no such page", "such as a/1.txt"],
        ),
    ];
    for (out, gold, options, parts) in cases {
        let error = evaluate(out.path(), gold.path(), options).expect_err("something is wrong");
        let text = error.to_string();
        for part in *parts {
            assert!(text.contains(part), "{part}: {text}");
        }
    }
    let nowhere = gold.path().join("nowhere");
    let error = evaluate(whole.path(), &nowhere, &all).expect_err("there is no such folder");
    assert!(
        error.to_string().contains("nowhere: cannot be searched"),
        "{error}"
    );
}
