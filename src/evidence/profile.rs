//! What a page's layout means, read before any decision.
//!
//! The measure (column width) of a run of lines is the width that most of its lines have; it changes
//! from article to article, so it is taken over a window on either side of a line: leads and last lines
//! need the one-sided ones. Blank lines and indents have no fixed meaning, so their share on the page
//! goes with every clue that uses them.

mod labels;

use crate::chars::take_number;
use crate::evidence::echoes;
use crate::evidence::patterns::{self, Certain, Pattern};
use crate::evidence::seam::{Seam, Side};
use crate::page::{Form, Layout, Page};

/// How many lines on one side of a line its measure is taken from.
const WINDOW: usize = 7;
/// Narrower lines (half ems) say nothing about the measure.
const NARROW: u16 = 10;
/// Two lines that fit worse than this, in half bits, are not one text.
const BROKEN: i32 = -6;
/// Where so many of a hundred do, and not too few, columns alternate: of 813 pages in order 7 are so broken,
/// of those whose columns alternate nearly all.
const SCRAMBLED: u8 = 10;
/// The least number of them that says something about the page.
const FEW: usize = 8;
/// A line this wide (half ems) is a whole paragraph, not a line of a column.
pub const PARAGRAPH: u16 = 90;
/// Levels of Markdown headings, with that of what is none.
const LEVELS: usize = 7;
/// Lines on either side over which alternation is averaged.
const ALTERNATION: usize = 7;
/// What the page of a newspaper has: a dateline, or what stands in a masthead.
const NEWSPAPER: u64 = Pattern::bits(&[
    Pattern::Dateline,
    Pattern::Staff,
    Pattern::Date,
    Pattern::Issue,
    Pattern::Contact,
    Pattern::Publisher,
    Pattern::PaperName,
]);

/// What one line shows.
#[derive(Clone, Debug, Default)]
pub struct Sight {
    /// How it stands.
    pub layout: Layout,
    /// Its patterns, as bits.
    pub patterns: u64,
    /// How it ends.
    pub end: End,
    /// It ends in a full stop, as no headline does.
    pub is_sentence: bool,
    /// It ends in ？ ！ or …, as a headline may, and is no wider than one (see [`Sight::ending`]).
    pub calls: bool,
    /// How it begins.
    pub start: Start,
    /// What its form says for certain.
    pub certain: Option<Certain>,
    /// It has something of a byline.
    pub may_be_byline: bool,
    /// It says who took a photo.
    pub is_credit: bool,
    /// The measure of the lines before it, itself left out; 0 where there is none.
    pub before: u16,
    /// The measure of the lines after it, itself left out; 0 where there is none.
    pub after: u16,
    /// Seam with the line before it.
    pub seam: Option<Seam>,
    /// Local alternation: how much better lines fit their next than their next but one.
    pub alternation: i32,
    /// Share of its pairs of ideographs that stand elsewhere on the page, in eighths; only for short lines.
    pub shared: u8,
    /// How much of what stands at the break before it stands elsewhere on the page, where ideographs do: 1
    /// nothing, 2 the pair over the break, 3 it and the character before or after it, 4 it and both.
    pub heard: u8,
    /// An opening bracket or quote is left open at its end.
    pub open: bool,
    /// Blank lines after it.
    pub blanks_after: u8,
}

impl Sight {
    /// Whether it is as wide as a whole paragraph, not as a line of a column.
    fn is_wide(&self) -> bool {
        self.layout.width >= PARAGRAPH
    }

    /// How it ends, as a place in [`ENDS`].
    pub fn ending(&self) -> usize {
        match self.calls {
            true => CALL,
            false => self.end as usize,
        }
    }

    /// Whether it ends as no headline does: in a stop that does not call.
    pub fn stops(&self) -> bool {
        self.end == End::Stop && !self.calls
    }

    /// Whether it is a label of the page.
    pub fn is_label(&self) -> bool {
        self.certain == Some(Certain::Label)
    }

