//! What the ways to read a row cost, in natural logarithms, and lengths in ems, where nothing else is said. They were
//! found by climbing: first on the share of runs of eight letters that come out whole, then on that of lines, and of
//! lines that stand below the right one. Both times 60 pages were climbed on; on 60 others both
//! rise by 0.6 of 100, too.

/// What a word of few letters says counts for so much.
pub(super) const FEW: f32 = 0.375;
/// The least that stands between two words.
pub(super) const LEAST_GAP: f32 = 0.3;
/// What a mark is narrower than other letters where it was set narrow.
pub(super) const MARK: f32 = 0.5;
/// A word that is off the measure of its column by no more than this fills it as it is.
pub(super) const FILLS: f32 = 0.2;
/// Words that begin so near an edge may begin there,
pub(super) const NEAR: f32 = 4.25;
/// the more so the more spaces are before them, since every one may be wrong a little.
pub(super) const EVERY: f32 = 0.02;
/// What this costs for every em.
pub(super) const ASIDE: f32 = 0.4;
/// An edge may lie so far within the word before it.
pub(super) const WITHIN_LAST: f32 = 0.546;
/// What it costs to begin at no edge,
pub(super) const NOWHERE: f32 = 1.0;
/// to be indented where nothing is known of the line above,
pub(super) const INDENTED: f32 = 1.0;
/// or below a sentence's end that fills its measure, or below none; below one that does not it costs nothing,
pub(super) const BELOW_END: f32 = 0.7;
pub(super) const BELOW_NONE: f32 = 2.2;
/// but not to be.
pub(super) const UNINDENTED: f32 = 1.0;
/// What it costs to have larger letters, less if they begin at an edge,
pub(super) const LARGE: f32 = 3.0;
pub(super) const ALIGNED: f32 = 1.0;
/// to be a letter of a vertical headline of one of the sizes,
pub(super) const UPRIGHT: f32 = 0.5;
/// to have marks of half a letter's width,
pub(super) const SQUEEZED: f32 = 0.3;
/// to have been set as wide as its column, if that is so much more or less than its letters are,
pub(super) const FILLED: f32 = 0.45;
pub(super) const FILL: f32 = 1.75;
/// and to begin at the left edge anew;
pub(super) const ANEW: f32 = 3.0;
/// inside a word, too, where its beginning fills the measure, or nearly so,
pub(super) const FULL: f32 = 1.4062;
pub(super) const NEARLY: f32 = 1.1;
/// and this for every em that it does not fill it, or overfills it,
pub(super) const UNEVEN: f32 = 1.15;
/// behind a letter of a vertical headline,
pub(super) const BEHIND_LETTER: f32 = 3.0;
/// after which what fills the measure but for this begins,
pub(super) const EVEN: f32 = 0.6;
/// or else.
pub(super) const INSIDE: f32 = 2.0;
/// What speaks for columns that stand in one row where they stood in one above, and against others.
pub(super) const PHASE: f32 = 0.3;
/// What a space between two longer words of one line costs.
pub(super) const SPACE: f32 = 0.5;
/// What it costs to end right of the column by more than this, for every em more, and at most,
pub(super) const OVER: f32 = 1.2;
pub(super) const WIDER: f32 = 0.935;
pub(super) const OVERSHOOT: f32 = 0.375;
pub(super) const WIDEST: f32 = 3.0;
/// and right of the page.
pub(super) const BEYOND: f32 = 2.0;
pub(super) const MARGIN: f32 = 5.0;
/// What it costs to end so much before the measure and in the middle of a sentence; less the nearer to it, and nothing from
/// here on.
pub(super) const BEFORE: f32 = 1.5;
pub(super) const NEARLY_BEFORE: f32 = 0.5;
pub(super) const SHORT: f32 = 1.5;
/// What two sides fit weighs so much,
pub(super) const TEXT: f32 = 0.2;
/// or so much inside a word, no more of them than so many, and with what was read below before.
pub(super) const WITHIN: f32 = 0.1;
pub(super) const CLEAR_WITHIN: i32 = 10;
pub(super) const BENEATH: f32 = 0.1;
/// An edge in use speaks for a word by this much, any other against it.
pub(super) const RECENT: f32 = 0.4;
