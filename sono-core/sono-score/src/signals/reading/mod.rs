//! Reading: what readers of code react to, measured step by step.

mod comments;
mod definitions;
mod places;
mod sheets;

use sono_syntax::syntax::Step;

use super::material::Unit;
use super::{Material, SignalSet};
pub(super) use definitions::DEFINITIONS;
use places::{crowded, dense, long_blocks, voluminous};
use sheets::{Sheet, mean, sheets};

/// A signal that is the mean of what the steps hold.
struct PerStep {
    id: &'static str,
    /// What a step holds.
    of: fn(&Step) -> u32,
    /// The most of it that a reader takes in without effort; steps with more are findings.
    easy: u32,
    /// What is said of a step that holds so much.
    message: fn(u32) -> String,
}

const PER_STEP: &[PerStep] = &[
    PerStep {
        id: "reading.branches.mean",
        of: |step| step.counts.branches,
        easy: 2,
        message: |number| format!("this makes {number} decisions at once: name the conditions"),
    },
    PerStep {
        id: "reading.assignments.mean",
        of: |step| step.counts.assignments,
        easy: 2,
        message: |number| format!("this assigns {number} values at once"),
    },
    PerStep {
        id: "reading.calls.mean",
        of: |step| step.counts.calls,
        easy: 3,
        message: |number| format!("this holds {number} calls: name the results between"),
    },
    PerStep {
        id: "reading.nesting.mean",
        of: |step| step.counts.brackets.saturating_sub(1),
        easy: 2,
        message: |number| format!("{} brackets are open at once here", number.saturating_add(1)),
    },
    PerStep {
        id: "reading.members.mean",
        of: |step| step.counts.members,
        easy: 4,
        message: |number| format!("this reaches through {number} members"),
    },
    PerStep {
        id: "reading.commas.mean",
        of: |step| step.counts.commas,
        easy: 4,
        message: |number| format!("this lists much at once, with {number} commas"),
    },
    PerStep {
        id: "reading.literals.mean",
        of: |step| step.counts.literals,
        easy: 3,
        message: |number| format!("this holds {number} numbers and texts: name what they mean"),
    },
];

/// The tokens of a short paragraph.
const PARAGRAPH: f64 = 16.0;
/// The most blocks, one in another, that are easy to read.
const DEPTH: u32 = 3;
/// The longest step that is easy to read, in characters.
const LONG: u32 = 120;
/// The most lines of one step that are easy to read.
const LINES: u32 = 4;
/// The most names that are easy to keep in mind.
const LIVE: f64 = 3.0;
/// The volume of a step, in bits, that is easy to read.
const VOLUME: f64 = 50.0;
/// The most uses of short names in a step that are easy to read.
const SHORT: u32 = 3;

pub(super) fn measure(material: &Material<'_>, set: &mut SignalSet) {
    comments::measure(material, set);
    let sheets = sheets(material);
    if sheets.is_empty() {
        return;
    }
    let units = sheets.iter().map(|sheet| sheet.steps.len()).fold(0, usize::saturating_add);
    for signal in PER_STEP {
        let value = mean(&sheets, |sheet| sheet.mean(signal.of));
        set.put(signal.id, value, units, crowded(&sheets, signal.easy, signal.of, signal.message));
    }
    let findings = crowded(
        &sheets,
        DEPTH,
        |step| step.depth,
        |number| format!("this stands in {number} blocks, one in another"),
    );
    set.put("reading.depth.mean", mean(&sheets, depth), units, findings);
    let wrapped = |step: &Step| u32::from(step.lines > 1);
    let findings =
        crowded(&sheets, LINES, |step| step.lines, |lines| format!("this goes on for {lines} lines"));
    set.put("reading.wrapped.share", mean(&sheets, |sheet| sheet.mean(wrapped)), units, findings);
    let findings =
        crowded(&sheets, LONG, |step| step.characters, |long| format!("this has {long} characters"));
    set.put("reading.length.longest", mean(&sheets, longest), units, findings);
    let findings = crowded(
        &sheets,
        SHORT,
        |step| step.counts.short,
        |number| format!("this uses names of one or two characters {number} times"),
    );
    set.put("reading.short_names.share", mean(&sheets, short_names), units, findings);
    set.put("reading.paragraphs.share", mean(&sheets, paragraphs), units, long_blocks(&sheets));
    let findings = dense(&sheets, LIVE, live, |name| format!("{name} keeps many names in use at once"));
    set.put("reading.live.mean", mean(&sheets, live), units, findings);
    let findings = dense(&sheets, VOLUME, volume, |name| format!("{name} says much at once, line by line"));
    set.put("reading.volume.mean", mean(&sheets, volume), units, findings);
    let findings = voluminous(&sheets);
    set.put("reading.volume.function", mean(&sheets, |sheet| sheet.volume()), sheets.len(), findings);
}

fn depth(sheet: &Sheet<'_>) -> f64 {
    let sum = |of: fn(&Step) -> f64| sheet.steps.iter().map(|step| of(step)).sum::<f64>();
    sum(|step| f64::from(step.tokens) * f64::from(step.depth)) / sum(|step| f64::from(step.tokens))
}

fn live(sheet: &Sheet<'_>) -> f64 {
    sheet.page.live as f64 / sheet.count()
}

/// The volume of a step.
fn volume(sheet: &Sheet<'_>) -> f64 {
    sheet.volume() / sheet.count()
}

fn longest(sheet: &Sheet<'_>) -> f64 {
    f64::from(sheet.steps.iter().map(|step| step.characters).max().unwrap_or(0))
}

fn short_names(sheet: &Sheet<'_>) -> f64 {
    let names = sheet.mean(|step| step.counts.names);
    if names > 0.0 { sheet.mean(|step| step.counts.short) / names } else { 0.0 }
}

fn paragraphs(sheet: &Sheet<'_>) -> f64 {
    let parted = sheet.steps.iter().filter(|step| step.parted).count() as f64;
    (parted * PARAGRAPH / f64::from(sheet.page.tokens)).min(1.0)
}

/// The steps outside tests.
fn steps(unit: Unit<'_>) -> impl Iterator<Item = &Step> {
    let functions = &unit.outline.functions;
    unit.outline.reading.steps.iter().filter(move |step| {
        let page = step.page as usize;
        unit.counts(functions.get(page).map_or(page > functions.len(), |function| function.is_test))
    })
}
