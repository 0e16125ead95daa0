//! Undo text that was read in the wrong encoding on its way here.
//!
//! 浜烘皯鏃ユ姤 is 人民日报 in UTF-8 read as GBK, äººæ°‘æ—¥æŠ¥ the same read as windows-1252, and ÈËÃñÈÕ±¨ is GBK
//! read as Latin-1. The bytes are still there: written down in the wrong encoding and read in the right
//! one they give the text back. Every character keeps the source bytes it was made from, and the audit
//! does the misreading once more and compares.
//!
//! Only what is beyond doubt is touched: ten characters and more, that read like Chinese afterwards and
//! did not before. Accidents are rare enough: in 16 million characters of news no row was UTF-8 of everyday
//! Chinese when written in GBK or windows-1252; as GBK every —— is 棗, but 棗 is no word. 锟斤拷 is what is left
//! of characters that are lost; it stays, and the page's warnings say where.
//!
//! A second run sees some lines of the page without the others, and torn ones together, and must not find
//! there what the first had left. So what speaks for a misreading is added up over the page, and no line takes
//! anything away from it: a part of the page never says more than all of it. What later passes take away
//! because nobody sees it is passed over.
//!
//! Trap: UTF-8 has three bytes for a character and GBK two, so a character begins in the middle of
//! another. It is given the characters that begin within its own bytes.

use crate::chars;
use crate::chars::folding::{Fold, fold};
use crate::evidence::lexicon;
use crate::page::Page;
use crate::source::is_everyday;
use crate::text::{Edits, Why};
use encoding_rs::{Encoding, GBK, UTF_8};
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};
use std::ops::Range;
use telling::{has_accents, has_telling, is_suspicious};

mod telling;

/// What is shorter may be an accident.
const SHORTEST: usize = 10;

/// So many characters more than must lie in words do so, in all lines together, in hundredths.
const IN_WORDS: usize = 165;

/// Of a hundred characters that are read now, so many at least are of everyday Chinese.
const EVERYDAY: usize = 90;

/// One way to read text wrongly.
struct Misreading {
    /// The encoding the bytes are in.
    right: &'static Encoding,
    /// The bytes that a character was misread from: one or two.
    bytes: fn(char) -> Option<([u8; 2], usize)>,
    /// Of a hundred characters, how many at most may have been of everyday Chinese before.
    everyday: usize,
    /// Of a hundred characters of a line, more than so many must lie in words now for it to say anything; none
    /// where the bytes alone say enough.
    words: Option<usize>,
}

const MISREADINGS: [Misreading; 3] = [
    Misreading {
        right: UTF_8,
        bytes: in_gbk,
        everyday: 60,
        words: None,
    },
    Misreading {
        right: UTF_8,
        bytes: in_latin,
        everyday: 100,
        words: None,
    },
    // Nearly every pair of Latin letters is some character of GBK, and every third one of everyday; but
    // of a hundred such pairs one is a word. Of news text two thirds are in words.
    Misreading {
        right: GBK,
        bytes: in_latin,
        everyday: 100,
        words: Some(20),
    },
];

/// Puts right what had been misread.
pub fn run(page: &mut Page) {
    let suspicious = is_suspicious(page.text().as_str());
    page.set_suspicious(suspicious);
    if suspicious {
        page.edit(|_, text, edits| edit(text, edits));
    }
}

/// Whether a page that this pass has worked on is suspicious as it is now. What it was made of was looked at then, so
/// that of the characters only those are looked at that stand for others.
pub(super) fn is_suspicious_now(page: &Page) -> bool {
    let text = page.text();
    if page.is_suspicious() != Some(false) {
        return is_suspicious(text.as_str());
    }
    let mut put = text.stretches(0..text.len()).filter(|s| !s.copy);
    has_accents(text.as_str().as_bytes())
        || put.any(|s| has_telling(&text.as_str().as_bytes()[s.buffer]))
}

/// Proposes the characters that had been misread.
pub fn edit(text: &str, edits: &mut Edits) {
    if !is_suspicious(text) {
        return;
    }
    let found = MISREADINGS.iter().map(|m| m.passages(text)).collect();
    let enough = unrivalled(found)
        .into_iter()
        .filter(|passages| are_enough(text, passages));
    let mut passages: Vec<Passage> = enough.flatten().collect();
    passages.sort_by_key(|passage| passage.span.start);
    for (span, now) in passages.into_iter().flat_map(|passage| passage.characters) {
        edits.replace(span, &now, Why::Mojibake);
    }
}

