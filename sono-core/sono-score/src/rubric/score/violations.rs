//! Violations: those found by the rubric's own patterns, and the report of all of them.

use super::search_texts::SearchTexts;
use super::subject::Subject;
use crate::assessment::{Location, PatternChecks, ViolationRecord};
use crate::rubric::model::{Model, SearchText};
use crate::signals::{SignalSet, Violation};
use sono_syntax::finding::Finding;

/// A violation with its location.
#[derive(Debug, Clone)]
pub(in crate::rubric) struct Placed<'a> {
    pub(in crate::rubric) violation: &'a Violation,
    pub(in crate::rubric) location: Option<Location>,
    /// Whether one of the rubric's own patterns found it.
    pub(in crate::rubric) own: bool,
}

/// The violations that count in one evaluation, in text order.
#[derive(Debug)]
pub(in crate::rubric) struct Violations<'a> {
    pub(in crate::rubric) all: Vec<Placed<'a>>,
    enabled: bool,
}

impl Model {
    /// Runs the rubric's own patterns and adds their violations to the set; returns the locations.
    pub(in crate::rubric) fn find_violations(
        &self,
        subject: &Subject<'_>,
        texts: &SearchTexts<'_>,
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
        let matches = self.patterns.find(texts.text(), applies);
        let spans: Vec<_> = matches.iter().map(|found| found.span).collect();
        let mut locations = Vec::new();
        for (found, (source, span)) in matches.iter().zip(texts.places(SearchText::Original, &spans)) {
            let Some(rule) = self.pattern_rules.get(found.pattern) else { continue };
            set.violate(Violation {
                rule: rule.id.clone(),
                severity: rule.severity,
                finding: Finding::new(source.unwrap_or(u32::MAX), span, rule.message.clone())
                    .named(rule.id.clone()),
                fix: rule.fix.as_deref().map(Into::into),
            });
            locations.push(texts.location(found.span, subject.encoding));
        }
        locations
    }
}

impl<'a> Violations<'a> {
    /// Gathers the violations of a set, the last of which are the rubric's own. `own` holds their locations, and is
    /// `None` if the rubric does not use violations.
    pub(in crate::rubric) fn gather(
        model: &Model,
        subject: &Subject<'_>,
        set: &'a SignalSet,
        own: Option<Vec<Location>>,
    ) -> Self {
        let Some(own) = own else { return Self { all: Vec::new(), enabled: false } };
        let foreign = set.violations().len().saturating_sub(own.len());
        let wants_foreign = model.wants_violations();
        let applies = wants_foreign
            || model
                .pattern_rules
                .iter()
                .any(|rule| rule.submission_types.contains(&subject.submission_type));
        let (theirs, ours) = set.violations().split_at_checked(foreign).unwrap_or((set.violations(), &[]));
        let theirs = theirs.iter().filter(|_| wants_foreign).map(|violation| {
            let location = subject.place(&violation.finding);
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

    /// The violations that a group counts.
    pub(in crate::rubric) fn of(&self, patterns_only: bool) -> impl Iterator<Item = &Placed<'a>> + Clone {
        self.all.iter().filter(move |placed| placed.own || !patterns_only)
    }

    /// The assessment's report of the violations.
    pub(in crate::rubric) fn report(&self, penalty_points: f64) -> PatternChecks {
        let record = |placed: &Placed<'_>| {
            let violation = placed.violation;
            Some(ViolationRecord {
                rule: violation.rule.clone(),
                severity: violation.severity,
                description: violation.finding.message.clone(),
                fix: violation.fix.as_deref().map(str::to_owned),
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
