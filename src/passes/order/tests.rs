use super::*;
use crate::audit::audit;
use crate::passes;
use crate::source;

fn ordered(text: &str) -> Vec<String> {
    let mut page = Page::new(source::decode("page.txt", text.as_bytes(), None));
    passes::prepare(&mut page);
    label::run(&mut page, &Settings::default());
    run(&mut page, &Settings::default());
    assert_eq!(audit(&page), []);
    page.blocks()
        .iter()
        .map(|b| page.str(b).to_owned())
        .collect()
}

const LEFT: [&str; 9] = [
    "全市各级各部门要认真贯彻落",
    "实会议精神，坚持问题导向，突",
    "出工作重点，扎实推进各项工",
    "作，确保全年目标任务圆满完",
    "成，为全市经济社会高质量发",
    "展作出新的更大的贡献，以实",
    "际行动迎接大会胜利召开，总",
    "结经验，继续努力工作，把各",
    "项任务落到实处。",
];
const RIGHT: [&str; 9] = [
    "资持续增长，农村公路通达深",
    "度不断提高，群众出行更加方",
    "便快捷，为乡村振兴提供了坚",
    "强的交通保障，受到了沿线群",
    "众的普遍欢迎，下一步还将继",
    "续加大投入，改善出行的条",
    "件，完善农村公路管理养护体",
    "制机制，让更多的群众走上平",
    "坦路，过上更好的日子。",
];

/// Whether these lines stand one after the other.
fn together(lines: &[String], wanted: &[&str]) -> bool {
    lines
        .windows(wanted.len())
        .any(|w| w.iter().zip(wanted).all(|(a, b)| a == b))
}

#[test]
fn columns_whose_lines_alternate_are_followed() {
    let rows: String = LEFT
        .iter()
        .zip(RIGHT)
        .map(|(l, r)| format!("{l}\n{r}\n"))
        .collect();
    let lines = ordered(&rows);
    assert!(together(&lines, &LEFT), "{lines:#?}");
    assert!(together(&lines, &RIGHT), "{lines:#?}");
}

#[test]
fn a_line_says_which_one_it_follows() {
    let rows: String = LEFT
        .iter()
        .zip(RIGHT)
        .map(|(l, r)| format!("{l}\n{r}\n"))
        .collect();
    let mut page = Page::new(source::decode("page.txt", rows.as_bytes(), None)).traced();
    passes::prepare(&mut page);
    label::run(&mut page, &Settings::default());
    run(&mut page, &Settings::default());
    let at = |line: &str| rows.find(line).expect("the line");
    let found = page
        .decisions()
        .iter()
        .find(|d| d.at == at(LEFT[4]) && d.what == Choice::of(FOLLOWS, at(LEFT[3])));
    let decision = found.expect("its decision");
    assert_eq!(decision.instead, Choice::of(FOLLOWS, at(RIGHT[3])));
    assert!(decision.margin > 0, "{decision:?}");
    for name in ["break", "succession"] {
        let mut clues = decision.clues.iter();
        assert!(
            clues.any(|clue| clue.name == name && clue.weight > 0),
            "{name}"
        );
    }
}

#[test]
fn so_are_columns_that_alternate_two_lines_at_a_time() {
    let rows: String = LEFT
        .chunks(2)
        .zip(RIGHT.chunks(2))
        .map(|(l, r)| format!("{}\n{}\n", l.join("\n"), r.join("\n")))
        .collect();
    let lines = ordered(&rows);
    assert!(together(&lines, &LEFT), "{lines:#?}");
    assert!(together(&lines, &RIGHT), "{lines:#?}");
}

/// Lines of another article, from its first to its last.
const WHOLE_RIGHT: [&str; 9] = [
    "近日，我国农村公路投资持续增",
    "长，农村公路通达深度不断提高，",
    "群众出行更加方便快捷，为乡村",
    "振兴提供了坚强的交通保障，受",
    "到了沿线群众的普遍欢迎，下一",
    "步还将继续加大投入，改善出行",
    "条件，完善农村公路管理养护体",
    "制机制，让更多的群众走上平坦",
    "路，过上更好的日子。",
];

