//! Replaying assessments.

use proptest::prelude::*;
use serde_json::json;
use sono_score::ErrorKind;
use sono_score::assessment::{Assessment, canonical_json};
use sono_score::audit::*;
use sono_score::engine::Engine;
use sono_score::submission::{Limits, Path, Submission};

use super::{CODE, assess, edits, engine};

#[test]
fn every_example_verifies_with_every_rubric() {
    for rubric in ["growth", "classic"] {
        let engine = engine(rubric);
        for (name, submission) in crate::common::all() {
            let mut assessment = engine.assess(&submission).unwrap();
            // What the host adds does not stand in the way.
            assessment.assessment_id = Some("a-1".to_owned());
            assessment.timestamp = Some("2026-05-04T10:00:00Z".to_owned());
            assessment.processing_time_ms = Some(1.5);
            let stored = read_canonical(&canonical_json(&assessment).unwrap()).unwrap();
            assert!(verify(&engine, &stored, &submission).unwrap().is_equal(), "{name}, {rubric}");
        }
    }
}

#[test]
fn numbers_that_are_equal_are_no_difference() {
    let submission = Submission::from_json(
        r#"{"content": {"code": "x = 1"}, "attributes": {"years": 5.0, "share": 1e-7, "id": 9007199254740991}}"#,
    )
    .unwrap();
    let stored = read_canonical(&canonical_json(&assess(&submission)).unwrap()).unwrap();
    assert!(verify(&engine("growth"), &stored, &submission).unwrap().is_equal());
}

/// The assessment, its canonical JSON and its hash.
fn sample() -> (Submission, Assessment, String, String) {
    let submission = Submission::builder()
        .candidate_id("jane")
        .code(CODE)
        .paths([Path::Technical])
        .attribute("cohort", "2026")
        .build()
        .unwrap();
    let mut assessment = assess(&submission);
    assessment.assessment_id = Some("a-1".to_owned());
    let json = canonical_json(&assessment).unwrap();
    let hash = Assessed::of(&assessment).unwrap().assessment_hash;
    (submission, assessment, json, hash)
}

/// Whether an assessment's text is the recorded one.
fn is_recorded(text: &[u8], hash: &str) -> bool {
    let text = std::str::from_utf8(text).ok();
    let assessment = text.and_then(|text| read_canonical(text).ok());
    assessment.is_some_and(|assessment| assessment_hash(&assessment).unwrap() == hash)
}

