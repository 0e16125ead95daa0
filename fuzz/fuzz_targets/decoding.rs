//! Bytes made into text: whatever the bytes and the encoding, every U+FFFD that is reported stands where
//! it is said to, and text that is valid UTF-8 is itself.

#![no_main]

use cleaner::source::{decode, looks_binary};
use libfuzzer_sys::fuzz_target;

/// `auto`, and the encodings that a user may force.
const LABELS: [&str; 8] = [
    "auto",
    "utf-8",
    "gb18030",
    "gbk",
    "big5",
    "utf-16le",
    "utf-16be",
    "windows-1252",
];

fuzz_target!(|raw: &[u8]| {
    looks_binary(raw);
    for label in LABELS {
        let mut settings = cleaner::Settings::default();
        settings.set_encoding(label).expect("an encoding");
        let source = decode("page.txt", raw, settings.encoding);
        assert_eq!(source.bytes, raw.len());
        assert!(source.malformed.len() <= source.malformed_count);
        for place in &source.malformed {
            assert!(source.text[place.offset..].starts_with(char::REPLACEMENT_CHARACTER));
            assert_eq!(
                place.line,
                cleaner::render::line_of(&source.text, place.offset)
            );
        }
    }
});
