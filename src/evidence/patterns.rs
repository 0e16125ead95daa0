//! What a line says about itself: the patterns of bylines, datelines, captions, furniture.
//!
//! Every pattern is one bit, so the patterns of the lines around are shifts and masks. The forms are
//! those collected in the field (datelines of agencies, □ and ◎ before a byline, 责任编辑 in all its
//! spellings); none is a paper's or a person's name.
//!
//! Most patterns are words; one sweep over a line finds them all, by the first character of each. The
//! others are regular expressions, asked only of a line that has what they cannot match without.

mod bylines;
mod certain;
mod folio;
mod forms;
mod names;
mod sweep;
mod words;

pub use bylines::BULLETS;
pub use certain::Certain;
pub use folio::{Folio, Stand, labels};
use names::is_surname;
pub use names::{is_name, is_spaced_name};

use bylines::*;
use forms::*;
use std::borrow::Cow;
use sweep::{Tells, ending, sweep};
use words::{DAY_OF_MONTH, DIGIT, HYPHEN, ISSUE, PAGE, SPACE, YEAR};

macro_rules! patterns {
    ($($(#[$doc:meta])* $name:ident = $word:literal,)*) => {
        /// A pattern of a line, as its bit number.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub enum Pattern { $($(#[$doc])* $name,)* }
        /// The patterns' words, in bit order.
        pub const NAMES: &[&str] = &[$($word,)*];
    };
}

patterns! {
    /// 记者, 通讯员 and the like in a short line without a sentence.
    Reporter = "reporter",
    /// □ ◎ ■ before a name.
    Bulleted = "bulleted",
    /// Nothing but two or more names.
    Names = "names",
    /// Nothing but one name.
    Name = "name",
    /// Nothing but a short text in parentheses.
    Bracketed = "bracketed",
    /// The name of an office or a firm alone.
    Office = "office",
    /// 本报讯, 新华社北京1月1日电.
    Dateline = "dateline",
    /// Begins with a day or 近日, 日前.
    Day = "day",
    /// 图为, ▲, 上图.
    Picture = "picture",
    /// Ends in 摄, 供图, 摄影报道.
    Credit = "credit",
    /// 下转, 上接.
    Jump = "jump",
    /// ①3 and its kin alone.
    Pageref = "pageref",
    /// 责任编辑, 校对, 版式.
    Staff = "staff",
    /// A full date in a short line.
    Date = "date",
    /// 总第, 刊号, 农历, 今日8版.
    Issue = "issue",
    /// 电话, 邮编, 网址, an e-mail address.
    Contact = "contact",
    /// 主办, 联办, 融媒体中心.
    Publisher = "publisher",
    /// A short line that ends in 报, 时讯, 周刊.
    PaperName = "paper-name",
    /// Latin letters only.
    Latin = "latin",
    /// 小启, 公告, 更正 and nothing else.
    NoticeTitle = "notice-title",
    /// 特此, 敬请, 作废.
    NoticeWord = "notice-word",
    /// Ends in 强调, 指出, 要求 or 时.
    Speaks = "speaks",
    /// A dash first.
    Dashed = "dashed",
    /// A name of a page section or a number.
    Section = "section",
    /// Has a comma.
    Comma = "comma",
    /// Has a full stop inside.
    Stop = "stop",
    /// Has a space between two ideographs.
    Halves = "halves",
    /// Has a colon inside.
    Colon = "colon",
    /// Has quotation marks.
    Quoted = "quoted",
    /// 延伸阅读, 编者按, 短评.
    Box = "box",
    /// 问：, 答：, 记者：
    Speaker = "speaker",
    /// 一是, 二要, （三）, 第四.
    Listed = "listed",
    /// 文/图, 图/文, 文、图.
    WordsAndPictures = "words-and-pictures",
    /// A whole paragraph in one line.
    Paragraph = "paragraph",
    /// Stands a second time on the page.
    Echo = "echo",
    /// Set top to bottom.
    Vertical = "vertical",
    /// A Markdown heading.
    Heading = "heading",
    /// Ends in a sentence mark.
    Ends = "ends",
    /// Wider than half of what stands around.
    Wide = "wide",
    /// Ends in a word that wants another after it: 的, 和, 在.
    Dangling = "dangling",
    /// Begins with a word that wants another before it: 的, 了, 等.
    Leaning = "leaning",
    /// Ends in 会, 式, 活动, 工作 and other words that close a headline.
    Closing = "closing",
    /// 系列报道之三, （上）, 一线见闻, 进行时: a series or a column.
    Series = "series",
    /// Ends in （图片） or （组图）.
    PictureTitle = "picture-title",
    /// Three blank lines or more before it, where the page has fewer elsewhere: a picture stood there.
    Gap = "gap",
    /// 联系电话, 本版联办 and what stands in a sponsor's box.
    Sponsor = "sponsor",
    /// Stands a second time on the page, between two marks.
    Clause = "clause",
    /// A sign-off in parentheses alone: names, 新华社记者, 本报北京1月1日电.
    Signed = "signed",
}

impl Pattern {
    /// The pattern's bit.
    pub const fn bit(self) -> u64 {
        1 << self as u8
    }

    /// What signs a text or says where it is from: bylines, datelines, pointers to photos and their credits.
    pub const SIGNS: u64 = Pattern::bits(&[
        Pattern::Reporter,
        Pattern::Bulleted,
        Pattern::Names,
        Pattern::Name,
        Pattern::Bracketed,
        Pattern::Office,
        Pattern::Dateline,
        Pattern::Picture,
        Pattern::Credit,
    ]);

    /// The bits of several patterns.
    pub const fn bits(patterns: &[Pattern]) -> u64 {
        let (mut bits, mut i) = (0, 0);
        while i < patterns.len() {
            bits |= patterns[i].bit();
            i += 1;
        }
        bits
    }
}
/// Characters that want another word after them.
const DANGLING: [char; 23] = [
    '的', '和', '与', '在', '将', '对', '为', '向', '把', '被', '从', '到', '及', '是', '以', '由',
    '于', '之', '并', '或', '不', '第', '各',
];
/// Characters that want another word before them.
const LEANING: [char; 21] = [
    '的', '了', '等', '和', '与', '们', '者', '性', '化', '中', '上', '下', '里', '内', '外', '着',
    '过', '之', '到', '以', '及',
];
/// Characters that often close a headline.
const CLOSING: [char; 15] = [
    '会', '式', '动', '作', '行', '展', '设', '开', '幕', '人', '成', '路', '章', '力', '果',
];

/// How many characters of a line's beginning are searched for what it begins with.
const HEAD: usize = 40;

/// Lines wider than this (half ems) are not searched for the patterns of short lines.
const SHORT: u16 = 64;

/// Furniture may be as wide as this, the whole foot of a page in one line, if it has no comma.
const LONG: u16 = 200;

/// What a line says about itself.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// Its patterns, as bits.
    pub patterns: u64,
    /// What its form says for certain.
    pub certain: Option<Certain>,
    /// What its form says for a label of the page.
    pub folio: Option<Folio>,
    /// It has something of a byline.
    pub may_be_byline: bool,
    /// It says who took a photo.
    pub is_credit: bool,
    /// An opening mark is left open at its end.
    pub open: bool,
}

/// Looks at a line of some width: all that is asked of its words is answered from one sweep.
pub fn look(text: &str, width: u16) -> Look {
    let words = words(text);
    Look {
        patterns: of_words(text, width, words),
        certain: certain::certain(text, words),
        folio: folio::folio(text),
        may_be_byline: certain::may_be_byline(text, words),
        is_credit: certain::is_credit(text),
        open: words.leaves_open(),
    }
}

/// What a line is for certain, if its form says so.
pub fn certain(text: &str) -> Option<Certain> {
    certain::certain(text, words(text))
}

/// The patterns of a line, as bits.
pub fn find(text: &str, width: u16) -> u64 {
    of_words(text, width, words(text))
}

/// The words of a line.
fn words(text: &str) -> Tells {
    let body = text.trim_end_matches(|c: char| !is_letter_or_number(c));
    sweep(text, body.len())
}

/// The patterns of a line that has these words.
fn of_words(text: &str, width: u16, words: Tells) -> u64 {
    let mut bits = 0;
    let mut hit = |p: Pattern, yes: bool| {
        if yes {
            bits |= p.bit();
        }
    };
    let sure = |p: Pattern| words.is(p);
    let may = |p: Pattern| words.may(p);
    let has = |flags: u64| words.has(flags);
    let first = text.chars().next().unwrap_or(' ');
    let head = || prefix(text, HEAD);
    let runs_in = || is_bullet(first) && runs_in(head());
    let stop = may(Pattern::Stop);
    hit(Pattern::Comma, sure(Pattern::Comma));
    hit(Pattern::Stop, stop);
    hit(Pattern::Dangling, text.ends_with(DANGLING));
    hit(Pattern::Leaning, text.starts_with(LEANING));
    hit(Pattern::Quoted, sure(Pattern::Quoted));
    let dateline =
        (may(Pattern::Dateline) || opens_dateline(first)) && DATELINE.is_match(head()) || runs_in();
    hit(Pattern::Dateline, dateline);
    hit(Pattern::Day, may_be_day(first) && DAY.is_match(head()));
    hit(
        Pattern::Listed,
        may_be_listed(first) && LISTED.is_match(head()),
    );
    hit(
        Pattern::Speaker,
        text.chars().take(5).any(|c| matches!(c, '：' | ':')) && SPEAKER.is_match(head()),
    );
    hit(
        Pattern::Dashed,
        matches!(first, '—' | '―' | '─' | '－' | '-'),
    );
    hit(Pattern::Paragraph, width >= 90);
    hit(
        Pattern::Picture,
        sure(Pattern::Picture) || is_picture(text, first),
    );
    hit(Pattern::NoticeWord, sure(Pattern::NoticeWord));
    if !stop && (width <= SHORT || width <= LONG && !sure(Pattern::Comma)) {
        hit(
            Pattern::Staff,
            may(Pattern::Staff) && STAFF.is_match(text) && !bracketed(text).is_some_and(signs),
        );
        let date = may(Pattern::Date)
            || has(DIGIT | YEAR | DAY_OF_MONTH)
            || has(DIGIT) && may_be_digit(first)
            || has(YEAR) && (is_numeral(first) || matches!(first, '〇' | '○' | '零'));
        hit(Pattern::Date, date && DATE.is_match(text));
        let issue = || {
            (has(DIGIT | ISSUE) || has(DIGIT | PAGE) || text.len() <= 20 && text.ends_with('版'))
                && ISSUE_NUMBER.is_match(text)
        };
        hit(Pattern::Issue, sure(Pattern::Issue) || issue());
        let telephone = || has(DIGIT | HYPHEN) && TELEPHONE.is_match(text);
        hit(Pattern::Contact, sure(Pattern::Contact) || telephone());
    }
    if width <= SHORT {
        let tokens = || {
            text.split([' ', '\u{3000}', '、'])
                .filter(|t| !t.is_empty())
        };
        let single: Cow<'_, str> = if has(SPACE) {
            let mut single = String::with_capacity(text.len());
            single.extend(text.split_whitespace());
            single.into()
        } else {
            text.into()
        };
        let single = &*single;
        let start = single.chars().next().unwrap_or(' ');
        let last = single.chars().next_back().unwrap_or(' ');
        let ends = ending(text);
        let single_ends = if has(SPACE) { ending(single) } else { ends };
        let names = may_be_name(first)
            && tokens().all(|t| is_name(t.trim_end_matches(['/', '／', '文', '图', '摄'])))
            && !text.is_empty();
        // 本报讯（记者 黎某 ␤ 通讯员 林某）“十五五”: reporters named within a lead.
        let within = || dateline && !opens_bracket(first) || closes_what_it_does_not_open(text);
        let reporter = !stop && sure(Pattern::Reporter);
        hit(Pattern::Reporter, reporter && !within());
        hit(Pattern::Bulleted, is_bullet(first) && !stop && !runs_in());
        hit(Pattern::Names, names && tokens().count() > 1);
        hit(
            Pattern::Name,
            may_be_name(start) && is_name(single) && !names | (tokens().count() == 1),
        );
        let inside = bracketed(text);
        let part = inside.is_some_and(certain::is_part);
        let goes_on = inside.is_some_and(certain::goes_on);
        hit(Pattern::Bracketed, inside.is_some() && !part && !goes_on);
        hit(Pattern::Signed, inside.is_some_and(signs));
        hit(
            Pattern::Office,
            !stop && single_ends & Pattern::Office.bit() != 0,
        );
        let credit = text.strip_suffix([')', '）']).map_or(ends, ending);
        hit(Pattern::Credit, credit & Pattern::Credit.bit() != 0);
        hit(Pattern::Jump, has(PAGE) && JUMP.is_match(text) || goes_on);
        hit(
            Pattern::Pageref,
            matches!(first, '①'..='⑳' | '●' | '【' | '［' | '[' | '〔') && PAGEREF.is_match(text),
        );
        hit(Pattern::Publisher, !stop && sure(Pattern::Publisher));
        hit(Pattern::Sponsor, !stop && sure(Pattern::Sponsor));
        hit(
            Pattern::PaperName,
            names_paper(single, last) || names_paper_and_page(single),
        );
        hit(Pattern::Closing, text.ends_with(CLOSING));
        let series = || closes_series(text.chars().next_back()) && SERIES.is_match(text);
        let named = || ends & Pattern::Series.bit() != 0;
        hit(
            Pattern::Series,
            sure(Pattern::Series) || series() || named(),
        );
        hit(Pattern::PictureTitle, is_picture_title(text));
        hit(
            Pattern::Latin,
            !single.is_empty()
                && single
                    .chars()
                    .all(|c| c.is_ascii_alphabetic() || c.is_ascii_punctuation()),
        );
        hit(
            Pattern::NoticeTitle,
            closes_notice(last) && NOTICE.is_match(single),
        );
        hit(Pattern::Speaks, ends & Pattern::Speaks.bit() != 0);
        hit(
            Pattern::Section,
            single.is_empty()
                || opens_section(start) && closes_section(last) && SECTION.is_match(single),
        );
        hit(Pattern::Box, is_box(single));
        hit(
            Pattern::WordsAndPictures,
            may(Pattern::WordsAndPictures) && BOTH.is_match(text),
        );
        hit(Pattern::Colon, may(Pattern::Colon));
        hit(Pattern::Halves, has(SPACE) && has_halves(text));
    }
    bits
}

