//! What the tool does with the sample pages, down to the byte: `golden/` is exactly what
//! `cleaner run seeds/ golden/` writes, and `tests/passes/` shows the work of each pass.
//!
//! This is not what is *right* (that is `tests/gold/`, see `accuracy.rs`), it is what was looked at and
//! taken. When a change moves it, read the difference; if it is better, take it:
//!
//! ```sh
//! BLESS=1 cargo test --test golden && git diff golden/ tests/passes/
//! ```
//! With `CI` set nothing is ever taken.

use cleaner::page::{Page, Stage};
use cleaner::pipeline::Pipeline;
use cleaner::render::line_of;
use similar::{ChangeTag, TextDiff};
use std::env;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Lines of a difference that are shown; the whole of it is one command away.
const SHOWN: usize = 120;

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Whether the present output is to be taken for right.
fn bless() -> bool {
    let set = |name| env::var_os(name).is_some_and(|v| !v.is_empty() && v != "0");
    set("BLESS") && !set("CI")
}

fn first_lines(text: &str) -> String {
    let mut shown = String::new();
    for line in text.lines().take(SHOWN) {
        let _ = writeln!(shown, "{line}");
    }
    let rest = text.lines().count().saturating_sub(SHOWN);
    if rest > 0 {
        let _ = writeln!(shown, "… and {rest} lines more");
    }
    shown
}

#[test]
fn the_sample_pages_come_out_as_they_did() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cleaner"));
    command
        .current_dir(repository())
        .args(["check", "seeds/", "golden/", "--color", "never"]);
    if bless() {
        command.arg("--bless");
    }
    let done = command.output().expect("the command runs");
    let (out, said) = (
        String::from_utf8_lossy(&done.stdout),
        String::from_utf8_lossy(&done.stderr),
    );
    assert!(
        done.status.success(),
        "seeds/ no longer give golden/; if the new output is better: \
         BLESS=1 cargo test --test golden\n{said}\n{}",
        first_lines(&out)
    );
}

#[test]
fn every_pass_does_what_it_did() {
    let folder = repository().join("tests/passes");
    let mut wanted = Vec::new();
    let mut different = String::new();
    for path in seeds() {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        let file = folder.join(format!("{stem}.diff"));
        let new = work_of_passes(&fs::read(&path).expect("a page"));
        let old = fs::read_to_string(&file).unwrap_or_default();
        if old != new && bless() {
            fs::create_dir_all(&folder).expect("a folder");
            fs::write(&file, &new).expect("a file");
        } else if old != new {
            let name = format!("tests/passes/{stem}.diff");
            let now = format!("{name} (now)");
            let _ = write!(
                different,
                "{}",
                TextDiff::from_lines(old.as_str(), new.as_str())
                    .unified_diff()
                    .header(&name, &now)
            );
        }
        wanted.push(file);
    }
    for entry in fs::read_dir(&folder).into_iter().flatten() {
        let path = entry.expect("an entry").path();
        assert!(
            wanted.contains(&path),
            "{}: of no sample page",
            path.display()
        );
    }
    assert!(
        different.is_empty(),
        "a pass does something else now; if it is better: BLESS=1 cargo test --test golden\n{}",
        first_lines(&different)
    );
}

/// The sample pages in the order of their names.
fn seeds() -> Vec<PathBuf> {
    let entries = fs::read_dir(repository().join("seeds")).expect("the sample pages");
    let mut pages: Vec<PathBuf> = entries.map(|e| e.expect("an entry").path()).collect();
    pages.sort();
    pages
}

/// For every pass that changed something: the characters it changed, each with what stood around it, and
/// the blocks it made, joined, moved or labelled.
fn work_of_passes(raw: &[u8]) -> String {
    let mut out = String::new();
    let mut before = String::new();
    let mut told = 0;
    Pipeline::default().run_traced("page.txt", raw, |pass, page| {
        let mut own = String::new();
        // Before there are lines, the changed lines themselves are easier to read.
        let whole = page.stage() < Stage::Lines;
        for change in page.changes()[told..].iter().filter(|_| !whole) {
            let source = page.source().text.as_str();
            let _ = writeln!(
                own,
                "line {} {}: {}[{}|{}]{}",
                line_of(source, change.span.start),
                change.why.name(),
                tail(&source[..change.span.start]),
                change.before.escape_debug(),
                change.after.escape_debug(),
                head(&source[change.span.end..]),
            );
        }
        told = page.changes().len();
        let after = blocks(page);
        let diff = TextDiff::from_lines(before.as_str(), after.as_str());
        for hunk in diff.unified_diff().context_radius(0).iter_hunks() {
            for change in hunk.iter_changes() {
                // Blocks that a pass found stand in the work of the pass before it.
                if change.tag() == ChangeTag::Insert || whole {
                    let _ = write!(own, "{}{}", change.tag(), change.value());
                }
            }
        }
        // Decoding makes the page, which is no change.
        if !own.is_empty() && !before.is_empty() {
            let _ = write!(out, "== {}\n{own}", pass.name);
        }
        before = after;
    });
    out
}

/// A line for each block: article, kind, and both ends of the text, so that a line stays one.
fn blocks(page: &Page) -> String {
    if page.stage() < Stage::Lines {
        let lines = page.text().as_str().lines().map(str::trim);
        return lines
            .filter(|l| !l.is_empty())
            .map(|l| format!("- - {}\n", short(l)))
            .collect();
    }
    page.blocks()
        .iter()
        .map(|block| {
            let article = block
                .article()
                .map_or("-".to_owned(), |a| format!("{}", a + 1));
            let kind = block.kind().map_or("-", |k| k.name());
            format!("{article} {kind} {}\n", short(page.str(block)))
        })
        .collect()
}

fn short(text: &str) -> String {
    const END: usize = 16;
    let chars: Vec<char> = text.chars().collect();
    if chars.len() <= 2 * END + 8 {
        return text.to_owned();
    }
    let (first, last) = (&chars[..END], &chars[chars.len() - END..]);
    let (first, last): (String, String) = (first.iter().collect(), last.iter().collect());
    format!("{first} …{}… {last}", chars.len() - 2 * END)
}

/// A few characters before a change.
fn tail(text: &str) -> String {
    let line = text.rsplit(['\n', '\r']).next().unwrap_or_default();
    let count = line.chars().count();
    line.chars().skip(count.saturating_sub(6)).collect()
}

/// A few characters after a change.
fn head(text: &str) -> String {
    let line = text.split(['\n', '\r']).next().unwrap_or_default();
    line.chars().take(6).collect()
}
