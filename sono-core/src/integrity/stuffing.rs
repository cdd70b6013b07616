//! Keyword stuffing: words that scorers look for, heaped up without saying anything.
//!
//! A heap is a stretch of text in which most words that carry meaning are words of the vocabulary, and of many
//! different concepts. Ordinary writing about tests or errors uses a few of these concepts, often, among the
//! names of what it is about; a heap names many, once each, and nothing else.

use super::regions::regions;
use super::vocabulary::{CONCEPTS, concept, name};
use super::{Sign, counted};
use crate::signals::Severity;
use crate::submission::{Source, SourceKind};
use crate::syntax::Outline;
use crate::text::Span;
use crate::text::prose::{is_stop_word, subword_indices};

/// What makes a stretch of words a heap.
#[derive(Debug, Clone, Copy)]
struct Heap {
    /// Words that carry meaning (no stop words, no numbers) in the stretch; a shorter text is one stretch.
    words: usize,
    /// Different concepts of the vocabulary among them.
    concepts: usize,
    /// Share of those words that belong to the vocabulary, in percent.
    percent: usize,
    /// Whether nothing but blanks may stand between the words.
    bare: bool,
}

/// Heaps in a comment or string: bare lists, lists, and lists dressed up as sentences.
///
/// Calibrated on 27,000 files of CPython's library, Python packages, Rust crates and npm's modules, of which
/// these numbers flag fewer than one in 5,000.
const IN_CODE: [Heap; 4] = [
    Heap { words: 6, concepts: 6, percent: 100, bare: true },
    Heap { words: 12, concepts: 7, percent: 60, bare: false },
    Heap { words: 24, concepts: 9, percent: 40, bare: false },
    Heap { words: 48, concepts: 14, percent: 33, bare: false },
];

/// Heaps in answers and documents, whose honest sentences speak about the concepts of the vocabulary: "I chose the
/// strategy pattern for separation of concerns, with unit tests for error handling."
const IN_PROSE: [Heap; 3] = [
    Heap { words: 8, concepts: 7, percent: 100, bare: true },
    Heap { words: 16, concepts: 10, percent: 75, bare: false },
    Heap { words: 30, concepts: 14, percent: 60, bare: false },
];

/// A heap that is spread over the comments of a file. Comments that have nothing to do with one another meet
/// here.
const SCATTERED: [Heap; 1] = [Heap { words: 20, concepts: 8, percent: 50, bare: false }];

/// Whether a comment, docstring or string is, or holds, a heap of keywords: whether it names what scorers look
/// for without saying anything.
///
/// ```
/// use sono_core::integrity::is_stuffed;
/// assert!(is_stuffed("# test assert mock coverage algorithm complexity optimize"));
/// assert!(!is_stuffed("Tests that an error in the second page does not lose the first."));
/// ```
pub fn is_stuffed(text: &str) -> bool {
    heap(&content_words(text, 0), &IN_CODE).is_some()
}

/// As [`is_stuffed`], for a paragraph of an answer or a document, where honest writing speaks about design,
/// tests and errors more often than in code.
pub fn is_stuffed_prose(text: &str) -> bool {
    heap(&content_words(text, 0), &IN_PROSE).is_some()
}

/// A word that carries meaning.
#[derive(Debug, Clone, Copy)]
struct Word {
    span: Span,
    concept: Option<u16>,
    /// Nothing but blanks stands between the word before and this one.
    joined: bool,
}

