//! Comments inside functions that say why, which the code itself can't say.

use std::collections::HashSet;

use sono_syntax::finding::Finding;
use sono_syntax::syntax::CommentKind;
use sono_syntax::text::prose::{self, Sense, Stem};
use sono_syntax::text::{Span, is_stuffed};

use super::super::commented_code::Reading;
use super::super::material::Unit;
use super::super::{MAX_FINDINGS, Material, SignalSet};
use super::Line;
use super::novelty::sorted;

/// The fewest words of a comment with a reason.
const WORDS: usize = 5;
/// The fewest words that the next line of code does not have.
const NEW: usize = 2;

/// `read` are the lines of comments of each file that may hold code.
pub(super) fn measure(material: &Material<'_>, read: &[Vec<Line>], set: &mut SignalSet) {
    let mut seen = HashSet::new();
    let mut functions = 0_usize;
    let mut findings: Vec<Finding> = Vec::new();
    for (unit, lines) in material.code_units().zip(read) {
        functions = functions.saturating_add(unit.functions().count());
        for comment in inner_comments(unit, lines) {
            let comment = told(unit, comment);
            let text = comment.of(&unit.source.text);
            if let Some(key) = reason(unit, comment, text)
                && seen.insert(key)
            {
                findings.push(Finding::new(unit.index, comment, "this comment says why"));
            }
        }
    }
    if functions > 0 {
        let count = findings.len();
        findings.truncate(MAX_FINDINGS);
        findings.iter().for_each(|reason| set.exemplify("documentation.reasons", reason.clone()));
        set.put("documentation.reasons", count as f64, functions, findings);
    }
}

/// The comments in the bodies of functions that are neither documentation nor code; adjoining line comments are one.
fn inner_comments(unit: Unit<'_>, lines: &[Line]) -> Vec<Span> {
    let mut functions =
        unit.functions().filter(|function| function.parent.is_none()).map(|f| f.span).peekable();
    let code: Vec<_> = lines.iter().filter(|(.., reading)| *reading == Reading::Code).collect();
    let holds_code = |comment: Span| {
        let first = code.partition_point(|(line, ..)| line.start < comment.start);
        code.get(first).is_some_and(|(line, ..)| comment.contains(*line))
    };
    let comments = unit.outline.comments.iter().filter(|comment| comment.kind != CommentKind::Doc);
    unit.joined(comments.filter(|comment| !holds_code(comment.span)).filter(|comment| {
        while functions.next_if(|function| function.end <= comment.span.start).is_some() {}
        functions.peek().is_some_and(|function| function.contains(comment.span))
    }))
}

/// A comment up to its first line that puts something off.
fn told(unit: Unit<'_>, comment: Span) -> Span {
    let text: &str = &unit.source.text;
    let lexis = &unit.outline.language.lexis;
    let mut end = comment.start as usize;
    for line in comment.of(text).split_inclusive('\n') {
        let words = lexis.comment_text(line.trim()).trim_start_matches(['/', '*']).trim_start();
        if puts_off(words) {
            let kept = text.get(comment.start as usize..end).unwrap_or("").trim_end();
            return Span::new(comment.start as usize, (comment.start as usize).saturating_add(kept.len()));
        }
        end = end.saturating_add(line.len());
    }
    comment
}

/// Whether a line of a comment begins with a mark of work that is left to do.
fn puts_off(line: &str) -> bool {
    const MARKS: &[&str] = &["TODO", "FIXME", "XXX", "HACK"];
    let length = line.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(line.len());
    let (word, rest) = line.split_at_checked(length).unwrap_or((line, ""));
    MARKS.contains(&word)
        || rest.starts_with([':', '(']) && MARKS.iter().any(|mark| mark.eq_ignore_ascii_case(word))
}

/// Whether a comment is a single question, which asks for a reason and gives none.
fn only_asks(text: &str) -> bool {
    let asked = text.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '/' | '-' | '}'));
    let Some(asked) = asked.strip_suffix('?') else { return false };
    let mut ends = asked.match_indices(['.', '!']);
    !ends.any(|(at, _)| {
        asked.get(at.saturating_add(1)..).is_none_or(|rest| rest.starts_with(char::is_whitespace))
    })
}

/// The key of a comment's words, if it gives a reason for the code that follows it.
fn reason(unit: Unit<'_>, comment: Span, text: &str) -> Option<Stem> {
    let connectives = prose::connectives(text);
    if connectives.total() == 0 || prose::words(text).count() < WORDS || is_stuffed(text) || only_asks(text) {
        return None;
    }
    let next = unit.lines.partition_point(|line| line.start < comment.end);
    let next = unit.lines.get(next).map_or(&[][..], |line| unit.terms(*line));
    let shown = sorted(next.iter().map(|term| term.stem));
    let terms = unit.terms(comment);
    let is_shown = |stem: Stem| shown.binary_search(&stem).is_ok();
    let says = |sense| !matches!(sense, Sense::Hollow | Sense::Praise | Sense::Everyday);
    let mut new: Vec<Stem> = Vec::new();
    let mut related = false;
    for term in terms {
        related = related || term.sense == Sense::Field || is_shown(term.stem);
        if says(term.sense) && !is_shown(term.stem) && !new.contains(&term.stem) && new.len() < WORDS {
            new.push(term.stem);
        }
    }
    let related = related || terms.iter().any(|term| unit.code_has(term.stem));
    (related && new.len() >= NEW).then(|| Stem::joined(terms.iter().map(|term| term.stem)))
}
