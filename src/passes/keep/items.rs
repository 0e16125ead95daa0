//! The items of lists, and the turns of an interview.

use crate::chars;
use crate::evidence::ends::{End, end_of};
use crate::evidence::patterns::is_name;
use crate::page::{Form, Kind, Page};
use std::collections::BTreeMap;

/// Fewest items of a list, and fewest turns of an interview.
const FEW: usize = 3;
/// An item has at most this many lines.
const LINES: usize = 6;
/// Who speaks is named in at most so many characters.
const SPEAKER: usize = 6;
/// A signature has at most so many characters, and so has what is saluted.
const SIGNED: usize = 12;
const WHOM: usize = 12;
/// Of the digits of an item's number so many are read.
const DIGITS: usize = 3;

/// Marks the items and turns.
pub(super) fn find(page: &Page, forms: &mut [Form]) {
    let texts: Vec<&str> = page.blocks().iter().map(|b| page.str(b)).collect();
    let marks: Vec<Option<Mark>> = page
        .blocks()
        .iter()
        .zip(&texts)
        .map(|(b, text)| Mark::read(text).filter(|_| b.layout.level == 0 && !b.layout.vertical))
        .collect();
    let mut i = 0;
    while i < marks.len() {
        let list = list(&marks, i);
        i += 1;
        if list.len() < FEW || forms[list[0]] != Form::Open {
            continue;
        }
        i = list[list.len() - 1] + 1;
        for (n, &at) in list.iter().enumerate() {
            let alone = match list.get(n + 1) {
                Some(&next) => next == at + 1,
                // The last ends as the one before it, or ends a sentence, or is shorter than another.
                None => {
                    let before = list[n - 1];
                    let end = end_of(texts[at]);
                    let width = |i: usize| page.blocks()[i].layout.width;
                    let shorter = || list.iter().any(|&i| width(at) < width(i));
                    let single = list[0] + n == at;
                    before + 1 == at
                        && (end == End::Stop
                            || end == end_of(texts[before])
                            || single && end == End::Word && shorter())
                }
            };
            if alone {
                forms[at] = Form::Kept;
            } else if texts[at].contains(|c| chars::is_terminal(c) || chars::is_pause(c)) {
                // Without a sentence it may as well be a subhead above a paragraph.
                forms[at] = Form::Begins(Kind::Body);
            }
        }
    }
    letters(&texts, forms);
    turns(&texts, forms);
}

/// The items of the list that begins at a line.
fn list(marks: &[Option<Mark>], start: usize) -> Vec<usize> {
    let mut list = Vec::new();
    let Some(mut last) = marks[start] else {
        return list;
    };
    list.push(start);
    let mut at = start;
    // A bullet may be a byline's or a subhead's, so those of a list stand close.
    let reach = if last.number.is_some() { LINES } else { 1 };
    while let Some(next) = (at + 1..marks.len().min(at + 1 + reach))
        .find(|&i| marks[i].is_some_and(|mark| last.precedes(mark)))
    {
        list.push(next);
        at = next;
        last = marks[next].unwrap_or(last);
    }
    list
}

/// What an item begins with.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Mark {
    /// What stands before its number; a bullet.
    open: Option<char>,
    /// What stands after its number.
    close: Option<char>,
    /// Its number, unless it is a bullet.
    number: Option<u32>,
}

impl Mark {
    pub(super) fn read(text: &str) -> Option<Mark> {
        let open = text.chars().next()?;
        // Heavier bullets stand before bylines and subheads, too.
        if matches!(open, '•' | '▪' | '-' | '*') {
            let rest = text[open.len_utf8()..].trim_start();
            let marked = rest.chars().nth(2).is_some() && !rest.starts_with(open);
            return marked.then_some(Mark {
                open: Some(open),
                close: None,
                number: None,
            });
        }
        if let circled @ '①'..='⑳' = open {
            return Some(Mark {
                open: None,
                close: None,
                number: Some(u32::from(circled) - u32::from('①') + 1),
            });
        }
        let open = matches!(open, '（' | '(').then_some(open);
        let rest = &text[open.map_or(0, char::len_utf8)..];
        let (number, rest) = number(rest)?;
        let close = rest.chars().next()?;
        let after = rest[close.len_utf8()..].chars().next()?;
        let closes = match open {
            Some(_) => matches!(close, '）' | ')'),
            None => matches!(close, '、' | '.' | '．' | ')' | '）') && !after.is_ascii_digit(),
        };
        closes.then_some(Mark {
            open,
            close: Some(close),
            number: Some(number),
        })
    }

