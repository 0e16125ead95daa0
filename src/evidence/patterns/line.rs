//! The patterns of one line: what its words make sure or possible, its first and last characters, and its forms.

use super::bylines::*;
use super::forms::*;
use super::names::{begins_surname, is_name};
use super::sweep::{Tells, ending};
use super::words::{BYLINE, DAY_OF_MONTH, DIGIT, HYPHEN, ISSUE, PAGE, SPACE, YEAR};
use super::{HEAD, Pattern, SHORT, certain, heads, is_picture_title, prefix};
use crate::chars::is_han;
use crate::evidence::profile::PARAGRAPH;
use std::borrow::Cow;

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

/// Furniture may be as wide as this, the whole foot of a page in one line, if it has no comma.
const LONG: u16 = 200;
/// What ends in 版 and has no more bytes may say of how many pages an issue is: 今日8版.
const PAGES: usize = 20;
/// Who speaks is named in so many characters at most, before a colon.
const SPEAKER_NAME: usize = 4;

/// Patterns that were found.
#[derive(Default)]
struct Found(u64);

impl Found {
    fn note(&mut self, pattern: Pattern, yes: bool) {
        if yes {
            self.0 |= pattern.bit();
        }
    }
}

/// A line that is looked at.
#[derive(Clone, Copy)]
pub(super) struct Line<'a> {
    text: &'a str,
    /// In half ems.
    width: u16,
    words: Tells,
    first: char,
    last: Option<char>,
}

impl<'a> Line<'a> {
    /// A line that has these words.
    pub(super) fn new(text: &'a str, width: u16, words: Tells) -> Self {
        let first = text.chars().next().unwrap_or(' ');
        Line {
            text,
            width,
            words,
            first,
            last: text.chars().next_back(),
        }
    }

    /// Its patterns, as bits.
    pub(super) fn patterns(self) -> u64 {
        let mut found = Found::default();
        let dateline = self.is_dateline();
        found.note(Pattern::Dateline, dateline);
        self.anywhere(&mut found);
        let is_phrase = self.width <= LONG && !self.words.is(Pattern::Comma);
        if !self.stops() && (self.width <= SHORT || is_phrase) {
            self.furniture(&mut found);
        }
        if self.width <= SHORT {
            let short = Short::of(self);
            short.signatures(dateline, &mut found);
            short.marks(&mut found);
            short.headings(&mut found);
        }
        found.0
    }

    /// Whether a sentence ends inside.
    fn stops(self) -> bool {
        self.words.may(Pattern::Stop)
    }

    fn ends_with(self, chars: &[char]) -> bool {
        self.last.is_some_and(|last| chars.contains(&last))
    }

    fn head(self) -> &'a str {
        prefix(self.text, HEAD)
    }

    /// Whether a byline runs in.
    fn runs_in(self) -> bool {
        is_bullet(self.first) && runs_in(self.head())
    }

    fn is_dateline(self) -> bool {
        let may_be = self.words.may(Pattern::Dateline) || opens_dateline(self.first);
        may_be && heads::is_dateline(self.head()) || self.runs_in()
    }

    /// The patterns that lines of any width may have.
    fn anywhere(self, found: &mut Found) {
        let Line {
            text, words, first, ..
        } = self;
        for pattern in [Pattern::Comma, Pattern::Quoted, Pattern::NoticeWord] {
            found.note(pattern, words.is(pattern));
        }
        found.note(Pattern::Stop, self.stops());
        found.note(Pattern::Dangling, self.ends_with(&DANGLING));
        found.note(Pattern::Leaning, LEANING.contains(&first));
        let day = may_be_day(first) && heads::is_day(self.head());
        found.note(Pattern::Day, day);
        let listed = may_be_listed(first) && heads::is_listed(self.head());
        found.note(Pattern::Listed, listed);
        // A colon is one of the marks of bylines.
        let mut speaker = text.chars().take(SPEAKER_NAME + 1);
        let speaks = words.has(BYLINE)
            && speaker.any(|c| matches!(c, '：' | ':'))
            && heads::is_speaker(self.head());
        found.note(Pattern::Speaker, speaks);
        let dashed = matches!(first, '—' | '―' | '─' | '－' | '-');
        found.note(Pattern::Dashed, dashed);
        found.note(Pattern::Paragraph, self.width >= PARAGRAPH);
        let picture = words.is(Pattern::Picture) || is_picture(text, first);
        found.note(Pattern::Picture, picture);
    }

    /// The patterns of furniture.
    fn furniture(self, found: &mut Found) {
        let Line {
            text, words, first, ..
        } = self;
        let has = |flags: u64| words.has(flags);
        let signed = || bracketed(text).is_some_and(signs);
        let staff = words.may(Pattern::Staff) && STAFF.is_match(text) && !signed();
        found.note(Pattern::Staff, staff);
        let date = words.may(Pattern::Date)
            || has(DIGIT | YEAR | DAY_OF_MONTH)
            || has(DIGIT) && may_be_digit(first)
            || has(YEAR) && (is_numeral(first) || matches!(first, '〇' | '○' | '零'));
        found.note(Pattern::Date, date && DATE.is_match(text));
        let pages = || text.len() <= PAGES && text.ends_with('版');
        let numbered = || has(DIGIT | ISSUE) || has(DIGIT | PAGE) || pages();
        let issue = words.is(Pattern::Issue) || numbered() && ISSUE_NUMBER.is_match(text);
        found.note(Pattern::Issue, issue);
        let telephone = || has(DIGIT | HYPHEN) && TELEPHONE.is_match(text);
        found.note(Pattern::Contact, words.is(Pattern::Contact) || telephone());
    }
}

