//! Measures of written language: answers, documents, comments, commit messages.
//!
//! Everything here takes linear time and depends on nothing but the text. English is assumed where words are
//! listed (stop words, connectives); the rest works for every script that
//! [UAX #29](https://www.unicode.org/reports/tr29/) can split.

mod connectives;
mod mentions;
mod senses;
mod sentences;
mod stems;
mod table;
mod words;

use std::collections::{HashMap, HashSet};

pub use connectives::{Connectives, connectives};
pub use mentions::mentions;
pub use senses::{Sense, Term, TermAt, Terms, is_english, is_grammar, terms};
pub use sentences::{mask_code, paragraphs, sentences};
pub use stems::Stem;
pub(super) use table::Table;
pub use words::{is_stop_word, subword_indices, subwords, words};

/// Words in a window of the moving-average type-token ratio.
pub const MATTR_WINDOW: usize = 50;
/// Words in the sequences whose repetition is measured.
pub const REPEATED_WORDS: usize = 4;

/// Counts of a text in natural language. Fenced code blocks of Markdown are left out.
///
/// ```
/// # use sono_syntax as sono_core;
/// let prose = sono_core::text::prose::Prose::measure("I sort first. Then search is fast, because it halves.");
/// assert_eq!((prose.words, prose.sentences), (10, 2));
/// assert_eq!(prose.mean_sentence_words(), Some(5.0));
/// assert_eq!(prose.connectives.reason, 1);
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Prose {
    /// Words after UAX #29.
    pub words: usize,
    /// Sentences, headings and list items that hold a word.
    pub sentences: usize,
    /// Words of the longest sentence.
    pub longest_sentence: usize,
    /// Words that are stop words.
    pub stop_words: usize,
    /// Moving-average type-token ratio (MATTR): the share of different words, averaged over all windows of
    /// [`MATTR_WINDOW`] words; 0 to 1. Unlike the plain ratio it does not fall with the length of the text.
    /// A text shorter than the window is one window. Absent without words.
    ///
    /// Source: Covington and McFall, "Cutting the Gordian knot: the moving-average type-token ratio (MATTR)",
    /// Journal of Quantitative Linguistics 17 (2010).
    pub mattr: Option<f64>,
    /// Sequences of [`REPEATED_WORDS`] words that occurred before in the text.
    pub repeated: usize,
    /// Words that connect thoughts.
    pub connectives: Connectives,
}

impl Prose {
    /// Measures a text.
    pub fn measure(text: &str) -> Self {
        let text = mask_code(text);
        let spans = sentences(&text);
        let mut prose = Self { sentences: spans.len(), ..Self::default() };
        let mut ids = HashMap::new();
        let mut sequence: Vec<u32> = Vec::new();
        for span in spans {
            let before = sequence.len();
            for word in words(span.of(&text)) {
                prose.stop_words = prose.stop_words.saturating_add(usize::from(is_stop_word(word)));
                let next = u32::try_from(ids.len()).unwrap_or(u32::MAX);
                sequence.push(*ids.entry(word.to_lowercase()).or_insert(next));
            }
            prose.longest_sentence = prose.longest_sentence.max(sequence.len().saturating_sub(before));
        }
        prose.words = sequence.len();
        prose.mattr = mattr(&sequence, ids.len(), MATTR_WINDOW);
        let mut seen = HashSet::new();
        prose.repeated = sequence.windows(REPEATED_WORDS).filter(|window| !seen.insert(*window)).count();
        prose.connectives = connectives(&text);
        prose
    }

    /// Mean number of words in a sentence; absent without sentences.
    pub fn mean_sentence_words(&self) -> Option<f64> {
        ratio(self.words, self.sentences)
    }

    /// Share of stop words among all words, 0 to 1; absent without words. English prose has 0.4 to 0.6; lists
    /// of keywords have nearly none.
    pub fn stop_word_share(&self) -> Option<f64> {
        ratio(self.stop_words, self.words)
    }