    /// Whether it is text of an article, a paragraph or the end of one, rather than a line of its own.
    pub fn is_text(&self) -> bool {
        self.layout.level == 0 && (self.end == End::Stop || self.is_wide())
    }
}

/// How a line ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
pub enum End {
    /// In a character of a word.
    #[default]
    Word,
    /// In 。！？… with or without closing marks.
    Stop,
    /// In a closing mark without a stop before it.
    Closed,
    /// In a comma or semicolon.
    Comma,
    /// In a colon.
    Colon,
    /// In an opening mark.
    Opened,
    /// In a digit or Latin letter.
    Ascii,
}

/// The words of [`End`], in order, and that of a line that [`calls`](Sight::calls).
pub const ENDS: &[&str] = &[
    "word", "stop", "closed", "comma", "colon", "opened", "ascii", "call",
];
const CALL: usize = ENDS.len() - 1;

/// A headline is no wider than this (half ems).
pub const HEADLINE: u16 = 64;

/// How a line begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
pub enum Start {
    /// With a character of a word.
    #[default]
    Word,
    /// With a digit or Latin letter.
    Ascii,
    /// With an opening quote.
    Quote,
    /// With an opening bracket.
    Bracket,
    /// With a mark that cannot begin a sentence.
    Closing,
    /// With a dash.
    Dash,
    /// With another symbol.
    Symbol,
}

/// The words of [`Start`], in order.
pub const STARTS: &[&str] = &[
    "word", "ascii", "quote", "bracket", "closing", "dash", "symbol",
];

/// What the page's layout means.
#[derive(Clone, Debug, Default)]
pub struct Profile {
    /// The page has Markdown headings.
    pub markdown: bool,
    /// It is the page of a newspaper: it has a dateline, or words of a masthead.
    pub newspaper: bool,
    /// It is the dump of an archive: a label of the page stands above every article.
    pub archive: bool,
    /// The level of the Markdown headings that are titles, where headings are of several levels; else 0.
    pub titles: u8,
    /// Lines are whole paragraphs.
    pub paragraphs: bool,
    /// Nearly all lines that are wider than headlines end sentences: no line was broken.
    pub unbroken: bool,
    /// How many lines have a blank line before them: 0 few, 1 some, 2 most.
    pub blank_habit: u8,
    /// How many lines are indented: 0 none, 1 some, 2 many.
    pub indent_habit: u8,
    /// How many of a hundred lines of running text fit badly with the line above.
    pub broken: u8,
    /// The lines of several columns alternate, or did before they were gathered.
    pub scrambled: bool,
    /// What every line shows.
    pub sights: Vec<Sight>,
}

