//! How lines begin and end.
//!
//! Whether one line goes on with another is asked by many passes, and most of the answer stands in the last character of
//! the one, closing marks aside, and in the first of the other.

/// How a line ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
pub enum End {
    /// In a character of a word.
    #[default]
    Word,
    /// In 。！？… with or without closing marks.
    Stop,
    /// In a closing mark without a stop before it.
    Closed,
    /// In a comma or semicolon.
    Comma,
    /// In a colon.
    Colon,
    /// In an opening mark.
    Opened,
    /// In a digit or Latin letter.
    Ascii,
}

/// The words of [`End`], in order, and those of a line that [calls](crate::evidence::profile::Sight::calls) and of one that
/// ends in what it [quotes](crate::evidence::profile::Sight::quotes).
pub const ENDS: &[&str] = &[
    "word", "stop", "closed", "comma", "colon", "opened", "ascii", "call", "quoted",
];
/// The places of those in them.
pub(super) const CALL: usize = ENDS.len() - 2;
pub(super) const QUOTED: usize = ENDS.len() - 1;

/// How a line begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
pub enum Start {
    /// With a character of a word.
    #[default]
    Word,
    /// With a digit or Latin letter.
    Ascii,
    /// With an opening quote.
    Quote,
    /// With an opening bracket.
    Bracket,
    /// With a mark that cannot begin a sentence.
    Closing,
    /// With a dash.
    Dash,
    /// With another symbol.
    Symbol,
}

/// The words of [`Start`], in order.
pub const STARTS: &[&str] = &[
    "word", "ascii", "quote", "bracket", "closing", "dash", "symbol",
];

/// How a line ends, closing marks aside.
pub fn end_of(text: &str) -> End {
    let mut closed = false;
    for c in text.chars().rev().filter(|c| !c.is_whitespace()) {
        match c {
            '。' | '！' | '？' | '…' | '!' | '?' | '．' => return End::Stop,
            '.' => return if closed { End::Closed } else { End::Stop },
            _ if is_closer(c) => closed = true,
            _ if closed => return End::Closed,
            '，' | '、' | '；' | ',' | ';' => return End::Comma,
            '：' | ':' => return End::Colon,
            '“' | '‘' | '「' | '『' | '（' | '(' | '《' | '〈' | '【' | '—' | '·' => {
                return End::Opened;
            }
            _ if c.is_ascii_alphanumeric() => return End::Ascii,
            _ => return End::Word,
        }
    }
    End::Closed
}

/// How a line begins.
pub fn start_of(text: &str) -> Start {
    match text.chars().next() {
        Some('“' | '‘' | '「' | '『' | '"') => Start::Quote,
        Some('（' | '(' | '《' | '〈' | '【' | '［' | '[' | '〖') => Start::Bracket,
        Some('—' | '―' | '─' | '-') => Start::Dash,
        Some(
            '，' | '。' | '、' | '；' | '：' | '！' | '？' | '”' | '’' | '」' | '』' | '）' | ')'
            | '》' | '〉' | '】' | ',' | '.' | ';' | ':' | '!' | '?' | '%' | '·' | '…',
        ) => Start::Closing,
        Some('一'..='\u{9FFF}') => Start::Word,
        Some(c) if c.is_ascii_alphanumeric() => Start::Ascii,
        Some(c) if c.is_alphanumeric() => Start::Word,
        _ => Start::Symbol,
    }
}

fn is_closer(c: char) -> bool {
    matches!(
        c,
        '”' | '’' | '」' | '』' | '）' | ')' | '》' | '〉' | '】' | '］' | ']' | '"' | '〗' | '〕'
    )
}
