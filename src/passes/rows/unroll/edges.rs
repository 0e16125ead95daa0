//! Where the columns of a page begin, and how wide they are, by the segments of its rows.

use crate::passes::rows::unroll::Segment;

/// Places are counted in halves of ems,
const SLOTS: f32 = 2.0;
/// up to here (ems).
const WIDEST: f32 = 250.0;
/// An edge has at least this share of all segments, and so many.
const SHARE: f32 = 0.012;
const LEAST: f32 = 3.0;
/// About a place of the page it has so many, where the whole page's segments count this much.
const LEAST_NEAR: f32 = 2.5;
const FAR: f32 = 0.1;
/// How much of a slot's neighbours counts for it.
const BESIDE: f32 = 0.7;
/// Edges are so far apart (slots).
const APART: usize = 5;
/// An edge where this share of all segments begins speaks neither for nor against a word; what it says (natural
/// logarithms) has an end.
const COMMON: f32 = 0.01;
const AGAINST: f32 = -2.0;
const FOR: f32 = 1.5;
/// Paragraphs are indented by so much (ems).
pub(super) const INDENT: f32 = 2.0;
/// A segment begins at an edge if it is no farther from it (ems).
const AT: f32 = 0.9;
/// Lines of one measure differ by no more than this (ems).
const ALIKE: f32 = 0.6;
/// A measure is at least so wide (ems) and that of so many lines.
const NARROW: f32 = 6.0;
const MEASURED: usize = 3;

/// The left edges of a page's columns.
pub(super) struct Edges {
    /// How many segments begin in every slot.
    counts: Vec<f32>,
    total: f32,
    /// The edges from left to right (ems).
    places: Vec<f32>,
    /// How many edges are left of every slot.
    left: Vec<u16>,
    /// How wide the lines are that begin there; infinite if they have no measure.
    measures: Vec<f32>,
    /// What speaks for a word that begins there (natural logarithms).
    gains: Vec<f32>,
    /// Where lines end that begin there, and where those do that are indented.
    limits: Vec<[f32; 2]>,
}

impl Edges {
    /// The edges about a place of the page: those of the segments near it, and of the page's other segments where
    /// many begin.
    pub(super) fn near(segments: &[(f32, f32)], page: &Self) -> Self {
        let mut edges = Self::counted(segments);
        let share = FAR * segments.len() as f32 / page.total.max(1.0);
        for (count, all) in edges.counts.iter_mut().zip(&page.counts) {
            *count += share * all;
        }
        edges.total += share * page.total;
        edges.find(LEAST_NEAR);
        edges.measures = edges.measure(segments);
        for e in 0..edges.places.len() {
            if edges.measures[e].is_infinite() {
                edges.measures[e] = page.measure_at(edges.places[e]);
            }
        }
        edges.set_limits();
        edges
    }

    /// Counts where long segments of text begin and how wide they are.
    pub(super) fn count(segments: &[(f32, f32)]) -> Self {
        let mut edges = Self::counted(segments);
        edges.find(LEAST.max(SHARE * edges.total));
        edges.measures = edges.measure(segments);
        edges.set_limits();
        edges
    }

    fn counted(segments: &[(f32, f32)]) -> Self {
        let mut edges = Self {
            counts: vec![0.0; slot(WIDEST) + 1],
            total: segments.len() as f32,
            places: Vec::new(),
            left: Vec::new(),
            measures: Vec::new(),
            gains: Vec::new(),
            limits: Vec::new(),
        };
        for &(x, _) in segments.iter().filter(|(x, _)| *x <= WIDEST) {
            edges.counts[slot(x)] += 1.0;
        }
        edges
    }

    /// Finds the places where so many segments begin.
    fn find(&mut self, least: f32) {
        let mut slots: Vec<usize> = (0..self.counts.len())
            .filter(|&s| self.counts[s] > 0.0 && self.about(s) >= least)
            .collect();
        slots.sort_by(|&a, &b| self.about(b).total_cmp(&self.about(a)));
        let mut kept: Vec<usize> = Vec::new();
        for slot in slots {
            if kept.iter().all(|k| k.abs_diff(slot) >= APART) {
                kept.push(slot);
            }
        }
        kept.sort_unstable();
        self.left = Vec::with_capacity(self.counts.len() + 1);
        for (&slot, e) in kept.iter().zip(0..) {
            self.left.resize(slot + 1, e);
        }
        self.left.resize(self.counts.len() + 1, kept.len() as u16);
        self.places = kept.into_iter().map(|s| s as f32 / SLOTS).collect();
        let gain = |&place: &f32| {
            let about = self.about(slot(place)) + 0.3;
            let share = about / (COMMON * self.total + 0.3);
            share.ln().clamp(AGAINST, FOR)
        };
        self.gains = self.places.iter().map(gain).collect();
    }

