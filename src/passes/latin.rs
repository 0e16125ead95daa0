//! Join text in Latin letters.
//!
//! Such text is set by other rules than Chinese: its lines break between words, so they are of unequal
//! length, and a line ends early only where a paragraph does, or a line of verse: the next word would have
//! gone into it. Its headlines have capitals, its bylines begin with *By*. So stretches of such lines are
//! not asked what lines of Chinese are asked; they become paragraphs here. On a page with Chinese, too, only
//! a stretch of running words is such text: the English name of a paper is none.
//!
//! A hyphen at a line's end goes when the word does without it: not in `well-` ␤ `known`, nor where the
//! page has the word with its hyphen elsewhere.

use crate::chars;
use crate::evidence::ends::{End, end_of};
use crate::page::{Form, Kind, Page};
use crate::passes::rejoin;
use crate::text::Why;
use std::collections::BTreeSet;
use std::ops::Range;

/// A stretch beside Chinese text has at least so many lines,
const LINES: usize = 2;
/// and so many words,
const WORDS: usize = 8;
/// and a headline has at most so many, on so many lines.
const HEADLINE: usize = 16;
const HEADLINE_LINES: usize = 3;
/// Shorter words need no capital in a headline.
const SMALL: usize = 4;
/// Lines of a column are at most this long; letters differ in width, so a line that reached this share of the
/// longest (percent) may be full.
const FULL: u16 = 88;
/// Verse has at least so many lines, at most this wide (half ems).
const VERSES: usize = 4;
const WIDEST: u16 = 70;
/// First parts of words that keep their hyphen.
const COMPOUNDS: [&str; 20] = [
    "all", "cross", "ex", "first", "five", "four", "full", "half", "high", "long", "low", "non",
    "part", "second", "self", "short", "three", "two", "vice", "well",
];

/// Joins the paragraphs of Latin text and says what they are.
pub fn run(page: &mut Page) {
    let texts: Vec<&str> = page.blocks().iter().map(|b| page.str(b)).collect();
    if !texts.iter().any(|text| is_latin(text)) {
        return;
    }
    let alone = texts.iter().all(|text| !text.contains(chars::is_cjk));
    let mut parts: Vec<(Range<usize>, Form)> = Vec::new();
    let mut opens = Vec::new();
    let mut i = 0;
    while i < texts.len() {
        let start = i;
        while i < texts.len() && is_latin(texts[i]) && page.blocks()[i].layout.level == 0 {
            i += 1;
        }
        if alone && i > start || is_running(&texts[start..i]) {
            let stretch = Stretch {
                page,
                texts: &texts,
                lines: start..i,
                alone,
            };
            parts.extend(stretch.parts());
            // Chinese below a last line that had room is another paragraph.
            if i < texts.len() && stretch.closes() {
                opens.push(i);
            }
        }
        i = i.max(start + 1);
    }
    // Words that have their hyphen within a line.
    let compounds: BTreeSet<&str> = texts
        .iter()
        .filter(|text| text.contains('-'))
        .flat_map(|text| words(text))
        .filter(|word| word.contains('-'))
        .collect();
    let mut glue: Vec<Option<&'static str>> = vec![None; texts.len()];
    let mut hyphens = vec![false; texts.len()];
    for (part, _) in &parts {
        for i in part.start..part.end - 1 {
            hyphens[i] = is_hyphenated(texts[i], texts[i + 1], &compounds);
            glue[i] = Some(if hyphens[i] {
                ""
            } else {
                rejoin::glue(texts[i], texts[i + 1])
            });
        }
    }
    for (part, form) in &parts {
        let mut layout = page.blocks()[part.start].layout;
        layout.form = *form;
        let widths = part.clone().map(|i| page.blocks()[i].layout.width);
        layout.width = widths.fold(0, u16::saturating_add);
        page.lay_out(part.start, layout);
    }
    for i in opens {
        let mut layout = page.blocks()[i].layout;
        layout.form = Form::Opens;
        page.lay_out(i, layout);
    }
    let mut hyphens = hyphens.into_iter();
    page.edit(|_, text, edits| {
        if hyphens.next() == Some(true) {
            edits.delete(text.len() - 1..text.len(), Why::LineBreak);
        }
    });
    page.join(|i| glue[i]);
}