/// Reads the profile of a page of lines.
pub fn read(page: &Page) -> Profile {
    let texts: Vec<&str> = page.blocks().iter().map(|b| page.str(b)).collect();
    let n = texts.len();
    let mut folios = Vec::with_capacity(n);
    let mut sights: Vec<Sight> = page
        .blocks()
        .iter()
        .zip(&texts)
        .map(|(b, t)| {
            let look = patterns::look(t, b.layout.width);
            folios.push(look.folio);
            Sight {
                layout: b.layout,
                patterns: look.patterns,
                end: end_of(t),
                is_sentence: t.ends_with('。'),
                calls: b.layout.width <= HEADLINE && t.ends_with(['？', '！', '…', '?', '!']),
                start: start_of(t),
                certain: look.certain,
                may_be_byline: look.may_be_byline,
                is_credit: look.is_credit,
                open: look.open,
                ..Sight::default()
            }
        })
        .collect();
    let archive = labels::tell(&mut sights, &folios, &texts);
    let share = |count: usize, few: usize, many: usize| -> u8 {
        u8::from(count * 100 > n * few) + u8::from(count * 100 > n * many)
    };
    let mut profile = Profile {
        markdown: sights.iter().any(|s| s.layout.level > 0),
        newspaper: sights.iter().any(|s| {
            s.layout.form == Form::Open && s.end != End::Stop && s.patterns & NEWSPAPER != 0
        }),
        archive,
        titles: titles(&sights),
        paragraphs: sights.iter().filter(|s| s.is_wide()).count() * 6 > n,
        unbroken: unbroken(&sights),
        blank_habit: share(
            sights.iter().filter(|s| s.layout.blanks > 0).count(),
            15,
            70,
        ),
        indent_habit: share(sights.iter().filter(|s| s.layout.indent > 0).count(), 3, 25),
        broken: 0,
        scrambled: false,
        sights: Vec::new(),
    };
    measures(&mut sights);
    let sides: Vec<(Side, Side)> = texts
        .iter()
        .map(|text| (Side::beginning(text), Side::end(text)))
        .collect();
    for i in 0..n {
        if i + 1 < n {
            sights[i].blanks_after = sights[i + 1].layout.blanks;
        }
        if i > 0 {
            sights[i].seam = sides[i - 1].1.beside(&sides[i].0);
        }
    }
    let (broken, share) = broken(&sights);
    profile.broken = share;
    profile.scrambled = page.is_scrambled() || (broken >= FEW && share >= SCRAMBLED);
    if profile.scrambled {
        // Any line may stand there; its weights know of no others.
        sights.iter_mut().for_each(|s| s.calls = false);
    }
    alternation(&mut sights, &sides);
    echoes::find(page, &mut sights);
    let gaps = sights.iter().filter(|s| s.layout.blanks >= 3).count();
    let few_gaps = gaps * 4 < n;
    for s in &mut sights {
        let local = s.before.max(s.after);
        let stops = s.stops();
        let mut set = |p: Pattern, yes: bool| s.patterns |= if yes { p.bit() } else { 0 };
        set(Pattern::Vertical, s.layout.vertical);
        set(Pattern::Heading, s.layout.level > 0 || s.layout.bold);
        set(Pattern::Ends, stops);
        set(Pattern::Gap, s.layout.blanks >= 3 && few_gaps);
        set(Pattern::Wide, local > 0 && s.layout.width * 2 > local);
    }
    profile.sights = sights;
    profile
}

/// The level of headings that are titles, where headings are of several levels; else 0. It is the highest that
/// stands more than once or right above text: the name of the paper or of a column does neither.
fn titles(sights: &[Sight]) -> u8 {
    let mut count = [0; LEVELS];
    let mut heads_text = [false; LEVELS];
    for (i, s) in sights
        .iter()
        .enumerate()
        .filter(|(_, s)| s.layout.level > 0)
    {
        let level = usize::from(s.layout.level).min(LEVELS - 1);
        count[level] += 1;
        heads_text[level] |= sights.get(i + 1).is_some_and(Sight::is_text);
    }
    let used = |l: &usize| count[*l] > 0;
    let mut levels = (1..LEVELS).filter(used);
    let (Some(highest), Some(_)) = (levels.next(), levels.next()) else {
        return 0;
    };
    let title = |l: &usize| count[*l] > 1 || heads_text[*l];
    (1..LEVELS).find(title).unwrap_or(highest) as u8
}

/// Whether no line of running text was broken: of the lines wider than headlines, of which there are a few, nearly
/// all end a sentence. (Markdown is made of columns, at whose feet a line may break.)
fn unbroken(sights: &[Sight]) -> bool {
    /// A wide line (half ems), fewest of them, and how many of a hundred end a sentence.
    const WIDE: u16 = 64;
    const FEW: usize = 3;
    const ENDED: usize = 90;
    let wide = |s: &&Sight| s.layout.width >= WIDE && s.layout.form != Form::Kept;
    let all = sights.iter().filter(wide).count();
    let ended = sights.iter().filter(wide).filter(|s| s.end == End::Stop);
    let markdown = sights.iter().any(|s| s.layout.level > 0);
    !markdown && all >= FEW && ended.count() * 100 >= all * ENDED
}

/// How many lines of running text fit badly with the line above, and how many of a hundred.
fn broken(sights: &[Sight]) -> (usize, u8) {
    let runs = |s: &Sight| s.layout.width >= NARROW && s.layout.form != Form::Kept;
    let (mut all, mut broken) = (0, 0);
    for pair in sights.windows(2) {
        if pair[0].end == End::Word
            && runs(&pair[0])
            && runs(&pair[1])
            && let Some(seam) = pair[1].seam
        {
            all += 1;
            broken += usize::from(seam.fit <= BROKEN);
        }
    }
    (broken, (broken * 100 / all.max(1)) as u8)
}

