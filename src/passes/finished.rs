//! Leave what is finished as it is.
//!
//! Cleaned text comes back: as the output of another run, from an archive of articles, from a web page. It is
//! set out as this tool sets it out (see [`crate::render::text`]): the lines of a headline one below the
//! other, an empty line before every paragraph, two before the next article. Nothing is broken there, so
//! nothing is to be joined, moved or cut; what a page of columns would make likely would only do harm. A single
//! line is finished, too.
//!
//! Trap: some extractors put an empty line after every line of print. Their lines end in the middle of
//! sentences. And a page of several articles may have one empty line everywhere; there headlines stand below
//! text, and the other passes have to find out what belongs to them.
//!
//! What this pass takes for finished is the one thing that says what cleaned text looks like: [`hold`](super::hold) reads
//! every article by it before it goes out, and decides anew what would not be taken so.

use crate::chars;
use crate::config::Settings;
use crate::evidence::ends::{End, end_of};
use crate::evidence::patterns::{self, Pattern};
use crate::evidence::seam::{among_many, seam};
use crate::page::{ArticleNote, Block, Form, Kind, Layout, Page, Stage};
use crate::passes::{keep, label, lines};
use std::ops::Range;

/// A headline has no more lines, with its bylines.
pub(super) const HEADLINE: usize = 8;
/// None of them is wider (half ems).
const WIDE: u16 = 120;

/// Nor is one that stands apart.
const HEAD: u16 = 64;

/// Lines of print fit with those below them by more than so many half bits each (24 pages with an empty line
/// after every line: by 3.2 to 4.7; 55 articles whose paragraphs are broken, since their columns had been torn:
/// most by less than 0),
const FITS: i32 = 2;
/// all together by so many more, since a single pair may by chance,
const CHANCE: i32 = 8;
/// and read not much worse with a word over the break (-2.0 to 0.4; most at -10).
const STRADDLES: i32 = -5;
/// A headline below text is another article's if it is as sure as this (natural logarithm of 0.9).
const SURE: f32 = -0.105;

/// So many headlines below text are not another article's by their number alone (134 pages of whole paragraphs with
/// one empty line everywhere: all but one have more).
const FEW: usize = 2;
/// An article has no more lines that are as narrow as those of print (323 pages with an empty line after every
/// line of print: 45 and more).
const SHORT: usize = 24;

/// Makes an article of every part of a page that is set out as one, if they all are.
pub fn run(page: &mut Page, settings: &Settings) {
    let Some(read) = read(page, settings) else {
        return;
    };
    if read.other.is_none() {
        *page = read.page;
    }
}

/// A page that is set out as finished text is, read so.
pub(super) struct Read {
    pub(super) page: Page,
    /// A block below text that is the headline of another article.
    pub(super) other: Option<usize>,
}

/// Reads a page as finished articles, if it is set out so.
pub(super) fn read(page: &Page, settings: &Settings) -> Option<Read> {
    let (articles, mut read) = laid_out(page)?;
    let is_row = |i: usize| read.blocks()[i].layout.form == Form::Kept;
    let has_rows = |a: &Article| a.head > 1 && a.blocks.clone().take(a.head).any(is_row);
    if articles.iter().any(|a| has_rows(a) || a.apart(&read) > 0) {
        return None;
    }
    label::run(&mut read, settings);
    let alone = articles.len() == 1;
    let other = articles.iter().find_map(|a| {
        let first = a.blocks.start;
        let is = |line| is_others_head(&read, first + line);
        others_head(&a.lines(&read), a.head, alone, is).map(|line| first + line)
    });
    articles.iter().for_each(|a| name(&mut read, a));
    let sure = ArticleNote { confidence: 1.0 };
    let article = |i: usize| articles.partition_point(|a| a.blocks.end <= i);
    read.split(vec![sure; articles.len()], |i| Some(article(i)));
    read.set_finished();
    read.reach(Stage::Articles);
    Some(Read { page: read, other })
}

