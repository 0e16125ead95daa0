//! The lines of verse.

use super::runs;
use crate::chars;
use crate::evidence::ends::{End, end_of};
use crate::evidence::patterns::{self, Pattern};
use crate::evidence::seam;
use crate::page::{Block, Form, Kind, Page};
use std::ops::Range;

/// Of so many breaks a word may stand over one.
const STRADDLED: usize = 5;
/// Fewest clauses of verse in one metre.
const CLAUSES: usize = 4;
/// Fewest lines of verse in one metre where no author is named: a couplet or two may be quoted.
const REGULAR: usize = 4;
/// Fewest lines of free verse below its author's name.
const VERSES: usize = 5;
/// Fewest lines of free verse where no author is named.
const NAMELESS: usize = 6;
/// Lines of free verse are at least so wide (half ems),
const NARROWEST: u16 = 6;
/// and all at most this.
const WIDEST: u16 = 44;
/// A line of clauses in one metre is at most so wide: three of seven characters with their marks.
const CLAUSED: u16 = 48;
/// A title of a poem is at most this wide (half ems).
const TITLE: u16 = 32;
/// The width of the character that could have stood at a line's end (half ems).
const CHARACTER: u16 = 2;
/// Verses differ by so much in width (half ems).
const DIFFER: u16 = 4;
/// Beside so many lines one may be wider than the measure.
const WIDER: usize = 6;
/// Lines of a column are at least this wide (half ems), where those of verse above them are much narrower.
const COLUMN: u16 = 24;
/// Two lines that fit better than this (half bits) when read as one have a word over the break.
const STRADDLES: i32 = 3;

/// What no line of verse has, nor its title.
const NOT_VERSE: u64 = Pattern::SIGNS
    | Pattern::bits(&[
        Pattern::Jump,
        Pattern::Pageref,
        Pattern::Staff,
        Pattern::Date,
        Pattern::Issue,
        Pattern::Contact,
        Pattern::Publisher,
        Pattern::Dashed,
    ]);

/// Marks the lines of verse, its titles and its authors.
pub(super) fn find(page: &Page, forms: &mut [Form]) {
    let blocks = page.blocks();
    let metres: Vec<Option<Metre>> = blocks
        .iter()
        .zip(&*forms)
        .map(|(b, &form)| Metre::read(b, page.str(b)).filter(|_| form == Form::Open))
        .collect();
    for (start, run) in runs(&metres, |a, b| a.is_alike(b)) {
        let verse = start..start + run.len();
        let named = author(page, start, forms).is_some();
        if is_regular(page, &run, verse.clone(), named) {
            keep(page, verse, forms);
        }
    }
    // Where no author is named, all lines of the page are.
    let nameless = blocks.iter().all(stands_free);
    let mut i = 0;
    while i < blocks.len() {
        let named = author(page, i, forms).is_some();
        let start = i;
        i += 1;
        if !named && (start > 0 || !nameless) {
            continue;
        }
        let may_be =
            |i: usize| forms[i] == Form::Open && may_be_free(&blocks[i], page.str(&blocks[i]));
        let mut end = start;
        while end < blocks.len() && may_be(end) {
            end += 1;
        }
        if end < blocks.len() && !named {
            continue;
        }
        let few = if named { VERSES } else { NAMELESS };
        if let Some(verse) = poem(page, start..end, few, named) {
            i = verse.end;
            keep(page, verse, forms);
        }
    }
}

/// Marks verse, and what stands above it.
fn keep(page: &Page, verse: Range<usize>, forms: &mut [Form]) {
    if let Some(name) = author(page, verse.start, forms) {
        forms[name] = Form::Begins(Kind::Byline);
        forms[name - 1] = Form::Begins(Kind::Title);
    }
    forms[verse].fill(Form::Kept);
}