/// What a headline says of what stands below it: [`Pattern::NoticeTitle`] and [`Pattern::PictureTitle`] alone.
pub fn titles(text: &str, width: u16) -> u64 {
    if width > SHORT {
        return 0;
    }
    let last = text.trim_end().chars().next_back().unwrap_or(' ');
    let is_notice = || match crate::chars::has_space(text) {
        true => NOTICE.is_match(&text.split_whitespace().collect::<String>()),
        false => NOTICE.is_match(text),
    };
    let bit = |p: Pattern, yes: bool| if yes { p.bit() } else { 0 };
    bit(Pattern::NoticeTitle, closes_notice(last) && is_notice())
        | bit(Pattern::PictureTitle, is_picture_title(text))
}

/// Whether a text is a photo's title by what it has in brackets.
fn is_picture_title(text: &str) -> bool {
    text.ends_with(['）', ')'])
        && ["（图片", "(图片", "（组图", "(组图", "（图）"]
            .iter()
            .any(|w| text.contains(w))
}

/// The name of a series or a column has at most so many characters.
pub const SERIES_NAME: usize = 9;

/// Whether a text is the name of a series or a column by its end: 民生实事进行时, 新春走基层, 一线见闻.
pub fn names_series(text: &str) -> bool {
    let last = || text.chars().next_back();
    text.chars().nth(2).is_some()
        && text.chars().nth(SERIES_NAME).is_none()
        && (ending(text) & Pattern::Series.bit() != 0
            || closes_series(last()) && SERIES.is_match(text))
}

