//! Rejoin the lines of a paragraph, a headline, a caption.
//!
//! Which line goes on with which was decided before; here the blocks are joined, and a space is put back
//! where the break stood between two words. Chinese has none: `召` ␤ `开` is `召开`.
//!
//! Trap: `1.` ␤ `5万元` and `5` ␤ `G网络` are one word each, so in a line with Chinese only letters on
//! both sides of the break make a space.

use crate::chars;
use crate::config::Settings;
use crate::evidence::patterns::{self, REPORTERS, is_name};
use crate::evidence::seam;
use crate::page::{Kind, Page, Stage};

/// Joins every line that goes on with the one before.
pub fn run(page: &mut Page, _settings: &Settings) {
    let habit = Habit::of(page);
    let glue: Vec<Option<&'static str>> = (1..page.blocks().len())
        .map(|i| {
            let (a, b) = (&page.blocks()[i - 1], &page.blocks()[i]);
            // Headline lines wait for `split`, which sees the bodies they might belong to.
            let headline = b.kind().is_some_and(Kind::is_headline);
            let (left, right) = (page.str(a), page.str(b));
            let printed = || {
                a.layout.spaced
                    || b.kind() == Some(Kind::Byline) && between_names(left, right)
                    || a.opens() && ends_in_a_space(left, right)
                    || within_reporters(left, right, habit)
            };
            (!b.opens() && !headline).then(|| if printed() { " " } else { glue(left, right) })
        })
        .collect();
    page.join(|i| glue[i]);
    page.reach(Stage::Paragraphs);
}

/// Whether a break stands between two whole names.
fn between_names(left: &str, right: &str) -> bool {
    let name = |token: Option<&str>| token.is_some_and(is_name);
    name(left.split_whitespace().next_back()) && name(right.split_whitespace().next())
}

/// Whether print has a space where a paragraph's first line ends in its dateline. (Of 45 such breaks 22 had one; the 23
/// without stood before 记者, as papers of the nineties set it, or before a number, and so did one with.)
fn ends_in_a_space(left: &str, right: &str) -> bool {
    patterns::stands_before_a_space(left)
        && !right.starts_with("记者")
        && !right.starts_with(|c: char| c.is_ascii_digit())
}

/// How a page sets the names of reporters.
#[derive(Clone, Copy, Default)]
struct Habit {
    /// With a space before them: 记者 李家声.
    spaced: bool,
    /// With one in a name of two characters: 记者 石 岗.
    apart: bool,
}

impl Habit {
    fn of(page: &Page) -> Self {
        let (mut spaced, mut close, mut apart) = (0, 0, 0);
        for block in page.blocks() {
            let text = page.str(block);
            // Those in brackets are what is asked about.
            if !text.contains(['（', '(']) {
                continue;
            }
            for called in REPORTERS {
                for (at, _) in text.match_indices(called) {
                    let rest = &text[at + called.len()..];
                    let mut chars = rest.chars();
                    match chars.next() {
                        Some(c) if c.is_whitespace() => spaced += 1,
                        Some(c) if chars::is_han(c) => close += 1,
                        _ => {}
                    }
                    let mut words = rest.split(|c: char| !chars::is_han(c));
                    let single = |word: Option<&str>| word.is_some_and(|w| w.chars().count() == 1);
                    let named = words.next() == Some("");
                    apart += usize::from(named && single(words.next()) && single(words.next()));
                }
            }
        }
        Habit {
            spaced: spaced > close,
            apart: apart > 0,
        }
    }
}