/// Whether a line is of Latin letters: its marks may be any.
fn is_latin(line: &str) -> bool {
    // Asked first for what most lines begin with.
    !line.contains(chars::is_cjk) && line.contains(|c: char| c.is_ascii_alphabetic())
}

/// Whether lines are running text, most of whose words have no capitals.
fn is_running(lines: &[&str]) -> bool {
    let words = || lines.iter().flat_map(|line| words(line));
    let small = words()
        .filter(|w| w.starts_with(|c: char| c.is_ascii_lowercase()))
        .count();
    let all = words().count();
    lines.len() >= LINES && all >= WORDS && small * 2 > all
}

/// The words of a text, without the marks around them.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace()
        .map(|w| w.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|w| !w.is_empty())
}

/// Whether a hyphen at a line's end is there for the break alone.
fn is_hyphenated(left: &str, right: &str, compounds: &BTreeSet<&str>) -> bool {
    let Some(before) = left.strip_suffix('-') else {
        return false;
    };
    let is_letter = |c: char| c.is_ascii_lowercase();
    let head = &before[before.trim_end_matches(is_letter).len()..];
    let tail = &right[..right.find(|c: char| !is_letter(c)).unwrap_or(right.len())];
    let whole =
        !before[..before.len() - head.len()].ends_with(|c: char| c.is_alphanumeric() || c == '-');
    !head.is_empty()
        && !tail.is_empty()
        && (!whole || !COMPOUNDS.contains(&head))
        && !compounds.contains(format!("{head}-{tail}").as_str())
}

/// Whether a line may be one of a headline: it ends no sentence and begins with a capital.
fn may_be_headline(line: &str) -> bool {
    let ends = line.ends_with(['.', ',', ';', ':', '-']);
    let begins = line.trim_start_matches(|c: char| !c.is_alphanumeric());
    !ends && begins.starts_with(|c: char| c.is_uppercase() || c.is_numeric())
}

/// Whether all words of a line but the small ones have capitals.
fn has_capitals(line: &str) -> bool {
    let small = |w: &str| w.chars().count() < SMALL || !w.starts_with(char::is_lowercase);
    words(line).all(small) && words(line).any(|w| w.starts_with(char::is_uppercase))
}

/// Whether a line names its author.
fn is_byline(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let by = words.next().is_some_and(|w| w.eq_ignore_ascii_case("by"));
    let mut names = words.filter(|w| *w != "and").peekable();
    by && names.peek().is_some()
        && line.split_whitespace().count() <= SMALL * 2
        && names.all(|w| w.starts_with(char::is_uppercase))
}

/// A run of lines in Latin letters.
struct Stretch<'a> {
    page: &'a Page,
    texts: &'a [&'a str],
    lines: Range<usize>,
    /// Nothing else is on the page.
    alone: bool,
}