/// Leaves out the passages of each misreading that overlap a longer one of another, or touch it: to the audit the
/// two would be one. Of equals the earlier in the list has the word.
fn unrivalled(found: Vec<Vec<Passage>>) -> Vec<Vec<Passage>> {
    let numbered = found.into_iter().enumerate();
    let mut passages: Vec<(usize, Passage)> = numbered
        .flat_map(|(misreading, passages)| {
            passages
                .into_iter()
                .map(move |passage| (misreading, passage))
        })
        .collect();
    passages.sort_by_key(|(_, passage)| Reverse(passage.span.len()));
    let mut taken: BTreeMap<usize, usize> = BTreeMap::new();
    let mut left = vec![Vec::new(); MISREADINGS.len()];
    for (misreading, passage) in passages {
        let Range { start, end } = passage.span;
        let before = taken.range(..=end).next_back();
        if before.is_none_or(|(_, &other)| other < start) {
            taken.insert(start, end);
            left[misreading].push(passage);
        }
    }
    left
}

/// Whether the passages of a page are long enough together. One that comes again, as an accident within a name
/// would, says nothing new.
fn are_enough(text: &str, passages: &[Passage]) -> bool {
    let mut seen = HashSet::new();
    let differ = passages
        .iter()
        .filter(|passage| seen.insert(&text[passage.span.clone()]));
    differ.map(|passage| passage.misread).sum::<usize>() >= SHORTEST
}

/// Whether `was` is what comes of reading `now` in a wrong encoding, but for what nobody sees and has left; the audit asks.
pub(crate) fn is_misread(was: &str, now: &str) -> bool {
    let gbk = GBK.encode(now);
    let read = |bytes: &[u8], wrong: fn(char) -> Option<([u8; 2], usize)>| {
        let mut rest = bytes;
        for c in was.chars().filter(|&c| !is_passed_over(c, wrong(c))) {
            match wrong(c).and_then(|(own, n)| rest.strip_prefix(&own[..n])) {
                Some(after) => rest = after,
                None if c.is_whitespace() || fold(c) == Fold::Invisible => {}
                None => return false,
            }
        }
        rest.is_empty()
    };
    read(now.as_bytes(), in_gbk)
        || read(now.as_bytes(), in_latin)
        || (!gbk.2 && read(&gbk.0, in_latin))
}

/// The bytes of a character in GBK.
fn in_gbk(c: char) -> Option<([u8; 2], usize)> {
    if c.is_ascii() {
        return Some(([c as u8, 0], 1));
    }
    let mut utf8 = [0; 4];
    let (bytes, _, unmappable) = GBK.encode(c.encode_utf8(&mut utf8));
    match (bytes.as_ref(), unmappable) {
        (&[one], false) => Some(([one, 0], 1)),
        (&[lead, trail], false) => Some(([lead, trail], 2)),
        _ => None,
    }
}

/// The byte of a character in Latin-1, or in what Windows has in its gaps.
fn in_latin(c: char) -> Option<([u8; 2], usize)> {
    /// Windows-1252 from 0x80 on; the gaps are the controls of Latin-1.
    const WINDOWS: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8D}Ž\u{8F}\u{90}‘’“”•–—˜™š›œ\u{9D}žŸ";
    let byte = match u8::try_from(c) {
        Ok(byte) => byte,
        Err(_) => 0x80 + WINDOWS.chars().position(|w| w == c)? as u8,
    };
    Some(([byte, 0], 1))
}

/// Whether a character is taken away later because nobody sees it, and is not half of one that was misread.
fn is_passed_over(c: char, bytes: Option<([u8; 2], usize)>) -> bool {
    fold(c) == Fold::Invisible && bytes.is_none_or(|(own, _)| own[0].is_ascii())
}

/// Whether a character stays when the text is folded.
fn is_seen(c: char) -> bool {
    !matches!(fold(c), Fold::Invisible | Fold::Space | Fold::Break)
}

