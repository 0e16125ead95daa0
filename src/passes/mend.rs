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
                let measure = profile::mode(around.iter().copied().filter(|&w| w >= 12));
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
