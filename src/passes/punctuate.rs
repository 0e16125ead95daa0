//! Set the marks and spaces of a finished block as a Chinese newspaper prints them.
//!
//! `本报讯(记者乔婷) 12日,他说:"好。"` becomes `本报讯（记者乔婷）12日，他说：“好。”`. Four rules in turn work on
//! the block's characters: `marks` (forms: …… —— 《》 ·), `width` (full or half), `quotes` (which way
//! round) and `spacing`; they go round until nothing changes, so a second run finds nothing to do.
//! What changed is pushed as edits at the end.
//!
//! The neighbours decide, never the file: one page of a vision model has 279 half-width commas, another
//! 4 amid 289 full ones. Numbers, times, addresses and Latin text keep ASCII. Nothing is added that was
//! not there: an unpaired quote stays unpaired.
//!
//! Cleaned text that is cleaned again may come in other blocks, where the page was torn: what was two paragraphs
//! is one. So nothing is left undecided for want of a neighbour: at a block's edge the one neighbour decides, and
//! a mark alone is Chinese if the page is. And what is decided, full width or the way round of a quote, is kept.
//!
//! Trap: a space in a headline or a byline separates (`范县 “1+2+N”织密疫情防控网`), in a paragraph it may be
//! the extractor's, except after a dateline (`本报讯 9月9日上午`). So the kind of the block matters, and the page (`printed`).

use std::collections::HashSet;
use std::ops::Range;

use crate::chars::{self, number_of};
use crate::page::{self, Form, Kind, Page};
use crate::passes::{lines, unspread};
use crate::text::{Edits, Why};

mod marks;
mod printed;
mod protected;
mod quotes;
mod spacing;
mod width;

pub use printed::Printed;

/// Rounds after which the rules are left as they are. Most blocks need two, the second to see that nothing is left to do.
const ROUNDS: usize = 6;

/// What a block is, as far as its marks depend on it.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// Its kind; spaces mean one thing in headlines and another in paragraphs.
    pub kind: Kind,
    /// Whether its page came as finished articles: what its spaces mean was decided before.
    pub finished: bool,
    /// Whether it is kept as it stands, as the rows of a table are: its spaces stay.
    pub kept: bool,
    /// Whether the page is Chinese.
    pub chinese: bool,
    /// Whether the page is in traditional characters: it keeps 「 」 『 』.
    pub traditional: bool,
    /// Whether it was set top to bottom on a simplified page: some fonts give ﹃ the code of 『.
    pub upright: bool,
    /// Whether its ― stand for —.
    pub bars: bool,
    /// Whose the spaces in its paragraphs are.
    pub printed: Printed,
}

/// ― (U+2015) and — (U+2014).
const BAR: char = '―';
const DASH: char = '—';

/// The articles whose ― stand for —; none is what belongs to no article. Some extractors write every single
/// dash so; an article that has a single — of its own, as all have in the gold pages that keep a ―, means what
/// it prints. The article and not the page, so that it is the same when the article is cleaned again.
pub fn with_bars_for_dashes(page: &Page) -> HashSet<Option<usize>> {
    let mut bar = [0; 4];
    let bar = BAR.encode_utf8(&mut bar).as_bytes();
    if memchr::memmem::find(page.text().as_str().as_bytes(), bar).is_none() {
        return HashSet::new();
    }
    let articles = |is: fn(&str) -> bool| {
        let blocks = page.blocks().iter().filter(move |b| is(page.str(b)));
        blocks.map(page::Block::article)
    };
    let mut found: HashSet<_> = articles(|text| text.contains(BAR)).collect();
    if !found.is_empty() {
        for article in articles(has_single_dash) {
            found.remove(&article);
        }
    }
    found
}

fn has_single_dash(text: &str) -> bool {
    let mut row = 0;
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        match c {
            DASH => row += 1,
            _ if row == 1 => return true,
            _ => row = 0,
        }
    }
    row == 1
}

/// Whether a text has corner quotes.
pub fn has_corners(text: &str) -> bool {
    let has = |mark: &str| memchr::memmem::find(text.as_bytes(), mark.as_bytes()).is_some();
    has("『") || has("「")
}

/// Joined lines may show letter-spacing that they did not show apart, and hide it behind marks; so often at most
/// both are looked through again.
const AGAIN: usize = 3;

/// Mends the marks of every block, until there is nothing left to mend.
pub fn run(page: &mut Page) {
    marks_of(page);
    for _ in 0..AGAIN {
        if !page.edit(|_, text, edits| unspread::edit(text, edits)) {
            return;
        }
        marks_of(page);
    }
}

