//! Give every character its ordinary code point.
//!
//! `⽉` becomes `月`, `１` becomes `1`, `︵` becomes `（`; invisible characters go; every line ends in one
//! LF and every odd space inside a line is U+0020. The tables are in [`crate::chars::folding`]; what is not in
//! them is not touched: ， ① ℃ № 〇 and half-width kana stay. Text is composed (NFC) only around the
//! few characters that ask for it, and never by NFKC, which would ruin ， ① and ℃.
//!
//! The ideographic space at a line start stays as it is: it is the best evidence of a paragraph, and
//! a later pass reads it. Variation selectors stay too: to Unicode they are marks, and no mark is lost.
//!
//! Trap: an invisible character may stand between a letter and its accent, so that taking it away makes
//! a pair that composes; a base and all that follows it are therefore folded in one go.

use std::ops::Range;

use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::audit::letters;
use crate::chars;
use crate::chars::folding::{Fold, fold};
use crate::text::{Edits, Why};

/// Folds the text of a page.
pub fn edit(text: &str, edits: &mut Edits) {
    let bytes = text.as_bytes();
    let mut sweep = Sweep {
        text,
        edits,
        indent: (0, true),
        settled: 0,
    };
    let mut at = 0;
    loop {
        // Always as they are: U+4000..U+9FFF; then printable ASCII, tab, LF; then U+00C0..U+02FF; then the
        // marks 、 to 〩, ！ to ／, ： to ＠ and – to ….
        while let Some(0xE4..=0xE9) = bytes.get(at) {
            at += 3;
        }
        match bytes.get(at..).unwrap_or_default() {
            [] => break,
            [b' '..=b'~' | b'\n' | b'\t', ..] => at += 1,
            [0xC3..=0xCB, ..] => at += 2,
            [0xE3, 0x80, 0x81..=0xA9, ..]
            | [0xEF, 0xBC, 0x81..=0x8F | 0x9A..=0xA0, ..]
            | [0xE2, 0x80, 0x93..=0xA6, ..] => at += 3,
            [..] => at = sweep.special(at),
        }
    }
}

/// One way through a text, with what was found out on the way, so that a long run of blanks or of
/// invisible characters is looked at once and not once for each of them.
struct Sweep<'a> {
    text: &'a str,
    edits: &'a mut Edits,
    /// A place, and whether only blanks stand before it in its line.
    indent: (usize, bool),
    /// Up to here no mark composes with what stands before it.
    settled: usize,
}

