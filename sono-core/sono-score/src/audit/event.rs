//! The events that a log records.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::assessment::{Assessment, RubricProvenance, canonical_json};
use crate::error::{Error, ErrorKind, Result};

use super::decision::{Override, reason_problem};

/// BLAKE3 hash of an assessment's canonical JSON, in hexadecimal. It covers every byte, including what the host added
/// (id, time, duration).
///
/// # Errors
/// As [`canonical_json`].
pub fn assessment_hash(assessment: &Assessment) -> Result<String> {
    Ok(blake3::hash(canonical_json(assessment)?.as_bytes()).to_hex().to_string())
}

/// Reads an assessment, and accepts only its canonical JSON: if the text is accepted, and the assessment has the
/// recorded [`assessment_hash`], then the text is the recorded one, byte for byte.
///
/// # Errors
/// [`ErrorKind::InvalidJson`] if the text is not an assessment in canonical JSON.
pub fn read_canonical(json: &str) -> Result<Assessment> {
    let assessment: Assessment = serde_json::from_str(json)
        .map_err(|error| Error::new(ErrorKind::InvalidJson, format!("expected an assessment: {error}")))?;
    if canonical_json(&assessment)? == json {
        Ok(assessment)
    } else {
        Err(Error::new(ErrorKind::InvalidJson, "expected canonical JSON, got an assessment in another form"))
    }
}

/// Something that happened to a submission's score.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Event {
    /// A submission was assessed.
    Assessed(Assessed),
    /// A submission was assessed again, with another rubric or engine or in another reading.
    Rescored(Rescored),
    /// A person overrode a score.
    Overridden(Override),
}

/// The key facts of an assessment.
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
    /// The key facts of an assessment.
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
    /// The hash of the earlier assessment.
    pub replaces: String,
    /// The reason.
    pub reason: String,
    /// The new assessment.
    pub assessed: Assessed,
}

impl Rescored {
    /// The event that `assessment` replaces `previous`.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidRecord`] when the reason is empty or has more than 4,000 characters; otherwise as
    /// [`assessment_hash`].
    pub fn of(previous: &Assessment, assessment: &Assessment, reason: impl Into<String>) -> Result<Self> {
        let reason = reason.into();
        if let Some(problem) = reason_problem(&reason) {
            return Err(Error::with_problems(
                ErrorKind::InvalidRecord,
                "the new assessment cannot be recorded",
                vec![problem],
            ));
        }
        Ok(Self { replaces: assessment_hash(previous)?, reason, assessed: Assessed::of(assessment)? })
    }
}
