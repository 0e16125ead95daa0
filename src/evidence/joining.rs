//! Does this line go on with that one, when they do not stand together?

use crate::evidence::lexicon::{self, Head, Tail};
use crate::evidence::profile::{End, Start, end_of, start_of};
use crate::evidence::stakes::Stakes;
use crate::page::Page;

/// Two lines belong together when their clues sum to more than this.
pub const RESUME_AT: f32 = 0.0;

/// The end of a line, read once for all lines it is laid beside.
#[derive(Clone, Copy, Debug)]
pub struct Left {
    line: usize,
    width: u16,
    end: End,
    tail: Tail,
}

impl Left {
    /// Reads the end of line `e`.
    pub fn of(page: &Page, e: usize) -> Self {
        let block = &page.blocks()[e];
        Left {
            line: e,
            width: block.layout.width,
            end: end_of(page.str(block)),
            tail: Tail::of(page.str(block)),
        }
    }
}

/// The beginning of a line, read once for all lines it is laid beside.
#[derive(Clone, Copy, Debug)]
pub struct Right {
    line: usize,
    width: u16,
    start: Start,
    head: Head,
}

impl Right {
    /// Reads the beginning of line `r`.
    pub fn of(page: &Page, r: usize) -> Self {
        let block = &page.blocks()[r];
        Right {
            line: r,
            width: block.layout.width,
            start: start_of(page.str(block)),
            head: Head::of(page.str(block)),
        }
    }
}

/// The sum of the clues that line `r` goes on with the sentence of line `e`.
pub fn resumes(page: &Page, e: usize, r: usize, stakes: &Stakes) -> f32 {
    weigh(&Left::of(page, e), &Right::of(page, r), stakes)
}

/// The same for lines that were read before.
pub fn weigh(left: &Left, right: &Right, stakes: &Stakes) -> f32 {
    let mut sum = match left.end {
        End::Word | End::Comma | End::Opened | End::Ascii => stakes.open_end,
        End::Closed => stakes.open_end / 2.0,
        End::Colon => 0.0,
        End::Stop => -stakes.stop_end,
    };
    sum += match right.start {
        Start::Closing => 1.5,
        Start::Word | Start::Ascii => 0.0,
        _ => -0.3,
    };
    let seam = lexicon::seam_between(&left.tail, &right.head);
    sum += seam.map_or(0.0, |s| (s as f32 * stakes.seam).clamp(-2.5, 3.0));
    // The nearer, the likelier; a line that stands before its own beginning is rarer still.
    let distance = right.line.abs_diff(left.line) as f32;
    sum -= stakes.distance * (1.0 + distance).ln();
    if right.line < left.line {
        sum -= stakes.backward;
    }
    if left.width.abs_diff(right.width) > 4 {
        sum -= stakes.other_measure;
    }
    sum
}
