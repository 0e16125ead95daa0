//! Parts of bodies that go to another body together.
//!
//! Where several paragraphs of one article were read within another, each finds its fellows where it is, and none would
//! go alone. A body is cut where columns may have been put together wrongly and the words on either side have least in
//! common; if they speak for two articles, and those of one side for another body, it goes there. So does a whole body that has no headline, on any page, and one
//! that has where columns were shuffled; of two headlines the one that speaks less of both becomes a subhead.
//!
//! On many a real page all articles speak of one thing, and any two have words in common; how much they have is
//! measured first, and the more it is the more has to speak for a move.

use crate::evidence::cohesion::{Cohesion, Texts};
use crate::evidence::parting::Parting;

/// What of a body's two sides has more in common than this is one article, in natural logarithms,
const APART: f32 = -1.0;
/// and what goes to another body has more in common with it than this,
const TOGETHER: f32 = 1.0;
/// and so much more where nothing points to shuffled columns,
const UNMOVED: f32 = 1.0;
/// where both bodies have a headline,
const TITLED: f32 = 1.0;
/// and where both begin as articles do.
const BEGIN: f32 = 4.0;
/// On a page of one topic all bodies have much in common: so many times as much more must they have.
const MORE: f32 = 4.0;
/// What half of the pairs of bodies have in common at most on a page of many topics. (Over all bodies: on nine of ten pages of articles
/// that were put together by chance it is -0.4 at most; on the sample pages, each of one town and one season, it is
/// between 0.3 and 2.8.)
const MANY_TOPICS: f32 = -0.7;
/// So many bodies are enough to tell.
const MOST: usize = 8;
/// A part of fewer words says too little.
const FEW: f32 = 40.0;
/// So does a body without headline of fewer.
const FEWEST: f32 = 10.0;
/// A longer body is not cut; keeps long pages linear.
const LONGEST: usize = 40;
/// Rounds; most pages need two.
const ROUNDS: usize = 3;

/// A body on its way: its paragraphs and its headline, by the numbers of their texts.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Body {
    /// In ascending order.
    pub paragraphs: Vec<usize>,
    /// The first of those that were read as its.
    pub first: usize,
    /// That one looks like an article's first, or that of a body which it took.
    pub begins: bool,
    /// It has a headline,
    pub titled: bool,
    /// whose words count.
    pub headline: Option<usize>,
    /// If it went to another as a whole, where: before which of its paragraphs its headline stands.
    pub moved: Option<usize>,
}

/// The bodies, from which of them each paragraph is of and what headline each has.
pub(super) fn of(
    of: &[usize],
    headlines: &[String],
    parting: &Parting,
    begins: impl Fn(usize) -> bool,
) -> Vec<Body> {
    let mut bodies = vec![Body::default(); parting.bodies.len()];
    put(&mut bodies, of);
    for (body, &(first, _)) in bodies.iter_mut().zip(&parting.bodies) {
        body.first = first;
        body.begins = begins(first);
    }
    for (h, partner) in parting.partner.iter().enumerate() {
        if let Some(body) = *partner
            && !headlines[h].is_empty()
        {
            bodies[body].titled = true;
            bodies[body].headline = Some(of.len() + h);
        }
    }
    bodies
}

/// Gives every paragraph to the body that it is of.
pub(super) fn put(bodies: &mut [Body], of: &[usize]) {
    bodies.iter_mut().for_each(|body| body.paragraphs.clear());
    for (p, &body) in of.iter().enumerate() {
        bodies[body].paragraphs.push(p);
    }
}

impl Body {
    /// Whether it stays where nothing points to shuffled columns.
    pub(super) fn stays(&self) -> bool {
        self.titled || self.paragraphs.is_empty()
    }

    /// Its paragraphs.
    fn texts(&self) -> impl Texts + '_ {
        self.paragraphs.iter().copied()
    }

    fn take(&mut self, part: Vec<usize>) {
        self.paragraphs.extend(part);
        self.paragraphs.sort_unstable();
    }
}

