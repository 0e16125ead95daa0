//! Set aside what websites and archives write around an article, so that its headline and its text are neighbours.
//!
//! 《云州日报》（2018年9月11日 第3版）, or 2018-09-11 09:12 来源：云州新闻网, stands between them, below every headline, and
//! 首页 > 新闻 above it; on a newspaper's page such a line stands at the head, and there it stays. Who edited an article stands
//! below it, and is no row of a list either.

use crate::evidence::patterns::{is_editor, is_imprint, is_navigation, tells_source};
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
    let mut aside = Vec::new();
    let mut imprint = None;
    for i in 0..page.blocks().len() {
        let block = &page.blocks()[i];
        let text = page.str(block);
        let mut layout = block.layout;
        let kind = if layout.form != Form::Open {
            continue;
        } else if is_imprint(text) {
            imprint = Some(i);
            Kind::Masthead
        } else if tells_source(text) && (is_beside(imprint, i) || is_above(page, i)) {
            Kind::Masthead
        } else if is_navigation(text) {
            Kind::Other
        } else if is_editor(text) {
            Kind::Staff
        } else {
            continue;
        };
        layout.form = Form::Begins(kind);
        page.lay_out(i, layout);
        if kind != Kind::Staff {
            aside.push(i);
        }
    }
    aside
}

/// Whether an imprint stands in the line above.
fn is_beside(imprint: Option<usize>, i: usize) -> bool {
    imprint.is_some_and(|above| above + 1 == i)
}

/// Whether an imprint stands in the line below.
fn is_above(page: &Page, i: usize) -> bool {
    let below = page.blocks().get(i + 1);
    below.is_some_and(|below| is_imprint(page.str(below)))
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
            "读书节落幕\n来源：石桥新闻网\n石桥县读书节昨日落幕。\n来源：石桥新闻网",
        ] {
            assert!(order(text).is_sorted(), "{text}");
        }
    }
}
