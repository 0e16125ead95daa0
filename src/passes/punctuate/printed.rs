//! Whether the spaces in the paragraphs of a page are the newspaper's or the extractor's.
//!
//! Most extractors write a space only where the file has one: `平洲煤业 收盘46.20元 跌4.11%`, `城东 读者陈女士反映`.
//! Others make one wherever a justified line is set wide: `发展势 头符合`. What an extractor makes falls inside words
//! as often as between them; what the paper printed hardly ever does. So the page is asked, not the single space.

use crate::chars::{is_blank, is_cjk};
use crate::evidence::lexicon;
use crate::page::{Kind, Page};
use crate::script;

/// Whose the spaces are that stand in running text.
#[derive(Clone, Copy, Debug, Default)]
pub struct Printed {
    /// Those between ideographs are the paper's.
    pub ideographs: bool,
    /// Those between ideographs and numbers are the paper's.
    pub numbers: bool,
}

/// Of a hundred spaces between ideographs, more than so many inside words are an extractor's. (On the bench's pages it
/// is one of 50 where all spaces are in the gold, half of them where none is.)
const TORN: usize = 20;
/// Of a hundred places where an ideograph and a number meet, more than so many with a space are an extractor's.
const SPACED: usize = 10;

/// What numbers count most often.
const MEASURES: &str = "年月日时時分秒点點岁歲个個人名次届屆万萬亿億元";

impl Printed {
    /// Reads the paragraphs and captions of a page.
    pub fn on(page: &Page) -> Self {
        let mut count = Count::default();
        for block in page.blocks() {
            if matches!(block.kind(), None | Some(Kind::Body | Kind::Caption)) {
                count.read(page.str(block));
            }
        }
        Printed {
            ideographs: count.torn * 100 <= count.between * TORN,
            numbers: !count.measured && count.spaced * 100 <= count.met * SPACED,
        }
    }
}

/// What stands in the paragraphs of a page.
#[derive(Default)]
struct Count {
    /// Spaces between two ideographs,
    between: usize,
    /// and those of them that are inside a word.
    torn: usize,
    /// Places where an ideograph meets a number,
    met: usize,
    /// and those of them with a space.
    spaced: usize,
    /// A number stands apart from what it counts, as no paper prints it: `1941 年`.
    measured: bool,
}

impl Count {
    /// Reads a text, if it has a space at all: what has none says little of an extractor that makes them.
    fn read(&mut self, text: &str) {
        if memchr::memchr(b' ', text.as_bytes()).is_none() {
            return;
        }
        let mut before = '\0';
        let mut gap = false;
        for c in text.chars() {
            if is_blank(c) {
                gap = true;
                continue;
            }
            match (is_cjk(before), is_cjk(c)) {
                (true, true) if gap => {
                    self.between += 1;
                    let word = String::from_iter([before, c].map(script::simplified));
                    self.torn += usize::from(lexicon::in_words(&word) == 2);
                }
                (true, false) if c.is_ascii_digit() => self.meet(gap),
                (false, true) if before.is_ascii_digit() => {
                    self.meet(gap);
                    self.measured |= gap && MEASURES.contains(c);
                }
                _ => {}
            }
            before = c;
            gap = false;
        }
    }

    fn meet(&mut self, gap: bool) {
        self.met += 1;
        self.spaced += usize::from(gap);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::decode;

    fn printed(text: &str) -> (bool, bool) {
        let mut page = Page::new(decode("page", text.as_bytes(), None));
        crate::passes::prepare(&mut page);
        let Printed {
            ideographs,
            numbers,
        } = Printed::on(&page);
        (ideographs, numbers)
    }

    #[test]
    fn the_page_says_whose_its_spaces_are() {
        for (text, ideographs, numbers) in [
            ("城东 读者陈女士反映，望江南路的路灯不亮。", true, true),
            ("平洲煤业 收盘46.20元 跌4.11% 净流出2亿元。", true, true),
            ("两军关系的发展势 头符合两国的政 治关系。", false, true),
            ("共 5 里，全市 12 乡，有 40 村报名。", true, false),
            ("没有空格的一段话，5月3日刊出。", true, true),
            ("天河168套 23450元，越秀57套，1941 年建。", true, false),
        ] {
            assert_eq!(printed(text), (ideographs, numbers), "{text}");
        }
    }
}
