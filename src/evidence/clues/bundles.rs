//! Clues that are told together, and the sums of their weights, made ready.
//!
//! A line has some hundred clues, and most of them are about the same few things. So templates that share
//! dimensions are told as one *bundle*: a value for each dimension of any of them is one row of sums. The
//! patterns of a line are told eight at a time.

use super::{BASES, DIMS, PAT, SIZES, T, classes::*};
use super::{ENDS, STARTS};
use crate::evidence::chain::ByState;
use crate::evidence::weights::Weights;
use crate::evidence::wording::ASKED;

/// Templates that are told together.
struct Bundle {
    /// How many values each dimension has.
    sizes: &'static [usize],
    /// The templates, each with those dimensions that are its own, in its order.
    parts: &'static [(T, &'static [usize])],
}

impl Bundle {
    /// Adds the clues of a template, whose dimensions are these of the bundle's, to the rows of the bundle.
    fn add(&self, rows: &mut [Of], template: T, own: &[usize], weights: &Weights) {
        // How far the clue goes on where a dimension does.
        let mut steps = vec![0; self.sizes.len()];
        let mut step = 1;
        for (&d, &size) in own.iter().zip(&SIZES[template as usize]).rev() {
            steps[d] = step;
            step *= size as usize;
        }
        let mut values = vec![0; self.sizes.len()];
        let mut clue = BASES[template as usize] as usize;
        for row in rows {
            add(&mut row.0, &weights.clues[clue]);
            // The last dimension that is not at its end goes on, those after it begin anew.
            for (d, value) in values.iter_mut().enumerate().rev() {
                *value += 1;
                clue += steps[d];
                if *value < self.sizes[d] {
                    break;
                }
                clue -= *value * steps[d];
                *value = 0;
            }
        }
    }
}

macro_rules! bundles {
    ($($id:ident [$($dim:expr),*] = $($part:ident[$($own:literal),*]),*;)*) => {
        #[derive(Clone, Copy)]
        pub(super) enum B { $($id,)* }
        const BUNDLES: &[Bundle] = &[$(Bundle {
            sizes: &[$($dim.len()),*],
            parts: &[$((T::$part, &[$($own),*])),*],
        },)*];
    };
}

// What is bundled has few rows together (some 45,000, of which pages ask for a few hundred again and again).
bundles! {
    Measures [WIDTH, PAGE, DELTA, DELTA] = Width[0, 1], Before[2], After[3], Both[2, 3];
    Blanks [BLANKS, BLANKS, HABIT, PAGE] = BlanksBefore[0, 2], BlanksAfter[1, 2], BlanksBoth[0, 1, 3];
    Heading [LEVEL, LEVEL, YES, ENDS, BLANKS] = Level[0], LevelPrev[0, 1], EchoWidth[2, 3, 4];
    End [ENDS, WIDTH, STARTS, BLANKS] = EndWidth[0, 1], EndNext[0, 2], EndBlanksAfter[0, 3];
    Stand [STARTS, COARSE, PLACE, PLACE, YES] =
        StartWidth[0, 1], Top[2, 1], Bottom[3, 1], Vertical[4, 1];
    PrevEnd [ENDS, INDENT, HABIT, PIECE, STARTS] = PrevEnd[0], PrevEndIndent[0, 1], Indent[1, 2],
        Piece[3], PieceEnd[3, 0], PrevEndStart[0, 4];
    PrevSides [ENDS, BLANKS, HABIT, SIDE, SIDE] = PrevEndBlanks[0, 1, 2], PrevEndSides[0, 3, 4];
    Fit [FIT, ALTERNATES, ENDS, SEAM, BLANKS] =
        Fit[0, 1], FitEnd[0, 2], Seam[3, 1], SeamBlanks[3, 4], Alternates[1];
    Clauses [ECHOES, ECHOES, HABIT] = ClausesHabit[0, 2], NextClausesHabit[1, 2];
    Break [SEAM, COARSE, COARSE, ECHOES, HEARD] = SeamEnd[0, 1, 2], Clauses[3, 1, 2], Heard[4, 1, 2];
    NextBreak [COARSE, COARSE, ECHOES, HEARD, ENDS] =
        NextClauses[2, 0, 1], NextHeard[3, 0, 1], NextEndWidth[4, 1];
    WidthPrev [WIDTH, WIDTH, YES, ENDS] = WidthPrev[0, 1], SameWidth[2, 3];
    WidthNext [WIDTH, WIDTH, DELTA] = WidthNext[0, 1], Change[2];
    Letters [LETTERS, LETTERS, LETTERS] = Lettered[0, 1], LetteredNext[0, 2];
    Head [SEAM, ECHOES, COMPARED, ENDS, COARSE] = HeadPair[0, 1, 2], PrevEndWidth[3, 4];
    NextHead [SEAM, ECHOES, COMPARED, ENDS] = HeadPairNext[0, 1, 2], NextSeamEnd[0, 3];
    NextSeam [SEAM, ALTERNATES, FIT, DELTA, BLANKS] =
        NextSeam[0, 1], NextFit[2, 1], NextSeamSide[0, 3, 4];
    Columns [YES, ALTERNATES, YES, SHARED, COARSE] = Open[0, 1], Columns[2, 1], Shared[3, 4];
    PrevFirst [BEGINS, SIDE, ENDS, INDENT] = PrevFirst[0, 1, 2], PrevFirstIndent[0, 1, 3];
    PrevEndPage [ENDS, COARSE, PAGE] = PrevEndPage[0, 1, 2];
    Wording [ASKED, WORDED, COARSE, WORDED] = Wording[0, 1, 2], WordingPrev[0, 3, 1];
    WordingNext [ASKED, WORDED, WORDED] = WordingNext[0, 1, 2];
    Rank [RANK, COMPANY, COMPANY] = Rank[0, 1, 2], RankAbove[0, 1], RankBelow[0, 2];
}

