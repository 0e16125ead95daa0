//! Newspaper pages made up by a generator: stories of invented news, set in columns, with the habits and
//! the noise of extractors. What proptest shrinks are the choices, so a failing page becomes a small one.

use proptest::prelude::*;
use std::fmt::Write;

/// Words that stories are made of.
const WORDS: &str = "
    云川市 石桥县 临溪镇 青禾村 会议 要求 各单位 落实 责任 工作 群众 道路 水库 桥梁
    修建 完成 开始 昨日 上午 记者 获悉 全市 增长 投入 资金 学校 医院 春耕
    粮食 丰收 天气 降雨 防汛 检查 服务 企业 项目 建设 加快 推进 安全 生产
    的 了 和 在 对 将 已 并 为 等 新 大 12月31日 320个
    3.5% 1.2万元 5G AI 《云川通讯》 “一站式” （试行） 2030年
";

/// Names of people who do not exist.
const NAMES: &[&str] = &["林小禾", "周石安", "吴一苇", "郑南星", "万 宇"];

/// One story.
#[derive(Clone, Debug)]
pub(crate) struct Story {
    kicker: Option<String>,
    title: String,
    deck: Option<String>,
    byline: Option<String>,
    subhead: Option<String>,
    pub(crate) paragraphs: Vec<String>,
    tail: Option<&'static str>,
    caption: Option<String>,
}

/// Where headlines stand.
#[derive(Clone, Copy, Debug)]
enum Heads {
    Before,
    After,
    End,
}

/// In which order the lines of columns that stand side by side were read.
#[derive(Clone, Copy, Debug)]
enum Columns {
    /// One column after the other.
    Apart,
    /// A line of the one, a line of the other.
    Alternating,
    /// Both in one row, with so many spaces between them.
    Rows(usize),
}

/// How the extractor wrote the page down.
#[derive(Clone, Debug)]
struct Habits {
    measure: usize,
    indent: &'static str,
    between_paragraphs: usize,
    between_lines: bool,
    column: usize,
    columns: Columns,
    heads: Heads,
    vertical: bool,
    markdown: bool,
}

/// What went wrong on the way, each at every so many lines or characters; 0 for never.
#[derive(Clone, Debug)]
struct Noise {
    wide_digits: bool,
    ascii_marks: usize,
    spread: usize,
    invisible: usize,
    radicals: bool,
    spaced_marks: bool,
    line_end: &'static str,
}

/// A page file's text.
#[derive(Clone, Debug)]
pub(crate) struct Sheet(pub(crate) String);

fn words(count: std::ops::Range<usize>) -> impl Strategy<Value = String> {
    prop::collection::vec(
        prop::sample::select(WORDS.split_whitespace().collect::<Vec<_>>()),
        count,
    )
    .prop_map(|w| w.concat())
}

fn sentence() -> impl Strategy<Value = String> {
    let clauses = prop::collection::vec(words(2..7), 1..4);
    let mark = prop::sample::select(&["。", "。", "。", "！", "？", "；"][..]);
    (clauses, mark, 0..12_u8).prop_map(|(clauses, mark, form)| {
        let text = clauses.join("，");
        match form {
            0 => format!("他说：“{text}{mark}”"),
            1 => format!("“{text}”{mark}"),
            2 => format!("{text}……"),
            3 => format!("2021—2025年{text}{mark}"),
            _ => format!("{text}{mark}"),
        }
    })
}

fn paragraph(sentences: std::ops::Range<usize>) -> impl Strategy<Value = String> {
    prop::collection::vec(sentence(), sentences).prop_map(|s| s.concat())
}

