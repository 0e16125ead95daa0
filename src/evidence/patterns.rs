//! What a line says about itself: the patterns of bylines, datelines, captions, furniture.
//!
//! Every pattern is one bit, so the patterns of the lines around are shifts and masks. The forms are
//! those collected in the field (datelines of agencies, □ and ◎ before a byline, 责任编辑 in all its
//! spellings); none is a paper's or a person's name.
//!
//! Most patterns are words; one sweep over a line finds them all, by the first character of each. The
//! others are regular expressions, asked only of a line that has what they cannot match without.

pub(crate) mod breaks;
mod bylines;
mod certain;
mod endings;
mod folio;
mod forms;
mod heads;
mod imprint;
mod line;
mod names;
mod navigation;
mod pattern;
mod sweep;
mod words;

pub use bylines::{BULLETS, REPORTERS};
pub use certain::Certain;
pub(crate) use certain::is_editor;
pub use folio::{Folio, Stand, labels};
pub(crate) use imprint::{is_imprint, is_stamp, tells_source};
pub(crate) use names::is_surname;
pub use names::{is_name, is_spaced_name};
pub(crate) use navigation::is_navigation;
pub use pattern::{NAMES, Pattern};

use bylines::runs_in;
use forms::{SERIES, closes_notice, closes_series, opens_dateline};
use line::Line;
use sweep::{Tells, ending, sweep};

/// How many characters of a line's beginning are searched for what it begins with.
const HEAD: usize = 40;

/// Lines wider than this (half ems) are not searched for the patterns of short lines.
const SHORT: u16 = 64;

/// What a line says about itself.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// Its patterns, as bits.
    pub patterns: u64,
    /// What its form says for certain.
    pub certain: Option<Certain>,
    /// What its form says for a label of the page.
    pub folio: Option<Folio>,
    /// It has something of a byline.
    pub may_be_byline: bool,
    /// It says who took a photo.
    pub is_credit: bool,
    /// An opening mark is left open at its end.
    pub open: bool,
}

/// Looks at a line of some width: all that is asked of its words is answered from one sweep.
pub fn look(text: &str, width: u16) -> Look {
    let words = words(text);
    Look {
        patterns: Line::new(text, width, words).patterns(),
        certain: certain::certain(text, words),
        folio: folio::folio(text, words),
        may_be_byline: certain::may_be_byline(text, words),
        is_credit: certain::is_credit(text),
        open: words.leaves_open(),
    }
}

/// What a line is for certain, if its form says so.
pub fn certain(text: &str) -> Option<Certain> {
    certain::certain(text, words(text))
}

/// The patterns of a line, as bits.
pub fn find(text: &str, width: u16) -> u64 {
    Line::new(text, width, words(text)).patterns()
}

/// The words of a line.
fn words(text: &str) -> Tells {
    let body = text.trim_end_matches(|c: char| !is_letter_or_number(c));
    sweep(text, body.len())
}

/// What a headline says of what stands below it: [`Pattern::NoticeTitle`] and [`Pattern::PictureTitle`] alone.
pub fn titles(text: &str, width: u16) -> u64 {
    if width > SHORT {
        return 0;
    }
    let last = text.trim_end().chars().next_back().unwrap_or(' ');
    let is_notice = || match crate::chars::has_space(text) {
        true => heads::is_notice(&text.split_whitespace().collect::<String>()),
        false => heads::is_notice(text),
    };
    let bit = |p: Pattern, yes: bool| if yes { p.bit() } else { 0 };
    bit(Pattern::NoticeTitle, closes_notice(last) && is_notice())
        | bit(Pattern::PictureTitle, is_picture_title(text))
}

/// Whether a text is a photo's title by what it has in brackets.
fn is_picture_title(text: &str) -> bool {
    text.ends_with(['）', ')'])
        && ["（图片", "(图片", "（组图", "(组图", "（图）"]
            .iter()
            .any(|w| text.contains(w))
}

/// The name of a series or a column has at most so many characters.
pub const SERIES_NAME: usize = 9;

/// Whether a text is the name of a series or a column by its end: 民生实事进行时, 新春走基层, 一线见闻.
pub fn names_series(text: &str) -> bool {
    let last = || text.chars().next_back();
    text.chars().nth(2).is_some()
        && text.chars().nth(SERIES_NAME).is_none()
        && (ending(text) & Pattern::Series.bit() != 0
            || closes_series(last()) && SERIES.is_match(text))
}

/// Whether a text begins with a dateline: [`Pattern::Dateline`] alone.
pub fn is_dateline(text: &str) -> bool {
    let head = prefix(text, HEAD);
    let opens = opens_dateline(text.chars().next().unwrap_or(' '));
    // All its words begin with one of these.
    let words = || {
        head.contains(['日', '月', '报', '社']) && sweep(head, head.len()).may(Pattern::Dateline)
    };
    (opens || words()) && heads::is_dateline(head) || runs_in(head)
}

/// Whether a text is what a space stands behind at the beginning of a paragraph, and nothing else: a dateline (本报讯,
/// 据新华社约翰内斯堡11月24日电), or what an editor's note is called.
pub fn stands_before_a_space(head: &str) -> bool {
    /// What ends in 讯 and has no more characters is a dateline: 某某日报讯.
    const SHORTEST: usize = 6;
    const PAPERS: &[&str] = &[
        "本报",
        "本刊",
        "本台",
        "新华社",
        "据新华社",
        "中新社",
        "据中新社",
        "央视",
        "人民日报",
        "记者",
    ];
    const NOTES: &[&str] = &["编者按", "編者按", "编后", "編後", "编后语", "编者的话"];
    if !head.ends_with(['讯', '电']) {
        return NOTES.contains(&head);
    }
    let plain = |c: char| crate::chars::is_cjk(c) || c.is_ascii_digit();
    head.chars().all(plain)
        && (head.ends_with('讯') && head.chars().count() <= SHORTEST
            || PAPERS.iter().any(|paper| head.starts_with(paper)))
}

/// Whether a text has a word of notices: [`Pattern::NoticeWord`] alone.
pub fn has_notice_word(text: &str) -> bool {
    sweep(text, text.len()).is(Pattern::NoticeWord)
}

/// [`char::is_alphanumeric`], which is slow to tell the common ideographs from the common marks.
fn is_letter_or_number(c: char) -> bool {
    match c {
        '一'..='\u{9FA5}' => true,
        '\u{3000}'..='\u{3003}' | '\u{3008}'..='\u{3020}' | '\u{2010}'..='\u{2027}' => false,
        '\u{FF01}'..='\u{FF0F}' | '\u{FF1A}'..='\u{FF20}' => false,
        _ => c.is_alphanumeric(),
    }
}

/// The first `n` characters at most.
fn prefix(text: &str, n: usize) -> &str {
    let mut at = 0;
    for _ in 0..n {
        at += match text.as_bytes().get(at) {
            None => return text,
            Some(0xE4..=0xE9) => 3,
            Some(_) => text[at..].chars().next().map_or(1, char::len_utf8),
        };
    }
    &text[..at]
}
