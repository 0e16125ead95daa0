//! The right encoding is chosen for pages and for short snippets of them.
//!
//! Pages are the sample pages, and the same in traditional characters (turned by OpenCC, `s2tw`). Each is
//! written in every encoding that has its characters and read back, whole and in snippets of 60
//! characters. To measure other pages (UTF-8 files) and see the figures:
//! `PAGES=folder cargo test --release --test encodings -- --nocapture`.

#![allow(clippy::print_stdout, reason = "the figures are for the reader")]

mod bytes;

use cleaner::source::decode;
use encoding_rs::{BIG5, Encoding, GB18030, GBK};
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// Characters of a snippet.
const SNIPPET: usize = 60;

/// Big5 with the characters that Hong Kong added.
const HONG_KONG: &str = "Big5-HKSCS";

/// How a page is written down.
type Write = fn(&str) -> Option<Vec<u8>>;

/// The encodings: the name that the output uses, and how to write it.
const ENCODINGS: [(&str, &str, Write); 10] = [
    ("UTF-8", "UTF-8", |t| Some(t.as_bytes().to_vec())),
    ("UTF-8 marked", "UTF-8", |t| {
        Some([b"\xEF\xBB\xBF", t.as_bytes()].concat())
    }),
    ("GB18030", "GB18030", |t| encoded(GB18030, t)),
    ("GBK", "GB18030", |t| encoded(GBK, t)),
    ("Big5", "Big5", |t| encoded(BIG5, t)),
    (HONG_KONG, "Big5", hkscs),
    ("UTF-16LE", "UTF-16LE", |t| Some(utf16(t, u16::to_le_bytes))),
    ("UTF-16BE", "UTF-16BE", |t| Some(utf16(t, u16::to_be_bytes))),
    ("UTF-16LE marked", "UTF-16LE", |t| {
        Some([vec![0xFF, 0xFE], utf16(t, u16::to_le_bytes)].concat())
    }),
    ("UTF-16BE marked", "UTF-16BE", |t| {
        Some([vec![0xFE, 0xFF], utf16(t, u16::to_be_bytes)].concat())
    }),
];

/// What an encoding makes of a text, if it has all characters.
fn encoded(encoding: &'static Encoding, text: &str) -> Option<Vec<u8>> {
    let (bytes, _, unmappable) = encoding.encode(text);
    (!unmappable).then(|| bytes.into_owned())
}

/// Every character that a pair of bytes of Big5-HKSCS stands for; the encoder of the web writes no added ones.
static PAIRS: LazyLock<HashMap<char, [u8; 2]>> = LazyLock::new(|| {
    let trails = (0x40..=0x7E).chain(0xA1..=0xFE);
    let pairs = (0x87..=0xFE).flat_map(|lead| trails.clone().map(move |trail| [lead, trail]));
    let read = |pair: [u8; 2]| {
        let text = BIG5.decode_without_bom_handling(&pair).0.into_owned();
        let mut chars = text.chars();
        let one = chars.next().filter(|&c| c != char::REPLACEMENT_CHARACTER)?;
        chars.next().is_none().then_some((one, pair))
    };
    pairs.filter_map(read).collect()
});

fn hkscs(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    for c in text.chars() {
        match encoded(BIG5, c.encode_utf8(&mut [0; 4])) {
            Some(plain) => bytes.extend(plain),
            None => bytes.extend(PAIRS.get(&c)?),
        }
    }
    Some(bytes)
}

/// A text with the commonest words of Cantonese for those of Mandarin, as some papers of Hong Kong print it.
fn cantonese(text: &str) -> String {
    const WORDS: [(&str, &str); 7] = [
        ("他", "佢"),
        ("的", "嘅"),
        ("在", "喺"),
        ("了", "咗"),
        ("來", "嚟"),
        ("些", "啲"),
        ("這", "呢"),
    ];
    let word = |text: String, (one, other): (&str, &str)| text.replace(one, other);
    WORDS.into_iter().fold(text.to_owned(), word)
}

fn utf16(text: &str, to: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(to).collect()
}

/// The texts of a folder, in the order of their names.
fn pages(folder: &Path) -> Vec<String> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap_or_else(|e| panic!("{}: {e}", folder.display()))
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|e| e == "txt"))
        .collect();
    paths.sort();
    let read = |path: &PathBuf| {
        let text = fs::read_to_string(path).expect("a page in UTF-8");
        text.replace('\u{FEFF}', "")
    };
    paths.iter().map(read).collect()
}

/// A text without the few characters that an encoding lacks.
fn within(encoding: &'static Encoding, text: &str) -> String {
    let has = |c: &char| encoded(encoding, c.encode_utf8(&mut [0; 4])).is_some();
    text.chars().filter(has).collect()
}

#[derive(Default)]
struct Tally {
    right: usize,
    all: usize,
    doubted: usize,
    wrong: Vec<String>,
}

impl Tally {
    fn count(&mut self, text: &str, label: &str, write: Write) {
        let Some(raw) = write(text) else { return };
        let source = decode("page.txt", &raw, None);
        let right = source.encoding == label && source.text == text;
        self.all += 1;
        self.right += usize::from(right);
        self.doubted += usize::from(source.doubt.is_some());
        if !right {
            self.wrong.push(format!("{} for {text:?}", source.encoding));
        }
    }

    fn share(&self) -> f64 {
        100.0 * self.right as f64 / self.all.max(1) as f64
    }
}

#[test]
fn whole_pages_and_snippets() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut texts = match std::env::var_os("PAGES") {
        Some(folder) => pages(Path::new(&folder)),
        None => pages(&root.join("seeds")),
    };
    if std::env::var_os("PAGES").is_none() {
        texts.extend(pages(&root.join("tests/encodings")));
    }
    assert!(!texts.is_empty(), "no pages");
    let measured = std::env::var_os("PAGES").is_some();
    for (name, label, write) in ENCODINGS {
        let (mut whole, mut snippets) = (Tally::default(), Tally::default());
        for text in &texts {
            // Simplified text cannot be written in Big5; of a traditional page few characters cannot.
            let all = text.chars().count();
            let text = match name {
                "Big5" => within(BIG5, text),
                HONG_KONG => cantonese(&within(BIG5, text)),
                "GBK" => within(GBK, text),
                _ => text.clone(),
            };
            if text.chars().count() * 100 < all * 98 {
                continue;
            }
            whole.count(&text, label, write);
            let chars: Vec<char> = text.chars().collect();
            for snippet in chars.chunks_exact(SNIPPET) {
                let snippet: String = snippet.iter().collect();
                // An ASCII table is no evidence of anything.
                if snippet.chars().filter(|c| !c.is_ascii()).count() * 4 >= SNIPPET {
                    snippets.count(&snippet, label, write);
                }
            }
        }
        println!(
            "{name}: {} of {} pages; {} of {} snippets ({:.2} %), {} doubted",
            whole.right,
            whole.all,
            snippets.right,
            snippets.all,
            snippets.share(),
            snippets.doubted
        );
        for wrong in snippets.wrong.iter().chain(&whole.wrong).take(5) {
            println!("  {}", wrong.chars().take(100).collect::<String>());
        }
        assert!(
            whole.right == whole.all && (measured || whole.all > 0),
            "{name}: {:?}",
            whole.wrong
        );
        assert!(
            snippets.all == 0 || snippets.share() >= 99.0,
            "{name}: {:?}",
            snippets.wrong
        );
    }
}
