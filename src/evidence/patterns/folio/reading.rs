//! Reading a short line by a form, all ways at once.
//!
//! The places that a form has come to are the bits of a number, so a step of it is a few operations however many ways
//! lead there. Regular expressions would say the same; but the lists of words that labels are made of stand in them
//! many times over, and to make them ready took longer than to clean some pages.

use crate::table::{Set, key};
use regex::Regex;
use std::ops::{BitOr, RangeInclusive};
use std::sync::LazyLock;

/// Places of a line, a bit for each of its bytes and one for its end.
type Places = u128;

/// Where the characters of some kind stand in a line, by how many bytes they have.
#[derive(Clone, Copy, Debug, Default)]
struct Kind([Places; 4]);

impl Kind {
    fn add(&mut self, at: usize, c: char) {
        self.0[c.len_utf8() - 1] |= 1 << at;
    }

    fn with(self, other: Kind) -> Kind {
        Kind(std::array::from_fn(|i| self.0[i] | other.0[i]))
    }

    /// The places behind one of these characters.
    fn after(&self, from: Places) -> Places {
        let steps = self.0.iter().zip(1..);
        steps.fold(0, |to, (there, bytes)| to | (from & there) << bytes)
    }
}

/// A line and what its characters are.
#[derive(Clone, Debug)]
pub(super) struct Line<'a> {
    text: &'a str,
    digits: Kind,
    /// Capital letters from A to Z.
    letters: Kind,
    spaces: Kind,
    han: Kind,
    dots: Kind,
    /// Where one of some pairs of characters begins.
    pairs: Kind,
}

impl<'a> Line<'a> {
    /// No longer line can be read (bytes).
    pub(super) const LONGEST: usize = Places::BITS as usize - 1;

    /// Looks at a line; none if it is too long. The `pairs` are asked for by [`At::pair`].
    pub(super) fn of(text: &'a str, pairs: &Set<u64>) -> Option<Self> {
        if text.len() > Self::LONGEST {
            return None;
        }
        let mut line = Line {
            text,
            digits: Kind::default(),
            letters: Kind::default(),
            spaces: Kind::default(),
            han: Kind::default(),
            dots: Kind::default(),
            pairs: Kind::default(),
        };
        let mut before = None;
        for (at, c) in text.char_indices() {
            let kind = match c {
                '0'..='9' => Some(&mut line.digits),
                'A'..='Z' => Some(&mut line.letters),
                '·' => Some(&mut line.dots),
                _ if is_han(c) => Some(&mut line.han),
                _ if c.is_whitespace() => Some(&mut line.spaces),
                _ if is_digit(c) => Some(&mut line.digits),
                _ => None,
            };
            if let Some(kind) = kind {
                kind.add(at, c);
            }
            if let Some((begin, first)) = before
                && pairs.contains(&key(&[first, c]))
            {
                line.pairs.add(begin, first);
            }
            before = Some((at, c));
        }
        Some(line)
    }

    /// Its beginning.
    pub(super) fn start(&self) -> At<'_> {
        At {
            line: self,
            places: 1,
        }
    }
}

/// Whether a character is an ideograph (Unicode's script Han).
pub(in crate::evidence::patterns) fn is_han(c: char) -> bool {
    static HAN: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^\p{Han}$").ok());
    match c {
        '一'..='\u{9FFF}' => true,
        '\0'..='\u{2E7F}' | '\u{3000}'..='\u{3004}' | '\u{FF01}'..='\u{FF65}' => false,
        _ => is(&HAN, c),
    }
}

/// Whether a character that is none of ASCII is a digit (Unicode's Nd).
pub(in crate::evidence::patterns) fn is_digit(c: char) -> bool {
    static DIGIT: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^\d$").ok());
    !c.is_ascii() && c.is_numeric() && is(&DIGIT, c)
}

