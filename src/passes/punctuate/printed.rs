//! Whether the spaces in the paragraphs of a page are the newspaper's or the extractor's.
//!
//! Most extractors write a space only where the file has one: `平洲煤业 收盘46.20元 跌4.11%`, `城东 读者陈女士反映`.
//! Others make one wherever a justified line is set wide: `发展势 头符合`. What an extractor makes falls inside words
//! as often as between them; what the paper printed does not. So the page and the article are asked, not the single space.

use crate::chars::{is_blank, is_cjk};
use crate::evidence::lexicon;
use crate::page::Page;
use crate::script;
use std::collections::HashMap;

/// Whose the spaces are that stand in running text.
#[derive(Clone, Copy, Debug, Default)]
pub struct Printed {
    /// Those between ideographs are the paper's.
    pub ideographs: bool,
    /// Those between ideographs and numbers are the paper's.
    pub numbers: bool,
}

/// What numbers count most often.
const MEASURES: &str = "年月日时分秒点岁个人名次届万亿元";

impl Printed {
    /// Reads a page: for every article that has spaces, whose they are. They are the paper's where neither the page nor
    /// the article says otherwise: the page knows more, and the article must say the same when it is cleaned again.
    pub fn in_articles(page: &Page) -> HashMap<Option<usize>, Self> {
        let mut all = PAPER;
        let mut articles: HashMap<Option<usize>, Self> = HashMap::new();
        for block in page.blocks() {
            let text = page.str(block);
            if memchr::memchr(b' ', text.as_bytes()).is_some() {
                let article = articles.entry(block.article()).or_insert(PAPER);
                article.read(text);
                all.ideographs &= article.ideographs;
                all.numbers &= article.numbers;
            }
        }
        for article in articles.values_mut() {
            article.ideographs &= all.ideographs;
            article.numbers &= all.numbers;
        }
        articles
    }

    /// Reads a text: a space inside a common word, or between a number and what it counts, no paper prints.
    fn read(&mut self, text: &str) {
        let mut before = '\0';
        let mut gap = false;
        for c in text.chars() {
            if is_blank(c) {
                gap = true;
                continue;
            }
            if gap && is_cjk(c) {
                let [one, other] = [before, c].map(script::simplified);
                self.ideographs &= !lexicon::is_common(one, other);
                self.numbers &= !(before.is_ascii_digit() && MEASURES.contains(other));
            }
            before = c;
            gap = false;
        }
    }
}

/// Spaces of the paper's, until something says otherwise.
const PAPER: Printed = Printed {
    ideographs: true,
    numbers: true,
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::decode;

    fn printed(text: &str) -> Option<(bool, bool)> {
        let mut page = Page::new(decode("page", text.as_bytes(), None));
        crate::passes::prepare(&mut page);
        let articles = Printed::in_articles(&page);
        articles.get(&None).map(|p| (p.ideographs, p.numbers))
    }

    #[test]
    fn the_page_says_whose_its_spaces_are() {
        for (text, ideographs, numbers) in [
            ("城东 读者陈女士反映，望江南路的路灯不亮。", true, true),
            ("平洲煤业 收盘46.20元 跌4.11% 净流出2亿元。", true, true),
            ("两军关系的发展势 头符合两国的政 治关系。", false, true),
            ("今年 5 月，全市有 40 村报名。", true, false),
            ("天河168套 23450元，越秀57套，1941 年建。", true, false),
        ] {
            assert_eq!(printed(text), Some((ideographs, numbers)), "{text}");
        }
        assert_eq!(printed("没有空格的一段话，5月3日刊出。"), None);
    }

    /// Rows of listings and the places of readers ran together with what stands behind them.
    #[test]
    fn only_the_papers_spaces_stay() {
        let edited = |printed: Printed, text: &str| {
            let setting = super::super::Setting {
                printed,
                ..super::super::tests::set(crate::page::Kind::Body)
            };
            let mut edits = crate::text::Edits::new();
            super::super::edit(setting, text, &mut edits);
            edits.apply_to_str(text)
        };
        for (text, without) in [
            ("城东 读者陈女士反映。", "城东读者陈女士反映。"),
            ("平洲煤业 46.20元 跌停。", "平洲煤业46.20元跌停。"),
        ] {
            assert_eq!(edited(PAPER, text), text);
            assert_eq!(edited(Printed::default(), text), without);
        }
        // What the paper has printed beside its marks, it has not meant.
        assert_eq!(
            edited(PAPER, "（记者 王平） 昨天， 全市"),
            "（记者 王平）昨天，全市"
        );
    }
}
