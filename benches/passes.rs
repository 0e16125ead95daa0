//! How fast pages are cleaned: every pass, the audit, the writing and the whole, over the seeds, and the
//! whole by size of page.
//!
//! ```text
//! cargo bench --bench passes
//! ```
//! A page of ten times the size must take ten times as long: anything worse is a pass that looks at
//! every line from every line.

use cleaner::audit::audit;
use cleaner::config::Settings;
use cleaner::page::Page;
use cleaner::passes;
use cleaner::pipeline::{Cleaned, Pipeline};
use cleaner::render::{View, json};
use cleaner::source;
use criterion::{BatchSize, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use std::fmt::Write;
use std::path::Path;
use std::time::Duration;

/// The seeds' texts, by name.
fn seeds() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let mut seeds: Vec<(String, String)> = std::fs::read_dir(folder)
        .expect("a folder of seeds")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|e| e == "txt"))
        .map(|path| {
            let text = std::fs::read_to_string(&path).expect("a page");
            (path.display().to_string(), text)
        })
        .collect();
    seeds.sort();
    seeds
}

/// A page of about this many bytes: the seeds one after the other, their digits another each time.
fn page_of(bytes: usize) -> String {
    let seeds = seeds();
    let mut page = String::with_capacity(bytes);
    let mut turn: u32 = 0;
    'full: loop {
        for (_, text) in &seeds {
            for line in text.lines() {
                for c in line.chars() {
                    match c.to_digit(10) {
                        Some(digit) => write!(page, "{}", (digit + turn) % 10).expect("a string"),
                        None => page.push(c),
                    }
                }
                page.push('\n');
                if page.len() >= bytes {
                    break 'full;
                }
            }
            turn += 1;
        }
    }
    page
}

/// A page of about this many bytes with nothing but headlines: the clauses of the seeds, one to a line.
fn headlines_of(bytes: usize) -> String {
    let text: String = seeds()
        .into_iter()
        .map(|(_, text)| text.replace('\n', ""))
        .collect();
    let clauses: Vec<&str> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|clause| (6..=16).contains(&clause.chars().count()))
        .collect();
    let mut page = String::with_capacity(bytes + 64);
    for (turn, clause) in clauses.iter().cycle().enumerate() {
        if page.len() >= bytes {
            break;
        }
        writeln!(page, "{}{clause}", turn % 7).expect("a string");
    }
    page
}

/// Every pass alone, on the seeds as the passes before it leave them; then the audit and the writing.
fn each_pass(criterion: &mut Criterion) {
    let seeds = seeds();
    let bytes: usize = seeds.iter().map(|(_, text)| text.len()).sum();
    let settings = Settings::default();
    let mut group = criterion.benchmark_group("pass");
    group.throughput(Throughput::Bytes(bytes as u64));
    group.bench_function("decode", |bencher| {
        bencher.iter(|| {
            let decode = |(name, text): &(String, String)| {
                Page::new(source::decode(name, text.as_bytes(), None))
            };
            seeds.iter().map(decode).collect::<Vec<Page>>()
        });
    });
    let mut pages: Vec<Page> = seeds
        .iter()
        .map(|(name, text)| Page::new(source::decode(name, text.as_bytes(), None)))
        .collect();
    for pass in passes::ALL.iter().skip(1) {
        let work = |pages: &mut Vec<Page>| {
            for page in pages {
                page.begin_pass(pass.name);
                (pass.run)(page, &settings);
                if let Some(stage) = pass.gives {
                    page.reach(stage);
                }
            }
        };
        group.bench_function(pass.name, |bencher| {
            bencher.iter_batched_ref(|| pages.clone(), work, BatchSize::LargeInput);
        });
        work(&mut pages);
    }
    group.bench_function("audit", |bencher| {
        bencher.iter(|| pages.iter().map(|page| audit(page).len()).sum::<usize>());
    });
    let pages: Vec<Cleaned> = pages
        .into_iter()
        .map(|page| Cleaned {
            page,
            faults: Vec::new(),
        })
        .collect();
    group.bench_function("write", |bencher| {
        bencher.iter(|| {
            let write = |cleaned: &Cleaned| {
                let view = View::new(cleaned);
                let articles = view.articles.iter().map(|a| json::article(&view, a));
                articles
                    .chain([json::page(&view, settings.unsure_below)])
                    .collect::<Vec<String>>()
            };
            pages.iter().map(write).collect::<Vec<_>>()
        });
    });
    group.finish();
}

/// All passes and the audit, on the seeds.
fn whole(criterion: &mut Criterion) {
    let seeds = seeds();
    let bytes: usize = seeds.iter().map(|(_, text)| text.len()).sum();
    let pipeline = Pipeline::default();
    let mut group = criterion.benchmark_group("whole");
    group.throughput(Throughput::Bytes(bytes as u64));
    group.bench_function("seeds", |bencher| {
        bencher.iter(|| {
            for (name, text) in &seeds {
                std::hint::black_box(pipeline.run(name, text.as_bytes()));
            }
        });
    });
    group.finish();
}

/// All passes and the audit, on one page of growing size; the throughput must not fall.
fn by_size(criterion: &mut Criterion) {
    sizes(criterion, "size/seeds", page_of);
    sizes(criterion, "size/headlines", headlines_of);
}

fn sizes(criterion: &mut Criterion, name: &str, made: fn(usize) -> String) {
    let pipeline = Pipeline::default();
    let mut group = criterion.benchmark_group(name);
    group
        .sample_size(10)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(3));
    for bytes in [10_000, 100_000, 1_000_000] {
        let page = made(bytes);
        group.throughput(Throughput::Bytes(page.len() as u64));
        let id = BenchmarkId::from_parameter(bytes);
        group.bench_with_input(id, &page, |bencher, page| {
            bencher.iter(|| pipeline.run("page", page.as_bytes()));
        });
    }
    group.finish();
}

criterion_group!(benches, each_pass, whole, by_size);
criterion_main!(benches);
