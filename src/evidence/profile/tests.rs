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