/// Whether a text begins with a dateline: [`Pattern::Dateline`] alone.
pub fn is_dateline(text: &str) -> bool {
    let head = prefix(text, HEAD);
    let opens = opens_dateline(text.chars().next().unwrap_or(' '));
    // All its words begin with one of these.
    let words = || {
        head.contains(['日', '月', '报', '社']) && sweep(head, head.len()).may(Pattern::Dateline)
    };
    (opens || words()) && DATELINE.is_match(head) || runs_in(head)
}

/// Whether a text has a word of notices: [`Pattern::NoticeWord`] alone.
pub fn has_notice_word(text: &str) -> bool {
    sweep(text, text.len()).is(Pattern::NoticeWord)
}

/// [`char::is_alphanumeric`], which is slow to tell the common ideographs from the common marks.
fn is_letter_or_number(c: char) -> bool {
    match c {
        '一'..='\u{9FA5}' => true,
        '\u{3000}'..='\u{3003}' | '\u{3008}'..='\u{3020}' | '\u{2010}'..='\u{2027}' => false,
        '\u{FF01}'..='\u{FF0F}' | '\u{FF1A}'..='\u{FF20}' => false,
        _ => c.is_alphanumeric(),
    }
}

/// The first characters of a name, or of a list of names.
fn may_be_name(first: char) -> bool {
    is_surname(first) || matches!(first, ' ' | '\u{3000}' | '、')
}

