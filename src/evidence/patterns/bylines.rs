//! Bylines that run on into a lead, reporters named within one, and sign-offs.

use super::Pattern;
use super::names::{LONGEST, is_name, is_surname};
use super::sweep::{ending, sweep};
use crate::chars::is_han;

pub(super) fn opens_bracket(c: char) -> bool {
    matches!(c, '(' | '（' | '【' | '〔')
}

/// Whether a text has the end of a bracket that begins before it, and goes on.
pub(super) fn closes_what_it_does_not_open(text: &str) -> bool {
    let close = text.find([')', '）']);
    close.is_some_and(|at| !text[..at].contains(['(', '（']) && !text.ends_with([')', '）']))
}

/// Marks before a byline.
pub(super) fn is_bullet(c: char) -> bool {
    matches!(c, '□' | '◎' | '■' | '●' | '○' | '◇' | '✎' | '▢' | '☐')
}

/// What stands before items of lists, before subheads and decks, and before names, too.
pub const BULLETS: [char; 13] = [
    '●', '■', '▲', '△', '▼', '◎', '◆', '★', '◇', '○', '☆', '▶', '►',
];

/// A word of a byline has at most so many characters, those of offices aside.
const WORD: usize = 6;

/// Whether a paragraph begins with a byline, `□雷某 春节马上到了，年味越来越浓`: a bullet, a name, a space, and
/// what is no other name, office or firm.
pub(super) fn runs_in(text: &str) -> bool {
    let Some(line) = text.strip_prefix(is_bullet) else {
        return false;
    };
    let mut words = line.split_whitespace();
    if !words.next().is_some_and(is_name) {
        return false;
    }
    let mut rest = words.skip_while(|word| is_name(word));
    let first = rest.next().unwrap_or_default();
    let signs =
        |word: &str| sweep(word, word.len()).is(Pattern::Reporter) || ending(word) & BYLINES != 0;
    first.contains(['，', ',', '。'])
        || first.chars().nth(WORD).is_some() && !signs(first) && !first.starts_with(['（', '('])
}

/// What reporters are called before their names, in either script: not all passes read a page as if it were simplified.
pub const REPORTERS: [&str; 8] = [
    "记者",
    "記者",
    "通讯员",
    "通訊員",
    "特派员",
    "特派員",
    "评论员",
    "实习生",
];
/// What may stand behind that besides a name: 本报记者站, 记者组.
const GROUPS: &str = "组团站部们";

/// Whether a line with a word of bylines may be one. A line that begins with what reporters are called and goes on right
/// away with what is no surname speaks of them, 记者逐家看, and so does any that goes on with more than a name.
pub(super) fn names_reporter(line: &str) -> bool {
    let mut named = false;
    for called in REPORTERS {
        for (at, _) in line.match_indices(called) {
            let rest = &line[at + called.len()..];
            let run = rest.chars().take_while(|&c| is_han(c));
            let next = rest.chars().next().filter(|&c| is_han(c));
            let plain = next.is_none_or(|c| is_surname(c) || GROUPS.contains(c));
            if plain || at > 0 && run.take(LONGEST + 1).count() <= LONGEST {
                return true;
            }
            named = true;
        }
    }
    !named
}

/// What stands behind a name that did it.
const DID: [&str; 16] = [
    "报道", "报导", "撰文", "整理", "编译", "供稿", "口述", "采写", "采访", "摄影", "文", "图",
    "摄", "辑", "画", "译",
];
/// Posts that stand behind a name: 霍启年 不动产研究院院长.
const POSTS: [&str; 17] = [
    "院长",
    "主任",
    "教授",
    "研究员",
    "分析师",
    "律师",
    "会长",
    "秘书长",
    "经理",
    "总监",
    "主席",
    "局长",
    "校长",
    "书记",
    "董事长",
    "委员",
    "代表",
];
/// What stands before a name that is no surname's: 读者 小芹.
const BEARERS: [&str; 12] = [
    "读者",
    "网友",
    "作者",
    "学生",
    "家长",
    "指导教师",
    "指导老师",
    "辅导教师",
    "辅导老师",
    "实习生",
    "通讯员",
    "小记者",
];

