//! Take out the spaces that justification put between the letters of a line.
//!
//! `提 供 了 两 辆 应 急 车 供 村 民 使` becomes `提供了两辆应急车供村民使`, and so does a stretch within a
//! line, as in `党费 中 落 实 配 套 资`. A line is cut at its single spaces; a row of tokens of one
//! character each is a spread row if it is long enough, and its spaces go. A space of the printed text
//! inside a spread row shows as two or three spaces and becomes one. A space before a closing
//! mark or after an opening one goes in any line; on their other sides it may separate columns or the
//! halves of a headline, and [`crate::passes::punctuate`] decides, when it knows what the block is.
//!
//! Not touched: indents, gaps of two and more spaces (columns side by side), names in bylines
//! (`记者 万 宇 本报驻朝鲜记者 王 莉`), `朝 鲜 用科技助推经济发展`, tables of numbers.
//!
//! Some texts have a space between all words: `经济 发展 的 新 引擎`. If nearly all long lines of a page are so, none of
//! its single spaces is of print.
//!
//! Trap: where an extractor ran columns together, the characters of vertical headlines stand alone
//! between them, `努力探索海 应 会 持 建 一步加强 …`, and look like a spread stretch. Such a line has many
//! longer tokens; a line with a spread stretch has one on either side of it, rarely two.

use std::ops::Range;

use crate::chars::{
    self, is_cjk, is_cjk_punctuation, is_closing, is_opening, is_pause, is_shared_punctuation,
    is_terminal,
};
use crate::evidence::patterns::REPORTERS;
use crate::text::{Edits, Why};

/// A line that is nothing but single characters is spread from this many on.
const WHOLE: usize = 3;

/// A stretch within a line is spread from this many single characters on. The shortest in 1 400 pages
/// has four; names and headlines such as `朝 鲜 用科技…` have two.
const STRETCH: usize = 4;

/// With more tokens of several characters than this, single ones that hold no mark are no spread stretch.
const SIDES: usize = 3;

/// A line with so many single characters, two thirds of its tokens, is spread all over.
const MOST: usize = 6;

/// Up to so many spaces between two spread rows stand for one space of the printed line, which
/// letter-spacing made into one before, one after and itself.
const WORD_GAP: usize = 3;

/// So a printed space shows where all words are spaced: one before it, itself, and one after it.
const PRINTED: &[u8] = b"   ";

/// Notices whose name is set as two spread characters.
const NOTICES: &[&str] = &[
    "小启", "启事", "更正", "公告", "声明", "通知", "通告", "讣告", "告示", "遗失", "简讯", "短讯",
    "目录",
];

/// Takes the spaces of letter-spacing out of a page.
pub fn edit(text: &str, edits: &mut Edits) {
    let bytes = text.as_bytes();
    let mut tokens = Vec::new();
    let mut at = 0;
    let spaced_words = has_spaced_words(text);
    let shows_printed = spaced_words && memchr::memmem::find(bytes, PRINTED).is_some();
    // From one space to the line it stands in, and on behind that line: most lines have none.
    while let Some(space) = memchr::memchr(b' ', &bytes[at..]).map(|i| at + i) {
        let start = memchr::memrchr(b'\n', &bytes[at..space]).map_or(at, |i| at + i + 1);
        let end = memchr::memchr(b'\n', &bytes[space..]).map_or(text.len(), |i| space + i);
        cut(text, start..end, &mut tokens);
        // Of a byline it may be the one between two names, if printed spaces show no other way.
        let is_byline = || {
            let line = &text[start..end];
            !shows_printed
                && !line.contains(is_pause)
                && !line.contains(is_terminal)
                && tokens.iter().any(|token| calls_reporter(text, *token))
        };
        if spaced_words && !is_byline() {
            for pair in tokens.windows(2) {
                close(text, pair[0], pair[1], edits);
            }
        } else {
            line(text, &mut tokens, edits);
        }
        at = end;
    }
}

