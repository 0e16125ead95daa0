//! Listings: neighbouring lines of one shape, such as times and what is on, labels and values, words and numbers.
//!
//! Their cells need not be as many, nor numbers alone (those are [`super::rows`]): what counts is that three lines
//! in a row say the same kind of thing in the same places, as no prose does. The line above them is their title.
//!
//! Trap: what stands in a masthead or in a sponsor's box has that shape as well (`责任编辑：…`, `热线：…`), so a
//! line with a pattern of furniture is none of a listing.

use super::items::Mark;
use super::runs;
use crate::chars;
use crate::evidence::ends::{End, Start, end_of, start_of};
use crate::evidence::patterns::{self, Pattern};
use crate::page::{Block, Form, Kind, Page};
use std::ops::RangeInclusive;

/// Fewest lines of a listing,
const LINES: usize = 3;
/// and of one whose lines have many cells,
const FEW: usize = 2;
/// which is so many.
const MANY: usize = 4;
/// A line of a listing is at most this wide (half ems).
const WIDEST: u16 = 80;
/// A label has from and to so many characters.
const LABEL: (usize, usize) = (2, 12);
/// A title above a listing is at most this wide (half ems).
const TITLE: u16 = 32;
/// A number that can be called has so many digits and hyphens, and one behind a word so many digits.
const CALLED: RangeInclusive<usize> = 7..=13;
const NUMBER: RangeInclusive<usize> = 3..=12;
/// Ideographs in a figure, before its digits and in all.
const FIGURE: (usize, usize) = (3, 5);

/// What a page has of its paper and a text of its writers, which is no line of a listing, nor its title.
const OTHERS: u64 = Pattern::bits(&[
    Pattern::Reporter,
    Pattern::Bulleted,
    Pattern::Dateline,
    Pattern::Credit,
    Pattern::Picture,
    Pattern::Jump,
    Pattern::Staff,
    Pattern::Publisher,
    Pattern::Sponsor,
]);

/// What a line has of the paper itself.
const OF_PAPER: u64 = Pattern::bits(&[Pattern::Issue, Pattern::PaperName]);

/// Marks the lines of listings, and their titles.
pub(super) fn find(page: &Page, forms: &mut [Form]) {
    let blocks = page.blocks();
    let shapes: Vec<Option<Shape>> = blocks
        .iter()
        .zip(&*forms)
        .map(|(b, &form)| Shape::read(b, page.str(b)).filter(|_| form == Form::Open))
        .collect();
    let shapes_alike: [fn(&Shape, &Shape) -> bool; 7] = [
        |a, b| a.timed && b.timed,
        |a, b| a.labelled && b.labelled,
        |a, b| a.paged && b.paged,
        |a, b| a.numbers > 0 && b.numbers > 0,
        |a, b| a.figures > 0 && (a.cells, a.figures) == (b.cells, b.figures),
        |a, b| a.called && b.called,
        |_, _| true,
    ];
    for (n, alike) in shapes_alike.into_iter().enumerate() {
        let any = n + 1 == shapes_alike.len();
        for (start, run) in runs(&shapes, alike) {
            let lines = start..start + run.len();
            let open = forms[lines.clone()].iter().all(|f| *f == Form::Open);
            let many = || run.len() >= FEW && run.iter().all(|s| s.has_many());
            // Lines of several shapes are a listing only below its title.
            let titled = || run.len() > LINES && start > 0 && is_title(page, start - 1, forms);
            let enough = match any {
                true => titled(),
                false => run.len() >= LINES || many(),
            };
            if open && enough {
                forms[lines.clone()].fill(Form::Kept);
                let last = lines.end - 1;
                if goes_on(page, last, &lines) {
                    forms[last] = Form::Begins(Kind::Body);
                }
            }
        }
    }
}

/// Marks the title above every table and listing.
pub(super) fn title(page: &Page, forms: &mut [Form]) {
    for i in 1..forms.len() {
        let first = forms[i] == Form::Kept && forms[i - 1] == Form::Open;
        // Above a later item stands what is said between the items.
        let later = Mark::read(page.str(&page.blocks()[i])).is_some_and(Mark::is_later);
        if first && !later && is_title(page, i - 1, forms) {
            forms[i - 1] = Form::Begins(Kind::Title);
        }
    }
}

