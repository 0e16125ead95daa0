//! Leave the lines of tables, lists and verse as they stand.
//!
//! A table read back as text is a run of short lines with the same number of cells; a list of names the
//! same with two; the items of a list count upwards or have the same bullet; the lines of verse have one
//! metre, or end where more would have gone into them. Joined to paragraphs they would be lost, so each is
//! marked as a block of its own. The turns of an interview begin paragraphs for the same reason. Lines of one shape
//! (times and what is on, labels and values) are rows as well, items with heavy bullets are blocks, however many
//! lines they have, and below a notice stand who signs it and when.
//!
//! What a page has beside such a form is told by it, too: the line between two runs of rows is a heading of
//! theirs, the short one that stands apart above them is their title, and above a poem stand its title and its author.
//! A list of the page's own titles is the page's, and so is what websites and archives write around an article.
//!
//! Trap: columns side by side look like cells, but theirs are long; names in a byline look like a list,
//! but three such lines in a row do not occur. Free verse looks like a run of headlines; only where a title
//! and a name stand above it, or nothing else is on the page, is it taken for verse.

mod aside;
pub(super) mod bullets;
mod contents;
mod items;
pub(super) mod listing;
mod notice;
mod tables;
mod verse;

use crate::page::{Form, Page};

/// Marks the lines whose form says what they are.
pub fn run(page: &mut Page) {
    aside::run(page);
    let mut forms = vec![Form::Open; page.blocks().len()];
    contents::find(page, &mut forms);
    bullets::find(page, &mut forms);
    items::find(page, &mut forms);
    tables::find(page, &mut forms);
    listing::find(page, &mut forms);
    notice::find(page, &mut forms);
    listing::title(page, &mut forms);
    verse::find(page, &mut forms);
    for (i, form) in forms.into_iter().enumerate() {
        if form != Form::Open && page.blocks()[i].layout.form == Form::Open {
            let mut layout = page.blocks()[i].layout;
            layout.form = form;
            page.lay_out(i, layout);
        }
    }
}

/// The runs of lines that are alike, each with where it begins: of two that are not, the second begins another.
fn runs<T>(
    lines: &[Option<T>],
    alike: impl Fn(&T, &T) -> bool,
) -> impl Iterator<Item = (usize, Vec<&T>)> {
    let mut start = 0;
    std::iter::from_fn(move || {
        while start < lines.len() && lines[start].is_none() {
            start += 1;
        }
        let mut run: Vec<&T> = Vec::new();
        while let Some(Some(line)) = lines.get(start + run.len()) {
            if run.last().is_some_and(|last| !alike(last, line)) {
                break;
            }
            run.push(line);
        }
        let at = start;
        start += run.len();
        (!run.is_empty()).then_some((at, run))
    })
}