    /// Share of sequences of [`REPEATED_WORDS`] words that occurred before in the text, 0 to 1; absent when the
    /// text has fewer words. Repeated sequences are a mark of padded text.
    ///
    /// Source: repetition filters of Rae et al., "Scaling language models: methods, analysis and insights from
    /// training Gopher", arXiv 2112.11446 (2021), table A1.
    pub fn repeated_share(&self) -> Option<f64> {
        ratio(self.repeated, self.words.saturating_sub(REPEATED_WORDS.saturating_sub(1)))
    }
}

/// The mean share of different items over all windows, from whole counts, so that no rounding depends on the
/// order of sums. `kinds` is one more than the largest item.
fn mattr(items: &[u32], kinds: usize, window: usize) -> Option<f64> {
    let window = window.min(items.len());
    let mut counts = vec![0_u32; kinds];
    let mut different: usize = 0;
    let mut sum: u64 = 0;
    let mut windows: usize = 0;
    for (index, item) in items.iter().enumerate() {
        if let Some(count) = counts.get_mut(*item as usize) {
            different = different.saturating_add(usize::from(*count == 0));
            *count = count.saturating_add(1);
        }
        let gone = index.checked_sub(window).and_then(|gone| items.get(gone));
        if let Some(count) = gone.and_then(|gone| counts.get_mut(*gone as usize)) {
            *count = count.saturating_sub(1);
            different = different.saturating_sub(usize::from(*count == 0));
        }
        if index.saturating_add(1) >= window {
            sum = sum.saturating_add(different as u64);
            windows = windows.saturating_add(1);
        }
    }
    (windows > 0).then(|| sum as f64 / windows as f64 / window as f64)
}

fn ratio(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_can_be_checked_by_hand() {
        let prose = Prose::measure(
            "The list is sorted. If it were not, the search would fail!\n\n- Sort\n- Search\n",
        );
        assert_eq!(prose.words, 14);
        assert_eq!(prose.sentences, 4);
        assert_eq!(prose.longest_sentence, 8);
        // the, is, if, it, were, not, the, would
        assert_eq!(prose.stop_words, 8);
        assert_eq!(prose.connectives.condition, 1);
        assert_eq!(prose.mean_sentence_words(), Some(3.5));
    }

    #[test]
    fn an_empty_text_has_no_ratios() {
        for text in ["", " \n\t", "...!?", "```\ncode only\n```"] {
            let prose = Prose::measure(text);
            assert_eq!(prose, Prose::default(), "{text:?}");
            assert_eq!(prose.mean_sentence_words(), None);
            assert_eq!(prose.stop_word_share(), None);
            assert_eq!(prose.repeated_share(), None);
        }
    }

    #[test]
    fn mattr_follows_its_definition() {
        assert_eq!(mattr(&[], 0, 50), None);
        // One window of three words, two of them different.
        assert_eq!(mattr(&[0, 1, 0], 2, 50), Some(2.0 / 3.0));
        // Windows of two: [0 1] [1 1] [1 0] have 2, 1 and 2 different words.
        assert_eq!(mattr(&[0, 1, 1, 0], 2, 2), Some(5.0 / 3.0 / 2.0));
        // Length does not matter where the plain ratio would fall.
        let varied: Vec<u32> = (0..50).cycle().take(5_000).collect();
        assert_eq!(mattr(&varied, 50, 50), Some(1.0));
    }

    #[test]
    fn repetition_is_seen() {
        let varied =
            Prose::measure("Each of these words stands here one single time and never comes back again.");
        assert_eq!(varied.repeated_share(), Some(0.0));
        let padded = Prose::measure(&"This is a very good solution. ".repeat(50));
        assert!(padded.repeated_share().unwrap() > 0.97);
        assert!(padded.mattr.unwrap() < 0.13);
    }

    /// Quadratic work on a megabyte would not end while anybody waits.
    #[test]
    fn a_megabyte_on_one_line_ends() {
        for unit in ["word ", "a", "...", "- ", "if ", "don't.", "日本"] {
            let prose = Prose::measure(&unit.repeat(1_000_000 / unit.len()));
            assert!(prose.sentences <= prose.words, "{unit:?}");
        }
    }
}
