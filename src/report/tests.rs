use super::marks::{Fate, Marker, Stretch};
use super::sides::{Moved, Paragraph, Sides};
use super::*;
use crate::evidence::chain::State;
use crate::evidence::decision::TIES;
use crate::page::Kind;
use crate::pipeline::Pipeline;

fn watched(raw: &str) -> Watched {
    Watched::new(&Pipeline::default(), "page.txt", raw.as_bytes())
}

fn with_sides<T>(watched: &Watched, look: impl FnOnce(&View<'_>, &Sides<'_>) -> T) -> T {
    let view = View::new(&watched.cleaned);
    let mut marker = Marker::new(watched);
    let sides = Sides::new(watched, &view, &mut marker);
    look(&view, &sides)
}

fn text(stretches: &[Stretch<'_>]) -> String {
    stretches.iter().map(|s| s.text).collect()
}

fn block_text(block: &Paragraph<'_>) -> String {
    block.strips.iter().map(|s| text(&s.stretches)).collect()
}

/// The sample pages and those of other kinds.
fn pages() -> Vec<(String, Vec<u8>)> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut pages = Vec::new();
    for folder in ["seeds", "tests/pages"] {
        for entry in std::fs::read_dir(root.join(folder)).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path
                .file_name()
                .expect("a name")
                .to_string_lossy()
                .into_owned();
            if name.ends_with(".txt") || name.ends_with(".md") {
                pages.push((name, std::fs::read(path).expect("a page")));
            }
        }
    }
    assert!(pages.len() > 10);
    pages
}

#[test]
fn both_sides_show_every_character() {
    for until in ["decode", "lines", "rejoin", "punctuate"] {
        let choice = crate::pipeline::Choice {
            until: Some(crate::config::Named {
                name: until.to_owned(),
                place: String::new(),
            }),
            ..Default::default()
        };
        let pipeline = Pipeline::new(&choice, crate::Settings::default()).expect("a pipeline");
        for (name, raw) in pages() {
            let watched = Watched::new(&pipeline, &name, &raw);
            with_sides(&watched, |view, sides| {
                let pieces = sides.lines.iter().map(|l| &l.pieces);
                let shown: Vec<String> = pieces
                    .map(|pieces| pieces.iter().map(|p| text(&p.stretches)).collect())
                    .collect();
                let source = view.page.source().text.replace("\r\n", "\n");
                let source = source.replace('\r', "\n");
                let source = source.strip_suffix('\n').unwrap_or(&source);
                let lines: Vec<&str> = source.split('\n').collect();
                assert_eq!(shown, lines, "{name} until {until}");
                for (article, blocks) in view.articles.iter().zip(&sides.articles) {
                    for (entry, block) in article.blocks.iter().zip(blocks) {
                        assert_eq!(block_text(block), entry.text, "{name} until {until}");
                    }
                }
            });
        }
    }
}

#[test]
fn marks_say_which_pass_did_what() {
    let watched = watched("标题\n本报讯 会 议 在 许 昌 市 召 开,代表１２人\n参加了会议。\n");
    with_sides(&watched, |_, sides| {
        let left = sides.lines.iter().flat_map(|l| &l.pieces);
        let marks: Vec<(Fate, &str, &str)> = left
            .flat_map(|p| &p.stretches)
            .filter_map(|s| s.mark.as_ref().map(|m| (m.fate, m.pass, s.text)))
            .collect();
        assert!(
            marks.contains(&(Fate::Removed, "unspread", " ")),
            "{marks:?}"
        );
        assert!(
            marks.contains(&(Fate::Changed, "punctuate", ",")),
            "{marks:?}"
        );
        assert!(marks.contains(&(Fate::Changed, "fold", "１")), "{marks:?}");
        let seams: Vec<(usize, &str, bool)> = sides.articles[0]
            .iter()
            .flat_map(|b| &b.strips)
            .filter_map(|s| s.seam.map(|seam| (s.line, seam.pass, seam.far)))
            .collect();
        assert_eq!(seams, [(3, "rejoin", false)]);
    });
}

#[test]
fn a_headline_below_its_article_has_moved_up() {
    let seed = include_str!("../../seeds/004_cf229ad8b120e038.txt");
    with_sides(&watched(seed), |view, sides| {
        let title = "王小平到孟州督导检查疫情防控工作";
        let found = view
            .articles
            .iter()
            .position(|a| a.title().as_deref() == Some(title));
        let blocks = &sides.articles[found.expect("the article")];
        let moved: Vec<_> = blocks
            .iter()
            .filter_map(|b| b.moved.map(|m| (b.kind, m)))
            .collect();
        assert_eq!(
            moved,
            [(
                "title",
                Moved {
                    line: 94,
                    below: true
                }
            )]
        );
    });
}

