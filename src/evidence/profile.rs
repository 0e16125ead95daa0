//! What a page's layout means, read before any decision.
//!
//! The measure (column width) of a run of lines is the width that most of its lines have; it changes
//! from article to article, so it is taken over a window on either side of a line: leads and last lines
//! need the one-sided ones. Blank lines and indents have no fixed meaning, so their share on the page
//! goes with every clue that uses them.

mod alternation;
mod labels;
pub mod measure;

use crate::evidence::echoes;
use crate::evidence::ends::{CALL, End, QUOTED, Start, end_of, start_of};
use crate::evidence::patterns::{self, Certain, Folio, Pattern};
use crate::evidence::seam::{Seam, Side};
use crate::evidence::wording::{self, Wording};
use crate::page::{Block, Form, Layout, Page};

/// A line this wide (half ems) is a whole paragraph, not a line of a column.
pub const PARAGRAPH: u16 = 90;
/// A headline is no wider than this (half ems).
pub const HEADLINE: u16 = 64;
/// Where one of so many lines is that wide, lines are whole paragraphs.
const PARAGRAPHS: usize = 6;
/// Of a hundred lines more than so many have a blank line before them on a page where some have, and where most have;
const BLANK: (usize, usize) = (15, 70);
/// and are indented where some are, and where many are.
const INDENTED: (usize, usize) = (3, 25);
/// So many blank lines are a gap that a picture left, if no more than one of so many lines have them.
const GAP: u8 = 3;
const GAPS: usize = 4;
/// Levels of Markdown headings, with that of what is none.
const LEVELS: usize = 7;
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
    /// It ends in a quote or the title of a work, without a stop, as a text that goes on may: “三无楼院”.
    pub quotes: bool,
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
    /// The width of the number or word in Latin letters that it begins with, in half ems: print breaks none, so the line
    /// above may be short by nearly as much.
    pub first_word: u16,
    /// How it is worded.
    pub wording: Wording,
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

    /// How it ends, as a place in [`ENDS`](crate::evidence::ends::ENDS).
    pub fn ending(&self) -> usize {
        match (self.calls, self.quotes) {
            (true, _) => CALL,
            // A whole paragraph that ends so goes on, as one does that ends in a word.
            (_, true) if self.is_wide() => End::Word as usize,
            (_, true) => QUOTED,
            _ => self.end as usize,
        }
    }

    /// Whether a line this wide above it left no room for what it begins with.
    pub fn had_no_room(&self, above: u16, measure: u16) -> bool {
        above.saturating_add(self.first_word) > measure
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
    /// How many of its headlines and short lines are clauses of its text, word for word: 0 one at most, 1 two, 2 more.
    pub clause_habit: u8,
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
    let (mut sights, folios) = looks(page, &texts);
    let archive = labels::tell(&mut sights, &folios, &texts);
    let mut profile = habits(&sights);
    profile.archive = archive;
    measure::take(&mut sights);
    let sides = meet(&mut sights, &texts);
    let (broken, share) = alternation::broken(&sights);
    profile.broken = share;
    profile.scrambled = page.is_scrambled() || alternation::alternate(broken, share);
    if profile.scrambled {
        // Any line may stand there; its weights know of no others.
        for sight in &mut sights {
            (sight.calls, sight.quotes) = (false, false);
        }
    }
    alternation::average(&mut sights, &sides);
    echoes::find(page, &mut sights);
    let is_clause = |s: &&Sight| s.patterns & Pattern::Clause.bit() != 0;
    let clauses = sights.iter().filter(is_clause).count();
    profile.clause_habit = clauses.saturating_sub(1).min(2) as u8;
    patterns_of_layout(&mut sights);
    profile.sights = sights;
    profile
}

/// What every line shows by itself, and what its form says for a label.
fn looks(page: &Page, texts: &[&str]) -> (Vec<Sight>, Vec<Option<Folio>>) {
    let look = |(block, text): (&Block, &&str)| {
        let layout = block.layout;
        let look = patterns::look(text, layout.width);
        let sight = Sight {
            layout,
            patterns: look.patterns,
            end: end_of(text),
            is_sentence: text.ends_with('。'),
            calls: layout.width <= HEADLINE && text.ends_with(['？', '！', '…', '?', '!']),
            quotes: end_of(text) == End::Closed
                && text.ends_with(['”', '’', '」', '』', '》', '"']),
            start: start_of(text),
            first_word: first_word(text),
            wording: Wording::of(text, layout.width, &wording::Made),
            certain: look.certain,
            may_be_byline: look.may_be_byline,
            is_credit: look.is_credit,
            open: look.open,
            ..Sight::default()
        };
        (sight, look.folio)
    };
    page.blocks().iter().zip(texts).map(look).unzip()
}

