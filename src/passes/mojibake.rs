//! Undo text that was read in the wrong encoding on its way here.
//!
//! 浜烘皯鏃ユ姤 is 人民日报 in UTF-8 read as GBK, äººæ°‘æ—¥æŠ¥ the same read as windows-1252, and ÈËÃñÈÕ±¨ is GBK
//! read as Latin-1. The bytes are still there: written down in the wrong encoding and read in the right
//! one they give the text back. Every character keeps the source bytes it was made from, and the audit
//! does the misreading once more and compares.
//!
//! Only what is beyond doubt is touched: ten characters and more, that read like Chinese afterwards and
//! did not before. Accidents are rare enough (of 20,000 strings of ten Chinese characters none was UTF-8
//! when written in GBK, of strings of four 120). 锟斤拷 is what is left of characters that are lost; it
//! stays, and the page's warnings say where.
//!
//! Trap: UTF-8 has three bytes for a character and GBK two, so a character begins in the middle of
//! another. It is given the characters that begin within its own bytes.

use crate::evidence::lexicon;
use crate::source::is_everyday;
use crate::text::{Edits, Why};
use encoding_rs::{Encoding, GBK, UTF_8};
use regex::bytes::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// What is shorter may be an accident.
const SHORTEST: usize = 10;

/// One way to read text wrongly.
struct Misreading {
    /// The encoding the bytes are in.
    right: &'static Encoding,
    /// The bytes that a character was misread from: one or two.
    bytes: fn(char) -> Option<([u8; 2], usize)>,
    /// Whether a row of characters between ASCII is to be told from true text: of everyday Chinese now,
    /// and not before.
    plausible: fn(was: &str, now: &str) -> bool,
    /// Share of the ideographs of a stretch, in percent, that must lie in words.
    words: usize,
}

const MISREADINGS: [Misreading; 3] = [
    Misreading {
        right: UTF_8,
        bytes: in_gbk,
        plausible: |was, now| everyday(now) >= 90 && everyday(was) <= 60,
        words: 0,
    },
    Misreading {
        right: UTF_8,
        bytes: in_latin,
        plausible: |_, now| everyday(now) >= 90,
        words: 0,
    },
    // Nearly every pair of Latin letters is some character of GBK, and every third one of everyday; but
    // of a hundred such pairs one is a word. Of news text two thirds are in words.
    Misreading {
        right: GBK,
        bytes: in_latin,
        plausible: |_, now| everyday(now) >= 90,
        words: 40,
    },
];

/// Proposes the characters that had been misread.
pub fn edit(text: &str, edits: &mut Edits) {
    if !is_suspicious(text) {
        return;
    }
    let mut found: Vec<(Range<usize>, String)> = Vec::new();
    for misreading in &MISREADINGS {
        for stretch in misreading.stretches(text) {
            found.extend(stretch);
        }
    }
    // Where two misreadings speak of one place, the earlier in the list keeps the word.
    found.sort_by_key(|(span, _)| span.start);
    for (span, now) in found {
        edits.replace(span, &now, Why::Mojibake);
    }
}

/// Whether `was` is what comes of reading `now` in a wrong encoding; the audit asks.
pub(crate) fn is_misread(was: &str, now: &str) -> bool {
    let gbk = GBK.encode(now);
    let read = |bytes: &[u8], wrong: fn(char) -> Option<([u8; 2], usize)>| {
        let mut rest = bytes;
        for c in was.chars() {
            let Some(after) = wrong(c).and_then(|(own, n)| rest.strip_prefix(&own[..n])) else {
                return false;
            };
            rest = after;
        }
        rest.is_empty()
    };
    read(now.as_bytes(), in_gbk)
        || read(now.as_bytes(), in_latin)
        || (!gbk.2 && read(&gbk.0, in_latin))
}

/// A look at the bytes that lets nearly every page pass: a page of misread text has one of the characters
/// that the bytes of ， 。 、 and 的 become in GBK, or accented letters in a row.
fn is_suspicious(text: &str) -> bool {
    static TELLING: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new("锛|銆|鐨").ok());
    /// So far apart are the letters ä å æ of a row at most, in bytes: two others stand between them.
    const NEAR: usize = 9;
    let bytes = text.as_bytes();
    let (mut before, mut row) = (None, 0);
    for at in memchr::memchr2_iter(0xC2, 0xC3, bytes) {
        row = match before {
            Some(before) if at - before <= NEAR => row + 1,
            _ => 1,
        };
        if row == 3 {
            return true;
        }
        before = Some(at);
    }
    TELLING
        .as_ref()
        .is_some_and(|telling| telling.is_match(bytes))
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

