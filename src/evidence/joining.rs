//! Does this line go on with that one, when they do not stand together?
//!
//! The answer is a sum of logarithms of likelihood ratios, each measured on pairs of lines that do and
//! pairs that do not (45 000 and 467 000 pairs on pages whose columns alternate): how the two texts fit
//! over the break, whether the characters at the break follow each other in running text and stand together elsewhere on
//! the page, the ends of sentences, indents, and the measure.

use crate::evidence::ends::{End, Start, end_of, start_of};
use crate::evidence::seam::Side;
use crate::page::{Block, Kind, Page};
use crate::table::{Numbers, Table, key};

/// What is read of a line once for all lines it is laid beside.
#[derive(Clone, Copy, Debug)]
struct Line {
    width: u16,
    indent: u16,
    column: u16,
    start: Start,
    end: End,
    left: Side,
    right: Side,
}

/// Rare pairs of characters of some lines.
#[derive(Debug)]
struct Rare {
    /// The numbers of them, each once, in ascending order.
    pairs: Vec<u32>,
    /// What they weigh together.
    sum: f32,
}

impl Rare {
    fn of(mut pairs: Vec<u32>, weights: &[f32]) -> Self {
        pairs.sort_unstable();
        pairs.dedup();
        let sum = pairs.iter().map(|&pair| weights[pair as usize]).sum();
        Rare { pairs, sum }
    }

    /// What those weigh that others have, too.
    fn shared(&self, other: &Rare, weights: &[f32]) -> f32 {
        let mut rest = other.pairs.iter().peekable();
        let both = self.pairs.iter().filter(|pair| {
            while rest.next_if(|other| other < pair).is_some() {}
            rest.peek() == Some(pair)
        });
        both.map(|&pair| weights[pair as usize]).sum()
    }
}

/// The pairs of characters of a page.
#[derive(Debug)]
struct Pairs {
    numbers: Numbers,
    /// By their numbers, with how often each stands there.
    list: Vec<(u64, u32)>,
}

impl Pairs {
    /// Room for so many.
    fn new(most: usize) -> Self {
        Pairs {
            numbers: Numbers::new(most),
            list: Vec::with_capacity(most),
        }
    }

    fn add(&mut self, pair: u64) {
        let number = self.numbers.add(pair) as usize;
        match self.list.get_mut(number) {
            Some((_, count)) => *count += 1,
            None => self.list.push((pair, 1)),
        }
    }

    /// How often a pair stands on the page.
    fn count(&self, pair: u64) -> u32 {
        let number = self.numbers.get(pair);
        number.map_or(0, |number| self.list[number as usize].1)
    }
}

/// The rare pairs of a page's lines.
#[derive(Debug)]
struct RarePairs {
    /// Those of every line, by numbers in the order of the pairs.
    own: Vec<Vec<u32>>,
    /// What each of them weighs.
    weights: Vec<f32>,
}

impl RarePairs {
    fn of(page: &Page, pairs: &Pairs) -> Self {
        let is_rare = |count: u32| (2..=COMMON).contains(&count);
        let all = pairs.list.iter().zip(0..);
        let rare = all.filter(|((_, count), _)| is_rare(*count));
        let mut rare: Vec<(u64, u32, usize)> = rare.map(|(&(p, count), n)| (p, count, n)).collect();
        rare.sort_unstable();
        let weights = rare.iter().map(|pair| 1.0 / (pair.1 - 1) as f32);
        let weights = weights.collect();
        // By the number of the pair.
        let mut numbers = vec![None; pairs.list.len()];
        for (&(.., pair), number) in rare.iter().zip(0u32..) {
            numbers[pair] = Some(number);
        }
        let own = |block: &Block| {
            let mut own = Vec::new();
            let mut last = None;
            for c in page.str(block).chars() {
                let this = crate::chars::is_han(c).then_some(c);
                if let (Some(a), Some(b)) = (last, this)
                    && let Some(pair) = pairs.numbers.get(key(&[a, b]))
                {
                    own.extend(numbers[pair as usize]);
                }
                last = this;
            }
            own
        };
        RarePairs {
            own: page.blocks().iter().map(own).collect(),
            weights,
        }
    }
}

/// Pairs of characters that the page has more often than this say nothing about what belongs together.
const COMMON: u32 = 8;
/// Lines up to a paragraph's end, and from another's beginning, whose words are compared.
const BEFORE: usize = 14;
const AFTER: usize = 14;

