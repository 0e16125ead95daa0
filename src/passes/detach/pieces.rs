//! Where a line is split: at marks before its text, in its middle and behind it.

use crate::chars;
use crate::evidence::patterns::{self, Pattern};
use crate::evidence::profile::PARAGRAPH;
use crate::passes::keep::listing;
use crate::passes::lines::width;
use crate::passes::mend;
use regex::Regex;
use std::ops::{Range, RangeInclusive};
use std::sync::LazyLock;

static PAGEREF: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\s*(?:[①-⑳●]\s?\d{1,2}|[①-⑳]|[【［\[〔]\s?\d{1,2}\s?[】］\]〕])$")
        .expect("a valid pattern")
});
static JUMP_END: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"\s*(?:[（(]\s*(?:紧?[上下]?[转接]|详见|参?见|全文|相关报道)[^（）()。，]{1,14}[)）]|[（(][^（）()。，]{2,10}[见見刊]第?[0-9A-Z一二三四五六七八九十]{1,3}[版頁页][)）]|[▶►→◆]+\s*(?:[上下]?[转接]|详见|相关)[^。，]{1,12}|[上下紧][转接]第?[0-9A-Z一二三四五六七八九十]{1,3}版[①-⑳]?[▶►→]*)$",
    )
    .expect("a valid pattern")
});
static JUMP_START: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:[（(]\s*(?:紧?[上下]?[转接])[^（）()。，]{1,14}[)）]|[◀◄←▲]+\s*[上紧][接][^。，]{1,12})\s*")
        .expect("a valid pattern")
});

/// A tail after a gap or after a long paragraph may have this many half ems.
const LONGEST_TAIL: u16 = 44;
/// and has at least this many characters.
const SHORTEST_TAIL: usize = 2;
/// A sign-off in brackets has so many characters.
const SIGNED: RangeInclusive<usize> = 2..=28;
/// At a line's end so many marks are looked for at most.
const MOST_TAILS: usize = 4;
/// The first byte of arrows, bullets and circled numbers, and of few characters else.
const SIGNS: u8 = 0xE2;

/// What a name, an office or a credit has.
pub(super) const SIGNS_OFF: u64 = Pattern::bits(&[
    Pattern::Names,
    Pattern::Name,
    Pattern::Office,
    Pattern::Reporter,
    Pattern::Credit,
]);

/// The pieces of a line, in order, without the white space between them; none if it stays whole. Who signed an item
/// of a list is part of it.
pub(super) fn split(text: &str, next: &str, line_width: u16, of_list: bool) -> Vec<Range<usize>> {
    if patterns::is_imprint(text) {
        return Vec::new();
    }
    let mut begin = 0;
    let mut heads = Vec::new();
    if text.starts_with(['（', '(', '◀', '◄', '←', '▲'])
        && let Some(found) = JUMP_START.find(text)
        && found.end() < text.len()
    {
        heads.push(0..text[..found.end()].trim_end().len());
        begin = found.end();
    }
    if let Some(mark) = mark_inside(&text[begin..]) {
        let mark = begin + mark.start..begin + mark.end;
        heads.push(begin..text[..mark.start].trim_end().len());
        begin = text.len() - text[mark.end..].trim_start().len();
        heads.push(mark);
    }
    let mut end = text.len();
    let mut tails = Vec::new();
    if let Some(at) = torn_signoff(text, next)
        && at > begin
        && !of_list
    {
        tails.push(at..end);
        end = text[..at].trim_end().len();
    }
    while let Some(at) = tail(&text[begin..end], line_width, of_list) {
        let at = begin + at;
        let start = at + (text[at..end].len() - text[at..end].trim_start().len());
        tails.push(start..end);
        end = begin + text[begin..at].trim_end().len();
        if tails.len() == MOST_TAILS {
            break;
        }
    }
    if heads.is_empty() && tails.is_empty() {
        return Vec::new();
    }
    let mut pieces = heads;
    pieces.push(begin..end);
    pieces.extend(tails.into_iter().rev());
    pieces
}

