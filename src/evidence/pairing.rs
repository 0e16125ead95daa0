//! Which headline belongs to which body: what they share, weighed by how rare it is on the page.

mod cut;
mod parts;
mod readings;
mod sheet;

pub use cut::Run;
pub use readings::Part;

use crate::audit::is_content;
use crate::chars::take_number;
use crate::evidence::patterns;
use crate::evidence::stakes::Stakes;
use crate::page::Kind;
use crate::table::{Numbers, key};
use readings::Reading;
use sheet::{Ground, NONE, Places, Sheet, Stretch, Words};
use std::cell::OnceCell;
use std::ops::Range;

/// Calls back with the numbers of those pairs and triples of a text that have one; a triple has a number only if
/// its first two characters have. Most have none, so that no branch is hard to foresee.
fn known(text: &str, numbers: &Numbers, mut with: impl FnMut(u32)) {
    // The key of the pair before, if it has a number.
    let mut pair: Option<u64> = None;
    let mut last = 0;
    let mut rest = text.as_bytes();
    while let Some(number) = take_number(&mut rest) {
        let is_rare = || char::from_u32(number).is_some_and(is_content);
        if !matches!(number, 0x4E00..=0x9FA5) && !is_rare() {
            continue;
        }
        let this = u64::from(number);
        if let Some(pair) = pair
            && let Some(triple) = numbers.get(pair << 21 | this)
        {
            with(triple);
        }
        // That of the first character alone is no key.
        let key = last << 21 | this;
        let found = numbers.get(key);
        if let Some(number) = found {
            with(number);
        }
        pair = found.map(|_| key);
        last = this;
    }
}

/// The content characters of a text.
fn content(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().filter(|c| is_content(*c))
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
    /// How well they read as a headline, in natural logarithms.
    pub reading: f32,
    words: Words,
    /// The ways to read it, the likeliest first.
    readings: Vec<Reading>,
    /// How many paragraphs stand above it,
    above: usize,
    /// and how many above what stands below it.
    below: usize,
    /// The title of a notice.
    pub notice: bool,
    /// The title of a photo.
    pub photo: bool,
}

impl Headline {
    /// Whether it is more than bylines.
    pub fn is_titled(&self) -> bool {
        self.kinds.iter().any(|kind| kind.is_headline())
    }

    /// Makes what it says subheads.
    pub fn become_subheads(&mut self) {
        for kind in self.kinds.iter_mut().filter(|kind| kind.is_headline()) {
            *kind = Kind::Subhead;
        }
    }
}

/// What a notice with a paragraph looks at.
#[derive(Clone, Copy, Debug)]
struct Brief {
    /// The paragraph is short.
    short: bool,
    /// It is short and has a notice's words.
    notice: bool,
}

/// A paragraph of a notice has fewer characters than this.
const SHORT: usize = 220;

/// Where headlines stand before anything is known of a page: before, after, or apart from their bodies.
const PRIOR: [f32; 3] = [0.6, 0.15, 0.25];

/// How many clues a pair has.
const CLUES: usize = 6;

/// How many bodies a headline is tried on: those that share most with it.
const TRIED: usize = 6;

/// The paragraphs of a page and how headlines find theirs.
pub struct Pairing<'a> {
    texts: &'a [&'a str],
    /// The grams of all headlines, run by run,
    sheets: Vec<Sheet>,
    /// where those of each run begin.
    runs: Vec<usize>,
    /// For every paragraph its unit.
    units: Vec<usize>,
    /// The bodies as first cut; what headlines are tried on while runs are cut.
    first: Vec<(usize, usize)>,
    /// The block of every paragraph, in the order of the page.
    blocks: Vec<usize>,
    /// What notices look at, for every paragraph; most pages have none that would.
    briefs: OnceCell<Vec<Brief>>,
    /// How likely a headline's body is the next, the last, or another one.
    sides: [f32; 3],
    /// How many others there are.
    others: f32,
}

