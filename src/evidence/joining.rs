//! Does this line go on with that one, when they do not stand together?

use crate::evidence::lexicon::{self, Head, Tail};
use crate::evidence::profile::{End, Start, end_of, start_of};
use crate::evidence::stakes::Stakes;
use crate::page::Page;
use std::sync::LazyLock;

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
    let sides = sides(left, right, stakes);
    let place = place(left, right, stakes);
    // Whether a word straddles the break costs most to find out and cannot save what is this far apart.
    if sides + SEAM_MOST - place.iter().sum::<f32>() < RESUME_AT - 0.01 {
        return f32::NEG_INFINITY;
    }
    let seam = lexicon::seam_between(&left.tail, &right.head);
    let seam = seam.map_or(0.0, |s| (s as f32 * stakes.seam).clamp(-2.5, SEAM_MOST));
    place.iter().fold(sides + seam, |sum, cost| sum - cost)
}

/// The most that a seam adds.
const SEAM_MOST: f32 = 3.0;

/// What the two sides say by themselves.
fn sides(left: &Left, right: &Right, stakes: &Stakes) -> f32 {
    let end = match left.end {
        End::Word | End::Comma | End::Opened | End::Ascii => stakes.open_end,
        End::Closed => stakes.open_end / 2.0,
        End::Colon => 0.0,
        End::Stop => -stakes.stop_end,
    };
    let start = match right.start {
        Start::Closing => 1.5,
        Start::Word | Start::Ascii => 0.0,
        _ => -0.3,
    };
    end + start
}

/// What their places cost. The nearer, the likelier; a line that stands before its own beginning is
/// rarer still.
fn place(left: &Left, right: &Right, stakes: &Stakes) -> [f32; 3] {
    let distance = right.line.abs_diff(left.line);
    let cost = |yes: bool, stake: f32| if yes { stake } else { 0.0 };
    [
        stakes.distance
            * LOGARITHMS
                .get(distance)
                .map_or_else(|| logarithm(distance), |&l| l),
        cost(right.line < left.line, stakes.backward),
        cost(left.width.abs_diff(right.width) > 4, stakes.other_measure),
    ]
}

/// Logarithms of the distances that are asked about most.
static LOGARITHMS: LazyLock<[f32; 512]> = LazyLock::new(|| std::array::from_fn(logarithm));

fn logarithm(distance: usize) -> f32 {
    (1.0 + distance as f32).ln()
}
