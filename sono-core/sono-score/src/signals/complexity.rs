//! Cyclomatic and cognitive complexity, and nesting.
//!
//! The 90th percentiles weigh each function by its lines of code: "nine tenths of the code are in functions with at
//! most this value". Without weights, a hundred one-line functions would hide a monster.

use sono_syntax::finding::Finding;
use sono_syntax::syntax::Function;

use super::material::Unit;
use super::statistics::weighted_quantile;
use super::{Direction, Family, MAX_FINDINGS, Material, SignalDefinition, SignalSet};

pub(super) const DEFINITIONS: &[SignalDefinition] = &[
    SignalDefinition {
        id: "complexity.cognitive.p90",
        family: Family::Complexity,
        name: "Cognitive complexity, 90th percentile",
        unit: "points",
        min: 0.0,
        max: None,
        definition: "90th percentile of cognitive complexity over functions outside test code, each weighted by its lines of code. Code outside functions counts as one function when it branches (an import that may fail does not), or when there is no other; its length is as for function lengths. Absent without functions and statements.",
        source: "Campbell 2018, Cognitive Complexity: a new way of measuring understandability (SonarSource)",
        direction: Direction::Lower,
    },
    SignalDefinition {
        id: "complexity.cognitive.max",
        family: Family::Complexity,
        name: "Cognitive complexity, highest",
        unit: "points",
        min: 0.0,
        max: None,
        definition: "Highest cognitive complexity of a function outside test code; code outside functions as for the percentile.",
        source: "Campbell 2018, Cognitive Complexity (SonarSource)",
        direction: Direction::Lower,
    },
    SignalDefinition {
        id: "complexity.cyclomatic.p90",
        family: Family::Complexity,
        name: "Cyclomatic complexity, 90th percentile",
        unit: "paths",
        min: 1.0,
        max: None,
        definition: "90th percentile of cyclomatic complexity over functions outside test code, each weighted by its lines of code: one plus branches, loops, cases other than the default, handlers, conditional expressions and short-circuit operators. A switch or match over a value counts once, whatever the number of its cases, for it reads like a table; what its cases decide counts. Code outside functions as for cognitive complexity.",
        source: "McCabe 1976, A Complexity Measure, IEEE TSE 2(4); Watson & McCabe 1996, NIST SP 500-235 (a multiway decision may count once)",
        direction: Direction::Lower,
    },
    SignalDefinition {
        id: "complexity.nesting.p90",
        family: Family::Complexity,
        name: "Nesting, 90th percentile",
        unit: "levels",
        min: 0.0,
        max: None,
        definition: "90th percentile of the deepest nesting of control flow over functions outside test code, each weighted by its lines of code; code outside functions as for cognitive complexity.",
        source: "Harrison & Magel 1981, A complexity measure based on nesting level, SIGPLAN Notices 16(3)",
        direction: Direction::Lower,
    },
];

struct Judged<'a> {
    unit: Unit<'a>,
    function: &'a Function,
}

pub(super) fn measure(material: &Material<'_>, set: &mut SignalSet) {
    let judged: Vec<_> = material
        .code_units()
        .flat_map(|unit| unit.judged().map(move |function| Judged { unit, function }))
        .collect();
    if judged.is_empty() {
        return;
    }
    percentile(
        set,
        "complexity.cognitive.p90",
        &judged,
        |f| f.cognitive,
        |name, function| format!("{name} has a cognitive complexity of {}", function.cognitive),
    );
    percentile(set, "complexity.cyclomatic.p90", &judged, Function::paths, |name, function| {
        let once = if function.alternatives > 0 { ", each switch over a value counted once" } else { "" };
        format!("{name} has a cyclomatic complexity of {}{once}", function.paths())
    });
    percentile(
        set,
        "complexity.nesting.p90",
        &judged,
        |f| f.nesting,
        |name, function| {
            let levels = if function.nesting == 1 { "level" } else { "levels" };
            format!("control flow in {name} is nested {} {levels} deep", function.nesting)
        },
    );
    let max = judged.iter().map(|judged| judged.function.cognitive).max().unwrap_or(0);
    let worst = set.get("complexity.cognitive.p90").map(|p90| p90.findings.clone()).unwrap_or_default();
    if let Some(most) = worst.first() {
        set.exemplify("complexity.cognitive.max", most.clone());
    }
    set.put("complexity.cognitive.max", f64::from(max), judged.len(), worst);
}

/// Stores the weighted 90th percentile of a value, with the functions that have the highest values as findings.
fn percentile(
    set: &mut SignalSet,
    id: &'static str,
    judged: &[Judged<'_>],
    value: impl Fn(&Function) -> u32,
    message: impl Fn(&str, &Function) -> String,
) {
    let mut weighted: Vec<_> = judged
        .iter()
        .map(|judged| (f64::from(value(judged.function)), f64::from(judged.function.sloc.max(1))))
        .collect();
    let Some(p90) = weighted_quantile(&mut weighted, 0.9) else { return };
    let mut order: Vec<_> = judged.iter().filter(|judged| value(judged.function) > 0).collect();
    // A stable sort keeps equal functions in text order.
    order.sort_by_key(|judged| std::cmp::Reverse(value(judged.function)));
    let findings = order
        .into_iter()
        .take(MAX_FINDINGS)
        .map(|Judged { unit, function }| {
            let name = unit.function_name(function);
            let amount = value(function);
            Finding::new(unit.index, unit.show(function), message(&name, function))
                .named(name)
                .valued(f64::from(amount))
        })
        .collect();
    set.put(id, p90, judged.len(), findings);
}
