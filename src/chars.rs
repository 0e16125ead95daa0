//! What kind of character a character is.
//!
//! Classes for all passes, so that no two of them disagree on what a closing bracket is.
//!
//! Sources: the Unicode Character Database (East Asian width); GB/T 15834-2011 for the marks and their widths.
//!
//! Trap: “ ” ‘ ’ — … · are one code point for Chinese and for Latin text. They count as two half-ems
//! here, as a Chinese font prints them, and are no proof that the text around them is Chinese.

pub mod folding;

use std::ops::Range;

/// Whether it is a Chinese character; 々 and 〇 are.
pub fn is_han(c: char) -> bool {
    matches!(c, '一'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '々' | '〇'
        | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{323AF}' | '\u{2E80}'..='\u{2FDF}')
}

/// Whether it is a letter of an East Asian script set in full-width squares: Han, kana, bopomofo, hangul.
pub fn is_cjk(c: char) -> bool {
    is_han(c)
        || matches!(c, '\u{3041}'..='\u{30FA}' | '\u{30FC}'..='\u{312F}' | '\u{3131}'..='\u{318E}'
            | '\u{31A0}'..='\u{31BF}' | '\u{31F0}'..='\u{31FF}' | '\u{AC00}'..='\u{D7A3}')
}

/// Whether it is a punctuation mark that only East Asian text uses.
pub fn is_cjk_punctuation(c: char) -> bool {
    matches!(c, '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301F}' | '\u{30FB}'
        | '！' | '（' | '）' | '，' | '：' | '；' | '？' | '［' | '］' | '｛' | '｝' | '～' | '．' | '／'
        | '\u{FE10}'..='\u{FE19}' | '\u{FE30}'..='\u{FE52}' | '\u{FE54}'..='\u{FE5E}' | '｡'..='･')
}

/// Whether it is a mark that Chinese and Latin text share: curly quotes, dashes, ellipsis, middle dot.
pub fn is_shared_punctuation(c: char) -> bool {
    matches!(c, '‘' | '’' | '“' | '”' | '—' | '―' | '…' | '‥' | '·' | '⋯')
}

/// Whether a sentence can end with it. GB/T 15834-2011, 4.1 to 4.3: 。？！ end a sentence; …… stands for
/// one that breaks off.
pub fn is_terminal(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '…' | '!' | '?')
}

/// Whether it is a pause inside a sentence: ，、；：.
pub fn is_pause(c: char) -> bool {
    matches!(c, '，' | '、' | '；' | '：')
}

/// Whether it is a mark that sentences have and bylines, tags and lists of names have not: all ends and pauses
/// but 、.
pub fn is_prose_mark(c: char) -> bool {
    is_terminal(c) || is_pause(c) && c != '、'
}

/// The closing bracket or quote that belongs to an opening one.
pub fn closing_of(open: char) -> Option<char> {
    Some(match open {
        '“' => '”',
        '‘' => '’',
        '（' => '）',
        '(' => ')',
        '《' => '》',
        '〈' => '〉',
        '「' => '」',
        '『' => '』',
        '【' => '】',
        '〔' => '〕',
        '〖' => '〗',
        '［' => '］',
        '[' => ']',
        '｛' => '｝',
        '{' => '}',
        '﹁' => '﹂',
        '﹃' => '﹄',
        _ => return None,
    })
}

/// Whether it opens a bracket or a quotation.
pub fn is_opening(c: char) -> bool {
    closing_of(c).is_some()
}

/// Whether it closes a bracket or a quotation.
pub fn is_closing(c: char) -> bool {
    matches!(
        c,
        '”' | '’'
            | '）'
            | ')'
            | '》'
            | '〉'
            | '」'
            | '』'
            | '】'
            | '〕'
            | '〗'
            | '］'
            | ']'
            | '｝'
            | '}'
            | '﹂'
            | '﹄'
    )
}

