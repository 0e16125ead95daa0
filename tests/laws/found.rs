//! Pages on which a law was found broken, each named for what broke.

use super::*;

/// A paragraph of short sentences was taken for another article's headline, and the article for a page.
#[test]
fn a_finished_article_of_short_sentences_was_joined() {
    let text = "云川市石桥县\n\n他说：“云川市云川市。”云川市会议。他说：“会议云川市；”\n\n云川市云川市……他说：“12月31日云川市，\
        云川市云川市云川市。”他说：“云川市云川市云川市云川市云川市云川市。”\n\n他说：“临溪镇临溪镇，1.2万元临溪镇。”\
        他说：“临溪镇临溪镇。”他说：“临溪镇临溪镇。”\n";
    unchanged(text).expect("the text as it was");
}

#[test]
fn a_page_of_nothing() {
    for raw in [
        &b""[..],
        b"\n",
        b" \r\n\t",
        "\u{FEFF}".as_bytes(),
        "\u{3000}".as_bytes(),
    ] {
        let cleaned = WHOLE.run("page.txt", raw);
        assert!(cleaned.faults.is_empty());
        assert!(View::new(&cleaned).articles.is_empty(), "{raw:?}");
    }
}

/// A block that no pass labelled is body, and a page that was not split is one article.
#[test]
fn unlabelled_is_body() {
    let cut = |p: &&Pipeline| p.passes().last().is_some_and(|p| p.name == "lines");
    let until_lines = PREFIXES.iter().find(cut).expect("a prefix");
    let cleaned = until_lines.run("page.txt", "一行\n二行\n".as_bytes());
    let page: &Page = &cleaned.page;
    assert_eq!(page.blocks().len(), 2);
    let view = View::new(&cleaned);
    assert_eq!(view.articles.len(), 1);
    assert!(view.articles[0].blocks.iter().all(|b| b.kind == Kind::Body));
}

/// Found by fuzzing: the audit took a character of old GBK, which stands for private use, for no content
/// and its code point of today for one that was made up.
#[test]
fn a_private_use_character_of_old_gbk_was_a_fault() {
    for text in ["龙\u{E81E}字\u{E861}", "\u{E78D}\u{E7C7}\u{F8FF}"] {
        traces(&WHOLE.run("page.txt", text.as_bytes())).expect("no fault");
    }
}

/// Found by other seeds: a sign and the stroke through it became one character, which is no content, and the
/// audit missed the stroke.
#[test]
fn a_sign_with_a_stroke_through_it_was_a_fault() {
    let cleaned = WHOLE.run("page.txt", "<\u{338}云川市云川市\n".as_bytes());
    traces(&cleaned).expect("no fault");
    stays(&cleaned).expect("no character changed");
}

/// Found by fuzzing: the audit took a full-width bracket in an image's name for the end of the image.
#[test]
fn an_image_with_full_width_brackets_in_its_name_was_a_fault() {
    let cleaned = WHOLE.run("page.txt", "云川通讯\n![](图（1）.png)\n".as_bytes());
    traces(&cleaned).expect("no fault");
    stays(&cleaned).expect("no character changed");
}

/// Found by other seeds: the point of a number in a vertical headline became a paragraph, and a second run
/// made it a full stop.
#[test]
fn a_point_in_a_vertical_headline_became_a_full_stop() {
    let upright = "云\n川\n市\n1\n.\n2\n万\n元\n";
    let raw = format!(
        "云\n川\n市\n云\n川\n市\n\n\n云川市云川市\n{upright}\n群众群众群众\n\n  云川市的\n，《云川通讯\n》云川市云川\n市石桥县……\n  他说：“\n石桥县云川市\n云川市。”\n"
    );
    stays(&WHOLE.run("page.txt", raw.as_bytes())).expect("no character changed");
}

/// Found by other seeds: what a second run made of torn pages, each cut down to one article.
#[test]
fn a_second_run_over_torn_pages_decided_what_the_first_had_left() {
    for raw in [
        // A mark alone, below a headline.
        "开始要求并3将\n.\n",
        // A mark alone, before a page mark.
        "他说：“防汛，降雨云川市落实全市3.5%”\n\n;【2】\n",
        // A mark after a sign, far from all ideographs.
        "云川市会议的……2021—2025年云\n\n3.5%!”2021—202\n\n5年云川市会议\n",
        // Marks of headings that head nothing.
        "获悉的    \n　 　 防 汛 要 求 医 院 群 众 3 2 0 个 。         # #   工 作 《 云 川 通 讯 》 \n责任落实5G320个。周石安 摄    \n    **本报记者 林小禾**\n",
        // The mark of a heading within a row.
        "推进春耕  ## 检查开始\n# # 对水库各单位\n\n对降雨，责任生产上午并安全。\n",
        // A sign after a space that one kind of block keeps and the other does not.
        "会议落实落实 ~A I要求，320个云川市会议\n{云川市的……“云川市～云川市”。\n",
        // Quotes that were torn apart.
        "他说：“降雨全市“一站式”\n\n水库推进，安全“一站式”开始；他说：“青禾村已学校！”\n",
    ] {
        settled(&cleaned_for_good(raw)).expect("finished blocks");
    }
}

