//! Violations: those that the rubric's own patterns find, and what is reported of all of them.

use super::evaluate::Subject;
use super::material::{Material, locate};
use super::model::Model;
use crate::assessment::{Location, PatternChecks, ViolationRecord};
use crate::signals::{SignalSet, Violation};
use sono_syntax::finding::Finding;
use sono_syntax::finding::Severity;

/// A violation with its place.
#[derive(Debug)]
pub(super) struct Placed<'a> {
    pub(super) violation: &'a Violation,
    pub(super) location: Option<Location>,
    /// Whether one of the rubric's own patterns found it.
    pub(super) own: bool,
}

/// The violations that count in one evaluation, in the order of the text.
#[derive(Debug)]
pub(super) struct Violations<'a> {
    pub(super) all: Vec<Placed<'a>>,
    enabled: bool,
}

impl Model {
    /// Runs the rubric's own patterns and adds what they find to the set; returns the places.
    pub(super) fn find_violations(
        &self,
        subject: &Subject<'_>,
        material: &Material<'_>,
        set: &mut SignalSet,
    ) -> Vec<Location> {
        let applies = |index: usize| {
            self.pattern_rules
                .get(index)
                .is_some_and(|rule| rule.submission_types.contains(&subject.submission_type))
        };
        if !(0..self.pattern_rules.len()).any(applies) {
            return Vec::new();
        }
        let matches = self.patterns.find(material.text(), applies);
        let spans: Vec<_> = matches.iter().map(|found| found.span).collect();
        let mut locations = Vec::new();
        for (found, (source, span)) in
            matches.iter().zip(material.places(super::material::View::Text, &spans))
        {
            let Some(rule) = self.pattern_rules.get(found.pattern) else { continue };
            set.violate(Violation {
                rule: rule.id.clone(),
                severity: rule.severity,
                finding: Finding::new(source.unwrap_or(u32::MAX), span, rule.message.clone())
                    .named(rule.id.clone()),
                fix: rule.fix.clone(),
            });
            locations.push(material.location(found.span, subject.encoding));
        }
        locations
    }

    /// Whether some group takes points for violations that others found.
    fn reads_foreign_violations(&self) -> bool {
        let mut metrics = self.paths.iter().flat_map(|path| &path.metrics);
        metrics.any(|metric| metric.groups.iter().any(|group| !group.patterns_only))
    }

    /// Whether the rubric wants violations that it does not look for itself.
    pub(super) fn wants_violations(&self) -> bool {
        self.patterns.is_empty() || self.reads_foreign_violations()
    }
}

impl<'a> Violations<'a> {
    /// The violations of a set, of which the rubric's own are the last.
    pub(super) fn gather(
        model: &Model,
        subject: &Subject<'_>,
        set: &'a SignalSet,
        own: Vec<Location>,
        enabled: bool,
    ) -> Self {
        if !enabled {
            return Self { all: Vec::new(), enabled };
        }
        let foreign = set.violations().len().saturating_sub(own.len());
        let wants_foreign = model.wants_violations();
        let applies = wants_foreign
            || model
                .pattern_rules
                .iter()
                .any(|rule| rule.submission_types.contains(&subject.submission_type));
        let (theirs, ours) = set.violations().split_at_checked(foreign).unwrap_or((set.violations(), &[]));
        let theirs = theirs.iter().filter(|_| wants_foreign).map(|violation| {
            let finding = &violation.finding;
            let location = locate(subject.sources, finding.source, finding.span, subject.encoding);
            Placed { violation, location, own: false }
        });
        let ours = ours.iter().zip(own).map(|(violation, location)| Placed {
            violation,
            location: Some(location),
            own: true,
        });
        let mut all: Vec<Placed<'a>> = theirs.chain(ours).collect();
        all.sort_by_key(|placed| {
            let finding = &placed.violation.finding;
            let line = placed.location.as_ref().map_or(0, |location| location.start.line);
            (finding.source, line)
        });
        Self { all, enabled: applies }
    }

    /// The violations that a group looks at.
    pub(super) fn of(&self, patterns_only: bool) -> impl Iterator<Item = &Placed<'a>> + Clone {
        self.all.iter().filter(move |placed| placed.own || !patterns_only)
    }

    /// What the assessment says about them.
    pub(super) fn report(&self, penalty_points: f64) -> PatternChecks {
        let record = |placed: &Placed<'_>| {
            let violation = placed.violation;
            Some(ViolationRecord {
                rule: violation.rule.clone(),
                severity: violation.severity,
                description: violation.finding.message.clone(),
                fix: violation.fix.clone(),
                location: placed.location.clone()?,
            })
        };
        PatternChecks {
            enabled: self.enabled,
            violation_count: self.all.len(),
            penalty_points,
            violations: self.all.iter().filter_map(record).collect(),
        }
    }
}

/// The position of a severity among all, mildest first.
pub(super) const fn rank(severity: Severity) -> usize {
    severity as usize
}
