//! The words of patterns: the tables, and the one sweep over a line that finds them all.

use super::{NAMES, Pattern};
use crate::chars::take_number;
use crate::table::Table;
use std::sync::LazyLock;

/// Words that are a pattern by themselves, wherever they stand.
const SURE: &[(Pattern, &[&str])] = &[
    (Pattern::Comma, &["，", ",", "、"]),
    (Pattern::Quoted, &["“", "”", "\"", "『", "「", "﹁", "﹃"]),
    (
        Pattern::Picture,
        &["图为", "圖為", "资料图", "新华社发", "资料照片", "供图"],
    ),
    (
        Pattern::NoticeWord,
        &[
            "特此", "敬请", "作废", "更正", "迁至", "征稿", "休刊", "谅解", "致歉", "见谅", "报名",
            "咨询", "声明", "启事",
        ],
    ),
    (
        Pattern::Reporter,
        &[
            "记者",
            "通讯员",
            "实习生",
            "特约",
            "评论员",
            "撰稿",
            "供稿",
            "整理",
            "采写",
            "執筆",
            "記者",
            "特派员",
            "本报编辑部",
        ],
    ),
    (
        Pattern::Issue,
        &[
            "刊号",
            "准印证",
            "内部资料",
            "农历",
            "邮发代号",
            "零售价",
            "豫内资",
            "连续出版物",
            "出版",
            "星期",
            "印刷",
            "发行",
            "國曆",
            "農曆",
        ],
    ),
    (
        Pattern::Contact,
        &[
            "电话",
            "电 话",
            "热线",
            "邮编",
            "邮政编码",
            "地址",
            "网址",
            "www.",
            "http",
            "@",
            "邮箱",
            "微信",
            "公众号",
            "QQ",
            "群号",
            "客户端",
            "传真",
            "電話",
            "扫码",
            "二维码",
            "订阅",
        ],
    ),
    (
        Pattern::Publisher,
        &[
            "主办",
            "主管",
            "承办",
            "协办",
            "联办",
            "出品",
            "融媒体中心",
            "宣传部",
            "编辑出版",
            "社出版",
            "编印",
        ],
    ),
    (Pattern::Series, &["新征程", "新时代", "走基层"]),
    (
        Pattern::Sponsor,
        &[
            "联办",
            "协办单位",
            "赞助",
            "投稿",
            "联系电话",
            "联系人",
            "公众号",
            "群号",
            "群名称",
            "欢迎登录",
            "冠名",
            "特约刊登",
            "信箱",
        ],
    ),
];

