//! Line ends that are written out: `标题\n　　正文` on one line.
//!
//! Who takes texts out of JSON or a database and does not decode them has `\n` for every line end, and perhaps `\t`, `\"`
//! and `\u3000`. Then they are what they stand for.
//!
//! Trap: `C:\new`, `\nu` of a formula, `"Hello\n"` of a program, and a text that tells of `\n`. A small letter stands behind those, or
//! what closes; behind a line end a line begins. And a page has more written line ends than true ones.

use crate::chars::{is_closing, is_pause, is_terminal};
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
        // Written out twice it has two backslashes.
        let slashes = bytes[start..].iter().take_while(|b| **b == b'\\').count();
        let letter = start + slashes;
        at = letter;
        let (is, end) = match bytes[letter..] {
            [b'r', b'\\', b'n', ..] if begins_line(text, letter + 3) => ("\n", letter + 3),
            [b'n' | b'r', ..] if begins_line(text, letter + 1) => ("\n", letter + 1),
            [b't', ..] if begins_line(text, letter + 1) => ("\t", letter + 1),
            [b'u', b'3', b'0', b'0', b'0', ..] if start == indented => ("\u{3000}", letter + 5),
            [b'u', b'3', b'0', b'0', b'0', ..] => (" ", letter + 5),
            [b'u', b'0', b'0', b'a' | b'A', b'0', ..] => (" ", letter + 5),
            // The mark that was escaped.
            [b'"' | b'/', ..] => ("", letter),
            _ => continue,
        };
        edits.delete(start..end, Why::Markup);
        at = end;
        if !is.is_empty() {
            edits.insert(at, is, Why::Markup);
            if is != " " {
                indented = at;
            }
        }
    }
}

/// Whether a line may begin at a place: not a small letter, nor a mark that closes.
fn begins_line(text: &str, at: usize) -> bool {
    let next = text[at..].chars().next();
    next.is_none_or(|c| {
        !c.is_ascii_lowercase()
            && !is_closing(c)
            && !is_pause(c)
            && !is_terminal(c)
            && !matches!(c, '"' | '\'' | ')' | ',')
    })
}

/// Whether the line ends of a text are written out.
fn is_escaped(text: &str) -> bool {
    let written = |(at, _): &(usize, &str)| begins_line(text, at + 2);
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
            // Twice.
            (r"标题\\n正文。\\n续", "标题\n正文。\n续"),
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
            "他写的是 \\n。",
            "在 D:\\text 里建 \\new 文件夹。",
            r#"printf("Hello\n");"#,
            "他写的是 \\n。\n下一行。\n再下一行。",
            r"甲\t乙",
            "甲\\\n乙",
        ] {
            assert_eq!(Edits::made(text, edit), text);
        }
    }
}
