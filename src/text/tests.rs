//! One test for each shape of edit: start, middle and end × longer, shorter and none. Each asserts the
//! text *and* where every stretch of it came from.

#![allow(
    clippy::single_range_in_vec_init,
    reason = "a list of one span is meant"
)]

use super::*;

/// Applies one replacement to `source` and gives the new text and, for each of its characters, the
/// source it stands for (nothing for inserted text).
fn edited(source: &str, edits: &[(Range<usize>, &str)]) -> (String, Vec<String>) {
    let mut list = Edits::new();
    for (range, new) in edits {
        list.replace(range.clone(), new, Why::Folded);
    }
    let text = list.apply(&Text::new(source));
    assert_eq!(text.as_str(), list.apply_to_str(source));
    (text.as_str().to_owned(), stands_for(&text, source))
}

/// For every character of a text the source it stands for.
fn stands_for(text: &Text, source: &str) -> Vec<String> {
    text.as_str()
        .char_indices()
        .map(|(i, c)| {
            text.spans(i..i + c.len_utf8())
                .map(|s| &source[s])
                .collect()
        })
        .collect()
}

#[test]
fn a_text_is_its_own_source() {
    let text = Text::new("一二三");
    assert_eq!(text.as_str(), "一二三");
    assert_eq!(text.len(), 9);
    assert!(!text.is_empty());
    assert_eq!(text.spans(3..6).collect::<Vec<_>>(), [3..6]);
    assert_eq!(text.source_hull(&(0..9)), 0..9);
    assert!(Text::new("").is_empty());
    assert_eq!(Text::new("").source_hull(&(0..0)), 0..0);
    assert_eq!(Text::new("").spans(0..0).count(), 0);
}

type Shape<'a> = (
    &'a str,
    &'a [(Range<usize>, &'a str)],
    &'a str,
    &'a [&'a str],
);

#[test]
fn shapes_of_edits() {
    // A source of four bytes, so that places are easy to see.
    let cases: &[Shape<'_>] = &[
        (
            "start, longer",
            &[(0..1, "xy")],
            "xybcd",
            &["a", "", "b", "c", "d"],
        ),
        ("start, shorter", &[(0..2, "x")], "xcd", &["ab", "c", "d"]),
        (
            "start, as long",
            &[(0..1, "x")],
            "xbcd",
            &["a", "b", "c", "d"],
        ),
        ("start, gone", &[(0..1, "")], "bcd", &["b", "c", "d"]),
        (
            "start, put in",
            &[(0..0, "x")],
            "xabcd",
            &["", "a", "b", "c", "d"],
        ),
        (
            "middle, longer",
            &[(1..2, "xy")],
            "axycd",
            &["a", "b", "", "c", "d"],
        ),
        ("middle, shorter", &[(1..3, "x")], "axd", &["a", "bc", "d"]),
        (
            "middle, as long",
            &[(1..2, "x")],
            "axcd",
            &["a", "b", "c", "d"],
        ),
        ("middle, gone", &[(1..3, "")], "ad", &["a", "d"]),
        (
            "middle, put in",
            &[(2..2, "x")],
            "abxcd",
            &["a", "b", "", "c", "d"],
        ),
        (
            "end, longer",
            &[(3..4, "xy")],
            "abcxy",
            &["a", "b", "c", "d", ""],
        ),
        ("end, shorter", &[(2..4, "x")], "abx", &["a", "b", "cd"]),
        (
            "end, as long",
            &[(3..4, "x")],
            "abcx",
            &["a", "b", "c", "d"],
        ),
        ("end, gone", &[(3..4, "")], "abc", &["a", "b", "c"]),
        (
            "end, put in",
            &[(4..4, "x")],
            "abcdx",
            &["a", "b", "c", "d", ""],
        ),
        (
            "all, longer",
            &[(0..4, "vwxyz")],
            "vwxyz",
            &["abcd", "", "", "", ""],
        ),
        ("all, gone", &[(0..4, "")], "", &[]),
        ("nothing", &[], "abcd", &["a", "b", "c", "d"]),
        (
            "neighbours",
            &[(0..1, "x"), (1..2, "y")],
            "xycd",
            &["a", "b", "c", "d"],
        ),
        ("both ends", &[(0..1, ""), (3..4, "")], "bc", &["b", "c"]),
        (
            "put in, then gone",
            &[(1..1, "x"), (1..2, "")],
            "axcd",
            &["a", "", "c", "d"],
        ),
    ];
    for (name, edits, text, from) in cases {
        let (got, places) = edited("abcd", edits);
        assert_eq!(got, *text, "{name}");
        assert_eq!(places, *from, "{name}");
    }
}

#[test]
fn characters_of_several_bytes() {
    let (text, from) = edited("１月⽉末", &[(0..3, "1"), (6..9, "月")]);
    assert_eq!(text, "1月月末");
    assert_eq!(from, ["１", "月", "⽉", "末"]);
}

#[test]
fn composing_in_a_new_order_keeps_what_is_what() {
    let source = "标题正文尾";
    let text = Text::new(source);
    let moved = text.compose([
        Piece::Keep(6..12),
        Piece::Put("：", 0..0),
        Piece::Keep(0..6),
        Piece::Keep(12..15),
    ]);
    assert_eq!(moved.as_str(), "正文：标题尾");
    let from = stands_for(&moved, source);
    assert_eq!(from, ["正", "文", "", "标", "题", "尾"]);
    let spans: Vec<_> = moved.spans(0..moved.len()).collect();
    assert_eq!(spans, [6..12, 0..6, 12..15]);
    assert_eq!(moved.source_hull(&(0..moved.len())), 0..15);
}

