//! The record of what was decided: `explain` shows it, and close calls stand on the page's `unsure` list.

/// A named piece of evidence and its weight, in hundredths of a natural logarithm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clue {
    /// Its name in the table.
    pub name: String,
    /// What it adds to the decision taken, against the next best one.
    pub weight: i32,
}

impl Clue {
    /// A clue with a weight in natural logarithms.
    pub fn new(name: impl Into<String>, weight: f32) -> Self {
        Clue {
            name: name.into(),
            weight: hundredths(weight),
        }
    }
}

/// Natural logarithms as whole hundredths.
pub fn hundredths(logarithm: f32) -> i32 {
    (100.0 * logarithm).round() as i32
}

/// Something that was decided about a place on the page.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// The first byte of the source it is about.
    pub at: usize,
    /// What was decided.
    pub what: Choice,
    /// What would have been next best.
    pub instead: Choice,
    /// How clear it was, in hundredths of a natural logarithm.
    pub margin: i32,
    /// The clues that weighed most; only on traced pages.
    pub clues: Vec<Clue>,
}

impl Decision {
    /// Whether it says what a line is, and nothing of how blocks hang together.
    pub fn is_label(&self) -> bool {
        !TIES.contains(&self.what.word)
    }
}

/// One of the things that could be decided: `title`, `headline-of` a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// It in a word: what a line is ([`super::chain::State`]), or one of [`TIES`].
    pub word: &'static str,
    /// The first byte of the source of what it names, if it names another place.
    pub of: Option<usize>,
}

impl Choice {
    /// One that names no other place.
    pub fn plain(word: &'static str) -> Self {
        Choice { word, of: None }
    }

    /// One that names a place.
    pub fn of(word: &'static str, of: usize) -> Self {
        Choice { word, of: Some(of) }
    }

    /// It with the line that it names; `line` tells the line of a byte of the source.
    pub fn told(&self, line: impl Fn(usize) -> usize) -> String {
        match self.of {
            Some(of) => format!("{} line {}", self.word, line(of)),
            None => self.word.to_owned(),
        }
    }
}

/// An article begins with a paragraph.
pub const ARTICLE: &str = "article";
/// A paragraph goes on with the article above it.
pub const GOES_ON: &str = "goes-on";
/// It is the rest of an article that begins elsewhere.
pub const REST_OF: &str = "rest-of";
/// A headline belongs to the body that begins at a line.
pub const HEADLINE_OF: &str = "headline-of";
/// It has no body.
pub const LONE_HEADLINE: &str = "lone-headline";
/// A line begins the kicker of its headline,
pub const AS_KICKER: &str = "as-kicker";
/// the title,
pub const AS_TITLE: &str = "as-title";
/// or a deck;
pub const AS_DECK: &str = "as-deck";
/// or it goes on with the part of the headline above it.
pub const SAME_PART: &str = "same-part";
/// A line goes on with a line that does not stand above it.
pub const FOLLOWS: &str = "follows";

/// The words of decisions on what hangs together.
pub const TIES: [&str; 10] = [
    ARTICLE,
    GOES_ON,
    REST_OF,
    HEADLINE_OF,
    LONE_HEADLINE,
    AS_KICKER,
    AS_TITLE,
    AS_DECK,
    SAME_PART,
    FOLLOWS,
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::chain::State;

    #[test]
    fn no_word_is_a_label_and_a_tie() {
        for state in State::ALL {
            assert!(!TIES.contains(&state.name()), "{}", state.name());
        }
    }

    #[test]
    fn choices_tell_the_line_they_name() {
        let line = |byte: usize| byte + 1;
        assert_eq!(Choice::of(FOLLOWS, 4).told(line), "follows line 5");
        assert_eq!(Choice::plain(ARTICLE).told(line), "article");
    }
}