/// How many of a hundred characters that are not ASCII are those of everyday Chinese.
fn everyday(text: &str) -> usize {
    let others = || text.chars().filter(|c| !c.is_ascii());
    let all = others().count().max(1);
    others().filter(|&c| is_everyday(c)).count() * 100 / all
}

/// A text as the bytes that it was misread from.
#[derive(Default)]
struct Bytes {
    bytes: Vec<u8>,
    /// For every byte, where the character lies that begins with it or after it.
    begins: Vec<usize>,
    /// Whether a character begins with it.
    first: Vec<bool>,
}

impl Misreading {
    /// The stretches of a text that were misread so: characters, each with the source it was made from.
    fn stretches(&self, text: &str) -> Vec<Vec<(Range<usize>, String)>> {
        let mut stretches = Vec::new();
        let mut part = Bytes::default();
        for (at, c) in text.char_indices().chain([(text.len(), '\0')]) {
            let bytes = (self.bytes)(c).filter(|_| at < text.len());
            if let Some((own, n)) = bytes {
                for (i, byte) in own.into_iter().take(n).enumerate() {
                    let begins = if i == 0 { at } else { at + c.len_utf8() };
                    part.bytes.push(byte);
                    part.begins.push(begins);
                    part.first.push(i == 0);
                }
            } else {
                // What the wrong encoding does not have was not misread.
                part.begins.push(at);
                part.first.push(true);
                self.read(text, &part, &mut stretches);
                part = Bytes::default();
            }
        }
        stretches
    }

