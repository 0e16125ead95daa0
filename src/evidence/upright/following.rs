//! Columns of characters, followed row by row.
//!
//! Each character goes on with a column or begins one, from left to right in its row, or is of something else. A beam
//! keeps the ways whose columns read best: as words of the lexicon, and as what the page's text says.

use super::pairs::{Pairs, unit};
use super::{At, Letter, places};
use crate::evidence::lexicon::{self, Code, LONGEST};

/// Ways that are kept.
const BEAM: usize = 32;
/// Columns side by side.
const MOST: usize = 6;
/// What a column costs, in half bits,
const BEGIN: i32 = 10;
/// and going on with it where rows had nothing of it, for each of them; after more of them it has ended.
const SKIPPED: i32 = 2;
const REACH: u8 = 10;
/// That its characters stand in regular rows speaks for a column: every row more or fewer than before costs so much, up
/// to so many.
const UNEVEN: i32 = 4;
const UNEVEN_MOST: u8 = 4;
/// What it costs for every em, and at most, to stand aside of a column, where it is known where characters stand.
const ASIDE: f32 = 0.25;
const ASIDE_MOST: f32 = 8.0;
/// Where a column stands follows its characters, each by one part in so many: a single one may stand wrong.
const FOLLOWS: f32 = 4.0;
/// What a pair of characters that the page's text has is worth.
const SAID: i32 = 8;
/// What it costs a character to be of something else, or a whole row, which reads along.
const ELSE: i32 = 16;
const LINE: i32 = 14;
/// Less than any reading.
const NEVER: i32 = -100_000;
/// The number of no column.
const NONE: u8 = u8::MAX;
/// What a column that has a character of this row has skipped, until the row ends.
const PLACED: u8 = u8::MAX;

/// A column, as far as it was followed.
#[derive(Clone, Copy, Debug)]
struct Column {
    number: u8,
    /// Its last characters, the last of them last.
    last: [u16; LONGEST - 1],
    /// The best reading of all its characters in whole words, and of all but the last, the last two, three.
    best: [i32; LONGEST],
    /// What its pairs that the text has are worth.
    said: i32,
    /// How many rows had nothing of it, and how many had before its last character.
    skipped: u8,
    step: Option<u8>,
    /// Where most of its characters stand, if that is known.
    x: Option<f32>,
}

impl Column {
    fn new(number: u8) -> Self {
        let mut best = [NEVER; LONGEST];
        best[0] = 0;
        Column {
            number,
            last: [0; LONGEST - 1],
            best,
            said: 0,
            skipped: 0,
            step: None,
            x: None,
        }
    }

    /// Whether it may go on.
    fn is_open(&self) -> bool {
        self.skipped < REACH
    }

    /// What its characters are worth.
    fn value(&self) -> i32 {
        self.best[0] + self.said
    }

    /// The column with a character more.
    fn with(mut self, letter: &Letter, pairs: &Pairs) -> Self {
        let unit = unit(letter.char);
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
        if c > 0 {
            self.step = Some(self.skipped);
            self.said += if pairs.has(c, unit) { SAID } else { 0 };
        }
        self.last = [b, c, unit];
        self.best.rotate_right(1);
        self.best[0] = top;
        self.skipped = PLACED;
        self.x = match (self.x, letter.x) {
            (Some(own), Some(x)) => Some(own + (x - own) / FOLLOWS),
            (own, x) => own.or(x),
        };
        self
    }

    /// What it costs to go on with a character.
    fn cost(&self, letter: &Letter) -> i32 {
        let mut cost = i32::from(self.skipped) * SKIPPED;
        if let Some(step) = self.step {
            cost += UNEVEN * i32::from(self.skipped.abs_diff(step).min(UNEVEN_MOST));
        }
        if let (Some(own), Some(x)) = (self.x, letter.x) {
            cost += (ASIDE * (own - x).abs()).min(ASIDE_MOST) as i32;
        }
        cost
    }
}

