//! Where a program parts the pages of a file: --- Page 2 ---, [Page 3], Page 3 of 4, 第 2 页 共 8 页, - 5 -.
//!
//! No paper prints that, and what stands on both sides may be one paragraph. (Of 1.2 million lines of the bench, the press
//! and `tests` one is so: ·12·.)

/// A line is no longer (bytes).
const LONGEST: usize = 100;
/// A file has fewer pages than this has digits.
const DIGITS: usize = 5;
/// A number between marks and nothing else is that of a page of a paper's file if it has at most so many digits.
const FEW: usize = 3;
/// After the number of a page in braces one converter draws at least so many hyphens.
const RULE: usize = 10;

/// Whether a line that begins so may be one: the rest is asked of few.
#[inline]
pub(super) fn may_begin(first: char) -> bool {
    matches!(
        first,
        '-' | '=' | '*' | '#' | '<' | '[' | '{' | '(' | '—' | '─' | '·' | 'P' | 'p' | '第' | '共'
    )
}

/// Whether a line is one that only a program draws: --- Page 2 ---, [Page 3], {4}------------.
pub(crate) fn is_drawn(line: &str) -> bool {
    let (opens, closes) = (
        |c: char| "-=*#<[(".contains(c),
        |c: char| "-=*#>])".contains(c),
    );
    let named = line.contains(['P', 'p', '页']);
    (line.starts_with(opens) && line.ends_with(closes) && named || line.starts_with('{'))
        && is_break(line)
}

/// Whether a line is one.
pub(super) fn is_break(line: &str) -> bool {
    if line.len() > LONGEST {
        return false;
    }
    if let Some(rest) = line.strip_prefix('{') {
        let rule = behind_number(rest, DIGITS).and_then(|rest| rest.strip_prefix('}'));
        return rule.is_some_and(|rule| rule.len() >= RULE && rule.bytes().all(|b| b == b'-'));
    }
    let is_mark = |c: char| " -=*#<>[]()—─·".contains(c);
    let inner = line.trim_matches(is_mark);
    let dash = |c: char| "-—─·".contains(c);
    let is_number = || behind_number(inner, FEW) == Some("");
    let bare = || line.starts_with(dash) && line.ends_with(dash) && is_number();
    is_page(inner) || is_chinese(inner) || bare()
}

/// Page 3, page 3 of 4, PAGE: 3/4
fn is_page(text: &str) -> bool {
    let Some((page, rest)) = text.split_at_checked(4) else {
        return false;
    };
    let rest = rest.trim_start_matches([' ', ':', '：']);
    page.eq_ignore_ascii_case("page")
        && behind_number(rest, DIGITS).is_some_and(|rest| {
            let rest = rest.trim_start();
            let of = rest.strip_prefix("of").or_else(|| rest.strip_prefix('/'));
            let is_count = |of: &str| behind_number(of.trim_start(), DIGITS) == Some("");
            rest.is_empty() || of.is_some_and(is_count)
        })
}

/// 第2页, 第 2 页 / 共 8 页, 共8页 第2页
fn is_chinese(text: &str) -> bool {
    let mut parts = 0;
    let mut rest = text;
    while let Some(after) = rest.strip_prefix(['第', '共']) {
        let Some(after) = behind_number(after.trim_start(), DIGITS)
            .and_then(|after| after.trim_start().strip_prefix('页'))
        else {
            return false;
        };
        parts += 1;
        rest = after.trim_start_matches([' ', '/', '，', ',', '、']);
    }
    rest.is_empty() && (1..=2).contains(&parts) && text.contains('第')
}

/// What stands behind the number, of so many digits at most, that a text begins with.
fn behind_number(text: &str, digits: usize) -> Option<&str> {
    let length = text.bytes().take_while(u8::is_ascii_digit).count();
    (1..=digits).contains(&length).then(|| &text[length..])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is(line: &str) -> bool {
        line.chars().next().is_some_and(may_begin) && is_break(line)
    }

    #[test]
    fn where_pages_part() {
        for line in [
            "--- Page 2 ---",
            "[Page 7]",
            "Page 3 of 4",
            "PAGE: 12",
            "page 3/4",
            "===== 第6页 =====",
            "第 4 页 / 共 4 页",
            "第4页",
            "共8页 第2页",
            "- 5 -",
            "— 12 —",
            "{3}------------------------------------------------",
            "<page 2>",
        ] {
            assert!(is(line), "{line}");
        }
    }

    #[test]
    fn drawn_ones() {
        for line in [
            "--- Page 2 ---",
            "[Page 7]",
            "===== 第6页 =====",
            "{3}------------",
        ] {
            assert!(is_drawn(line), "{line}");
        }
        for line in [
            "- 5 -",
            "Page 3 of 4",
            "第 4 页 共 8 页",
            "— 第4页 —",
            "---",
            "[注]",
        ] {
            assert!(!is_drawn(line), "{line}");
        }
    }

    #[test]
    fn what_is_none() {
        for line in [
            "第2版",
            "第4页有误",
            "共8页",
            "Page",
            "Pages 2",
            "Page Two",
            "Page 2 of the report",
            "5",
            "- 5",
            "5 -",
            "-5℃-",
            "— 2021 —",
            "---",
            "{3}",
            "{3}--",
            "第一页",
            "本书第4页",
            "-1 2-",
            "P2",
            "(5)",
        ] {
            assert!(!is(line), "{line}");
        }
    }
}
