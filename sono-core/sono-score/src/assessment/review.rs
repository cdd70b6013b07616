//! External opinions as an assessment records them: the opinions, their effect, and the reviewers.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::error::Problem;
use crate::submission::Path;

/// The external opinions on a submission, with everything needed to replay them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Review {
    /// BLAKE3 hash of the request that the reviewers were sent.
    pub request_hash: String,
    /// The share of each measured metric that opinions decide, 0 to 0.2.
    pub share: f64,
    /// The points that opinions added to the overall score, or, if negative, took from it.
    pub points: f64,
    /// The metrics whose scores they influenced, in report order.
    pub panels: Vec<PanelScore>,
    /// The answers that were accepted, in the order in which they were read.
    pub opinions: Vec<Opinion>,
    /// The answers that were rejected. They carry no weight.
    pub rejected: Vec<RejectedAnswer>,
}

/// The combined opinions on one metric.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PanelScore {
    /// The path of the metric.
    pub path: Path,
    /// Id of the metric.
    pub metric: String,
    /// Number of opinions.
    pub reviewers: u32,
    /// The median of their scores, 0 to 100.
    pub median: f64,
    /// The lowest score.
    pub lowest: f64,
    /// The highest score.
    pub highest: f64,
    /// The points that opinions added to the metric or, if negative, took from it.
    pub points: f64,
}

/// The answer of one reviewer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Opinion {
    /// Id of the reviewer.
    pub reviewer: String,
    /// One entry per metric that the reviewer has an opinion on.
    pub metrics: Vec<MetricOpinion>,
}

/// An opinion on one metric.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MetricOpinion {
    /// The path of the metric.
    pub path: Path,
    /// Id of the metric.
    pub metric: String,
    /// The score, from 0 (meets no expectation) to 100 (meets all of them).
    #[schemars(range(min = 0, max = 100))]
    pub score: f64,
    /// The reasons, in one or two sentences.
    pub rationale: String,
    /// One to five places that support the score.
    #[schemars(length(min = 1, max = 5))]
    pub evidence: Vec<Quote>,
}

/// A place in the submission, quoted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Quote {
    /// Name of the source: the path of a file or the content key, as the request shows it.
    pub file: String,
    /// First line, counted from 1.
    #[schemars(range(min = 1))]
    pub first_line: usize,
    /// Last line; equal to the first if there is only one.
    #[schemars(range(min = 1))]
    pub last_line: usize,
    /// Text copied exactly from these lines, without the line numbers.
    pub quote: String,
}

/// An answer that does not follow its schema, or cites something that is not there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RejectedAnswer {
    /// Id of the reviewer.
    pub reviewer: String,
    /// Why it was rejected, in a sentence.
    pub reason: String,
    /// Every problem, with a JSON pointer into the answer; at most 20.
    pub problems: Vec<Problem>,
}

/// A reviewer whose opinion entered the score.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewerProvenance {
    /// Id.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Who or what the reviewer is, such as a model with its version.
    pub source: String,
    /// BLAKE3 hash of the definition: id, name and source.
    pub hash: String,
}
