//! Does this line go on with that one, when they do not stand together?

use crate::evidence::lexicon;
use crate::evidence::profile::{End, Start, end_of, start_of};
use crate::page::Page;

/// Two lines belong together when their clues sum to more than this (hundredths).
pub const RESUME_AT: i32 = 0;

/// The sum of the clues that line `r` goes on with the sentence of line `e`.
pub fn resumes(page: &Page, e: usize, r: usize) -> i32 {
    let (a, b) = (&page.blocks()[e], &page.blocks()[r]);
    let (left, right) = (page.str(a), page.str(b));
    let end = end_of(left);
    let mut sum = match end {
        End::Word | End::Comma | End::Opened | End::Ascii => 150,
        End::Closed => 60,
        End::Colon => 0,
        End::Stop => -250,
    };
    sum += match start_of(right) {
        Start::Closing => 150,
        Start::Word | Start::Ascii => 0,
        _ => -30,
    };
    sum += lexicon::seam(left, right).map_or(0, |s| (s * 12).clamp(-250, 300));
    // The nearer, the likelier; a line that stands before its own beginning is rarer still.
    let distance = r.abs_diff(e) as f32;
    sum -= (45.0 * (1.0 + distance).ln()) as i32;
    if r < e {
        sum -= 100;
    }
    if a.layout.width.abs_diff(b.layout.width) > 4 {
        sum -= 60;
    }
    sum
}
