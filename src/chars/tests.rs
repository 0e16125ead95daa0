use super::*;

#[test]
fn widths() {
    let cases = [
        ("中", 2),
        ("，", 2),
        ("“", 2),
        ("a", 1),
        ("·", 1),
        ("\u{200B}", 0),
        ("\u{301}", 0),
        ("①", 2),
        ("　", 2),
    ];
    for (text, want) in cases {
        assert_eq!(text.chars().map(width).sum::<u16>(), want, "{text}");
    }
}

#[test]
fn others_than_ideographs() {
    let common = |c: char| ('\u{4000}'..='\u{9FFF}').contains(&c);
    for c in '\0'..=char::MAX {
        let text = format!("中{c}文，");
        let found: Vec<(usize, char)> = others(&text).collect();
        let all = text.char_indices().filter(|(_, c)| !common(*c));
        let back: Vec<(usize, char)> = others_back(&text).collect();
        assert!(found.iter().rev().eq(&back), "U+{:04X}", u32::from(c));
        assert!(all.eq(found), "U+{:04X}", u32::from(c));
        let mut rest = text.as_bytes();
        let numbers = std::iter::from_fn(|| take_number(&mut rest));
        assert!(numbers.eq(text.chars().map(u32::from)));
        assert!(rest.is_empty());
        let basic = is_han(c) && c <= '\u{FFFF}';
        for bytes in [
            text.as_bytes()[3..].first_chunk(),
            text.as_bytes()[..text.len() - 6].last_chunk(),
        ] {
            let found = bytes.and_then(|&bytes| basic_han(bytes));
            assert_eq!(found, basic.then_some(c as u16), "U+{:04X}", u32::from(c));
        }
        assert_eq!(
            has_space(&text),
            c.is_whitespace(),
            "U+{:04X}",
            u32::from(c)
        );
    }
    assert_eq!(others("").next(), None);
}

#[test]
fn brackets() {
    for open in "“‘（(《〈「『【〔〖［[｛{﹁﹃".chars() {
        assert!(is_opening(open) && !is_closing(open), "{open}");
        assert!(
            closing_of(open).is_some_and(|c| is_closing(c) && !is_opening(c)),
            "{open}"
        );
    }
}
