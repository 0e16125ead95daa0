//! The few operations of a page, one by one: what they do to text and blocks, what they file, what they
//! refuse. After each the audit must find nothing.

#![allow(
    clippy::single_range_in_vec_init,
    reason = "a list of one span is meant"
)]

use super::*;
use crate::audit::audit;
use crate::source;
use crate::text::Piece;

fn page(text: &str) -> Page {
    Page::new(source::decode("page.txt", text.as_bytes(), None))
}

/// A page cut into its lines.
fn lines(text: &str) -> Page {
    let mut page = page(text);
    let mut cuts = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let range = at..at + line.trim_end_matches('\n').len();
        at += line.len();
        let layout = Layout {
            line: cuts.len() as u32 + 1,
            width: range.len() as u16,
            ..Layout::default()
        };
        cuts.push(Cut { range, layout });
    }
    page.cut(cuts);
    page
}

fn texts(page: &Page) -> Vec<&str> {
    page.blocks().iter().map(|b| page.str(b)).collect()
}

/// What the blocks say must be what the text holds, and nothing may be lost.
fn sound(page: &Page) {
    let mut at = 0;
    for block in page.blocks() {
        assert_eq!(block.range().start, at, "blocks tile the text");
        at = block.range().end;
    }
    assert_eq!(at, page.text().len(), "blocks tile the text");
    assert_eq!(audit(page), []);
}

fn removed(page: &Page) -> Vec<(&str, Why)> {
    let source = page.source().text.as_str();
    let all = page.removed().iter();
    all.map(|r| (&source[r.span.clone()], r.why)).collect()
}

#[test]
fn a_new_page_is_one_block() {
    let page = page("一行\n二行\n");
    assert_eq!(page.stage(), Stage::Text);
    assert_eq!(texts(&page), ["一行\n二行\n"]);
    assert!(page.blocks()[0].opens());
    assert_eq!(page.blocks()[0].kind(), None);
    assert_eq!(page.blocks()[0].article(), None);
    sound(&page);
}

#[test]
fn cutting_takes_away_what_lies_between() {
    let page = lines("一行\n\n二行\n");
    assert_eq!(texts(&page), ["一行", "二行"]);
    assert_eq!(page.text().as_str(), "一行二行");
    assert_eq!(page.blocks()[1].layout.line, 3);
    assert_eq!(removed(&page), [], "white space is not filed");
    sound(&page);
}

#[test]
fn cutting_files_marks_it_leaves_behind() {
    let mut page = page("## 标题\n正文");
    let cut = |range| Cut {
        range,
        layout: Layout::default(),
    };
    page.cut(vec![cut(3..9), cut(10..16)]);
    assert_eq!(texts(&page), ["标题", "正文"]);
    assert_eq!(removed(&page), [("##", Why::Markup)]);
    sound(&page);
}

#[test]
fn cuts_that_overlap_or_are_empty_are_left_out() {
    let mut page = page("abcd");
    let cut = |range| Cut {
        range,
        layout: Layout::default(),
    };
    page.cut(vec![cut(0..2), cut(1..3), cut(2..2), cut(2..4)]);
    assert_eq!(texts(&page), ["ab", "cd"]);
    sound(&page);
}

#[test]
fn joining_without_and_with_a_space() {
    let mut page = lines("会议\n指出\nNew\nYork\n");
    page.label(0, Kind::Body);
    page.join(|i| match i {
        0 => Some(""),
        2 => Some(" "),
        _ => None,
    });
    assert_eq!(texts(&page), ["会议指出", "New York"]);
    assert_eq!(page.blocks()[0].kind(), Some(Kind::Body));
    assert_eq!(page.blocks()[1].layout.line, 3, "the first part's layout");
    sound(&page);
    // The space stands for nothing, the rest for itself.
    let york = &page.blocks()[1];
    assert_eq!(page.text().spans(york.range()).count(), 2);
    assert_eq!(page.spans(york), [14..22], "a span runs over the line end");
}

