//! Implementation: functions that are yet to be written, and code without effect.

use std::collections::{BTreeMap, BTreeSet};

use sono_syntax::finding::Finding;
use sono_syntax::syntax::{Asked, Body, Deed, Function, IdleKind};

use super::material::Unit;
use super::{Direction, Family, MAX_FINDINGS, Material, SignalDefinition, SignalSet};

pub(super) const DEFINITIONS: &[SignalDefinition] = &[
    SignalDefinition {
        id: "implementation.missing.share",
        family: Family::Implementation,
        name: "Missing implementations",
        unit: "ratio",
        min: 0.0,
        max: Some(1.0),
        definition: "What the functions promise that do nothing, divided by what all functions promise. A function promises one, and one more for each of up to three parameters and for documentation. It does nothing if its body reads nothing but its own fixed values and calls nothing, apart from printing a fixed text; if all that it does is to return a parameter, as it came or in another form (as a text, in a list, with nothing added); or if it says that it is yet to be written (NotImplementedError, UnsupportedOperationException, todo!()). Left out are test code, functions inside others, empty constructors without parameters, bodies of contracts (interfaces, abstract methods, overloads), and fixed values of functions without parameters. Bodies that a contract or a name excuses (overrides, methods of types that extend others or are extended, callbacks, no-ops; functions of one parameter, or called identity or the like, that return a parameter; those that return another form of all their parameters; a fixed answer to a question, beside three functions that answer questions of the same parameters) count where the functions that do nothing promise more than those that work, and else with what they promise beyond a half of what works, and beyond 5 in any case; those of a type that is there to do nothing, by its name (EmptyRows, UnmodifiableList), or to be implemented by others, by its documentation or as an addition to such a type of the same file, count as these where the type has more that works, or they promise more than three times what works; so do bodies in a file that is for some platforms only, by its name or its first lines (sys_windows.go). Five or more statements outside definitions, or any where there are no functions, count as a function that works. Absent without functions and such statements.",
        source: "CWE-1071 (empty code block); nbgrader, stubs of unanswered exercises",
        direction: Direction::Lower,
    },
    SignalDefinition {
        id: "implementation.unused",
        family: Family::Implementation,
        name: "Code without effect",
        unit: "places",
        min: 0.0,
        max: None,
        definition: "Places outside test code without effect: the first statement behind return, raise, throw, break or continue in a block; a branch that its condition rules out; an assertion that cannot fail; a parameter of a named function, chosen by its author, that is never read, unless the documentation says so of it by name, or none is read and the body has one statement or only says a fixed text, fails with one and gives a fixed value; a local variable that gets a value and is never read; an expression statement that only names or compares. Names that begin with an underscore are left out, and variables called unused or ignored.",
        source: "CWE-561 (dead code), CWE-563 (assignment to variable without use)",
        direction: Direction::Lower,
    },
];

/// The fewest statements outside definitions that count as a function, where there are others.
const SCRIPT: u32 = 5;

/// How many times what works those may promise that do nothing because their type is there for that.
const ANSWERS: u32 = 3;
/// The part of what works up to which bodies count nothing that a contract or a name excuses: a half.
const FREE: u32 = 2;
/// The promises that they may make in any case: as many as those of two functions with parameters.
const FEW: u32 = 5;

/// A function with what was found out about it.
struct Judged<'a> {
    unit: Unit<'a>,
    function: &'a Function,
    deed: Deed,
}

pub(super) fn measure(material: &Material<'_>, set: &mut SignalSet) {
    if material.code_units().next().is_none() {
        return;
    }
    missing(material, set);
    unused(material, set);
}

/// The types, by source and number, of which most is there to do nothing: a name is no excuse beside as much work.
fn answering_types(material: &Material<'_>) -> BTreeSet<(u32, u32)> {
    let mut types: BTreeMap<(u32, u32), (u32, u32)> = BTreeMap::new();
    for unit in material.code_units() {
        for (function, deed) in unit.deeds() {
            let Some(owner) = function.owner else { continue };
            let (working, answering) = types.entry((unit.index, owner)).or_default();
            match deed.asked {
                Asked::Hardly => *answering = answering.saturating_add(deed.promise),
                _ if deed.body == Body::Works => *working = working.saturating_add(deed.promise),
                _ => {}
            }
        }
    }
    types.into_iter().filter(|(_, (working, answering))| answering >= working).map(|(key, _)| key).collect()
}

