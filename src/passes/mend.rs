//! Put pieces of one printed line together again.
//!
//! Some extractors break a printed line where its punctuation was squeezed: `性对话”` ␤ `。在前后不到一个`
//! or `照做不误。` ␤ `“达`. No printed line begins with a closing mark (GB/T 15834-2011, 5.1.3), so such a
//! piece goes on with the line before; a piece that begins with an opening mark does when the two
//! together are as wide as the lines around.
//!
//! Trap: a headline's own line may begin with a quotation mark, and short lines before a quote are
//! usually the ends of paragraphs; only the sum of the widths tells them from pieces.

use crate::audit::is_content;
use crate::chars;
use crate::evidence::profile::{self, Start};
use crate::page::{Layout, Page};

/// Lines on either side whose widths are the measure.
const WINDOW: usize = 8;

/// Joins pieces of printed lines.
pub fn run(page: &mut Page) {
    let n = page.blocks().len();
    let mut joined = vec![false; n];
    let widths: Vec<u16> = page.blocks().iter().map(|b| b.layout.width).collect();
    // Width of the printed line so far, where pieces were already joined.
    let mut whole = widths.clone();
    for i in 1..n {
        let (a, b) = (&page.blocks()[i - 1], &page.blocks()[i]);
        if b.layout.level > 0
            || a.layout.level > 0
            || b.layout.piece > 0
            || a.layout.vertical
            || b.layout.vertical
        {
            continue;
        }
        let text = page.str(b);
        let sum = whole[i - 1] + widths[i];
        let goes_on = match profile::start_of(text) {
            Start::Closing => !text.starts_with(['·', '%', '—']) || !text.contains(is_content),
            Start::Quote | Start::Bracket => {
                let around = &widths[i.saturating_sub(WINDOW)..(i + WINDOW).min(n)];
                let measure =
                    profile::mode::<{ 2 * WINDOW }>(around.iter().copied().filter(|&w| w >= 12));
                measure >= 16
                    && whole[i - 1] + 3 < measure
                    && sum.abs_diff(measure) <= 1
                    && widths[i] <= 8
            }
            _ => {
                !text.contains(is_content)
                    && text
                        .chars()
                        .all(|c| chars::is_closing(c) || chars::is_terminal(c))
            }
        };
        if goes_on {
            joined[i] = true;
            whole[i] = sum;
        }
    }
    if !joined.contains(&true) {
        return;
    }
    let mut layouts: Vec<Layout> = Vec::new();
    for (i, b) in page.blocks().iter().enumerate() {
        match layouts.last_mut() {
            Some(last) if joined[i] => last.width = whole[i],
            _ => layouts.push(b.layout),
        }
    }
    page.join(|i| joined[i + 1].then_some(""));
    for (i, layout) in layouts.into_iter().enumerate() {
        page.lay_out(i, layout);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::audit;
    use crate::passes::lines;
    use crate::source;

    fn texts(text: &str) -> Vec<String> {
        let mut page = Page::new(source::decode("page.txt", text.as_bytes(), None));
        lines::run(&mut page);
        run(&mut page);
        assert_eq!(audit(&page), [], "{text:?}");
        for block in page.blocks() {
            let width = lines::width(page.str(block));
            assert_eq!(block.layout.width, width, "{}", page.str(block));
        }
        page.blocks()
            .iter()
            .map(|b| page.str(b).to_owned())
            .collect()
    }

    #[test]
    fn a_closing_mark_begins_no_line() {
        assert_eq!(
            texts("他们开展线上个性对话”\n。在前后不到一个月里\n"),
            ["他们开展线上个性对话”。在前后不到一个月里"]
        );
        assert_eq!(texts("一行正文\n，另一行\n"), ["一行正文，另一行"]);
        assert_eq!(texts("一行（正文\n）另一行\n"), ["一行（正文）另一行"]);
    }

    #[test]
    fn several_pieces_of_one_line() {
        assert_eq!(texts("一行“正文\n”\n。另一行\n"), ["一行“正文”。另一行"]);
    }

    #[test]
    fn an_opening_mark_that_fills_the_measure() {
        let column = "会议指出要把各项措施落实到位\n".repeat(3);
        let text = format!("{column}各单位要照做不误要做到好\n“达\n{column}");
        let got = texts(&text);
        assert_eq!(got[3], "各单位要照做不误要做到好“达");
        assert_eq!(got.len(), 7);
    }

    #[test]
    fn what_is_no_piece() {
        let column = "会议指出要把各项措施落实到位\n".repeat(3);
        let stays = [
            // A headline's own line.
            format!("{column}坚决打赢\n“阻击战”进行时\n"),
            // The end of a paragraph before a quote that is a paragraph of its own.
            format!("{column}照办。\n“我们一定要做到最好，一定要。\n"),
            format!("{column}要落实。\n《某地通讯》\n"),
            "一行正文\n另一行正文\n".to_owned(),
            "# 标题\n”正文\n".to_owned(),
            "标题\n# ）正文\n".to_owned(),
            "·要闻·\n·简讯·\n".to_owned(),
            "占比\n%的人\n".to_owned(),
            "说话\n——他说\n".to_owned(),
        ];
        for text in stays {
            let lines: Vec<&str> = text.lines().map(|l| l.trim_start_matches("# ")).collect();
            assert_eq!(texts(&text), lines);
        }
    }

    #[test]
    fn the_first_line_has_nothing_before_it() {
        assert_eq!(texts("。正文\n另一行\n"), ["。正文", "另一行"]);
        assert_eq!(texts(""), [""; 0]);
    }
}
