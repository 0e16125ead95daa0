//! See that articles stay what they are when they are cleaned again.
//!
//! What this tool writes comes back to it, and must come out as it went in. So every article that was made is read
//! as [`finished`](super::finished) would read its text: nearly all are finished by its lights, at the cost of a look at
//! their paragraphs' ends and at short lines. What is not, or would come out otherwise, is decided here as that
//! reading would decide it: paragraphs that go on in one another are one, a headline below text begins
//! another article, a line of a headline that is a sentence is a paragraph, a headline's lines that nothing stands
//! below are one line, and the spaces of a row are those of a table only where the article shows that it is one.
//! Text that was misread, and marks of Markdown, that line breaks had torn may show only now that their lines are joined.
//!
//! What was not punctuated is not finished text, whatever is done to it: without `punctuate` nothing is held.
//!
//! Of 11,020 articles of 1,440 pages 108 are so, most of them fragments of pages whose columns ran into one another.

use super::finished::{
    HEADLINE, apart, breaks, is_of_headline, may_stand_apart, others_head, read,
};
use crate::chars;
use crate::config::Settings;
use crate::page::{ArticleNote, Form, Kind, Layout, Page};
use crate::pass::Reads;
use crate::passes::{self, fold, lines, punctuate, rejoin, unmark};
use crate::source;

mod reread;

/// What was decided anew is looked at again, so often at most. Most need one round, and one to see that nothing is
/// left to do.
const ROUNDS: usize = 4;

/// Decides anew what would be decided otherwise in another run.
pub fn run(page: &mut Page, settings: &Settings) {
    if !page.has_been_through("punctuate") {
        return;
    }
    for round in 0..=ROUNDS {
        // What was misread is told by the characters that were printed.
        page.read(Reads::Printed);
        let misread = page.has_been_through("mojibake") && reread::run(page);
        if misread {
            page.edit(|_, text, edits| fold::edit(text, edits));
        }
        page.read(Reads::Simplified);
        if misread {
            punctuate::run(page);
        }
        if page.has_been_through("unmark") && unmark::run(page) {
            punctuate::run(page);
        }
        let flaws = flaws(page, settings);
        if flaws.is_empty() {
            return;
        }
        // What cannot be told goes out line by line: a line alone stays.
        let last = round == ROUNDS;
        mend(page, &flaws, last);
        punctuate::run(page);
    }
}

/// Why an article is not finished.
enum Flaw {
    /// A line of a headline is a paragraph, or there are too many of them.
    Paragraph(usize),
    /// Nothing stands below the lines of a headline.
    NoText,
    /// These blocks go on in the next.
    Breaks(Vec<usize>),
    /// Another article's headline stands below text.
    Another(usize),
    /// These blocks are kept as they stand, and do not look so in the article.
    Kept(Vec<usize>),
    /// These blocks look like lines of the headline.
    Apart(Vec<usize>),
}

/// An article as it is written.
struct Written<'p> {
    article: usize,
    /// The page's blocks that it has, in order.
    blocks: Vec<usize>,
    lines: Vec<&'p str>,
    /// How many lines stand together at its head.
    head: usize,
}

impl Written<'_> {
    fn text(&self) -> String {
        let (head, body) = self.lines.split_at(self.head);
        let mut text = head.join("\n");
        for line in body {
            text.push_str("\n\n");
            text.push_str(line);
        }
        text.push('\n');
        text
    }

    /// Where each line begins in the text.
    fn starts(&self) -> Vec<usize> {
        let mut at = 0;
        let lines = self.lines.iter().enumerate();
        lines
            .map(|(i, line)| {
                let start = at;
                let between = if i + 1 < self.head { 1 } else { 2 };
                at += line.len() + between;
                start
            })
            .collect()
    }
}

/// The articles of a page, as they would be written.
fn written(page: &Page) -> Vec<Written<'_>> {
    let mut all: Vec<Written<'_>> = Vec::with_capacity(page.articles().len());
    let mut place: Vec<Option<usize>> = vec![None; page.articles().len()];
    for (i, block) in page.blocks().iter().enumerate() {
        let line = page.str(block).trim();
        let kind = block.kind().unwrap_or(Kind::Body);
        let Some(article) = block.article().filter(|_| !kind.is_furniture()) else {
            continue;
        };
        if line.is_empty() {
            continue;
        }
        let at = *place[article].get_or_insert_with(|| {
            all.push(Written {
                article,
                blocks: Vec::new(),
                lines: Vec::new(),
                head: 0,
            });
            all.len() - 1
        });
        let written = &mut all[at];
        let of_head = kind.is_headline() || kind == Kind::Byline;
        if written.head == written.lines.len() && (of_head || written.lines.is_empty()) {
            written.head += 1;
        }
        written.blocks.push(i);
        written.lines.push(line);
    }
    // A first line that is no headline stands alone.
    for written in &mut all {
        let first = page.blocks()[written.blocks[0]]
            .kind()
            .unwrap_or(Kind::Body);
        if !(first.is_headline() || first == Kind::Byline) {
            written.head = 1;
        }
    }
    all
}

