//! How much likelier two sides of a break are one text than two.
//!
//! A line may end in the middle of a word, so a side is read as words of the lexicon with one more piece
//! at the break: the beginning (on the left) or the end (on the right) of a longer word. The *fit* of two
//! sides is how much the best reading of both as one text loses or gains against the two readings apart:
//! `国务` ␤ `院总理` gains, since few words begin 国务; `国务` ␤ `发展经济` loses, since 国务 is left a
//! fragment; `经济` ␤ `发展` is neither here nor there.

use crate::evidence::lexicon::{self, Code, LONGEST, REACH, han, key};
use crate::table::Table;
use std::sync::LazyLock;

/// What all longer words that begin or end with a piece count for together, in half bits.
struct Pieces {
    beginnings: Masses,
    ends: Masses,
}

/// What pieces count for.
struct Masses {
    /// Pieces of one character.
    single: Box<[f32]>,
    /// Longer pieces.
    longer: Table<u64, f32>,
}

/// Pieces of two and three characters: so many, about.
const PIECES_LONGER: usize = 1 << 16;

impl Masses {
    fn new() -> Self {
        let mut longer = Table::default();
        longer.reserve(PIECES_LONGER);
        Masses {
            single: vec![0.0; 0x1_0000].into(),
            longer,
        }
    }

    fn add(&mut self, piece: &[u16], count: f32) {
        match *piece {
            [single] => self.single[usize::from(single)] += count,
            _ => *self.longer.entry(key(piece)).or_default() += count,
        }
    }

    fn in_half_bits(mut self) -> Self {
        for mass in self.single.iter_mut().chain(self.longer.values_mut()) {
            *mass = match *mass {
                0.0 => f32::NEG_INFINITY,
                count => 2.0 * count.log2() - lexicon::TOTAL as f32,
            };
        }
        self
    }

    #[inline]
    fn of(&self, piece: &[u16]) -> f32 {
        match *piece {
            [single] => self.single[usize::from(single)],
            _ => self
                .longer
                .get(&key(piece))
                .copied()
                .unwrap_or(f32::NEG_INFINITY),
        }
    }
}

static PIECES: LazyLock<Pieces> = LazyLock::new(|| {
    let (mut beginnings, mut ends) = (Masses::new(), Masses::new());
    // A class is twice a binary logarithm.
    let counts: [f32; 64] = std::array::from_fn(|class| 2f32.powf(class as f32 / 2.0));
    lexicon::each(|word, class| {
        let count = counts[class as usize];
        for cut in 1..word.len() {
            beginnings.add(&word[..cut], count);
            ends.add(&word[cut..], count);
        }
    });
    Pieces {
        beginnings: beginnings.in_half_bits(),
        ends: ends.in_half_bits(),
    }
});

/// Less than any reading.
const NEVER: i32 = -1000;

/// One side of a break.
#[derive(Clone, Copy, Debug)]
pub struct Side {
    units: [u16; REACH],
    len: usize,
    /// What is known of the pair that begins at every place.
    codes: [Code; REACH],
    /// For every place, the best reading of what lies between it and the far end, in whole words.
    best: [i32; REACH + 1],
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
            codes: [Code::default(); REACH],
            best: [NEVER; REACH + 1],
            free: 0.0,
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
    fn word(&self, from: usize, to: usize) -> i32 {
        lexicon::score(&self.units[from..to], self.codes[from]).unwrap_or(NEVER)
    }

    /// Reads the end of a text.
    pub fn end(text: &str) -> Self {
        let mut side = Side::of(text.chars().rev(), true);
        let n = side.len;
        side.best[0] = 0;
        for to in 1..=n {
            for from in 0..to {
                side.best[to] = side.best[to].max(side.best[from] + side.word(from, to));
            }
        }
        side.free = side.best[n] as f32;
        for from in n.saturating_sub(LONGEST - 1)..n {
            // Two characters that no longer word begins with are no beginning, whatever follows them.
            if from + 1 == n || side.codes[from].begins() {
                let mass = PIECES.beginnings.of(&side.units[from..n]);
                side.free = side.free.max(side.best[from] as f32 + mass);
            }
        }
        side
    }

    /// Reads the beginning of a text.
    pub fn beginning(text: &str) -> Self {
        let mut side = Side::of(text.chars(), false);
        let n = side.len;
        side.best[n] = 0;
        for from in (0..n).rev() {
            for to in from + 1..=n {
                side.best[from] = side.best[from].max(side.best[to] + side.word(from, to));
            }
        }
        side.free = side.best[0] as f32;
        for to in 1..=n.min(LONGEST - 1) {
            if to == 1 || side.codes[to - 2].ends() {
                let mass = PIECES.ends.of(&side.units[..to]);
                side.free = side.free.max(side.best[to] as f32 + mass);
            }
        }
        side
    }

    /// Lays a beginning beside this end; none where the break is not between two ideographs.
    pub fn beside(&self, next: &Side) -> Option<Seam> {
        let (left, right) = (self.units(), next.units());
        let (&last, &first) = (left.last()?, right.first()?);
        let apart = self.best[left.len()] + next.best[0];
        let mut over = NEVER;
        let mut window = [0u16; 2 * REACH];
        window[..left.len()].copy_from_slice(left);
        window[left.len()..left.len() + right.len()].copy_from_slice(right);
        for from in left.len().saturating_sub(LONGEST - 1)..left.len() {
            let code = match from + 1 {
                second if second == left.len() => lexicon::code(last, first),
                _ if !self.codes[from].begins() => continue,
                _ => self.codes[from],
            };
            if code == Code::default() {
                continue;
            }
            for to in 1..=right.len().min(LONGEST - (left.len() - from)) {
                if let Some(score) = lexicon::score(&window[from..left.len() + to], code) {
                    over = over.max(self.best[from] + score + next.best[to]);
                }
            }
        }
        Some(Seam {
            fit: (over.max(apart) as f32 - self.free - next.free).round() as i32,
            straddle: (over - apart).clamp(-60, 60),
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
