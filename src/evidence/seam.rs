//! How much likelier two sides of a break are one text than two.
//!
//! A line may end in the middle of a word, so a side is read as words of the lexicon with one more piece
//! at the break: the beginning (on the left) or the end (on the right) of a longer word. The *fit* of two
//! sides is how much the best reading of both as one text loses or gains against the two readings apart:
//! `国务` ␤ `院总理` gains, since few words begin 国务; `国务` ␤ `发展经济` loses, since 国务 is left a
//! fragment; `经济` ␤ `发展` is neither here nor there.

use crate::chars::basic_han;
use crate::evidence::lexicon::{
    self, Code, FIRST, LONGEST, PAIRS, PIECES, REACH, SINGLES, find_piece, key, made,
};
use crate::evidence::succession;

/// What all longer words that begin with a piece, or end with it, count for together, in half bits.
struct Masses {
    /// Pieces of one character.
    singles: &'static [[u8; 4]; SINGLES],
    /// Pieces of two, by their place in the table of pairs.
    pairs: &'static [[u8; 4]; PAIRS],
    /// The places of pieces of three,
    places: &'static [[u8; 8]; PIECES],
    /// and what stands for each.
    longer: &'static [[u8; 4]; PIECES],
}

static BEGINNINGS: Masses = Masses {
    singles: made!("beginnings-singles"),
    pairs: made!("beginnings-pairs"),
    places: made!("beginnings-places"),
    longer: made!("beginnings-longer"),
};

static ENDS: Masses = Masses {
    singles: made!("ends-singles"),
    pairs: made!("ends-pairs"),
    places: made!("ends-places"),
    longer: made!("ends-longer"),
};

impl Masses {
    /// What a piece counts for; `code` is what is known of two of its characters, which are all that it has if it has
    /// two.
    #[inline]
    fn of(&self, piece: &[u16], code: Code) -> f32 {
        let mass = match *piece {
            [single] => {
                let place = single.checked_sub(FIRST).map(usize::from);
                place.and_then(|place| self.singles.get(place))
            }
            [_, _] => self.pairs.get(code.place()),
            _ => {
                let there = |at: usize| u64::from_le_bytes(self.places[at]);
                self.longer.get(find_piece(key(piece), there).0)
            }
        };
        mass.map_or(f32::NEG_INFINITY, |&mass| f32::from_le_bytes(mass))
    }
}

/// Less than any reading.
const NEVER: i32 = -1000;

/// One side of a break.
#[derive(Clone, Copy, Debug)]
pub struct Side {
    /// The two characters next to the break, in reading order; spaces where there are none.
    pub near: [char; 2],
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

