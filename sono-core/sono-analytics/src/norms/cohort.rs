//! The scores of a group, counted at every level.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::distribution::Distribution;
use sono_score::assessment::Assessment;
use sono_score::submission::Path;

/// Counts of the scores of a group.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub(super) struct Cohort {
    /// The number of assessments counted.
    #[schemars(range(min = 1))]
    pub(super) count: u64,
    /// Their overall scores.
    pub(super) overall: Distribution,
    /// Their scores by path.
    pub(super) paths: BTreeMap<Path, PathCohort>,
}

/// Counts of the scores on one path.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct PathCohort {
    /// The scores of the path.
    pub(super) score: Distribution,
    /// The scores of its metrics, by id.
    pub(super) metrics: BTreeMap<String, Distribution>,
}

impl Cohort {
    /// Counts an assessment.
    pub(super) fn add(&mut self, assessment: &Assessment) {
        self.count = self.count.saturating_add(1);
        self.overall.add(assessment.overall_score);
        for path in &assessment.path_scores {
            let counts = self.paths.entry(path.path).or_default();
            counts.score.add(path.overall_score);
            for metric in &path.metrics {
                counts.metrics.entry(metric.id.clone()).or_default().add(metric.score);
            }
        }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.count = self.count.saturating_add(other.count);
        self.overall.merge(&other.overall);
        for (path, other) in &other.paths {
            let counts = self.paths.entry(*path).or_default();
            counts.score.merge(&other.score);
            for (metric, other) in &other.metrics {
                counts.metrics.entry(metric.clone()).or_default().merge(other);
            }
        }
    }
}
