//! The one sweep over a line that finds the words of all patterns.

use super::Pattern;
use super::endings::ENDS;
use super::words::{CLOSING, DIGIT, NEEDED, OPENING, SPACE, SURE};
use crate::chars::take_number;
use crate::table::{Characters, Table};
use std::sync::LazyLock;

/// What a character or a word tells of a line: the patterns that it is and those that it makes possible.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tells {
    sure: u64,
    needed: u64,
    /// How many marks are open.
    open: i32,
}

impl Tells {
    /// Whether it is this pattern.
    pub(super) fn is(self, pattern: Pattern) -> bool {
        self.sure & pattern.bit() != 0
    }

    /// Whether it may be this pattern.
    pub(super) fn may(self, pattern: Pattern) -> bool {
        self.has(pattern.bit())
    }

    /// Whether it has all of this.
    pub(super) fn has(self, flags: u64) -> bool {
        self.needed & flags == flags
    }

    /// Whether an opening mark is left open.
    pub(super) fn leaves_open(self) -> bool {
        self.open > 0
    }

    fn add(&mut self, other: Tells) {
        self.sure |= other.sure;
        self.needed |= other.needed;
        self.open = (self.open + other.open).max(0);
    }
}

/// Characters that words begin with, and those words.
#[derive(Default)]
struct Group {
    /// What the character tells by itself.
    alone: Tells,
    /// The longer words: the second character, what follows it, what the word tells.
    longer: Vec<(char, &'static str, Tells)>,
    /// A bit for the second character of each, by its number's last six bits: most characters are no second.
    seconds: u64,
}

/// The words to be found anywhere in a line, by their first character.
struct Words {
    /// The characters of the basic plane that tell something, few of the common ones, and all that are not common: what
    /// these tell is asked when one is met, since to ask it of all of them takes longer than a page.
    telling: Characters,
    /// For every character of the basic plane the number of its group; 0 is that of all others.
    numbers: Box<[u8]>,
    groups: Vec<Group>,
}

static ANYWHERE: LazyLock<Words> = LazyLock::new(|| {
    let mut words = Words {
        telling: Characters::new(),
        numbers: vec![0; 0x1_0000].into(),
        groups: vec![Group::default()],
    };
    for &(pattern, list) in SURE {
        let tells = Tells {
            sure: pattern.bit(),
            ..Tells::default()
        };
        list.iter().for_each(|w| words.add(w, tells));
    }
    for &(needed, list) in NEEDED {
        let tells = Tells {
            needed,
            ..Tells::default()
        };
        list.iter().for_each(|w| words.add(w, tells));
    }
    for (marks, open) in [(OPENING, 1), (CLOSING, -1)] {
        for &mark in marks {
            words.group_of(mark).alone.open = open;
        }
    }
    let telling = words.numbers.iter().zip(0..).filter(|(n, _)| **n > 0);
    let telling = telling.filter_map(|(_, c)| char::from_u32(c));
    let rare = ('\0'..='\u{FFFF}').filter(|&c| !is_common(c));
    telling.chain(rare).for_each(|c| words.telling.add(c));
    words
});

impl Words {
    fn group(&mut self) -> u8 {
        self.groups.push(Group::default());
        u8::try_from(self.groups.len() - 1).expect("fewer than 256 groups")
    }

    /// The group of a character.
    fn group_of(&mut self, c: char) -> &mut Group {
        let c = c as usize;
        if self.numbers[c] == 0 {
            self.numbers[c] = self.group();
        }
        &mut self.groups[usize::from(self.numbers[c])]
    }

    fn add(&mut self, word: &'static str, tells: Tells) {
        let mut chars = word.chars();
        let Some(first) = chars.next() else {
            return;
        };
        let group = self.group_of(first);
        match chars.next() {
            Some(second) => {
                group.longer.push((second, chars.as_str(), tells));
                group.seconds |= bit(u32::from(second));
            }
            None => group.alone.add(tells),
        }
    }
}

/// The bit that stands for a character and some others.
fn bit(number: u32) -> u64 {
    1 << (number % u64::BITS)
}

/// What a character tells that is not common: digits and spaces are no words of the tables.
fn rare(c: char) -> Tells {
    let digit = if c.is_numeric() { DIGIT } else { 0 };
    let space = if c.is_whitespace() { SPACE } else { 0 };
    Tells {
        needed: digit | space,
        ..Tells::default()
    }
}

/// Characters of blocks without a digit (Unicode Nd) or white space of their own, ASCII aside.
pub(super) fn is_common(c: char) -> bool {
    matches!(
        c,
        '\0'..='\u{7F}'
            | '\u{2010}'..='\u{2027}'
            | '\u{3001}'..='\u{9FFF}'
            | '\u{FF00}'..='\u{FF0F}'
            | '\u{FF1A}'..='\u{FF20}'
    )
}

/// The words of a line: what they are, and what they make possible. A stop or colon counts only before
/// `body`, where the line's last letter ends.
pub(super) fn sweep(text: &str, body: usize) -> Tells {
    let words = &*ANYWHERE;
    let mut found = Tells::default();
    let mut rest = text.as_bytes();
    let tail = text.len() - body;
    loop {
        // Most characters have three bytes and tell nothing.
        while let &[a @ 0xE0..=0xEF, b, c, ref after @ ..] = rest
            && !words.telling.has_bytes([a, b, c])
        {
            rest = after;
        }
        let Some(number) = take_number(&mut rest) else {
            break;
        };
        if words.telling.has(number) == Some(false) {
            continue;
        }
        let group = match words.numbers.get(number as usize) {
            None | Some(0) => {
                found.add(char::from_u32(number).map(rare).unwrap_or_default());
                continue;
            }
            Some(&group) => &words.groups[usize::from(group)],
        };
        let mut alone = group.alone;
        if rest.len() < tail {
            alone.needed &= !(Pattern::Stop.bit() | Pattern::Colon.bit());
        }
        found.add(alone);
        let mut after = rest;
        let Some(second) = take_number(&mut after).filter(|&c| group.seconds & bit(c) != 0) else {
            continue;
        };
        for &(next, tail, tells) in &group.longer {
            if second == u32::from(next) && after.starts_with(tail.as_bytes()) {
                found.add(tells);
            }
        }
    }
    found
}

/// The words to be found at a line's end, by their last character.
static AT_END: LazyLock<Table<u32, Vec<(&'static str, u64)>>> = LazyLock::new(|| {
    let mut words: Table<u32, Vec<_>> = Table::default();
    for (pattern, list) in ENDS {
        for word in *list {
            let last = word.chars().next_back().map_or(0, u32::from);
            words.entry(last).or_default().push((*word, pattern.bit()));
        }
    }
    words
});

/// The pattern bits of the words that a line ends in.
pub(super) fn ending(text: &str) -> u64 {
    let last = text.chars().next_back().map_or(0, u32::from);
    let words = AT_END.get(&last).map_or(&[][..], Vec::as_slice);
    let hits = words.iter().filter(|(word, _)| text.ends_with(word));
    hits.fold(0, |bits, (_, bit)| bits | bit)
}