/// How much more the bodies of a page have in common than those of a page of many topics.
pub(super) fn one_topic(bodies: &[Body], cohesion: &mut Cohesion) -> f32 {
    let mut large: Vec<&Body> = Vec::new();
    for body in bodies {
        if large.len() < MOST && cohesion.size(body.texts()) >= FEW {
            large.push(body);
        }
    }
    let mut common = Vec::new();
    for (b, body) in large.iter().enumerate() {
        for other in &large[..b] {
            common.push(cohesion.weighs(other.texts(), body.texts()));
        }
    }
    if common.len() < 3 {
        // Two bodies say little of a page.
        return 0.0;
    }
    common.sort_by(f32::total_cmp);
    (common[common.len() / 2] - MANY_TOPICS).max(0.0)
}

/// Moves parts until none moves. The seams say before which paragraphs a body may be cut.
pub(super) fn settle(bodies: &mut [Body], one_topic: f32, seams: &[bool], cohesion: &mut Cohesion) {
    let least = TOGETHER + MORE * one_topic;
    for _ in 0..ROUNDS {
        let mut moved = move_untitled(bodies, least, cohesion);
        for b in 0..bodies.len() {
            moved |= move_part(bodies, b, least, seams, cohesion);
        }
        for b in 0..bodies.len() {
            moved |= move_titled(bodies, b, least, cohesion);
        }
        if !moved {
            break;
        }
    }
}

/// Moves bodies without headline on a page where nothing points to shuffled columns; whether any moved.
pub(super) fn settle_whole(bodies: &mut [Body], cohesion: &mut Cohesion) -> bool {
    let least = TOGETHER + UNMOVED;
    // How much a page has in common is costly to tell, and mostly need not be known.
    if !move_untitled(&mut bodies.to_vec(), least, cohesion) {
        return false;
    }
    let one_topic = one_topic(bodies, cohesion);
    move_untitled(bodies, least + MORE * one_topic, cohesion)
}

/// Moves bodies without headline; whether any moved.
fn move_untitled(bodies: &mut [Body], least: f32, cohesion: &mut Cohesion) -> bool {
    let mut moved = false;
    for b in 0..bodies.len() {
        moved |= move_whole(bodies, b, least, cohesion);
    }
    moved
}

/// Moves one side of a body, if its words set it apart and have so much in common with another body.
fn move_part(
    bodies: &mut [Body],
    b: usize,
    least: f32,
    seams: &[bool],
    cohesion: &mut Cohesion,
) -> bool {
    let Some(cut) = cut(&bodies[b].paragraphs, seams, cohesion) else {
        return false;
    };
    let right = bodies[b].paragraphs.split_off(cut);
    let left = std::mem::take(&mut bodies[b].paragraphs);
    let to_left = nearest(bodies, &left, least, cohesion);
    let to_right = nearest(bodies, &right, least, cohesion);
    // The headline stays with what it speaks of.
    let mut titled = |part: &[usize]| match bodies[b].headline {
        Some(h) => cohesion.speaks(std::iter::once(h), part.iter().copied()),
        None => 0.0,
    };
    let (left_titled, right_titled) = (titled(&left), titled(&right));
    let gain = |to: Option<(f32, usize)>| to.map_or(f32::NEG_INFINITY, |to| to.0);
    let (to, part, rest) = match gain(to_left) - left_titled > gain(to_right) - right_titled {
        true => (to_left, left, right),
        false => (to_right, right, left),
    };
    bodies[b].paragraphs = rest;
    bodies[to.map_or(b, |to| to.1)].take(part);
    to.is_some()
}

/// Moves a body without headline, if its words have so much in common with another body.
fn move_whole(bodies: &mut [Body], b: usize, least: f32, cohesion: &mut Cohesion) -> bool {
    let body = &bodies[b];
    if body.titled || cohesion.size(body.texts()) < FEWEST {
        return false;
    }
    let whole = std::mem::take(&mut bodies[b].paragraphs);
    let to = nearest(bodies, &whole, least, cohesion);
    bodies[to.map_or(b, |to| to.1)].take(whole);
    to.is_some()
}

