//! Fits `weights.tsv` and `scrambled.tsv` of `src/evidence` on pages with gold.
//!
//! ```text
//! cargo run --release --example fit -- [--holdout PAPER,PAPER] [--made-up N] [--out FOLDER] PAGES...
//! cargo run --release --example fit -- --mean FOLDER,FOLDER --out FOLDER
//! ```
//! Every folder in PAGES holds `<page>.txt` and `<page>.gold.json`. The lines of each page get their state
//! from the gold; the chain's weights are fitted by gradient ascent on the likelihood, with a small pull
//! towards zero, and rounded to hundredths. Pages of the papers held out (by `meta.paper` of the gold)
//! are only measured.
//!
//! One fit differs from the next, on other made-up pages, by a point of articles that come out perfect; the
//! mean of two tables does so less, and is as good on papers that neither has seen. The tables of
//! `src/evidence` are the mean of a fit with 1500 made-up pages and of the mean of two, with 1500 and 3000,
//! that also saw the small pages of other kinds in `tests/pages`.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program that reports to its terminal"
)]

mod align;
mod stakes;
mod typeset;

use cleaner::evidence::chain::{self, Row, STATES, State, Steps, TABLES, Tables, Weights};
use cleaner::evidence::{clues, profile};
use cleaner::page::Page;
use std::path::{Path, PathBuf};

/// Folds of papers that the stakes are tuned over.
const FOLDS: usize = 4;
/// How many made pages a real one counts for, if it is not small: there are few.
const REAL: f32 = 32.0;
/// Marks a page whose lines `order` has gathered.
const GATHERED: &str = ", gathered";

struct Sample {
    page: Page,
    gold: serde_json::Value,
    paper: String,
    difficulty: String,
    variant: String,
    lines: Vec<Vec<u32>>,
    states: Vec<Option<State>>,
    texts: Vec<String>,
    weight: f32,
    scrambled: bool,
}

/// The page as it came and, if that is not the order it was read in, as `order` gathers it.
fn load(path: &Path, difficulty: &std::collections::HashMap<String, String>) -> Vec<Sample> {
    let Some(came) = load_as_it_came(path, difficulty) else {
        return Vec::new();
    };
    match gathered(&came) {
        Some(gathered) => vec![came, gathered],
        None => vec![came],
    }
}

/// The sample after `order`; none if its lines stay where they are.
fn gathered(came: &Sample) -> Option<Sample> {
    let lines = |page: &Page| -> Vec<usize> {
        let blocks = page.blocks().iter();
        blocks
            .map(|b| page.text().source_at(b.range().start))
            .collect()
    };
    let mut page = came.page.clone();
    cleaner::passes::label::by(&mut page, &TABLES);
    cleaner::passes::order::by(&mut page, &TABLES);
    // Other pages keep the labels they had.
    if !page.is_scrambled() || lines(&page) == lines(&came.page) {
        return None;
    }
    let blocks = align::gold_blocks(&came.gold);
    let places = align::places(&page, &blocks);
    let profile = profile::read(&page);
    Some(Sample {
        gold: came.gold.clone(),
        paper: came.paper.clone(),
        difficulty: format!("{}{GATHERED}", came.difficulty),
        variant: came.variant.clone(),
        lines: clues::read(&profile),
        scrambled: profile.scrambled,
        states: align::states(&places, &blocks),
        texts: page
            .blocks()
            .iter()
            .map(|b| page.str(b).to_owned())
            .collect(),
        weight: came.weight,
        page,
    })
}