/// How many lines of the headline of a text that is set out as an article stand apart from the first.
pub(super) fn apart(page: &Page) -> usize {
    let found = laid_out(page).filter(|(articles, _)| articles.len() == 1);
    found.map_or(0, |(articles, read)| articles[0].apart(&read))
}

/// The articles of a page that is set out as finished text, and its lines, each of which begins a block.
fn laid_out(page: &Page) -> Option<(Vec<Article>, Page)> {
    // The fields of records are named.
    if !page.fields().is_empty() {
        return None;
    }
    let articles = set_out(page)?;
    let mut read = page.clone();
    keep::run(&mut read);
    // What goes out has nothing of the page it stood on.
    let is_pages = |b: &Block| matches!(b.layout.form, Form::Begins(kind) if kind.is_furniture());
    if read.blocks().iter().any(is_pages) {
        return None;
    }
    for i in 0..read.blocks().len() {
        let layout = read.blocks()[i].layout;
        let form = match layout.form {
            Form::Open => Form::Opens,
            form => form,
        };
        // Wider gaps part articles here, and leave no room for pictures.
        let blanks = layout.blanks.min(2);
        let layout = Layout {
            form,
            blanks,
            ..layout
        };
        read.lay_out(i, layout);
    }
    Some((articles, read))
}

/// An article that is set out as such.
struct Article {
    blocks: Range<usize>,
    /// How many lines stand together at its head.
    head: usize,
}

impl Article {
    /// How many lines below the first are of its headline, though an empty line stands between any two, and a text
    /// follows. Finished text has them together; many extractors part all blocks. (Of 6,000 articles of the bench, the
    /// press and `tests` with one line above their text five have a subhead or a line of a list there.)
    fn apart(&self, page: &Page) -> usize {
        let mut lines = page.blocks()[self.blocks.clone()].iter();
        let may_begin = |b: &Block| may_stand_apart(page.str(b));
        if self.head != 1 || !lines.next().is_some_and(may_begin) {
            return 0;
        }
        for (count, block) in lines.enumerate() {
            let (text, layout) = (page.str(block), block.layout);
            if layout.form == Form::Kept {
                break;
            }
            if layout.width > HEAD || !is_of_apart_head(text, layout.width) {
                let is_text =
                    layout.width > HEAD && matches!(end_of(text), End::Stop | End::Closed);
                return if is_text && count < HEADLINE {
                    count
                } else {
                    0
                };
            }
        }
        0
    }

    fn lines<'p>(&self, page: &'p Page) -> Vec<&'p str> {
        let blocks = &page.blocks()[self.blocks.clone()];
        blocks.iter().map(|b| page.str(b)).collect()
    }
}

/// The articles of a page that is set out as text is when it is finished.
fn set_out(page: &Page) -> Option<Vec<Article>> {
    let blocks = page.blocks();
    let plain = |l: &Layout| l.indent == 0 && l.level == 0 && !l.bold;
    if !blocks.iter().all(|b| plain(&b.layout)) {
        return None;
    }
    let may_end = |block: &Block| matches!(end_of(page.str(block)), End::Stop | End::Closed);
    let mut articles: Vec<Article> = Vec::new();
    let mut paragraphs = 0;
    for (i, block) in blocks.iter().enumerate() {
        match articles.last_mut() {
            Some(article) if i > 0 && block.layout.blanks < 2 => {
                let in_head = article.blocks.len() == article.head;
                article.blocks.end = i + 1;
                if block.layout.blanks == 1 {
                    paragraphs += 1;
                } else if in_head && article.head < HEADLINE {
                    article.head += 1;
                } else {
                    return None;
                }
            }
            // Where more are empty and no article ends, a picture stood.
            Some(_) if i > 0 && block.layout.blanks > 2 && !may_end(&blocks[i - 1]) => return None,
            _ => articles.push(Article {
                blocks: i..i + 1,
                head: 1,
            }),
        }
    }
    let whole = paragraphs > 0 || blocks.len() == 1;
    let headlines = || {
        let heads = articles.iter().filter(|a| a.head > 1);
        let mut lines = heads.flat_map(|a| a.blocks.clone().take(a.head));
        lines.all(|i| is_of_headline(page.str(&blocks[i])))
    };
    let goes_on = || {
        let lines: Vec<_> = articles.iter().map(|a| a.lines(page)).collect();
        let bodies = lines.iter().zip(&articles).map(|(l, a)| &l[a.head..]);
        !breaks(bodies).is_empty()
    };
    (whole && headlines() && !goes_on()).then_some(articles)
}

