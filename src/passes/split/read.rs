//! What a page consists of: paragraphs with what goes before and after them, runs of headlines, photos.

use crate::evidence::items;
use crate::evidence::patterns::{self, Pattern};
use crate::evidence::profile::PARAGRAPH;
use crate::evidence::stakes::Stakes;
use crate::page::{Form, Kind, Page};

/// So much speaks against an article that begins with a row of a table, where no headline stands above it.
const KEPT: f32 = 1000.0;
/// Measures (half ems) of paragraphs that differ by more have changed.
const OTHER_MEASURE: u16 = 5;

/// What a page consists of, in reading order.
#[derive(Default)]
pub(super) struct Parts {
    /// Body blocks.
    pub paragraphs: Vec<usize>,
    /// Blocks that go before each paragraph: subheads, 上接, bylines of its own.
    pub before: Vec<Vec<usize>>,
    /// Blocks that go after each paragraph: sign-offs, 下转.
    pub after: Vec<Vec<usize>>,
    /// How much speaks for a body that begins at each paragraph,
    pub scores: Vec<f32>,
    /// and what, on traced pages.
    pub clues: Vec<Opens>,
    /// Sign-offs that are their item's, in ascending order.
    pub signatures: Vec<usize>,
    /// Runs of headline and byline blocks.
    pub runs: Vec<Vec<usize>>,
    /// Captions with their credits.
    pub photos: Vec<Vec<usize>>,
    /// What found no paragraph to go with.
    pub loose: Vec<usize>,
}