fn load_as_it_came(
    path: &Path,
    difficulty: &std::collections::HashMap<String, String>,
) -> Option<Sample> {
    let gold: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(path).ok()?).ok()?;
    let page_path = path.with_file_name(gold["source"].as_str()?);
    let raw = std::fs::read(&page_path).ok()?;
    let variant = path.parent()?.file_name()?.to_string_lossy().into_owned();
    let name = format!("{variant}/{}", gold["source"].as_str()?);
    let mut page = Page::new(cleaner::source::decode(&name, &raw, None));
    cleaner::passes::prepare(&mut page);
    let blocks = align::gold_blocks(&gold);
    let places = align::places(&page, &blocks);
    let texts = page
        .blocks()
        .iter()
        .map(|b| page.str(b).to_owned())
        .collect();
    let profile = profile::read(&page);
    let lines = clues::read(&profile);
    Some(Sample {
        paper: gold["meta"]["paper"].as_str().unwrap_or("seeds").to_owned(),
        difficulty: difficulty
            .get(&name)
            .cloned()
            .unwrap_or_else(|| "seeds".to_owned()),
        weight: if gold["meta"]["paper"].is_null() {
            (lines.len() as f32 / 4.0).clamp(1.0, REAL)
        } else {
            1.0
        },
        scrambled: profile.scrambled,
        variant,
        states: align::states(&places, &blocks),
        lines,
        texts,
        page,
        gold,
    })
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut made_up = 1500usize;
    let (mut stakes_out, mut rounds) = (None, 3usize);
    let (mut holdout, mut out, mut folders) = (Vec::new(), None, Vec::<PathBuf>::new());
    let mut means: Option<String> = None;
    let (mut epochs, mut show, mut left_out, mut pull) = (12, 0usize, 50, 1e-4);
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--holdout" => {
                holdout = args
                    .next()
                    .unwrap_or_default()
                    .split(',')
                    .map(str::to_owned)
                    .collect()
            }
            "--out" => out = args.next(),
            "--mean" => means = args.next(),
            "--epochs" => epochs = args.next().unwrap_or_default().parse()?,
            "--made-up" => made_up = args.next().unwrap_or_default().parse()?,
            "--stakes" => stakes_out = args.next(),
            "--rounds" => rounds = args.next().unwrap_or_default().parse()?,
            "--left-out" => left_out = args.next().unwrap_or_default().parse()?,
            "--pull" => pull = args.next().unwrap_or_default().parse()?,
            "--show" => show = args.next().unwrap_or_default().parse()?,
            _ => folders.push(arg.into()),
        }
    }
    if let Some(means) = means {
        let folders = means.split_once(',').ok_or("--mean FOLDER,FOLDER")?;
        return mean_of(folders, Path::new(&out.ok_or("--mean wants --out")?));
    }
    let mut paths = Vec::new();
    let mut difficulty = std::collections::HashMap::new();
    for folder in &folders {
        if let Ok(index) = std::fs::read_to_string(folder.join("INDEX.tsv")) {
            for row in index.lines().skip(1) {
                let f: Vec<&str> = row.split('\t').collect();
                difficulty.insert(f[0].to_owned(), f[4].to_owned());
            }
        }
        for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
            let entry = entry?;
            if entry.path().to_string_lossy().ends_with(".gold.json")
                && !entry.path().to_string_lossy().contains("/ocr_")
            {
                paths.push(entry.into_path());
            }
        }
    }
    use rayon::prelude::*;
    let samples: Vec<Sample> = paths
        .par_iter()
        .flat_map_iter(|p| load(p, &difficulty))
        .collect();
    let known: usize = samples
        .iter()
        .map(|s| s.states.iter().flatten().count())
        .sum();
    let all: usize = samples.iter().map(|s| s.states.len()).sum();
    println!(
        "{} pages, {all} lines, {known} of them with a place in the gold, {} clues",
        samples.len(),
        clues::count()
    );
    let made: usize = made_up;
    if let Some(path) = stakes_out {
        let papers: std::collections::BTreeSet<&str> =
            samples.iter().map(|s| s.paper.as_str()).collect();
        let papers: Vec<&str> = papers.into_iter().collect();
        let fold = |s: &Sample| papers.iter().position(|p| *p == s.paper).unwrap_or(0) % FOLDS;
        let fitted: Vec<Tables> = (0..FOLDS)
            .into_par_iter()
            .map(|f| {
                let train: Vec<&Sample> = samples.iter().filter(|s| fold(s) != f).collect();
                fit_with(&train, made, epochs, left_out, pull)
            })
            .collect();
        let cases: Vec<stakes::Case> = samples
            .par_iter()
            .filter(|s| !s.difficulty.ends_with(GATHERED))
            .map(|s| {
                stakes::Case::new(
                    s.difficulty.clone(),
                    s.page.clone(),
                    &s.gold,
                    &fitted[fold(s)],
                )
            })
            .collect();
        let mut tuned = stakes::tune(&cases, cleaner::evidence::stakes::STAKES.clone(), rounds);
        std::fs::write(path, stakes::table(&mut tuned))?;
        return Ok(());
    }
    let (train, test): (Vec<&Sample>, Vec<&Sample>) =
        samples.iter().partition(|s| !holdout.contains(&s.paper));
    let fitted = fit_with(&train, made, epochs, left_out, pull);
    for (name, set) in [("fitted", &train), ("held out", &test)] {
        measure(
            name,
            set,
            &fitted,
            if name == "held out" { show } else { 0 },
        );
    }
    if let Some(out) = out {
        let out = Path::new(&out);
        for (name, scrambled) in NAMES {
            let weights = &fitted.pick(scrambled).weights;
            std::fs::write(
                out.join(name),
                table(weights, &count(&of(&train, scrambled))),
            )?;
        }
    }
    Ok(())
}

