//! How much likelier two sides of a break are one text than two.
//!
//! A line may end in the middle of a word, so a side is read as words of the lexicon with one more piece
//! at the break: the beginning (on the left) or the end (on the right) of a longer word. The *fit* of two
//! sides is how much the best reading of both as one text loses or gains against the two readings apart:
//! `国务` ␤ `院总理` gains, since few words begin 国务; `国务` ␤ `发展经济` loses, since 国务 is left a
//! fragment; `经济` ␤ `发展` is neither here nor there.

use crate::evidence::lexicon::{self, Code, LONGEST, REACH, han};
use crate::table::Table;
use std::sync::LazyLock;

/// Counts of all longer words that begin or end with a piece.
struct Pieces {
    beginnings: Table<u64, f32>,
    ends: Table<u64, f32>,
}

static PIECES: LazyLock<Pieces> = LazyLock::new(|| {
    let mut pieces = Pieces {
        beginnings: Table::default(),
        ends: Table::default(),
    };
    lexicon::each(|word, class| {
        let count = 2f32.powf(class as f32 / 2.0);
        for cut in 1..word.len() {
            *pieces.beginnings.entry(key(&word[..cut])).or_default() += count;
            *pieces.ends.entry(key(&word[cut..])).or_default() += count;
        }
    });
    for mass in pieces
        .beginnings
        .values_mut()
        .chain(pieces.ends.values_mut())
    {
        *mass = 2.0 * mass.log2() - lexicon::TOTAL as f32;
    }
    pieces
});

fn key(units: &[u16]) -> u64 {
    units
        .iter()
        .fold(0, |key, &unit| key << 16 | u64::from(unit))
}

const NEVER: f32 = -1000.0;

/// One side of a break.
#[derive(Clone, Copy, Debug)]
pub struct Side {
    units: [u16; REACH],
    len: usize,
    /// What is known of the pair that begins at every place.
    codes: [Code; REACH],
    /// For every place, the best reading of what lies between it and the far end, in whole words.
    best: [f32; REACH + 1],
    /// The best reading with a piece of a word at the break.
    free: f32,
}

impl Side {
    fn units(&self) -> &[u16] {
        &self.units[..self.len]
    }

    /// Some characters; how they read is not known yet.
    fn of(chars: impl Iterator<Item = char>, reversed: bool) -> Self {
        let mut side = Side {
            units: [0; REACH],
            len: 0,
            codes: [0; REACH],
            best: [NEVER; REACH + 1],
            free: NEVER,
        };
        for c in chars.take_while(han).take(REACH) {
            side.units[side.len] = c as u16;
            side.len += 1;
        }
        if reversed {
            side.units[..side.len].reverse();
        }
        for i in 1..side.len {
            side.codes[i - 1] = lexicon::code(side.units[i - 1], side.units[i]);
        }
        side
    }

    /// The score of what stands between two places as one word.
    fn word(&self, from: usize, to: usize) -> Option<f32> {
        lexicon::score(&self.units[from..to], self.codes[from]).map(|s| s as f32)
    }

    /// Reads the end of a text.
    pub fn end(text: &str) -> Self {
        let mut side = Side::of(text.chars().rev(), true);
        side.best[0] = 0.0;
        for to in 1..=side.len {
            for from in 0..to {
                if let Some(score) = side.word(from, to) {
                    side.best[to] = side.best[to].max(side.best[from] + score);
                }
            }
        }
        side.free = side.best[side.len];
        for from in side.len.saturating_sub(LONGEST - 1)..side.len {
            if let Some(mass) = PIECES.beginnings.get(&key(&side.units[from..side.len])) {
                side.free = side.free.max(side.best[from] + mass);
            }
        }
        side
    }