impl Sweep<'_> {
    /// Deals with one character that may need folding; returns where to go on.
    fn special(&mut self, at: usize) -> usize {
        let Some(c) = self.text[at..].chars().next() else {
            return self.text.len();
        };
        let end = at + c.len_utf8();
        let found = fold(c);
        if found == Fold::Same {
            return end;
        }
        if let Some(end) = self.composition(at, found) {
            return end;
        }
        match found {
            Fold::Same | Fold::Compose => {}
            Fold::To(to) => self.put(at..end, to, Why::Folded),
            Fold::Upright(to) => self.put(at..end, to, Why::Vertical),
            Fold::Space if c == '\u{3000}' && self.at_line_start(at) => {}
            Fold::Space => self.put(at..end, ' ', Why::Folded),
            Fold::Break if c == '\r' && visible_after(self.text, end) == Some('\n') => {
                self.edits.delete(at..end, Why::LineBreak);
            }
            Fold::Break => self.put(at..end, '\n', Why::LineBreak),
            Fold::Invisible if c == '\u{200D}' && joins_emoji(self.text, at, end) => {}
            Fold::Invisible => self.edits.delete(at..end, Why::Invisible),
        }
        end
    }

    fn put(&mut self, range: Range<usize>, to: char, why: Why) {
        self.edits.replace(range, to.encode_utf8(&mut [0; 4]), why);
    }

    /// Composes a base with the marks on it, if there is something to compose. `at` is a character with
    /// a fold: the base, a mark, or an invisible character between the two.
    fn composition(&mut self, at: usize, found: Fold) -> Option<usize> {
        if matches!(found, Fold::Break | Fold::Space)
            || (found == Fold::Invisible && at < self.settled)
        {
            return None;
        }
        let rest = &self.text[at..];
        let first = rest.chars().next()?;
        let mut end = at + first.len_utf8();
        let mut composes = found == Fold::Compose;
        for (i, c) in rest.char_indices().skip(1) {
            match fold(c) {
                Fold::Invisible => self.settled = at + i + c.len_utf8(),
                Fold::Compose if attaches(c) => {
                    composes = true;
                    end = at + i + c.len_utf8();
                }
                _ if canonical_combining_class(c) != 0 => end = at + i + c.len_utf8(),
                _ => break,
            }
        }
        if !composes {
            return None;
        }
        let mut start = at;
        if attaches(first) || found == Fold::Invisible {
            // Back to the base. What was folded before took its marks with it: this is untouched text.
            for (i, c) in self.text[..at].char_indices().rev() {
                if i < self.edits.last_end() || matches!(c, '\n' | '\t' | ' ') {
                    break;
                }
                start = i;
                if canonical_combining_class(c) == 0 && fold(c) != Fold::Compose {
                    break;
                }
            }
        }
        let old = &self.text[start..end];
        let composed: String = old
            .chars()
            .filter_map(|c| match fold(c) {
                Fold::To(to) | Fold::Upright(to) => Some(to),
                Fold::Invisible => None,
                _ => Some(c),
            })
            .nfc()
            .collect();
        // A stroke is a mark that must not be lost, a sign with a stroke through it (≮) is none: they stay two.
        if composed != old && letters(&composed) == letters(old) {
            // Only what differs: the base may be a mark that a later pass takes away, and what stands in
            // one replacement with it would go without a source.
            let (before, after) = (shared(old.chars(), composed.chars()), composed.as_str());
            let tail = shared(old[before..].chars().rev(), after[before..].chars().rev());
            self.edits.replace(
                start + before..end - tail,
                &after[before..after.len() - tail],
                Why::Folded,
            );
        }
        Some(end)
    }

    /// Whether nothing but blanks and invisible characters stands before a place in its line.
    fn at_line_start(&mut self, at: usize) -> bool {
        let (known, was) = self.indent;
        let found = self.text[known..at]
            .chars()
            .rev()
            .find(|&c| !chars::is_blank(c) && fold(c) != Fold::Invisible)
            .map_or(was, |c| c == '\n' || fold(c) == Fold::Break);
        self.indent = (at, found);
        found
    }
}

/// Whether a character composes with what stands before it.
fn attaches(c: char) -> bool {
    canonical_combining_class(c) != 0 || is_nfc_quick(std::iter::once(c)) == IsNormalized::Maybe
}

/// The bytes of the characters that two texts have in common from their beginning.
fn shared(one: impl Iterator<Item = char>, other: impl Iterator<Item = char>) -> usize {
    let same = one.zip(other).take_while(|(a, b)| a == b);
    same.map(|(c, _)| c.len_utf8()).sum()
}

/// The next character that stays.
fn visible_after(text: &str, at: usize) -> Option<char> {
    text[at..].chars().find(|&c| fold(c) != Fold::Invisible)
}