/// The files of the tables, and whether each is for scrambled pages.
const NAMES: [(&str, bool); 2] = [("weights.tsv", false), ("scrambled.tsv", true)];

/// Writes the mean of the tables of two folders.
fn mean_of(folders: (&str, &str), out: &Path) -> Result<(), Box<dyn std::error::Error>> {
    for (name, _) in NAMES {
        let read = |folder: &str| std::fs::read_to_string(Path::new(folder).join(name));
        let (one, other) = (read(folders.0)?, read(folders.1)?);
        let mut counts = vec![0; clues::count()];
        for line in one.lines().chain(other.lines()) {
            let mut fields = line.split('\t');
            let clue = fields.next().and_then(clues::number);
            let lines = fields.next().and_then(|lines| lines.parse::<usize>().ok());
            if let Some((clue, lines)) = clue.zip(lines) {
                counts[clue as usize] = lines.max(counts[clue as usize]);
            }
        }
        let mean = Weights::parse(&one).mean(&Weights::parse(&other));
        std::fs::write(out.join(name), table(&mean, &counts))?;
    }
    Ok(())
}

/// On how many lines of some pages every clue was seen.
fn count(samples: &[&Sample]) -> Vec<usize> {
    let mut counts = vec![0; clues::count()];
    for &clue in samples.iter().flat_map(|s| &s.lines).flatten() {
        counts[clue as usize] += 1;
    }
    counts
}

/// Fits on the pages and on so many made-up ones, set from the same articles.
fn fit_with(train: &[&Sample], made: usize, epochs: usize, left_out: u64, pull: f32) -> Tables {
    let mut seen = std::collections::HashSet::new();
    let golds: Vec<&serde_json::Value> = train
        .iter()
        .map(|s| &s.gold)
        .filter(|g| seen.insert(g["articles"].to_string()))
        .collect();
    use rayon::prelude::*;
    let extra: Vec<Sample> = typeset::pages(&golds, made, 11)
        .into_par_iter()
        .map(|(text, gold)| {
            let mut page = Page::new(cleaner::source::decode("made-up", text.as_bytes(), None));
            cleaner::passes::prepare(&mut page);
            let blocks = align::gold_blocks(&gold);
            let places = align::places(&page, &blocks);
            let profile = profile::read(&page);
            Sample {
                paper: "made-up".to_owned(),
                difficulty: "made-up".to_owned(),
                variant: "made-up".to_owned(),
                weight: 1.0,
                states: align::states(&places, &blocks),
                texts: Vec::new(),
                lines: clues::read(&profile),
                scrambled: profile.scrambled,
                page,
                gold,
            }
        })
        .collect();
    let known: usize = extra
        .iter()
        .map(|s| s.states.iter().flatten().count())
        .sum();
    eprintln!(
        "{} made-up pages, {known} lines with a place in the gold",
        extra.len()
    );
    let mut all: Vec<&Sample> = train.to_vec();
    all.extend(&extra);
    let (ordinary, scrambled) = rayon::join(
        || fit(&of(&all, false), epochs, left_out, pull),
        || fit(&of(&all, true), epochs, left_out, pull),
    );
    Tables::new(|| ordinary, || scrambled)
}