fn story() -> impl Strategy<Value = Story> {
    let name = || prop::sample::select(NAMES);
    let tail =
        prop::sample::select(&["①3", "（下转第三版）", "（林小禾）", "【2】", " 本报编辑部"][..]);
    (
        prop::option::of(words(2..4)),
        prop::collection::vec(words(2..5), 1..3).prop_map(|t| t.join(" ")),
        prop::option::of(words(3..6)),
        prop::option::of(name()),
        prop::option::weighted(0.3, words(2..4)),
        prop::collection::vec(paragraph(1..4), 0..5),
        prop::option::of(tail),
        prop::option::weighted(0.3, (words(4..9), name())),
    )
        .prop_map(
            |(kicker, title, deck, name, subhead, paragraphs, tail, photo)| Story {
                kicker,
                title,
                deck,
                byline: name.map(|n| format!("本报记者 {n}")),
                subhead,
                paragraphs,
                tail,
                caption: photo.map(|(text, name)| format!("{text}。{name} 摄")),
            },
        )
}

fn habits() -> impl Strategy<Value = Habits> {
    (
        6..30_usize,
        prop::sample::select(&["", " ", "  ", "\u{3000}\u{3000}"][..]),
        0..3_usize,
        prop::bool::weighted(0.1),
        prop::sample::select(&[0_usize, 5, 12][..]),
        prop_oneof![
            4 => Just(Columns::Apart),
            1 => Just(Columns::Alternating),
            1 => (1..6_usize).prop_map(Columns::Rows),
        ],
        prop::sample::select(&[Heads::Before, Heads::Before, Heads::After, Heads::End][..]),
        prop::bool::weighted(0.3),
        prop::bool::weighted(0.2),
    )
        .prop_map(
            |(
                measure,
                indent,
                between_paragraphs,
                between_lines,
                column,
                columns,
                heads,
                vertical,
                markdown,
            )| Habits {
                measure,
                indent,
                between_paragraphs,
                between_lines,
                column,
                columns,
                heads,
                vertical,
                markdown,
            },
        )
}

fn noise() -> impl Strategy<Value = Noise> {
    (
        any::<bool>(),
        prop::sample::select(&[0_usize, 1, 3][..]),
        prop::sample::select(&[0_usize, 0, 4, 9][..]),
        prop::sample::select(&[0_usize, 0, 7, 50][..]),
        any::<bool>(),
        any::<bool>(),
        prop::sample::select(&["\n", "\n", "\n", "\r\n", "\r"][..]),
    )
        .prop_map(
            |(wide_digits, ascii_marks, spread, invisible, radicals, spaced_marks, line_end)| {
                Noise {
                    wide_digits,
                    ascii_marks,
                    spread,
                    invisible,
                    radicals,
                    spaced_marks,
                    line_end,
                }
            },
        )
}

/// A page with all that.
pub(crate) fn sheet() -> impl Strategy<Value = Sheet> {
    let stories = prop::collection::vec(story(), 1..5);
    let masthead = prop::option::of(Just("云川通讯\n2031年3月4日 星期二\n责任编辑 周石安\n"));
    (stories, habits(), noise(), masthead).prop_map(|(stories, habits, noise, masthead)| {
        let mut text = masthead.unwrap_or_default().to_owned();
        text += &habits.set(&stories);
        Sheet(noise.on(&text))
    })
}

/// A story as its paper has it: title, then indented paragraphs, one to a line.
pub(crate) fn prose() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(paragraph(3..6), 2..6)
}

/// A line of a headline.
pub(crate) fn headline() -> impl Strategy<Value = String> {
    words(2..5)
}

impl Habits {
    fn set(&self, stories: &[Story]) -> String {
        let columns = stories.iter().map(|story| {
            let mut out = String::new();
            if matches!(self.heads, Heads::Before) {
                self.head(story, &mut out);
            }
            self.body(story, &mut out);
            if matches!(self.heads, Heads::After) {
                self.head(story, &mut out);
            }
            out
        });
        let columns: Vec<String> = columns.collect();
        let mut out = String::new();
        for pair in columns.chunks(2) {
            match (self.columns, pair) {
                (Columns::Alternating, [one, other]) => weave(one, other, "\n", &mut out),
                (Columns::Rows(gap), [one, other]) => {
                    weave(one, other, &" ".repeat(gap), &mut out);
                }
                _ => out.extend(pair.iter().map(String::as_str)),
            }
        }
        if matches!(self.heads, Heads::End) {
            for story in stories {
                self.head(story, &mut out);
            }
        }
        out
    }

