//! One metric of a rubric, explained.

use schemars::JsonSchema;
use serde::Serialize;

use super::entry::{Entry, EntryKind, Fact, Guide};
use crate::error::{Error, ErrorKind, Result};
use crate::rubric::format::hint;
use crate::rubric::model::{MetricModel, Model, PathModel};
use crate::submission::Path;

/// A metric in words: its meaning, and how its points come about.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct MetricGuide {
    /// Id of the rubric.
    pub rubric: String,
    /// Version of the rubric.
    pub version: String,
    /// The path of the metric.
    pub path: Path,
    /// Its id, unique within its path.
    pub metric: String,
    /// Its name for people.
    pub name: String,
    /// The property that it measures, and why it matters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Its weight, what it reads and starts with, and when it is assessed.
    pub facts: Vec<Fact>,
    /// Its parts, rules and groups, then the rules that it shares with others.
    pub entries: Vec<Entry>,
}

impl Model {
    /// Explains the metrics that a name stands for: the id of a metric, or `path.metric`.
    pub(in crate::rubric) fn explain(&self, name: &str) -> Result<Vec<MetricGuide>> {
        let metrics =
            || self.paths.iter().flat_map(|path| path.metrics.iter().map(move |metric| (path, metric)));
        let full = |path: &PathModel, metric: &MetricModel| format!("{}.{}", path.path.as_str(), metric.id);
        let found: Vec<MetricGuide> = metrics()
            .filter(|(path, metric)| metric.id == name || full(path, metric) == name)
            .map(|(path, metric)| self.metric_guide(path, metric))
            .collect();
        if found.is_empty() {
            let known: Vec<String> = metrics().map(|(path, metric)| full(path, metric)).collect();
            let ids = metrics().map(|(_, metric)| metric.id.as_str());
            let names: Vec<&str> =
                if name.contains('.') { known.iter().map(String::as_str).collect() } else { ids.collect() };
            let message =
                format!("the rubric {} has no metric {name:?}{}", self.id, hint(name, names.iter().copied()));
            return Err(Error::new(ErrorKind::InvalidOptions, message));
        }
        Ok(found)
    }

    fn metric_guide(&self, path: &PathModel, metric: &MetricModel) -> MetricGuide {
        let guide = Guide { model: self };
        let mut entries = guide.metric(path, metric).entries;
        let mut facts = Vec::new();
        entries.retain_mut(|entry| {
            let about = entry.kind == EntryKind::About;
            if about {
                facts.append(&mut entry.facts);
            }
            !about
        });
        // The guide has a field for it.
        facts.retain(|fact| fact.name != "description");
        let shared = metric.rules.iter().skip(metric.own_rules);
        entries.extend(shared.map(|rule| {
            guide
                .rule(rule)
                .fact("shared", format!("with every metric that reads {}", metric.category.as_str()))
        }));
        for entry in entries.iter_mut().filter(|entry| entry.says_target()) {
            entry.facts.retain(|fact| fact.name != "target");
        }
        MetricGuide {
            rubric: self.id.clone(),
            version: self.version.clone(),
            path: path.path,
            metric: metric.id.clone(),
            name: metric.name.clone(),
            description: metric.description.clone(),
            facts,
            entries,
        }
    }
}
