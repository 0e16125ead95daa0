//! Laws that hold for every page, whatever it says: on made-up newspaper pages, on any text, on any
//! bytes, and on the sample pages.
//!
//! - Nothing is lost or invented: the audit finds nothing, and every content character of the page lies
//!   in exactly one span of one block, furniture entry or removal.
//! - Every span is true: the content of a block is the content of its spans.
//! - A second run changes nothing: the text passes find nothing to do in a finished block, and the whole
//!   pipeline over an article's text gives that text, byte for byte.
//! - Clean prose comes out as it went in.
//! - The number of threads and the order of the pages make no difference.
//! - Every prefix of the pipeline, every pass by itself and the pipeline without any one pass run and lose
//!   nothing.
//!
//! That time grows with the size of a page and no faster is measured, not tested: `cargo bench -- size`.

mod damage;
mod found;
mod sheet;

use cleaner::audit::{is_content, letters};
use cleaner::chars;
use cleaner::config::{Named, Settings};
use cleaner::page::{Form, Kind, Page};
use cleaner::passes::{fold, punctuate, unspread};
use cleaner::pipeline::{Choice, Cleaned, Pipeline};
use cleaner::render::{View, json, text};
use cleaner::script;
use cleaner::text::Edits;
use damage::{Raw, damaged, patchwork};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use rayon::prelude::*;
use sheet::{headline, prose, sheet};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// What must hold of a cleaned page.
type Law = fn(&Cleaned) -> Result<(), TestCaseError>;

static WHOLE: LazyLock<Pipeline> = LazyLock::new(Pipeline::default);

/// All prefixes of the pipeline, the shortest first.
static PREFIXES: LazyLock<Vec<Pipeline>> = LazyLock::new(|| {
    let names = WHOLE.passes().iter().map(|p| p.name);
    names
        .map(|name| {
            let until = Some(Named {
                name: name.to_owned(),
                place: "a test".to_owned(),
            });
            let choice = Choice {
                until,
                ..Choice::default()
            };
            Pipeline::new(&choice, Settings::default()).expect("every prefix is a pipeline")
        })
        .collect()
});

/// Every pass with no more than what it needs, and the pipeline without each pass that can be left out.
static OTHERS: LazyLock<Vec<Pipeline>> = LazyLock::new(|| {
    let named = |names: Vec<&str>| {
        let named = names.into_iter().map(|name| Named {
            name: name.to_owned(),
            place: "a test".to_owned(),
        });
        let choice = Choice {
            passes: Some(named.collect()),
            ..Choice::default()
        };
        Pipeline::new(&choice, Settings::default())
    };
    let all = WHOLE.passes();
    let mut pipelines = Vec::new();
    for pass in all {
        let stages = all.iter().take_while(|p| p.name != pass.name);
        let stages = stages.filter(|p| p.gives.is_some()).chain([pass]);
        pipelines.push(named(stages.map(|p| p.name).collect()).expect("a pass and what it needs"));
        let rest = all.iter().filter(|p| p.name != pass.name);
        pipelines.extend(named(rest.map(|p| p.name).collect()));
    }
    assert!(pipelines.len() > all.len(), "no pass can be left out");
    pipelines
});

/// So many pages for each law, always the same ones, so that a change and not chance makes a test fail.
/// To hunt: `PROPTEST_CASES=20000 PROPTEST_RNG_SEED=$RANDOM cargo test --release --test laws`.
fn cases(count: u32) -> ProptestConfig {
    let asked = |name| std::env::var_os(name).is_some();
    let mut config = ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    if !asked("PROPTEST_CASES") {
        config.cases = count;
    }
    if !asked("PROPTEST_RNG_SEED") {
        config.rng_seed = RngSeed::Fixed(2031);
    }
    config
}