/// Whether a line is narrow enough to stand apart in a headline, and no sentence.
pub(super) fn may_stand_apart(line: &str) -> bool {
    !line.ends_with('。') && line.len() <= 3 * usize::from(HEAD) && lines::width(line) <= HEAD
}

/// Whether a narrow line that stands apart may be of a headline: it is open, no row or item, no caption, jump or note.
fn is_of_apart_head(text: &str, width: u16) -> bool {
    let look = patterns::look(text, width);
    let is = |p: Pattern| look.patterns & p.bit() != 0;
    let marked = is(Pattern::Bulleted) || is(Pattern::Picture);
    let is_row = text.contains(|c: char| c.is_ascii_digit()) && text.contains([' ', '：', '～']);
    let is_note = text.starts_with(['（', '(', '图']) || is(Pattern::Jump);
    let open = matches!(end_of(text), End::Word | End::Ascii | End::Closed);
    open && !is_row && !is_note && (!marked || look.may_be_byline)
}

/// Whether a line can stand in a headline of several.
pub(super) fn is_of_headline(line: &str) -> bool {
    !line.ends_with('。') && lines::width(line) <= WIDE
}

/// Whether a line is a paragraph: it has a stretch without a blank that no line of print, and no cell of a row,
/// is as wide as.
fn is_paragraph(line: &str) -> bool {
    let long = |part: &str| part.len() > usize::from(WIDE) && lines::width(part) > WIDE;
    line.len() > usize::from(WIDE) && line.split(chars::is_blank).any(long)
}

/// Whether more than half of a text stands in paragraphs that are wider than print.
fn are_paragraphs<'l>(lines: impl IntoIterator<Item = &'l &'l str> + Clone) -> bool {
    let size = |keep: fn(&str) -> bool| -> usize {
        let lines = lines.clone().into_iter();
        lines.filter(|l| keep(l)).map(|l| l.len()).sum()
    };
    size(is_paragraph) * 2 > size(|_| true)
}

/// The breaks, by body and paragraph, where the text goes on below the empty line, if that is so by and large:
/// paragraphs that end in the middle of a sentence are lines of print, unless most are wider.
pub(super) fn breaks<'l>(
    bodies: impl Iterator<Item = &'l [&'l str]> + Clone,
) -> Vec<(usize, usize)> {
    let (mut torn, mut fits, mut straddles) = (0, 0, 0);
    let mut widths = Vec::new();
    let mut found = Vec::new();
    for (b, body) in bodies.clone().enumerate() {
        for (p, pair) in body.windows(2).enumerate() {
            let open = !matches!(end_of(pair[0]), End::Stop | End::Closed | End::Colon);
            if open {
                widths.push(lines::width(pair[0]));
            }
            if open && let Some(seam) = seam(pair[0], pair[1]) {
                torn += 1;
                fits += among_many(seam.fit);
                straddles += among_many(seam.straddle);
                if seam.fit > 0 {
                    found.push((b, p));
                }
            }
        }
    }
    let enough = match are_of_one_measure(&mut widths) {
        true => 0,
        false => FITS * torn + CHANCE,
    };
    let go_on = fits > enough && straddles > STRADDLES * torn;
    if !go_on || are_paragraphs(bodies.flatten()) {
        found.clear();
    }
    found
}

