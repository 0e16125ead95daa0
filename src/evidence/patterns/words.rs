//! The words of patterns: the tables that [`sweep`](super::sweep) finds them by.

use super::{NAMES, Pattern};

/// Words that are a pattern by themselves, wherever they stand.
pub(super) const SURE: &[(Pattern, &[&str])] = &[
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
pub(super) const NEEDED: &[(u64, &[&str])] = &[
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
            "报讯",
            "社电",
            "社讯",
            "社专电",
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
pub(super) const OPENING: &[char] = &['“', '「', '（', '(', '《', '【'];
/// and that close it.
pub(super) const CLOSING: &[char] = &['”', '」', '）', ')', '》', '】'];
