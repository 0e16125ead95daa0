//! Put pieces of one printed line together again.
//!
//! Some extractors break a printed line where its punctuation was squeezed: `性对话”` ␤ `。在前后不到一个`
//! or `照做不误。` ␤ `“达`. No printed line begins with a closing mark (GB/T 15834-2011, 5.1.3), so such a
//! piece goes on with the line before; a piece that begins with an opening mark does when the two
//! together are as wide as the lines around, or the piece before it ends in a pause: `新成果，` ␤ `“十五五”规划`. An
//! address goes on with what announces it: `投稿邮箱：` ␤ `tg@example.com`.
//!
//! Of a bracket at the end of a headline the next line may have nothing but the end: `欢庆元旦（图` ␤ `片）`.
//!
//! A sign-off may run over a line end: `（本报罗` ␤ `马1月11日电）`. A byline set in a narrow measure is broken
//! within its own words or a name, or before its correspondents: `记者 彭某 通讯` ␤ `员 石某`, `通讯员 贾书` ␤ `明`,
//! `□本报记者 姜某` ␤ `通讯员 徐某`.
//!
//! Trap: a headline's own line may begin with a quotation mark, and short lines before a quote are
//! usually the ends of paragraphs; only the sum of the widths tells them from pieces.

use crate::audit::is_content;
use crate::chars;
use crate::evidence::ends::{Start, start_of};
use crate::evidence::patterns::{self, Pattern, is_name};
use crate::evidence::profile::measure::mode;
use crate::page::{Layout, Page};
use crate::passes::lines::width;

/// Lines on either side whose widths are the measure.
const WINDOW: usize = 8;

/// So much (half ems) are pieces of a printed line together wider than its measure, at most, where marks were
/// squeezed.
const SQUEEZED: u16 = 2;

/// Narrower lines (half ems) say nothing about the measure,
const NARROW: u16 = 12;
/// and no column is narrower than this.
const COLUMN: u16 = 16;
/// What is wider than a line with this much added fills it (half ems).
const ROOM: u16 = 3;
/// A piece that ends a line is no wider (half ems), where nothing but its measure says so.
const REST: u16 = 8;

/// Joins pieces of printed lines.
pub fn run(page: &mut Page) {
    let n = page.blocks().len();
    let mut joined: Vec<Option<&'static str>> = vec![None; n];
    let widths: Vec<u16> = page.blocks().iter().map(|b| b.layout.width).collect();
    // Width of the printed line so far, where pieces were already joined.
    let mut whole = widths.clone();
    for i in 1..n {
        let (a, b) = (&page.blocks()[i - 1], &page.blocks()[i]);
        if b.layout.level > 0
            || a.layout.level > 0
            || b.layout.piece > 1
            || a.layout.vertical
            || b.layout.vertical
        {
            continue;
        }
        let text = page.str(b);
        let sum = whole[i - 1] + widths[i];
        let goes_on = match start_of(text) {
            Start::Closing => !text.starts_with(['·', '%', '—']) || !text.contains(is_content),
            Start::Quote | Start::Bracket => {
                let around = &widths[i.saturating_sub(WINDOW)..(i + WINDOW).min(n)];
                let measure =
                    mode::<{ 2 * WINDOW }>(around.iter().copied().filter(|&w| w >= NARROW));
                measure >= COLUMN
                    && !is_mark(page.str(a), text)
                    && whole[i - 1] + ROOM < measure
                    && (sum.abs_diff(measure) <= 1 && widths[i] <= REST
                        || sum <= measure + SQUEEZED && pauses(page.str(a)))
            }
            _ => {
                !text.contains(is_content)
                    && text
                        .chars()
                        .all(|c| chars::is_closing(c) || chars::is_terminal(c))
            }
        };
        let ends = || bracket_closes(page.str(a), text) || is_announced(page.str(a), text);
        if goes_on || ends() {
            joined[i] = Some("");
            whole[i] = sum;
        } else if signoff_goes_on(page.str(a), text) {
            let role = ROLES.iter().any(|role| text.starts_with(role));
            let gap = if role { " " } else { "" };
            joined[i] = Some(gap);
            whole[i] = sum + gap.len() as u16;
        } else if let Some(gap) = byline_goes_on(page.str(a), text) {
            joined[i] = Some(gap);
            whole[i] = sum + gap.len() as u16;
        }
    }
    if joined.iter().all(Option::is_none) {
        return;
    }
    let mut layouts: Vec<Layout> = Vec::new();
    for (i, b) in page.blocks().iter().enumerate() {
        match layouts.last_mut() {
            Some(last) if joined[i].is_some() => last.width = whole[i],
            _ => layouts.push(b.layout),
        }
    }
    page.join(|i| joined[i + 1]);
    for (i, layout) in layouts.into_iter().enumerate() {
        page.lay_out(i, layout);
    }
}

