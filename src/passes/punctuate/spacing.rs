//! Spaces: which of them the newspaper printed.
//!
//! In a paragraph none beside Chinese marks, but one after a dateline (`本报讯 9月9日上午`) and between names, and any
//! other that the page shows to be the paper's. In headlines, bylines and furniture a space separates and stays,
//! unless a mark beside it rules it out or it stands on both sides of a number (`成立了 320 个党员突击队`),
//! which only extractors do: CLREQ counts the quarter-em between scripts as layout, not as text.
//! The 93 spaces in paragraphs of the gold pages all stand after a dateline or between names.

use super::{Block, is_chinese};
use crate::chars::{is_blank, is_cjk, is_closing, is_opening, is_pause, is_shared_punctuation};
use crate::evidence::patterns::{self, is_name};
use crate::page::Kind;
use std::ops::RangeInclusive;

/// Marks that head an item or a byline; their space is the printer's.
const BULLETS: &str = "□■●○◆◇▲△▼◎★☆▶►•·";
/// A byline that runs into a lead has no more characters behind its bullet.
const BYLINE: usize = 12;
/// So many characters may be a name.
const NAME: RangeInclusive<usize> = 2..=4;
/// Quoted words that are all as long as this or longer, and equally long, are the halves of a couplet or a slogan.
const EVEN: usize = 4;

pub(super) fn set(setting: super::Setting, block: &mut Block<'_>) {
    let contexts = contexts(setting, block);
    // All are judged before any is taken: 成立了 320 个 shows only while both stand.
    let mut gaps: Vec<(usize, usize, bool)> = Vec::new();
    let mut done = 0;
    for (start, c) in block.marks() {
        if start < done || !is_blank(c) {
            continue;
        }
        let mut end = start + 1;
        while end < block.len() && (is_blank(block.now(end)) || block.glyphs[end].gone) {
            end += 1;
        }
        let keep = contexts
            .iter()
            .any(|context| keeps(context, block, start, end));
        gaps.push((start, end, keep));
        done = end;
    }
    for (start, end, mut keep) in gaps {
        for k in start..end {
            if block.glyphs[k].gone {
                continue;
            }
            if keep {
                block.become_(k, ' ');
                keep = false;
            } else {
                block.remove(k);
            }
        }
    }
}

/// What kinds of text the spaces may stand in. A line with a full stop is running text, whatever its kind; what a
/// line without one is in an article that comes back need not be what it was, so any kind keeps its spaces.
fn contexts(setting: super::Setting, block: &Block<'_>) -> Vec<Context> {
    let context = |flowing, headline| Context {
        flowing,
        headline,
        scattered: headline && scattered(block),
        printed: setting.printed,
    };
    let headline = matches!(
        setting.kind,
        Kind::Kicker | Kind::Title | Kind::Deck | Kind::Subhead
    );
    if block.marks().any(|(_, c)| c == '。') {
        vec![context(true, false)]
    } else if setting.finished {
        vec![
            context(true, false),
            context(false, true),
            context(false, false),
        ]
    } else {
        let flowing = matches!(setting.kind, Kind::Body | Kind::Caption | Kind::Jump);
        vec![context(flowing, headline)]
    }
}

/// What kind of text spaces stand in.
struct Context {
    /// Running text, in paragraphs.
    flowing: bool,
    /// A line of a headline.
    headline: bool,
    /// A headline whose spaces are all an extractor's.
    scattered: bool,
    /// Whose the spaces in paragraphs are.
    printed: super::Printed,
}

