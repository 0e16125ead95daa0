mod spaces;

use super::*;
use proptest::prelude::*;

/// A block of a Chinese page.
pub(super) fn set(kind: Kind) -> Setting {
    Setting {
        kind,
        finished: false,
        kept: false,
        chinese: true,
        traditional: false,
        upright: false,
        bars: false,
        printed: Printed {
            ideographs: false,
            numbers: false,
        },
    }
}

fn run(kind: Kind, text: &str) -> String {
    let mut edits = Edits::new();
    let setting = Setting {
        traditional: crate::script::is_traditional(text.chars()),
        ..set(kind)
    };
    edit(setting, text, &mut edits);
    edits.apply_to_str(text)
}

fn check(kind: Kind, cases: &[(&str, &str)]) {
    for (from, to) in cases {
        assert_eq!(run(kind, from), *to, "{from}");
        assert_eq!(run(kind, to), *to, "{to}, again");
    }
}

fn stays(kind: Kind, cases: &[&str]) {
    for case in cases {
        assert_eq!(run(kind, case), *case);
    }
}

#[test]
fn widths() {
    check(
        Kind::Body,
        &[
            (
                "本报讯(记者乔婷)12日,他说:好;我问:行吗?行!",
                "本报讯（记者乔婷）12日，他说：好；我问：行吗？行！",
            ),
            (
                "2020年1月24日(除夕),县商务中心区",
                "2020年1月24日（除夕），县商务中心区",
            ),
            ("各县（市)区", "各县（市）区"),
            (
                "职员,名为“MOF主管”(MOF为英语大藏省的缩写)。",
                "职员，名为“MOF主管”（MOF为英语大藏省的缩写）。",
            ),
            (
                "比去年增长5%,达到8.2万头,全部宰杀",
                "比去年增长5%，达到8.2万头，全部宰杀",
            ),
            ("比去年增长5%,", "比去年增长5%，"),
            ("新闻热线:0374-8883029", "新闻热线：0374-8883029"),
            ("这是真的?!他问.", "这是真的？！他问。"),
            (
                "占２．５％，约１／３，１２：３０开始",
                "占２．５％，约１／３，１２：３０开始",
            ),
            ("占2．5％，约1／3，12：30开始", "占2.5%，约1/3，12:30开始"),
            ("贸易额约占全世界的1∕3", "贸易额约占全世界的1/3"),
            ("投入R&D;增长&D;他说", "投入R&D；增长&D；他说"),
        ],
    );
    stays(
        Kind::Body,
        &[
            "截稿日期2月1日，投稿邮箱：zwgz21@163.com，联系人",
            "网址：www.news69.com.cn，http://a.cn/b?c=1,2;d(3)，见",
            "增长1,000.5元，上午12:30，比分3:2，GDP、pH值、C919",
            "冷藏空间的比例为5：5或者4：6，冰箱每天耗电量",
            "函数f(x)的值，Windows (R)系统",
            "文件〔2020〕3号、[2021]5号",
            "3.5米，2.0版，第1.2条",
            "他说Hello, world就走了",
            "二〇〇〇年、①②、㈠、№3、35℃、20㎡、￥30",
            "春耕&#8203;开始，文&amp;图，气温&#x2103;高，会议&nbsp;",
        ],
    );
    stays(
        Kind::Other,
        &["Hello, world! (2020)", "CN 29-0026", "3:2", "f(x)"],
    );
}

/// Found by laws: a mark at the edge of a block was left as it came, and decided when a second run joined the block
/// with another.
#[test]
fn a_mark_at_the_edge_waited_for_its_neighbour() {
    check(
        Kind::Body,
        &[
            (".", "。"),
            ("工作3 .", "工作3 ."),
            ("为生产的 .", "为生产的。"),
            (";【2】", "；【2】"),
            ("!5G降雨", "！5G降雨"),
            ("“一站式” ,320个", "“一站式”，320个"),
            ("完成” !“资金的", "完成”！“资金的"),
            ("已加快。” (", "已加快。”（"),
            (")| )", "）|）"),
            ("2?", "2？"),
            ("…", "……"),
            ("…“道路工作", "……“道路工作"),
        ],
    );
    stays(Kind::Body, &[",000元", ":30开始", ".5%增长", "f(x", "5G"]);
}