/// A way to read the characters so far.
#[derive(Clone, Debug)]
struct Way {
    /// Columns from left to right, with those that have ended.
    columns: Vec<Column>,
    /// How many of them stand left of the row's next character.
    from: usize,
    score: i32,
    trail: usize,
}

/// What a character may be: a column's, at its place among the columns, or of something else.
#[derive(Clone, Copy, Debug)]
enum Step {
    On(usize, Column),
    Begin(usize, Column),
    Else,
}

impl Way {
    /// What a character may be, and the score it leads to.
    fn steps(&self, way: usize, letter: &Letter, pairs: &Pairs, out: &mut Vec<(i32, usize, Step)>) {
        let unit = unit(letter.char);
        let single = lexicon::score(&[unit], Code::default()).unwrap_or(NEVER);
        out.push((self.score + single - ELSE, way, Step::Else));
        let open = self
            .columns
            .iter()
            .filter(|c| c.is_open() || c.skipped == PLACED)
            .count();
        for c in self.from..self.columns.len() {
            let column = self.columns[c];
            if column.is_open() {
                let next = column.with(letter, pairs);
                let gain = next.value() - column.value() - column.cost(letter);
                out.push((self.score + gain, way, Step::On(c, next)));
            }
        }
        if open < MOST && self.columns.len() < usize::from(NONE) / 2 {
            let column = Column::new(self.columns.len() as u8).with(letter, pairs);
            let score = self.score + column.value() - BEGIN;
            let places = self.from..=self.columns.len();
            out.extend(places.map(|c| (score, way, Step::Begin(c, column))));
        }
    }

    /// The way with a step more.
    fn stepped(&self, score: i32, step: Step, trails: &mut Vec<(usize, u8)>) -> Way {
        let mut way = self.clone();
        way.score = score;
        let number = match step {
            Step::On(c, column) => {
                way.columns[c] = column;
                way.from = c + 1;
                column.number
            }
            Step::Begin(c, column) => {
                way.columns.insert(c, column);
                way.from = c + 1;
                column.number
            }
            Step::Else => NONE,
        };
        trails.push((way.trail, number));
        way.trail = trails.len() - 1;
        way
    }

    /// The row has ended.
    fn end_row(&mut self) {
        self.from = 0;
        for column in &mut self.columns {
            column.skipped = match column.skipped {
                PLACED => 0,
                skipped => (skipped + 1).min(REACH),
            };
        }
    }
}

/// The columns of some rows from right to left.
pub(super) fn columns(rows: &[Vec<Letter>], pairs: &Pairs) -> Vec<Vec<At>> {
    let mut ways = vec![Way {
        columns: Vec::new(),
        from: 0,
        score: 0,
        trail: usize::MAX,
    }];
    // Every step of every way that was kept: the step before it and the column that its character went to.
    let mut trails: Vec<(usize, u8)> = Vec::new();
    let mut steps = Vec::new();
    for row in rows {
        let lines = line(&ways, row, pairs, &mut trails);
        for letter in row {
            steps.clear();
            for (w, way) in ways.iter().enumerate() {
                way.steps(w, letter, pairs, &mut steps);
            }
            steps.sort_by_key(|(score, ..)| std::cmp::Reverse(*score));
            steps.truncate(BEAM);
            let kept = steps
                .iter()
                .map(|&(score, way, step)| ways[way].stepped(score, step, &mut trails));
            ways = kept.collect();
        }
        ways.extend(lines);
        ways.iter_mut().for_each(Way::end_row);
        ways.sort_by_key(|way| std::cmp::Reverse(way.score));
        ways.truncate(BEAM);
    }
    let Some(best) = ways.first() else {
        return Vec::new();
    };
    let mut columns = vec![Vec::new(); best.columns.len()];
    let mut at = best.trail;
    for place in places(rows).rev() {
        let Some(&(before, number)) = trails.get(at) else {
            break;
        };
        if number != NONE {
            columns[usize::from(number)].push(place);
        }
        at = before;
    }
    columns.iter_mut().for_each(|column| column.reverse());
    let right_to_left = best.columns.iter().rev();
    right_to_left
        .map(|c| std::mem::take(&mut columns[usize::from(c.number)]))
        .collect()
}