/// Whether print has a space at a break within the brackets that name reporters, behind a dateline or a text: between two
/// whole names, 李家声 ␤ 陈群, before what the next one is called, 雷鸣 ␤ 记者 官晓梅, and, where the page sets it so, before a
/// name, 记者 ␤ 苏国栋, and in one of two characters, 记者 石 ␤ 岗.
fn within_reporters(left: &str, right: &str, habit: Habit) -> bool {
    let Some((before, inside)) = left.rsplit_once(['（', '(']) else {
        return false;
    };
    let Some((rest, _)) = right.split_once(['）', ')']) else {
        return false;
    };
    let plain = |text: &str| text.chars().all(|c| chars::is_han(c) || c.is_whitespace());
    let calls = |text: &str| REPORTERS.iter().any(|called| text.contains(called));
    let of_reporters = calls(inside) || calls(rest) || patterns::is_dateline(left);
    if before.is_empty() || !plain(inside) || !plain(rest) || !of_reporters {
        return false;
    }
    let last = inside.split_whitespace().next_back().unwrap_or_default();
    let next = rest.split_whitespace().next().unwrap_or_default();
    let single = |word: &str| word.chars().count() == 1;
    if REPORTERS.iter().any(|called| last.ends_with(called)) {
        return habit.spaced;
    }
    // 特约 ␤ 记者 is one word.
    let name = REPORTERS.iter().find_map(|called| last.rsplit_once(called));
    let name = name.map_or(last, |(_, name)| name);
    let whole = is_name(name) || habit.apart && single(name);
    let next_called = REPORTERS.iter().any(|called| next.starts_with(called));
    whole && (next_called || is_name(next)) || habit.apart && single(last) && single(next)
}

/// What stands between two lines of running text once they are joined: a space where the break stood
/// between two words of a script that parts words by spaces, or between two names of a byline.
pub(super) fn glue(left: &str, right: &str) -> &'static str {
    match (left.chars().next_back(), right.chars().next()) {
        (Some(l), Some(r)) if l.is_ascii_alphabetic() && r.is_ascii_alphabetic() => " ",
        (Some(l), Some(r))
            if !chars::is_han(l) && !chars::is_han(r) && l.is_alphabetic() && r.is_alphabetic() =>
        {
            " "
        }
        (Some(l), Some(r)) if parts_words(l, r) && is_latin(left) && is_latin(right) => " ",
        (Some(l), Some(_)) if l.is_ascii_digit() && part_words(left, right) => " ",
        _ if right.starts_with("通讯员 ") || right.starts_with("实习生 ") => " ",
        _ => "",
    }
}

/// Whether a space stands between these two characters in Latin text. A hyphen or a slash at a line's end
/// breaks a word, and no line begins with a closing mark.
fn parts_words(l: char, r: char) -> bool {
    let ends = l.is_ascii_graphic() && !matches!(l, '-' | '/' | '(' | '[' | '@' | '_');
    ends && (r.is_ascii_alphanumeric() || matches!(r, '"' | '\'' | '(' | '[' | '$' | '#' | '&'))
}

/// Whether a Latin word that ends in digits stands before a Latin word: `CO2` ␤ `emissions`, not `5` ␤ `G网络`.
fn part_words(left: &str, right: &str) -> bool {
    /// Shorter ones may be the rest of a word: `GPT4` ␤ `o`.
    const LONG: usize = 3;
    let word = |c: &char| c.is_ascii_graphic();
    let last: Vec<char> = left.chars().rev().take_while(word).collect();
    let letters = right.chars().take_while(char::is_ascii_alphabetic).count();
    let begins = last.last().is_some_and(char::is_ascii_alphabetic);
    begins && last.iter().all(char::is_ascii_alphanumeric) && letters >= LONG
}

/// Whether a line is of Latin words: the nearest it has to Chinese text is a curly quote or a dash.
fn is_latin(line: &str) -> bool {
    line.contains(|c: char| c.is_ascii_alphabetic())
        && !line.contains(|c: char| chars::is_cjk(c) || chars::is_cjk_punctuation(c))
}

