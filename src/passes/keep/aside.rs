//! Set aside what websites and archives write around an article, so that its headline and its text are neighbours.
//!
//! 《云州日报》（2018年9月11日 第3版）, or 2018-09-11 09:12 来源：云州新闻网, stands between them, below every headline, and
//! 首页 > 新闻 above it; on a newspaper's page such a line stands at the head, and there it stays. Who edited an article stands
//! below it, and is no row of a list either.

use crate::evidence::patterns::{is_editor, is_imprint, is_navigation, is_stamp, tells_source};
use crate::page::{Form, Kind, Page};

/// The head of a page has so many lines.
const HEAD: usize = 4;

/// Says what such lines are, and puts those of a page's articles before the page.
pub(super) fn run(page: &mut Page) {
    let mut aside = name(page);
    if aside.len() < 2 {
        aside.retain(|&i| i >= HEAD);
    }
    if aside.is_empty() {
        return;
    }
    // The empty lines around one part what stands above it from what stands below.
    for &i in &aside {
        let blanks = page.blocks()[i].layout.blanks;
        if let Some(below) = page.blocks().get(i + 1) {
            let mut layout = below.layout;
            layout.blanks = layout.blanks.max(blanks);
            page.lay_out(i + 1, layout);
        }
    }
    let others = (0..page.blocks().len()).filter(|i| aside.binary_search(i).is_err());
    let order: Vec<usize> = aside.iter().copied().chain(others).collect();
    page.gather(&order);
}

/// Says what such lines are; those that are set aside, in ascending order.
fn name(page: &mut Page) -> Vec<usize> {
    let texts: Vec<Line> = page
        .blocks()
        .iter()
        .map(|b| Line::of(page.str(b)))
        .collect();
    let is = |i: Option<usize>, which: &[Line]| {
        i.and_then(|i| texts.get(i))
            .is_some_and(|t| which.contains(t))
    };
    let mut aside = Vec::new();
    for (i, line) in texts.iter().enumerate() {
        let beside = |which: &[Line]| is(i.checked_sub(1), which) || is(Some(i + 1), which);
        let kind = match line {
            Line::Imprint => Kind::Masthead,
            Line::Source if beside(&[Line::Imprint, Line::Stamp]) => Kind::Masthead,
            Line::Stamp if beside(&[Line::Source, Line::Navigation]) => Kind::Masthead,
            Line::Navigation => Kind::Other,
            Line::Editor => Kind::Staff,
            _ => continue,
        };
        let mut layout = page.blocks()[i].layout;
        if layout.form != Form::Open {
            continue;
        }
        layout.form = Form::Begins(kind);
        page.lay_out(i, layout);
        if kind != Kind::Staff {
            aside.push(i);
        }
    }
    aside
}

/// What a line is for a website or an archive.
#[derive(Clone, Copy, PartialEq)]
enum Line {
    Imprint,
    /// Where a text is from,
    Source,
    /// or a day and an hour: they tell what they are together.
    Stamp,
    Navigation,
    Editor,
    Other,
}

impl Line {
    fn of(text: &str) -> Self {
        if is_imprint(text) {
            Line::Imprint
        } else if is_stamp(text) {
            Line::Stamp
        } else if tells_source(text) {
            Line::Source
        } else if is_navigation(text) {
            Line::Navigation
        } else if is_editor(text) {
            Line::Editor
        } else {
            Line::Other
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::passes::{audited, detach, lines};

    fn order(text: &str) -> Vec<u32> {
        let page = audited(text, &[lines::run, detach::run, super::run]);
        page.blocks().iter().map(|b| b.layout.line).collect()
    }

    #[test]
    fn imprints_below_headlines_are_set_aside() {
        let text = "读书节落幕\n2018年9月11日 第3版\n石桥县读书节昨日落幕。\n防汛工作部署\n2018年9月11日 第3版\n全县防汛会议昨日召开。";
        assert_eq!(order(text), [2, 5, 1, 3, 4, 6]);
        let alone = "石桥日报\n今日要闻\n读书节落幕\n记者 王平\n《石桥日报》（2018年9月11日 第3版）\n石桥县";
        assert_eq!(order(alone), [5, 1, 2, 3, 4, 6]);
        let site =
            "首页 > 新闻\n读书节落幕\n2018-09-11 09:12\n来源：石桥新闻网\n石桥县读书节昨日落幕。";
        assert_eq!(order(site), [1, 3, 4, 2, 5]);
    }

    #[test]
    fn the_head_of_a_page_stays() {
        for text in [
            "石桥日报\n2018年9月11日 第3版\n读书节落幕\n石桥县读书节昨日落幕。",
            "读书节落幕\n石桥县读书节昨日落幕。\n2018年9月11日",
            // Hours of a timetable.
            "石桥剧场\n今晚演出\n2018-09-11 19:30\n《河水长流》\n2018-09-12 19:30\n《山里的人》",
            "讲座预告\n题目：读书的人\n时间：2018年9月11日\n地点：县图书馆\n时间：2018年9月12日",
            "读书节落幕\n来源：石桥新闻网\n石桥县读书节昨日落幕。\n来源：石桥新闻网",
        ] {
            assert!(order(text).is_sorted(), "{text}");
        }
    }
}
