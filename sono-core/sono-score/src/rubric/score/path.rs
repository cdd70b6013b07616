//! Scores paths.

use super::item::{ScoredMetric, ScoredPath};
use super::scorer::{Scorer, weighted};
use crate::submission::Path;
use sono_syntax::text::tidy;

impl<'a> Scorer<'_, 'a> {
    /// The weighted mean of a path's assessed metrics.
    pub(super) fn path(&self, path: Path) -> ScoredPath<'a> {
        let model = self.model.paths.iter().find(|model| model.path == path);
        let metrics: Vec<ScoredMetric<'a>> = model
            .iter()
            .flat_map(|model| &model.metrics)
            .map(|metric| ScoredMetric { model: metric, outcome: self.metric(path, metric) })
            .collect();
        let assessed = || metrics.iter().filter_map(|metric| Some((metric.model.weight, metric.estimate()?)));
        let score = weighted(assessed().map(|(weight, estimate)| (weight, estimate.score)));
        let deviation = weighted(assessed().map(|(weight, estimate)| (weight, estimate.deviation)));
        let estimate = score.map(|score| self.certainty.of(tidy(score), deviation.unwrap_or(0.0)));
        let motives = match model {
            Some(model) if estimate.is_some() && self.model.motives.is_on(self.facts.parameters) => {
                self.motives(model)
            }
            _ => Vec::new(),
        };
        ScoredPath { path, model, estimate, metrics, motives }
    }
}