fn marks_of(page: &mut Page) {
    let text = page.text().as_str();
    let chinese = text.chars().any(chars::is_cjk);
    let vertical = page.blocks().iter().any(|block| block.layout.vertical);
    let traditional = page.is_traditional();
    let upright = vertical && !traditional && has_corners(text);
    let with_bars = with_bars_for_dashes(page);
    let finished = page.is_finished();
    let printed = Printed::in_articles(page);
    let mut room = Room::default();
    page.edit(|block, text, edits| {
        let setting = Setting {
            kind: block.kind().unwrap_or(Kind::Body),
            finished,
            kept: block.layout.form == Form::Kept,
            chinese,
            traditional,
            upright: upright && block.layout.vertical,
            bars: with_bars.contains(&block.article()),
            printed: printed.get(&block.article()).copied().unwrap_or_default(),
        };
        mend(setting, text, &mut room, edits);
    });
}

/// Sets the marks of one block.
pub fn edit(setting: Setting, text: &str, edits: &mut Edits) {
    mend(setting, text, &mut Room::default(), edits);
}

/// Sets the marks of one block, in room that was used for others.
fn mend(setting: Setting, text: &str, room: &mut Room, edits: &mut Edits) {
    if settled(text) {
        return;
    }
    let mut block = Block::new(text, room);
    block.unhead();
    if setting.bars {
        block.set_bars();
    }
    let chinese = setting.chinese && (text.chars().any(is_chinese) || !is_latin(text));
    if chinese {
        block.protect();
        block.protect_misread();
    }
    for _ in 0..ROUNDS {
        block.changed = false;
        if chinese {
            marks::set(&mut block);
            width::set(&mut block);
            quotes::set(&mut block, setting.upright, setting.traditional);
        }
        if !setting.kept {
            spacing::set(setting, &mut block);
        }
        if !block.changed {
            break;
        }
    }
    block.push(edits);
}

/// Whether a text without an ideograph is of Latin words, two of them at least: `Hello, world!` is, `5G!` and
/// a mark that was torn off are not.
fn is_latin(text: &str) -> bool {
    let words = text.split(|c: char| !c.is_alphabetic());
    words
        .filter(|w| w.chars().nth(1).is_some())
        .nth(1)
        .is_some()
}

/// Whether a text holds nothing that any rule looks at: most headlines and many paragraphs.
fn settled(text: &str) -> bool {
    let mut last = (0, '\0');
    let mut quoted = false;
    chars::others(text).all(|(at, c)| {
        let (end, before) = std::mem::replace(&mut last, (at + c.len_utf8(), c));
        let before = if end == at { before } else { '\0' };
        match c {
            '，' | '、' | '；' | '！' | '？' => before != '“',
            '（' | '）' | '《' | '》' => true,
            '0'..='9' | 'a'..='z' | 'A'..='Z' => true,
            '—' | '·' | '%' => true,
            '“' | '”' => std::mem::replace(&mut quoted, c == '“') == (c == '”'),
            '。' => !matches!(before, '。' | '“'),
            '：' => !(before.is_ascii_digit() || before == '“'),
            _ => false,
        }
    })
}

/// A character of the block and what has become of it.
#[derive(Clone, Copy, Debug)]
struct Glyph {
    /// What it is now.
    now: char,
    /// Whether it has gone.
    gone: bool,
    /// Whether it stands twice: a lone … is half an ellipsis.
    twice: bool,
    /// Whether it belongs to an address or a reference to a character and is not to be touched.
    fixed: bool,
}

impl Glyph {
    fn new(now: char) -> Self {
        Glyph {
            now,
            gone: false,
            twice: false,
            fixed: false,
        }
    }
}

/// Room for the characters of a block.
#[derive(Debug, Default)]
struct Room {
    glyphs: Vec<Glyph>,
    marks: Vec<usize>,
    at: Vec<usize>,
}

/// The characters of a block.
struct Block<'t> {
    text: &'t str,
    glyphs: &'t mut Vec<Glyph>,
    /// The places of the characters that rules begin with: none begins with a letter, and the others are
    /// a tenth. No others are changed.
    marks: &'t mut Vec<usize>,
    /// Where these stand in the text, in bytes.
    at: &'t mut Vec<usize>,
    changed: bool,
}

/// Whether no rule begins with a character.
fn is_plain(c: char) -> bool {
    matches!(c, '一'..='\u{9FFF}' | '，' | '、' | '；' | '！' | '？' | '《' | '》' | '0'..='9' | 'a'..='z' | 'A'..='Z')
}

impl<'t> Block<'t> {
    fn new(text: &'t str, room: &'t mut Room) -> Self {
        let Room { glyphs, marks, at } = room;
        glyphs.clear();
        marks.clear();
        at.clear();
        let mut place = 0;
        loop {
            // U+5000 to U+9FFF, which are most of it and plain.
            let rest = &text.as_bytes()[place..];
            let mut len = 0;
            while let Some(0xE5..=0xE9) = rest.get(len) {
                len += 3;
            }
            let row = rest.get(..len).unwrap_or_default().as_chunks().0;
            let now = |&bytes: &[u8; 3]| char::from_u32(number_of(bytes)).unwrap_or_default();
            glyphs.extend(row.iter().map(|bytes| Glyph::new(now(bytes))));
            place += len;
            let Some(c) = text[place..].chars().next() else {
                break;
            };
            if !is_plain(c) {
                marks.push(glyphs.len());
                at.push(place);
            }
            place += c.len_utf8();
            glyphs.push(Glyph::new(c));
        }
        Block {
            text,
            glyphs,
            marks,
            at,
            changed: false,
        }
    }