/// Whether nearly all long lines of a text have a space after every word.
fn has_spaced_words(text: &str) -> bool {
    /// A long line has so many characters.
    const LONG: usize = 20;
    /// It has a space for so many of them or fewer, and for more than one.
    const WORDS: usize = 4;
    /// One of so many characters may be in a long line that is otherwise.
    const FEW: usize = 8;
    /// All together have so many characters; bylines have fewer.
    const ENOUGH: usize = 100;
    /// So many bytes for each space: most pages are told to be none by it.
    const SPARSE: usize = 20;
    if memchr::memchr_iter(b' ', text.as_bytes()).count() * SPARSE < text.len() {
        return false;
    }
    let (mut spaced, mut others) = (0, 0);
    for range in chars::lines(text.as_bytes()) {
        let line = text[range].trim();
        let (mut count, mut spaces, mut han) = (0, 0, 0);
        // Lists of names have none.
        if !line.contains(is_pause) && !line.contains(is_terminal) {
            continue;
        }
        let mut last = ' ';
        for c in line.chars() {
            if c != ' ' {
                count += 1;
                han += usize::from(is_cjk(c));
            } else if last != ' ' {
                spaces += 1;
            }
            last = c;
        }
        if count < LONG || han * 2 < count {
            continue;
        }
        if spaces * WORDS > count && spaces * 5 < count * 4 {
            spaced += count;
        } else {
            others += count;
            // Others by their first lines.
            if others > ENOUGH && others * FEW > others + spaced {
                return false;
            }
        }
    }
    spaced > ENOUGH && others * FEW <= others + spaced
}

/// Takes the space between two tokens out where all words are spaced, and makes one of what was a printed one.
fn close(text: &str, a: Token, b: Token, edits: &mut Edits) {
    let is_ascii = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let (before, after) = (&text[a.start..a.end], &text[b.start..b.end]);
    if a.gap > WORD_GAP || is_ascii(before.chars().next_back()) && is_ascii(after.chars().next()) {
        return;
    }
    let kept = usize::from(a.gap > 1);
    edits.delete(a.end + kept..b.start, Why::LetterSpacing);
}

/// A stretch of a line without spaces, and the width of the gap behind it.
#[derive(Clone, Copy)]
struct Token {
    start: usize,
    end: usize,
    kind: Single,
    gap: usize,
}

/// What a token of one character is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Single {
    /// More than one character, or one that is never spread.
    No,
    Han,
    Mark,
    Digit,
    Letter,
}

fn line(text: &str, tokens: &mut [Token], edits: &mut Edits) {
    if tokens.len() < 2 {
        return;
    }
    if tokens.len() == 2
        && let [a, b] = tokens[..]
        && a.gap == 1
        && NOTICES
            .iter()
            .any(|n| n.strip_prefix(&text[a.start..a.end]) == Some(&text[b.start..b.end]))
    {
        edits.delete(a.end..b.start, Why::LetterSpacing);
        return;
    }
    // Where all is spread, so is what stands before a name.
    let dense = dense(tokens) && !tokens.iter().any(|token| calls_reporter(text, *token));
    let mut i = 0;
    while i < tokens.len() {
        let row = row(tokens, i);
        if !row.is_empty() && (dense || spread(text, tokens, &row)) {
            despace(text, tokens, &row, edits);
            i = row.end;
        } else {
            let end = row.end.max(i + 1);
            while i < end {
                let last = number(text, tokens, i, edits);
                if last == i {
                    beside_marks(text, tokens, i, edits);
                    i += 1;
                } else {
                    // The token with the last digit may begin another number: 7月2 5日至2 8日
                    i = last;
                }
            }
        }
    }
}

/// Cuts a line into tokens at its spaces.
fn cut(text: &str, range: Range<usize>, tokens: &mut Vec<Token>) {
    tokens.clear();
    let bytes = text.as_bytes();
    let mut at = range.start;
    while at < range.end {
        let end = memchr::memchr(b' ', &bytes[at..range.end]).map_or(range.end, |i| at + i);
        if end > at {
            tokens.push(Token {
                start: at,
                end,
                kind: single(&text[at..end]),
                gap: 0,
            });
        }
        at = end;
        while at < range.end && bytes[at] == b' ' {
            at += 1;
        }
        if let Some(last) = tokens.last_mut() {
            last.gap = at - last.end;
        }
    }
    // What stands behind the last token is no gap.
    if let Some(last) = tokens.last_mut() {
        last.gap = 0;
    }
}

