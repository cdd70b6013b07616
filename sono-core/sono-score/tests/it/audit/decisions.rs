//! Decisions of people.

use sono_score::ErrorKind;
use sono_score::assessment::canonical_json;
use sono_score::audit::*;
use sono_score::submission::{Path, Submission};

use super::{CODE, assess};

#[test]
fn what_is_wrong_with_a_decision_is_said_at_once() {
    let assessment = assess(&Submission::builder().code(CODE).paths([Path::Technical]).build().unwrap());
    let target = Target::Metric { path: Path::Technical, metric: "elegance".to_owned() };
    let error = Override::new(&assessment, target, f64::NAN, " \n", "x".repeat(201)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidOverride);
    insta::assert_snapshot!(error, @"
    the override is not valid
      /score: expected a number from 0 to 100, got NaN
      /reason: expected a non-empty text, got a blank one
      /author: expected at most 200 characters, got 201
      /target: the assessment has no score of metric elegance of path technical
    ");
    for score in [-0.1, 100.1, f64::INFINITY] {
        assert!(Override::new(&assessment, Target::Overall, score, "r", "a").is_err());
    }
    let error = Override::new(&assessment, Target::Path(Path::Design), 5.0, "r", "a").unwrap_err();
    assert!(error.to_string().contains("the assessment has no score of path design"), "{error}");
    assert_eq!(Target::Overall.to_string(), "overall score");
}

#[test]
fn decisions_stand_beside_the_original() {
    let assessment = assess(&Submission::code(CODE));
    let before = canonical_json(&assessment).unwrap();
    let metric = assessment.path_scores[0].metrics[0].clone();
    let target = Target::Metric { path: assessment.path_scores[0].path, metric: metric.id };

    let mut result = AssessmentWithOverrides::new(assessment.clone());
    assert_eq!(result.effective_score(&Target::Overall).unwrap().score(), assessment.overall_score);
    result.decide(target.clone(), 12.0, "Copied.", "j.doe").unwrap();
    let last = result.decide(target.clone(), 40.0, "Copied in part.", "a.reviewer").unwrap();
    let effective = result.effective_score(&target).unwrap();
    assert_eq!(
        (effective.original, effective.decision, effective.score()),
        (metric.score, Some(&last), Some(40.0))
    );
    assert_eq!(result.effective_score(&Target::Overall).unwrap().decision, None);
    assert_eq!(result.overrides().len(), 2);
    assert_eq!(canonical_json(result.assessment()).unwrap(), before);
    let missing = Target::Metric { path: Path::Technical, metric: "none".to_owned() };
    assert_eq!(result.effective_score(&missing), None);

    let json = canonical_json(&result).unwrap();
    let back: AssessmentWithOverrides = serde_json::from_str(&json).unwrap();
    assert_eq!(back, result);
}

#[test]
fn a_decision_about_another_assessment_is_refused() {
    let assessment = assess(&Submission::code(CODE));
    let mut result = AssessmentWithOverrides::new(assessment.clone());
    let decision = result.decide(Target::Overall, 70.0, "r", "a").unwrap();

    let mut other = assessment.clone();
    other.candidate_id = Some("someone-else".to_owned());
    let error = AssessmentWithOverrides::new(other).add(decision.clone()).unwrap_err();
    assert!(error.to_string().contains("expected the hash of this assessment"), "{error}");
    let forged = Override { original_score: Some(1.0), ..decision };
    let error = AssessmentWithOverrides::new(assessment).add(forged).unwrap_err();
    assert!(error.to_string().contains("(the overall score), got 1"), "{error}");

    let json = canonical_json(&result).unwrap();
    for (from, to) in [("\"score\":70", "\"score\":700"), ("\"reason\":\"r\"", "\"reason\":\"\"")] {
        assert!(json.contains(from));
        let edited = json.replacen(from, to, 1);
        assert!(serde_json::from_str::<AssessmentWithOverrides>(&edited).is_err(), "{to}");
    }
}

#[test]
fn a_second_assessment_names_the_first_and_the_reason() {
    let (first, second) = (assess(&Submission::code(CODE)), assess(&Submission::code("x = 1\n")));
    let rescored = Rescored::of(&first, &second, "A file was missing.").unwrap();
    assert_eq!(rescored.replaces, assessment_hash(&first).unwrap());
    assert_eq!(rescored.assessed, Assessed::of(&second).unwrap());
    assert_eq!(Rescored::of(&first, &second, "").unwrap_err().kind(), ErrorKind::InvalidRecord);
}