/// Words one of which a line must have for the pattern's regular expression to match.
const NEEDED: &[(u64, &[&str])] = &[
    (
        Pattern::Dateline.bit(),
        &[
            "日电",
            "日電",
            "日讯",
            "日消息",
            "日专电",
            "月电",
            "月電",
            "月讯",
            "月消息",
            "月专电",
        ],
    ),
    (
        Pattern::Staff.bit(),
        &[
            "责编",
            "责任编",
            "責任編輯",
            "主编",
            "编审",
            "值班主任",
            "值班编委",
            "编辑",
            "编 辑",
            "校对",
            "审校",
            "美编",
            "版式",
            "排版",
            "组版",
            "视觉",
            "制图",
            "终审",
            "责校",
            "统筹",
        ],
    ),
    (Pattern::Date.bit(), &["星期", "day"]),
    (
        Pattern::WordsAndPictures.bit(),
        &["/", "／", "文、", "文·", "图、", "图·"],
    ),
    (Pattern::Colon.bit(), &["：", ":"]),
    (Pattern::Stop.bit(), &["。", "！", "？", "；"]),
    (ISSUE, &["总", "期", "CN"]),
    (YEAR, &["年"]),
    (DAY_OF_MONTH, &["日"]),
    (PAGE, &["版", "頁", "页"]),
    (HYPHEN, &["-"]),
    (DIGIT, &["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]),
    (SPACE, &["\t", "\n", "\u{B}", "\u{C}", "\r", " "]),
    (
        BYLINE,
        &[
            "摄",
            "图",
            "文",
            "编",
            "译",
            "画",
            "绘",
            "撰",
            "稿",
            "讯",
            "电",
            "报",
            "刊",
            "（",
            "(",
            "）",
            ")",
            "/",
            "：",
            ":",
            "□",
            "■",
            "◆",
            "●",
            "▲",
            "△",
            "▼",
            "◎",
            "○",
            "★",
            "☆",
            "记者",
            "作者",
            "新华",
            "实习",
            "特约",
            "整理",
            "评论员",
            "观察员",
        ],
    ),
];

// What else a sweep sees; bits above those of the patterns.
pub(super) const ISSUE: u64 = 1 << 63;
pub(super) const YEAR: u64 = 1 << 62;
pub(super) const DAY_OF_MONTH: u64 = 1 << 61;
pub(super) const PAGE: u64 = 1 << 60;
pub(super) const HYPHEN: u64 = 1 << 59;
pub(super) const DIGIT: u64 = 1 << 58;
pub(super) const SPACE: u64 = 1 << 57;
pub(super) const BYLINE: u64 = 1 << 56;
const _: () = assert!(NAMES.len() < 56, "the patterns reach into the other bits");

/// Marks that open something,
const OPENING: &[char] = &['“', '「', '（', '(', '《', '【'];
/// and that close it.
const CLOSING: &[char] = &['”', '」', '）', ')', '》', '】'];

/// Words that are a pattern at the end of a line.
const ENDS: &[(Pattern, &[&str])] = &[
    (
        Pattern::Office,
        &[
            "社",
            "局",
            "委",
            "厅",
            "部",
            "委员会",
            "公司",
            "大队",
            "支队",
            "办公室",
            "中心",
            "学校",
            "医院",
            "政府",
            "银行",
            "法院",
            "集团",
            "管委会",
            "领导小组",
            "协会",
            "组委会",
            "管理处",
            "学院",
            "大学",
        ],
    ),
    (
        Pattern::Credit,
        &[
            "摄",
            "攝",
            "摄影",
            "摄影报道",
            "图片报道",
            "摄影撰文",
            "摄影/撰文",
            "图",
            "绘",
            "发",
            "影像",
        ],
    ),
    (
        Pattern::Series,
        &[
            "进行时",
            "在身边",
            "在行动",
            "现场",
            "特写",
            "侧记",
            "综述",
            "述评",
            "手记",
            "札记",
            "随笔",
            "纪事",
            "观察",
            "关注",
            "聚焦",
            "追踪",
            "时评",
            "快评",
            "锐评",
            "论坛",
            "纵横",
            "广角",
            "调查",
            "视点",
            "掠影",
            "巡礼",
            "走笔",
            "归来",
            "图景",
            "答卷",
            "新篇",
            "新篇章",
            "新局",
            "新局面",
            "起好步",
            "新程",
            "新征程",
            "新时代",
            "新伟业",
            "新功",
            "新作为",
            "发展理念",
            "高质量发展",
            "营商环境",
            "基层",
            "一线",
            "调研行",
            "面对面",
            "直通车",
            "大家谈",
            "田野上",
            "高高飘扬",
        ],
    ),
    (
        Pattern::Speaks,
        &[
            "强调",
            "指出",
            "要求",
            "表示",
            "提出",
            "介绍",
            "说",
            "时",
            "调研",
            "致辞",
            "讲话",
            "主持",
            "出席",
            "发布",
            "认为",
            "强调要",
        ],
    ),
];

/// What a character or a word tells of a line: the patterns that it is and those that it makes possible.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tells {
    sure: u64,
    needed: u64,
    /// How many marks are open.
    open: i32,
}

impl Tells {
    /// Whether it is this pattern.
    pub(super) fn is(self, pattern: Pattern) -> bool {
        self.sure & pattern.bit() != 0
    }

    /// Whether it may be this pattern.
    pub(super) fn may(self, pattern: Pattern) -> bool {
        self.has(pattern.bit())
    }

    /// Whether it has all of this.
    pub(super) fn has(self, flags: u64) -> bool {
        self.needed & flags == flags
    }

    /// Whether an opening mark is left open.
    pub(super) fn leaves_open(self) -> bool {
        self.open > 0
    }

    fn add(&mut self, other: Tells) {
        self.sure |= other.sure;
        self.needed |= other.needed;
        self.open = (self.open + other.open).max(0);
    }
}

/// Characters that words begin with, and those words.
#[derive(Default)]
struct Group {
    /// What the character tells by itself.
    alone: Tells,
    /// The longer words: the second character, what follows it, what the word tells.
    longer: Vec<(char, &'static str, Tells)>,
}

/// The words to be found anywhere in a line, by their first character.
struct Words {
    /// A bit for every character of the basic plane that tells something; few do, and all bits together are
    /// soon at hand.
    telling: Box<[u64]>,
    /// For every character of the basic plane the number of its group; 0 is that of all that tell nothing.
    numbers: Box<[u8]>,
    groups: Vec<Group>,
}

static ANYWHERE: LazyLock<Words> = LazyLock::new(|| {
    let mut words = Words {
        telling: vec![0; 0x1_0000 / 64].into(),
        numbers: vec![0; 0x1_0000].into(),
        groups: vec![Group::default()],
    };
    for &(pattern, list) in SURE {
        let tells = Tells {
            sure: pattern.bit(),
            ..Tells::default()
        };
        list.iter().for_each(|w| words.add(w, tells));
    }
    for &(needed, list) in NEEDED {
        let tells = Tells {
            needed,
            ..Tells::default()
        };
        list.iter().for_each(|w| words.add(w, tells));
    }
    for (marks, open) in [(OPENING, 1), (CLOSING, -1)] {
        for &mark in marks {
            words.group_of(mark).alone.open = open;
        }
    }
    // One group for all digits, one for all spaces.
    let shared = [words.group(), words.group()];
    for c in ('\0'..='\u{FFFF}').filter(|&c| !is_common(c)) {
        let tells = rare(c);
        if tells.needed != 0 {
            let group = shared[usize::from(c.is_whitespace())];
            words.groups[usize::from(group)].alone = tells;
            words.numbers[c as usize] = group;
        }
    }
    for (c, _) in words.numbers.iter().enumerate().filter(|(_, n)| **n > 0) {
        words.telling[c / 64] |= 1 << (c % 64);
    }
    words
});

impl Words {
    fn group(&mut self) -> u8 {
        self.groups.push(Group::default());
        u8::try_from(self.groups.len() - 1).expect("fewer than 256 groups")
    }

    /// The group of a character.
    fn group_of(&mut self, c: char) -> &mut Group {
        let c = c as usize;
        if self.numbers[c] == 0 {
            self.numbers[c] = self.group();
        }
        &mut self.groups[usize::from(self.numbers[c])]
    }

    fn add(&mut self, word: &'static str, tells: Tells) {
        let mut chars = word.chars();
        let Some(first) = chars.next() else {
            return;
        };
        let group = self.group_of(first);
        match chars.next() {
            Some(second) => group.longer.push((second, chars.as_str(), tells)),
            None => group.alone.add(tells),
        }
    }
}

/// What a character tells that is not common: digits and spaces are no words of the tables.
fn rare(c: char) -> Tells {
    let digit = if c.is_numeric() { DIGIT } else { 0 };
    let space = if c.is_whitespace() { SPACE } else { 0 };
    Tells {
        needed: digit | space,
        ..Tells::default()
    }
}

/// Characters of blocks without a digit (Unicode Nd) or white space of their own, ASCII aside.
pub(super) fn is_common(c: char) -> bool {
    matches!(
        c,
        '\0'..='\u{7F}'
            | '\u{2010}'..='\u{2027}'
            | '\u{3001}'..='\u{9FFF}'
            | '\u{FF00}'..='\u{FF0F}'
            | '\u{FF1A}'..='\u{FF20}'
    )
}

/// The words of a line: what they are, and what they make possible. A stop or colon counts only before
/// `body`, where the line's last letter ends.
pub(super) fn sweep(text: &str, body: usize) -> Tells {
    let words = &*ANYWHERE;
    let mut found = Tells::default();
    let mut rest = text.as_bytes();
    let tail = text.len() - body;
    while let Some(number) = take_number(&mut rest) {
        let place = number as usize;
        let group = match words.telling.get(place / 64) {
            Some(bits) if bits >> (place % 64) & 1 == 0 => continue,
            Some(_) => &words.groups[usize::from(words.numbers[place])],
            None => {
                found.add(char::from_u32(number).map(rare).unwrap_or_default());
                continue;
            }
        };
        let mut alone = group.alone;
        if rest.len() < tail {
            alone.needed &= !(Pattern::Stop.bit() | Pattern::Colon.bit());
        }
        found.add(alone);
        if group.longer.is_empty() {
            continue;
        }
        let mut after = rest;
        let second = take_number(&mut after);
        for &(next, tail, tells) in &group.longer {
            if second == Some(u32::from(next)) && after.starts_with(tail.as_bytes()) {
                found.add(tells);
            }
        }
    }
    found
}

/// The words to be found at a line's end, by their last character.
static AT_END: LazyLock<Table<u32, Vec<(&'static str, u64)>>> = LazyLock::new(|| {
    let mut words: Table<u32, Vec<_>> = Table::default();
    for (pattern, list) in ENDS {
        for word in *list {
            let last = word.chars().next_back().map_or(0, u32::from);
            words.entry(last).or_default().push((*word, pattern.bit()));
        }
    }
    words
});

/// The pattern bits of the words that a line ends in.
pub(super) fn ending(text: &str) -> u64 {
    let last = text.chars().next_back().map_or(0, u32::from);
    let words = AT_END.get(&last).map_or(&[][..], Vec::as_slice);
    let hits = words.iter().filter(|(word, _)| text.ends_with(word));
    hits.fold(0, |bits, (_, bit)| bits | bit)
}
