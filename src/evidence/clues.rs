//! The clues: what is said about a line to those who decide.
//!
//! A clue is a *template* with a value for each of its dimensions, such as `prev-end × short × lead`
//! with the value `stop.3.−2`. Every clue has one number, its row in the table of weights. Templates are
//! listed once, here; the fitting program and the decisions see the same numbers.

mod bundles;
mod classes;
mod line;

pub(in crate::evidence) use bundles::add;
pub use bundles::{Sums, Told, Whose};

use crate::evidence::ends::{ENDS, STARTS};
use crate::evidence::patterns::{self, Pattern};
use crate::evidence::profile::{Profile, Sight};
use crate::evidence::wording::ASKED;
use classes::*;
use line::{Habits, Line};

/// A family of clues: its name and the words of each dimension's values.
struct Template {
    name: &'static str,
    dims: &'static [&'static [&'static str]],
}

const PAT: &[&str] = patterns::NAMES;

macro_rules! templates {
    ($($id:ident = $name:literal [$($dim:expr),*];)*) => {
        #[derive(Clone, Copy)]
        enum T { $($id,)* }
        const TEMPLATES: &[Template] = &[$(Template { name: $name, dims: &[$($dim),*] },)*];
    };
}

templates! {
    Bias = "bias" [BIAS];
    Width = "width" [WIDTH, PAGE];
    Before = "against-measure-before" [DELTA];
    After = "against-measure-after" [DELTA];
    Both = "against-measures" [DELTA, DELTA];
    EndWidth = "end×width" [ENDS, WIDTH];
    StartWidth = "start×width" [STARTS, COARSE];
    BlanksBefore = "blanks-before" [BLANKS, HABIT];
    BlanksAfter = "blanks-after" [BLANKS, HABIT];
    BlanksBoth = "blanks-before×after" [BLANKS, BLANKS, PAGE];
    Level = "heading-level" [LEVEL];
    LevelPrev = "heading-level×previous" [LEVEL, LEVEL];
    Piece = "piece" [PIECE];
    PieceEnd = "piece×previous-end" [PIECE, ENDS];
    Indent = "indent" [INDENT, HABIT];
    Top = "lines-from-top" [PLACE, COARSE];
    Bottom = "lines-from-bottom" [PLACE, COARSE];
    Vertical = "vertical" [YES, COARSE];
    Own = "is" [PAT];
    OwnWidth = "is×width" [PAT, COARSE];
    Prev = "previous-is" [PAT];
    Next = "next-is" [PAT];
    Prev2 = "second-previous-is" [PAT];
    Next2 = "second-next-is" [PAT];
    PrevEnd = "previous-end" [ENDS];
    PrevEndSides = "previous-end×previous-short×short" [ENDS, SIDE, SIDE];
    PrevEndBlanks = "previous-end×blanks" [ENDS, BLANKS, HABIT];
    PrevEndIndent = "previous-end×indent" [ENDS, INDENT];
    PrevFirst = "previous-begins×previous-short×previous-end" [BEGINS, SIDE, ENDS];
    PrevFirstIndent = "previous-begins×previous-short×indent" [BEGINS, SIDE, INDENT];
    PrevEndStart = "previous-end×start" [ENDS, STARTS];
    Seam = "seam×alternation" [SEAM, ALTERNATES];
    Fit = "fit×alternation" [FIT, ALTERNATES];
    FitEnd = "fit×previous-end" [FIT, ENDS];
    NextFit = "next-fit×alternation" [FIT, ALTERNATES];
    SeamBlanks = "seam×blanks" [SEAM, BLANKS];
    SeamEnd = "seam×widths" [SEAM, COARSE, COARSE];
    Open = "left-open-before" [YES, ALTERNATES];
    SameWidth = "as-wide-as-previous" [YES, ENDS];
    WidthPrev = "previous-width×width" [WIDTH, WIDTH];
    WidthNext = "width×next-width" [WIDTH, WIDTH];
    EndNext = "end×next-start" [ENDS, STARTS];
    EndBlanksAfter = "end×blanks-after" [ENDS, BLANKS];
    NextEndWidth = "next-end×next-width" [ENDS, COARSE];
    PrevEndWidth = "previous-end×previous-width" [ENDS, COARSE];
    PrevEndPage = "previous-end×previous-width×page" [ENDS, COARSE, PAGE];
    Change = "measure-changes" [DELTA];
    Shared = "shared×width" [SHARED, COARSE];
    Alternates = "alternation" [ALTERNATES];
    Heard = "heard×widths" [HEARD, COARSE, COARSE];
    NextHeard = "next-heard×widths" [HEARD, COARSE, COARSE];
    Clauses = "clauses×widths" [ECHOES, COARSE, COARSE];
    NextClauses = "next-clauses×widths" [ECHOES, COARSE, COARSE];
    ClausesHabit = "clauses×habit" [ECHOES, HABIT];
    NextClausesHabit = "next-clauses×habit" [ECHOES, HABIT];
    HeadPair = "seam×echoes×widths" [SEAM, ECHOES, COMPARED];
    HeadPairNext = "next-seam×echoes×widths" [SEAM, ECHOES, COMPARED];
    NextSeam = "next-seam×alternation" [SEAM, ALTERNATES];
    NextSeamSide = "next-seam×against-measure-after×blanks-after" [SEAM, DELTA, BLANKS];
    NextSeamEnd = "next-seam×end" [SEAM, ENDS];
    EchoWidth = "echo×next-end×blanks-after" [YES, ENDS, BLANKS];
    Lettered = "characters×characters-of-previous" [LETTERS, LETTERS];
    LetteredNext = "characters×characters-of-next" [LETTERS, LETTERS];
    Wording = "wording×width" [ASKED, WORDED, COARSE];
    WordingPrev = "previous-wording×wording" [ASKED, WORDED, WORDED];
    WordingNext = "wording×next-wording" [ASKED, WORDED, WORDED];
    Columns = "same-row-as-previous" [YES, ALTERNATES];
    Rank = "heading-rank×above×below" [RANK, COMPANY, COMPANY];
    RankAbove = "heading-rank×above" [RANK, COMPANY];
    RankBelow = "heading-rank×below" [RANK, COMPANY];
}

/// The first clue of every template, and how many clues there are.
const BASES: [u32; TEMPLATES.len() + 1] = {
    let mut bases = [0; TEMPLATES.len() + 1];
    let mut t = 0;
    while t < TEMPLATES.len() {
        let mut size = 1;
        let mut d = 0;
        while d < TEMPLATES[t].dims.len() {
            size *= TEMPLATES[t].dims[d].len() as u32;
            d += 1;
        }
        bases[t + 1] = bases[t] + size;
        t += 1;
    }
    bases
};

/// How many clues there are.
pub fn count() -> usize {
    BASES[TEMPLATES.len()] as usize
}

/// The name of a clue: template and values.
pub fn name(clue: u32) -> String {
    let t = BASES.partition_point(|&b| b <= clue).saturating_sub(1);
    let Some(template) = TEMPLATES.get(t) else {
        return String::new();
    };
    let mut rest = (clue - BASES[t]) as usize;
    let mut words = Vec::new();
    for dim in template.dims.iter().rev() {
        words.push(dim[rest % dim.len()]);
        rest /= dim.len();
    }
    words.reverse();
    format!("{}={}", template.name, words.join("|"))
}

/// The clue that has this name, if any has.
pub fn number(name: &str) -> Option<u32> {
    let (family, values) = name.split_once('=')?;
    let t = TEMPLATES.iter().position(|t| t.name == family)?;
    let dims = TEMPLATES[t].dims;
    let mut words = values.split('|');
    let mut at = 0;
    for dim in dims {
        let word = words.next()?;
        at = at * dim.len() + dim.iter().position(|w| *w == word)?;
    }
    words.next().is_none().then(|| BASES[t] + at as u32)
}

/// Most dimensions of a template.
const DIMS: usize = 3;

/// For every template how many values each of its dimensions has; 1 for those it has not.
const SIZES: [[u32; DIMS]; TEMPLATES.len()] = {
    let mut sizes = [[1; DIMS]; TEMPLATES.len()];
    let mut t = 0;
    while t < TEMPLATES.len() {
        let mut d = 0;
        while d < TEMPLATES[t].dims.len() {
            sizes[t][d] = TEMPLATES[t].dims[d].len() as u32;
            d += 1;
        }
        t += 1;
    }
    sizes
};

/// Who is told the clues of a line.
pub trait Listener {
    /// Takes in a clue.
    fn hear(&mut self, clue: u32);
    /// Takes in the clues of a bundle.
    fn hear_bundle<const N: usize>(&mut self, told: &Told<N>);
    /// Takes in patterns, as bits.
    fn hear_patterns(&mut self, whose: Whose, patterns: u64);
}

impl Listener for Vec<u32> {
    fn hear(&mut self, clue: u32) {
        self.push(clue);
    }