/// A page mark that ends an article in the middle of a line: `烈士墓。【3】 华裔华侨纷献爱心`.
fn mark_inside(text: &str) -> Option<Range<usize>> {
    static MARK: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:[①-⑳●]\s?\d{1,2}|[【［\[〔]\s?\d{1,2}\s?[】］\]〕])[ ]+[^ ]")
            .expect("a valid pattern")
    });
    // Most lines have no space in them.
    memchr::memchr(b' ', text.as_bytes())
        .and_then(|_| MARK.find(text))
        .filter(|found| text[..found.start()].trim_end().ends_with(ends_sentence))
        .map(|found| {
            let mark = found.as_str();
            let end = mark.trim_end_matches(|c| c != ' ').trim_end().len();
            found.start()..found.start() + end
        })
}

/// Where the last mark of a line begins, if it has one and something before it.
fn tail(text: &str, line_width: u16, of_list: bool) -> Option<usize> {
    let marks = page_mark(text).or_else(|| jump(text));
    if marks.is_some() || of_list {
        return marks;
    }
    signoff(text).or_else(|| last_words(text, line_width))
}

/// Whether a sentence may be over where something begins.
fn after_sentence(text: &str, at: usize) -> bool {
    let before = text[..at].trim_end().chars().next_back();
    before.is_some_and(ends_sentence)
}

/// Where the page mark at a line's end begins.
fn page_mark(text: &str) -> Option<usize> {
    let last = text.chars().next_back()?;
    // Before digits stands a number in a circle, or a bullet.
    let circle = || memchr::memchr(SIGNS, text.as_bytes()).is_some();
    let may_be =
        last.is_ascii_digit() && circle() || matches!(last, '①'..='⑳' | '】' | '］' | ']' | '〕');
    if !may_be {
        return None;
    }
    let at = PAGEREF.find(text)?.start();
    after_sentence(text, at).then_some(at)
}

/// Where the jump at a line's end begins.
fn jump(text: &str) -> Option<usize> {
    let may_be = text.ends_with([')', '）']) && bracket_points(text) || points(text);
    if !may_be {
        return None;
    }
    let at = JUMP_END.find(text)?.start();
    (at > 0).then_some(at)
}

/// Where the sign-off in brackets at a line's end begins.
fn signoff(text: &str) -> Option<usize> {
    let (before, inside) = text.strip_suffix([')', '）'])?.rsplit_once(['(', '（'])?;
    let is_plain = |c: char| !matches!(c, '）' | ')' | '。' | '；' | '！' | '？');
    let count = inside.chars().take(SIGNED.end() + 1).count();
    let at = before.trim_end().len();
    (SIGNED.contains(&count) && inside.chars().all(is_plain) && after_sentence(text, at))
        .then_some(at)
}

/// Where a few words begin that stand behind the last sentence, after a gap or at a paragraph's end.
fn last_words(text: &str, line_width: u16) -> Option<usize> {
    // Without a gap only a paragraph has a tail.
    if line_width < PARAGRAPH && !chars::has_space(text) {
        return None;
    }
    // The last sentence mark that has something after it.
    let (at, mark) = chars::others_back(text)
        .find(|&(i, c)| ends_sentence(c) && i + c.len_utf8() < text.len())?;
    // `1. ` begins an item of a list, and words of Latin text stand apart anyway.
    let numbered = || mark == '.' && text[..at].bytes().all(|b| b.is_ascii_digit());
    if numbered() || !text.contains(chars::is_cjk) {
        return None;
    }
    // A song and who wrote it are one item of a list.
    if mark == '》' && is_work(text) {
        return None;
    }
    let at = at + mark.len_utf8();
    let rest = &text[at..];
    let tail = rest.trim();
    let gap = rest.len() - rest.trim_start().len();
    let short = width(rest) <= LONGEST_TAIL
        && !listing::is_page(tail)
        && !rest.contains(['，', ',', '、', '：', ':', '；', '“', '《']);
    // Without a gap only what is plainly a name, an office or a credit is split off a paragraph.
    let signs = || {
        // Looked at last: most paragraphs end in a mark.
        let found = || patterns::find(tail, width(tail));
        chars::is_terminal(mark) && !tail.ends_with(ends_sentence) && found() & SIGNS_OFF != 0
    };
    let apart = || gap > 0 || line_width >= PARAGRAPH && signs();
    (short && tail.chars().count() >= SHORTEST_TAIL && apart()).then_some(at)
}

