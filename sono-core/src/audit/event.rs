//! What a log records.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::assessment::{Assessment, RubricProvenance, canonical_json};
use crate::error::{Error, ErrorKind, Problem, Result};
use crate::submission::Path;

/// BLAKE3 hash of an assessment's canonical JSON, in hexadecimal. Every byte of it counts, what the host added
/// (id, time, duration) included.
///
/// # Errors
/// As [`canonical_json`].
pub fn assessment_hash(assessment: &Assessment) -> Result<String> {
    Ok(blake3::hash(canonical_json(assessment)?.as_bytes()).to_hex().to_string())
}

/// Something that happened to a submission's score.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// A submission was assessed.
    Assessed(Assessed),
    /// It was assessed again, with another rubric, engine or reading of the submission.
    Rescored(Rescored),
    /// A person decided on another score.
    Overridden(Override),
}

/// The essence of an assessment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Assessed {
    /// The host's id for the assessment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assessment_id: Option<String>,
    /// The host's id for the candidate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub candidate_id: Option<String>,
    /// See [`assessment_hash`].
    pub assessment_hash: String,
    /// Hash of the submission.
    pub input_hash: String,
    /// Version of the engine.
    pub engine_version: String,
    /// The rubric.
    pub rubric: RubricProvenance,
    /// The overall score.
    pub overall_score: Option<f64>,
}

impl Assessed {
    /// The essence of an assessment.
    ///
    /// # Errors
    /// As [`assessment_hash`].
    pub fn of(assessment: &Assessment) -> Result<Self> {
        let provenance = &assessment.metadata.provenance;
        Ok(Self {
            assessment_id: assessment.assessment_id.clone(),
            candidate_id: assessment.candidate_id.clone(),
            assessment_hash: assessment_hash(assessment)?,
            input_hash: provenance.input_hash.clone(),
            engine_version: provenance.engine_version.clone(),
            rubric: provenance.rubric.clone(),
            overall_score: assessment.overall_score,
        })
    }
}

/// A second assessment of the same work.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rescored {
    /// Hash of the assessment that it follows.
    pub replaces: String,
    /// Why it was done.
    pub reason: String,
    /// The new assessment.
    pub assessed: Assessed,
}

/// What an override is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Target {
    /// The overall score.
    Overall,
    /// The score of a path.
    Path(Path),
    /// The score of a metric.
    Metric {
        /// The path it belongs to.
        path: Path,
        /// Its id.
        metric: String,
    },
}

impl Target {
    /// The score that the assessment gives; `None` when there is no such path or metric, `Some(None)` when it
    /// is not assessed.
    pub fn score(&self, assessment: &Assessment) -> Option<Option<f64>> {
        let path_score = |path: &Path| assessment.path_scores.iter().find(|score| score.path == *path);
        match self {
            Self::Overall => Some(assessment.overall_score),
            Self::Path(path) => path_score(path).map(|score| score.overall_score),
            Self::Metric { path, metric } => {
                path_score(path)?.metrics.iter().find(|found| found.id == *metric).map(|found| found.score)
            }
        }
    }
}

/// A person's decision on another score. It stands beside the assessment, never in its place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Override {
    /// Hash of the assessment it is about.
    pub assessment_hash: String,
    /// What it is about.
    pub target: Target,
    /// The score that the engine gave.
    pub original_score: Option<f64>,
    /// The score that the person gives, 0 to 100.
    pub score: f64,
    /// Why.
    pub reason: String,
    /// Who.
    pub author: String,
}

impl Override {
    /// Records a decision about an assessment.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidParameter`], with all problems at once, when the score is not within 0 to 100, the
    /// reason or the author is empty, or the assessment has no such path or metric.
    pub fn new(
        assessment: &Assessment,
        target: Target,
        score: f64,
        reason: impl Into<String>,
        author: impl Into<String>,
    ) -> Result<Self> {
        let (reason, author) = (reason.into(), author.into());
        let mut problems = Vec::new();
        if !(0.0..=100.0).contains(&score) {
            problems
                .push(Problem::at_pointer("/score", format!("got {score}, expected a number from 0 to 100")));
        }
        for (pointer, text) in [("/reason", &reason), ("/author", &author)] {
            if text.trim().is_empty() {
                problems.push(Problem::at_pointer(pointer, "got an empty text, expected words"));
            }
        }
        let original = target.score(assessment);
        if original.is_none() {
            problems.push(Problem::at_pointer(
                "/target",
                format!("the assessment has no {target:?}").to_lowercase(),
            ));
        }
        match original {
            Some(original_score) if problems.is_empty() => Ok(Self {
                assessment_hash: assessment_hash(assessment)?,
                target,
                original_score,
                score,
                reason,
                author,
            }),
            _ => Err(Error::with_problems(
                ErrorKind::InvalidParameter,
                "the override cannot be recorded",
                problems,
            )),
        }
    }
}
