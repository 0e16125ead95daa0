//! Paragraphs that go to the body whose words they use.
//!
//! Where columns were shuffled, or lines alternated, a paragraph stands within another article, and the seams
//! between them say little. Its words say more. Each goes to the body, with its headline, that makes its words
//! likeliest ([`crate::evidence::topics`]), in rounds, until none moves; then parts of bodies go together (`parts`). On
//! a page where nothing points to shuffled columns, only bodies without headline move.

mod parts;

use super::adopt::MEASURE;
use crate::evidence::cohesion::Cohesion;
use crate::evidence::pairing::Headline;
use crate::evidence::parting::Parting;
use crate::evidence::profile::PARAGRAPH;
use crate::evidence::topics::Topics;
use crate::page::{Block, Page};

/// What each natural logarithm of a word's odds is worth; words do not come alone.
const WORD: f32 = 0.2;
/// So many times as much must the words say for another body, but where columns alternate; and the more so the more
/// all bodies of the page have in common. (On the sample pages, each taken for shuffled, 11 of 32 articles lost or got
/// paragraphs without either, six with this alone, none with both.)
const CLEARLY: f32 = 1.4;
/// How often a headline's words count.
const HEADLINE: f32 = 10.0;
/// What speaks for a paragraph staying where it was read, in natural logarithms,
const STAYS: f32 = 2.0;
/// and where the line above it stood elsewhere on the page. (Of 875 such paragraphs on pages whose columns alternate,
/// 236 were another article's.)
const JUMPS: f32 = 0.75;
/// What speaks for a body of its own measure, and against one of another,
const SAME_MEASURE: f32 = 0.5;
/// and against one without headline.
const UNTITLED: f32 = 0.5;
/// Rounds; most pages need three.
const ROUNDS: usize = 8;
/// Blocks with so many bytes of the source between them, furniture aside, did not stand together.
const BETWEEN: usize = 60;
/// A stretch with more paragraphs times bodies than this is left as it is; keeps long pages linear.
const MOST: usize = 1 << 20;

/// Gives every paragraph to a body; bodies become runs of paragraphs, each the rest of its article's first. The
/// cohesion is that of the paragraphs.
pub(super) fn regroup(
    page: &Page,
    paragraphs: &[usize],
    parting: &mut Parting,
    cohesion: &mut Cohesion,
) {
    let text = Text { page, paragraphs };
    let count = parting.bodies.len();
    if count < 2 || paragraphs.len() * count > MOST {
        return;
    }
    let mut read = vec![0; paragraphs.len()];
    for (b, &(from, to)) in parting.bodies.iter().enumerate() {
        read[from..to].fill(parting.rest_of[b].unwrap_or(b));
    }
    let headlines = text.headlines(parting);
    let mut bodies = parts::of(&read, &headlines, parting, |p| text.begins(p));
    let firsts: Vec<usize> = parting.bodies.iter().map(|body| body.0).collect();
    if text.is_shuffled(&parting.bodies) {
        let texts = text.with(&headlines);
        let mut titled = Cohesion::new(&texts, &[]);
        let one_topic = parts::one_topic(&bodies, &mut titled);
        let mut topics = Bodies::read(&text, &texts, &read, &bodies);
        topics.clearly = one_topic + if page.is_scrambled() { 1.0 } else { CLEARLY };
        topics.settle_all(&text, &firsts);
        parts::put(&mut bodies, &topics.of);
        let seams: Vec<bool> = (0..paragraphs.len()).map(|p| text.is_seam(p)).collect();
        parts::settle(&mut bodies, one_topic, &seams, &mut titled);
    } else {
        if bodies.iter().all(parts::Body::stays) {
            return;
        }
        // The words of headlines are not known there.
        bodies.iter_mut().for_each(|body| body.headline = None);
        if !parts::settle_whole(&mut bodies, cohesion) {
            return;
        }
    }
    let mut of = read;
    for (b, body) in bodies.iter().enumerate() {
        body.paragraphs.iter().for_each(|&p| of[p] = b);
    }
    let mut subheads = Vec::new();
    for (h, partner) in parting.partner.iter_mut().enumerate() {
        let Some(body) = partner.filter(|&body| bodies[body].paragraphs.is_empty()) else {
            continue;
        };
        if headlines[h].is_empty() {
            // Bylines go with what they stood above.
            *partner = Some(of[firsts[body]]);
        } else {
            parting.headlines[h].become_subheads();
            subheads.push((bodies[body].moved.unwrap_or(firsts[body]), h));
        }
    }
    run_together(&of, &firsts, &subheads, parting);
}