fn has_halves(text: &str) -> bool {
    let mut before = None;
    let mut gap = false;
    for c in text.chars() {
        if c.is_whitespace() {
            gap = before.is_some();
        } else {
            if gap && crate::chars::is_han(c) {
                return true;
            }
            gap = false;
            before = Some(c).filter(|&c| crate::chars::is_han(c));
        }
    }
    false
}

/// The first `n` characters at most.
fn prefix(text: &str, n: usize) -> &str {
    let mut at = 0;
    for _ in 0..n {
        at += match text.as_bytes().get(at) {
            None => return text,
            Some(0xE4..=0xE9) => 3,
            Some(_) => text[at..].chars().next().map_or(1, char::len_utf8),
        };
    }
    &text[..at]
}

/// Whether this is the name of a paper.
fn names_paper(text: &str, last: char) -> bool {
    matches!(last, '报' | '刊' | '讯' | '報' | '社') && PAPER.is_match(text)
}

/// Whether this is the name of a paper with a page's number and section behind it: 某某日报04社会.
fn names_paper_and_page(text: &str) -> bool {
    let Some(at) = text.find(|c: char| c.is_ascii_digit()).filter(|&at| at > 0) else {
        return false;
    };
    let (name, page) = text.split_at(at);
    let last = name.trim_end().chars().next_back();
    last.is_some_and(|last| names_paper(name.trim_end(), last)) && SECTION.is_match(page)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The foot of a page in one long line was taken for a deck.
    /// A masthead that ran together with the page's number was a title.
    #[test]
    fn the_name_of_a_paper_with_its_page() {
        let is_name = |text: &str| find(text, 20) & Pattern::PaperName.bit() != 0;
        for text in [
            "南浦通讯",
            "南浦通讯05",
            "新野日报04社会",
            "新野日报 04 社会",
            "新野晚报2版",
        ] {
            assert!(is_name(text), "{text}");
        }
        for text in [
            "新野日报04号楼失火",
            "新野日报记者2人获奖",
            "2024新野日报",
            "04社会",
            "订阅新野日报的读者",
            "会见3位代表",
        ] {
            assert!(!is_name(text), "{text}");
        }
    }

    #[test]
    fn furniture_in_a_long_line() {
        let has = |text: &str| find(text, crate::passes::lines::width(text));
        let foot = "社址：新野市人民路85号 邮政编码：433996 印刷：新野日报印务中心 编辑/段红玲 校对/姚瑶红 版式/康文";
        for pattern in [Pattern::Staff, Pattern::Contact] {
            assert!(has(foot) & pattern.bit() != 0, "{pattern:?}");
        }
        let paragraph = "他说，编辑/校对的工作要从星期一做起，邮政编码也要写对，这样读者的来信才不会寄错了地方。";
        for pattern in [Pattern::Staff, Pattern::Contact, Pattern::Date] {
            assert!(has(paragraph) & pattern.bit() == 0, "{pattern:?}");
        }
    }
}
