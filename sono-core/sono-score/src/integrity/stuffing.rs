//! Keyword stuffing in the comments and strings of code, in documents and in answers.
//!
//! [`text::is_stuffed`](sono_syntax::text::is_stuffed) defines a heap of keywords.

use super::regions::regions;
use super::{Sign, counted};
use crate::submission::{Source, SourceKind};
use sono_syntax::finding::Severity;
use sono_syntax::syntax::Outline;
use sono_syntax::text::Span;
use sono_syntax::text::prose::paragraphs;
use sono_syntax::text::stuffing::{Heap, IN_CODE, IN_PROSE, SCATTERED, SHORTEST, Word, content_words, heap};

/// Languages without a grammar here whose strings can be in backticks.
const BACKTICKS: &[&str] = &["vue", "svelte"];

/// Looks for heaps in the comments and strings of code, and in the paragraphs of everything else.
pub(super) fn inspect(source: &Source<'_>, outline: Option<&Outline>) -> Option<Sign> {
    let text: &str = &source.text;
    if source.kind != SourceKind::Code {
        return first_heap(long(text, paragraphs(text)), "paragraph", &IN_PROSE);
    }
    let backticks = match source.language {
        Some(language) => language.lexis.opens_string("`"),
        None => source.hint.as_deref().is_some_and(|hint| BACKTICKS.contains(&hint)),
    };
    let comments = outline.map(|outline| outline.comments.iter().map(|comment| comment.span).collect());
    in_code(text, comments, backticks)
}

/// Looks for heaps in code. If its comments are not given, they are found by their markers.
fn in_code(text: &str, comments: Option<Vec<Span>>, backticks: bool) -> Option<Sign> {
    let found = regions(text, backticks);
    let comments = comments.unwrap_or(found.comments);
    let strings = found.strings.into_iter().filter(|string| {
        // Docstrings are already among the comments.
        let after = comments.partition_point(|comment| comment.end <= string.start);
        comments.get(after).is_none_or(|comment| comment.start >= string.end)
    });
    let mut words = Vec::new();
    let stretches = merged(text, &comments).into_iter().map(|stretch| {
        let said = said(text, stretch);
        words.extend_from_slice(&said);
        if stretch.len() >= SHORTEST { said } else { Vec::new() }
    });
    first_heap(stretches, "comment", &IN_CODE)
        .or_else(|| first_heap(long(text, strings), "string", &IN_CODE))
        .or_else(|| scattered(&words, &comments))
}

/// The words of a stretch that have a meaning of their own.
fn said(text: &str, stretch: Span) -> Vec<Word> {
    content_words(stretch.of(text), stretch.start as usize)
}

/// The words of the stretches in which there is room for a heap.
fn long(text: &str, stretches: impl IntoIterator<Item = Span>) -> impl Iterator<Item = Vec<Word>> {
    let long = stretches.into_iter().filter(|stretch| stretch.len() >= SHORTEST);
    long.map(move |stretch| said(text, stretch))
}

/// Counts the stretches that are heaps, and describes the first one.
fn first_heap(stretches: impl Iterator<Item = Vec<Word>>, noun: &str, kinds: &[Heap]) -> Option<Sign> {
    let mut first: Option<(Span, Vec<&'static str>)> = None;
    let mut count: usize = 0;
    for words in stretches {
        if let Some(found) = heap(&words, kinds) {
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

/// Finds a heap that is spread over many comments.
fn scattered(words: &[Word], comments: &[Span]) -> Option<Sign> {
    let (span, named) = heap(words, &SCATTERED)?;
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

/// Merges comments with only white space between them.
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

#[cfg(test)]
mod tests {
    use super::*;

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
