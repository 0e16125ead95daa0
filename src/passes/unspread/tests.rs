use super::*;
use proptest::prelude::*;

fn run(text: &str) -> String {
    Edits::made(text, edit)
}

#[test]
fn changes() {
    let cases = [
        (
            "whole line",
            "提 供 了 两 辆 应 急 车 供 村 民 使\n用。",
            "提供了两辆应急车供村民使\n用。",
        ),
        ("stretch", "党费 中 落 实 配 套 资", "党费中落实配套资"),
        (
            "stretch in the middle",
            "栗战书表示，回 顾 中 国 改 革开放40年来",
            "栗战书表示，回顾中国改革开放40年来",
        ),
        (
            "stretch with a mark",
            "都难找 。 此 起 彼 伏的叫卖声",
            "都难找。此起彼伏的叫卖声",
        ),
        (
            "with marks",
            "第\n一 位 ， 按 照 坚 定",
            "第\n一位，按照坚定",
        ),
        (
            "with digits",
            "3 0 % ， 黄 河 流 域 力 争 达 到",
            "30%，黄河流域力争达到",
        ),
        (
            "with a decimal",
            "始 反 弹 ， 报 升 5 9 8 . 8 4 点 、 收 市",
            "始反弹，报升598.84点、收市",
        ),
        (
            "with letters",
            "名 为 “ M O F 主 管 ” （ M O F 为",
            "名为“MOF主管”（MOF为",
        ),
        (
            "marks kept together",
            "通 知 》（ 以 下 简 称 《 通",
            "通知》（以下简称《通",
        ),
        (
            "space of the headline",
            "实 干 为 先   推 动 高 质 量 发 展",
            "实干为先 推动高质量发展",
        ),
        ("indent", "　　会 ， 主 题 为 “", "　　会，主题为“"),
        (
            "pairs left together",
            "巴 解 高 官对 和 谈 看法 分 歧 埃 及叙 利 亚",
            "巴解高官对和谈看法分歧埃及叙利亚",
        ),
        (
            "at the line start",
            "工 作 取 得 了较大的进展",
            "工作取得了较大的进展",
        ),
        ("notice", "小 启", "小启"),
        (
            "date",
            "本报 2 月 2 日 （星期日） 增出一期报",
            "本报2月2日（星期日） 增出一期报",
        ),
        (
            "number",
            "体育界在1 9 9 7 年取得的成绩",
            "体育界在1997 年取得的成绩",
        ),
        ("number at the end", "今天，2 0 2 5", "今天，2025"),
        ("number at the start", "2 0 1 9年山西", "2019年山西"),
        ("two days", "7月2 5日至2 8日", "7月25日至28日"),
        ("day", "本报平壤7月2 5日电", "本报平壤7月25日电"),
        ("decimal", "同比增长6 . 6 %、", "同比增长6.6 %、"),
        (
            "beside marks",
            "各县（市） 区、 市委 ， “ 市政府 ”。",
            "各县（市） 区、 市委， “市政府”。",
        ),
    ];
    for (name, from, to) in cases {
        assert_eq!(run(from), to, "{name}");
        assert_eq!(run(to), to, "{name}, again");
    }
}

#[test]
fn spaces_between_all_words() {
    let words = "石桥县 第十七届 读书节 昨日 在 县 图书馆 落幕 ， 一个 月 里 三万 多人 走进 了 图书馆 和 农家 书屋 。 ";
    let text = format!("罗干   任建新 看望 干警\n{}\n王 平", words.repeat(3));
    let plain = "石桥县第十七届读书节昨日在县图书馆落幕，一个月里三万多人走进了图书馆和农家书屋。";
    let want = format!("罗干 任建新看望干警\n{} \n王平", plain.repeat(3));
    assert_eq!(run(&text), want);
    // One such line among others.
    let text = format!("看望 干警\n{words}\n{}", format!("{plain}\n").repeat(3));
    assert!(run(&text).starts_with("看望 干警\n"));
}

#[test]
fn stays() {
    let cases = [
        "记者 李一 通讯员 张宏伟",
        "中国改革开放的见证者、参与者， 形势复杂多变",
        "医护人员为老人检查身体。 本报记者 任俊 摄",
        "本报驻韩国记者 万 宇 本报驻朝鲜记者 王 莉 程维丹",
        "本报记者 计 红 文 通讯员 丁 峰 图",
        "□快报记者 江 帆 夏 至 杜小满",
        "张 三   李 四",
        "朝 鲜 用科技助推经济发展",
        "忠诚担当 敢打硬仗 勇当疫情防控急先锋",
        "“公安蓝”“天使白” 夫妻并肩战“疫”线",
        "范县 “1+2+N”织密疫情防控网",
        "左栏文字    右栏文字",
        "台州广播电视台    场的情景，特别是消",
        "  两格缩进",
        "1 2 3 4 5 6 7",
        "项目 1 2 3 4",
        "I am a cat",
        "AI 大模型 与 GDP 增长",
        "中\n国\n人",
        "本报讯 西藏林芝地区行署",
        "□ 记者 白萍 文/图",
        "2020年2月2日 星期日",
        "| 甲 | 乙 | 丙 |",
        "据新华社北京电 干部用车、住房等问题进行 部队警力集中、装备优良和 努力探索海 应 会 持 建 一步加强",
    ];
    for case in cases {
        assert_eq!(run(case), case);
    }
}

proptest! {
    #[test]
    fn settles(text in "[中国人民a1，。、“（%|\n 　]{0,40}") {
        let once = run(&text);
        prop_assert_eq!(run(&once), once);
    }

    #[test]
    fn takes_nothing_but_spaces(text in "\\PC{0,60}") {
        let bare = |s: &str| s.replace(' ', "");
        prop_assert_eq!(bare(&run(&text)), bare(&text));
    }
}
