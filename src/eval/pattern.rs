//! Patterns for page names, as a shell has them for file names: `*`, `?`, `[abc]`, `[a-z]`, `[!abc]`.
//!
//! Unlike a shell's, `*` and `?` match a slash too, so that `vlm/*` names a folder and all that lies in it.

use std::ops::RangeInclusive;

/// One step of a pattern.
#[derive(Debug)]
enum Step {
    /// Any number of characters.
    Any,
    /// One character, whatever it is.
    One,
    /// One character of a set, or outside it.
    Set {
        ranges: Vec<RangeInclusive<char>>,
        outside: bool,
    },
    /// This character.
    Char(char),
}

impl Step {
    /// Whether this step accepts one character.
    fn takes(&self, c: char) -> bool {
        match self {
            Self::Any | Self::One => true,
            Self::Set { ranges, outside } => ranges.iter().any(|r| r.contains(&c)) != *outside,
            Self::Char(own) => *own == c,
        }
    }
}

/// A compiled pattern.
#[derive(Debug)]
pub(super) struct Pattern(Vec<Step>);

impl Pattern {
    /// Compiles a pattern; every string is one, since a bracket that nothing closes stands for itself.
    pub(super) fn new(pattern: &str) -> Self {
        let chars = pattern.chars().collect::<Vec<_>>();
        let mut steps = Vec::new();
        let mut rest = chars.as_slice();
        while let Some((&c, after)) = rest.split_first() {
            rest = after;
            steps.push(match c {
                '*' => Step::Any,
                '?' => Step::One,
                '[' => match set(after) {
                    Some((step, after)) => {
                        rest = after;
                        step
                    }
                    None => Step::Char(c),
                },
                _ => Step::Char(c),
            });
        }
        Self(steps)
    }

    /// Whether the whole of a name matches.
    pub(super) fn matches(&self, name: &str) -> bool {
        let name = name.chars().collect::<Vec<_>>();
        let (mut step, mut at) = (0, 0);
        // The last `*`, and how far the name had got: a later failure lets it take one character more.
        let mut back = None;
        while at < name.len() || step < self.0.len() {
            match (self.0.get(step), name.get(at)) {
                (Some(Step::Any), _) => {
                    back = Some((step + 1, at));
                    step += 1;
                    continue;
                }
                (Some(one), Some(&c)) if one.takes(c) => {
                    (step, at) = (step + 1, at + 1);
                    continue;
                }
                _ => {}
            }
            match back {
                Some((after, taken)) if taken < name.len() => {
                    back = Some((after, taken + 1));
                    (step, at) = (after, taken + 1);
                }
                _ => return false,
            }
        }
        true
    }
}

/// Reads a set, after its opening bracket, up to and with the closing one; none if nothing closes it.
fn set(chars: &[char]) -> Option<(Step, &[char])> {
    let (outside, chars) = match chars.split_first() {
        Some(('!', rest)) => (true, rest),
        _ => (false, chars),
    };
    // A closing bracket right at the beginning is a member of the set.
    let end = chars.iter().skip(1).position(|&c| c == ']')? + 1;
    let (mut members, rest) = chars.split_at(end);
    let mut ranges = Vec::new();
    loop {
        members = match members {
            [] => break,
            [from, '-', to, rest @ ..] => {
                ranges.push(*from..=*to);
                rest
            }
            [c, rest @ ..] => {
                ranges.push(*c..=*c);
                rest
            }
        };
    }
    Some((Step::Set { ranges, outside }, rest.get(1..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_whole_names() {
        let cases = [
            ("*", "vlm/d001.txt", true),
            ("", "", true),
            ("", "a", false),
            ("vlm/*", "vlm/d001.txt", true),
            ("vlm/*", "noisy/vlm/d001.txt", false),
            ("*/d00?.txt", "vlm/d001.txt", true),
            ("*/d00?.txt", "vlm/d0011.txt", false),
            ("*d*1*", "vlm/d001.txt", true),
            ("*d*2*", "vlm/d001.txt", false),
            ("d[0-3].txt", "d2.txt", true),
            ("d[0-3].txt", "d4.txt", false),
            ("d[!0-3].txt", "d4.txt", true),
            ("d[!0-3].txt", "d2.txt", false),
            ("d[", "d[", true),
            ("d[]", "d[]", true),
            ("d[]x]", "d]", true),
            ("d[!]x]", "d]", false),
            ("d[!]x]", "dy", true),
            ("d[3-0]", "d2", false),
            ("d[!3-0]", "d2", true),
            ("d[a-]", "d-", true),
            ("d[-a]", "d-", true),
            ("版?", "版一", true),
            ("**a", "a", true),
            ("a.txt", "abtxt", false),
        ];
        for (pattern, name, want) in cases {
            assert_eq!(
                Pattern::new(pattern).matches(name),
                want,
                "{pattern} {name}"
            );
        }
    }
}
