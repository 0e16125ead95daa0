//! Characters: which of them are content, which are white space, and the forms of a text that comparisons use.

use std::borrow::Cow;
use std::sync::OnceLock;

use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

use crate::radicals::radical;

/// How many code points a block of [`CONTENT`] has.
const BLOCK: u32 = 0x1000;

/// Code points that may be letters, marks or numbers: planes 4 to 13 are unassigned, 15 and 16 are for private use.
const PLANES: [std::ops::Range<u32>; 2] = [0..0x4_0000, 0xE_0000..0xE_1000];

/// One bit for every code point up to the last one of [`PLANES`], set for letters, marks and numbers; a block is made when one of its
/// characters is first asked about, and a page has few blocks.
static CONTENT: [OnceLock<[u64; (BLOCK / 64) as usize]>; 0xE1] = [const { OnceLock::new() }; 0xE1];

/// Asks Unicode's tables about every character of a block.
fn content_bits(block: u32) -> [u64; (BLOCK / 64) as usize] {
    let mut bits = [0_u64; (BLOCK / 64) as usize];
    let first = block * BLOCK;
    if !PLANES.iter().any(|plane| plane.contains(&first)) {
        return bits;
    }
    for place in 0..BLOCK {
        if char::from_u32(first + place).is_some_and(is_letter_mark_or_number) {
            bits[(place / 64) as usize] |= 1 << (place % 64);
        }
    }
    bits
}

/// Whether a character is of Unicode's general categories L, M, N. To Unicode alphabetic are all letters, and of what
/// is none of the three the letters in circles and squares.
fn is_letter_mark_or_number(c: char) -> bool {
    let enclosed = matches!(
        c,
        'Ⓐ'..='ⓩ' | '\u{1F130}'..='\u{1F149}' | '\u{1F150}'..='\u{1F169}' | '\u{1F170}'..='\u{1F189}'
    );
    c.is_alphabetic() && !enclosed || c.is_numeric() || is_combining_mark(c)
}

/// Whether a character is content: a letter, mark or number (Unicode L, M, N), just as it stands.
///
/// This asks about the character itself, without normalisation: `①` is a number, `㎡` is a symbol and no content.
#[must_use]
#[inline]
pub fn is_content(c: char) -> bool {
    common(c).unwrap_or_else(|| looked_up(c))
}

/// Whether a common character is content, be it as it stands or after NFKC; none if it has to be looked up.
#[inline]
fn common(c: char) -> Option<bool> {
    match c {
        '一'..='\u{9FA5}' | '①'..='⑳' => Some(true),
        '\0'..='\u{7F}' => Some(c.is_ascii_alphanumeric()),
        // Quotation marks, dashes and dots; lines, squares and circles; ideographic and full-width marks.
        '\u{2010}'..='\u{2016}' | '\u{2018}'..='\u{2027}' | '\u{2500}'..='\u{25FF}' => Some(false),
        '\u{3000}'..='\u{3003}' | '\u{3008}'..='\u{3020}' => Some(false),
        '\u{FF01}'..='\u{FF0F}' | '\u{FF1A}'..='\u{FF20}' => Some(false),
        _ => None,
    }
}

/// The same from the table.
#[cold]
fn looked_up(c: char) -> bool {
    let code = u32::from(c);
    let Some(block) = CONTENT.get((code / BLOCK) as usize) else {
        return false;
    };
    let place = code % BLOCK;
    let bits = block.get_or_init(|| content_bits(code / BLOCK));
    bits[(place / 64) as usize] & (1 << (place % 64)) != 0
}

/// Whether a character holds content as the figures count it: after NFKC and the folding of CJK radicals.
///
/// By itself the radical `⽉` is a symbol, and so is `㎡`; but a page that loses one of them loses 月 or m2.
#[must_use]
#[inline]
pub fn holds_content(c: char) -> bool {
    common(c).unwrap_or_else(|| made_content(c))
}

/// The same by asking for its NFKC form.
#[cold]
fn made_content(c: char) -> bool {
    is_content(c) || !c.is_ascii() && compatible(fold(c)).any(is_content)
}

/// The content characters of a text as the figures compare them: after NFKC and the folding of CJK radicals.
///
/// ```
/// assert_eq!(cleaner::eval::content("⻘年①：Ａ，㎡"), "青年1Am2");
/// ```
#[must_use]
pub fn content(text: &str) -> String {
    let folded = || text.chars().map(fold);
    // Nearly all Chinese text is in NFKC already but for its full-width punctuation, which is no content and which nothing composes
    // with; taking it out first spares most texts the normalisation.
    let plain = || folded().filter(|&c| !is_wide_mark(c));
    if is_nfkc_quick(plain()) == IsNormalized::Yes {
        plain().filter(|&c| is_content(c)).collect()
    } else {
        folded().nfkc().filter(|&c| is_content(c)).collect()
    }
}

