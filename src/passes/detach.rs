//! Split off what stands at a line's end and is not part of its sentence.
//!
//! Page marks (`①3`), jumps (`（下转第三版）`), sign-offs in parentheses and names after a gap share the
//! last line of a paragraph, and a page mark may share it with what follows as well; of a sign-off that runs
//! over the line end, `（本报罗` ␤ `马1月11日电）`, the first half does, and `mend` joins the two. As lines of
//! their own they can be labelled like everything else, and a paragraph's end shows again.
//!
//! Trap: `（下转第三版①）` holds a circled number that is the jump's own, and `（阎娜峰 摄）` belongs to its
//! caption; splitting is harmless where the pieces are joined again, so this pass splits and the later
//! ones decide.

use crate::evidence::patterns;
use crate::page::{Cut, Form, Kind, Layout, Page};
use crate::passes::keep::bullets;
use crate::passes::lines::width;
use crate::passes::unmark::ends_of_bold;
use pieces::{SIGNS_OFF, split};

mod early;
mod pieces;

/// Splits lines at such marks.
pub fn run(page: &mut Page) {
    let mut cuts = Vec::with_capacity(page.blocks().len() + 16);
    let bold = ends_of_bold(page);
    let lists = bullets::lists(page);
    let mut items = lists.iter().flatten().cloned().flatten().peekable();
    let mut any = false;
    for (i, block) in page.blocks().iter().enumerate() {
        let text = page.str(block);
        let next = page.blocks().get(i + 1).map_or("", |next| page.str(next));
        let of_list = items.next_if_eq(&i).is_some();
        let pieces = split(text, next, block.layout.width, of_list);
        if pieces.is_empty() {
            cuts.push(Cut {
                range: block.range(),
                layout: block.layout,
            });
            continue;
        }
        any = true;
        let mut column = block.layout.column;
        let last = pieces.len() - 1;
        for (n, piece) in pieces.into_iter().enumerate() {
            let own = width(&text[piece.clone()]);
            let start = block.range().start;
            // What is set in another type than the sentence before it is not part of its block.
            let signs = || patterns::find(&text[piece.clone()], own) & SIGNS_OFF != 0;
            let at = || page.text().source_at(start + piece.start);
            let apart = n > 0 && !bold.is_empty() && bold.binary_search(&at()).is_ok() && signs();
            let layout = Layout {
                width: own,
                column,
                blanks: if n == 0 { block.layout.blanks } else { 0 },
                indent: if n == 0 { block.layout.indent } else { 0 },
                piece: block.layout.piece + n as u8 + 1,
                spaced: block.layout.spaced && n == last,
                form: if apart {
                    Form::Begins(Kind::Byline)
                } else {
                    block.layout.form
                },
                ..block.layout
            };
            column += own;
            cuts.push(Cut {
                range: start + piece.start..start + piece.end,
                layout,
            });
        }
    }
    if any {
        page.cut(cuts);
    }
    early::run(page);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::passes::{audited, lines, unmark};

    fn page(text: &str) -> Page {
        let unmark = |page: &mut Page| {
            unmark::run(page);
        };
        audited(text, &[unmark, lines::run, run])
    }

    #[test]
    fn a_credit_in_bold_is_a_byline() {
        let forms = |text: &str| -> Vec<Form> {
            page(text).blocks().iter().map(|b| b.layout.form).collect()
        };
        let byline = Form::Begins(Kind::Byline);
        assert_eq!(forms("图为音乐会。 **林小禾 摄**"), [Form::Open, byline]);
        assert_eq!(forms("图为音乐会。 林小禾 摄"), [Form::Open; 2]);
    }

    #[test]
    fn pieces_know_where_they_stand() {
        let page = page("\n 落实责任。（张三）①3");
        let layouts: Vec<&Layout> = page.blocks().iter().map(|b| &b.layout).collect();
        assert_eq!(
            layouts.iter().map(|l| l.piece).collect::<Vec<_>>(),
            [1, 2, 3]
        );
        assert_eq!(layouts.iter().map(|l| l.line).collect::<Vec<_>>(), [2; 3]);
        assert_eq!(
            layouts.iter().map(|l| l.blanks).collect::<Vec<_>>(),
            [1, 0, 0]
        );
        assert_eq!(
            layouts.iter().map(|l| l.width).collect::<Vec<_>>(),
            [10, 8, 3]
        );
        assert_eq!(
            layouts.iter().map(|l| l.column).collect::<Vec<_>>(),
            [1, 11, 19]
        );
    }
}
