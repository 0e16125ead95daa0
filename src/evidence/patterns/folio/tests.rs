use super::super::sweep::sweep;
use super::*;

fn folio(line: &str) -> Option<Folio> {
    super::folio(line, sweep(line, line.len()))
}

#[test]
fn forms() {
    for (want, lines) in [
        (
            Some(Folio::Sure),
            &[
                "第A03版：要闻",
                "第3版(要闻)",
                "第8版（体育）",
                "第三版",
                "B3 文体新闻",
                "A06 社会",
                "A06版 社会",
                "旅游 C3",
                "体育新闻 B8",
                "要闻·A2",
                "2版·要闻",
                "家居周刊 C4",
                "财经·证券 B2",
                "社会新闻 4版",
                "1959年2月6日参考消息 第1版",
                "新野日报 1989.02.15 第3版",
                "2016年5月6日 第3版",
                "竞技快报 2023年5月22日 星期一 08 足球·综合",
                "沧浪晚报 2021年11月3日 星期三 A05 民生",
                "黄石口报　第二版　综合新闻",
                "2009年7月18日（周六） C2 侨社",
                "楚河晚报 A06 城事 2014年5月8日",
                "华北导报 民国三十六年三月二日 第三版",
                "栖霞岭日报   2019年4月26日   第3版   党建",
            ][..],
        ),
        (
            Some(Folio::AtEdge),
            &[
                "03 时政新闻",
                "国际新闻 8",
                "天气·资讯 12",
                "社会04",
                "社区·民生",
                "综合新闻",
                "本市新闻",
                "汽车周刊",
            ],
        ),
        (
            Some(Folio::Beside),
            &["专栏：体育", "专栏:", "SPORTS", "十强 A3", "B2 读图时代"],
        ),
        (
            None,
            &[
                "神舟15",
                "神舟 15",
                "世界500强",
                "健康100分",
                "关注315",
                "体育",
                "今日关注",
                "关注民生",
                "教育·让每个孩子都有未来",
                "文化消费新闻发布会",
                "第3版的更正",
                "第三产业",
                "见第3版",
                "详见5月6日本报第3版",
                "原载1959年2月6日参考消息第1版",
                "新野日报 王平",
                "新野日报 记者节 表彰会",
                "2023年5月22日 星期一",
                "2016年5月6日 王平摄于新野",
                "新野日报 晨报 A3 A5",
                "会议通报 2016年5月6日，全市粮食产量",
                "十强 A3 花落谁家",
                "下转第三版",
                "3版本软件发布",
                "A股收评",
                "H7N9",
                "PM2.5",
                "专栏作家",
                "列夫·托尔斯泰",
                "国际新闻周刊记者2人获奖",
                "",
            ],
        ),
    ] {
        for line in lines {
            assert_eq!(folio(line), want, "{line}");
        }
    }
}

/// The labels among some lines: `=` before what has something of a masthead, `>` before what is text.
fn found<'a>(lines: &[&'a str]) -> Vec<&'a str> {
    let stands: Vec<Stand> = lines
        .iter()
        .map(|line| Stand {
            folio: folio(line),
            masthead: line.starts_with('='),
            text: line.starts_with('>'),
        })
        .collect();
    let labels = labels(&stands);
    let labels = lines.iter().zip(labels).filter(|(_, is_label)| *is_label);
    labels.map(|(line, _)| *line).collect()
}

#[test]
fn where_labels_stand() {
    for (lines, want) in [
        (
            &["旅游 C3", "走，到婺源去", "寒露刚过"][..],
            &["旅游 C3"][..],
        ),
        (
            &["体育新闻 B8", "SPORTS", "=8月29日", "夺冠"],
            &["体育新闻 B8", "SPORTS"],
        ),
        (&["社区·民生", "社区食堂开张", ">本报讯"], &["社区·民生"]),
        (&["食堂开张", "寒露刚过。", "综合新闻"], &["综合新闻"]),
        (&["=5月6日", "国际新闻 8", "夺冠"], &["国际新闻 8"]),
        (
            &["夺冠", "大赛结束。", "第3版(要闻)", "专栏：体育", "开赛"],
            &["第3版(要闻)", "专栏：体育"],
        ),
        (&["=5月6日", "读图时代 B2", "夺冠"], &["读图时代 B2"]),
        // In the middle of the page, above a lead, beside no furniture.
        (&["夺冠", "大赛结束。", "综合新闻", "全国各地"], &[]),
        (&["夺冠", "大赛结束。", "国际新闻 8", "全国各地"], &[]),
        (&["综合新闻", ">本报讯"], &[]),
        (&["十强 A3", "夺冠", "寒露刚过"], &[]),
        (&["SPORTS", "夺冠"], &[]),
        (&["夺冠", "专栏：体育", "寒露刚过"], &[]),
        (&["神舟 15", "=5月6日", "夺冠"], &[]),
        (&[], &[]),
    ] {
        assert_eq!(found(lines), want, "{lines:?}");
    }
}