    fn len(&self) -> usize {
        self.glyphs.len()
    }

    /// The character now at a place; NUL for one that has gone.
    fn now(&self, i: usize) -> char {
        let glyph = self.glyphs[i];
        if glyph.gone { '\0' } else { glyph.now }
    }

    fn become_(&mut self, i: usize, c: char) {
        let glyph = &mut self.glyphs[i];
        if !glyph.fixed && !glyph.gone && glyph.now != c {
            glyph.now = c;
            self.changed = true;
        }
    }

    fn double(&mut self, i: usize) {
        let glyph = &mut self.glyphs[i];
        if !glyph.fixed && !glyph.twice {
            glyph.twice = true;
            self.changed = true;
        }
    }

    fn remove(&mut self, i: usize) {
        let glyph = &mut self.glyphs[i];
        if !glyph.fixed && !glyph.gone {
            glyph.gone = true;
            self.changed = true;
        }
    }

    /// The characters that rules begin with, as they are now: their places in order.
    fn marks(&self) -> impl DoubleEndedIterator<Item = (usize, char)> + '_ {
        self.marks.iter().map(|&i| (i, self.now(i)))
    }

    /// The place of the character before a place.
    fn before(&self, i: usize) -> Option<usize> {
        (0..i).rev().find(|&k| !self.glyphs[k].gone)
    }

    /// The place of the character after a place.
    fn after(&self, i: usize) -> Option<usize> {
        (i + 1..self.len()).find(|&k| !self.glyphs[k].gone)
    }

    /// The character before a place; NUL at the block's start.
    fn left(&self, i: usize) -> char {
        self.before(i).map_or('\0', |k| self.glyphs[k].now)
    }

    /// The character after a place; NUL at the block's end.
    fn right(&self, i: usize) -> char {
        self.after(i).map_or('\0', |k| self.glyphs[k].now)
    }

    /// The place of the nearest character before that is no blank.
    fn ink_before(&self, i: usize) -> Option<usize> {
        (0..i)
            .rev()
            .find(|&k| !self.glyphs[k].gone && !chars::is_blank(self.glyphs[k].now))
    }

    /// The place of the nearest character after that is no blank.
    fn ink_after(&self, i: usize) -> Option<usize> {
        (i + 1..self.len()).find(|&k| !self.glyphs[k].gone && !chars::is_blank(self.glyphs[k].now))
    }

    /// The nearest character before that is no blank; NUL if there is none.
    fn ink_left(&self, i: usize) -> char {
        self.ink_before(i).map_or('\0', |k| self.glyphs[k].now)
    }

    /// The nearest character after that is no blank; NUL if there is none.
    fn ink_right(&self, i: usize) -> char {
        self.ink_after(i).map_or('\0', |k| self.glyphs[k].now)
    }

    /// Takes the mark of a Markdown heading that the block begins with: it stood within a row, where it is none
    /// to [`lines`], or another one before it.
    fn unhead(&mut self) {
        let mark = lines::headings(self.text);
        for k in self.span(0..mark) {
            self.remove(k);
        }
    }

    /// Makes every ― a dash.
    fn set_bars(&mut self) {
        for k in 0..self.marks.len() {
            let i = self.marks[k];
            if self.now(i) == BAR {
                self.become_(i, DASH);
            }
        }
    }

    /// The glyphs that stand in a range of the text.
    fn span(&self, range: Range<usize>) -> Range<usize> {
        let first = self.text[..range.start].chars().count();
        first..first + self.text[range].chars().count()
    }

    fn push(&self, edits: &mut Edits) {
        let mut buffer = String::new();
        for (&i, &at) in self.marks.iter().zip(&*self.at) {
            let glyph = &self.glyphs[i];
            let Some(old) = self.text[at..].chars().next() else {
                continue;
            };
            if glyph.now == old && !glyph.gone && !glyph.twice {
                continue;
            }
            buffer.clear();
            if !glyph.gone {
                buffer.push(glyph.now);
            }
            if glyph.twice && !glyph.gone {
                buffer.push(glyph.now);
            }
            let why = match old {
                c if chars::is_blank(c) => Why::Spacing,
                '﹁' | '﹂' | '﹃' | '﹄' => Why::Vertical,
                '#' => Why::Markup,
                _ => Why::Punctuation,
            };
            edits.replace(at..at + old.len_utf8(), &buffer, why);
        }
    }
}

/// Whether a character shows that the text around it is Chinese: an ideograph or a mark of its own, or one
/// that was lost, for on a Chinese page it was one of these.
fn is_chinese(c: char) -> bool {
    chars::is_cjk(c) || chars::is_cjk_punctuation(c) || c == char::REPLACEMENT_CHARACTER
}

#[cfg(test)]
mod tests;
