//! Set aside what tells where an article was printed, so that its headline and its text are neighbours.
//!
//! An archive writes 《云州日报》（2018年9月11日 第3版） between them, below every headline; on a newspaper's page such a line stands
//! at the head, and there it stays.

use crate::evidence::patterns::is_imprint;
use crate::page::Page;

/// The head of a page has so many lines.
const HEAD: usize = 4;

/// Puts such lines of a page's articles before the page.
pub(super) fn run(page: &mut Page) {
    let mut imprints: Vec<usize> = (0..page.blocks().len())
        .filter(|&i| is_imprint(page.str(&page.blocks()[i])))
        .collect();
    if imprints.len() < 2 {
        imprints.retain(|&i| i >= HEAD);
    }
    if imprints.is_empty() {
        return;
    }
    for &i in imprints.iter().rev() {
        // The empty lines around it part what stands above it from what stands below.
        let blanks = page.blocks()[i].layout.blanks;
        if let Some(below) = page.blocks().get(i + 1) {
            let mut layout = below.layout;
            layout.blanks = layout.blanks.max(blanks);
            page.lay_out(i + 1, layout);
        }
    }
    let others = (0..page.blocks().len()).filter(|i| imprints.binary_search(i).is_err());
    let order: Vec<usize> = imprints.iter().copied().chain(others).collect();
    page.gather(&order);
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
    }

    #[test]
    fn the_head_of_a_page_stays() {
        for text in [
            "石桥日报\n2018年9月11日 第3版\n读书节落幕\n石桥县读书节昨日落幕。",
            "读书节落幕\n石桥县读书节昨日落幕。\n2018年9月11日",
        ] {
            assert!(order(text).is_sorted(), "{text}");
        }
    }
}
