//! The types of the assessment.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::review::{Review, ReviewerProvenance};
use super::tag::Tag;
use crate::submission::{Expectation, Path, SetAside, Source, SubmissionType, cell_name};
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
    /// The host's id for this assessment, if the host gave one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assessment_id: Option<String>,
    /// The host's id for the candidate, returned unchanged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub candidate_id: Option<String>,
    /// The type of the submission.
    pub submission_type: SubmissionType,
    /// The host's attributes, returned unchanged.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub attributes: BTreeMap<String, serde_json::Value>,
    /// The time of the assessment, if the host gave one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timestamp: Option<String>,
    /// Weighted mean of the assessed paths, 0 to 100; `null` when no path could be assessed.
    pub overall_score: Option<f64>,
    /// The engine's confidence in the score, 0 to 1.
    pub confidence: f64,
    /// The interval that holds the score with the stated probability; `null` for heuristic rubrics and without a score.
    pub score_interval: Option<ScoreInterval>,
    /// One entry per requested path, in path order.
    pub path_scores: Vec<PathScore>,
    /// The motives reported on all paths.
    pub micro_motives: Vec<Motive>,
    /// The assessed path with the highest score; of equal ones, the first in path order.
    pub dominant_path: Option<Path>,
    /// A summary in a few sentences.
    pub summary: String,
    /// Notable observations, most important first.
    pub key_findings: Vec<KeyFinding>,
    /// Suggested improvements, most rewarding first.
    pub recommendations: Vec<Recommendation>,
    /// Signs that the submission tries to influence its score, or hides something from readers.
    pub integrity: Vec<IntegrityFlag>,
    /// The parts of the hand-in that were not read, as the host listed them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub set_aside: Vec<SetAside>,
    /// Tags of what the submission uses, if the host asked for them: by kind, the most certain first, then by id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
    /// External opinions, if the host asked for some.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<Review>,
    /// Version of the engine that scored it.
    pub engine_version: String,
    /// How long it took in milliseconds, if the host measured it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub processing_time_ms: Option<f64>,
    /// How the result was made.
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
    /// The probability that the interval covers the score, such as 0.8.
    pub level: f64,
}

/// The score of one path.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PathScore {
    /// The path.
    pub path: Path,
    /// Whether any of its metrics could be assessed.
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
    /// Strengths, in sentences.
    pub strengths: Vec<String>,
    /// Possible improvements, in sentences.
    pub areas_for_improvement: Vec<String>,
}

/// The kind of material that a metric reads, which decides when it applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// Code; there must be a parsed statement outside comments.
    Code,
    /// Written answers, if the submission type expects them.
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
    /// The kind of material that it reads.
    pub category: Category,
    /// Whether the metric applies and could be measured.
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
    /// An explanation of the score.
    pub explanation: String,
    /// The sources of all points. Their points add up to the score.
    pub contributions: Vec<Contribution>,
    /// The places behind the contributions.
    pub evidence: Vec<Evidence>,
}

/// The way in which points were earned or lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ContributionKind {
    /// The metric's base.
    Base,
    /// A curve's share.
    Part,
    /// A rule whose condition held.
    Rule,
    /// Violations, capped together.
    Group,
    /// The difference made by clamping the score to 0..100.
    Clamp,
    /// The difference made by external opinions.
    External,
}

/// A number of points and their source.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Contribution {
    /// How the points were earned or lost.
    pub kind: ContributionKind,
    /// The signal that was read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signal: Option<String>,
    /// The signal's value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
    /// The unit of the value, such as `lines`; `ratio` is a share, 0 to 1. Absent where the signal has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The expectation, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
    /// Whether the rubric's target is met, for a part and for a rule with a curve: points that are left are then no
    /// reason to change anything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_met: Option<bool>,
    /// The points, negative for a deduction.
    pub points: f64,
    /// The most points that this contribution could have earned, for a part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_points: Option<f64>,
    /// Indices into the metric's evidence.
    pub evidence: Vec<usize>,
}

/// The kind of evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum EvidenceKind {
    /// A measured value, and a place that shows it.
    Measurement,
    /// Words in a text that the rubric looks for.
    Text,
    /// A place that breaks a rule.
    Violation,
    /// A place that does not parse.
    Syntax,
    /// A place quoted by an external reviewer; `source` is the reviewer's id, `value` the score given.
    External,
}

/// A finding and its effect on the score.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// The kind of evidence.
    #[serde(rename = "type")]
    pub kind: EvidenceKind,
    /// The finding, in a sentence.
    pub description: String,
    /// The origin of the number: the engine, or the name of a rule.
    pub source: String,
    /// The share of the metric that it accounts for, 0 to 1.
    pub weight: f64,
    /// The signal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signal: Option<String>,
    /// The value at this place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
    /// The expectation, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
    /// The points it earned or cost, if they can be attributed to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points: Option<f64>,
    /// The place; absent if the evidence is about the whole submission.
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
    /// In a notebook, the number of the cell, counted from 1 over cells of all kinds. Lines and offsets then count within
    /// the cell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cell: Option<usize>,
    /// First character.
    pub start: Position,
    /// Just after the last character.
    pub end: Position,
}

