//! What a character is folded to.
//!
//! The tables are our own and explicit. NFKC would do most of the folding and ruin the rest: on five
//! sample pages it changes 473 characters, among them ， to a comma, ① to 1, ℃ to °C and … to three dots.
//!
//! Sources: the Unicode Character Database (vertical, small and full-width forms); GB/T 15834-2011 and CLREQ (W3C,
//! Requirements for Chinese Text Layout) for vertical marks; GB 18030-2000, -2005 and -2022 for characters that left the
//! private use area.

use crate::radicals::radical;

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds() {
        let cases: &[(char, Fold)] = &[
            ('９', Fold::To('9')),
            ('Ａ', Fold::To('A')),
            ('⼤', Fold::To('大')),
            ('⻓', Fold::To('长')),
            ('﹐', Fold::To('，')),
            ('︵', Fold::Upright('（')),
            ('\u{E81E}', Fold::To('龴')),
            ('\u{E864}', Fold::To('龻')),
            ('\u{E815}', Fold::To('厂')),
            ('\u{E78E}', Fold::Upright('。')),
            ('\u{A0}', Fold::Space),
            ('\u{3000}', Fold::Space),
            ('\u{C}', Fold::Break),
            ('\u{200B}', Fold::Invisible),
            ('\u{F900}', Fold::Compose),
            ('\u{301}', Fold::Compose),
        ];
        for (c, want) in cases {
            assert_eq!(fold(*c), *want, "U+{:04X}", u32::from(*c));
        }
    }

    #[test]
    fn stays() {
        // 﨎 and 﨏 are ideographs of their own in the compatibility block.
        for c in "中，。：（）！％．～－＋＠①㈠㎡℃№½…—·〇○▲□■●々『』﹃﹄﹁﹂ﾊﾟ\u{FE0F}\u{E000}\u{FFFD}é〡丶∶￥‑\u{FA0E}\u{FA0F}".chars() {
            if c != 'ﾟ' {
                assert_eq!(fold(c), Fold::Same, "U+{:04X}", u32::from(c));
            }
        }
    }

    #[test]
    fn folding_is_settled() {
        for c in '\0'..=char::MAX {
            if let Fold::To(to) | Fold::Upright(to) = fold(c) {
                assert_eq!(fold(to), Fold::Same, "U+{:04X}", u32::from(c));
            }
        }
    }
}
