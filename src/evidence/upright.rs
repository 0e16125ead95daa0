//! Which characters of headlines set top to bottom stand below each other.
//!
//! An extractor that reads row by row gives one character of each column, then the next row: `国达全` ␤
//! `际沃重` ␤ `金斯项`. Columns of larger type have fewer characters, so not every row has one of each. The rows
//! are followed one by one: every character goes on with a column or begins one, from left to right. A beam
//! keeps the ways whose columns read best as words of the lexicon.

use crate::evidence::lexicon::{self, Code, LONGEST};

/// Ways that are kept.
const BEAM: usize = 24;
/// Columns side by side.
const MOST: usize = 5;
/// What a column costs, in half bits,
const BEGIN: i32 = 14;
/// and going on with it, by how many rows had nothing of it. After more of them it has ended.
const RESUMED: [i32; 4] = [0, 1, 6, 10];
/// Less than any reading.
const NEVER: i32 = -100_000;

/// A column, as far as it was followed.
#[derive(Clone, Copy, Debug)]
struct Column {
    number: u8,
    /// Its last characters, the last of them last.
    last: [u16; LONGEST - 1],
    /// The best reading of all its characters in whole words, and of all but the last, the last two, three.
    best: [i32; LONGEST],
    /// How many rows had nothing of it.
    skipped: u8,
}

impl Column {
    fn new(number: u8) -> Self {
        let mut best = [NEVER; LONGEST];
        best[0] = 0;
        Column {
            number,
            last: [0; LONGEST - 1],
            best,
            skipped: 0,
        }
    }

    fn push(&mut self, unit: u16) {
        let [a, b, c] = self.last;
        let word = [a, b, c, unit];
        let mut top = NEVER;
        for (l, before) in self.best.iter().enumerate() {
            let word = &word[LONGEST - 1 - l..];
            let code = match *word {
                [first, second, ..] => lexicon::code(first, second),
                _ => Code::default(),
            };
            if *before > NEVER
                && let Some(score) = lexicon::score(word, code)
            {
                top = top.max(before + score);
            }
        }
        self.last = [b, c, unit];
        self.best.rotate_right(1);
        self.best[0] = top;
        self.skipped = 0;
    }
}

#[derive(Clone, Debug)]
struct Way {
    /// Columns from left to right, with those that have ended.
    columns: Vec<Column>,
    /// What the readings cost besides.
    cost: i32,
    trail: usize,
}

impl Way {
    fn score(&self) -> i32 {
        self.columns.iter().map(|c| c.best[0]).sum::<i32>() - self.cost
    }

    fn open(&self) -> usize {
        let open = |c: &&Column| usize::from(c.skipped) < RESUMED.len();
        self.columns.iter().filter(open).count()
    }

    /// All ways to place the rest of a row right of column `from`, each with the columns' numbers.
    fn place(
        &self,
        row: &[u16],
        from: usize,
        numbers: &mut Vec<u8>,
        out: &mut Vec<(Way, Vec<u8>)>,
    ) {
        let Some((&unit, rest)) = row.split_first() else {
            let mut way = self.clone();
            for column in &mut way.columns {
                if !numbers.contains(&column.number) {
                    column.skipped = column.skipped.saturating_add(1);
                }
            }
            out.push((way, numbers.clone()));
            return;
        };
        for c in from..self.columns.len() {
            let Some(cost) = RESUMED.get(usize::from(self.columns[c].skipped)) else {
                continue;
            };
            let mut way = self.clone();
            way.cost += cost;
            way.columns[c].push(unit);
            numbers.push(way.columns[c].number);
            way.place(rest, c + 1, numbers, out);
            numbers.pop();
        }
        if self.open() == MOST || self.columns.len() > usize::from(u8::MAX / 2) {
            return;
        }
        for c in from..=self.columns.len() {
            let mut way = self.clone();
            let number = way.columns.len() as u8;
            let mut column = Column::new(number);
            column.push(unit);
            way.columns.insert(c, column);
            way.cost += BEGIN;
            numbers.push(number);
            way.place(rest, c + 1, numbers, out);
            numbers.pop();
        }
    }
}

/// The columns of some rows from right to left, each as the rows and places of its characters; none if a row is
/// too long.
pub fn columns(rows: &[Vec<char>]) -> Option<Vec<Vec<(usize, usize)>>> {
    let mut ways = vec![Way {
        columns: Vec::new(),
        cost: 0,
        trail: usize::MAX,
    }];
    // Every step of every way that was kept: the step before it and the columns that its row went to.
    let mut trails: Vec<(usize, Vec<u8>)> = Vec::new();
    for row in rows {
        let units: Vec<u16> = row.iter().map(|&c| u16::try_from(c).unwrap_or(0)).collect();
        let mut steps = Vec::new();
        for way in &ways {
            way.place(&units, 0, &mut Vec::new(), &mut steps);
        }
        steps.sort_by_key(|(way, _)| std::cmp::Reverse(way.score()));
        steps.truncate(BEAM);
        ways.clear();
        for (mut way, numbers) in steps {
            trails.push((way.trail, numbers));
            way.trail = trails.len() - 1;
            ways.push(way);
        }
    }
    let best = ways.first()?;
    let mut columns = vec![Vec::new(); best.columns.len()];
    let mut at = best.trail;
    for row in (0..rows.len()).rev() {
        let (before, numbers) = trails.get(at)?;
        for (place, &number) in numbers.iter().enumerate() {
            columns[usize::from(number)].push((row, place));
        }
        at = *before;
    }
    columns.iter_mut().for_each(|column| column.reverse());
    let right_to_left = best.columns.iter().rev();
    Some(
        right_to_left
            .map(|c| std::mem::take(&mut columns[usize::from(c.number)]))
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(rows: &str) -> Vec<String> {
        let rows: Vec<Vec<char>> = rows.split(' ').map(|row| row.chars().collect()).collect();
        let columns = columns(&rows).unwrap_or_default();
        columns
            .iter()
            .map(|column| {
                column
                    .iter()
                    .map(|&(row, place)| rows[row][place])
                    .collect()
            })
            .collect()
    }

    #[test]
    fn columns_are_told_by_their_words() {
        for (rows, want) in [
            ("主 持 召 开 专 题 会 议", &["主持召开专题会议"][..]),
            (
                "势半 头岛 应问 当题 保的 持积 下极 去",
                &["半岛问题的积极", "势头应当保持下去"],
            ),
            (
                "国达全 市 际沃重 点 金斯项 融年目 建 协会设 观 会讨摩 推 发论进 表世会 要 资界求 金金 流融 动问 报题 告",
                &[
                    "全市重点项目建设观摩推进会要求",
                    "达沃斯年会讨论世界金融问题",
                    "国际金融协会发表资金流动报告",
                ],
            ),
        ] {
            assert_eq!(read(rows), want);
        }
    }

    #[test]
    fn nothing_has_no_columns() {
        assert_eq!(columns(&[]), Some(Vec::new()));
    }
}
