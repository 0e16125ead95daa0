//! Rejoin the lines of a paragraph, a headline, a caption.
use crate::chars;
use crate::config::Settings;
use crate::evidence::lexicon;
use crate::page::{Kind, Page, Stage};

/// Joins every line that goes on with the one before.
pub fn run(page: &mut Page, _settings: &Settings) {
    let glue: Vec<Option<&'static str>> = (1..page.blocks().len())
        .map(|i| {
            let (a, b) = (&page.blocks()[i - 1], &page.blocks()[i]);
            // Headline lines wait for `split`, which sees the bodies they might belong to.
            let headline = b.kind().is_some_and(Kind::is_headline);
            (!b.opens() && !headline).then(|| glue(page.str(a), page.str(b)))
        })
        .collect();
    page.join(|i| glue[i]);
    page.reach(Stage::Paragraphs);
}

/// What stands between two lines of running text once they are joined: a space where the break stood
/// between two words of a script that parts words by spaces, or between two names of a byline.
fn glue(left: &str, right: &str) -> &'static str {
    match (left.chars().next_back(), right.chars().next()) {
        (Some(l), Some(r)) if l.is_ascii_alphabetic() && r.is_ascii_alphabetic() => " ",
        (Some(l), Some(r))
            if l.is_alphabetic() && r.is_alphabetic() && !chars::is_han(l) && !chars::is_han(r) =>
        {
            " "
        }
        _ if right.starts_with("通讯员 ") || right.starts_with("实习生 ") => " ",
        _ => "",
    }
}

/// What stands between two lines of a headline: nothing where a word straddles the break or the lines
/// are equally wide (251 breaks measured: 101 of 101 and 100 of 111), else a space, since a headline's
/// lines are then its clauses.
pub(crate) fn headline_glue(page: &Page, i: usize) -> &'static str {
    let (a, b) = (&page.blocks()[i], &page.blocks()[i + 1]);
    let (left, right) = (page.str(a), page.str(b));
    if b.layout.inline {
        return "";
    }
    let straddles = lexicon::seam(left, right).is_some_and(|s| s > 3);
    let equal = a.layout.width.abs_diff(b.layout.width) <= 2;
    let marked = left.ends_with(|c: char| !c.is_alphanumeric())
        || right.starts_with(|c: char| !c.is_alphanumeric());
    if straddles || equal || marked {
        glue(left, right)
    } else {
        " "
    }
}
