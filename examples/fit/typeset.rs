//! Sets gold articles anew, in papers that do not exist.
//!
//! The bench has eleven papers; what a twelfth does differently (measures, indents, blank lines, marks
//! before a byline, where headlines stand) must not surprise the chain. Each made-up paper draws its
//! habits once; each of its pages takes articles from several gold pages and prints them as a text dump.

use crate::dice::Dice;
use crate::dress::{dress, undate};
use serde_json::{Value, json};

/// A measure that no paragraph fills (ems).
const WHOLE: usize = 100_000;

struct Paper {
    measures: Vec<usize>,
    indent: &'static str,
    offset: bool,
    blank_lines: usize,
    blank_between: bool,
    blank_columns: bool,
    byline_mark: &'static str,
    subhead_mark: &'static str,
    pageref: usize,
    sign_in_line: bool,
    vertical: usize,
    order: usize,
    furniture_last: bool,
    byline_with_body: bool,
    shuffles: bool,
    bare_captions: bool,
}

impl Paper {
    /// Where `archived`, some print a paragraph to a line, as the archives of papers do.
    fn draw(d: &mut Dice, archived: bool) -> Self {
        let base = 11 + d.roll(16);
        let mut measures = vec![base, 10 + d.roll(18), base + d.roll(22), base];
        if archived && d.chance(12) {
            measures = vec![WHOLE];
        }
        Paper {
            measures,
            indent: d.pick::<&str>(&["", "", "", "  ", " ", "\u{3000}\u{3000}"]),
            offset: d.chance(85),
            blank_lines: *d.pick(&[0, 0, 0, 0, 1]),
            blank_between: d.chance(55),
            blank_columns: d.chance(50),
            byline_mark: d.pick::<&str>(&["", "", "", "□", "□ ", "●", "▲ ", "◎", "■ ", "◆"]),
            subhead_mark: d.pick::<&str>(&["", "", "", "●", "◆", "■ ", "▲"]),
            pageref: d.roll(8),
            sign_in_line: d.chance(50),
            vertical: *d.pick(&[0, 0, 10, 40]),
            order: d.roll(10),
            furniture_last: d.chance(45),
            byline_with_body: d.chance(40),
            shuffles: d.chance(12),
            bare_captions: d.chance(30),
        }
    }
}

/// Sets pages from gold pages; each comes with its gold. Of a hundred articles so many get another deck,
/// and as many another kicker.
pub(crate) fn pages(
    golds: &[&Value],
    count: usize,
    dressed: usize,
    seed: u64,
) -> Vec<(String, Value)> {
    let mut d = Dice(seed);
    let mut paper = Paper::draw(&mut d, dressed > 0);
    (0..count)
        .map(|n| {
            if n % 5 == 0 {
                paper = Paper::draw(&mut d, dressed > 0);
            }
            page(golds, &paper, dressed, &mut d)
        })
        .collect()
}

/// A page's articles, each made of one of some gold page, no two of the same; `make` is told how many there are.
pub(crate) fn drawn(
    golds: &[&Value],
    wanted: usize,
    dressed: usize,
    d: &mut Dice,
    make: impl Fn(&Value, usize, &mut Dice) -> Value,
) -> Vec<Value> {
    let (mut articles, mut made_of) = (Vec::new(), Vec::new());
    // No page of the bench is without datelines, and many of real papers are.
    let undated = dressed > 0 && d.chance(30);
    for _ in 0..60 {
        if articles.len() >= wanted {
            break;
        }
        if let Some(list) = d.pick(golds)["articles"].as_array()
            && !list.is_empty()
        {
            let gold = d.pick(list);
            let mut article = dress(gold, golds, dressed, d);
            if undated {
                undate(&mut article);
            }
            let article = make(&article, articles.len(), d);
            if !made_of.contains(&gold) {
                made_of.push(gold);
                articles.push(article);
            }
        }
    }
    articles
}

/// An article that is set: the lines of its headline and of its columns, and the page mark at its end.
struct Set {
    head: Vec<String>,
    body: Vec<String>,
    mark: Option<String>,
}