/// The forms as regular expressions, which say the same.
mod expressions {
    use regex::Regex;
    use std::sync::LazyLock;

    const TOPIC: &str = "(?:要闻|综合|专题|社会|副刊|时政|民生|经济|文化|体育|国际|国内|教育|导读|本地|时事|评论|理论|读者|\
        周末|生活|健康|法治|法制|农业|农村|三农|旅游|财经|都市|县域|乡镇|深度|视点|声音|关注|焦点|文体|社区|校园|影像|天气|资讯|家居|\
        汽车|人物|文学|读书|证券|科技|科教|卫生|房产|娱乐|文娱|军事|环球|世界|区域|城市|城乡|基层|党建|摄影|艺术|美食|消费|\
        金融|产业|企业|能源|生态|环保|交通|政法|人文|历史|文艺|阅读|市场|言论|观点|新闻|服务)";
    /// What is printed of them.
    const PRINT: &str = "(?:新闻|周刊|副刊|专版|专刊|特刊)";

    /// A form that has `%T` for a topic, `%P` for what is printed, `%N` for the name of a section, `%D` for a date and `%B`
    /// for the number of a page.
    fn form(pattern: &str) -> Regex {
        let pattern = pattern
            .replace("%N", "(?:(?:本[报市省县])?%T{1,2}(?:%P|报道|版)?)")
            .replace("%T", TOPIC)
            .replace(
                "%D",
                r"(?:\d{4}年\d{1,2}月\d{1,2}日|\d{4}[.\-/]\d{1,2}[.\-/]\d{1,2})",
            )
            .replace("%B", "第(?:[A-Z]?\\d{1,2}|[一二三四五六七八九十]{1,3})版")
            .replace("%P", PRINT);
        Regex::new(&pattern).expect("a valid pattern")
    }

    static SURE: LazyLock<Regex> = LazyLock::new(|| {
        form(
            r"^%D\s*(?:\p{Han}{2,8}\s*)?%B$|^\p{Han}{2,8}\s*%D\s*%B$|^%B(?:\s*[(（][\p{Han}·]{2,8}[)）]|\s*[:：]\s*[\p{Han}·]{2,8}|[\s·]*%N(?:·%N)*)?$|^[A-Z]\d{1,2}版?[\s·:：]*%N(?:[·\s]%N)*$|^%N(?:·%N)*[\s·:：]*[A-Z]\d{1,2}版?$|^\d{1,2}版[\s·:：]*%N(?:[·\s]%N)*$|^%N(?:·%N)*[\s·:：]*\d{1,2}版$",
        )
    });

    static AT_EDGE: LazyLock<Regex> = LazyLock::new(|| {
        form(
            r"^0?\d[\s·:：]*%N(?:·%N)*$|^%N(?:·%N)*[\s·:：]*0?\d$|^%N(?:·%N)*\s\d{1,2}$|^\d{1,2}\s%N(?:·%N)*$|^%N(?:·%N)+$|^(?:本[报市省县]|%T%T?)%P$",
        )
    });

    static BESIDE: LazyLock<Regex> = LazyLock::new(|| {
        form(
            r"^专栏[:：]\s*[\p{Han}·]{0,8}$|^[A-Z]{3,12}(?: [A-Z]{3,12}){0,2}$|^[\p{Han}·]{2,8}\s*[A-Z]\d{1,2}版?$|^[A-Z]\d{1,2}版?\s*[\p{Han}·]{2,8}$",
        )
    });

