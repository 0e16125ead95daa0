//! Whether a text may have been misread at all.

/// A look at the bytes that lets nearly every page pass: a page of misread text has one of the characters that
/// the bytes of ， 。 的 and other frequent ones become in GBK, or accented letters in a row. (Of 30,000 spans of
/// ten characters of news 98 in a hundred have one; none of them stands in 1,440 pages.)
pub(super) fn is_suspicious(text: &str) -> bool {
    has_accents(text.as_bytes()) || has_telling(text.as_bytes())
}

/// Whether a text has accented letters in a row.
pub(super) fn has_accents(bytes: &[u8]) -> bool {
    /// So far apart are the letters ä å æ of a row at most, in bytes: two others stand between them.
    const NEAR: usize = 9;
    let (mut before, mut row) = (None, 0);
    for at in memchr::memchr2_iter(0xC2, 0xC3, bytes) {
        row = match before {
            Some(before) if at - before <= NEAR => row + 1,
            _ => 1,
        };
        if row == 3 {
            return true;
        }
        before = Some(at);
    }
    false
}

/// Whether a text has one of the telling characters.
pub(super) fn has_telling(bytes: &[u8]) -> bool {
    const CHARACTERS: &str = "锛紝銆鐨殑鍏鍙浠鍦瀹杩鍒鏂骞浼璁缁鍗鈥鍜浗鍐甯鍖浣閲鐢湪鏀鎴灏瀵嗗娴鎶闀鏁闂绉鏉鏄鐩绀鎵閫鍑";
    /// One bit for every last byte of a character of three bytes, by the two before it.
    static TELLING: [u64; 0x400] = {
        let (text, mut last, mut i) = (CHARACTERS.as_bytes(), [0; 0x400], 0);
        while i < text.len() {
            last[first_two(text[i], text[i + 1])] |= 1 << (text[i + 2] & 0x3F);
            i += 3;
        }
        last
    };
    let mut rest = bytes;
    loop {
        rest = match rest {
            // The ideographs from U+4000 on; no other byte looks like the first of one.
            [a @ 0xE4..=0xE9, b, c, rest @ ..] => {
                if TELLING[first_two(*a, *b)] >> (c & 0x3F) & 1 != 0 {
                    return true;
                }
                rest
            }
            [_, rest @ ..] => rest,
            [] => return false,
        };
    }
}

/// The number of the first two bytes of a character of three.
const fn first_two(a: u8, b: u8) -> usize {
    (a as usize & 0xF) << 6 | b as usize & 0x3F
}
