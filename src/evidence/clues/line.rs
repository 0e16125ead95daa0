//! The clues of one line, in the order in which they are told.

use super::bundles::{B, Told, Whose};
use super::{Listener, classes::*, is};
use crate::evidence::ends::{End, Start};
use crate::evidence::patterns::Pattern;
use crate::evidence::profile::{Profile, Sight};

/// What stands before the first line of a page and after its last.
pub(super) fn beyond() -> Sight {
    Sight {
        end: End::Closed,
        start: Start::Symbol,
        ..Sight::default()
    }
}

/// What the whole page does.
pub(super) struct Habits {
    /// A place in the page's dimension: broken lines, whole paragraphs, Markdown.
    page: usize,
    blanks: usize,
    indent: usize,
    clauses: usize,
}

impl Habits {
    pub(super) fn of(profile: &Profile) -> Self {
        let page = match (profile.markdown, profile.paragraphs) {
            (true, _) => 2,
            (_, true) => 1,
            _ => 0,
        };
        Habits {
            page,
            blanks: usize::from(profile.blank_habit),
            indent: usize::from(profile.indent_habit),
            clauses: usize::from(profile.clause_habit),
        }
    }
}

/// A line beside others, and what several of its clues ask.
pub(super) struct Line<'a> {
    profile: &'a Profile,
    page: &'a Habits,
    i: usize,
    own: &'a Sight,
    prev: &'a Sight,
    next: &'a Sight,
    /// Its width by classes, finely and coarsely.
    class: usize,
    wide: usize,
    wide_prev: usize,
    wide_next: usize,
    blanks: usize,
    blanks_after: usize,
    end: usize,
    prev_end: usize,
    next_end: usize,
    start: usize,
    /// Its width against the measure after it.
    after: usize,
    seam: usize,
    seam_next: usize,
    alternates: usize,
}

#[inline(always)]
fn tell<const N: usize>(to: &mut impl Listener, bundle: B, values: [usize; N]) {
    to.hear_bundle(&Told::new(bundle, values));
}

impl<'a> Line<'a> {
    #[inline(always)]
    pub(super) fn of(profile: &'a Profile, i: usize, page: &'a Habits, beyond: &'a Sight) -> Self {
        let own = &profile.sights[i];
        let prev = at(profile, i, -1).unwrap_or(beyond);
        let next = at(profile, i, 1).unwrap_or(beyond);
        let width = own.layout.width;
        Line {
            profile,
            page,
            i,
            own,
            prev,
            next,
            class: width_class(width),
            wide: coarse(width),
            wide_prev: coarse(prev.layout.width),
            wide_next: coarse(next.layout.width),
            blanks: usize::from(own.layout.blanks),
            blanks_after: usize::from(own.blanks_after),
            end: own.ending(),
            prev_end: prev.ending(),
            next_end: next.ending(),
            start: own.start as usize,
            after: delta(width, own.after),
            seam: seam(own.seam),
            seam_next: seam(next.seam),
            alternates: alternates(own.alternation),
        }
    }

    /// Tells all its clues. What is added up does not depend on their order, but what is fitted and explained does.
    #[inline(always)]
    pub(super) fn tell(&self, to: &mut impl Listener) {
        self.patterns(to);
        self.standing(to);
        self.going_on(to);
        self.ends(to);
        self.breaks(to);
        self.widths(to);
        self.heads(to);
        self.columns(to);
        self.words(to);
        self.ranks(to);
    }

    /// Its patterns and those of the lines around.
    #[inline(always)]
    fn patterns(&self, to: &mut impl Listener) {
        let far = |by: isize| at(self.profile, self.i, by).map_or(0, |s| s.patterns);
        to.hear_patterns(Whose::Own(self.wide), self.own.patterns);
        to.hear_patterns(Whose::Prev, self.prev.patterns);
        to.hear_patterns(Whose::Next, self.next.patterns);
        to.hear_patterns(Whose::Prev2, far(-2));
        to.hear_patterns(Whose::Next2, far(2));
    }

    /// How it stands on the page.
    #[inline(always)]
    fn standing(&self, to: &mut impl Listener) {
        let (own, page) = (self.own, self.page);
        let before = delta(own.layout.width, own.before);
        let measures = [self.class, page.page, before, self.after];
        tell(to, B::Measures, measures);
        let blanks = [self.blanks, self.blanks_after, page.blanks, page.page];
        tell(to, B::Blanks, blanks);
        let echo = usize::from(is(own, Pattern::Echo));
        let levels = (level(own), level(self.prev));
        let heading = [levels.0, levels.1, echo, self.next_end, self.blanks_after];
        tell(to, B::Heading, heading);
        let end = [
            self.end,
            self.class,
            self.next.start as usize,
            self.blanks_after,
        ];
        tell(to, B::End, end);
        let lines = self.profile.sights.len();
        let (top, bottom) = (place(self.i), place(lines - 1 - self.i));
        let vertical = usize::from(own.layout.vertical);
        tell(to, B::Stand, [self.start, self.wide, top, bottom, vertical]);
    }

