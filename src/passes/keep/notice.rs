//! The sign-offs of notices: the office, the date and whom to ask, below what the notice says.
//!
//! A firm's name or a date by itself is what mastheads and headlines have as well, so it is read as a sign-off only
//! below a sentence, with a notice's title or a notice's words not far above, and only where no text goes on with it.

use super::items::Mark;
use crate::chars;
use crate::evidence::ends::{End, end_of};
use crate::evidence::patterns::{self, Pattern};
use crate::page::{Block, Form, Kind, Page};
use memchr::memmem;

/// A notice is signed at most so many lines below its title or the last of its words.
const REACH: usize = 40;
/// A line of a sign-off is at most this wide (half ems).
const WIDEST: u16 = 48;

/// The name of an office has at least so many characters.
const OFFICE: usize = 4;

/// What tells whom to ask.
const ASK: [&str; 7] = [
    "联系人",
    "联系电话",
    "联系地址",
    "联系方式",
    "咨询电话",
    "监督电话",
    "举报电话",
];

/// Marks the lines of sign-offs.
pub(super) fn find(page: &Page, forms: &mut [Form]) {
    let blocks = page.blocks();
    let text = |i: usize| page.str(&blocks[i]);
    let says = said_on(page);
    // Where the notice that is open said so last, and the line that signs it.
    let (mut said, mut signed): (Option<usize>, Option<usize>) = (None, None);
    for i in 0..blocks.len() {
        // Nearly every line is no notice's, and a dateline only ends one: so it is asked last.
        let is_notices = is_notices(text(i), blocks[i].layout.width, &says);
        if (is_notices || said.is_some()) && patterns::is_dateline(text(i)) {
            said = None;
        } else if is_notices {
            said = Some(i);
        }
        let near = said.is_some_and(|at| at < i && i - at <= REACH);
        if !near || forms[i] != Form::Open || !stands(&blocks[i]) {
            continue;
        }
        let Some(above) = i.checked_sub(1) else {
            continue;
        };
        let below_sentence = end_of(text(above)) == End::Stop && blocks[above].layout.level == 0;
        let below_signed = signed == Some(above);
        // A row, or `五、联系方式`.
        let below_item = forms[above] == Form::Kept || Mark::read(text(above)).is_some();
        if !below_sentence && !below_signed && !below_item {
            continue;
        }
        let goes_on = below_signed && end_of(text(above)) == End::Colon;
        let date = is_date(text(i));
        if goes_on {
            forms[i] = Form::GoesOn;
            signed = Some(i);
        } else if date || is_office(text(i), blocks[i].layout.width) && is_last(page, i) {
            forms[i] = Form::Begins(Kind::Byline);
            signed = Some(i);
        } else if asks(text(i)) && !(below_sentence && is_full(page, above)) {
            forms[i] = Form::Begins(Kind::Body);
            signed = Some(i);
        }
    }
}

/// Whether a line says whom to ask.
fn asks(text: &str) -> bool {
    text.contains([':', '：']) && ASK.iter().any(|word| text.starts_with(word))
}

/// Whether a line fills the measure, so that its paragraph may go on.
fn is_full(page: &Page, i: usize) -> bool {
    /// A line this much narrower than those above it is the last of its paragraph (half ems).
    const SHORTER: u16 = 4;
    super::fills(page, i, i.saturating_sub(2), SHORTER)
}

/// Whether a line is a notice's title, or says one of these.
fn is_notices(text: &str, width: u16, says: &[&str]) -> bool {
    const TITLES: [&str; 6] = ["公告", "公示", "通告", "启事", "声明", "招标"];
    let title = |end: &&str| text.ends_with(*end) && !text.contains('，');
    patterns::titles(text, width) & Pattern::NoticeTitle.bit() != 0
        || TITLES.iter().any(title)
        || says.iter().any(|word| text.contains(word))
}

/// What only notices say, of what a page has of it. Few pages have anything, and to look through a page at once
/// costs less than through its lines one by one.
fn said_on(page: &Page) -> Vec<&'static str> {
    const SAYS: [&str; 10] = [
        "特此公告",
        "特此声明",
        "特此通告",
        "特此通知",
        "特此公示",
        "公告如下",
        "公示如下",
        "通告如下",
        "声明作废",
        "公告之日",
    ];
    /// What each of them begins or ends with.
    const PARTS: [&str; 4] = ["特此", "如下", "作废", "之日"];
    let text = page.text().as_str().as_bytes();
    let has = |word: &&str| memmem::find(text, word.as_bytes()).is_some();
    match PARTS.iter().any(has) {
        true => SAYS.into_iter().filter(has).collect(),
        false => Vec::new(),
    }
}