impl Location {
    /// The place of a span in a source.
    pub fn of(source: &Source<'_>, span: Span, encoding: PositionEncoding) -> Self {
        let at = |offset| source.lines.position(offset, &source.text, encoding);
        let file = source.name.clone();
        let index = source.cells.partition_point(|cell| cell.start <= span.start);
        let Some(cell) = index.checked_sub(1).and_then(|index| source.cells.get(index)) else {
            return Self { file, cell: None, start: at(span.start), end: at(span.end) };
        };
        // What reaches into the next cell is shown to the end of its own.
        let last = source.cells.get(index).map_or(span.end, |next| next.start.min(span.end));
        let first = at(cell.start);
        let inside = |place: Position| Position {
            line: place.line.saturating_sub(first.line).saturating_add(1),
            offset: place.offset.saturating_sub(first.offset),
            ..place
        };
        Self { file, cell: Some(cell.number), start: inside(at(span.start)), end: inside(at(last)) }
    }

    /// The name of the text in which its lines count: the file, or one cell of it.
    pub fn text_name(&self) -> Cow<'_, str> {
        match self.cell {
            Some(number) => Cow::Owned(cell_name(&self.file, number)),
            None => Cow::Borrowed(&self.file),
        }
    }

    /// As people read it: `file:line`, or `file, cell 3, line 2`.
    pub fn place(&self) -> String {
        match self.cell {
            Some(number) => format!("{}, cell {number}, line {}", self.file, self.start.line),
            None => format!("{}:{}", self.file, self.start.line),
        }
    }
}

/// A motive that seems to drive the submission; only reported by rubrics that define motives.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Motive {
    /// The motive's id.
    pub motive_type: String,
    /// The path on which it is reported.
    pub path: Path,
    /// 0 to 1.
    pub strength: f64,
    /// The indicators found, in words.
    pub indicators: Vec<String>,
    /// Places that show them, at most two for each, in the order of the indicators. What holds of the whole submission has
    /// none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<MotivePlace>,
}

/// A place that shows an indicator of a motive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MotivePlace {
    /// The index of the indicator.
    pub indicator: usize,
    /// A description of the place.
    pub description: String,
    /// Where.
    pub location: Location,
}

/// A notable observation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KeyFinding {
    /// One sentence.
    pub text: String,
    /// The place, if there is a single one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<Location>,
}

/// A suggested improvement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Recommendation {
    /// The suggestion, naming the construct and the line.
    pub text: String,
    /// The path it helps.
    pub path: Path,
    /// The metric it helps.
    pub metric: String,
    /// The most points that the overall score gains where what is expected is just met.
    pub points: f64,
    /// Where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<Location>,
}

/// A sign of manipulation or concealment, for a person to look at. It is never a verdict.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IntegrityFlag {
    /// The kind of sign.
    #[serde(rename = "type")]
    pub kind: IntegrityKind,
    /// How grave.
    pub severity: Severity,
    /// The finding, in a sentence.
    pub description: String,
    /// Where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<Location>,
}

/// How an assessment was made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Metadata {
    /// Whether scores were measured or come from keywords.
    pub assessment_mode: AssessmentMode,
    /// Languages found, sorted.
    pub languages: Vec<String>,
    /// The results of the rubric's pattern checks, if they ran.
    pub pattern_checks: PatternChecks,
    /// The unit of columns and offsets, if it is not UTF-8 bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position_encoding: Option<PositionEncoding>,
    /// Everything needed to replay the assessment.
    pub provenance: Provenance,
}

/// Whether scores are measured or come from keywords.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AssessmentMode {
    /// Scores come from measured structure.
    Measured,
    /// Scores come from keywords, so that mere words can raise them.
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
    /// The problem.
    pub description: String,
    /// The remedy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fix: Option<String>,
    /// Where.
    pub location: Location,
}

/// Everything needed to replay an assessment and to check whether it still holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Provenance {
    /// Version of the engine.
    pub engine_version: String,
    /// The rubric.
    pub rubric: RubricProvenance,
    /// Expectations beyond the code, as they were resolved: by the submission, else the engine, else the rubric for
    /// the type. Absent if the rubric knows no expectations and nobody stated any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expects: Option<BTreeSet<Expectation>>,
    /// The code model; absent when none was used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<ModelProvenance>,
    /// The reviewers whose opinions entered the score, in the order in which their answers were read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reviewers: Vec<ReviewerProvenance>,
    /// BLAKE3 hash of text, paths, options and type; candidate, attributes and time are left out.
    pub input_hash: String,
    /// Grammars used, by language.
    pub grammars: Vec<GrammarVersion>,
    /// The dialect of each signal that the score used: the exact definition behind the name.
    pub dialects: BTreeMap<String, String>,
}

/// The rubric that was used.
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

/// The model that was used.
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
