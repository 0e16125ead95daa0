//! The values of the clues' dimensions: the words of each, and which of them a measure is.

use super::is;
use crate::evidence::patterns::Pattern;
use crate::evidence::profile::{HEADLINE, Sight};
use crate::evidence::seam::Seam;

pub(super) const BIAS: &[&str] = &["1"];
pub(super) const YES: &[&str] = &["no", "yes"];
pub(super) const PAGE: &[&str] = &["dump", "plain", "markdown"];
pub(super) const BLANKS: &[&str] = &["0", "1", "2", "3+"];
pub(super) const HABIT: &[&str] = &["few", "some", "most"];
pub(super) const PIECE: &[&str] = &["whole", "first", "second", "later"];

pub(super) const WIDTH: &[&str] = &[
    "1", "2", "3-4", "5-6", "7-9", "10-12", "13-16", "17-22", "23-30", "31-44", "45-99", "100+",
];

pub(super) fn width_class(half_ems: u16) -> usize {
    match half_ems.div_ceil(2) {
        0..=1 => 0,
        2 => 1,
        3..=4 => 2,
        5..=6 => 3,
        7..=9 => 4,
        10..=12 => 5,
        13..=16 => 6,
        17..=22 => 7,
        23..=30 => 8,
        31..=44 => 9,
        45..=99 => 10,
        _ => 11,
    }
}

pub(super) const COARSE: &[&str] = &["1-4", "5-9", "10-16", "17-44", "45+"];

pub(super) fn coarse(half_ems: u16) -> usize {
    match half_ems.div_ceil(2) {
        0..=4 => 0,
        5..=9 => 1,
        10..=16 => 2,
        17..=44 => 3,
        _ => 4,
    }
}

/// How much a line's words speak for something (see [`Wording`](crate::evidence::wording::Wording)).
pub(super) const WORDED: &[&str] = &[
    "unasked", "-5", "-4", "-3", "-2", "-1", "+1", "+2", "+3", "+4", "+5",
];

pub(super) const LETTERS: &[&str] = &["0-3", "4-6", "7-9", "10-12", "13-16", "17-22", "23+"];

pub(super) fn letters(half_ems: u16) -> usize {
    match half_ems.div_ceil(2) {
        0..=3 => 0,
        4..=6 => 1,
        7..=9 => 2,
        10..=12 => 3,
        13..=16 => 4,
        17..=22 => 5,
        _ => 6,
    }
}

/// Difference to a measure, in ems.
pub(super) const DELTA: &[&str] = &[
    "none", "<-8", "-8..-5", "-4..-3", "-2", "-1", "0", "+1", "+2..4", ">4",
];

pub(super) fn delta(width: u16, measure: u16) -> usize {
    if measure == 0 {
        return 0;
    }
    match i32::from(width) - i32::from(measure) {
        ..=-17 => 1,
        -16..=-10 => 2,
        -9..=-6 => 3,
        -5..=-3 => 4,
        -2 => 5,
        -1..=1 => 6,
        2..=3 => 7,
        4..=9 => 8,
        _ => 9,
    }
}

pub(super) const SIDE: &[&str] = &["none", "short", "-2", "full", "long"];

/// Against a measure, coarsely: short, about two ems short (an indent), full, long.
pub(super) fn side(width: u16, measure: u16) -> usize {
    if measure == 0 {
        return 0;
    }
    match i32::from(width) - i32::from(measure) {
        ..=-6 => 1,
        -5..=-3 => 2,
        -2..=2 => 3,
        _ => 4,
    }
}

/// What says that a line begins a paragraph.
pub(super) const BEGINS: &[&str] = &["nothing", "below-an-end", "indented"];

/// Whether a line begins a paragraph by what shows: a paragraph ended short of the measure above it, or it is indented
/// where lines are.
pub(super) fn first(line: &Sight, above: Option<&Sight>, indents: usize) -> usize {
    let ends = |s: &Sight| s.stops() && side(s.layout.width, measure(s)) == 1;
    match (
        above.is_some_and(ends),
        indents > 0 && line.layout.indent > 0,
    ) {
        (_, true) => 2,
        (true, _) => 1,
        _ => 0,
    }
}

/// The measure of the lines around one, those before it if they have one.
pub(super) fn measure(line: &Sight) -> u16 {
    match line.before {
        0 => line.after,
        before => before,
    }
}

/// The side of the line above one: full, if what the one begins with had no room there.
pub(super) fn side_above(above: &Sight, own: &Sight) -> usize {
    let (width, measure) = (above.layout.width, measure(above));
    let side = side(width, measure);
    match side {
        1 | 2 if own.had_no_room(width, measure) => 3,
        _ => side,
    }
}

pub(super) const LEVEL: &[&str] = &["none", "1", "2", "3", "4+", "bold"];

pub(super) fn level(s: &Sight) -> usize {
    match s.layout.level {
        0 if s.layout.bold => 5,
        l => usize::from(l.min(4)),
    }
}

pub(super) const RANK: &[&str] = &["none", "bold", "above-titles", "title", "below-titles"];

/// How a heading stands to the page's titles.
pub(super) fn rank(s: &Sight, titles: u8) -> usize {
    match s.layout.level {
        0 if s.layout.bold => 1,
        0 => 0,
        level if level < titles => 2,
        level if level == titles || titles == 0 => 3,
        _ => 4,
    }
}