/// The line with an author's name right above a line, if a title stands above that.
fn author(page: &Page, at: usize, forms: &[Form]) -> Option<usize> {
    let name = at.checked_sub(1)?;
    let title = name.checked_sub(1)?;
    const NO_NAME: u64 = Pattern::bits(&[
        Pattern::PaperName,
        Pattern::NoticeTitle,
        Pattern::Section,
        Pattern::Publisher,
    ]);
    let block = |i: usize| &page.blocks()[i];
    let found = |i: usize| patterns::find(page.str(block(i)), block(i).layout.width);
    let open = |i: usize| forms[i] == Form::Open && block(i).layout.width <= TITLE;
    let titled = || {
        let ends = end_of(page.str(block(title)));
        let plain = found(title) & (NOT_VERSE | NO_NAME) == 0;
        plain && matches!(ends, End::Word | End::Closed | End::Ascii)
    };
    let is_name = || patterns::is_spaced_name(page.str(block(name))) && found(name) & NO_NAME == 0;
    (open(name) && is_name() && open(title) && titled()).then_some(name)
}

/// Characters in a clause of verse, from and to.
const FEET: (usize, usize) = (4, 7);
/// and in each of two in a line.
const PAIRED: usize = 3;

/// What the lines of one poem have in common.
struct Metre {
    /// Clauses in the line.
    clauses: usize,
    /// Characters in each.
    feet: usize,
    /// The clauses end in marks.
    marked: bool,
    /// The line ends a sentence.
    stops: bool,
}

impl Metre {
    fn read(block: &Block, text: &str) -> Option<Metre> {
        let layout = &block.layout;
        if layout.vertical || layout.level > 0 || layout.piece > 0 || layout.width > CLAUSED {
            return None;
        }
        let mut metre = Metre {
            clauses: 0,
            feet: 0,
            marked: false,
            stops: text.ends_with(chars::is_terminal) || text.ends_with('；'),
        };
        let mut feet = 0;
        let close = |feet: &mut usize, metre: &mut Metre| {
            let feet = std::mem::take(feet);
            metre.clauses += 1;
            (feet > 0 && (metre.feet == 0 || metre.feet == feet)).then(|| metre.feet = feet)
        };
        for c in text.chars() {
            if feet > FEET.1 {
                return None;
            }
            if chars::is_han(c) {
                feet += 1;
            } else if chars::is_terminal(c) || matches!(c, '，' | '；' | '、') {
                metre.marked = true;
                close(&mut feet, &mut metre)?;
            } else {
                return None;
            }
        }
        if feet > 0 {
            if metre.marked {
                return None;
            }
            close(&mut feet, &mut metre)?;
        }
        let paired = metre.feet == PAIRED && metre.clauses == 2;
        ((FEET.0..=FEET.1).contains(&metre.feet) || paired).then_some(metre)
    }

    fn is_alike(&self, other: &Metre) -> bool {
        (self.clauses, self.feet, self.marked) == (other.clauses, other.feet, other.marked)
    }
}

/// Whether lines of one metre are verse.
fn is_regular(page: &Page, run: &[&Metre], lines: Range<usize>, named: bool) -> bool {
    let stops = |n: usize| run[n].stops;
    let many = run[0].clauses * run.len() >= CLAUSES && (named || run.len() >= REGULAR);
    if run[0].marked {
        // Single clauses pause and stop in turn.
        let in_turn = || (1..run.len()).all(|n| stops(n) != stops(n - 1)) && !stops(0);
        many && (0..run.len()).any(stops) && (run[0].clauses > 1 || in_turn())
    } else {
        let whole = || (lines.start..lines.end - 1).all(|i| !straddles(page, i));
        many && matches!(run[0].feet, 5 | 7) && run.len().is_multiple_of(2) && whole()
    }
}

/// Whether a word stands over the break after a line.
fn straddles(page: &Page, i: usize) -> bool {
    let text = |i: usize| page.str(&page.blocks()[i]);
    seam::seam(text(i), text(i + 1)).is_some_and(|s| s.straddle > STRADDLES)
}

/// How many breaks between lines a word stands over.
fn straddled(page: &Page, lines: Range<usize>) -> usize {
    let breaks = lines.start..lines.end - 1;
    breaks.filter(|&i| straddles(page, i)).count()
}

/// Whether a line stands as one of free verse does.
fn stands_free(block: &Block) -> bool {
    let layout = &block.layout;
    let stands = !layout.vertical && layout.level == 0 && layout.piece == 0;
    stands && (NARROWEST..=WIDEST).contains(&layout.width)
}