/// White space inside a line: blanks of all widths, the tab.
pub fn is_blank(c: char) -> bool {
    c == ' '
        || c == '\t'
        || (c != '\u{85}'
            && c != '\u{2028}'
            && c != '\u{2029}'
            && !('\n'..='\r').contains(&c)
            && c.is_whitespace())
}

/// The characters of a text that are no common ideographs (U+4000 to U+9FFF), with their places: marks,
/// spaces, digits, letters. Of Chinese text they are a fifth, and the others are passed over at a glance.
pub fn others(text: &str) -> impl Iterator<Item = (usize, char)> + '_ {
    let bytes = text.as_bytes();
    let mut next = 0;
    std::iter::from_fn(move || {
        while let Some(0xE4..=0xE9) = bytes.get(next) {
            next += 3;
        }
        let at = next;
        let c = text.get(at..)?.chars().next()?;
        next += c.len_utf8();
        Some((at, c))
    })
}

/// The same from the text's end.
pub fn others_back(text: &str) -> impl Iterator<Item = (usize, char)> + '_ {
    let bytes = text.as_bytes();
    let mut end = text.len();
    std::iter::from_fn(move || {
        while let Some(0xE4..=0xE9) = end.checked_sub(3).and_then(|at| bytes.get(at)) {
            end -= 3;
        }
        let c = text.get(..end)?.chars().next_back()?;
        end -= c.len_utf8();
        Some((end, c))
    })
}

/// Takes the number of the first character off a text, given as UTF-8. Where all characters are looked at, reading them
/// costs most; so it does less than [`str::chars`].
#[inline(always)]
pub fn take_number(text: &mut &[u8]) -> Option<u32> {
    let six = |byte: u8| u32::from(byte & 0x3F);
    let (number, rest) = match **text {
        [a @ 0xE0..=0xEF, b, c, ref rest @ ..] => (number_of([a, b, c]), rest),
        [a @ 0..0x80, ref rest @ ..] => (u32::from(a), rest),
        [a @ 0xC0..=0xDF, b, ref rest @ ..] => (u32::from(a & 0x1F) << 6 | six(b), rest),
        [a, b, c, d, ref rest @ ..] => {
            let high = u32::from(a & 7) << 18 | six(b) << 12;
            (high | six(c) << 6 | six(d), rest)
        }
        _ => return None,
    };
    *text = rest;
    Some(number)
}

/// The number of a character that has three bytes.
#[inline(always)]
pub fn number_of([a, b, c]: [u8; 3]) -> u32 {
    /// What the bits that mark the bytes count for: to take them off a sum at once costs less than off each byte.
    const MARKS: u32 = (0xE0 << 12) + (0x80 << 6) + 0x80;
    let sum = (u32::from(a) << 12) + (u32::from(b) << 6) + u32::from(c);
    sum.wrapping_sub(MARKS)
}

/// The ideograph of the basic plane that three bytes of a text are. All of them have three, and where a text begins or
/// ends in three bytes that look like one character, they are.
#[inline]
pub fn basic_han(bytes: [u8; 3]) -> Option<u16> {
    let number = match bytes {
        [0xE2..=0xEF, _, _] => take_number(&mut &bytes[..])?,
        _ => return None,
    };
    let is_han = matches!(number, 0x4E00..=0x9FFF) || is_han(char::from_u32(number)?);
    is_han.then_some(number as u16)
}

/// Where the lines of a text stand, each with its LF.
pub fn lines(text: &[u8]) -> impl Iterator<Item = Range<usize>> {
    let ends = memchr::memchr_iter(b'\n', text).map(|i| i + 1);
    let mut from = 0;
    let lines = ends.chain([text.len()]);
    lines
        .map(move |to| std::mem::replace(&mut from, to)..to)
        .filter(|line| !line.is_empty())
}

