//! Words, and the words inside identifiers.

use std::sync::LazyLock;

use unicode_segmentation::UnicodeSegmentation as _;

use super::table::Table;

/// Words of English that carry grammar rather than meaning: the articles, pronouns, prepositions,
/// conjunctions and auxiliaries among the most frequent words of the language, in alphabetical order.
///
/// Source: the closed-class words of the Snowball project's English stop word list, contractions left out.
const STOP_WORDS: &[&str] = &[
    "a",
    "about",
    "above",
    "after",
    "again",
    "against",
    "all",
    "am",
    "an",
    "and",
    "any",
    "are",
    "as",
    "at",
    "be",
    "because",
    "been",
    "before",
    "being",
    "below",
    "between",
    "both",
    "but",
    "by",
    "can",
    "could",
    "did",
    "do",
    "does",
    "doing",
    "down",
    "during",
    "each",
    "few",
    "for",
    "from",
    "further",
    "had",
    "has",
    "have",
    "having",
    "he",
    "her",
    "here",
    "hers",
    "herself",
    "him",
    "himself",
    "his",
    "how",
    "i",
    "if",
    "in",
    "into",
    "is",
    "it",
    "its",
    "itself",
    "me",
    "more",
    "most",
    "my",
    "myself",
    "no",
    "nor",
    "not",
    "of",
    "off",
    "on",
    "once",
    "only",
    "or",
    "other",
    "our",
    "ours",
    "ourselves",
    "out",
    "over",
    "own",
    "same",
    "she",
    "should",
    "so",
    "some",
    "such",
    "than",
    "that",
    "the",
    "their",
    "theirs",
    "them",
    "themselves",
    "then",
    "there",
    "these",
    "they",
    "this",
    "those",
    "through",
    "to",
    "too",
    "under",
    "until",
    "up",
    "very",
    "was",
    "we",
    "were",
    "what",
    "when",
    "where",
    "which",
    "while",
    "who",
    "whom",
    "why",
    "will",
    "with",
    "would",
    "you",
    "your",
    "yours",
    "yourself",
    "yourselves",
];

static STOPS: LazyLock<Table<()>> = LazyLock::new(|| Table::new(STOP_WORDS.iter().map(|word| (*word, ()))));

/// The words of a text after UAX #29: `don't`, `3.14` and `snake_case` are one word each. Where a script has no blanks
/// between words, UAX #29 gives single characters; two of them are a word here, of Thai and its relatives four.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut single = text.unicode_word_indices().peekable();
    std::iter::from_fn(move || {
        let (start, word) = single.next()?;
        let script = Script::of(word);
        let mut end = start.saturating_add(word.len());
        for _ in 1..script.letters() {
            let adjoining = |next: &(usize, &str)| next.0 == end && Script::of(next.1) == script;
            let Some((_, next)) = single.next_if(adjoining) else { break };
            end = end.saturating_add(next.len());
        }
        text.get(start..end)
    })
}

/// Scripts by how they part words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    /// With blanks; also Katakana, whose runs are words.
    Spaced,
    Katakana,
    Hiragana,
    Ideographs,
    /// Thai, Lao, Myanmar, Khmer.
    Southeast,
}

impl Script {
    /// The script of a word, by its first character.
    fn of(word: &str) -> Self {
        word.chars().next().map_or(Self::Spaced, Self::of_letter)
    }

    fn of_letter(letter: char) -> Self {
        match letter {
            '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' => Self::Southeast,
            '\u{3041}'..='\u{309f}' => Self::Hiragana,
            '\u{30a0}'..='\u{30ff}' => Self::Katakana,
            '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' | '々' => {
                Self::Ideographs
            }
            _ => Self::Spaced,
        }
    }

    /// The number of letters that are about a word; 1 where words are parted otherwise.
    fn letters(self) -> usize {
        match self {
            Self::Spaced | Self::Katakana => 1,
            Self::Hiragana | Self::Ideographs => 2,
            Self::Southeast => 4,
        }
    }
}

/// A run of letters and digits in pieces of about a word's length: cut where the script changes, and every few letters
/// where the script has no blanks. `start` is where the run begins.
pub(super) fn pieces(start: usize, run: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0_usize;
    std::iter::from_fn(move || {
        let rest = run.get(at..).filter(|rest| !rest.is_empty())?;
        let from = at;
        let script = if rest.is_ascii() { Script::Spaced } else { Script::of(rest) };
        let most = match script {
            Script::Ideographs | Script::Southeast => script.letters(),
            Script::Spaced | Script::Katakana | Script::Hiragana => usize::MAX,
        };
        let end = if script == Script::Spaced && rest.is_ascii() {
            rest.len()
        } else {
            let mut letters = rest.char_indices().enumerate();
            letters
                .find(|(count, (_, letter))| *count >= most || Script::of_letter(*letter) != script)
                .map_or(rest.len(), |(_, (index, _))| index)
        };
        at = at.saturating_add(end);
        rest.get(..end).map(|piece| (start.saturating_add(from), piece))
    })
}

/// Whether a word is an English stop word, in any case.
///
/// ```
/// # use sono_syntax as sono_core;
/// use sono_core::text::prose::is_stop_word;
/// assert!(is_stop_word("The") && !is_stop_word("tree"));
/// ```
pub fn is_stop_word(word: &str) -> bool {
    STOPS.get(word).is_some()
}

/// The words inside identifiers and texts: runs of letters and digits, split at the humps of `camelCase`, `PascalCase`
/// and `HTTPServer`. Digits stay with the letters before them.
///
/// ```
/// # use sono_syntax as sono_core;
/// use sono_core::text::prose::subwords;
/// let split: Vec<&str> = subwords("parseHTTPHeader_v2 is-sorted").collect();
/// assert_eq!(split, ["parse", "HTTP", "Header", "v2", "is", "sorted"]);
/// ```
pub fn subwords(text: &str) -> impl Iterator<Item = &str> {
    subword_indices(text).map(|(_, word)| word)
}

