//! Put a sign-off behind the line that it ends.
//!
//! A sign-off is set at the right of the last line of its article, if there is room. Extractors that read boxes from
//! top to bottom may give the two the wrong way round: `…受众` ␤ `（贾雪国）` ␤ `10万余人。`. The text above then goes
//! on over the sign-off, in a line that ends a sentence, and both together are no wider than the line above.
//!
//! Trap: where columns alternate, lines of other articles stand so by chance; there the text does not go on.

use crate::evidence::ends::{End, end_of};
use crate::evidence::patterns::{self, Pattern};
use crate::evidence::profile::PARAGRAPH;
use crate::evidence::seam::seam;
use crate::page::{Block, Layout, Page};
use crate::passes::lines::width;

/// The text goes on over a sign-off if it fits by so much (half bits): so in all of 14 places where nothing speaks
/// against it, and in 3 of 7 where something does.
const FITS: i32 = 0;

/// Sign-offs are no wider (half ems).
const LONGEST: u16 = 40;
/// What a sign-off in brackets has,
const BRACKETED: u64 = Pattern::bits(&[Pattern::Signed, Pattern::Dateline]);
/// and one without.
const PLAIN: u64 = Pattern::bits(&[Pattern::Office, Pattern::Reporter, Pattern::Publisher]);

/// Lets lines and the sign-offs before them change places.
pub(super) fn run(page: &mut Page) {
    let blocks = page.blocks();
    let early: Vec<usize> = (1..blocks.len().saturating_sub(1))
        .filter(|&i| is_early(page, &blocks[i - 1], &blocks[i], &blocks[i + 1]))
        .collect();
    if early.is_empty() {
        return;
    }
    let mut order: Vec<usize> = (0..blocks.len()).collect();
    for i in early {
        let (sign, line) = (page.blocks()[i].layout, page.blocks()[i + 1].layout);
        let (above, below) = (sign.blanks, line.blanks);
        page.lay_out(
            i,
            Layout {
                blanks: below,
                ..sign
            },
        );
        page.lay_out(
            i + 1,
            Layout {
                blanks: above,
                ..line
            },
        );
        order.swap(i, i + 1);
    }
    page.gather(&order);
}

/// Whether the text above a sign-off ends in the line below it.
fn is_early(page: &Page, above: &Block, sign: &Block, below: &Block) -> bool {
    let widths = [above, sign, below].map(|b| b.layout.width);
    let [room, own, rest] = widths;
    if room >= PARAGRAPH || own + rest > room + 1 || rest >= room {
        return false;
    }
    let plain = |l: &Layout| !l.vertical && l.level == 0;
    let [text, mark, end] = [above, sign, below].map(|b| page.str(b));
    [above, sign, below].iter().all(|b| plain(&b.layout))
        && !matches!(end_of(text), End::Stop | End::Closed | End::Colon)
        && end_of(end) == End::Stop
        && is_sign_off(mark)
        && seam(text, end).is_none_or(|s| s.fit >= FITS)
}

/// Whether a line is a sign-off by itself.
fn is_sign_off(text: &str) -> bool {
    let bracketed = text.starts_with(['（', '(']) && text.ends_with(['）', ')']);
    let signs = if bracketed { BRACKETED } else { PLAIN };
    width(text) <= LONGEST && patterns::find(text, width(text)) & signs != 0
}

#[cfg(test)]
mod tests {
    use crate::passes::{audited, detach, lines};

    fn lines_of(text: &str) -> Vec<String> {
        let page = audited(text, &[lines::run, detach::run]);
        let blocks = page.blocks().iter();
        blocks.map(|b| page.str(b).to_owned()).collect()
    }

    #[test]
    fn a_sign_off_before_the_line_that_it_ends() {
        for (above, sign, below, early) in [
            ("两国各领域合作持续健康", "（胡艳）", "发展。", true),
            ("深入社区开展宣讲，受众", "（贾雪国）", "10万余人。", true),
            ("请过往车辆和各位读者谅", "本报编辑部", "解。", true),
            // The text ends above it, or does not end below it, or does not go on there.
            ("两国合作持续健康发展。", "（胡艳）", "会议闭幕。", false),
            ("两国各领域合作持续健康", "（胡艳）", "发展，双方", false),
            ("各级部门要认真贯彻落", "（胡艳）", "葡萄丰收。", false),
            // Both have no room in one line, or the line below is as wide as the one above.
            (
                "两国各领域合作持续健康",
                "（记者 胡艳）",
                "发展迈上台阶。",
                false,
            ),
            ("两国合作持续健康", "（胡艳）", "发展迈上新台阶。", false),
            // No sign-off.
            ("两国各领域合作持续健康", "（见图）", "发展。", false),
            ("两国各领域合作持续健康", "稳步", "发展。", false),
        ] {
            let want = if early {
                [above, below, sign]
            } else {
                [above, sign, below]
            };
            let text = format!("{above}\n{sign}\n{below}\n");
            assert_eq!(lines_of(&text), want, "{text}");
        }
    }
}
