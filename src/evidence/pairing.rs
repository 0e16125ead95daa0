//! Which headline belongs to which body: what they share, weighed by how rare it is on the page.

use crate::evidence::patterns::{self, Pattern};
use crate::evidence::stakes::Stakes;
use crate::page::{Kind, Odds, Page};
use crate::table::Table;

/// A pair or triple of neighbouring content characters, and where it stands among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Gram {
    key: u64,
    at: u32,
    end: u32,
}

/// The pairs and triples of a row of content characters.
fn grams(chars: &[char]) -> impl Iterator<Item = Gram> + '_ {
    (0..chars.len()).flat_map(move |at| {
        [2, 3].into_iter().filter_map(move |count| {
            let chars = chars.get(at..at + count)?;
            let key = chars.iter().fold(0, |key, &c| key << 21 | u64::from(c));
            Some(Gram {
                key,
                at: at as u32,
                end: (at + count) as u32,
            })
        })
    })
}

/// The content characters of a text.
fn content(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().filter(|c| crate::audit::is_content(*c))
}

/// What a headline may share with bodies.
#[derive(Clone, Debug, Default)]
struct Words {
    /// What all its grams are worth.
    all: f32,
    /// The grams that stand in a body: what each is worth, and its number.
    known: Vec<(f32, u32)>,
}

/// Blocks that form one headline, with what each of them is.
#[derive(Clone, Debug, Default)]
pub struct Headline {
    /// Kicker, title, deck and byline blocks in reading order.
    pub blocks: Vec<usize>,
    /// What they are.
    pub kinds: Vec<Kind>,
    /// Whether each goes on with the one before it.
    pub joined: Vec<bool>,
    words: Words,
    /// The title of a notice.
    pub notice: bool,
    /// The title of a photo.
    pub photo: bool,
}

/// A paragraph of a notice has fewer characters than this.
const SHORT: usize = 220;

/// The paragraphs of a page and how headlines find theirs.
pub struct Pairing {
    /// The grams of headlines, by number.
    numbers: Table<u64, u32>,
    /// For every gram, the paragraphs that have it, in ascending order.
    places: Vec<Vec<u32>>,
    /// For every gram, what it is worth: the more the fewer first bodies have it.
    worth: Vec<f32>,
    /// For every paragraph its first body.
    home: Vec<u32>,
    /// The bodies as first cut; what headlines are tried on while runs are cut.
    first: Vec<(usize, usize)>,
    /// The block of every paragraph, in the order of the page.
    blocks: Vec<usize>,
    notices: Vec<bool>,
    short: Vec<bool>,
    before: f32,
    after: f32,
}

impl Pairing {
    /// Looks at the paragraphs: their blocks and texts, and the bodies they were first cut into; `heads`
    /// are the texts of the headlines, one for each run, whose words are looked for in them.
    pub fn new(
        blocks: Vec<usize>,
        texts: &[&str],
        first: Vec<(usize, usize)>,
        notices: Vec<bool>,
        heads: &[String],
    ) -> Self {
        let mut numbers: Table<u64, u32> = Table::default();
        let mut chars: Vec<char> = Vec::new();
        for head in heads {
            chars.clear();
            chars.extend(content(head));
            for gram in grams(&chars) {
                let next = numbers.len() as u32;
                numbers.entry(gram.key).or_insert(next);
            }
        }
        let mut places: Vec<Vec<u32>> = vec![Vec::new(); numbers.len()];
        let mut counts = vec![0u32; numbers.len()];
        let mut home = vec![0; texts.len()];
        for (b, &(from, to)) in first.iter().enumerate() {
            for (p, text) in texts.iter().enumerate().take(to).skip(from) {
                home[p] = b as u32;
                chars.clear();
                chars.extend(content(text));
                for gram in grams(&chars) {
                    let Some(&number) = numbers.get(&gram.key) else {
                        continue;
                    };
                    let list = &mut places[number as usize];
                    let last = list.last().copied();
                    if last != Some(p as u32) {
                        list.push(p as u32);
                        let known = last.is_some_and(|last| last as usize >= from);
                        counts[number as usize] += u32::from(!known);
                    }
                }
            }
        }
        let all = first.len() as f32;
        let worth = counts
            .into_iter()
            .map(|n| ((all + 1.0) / n as f32).ln() + 0.1)
            .collect();
        Pairing {
            numbers,
            places,
            worth,
            home,
            first,
            blocks,
            notices,
            short: texts.iter().map(|t| t.chars().count() < SHORT).collect(),
            before: 0.8,
            after: 0.2,
        }
    }

