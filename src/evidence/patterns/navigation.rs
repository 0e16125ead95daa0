//! What the website of a paper writes around its pages: 上一版 下一版, 放大+ 缩小- 默认, 分享到：, 版权所有 某报社 不得转载.
//!
//! (In the bench, the press and `tests` eleven lines are so, and none of them is an article's.)

use crate::chars::is_han;

/// A line is no longer (bytes).
const LONGEST: usize = 180;

/// Words that only a website has.
const TELLING: [&str; 24] = [
    "上一版",
    "下一版",
    "上一篇",
    "下一篇",
    "上一期",
    "下一期",
    "上一页",
    "下一页",
    "返回首页",
    "返回目录",
    "返回版面",
    "返回顶部",
    "版面导航",
    "标题导航",
    "版面概览",
    "往期回顾",
    "设为首页",
    "加入收藏",
    "打印本页",
    "关闭窗口",
    "分享到",
    "全文复制",
    "复制链接",
    "语音播报",
];

/// Words that stand beside them.
const BESIDE: [&str; 31] = [
    "放大",
    "缩小",
    "首页",
    "默认",
    "字体",
    "字号",
    "大",
    "中",
    "小",
    "打印",
    "关闭",
    "收藏",
    "推荐",
    "分享",
    "转发",
    "朗读",
    "微信",
    "新浪微博",
    "腾讯微博",
    "微博",
    "空间",
    "朋友圈",
    "检索",
    "搜索",
    "下载",
    "评论",
    "点赞",
    "版",
    "日历",
    "扫一扫",
    "语音朗读",
];

/// What a line begins with.
const BEGINS: &str = "【您你当阅浏点免上下返首版标往放缩默字打关收加推分转朗语全复设C";

/// Whether a line is nothing else.
pub(crate) fn is_navigation(line: &str) -> bool {
    line.len() <= LONGEST
        && line.starts_with(|first| BEGINS.contains(first))
        && (are_words(line)
            || is_copyright(line)
            || is_trail(line)
            || leads_on(line)
            || counts_readers(line))
}

/// Where on the site a page is: 首页 > 新闻 > 国内, 您的位置：首页→正文.
fn is_trail(line: &str) -> bool {
    /// A step is no longer (characters).
    const LONG: usize = 10;
    let steps = |c| matches!(c, '>' | '→' | '»' | '›' | '＞');
    let named = [
        "当前位置",
        "您的位置",
        "您当前的位置",
        "您所在的位置",
        "你的位置",
        "你当前的位置",
    ];
    let home = line
        .strip_prefix("首页")
        .is_some_and(|rest| rest.trim_start().starts_with(steps));
    (home || named.iter().any(|word| line.starts_with(word)))
        && line.contains(steps)
        && !line.contains(['，', '。', '；'])
        && line
            .split(steps)
            .all(|step| step.trim().chars().nth(LONG + 6).is_none())
        && line
            .split(steps)
            .skip(1)
            .all(|step| step.trim().chars().nth(LONG).is_none())
}

/// To the article before or after: 上一篇：灯下闲话, 下一篇：没有了.
fn leads_on(line: &str) -> bool {
    let words = ["上一篇", "下一篇", "上一条", "下一条"];
    let rest = words.iter().find_map(|word| line.strip_prefix(word));
    rest.is_some_and(|rest| rest.starts_with(['：', ':']))
}

/// How many have read it: 阅读 1024, 浏览次数：1024.
fn counts_readers(line: &str) -> bool {
    /// Fewer digits are of a questionnaire.
    const DIGITS: usize = 3;
    const NAMES: [&str; 9] = [
        "阅读",
        "阅读量",
        "阅读数",
        "浏览",
        "浏览量",
        "浏览次数",
        "点击",
        "点击数",
        "点击率",
    ];
    let number = line.trim_end_matches(['+', '次', '万']);
    let counted = number.trim_end_matches(|c: char| c.is_ascii_digit());
    let name = counted.trim_end_matches(['：', ':', ' ']);
    number.len() >= counted.len() + DIGITS && NAMES.contains(&name)
}

fn are_words(line: &str) -> bool {
    let mut rest = line;
    // Where the letters can be made larger they can be made smaller.
    let sized = line.contains("字体") || line.contains("字号");
    let mut telling = line.contains("放大") && line.contains("缩小")
        || sized && line.contains('大') && line.contains('小');
    while let Some(at) = rest.find(is_han) {
        rest = &rest[at..];
        let word = |words: &'static [&str]| words.iter().find_map(|word| rest.strip_prefix(word));
        if let Some(after) = word(&TELLING) {
            (rest, telling) = (after, true);
        } else if let Some(after) = word(&BESIDE) {
            rest = after;
        } else {
            return false;
        }
    }
    telling && !rest.contains('。')
}

fn is_copyright(line: &str) -> bool {
    let forbids = || {
        ["转载", "ICP备", "Copyright", "©"]
            .iter()
            .any(|word| line.contains(word))
    };
    let owns = line.starts_with("版权所有") || line.starts_with("Copyright");
    let states = ["版权声明", "免责声明"]
        .iter()
        .filter_map(|word| line.strip_prefix(word));
    owns && !line.ends_with('。') && forbids()
        || states.into_iter().any(|rest| rest.starts_with(['：', ':'])) && forbids()
}

#[cfg(test)]
mod tests {
    use super::is_navigation;

    #[test]
    fn what_websites_write() {
        for line in [
            "上一版 下一版",
            "上一版3 4下一版",
            "上一篇 下一篇 放大+ 缩小- 默认o",
            "【字号：大 中 小】 【打印本页】【关闭窗口】",
            "字体：大 中 小",
            "分享到：",
            "分享到：新浪微博 微信 QQ空间",
            "返回目录",
            "上一篇：灯下闲话",
            "下一篇：没有了",
            "首页 > 新闻 > 国内",
            "您的位置：首页→新闻中心→正文",
            "阅读 1024",
            "浏览次数：1024次",
            "版权声明：本网稿件，未经授权不得转载。",
            "版权所有 海川商报社 未经许可不得转载",
            "版权所有 江州日报社 ICP备05012278号",
            "Copyright © 2013 某报社 All Rights Reserved",
        ] {
            assert!(is_navigation(line), "{line}");
        }
    }

    #[test]
    fn what_they_do_not() {
        for line in [
            "上一版的文章",
            "上一篇社论说：",
            "首页上的新闻",
            "阅读100本书",
            "阅读：30",
            "点击 8次",
            "首页→设置→电池→省电模式，打开就行。",
            "首页的新闻 > 国内",
            "阅读",
            "版权声明由本社发布",
            "大小",
            "推荐",
            "首页",
            "放大格局",
            "缩小",
            "放大空间",
            "缩小 1/3",
            "分享",
            "分享到位",
            "微信",
            "版权所有者说，",
            "本报所有自采新闻版权所有，未经许可不得转载",
            "版权所有，未经许可不得转载。",
            "",
        ] {
            assert!(!is_navigation(line), "{line}");
        }
    }
}