#[test]
fn joining_all_and_none() {
    let mut page = lines("甲\n乙\n丙\n");
    page.join(|_| None);
    assert_eq!(texts(&page), ["甲", "乙", "丙"]);
    page.join(|_| Some(" "));
    assert_eq!(texts(&page), ["甲 乙 丙"]);
    sound(&page);
    page.join(|_| panic!("one block has no neighbour"));
    assert_eq!(texts(&page), ["甲 乙 丙"]);
}

#[test]
fn dividing_keeps_label_and_marks_the_later_parts() {
    let mut page = lines("前半 后半\n另一行\n");
    page.label(0, Kind::Title);
    page.divide(|_, text| text.find(' ').into_iter().collect());
    assert_eq!(texts(&page), ["前半", " 后半", "另一行"]);
    let kinds: Vec<_> = page.blocks().iter().map(Block::kind).collect();
    assert_eq!(kinds, [Some(Kind::Title), Some(Kind::Title), None]);
    let inline: Vec<_> = page.blocks().iter().map(|b| b.layout.inline).collect();
    assert_eq!(inline, [false, true, false]);
    sound(&page);
}

#[test]
fn dividing_refuses_places_that_are_none() {
    let mut page = lines("标题\n");
    // Inside a character, before the beginning of a part, past the end.
    page.divide(|_, _| vec![1, 0, 3, 3, 2, 99]);
    assert_eq!(texts(&page), ["标", "题"]);
    sound(&page);
}

#[test]
fn gathering_moves_text_and_blocks() {
    let mut page = lines("甲甲\n乙\n丙丙丙\n");
    page.label(2, Kind::Title);
    assert!(page.gather(&[2, 0, 1]));
    assert_eq!(texts(&page), ["丙丙丙", "甲甲", "乙"]);
    assert_eq!(page.blocks()[0].kind(), Some(Kind::Title));
    assert_eq!(page.blocks()[0].layout.line, 3);
    sound(&page);
}

#[test]
fn gathering_refuses_what_is_no_permutation() {
    let wrong: &[&[usize]] = &[
        &[],
        &[0, 1],
        &[0, 1, 1],
        &[0, 1, 3],
        &[0, 1, 2, 2],
        &[0, 1, 2, 3],
    ];
    for order in wrong {
        let mut page = lines("甲\n乙\n丙\n");
        assert!(!page.gather(order), "{order:?}");
        assert_eq!(texts(&page), ["甲", "乙", "丙"], "{order:?}");
    }
    let mut page = lines("甲\n乙\n丙\n");
    assert!(page.gather(&[0, 1, 2]), "nothing to do");
    sound(&page);
}

#[test]
fn spans_end_where_something_else_stands_between() {
    let mut page = lines("甲\n标题\n乙\n");
    assert!(page.gather(&[1, 0, 2]));
    page.join(|i| (i == 1).then_some(""));
    assert_eq!(texts(&page), ["标题", "甲乙"]);
    assert_eq!(page.spans(&page.blocks()[1]), [0..3, 11..14]);
    sound(&page);
}

#[test]
fn spans_never_run_over_a_radical_of_another_block() {
    let mut page = lines("甲\n⽉\n乙\n");
    assert!(page.gather(&[1, 0, 2]));
    page.join(|i| (i == 1).then_some(""));
    assert_eq!(page.spans(&page.blocks()[1]), [0..3, 8..11]);
}

#[test]
fn editing_moves_the_blocks_behind() {
    let mut page = lines("甲 甲\n乙乙\n丙\n").traced();
    page.begin_pass("test");
    page.edit(|block, text, edits| match block.layout.line {
        1 => edits.delete(3..4, Why::LetterSpacing),
        2 => edits.replace(0..3, "——", Why::Punctuation),
        _ => edits.insert(text.len(), "。", Why::Rejoined),
    });
    assert_eq!(texts(&page), ["甲甲", "——乙", "丙。"]);
    assert_eq!(
        removed(&page),
        [],
        "white space and what is replaced stay unfiled"
    );
    let changes: Vec<_> = page.changes().iter().collect();
    assert_eq!(changes.len(), 3);
    assert_eq!(changes[0].pass, "test");
    assert_eq!(
        (changes[0].before.as_str(), changes[0].span.clone()),
        (" ", 3..4)
    );
    assert_eq!(changes[1].after, "——");
    assert_eq!(changes[2].span, 18..18, "an insertion has a place");
}

