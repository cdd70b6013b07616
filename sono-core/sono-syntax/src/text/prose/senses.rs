//! The worth of a word to a reader who has the code: grammar, common words, praise, terms of the field, or a word
//! that says something of its own.

mod lists;

use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::sync::LazyLock;

use super::stems::{Stem, StemHasher};
use super::words::{is_stop_word, pieces, subword_indices, words};
use crate::text::Span;
use lists::{ELSEWHERE, EVERYDAY, FIELD, FIELD_ELSEWHERE, HOLLOW, PRAISE};

/// The worth of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sense {
    /// Carries grammar: articles, pronouns, prepositions, in English and other languages.
    Grammar,
    /// Says nothing about code, because it is true of all code: function, returns, value, handles.
    Hollow,
    /// Belongs to any text: first, need, enough.
    Everyday,
    /// Claims quality: robust, elegant.
    Praise,
    /// A term of programming: list, index, exception.
    Field,
    /// Any other word.
    Plain,
}

/// A word with a meaning of its own.
#[derive(Debug, Clone, Copy)]
pub struct Term<'t> {
    /// Where it starts, in bytes.
    pub start: usize,
    /// The word as it stands.
    pub word: &'t str,
    /// Its stem.
    pub stem: Stem,
    /// Its worth.
    pub sense: Sense,
}

static SENSES: LazyLock<HashMap<Stem, Sense, BuildHasherDefault<StemHasher>>> = LazyLock::new(|| {
    // Of two entries the first one holds.
    let lists = [
        (HOLLOW, Sense::Hollow),
        (PRAISE, Sense::Praise),
        (FIELD, Sense::Field),
        (FIELD_ELSEWHERE, Sense::Field),
        (EVERYDAY, Sense::Everyday),
        (ELSEWHERE, Sense::Grammar),
    ];
    let mut senses = HashMap::default();
    for (list, sense) in lists {
        for word in list.split_whitespace() {
            senses.entry(Stem::of(word)).or_insert(sense);
        }
    }
    senses
});

/// The words of a text that are more than grammar, in the order of the text: identifiers are split, numbers and single
/// letters left out. Scripts without blanks are cut into pieces of about a word's length.
///
/// ```
/// # use sono_syntax as sono_core;
/// use sono_core::text::prose::{Sense, terms};
/// let found: Vec<_> = terms("Returns the unpaid totalOf it").map(|term| (term.word, term.sense)).collect();
/// assert_eq!(found, [("Returns", Sense::Hollow), ("unpaid", Sense::Plain), ("total", Sense::Plain)]);
/// ```
pub fn terms(text: &str) -> impl Iterator<Item = Term<'_>> {
    let words = subword_indices(text).flat_map(|(start, word)| pieces(start, word));
    words.filter_map(|(start, word)| meaning(word).map(|(stem, sense)| Term { start, word, stem, sense }))
}

/// The stem and the sense of a word, if it is more than grammar.
fn meaning(word: &str) -> Option<(Stem, Sense)> {
    if word.len() < 2 || !word.contains(char::is_alphabetic) || is_stop_word(word) {
        return None;
    }
    let stem = Stem::of(word);
    let sense = SENSES.get(&stem).copied().unwrap_or(Sense::Plain);
    (sense != Sense::Grammar && !is_kana(word)).then_some((stem, sense))
}

/// The [`terms`] of a text in which many places are looked at, each found once.
#[derive(Debug, Clone, Default)]
pub struct Terms {
    all: Vec<TermAt>,
}

/// A term of [`Terms`].
#[derive(Debug, Clone, Copy)]
pub struct TermAt {
    /// The word as it stands.
    pub span: Span,
    /// Its stem.
    pub stem: Stem,
    /// Its worth.
    pub sense: Sense,
}