#[test]
fn every_edit_of_one_byte_of_an_assessment_is_detected() {
    let (_, _, json, hash) = sample();
    assert!(is_recorded(json.as_bytes(), &hash));
    // Every byte removed, and of the other edits each in its turn: all of them would take minutes.
    for at in 0..=json.len() {
        for (index, edited) in edits(json.as_bytes(), at).enumerate() {
            if index == 0 || index % 19 == at % 19 {
                assert!(!is_recorded(&edited, &hash), "at {at}: {}", String::from_utf8_lossy(&edited));
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(800))]

    #[test]
    fn a_replay_notices_every_edit_that_it_covers(
        place in any::<prop::sample::Index>(),
        kind in 0..19_usize,
    ) {
        thread_local!(static SAMPLE: (Engine, (Submission, Assessment, String, String)) = (engine("growth"), sample()));
        SAMPLE.with(|(engine, (submission, original, json, hash))| {
            let Some(edited) = edits(json.as_bytes(), place.index(json.len())).nth(kind) else { return Ok(()) };
            prop_assert!(!is_recorded(&edited, hash));
            let Ok(read) = serde_json::from_slice::<Assessment>(&edited) else { return Ok(()) };
            let verification = verify(engine, &read, submission).unwrap();
            // Id, time and duration are the host's; white space is no content.
            let mut covered = read;
            covered.assessment_id.clone_from(&original.assessment_id);
            covered.timestamp.clone_from(&original.timestamp);
            covered.processing_time_ms = original.processing_time_ms;
            let same = canonical_json(&covered).unwrap() == *json;
            prop_assert_eq!(verification.is_equal(), same, "{:?}", verification);
            Ok(())
        })?;
    }
}

#[test]
fn differences_name_their_places() {
    let (submission, mut assessment, ..) = sample();
    assessment.overall_score = Some(99.0);
    assessment.path_scores[0].metrics[0].contributions[0].evidence.push(7);
    assessment.attributes.insert("a/b".to_owned(), json!(1));
    let Verification::Differs { differences } = verify(&engine("growth"), &assessment, &submission).unwrap()
    else {
        panic!("it differs")
    };
    let pointers: Vec<_> = differences.iter().map(|difference| difference.pointer.as_str()).collect();
    assert_eq!(pointers[..2], ["/attributes/a~1b", "/overall_score"]);
    assert!(pointers[2].starts_with("/path_scores/0/metrics/0/contributions/0/evidence/"), "{pointers:?}");
    assert_eq!((&differences[0].stored, &differences[0].replayed), (&Some(json!(1)), &None));
    assert_eq!(differences[1].stored, Some(json!(99)));

    let other = Submission { candidate_id: Some("someone-else".to_owned()), ..submission };
    assert!(matches!(verify(&engine("growth"), &assessment, &other).unwrap(), Verification::Differs { .. }));
}

#[test]
fn what_cannot_be_replayed_says_why() {
    let (submission, assessment, ..) = sample();
    let reasons = |engine: &Engine, assessment: &Assessment, submission: &Submission| match verify(
        engine, assessment, submission,
    )
    .unwrap()
    {
        Verification::NotReplayable { reasons } => reasons.join("\n"),
        other => panic!("{other:?}"),
    };
    let growth = engine("growth");
    let changed = |change: &dyn Fn(&mut Assessment)| {
        let mut assessment = assessment.clone();
        change(&mut assessment);
        reasons(&growth, &assessment, &submission)
    };
    let said =
        reasons(&growth, &assessment, &Submission { content: Default::default(), ..submission.clone() });
    assert!(said.contains("the submission is not the one that was assessed"), "{said}");
    let said = reasons(&engine("classic"), &assessment, &submission);
    assert!(said.contains("made with rubric growth") && said.contains("has classic"), "{said}");
    let said = changed(&|a| a.metadata.provenance.engine_version = "0.0.9".to_owned());
    assert!(said.contains("made by engine 0.0.9"), "{said}");
    let said = changed(&|a| a.metadata.provenance.grammars[0].version = "0.1.0".to_owned());
    assert!(said.contains("grammar python 0.1.0"), "{said}");
    let said = changed(&|a| a.metadata.provenance.grammars.clear());
    assert!(said.contains("without the language python"), "{said}");
    let said = changed(&|a| a.metadata.provenance.grammars[0].language = "cobol".to_owned());
    assert!(said.contains("does not know the language cobol"), "{said}");
    let said = changed(&|a| {
        a.metadata.provenance.dialects.values_mut().for_each(|words| words.push('!'));
    });
    assert!(said.contains("had another definition"), "{said}");

    // What another engine refuses is a reason, not an error; a submission that nobody takes is an error.
    let mut with_parameter = submission.clone();
    with_parameter.options.rubric_parameters.insert("penalty_high".to_owned(), json!(3));
    let stored = engine("classic").assess(&with_parameter).unwrap();
    let said = reasons(&growth, &stored, &with_parameter);
    assert!(said.contains("refuses the submission") && said.contains("penalty_high"), "{said}");
    let unknown = {
        let mut submission = submission.clone();
        submission.options.rubric_parameters.insert("no_such".to_owned(), json!(3));
        reasons(&growth, &assessment, &submission)
    };
    assert!(unknown.contains("refuses the submission") && unknown.contains("no_such"), "{unknown}");
    let narrow = Engine::builder().limits(Limits { max_text_bytes: 3, ..Limits::default() }).build().unwrap();
    assert!(reasons(&narrow, &assessment, &submission).contains("refuses the submission"));
    let bad = Submission { candidate_id: Some("a b".to_owned()), ..submission };
    assert_eq!(verify(&growth, &assessment, &bad).unwrap_err().kind(), ErrorKind::InvalidSubmission);
}

#[test]
fn only_the_canonical_text_is_read_as_such() {
    let (_, assessment, json, _) = sample();
    assert_eq!(read_canonical(&json).unwrap(), assessment);
    let pretty = serde_json::to_string_pretty(&assessment).unwrap();
    let error = read_canonical(&pretty).unwrap_err();
    assert!(error.kind() == ErrorKind::InvalidJson && error.message().contains("canonical"), "{error}");
    assert!(read_canonical("{}").unwrap_err().message().contains("expected an assessment"));
}