#[test]
fn editing_files_what_it_removes() {
    let mut page = lines("**甲**乙\n");
    page.edit(|_, _, edits| {
        edits.delete(0..2, Why::Markup);
        edits.delete(5..7, Why::Markup);
    });
    assert_eq!(texts(&page), ["甲乙"]);
    assert_eq!(removed(&page), [("**", Why::Markup), ("**", Why::Markup)]);
    sound(&page);
}

#[test]
fn a_block_that_loses_all_its_characters_goes() {
    let mut page = lines("甲\n***\n乙\n");
    page.edit(|_, text, edits| {
        if text == "***" {
            edits.delete(0..3, Why::Markup);
        }
    });
    assert_eq!(texts(&page), ["甲", "乙"]);
    assert_eq!(removed(&page), [("***", Why::Markup)]);
    sound(&page);
}

#[test]
fn a_page_that_is_not_traced_keeps_no_changes() {
    let mut page = lines("甲 甲\n");
    page.edit(|_, _, edits| edits.delete(3..4, Why::LetterSpacing));
    assert!(!page.is_traced());
    assert_eq!(page.changes(), []);
}

#[test]
fn splitting_points_blocks_at_articles_that_are_there() {
    let mut page = lines("甲\n乙\n丙\n");
    page.split(vec![ArticleNote { confidence: 0.5 }], |i| match i {
        0 => Some(0),
        1 => None,
        _ => Some(7),
    });
    let articles: Vec<_> = page.blocks().iter().map(Block::article).collect();
    assert_eq!(articles, [Some(0), None, None]);
    assert_eq!(page.articles().len(), 1);
    sound(&page);
}

#[test]
fn stages_come_in_their_order() {
    use Stage::{Articles, Bytes, Lines, Paragraphs, Text};
    let all = [Bytes, Text, Lines, Paragraphs, Articles];
    assert!(all.is_sorted());
    assert!(all.windows(2).all(|w| w[0].name() != w[1].name()));
}

// No operation of a page can do what the next two tests do by force, which is why the audit is tried here.

/// What the audit says of a page whose text was put together anew from these bytes of it.
fn forced(text: &str, pieces: &[Range<usize>]) -> Vec<(&'static str, String)> {
    let mut page = page(text);
    page.text = page.text.compose(pieces.iter().cloned().map(Piece::Keep));
    page.blocks[0].range = 0..page.text.len();
    let faults = audit(&page).into_iter();
    faults.map(|f| (f.what, f.text)).collect()
}

#[test]
fn the_audit_finds_what_was_lost() {
    let lost = |text: &str| [("was lost", text.to_owned())];
    assert_eq!(forced("甲乙丙", &[3..9]), lost("甲"));
    assert_eq!(forced("甲乙丙", &[0..3, 6..9]), lost("乙"));
    assert_eq!(forced("甲乙丙", &[0..3]), lost("乙丙"));
    assert_eq!(forced("甲乙丙", &[]), lost("甲乙丙"));
    assert_eq!(forced("甲，丙", &[0..3, 6..9]), [], "a mark is no content");
}

#[test]
fn the_audit_finds_what_stands_twice() {
    let twice = |text: &str| [("stands in two places", text.to_owned())];
    assert_eq!(forced("甲乙丙", &[0..9, 3..6]), twice("乙"));
    assert_eq!(forced("甲乙丙", &[0..6, 3..9]), twice("乙"));
    assert_eq!(forced("甲乙丙", &[0..9, 0..9]), twice("甲乙丙"));
    assert_eq!(forced("甲，丙", &[0..9, 3..6]), [], "a mark is no content");
}
