//! Split the page into articles.
//!
//! Three things hang together: where one body ends and the next begins, which headline blocks form one
//! headline, and which headline belongs to which body. Runs of headline blocks are cut into headlines by
//! dynamic programming over the order kicker, title, deck; bodies are cut and paired with headlines
//! together ([`crate::evidence::parting`]). Everything else goes with what it stands beside: a subhead
//! with the paragraph after it, a sign-off or 下转 with the one before, a photo with the body that goes
//! on around it.

mod adopt;
mod confidence;
mod pair;
mod raise;
mod regroup;
mod seams;

use crate::config::Settings;
use crate::evidence::ends::{End, end_of};
use crate::evidence::parting::{self, Parting};
use crate::evidence::patterns::{self, Pattern};
use crate::evidence::stakes::{STAKES, Stakes};
use crate::page::{ArticleNote, Block, Form, Kind, Page, Stage};
use crate::passes::rejoin;
use crate::text::Why;
use confidence::{Doubts, chance};

/// So much speaks against an article that begins with a row of a table, where no headline stands above it.
const KEPT: f32 = 1000.0;

/// What a page consists of, in reading order.
#[derive(Default)]
struct Parts {
    /// Body blocks.
    paragraphs: Vec<usize>,
    /// Blocks that go before each paragraph: subheads, 上接, bylines of its own.
    before: Vec<Vec<usize>>,
    /// Blocks that go after each paragraph: sign-offs, 下转.
    after: Vec<Vec<usize>>,
    /// How much speaks for a body that begins at each paragraph.
    scores: Vec<f32>,
    /// Runs of headline and byline blocks.
    runs: Vec<Vec<usize>>,
    /// Captions with their credits.
    photos: Vec<Vec<usize>>,
    /// What found no paragraph to go with.
    loose: Vec<usize>,
}

/// Splits the page by the table of stakes.
pub fn run(page: &mut Page, _settings: &Settings) {
    by(page, &STAKES);
}

/// Splits the page by these stakes.
pub fn by(page: &mut Page, stakes: &Stakes) {
    seams::divide(page);
    raise::run(page);
    let mut parts = read(page, stakes);
    let mut parting = Parting::default();
    let mut budget = parting::BUDGET;
    for (stretch, runs) in pair::stretches(page, &parts) {
        let (mut part, after) = pair::pair(page, &parts, stretch, runs, stakes, &mut budget);
        give_bylines(page, &mut parts, &mut part, after);
        let before = parting.bodies.len();
        let partner = part.partner.into_iter().map(|b| b.map(|b| before + b));
        parting.partner.extend(partner);
        parting.bodies.extend(part.bodies);
        let rest_of = part.rest_of.into_iter().map(|b| b.map(|b| before + b));
        parting.rest_of.extend(rest_of);
        parting.margins.extend(part.margins);
        parting.headlines.append(&mut part.headlines);
    }
    assemble(page, parts, &parting);
    // Parts of a divided line that stayed apart begin with the space that parted them.
    page.edit(|_, text, edits| {
        let lead = text.len() - text.trim_start().len();
        let end = text.trim_end().len();
        if lead < end {
            edits.delete(0..lead, Why::LineBreak);
            edits.delete(end..text.len(), Why::LineBreak);
        }
    });
    page.reach(Stage::Articles);
}

