//! How a line is worded: as kickers, titles and decks are, as running text, as bylines or as captions.
//!
//! Width and neighbours do not tell the name of a column (文明实践在身边) from the title below it (斋月干果俏), nor a deck
//! from a title's second line; words often do. `wording.tsv`, made by `examples/fit`, says how much each *gram* speaks for
//! each kind of line: a character, a pair of them, and the one or two that a line begins or ends with. The sums of a line's
//! grams are told to the label pass as a few clues, which weighs them like any others. Of lines wider
//! than headlines, most of them whole paragraphs, only the opening is asked: it tells the rest of a paragraph that a column's
//! end tore from one that begins.

use crate::chars::take_number;
use crate::evidence::layout::{GRAMS, ROW, Slot, find_gram};
use crate::evidence::lexicon::made;
use crate::evidence::profile::HEADLINE;

macro_rules! kinds {
    ($($kind:ident = $word:literal,)*) => {
        /// A kind of line that grams speak for, as its place in a row.
        #[derive(Clone, Copy)]
        enum Kind { $($kind,)* }
        /// The words for the kinds, in the order of the table.
        pub const KINDS: &[&str] = &[$($word,)*];
    };
}

kinds! {
    Kicker = "kicker",
    Title = "title",
    Deck = "deck",
    HeadlineOn = "headline-on",
    Subhead = "subhead",
    Lead = "lead",
    Paragraph = "paragraph",
    Body = "body",
    Byline = "byline",
    Caption = "caption",
}

const _: () = assert!(KINDS.len() == ROW);

/// How much a gram speaks for each kind, in sixteenths of a natural logarithm; what stands behind the kinds says nothing.
pub type Row = [i8; size_of::<Slot>()];
/// The sums of rows.
type Sums = [i16; size_of::<Slot>()];

/// Stands in a gram for the beginning of its line; alone it is a gram of every line that is read to its end.
const BEGIN: u16 = b'^' as u16;
/// Stands in a gram for the end of its line.
const END: u16 = b'$' as u16;
/// Any digit counts as this one,
const DIGIT: u16 = b'0' as u16;
/// and any Latin letter as this.
const LETTER: u16 = b'a' as u16;

/// Grams and their rows.
pub trait Rows {
    /// The row of a gram; one that nothing is known of speaks for no kind.
    fn row(&self, gram: u64) -> Row;
}

/// The table that the tool works by.
pub struct Made;

static SLOTS: &[Slot; GRAMS] = made!("grams");

impl Rows for Made {
    #[inline]
    fn row(&self, gram: u64) -> Row {
        SLOTS[find_gram(gram, |at| SLOTS[at])].map(|byte| byte as i8)
    }
}

/// A gram of one character more.
#[inline]
fn joined(gram: u64, unit: u16) -> u64 {
    gram << 16 | u64::from(unit)
}

/// How many characters are the opening of a line wider than headlines.
const OPENING: usize = 14;

/// Calls back with the grams of a line, white space aside; the characters of one stand in 16 bits each.
#[inline]
pub fn grams(text: &str, with: impl FnMut(u64)) {
    read(text, usize::MAX, with);
}

/// Calls back with the grams of so many characters of a line, and of its end if that is among them.
#[inline]
fn read(text: &str, most: usize, mut with: impl FnMut(u64)) {
    let begin = u64::from(BEGIN);
    // The two characters before this one.
    let (mut before, mut last) = (begin, begin);
    let mut count = 0;
    let mut rest = text.as_bytes();
    while let Some(number) = take_number(&mut rest) {
        let unit = match number {
            0x30..=0x39 => DIGIT,
            0x41..=0x5A | 0x61..=0x7A => LETTER,
            ..=0x20 | 0x3000 => continue,
            _ => u16::try_from(number).unwrap_or(u16::MAX),
        };
        if count == most {
            return;
        }
        with(u64::from(unit));
        with(joined(last, unit));
        count += 1;
        if count == 2 {
            with(joined(begin << 16 | last, unit));
        }
        (before, last) = (last, u64::from(unit));
    }
    if count > 0 {
        with(begin);
        with(joined(last, END));
        with(joined(before << 16 | last, END));
    }
}

/// How much the words of a line speak for each kind, in sixteenths of a natural logarithm.
fn sums(text: &str, most: usize, rows: &impl Rows) -> Sums {
    let mut sums = Sums::default();
    read(text, most, |gram| {
        for (sum, weight) in sums.iter_mut().zip(rows.row(gram)) {
            *sum = sum.saturating_add(i16::from(weight));
        }
    });
    sums
}

