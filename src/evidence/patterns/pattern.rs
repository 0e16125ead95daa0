//! The patterns by name.

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
    /// A name with what its bearer is or does, and nothing else: 城关派出所 陈晓楠, 蓝慧敏 报道.
    Role = "role",
    /// Ends in 简讯, 导读, 天气, 诗二首 and the like: the title or the kicker of short pieces or of a list.
    Digest = "digest",
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