fn single(token: &str) -> Single {
    let mut chars = token.chars();
    let Some(c) = chars.next() else {
        return Single::No;
    };
    if is_mark(c) {
        // Marks that belong together may not have been spread: 》（ or 。”
        return if chars.all(is_mark) {
            Single::Mark
        } else {
            Single::No
        };
    }
    if chars.next().is_some() {
        return Single::No;
    }
    match c {
        c if is_cjk(c) => Single::Han,
        '0'..='9' => Single::Digit,
        'A'..='Z' | 'a'..='z' => Single::Letter,
        _ => Single::No,
    }
}

/// A mark that is spread along with the text; bullets and table rules are not.
fn is_mark(c: char) -> bool {
    is_cjk_punctuation(c)
        || is_shared_punctuation(c)
        || matches!(
            c,
            ',' | '.' | ':' | ';' | '!' | '?' | '(' | ')' | '"' | '%' | '/' | '-'
        )
}

/// The row of single tokens that begins at `from`. Rows that a word gap parts are one row, if both have
/// two tokens or more: a single character between wide gaps is a column or a padded name.
fn row(tokens: &[Token], from: usize) -> Range<usize> {
    let stretch = |mut i: usize| {
        let begin = i;
        while i < tokens.len() && tokens[i].kind != Single::No {
            i += 1;
            if tokens[i - 1].gap != 1 {
                break;
            }
        }
        begin..i
    };
    let mut whole = stretch(from);
    let mut last = whole.len();
    while last >= 2 && (2..=WORD_GAP).contains(&tokens[whole.end - 1].gap) {
        let next = stretch(whole.end);
        if next.len() < 2 {
            break;
        }
        last = next.len();
        whole.end = next.end;
    }
    whole
}

/// Whether a row is spread text.
fn spread(text: &str, tokens: &[Token], row: &Range<usize>) -> bool {
    let count = |kind: Single| {
        tokens[row.clone()]
            .iter()
            .filter(|p| p.kind == kind)
            .count()
    };
    let han = count(Single::Han);
    // 张 三   李 四 is two padded names, 强 军   兴 军 not enough to tell: one stretch must be longer.
    let longest = tokens[row.clone()]
        .chunk_by(|a, _| a.gap == 1)
        .map(<[Token]>::len)
        .max()
        .unwrap_or(0);
    if han < 2 || longest < WHOLE || is_of_names(text, tokens, row) {
        return false;
    }
    if row.len() == tokens.len() {
        return true;
    }
    if longest < STRETCH {
        return false;
    }
    let longer = tokens.iter().filter(|p| p.kind == Single::No).count();
    count(Single::Mark) > 0 || longer <= SIDES
}

/// Whether the names of reporters, each of two characters that print set apart, begin with a row: 本报记者 计 红 通讯员 丁 峰.
fn is_of_names(text: &str, tokens: &[Token], row: &Range<usize>) -> bool {
    /// More characters than those of so many names are spread text.
    const MOST: usize = 8;
    let before = row.start.checked_sub(1).map(|k| tokens[k]);
    row.len() <= MOST && before.is_some_and(|token| calls_reporter(text, token))
}

/// Whether a token ends in what reporters are called.
fn calls_reporter(text: &str, token: Token) -> bool {
    let word = &text[token.start..token.end];
    REPORTERS.iter().any(|called| word.ends_with(called))
}

/// Whether a line is spread all over, though a few pairs were left together: `巴 解 高 官对 和 谈 看法`.
fn dense(tokens: &[Token]) -> bool {
    let singles = tokens
        .iter()
        .filter(|p| matches!(p.kind, Single::Han | Single::Mark))
        .count();
    let inside = &tokens[..tokens.len() - 1];
    singles >= MOST && singles * 3 >= tokens.len() * 2 && inside.iter().all(|p| p.gap == 1)
}

/// Takes the spaces out of a spread row, and those that tie it to the text at its sides.
fn despace(text: &str, tokens: &[Token], row: &Range<usize>, edits: &mut Edits) {
    if row.start > 0 {
        let before = tokens[row.start - 1];
        if before.gap == 1
            && before.kind == Single::No
            && ties(text, before)
            && !text[..before.end].ends_with('讯')
        {
            edits.delete(before.end..tokens[row.start].start, Why::LetterSpacing);
        }
    }
    for k in row.clone() {
        let token = tokens[k];
        let Some(next) = tokens.get(k + 1) else { break };
        let inside = k + 1 < row.end;
        match token.gap {
            1 if inside || ties_after(text, *next) || sticks(text, tokens, k) => {
                edits.delete(token.end..next.start, Why::LetterSpacing)
            }
            2..=WORD_GAP if inside => edits.delete(token.end + 1..next.start, Why::LetterSpacing),
            _ => {}
        }
    }
}

