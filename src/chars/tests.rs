use super::*;

#[test]
fn folds() {
    let cases: &[(char, Fold)] = &[
        ('９', Fold::To('9')),
        ('Ａ', Fold::To('A')),
        ('⼤', Fold::To('大')),
        ('⻓', Fold::To('长')),
        ('﹐', Fold::To('，')),
        ('︵', Fold::Upright('（')),
        ('\u{E81E}', Fold::To('龴')),
        ('\u{E864}', Fold::To('龻')),
        ('\u{E815}', Fold::To('厂')),
        ('\u{E78E}', Fold::Upright('。')),
        ('\u{A0}', Fold::Space),
        ('\u{3000}', Fold::Space),
        ('\u{C}', Fold::Break),
        ('\u{200B}', Fold::Invisible),
        ('\u{F900}', Fold::Compose),
        ('\u{301}', Fold::Compose),
    ];
    for (c, want) in cases {
        assert_eq!(fold(*c), *want, "U+{:04X}", u32::from(*c));
    }
}

#[test]
fn stays() {
    // 﨎 and 﨏 are ideographs of their own in the compatibility block.
    for c in "中，。：（）！％．～－＋＠①㈠㎡℃№½…—·〇○▲□■●々『』﹃﹄﹁﹂ﾊﾟ\u{FE0F}\u{E000}\u{FFFD}é〡丶∶￥‑\u{FA0E}\u{FA0F}".chars() {
        if c != 'ﾟ' {
            assert_eq!(fold(c), Fold::Same, "U+{:04X}", u32::from(c));
        }
    }
}

#[test]
fn folding_is_settled() {
    for c in '\0'..=char::MAX {
        if let Fold::To(to) | Fold::Upright(to) = fold(c) {
            assert_eq!(fold(to), Fold::Same, "U+{:04X}", u32::from(c));
        }
    }
}

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
