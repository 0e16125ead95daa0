//! Sets gold articles anew as page parsers and vision models write them: Markdown, a paragraph to a line.
//!
//! Such pages differ less in measures than in what they mark: which headings they see as such and how deep
//! they set them, where a paragraph is torn at the foot of a column, how much room a photo leaves. The bench
//! has one such reader of pages; each page made here draws the habits of another.

use crate::dice::Dice;
use crate::dress::phrase;
use crate::typeset::{bare, drawn, restyled};
use serde_json::{Value, json};

/// How a line is marked: as a heading so deep, in bold, or not at all.
#[derive(Clone, Copy)]
enum Mark {
    Plain,
    Bold,
    Heading(usize),
}

impl Mark {
    fn set(self, text: &str) -> String {
        match self {
            Mark::Plain => text.to_owned(),
            Mark::Bold => format!("**{text}**"),
            Mark::Heading(level) => format!("{} {text}", "#".repeat(level.clamp(1, 6))),
        }
    }
}

struct Parser {
    kicker: Mark,
    title: Mark,
    deck: Mark,
    subhead: Mark,
    /// What stands over several articles, such as the name of a column.
    package: Option<Mark>,
    byline_mark: &'static str,
    /// Bylines are names and nothing else.
    names_alone: bool,
    half_width: bool,
    /// Of a hundred long paragraphs so many are torn.
    torn: usize,
    /// Of a hundred long articles so many have their columns out of order.
    shuffled: usize,
    /// A space stands wherever a line of so many characters ended in print.
    spaced: Option<usize>,
    /// Of a hundred articles so many have a photo before the text, so many one within it and so many one after it.
    photos: [usize; 3],
    bare_captions: bool,
    /// Sign-offs follow their paragraph without a blank line.
    tight: bool,
    /// Of a hundred long articles without subheads so many are given some.
    subheads: usize,
    /// Headlines stand after their texts.
    after: bool,
    /// The page begins within an article.
    begins_within: bool,
}