/// As [`subwords`], with the byte offset of each word.
pub fn subword_indices(text: &str) -> impl Iterator<Item = (usize, &str)> {
    Subwords { text, at: 0 }
}

struct Subwords<'t> {
    text: &'t str,
    at: usize,
}

#[derive(Clone, Copy, PartialEq)]
enum Letter {
    Upper,
    Other,
    Digit,
}

impl<'t> Iterator for Subwords<'t> {
    type Item = (usize, &'t str);

    fn next(&mut self) -> Option<Self::Item> {
        let bytes = self.text.as_bytes();
        let mut start = self.at;
        loop {
            let byte = *bytes.get(start)?;
            if byte.is_ascii_alphanumeric() {
                break;
            }
            if byte.is_ascii() {
                start = start.saturating_add(1);
                continue;
            }
            let letter = self.text.get(start..)?.chars().next()?;
            if letter.is_alphanumeric() {
                break;
            }
            start = start.saturating_add(letter.len_utf8());
        }
        if let Some(end) = plain_end(bytes, start) {
            self.at = end;
            return self.text.get(start..end).map(|word| (start, word));
        }
        let mut before: Option<(Letter, Letter)> = None;
        let (mut at, mut last_at) = (start, start);
        let end = loop {
            let Some((letter, length)) = self.letter(at) else { break at };
            match before {
                // `parse|HTTP`, `v2|Is`
                Some((_, Letter::Other | Letter::Digit)) if letter == Letter::Upper => break at,
                // `HTTP|Header`: the last capital belongs to the next word.
                Some((Letter::Upper, Letter::Upper)) if letter == Letter::Other => break last_at,
                _ => {}
            }
            before = Some((before.map_or(Letter::Other, |(_, last)| last), letter));
            last_at = at;
            at = at.saturating_add(length);
        };
        self.at = end;
        self.text.get(start..end).map(|word| (start, word))
    }
}

/// The end of a word of small letters, with or without a capital before them, that ends at a sign or at the next capital.
/// Most words are of this kind.
#[inline]
fn plain_end(bytes: &[u8], start: usize) -> Option<usize> {
    let small = start.saturating_add(usize::from(bytes.get(start)?.is_ascii_uppercase()));
    let rest = bytes.get(small..)?;
    let length = rest.iter().position(|byte| !byte.is_ascii_lowercase()).unwrap_or(rest.len());
    let after = rest.get(length);
    let ends = after.is_none_or(|byte| {
        byte.is_ascii_uppercase() && length > 0 || byte.is_ascii() && !byte.is_ascii_alphanumeric()
    });
    ends.then(|| small.saturating_add(length))
}

impl Subwords<'_> {
    /// The letter or digit at an offset, and its length in bytes; `None` for anything else.
    fn letter(&self, at: usize) -> Option<(Letter, usize)> {
        let byte = *self.text.as_bytes().get(at)?;
        if byte.is_ascii() {
            let letter = match byte {
                b'a'..=b'z' => Letter::Other,
                b'A'..=b'Z' => Letter::Upper,
                b'0'..=b'9' => Letter::Digit,
                _ => return None,
            };
            return Some((letter, 1));
        }
        let character = self.text.get(at..)?.chars().next()?;
        let letter = match character {
            c if c.is_uppercase() => Letter::Upper,
            c if c.is_numeric() => Letter::Digit,
            c if c.is_alphanumeric() => Letter::Other,
            _ => return None,
        };
        Some((letter, character.len_utf8()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stop_words_are_in_order() {
        assert!(STOP_WORDS.is_sorted() && STOP_WORDS.iter().all(|word| is_stop_word(word)));
        assert!(is_stop_word("I") && is_stop_word("THEMSELVES"));
        assert!(!is_stop_word("") && !is_stop_word("İ") && !is_stop_word("algorithm"));
    }

    #[test]
    fn scripts_without_blanks_have_words() {
        let split = |text: &'static str| words(text).collect::<Vec<_>>();
        assert_eq!(split("列表为空"), ["列表", "为空"]);
        assert_eq!(split("空列表, list"), ["空列", "表", "list"]);
        assert_eq!(split("リストを読む"), ["リスト", "を", "読", "む"]);
        assert_eq!(split("don't 3.14"), ["don't", "3.14"]);
        assert_eq!(split("함수는 값을").len(), 2);
        let split = |text: &'static str| pieces(0, text).collect::<Vec<_>>();
        assert_eq!(split("解析line行"), [(0, "解析"), (6, "line"), (10, "行")]);
        assert!(split("").is_empty());
    }

    #[test]
    fn identifiers_are_split_at_their_seams() {
        let split = |text: &'static str| subwords(text).collect::<Vec<_>>();
        assert_eq!(split("HTTPServer"), ["HTTP", "Server"]);
        assert_eq!(split("getX"), ["get", "X"]);
        assert_eq!(split("Ab"), ["Ab"]);
        assert_eq!(split("A"), ["A"]);
        assert_eq!(split("ABC"), ["ABC"]);
        assert_eq!(split("__init__"), ["init"]);
        assert_eq!(split("sha256Sum"), ["sha256", "Sum"]);
        assert_eq!(split("größeÄndern"), ["größe", "Ändern"]);
        assert_eq!(split("don't"), ["don", "t"]);
        assert_eq!(split("日本語"), ["日本語"]);
        assert!(split("--- !").is_empty());
        assert_eq!(subword_indices("a éB").collect::<Vec<_>>(), [(0, "a"), (2, "é"), (4, "B")]);
    }
}
