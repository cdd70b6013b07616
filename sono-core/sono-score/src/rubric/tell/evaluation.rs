//! The scored part of an assessment.

use std::collections::BTreeMap;

use crate::assessment::{KeyFinding, Motive, PathScore, PatternChecks, Recommendation, ScoreInterval};
use crate::submission::Path;

/// The scored part of an assessment; the fields are those of [`Assessment`](crate::assessment::Assessment).
#[derive(Debug, Clone, PartialEq)]
pub struct Evaluation {
    /// One entry per requested path, in path order.
    pub path_scores: Vec<PathScore>,
    /// All motives that were reported.
    pub micro_motives: Vec<Motive>,
    /// The assessed path with the highest score, ties by path order.
    pub dominant_path: Option<Path>,
    /// Weighted mean of the assessed paths.
    pub overall_score: Option<f64>,
    /// 0 to 1.
    pub confidence: f64,
    /// Where the score would lie; none for heuristic rubrics and without a score.
    pub score_interval: Option<ScoreInterval>,
    /// The result in a few sentences.
    pub summary: String,
    /// What stands out.
    pub key_findings: Vec<KeyFinding>,
    /// What to do next.
    pub recommendations: Vec<Recommendation>,
    /// Violations found by the rubric's checks.
    pub pattern_checks: PatternChecks,
    /// The definition of each signal that was read, by id.
    pub dialects: BTreeMap<String, String>,
}
