//! Real bytes, whole and damaged: what they become, and what is said about it.

use cleaner::render::View;
use cleaner::source::decode;
use cleaner::{Cleaned, Pipeline};
use encoding_rs::{BIG5, GB18030};

const SEED: &str = include_str!("../../seeds/004_cf229ad8b120e038.txt");
const TRADITIONAL: &str = include_str!("004_cf229ad8b120e038.txt");

/// Lines of a page, from `first` on, from 0.
fn lines(page: &str, first: usize, count: usize) -> String {
    let lines = page.split_inclusive('\n').skip(first);
    lines.take(count).collect()
}

/// What is said of a page: words and lines.
fn warnings(raw: &[u8]) -> Vec<(&'static str, Option<usize>)> {
    let cleaned: Cleaned = Pipeline::default().run("page.txt", raw);
    assert!(cleaned.faults.is_empty(), "{:?}", cleaned.faults);
    let view = View::new(&cleaned);
    let warnings = view.warnings.iter();
    let of_bytes = |what: &str| what != "unpaired-quote";
    warnings
        .map(|w| (w.what, w.line))
        .filter(|w| of_bytes(w.0))
        .collect()
}

/// The mapping of GB 18030-2022, four-byte characters and private use.
#[test]
fn characters_of_gb18030() {
    let cases: [(&[u8], &str); 7] = [
        (b"\xA8\xBC", "ḿ"),
        (b"\xA6\xD9", "︐"),
        (b"\xFE\x59", "龴"),
        (b"\xFE\xA0", "龻"),
        (b"\xA9\x8A", "⿰"),
        (b"\x95\x32\x82\x36", "𠀀"),
        (b"\xAA\xA1", "\u{E000}"),
    ];
    let page = lines(SEED, 60, 20);
    for (bytes, text) in cases {
        let raw = [&GB18030.encode(&page).0, bytes, b"\n"].concat();
        let source = decode("page.txt", &raw, None);
        assert_eq!(source.encoding, "GB18030", "{text}");
        assert_eq!(source.text[page.len()..], format!("{text}\n"));
        assert_eq!(source.malformed_count, 0, "{text}");
    }
}

/// A line of Cantonese, with characters that only Hong Kong has.
#[test]
fn characters_of_hong_kong() {
    let raw = b"\xA4\xB5\xA4\xE9\xAB\x59\xA6\x6E\xA4\xE9\xA4\x6C\xA1\x41\xCA\x5C\x92\x5D\x9D\xF6\xAB\xD7\xAD\xB9\x9D\xCF\xA1\x41\x9D\xF8\x9D\xCF\xA6\x6E\xA6\x6E\xAD\xB9\x9D\xEE\n";
    let source = decode("page.txt", raw, None);
    assert_eq!(source.encoding, "Big5");
    assert_eq!(source.text, "今日係好日子，佢哋喺度食嘢，啲嘢好好食㗎\n");
}

/// A byte is lost at every seventh place in turn: as a rule the character around it goes, and the rest
/// of the line is read right. Where too little of the line is left to tell, that little goes.
#[test]
fn a_lost_byte_costs_a_character() {
    let cases = [
        ("simplified", SEED, GB18030, "GB18030", 92),
        ("traditional", TRADITIONAL, GB18030, "GB18030", 75),
        ("Big5", TRADITIONAL, BIG5, "Big5", 75),
    ];
    for (name, page, encoding, label, floor) in cases {
        let page = lines(page, 60, 40);
        let raw = encoding.encode(&page).0.into_owned();
        let (mut all, mut few) = (0, 0);
        for lost in (0..raw.len()).step_by(7).filter(|&i| !raw[i].is_ascii()) {
            let mut short = raw.clone();
            short.remove(lost);
            let source = decode("page.txt", &short, None);
            assert_eq!(source.encoding, label, "{name}");
            let differing = differing(&page, &source.text);
            // It never reaches beyond the line.
            assert!(differing <= 20, "{name}: {differing} characters");
            all += 1;
            few += usize::from(differing <= 3);
        }
        println!("{name}: {few} of {all} lost bytes cost three characters at most");
        assert!(few * 100 >= all * floor, "{name}: {few} of {all}");
    }
}

/// How many characters of the longer text are not at the beginning or the end that both share.
fn differing(one: &str, other: &str) -> usize {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let shared =
        |a: &mut dyn Iterator<Item = (&char, &char)>| a.take_while(|(a, b)| a == b).count();
    let head = shared(&mut one.iter().zip(&other));
    let tail = shared(&mut one[head..].iter().rev().zip(other[head..].iter().rev()));
    one.len().max(other.len()) - head - tail
}

