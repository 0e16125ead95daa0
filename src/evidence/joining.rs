//! Does this line go on with that one, when they do not stand together?

use crate::evidence::lexicon;
use crate::evidence::profile::{End, Start, end_of, start_of};
use crate::evidence::stakes::Stakes;
use crate::page::Page;

/// Two lines belong together when their clues sum to more than this.
pub const RESUME_AT: f32 = 0.0;

/// The sum of the clues that line `r` goes on with the sentence of line `e`.
pub fn resumes(page: &Page, e: usize, r: usize, stakes: &Stakes) -> f32 {
    let (a, b) = (&page.blocks()[e], &page.blocks()[r]);
    let (left, right) = (page.str(a), page.str(b));
    let end = end_of(left);
    let mut sum = match end {
        End::Word | End::Comma | End::Opened | End::Ascii => stakes.open_end,
        End::Closed => stakes.open_end / 2.0,
        End::Colon => 0.0,
        End::Stop => -stakes.stop_end,
    };
    sum += match start_of(right) {
        Start::Closing => 1.5,
        Start::Word | Start::Ascii => 0.0,
        _ => -0.3,
    };
    sum += lexicon::seam(left, right).map_or(0.0, |s| (s as f32 * stakes.seam).clamp(-2.5, 3.0));
    // The nearer, the likelier; a line that stands before its own beginning is rarer still.
    let distance = r.abs_diff(e) as f32;
    sum -= stakes.distance * (1.0 + distance).ln();
    if r < e {
        sum -= stakes.backward;
    }
    if a.layout.width.abs_diff(b.layout.width) > 4 {
        sum -= stakes.other_measure;
    }
    sum
}