/// Whether a line begins with the number and the name of a work in a list.
fn is_work(text: &str) -> bool {
    let mark = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let name = mark.strip_prefix(['.', '、']).map(str::trim_start);
    mark.len() < text.len() && name.is_some_and(|name| name.starts_with('《'))
}

/// Where a sign-off begins that the next line ends, if one does.
fn torn_signoff(text: &str, next: &str) -> Option<usize> {
    // Asked first: few lines end so.
    if !next.ends_with([')', '）']) {
        return None;
    }
    let at = text.rfind(['(', '（'])?;
    let (before, half) = text.split_at(at);
    let after = before.trim_end().chars().next_back()?;
    (ends_sentence(after) && mend::signoff_goes_on(half, next)).then_some(at)
}

/// Whether what a line has in brackets at its end may point to another page, by what it begins with.
fn bracket_points(text: &str) -> bool {
    let inside = text.rfind(['(', '（']).map_or(text, |at| &text[at..]);
    let inside = inside.trim_start_matches(['(', '（']).trim_start();
    inside.starts_with(['紧', '上', '下', '转', '接', '详', '见', '参', '全', '相'])
}

/// Whether a line has what points to another page: the number of one at its end, or an arrow.
fn points(text: &str) -> bool {
    const ARROWS: [&str; 3] = ["▶", "►", "→"];
    const RHOMB: &str = "◆";
    let bytes = text.as_bytes();
    let end = text.trim_end_matches(['▶', '►', '→']);
    let end = end.trim_end_matches(|c| matches!(c, '①'..='⑳'));
    let begins = |at: usize, sign: &str| bytes[at..].starts_with(sign.as_bytes());
    end.ends_with('版')
        || memchr::memchr_iter(SIGNS, bytes).any(|at| {
            ARROWS.iter().any(|arrow| begins(at, arrow))
                || begins(at, RHOMB) && (text.contains('版') || text.ends_with([')', '）']))
        })
}

/// Marks after which a sentence may be over; ASCII forms too, since punctuation is not yet mended.
fn ends_sentence(c: char) -> bool {
    chars::is_terminal(c)
        || matches!(
            c,
            '.' | '!' | '?' | '”' | '’' | '」' | '』' | '"' | ')' | '）' | '》'
        )
}

#[cfg(test)]
mod tests {
    use crate::passes::{audited, detach, lines};

    fn texts(text: &str) -> Vec<String> {
        let page = audited(text, &[lines::run, detach::run]);
        page.blocks()
            .iter()
            .map(|b| page.str(b).to_owned())
            .collect()
    }

    fn split(cases: &[&[&str]]) {
        for pieces in cases {
            assert_eq!(texts(&pieces.concat()), *pieces);
            let spaced = pieces.join(" ");
            assert_eq!(texts(&spaced), *pieces, "{spaced}");
        }
    }

    fn stays(cases: &[&str]) {
        for text in cases {
            assert_eq!(texts(text), [*text]);
        }
    }

    #[test]
    fn page_marks_in_their_shapes() {
        split(&[
            &["坚决打赢这场硬仗，不获全胜决不收兵。", "①3"],
            &["做到专款专用。", "①"],
            &["做到专款专用。", "●3"],
            &["做到专款专用。", "【12】"],
            &["做到专款专用。", "［3］"],
            &["做到专款专用。", "[3]"],
            &["做到专款专用。", "〔3〕"],
            &["他说：“一定做到！”", "①3"],
            &["在哪里？", "① 3"],
        ]);
    }

    #[test]
    fn what_is_no_page_mark() {
        stays(&[
            "要办好三件事：①",
            "各单位 ①3",
            "①要落实责任",
            "共有①②③",
            "专项资金130",
            "去年增长3.5",
            "见附件【12",
            "2022年5月17日",
        ]);
    }

