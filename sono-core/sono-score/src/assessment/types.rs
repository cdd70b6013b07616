//! The types of the assessment.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::review::{Review, ReviewerProvenance};
use crate::submission::{Path, Source, SubmissionType};
pub use sono_syntax::finding::IntegrityKind;
use sono_syntax::finding::Severity;
use sono_syntax::text::{Position, PositionEncoding, Span};

/// Version of the assessment's JSON form.
pub const SCHEMA_VERSION: &str = "1.0";

/// The result of assessing one submission.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Assessment {
    /// Version of this JSON form.
    pub schema_version: String,
    /// The host's id for this assessment, when it gave one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assessment_id: Option<String>,
    /// The host's id for the candidate, echoed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub candidate_id: Option<String>,
    /// The type of the submission.
    pub submission_type: SubmissionType,
    /// The host's attributes, echoed.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub attributes: BTreeMap<String, serde_json::Value>,
    /// When it was assessed, when the host said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timestamp: Option<String>,
    /// Weighted mean of the assessed paths, 0 to 100; `null` when no path could be assessed.
    pub overall_score: Option<f64>,
    /// How sure the engine is, 0 to 1.
    pub confidence: f64,
    /// Where the score would lie with the stated probability; `null` for heuristic rubrics and without a score.
    pub score_interval: Option<ScoreInterval>,
    /// One entry per requested path, in path order.
    pub path_scores: Vec<PathScore>,
    /// All motives that were reported, with their paths.
    pub micro_motives: Vec<Motive>,
    /// The assessed path with the highest score, ties by path order.
    pub dominant_path: Option<Path>,
    /// The result in a few sentences.
    pub summary: String,
    /// What stands out, most important first.
    pub key_findings: Vec<KeyFinding>,
    /// What to do next, most rewarding first.
    pub recommendations: Vec<Recommendation>,
    /// Signs that the submission tries to influence its score, or hides something from readers.
    pub integrity: Vec<IntegrityFlag>,
    /// Opinions from outside, where the host asked for some.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<Review>,
    /// Version of the engine that scored it.
    pub engine_version: String,
    /// How long it took, when the host measures time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub processing_time_ms: Option<f64>,
    /// How the result came about.
    pub metadata: Metadata,
}

/// An interval of scores.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScoreInterval {
    /// Lower end, 0 to 100.
    pub low: f64,
    /// Upper end, 0 to 100.
    pub high: f64,
    /// Probability that the interval is meant to cover, such as 0.8.
    pub level: f64,
}

/// The score of one path.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PathScore {
    /// Which path.
    pub path: Path,
    /// Whether any metric of it could be assessed.
    pub assessed: bool,
    /// Weighted mean of its assessed metrics, 0 to 100.
    pub overall_score: Option<f64>,
    /// Why it is not assessed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Share in the overall score, as the rubric weighs it.
    pub weight: f64,
    /// 0 to 1.
    pub confidence: f64,
    /// See [`Assessment::score_interval`].
    pub score_interval: Option<ScoreInterval>,
    /// The metrics, in the order of the rubric.
    pub metrics: Vec<Metric>,
    /// Motives reported on this path.
    pub motives: Vec<Motive>,
    /// What is good, in sentences.
    pub strengths: Vec<String>,
    /// What could be better, in sentences.
    pub areas_for_improvement: Vec<String>,
}

/// What material a metric reads, and so when it applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// Code: needs a parsed statement outside comments.
    Code,
    /// Written answers: asked for by the submission type.
    Answers,
    /// Any text.
    Text,
}

impl Category {
    /// All categories.
    pub const ALL: [Self; 3] = [Self::Code, Self::Answers, Self::Text];

    /// The name used in JSON and rubrics.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Answers => "answers",
            Self::Text => "text",
        }
    }

    /// The category of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|category| category.as_str() == name)
    }
}

/// One metric of a path.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Metric {
    /// Stable id, unique within its path.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// What it reads.
    pub category: Category,
    /// Whether it applies and could be measured.
    pub assessed: bool,
    /// Why it is not assessed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Clamped sum of the contributions' points, 0 to 100.
    pub score: Option<f64>,
    /// Weight in the path, as the rubric states it.
    pub weight: f64,
    /// 0 to 1.
    pub confidence: f64,
    /// The score in words.
    pub explanation: String,
    /// Where every point comes from. Their points add up to the score.
    pub contributions: Vec<Contribution>,
    /// The places behind the contributions.
    pub evidence: Vec<Evidence>,
}

/// How points came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ContributionKind {
    /// The metric's base.
    Base,
    /// A curve's share.
    Part,
    /// A rule that held.
    Rule,
    /// Violations, capped together.
    Group,
    /// What clamping to 0..100 took or gave.
    Clamp,
    /// What opinions from outside took or gave.
    External,
}

/// A number of points and where they come from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Contribution {
    /// How the points came about.
    pub kind: ContributionKind,
    /// The signal that was read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signal: Option<String>,
    /// The signal's value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
    /// What was expected, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
    /// The points, negative for a deduction.
    pub points: f64,
    /// The most points this contribution could have brought, for a part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_points: Option<f64>,
    /// Indices into the metric's evidence.
    pub evidence: Vec<usize>,
}

