//! Whether the cells of rows go on in the cells below them.
//!
//! A few rows that hold lines of two columns are enough to see it: long cells begin at the same place, row for row, and
//! their text goes on in the line below sooner than in the one beside it. The cells of a table are short, or go on
//! nowhere; the clauses of headlines stand alone. (Of 1,253 pages of the bench that do not lay columns side by side none
//! has more than half of its gaps in such rows; eight pages of other papers that do have six in seven or more.)

use super::{Range, cells_of};
use crate::evidence::seam::Side;
use crate::page::Page;
use crate::passes::lines::width;

/// A cell stands below another if it begins so few half ems aside: it may be indented.
const ASIDE: u16 = 5;
/// A cell of text is at least so wide (half ems).
const WIDE: u16 = 12;
/// Rows on either side among which a gap has its like,
const NEAR: usize = 2;
/// and how many of them, with its own.
const ALIKE: usize = 3;
/// So many gaps must part columns,
const FEW: usize = 5;
/// and at least this share of all.
const MOST: f32 = 0.6;
/// How much better cells must fit with the one below than with the one beside, on average (half bits),
const BETTER: f32 = 0.5;
/// and what one of them says at most.
const CLEAR: i32 = 10;

/// A cell of a row.
struct Cell {
    /// Where it begins in its row, and how wide it is, in half ems.
    x: u16,
    width: u16,
    beginning: Side,
    end: Side,
}

impl Cell {
    fn is_below(&self, other: &Cell) -> bool {
        self.x.abs_diff(other.x) <= ASIDE
    }
}

type Rows = [Vec<Cell>];

/// Whether the cells that these gaps part go on in those below them.
pub(super) fn goes_on(page: &Page, gaps: &[Vec<Range<usize>>]) -> bool {
    let all: usize = gaps.iter().map(Vec::len).sum();
    if all < FEW {
        return false;
    }
    let rows = page.blocks().iter().zip(gaps);
    let rows: Vec<Vec<Cell>> = rows
        .map(|(block, gaps)| {
            let text = page.str(block);
            let (mut at, mut x) = (0, block.layout.indent);
            let cell = |range: Range<usize>| {
                x = x.saturating_add(width(&text[at..range.start]));
                let cell = Cell {
                    x,
                    width: width(&text[range.clone()]),
                    beginning: Side::beginning(&text[range.clone()]),
                    end: Side::end(&text[range.clone()]),
                };
                at = range.start;
                cell
            };
            cells_of(text, gaps).map(cell).collect()
        })
        .collect();
    let part = aligned(&rows);
    part >= FEW && part as f32 >= MOST * all as f32 && better_below(&rows) > BETTER
}

/// How many gaps part text where the rows around have such a gap, too. One of the cells may be a paragraph's last line.
fn aligned(rows: &Rows) -> usize {
    let is_gap = |i: usize, c: usize| {
        let (left, right) = (&rows[i][c - 1], &rows[i][c]);
        let around = &rows[i.saturating_sub(NEAR)..(i + NEAR + 1).min(rows.len())];
        let has = |row: &&Vec<Cell>| row.iter().skip(1).any(|cell| cell.is_below(right));
        left.width.max(right.width) >= WIDE && around.iter().filter(has).count() >= ALIKE
    };
    let all = (0..rows.len()).flat_map(|i| (1..rows[i].len()).map(move |c| (i, c)));
    all.filter(|&(i, c)| is_gap(i, c)).count()
}

/// How much better cells fit with the one below than with the one beside them, on average (half bits).
fn better_below(rows: &Rows) -> f32 {
    let (mut count, mut sum) = (0, 0);
    for pair in rows.windows(2).filter(|pair| pair[0].len() > 1) {
        for (c, cell) in pair[0].iter().enumerate() {
            let below = pair[1].iter().find(|below| below.is_below(cell));
            // The last cell of a row would go on in the first of the next.
            let beside = pair[0].get(c + 1).or(pair[1].first());
            let fit = |next: &Cell| cell.end.beside(&next.beginning).map(|seam| seam.fit);
            if let Some((below, beside)) = below.and_then(fit).zip(beside.and_then(fit)) {
                count += 1;
                sum += (below - beside).clamp(-CLEAR, CLEAR);
            }
        }
    }
    sum as f32 / count.max(1) as f32
}