/// Makes the bodies runs of the paragraphs that are theirs. Above some stands a headline that is their subhead.
fn run_together(
    of: &[usize],
    firsts: &[usize],
    subheads: &[(usize, usize)],
    parting: &mut Parting,
) {
    let stands = |p: usize| subheads.iter().any(|subhead| subhead.0 == p);
    // Runs of paragraphs, and for every body the run that begins it.
    let mut runs: Vec<((usize, usize), usize)> = Vec::new();
    let mut begins: Vec<Option<usize>> = vec![None; firsts.len()];
    for (p, &body) in of.iter().enumerate() {
        match runs.last_mut() {
            Some((run, of)) if *of == body && firsts[body] != p && !stands(p) => run.1 = p + 1,
            _ => runs.push(((p, p + 1), body)),
        }
        if begins[body].is_none() || firsts[body] == p {
            begins[body] = Some(runs.len() - 1);
        }
    }
    for partner in &mut parting.partner {
        *partner = partner.and_then(|body| begins[body]);
    }
    for &(p, h) in subheads {
        parting.partner[h] = Some(runs.partition_point(|(run, _)| run.1 <= p));
    }
    let rest_of = runs.iter().enumerate();
    let rest_of = rest_of.map(|(r, &(_, body))| begins[body].filter(|&first| first != r));
    parting.rest_of = rest_of.collect();
    parting.bodies = runs.into_iter().map(|(run, _)| run).collect();
}

/// The paragraphs of a stretch.
#[derive(Clone, Copy)]
struct Text<'a> {
    page: &'a Page,
    paragraphs: &'a [usize],
}

impl<'a> Text<'a> {
    fn block(&self, p: usize) -> &'a Block {
        &self.page.blocks()[self.paragraphs[p]]
    }

    fn str(&self, p: usize) -> &'a str {
        self.page.str(self.block(p))
    }

    /// Whether a paragraph looks like an article's first.
    fn begins(&self, p: usize) -> bool {
        let odds = self.block(p).odds();
        odds.lead > odds.paragraph
    }

    /// The words of the headlines.
    fn headlines(&self, parting: &Parting) -> Vec<String> {
        let headline = |h: &Headline| {
            let blocks = h.blocks.iter().zip(&h.kinds);
            let titled = blocks.filter(|block| block.1.is_headline());
            titled
                .map(|(&i, _)| self.page.str(&self.page.blocks()[i]))
                .collect()
        };
        parting.headlines.iter().map(headline).collect()
    }

    /// The paragraphs, and the headlines after them.
    fn with<'b>(&self, headlines: &'b [String]) -> Vec<&'b str>
    where
        'a: 'b,
    {
        let paragraphs = (0..self.paragraphs.len()).map(|p| self.str(p));
        paragraphs
            .chain(headlines.iter().map(String::as_str))
            .collect()
    }

    /// Whether anything points to columns that were shuffled.
    fn is_shuffled(&self, bodies: &[(usize, usize)]) -> bool {
        let mut within = bodies.iter().flat_map(|&(from, to)| from + 1..to);
        self.page.is_scrambled() || within.any(|p| self.is_seam(p))
    }

    /// Whether columns may have been put together wrongly right before a paragraph. (Of 295 pages of the press, 17.5 % of the
    /// articles came out perfect where bodies were cut anywhere, 18.7 % where they are cut here only; the bench is as it was.)
    fn is_seam(&self, p: usize) -> bool {
        self.page.is_scrambled() || p > 0 && (self.jumps(p) || self.may_be_others(p))
    }

    /// What speaks for a paragraph staying where it was read; nothing moves one that has none. Where columns
    /// alternate, no body surely begins where it was read.
    fn stays(&self, p: usize, firsts: &[usize]) -> Option<f32> {
        let begins = firsts.binary_search(&p).is_ok();
        match self.page.is_scrambled() {
            true => Some(JUMPS),
            false if begins => None,
            false if self.jumps(p) => Some(JUMPS),
            false => Some(STAYS),
        }
    }

    /// Whether another article's text may begin at a paragraph, by its looks.
    fn may_be_others(&self, p: usize) -> bool {
        let (above, below) = (self.block(p - 1), self.block(p));
        let (one, other) = (above.layout.width, below.layout.width);
        // Whole paragraphs have no measure.
        let differ = one.max(other) < PARAGRAPH && one.abs_diff(other) > MEASURE;
        below.layout.blanks > 0 && (differ || below.resumes())
    }

    /// Whether a paragraph did not stand right below the one before it.
    fn jumps(&self, p: usize) -> bool {
        let spans = |p: usize| self.page.text().spans(self.block(p).range());
        match (spans(p - 1).last(), spans(p).next()) {
            (Some(above), Some(below)) => !(above.end..=above.end + BETWEEN).contains(&below.start),
            _ => false,
        }
    }
}

