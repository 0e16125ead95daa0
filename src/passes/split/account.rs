//! The account of what was decided of bodies and headlines, for `explain` and the page's `unsure` list.

use super::read::Opens;
use crate::audit::is_content;
use crate::evidence::cohesion::Cohesion;
use crate::evidence::decision::{
    ARTICLE, Choice, Clue, Decision, GOES_ON, HEADLINE_OF, LONE_HEADLINE, REST_OF, hundredths,
};
use crate::evidence::pairing::{Headline, Pairing};
use crate::evidence::parting::{Opening, Parting, Second};
use crate::evidence::stakes::Stakes;
use crate::page::Page;

/// Shared words that are told.
const WORDS: usize = 6;

/// The paragraphs of a stretch, by their blocks and texts.
pub(super) struct Account<'a> {
    pub page: &'a Page,
    pub paragraphs: &'a [usize],
    pub texts: &'a [&'a str],
    /// What speaks for a body that begins at each of them; empty where the page is not traced.
    pub clues: &'a [Opens],
}

impl Account<'_> {
    /// Whether a body begins at a paragraph; a stretch's first one does in any case.
    pub(super) fn openings(&self, parting: &Parting, out: &mut Vec<Decision>) {
        let openings = parting.openings.iter().enumerate();
        out.extend(
            openings
                .skip(1)
                .map(|(p, opening)| self.opening(p, opening)),
        );
    }

    fn opening(&self, p: usize, opening: &Opening) -> Decision {
        let (what, instead, sign) = match opening.begins {
            true => (ARTICLE, GOES_ON, 1.0),
            false => (GOES_ON, ARTICLE, -1.0),
        };
        let mut clues = Vec::new();
        if let Some(own) = self.clues.get(p) {
            let given: f32 = own.iter().map(|clue| clue.1).sum();
            let more = [
                ("cohesion", opening.score - given),
                // What headlines gain or lose by it.
                ("headlines", sign * opening.margin - opening.score),
            ];
            clues = weighed(own.iter().copied().chain(more), sign);
        }
        Decision {
            at: self.page.place(self.paragraphs[p]),
            what: Choice::plain(what),
            instead: Choice::plain(instead),
            margin: hundredths(opening.margin),
            clues,
        }
    }

    /// Which body each headline belongs to.
    pub(super) fn headlines(
        &self,
        parting: &Parting,
        pairing: &Pairing<'_>,
        stakes: &Stakes,
        out: &mut Vec<Decision>,
    ) {
        let pairs = parting.partner.iter().zip(&parting.seconds);
        for (headline, (&own, second)) in parting.headlines.iter().zip(pairs) {
            if own == second.body {
                // There is nothing else that it could be.
                continue;
            }
            let mut clues = Vec::new();
            if self.page.is_traced() {
                let gains = |body| self.gains(headline, body, parting, pairing, stakes);
                clues = compared(gains(own), gains(second.body), second);
            }
            out.push(Decision {
                at: self.page.place(headline.blocks[0]),
                what: self.belongs(own, parting),
                instead: self.belongs(second.body, parting),
                margin: hundredths(second.margin),
                clues,
            });
        }
    }

    /// What the lines of the headlines that have a body are, kicker, title or deck, each with its headline.
    pub(super) fn parts(
        &self,
        parting: &Parting,
        pairing: &Pairing<'_>,
        stakes: &Stakes,
    ) -> Vec<(usize, Decision)> {
        let pairs = parting.headlines.iter().zip(&parting.partner).enumerate();
        let part = |(h, (headline, &body)): (usize, (&Headline, &Option<usize>))| {
            let part = pairing.part(headline, parting.bodies[body?], stakes)?;
            let clues = part.clues.into_iter().filter(|_| self.page.is_traced());
            let decision = Decision {
                at: self.page.place(headline.blocks[part.line]),
                what: Choice::plain(part.what),
                instead: Choice::plain(part.instead),
                margin: hundredths(part.clues.iter().map(|clue| clue.1).sum()),
                clues: weighed(clues, 1.0),
            };
            Some((h, decision))
        };
        pairs.filter_map(part).collect()
    }

    fn belongs(&self, body: Option<usize>, parting: &Parting) -> Choice {
        match body {
            Some(body) => Choice::of(HEADLINE_OF, self.begins(parting.bodies[body])),
            None => Choice::plain(LONE_HEADLINE),
        }
    }

    /// The first byte of a body.
    fn begins(&self, (first, _): (usize, usize)) -> usize {
        self.page.place(self.paragraphs[first])
    }

    /// What a headline gains with a body, or alone.
    fn gains(
        &self,
        headline: &Headline,
        body: Option<usize>,
        parting: &Parting,
        pairing: &Pairing<'_>,
        stakes: &Stakes,
    ) -> Vec<(String, f32)> {
        let Some(body) = body.map(|body| parting.bodies[body]) else {
            return vec![
                ("headline-without-body".to_owned(), -stakes.lone_headline),
                ("body-without-headline".to_owned(), -stakes.lone_body),
            ];
        };
        let name = |name: &'static str| match name {
            "words-shared" => {
                let texts = &self.texts[body.0..body.1];
                let words = shared(self.page, headline, texts).join("、");
                format!("{name} {words}").trim_end().to_owned()
            }
            _ => name.to_owned(),
        };
        let clues = pairing.clues(headline, body, stakes).into_iter();
        clues.map(|(clue, weight)| (name(clue), weight)).collect()
    }

    /// The bodies that are the rest of an article which begins elsewhere, and what they were before: `read` has the
    /// bodies as they were read.
    pub(super) fn rests(
        &self,
        read: &[(usize, usize)],
        parting: &Parting,
        cohesion: &mut Cohesion<'_>,
        out: &mut Vec<Decision>,
    ) {
        for (rest, &article) in parting.rest_of.iter().enumerate() {
            let Some(article) = article else {
                continue;
            };
            let (from, to) = parting.bodies[rest];
            let home = parting.bodies.iter().enumerate();
            let home = home
                .filter(|&(b, _)| b != rest && parting.rest_of[b].unwrap_or(b) == article)
                .flat_map(|(_, &(from, to))| from..to);
            let Some(&(first, last)) = read.get(read.partition_point(|body| body.1 <= from)) else {
                continue;
            };
            let around = (first..last).filter(|p| !(from..to).contains(p));
            let own = cohesion.weighs(home, from..to);
            let (instead, other) = match around.clone().next() {
                Some(_) => (GOES_ON, cohesion.weighs(around, from..to)),
                None => (ARTICLE, 0.0),
            };
            let clues = [("words-of-its-article", own), ("words-around-it", -other)];
            let clues = clues.into_iter().filter(|_| self.page.is_traced());
            out.push(Decision {
                at: self.begins((from, to)),
                what: Choice::of(REST_OF, self.begins(parting.bodies[article])),
                instead: Choice::plain(instead),
                margin: hundredths(own - other),
                clues: weighed(clues, 1.0),
            });
        }
    }
}