impl Parser {
    fn draw(d: &mut Dice) -> Self {
        let top = *d.pick(&[0, 0, 1, 1, 2, 2, 2, 2, 3]);
        let heading = |level: usize| match (top, level) {
            (0, _) | (_, 0) => Mark::Plain,
            _ => Mark::Heading(level),
        };
        let kicker = *d.pick(&[0, 0, top, top + 1]);
        let deck = *d.pick(&[0, top, top + 1, top + 1]);
        let subhead = *d.pick(&[0, top + 1, top + 1, top + 2]);
        Parser {
            kicker: heading(kicker),
            title: heading(top),
            deck: heading(deck),
            subhead: if d.chance(25) {
                Mark::Bold
            } else {
                heading(subhead)
            },
            package: (top > 1 && d.chance(30)).then_some(Mark::Heading(top - 1)),
            byline_mark: d.pick::<&str>(&["", "", "", "□", "●", "◎", "■ "]),
            names_alone: d.chance(15),
            half_width: d.chance(60),
            torn: *d.pick(&[0, 5, 15, 30]),
            shuffled: *d.pick(&[0, 0, 0, 0, 20, 60]),
            spaced: d.chance(15).then(|| 10 + d.roll(16)),
            photos: *d.pick(&[
                [0, 0, 0],
                [0, 0, 0],
                [15, 15, 15],
                [60, 0, 0],
                [0, 60, 0],
                [0, 0, 60],
                [80, 80, 80],
            ]),
            bare_captions: d.chance(60),
            tight: d.chance(50),
            subheads: *d.pick(&[0, 0, 30, 60]),
            after: d.chance(5),
            begins_within: d.chance(20),
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
    (0..count)
        .map(|_| {
            let parser = Parser::draw(&mut d);
            page(golds, &parser, dressed, &mut d)
        })
        .collect()
}

fn page(golds: &[&Value], parser: &Parser, dressed: usize, d: &mut Dice) -> (String, Value) {
    // An archive has a page for each article.
    let wanted = if d.chance(15) { 1 } else { 2 + d.roll(8) };
    let articles = drawn(golds, wanted, dressed, d, |article, before, d| {
        prepared(article, golds, parser, before == 0, d)
    });
    let mut furniture = d.pick(golds)["furniture"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    furniture.retain(|f| f["kind"] != "pageref" && !parser.begins_within);
    let mut sheet = Sheet::default();
    for (i, f) in furniture.iter().enumerate() {
        let text = f["text"].as_str().unwrap_or("");
        if i == 0 && f["kind"] == "masthead" {
            sheet.push(&Mark::Heading(1).set(text), 1);
        } else {
            // The two spaces are Markdown's mark of a line end that is meant.
            sheet.push(&format!("{text}  "), d.roll(2));
        }
    }
    if let Some(mark) = parser.package
        && let Some(name) = phrase(golds, &["kicker"], d)
    {
        sheet.push(&mark.set(&name), 1);
        furniture.push(json!({"kind": "other", "text": name}));
    }
    let set: Vec<Vec<Column>> = articles.iter().map(|a| set(a, parser, d)).collect();
    for line in in_order(set, parser, d).into_iter().flatten() {
        let spaced = parser.spaced.filter(|_| line.is_body);
        sheet.push(
            &spaced.map_or_else(|| line.text.clone(), |n| broken(&line.text, n)),
            line.blank,
        );
    }
    let text = if parser.half_width {
        half_width(&sheet.text)
    } else {
        sheet.text
    };
    (text, json!({"articles": articles, "furniture": furniture}))
}

#[derive(Default)]
struct Sheet {
    text: String,
}

impl Sheet {
    /// Puts a line down, after so many blank ones.
    fn push(&mut self, line: &str, blank: usize) {
        self.text += &"\n".repeat(1 + blank);
        self.text += line;
    }
}

/// The article as it stands in this page: restyled, its photos added, its beginning on the page before.
fn prepared(
    article: &Value,
    golds: &[&Value],
    parser: &Parser,
    first: bool,
    d: &mut Dice,
) -> Value {
    let no_head = (d.chance(35), d.chance(35));
    let article = restyled(article, no_head, |kind, text| match kind {
        "byline" if parser.names_alone && !text.starts_with('（') => names(text),
        "byline" if !text.starts_with('（') => {
            format!("{}{text}", parser.byline_mark)
        }
        "caption" if parser.bare_captions => bare(text),
        _ => text.to_owned(),
    });
    let mut blocks = article["blocks"].as_array().cloned().unwrap_or_default();
    let is_body = |b: &Value| b["kind"] == "body";
    let has_subheads = blocks.iter().any(|b| b["kind"] == "subhead");
    if !has_subheads && !matches!(parser.subhead, Mark::Plain) && d.chance(parser.subheads) {
        // From the second paragraph on, every other or every third.
        let step = 2 + d.roll(2);
        let mut at = blocks
            .iter()
            .position(is_body)
            .map_or(blocks.len(), |at| at + 1);
        while at < blocks.len() && is_body(&blocks[at]) {
            if let Some(text) = phrase(golds, &["kicker", "subhead", "title"], d) {
                blocks.insert(at, json!({"kind": "subhead", "text": text}));
            }
            at += step + 1;
        }
    }
    for (place, percent) in parser.photos.into_iter().enumerate() {
        let Some(at) = blocks.iter().position(is_body) else {
            break;
        };
        if d.chance(percent)
            && let Some(text) = caption(&blocks, d)
        {
            let at = match place {
                0 => at,
                1 => at + 1 + d.roll(blocks.len() - at),
                _ => blocks.len(),
            };
            blocks.insert(at, json!({"kind": "caption", "text": text}));
        }
    }
    if first
        && parser.begins_within
        && let Some(at) = blocks.iter().position(is_body)
    {
        let text: Vec<char> = blocks[at]["text"].as_str().unwrap_or("").chars().collect();
        let rest: String = text[text.len() / 2..].iter().collect();
        let rest = rest.trim_start_matches(|c: char| !cleaner::audit::is_content(c));
        if d.chance(50) {
            blocks.drain(..at);
            blocks[0] = json!({"kind": "body", "text": rest});
        } else {
            blocks[at] = json!({"kind": "body", "text": rest});
        }
    }
    json!({"blocks": blocks})
}

/// What could stand below a photo of the article: the beginning of one of its sentences and its end.
fn caption(blocks: &[Value], d: &mut Dice) -> Option<String> {
    let bodies: Vec<&str> = blocks
        .iter()
        .filter(|b| b["kind"] == "body")
        .filter_map(|b| b["text"].as_str())
        .collect();
    let sentences: Vec<&str> = bodies
        .iter()
        .flat_map(|t| t.split_terminator('。'))
        .collect();
    for _ in 0..8 {
        if sentences.is_empty() {
            break;
        }
        let plain = |c: &str| !c.contains(['“', '”', '（', '）', '：', '《', '》', ' ']);
        let clauses: Vec<&str> = d.pick(&sentences).split(['，', '；', '、']).collect();
        let (begin, end) = (clauses[0], clauses[clauses.len() - 1]);
        let count = begin.chars().count() + end.chars().count();
        if clauses.len() > 1 && plain(begin) && plain(end) && (9..=24).contains(&count) {
            return Some(format!("{begin}{end}"));
        }
    }
    None
}

/// The names of a byline.
fn names(byline: &str) -> String {
    let words = byline.split([' ', '□', '●', '▲', '◎', '■', '◆']);
    let offices = [
        "本报",
        "记者",
        "通讯员",
        "特约",
        "见习",
        "实习生",
        "摄影",
        "报道",
        "文/图",
        "文",
        "图",
    ];
    let mut names: Vec<String> = words
        .map(|word| {
            offices
                .iter()
                .fold(word.to_owned(), |w, office| w.replace(office, ""))
        })
        .filter(|name| (2..=4).contains(&name.chars().count()))
        .collect();
    names.dedup();
    if names.is_empty() {
        return byline.to_owned();
    }
    names.join(" ")
}

/// A line of Markdown, after so many blank ones.
struct Line {
    text: String,
    blank: usize,
    is_body: bool,
}

/// What stands below one another.
type Column = Vec<Line>;

/// Sets an article, block by block; its columns, if they come out of order.
fn set(article: &Value, parser: &Parser, d: &mut Dice) -> Vec<Column> {
    let empty = Vec::new();
    let mut blocks: Vec<&Value> = article["blocks"]
        .as_array()
        .unwrap_or(&empty)
        .iter()
        .collect();
    if parser.after {
        let is_head = |b: &Value| ["kicker", "title", "deck"].iter().any(|k| b["kind"] == *k);
        blocks.sort_by_key(|b| is_head(b));
    }
    let mut lines = Vec::new();
    let mut photo = false;
    for b in blocks {
        let text = b["text"].as_str().unwrap_or("");
        let mut push = |text: &str, blank: usize, is_body: bool| {
            let text = text.to_owned();
            lines.push(Line {
                text,
                blank,
                is_body,
            });
        };
        match b["kind"].as_str().unwrap_or("") {
            "kicker" => push(&parser.kicker.set(text), 1, false),
            "title" => push(&parser.title.set(text), 1, false),
            "deck" => push(&parser.deck.set(text), 1, false),
            "subhead" => push(&parser.subhead.set(text), 1, false),
            // Where the photo itself stood its place is left blank.
            "caption" => push(text, 3, false),
            "byline" if text.starts_with('（') || photo => {
                push(text, usize::from(!parser.tight), false);
            }
            "body" => {
                for (i, piece) in torn(text, parser.torn, d).into_iter().enumerate() {
                    push(&piece, if i > 0 && d.chance(10) { 3 } else { 1 }, true);
                }
            }
            _ => push(text, 1, false),
        }
        photo = b["kind"] == "caption";
    }
    if d.chance(parser.shuffled) {
        columns(lines, d)
    } else {
        vec![lines]
    }
}

/// Cuts a long article into two or three columns, as a page would; what stands above its text is of the first.
fn columns(lines: Vec<Line>, d: &mut Dice) -> Vec<Column> {
    /// A shorter one stands in one column.
    const LONG: usize = 240;
    let length = |line: &Line| match line.is_body {
        true => line.text.chars().count(),
        false => 0,
    };
    let all: usize = lines.iter().map(length).sum();
    let count = 2 + d.roll(2);
    if all < LONG {
        return vec![lines];
    }
    let mut out: Vec<Column> = vec![Vec::new()];
    let mut seen = 0;
    for mut line in lines {
        let end = seen + length(&line);
        let (last, foot) = (out.len() - 1, out.len() * all / count);
        if line.is_body && out.len() < count && end > foot {
            let chars: Vec<char> = line.text.chars().collect();
            let within = foot.checked_sub(seen).filter(|&within| within > 1);
            match within.and_then(|within| place_to_tear(&chars, within)) {
                Some(at) => {
                    line.text = chars[at..].iter().collect();
                    let above = Line {
                        text: chars[..at].iter().collect(),
                        ..line
                    };
                    out[last].push(above);
                    out.push(vec![Line { blank: 1, ..line }]);
                }
                // The column ends with the paragraph before.
                None => out.push(vec![line]),
            }
        } else {
            out[last].push(line);
        }
        seen = end;
    }
    out
}

/// The columns of a page in the order that a reader of it takes them in: those of an article out of order, or in turn with
/// those of the next article.
fn in_order(articles: Vec<Vec<Column>>, parser: &Parser, d: &mut Dice) -> Vec<Column> {
    let mut out: Vec<Column> = Vec::new();
    let mut rest = articles.into_iter().peekable();
    while let Some(mut columns) = rest.next() {
        let next = rest.next_if(|next| columns.len().min(next.len()) > 1 && d.chance(30));
        if let Some(next) = next {
            let (mut these, mut those) = (columns.into_iter(), next.into_iter());
            loop {
                let both = [these.next(), those.next()];
                if both.iter().all(Option::is_none) {
                    break;
                }
                out.extend(both.into_iter().flatten());
            }
            continue;
        }
        if columns.len() > 1 && !parser.after {
            let head = columns[0].iter().position(|line| line.is_body);
            let all = columns[0].len();
            let text = columns[0].split_off(head.unwrap_or(all));
            let head = std::mem::replace(&mut columns[0], text);
            // Another one comes first.
            let first = 1 + d.roll(columns.len() - 1);
            columns.rotate_left(first);
            out.push(head);
        }
        out.append(&mut columns);
    }
    out
}

/// A long paragraph, torn now and then where a column ended.
fn torn(text: &str, percent: usize, d: &mut Dice) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    if chars.len() < 40 || !d.chance(percent) {
        return vec![text.to_owned()];
    }
    let at = 10 + d.roll(chars.len() - 20);
    // A parser takes a quotation for the beginning of something now and then.
    let quotes = (at..chars.len() - 5)
        .find(|&i| chars[i] == '“')
        .filter(|_| d.chance(30));
    match place_to_tear(&chars, quotes.unwrap_or(at)) {
        Some(at) => vec![chars[..at].iter().collect(), chars[at..].iter().collect()],
        None => vec![text.to_owned()],
    }
}

/// The first place from one on, but for the first, where a line may end; none if a sentence does there, too.
fn place_to_tear(chars: &[char], from: usize) -> Option<usize> {
    let at = (from.max(1)..chars.len().saturating_sub(5)).find(|&at| may_end(chars, at))?;
    (!cleaner::chars::is_terminal(chars[at - 1])).then_some(at)
}

/// Whether a line may end before a character: a mark that ends something, or a digit, is not parted from what it follows.
fn may_end(chars: &[char], at: usize) -> bool {
    let holds = |c: char| {
        cleaner::chars::is_closing(c)
            || cleaner::chars::is_pause(c)
            || cleaner::chars::is_terminal(c)
            || c.is_ascii()
    };
    !holds(chars[at]) && at > 0 && !chars[at - 1].is_ascii()
}

/// A paragraph with a space wherever a line of so many characters ends.
fn broken(text: &str, measure: usize) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::new();
    let mut column = 2;
    for (i, &c) in chars.iter().enumerate() {
        if column >= measure && may_end(&chars, i) {
            out.push(' ');
            column = 0;
        }
        out.push(c);
        column += 1;
    }
    out
}

/// As many readers of pages print the marks that ASCII has.
fn half_width(text: &str) -> String {
    let narrow = [
        ('，', ','),
        ('；', ';'),
        ('：', ':'),
        ('？', '?'),
        ('！', '!'),
        ('（', '('),
        ('）', ')'),
    ];
    text.chars()
        .map(|c| narrow.iter().find(|n| n.0 == c).map_or(c, |n| n.1))
        .collect()
}