/// The flaws of a page's articles, each with its article.
fn flaws(page: &Page, settings: &Settings) -> Vec<(usize, Flaw)> {
    let doubtful = written(page).into_iter().filter_map(|w| {
        let flaw = flaw(page, &w, settings)?;
        (!stays(&w.text(), settings)).then_some((w.article, flaw))
    });
    doubtful.collect()
}

fn flaw(page: &Page, written: &Written<'_>, settings: &Settings) -> Option<Flaw> {
    let (lines, head) = (&written.lines, written.head);
    let kept = |page: &Page, i: usize| page.blocks()[i].layout.form == Form::Kept;
    let has_kept = || {
        let mut lines = written.blocks.iter().zip(lines);
        lines.any(|(&i, line)| kept(page, i) && line.contains(chars::is_blank))
    };
    if head > 1
        && let Some(i) = (0..head).find(|&i| i == HEADLINE || !is_of_headline(lines[i]))
    {
        return Some(Flaw::Paragraph(written.blocks[i]));
    }
    if head > 1 && head == lines.len() {
        return Some(Flaw::NoText);
    }
    // Below a headline of one line another may be one too wide for it.
    if head == 1 && lines.len() > 2 && may_stand_apart(lines[1]) {
        let count = apart(&laid_out(&written.text()));
        if count > 0 {
            return Some(Flaw::Apart(written.blocks[..=count].to_vec()));
        }
    }
    let breaks = breaks([&lines[head..]].into_iter());
    if !breaks.is_empty() {
        let blocks = breaks.iter().map(|&(_, p)| written.blocks[head + p]);
        return Some(Flaw::Breaks(blocks.collect()));
    }
    if others_head(lines, head, true, |_| true).is_none() && !has_kept() {
        return None;
    }
    let again = read(&laid_out(&written.text()), settings)?;
    if let Some(other) = again.other {
        return Some(Flaw::Another(*written.blocks.get(other)?));
    }
    let blocks = written.blocks.iter().enumerate();
    let lost = blocks.filter(|&(line, &i)| kept(page, i) && !kept(&again.page, line));
    let lost: Vec<usize> = lost.map(|(_, &i)| i).collect();
    (!lost.is_empty()).then_some(Flaw::Kept(lost))
}

/// A page of this text.
fn page_of(text: &str) -> Page {
    Page::new(source::decode(
        "",
        text.as_bytes(),
        Some(encoding_rs::UTF_8),
    ))
}

/// A page of this text, cut into lines.
fn laid_out(text: &str) -> Page {
    let mut page = page_of(text);
    lines::run(&mut page);
    page
}

/// Whether a text comes out as it went in, be it finished or not.
fn stays(text: &str, settings: &Settings) -> bool {
    let mut page = page_of(text);
    for pass in passes::ALL.iter().take_while(|p| p.name != "hold") {
        if page.stage() > pass.until {
            continue;
        }
        page.begin_pass(pass.name);
        (pass.run)(&mut page, settings);
        if let Some(stage) = pass.gives {
            page.reach(stage);
        }
    }
    let articles = written(&page);
    articles.len() == 1 && articles[0].text() == text
}