    /// Some ideographs; how they read is not known yet.
    fn of(ideographs: impl Iterator<Item = u16>, reversed: bool) -> Self {
        let mut side = Side {
            near: [' '; 2],
            units: [0; REACH],
            len: 0,
            codes: [Code::default(); REACH],
            best: [NEVER; REACH + 1],
            free: 0.0,
        };
        for (slot, unit) in side.units.iter_mut().zip(ideographs) {
            *slot = unit;
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

    /// Calls back for every word that begins at a place, with where it ends and its score.
    #[inline]
    fn words(&self, from: usize, mut call: impl FnMut(usize, i32)) {
        let code = self.codes[from];
        let mut word = |length: usize| {
            let to = from + length;
            let units = self.units().get(from..to);
            if let Some(score) = units.and_then(|units| lexicon::score(units, code)) {
                call(to, score);
            }
        };
        word(1);
        // Where no longer word begins, a character is all there is to it.
        if !code.is_none() {
            word(2);
        }
        if code.begins() {
            (3..=LONGEST).for_each(word);
        }
    }

    /// Reads the end of a text.
    pub fn end(text: &str) -> Self {
        let mut rest = text.as_bytes();
        let before = std::iter::from_fn(|| {
            let (others, last) = rest.split_last_chunk()?;
            rest = others;
            basic_han(*last)
        });
        let mut side = Side::of(before, true);
        let n = side.len;
        let mut best = side.best;
        best[0] = 0;
        for from in 0..n {
            let so_far = best[from];
            side.words(from, |to, score| best[to] = best[to].max(so_far + score));
        }
        side.best = best;
        let mut last = text.chars().rev();
        side.near = [' ', last.next().unwrap_or(' ')];
        side.near[0] = last.next().unwrap_or(' ');
        side.free = side.best[n] as f32;
        for from in n.saturating_sub(LONGEST - 1)..n {
            // Two characters that no longer word begins with are no beginning, whatever follows them.
            if from + 1 == n || side.codes[from].begins() {
                let mass = BEGINNINGS.of(&side.units[from..n], side.codes[from]);
                side.free = side.free.max(side.best[from] as f32 + mass);
            }
        }
        side
    }

    /// Reads the beginning of a text.
    pub fn beginning(text: &str) -> Self {
        let mut rest = text.as_bytes();
        let after = std::iter::from_fn(|| {
            let (first, others) = rest.split_first_chunk()?;
            rest = others;
            basic_han(*first)
        });
        let mut side = Side::of(after, false);
        let n = side.len;
        let mut best = side.best;
        best[n] = 0;
        for from in (0..n).rev() {
            let mut most = NEVER;
            side.words(from, |to, score| most = most.max(best[to] + score));
            best[from] = most;
        }
        side.best = best;
        let mut first = text.chars();
        side.near = std::array::from_fn(|_| first.next().unwrap_or(' '));
        side.free = side.best[0] as f32;
        for to in 1..=n.min(LONGEST - 1) {
            let code = side.codes[to.saturating_sub(2)];
            if to == 1 || code.ends() {
                let mass = ENDS.of(&side.units[..to], code);
                side.free = side.free.max(side.best[to] as f32 + mass);
            }
        }
        side
    }

    /// How much likelier (natural logarithm) a beginning follows this end in running text than by chance; none where that is not
    /// known.
    pub fn succession(&self, next: &Side) -> Option<f32> {
        succession::over(self.near, next.near)
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
            if code.is_none() {
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
            straddle: (over - apart).clamp(-SURE, SURE),
        })
    }
}

/// A word that straddles a break, or does not, can be no surer than this (half bits): apart, or together, there may be no
/// reading at all.
const SURE: i32 = 60;

/// In a sum over many breaks none weighs more than this (half bits): a rare name may lose any number.
const ONE_OF_MANY: i32 = 10;

/// What a break says among many.
pub fn among_many(half_bits: i32) -> i32 {
    half_bits.clamp(-ONE_OF_MANY, ONE_OF_MANY)
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
    use std::collections::HashMap;

    fn fit(left: &str, right: &str) -> i32 {
        seam(left, right)
            .unwrap_or_else(|| panic!("{left} | {right}"))
            .fit
    }

    #[test]
    fn a_piece_counts_for_all_words_that_begin_or_end_with_it() {
        let (mut beginnings, mut ends) = (HashMap::new(), HashMap::new());
        for (word, class) in lexicon::tests::words() {
            for cut in 1..word.len() {
                let count = 2f32.powf(class as f32 / 2.0);
                *beginnings.entry(word[..cut].to_vec()).or_insert(0.0) += count;
                *ends.entry(word[cut..].to_vec()).or_insert(0.0) += count;
            }
        }
        let known = beginnings.keys().chain(ends.keys());
        // Every character replaced by another.
        let others = known
            .clone()
            .map(|piece| piece.iter().map(|unit| unit ^ 5).collect());
        for piece in known.cloned().chain(others) {
            let code = match piece[..] {
                [a, b] => lexicon::code(a, b),
                _ => Code::default(),
            };
            for (masses, counts) in [(&BEGINNINGS, &beginnings), (&ENDS, &ends)] {
                let want = counts.get(&piece).map_or(f32::NEG_INFINITY, |count| {
                    2.0 * count.log2() - lexicon::TOTAL as f32
                });
                let got = masses.of(&piece, code);
                assert!(got == want || (got - want).abs() < 1e-3, "{piece:?}");
            }
        }
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