/// Nothing lost or invented, every span true; what is neither in a span nor filed as removed is white
/// space.
fn traces(cleaned: &Cleaned) -> Result<(), TestCaseError> {
    prop_assert!(cleaned.faults.is_empty(), "{:?}", cleaned.faults);
    let page = &cleaned.page;
    let source = page.source().text.as_str();
    let view = View::new(cleaned);
    let mut seen = vec![0_u8; source.len()];
    let blocks = view.articles.iter().flat_map(|a| &a.blocks);
    for block in blocks.chain(&view.furniture) {
        let spans = block.spans(page);
        let held: String = spans.iter().map(|s| page.said(s.clone())).collect();
        prop_assert_eq!(
            letters(&held),
            letters(block.text),
            "a block that is not what its spans hold"
        );
        for byte in spans.into_iter().flatten() {
            seen[byte] += 1;
        }
    }
    for removed in page.removed() {
        for byte in removed.span.clone() {
            seen[byte] += 1;
        }
    }
    // White space that had been misread as letters is white space.
    for mended in page.mended() {
        if mended.text.trim().is_empty() {
            seen[mended.span.clone()].fill(1);
        }
    }
    for (at, c) in source.char_indices().filter(|(_, c)| !c.is_whitespace()) {
        // Spans run over marks that stand elsewhere, but never over content.
        let right = if is_content(c) {
            seen[at] == 1
        } else {
            seen[at] > 0
        };
        prop_assert!(right, "{c:?} at byte {at} lies in {} spans", seen[at]);
    }
    Ok(())
}

/// Whether the text passes find nothing to do in any finished block.
fn settled(cleaned: &Cleaned) -> Result<(), TestCaseError> {
    let view = View::new(cleaned);
    let text = cleaned.page.text().as_str();
    let chinese = text.chars().any(chars::is_cjk);
    let traditional = cleaned.page.is_traditional();
    let upright = !traditional && punctuate::has_corners(text);
    let with_bars = punctuate::with_bars_for_dashes(&cleaned.page);
    let printed = punctuate::Printed::in_articles(&cleaned.page);
    let blocks = view.articles.iter().flat_map(|a| &a.blocks);
    for block in blocks.chain(&view.furniture) {
        let mut edits = Edits::new();
        fold::edit(block.text, &mut edits);
        prop_assert!(
            edits.is_empty(),
            "fold changes {:?}: {:?}",
            block.text,
            edits
        );
        let read = match traditional {
            true => block.text.chars().map(script::simplified).collect(),
            false => block.text.to_owned(),
        };
        unspread::edit(&read, &mut edits);
        prop_assert!(
            edits.is_empty(),
            "unspread changes {:?}: {:?}",
            block.text,
            edits
        );
        let setting = punctuate::Setting {
            kind: block.kind,
            finished: cleaned.page.is_finished(),
            kept: block.block().layout.form == Form::Kept,
            chinese,
            traditional,
            upright: block.block().layout.vertical && upright,
            bars: with_bars.contains(&block.block().article()),
            printed: printed
                .get(&block.block().article())
                .copied()
                .unwrap_or_default(),
        };
        punctuate::edit(setting, &read, &mut edits);
        prop_assert!(
            edits.is_empty(),
            "punctuate changes {:?}: {:?}",
            block.text,
            edits
        );
    }
    Ok(())
}

/// Whether a run over the text of each article gives the very same text, to the byte.
fn stays(cleaned: &Cleaned) -> Result<(), TestCaseError> {
    for article in &View::new(cleaned).articles {
        unchanged(&text::article(article))?;
    }
    Ok(())
}

/// What is finished comes out byte for byte as it went in, as one article.
fn unchanged(finished: &str) -> Result<(), TestCaseError> {
    let again = WHOLE.run_traced("again.txt", finished.as_bytes(), |_, _| {});
    traces(&again)?;
    let view = View::new(&again);
    let got: Vec<String> = view.articles.iter().map(text::article).collect();
    let changes = again.page.changes();
    prop_assert_eq!(got, [finished], "a second run changes {:?}", changes);
    prop_assert_eq!(again.page.removed(), []);
    Ok(())
}

