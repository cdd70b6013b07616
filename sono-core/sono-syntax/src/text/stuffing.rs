//! Keyword stuffing: words that scorers look for, piled up without saying anything.
//!
//! A heap is a stretch of text in which most words that carry meaning are words of the vocabulary, and of many
//! different concepts. Ordinary writing about tests or errors uses a few of these concepts, often, among the
//! names of what it is about; a heap names many, once each, and nothing else.

mod vocabulary;

use super::Span;
use super::prose::{is_stop_word, subword_indices};
use vocabulary::{CONCEPTS, concept, name};

/// The criteria that make a stretch of words a heap.
#[derive(Debug, Clone, Copy)]
pub struct Heap {
    /// The number of words with a meaning of their own (no stop words, no numbers) in the stretch; a shorter text is
    /// one stretch.
    words: usize,
    /// The number of different concepts of the vocabulary among them.
    concepts: usize,
    /// The share of these words that belong to the vocabulary, in percent.
    percent: usize,
    /// Whether the words must be separated by nothing but blanks.
    bare: bool,
}

/// Heaps in a comment or string: bare lists, lists, and lists dressed up as sentences.
///
/// Calibrated on 27,000 files of CPython's library, Python packages, Rust crates and npm's modules, of which
/// these numbers flag fewer than one in 5,000.
pub const IN_CODE: [Heap; 4] = [
    Heap { words: 6, concepts: 6, percent: 100, bare: true },
    Heap { words: 12, concepts: 7, percent: 60, bare: false },
    Heap { words: 24, concepts: 9, percent: 40, bare: false },
    Heap { words: 48, concepts: 14, percent: 33, bare: false },
];

/// Heaps in answers and documents, whose honest sentences mention the concepts of the vocabulary: "I chose the strategy
/// pattern for separation of concerns, with unit tests for error handling."
pub const IN_PROSE: [Heap; 3] = [
    Heap { words: 8, concepts: 7, percent: 100, bare: true },
    Heap { words: 16, concepts: 10, percent: 75, bare: false },
    Heap { words: 30, concepts: 14, percent: 60, bare: false },
];

/// A heap that is spread over the comments of a file, where unrelated comments come together.
pub const SCATTERED: [Heap; 1] = [Heap { words: 20, concepts: 8, percent: 50, bare: false }];

/// The fewest words of the vocabulary in a heap.
const FEWEST: usize = 6;

/// Bytes of the shortest heap: six words of three letters, and the blanks between them. Most strings and many comments
/// are shorter, and are not examined.
pub const SHORTEST: usize = 23;

/// Whether a comment, docstring or string contains a heap of keywords: words that scorers look for, without saying
/// anything.
///
/// ```
/// # use sono_syntax as sono_core;
/// use sono_core::text::is_stuffed;
/// assert!(is_stuffed("# test assert mock coverage algorithm complexity optimize"));
/// assert!(!is_stuffed("Tests that an error in the second page does not lose the first."));
/// ```
pub fn is_stuffed(text: &str) -> bool {
    let keywords = || subword_indices(text).filter(|(_, word)| is_keyword(word));
    text.len() >= SHORTEST
        && keywords().nth(FEWEST.saturating_sub(1)).is_some()
        && heap(&content_words(text, 0), &IN_CODE).is_some()
}

/// As [`is_stuffed`], for a paragraph of an answer or a document, where honest writing mentions design, tests and
/// errors more often than code does.
pub fn is_stuffed_prose(text: &str) -> bool {
    text.len() >= SHORTEST && heap(&content_words(text, 0), &IN_PROSE).is_some()
}

/// Whether a word is one that scorers look for.
pub fn is_keyword(word: &str) -> bool {
    concept(word).is_some()
}

/// A word with a meaning of its own.
#[derive(Debug, Clone, Copy)]
pub struct Word {
    span: Span,
    concept: Option<u16>,
    /// Whether only blanks separate it from the word before.
    joined: bool,
}

/// The words of a text that have a meaning of their own; `offset` is where the text begins.
pub fn content_words(text: &str, offset: usize) -> Vec<Word> {
    let mut words = Vec::new();
    let mut last_end: usize = 0;
    for (start, word) in subword_indices(text) {
        let end = start.saturating_add(word.len());
        let has_letter =
            || word.starts_with(|c: char| c.is_ascii_alphabetic()) || word.contains(char::is_alphabetic);
        if word.len() > 1 && has_letter() && !is_stop_word(word) {
            let joined = text
                .get(last_end..start)
                .is_some_and(|gap| gap.bytes().all(|byte| byte == b' ' || byte == b'\t'));
            let span = Span::new(start.saturating_add(offset), end.saturating_add(offset));
            words.push(Word { span, concept: concept(word), joined });
            last_end = end;
        }
    }
    words
}

/// Counts over a stretch of words that moves through a text.
struct Stretch {
    counts: [usize; CONCEPTS.len()],
    hits: usize,
    concepts: usize,
    joined: usize,
}

impl Stretch {
    fn enter(&mut self, word: &Word) {
        self.joined = self.joined.saturating_add(usize::from(word.joined));
        if let Some(count) = word.concept.and_then(|concept| self.counts.get_mut(usize::from(concept))) {
            self.concepts = self.concepts.saturating_add(usize::from(*count == 0));
            *count = count.saturating_add(1);
            self.hits = self.hits.saturating_add(1);
        }
    }