/// Whether a line is a sign-off or a page mark in brackets after a sentence's end, or says after anything where
/// the article goes on; only by chance is it as wide as what is left of the measure.
fn is_mark(before: &str, text: &str) -> bool {
    let bracketed = text.starts_with(['（', '(', '【', '[', '［', '〔'])
        && text.ends_with(['）', ')', '】', ']', '］', '〕']);
    let ends = || before.ends_with(|c| chars::is_terminal(c) || chars::is_closing(c));
    bracketed && (ends() || patterns::find(text, width(text)) & Pattern::Jump.bit() != 0)
}

/// Whether a line ends in a pause. A piece that begins with an opening mark goes on with it, however wide it is
/// (on pages in order with gold 197 of 197 that are not wider together than a line): `新成果，` ␤ `“十五五”规划`.
fn pauses(left: &str) -> bool {
    left.ends_with(chars::is_pause)
}

/// Whether a line is nothing but the address that the one above it announces: `投稿邮箱：` ␤ `tg@example.com`.
fn is_announced(left: &str, right: &str) -> bool {
    left.ends_with(['：', ':'])
        && right.bytes().all(|b| b.is_ascii_graphic())
        && ["@", "www.", "http"]
            .iter()
            .any(|sign| right.contains(sign))
}

/// Words of bylines that are broken at the end of a line.
const WORDS: [&str; 5] = ["记者", "通讯员", "实习生", "文/图", "摄影报道"];
/// What a line ends in that ends in such a word, or in the first part of one.
const BROKEN: [char; 15] = [
    '记', '者', '通', '讯', '员', '实', '习', '生', '文', '/', '图', '摄', '影', '报', '道',
];
/// Those of them that stand after names.
const AFTER_NAMES: [&str; 2] = ["文/图", "摄影报道"];
/// Words before the names of those who made an article, each set off from the names before it.
const ROLES: [&str; 6] = ["编辑", "图", "摄影", "记者", "通讯员", "实习生"];
/// A line longer than this (chars) is no byline.
const BYLINE: usize = 24;
/// So many characters are too many for a sign-off in parentheses.
const SIGNOFF: usize = 28;

/// Whether a line is nothing but the end of what the line above it has in brackets: `日本人民欢庆元旦（图` ␤ `片）`.
fn bracket_closes(left: &str, right: &str) -> bool {
    /// So many characters are in brackets, and so many of them in the second line.
    const INSIDE: usize = 10;
    const END: usize = 4;
    const OPEN: [char; 2] = ['（', '('];
    const CLOSED: [char; 2] = ['）', ')'];
    let plain = |text: &str| text.chars().all(|c| chars::is_han(c) || c.is_ascii_digit());
    // Few lines are such an end, so the line above is not asked for the others.
    let end = right.strip_suffix(CLOSED);
    let end = end.filter(|end| end.chars().nth(END).is_none() && plain(end));
    end.is_some_and(|end| {
        let inside = left.rsplit_once(OPEN).map(|(_, inside)| inside);
        inside.is_some_and(|inside| {
            plain(inside) && inside.chars().chain(end.chars()).nth(INSIDE).is_none()
        })
    })
}

