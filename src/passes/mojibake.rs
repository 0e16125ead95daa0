//! Undo text that was read in the wrong encoding on its way here.
//!
//! 浜烘皯鏃ユ姤 is 人民日报 in UTF-8 read as GBK, äººæ°‘æ—¥æŠ¥ the same read as windows-1252, and ÈËÃñÈÕ±¨ is GBK
//! read as Latin-1. The bytes are still there: written down in the wrong encoding and read in the right
//! one they give the text back. Every character keeps the source bytes it was made from, and the audit
//! does the misreading once more and compares.
//!
//! Only what is beyond doubt is touched: ten characters and more, that read like Chinese afterwards and
//! did not before. Lines that were torn apart may stand together in an article, and a second run over it would
//! find there what the first had left; so short rows are judged with all others of the page. Accidents are
//! rare enough: in 16 million characters of news no row was UTF-8 of everyday Chinese when written in GBK or
//! windows-1252; as GBK every —— is 棗, but 棗 is no word. 锟斤拷 is what is left of characters that are lost;
//! it stays, and the page's warnings say where.
//!
//! Trap: UTF-8 has three bytes for a character and GBK two, so a character begins in the middle of
//! another. It is given the characters that begin within its own bytes.

use crate::chars::{self, Fold};
use crate::evidence::lexicon;
use crate::source::is_everyday;
use crate::text::{Edits, Why};
use encoding_rs::{Encoding, GBK, UTF_8};
use regex::bytes::Regex;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

/// What is shorter may be an accident.
const SHORTEST: usize = 10;

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
    /// Of a hundred ideographs, how many at least must lie in words now.
    words: usize,
}

const MISREADINGS: [Misreading; 3] = [
    Misreading {
        right: UTF_8,
        bytes: in_gbk,
        everyday: 60,
        words: 0,
    },
    Misreading {
        right: UTF_8,
        bytes: in_latin,
        everyday: 100,
        words: 0,
    },
    // Nearly every pair of Latin letters is some character of GBK, and every third one of everyday; but
    // of a hundred such pairs one is a word. Of news text two thirds are in words.
    Misreading {
        right: GBK,
        bytes: in_latin,
        everyday: 100,
        words: 40,
    },
];

/// Proposes the characters that had been misread.
pub fn edit(text: &str, edits: &mut Edits) {
    if !is_suspicious(text) {
        return;
    }
    let found = MISREADINGS.iter().map(|m| m.rows(text)).collect();
    let mut rows = unrivalled(found);
    for (misreading, rows) in MISREADINGS.iter().zip(&mut rows) {
        misreading.judge(text, rows);
    }
    let mut rows = rows.concat();
    rows.sort_by_key(|row| row.span.start);
    for (span, now) in rows.into_iter().flat_map(|row| row.characters) {
        edits.replace(span, &now, Why::Mojibake);
    }
}

