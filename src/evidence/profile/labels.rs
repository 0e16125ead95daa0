//! The labels of a page: its lines tell them together.

use super::{End, Sight};
use crate::evidence::patterns::{self, Certain, Folio, Stand};
use crate::page::Form;

/// Tells the labels of the page; whether one stands twice, as in the dump of an archive above every article. What is
/// set out as finished has none but the surest: there the first line is a headline.
pub(super) fn tell(sights: &mut [Sight], folios: &[Option<Folio>], texts: &[&str]) -> bool {
    if folios.iter().all(Option::is_none) {
        return false;
    }
    let stand = |(s, &folio): (&Sight, &Option<Folio>)| {
        let text = s.certain == Some(Certain::Dateline) || s.end == End::Stop;
        let open = s.layout.form == Form::Open || folio == Some(Folio::Sure);
        Stand::new(folio.filter(|_| open), s.patterns, text)
    };
    let stands: Vec<Stand> = sights.iter().zip(folios).map(stand).collect();
    let labels = patterns::labels(&stands);
    let mut found: Vec<&str> = Vec::new();
    let mut again = false;
    let lines = sights.iter_mut().zip(texts).zip(labels);
    for ((sight, text), _) in lines.filter(|(_, is_label)| *is_label) {
        sight.certain = Some(Certain::Label);
        again |= found.contains(text);
        found.push(text);
    }
    again
}
