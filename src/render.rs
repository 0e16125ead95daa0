//! A finished page, read for output: its articles, its furniture, and what a reader should know.
//!
//! Nothing here changes a page. A [`View`] groups the blocks once; [`json`], [`text`] and [`md`] write it. Every
//! page can be viewed, whatever its stage: before it is split into articles it is one article of its
//! blocks, before it is cut into lines it is one block, and where the audit found fault it is the page
//! as it came.

pub mod json;
pub mod masthead;
pub mod md;
pub mod punctuation;
pub mod text;
mod warnings;

use crate::evidence::patterns::{self, Pattern};
use crate::page::{Block, Kind, Page, Stage};
use crate::pipeline::Cleaned;
use std::ops::Range;

/// A finished page, grouped.
#[derive(Debug)]
pub struct View<'a> {
    /// The page.
    pub page: &'a Page,
    /// Its articles in order.
    pub articles: Vec<Article<'a>>,
    /// What belongs to no article.
    pub furniture: Vec<Entry<'a>>,
    /// The paper's name, from the masthead.
    pub paper: Option<String>,
    /// The day of issue as yyyy-mm-dd, from the masthead.
    pub date: Option<String>,
    /// What went wrong or looks odd, in the order of the page.
    pub warnings: Vec<Warning>,
}

/// An article, as its readers see it.
#[derive(Debug)]
pub struct Article<'a> {
    /// From 1, in the order of the page.
    pub ordinal: usize,
    /// Its blocks in publication order.
    pub blocks: Vec<Entry<'a>>,
    /// How sure the decisions were that made it, 0 to 1.
    pub confidence: f64,
    /// What is odd about it.
    pub flags: Vec<&'static str>,
}

/// A block with its kind settled.
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    /// What it is; body where no pass has said so.
    pub kind: Kind,
    /// Its characters, white space at the ends aside.
    pub text: &'a str,
    /// Whether it begins something new, rather than going on with text that stands elsewhere.
    pub opens: bool,
    block: &'a Block,
}

/// Something a reader of the page should know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// `malformed`, `encoding`, `mixed-encoding`, `mojibake`, `lost`, `unpaired-quote`, `empty` or `audit`.
    pub what: &'static str,
    /// Line of the source, from 1; none where it is about the whole page.
    pub line: Option<usize>,
    /// The rest, if there is more to say.
    pub note: Option<String>,
}

impl Entry<'_> {
    /// Where it stands in the source.
    pub fn spans(&self, page: &Page) -> Vec<Range<usize>> {
        page.spans(self.block)
    }

    /// The block as the page has it.
    pub fn block(&self) -> &Block {
        self.block
    }

    /// Where its text lies in the page's present text, in bytes.
    pub(crate) fn range(&self, page: &Page) -> Range<usize> {
        let start = self.start(page);
        start..start + self.text.len()
    }

    /// Where its text begins in the page's present text, in bytes.
    fn start(&self, page: &Page) -> usize {
        let whole = page.str(self.block);
        self.block.range().start + (whole.len() - whole.trim_start().len())
    }

    /// Whether it stands in the headline lines of its article.
    pub fn is_head(&self) -> bool {
        self.kind.is_headline() || self.kind == Kind::Byline
    }
}

impl<'a> View<'a> {
    /// Groups a page that went through the pipeline.
    pub fn new(cleaned: &'a Cleaned) -> Self {
        let page = &cleaned.page;
        let failed = !cleaned.faults.is_empty();
        let (groups, furniture) = grouped(page, failed);
        let (articles, unpaired) = articles(page, groups, failed);
        let mut warnings = warnings::of_page(cleaned);
        warnings.extend(warnings::of_quotes(page, &unpaired));
        if articles.is_empty() && furniture.is_empty() {
            warnings.push(warnings::of_nothing());
        }
        warnings.sort_by_key(|w| w.line);
        let heads = || {
            let masthead = furniture.iter().filter(|f| f.kind == Kind::Masthead);
            masthead.map(|f| f.text)
        };
        View {
            page,
            paper: masthead::paper(heads()),
            date: heads().find_map(masthead::date),
            articles,
            furniture,
            warnings,
        }
    }

    /// The name of an article among all others: `004.txt#02`.
    pub fn id(&self, article: &Article<'_>) -> String {
        format!("{}#{:02}", self.page.source().name, article.ordinal)
    }
}

impl<'a> Article<'a> {
    /// The texts of the blocks of one kind.
    pub fn texts(&self, kind: Kind) -> impl Iterator<Item = &'a str> + '_ {
        self.blocks
            .iter()
            .filter(move |b| b.kind == kind)
            .map(|b| b.text)
    }

    /// The title; the parts of one in several blocks have a space between them.
    pub fn title(&self) -> Option<String> {
        let parts: Vec<&str> = self.texts(Kind::Title).collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    }
}

/// The blocks of an article, and how sure the decisions were that made it.
type Group<'a> = (f64, Vec<Entry<'a>>);