/// How many of a hundred characters were everyday Chinese as they stood: ideographs and the marks beside them.
fn was_everyday(text: &str) -> usize {
    let own = || {
        text.chars()
            .filter(|&c| chars::is_cjk(c) || chars::is_cjk_punctuation(c))
    };
    let plain = |c: &char| fold(*c) == Fold::Same && is_everyday(*c);
    own().filter(plain).count() * 100 / own().count().max(1)
}

/// How many of a hundred characters are those of everyday Chinese, once they are folded; those of ASCII and
/// those that nobody sees say nothing.
fn everyday(text: &str) -> usize {
    let (mut all, mut everyday) = (0, 0);
    for c in text.chars().filter(|c| !c.is_ascii() && is_seen(*c)) {
        let is_everyday = match fold(c) {
            Fold::To(to) => to.is_ascii() || is_everyday(to),
            Fold::Upright(to) => is_everyday(to),
            _ => is_everyday(c),
        };
        all += 1;
        everyday += usize::from(is_everyday);
    }
    everyday * 100 / all.max(1)
}

/// By how much more than `least` of a hundred characters of a line lie in words, in hundredths. Marks say
/// nothing; what could not be read, and characters that are rare, speak against it.
fn in_words(line: &str, least: usize) -> usize {
    /// A rare character undoes so many in words, in hundredths.
    const RARE: usize = 300;
    let against = line.chars().filter(|c| !c.is_ascii()).map(|c| match c {
        _ if !is_everyday(c) => RARE,
        _ if chars::is_han(c) => least,
        _ => 0,
    });
    (lexicon::in_words(line) * 100).saturating_sub(against.sum())
}

/// A character, and the misread ones that it is made from.
type Character = (Range<usize>, String);

/// Characters between ASCII that are plausible: of everyday Chinese now, and not before.
#[derive(Clone, Debug)]
struct Passage {
    characters: Vec<Character>,
    /// Where it stands.
    span: Range<usize>,
    /// How many characters it was misread as, without those of ASCII.
    misread: usize,
}

/// A text as the bytes that it was misread from.
#[derive(Default)]
struct Bytes {
    bytes: Vec<u8>,
    /// For every byte, where the character lies that begins with it, or where the one that it ends, ends.
    begins: Vec<usize>,
    /// For every byte, where its character ends.
    ends: Vec<usize>,
    /// Whether a character begins with it.
    first: Vec<bool>,
}

impl Misreading {
    /// What may have been misread so on a page; nothing if its lines do not read like words.
    fn passages(&self, text: &str) -> Vec<Passage> {
        let mut found = Vec::new();
        let mut lines = HashSet::new();
        let mut part = Bytes::default();
        for (at, c) in text.char_indices().chain([(text.len(), '\0')]) {
            let bytes = (self.bytes)(c);
            if at < text.len() && is_passed_over(c, bytes) {
                continue;
            }
            if let Some((own, n)) = bytes.filter(|_| at < text.len()) {
                let end = at + c.len_utf8();
                for (i, byte) in own.into_iter().take(n).enumerate() {
                    part.bytes.push(byte);
                    part.begins.push(if i == 0 { at } else { end });
                    part.ends.push(end);
                    part.first.push(i == 0);
                }
            } else {
                // What the wrong encoding does not have was not misread.
                part.first.push(true);
                let reading = self.read(text, &part, &mut found);
                lines.extend(reading.split(['\n', '\r']).map(str::to_owned));
                part = Bytes::default();
            }
        }
        let words = |least| {
            lines
                .iter()
                .map(|line| in_words(line, least))
                .sum::<usize>()
        };
        if self.words.is_some_and(|least| words(least) < IN_WORDS) {
            found.clear();
        }
        found
    }

    /// Reads bytes in the right encoding, as far as they can be read, again and again; gives what was read.
    fn read(&self, text: &str, part: &Bytes, found: &mut Vec<Passage>) -> String {
        let mut reading = String::new();
        let mut at = 0;
        while at < part.bytes.len() {
            if !part.first[at] {
                at += 1;
                continue;
            }
            let mut characters: Vec<Character> = Vec::new();
            // As far as a character ends where one of the misread ones does.
            let (mut end, mut whole) = (at, 0);
            let mut to = at;
            while let Some((c, length)) = self.character(&part.bytes[to..]) {
                let span = part.begins[to]..part.ends[to + length - 1];
                match characters.last_mut() {
                    Some((last, _)) if span.is_empty() || last.end > span.start => {
                        let end = last.end.max(span.end);
                        share(text, &mut characters, end, c);
                    }
                    _ => characters.push((span, c.to_string())),
                }
                to += length;
                if part.first[to] {
                    (end, whole) = (to, characters.len());
                }
            }
            characters.truncate(whole);
            reading.extend(characters.iter().map(|(_, now)| now.as_str()));
            self.keep(text, &characters, found);
            if end == at {
                reading.push(char::REPLACEMENT_CHARACTER);
            }
            at = end.max(at + 1);
        }
        reading
    }