/// A cleaned page; nothing of it was lost, and a second run changes no character.
fn cleaned_for_good(raw: &str) -> Cleaned {
    let cleaned = WHOLE.run("page.txt", raw.as_bytes());
    traces(&cleaned).expect("nothing lost");
    stays(&cleaned).expect("no character changed");
    cleaned
}

/// A page that has both dashes means what it prints; a second run over an article of it that had only the one
/// did not know.
#[test]
fn a_bar_on_a_page_with_both_dashes_became_a_dash() {
    for (raw, bars) in [
        // The article has both.
        (
            "云川市\n\n1985年―2000年发展，2021—2025年建设道路，投入资金。\n",
            1,
        ),
        // It has only the one, which some extractors write for every dash.
        ("云川市\n\n1985年―2000年建设道路，投入资金――全市增长。\n", 0),
    ] {
        let cleaned = cleaned_for_good(raw);
        settled(&cleaned).expect("finished blocks");
        let kept = cleaned.page.text().as_str().matches('―').count();
        assert_eq!(kept, bars, "{raw}");
    }
}

/// Found by other seeds: what was misread in short rows, which a second run found together, and marks beside
/// what was lost or at the edge of a block.
#[test]
fn a_second_run_over_damaged_pages_decided_what_the_first_had_left() {
    for raw in [
        // Misread lines that are short, or hold what nobody sees.
        "澶╂皵锛� 闃叉睕鍏ㄥ競\r涓猴紝 妗ユ\u{e566}璁拌€呫€�\r\r\r项目320个将\r",
        "已各单位学校\n·áÊÕ¡¶ÔÆ´¨Í¨\n讯》,的企业\n\n检查。\n",
        "äº‘â€‹å·\u{9d}å¸‚åŒ»é™¢ä¸°æ”¶\n\n工作3.5%，道路5G……\n",
        // Half a misread character more would have been found without the control that nobody sees.
        "会议锛屼簯宸濆競浜戝窛甯備\0簯宸濆競\n云川市”。\n",
        // Too few words for all of it, and enough for what is left without a soft hyphen.
        "µÄ»áÒé»áÒéÊ¯ÇÅÏØµÄÇàºÌ´åµÄ¡£ÎâÒ»Î\u{AD} Éã\n\n云川市云川市\n",
        // Full-width digits and ―, which had been taken for no everyday Chinese.
        "云川市会议会议。2021â€•ï¼’ï¼\u{90}ï¼’ï¼•å¹´äº‘å·\u{9d}å¸‚云川市。\n",
        "会议锛掞紣锛掞紤鈥曪紥锛愶紥锛曞勾云川市。\n",
        // Some lines have words enough and the page has not.
        "ÔÆ´¨Í¨Ñ¶\n2031Äê3ÔÂ4ÈÕ ÐÇÆÚ¶þ ÔðÈÎ±à¼\u{AD} ÖÜÊ¯°²\n»áÒé»áÒé ÔÆ´¨ÊÐÔÆ´¨ÊÐ\nÔÆ´¨ÊÐÔÆ´¨ÊÐÔÆ´¨ÊÐÔÆ´¨ÊÐ\n",
        "云川市云川市\nÔÆ´¨Í¨Ñ¶\n责任编辑 周石安\n落实会议320个，云川市会议石\n\nÇÅÏØÇàºÌ´å¡±¡£»áÒéÔÆ´¨ÊÐ¡°Ò»Õ¾Ê½\n”云川市……\n",
        // A mark after what was misread, part of it or not.
        "云川市云川市\n本报记者 林小禾\n责任编辑 周石安\nçš„è®°è€…\n",
        "云川市云川市。\n\n川市会议，云川市落\n\nÊµ320¸ö¡¶ÔÆ´¨Í¨Ñ¶¡·!\n\n的云川市……\n",
        "“落实会议，云川市会议320个\nÊÐÇàºÌ´å¡±£¡¡°(ÊÔÐÐ£©Ê¯ÇÅÏØÔÆ´¨\n市“一站式””。\n\n本报记者 林小禾\n",
        // A colon, a wave and a bracket beside what was lost.
        "加快，上午推进道路医院将昨日，医院为在！\n\u{fffd}\u{fffd}n\u{fffd}:\n\n工作医院，了工作开始1.2万元在！\n",
        "在会议。\u{fffd}p\u{fffd}~\n\n\n粮食新\n",
        "道路 Ty-;\n\n防汛修建会议开始将上午，防汛推进。\n",
    ] {
        cleaned_for_good(raw);
    }
}

