//! Leave what is finished as it is.
//!
//! Cleaned text comes back: as the output of another run, from an archive of articles, from a web page. It is
//! set out as this tool sets it out (see [`crate::render::text`]): the lines of a headline one below the
//! other, an empty line before every paragraph, two before the next article. Nothing is broken there, so
//! nothing is to be joined, moved or cut; what a page of columns would make likely would only do harm. A single
//! line is finished, too.
//!
//! Trap: some extractors put an empty line after every line of print. Their lines end in the middle of
//! sentences. And a page of several articles may have one empty line everywhere; there a headline stands below
//! text, and the other passes have to find out what belongs to it.

use crate::config::Settings;
use crate::evidence::patterns;
use crate::evidence::profile::{End, end_of};
use crate::evidence::seam::seam;
use crate::page::{ArticleNote, Form, Kind, Layout, Page, Stage};
use crate::passes::{keep, label};
use std::ops::Range;

/// A headline has no more lines, with its bylines.
const HEADLINE: usize = 8;
/// None of them is wider (half ems).
const WIDE: u16 = 120;

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

/// Makes an article of every part of a page that is set out as one, if they all are.
pub fn run(page: &mut Page, settings: &Settings) {
    let Some(articles) = set_out(page) else {
        return;
    };
    let mut read = page.clone();
    keep::run(&mut read);
    for i in 0..read.blocks().len() {
        let layout = read.blocks()[i].layout;
        if layout.form == Form::Open {
            let form = Form::Opens;
            read.lay_out(i, Layout { form, ..layout });
        }
    }
    label::run(&mut read, settings);
    if articles.iter().all(|a| is_one(&read, a)) {
        articles.iter().for_each(|a| name(&mut read, a));
        let sure = ArticleNote { confidence: 1.0 };
        let article = |i: usize| articles.partition_point(|a| a.blocks.end <= i);
        read.split(vec![sure; articles.len()], |i| Some(article(i)));
        read.reach(Stage::Articles);
        *page = read;
    }
}

/// An article that is set out as such.
struct Article {
    blocks: Range<usize>,
    /// How many lines stand together at its head.
    head: usize,
}

/// The articles of a page that is set out as text is when it is finished.
fn set_out(page: &Page) -> Option<Vec<Article>> {
    let blocks = page.blocks();
    let plain = |l: &Layout| l.indent == 0 && l.level == 0 && !l.bold;
    if !blocks.iter().all(|b| plain(&b.layout)) {
        return None;
    }
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
            _ => articles.push(Article {
                blocks: i..i + 1,
                head: 1,
            }),
        }
    }
    let line = |i: usize| (page.str(&blocks[i]), blocks[i].layout.width);
    let of_headline = |i| line(i).1 <= WIDE && !line(i).0.ends_with('。');
    let heads = articles.iter().filter(|a| a.head > 1);
    let headlines = heads
        .flat_map(|a| a.blocks.clone().take(a.head))
        .all(of_headline);
    let whole = paragraphs > 0 || blocks.len() == 1;
    (whole && headlines && !goes_on(page, &articles)).then_some(articles)
}

/// Whether paragraphs that end in the middle of a sentence go on below the empty line, by and large.
fn goes_on(page: &Page, articles: &[Article]) -> bool {
    let (mut breaks, mut fits, mut straddles) = (0, 0, 0);
    for article in articles {
        let paragraphs = &page.blocks()[article.blocks.clone()][article.head..];
        for pair in paragraphs.windows(2) {
            let (above, below) = (page.str(&pair[0]), page.str(&pair[1]));
            let torn = !matches!(end_of(above), End::Stop | End::Closed | End::Colon);
            if torn && let Some(seam) = seam(above, below) {
                breaks += 1;
                fits += seam.fit.clamp(-10, 10);
                straddles += seam.straddle.clamp(-10, 10);
            }
        }
    }
    fits > FITS * breaks + CHANCE && straddles > STRADDLES * breaks
}

/// Whether no other article's headline stands below an article's head: one that is surely a headline, or has a
/// dateline below it. None has a full stop within.
fn is_one(page: &Page, article: &Article) -> bool {
    let below = &page.blocks()[article.blocks.clone()][article.head..];
    below.iter().enumerate().all(|(i, block)| {
        let next = || below.get(i + 1).map_or("", |b| page.str(b));
        let another = || block.odds().label > SURE || patterns::is_dateline(next());
        let headline = block.kind().is_some_and(Kind::is_headline);
        !(headline && !page.str(block).contains('。') && another())
    })
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
            // Nothing follows a headline at once that a second run would set right below it.
            (
                format!("云川部署防汛工作\n\n本报记者 林小禾\n\n{LEAD}\n\n{NEXT}\n"),
                "title body body body",
            ),
        ] {
            let found = articles(&text).map(|all| all.iter().map(|a| a.join(" ")).collect());
            assert_eq!(found, Some(vec![want.to_owned()]), "{text}");
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
