//! Blocks: what they are, how they stood, how sure that is.

use std::ops::Range;

/// How far a page has come. A pass says which stage it needs and which it leaves behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Bytes, not yet decoded.
    Bytes,
    /// Decoded text with its line breaks.
    Text,
    /// Lines as printed, with their layout.
    Lines,
    /// Whole paragraphs, headlines, bylines, captions.
    Paragraphs,
    /// Blocks that know their article.
    Articles,
}

impl Stage {
    /// The word used in messages and by `cleaner passes`.
    pub fn name(self) -> &'static str {
        match self {
            Stage::Bytes => "bytes",
            Stage::Text => "text",
            Stage::Lines => "lines",
            Stage::Paragraphs => "paragraphs",
            Stage::Articles => "articles",
        }
    }
}

/// What a block is. The names are the field's own and those of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// 肩题, the line above the title.
    Kicker,
    /// 主题, the headline proper.
    Title,
    /// 副题, the line below the title.
    Deck,
    /// Who wrote it; also a sign-off in parentheses at the end.
    Byline,
    /// 小标题, a heading inside the body.
    Subhead,
    /// One paragraph.
    Body,
    /// The text that belongs to a photo.
    Caption,
    /// 下转/上接: where the article goes on or comes from.
    Jump,
    /// The paper's name, date, issue, address.
    Masthead,
    /// Editors, proof-readers, layout.
    Staff,
    /// A page mark such as ①3.
    Pageref,
    /// 本版联办…
    Sponsor,
    /// What belongs to the page and is none of these.
    Other,
}

impl Kind {
    /// The word used in the output.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Kicker => "kicker",
            Kind::Title => "title",
            Kind::Deck => "deck",
            Kind::Byline => "byline",
            Kind::Subhead => "subhead",
            Kind::Body => "body",
            Kind::Caption => "caption",
            Kind::Jump => "jump",
            Kind::Masthead => "masthead",
            Kind::Staff => "staff",
            Kind::Pageref => "pageref",
            Kind::Sponsor => "sponsor",
            Kind::Other => "other",
        }
    }

    /// Whether it belongs to the page and to no article.
    pub fn is_furniture(self) -> bool {
        matches!(
            self,
            Kind::Masthead | Kind::Staff | Kind::Pageref | Kind::Sponsor | Kind::Other
        )
    }

    /// Whether it is part of an article's headline.
    pub fn is_headline(self) -> bool {
        matches!(self, Kind::Kicker | Kind::Title | Kind::Deck)
    }
}

/// What a line is by its own form, where that leaves no doubt: it is not asked for again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// Its form leaves it open.
    #[default]
    Open,
    /// A row of a table, a line of verse, an item of a list: a block of its own, whose spaces stay.
    Kept,
    /// Goes on with the item of a list that began above it.
    GoesOn,
    /// Begins a block, whatever its kind.
    Opens,
    /// Begins a block of this kind.
    Begins(Kind),
}

/// How a line stood on the page; of a joined block, how its first line stood.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// Line of the source, from 1.
    pub line: u32,
    /// White space before the text, in half ems.
    pub indent: u16,
    /// Where the text begins in its row, in half ems; differs from `indent` for pieces of a cut row.
    pub column: u16,
    /// Blank lines before it, at most 255.
    pub blanks: u8,
    /// Markdown heading level, 0 for none.
    pub level: u8,
    /// Set bold by Markdown.
    pub bold: bool,
    /// Came from a run of one-character lines.
    pub vertical: bool,
    /// 0 for a whole line; else the number of the piece of a row or line that was cut, from 1.
    pub piece: u8,
    /// What its own form says it is.
    pub form: Form,
    /// Stands in the same line as the block before it, of which it was a part.
    pub inline: bool,
    /// A space stood at its end, as at the ends of few lines of the page: print had one where the line breaks.
    pub spaced: bool,
    /// Printed width of the whole block in half ems.
    pub width: u16,
}

/// A stretch of the page's text.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    pub(super) range: Range<usize>,
    /// How it stood on the page.
    pub layout: Layout,
    pub(super) kind: Option<Kind>,
    pub(super) opens: bool,
    pub(super) resumes: bool,
    pub(super) odds: Odds,
    pub(super) article: Option<u32>,
}

/// How sure a label was, kept for the decisions that build on it. Natural logarithms of probabilities,
/// so 0 is certain; only the alternatives that later passes weigh are kept.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Odds {
    /// That the block is what it is labelled.
    pub label: f32,
    /// That it is a body paragraph which begins an article.
    pub lead: f32,
    /// That it is a body paragraph which goes on with an article.
    pub paragraph: f32,
    /// That it goes on with the headline line above it.
    pub on: f32,
    /// That it is, or begins, a kicker.
    pub kicker: f32,
    /// That it is, or begins, a title; told of subheads, too.
    pub title: f32,
    /// That it is, or begins, a deck.
    pub deck: f32,
}

impl Block {
    /// Where it lies in the page's present text, in bytes.
    pub fn range(&self) -> Range<usize> {
        self.range.clone()
    }

    /// What it is, once a pass has said so.
    pub fn kind(&self) -> Option<Kind> {
        self.kind
    }

    /// Whether it begins something new, rather than going on with the block before it.
    pub fn opens(&self) -> bool {
        self.opens
    }

    /// Whether it stands in the middle of a paragraph whose line before is not the one above it.
    pub fn resumes(&self) -> bool {
        self.resumes
    }

    /// How sure its label was.
    pub fn odds(&self) -> Odds {
        self.odds
    }

    /// Index into [`Page::articles`](crate::page::Page::articles), once a pass has said so; none for furniture.
    pub fn article(&self) -> Option<usize> {
        self.article.map(|a| a as usize)
    }
}