fn content_words(text: &str, offset: usize) -> Vec<Word> {
    let mut words = Vec::new();
    let mut last_end: usize = 0;
    for (start, word) in subword_indices(text) {
        let end = start.saturating_add(word.len());
        if word.len() > 1 && word.contains(char::is_alphabetic) && !is_stop_word(word) {
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

    /// Whether `words`, over which it counted, are a heap of this kind.
    fn is(&self, kind: Heap, words: &[Word]) -> bool {
        // What stands before the first word is outside.
        let outside = usize::from(words.first().is_some_and(|word| word.joined));
        let joined = self.joined.saturating_sub(outside).saturating_add(1);
        self.concepts >= kind.concepts
            && self.hits.saturating_mul(100) >= words.len().saturating_mul(kind.percent)
            && (!kind.bare || joined >= words.len())
    }
}

/// The first stretch of words that is a heap, and the concepts it names, in the order of the text.
fn heap(words: &[Word], kinds: &[Heap]) -> Option<(Span, Vec<&'static str>)> {
    kinds.iter().find_map(|kind| {
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

/// Looks for heaps in the comments and strings of code, and in the paragraphs of everything else.
pub(super) fn inspect(source: &Source<'_>, outline: Option<&Outline>) -> Option<Sign> {
    if source.kind != SourceKind::Code {
        return first_heap(&source.text, paragraphs(&source.text), "paragraph", &IN_PROSE);
    }
    let language = source.language.map(|language| language.id).or(source.hint);
    let backticks = matches!(language, Some("javascript" | "typescript" | "tsx" | "go" | "vue" | "svelte"));
    let comments = outline.map(|outline| outline.comments.iter().map(|comment| comment.span).collect());
    in_code(&source.text, comments, backticks)
}

/// Looks for heaps in code, whose comments are known or have to be found.
fn in_code(text: &str, comments: Option<Vec<Span>>, backticks: bool) -> Option<Sign> {
    let found = regions(text, backticks);
    let comments = comments.unwrap_or(found.comments);
    let strings = found.strings.into_iter().filter(|string| {
        // Docstrings are comments already.
        let after = comments.partition_point(|comment| comment.end <= string.start);
        comments.get(after).is_none_or(|comment| comment.start >= string.end)
    });
    first_heap(text, merged(text, &comments), "comment", &IN_CODE)
        .or_else(|| first_heap(text, strings, "string", &IN_CODE))
        .or_else(|| scattered(text, &comments))
}

/// Counts the stretches that are heaps and describes the first.
fn first_heap(
    text: &str,
    stretches: impl IntoIterator<Item = Span>,
    noun: &str,
    kinds: &[Heap],
) -> Option<Sign> {
    let mut first: Option<(Span, Vec<&'static str>)> = None;
    let mut count: usize = 0;
    for stretch in stretches {
        if let Some(found) = heap(&content_words(stretch.of(text), stretch.start as usize), kinds) {
            count = count.saturating_add(1);
            first.get_or_insert(found);
        }
    }
    let (span, named) = first?;
    let verb = if count == 1 { "heaps" } else { "heap" };
    let message =
        format!("{} {verb} up keywords ({}) without saying anything", counted(count, noun), some_of(&named));
    Some(Sign { severity: Severity::Medium, first: span, count, message })
}

/// A heap that is spread over many comments.
fn scattered(text: &str, comments: &[Span]) -> Option<Sign> {
    let words: Vec<Word> =
        comments.iter().flat_map(|comment| content_words(comment.of(text), comment.start as usize)).collect();
    let (span, named) = heap(&words, &SCATTERED)?;
    let count =
        comments.iter().filter(|comment| comment.start < span.end && span.start < comment.end).count();
    let message = format!(
        "keywords ({}) are scattered over {} that say little else",
        some_of(&named),
        counted(count, "comment")
    );
    Some(Sign { severity: Severity::Medium, first: span, count, message })
}

fn some_of(named: &[&str]) -> String {
    const SHOWN: usize = 6;
    let shown = named.get(..SHOWN.min(named.len())).unwrap_or(named).join(", ");
    if named.len() > SHOWN { format!("{shown}, …") } else { shown }
}

/// Comments with nothing but white space between them, as one.
fn merged(text: &str, comments: &[Span]) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::new();
    for comment in comments {
        match out.last_mut() {
            Some(last) if Span { start: last.end, end: comment.start }.of(text).trim().is_empty() => {
                last.end = last.end.max(comment.end);
            }
            _ => out.push(*comment),
        }
    }
    out
}

/// Stretches of lines between blank lines.
fn paragraphs(text: &str) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::new();
    let mut offset: usize = 0;
    let mut open = false;
    for line in text.split_inclusive('\n') {
        let end = offset.saturating_add(line.len());
        if line.trim().is_empty() {
            open = false;
        } else if let Some(last) = out.last_mut().filter(|_| open) {
            last.end = Span::new(offset, end).end;
        } else {
            out.push(Span::new(offset, end));
            open = true;
        }
        offset = end;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

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

    fn code(text: &str) -> Option<Sign> {
        inspect(&Source::new("a", SourceKind::Code, text), None)
    }

    #[test]
    fn comments_of_any_language_and_strings_are_searched() {
        let words = "test assert mock coverage algorithm complexity optimize";
        for text in [
            format!("x = 1  # {words}\n"),
            format!("int x; // {words}\n"),
            format!("/* {words} */ int x;"),
            format!("-- {words}\nSELECT 1;"),
            format!("; {words}\nmov a, b"),
            format!("<!-- {words} -->"),
            format!("f = '{words}'"),
            format!("\"\"\"{words}\"\"\""),
        ] {
            let sign = code(&text).unwrap_or_else(|| panic!("{text:?}"));
            assert!(sign.first.of(&text).starts_with("test"), "{text:?}");
            assert_eq!(sign.count, 1);
        }
        assert_eq!(code(&words.replace(' ', " + ")), None, "code is not text");
        insta::assert_snapshot!(code(&format!("# {words}\nx = 1\n# {words}\n")).unwrap().message, @"2 comments heap up keywords (test, assert, mock, coverage, algorithm, complexity) without saying anything");
    }

    #[test]
    fn heaps_that_are_spread_over_comments_are_found() {
        let words = [
            "test",
            "algorithm",
            "mock",
            "scalable",
            "coverage",
            "exception",
            "design",
            "efficient",
            "readme",
            "async",
        ];
        let adjacent: String = words.iter().map(|word| format!("# {word}\n")).collect();
        assert_eq!(code(&adjacent).unwrap().count, 1);
        let scattered: String = words.iter().map(|word| format!("x = f(x)  # {word}\n")).collect();
        let sign = code(&scattered).unwrap();
        assert_eq!(sign.count, 10);
        insta::assert_snapshot!(sign.message, @"keywords (test, algorithm, mock, scalable, coverage, exception, …) are scattered over 10 comments that say little else");
        let honest: String =
            (0..50).map(|n| format!("x = f(x)  # row {n} of the table, then test it\n")).collect();
        assert_eq!(code(&honest), None);
    }

    #[test]
    fn comments_of_an_outline_are_used_and_docstrings_counted_once() {
        let text = "def f():\n    \"\"\"test assert mock coverage algorithm complexity\"\"\"\n";
        let doc = Span::new(13, text.len() - 1);
        let sign = in_code(text, Some(vec![doc]), false).unwrap();
        assert!(sign.message.starts_with("1 comment heaps"), "{}", sign.message);
        let sign = in_code(text, Some(Vec::new()), false).unwrap();
        assert!(sign.message.starts_with("1 string heaps"), "{}", sign.message);
    }

    #[test]
    fn paragraphs_are_judged_one_by_one() {
        let heap = "test assert mock coverage algorithm complexity optimize efficient";
        let text = format!("# Title\n\nPlain words.\n\n{heap}\n\n{heap}\nmore\n");
        let sign = inspect(&Source::new("README.md", SourceKind::Document, &text), None).unwrap();
        assert_eq!((sign.count, sign.first.start as usize), (2, text.find("test").unwrap()));
    }
}
