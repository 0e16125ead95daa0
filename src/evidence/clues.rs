//! The clues: what is said about a line to those who decide.
//!
//! A clue is a *template* with a value for each of its dimensions, such as `prev-end × short × lead`
//! with the value `stop.3.−2`. Every clue has one number, its row in the table of weights. Templates are
//! listed once, here; the fitting program and the decisions see the same numbers.

mod classes;

use crate::evidence::patterns::{self, Pattern};
use crate::evidence::profile::{ENDS, End, Profile, STARTS, Sight, Start};
use classes::*;

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
    Change = "measure-changes" [DELTA];
    Shared = "shared×width" [SHARED, COARSE];
    Alternates = "alternation" [ALTERNATES];
    Heard = "heard×widths" [HEARD, COARSE, COARSE];
    NextHeard = "next-heard×widths" [HEARD, COARSE, COARSE];
    Clauses = "clauses×widths" [ECHOES, COARSE, COARSE];
    NextClauses = "next-clauses×widths" [ECHOES, COARSE, COARSE];
    HeadPair = "seam×echoes×widths" [SEAM, ECHOES, COMPARED];
    HeadPairNext = "next-seam×echoes×widths" [SEAM, ECHOES, COMPARED];
    NextSeam = "next-seam×alternation" [SEAM, ALTERNATES];
    NextSeamSide = "next-seam×against-measure-after×blanks-after" [SEAM, DELTA, BLANKS];
    NextSeamEnd = "next-seam×end" [SEAM, ENDS];
    EchoWidth = "echo×next-end×blanks-after" [YES, ENDS, BLANKS];
    Lettered = "characters×characters-of-previous" [LETTERS, LETTERS];
    LetteredNext = "characters×characters-of-next" [LETTERS, LETTERS];
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
}

impl Listener for Vec<u32> {
    fn hear(&mut self, clue: u32) {
        self.push(clue);
    }
}