/// Whether a line may be one of free verse.
fn may_be_free(block: &Block, text: &str) -> bool {
    let layout = &block.layout;
    if !stands_free(block) || !text.contains(chars::is_han) {
        return false;
    }
    // Prose ends sentences within its lines.
    let mut stops = text
        .char_indices()
        .filter(|&(_, c)| chars::is_terminal(c) && c != '…');
    if stops.any(|(at, c)| text[at + c.len_utf8()..].contains(chars::is_cjk)) {
        return false;
    }
    patterns::find(text, layout.width) & NOT_VERSE == 0
}

/// The lines of a poem that begins with the first of these, all of which may be verse: as many of the parts between
/// empty lines as are verse each by itself, and together. Where an author is named, other text may follow; of what
/// stands alone before that it is the headline.
fn poem(page: &Page, lines: Range<usize>, few: usize, named: bool) -> Option<Range<usize>> {
    let blanks = |i: usize| page.blocks()[i].layout.blanks;
    // In finished text an empty line stands between all.
    let usual = (lines.start + 1..lines.end).map(blanks).min().unwrap_or(0);
    let apart = |&i: &usize| blanks(i) > usual;
    let mut ends: Vec<usize> = (lines.start + 1..lines.end).filter(apart).collect();
    if lines.end == page.blocks().len() || blanks(lines.end) > usual {
        ends.push(lines.end);
    }
    let widest = |lines: Range<usize>| lines.map(|i| width(page, i)).max().unwrap_or(0);
    let mut from = lines.start;
    let mut poem = None;
    for to in ends {
        let part = from..to;
        let first = from == lines.start;
        let alone = || part.len() == 1 && to < page.blocks().len();
        // A verse of few lines says little by itself, so it may be as wide as those above it.
        let wider = || widest(part.clone()) > widest(lines.start..from) + DIFFER;
        let much_wider = || {
            let above = widest(lines.start..from);
            widest(part.clone()) > (above + above / 2).max(COLUMN)
        };
        let torn = || straddled(page, part.clone()) > 1;
        let prose = || much_wider() || (wider() || torn()) && !ends_freely(page, part.clone(), 1);
        if named && !first && (alone() || prose()) {
            break;
        }
        let all = lines.start..to;
        if all.len() >= few && is_free(page, all.clone(), named) && (named || to == lines.end) {
            poem = Some(all);
        }
        from = to;
    }
    poem
}

/// Whether lines are free verse: not too many of one width where no author is named.
fn is_free(page: &Page, lines: Range<usize>, named: bool) -> bool {
    let mut widths: Vec<u16> = lines.clone().map(|i| width(page, i)).collect();
    widths.sort_unstable();
    let same = widths.chunk_by(|a, b| a == b).map(<[u16]>::len).max();
    let torn = (lines.len() - 1) / STRADDLED;
    (named || same.unwrap_or(0) * 2 <= widths.len()) && ends_freely(page, lines, torn)
}

fn width(page: &Page, i: usize) -> u16 {
    page.blocks()[i].layout.width
}

/// Whether lines end where they do of their own will: at least every other although a character more would have
/// gone into it, and no sentence was over, and words stand over few breaks (`torn` at most). (Prose fills its measure.)
fn ends_freely(page: &Page, lines: Range<usize>, torn: usize) -> bool {
    let measure = measure(page, lines.clone());
    let stops = |i: usize| end_of(page.str(&page.blocks()[i])) == End::Stop;
    let early = |&i: &usize| !stops(i) && width(page, i) + CHARACTER <= measure;
    let breaks = lines.start..lines.end - 1;
    let count = breaks.len();
    breaks.filter(early).count() * 2 >= count && straddled(page, lines) <= torn
}

/// What lines of prose would fill: nearly the widest, since marks may be squeezed in a few.
fn measure(page: &Page, lines: Range<usize>) -> u16 {
    let mut widths: Vec<u16> = lines.map(|i| width(page, i)).collect();
    widths.sort_unstable_by(|a, b| b.cmp(a));
    widths
        .get(widths.len().saturating_sub(1) / WIDER)
        .copied()
        .unwrap_or(0)
}
