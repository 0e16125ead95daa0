//! Cut rows of lines that stand beside each other with a single space between.
//!
//! Extractors that keep no geometry write what stands at one height into one row where columns stand close
//! together: `本报讯（记者王一禾）全 势头，务实合作成果丰硕，`. Such rows come many in a stretch of the page. There the
//! texts on either side of the spaces fit badly, and what stands left of them fills its measure.

use super::{FITS, LONG, lay_out};
use crate::evidence::seam;
use crate::page::Page;
use crate::passes::lines::width;
use std::ops::Range;

/// So many lines up and down spaces are compared.
const NEAR: usize = 12;
/// Fewest spaces that bear witness there,
pub(super) const WITNESSES: usize = 6;
/// and fewest whose text on the left has the same width, in half ems more or less.
const SAME: usize = 3;
const WIDTH: u16 = 2;
/// Texts that fit better than this (half bits) are one, unless half of the spaces stand at the same width.
const WHOLE: i32 = 4;

/// A row with more spaces is a paragraph whose lines were joined by them.
const MOST: usize = 6;

/// A space that may part two lines.
struct Space {
    block: usize,
    /// Where the text right of it begins.
    at: usize,
    /// Width of the text left of it, in half ems.
    left: u16,
    /// How well the texts fit, if both are long.
    fit: Option<i32>,
}

/// Cuts the rows of a page, which have these gaps.
pub(super) fn cut(page: &mut Page, gaps: &[Vec<Range<usize>>]) {
    let spaces = spaces(page, gaps);
    if spaces.len() < WITNESSES {
        return;
    }
    let mut cuts: Vec<(usize, usize)> = Vec::new();
    let (mut from, mut to) = (0, 0);
    for space in &spaces {
        while spaces[from].block + NEAR < space.block {
            from += 1;
        }
        while to < spaces.len() && spaces[to].block <= space.block + NEAR {
            to += 1;
        }
        let near = &spaces[from..to];
        let fits = near.iter().filter_map(|s| s.fit);
        let (count, sum) = fits.fold((0, 0), |(count, sum), fit| {
            (count + 1, sum + seam::among_many(fit))
        });
        let same = near
            .iter()
            .filter(|s| s.left.abs_diff(space.left) <= WIDTH)
            .count();
        let part = count >= WITNESSES
            && (sum as f32) < FITS * count as f32
            && same >= SAME
            && (same * 2 >= near.len() || space.fit.is_none_or(|fit| fit < WHOLE));
        if part {
            cuts.push((space.block, space.at));
        }
    }
    if cuts.is_empty() {
        return;
    }
    let (mut i, mut next) = (0, cuts.iter().peekable());
    page.divide(|_, _| {
        let mut places = Vec::new();
        while let Some(cut) = next.next_if(|cut| cut.0 == i) {
            places.push(cut.1);
        }
        i += 1;
        places
    });
    super::trim(page);
    let mut cell = 0;
    for i in 0..page.blocks().len() {
        let row = page.blocks()[i].layout.line;
        let before = i
            .checked_sub(1)
            .map(|above| page.blocks()[above].layout.line);
        cell = if before == Some(row) { cell + 1 } else { 0 };
        if cell > 0
            || page
                .blocks()
                .get(i + 1)
                .is_some_and(|b| b.layout.line == row)
        {
            lay_out(page, i, cell);
        }
    }
}

/// The spaces of a page that may part two lines.
fn spaces(page: &Page, gaps: &[Vec<Range<usize>>]) -> Vec<Space> {
    let mut out = Vec::new();
    for (block, gaps) in gaps.iter().enumerate() {
        if gaps.is_empty() || gaps.len() > MOST {
            continue;
        }
        let text = page.str(&page.blocks()[block]);
        let mut from = 0;
        for (g, gap) in gaps.iter().enumerate() {
            let end = gaps.get(g + 1).map_or(text.len(), |next| next.start);
            let (left, right) = (&text[from..gap.start], &text[gap.end..end]);
            let long = |text: &str| text.chars().nth(LONG - 1).is_some();
            let ends = right.ends_with(['。', '！', '？', '”']);
            if long(left) && (long(right) || ends) {
                let fit = seam::seam(left, right).map(|s| s.fit);
                out.push(Space {
                    block,
                    at: gap.end,
                    left: width(left),
                    fit: fit.filter(|_| long(right)),
                });
                from = gap.end;
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::passes::rows::tests::SIDE_BY_SIDE as ROWS;
    use crate::passes::{audited, lines};

    fn by_gaps(page: &mut Page) {
        let gaps = super::super::gaps_of(page, 1);
        cut(page, &gaps);
    }

    fn texts(text: &str) -> Vec<String> {
        let page = audited(text, &[lines::run, by_gaps]);
        page.blocks()
            .iter()
            .map(|b| page.str(b).to_owned())
            .collect()
    }

    fn rows(rows: &[[&str; 2]]) -> String {
        rows.iter()
            .map(|row| format!("{}\n", row.join(" ")))
            .collect()
    }

    #[test]
    fn rows_are_cut_at_single_spaces() {
        assert_eq!(texts(&rows(&ROWS)), ROWS.concat());
        // Above and below others that have one line.
        let lines = format!(
            "本报记者 王一禾 文/图\n{}单独的一行写在这里了\n",
            rows(&ROWS)
        );
        assert_eq!(texts(&lines).len(), 18);
    }

    /// A page with fewer spaces than rows with wide gaps need was not looked at.
    #[test]
    fn as_few_rows_as_bear_witness_are_looked_at() {
        let page = audited(&rows(&ROWS[..WITNESSES]), &[lines::run, super::super::run]);
        assert_eq!(page.blocks().len(), 2 * WITNESSES);
    }

    #[test]
    fn cells_of_a_row_know_that_they_are() {
        let page = audited(&rows(&ROWS), &[lines::run, by_gaps]);
        let layouts: Vec<_> = page.blocks().iter().map(|b| b.layout).collect();
        assert_eq!(layouts[0].line, layouts[1].line);
        assert!(layouts[0].column < layouts[1].column);
        assert!(layouts.iter().all(|l| !l.inline && l.width <= 28));
    }

    #[test]
    fn rows_that_stay_whole() {
        let few = rows(&ROWS[..4]);
        let headlines = "深化改革扩大对外开放 促进城乡共同发展\n".repeat(10);
        let table = "一季度工业总产值 二季度工业总产值\n".repeat(10);
        let bylines = "本报记者王一禾林小禾 通讯员周石安万宇\n".repeat(10);
        // A space within a word, as damage.
        let spaced = "全市各级各部门要认真贯彻落 实会议精神坚持问题导向\n".repeat(10);
        // Lines of other widths each.
        let ragged: String = (0..8)
            .map(|k| format!("{} {}\n", &ROWS[k][0][..18 + 6 * (k % 4)], ROWS[k][1]))
            .collect();
        // A paragraph whose lines were joined by spaces.
        let joined = format!("{}\n", ROWS.concat().join(" "));
        for text in [few, headlines, table, bylines, spaced, ragged, joined] {
            assert_eq!(texts(&text).len(), text.lines().count(), "{text}");
        }
    }
}
