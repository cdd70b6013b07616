//! Tests: their number, their assertions, and the share of the code that they reach.
//!
//! A test counts if an assertion in it can fail and depends on a call into the code. Words such as "test" in comments,
//! strings or names earn nothing.

mod code;
mod tried;

use sono_syntax::finding::Finding;
use sono_syntax::syntax::Visibility;

use super::statistics::{WeightedShare, share};
use super::{Direction, Family, MAX_FINDINGS, Material, SignalDefinition, SignalSet};
use code::Code;
use tried::Tried;

pub(super) const DEFINITIONS: &[SignalDefinition] = &[
    SignalDefinition {
        id: "testing.tests",
        family: Family::Testing,
        name: "Tests",
        unit: "tests",
        min: 0.0,
        max: None,
        definition: "Tests that the runner runs with at least one assertion that can fail and that depends on a call into the code, of its own or in a helper it calls. What cannot fail: a comparison of an expression with itself, an assertion about constants, `or True`, that a length is not negative, one whose failure a handler swallows, one that is never reached. Neither counts what denies a single stated value (`assert f(x) != 3`), for nearly all wrong results would pass it; to deny an empty one asks whether there is a value. Copies count once, and so do the rows of one table. Where some function of the code decides something, a test that reaches only functions which decide nothing does not count. Where only tests were handed in, an assertion that can fail suffices.",
        source: "count, by the conventions of pytest, unittest, doctest, JUnit, TestNG, Jest, Vitest, Mocha, AVA, node:test, Go's testing and Rust's",
        direction: Direction::Higher,
    },
    SignalDefinition {
        id: "testing.assertions.mean",
        family: Family::Testing,
        name: "Assertions per test",
        unit: "assertions",
        min: 0.0,
        max: None,
        definition: "Assertions that count in the tests that count, divided by those tests; the call of a helper that asserts is one. Absent without such tests.",
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
        definition: "Public functions and methods outside test code, trivial ones left out, on whose call an assertion that counts depends: for its value, for its effect on an object or the surroundings that the assertion looks at, or for the failure that it expects. Each weighs two for each decision and one for each statement from the third on; those without weight count only if none has any. An assertion that only asks whether there is a value reaches half. 0 without tests; absent without public functions.",
        source: "static approximation of checked coverage (Schuler & Zeller 2011); compare Alves & Visser 2009, Static estimation of test coverage",
        direction: Direction::Higher,
    },
];

pub(super) fn measure(material: &Material<'_>, set: &mut SignalSet) {
    if material.units().next().is_none() {
        return;
    }
    let code = Code::of(material);
    let tried = Tried::of(material, &code);
    if let Some((_, most)) = &tried.most {
        set.exemplify("testing.tests", most.clone());
        set.exemplify("testing.assertions.mean", most.clone());
    }
    set.put("testing.tests", tried.tests as f64, tried.tests, tried.findings);
    if let Some(mean) = share(tried.assertions, tried.tests) {
        set.put("testing.assertions.mean", mean, tried.tests, Vec::new());
    }
    let mut reached = WeightedShare::default();
    let (mut missed, mut hit) = (Vec::new(), None);
    let mut all = 0_usize;
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
            let part = tried.reached.get(function.name.as_str()).copied().unwrap_or(0.0);
            reached.add(function.weight(), part);
            if part == 0.0 {
                missed.push((unit, function));
            } else if function.weight() >= hit.map_or(1, |(weight, _, _)| weight) {
                hit = Some((function.weight(), unit, function));
            }
        }
    }
    let Some(value) = reached.value() else { return };
    if let Some((_, unit, function)) = hit {
        let message = format!("tests check what {} decides", unit.function_name(function));
        set.exemplify("testing.reach.share", Finding::new(unit.index, unit.show(function), message));
    }
    missed.sort_by_key(|(_, function)| std::cmp::Reverse((function.weight(), function.cyclomatic)));
    let findings = missed
        .into_iter()
        .take(MAX_FINDINGS)
        .map(|(unit, function)| {
            let name = unit.function_name(function);
            let message = if is_called(material, &function.name) {
                format!("no assertion depends on {name}")
            } else {
                format!("no test calls {name} directly")
            };
            Finding::new(unit.index, unit.show(function), message).named(name)
        })
        .collect();
    set.put("testing.reach.share", value, all, findings);
}

/// Whether test code calls a name.
fn is_called(material: &Material<'_>, name: &str) -> bool {
    material.units().any(|unit| {
        let mut routines = unit.outline.checks.routines.iter();
        routines.any(|routine| unit.calls(routine.span).any(|called| called == name))
    })
}