/// Whether a zero-width joiner ties two emoji together.
fn joins_emoji(text: &str, at: usize, end: usize) -> bool {
    let emoji = |c: char| matches!(c, '\u{1F000}'..='\u{1FAFF}' | '\u{2190}'..='\u{21FF}' | '\u{2300}'..='\u{23FF}' | '\u{2600}'..='\u{27BF}' | '\u{2B00}'..='\u{2BFF}');
    let before = text[..at].chars().rev().find(|&c| c != '\u{FE0F}');
    let after = text[end..].chars().next();
    before.is_some_and(emoji) && after.is_some_and(emoji)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn run(text: &str) -> String {
        Edits::made(text, edit)
    }

    #[test]
    fn changes() {
        let cases = [
            (
                "radicals",
                "⽬前，我国正在加快推进⼀刻钟便⺠⽣活圈建设",
                "目前，我国正在加快推进一刻钟便民生活圈建设",
            ),
            (
                "full-width digits",
                "吸引了７００余名市民，占２．５％",
                "吸引了700余名市民，占2．5％",
            ),
            ("full-width letters", "ＧＤＰ增长", "GDP增长"),
            ("vertical marks", "党支部︵小区︶︒", "党支部（小区）。"),
            ("vertical dash and ellipsis", "之一︱︱︙︙", "之一——……"),
            ("small forms", "台北﹐﹙中央社﹚", "台北，（中央社）"),
            (
                "compatibility ideographs",
                "\u{F9D8}\u{F96F}\u{FA1C}",
                "律說靖",
            ),
            (
                "zero width",
                "市委\u{AD}、市\u{200B}政\u{2060}府\u{FEFF}",
                "市委、市政府",
            ),
            (
                "nbsp",
                "记者\u{A0}李一\u{2003}通讯员\u{3000}张宏伟",
                "记者 李一 通讯员 张宏伟",
            ),
            (
                "line ends",
                "一\r\n二\r三\u{C}四\u{2028}五",
                "一\n二\n三\n四\n五",
            ),
            (
                "accent",
                "cafe\u{301}、Ａ\u{301}、e\u{200B}\u{301}",
                "café、Á、é",
            ),
            ("old GBK", "龙\u{E81E}字\u{E78D}\u{E78E}", "龙龴字，。"),
            ("hyphen of a PDF library", "伊尔\u{FFFE}76", "伊尔-76"),
            ("controls", "一\u{0}二\u{7F}三\u{85}四", "一二三\n四"),
            ("CR before a hidden LF", "一\r\u{0}\n二", "一\n二"),
        ];
        for (name, from, to) in cases {
            assert_eq!(run(from), to, "{name}");
            assert_eq!(run(to), to, "{name}, again");
        }
    }

    #[test]
    fn stays() {
        let cases = [
            "本报讯（记者董柏生）1月31日下午，市委书记、市人大常委会主任王小平到孟州市。①3",
            "　　5月8日，县委常委、宣传部长、副县长王浩到宝丰县中等专业学校",
            " 　会，主题为“",
            "气温35℃，面积20㎡，№3，㈠至㈢，½杯，⑴⑵，Ⅳ",
            "二〇〇〇年、二○二二年",
            "『国家队』﹃红色屏障﹄﹁双报到﹂「台北」",
            "ｶﾞｷﾞ丶∶￥～－＋％！？",
            "5G‑A、轰-6K、1985年―2000年、1月—4月、佩尔·努德、5月——6月……",
            "\u{FA0E}\u{FA0F}\u{FA11}\u{FA27}\u{FA29}",
            "👨\u{200D}👩\u{200D}👧、❤\u{FE0F}\u{200D}🔥",
            "\u{E000}\u{F8FF}\u{FFFD}",
            "葛\u{E0100}城、辻\u{FE00}",
            "㌀㍿﷼ﬁ",
            "a\tb  c",
            "<\u{338}云，=\u{338}，∈\u{338}",
        ];
        for case in cases {
            let mut edits = Edits::new();
            edit(case, &mut edits);
            assert!(edits.is_empty(), "{case} became {}", run(case));
        }
    }

    #[test]
    fn composing_touches_no_more_than_it_must() {
        let edits = |text: &str| {
            let mut edits = Edits::new();
            edit(text, &mut edits);
            let list = edits.iter();
            list.map(|(e, new)| (e.range.clone(), new.to_owned()))
                .collect::<Vec<_>>()
        };
        assert_eq!(edits("e\u{301}"), [(0..3, "é".to_owned())]);
        assert_eq!(edits("<br>\u{FEFF}\u{B56}"), [(4..7, String::new())]);
    }

    #[test]
    fn indent_is_left_for_the_lines_pass() {
        assert_eq!(run("\u{FEFF}　　一　二\r\n\u{A0}　三"), "　　一 二\n 　三");
    }

    proptest! {
        #[test]
        fn settles(text in "([\\PC\\s\u{200B}-\u{200F}\u{AD}\u{2060}]|[中ea가\u{1100}\u{1161}\u{11A8}\u{301}\u{323}\u{327}\u{3099}かＡ⽉\u{F900}\u{3000}\r\n\u{200B}\u{200D}👩]){0,24}") {
            let once = run(&text);
            prop_assert_eq!(run(&once), once);
        }

        #[test]
        fn keeps_letters(text in "[一-龥0-9a-zA-Z，。、；：？！“”‘’（）《》 \n]{0,40}") {
            prop_assert_eq!(run(&text), text);
        }
    }
}
