//! Pages of other kinds than the sample pages: each file in `tests/pages/` is a small page written for
//! this test, beside it stands in the gold's form what it must become, and it must become exactly that.

use cleaner::pipeline::Pipeline;
use cleaner::render::View;
use cleaner::script::simplified;
use hanconv::RawDictionary;
use serde_json::Value;
use similar::TextDiff;
use std::collections::HashMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages")
}

/// Articles and furniture, a line for each block.
fn told<'a>(
    articles: impl IntoIterator<Item = Vec<(&'a str, &'a str)>>,
    furniture: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> String {
    let mut out = String::new();
    for (i, blocks) in articles.into_iter().enumerate() {
        let _ = writeln!(out, "article {}", i + 1);
        for (kind, text) in blocks {
            let _ = writeln!(out, "  {kind}: {text}");
        }
    }
    for (kind, text) in furniture {
        let _ = writeln!(out, "{kind}: {text}");
    }
    out
}

fn is(raw: &[u8], name: &str) -> String {
    let cleaned = Pipeline::default().run(name, raw);
    assert!(cleaned.faults.is_empty(), "{name}: {:?}", cleaned.faults);
    let view = View::new(&cleaned);
    let articles = view.articles.iter();
    told(
        articles.map(|a| a.blocks.iter().map(|b| (b.kind.name(), b.text)).collect()),
        view.furniture.iter().map(|b| (b.kind.name(), b.text)),
    )
}

fn should_be(gold: &Value) -> String {
    let list = |value: &'_ Value| value.as_array().cloned().unwrap_or_default();
    let block = |b: &Value| {
        let field = |name: &str| b[name].as_str().expect("kind and text").to_owned();
        (field("kind"), field("text"))
    };
    let blocks = |value: &Value| list(value).iter().map(block).collect::<Vec<_>>();
    let articles: Vec<_> = list(&gold["articles"])
        .iter()
        .map(|a| blocks(&a["blocks"]))
        .collect();
    let furniture = blocks(&gold["furniture"]);
    fn as_str((kind, text): &(String, String)) -> (&str, &str) {
        (kind, text)
    }
    told(
        articles.iter().map(|a| a.iter().map(as_str).collect()),
        furniture.iter().map(as_str),
    )
}

#[test]
fn pages_of_all_kinds() {
    let mut wrong = Vec::new();
    for entry in fs::read_dir(folder()).expect("the pages") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|e| e == "json") {
            continue;
        }
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let gold = fs::read_to_string(path.with_extension("gold.json")).expect("its gold");
        let gold: Value = serde_json::from_str(&gold).expect("JSON");
        assert_eq!(gold["source"], name.as_str());
        let (should, now) = (
            should_be(&gold),
            is(&fs::read(&path).expect("a page"), &name),
        );
        if should != now {
            let diff = TextDiff::from_lines(should.as_str(), now.as_str());
            let header = (format!("{name} (should be)"), format!("{name} (is)"));
            let diff = diff.unified_diff().header(&header.0, &header.1).to_string();
            wrong.push(diff);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The word list and the patterns are those of simplified text; that cost a page in traditional characters its order.
#[test]
fn a_page_in_traditional_characters_comes_out_as_in_simplified_ones() {
    let mut traditional = HashMap::new();
    for (from, to) in RawDictionary::STCharacters.iter() {
        if let (Ok(from), Ok(to)) = (from.parse::<char>(), to.parse::<char>())
            && simplified(to) == from
        {
            traditional.insert(from, to);
        }
    }
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let pages = fs::read_dir(&seeds).expect("the sample pages");
    let pages = pages.map(|page| page.expect("a file").path());
    let mut seen = 0;
    for page in pages.filter(|page| page.extension().is_some_and(|e| e == "txt")) {
        let text = fs::read_to_string(&page).expect("text");
        let read = |c: char| traditional.get(&c).copied().unwrap_or(c);
        let printed: String = text.chars().map(read).collect();
        assert!(cleaner::script::is_traditional(printed.chars()));
        let out = is(printed.as_bytes(), "page.txt");
        assert!(
            cleaner::script::is_traditional(out.chars()),
            "written as printed"
        );
        // Upright quotes are those of the script.
        let read = |c: char| match c {
            '“' | '”' | '‘' | '’' | '「' | '」' | '『' | '』' => '"',
            c => simplified(c),
        };
        let out: String = out.chars().map(read).collect();
        let want = is(text.as_bytes(), "page.txt");
        let want: String = want.chars().map(read).collect();
        assert_eq!(out, want, "{}", page.display());
        seen += 1;
    }
    assert_eq!(seen, 5);
}