/// Reads the page's blocks into its parts.
fn read(page: &Page, stakes: &Stakes) -> Parts {
    let n = page.blocks().len();
    let kind = |i: usize| page.blocks()[i].kind().unwrap_or(Kind::Body);
    let is = |i: usize, p: Pattern| {
        let b = &page.blocks()[i];
        patterns::find(page.str(b), b.layout.width) & p.bit() != 0
    };
    let mut parts = Parts::default();
    let mut run: Vec<usize> = Vec::new();
    let mut waiting: Vec<usize> = Vec::new();
    let mut photo_open = false;
    // A mark of an article's end since the last paragraph.
    let mut closed = false;
    for i in 0..n {
        let k = kind(i);
        if k.is_furniture() {
            closed |= k == Kind::Pageref;
            continue;
        }
        let after_photo = std::mem::take(&mut photo_open);
        match k {
            Kind::Kicker | Kind::Title | Kind::Deck => run.push(i),
            Kind::Caption => {
                parts.photos.push(vec![i]);
                photo_open = true;
            }
            Kind::Byline => {
                let text = page.str(&page.blocks()[i]);
                // （周文广摄）（新华社稿）
                let bracketed = text.starts_with(['（', '(']) && text.ends_with(['）', ')']);
                let signs_off = bracketed || is(i, Pattern::Office);
                if after_photo && (is(i, Pattern::Credit) || signs_off) {
                    if let Some(photo) = parts.photos.last_mut() {
                        photo.push(i);
                    }
                    photo_open = true;
                } else if run.is_empty()
                    && let Some(last) = parts.after.last_mut()
                    && (signs_off || !opens_body(page, i))
                {
                    closed = true;
                    last.push(i);
                } else {
                    run.push(i);
                }
            }
            // 详见 below a headline: its body stands on another page.
            Kind::Jump if !run.is_empty() && page.str(&page.blocks()[i]).contains('见') => {
                run.push(i)
            }
            Kind::Jump => {
                let text = page.str(&page.blocks()[i]);
                match parts.after.last_mut() {
                    Some(last) if !text.contains('上') || text.contains('下') => {
                        closed = true;
                        last.push(i);
                    }
                    _ => waiting.push(i),
                }
            }
            Kind::Subhead => waiting.push(i),
            _ => {
                let titled = run.iter().any(|&j| kind(j) != Kind::Byline);
                let signed = run.last().is_some_and(|&j| kind(j) == Kind::Byline);
                // Bylines right before a paragraph are its own, unless they stand below a headline: then
                // it depends on whether that headline is the paragraph's.
                let mut own = Vec::new();
                if titled {
                    parts.runs.push(std::mem::take(&mut run));
                } else {
                    own = std::mem::take(&mut run);
                }
                let block = &page.blocks()[i];
                let odds = block.odds();
                let mut score = stakes.lead * (odds.lead - odds.paragraph);
                let stake = |yes: bool, stake: f32| if yes { stake } else { 0.0 };
                score += stake(titled, stakes.titled);
                score += stake(patterns::is_dateline(page.str(block)), stakes.dateline);
                score += stake(signed, stakes.byline_opens);
                score += stake(std::mem::take(&mut closed), stakes.closed);
                if let Some(&before) = parts.paragraphs.last() {
                    let before = page.blocks()[before].layout.width;
                    score += stake(before.abs_diff(block.layout.width) > 5, stakes.measure);
                }
                if block.layout.form == Form::Kept && !titled {
                    // A row goes on with what stands above it.
                    score = score.min(-KEPT);
                }
                if block.layout.form == Form::Kept && title_above(page, i) {
                    score = score.max(KEPT);
                }
                if block.resumes() {
                    score -= if titled {
                        stakes.resumes_titled
                    } else {
                        stakes.resumes
                    };
                }
                own.append(&mut waiting);
                parts.paragraphs.push(i);
                parts.before.push(own);
                parts.after.push(Vec::new());
                parts.scores.push(score);
            }
        }
    }
    if !run.is_empty() {
        parts.runs.push(run);
    }
    match parts.after.last_mut() {
        Some(last) => last.append(&mut waiting),
        None => parts.loose = waiting,
    }
    parts
}

/// Whether the block above one is a title by its form.
fn title_above(page: &Page, i: usize) -> bool {
    let above = i.checked_sub(1).map(|above| &page.blocks()[above].layout);
    above.is_some_and(|above| above.form == Form::Begins(Kind::Title))
}

/// Whether the next text after a byline is the beginning of a paragraph.
fn opens_body(page: &Page, i: usize) -> bool {
    page.blocks()[i + 1..]
        .iter()
        .find(|b| !matches!(b.kind(), Some(Kind::Byline | Kind::Caption | Kind::Jump)))
        .is_some_and(|b| b.kind() == Some(Kind::Body) && !b.resumes())
}

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
fn give_bylines(page: &Page, parts: &mut Parts, parting: &mut Parting, after: bool) {
    if bylines_follow_headlines(page) {
        return;
    }
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
        let its_own = has(next) || after && next > 0 && has(next - 1);
        if beside && !its_own {
            let from = h.blocks.len() - names;
            parts.before[next].splice(0..0, h.blocks.split_off(from));
            h.kinds.truncate(from);
            h.joined.truncate(from);
        }
    }
}

/// An article on its way: its place on the page, its headline and its other blocks.
struct Draft {
    head: Vec<usize>,
    rest: Vec<usize>,
    /// What speaks against it.
    doubts: Doubts,
}