/// Mends flaws; where `apart` is said, makes every block of these articles one by itself.
fn mend(page: &mut Page, flaws: &[(usize, Flaw)], apart: bool) {
    let n = page.blocks().len();
    let mut begins = vec![false; n];
    let mut joined = vec![false; n];
    for (article, flaw) in flaws {
        let own = |page: &Page, i: usize| page.blocks()[i].article() == Some(*article);
        match flaw {
            _ if apart => {
                for (i, begins) in begins.iter_mut().enumerate() {
                    if own(page, i) {
                        *begins = true;
                        release(page, i);
                    }
                }
            }
            Flaw::Paragraph(i) => page.label(*i, Kind::Body),
            Flaw::NoText => {
                for i in 1..n {
                    joined[i - 1] |= own(page, i - 1) && own(page, i);
                }
            }
            Flaw::Breaks(blocks) => {
                for &i in blocks {
                    joined[i] = i + 1 < n && own(page, i + 1);
                }
            }
            Flaw::Another(i) => {
                begins[*i] = true;
                if !page.blocks()[*i].kind().is_some_and(Kind::is_headline) {
                    page.label(*i, Kind::Title);
                }
            }
            Flaw::Apart(blocks) => {
                for (n, &i) in blocks.iter().enumerate() {
                    let kind = page.blocks()[i].kind().unwrap_or(Kind::Body);
                    let in_head =
                        kind.is_headline() && kind != Kind::Subhead || kind == Kind::Byline;
                    if !in_head {
                        page.label(i, if n == 0 { Kind::Title } else { Kind::Deck });
                    }
                }
            }
            Flaw::Kept(blocks) => blocks.iter().for_each(|&i| release(page, i)),
        }
    }
    part(page, &begins);
    let glue: Vec<Option<&str>> = (0..n).map(|i| joined[i].then(|| glue(page, i))).collect();
    page.join(|i| glue[i]);
}

/// Lets a block that was kept as it stood be like others.
fn release(page: &mut Page, i: usize) {
    let layout = page.blocks()[i].layout;
    let form = Form::Opens;
    page.lay_out(i, Layout { form, ..layout });
}

/// What stands between a block and the next once they are joined.
fn glue(page: &Page, i: usize) -> &'static str {
    let (this, next) = (&page.blocks()[i], &page.blocks()[i + 1]);
    if this.kind().is_some_and(Kind::is_headline) {
        rejoin::headline_glue(page, i)
    } else {
        rejoin::glue(page.str(this), page.str(next))
    }
}