/// The first row of every bundle, and how many rows there are.
const FIRST: [usize; BUNDLES.len() + 1] = {
    let mut first = [0; BUNDLES.len() + 1];
    let mut b = 0;
    while b < BUNDLES.len() {
        first[b + 1] = first[b] + rows(b);
        assert_fits(&BUNDLES[b]);
        b += 1;
    }
    first
};

/// How many rows a bundle has.
const fn rows(b: usize) -> usize {
    let (mut rows, mut d) = (1, 0);
    while d < BUNDLES[b].sizes.len() {
        rows *= BUNDLES[b].sizes[d];
        d += 1;
    }
    rows
}

/// The dimensions of a bundle must be those of its templates.
const fn assert_fits(bundle: &Bundle) {
    let mut p = 0;
    while p < bundle.parts.len() {
        let (template, own) = bundle.parts[p];
        let mut d = 0;
        while d < DIMS {
            let size = if d < own.len() {
                bundle.sizes[own[d]]
            } else {
                1
            };
            assert!(size == SIZES[template as usize][d] as usize);
            d += 1;
        }
        p += 1;
    }
}

/// A bundle's values of a line.
pub struct Told<const N: usize> {
    bundle: B,
    values: [usize; N],
}

impl<const N: usize> Told<N> {
    /// Values above the last of a dimension count as that.
    #[inline(always)]
    pub(super) fn new(bundle: B, mut values: [usize; N]) -> Self {
        for (value, &size) in values.iter_mut().zip(BUNDLES[bundle as usize].sizes) {
            *value = (*value).min(size - 1);
        }
        Told { bundle, values }
    }

    /// The row of the sums; which bundle it is must be known where it is compiled, or this costs as much as the
    /// clues one by one.
    #[inline(always)]
    fn row(&self) -> usize {
        let sizes = BUNDLES[self.bundle as usize].sizes;
        let place = self.values.iter().zip(sizes);
        FIRST[self.bundle as usize] + place.fold(0, |at, (value, size)| at * size + value)
    }

    /// The clues, one by one.
    pub fn clues(&self) -> impl Iterator<Item = u32> + '_ {
        clues(&BUNDLES[self.bundle as usize], &self.values)
    }
}

/// The clues of a bundle that has these values.
fn clues<'a>(bundle: &'static Bundle, values: &'a [usize]) -> impl Iterator<Item = u32> + 'a {
    bundle.parts.iter().map(|&(template, own)| {
        let sizes = &SIZES[template as usize];
        let place = own.iter().zip(sizes);
        BASES[template as usize] + place.fold(0, |at, (&d, size)| at * size + values[d] as u32)
    })
}

/// Whose patterns are told.
#[derive(Clone, Copy)]
pub enum Whose {
    /// The line's own; it is so wide, coarsely.
    Own(usize),
    /// The patterns of the line before.
    Prev,
    /// Those of the line after.
    Next,
    /// Those of the line before the one before.
    Prev2,
    /// Those of the line after next.
    Next2,
}

impl Whose {
    const COUNT: usize = COARSE.len() + 4;

    fn all() -> impl Iterator<Item = Whose> {
        let others = [Whose::Prev, Whose::Next, Whose::Prev2, Whose::Next2];
        (0..COARSE.len()).map(Whose::Own).chain(others)
    }

    fn number(self) -> usize {
        match self {
            Whose::Own(width) => width,
            Whose::Prev => COARSE.len(),
            Whose::Next => COARSE.len() + 1,
            Whose::Prev2 => COARSE.len() + 2,
            Whose::Next2 => COARSE.len() + 3,
        }
    }

    /// The clues that a pattern is.
    pub fn clues(self, pattern: usize) -> impl Iterator<Item = u32> {
        let clue = |template: T| BASES[template as usize] + pattern as u32;
        let (clue, wide) = match self {
            Whose::Own(width) => {
                let wide = pattern * COARSE.len() + width;
                (
                    clue(T::Own),
                    Some(BASES[T::OwnWidth as usize] + wide as u32),
                )
            }
            Whose::Prev => (clue(T::Prev), None),
            Whose::Next => (clue(T::Next), None),
            Whose::Prev2 => (clue(T::Prev2), None),
            Whose::Next2 => (clue(T::Next2), None),
        };
        std::iter::once(clue).chain(wide)
    }
}

