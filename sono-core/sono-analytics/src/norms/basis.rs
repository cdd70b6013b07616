//! The facts in which assessments must agree to be counted together.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use sono_score::assessment::{Assessment, AssessmentMode, ModelProvenance, RubricProvenance};
use sono_score::error::Problem;
use sono_score::submission::{Expectation, Path, SubmissionType};

/// Everything that determines the meaning of a score. Scores that differ in any of it are not comparable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Basis {
    /// Version of the assessment's JSON form.
    pub assessment_schema: String,
    /// Version of the engine.
    pub engine_version: String,
    /// The rubric, parameters included.
    pub rubric: RubricProvenance,
    /// Expectations beyond the code, which decide which metrics count; absent if the rubric knows no expectations
    /// and nobody stated any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expects: Option<BTreeSet<Expectation>>,
    /// The code model; absent when none was used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<ModelProvenance>,
    /// Whether scores are measured or heuristic.
    pub assessment_mode: AssessmentMode,
    /// The type of the submissions, which decides which metrics apply.
    pub submission_type: SubmissionType,
    /// The requested paths, in path order: the overall score is their mean.
    pub paths: Vec<Path>,
}

impl Basis {
    pub(super) fn of(assessment: &Assessment) -> Self {
        let provenance = &assessment.metadata.provenance;
        Self {
            assessment_schema: assessment.schema_version.clone(),
            engine_version: provenance.engine_version.clone(),
            rubric: provenance.rubric.clone(),
            expects: provenance.expects.clone(),
            model: provenance.model.clone(),
            assessment_mode: assessment.metadata.assessment_mode,
            submission_type: assessment.submission_type,
            paths: assessment.path_scores.iter().map(|score| score.path).collect(),
        }
    }

    /// The differences of `other`, with pointers into an assessment or into norms.
    pub(super) fn differences(&self, other: &Self, in_assessment: bool) -> Vec<Problem> {
        let facts = self.facts().into_iter().zip(other.facts());
        let differing = facts.filter(|((.., own), (.., other))| own != other);
        differing
            .map(|((norms, assessment, own), (.., other))| {
                let pointer = if in_assessment { assessment } else { norms };
                Problem::at_pointer(pointer, format!("expected {own}, got {other}"))
            })
            .collect()
    }

    /// Each fact with its pointers into norms and into an assessment.
    fn facts(&self) -> [(&'static str, &'static str, String); 10] {
        let model = |model: &ModelProvenance| format!("{} {} on {}", model.id, model.hash, model.backend);
        let mode = match self.assessment_mode {
            AssessmentMode::Measured => "measured",
            AssessmentMode::Heuristic => "heuristic",
        };
        let paths: Vec<_> = self.paths.iter().map(|path| path.as_str()).collect();
        let expects = match &self.expects {
            None => "no expectations".to_owned(),
            Some(expects) if expects.is_empty() => "nothing asked for beyond the code".to_owned(),
            Some(expects) => {
                let words: Vec<_> = expects.iter().map(|expectation| expectation.as_str()).collect();
                format!("the expectations {}", words.join(", "))
            }
        };
        [
            ("/basis/assessment_schema", "/schema_version", self.assessment_schema.clone()),
            ("/basis/engine_version", "/metadata/provenance/engine_version", self.engine_version.clone()),
            ("/basis/rubric/id", "/metadata/provenance/rubric/id", self.rubric.id.clone()),
            ("/basis/rubric/version", "/metadata/provenance/rubric/version", self.rubric.version.clone()),
            ("/basis/rubric/hash", "/metadata/provenance/rubric/hash", self.rubric.hash.clone()),
            ("/basis/expects", "/metadata/provenance/expects", expects),
            (
                "/basis/model",
                "/metadata/provenance/model",
                self.model.as_ref().map_or("none".to_owned(), model),
            ),
            ("/basis/assessment_mode", "/metadata/assessment_mode", mode.to_owned()),
            ("/basis/submission_type", "/submission_type", self.submission_type.as_str().to_owned()),
            ("/basis/paths", "/path_scores", format!("the paths {}", paths.join(", "))),
        ]
    }
}