    /// Reads the beginning of a text.
    pub fn beginning(text: &str) -> Self {
        let mut side = Side::of(text.chars(), false);
        side.best[side.len] = 0.0;
        for from in (0..side.len).rev() {
            for to in from + 1..=side.len {
                if let Some(score) = side.word(from, to) {
                    side.best[from] = side.best[from].max(side.best[to] + score);
                }
            }
        }
        side.free = side.best[0];
        for to in 1..=side.len.min(LONGEST - 1) {
            if let Some(mass) = PIECES.ends.get(&key(&side.units[..to])) {
                side.free = side.free.max(side.best[to] + mass);
            }
        }
        side
    }

    /// Lays a beginning beside this end; none where the break is not between two ideographs.
    pub fn beside(&self, next: &Side) -> Option<Seam> {
        let (left, right) = (self.units(), next.units());
        if left.is_empty() || right.is_empty() {
            return None;
        }
        let apart = self.best[left.len()] + next.best[0];
        let mut over = NEVER;
        let mut window = [0u16; 2 * REACH];
        window[..left.len()].copy_from_slice(left);
        window[left.len()..left.len() + right.len()].copy_from_slice(right);
        for from in left.len().saturating_sub(LONGEST - 1)..left.len() {
            let code = lexicon::code(window[from], window[from + 1]);
            if code == 0 {
                continue;
            }
            for to in 1..=right.len().min(LONGEST - (left.len() - from)) {
                if let Some(score) = lexicon::score(&window[from..left.len() + to], code) {
                    over = over.max(self.best[from] + score as f32 + next.best[to]);
                }
            }
        }
        Some(Seam {
            fit: (over.max(apart) - self.free - next.free).round() as i32,
            straddle: (over - apart).clamp(-60.0, 60.0).round() as i32,
        })
    }
}

/// What two sides of a break say together, in half bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seam {
    /// How much better they read as one text than as two: it tells which of several beginnings goes with
    /// an end.
    pub fit: i32,
    /// How much better they read with a word over the break than without: it tells whether the text goes
    /// on at all, since it is high where either side is a fragment that the other could complete.
    pub straddle: i32,
}

/// The seam between the end of `left` and the beginning of `right`; see [`Side::beside`].
pub fn seam(left: &str, right: &str) -> Option<Seam> {
    Side::end(left).beside(&Side::beginning(right))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fit(left: &str, right: &str) -> i32 {
        seam(left, right)
            .unwrap_or_else(|| panic!("{left} | {right}"))
            .fit
    }

    #[test]
    fn halves_of_a_word_fit() {
        for (left, right) in [
            ("近日国务", "院总理"),
            ("各级党委政", "府要认真"),
            ("认真贯彻落", "实会议精神"),
            ("持续推进现代", "化建设"),
        ] {
            assert!(fit(left, right) > 6, "{left} | {right}");
        }
    }

    #[test]
    fn halves_of_different_words_do_not() {
        for (left, right) in [
            ("近日国务", "实会议精神"),
            ("认真贯彻落", "府要认真"),
            ("各级党委政", "院总理"),
            ("全面发展经济", "院总理"),
        ] {
            assert!(fit(left, right) < -6, "{left} | {right}");
        }
    }

    #[test]
    fn whole_words_say_little() {
        for (left, right) in [("全面发展", "经济建设"), ("重要会议", "今天召开")] {
            assert!(fit(left, right).abs() <= 4, "{left} | {right}");
        }
    }

    #[test]
    fn a_fragment_wants_to_go_on_even_where_it_fits_badly() {
        let fragments = seam("近日国务", "院总理").map(|s| s.straddle);
        let whole = seam("全面发展", "经济建设").map(|s| s.straddle);
        assert!(fragments > whole);
    }

    #[test]
    fn unknown_beside_what_is_no_ideograph() {
        for (left, right) in [
            ("会议。", "今天"),
            ("2020", "年"),
            ("会议", "（记者"),
            ("", "今天"),
            ("会议", ""),
        ] {
            assert_eq!(seam(left, right), None, "{left} | {right}");
        }
    }
}
