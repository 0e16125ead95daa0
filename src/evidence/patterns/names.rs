//! People's names.

use crate::chars::is_han;
use crate::evidence::lexicon;
use crate::table::Characters;
use std::sync::LazyLock;

/// The most frequent surnames; together over nine of ten people (Ministry of Public Security, annual
/// name reports).
const SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳欧管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁芮都普阙浦戈伏鹿薄邸雍辜羊阿乌母裘亓修邰赫杭况那宿鲜印逯隆茹诺战慕危玉银亢嵇公哈湛宾戎勾茅利於呼居揭干但尉冶斯元束檀衣信展阴昝智幸奉植衡富尧闭由仵是莽傅洪赖宓濮璩郗籍荀隗蒯訾逄桓竺郦笪钮糜巢寿习暨仉钭汲邴郏郇郄佴宦庾鄂韶酆咎贝昌苍缑贠蔚贡谯贲蓬郤蓟莘羿夔殳乜厍 張劉陳楊黃趙吳孫馬鄭謝許韓馮鄧蕭潘蔣葉蘇魏呂盧鍾譚陸賈韋鄒閻龍賀顧錢嚴湯";

/// Surnames of two characters whose first is none.
const COMPOUND: [&str; 16] = [
    "上官", "诸葛", "諸葛", "东方", "東方", "皇甫", "令狐", "南宫", "长孙", "宇文", "端木", "百里",
    "轩辕", "淳于", "东郭", "西门",
];

static SURNAME: LazyLock<Characters> = LazyLock::new(|| set(SURNAMES.chars()));

/// Surnames, and the first characters of those that have two.
static BEGINNING: LazyLock<Characters> = LazyLock::new(|| {
    let compound = COMPOUND.iter().filter_map(|surname| surname.chars().next());
    set(SURNAMES.chars().chain(compound))
});

fn set(chars: impl Iterator<Item = char>) -> Characters {
    let mut set = Characters::new();
    chars.filter(|&c| c != ' ').for_each(|c| set.add(c));
    set
}

/// Whether a character is a surname.
pub(crate) fn is_surname(c: char) -> bool {
    SURNAME.has(u32::from(c)) == Some(true)
}

/// Whether a character is a surname, or the first of one that has two.
pub(super) fn begins_surname(c: char) -> bool {
    BEGINNING.has(u32::from(c)) == Some(true)
}

/// The longest name, in characters.
pub(super) const LONGEST: usize = 4;

/// Whether a text has the form of a Chinese person's name. `方案` and `时间` begin with a surname, but of the
/// words that are met so often (1,300 begin so) none of 143 short names in bylines is one; and none of 342 longer
/// ones is a word that is used, `解放军`, or two, `农家谚语`.
pub fn is_name(text: &str) -> bool {
    are_name(text.chars())
}

/// The same for a text that is spaced out.
pub fn is_spaced_name(text: &str) -> bool {
    are_name(text.chars().filter(|c| !c.is_whitespace()))
}

fn are_name(chars: impl Iterator<Item = char>) -> bool {
    let (mut count, mut name) = (0, [' '; LONGEST]);
    let mut compound = false;
    for c in chars {
        if count == LONGEST || !is_han(c) {
            return false;
        }
        name[count] = c;
        count += 1;
        match count {
            1 => compound = !is_surname(c),
            2 => compound = compound && is_compound(name[0], c),
            _ => {}
        }
        if count == 2 && !compound && !is_surname(name[0]) {
            return false;
        }
    }
    let least = if compound { 2 } else { 1 };
    count > least && !are_words(&name[..count])
}

fn is_compound(first: char, second: char) -> bool {
    let of = |surname: &&str| surname.starts_with(first) && surname.ends_with(second);
    COMPOUND.iter().any(of)
}

/// Whether characters are a word that is used, or two of them. Of three characters the first two must be one as well,
/// since the table has people who are often in the news.
pub(super) fn are_words(chars: &[char]) -> bool {
    let is_used = lexicon::is_used;
    match *chars {
        [a, b] => lexicon::is_common(a, b),
        [a, b, _] => lexicon::is_common(a, b) && is_used(chars),
        [a, b, c, d] => is_used(chars) || is_used(&[a, b]) && is_used(&[c, d]),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_name;

    /// The second line of a headline, `方案`, was taken for its byline.
    #[test]
    fn a_common_word_is_no_name() {
        for text in ["方案", "时间", "关系", "高度", "农业"] {
            assert!(!is_name(text), "{text}");
        }
        for text in ["乔红", "王英", "侯国", "龚杰", "黎振华", "欧阳小红"] {
            assert!(is_name(text), "{text}");
        }
    }

    /// The heads of columns were taken for bylines.
    #[test]
    fn words_that_are_used_are_no_name() {
        for text in [
            "农家谚语",
            "温馨提示",
            "文化长廊",
            "时代先锋",
            "相关链接",
            "时间表",
            "上官",
            "上海市",
            "东方红",
            "东方时空",
            "解放军",
        ] {
            assert!(!is_name(text), "{text}");
        }
        for text in [
            "王建设",
            "李胜利",
            "张光明",
            "黄金龙",
            "白云飞",
            "高尚民",
            "马前进",
            "欧阳小红",
            "上官晴",
            "诸葛小禾",
            "司徒美堂",
            "王晴沐洋",
            "张王小禾",
            "于长江",
            "林海燕",
            "周恩来",
        ] {
            assert!(is_name(text), "{text}");
        }
    }
}
