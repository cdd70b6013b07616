//! The places that are hard to read.

use std::cmp::Reverse;

use sono_syntax::finding::Finding;
use sono_syntax::syntax::{Function, Step};

use super::super::MAX_FINDINGS;
use super::super::material::Unit;
use super::sheets::Sheet;

/// The steps from which on an average says something about a function.
const FEW: usize = 4;
/// The most steps that are easy to read without a blank line between them.
const BLOCK: usize = 15;
/// The volume of a function, in bits, that is easy to read: that of some twenty lines.
const VOLUME: f64 = 1_000.0;

/// The steps that hold more than is easy, the fullest first.
pub(super) fn crowded(
    sheets: &[Sheet<'_>],
    easy: u32,
    of: fn(&Step) -> u32,
    message: fn(u32) -> String,
) -> Vec<Finding> {
    let mut found = Vec::new();
    for sheet in sheets {
        let steps = sheet.steps.iter().map(|step| (of(step), sheet.unit, *step));
        found.extend(steps.filter(|(held, ..)| *held > easy));
    }
    found.sort_by_key(|(held, unit, step)| (Reverse(*held), unit.index, step.span.start));
    let found = found.into_iter().take(MAX_FINDINGS);
    found
        .map(|(held, unit, step)| {
            let line = unit.source.lines.line_span(unit.line(step.span), &unit.source.text);
            let mut span = step.span;
            span.end = span.end.min(line.end.max(span.start));
            Finding::new(unit.index, span, message(held)).valued(f64::from(held))
        })
        .collect()
}

/// The functions with many steps and no blank line between any of them, the longest first.
pub(super) fn long_blocks(sheets: &[Sheet<'_>]) -> Vec<Finding> {
    let blocks = sheets.iter().filter(|sheet| !sheet.steps.iter().skip(1).any(|step| step.parted));
    let mut found: Vec<_> = blocks
        .filter_map(|sheet| sheet.function.map(|function| (sheet.steps.len(), sheet.unit, function)))
        .filter(|(steps, ..)| *steps > BLOCK)
        .collect();
    found.sort_by_key(|(steps, unit, function)| (Reverse(*steps), unit.index, function.span.start));
    let found = found.into_iter().take(MAX_FINDINGS);
    found
        .map(|(steps, unit, function)| {
            let message = |name: &str| format!("{name} takes {steps} steps without a blank line");
            finding(unit, function, message, steps as f64)
        })
        .collect()
}

/// The functions of some length whose steps hold more than is easy on average, where there is most to gain first.
pub(super) fn dense(
    sheets: &[Sheet<'_>],
    easy: f64,
    of: impl Fn(&Sheet<'_>) -> f64,
    message: fn(&str) -> String,
) -> Vec<Finding> {
    let functions = sheets.iter().filter(|sheet| sheet.steps.len() >= FEW);
    let mut found: Vec<_> = functions
        .filter_map(|sheet| sheet.function.map(|function| (of(sheet), sheet, function)))
        .filter(|(held, ..)| *held > easy)
        .collect();
    let excess = |held: f64, sheet: &Sheet<'_>| (held - easy) * sheet.count();
    found.sort_by(|a, b| excess(b.0, b.1).total_cmp(&excess(a.0, a.1)));
    let found = found.into_iter().take(MAX_FINDINGS);
    found.map(|(held, sheet, function)| finding(sheet.unit, function, message, held)).collect()
}

/// The functions with the greatest volume, if it is more than is easy.
pub(super) fn voluminous(sheets: &[Sheet<'_>]) -> Vec<Finding> {
    let mut found: Vec<_> = sheets
        .iter()
        .filter_map(|sheet| sheet.function.map(|function| (sheet.volume(), sheet.unit, function)))
        .filter(|(volume, ..)| *volume > VOLUME)
        .collect();
    found.sort_by(|(a, ..), (b, ..)| b.total_cmp(a));
    let found = found.into_iter().take(MAX_FINDINGS);
    found
        .map(|(volume, unit, function)| {
            finding(unit, function, |name| format!("{name} is much to take in at once"), volume)
        })
        .collect()
}

fn finding(unit: Unit<'_>, function: &Function, message: impl Fn(&str) -> String, value: f64) -> Finding {
    let name = unit.function_name(function);
    Finding::new(unit.index, unit.show(function), message(&name)).named(name).valued(value)
}
