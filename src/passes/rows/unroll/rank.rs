//! The best of many by their scores.
//!
//! Where a beam looks at few of hundreds, these are put into a heap of numbers, one for each: a number costs a third
//! of what a score and what it is the score of does to compare and to move.

/// A number that is higher the better a score is, of what has this place in a list; of two that are as good it is higher
/// for the first.
#[inline]
pub(super) fn rank(score: f32, place: usize) -> u64 {
    let bits = score.to_bits();
    // The bits of numbers are in their order, those of numbers below 0 the other way round.
    let ordered = if score.is_sign_negative() {
        !bits
    } else {
        bits | (1 << 31)
    };
    u64::from(ordered) << 32 | u64::from(!(place as u32))
}

/// The place of what has this number.
#[inline]
pub(crate) fn ranked(rank: u64) -> usize {
    !(rank as u32) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_ranks_highest_and_of_equal_ones_the_first() {
        let scores = [f32::NEG_INFINITY, -3.5, -3.5, -0.25, 0.0, 0.0, 1e-9, 7.0];
        let ranks = scores.iter().enumerate().map(|(i, &score)| rank(score, i));
        let mut ranks: Vec<u64> = ranks.collect();
        ranks.sort_unstable_by(|a, b| b.cmp(a));
        let order: Vec<usize> = ranks.into_iter().map(ranked).collect();
        assert_eq!(order, [7, 6, 4, 5, 3, 1, 2, 0]);
    }
}