/// Whether a line is a name with what its bearer is or does, and nothing else: 城关派出所 陈晓楠, 物理系2015级 王平,
/// 读者 小芹, 蓝慧敏 报道, 报道：方伟诚, 采访／甘若谷, 怡保／陆子敬, （综采二队）方伟诚, 秦以宁（经济研究院研究员）.
pub(super) fn has_role(line: &str) -> bool {
    /// Such lines are no longer (bytes),
    const LONGEST: usize = 72;
    /// nor what its bearer is (characters).
    const LONG: usize = 12;
    if line.len() > LONGEST {
        return false;
    }
    let plain = |word: &str| {
        let is_plain = |c: char| is_han(c) || c.is_ascii_digit();
        // A class has its number in brackets: 八（7）班.
        let class = word.ends_with('班') && word.contains('（');
        let is_plain = |c: char| is_plain(c) || class && matches!(c, '（' | '）');
        word.chars().all(is_plain) && word.chars().nth(LONG).is_none()
    };
    if let Some((did, name)) = line.split_once(['：', ':']) {
        return DID.contains(&did.trim()) && is_name(name.trim());
    }
    if let Some((one, other)) = line.split_once(['／', '/']) {
        let (one, other) = (one.trim(), other.trim());
        let place = |word: &str| (2..=3).contains(&word.chars().count()) && plain(word);
        return is_name(other) && (DID.contains(&one) || place(one))
            || is_name(one) && DID.contains(&other);
    }
    // In brackets, what the bearer of a name is: before it, or behind.
    if let Some((unit, name)) = line
        .strip_prefix('（')
        .and_then(|line| line.split_once('）'))
        .filter(|(_, name)| !name.is_empty())
    {
        return plain(unit) && is_name(name.trim());
    }
    if let Some((name, is)) = line
        .strip_suffix('）')
        .and_then(|line| line.split_once('（'))
        .filter(|(name, _)| !name.is_empty())
    {
        return is_name(name.trim()) && plain(is) && is.chars().nth(3).is_some();
    }
    let line = line.trim_start_matches(|c: char| is_bullet(c) || BULLETS.contains(&c));
    if let Some((is, name)) = spaced_apart(line) {
        return is.chars().nth(1).is_some() && is.split_whitespace().all(plain) && is_spaced(name);
    }
    let mut words = line.split_whitespace();
    let (Some(first), Some(last)) = (words.next(), words.next_back()) else {
        return false;
    };
    let between = words.all(|word| is_name(word) || plain(word));
    let is = first.chars().nth(1).is_some() && plain(first) && !is_name(first);
    let bears = BEARERS.contains(&first) && plain(last) && last.chars().nth(4).is_none();
    let holds = POSTS.iter().any(|post| last.ends_with(post)) && plain(last);
    let did = DID.contains(&last) || holds;
    let is = is || DID.contains(&first);
    between && (is && is_name(last) || bears || is_name(first) && did)
}

/// What stands before a name of two characters that print sets apart at a line's end, and the name: 采油一厂安全科, 丁　卯.
fn spaced_apart(line: &str) -> Option<(&str, &str)> {
    let (before, last) = line.trim_end().rsplit_once(char::is_whitespace)?;
    let (is, first) = before.trim_end().rsplit_once(char::is_whitespace)?;
    let single = |word: &str| word.chars().count() == 1;
    let from = is.trim_end().len();
    (single(last) && single(first)).then(|| (&line[..from], line[from..].trim()))
}

/// Whether two characters apart may be a name.
fn is_spaced(name: &str) -> bool {
    name.starts_with(is_surname) && name.ends_with(is_han)
}

/// Endings of what stands in a byline besides names.
const BYLINES: u64 = Pattern::Office.bit() | Pattern::Credit.bit();

/// What stands in a line's only parentheses, if that is all.
pub(super) fn bracketed(text: &str) -> Option<&str> {
    let inside = text.strip_prefix(['(', '（'])?.strip_suffix([')', '）'])?;
    (!inside.contains(['(', '（'])).then_some(inside)
}

/// Whether what stands in parentheses is a sign-off.
pub(super) fn signs(inside: &str) -> bool {
    let mut words = inside
        .split([' ', '\u{3000}', '、'])
        .filter(|word| !word.is_empty());
    let sent = |c: char| matches!(c, '电' | '電' | '讯');
    sweep(inside, inside.len()).is(Pattern::Reporter)
        || inside.starts_with(['文', '图']) && inside.contains(['：', ':'])
        || inside.ends_with(sent) && inside.contains(['日', '社', '报', '報'])
        || !inside.trim().is_empty() && words.all(is_name)
}

#[cfg(test)]
mod tests {
    use super::super::{Pattern, find, is_dateline};
    use crate::passes::lines::width;

    fn has(text: &str, pattern: Pattern) -> bool {
        find(text, width(text)) & pattern.bit() != 0
    }

