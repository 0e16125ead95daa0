//! The labels of a page and its sections: 第A03版：要闻, 旅游 C3, 社区·民生.
//!
//! Their words are those of headlines (体育, 国际), and numbers stand in headlines too (神舟15, 十强A3). So few forms
//! say it all; the others are labels only where labels stand, at the page's edge or beside other furniture.

use super::Pattern;
use super::sweep::Tells;
use super::words::SPACE;
use crate::table::{Set, key};
use reading::{At, Line};
use std::sync::LazyLock;

pub(super) mod reading;

/// How much the form of a line says for a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Folio {
    /// Everything: 第3版(要闻), 旅游 C3.
    Sure,
    /// It is one at the edge of a page: 国际新闻 8, 社区·民生.
    AtEdge,
    /// It is one beside another, or beside the name of the paper or its date: 专栏：体育, SPORTS.
    Beside,
}

/// Labels are no longer (bytes).
const LONGEST: usize = 60;

/// What pages are about, in two characters each.
const TOPICS: &str = "要闻 综合 专题 社会 副刊 时政 民生 经济 文化 体育 国际 国内 教育 导读 本地 时事 评论 理论 读者 \
    周末 生活 健康 法治 法制 农业 农村 三农 旅游 财经 都市 县域 乡镇 深度 视点 声音 关注 焦点 文体 社区 校园 影像 天气 资讯 家居 \
    汽车 人物 文学 读书 证券 科技 科教 卫生 房产 娱乐 文娱 军事 环球 世界 区域 城市 城乡 基层 党建 摄影 艺术 美食 消费 \
    金融 产业 企业 能源 生态 环保 交通 政法 人文 历史 文艺 阅读 市场 言论 观点 新闻 服务";
/// What is printed of them.
const PRINTS: [&str; 6] = ["新闻", "周刊", "副刊", "专版", "专刊", "特刊"];
/// Whose they are.
const OWN: [&str; 4] = ["本报", "本市", "本省", "本县"];
const NUMERALS: &str = "一二三四五六七八九十";
const WEEKDAYS: &str = "一二三四五六日天";

static PAIRS: LazyLock<Set<u64>> = LazyLock::new(|| {
    let topics = TOPICS.split_whitespace();
    topics
        .map(|topic| key(&topic.chars().collect::<Vec<_>>()))
        .collect()
});

/// The parts of labels.
impl At<'_> {
    fn topic(self) -> Self {
        self.pair()
    }

    fn print(self) -> Self {
        self.word(&PRINTS)
    }

    /// The name of a section: 体育, 本市新闻, 文化体育周刊.
    fn name(self) -> Self {
        let named = self.maybe(|at| at.word(&OWN)).topic().maybe(At::topic);
        named | named.print() | named.word(&["报道", "版"])
    }

    /// Names with a dot between two of them.
    fn names_dotted(self) -> Self {
        self.name().any(|at| at.word(&["·"]).name())
    }

    /// Names with a dot or a space between two of them.
    fn names_apart(self) -> Self {
        self.name().any(|at| (at.word(&["·"]) | at.space()).name())
    }

    /// A day in figures: 2023年5月22日, 1989.02.15.
    fn date(self) -> Self {
        let year = self.digits(4..=4);
        let written = year.word(&["年"]).digits(1..=2).word(&["月"]);
        let short = year.one_of(".-/").digits(1..=2).one_of(".-/");
        written.digits(1..=2).word(&["日"]) | short.digits(1..=2)
    }

    /// The number of a page: 第A03版, 第三版.
    fn page(self) -> Self {
        let from = self.word(&["第"]);
        let number = from.maybe(|at| at.letters(1..=1)).digits(1..=2);
        let numeral = from.repeat(1..=3, |at| at.one_of(NUMERALS));
        (number | numeral).word(&["版"])
    }

    /// The same with the letter of its part: A06, C2版.
    fn part(self) -> Self {
        let number = self.letters(1..=1).digits(1..=2);
        number.maybe(|at| at.word(&["版"]))
    }

    /// A number of one digit, with a nought before it or not.
    fn figure(self) -> Self {
        self.maybe(|at| at.word(&["0"])).digits(1..=1)
    }

    /// What stands between a number and a name.
    fn between(self) -> Self {
        self.any(|at| at.space() | at.one_of("·:："))
    }
}

