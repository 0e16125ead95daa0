//! What the decisions after labelling weigh: bodies, headlines and their pairs.
//!
//! The numbers are hundredths of a natural logarithm in `stakes.tsv`, found by measuring
//! (`examples/fit --stakes`, coordinate ascent on the articles that come out perfect).

use std::sync::LazyLock;

macro_rules! stakes {
    ($($(#[$doc:meta])* $name:ident = $word:literal;)*) => {
        /// Every stake by name, in natural logarithms.
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct Stakes { $($(#[$doc])* pub $name: f32,)* }
        impl Stakes {
            /// The names, as in the table.
            pub const NAMES: &[&str] = &[$($word,)*];
            /// The stake of this name.
            pub fn get_mut(&mut self, name: &str) -> Option<&mut f32> {
                match name { $($word => Some(&mut self.$name),)* _ => None }
            }
            /// Reads the table: a name and a number on each line; `#` begins a comment.
            pub fn parse(table: &str) -> Self {
                let mut stakes = Stakes::default();
                for line in table.lines().filter(|l| !l.starts_with('#')) {
                    let mut fields = line.split('\t');
                    let name = fields.next().unwrap_or_default();
                    let value = fields.next().and_then(|v| v.parse::<f32>().ok());
                    if let (Some(slot), Some(value)) = (stakes.get_mut(name), value) {
                        *slot = value / 100.0;
                    }
                }
                stakes
            }
        }
    };
}

stakes! {
    /// How much more a paragraph reads as a lead than as another paragraph.
    lead = "lead";
    /// A headline between two paragraphs speaks for a new body.
    titled = "headline-between";
    /// A page mark, a sign-off, 下转 or 上接 between two paragraphs speaks for a new body.
    closed = "end-mark-between";
    /// A dateline at a paragraph's beginning speaks for a new body.
    dateline = "dateline";
    /// A byline right before a paragraph speaks for a new body.
    byline_opens = "byline-before";
    /// A paragraph in the middle of a sentence speaks against a new body.
    resumes = "middle-of-sentence";
    /// Less so with a headline before it.
    resumes_titled = "middle-of-sentence-after-headline";
    /// A paragraph that is the next item of a list speaks against a new body.
    item = "next-item";
    /// How much the words shared across a break speak against a new body.
    cohesion = "cohesion";
    /// The measure changes between two paragraphs.
    measure = "measure-changes";
    /// What a body without a headline costs.
    lone_body = "body-without-headline";
    /// What a headline without a body costs.
    lone_headline = "headline-without-body";
    /// What a word that it shares with its body is worth to a headline, if only that body has it.
    shared = "words-shared";
    /// How much it counts whether kicker, title and deck share with the body what they mostly do.
    parts = "parts-shared";
    /// How much it counts how well lines read as one headline.
    reading = "headline-reads";
    /// What one more headline costs.
    one_more = "one-more-headline";
    /// What a pair is worth in itself.
    pair = "pair";
    /// How much it counts where the two stand.
    position = "pair-position";
    /// For how many headlines of the page it counts where headlines usually stand.
    prior = "usual-position";
    /// A notice's title with a short paragraph that has a notice's words.
    notice = "notice-and-notice";
    /// A notice's title with another short paragraph.
    notice_short = "notice-and-short-body";
    /// A notice's title with a long body.
    notice_long = "notice-and-long-body";
    /// A photo's title with a body.
    photo = "photo-title-and-body";
    /// Two headlines in a row for one body.
    same_body = "two-headlines-one-body";
    /// Two parts of one line are not one part of a headline.
    inline = "line-divided";
    /// A headline without a title.
    untitled = "no-title";
    /// Kicker and deck taken for each other.
    swapped = "kicker-for-deck";
    /// A second deck.
    second_deck = "second-deck";
    /// Bylines in a run of headlines that have none before them.
    byline_alone = "byline-without-headline";
}

/// The table of stakes.
pub static STAKES: LazyLock<Stakes> = LazyLock::new(|| Stakes::parse(include_str!("stakes.tsv")));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_every_stake_once_and_nothing_else() {
        let rows = include_str!("stakes.tsv")
            .lines()
            .filter(|l| !l.starts_with('#'));
        let mut names = Vec::new();
        for row in rows {
            let (name, value) = row.split_once('\t').expect("a name and a value");
            let value = value.split('\t').next().unwrap_or_default();
            assert!(value.parse::<f32>().is_ok(), "{row}");
            names.push(name);
        }
        names.sort_unstable();
        let mut all = Stakes::NAMES.to_vec();
        all.sort_unstable();
        assert_eq!(names, all);
    }
}
