//! Tests: their number, their assertions, and the share of the code that they reach.
//!
//! A test without assertions does not count. Code is reached only by name: if test code calls the function. Words such
//! as "test" in comments, strings or names earn nothing.

use std::collections::BTreeSet;

use sono_syntax::finding::Finding;
use sono_syntax::syntax::Visibility;
use sono_syntax::text::Span;

use super::material::Unit;
use super::statistics::share;
use super::{Direction, Family, MAX_FINDINGS, Material, SignalDefinition, SignalSet};

pub(super) const DEFINITIONS: &[SignalDefinition] = &[
    SignalDefinition {
        id: "testing.tests",
        family: Family::Testing,
        name: "Tests",
        unit: "tests",
        min: 0.0,
        max: None,
        definition: "Test functions that hold at least one assertion.",
        source: "count, by the conventions of pytest, unittest, JUnit, Jest, Vitest, Mocha, node:test and Go's testing",
        direction: Direction::Higher,
    },
    SignalDefinition {
        id: "testing.assertions.mean",
        family: Family::Testing,
        name: "Assertions per test",
        unit: "assertions",
        min: 0.0,
        max: None,
        definition: "Assertions in test code divided by the tests that assert. Absent without such tests.",
        source: "Kudrjavets, Nagappan & Ball 2006, Assessing the relationship between software assertions and faults",
        direction: Direction::Neutral,
    },
    SignalDefinition {
        id: "testing.reach.share",
        family: Family::Testing,
        name: "Code reached by tests",
        unit: "ratio",
        min: 0.0,
        max: Some(1.0),
        definition: "Public functions and methods outside test code, trivial ones left out, whose name test code with assertions calls, divided by all such functions. A type's constructor counts as called with the type. 0 without tests; absent without public functions.",
        source: "static approximation of function coverage; compare Alves & Visser 2009, Static estimation of test coverage",
        direction: Direction::Higher,
    },
];

pub(super) fn measure(material: &Material<'_>, set: &mut SignalSet) {
    if material.units().next().is_none() {
        return;
    }
    let (mut tests, mut assertions) = (0_usize, 0_usize);
    let mut called: BTreeSet<&str> = BTreeSet::new();
    for unit in material.units() {
        let mut asserting = false;
        for function in unit.outline.functions.iter().filter(|function| function.is_test) {
            assertions = assertions.saturating_add(function.assertions as usize);
            if function.assertions > 0 {
                tests = tests.saturating_add(1);
                asserting = true;
            }
        }
        if asserting {
            called_names(unit, &mut called);
        }
    }
    set.put("testing.tests", tests as f64, tests, Vec::new());
    if let Some(mean) = share(assertions, tests) {
        set.put("testing.assertions.mean", mean, tests, Vec::new());
    }
    reach(material, &called, set);
}

fn reach(material: &Material<'_>, called: &BTreeSet<&str>, set: &mut SignalSet) {
    let (mut all, mut reached) = (0_usize, 0_usize);
    let mut missed = Vec::new();
    for unit in material.code_units() {
        for function in unit.outline.functions.iter().filter(|function| !function.is_test) {
            let asked = function.visibility == Visibility::Public
                && !function.name.is_empty()
                && !function.is_trivial
                && function.parent.is_none();
            if !asked {
                continue;
            }
            all = all.saturating_add(1);
            if called.contains(function.name.as_str()) {
                reached = reached.saturating_add(1);
            } else {
                missed.push((unit, function));
            }
        }
    }
    let Some(value) = share(reached, all) else { return };
    missed.sort_by_key(|(_, function)| std::cmp::Reverse(function.cyclomatic));
    let findings = missed
        .into_iter()
        .take(MAX_FINDINGS)
        .map(|(unit, function)| {
            let name = unit.function_name(function);
            let message = format!("no test calls {name}");
            Finding::new(unit.index, unit.show(function), message).named(name)
        })
        .collect();
    set.put("testing.reach.share", value, all, findings);
}

/// Adds the names that a unit's test code calls.
fn called_names<'a>(unit: Unit<'a>, called: &mut BTreeSet<&'a str>) {
    if unit.source.is_test {
        called.extend(unit.calls(Span::new(0, unit.source.text.len())));
        return;
    }
    let mut reached = 0;
    for function in unit.outline.functions.iter().filter(|function| function.is_test) {
        // Tests may be nested; code that was already read is not read again.
        let span = Span { start: function.span.start.max(reached), end: function.span.end };
        if span.start < span.end {
            called.extend(unit.calls(span));
            reached = span.end;
        }
    }
}