#[test]
fn columns_are_followed_where_no_line_is_left_over() {
    let rows: String = LEFT
        .iter()
        .zip(WHOLE_RIGHT)
        .map(|(l, r)| format!("{l}\n{r}\n"))
        .collect();
    let lines = ordered(&rows);
    // Alone at the page's top, the first line may be anything.
    assert!(together(&lines, &LEFT[1..]), "{lines:#?}");
    assert!(together(&lines, &WHOLE_RIGHT), "{lines:#?}");
}

/// An article of two columns, the second before the first: where the page goes on in a ring, the article begins
/// with what looks like its beginning.
#[test]
fn columns_that_changed_places_begin_with_the_article() {
    let first = [
        "本报讯（记者 林小禾）云川市昨",
        "日召开防汛工作会议，部署今年",
        "的防汛准备工作。",
        "会议要求，各单位要压实责任，",
        "加强水库和河道的巡查，备足防",
        "汛物资，完善应急预案，做好群",
    ];
    let second = [
        "众转移的各项准备，确保安全度",
        "汛。",
        "会议还要求加强监测预警，及时",
        "发布信息，坚持二十四小时值班",
        "值守，遇有险情立即报告。",
    ];
    let text = format!(
        "云川市部署防汛工作\n\n{}\n\n{}\n\n石桥县春耕备耕忙\n\n{}\n",
        second.join("\n"),
        first.join("\n"),
        WHOLE_RIGHT.join("\n")
    );
    let lines = ordered(&text);
    let whole = [&first[..], &second[..]].concat();
    assert!(together(&lines, &whole), "{lines:#?}");
    assert_eq!(lines[0], "云川市部署防汛工作");
    assert_eq!(lines[1], first[0]);
}

#[test]
fn a_zone_of_a_page_is_gathered_and_the_rest_stays() {
    let page = include_str!("../../../seeds/004_cf229ad8b120e038.txt");
    let lines: Vec<&str> = page.lines().collect();
    let at = 1 + lines[..400]
        .iter()
        .rposition(|l| l.ends_with('。'))
        .expect("a paragraph");
    let zone: Vec<&str> = LEFT
        .iter()
        .zip(WHOLE_RIGHT)
        .flat_map(|(l, r)| [*l, r])
        .collect();
    let with = ordered(&[&lines[..at], &zone, &lines[at..]].concat().join("\n"));
    assert!(together(&with, &LEFT[1..]), "{with:#?}");
    assert!(together(&with, &WHOLE_RIGHT), "{with:#?}");
    let rest: Vec<&str> = with
        .iter()
        .map(String::as_str)
        .filter(|line| !zone.contains(line))
        .collect();
    // At its edge a line may go astray.
    let without = ordered(page);
    let same = |pair: &(&&str, &String)| pair.0 == pair.1;
    let before = rest.iter().zip(&without).take_while(same).count();
    let after = rest.iter().rev().zip(without.iter().rev());
    let after = after.take_while(same).count();
    assert_eq!(rest.len(), without.len());
    assert!(
        before + after + 8 > rest.len(),
        "{before} {after} {}",
        rest.len()
    );
}

#[test]
fn zones() {
    let pairs =
        |bad: &[usize]| -> Vec<(usize, bool)> { (1..100).map(|i| (i, bad.contains(&i))).collect() };
    let all: Vec<usize> = (1..60).collect();
    for (bad, want) in [
        (&[][..], &[][..]),
        // Far apart: single breaks, not columns that alternate.
        (&[10, 20, 30, 40, 50, 60, 70, 80], &[]),
        (&[50, 51, 52, 53], &[]),
        (&[50, 51, 52, 53, 54], &[(40, 64)]),
        (
            &[30, 31, 32, 33, 34, 80, 81, 82, 83, 84],
            &[(20, 44), (70, 94)],
        ),
        (&all, &[(0, 100)]),
    ] {
        let zones = super::zones::find(&pairs(bad), 100);
        let got: Vec<_> = zones.iter().map(|z| (z.start, z.end)).collect();
        assert_eq!(got, want, "{bad:?}");
    }
}

#[test]
fn lines_in_order_stay() {
    for text in [
        LEFT.join("\n"),
        format!("{}\n\n{}", LEFT.join("\n"), RIGHT.join("\n")),
        "标题\n只有一行。".to_owned(),
        String::new(),
    ] {
        let lines = ordered(&text);
        let wanted: Vec<&str> = text.lines().filter(|l| !l.is_empty()).collect();
        assert_eq!(lines, wanted);
    }
}