/// The samples of one table.
fn of<'a>(samples: &[&'a Sample], scrambled: bool) -> Vec<&'a Sample> {
    let mut samples = samples.to_vec();
    samples.retain(|s| s.scrambled == scrambled);
    samples
}

/// Pages between two moments whose weights go into the mean.
const MOMENT: usize = 100;

/// The mean of weights over moments.
struct Mean {
    clues: Vec<Row<f32>>,
    steps: [Row<f32>; STATES],
    moments: f32,
}

impl Mean {
    fn of(clues: usize) -> Self {
        Mean {
            clues: vec![Default::default(); clues],
            steps: Default::default(),
            moments: 0.0,
        }
    }

    fn add(&mut self, clues: &[Row<f32>], steps: &[Row<f32>; STATES]) {
        self.moments += 1.0;
        let sums = self.clues.iter_mut().chain(&mut self.steps);
        for (sum, row) in sums.zip(clues.iter().chain(steps)) {
            for (sum, value) in sum.iter_mut().zip(row) {
                *sum += value;
            }
        }
    }

    fn get(mut self) -> (Vec<Row<f32>>, [Row<f32>; STATES]) {
        for sum in self.clues.iter_mut().chain(&mut self.steps).flatten() {
            *sum /= self.moments;
        }
        (self.clues, self.steps)
    }
}

/// Gradient ascent with a step for every weight (AdaGrad).
fn fit(samples: &[&Sample], epochs: usize, left_out: u64, pull: f32) -> Weights {
    let n = clues::count();
    let mut w: Vec<Row<f32>> = vec![Default::default(); n];
    let mut g2 = vec![[1e-4f32; STATES]; n];
    let mut steps: [Row<f32>; STATES] = Default::default();
    let mut steps_g2 = [[1e-4f32; STATES]; STATES];
    let mut order: Vec<usize> = (0..samples.len()).collect();
    let mut seed = 7u64;
    // The last page pulls hardest at the weights of the moment, so what is kept is their mean over the later
    // rounds (Polyak and Juditsky 1992).
    let mut mean = Mean::of(n);
    for epoch in 0..epochs {
        let rate = 0.25 / (1.0 + epoch as f32 * 0.25);
        for i in (1..order.len()).rev() {
            seed = seed
                .wrapping_mul(6364136223846793005)
                .wrapping_add(1442695040888963407);
            order.swap(i, (seed >> 33) as usize % (i + 1));
        }
        let mut loss = 0.0;
        for (done, &s) in order.iter().enumerate() {
            if epoch * 2 >= epochs && done % MOMENT == 0 {
                mean.add(&w, &steps);
            }
            let sample = samples[s];
            // Every clue is left out now and then, so that none leans on another that a new paper may not show.
            let lines: Vec<Vec<u32>> = sample
                .lines
                .iter()
                .map(|line| {
                    line.iter()
                        .copied()
                        .filter(|_| {
                            seed = seed
                                .wrapping_mul(6364136223846793005)
                                .wrapping_add(1442695040888963407);
                            (seed >> 33) % 100 >= left_out
                        })
                        .collect()
                })
                .collect();
            let scores: chain::Scores = lines
                .iter()
                .map(|line| {
                    let mut sum = Row::default();
                    for &c in line {
                        for (a, b) in sum.iter_mut().zip(&w[c as usize]) {
                            *a += b;
                        }
                    }
                    sum
                })
                .collect();
            let ready = Steps::from_scores(&steps);
            let free = chain::marginals(&scores, &ready);
            let held: chain::Scores = scores
                .iter()
                .zip(&sample.states)
                .map(|(row, state)| match state {
                    None => *row,
                    Some(s) => {
                        std::array::from_fn(|t| if t == *s as usize { row[t] } else { -60.0 })
                    }
                })
                .collect();
            let bound = chain::marginals(&held, &ready);
            let (free_ahead, bound_ahead) =
                (chain::ahead(&scores, &ready), chain::ahead(&held, &ready));
            for i in 0..lines.len() {
                if let Some(s) = sample.states[i] {
                    loss -= free[i][s as usize].max(1e-9).ln();
                }
                let delta: [f32; STATES] =
                    std::array::from_fn(|s| (bound[i][s] - free[i][s]) * sample.weight);
                if delta.iter().all(|d| d.abs() < 1e-3) {
                    continue;
                }
                for &c in &lines[i] {
                    let (row, squares) = (&mut w[c as usize], &mut g2[c as usize]);
                    for s in 0..STATES {
                        let g = delta[s] - pull * row[s];
                        squares[s] += g * g;
                        row[s] += rate * g / squares[s].sqrt();
                    }
                }
                if i > 0 {
                    let (free_pair, bound_pair) = (
                        chain::pair(&scores, &free_ahead, &ready, i),
                        chain::pair(&held, &bound_ahead, &ready, i),
                    );
                    for from in 0..STATES {
                        for to in 0..STATES {
                            let g =
                                bound_pair[from][to] - free_pair[from][to] - pull * steps[from][to];
                            if g.abs() > 1e-4 {
                                steps_g2[from][to] += g * g;
                                steps[from][to] += rate * g / steps_g2[from][to].sqrt();
                            }
                        }
                    }
                }
            }
        }
        eprintln!("round {epoch}: loss {loss:.0}");
    }
    mean.add(&w, &steps);
    let (w, steps) = mean.get();
    let kept = 1.0 - left_out as f32 / 100.0;
    let round = |v: f32| (v * 100.0).round().clamp(-3000.0, 3000.0) as i16;
    let mut weights = Weights::empty();
    for (row, from) in weights.clues.iter_mut().zip(&w) {
        *row = from.map(|v| round(v * kept));
    }
    weights.steps = steps.map(|row| row.map(round));
    weights
}