    /// What a line above a page may have: its day, its number, the paper's name; and what goes with these.
    static DAY: LazyLock<Regex> = LazyLock::new(|| {
        form(
            r"^(?:%D(?:[（(]?(?:星期|周)[一二三四五六日天][）)]?)?|(?:民国)?[〇○零一二三四五六七八九十百]{2,8}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日)$",
        )
    });
    static NUMBER: LazyLock<Regex> = LazyLock::new(|| form(r"^(?:%B|[A-Z]\d{1,2}版?|\d{1,2}版)$"));
    static PAPER: LazyLock<Regex> = LazyLock::new(|| form(r"^\p{Han}{1,8}(?:报|时讯|周刊|周末)$"));
    static OTHER: LazyLock<Regex> = LazyLock::new(|| {
        form(
            r"^(?:星期[一二三四五六日天]|[（(]?周[一二三四五六日][）)]?|农历\p{Han}{4,12}|\d{1,2}|总?第\d{1,6}期|[\p{Han}·]{2,6})$",
        )
    });

    /// Whether a line is that above a page: it has two of the paper's name, the day and the number of the page, and nothing
    /// but what goes with these: 竞技快报 2023年5月22日 星期一 08 足球·综合.
    fn is_header(line: &str) -> bool {
        let forms = [&DAY, &NUMBER, &PAPER]
            .map(|form| line.split_whitespace().filter(|t| form.is_match(t)).count());
        let named = forms.iter().filter(|&&count| count == 1).count();
        let known = |t: &str| {
            [&DAY, &NUMBER, &PAPER, &OTHER]
                .iter()
                .any(|form| form.is_match(t))
        };
        named >= 2 && forms.iter().all(|&count| count < 2) && line.split_whitespace().all(known)
    }

    /// What they say of a line.
    pub(super) fn folio(line: &str) -> Option<super::Folio> {
        use super::Folio;
        if line.len() <= 2 * super::LONGEST && is_header(line) {
            Some(Folio::Sure)
        } else if line.len() > super::LONGEST {
            None
        } else if SURE.is_match(line) {
            Some(Folio::Sure)
        } else if AT_EDGE.is_match(line) {
            Some(Folio::AtEdge)
        } else {
            BESIDE.is_match(line).then_some(Folio::Beside)
        }
    }
}

#[test]
fn forms_say_what_regular_expressions_say() {
    const PARTS: &[&str] = &[
        "第",
        "版",
        "A",
        "03",
        "3",
        "０",
        "三",
        "十",
        "要闻",
        "体育",
        "三农",
        "农业",
        "文化",
        "体",
        "新闻",
        "周刊",
        "本报",
        "本市",
        "报道",
        "·",
        "：",
        ":",
        " ",
        "\u{3000}",
        "(",
        "）",
        "2023年5月22日",
        "1989.02.15",
        "星期",
        "一",
        "周",
        "日",
        "新野日报",
        "专栏",
        "SPORTS",
        "农历",
        "总",
        "期",
        "々",
        "\u{F900}",
        "𠀀",
        "①",
        "٣",
        "，",
        "走",
    ];
    let mut seed = 7u32;
    let mut next = |most: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 17;
        seed ^= seed << 5;
        seed as usize % most
    };
    let mut labels = 0;
    for _ in 0..60_000 {
        let count = 1 + next(7);
        let line: String = (0..count).map(|_| PARTS[next(PARTS.len())]).collect();
        let line = line.trim();
        let read = Line::of(line, &PAIRS);
        let found = read.filter(|_| line.len() <= LONGEST).and_then(|line| {
            let forms = [
                (is_sure as fn(&Line<'_>) -> bool, Folio::Sure),
                (is_at_edge, Folio::AtEdge),
                (is_beside, Folio::Beside),
            ];
            forms
                .into_iter()
                .find(|(form, _)| form(&line))
                .map(|(_, folio)| folio)
        });
        let found = if is_header(line) {
            Some(Folio::Sure)
        } else {
            found
        };
        assert_eq!(found, expressions::folio(line), "{line}");
        labels += usize::from(found.is_some());
    }
    assert!(labels > 500, "{labels}");
}