/// The blocks of every article of a page, and those of none.
fn grouped(page: &Page, failed: bool) -> (Vec<Group<'_>>, Vec<Entry<'_>>) {
    let split = page.stage() >= Stage::Articles;
    let mut groups: Vec<Group<'_>> = if split {
        let notes = page.articles().iter();
        notes
            .map(|n| (f64::from(n.confidence), Vec::new()))
            .collect()
    } else {
        vec![(0.0, Vec::new())]
    };
    let mut furniture = Vec::new();
    for block in page.blocks() {
        let whole = page.str(block);
        let text = whole.trim();
        if text.is_empty() {
            continue;
        }
        // A page that failed the audit goes out as it came, to the last space.
        let text = if failed { whole } else { text };
        let kind = block.kind();
        let home = if kind.is_some_and(Kind::is_furniture) {
            None
        } else if split {
            block.article()
        } else {
            Some(0)
        };
        let entry = |kind| Entry {
            kind,
            text,
            opens: block.opens() && !block.resumes(),
            block,
        };
        match home.and_then(|a| groups.get_mut(a)) {
            Some((_, blocks)) => blocks.push(entry(kind.unwrap_or(Kind::Body))),
            // A block without an article belongs to the page, whatever it was taken for.
            None => furniture.push(entry(
                kind.filter(|k| k.is_furniture()).unwrap_or(Kind::Other),
            )),
        }
    }
    groups.retain(|(_, blocks)| !blocks.is_empty());
    // In the page's order, whatever was set aside.
    furniture.sort_by_key(|entry: &Entry<'_>| entry.block.layout.line);
    (groups, furniture)
}

/// The articles of a page, and where in its source quotes stand in them that are no pairs.
fn articles<'a>(
    page: &Page,
    groups: Vec<Group<'a>>,
    failed: bool,
) -> (Vec<Article<'a>>, Vec<usize>) {
    let mut places = Vec::new();
    let article = |(i, (confidence, blocks)): (usize, Group<'a>)| {
        let unpaired = punctuation::unpaired(&blocks);
        let flags = if failed {
            vec!["audit-failed"]
        } else {
            flags(&blocks, !unpaired.is_empty())
        };
        let place = |(b, at): (usize, usize)| page.text().source_at(blocks[b].start(page) + at);
        places.extend(unpaired.into_iter().map(place));
        Article {
            ordinal: i + 1,
            blocks,
            confidence: (confidence.clamp(0.0, 1.0) * 100.0).round() / 100.0,
            flags,
        }
    };
    let articles = groups.into_iter().enumerate().map(article).collect();
    (articles, places)
}

