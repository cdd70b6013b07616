//! Examples in documentation that are run: Python's doctests, Rust's documentation tests.

use crate::language::DocExamples;
use crate::syntax::outline::{CommentKind, Outline};
use crate::syntax::tokens::hash_text;
use crate::syntax::view::View;
use crate::text::Span;

use super::{Check, Checks, Fault, Routine, Strength, Use, UseKind};

/// The number of names that one example uses at most.
const NAMES: usize = 64;

/// Adds the examples in the documentation of a text.
pub(super) fn examine(view: View<'_>, outline: &Outline, checks: &mut Checks) {
    let style = view.language.tests.runner.doc_examples;
    let sign = match style {
        DocExamples::None => return,
        DocExamples::Session { prompt, .. } => prompt,
        DocExamples::Fenced { assertion, .. } => assertion,
    };
    for comment in outline.comments.iter().filter(|comment| comment.kind == CommentKind::Doc) {
        let words = comment.span.of(view.text);
        if memchr::memmem::find(words.as_bytes(), sign.as_bytes()).is_some() {
            add(view.text, comment.span, style, checks);
        }
    }
}

fn add(text: &str, span: Span, style: DocExamples, checks: &mut Checks) {
    let mut names: Vec<Span> = Vec::new();
    let mut hash = 0_u64;
    let mut checked = None;
    let mut example = Span::default();
    let mut fenced = false;
    let mut offset = span.start as usize;
    for whole in span.of(text).split_inclusive('\n') {
        let start = offset;
        offset = offset.saturating_add(whole.len());
        let line = whole.trim().trim_start_matches(['/', '!', '*']).trim_start();
        let is_code = match style {
            DocExamples::None => false,
            DocExamples::Session { prompt, continued, .. } => {
                line.starts_with(prompt) || line.starts_with(continued)
            }
            DocExamples::Fenced { fence, not_run, .. } => {
                if let Some(info) = line.strip_prefix(fence) {
                    fenced = !fenced && !not_run.iter().any(|not| info.contains(not));
                    continue;
                }
                fenced
            }
        };
        if is_code {
            let from = start.saturating_add(whole.find(line).unwrap_or(0));
            hash = (hash.rotate_left(5) ^ hash_text(line)).wrapping_mul(0x517c_c1b7_2722_0a95);
            called(line, from, &mut names);
            example = Span::new(from, from.saturating_add(line.len()));
            if let DocExamples::Fenced { assertion, .. } = style
                && line.contains(assertion)
            {
                checked = checked.or(Some(example));
            }
        } else if let DocExamples::Session { prompt, end, .. } = style
            && !line.is_empty()
            && !example.is_empty()
            && !line.starts_with(end)
        {
            checked = checked.or_else(|| (!is_reflexive(example.of(text), prompt)).then_some(example));
            example = Span::default();
        } else {
            example = Span::default();
        }
    }
    let Some(place) = checked else { return };
    let index = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
    let routine = index(checks.routines.len());
    let first = index(checks.uses.len());
    checks.uses.extend(names.into_iter().take(NAMES).map(|span| Use { span, kind: UseKind::Called }));
    let uses = (first, index(checks.uses.len()));
    let none: Option<Fault> = None;
    checks.routines.push(Routine { span: place, is_test: true, hash, ..Routine::default() });
    checks.checks.push(Check {
        span: place,
        routine,
        fault: none,
        count: 1,
        strength: Strength::Value,
        helper: None,
        by_name: false,
        uses,
    });
}

/// Whether an example compares something with itself.
fn is_reflexive(line: &str, prompt: &str) -> bool {
    let line = line.trim_start_matches(prompt).trim();
    line.split_once(" == ").is_some_and(|(one, other)| one.trim() == other.trim())
}

/// Adds the names before opening brackets.
fn called(line: &str, start: usize, names: &mut Vec<Span>) {
    for (at, _) in line.match_indices('(') {
        let before = line.get(..at).unwrap_or("").trim_end_matches('!');
        let name = before.rsplit(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or("");
        let end = start.saturating_add(before.len());
        if !name.is_empty() && names.len() < NAMES {
            names.push(Span::new(end.saturating_sub(name.len()), end));
        }
    }
}