#[cfg(test)]
mod tests {
    use super::super::gaps_of;
    use super::*;
    use crate::passes::{audited, lines};

    /// Rows of two cells, the second at one place where ideographs take two units.
    fn rows(cells: &[[&str; 2]]) -> String {
        let pad = |cell: &str| " ".repeat(34 - usize::from(width(cell)));
        let row = |[left, right]: &[&str; 2]| format!("{left}{}{right}\n", pad(left));
        cells.iter().map(row).collect()
    }

    fn goes_on(text: &str) -> bool {
        let page = audited(text, &[lines::run]);
        super::goes_on(&page, &gaps_of(&page, 2))
    }

    const COLUMNS: [[&str; 2]; 6] = [
        [
            "谷雨刚过，云雾缭绕的大坞村茶",
            "本报讯从四月起，我市选派八十",
        ],
        [
            "山上，采茶工正忙着抢收最后一",
            "六名年轻干部到信访、征迁、园",
        ],
        [
            "批明前茶。茶园小路旁，一面鲜",
            "区等一线岗位蹲点锻炼，为期半",
        ],
        [
            "红的党旗格外醒目。支部建在茶",
            "年。与以往不同，这批干部出发",
        ],
        [
            "山上，党员分片包干，哪块茶园",
            "前每人领到一张问题清单，上面",
        ],
        [
            "闹虫、哪户缺人手，一个电话就",
            "列着所去单位的难点事项。半年",
        ],
    ];

    #[test]
    fn a_few_rows_of_two_columns() {
        assert!(goes_on(&rows(&COLUMNS)));
        let above = "一篇文章的正文，写在两栏的上面，没有空格隔开，一直写到栏宽为止，\n".repeat(6);
        assert!(goes_on(&(above + &rows(&COLUMNS))));
        // Short lines end the paragraphs of one of them.
        let mut short = COLUMNS;
        for row in [1, 3, 4] {
            short[row][1] = "用。";
        }
        assert!(goes_on(&rows(&short)));
    }

    #[test]
    fn rows_that_are_read_across() {
        let few = &COLUMNS[..4];
        let table = [
            ["大白菜", "零点八元"],
            ["黄瓜", "二元六角"],
            ["西红柿", "三元一角"],
            ["五花肉", "十一元二角"],
            ["鸡蛋", "四元三角五分"],
            ["带鱼", "十五元"],
        ];
        let clauses = [["深化改革扩大开放", "促进发展造福人民"]; 6];
        // Each row a sentence with a gap where the extractor lost something.
        let across = [
            [
                "谷雨刚过，云雾缭绕的大坞村茶",
                "山上，采茶工正忙着抢收最后一",
            ],
            [
                "批明前茶。茶园小路旁，一面鲜",
                "红的党旗格外醒目。支部建在茶",
            ],
            [
                "山上，党员分片包干，哪块茶园",
                "闹虫、哪户缺人手，一个电话就",
            ],
            [
                "本报讯从四月起，我市选派八十",
                "六名年轻干部到信访、征迁、园",
            ],
            [
                "区等一线岗位蹲点锻炼，为期半",
                "年。与以往不同，这批干部出发",
            ],
            [
                "前每人领到一张问题清单，上面",
                "列着所去单位的难点事项。半年",
            ],
        ];
        for (why, rows_) in [
            ("too few", few),
            ("short cells", &table),
            ("clauses that stand alone", &clauses),
            ("text that goes on across", &across),
        ] {
            assert!(!goes_on(&rows(rows_)), "{why}");
        }
        // Gaps here and there.
        let ragged: String = [6, 11, 8, 3, 10, 5]
            .into_iter()
            .zip(COLUMNS)
            .map(|(long, [left, right])| {
                let left: String = left.chars().take(long).collect();
                format!("{left}  {right}\n")
            })
            .collect();
        assert!(!goes_on(&ragged), "no place that comes again");
    }
}
