//! Leave the lines of tables, lists of names and verse as they stand.
//!
//! A table read back as text is a run of short lines with the same number of cells; a list of names the
//! same with two; old verse a run of equally long lines that each end in a mark. Joined to paragraphs
//! they would be lost, so their lines are marked as kept: each becomes a block of its own.
//!
//! Trap: columns side by side look like cells, but theirs are long; names in a byline look like a list,
//! but three such lines in a row do not occur. Free verse cannot be told from a run of headlines, and is
//! not tried.

use crate::audit::is_content;
use crate::chars;
use crate::evidence::patterns::{self, Pattern};
use crate::page::{Block, Page};

/// Fewest lines of a table or a list.
const ROWS: usize = 3;
/// Fewest lines of verse.
const VERSES: usize = 4;
/// A cell has at most this many characters on average.
const CELL: usize = 9;
/// Widths of the lines of old verse, in half ems: five or seven characters and a mark.
const VERSE: [u16; 2] = [12, 16];

/// Marks the lines to keep.
pub fn run(page: &mut Page) {
    let rows: Vec<Option<Row>> = page
        .blocks()
        .iter()
        .map(|b| Row::read(b, page.str(b)))
        .collect();
    let verses: Vec<Option<(u16, bool)>> = page
        .blocks()
        .iter()
        .map(|b| verse(b, page.str(b)))
        .collect();
    let mut kept = vec![false; rows.len()];
    mark(
        &rows,
        ROWS,
        |run| run.iter().filter(|r| r.telling).count() * 2 >= run.len(),
        |a, b| a.cells == b.cells,
        &mut kept,
    );
    // Its lines pause and stop in turn.
    mark(
        &verses,
        VERSES,
        |run| !run[0].1,
        |a, b| a.0 == b.0 && a.1 != b.1,
        &mut kept,
    );
    for (i, _) in kept.into_iter().enumerate().filter(|(_, k)| *k) {
        let mut layout = page.blocks()[i].layout;
        layout.kept = true;
        page.lay_out(i, layout);
    }
}

/// Marks runs of at least `least` lines that are alike.
fn mark<T: Clone>(
    lines: &[Option<T>],
    least: usize,
    holds: impl Fn(&[T]) -> bool,
    alike: impl Fn(&T, &T) -> bool,
    kept: &mut [bool],
) {
    let mut start = 0;
    while start < lines.len() {
        let mut run: Vec<T> = Vec::new();
        while let Some(Some(line)) = lines.get(start + run.len()) {
            if run.last().is_some_and(|last| !alike(last, line)) {
                break;
            }
            run.push(line.clone());
        }
        if run.len() >= least && holds(&run) {
            kept[start..start + run.len()].fill(true);
        }
        start += run.len().max(1);
    }
}

/// A line that may be a row of a table or a list.
#[derive(Clone)]
struct Row {
    cells: usize,
    /// It has a number or begins with a person's name.
    telling: bool,
}

impl Row {
    fn read(block: &Block, text: &str) -> Option<Row> {
        const NOT_A_ROW: [Pattern; 8] = [
            Pattern::Reporter,
            Pattern::Bulleted,
            Pattern::Staff,
            Pattern::Date,
            Pattern::Issue,
            Pattern::Contact,
            Pattern::Publisher,
            Pattern::Sponsor,
        ];
        let layout = block.layout;
        if layout.vertical || layout.level > 0 || layout.piece > 0 || layout.width > 80 {
            return None;
        }
        // Most lines have one cell, so what costs more is asked later.
        if !chars::has_space(text) || text.split_whitespace().nth(1).is_none() {
            return None;
        }
        let cells: Vec<&str> = text.split_whitespace().collect();
        let long = || text.chars().filter(|c| is_content(*c)).count() > CELL * cells.len();
        let sentence = || text.contains(['。', '，', '；', '！', '？', '“', '”', '（', '：']);
        let other = || {
            let found = patterns::find(text, layout.width);
            NOT_A_ROW.iter().any(|p| found & p.bit() != 0)
        };
        if long() || sentence() || other() {
            return None;
        }
        let number =
            |c: &&str| c.contains(|c: char| c.is_ascii_digit()) && !c.contains(chars::is_han);
        Some(Row {
            cells: cells.len(),
            telling: cells.iter().filter(|c| number(c)).count() * 2 >= cells.len()
                || (patterns::is_name(cells[0]) && !cells[1..].iter().all(|c| is_short_name(c))),
        })
    }
}

/// A name as bylines have them; four characters may as well be a school's.
fn is_short_name(text: &str) -> bool {
    text.chars().count() <= 3 && patterns::is_name(text)
}

/// A line that may be of verse: its width, and whether it ends a sentence.
fn verse(block: &Block, text: &str) -> Option<(u16, bool)> {
    let layout = block.layout;
    let stops = text.ends_with(chars::is_terminal) || text.ends_with('；');
    let fits = VERSE.contains(&layout.width) && layout.piece == 0;
    (fits && (stops || text.ends_with('，'))).then_some((layout.width, stops))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::passes::lines;
    use crate::source;

    fn kept(text: &str) -> Vec<bool> {
        let mut page = Page::new(source::decode("page", text.as_bytes(), None));
        lines::run(&mut page);
        run(&mut page);
        page.blocks().iter().map(|b| b.layout.kept).collect()
    }

    #[test]
    fn tables_lists_and_verse_are_kept() {
        for text in [
            "品种 昨日价 今日价\n白菜 1.20 1.15\n萝卜 0.90 0.95\n土豆 1.60 1.60",
            "王一禾 石桥中学\n方小溪 石桥中学\n刘南星 临溪镇中心小学",
            "山下孤烟起，\n溪头独树高。\n行人归未得，\n风雨满江皋。",
        ] {
            assert!(kept(text).iter().all(|k| *k), "{text}");
        }
    }

    #[test]
    fn other_lines_are_not() {
        for text in [
            // Two rows are no table.
            "白菜 1.20 1.15\n萝卜 0.90 0.95",
            // Headlines with two halves.
            "扛稳责任 凝聚力量\n筑牢防线 严防死守\n上下同心 共克时艰",
            // Bylines.
            "记者 王一禾\n记者 方小溪\n通讯员 刘南星",
            // Columns side by side.
            "会议听取了全县今年上半年工作汇报 记者昨日从市里的会议上获悉今年\n强调要认真落实各项部署加快推进 全市将新建十二所学校其中三所在\n重点项目建设确保按期完成目标 城区目前设计工作已经全部完成了",
            // Column lines that happen to end in marks, of different widths.
            "会议强调，\n要加强领导，\n压实责任，\n确保按期完成目标。",
            "编辑 王一禾 校对 方小溪\n总第2346期 本期4版\n2022年5月17日 星期二",
            "为及时报道社会各界抗击\n疫情的正能量，本报增出\n一期报纸。敬请读者留意",
        ] {
            assert!(!kept(text).contains(&true), "{text}");
        }
    }
}
