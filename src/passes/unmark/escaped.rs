//! Line ends that are written out: `标题\n　　正文` on one line.
//!
//! Who takes texts out of JSON or a database and does not decode them has `\n` for every line end, and perhaps `\t`, `\"`
//! and `\u3000`. Then they are what they stand for.
//!
//! Trap: `C:\new`, `\nu` of a formula. Those have a letter behind them, line ends of Chinese text have none; and a page has
//! more written line ends than true ones, or none of the others.

use crate::text::{Edits, Why};

/// Makes written line ends true ones, and what else is written so what it stands for, if the page's line ends are so.
pub(super) fn edit(text: &str, edits: &mut Edits) {
    if !is_escaped(text) {
        return;
    }
    let bytes = text.as_bytes();
    // Up to here there is nothing in the line but white space: there its width counts.
    let (mut at, mut indented) = (0, 0);
    while let Some(start) = memchr::memchr(b'\\', &bytes[at..]).map(|i| at + i) {
        let (is, length) = match bytes[start + 1..] {
            [b'r', b'\\', b'n', ..] => ("\n", 4),
            [b'n' | b'r', ..] => ("\n", 2),
            [b't', ..] => ("\t", 2),
            [b'u', b'3', b'0', b'0', b'0', ..] if start == indented => ("\u{3000}", 6),
            [b'u', b'3', b'0', b'0', b'0', ..] => (" ", 6),
            [b'u', b'0', b'0', b'a' | b'A', b'0', ..] => (" ", 6),
            [b'"' | b'\\' | b'/', ..] => ("", 1),
            _ => ("", 0),
        };
        at = start + length.max(1);
        if length > 0 {
            edits.delete(start..at, Why::Markup);
        }
        if !is.is_empty() {
            edits.insert(at, is, Why::Markup);
            if is != " " {
                indented = at;
            }
        }
        // The mark that was escaped.
        at += usize::from(length == 1);
    }
}

/// Whether the line ends of a text are written out.
fn is_escaped(text: &str) -> bool {
    let written = |(at, _): &(usize, &str)| {
        let next = text[at + 2..].chars().next();
        next.is_none_or(|c| !c.is_ascii_alphabetic())
    };
    let count = text.match_indices("\\n").filter(written).count();
    count > 0 && count > memchr::memchr_iter(b'\n', text.trim_end().as_bytes()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_that_are_written_out() {
        for (text, want) in [
            (
                r"标题\n　　正文。\n　　又一段。",
                "标题\n　　正文。\n　　又一段。",
            ),
            ("标题\\r\\n\\r\\n正文。\n", "标题\n\n正文。\n"),
            (r"标题\n\t他说：\“好\”，\u3000", "标题\n\t他说：\\“好\\”， "),
            (r#"标题\n他说：\"好\"。1\/3"#, "标题\n他说：\"好\"。1/3"),
            (r"标题\n\u3000\u3000正文\u3000续", "标题\n　　正文 续"),
            // Some lines are true ones: a title above it all.
            (
                "标题\n正文。\\n又一段。\\n再一段。",
                "标题\n正文。\n又一段。\n再一段。",
            ),
        ] {
            assert_eq!(Edits::made(text, edit), want, "{text}");
        }
    }

    #[test]
    fn backslashes_that_are_none() {
        for text in [
            r"打开 C:\new 文件夹",
            r"公式 $\nu$ 与 \nabla",
            "他写的是 \\n。\n下一行。\n再下一行。",
            r"甲\t乙",
            "甲\\\n乙",
        ] {
            assert_eq!(Edits::made(text, edit), text);
        }
    }
}