/// Whether a token ends in what letter-spacing would have set apart from the next character.
fn ties(text: &str, token: Token) -> bool {
    text[token.start..token.end]
        .chars()
        .next_back()
        .is_some_and(|c| is_cjk(c) || is_mark(c))
}

/// The same for the beginning of a token.
fn ties_after(text: &str, token: Token) -> bool {
    text[token.start..token.end]
        .chars()
        .next()
        .is_some_and(|c| is_cjk(c) || is_mark(c))
}

/// Joins a number whose digits were set apart in a line that is not spread: `在1 9 9 7 年`, `7月2 5日`.
/// Begins at the token with the first digit; returns the token with the last one, or `k` if there is no
/// such number. A table has digits set apart too, but none of them touches an ideograph.
fn number(text: &str, tokens: &[Token], k: usize, edits: &mut Edits) -> usize {
    /// No number in a newspaper has more digits; a table row may.
    const LONGEST: usize = 12;
    let first = &text[tokens[k].start..tokens[k].end];
    let mut before = first.chars().rev();
    if !before.next().is_some_and(|c| c.is_ascii_digit()) {
        return k;
    }
    let touches_left = match before.next() {
        None => k > 0 && sticks(text, tokens, k - 1),
        Some(c) if is_cjk(c) || is_cjk_punctuation(c) || is_shared_punctuation(c) => true,
        Some(_) => return k,
    };
    let mut last = k;
    let mut touches_right = false;
    while tokens[last].gap == 1 && last - k < LONGEST {
        let Some(next) = tokens.get(last + 1) else {
            break;
        };
        let mut chars = text[next.start..next.end].chars();
        let digit = chars.next().is_some_and(|c| c.is_ascii_digit());
        let after = chars.next();
        match after {
            None if digit => last += 1,
            // The point of 6 . 6 % goes along only if a digit follows.
            None if text[next.start..].starts_with(". ") && point(text, tokens, last + 1) => {
                last += 1
            }
            Some(c) if digit && (is_cjk(c) || is_mark(c)) => {
                touches_right = true;
                last += 1;
                break;
            }
            _ => break,
        }
    }
    let unit_follows = sticks(text, tokens, last)
        || tokens[last].gap == 1
            && tokens
                .get(last + 1)
                .is_some_and(|p| text[p.start..].starts_with(['年', '月', '日', '时', '%', '％']));
    if !(touches_left || touches_right || unit_follows) {
        return k;
    }
    for (a, b) in tokens[k..=last].iter().zip(&tokens[k + 1..=last]) {
        edits.delete(a.end..b.start, Why::LetterSpacing);
    }
    last
}

/// Whether a digit stands behind the token at `k`.
fn point(text: &str, tokens: &[Token], k: usize) -> bool {
    tokens[k].gap == 1
        && tokens
            .get(k + 1)
            .is_some_and(|p| text[p.start..].starts_with(|c: char| c.is_ascii_digit()))
}

/// Takes away a single space behind a token, if no line could end or begin there: before a closing mark,
/// after an opening one (GB/T 15834-2011, 5.1: these never stand at a line start, those never at a line
/// end). Anywhere else the space may be the gutter between two columns.
fn beside_marks(text: &str, tokens: &[Token], k: usize, edits: &mut Edits) {
    if sticks(text, tokens, k) {
        edits.delete(tokens[k].end..tokens[k + 1].start, Why::Spacing);
    }
}

/// Whether a token and the next belong together, for the marks between them.
fn sticks(text: &str, tokens: &[Token], k: usize) -> bool {
    let (token, Some(next)) = (tokens[k], tokens.get(k + 1)) else {
        return false;
    };
    let chinese = |c: char| is_cjk_punctuation(c) || is_shared_punctuation(c);
    let opens = |c: char| is_opening(c) && chinese(c);
    let closes =
        |c: char| chinese(c) && (is_closing(c) || is_pause(c) || is_terminal(c) && c != '…');
    token.gap == 1
        && (text[..token.end].chars().next_back().is_some_and(opens)
            || text[next.start..].chars().next().is_some_and(closes))
}

#[cfg(test)]
mod tests;
