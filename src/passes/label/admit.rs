//! What a line cannot be, whatever the weights say.
//!
//! The weights were fitted on whole pages of newspapers. On a page of another kind, a poem or a notice, a
//! few lines have to be told from little, so what is out of the question there is said here: a masthead
//! where nothing tells a newspaper, a headline that ends in a full stop (of some 8,000 none does).
//! And a line whose own form says what it is ([`Form`]) is that.

use crate::evidence::chain::State;
use crate::evidence::ends::{End, Start};
use crate::evidence::patterns::{Certain, Pattern};
use crate::evidence::profile::{PARAGRAPH, Profile, Sight};
use crate::page::{Form, Kind};

/// A line narrower than this (half ems) has another measure than one twice as wide.
const SHORT: u16 = 32;

/// What tells a byline by itself.
const BYLINE: u64 = Pattern::SIGNS
    | Pattern::bits(&[
        Pattern::Contact,
        Pattern::Publisher,
        Pattern::PaperName,
        Pattern::WordsAndPictures,
    ]);
/// What tells a caption.
const CAPTION: u64 = Pattern::bits(&[Pattern::Picture, Pattern::Credit, Pattern::Gap]);

/// What no sentence is.
const HEADLINES: &[State] = &[State::Kicker, State::Title, State::Deck, State::Subhead];

/// Some states, as bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct States(u32);

impl States {
    /// All of them.
    pub(super) const ALL: States = States::of(State::ALL);
    /// Those that begin what a block says.
    const BEGINNINGS: States = {
        let (mut bits, mut i) = (0, 0);
        while i < State::ALL.len() {
            bits |= (State::ALL[i].opens() as u32) << i;
            i += 1;
        }
        States(bits).without(&[State::Resume])
    };

    const fn of(states: &[State]) -> Self {
        let (mut bits, mut i) = (0, 0);
        while i < states.len() {
            bits |= 1 << states[i] as u32;
            i += 1;
        }
        States(bits)
    }

    const fn of_kind(kind: Kind) -> Self {
        let (mut bits, mut i) = (0, 0);
        while i < State::ALL.len() {
            bits |= ((State::ALL[i].kind() as u8 == kind as u8) as u32) << i;
            i += 1;
        }
        States(bits)
    }

    const fn and(self, others: States) -> Self {
        States(self.0 & others.0)
    }

    const fn without(self, others: &[State]) -> Self {
        States(self.0 & !States::of(others).0)
    }

    /// Whether a state is among them.
    pub(super) fn has(self, state: State) -> bool {
        self.0 >> state as u32 & 1 == 1
    }
}

/// A line and what stands above and below it.
pub(super) struct Line<'a> {
    profile: &'a Profile,
    own: &'a Sight,
    two_above: Option<&'a Sight>,
    above: Option<&'a Sight>,
    below: Option<&'a Sight>,
    /// It is the page's second line.
    second: bool,
}

impl<'a> Line<'a> {
    pub(super) fn of(profile: &'a Profile, i: usize) -> Self {
        Line {
            profile,
            own: &profile.sights[i],
            two_above: i.checked_sub(2).map(|above| &profile.sights[above]),
            above: i.checked_sub(1).map(|above| &profile.sights[above]),
            below: profile.sights.get(i + 1),
            second: i == 1,
        }
    }

    /// Whether it is a row, a line of verse, an item.
    pub(super) fn is_kept(&self) -> bool {
        self.own.layout.form == Form::Kept
    }

    /// The states that it may be in.
    pub(super) fn admitted(&self) -> States {
        match self.own.layout.form {
            Form::Kept if self.may_lead() => States::of(&[State::Paragraph, State::Lead]),
            Form::Kept => States::of(&[State::Paragraph]),
            Form::GoesOn => States::of(&[State::Body]),
            Form::Begins(kind) => States::BEGINNINGS.and(States::of_kind(kind)),
            Form::Opens => States::BEGINNINGS.and(self.fitting()),
            Form::Open if self.is_below_kept() => {
                let fitting = States::BEGINNINGS.and(self.fitting());
                if self.may_be_caption() {
                    fitting
                } else {
                    fitting.without(&[State::Caption])
                }
            }
            Form::Open => self.fitting(),
        }
    }