fn is(class: &LazyLock<Option<Regex>>, c: char) -> bool {
    let class = class.as_ref();
    class.is_some_and(|class| class.is_match(c.encode_utf8(&mut [0; 4])))
}

/// How far a form has come in a line, by all ways that lead on.
#[derive(Clone, Copy, Debug)]
pub(super) struct At<'a> {
    line: &'a Line<'a>,
    places: Places,
}

impl BitOr for At<'_> {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        self.to(self.places | other.places)
    }
}

impl<'a> At<'a> {
    fn to(self, places: Places) -> Self {
        At { places, ..self }
    }

    /// Whether the line may end here.
    pub(super) fn ends(self) -> bool {
        self.places >> self.line.text.len() & 1 == 1
    }

    /// One of these words.
    pub(super) fn word(self, words: &[&str]) -> Self {
        let (mut from, mut to) = (self.places, 0);
        while from != 0 {
            let at = from.trailing_zeros() as usize;
            from &= from - 1;
            let rest = self.line.text.get(at..).unwrap_or_default();
            let found = words.iter().filter(|word| rest.starts_with(**word));
            to = found.fold(to, |to, word| to | 1 << (at + word.len()));
        }
        self.to(to)
    }

    /// One of these characters.
    pub(super) fn one_of(self, chars: &str) -> Self {
        let (mut from, mut to) = (self.places, 0);
        while from != 0 {
            let at = from.trailing_zeros() as usize;
            from &= from - 1;
            let next = self
                .line
                .text
                .get(at..)
                .and_then(|rest| rest.chars().next());
            if let Some(c) = next.filter(|c| chars.contains(*c)) {
                to |= 1 << (at + c.len_utf8());
            }
        }
        self.to(to)
    }

    /// One of the pairs that the line was asked for.
    pub(super) fn pair(self) -> Self {
        // The second character has as many bytes as the first.
        let pairs = self.line.pairs.0.iter().zip(1..);
        self.to(pairs.fold(0, |to, (there, bytes)| {
            to | (self.places & there) << (2 * bytes)
        }))
    }

    fn many(self, kind: Kind, times: RangeInclusive<usize>) -> Self {
        self.repeat(times, |at| at.to(kind.after(at.places)))
    }

    /// So many digits.
    pub(super) fn digits(self, times: RangeInclusive<usize>) -> Self {
        self.many(self.line.digits, times)
    }

    /// So many capital letters.
    pub(super) fn letters(self, times: RangeInclusive<usize>) -> Self {
        self.many(self.line.letters, times)
    }

    /// So many ideographs.
    pub(super) fn han(self, times: RangeInclusive<usize>) -> Self {
        self.many(self.line.han, times)
    }

    /// So many ideographs and middle dots.
    pub(super) fn names(self, times: RangeInclusive<usize>) -> Self {
        self.many(self.line.han.with(self.line.dots), times)
    }

    /// A space.
    pub(super) fn space(self) -> Self {
        self.many(self.line.spaces, 1..=1)
    }

    /// Spaces, if there are any.
    pub(super) fn spaces(self) -> Self {
        self.any(|at| at.space())
    }

    /// What a step leads to, or nothing.
    pub(super) fn maybe(self, step: impl Fn(Self) -> Self) -> Self {
        self | step(self)
    }

    /// What a step leads to that is done so many times.
    pub(super) fn repeat(self, times: RangeInclusive<usize>, step: impl Fn(Self) -> Self) -> Self {
        let mut at = (0..*times.start()).fold(self, |at, _| step(at));
        let mut all = at;
        for _ in *times.start()..*times.end() {
            at = step(at);
            all = all | at;
        }
        all
    }

    /// What a step leads to that is done any number of times, or not at all.
    pub(super) fn any(self, step: impl Fn(Self) -> Self) -> Self {
        let mut all = self;
        loop {
            let more = all | step(all);
            if more.places == all.places {
                return all;
            }
            all = more;
        }
    }
}
