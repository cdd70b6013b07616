//! The scored part of an assessment.

use std::collections::BTreeMap;

use crate::assessment::{KeyFinding, Motive, PathScore, PatternChecks, Recommendation, ScoreInterval};
use crate::submission::Path;

/// The scored part of an assessment; the fields are those of [`Assessment`](crate::assessment::Assessment).
#[derive(Debug, Clone, PartialEq)]
pub struct Evaluation {
    /// One entry per requested path, in path order.
    pub path_scores: Vec<PathScore>,
    /// All reported motives.
    pub micro_motives: Vec<Motive>,
    /// The assessed path with the highest score; the first in path order if several have it.
    pub dominant_path: Option<Path>,
    /// The weighted mean of the assessed paths.
    pub overall_score: Option<f64>,
    /// How sure the score is, 0 to 1.
    pub confidence: f64,
    /// The interval in which the score is meant to lie; `None` for heuristic rubrics and if there is no score.
    pub score_interval: Option<ScoreInterval>,
    /// The result in a few sentences.
    pub summary: String,
    /// The findings that stand out.
    pub key_findings: Vec<KeyFinding>,
    /// The recommended next steps.
    pub recommendations: Vec<Recommendation>,
    /// Violations found by the rubric's checks.
    pub pattern_checks: PatternChecks,
    /// The definition of each signal that was read, by id.
    pub dialects: BTreeMap<String, String>,
}