impl Terms {
    /// The terms of a text.
    pub fn of<'t>(text: &'t str) -> Self {
        let mut known = Known::new(text.len());
        let mut all = Vec::with_capacity(text.len() / 32);
        let mut add = |start: usize, word: &'t str| {
            if let Some((stem, sense)) = known.meaning(word) {
                all.push(TermAt { span: Span::new(start, start.saturating_add(word.len())), stem, sense });
            }
        };
        for (start, word) in subword_indices(text) {
            if word.is_ascii() {
                add(start, word);
            } else {
                pieces(start, word).for_each(|(start, piece)| add(start, piece));
            }
        }
        Self { all }
    }

    /// The terms in a span that does not begin or end in the middle of a word.
    ///
    /// ```
    /// # use sono_syntax as sono_core;
    /// use sono_core::text::{Span, prose::{Stem, Terms}};
    /// let terms = Terms::of("total = paid + open  # the sums");
    /// let comment = terms.within(Span::new(21, 31));
    /// assert_eq!(comment.iter().map(|term| term.stem).collect::<Vec<_>>(), [Stem::of("sum")]);
    /// ```
    pub fn within(&self, span: Span) -> &[TermAt] {
        let first = self.all.partition_point(|term| term.span.start < span.start);
        let rest = self.all.get(first..).unwrap_or_default();
        // A span holds few terms beside the text.
        let count = rest.iter().take_while(|term| term.span.end <= span.end).count();
        rest.get(..count).unwrap_or_default()
    }

    /// All terms, in the order of the text.
    pub fn all(&self) -> &[TermAt] {
        &self.all
    }
}

/// The meanings of words that were looked up. Code has few words, and many of each: most are where their bytes say, and the
/// others are looked up again.
struct Known<'t> {
    slots: Vec<(&'t str, Option<(Stem, Sense)>)>,
}

impl<'t> Known<'t> {
    /// For a text of so many bytes.
    fn new(bytes: usize) -> Self {
        Self { slots: vec![("", None); (bytes / 64).next_power_of_two().clamp(16, 1 << 12)] }
    }

    /// The stem and the sense of a word, as [`meaning`] gives them.
    fn meaning(&mut self, word: &'t str) -> Option<(Stem, Sense)> {
        let whole = word.as_bytes();
        let ends = |bytes: &[u8; 4]| u32::from_le_bytes(*bytes);
        let (first, last) = match (whole.first_chunk(), whole.last_chunk()) {
            (Some(first), Some(last)) => (ends(first), ends(last)),
            _ => (whole.iter().fold(0, |number, byte| number << 8 | u32::from(*byte)), 0),
        };
        let mixed = (u64::from(first) << 32 | u64::from(last) ^ whole.len() as u64)
            .wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let place = (mixed >> 32) as usize & self.slots.len().saturating_sub(1);
        let Some(slot) = self.slots.get_mut(place) else { return meaning(word) };
        if slot.0 != word {
            *slot = (word, meaning(word));
        }
        slot.1
    }
}

/// Whether a text is English rather than another language, by the words of grammar in it. Words that are grammar in
/// English and elsewhere (in, an, so) speak for English.
///
/// ```
/// # use sono_syntax as sono_core;
/// use sono_core::text::prose::is_english;
/// assert!(is_english("The rows are sorted first."));
/// assert!(!is_english("Die Zeilen werden zuerst sortiert."));
/// ```
pub fn is_english(text: &str) -> bool {
    let (mut english, mut other) = (0_usize, 0_usize);
    for word in words(text) {
        if is_stop_word(word) {
            english = english.saturating_add(1);
        } else if SENSES.get(&Stem::of(word)) == Some(&Sense::Grammar) {
            other = other.saturating_add(1);
        }
    }
    english > other
}

/// Whether a word is one of grammar, in English or another language.
pub fn is_grammar(word: &str) -> bool {
    is_stop_word(word) || SENSES.get(&Stem::of(word)) == Some(&Sense::Grammar)
}

/// Whether a piece is Hiragana, which carries the grammar of Japanese.
fn is_kana(word: &str) -> bool {
    word.chars().all(|letter| ('\u{3041}'..='\u{309f}').contains(&letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_worth_different_things() {
        let sense = |word: &str| terms(word).next().map(|term| term.sense);
        for (word, expected) in [
            ("the", None),
            ("12", None),
            ("weil", None),
            ("functions", Some(Sense::Hollow)),
            ("processing", Some(Sense::Hollow)),
            ("elegantly", Some(Sense::Praise)),
            ("dictionary", Some(Sense::Field)),
            ("Schleife", Some(Sense::Field)),
            ("enough", Some(Sense::Everyday)),
            ("flour", Some(Sense::Plain)),
        ] {
            assert_eq!(sense(word), expected, "{word}");
        }
    }

    #[test]
    fn scripts_without_blanks_are_cut() {
        let words = |text| terms(text).map(|term| term.word).collect::<Vec<_>>();
        assert_eq!(words("未払い請求書をparseする"), ["未払", "請求", "書", "parse"]);
        assert_eq!(words("テーブルを読む"), ["テーブル", "読"]);
        assert_eq!(words("สวัสดีครับ").len(), 3);
    }
}
