//! Pages written as such extractors write them.

use crate::page::Page;
use crate::passes::rows::unroll::{Segment, unroll};
use crate::passes::rows::{run, take_apart};
use crate::passes::{audited, lines};

/// A word: how far down (lines), how far right (ems), how large, and its letters.
type Printed = (f32, f32, f32, &'static str);

/// Writes words by their height, then from left to right.
fn written(words: &[Printed]) -> String {
    let mut words = words.to_vec();
    words.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let mut out = String::new();
    let (mut row, mut end) = (words[0].0, 0.0f32);
    for (y, x, size, text) in words {
        if y > row {
            let lines = (y - row).round() as usize;
            out.push_str(&"\n".repeat(lines.min(1)));
            (row, end) = (y, 0.0);
        }
        let spaces = ((x - end) / size)
            .round()
            .max(if end > 0.0 { 1.0 } else { 0.0 });
        out.push_str(&" ".repeat(spaces as usize));
        out.push_str(text);
        end = x + size * text.chars().count() as f32;
    }
    out + "\n"
}

fn read(words: &[Printed]) -> Vec<String> {
    let unrolled = |page: &mut Page| {
        let segments = unroll(page).expect("columns");
        take_apart(page, segments);
    };
    let page = audited(&written(words), &[lines::run, unrolled]);
    page.blocks()
        .iter()
        .map(|b| page.str(b).to_owned())
        .collect()
}

const COLUMNS: [[&str; 10]; 3] = [
    [
        "全市各级各部门要认真贯彻落",
        "实会议精神，坚持问题导向突",
        "出工作重点，扎实推进各项工",
        "作，确保全年目标任务圆满完",
        "成，为全市经济社会高质量发",
        "展作出新的更大的贡献，以实",
        "际行动迎接大会胜利召开，总",
        "结经验，继续努力工作，把各",
        "项任务落到实处，让人民群众",
        "过上更加幸福美好的新生活。",
    ],
    [
        "近日，记者从市交通运输局获",
        "悉，今年以来全市公路建设投",
        "资持续增长，农村公路通达深",
        "度不断提高，群众出行更加方",
        "便快捷，为乡村振兴提供了坚",
        "强的交通保障，受到了沿线群",
        "众的普遍欢迎，下一步还将继",
        "续加大投入，改善出行的条件",
        "，让更多农产品走出大山，走",
        "进城市居民的厨房和餐桌上。",
    ],
    [
        "专家认为，去年我国经济所以",
        "能获得高速增长，主要有两方",
        "面原因：一是大量吸收外国资",
        "本，给生产和服务部门带来了",
        "活力；二是国际市场的开拓与",
        "发展，促使经济主要部门生产",
        "力迅速提高，居民消费水平也",
        "随之提高，商品零售总额比上",
        "年同期增长一成，物价总水平",
        "保持稳定，就业形势逐步好转",
    ],
];

/// The columns, each so many lines lower than the one before it, and so far apart.
fn columns(lower: f32, apart: f32) -> Vec<Printed> {
    let line = |c: usize, l: usize| {
        let (c_, l_) = (c as f32, l as f32);
        (l_ + lower * c_, c_ * (13.0 + apart), 1.0, COLUMNS[c][l])
    };
    (0..3)
        .flat_map(|c| (0..10).map(move |l| line(c, l)))
        .collect()
}

#[test]
fn columns_of_one_height_are_read_one_by_one() {
    for apart in [1.0, 1.4, 2.0, 3.0] {
        assert_eq!(read(&columns(0.0, apart)), COLUMNS.concat(), "{apart}");
    }
}

#[test]
fn rows_that_go_on_with_another_are_parted() {
    for (lower, apart) in [(0.2, 2.0), (0.15, 2.0), (0.2, 1.4), (0.2, 3.0)] {
        let page = columns(lower, apart);
        assert!(written(&page).lines().count() < 22, "{}", written(&page));
        assert_eq!(read(&page), COLUMNS.concat(), "{lower} {apart}");
    }
}

#[test]
fn what_is_right_of_a_headline_keeps_its_place() {
    let mut page = columns(0.0, 2.0);
    let below = |(y, x, size, text): &mut Printed| (*y + 2.0, *x, *size, *text);
    page.iter_mut()
        .take(10)
        .for_each(|word| *word = below(word));
    page.push((0.0, 0.0, 2.0, "深入基层送温暖"));
    let got = read(&page);
    assert_eq!(got[0], "深入基层送温暖");
    assert_eq!(got[1..11], COLUMNS[0]);
    assert_eq!(got[11..21], COLUMNS[1]);
}

#[test]
fn a_vertical_headline_between_columns_does_not_part_them() {
    let mut page = columns(0.0, 3.0);
    for (l, letter) in ["勤", "俭", "建", "军"].into_iter().enumerate() {
        page.push((l as f32 * 2.0 + 1.0, 13.5, 1.0, letter));
    }
    let got = read(&page);
    for column in COLUMNS {
        let first = got.iter().position(|text| *text == column[0]);
        let first = first.unwrap_or_else(|| panic!("{got:?}"));
        assert_eq!(got[first..first + 10], column);
    }
}

#[test]
fn rows_that_are_one_line_stay_whole() {
    let spaced = |text: &str| format!("{}\n", text.replace('，', " ， "));
    let english = "the meeting was held in the town hall and many people came\n".repeat(20);
    let sentences = COLUMNS
        .concat()
        .concat()
        .split('，')
        .map(spaced)
        .collect::<String>();
    // Few rows of several lines among many of one.
    let few = written(&columns(0.0, 1.0)[..4]) + &COLUMNS.concat().join("\n");
    let names = "李晓明  王建国  张卫东  刘志强\n".repeat(20);
    for text in [english, sentences, few, names] {
        let page = audited(&text, &[lines::run, run]);
        assert_eq!(page.blocks().len(), text.lines().count(), "{text}");
    }
}

#[test]
fn stretches_of_a_segment_are_parted_by_spaces_between_longer_words() {
    for (text, want) in [
        ("社会稳定，民族团结", &[(28.0, 9.0)][..]),
        (
            "社会稳定，民族团结 高度重视与殷切",
            &[(28.0, 9.0), (38.0, 7.0)],
        ),
        // What names, offices and datelines have between them parts nothing.
        ("本报记者 龙飞 张静玉 摄影报道", &[(28.0, 16.0)]),
        ("据新华社济南电 记者", &[(28.0, 10.0)]),
        ("", &[]),
    ] {
        let segment = Segment {
            range: 0..text.len(),
            row: 0,
            x: 28.0,
            width: text.chars().count() as f32,
            large: false,
        };
        assert_eq!(segment.stretches(text), want, "{text}");
    }
}