    /// The first character of some bytes.
    fn character(&self, bytes: &[u8]) -> Option<(char, usize)> {
        let lead = *bytes.first()?;
        let length = match lead {
            0..=0x7F => 1,
            _ if self.right == GBK => 2,
            0xC2..=0xDF => 2,
            0xE0..=0xEF => 3,
            0xF0..=0xF4 => 4,
            _ => return None,
        };
        let own = bytes.get(..length)?;
        let text = self
            .right
            .decode_without_bom_handling_and_without_replacement(own)?;
        let mut chars = text.chars();
        chars
            .next()
            .filter(|_| chars.next().is_none())
            .map(|c| (c, length))
    }

    /// Keeps the plausible passages of a stretch. A passage of a few characters may have been everyday Chinese
    /// before, but then not the passages around it.
    fn keep(&self, text: &str, stretch: &[Character], found: &mut Vec<Passage>) {
        let mut all = String::new();
        let mut passages = Vec::new();
        // A letter of ASCII stays as it was. So may a character of two bytes, by chance, that is made from half of
        // the one before it; that one needs it.
        let stays = |(span, now): &Character| now.is_ascii() && text[span.clone()] == *now;
        for passage in stretch.split(stays).map(|passage| within(text, passage)) {
            let (Some(first), Some(last)) = (passage.first(), passage.last()) else {
                continue;
            };
            let span = first.0.start..last.0.end;
            let now: String = passage.iter().map(|(_, now)| now.as_str()).collect();
            if everyday(&now) >= EVERYDAY {
                all += &text[span.clone()];
                passages.push((passage, span, now.contains(chars::is_han)));
            }
        }
        let misread = |was: &str| was.chars().filter(|c| !c.is_ascii()).count();
        let around = misread(&all) >= SHORTEST && was_everyday(&all) <= self.everyday;
        for (passage, span, has_word) in passages {
            let was = &text[span.clone()];
            if around || (has_word && was_everyday(was) <= self.everyday) {
                found.push(Passage {
                    characters: passage.to_vec(),
                    misread: misread(was),
                    span,
                });
            }
        }
    }
}

/// A passage without what happens to read as a character of two bytes where it borders on Chinese that was not misread:
/// 路 before misread text is no ·.
fn within<'r>(text: &str, passage: &'r [Character]) -> &'r [Character] {
    let by_chance = |(span, now): &Character| {
        let mut was = text[span.clone()].chars();
        now.len() == 2 && was.next().is_some_and(is_everyday) && was.next().is_none()
    };
    let mut passage = passage;
    while let [first, rest @ ..] = passage
        && by_chance(first)
        && text[..first.0.start].ends_with(chars::is_han)
    {
        passage = rest;
    }
    while let [rest @ .., last] = passage
        && by_chance(last)
        && text[last.0.end..].starts_with(chars::is_han)
    {
        passage = rest;
    }
    passage
}

/// Adds a character that shares its last misread one with the character before it, and goes with that. If
/// nobody sees that one it will be removed, and the misread one is for the other alone.
fn share(text: &str, characters: &mut Vec<Character>, end: usize, c: char) {
    let Some((mut span, mut now)) = characters.pop() else {
        return;
    };
    span.end = end;
    let last = text[span.clone()].chars().next_back();
    let own = end - last.map_or(0, char::len_utf8);
    if !now.contains(is_seen) && own > span.start {
        characters.push((span.start..own, now));
        (span.start, now) = (own, c.to_string());
    } else if let Some((_, before)) = characters.last_mut().filter(|_| !now.contains(is_seen)) {
        before.push_str(&now);
        now = c.to_string();
    } else {
        now.push(c);
    }
    characters.push((span, now));
}

#[cfg(test)]
mod tests;
