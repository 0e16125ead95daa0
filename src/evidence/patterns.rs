//! What a line says about itself: the patterns of bylines, datelines, captions, furniture.
//!
//! Every pattern is one bit, so the patterns of the lines around are shifts and masks. The forms are
//! those collected in the field (datelines of agencies, □ and ◎ before a byline, 责任编辑 in all its
//! spellings); none is a paper's or a person's name.
//!
//! Most patterns are words; one sweep over a line finds them all, by the first character of each. The
//! others are regular expressions, asked only of a line that has what they cannot match without.

use crate::chars::is_han;
use regex::Regex;
use std::borrow::Cow;
use std::sync::LazyLock;

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
}

impl Pattern {
    /// The pattern's bit.
    pub const fn bit(self) -> u64 {
        1 << self as u8
    }
}

macro_rules! regex {
    ($name:ident, $pattern:expr) => {
        static $name: LazyLock<Regex> =
            LazyLock::new(|| Regex::new($pattern).expect("a valid pattern"));
    };
}

regex!(
    DATELINE,
    r"^(?:【?(?:本报|本刊|本台|本網|本网)[^，。]{0,4}(?:讯|消息|電|电|訊)】?|(?:据|據)?(?:新华社|中新社|新華社|人民日报|本报|中央社|[^，。]{2,6}[社网報报])[^，。！？]{0,16}?[日月](?:电|電|讯|消息|专电)|[（(【〔](?:本报|本報|新华|中新|中央社|記者|记者))"
);
regex!(
    DAY,
    r"^(?:近日|日前|昨日|昨天|今天|今日|连日来|近期|近年来|当地时间|据悉|记者从|\d{1,4}年|\d{1,2}月|\d{1,2}日|[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日|“?去年|今年|目前|截至)"
);
regex!(
    STAFF,
    r"(?:责任?编辑?|責任編輯|主编|编审|值班主任|值班编委|编辑|编 辑|校对|审校|美编|版式|排版|组版|视觉|制图|终审|责校|统筹)[：:／/\s　]"
);
regex!(
    DATE,
    r"\d{4}\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日|^\d{4}[.\-/]\d{1,2}[.\-/]\d{1,2}|^[二〇○零一九八七六五四三]{4}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日|星期[一二三四五六日天]|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
);
regex!(
    ISSUE_NUMBER,
    r"总第?\s?\d|第\s?\d+\s?期|[今本][日期]\s?\d+\s?版|CN\s?\d|共\d+版|^第?[0-9０-９A-D]{1,3}版$"
);
regex!(TELEPHONE, r"\d{3,4}-\d{7,8}");
regex!(
    PAPER,
    r"^(?:[\p{Han}\s]{1,10})(?:日报|晚报|早报|时报|快报|导报|周报|商报|农民报|都市报|新报|时讯|通讯|周刊|日報|晚報|時報|报|報)(?:社)?$"
);
regex!(
    NOTICE,
    r"^(?:重要)?(?:小启|启事|公告|通告|声明|遗失声明|更正|更正启事|讣告|寻人启事|征稿|征稿启事|征稿|招聘|招聘启事|公示|致歉|致读者|通知|迁址启事|休刊启事|注销公告|拍卖公告|启示|鸣谢|预告|啟事|小啟|聲明|訃告|[\p{Han}]{2,6}(?:启事|公告|声明|通告|公示))$"
);
regex!(
    SECTION,
    r"^(?:第?[0-9０-９A-Ea-e〇一二三四五六七八]{1,3}版?[\s　·]*)?(?:要闻|综合|专版|专题|社会|副刊|时政|民生|经济|文化|体育|国际|国内|教育|广告|公益广告|今日导读|导读|本地|时事|新闻|评论|理论|读者|周末|生活|健康|法治|农业|三农|旅游|财经|都市|县域|乡镇|深度|视点|声音|关注|焦点)?$"
);
regex!(
    SERIES,
    r"(?:系列|报道|专题|见闻|纪行|访谈|专栏)(?:报道)?(?:之[一二三四五六七八九十]+)?$|之[一二三四五六七八九十]+$|[（(][上中下一二三四五六七八九十][)）]$|进行时$|在身边$|现场$|特写$|侧记$|综述$|述评$|手记$|观察$|时评$|快评$|调查$"
);
regex!(SPEAKER, r"^(?:记者|问|答|主持人|[\p{Han}]{2,4})[：:]");
regex!(
    LISTED,
    r"^(?:[一二三四五六七八九十]{1,2}(?:是|要|、|，|来|则)|第[一二三四五六七八九十][，、,]|[（(][一二三四五六七八九十\d]{1,2}[)）]|\d{1,2}[.．、]\D|[①-⑳●■◆▶★◎▲])"
);
regex!(
    BOTH,
    r"文[/、·]\s?图|图[/、·]\s?文|[/／]\s?[文图摄]|[文图]\s?[/／]"
);
regex!(
    JUMP,
    r"^[（(▶►◀→\s]*(?:紧?[上下][转接]|转|紧接|详见|相关.{0,6}见)[^，。]{0,14}(?:版|頁|页)"
);
regex!(
    PAGEREF,
    r"^(?:[①-⑳●]\s?\d{0,2}|[【［\[〔]\s?\d{1,2}\s?[】］\]〕])$"
);

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
const ISSUE: u64 = 1 << 63;
const YEAR: u64 = 1 << 62;
const DAY_OF_MONTH: u64 = 1 << 61;
const PAGE: u64 = 1 << 60;
const HYPHEN: u64 = 1 << 59;
const DIGIT: u64 = 1 << 58;
const SPACE: u64 = 1 << 57;
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

