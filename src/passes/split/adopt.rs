//! Bodies that are the rest of another one.
//!
//! Where columns were shuffled, the rest of an article may stand behind another article's headline. Such a
//! body has no headline, does not begin like an article, and shares its words with one other body, clearly
//! more than with the next. Where columns alternate, pieces are left over whatever is done, and few of them
//! are articles: there every body without headline goes to the one that most speaks for.

use crate::evidence::cohesion::Cohesion;
use crate::evidence::ends::{End, end_of};
use crate::evidence::parting::Parting;
use crate::evidence::profile::PARAGRAPH;
use crate::page::{Kind, Page};

/// How much it counts that the body's first paragraph begins an article.
const LEAD: f32 = 0.5;
/// How much has to speak for the body, and how much more than for any other (natural logarithms).
const ENOUGH: f32 = 0.5;
const CLEARLY: f32 = 0.6;
/// Paragraphs at the end of a body that are compared.
const TAIL: usize = 4;
/// One body leaves a sentence open, and the other begins in the middle of one,
const GOES_ON: f32 = 2.0;
/// or may do so.
const TORN: f32 = 3.0;
/// It begins in the middle of a sentence, but no other leaves one open.
const WHOLE: f32 = 0.5;
/// Measures (half ems) that differ by more are of different articles, mostly.
pub(super) const MEASURE: u16 = 5;
/// What the measure says.
const SAME_MEASURE: f32 = 0.5;
const OTHER_MEASURE: f32 = -1.0;

/// Whether a text ends in the middle of a sentence.
fn ends_open(text: &str) -> bool {
    matches!(end_of(text), End::Word | End::Comma)
}

/// For every body the one it is the rest of.
pub(super) fn adopt(
    page: &Page,
    paragraphs: &[usize],
    parting: &Parting,
    cohesion: &mut Cohesion,
) -> Vec<Option<usize>> {
    let count = parting.bodies.len();
    let mut titled = vec![false; count];
    for (headline, body) in parting.headlines.iter().zip(&parting.partner) {
        if let Some(body) = body {
            titled[*body] = headline.is_titled();
        }
    }
    let block = |p: usize| &page.blocks()[paragraphs[p]];
    let begins = |b: usize| block(parting.bodies[b].0);
    let is_paragraph = |b: usize| begins(b).layout.width >= PARAGRAPH;
    // Where 下转 follows, the rest stands on another page.
    let is_torn = |b: usize| {
        let last = parting.bodies[b].1 - 1;
        let jumps = page.blocks().get(paragraphs[last] + 1);
        ends_open(page.str(block(last))) && jumps.is_none_or(|b| b.kind() != Some(Kind::Jump))
    };
    let mut rest_of = vec![None; count];
    let mut taken = vec![false; count];
    for b in (0..count).filter(|&b| !titled[b]) {
        let (from, to) = parting.bodies[b];
        let lead = (1.0 - begins(b).odds().lead.min(-1e-3).exp()).ln();
        let mut best = (f32::NEG_INFINITY, None);
        let mut second = f32::NEG_INFINITY;
        // An article that begins nowhere else is whole with its rest; a ring would have no beginning.
        let may = |a: &usize| *a != b && root(&rest_of, *a) != b;
        for a in (0..count).filter(may) {
            let (start, end) = parting.bodies[a];
            let widths = begins(a).layout.width.abs_diff(begins(b).layout.width);
            let tail = cohesion.speaks(end.saturating_sub(TAIL).max(start)..end, from..to);
            let whole = cohesion.speaks(start..end, from..to);
            let mut value = tail.max(whole) + lead * LEAD;
            value += match (is_torn(a) && !taken[a], begins(b).resumes()) {
                (true, true) => GOES_ON,
                (true, false) => TORN,
                (false, true) => -WHOLE,
                (false, false) => 0.0,
            };
            value += match widths {
                // Whole paragraphs have no measure.
                _ if is_paragraph(a) || is_paragraph(b) => 0.0,
                ..=MEASURE => SAME_MEASURE,
                _ => OTHER_MEASURE,
            };
            if value > best.0 {
                second = best.0;
                best = (value, Some(a));
            } else {
                second = second.max(value);
            }
        }
        let clearly = best.0 > ENOUGH && best.0 - second > CLEARLY;
        if page.is_scrambled() || clearly {
            rest_of[b] = best.1;
            if let Some(a) = best.1 {
                taken[a] = true;
            }
        }
    }
    (0..count)
        .map(|b| Some(root(&rest_of, b)).filter(|&a| a != b))
        .collect()
}

/// The body that begins the article that a body is the rest of.
fn root(rest_of: &[Option<usize>], mut body: usize) -> usize {
    while let Some(before) = rest_of[body] {
        body = before;
    }
    body
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::Layout;
    use crate::passes::split::tests::{NONE, labelled};

    /// What the second of two bodies without headlines is the rest of, if the paragraphs are so wide (half ems).
    fn adopted(widths: [u16; 2], texts: [&str; 2]) -> Option<usize> {
        let mut page = labelled(&texts.map(|text| (Kind::Body, NONE, text)));
        for (i, width) in widths.into_iter().enumerate() {
            let layout = Layout {
                width,
                ..page.blocks()[i].layout
            };
            page.lay_out(i, layout);
        }
        let parting = Parting {
            bodies: vec![(0, 1), (1, 2)],
            rest_of: vec![None; 2],
            ..Parting::default()
        };
        let mut cohesion = Cohesion::new(&texts, &[true; 2]);
        adopt(&page, &[0, 1], &parting, &mut cohesion)[1]
    }

    /// A rest shorter than the paragraph that it is of was taken for a line of another measure.
    #[test]
    fn whole_paragraphs_have_no_measure() {
        let torn = "青崖村世代种植核桃和花椒，乡亲们只能把核桃装进背篓，一";
        let whole = "青崖村世代种植核桃和花椒，乡亲们只能把核桃装进背篓。";
        let rest = "趟一趟背到镇上去卖。";
        for (widths, text, want) in [
            ([120, 20], torn, Some(0)),
            ([120, 95], torn, Some(0)),
            ([28, 28], torn, Some(0)),
            ([120, 20], whole, None),
            ([28, 28], whole, None),
            // Lines of other measures.
            ([28, 20], torn, None),
            ([56, 20], torn, None),
        ] {
            assert_eq!(adopted(widths, [text, rest]), want, "{widths:?} {text}");
        }
    }
}
