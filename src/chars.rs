//! What kind of character a character is, and what it is folded to.
//!
//! Classes and tables for all passes, so that no two of them disagree on what a closing bracket is.
//! The tables are our own and explicit. NFKC would do most of the folding and ruin the rest: on five
//! sample pages it changes 473 characters, among them ， to a comma, ① to 1, ℃ to °C and … to three dots.
//!
//! Sources: the Unicode Character Database (East Asian width, vertical, small and full-width forms);
//! GB/T 15834-2011 for the marks and their widths; CLREQ (W3C, Requirements for Chinese Text Layout) for
//! vertical marks; GB 18030-2000, -2005 and -2022 for characters that left the private use area.
//!
//! Trap: “ ” ‘ ’ — … · are one code point for Chinese and for Latin text. They count as two half-ems
//! here, as a Chinese font prints them, and are no proof that the text around them is Chinese.

use crate::radicals::radical;
use std::ops::Range;

/// What a character is folded to, wherever it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fold {
    /// Nothing to do.
    Same,
    /// Another code point for the same character.
    To(char),
    /// A vertical form, and the mark that it is upright.
    Upright(char),
    /// A space of whatever width, other than U+0020.
    Space,
    /// A line end, other than U+000A.
    Break,
    /// Nobody sees it: zero width, soft hyphen, direction mark, control.
    Invisible,
    /// Text with it may not be composed (NFC).
    Compose,
}

/// Folds one character. ASCII and the common ideographs cost one comparison each.
pub fn fold(c: char) -> Fold {
    match c {
        ' '..='~' | '\n' | '\t' | '一'..='\u{9FFF}' => Fold::Same,
        '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Fold::Break,
        '\0'..='\u{1F}' | '\u{7F}'..='\u{9F}' | '\u{AD}' => Fold::Invisible,
        '\u{A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}' => {
            Fold::Space
        }
        '\u{A1}'..='\u{2FF}' => Fold::Same,
        // Hangul fillers and variation selectors are letters and marks to Unicode; they stay.
        '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' => {
            Fold::Invisible
        }
        '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206F}' | '\u{FEFF}' => Fold::Invisible,
        '\u{2010}'..='\u{2E7F}' => composed(c),
        '\u{2E80}'..='\u{2FDF}' | '\u{31C0}'..='\u{31EF}' => {
            radical(c).map_or(Fold::Same, Fold::To)
        }
        '\u{3001}'..='\u{3029}' => Fold::Same,
        '\u{3400}'..='\u{4DBF}' => Fold::Same,
        '\u{E000}'..='\u{F8FF}' => private_use(c),
        '\u{FE10}'..='\u{FE19}' | '\u{FE30}'..='\u{FE48}' => {
            upright(c).map_or(Fold::Same, Fold::Upright)
        }
        '\u{FE50}'..='\u{FE6B}' => small_form(c).map_or(Fold::Same, Fold::To),
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => Fold::To(halved(c)),
        '｡' => Fold::To('。'),
        '｢' => Fold::To('「'),
        '｣' => Fold::To('」'),
        '､' => Fold::To('、'),
        '･' => Fold::To('・'),
        // No character at all; a widespread PDF library writes it for a hyphen at a line end.
        '\u{FFFE}' => Fold::To('-'),
        '\u{FF01}'..='\u{FFEF}' => Fold::Same,
        _ => composed(c),
    }
}

fn composed(c: char) -> Fold {
    use unicode_normalization::{IsNormalized, is_nfc_quick};
    match is_nfc_quick(std::iter::once(c)) {
        IsNormalized::Yes => Fold::Same,
        IsNormalized::No | IsNormalized::Maybe => Fold::Compose,
    }
}

