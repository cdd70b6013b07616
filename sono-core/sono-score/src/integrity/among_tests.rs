//! Code among the tests that tests nothing.
//!
//! A name or a folder makes a file one of tests, and nobody measures how tests are built. So what neither tests anything
//! nor is used by what does counts as the code that it is, and what is heavier than all that is measured is told.

use std::collections::{BTreeSet, HashMap};

use super::{Sign, counted};
use crate::submission::{Source, stem};
use sono_syntax::finding::Severity;
use sono_syntax::language::Language;
use sono_syntax::syntax::{Function, Outline, ParseBudget, Parser};

/// The least weight of a file that counts as code after all: an empty package and a list of settings are none.
const LEAST_WEIGHT: u32 = 6;
/// The shortest name of a function or type by which other files are seen to use it.
const SHORTEST_NAME: usize = 3;
/// The least number of decisions, beyond those that assertions excuse, of a function that is told: suites have masses of
/// functions that decide a little.
const LEAST_OF_FUNCTION: u32 = 12;
/// The least number of decisions among the tests that are told.
const LEAST_DECISIONS: u32 = 12;
/// The assertions that excuse a decision, times this: a test may loop over cases, and pick what it expects of them.
const PER_ASSERTION: u32 = 2;
/// How many times as many decisions as are measured make more of a sign than of a note.
const GRAVE: u32 = 3;

/// The files of tests that test nothing, and that no other file names: neither them, nor a folder below that of the
/// tests in which they are, nor what they define. With their outlines as code.
pub(super) fn idle<E>(
    sources: &[Source<'_>],
    outlines: &[Option<Outline>],
    parser: &mut Parser,
    budget: &ParseBudget,
    interrupt: &dyn Fn() -> Result<(), E>,
) -> Result<Vec<(usize, Outline)>, E> {
    let mut parsed = sources.iter().zip(outlines).filter(|(_, outline)| outline.is_some());
    if parsed.all(|(source, _)| source.is_test) {
        return Ok(Vec::new());
    }
    let mut candidates: Vec<(usize, &'static Language, Vec<&str>)> = Vec::new();
    for (index, (source, outline)) in sources.iter().zip(outlines).enumerate() {
        let Some(outline) = outline.as_ref().filter(|_| source.is_test) else { continue };
        let weight =
            outline.functions.iter().map(Function::weight).fold(outline.module.weight(), u32::saturating_add);
        let tests = outline.assertions > 0 || outline.checks.routines.iter().any(|routine| routine.is_test);
        if weight < LEAST_WEIGHT || tests || outline.language.serves_tests(&source.text) {
            continue;
        }
        candidates.push((index, outline.language, names(&source.name, outline)));
    }
    if candidates.is_empty() {
        return Ok(Vec::new());
    }
    let known = candidates.iter().flat_map(|(index, _, names)| names.iter().map(|name| (*name, *index)));
    let mut users: HashMap<&str, BTreeSet<usize>> = known.map(|(name, _)| (name, BTreeSet::new())).collect();
    let is_sign = |c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '$'));
    for (index, source) in sources.iter().enumerate() {
        interrupt()?;
        for word in source.whole().split(is_sign) {
            // Two users are enough: one of them is another file.
            if let Some(users) = users.get_mut(word).filter(|users| users.len() < 2) {
                users.insert(index);
            }
        }
    }
    let mut found = Vec::new();
    for (index, language, names) in candidates {
        let is_used =
            |name: &&str| users.get(name).is_some_and(|users| users.iter().any(|user| *user != index));
        let Some(source) = sources.get(index).filter(|_| !names.iter().any(is_used)) else { continue };
        let mut outline = parser.outline_until(&source.text, language, false, budget, interrupt)?;
        // The runner runs none of it: a type that is only called a test is none.
        outline.functions.iter_mut().for_each(|function| function.is_test = false);
        outline.types.iter_mut().for_each(|definition| definition.is_test = false);
        outline.names.iter_mut().for_each(|name| name.is_test = false);
        outline.handlers.iter_mut().for_each(|handler| handler.is_test = false);
        found.push((index, outline));
    }
    Ok(found)
}

