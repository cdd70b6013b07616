//! Comments that say something, beside the steps that they stand among.

use std::cmp::Reverse;
use std::collections::HashSet;

use sono_syntax::finding::Finding;
use sono_syntax::syntax::Function;
use sono_syntax::text::Span;
use sono_syntax::text::prose::Stem;

use super::super::documentation::novelty::Seen;
use super::super::material::Unit;
use super::super::{MAX_FINDINGS, Material, SignalSet};

/// The new words that a line of a comment must say.
const WORDS_PER_LINE: u32 = 3;

/// The weight of a function from which a reader will ask why: some twenty decisions and as many statements as they need.
const HEAVY: u32 = 60;

/// The bytes of a line of code before or after a comment that its reader has in view. One line may hold all of a file.
const BESIDE: u32 = 400;

/// The tokens of a usual line of code. Statements joined on one line are no less code.
const TOKENS_PER_LINE: f64 = 8.0;

pub(super) fn measure(material: &Material<'_>, set: &mut SignalSet) {
    let (mut said, mut steps, mut tokens) = (0_u32, 0_usize, 0_u32);
    let mut silent = Vec::new();
    let mut texts = HashSet::new();
    for unit in material.code_units() {
        for step in super::steps(unit) {
            steps = steps.saturating_add(1);
            tokens = tokens.saturating_add(step.tokens);
        }
        let mut telling = Vec::new();
        for comment in comments(unit) {
            let lines = lines(unit, comment, &mut texts);
            said = said.saturating_add(lines);
            if lines > 0 {
                telling.push(comment);
            }
        }
        silent.extend(uncommented(unit, &telling).map(|function| (unit, function)));
    }
    if steps > 0 {
        let share = f64::from(said) / (f64::from(said) + f64::from(tokens) / TOKENS_PER_LINE);
        silent.sort_by_key(|(unit, function)| (Reverse(function.weight()), unit.index, function.span.start));
        let findings = silent.into_iter().take(MAX_FINDINGS).map(|(unit, function)| {
            let name = unit.function_name(function);
            let message = format!("no comment says what {name} is for, or why it is as it is");
            Finding::new(unit.index, unit.show(function), message).named(name)
        });
        set.put("reading.comments.share", share, steps, findings.collect());
    }
}

/// The functions outside tests in which a reader may ask why, and where no comment answers, in order of the text.
/// `telling` are the comments that say something.
fn uncommented<'a>(unit: Unit<'a>, telling: &[Span]) -> impl Iterator<Item = &'a Function> {
    let comments = &unit.outline.comments;
    unit.outline.functions.iter().filter(move |function| {
        let doc = function.doc.and_then(|doc| comments.get(doc as usize)).map(|doc| doc.span);
        let is_told = |part: Span| {
            let next = telling.partition_point(|comment| comment.end <= part.start);
            telling.get(next).is_some_and(|comment| comment.start < part.end)
        };
        unit.counts(function.is_test)
            && function.weight() >= HEAVY
            && !function.name.is_empty()
            && !is_told(function.span)
            && !doc.is_some_and(is_told)
    })
}

/// Whether a comment begins in a part of a source.
pub(super) fn has_comment(unit: Unit<'_>, part: Span) -> bool {
    let comments = &unit.outline.comments;
    let next = comments.partition_point(|comment| comment.span.start < part.start);
    comments.get(next).is_some_and(|comment| comment.span.start < part.end)
}

/// The comments outside tests; adjoining line comments are one.
fn comments(unit: Unit<'_>) -> Vec<Span> {
    let tests = unit.outline.functions.iter().filter(|f| !unit.counts(f.is_test)).map(|f| f.span);
    let types = unit.outline.types.iter().filter(|t| !unit.counts(t.is_test)).map(|t| t.span);
    let mut tests: Vec<Span> = tests.chain(types).collect();
    tests.sort_unstable();
    let mut tests = tests.into_iter().peekable();
    let mut tests_end = 0;
    unit.joined(unit.outline.comments.iter().filter(|comment| {
        while let Some(test) = tests.next_if(|test| test.start <= comment.span.start) {
            tests_end = test.end.max(tests_end);
        }
        comment.span.start >= tests_end
    }))
}

/// The number of lines that a comment fills with words that are not in the code next to it: no more than it has, and
/// none if an earlier comment says the same.
fn lines(unit: Unit<'_>, comment: Span, texts: &mut HashSet<Stem>) -> u32 {
    let next = unit.lines.partition_point(|line| line.start < comment.end);
    // The line before may go on after the comment.
    let before = next.checked_sub(1).and_then(|line| unit.lines.get(line)).map(|line| {
        let end = line.end.min(comment.end.saturating_add(BESIDE));
        Span { start: line.start.max(end.min(comment.start).saturating_sub(BESIDE)), end }
    });
    let after = unit.lines.get(next);
    let after = after.map(|line| Span { end: line.end.min(line.start.saturating_add(BESIDE)), ..*line });
    let around = before.into_iter().chain(after);
    let nothing = Span { start: comment.start, end: comment.start };
    let is_about = |words: &[Stem]| words.iter().any(|stem| unit.code_has(*stem));
    let said = Seen::new(unit, nothing, nothing, "", around).beyond(comment, is_about);
    if said.text.is_none_or(|text| !texts.insert(text)) {
        return 0;
    }
    let last = comment.end.saturating_sub(1).max(comment.start);
    let height = unit.source.lines.line(last).saturating_sub(unit.source.lines.line(comment.start));
    let height = u32::try_from(height).unwrap_or(u32::MAX).saturating_add(1);
    said.new.div_ceil(WORDS_PER_LINE).min(height)
}