/// What is odd about an article. The words are the output's.
fn flags(blocks: &[Entry<'_>], unpaired: bool) -> Vec<&'static str> {
    let has = |kind| blocks.iter().any(|b| b.kind == kind);
    let bodies = || blocks.iter().filter(|b| b.kind == Kind::Body);
    let jumps = || blocks.iter().filter(|b| b.kind == Kind::Jump);
    let comes = |text: &str| text.contains("上接") || text.contains("紧接");
    let notice = blocks.iter().any(|b| {
        let bits = || patterns::find(b.text, masthead::width(b.text));
        b.kind == Kind::Title && bits() & Pattern::NoticeTitle.bit() != 0
    });
    let body = has(Kind::Body) || has(Kind::Subhead);
    [
        ("untitled", !has(Kind::Title)),
        ("no-body", !body && !has(Kind::Caption)),
        ("photo", !body && has(Kind::Caption)),
        ("notice", notice),
        (
            "starts-mid-sentence",
            bodies()
                .next()
                .is_some_and(|b| !b.opens || !punctuation::can_begin(b.text)),
        ),
        (
            "ends-mid-sentence",
            bodies()
                .next_back()
                .is_some_and(|b| !punctuation::can_end(b.text)),
        ),
        ("continues", jumps().any(|b| !comes(b.text))),
        ("continued", jumps().any(|b| comes(b.text))),
        ("unpaired-quote", unpaired),
    ]
    .into_iter()
    .filter_map(|(flag, holds)| holds.then_some(flag))
    .collect()
}

/// Where the lines of a source end: in LF, CR LF or CR, as editors count them.
pub(crate) fn line_ends(source: &str) -> impl Iterator<Item = usize> + '_ {
    let bytes = source.as_bytes();
    memchr::memchr2_iter(b'\n', b'\r', bytes)
        .filter(move |&i| bytes[i] == b'\n' || bytes.get(i + 1) != Some(&b'\n'))
}

/// The line of a place in the source, from 1.
pub fn line_of(source: &str, at: usize) -> usize {
    1 + line_ends(source).take_while(|&end| end < at).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::ArticleNote;
    use crate::source;

    /// A page of labelled lines; the number is the article, none for furniture.
    fn cleaned(lines: &[(Option<usize>, Kind, &str)]) -> Cleaned {
        let raw: String = lines.iter().map(|(_, _, t)| format!("{t}\n")).collect();
        let mut page = Page::new(source::decode("004.txt", raw.as_bytes(), None));
        crate::passes::lines::run(&mut page);
        for (i, (_, kind, _)) in lines.iter().enumerate() {
            page.label(i, *kind);
        }
        let count = lines.iter().filter_map(|l| l.0).max().map_or(0, |a| a + 1);
        let notes = vec![ArticleNote { confidence: 0.876 }; count];
        page.split(notes, |i| lines[i].0);
        page.reach(Stage::Articles);
        Cleaned {
            page,
            faults: Vec::new(),
        }
    }

    #[test]
    fn articles_furniture_and_masthead() {
        let cleaned = cleaned(&[
            (None, Kind::Masthead, "禹州通讯"),
            (None, Kind::Masthead, "2022年5月17日"),
            (Some(0), Kind::Kicker, "肩题"),
            (Some(0), Kind::Title, "前半"),
            (Some(0), Kind::Title, "后半"),
            (Some(0), Kind::Byline, "记者 李一"),
            (Some(0), Kind::Body, "本报讯 近日开会。"),
            (Some(0), Kind::Body, "会议指出。"),
            (Some(1), Kind::Caption, "图为会场。"),
            (None, Kind::Body, "无主的一行"),
        ]);
        let view = View::new(&cleaned);
        assert_eq!(view.paper.as_deref(), Some("禹州通讯"));
        assert_eq!(view.date.as_deref(), Some("2022-05-17"));
        assert_eq!(view.articles.len(), 2);
        let first = &view.articles[0];
        assert_eq!(view.id(first), "004.txt#01");
        assert_eq!(first.title().as_deref(), Some("前半 后半"));
        assert_eq!(first.confidence, 0.88);
        assert_eq!(first.flags, [""; 0]);
        assert_eq!(view.articles[1].flags, ["untitled", "photo"]);
        let kinds: Vec<Kind> = view.furniture.iter().map(|f| f.kind).collect();
        assert_eq!(kinds, [Kind::Masthead, Kind::Masthead, Kind::Other]);
        let text = text::article(first);
        assert_eq!(
            text,
            "肩题\n前半\n后半\n记者 李一\n\n本报讯 近日开会。\n\n会议指出。\n"
        );
    }

    #[test]
    fn flags_of_articles() {
        use Kind::{Body, Byline, Jump, Title};
        type Case = (&'static [(Kind, &'static str)], &'static [&'static str]);
        let cases: &[Case] = &[
            (&[(Title, "标题"), (Body, "一句话。")], &[]),
            (&[(Title, "标题")], &["no-body"]),
            (&[(Title, "小启"), (Body, "一句话。")], &["notice"]),
            (
                &[(Body, "，一句话。")],
                &["untitled", "starts-mid-sentence"],
            ),
            (
                &[
                    (Title, "标题"),
                    (Body, "一句话没有说完，后面的都在别的地方"),
                    (Byline, "（王岩）"),
                ],
                &["ends-mid-sentence"],
            ),
            (
                &[
                    (Title, "标题"),
                    (Body, "一句话。"),
                    (Jump, "（下转第三版①）"),
                ],
                &["continues"],
            ),
            (
                &[
                    (Title, "标题"),
                    (Jump, "（上接第一版）"),
                    (Body, "一句话。"),
                ],
                &["continued"],
            ),
            (&[(Title, "标题"), (Body, "“一句话。")], &["unpaired-quote"]),
        ];
        for (blocks, flags) in cases {
            let lines: Vec<_> = blocks.iter().map(|&(k, t)| (Some(0), k, t)).collect();
            let cleaned = cleaned(&lines);
            let view = View::new(&cleaned);
            assert_eq!(view.articles[0].flags, *flags, "{blocks:?}");
        }
    }

    #[test]
    fn a_page_before_its_articles_is_one_article() {
        let raw = "一行\n二行\n";
        let page = Page::new(source::decode("a.txt", raw.as_bytes(), None));
        let mut cleaned = Cleaned {
            page,
            faults: Vec::new(),
        };
        let view = View::new(&cleaned);
        assert_eq!(text::article(&view.articles[0]), "一行\n二行\n");
        crate::passes::lines::run(&mut cleaned.page);
        let view = View::new(&cleaned);
        assert_eq!(text::article(&view.articles[0]), "一行\n\n二行\n");
    }

    #[test]
    fn an_empty_page_has_no_article_and_a_warning() {
        let cleaned = Cleaned {
            page: Page::new(source::decode("a.txt", b" \n\n", None)),
            faults: Vec::new(),
        };
        let view = View::new(&cleaned);
        assert!(view.articles.is_empty());
        assert_eq!(view.warnings[0].what, "empty");
    }

    #[test]
    fn lines_are_counted_as_editors_do() {
        let source = "一\r\n二\r三\n四";
        for (character, line) in [("一", 1), ("二", 2), ("三", 3), ("四", 4)] {
            assert_eq!(line_of(source, source.find(character).unwrap_or(0)), line);
        }
    }
}