/// Whether the line above the first of some kept ones is their title.
pub(super) fn is_title(page: &Page, i: usize, forms: &[Form]) -> bool {
    let (block, row) = (&page.blocks()[i], &page.blocks()[i + 1]);
    let (text, layout) = (page.str(block), &block.layout);
    let stands = layout.level == 0 && !layout.bold && !layout.vertical && layout.piece == 0;
    if !stands || layout.width > TITLE || layout.blanks < row.layout.blanks && i > 0 {
        return false;
    }
    let marked = matches!(start_of(text), Start::Symbol | Start::Dash | Start::Closing);
    let ends = !marked && matches!(end_of(text), End::Word | End::Closed | End::Ascii);
    let apart = i == 0 || layout.blanks > row.layout.blanks;
    let begins = || {
        i.checked_sub(1).is_none_or(|above| {
            let ended = end_of(page.str(&page.blocks()[above])) == End::Stop;
            let whole = || !may_begin(page, i) && ended;
            apart || forms[above] == Form::Kept || whole()
        })
    };
    const NO_TITLE: u64 = OTHERS
        | Pattern::bits(&[
            Pattern::Names,
            Pattern::Bracketed,
            Pattern::Date,
            Pattern::Issue,
            Pattern::Dashed,
        ]);
    let plain = || {
        let found = patterns::find(text, layout.width);
        let number =
            found & Pattern::Contact.bit() != 0 && text.contains(|c: char| c.is_ascii_digit());
        // A word may look like a name (房屋出租), which nobody sets apart above a list.
        let name = found & Pattern::Name.bit() != 0 && !apart;
        found & NO_TITLE == 0 && !number && !name
    };
    ends && text.contains(chars::is_han) && !text.contains('，') && begins() && plain()
}

/// Whether a line fills the measure of those above it, so that it may begin a paragraph.
fn may_begin(page: &Page, i: usize) -> bool {
    /// The first line of a paragraph is indented, and a mark may be squeezed (half ems).
    const SHORTER: u16 = 6;
    super::fills(page, i, i.saturating_sub(3), SHORTER)
}

/// Whether the last line of a listing fills the measure, so that the next may go on with it.
fn goes_on(page: &Page, last: usize, lines: &std::ops::Range<usize>) -> bool {
    let width = |i: usize| page.blocks()[i].layout.width;
    let next = page.blocks().get(last + 1);
    let follows = next.is_some_and(|b| b.layout.blanks == 0 && !page.str(b).starts_with('（'));
    let ended = end_of(page.str(&page.blocks()[last])) == End::Stop;
    follows && !ended && lines.clone().all(|i| width(i) < width(last))
}

/// What a line has that others of a listing have, too.
#[derive(Default)]
struct Shape {
    /// It begins with a label and a colon.
    labelled: bool,
    /// A time or a day stands before what is on.
    timed: bool,
    /// It ends in the number of a page.
    paged: bool,
    /// It is a sentence that ends in whom to call.
    called: bool,
    /// How many cells are a word and its number, if all are.
    numbers: usize,
    cells: usize,
    /// Which of its cells are figures, as bits.
    figures: u32,
}

impl Shape {
    fn read(block: &Block, text: &str) -> Option<Shape> {
        let layout = &block.layout;
        let stands = !layout.vertical && layout.level == 0 && layout.piece == 0;
        if !stands || layout.width > WIDEST {
            return None;
        }
        let labelled = is_labelled(text);
        // Most lines are prose, which has no cells.
        if !labelled && !text.bytes().any(|b| b.is_ascii_digit()) {
            return None;
        }
        // What its patterns say may only take something away, and is asked of the few lines that have something.
        let cells: Vec<&str> = text.split_whitespace().collect();
        let mut shape = Shape::of(text, &cells, labelled, 0)?;
        let found = patterns::find(text, layout.width);
        if found & (Pattern::Contact.bit() | OF_PAPER) != 0 {
            shape = Shape::of(text, &cells, labelled, found)?;
        }
        (found & OTHERS == 0).then_some(shape)
    }