/// Moves a body with a headline to that with which it has so much in common, or that one to it: the headline that
/// speaks less of both becomes a subhead.
fn move_titled(bodies: &mut [Body], b: usize, least: f32, cohesion: &mut Cohesion) -> bool {
    if !bodies[b].titled || cohesion.size(bodies[b].texts()) < FEWEST {
        return false;
    }
    let mut best = (least, None);
    for (o, other) in bodies.iter().enumerate() {
        if o == b || other.paragraphs.is_empty() || !other.titled {
            continue;
        }
        let whole = other.texts().chain(other.headline);
        let mut common = cohesion.weighs(bodies[b].texts(), whole) - TITLED;
        if bodies[b].begins && other.begins {
            common -= BEGIN;
        }
        if common > best.0 {
            best = (common, Some(o));
        }
    }
    let Some(o) = best.1 else {
        return false;
    };
    let mut speaks = |headline: Option<usize>| {
        let headline = headline.into_iter();
        let of_both = [b, o].map(|body| cohesion.speaks(headline.clone(), bodies[body].texts()));
        of_both[0] + of_both[1]
    };
    let other_stays = speaks(bodies[o].headline) >= speaks(bodies[b].headline);
    let (from, to) = if other_stays { (b, o) } else { (o, b) };
    let whole = std::mem::take(&mut bodies[from].paragraphs);
    let first = bodies[from].first;
    bodies[from].moved = match whole.contains(&first) {
        true => Some(first),
        false => whole.first().copied(),
    };
    bodies[to].begins |= bodies[from].begins;
    bodies[to].take(whole);
    true
}

/// The seam at which the words on either side have least in common, if they speak for two articles.
fn cut(paragraphs: &[usize], seams: &[bool], cohesion: &mut Cohesion) -> Option<usize> {
    if paragraphs.len() > LONGEST {
        return None;
    }
    let mut least = (APART, None);
    for cut in (1..paragraphs.len()).filter(|&cut| seams[paragraphs[cut]]) {
        let (left, right) = paragraphs.split_at(cut);
        let (left, right) = (left.iter().copied(), right.iter().copied());
        if cohesion.size(left.clone()) < FEW || cohesion.size(right.clone()) < FEW {
            continue;
        }
        let common = cohesion.weighs(left, right);
        if common < least.0 {
            least = (common, Some(cut));
        }
    }
    least.1
}