/// Whether two lines are one sign-off in parentheses.
pub(super) fn signoff_goes_on(left: &str, right: &str) -> bool {
    const MARKS: [char; 4] = ['(', '（', ')', '）'];
    let (Some(half), Some(rest)) = (
        left.strip_prefix(['(', '（']),
        right.strip_suffix([')', '）']),
    ) else {
        return false;
    };
    let whole = || half.chars().chain(rest.chars());
    whole().nth(SIGNOFF).is_none()
        && !whole().any(|c| MARKS.contains(&c) || chars::is_terminal(c) || c == '；')
}

/// What stands between two lines that are one byline; none if they are not. Either the break is inside one
/// of its words, or a name follows on the word before it.
fn byline_goes_on(left: &str, right: &str) -> Option<&'static str> {
    let is_clause =
        |text: &str| text.chars().nth(BYLINE).is_some() || text.contains(chars::is_prose_mark);
    // Most lines end in no such word, so the rest is not asked for them.
    let ends = left.ends_with(BROKEN);
    let mut words = WORDS.iter().filter(|_| ends);
    let after = words.find_map(|word| {
        let mut cuts = word.char_indices().map(|(at, _)| at).skip(1);
        let broken = cuts.find_map(|at| {
            let (head, tail) = word.split_at(at);
            let rest = right.strip_prefix(tail).filter(|_| left.ends_with(head))?;
            Some(("", &left[..left.len() - head.len()], rest))
        });
        let whole = || {
            let before = left.strip_suffix(word)?;
            (!AFTER_NAMES.contains(word)).then_some((" ", before, right))
        };
        broken.or_else(whole)
    });
    let Some((gap, before, rest)) = after else {
        return match left {
            _ if name_goes_on(left, right) => Some(""),
            _ if correspondents_follow(left, right) => Some(" "),
            _ => None,
        };
    };
    let signs = before.contains("记者") || before.contains("通讯员") || before.contains("本报");
    let begins = before.starts_with(['□', '■', '●', '◎', '◆', '▲']);
    let names = rest.split_whitespace().all(|name| {
        let count = name.chars().count();
        (2..=4).contains(&count) && name.chars().all(chars::is_han)
    });
    let any = !rest.trim().is_empty();
    ((signs || begins) && !is_clause(left) && names && (any || gap.is_empty())).then_some(gap)
}

/// Whether a line is the last character of a name that a byline ends in: `□记者 贾某 通讯员 贾书` ␤ `明`,
/// `本报驻法国记者梁晓` ␤ `华`. No line of one character is anything else there.
fn name_goes_on(left: &str, right: &str) -> bool {
    let mut chars = right.chars();
    let one = chars.next().is_some_and(chars::is_han) && chars.next().is_none();
    let signs = || ["记者", "通讯员"].iter().any(|word| left.contains(word));
    let last = || left.rsplit([' ', '者', '员']).next().unwrap_or_default();
    one && left.chars().nth(BYLINE).is_none()
        && signs()
        && !left.contains(chars::is_prose_mark)
        && last().chars().count() == 2
        && is_name(last())
}