    fn is_below_kept(&self) -> bool {
        self.above.is_some_and(|a| a.layout.form == Form::Kept)
    }

    fn has(&self, patterns: u64) -> bool {
        self.own.patterns & patterns != 0
    }

    /// Whether a kept line may begin an article: only the first of them, and not after a sentence.
    fn may_lead(&self) -> bool {
        let goes_on = |a: &Sight| matches!(a.end, End::Stop | End::Colon | End::Comma);
        !self.is_below_kept() && !self.above.is_some_and(goes_on)
    }

    /// Whether a line below a table may be a caption: a sentence is one only by its words.
    fn may_be_caption(&self) -> bool {
        self.own.end != End::Stop || self.has(CAPTION)
    }

    /// The states that cannot be without what the line has not. Of a newspaper's page the weights know better.
    fn fitting(&self) -> States {
        if let Some(certain) = self.own.certain {
            return match certain {
                Certain::Tag | Certain::Tagged => States::of(&[State::Title]),
                Certain::OfPicture => States::of(&[State::Title, State::TitleOn]),
                Certain::Byline => States::of(&[State::Byline]),
                Certain::Staff => States::of(&[State::Staff]),
                // Behind a sentence it begins a paragraph.
                Certain::Dateline if self.above.is_some_and(Sight::stops) => {
                    States::of_kind(Kind::Body).without(&[State::Body])
                }
                Certain::Dateline => States::of_kind(Kind::Body),
                Certain::Dispatch => States::of(&[State::Lead]),
                Certain::Filed => States::of(&[State::Lead, State::Byline]),
                Certain::Label => States::of(&[State::Masthead, State::Other]),
                Certain::Part => States::of(&[State::Subhead, State::TitleOn]),
                Certain::Caption => States::of(&[State::Caption]),
                Certain::Jump => States::of(&[State::Jump]),
                Certain::Imprint => States::of(&[State::Masthead]),
                Certain::Navigation => States::of(&[State::Other]),
                Certain::Break => States::of(&[State::Pageref]),
            };
        }
        if self.ends_caption() {
            return States::of_kind(Kind::Caption);
        }
        if self.heads_article() {
            return match self.own.is_text() {
                true => States::of(&[State::Lead]),
                false => States::of(&[State::Kicker, State::Title]),
            };
        }
        match self.own.is_credit && !self.profile.scrambled {
            true if self.is_in_line_of_caption() => return States::of(&[State::CaptionOn]),
            true if self.is_below_short_line() => return States::of(&[State::Byline]),
            _ => {}
        }
        let mut states = States::ALL;
        // In the dump of an archive, lines are paragraphs.
        if self.profile.archive && self.own.is_sentence {
            if self.two_above.is_some_and(Sight::is_label) {
                return States::of(&[State::Lead]);
            }
            let on = [State::KickerOn, State::TitleOn];
            states = states.without(HEADLINES).without(&on);
            if self.profile.paragraphs {
                states = states.without(&[State::Body, State::Resume]);
            }
        }
        if self.is_paragraph_below_short_line() || self.had_room_above() {
            states = states.without(&[State::Body]);
        }
        if self.heads_paragraph() {
            states = states.without(&[State::Lead, State::Paragraph, State::Body, State::Resume]);
        }
        if !self.own.may_be_byline {
            states = states.without(&[State::Byline]);
        }
        if self.is_top() {
            states = states.without(&[State::Subhead]);
        }
        if self.profile.newspaper {
            return states;
        }
        states = states.without(&[State::Masthead, State::Staff]);
        // With nothing above it, a byline says that it is one.
        if self.above.is_none() && !self.has(BYLINE) {
            states = states.without(&[State::Byline]);
        }
        if self.is_first_below_title() || self.stands_alone() {
            states = states.without(&[State::Body]);
        }
        if self.own.is_sentence {
            states = states.without(HEADLINES);
        }
        states
    }