    /// The words of a headline, from its grams in ascending order.
    fn words(&self, grams: impl Iterator<Item = u64>) -> Words {
        let rarest = ((self.first.len() as f32 + 1.0).ln() + 0.1).max(0.1);
        let mut words = Words::default();
        for key in grams {
            let number = self.numbers.get(&key).copied();
            match number.filter(|&n| !self.places[n as usize].is_empty()) {
                Some(number) => {
                    let worth = self.worth[number as usize];
                    words.all += worth;
                    words.known.push((worth, number));
                }
                None => words.all += rarest,
            }
        }
        words
    }

    /// The weighed share of a headline's grams that a body has, 0 to 1.
    fn share(&self, headline: &Words, (from, to): (usize, usize)) -> f32 {
        let mut hit = 0.0;
        for &(worth, number) in &headline.known {
            let places = &self.places[number as usize];
            let at = places.partition_point(|&p| (p as usize) < from);
            if places.get(at).is_some_and(|&p| (p as usize) < to) {
                hit += worth;
            }
        }
        if headline.all > 0.0 {
            hit / headline.all
        } else {
            0.0
        }
    }

    /// The bodies that share most with a headline, and none of them. `hits` has a 0 for every body.
    fn closest(&self, headline: &Words, hits: &mut [f32]) -> Vec<(Option<usize>, f32)> {
        let mut touched: Vec<usize> = Vec::new();
        for &(worth, number) in &headline.known {
            let mut last = None;
            for &p in &self.places[number as usize] {
                let body = self.home[p as usize] as usize;
                if last.replace(body) != Some(body) {
                    if hits[body] == 0.0 {
                        touched.push(body);
                    }
                    hits[body] += worth;
                }
            }
        }
        let mut list: Vec<(Option<usize>, f32)> = touched
            .into_iter()
            .map(|b| (Some(b), std::mem::take(&mut hits[b]) / headline.all))
            .filter(|(_, share)| *share > 0.0)
            .collect();
        list.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        list.truncate(TRIED);
        list.push((None, 0.0));
        list
    }

    /// First and last block of a body.
    fn span(&self, (from, to): (usize, usize)) -> (usize, usize) {
        (self.blocks[from], self.blocks[to - 1])
    }

    /// Whether this page's headlines rather stand after their bodies.
    pub fn is_after(&self) -> bool {
        self.after > self.before
    }

    /// Learns on which side of their bodies this page's headlines stand, from what they share with the
    /// body before and the body after them.
    pub fn learn_side(&mut self, headlines: &[Headline]) {
        let (mut before, mut after) = (0.6, 0.15);
        for h in headlines {
            let (first, last) = (h.blocks[0], h.blocks[h.blocks.len() - 1]);
            if let Some(&b) = self.first.iter().find(|b| self.span(**b).0 > last) {
                before += self.share(&h.words, b);
            }
            if let Some(&b) = self.first.iter().rfind(|b| self.span(**b).1 < first) {
                after += self.share(&h.words, b);
            }
        }
        self.before = before / (before + after);
        self.after = after / (before + after);
    }

    /// What pairing a headline with a body gains, in natural logarithms.
    pub fn gain(&self, h: &Headline, body: (usize, usize), stakes: &Stakes) -> f32 {
        let (first, last) = (h.blocks[0], h.blocks[h.blocks.len() - 1]);
        let (start, end) = self.span(body);
        // Paragraphs stand in page order, so whether another stands between is a look-up.
        let between = |low: usize, high: usize| {
            let at = self.blocks.partition_point(|&b| b <= low);
            self.blocks.get(at).is_some_and(|&b| b < high)
        };
        let mut sum = stakes.shared * self.share(&h.words, body) - stakes.pair;
        let near = |lines: usize| stakes.adjacent / (1.0 + 0.2 * (lines - 1) as f32);
        if start > last && !between(last, start) {
            sum += self.before * near(start - last);
        } else if end < first && !between(end, first) {
            sum += self.after * near(first - end);
        } else {
            sum -= stakes.apart;
        }
        if h.photo {
            sum -= stakes.photo;
        }
        if h.notice {
            let paragraphs = body.0..body.1;
            let short = paragraphs.len() <= 3 && paragraphs.clone().all(|p| self.short[p]);
            sum += match short {
                true if paragraphs.clone().any(|p| self.notices[p]) => stakes.notice,
                true => stakes.notice_short,
                false => -stakes.notice_long,
            };
        }
        sum
    }
}

/// Most blocks of one headline.
const MOST: usize = 14;
/// How many bodies a headline is tried on: those that share most with it.
const TRIED: usize = 6;