/// A full-width letter, digit or sign, at the width of ASCII; other characters as they are.
pub fn halved(c: char) -> char {
    match c {
        '！'..='～' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

/// The upright mark for a vertical form.
///
/// GB/T 15834-2011, 5.2; CLREQ asks authors not to use these code points at all. The corner quotes
/// U+FE41..FE44 are missing here: which of “ ” ‘ ’ they are is for their depth to say. So are the lines
/// beside the text, U+FE33 and U+FE34, and the emphasis dots, which are no marks of their own.
pub fn upright(c: char) -> Option<char> {
    Some(match c {
        '︐' => '，',
        '︑' => '、',
        '︒' => '。',
        '︓' => '：',
        '︔' => '；',
        '︕' => '！',
        '︖' => '？',
        '︗' => '〖',
        '︘' => '〗',
        '︙' => '…',
        '︰' => '‥',
        '︱' => '—',
        '︲' => '–',
        '︵' => '（',
        '︶' => '）',
        '︷' => '｛',
        '︸' => '｝',
        '︹' => '〔',
        '︺' => '〕',
        '︻' => '【',
        '︼' => '】',
        '︽' => '《',
        '︾' => '》',
        '︿' => '〈',
        '﹀' => '〉',
        '﹇' => '［',
        '﹈' => '］',
        _ => return None,
    })
}

/// The plain mark for a small form (Big5 and CNS 11643 have them; Taiwan).
fn small_form(c: char) -> Option<char> {
    Some(match c {
        '﹐' => '，',
        '﹑' => '、',
        '﹒' => '.',
        '﹔' => '；',
        '﹕' => '：',
        '﹖' => '？',
        '﹗' => '！',
        '﹘' => '—',
        '﹙' => '（',
        '﹚' => '）',
        '﹛' => '｛',
        '﹜' => '｝',
        '﹝' => '〔',
        '﹞' => '〕',
        '﹟' => '#',
        '﹠' => '&',
        '﹡' => '*',
        '﹢' => '+',
        '﹣' => '-',
        '﹤' => '<',
        '﹥' => '>',
        '﹦' => '=',
        '﹨' => '\\',
        '﹩' => '$',
        '﹪' => '%',
        '﹫' => '@',
        _ => return None,
    })
}

/// A character that GBK had in the private use area and that has a code point of its own today.
/// Other private use characters stay: nobody knows what they are.
fn private_use(c: char) -> Fold {
    let settled = match c {
        '\u{E78D}' => '\u{FE10}',
        '\u{E78E}' => '\u{FE12}',
        '\u{E78F}' => '\u{FE11}',
        '\u{E790}'..='\u{E796}' => char::from_u32(u32::from(c) - 0xE790 + 0xFE13).unwrap_or(c),
        '\u{E7C7}' => 'ḿ',
        '\u{E7C8}' => 'ǹ',
        '\u{E7E7}' => '\u{303E}',
        '\u{E7E8}'..='\u{E7F3}' => char::from_u32(u32::from(c) - 0xE7E8 + 0x2FF0).unwrap_or(c),
        '\u{E815}'..='\u{E864}' => GBK_FE[(u32::from(c) - 0xE815) as usize],
        _ => return Fold::Same,
    };
    if let Some(mark) = upright(settled) {
        return Fold::Upright(mark);
    }
    Fold::To(radical(settled).unwrap_or(settled))
}

/// GBK FE50..FEA0, which went to U+E815..E864: the characters as GB 18030-2022 has them.
const GBK_FE: [char; 80] = [
    '\u{2E81}',
    '\u{20087}',
    '\u{20089}',
    '\u{200CC}',
    '\u{2E84}',
    '\u{3473}',
    '\u{3447}',
    '\u{2E88}',
    '\u{2E8B}',
    '\u{9FB4}',
    '\u{359E}',
    '\u{361A}',
    '\u{360E}',
    '\u{2E8C}',
    '\u{2E97}',
    '\u{396E}',
    '\u{3918}',
    '\u{9FB5}',
    '\u{39CF}',
    '\u{39DF}',
    '\u{3A73}',
    '\u{39D0}',
    '\u{9FB6}',
    '\u{9FB7}',
    '\u{3B4E}',
    '\u{3C6E}',
    '\u{3CE0}',
    '\u{2EA7}',
    '\u{215D7}',
    '\u{9FB8}',
    '\u{2EAA}',
    '\u{4056}',
    '\u{415F}',
    '\u{2EAE}',
    '\u{4337}',
    '\u{2EB3}',
    '\u{2EB6}',
    '\u{2EB7}',
    '\u{2298F}',
    '\u{43B1}',
    '\u{43AC}',
    '\u{2EBB}',
    '\u{43DD}',
    '\u{44D6}',
    '\u{4661}',
    '\u{464C}',
    '\u{9FB9}',
    '\u{4723}',
    '\u{4729}',
    '\u{477C}',
    '\u{478D}',
    '\u{2ECA}',
    '\u{4947}',
    '\u{497A}',
    '\u{497D}',
    '\u{4982}',
    '\u{4983}',
    '\u{4985}',
    '\u{4986}',
    '\u{499F}',
    '\u{499B}',
    '\u{49B7}',
    '\u{49B6}',
    '\u{9FBA}',
    '\u{241FE}',
    '\u{4CA3}',
    '\u{4C9F}',
    '\u{4CA0}',
    '\u{4CA1}',
    '\u{4C77}',
    '\u{4CA2}',
    '\u{4D13}',
    '\u{4D14}',
    '\u{4D15}',
    '\u{4D16}',
    '\u{4D17}',
    '\u{4D18}',
    '\u{4D19}',
    '\u{4DAE}',
    '\u{9FBB}',
];

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
fn number_of([a, b, c]: [u8; 3]) -> u32 {
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
            | (first == 0xE2) & ((second == 0x80) & !quotes | (second == 0x81))
            | (first == 0xE3) & (second == 0x80) & (third == 0x80)
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
