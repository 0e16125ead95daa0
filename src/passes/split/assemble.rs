//! Gathers the page's blocks by article.

use super::confidence::{self, Doubts, chance};
use super::read::Parts;
use crate::evidence::ends::{End, end_of};
use crate::evidence::parting::Parting;
use crate::page::{ArticleNote, Kind, Page};
use crate::passes::rejoin;

/// An article on its way: its headline, its other blocks, and what speaks against it.
#[derive(Default)]
struct Draft {
    head: Vec<usize>,
    rest: Vec<usize>,
    doubts: Doubts,
}

/// Gathers the page's blocks by article, in the order in which these begin.
pub(super) fn assemble(page: &mut Page, mut parts: Parts, parting: &Parting) {
    let mut photos = std::mem::take(&mut parts.photos);
    let signatures = std::mem::take(&mut parts.signatures);
    let mut drafts = bodies(&parts, parting);
    let subheads = put_headlines(&mut drafts, &mut photos, parting);
    // A body's photos stand where it stands, so they are placed before subheads are.
    place_photos(photos, &parts.paragraphs, &parting.bodies, &mut drafts);
    for (draft, subheads) in drafts.iter_mut().zip(subheads) {
        draft.rest.splice(0..0, subheads);
    }
    put_rests(&mut drafts, parting);
    drafts.retain(|d| !d.head.is_empty() || !d.rest.is_empty());
    if !parts.loose.is_empty() {
        let doubts = Doubts {
            begins: chance(0.0),
            ..Doubts::default()
        };
        drafts.push(Draft {
            rest: parts.loose,
            doubts,
            ..Draft::default()
        });
    }
    let (kinds, joined) = headed(page, parting);
    let articles = in_order(drafts, &kinds);
    let notes = notes(page, &articles, parting);
    let mut article = vec![None; page.blocks().len()];
    let mut order = Vec::with_capacity(article.len());
    for (a, (blocks, _)) in articles.iter().enumerate() {
        blocks.iter().for_each(|&i| article[i] = Some(a));
        order.extend(blocks);
    }
    order.extend((0..article.len()).filter(|&i| article[i].is_none()));
    for (i, kind) in kinds.into_iter().enumerate() {
        page.label(i, kind);
    }
    page.gather(&order);
    let article: Vec<Option<usize>> = order.iter().map(|&i| article[i]).collect();
    page.split(notes, |i| article[i]);
    let glue: Vec<Option<&'static str>> = order
        .windows(2)
        .enumerate()
        .map(|(k, w)| match joined[w[1]] {
            true => Some(rejoin::headline_glue(page, k)),
            false => signatures.binary_search(&w[1]).is_ok().then_some(""),
        })
        .collect();
    page.join(|k| glue[k]);
}

/// A draft for every body: its paragraphs with what goes before and after them.
fn bodies(parts: &Parts, parting: &Parting) -> Vec<Draft> {
    // How clear it is that a body begins before a paragraph, or that the page ends there.
    let clear = |p: usize| match parts.scores.get(p) {
        Some(score) if p > 0 => chance(score.abs()),
        _ => 0.0,
    };
    let draft = |&(from, to): &(usize, usize)| {
        let mut rest = Vec::new();
        for p in from..to {
            rest.extend(&parts.before[p]);
            rest.push(parts.paragraphs[p]);
            rest.extend(&parts.after[p]);
        }
        Draft {
            rest,
            doubts: Doubts {
                begins: clear(from),
                ends: clear(to),
                untitled: true,
                ..Doubts::default()
            },
            ..Draft::default()
        }
    };
    parting.bodies.iter().map(draft).collect()
}

/// Puts the headlines above their bodies; one that has none is an article of its own, with the photo that stands below
/// it. What stands before the paragraphs of each body as its subheads comes back.
fn put_headlines(
    drafts: &mut Vec<Draft>,
    photos: &mut [Vec<usize>],
    parting: &Parting,
) -> Vec<Vec<usize>> {
    let firsts: Vec<usize> = photos.iter().map(|p| p[0]).collect();
    let mut subheads: Vec<Vec<usize>> = vec![Vec::new(); drafts.len()];
    let pairs = parting.partner.iter().zip(&parting.margins);
    for (h, (partner, &margin)) in parting.headlines.iter().zip(pairs) {
        match partner {
            // Subheads, or bylines, of what is the rest of an article.
            Some(b) if parting.rest_of[*b].is_some() || h.kinds.contains(&Kind::Subhead) => {
                subheads[*b].extend(&h.blocks);
            }
            Some(b) => {
                let draft = &mut drafts[*b];
                draft.head.extend(&h.blocks);
                if h.is_titled() {
                    draft.doubts.headline = chance(margin);
                    draft.doubts.untitled = false;
                }
            }
            None => {
                // A title whose only text is a photo's.
                let next = h.blocks[h.blocks.len() - 1] + 1;
                let photo = firsts.binary_search(&next);
                drafts.push(Draft {
                    head: h.blocks.clone(),
                    rest: photo.map_or_else(|_| Vec::new(), |p| std::mem::take(&mut photos[p])),
                    doubts: Doubts {
                        headline: chance(margin),
                        ..Doubts::default()
                    },
                });
            }
        }
    }
    subheads
}