fn stands(block: &Block) -> bool {
    let layout = &block.layout;
    !layout.vertical && layout.level == 0 && layout.piece == 0 && layout.width <= WIDEST
}

/// Whether a line is nothing but the name of an office or a firm.
fn is_office(text: &str, width: u16) -> bool {
    const OTHERS: u64 = Pattern::bits(&[Pattern::Reporter, Pattern::Credit, Pattern::Speaks]);
    let found = patterns::find(text, width);
    let plain = |c: char| chars::is_han(c) || matches!(c, '（' | '）' | ' ');
    let named = found & Pattern::Office.bit() != 0 && found & OTHERS == 0;
    named && text.chars().nth(OFFICE - 1).is_some() && text.chars().all(plain)
}

/// Whether nothing goes on with a line: below it stand a date, a notice's title, an empty line or nothing.
fn is_last(page: &Page, i: usize) -> bool {
    let Some(next) = page.blocks().get(i + 1) else {
        return true;
    };
    let text = page.str(next);
    let found = || patterns::find(text, next.layout.width);
    let apart = next.layout.blanks > page.blocks()[i].layout.blanks;
    apart || is_date(text) || found() & Pattern::NoticeTitle.bit() != 0
}

/// Whether a line is nothing but a day: `2015年3月6日`, `二〇一五年三月`.
fn is_date(text: &str) -> bool {
    let number = |text: &str, most: usize| {
        let is_digit = |c: char| c.is_ascii_digit() || "〇○零一二三四五六七八九十".contains(c);
        let text = text.trim();
        (1..=most).contains(&text.chars().count()) && text.chars().all(is_digit)
    };
    let Some((year, rest)) = text.split_once('年') else {
        return false;
    };
    let Some((month, day)) = rest.split_once('月') else {
        return false;
    };
    let day = day.trim();
    number(year, 4)
        && year.trim().chars().count() == 4
        && number(month, 3)
        && (day.is_empty() || day.strip_suffix('日').is_some_and(|day| number(day, 3)))
}

#[cfg(test)]
mod tests {
    use super::super::tests::forms;
    use super::*;

    const SIGNED: Form = Form::Begins(Kind::Byline);

    #[test]
    fn offices_and_dates_sign_notices() {
        for text in [
            "注销公告\n本公司拟申请注销登记，请债权人申报债权。\n石桥锦程商贸有限公司\n2025年3月6日",
            "停电公告\n因线路检修，明日停电。\n石桥县供电公司",
            "经研究决定，现予公示。特此公告。\n石桥县人民法院\n二〇二五年三月六日",
            "招领启事\n请失主前来认领。\n2025年3月",
        ] {
            let signed = forms(text).into_iter().filter(|f| *f == SIGNED).count();
            let below = text
                .lines()
                .rev()
                .take_while(|l| !l.ends_with('。'))
                .count();
            assert_eq!(signed, below, "{text}");
        }
    }

    #[test]
    fn whom_to_ask_is_part_of_the_notice() {
        let text = "出让公告\n五、联系方式\n联系人：陈先生 联系电话：\n0794-8251666\n石桥县自然资源局\n2025年3月6日";
        let ask = Form::Begins(Kind::Body);
        assert_eq!(forms(text)[2..], [ask, Form::GoesOn, SIGNED, SIGNED]);
    }

    #[test]
    fn other_lines_sign_nothing() {
        for text in [
            // No notice; a notice whose sentence goes on, or begins with an office.
            "会议昨日结束。\n石桥锦程商贸有限公司\n2025年3月6日",
            "注销公告\n石桥锦程商贸有限公司\n经股东会决议拟申请注销登记。",
            "减资公告\n请债权人申报债权。\n石桥锦程商贸有限公司\n注册资本由1000万元减至200万元。",
            "出让公告\n受理单位为石桥县\n人民政府",
            // A masthead, a headline, an editor.
            "停电公告\n明日停电。\n2025年3月6日 星期四",
            "停电公告\n明日停电。\n石桥县召开防汛工作会议",
            "停电公告\n明日停电。\n责任编辑：王一禾",
            "停电公告\n明日停电。\n本报讯 昨日，石桥县开会。\n石桥县人民政府",
            // Too little to be an office.
            "停电公告\n明日停电。\n公司",
        ] {
            assert!(!forms(text).contains(&SIGNED), "{text}");
        }
    }

    #[test]
    fn dates() {
        for text in [
            "2015年3月6日",
            "二〇一五年三月六日",
            "2015 年 3 月",
            "二○二五年十二月三十一日",
        ] {
            assert!(is_date(text), "{text}");
        }
        for text in [
            "3月6日",
            "2015年",
            "2015年3月6日电",
            "15年3月6日",
            "2015年3月6日 星期五",
            "2015年春",
        ] {
            assert!(!is_date(text), "{text}");
        }
    }
}
