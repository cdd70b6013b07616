//! No part of a stored assessment can be edited unnoticed: `verify` tells a difference, or names the part as one that it
//! does not cover.

use serde_json::{Map, Value, json};
use sono_core::assessment::{Assessment, canonical_json};
use sono_core::audit::{HostFacts, Verification, verify, verify_with};
use sono_core::engine::Engine;
use sono_core::submission::{Path, Submission};

use crate::review::{ENGINE, reviewed};

fn submission() -> Submission {
    Submission::builder()
        .candidate_id("jane")
        .file("a.py", "def parse(line):\n    try:\n        return int(line)\n    except:\n        pass\n")
        .answer("reasoning", "It reads a number, and gives nothing for a line that is none.")
        .paths([Path::Technical, Path::Communication])
        .attribute("cohort", "2026")
        .attribute("year", 2)
        .build()
        .unwrap()
}

fn stored(mut assessment: Assessment) -> Value {
    assessment.assessment_id = Some("a-1".to_owned());
    assessment.timestamp = Some("2026-05-04T10:00:00Z".to_owned());
    assessment.processing_time_ms = Some(1.5);
    serde_json::from_str(&canonical_json(&assessment).unwrap()).unwrap()
}

/// The pointers of all values in a document, containers included.
fn pointers(value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let mut stack = vec![(String::new(), value)];
    while let Some((pointer, value)) = stack.pop() {
        match value {
            Value::Object(fields) => stack.extend(fields.iter().map(|(name, value)| {
                (format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1")), value)
            })),
            Value::Array(items) => {
                stack.extend(
                    items.iter().enumerate().map(|(index, item)| (format!("{pointer}/{index}"), item)),
                );
            }
            _ => {}
        }
        found.push(pointer);
    }
    found
}

/// Other values that an edit may put in place of one.
fn edits(value: &Value) -> Vec<Value> {
    match value {
        Value::Null => vec![json!(50), json!("x"), json!(1.5)],
        Value::Bool(value) => vec![json!(!value)],
        Value::Number(number) => {
            let number = number.as_f64().unwrap();
            vec![json!(number + 1.0), json!(number / 2.0 + 0.25), json!(-number - 1.0), Value::Null]
        }
        Value::String(text) => {
            let mut longer = text.clone();
            longer.push('x');
            let shorter: String = text.chars().skip(1).collect();
            vec![json!(longer), json!(shorter), json!(text.to_uppercase() + "y"), Value::Null]
        }
        Value::Array(items) => {
            let mut fewer = items.clone();
            let mut more = items.clone();
            let reversed: Vec<Value> = items.iter().rev().cloned().collect();
            more.extend(fewer.pop().map(|last| vec![last; 2]).unwrap_or_default());
            vec![json!(fewer), json!(more), json!(reversed), json!([])]
        }
        Value::Object(fields) => {
            let mut more = fields.clone();
            more.insert("more".to_owned(), json!("x"));
            let without = fields.keys().map(|gone| {
                let kept = fields.iter().filter(|(name, _)| *name != gone);
                Value::Object(kept.map(|(name, value)| (name.clone(), value.clone())).collect::<Map<_, _>>())
            });
            without.chain([Value::Object(more)]).collect()
        }
    }
}

/// Makes every edit of every value, one at a time, and returns those that were neither refused, nor told as a
/// difference, nor named as not covered; and the number of edits.
fn unnoticed(
    engine: &Engine,
    stored: &Value,
    submission: &Submission,
    facts: &HostFacts,
) -> (Vec<String>, usize) {
    let (mut unnoticed, mut count) = (Vec::new(), 0);
    for pointer in pointers(stored) {
        for edit in edits(stored.pointer(&pointer).unwrap()) {
            let mut edited = stored.clone();
            *edited.pointer_mut(&pointer).unwrap() = edit.clone();
            let Ok(assessment) = serde_json::from_value::<Assessment>(edited) else { continue };
            // Null instead of nothing, and an order of keys, are the same assessment.
            let read: Value = serde_json::from_str(&canonical_json(&assessment).unwrap()).unwrap();
            if read == *stored {
                continue;
            }
            count += 1;
            let changed = pointers(stored).into_iter().chain(pointers(&read)).filter(|place| {
                let is_leaf =
                    |value: Option<&Value>| value.is_none_or(|value| !value.is_object() && !value.is_array());
                let (old, new) = (stored.pointer(place), read.pointer(place));
                old != new && is_leaf(old) && is_leaf(new)
            });
            let noticed = match verify_with(engine, &assessment, submission, facts).unwrap() {
                Verification::Equal { not_covered } => changed.into_iter().all(|place| {
                    not_covered.iter().any(|part| {
                        place
                            .strip_prefix(&part.pointer)
                            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
                    })
                }),
                Verification::Differs { .. } | Verification::NotReplayable { .. } => true,
            };
            if !noticed {
                unnoticed.push(format!("{pointer} to {edit}"));
            }
        }
    }
    (unnoticed, count)
}

#[test]
fn every_field_is_compared_or_named() {
    let engine = Engine::builder().build().unwrap();
    let submission = submission();
    let plain = stored(engine.assess(&submission).unwrap());
    let (missed, count) = unnoticed(&engine, &plain, &submission, &HostFacts::default());
    assert!(missed.is_empty() && count > 900, "{count} edits, not noticed: {missed:#?}");

    let heard = stored(reviewed(&ENGINE, &submission, &[33.3, 77.0]));
    let (missed, count) = unnoticed(&ENGINE, &heard, &submission, &HostFacts::default());
    assert!(missed.is_empty() && count > 900, "{count} edits, not noticed: {missed:#?}");
}

#[test]
fn what_the_host_knows_is_compared() {
    let engine = Engine::builder().build().unwrap();
    let submission = submission();
    let plain: Assessment = serde_json::from_value(stored(engine.assess(&submission).unwrap())).unwrap();
    let covered = |facts: &HostFacts| match verify_with(&engine, &plain, &submission, facts).unwrap() {
        Verification::Equal { not_covered } => {
            not_covered.into_iter().map(|part| part.pointer).collect::<Vec<_>>().join(" ")
        }
        Verification::Differs { differences } => format!("differs at {}", differences[0].pointer),
        other => format!("{other:?}"),
    };
    let facts = |id: Option<&str>, time: Option<&str>| HostFacts {
        assessment_id: id.map(str::to_owned),
        timestamp: time.map(str::to_owned),
    };
    assert_eq!(covered(&facts(None, None)), "/assessment_id /timestamp /processing_time_ms");
    assert_eq!(covered(&facts(Some("a-1"), Some("2026-05-04T10:00:00Z"))), "/processing_time_ms");
    assert_eq!(covered(&facts(Some("a-2"), None)), "differs at /assessment_id");
    assert_eq!(covered(&facts(None, Some("2026-05-04"))), "differs at /timestamp");
    let someone = Submission { candidate_id: Some("john".to_owned()), ..submission.clone() };
    assert!(matches!(verify(&engine, &plain, &someone).unwrap(), Verification::Differs { .. }));
}
