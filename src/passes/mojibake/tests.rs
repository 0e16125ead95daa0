use super::*;
use crate::audit::audit;
use crate::page::Page;
use crate::source;
use encoding_rs::WINDOWS_1252;

/// What a text becomes when its bytes are read wrongly.
fn misread(text: &str, right: &'static Encoding, wrong: &'static Encoding) -> String {
    let bytes = right.encode(text).0;
    wrong.decode_without_bom_handling(&bytes).0.into_owned()
}

fn run(text: &str) -> String {
    let mut page = Page::new(source::decode("page.txt", text.as_bytes(), None));
    page.edit(|_, text, edits| edit(text, edits));
    assert_eq!(audit(&page), [], "{text:?}");
    page.text().as_str().to_owned()
}

const NEWS: &str = "本报讯（记者王小平）昨日上午，某市召开防汛工作会议，要求各单位落实责任。";
const LINES: &str = "某市召开防汛会议\n本报讯（记者王小平） 1月31日上午，某市召\n开防汛工作会议，投入2.5万元。\n①3\n";

#[test]
fn misread_text_is_put_right() {
    for text in [NEWS, LINES] {
        for (name, right, wrong) in [
            ("UTF-8 as windows-1252", UTF_8, WINDOWS_1252),
            ("GBK as windows-1252", GBK, WINDOWS_1252),
        ] {
            assert_eq!(run(&misread(text, right, wrong)), text, "{name}");
        }
    }
    // By other programs: Latin-1 has controls where windows-1252 has marks.
    let latin: String = NEWS.bytes().map(char::from).collect();
    assert_eq!(run(&latin), NEWS);
}

/// 亥 in UTF-8, read as GBK behind half a character, is 亥 again; it was taken for a letter between two rows, and
/// the audit missed the byte that the row before it had lent it.
#[test]
fn a_character_that_is_itself_when_misread() {
    let text = "商队十人昨日晚亥时到达省城，今天上午出席会议。";
    let misread = misread(text, UTF_8, GBK);
    assert!(misread.contains('亥'));
    // The last byte is lost.
    assert!(run(&misread).starts_with(text.trim_end_matches('。')));
}

/// Without a comma, a full stop or 的 nothing was looked for.
#[test]
fn ten_characters_without_a_mark_were_passed_over() {
    for text in [
        "荒漠化和沙化土地双方",
        "中国审计代表团今天上午",
        "会议强调要压实责任抓落实",
    ] {
        let misread = misread(text, UTF_8, GBK);
        let read = run(&format!("昨日{misread}之后\n"));
        let kept: String = text.chars().take(9).collect();
        assert!(read.contains(&kept), "{read}");
    }
}

/// 路 as GBK has it is · in UTF-8.
#[test]
fn a_character_before_misread_text_became_a_dot() {
    let misread = misread("林小禾的推进工作", UTF_8, GBK);
    for (text, want) in [
        // It stands beside Chinese that was not misread.
        (
            format!("群众道路{misread}道路群众"),
            "群众道路林小禾的推进工",
        ),
        // It stands within what was misread.
        (
            self::misread("亚历山大·林小禾的推进工作", UTF_8, GBK),
            "亚历山大·林小禾的推进工",
        ),
    ] {
        let read = run(&text);
        assert!(read.starts_with(want), "{read}");
        assert_eq!(
            read.ends_with("道路群众"),
            text.ends_with("道路群众"),
            "{read}"
        );
    }
}

#[test]
fn cases() {
    let cases = [
        (
            "UTF-8 as GBK",
            "浜烘皯鏃ユ姤浜烘皯鏃ユ姤锛屼腑鍥�",
            "人民日报人民日报，中鍥�",
        ),
        (
            "among true text",
            "本报讯 浜烘皯鏃ユ姤浜烘皯鏃ユ姤锛屼腑鍥� 昨日开会。",
            "本报讯 人民日报人民日报，中鍥� 昨日开会。",
        ),
        (
            "with a letter in the middle",
            &misread("投入资金，其中A级项目，", UTF_8, GBK),
            "投入资金，其中A级项目，",
        ),
        (
            "with what nobody sees, before a letter and elsewhere",
            &misread("，\u{200B}A级项目\u{200B}投入\u{200B}G元件", UTF_8, GBK),
            "，\u{200B}A级项目\u{200B}投入\u{200B}G元件",
        ),
        (
            "full-width digits and radicals",
            &misread("２０３１年３⽉４⽇", UTF_8, WINDOWS_1252),
            "２０３１年３⽉４⽇",
        ),
        (
            "short lines between true ones",
            &[
                "昨日上午，某市\n",
                &misread("召开防汛，并", UTF_8, GBK),
                "\n工作会议\n",
                &misread("要求落实", UTF_8, GBK),
                "\n责任。",
            ]
            .concat(),
            "昨日上午，某市\n召开防汛，并\n工作会议\n要求落实\n责任。",
        ),
        (
            "a short line that was everyday Chinese, among others",
            "锛掍竾鍏冩姇鍏ワ紝 鏂颁細",
            "２万元投入， 新会",
        ),
        (
            "two misreadings on a page",
            &[
                misread("昨日设。", GBK, WINDOWS_1252),
                misread("全市春耕建设。", GBK, WINDOWS_1252),
                misread("本报记者林小禾", UTF_8, WINDOWS_1252),
            ]
            .join("某市"),
            "昨日设。某市全市春耕建设。某市本报记者林小禾",
        ),
        (
            "traditional",
            &misread(
                "立法院昨日三讀通過國家發展委員會組織法",
                UTF_8,
                WINDOWS_1252,
            ),
            "立法院昨日三讀通過國家發展委員會組織法",
        ),
    ];
    for (name, was, now) in cases {
        assert_eq!(run(was), now, "{name}");
    }
}