/// Whether a line is surely a label.
fn is_sure(line: &Line<'_>) -> bool {
    let start = line.start();
    let page = start.page();
    let paged = page
        | page.spaces().one_of("(（").names(2..=8).one_of(")）")
        | page.spaces().one_of(":：").spaces().names(2..=8)
        | page.any(|at| at.space() | at.word(&["·"])).names_dotted();
    let named = start.names_dotted().between();
    let dated = start.date().spaces();
    (dated | dated.han(2..=8).spaces()).page().ends()
        || start.han(2..=8).spaces().date().spaces().page().ends()
        || paged.ends()
        || start.part().between().names_apart().ends()
        || named.part().ends()
        || (start.digits(1..=2).word(&["版"]).between())
            .names_apart()
            .ends()
        || named.digits(1..=2).word(&["版"]).ends()
}

/// Whether a line is a label if it stands at the edge of a page.
fn is_at_edge(line: &Line<'_>) -> bool {
    let start = line.start();
    let names = start.names_dotted();
    let own = start.word(&OWN) | start.topic().maybe(At::topic);
    start.figure().between().names_dotted().ends()
        || names.between().figure().ends()
        || names.space().digits(1..=2).ends()
        || start.digits(1..=2).space().names_dotted().ends()
        || (start.name().word(&["·"]).names_dotted()).ends()
        || own.print().ends()
}

/// Whether a line is a label if it stands beside another.
fn is_beside(line: &Line<'_>) -> bool {
    let start = line.start();
    let column = start.word(&["专栏"]).one_of(":：").spaces();
    column.names(0..=8).ends()
        || (start.letters(3..=12))
            .repeat(0..=2, |at| at.word(&[" "]).letters(3..=12))
            .ends()
        || start.names(2..=8).spaces().part().ends()
        || start.part().spaces().names(2..=8).ends()
}

/// What a word of the line above a page may be: its day, its number, the paper's name; and what goes with these.
fn is_day(word: &Line<'_>) -> bool {
    let start = word.start();
    let date = start.date();
    let weekday = date.maybe(|at| at.one_of("（(")).word(&["星期", "周"]);
    let weekday = weekday.one_of(WEEKDAYS).maybe(|at| at.one_of("）)"));
    let year = start.maybe(|at| at.word(&["民国"]));
    let year = year.repeat(2..=8, |at| at.one_of("〇○零一二三四五六七八九十百"));
    let month = (year.word(&["年"])).repeat(1..=2, |at| at.one_of(NUMERALS));
    let day = (month.word(&["月"])).repeat(1..=3, |at| at.one_of(NUMERALS));
    (date | weekday | day.word(&["日"])).ends()
}

fn is_number(word: &Line<'_>) -> bool {
    let start = word.start();
    let plain = start.digits(1..=2).word(&["版"]);
    (start.page() | start.part() | plain).ends()
}

fn is_paper(word: &Line<'_>) -> bool {
    let name = word.start().han(1..=8);
    name.word(&["报", "时讯", "周刊", "周末"]).ends()
}

fn is_other(word: &Line<'_>) -> bool {
    let start = word.start();
    let short = start.maybe(|at| at.one_of("（(")).word(&["周"]);
    let short = short.one_of("一二三四五六日").maybe(|at| at.one_of("）)"));
    let issue = start.maybe(|at| at.word(&["总"])).word(&["第"]);
    let issue = issue.digits(1..=6).word(&["期"]);
    let others = start.word(&["星期"]).one_of(WEEKDAYS)
        | short
        | start.word(&["农历"]).han(4..=12)
        | start.digits(1..=2)
        | issue
        | start.names(2..=6);
    others.ends()
}

