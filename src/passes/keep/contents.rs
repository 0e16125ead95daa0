//! The titles of a page, listed once more above or below its articles, as websites do.
//!
//! ```text
//! ■ 读书节落幕
//! ■ 防汛工作部署
//!
//! 读书节落幕
//! 　　石桥县第十七届读书节……
//! ```
//! Trap: what one extractor wrote twice stands twice, too, line by line; two articles may have the same kicker, a song its
//! refrain, a timetable its programmes; and below a headline its subheads may be told. A list stands at the head or the foot of
//! the page, and every title has running text below it where it stands again.

use crate::evidence::patterns::{BULLETS, is_imprint, is_navigation};
use crate::page::{Form, Kind, Page};

/// A list has so many titles at least.
const LEAST: usize = 2;
/// The head and the foot of a page have no more lines.
const EDGE: usize = 6;
/// The text of a title begins in one of so many lines below it.
const NEAR: usize = 4;
/// Titles have so many characters at least,
const SHORT: usize = 4;
/// and are no wider (half ems).
const WIDE: u16 = 120;

/// Marks the lines of such lists as the page's own, and the titles that they list.
pub(super) fn find(page: &Page, forms: &mut [Form]) {
    let titles = titles(page);
    let Some(places) = twice(&titles) else {
        return;
    };
    let text = |i: usize| page.blocks().get(i).map(|block| page.str(block));
    let runs = |i: usize| text(i).is_some_and(|text| text.contains(['，', '。']));
    let has_text = |i: usize| (i + 1..=i + NEAR).any(runs);
    let mut i = 0;
    while i < titles.len() {
        let above = list(&titles, i, |i| places[i].1.filter(|&title| has_text(title)));
        let below = list(&titles, i, |i| places[i].0.filter(|&title| has_text(title)));
        let length = above.max(below);
        let at_head = || {
            let title = places[i].1.unwrap_or(titles.len());
            i <= EDGE
                && (0..i).all(|i| text(i).is_some_and(is_pages))
                && !(i + length..title).any(runs)
        };
        let at_foot =
            || (i + length..titles.len()).len() <= EDGE && !(i + length..titles.len()).any(runs);
        let is_list = match length == above {
            true => at_head(),
            false => at_foot(),
        };
        if length >= LEAST && is_list {
            for line in i..i + length {
                forms[line] = Form::Begins(Kind::Other);
                let (before, after) = places[line];
                if let Some(title) = if length == above { after } else { before } {
                    forms[title] = Form::Begins(Kind::Title);
                    // It is whole.
                    if let Some(below @ Form::Open) = forms.get_mut(title + 1) {
                        *below = Form::Opens;
                    }
                }
            }
        }
        i += length.max(1);
    }
}

/// Whether a line above a list may be the page's: of its masthead, or of a website.
fn is_pages(line: &str) -> bool {
    let names = ["版", "报", "目录", "导航", "导读", "标题", "要闻"];
    names.iter().any(|name| line.contains(name))
        || is_navigation(line)
        || is_imprint(line)
        || line.contains('日') && line.contains(|c: char| c.is_ascii_digit())
}

/// How many lines from this one on are titles of which no two are the same and which stand again, in the same order,
/// with something between them.
fn list(titles: &[Option<u64>], from: usize, again: impl Fn(usize) -> Option<usize>) -> usize {
    let mut last = None;
    let in_list = |&i: &usize| {
        let place = again(i);
        let apart = match (last, place) {
            (_, None) => false,
            (None, _) => true,
            (Some(last), Some(place)) => place > last + 1,
        };
        last = place;
        apart && !titles[from..i].contains(&titles[i])
    };
    (from..titles.len()).take_while(in_list).count()
}

/// What every line says, if it may be a title.
fn titles(page: &Page) -> Vec<Option<u64>> {
    let titles = page.blocks().iter().map(|block| {
        let narrow = block.layout.width <= WIDE;
        narrow.then(|| title(page.str(block))).flatten()
    });
    titles.collect()
}