    /// The shape of a line of these cells and patterns, if it has any.
    fn of(text: &str, cells: &[&str], labelled: bool, found: u64) -> Option<Shape> {
        let of_paper = found & OF_PAPER != 0;
        let dated = text.contains('年') || text.contains("星期") || of_paper;
        let sentence = text.contains(['。', '；', '！', '？']);
        let contact = found & Pattern::Contact.bit() != 0;
        let timed = |n: usize| cells.get(n).is_some_and(|c| is_time(c));
        let mut shape = Shape {
            labelled: labelled && !contact && !of_paper,
            timed: !sentence && !dated && cells.len() > 1 && (timed(0) || timed(1)),
            called: text.contains('，') && is_called(text),
            paged: !sentence && cells.len() > 1 && cells.last().is_some_and(|c| is_page(c)),
            ..Shape::default()
        };
        if cells.iter().all(|c| is_number(c)) {
            shape.numbers = cells.len();
        }
        if !sentence && !dated && !contact && !text.contains(['，', '：', '“']) && cells.len() > 1
        {
            let figures = cells
                .iter()
                .take(u32::BITS as usize)
                .map(|c| u32::from(is_figure(c)));
            shape.figures = figures.fold(0, |bits, figure| bits << 1 | figure);
            shape.cells = cells.len();
        }
        let any = shape.labelled || shape.timed || shape.paged || shape.called;
        (any || shape.numbers > 0 || shape.figures > 0).then_some(shape)
    }

    /// Whether it has so many cells that few lines tell.
    fn has_many(&self) -> bool {
        let figures = self.figures.count_ones() as usize;
        self.cells >= MANY && figures * 2 >= self.cells || self.numbers >= FEW
    }
}

/// Whether a text begins with a label: `地点：县文化馆`. Who speaks, and what introduces a sentence, is none.
fn is_labelled(text: &str) -> bool {
    const SAYS: [char; 12] = [
        '说', '道', '调', '出', '求', '为', '称', '问', '答', '下', '示', '者',
    ];
    // What a paper says of itself.
    const PAPERS: [&str; 9] = [
        "社址",
        "地址",
        "邮编",
        "邮政编码",
        "印刷",
        "定价",
        "零售",
        "订阅",
        "发行",
    ];
    let is_colon = |(_, c): &(usize, char)| matches!(c, '：' | ':');
    let Some((at, colon)) = chars::others(text).find(is_colon) else {
        return false;
    };
    let (label, value) = (&text[..at], &text[at + colon.len_utf8()..]);
    if PAPERS.iter().any(|word| label.starts_with(word)) {
        return false;
    }
    let is_of_label = |c: char| chars::is_han(c) || c.is_ascii_alphabetic() || "（）()".contains(c);
    let few = (LABEL.0..=LABEL.1).contains(&label.chars().take(LABEL.1 + 1).count());
    let plain = label.starts_with(chars::is_han) && label.chars().all(is_of_label);
    let whole = matches!(
        end_of(value),
        End::Word | End::Ascii | End::Stop | End::Closed
    );
    let inside = value.trim_end_matches(chars::is_terminal);
    let one = !inside.contains(['。', '！', '？', '；', '：', '“']);
    few && plain && !label.ends_with(SAYS) && !value.is_empty() && whole && one
}

/// Whether a cell is a time of the day, or a day: `19:35`, `5月1日`.
fn is_time(cell: &str) -> bool {
    let number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let clock = cell.split_once([':', '：']).is_some_and(|(hour, rest)| {
        let minute = rest.get(..2);
        number(hour) && hour.len() <= 2 && minute.is_some_and(number)
    });
    let day = || {
        cell.strip_suffix('日')
            .and_then(|c| c.split_once('月'))
            .is_some_and(|(month, day)| number(month) && number(day))
    };
    clock || day()
}

/// Whether a cell is the number of a page: `02版`, `A3版`, `第5版`.
pub(in crate::passes) fn is_page(cell: &str) -> bool {
    cell.strip_suffix('版').is_some_and(|page| {
        let page = page.strip_prefix('第').unwrap_or(page);
        let digits = page.trim_start_matches(|c: char| c.is_ascii_uppercase());
        (1..=2).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit())
    })
}