    fn hear_bundle<const N: usize>(&mut self, told: &Told<N>) {
        self.extend(told.clues());
    }

    fn hear_patterns(&mut self, whose: Whose, patterns: u64) {
        self.extend(ones(patterns).flat_map(|p| whose.clues(p)));
    }
}

/// The clues of every line of a page.
pub fn read(profile: &Profile) -> Vec<Vec<u32>> {
    let mut lines = Vec::with_capacity(profile.sights.len());
    tell(profile, &mut Vec::with_capacity(128), |line| {
        lines.push(line.clone());
        line.clear();
    });
    lines
}

/// Tells a listener the clues of every line of a page; `told` is called after each line.
pub fn tell<L: Listener>(profile: &Profile, listener: &mut L, mut told: impl FnMut(&mut L)) {
    let page = Habits::of(profile);
    let beyond = line::beyond();
    for i in 0..profile.sights.len() {
        listener.hear(BASES[T::Bias as usize]);
        // A page mark or a jump is what its pattern says, wherever and however it stands.
        let alone = profile.sights[i].patterns & (Pattern::Pageref.bit() | Pattern::Jump.bit());
        if alone == 0 {
            Line::of(profile, i, &page, &beyond).tell(listener);
        } else {
            ones(alone).for_each(|p| listener.hear(BASES[T::Own as usize] + p as u32));
        }
        told(listener);
    }
}

fn ones(bits: u64) -> impl Iterator<Item = usize> {
    let mut left = bits;
    std::iter::from_fn(move || {
        let p = left.trailing_zeros() as usize;
        left &= left.wrapping_sub(1);
        (p < PAT.len()).then_some(p)
    })
}

/// Whether a sight has a pattern.
pub fn is(s: &Sight, p: Pattern) -> bool {
    s.patterns & p.bit() != 0
}