/// The body with which a part that was taken out of one has most in common, if it is so much, and how much.
fn nearest(
    bodies: &[Body],
    part: &[usize],
    least: f32,
    cohesion: &mut Cohesion,
) -> Option<(f32, usize)> {
    let mut best = None;
    let mut most = least;
    for (b, body) in bodies.iter().enumerate() {
        if body.paragraphs.is_empty() {
            continue;
        }
        let whole = body.texts().chain(body.headline);
        let common = cohesion.weighs(part.iter().copied(), whole);
        if common > most {
            most = common;
            best = Some((common, b));
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAM: [&str; 4] = [
        "柳河堤坝昨日出现渗漏，防汛指挥部紧急转移沿岸居民，抢险队伍连夜加固柳河堤坝，运来石料和编织袋。",
        "防汛指挥部介绍，柳河水位已经超过警戒，抢险队伍仍在巡查，沿岸居民得到安置，编织袋还需要补充。",
        "截至今晨，柳河堤坝渗漏得到控制，沿岸居民陆续返回，抢险队伍撤出，石料留在柳河大堤以备不测。",
        "防汛指挥部要求，抢险队伍继续巡查柳河堤坝，发现渗漏立即报告，沿岸居民随时准备转移。",
    ];
    const OPERA: [&str; 4] = [
        "梆子剧团新排大戏昨晚首演，老艺人登台演唱经典唱段，戏迷排队购票观看首演，剧场座无虚席。",
        "剧团负责人说，老艺人口传心授，青年演员学会经典唱段，梆子剧团后继有人，新排大戏还将巡演。",
        "首演之后，戏迷久久不愿离去，梆子剧团还将下乡巡演经典唱段，老艺人答应随团演出新排大戏。",
        "戏迷们说，梆子剧团多年没有新排大戏，青年演员唱得好，老艺人的经典唱段百听不厌，盼望再来。",
    ];

    fn body(paragraphs: &[usize], headline: Option<usize>) -> Body {
        Body {
            paragraphs: paragraphs.to_vec(),
            first: paragraphs[0],
            begins: false,
            moved: None,
            titled: headline.is_some(),
            headline,
        }
    }

    /// Seams before all paragraphs.
    const ANYWHERE: [bool; 8] = [true; 8];

    /// The bodies of these paragraphs once they have settled.
    fn settled(texts: &[&str], bodies: &[Body], shuffled: bool, topic: f32) -> Vec<Vec<usize>> {
        let mut bodies = bodies.to_vec();
        let mut cohesion = Cohesion::new(texts, &[]);
        match shuffled {
            true => settle(&mut bodies, topic, &ANYWHERE, &mut cohesion),
            false => _ = settle_whole(&mut bodies, &mut cohesion),
        }
        bodies.into_iter().map(|body| body.paragraphs).collect()
    }

    fn texts() -> Vec<&'static str> {
        let mut texts = [DAM, OPERA].concat();
        texts.extend(["柳河堤坝出现渗漏", "梆子剧团新排大戏首演", "公告"]);
        texts
    }

    #[test]
    fn torn_articles_keep_the_headline_that_speaks_of_both_halves() {
        let opera = body(&[4, 5, 6, 7], Some(9));
        for (headlines, want) in [
            ([8, 10], [vec![0, 1, 2, 3], vec![], vec![4, 5, 6, 7]]),
            ([10, 8], [vec![], vec![0, 1, 2, 3], vec![4, 5, 6, 7]]),
        ] {
            let [one, other] = headlines.map(Some);
            let torn = [body(&[0, 1], one), body(&[2, 3], other), opera.clone()];
            assert_eq!(settled(&texts(), &torn, true, 1.0), want);
        }
    }

    #[test]
    fn the_place_of_what_went_is_remembered() {
        let mut bodies = [body(&[0, 1], Some(8)), body(&[2, 3], Some(10))];
        let texts = texts();
        let mut cohesion = Cohesion::new(&texts, &[]);
        settle(&mut bodies, 0.0, &ANYWHERE, &mut cohesion);
        assert_eq!(bodies.map(|body| body.moved), [None, Some(2)]);
    }

    /// Both stood before the first paragraph of all.
    #[test]
    fn each_of_three_pieces_keeps_its_place() {
        let mut bodies = [
            body(&[1], Some(10)),
            body(&[2, 3], Some(8)),
            body(&[0], Some(10)),
        ];
        let texts = texts();
        settle(&mut bodies, 0.0, &ANYWHERE, &mut Cohesion::new(&texts, &[]));
        let paragraphs: Vec<usize> = bodies.iter().map(|body| body.paragraphs.len()).collect();
        assert_eq!(paragraphs, [0, 4, 0]);
        assert_eq!(bodies.map(|body| body.moved), [Some(1), None, Some(0)]);
    }

    #[test]
    fn a_part_goes_to_the_body_that_speaks_of_the_same() {
        let bodies = [
            body(&[0, 1, 6, 7], Some(8)),
            body(&[4, 5], Some(9)),
            body(&[2, 3], None),
        ];
        let want = [vec![0, 1, 2, 3], vec![4, 5, 6, 7], vec![]];
        assert_eq!(settled(&texts(), &bodies, true, 0.0), want);
    }

    /// A short paragraph of a page in order went to another article of the page, since one seam elsewhere made all of it
    /// suspect.
    #[test]
    fn a_body_is_cut_at_seams_only() {
        let bodies = [
            body(&[0, 1, 6, 7], Some(8)),
            body(&[4, 5], Some(9)),
            body(&[2, 3], None),
        ];
        for (seam, want) in [(6, vec![0, 1, 2, 3]), (1, vec![0, 1, 2, 3, 6, 7])] {
            let (mut bodies, texts) = (bodies.to_vec(), texts());
            let seams: Vec<bool> = (0..8).map(|p| p == seam).collect();
            settle(&mut bodies, 0.0, &seams, &mut Cohesion::new(&texts, &[]));
            assert_eq!(bodies[0].paragraphs, want);
        }
    }

    #[test]
    fn the_part_below_the_headline_goes_if_it_is_the_other_s() {
        let bodies = [
            body(&[0, 1, 6, 7], Some(9)),
            body(&[2, 3], Some(8)),
            body(&[4, 5], None),
        ];
        let want = [vec![4, 5, 6, 7], vec![0, 1, 2, 3], vec![]];
        assert_eq!(settled(&texts(), &bodies, true, 0.0), want);
    }

    #[test]
    fn others_stay() {
        let mixed = [body(&[0, 1, 6, 7], Some(8)), body(&[4, 5], Some(9))];
        let whole = [body(&[0, 1, 2, 3], Some(8)), body(&[4, 5, 6, 7], Some(9))];
        let torn = [
            body(&[0, 1], Some(8)),
            body(&[2, 3], None),
            body(&[4, 5], Some(9)),
        ];
        let two = [body(&[0, 1], Some(8)), body(&[2, 3], Some(10))];
        let two_begin = two.clone().map(|body| Body {
            begins: true,
            ..body
        });
        for (why, bodies, shuffled, topic) in [
            ("both begin as articles do", &two_begin[..], true, 1.0),
            (
                "both have headlines on a page in order",
                &two[..],
                false,
                0.0,
            ),
            (
                "two headlines, and all speak of one thing",
                &two[..],
                true,
                9.0,
            ),
            ("no part is another's", &whole[..], true, 0.0),
            ("columns are in order", &mixed[..], false, 0.0),
            ("all speak of one thing", &mixed[..], true, 9.0),
            ("so does what has no headline", &torn[..], true, 9.0),
            ("there is no other body", &mixed[..1], true, 0.0),
        ] {
            let want: Vec<Vec<usize>> = bodies.iter().map(|b| b.paragraphs.clone()).collect();
            assert_eq!(settled(&texts(), bodies, shuffled, topic), want, "{why}");
        }
    }

    #[test]
    fn a_body_without_headline_goes_wherever_columns_stand() {
        let bodies = [
            body(&[0, 1], Some(8)),
            body(&[2, 3], None),
            body(&[4, 5, 6, 7], Some(9)),
        ];
        let want = [vec![0, 1, 2, 3], vec![], vec![4, 5, 6, 7]];
        assert_eq!(settled(&texts(), &bodies, false, 0.0), want);
    }

    #[test]
    fn pages_of_one_topic_are_told_from_others() {
        // What half of them say again, the others do not.
        let one: Vec<&str> = DAM[..2].iter().chain(&OPERA[..1]).copied().collect();
        let bodies = [body(&[0], None), body(&[1], None), body(&[2], None)];
        let of =
            |texts: &[&str], bodies: &[Body]| one_topic(bodies, &mut Cohesion::new(texts, &[]));
        assert_eq!(of(&one, &bodies), 0.0);
        let flood = [DAM[0], DAM[1], OPERA[0], OPERA[1]];
        let bodies = [
            body(&[0, 2], None),
            body(&[1, 3], None),
            body(&[0, 3], None),
        ];
        assert!(of(&flood, &bodies) > 1.0);
        // Two bodies say little.
        assert_eq!(of(&flood, &bodies[..2]), 0.0);
    }
}