/// What kind of evidence it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum EvidenceKind {
    /// A measured value, and a place that shows it.
    Measurement,
    /// Words of a text that a rubric looks for.
    Text,
    /// A rule that a place breaks.
    Violation,
    /// A place that does not parse.
    Syntax,
    /// A place that a reviewer from outside quotes; `source` is the reviewer's id, `value` the score given.
    External,
}

/// A finding, and what it did to the score.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// What kind it is.
    #[serde(rename = "type")]
    pub kind: EvidenceKind,
    /// What was found, in a sentence.
    pub description: String,
    /// Where the number comes from: the engine, or the name of a rule.
    pub source: String,
    /// Share of the metric that it stands for, 0 to 1.
    pub weight: f64,
    /// The signal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signal: Option<String>,
    /// The value at this place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
    /// What was expected, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
    /// The points it brought or cost, when they can be told apart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points: Option<f64>,
    /// Where it is; absent when it is about the whole submission.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<Location>,
    /// Further facts, such as the severity of a violation.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub metadata: BTreeMap<String, serde_json::Value>,
}

/// A place in the submission.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Location {
    /// Path of the file, or the content key (`code`, `code/1`).
    pub file: String,
    /// First character.
    pub start: Position,
    /// Just after the last character.
    pub end: Position,
}

impl Location {
    /// The place of a span in a source.
    pub fn of(source: &Source<'_>, span: Span, encoding: PositionEncoding) -> Self {
        let at = |offset| source.lines.position(offset, &source.text, encoding);
        Self { file: source.name.clone(), start: at(span.start), end: at(span.end) }
    }
}

/// What a submission seems to be driven by; reported only by rubrics that have motives.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Motive {
    /// The motive's id.
    pub motive_type: String,
    /// The path it is reported on.
    pub path: Path,
    /// 0 to 1.
    pub strength: f64,
    /// The indicators that held, in words.
    pub indicators: Vec<String>,
}

/// Something that stands out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KeyFinding {
    /// One sentence.
    pub text: String,
    /// Where, if it is at one place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<Location>,
}

/// Something to do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Recommendation {
    /// What to do, naming the thing and the line.
    pub text: String,
    /// The path it helps.
    pub path: Path,
    /// The metric it helps.
    pub metric: String,
    /// Points of the overall score that are lost there today.
    pub points: f64,
    /// Where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<Location>,
}

/// A sign of manipulation or concealment: something for a person to look at, never a verdict.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IntegrityFlag {
    /// What kind.
    #[serde(rename = "type")]
    pub kind: IntegrityKind,
    /// How grave.
    pub severity: Severity,
    /// What was found, in a sentence.
    pub description: String,
    /// Where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<Location>,
}

/// How an assessment came about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Metadata {
    /// `growth` style measurement, or `heuristic` for rubrics that read keywords.
    pub assessment_mode: AssessmentMode,
    /// Languages found, sorted.
    pub languages: Vec<String>,
    /// Whether the rubric's pattern checks ran, and what they found.
    pub pattern_checks: PatternChecks,
    /// The unit of columns and offsets, when it is not UTF-8 bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position_encoding: Option<PositionEncoding>,
    /// Everything needed to replay it.
    pub provenance: Provenance,
}

/// Whether scores are measured or guessed from keywords.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AssessmentMode {
    /// Scores come from measured structure.
    Measured,
    /// Scores come from keywords; they can be talked up.
    Heuristic,
}

/// Result of a rubric's pattern checks.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PatternChecks {
    /// Whether they ran.
    pub enabled: bool,
    /// Number of violations.
    pub violation_count: usize,
    /// Points taken.
    pub penalty_points: f64,
    /// The violations, in the order of the text.
    pub violations: Vec<ViolationRecord>,
}

/// A violation as reported.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ViolationRecord {
    /// Id of the rule.
    pub rule: String,
    /// How grave.
    pub severity: Severity,
    /// What is wrong.
    pub description: String,
    /// What to do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fix: Option<String>,
    /// Where.
    pub location: Location,
}

/// Everything needed to replay an assessment and to say whether it still holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Provenance {
    /// Version of the engine.
    pub engine_version: String,
    /// The rubric.
    pub rubric: RubricProvenance,
    /// The code model; absent when none was used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<ModelProvenance>,
    /// The reviewers whose opinions entered, in the order in which they were heard.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reviewers: Vec<ReviewerProvenance>,
    /// BLAKE3 hash of text, paths, options and type; candidate, attributes and time are left out.
    pub input_hash: String,
    /// Grammars used, by language.
    pub grammars: Vec<GrammarVersion>,
    /// The dialect of each signal the score read: the definition a name stands for.
    pub dialects: BTreeMap<String, String>,
}

/// Which rubric was used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RubricProvenance {
    /// Id.
    pub id: String,
    /// Version.
    pub version: String,
    /// BLAKE3 hash of the compiled content, parameters included.
    pub hash: String,
}

/// Which model was used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ModelProvenance {
    /// Id.
    pub id: String,
    /// BLAKE3 hash of the weights.
    pub hash: String,
    /// The backend that ran it.
    pub backend: String,
}

/// A grammar and its version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GrammarVersion {
    /// Language id.
    pub language: String,
    /// Version of the grammar's crate.
    pub version: String,
}
