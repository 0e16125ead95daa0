//! Formulas of LaTeX, which readers of pages write numbers and signs as.
//!
//! `$2 5 . 6 \%$` becomes `25.6%`, `$5 \sim 8 ^ { \circ } \mathrm { C }$` becomes `5～8℃`, `$\textcircled { 1 }$` becomes `①`.
//! In a formula spaces mean nothing, braces hold together, and a command sets a face or is a sign. Letters and digits
//! stay what they are, or become the raised or circled form of themselves; what of a formula cannot be
//! written so (fractions of letters, roots, Greek) leaves all of it as it stands.
//!
//! Trap: `$` is a dollar first. Between two prices stand words, or the second `$` has its digit behind it (the rule
//! of Pandoc's `tex_math_dollars`).

use crate::chars::{self, is_cjk};
use crate::text::{Edits, Why};
use std::ops::Range;

/// A formula is at most so long (bytes).
const LONGEST: usize = 240;
/// As many letters in a row are a word, unless a command sets its face.
const WORD: usize = 4;

/// Faces and sizes: what they set is written plainly.
const FACES: &[&str] = &[
    "mathrm",
    "mathbf",
    "mathit",
    "mathsf",
    "mathtt",
    "mathcal",
    "mathbb",
    "mathfrak",
    "mathnormal",
    "rm",
    "bf",
    "it",
    "sf",
    "tt",
    "cal",
    "boldsymbol",
    "bm",
    "pmb",
    "text",
    "textbf",
    "textit",
    "textrm",
    "textsf",
    "texttt",
    "textnormal",
    "mbox",
    "hbox",
    "operatorname",
    "scriptsize",
    "scriptstyle",
    "scriptscriptstyle",
    "displaystyle",
    "textstyle",
    "tiny",
    "small",
    "footnotesize",
    "normalsize",
    "large",
    "Large",
    "LARGE",
    "huge",
    "left",
    "right",
    "big",
    "Big",
    "bigg",
    "Bigg",
    "bigl",
    "bigr",
    "limits",
    "nolimits",
    "quad",
    "qquad",
    "thinspace",
    "enspace",
    "nonumber",
];

/// Commands that are signs.
const SIGNS: &[(&str, &str)] = &[
    ("sim", "～"),
    ("thicksim", "～"),
    ("times", "×"),
    ("div", "÷"),
    ("pm", "±"),
    ("cdot", "·"),
    ("cdotp", "·"),
    ("cdots", "……"),
    ("ldots", "……"),
    ("dots", "……"),
    ("circ", "°"),
    ("degree", "°"),
    ("prime", "′"),
    ("colon", "："),
    ("approx", "≈"),
    ("neq", "≠"),
    ("ne", "≠"),
    ("le", "≤"),
    ("leq", "≤"),
    ("leqslant", "≤"),
    ("ge", "≥"),
    ("geq", "≥"),
    ("geqslant", "≥"),
    ("lt", "<"),
    ("gt", ">"),
    ("to", "→"),
    ("rightarrow", "→"),
    ("longrightarrow", "→"),
    ("Rightarrow", "⇒"),
    ("leftarrow", "←"),
    ("uparrow", "↑"),
    ("downarrow", "↓"),
    ("bigcirc", "○"),
    ("circledcirc", "◎"),
    ("odot", "⊙"),
    ("bullet", "●"),
    ("star", "★"),
    ("bigstar", "★"),
    ("triangle", "△"),
    ("bigtriangleup", "△"),
    ("vartriangle", "△"),
    ("blacktriangle", "▲"),
    ("blacktriangledown", "▼"),
    ("blacktriangleright", "▶"),
    ("triangleright", "▷"),
    ("square", "□"),
    ("Box", "□"),
    ("blacksquare", "■"),
    ("diamond", "◇"),
    ("Diamond", "◇"),
    ("blacklozenge", "◆"),
    ("lozenge", "◇"),
    ("checkmark", "√"),
    ("surd", "√"),
    ("infty", "∞"),
    ("parallel", "∥"),
    ("mid", "|"),
    ("vert", "|"),
    ("backslash", "\\"),
    ("lbrace", "{"),
    ("rbrace", "}"),
    ("langle", "〈"),
    ("rangle", "〉"),
];