/// Vertical headlines kept 『 』: the extractor had given ﹃ its code.
#[test]
fn quotes_of_a_vertical_headline_with_the_codes_of_horizontal_ones() {
    let page = |text: &str| {
        let cleaned = crate::Pipeline::default().run("page.txt", text.as_bytes());
        let page = &cleaned.page;
        let texts = page.blocks().iter().map(|b| page.str(b).to_owned());
        texts.collect::<Vec<_>>()
    };
    let column = "本报讯（记者乔婷）各地都来参加这项活动。\n会议说，这为实现目标开了一个好头。\n";
    assert_eq!(
        page(&format!("『\n种\n菜\n班\n』\n开\n课\n\n{column}"))[0],
        "“种菜班”开课"
    );
    let column = "本報訊（記者喬婷）各地都來參加這項活動。\n會議說，這為實現目標開了一個好頭。\n";
    assert_eq!(
        page(&format!("「\n種\n菜\n班\n」\n開\n課\n\n{column}"))[0],
        "「種菜班」開課"
    );
    // Set across, they are the paper's own.
    let column = "本报讯（记者乔婷）各地都来参加这项活动。\n会议说，这为实现目标开了一个好头。\n";
    assert_eq!(
        page(&format!("『种菜班』开课\n\n{column}"))[0],
        "『种菜班』开课"
    );
}

/// Found by laws: the mark of a Markdown heading within a row begins a line once the row is cut.
#[test]
fn a_heading_cut_from_a_row_kept_its_mark() {
    check(
        Kind::Title,
        &[("## 推进春耕", "推进春耕"), ("# # 推进春耕", "推进春耕")],
    );
    stays(Kind::Title, &["#推进春耕#", "C#"]);
}

#[test]
fn quotes() {
    check(
        Kind::Body,
        &[
            ("为实现\"两个一百年\"奋斗目标", "为实现“两个一百年”奋斗目标"),
            (
                "他说:\"好。\"大娘说:\"我们来看您了!\"",
                "他说：“好。”大娘说：“我们来看您了！”",
            ),
            (
                "\"推进'双报到',组织党员。\"他说",
                "“推进‘双报到’，组织党员。”他说",
            ),
            // A paragraph that begins in the middle of a speech.
            (
                "我们再干一年。\"他说，\"干成为止。\"大家鼓掌。",
                "我们再干一年。”他说，“干成为止。”大家鼓掌。",
            ),
            // A speech of several paragraphs: closed in a later one.
            ("\"我们来了，大家放心。", "“我们来了，大家放心。"),
            (
                "筑牢﹃红色屏障﹄推进﹁双报到﹂",
                "筑牢“红色屏障”推进“双报到”",
            ),
            ("﹃深入推进﹁双报到﹂工作﹄", "“深入推进‘双报到’工作”"),
            ("﹁深入推进﹃双报到﹄工作﹂", "“深入推进‘双报到’工作”"),
            (
                "立法院﹁三讀﹂通過，說明國會﹃組織法﹄",
                "立法院「三讀」通過，說明國會『組織法』",
            ),
            ("”红色屏障”筑牢了", "“红色屏障”筑牢了"),
            ("要“友好睦邻“。他说", "要“友好睦邻”。他说"),
            (
                "'98广州风情大巡游拉开了'98华夏城乡游的序幕",
                "’98广州风情大巡游拉开了’98华夏城乡游的序幕",
            ),
        ],
    );
    stays(
        Kind::Body,
        &[
            "“受疫情影响，送去生活物资。”党和政府没有忘记我们！”杨松旭说。",
            "送去生活物资。”党和政府没有忘记我们！”杨松旭说。",
            "“我们来了，大家放心。",
            "花城今更艳。’98广州风情大巡游，拉开了’98华夏城乡游的序幕。",
            "加拿大『国家队』再访南美，「台北」",
            "他用I’m和don't造句",
            "“村里人手少？”“天气炎热，建议开通绿色通道。”……近日",
            "“推进共建‘一带一路’走深走实。”",
            "句末用“。”和“！”",
            // Torn: nothing says which of them is wrong.
            "水库“一站式”，他说：“石桥“道路",
            "他说”石桥”道路",
        ],
    );
}