#[test]
fn whatever_a_page_holds_is_text() {
    let hostile = "<script>alert(1)</script>\n本报讯\u{2028} </p><img src=x onerror=alert(2)> \"'&amp; {{ 7*7 }} ]]>\u{202E}逆\u{0}\n";
    let name = "\"><script>alert(3)</script> #%?.txt";
    let watched = Watched::new(&Pipeline::default(), name, hostile.as_bytes());
    let leaf = Leaf::new(&watched).expect("a leaf");
    let html = Paper::default().whole(&[leaf]).expect("a report");
    assert_eq!(
        html.matches("<script").count(),
        2,
        "the words and the script"
    );
    assert!(!html.contains("<img"));
    assert!(html.contains("&#60;script&#62;alert(3)"));
    assert!(html.contains("{{ 7*7 }}"));
    let link = "href=\"#/%22%3E%3Cscript%3Ealert%283%29%3C/script%3E%20%23%25%3F.txt\"";
    assert!(html.contains(link));
}

#[test]
fn the_policy_names_style_and_script_and_nothing_else() {
    let html = Paper::default().whole(&[]).expect("a report");
    let policy = "default-src 'none'; style-src 'sha256-";
    assert!(html.contains(policy));
    for forbidden in [
        "http://",
        "https://",
        "unsafe-inline",
        " style=",
        "onclick",
        "src=",
    ] {
        assert!(!html.contains(forbidden), "{forbidden}");
    }
    // A closing tag inside either would end it early, and neither would have its hash.
    for text in [STYLE, SCRIPT, CHINESE] {
        assert!(!text.contains("</"));
    }
}

#[test]
fn what_to_look_at_first_stands_first() {
    let row = |name: &str, doubt, faulty| Row {
        name: name.to_owned(),
        doubt,
        faulty,
        ..Row::default()
    };
    let rows = [
        row("a", 0.1, false),
        row("b", 2.0, false),
        row("c", 0.0, true),
        row("d", 2.0, false),
    ];
    let index = Index::new(rows.iter().map(|r| (r, "")).collect());
    let names: Vec<&str> = index.listed.iter().map(|l| l.row.name.as_str()).collect();
    assert_eq!(names, ["c", "b", "d", "a"]);
    let bars: Vec<usize> = index.listed.iter().map(|l| l.doubt).collect();
    assert_eq!(bars, [0, 20, 20, 1]);
}

/// The words of `flags` and `warnings` in the output.
const FLAGS: &[&str] = &[
    "untitled",
    "no-body",
    "photo",
    "notice",
    "starts-mid-sentence",
    "ends-mid-sentence",
    "continues",
    "continued",
    "unpaired-quote",
    "audit-failed",
];
const WARNINGS: &[&str] = &[
    "malformed",
    "encoding",
    "mixed-encoding",
    "mojibake",
    "lost",
    "unpaired-quote",
    "empty",
    "audit",
];

#[test]
fn every_word_has_its_chinese() {
    let chinese: serde_json::Value = serde_json::from_str(CHINESE).expect("JSON");
    let templates = [
        include_str!("../../templates/report.html"),
        include_str!("../../templates/leaf.html"),
        include_str!("../../templates/index.html"),
    ];
    let mut words: Vec<String> = Vec::new();
    for template in templates {
        // The mark `data-t` has the end of the tag after it, or more of it; `data-to` is another.
        let marked = template.split(" data-t").skip(1);
        for after in marked.filter(|a| !a.starts_with('o')) {
            let said = after.split_once('>').map_or("", |(_, rest)| rest);
            words.push(said.split('<').next().unwrap_or_default().to_owned());
        }
        for label in ["aria-label=\"", "title=\"", "placeholder=\""] {
            let labels = template.split(label).skip(1).map(|l| l.split('"').next());
            words.extend(labels.flatten().map(str::to_owned));
        }
    }
    words.retain(|w| w.chars().any(char::is_alphabetic) && !w.contains('{'));
    words.extend(FLAGS.iter().chain(WARNINGS).map(|&w| w.to_owned()));
    words.extend(State::ALL.iter().map(|s| s.name().to_owned()));
    words.extend(TIES.map(str::to_owned));
    assert!(words.len() > 60, "{words:?}");
    for word in words {
        assert!(chinese.get(&word).is_some(), "{word:?} has no Chinese");
    }
}

#[test]
fn passes_and_kinds_have_their_colours() {
    for pass in crate::passes::ALL {
        for rule in [
            format!(".{} {{ --p: #", pass.name),
            format!(".off-{0} .{0}", pass.name),
        ] {
            assert!(STYLE.contains(&rule), "templates/report.css has no {rule}");
        }
    }
    let kinds = [
        "kicker", "title", "deck", "byline", "subhead", "body", "caption", "jump",
    ];
    let furniture = [
        Kind::Masthead,
        Kind::Staff,
        Kind::Pageref,
        Kind::Sponsor,
        Kind::Other,
    ];
    for kind in kinds.into_iter().chain(furniture.map(Kind::name)) {
        assert_eq!(
            STYLE.matches(&format!(".{kind} {{ --word: ")).count(),
            2,
            "{kind}"
        );
    }
    assert!(SCRIPT.lines().count() < 400);
}
