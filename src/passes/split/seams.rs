//! Where a line of a headline might be two headlines, or two parts of one.

use crate::audit::is_content;
use crate::chars::{is_closing, is_opening};
use crate::evidence::ends::{Start, start_of};
use crate::evidence::patterns;
use crate::evidence::seam;
use crate::page::{Block, Form, Kind, Layout, Page};
use crate::table::{Table, key};
use std::ops::Range;

/// A vertical run wider than this (half ems) may hold more than one headline.
const LONG: u16 = 30;
/// One as wide as this is none, and would cost time.
const LONGEST: u16 = 1000;
/// How much speaks against a word over a seam of such a run (half bits).
const PARTED: i32 = -4;
/// What a run has in common with a clause of the text is no chance from so many characters on.
const CLAUSE: usize = 9;
/// A clause is looked for at so many places of the text that begin alike.
const ALIKE: usize = 8;

/// Divides headline lines at a space, before a dash, and a long vertical run wherever no word straddles; and
/// round what stands in the text as a clause of its own, which is a deck and no title.
pub(super) fn divide(page: &mut Page) {
    let mut clauses = clauses(page).into_iter();
    // For every part whether it is a clause.
    let mut parts: Vec<bool> = Vec::new();
    page.divide(|block, text| {
        let clauses = clauses.next().unwrap_or_default();
        let mut places = seams(block, text);
        places.extend(clauses.iter().flat_map(|clause| [clause.start, clause.end]));
        places.retain(|&at| {
            at > 0 && at < text.len() && !clauses.iter().any(|c| c.start < at && at < c.end)
        });
        places.sort_unstable();
        places.dedup();
        let starts = std::iter::once(&0).chain(&places);
        parts.extend(starts.map(|at| clauses.iter().any(|clause| clause.start == *at)));
        places
    });
    for i in (0..parts.len()).filter(|&i| parts[i]) {
        let form = Form::Begins(Kind::Deck);
        page.lay_out(
            i,
            Layout {
                form,
                ..page.blocks()[i].layout
            },
        );
        if let Some(after) = page.blocks().get(i + 1)
            && after.layout.inline
            && after.layout.form == Form::Open
        {
            let form = Form::Opens;
            let layout = Layout {
                form,
                ..after.layout
            };
            page.lay_out(i + 1, layout);
        }
    }
}

/// For every block what of it stands in the text as a clause, if it may hold more than one headline.
fn clauses(page: &Page) -> Vec<Vec<Range<usize>>> {
    let runs: Vec<&str> = page
        .blocks()
        .iter()
        .filter(|block| is_long_run(block))
        .map(|block| page.str(block))
        .collect();
    if runs.is_empty() {
        return Vec::new();
    }
    let text = Clauses::of(page, &runs);
    let clauses = page.blocks().iter().map(|block| {
        if !is_long_run(block) {
            return Vec::new();
        }
        let mut clauses = text.within(page.str(block));
        // What a headline begins with may be its title all the same: 水清了灯亮了路平了.
        clauses.retain(|clause| clause.start > 0);
        clauses
    });
    clauses.collect()
}

/// Whether a block may hold more than one headline, run together.
fn is_long_run(block: &Block) -> bool {
    let headline = block.kind().is_some_and(Kind::is_headline);
    headline && block.layout.vertical && (LONG + 1..LONGEST).contains(&block.layout.width)
}

/// The places of a line where a part of a headline may begin.
fn seams(block: &Block, text: &str) -> Vec<usize> {
    if !block.kind().is_some_and(Kind::is_headline) {
        return Vec::new();
    }
    let run_on = is_long_run(block);
    // The name of a series or a column is not taken apart.
    let name = match run_on {
        true => series(text),
        false => 0,
    };
    if !run_on && !text.contains(char::is_whitespace) {
        return Vec::new();
    }
    // Quotes and brackets open before a place.
    let mut open = 0i32;
    text.char_indices()
        .filter(|&(i, c)| {
            let (left, right) = text.split_at(i);
            let whole = open <= 0;
            open += i32::from(is_opening(c)) - i32::from(is_closing(c));
            let words = |s: &str| s.chars().filter(|c| is_content(*c)).nth(1).is_some();
            let parts = || {
                c.is_whitespace()
                    || (run_on && c == '—' && !left.ends_with('—'))
                    || (run_on && seam::seam(left, right).is_some_and(|s| s.straddle < PARTED))
                    || i == name
            };
            let begins = || start_of(right.trim_start()) != Start::Closing && c != '·';
            i > 0 && i >= name && parts() && words(left) && words(right) && whole && begins()
        })
        .map(|(i, _)| i)
        .collect()
}

/// Where the name of a series or a column ends that a run begins with: 民生实事进行时. 0 if it begins with none.
fn series(run: &str) -> usize {
    let ends = run.char_indices().map(|(at, _)| at);
    let names = ends.take(patterns::SERIES_NAME + 1);
    names
        .filter(|&at| patterns::names_series(&run[..at]))
        .last()
        .unwrap_or(0)
}

/// The clauses of a page's text: what stands between two marks, whatever marks stand within.
struct Clauses {
    /// Its content characters.
    text: Vec<char>,
    /// Whether a mark stands before each, and after the last.
    bounds: Vec<bool>,
    /// Where clauses begin, by their first three characters, as far as they are looked for; at most [`ALIKE`] for
    /// each.
    begin: Table<u64, Vec<usize>>,
}

