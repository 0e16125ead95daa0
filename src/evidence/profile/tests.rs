use super::*;
use crate::passes::{audited, lines};

#[test]
fn titles_are_the_headings_that_stand_often_or_head_text() {
    let cases = [
        (
            "below the paper's name",
            "# 某报\n某年\n## 甲\n文。\n## 乙\n文。\n### 丙\n文。",
            2,
        ),
        ("one article", "# 甲\n文。\n## 乙\n文。\n## 丙\n文。", 1),
        (
            "one with a deck and a byline",
            "# 甲\n副题\n本报记者 王平\n文。\n## 乙\n文。\n## 丙\n文。",
            1,
        ),
        (
            "a torn text below the paper's name",
            "# 某报\n2031年1月1日 星期三\n文。\n## 甲\n文。\n## 乙\n文。",
            2,
        ),
        (
            "the name of a column",
            "# 某栏\n\n## 甲\n文。\n## 乙\n文。",
            2,
        ),
        (
            "kickers above",
            "### 肩\n## 甲\n文。\n### 肩\n## 乙\n文。",
            2,
        ),
        ("none heads text", "# 甲\n## 乙\n", 1),
        ("one level", "# 甲\n文。\n# 乙\n文。", 0),
        ("no headings", "甲\n文。", 0),
    ];
    for (name, text, titles) in cases {
        assert_eq!(read(&audited(text, &[lines::run])).titles, titles, "{name}");
    }
}

#[test]
fn what_is_left_open_at_the_end_of_a_line() {
    let open = |text: &str| patterns::look(text, 30).open;
    for text in ["他说：“走", "（记者 王平", "）（", "《新“华》", "”“"] {
        assert!(open(text), "{text}");
    }
    for text in [
        "",
        "他说：“走。”",
        "（记者 王平）",
        "走。”",
        "（）",
        "“）",
        "『走",
    ] {
        assert!(!open(text), "{text}");
    }
}

/// `昨日` above `13:40至` was taken for the end of a paragraph, though no line breaks a number.
#[test]
fn a_number_that_had_no_room_above() {
    for (text, width) in [
        ("13:40至14:25之间", 5),
        ("600MW机组通过", 5),
        ("GPT-4 发布", 5),
        ("2003年9月", 4),
        ("昨日13:40", 0),
        ("（5）班", 0),
        ("", 0),
    ] {
        assert_eq!(super::first_word(text), width, "{text}");
    }
    let long = "9".repeat(70_000);
    assert_eq!(super::first_word(&long), PARAGRAPH);
    let line = |first_word| Sight {
        first_word,
        ..Sight::default()
    };
    assert!(line(5).had_no_room(18, 22));
    assert!(!line(4).had_no_room(18, 22));
    assert!(!line(0).had_no_room(18, 22));
    assert!(line(5).had_no_room(u16::MAX, 22));
}

#[test]
fn how_many_headlines_are_clauses_of_the_text() {
    let body = "县里修通公路，村里办起工厂，农民进了车间，孩子们能在家门口上学了。";
    for (heads, habit) in [
        ("山里变了样", 0),
        ("村里办起工厂", 0),
        ("村里办起工厂\n农民进了车间", 1),
        ("村里办起工厂\n农民进车间", 0),
        ("县里修通公路\n村里办起工厂\n农民进了车间", 1),
        (
            "县里修通公路\n村里办起工厂\n农民进了车间\n孩子们能在家门口上学了",
            2,
        ),
    ] {
        let page = audited(&format!("{heads}\n{body}\n"), &[lines::run]);
        assert_eq!(read(&page).clause_habit, habit, "{heads}");
    }
}
