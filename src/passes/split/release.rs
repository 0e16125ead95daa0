//! Parts of a body that are another body's.
//!
//! Where columns were shuffled, paragraphs of one article stand within another: what follows the place where
//! reading order was put together, or where a paragraph was torn, may be anybody's. Each such part of a body
//! is laid beside the rest of its own body and beside every other one, and goes to the one that most speaks for.

use super::adopt::{MEASURE, ends_open};
use crate::evidence::cohesion::Cohesion;
use crate::evidence::parting::Parting;
use crate::evidence::profile;
use crate::page::{Block, Page};
use std::ops::Range;

/// What speaks for a part staying where it stands, in natural logarithms, if the line above it stood elsewhere on
/// the page. (Of 875 such paragraphs on pages whose columns alternate, 236 were another
/// article's.)
const JUMPS: f32 = 2.0;
/// If it stood right above, but apart.
const APART: f32 = 5.0;
/// Another measure speaks against it,
const OTHER_MEASURE: f32 = 1.0;
/// the middle of a sentence for it, where one was left open.
const GOES_ON: f32 = 1.0;
/// Blocks with so many bytes of the source between them, furniture aside, did not stand together.
const BETWEEN: usize = 60;
/// A stretch of a page where more parts than this could be another body's is left as it is; keeps long pages
/// linear.
const MOST: usize = 200;
/// Paragraphs whose measures are looked at.
const WIDTHS: usize = 64;

/// A part of a body that may be another's.
struct Piece {
    paragraphs: Range<usize>,
    /// What speaks for it staying.
    stays: f32,
}

/// Gives parts of bodies to others; each becomes a body of its own that is the rest of another one.
pub(super) fn release(
    page: &Page,
    paragraphs: &[usize],
    parting: &mut Parting,
    cohesion: &mut Cohesion,
) {
    let text = Text { page, paragraphs };
    let bodies = std::mem::take(&mut parting.bodies);
    let pieces: Vec<Vec<Piece>> = bodies.iter().map(|&body| text.pieces(body)).collect();
    let count: usize = pieces.iter().map(Vec::len).sum();
    if count == 0 || count > MOST || bodies.len() < 2 {
        parting.bodies = bodies;
        return;
    }
    // The new bodies, and for each that is not the beginning of one the body it goes to.
    let mut parts: Vec<((usize, usize), Option<usize>)> = Vec::new();
    let mut firsts = Vec::with_capacity(bodies.len());
    for (b, (&(from, to), pieces)) in bodies.iter().zip(pieces).enumerate() {
        firsts.push(parts.len());
        let mut kept = (from, from);
        let mut goes_to = None;
        for Piece { paragraphs, stays } in pieces {
            let Range { start, end } = paragraphs;
            let rest = [kept.0..start, end..to];
            let own = text.fits(&rest, start..end, cohesion) + stays;
            // To take it away from its body, something has to speak for another.
            let others = (0..bodies.len()).filter(|&a| a != b).map(|a| {
                let (from, to) = bodies[a];
                (text.fits(&[from..to, to..to], start..end, cohesion), a)
            });
            let best = others.fold((own, b), |best, other| match other.0 > best.0.max(0.0) {
                true => other,
                false => best,
            });
            if best.1 != b {
                if kept.0 < start {
                    parts.push(((kept.0, start), goes_to));
                }
                parts.push(((start, end), Some(best.1)));
                kept = (end, end);
                goes_to = Some(b);
            }
        }
        if kept.0 < to {
            parts.push(((kept.0, to), goes_to));
        }
    }
    for partner in parting.partner.iter_mut().flatten() {
        *partner = firsts[*partner];
    }
    let begins = |b: usize| firsts[parting.rest_of[b].unwrap_or(b)];
    let mut rest_of: Vec<Option<usize>> = parts.iter().map(|part| part.1.map(begins)).collect();
    for (b, &first) in firsts.iter().enumerate() {
        rest_of[first] = parting.rest_of[b].map(|a| firsts[a]);
    }
    parting.bodies = parts.into_iter().map(|part| part.0).collect();
    parting.rest_of = rest_of;
}

/// The paragraphs of a stretch.
#[derive(Clone, Copy)]
struct Text<'a> {
    page: &'a Page,
    paragraphs: &'a [usize],
}