const RAISED: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const CIRCLED: &str = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳";

/// Takes the marks of formulas away.
pub(super) fn edit(text: &str, edits: &mut Edits) {
    for line in chars::lines(text.as_bytes()) {
        let mut at = line.start;
        while let Some(opening) = next(text, at..line.end) {
            at = opening.end;
            let close = match &text[opening.clone()] {
                "\\(" => "\\)",
                "\\[" => "\\]",
                dollars => dollars,
            };
            let near = &text.as_bytes()[at..line.end.min(at + LONGEST)];
            let Some(end) = memchr::memmem::find(near, close.as_bytes()).map(|i| at + i) else {
                continue;
            };
            let whole = opening.start..end + close.len();
            let price = close.starts_with('$')
                && !text[opening.end..end].contains('\\')
                && text[whole.end..].starts_with(|c: char| c.is_ascii_digit());
            let inside = &text[opening.end..end];
            // `\[2023\]` is a bracket that was escaped, and US$ a currency.
            let escaped = close.starts_with('\\') && !inside.contains(['\\', '^', '_']);
            let currency = close.starts_with('$')
                && text[..opening.start].ends_with(|c: char| c.is_ascii_alphabetic());
            let formula = Formula::new(text, opening.end..end);
            let none = price || escaped || currency || !is_paired(inside);
            if let Some(changes) = formula.read().filter(|_| !none) {
                edits.delete(opening, Why::Markup);
                changes.into_iter().for_each(|change| change.push(edits));
                edits.delete(end..whole.end, Why::Markup);
                at = whole.end;
            } else if inside.contains('\\') && !inside.contains(is_cjk) {
                // One that cannot be written; its end does not open the next one.
                at = whole.end;
            }
        }
    }
}

/// Whether brackets open and close within a formula, and no cell of a table ends there.
fn is_paired(inside: &str) -> bool {
    let count = |c: char| inside.matches(c).count();
    let pairs = [('(', ')'), ('（', '）'), ('[', ']')];
    pairs
        .iter()
        .all(|&(open, close)| count(open) == count(close))
        && !inside.contains('|')
}

/// What becomes of a stretch of a formula.
enum Change {
    Gone(Range<usize>),
    /// A sign stands here.
    Sign(usize, &'static str),
    /// Letters or digits take another form.
    Form(Range<usize>, &'static str),
}

impl Change {
    fn push(self, edits: &mut Edits) {
        match self {
            Change::Gone(range) => edits.delete(range, Why::Markup),
            Change::Sign(at, sign) => edits.insert(at, sign, Why::Markup),
            Change::Form(range, form) => edits.replace(range, form, Why::Folded),
        }
    }
}

/// Where the next formula may open.
fn next(text: &str, within: Range<usize>) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let mut at = within.start;
    loop {
        let i = at + memchr::memchr2(b'$', b'\\', &bytes[at..within.end])?;
        match bytes[i..within.end] {
            [b'$', b'$', ..] | [b'\\', b'(' | b'[', ..] => return Some(i..i + 2),
            [b'$', ..] => return Some(i..i + 1),
            // A dollar that is meant, or another escape.
            [_, c, ..] if c.is_ascii() => at = i + 2,
            _ => at = i + 1,
        }
    }
}

/// How a letter or digit is set.
#[derive(Clone, Copy, PartialEq)]
enum Set {
    Plain,
    /// In a face that a command names: words may stand there.
    Faced,
    Raised,
    /// As it stands: CO2, PM2.5.
    Lowered,
    Circled,
}

struct Formula<'t> {
    text: &'t str,
    end: usize,
    at: usize,
    changes: Vec<Change>,
    /// How what is in the open braces is set.
    open: Vec<Set>,
    /// How the next character or group is set.
    next: Option<Set>,
    /// Letters in a row that no command set.
    letters: usize,
    /// A sign of degrees stands before; its place among the changes.
    degree: Option<usize>,
    /// Something is left.
    said: bool,
}