/// A way to cut a run up to a place: the last headline and the body it was tried on.
#[derive(Clone)]
struct Way {
    score: f32,
    start: usize,
    body: Option<usize>,
    before: usize,
}

/// The grams of some blocks of a run, in ascending order, for every stretch of them.
#[derive(Default)]
struct Stretches {
    sorted: Vec<Gram>,
    /// Where the characters of each block begin, and of the last one end.
    bounds: Vec<u32>,
}

impl Stretches {
    fn of(page: &Page, blocks: &[usize]) -> Self {
        let mut chars = Vec::new();
        let mut bounds = vec![0];
        for &i in blocks {
            chars.extend(content(page.str(&page.blocks()[i])));
            bounds.push(chars.len() as u32);
        }
        let mut sorted: Vec<Gram> = grams(&chars).collect();
        sorted.sort_unstable();
        Stretches { sorted, bounds }
    }

    /// The grams of the blocks of a stretch, each once.
    fn grams(&self, from: usize, to: usize) -> impl Iterator<Item = u64> + '_ {
        let (from, to) = (self.bounds[from], self.bounds[to]);
        let mut last = None;
        self.sorted
            .iter()
            .filter(move |g| from <= g.at && g.end <= to)
            .map(|g| g.key)
            .filter(move |&key| last.replace(key) != Some(key))
    }
}

/// Cuts a run of headline and byline blocks into headlines: the best sequence of headlines, each tried
/// on the bodies it shares most with, no two neighbours on the same body.
pub fn cut(page: &Page, run: &[usize], pairing: &Pairing, stakes: &Stakes) -> Vec<Headline> {
    let n = run.len();
    let mut ways: Vec<Vec<Way>> = vec![Vec::new(); n + 1];
    ways[0].push(Way {
        score: 0.0,
        start: 0,
        body: None,
        before: 0,
    });
    let mut hits = vec![0.0; pairing.first.len()];
    let (mut stretches, mut base) = (Stretches::default(), 0);
    for end in 1..=n {
        // Anew for every so many blocks, so that a long run costs no more for each of its lines.
        if (end - 1).is_multiple_of(MOST) {
            base = end.saturating_sub(MOST);
            stretches = Stretches::of(page, &run[base..(end - 1 + MOST).min(n)]);
        }
        let mut found: Vec<Way> = Vec::new();
        for start in end.saturating_sub(MOST)..end {
            if ways[start].is_empty() {
                continue;
            }
            let Some(reading) = read(page, &run[start..end], stakes) else {
                continue;
            };
            let grams = stretches.grams(start - base, start - base + reading.heads);
            for (body, share) in pairing.closest(&pairing.words(grams), &mut hits) {
                let own = reading.score + stakes.shared_in_run * share - stakes.new_headline;
                let best = ways[start]
                    .iter()
                    .enumerate()
                    .map(|(w, way)| {
                        let same = body.is_some() && way.body == body;
                        (way.score - if same { stakes.same_body } else { 0.0 }, w)
                    })
                    .max_by(|a, b| a.0.total_cmp(&b.0));
                let Some((before_score, before)) = best else {
                    continue;
                };
                let total = before_score + own;
                match found.iter_mut().find(|w| w.body == body) {
                    Some(w) if w.score >= total => {}
                    Some(w) => {
                        *w = Way {
                            score: total,
                            start,
                            body,
                            before,
                        };
                    }
                    None => found.push(Way {
                        score: total,
                        start,
                        body,
                        before,
                    }),
                }
            }
        }
        ways[end] = found;
    }
    let mut out = Vec::new();
    let mut at = n;
    let mut pick =
        (0..ways[n].len()).max_by(|&a, &b| ways[n][a].score.total_cmp(&ways[n][b].score));
    while let Some(w) = pick {
        if at == 0 {
            break;
        }
        let way = &ways[at][w];
        out.extend(headline(page, &run[way.start..at], pairing, stakes));
        at = way.start;
        pick = Some(way.before);
    }
    out.reverse();
    out
}

/// Most lines of one kicker, title or deck.
const LINES: usize = 12;

/// Lines read as one headline.
struct Reading {
    score: f32,
    /// How many of them are not bylines.
    heads: usize,
    kinds: Vec<Kind>,
    joined: Vec<bool>,
}