/// Whether one space stays of those in a range.
fn keeps(context: &Context, block: &Block<'_>, start: usize, end: usize) -> bool {
    let flowing = context.flowing;
    let (left, right) = (block.left(start), block.right(end - 1));
    if left == '\0' || right == '\0' {
        return false;
    }
    // Brackets, quotes, pauses: rule a space out in any kind of block.
    if hugs_left(right) || hugs_right(left) || right == '（' {
        return false;
    }
    if left.is_ascii_digit() && right.is_ascii_digit() && flowing {
        return !torn_number(block, start, end);
    }
    if left.is_ascii_uppercase() && right.is_ascii_uppercase() && flowing {
        return !torn_letters(block, start, end);
    }
    if left.is_ascii() && right.is_ascii() {
        return !(right == '%' && left.is_ascii_digit());
    }
    if BULLETS.contains(left) && left != '·' {
        return true;
    }
    let first = || {
        let left = block.ink_before(start);
        left.and_then(|k| block.ink_before(k)).is_none()
    };
    if matches!(left, '-' | '*' | '+') && first() {
        // An item of a list, as Markdown has them.
        return true;
    }
    if left == '·' || right == '·' {
        // A bullet at the start, else the dot in a foreign name.
        return left == '·' && first();
    }
    if matches!(left, '—' | '…' | '/') || matches!(right, '—' | '…' | '/') {
        return false;
    }
    if flowing && after_dateline(block, start) || is_cjk(right) && after_address(block, start) {
        return true;
    }
    if left.is_ascii_digit() && in_date(block, end - 1) {
        return false;
    }
    let mark = |c: char| is_chinese(c) && !is_cjk(c) || is_shared_punctuation(c);
    if mark(left) || mark(right) {
        return !flowing
            && (is_shared_punctuation(left)
                || is_shared_punctuation(right)
                || matches!(left, '！' | '？' | '。')
                || matches!(left, '）' | '》' | '】'));
    }
    if is_cjk(left) && is_cjk(right) {
        return if flowing {
            context.printed.ideographs || in_list(block, start, end)
        } else {
            !context.headline || !(context.scattered || lone_end(block, end))
        };
    }
    if is_cjk(left) || is_cjk(right) {
        let numbers = left.is_ascii_digit() || right.is_ascii_digit();
        return (!flowing || context.printed.numbers && numbers) && !spaced_out(block, start, end);
    }
    true
}

/// A mark that never has a space before it.
fn hugs_left(c: char) -> bool {
    is_pause(c)
        || matches!(c, '。' | '！' | '？' | '％' | '℃')
        || is_closing(c) && (is_chinese(c) || is_shared_punctuation(c))
}

/// A mark that never has a space after it.
fn hugs_right(c: char) -> bool {
    is_pause(c) || is_opening(c) && (is_chinese(c) || is_shared_punctuation(c))
}

/// Whether a space ends the dateline or the byline that a paragraph begins with.
fn after_dateline(block: &Block<'_>, space: usize) -> bool {
    /// In bytes; 据新华社约翰内斯堡11月24日电 has 49.
    const LONGEST: usize = 66;
    let mut head = String::new();
    for c in (0..space).map(|k| block.now(k)) {
        if c != '\0' && !is_blank(c) {
            head.push(c);
            if head.len() > LONGEST {
                return false;
            }
        }
    }
    let plain = |s: &str| s.chars().all(|c| is_cjk(c) || c.is_ascii_digit());
    if patterns::stands_before_a_space(&head) {
        return true;
    }
    // □段欣洋 当地时间19日上午
    let mut chars = head.chars();
    chars.next().is_some_and(|c| BULLETS.contains(c))
        && plain(chars.as_str())
        && chars.count() <= BYLINE
}

/// Whether the last of some spaces parts a number from its 年, 月 or 日, as in `（本报罗马1 月11 日电）`: no print does. What
/// follows must be of a date too; a line may end in a number and the next begin with 年终.
fn in_date(block: &Block<'_>, space: usize) -> bool {
    let unit = block.after(space);
    let unit = unit.filter(|&k| matches!(block.glyphs[k].now, '年' | '月' | '日'));
    unit.is_some_and(|k| match block.right(k) {
        '\0' | '）' | '电' | '讯' | '電' | '訊' => true,
        c => c.is_ascii_digit() || is_blank(c),
    })
}