impl Text<'_> {
    fn block(&self, p: usize) -> &Block {
        &self.page.blocks()[self.paragraphs[p]]
    }

    /// The parts of a body after its beginning.
    fn pieces(&self, (from, to): (usize, usize)) -> Vec<Piece> {
        let seams = (from + 1..to).filter_map(|p| Some((p, self.seam(p)?)));
        let seams: Vec<(usize, f32)> = seams.collect();
        let ends = seams.iter().skip(1).map(|seam| seam.0).chain([to]);
        let piece = |(&(start, stays), end): (&(usize, f32), usize)| Piece {
            paragraphs: start..end,
            stays,
        };
        seams.iter().zip(ends).map(piece).collect()
    }

    /// If another article's text may begin at a paragraph in the middle of a body, what speaks against that.
    fn seam(&self, p: usize) -> Option<f32> {
        let (above, below) = (self.block(p - 1), self.block(p));
        let parted = below.layout.blanks > 0;
        let widths = below.layout.width.abs_diff(above.layout.width);
        if self.jumps(above, below) {
            Some(JUMPS)
        } else if parted && (widths > MEASURE || below.resumes()) {
            Some(APART)
        } else {
            None
        }
    }

    /// Whether the one did not stand right above the other.
    fn jumps(&self, above: &Block, below: &Block) -> bool {
        let (above, below) = (self.page.spans(above), self.page.spans(below));
        match (above.last(), below.first()) {
            (Some(above), Some(below)) => !(above.end..=above.end + BETWEEN).contains(&below.start),
            _ => false,
        }
    }

    /// How well a part goes with some others of one article, the nearest of its words; the first is the one that
    /// it would go on with.
    fn fits(&self, others: &[Range<usize>], part: Range<usize>, cohesion: &mut Cohesion) -> f32 {
        let others = others.iter().filter(|other| !other.is_empty());
        let words = others.clone().map(|other| cohesion.speaks(other, &part));
        let mut sum = words.fold(f32::MIN, f32::max);
        if let Some(first) = others.clone().next() {
            if self.measure(first).abs_diff(self.measure(&part)) > MEASURE {
                sum -= OTHER_MEASURE;
            }
            let torn = ends_open(self.page.str(self.block(first.end - 1)));
            if torn && self.block(part.start).resumes() {
                sum += GOES_ON;
            }
        }
        sum
    }

    /// The measure of most of some paragraphs.
    fn measure(&self, paragraphs: &Range<usize>) -> u16 {
        profile::mode::<WIDTHS>(paragraphs.clone().map(|p| self.block(p).layout.width))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::Kind;
    use crate::passes::lines;
    use crate::source::decode;

    const DAM: [&str; 3] = [
        "上游水库开闸放水，下游堤防加强巡查，抢险物资运抵渡口。",
        "村民加强巡查，昼夜守护水库大坝，抢险物资足够十天之用。",
        "昨天水库大坝安然无恙，下游堤防没有险情，渡口恢复通航。",
    ];
    const SCHOOL: [&str; 3] = [
        "小学新校舍落成典礼举行，孩子们搬进宽敞明亮的阅览室。",
        "老师介绍说，典礼之后还要添置图书，宽敞明亮自不必说。",
        "家长看了新校舍的阅览室，都说孩子们有福气，图书真多。",
    ];

    /// The bodies and what they are the rest of, of a page with these lines that were gathered in this order.
    fn released(
        lines: &[&str],
        order: &[usize],
        bodies: &[(usize, usize)],
    ) -> (Vec<(usize, usize)>, Vec<Option<usize>>) {
        let mut page = Page::new(decode("page.txt", lines.join("\n").as_bytes(), None));
        lines::run(&mut page);
        for i in 0..page.blocks().len() {
            page.label(i, Kind::Body);
        }
        assert!(page.gather(order));
        let paragraphs: Vec<usize> = (0..lines.len()).collect();
        let texts: Vec<&str> = page.blocks().iter().map(|b| page.str(b)).collect();
        let cuts = vec![false; lines.len()];
        let mut cohesion = Cohesion::new(&texts, &cuts);
        let mut parting = Parting {
            bodies: bodies.to_vec(),
            rest_of: vec![None; bodies.len()],
            ..Parting::default()
        };
        release(&page, &paragraphs, &mut parting, &mut cohesion);
        (parting.bodies, parting.rest_of)
    }

    #[test]
    fn a_foreign_paragraph_goes_to_the_body_that_shares_its_words() {
        let ([a, b, _], [c, d, e]) = (DAM, SCHOOL);
        let got = released(&[a, b, c, d, e], &[0, 1, 4, 2, 3], &[(0, 3), (3, 5)]);
        let want = (vec![(0, 2), (2, 3), (3, 5)], vec![None, Some(2), None]);
        assert_eq!(got, want);
    }

    #[test]
    fn what_stands_after_it_stays() {
        let ([a, b, f], [c, d, e]) = (DAM, SCHOOL);
        let lines = [a, b, f, c, d, e];
        let got = released(&lines, &[0, 1, 5, 2, 3, 4], &[(0, 4), (4, 6)]);
        let bodies = vec![(0, 2), (2, 3), (3, 4), (4, 6)];
        assert_eq!(got, (bodies, vec![None, Some(3), Some(0), None]));
    }

    #[test]
    fn others_stay() {
        let ([a, b, f], [c, d, e]) = (DAM, SCHOOL);
        let other = "集邮协会今晚八点开会，欢迎参加。";
        let one_after_the_other = [0, 1, 2, 3, 4];
        let gathered = [0, 1, 4, 2, 3];
        for (lines, order, bodies) in [
            // The body's own words.
            ([a, b, c, d, f], gathered, &[(0, 3), (3, 5)][..]),
            // Nobody's words.
            ([a, b, c, d, other], gathered, &[(0, 3), (3, 5)]),
            // It stood there on the page.
            ([a, b, e, c, d], one_after_the_other, &[(0, 3), (3, 5)]),
            // There is no other body.
            ([a, b, c, d, e], gathered, &[(0, 5)]),
            // It begins a body.
            ([a, b, c, d, e], gathered, &[(0, 2), (2, 5)]),
        ] {
            let (got, rest_of) = released(&lines, &order, bodies);
            assert_eq!(got, bodies, "{lines:?}");
            assert_eq!(rest_of, vec![None; bodies.len()], "{lines:?}");
        }
    }
}
