//! What punctuation says about a whole article: quotes without a partner, sentences cut off.

use super::Entry;
use crate::chars;
use crate::page::Kind;

/// Quotation marks, opening and closing. Brackets are not looked at: 1) and （二 are common.
const QUOTES: &[(char, char)] = &[('“', '”'), ('‘', '’'), ('「', '」'), ('『', '』')];

/// Quotation marks of an article that have no partner: index of the block and byte in its text.
///
/// A quotation may run over paragraphs; each of them may then begin with the opening mark again, and
/// only the last has the closing one. Headlines and captions stand for themselves.
pub fn unpaired(blocks: &[Entry<'_>]) -> Vec<(usize, usize)> {
    let mut lone = Vec::new();
    let mut open: Vec<(char, usize, usize)> = Vec::new();
    for (b, block) in blocks.iter().enumerate() {
        let mut own = Vec::new();
        let stack = if block.kind == Kind::Body {
            &mut open
        } else {
            &mut own
        };
        for (at, c) in quotes(block.text) {
            if QUOTES.iter().any(|q| q.0 == c) {
                let again = at == 0 && stack.last().is_some_and(|last| last.0 == c);
                if !again {
                    stack.push((c, b, at));
                }
            } else if let Some(quote) = QUOTES.iter().find(|q| q.1 == c) {
                if stack.last().is_some_and(|last| last.0 == quote.0) {
                    stack.pop();
                } else if !is_apostrophe(block.text, at) {
                    lone.push((b, at));
                }
            }
        }
        lone.extend(own.into_iter().map(|(_, b, at)| (b, at)));
    }
    lone.extend(open.into_iter().map(|(_, b, at)| (b, at)));
    lone.sort_unstable();
    lone
}

/// The quotation marks of a text, ‘ to ” and 「 to 』, with their places.
fn quotes(text: &str) -> impl Iterator<Item = (usize, char)> + '_ {
    let bytes = text.as_bytes();
    let is_quote = |&at: &usize| {
        matches!(
            bytes[at..],
            [0xE2, 0x80, 0x98..=0x9D, ..] | [0xE3, 0x80, 0x8C..=0x8F, ..]
        )
    };
    let places = memchr::memchr2_iter(0xE2, 0xE3, bytes).filter(is_quote);
    places.filter_map(|at| Some((at, text[at..].chars().next()?)))
}

/// ’ after a Latin letter or digit, as in it’s and 5’.
fn is_apostrophe(text: &str, at: usize) -> bool {
    text[at..].starts_with('’') && text[..at].ends_with(|c: char| c.is_ascii_alphanumeric())
}

/// Whether a paragraph can be the first of an article: it does not begin with a mark that goes on.
pub fn can_begin(text: &str) -> bool {
    text.chars()
        .next()
        .is_some_and(|c| !(chars::is_pause(c) || chars::is_terminal(c) || chars::is_closing(c)))
}

/// Whether a paragraph can be the last of an article: it ends in a sentence mark or a closing one, or is
/// so short and without comma that it is a date or a name.
pub fn can_end(text: &str) -> bool {
    /// A date in full, 二〇二二年十二月三十一日, has eleven characters.
    const SHORT: usize = 12;
    let Some(last) = text.chars().next_back() else {
        return true;
    };
    chars::is_terminal(last)
        || chars::is_closing(last)
        || matches!(last, '…' | '.' | '!' | '?' | ')')
        || (text.chars().count() <= SHORT && !text.contains(chars::is_pause))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_and_beginnings() {
        for (text, begins, ends) in [
            ("本报讯 开会。", true, true),
            ("，开会", false, false),
            ("完毕，相关医护人员及车辆、物资全部到位并", true, false),
            ("他说：“好。”", true, true),
            ("2022年5月17日", true, true),
            ("（完）", true, true),
            ("”他说，这是第一次来到这里的会场", false, false),
        ] {
            assert_eq!((can_begin(text), can_end(text)), (begins, ends), "{text}");
        }
    }
}