/// Whether a text ends in a number that can be called: `面议。13900139000`.
fn is_called(text: &str) -> bool {
    let text = text.trim_end_matches('。');
    let number = text.trim_end_matches(|c: char| c.is_ascii_digit() || c == '-');
    CALLED.contains(&(text.len() - number.len()))
}

/// Whether a cell is a word and its number: `火警119`.
fn is_number(cell: &str) -> bool {
    let word = cell.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = cell.len() - word.len();
    NUMBER.contains(&digits) && word.chars().nth(1).is_some() && word.chars().all(chars::is_han)
}

/// Whether a cell is a figure with its unit: `0.80元/斤`, `票价35元`, `12℃/2℃`, `LC-07`.
fn is_figure(cell: &str) -> bool {
    let Some(at) = cell.find(|c: char| c.is_ascii_digit()) else {
        return false;
    };
    let han = |text: &str| text.chars().filter(|c| chars::is_han(*c)).count();
    han(&cell[..at]) <= FIGURE.0 && han(cell) <= FIGURE.1
}

#[cfg(test)]
mod tests {
    use super::super::tests::forms;
    use super::*;

    #[test]
    fn lines_of_one_shape_are_a_listing_below_its_title() {
        for text in [
            "今日看点\n9:00 男子马拉松决赛\n14:30 男排决赛 石桥VS临溪\n20:00 闭幕式 一套、五套直播",
            "今日节目\n一套 20:00 电视剧《渡口》\nTV-5 19:30 足球之夜\n石桥台 21:15 电影《麦田》",
            "赛程预告\n5月1日 19:35 石桥VS临溪\n5月3日 19:35 青禾VS石桥\n5月5日 15:30 临溪VS青禾",
            "今日天气\n今天：多云转阴，偏北风4～5级，5℃～12℃\n明天：阴有小雨，2℃～7℃\n后天：阴转多云，－3℃～4℃",
            "人物名片\n姓名：周石安\n年龄：46岁\n职业：乡村医生\n感言：做一天医生，守一方百姓。",
            "导读\n我市出台“新政20条” 02版\n这个春天，去湿地看白鹳 05版\n女足归来话传承 第8版",
            "便民电话\n火警119 急救120 匪警110\n供水抢修96516 燃气抢修4008112345",
            "房屋出租\n城南三室两厅，精装。电话13800138000\n滨江路门面，面议。13900139000\n二手车转让，5.8万。13700137000",
            "开奖公告\n红球：03 08 15 21\n蓝球：11\n一等奖 5注 8,234,567元\n二等奖 128注 156,789元",
            "城市天气\n石桥 晴 12℃/2℃\n临溪 多云 18℃/11℃\n青禾 小雨 24℃/18℃",
            "捐款名单\n王一禾 500元\n县水务局 5000元\n青禾小学全体师生 3612.5元",
            "出让地块\nSQ-07 城南新区 26680㎡ 起始价8900万元\nSQ-08 工业园区 41352㎡ 起始价1240万元",
        ] {
            let mut want = vec![Form::Kept; text.lines().count()];
            want[0] = Form::Begins(Kind::Title);
            assert_eq!(forms(text), want, "{text}");
        }
    }