/// Which body each paragraph belongs to, and what the bodies say and look like.
struct Bodies {
    /// For every paragraph its body.
    of: Vec<usize>,
    /// The bodies that had paragraphs at first.
    all: Vec<usize>,
    titled: Vec<bool>,
    /// So many times as much must the words say for another body.
    clearly: f32,
    topics: Topics,
    /// For every paragraph its measure, and how much text has it, in bytes;
    measures: Vec<(u16, f32)>,
    /// the same for every body.
    measured: Vec<Vec<(u16, f32)>>,
    /// What the words of a paragraph say for each body.
    fits: Vec<f32>,
}

impl Bodies {
    /// The bodies as they were read; the texts are those of the paragraphs and then of the headlines.
    fn read(text: &Text<'_>, texts: &[&str], read: &[usize], bodies: &[parts::Body]) -> Self {
        let n = read.len();
        let measure = |p: usize| (text.block(p).layout.width, text.str(p).len() as f32);
        let count = bodies.len();
        let mut topics = Bodies {
            of: read.to_vec(),
            all: read.to_vec(),
            titled: bodies.iter().map(|b| b.headline.is_some()).collect(),
            clearly: CLEARLY,
            topics: Topics::of(texts, count),
            measures: (0..n).map(measure).collect(),
            measured: vec![Vec::new(); count],
            fits: vec![0.0; count],
        };
        topics.all.sort_unstable();
        topics.all.dedup();
        for (p, &body) in read.iter().enumerate() {
            topics.put(p, body, 1.0);
        }
        for (b, body) in bodies.iter().enumerate() {
            if let Some(headline) = body.headline {
                topics.topics.put(headline, b, HEADLINE);
            }
        }
        topics
    }

    /// Moves paragraphs until none moves.
    fn settle_all(&mut self, text: &Text<'_>, firsts: &[usize]) {
        let read = self.of.clone();
        let stays: Vec<Option<f32>> = (0..read.len()).map(|p| text.stays(p, firsts)).collect();
        for _ in 0..ROUNDS {
            let mut moved = false;
            for (p, stays) in stays.iter().enumerate() {
                if let Some(stays) = *stays {
                    moved |= self.settle(p, read[p], stays);
                }
            }
            if !moved {
                break;
            }
        }
    }

    /// Puts a paragraph into a body, or takes it away.
    fn put(&mut self, paragraph: usize, body: usize, times: f32) {
        self.topics.put(paragraph, body, times);
        let (width, length) = self.measures[paragraph];
        let measured = &mut self.measured[body];
        match measured.iter_mut().find(|m| m.0 == width) {
            Some(found) => found.1 += length * times,
            None => measured.push((width, length * times)),
        }
    }

    /// Moves a paragraph to the body that most speaks for; whether it moved.
    fn settle(&mut self, paragraph: usize, read: usize, stays: f32) -> bool {
        let own = self.of[paragraph];
        self.put(paragraph, own, -1.0);
        self.fits.fill(0.0);
        self.topics.fits(paragraph, &mut self.fits);
        let width = self.measures[paragraph].0;
        let value = |b: usize| {
            let stays = if b == read { stays } else { 0.0 };
            let untitled = if self.titled[b] { 0.0 } else { UNTITLED };
            let fits = if b == own {
                self.fits[b] * self.clearly
            } else {
                self.fits[b]
            };
            fits * WORD + stays - untitled + self.looks(width, b)
        };
        let mut best = (f32::NEG_INFINITY, own);
        for (value, body) in self.all.iter().map(|&b| (value(b), b)) {
            if value > best.0 {
                best = (value, body);
            }
        }
        self.of[paragraph] = best.1;
        self.put(paragraph, best.1, 1.0);
        best.1 != own
    }

