//! The expectations of a rubric in words, for reviewers who judge beside it.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::assessment::Category;
use crate::rubric::model::{MetricModel, Model};
use crate::submission::{Expectation, Path, SubmissionType};

/// A metric of a rubric and what it expects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    /// The path it belongs to.
    pub path: Path,
    /// Id of the metric, unique within its path.
    pub metric: String,
    /// Name for people.
    pub name: String,
    /// The property that it measures, and why it matters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The kind of material that it reads.
    pub category: Category,
    /// Its expectations, one sentence per part, rule and group.
    pub expectations: Vec<String>,
}

impl Model {
    /// The metrics of some paths (all, if none is named) that apply to a type of submission, as far as they are asked
    /// for, in report order.
    pub(in crate::rubric) fn criteria(
        &self,
        submission_type: SubmissionType,
        expects: &BTreeSet<Expectation>,
        paths: &[Path],
    ) -> Vec<Criterion> {
        let is_asked = |expected: Option<Expectation>| expected.is_none_or(|word| expects.contains(&word));
        let requested = self.paths.iter().filter(|path| paths.is_empty() || paths.contains(&path.path));
        requested
            .flat_map(|path| path.metrics.iter().map(|metric| (path.path, metric)))
            .filter(|(_, metric)| {
                metric.submission_types.contains(&submission_type) && is_asked(metric.expects)
            })
            .map(|(path, metric)| Criterion {
                path,
                metric: metric.id.clone(),
                name: metric.name.clone(),
                description: metric.description.clone(),
                category: metric.category,
                expectations: self.expectations(metric, is_asked),
            })
            .collect()
    }

    /// Describes what a metric expects. Shared rules are left out: they are about the whole submission and the same for
    /// every metric.
    fn expectations(
        &self,
        metric: &MetricModel,
        is_asked: impl Fn(Option<Expectation>) -> bool,
    ) -> Vec<String> {
        let name = |signal: usize| self.signals.get(signal).map_or("", |signal| signal.name.as_ref());
        let parts = metric.parts.iter().filter(|part| is_asked(part.expects));
        let parts = parts.map(|part| format!("{}: {}", name(part.signal), part.expected));
        let rules = metric.rules.iter().take(metric.own_rules).filter(|rule| is_asked(rule.expects));
        let rules = rules.map(|rule| rule.expected.clone());
        let groups = metric.groups.iter().map(|group| group.expected.clone());
        let mut out: Vec<String> = Vec::new();
        for expectation in parts.chain(rules).chain(groups) {
            if !out.contains(&expectation) {
                out.push(expectation);
            }
        }
        out
    }
}