/// Gathers the page's blocks by article.
fn assemble(page: &mut Page, parts: Parts, parting: &Parting) {
    let headlines = &parting.headlines;
    let n = page.blocks().len();
    let mut joined = vec![false; n];
    let mut kinds: Vec<Kind> = page
        .blocks()
        .iter()
        .map(|b| b.kind().unwrap_or(Kind::Body))
        .collect();
    for h in headlines {
        for (k, &i) in h.blocks.iter().enumerate() {
            kinds[i] = h.kinds[k];
            joined[i] = h.joined[k];
        }
    }
    let mut photos = parts.photos;
    let firsts: Vec<usize> = photos.iter().map(|p| p[0]).collect();
    // How clear it is that a body begins before a paragraph, or that the page ends there.
    let clear = |p: usize| match parts.scores.get(p) {
        Some(score) if p > 0 => chance(score.abs()),
        _ => 0.0,
    };
    let mut drafts: Vec<Draft> = parting
        .bodies
        .iter()
        .map(|&(from, to)| {
            let mut rest = Vec::new();
            for p in from..to {
                rest.extend(&parts.before[p]);
                rest.push(parts.paragraphs[p]);
                rest.extend(&parts.after[p]);
            }
            Draft {
                head: Vec::new(),
                rest,
                doubts: Doubts {
                    begins: clear(from),
                    ends: clear(to),
                    untitled: true,
                    ..Doubts::default()
                },
            }
        })
        .collect();
    let mut subheads: Vec<Vec<usize>> = vec![Vec::new(); drafts.len()];
    for ((h, partner), &margin) in headlines.iter().zip(&parting.partner).zip(&parting.margins) {
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
    // A body's photos stand where it stands, so they were to be placed first.
    place_photos(photos, &parts.paragraphs, &parting.bodies, &mut drafts);
    for (draft, subheads) in drafts.iter_mut().zip(subheads) {
        draft.rest.splice(0..0, subheads);
    }
    // What stands above its article's beginning comes last.
    let above = |b: &usize| parting.rest_of[*b].is_some_and(|a| *b < a);
    let mut order: Vec<usize> = (0..parting.rest_of.len()).collect();
    order.sort_by_key(above);
    for b in order {
        if let Some(a) = parting.rest_of[b] {
            let rest = std::mem::take(&mut drafts[b].rest);
            drafts[a].rest.extend(rest);
        }
    }
    drafts.retain(|d| !d.head.is_empty() || !d.rest.is_empty());
    if !parts.loose.is_empty() {
        drafts.push(Draft {
            head: Vec::new(),
            rest: parts.loose,
            doubts: Doubts {
                begins: chance(0.0),
                ..Doubts::default()
            },
        });
    }
    let rank = |kind: Kind| match kind {
        Kind::Kicker => 0,
        Kind::Title => 1,
        Kind::Deck => 2,
        _ => 3,
    };
    let mut whole: Vec<(usize, Vec<usize>, Doubts)> = drafts
        .into_iter()
        .map(|mut d| {
            let place = d
                .rest
                .iter()
                .find(|&&i| kinds[i] == Kind::Body)
                .or(d.rest.first())
                .or(d.head.first())
                .copied()
                .unwrap_or(0);
            d.head.sort_by_key(|&i| rank(kinds[i]));
            // 上接 and bylines of the body stand before it already.
            d.head.append(&mut d.rest);
            (place, d.head, d.doubts)
        })
        .collect();
    whole.sort_by_key(|(place, ..)| *place);
    let mut order = Vec::with_capacity(n);
    let mut article = Vec::with_capacity(n);
    let mut notes = Vec::new();
    let alone = |p: &&Option<usize>| p.is_none();
    let paired = parting.partner.iter().flatten().count();
    // What was a body of its own may have a headline yet, so more of them may be paired than there are bodies.
    let untitled = parting.bodies.len().saturating_sub(paired);
    let lone = parting.partner.iter().filter(alone).count() + untitled;
    let whole_page = confidence::of_page(page, lone);
    for (a, (_, blocks, doubts)) in whole.iter().enumerate() {
        let labels = || blocks.iter().map(|&i| page.blocks()[i].odds().label);
        let doubts = Doubts {
            labels: labels().sum(),
            worst: labels().fold(0.0, f32::min),
            torn: is_torn(page, blocks),
            blocks: blocks.len(),
            ..*doubts
        };
        notes.push(ArticleNote {
            confidence: confidence::confidence(&doubts, &whole_page),
        });
        for &i in blocks {
            order.push(i);
            article.push(Some(a));
        }
    }
    let mut placed = vec![false; n];
    for &i in &order {
        placed[i] = true;
    }
    for i in (0..n).filter(|&i| !placed[i]) {
        order.push(i);
        article.push(None);
    }
    for (i, kind) in kinds.into_iter().enumerate() {
        page.label(i, kind);
    }
    page.gather(&order);
    page.split(notes, |i| article[i]);
    let glue: Vec<Option<&'static str>> = order
        .windows(2)
        .enumerate()
        .map(|(k, w)| joined[w[1]].then(|| rejoin::headline_glue(page, k)))
        .collect();
    page.join(|k| glue[k]);
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

#[cfg(test)]
mod tests;