/// The line in which each title stands before and the one in which it stands next; nothing if too few stand twice. What
/// stands twice in lines one below the other was written twice by an extractor.
fn twice(titles: &[Option<u64>]) -> Option<Vec<(Option<usize>, Option<usize>)>> {
    let mut sorted: Vec<(u64, usize)> = Vec::new();
    sorted.extend((0..titles.len()).filter_map(|i| Some((titles[i]?, i))));
    sorted.sort_unstable();
    let mut places = vec![(None, None); titles.len()];
    let mut count = 0;
    for same in sorted.chunk_by(|one, next| one.0 == next.0) {
        if same.windows(2).any(|pair| pair[1].1 - pair[0].1 == 1) {
            continue;
        }
        count += usize::from(same.len() > 1);
        for pair in same.windows(2) {
            let (before, next) = (pair[0].1, pair[1].1);
            places[before].1 = Some(next);
            places[next].0 = Some(before);
        }
    }
    (count >= LEAST).then_some(places)
}

/// What a line says if it may be a title, without its mark and its spaces.
fn title(line: &str) -> Option<u64> {
    let text = line.trim_start_matches(|c: char| BULLETS.contains(&c) || "·•-－ ".contains(c));
    let digits = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let text = match digits.strip_prefix(['.', '．', '、']) {
        Some(rest) if digits.len() < text.len() => rest,
        _ => text,
    };
    /// A large odd number: every character changes all bits above its own.
    const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;
    let (mut hash, mut count) = (0u64, 0);
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        if matches!(c, '。' | '；') {
            return None;
        }
        hash = (hash.rotate_left(23) ^ u64::from(c)).wrapping_mul(SPREAD);
        count += 1;
    }
    (count >= SHORT).then_some(hash)
}

#[cfg(test)]
mod tests {
    use super::super::tests::forms;
    use crate::page::{Form, Kind};

    const LISTED: Form = Form::Begins(Kind::Other);

    #[test]
    fn titles_that_are_listed() {
        for list in [
            "■ 读书节落幕\n■ 防汛工作部署",
            "读书节落幕\n防汛工作部署",
            "1. 读书节落幕\n2. 防汛工作 部署",
        ] {
            let text = format!(
                "石桥日报\n{list}\n\n读书节落幕\n石桥县第十七届读书节昨日落幕。\n防汛工作部署\n全县防汛会议昨日召开。"
            );
            let found = forms(&text);
            let title = Form::Begins(Kind::Title);
            let opens = Form::Opens;
            assert_eq!(
                found[1..],
                [LISTED, LISTED, title, opens, title, opens],
                "{list}"
            );
        }
    }

    #[test]
    fn what_stands_twice_and_is_no_list() {
        for text in [
            // Written twice by the extractor.
            "读书节落幕\n读书节落幕\n石桥县第十七届读书节昨日落幕。\n防汛工作部署\n防汛工作部署\n全县防汛会议昨日召开。",
            // One kicker of two articles, with a title each.
            "民生实事\n读书节落幕\n石桥县第十七届读书节昨日落幕。\n民生实事\n防汛工作部署\n全县防汛会议昨日召开。",
            "读书节落幕\n防汛工作部署\n石桥县第十七届读书节昨日落幕。",
            // Subheads told below a headline; a refrain; a timetable.
            "读书的人\n一张书桌\n两个夜晚\n石桥县读书节昨日落幕。\n一张书桌\n他说，书桌是旧的。\n两个夜晚\n他说，夜晚很长。",
            "河水长流\n青山不老\n他们走了\n河水长流\n又回来\n青山不老",
            "今日节目\n新闻联播\n天气预报\n明日节目\n新闻联播\n电视剧\n天气预报",
            // A stretch of text that stands twice.
            "石桥县第十七届读书节\n昨日在县图书馆落幕\n其他\n石桥县第十七届读书节\n昨日在县图书馆落幕",
            "要闻\n社会\n石桥县第十七届读书节昨日落幕。\n要闻\n全县防汛会议昨日召开。\n社会",
        ] {
            assert!(!forms(text).contains(&LISTED), "{text}");
        }
    }
}
