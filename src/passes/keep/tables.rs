//! The rows of tables and of lists of names.

use super::items::Mark;
use super::runs;
use crate::audit::is_content;
use crate::chars;
use crate::evidence::ends::{End, end_of};
use crate::evidence::patterns::{self, Pattern};
use crate::page::{Block, Form, Page};

/// Fewest rows of a table or a list.
const ROWS: usize = 3;
/// Fewest rows of a table whose cells stand between bars.
const BARRED: usize = 2;
/// A cell has at most this many characters on average.
const CELL: usize = 9;
/// A row is at most this wide (half ems).
const WIDEST: u16 = 80;
/// A name that no school has is at most so long (characters).
const SHORT_NAME: usize = 3;
/// A heading between rows is at most this wide (half ems).
const HEADING: u16 = 40;

/// Marks the rows, and the headings between them.
pub(super) fn find(page: &Page, forms: &mut [Form]) {
    let blocks = page.blocks();
    let rows: Vec<Option<Row>> = blocks.iter().map(|b| Row::read(b, page.str(b))).collect();
    let heads = |i: usize| {
        let (block, text) = (&blocks[i], page.str(&blocks[i]));
        let open = matches!(end_of(text), End::Word | End::Ascii | End::Closed);
        block.layout.width <= HEADING && !text.contains('，') && open
    };
    let apart = |i: usize| blocks[i].layout.blanks > blocks[i + 1].layout.blanks;
    for (start, run) in runs(&rows, |a, b| a.cells == b.cells && a.barred == b.barred) {
        let telling = run.iter().filter(|r| r.telling).count() * 2 >= run.len();
        let enough = run.len() >= ROWS && telling || run[0].barred && run.len() >= BARRED;
        if !enough
            || forms[start..start + run.len()]
                .iter()
                .any(|f| *f != Form::Open)
        {
            continue;
        }
        let cells = run[0].cells;
        let goes_on = |i: usize| {
            rows[i]
                .as_ref()
                .is_some_and(|r| r.telling && r.cells == cells)
        };
        let (mut from, mut to) = (start, start + run.len());
        let mut heading = None;
        // A line between two such rows is a heading among them, unless it stands apart above another table.
        let title = from.checked_sub(1);
        let parts = |h: usize| {
            let like = title.is_some_and(|t| is_like(page.str(&blocks[t]), page.str(&blocks[h])));
            apart(h) && !like && (h + 1..=h + ROWS).all(|i| i < rows.len() && goes_on(i))
        };
        while to + 1 < rows.len() && heads(to) && !parts(to) && goes_on(to + 1) {
            heading = Some(to);
            to += 2;
            while to < rows.len() && goes_on(to) {
                to += 1;
            }
        }
        while from > 1 && heads(from - 1) && forms[from - 2] == Form::Open && goes_on(from - 2) {
            heading = Some(from - 1);
            from -= 2;
            while from > 0 && goes_on(from - 1) {
                from -= 1;
            }
        }
        // And so is the line above them that is like it.
        let like = |h: usize| {
            let (above, heading) = (page.str(&blocks[from - 1]), page.str(&blocks[h]));
            let marks = (Mark::read(above), Mark::read(heading));
            matches!(marks, (Some(a), Some(b)) if a.precedes(b)) || is_like(above, heading)
        };
        if from > 0 && heading.is_some_and(like) {
            from -= 1;
        }
        forms[from..to].fill(Form::Kept);
    }
}

/// Whether two lines have at least half of their characters in common, place by place from one end.
fn is_like(a: &str, b: &str) -> bool {
    let same = |a: &mut dyn Iterator<Item = char>, b: &mut dyn Iterator<Item = char>| {
        a.zip(b).filter(|(a, b)| a == b).count()
    };
    let count = a.chars().count().max(b.chars().count());
    let from_start = same(&mut a.chars(), &mut b.chars());
    let from_end = same(&mut a.chars().rev(), &mut b.chars().rev());
    from_start.max(from_end) * 2 >= count
}

/// A line that may be a row of a table or a list.
struct Row {
    cells: usize,
    /// It has a number or begins with a person's name.
    telling: bool,
    /// Its cells stand between bars.
    barred: bool,
}

impl Row {
    fn read(block: &Block, text: &str) -> Option<Row> {
        const NOT_A_ROW: [Pattern; 8] = [
            Pattern::Reporter,
            Pattern::Bulleted,
            Pattern::Staff,
            Pattern::Date,
            Pattern::Issue,
            Pattern::Contact,
            Pattern::Publisher,
            Pattern::Sponsor,
        ];
        let layout = block.layout;
        if layout.vertical || layout.level > 0 || layout.piece > 0 {
            return None;
        }
        if text.starts_with('|') && text.ends_with('|') {
            let cells = text.matches('|').count() - 1;
            let row = Row {
                cells,
                telling: false,
                barred: true,
            };
            return (cells > 0).then_some(row);
        }
        // Most lines have one cell, so what costs more is asked later.
        if layout.width > WIDEST
            || !chars::has_space(text)
            || text.split_whitespace().nth(1).is_none()
        {
            return None;
        }
        let cells: Vec<&str> = text.split_whitespace().collect();
        let long = || text.chars().filter(|c| is_content(*c)).count() > CELL * cells.len();
        let sentence = || text.contains(['。', '，', '；', '！', '？', '“', '”', '（', '：']);
        let other = || {
            let found = patterns::find(text, layout.width);
            NOT_A_ROW.iter().any(|p| found & p.bit() != 0)
        };
        if long() || sentence() || other() {
            return None;
        }
        let number =
            |c: &&str| c.contains(|c: char| c.is_ascii_digit()) && !c.contains(chars::is_han);
        Some(Row {
            cells: cells.len(),
            telling: cells.iter().filter(|c| number(c)).count() * 2 >= cells.len()
                || (patterns::is_name(cells[0]) && !cells[1..].iter().all(|c| is_short_name(c))),
            barred: false,
        })
    }
}

/// A name as bylines have them; four characters may as well be a school's.
fn is_short_name(text: &str) -> bool {
    text.chars().count() <= SHORT_NAME && patterns::is_name(text)
}
