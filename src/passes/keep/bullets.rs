//! The items of lists with heavy bullets, such as news in brief and notices of losses.
//!
//! `●` and its kin stand before bylines, subheads and decks as well. Items are told by what they say: three or more
//! with the same bullet, each below the end of a sentence, each a sentence itself, most with a comma in the first
//! line or with a first line that fills the measure and runs on. An item that runs over several lines is one block,
//! and who signed it in brackets is part of it: the next item is another writer's.
//!
//! Trap: a deck of bulleted lines has no sentences; a subhead is short of the measure; a byline has names. `▲`
//! stands before captions, which are told from notices only by a notice's words.

use super::listing;
use crate::chars;
use crate::evidence::ends::{End, end_of};
use crate::evidence::patterns::{self, BULLETS, Pattern};
use crate::page::{Form, Kind, Page};
use std::ops::Range;

/// Fewest items of a list.
const FEW: usize = 3;
/// An item has at most this many lines.
const LINES: usize = 12;
/// A line this much narrower than the widest of its item (half ems) still fills the measure: the first line is
/// indented, and a mark may be squeezed.
const INDENT: u16 = 5;

/// What stands in brackets below a list has no more characters, with them.
const BRACKETED: usize = 20;

/// What stands behind a bullet that is no item.
const OTHERS: u64 = Pattern::bits(&[
    Pattern::Reporter,
    Pattern::Names,
    Pattern::Name,
    Pattern::Credit,
    Pattern::Jump,
    Pattern::Pageref,
    Pattern::Staff,
    Pattern::Dateline,
]);

/// Marks the items, and lets the line above the first begin a block.
pub(super) fn find(page: &Page, forms: &mut [Form]) {
    for list in lists(page) {
        let Some(first) = list.first().map(|item| item.start) else {
            continue;
        };
        if list
            .iter()
            .cloned()
            .flatten()
            .any(|i| forms[i] != Form::Open)
        {
            continue;
        }
        for item in list {
            forms[item.start] = Form::Begins(Kind::Body);
            forms[item.start + 1..item.end].fill(Form::GoesOn);
        }
        if let Some(head) = first.checked_sub(1)
            && forms[head] == Form::Open
            && listing::is_title(page, head, forms)
        {
            let apart = page.blocks()[head].layout.blanks > page.blocks()[first].layout.blanks;
            forms[head] = match apart {
                true => Form::Begins(Kind::Title),
                false => Form::Opens,
            };
        }
    }
}

/// The lists of a page, each as the lines of its items.
pub(in crate::passes) fn lists(page: &Page) -> Vec<Vec<Range<usize>>> {
    let blocks = page.blocks();
    let bullet = |i: usize| {
        let block = &blocks[i];
        let layout = &block.layout;
        let stands = layout.level == 0 && !layout.vertical && layout.piece < 2;
        let bullet = page.str(block).chars().next();
        bullet.filter(|c| stands && BULLETS.contains(c))
    };
    let marks: Vec<Option<char>> = (0..blocks.len()).map(bullet).collect();
    let mut lists = Vec::new();
    let mut i = 0;
    while i < marks.len() {
        let starts = starts(page, &marks, i);
        i += 1;
        let (Some(&last), true) = (starts.last(), starts.len() >= FEW) else {
            continue;
        };
        let mut items: Vec<Range<usize>> = starts.windows(2).map(|w| w[0]..w[1]).collect();
        items.push(last..end(page, last));
        if is_list(page, &items) {
            i = last + 1;
            lists.push(items);
        }
    }
    lists
}

/// Where the items begin of a list whose first begins at a line.
fn starts(page: &Page, marks: &[Option<char>], first: usize) -> Vec<usize> {
    let mut starts = Vec::new();
    let Some(bullet) = marks[first] else {
        return starts;
    };
    starts.push(first);
    let mut at = first;
    while let Some(next) =
        (at + 1..marks.len().min(at + 1 + LINES)).find(|&i| marks[i] == Some(bullet))
    {
        let above = end_of(page.str(&page.blocks()[next - 1]));
        if !matches!(above, End::Stop | End::Closed) {
            break;
        }
        starts.push(next);
        at = next;
    }
    starts
}

/// Where the last item ends that begins at a line: behind its first line that ends a sentence, and behind who
/// signed it there.
fn end(page: &Page, start: usize) -> usize {
    let blocks = page.blocks();
    let apart = |i: usize| blocks[i].layout.blanks > blocks[start].layout.blanks;
    let text = |i: usize| page.str(&blocks[i]);
    let most = blocks.len().min(start + LINES);
    for i in start..most {
        if i > start && apart(i) {
            return i;
        }
        if end_of(text(i)) == End::Stop || is_signed(text(i)) {
            let signed = i + 1 < most && !apart(i + 1) && is_bracketed(text(i + 1));
            return i + 1 + usize::from(signed);
        }
    }
    start + 1
}

fn is_bracketed(text: &str) -> bool {
    text.starts_with(['（', '('])
        && text.ends_with(['）', ')'])
        && text.chars().nth(BRACKETED).is_none()
}

/// Whether a line ends in brackets behind a sentence.
fn is_signed(text: &str) -> bool {
    let open = text.rfind(['（', '(']);
    let signed = |at: usize| text[..at].trim_end().ends_with(chars::is_terminal);
    text.ends_with(['）', ')']) && open.is_some_and(signed)
}

