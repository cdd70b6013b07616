//! Replaying an assessment.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::assessment::Assessment;
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
/// # Errors
/// As [`Engine::assess`] for the submission.
pub fn verify(engine: &Engine, assessment: &Assessment, submission: &Submission) -> Result<Verification> {
    let mut replayed = engine.assess_uncached(submission)?;
    let reasons = obstacles(assessment, &replayed, submission);
    if !reasons.is_empty() {
        return Ok(Verification::NotReplayable { reasons });
    }
    replayed.assessment_id.clone_from(&assessment.assessment_id);
    replayed.timestamp.clone_from(&assessment.timestamp);
    replayed.processing_time_ms = assessment.processing_time_ms;
    let value = |assessment: &Assessment| {
        serde_json::to_value(assessment).map_err(|error| Error::new(ErrorKind::Internal, error.to_string()))
    };
    let differences = differences(&value(assessment)?, &value(&replayed)?);
    Ok(if differences.is_empty() { Verification::Equal } else { Verification::Differs { differences } })
}

/// Why a replay would compare what cannot be compared.
fn obstacles(assessment: &Assessment, replayed: &Assessment, submission: &Submission) -> Vec<String> {
    let (stored, here) = (&assessment.metadata.provenance, &replayed.metadata.provenance);
    let mut reasons = Vec::new();
    if stored.input_hash != input_hash(submission) {
        reasons.push("the submission is not the one that was assessed: its hash differs".to_owned());
    }
    if stored.engine_version != ENGINE_VERSION {
        reasons
            .push(format!("it was made by engine {}, and this is {ENGINE_VERSION}", stored.engine_version));
    }
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
    }
    for grammar in &stored.grammars {
        match here.grammars.iter().find(|other| other.language == grammar.language) {
            Some(other) if other.version == grammar.version => {}
            Some(other) => reasons.push(format!(
                "it was made with grammar {} {}, and this build has {}",
                grammar.language, grammar.version, other.version
            )),
            None => reasons.push(format!("this build does not know the language {}", grammar.language)),
        }
    }
    if stored.model != here.model {
        reasons.push("it was made with another code model".to_owned());
    }
    reasons
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