/// Leaves out the rows of each misreading that overlap a longer one of another, or touch it: to the audit the
/// two would be one. Of equals the earlier in the list has the word.
fn unrivalled(found: Vec<Vec<Row>>) -> Vec<Vec<Row>> {
    let numbered = found.into_iter().enumerate();
    let mut rows: Vec<(usize, Row)> = numbered
        .flat_map(|(misreading, rows)| rows.into_iter().map(move |row| (misreading, row)))
        .collect();
    rows.sort_by_key(|(_, row)| Reverse(row.span.len()));
    let mut taken: BTreeMap<usize, usize> = BTreeMap::new();
    let mut left = vec![Vec::new(); MISREADINGS.len()];
    for (misreading, row) in rows {
        let Range { start, end } = row.span;
        let before = taken.range(..=end).next_back();
        if before.is_none_or(|(_, &other)| other < start) {
            taken.insert(start, end);
            left[misreading].push(row);
        }
    }
    left
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

/// Whether a character stays when the text is folded.
fn is_seen(c: char) -> bool {
    !matches!(chars::fold(c), Fold::Invisible | Fold::Space | Fold::Break)
}

/// How many of a hundred characters were everyday Chinese as they stood: ideographs and the marks beside them.
fn was_everyday(text: &str) -> usize {
    let own = || {
        text.chars()
            .filter(|&c| chars::is_cjk(c) || chars::is_cjk_punctuation(c))
    };
    let plain = |c: &char| chars::fold(*c) == Fold::Same && is_everyday(*c);
    own().filter(plain).count() * 100 / own().count().max(1)
}

/// How many of a hundred characters are those of everyday Chinese, once they are folded; those of ASCII and
/// those that nobody sees say nothing.
fn everyday(text: &str) -> usize {
    let (mut all, mut everyday) = (0, 0);
    for c in text.chars().filter(|c| !c.is_ascii() && is_seen(*c)) {
        let is_everyday = match chars::fold(c) {
            Fold::To(to) => to.is_ascii() || is_everyday(to),
            Fold::Upright(to) => is_everyday(to),
            _ => is_everyday(c),
        };
        all += 1;
        everyday += usize::from(is_everyday);
    }
    everyday * 100 / all.max(1)
}

/// A character, and the misread ones that it is made from.
type Character = (Range<usize>, String);

/// Characters between ASCII that are plausible: of everyday Chinese now, and not before.
#[derive(Clone, Debug)]
struct Row {
    characters: Vec<Character>,
    /// Where it stands.
    span: Range<usize>,
    /// How many characters it was misread as, without those of ASCII.
    misread: usize,
    /// Which stretch of misread characters and ASCII it belongs to.
    stretch: usize,
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
    /// What may have been misread so on a page.
    fn rows(&self, text: &str) -> Vec<Row> {
        let mut found = Vec::new();
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
                self.read(text, &part, &mut found);
                part = Bytes::default();
            }
        }
        found
    }

    /// Leaves of the rows of a page those that are beyond doubt. Lines that stand apart here may stand
    /// together in an article, so a stretch that is too short by itself is judged with all others; there a
    /// row that comes again, as an accident within a name would, says nothing new.
    fn judge(&self, text: &str, rows: &mut Vec<Row>) {
        let mut seen = HashSet::new();
        let differ = rows
            .iter()
            .filter(|row| seen.insert(&text[row.span.clone()]));
        if self.is_beyond_doubt(differ) {
            return;
        }
        rows.sort_by_key(|row| row.span.start);
        let stretches = rows.chunk_by(|one, next| one.stretch == next.stretch);
        let sure = stretches.filter(|stretch| self.is_beyond_doubt(stretch.iter()));
        *rows = sure.flatten().cloned().collect();
    }

    fn is_beyond_doubt<'r>(&self, rows: impl Iterator<Item = &'r Row>) -> bool {
        let (mut misread, mut reads) = (0, String::new());
        for row in rows {
            misread += row.misread;
            reads.extend(row.characters.iter().map(|(_, now)| now.as_str()));
        }
        misread >= SHORTEST && lexicon::share_in_words(&reads) >= self.words
    }

    /// Reads bytes in the right encoding, as far as they can be read, again and again.
    fn read(&self, text: &str, part: &Bytes, found: &mut Vec<Row>) {
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
                let span = part.begins[to]..part.begins[to + length];
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
            self.keep(text, &characters, found);
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

    /// Keeps the plausible rows of a stretch. A row of a few characters may have been everyday Chinese
    /// before, but then not the rows around it.
    fn keep(&self, text: &str, stretch: &[Character], found: &mut Vec<Row>) {
        let mut all = String::new();
        let mut rows = Vec::new();
        for row in stretch.split(|(span, now)| text[span.clone()] == *now) {
            let (Some(first), Some(last)) = (row.first(), row.last()) else {
                continue;
            };
            let span = first.0.start..last.0.end;
            let now: String = row.iter().map(|(_, now)| now.as_str()).collect();
            if everyday(&now) >= EVERYDAY {
                all += &text[span.clone()];
                rows.push((row, span, now.contains(chars::is_han)));
            }
        }
        let misread = |was: &str| was.chars().filter(|c| !c.is_ascii()).count();
        let around = misread(&all) >= SHORTEST && was_everyday(&all) <= self.everyday;
        for (row, span, has_word) in rows {
            let was = &text[span.clone()];
            if around || (has_word && was_everyday(was) <= self.everyday) {
                found.push(Row {
                    characters: row.to_vec(),
                    misread: misread(was),
                    stretch: stretch[0].0.start,
                    span,
                });
            }
        }
    }
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
                "with what nobody sees, before a letter and elsewhere",
                &misread("，\u{200B}A级项目\u{200B}投入\u{200B}G元件", UTF_8, GBK),
                "，\u{200B}A级项目\u{200B}投入\u{200B}G元件",
            ),
            (
                "full-width digits and radicals",
                &misread("２０３１年３⽉４⽇", UTF_8, WINDOWS_1252),
                "２０３１年３⽉４⽇",
            ),
            (
                "short lines between true ones",
                &[
                    "昨日上午，某市\n",
                    &misread("召开防汛，并", UTF_8, GBK),
                    "\n工作会议\n",
                    &misread("要求落实", UTF_8, GBK),
                    "\n责任。",
                ]
                .concat(),
                "昨日上午，某市\n召开防汛，并\n工作会议\n要求落实\n责任。",
            ),
            (
                "a short line that was everyday Chinese, among others",
                "锛掍竾鍏冩姇鍏ワ紝 鏂颁細",
                "２万元投入， 新会",
            ),
            (
                "two misreadings on a page",
                &[
                    misread("昨日设。", GBK, WINDOWS_1252),
                    misread("全市春耕建设。", GBK, WINDOWS_1252),
                    misread("本报记者林小禾", UTF_8, WINDOWS_1252),
                ]
                .join("某市"),
                "昨日设。某市全市春耕建设。某市本报记者林小禾",
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
            // The same again is no more.
            "浜烘皯鏃ユ姤，浜烘皯鏃ユ姤，浜烘皯鏃ユ姤",
            "他把“浜烘皯”写成了“人民”，“浜烘皯”又成了“浜烘皯”，“浜烘皯”没有人认得。",
            "é€šè®¯，é€šè®¯，é€šè®¯",
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
            // As GBK these are characters: 棗, 搾, 贩.
            "他说：“‘好’”——是的——“’又一句——’”",
            "某市··1\n某县····2\n某镇······3\n某村········4",
            // Names with rare characters, which begin like UTF-8 in GBK.
            "洹水、洹河、安阳洹北，李洹说，王洹和陈洹。洹上村、洹滨、洹园",
            "彧、昶、翀、翙、澍、沄、沚、浠、浛、淏、潆、瀚",
            "浜，浜。浜、浜；沙家浜的浜，洋泾浜、肇嘉浜、陆家浜",
            "京杭运河沿岸的埭、埝、垸、垭、埘、塍、塥、墚、堠、墼",
            // Short words of the West, many of them.
            "Ää öö, yötyö; häät, töölö; pää, jää, sää, tää",
            "ÞÓR ÐÍ ÆÐ; þó, ný, sú, fá, ég, það, ástæða",
            "naïve, façade, Zoë, Noël, Señor, über, Ångström, smörgåsbord, São Paulo",
            "À bientôt, ça va, là-bas, où, déjà, très, été, élève, né, créée",
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