/// Whether lines that end in the middle of a sentence are all as wide, and none of verse.
fn are_of_one_measure(widths: &mut [u16]) -> bool {
    /// Fewer may be so by chance.
    const FEW: usize = 5;
    /// A narrower measure (half ems) may be that of verse.
    const NARROW: u16 = 20;
    /// How much the widths of a measure differ, by the marks at their ends, and so many of ten lines have it.
    const DIFFER: u16 = 4;
    const MOST: usize = 9;
    widths.sort_unstable();
    let measure = widths.get(widths.len() / 2).copied().unwrap_or(0);
    let of_it = widths.iter().filter(|w| w.abs_diff(measure) <= DIFFER);
    widths.len() >= FEW && measure >= NARROW && of_it.count() * 10 >= widths.len() * MOST
}

/// The first line below an article's head that is another's headline, of those of which `is` says so: lines that are
/// no wider than one, in no bracket and no sentence. In an article that stands `alone` and is no column of print, a few
/// must stand between the end of a text and another text: they are subheads, decks and captions else.
pub(super) fn others_head(
    lines: &[&str],
    head: usize,
    alone: bool,
    is: impl Fn(usize) -> bool,
) -> Option<usize> {
    let is_text = |line: &str| line.contains('。');
    let can = |&i: &usize| {
        let line = lines[i];
        let bracketed = line.starts_with(['（', '(']) && line.ends_with(['）', ')']);
        !is_text(line) && !bracketed && lines::width(line) <= WIDE
    };
    let found: Vec<usize> = (head..lines.len()).filter(can).filter(|&i| is(i)).collect();
    let apart = |&&i: &&usize| {
        let ends = matches!(end_of(lines[i - 1]), End::Stop | End::Closed);
        let whole = !matches!(end_of(lines[i]), End::Comma | End::Colon | End::Opened);
        let (above, below) = lines.split_at(i);
        ends && whole && above.iter().any(|l| is_text(l)) && below.iter().any(|l| is_text(l))
    };
    let page = !alone || lines.len() > SHORT && !are_paragraphs(&lines[head..]);
    if !page && found.len() <= FEW {
        found.iter().find(apart).copied()
    } else {
        found.first().copied()
    }
}

/// Whether one of these is a headline for certain, or has a dateline below it.
fn is_others_head(page: &Page, i: usize) -> bool {
    let block = &page.blocks()[i];
    let next = page.blocks().get(i + 1).map_or("", |b| page.str(b));
    block.kind().is_some_and(Kind::is_headline)
        && (block.odds().label > SURE || patterns::is_dateline(next))
}