    /// Reads bytes in the right encoding, as far as they can be read, again and again.
    fn read(&self, text: &str, part: &Bytes, stretches: &mut Vec<Vec<(Range<usize>, String)>>) {
        let mut at = 0;
        while at < part.bytes.len() {
            if !part.first[at] {
                at += 1;
                continue;
            }
            let mut characters: Vec<(Range<usize>, String)> = Vec::new();
            // As far as a character ends where one of the misread ones does.
            let (mut end, mut whole) = (at, 0);
            let mut to = at;
            while let Some((c, length)) = self.character(&part.bytes[to..]) {
                let span = part.begins[to]..part.begins[to + length];
                match characters.last_mut() {
                    // A letter that lies within a misread character goes with the one before it.
                    Some((last, now)) if span.is_empty() || last.end > span.start => {
                        now.push(c);
                        last.end = last.end.max(span.end);
                    }
                    _ => characters.push((span, c.to_string())),
                }
                to += length;
                if part.first[to] {
                    (end, whole) = (to, characters.len());
                }
            }
            characters.truncate(whole);
            self.keep(text, characters, stretches);
            at = end.max(at + 1);
        }
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

    /// Keeps the plausible rows of a stretch, between ASCII, if they are enough and read well.
    fn keep(
        &self,
        text: &str,
        characters: Vec<(Range<usize>, String)>,
        stretches: &mut Vec<Vec<(Range<usize>, String)>>,
    ) {
        let mut kept = Vec::new();
        let mut misread = 0;
        let mut reads = String::new();
        for row in characters.split(|(span, now)| text[span.clone()] == *now) {
            let (Some(first), Some(last)) = (row.first(), row.last()) else {
                continue;
            };
            let was = &text[first.0.start..last.0.end];
            let now: String = row.iter().map(|(_, now)| now.as_str()).collect();
            if (self.plausible)(was, &now) {
                misread += was.chars().filter(|c| !c.is_ascii()).count();
                kept.extend_from_slice(row);
                reads += &now;
            }
        }
        if misread >= SHORTEST && lexicon::share_in_words(&reads) >= self.words {
            stretches.push(kept);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::audit;
    use crate::page::Page;
    use crate::source;
    use encoding_rs::WINDOWS_1252;

    /// What a text becomes when its bytes are read wrongly.
    fn misread(text: &str, right: &'static Encoding, wrong: &'static Encoding) -> String {
        let bytes = right.encode(text).0;
        wrong.decode_without_bom_handling(&bytes).0.into_owned()
    }

    fn run(text: &str) -> String {
        let mut page = Page::new(source::decode("page.txt", text.as_bytes(), None));
        page.edit(|_, text, edits| edit(text, edits));
        assert_eq!(audit(&page), [], "{text:?}");
        page.text().as_str().to_owned()
    }

    const NEWS: &str = "本报讯（记者王小平）昨日上午，某市召开防汛工作会议，要求各单位落实责任。";
    const LINES: &str = "某市召开防汛会议\n本报讯（记者王小平） 1月31日上午，某市召\n开防汛工作会议，投入2.5万元。\n①3\n";

    #[test]
    fn misread_text_is_put_right() {
        for text in [NEWS, LINES] {
            for (name, right, wrong) in [
                ("UTF-8 as windows-1252", UTF_8, WINDOWS_1252),
                ("GBK as windows-1252", GBK, WINDOWS_1252),
            ] {
                assert_eq!(run(&misread(text, right, wrong)), text, "{name}");
            }
        }
        // By other programs: Latin-1 has controls where windows-1252 has marks.
        let latin: String = NEWS.bytes().map(char::from).collect();
        assert_eq!(run(&latin), NEWS);
    }

    #[test]
    fn cases() {
        let cases = [
            (
                "UTF-8 as GBK",
                "浜烘皯鏃ユ姤浜烘皯鏃ユ姤锛屼腑鍥�",
                "人民日报人民日报，中鍥�",
            ),
            (
                "among true text",
                "本报讯 浜烘皯鏃ユ姤浜烘皯鏃ユ姤锛屼腑鍥� 昨日开会。",
                "本报讯 人民日报人民日报，中鍥� 昨日开会。",
            ),
            (
                "with a letter in the middle",
                &misread("投入资金，其中A级项目，", UTF_8, GBK),
                "投入资金，其中A级项目，",
            ),
            (
                "traditional",
                &misread(
                    "立法院昨日三讀通過國家發展委員會組織法",
                    UTF_8,
                    WINDOWS_1252,
                ),
                "立法院昨日三讀通過國家發展委員會組織法",
            ),
        ];
        for (name, was, now) in cases {
            assert_eq!(run(was), now, "{name}");
        }
    }

    #[test]
    fn stays() {
        let cases = [
            NEWS,
            LINES,
            "",
            "plain text",
            // Too short.
            "浜烘皯鏃ユ姤",
            "ÈËÃñÈÕ±¨",
            // Lost: nobody knows what it was.
            "锟斤拷锟斤拷锟斤拷锟斤拷锟斤拷锟斤拷",
            "烫烫烫烫烫烫烫烫烫烫烫烫",
            "ï¿½ï¿½ï¿½ï¿½ï¿½ï¿½",
            // Rare characters, true ones.
            "锛、銆、鐨，鏄鍜鍦鍙涓浜锛銆鐨鏄",
            "銀鐵錢錄鍵鎮鏡鐘鋼鋁鎳鋅鈷鎢鉛錫",
            "钅钆钇钌钍钎钏钐钒钔钕钗钚钜钣",
            "魑魅魍魉，饕餮，耄耋，彳亍，旖旎，龃龉",
            // Western text.
            "Le café-théâtre « L'Été » a été créé à Orléans en février",
            "ÄÖÜäöüßÄÖÜäöüß",
            "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞß",
            "CafÃ© crÃ¨me, dÃ©jÃ  vu, Ã©tÃ©, Ã©lÃ¨ve, thÃ©Ã¢tre",
            // Russian in windows-1251 read as Latin-1.
            "Ïðèâåò, ìèð! Ýòî ïðîñòî òåêñò íà ðóññêîì ÿçûêå",
            "ÏÐÈÂÅÒÌÈÐÏÐÎÑÒÎÒÅÊÑÒÐÎÑÑÈß",
            // Marks.
            "佩尔·努德、阿卜杜勒·拉赫曼·穆罕默德",
            "第一章··········1\n第二章··········9",
            "25±2℃，×3，÷4，§5，¥100，©2022，®，°，µm",
            "“引”‘文’—…•–",
        ];
        for case in cases {
            assert_eq!(run(case), case);
        }
    }

    #[test]
    fn what_the_audit_asks() {
        assert!(is_misread("浜烘皯", "人民"));
        assert!(is_misread("ÈËÃñ", "人民"));
        assert!(is_misread("äººæ°‘", "人民"));
        assert!(!is_misread("浜烘皯", "人"));
        assert!(!is_misread("浜烘", "人民"));
        assert!(!is_misread("浜烘皯", "人名"));
        assert!(!is_misread("人民", "人民"));
    }
}