impl<'t> Formula<'t> {
    fn new(text: &'t str, within: Range<usize>) -> Self {
        Formula {
            text,
            end: within.end,
            at: within.start,
            changes: Vec::new(),
            open: Vec::new(),
            next: None,
            letters: 0,
            degree: None,
            said: false,
        }
    }

    /// What becomes of it; none if it is no formula, or not one that can be written as text.
    fn read(mut self) -> Option<Vec<Change>> {
        while self.at < self.end {
            let c = self.text[self.at..].chars().next()?;
            let here = self.at..self.at + c.len_utf8();
            self.at = here.end;
            if c != '\\' && !c.is_ascii_alphabetic() {
                self.letters = 0;
            }
            match c {
                '\\' => self.command(here)?,
                '{' => {
                    let set = self.next.take().or(self.open.last().copied());
                    self.open.push(set.unwrap_or(Set::Plain));
                    self.gone(here);
                }
                '}' => {
                    self.open.pop()?;
                    self.gone(here);
                }
                '^' => self.sets(Set::Raised, here),
                '_' => self.sets(Set::Lowered, here),
                '~' | '&' => self.gone(here),
                _ if c.is_whitespace() => self.gone(here),
                '$' => return None,
                _ => self.letter(c, here)?,
            }
        }
        (self.open.is_empty() && self.said).then_some(self.changes)
    }

    fn gone(&mut self, range: Range<usize>) {
        self.changes.push(Change::Gone(range));
    }

    /// A mark that says how the next character or group is set.
    fn sets(&mut self, set: Set, mark: Range<usize>) {
        self.next = Some(set);
        self.gone(mark);
    }

    fn command(&mut self, backslash: Range<usize>) -> Option<()> {
        let rest = &self.text[self.at..self.end];
        let length = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        let name = &rest[..length];
        if length == 0 {
            // An escaped character is itself, a space of some width is none.
            let c = rest.chars().next()?;
            let after = self.at + c.len_utf8();
            if matches!(c, '%' | '$' | '#' | '_' | '{' | '}') {
                self.gone(backslash);
                self.said = true;
            } else if matches!(c, ',' | ';' | ':' | '!' | ' ' | '\\' | '/') {
                self.gone(backslash.start..after);
            } else if c == '&' {
                self.gone(backslash);
            } else {
                return None;
            }
            self.at = after;
            return Some(());
        }
        let command = backslash.start..self.at + length;
        self.at = command.end;
        if name == "textcircled" || name == "circled" {
            self.sets(Set::Circled, command);
        } else if FACES.contains(&name) {
            let set = self.next.or(self.open.last().copied());
            // What is raised stays so, whatever its face.
            if set.is_none_or(|set| matches!(set, Set::Plain | Set::Faced)) {
                self.next = Some(Set::Faced);
            }
            self.gone(command);
        } else {
            let (_, sign) = SIGNS.iter().find(|(command, _)| *command == name)?;
            self.gone(command.clone());
            self.next = None;
            self.degree = (*sign == "°").then_some(self.changes.len());
            self.changes.push(Change::Sign(command.end, sign));
            self.said = true;
        }
        Some(())
    }