/// Whether a space ends an address of the net: without it what follows would be part of it.
fn after_address(block: &Block<'_>, space: usize) -> bool {
    /// Addresses are no longer (characters).
    const LONGEST: usize = 200;
    let mut word: Vec<char> = Vec::new();
    let mut at = block.before(space);
    while let Some(k) = at {
        let c = block.glyphs[k].now;
        if !c.is_ascii_graphic() || word.len() == LONGEST {
            break;
        }
        word.push(c);
        at = block.before(k);
    }
    // Read backwards: the latest of `://`.
    word.windows(3).any(|mark| mark == ['/', '/', ':'])
}

/// Whether a space parts names and offices (`记者 黄平向 通讯员 薛建思`) or the halves of a motto in
/// quotes (`“不忘初心 牢记使命”`), judged by the words between the nearest marks.
fn in_list(block: &Block<'_>, start: usize, end: usize) -> bool {
    /// What a name stands after.
    const OFFICES: &[&str] = &["记者", "記者", "通讯员", "通訊員", "实习生", "编辑", "校对"];
    /// What stands after a name.
    const CREDITS: &[&str] = &["摄", "攝", "文", "图", "圖", "摄影", "摄影报道", "攝影"];
    /// The longest, 本报驻罗马尼亚记者, has nine characters.
    const LONGEST: usize = 10;
    /// No list of names goes on for longer without a mark.
    const REACH: usize = 80;
    let edge = |k: usize| {
        let c = block.now(k);
        c != '\0' && !is_cjk(c) && !is_blank(c) && c != '/'
    };
    let there = |&k: &usize| !block.glyphs[k].gone;
    let mut back = (0..start).rev().filter(there);
    let before = back.by_ref().take(REACH).find(|&k| edge(k));
    let mut on = (end..block.len()).filter(there);
    let after = on.by_ref().take(REACH).find(|&k| edge(k));
    if before.is_none() && back.next().is_some() || after.is_none() && on.next().is_some() {
        return false;
    }
    let mut words: Vec<String> = vec![String::new()];
    for k in before.map_or(0, |k| k + 1)..after.unwrap_or(block.len()) {
        match block.now(k) {
            '\0' => {}
            c if is_blank(c) => words.push(String::new()),
            c => words.last_mut().into_iter().for_each(|w| w.push(c)),
        }
    }
    words.retain(|w| !w.is_empty());
    let length = |w: &String| w.chars().count();
    if words.iter().any(|w| length(w) > LONGEST) {
        return false;
    }
    let named = words.iter().any(|w| {
        OFFICES.iter().any(|o| w.ends_with(o))
            || CREDITS
                .iter()
                .any(|c| w == c || w.strip_prefix(c).is_some_and(|w| w.starts_with('/')))
    });
    let quoted = before.is_some_and(|k| is_opening(block.now(k)))
        && after.is_some_and(|k| is_closing(block.now(k)));
    let bracketed = after.is_some_and(|k| block.now(k) == '）') && quoted;
    // Offices with their names: （记者胡某 通讯员林某 蔡某某）, where all words are such. In brackets a name need
    // not be a person's.
    let name_of = |w: &str| {
        let at = OFFICES
            .iter()
            .find_map(|o| w.rfind(o).map(|at| at + o.len()));
        at.map(|at| w[at..].to_owned())
    };
    let may_name = |w: &str| NAME.contains(&w.chars().count());
    let staffed = words.iter().any(|w| name_of(w).is_some())
        && words.iter().all(|w| match name_of(w) {
            Some(name) => name.is_empty() || is_name(&name) || bracketed && may_name(&name),
            None => may_name(w),
        });
    // Names alone in brackets: （颜世贵 邓丽娟）, （颜 贵）
    let names = bracketed && (words.iter().all(|w| may_name(w)) || are_spaced(&words));
    let even =
        quoted && words.iter().all(|w| length(w) == length(&words[0])) && length(&words[0]) >= EVEN;
    named || staffed || names || even
}

