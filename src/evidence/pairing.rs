//! Which headline belongs to which body: what they share, weighed by how rare it is on the page.

mod cut;
mod parts;
mod places;

pub use cut::Run;

use crate::evidence::patterns;
use crate::evidence::stakes::Stakes;
use crate::page::Kind;
use crate::table::{Numbers, key};
use places::Places;
use std::cell::OnceCell;

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
            Some(Gram {
                key: key(chars),
                at: at as u32,
                end: (at + count) as u32,
            })
        })
    })
}

/// Calls back with the numbers of those pairs and triples of a text that have one. Most characters stand in no
/// headline, and a triple has a number only if its first two characters have, so few are looked up.
fn known(text: &str, numbers: &Numbers, letters: &Letters, mut with: impl FnMut(u32)) {
    let mut before: Option<char> = None;
    // The pair before, if it has a number.
    let mut pair: Option<u64> = None;
    for c in content(text) {
        if !letters.has(c) {
            (before, pair) = (None, None);
            continue;
        }
        let Some(last) = before.replace(c) else {
            continue;
        };
        if let Some(pair) = pair
            && let Some(triple) = numbers.get(pair << 21 | u64::from(c))
        {
            with(triple);
        }
        let key = u64::from(last) << 21 | u64::from(c);
        let found = numbers.get(key);
        if let Some(number) = found {
            with(number);
        }
        pair = found.map(|_| key);
    }
}

/// A set of characters, told by their lowest bits: some that it does not hold seem to be in it, too.
struct Letters([u64; Letters::BITS / 64]);

impl Letters {
    const BITS: usize = 1 << 13;

    /// The content characters of some texts.
    fn of(texts: &[String]) -> Self {
        let mut letters = Letters([0; Self::BITS / 64]);
        for c in texts.iter().flat_map(|text| content(text)) {
            let bit = c as usize % Self::BITS;
            letters.0[bit / 64] |= 1 << (bit % 64);
        }
        letters
    }

    #[inline]
    fn has(&self, c: char) -> bool {
        let bit = c as usize % Self::BITS;
        self.0[bit / 64] >> (bit % 64) & 1 == 1
    }
}

/// The content characters of a text.
fn content(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().filter(|c| crate::audit::is_content(*c))
}

/// What a headline may share with bodies.
#[derive(Clone, Debug, Default)]
struct Words {
    /// What all grams of its title are worth.
    title: f32,
    /// The grams that stand in a body.
    known: Vec<Known>,
}

/// A gram of a headline that stands in a body.
#[derive(Clone, Copy, Debug)]
struct Known {
    worth: f32,
    number: u32,
    /// It is one of the title's.
    title: bool,
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
}

/// Finds the bodies that share most with a headline; keeps its memory from one headline to the next.
struct Closest {
    /// What is shared with every body; 0 between two headlines.
    hits: Vec<f32>,
    touched: Vec<usize>,
    list: Vec<(Option<usize>, f32)>,
}

impl Closest {
    fn of(pairing: &Pairing<'_>) -> Self {
        Closest {
            hits: vec![0.0; pairing.first.len()],
            touched: Vec::new(),
            list: Vec::new(),
        }
    }

