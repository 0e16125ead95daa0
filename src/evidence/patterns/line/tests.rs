use super::super::find;
use super::*;

/// Whether lines have a pattern, or have it not.
fn check(pattern: Pattern, yes: &[&str], no: &[&str]) {
    for (lines, want) in [(yes, true), (no, false)] {
        for line in lines {
            let has = find(line, 40) & pattern.bit() != 0;
            assert_eq!(has, want, "{line}");
        }
    }
}

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

/// （作者系 in two lines stayed at the end of the last paragraph.
#[test]
fn who_the_author_is() {
    let yes = &[
        "（作者系锦阳街道党工委副书记、",
        "（作者单位：清河县教育局）",
        "作者系市社科院研究员",
        "（摘自《乡镇晚报》8月21日",
    ];
    let no = &[
        "作者的话",
        "摘自《乡镇晚报》",
        "（作者见面会）",
        "作者是个工人",
    ];
    check(Pattern::Reporter, yes, no);
}

#[test]
fn where_a_text_is_from() {
    let yes = &[
        "数据来源：省统计局",
        "（资料来源：市档案馆）",
        "来源／县志办",
        "据外电综合",
    ];
    let no = &[
        "来源：",
        "资金来源：市财政",
        "水稻新品种来源：据介绍，由省农科院选育",
        "据外电报道",
        "综合治理",
    ];
    check(Pattern::Reporter, yes, no);
}

/// 国际短讯 above its items was the kicker of another title.
#[test]
fn what_stands_above_short_pieces() {
    let yes = &[
        "国际短讯",
        "今日导读",
        "天 气",
        "来函两封",
        "简讯八则",
        "秋夜（外一首）",
        "九月上旬红旗榜",
        "关于停水的公告",
    ];
    let no = &[
        "县里修通环山公路",
        "细则",
        "新闻联播三十年",
        "公告栏前的老人",
        "首",
        "下一题怎么答",
    ];
    check(Pattern::Digest, yes, no);
}

#[test]
fn a_compound_surname_is_a_name() {
    check(Pattern::Name, &["上官晴", "诸葛 慎"], &["上海", "东方红"]);
}

/// A notice was no one's, since a date stood behind its office.
#[test]
fn an_office_with_its_date() {
    let yes = &[
        "市第三医院 2004年6月14日",
        "桐江市总工会 二〇〇一年四月二十五日",
        "新野煤炭报社 十一月五日",
        "文化基金會 啟",
        "县教育局　2013年12月4日",
    ];
    let no = &[
        "会议定于2004年6月14日",
        "2004年6月14日",
        "大幕今日开启",
        "新店将于6月14日开业",
    ];
    check(Pattern::Office, yes, no);
}

/// The foot of a page in one long line was taken for a deck.
#[test]
fn furniture_in_a_long_line() {
    let has = |text: &str| find(text, crate::passes::lines::width(text));
    let foot = "社址：新野市人民路85号 邮政编码：433996 印刷：新野日报印务中心 编辑/段红玲 校对/姚瑶红 版式/康文";
    for pattern in [Pattern::Staff, Pattern::Contact] {
        assert!(has(foot) & pattern.bit() != 0, "{pattern:?}");
    }
    let paragraph =
        "他说，编辑/校对的工作要从星期一做起，邮政编码也要写对，这样读者的来信才不会寄错了地方。";
    for pattern in [Pattern::Staff, Pattern::Contact, Pattern::Date] {
        assert!(has(paragraph) & pattern.bit() == 0, "{pattern:?}");
    }
}