#[test]
fn marks() {
    check(
        Kind::Body,
        &[
            ("互贺新年...寒气袭人", "互贺新年……寒气袭人"),
            ("互贺新年。。。寒气袭人", "互贺新年……寒气袭人"),
            ("互贺新年…寒气袭人", "互贺新年……寒气袭人"),
            ("暖风轻轻吹… …”文艺联欢", "暖风轻轻吹……”文艺联欢"),
            ("互贺新年⋯⋯寒气袭人", "互贺新年……寒气袭人"),
            ("跨省异地就医--普通人", "跨省异地就医——普通人"),
            ("跨省异地就医──普通人", "跨省异地就医——普通人"),
            ("跨省异地就医――普通人", "跨省异地就医——普通人"),
            ("<<中华颂歌>>", "《中华颂歌》"),
            ("佩尔•努德、阿布・马赞", "佩尔·努德、阿布·马赞"),
            ("三月~五月", "三月～五月"),
        ],
    );
    stays(
        Kind::Body,
        &[
            "厦门1985年―2000年发展战略，山西－巴西，途径－联办之路——－海南",
            "轰-6K、5G‑A、1-7月份、2021—2025年、L—410型",
            "———第二个10年，俄罗斯———国家",
            "等等…………",
            "5~8度，e.g...",
            "ケネディ・センター",
            "a << b",
            "……",
        ],
    );
}

#[test]
fn bars() {
    let run = |text: &str| {
        let mut edits = Edits::new();
        let setting = Setting {
            bars: true,
            ..set(Kind::Body)
        };
        edit(setting, text, &mut edits);
        edits.apply_to_str(text)
    };
    assert_eq!(run("5月―6月，之一――其二"), "5月—6月，之一——其二");
    for (text, single) in [
        ("1月—4月", true),
        ("之一——其二", false),
        ("———其二", false),
        ("之—— —", false),
        ("末—", true),
    ] {
        assert_eq!(has_single_dash(text), single, "{text}");
    }
}

/// A block without any other mark to look at was left as it was, with an opening quote before its full stop.
#[test]
fn a_lone_opening_quote_before_a_mark_stayed() {
    check(
        Kind::Title,
        &[
            ("会议“。落实", "会议”。落实"),
            ("会议“，落实", "会议”，落实"),
        ],
    );
}

#[test]
fn what_was_misread_keeps_its_marks() {
    stays(
        Kind::Body,
        &["记者çš„è®°è€…", "落实，¸ö¡¶Í¨Ñ¶¡·!落实", "”£¡¡°(ÊÔÐÐ£©Ê¯"],
    );
    check(
        Kind::Body,
        &[("到35℃,25±2℃,第一章··,好", "到35℃，25±2℃，第一章··，好")],
    );
}

#[test]
fn edits_are_in_order() {
    let text = "本报讯(记者乔婷) 12日,他说:\"好...\"。 ";
    let mut edits = Edits::new();
    edit(set(Kind::Body), text, &mut edits);
    let mut last = 0;
    for (edit, _) in edits.iter() {
        assert!(edit.range.start >= last, "{edit:?}");
        last = edit.range.end;
    }
}

proptest! {
    #[test]
    fn settles(text in "[中国1aMO讯电□。，“”‘’（）():;,.!?\"' \t…—\\-～~<>﹃﹄·/%]{0,28}", kind in 0..3_usize) {
        let kind = [Kind::Body, Kind::Title, Kind::Byline][kind];
        let once = run(kind, &text);
        prop_assert_eq!(run(kind, &once), once);
    }

    #[test]
    fn loses_no_letter(text in "\\PC{0,60}") {
        let letters = |s: &str| s.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        prop_assert_eq!(letters(&run(Kind::Body, &text)), letters(&text));
    }
}

#[test]
fn feet_inches_and_possessives_are_no_quotes() {
    stays(
        Kind::Body,
        &[
            "屏幕6.7\"，身高5'8\"的模特。",
            "身高5'8\"的模特，论文以Editors' Suggestion形式发表。",
            "身高5'11\"的模特。",
            "论文以Editors' Suggestion形式发表。",
            "下标i=1，2，…，10。",
        ],
    );
    check(
        Kind::Body,
        &[
            ("屏幕6.7\"，他说\"很大\"。", "屏幕6.7\"，他说“很大”。"),
            (
                "获\"双百\"，2023\"最美\"人物。",
                "获“双百”，2023“最美”人物。",
            ),
            ("\"双11\"到了，\"618\"还远。", "“双11”到了，“618”还远。"),
            ("他说:\"一共100\"", "他说：“一共100”"),
            ("他说 'boys' 一词。", "他说‘boys’一词。"),
            ("甲，…乙", "甲，……乙"),
            ("他，…", "他，……"),
        ],
    );
}