/// Found by other seeds: the gaps of rows that were kept as they stood were closed in an article that did not show
/// that they were rows.
#[test]
fn a_second_run_closed_the_gaps_of_rows() {
    for raw in [
        "云  云\n川  川\n市  市\n云  云\n川  川\n市  市\n  \n  \n云川市云川市云川市云川市。林小禾 摄\n\n落  3\n实  .\n会  5\n议  %\n  云\n  川\n市\n\n\n",
        "云川市云川市  12\n会  月\n议  31\n320  日\n个  会\n云  议\n川  3\n市  .\n   5\n云  %\n川  \n市  \n云\n川\n市\n",
    ] {
        cleaned_for_good(raw);
    }
}

/// A comma before three digits that begins a line of a headline stays, as of a torn number; once the lines were joined
/// it stood below an ideograph.
#[test]
fn a_second_run_made_a_comma_of_a_torn_number_full() {
    for raw in [
        "云川市落实会议\n,000个企业春耕\n",
        "云川市落实会议\n,000个企业春耕\n\n  云川市昨日上午召开会议，要求各单位落实责任。\n  会议要求加快推进安全生产。\n",
    ] {
        cleaned_for_good(raw);
    }
}

/// Reading order had brought halves of two misread characters together; they are no character of the source, and
/// what stood around them was let alone, too, until a second run.
#[test]
fn halves_of_two_misread_characters_kept_their_row_from_being_read() {
    let page = |second: &str| {
        [
            "澧為暱浜戝窛甯傦紝 浼氳\u{E185}澧為暱锛\u{FFFD} 浜戝窛甯備簯宸濆競銆傗€\u{FFFD} \n",
            second,
            "\nÒªÇó»áÒé»áÒéÔÆ´¨ÊÐ¸\n÷µ¥Î»£¬ ÔÆ´¨ÊÐÂäÊµ£¬ \n",
            "３２０个会议１.２万元云川市。（下转第\nö³¤ÂäÊµ»áÒé£¬ ÔÆ´¨ÊÐ\n春耕云川市\n云川市落实",
        ]
        .concat()
    };
    // With this line, whose end is a title's, the row stays misread, in a second run too.
    cleaned_for_good(&page("“会议道路１２月３１日云川市《云川通讯"));
    let cleaned = cleaned_for_good(&page("　　本报讯（记者 林小禾）昨日，会议道路云川市"));
    let text = cleaned.page.text().as_str();
    assert!(text.contains("要求会议会议云川市"), "{text}");
}

/// The small form of a bracket becomes one and ends a tag; the audit looked for another.
#[test]
fn a_tag_that_a_small_form_ends_was_a_fault() {
    let cleaned = cleaned_for_good("会议<P﹥昨日召开。");
    assert_eq!(cleaned.page.text().as_str().trim(), "会议昨日召开。");
}

/// Line breaks had torn misread characters in two; once the lines were joined the article said more of a misreading
/// than its page, and a second run put it right.
#[test]
fn a_second_run_read_again_what_line_breaks_had_torn() {
    for (raw, want) in [
        (
            "云川市部署工作\n本报记者 林小禾\n　　的记者医院会议粮食的安全防汛\n各单位¼Ó¿ìµÄ¸÷µ¥Î\n»Ò½Ôº×òÈÕÉÏÎç群\n众医院生产记者云川市生产石桥\n县推进。\n",
            "各单位加快的各单位医院昨日上午群众",
        ),
        (
            "昨日上午安全责任\n加快春耕的加快群\n众春耕鐭虫ˉ鍘匡\n紝鍚勫崟浣嶇殑防\n汛的工作各单位昨\n日上午云川市粮食\n",
            "群众春耕石桥县，各单位的防汛的工作",
        ),
        (
            "落实会议粮食推进道路各单位\n生产ç²®é£Ÿè®°è€\n…ï¼Œ安全。云川市防汛\n",
            "生产粮食记者，安全。",
        ),
    ] {
        let cleaned = cleaned_for_good(raw);
        let text = cleaned.page.text().as_str();
        assert!(text.contains(want), "{text}");
    }
    // Here the weights have come to take the first line for a title, and what was torn stays so, in a second run too. Of
    // the …… of the first the soft hyphens had left before.
    cleaned_for_good(
        "¡¡¡¡µÄ»áÒé£\n¬»áÒéÂäÊµ¡\u{AD}¡\u{AD}\n\u{3000}\u{3000}云川市云川市……\n云川市云川市\n\n云川市云川市\n\n",
    );
    cleaned_for_good(
        "会议石桥群众工作昨日上午¸\n÷µ¥Î»Ò½Ôº\n£¬¸÷µ¥Î»的\n工作春耕记者县推进工作\n责任的各单位。\n",
    );
    cleaned_for_good("会议落实记者工作¸\n÷µ¥Î»Ò½Ôº\n£¬¸÷µ¥Î»的\n工作会议责任的各单\n位\n");
}