/// Whether a line is that above a page: it has two of the paper's name, the day and the number of the page, and nothing
/// but what goes with these: 竞技快报 2023年5月22日 星期一 08 足球·综合.
fn is_header(line: &str) -> bool {
    let mut counts = [0; 3];
    for word in line.split_whitespace() {
        let Some(word) = Line::of(word, &PAIRS) else {
            return false;
        };
        let is = [is_day, is_number, is_paper].map(|form| form(&word));
        if !is.contains(&true) && !is_other(&word) {
            return false;
        }
        for (count, is) in counts.iter_mut().zip(is) {
            *count += usize::from(is);
        }
    }
    let named = counts.iter().filter(|&&count| count == 1).count();
    named >= 2 && counts.iter().all(|&count| count < 2)
}

/// What the form of a line of these words says for a label.
pub(super) fn folio(line: &str, words: Tells) -> Option<Folio> {
    if line.len() <= 2 * LONGEST
        && words.has(SPACE)
        && line.contains(['版', '年', '.', '-', 'A', 'B', 'C', 'D'])
        && is_header(line)
    {
        return Some(Folio::Sure);
    }
    let last = line.chars().next_back()?;
    let may_end = |c: char| {
        c.is_ascii_digit()
            || c.is_ascii_uppercase()
            || matches!(c, '版' | '刊' | '闻' | ')' | '）' | ':' | '：')
    };
    let first = line.chars().next()?;
    let may_begin = |c: char| c.is_ascii_digit() || c.is_ascii_uppercase() || c == '第';
    let joins = || line.contains('·') || line.starts_with("专栏");
    if line.len() > LONGEST || !may_end(last) && !may_begin(first) && !joins() {
        return None;
    }
    let line = Line::of(line, &PAIRS)?;
    if is_sure(&line) {
        Some(Folio::Sure)
    } else if is_at_edge(&line) {
        Some(Folio::AtEdge)
    } else {
        is_beside(&line).then_some(Folio::Beside)
    }
}

/// What stands in a masthead, or at the foot of a page.
const MASTHEAD: u64 = Pattern::bits(&[
    Pattern::Staff,
    Pattern::Date,
    Pattern::Issue,
    Pattern::Publisher,
    Pattern::PaperName,
]);

/// What is asked of a line to tell the labels among them.
#[derive(Clone, Copy, Debug, Default)]
pub struct Stand {
    /// What its form says.
    pub folio: Option<Folio>,
    /// It has something of a masthead, and is neither a sentence nor a part of one.
    pub masthead: bool,
    /// It is running text for certain.
    pub text: bool,
}

impl Stand {
    /// How a line stands that has these patterns.
    pub fn new(folio: Option<Folio>, patterns: u64, text: bool) -> Self {
        let prose = Pattern::bits(&[Pattern::Comma, Pattern::Stop, Pattern::Dateline]);
        Stand {
            folio,
            masthead: patterns & MASTHEAD != 0 && patterns & prose == 0 && !text,
            text,
        }
    }
}

/// Which lines of a page are labels.
pub fn labels(lines: &[Stand]) -> Vec<bool> {
    let mut labels: Vec<bool> = lines
        .iter()
        .map(|line| line.folio == Some(Folio::Sure))
        .collect();
    if lines.iter().all(|line| line.folio.is_none()) {
        return labels;
    }
    // From either edge as far as there is nothing but labels and mastheads. What stands right above a lead is its
    // headline.
    let n = lines.len();
    let at_edge = |i: usize| lines[i].masthead || lines[i].folio.is_some();
    let leads = |i: usize| lines.get(i + 1).is_some_and(|below| below.text);
    let top = (0..n).take_while(|&i| at_edge(i) && !leads(i));
    let foot = (0..n).rev().take_while(|&i| at_edge(i));
    for i in top.chain(foot) {
        labels[i] |= lines[i].folio == Some(Folio::AtEdge);
    }
    let mut beside = |i: usize, other: usize| {
        if lines[i].folio == Some(Folio::Beside) && (labels[other] || lines[other].masthead) {
            labels[i] = true;
        }
    };
    (1..n).for_each(|i| beside(i, i - 1));
    (1..n).rev().for_each(|i| beside(i - 1, i));
    labels
}

#[cfg(test)]
mod tests;