    /// What a measure says for a body.
    fn looks(&self, width: u16, body: usize) -> f32 {
        let (mut same, mut all) = (0.0, 0.0);
        for &(other, length) in &self.measured[body] {
            all += length;
            if other.abs_diff(width) <= MEASURE {
                same += length;
            }
        }
        if all > 0.0 {
            SAME_MEASURE * (2.0 * same / all - 1.0)
        } else {
            0.0
        }
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
    const OTHER: &str = "集邮协会今晚八点开会，欢迎参加。";

    /// The bodies and what they are the rest of.
    fn regrouped(
        lines: &[&str],
        order: &[usize],
        bodies: &[(usize, usize)],
        scrambled: bool,
    ) -> (Vec<(usize, usize)>, Vec<Option<usize>>) {
        let parting = parting_of(lines, order, bodies, scrambled);
        (parting.bodies, parting.rest_of)
    }

    /// The bodies of a page with these lines that were gathered in this order; each has a headline that says nothing.
    fn parting_of(
        lines: &[&str],
        order: &[usize],
        bodies: &[(usize, usize)],
        scrambled: bool,
    ) -> Parting {
        let headlines = &["其一", "其二", "其三"][..bodies.len()];
        let all = [lines, headlines].concat();
        let mut page = Page::new(decode("page.txt", all.join("\n").as_bytes(), None));
        lines::run(&mut page);
        for i in 0..all.len() {
            let is_line = i < lines.len();
            page.label(i, if is_line { Kind::Body } else { Kind::Title });
        }
        let last = lines.len()..all.len();
        assert!(page.gather(&order.iter().copied().chain(last).collect::<Vec<_>>()));
        if scrambled {
            page.set_scrambled();
        }
        let paragraphs: Vec<usize> = (0..lines.len()).collect();
        let headline = |b: usize| {
            let mut headline = Headline::default();
            headline.blocks.push(lines.len() + b);
            headline.kinds.push(Kind::Title);
            headline
        };
        let mut parting = Parting {
            bodies: bodies.to_vec(),
            headlines: (0..bodies.len()).map(headline).collect(),
            partner: (0..bodies.len()).map(Some).collect(),
            rest_of: vec![None; bodies.len()],
            ..Parting::default()
        };
        let mut cohesion = Cohesion::new(lines, &[]);
        regroup(&page, &paragraphs, &mut parting, &mut cohesion);
        parting
    }

    #[test]
    fn a_foreign_paragraph_goes_to_the_body_that_uses_its_words() {
        let ([a, b, _], [c, d, e]) = (DAM, SCHOOL);
        let got = regrouped(&[a, b, c, d, e], &[0, 1, 4, 2, 3], &[(0, 3), (3, 5)], false);
        // What stood above a body's beginning is its rest.
        let want = (vec![(0, 2), (2, 3), (3, 5)], vec![None, Some(2), None]);
        assert_eq!(got, want);
    }

    #[test]
    fn what_stands_after_it_stays() {
        let ([a, b, f], [c, d, e]) = (DAM, SCHOOL);
        let lines = [a, b, f, c, d, e];
        let got = regrouped(&lines, &[0, 1, 5, 2, 3, 4], &[(0, 4), (4, 6)], false);
        let bodies = vec![(0, 2), (2, 3), (3, 4), (4, 6)];
        assert_eq!(got, (bodies, vec![None, Some(3), Some(0), None]));
    }

    /// Its headline would find the rest of its body.
    #[test]
    fn where_columns_alternate_a_body_may_lose_its_beginning() {
        let ([a, b, f], [c, d, e]) = (DAM, SCHOOL);
        let lines = [a, b, f, c, d, e];
        let order = [3, 0, 1, 2, 4, 5];
        let bodies = [(0, 4), (4, 6)];
        let got = regrouped(&lines, &order, &bodies, true);
        let want = (vec![(0, 1), (1, 4), (4, 6)], vec![Some(2), None, None]);
        assert_eq!(got, want);
        // Elsewhere it begins where it was read.
        let got = regrouped(&lines, &order, &bodies, false);
        assert_eq!(got, (bodies.to_vec(), vec![None, None]));
    }

    #[test]
    fn a_torn_article_is_one_again_and_has_a_subhead() {
        let ([a, b, f], [c, d, e]) = (DAM, SCHOOL);
        let lines = [a, b, c, d, e, f];
        let bodies = [(0, 2), (2, 5), (5, 6)];
        let order = [0, 1, 2, 3, 4, 5];
        let got = parting_of(&lines, &order, &bodies, true);
        assert_eq!(got.bodies, bodies);
        assert_eq!(got.rest_of, [None, None, Some(0)]);
        assert_eq!(got.partner, [0, 1, 2].map(Some));
        let kinds: Vec<Kind> = got.headlines.iter().map(|h| h.kinds[0]).collect();
        assert_eq!(kinds, [Kind::Title, Kind::Title, Kind::Subhead]);
    }

    #[test]
    fn others_stay() {
        let ([a, b, f], [c, d, e]) = (DAM, SCHOOL);
        let one_after_the_other = [0, 1, 2, 3, 4];
        let gathered = [0, 1, 4, 2, 3];
        for (lines, order, bodies) in [
            // The body's own words.
            ([a, b, c, d, f], gathered, &[(0, 3), (3, 5)][..]),
            // Nobody's words.
            ([a, b, c, d, OTHER], gathered, &[(0, 3), (3, 5)]),
            // Nothing on the page points to shuffled columns.
            ([a, b, e, c, d], one_after_the_other, &[(0, 3), (3, 5)]),
            // There is no other body.
            ([a, b, c, d, e], gathered, &[(0, 5)]),
            // It begins a body.
            ([a, b, c, d, e], gathered, &[(0, 2), (2, 5)]),
        ] {
            let (got, rest_of) = regrouped(&lines, &order, bodies, false);
            assert_eq!(got, bodies, "{lines:?}");
            assert_eq!(rest_of, vec![None; bodies.len()], "{lines:?}");
        }
    }
}