impl Stretch<'_> {
    /// Its paragraphs, headlines and bylines.
    fn parts(&self) -> Vec<(Range<usize>, Form)> {
        let verse = self.is_verse();
        let mut ends: Vec<usize> = self
            .lines
            .clone()
            .skip(1)
            .filter(|&i| self.parts_at(i))
            .collect();
        ends.push(self.lines.end);
        let mut starts = vec![self.lines.start];
        starts.extend(&ends);
        let mut out: Vec<(Range<usize>, Form)> = Vec::new();
        for (n, &end) in ends.iter().enumerate() {
            let part = starts[n]..end;
            let next = ends.get(n + 1).map(|&next| end..next);
            let form = self.form(&part, next);
            match form {
                Form::Begins(Kind::Body) if verse => {
                    out.extend(part.map(|i| (i..i + 1, Form::Kept)))
                }
                _ => out.push((part, form)),
            }
        }
        // Beside Chinese it may go on with the line above, and a headline is a matter for all lines.
        if !self.alone {
            let above = self
                .lines
                .start
                .checked_sub(1)
                .map(|i| end_of(self.texts[i]));
            let apart = matches!(above, None | Some(End::Stop | End::Colon | End::Closed));
            out.retain(|(part, form)| {
                matches!(form, Form::Begins(Kind::Body) | Form::Kept)
                    && (apart || part.start > self.lines.start)
            });
        }
        out
    }

    /// What a part is, by itself and the one after it.
    fn form(&self, part: &Range<usize>, next: Option<Range<usize>>) -> Form {
        let lines = &self.texts[part.clone()];
        let (first, last) = (lines[0], lines[lines.len() - 1]);
        if lines.len() == 1 && is_byline(first) {
            return Form::Begins(Kind::Byline);
        }
        let short = lines.len() <= HEADLINE_LINES
            && lines.iter().flat_map(|l| words(l)).count() <= HEADLINE
            && may_be_headline(first)
            && !last.ends_with(['.', ',', ';', ':', '-'])
            && self.page.blocks()[part.start].layout.indent == 0;
        let Some(next) = next.filter(|_| short) else {
            return Form::Begins(Kind::Body);
        };
        let follows = &self.texts[next.clone()];
        let text = follows.len() > 1 || end_of(follows[0]) == End::Stop;
        let titled = lines.iter().all(|l| has_capitals(l)) && end_of(last) != End::Stop
            || is_byline(follows[0])
            || text && end_of(last) != End::Stop && end_of(last) != End::Closed;
        Form::Begins(if titled { Kind::Title } else { Kind::Body })
    }

    fn width(&self, i: usize) -> u16 {
        self.page.blocks()[i].layout.width
    }

    /// Whether something new begins at a line.
    fn parts_at(&self, i: usize) -> bool {
        let (above, text) = (self.texts[i - 1], self.texts[i]);
        let layout = |i: usize| self.page.blocks()[i].layout;
        let open = !matches!(end_of(above), End::Stop | End::Closed | End::Colon);
        let goes_on = open && text.starts_with(char::is_lowercase);
        if is_byline(above) || is_byline(text) {
            return true;
        }
        if layout(i).blanks > 0 || layout(i).piece > 0 {
            return !goes_on;
        }
        if layout(i).indent > layout(i - 1).indent {
            return !goes_on;
        }
        let early = self.is_early(i - 1);
        let headline =
            || has_capitals(above) && may_be_headline(above) && !goes_on && self.opens(i - 1);
        early && (!open || headline())
    }

    /// Whether a line stands after a blank one, or at the beginning.
    fn opens(&self, i: usize) -> bool {
        i == self.lines.start || self.page.blocks()[i].layout.blanks > 0
    }

    /// The longest line of the column around a line.
    fn measure(&self, i: usize) -> u16 {
        const WINDOW: usize = 6;
        let from = i.saturating_sub(WINDOW).max(self.lines.start);
        let to = (i + WINDOW + 1).min(self.lines.end);
        (from..to).map(|i| self.width(i)).max().unwrap_or(0)
    }

    /// Whether the first word of the next line would have gone into a line.
    fn is_early(&self, i: usize) -> bool {
        let word = self.texts[i + 1]
            .split_whitespace()
            .next()
            .unwrap_or_default();
        let room = u32::from(self.measure(i)) * u32::from(FULL) / 100;
        u32::from(self.width(i)) + 1 + word.len() as u32 <= room
    }

    /// Whether its last line ends a sentence with room for a character more.
    fn closes(&self) -> bool {
        let last = self.lines.end - 1;
        let room = self.width(last) + 2 <= self.measure(last);
        room && matches!(end_of(self.texts[last]), End::Stop | End::Closed)
    }

    /// Whether lines end where they do of their own will.
    fn is_verse(&self) -> bool {
        if self.lines.len() <= VERSES || self.lines.clone().any(|i| self.width(i) > WIDEST) {
            return false;
        }
        let inside = |&i: &usize| {
            !self.opens(i + 1) && !is_byline(self.texts[i]) && !is_byline(self.texts[i + 1])
        };
        let breaks: Vec<usize> = (self.lines.start..self.lines.end - 1)
            .filter(inside)
            .collect();
        let early = |&&i: &&usize| self.is_early(i) && end_of(self.texts[i]) != End::Stop;
        breaks.len() + 1 >= VERSES && breaks.iter().filter(early).count() * 3 >= breaks.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::passes::{audited, detach, lines};

    fn told(text: &str) -> Vec<(String, Form)> {
        let page = audited(text, &[lines::run, detach::run, run]);
        let blocks = page.blocks().iter();
        blocks
            .map(|b| (page.str(b).to_owned(), b.layout.form))
            .collect()
    }

    fn texts(text: &str) -> Vec<String> {
        told(text).into_iter().map(|(text, _)| text).collect()
    }

    const PROSE: &str = "The old wooden ferry that carried three\ngenerations across the river made its\nlast trip on Sunday. Nobody cried.";

    #[test]
    fn paragraphs_headlines_and_bylines() {
        let page = format!(
            "River Ferry Goes Electric\n\nBy Nora Fielding\n\n{PROSE}\n  \"It is a good boat,\" the ferryman said."
        );
        let [title, byline, body] = [Kind::Title, Kind::Byline, Kind::Body].map(Form::Begins);
        let forms: Vec<Form> = told(&page).into_iter().map(|(_, form)| form).collect();
        assert_eq!(forms, [title, byline, body, body]);
    }

    #[test]
    fn paragraphs_by_blank_lines_indents_and_early_ends() {
        for gap in ["\n\n", "\n  "] {
            let page = format!("{PROSE}{gap}{PROSE}");
            assert_eq!(texts(&page), vec![PROSE.replace('\n', " "); 2], "{gap:?}");
        }
        let early = format!("{}\n{PROSE}", PROSE.replace(" Nobody cried.", ""));
        assert_eq!(texts(&early).len(), 2);
        // A blank line in the middle of a sentence parts nothing.
        assert_eq!(
            texts("the river made its last\n\ntrip on Sunday. Nobody cried.").len(),
            1
        );
    }

    #[test]
    fn hyphens_that_only_the_break_made_go() {
        for (text, want) in [
            (
                "generations of stu-\ndents across the river.",
                "generations of students across the river.",
            ),
            (
                "a secret that is well-\nknown to all of them.",
                "a secret that is well-known to all of them.",
            ),
            (
                "the Anglo-\nFrench treaty of that year.",
                "the Anglo-French treaty of that year.",
            ),
            (
                "a re-entry and then re-\nentry was made of it.",
                "a re-entry and then re-entry was made of it.",
            ),
        ] {
            assert_eq!(texts(text), [want]);
        }
    }

    #[test]
    fn verse_keeps_its_lines() {
        let verse = "I waited for a boat by the river,\nand the fog came first,\nand took the lamps of the far bank\none by one,\nand left me the sound of oars.";
        assert!(told(verse).iter().all(|(_, form)| *form == Form::Kept));
    }

    #[test]
    fn beside_chinese_only_running_text_is_joined() {
        for text in [
            "云川日报\nYUNCHUAN DAILY\nMonday Edition",
            "他说“We came\nto learn how\nto wait”，大家都笑",
        ] {
            assert!(
                told(text).iter().all(|(_, form)| *form == Form::Open),
                "{text}"
            );
        }
        let mixed = "他们写道：\nWe came to learn how to carve wood,\nand we learned how to wait.\n老木匠念了一遍。";
        let forms: Vec<Form> = told(mixed).into_iter().map(|(_, form)| form).collect();
        assert_eq!(forms, [Form::Open, Form::Begins(Kind::Body), Form::Opens]);
    }
}