/// The most frequent width among some lines: a width counts twice for itself and once for its
/// neighbours by a half em, since squeezed punctuation moves line ends (GB/T 15834-2011, 5.1.11). Of more
/// than `LINES` lines only the first are taken.
pub fn mode<const LINES: usize>(widths: impl Iterator<Item = u16>) -> u16 {
    // The places left over have a width that is next to no line's.
    let mut known = [u32::MAX; LINES];
    let mut count = 0;
    for (slot, width) in known.iter_mut().zip(widths) {
        *slot = u32::from(width);
        count += 1;
    }
    let score = |w: u32| -> u32 {
        let votes = |v: u32| u32::from(v == w) + u32::from(v.abs_diff(w) <= 1);
        known.iter().map(|&v| votes(v)).sum()
    };
    // Neighbours mostly have the same.
    let (mut best, mut last) = ((0, 0), u32::MAX);
    for &width in &known[..count] {
        if width != last {
            best = best.max((score(width), width));
            last = width;
        }
    }
    best.1 as u16
}

/// The widths of so many lines, 0 for those that tell nothing, and how often each counts: the [`mode`] of widths that
/// come one by one.
#[derive(Default)]
struct Stretch {
    widths: [u16; WINDOW],
    votes: [u16; WINDOW],
    oldest: usize,
}

impl Stretch {
    /// How much two widths speak for each other.
    fn votes(a: u16, b: u16) -> u16 {
        if a == 0 || b == 0 {
            return 0;
        }
        u16::from(a == b) + u16::from(a.abs_diff(b) <= 1)
    }

    /// Puts the next line in the oldest one's place.
    fn advance(&mut self, width: u16) {
        let old = std::mem::replace(&mut self.widths[self.oldest], width);
        let mut own = 0;
        for (&other, votes) in self.widths.iter().zip(&mut self.votes) {
            let gained = Self::votes(other, width);
            *votes = (*votes + gained).wrapping_sub(Self::votes(other, old));
            own += gained;
        }
        self.votes[self.oldest] = own;
        self.oldest = (self.oldest + 1) % WINDOW;
    }

    fn measure(&self) -> u16 {
        let lines = self.votes.iter().zip(&self.widths);
        lines.max().map_or(0, |(_, &width)| width)
    }
}

fn measures(sights: &mut [Sight]) {
    let telling = |s: &Sight| {
        let layout = &s.layout;
        !layout.vertical && layout.level == 0 && layout.width >= NARROW
    };
    let widths: Vec<u16> = sights
        .iter()
        .map(|s| if telling(s) { s.layout.width } else { 0 })
        .collect();
    // The measure of every stretch of so many lines; a line's own are the one that ends before it and the
    // one that begins after it, which are the same stretches, seen from either end.
    let n = sights.len();
    let mut ending = Vec::with_capacity(n + WINDOW + 1);
    ending.push(0);
    let mut stretch = Stretch::default();
    let rest = [0; WINDOW];
    for &width in widths.iter().chain(&rest) {
        stretch.advance(width);
        ending.push(stretch.measure());
    }
    for (i, sight) in sights.iter_mut().enumerate() {
        sight.before = ending[i];
        sight.after = ending[i + 1 + WINDOW];
    }
}