impl<'a> Pairing<'a> {
    /// Looks at the paragraphs: their blocks and texts, the bodies they were first cut into, and the units that
    /// any bodies will consist of; `heads` are the texts of the blocks of each run of headlines, whose words are
    /// looked for in them.
    pub fn new(
        blocks: Vec<usize>,
        texts: &'a [&'a str],
        first: Vec<(usize, usize)>,
        bounds: &[(usize, usize)],
        heads: &[Vec<&str>],
    ) -> Self {
        let grams = Grams::of(heads);
        let mut units = vec![0; texts.len()];
        let mut places = Places::new(grams.keys.len(), bounds.len());
        for (unit, &(from, to)) in bounds.iter().enumerate() {
            units[from..to].fill(unit);
            // Nothing is looked for on a page without headlines.
            for text in texts[from..to].iter().filter(|_| !grams.keys.is_empty()) {
                known(text, &grams.numbers, |gram| {
                    places.add(gram, unit);
                });
            }
        }
        let bodies: Vec<Range<usize>> = first
            .iter()
            .map(|&(from, to)| units[from]..units[to - 1] + 1)
            .collect();
        let mut body = vec![0; bounds.len()];
        for (b, units) in bodies.iter().enumerate() {
            body[units.clone()].fill(b);
        }
        // The fewer first bodies have a gram, the more it is worth.
        let all = first.len() as f32 + 1.0;
        let worth = (0..grams.keys.len() as u32).map(|gram| {
            let mut last = None;
            let other = |unit: &usize| last.replace(body[*unit]) != Some(body[*unit]);
            let have = places.of_gram(gram).filter(other).count();
            (all / have.max(1) as f32).ln() + 0.1
        });
        let worth: Vec<f32> = worth.collect();
        let ground = Ground {
            keys: &grams.keys,
            places: &places,
            worth: &worth,
            units: bounds.len(),
            first: &bodies,
        };
        let (sheets, runs) = grams.sheets(&ground);
        Pairing {
            sheets,
            runs,
            units,
            first,
            blocks,
            texts,
            briefs: OnceCell::new(),
            sides: PRIOR,
            others: 1.0,
        }
    }

    /// What a body has of the words of the headlines on a headline's sheet.
    fn stretch(&self, h: &Headline, body: (usize, usize)) -> Stretch<'_> {
        let sheet = &self.sheets[h.words.sheet];
        match self.first.binary_search(&body) {
            Ok(first) => sheet.first(first),
            Err(_) => sheet.stretch(self.units[body.0]..self.units[body.1 - 1] + 1),
        }
    }

    /// How well a headline fits a body: what the words are worth that they share, and how well its lines read
    /// then.
    fn fits(&self, h: &Headline, body: (usize, usize), stakes: &Stakes) -> f32 {
        let stretch = self.stretch(h, body);
        let shared = self.sheets[h.words.sheet].overlap(&h.words, &stretch);
        stakes.shared * shared + self.reads(h, &stretch, stakes).0
    }

    /// The bodies as first cut that share most with a headline, and none of them.
    fn closest(&self, words: &Words, list: &mut Vec<(Option<usize>, f32)>) {
        let sheet = &self.sheets[words.sheet];
        let shared = |b: usize| Some((Some(b), sheet.shared(words, b)?));
        list.clear();
        list.extend((0..self.first.len()).filter_map(shared));
        list.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        list.truncate(TRIED);
        list.push((None, 0.0));
    }

    /// What notices look at.
    fn briefs(&self) -> &[Brief] {
        self.briefs.get_or_init(|| {
            let brief = |text: &&str| {
                let short = text.chars().nth(SHORT - 1).is_none();
                Brief {
                    short,
                    notice: short && patterns::has_notice_word(text),
                }
            };
            self.texts.iter().map(brief).collect()
        })
    }

    /// Whether this page's headlines rather stand after their bodies.
    pub fn is_after(&self) -> bool {
        self.sides[1] > self.sides[0]
    }

    /// How many paragraphs stand above a block.
    fn above(&self, block: usize) -> usize {
        self.blocks.partition_point(|&b| b < block)
    }

    /// How a body stands to a headline: the next after it, the last before it, or neither; and how many
    /// lines lie between.
    fn side(&self, h: &Headline, (from, to): (usize, usize)) -> (usize, usize) {
        if from == h.below {
            (0, self.blocks[from] - h.blocks[h.blocks.len() - 1] - 1)
        } else if to == h.above {
            (1, h.blocks[0] - self.blocks[to - 1] - 1)
        } else {
            (2, 0)
        }
    }

    /// Learns where this page's headlines stand to their bodies, from the words that they share.
    pub fn learn_side(&mut self, headlines: &[Headline], stakes: &Stakes) {
        let others = self.first.len().saturating_sub(2).max(1) as f32;
        let rows: Vec<Vec<(usize, f32)>> = headlines
            .iter()
            .map(|h| {
                let row = self
                    .first
                    .iter()
                    .map(|&b| (self.side(h, b).0, self.fits(h, b, stakes)));
                row.collect()
            })
            .collect();
        for _ in 0..3 {
            let mut counts = PRIOR.map(|p| p * stakes.prior);
            for row in &rows {
                let top = row.iter().map(|r| r.1).fold(0.0, f32::max);
                let mut own = [0.0; 3];
                for &(side, overlap) in row {
                    let each = if side == 2 {
                        self.sides[2] / others
                    } else {
                        self.sides[side]
                    };
                    own[side] += each * (overlap - top).exp();
                }
                let sum: f32 = own.iter().sum();
                if sum > 0.0 {
                    for (count, own) in counts.iter_mut().zip(own) {
                        *count += own / sum;
                    }
                }
            }
            let sum: f32 = counts.iter().sum();
            self.sides = counts.map(|c| c / sum);
        }
        self.others = others;
    }

    /// What pairing a headline with a body gains, in natural logarithms.
    pub fn gain(&self, h: &Headline, body: (usize, usize), stakes: &Stakes) -> f32 {
        self.clues(h, body, stakes).iter().map(|clue| clue.1).sum()
    }

    /// The clues that make up what the pair gains, by their stakes.
    pub fn clues(
        &self,
        h: &Headline,
        body: (usize, usize),
        stakes: &Stakes,
    ) -> [(&'static str, f32); CLUES] {
        let stretch = self.stretch(h, body);
        let shared = self.sheets[h.words.sheet].overlap(&h.words, &stretch);
        let reads = self.reads(h, &stretch, stakes).0;
        let (side, lines) = self.side(h, body);
        let chance = match side {
            2 => self.sides[2] / self.others,
            side => self.sides[side] / (1.0 + 0.2 * lines as f32),
        };
        [
            ("words-shared", stakes.shared * shared),
            ("headline-reads", reads),
            ("pair", stakes.pair),
            ("pair-position", stakes.position * chance.ln()),
            (
                "photo-title-and-body",
                if h.photo { -stakes.photo } else { 0.0 },
            ),
            (
                "notice",
                if h.notice {
                    self.notice(body, stakes)
                } else {
                    0.0
                },
            ),
        ]
    }

    /// What a notice's title gains with a body.
    fn notice(&self, body: (usize, usize), stakes: &Stakes) -> f32 {
        let paragraphs = &self.briefs()[body.0..body.1];
        let short = paragraphs.len() <= 3 && paragraphs.iter().all(|p| p.short);
        match short {
            true if paragraphs.iter().any(|p| p.notice) => stakes.notice,
            true => stakes.notice_short,
            false => -stakes.notice_long,
        }
    }
}