    fn letter(&mut self, c: char, here: Range<usize>) -> Option<()> {
        let set = self.next.take().or(self.open.last().copied());
        let set = set.unwrap_or(Set::Plain);
        self.said = true;
        let degree = self.degree.take();
        if let (Some(degree), 'C') = (degree, c) {
            // One sign has both.
            self.changes.remove(degree);
            self.changes.push(Change::Form(here, "℃"));
            return Some(());
        }
        match set {
            Set::Plain if is_cjk(c) => return None,
            Set::Plain if c.is_ascii_alphabetic() => {
                self.letters += 1;
                if self.letters >= WORD {
                    return None;
                }
            }
            Set::Plain | Set::Faced => {}
            Set::Lowered if c.is_ascii() => {}
            Set::Lowered => return None,
            Set::Raised => match c {
                '+' => self.changes.push(Change::Form(here, "⁺")),
                '-' => self.changes.push(Change::Form(here, "⁻")),
                _ => self.turn(c.to_digit(10)?, RAISED, here)?,
            },
            Set::Circled => {
                // A number of two digits is one character.
                let rest = &self.text[here.start..self.end];
                let is_part = |&c: &char| c.is_ascii_digit() || c == ' ';
                let number: String = rest.chars().take_while(is_part).collect();
                let number = number.trim_end();
                self.at = here.start + number.len();
                let nth = number.replace(' ', "").parse::<u32>().ok()?;
                self.turn(nth.checked_sub(1)?, CIRCLED, here.start..self.at)?;
            }
        }
        Some(())
    }

    /// The digits become a form of themselves.
    fn turn(&mut self, nth: u32, forms: &'static str, digits: Range<usize>) -> Option<()> {
        let (at, c) = forms.char_indices().nth(nth as usize)?;
        let form = &forms[at..at + c.len_utf8()];
        self.changes.push(Change::Form(digits, form));
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edited(text: &str) -> String {
        Edits::made(text, edit)
    }

    #[test]
    fn formulas() {
        for (text, want) in [
            ("共$1 3 0$起", "共130起"),
            ("上升$2 5 . 6 \\%$，", "上升25.6%，"),
            ("追回$\\mathbf { 1 2 } 0$万元", "追回120万元"),
            ("气温$- 5 ^ { \\circ } \\mathrm { C }$", "气温-5℃"),
            ("$8 \\mathrm { { ^ \\circ C } }$", "8℃"),
            ("北纬$3 5 ^ \\circ$", "北纬35°"),
            ("$1{\\sim}3$天", "1～3天"),
            (
                "①$\\textcircled { 2 }$$\\textcircled{\\scriptsize{3}}$",
                "①②③",
            ),
            ("$\\textcircled{1 2}$", "⑫"),
            ("$\\textcircled{1}$3", "①3"),
            ("$\\textcircled{12}$版", "⑫版"),
            ("$1 0 ^ { 4 } \\mathrm { m } ^ { 2 }$", "10⁴m²"),
            ("$\\mathrm { C O } _ { 2 }$排放", "CO2排放"),
            ("$\\mathrm { P M } _ { 2 . 5 }$", "PM2.5"),
            ("$3 \\times 1 0 ^ { - 6 }$", "3×10⁻⁶"),
            ("“$1 + 2 + \\mathrm { N }$”", "“1+2+N”"),
            ("$\\mathrm { G D P }$增长$5 \\%$", "GDP增长5%"),
            ("\\(3 \\times 4\\)米", "3×4米"),
            ("$$5 \\geqslant 4$$", "5≥4"),
            ("$\\bullet$春耕", "●春耕"),
            ("$2 0 0 \\text { 万元}$", "200万元"),
            ("$GDP$", "GDP"),
        ] {
            assert_eq!(edited(text), want, "{text}");
        }
    }

    #[test]
    fn dollars_and_what_cannot_be_written() {
        for text in [
            "金额（US$）100，（HK$）780",
            "US$ | HK$",
            "国发\\[2023\\]15号，\\(130\\)",
            "$\\frac{1}{2}$，$\\sqrt{2}$",
            "$10^{*}$",
            "$100，比原价$120便宜",
            "$100-$200",
            "US$5 million and $6 million",
            "$5",
            "$",
            "$$",
            "$ $",
            "$5、$6",
            "$\\frac{1}{2}$",
            "$\\alpha$",
            "$x ^ { n }$",
            "${5$",
            "$5}$",
            "涨到\\$5，跌到\\$4",
            "$甲$",
            "$\\textcircled{21}$",
            "$\\textcircled{0}$",
            "$million$",
            "C:\\某\\(甲)",
            "$$\n$$",
        ] {
            assert_eq!(edited(text), text);
        }
    }
}