/// Clues with their weights, those that say nothing left out.
fn weighed(clues: impl Iterator<Item = (&'static str, f32)>, sign: f32) -> Vec<Clue> {
    let clues = clues.map(|(name, weight)| Clue::new(name, sign * weight));
    clues.filter(|clue| clue.weight != 0).collect()
}

/// The clues for a body against those for another, and what the other headlines lose besides.
fn compared(own: Vec<(String, f32)>, other: Vec<(String, f32)>, second: &Second) -> Vec<Clue> {
    let mut all = own;
    for (name, weight) in other {
        // Words are told of the body that was taken.
        let word = name.split(' ').next();
        match all
            .iter_mut()
            .find(|(own, _)| own.split(' ').next() == word)
        {
            Some(own) => own.1 -= weight,
            None => all.push((name, -weight)),
        }
    }
    let sum: f32 = all.iter().map(|clue| clue.1).sum();
    all.push(("other-headlines".to_owned(), second.margin - sum));
    let clues = all
        .into_iter()
        .map(|(name, weight)| Clue::new(name, weight));
    clues.filter(|clue| clue.weight != 0).collect()
}

/// The words of two characters and more that a headline shares with some texts, each once, the longest first.
fn shared(page: &Page, headline: &Headline, texts: &[&str]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let has = |word: &str| texts.iter().any(|text| text.contains(word));
    for &block in &headline.blocks {
        let text = page.str(&page.blocks()[block]);
        for run in text.split(|c: char| !is_content(c)) {
            let ends: Vec<usize> = run
                .char_indices()
                .map(|(at, c)| at + c.len_utf8())
                .collect();
            let mut from = 0;
            while from + 1 < ends.len() {
                let start = ends.get(from.wrapping_sub(1)).copied().unwrap_or(0);
                let long = (from + 1..ends.len()).take_while(|&to| has(&run[start..ends[to]]));
                match long.last() {
                    Some(to) => {
                        let word = &run[start..ends[to]];
                        if !out.iter().any(|known| known == word) {
                            out.push(word.to_owned());
                        }
                        from = to + 1;
                    }
                    None => from += 1,
                }
            }
        }
    }
    out.sort_by_key(|word| std::cmp::Reverse(word.len()));
    out.truncate(WORDS);
    out
}

#[cfg(test)]
mod tests;
