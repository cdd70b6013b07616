//! Opinions from outside, as they are recorded: what was said, what became of it, and by whom.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::error::Problem;
use crate::submission::Path;

/// The opinions from outside that were heard on a submission, with all that is needed to replay them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Review {
    /// BLAKE3 hash of what the reviewers were asked.
    pub request_hash: String,
    /// Share of each measured metric that opinions decide, 0 to 0.2.
    pub share: f64,
    /// Points of the overall score that they brought or, where negative, took.
    pub points: f64,
    /// The metrics whose scores they had a share in, in report order.
    pub panels: Vec<PanelScore>,
    /// Answers that passed, in the order in which they were heard.
    pub opinions: Vec<Opinion>,
    /// Answers that did not pass. They carry no weight.
    pub rejected: Vec<RejectedAnswer>,
}

/// The opinions on one metric as one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PanelScore {
    /// The path of the metric.
    pub path: Path,
    /// Id of the metric.
    pub metric: String,
    /// Number of opinions.
    pub reviewers: u32,
    /// Their median, 0 to 100.
    pub median: f64,
    /// The lowest one.
    pub lowest: f64,
    /// The highest one.
    pub highest: f64,
    /// Points of the metric that they brought or took.
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
    /// 0 (nothing of what is expected) to 100 (all of it).
    #[schemars(range(min = 0, max = 100))]
    pub score: f64,
    /// Why, in one or two sentences.
    pub rationale: String,
    /// The places that show it: one to five.
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
    /// Last line; the same for a single one.
    #[schemars(range(min = 1))]
    pub last_line: usize,
    /// Text that stands in these lines, letter by letter, without their numbers.
    pub quote: String,
}

/// An answer that does not follow its schema, or claims what is not so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RejectedAnswer {
    /// Id of the reviewer.
    pub reviewer: String,
    /// What is wrong with it, in a sentence.
    pub reason: String,
    /// Every problem, with a JSON pointer into the answer; at most 20.
    pub problems: Vec<Problem>,
}

/// A reviewer whose opinion entered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewerProvenance {
    /// Id.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Who or what it is, such as a model with its version.
    pub source: String,
    /// BLAKE3 hash of the definition: id, name and source.
    pub hash: String,
}