#[test]
fn a_lost_byte_is_told() {
    let page = lines(SEED, 60, 20);
    let mut raw = GB18030.encode(&page).0.into_owned();
    let line = raw.iter().position(|&b| b == b'\n').expect("a line") + 1;
    raw.remove(line + 8);
    assert_eq!(warnings(&raw), [("malformed", Some(2))]);
}

#[test]
fn utf8_cut_in_the_middle_of_a_character() {
    for cut in 1..3 {
        let page = lines(SEED, 60, 20);
        let raw = &page.as_bytes()[cut..page.len() - 1 - cut];
        let source = decode("page.txt", raw, None);
        assert_eq!(source.encoding, "UTF-8");
        assert!(source.text.starts_with(char::REPLACEMENT_CHARACTER));
        assert!(source.text.ends_with(char::REPLACEMENT_CHARACTER));
        let inner = source.text.trim_matches(char::REPLACEMENT_CHARACTER);
        assert!(page.contains(inner));
    }
}

#[test]
fn utf16_cut_in_the_middle_of_a_unit() {
    let page = lines(SEED, 60, 20);
    let mut raw: Vec<u8> = page.encode_utf16().flat_map(u16::to_le_bytes).collect();
    raw.pop();
    let source = decode("page.txt", &raw, None);
    assert_eq!((source.encoding, source.malformed_count), ("UTF-16LE", 1));
}

/// Two files put together: each line is read in its own encoding, and the page says so.
#[test]
fn a_page_half_in_one_encoding() {
    let (one, other) = (lines(SEED, 60, 30), lines(SEED, 90, 20));
    let gb = |text: &str| GB18030.encode(text).0.into_owned();
    let utf8 = |text: &str| text.as_bytes().to_vec();
    let big5 = |text: &str| BIG5.encode(text).0.into_owned();
    let traditional = lines(TRADITIONAL, 90, 20);
    let cases = [
        (utf8(&one), gb(&other), "UTF-8", format!("{one}{other}")),
        (gb(&one), utf8(&other), "GB18030", format!("{one}{other}")),
        (
            utf8(&one),
            big5(&traditional),
            "UTF-8",
            format!("{one}{traditional}"),
        ),
    ];
    for (first, second, encoding, text) in cases {
        let raw = [first, second].concat();
        let source = decode("page.txt", &raw, None);
        assert_eq!(
            (source.encoding, source.text.as_str()),
            (encoding, text.as_str())
        );
        // The page's own encoding cannot read these bytes, so they count.
        assert_eq!(source.malformed_count, 1);
        assert_eq!(warnings(&raw), [("mixed-encoding", Some(31))]);
    }
}

/// What could be either, or is neither, is said.
#[test]
fn doubt_is_said() {
    let cases: [(&str, &[u8], bool); 5] = [
        ("two characters", b"\xA5\xAB\xA4\xA4\n", true),
        (
            "nothing",
            b"\x8F\xFE\xAA\xAF\xF9\xFE\xFC\x41\x8A\xF3\n",
            true,
        ),
        ("four characters", &GB18030.encode("更正启事\n").0, false),
        (
            "a line",
            &GB18030
                .encode("市委组织部划拨130万元党费支持疫情防控工作\n")
                .0,
            false,
        ),
        (
            "a line of Taiwan",
            &BIG5.encode("立法院昨日三讀通過修正案\n").0,
            false,
        ),
    ];
    for (name, raw, doubtful) in cases {
        let said = warnings(raw).iter().any(|w| w.0 == "encoding");
        assert_eq!(said, doubtful, "{name}: {:?}", decode(name, raw, None));
    }
}

/// What came misread is put right and told; what is lost is told and stays.
#[test]
fn mojibake_is_told() {
    let misread = encoding_rs::WINDOWS_1252
        .decode_without_bom_handling("某市召开防汛会议\n".as_bytes())
        .0;
    let raw = format!("一行\n{misread}锟斤拷丢了\n");
    assert_eq!(
        warnings(raw.as_bytes()),
        [("mojibake", Some(2)), ("lost", Some(3))]
    );
    let cleaned = Pipeline::default().run("page.txt", raw.as_bytes());
    let text = cleaner::render::text::page(&View::new(&cleaned));
    assert!(
        text.contains("某市召开防汛会议") && text.contains("锟斤拷丢了"),
        "{text}"
    );
}