    #[test]
    fn other_lines_are_no_listing() {
        for text in [
            // Two lines of few cells.
            "9:00 男子马拉松决赛\n14:30 男排决赛",
            "姓名：周石安\n年龄：46岁",
            "王一禾 500元\n林小禾 200元",
            // What a masthead and a sponsor's box have.
            "责任编辑：王一禾\n美术编辑：林小禾\n校对：周石安",
            "2026年5月6日 星期三\n第2346期 本期4版\n国内统一刊号 01-2345",
            "新闻热线：2345678\n广告热线：2345679\n发行热线：2345670",
            "社址：石桥市人民路235号\n邮政编码：446927\n印刷：石桥日报印务中心",
            "主办单位：石桥县融媒体中心\n协办单位：临溪镇\n本版联办：青禾村",
            "文字：本报记者 王一禾\n图片：本报记者 林小禾\n制图：本报记者 周石安",
            // Who speaks, and what introduces a sentence.
            "王一禾说：好\n林小禾问：何时\n周石安答：明天",
            "会议指出：成绩来之不易\n会议强调：要再接再厉\n会议要求：抓好落实",
            // Labels of sentences that run on, and of several.
            "第一招：先看叶子，\n第二招：再看根茎，\n第三招：后看果实，",
            "第一招：先看叶。再看根\n第二招：先看土。再看水\n第三招：先看天。再看地",
            // Prose with figures, in column lines.
            "全年共有30万人次参加\n比上年增长12.5个百分点\n其中石桥县增长15个百分点",
            "5月1日，石桥县召开会议\n5月3日，临溪镇召开会议\n5月5日，青禾村召开会议",
            // A call in two of three lines.
            "如有发现，请拨打电话7202115\n县公安局设立专门窗口，方便群众。\n欢迎举报，电话7203226",
            // Several shapes without a title.
            "会议昨日结束，\n红球：03 08 15 21\n蓝球：11\n一等奖 5注 8,234,567元\n二等奖 128注 156,789元",
            // Figures in different places.
            "共有 30 人\n30 人参加 了\n其中 有 12 人",
            // Headlines with an hour, and with a page of the paper once.
            "19:30 开赛\n全城热切期待\n石桥队主场迎战",
            "我市出台新政 02版\n石桥县召开会议\n临溪镇召开会议",
        ] {
            assert!(!forms(text).contains(&Form::Kept), "{text}");
        }
    }

    #[test]
    fn what_stands_above_is_a_title_only_below_a_sentence_or_apart() {
        let rows = "9:00 男子马拉松决赛\n14:30 男排决赛\n20:00 闭幕式";
        let title = |above: &str| forms(&format!("{above}\n{rows}"))[above.lines().count() - 1];
        let yes = Form::Begins(Kind::Title);
        assert_eq!(title("会议昨日在石桥县城结束。\n今日看点"), yes);
        assert_eq!(title("今日看点"), yes);
        for above in [
            // Goes on from the line above, ends a sentence, introduces, signs.
            "会议昨日在石桥县体育中心举行\n今日看点",
            "会议昨日在石桥县体育中心结束。\n今日继续。",
            "会议昨日在石桥县体育中心结束。\n今日看点：",
            "会议昨日在石桥县体育中心结束。\n本报记者 王一禾",
            "会议昨日在石桥县体育中心结束。\n先看球赛，再看闭幕",
            "会议昨日在石桥县体育中心结束。\n2026年5月6日 星期三",
            // A bullet, a dash.
            "会议昨日在石桥县体育中心结束。\n◆今日看点",
            "会议昨日在石桥县体育中心结束。\n——今日看点",
            // As wide as a column's line.
            "会议昨日结束。\n今日石桥县",
            "会议昨日结束。\n今日石桥县体育中心将进行以下各项比赛欢迎到场观看",
        ] {
            assert_eq!(title(above), Form::Open, "{above}");
        }
    }

    #[test]
    fn what_stands_above_a_later_item_is_no_title() {
        let text = |first: &str, rest: &str| {
            format!(
                "会议昨日结束。\n\n今日看点\n{first}看渡口的船\n{rest}看渡口的灯\n3.看渡口的雾\n4.看渡口的人"
            )
        };
        assert_eq!(
            forms(&text("1.", "2.").replace("\n4.看渡口的人", ""))[1],
            Form::Begins(Kind::Title)
        );
        assert_eq!(forms(&text("看雾，", "2."))[1], Form::Open);
        assert_eq!(
            forms(&text("2.", "2.").replace("2.看渡口的船\n", ""))[1],
            Form::Open
        );
    }

    #[test]
    fn a_title_apart_parts_two_tables() {
        let tables = "城市天气\n石桥 12℃ 2℃\n临溪 18℃ 11℃\n青禾 24℃ 18℃\n\n昨日菜价\n白菜 0.80 0.75\n萝卜 0.60 0.65\n土豆 1.60 1.55";
        let forms = forms(tables);
        assert_eq!([forms[0], forms[4]], [Form::Begins(Kind::Title); 2]);
        assert_eq!(forms.iter().filter(|f| **f == Form::Kept).count(), 6);
    }
}