/// Found by other seeds: 作 had been misread as ×÷, which is no content, and a span of 获 and 悉 ran over it.
#[test]
fn a_span_ran_over_a_character_that_had_been_misread_as_signs() {
    let raw = "ÔÆ´¨Í¨Ñ¶\r2031Äê3ÔÂ4ÈÕ ÐÇÆÚ¶þ\rÔðÈÎ±à¼\u{AD} ÖÜÊ¯°²\rÔÆ\rÔÆ\r´¨\r´¨\rÊÐ\rÊÐ\rÔÆ\rÔÆ\r´¨\r´¨\rÊÐ\rÊÐ\r\r\r\r\rÔÆ´¨ÊÐÔÆ´¨ÊÐ\rÔÆ´¨ÊÐÔÆ´¨ÊÐ\r¹¤\r»ñ\r×÷\rÏ¤\rÔÆ\rÔÆ\r´¨\r´¨\rÊÐ\rÊÐ\r\r\r\r\rËûËµ£º¡°ÔÆ´¨\rÊÐÔÆ´¨ÊÐ¡£¡±\r 浠栬\u{e1e9}锛氣€滀簯\n川市云川市。\n”\n云川市云川市\n\n";
    traces(&WHOLE.run("page.txt", raw.as_bytes())).expect("nothing lost");
    through(&OTHERS, raw.as_bytes()).expect("nothing lost");
}

/// Found by fuzzing: a character that nobody sees stood before the line break that had torn a misread character in two.
#[test]
fn misread_text_torn_behind_what_nobody_sees_was_a_fault() {
    let cleaned = cleaned_for_good("云川市会议杩涜揣鍏ㄥ\u{200B}\n嚟鍎垮瓙鍐欏じ云川市。\n");
    let text = cleaned.page.text().as_str();
    assert!(text.contains("会议进货全凭儿子写夸云川市"), "{text}");
}

/// Found by other seeds: 。 and A had been misread as parts of one character, and were cut apart.
#[test]
fn a_cut_through_a_misread_character_was_a_fault() {
    let raw = "## 浜戝窛甯備簯宸濆競\r\r\r浠栬\u{e1e9}锛氣€滀簯宸濆競浜戝窛甯備簯宸濆競浜戝窛甯備簯宸濆競锛屼簯宸濆競浜戝窛甯傦紝浜戝窛甯備簯宸濆競銆傗€濃€滀簯宸濆競浜戝窛甯傗€濄€侫I璁拌€呬簯宸濆競鈥︹€\u{fffd}\r浠栬\u{e1e9}锛氣€滀簯宸濆競浜戝窛甯傘€傗€\u{fffd}\r";
    cleaned_for_good(raw);
    through(&PREFIXES, raw.as_bytes()).expect("nothing lost");
}

/// A line break stood within the marks of bold; once the lines were joined a second run took them away.
#[test]
fn a_second_run_took_marks_away_that_a_line_break_had_torn() {
    let cleaned = cleaned_for_good(
        "云川市部署工作\n本报讯（记者 林小禾）会议要求，**各单位落*\n*实责任，确保安全生产各项工作落到\n实处，确保全年各项目标任务圆满完\n成。\n",
    );
    let text = cleaned.page.text().as_str();
    assert!(text.contains("，各单位落实责任"), "{text}");
}

/// Found by other seeds: two rows that had been read at different times touch each other, and were taken for one.
#[test]
fn misread_rows_that_touch_were_a_fault() {
    cleaned_for_good(
        "äº‘å·\u{9d}é€šè®¯\r\n2031年3月4日 星期二\r\n责任编辑 周石安\r\n云川市云川市\r\n\r\n 他说：“云川市云川市，12月31\r\n日云川市云川市云川市。”\r\n ÔÆ´¨ÊÐÔÆ´¨ÊÐ¡\n£ÉÏÎç£¨ÊÔÐÐ£©Ê¯ÇÅÏØ\r\n。（下转第三版）\r\n云川市云川市\n\n",
    );
}