// All in natural logarithms, found by climbing on the share of lines that are followed by the right one.
/// A line wider than its column by four ems and more, or by two,
const MUCH_WIDER: f32 = 3.0;
const WIDER: f32 = 1.75;
/// a full line after the short one that ended a paragraph,
const UNINDENTED: f32 = 1.1;
/// speaks for: one that lacks an indent's width there;
const INDENTED: f32 = 0.85;
/// a line that is short without ending a sentence;
const SHORT: f32 = 1.7;
/// an article's first paragraph.
const LEAD: f32 = 1.7;
/// What speaks against a subhead in the middle of a sentence, and for one between two.
const SUBHEAD: f32 = 2.5;
const SUBHEAD_FITS: f32 = 0.5;
// What the break says: near a conditional logit on 25,268 ends of lines in the middle of a sentence, each with the dozen
// lines that it might go on with, by tables of succession that had not seen their texts (68 % are told right, 60 without
// succession). It has 0.45 for succession; less is better on pages of other texts than those the succession was counted in.
/// What a half bit of fit is worth, and the most it says against and for;
const HALF_BIT: f32 = 0.17;
const FIT: (f32, f32) = (-2.5, 2.0);
/// a natural logarithm of succession, likewise.
const SUCCESSION: f32 = 0.36;
const SUCCEEDS: (f32, f32) = (-2.0, 2.8);
/// Both triples over the break stand elsewhere on the page, or one,
const ECHOED_TWICE: f32 = 3.0;
const ECHOED: f32 = 1.0;
/// or only the pair, more than once or once.
const HEARD_OFTEN: f32 = 0.7;
const HEARD: f32 = 0.35;
/// What each unit of shared words is worth, the most of it, and where it speaks neither way.
const SHARED: f32 = 1.5;
const SHARED_MOST: f32 = 2.5;
const SHARED_EVEN: f32 = 0.8;
/// In the middle of a sentence shared words count less: the break itself says more.
const MIDDLE: f32 = 0.5;
/// Two cells of one row are never lines of one column.
const BESIDE: f32 = -12.0;

/// The lines of a page, ready to be laid beside each other.
#[derive(Debug)]
pub struct Joint<'a> {
    page: &'a Page,
    lines: Vec<Option<Line>>,
    pairs: Pairs,
    triples: Numbers,
    /// The page keeps the places of its columns.
    placed: bool,
    /// The rare ones of its lines, once these were asked for.
    rare: Option<RarePairs>,
    /// For every line the rare pairs of characters of the lines up to it, and of those from it on.
    around: Vec<(Rare, Rare)>,
    /// What was found of the words that two stretches share.
    shared: Table<u64, f32>,
}

impl<'a> Joint<'a> {
    /// Reads the page.
    pub fn of(page: &'a Page) -> Self {
        let most = page.text().as_str().chars().count();
        let (mut pairs, mut triples) = (Pairs::new(most), Numbers::new(most));
        let mut chars: Vec<char> = Vec::new();
        for block in page.blocks() {
            chars.clear();
            chars.extend(page.str(block).chars());
            for pair in chars.windows(2) {
                pairs.add(key(pair));
            }
            for triple in chars.windows(3) {
                triples.add(key(triple));
            }
        }
        let n = page.blocks().len();
        let far = page.blocks().iter().filter(|b| b.layout.column > 8).count();
        Joint {
            page,
            lines: vec![None; n],
            pairs,
            triples,
            placed: far * 4 > n,
            rare: None,
            around: Vec::new(),
            shared: Table::default(),
        }
    }

    /// Takes a first reading order, as the line before and the line after every line, so that paragraphs can
    /// be laid beside each other whole: a new paragraph shares words with those before it.
    pub fn recall(&mut self, before: &[Option<usize>], next: &[Option<usize>]) {
        let rare = self
            .rare
            .get_or_insert_with(|| RarePairs::of(self.page, &self.pairs));
        let RarePairs { own, weights } = &*rare;
        let chain = |i: usize, to: &[Option<usize>], most: usize| {
            let lines = || std::iter::successors(Some(i), |&j| to[j]).take(most);
            let mut pairs = Vec::with_capacity(lines().map(|j| own[j].len()).sum());
            lines().for_each(|j| pairs.extend_from_slice(&own[j]));
            Rare::of(pairs, weights)
        };
        self.around = (0..own.len())
            .map(|i| (chain(i, before, BEFORE), chain(i, next, AFTER)))
            .collect();
        self.shared.clear();
    }

    /// What the words shared by the lines up to `e` and the lines from `r` on say.
    pub fn cohesion(&mut self, e: usize, r: usize) -> f32 {
        let Some(RarePairs { weights, .. }) = &self.rare else {
            return 0.0;
        };
        let key = (e as u64) << 32 | r as u64;
        if let Some(&known) = self.shared.get(&key) {
            return known;
        }
        let (up, down) = (&self.around[e].0, &self.around[r].1);
        let shared = up.shared(down, weights) / (1.0 + up.sum.min(down.sum)).sqrt();
        let found = (SHARED * (shared - SHARED_EVEN)).clamp(-2.0, SHARED_MOST);
        self.shared.insert(key, found);
        found
    }

    fn line(&mut self, i: usize) -> Line {
        if let Some(line) = self.lines[i] {
            return line;
        }
        let block = &self.page.blocks()[i];
        let text = self.page.str(block);
        let line = Line {
            width: block.layout.width,
            indent: block.layout.indent,
            column: block.layout.column,
            start: start_of(text),
            end: end_of(text),
            left: Side::end(text),
            right: Side::beginning(text),
        };
        self.lines[i] = Some(line);
        line
    }

