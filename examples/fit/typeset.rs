//! Sets gold articles anew, in papers that do not exist.
//!
//! The bench has eleven papers; what a twelfth does differently (measures, indents, blank lines, marks
//! before a byline, where headlines stand) must not surprise the chain. Each made-up paper draws its
//! habits once; each of its pages takes articles from several gold pages and prints them as a text dump.

use serde_json::{Value, json};

/// A small generator of random numbers, the same on every machine.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn roll(&mut self, n: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        (self.0 >> 33) as usize % n.max(1)
    }
    pub(crate) fn chance(&mut self, percent: usize) -> bool {
        self.roll(100) < percent
    }
    pub(crate) fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.roll(list.len())]
    }
}

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
    dressed: usize,
    d: &mut Dice,
    make: impl Fn(&Value, usize, &mut Dice) -> Value,
) -> Vec<Value> {
    let (mut articles, mut made_of) = (Vec::new(), Vec::new());
    let wanted = 2 + d.roll(8);
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

fn page(golds: &[&Value], paper: &Paper, dressed: usize, d: &mut Dice) -> (String, Value) {
    let articles = drawn(golds, dressed, d, |article, _, d| {
        restyle(article, paper, d)
    });
    let mut furniture = d.pick(golds)["furniture"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    // A part of a page that somebody has cut out has none.
    let cut_out = dressed > 0 && d.chance(12);
    furniture.retain(|f| f["kind"] != "pageref" && !cut_out);
    let mut heads: Vec<Vec<String>> = Vec::new();
    let mut bodies: Vec<Vec<String>> = Vec::new();
    for article in &articles {
        let (head, body, mark) = set(article, paper, d);
        if let Some(mark) = mark {
            furniture.push(json!({"kind": "pageref", "text": mark}));
        }
        heads.push(head);
        bodies.push(body);
    }
    let mut sheet: Vec<String> = Vec::new();
    let set_furniture = |sheet: &mut Vec<String>| {
        for f in furniture.iter().filter(|f| f["kind"] != "pageref") {
            sheet.push(f["text"].as_str().unwrap_or("").to_owned());
        }
        sheet.push(String::new());
    };
    if !paper.furniture_last {
        set_furniture(&mut sheet);
    }
    let n = articles.len();
    let blank = |sheet: &mut Vec<String>| {
        if paper.blank_between {
            sheet.push(String::new());
        }
    };
    match paper.order {
        // Headlines before, after, all at the end, all at the start, with a neighbour's body.
        0..=4 => {
            for i in 0..n {
                sheet.append(&mut heads[i]);
                blank(&mut sheet);
                sheet.append(&mut bodies[i]);
                blank(&mut sheet);
            }
        }
        5 => {
            for i in 0..n {
                sheet.append(&mut bodies[i]);
                blank(&mut sheet);
                sheet.append(&mut heads[i]);
                blank(&mut sheet);
            }
        }
        6 | 7 => {
            let first = paper.order == 7;
            let mut order: Vec<usize> = (0..n).collect();
            for i in (1..n).rev() {
                order.swap(i, d.roll(i + 1));
            }
            let mut all = Vec::new();
            for i in order {
                all.append(&mut heads[i]);
                blank(&mut all);
            }
            if first {
                sheet.append(&mut all);
            }
            for body in &mut bodies {
                sheet.append(body);
                blank(&mut sheet);
            }
            sheet.append(&mut all);
        }
        _ => {
            let mut waiting: Vec<String> = Vec::new();
            for i in 0..n {
                if d.chance(40) {
                    waiting.append(&mut heads[i]);
                } else {
                    sheet.append(&mut heads[i]);
                }
                blank(&mut sheet);
                sheet.append(&mut bodies[i]);
                blank(&mut sheet);
                if d.chance(50) {
                    sheet.append(&mut waiting);
                    blank(&mut sheet);
                }
            }
            sheet.append(&mut waiting);
        }
    }
    if paper.furniture_last {
        sheet.push(String::new());
        set_furniture(&mut sheet);
    }
    let gap = "\n".repeat(1 + paper.blank_lines);
    (
        sheet.join(&gap),
        json!({"articles": articles, "furniture": furniture}),
    )
}

/// The article, of a hundred so many with another kicker and so many with another deck: a clause of its text, or the
/// kicker of another. The gold has some 390 of them, too few to learn what tells them from titles.
fn dress(article: &Value, golds: &[&Value], percent: usize, d: &mut Dice) -> Value {
    let mut blocks: Vec<Value> = article["blocks"].as_array().cloned().unwrap_or_default();
    let Some(title) = blocks.iter().rposition(|b| b["kind"] == "title") else {
        return article.clone();
    };
    // Without dice, the same pages as without this.
    let falls = |d: &mut Dice| percent > 0 && d.chance(percent);
    if falls(d)
        && let Some(clause) = clause(&blocks, d)
    {
        let dash = if d.chance(40) { "——" } else { "" };
        let deck = json!({"kind": "deck", "text": format!("{dash}{clause}")});
        blocks.insert(title + 1, deck);
        let mut n = 0;
        blocks.retain(|b| {
            n += 1;
            b["kind"] != "deck" || n == title + 2
        });
    }
    if falls(d) {
        let kicker = match d.chance(50) {
            true => clause(&blocks, d),
            false => phrase(golds, &["kicker"], d),
        };
        if let Some(kicker) = kicker {
            blocks.retain(|b| b["kind"] != "kicker");
            blocks.insert(0, json!({"kind": "kicker", "text": kicker}));
        }
    }
    if percent > 0 {
        blocks.iter_mut().for_each(|block| adorn(block, d));
    }
    json!({"blocks": blocks})
}

/// Takes the byline and the dateline off an article.
fn undate(article: &mut Value) {
    let Some(blocks) = article["blocks"].as_array_mut() else {
        return;
    };
    blocks.retain(|b| b["kind"] != "byline");
    let lead = blocks.iter_mut().find(|b| b["kind"] == "body");
    if let Some(lead) = lead
        && let Some(rest) = lead["text"].as_str().and_then(undated)
    {
        lead["text"] = rest.to_owned().into();
    }
}

/// What stands behind the dateline of a lead, if it has one: behind 讯 or 电 and the names in brackets there.
fn undated(lead: &str) -> Option<&str> {
    const AGENCIES: [&str; 3] = ["本报", "新华社", "据新华社"];
    AGENCIES.iter().find(|agency| lead.starts_with(**agency))?;
    let (at, last) = lead
        .char_indices()
        .take(40)
        .find(|&(_, c)| c == '讯' || c == '电')?;
    let mut rest = &lead[at + last.len_utf8()..];
    if rest.starts_with('（') {
        rest = rest.split_once('）')?.1;
    }
    let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || "：，".contains(c));
    (!rest.is_empty()).then_some(rest)
}

/// Now and then a mark that headlines of real papers have and hardly any of the gold does.
fn adorn(block: &mut Value, d: &mut Dice) {
    let text = block["text"].as_str().unwrap_or_default();
    let ends_in_word = text.ends_with(char::is_alphanumeric);
    let adorned = match block["kind"].as_str() {
        Some("title") if ends_in_word && d.chance(10) => {
            format!("{text}{}", d.pick(&["？", "！", "？", "！", "……"]))
        }
        Some("subhead") if ends_in_word && d.chance(6) => {
            format!("{text}{}", d.pick(&["？", "！"]))
        }
        Some("kicker") if ends_in_word && d.chance(10) => {
            format!("{text}{}", d.pick(&["：", "——"]))
        }
        Some("deck") if !text.starts_with('—') && d.chance(12) => {
            format!("{}{text}", d.pick(&["■", "●", "▲", "◆ ", "■ "]))
        }
        _ => return,
    };
    block["text"] = adorned.into();
}

/// A clause of an article's text that could be a line of its headline.
fn clause(blocks: &[Value], d: &mut Dice) -> Option<String> {
    let is_body = |b: &&Value| b["kind"] == "body";
    let texts = blocks.iter().filter(is_body);
    let texts: Vec<&str> = texts.filter_map(|b| b["text"].as_str()).collect();
    if texts.is_empty() {
        return None;
    }
    let is_plain = |c: char| c.is_alphanumeric() || c == '·';
    (0..8).find_map(|_| {
        let clauses = d.pick(&texts).split(['，', '。', '；', '：', '！', '？']);
        let clause = *d.pick(&clauses.collect::<Vec<_>>());
        let fits = (7..=18).contains(&clause.chars().count()) && clause.chars().all(is_plain);
        fits.then(|| clause.to_owned())
    })
}

/// A line of these kinds of some article, to stand elsewhere as what it looks like too.
pub(crate) fn phrase(golds: &[&Value], kinds: &[&str], d: &mut Dice) -> Option<String> {
    let articles = d.pick(golds)["articles"].as_array()?;
    let blocks = articles.iter().filter_map(|a| a["blocks"].as_array());
    let fits = |b: &&Value| kinds.iter().any(|kind| b["kind"] == *kind);
    let lines: Vec<&Value> = blocks.flatten().filter(fits).collect();
    let line = lines.get(d.roll(lines.len()))?;
    line["text"].as_str().map(str::to_owned)
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

/// The lines of an article: headline, body, and the page mark at its end.
fn set(article: &Value, paper: &Paper, d: &mut Dice) -> (Vec<String>, Vec<String>, Option<String>) {
    let measure = *d.pick(&paper.measures);
    let (mut head, mut body): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    let mut started = false;
    let empty = Vec::new();
    let blocks = article["blocks"].as_array().unwrap_or(&empty);
    let title_width = 7 + d.roll(20);
    for b in blocks {
        let kind = b["kind"].as_str().unwrap_or("");
        let text = b["text"].as_str().unwrap_or("");
        match kind {
            "kicker" | "title" | "deck" => {
                let count = text.chars().count();
                if count <= 16 && d.chance(paper.vertical) {
                    head.extend(
                        text.chars()
                            .filter(|c| !c.is_whitespace())
                            .map(String::from),
                    );
                    head.push(String::new());
                } else {
                    let wide = if kind == "title" {
                        title_width
                    } else {
                        title_width + 4
                    };
                    head.extend(balanced(text, wide));
                }
            }
            "byline" if !started && !(paper.byline_with_body) => head.push(text.to_owned()),
            "byline" => {
                let last = body
                    .last_mut()
                    .filter(|_| paper.sign_in_line && started && text.starts_with('（'));
                match last {
                    Some(last) => *last += &format!("  {text}"),
                    None => body.push(text.to_owned()),
                }
            }
            "body" | "caption" => {
                started |= kind == "body";
                let width = if kind == "caption" {
                    9 + d.roll(20)
                } else {
                    measure
                };
                let indent = if kind == "body" { paper.indent } else { "" };
                let lines = wrap(
                    text,
                    width,
                    if kind == "body" && paper.offset { 2 } else { 0 },
                );
                for (i, line) in lines.into_iter().enumerate() {
                    body.push(if i == 0 {
                        format!("{indent}{line}")
                    } else {
                        line
                    });
                }
            }
            "subhead" => body.extend(wrap(text, measure, 0)),
            _ => {
                if let Some(last) = body.last_mut() {
                    last.push_str(text);
                } else {
                    body.push(text.to_owned());
                }
            }
        }
    }
    let mut mark = None;
    if paper.pageref < 5 && started && d.chance(60) {
        let n = 1 + d.roll(4);
        let text = match paper.pageref {
            0 => format!("①{n}"),
            1 => format!("●{n}"),
            2 => format!("【{n}】"),
            3 => format!("［{n}］"),
            _ => (*d.pick(&["①", "②", "③", "④"])).to_owned(),
        };
        if body
            .last()
            .is_some_and(|l| l.ends_with(['。', '！', '？', '”']))
            && d.chance(70)
        {
            if let Some(last) = body.last_mut() {
                last.push_str(&text);
            }
        } else {
            body.push(text.clone());
        }
        mark = Some(text);
    }
    // Columns.
    let height = 8 + d.roll(30);
    let mut columns: Vec<Vec<String>> = body.chunks(height).map(<[String]>::to_vec).collect();
    if paper.shuffles && columns.len() > 1 && d.chance(60) {
        let i = d.roll(columns.len() - 1);
        columns.swap(i, i + 1);
    }
    let mut lines = Vec::new();
    for column in columns {
        lines.extend(column);
        if paper.blank_columns {
            lines.push(String::new());
        }
    }
    (head, lines, mark)
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