/// Patterns are told so many at a time.
const EIGHT: usize = 8;
/// So often.
const EIGHTS: usize = PAT.len().div_ceil(EIGHT);

/// The sum of some clues, for every state. It begins where a line of the processor's cache does, so that it takes one.
#[derive(Clone, Copy, Default)]
#[repr(align(64))]
struct Of(ByState<i16>);

/// The sums of the clues that are told together.
pub struct Sums {
    bundles: Vec<Of>,
    /// For every [`Whose`] and every eight patterns a row for each set of them.
    patterns: Vec<[Of; 1 << EIGHT]>,
}

impl Sums {
    /// The sums of a table of weights.
    pub fn of(weights: &Weights) -> Self {
        let mut bundles = vec![Of::default(); FIRST[BUNDLES.len()]];
        for (bundle, first) in BUNDLES.iter().zip(FIRST) {
            let rows: usize = bundle.sizes.iter().product();
            let rows = &mut bundles[first..first + rows];
            for &(template, own) in bundle.parts {
                bundle.add(rows, template, own, weights);
            }
        }
        let mut patterns = vec![[Of::default(); 1 << EIGHT]; Whose::COUNT * EIGHTS];
        for whose in Whose::all() {
            for eight in 0..EIGHTS {
                let sums = &mut patterns[whose.number() * EIGHTS + eight];
                for set in 1usize..1 << EIGHT {
                    // A set is another that lacks its first pattern, and that one.
                    let pattern = eight * EIGHT + set.trailing_zeros() as usize;
                    let mut row = sums[set & (set - 1)].0;
                    if pattern < PAT.len() {
                        let clues = whose.clues(pattern);
                        clues.for_each(|c| add(&mut row, &weights.clues[c as usize]));
                    }
                    sums[set] = Of(row);
                }
            }
        }
        Sums { bundles, patterns }
    }

    /// The sum of a bundle's clues.
    #[inline(always)]
    pub fn bundle<const N: usize>(&self, told: &Told<N>) -> &ByState<i16> {
        &self.bundles[told.row()].0
    }

    /// The sums that those of some patterns are made of.
    #[inline]
    pub fn patterns(&self, whose: Whose, patterns: u64) -> impl Iterator<Item = &ByState<i16>> {
        let sets = &self.patterns[whose.number() * EIGHTS..][..EIGHTS];
        let mut left = patterns;
        std::iter::from_fn(move || {
            let at = left.trailing_zeros() as usize / EIGHT;
            let set = sets.get(at)?;
            let these = (left >> (at * EIGHT)) as u8;
            left &= !(0xFF << (at * EIGHT));
            Some(&set[usize::from(these)].0)
        })
    }
}

/// Adds a row to a sum. On its own this is three vector sums; made part of what calls it, it would be two dozen
/// sums of single numbers.
#[inline(never)]
pub(in crate::evidence) fn add(sum: &mut ByState<i16>, row: &ByState<i16>) {
    for (s, &w) in sum.iter_mut().zip(row) {
        // Where a sum has no room left, nothing else has a chance.
        *s = s.saturating_add(w);
    }
}

#[cfg(test)]
mod tests {
    use crate::evidence::weights::{Sum, TABLES, score};
    use crate::evidence::{clues, profile};
    use crate::passes::{audited, lines};

    #[test]
    fn clues_told_together_weigh_what_they_weigh_one_by_one() {
        let text = "石桥日报\n2024年5月1日 星期三 第3版\n县里修通环山公路\n——石桥县三年行动纪实\n本报讯（记者 黎琳慧）近日，石\n桥县修通了环山公路，两个乡镇的农产品\n当天就能运到城里。\n\n\n\n图为工人正在分装米糕。\n唐慧 摄\n  “路通了，日子就好了。”他说\n下转第四版\n责任编辑：史华 校对：沈慧立\n";
        let profile = profile::read(&audited(text, &[lines::run]));
        for scrambled in [false, true] {
            let table = TABLES.pick(scrambled);
            let mut want = clues::read(&profile).into_iter();
            clues::tell(&profile, &mut Sum::of(table), |sum| {
                let line = want.next().unwrap_or_default();
                assert_eq!(sum.take(), score(&line, &table.weights), "{line:?}");
                assert!(line.len() > 1);
            });
            assert_eq!(want.next(), None);
        }
    }

    #[test]
    fn every_clue_of_a_line_is_told_once() {
        let text = "县里修通环山公路\n本报讯（记者 黎琳慧）近日，石\n桥县修通了环山公路。\n";
        let profile = profile::read(&audited(text, &[lines::run]));
        for line in clues::read(&profile) {
            let name = |&clue: &u32| clues::name(clue);
            // What is asked of its words is asked several times, each time something else.
            let family = |clue| {
                let name = name(clue);
                let end = if name.contains("wording") { '|' } else { '=' };
                name.split(end).next().map(str::to_owned)
            };
            // Of the patterns a line has several.
            let single = |clue: &&u32| !name(clue).contains("is");
            let mut families: Vec<_> = line.iter().filter(single).map(family).collect();
            let told = families.len();
            families.sort();
            families.dedup();
            assert_eq!(families.len(), told);
        }
    }
}