    /// The width of a line in half ems.
    pub fn width(&mut self, i: usize) -> u16 {
        self.line(i).width
    }

    /// Whether a line's sentence goes on, so that it fills its measure.
    pub fn is_full(&mut self, i: usize) -> bool {
        matches!(
            self.line(i).end,
            End::Word | End::Comma | End::Opened | End::Ascii
        )
    }

    /// How much likelier line `r` goes on with line `e` than not, in natural logarithms. The measure is that
    /// of the column `e` stands in, where more of it is known than `e`.
    pub fn weigh(&mut self, e: usize, r: usize, measure: Option<u16>) -> f32 {
        let mut sum = 0.0;
        self.tell(e, r, measure, |_, weight| sum += weight);
        sum
    }

    /// The same clue by clue, each with its name.
    pub fn tell(
        &mut self,
        e: usize,
        r: usize,
        measure: Option<u16>,
        mut clue: impl FnMut(&'static str, f32),
    ) {
        let blocks = self.page.blocks();
        let (above, below) = (blocks[e].layout, blocks[r].layout);
        if above.line == below.line && above.column < below.column {
            // Cells of one row.
            return clue("cells-of-one-row", BESIDE);
        }
        let (left, right) = (self.line(e), self.line(r));
        let measure = measure.unwrap_or(left.width);
        let stops = matches!(left.end, End::Stop | End::Colon);
        // A subhead stands between a paragraph's end and another's beginning; neither its measure nor the
        // break says more.
        let is_subhead = |i: usize| blocks[i].kind() == Some(Kind::Subhead);
        match (is_subhead(e), is_subhead(r)) {
            (false, false) => {}
            (true, true) => return,
            (true, false) if blocks[r].resumes() => return clue("subhead", -SUBHEAD),
            (false, true) if !stops => return clue("subhead", -SUBHEAD),
            _ => return clue("subhead", SUBHEAD_FITS),
        }
        for (name, weight) in self.over_break(&left, &right) {
            clue(name, weight);
        }
        let cohesion = self.cohesion(e, r);
        clue("words", if stops { cohesion } else { MIDDLE * cohesion });
        clue(
            "begins",
            match (stops, right.start) {
                (true, Start::Closing) => 0.5,
                (true, Start::Dash | Start::Symbol) => 1.0,
                (false, Start::Dash | Start::Symbol) => -3.0,
                _ => 0.0,
            },
        );
        if right.indent > 0 && !self.placed {
            clue("indent", if stops { 1.0 } else { -2.5 });
        }
        let ends = matches!(right.end, End::Stop | End::Colon | End::Closed);
        let full = left.width + 3 >= measure;
        let wider = i32::from(right.width) - i32::from(measure);
        let fits = match wider {
            8.. => -MUCH_WIDER,
            4.. => -WIDER,
            -2..4 => {
                if stops && !full && right.indent == 0 {
                    -UNINDENTED
                } else {
                    0.0
                }
            }
            _ if ends => 0.0,
            -6..-2 if stops => INDENTED,
            _ => -SHORT,
        };
        clue("measure", fits);
        clue("lead", -LEAD * self.page.blocks()[r].odds().lead.exp());
        if self.placed {
            let beside = match right.column.abs_diff(left.column) {
                0..=2 => 2.0,
                3..=5 => 1.0,
                far => -(f32::from(far) / 4.0).min(5.0),
            };
            clue("column", beside);
        }
    }

    /// What the characters on either side of the break between two lines say.
    pub fn fit_of(&mut self, e: usize, r: usize) -> f32 {
        let (left, right) = (self.line(e), self.line(r));
        self.fit(&left, &right)
    }

    fn fit(&self, left: &Line, right: &Line) -> f32 {
        self.over_break(left, right).map(|clue| clue.1).iter().sum()
    }

    /// What the characters on either side of the break say, clue by clue.
    fn over_break(&self, left: &Line, right: &Line) -> [(&'static str, f32); 3] {
        let ([y, z], [a, b]) = (left.left.near, right.right.near);
        let pairs = self.pairs.count(key(&[z, a]));
        let seen = |triple: [char; 3]| u8::from(self.triples.get(key(&triple)).is_some());
        let triples = if pairs == 0 {
            0
        } else {
            seen([y, z, a]) + seen([z, a, b])
        };
        let echo = match (triples, pairs) {
            (2, _) => ECHOED_TWICE,
            (1, _) => ECHOED,
            (_, 2..) => HEARD_OFTEN,
            (_, 1) => HEARD,
            _ => 0.0,
        };
        let fit = left.left.beside(&right.right).map_or(0.0, |s| s.fit as f32);
        let succession = left.left.succession(&right.right).unwrap_or(0.0);
        [
            ("break", (fit * HALF_BIT).clamp(FIT.0, FIT.1)),
            (
                "succession",
                (succession * SUCCESSION).clamp(SUCCEEDS.0, SUCCEEDS.1),
            ),
            ("echo", echo),
        ]
    }
}
