//! Error handling: failures that are swallowed, caught too broadly, reported, or guarded against.

use std::collections::BTreeSet;

use sono_syntax::finding::Finding;
use sono_syntax::syntax::{Body, Function, Handler, HandlerKind, Harm, HarmKind, Visibility};

use super::material::Unit;
use super::statistics::{WeightedShare, share};
use super::{Direction, Family, MAX_FINDINGS, Material, SignalDefinition, SignalSet};

pub(super) const DEFINITIONS: &[SignalDefinition] = &[
    SignalDefinition {
        id: "errors.swallowed",
        family: Family::Errors,
        name: "Swallowed exceptions",
        unit: "handlers",
        min: 0.0,
        max: None,
        definition: "Handlers outside test code whose body does nothing, or no more than to set or return a fixed value, so that the failure is hidden behind a quiet default. Going on with the next (`continue`), a report, a fallback that computes and raising again do something. A handler is fine that is not broad and gives a reason in a comment (three words that say something), or is an idiom: it handles an error that announces what is usual (StopIteration, KeyError, ImportError, FileNotFoundError and the like), the failure of a single call that cleans up (close, remove) or of what ends the life of an object, one that answers a question (`return false` where the other answer is `return true`, a last result of `false` in Go), one that leaves a variable what it was given right above, one that names what it catches and asks by it (nothing is done, and `else` does the rest) or goes on with the next at the end of a loop, one of the errors that say that a text has not the form of what is read from it (ValueError, NumberFormatException) where the function reads something by its name (parse, find) and gives nothing, gives the same value elsewhere twice, or keeps what a variable was given before, one that offers a constant of the module in two lines, one in a function that cleans up by its name or must not fail, a test for an error that ends an endless loop or stands for several cases together, or one whose answer the signature or the documentation states. What catches everything is fine where an idiom has a reason in a comment, or the reason has eight words that say something: it then counts as a log (errors.broad); nor does it count there if another way is tried below and a comment says so. A handler is an exception handler (`except`, `catch`) or, where errors are values, a test for an error with what is done about it (`if err != nil`); an error that is thrown away (`_ = f()`) counts as a handler that does nothing. docs/languages.md has the forms of each language.",
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
        definition: "Handlers outside test code that are not counted by errors.swallowed, catch everything (bare except, Exception, BaseException, Throwable, or a variable that stands for one of these) and neither raise again nor hand on what they caught: assign it, return it, or give it whole to a call that does not only print it or make a text of it. Of those that only write it to a log, one is fine, and one more for each precise handler; what writes it to a log and then ends the program, or gives a number other than zero as its result, is fine. A JavaScript catch names no type: it is broad if it does no more than to print a fixed text, with or without returning a fixed value. A test for an error value is never broad; what ends a build where something fails (build.rs) is not, nor is what a condition around it, or the statement before it, has made sure of.",
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
        definition: "Handlers outside test code (see errors.swallowed) that are not counted there and that name what they catch or raise again, divided by all handlers. A test for an error value names what it catches. Absent without handlers.",
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
        definition: "Of the public functions outside test code that guard against what they cannot work with, or could do harm with a parameter, the share, by weight, that guard. Harm is done where a value goes on that should have been refused: a division by a parameter that may be zero (floats have a value for it), or by the number of its elements, of which there may be none; its first or last element, where nothing else of it is read by number; a number read from it, where the language gives NaN instead of failing; a cast of what may be anything. What stands in a condition before, other than in one that only asks for a single odd value (`x == 918273`, `x is Ellipsis`), has another value by then, or is given to a call that is a statement was thought of, and does none. A guard raises, throws, returns an error or ends the program under a condition, asserts, calls what checks (Objects.requireNonNull) or handles a failure (see errors.swallowed and errors.broad) of something that is called with what the function is given; returning early with nothing but a fixed value is a guard. It counts if it can be reached, its condition can go either way, and the condition depends on the function's object or on a parameter that is used elsewhere as well. A call of a function of the submission that guards, with a value that depends on what the caller is given, is a guard, too. A function weighs two per decision and one per statement from the third on, and one at least where it does harm; what has no effect adds nothing: a branch that is never taken, one that does nothing or only fails and is no guard, a constant that is never read, code behind the end. Left out are functions that do nothing (see implementation.missing.share) and methods that must not fail (equals, hashCode, toString, __eq__, __str__, clone and the like), and functions whose name asks a question (is_empty, hasRows), for no is an answer. Absent without such functions.",
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

/// The handlers that may catch everything in order to log it, beside as many as are precise.
const LOGS: usize = 1;

fn handlers(material: &Material<'_>, set: &mut SignalSet) {
    let (mut all, mut precise) = (0_usize, 0_usize);
    let (mut swallowed, mut broad) = (Vec::new(), Vec::new());
    let mut logs = Vec::new();
    for unit in material.code_units() {
        // What ends a build is told to whoever builds.
        let ends_build = unit.outline.language.is_build_file(&unit.source.name);
        let counts = |handler: &&Handler| {
            unit.counts(handler.is_test) && !(ends_build && handler.kind == HandlerKind::Crash)
        };
        for handler in unit.outline.handlers.iter().filter(counts) {
            all = all.saturating_add(1);
            let line = unit.source.lines.line_span(unit.line(handler.span), &unit.source.text);
            let mut span = handler.span;
            span.end = span.end.min(line.end.max(span.start));
            if hides(handler) {
                let message = match handler.kind {
                    HandlerKind::Discard => "this throws the error away",
                    _ if handler.quiet => "this hides the failure behind a fixed value",
                    HandlerKind::Check => "this test for an error does nothing about it",
                    _ => "this handler swallows the exception: its body does nothing",
                };
                swallowed.push(Finding::new(unit.index, span, message));
            } else if !is_precise(handler) {
                let message = match handler.kind {
                    HandlerKind::Crash => "the program ends where this fails",
                    _ => "this handler catches everything, defects of the program included",
                };
                let finding = Finding::new(unit.index, span, message);
                match handler {
                    Handler { logs: true, .. } => logs.push(finding),
                    Handler { hands_on: true, .. } => {}
                    _ => broad.push(finding),
                }
            } else {
                precise = precise.saturating_add(1);
                let message = match handler.kind {
                    HandlerKind::Clause if !handler.broad && unit.outline.language.handlers_name_types() => {
                        "this handler names what it catches"
                    }
                    HandlerKind::Clause if !handler.broad => "this handler deals with the failure",
                    HandlerKind::Check => "this handles the error",
                    _ => "this passes the failure on",
                };
                set.exemplify("errors.precise.share", Finding::new(unit.index, span, message));
            }
        }
    }
    // A log at the edge of a program is one place or two; where it is the usual answer, nothing is told apart.
    broad.extend(logs.into_iter().skip(precise.saturating_add(LOGS)));
    put_count(set, "errors.swallowed", swallowed);
    put_count(set, "errors.broad", broad);
    if let Some(value) = share(precise, all) {
        set.put("errors.precise.share", value, all, Vec::new());
    }
}

/// Whether nobody will know of the failure, and nothing says why.
fn hides(handler: &Handler) -> bool {
    (handler.swallows || handler.quiet) && !handler.excused
}

/// Whether a handler acts, and either names what it catches or raises it again.
fn is_precise(handler: &Handler) -> bool {
    !hides(handler) && (!handler.broad || handler.rethrows)
}

fn put_count(set: &mut SignalSet, id: &'static str, mut findings: Vec<Finding>) {
    let count = findings.len();
    findings.truncate(MAX_FINDINGS);
    set.put(id, count as f64, count, findings);
}

fn guards(material: &Material<'_>, set: &mut SignalSet) {
    let checking: BTreeSet<&str> = material
        .code_units()
        .flat_map(Unit::deeds)
        .filter(|(_, deed)| deed.guards > 0)
        .map(|(function, _)| function.name.as_str())
        .collect();
    let mut all = WeightedShare::default();
    let mut count = 0_usize;
    let mut bare: Vec<(Unit<'_>, &Function, Harm)> = Vec::new();
    let mut most: Option<(u32, Unit<'_>, &Function)> = None;
    for unit in material.code_units() {
        for (function, deed) in unit.deeds() {
            let asked = function.visibility == Visibility::Public
                && deed.takes
                && !function.name.is_empty()
                && function.parent.is_none()
                && deed.body == Body::Works
                && !deed.unfailing;
            if !asked {
                continue;
            }
            let is_guarded = deed.guards > 0 || unit.fed(function.body).any(|name| checking.contains(name));
            // What is short and guards weighs nothing, as elsewhere; harm is done in one line.
            let weight = function.weight().max(u32::from(!is_guarded));
            match deed.harm {
                _ if is_guarded && weight > 0 => {}
                Some(harm) if !is_guarded => bare.push((unit, function, harm)),
                _ => continue,
            }
            count = count.saturating_add(1);
            all.add(weight, if is_guarded { 1.0 } else { 0.0 });
            if deed.guards > most.map_or(0, |(guards, _, _)| guards) {
                most = Some((deed.guards, unit, function));
            }
        }
    }
    let Some(value) = all.value() else { return };
    if let Some((_, unit, function)) = most {
        let message = format!("{} guards against what it cannot work with", unit.function_name(function));
        set.exemplify("errors.guarded.share", Finding::new(unit.index, unit.show(function), message));
    }
    bare.sort_by_key(|(_, function, _)| std::cmp::Reverse(function.weight()));
    let findings = bare
        .into_iter()
        .take(MAX_FINDINGS)
        .map(|(unit, function, harm)| {
            let name = unit.function_name(function);
            let given = harm.name.of(&unit.source.text);
            let message = match harm.kind {
                HarmKind::Zero => format!("this divides by `{given}`, which may be zero"),
                HarmKind::Empty => {
                    format!("this divides by the number of `{given}`, of which there may be none")
                }
                HarmKind::First => format!("this takes the first or last of `{given}`, which may be empty"),
                HarmKind::Parse => format!("this goes on with NaN where `{given}` is no number"),
                HarmKind::Cast => format!("this takes `{given}` for what it may not be"),
            };
            let line = unit.source.lines.line_span(unit.line(harm.span), &unit.source.text);
            let mut span = harm.span;
            span.end = span.end.min(line.end.max(span.start));
            Finding::new(unit.index, span, message).named(name)
        })
        .collect();
    set.put("errors.guarded.share", value, count, findings);
}