    /// Whether it goes on with the line above.
    #[inline(always)]
    fn going_on(&self, to: &mut impl Listener) {
        let (own, prev, page) = (self.own, self.prev, self.page);
        let piece = usize::from(own.layout.piece);
        let prev_end = [self.prev_end, indent(own), page.indent, piece, self.start];
        tell(to, B::PrevEnd, prev_end);
        let short_prev = side_above(prev, own);
        let short = side(own.layout.width, own.after);
        let sides = [self.prev_end, self.blanks, page.blanks, short_prev, short];
        tell(to, B::PrevSides, sides);
        // A first line that fills its measure but for an indent that was lost may end a sentence by chance.
        let begins = first(prev, at(self.profile, self.i, -2), page.indent);
        let firsts = [begins, short_prev, self.prev_end, indent(own)];
        tell(to, B::PrevFirst, firsts);
        let fits = [
            fit(own.seam),
            self.alternates,
            self.prev_end,
            self.seam,
            self.blanks,
        ];
        tell(to, B::Fit, fits);
    }

    /// How the line above ends, where lines are whole paragraphs and where they are not.
    #[inline(always)]
    fn ends(&self, to: &mut impl Listener) {
        let above = [self.prev_end, self.wide_prev, self.page.page];
        tell(to, B::PrevEndPage, above);
    }

    /// The breaks before and after it.
    #[inline(always)]
    fn breaks(&self, to: &mut impl Listener) {
        let clauses = |other: &Sight| echoes(Pattern::Clause, other, self.own);
        let (clauses_prev, clauses_next) = (clauses(self.prev), clauses(self.next));
        let heard = usize::from(self.own.heard);
        let above = [self.seam, self.wide_prev, self.wide, clauses_prev, heard];
        tell(to, B::Break, above);
        let clauses = [clauses_prev, clauses_next, self.page.clauses];
        tell(to, B::Clauses, clauses);
        let heard = usize::from(self.next.heard);
        let below = [
            self.wide,
            self.wide_next,
            clauses_next,
            heard,
            self.next_end,
        ];
        tell(to, B::NextBreak, below);
    }

    /// Its width beside those of the lines around.
    #[inline(always)]
    fn widths(&self, to: &mut impl Listener) {
        let [width, prev, next] = [self.own, self.prev, self.next].map(|s| s.layout.width);
        let same = usize::from(prev.abs_diff(width) <= 1);
        let above = [width_class(prev), self.class, same, self.prev_end];
        tell(to, B::WidthPrev, above);
        let change = delta(self.own.after, self.own.before);
        tell(to, B::WidthNext, [self.class, width_class(next), change]);
        tell(to, B::Letters, [width, prev, next].map(letters));
    }

    /// Whether it and the lines around are a headline.
    #[inline(always)]
    fn heads(&self, to: &mut impl Listener) {
        let (own, prev, next) = (self.own, self.prev, self.next);
        let echo = echoes(Pattern::Echo, prev, own);
        let above = [
            self.seam,
            echo,
            compared(prev, own),
            self.prev_end,
            self.wide_prev,
        ];
        tell(to, B::Head, above);
        let echo = echoes(Pattern::Echo, next, own);
        let below = [self.seam_next, echo, compared(next, own), self.end];
        tell(to, B::NextHead, below);
    }

    /// Whether the next line is its own, and the one above is of the same row.
    #[inline(always)]
    fn columns(&self, to: &mut impl Listener) {
        let (own, prev) = (self.own, self.prev);
        let next = [
            self.seam_next,
            self.alternates,
            fit(self.next.seam),
            self.after,
            self.blanks_after,
        ];
        tell(to, B::NextSeam, next);
        let same_row = self.i > 0
            && prev.layout.line == own.layout.line
            && own.layout.column > prev.layout.column;
        let (open, row) = (usize::from(prev.open), usize::from(same_row));
        let columns = [open, self.alternates, row, shared(own.shared), self.wide];
        tell(to, B::Columns, columns);
    }

    /// How it is worded, and how the lines around are.
    #[inline(always)]
    fn words(&self, to: &mut impl Listener) {
        let [own, prev, next] = [self.own, self.prev, self.next].map(|s| s.wording.0);
        for (asked, class) in own.into_iter().enumerate() {
            let [own, prev, next] = [class, prev[asked], next[asked]].map(usize::from);
            tell(to, B::Wording, [asked, own, self.wide, prev]);
            tell(to, B::WordingNext, [asked, own, next]);
        }
    }

    /// Its rank among the headings of Markdown.
    #[inline(always)]
    fn ranks(&self, to: &mut impl Listener) {
        let profile = self.profile;
        if profile.markdown {
            let beside = |by| company(at(profile, self.i, by), self.own, profile.titles);
            let own = rank(self.own, profile.titles);
            tell(to, B::Rank, [own, beside(-1), beside(1)]);
        }
    }
}

/// The sight so many lines after another, or before.
#[inline(always)]
fn at(profile: &Profile, i: usize, by: isize) -> Option<&Sight> {
    profile.sights.get(i.checked_add_signed(by)?)
}