    /// The measures of the lines that begin at the edges: of those that many have the commonest.
    fn measure(&self, segments: &[(f32, f32)]) -> Vec<f32> {
        let mut widths: Vec<Vec<f32>> = vec![Vec::new(); self.places.len()];
        for &(x, width) in segments {
            if let Some(e) = self.at(x, 0.0) {
                widths[e].push(width);
            }
        }
        let measure = |mut widths: Vec<f32>| {
            widths.sort_by(f32::total_cmp);
            let alike = |w: f32| {
                let from = widths.partition_point(|v| *v < w - ALIKE);
                widths.partition_point(|v| *v <= w + ALIKE) - from
            };
            let wide = widths.iter().filter(|w| **w >= NARROW);
            let best = wide
                .map(|&w| (alike(w), w))
                .max_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
            best.filter(|best| best.0 >= MEASURED)
                .map_or(f32::INFINITY, |best| best.1)
        };
        widths.into_iter().map(measure).collect()
    }

    fn set_limits(&mut self) {
        let limits = |&place: &f32| [0.0, INDENT].map(|indent| self.end_of(place + indent));
        self.limits = self.places.iter().map(limits).collect();
    }

    /// Where lines end that begin at an edge, or are indented from it.
    pub(super) fn limit(&self, e: usize, indented: bool) -> f32 {
        self.limits[e][usize::from(indented)]
    }

    /// How many edges there are.
    pub(super) fn len(&self) -> usize {
        self.places.len()
    }

    /// Where an edge is (ems).
    pub(super) fn place(&self, e: usize) -> f32 {
        self.places[e]
    }

    /// How wide the lines are that begin at a place (ems).
    fn measure_at(&self, x: f32) -> f32 {
        self.at(x, 0.0).map_or(f32::INFINITY, |e| self.measures[e])
    }

    /// How wide the lines are that begin at an edge (ems).
    pub(super) fn measure_of(&self, e: usize) -> f32 {
        self.measures[e]
    }

    /// The edge nearest to a place; of two that are as near the left one.
    #[inline]
    pub(super) fn nearest(&self, x: f32) -> Option<usize> {
        let far = |e: usize| self.places.get(e).map(|place| (place - x).abs());
        let right = self.left_of(x);
        let left = right.checked_sub(1);
        match (left.and_then(far), far(right)) {
            (Some(before), Some(after)) if after < before => Some(right),
            (Some(_), _) => left,
            (None, after) => after.map(|_| right),
        }
    }

    /// How many edges are left of a place. This is asked many times for every word: edges are at slots, so it is
    /// counted once for each of these.
    #[inline]
    fn left_of(&self, x: f32) -> usize {
        let slot = (x * SLOTS) as i32;
        let next = slot.saturating_add(i32::from(x * SLOTS > slot as f32));
        let next = usize::try_from(next).unwrap_or(0);
        let left = self.left.get(next).or(self.left.last());
        left.map_or(0, |&left| usize::from(left))
    }

    /// The edge from which a place is indented by so much.
    #[inline]
    fn at(&self, x: f32, indent: f32) -> Option<usize> {
        let e = self.nearest(x - indent)?;
        ((self.places[e] + indent - x).abs() < AT).then_some(e)
    }

    /// The edge of the column in which a line begins here, indented or not.
    pub(super) fn of(&self, x: f32) -> Option<usize> {
        self.at(x, 0.0).or_else(|| self.at(x, INDENT))
    }

    /// Where lines end that begin here.
    pub(super) fn end_of(&self, x: f32) -> f32 {
        self.of(x)
            .map_or(f32::INFINITY, |e| self.places[e] + self.measures[e])
    }

    /// What speaks for a word that begins at an edge (natural logarithms).
    pub(super) fn gain(&self, e: usize) -> f32 {
        self.gains[e]
    }

    /// How many segments begin about a slot.
    fn about(&self, slot: usize) -> f32 {
        let at = |s: Option<usize>| s.and_then(|s| self.counts.get(s)).copied().unwrap_or(0.0);
        at(Some(slot)) + BESIDE * (at(slot.checked_sub(1)) + at(Some(slot + 1)))
    }
}

fn slot(x: f32) -> usize {
    (x.clamp(0.0, WIDEST) * SLOTS).round() as usize
}

/// The segments of a row that are lines of text, not headlines.
pub(super) fn of_text<'a>(
    segments: &'a [Segment],
    text: &'a str,
) -> impl Iterator<Item = &'a Segment> {
    /// A segment with fewer characters bears no witness.
    const LONG: usize = 4;
    segments
        .iter()
        .filter(move |p| !p.large && text[p.range.clone()].chars().nth(LONG - 1).is_some())
}
