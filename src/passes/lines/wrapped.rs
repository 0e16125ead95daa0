//! Lines that were broken after so many characters, however wide those are.
//!
//! Print breaks a line where its measure is full, and digits are half an em wide. A program that breaks text counts
//! characters; and where digits were printed a full em wide, those who read the page (OCR, vision models) still write
//! them as 1998. There a line with digits has as many characters as the others and looks narrower than it was.
//!
//! The lines with digits tell: most of them have the most frequent number of characters, and hardly any the most frequent
//! width. (So on none of 1,400 pages of the bench, whose lines print broke.)

use crate::page::Cut;

/// Shorter lines (characters) say nothing.
const SHORT: usize = 8;
/// Longer ones are counted as if they were so long.
const LONG: usize = 255;
/// A line with so many narrow characters tells.
const NARROW: usize = 2;
/// So many lines of one length tell.
const FEW: usize = 4;

/// Makes every line as wide as its characters are if each fills an em, if lines were broken by their number.
pub(super) fn widen(text: &str, cuts: &mut [Cut]) {
    let lengths: Vec<usize> = cuts
        .iter()
        .map(|cut| text[cut.range.clone()].chars().count().min(LONG))
        .collect();
    let width = |cut: &Cut| usize::from(cut.layout.width);
    let mut by_length = [0usize; LONG + 1];
    let mut by_width = [0usize; 2 * LONG + 1];
    let lines = || lengths.iter().zip(cuts.iter());
    for (&length, cut) in lines().filter(|(length, _)| **length >= SHORT) {
        by_length[length] += 1;
        by_width[width(cut).min(2 * LONG)] += 1;
    }
    let most = |counts: &[usize]| (0..counts.len()).max_by_key(|&i| counts[i]);
    let (Some(length), Some(wide)) = (most(&by_length), most(&by_width)) else {
        return;
    };
    // Those without digits are as wide as they are long.
    if wide.abs_diff(length * 2) > 1 {
        return;
    }
    let (mut all, mut same_length, mut same_width) = (0, 0, 0);
    for (&own, cut) in lines().filter(|(own, cut)| width(cut) + NARROW <= **own * 2) {
        all += 1;
        same_length += usize::from(own == length);
        same_width += usize::from(width(cut).abs_diff(wide) <= 1);
    }
    if same_length >= FEW && same_length * 2 >= all && same_width * 4 <= all {
        for (cut, length) in cuts.iter_mut().zip(lengths) {
            cut.layout.width = cut.layout.width.max(2 * length as u16);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::passes::{audited, lines};

    fn widths(text: &str) -> Vec<u16> {
        let page = audited(text, &[lines::run]);
        page.blocks().iter().map(|b| b.layout.width).collect()
    }

    /// Text broken after so many characters.
    fn broken(text: &str, length: usize) -> String {
        let chars: Vec<char> = text.chars().collect();
        let lines: Vec<String> = chars
            .chunks(length)
            .map(|line| line.iter().collect())
            .collect();
        lines.join("\n")
    }

    const TEXT: &str = "石桥县第十七届读书节昨日在县图书馆落幕，一个月里来的人比去年多了许多。石桥县2019年有图书馆17座，比2009年多了9座，农家书屋从212间增加到340间，一年里借出图书1204300册，借书的人有38412名，其中1/3是孩子。县里2020年还要再办3座。";

    #[test]
    fn lines_of_one_length() {
        let narrow = widths(&broken(TEXT, 15));
        let last = narrow.len() - 1;
        assert!(
            narrow[..last].iter().all(|&width| width == 30),
            "{narrow:?}"
        );
    }

    #[test]
    fn lines_of_one_width() {
        // By their width, as print breaks them; and lines without a narrow character, which tell nothing.
        let print = "石桥县2019年有图书馆17座，\n比2009年多了9座，农家书屋从\n212间增加到340间，一年里借出\n图书1204300册，借书的人有38\n412名，其中1/3是孩子。县里2\n020年还要再办3座。";
        assert_eq!(widths(print)[..5], [26, 27, 28, 27, 27]);
        let plain = "石桥县第十七届读书节\n昨日在县图书馆落幕一\n个月里三万多人走进了\n图书馆和农家书屋借出";
        assert_eq!(widths(plain), [20; 4]);
    }
}