/// Whether a line is as wide as the lines above it, from another on, or narrower by less than so much (half ems).
fn fills(page: &Page, i: usize, from: usize, shorter: u16) -> bool {
    let width = |i: usize| page.blocks()[i].layout.width;
    let widest = (from..i).map(width).max();
    widest.is_some_and(|widest| width(i) + shorter > widest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::Kind;
    use crate::passes::{audited, detach, lines};

    pub(super) fn forms(text: &str) -> Vec<Form> {
        let page = audited(text, &[lines::run, detach::run, run]);
        page.blocks().iter().map(|b| b.layout.form).collect()
    }

    #[test]
    fn tables_lists_and_verse_are_kept() {
        for text in [
            "品种 昨日价 今日价\n白菜 1.20 1.15\n萝卜 0.90 0.95\n土豆 1.60 1.60",
            "名次\t球队\t积分\n1\t石桥\t19\n2\t临溪\t17",
            "| 站点 | 水位 |\n| --- | --- |\n| 北站桥 | 12.31 |",
            "王一禾 石桥中学\n方小溪 石桥中学\n刘南星 临溪镇中心小学",
            // Headings between rows, and the one above them that is like those.
            "一等奖\n王一禾 石桥中学\n二等奖\n方小溪 石桥中学\n刘南星 青禾村小学\n吴一苇 石桥中学",
            "1. 水壶一个\n2. 雨衣一件\n3. 面包和水果",
            "1.《麦田》 王一禾\n2.《渡口》 林小禾\n3.《Open Field》 Notes\n4.《白月》 周石安",
            "（1）不在桥洞里避雨；\n（2）不走积水深的路；\n（3）远离电线。",
            "• 周二 老电影放映\n• 周四 木版年画体验\n• 周五 盲文阅读辅导",
            "山下孤烟起，\n溪头独树高。\n行人归未得，\n风雨满江皋。",
            "一灯如豆照书窗\n半夜风来满院霜\n忽忆故园篱下菊\n今年应比去年黄",
            "安全帽，头上戴；\n安全带，腰间拴。\n进工地，守规章；\n高兴来，平安归。",
            "我在河边等一条船\n船还没有来，雾先来了\n雾把对岸的灯收走\n只留下桨声\n天快亮的时候\n有人在雾里喊我的名字",
        ] {
            assert!(forms(text).iter().all(|f| *f == Form::Kept), "{text}");
        }
    }

    #[test]
    fn other_lines_are_not() {
        for text in [
            // Two rows are no table.
            "白菜 1.20 1.15\n萝卜 0.90 0.95",
            // Headlines with two halves.
            "扛稳责任 凝聚力量\n筑牢防线 严防死守\n上下同心 共克时艰",
            // Bylines.
            "记者 王一禾\n记者 方小溪\n通讯员 刘南星",
            // Columns side by side.
            "会议听取了全县今年上半年工作汇报 记者昨日从市里的会议上获悉今年\n强调要认真落实各项部署加快推进 全市将新建十二所学校其中三所在\n重点项目建设确保按期完成目标 城区目前设计工作已经全部完成了",
            // Column lines that happen to end in marks, of different widths.
            "安全帽，头上戴；\n安全带，腰间拴。",
            "会议强调，\n要加强领导，\n压实责任，\n确保按期完成目标。",
            "编辑 王一禾 校对 方小溪\n总第2346期 本期4版\n2022年5月17日 星期二",
            "为及时报道社会各界抗击\n疫情的正能量，本报增出\n一期报纸。敬请读者留意",
            // Figures at line beginnings, and subheads with paragraphs between them.
            "全市工业增长\n1.5个百分点，达到\n2.3个百分点，创下\n3.1的新高",
            "●建设加快\n●服务到家\n●群众满意",
            "一、加强领导\n各部门要认真落实责任。\n二、广泛宣传\n要做到家喻户晓。\n三、严格检查\n定期通报。",
            // Verse quoted in prose.
            "他当场赋诗一首：\n一灯如豆照书窗，半夜风来满院霜。\n忽忆故园篱下菊，今年应比去年黄。\n众人称好。",
            // Lines of a narrow column, one of which is wider.
            "向前推进，表示巴方\n寓意着万象更新，代\n表着喜乐团圆，衷心\n祝愿新的一年里我国\n中国人民喜迎马年新春佳节\n兴旺发达的景象令人",
        ] {
            assert!(!forms(text).contains(&Form::Kept), "{text}");
        }
    }

    #[test]
    fn a_poem_has_its_title_and_author_above_it() {
        let poem = "\n登北山\n周石安\n北山高处望，云外几重楼。\n旧树藏村舍，新桥卧碧流。";
        let mut want = vec![Form::Begins(Kind::Title), Form::Begins(Kind::Byline)];
        want.extend([Form::Kept; 2]);
        assert_eq!(forms(poem), want);
        // On a page with other text the author's name tells free verse from headlines.
        let before = "撑船的人今年六十二岁，他说新船好开，就是少了桨声。\n\n";
        let verse = "河还是那条河\n船换了一条又一条\n撑船的人老了\n他的影子还年轻\n\n岸上的人喊一声\n水里就答应一声";
        let named = forms(&format!("{before}渡口\n郑北辰\n\n{verse}"));
        assert_eq!(named[1..3], want[..2]);
        assert!(named[3..].iter().all(|f| *f == Form::Kept));
        let nameless = forms(&format!("{before}渡口\n\n{verse}"));
        assert!(!nameless.contains(&Form::Kept));
    }

    #[test]
    fn a_poem_ends_where_prose_begins() {
        let poem =
            "渡口\n张 岚\n渡口老了\n船还年轻\n摆渡的人\n把一生摇成半条河\n岸上的灯\n一盏一盏地睡去";
        let prose = "石元村里果飘香\n金秋时节，走进乔庄镇石元村，一排\n排整齐的民居掩映在绿树丛中，村民们\n正忙着采摘猕猴桃。";
        // The first lines of a column below a title and a name, one of which is squeezed.
        let column = "\n身旁的大叔发出这样的感慨\n\n林小禾\n无论干革命，还是搞\n建设，抑或是抓改革，战\n胜风险挑战的中国智慧、\n迎战惊涛骇浪的中国力量，\n集中体现在党的坚强领导\n\n“多少年没坐过绿皮\n车了？！”最近，笔者乘";
        assert!(!forms(column).contains(&Form::Kept));
        let found = forms(&format!("{poem}\n\n{prose}"));
        assert!(found[2..8].iter().all(|f| *f == Form::Kept), "{found:?}");
        assert!(found[8..].iter().all(|f| *f == Form::Open), "{found:?}");
    }

    #[test]
    fn prose_with_a_squeezed_line_is_no_verse() {
        for text in [
            "夏季食品安全专项检查启动\n早报讯 入夏以来，为保障群众舌尖\n上的安全，县市场监管局组织执法人员对\n城区餐饮单位、农贸市场和学校食堂开展\n夏季食品安全专项检查，共出动执法人员\n126人次。",
            "石元村里果飘香\n石元村过去是有名的贫困村，近年来，\n村里引进龙头企业，流转土地800余亩，\n发展猕猴桃产业，带动120户村民增收。\n下一步，该局将继续加大监管力度，\n畅通投诉举报渠道，确保群众吃得放心、\n吃得安全。",
        ] {
            assert!(!forms(text).contains(&Form::Kept), "{text}");
        }
    }

    #[test]
    fn an_item_that_goes_on_begins_a_paragraph() {
        let list = "一、爱护村中道路、水井和路灯，发现\n损坏及时告知。\n二、垃圾放到指定地点，不倒进河里和\n水沟。\n三、红白喜事从简。";
        let item = Form::Begins(Kind::Body);
        assert_eq!(forms(list), [item, Form::Open, item, Form::Open, item]);
    }

    #[test]
    fn turns_of_an_interview_begin_paragraphs() {
        let turn = Form::Begins(Kind::Body);
        let talk = "问：多少年了？\n答：四十三年。我十六岁进铺子，师父让我先扫\n了一年地。\n问：还有人来吗？\n答：有。";
        assert_eq!(forms(talk), [turn, turn, Form::Open, turn, turn]);
        // One voice is no talk.
        let speech = "他说：要快。\n会后各部门迅速行动。\n他说：要好。";
        assert_eq!(forms(speech), [Form::Open; 3]);
    }

    #[test]
    fn letters_have_a_salutation_and_a_signature() {
        let letters = "编辑同志：\n路灯坏了，请修好。\n读者 周石安\n站牌该换了\n编辑同志：\n请换一块新的。\n林小禾";
        let [title, byline, body] = [Kind::Title, Kind::Byline, Kind::Body].map(Form::Begins);
        assert_eq!(
            forms(letters),
            [body, body, byline, title, body, body, byline]
        );
    }
}