/// Reads lines as one headline: kicker? title deck? byline*. Each line either begins one of these or
/// goes on with the line above it; the label pass says how likely either is.
fn read(page: &Page, blocks: &[usize], stakes: &Stakes) -> Option<Reading> {
    let kind = |i: usize| page.blocks()[i].kind().unwrap_or(Kind::Body);
    let heads = blocks
        .iter()
        .take_while(|&&i| kind(i).is_headline())
        .count();
    if blocks[heads..]
        .iter()
        .any(|&i| !matches!(kind(i), Kind::Byline | Kind::Jump))
    {
        return None;
    }
    let (mut score, mut kinds, mut joined) = (-stakes.byline_alone, Vec::new(), Vec::new());
    if heads > 0 {
        (score, kinds, joined) = parse(page, &blocks[..heads], stakes)?;
    }
    kinds.extend(blocks[heads..].iter().map(|&i| kind(i)));
    joined.resize(blocks.len(), false);
    Some(Reading {
        score,
        heads,
        kinds,
        joined,
    })
}

/// The headline that lines make.
fn headline(page: &Page, blocks: &[usize], pairing: &Pairing, stakes: &Stakes) -> Option<Headline> {
    let reading = read(page, blocks, stakes)?;
    let heads = &blocks[..reading.heads];
    let found = heads.iter().fold(0, |bits, &i| {
        let b = &page.blocks()[i];
        bits | patterns::find(page.str(b), b.layout.width)
    });
    let stretches = Stretches::of(page, heads);
    Some(Headline {
        blocks: blocks.to_vec(),
        kinds: reading.kinds,
        joined: reading.joined,
        words: pairing.words(stretches.grams(0, heads.len())),
        notice: found & Pattern::NoticeTitle.bit() != 0,
        photo: found & Pattern::PictureTitle.bit() != 0,
    })
}

/// How likely a line begins a part of the headline: kicker, title, deck, a second deck.
fn own_of(odds: Odds, part: usize, stakes: &Stakes) -> f32 {
    // Kicker and deck look alike; their place tells them apart.
    match part {
        0 => odds.kicker.max(odds.deck - stakes.swapped),
        1 => odds.title,
        2 => odds.deck.max(odds.kicker - stakes.swapped),
        _ => odds.deck - stakes.second_deck,
    }
}

/// The best reading of headline lines as kicker? title deck?, with its score.
fn parse(page: &Page, lines: &[usize], stakes: &Stakes) -> Option<(f32, Vec<Kind>, Vec<bool>)> {
    const PARTS: [Kind; 4] = [Kind::Kicker, Kind::Title, Kind::Deck, Kind::Deck];
    let own = |k: usize, part: usize| {
        let block = &page.blocks()[lines[k]];
        let odds = block.odds();
        let inline = if block.layout.inline {
            -stakes.inline
        } else {
            0.0
        };
        // A part that begins with a dash is a deck.
        if page.str(block).trim_start().starts_with('—') && part == 2 {
            return -0.1;
        }
        inline + own_of(odds, part, stakes)
    };
    // Best score with line k in a part, and whether it goes on with the line before.
    let n = lines.len();
    let mut best = vec![[(f32::NEG_INFINITY, 0usize, false); 4]; n];
    let mut length = vec![[1usize; 4]; n];
    for (part, first) in best[0].iter_mut().enumerate().take(2) {
        *first = (own(0, part), part, false);
    }
    for k in 1..n {
        let block = &page.blocks()[lines[k]];
        let dash = page.str(block).trim_start().starts_with('—');
        let on = match block.layout.inline {
            true if dash => -3.0,
            true => -0.05,
            false => block.odds().on,
        };
        for part in 0..4 {
            let mut top = (f32::NEG_INFINITY, 0, false);
            let mut len = 1;
            if length[k - 1][part] < LINES && best[k - 1][part].0 + on > top.0 {
                top = (best[k - 1][part].0 + on, part, true);
                len = length[k - 1][part] + 1;
            }
            if part > 0 && best[k - 1][part - 1].0 + own(k, part) > top.0 {
                top = (best[k - 1][part - 1].0 + own(k, part), part - 1, false);
                len = 1;
            }
            best[k][part] = top;
            length[k][part] = len;
        }
    }
    let last = &best[n - 1];
    // A headline without a title is rare; its only part is then the title.
    let untitled = last[0].0 - stakes.untitled;
    let mut part = (1..4).max_by(|&a, &b| last[a].0.total_cmp(&last[b].0))?;
    let mut score = last[part].0;
    let alone = untitled > score;
    if alone {
        part = 0;
        score = untitled;
    }
    if !score.is_finite() {
        return None;
    }
    let mut kinds = vec![Kind::Title; n];
    let mut joined = vec![false; n];
    for k in (0..n).rev() {
        kinds[k] = if alone { Kind::Title } else { PARTS[part] };
        joined[k] = best[k][part].2;
        part = best[k][part].1;
    }
    Some((score, kinds, joined))
}