    /// Whether it stands below what an archive puts above every article.
    fn heads_article(&self) -> bool {
        self.profile.archive && self.above.is_some_and(Sight::is_label)
    }

    /// Whether it ends a sentence above the line that says who took the photo. (Where columns alternate, anything
    /// may stand there.)
    fn ends_caption(&self) -> bool {
        let credit = self.below.is_some_and(|below| below.is_credit);
        credit && self.own.end == End::Stop && !self.own.is_credit && !self.profile.scrambled
    }

    /// Whether a sentence ended before it in its line: a photographer's name there is the caption's (147 of 147).
    fn is_in_line_of_caption(&self) -> bool {
        self.own.layout.piece > 1 && self.above.is_some_and(|above| above.end == End::Stop)
    }

    /// Whether a paragraph ended above it, short of the measure: what goes on with it would stand there. (Of 198
    /// photographers' names 196 are blocks of their own; none is in brackets.)
    fn is_below_short_line(&self) -> bool {
        /// A line this much narrower than the one above it is short (half ems).
        const SHORTER: u16 = 4;
        let ended = |(first, last): (&Sight, &Sight)| {
            let goes_on = !matches!(first.end, End::Stop | End::Closed);
            goes_on && last.end == End::Stop && last.layout.width + SHORTER <= first.layout.width
        };
        let is_whole = self.own.start == Start::Word && self.own.layout.piece == 0;
        is_whole && self.two_above.zip(self.above).is_some_and(ended)
    }

    /// Whether it is a whole paragraph below a short line, where every line is a whole paragraph: no line was broken,
    /// unless the two fit. (An empty line between them may be a column's foot, where a line breaks.)
    fn is_paragraph_below_short_line(&self) -> bool {
        let short = |a: &Sight| {
            let ends = matches!(a.end, End::Word | End::Closed);
            ends && a.layout.width < SHORT && a.layout.piece == 0
        };
        let own = &self.own.layout;
        let whole = own.width >= 2 * SHORT && own.piece == 0 && own.blanks == 0;
        let apart = self.own.seam.is_none_or(|s| s.fit <= 0);
        self.profile.unbroken && whole && apart && self.above.is_some_and(short)
    }

    /// Whether a sentence ended above it that left it room, in a line that began in the middle of one: had the paragraph
    /// gone on, it would have done so there.
    fn had_room_above(&self) -> bool {
        /// Room for an ideograph and what a line may be squeezed or spaced out (half ems).
        const ROOM: u16 = 4;
        let (Some(two), Some(above)) = (self.two_above, self.above) else {
            return false;
        };
        let own = &self.own.layout;
        let measure = above.before.min(self.own.after).min(own.width);
        let plain = |s: &Sight| s.layout.piece == 0 && s.layout.form == Form::Open;
        let begun = matches!(two.end, End::Word | End::Comma) && two.layout.width + 2 >= measure;
        let room = above.layout.width + ROOM <= measure;
        let room = room && !self.own.had_no_room(above.layout.width, measure);
        let ended = above.end == End::Stop && !above.calls && room;
        let column = self.own.start == Start::Word && own.blanks == 0 && above.layout.blanks == 0;
        !self.profile.scrambled
            && begun
            && ended
            && column
            && [two, above, self.own].into_iter().all(plain)
    }

    /// Whether it stands apart above a whole paragraph, where every line is one: a short line there is no text.
    fn heads_paragraph(&self) -> bool {
        let own = &self.own.layout;
        let plain = own.width < SHORT && own.piece == 0 && own.blanks > 0;
        let ends = matches!(self.own.end, End::Word | End::Closed);
        let wide = |b: &Sight| b.layout.width >= 2 * SHORT && b.layout.blanks < own.blanks;
        self.profile.unbroken && plain && ends && self.below.is_some_and(wide)
    }

    /// Whether it is wide, and the line above it, the first of the page, ended long before that.
    fn is_first_below_title(&self) -> bool {
        let short = |a: &Sight| a.layout.width < SHORT;
        self.second && self.own.layout.width >= 2 * SHORT && self.above.is_some_and(short)
    }