/// Puts what is the rest of an article behind it; what stands above its beginning comes last.
fn put_rests(drafts: &mut [Draft], parting: &Parting) {
    let above = |b: &usize| parting.rest_of[*b].is_some_and(|a| *b < a);
    let mut order: Vec<usize> = (0..parting.rest_of.len()).collect();
    order.sort_by_key(above);
    for b in order {
        if let Some(a) = parting.rest_of[b] {
            let rest = std::mem::take(&mut drafts[b].rest);
            drafts[a].rest.extend(rest);
        }
    }
}

/// For every block what it is, as its headline has it, and whether it goes on with the one before it there.
fn headed(page: &Page, parting: &Parting) -> (Vec<Kind>, Vec<bool>) {
    let kinds = page.blocks().iter().map(|b| b.kind().unwrap_or(Kind::Body));
    let mut kinds: Vec<Kind> = kinds.collect();
    let mut joined = vec![false; kinds.len()];
    for h in &parting.headlines {
        for (k, &i) in h.blocks.iter().enumerate() {
            kinds[i] = h.kinds[k];
            joined[i] = h.joined[k];
        }
    }
    (kinds, joined)
}

/// The blocks of every article, kicker first, in the order of where these stand on the page: the first paragraph, if
/// there is any.
fn in_order(drafts: Vec<Draft>, kinds: &[Kind]) -> Vec<(Vec<usize>, Doubts)> {
    let rank = |kind: Kind| match kind {
        Kind::Kicker => 0,
        Kind::Title => 1,
        Kind::Deck => 2,
        _ => 3,
    };
    let place = |d: &Draft| {
        let body = d.rest.iter().find(|&&i| kinds[i] == Kind::Body);
        let first = body.or(d.rest.first()).or(d.head.first());
        first.copied().unwrap_or(0)
    };
    let mut drafts = drafts;
    drafts.sort_by_key(place);
    let whole = |mut d: Draft| {
        d.head.sort_by_key(|&i| rank(kinds[i]));
        // 上接 and bylines of the body stand before it already.
        d.head.append(&mut d.rest);
        (d.head, d.doubts)
    };
    drafts.into_iter().map(whole).collect()
}

/// How sure each article is.
fn notes(page: &Page, articles: &[(Vec<usize>, Doubts)], parting: &Parting) -> Vec<ArticleNote> {
    let alone = |p: &&Option<usize>| p.is_none();
    let paired = parting.partner.iter().flatten().count();
    // What was a body of its own may have a headline yet, so more of them may be paired than there are bodies.
    let untitled = parting.bodies.len().saturating_sub(paired);
    let lone = parting.partner.iter().filter(alone).count() + untitled;
    let whole_page = confidence::of_page(page, lone);
    let note = |(blocks, doubts): &(Vec<usize>, Doubts)| {
        let labels = || blocks.iter().map(|&i| page.blocks()[i].odds().label);
        let doubts = Doubts {
            labels: labels().sum(),
            worst: labels().fold(0.0, f32::min),
            torn: is_torn(page, blocks),
            blocks: blocks.len(),
            ..*doubts
        };
        ArticleNote {
            confidence: confidence::confidence(&doubts, &whole_page),
        }
    };
    articles.iter().map(note).collect()
}

/// Whether an article's text begins or ends in the middle of a sentence.
fn is_torn(page: &Page, blocks: &[usize]) -> bool {
    let is_body = |&&i: &&usize| page.blocks()[i].kind() == Some(Kind::Body);
    let (first, last) = (blocks.iter().find(is_body), blocks.iter().rfind(is_body));
    let open = |&i: &usize| {
        let end = end_of(page.str(&page.blocks()[i]));
        !matches!(end, End::Stop | End::Closed | End::Colon)
    };
    first.is_some_and(|&i| page.blocks()[i].resumes()) || last.is_some_and(open)
}

/// A photo stands in the article whose body goes on after it, else alone. The first drafts are those of
/// the bodies.
fn place_photos(
    photos: Vec<Vec<usize>>,
    paragraphs: &[usize],
    bodies: &[(usize, usize)],
    drafts: &mut Vec<Draft>,
) {
    let mut inside: Vec<Vec<Vec<usize>>> = vec![Vec::new(); bodies.len()];
    for photo in photos {
        let (Some(&first), Some(&last)) = (photo.first(), photo.last()) else {
            continue;
        };
        // Paragraphs and bodies stand in page order: the body around is that of the paragraph before.
        let next = paragraphs.partition_point(|&i| i < first);
        let body = bodies.partition_point(|b| b.1 < next);
        let around = |b: &(usize, usize)| b.0 < next && paragraphs[b.1 - 1] > last;
        if bodies.get(body).is_some_and(around) {
            inside[body].push(photo);
        } else {
            drafts.push(Draft {
                head: Vec::new(),
                rest: photo,
                doubts: Doubts::default(),
            });
        }
    }
    for (draft, photos) in drafts.iter_mut().zip(inside) {
        if photos.is_empty() {
            continue;
        }
        // Each before the first block that stands after it.
        let mut photos = photos.into_iter().peekable();
        let mut rest = Vec::new();
        for &i in &draft.rest {
            while let Some(photo) = photos.next_if(|p| p.last().is_some_and(|&last| last < i)) {
                rest.extend(photo);
            }
            rest.push(i);
        }
        rest.extend(photos.flatten());
        draft.rest = rest;
    }
}