    /// The bodies that share most with a headline, and none of them.
    fn find(&mut self, headline: &Words, pairing: &Pairing<'_>) -> &[(Option<usize>, f32)] {
        let Closest {
            hits,
            touched,
            list,
        } = self;
        for known in &headline.known {
            let mut last = None;
            for &p in pairing.places.of_gram(known.number) {
                let body = pairing.home[p as usize] as usize;
                if last.replace(body) != Some(body) {
                    if hits[body] == 0.0 {
                        touched.push(body);
                    }
                    hits[body] += known.worth;
                }
            }
        }
        list.clear();
        let shared = touched.drain(..);
        list.extend(shared.map(|b| (Some(b), std::mem::take(&mut hits[b]))));
        list.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        list.truncate(TRIED);
        list.push((None, 0.0));
        list
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

/// What a headline misses counts up to this: a long title may say all of it in other words.
const MOST_MISSED: f32 = 25.0;

/// How many bodies a headline is tried on: those that share most with it.
const TRIED: usize = 6;

/// The paragraphs of a page and how headlines find theirs.
pub struct Pairing<'a> {
    texts: &'a [&'a str],
    /// The grams of headlines, by number.
    numbers: Numbers,
    /// For every gram, the paragraphs that have it.
    places: Places,
    /// For every gram, what it is worth: the more the fewer first bodies have it.
    worth: Vec<f32>,
    /// For every paragraph its first body.
    home: Vec<u32>,
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
    /// Looks at the paragraphs: their blocks and texts, and the bodies they were first cut into; `heads`
    /// are the texts of the headlines, one for each run, whose words are looked for in them.
    pub fn new(
        blocks: Vec<usize>,
        texts: &'a [&'a str],
        first: Vec<(usize, usize)>,
        heads: &[String],
    ) -> Self {
        let mut numbers = Numbers::new(heads.iter().map(|head| 2 * head.chars().count()).sum());
        let letters = Letters::of(heads);
        let mut chars: Vec<char> = Vec::new();
        for head in heads {
            chars.clear();
            chars.extend(content(head));
            for gram in grams(&chars) {
                numbers.add(gram.key);
            }
        }
        // The paragraph that has each gram last, if any has.
        let mut last = vec![u32::MAX; numbers.len()];
        let mut found: Vec<(u32, u32)> = Vec::new();
        let mut counts = vec![0u32; numbers.len()];
        let mut home = vec![0; texts.len()];
        for (b, &(from, to)) in first.iter().enumerate() {
            for (p, text) in texts.iter().enumerate().take(to).skip(from) {
                home[p] = b as u32;
                known(text, &numbers, &letters, |number| {
                    let before = std::mem::replace(&mut last[number as usize], p as u32);
                    if before != p as u32 {
                        found.push((number, p as u32));
                        let known = before != u32::MAX && before as usize >= from;
                        counts[number as usize] += u32::from(!known);
                    }
                });
            }
        }
        let places = Places::of(&found, numbers.len(), texts.len());
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
            texts,
            briefs: OnceCell::new(),
            sides: PRIOR,
            others: 1.0,
        }
    }

    /// The number of a gram, if a body has it.
    fn number(&self, key: u64) -> Option<u32> {
        let number = self.numbers.get(key);
        number.filter(|&n| !self.places.of_gram(n).is_empty())
    }

    /// The words of a headline, from the numbers of its grams, each with whether it is one of the title's, in
    /// the memory of others.
    fn words(&self, grams: impl Iterator<Item = (Option<u32>, bool)>, mut words: Words) -> Words {
        let rarest = ((self.first.len() as f32 + 1.0).ln() + 0.1).max(0.1);
        words.title = 0.0;
        words.known.clear();
        for (number, title) in grams {
            let worth = number.map_or(rarest, |number| self.worth[number as usize]);
            words.title += if title { worth } else { 0.0 };
            if let Some(number) = number {
                words.known.push(Known {
                    worth,
                    number,
                    title,
                });
            }
        }
        words
    }

    /// What the words that a headline shares with a body are worth, less those of its title that the body
    /// does not have: what a title says, its text says again; a kicker may say something else.
    fn overlap(&self, words: &Words, body: (usize, usize), stakes: &Stakes) -> f32 {
        let (mut hit, mut missed) = (0.0, words.title);
        let body = self.places.stretch(body);
        for known in &words.known {
            if self.places.stands_in(known.number, &body) {
                hit += known.worth;
                missed -= if known.title { known.worth } else { 0.0 };
            }
        }
        stakes.shared * hit - stakes.missed * missed.min(MOST_MISSED)
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

    /// First and last block of a body.
    fn span(&self, (from, to): (usize, usize)) -> (usize, usize) {
        (self.blocks[from], self.blocks[to - 1])
    }

    /// Whether this page's headlines rather stand after their bodies.
    pub fn is_after(&self) -> bool {
        self.sides[1] > self.sides[0]
    }

    /// How a body stands to a headline: the next after it, the last before it, or neither; and how many
    /// lines lie between.
    fn side(&self, h: &Headline, body: (usize, usize)) -> (usize, usize) {
        let (first, last) = (h.blocks[0], h.blocks[h.blocks.len() - 1]);
        let (start, end) = self.span(body);
        // Paragraphs stand in page order, so whether another stands between is a look-up.
        let between = |low: usize, high: usize| {
            let at = self.blocks.partition_point(|&b| b <= low);
            self.blocks.get(at).is_some_and(|&b| b < high)
        };
        if start > last && !between(last, start) {
            (0, start - last - 1)
        } else if end < first && !between(end, first) {
            (1, first - end - 1)
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
                    .map(|&b| (self.side(h, b).0, self.overlap(&h.words, b, stakes)));
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
        let mut sum = self.overlap(&h.words, body, stakes) + stakes.pair;
        let (side, lines) = self.side(h, body);
        let chance = match side {
            2 => self.sides[2] / self.others,
            side => self.sides[side] / (1.0 + 0.2 * lines as f32),
        };
        sum += stakes.position * chance.ln();
        if h.photo {
            sum -= stakes.photo;
        }
        if h.notice {
            let paragraphs = &self.briefs()[body.0..body.1];
            let short = paragraphs.len() <= 3 && paragraphs.iter().all(|p| p.short);
            sum += match short {
                true if paragraphs.iter().any(|p| p.notice) => stakes.notice,
                true => stakes.notice_short,
                false => -stakes.notice_long,
            };
        }
        sum
    }
}
