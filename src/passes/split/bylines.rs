//! Bylines between a headline and another article's body: whose they are.

use super::pair::Paired;
use super::read::{Parts, opens_body};
use crate::page::{Block, Kind, Page};

/// Whether this page's bylines rather go with headlines than with bodies: more of them stand between two
/// headlines, or a headline and the page's end, than between two bodies. (On pages with gold, of 206 bylines
/// between a headline and another article's body, 35 of 36 were the headline's where they do, 133 of 135 the
/// body's where the others are more, and 62 of 94 where none or as many are.)
fn bylines_follow_headlines(page: &Page) -> bool {
    let passed =
        |k: Kind| k.is_furniture() || matches!(k, Kind::Byline | Kind::Caption | Kind::Jump);
    let kind = |b: &Block| b.kind().unwrap_or(Kind::Body);
    let (mut headlines, mut bodies) = (0, 0);
    for (i, block) in page.blocks().iter().enumerate() {
        if kind(block) != Kind::Byline || page.str(block).starts_with(['(', '（']) {
            continue;
        }
        let before = page.blocks()[..i]
            .iter()
            .rev()
            .map(kind)
            .find(|&k| !passed(k));
        let after = page.blocks()[i..].iter().map(kind).find(|&k| !passed(k));
        match (
            before.is_some_and(Kind::is_headline),
            after == Some(Kind::Body),
        ) {
            (true, false) => headlines += 1,
            (false, true) if opens_body(page, i) => bodies += 1,
            _ => {}
        }
    }
    headlines > bodies
}

/// A byline between a headline and a paragraph that is not the headline's goes to the paragraph, unless
/// it stands right after its own body on a page where headlines do, or the page's bylines go with headlines.
pub(super) fn give(page: &Page, parts: &mut Parts, paired: &mut Paired) {
    if bylines_follow_headlines(page) {
        return;
    }
    let Paired { parting, after, .. } = paired;
    let bodies = &parting.bodies;
    for (h, partner) in parting.headlines.iter_mut().zip(&parting.partner) {
        let names = h
            .kinds
            .iter()
            .rev()
            .take_while(|&&k| k == Kind::Byline)
            .count();
        let last = h.blocks[h.blocks.len() - 1];
        let next = parts.paragraphs.partition_point(|&p| p < last);
        if names == 0 || names == h.blocks.len() || next == parts.paragraphs.len() {
            continue;
        }
        let beside = (last + 1..parts.paragraphs[next]).all(|i| {
            matches!(
                page.blocks()[i].kind(),
                Some(Kind::Caption | Kind::Jump | Kind::Byline)
            )
        });
        let has = |p: usize| partner.is_some_and(|b| (bodies[b].0..bodies[b].1).contains(&p));
        let its_own = has(next) || *after && next > 0 && has(next - 1);
        if beside && !its_own {
            let from = h.blocks.len() - names;
            parts.before[next].splice(0..0, h.blocks.split_off(from));
            h.kinds.truncate(from);
            h.joined.truncate(from);
        }
    }
}