/// Whether these are the items of a list.
fn is_list(page: &Page, items: &[Range<usize>]) -> bool {
    let blocks = page.blocks();
    let text = |i: usize| page.str(&blocks[i]);
    let most = |is: &dyn Fn(&Range<usize>) -> bool| {
        items.iter().filter(|item| is(item)).count() * 2 >= items.len()
    };
    let others = |item: &Range<usize>| {
        let first = &blocks[item.start];
        let bare = text(item.start).trim_start_matches(BULLETS).trim_start();
        patterns::find(bare, first.layout.width) & OTHERS != 0
    };
    let whole = |item: &Range<usize>| {
        let last = text(item.end - 1);
        let inner = &blocks[item.start + 1..item.end];
        let plain = inner
            .iter()
            .all(|b| b.layout.level == 0 && !b.layout.vertical);
        plain && (end_of(last) == End::Stop || is_bracketed(last) || is_signed(last))
    };
    let runs_on = |item: &Range<usize>| {
        let widths = blocks[item.clone()].iter().map(|b| b.layout.width);
        let widest = widths.max().unwrap_or(0);
        let full = item.len() > 1 && blocks[item.start].layout.width + INDENT >= widest;
        full && matches!(
            end_of(text(item.start)),
            End::Word | End::Opened | End::Ascii
        )
    };
    let says = |item: &Range<usize>| {
        text(item.start).contains(['，', ','])
            || end_of(text(item.start)) == End::Stop
            || runs_on(item)
    };
    let of_notice = |item: &Range<usize>| {
        const NOTICE: u64 = Pattern::NoticeWord.bit();
        item.clone()
            .any(|i| patterns::find(text(i), blocks[i].layout.width) & NOTICE != 0)
    };
    let captions = text(items[0].start).starts_with('▲') && !most(&of_notice);
    let tells = most(&says) || items.iter().all(of_notice);
    !captions && items.iter().all(whole) && !items.iter().any(others) && tells
}

#[cfg(test)]
mod tests {
    use super::super::tests::forms;
    use super::*;

    const ITEM: Form = Form::Begins(Kind::Body);

    #[test]
    fn items_with_heavy_bullets_are_blocks() {
        for (text, want) in [
            (
                "●近日，竹园镇开展演练。（张涛）\n●昨日，县妇联举办培训。（陈洁）\n●连日来，供电公司消缺。（杨波）",
                vec![ITEM; 3],
            ),
            (
                "●近日，竹园镇组织开展防汛\n演练，80人参加。\n（张涛）\n●昨日，县妇联在沙州镇举办\n培训班。（陈洁）\n●连日来，供电公司对线路进\n行消缺。（杨波）\n（完）",
                vec![
                    ITEM,
                    Form::GoesOn,
                    Form::GoesOn,
                    ITEM,
                    Form::GoesOn,
                    ITEM,
                    Form::GoesOn,
                    Form::GoesOn,
                ],
            ),
            (
                "▲石桥县好又多副食店\n营业执照（注册号：510）遗失，\n声明作废。\n▲周石安身份证\n（510102197203154417）遗失，\n声明作废。\n▲石桥公司公章（编号：\n510）遗失，声明作废。",
                [ITEM, Form::GoesOn, Form::GoesOn]
                    .into_iter()
                    .cycle()
                    .take(8)
                    .collect(),
            ),
        ] {
            assert_eq!(forms(text), want, "{text}");
        }
    }

    #[test]
    fn the_line_above_the_first_begins_a_block() {
        let text = "会议昨日结束。\n\n快讯\n●近日，竹园镇开展演练。\n●昨日，县妇联举办培训。\n●连日来，供电公司消缺。";
        let title = Form::Begins(Kind::Title);
        assert_eq!(forms(text)[..3], [Form::Open, title, ITEM]);
        assert_eq!(forms(&text.replace("\n\n", "\n"))[1], Form::Opens);
    }

    #[test]
    fn other_bulleted_lines_are_no_items() {
        for text in [
            // Two.
            "●近日，竹园镇开展演练。\n●昨日，县妇联举办培训。",
            // Decks.
            "■一季度工业增加值增长8.2%\n■新开工亿元以上项目46个\n■三大攻坚取得成效",
            "■加快建设，服务到家\n■群众满意，干部尽责\n■上下同心，共克时艰",
            // Subheads with their paragraphs.
            "■加强领导\n各部门要认真落实责任，形成合力。\n■广泛宣传\n要做到家喻户晓，不留死角一处。\n■严格检查\n定期通报，抓好整改落实到位。",
            // Bylines and credits.
            "□本报记者 王一禾\n会议结束。\n□本报记者 林小禾\n会议结束。\n□本报记者 周石安\n会议结束。",
            "●王一禾\n会议结束，大家散去。\n●林小禾\n会议结束，大家散去。\n●周石安\n会议结束，大家散去。",
            // Captions.
            "▲工人们在分装米糕，供应市场。\n▲村民在采摘枇杷，喜笑颜开。\n▲学生在诵读诗文，声音琅琅。",
            // Different bullets, and text between.
            "●近日，竹园镇开展演练。\n■昨日，县妇联举办培训。\n◆连日来，供电公司消缺。",
            "●近日，竹园镇开展演练。\n●昨日，县妇联举办\n●连日来，供电公司消缺。",
            // Not at the beginning.
            "近日●竹园镇开展演练，大家参加。\n昨日●县妇联举办培训，大家参加。\n明日●供电公司消缺，大家参加。",
        ] {
            assert!(!forms(text).contains(&ITEM), "{text}");
        }
    }
}
