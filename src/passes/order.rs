//! Put lines back into reading order where columns or articles were shuffled.
//!
//! Where the lines of several columns alternate, each line is first given to a column
//! ([`crate::evidence::columns`]). Then the beginnings that stand in the middle of a sentence are laid beside
//! the ends that leave one open; the pairs are chosen one to one, best first. The page becomes chains of
//! lines, each chain in the place of its first line, and what its lines are is asked again, now that they
//! stand beside the right ones.

use crate::config::Settings;
use crate::evidence::chain::{TABLES, Tables};
use crate::evidence::columns::{self, Member};
use crate::evidence::joining::Joint;
use crate::page::{Kind, Page};
use crate::passes::label;

/// Pairs of lines further apart than this are not looked at; keeps the cost linear.
const REACH: usize = 260;
/// Two lines that stand together and fit worse than this (natural logarithms) do not go on with each other.
const BROKEN: f32 = -1.5;
/// Where one line in so many has a blank line before it, those without stand close.
const BLANKS: usize = 6;
/// What pairing two lines costs that do not stand together,
const PAIR: f32 = 0.5;
/// each natural logarithm of lines between them,
const FAR: f32 = 0.3;
/// and an end that stands after what goes on with it.
const BACK: f32 = 0.5;
/// A page of which fewer of a hundred lines fit badly with the line above is not looked at closer.
const WHOLE: u8 = 4;
/// Share of broken pairs from which columns alternate.
const ALTERNATES: f32 = 0.1;
/// The least number of them.
const FEW: usize = 6;

/// Gathers the lines into reading order.
pub fn run(page: &mut Page, _settings: &Settings) {
    by(page, &TABLES);
}

/// The same with these tables.
pub fn by(page: &mut Page, tables: &Tables) {
    let order = reading_order(page);
    let moved = |k: usize| k > 0 && order[k] != order[k - 1] + 1;
    if !(0..order.len()).any(moved) {
        return;
    }
    let resumed: Vec<usize> = (1..order.len())
        .filter(|&k| moved(k) && page.blocks()[order[k]].resumes())
        .collect();
    if !page.gather(&order) {
        return;
    }
    if page.is_scrambled() {
        page.reconsider();
        label::by(page, tables);
        return;
    }
    let mut joint = Joint::of(page);
    let goes_on: Vec<usize> = resumed
        .into_iter()
        .filter(|&k| page.blocks()[k - 1].kind() == Some(Kind::Body) && joint.is_full(k - 1))
        .collect();
    drop(joint);
    for k in goes_on {
        page.set_opens(k, false);
        page.set_resumes(k, false);
    }
}

