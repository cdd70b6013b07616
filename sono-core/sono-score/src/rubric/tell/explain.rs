//! The explanation of a metric.

use std::borrow::Cow;

use super::sentence::Narrator;
use crate::rubric::format::{SentenceId, Slot};
use crate::rubric::model::{Band, Rule, RuleAmount};
use crate::rubric::score::{Item, ItemKind, Line};
use crate::signals::Family;
use sono_syntax::text::format_tenths;

/// A loss, in points of a metric, beside which nobody says that there is little to improve.
const CLEAR: f64 = 5.0;

impl Narrator<'_> {
    /// One or two sentences: the band, the strongest item and the weakest.
    pub(super) fn explain(&self, score: f64, base: f64, items: &[Item<'_>]) -> String {
        const TYPICAL: usize = 240;
        let parts: Vec<&Item<'_>> =
            items.iter().filter(|item| matches!(item.kind, ItemKind::Part | ItemKind::AbsentPart)).collect();
        let pool: Vec<&Item<'_>> = if parts.is_empty() { items.iter().collect() } else { parts };
        // An item that missed its target is not a strength, even if no other item added more points.
        // Nor is one of which there is nothing, such as the methods of the largest type where there are no types.
        let is_of_something = |item: &Item<'_>| {
            let unit = item.signal.map_or("", |signal| self.model.unit(signal));
            item.value != Some(0.0) || unit == "ratio" || self.family(item) != Some(Family::Structure)
        };
        let is_strength = |item: &Item<'_>| {
            !item.is_failure() && is_of_something(item) && (item.value.is_some() || item.points > 0.0)
        };
        let best = first_max(&pool, |item| if is_strength(item) { item.points } else { 0.0 });
        let worst = first_max(&pool, |item| if item.is_failure() { item.lost } else { 0.0 });
        let band = self.model.band(score);
        // What ranks highest has little to improve, were it not for what is told next.
        let is_top = |band: &Band| self.model.bands.first().is_some_and(|top| std::ptr::eq(top, band));
        let is_contradicted = band.is_some_and(is_top) && worst.is_some_and(|worst| worst.lost >= CLEAR);
        let mut out = String::with_capacity(TYPICAL);
        let opening = |slot| match slot {
            Slot::Name => Some(self.metric.into()),
            Slot::Score => Some(format_tenths(score).into()),
            Slot::Label => band.map(|band| band.label.as_str().into()),
            Slot::Band if is_contradicted => band.map(|band| format!("{}.", capitalized(&band.label)).into()),
            Slot::Band => band.and_then(|band| band.text.as_deref()).map(Cow::from),
            _ => None,
        };
        let mut alternatives = self.model.sentence(SentenceId::Metric).iter();
        alternatives.any(|template| template.render_into(&mut out, &opening));
        if let Some(missing) = items.iter().find(|item| base > 0.0 && lacks_material(item)) {
            self.append(&mut out, SentenceId::Base, missing, base);
        }
        if let Some(best) = best.filter(|best| worst.is_none_or(|worst| !std::ptr::eq(*best, worst))) {
            let id = if best.kind == ItemKind::Part { SentenceId::Strongest } else { SentenceId::Gained };
            self.append(&mut out, id, best, best.points);
        }
        if let Some(worst) = worst {
            let id = match worst.kind {
                ItemKind::Part => SentenceId::Weakest,
                ItemKind::AbsentPart => SentenceId::Absent,
                ItemKind::Missed => SentenceId::Missed,
                ItemKind::Gain | ItemKind::Taken | ItemKind::Violations => SentenceId::Taken,
            };
            self.append(&mut out, id, worst, worst.lost);
        }
        out
    }
}

/// Whether a rule could have added points, but there is nothing that it measures.
fn lacks_material(item: &Item<'_>) -> bool {
    let Line::Rule(Rule { add: RuleAmount::Curve { curve, .. }, .. }) = item.line else { return false };
    item.value.is_none() && curve.max() > 0.0
}

/// A label as a sentence begins.
fn capitalized(label: &str) -> String {
    let mut letters = label.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    first + letters.as_str()
}

/// The first item with the largest amount, if any amount is worth mentioning.
fn first_max<'i, 'm>(items: &[&'i Item<'m>], amount: impl Fn(&Item<'m>) -> f64) -> Option<&'i Item<'m>> {
    const WORTH_A_WORD: f64 = 0.05;
    let mut best: Option<(&Item<'_>, f64)> = None;
    let mut found = None;
    for item in items {
        let value = amount(item);
        if value >= WORTH_A_WORD && best.is_none_or(|(_, top)| value > top) {
            best = Some((item, value));
            found = Some(*item);
        }
    }
    found
}