/// The width of the number or the Latin word that a text begins with, in half ems: no longer one is told from it.
fn first_word(text: &str) -> u16 {
    let letters = text.bytes().zip(0..PARAGRAPH);
    letters.take_while(|(c, _)| c.is_ascii_graphic()).count() as u16
}

/// What most lines, or any, say of the page.
fn habits(sights: &[Sight]) -> Profile {
    let n = sights.len();
    let count = |has: fn(&&Sight) -> bool| sights.iter().filter(has).count();
    let habit = |count: usize, (some, many): (usize, usize)| -> u8 {
        u8::from(count * 100 > n * some) + u8::from(count * 100 > n * many)
    };
    Profile {
        markdown: sights.iter().any(|s| s.layout.level > 0),
        newspaper: sights.iter().any(|s| {
            s.layout.form == Form::Open && s.end != End::Stop && s.patterns & NEWSPAPER != 0
        }),
        titles: titles(sights),
        paragraphs: count(|s| s.is_wide()) * PARAGRAPHS > n,
        unbroken: unbroken(sights),
        blank_habit: habit(count(|s| s.layout.blanks > 0), BLANK),
        indent_habit: habit(count(|s| s.layout.indent > 0), INDENTED),
        ..Profile::default()
    }
}

/// What lines show beside each other; the sides of all of them are given back.
fn meet(sights: &mut [Sight], texts: &[&str]) -> Vec<(Side, Side)> {
    let sides = |text: &&str| (Side::beginning(text), Side::end(text));
    let sides: Vec<(Side, Side)> = texts.iter().map(sides).collect();
    for i in 1..sights.len() {
        sights[i - 1].blanks_after = sights[i].layout.blanks;
        sights[i].seam = sides[i - 1].1.beside(&sides[i].0);
    }
    sides
}

/// The patterns that the words of a line do not tell.
fn patterns_of_layout(sights: &mut [Sight]) {
    let is_gap = |s: &Sight| s.layout.blanks >= GAP;
    let gaps = sights.iter().filter(|s| is_gap(s)).count();
    let few_gaps = gaps * GAPS < sights.len();
    for s in sights {
        let local = s.before.max(s.after);
        let (stops, gap) = (s.stops(), few_gaps && is_gap(s));
        let mut set = |p: Pattern, yes: bool| s.patterns |= if yes { p.bit() } else { 0 };
        set(Pattern::Vertical, s.layout.vertical);
        set(Pattern::Heading, s.layout.level > 0 || s.layout.bold);
        set(Pattern::Ends, stops);
        set(Pattern::Gap, gap);
        set(Pattern::Wide, local > 0 && s.layout.width * 2 > local);
    }
}

/// The level of headings that are titles, where headings are of several levels; else 0. It is the highest that
/// stands more than once or above text of its own: the name of the paper or of a column does neither.
fn titles(sights: &[Sight]) -> u8 {
    /// Between a title and its text stand no more lines: a deck, a byline, a caption.
    const BETWEEN: usize = 4;
    /// What stands below the name of a paper.
    const MASTHEAD: u64 = Pattern::bits(&[
        Pattern::Date,
        Pattern::Issue,
        Pattern::Contact,
        Pattern::Publisher,
        Pattern::Staff,
        Pattern::Pageref,
    ]);
    let has_text = |heading: usize| {
        let below = &sights[heading + 1..];
        let text = below.iter().take(BETWEEN + 1).position(Sight::is_text);
        let own = |s: &Sight| s.layout.level == 0 && s.patterns & MASTHEAD == 0;
        text.is_some_and(|text| below[..text].iter().all(own) && below[text].layout.level == 0)
    };
    let mut count = [0; LEVELS];
    let mut heads_text = [false; LEVELS];
    for (i, s) in sights
        .iter()
        .enumerate()
        .filter(|(_, s)| s.layout.level > 0)
    {
        let level = usize::from(s.layout.level).min(LEVELS - 1);
        count[level] += 1;
        heads_text[level] = heads_text[level] || has_text(i);
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

#[cfg(test)]
mod tests;