    fn head(&self, story: &Story, out: &mut String) {
        for (mark, part) in [
            ("### ", story.kicker.as_deref()),
            ("## ", Some(story.title.as_str())),
            ("### ", story.deck.as_deref()),
            ("**", story.byline.as_deref()),
        ] {
            let Some(part) = part else { continue };
            if self.markdown {
                let end = if mark == "**" { mark } else { "" };
                let _ = write!(out, "{mark}{part}{end}\n\n");
            } else if self.vertical && mark == "## " {
                // Top to bottom; numbers stay together, as they are set across.
                let mut digits = false;
                for c in part.chars() {
                    if c.is_ascii_digit() && digits {
                        out.pop();
                    }
                    digits = c.is_ascii_digit();
                    let _ = writeln!(out, "{c}");
                }
                out.push('\n');
            } else {
                let _ = writeln!(out, "{part}");
            }
        }
        out.push('\n');
    }

    fn body(&self, story: &Story, out: &mut String) {
        let mut in_column = 0;
        let last = story.paragraphs.len().saturating_sub(1);
        for (i, paragraph) in story.paragraphs.iter().enumerate() {
            let tail = story.tail.filter(|_| i == last).unwrap_or_default();
            if i == 1
                && let Some(subhead) = &story.subhead
            {
                let _ = writeln!(out, "{subhead}");
            }
            let text = format!("{}{paragraph}{tail}", self.indent);
            let chars: Vec<char> = text.chars().collect();
            let measure = if self.markdown {
                chars.len()
            } else {
                self.measure
            };
            for line in chars.chunks(measure.max(1)) {
                out.extend(line);
                out.push('\n');
                in_column += 1;
                if self.between_lines || (self.column > 0 && in_column % self.column == 0) {
                    out.push('\n');
                }
            }
            out.push_str(&"\n".repeat(self.between_paragraphs));
        }
        if let Some(caption) = &story.caption {
            let _ = writeln!(out, "{caption}\n");
        }
    }
}

/// The lines of two columns by turns.
fn weave(one: &str, other: &str, between: &str, out: &mut String) {
    let (mut one, mut other) = (one.lines(), other.lines());
    loop {
        match (one.next(), other.next()) {
            (Some(a), Some(b)) => *out += &format!("{a}{between}{b}\n"),
            (Some(line), None) | (None, Some(line)) => *out += &format!("{line}\n"),
            (None, None) => return,
        }
    }
}

impl Noise {
    fn on(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len() * 2);
        let (mut marks, mut letters) = (0, 0);
        for (n, line) in text.lines().enumerate() {
            // Nobody spreads the marks of Markdown, which the printed page has not, nor the lines of a
            // vertical headline.
            let one = line.chars().count() < 6;
            let spread = self.spread > 0 && n % self.spread == 1 && !one;
            let spread = spread && !line.starts_with(['#', '*']);
            // A number at the end of a spread line stays spread: what it counts stands in the next one.
            let digits = |c: char| c.is_ascii_digit() || c == '%';
            let spread =
                spread && !line.ends_with(digits) && !line.trim_start().starts_with(digits);
            for c in line.chars() {
                let c = match c {
                    // Where digits are of another width, so are dashes.
                    '—' if self.wide_digits => '―',
                    '0'..='9' if self.wide_digits => {
                        char::from_u32(u32::from(c) + 0xFEE0).unwrap_or(c)
                    }
                    '月' if self.radicals => '⽉',
                    '大' if self.radicals => '⼤',
                    '，' | '：' | '！' | '？' | '；' | '（' | '）'
                        if self.ascii_marks > 0 && !one =>
                    {
                        marks += 1;
                        if marks % self.ascii_marks == 0 {
                            char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c)
                        } else {
                            c
                        }
                    }
                    c => c,
                };
                out.push(c);
                letters += 1;
                if self.invisible > 0 && letters % self.invisible == 0 {
                    out.push('\u{200B}');
                }
                if spread || (self.spaced_marks && matches!(c, '，' | '》' | '”')) {
                    out.push(' ');
                }
            }
            out.push_str(self.line_end);
        }
        out
    }
}