/// What a comparison takes a character for: a radical is its ideograph, and 戶 is 户, since the radical ⼾ stands for either.
fn fold(c: char) -> char {
    if c == '戶' {
        '户'
    } else {
        radical(c).unwrap_or(c)
    }
}

/// Full-width forms of ASCII punctuation that are common in Chinese text; NFKC makes one ASCII mark of each.
fn is_wide_mark(c: char) -> bool {
    matches!(c, '，' | '：' | '；' | '！' | '？' | '（' | '）')
}

/// The NFKC form of a single character.
pub(super) fn compatible(c: char) -> impl Iterator<Item = char> {
    // Most characters are their own form, and finding that out is cheaper than decomposing and composing them.
    let itself = is_nfkc_quick(std::iter::once(c)) == IsNormalized::Yes;
    let plain = itself.then_some(c);
    let made = (!itself).then(|| std::iter::once(c).nfkc());
    plain.into_iter().chain(made.into_iter().flatten())
}

/// Whether a character is white space: Unicode's, and the four separators of ASCII, as Python has it.
pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{1C}'..='\u{1F}')
}

/// A text without the white space at its ends.
pub(super) fn stripped(text: &str) -> &str {
    text.trim_matches(is_space)
}

/// A text without any white space.
pub(super) fn unspaced(text: &str) -> Cow<'_, str> {
    if text.contains(is_space) {
        Cow::Owned(text.chars().filter(|&c| !is_space(c)).collect())
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use regex::Regex;

    #[test]
    fn letters_marks_and_numbers_are_content() {
        let yes = "aZ0é中〇々ー〡①½Ⅷ\u{0301}\u{20DD}ｱ🄁\u{20000}\u{E0100}Ａ１ᠠあ";
        let no = " ，。“”（）、—…·%+￥$㎡℃★●\u{00A0}\u{3000}\u{200B}\u{FEFF}\u{FFFD}\u{E000}⻘🄐🅐\u{10FFFF}\0";
        for c in yes.chars() {
            assert!(is_content(c), "{c} U+{:04X}", u32::from(c));
        }
        for c in no.chars() {
            assert!(!is_content(c), "{c} U+{:04X}", u32::from(c));
        }
    }

    #[test]
    fn common_characters_are_what_the_table_says() {
        for c in '\0'..=char::MAX {
            assert_eq!(is_content(c), looked_up(c), "U+{:04X}", u32::from(c));
            assert_eq!(holds_content(c), made_content(c), "U+{:04X}", u32::from(c));
        }
    }

    /// The standard library, the normalisation and the patterns may be of different versions of Unicode: what one
    /// of them does not know yet is passed over.
    #[test]
    fn content_is_what_the_patterns_call_so() {
        let class = Regex::new(r"[\p{L}\p{M}\p{N}]").expect("a valid pattern");
        let unassigned = Regex::new(r"\p{Cn}").expect("a valid pattern");
        for c in '\0'..=char::MAX {
            let text = c.to_string();
            let same = is_letter_mark_or_number(c) == class.is_match(&text);
            assert!(same || unassigned.is_match(&text), "U+{:04X}", u32::from(c));
        }
    }

    #[test]
    fn planes_left_out_have_no_content() {
        let class = Regex::new(r"[\p{L}\p{M}\p{N}]").expect("a valid pattern");
        let outside = |c: &char| !PLANES.iter().any(|plane| plane.contains(&u32::from(*c)));
        let others = ('\0'..=char::MAX).filter(outside).collect::<String>();
        assert_eq!(class.find(&others), None);
        assert!(!others.chars().any(is_content));
    }

    #[test]
    fn content_is_folded_and_free_of_marks() {
        let cases = [
            ("", ""),
            ("，。 ", ""),
            ("中国，China 2022！", "中国China2022"),
            ("①3", "13"),
            ("１２㎡", "12m2"),
            ("⻘⺠⼀", "青民一"),
            ("門戶⼾户", "門户户户"),
            ("e\u{301}", "é"),
            ("e \u{301}", "e\u{301}"),
            ("e，\u{301}", "e\u{301}"),
            ("ｶﾞ", "ガ"),
            ("⑴㈱", "1株"),
            ("ㄅ½", "ㄅ12"),
        ];
        for (text, want) in cases {
            assert_eq!(content(text), want, "{text}");
        }
    }

    #[test]
    fn single_characters_have_compatible_forms() {
        for (c, want) in [
            ('中', "中"),
            ('①', "1"),
            ('㎡', "m2"),
            ('⑴', "(1)"),
            ('，', ","),
            ('\u{301}', "\u{301}"),
        ] {
            assert_eq!(compatible(c).collect::<String>(), want, "{c}");
        }
    }

    #[test]
    fn white_space_is_stripped_or_taken_out() {
        assert_eq!(stripped(" \u{3000}中 国\u{1F}\n"), "中 国");
        assert_eq!(unspaced(" 中\u{00A0}国\u{1C} "), "中国");
        assert_eq!(unspaced("中\u{200B}国"), "中\u{200B}国");
    }
}
