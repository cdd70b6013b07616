//! Evidence: the places behind the points.

use std::collections::BTreeMap;

use serde_json::json;

use super::condition::Condition;
use super::material::locate;
use super::model::Rule;
use super::score::{Draft, Scorer};
use super::violations::Placed;
use crate::assessment::{Evidence, EvidenceKind};
use crate::signals::{Family, Measured};
use sono_syntax::finding::Finding;
use sono_syntax::text::{Span, format_value, tidy};

/// Places shown for one contribution.
pub(super) const MAX_EVIDENCE: usize = 3;

impl<'a> Scorer<'a> {
    /// Adds the evidence of a signal: its first findings, or the value alone.
    pub(super) fn signal_evidence(
        &self,
        signal: usize,
        measured: Option<&Measured>,
        expected: &str,
        share: f64,
        places: usize,
        draft: &mut Draft<'a>,
    ) -> Vec<usize> {
        let (Some(measured), Some(info)) = (measured, self.model.signals.get(signal)) else {
            return Vec::new();
        };
        let kind = match info.family {
            Family::Syntax => EvidenceKind::Syntax,
            Family::Text | Family::Measure => EvidenceKind::Text,
            _ => EvidenceKind::Measurement,
        };
        let shown = measured.findings.len().min(places);
        let evidence = |weight: f64, finding: Option<&Finding>| Evidence {
            kind,
            description: finding.map_or_else(
                || format!("{}: {}", info.name, format_value(measured.value, &info.unit)),
                |finding| finding.message.clone(),
            ),
            source: if info.family == Family::Custom { "host" } else { "engine" }.to_owned(),
            weight,
            signal: Some(info.id.to_string()),
            value: finding.map_or(Some(measured.value), |finding| finding.value).map(tidy),
            expected: Some(expected.to_owned()),
            points: None,
            location: finding.and_then(|finding| self.location(finding)),
            metadata: Default::default(),
        };
        if shown == 0 {
            return vec![draft.show(evidence(tidy(share), None))];
        }
        let weight = share_of(share * 100.0, shown);
        measured
            .findings
            .iter()
            .take(shown)
            .map(|finding| draft.show(evidence(weight, Some(finding))))
            .collect()
    }

    /// Adds the evidence of a rule that holds: the places of words, the findings of signals.
    pub(super) fn rule_evidence(
        &self,
        rule: &Rule,
        signal: Option<usize>,
        points: f64,
        draft: &mut Draft<'a>,
    ) -> Vec<usize> {
        let share = (points.abs() / 100.0).min(1.0);
        let leaves = rule.when.as_ref().map(Condition::leaves).unwrap_or_default();
        let compared = leaves.iter().find_map(|leaf| leaf.single_signal());
        if let Some(signal) = signal.or(compared) {
            let measured = self.facts.measured(signal);
            return self.signal_evidence(signal, measured, &rule.expected, share, MAX_EVIDENCE, draft);
        }
        let mut found = Vec::new();
        for leaf in leaves {
            let Condition::Words { view, needles, .. } = leaf else { continue };
            let (Some(scan), Some(keywords)) =
                (self.facts.scan(*view), self.model.keywords.get(view.index()))
            else {
                continue;
            };
            let first = scan.first_of(needles);
            let spans: Vec<_> = first.iter().map(|(_, span)| *span).collect();
            let places = self.material.places(*view, &spans);
            found.extend(
                first.iter().zip(places).map(|((needle, _), place)| (keywords.needle(*needle), place)),
            );
        }
        found.truncate(MAX_EVIDENCE);
        let weight = share_of(points, found.len());
        let show = |(needle, (source, span)): (&str, (Option<u32>, Span))| {
            let location =
                source.and_then(|source| locate(self.subject.sources, source, span, self.subject.encoding));
            draft.show(Evidence {
                kind: EvidenceKind::Text,
                description: format!("{needle:?} occurs here"),
                source: "rubric".to_owned(),
                weight,
                signal: None,
                value: None,
                expected: Some(rule.expected.clone()),
                points: None,
                location,
                metadata: Default::default(),
            })
        };
        found.into_iter().map(show).collect()
    }
}

impl Draft<'_> {
    /// Adds evidence and returns its index.
    pub(super) fn show(&mut self, evidence: Evidence) -> usize {
        self.evidence.push(evidence);
        self.evidence.len().saturating_sub(1)
    }
}

/// The share of the metric, 0 to 1, of each of several pieces of evidence for some points.
pub(super) fn share_of(points: f64, pieces: usize) -> f64 {
    let pieces = u32::try_from(pieces.max(1)).unwrap_or(u32::MAX);
    tidy((points.abs() / 100.0).min(1.0) / f64::from(pieces))
}

pub(super) fn violation_evidence(placed: &Placed<'_>, weight: f64) -> Evidence {
    let violation = placed.violation;
    let mut metadata = BTreeMap::from([("severity".to_owned(), json!(violation.severity))]);
    if let Some(fix) = &violation.fix {
        metadata.insert("fix".to_owned(), json!(fix));
    }
    Evidence {
        kind: EvidenceKind::Violation,
        description: violation.finding.message.clone(),
        source: violation.rule.clone(),
        weight,
        signal: None,
        value: violation.finding.value.map(tidy),
        expected: None,
        points: None,
        location: placed.location.clone(),
        metadata,
    }
}