fn through(pipelines: &[Pipeline], raw: &[u8]) -> Result<(), TestCaseError> {
    for pipeline in pipelines {
        let cleaned = pipeline.run("page.txt", raw);
        let names: Vec<&str> = pipeline.passes().iter().map(|p| p.name).collect();
        prop_assert!(cleaned.faults.is_empty(), "{names:?}: {:?}", cleaned.faults);
        traces(&cleaned)?;
        written(&cleaned);
    }
    Ok(())
}

/// What the command writes for a page.
fn written(cleaned: &Cleaned) -> String {
    let view = View::new(cleaned);
    let articles = view.articles.iter().map(|a| json::article(&view, a));
    articles.chain([json::page(&view, 150)]).collect()
}

/// Text of many scripts, with what troubles a cleaner: marks, spaces of all kinds, invisible characters,
/// radicals, vertical forms, combining marks, Markdown and HTML.
const ODD: &str = "([\\PC\n]|[中国年月１２①（）“”‘’\"'，。、 \n\r\t\u{3000}\u{200B}\u{FEFF}\u{AD}⽉︵︶﹁﹂ée\u{301}カﾞ가#*<>!\\[\\]&-]|\\n\\n|<br>|\\*\\*|\\*{1,4}|\\$1 3 0\\$|\\$\\^\\{|\\\\textcircled\\{1\\}|\\}\\$|\\\\[.*_(-]|</?t[dr]>|</?table>|<h2>|</p>|&[lg]t;|&#8212;|\\[甲\\]\\(a\\)|\n```\n|\n- |\n> |\n\\|--\\|\n|--- Page 2 ---|\u{C}|\n2031年3月4日 星期二\n|2031-03-04 08:30\n|来源：某报\n|责任编辑：王平\n|首页 > 新闻\n|标题：|\n正文：|。\u{3000}\u{3000}|\\\\n|=====\n|第 2 页|# |本报讯|记者|①3|（下转第三版）|……){0,80}";

proptest! {
    #![proptest_config(cases(120))]

    #[test]
    fn newspaper_pages_lose_nothing(page in sheet()) {
        traces(&WHOLE.run("page.txt", page.0.as_bytes()))?;
    }

    #[test]
    fn finished_blocks_are_settled(page in sheet()) {
        settled(&WHOLE.run("page.txt", page.0.as_bytes()))?;
    }

    #[test]
    fn a_second_run_changes_nothing(page in sheet()) {
        stays(&WHOLE.run("page.txt", page.0.as_bytes()))?;
    }
}

proptest! {
    #![proptest_config(cases(40))]

    #[test]
    fn any_text_runs_through_any_prefix(text in ODD) {
        through(&PREFIXES, text.as_bytes())?;
    }

    #[test]
    fn any_prefix_of_the_pipeline_loses_nothing(page in sheet()) {
        through(&PREFIXES, page.0.as_bytes())?;
    }

    #[test]
    fn pages_cut_off_anywhere_lose_nothing(page in sheet(), from in 0.0..1.0, to in 0.0..1.0) {
        let place = |share: f64| (share * page.0.len() as f64) as usize;
        let (from, to) = (place(f64::min(from, to)), place(f64::max(from, to)));
        traces(&WHOLE.run("page.txt", &page.0.as_bytes()[from..to]))?;
    }

    #[test]
    fn clean_prose_stays(paragraphs in prose(), indent in prop::sample::select(&["", "\u{3000}\u{3000}"][..])) {
        let raw: String = paragraphs.iter().map(|p| format!("{indent}{p}\n\n")).collect();
        let cleaned = WHOLE.run_traced("prose.txt", raw.as_bytes(), |_, _| {});
        traces(&cleaned)?;
        let changed = cleaned.page.changes().iter().find(|c| !(c.before.trim().is_empty() && c.after.trim().is_empty()));
        prop_assert!(changed.is_none(), "{:?}", changed);
        let letters = |text: &str| {
            let mut all: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
            all.sort_unstable();
            all
        };
        let view = View::new(&cleaned);
        let blocks = view.articles.iter().flat_map(|a| &a.blocks);
        let got: String = blocks.chain(&view.furniture).map(|b| b.text).collect();
        prop_assert_eq!(letters(&got), letters(&paragraphs.concat()));
    }

    #[test]
    fn finished_articles_stay_byte_for_byte(head in prop::collection::vec(headline(), 1..4), paragraphs in prose()) {
        unchanged(&format!("{}\n\n{}\n", head.join("\n"), paragraphs.join("\n\n")))?;
    }

    #[test]
    fn threads_make_no_difference(pages in prop::collection::vec(sheet(), 4..8)) {
        let with = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
            pool.expect("threads").install(|| {
                let clean = |page: &sheet::Sheet| written(&WHOLE.run("page.txt", page.0.as_bytes()));
                pages.par_iter().map(clean).collect::<Vec<_>>()
            })
        };
        prop_assert!(with(1) == with(4));
    }
}

