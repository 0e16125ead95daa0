//! Gives articles what real papers have and the gold has not, or too little of it to learn from.

use crate::dice::Dice;
use serde_json::{Value, json};

/// The article, of a hundred so many with another kicker and so many with another deck: a clause of its text, or the
/// kicker of another. The gold has some 390 of them, too few to learn what tells them from titles.
pub(crate) fn dress(article: &Value, golds: &[&Value], percent: usize, d: &mut Dice) -> Value {
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
pub(crate) fn undate(article: &mut Value) {
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
