//! The measure of the lines around a line: the width that most of them have.

use super::Sight;

/// How many lines on one side of a line its measure is taken from.
const WINDOW: usize = 7;
/// Narrower lines (half ems) say nothing about the measure.
pub(super) const NARROW: u16 = 10;

/// The most frequent width among some lines: a width counts twice for itself and once for its
/// neighbours by a half em, since squeezed punctuation moves line ends (GB/T 15834-2011, 5.1.11). Of more
/// than `LINES` lines only the first are taken.
pub fn mode<const LINES: usize>(widths: impl Iterator<Item = u16>) -> u16 {
    // The places left over have a width that is next to no line's.
    let mut known = [u32::MAX; LINES];
    let mut count = 0;
    for (slot, width) in known.iter_mut().zip(widths) {
        *slot = u32::from(width);
        count += 1;
    }
    let score = |w: u32| -> u32 {
        let votes = |v: u32| u32::from(v == w) + u32::from(v.abs_diff(w) <= 1);
        known.iter().map(|&v| votes(v)).sum()
    };
    // Neighbours mostly have the same.
    let (mut best, mut last) = ((0, 0), u32::MAX);
    for &width in &known[..count] {
        if width != last {
            best = best.max((score(width), width));
            last = width;
        }
    }
    best.1 as u16
}

/// The widths of so many lines, 0 for those that tell nothing, and how often each counts: the [`mode`] of widths that
/// come one by one.
#[derive(Default)]
struct Window {
    widths: [u16; WINDOW],
    votes: [u16; WINDOW],
    oldest: usize,
}

impl Window {
    /// How much two widths speak for each other.
    fn votes(a: u16, b: u16) -> u16 {
        if a == 0 || b == 0 {
            return 0;
        }
        u16::from(a == b) + u16::from(a.abs_diff(b) <= 1)
    }

    /// Puts the next line in the oldest one's place.
    fn advance(&mut self, width: u16) {
        let old = std::mem::replace(&mut self.widths[self.oldest], width);
        let mut own = 0;
        for (&other, votes) in self.widths.iter().zip(&mut self.votes) {
            let gained = Self::votes(other, width);
            *votes = (*votes + gained).wrapping_sub(Self::votes(other, old));
            own += gained;
        }
        self.votes[self.oldest] = own;
        self.oldest = (self.oldest + 1) % WINDOW;
    }

    fn measure(&self) -> u16 {
        let lines = self.votes.iter().zip(&self.widths);
        lines.max().map_or(0, |(_, &width)| width)
    }
}

/// Takes the measure before and after every line.
pub(super) fn take(sights: &mut [Sight]) {
    let telling = |s: &Sight| {
        let layout = &s.layout;
        !layout.vertical && layout.level == 0 && layout.width >= NARROW
    };
    let widths: Vec<u16> = sights
        .iter()
        .map(|s| if telling(s) { s.layout.width } else { 0 })
        .collect();
    // The measure of every window of so many lines; a line's own are the one that ends before it and the
    // one that begins after it, which are the same windows, seen from either end.
    let n = sights.len();
    let mut ending = Vec::with_capacity(n + WINDOW + 1);
    ending.push(0);
    let mut window = Window::default();
    let rest = [0; WINDOW];
    for &width in widths.iter().chain(&rest) {
        window.advance(width);
        ending.push(window.measure());
    }
    for (i, sight) in sights.iter_mut().enumerate() {
        sight.before = ending[i];
        sight.after = ending[i + 1 + WINDOW];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_measure_of_a_window_is_the_mode_of_its_widths() {
        let widths = [
            24, 24, 25, 0, 24, 26, 26, 26, 25, 90, 12, 0, 0, 0, 0, 0, 0, 0, 30, 11, 30, 31, 32, 33,
        ];
        let mut window = Window::default();
        for (i, &width) in widths.iter().enumerate() {
            window.advance(width);
            let last = &widths[(i + 1).saturating_sub(WINDOW)..=i];
            let want = mode::<8>(last.iter().copied().filter(|&w| w > 0));
            assert_eq!(window.measure(), want, "{last:?}");
        }
    }
}
