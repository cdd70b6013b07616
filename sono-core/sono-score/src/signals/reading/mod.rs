//! Reading: what readers of code react to, measured step by step.

mod comments;
mod definitions;
mod places;
mod sheets;

use sono_syntax::syntax::Step;
use sono_syntax::text::{format_number, format_tenths};

use super::material::Unit;
use super::{Material, SignalSet};
pub(super) use definitions::DEFINITIONS;
use places::{crowded, deepest, dense, long, long_blocks, terse, voluminous};
use sheets::{Sheet, mean, sheets};

/// A signal that is the mean of what the steps hold.
struct PerStep {
    id: &'static str,
    /// The number that a step holds.
    of: fn(&Step) -> u32,
    /// The most of it at which no reader would stop: a place that is shown is one to point to, so that this is well above
    /// what costs points on average.
    easy: u32,
    /// The message about a step that holds so much.
    message: fn(u32) -> String,
}

const PER_STEP: &[PerStep] = &[
    PerStep {
        id: "reading.branches.mean",
        of: |step| step.counts.branches,
        easy: 8,
        message: |number| format!("this makes {number} decisions at once"),
    },
    PerStep {
        id: "reading.assignments.mean",
        of: |step| step.counts.assignments,
        easy: 3,
        message: |number| format!("this assigns {number} values at once"),
    },
    PerStep {
        id: "reading.calls.mean",
        of: |step| step.counts.calls,
        easy: 12,
        message: |number| format!("this holds {number} calls"),
    },
    PerStep {
        id: "reading.nesting.mean",
        of: |step| step.counts.brackets.saturating_sub(1),
        easy: 5,
        message: |number| format!("{} brackets are open at once here", number.saturating_add(1)),
    },
    PerStep {
        id: "reading.members.mean",
        of: |step| step.counts.members,
        easy: 14,
        message: |number| format!("this reaches through {number} members"),
    },
    PerStep {
        id: "reading.commas.mean",
        of: |step| step.counts.commas,
        easy: 14,
        message: |number| format!("this lists much at once, with {number} commas"),
    },
    PerStep {
        id: "reading.literals.mean",
        of: |step| step.counts.literals,
        easy: 5,
        message: |number| format!("this holds {number} numbers and texts"),
    },
];

/// The signal that would mark tables of fixed values.
const TABLES: &str = "reading.commas.mean";
/// The tokens of a short paragraph.
const PARAGRAPH: f64 = 16.0;
/// The most names in use at once, and bits of a step, that are easy to read on the mean of a function.
const LIVE: f64 = 12.0;
const VOLUME: f64 = 120.0;
/// The most blocks, one in another, that are easy to read.
const DEPTH: u32 = 6;
/// The most lines of one step that are easy to read.
const LINES: u32 = 20;

pub(super) fn measure(material: &Material<'_>, set: &mut SignalSet) {
    comments::measure(material, set);
    let sheets = sheets(material);
    if sheets.is_empty() {
        return;
    }
    let units = sheets.iter().map(|sheet| sheet.steps.len()).fold(0, usize::saturating_add);
    for signal in PER_STEP {
        let value = mean(&sheets, |sheet| sheet.mean(signal.of));
        // What lists fixed values is a table.
        let of = |_: &Sheet<'_>, step: &Step| match (signal.of)(step) {
            _ if signal.id == TABLES && step.counts.literals > step.counts.commas => 0,
            held => held,
        };
        let findings = crowded(&sheets, signal.easy, of, signal.message);
        set.put(signal.id, value, units, findings);
    }
    let findings = deepest(&sheets, DEPTH);
    set.put("reading.depth.mean", mean(&sheets, depth), units, findings);
    let wrapped = |step: &Step| u32::from(step.lines > 1);
    let findings =
        crowded(&sheets, LINES, |_, step| step.lines, |lines| format!("this goes on for {lines} lines"));
    set.put("reading.wrapped.share", mean(&sheets, |sheet| sheet.mean(wrapped)), units, findings);
    let findings = crowded(&sheets, 0, long, |characters| format!("this has {characters} characters"));
    set.put("reading.length.longest", mean(&sheets, longest), units, findings);
    set.put("reading.short_names.share", mean(&sheets, short_names), units, terse(&sheets));
    set.put("reading.paragraphs.share", mean(&sheets, paragraphs), units, long_blocks(&sheets));
    let findings = dense(&sheets, LIVE, live, |name, held| {
        format!("in {name}, {} names are in use at once on average", format_tenths(held))
    });
    set.put("reading.live.mean", mean(&sheets, live), units, findings);
    let findings = dense(&sheets, VOLUME, volume, |name, held| {
        format!("the statements of {name} hold {} bits each on average", format_number(held.round()))
    });
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