    /// The title of the next article was taken for the end of a paragraph.
    #[test]
    fn page_marks_before_what_follows_in_the_line() {
        for pieces in [
            [
                "保存好、管理好全国各地的志愿军烈士墓。",
                "【3】",
                "美国华裔华侨纷献爱心",
            ],
            [
                "终于实现了咖啡拉花的精准复刻。",
                "②1",
                "11月14日，县里举行徒步活动",
            ],
        ] {
            let [text, mark, rest] = pieces;
            assert_eq!(texts(&format!("{text}{mark} {rest}")), pieces);
        }
        stays(&[
            "具体要求如下。① 要落实责任",
            "具体要求如下。②1要落实责任",
            "参看文献【3】 和其他研究",
            "参看文献。【3】和其他研究",
        ]);
    }

    #[test]
    fn jumps() {
        split(&[
            &["与各县区一起做好工作。", "（下转第三版①）"],
            &["与各县区一起做好工作。", "（下转A3版）"],
            &["与各县区一起做好工作。", "(下转第3版)"],
            &["他们来到村里，", "（下转第三版）"],
            &["会议提出要求。", "（讲话摘要见第二版）"],
            &["消防員到場。", "（火場圖片刊第三頁）"],
            &["做好工作。", "▶下转第三版"],
            &["做好工作。", "下转3版"],
            &["（上接第一版）", "各地要抓好落实。"],
            &["（紧接一版）", "各地要抓好落实。"],
        ]);
        assert_eq!(texts("（上接第一版）"), ["（上接第一版）"]);
        assert_eq!(texts("（下转第三版）"), ["（下转第三版）"]);
    }

    #[test]
    fn what_is_no_jump() {
        stays(&[
            "列车由南下转为北上",
            "由阴（转多云）有雨",
            "本版编辑",
            "形势好转",
            "新书出版",
            "（上接第一版，下转第三版）见图",
        ]);
    }

    #[test]
    fn signoffs() {
        split(&[
            &["会议要求落实责任。", "（张三 李四）"],
            &["会议要求落实责任。", "（记者 张三）"],
            &["“一定做到。”", "(通讯员张三)"],
            &["落实责任。", "（张三）", "①3"],
        ]);
    }

    #[test]
    fn what_is_no_signoff() {
        stays(&[
            // Inside a sentence, or before its mark.
            "主持召开市政府党组（扩大）会议",
            "会议由市长（兼）主持，（扩大）",
            "落实责任（见上文）。",
            "（张三 李四）",
            // A sentence of its own.
            "落实责任。（他又说；要快。）",
        ]);
    }

    #[test]
    fn signoffs_that_run_over_the_line_end() {
        for (text, want) in [
            (
                "农民“谈机色变”。（本报罗\n马1月11日电）",
                ["农民“谈机色变”。", "（本报罗", "马1月11日电）"],
            ),
            (
                "规模均属国内一流。（颜某\n邓某某）",
                ["规模均属国内一流。", "（颜某", "邓某某）"],
            ),
        ] {
            assert_eq!(texts(text), want);
        }
        for text in [
            // The next line goes on after the bracket, or does not close it.
            "要落实责任。（张某\n李某）会议还说",
            "要落实责任。（张某\n李某",
            // Inside a sentence.
            "主持召开市政府党组（扩\n大）",
            // A sentence of its own, and another bracket.
            "要落实责任。（他说。\n要快）",
            "要落实责任。（张某\n李（某）",
            // Too long for a name and a place.
            "要落实责任。（会议由市长主持各县区各部门主要负责同\n志和驻地单位代表共计两百余人参加了会议）",
            "（张某\n李某）",
        ] {
            let lines: Vec<&str> = text.lines().collect();
            assert_eq!(texts(text), lines);
        }
    }

    #[test]
    fn names_after_a_gap() {
        assert_eq!(
            texts("击战，本报增出一期报纸。 本报编辑部"),
            ["击战，本报增出一期报纸。", "本报编辑部"]
        );
        stays(&[
            // The next sentence of the same paragraph.
            "要落实责任。会议强调",
            "要落实责任。 会议强调，要落实责任",
            "要落实责任。 他说：好",
            // The page where the rest stands.
            "我市出台“新政20条” 02版",
            // A number before an item, a work and who wrote it, and words of Latin text.
            "2. 雨衣一件",
            "2.《隐形的翅膀》 张三",
            "QINGHE, Jan. 3 - The old ferry",
        ]);
    }
}