/// Reads the page's blocks into its parts.
pub(super) fn read(page: &Page, stakes: &Stakes) -> Parts {
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
    let mut opens_by: Vec<Opens> = Vec::new();
    let mut listed: Vec<items::Paragraph<'_>> = Vec::new();
    let marked = has_marked_titles(page);
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
                // Before 上接 ends what stands above it, as before 下转 what it stands in.
                closed = true;
                match parts.after.last_mut() {
                    Some(last) if !text.contains('上') || text.contains('下') => last.push(i),
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
                let above = Above {
                    titled,
                    signed,
                    closed: std::mem::take(&mut closed),
                    unmarked: marked && !titled,
                    paragraph: parts.paragraphs.last().copied(),
                };
                listed.push(items::Paragraph {
                    text: page.str(&page.blocks()[i]),
                    titled,
                    closed: above.closed,
                    signed: false,
                });
                opens_by.push(opens(page, i, &above, stakes));
                own.append(&mut waiting);
                parts.paragraphs.push(i);
                parts.before.push(own);
                parts.after.push(Vec::new());
            }
        }
    }
    for (paragraph, after) in listed.iter_mut().zip(&parts.after) {
        let first = after.first();
        paragraph.signed = first.is_some_and(|&i| is_sign_off(page, i));
    }
    let items = items::go_on(&listed);
    parts.signatures = signatures(page, &parts, &items);
    for (clues, goes_on) in opens_by.iter_mut().zip(items) {
        if goes_on {
            clues[LAST] = ("next-item", -stakes.item);
        }
    }
    let sum = |clues: &Opens| clues.iter().map(|clue| clue.1).sum();
    parts.scores = opens_by.iter().map(sum).collect();
    if page.is_traced() {
        parts.clues = opens_by;
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

/// The sign-offs of items, of all that stand after paragraphs: an article's own stands after the last item, of which
/// then none before is signed.
fn signatures(page: &Page, parts: &Parts, items: &[bool]) -> Vec<usize> {
    let after = &parts.after;
    let closes = |p: usize| {
        page.str(&page.blocks()[parts.paragraphs[p]])
            .ends_with('）')
    };
    let is_signed = |p: usize| !after[p].is_empty();
    let is_item = |p: usize| {
        items.get(p + 1) == Some(&true) || items[p] && (is_signed(p - 1) || closes(p - 1))
    };
    let signed = (0..after.len()).filter(|&p| is_signed(p) && is_item(p));
    let first = signed.filter_map(|p| after[p].first().copied());
    first.filter(|&i| is_sign_off(page, i)).collect()
}

/// Whether a block signs in brackets what stands above it.
fn is_sign_off(page: &Page, i: usize) -> bool {
    let block = &page.blocks()[i];
    block.kind() == Some(Kind::Byline) && page.str(block).starts_with(['（', '('])
}

/// What stands between a paragraph and the one above it.
struct Above {
    /// A headline.
    titled: bool,
    /// A byline right above it.
    signed: bool,
    /// A mark of an article's end.
    closed: bool,
    /// No headline, on a page where all are marked as headings.
    unmarked: bool,
    /// The block of the paragraph above.
    paragraph: Option<usize>,
}

/// What speaks against an article that begins without a heading where all others have one above their text (natural
/// logarithm). On pages of Markdown none of 690 does but a page's first.
const UNMARKED: f32 = 4.0;

/// Whether every title of a page is marked as a heading, and stands right above its text.
fn has_marked_titles(page: &Page) -> bool {
    let mut waits = None;
    for block in page.blocks() {
        match block.kind() {
            Some(Kind::Title) if block.layout.level == 0 || waits == Some(true) => return false,
            Some(Kind::Title) => waits = Some(true),
            // Text before the first heading is the end of an article.
            Some(Kind::Body) if waits.is_some() => waits = Some(false),
            _ => {}
        }
    }
    waits == Some(false)
}

/// What speaks for a body that begins at a paragraph, by the stakes.
pub(super) type Opens = [(&'static str, f32); LAST + 1];
/// The place among them of what lists say.
const LAST: usize = 8;

/// What speaks for a body that begins at this block.
fn opens(page: &Page, i: usize, above: &Above, stakes: &Stakes) -> Opens {
    let block = &page.blocks()[i];
    let odds = block.odds();
    let stake = |yes: bool, stake: f32| if yes { stake } else { 0.0 };
    let other_measure = above.paragraph.is_some_and(|above| {
        let (above, below) = (page.blocks()[above].layout.width, block.layout.width);
        // Whole paragraphs have no measure.
        above.max(below) < PARAGRAPH && above.abs_diff(below) > OTHER_MEASURE
    });
    let resumes = match above.titled {
        true => stakes.resumes_titled,
        false => stakes.resumes,
    };
    let mut clues = [
        ("lead", stakes.lead * (odds.lead - odds.paragraph)),
        ("headline-between", stake(above.titled, stakes.titled)),
        (
            "dateline",
            stake(patterns::is_dateline(page.str(block)), stakes.dateline),
        ),
        ("byline-before", stake(above.signed, stakes.byline_opens)),
        ("end-mark-between", stake(above.closed, stakes.closed)),
        ("measure-changes", stake(other_measure, stakes.measure)),
        ("middle-of-sentence", stake(block.resumes(), -resumes)),
        ("no-heading", stake(above.unmarked, -UNMARKED)),
        ("next-item", 0.0),
    ];
    if block.layout.form == Form::Kept {
        // A row goes on with what stands above it.
        let kept = match (title_above(page, i), above.titled) {
            (true, _) => Some(KEPT),
            (false, false) => Some(-KEPT),
            (false, true) => None,
        };
        if let Some(kept) = kept {
            clues = [("row", 0.0); LAST + 1];
            clues[0].1 = kept;
        }
    }
    clues
}

/// Whether the block above one is a title by its form.
fn title_above(page: &Page, i: usize) -> bool {
    let above = i.checked_sub(1).map(|above| &page.blocks()[above].layout);
    above.is_some_and(|above| above.form == Form::Begins(Kind::Title))
}

/// Whether the next text after a byline is the beginning of a paragraph.
pub(super) fn opens_body(page: &Page, i: usize) -> bool {
    page.blocks()[i + 1..]
        .iter()
        .find(|b| !matches!(b.kind(), Some(Kind::Byline | Kind::Caption | Kind::Jump)))
        .is_some_and(|b| b.kind() == Some(Kind::Body) && !b.resumes())
}