/// Whether a line begins to say who the author is, or where a text was taken from: （作者系街道党工委副书记、.
fn tells_of_author(line: &str) -> bool {
    let inside = line.trim_start_matches(['（', '(']);
    let begins = |words: &[&str]| words.iter().any(|word| inside.starts_with(word));
    begins(&["作者系", "作者为", "作者单位", "作者簡介", "作者简介"])
        || inside.len() < line.len()
            && begins(&["摘自《", "选自《", "摘编自《", "原载《", "作者是"])
}

/// Whether a line says where a text or its figures are from, and nothing else: 数据来源：省统计局, 据外电综合.
fn tells_source(line: &str) -> bool {
    /// A source is no longer (characters).
    const LONG: usize = 18;
    if line.chars().nth(LONG).is_some() || line.contains(['，', '。']) {
        return false;
    }
    if let Some((what, source)) = line.split_once(['：', ':', '／']) {
        let what = what.trim_start_matches(['（', '(']);
        return !source.is_empty()
            && matches!(
                what,
                "来源" | "数据" | "数据来源" | "资料来源" | "资料" | "供稿" | "稿源"
            );
    }
    line.starts_with('据') && (line.ends_with("综合") || line.ends_with("综合报道"))
}

/// Whether a text ends in a number of pieces: 来函两封, 简讯八则, 秋夜（外一首）.
fn counts(text: &str) -> bool {
    let text = text.trim_end_matches(['）', ')']);
    let counted = text.strip_suffix(['则', '首', '封', '题', '篇', '例', '阕', '条']);
    let number = |c: char| is_numeral(c) || matches!(c, '两' | '几' | '数') || c.is_ascii_digit();
    counted.is_some_and(|rest| rest.ends_with(number))
}

/// What stands before the date in a line that ends in one, as notices do: 市第三医院2004年6月14日.
fn undated(line: &str) -> Option<&str> {
    let of_date = |c: char| {
        is_numeral(c) || c.is_ascii_digit() || matches!(c, '年' | '月' | '日' | '〇' | '○' | '零')
    };
    let unit = line
        .ends_with('日')
        .then(|| line.trim_end_matches(of_date))?;
    (line[unit.len()..].contains(['年', '月']) && !unit.is_empty()).then_some(unit)
}

/// Whether a line ends in what stands behind the name of who announces something: 文化基金會 啟.
fn announces(line: &str) -> bool {
    let words = [" 启", " 啟", " 谨启", " 謹啟", " 敬启", " 敬啟"];
    words.iter().any(|word| line.ends_with(word))
}

/// A short line that is looked at.
struct Short<'a> {
    line: Line<'a>,
    /// Its text without white space,
    single: Cow<'a, str>,
    /// and the first and the last character of that.
    start: char,
    last: char,
    /// What its ending is, as bits, and that of its text without white space.
    ending: u64,
    single_ending: u64,
}