fn measure(name: &str, samples: &[&Sample], tables: &Tables, show: usize) {
    let mut by = std::collections::BTreeMap::<String, (usize, usize)>::new();
    let mut confusion = std::collections::BTreeMap::<(State, State), usize>::new();
    let mut shown = 0;
    for s in samples {
        let table = tables.pick(s.scrambled);
        let scores = s
            .lines
            .iter()
            .map(|line| chain::score(line, &table.weights));
        let path = chain::best(&scores.collect(), &table.steps);
        for (i, (got, want)) in path.iter().zip(&s.states).enumerate() {
            if let Some(want) = want {
                let e = by.entry(s.difficulty.clone()).or_default();
                e.1 += 1;
                if got == want {
                    e.0 += 1;
                } else if s.difficulty == "headline-displaced" {
                    *confusion.entry((*want, *got)).or_default() += 1;
                    if shown < show && s.difficulty == "headline-displaced" {
                        shown += 1;
                        println!(
                            "  {} {}: {} -> {}   {}",
                            s.variant,
                            s.paper,
                            want.name(),
                            got.name(),
                            s.texts[i]
                        );
                    }
                }
            }
        }
    }
    println!("{name}:");
    for (d, (right, all)) in by {
        println!(
            "  {d}: {right} of {all} lines, {:.2} %",
            100.0 * right as f64 / all as f64
        );
    }
    let mut list: Vec<_> = confusion.into_iter().collect();
    list.sort_by_key(|e| std::cmp::Reverse(e.1));
    for ((want, got), count) in list.into_iter().take(24) {
        println!("    {} taken for {}: {count}", want.name(), got.name());
    }
}

fn table(weights: &Weights, counts: &[usize]) -> String {
    let mut out = String::from(
        "# Weights in hundredths of a natural logarithm, made by `cargo run --release --example fit`.\n# clue, lines it was seen on, then a weight for each state:\n# clue\tlines",
    );
    for s in State::ALL {
        out += "\t";
        out += s.name();
    }
    out += "\n";
    let mut row = |name: String, count: usize, values: &Row<i16>| {
        let values = &values[..STATES];
        if count > 0 && values.iter().any(|&v| v != 0) {
            out += &format!("{name}\t{count}");
            for v in values {
                out += &format!("\t{v}");
            }
            out += "\n";
        }
    };
    for (from, values) in State::ALL.iter().zip(&weights.steps) {
        row(format!("after={}", from.name()), 1, values);
    }
    for (c, values) in weights.clues.iter().enumerate() {
        // A clue seen twice proves nothing.
        if counts[c] > 2 {
            row(clues::name(c as u32), counts[c], values);
        }
    }
    out
}