proptest! {
    #![proptest_config(cases(16))]

    #[test]
    fn every_pass_by_itself_and_the_others_without_it_lose_nothing(page in sheet()) {
        through(&OTHERS, page.0.as_bytes())?;
    }

    #[test]
    fn damaged_pages_lose_nothing(page in damaged()) {
        through(&PREFIXES, &page.0)?;
    }

    #[test]
    fn damaged_pages_stay_when_clean(page in damaged()) {
        settled(&WHOLE.run("page.txt", &page.0))?;
    }

    #[test]
    fn a_second_run_over_a_damaged_page_changes_nothing(page in damaged()) {
        stays(&WHOLE.run("page.txt", &page.0))?;
    }

    #[test]
    fn a_second_run_over_a_page_put_together_of_anything_changes_nothing(page in patchwork()) {
        stays(&WHOLE.run("page.txt", &page.0))?;
    }

    #[test]
    fn pages_put_together_of_anything_keep_all_laws(page in patchwork()) {
        let cleaned = WHOLE.run("page.txt", &page.0);
        traces(&cleaned)?;
        settled(&cleaned)?;
        through(&PREFIXES, &page.0)?;
        through(&OTHERS, &page.0)?;
    }

    #[test]
    fn the_order_of_pages_makes_no_difference(pages in prop::collection::vec(damaged(), 2..5)) {
        let clean = |page: &Raw| written(&WHOLE.run("page.txt", &page.0));
        let forth: Vec<String> = pages.iter().map(clean).collect();
        let mut back: Vec<String> = pages.iter().rev().map(clean).collect();
        back.reverse();
        prop_assert!(forth == back);
    }

}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn any_text_loses_nothing(text in ODD) {
        let cleaned = WHOLE.run("page.txt", text.as_bytes());
        traces(&cleaned)?;
    }

    #[test]
    fn any_bytes_lose_nothing(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        traces(&WHOLE.run("page.txt", &bytes))?;
    }

}

/// The laws on the sample pages, or on all pages of a folder: `PAGES=folder cargo test --release --test laws sample`.
#[test]
fn the_sample_pages_keep_all_laws() {
    let seeds = || Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let folder = std::env::var_os("PAGES").map_or_else(seeds, PathBuf::from);
    let mut pages = Vec::new();
    find(&folder, &mut pages);
    assert!(!pages.is_empty(), "no pages in {}", folder.display());
    pages.par_iter().for_each(|path| {
        let cleaned = WHOLE.run("page.txt", &std::fs::read(path).expect("a page"));
        let laws: [Law; 3] = [traces, settled, stays];
        for law in laws {
            if let Err(broken) = law(&cleaned) {
                panic!("{}: {broken}", path.display());
            }
        }
    });
}

/// The page files of a folder and those in it.
fn find(folder: &Path, pages: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            find(&path, pages);
        } else if path.extension().is_some_and(|e| e == "txt" || e == "md") {
            pages.push(path);
        }
    }
}