    /// Whether it is short and stands apart below a whole paragraph.
    fn stands_alone(&self) -> bool {
        let own = &self.own.layout;
        let whole = |a: &Sight| a.layout.width >= PARAGRAPH && a.end == End::Stop;
        own.blanks > 0
            && own.width < SHORT
            && self.own.end == End::Word
            && self.above.is_some_and(whole)
    }

    /// Whether it is a Markdown heading of a title or above.
    fn is_top(&self) -> bool {
        let level = self.own.layout.level;
        level > 0 && level <= self.profile.titles
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::profile;
    use crate::passes::{audited, detach, lines};

    #[test]
    fn a_sentence_above_a_photographers_name_ends_a_caption() {
        for (above, below, want) in [
            ("工人们正在分装米糕。", "记者 万宇 摄影报道", true),
            ("产品销往周边五个县。", "本报记者 周石安 摄", true),
            ("产品销往周边五个县。", "（周石安摄）", true),
            // A headline, a line that goes on, a sign-off, a photographer above another.
            ("石桥县修通环山公路", "记者 万宇 摄影报道", false),
            ("产品销往周边五个县，今年", "本报记者 周石安 摄", false),
            ("产品销往周边五个县。", "（记者 周石安）", false),
            ("产品销往周边五个县。", "他说，这张照片是他拍摄", false),
            ("本报记者 万宇 摄", "本报记者 周石安 摄", false),
        ] {
            let page = audited(&format!("{above}\n{below}\n"), &[lines::run]);
            let profile = profile::read(&page);
            let line = Line::of(&profile, 0);
            assert_eq!(!line.admitted().has(State::Body), want, "{above} / {below}");
            assert_eq!(line.ends_caption(), want, "{above} / {below}");
        }
    }

    /// What ended above went on with 本报讯 in one paragraph.
    #[test]
    fn a_dateline_behind_a_sentence_begins_a_paragraph() {
        for (above, below, may_go_on) in [
            ("遇有险情立即报告。", "本报讯（记者 林小禾）云川市昨", false),
            ("遇有险情，", "本报讯（记者 林小禾）云川市昨", true),
            ("云川市部署防汛工作", "本报讯（记者 林小禾）云川市昨", true),
            ("遇有险情立即报告。", "云川市昨日召开防汛会议，", true),
        ] {
            let page = audited(&format!("{above}\n{below}\n"), &[lines::run]);
            let mut profile = profile::read(&page);
            profile.newspaper = true;
            let admitted = Line::of(&profile, 1).admitted();
            assert_eq!(admitted.has(State::Body), may_go_on, "{above} / {below}");
        }
    }

    #[test]
    fn photographers_names_below_a_short_line_are_bylines() {
        let first = "连日来，石桥县抢抓农时，组织农机手夏播夏种";
        let full = "图为农机手驾驶播种机在龙泉镇的田间地头作业着。";
        for (last, name, want) in [
            ("图为农机手驾驶播种机。", "通讯员 石鹏 摄", true),
            // What goes on would stand below, a sentence that goes on, brackets, no photographer.
            (full, "通讯员 石鹏 摄", false),
            ("图为农机手驾驶播种机", "通讯员 石鹏 摄", false),
            ("图为农机手驾驶播种机。", "（石鹏 摄）", false),
            ("图为农机手驾驶播种机。", "通讯员 石鹏", false),
        ] {
            let page = audited(&format!("{first}\n{last}\n{name}\n"), &[lines::run]);
            let profile = profile::read(&page);
            let admitted = Line::of(&profile, 2).admitted();
            let only = admitted == States::of(&[State::Byline]);
            assert_eq!(only, want, "{last} / {name}");
            assert!(admitted.has(State::Byline), "{last} / {name}");
        }
    }

    #[test]
    fn what_stands_below_the_labels_of_an_archive_heads_an_article() {
        let only = |labels: [&str; 2], below: &str| {
            let [first, second] = labels;
            let text = format!("{first}\n要闻选登\n{second}\n{below}\n");
            let page = audited(&text, &[lines::run]);
            let profile = profile::read(&page);
            Line::of(&profile, 3).admitted()
        };
        let headline = States::of(&[State::Kicker, State::Title]);
        let lead = States::of(&[State::Lead]);
        assert_eq!(only(["第3版(要闻)"; 2], "《文选》重要篇目介绍"), headline);
        assert_eq!(only(["第3版(要闻)"; 2], "今天在北京举行。"), lead);
        // Pages of one sheet; what is no label.
        let sheet = only(["A03 要闻", "A04 综合"], "《文选》重要篇目介绍");
        assert!(sheet.has(State::Body), "{sheet:?}");
        let twice = only(["大赛开幕"; 2], "《文选》重要篇目介绍");
        assert!(twice.has(State::Body), "{twice:?}");
    }

    #[test]
    fn a_sentence_that_left_room_ended_its_paragraph() {
        let first = "石桥县日前修通了环山公路两个乡镇";
        for (above, own, want) in [
            ("的农产品当天就能运到城里。沿线群", "众说路通了。", false),
            (
                "农产品当天就能运到城里去。",
                "沿线的群众都说日子一天天好起来了",
                true,
            ),
            // No sentence ended, or it called; hardly room; a line as short; a mark that may not begin a line.
            (
                "农产品当天就能运到城里去了",
                "沿线的群众都说日子一天天好起来了",
                false,
            ),
            (
                "农产品当天就能运到城里去！",
                "沿线的群众都说日子一天天好起来了",
                false,
            ),
            (
                "的农产品当天就能运到城里去。",
                "沿线的群众都说日子一天天好起来了",
                true,
            ),
            (
                "的农产品当天就能运到城里去了。",
                "沿线的群众都说日子一天天好起来了",
                false,
            ),
            ("农产品当天就能运到城里去。", "沿线的群众都说日子", false),
            (
                "农产品当天就能运到城里去。",
                "”沿线的群众都说日子一天天好起来",
                false,
            ),
        ] {
            let next = "路修好以后县里又把学校翻新了一遍";
            let page = audited(
                &format!("{first}\n{first}\n{above}\n{own}\n{next}\n{next}\n"),
                &[lines::run],
            );
            let profile = profile::read(&page);
            let admitted = Line::of(&profile, 3).admitted();
            assert_eq!(!admitted.has(State::Body), want, "{above} / {own}");
        }
    }

    #[test]
    fn where_no_line_is_broken_a_short_one_heads_the_paragraph_below_it() {
        let paragraph = "据报道，某地一名驻村干部手机里有47个工作群，每天光打卡、截图、转发就要花去两个多小时。";
        let text = [paragraph; 3].join("\n");
        for (above, below, want) in [
            ("“指尖上的形式主义”当休矣", paragraph, true),
            // A short paragraph below, a sentence.
            ("“指尖上的形式主义”当休矣", "据报道，他笑了。", false),
        ] {
            let page = audited(&format!("{text}\n\n{above}\n{below}\n"), &[lines::run]);
            let profile = profile::read(&page);
            let line = |i: usize| Line::of(&profile, i).admitted();
            assert_eq!(!line(3).has(State::Paragraph), want, "{above} / {below}");
            assert_eq!(!line(4).has(State::Body), want, "{above} / {below}");
        }
        // Where lines are broken the one below may go on.
        let column = "据报道，某地一名驻村干部手机里有47个工作群，每天光打卡、截图、转发就要花去";
        let page = audited(
            &format!("{column}\n{column}\n{column}\n\n两个\n{paragraph}\n"),
            &[lines::run],
        );
        let profile = profile::read(&page);
        assert!(Line::of(&profile, 4).admitted().has(State::Body));
    }

    #[test]
    fn in_its_line_they_are_its_own() {
        let text = "连日来，石桥县抢抓农时，组织农机手夏播\n夏种。 通讯员 石鹏 摄\n";
        let page = audited(text, &[lines::run, detach::run]);
        let profile = profile::read(&page);
        let admitted = Line::of(&profile, 2).admitted();
        assert_eq!(admitted, States::of(&[State::CaptionOn]));
    }
}
