//! The contributions of a metric, and the evidence behind them.

use std::collections::BTreeMap;

use serde_json::json;

use super::sentence::Narrator;
use crate::assessment::{Contribution, ContributionKind, Evidence, EvidenceKind};
use crate::rubric::score::{Heard, Item, Line, MetricScore, Shown};
use crate::signals::Family;
use sono_syntax::text::{format_tenths, format_value, tidy};

/// The account of a metric: contributions that add up to its score, and their evidence.
#[derive(Debug, Default)]
pub(super) struct Account {
    pub(super) contributions: Vec<Contribution>,
    pub(super) evidence: Vec<Evidence>,
}

impl Account {
    fn show(&mut self, evidence: impl IntoIterator<Item = Evidence>) -> Vec<usize> {
        let first = self.evidence.len();
        self.evidence.extend(evidence);
        (first..self.evidence.len()).collect()
    }
}

impl Narrator<'_> {
    /// Lists everything that adds up to a score. `base` is the number of points that every submission starts with.
    pub(super) fn account(&self, base: f64, score: &MetricScore<'_>) -> Account {
        let mut account = Account::default();
        if base != 0.0 {
            account.contributions.push(plain(ContributionKind::Base, tidy(base)));
        }
        for item in score.items.iter().filter(|item| item.counts) {
            let evidence = account.show(item.shown.iter().map(|shown| self.evidence(shown, item)));
            let kind = match item.line {
                Line::Part(_) => ContributionKind::Part,
                Line::Rule(_) => ContributionKind::Rule,
                Line::Group(_) => ContributionKind::Group,
            };
            let signal = item.signal.and_then(|signal| self.model.signals.get(signal));
            account.contributions.push(Contribution {
                signal: signal.map(|signal| signal.id.to_string()),
                value: item.value.map(tidy),
                unit: signal.map(|signal| signal.unit.to_string()).filter(|unit| !unit.is_empty()),
                expected: Some(item.line.expected().to_owned()),
                target_met: item.target_met,
                max_points: item.max_points,
                evidence,
                ..plain(kind, item.points)
            });
        }
        if let Some(clamp) = score.clamp {
            account.contributions.push(Contribution {
                value: Some(clamp.sum),
                expected: Some("a score from 0 to 100".to_owned()),
                ..plain(ContributionKind::Clamp, clamp.points)
            });
        }
        if let Some(heard) = &score.heard {
            let evidence = account.show(self.quotes(heard));
            account.contributions.push(Contribution {
                value: Some(heard.panel.median),
                expected: Some(describe_panel(heard, self.model.weighing.share)),
                evidence,
                ..plain(ContributionKind::External, heard.points)
            });
        }
        account
    }

    fn evidence(&self, shown: &Shown<'_>, item: &Item<'_>) -> Evidence {
        let expected = || Some(item.line.expected().to_owned());
        match shown {
            Shown::Signal { signal, measured, finding } => {
                let info = self.model.signals.get(*signal);
                let (name, unit) = info.map_or(("", ""), |info| (info.name.as_ref(), info.unit.as_ref()));
                let family = info.map_or(Family::Custom, |info| info.family);
                let kind = match family {
                    Family::Syntax => EvidenceKind::Syntax,
                    Family::Text | Family::Measure => EvidenceKind::Text,
                    _ => EvidenceKind::Measurement,
                };
                let description = finding.map_or_else(
                    || format!("{name}: {}", format_value(measured.value, unit)),
                    |finding| finding.message.clone(),
                );
                let source = if family == Family::Custom { "host" } else { "engine" };
                Evidence {
                    signal: info.map(|info| info.id.to_string()),
                    value: finding.map_or(Some(measured.value), |finding| finding.value).map(tidy),
                    expected: expected(),
                    location: finding.and_then(|finding| self.subject.place(finding)),
                    ..bare(kind, description, source, item.weight)
                }
            }
            Shown::Word { word, source, span } => Evidence {
                expected: expected(),
                location: source.and_then(|source| self.subject.location(source, *span)),
                ..bare(EvidenceKind::Text, format!("{word:?} occurs here"), "rubric", item.weight)
            },
            Shown::Violation { placed, points } => {
                let violation = placed.violation;
                let finding = &violation.finding;
                let mut metadata = BTreeMap::from([("severity".to_owned(), json!(violation.severity))]);
                if let Some(fix) = violation.fix.as_deref() {
                    metadata.insert("fix".to_owned(), json!(fix));
                }
                Evidence {
                    value: finding.value.map(tidy),
                    points: *points,
                    location: placed.location.clone(),
                    metadata,
                    ..bare(EvidenceKind::Violation, finding.message.clone(), &violation.rule, item.weight)
                }
            }
        }
    }

    fn quotes(&self, heard: &Heard<'_>) -> impl Iterator<Item = Evidence> {
        heard.quotes.iter().map(|(vote, finding)| Evidence {
            value: Some(tidy(vote.score)),
            location: self.subject.place(finding),
            ..bare(EvidenceKind::External, finding.message.clone(), &vote.reviewer, heard.weight)
        })
    }
}

/// A contribution with points only.
fn plain(kind: ContributionKind, points: f64) -> Contribution {
    Contribution {
        kind,
        signal: None,
        value: None,
        unit: None,
        expected: None,
        target_met: None,
        points,
        max_points: None,
        evidence: Vec::new(),
    }
}

/// Evidence without a value and a location.
fn bare(kind: EvidenceKind, description: String, source: &str, weight: f64) -> Evidence {
    Evidence {
        kind,
        description,
        source: source.to_owned(),
        weight,
        signal: None,
        value: None,
        expected: None,
        points: None,
        location: None,
        metadata: BTreeMap::new(),
    }
}

/// A description of the measured score and of the panel's median.
fn describe_panel(heard: &Heard<'_>, share: f64) -> String {
    let panel = &heard.panel;
    let gave = match panel.reviewers {
        1 => "1 reviewer".to_owned(),
        count => format!(
            "{count} reviewers between {} and {}",
            format_tenths(panel.lowest),
            format_tenths(panel.highest)
        ),
    };
    let weighs = if heard.held {
        "may take points and bring none, for the submission addresses its readers".to_owned()
    } else {
        format!("weighing {}", format_value(share, "ratio"))
    };
    format!("{} as measured; {gave}, {weighs}", format_tenths(heard.measured))
}