/// Says of an article's blocks what they can be where they stand: only what stands at its head is part of the
/// headline, and nothing belongs to no article.
fn name(page: &mut Page, article: &Article) {
    let kind = |page: &Page, i: usize| page.blocks()[i].kind().unwrap_or(Kind::Body);
    let of_head = |kind: Kind| kind.is_headline() || kind == Kind::Byline;
    let head = article.blocks.start..article.blocks.start + article.head;
    if article.head > 1 {
        let titled = head.clone().any(|i| kind(page, i) == Kind::Title);
        let instead = if titled { Kind::Deck } else { Kind::Title };
        for i in head.clone() {
            if !of_head(kind(page, i)) {
                page.label(i, instead);
            }
        }
    }
    let mut below_head = of_head(kind(page, head.end - 1));
    for i in article.blocks.clone() {
        let now = kind(page, i);
        let below = i >= head.end;
        below_head &= !below || of_head(now);
        if below && now.is_headline() && !below_head {
            page.label(i, Kind::Subhead);
        } else if now.is_furniture() || below && below_head {
            page.label(i, Kind::Body);
            below_head = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::passes::{audited, lines};

    /// The articles of a page, if it is finished, with their blocks' kinds.
    fn articles(text: &str) -> Option<Vec<Vec<&'static str>>> {
        let page = audited(text, &[lines::run, |page| run(page, &Settings::default())]);
        let finished = page.stage() == Stage::Articles;
        let kinds = |a| {
            let blocks = page.blocks().iter();
            let blocks = blocks.filter(move |b| b.article() == Some(a));
            blocks.filter_map(|b| b.kind()).map(Kind::name).collect()
        };
        finished.then(|| (0..page.articles().len()).map(kinds).collect())
    }

    const LEAD: &str = "本报讯（记者 林小禾）云川市昨日召开防汛工作会议，部署今年的防汛准备工作。";
    const NEXT: &str = "会议要求，各单位要压实责任，确保安全度汛。（周石安）";

    /// The time and the source of a web page were set aside, and the lines below counted for others.
    #[test]
    fn a_web_page_was_taken_for_finished() {
        let text = "云川县图书馆夜里也开门\n2019-10-28 09:12\n来源：云川新闻网\n\n从本月起，图书馆延长到晚上十点闭馆。\n\n馆长说，来的人多是年轻人。\n";
        let page = crate::passes::audited(text, &[lines::run]);
        assert!(read(&page, &Settings::default()).is_none());
    }

    #[test]
    fn finished_articles_are_left_alone() {
        for (text, want) in [
            (
                format!("云川部署防汛工作\n\n{LEAD}\n\n{NEXT}\n"),
                "title body body",
            ),
            // The lines of a headline, one of which looks like another's.
            (
                format!(
                    "深入推进乡村振兴\n云川部署防汛工作\n本报记者 林小禾\n\n{LEAD}\n\n{NEXT}\n"
                ),
                "kicker title byline body body",
            ),
            // A subhead and a paragraph that was torn.
            (
                format!(
                    "云川部署防汛工作\n\n{LEAD}\n\n压实责任抓落实\n\n{NEXT}\n\n他说，全市各级各部门将完全恪守去年十二月会议上所作的各项承诺，加快落实欧佩\n\n石桥县水库的闸门昨日已经全部检修完毕，春耕用水有了保证。\n"
                ),
                "title body subhead body body body",
            ),
        ] {
            let found = articles(&text).map(|all| all.iter().map(|a| a.join(" ")).collect());
            assert_eq!(found, Some(vec![want.to_owned()]), "{text}");
        }
    }

    /// An extractor that parts all blocks was read as finished: kickers were titles, and titles and bylines paragraphs.
    #[test]
    fn headlines_whose_lines_stand_apart_are_not_finished() {
        let page = |head: &str| articles(&format!("{head}\n\n{LEAD}\n\n{NEXT}\n"));
        for head in [
            "云川部署防汛工作\n\n本报记者 林小禾",
            "深入推进乡村振兴\n\n云川部署防汛工作",
            "深入推进乡村振兴\n\n云川部署防汛工作\n\n□ 林小禾",
        ] {
            assert_eq!(page(head), None, "{head}");
        }
        for head in [
            "云川部署防汛工作",
            "云川部署防汛工作\n\n（上接第一版）",
            "云川部署防汛工作\n\n图为堤上巡查的队员",
            "今日天气\n\n市区 2℃～9℃\n\n平山 1℃～7℃",
        ] {
            assert!(page(head).is_some(), "{head}");
        }
    }

    /// A page of pictures with their captions below wide gaps came back as it was, its titles below the captions.
    #[test]
    fn what_has_wide_gaps_is_not_finished() {
        let page = |gap: &str| {
            format!(
                "云川部署防汛工作\n\n本报记者 林小禾{gap}消防队员在堤上巡查\n\n{LEAD}\n\n{NEXT}\n"
            )
        };
        assert!(articles(&page("\n\n\n")).is_some());
        assert_eq!(articles(&page("\n\n\n\n")), None);
        // Articles that stand further apart.
        let archive = |gap: &str| {
            let article = format!("云川部署防汛工作\n\n{LEAD}\n\n{NEXT}\n");
            articles(&[&*article, &*article].join(gap))
        };
        assert_eq!(archive("\n\n\n\n").map(|all| all.len()), Some(2));
        assert_eq!(archive("\n\n\n\n"), archive("\n\n"));
    }

    #[test]
    fn wide_paragraphs_are_no_lines_of_print() {
        let torn = |n| {
            let more = "云川市的防汛工作，".repeat(n);
            [
                "云川部署防汛工作",
                &format!("全市各级各部门{more}要认真贯彻落"),
                &format!("实会议精神，{more}坚持问题导向，突"),
                &format!("出工作重点，{more}扎实推进各项工"),
                &format!("作，{more}确保全年目标任务圆满完"),
                "成。",
            ]
            .join("\n\n")
        };
        assert_eq!(articles(&torn(0)), None);
        assert_eq!(articles(&torn(8)).map(|all| all.len()), Some(1));
    }

    #[test]
    fn a_few_headlines_below_text_need_a_text_of_their_own() {
        let lines = |text: &'static str| text.split('/').collect::<Vec<_>>();
        let other = |text, alone| others_head(&lines(text), 1, alone, |_| true);
        for (text, want) in [
            // Between the end of a text and another text.
            ("云川/会议召开。/石桥春耕/春耕开始。", Some(2)),
            // Right below the head, at the end, below what goes on, in brackets, not whole.
            ("云川/防汛不松懈/会议召开。", None),
            ("云川/会议召开。/石桥春耕", None),
            ("云川/会议。昨日，/石桥春耕/春耕开始。", None),
            ("云川/会议召开。/（周石安）/春耕开始。", None),
            ("云川/会议召开。/石桥春耕，/春耕开始。", None),
            // Too many for subheads and captions.
            ("云川/防汛不松懈/石桥春耕/临溪修路/会议召开。", Some(1)),
        ] {
            assert_eq!(other(text, true), want, "{text}");
        }
        // Of several articles each has its own head.
        assert_eq!(other("云川/防汛不松懈/会议召开。", false), Some(1));
    }

    /// A short article with an empty line after every line of print went out line by line.
    #[test]
    fn few_lines_of_one_measure_are_of_print() {
        let lines = [
            "云川部署防汛工作",
            "石桥县今年把旧粮仓改成农机博物馆",
            "馆里陈列的三百多件老农具一半以上",
            "是村民自己送来的。县里没有另外征",
            "地只花了四十多万元工期不到三个月，",
            "周边的三家农家乐也跟着热闹起来。",
            "每到周末几位老农机手在院子里教年",
            "轻人修理柴油机，县职业中学把这里",
            "定为实习基地。",
        ];
        assert_eq!(articles(&lines.join("\n\n")), None);
        for (widths, want) in [
            (&[32, 30, 31, 34, 32][..], true),
            (&[32, 30, 31, 34], false),
            (&[14, 14, 14, 14, 14], false),
            (&[32, 24, 40, 36, 20, 32], false),
        ] {
            assert_eq!(are_of_one_measure(&mut widths.to_vec()), want, "{widths:?}");
        }
    }

    #[test]
    fn two_empty_lines_part_articles() {
        let text = format!("云川部署防汛工作\n\n{LEAD}\n\n\n石桥春耕全面展开\n\n{NEXT}\n");
        let found = articles(&text).map(|all| all.len());
        assert_eq!(found, Some(2));
    }

    #[test]
    fn what_is_broken_or_open_is_not() {
        let broken = [
            "云川部署防汛工作",
            "全市各级各部门要认真贯彻落",
            "实会议精神，坚持问题导向，突",
            "出工作重点，扎实推进各项工",
            "作，确保全年目标任务圆满完",
            "成。",
        ];
        for text in [
            // An empty line after every line of print.
            broken.join("\n\n"),
            // Lines that stand together below text.
            format!("云川部署防汛工作\n\n{LEAD}\n{NEXT}\n"),
            // Another article's headline below text.
            format!(
                "云川部署防汛工作\n\n{LEAD}\n\n{NEXT}\n\n石桥春耕全面展开\n\n{LEAD}\n\n{NEXT}\n"
            ),
            // Indented, and Markdown.
            format!("云川部署防汛工作\n\n\u{3000}\u{3000}{LEAD}\n\n\u{3000}\u{3000}{NEXT}\n"),
            format!("# 云川部署防汛工作\n\n{LEAD}\n\n{NEXT}\n"),
            // A headline alone, or prose above the first empty line.
            "深入推进乡村振兴\n云川部署防汛工作\n".to_owned(),
            format!("{LEAD}\n{NEXT}\n\n{NEXT}\n"),
            String::new(),
        ] {
            assert_eq!(articles(&text), None, "{text}");
        }
    }
}