fn missing(material: &Material<'_>, set: &mut SignalSet) {
    let bases: BTreeSet<&str> =
        material.code_units().flat_map(|unit| unit.outline.work.bases.iter().map(String::as_str)).collect();
    let (mut working, mut certain, mut excused, mut answering) = (0_u32, 0_u32, 0_u32, 0_u32);
    let answers = answering_types(material);
    let (mut idle, mut perhaps, mut hardly) = (Vec::new(), Vec::new(), Vec::new());
    let (mut count, mut script) = (0_usize, 0_u32);
    for unit in material.code_units() {
        script = script.saturating_add(unit.outline.work.module);
        let is_for_platform = unit.outline.language.is_for_platform(&unit.source.name, &unit.source.text);
        for (function, deed) in unit.deeds() {
            if deed.asked == Asked::No {
                continue;
            }
            count = count.saturating_add(1);
            let owner = function.owner.and_then(|owner| unit.outline.types.get(owner as usize));
            let is_base = owner.is_some_and(|owner| bases.contains(owner.name.as_str()));
            let judged = Judged { unit, function, deed: *deed };
            if deed.body == Body::Works {
                working = working.saturating_add(deed.promise);
            } else if is_for_platform
                || (deed.asked == Asked::Hardly
                    && function.owner.is_some_and(|owner| answers.contains(&(unit.index, owner))))
            {
                answering = answering.saturating_add(deed.promise);
                hardly.push(judged);
            } else if matches!(deed.asked, Asked::Perhaps | Asked::Hardly)
                || (is_base && matches!(deed.body, Body::Unwritten | Body::Same | Body::Recast))
            {
                excused = excused.saturating_add(deed.promise);
                perhaps.push(judged);
            } else {
                certain = certain.saturating_add(deed.promise);
                idle.push(judged);
            }
        }
    }
    if script >= SCRIPT || (script > 0 && count == 0) {
        working = working.saturating_add(1);
        count = count.saturating_add(1);
    }
    // Where next to nothing works, a name is no excuse.
    if answering > working.saturating_mul(ANSWERS) {
        excused = excused.saturating_add(answering);
        perhaps.append(&mut hardly);
    }
    // Where most functions do nothing, doing nothing is no idiom; nor is it where it is much beside what works.
    let free = if certain.saturating_add(excused) > working { 0 } else { FEW.max(working / FREE) };
    if excused > free {
        certain = certain.saturating_add(excused.saturating_sub(free));
        idle.append(&mut perhaps);
    }
    let all = working.saturating_add(certain);
    if all == 0 {
        return;
    }
    idle.sort_by_key(|judged| std::cmp::Reverse(judged.deed.promise));
    let findings = idle
        .iter()
        .take(MAX_FINDINGS)
        .map(|judged| {
            let name = judged.unit.function_name(judged.function);
            let what = match judged.deed.body {
                Body::Constant => "gives the same value whatever happens",
                Body::Same => "only gives back what it is given",
                Body::Recast => "only gives back what it is given in another form",
                Body::Unwritten => "is yet to be written",
                Body::Empty | Body::Works => "does nothing",
            };
            Finding::new(judged.unit.index, judged.unit.show(judged.function), format!("{name} {what}"))
                .named(name)
        })
        .collect();
    set.put("implementation.missing.share", f64::from(certain) / f64::from(all), count, findings);
}

fn unused(material: &Material<'_>, set: &mut SignalSet) {
    let mut count = 0_usize;
    let mut findings = Vec::new();
    for unit in material.code_units() {
        for idle in unit.outline.work.idle.iter().filter(|idle| unit.counts(idle.is_test)) {
            count = count.saturating_add(1);
            if findings.len() >= MAX_FINDINGS {
                continue;
            }
            let line = unit.source.lines.line_span(unit.line(idle.span), &unit.source.text);
            let mut span = idle.span;
            span.end = span.end.min(line.end.max(span.start));
            let name = || format!("`{}`", span.of(&unit.source.text));
            let finding = match idle.kind {
                IdleKind::Unreachable => Finding::new(unit.index, span, "this is never reached"),
                IdleKind::NeverTaken => {
                    Finding::new(unit.index, span, "this branch is never taken: its condition rules it out")
                }
                IdleKind::Check => Finding::new(unit.index, span, "this check cannot fail"),
                IdleKind::Parameter => {
                    Finding::new(unit.index, span, format!("the parameter {} is never read", name()))
                        .named(name())
                }
                IdleKind::Variable => {
                    Finding::new(unit.index, span, format!("the variable {} is never read", name()))
                        .named(name())
                }
                IdleKind::Value => Finding::new(unit.index, span, "this value is thrown away"),
            };
            findings.push(finding);
        }
    }
    set.put("implementation.unused", count as f64, count, findings);
}