    #[test]
    fn a_name_with_what_its_bearer_is_or_does() {
        for text in [
            "城关派出所 陈晓楠",
            "太原钢铁厂工人 李桂芳",
            "六年级二班 王平",
            "物理学院2015级 苗岚",
            "采访／甘若谷",
            "槟城／陆子敬",
            "（综采二队）祁军",
            "秦以宁（东南经济研究院研究员）",
            "◎ 县文化馆 马成",
            "本报通讯员 邝守仁",
            "读者 小芹",
            "指导教师 余春华",
            "蓝慧敏 报道",
            "报道：方伟诚",
            "新野县 文化馆 马成",
            "采油一厂安全科 丁 卯",
            "□ 数学系04级　仲　夏",
            "中共长直乡党委书记　郎　斌",
            "沅川市 杏花村 村级河长 简 朴",
            "八（7）班 祁军",
            "祁军 不动产研究院院长",
            "图 王平",
        ] {
            assert!(has(text, Pattern::Role), "{text}");
        }
        for text in [
            "王平",
            "王平 李利民",
            "深化改革 扩大开放",
            "全市经济 稳中向好",
            "地址：王府井",
            "读者来信 读者来信选登",
            "县工商局“红盾”行动 王平",
            "马成说，王平来了。 王平",
            "记者 马成 王府井大街百货大楼",
            "王平（左）",
            "（下转第四版）",
            "（记者王平）摄",
            "北京／上海",
            "改革开放三十年（图片）",
            "郎 斌",
            "我 的 家",
            "福彩3D开奖 3 8",
            "“夕阳红”合唱 郎 斌",
            "今日看点 上 下",
            "王平 改革开放三十年",
            "（7）班 祁军",
        ] {
            assert!(!has(text, Pattern::Role), "{text}");
        }
    }

    /// `□雷某 春节马上到了，年味` was taken for a byline, and the rest of the sentence for the lead.
    #[test]
    fn a_byline_that_runs_on_into_the_lead() {
        for text in [
            "□雷胜浩 春节马上到了，年味",
            "□ 宋悦 10月18日，融合了现代",
            "■侯佳福 洮河，从甘肃、青海",
            "□钱慧 李明 以色列军方今天宣布开始撤离",
        ] {
            assert!(has(text, Pattern::Dateline), "{text}");
            assert!(!has(text, Pattern::Bulleted), "{text}");
            assert!(is_dateline(text), "{text}");
        }
        for text in [
            "□雷胜浩",
            "□雷胜浩 王利",
            "□ 雷胜浩 文/图",
            "□雷胜浩 摄影报道",
            "□本报记者 姜景悦 通讯员 徐博",
            "□雷胜浩 中共清河县委宣传部",
            "□雷胜浩 （作者单位：清河县教育局）",
            "□雷胜浩 本报特约记者王利民",
            "□春节马上到了",
        ] {
            assert!(has(text, Pattern::Bulleted), "{text}");
            assert!(!has(text, Pattern::Dateline), "{text}");
        }
    }

    /// The second line of a title, `记者逐家看`, was taken for its byline.
    #[test]
    fn what_speaks_of_reporters_names_none() {
        for text in ["记者逐家看", "通讯员培训班开班", "小记者走进消防队"] {
            assert!(!has(text, Pattern::Reporter), "{text}");
        }
        for text in [
            "本报记者王平",
            "记者 逐浪",
            "本报记者站",
            "（通讯员：小芹）",
            "本报驻法国记者果永毅",
        ] {
            assert!(has(text, Pattern::Reporter), "{text}");
        }
    }

    /// A lead in a narrow column was taken for a byline: `本报讯（记者 黎某` ␤ `通讯员 林某）“十五五”规划`.
    #[test]
    fn reporters_within_a_lead() {
        for text in [
            "本报讯（记者 黎琳慧",
            "通讯员 林英波）“十五五”规",
            "新华社北京1月5日电（记者李涛",
        ] {
            assert!(!has(text, Pattern::Reporter), "{text}");
        }
        for text in [
            "本报记者 黎琳慧",
            "（记者 黎琳慧）",
            "（本报记者 黎琳慧",
            "通讯员 林英波）",
            "记者 黎琳慧（左）",
        ] {
            assert!(has(text, Pattern::Reporter), "{text}");
        }
    }

    #[test]
    fn signoffs_in_parentheses() {
        for text in [
            "（廖曦）",
            "(廖曦 王利)",
            "（廖曦、王利）",
            "（记者廖曦）",
            "（新华社北京1月5日电）",
            "（本报莫斯科1月5日电）",
            "（文：廖曦、王利 图：王利 编辑：韩飞）",
        ] {
            assert!(has(text, Pattern::Signed), "{text}");
        }
        for text in [
            "（下转第三版）",
            "（上）",
            "（图片）",
            "（一）",
            "（节选）",
            "（廖曦）到了",
            "廖曦",
            "（）",
            "（见右图）",
            "（此项工作已经完成）",
        ] {
            assert!(!has(text, Pattern::Signed), "{text}");
        }
    }
}