/// Whether words are names, those of two characters set with a space between these: 王 伟 李国栋.
fn are_spaced(words: &[String]) -> bool {
    let mut rest = words.iter();
    while let Some(word) = rest.next() {
        let single = word.chars().nth(1).is_none();
        let mut given = || rest.next().filter(|w| w.chars().nth(1).is_none());
        let name = match single {
            true => given().map(|given| format!("{word}{given}")),
            false => Some(word.clone()),
        };
        if !name.is_some_and(|name| is_name(&name)) {
            return false;
        }
    }
    true
}

/// Whether a headline is so full of single characters that its spaces are an extractor's:
/// `巴 解 高 官对 和 谈`, but not `朝 鲜 用科技助推经济发展`.
fn scattered(block: &Block<'_>) -> bool {
    /// Names with a space inside make two.
    const SINGLES: usize = 3;
    let mut singles = 0;
    let mut run = 0;
    for k in 0..=block.len() {
        let c = if k < block.len() { block.now(k) } else { ' ' };
        if is_blank(c) {
            singles += usize::from(run == 1);
            run = 0;
        } else if c != '\0' {
            run += if is_cjk(c) { 1 } else { 2 };
        }
    }
    singles >= SINGLES
}

/// Whether one ideograph is all that follows: no headline ends in such a half, `圆满完成主要目标任 务`.
fn lone_end(block: &Block<'_>, end: usize) -> bool {
    block
        .after(end - 1)
        .is_some_and(|k| block.after(k).is_none())
}

/// Whether two runs of digits are one number that an extractor tore: `休刊，1 4日恢复`, `3 0 0多张`. A
/// longer one may be a telephone number or two years.
fn torn_number(block: &Block<'_>, start: usize, end: usize) -> bool {
    const LONGEST: usize = 4;
    torn(block, start, end, |c| c.is_ascii_digit()).is_some_and(|digits| digits <= LONGEST)
}

/// Whether a space parts two capitals of a row of single ones: `（M O F为英语`.
fn torn_letters(block: &Block<'_>, start: usize, end: usize) -> bool {
    let lone = |at: Option<usize>| at.is_none_or(|k| !block.glyphs[k].now.is_ascii_alphanumeric());
    lone(block.before(start).and_then(|k| block.before(k)))
        && lone(block.after(end - 1).and_then(|k| block.after(k)))
        && torn(block, start, end, |c| c.is_ascii_uppercase()).is_some()
}

/// How many characters of a sort, single spaces between them passed over, stand around a space, if
/// Chinese text or the block's edge is on both sides of them.
fn torn(block: &Block<'_>, start: usize, end: usize, sort: impl Fn(char) -> bool) -> Option<usize> {
    const LIMIT: usize = 8;
    let run = |mut at: Option<usize>, step: &dyn Fn(usize) -> Option<usize>| {
        let mut found = 0;
        let mut blank = false;
        while let Some(k) = at {
            let c = block.glyphs[k].now;
            if sort(c) {
                found += 1;
                if found > LIMIT {
                    return None;
                }
                blank = false;
            } else if is_blank(c) && !blank {
                blank = true;
            } else {
                return (is_chinese(c) || is_shared_punctuation(c)).then_some(found);
            }
            at = step(k);
        }
        Some(found)
    };
    let left = run(block.before(start), &|k| block.before(k))?;
    let right = run(block.after(end - 1), &|k| block.after(k))?;
    Some(left + right)
}

/// Whether a space stands beside a number or word that has a space on its other side too, or a mark, or
/// the end: then both were put there by an extractor.
fn spaced_out(block: &Block<'_>, start: usize, end: usize) -> bool {
    let other_side = |mut at: Option<usize>, step: &dyn Fn(usize) -> Option<usize>| {
        while let Some(k) = at {
            let c = block.glyphs[k].now;
            if !c.is_ascii_graphic() {
                return is_blank(c) && step(k).is_some_and(|k| is_cjk(block.glyphs[k].now));
            }
            at = step(k);
        }
        false
    };
    if is_cjk(block.left(start)) {
        other_side(block.after(end - 1), &|k| block.after(k))
    } else {
        other_side(block.before(start), &|k| block.before(k))
    }
}