/// Whether a line has the correspondents of the reporters above it: `□本报记者 姜某` ␤ `通讯员 徐某`.
fn correspondents_follow(left: &str, right: &str) -> bool {
    let all_names = |text: &str, word: &str| {
        text.split_once(word).is_some_and(|(_, names)| {
            names.starts_with(' ') && names.split_whitespace().all(is_name)
        })
    };
    right.starts_with("通讯员") && all_names(left, "记者") && all_names(right, "通讯员")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::audit;
    use crate::passes::lines;
    use crate::source;

    fn texts(text: &str) -> Vec<String> {
        let mut page = Page::new(source::decode("page.txt", text.as_bytes(), None));
        lines::run(&mut page);
        run(&mut page);
        assert_eq!(audit(&page), [], "{text:?}");
        for block in page.blocks() {
            let width = lines::width(page.str(block));
            assert_eq!(block.layout.width, width, "{}", page.str(block));
        }
        page.blocks()
            .iter()
            .map(|b| page.str(b).to_owned())
            .collect()
    }

    #[test]
    fn a_closing_mark_begins_no_line() {
        assert_eq!(
            texts("他们开展线上个性对话”\n。在前后不到一个月里\n"),
            ["他们开展线上个性对话”。在前后不到一个月里"]
        );
        assert_eq!(texts("一行正文\n，另一行\n"), ["一行正文，另一行"]);
        assert_eq!(texts("一行（正文\n）另一行\n"), ["一行（正文）另一行"]);
    }

    #[test]
    fn the_end_of_a_bracket_alone() {
        assert_eq!(
            texts("日本人民欢庆元旦（图\n片）\n"),
            ["日本人民欢庆元旦（图片）"]
        );
        for apart in [
            "欢庆元旦（图片）\n片）",
            "欢庆元旦\n片）",
            "记者从会上（昨日上午）获悉\n其一）",
            "欢庆元旦（图\n片）昨日",
            "欢庆元旦（图\n一二三四五）",
        ] {
            assert_eq!(texts(apart).len(), 2, "{apart}");
        }
    }

    #[test]
    fn several_pieces_of_one_line() {
        assert_eq!(texts("一行“正文\n”\n。另一行\n"), ["一行“正文”。另一行"]);
    }

    #[test]
    fn an_opening_mark_that_fills_the_measure() {
        let column = "会议指出要把各项措施落实到位\n".repeat(3);
        let text = format!("{column}各单位要照做不误要做到好\n“达\n{column}");
        let got = texts(&text);
        assert_eq!(got[3], "各单位要照做不误要做到好“达");
        assert_eq!(got.len(), 7);
    }

    /// Only pieces of four ems were put together, so that wider ones began paragraphs.
    #[test]
    fn an_opening_mark_after_a_pause() {
        let column = "会议指出要把各项措施落实到位\n".repeat(3);
        for (pieces, want) in [
            (
                "各地拿出，\n“十五五”规划的举措\n",
                Some("各地拿出，“十五五”规划的举措"),
            ),
            ("到会的有《诗》、\n《文》\n", Some("到会的有《诗》、《文》")),
            // A sentence's end, a line that is full, a word, pieces too wide for a line.
            ("各地拿出。\n“十五五”规划的举措\n", None),
            ("各地为明年拿出十三条举措，\n“十五五”\n", None),
            ("各地为此拿出\n“十五五”举措\n", None),
            ("各地为明年拿出，\n“十五五”规划的新举措\n", None),
        ] {
            let got = texts(&format!("{column}{pieces}{column}"));
            let apart: Vec<&str> = pieces.lines().collect();
            match want {
                Some(want) => assert_eq!(got[3..got.len() - 3], [want]),
                None => assert_eq!(got[3..got.len() - 3], apart),
            }
        }
    }

    #[test]
    fn an_address_after_what_announces_it() {
        for (lines, joined) in [
            ("投稿邮箱：\ntg26@example.com\n", true),
            ("网址：\nwww.example.com\n", true),
            ("投稿邮箱\ntg26@example.com\n", false),
            ("联系电话：\n6518726\n", false),
            ("投稿邮箱：\n报社信箱\n", false),
        ] {
            assert_eq!(texts(lines).len() == 1, joined, "{lines}");
        }
    }

    #[test]
    fn a_byline_broken_within_its_words() {
        for (lines, want) in [
            (
                "□本报记者 彭丽思 通讯\n员 石子然\n",
                "□本报记者 彭丽思 通讯员 石子然",
            ),
            (
                "本报记者 彭丽思 通\n讯员 石子然\n",
                "本报记者 彭丽思 通讯员 石子然",
            ),
            ("记者 吴然宏 通讯员\n黎佳行\n", "记者 吴然宏 通讯员 黎佳行"),
            ("□ 记者 汪立远 文/\n图\n", "□ 记者 汪立远 文/图"),
            ("□本报记\n者 汪立远\n", "□本报记者 汪立远"),
            (
                "□本报记者 汪立 通讯员 贾书\n明\n",
                "□本报记者 汪立 通讯员 贾书明",
            ),
            ("本报驻法国记者汪立\n华\n", "本报驻法国记者汪立华"),
            (
                "□本报记者 汪立远\n通讯员 贾书明 王立\n",
                "□本报记者 汪立远 通讯员 贾书明 王立",
            ),
        ] {
            assert_eq!(texts(lines), [want]);
        }
        for lines in [
            "会上记者\n提问\n了三次\n",
            "他是本报通讯员，也是记者\n黎佳行\n",
            "本报记者 彭丽思\n石子然\n",
            "本报讯记者 彭丽思 通讯\n员 石子然今天从会上获悉，\n",
            "本报通讯\n员工代表大会\n",
            "记者 吴然宏 通讯员\n新闻发布会今天举行\n",
            "人民通讯\n员\n",
            "□本报记者 汪立远\n启\n",
            "汪立 贾书\n明\n",
            "□本报记者 汪立远\n通讯员队伍建设\n",
            "本报记者获悉\n通讯员 贾书明\n",
            "记者 汪立远 摄影报道\n通讯员 贾书明\n",
            "记者 汪立远 摄影报道\n泰和日报\n",
            "本报记者汪立远\n启\n",
        ] {
            let want: Vec<&str> = lines.lines().collect();
            assert_eq!(texts(lines), want);
        }
    }

    #[test]
    fn a_signoff_that_runs_over_the_line_end() {
        assert_eq!(
            texts("（本报罗\n马1月11日电）\n"),
            ["（本报罗马1月11日电）"]
        );
        for lines in [
            "（本报罗\n马1月11日电）他说\n",
            "（本报罗。\n马1月11日电）\n",
            "（本报（罗）\n马1月11日电）\n",
            "本报罗\n马1月11日电）\n",
        ] {
            let want: Vec<&str> = lines.lines().collect();
            assert_eq!(texts(lines), want);
        }
    }

    /// The page mark behind its second half kept the halves of a sign-off apart.
    #[test]
    fn a_signoff_before_a_page_mark() {
        let passes = [crate::passes::lines::run, crate::passes::detach::run, run];
        let page = crate::passes::audited(
            "（文：曹坤、王悦 图：王晴、王悦\n编辑：王维家）【3】\n",
            &passes,
        );
        let texts = page.blocks().iter().map(|b| page.str(b));
        let texts: Vec<&str> = texts.collect();
        assert_eq!(
            texts,
            ["（文：曹坤、王悦 图：王晴、王悦 编辑：王维家）", "【3】"]
        );
    }

    #[test]
    fn what_is_no_piece() {
        let narrow = "会议指出要把各项措施落\n".repeat(3);
        let column = "会议指出要把各项措施落实到位\n".repeat(3);
        let stays = [
            // A headline's own line.
            format!("{column}坚决打赢\n“阻击战”进行时\n"),
            // The end of a paragraph before a quote that is a paragraph of its own.
            format!("{column}照办。\n“我们一定要做到最好，一定要。\n"),
            format!("{column}要落实。\n《某地通讯》\n"),
            // A sign-off and a page mark, though together they are as wide as a line.
            format!("{narrow}坚决反对不正风。\n（廖曦）\n"),
            format!("{narrow}以军士兵和车辆。\n【2】\n"),
            // Where the article goes on, in the middle of a sentence.
            format!("{column}推介会上，\n（下转三版）\n"),
            "一行正文\n另一行正文\n".to_owned(),
            "# 标题\n”正文\n".to_owned(),
            "标题\n# ）正文\n".to_owned(),
            "·要闻·\n·简讯·\n".to_owned(),
            "占比\n%的人\n".to_owned(),
            "说话\n——他说\n".to_owned(),
        ];
        for text in stays {
            let lines: Vec<&str> = text.lines().map(|l| l.trim_start_matches("# ")).collect();
            assert_eq!(texts(&text), lines);
        }
    }

    #[test]
    fn the_first_line_has_nothing_before_it() {
        assert_eq!(texts("。正文\n另一行\n"), ["。正文", "另一行"]);
        assert_eq!(texts(""), [""; 0]);
    }
}