impl Clauses {
    /// Of a page on which these runs are looked for.
    fn of(page: &Page, runs: &[&str]) -> Self {
        let mut begin: Table<u64, Vec<usize>> = Table::default();
        for run in runs {
            let chars: Vec<char> = run.chars().filter(|&c| is_content(c)).collect();
            begin.extend(chars.windows(3).map(|first| (key(first), Vec::new())));
        }
        let (mut text, mut bounds) = (Vec::new(), Vec::new());
        for block in page.blocks() {
            if block.kind() != Some(Kind::Body) {
                continue;
            }
            let mut bound = block.opens();
            for c in page.str(block).chars() {
                if is_content(c) {
                    text.push(c);
                    bounds.push(std::mem::take(&mut bound));
                } else {
                    bound |= !c.is_whitespace();
                }
            }
        }
        bounds.push(true);
        for (at, first) in text.windows(3).enumerate().filter(|(at, _)| bounds[*at]) {
            if let Some(places) = begin.get_mut(&key(first))
                && places.len() < ALIKE
            {
                places.push(at);
            }
        }
        Clauses {
            text,
            bounds,
            begin,
        }
    }

    /// What of a run stands in the text as a clause: the longest from each place on, none inside another.
    fn within(&self, run: &str) -> Vec<Range<usize>> {
        let chars: Vec<(usize, char)> = run.char_indices().filter(|c| is_content(c.1)).collect();
        let mut out: Vec<Range<usize>> = Vec::new();
        let mut at = 0;
        while at + 2 < chars.len() {
            let first = key(&[chars[at].1, chars[at + 1].1, chars[at + 2].1]);
            let places = self.begin.get(&first).into_iter().flatten();
            let longest = places
                .filter_map(|&place| self.common(&chars[at..], place))
                .max();
            match longest.filter(|&n| n >= CLAUSE) {
                Some(n) => {
                    let (first, last) = (chars[at].0, chars[at + n - 1]);
                    // With the marks that open before it and close behind it.
                    let opens = run[..first].trim_end_matches(is_opening).len();
                    let end = last.0 + last.1.len_utf8();
                    let rest = run[end..].trim_start_matches(is_closing);
                    out.push(opens..run.len() - rest.len());
                    at += n;
                }
                None => at += 1,
            }
        }
        out
    }

    /// How many characters a run has in common with the text from a place on, up to a mark there.
    fn common(&self, run: &[(usize, char)], place: usize) -> Option<usize> {
        let same = run.iter().zip(&self.text[place..]);
        let same = same.take_while(|(a, b)| a.1 == **b).count();
        (1..=same).rev().find(|n| self.bounds[place + n])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::decode;

    /// The parts of a vertical headline that stands above a text.
    fn parts(run: &str, text: &str) -> Vec<(String, Form)> {
        let source = format!("{run}\n{text}\n");
        let mut page = Page::new(decode("page.txt", source.as_bytes(), None));
        crate::passes::lines::run(&mut page);
        for i in 0..page.blocks().len() {
            let vertical = i == 0;
            let layout = Layout {
                vertical,
                ..page.blocks()[i].layout
            };
            page.lay_out(i, layout);
            page.label(i, if vertical { Kind::Title } else { Kind::Body });
        }
        divide(&mut page);
        let blocks = page.blocks().iter();
        let blocks = blocks.filter(|b| b.kind() == Some(Kind::Title));
        blocks
            .map(|b| (page.str(b).to_owned(), b.layout.form))
            .collect()
    }

    #[test]
    fn a_clause_of_the_text_is_a_deck() {
        let text = "今年年初以来，双方抓住契机展开密集互动。2月10日，代表团到达。";
        let parts = parts(
            "半岛问题的积极势头应当保持下去双方抓住契机展开密集互动",
            text,
        );
        let (last, form) = &parts[parts.len() - 1];
        assert_eq!(last, "双方抓住契机展开密集互动");
        assert_eq!(*form, Form::Begins(Kind::Deck));
        let others = parts[..parts.len() - 1].iter();
        assert!(others.clone().all(|(_, form)| *form == Form::Open));
    }

    /// The closing quote of `深入推进“双报到”` was left over, as a deck of its own.
    #[test]
    fn a_clause_keeps_its_marks() {
        let parts = parts(
            "某县用心用情为民办实事扎实有效地开展“敲门行动”",
            "连日来，扎实有效地开展“敲门行动”，走进了千家万户。",
        );
        assert_eq!(parts[parts.len() - 1].0, "扎实有效地开展“敲门行动”");
    }

    #[test]
    fn what_is_no_clause_stays_open() {
        for (run, text) in [
            // Within a sentence, without marks around it.
            (
                "半岛问题的积极势头应当保持下去双方抓住契机展开互动",
                "今年年初以来双方抓住契机展开互动的努力很多。",
            ),
            // Too short to be more than chance.
            (
                "半岛问题的积极势头应当保持下去他们表示",
                "他说，他们表示，会来。",
            ),
            // What the run begins with may be its title.
            (
                "水清了灯亮了路平了各族群众盛赞政府办实事",
                "如今，水清了、灯亮了、路平了，大家都很高兴。",
            ),
        ] {
            let parts = parts(run, text);
            assert!(parts.iter().all(|(_, form)| *form == Form::Open), "{run}");
            let whole: String = parts.into_iter().map(|(text, _)| text).collect();
            assert_eq!(whole, run);
        }
    }

    #[test]
    fn the_name_of_a_series_is_one_part() {
        for (run, name) in [
            (
                "文明实践在身边天南地北年味浓热闹喜庆迎春节",
                "文明实践在身边",
            ),
            (
                "走基层一线见闻某国总理会见来访的代表团一行",
                "走基层一线见闻",
            ),
            (
                "活力中国调研行开在制造业重镇里的“智慧”超市",
                "活力中国调研行",
            ),
        ] {
            assert_eq!(parts(run, "正文。")[0].0, name);
        }
        // A verb that ends the names of columns, too.
        assert!(!patterns::names_series("聚焦"));
    }
}