/// What stands between two lines of a headline: nothing where a word straddles the break or the lines
/// are equally wide (251 breaks measured: 101 of 101 and 100 of 111), else a space, since a headline's
/// lines are then its clauses.
pub(crate) fn headline_glue(page: &Page, i: usize) -> &'static str {
    /// A word straddles the break if the text reads better with it by more than so many half bits.
    const STRADDLES: i32 = 3;
    /// Lines are equally wide if they differ by no more than a character (half ems).
    const EQUAL: u16 = 2;
    let (a, b) = (&page.blocks()[i], &page.blocks()[i + 1]);
    let (left, right) = (page.str(a), page.str(b));
    if b.layout.inline {
        return "";
    }
    let straddles = seam::seam(left, right).is_some_and(|s| s.straddle > STRADDLES);
    let equal = a.layout.width.abs_diff(b.layout.width) <= EQUAL;
    let marked = left.ends_with(|c: char| !c.is_alphanumeric())
        || right.starts_with(|c: char| !c.is_alphanumeric());
    if straddles || equal || marked || is_torn_number(left, right) {
        glue(left, right)
    } else {
        " "
    }
}

/// Whether one digit stands on either side of a break, as in `12月3` and `1日`; set with a space between them
/// they would be a spread number.
fn is_torn_number(left: &str, right: &str) -> bool {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let (mut before, mut after) = (left.chars().rev(), right.chars());
    digit(before.next())
        && !digit(before.next())
        && digit(after.next())
        && after.next().is_some_and(chars::is_cjk)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn torn_numbers() {
        assert!(is_torn_number("会议12月3", "1日召开"));
        for (left, right) in [
            ("会议12月", "1日召开"),
            ("增长12", "1日召开"),
            ("增长1", "12日召开"),
            ("增长3", "1.5倍"),
            ("", ""),
        ] {
            assert!(!is_torn_number(left, right), "{left} | {right}");
        }
    }

    #[test]
    fn words_get_their_space_back() {
        for (left, right) in [
            ("named Open Field", "Notes的平台"),
            ("used to be a granary.", "More than three hundred"),
            ("More than three hundred people came,", "and most"),
            ("in the year 2031", "the village"),
            ("about", "300 people"),
            ("the librarian said:", "\"All we needed"),
            ("(opened in 2031)", "was"),
            ("café", "über"),
            ("例句：to peak CO2", "emissions before"),
            ("新款iPhone15", "Pro手机"),
            ("Привет", "мир"),
            ("记者 林小禾", "通讯员 万宇"),
        ] {
            assert_eq!(glue(left, right), " ", "{left} | {right}");
        }
    }

    type Breaks = &'static [(&'static str, &'static str)];

    /// Whether a question has these answers.
    fn check(stands: fn(&str, &str) -> bool, yes: Breaks, no: Breaks) {
        for (breaks, want) in [(yes, true), (no, false)] {
            for (left, right) in breaks {
                assert_eq!(stands(left, right), want, "{left} | {right}");
            }
        }
    }

    #[test]
    fn names_that_a_byline_breaks_between() {
        let yes = &[("本报记者 王一禾", "林小禾"), ("王一禾", "林小禾 周石安")];
        // A name or another word that goes over the break.
        check(
            between_names,
            yes,
            &[
                ("本报记者 王", "一禾"),
                ("本报记者 王一", "禾"),
                ("本报记者 王一禾 通讯", "员 林小禾"),
                ("本报记", "者 王一禾"),
                ("王一禾 文/", "林小禾 图"),
            ],
        );
    }

    /// 雷鸣记者 was one name, and 记者苏国栋 lost the space that all others of the page have.
    #[test]
    fn breaks_within_the_brackets_of_reporters() {
        let spaced = Habit {
            spaced: true,
            apart: true,
        };
        let none = Habit::default();
        for (left, right, habit, want) in [
            ("本报平山讯（李家声", "陈群）12月15日上午", none, true),
            ("本报讯（记者 李家声", "陈群 通讯员 王平）近日", none, true),
            ("本报平山讯（李家", "声）12月15日上午", none, false),
            ("本报平山讯（李", "家声）12月15日上午", none, false),
            ("本报平山讯（李家声）", "陈群上午", none, false),
            ("县长（李家声", "陈群）昨天到场", none, false),
            ("本报平山讯（李家声", "陈群说，", none, false),
            ("本报讯（通讯员 雷鸣", "记者 官晓梅）6月", spaced, true),
            ("本报讯（特约记者", "苏国栋）“谁家", spaced, true),
            ("本报讯（特约记者 石", "岗）采油二厂", spaced, true),
            ("本报讯（记者沈兰", "通讯员邮宣）三", none, true),
            ("本报讯（特约", "记者 苏国栋）昨天", spaced, false),
            ("本报讯（特约", "记者苏国栋）昨天", none, false),
            ("本报讯（记者", "苏国栋）昨天", none, false),
            ("本报讯（记者 石", "岗）采油二厂", none, false),
            ("本报讯（记者 苏国", "栋）昨天", spaced, false),
            ("他说（老记者", "协会）有人", none, false),
            ("本报讯（记者 石岗）昨天", "记者 官晓梅）", spaced, false),
            ("昨天，记者", "苏国栋（左）", spaced, false),
        ] {
            assert_eq!(within_reporters(left, right, habit), want, "{left} {right}");
        }
    }

    /// A printed space at a line's end was lost.
    #[test]
    fn spaces_that_a_paragraph_keeps_at_a_break() {
        for (text, want) in [
            (
                "　　据新华社北京7月15日电\n国家统计局15日发布数据，初步核算。\n",
                "据新华社北京7月15日电 国家统计局15日发布数据，初步核算。",
            ),
            (
                "　　本报北京1月8日讯\n记者张建玲报道：今天下雨。\n",
                "本报北京1月8日讯记者张建玲报道：今天下雨。",
            ),
            (
                "　　人民医院药剂科 \n林娟说，药已经送到各个村的卫生室去了。\n",
                "人民医院药剂科 林娟说，药已经送到各个村的卫生室去了。",
            ),
            (
                "　　人民医院药剂科\n林娟说，药已经送到各个村的卫生室去了。\n",
                "人民医院药剂科林娟说，药已经送到各个村的卫生室去了。",
            ),
            (
                "　　人民医院药剂科 \n林娟说，药 \n已经送到各个村。\n",
                "人民医院药剂科林娟说，药已经送到各个村。",
            ),
        ] {
            let padding = "\n县里修通环山公路，两个乡镇的农产品当天就能运到城里。".repeat(9);
            let mut page =
                crate::passes::audited(&format!("{text}{padding}\n"), &[crate::passes::lines::run]);
            for i in 0..page.blocks().len() {
                let opens = page.blocks()[i].layout.indent > 0
                    || !text.contains(page.str(&page.blocks()[i]));
                page.label(i, Kind::Body);
                page.set_opens(i, opens);
            }
            run(&mut page, &Settings::default());
            assert_eq!(page.str(&page.blocks()[0]), want);
        }
    }

    #[test]
    fn breaks_that_part_no_words() {
        for (left, right) in [
            ("近日，某市召", "开会议"),
            ("增长1.", "5万元"),
            ("建成5", "G网络"),
            ("升级为GPT4", "o模型"),
            ("见https://a.cn/b2", "list"),
            ("售价20", "USD"),
            ("共有PM2.5", "监测"),
            ("电话12", "call"),
            ("共有412", "种鸟"),
            ("由Deep", "网络识别"),
            ("平台名为Notes", "，供学生使用"),
            ("他说：", "\"好\""),
            ("use of a well-", "known word"),
            ("https://notes.example.org/", "open"),
            ("he said", ", and left"),
            ("he left (", "at noon)"),
            ("", "正文"),
            ("正文", ""),
        ] {
            assert_eq!(glue(left, right), "", "{left} | {right}");
        }
    }
}