/// Begins another article at these blocks.
fn part(page: &mut Page, begins: &[bool]) {
    if !begins.contains(&true) {
        return;
    }
    let mut parts = vec![0; page.articles().len()];
    let keys: Vec<Option<(usize, usize)>> = page
        .blocks()
        .iter()
        .zip(begins)
        .map(|(block, &begins)| {
            let article = block.article()?;
            parts[article] += usize::from(begins);
            Some((article, parts[article]))
        })
        .collect();
    let mut all: Vec<(usize, usize)> = keys.iter().flatten().copied().collect();
    all.sort_unstable();
    all.dedup();
    let notes: Vec<ArticleNote> = all
        .iter()
        .map(|&(article, _)| page.articles()[article].clone())
        .collect();
    page.split(notes, |i| {
        keys[i].and_then(|key| all.binary_search(&key).ok())
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::passes::audited;

    /// The texts of the articles that become of one of these blocks.
    fn held(blocks: &[(Kind, &str)]) -> Vec<String> {
        let text: Vec<&str> = blocks.iter().map(|b| b.1).collect();
        let mut page = audited(&text.join("\n"), &[lines::run]);
        for (i, &(kind, _)) in blocks.iter().enumerate() {
            page.label(i, kind);
        }
        page.split(vec![ArticleNote::default()], |_| Some(0));
        page.begin_pass("punctuate");
        run(&mut page, &Settings::default());
        assert_eq!(crate::audit::audit(&page), []);
        written(&page).iter().map(Written::text).collect()
    }

    const TEXT: &str = "本报讯（记者 林小禾）云川市昨日召开防汛工作会议，部署今年的防汛准备工作。";

    const NEXT: &str = "会议要求，各单位要压实责任，确保安全度汛。";

    #[test]
    fn most_articles_are_let_alone() {
        use Kind::{Body, Byline, Subhead, Title};
        for blocks in [
            &[(Title, "云川部署防汛工作"), (Body, TEXT)][..],
            &[
                (Title, "云川部署防汛工作"),
                (Byline, "本报记者 林小禾"),
                (Body, TEXT),
                (Body, TEXT),
            ],
            &[
                (Title, "云川部署防汛工作"),
                (Body, TEXT),
                (Subhead, "压实责任抓落实"),
                (Body, NEXT),
            ],
            &[(Body, "确保全年目标任务圆满完")],
            &[(Title, "云川部署防汛工作")],
        ] {
            let texts = held(blocks);
            assert_eq!(texts.len(), 1, "{texts:?}");
            let lines = texts[0].lines().filter(|l| !l.is_empty());
            assert!(lines.eq(blocks.iter().map(|b| b.1)), "{texts:?}");
        }
    }

    #[test]
    fn a_headline_that_is_a_sentence_is_a_paragraph() {
        use Kind::{Body, Deck, Title};
        let texts = held(&[
            (Title, "云川部署防汛工作"),
            (Deck, "会议要求压实责任。"),
            (Body, TEXT),
        ]);
        assert_eq!(
            texts,
            [format!(
                "云川部署防汛工作\n\n会议要求压实责任。\n\n{TEXT}\n"
            )]
        );
    }

    #[test]
    fn lines_of_print_that_go_on_are_joined() {
        use Kind::{Body, Title};
        let texts = held(&[
            (Title, "云川部署防汛工作"),
            (Body, "全市各级各部门要认真贯彻落"),
            (Body, "实会议精神，坚持问题导向，突"),
            (Body, "出工作重点，扎实推进各项工"),
            (Body, "作，确保全年目标任务圆满完"),
            (Body, "成。"),
        ]);
        let joined = "全市各级各部门要认真贯彻落实会议精神，坚持问题导向，突出工作重点，扎实推进各项工作，确保全年目标任务圆满完成。";
        assert_eq!(texts, [format!("云川部署防汛工作\n\n{joined}\n")]);
    }

    #[test]
    fn another_articles_headline_begins_another_article() {
        use Kind::{Body, Title};
        let head = "石桥春耕全面展开";
        let texts = held(&[
            (Title, "云川部署防汛工作"),
            (Body, TEXT),
            (Body, head),
            (Body, TEXT),
        ]);
        assert_eq!(
            texts,
            [
                format!("云川部署防汛工作\n\n{TEXT}\n"),
                format!("{head}\n\n{TEXT}\n")
            ]
        );
    }

    #[test]
    fn what_line_breaks_had_torn_is_read_again() {
        let gbk = |text: &str| {
            encoding_rs::GBK
                .decode_without_bom_handling(text.as_bytes())
                .0
                .into_owned()
        };
        let misread = gbk("会议部署防汛工作");
        let chars: Vec<char> = misread.chars().collect();
        for (text, broken, want) in [
            // A character lies on both sides of the break.
            (&chars[..], 4, "会议部署防汛工作"),
            // Too little to be told.
            (&chars[..6], 4, &chars[..6].iter().collect::<String>()),
        ] {
            let (above, below) = text.split_at(broken);
            let lines = format!(
                "昨日{}\n{}昨日",
                String::from_iter(above),
                String::from_iter(below)
            );
            for reread in [true, false] {
                let mut page = audited(&lines, &[lines::run]);
                page.join(|i| (i == 0).then_some(""));
                page.split(vec![ArticleNote::default()], |_| Some(0));
                let passes = if reread {
                    &["mojibake", "punctuate"][..]
                } else {
                    &["punctuate"]
                };
                passes.iter().for_each(|pass| page.begin_pass(pass));
                run(&mut page, &Settings::default());
                page.read(Reads::Printed);
                assert_eq!(crate::audit::audit(&page), [], "{lines}");
                let whole: String = text.iter().collect();
                let want = if reread { want } else { &whole };
                assert_eq!(page.text().as_str(), format!("昨日{want}昨日"));
            }
        }
    }

    /// `--skip punctuate` punctuated the pages of which an article was not finished.
    #[test]
    fn what_was_not_punctuated_is_let_alone() {
        let text = "云川部署防汛工作\n会议要求压实责任,确保安全度汛.\n";
        for punctuated in [false, true] {
            let mut page = audited(text, &[lines::run]);
            page.label(0, Kind::Title);
            page.label(1, Kind::Deck);
            page.split(vec![ArticleNote::default()], |_| Some(0));
            if punctuated {
                page.begin_pass("punctuate");
            }
            run(&mut page, &Settings::default());
            assert_eq!(page.text().as_str().contains('，'), punctuated);
        }
    }

    #[test]
    fn what_cannot_be_told_goes_out_line_by_line() {
        let mut page = audited("云川\n石桥\n", &[lines::run]);
        page.split(vec![ArticleNote { confidence: 0.5 }], |_| Some(0));
        let layout = page.blocks()[0].layout;
        page.lay_out(
            0,
            Layout {
                form: Form::Kept,
                ..layout
            },
        );
        mend(&mut page, &[(0, Flaw::NoText)], true);
        assert_eq!(page.articles().len(), 2);
        assert_eq!(page.articles()[1].confidence, 0.5);
        assert_eq!(page.blocks()[0].layout.form, Form::Opens);
        assert_eq!(crate::audit::audit(&page), []);
    }
}