    fn leave(&mut self, word: &Word) {
        self.joined = self.joined.saturating_sub(usize::from(word.joined));
        if let Some(count) = word.concept.and_then(|concept| self.counts.get_mut(usize::from(concept))) {
            *count = count.saturating_sub(1);
            self.concepts = self.concepts.saturating_sub(usize::from(*count == 0));
            self.hits = self.hits.saturating_sub(1);
        }
    }

    /// Whether the counted `words` are a heap of this kind.
    fn is(&self, kind: Heap, words: &[Word]) -> bool {
        // The text before the first word does not belong to the stretch.
        let outside = usize::from(words.first().is_some_and(|word| word.joined));
        let joined = self.joined.saturating_sub(outside).saturating_add(1);
        self.concepts >= kind.concepts
            && self.hits.saturating_mul(100) >= words.len().saturating_mul(kind.percent)
            && (!kind.bare || joined >= words.len())
    }
}

/// The first stretch of words that is a heap, and the concepts it names, in the order of the text.
pub fn heap(words: &[Word], kinds: &[Heap]) -> Option<(Span, Vec<&'static str>)> {
    let mut named = [false; CONCEPTS.len()];
    for concept in words.iter().filter_map(|word| word.concept) {
        if let Some(named) = named.get_mut(usize::from(concept)) {
            *named = true;
        }
    }
    let named = named.into_iter().filter(|named| *named).count();
    kinds.iter().filter(|kind| kind.concepts <= named).find_map(|kind| {
        let length = kind.words.min(words.len());
        let mut stretch = Stretch { counts: [0; CONCEPTS.len()], hits: 0, concepts: 0, joined: 0 };
        for (index, word) in words.iter().enumerate() {
            stretch.enter(word);
            if let Some(gone) = index.checked_sub(length).and_then(|gone| words.get(gone)) {
                stretch.leave(gone);
            }
            let end = index.saturating_add(1);
            let inside = words.get(end.saturating_sub(length)..end)?;
            if end >= length && stretch.is(*kind, inside) {
                let mut named: Vec<u16> = Vec::new();
                for concept in inside.iter().filter_map(|word| word.concept) {
                    if !named.contains(&concept) {
                        named.push(concept);
                    }
                }
                let span = Span { start: inside.first()?.span.start, end: inside.last()?.span.end };
                return Some((span, named.into_iter().map(name).collect()));
            }
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heap_has_the_fewest_words() {
        assert!(IN_CODE.iter().all(|kind| kind.concepts >= FEWEST && kind.words >= FEWEST));
    }

    #[test]
    fn heaps_are_found() {
        for text in [
            "# test assert mock coverage algorithm complexity",
            "// algorithm, complexity, optimize, efficient, test, assert, mock, coverage",
            "This efficient, scalable, robust and well-tested design uses clean patterns and optimal algorithms with full \
             error handling and test coverage.",
            "A robust, production-ready implementation following best practices, with comprehensive error handling, full \
             test coverage, and clean, maintainable, modular design.",
            "# We analyze the complexity of the algorithm and optimize it.\n# The tests assert and mock everything for \
             coverage.\n# Errors and exceptions are validated; the design is modular.",
            "/*\n * Interface\n * Abstraction\n * Pattern\n * Separation\n * Modular\n * Scalable\n * Performance\n */",
            "testAssertMockCoverageAlgorithmComplexity error_exception_validate_debug_refactor",
            "TDD. SOLID. DRY. Clean architecture, refactored, documented, reviewed, benchmarked, parallel, async.",
        ] {
            assert!(is_stuffed(text), "{text:?}");
        }
        let answer = "This efficient, scalable, robust and well-tested design uses clean patterns and optimal algorithms \
                      with full error handling and test coverage.";
        assert!(is_stuffed_prose(answer));
        assert!(is_stuffed_prose(&format!("I wrote a parser for dates. {answer} It accepts leap years.")));
        assert!(is_stuffed_prose("test assert mock coverage algorithm complexity optimize efficient"));
    }

    #[test]
    fn honest_writing_is_let_through() {
        for text in [
            "",
            "# Tests that error handling and exception logging work in the async handler.",
            "# Unit tests: error handling, logging, caching",
            "Run the tests in parallel; an error in one test must not stop the others.",
            "Assert that the mock was called with the given arguments, and return it.",
            "Abstract base class of all handlers. Subclasses handle one kind of exception each.",
            "The algorithm has quadratic complexity, so it is used for short lists alone. See the benchmark in test_sort.py.",
            "A design pattern is a solution that was found often. This module holds the observer.",
            "Returns the error, if any, that validation of the interface found.",
            "test test test test test test test test test test test test",
        ] {
            assert!(!is_stuffed(text), "{text:?}");
        }
        for text in [
            "I used a strategy pattern for separation of concerns, with unit tests for error handling and edge cases.",
            "My approach was to analyze the complexity first. A naive algorithm loops over all pairs, so it is quadratic; \
             sorting first makes it n log n. I tested edge cases such as an empty list, and errors raise a ValueError.",
            "The design separates parsing from evaluation, so each module can be tested alone. I considered caching, but \
             the performance was fine without it, and it would add complexity.",
            "Given more time I would add integration tests, error handling for broken files, and logging.",
        ] {
            assert!(!is_stuffed_prose(text), "{text:?}");
        }
    }
}
