//! The evidence shown for the points of an item.

use super::item::Shown;
use super::scorer::Scorer;
use crate::rubric::model::{Condition, Part, Rule};
use crate::signals::Measured;
use sono_syntax::finding::Finding;
use sono_syntax::text::tidy;

/// The maximum number of places shown for one contribution.
pub(in crate::rubric) const MAX_SHOWN: usize = 3;

/// The factor on its target from which on a place is shown beside the worst one: nobody marks a function for one line more
/// than there should be.
const CLEARLY: f64 = 1.3;

/// The evidence, and the share of the metric that each piece stands for.
pub(super) type Places<'a> = (Vec<Shown<'a>>, f64);

impl<'a> Scorer<'_, 'a> {
    /// The first findings of a signal, or the value alone.
    pub(super) fn signal_places(
        &self,
        signal: usize,
        measured: Option<&'a Measured>,
        share: f64,
        most: usize,
    ) -> Places<'a> {
        let findings = measured.map_or(&[] as &[Finding], |measured| measured.findings.as_slice());
        Self::places(signal, measured, share, findings.iter().take(most))
    }

    /// The findings of a part. Where it falls short, a place that meets the target does not show why; where it does
    /// not, one place is enough to show what was measured.
    pub(super) fn part_places(
        &self,
        part: &Part,
        measured: Option<&'a Measured>,
        share: f64,
        falls_short: bool,
    ) -> Places<'a> {
        if !falls_short {
            return self.signal_places(part.signal, measured, share, 1);
        }
        let unit = self.model.unit(part.signal);
        // What is found about a share has a unit of its own.
        let shows = |finding: &&Finding| {
            unit == "ratio" || finding.value.is_none_or(|value| !part.target.is_met(value / CLEARLY, unit))
        };
        let findings = measured.map_or(&[] as &[Finding], |measured| measured.findings.as_slice());
        let first = findings.iter().take(1);
        let others = findings.iter().skip(1).filter(shows);
        Self::places(part.signal, measured, share, first.chain(others).take(MAX_SHOWN))
    }

    fn places(
        signal: usize,
        measured: Option<&'a Measured>,
        share: f64,
        findings: impl Iterator<Item = &'a Finding>,
    ) -> Places<'a> {
        let Some(measured) = measured else { return (Vec::new(), 0.0) };
        let shown: Vec<_> =
            findings.map(|finding| Shown::Signal { signal, measured, finding: Some(finding) }).collect();
        if shown.is_empty() {
            return (vec![Shown::Signal { signal, measured, finding: None }], tidy(share));
        }
        let weight = share_of(share * 100.0, shown.len());
        (shown, weight)
    }

    /// The evidence that a rule holds: the findings of its signal, or the places of its words.
    pub(super) fn rule_places(&self, rule: &'a Rule, signal: Option<usize>, points: f64) -> Places<'a> {
        let leaves = rule.when.as_ref().map(Condition::leaves).unwrap_or_default();
        let compared = leaves.iter().find_map(|leaf| leaf.single_signal());
        if let Some(signal) = signal.or(compared) {
            let share = (points.abs() / 100.0).min(1.0);
            return self.signal_places(signal, self.facts.measured(signal), share, MAX_SHOWN);
        }
        let mut found = Vec::new();
        for leaf in leaves {
            let Condition::Words { text, needles, .. } = leaf else { continue };
            let (Some(scan), Some(keywords)) =
                (self.facts.scan(*text), self.model.keywords.get(text.index()))
            else {
                continue;
            };
            let first = scan.first_of(needles);
            let spans: Vec<_> = first.iter().map(|(_, span)| *span).collect();
            let places = self.texts.places(*text, &spans);
            found.extend(first.iter().zip(places).map(|((needle, _), (source, span))| Shown::Word {
                word: keywords.needle(*needle),
                source,
                span,
            }));
        }
        found.truncate(MAX_SHOWN);
        let weight = share_of(points, found.len());
        (found, weight)
    }
}

/// The share of the metric, 0 to 1, that each of several places behind some points stands for.
pub(super) fn share_of(points: f64, places: usize) -> f64 {
    let places = u32::try_from(places.max(1)).unwrap_or(u32::MAX);
    tidy((points.abs() / 100.0).min(1.0) / f64::from(places))
}