/// Titles of the small boxes beside an article.
const BOXES: &[&str] = &[
    "延伸阅读",
    "相关链接",
    "新闻链接",
    "编者按",
    "编后",
    "编后语",
    "短评",
    "名词解释",
    "背景",
    "背景链接",
    "背景资料",
    "背景新闻",
    "编辑手记",
    "记者手记",
    "采访手记",
    "观察",
    "链接",
    "导读",
    "快评",
    "锐评",
    "人物名片",
    "新闻背景",
    "记者观察",
    "今日谈",
    "相关新闻",
    "小贴士",
    "提示",
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
fn sweep(text: &str, body: usize) -> (u64, u64) {
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
fn ending(text: &str) -> u64 {
    let last = text.chars().next_back();
    let words = last.map_or(&[][..], |c| AT_END.of(c));
    let hits = words.iter().filter(|w| text.ends_with(w.text));
    hits.fold(0, |bits, w| bits | w.sure)
}

/// The most frequent surnames; together over nine of ten people (Ministry of Public Security, annual
/// name reports).
const SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳欧管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁芮都普阙浦戈伏鹿薄邸雍辜羊阿乌母裘亓修邰赫杭况那宿鲜印逯隆茹诺战慕危玉银亢嵇公哈湛宾戎勾茅利於呼居揭干但尉冶斯元束檀衣信展阴昝智幸奉植衡富尧闭由仵是莽 張劉陳楊黃趙吳孫馬鄭謝許韓馮鄧蕭潘蔣葉蘇魏呂盧鍾譚陸賈韋鄒閻龍賀顧錢嚴湯";

static SURNAME_BITS: LazyLock<Box<[u64]>> = LazyLock::new(|| {
    let mut bits = vec![0u64; 0x1_0000 / 64].into_boxed_slice();
    for c in SURNAMES.chars().filter(|&c| c != ' ') {
        bits[c as usize / 64] |= 1 << (c as usize % 64);
    }
    bits
});

fn is_surname(c: char) -> bool {
    let word = SURNAME_BITS.get(c as usize / 64);
    word.is_some_and(|word| word >> (c as usize % 64) & 1 == 1)
}

/// Whether a text has the form of a Chinese person's name.
pub fn is_name(text: &str) -> bool {
    let mut count = 0;
    for c in text.chars() {
        if count == 4 || !is_han(c) || (count == 0 && !is_surname(c)) {
            return false;
        }
        count += 1;
    }
    count >= 2
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

/// Lines wider than this (half ems) are not searched for the patterns of short lines.
const SHORT: u16 = 64;

/// The patterns of a line, as bits.
pub fn find(text: &str, width: u16) -> u64 {
    let mut bits = 0;
    let mut hit = |p: Pattern, yes: bool| {
        if yes {
            bits |= p.bit();
        }
    };
    let body = text.trim_end_matches(|c: char| !is_letter_or_number(c));
    let (sure, needed) = sweep(text, body.len());
    let sure = |p: Pattern| sure & p.bit() != 0;
    let may = |p: Pattern| needed & p.bit() != 0;
    let has = |flags: u64| needed & flags == flags;
    let first = text.chars().next().unwrap_or(' ');
    let head = prefix(text, 40);
    let stop = may(Pattern::Stop);
    hit(Pattern::Comma, sure(Pattern::Comma));
    hit(Pattern::Stop, stop);
    hit(Pattern::Dangling, text.ends_with(DANGLING));
    hit(Pattern::Leaning, text.starts_with(LEANING));
    hit(Pattern::Quoted, sure(Pattern::Quoted));
    hit(
        Pattern::Dateline,
        (may(Pattern::Dateline) || matches!(first, '【' | '本' | '（' | '(' | '〔'))
            && DATELINE.is_match(head),
    );
    hit(Pattern::Day, may_be_day(first) && DAY.is_match(head));
    hit(
        Pattern::Listed,
        may_be_listed(first) && LISTED.is_match(head),
    );
    hit(
        Pattern::Speaker,
        head.chars().take(5).any(|c| matches!(c, '：' | ':')) && SPEAKER.is_match(head),
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
    if width <= SHORT {
        let tokens = || {
            text.split([' ', '\u{3000}', '、'])
                .filter(|t| !t.is_empty())
        };
        let single: Cow<'_, str> = if has(SPACE) {
            text.chars().filter(|c| !c.is_whitespace()).collect()
        } else {
            text.into()
        };
        let single = &*single;
        let start = single.chars().next().unwrap_or(' ');
        let last = single.chars().next_back().unwrap_or(' ');
        let names = tokens().all(|t| is_name(t.trim_end_matches(['/', '／', '文', '图', '摄'])))
            && !text.is_empty();
        hit(Pattern::Reporter, !stop && sure(Pattern::Reporter));
        hit(
            Pattern::Bulleted,
            matches!(first, '□' | '◎' | '■' | '●' | '○' | '◇' | '✎' | '▢' | '☐') && !stop,
        );
        hit(Pattern::Names, names && tokens().count() > 1);
        hit(
            Pattern::Name,
            is_name(single) && !names | (tokens().count() == 1),
        );
        hit(
            Pattern::Bracketed,
            matches!(first, '(' | '（')
                && text.ends_with([')', '）'])
                && text.matches(['(', '（']).count() == 1,
        );
        hit(
            Pattern::Office,
            !stop && ending(single) & Pattern::Office.bit() != 0,
        );
        let credit = text.strip_suffix([')', '）']).unwrap_or(text);
        hit(Pattern::Credit, ending(credit) & Pattern::Credit.bit() != 0);
        hit(Pattern::Jump, has(PAGE) && JUMP.is_match(text));
        hit(
            Pattern::Pageref,
            matches!(first, '①'..='⑳' | '●' | '【' | '［' | '[' | '〔') && PAGEREF.is_match(text),
        );
        hit(
            Pattern::Staff,
            !stop && may(Pattern::Staff) && STAFF.is_match(text),
        );
        let date = may(Pattern::Date)
            || has(DIGIT | YEAR | DAY_OF_MONTH)
            || has(DIGIT) && first.is_numeric()
            || has(YEAR)
                && matches!(
                    first,
                    '〇' | '○'
                        | '零'
                        | '一'
                        | '二'
                        | '三'
                        | '四'
                        | '五'
                        | '六'
                        | '七'
                        | '八'
                        | '九'
                );
        hit(Pattern::Date, !stop && date && DATE.is_match(text));
        let issue = || {
            (has(DIGIT | ISSUE) || has(DIGIT | PAGE) || text.len() <= 20 && text.ends_with('版'))
                && ISSUE_NUMBER.is_match(text)
        };
        hit(Pattern::Issue, !stop && (sure(Pattern::Issue) || issue()));
        let telephone = || has(DIGIT | HYPHEN) && TELEPHONE.is_match(text);
        hit(
            Pattern::Contact,
            !stop && (sure(Pattern::Contact) || telephone()),
        );
        hit(Pattern::Publisher, !stop && sure(Pattern::Publisher));
        hit(Pattern::Sponsor, !stop && sure(Pattern::Sponsor));
        hit(
            Pattern::PaperName,
            matches!(last, '报' | '刊' | '讯' | '報' | '社') && PAPER.is_match(single),
        );
        hit(Pattern::Closing, text.ends_with(CLOSING));
        let series = || closes_series(text.chars().next_back()) && SERIES.is_match(text);
        hit(Pattern::Series, sure(Pattern::Series) || series());
        hit(
            Pattern::PictureTitle,
            text.ends_with(['）', ')'])
                && ["（图片", "(图片", "（组图", "(组图", "（图）"]
                    .iter()
                    .any(|w| text.contains(w)),
        );
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
        hit(Pattern::Speaks, ending(text) & Pattern::Speaks.bit() != 0);
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

/// [`char::is_alphanumeric`], which is slow to say yes to the common ideographs.
fn is_letter_or_number(c: char) -> bool {
    matches!(c, '一'..='\u{9FA5}') || c.is_alphanumeric()
}

/// The first characters of [`DAY`].
fn may_be_day(first: char) -> bool {
    matches!(
        first,
        '近' | '日'
            | '昨'
            | '今'
            | '连'
            | '当'
            | '据'
            | '记'
            | '“'
            | '去'
            | '目'
            | '截'
            | '一'
            | '二'
            | '三'
            | '四'
            | '五'
            | '六'
            | '七'
            | '八'
            | '九'
            | '十'
    ) || first.is_numeric()
}

/// The first characters of [`LISTED`].
fn may_be_listed(first: char) -> bool {
    matches!(
        first,
        '一' | '二'
            | '三'
            | '四'
            | '五'
            | '六'
            | '七'
            | '八'
            | '九'
            | '十'
            | '第'
            | '（'
            | '('
            | '①'..='⑳' | '●' | '■' | '◆' | '▶' | '★' | '◎' | '▲'
    ) || first.is_numeric()
}

/// Whether a text begins like a caption: with a pointer to its photo, or 左图：.
fn is_picture(text: &str, first: char) -> bool {
    const WHICH: &[&str] = &["", "上", "下", "左", "右", "题", "附", "本", "资料", "组"];
    match first {
        '▲' | '▼' | '△' | '▽' | '◤' | '◥' | '↑' | '↓' | '←' | '→' => true,
        '图' | '上' | '下' | '左' | '右' | '题' | '附' | '本' | '资' | '组' => {
            WHICH.iter().any(|which| {
                let rest = text.strip_prefix(which).and_then(|t| t.strip_prefix('图'));
                rest.is_some_and(|t| t.starts_with(['：', ':', '片', '（']))
            })
        }
        _ => false,
    }
}

/// The last characters of [`NOTICE`].
fn closes_notice(last: char) -> bool {
    matches!(
        last,
        '启' | '事' | '告' | '明' | '正' | '稿' | '聘' | '示' | '歉' | '者' | '知' | '谢' | '啟'
    )
}

/// The last characters of [`SERIES`].
fn closes_series(last: Option<char>) -> bool {
    matches!(
        last,
        Some(
            '列' | '道'
                | '题'
                | '闻'
                | '行'
                | '谈'
                | '栏'
                | '一'
                | '二'
                | '三'
                | '四'
                | '五'
                | '六'
                | '七'
                | '八'
                | '九'
                | '十'
                | ')'
                | '）'
                | '时'
                | '边'
                | '场'
                | '写'
                | '记'
                | '述'
                | '评'
                | '察'
                | '查'
        )
    )
}

/// The first characters of [`SECTION`].
fn opens_section(first: char) -> bool {
    matches!(
        first,
        '第' | '0'..='9' | '０'..='９' | 'A'..='E' | 'a'..='e' | '〇' | '一' | '二' | '三' | '四'
            | '五' | '六' | '七' | '八' | '要' | '综' | '专' | '社' | '副' | '时' | '民' | '经'
            | '文' | '体' | '国' | '教' | '广' | '公' | '今' | '导' | '本' | '新' | '评' | '理'
            | '读' | '周' | '生' | '健' | '法' | '农' | '旅' | '财' | '都' | '县' | '乡' | '深'
            | '视' | '声' | '关' | '焦'
    )
}

/// The last characters of [`SECTION`].
fn closes_section(last: char) -> bool {
    matches!(
        last,
        '版' | '·' | '0'..='9' | '０'..='９' | 'A'..='E' | 'a'..='e' | '〇' | '一' | '二' | '三'
            | '四' | '五' | '六' | '七' | '八' | '闻' | '合' | '题' | '会' | '刊' | '政' | '生'
            | '济' | '化' | '育' | '际' | '内' | '告' | '读' | '地' | '事' | '论' | '者' | '末'
            | '活' | '康' | '治' | '业' | '农' | '游' | '经' | '市' | '域' | '镇' | '度' | '点'
            | '音' | '注'
    )
}

/// Whether a text is the title of a small box, with or without a bracket on either side.
fn is_box(single: &str) -> bool {
    let text = single
        .strip_prefix(['【', '[', '〖', '「'])
        .unwrap_or(single);
    let text = text
        .strip_suffix(['】', ']', '〗', '」', '：', ':'])
        .unwrap_or(text);
    text.len() <= 12 && BOXES.contains(&text)
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
    text.char_indices().nth(n).map_or(text, |(i, _)| &text[..i])
}
