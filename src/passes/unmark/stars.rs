//! Stars: Markdown's marks of bold and of emphasis, and what is hidden behind stars.
//!
//! `**本报讯**` is bold, `136****2207` a number that a paper does not print whole, `张**` a name. A run of stars is a
//! mark if it opens and another one closes it, by what stands on either side (after CommonMark's delimiter runs, but
//! for quotation marks: `**“引语”**说` is bold, where CommonMark wants a space).

use crate::chars::{self, is_closing, is_opening, is_pause, is_terminal};
use crate::evidence::patterns::is_surname;
use crate::text::{Edits, Why};
use std::ops::Range;

/// What is left of a hidden name is no longer (bytes).
const NAME: usize = 6;

/// A run of stars.
struct Run {
    at: Range<usize>,
    before: Option<char>,
    after: Option<char>,
}

impl Run {
    fn stars(&self) -> usize {
        self.at.len()
    }

    /// Digits or letters on both sides: some of them are hidden.
    fn hides(&self) -> bool {
        let is_part = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        is_part(self.before) && is_part(self.after)
    }

    fn may_open(&self) -> bool {
        let ends = |c: char| c.is_whitespace() || is_pause(c) || is_terminal(c) || is_closing(c);
        self.after.is_some_and(|c| !ends(c))
    }

    fn may_close(&self) -> bool {
        let begins = |c: char| c.is_whitespace() || is_opening(c);
        self.before.is_some_and(|c| !begins(c))
    }

    /// A surname stands before it: the rest of a name may be hidden.
    fn follows_surname(&self) -> bool {
        self.before.is_some_and(is_surname)
    }

    /// Nothing stands before it, or nothing behind it: the other mark may be on another line.
    fn is_at_edge(&self) -> bool {
        self.before.is_none() || self.after.is_none()
    }

    /// A single star emphasises a word only if it has no letter on its outer side: `5*3`, `王*平`.
    fn is_outside(c: Option<char>) -> bool {
        c.is_none_or(|c| !c.is_alphanumeric())
    }
}

/// Takes the stars away that are Markdown's; single ones only on a page of Markdown.
pub(super) fn edit(text: &str, markdown: bool, edits: &mut Edits) {
    for line in chars::lines(text.as_bytes()) {
        if memchr::memchr(b'*', &text.as_bytes()[line.clone()]).is_some() {
            of_line(text, &line, markdown, edits);
        }
    }
}

fn of_line(text: &str, line: &Range<usize>, markdown: bool, edits: &mut Edits) {
    let runs = runs(text, line);
    // 张**, alone on its line.
    let is_name = |run: &Run| run.follows_surname() && run.at.start - line.start <= NAME;
    // The run that opened what is bold, by how many stars it has.
    let mut open: [Option<usize>; 2] = [None; 2];
    let mut are_marks = vec![false; runs.len()];
    for (i, run) in runs.iter().enumerate() {
        match run.stars() {
            1 if markdown => match open[0] {
                Some(opened) if run.may_close() && Run::is_outside(run.after) => {
                    (are_marks[opened], are_marks[i]) = (true, true);
                    open[0] = None;
                }
                None if run.may_open() && Run::is_outside(run.before) => open[0] = Some(i),
                _ => {}
            },
            2 | 3 => match open[1] {
                // 王**与李**: both names are hidden.
                Some(opened) if run.follows_surname() && runs[opened].follows_surname() => {
                    open[1] = None;
                }
                Some(opened) if run.may_close() => {
                    (are_marks[opened], are_marks[i]) = (true, true);
                    open[1] = None;
                }
                None if run.may_open() && !run.hides() => open[1] = Some(i),
                _ if markdown && run.is_at_edge() && !run.hides() && !is_name(run) => {
                    are_marks[i] = true;
                }
                _ => {}
            },
            // What is bold ends, and begins again.
            4 if open[1].is_some() => are_marks[i] = true,
            _ => {}
        }
    }
    if let Some(opened) = open[1].filter(|_| markdown) {
        // What closes it stands on another line.
        are_marks[opened] |= runs[opened].is_at_edge();
    }
    for (run, _) in runs.iter().zip(are_marks).filter(|(_, is_mark)| *is_mark) {
        edits.delete(run.at.clone(), Why::Markup);
    }
}

/// The runs of stars of a line, but for escaped ones.
fn runs(text: &str, line: &Range<usize>) -> Vec<Run> {
    let bytes = text.as_bytes();
    let mut runs: Vec<Run> = Vec::new();
    let mut at = line.start;
    while let Some(start) = memchr::memchr(b'*', &bytes[at..line.end]).map(|i| at + i) {
        let stars = bytes[start..line.end].iter().take_while(|&&b| b == b'*');
        let end = start + stars.count();
        at = end;
        if start > line.start && bytes[start - 1] == b'\\' {
            continue;
        }
        let before = text[line.start..start].chars().next_back();
        let after = text[end..line.end]
            .trim_end_matches(['\n', '\r'])
            .chars()
            .next();
        runs.push(Run {
            at: start..end,
            before,
            after,
        });
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left(text: &str, markdown: bool) -> String {
        Edits::made(text, |text, edits| edit(text, markdown, edits))
    }

    #[test]
    fn bold() {
        for (text, want) in [
            ("**本报讯** 昨日", "本报讯 昨日"),
            ("甲**乙**丙", "甲乙丙"),
            ("**“引语”**他说", "“引语”他说"),
            ("**甲****乙**", "甲乙"),
            ("**1****2**", "12"),
            ("***甲***乙", "甲乙"),
            (
                "**联系人**：王先生，136****2207",
                "联系人：王先生，136****2207",
            ),
        ] {
            assert_eq!(left(text, false), want, "{text}");
        }
        // On a page of Markdown the other mark may be on another line.
        for (text, want) in [("**甲乙", "甲乙"), ("各项任务完成**", "各项任务完成")]
        {
            assert_eq!(left(text, true), want, "{text}");
            assert_eq!(left(text, false), text);
        }
    }

    /// The stars of a telephone number were taken for bold, and with them four of its digits' places.
    #[test]
    fn hidden_digits_were_taken_for_bold() {
        for text in [
            "（136****2207）",
            "136****2207，139****8815",
            "4101**********1234",
            "豫A**123，豫A**456",
            "尾号****",
            "张**，李**。",
            "（张**、李**）",
            "张**",
            "原告王**诉被告李**民间借贷纠纷一案",
            "|王**|赵**|",
            "王***和李***到场",
            "5**3",
            "他妈****的",
            "甲 ** 乙",
        ] {
            assert_eq!(left(text, true), text);
        }
    }

    #[test]
    fn emphasis() {
        for (text, want) in [
            ("*甲乙*", "甲乙"),
            ("见 *甲乙* 一文", "见 甲乙 一文"),
            ("“*甲乙*”", "“甲乙”"),
        ] {
            assert_eq!(left(text, true), want, "{text}");
            assert_eq!(left(text, false), text);
        }
        for text in [
            "5*3=15",
            "王*平、李*明",
            "*注：见二版",
            "5 * 3 * 2",
            "甲*乙*丙",
            "* 甲",
        ] {
            assert_eq!(left(text, true), text);
        }
    }
}
