//! The inputs of scores, so that these can be computed anew with other weights and curves.

use sono_core::assessment::{Assessment, ContributionKind};

use super::document::Document;
use crate::ratings::Stands;

/// The weights and curves of all parts, by metric.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Model {
    pub(super) metrics: Vec<Vec<Shape>>,
}

/// The weight and the curve of a part.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Shape {
    pub(super) weight: f64,
    pub(super) curve: Vec<(f64, f64)>,
}

impl Model {
    /// The model as the author wrote it.
    pub(super) fn of(document: &Document) -> Self {
        let parts = |metric: &super::document::Metric| {
            metric.parts.iter().map(|part| Shape { weight: part.weight, curve: part.curve.clone() }).collect()
        };
        Self { metrics: document.metrics.iter().map(parts).collect() }
    }
}

/// The points of a curve at a value: linear between its points, flat outside.
pub(super) fn at(curve: &[(f64, f64)], value: f64) -> f64 {
    let after = curve.partition_point(|(x, _)| *x <= value);
    match (after.checked_sub(1).map(|index| curve[index]), curve.get(after)) {
        (Some((x0, y0)), Some((x1, y1))) => y0 + (y1 - y0) * ((value - x0) / (x1 - x0)),
        (Some((_, y)), None) | (None, Some(&(_, y))) => y,
        (None, None) => 0.0,
    }
}

/// The reading of a part.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Reading {
    /// Nothing; the part does not count.
    Skipped,
    /// Nothing; the part gives the points that it states for that.
    Absent(f64),
    /// A value.
    Value(f64),
}

impl Reading {
    fn points(self, curve: &[(f64, f64)]) -> Option<f64> {
        match self {
            Self::Skipped => None,
            Self::Absent(points) => Some(points),
            Self::Value(value) => Some(at(curve, value)),
        }
    }
}

/// The inputs of one score of one piece of work.
#[derive(Debug)]
pub(super) struct Inputs {
    pub(super) metrics: Vec<MetricInputs>,
}

/// The part of one metric in that.
#[derive(Debug)]
pub(super) struct MetricInputs {
    /// Its index in the document.
    pub(super) metric: usize,
    /// Its share in the score.
    pub(super) share: f64,
    /// The points of its base, rules and groups.
    pub(super) offset: f64,
    /// The readings of its parts, in their order.
    pub(super) readings: Vec<Reading>,
}

impl MetricInputs {
    pub(super) fn score(&self, shapes: &[Shape]) -> f64 {
        let (mut sum, mut weights) = (0.0, 0.0);
        for (reading, shape) in self.readings.iter().zip(shapes) {
            if let Some(points) = reading.points(&shape.curve) {
                sum += shape.weight * points;
                weights += shape.weight;
            }
        }
        let parts = if weights > 0.0 { sum / weights } else { 0.0 };
        (self.offset + parts).clamp(0.0, 100.0)
    }
}

impl Inputs {
    /// Reads them from an assessment by the same rubric; `None` if it lacks the score.
    pub(super) fn new(document: &Document, stands: Stands, assessment: &Assessment) -> Option<Self> {
        stands.score(assessment)?;
        let mut metrics = Vec::new();
        let paths = assessment.path_scores.iter().filter(|path| path.assessed);
        for path in paths {
            let assessed = || path.metrics.iter().filter(|metric| metric.assessed);
            let whole: f64 = assessed().map(|metric| metric.weight).sum();
            for metric in assessed() {
                if stands == Stands::Readability && metric.id != "readability" {
                    continue;
                }
                let is_it = |known: &super::document::Metric| {
                    known.path == path.path.as_str() && known.id == metric.id
                };
                let index = document.metrics.iter().position(is_it)?;
                let of_kind = |kinds: &'static [ContributionKind]| {
                    metric.contributions.iter().filter(move |contribution| kinds.contains(&contribution.kind))
                };
                let mut read = of_kind(&[ContributionKind::Part]).peekable();
                // Parts come in the order of the rubric, without those that are skipped.
                let readings = document.metrics[index].parts.iter().map(|part| {
                    match read.next_if(|next| next.signal.as_deref() == Some(part.signal.as_str())) {
                        None => Reading::Skipped,
                        Some(next) => {
                            next.value.map_or(Reading::Absent(part.absent.unwrap_or(0.0)), Reading::Value)
                        }
                    }
                });
                metrics.push(MetricInputs {
                    metric: index,
                    share: path.weight * metric.weight / whole,
                    readings: readings.collect(),
                    offset: of_kind(&[
                        ContributionKind::Base,
                        ContributionKind::Rule,
                        ContributionKind::Group,
                    ])
                    .map(|contribution| contribution.points)
                    .sum(),
                });
            }
        }
        let whole: f64 = metrics.iter().map(|metric| metric.share).sum();
        for metric in &mut metrics {
            metric.share /= whole;
        }
        Some(Self { metrics })
    }

    /// The score with these weights and curves.
    pub(super) fn score(&self, model: &Model) -> f64 {
        self.metrics.iter().map(|metric| metric.share * metric.score(&model.metrics[metric.metric])).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sono_core::engine::Engine;
    use sono_core::rubric::Rubric;

    #[test]
    fn the_scores_of_the_engine_are_reproduced() {
        let document = Document::parse(Rubric::builtin_source("growth").unwrap()).unwrap();
        let (engine, model) = (Engine::builder().build().unwrap(), Model::of(&document));
        for index in 0..30 {
            let assessment = engine.assess(&crate::generated::submission(index)).unwrap();
            for stands in Stands::ALL {
                let inputs = Inputs::new(&document, stands, &assessment).unwrap();
                let expected = stands.score(&assessment).unwrap();
                assert!(
                    (inputs.score(&model) - expected).abs() < 1e-6,
                    "{index}: {} {expected}",
                    inputs.score(&model)
                );
            }
        }
    }
}