fn page(golds: &[&Value], paper: &Paper, dressed: usize, d: &mut Dice) -> (String, Value) {
    let wanted = 2 + d.roll(8);
    let articles = drawn(golds, wanted, dressed, d, |article, _, d| {
        restyle(article, paper, d)
    });
    let mut furniture = d.pick(golds)["furniture"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    // A part of a page that somebody has cut out has none.
    let cut_out = dressed > 0 && d.chance(12);
    furniture.retain(|f| f["kind"] != "pageref" && !cut_out);
    let own = furniture.iter().map(|f| f["text"].as_str().unwrap_or(""));
    let mut own: Vec<String> = own.map(str::to_owned).collect();
    own.push(String::new());
    let mut sets: Vec<Set> = articles.iter().map(|a| set(a, paper, d)).collect();
    let marks = sets.iter_mut().filter_map(|set| set.mark.take());
    furniture.extend(marks.map(|mark| json!({"kind": "pageref", "text": mark})));
    let mut sheet: Vec<String> = Vec::new();
    if !paper.furniture_last {
        sheet.append(&mut own);
    }
    impose(sets, paper, &mut sheet, d);
    if paper.furniture_last {
        sheet.push(String::new());
        sheet.append(&mut own);
    }
    let gap = "\n".repeat(1 + paper.blank_lines);
    (
        sheet.join(&gap),
        json!({"articles": articles, "furniture": furniture}),
    )
}

/// Puts the headlines and the texts of articles on a sheet: headlines before, after, all at the end, all at the start,
/// or with a neighbour's text.
fn impose(sets: Vec<Set>, paper: &Paper, sheet: &mut Vec<String>, d: &mut Dice) {
    let put = |sheet: &mut Vec<String>, mut lines: Vec<String>| {
        sheet.append(&mut lines);
        if paper.blank_between {
            sheet.push(String::new());
        }
    };
    match paper.order {
        0..=4 => {
            for set in sets {
                put(sheet, set.head);
                put(sheet, set.body);
            }
        }
        5 => {
            for set in sets {
                put(sheet, set.body);
                put(sheet, set.head);
            }
        }
        6 | 7 => {
            let first = paper.order == 7;
            let (mut heads, bodies): (Vec<_>, Vec<_>) =
                sets.into_iter().map(|set| (set.head, set.body)).unzip();
            let mut order: Vec<usize> = (0..heads.len()).collect();
            for i in (1..heads.len()).rev() {
                order.swap(i, d.roll(i + 1));
            }
            let mut all = Vec::new();
            for i in order {
                put(&mut all, std::mem::take(&mut heads[i]));
            }
            if first {
                sheet.append(&mut all);
            }
            for body in bodies {
                put(sheet, body);
            }
            sheet.append(&mut all);
        }
        _ => {
            let mut waiting: Vec<String> = Vec::new();
            for set in sets {
                let mut head = set.head;
                if d.chance(40) {
                    waiting.append(&mut head);
                }
                put(sheet, head);
                put(sheet, set.body);
                if d.chance(50) {
                    put(sheet, std::mem::take(&mut waiting));
                }
            }
            sheet.append(&mut waiting);
        }
    }
}

/// The article as this paper would have it: its own marks, now and then without kicker or deck.
fn restyle(article: &Value, paper: &Paper, d: &mut Dice) -> Value {
    let without = (d.chance(35), d.chance(35));
    restyled(article, without, |kind, text| match kind {
        "byline" if !text.starts_with('（') => format!("{}{text}", paper.byline_mark),
        "subhead" => format!("{}{text}", paper.subhead_mark),
        "caption" if paper.bare_captions => bare(text),
        _ => text.to_owned(),
    })
}

/// The article without kicker or without deck, if that is wanted, and its blocks as a style has them. Marks that
/// its own paper set before bylines and subheads are gone.
pub(crate) fn restyled(
    article: &Value,
    (no_kicker, no_deck): (bool, bool),
    style: impl Fn(&str, &str) -> String,
) -> Value {
    let marks = ['□', '●', '▲', '◎', '■', '◆', ' '];
    let mut blocks = Vec::new();
    for b in article["blocks"].as_array().into_iter().flatten() {
        let kind = b["kind"].as_str().unwrap_or("");
        let text = b["text"].as_str().unwrap_or("");
        if (kind == "kicker" && no_kicker) || (kind == "deck" && no_deck) {
            continue;
        }
        let text = match kind {
            "byline" | "subhead" if !text.starts_with('（') => text.trim_start_matches(marks),
            _ => text,
        };
        blocks.push(json!({"kind": kind, "text": style(kind, text)}));
    }
    json!({"blocks": blocks})
}

/// The first clause of a caption, without its stop: how many papers print them.
pub(crate) fn bare(text: &str) -> String {
    let clause = text
        .split(['，', '。', '（'])
        .max_by_key(|c| c.chars().count().min(24))
        .unwrap_or(text);
    clause.trim().to_owned()
}

/// Sets an article.
fn set(article: &Value, paper: &Paper, d: &mut Dice) -> Set {
    let measure = *d.pick(&paper.measures);
    let (mut head, mut body): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    let mut started = false;
    let title_width = 7 + d.roll(20);
    for b in article["blocks"].as_array().into_iter().flatten() {
        let kind = b["kind"].as_str().unwrap_or("");
        let text = b["text"].as_str().unwrap_or("");
        match kind {
            "kicker" | "title" | "deck" => {
                let wide = title_width + if kind == "title" { 0 } else { 4 };
                set_headline(text, wide, paper, &mut head, d);
            }
            "byline" if !started && !paper.byline_with_body => head.push(text.to_owned()),
            "byline" => {
                let in_line = paper.sign_in_line && started && text.starts_with('（');
                match body.last_mut().filter(|_| in_line) {
                    Some(last) => *last += &format!("  {text}"),
                    None => body.push(text.to_owned()),
                }
            }
            "body" => {
                started = true;
                let mut lines = wrap(text, measure, if paper.offset { 2 } else { 0 });
                if let Some(first) = lines.first_mut() {
                    first.insert_str(0, paper.indent);
                }
                body.append(&mut lines);
            }
            "caption" => body.extend(wrap(text, 9 + d.roll(20), 0)),
            "subhead" => body.extend(wrap(text, measure, 0)),
            _ => match body.last_mut() {
                Some(last) => last.push_str(text),
                None => body.push(text.to_owned()),
            },
        }
    }
    let mark = (paper.pageref < 5 && started && d.chance(60))
        .then(|| set_mark(paper.pageref, &mut body, d));
    Set {
        head,
        body: columns(&body, paper, d),
        mark,
    }
}

/// Sets a headline in lines, or from top to bottom.
fn set_headline(text: &str, wide: usize, paper: &Paper, head: &mut Vec<String>, d: &mut Dice) {
    /// No more characters are set from top to bottom.
    const UPRIGHT: usize = 16;
    if text.chars().count() <= UPRIGHT && d.chance(paper.vertical) {
        let letters = text.chars().filter(|c| !c.is_whitespace());
        head.extend(letters.map(String::from));
        head.push(String::new());
    } else {
        head.extend(balanced(text, wide));
    }
}

/// Sets a page mark of the paper's form behind the text or below it.
fn set_mark(form: usize, body: &mut Vec<String>, d: &mut Dice) -> String {
    let n = 1 + d.roll(4);
    let mark = match form {
        0 => format!("①{n}"),
        1 => format!("●{n}"),
        2 => format!("【{n}】"),
        3 => format!("［{n}］"),
        _ => (*d.pick(&["①", "②", "③", "④"])).to_owned(),
    };
    let ended = |last: &&mut String| last.ends_with(['。', '！', '？', '”']) && d.chance(70);
    match body.last_mut().filter(ended) {
        Some(last) => last.push_str(&mark),
        None => body.push(mark.clone()),
    }
    mark
}

/// The lines of a text in columns, two of them in the wrong order now and then.
fn columns(body: &[String], paper: &Paper, d: &mut Dice) -> Vec<String> {
    let height = 8 + d.roll(30);
    let mut columns: Vec<&[String]> = body.chunks(height).collect();
    if paper.shuffles && columns.len() > 1 && d.chance(60) {
        let i = d.roll(columns.len() - 1);
        columns.swap(i, i + 1);
    }
    let mut lines = Vec::new();
    for column in columns {
        lines.extend_from_slice(column);
        if paper.blank_columns {
            lines.push(String::new());
        }
    }
    lines
}

/// Breaks text at a measure in ems; the first line may be shorter. A closing mark never begins a line:
/// it is squeezed into the line before (GB/T 15834-2011, 5.1.3 and 5.1.11).
fn wrap(text: &str, measure: usize, first: usize) -> Vec<String> {
    let mut out = Vec::new();
    let mut line = String::new();
    let mut width = first * 2;
    for c in text.chars() {
        let own = usize::from(cleaner::chars::width(c));
        let closing = cleaner::chars::is_closing(c)
            || cleaner::chars::is_pause(c)
            || cleaner::chars::is_terminal(c);
        if width + own > measure * 2 && !closing && !line.is_empty() {
            out.push(std::mem::take(&mut line));
            width = 0;
        }
        line.push(c);
        width += own;
    }
    if !line.is_empty() {
        out.push(line);
    }
    out.iter()
        .map(|l| l.trim().to_owned())
        .filter(|l| !l.is_empty())
        .collect()
}

/// Breaks a headline into lines of about equal width, at its own spaces where it has any.
fn balanced(text: &str, widest: usize) -> Vec<String> {
    let count = text.chars().count();
    if count <= widest {
        return vec![text.to_owned()];
    }
    let halves: Vec<&str> = text.split(' ').collect();
    if halves.len() > 1 && halves.iter().all(|h| h.chars().count() <= widest) {
        return halves.into_iter().map(str::to_owned).collect();
    }
    let lines = count.div_ceil(widest);
    wrap(text, count.div_ceil(lines), 0)
}
