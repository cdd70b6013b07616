//! Whether the numbers of an assessment that was read can be those of an assessment.

use sono_score::assessment::{Assessment, ScoreInterval};
use sono_score::json::problems::{Pointer, Problems};

/// Notes every number that no assessment has: a score beyond 0 to 100, a confidence beyond 0 to 1, a negative weight.
pub(super) fn check(assessment: &Assessment, at: &Pointer<'_>, problems: &mut Problems) {
    let mut numbers = Numbers { problems };
    numbers.score(at, assessment.overall_score, assessment.confidence, assessment.score_interval);
    let paths = Pointer::Field(at, "path_scores");
    for (index, path) in assessment.path_scores.iter().enumerate() {
        let at = Pointer::Item(&paths, index);
        numbers.score(&at, path.overall_score, path.confidence, path.score_interval);
        numbers.within(&at, "weight", path.weight, f64::MAX);
        let metrics = Pointer::Field(&at, "metrics");
        for (index, metric) in path.metrics.iter().enumerate() {
            let at = Pointer::Item(&metrics, index);
            if let Some(score) = metric.score {
                numbers.within(&at, "score", score, 100.0);
            }
            numbers.within(&at, "confidence", metric.confidence, 1.0);
            numbers.within(&at, "weight", metric.weight, f64::MAX);
        }
        let motives = Pointer::Field(&at, "motives");
        for (index, motive) in path.motives.iter().enumerate() {
            numbers.within(&Pointer::Item(&motives, index), "strength", motive.strength, 1.0);
        }
    }
}

struct Numbers<'p> {
    problems: &'p mut Problems,
}

impl Numbers<'_> {
    fn score(
        &mut self,
        at: &Pointer<'_>,
        score: Option<f64>,
        confidence: f64,
        interval: Option<ScoreInterval>,
    ) {
        if let Some(score) = score {
            self.within(at, "overall_score", score, 100.0);
        }
        self.within(at, "confidence", confidence, 1.0);
        if let Some(interval) = interval {
            let at = Pointer::Field(at, "score_interval");
            self.within(&at, "low", interval.low, 100.0);
            self.within(&at, "high", interval.high, 100.0);
            self.within(&at, "level", interval.level, 1.0);
            if interval.low > interval.high {
                let ends = format!(
                    "expected an interval from low to high, got {} to {}",
                    interval.low, interval.high
                );
                self.problems.push(&at, ends);
            }
        }
    }

    fn within(&mut self, at: &Pointer<'_>, field: &'static str, number: f64, most: f64) {
        if (0.0..=most).contains(&number) {
            return;
        }
        let expected = if most < f64::MAX { format!("from 0 to {most}") } else { "from 0".to_owned() };
        self.problems.push(&Pointer::Field(at, field), format!("expected a number {expected}, got {number}"));
    }
}