fn alternation(sights: &mut [Sight], sides: &[(Side, Side)]) {
    let n = sides.len();
    // How much better line i fits its next than its next but one; unknown seams say nothing.
    let gain: Vec<Option<i32>> = (0..n)
        .map(|i| {
            let near = sights.get(i + 1)?.seam?.fit;
            let far = sides[i].1.beside(&sides.get(i + 2)?.0)?.fit;
            Some(near.clamp(-12, 16) - far.clamp(-12, 16))
        })
        .collect();
    // How many are known before each line, and their sum.
    let mut sums = Vec::with_capacity(n + 1);
    let (mut count, mut sum) = (0, 0);
    sums.push((0, 0));
    for gain in gain {
        count += i32::from(gain.is_some());
        sum += gain.unwrap_or(0);
        sums.push((count, sum));
    }
    for (i, sight) in sights.iter_mut().enumerate() {
        let (from, to) = (
            sums[i.saturating_sub(ALTERNATION)],
            sums[(i + ALTERNATION).min(n)],
        );
        let count = to.0 - from.0;
        sight.alternation = if count < 3 {
            6
        } else {
            (to.1 - from.1) / count
        };
    }
}

/// An ideograph as a number; 0 for any other character, and nothing for white space. Ideographs beyond the
/// basic plane are too rare to come twice.
#[inline]
pub(super) fn ideograph(number: u32) -> Option<u32> {
    const FIRST: u32 = '一' as u32;
    match number {
        FIRST..=0x9FFF => Some(number),
        _ => rare_ideograph(char::from_u32(number)?),
    }
}

fn rare_ideograph(c: char) -> Option<u32> {
    match c {
        // The common marks, digits and letters.
        '!'..='~' | '“' | '”' | '、' | '。' | '！'..='～' => Some(0),
        _ if c.is_whitespace() => None,
        _ if crate::chars::is_han(c) && c <= '\u{FFFF}' => Some(u32::from(c)),
        _ => Some(0),
    }
}

/// The pairs of neighbouring ideographs of a text, white space aside, each as one number.
pub(super) fn han_pairs(text: &str) -> impl Iterator<Item = u32> + '_ {
    let mut rest = text.as_bytes();
    let mut before = 0;
    std::iter::from_fn(move || {
        while let Some(number) = take_number(&mut rest) {
            let Some(this) = ideograph(number) else {
                continue;
            };
            let pair = before << 16 | this;
            let is_pair = before > 0 && this > 0;
            before = this;
            if is_pair {
                return Some(pair);
            }
        }
        None
    })
}

fn is_closer(c: char) -> bool {
    matches!(
        c,
        '”' | '’' | '」' | '』' | '）' | ')' | '》' | '〉' | '】' | '］' | ']' | '"' | '〗' | '〕'
    )
}

/// How a line ends, closing marks aside.
pub fn end_of(text: &str) -> End {
    let mut closed = false;
    for c in text.chars().rev().filter(|c| !c.is_whitespace()) {
        match c {
            '。' | '！' | '？' | '…' | '!' | '?' | '．' => return End::Stop,
            '.' => return if closed { End::Closed } else { End::Stop },
            _ if is_closer(c) => closed = true,
            _ if closed => return End::Closed,
            '，' | '、' | '；' | ',' | ';' => return End::Comma,
            '：' | ':' => return End::Colon,
            '“' | '‘' | '「' | '『' | '（' | '(' | '《' | '〈' | '【' | '—' | '·' => {
                return End::Opened;
            }
            _ if c.is_ascii_alphanumeric() => return End::Ascii,
            _ => return End::Word,
        }
    }
    End::Closed
}

/// How a line begins.
pub fn start_of(text: &str) -> Start {
    match text.chars().next() {
        Some('“' | '‘' | '「' | '『' | '"') => Start::Quote,
        Some('（' | '(' | '《' | '〈' | '【' | '［' | '[' | '〖') => Start::Bracket,
        Some('—' | '―' | '─' | '-') => Start::Dash,
        Some(
            '，' | '。' | '、' | '；' | '：' | '！' | '？' | '”' | '’' | '」' | '』' | '）' | ')'
            | '》' | '〉' | '】' | ',' | '.' | ';' | ':' | '!' | '?' | '%' | '·' | '…',
        ) => Start::Closing,
        Some('一'..='\u{9FFF}') => Start::Word,
        Some(c) if c.is_ascii_alphanumeric() => Start::Ascii,
        Some(c) if c.is_alphanumeric() => Start::Word,
        _ => Start::Symbol,
    }
}

#[cfg(test)]
mod tests;