#[test]
fn stays() {
    let cases = [
        NEWS,
        LINES,
        "",
        "plain text",
        // Too short.
        "浜烘皯鏃ユ姤",
        "ÈËÃñÈÕ±¨",
        // The same again is no more.
        "浜烘皯鏃ユ姤，浜烘皯鏃ユ姤，浜烘皯鏃ユ姤",
        "他把“浜烘皯”写成了“人民”，“浜烘皯”又成了“浜烘皯”，“浜烘皯”没有人认得。",
        "é€šè®¯，é€šè®¯，é€šè®¯",
        // Lost: nobody knows what it was.
        "锟斤拷锟斤拷锟斤拷锟斤拷锟斤拷锟斤拷",
        "烫烫烫烫烫烫烫烫烫烫烫烫",
        "ï¿½ï¿½ï¿½ï¿½ï¿½ï¿½",
        // Rare characters, true ones.
        "锛、銆、鐨，鏄鍜鍦鍙涓浜锛銆鐨鏄",
        "銀鐵錢錄鍵鎮鏡鐘鋼鋁鎳鋅鈷鎢鉛錫",
        "钅钆钇钌钍钎钏钐钒钔钕钗钚钜钣",
        "魑魅魍魉，饕餮，耄耋，彳亍，旖旎，龃龉",
        // Western text.
        "Le café-théâtre « L'Été » a été créé à Orléans en février",
        "ÄÖÜäöüßÄÖÜäöüß",
        "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞß",
        "CafÃ© crÃ¨me, dÃ©jÃ  vu, Ã©tÃ©, Ã©lÃ¨ve, thÃ©Ã¢tre",
        // Russian in windows-1251 read as Latin-1.
        "Ïðèâåò, ìèð! Ýòî ïðîñòî òåêñò íà ðóññêîì ÿçûêå",
        "ÏÐÈÂÅÒÌÈÐÏÐÎÑÒÎÒÅÊÑÒÐÎÑÑÈß",
        // Marks.
        "佩尔·努德、阿卜杜勒·拉赫曼·穆罕默德",
        "第一章··········1\n第二章··········9",
        "25±2℃，×3，÷4，§5，¥100，©2022，®，°，µm",
        "“引”‘文’—…•–",
        // As GBK these are characters: 棗, 搾, 贩.
        "他说：“‘好’”——是的——“’又一句——’”",
        "某市··1\n某县····2\n某镇······3\n某村········4",
        // Names with rare characters, which begin like UTF-8 in GBK.
        "洹水、洹河、安阳洹北，李洹说，王洹和陈洹。洹上村、洹滨、洹园",
        "彧、昶、翀、翙、澍、沄、沚、浠、浛、淏、潆、瀚",
        "浜，浜。浜、浜；沙家浜的浜，洋泾浜、肇嘉浜、陆家浜",
        "京杭运河沿岸的埭、埝、垸、垭、埘、塍、塥、墚、堠、墼",
        // Short words of the West, many of them.
        "Ää öö, yötyö; häät, töölö; pää, jää, sää, tää",
        "ÞÓR ÐÍ ÆÐ; þó, ný, sú, fá, ég, það, ástæða",
        "naïve, façade, Zoë, Noël, Señor, über, Ångström, smörgåsbord, São Paulo",
        "À bientôt, ça va, là-bas, où, déjà, très, été, élève, né, créée",
    ];
    for case in cases {
        assert_eq!(run(case), case);
    }
}

#[test]
fn what_the_audit_asks() {
    assert!(is_misread("浜烘皯", "人民"));
    assert!(is_misread("ÈËÃñ", "人民"));
    assert!(is_misread("äººæ°‘", "人民"));
    assert!(!is_misread("浜烘皯", "人"));
    assert!(!is_misread("浜烘", "人民"));
    assert!(!is_misread("浜烘皯", "人名"));
    assert!(!is_misread("人民", "人民"));
}