/// The names by which others use a file of tests.
fn names<'s>(path: &'s str, outline: &'s Outline) -> Vec<&'s str> {
    let folders: Vec<&str> = path.rsplit('/').skip(1).collect();
    // The outermost folder says that there are tests, and is named everywhere.
    let folders = folders.iter().rev().skip(1).copied();
    let functions = outline.functions.iter().map(|function| function.name.as_str());
    let types = outline.types.iter().map(|definition| definition.name.as_str());
    let defined = functions.chain(types).filter(|name| name.len() >= SHORTEST_NAME);
    std::iter::once(stem(path)).chain(folders).chain(defined).collect()
}

/// The decisions of a function, as far as they are hard to follow: a list of cases, which tests have, is not.
fn decisions(function: &Function) -> u32 {
    let decisions = function.cyclomatic.saturating_sub(1).saturating_sub(function.lost.decisions);
    decisions.min(function.cognitive)
}

/// The places of words with which a text asserts, in order.
fn asserting_words(text: &str, language: &Language) -> Vec<usize> {
    let places = |word: &&str| memchr::memmem::find_iter(text.as_bytes(), *word).collect::<Vec<_>>();
    let mut found: Vec<usize> = language.asserting_words().iter().flat_map(places).collect();
    found.sort_unstable();
    found
}

/// Says that functions among the tests decide more than all that is measured, and assert hardly anything: the index of
/// the source that has the weightiest of them, and the sign.
pub(super) fn outweigh(sources: &[Source<'_>], outlines: &[Option<Outline>]) -> Option<(usize, Sign)> {
    let (mut measured, mut aside) = (0_u32, 0_u32);
    let mut has_code = false;
    let mut first: Option<(u32, usize, &Function)> = None;
    let mut count = 0_usize;
    for (index, (source, outline)) in sources.iter().zip(outlines).enumerate() {
        let Some(outline) = outline.as_ref() else { continue };
        has_code |= !source.is_test && outline.statements > 0;
        let mut words: Option<Vec<usize>> = None;
        for function in outline.functions.iter().chain([&outline.module]) {
            let decisions = decisions(function);
            if !function.is_test {
                measured = measured.saturating_add(decisions);
                continue;
            }
            if decisions < LEAST_OF_FUNCTION {
                continue;
            }
            // Macros of its own, and helpers elsewhere, assert as well.
            let words = words.get_or_insert_with(|| asserting_words(&source.text, outline.language));
            let before = |end: u32| words.partition_point(|at| *at < end as usize);
            let inside = before(function.span.end).saturating_sub(before(function.span.start));
            let assertions = function.assertions.max(u32::try_from(inside).unwrap_or(u32::MAX));
            let unexcused = decisions.saturating_sub(assertions.saturating_mul(PER_ASSERTION));
            if unexcused < LEAST_OF_FUNCTION {
                continue;
            }
            aside = aside.saturating_add(unexcused);
            count = count.saturating_add(1);
            if first.is_none_or(|(most, ..)| unexcused > most) {
                first = Some((unexcused, index, function));
            }
        }
    }
    let (_, index, function) = first?;
    if !has_code || aside < LEAST_DECISIONS || aside <= measured {
        return None;
    }
    let severity = if aside / GRAVE > measured { Severity::Medium } else { Severity::Low };
    let verb = if count == 1 { "holds" } else { "hold" };
    let message = format!(
        "{} among the tests {verb} more decisions ({aside}) than all code that is measured ({measured}), with hardly an \
         assertion; how tests are built is not measured",
        counted(count, "function")
    );
    Some((index, Sign { severity, first: function.name_span, count, message }))
}