#[inline]
fn push<const N: usize>(out: &mut impl Listener, t: T, values: &[usize; N]) {
    let sizes = &SIZES[t as usize];
    let mut at = 0;
    for d in 0..N {
        at = at * sizes[d] + (values[d] as u32).min(sizes[d] - 1);
    }
    out.hear(BASES[t as usize] + at);
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
    let sights = &profile.sights;
    let n = sights.len();
    let none = Sight {
        end: End::Closed,
        start: Start::Symbol,
        ..Sight::default()
    };
    let at = |i: usize, by: isize| -> Option<&Sight> {
        i.checked_add_signed(by).and_then(|j| sights.get(j))
    };
    let page = match (profile.markdown, profile.paragraphs) {
        (true, _) => 2,
        (_, true) => 1,
        _ => 0,
    };
    let blank_habit = usize::from(profile.blank_habit);
    let indent_habit = usize::from(profile.indent_habit);
    let line = |i: usize, o: &mut L| {
        let s = &sights[i];
        let (prev, next) = (at(i, -1).unwrap_or(&none), at(i, 1).unwrap_or(&none));
        let w = s.layout.width;
        let (blanks, blanks_after) = (usize::from(s.layout.blanks), usize::from(s.blanks_after));
        let prev_end = prev.end as usize;
        push(o, T::Bias, &[0]);
        // A page mark or a jump is what its pattern says, wherever and however it stands.
        if is(s, Pattern::Pageref) || is(s, Pattern::Jump) {
            bits(
                o,
                T::Own,
                s.patterns & (Pattern::Pageref.bit() | Pattern::Jump.bit()),
            );
            return;
        }
        push(o, T::Width, &[width_class(w), page]);
        push(o, T::Before, &[delta(w, s.before)]);
        push(o, T::After, &[delta(w, s.after)]);
        push(o, T::Both, &[delta(w, s.before), delta(w, s.after)]);
        push(o, T::EndWidth, &[s.end as usize, width_class(w)]);
        push(o, T::StartWidth, &[s.start as usize, coarse(w)]);
        push(o, T::BlanksBefore, &[blanks, blank_habit]);
        push(o, T::BlanksAfter, &[blanks_after, blank_habit]);
        push(o, T::BlanksBoth, &[blanks, blanks_after, page]);
        push(o, T::Level, &[level(s)]);
        push(o, T::LevelPrev, &[level(s), level(prev)]);
        push(o, T::Piece, &[usize::from(s.layout.piece)]);
        push(o, T::PieceEnd, &[usize::from(s.layout.piece), prev_end]);
        push(o, T::Indent, &[indent(s), indent_habit]);
        push(o, T::Top, &[place(i), coarse(w)]);
        push(o, T::Bottom, &[place(n - 1 - i), coarse(w)]);
        push(o, T::Vertical, &[usize::from(s.layout.vertical), coarse(w)]);
        bits(o, T::Own, s.patterns);
        for p in ones(s.patterns) {
            push(o, T::OwnWidth, &[p, coarse(w)]);
        }
        bits(o, T::Prev, prev.patterns);
        bits(o, T::Next, next.patterns);
        bits(o, T::Prev2, at(i, -2).map_or(0, |s| s.patterns));
        bits(o, T::Next2, at(i, 2).map_or(0, |s| s.patterns));
        push(o, T::PrevEnd, &[prev_end]);
        let prev_measure = if prev.before > 0 {
            prev.before
        } else {
            prev.after
        };
        push(
            o,
            T::PrevEndSides,
            &[
                prev_end,
                side(prev.layout.width, prev_measure),
                side(w, s.after),
            ],
        );
        push(o, T::PrevEndBlanks, &[prev_end, blanks, blank_habit]);
        push(o, T::PrevEndIndent, &[prev_end, indent(s)]);
        push(o, T::PrevEndStart, &[prev_end, s.start as usize]);
        push(o, T::Seam, &[seam(s.seam), alternates(s.alternation)]);
        push(o, T::Fit, &[fit(s.seam), alternates(s.alternation)]);
        push(o, T::FitEnd, &[fit(s.seam), prev_end]);
        push(o, T::SeamBlanks, &[seam(s.seam), blanks]);
        push(
            o,
            T::SeamEnd,
            &[seam(s.seam), coarse(prev.layout.width), coarse(w)],
        );
        push(
            o,
            T::Open,
            &[usize::from(prev.open), alternates(s.alternation)],
        );
        push(
            o,
            T::SameWidth,
            &[usize::from(prev.layout.width.abs_diff(w) <= 1), prev_end],
        );
        push(
            o,
            T::WidthPrev,
            &[width_class(prev.layout.width), width_class(w)],
        );
        push(
            o,
            T::WidthNext,
            &[width_class(w), width_class(next.layout.width)],
        );
        push(o, T::EndNext, &[s.end as usize, next.start as usize]);
        push(o, T::EndBlanksAfter, &[s.end as usize, blanks_after]);
        push(
            o,
            T::NextEndWidth,
            &[next.end as usize, coarse(next.layout.width)],
        );
        push(o, T::PrevEndWidth, &[prev_end, coarse(prev.layout.width)]);
        push(o, T::Change, &[delta(s.after, s.before)]);
        push(o, T::Shared, &[shared(s.shared), coarse(w)]);
        push(o, T::Alternates, &[alternates(s.alternation)]);
        push(
            o,
            T::Clauses,
            &[
                echoes(Pattern::Clause, prev, s),
                coarse(prev.layout.width),
                coarse(w),
            ],
        );
        push(
            o,
            T::NextClauses,
            &[
                echoes(Pattern::Clause, next, s),
                coarse(w),
                coarse(next.layout.width),
            ],
        );
        push(
            o,
            T::Heard,
            &[usize::from(s.heard), coarse(prev.layout.width), coarse(w)],
        );
        push(
            o,
            T::NextHeard,
            &[
                usize::from(next.heard),
                coarse(w),
                coarse(next.layout.width),
            ],
        );
        push(
            o,
            T::HeadPair,
            &[
                seam(s.seam),
                echoes(Pattern::Echo, prev, s),
                compared(prev, s),
            ],
        );
        push(
            o,
            T::HeadPairNext,
            &[
                seam(next.seam),
                echoes(Pattern::Echo, next, s),
                compared(next, s),
            ],
        );
        push(
            o,
            T::NextSeam,
            &[seam(next.seam), alternates(s.alternation)],
        );
        push(
            o,
            T::NextSeamSide,
            &[seam(next.seam), delta(w, s.after), blanks_after],
        );
        push(o, T::NextFit, &[fit(next.seam), alternates(s.alternation)]);
        push(o, T::NextSeamEnd, &[seam(next.seam), s.end as usize]);
        push(
            o,
            T::EchoWidth,
            &[
                usize::from(is(s, Pattern::Echo)),
                next.end as usize,
                blanks_after,
            ],
        );
        push(o, T::Lettered, &[letters(w), letters(prev.layout.width)]);
        push(
            o,
            T::LetteredNext,
            &[letters(w), letters(next.layout.width)],
        );
        let row =
            i > 0 && prev.layout.line == s.layout.line && s.layout.column > prev.layout.column;
        push(
            o,
            T::Columns,
            &[usize::from(row), alternates(s.alternation)],
        );
        if profile.markdown {
            let own = rank(s, profile.titles);
            let above = company(at(i, -1), s, profile.titles);
            let below = company(at(i, 1), s, profile.titles);
            push(o, T::Rank, &[own, above, below]);
            push(o, T::RankAbove, &[own, above]);
            push(o, T::RankBelow, &[own, below]);
        }
    };
    for i in 0..n {
        line(i, listener);
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

fn bits(out: &mut impl Listener, t: T, bits: u64) {
    for p in ones(bits) {
        push(out, t, &[p]);
    }
}

/// Whether a sight has a pattern.
pub fn is(s: &Sight, p: Pattern) -> bool {
    s.patterns & p.bit() != 0
}