pub(super) const COMPANY: &[&str] = &["edge", "text", "line", "higher", "same", "deeper"];

/// What stands beside a line: text, a line of its own, or a heading of a level above, at or below the line's; if
/// it is no heading, that of the page's titles.
pub(super) fn company(beside: Option<&Sight>, s: &Sight, titles: u8) -> usize {
    let Some(beside) = beside else {
        return 0;
    };
    let own = if s.layout.level > 0 {
        s.layout.level
    } else {
        titles
    };
    match beside.layout.level {
        0 if beside.is_text() => 1,
        0 => 2,
        level if level < own => 3,
        level if level == own => 4,
        _ => 5,
    }
}

pub(super) const INDENT: &[&str] = &["0", "1", "2", "3-4", "5+"];

pub(super) fn indent(s: &Sight) -> usize {
    match s.layout.indent {
        0..=2 => usize::from(s.layout.indent),
        3..=4 => 3,
        _ => 4,
    }
}

pub(super) const PLACE: &[&str] = &["0", "1-3", "4-8", "9-15", "later"];

pub(super) fn place(lines: usize) -> usize {
    match lines {
        0 => 0,
        1..=3 => 1,
        4..=8 => 2,
        9..=15 => 3,
        _ => 4,
    }
}

pub(super) const SEAM: &[&str] = &["none", "--", "-", "0", "+", "++"];

pub(super) fn seam(s: Option<Seam>) -> usize {
    match s.map(|s| s.straddle) {
        None => 0,
        Some(..=-20) => 1,
        Some(-19..=-6) => 2,
        Some(-5..=3) => 3,
        Some(4..=14) => 4,
        Some(_) => 5,
    }
}

pub(super) const FIT: &[&str] = &["none", "---", "--", "-", "0", "+", "++"];

pub(super) fn fit(s: Option<Seam>) -> usize {
    match s.map(|s| s.fit) {
        None => 0,
        Some(..=-14) => 1,
        Some(-13..=-7) => 2,
        Some(-6..=-2) => 3,
        Some(-1..=3) => 4,
        Some(4..=9) => 5,
        Some(_) => 6,
    }
}

pub(super) const ALTERNATES: &[&str] = &["yes", "maybe", "hardly", "no"];

pub(super) fn alternates(a: i32) -> usize {
    match a {
        ..=-3 => 0,
        -2..=1 => 1,
        2..=4 => 2,
        _ => 3,
    }
}

pub(super) const SHARED: &[&str] = &["0", "1-2", "3-4", "5-6", "7-8"];

pub(super) fn shared(eighths: u8) -> usize {
    match eighths {
        0 => 0,
        1..=2 => 1,
        3..=4 => 2,
        5..=6 => 3,
        _ => 4,
    }
}

/// Which of two lines stand a second time on the page.
pub(super) const ECHOES: &[&str] = &["neither", "other", "this", "both"];

pub(super) fn echoes(pattern: Pattern, other: &Sight, this: &Sight) -> usize {
    usize::from(is(other, pattern)) + 2 * usize::from(is(this, pattern))
}

/// How much of what stands at the break between two lines stands elsewhere on the page.
pub(super) const HEARD: &[&str] = &["none", "nothing", "pair", "one-side", "both-sides"];

/// The width of this line against the other, for short lines.
pub(super) const COMPARED: &[&str] = &[
    "body",
    "much-narrower",
    "narrower",
    "same",
    "wider",
    "much-wider",
];

pub(super) fn compared(other: &Sight, this: &Sight) -> usize {
    let (a, b) = (i32::from(other.layout.width), i32::from(this.layout.width));
    let widest = i32::from(HEADLINE);
    if a > widest || b > widest || other.stops() || this.stops() {
        return 0;
    }
    match b - a {
        ..=-9 => 1,
        -8..=-3 => 2,
        -2..=2 => 3,
        3..=8 => 4,
        _ => 5,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::ends::End;

    /// A line that is so wide in a measure of 32 half ems.
    fn line(width: u16, end: End, indent: u16) -> Sight {
        let mut sight = Sight {
            end,
            before: 32,
            ..Sight::default()
        };
        (sight.layout.width, sight.layout.indent) = (width, indent);
        sight
    }

    #[test]
    fn what_says_that_a_line_begins_a_paragraph() {
        let own = line(28, End::Stop, 0);
        let indented = line(28, End::Stop, 4);
        let ended = line(12, End::Stop, 0);
        for (name, line, above, indents, want) in [
            ("below a short line that ends", &own, Some(&ended), 0, 1),
            ("indented where lines are", &indented, Some(&ended), 1, 2),
            ("indented where none is", &indented, None, 0, 0),
            ("the first of all", &own, None, 1, 0),
            (
                "below a full line",
                &own,
                Some(&line(32, End::Stop, 0)),
                1,
                0,
            ),
            (
                "below a short line that goes on",
                &own,
                Some(&line(12, End::Word, 0)),
                1,
                0,
            ),
        ] {
            assert_eq!(first(line, above, indents), want, "{name}");
        }
    }

    #[test]
    fn the_measure_is_that_of_the_lines_before_if_there_are_any() {
        let mut own = line(28, End::Word, 0);
        own.after = 40;
        assert_eq!(measure(&own), 32);
        own.before = 0;
        assert_eq!(measure(&own), 40);
    }
}
