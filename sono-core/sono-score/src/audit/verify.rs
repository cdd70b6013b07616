//! Replaying an assessment.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::assessment::{Assessment, canonical_json};
use crate::engine::{ENGINE_VERSION, Engine};
use crate::error::{Error, ErrorKind, Result};
use crate::submission::{Submission, input_hash};

/// The most differences listed.
const MAX_DIFFERENCES: usize = 50;

/// Whether an assessment still holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "result", rename_all = "snake_case")]
pub enum Verification {
    /// The replay gives the same assessment.
    Equal {
        /// The fields that the replay does not cover: whoever edits them is not noticed.
        not_covered: Vec<NotCovered>,
    },
    /// The replay gives a different assessment.
    Differs {
        /// The differences; at most 50 are listed.
        differences: Vec<Difference>,
    },
    /// It cannot be replayed here.
    NotReplayable {
        /// The reasons, one sentence each.
        reasons: Vec<String>,
    },
}

impl Verification {
    /// Whether the replay gives the same assessment, as far as a replay covers it.
    pub const fn is_equal(&self) -> bool {
        matches!(self, Self::Equal { .. })
    }
}

/// A part of an assessment that a replay does not cover. The hash of the assessment, which an audit log records, covers
/// every part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NotCovered {
    /// RFC 6901 pointer into the assessment. Whatever is below it is not covered either.
    pub pointer: String,
    /// Why it is not covered.
    pub reason: String,
}

impl NotCovered {
    /// A part of an assessment, and why it is not covered.
    pub fn new(pointer: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { pointer: pointer.into(), reason: reason.into() }
    }
}

/// Facts that a host added to an assessment, besides its submission. Those that are given are compared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HostFacts {
    /// The id of the assessment.
    pub assessment_id: Option<String>,
    /// The time of the assessment.
    pub timestamp: Option<String>,
}

/// A place where an assessment differs from its replay.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Difference {
    /// RFC 6901 pointer into the assessment.
    pub pointer: String,
    /// The value in the assessment; absent if the field is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stored: Option<Value>,
    /// The value in the replay; absent if the field is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replayed: Option<Value>,
}

/// Replays an assessment from its submission, bypassing any cache. Candidate and attributes are compared with those of the
/// submission. The host's own facts (id, time, duration) cannot be replayed: [`verify_with`] compares those that the
/// host still knows.
///
/// Where the submission does not say what was asked for, the replay asks for what the assessment states, whatever the
/// engine would ask for by default.
///
/// External opinions are checked and weighed again as they were recorded; no reviewer is asked. Rejected answers are
/// taken from the assessment, because their text was not kept.
///
/// The engine must have the same limits and budgets as the one that made the assessment, which does not record them.
///
/// # Errors
/// As [`Engine::assess`] for the submission. A rubric without the submission's parameters, and a submission that
/// exceeds the limits, are not errors but reasons why the assessment cannot be replayed.
pub fn verify(engine: &Engine, assessment: &Assessment, submission: &Submission) -> Result<Verification> {
    verify_with(engine, assessment, submission, &HostFacts::default())
}

/// As [`verify`], for a host that knows more than the submission.
///
/// # Errors
/// As [`verify`].
pub fn verify_with(
    engine: &Engine,
    assessment: &Assessment,
    submission: &Submission,
    facts: &HostFacts,
) -> Result<Verification> {
    let mut reasons = obstacles(assessment, submission);
    let provenance = &assessment.metadata.provenance;
    let expects = provenance.expects.as_ref();
    let replayed = match &assessment.review {
        Some(review) => engine.assess_again(submission, expects, review, &provenance.reviewers),
        None => engine.assess_replayed(submission, expects),
    };
    let mut replayed = match replayed {
        Ok(replayed) => replayed,
        Err(error) if matches!(error.kind(), ErrorKind::InvalidParameter | ErrorKind::LimitExceeded) => {
            reasons.push(format!("this engine refuses the submission: {error}"));
            return Ok(Verification::NotReplayable { reasons });
        }
        Err(error) if error.kind() == ErrorKind::InvalidReviewer => {
            reasons.push(format!("its opinions cannot be checked again: {error}"));
            return Ok(Verification::NotReplayable { reasons });
        }
        Err(error) => return Err(error),
    };
    other_means(assessment, &replayed, &mut reasons);
    if !reasons.is_empty() {
        return Ok(Verification::NotReplayable { reasons });
    }
    let mut not_covered = take_over(assessment, &mut replayed, facts);
    if expects != engine.asks(submission) {
        not_covered.push(NotCovered::new(
            "/metadata/provenance/expects",
            "the assessment alone says that this was asked for; this engine would ask for something else",
        ));
    }
    let differences = differences(&canonical_value(assessment)?, &canonical_value(&replayed)?);
    Ok(if differences.is_empty() {
        Verification::Equal { not_covered }
    } else {
        Verification::Differs { differences }
    })
}