/// Whether a text has white space, of whatever width.
pub fn has_space(text: &str) -> bool {
    /// What all white space is, and little else: asked of many bytes at a time.
    fn may_be_space(bytes: [u8; 3]) -> bool {
        let [first, second, third] = bytes;
        // The common quotation marks, dashes and dots stand in one block with the spaces.
        let quotes = third.wrapping_sub(0x8B) < 0x1D;
        (first <= b' ')
            | (first == 0xC2)
            | (first == 0xE1)
            | (first == 0xE2) & (!quotes | (second == 0x81))
            | (first == 0xE3) & (third == 0x80)
    }
    /// So many bytes are asked at a time,
    const AT_ONCE: usize = 16;
    /// each with the two after it.
    const PART: usize = AT_ONCE + 2;
    let mut any = [0; AT_ONCE];
    let mut ask = |part: &[u8; PART]| {
        for (i, any) in any.iter_mut().enumerate() {
            *any |= u8::from(may_be_space([part[i], part[i + 1], part[i + 2]]));
        }
    };
    let mut rest = text.as_bytes();
    let Some(last) = rest.last_chunk::<PART>() else {
        return text.contains(char::is_whitespace);
    };
    // What is left over is asked with some that were asked before: one by one they would cost most of it.
    ask(last);
    while let Some(part) = rest.first_chunk::<PART>() {
        ask(part);
        rest = &rest[AT_ONCE..];
    }
    let [.., a, b] = *last;
    let any = any.into_iter().fold(0, |all, any| all | any) > 0;
    (any || may_be_space([a, b, 0]) || may_be_space([b, 0, 0]))
        && text.contains(char::is_whitespace)
}

/// Width in half-ems: 2 for what a Chinese font sets on a full square, 1 for others, 0 for what has none.
///
/// Unicode's East Asian width W and F are 2. Its class A (ambiguous) is 2 where GB 2312 has the mark on
/// a full square (“ ” — … ① ■ × ℃), 1 otherwise. The middle dot takes half a square (GB/T 15834-2011, 5.1).
pub fn width(c: char) -> u16 {
    // The common marks.
    if matches!(c, '\u{3001}'..='\u{3020}' | '\u{FF01}'..='\u{FF20}') {
        return 2;
    }
    match c {
        ' '..='~' => 1,
        '一'..='\u{9FFF}' => 2,
        '\0'..='\u{1F}' | '\u{7F}'..='\u{9F}' | '\u{AD}' | '\u{300}'..='\u{36F}' => 0,
        '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{20D0}'..='\u{20F0}' => 0,
        '\u{302A}'..='\u{302F}'
        | '\u{3099}'
        | '\u{309A}'
        | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}' => 0,
        '\u{E0000}'..='\u{E01EF}' => 0,
        '°' | '±' | '×' | '÷' | '§' | '¨' => 2,
        '—' | '―' | '‖' | '‘' | '’' | '“' | '”' | '‥' | '…' | '‰' | '′' | '″' | '※' | '℃' | '№' => {
            2
        }
        '\u{2160}'..='\u{217F}'
        | '\u{2190}'..='\u{2199}'
        | '\u{2200}'..='\u{22FF}'
        | '\u{2460}'..='\u{24FF}' => 2,
        '\u{2500}'..='\u{26FF}' | '\u{2E3A}' | '\u{2E3B}' => 2,
        '\u{1100}'..='\u{115F}'
        | '\u{2E80}'..='\u{303E}'
        | '\u{3041}'..='\u{A4CF}'
        | '\u{AC00}'..='\u{D7A3}' => 2,
        '\u{E000}'..='\u{FAFF}' | '\u{FE10}'..='\u{FE19}' | '\u{FE30}'..='\u{FE6F}' => 2,
        '\u{FF01}'..='\u{FF60}' | '\u{FFE0}'..='\u{FFE6}' => 2,
        '\u{1F300}'..='\u{1FAFF}' | '\u{20000}'..='\u{3FFFD}' => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests;
