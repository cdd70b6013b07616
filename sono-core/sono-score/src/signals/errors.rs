//! Error handling: failures that are swallowed, caught too broadly, reported, or guarded against.

use std::collections::BTreeSet;

use sono_syntax::finding::Finding;
use sono_syntax::syntax::{Handler, HandlerKind, Visibility};

use super::statistics::share;
use super::{Direction, Family, MAX_FINDINGS, Material, SignalDefinition, SignalSet};

pub(super) const DEFINITIONS: &[SignalDefinition] = &[
    SignalDefinition {
        id: "errors.swallowed",
        family: Family::Errors,
        name: "Swallowed exceptions",
        unit: "handlers",
        min: 0.0,
        max: None,
        definition: "Handlers outside test code whose body does nothing. A handler is an exception handler (`except`, `catch`) or, where errors are values, a test for an error with what is done about it (`if err != nil`); an error that is thrown away (`_ = f()`) counts as a handler that does nothing. docs/languages.md has the forms of each language.",
        source: "CWE-1069 (empty exception block)",
        direction: Direction::Lower,
    },
    SignalDefinition {
        id: "errors.broad",
        family: Family::Errors,
        name: "Broad handlers",
        unit: "handlers",
        min: 0.0,
        max: None,
        definition: "Handlers outside test code (see errors.swallowed) that do something, catch everything (bare except, Exception, BaseException, Throwable) and do not raise again. A JavaScript catch names no type and is never broad; nor is a test for an error value.",
        source: "CWE-396 (catch for generic exception)",
        direction: Direction::Lower,
    },
    SignalDefinition {
        id: "errors.precise.share",
        family: Family::Errors,
        name: "Precise handlers",
        unit: "ratio",
        min: 0.0,
        max: Some(1.0),
        definition: "Handlers outside test code (see errors.swallowed) that do something and that name what they catch or raise again, divided by all such handlers. A test for an error value names what it catches. Absent without handlers.",
        source: "CWE-396, CWE-1069",
        direction: Direction::Higher,
    },
    SignalDefinition {
        id: "errors.guarded.share",
        family: Family::Errors,
        name: "Guarded interfaces",
        unit: "ratio",
        min: 0.0,
        max: Some(1.0),
        definition: "Public functions outside test code with at least one parameter and one decision or more than 5 lines that raise, throw, return an error, assert or handle a failure precisely (see errors.precise.share) in their body, or call a function of the submission that raises, divided by all such functions. Absent without such functions.",
        source: "CWE-20 (input validation); Meyer 1992, Applying design by contract",
        direction: Direction::Higher,
    },
];

pub(super) fn measure(material: &Material<'_>, set: &mut SignalSet) {
    if material.units().next().is_none() {
        return;
    }
    handlers(material, set);
    guards(material, set);
}

fn handlers(material: &Material<'_>, set: &mut SignalSet) {
    let (mut all, mut precise) = (0_usize, 0_usize);
    let (mut swallowed, mut broad) = (Vec::new(), Vec::new());
    for unit in material.code_units() {
        for handler in unit.outline.handlers.iter().filter(|handler| unit.counts(handler.is_test)) {
            all = all.saturating_add(1);
            let line = unit.source.lines.line_span(unit.line(handler.span), &unit.source.text);
            let mut span = handler.span;
            span.end = span.end.min(line.end.max(span.start));
            if handler.swallows {
                let message = match handler.kind {
                    HandlerKind::Discard => "this throws the error away",
                    HandlerKind::Check => "this test for an error does nothing about it",
                    _ => "this handler swallows the exception: its body does nothing",
                };
                swallowed.push(Finding::new(unit.index, span, message));
            } else if !is_precise(handler) {
                let message = match handler.kind {
                    HandlerKind::Crash => "any failure here ends the program",
                    _ => "this handler catches everything, defects of the program included",
                };
                broad.push(Finding::new(unit.index, span, message));
            } else {
                precise = precise.saturating_add(1);
            }
        }
    }
    put_count(set, "errors.swallowed", swallowed);
    put_count(set, "errors.broad", broad);
    if let Some(value) = share(precise, all) {
        set.put("errors.precise.share", value, all, Vec::new());
    }
}

/// Whether a handler acts, and either names what it catches or raises it again.
fn is_precise(handler: &Handler) -> bool {
    !handler.swallows && (!handler.broad || handler.rethrows)
}

fn put_count(set: &mut SignalSet, id: &'static str, mut findings: Vec<Finding>) {
    let count = findings.len();
    findings.truncate(MAX_FINDINGS);
    set.put(id, count as f64, count, findings);
}

fn guards(material: &Material<'_>, set: &mut SignalSet) {
    let checking: BTreeSet<&str> = material
        .code_units()
        .flat_map(|unit| unit.functions())
        .filter(|function| function.raises > 0 || function.assertions > 0)
        .map(|function| function.name.as_str())
        .collect();
    let (mut all, mut guarded) = (0_usize, 0_usize);
    let mut bare = Vec::new();
    for unit in material.code_units() {
        // Handlers and functions are both in text order, so one pass pairs them.
        let handlers = &unit.outline.handlers;
        for function in unit.functions() {
            let asked = function.visibility == Visibility::Public
                && !function.parameters.is_empty()
                && !function.name.is_empty()
                && function.parent.is_none()
                && (function.cyclomatic > 1 || function.sloc > 5);
            if !asked {
                continue;
            }
            all = all.saturating_add(1);
            let next = handlers.partition_point(|handler| handler.span.start < function.body.start);
            let handles = handlers
                .get(next..)
                .unwrap_or_default()
                .iter()
                .take_while(|handler| function.body.contains(handler.span))
                .any(is_precise);
            let checks = function.raises > 0 || function.assertions > 0;
            if handles || checks || unit.calls(function.body).any(|name| checking.contains(name)) {
                guarded = guarded.saturating_add(1);
            } else {
                bare.push((unit, function));
            }
        }
    }
    let Some(value) = share(guarded, all) else { return };
    bare.sort_by_key(|(_, function)| std::cmp::Reverse(function.cyclomatic));
    let findings = bare
        .into_iter()
        .take(MAX_FINDINGS)
        .map(|(unit, function)| {
            let name = unit.function_name(function);
            let message = format!("{name} neither checks its input nor handles a failure");
            Finding::new(unit.index, unit.show(function), message).named(name)
        })
        .collect();
    set.put("errors.guarded.share", value, all, findings);
}