/// The ways on if a row of several is a line of text.
fn line(ways: &[Way], row: &[Letter], pairs: &Pairs, trails: &mut Vec<(usize, u8)>) -> Vec<Way> {
    if row.len() < 2 {
        return Vec::new();
    }
    let text = row
        .iter()
        .fold(Column::new(NONE), |text, letter| text.with(letter, pairs));
    let ways = ways.iter().map(|way| {
        let mut way = way.clone();
        for _ in row {
            trails.push((way.trail, NONE));
            way.trail = trails.len() - 1;
        }
        way.score += text.value() - LINE;
        way
    });
    ways.collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{letters, texts};
    use super::*;

    fn read(rows: &str, page: &str) -> Vec<String> {
        let rows = letters(rows);
        let columns = columns(&rows, &Pairs::of([page].into_iter()));
        texts(&rows, &columns)
    }

    #[test]
    fn columns_are_told_by_their_words() {
        for (rows, want) in [
            ("主 持 召 开 专 题 会 议", &["主持召开专题会议"][..]),
            (
                "势半 头岛 应问 当题 保的 持积 下极 去",
                &["半岛问题的积极", "势头应当保持下去"],
            ),
            // Columns of different steps.
            (
                "李 面 向鹏 2 世会 纪 的见 战 俄 略 协罗 作 伙斯 伴 关客 系 人",
                &["李鹏会见俄罗斯客人", "面向2世纪的战略协作伙伴关系"],
            ),
        ] {
            assert_eq!(read(rows, ""), want);
        }
    }

    #[test]
    fn what_words_leave_open_the_page_says() {
        let rows = "国达全 市 际沃重 点 金斯项 融年目 建 协会设 观 会讨摩 推 发论进 表世会 要 资界求 金金 流融 动问 报题 告";
        let page = "与会者讨论了世界金融问题，没有其他要求。";
        let want = [
            "全市重点项目建设观摩推进会要求",
            "达沃斯年会讨论世界金融问题",
            "国际金融协会发表资金流动报告",
        ];
        assert_eq!(read(rows, page), want);
        assert_ne!(read(rows, ""), want);
    }

    #[test]
    fn names_are_told_by_what_the_page_says() {
        let page = "昨天，柳渡县梅岗镇渔民出海捕鱼。";
        let columns = ["柳渡县渔民", "梅岗镇捕鱼"];
        assert_eq!(read("梅柳 岗渡 镇县 捕渔 鱼民", page), columns);
    }

    #[test]
    fn a_column_keeps_its_place() {
        // Both columns might go on with either.
        let at = |char, x: f32| Letter {
            char,
            x: Some(x),
            alone: true,
        };
        let apart = |places: [f32; 2]| {
            let letters = "大工小人中民上年下月".chars().enumerate();
            let rows: Vec<Vec<Letter>> = letters.map(|(i, c)| vec![at(c, places[i % 2])]).collect();
            let same = |column: &Vec<At>| column.windows(2).all(|w| (w[1].0 - w[0].0) % 2 == 0);
            columns(&rows, &Pairs::default()).iter().all(same)
        };
        assert!(apart([4.0, 40.0]));
        assert!(!apart([4.0, 4.0]));
    }

    #[test]
    fn a_line_of_text_among_them_is_no_letter() {
        let found = read("主 持 召 星期日 开 专 题 会 议", "");
        assert_eq!(found, ["主持召开专题会议"]);
    }

    #[test]
    fn nothing_has_no_columns() {
        assert_eq!(columns(&[], &Pairs::default()), Vec::<Vec<At>>::new());
    }
}
