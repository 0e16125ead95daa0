//! scratch
use cleaner::page::Page;
use rayon::prelude::*;
use std::io::Write;
use std::path::Path;
fn main() {
    let mut args = std::env::args().skip(1);
    let (root, out) = (args.next().unwrap(), args.next().unwrap());
    let list: Option<Vec<String>> = args.next().map(|p| {
        std::fs::read_to_string(p)
            .unwrap()
            .lines()
            .map(str::to_owned)
            .collect()
    });
    let mut names: Vec<String> = walkdir::WalkDir::new(&root)
        .into_iter()
        .filter_map(|e| e.ok())
        .filter(|e| e.path().extension().is_some_and(|x| x == "txt"))
        .map(|e| {
            e.path()
                .strip_prefix(&root)
                .unwrap()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    if let Some(l) = list {
        let set: std::collections::HashSet<String> = l.into_iter().collect();
        names.retain(|n| set.contains(n));
    }
    names.sort();
    // cross-validation: weights by paper
    let mut fold: std::collections::HashMap<String, usize> = Default::default();
    let mut weights = Vec::new();
    if let Ok(dir) = std::env::var("FOLDS") {
        let mut papers: Vec<String> = Vec::new();
        for row in std::fs::read_to_string(Path::new(&root).join("INDEX.tsv"))
            .unwrap()
            .lines()
            .skip(1)
        {
            let f: Vec<&str> = row.split('\t').collect();
            if !papers.contains(&f[12].to_owned()) {
                papers.push(f[12].to_owned());
                papers.sort();
            }
        }
        for row in std::fs::read_to_string(Path::new(&root).join("INDEX.tsv"))
            .unwrap()
            .lines()
            .skip(1)
        {
            let f: Vec<&str> = row.split('\t').collect();
            fold.insert(
                f[0].to_owned(),
                papers.iter().position(|p| p == f[12]).unwrap() % 4,
            );
        }
        for k in 0..4 {
            weights.push(cleaner::evidence::chain::Weights::parse(
                &std::fs::read_to_string(format!("{dir}/fold{k}.tsv")).unwrap(),
            ));
        }
    }
    let done: Vec<(String, String)> = names.par_iter().map(|name| {
        let raw = std::fs::read(Path::new(&root).join(name)).unwrap();
        let mut page = Page::new(cleaner::source::decode(name, &raw, None));
        let settings = Default::default();
        for pass in cleaner::passes::ALL { page.begin_pass(pass.name); if pass.name == "label" && std::env::var("DEBUG").is_ok() && fold.is_empty() { (pass.run)(&mut page, &settings); for b in page.blocks() { let o = b.odds(); println!("{:4} {:8}{}{} K{:5.1} T{:5.1} D{:5.1} on{:5.1} L{:5.1} P{:5.1} | {}", b.layout.line, b.kind().unwrap().name(), if b.opens() {"+"} else {" "}, if b.resumes() {"~"} else {" "}, o.kicker, o.title, o.deck, o.on, o.lead, o.paragraph, page.str(b)); } } else if pass.name == "label" && let Some(&k) = fold.get(name) { cleaner::passes::label::by(&mut page, &weights[k]); if std::env::var("DEBUG").is_ok() { for b in page.blocks() { let o = b.odds(); println!("{:4} {:8}{}{} K{:5.1} T{:5.1} D{:5.1} on{:5.1} L{:5.1} P{:5.1} | {}", b.layout.line, b.kind().unwrap().name(), if b.opens() {"+"} else {" "}, if b.resumes() {"~"} else {" "}, o.kicker, o.title, o.deck, o.on, o.lead, o.paragraph, page.str(b)); } } } else { (pass.run)(&mut page, &settings); } }
        if std::env::var("DEBUG").is_ok() { }
        for f in cleaner::audit::audit(&page) { eprintln!("{name}: {f}"); }
        let mut a = String::new();
        for (n, note) in page.articles().iter().enumerate() {
            let blocks: Vec<_> = page.blocks().iter().filter(|b| b.article() == Some(n)).map(|b| serde_json::json!({"kind": b.kind().unwrap().name(), "text": page.str(b), "spans": page.spans(b).iter().map(|s| [s.start, s.end]).collect::<Vec<_>>()})).collect();
            a += &serde_json::json!({"id": format!("{name}#{:02}", n + 1), "source": name, "ordinal": n + 1, "blocks": blocks, "confidence": note.confidence}).to_string();
            a += "\n";
        }
        let furniture: Vec<_> = page.blocks().iter().filter(|b| b.article().is_none()).map(|b| serde_json::json!({"kind": b.kind().map_or("other", |k| k.name()), "text": page.str(b), "spans": page.spans(b).iter().map(|s| [s.start, s.end]).collect::<Vec<_>>()})).collect();
        let removed: Vec<_> = page.removed().iter().map(|r| serde_json::json!({"span": [r.span.start, r.span.end], "why": r.why.name()})).collect();
        let s = page.source();
        (a, serde_json::json!({"source": name, "encoding": s.encoding, "malformed": s.malformed_count, "furniture": furniture, "removed": removed}).to_string() + "\n")
    }).collect();
    std::fs::create_dir_all(&out).unwrap();
    let mut f = std::fs::File::create(Path::new(&out).join("articles.jsonl")).unwrap();
    let mut g = std::fs::File::create(Path::new(&out).join("pages.jsonl")).unwrap();
    for (a, p) in done {
        f.write_all(a.as_bytes()).unwrap();
        g.write_all(p.as_bytes()).unwrap();
    }
}
