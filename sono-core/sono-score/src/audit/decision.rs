//! Scores that a person decided on, kept beside the engine's.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::assessment::Assessment;
use crate::error::{Error, ErrorKind, Problem, Result};
use crate::submission::Path;

use super::event::assessment_hash;

/// The most characters of a reason.
const MAX_REASON: usize = 4_000;
/// The most characters of an author's name.
const MAX_AUTHOR: usize = 200;

/// The score that an override is about.
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

impl fmt::Display for Target {
    /// Describes the target, to follow the word "the".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Overall => f.write_str("overall score"),
            Self::Path(path) => write!(f, "score of path {}", path.as_str()),
            Self::Metric { path, metric } => write!(f, "score of metric {metric} of path {}", path.as_str()),
        }
    }
}

impl Target {
    /// The assessment's score of this target: `None` if there is no such path or metric, `Some(None)` if it is not
    /// assessed.
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

/// A person's decision to give another score. It is kept beside the assessment and never replaces it. It changes no
/// other score: to change the overall score after overriding a metric, override the overall score as well.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Override {
    /// The hash of the assessment.
    pub assessment_hash: String,
    /// The score that is overridden.
    pub target: Target,
    /// The score that the engine gave.
    pub original_score: Option<f64>,
    /// The score that the person gives, 0 to 100.
    pub score: f64,
    /// The reason; at most 4,000 characters.
    pub reason: String,
    /// The person who decided; at most 200 characters.
    pub author: String,
}

impl Override {
    /// Records a decision about an assessment.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidOverride`], with all problems at once, when the score is not within 0 to 100, the
    /// reason or the author is empty or too long, or the assessment has no such path or metric.
    pub fn new(
        assessment: &Assessment,
        target: Target,
        score: f64,
        reason: impl Into<String>,
        author: impl Into<String>,
    ) -> Result<Self> {
        let decision = Self {
            assessment_hash: assessment_hash(assessment)?,
            original_score: target.score(assessment).flatten(),
            target,
            score,
            reason: reason.into(),
            author: author.into(),
        };
        decision.check(assessment)?;
        Ok(decision)
    }

    /// Checks that a decision, perhaps read from a log, is valid and about this assessment.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidOverride`] with all problems at once.
    pub fn check(&self, assessment: &Assessment) -> Result<()> {
        let mut problems = Vec::new();
        if !(0.0..=100.0).contains(&self.score) {
            let message = format!("expected a number from 0 to 100, got {}", self.score);
            problems.push(Problem::at_pointer("/score", message));
        }
        problems.extend(reason_problem(&self.reason));
        problems.extend(text_problem("/author", &self.author, MAX_AUTHOR));
        let mut mismatch = |pointer, message: String| problems.push(Problem::at_pointer(pointer, message));
        if self.assessment_hash != assessment_hash(assessment)? {
            mismatch("/assessment_hash", "expected the hash of this assessment, got another".to_owned());
        }
        match self.target.score(assessment) {
            None => mismatch("/target", format!("the assessment has no {}", self.target)),
            Some(original) if original != self.original_score => {
                let describe =
                    |score: Option<f64>| score.map_or("none".to_owned(), |score| score.to_string());
                let (got, expected) = (describe(self.original_score), describe(original));
                mismatch("/original_score", format!("expected {expected} (the {}), got {got}", self.target));
            }
            Some(_) => {}
        }
        if problems.is_empty() {
            return Ok(());
        }
        Err(Error::with_problems(ErrorKind::InvalidOverride, "the override is not valid", problems))
    }
}

/// The problem with a reason, if there is one.
pub(super) fn reason_problem(reason: &str) -> Option<Problem> {
    text_problem("/reason", reason, MAX_REASON)
}

fn text_problem(pointer: &str, text: &str, max: usize) -> Option<Problem> {
    if text.trim().is_empty() {
        return Some(Problem::at_pointer(pointer, "expected a non-empty text, got a blank one"));
    }
    let length = text.chars().count();
    (length > max)
        .then(|| Problem::at_pointer(pointer, format!("expected at most {max} characters, got {length}")))
}

/// An assessment together with the decisions that people made about it. The assessment itself never changes.
///
/// ```
/// # use sono_score as sono_core;
/// use sono_core::audit::{AssessmentWithOverrides, Target};
/// use sono_core::engine::Engine;
/// use sono_core::submission::Submission;
///
/// # fn main() -> sono_core::Result<()> {
/// let assessment = Engine::builder().build()?.assess(&Submission::code("x = 1\n"))?;
/// let mut result = AssessmentWithOverrides::new(assessment);
/// result.decide(Target::Overall, 70.0, "The task asked for no more than this.", "a.reviewer")?;
/// let effective = result.effective_score(&Target::Overall);
/// assert_eq!(effective.and_then(|effective| effective.score()), Some(70.0));
/// assert_ne!(result.assessment().overall_score, Some(70.0));
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "Unchecked")]
pub struct AssessmentWithOverrides {
    assessment: Assessment,
    overrides: Vec<Override>,
}

/// The parts as they are read, before they are checked against each other.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Unchecked {
    assessment: Assessment,
    overrides: Vec<Override>,
}

impl TryFrom<Unchecked> for AssessmentWithOverrides {
    type Error = Error;

    fn try_from(unchecked: Unchecked) -> Result<Self> {
        let mut checked = Self::new(unchecked.assessment);
        for decision in unchecked.overrides {
            checked.add(decision)?;
        }
        Ok(checked)
    }
}

/// A score as the engine gave it, with the last decision about it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EffectiveScore<'a> {
    /// The engine's score; absent when it is not assessed.
    pub original: Option<f64>,
    /// The last decision about it.
    pub decision: Option<&'a Override>,
}

impl EffectiveScore<'_> {
    /// The score that counts: the one decided on, or else the engine's.
    pub fn score(&self) -> Option<f64> {
        self.decision.map_or(self.original, |decision| Some(decision.score))
    }
}

impl AssessmentWithOverrides {
    /// An assessment without any decisions.
    pub fn new(assessment: Assessment) -> Self {
        Self { assessment, overrides: Vec::new() }
    }

    /// The assessment as the engine made it.
    pub fn assessment(&self) -> &Assessment {
        &self.assessment
    }

    /// The decisions, the oldest first.
    pub fn overrides(&self) -> &[Override] {
        &self.overrides
    }

    /// Adds a new decision, and returns it so that it can be logged.
    ///
    /// # Errors
    /// As [`Override::new`].
    pub fn decide(
        &mut self,
        target: Target,
        score: f64,
        reason: impl Into<String>,
        author: impl Into<String>,
    ) -> Result<Override> {
        let decision = Override::new(&self.assessment, target, score, reason, author)?;
        self.overrides.push(decision.clone());
        Ok(decision)
    }

    /// Adds a decision that was recorded before.
    ///
    /// # Errors
    /// As [`Override::check`].
    pub fn add(&mut self, decision: Override) -> Result<()> {
        decision.check(&self.assessment)?;
        self.overrides.push(decision);
        Ok(())
    }

    /// The score of a target after all decisions; `None` when the assessment has no such path or metric.
    pub fn effective_score(&self, target: &Target) -> Option<EffectiveScore<'_>> {
        let original = target.score(&self.assessment)?;
        let decision = self.overrides.iter().rev().find(|decision| decision.target == *target);
        Some(EffectiveScore { original, decision })
    }
}