/// Found by fuzzing: misread text at the end of a block and at the beginning of the next was taken for one row.
#[test]
fn misread_rows_of_two_blocks_were_a_fault() {
    let raw = b"\xe8\xbe\xbe\xe5\xad\xa6\xe4\xb9\xa0\xe4\xba\x07\xe6\x88\x91\xe5\x8e\xbf\xe7\x96\xab\xe6\x83\x85\
        \xe9\x98\xb2\x0a\x0a\xe6\x8e\xa7\xe5\xb7\xa5\xe4\xbd[\x19\xb1\x87\xe6\x8a\xa5\xe6\x9c\x885\xe6\
        \x97\xa5\xe4\xb8\xad\xe5\x85\xb1\xe4\xb8\xad\x0a\x0a\xe5\xe9\x87\x8c\x19e{\x1bFYu\xbe\xc7\xb4\
        \xe1\xb8\xd5\xbf\xec\xc7\xa1v\xad\x1a;\x97\x00D\x8a\xe6\x9dp\x8f\x96\x01\x00\x00\x00\xe6\x00\x07\
        \x00\x82\x005\xe6\x9c\x885\xe6\x97\xa5\xe4\xb8\xad\xe5\x854\xb1\xe4\xb8\xad\x0a\xe6\xb4\x97\xa5\
        \xe4\xb8\xad\xe5\x85\xb1\xe7\x96\xab\xe6\x83\x94\x03\x00\x00\x00\x00\x00\x00\x85\xe9\x98\xb2\x0a\
        \x0a\xe6\x8e\xa7\xe5\xb7\xa5\xe4\xbd[\xa8C\xa4\xd1\xa6\xad\xa4W\xb3a\xbb\xe2\xbe\xa5\xdb\xbe\xf4\
        \xbf,,,\xa4,,,,,<,,\xa8\xec\xae\xd5\xa1C\x0a\xb1|B\xd0\xa8\xb3\xaa\xf8\xa69J\xe1\xb8b\x00\x00\
        \x0a\x00wwwwwwwwwwI\x00\x00\x00\x00\x00c\x00\x00\x0c\x0c\x0c\x0c\x0c\x00\x00\x00\x00\x00\x00\x00\
        \x0a\x00I\x00\x00C\x00\x00sssvsssssssssqsssssssssssssssss/ssssssssssss";
    traces(&WHOLE.run("page.txt", raw)).expect("nothing lost");
}

/// One body took another that had taken a third; both headlines stood before one paragraph, and more headlines than
/// bodies were an overflow. It happened where columns alternate.
#[test]
fn more_headlines_than_bodies_made_every_confidence_nothing() {
    let raw = "相关链接\n\n的同时，吸收物业服务企业经营管理层的党\n与物业服务企业党员交叉任职。\n\n新闻背景\n\n“归邻合并、划片整合”的原则，实施集约\n化、区域化管理，协调专业化物业公司进行\n格党组织牵头成立志愿者服务队，同时发挥\n治积极性，带动居民自觉参与楼院管理。\n\n堡垒筑在最前沿 党旗插在第一线\n\n疫情防控工作启动以来，焦作市山阳区充分借鉴\n2020年以来疫情防控斗争取得的好经验、好\n做法，切实担负起组织动员群众、群策群力防控\n疫情的重大责任，把堡垒筑在最前沿、党旗插在\n\n相关链接\n\n实事”活动，积极投身疫情防控中\n传教育、卡点值守，还是在街头巷\n尾、老旧小区等薄弱环节，都能看\n到山阳区党员冲锋的身影。\n\n二十多名党员志愿者也纷纷投入疫情防控一线。\n\n漯河市郾城区 “红色物业”破解“三无楼院”治理难题\n\n城区委组织部获悉，该区积极\n以物业服务“小切口”撬动社\n区治理“大提升”，构建形成\n\n人人都是志愿者\n\n下以“闻令而动、全力以赴”的担\n当迅速行动。山阳区委、区政府主\n要领导躬身入局，靠前指挥，带头\n深入防控重点部位指导推动疫情防\n";
    let cleaned = cleaned_for_good(raw);
    let articles = cleaned.page.articles();
    assert!(articles.len() > 1, "the split pass gave up");
    assert!(articles.iter().any(|article| article.confidence > 0.0));
}
