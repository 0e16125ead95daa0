//! The registry of passes, in running order: the tool's table of contents.
//!
//! To add a pass: one file in `passes/`, one entry here.

pub mod detach;
pub mod finished;
pub mod fold;
pub mod hold;
pub mod keep;
pub mod label;
pub mod latin;
pub mod lines;
pub mod mend;
pub mod mojibake;
pub mod order;
pub mod punctuate;
pub mod rejoin;
pub mod rows;
pub mod split;
pub mod unmark;
pub mod unspread;
pub mod vertical;

use crate::config::Settings;
use crate::page::{Page, Stage};
use crate::pass::{Pass, Reads};

/// All passes, in running order.
pub const ALL: &[Pass] = &[
    Pass {
        name: "decode",
        summary: "turn bytes into text, whatever their encoding",
        needs: Stage::Bytes,
        until: Stage::Bytes,
        gives: Some(Stage::Text),
        reads: Reads::Printed,
        run: |_, _| {},
    },
    Pass {
        name: "mojibake",
        summary: "put right what had been read in the wrong encoding",
        needs: Stage::Text,
        until: Stage::Text,
        gives: None,
        reads: Reads::Printed,
        run: |p, _| mojibake::run(p),
    },
    Pass {
        name: "fold",
        summary: "one code point for each character: full-width letters, radicals, invisible characters",
        needs: Stage::Text,
        until: Stage::Text,
        gives: None,
        reads: Reads::Printed,
        run: |p, _| {
            p.edit(|_, text, edits| fold::edit(text, edits));
        },
    },
    Pass {
        name: "unmark",
        summary: "take the marks of Markdown, HTML and LaTeX away",
        needs: Stage::Text,
        until: Stage::Text,
        gives: None,
        reads: Reads::Simplified,
        run: |p, _| {
            unmark::run(p);
        },
    },
    Pass {
        name: "unspread",
        summary: "close letter-spaced lines",
        needs: Stage::Text,
        until: Stage::Text,
        gives: None,
        reads: Reads::Simplified,
        run: |p, _| {
            p.edit(|_, text, edits| unspread::edit(text, edits));
        },
    },
    Pass {
        name: "lines",
        summary: "cut the text into lines and read how they stand",
        needs: Stage::Text,
        until: Stage::Text,
        gives: Some(Stage::Lines),
        reads: Reads::Simplified,
        run: |p, _| lines::run(p),
    },
    Pass {
        name: "finished",
        summary: "leave what is set out as finished articles as it is",
        needs: Stage::Lines,
        until: Stage::Lines,
        gives: None,
        reads: Reads::Simplified,
        run: finished::run,
    },
    Pass {
        name: "rows",
        summary: "cut rows that hold lines of several columns, and read these one by one",
        needs: Stage::Lines,
        until: Stage::Lines,
        gives: None,
        reads: Reads::Simplified,
        run: |p, _| rows::run(p),
    },
    Pass {
        name: "detach",
        summary: "split page marks, jumps and sign-offs off line ends",
        needs: Stage::Lines,
        until: Stage::Lines,
        gives: None,
        reads: Reads::Simplified,
        run: |p, _| detach::run(p),
    },
    Pass {
        name: "vertical",
        summary: "rebuild headlines set top to bottom",
        needs: Stage::Lines,
        until: Stage::Lines,
        gives: None,
        reads: Reads::Simplified,
        run: |p, _| vertical::run(p),
    },
    Pass {
        name: "mend",
        summary: "put pieces of one printed line together again",
        needs: Stage::Lines,
        until: Stage::Lines,
        gives: None,
        reads: Reads::Simplified,
        run: |p, _| mend::run(p),
    },
    Pass {
        name: "latin",
        summary: "join text in Latin letters, by rules of its own",
        needs: Stage::Lines,
        until: Stage::Lines,
        gives: None,
        reads: Reads::Simplified,
        run: |p, _| latin::run(p),
    },
    Pass {
        name: "keep",
        summary: "leave the lines of tables, lists and verse as they stand",
        needs: Stage::Lines,
        until: Stage::Lines,
        gives: None,
        reads: Reads::Simplified,
        run: |p, _| keep::run(p),
    },
    Pass {
        name: "label",
        summary: "say what every line is",
        needs: Stage::Lines,
        until: Stage::Lines,
        gives: None,
        reads: Reads::Simplified,
        run: label::run,
    },
    Pass {
        name: "order",
        summary: "put lines back into reading order",
        needs: Stage::Lines,
        until: Stage::Lines,
        gives: None,
        reads: Reads::Simplified,
        run: order::run,
    },
    Pass {
        name: "rejoin",
        summary: "join broken lines into paragraphs and headlines",
        needs: Stage::Lines,
        until: Stage::Lines,
        gives: Some(Stage::Paragraphs),
        reads: Reads::Simplified,
        run: rejoin::run,
    },
    Pass {
        name: "split",
        summary: "split the page into articles",
        needs: Stage::Paragraphs,
        until: Stage::Paragraphs,
        gives: Some(Stage::Articles),
        reads: Reads::Simplified,
        run: split::run,
    },
    Pass {
        name: "punctuate",
        summary: "mend punctuation: width, quotes, ellipses, dashes and the spaces beside them",
        needs: Stage::Paragraphs,
        until: Stage::Articles,
        gives: None,
        reads: Reads::Simplified,
        run: |p, _| punctuate::run(p),
    },
    Pass {
        name: "hold",
        summary: "see that articles stay what they are when they are cleaned again",
        needs: Stage::Articles,
        until: Stage::Articles,
        gives: None,
        reads: Reads::Simplified,
        run: hold::run,
    },
];

/// Everything up to labelling; what the fitting program sees of a page, be it finished or not.
pub fn prepare(page: &mut Page) {
    let settings = Settings::default();
    let before = ALL.iter().take_while(|p| p.name != "label");
    for pass in before.filter(|p| p.name != "finished") {
        pass.work(page, &settings);
    }
}

/// A page of this text after these passes, with its audit passed: what the passes' tests begin with.
#[cfg(test)]
pub(crate) fn audited(text: &str, passes: &[fn(&mut Page)]) -> Page {
    let mut page = Page::new(crate::source::decode("page.txt", text.as_bytes(), None));
    for pass in passes {
        pass(&mut page);
    }
    assert_eq!(crate::audit::audit(&page), [], "{text:?}");
    page
}