/// The chains of lines, one after the other.
fn reading_order(page: &Page) -> Vec<usize> {
    let n = page.blocks().len();
    let blocks = page.blocks();
    let is_body = |i: usize| blocks[i].kind() == Some(Kind::Body);
    let mut heads: Vec<usize> = (0..n).filter(|&i| blocks[i].resumes()).collect();
    if heads.is_empty() && page.broken() < WHOLE {
        return (0..n).collect();
    }
    let mut joint = Joint::of(page);
    let mut next: Vec<Option<usize>> = vec![None; n];
    let mut before: Vec<Option<usize>> = vec![None; n];
    // Pairs of body lines in the middle of a sentence.
    let (mut all, mut broken) = (0, 0);
    for i in 1..n {
        if is_body(i) && is_body(i - 1) && joint.is_full(i - 1) {
            all += 1;
            broken += usize::from(joint.weigh(i - 1, i, None) < BROKEN);
        }
    }
    let share = broken as f32 / all.max(1) as f32;
    let alternates = broken >= FEW && share > ALTERNATES;
    let mut open: Vec<usize> = (0..n)
        .filter(|&i| is_body(i) && (i + 1 == n || blocks[i + 1].opens()))
        .collect();
    let in_column = |i: usize| {
        matches!(
            blocks[i].kind(),
            Some(Kind::Body | Kind::Subhead | Kind::Byline | Kind::Jump)
        )
    };
    if alternates {
        let blanks = blocks.iter().filter(|b| b.layout.blanks > 0).count();
        let parted = blanks * BLANKS > n;
        let members: Vec<Member> = (0..n)
            .filter(|&i| in_column(i))
            .map(|i| Member {
                line: i,
                apart: i == 0 || !in_column(i - 1),
                close: parted
                    && i > 0
                    && in_column(i - 1)
                    && blocks[i].layout.blanks == 0
                    && blocks[i].layout.line > blocks[i - 1].layout.line,
                lead: blocks[i].odds().lead,
            })
            .collect();
        let habit = share.clamp(0.05, 0.7);
        // The second time, paragraphs are known well enough to be compared.
        for _ in 0..2 {
            let found = columns::follow(&members, &mut joint, habit);
            next.fill(None);
            before.fill(None);
            for (member, from) in members.iter().zip(&found) {
                if let Some(from) = from {
                    let (e, r) = (members[*from].line, member.line);
                    next[e] = Some(r);
                    before[r] = Some(e);
                }
            }
            joint.recall(&before, &next);
        }
        let body = || members.iter().map(|m| m.line).filter(|&i| is_body(i));
        heads = body()
            .filter(|&i| i > 0 && before[i].is_none() && blocks[i].odds().lead < -0.7)
            .collect();
        open = body().filter(|&i| next[i].is_none()).collect();
    }
    if heads.is_empty() {
        return (0..n).collect();
    }
    if !alternates {
        // Lines stand in order but for the breaks.
        let goes_on = |i: &usize| !blocks[*i].opens() && is_body(*i - 1);
        for i in (1..n).filter(goes_on) {
            before[i] = Some(i - 1);
            next[i - 1] = Some(i);
        }
        joint.recall(&before, &next);
    }
    let mut pairs: Vec<(f32, usize, usize)> = Vec::new();
    for &r in &heads {
        let from = open.partition_point(|&e| e + REACH < r);
        for &e in open[from..].iter().take_while(|&&e| e < r + REACH) {
            if e != r {
                let far = (1.0 + r.abs_diff(e) as f32).ln() * FAR;
                let back = if r < e { BACK } else { 0.0 };
                let fit = joint.weigh(e, r, None) + joint.cohesion(e, r);
                let score = fit - far - back - PAIR;
                if score > 0.0 {
                    pairs.push((score, e, r));
                }
            }
        }
    }
    pairs.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then((a.2, a.1).cmp(&(b.2, b.1))));
    for (_, e, r) in pairs {
        if next[e].is_none() && before[r].is_none() && !closes_a_ring(&next, e, r) {
            next[e] = Some(r);
            before[r] = Some(e);
        }
    }
    // Everything else follows the line above it, unless one of the two has found another partner.
    for i in 0..n.saturating_sub(1) {
        let has_other = next[i].is_some() || before[i + 1].is_some();
        if !has_other && (!alternates || !in_column(i)) && !closes_a_ring(&next, i, i + 1) {
            next[i] = Some(i + 1);
            before[i + 1] = Some(i);
        }
    }
    let mut order = Vec::with_capacity(n);
    for start in (0..n).filter(|&i| before[i].is_none()) {
        let mut at = Some(start);
        while let Some(i) = at {
            order.push(i);
            at = next[i];
        }
    }
    order
}

/// Whether linking `e` to `r` would make a ring: `e` is already reached from `r`.
fn closes_a_ring(next: &[Option<usize>], e: usize, r: usize) -> bool {
    let mut at = Some(r);
    let mut steps = 0;
    while let Some(i) = at {
        if i == e || steps > REACH * 4 {
            return true;
        }
        at = next[i];
        steps += 1;
    }
    false
}

#[cfg(test)]
mod tests {
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
}
