//! Replaying an assessment.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::assessment::{Assessment, canonical_json};
use crate::engine::{ENGINE_VERSION, Engine};
use crate::error::{Error, ErrorKind, Result};
use crate::submission::{Submission, input_hash};

/// Most differences that are listed.
const MAX_DIFFERENCES: usize = 50;

/// Whether an assessment still holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "result", rename_all = "snake_case")]
pub enum Verification {
    /// The replay gives the same assessment.
    Equal,
    /// The replay gives another one.
    Differs {
        /// Where, at most 50 places.
        differences: Vec<Difference>,
    },
    /// It cannot be replayed here.
    NotReplayable {
        /// Why, one sentence per reason.
        reasons: Vec<String>,
    },
}

/// A place where an assessment differs from its replay.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Difference {
    /// RFC 6901 pointer into the assessment.
    pub pointer: String,
    /// What the assessment says there; absent when the field is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stored: Option<Value>,
    /// What the replay says there; absent when the field is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replayed: Option<Value>,
}

/// Replays an assessment from its submission, past any cache. What only the host knows (id, time, duration) is taken over.
///
/// Opinions from outside are replayed as they are recorded: checked and weighed again, and nobody is asked. Of answers
/// that were rejected only that much is known, so that they are taken over.
///
/// The engine must have the limits and budgets of the one that made the assessment; they are no part of it.
///
/// # Errors
/// As [`Engine::assess`] for the submission. A rubric without the submission's parameters, and limits that it
/// exceeds, are no errors but reasons why it cannot be replayed.
pub fn verify(engine: &Engine, assessment: &Assessment, submission: &Submission) -> Result<Verification> {
    let mut reasons = obstacles(assessment, submission);
    let replayed = match &assessment.review {
        Some(review) => engine.assess_again(submission, review, &assessment.metadata.provenance.reviewers),
        None => engine.assess_uncached(submission),
    };
    let mut replayed = match replayed {
        Ok(replayed) => replayed,
        Err(error) if matches!(error.kind(), ErrorKind::InvalidParameter | ErrorKind::LimitExceeded) => {
            reasons.push(format!("this engine does not take the submission: {error}"));
            return Ok(Verification::NotReplayable { reasons });
        }
        Err(error) if error.kind() == ErrorKind::InvalidReviewer => {
            reasons.push(format!("its opinions cannot be heard again: {error}"));
            return Ok(Verification::NotReplayable { reasons });
        }
        Err(error) => return Err(error),
    };
    other_means(assessment, &replayed, &mut reasons);
    if !reasons.is_empty() {
        return Ok(Verification::NotReplayable { reasons });
    }
    replayed.assessment_id.clone_from(&assessment.assessment_id);
    replayed.timestamp.clone_from(&assessment.timestamp);
    replayed.processing_time_ms = assessment.processing_time_ms;
    let differences = differences(&canonical_value(assessment)?, &canonical_value(&replayed)?);
    Ok(if differences.is_empty() { Verification::Equal } else { Verification::Differs { differences } })
}

/// The assessment as its canonical JSON reads, where 5.0 and 5 are one number.
fn canonical_value(assessment: &Assessment) -> Result<Value> {
    serde_json::from_str(&canonical_json(assessment)?)
        .map_err(|error| Error::new(ErrorKind::Internal, error.to_string()))
}

/// Why a replay would compare what cannot be compared, as far as it shows before the replay.
fn obstacles(assessment: &Assessment, submission: &Submission) -> Vec<String> {
    let stored = &assessment.metadata.provenance;
    let mut reasons = Vec::new();
    if stored.input_hash != input_hash(submission) {
        reasons.push("the submission is not the one that was assessed: its hash differs".to_owned());
    }
    if stored.engine_version != ENGINE_VERSION {
        reasons
            .push(format!("it was made by engine {}, and this is {ENGINE_VERSION}", stored.engine_version));
    }
    reasons
}

/// What else the assessment was made with that this engine has not.
fn other_means(assessment: &Assessment, replayed: &Assessment, reasons: &mut Vec<String>) {
    let (stored, here) = (&assessment.metadata.provenance, &replayed.metadata.provenance);
    if stored.rubric != here.rubric {
        reasons.push(format!(
            "it was made with rubric {} {}, parameters included, of hash {}, and this engine has {} {} of hash {}",
            stored.rubric.id,
            stored.rubric.version,
            stored.rubric.hash,
            here.rubric.id,
            here.rubric.version,
            here.rubric.hash
        ));
    } else {
        // Only of the same rubric: another one reads other signals anyway.
        let signals = stored.dialects.keys().chain(here.dialects.keys()).collect::<BTreeSet<_>>();
        let other = |id: &&&String| stored.dialects.get(**id) != here.dialects.get(**id);
        for id in signals.iter().filter(other) {
            reasons.push(format!("signal {id} was defined in other words than here"));
        }
    }
    for grammar in &stored.grammars {
        match here.grammars.iter().find(|other| other.language == grammar.language) {
            Some(other) if other.version == grammar.version => {}
            Some(other) => reasons.push(format!(
                "it was made with grammar {} {}, and this build has {}",
                grammar.language, grammar.version, other.version
            )),
            None => reasons.push(format!("this build does not read the language {}", grammar.language)),
        }
    }
    for grammar in &here.grammars {
        if !stored.grammars.iter().any(|other| other.language == grammar.language) {
            reasons.push(format!(
                "it was made without the language {}, which this build reads",
                grammar.language
            ));
        }
    }
    let asked =
        |assessment: &Assessment| assessment.review.as_ref().map(|review| review.request_hash.clone());
    if asked(assessment) != asked(replayed) {
        reasons.push("its reviewers were asked something else than this engine would ask".to_owned());
    }
    if stored.model != here.model {
        reasons.push("it was made with another code model".to_owned());
    }
}

/// Places where two values differ, in the order of the document. Iterative: values may be deeply nested.
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