/// The kind that a line is worded as, as its place in [`KINDS`].
pub fn kind(text: &str, rows: &impl Rows) -> usize {
    let sums = sums(text, usize::MAX, rows);
    let kinds = 0..KINDS.len();
    kinds.max_by_key(|&kind| sums[kind]).unwrap_or_default()
}

/// Answers are classes: the margins (sixteenths of a natural logarithm) that the answer lies between, counted from 1.
const MARGINS: [i32; 9] = [-64, -40, -24, -11, 0, 11, 24, 40, 64];

/// What is asked of a line's words: are they those of
pub const ASKED: &[&str] = &[
    // a kicker rather than a title,
    "kicker",
    // a deck rather than a title,
    "deck",
    // a line of a headline rather than of running text,
    "headline",
    // a byline rather than either,
    "byline",
    // a caption rather than running text,
    "caption",
    // a subhead rather than a headline or running text,
    "subhead",
    // a later line of a headline rather than a first one,
    "headline-on",
    // the middle of a paragraph rather than its beginning,
    "body",
    // the beginning of an article rather than of another paragraph?
    "lead",
];

/// How a line is worded: for each question that is [asked](ASKED) the class of the answer; 0 where there is no line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wording(pub [u8; ASKED.len()]);

impl Wording {
    /// Of a line that is so wide (half ems); of one wider than headlines only the opening is asked.
    pub fn of(text: &str, width: u16, rows: &impl Rows) -> Self {
        let most = if width > HEADLINE {
            OPENING
        } else {
            usize::MAX
        };
        let sums = sums(text, most, rows);
        let speaks = |kind: Kind| i32::from(sums[kind as usize]);
        let [kicker, title, deck] = [Kind::Kicker, Kind::Title, Kind::Deck].map(speaks);
        let [lead, paragraph, body] = [Kind::Lead, Kind::Paragraph, Kind::Body].map(speaks);
        let [on, subhead] = [Kind::HeadlineOn, Kind::Subhead].map(speaks);
        let [byline, caption] = [Kind::Byline, Kind::Caption].map(speaks);
        let begins = kicker.max(title).max(deck);
        let headline = begins.max(on);
        let running = lead.max(paragraph).max(body);
        let margins = [
            kicker - title,
            deck - title,
            headline - running,
            byline - headline.max(running),
            caption - running,
            subhead - headline.max(running),
            on - begins,
            body - lead.max(paragraph),
            lead - paragraph,
        ];
        let class = |margin: i32| 1 + MARGINS.iter().filter(|&&m| margin > m).count() as u8;
        Wording(margins.map(class))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    impl Rows for HashMap<u64, Row> {
        fn row(&self, gram: u64) -> Row {
            self.get(&gram).copied().unwrap_or_default()
        }
    }

    fn answer(wording: Wording, asked: &str) -> u8 {
        let at = ASKED.iter().position(|&word| word == asked);
        wording.0[at.expect("a question")]
    }

    fn number(gram: &str) -> u64 {
        gram.encode_utf16().fold(0, joined)
    }

    /// The table as `examples/fit` wrote it.
    fn written() -> HashMap<u64, Row> {
        let row = |line: &str| {
            let (gram, weights) = line.split_once('\t').expect("a gram and its weights");
            let mut row = Row::default();
            for (slot, weight) in row.iter_mut().zip(weights.split('\t')) {
                *slot = weight.parse().expect("a weight");
            }
            (number(gram), row)
        };
        include_str!("wording.tsv")
            .lines()
            .skip(1)
            .map(row)
            .collect()
    }

    #[test]
    fn the_table_names_its_kinds() {
        let first = include_str!("wording.tsv").lines().next();
        assert_eq!(first, Some(&*format!("# gram\t{}", KINDS.join("\t"))));
    }

    #[test]
    fn every_gram_of_the_table_is_found_and_no_other() {
        let written = written();
        // More would make others hard to find.
        assert!(written.len() < GRAMS / 4 * 3, "{} grams", written.len());
        for (&gram, row) in &written {
            let same = |a: &Row, b: &Row| a[..ROW] == b[..ROW];
            assert!(same(&Made.row(gram), row), "{gram:x}");
            // Every character replaced by another.
            for bits in [0, 16, 32].into_iter().filter(|&bits| gram >> bits > 0) {
                let other = gram ^ 5 << bits;
                assert!(same(&Made.row(other), &written.row(other)), "{other:x}");
            }
        }
    }

    #[test]
    fn grams_of_a_line() {
        let list = |text: &str| {
            let mut list = Vec::new();
            grams(text, |gram| list.push(gram));
            list.sort_unstable();
            list
        };
        for (text, want) in [
            ("", ""),
            (" \u{3000}", ""),
            ("启", "^ 启 ^启 启$ ^启$"),
            ("小启", "^ 小 启 ^小 小启 启$ ^小启 小启$"),
            ("小 启", "^ 小 启 ^小 小启 启$ ^小启 小启$"),
            ("走基层", "^ 走 基 层 ^走 走基 基层 层$ ^走基 基层$"),
            ("7日", "^ 0 日 ^0 0日 日$ ^0日 0日$"),
            ("Ｂ超", "^ Ｂ 超 ^Ｂ Ｂ超 超$ ^Ｂ超 Ｂ超$"),
            ("Z", "^ a ^a a$ ^a$"),
            ("𠮷", "^ \u{FFFF} ^\u{FFFF} \u{FFFF}$ ^\u{FFFF}$"),
        ] {
            let mut want: Vec<u64> = want.split_terminator(' ').map(number).collect();
            want.sort_unstable();
            assert_eq!(list(text), want, "{text}");
        }
    }

    #[test]
    fn answers_are_classes_of_margins() {
        let kicker = Kind::Kicker as usize;
        for (weight, want) in [
            (-127, 1),
            (-65, 1),
            (-64, 1),
            (-63, 2),
            (-1, 5),
            (0, 5),
            (1, 6),
            (64, 9),
            (65, 10),
            (127, 10),
        ] {
            let mut row = Row::default();
            row[kicker] = weight;
            let rows = HashMap::from([(number("启"), row)]);
            let wording = Wording::of("小启", 4, &rows);
            assert_eq!(answer(wording, "kicker"), want, "{weight}");
            // A kicker is a headline; it says nothing of decks and leads.
            assert_eq!(answer(wording, "headline"), want.max(5), "{weight}");
            assert_eq!(answer(wording, "deck"), 5, "{weight}");
            assert_eq!(answer(wording, "lead"), 5, "{weight}");
        }
        // Characters without width may be many.
        let long = "启".repeat(100_000);
        let rows = HashMap::from([(
            number("启"),
            [127, -127, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
        )]);
        assert_eq!(answer(Wording::of(&long, 0, &rows), "kicker"), 10);
        let rows = HashMap::new();
        assert_eq!(Wording::of("小启", HEADLINE, &rows).0, [5; ASKED.len()]);
        assert_eq!(Wording::of("小启", HEADLINE + 1, &rows).0, [5; ASKED.len()]);
    }

    #[test]
    fn of_a_paragraph_only_the_opening_is_read() {
        let kicker = Kind::Kicker as usize;
        let mut row = Row::default();
        row[kicker] = 127;
        for (gram, at, width, want) in [
            ("启", OPENING - 1, HEADLINE + 1, 10),
            ("启", OPENING, HEADLINE + 1, 5),
            ("启", OPENING, HEADLINE, 10),
            ("^启", 0, HEADLINE + 1, 10),
            ("启$", OPENING - 1, HEADLINE + 1, 5),
            ("启$", 2 * OPENING - 1, HEADLINE, 10),
        ] {
            let mut text = vec!['中'; 2 * OPENING];
            text[at] = '启';
            let text: String = text.into_iter().collect();
            let rows = HashMap::from([(number(gram), row)]);
            let wording = Wording::of(&text, width, &rows);
            assert_eq!(answer(wording, "kicker"), want, "{gram} {at} {width}");
        }
    }

    #[test]
    fn lines_are_worded_as_their_kind_is() {
        for (line, want) in [
            ("新春走基层", "kicker"),
            ("民生实事进行时", "kicker"),
            ("我省夏粮喜获丰收", "title"),
            ("——石桥县三年行动纪实", "deck"),
            ("本报讯（记者 黎琳慧）近日，", "lead"),
            ("据了解，这条公路今年三月", "paragraph"),
            ("了他们的，也就在这里说着", "body"),
            ("本报记者 黎琳慧 通讯员 史华", "byline"),
            ("图为工人正在分装米糕", "caption"),
        ] {
            assert_eq!(KINDS[kind(line, &Made)], want, "{line}");
        }
    }
}