/// The pairs and triples of neighbouring content characters of all headlines.
struct Grams {
    numbers: Numbers,
    /// The characters of each.
    keys: Vec<u64>,
    /// For every content character of the headlines the pair and the triple that end with it in its run.
    ends: Vec<[u32; 2]>,
    /// Where the characters of each block begin, and of the last one end.
    bounds: Vec<u32>,
    /// How many blocks each run has.
    runs: Vec<usize>,
}

impl Grams {
    fn of(heads: &[Vec<&str>]) -> Self {
        let count = heads.iter().flatten().map(|text| text.chars().count());
        let most = count.sum::<usize>();
        let mut grams = Grams {
            numbers: Numbers::new(2 * most),
            keys: Vec::with_capacity(2 * most),
            ends: Vec::with_capacity(most),
            bounds: vec![0],
            runs: heads.iter().map(Vec::len).collect(),
        };
        for run in heads {
            let (mut before, mut last) = (None, None);
            for text in run {
                for c in content(text) {
                    let pair = last.map(|last| grams.number(&[last, c]));
                    let triple = before.zip(last).map(|(a, b)| grams.number(&[a, b, c]));
                    grams
                        .ends
                        .push([pair, triple].map(|gram| gram.unwrap_or(NONE)));
                    (before, last) = (last, Some(c));
                }
                grams.bounds.push(grams.ends.len() as u32);
            }
        }
        grams
    }

    fn number(&mut self, chars: &[char]) -> u32 {
        let key = key(chars);
        let number = self.numbers.add(key);
        if number as usize == self.keys.len() {
            self.keys.push(key);
        }
        number
    }

    /// The sheets of all runs, anew for every so many blocks, so that a long run costs no more for each of its
    /// lines; and where those of each run begin.
    fn sheets(&self, ground: &Ground<'_>) -> (Vec<Sheet>, Vec<usize>) {
        let mut own = vec![0; self.keys.len()];
        let (mut sheets, mut runs) = (Vec::new(), Vec::new());
        let mut from = 0;
        for &blocks in &self.runs {
            runs.push(sheets.len());
            for base in (0..blocks).step_by(cut::MOST) {
                let to = (base + 2 * cut::MOST - 1).min(blocks);
                let bounds = &self.bounds[from + base..=from + to];
                let ends = &self.ends[bounds[0] as usize..bounds[to - base] as usize];
                sheets.push(Sheet::of(ends, bounds, ground, &mut own));
            }
            from += blocks;
        }
        (sheets, runs)
    }
}