/// Takes from the assessment what a replay cannot find out, and says what that was.
fn take_over(assessment: &Assessment, replayed: &mut Assessment, facts: &HostFacts) -> Vec<NotCovered> {
    let mut not_covered = Vec::new();
    let mut take = |pointer: &str, reason: &str| not_covered.push(NotCovered::new(pointer, reason));
    let mut fact = |pointer, known: &Option<String>, stored: &Option<String>| {
        if known.is_none() {
            take(pointer, "the host added it");
        }
        known.as_ref().or(stored.as_ref()).cloned()
    };
    replayed.assessment_id = fact("/assessment_id", &facts.assessment_id, &assessment.assessment_id);
    replayed.timestamp = fact("/timestamp", &facts.timestamp, &assessment.timestamp);
    replayed.processing_time_ms = assessment.processing_time_ms;
    take("/processing_time_ms", "the host measured it");
    if assessment.review.is_some() {
        take("/review/opinions", "opinions are weighed again as recorded; nobody is asked again");
        take("/review/rejected", "the text of rejected answers was not kept");
        take("/metadata/provenance/reviewers", "it says who was asked; nobody is asked again");
    }
    not_covered
}

/// The assessment as a value read from its canonical JSON, in which 5.0 and 5 are the same number.
fn canonical_value(assessment: &Assessment) -> Result<Value> {
    serde_json::from_str(&canonical_json(assessment)?)
        .map_err(|error| Error::new(ErrorKind::Internal, error.to_string()))
}

/// The reasons, known before the replay, why its result would not be comparable.
fn obstacles(assessment: &Assessment, submission: &Submission) -> Vec<String> {
    let stored = &assessment.metadata.provenance;
    let mut reasons = Vec::new();
    if stored.input_hash != input_hash(submission) {
        reasons.push("the submission is not the one that was assessed: its hash differs".to_owned());
    }
    if stored.engine_version != ENGINE_VERSION {
        reasons
            .push(format!("it was made by engine {}, but this is {ENGINE_VERSION}", stored.engine_version));
    }
    reasons
}

/// Adds the reasons that only show after the replay: other rubric, signals, grammars, reviewers' request or model.
fn other_means(assessment: &Assessment, replayed: &Assessment, reasons: &mut Vec<String>) {
    let (stored, here) = (&assessment.metadata.provenance, &replayed.metadata.provenance);
    if stored.rubric != here.rubric {
        reasons.push(format!(
            "it was made with rubric {} {} (hash {}, parameters included), but this engine has {} {} (hash {})",
            stored.rubric.id,
            stored.rubric.version,
            stored.rubric.hash,
            here.rubric.id,
            here.rubric.version,
            here.rubric.hash
        ));
    } else {
        // Only for the same rubric: another one reads other signals anyway.
        let signals = stored.dialects.keys().chain(here.dialects.keys()).collect::<BTreeSet<_>>();
        let other = |id: &&&String| stored.dialects.get(**id) != here.dialects.get(**id);
        for id in signals.iter().filter(other) {
            reasons.push(format!("signal {id} had another definition"));
        }
    }
    for grammar in &stored.grammars {
        match here.grammars.iter().find(|other| other.language == grammar.language) {
            Some(other) if other.version == grammar.version => {}
            Some(other) => reasons.push(format!(
                "it was made with grammar {} {}, but this build has {}",
                grammar.language, grammar.version, other.version
            )),
            None => reasons.push(format!("this build does not know the language {}", grammar.language)),
        }
    }
    for grammar in &here.grammars {
        if !stored.grammars.iter().any(|other| other.language == grammar.language) {
            reasons.push(format!(
                "it was made without the language {}, which this build knows",
                grammar.language
            ));
        }
    }
    let asked =
        |assessment: &Assessment| assessment.review.as_ref().map(|review| review.request_hash.clone());
    if asked(assessment) != asked(replayed) {
        reasons.push("its reviewers were sent another request than this engine would send".to_owned());
    }
    if stored.model != here.model {
        reasons.push("it was made with another code model".to_owned());
    }
}

/// The places where two values differ, in the order of the document. Iterative, because values may be deeply nested.
fn differences(stored: &Value, replayed: &Value) -> Vec<Difference> {
    let mut found = Vec::new();
    let mut stack = vec![(String::new(), Some(stored), Some(replayed))];
    while let Some((pointer, a, b)) = stack.pop() {
        if found.len() >= MAX_DIFFERENCES {
            break;
        }
        match (a, b) {
            (Some(Value::Object(a)), Some(Value::Object(b))) => {
                let mut keys: Vec<&String> = a.keys().chain(b.keys()).collect();
                keys.sort_unstable();
                keys.dedup();
                for key in keys.into_iter().rev() {
                    let step = key.replace('~', "~0").replace('/', "~1");
                    stack.push((format!("{pointer}/{step}"), a.get(key), b.get(key)));
                }
            }
            (Some(Value::Array(a)), Some(Value::Array(b))) => {
                for index in (0..a.len().max(b.len())).rev() {
                    stack.push((format!("{pointer}/{index}"), a.get(index), b.get(index)));
                }
            }
            (a, b) if a == b => {}
            (a, b) => found.push(Difference { pointer, stored: a.cloned(), replayed: b.cloned() }),
        }
    }
    found
}