    /// Whether it numbers an item that is not the first.
    pub(super) fn is_later(self) -> bool {
        self.number.is_some_and(|n| n > 1)
    }

    /// Whether an item with the other mark may follow.
    pub(super) fn precedes(self, other: Mark) -> bool {
        let next = self.number.map(|n| n + 1);
        (self.open, self.close, next) == (other.open, other.close, other.number)
    }
}

/// The number that a text begins with, in digits or in Chinese up to 99, and what follows it.
fn number(text: &str) -> Option<(u32, &str)> {
    // Few lines begin with one.
    if !text.starts_with(|c: char| {
        matches!(
            c,
            '0'..='9' | '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十'
        )
    }) {
        return None;
    }
    let digits = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    if digits > 0 {
        let number = text.get(..digits.min(DIGITS))?.parse().ok()?;
        return Some((number, &text[digits..]));
    }
    let value = |c: char| "一二三四五六七八九".chars().position(|d| d == c);
    let (mut tens, mut ones, mut any) = (0, 0, false);
    for (at, c) in text.char_indices() {
        match value(c) {
            Some(v) => ones = v + 1,
            None if c == '十' && tens == 0 => {
                tens = ones.max(1);
                ones = 0;
            }
            None => return any.then(|| ((tens * 10 + ones) as u32, &text[at..])),
        }
        any = true;
    }
    None
}

/// Marks where letters begin, what stands above them and who signed them.
fn letters(texts: &[&str], forms: &mut [Form]) {
    // Whether a letter is open, and where the last one was signed.
    let (mut open, mut signed) = (false, None);
    for i in 0..texts.len() {
        if forms[i] != Form::Open {
            continue;
        }
        if is_salutation(texts[i]) {
            forms[i] = Form::Begins(Kind::Body);
            if let Some(next) = forms.get_mut(i + 1).filter(|next| **next == Form::Open) {
                *next = Form::Begins(Kind::Body);
            }
            if signed.is_some() && signed == i.checked_sub(2) && end_of(texts[i - 1]) == End::Word {
                forms[i - 1] = Form::Begins(Kind::Title);
            }
            open = true;
        } else if open && end_of(texts[i - 1]) == End::Stop && is_signature(texts[i]) {
            forms[i] = Form::Begins(Kind::Byline);
            (open, signed) = (false, Some(i));
        }
    }
}

/// Whether a line is a name, with or without a word before it.
fn is_signature(text: &str) -> bool {
    let mut words = text.split_whitespace().rev();
    words.next().is_some_and(is_name) && words.count() < 2 && text.chars().nth(SIGNED).is_none()
}

/// Whether a line is nothing but the salutation of a letter.
fn is_salutation(text: &str) -> bool {
    const SALUTED: [&str; 8] = [
        "同志",
        "同志们",
        "先生",
        "女士",
        "老师",
        "朋友",
        "朋友们",
        "您好",
    ];
    let Some(whom) = text.strip_suffix(['：', ':']) else {
        return false;
    };
    let plain = whom.chars().nth(WHOM).is_none() && whom.chars().all(chars::is_han);
    plain && SALUTED.iter().any(|word| whom.ends_with(word))
}

/// Marks the turns of an interview: who speaks stands before a colon, and at least two do so twice.
fn turns(texts: &[&str], forms: &mut [Form]) {
    let starts = |i: usize| i == 0 || !matches!(end_of(texts[i - 1]), End::Comma | End::Opened);
    let mut turns: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (i, text) in texts.iter().enumerate() {
        if let Some(who) = speaker(text).filter(|_| starts(i)) {
            turns.entry(who).or_default().push(i);
        }
    }
    turns.retain(|_, lines| lines.len() > 1);
    if turns.len() < 2 {
        return;
    }
    for i in turns.into_values().flatten() {
        if forms[i] == Form::Open {
            forms[i] = Form::Begins(Kind::Body);
        }
    }
}

/// Who speaks, by the name before a colon.
fn speaker(text: &str) -> Option<&str> {
    let (at, colon) = text
        .char_indices()
        .take(SPEAKER + 1)
        .find(|(_, c)| !chars::is_han(*c))?;
    let says = at > 0 && matches!(colon, '：' | ':') && text.len() > at + colon.len_utf8();
    says.then_some(&text[..at])
}