impl<'a> Short<'a> {
    fn of(line: Line<'a>) -> Self {
        let spaced = line.words.has(SPACE);
        let single: Cow<'_, str> = if spaced {
            let mut single = String::with_capacity(line.text.len());
            single.extend(line.text.split_whitespace());
            single.into()
        } else {
            line.text.into()
        };
        let own = ending(line.text);
        Short {
            line,
            start: single.chars().next().unwrap_or(' '),
            last: single.chars().next_back().unwrap_or(' '),
            ending: own,
            single_ending: if spaced { ending(&single) } else { own },
            single,
        }
    }

    /// The patterns of what is signed: names, offices, credits.
    fn signatures(&self, dateline: bool, found: &mut Found) {
        let Line {
            text, words, first, ..
        } = self.line;
        let stop = self.line.stops();
        let tokens = || {
            text.split([' ', '\u{3000}', '、'])
                .filter(|t| !t.is_empty())
        };
        let names = may_be_name(first)
            && tokens().all(|t| is_name(t.trim_end_matches(['/', '／', '文', '图', '摄'])))
            && !text.is_empty();
        found.note(Pattern::Names, names && tokens().count() > 1);
        let name =
            may_be_name(self.start) && is_name(&self.single) && !names | (tokens().count() == 1);
        found.note(Pattern::Name, name);
        // 本报讯（记者 黎某 ␤ 通讯员 林某）“十五五”: reporters named within a lead.
        let within = || dateline && !opens_bracket(first) || closes_what_it_does_not_open(text);
        let reporter = !stop && words.is(Pattern::Reporter) && names_reporter(text);
        let reporter = reporter && !within() || tells_of_author(text) || tells_source(text);
        found.note(Pattern::Reporter, reporter);
        let bulleted = is_bullet(first) && !stop && !self.line.runs_in();
        found.note(Pattern::Bulleted, bulleted);
        let marked = || text.contains(['（', '／', '/']);
        let may_have_role = !stop
            && (words.has(SPACE) || words.has(BYLINE) && text.contains(['：', ':']) || marked());
        found.note(Pattern::Role, may_have_role && has_role(text));
        let inside = bracketed(text);
        let part = inside.is_some_and(certain::is_part);
        let plain = inside.is_some() && !part && !self.goes_on();
        found.note(Pattern::Bracketed, plain);
        found.note(Pattern::Signed, inside.is_some_and(signs));
        let office = |ending: u64| ending & Pattern::Office.bit() != 0;
        let office = office(self.single_ending)
            || undated(&self.single).is_some_and(|unit| office(ending(unit)));
        found.note(Pattern::Office, !stop && office || announces(text));
        let credit = text.strip_suffix([')', '）']).map_or(self.ending, ending);
        found.note(Pattern::Credit, credit & Pattern::Credit.bit() != 0);
    }

    /// Whether it has in brackets that the text goes on elsewhere.
    fn goes_on(&self) -> bool {
        bracketed(self.line.text).is_some_and(certain::goes_on)
    }

    /// The patterns of what marks the page: its paper, its sections, whom it thanks, what goes on where.
    fn marks(&self, found: &mut Found) {
        let Line {
            text, words, first, ..
        } = self.line;
        let single = &*self.single;
        let jump = words.has(PAGE) && JUMP.is_match(text) || self.goes_on();
        found.note(Pattern::Jump, jump);
        let opens = matches!(first, '①'..='⑳' | '●' | '【' | '［' | '[' | '〔');
        found.note(Pattern::Pageref, opens && PAGEREF.is_match(text));
        for pattern in [Pattern::Publisher, Pattern::Sponsor] {
            found.note(pattern, !self.line.stops() && words.is(pattern));
        }
        let paper =
            names_paper(single, self.last) || words.has(DIGIT) && names_paper_and_page(single);
        found.note(Pattern::PaperName, paper);
        let may_be_section = opens_section(self.start) && closes_section(self.last);
        let section = single.is_empty() || may_be_section && SECTION.is_match(single);
        found.note(Pattern::Section, section);
        found.note(Pattern::Box, is_box(single));
        let is_latin = |c: char| c.is_ascii_alphabetic() || c.is_ascii_punctuation();
        let latin = !single.is_empty() && single.chars().all(is_latin);
        found.note(Pattern::Latin, latin);
        let both = words.may(Pattern::WordsAndPictures) && BOTH.is_match(text);
        found.note(Pattern::WordsAndPictures, both);
    }

    /// The patterns of what stands above a text.
    fn headings(&self, found: &mut Found) {
        let Line { text, words, .. } = self.line;
        found.note(Pattern::Closing, self.line.ends_with(&CLOSING));
        let series = || closes_series(self.line.last) && SERIES.is_match(text);
        let named = || self.ending & Pattern::Series.bit() != 0;
        let series = words.is(Pattern::Series) || series() || named();
        found.note(Pattern::Series, series);
        let digest = self.single_ending & Pattern::Digest.bit() != 0;
        found.note(Pattern::Digest, digest || counts(&self.single));
        found.note(Pattern::PictureTitle, is_picture_title(text));
        let notice = closes_notice(self.last) && heads::is_notice(&self.single);
        found.note(Pattern::NoticeTitle, notice);
        found.note(Pattern::Speaks, self.ending & Pattern::Speaks.bit() != 0);
        found.note(Pattern::Colon, words.may(Pattern::Colon));
        found.note(Pattern::Halves, words.has(SPACE) && has_halves(text));
    }
}

/// The first characters of a name, or of a list of names.
fn may_be_name(first: char) -> bool {
    begins_surname(first) || matches!(first, ' ' | '\u{3000}' | '、')
}

fn has_halves(text: &str) -> bool {
    let mut before = None;
    let mut gap = false;
    for c in text.chars() {
        if c.is_whitespace() {
            gap = before.is_some();
        } else {
            if gap && is_han(c) {
                return true;
            }
            gap = false;
            before = Some(c).filter(|&c| is_han(c));
        }
    }
    false
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
mod tests;
