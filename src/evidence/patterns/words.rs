//! The words of patterns: the tables, and the one sweep over a line that finds them all.

use super::{NAMES, Pattern};
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
];

// What else a sweep sees; bits above those of the patterns.
pub(super) const ISSUE: u64 = 1 << 63;
pub(super) const YEAR: u64 = 1 << 62;
pub(super) const DAY_OF_MONTH: u64 = 1 << 61;
pub(super) const PAGE: u64 = 1 << 60;
pub(super) const HYPHEN: u64 = 1 << 59;
pub(super) const DIGIT: u64 = 1 << 58;
pub(super) const SPACE: u64 = 1 << 57;
const _: () = assert!(NAMES.len() < 57, "the patterns reach into the other bits");

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

/// A word with the patterns that it is and those that it makes possible.
struct Word {
    text: &'static str,
    sure: u64,
    needed: u64,
}

/// Words, found by one of their characters.
struct Words {
    /// For every character of the basic plane, one more than the index of its group; 0 for none.
    groups: Box<[u8]>,
    lists: Vec<Vec<Word>>,
}

impl Words {
    /// Sorts words into groups by the character that `key` picks.
    fn new(key: fn(&str) -> Option<char>, words: impl Iterator<Item = Word>) -> Self {
        let mut groups = vec![0u8; 0x1_0000].into_boxed_slice();
        let mut lists: Vec<Vec<Word>> = Vec::new();
        for word in words {
            let Some(group) = key(word.text).and_then(|c| groups.get_mut(c as usize)) else {
                continue;
            };
            if *group == 0 {
                lists.push(Vec::new());
                *group = u8::try_from(lists.len()).expect("fewer than 256 groups");
            }
            lists[usize::from(*group) - 1].push(word);
        }
        Words { groups, lists }
    }

    /// The words that have this character for their key.
    #[inline]
    fn of(&self, c: char) -> &[Word] {
        match self.groups.get(c as usize) {
            None | Some(0) => &[],
            Some(&group) => &self.lists[usize::from(group) - 1],
        }
    }
}

static ANYWHERE: LazyLock<Words> = LazyLock::new(|| {
    let sure = SURE.iter().flat_map(|(p, words)| {
        words.iter().map(|&text| Word {
            text,
            sure: p.bit(),
            needed: 0,
        })
    });
    let needed = NEEDED.iter().flat_map(|&(needed, words)| {
        words.iter().map(move |&text| Word {
            text,
            sure: 0,
            needed,
        })
    });
    Words::new(|word| word.chars().next(), sure.chain(needed))
});

static AT_END: LazyLock<Words> = LazyLock::new(|| {
    let words = ENDS.iter().flat_map(|(p, words)| {
        words.iter().map(|&text| Word {
            text,
            sure: p.bit(),
            needed: 0,
        })
    });
    Words::new(|word| word.chars().next_back(), words)
});

/// The words of a line: what they are, and what they make possible. A stop or colon counts only before
/// `body`, where the line's last letter ends.
pub(super) fn sweep(text: &str, body: usize) -> (u64, u64) {
    let words = &*ANYWHERE;
    let inside = Pattern::Stop.bit() | Pattern::Colon.bit();
    let (mut sure, mut needed) = (0, 0);
    for (at, c) in text.char_indices() {
        for word in words.of(c) {
            if word.text.len() == c.len_utf8() || text[at..].starts_with(word.text) {
                sure |= word.sure;
                needed |= if at < body {
                    word.needed
                } else {
                    word.needed & !inside
                };
            }
        }
        // Digits and spaces that are no words of the table.
        if !is_common(c) {
            needed |= if c.is_numeric() { DIGIT } else { 0 };
            needed |= if c.is_whitespace() { SPACE } else { 0 };
        }
    }
    (sure, needed)
}

/// Characters of blocks without a digit (Unicode Nd) or white space of their own, ASCII aside.
fn is_common(c: char) -> bool {
    matches!(
        c,
        '\0'..='\u{7F}'
            | '\u{2010}'..='\u{2027}'
            | '\u{3001}'..='\u{9FFF}'
            | '\u{FF00}'..='\u{FF0F}'
            | '\u{FF1A}'..='\u{FF20}'
    )
}

/// The pattern bits of the words that a line ends in.
pub(super) fn ending(text: &str) -> u64 {
    let last = text.chars().next_back();
    let words = last.map_or(&[][..], |c| AT_END.of(c));
    let hits = words.iter().filter(|w| text.ends_with(w.text));
    hits.fold(0, |bits, w| bits | w.sure)
}