#[test]
fn pieces_that_were_neighbours_become_one_run_again() {
    let text = Text::new("abcd");
    let whole = text.compose([Piece::Keep(0..2), Piece::Keep(2..4)]);
    assert_eq!(whole.spans(0..4).collect::<Vec<_>>(), [0..4]);
    let gap = text.compose([Piece::Keep(0..1), Piece::Keep(2..4)]);
    assert_eq!(gap.spans(0..3).collect::<Vec<_>>(), [0..1, 2..4]);
}

#[test]
fn what_no_piece_mentions_is_no_longer_there() {
    let text = Text::new("abcd").compose([Piece::Keep(1..2)]);
    assert_eq!(text.as_str(), "b");
    assert_eq!(text.spans(0..1).collect::<Vec<_>>(), [1..2]);
    let nothing = Text::new("abcd").compose([]);
    assert!(nothing.is_empty());
    assert_eq!(nothing.source_hull(&(0..0)), 0..0);
}

#[test]
fn the_head_of_a_replacement_cut_in_two_carries_its_source() {
    let mut edits = Edits::new();
    edits.replace(1..3, "xyz", Why::Folded);
    let text = edits.apply(&Text::new("abcd"));
    assert_eq!(text.as_str(), "axyzd");
    let cut = text.compose([Piece::Keep(2..5), Piece::Put(" ", 5..5), Piece::Keep(0..2)]);
    assert_eq!(cut.as_str(), "yzd ax");
    assert_eq!(stands_for(&cut, "abcd"), ["", "", "d", "", "a", "bc"]);
    // The same without composing: part of a replacement asked for its spans.
    assert_eq!(text.spans(1..2).collect::<Vec<_>>(), [1..3]);
    assert_eq!(text.spans(2..4).count(), 0);
}

#[test]
fn edits_of_edits_lead_back_to_the_source() {
    let mut first = Edits::new();
    first.replace(0..1, "xy", Why::Folded);
    let once = first.apply(&Text::new("abcd"));
    let mut second = Edits::new();
    second.replace(1..3, "z", Why::Punctuation);
    let twice = second.apply(&once);
    assert_eq!(twice.as_str(), "xzcd");
    // `y` stood for nothing of its own, so `z` stands for `b`.
    assert_eq!(stands_for(&twice, "abcd"), ["a", "b", "c", "d"]);
}

#[test]
fn an_empty_range_has_a_place_and_no_spans() {
    let mut edits = Edits::new();
    edits.delete(1..2, Why::Spacing);
    let text = edits.apply(&Text::new("abcd"));
    assert_eq!(text.source_hull(&(0..0)), 0..0);
    assert_eq!(text.source_hull(&(1..1)), 2..2);
    assert_eq!(text.source_hull(&(3..3)), 4..4);
    assert_eq!(text.source_at(2), 3);
    assert_eq!(text.source_at(99), 4);
    assert_eq!(text.spans(1..1).count(), 0);
}

#[test]
fn of_two_edits_about_one_character_the_first_keeps_the_word() {
    let mut edits = Edits::new();
    edits.replace(1..3, "x", Why::Folded);
    edits.replace(2..4, "y", Why::Punctuation);
    edits.delete(0..1, Why::Spacing);
    edits.insert(3, "z", Why::Rejoined);
    assert_eq!(edits.iter().count(), 2);
    assert_eq!(edits.last_end(), 3);
    assert_eq!(edits.apply_to_str("abcd"), "axzd");
}

#[test]
fn edits_of_a_part_are_proposed_by_their_places_in_it() {
    let mut edits = Edits::new();
    edits.replace(0..1, "x", Why::Folded);
    edits.begin(2);
    assert_eq!(edits.last_end(), 0);
    edits.replace(0..1, "y", Why::Folded);
    assert_eq!((edits.len(), edits.last_end()), (2, 1));
    assert_eq!(
        edits.since(1).map(|(_, new)| new).collect::<Vec<_>>(),
        ["y"]
    );
    assert_eq!(edits.apply_to_str("abcd"), "xbyd");
}

#[test]
fn every_reason_has_a_word_of_its_own() {
    let all = [
        Why::Folded,
        Why::Invisible,
        Why::Markup,
        Why::LetterSpacing,
        Why::LineBreak,
        Why::Punctuation,
        Why::Spacing,
        Why::Rejoined,
        Why::Vertical,
        Why::Mojibake,
    ];
    let words: std::collections::BTreeSet<&str> = all.iter().map(|w| w.name()).collect();
    assert_eq!(words.len(), all.len());
}

#[test]
fn what_is_read_as_something_else_is_written_as_it_was() {
    let source = "記者１號說：門開";
    let mut edits = Edits::new();
    let digit = source.find('１').unwrap_or_default();
    edits.replace(digit..digit + 3, "1", Why::Folded);
    let text = edits.apply(&Text::new(source));
    let other = |c: char| match c {
        '記' => '记',
        '門' => '门',
        // Not as long, and not in the source.
        '說' => 'x',
        '1' => '2',
        c => c,
    };
    let mut read = text.clone();
    read.read_as(other);
    assert_eq!(read.as_str(), "记者1號說：门開");
    assert_eq!(stands_for(&read, source), stands_for(&text, source));
    assert_eq!(read.as_printed(source, 0..6), "記者");
    // Pieces of it are still what the source has.
    let back = read.as_str().find('门').unwrap_or_default();
    let mut moved = read.compose([Piece::Keep(back..read.len()), Piece::Keep(0..6)]);
    assert_eq!(moved.as_str(), "门開记者");
    moved.read_as_printed(source);
    assert_eq!(moved.as_str(), "門開記者");
    read.read_as_printed(source);
    assert_eq!(read.as_str(), text.as_str());
}
