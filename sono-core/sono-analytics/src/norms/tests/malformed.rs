//! Stored norms that are not what they should be.

use super::*;

fn json() -> Value {
    let mut norms = Norms::by_attribute("role");
    for (score, role) in [(1.0, "a"), (2.0, "a"), (2.0, "b")] {
        let mut assessment = of_role(score, role);
        assessment.path_scores.truncate(1);
        assessment.path_scores[0].metrics.truncate(1);
        norms.add(&assessment).unwrap();
    }
    serde_json::from_str(&norms.to_json().unwrap()).unwrap()
}

#[test]
fn the_stored_form_is_pinned() {
    let mut json = json();
    json["basis"]["rubric"]["hash"] = "00".into();
    json["basis"]["rubric"]["version"] = "0".into();
    json["basis"]["engine_version"] = "0.0.0".into();
    insta::assert_snapshot!(json, @r#"{"attribute":"role","basis":{"assessment_mode":"measured","assessment_schema":"1.0","engine_version":"0.0.0","expects":[],"paths":["technical"],"rubric":{"hash":"00","id":"growth","version":"0"},"submission_type":"code"},"cohorts":[{"count":2,"overall":{"not_assessed":0,"tenths":[[10,1],[20,1]]},"paths":{"technical":{"metrics":{"structure":{"not_assessed":0,"tenths":[[10,1],[20,1]]}},"score":{"not_assessed":0,"tenths":[[10,1],[20,1]]}}},"value":"a"},{"count":1,"overall":{"not_assessed":0,"tenths":[[20,1]]},"paths":{"technical":{"metrics":{"structure":{"not_assessed":0,"tenths":[[20,1]]}},"score":{"not_assessed":0,"tenths":[[20,1]]}}},"value":"b"}],"schema_version":"1.0"}"#);
}

#[test]
fn all_problems_are_told_at_once() {
    let mut json = json();
    json["extra"] = 1.into();
    json["basis"]["rubric"]["hash"] = 7.into();
    json["basis"]["assessment_mode"] = "guessed".into();
    json["basis"]["paths"][0] = "technicall".into();
    json["cohorts"][0]["count"] = (-1).into();
    json["cohorts"][1]["value"] = "a".into();
    json["cohorts"][1]["overall"]["tenths"] = json!([[20, 1], [10, 1], [1_001, 1], [30, 0], [40]]);
    json["cohorts"][1].as_object_mut().unwrap().remove("paths");
    json["cohorts"].as_array_mut().unwrap().push("none".into());
    let error = serde_json::from_value::<Norms>(json.clone()).unwrap_err().to_string();
    let read = Norms::from_json(&json.to_string()).unwrap_err();
    assert_eq!((read.kind(), read.to_string()), (ErrorKind::InvalidJson, error));
    insta::assert_snapshot!(read, @r#"
    the norms are not valid: 13 problems
      /basis/rubric/hash: expected a string, got 7
      /basis/assessment_mode: unknown assessment mode "guessed"; expected one of "measured", "heuristic"
      /basis/paths/0: unknown path "technicall"; did you mean "technical"?
      /cohorts/0/count: expected a whole number from 1 to 9007199254740991, got -1
      /cohorts/1/overall/tenths/1: expected ascending pairs, got 10 tenths after as many or more
      /cohorts/1/overall/tenths/2: expected a pair of tenths (0 to 1000) and a count (at least 1), got "[1001,1]"
      /cohorts/1/overall/tenths/3: expected a pair of tenths (0 to 1000) and a count (at least 1), got "[30,0]"
      /cohorts/1/overall/tenths/4: expected a pair of tenths (0 to 1000) and a count (at least 1), got "[40]"
      /cohorts/1/overall: expected counts that add up to 1, got 2
      /cohorts/1: the field "paths" is missing
      /cohorts/1: another cohort has the same value
      /cohorts/2: expected an object, got "none"
      /extra: unknown field "extra"; expected one of "schema_version", "basis", "attribute", "cohorts"
    "#);
}

#[test]
fn what_does_not_add_up_is_refused() {
    let told = |change: fn(&mut Value)| {
        let mut json = json();
        change(&mut json);
        Norms::from_json(&json.to_string()).unwrap_err().to_string()
    };
    insta::assert_snapshot!(told(|json| json["schema_version"] = "2.0".into()), @r#"
    the norms are not valid: 1 problem
      /schema_version: expected version "1.0", got "2.0"
    "#);
    insta::assert_snapshot!(told(|json| json["cohorts"] = json!([])), @"
    the norms are not valid: 1 problem
      /cohorts: expected cohorts and a basis, or neither
    ");
    insta::assert_snapshot!(told(|json| json["basis"] = Value::Null), @"
    the norms are not valid: 1 problem
      /cohorts: expected cohorts and a basis, or neither
    ");
    insta::assert_snapshot!(told(|json| json["attribute"] = Value::Null), @"
    the norms are not valid: 2 problems
      /cohorts/0/value: unexpected value, because the norms have no attribute
      /cohorts/1/value: unexpected value, because the norms have no attribute
    ");
    insta::assert_snapshot!(told(|json| json["cohorts"][0]["overall"]["not_assessed"] = 1.into()), @"
    the norms are not valid: 1 problem
      /cohorts/0/overall: expected counts that add up to 2, got 3
    ");
    insta::assert_snapshot!(Norms::from_json("{").unwrap_err(), @"the input is not valid JSON: EOF while parsing an object at line 1 column 1");
    insta::assert_snapshot!(Norms::from_json("[]").unwrap_err(), @r#"
    the norms are not valid: 1 problem
      (whole input): expected an object with the field "cohorts", got an empty list
    "#);
    insta::assert_snapshot!(Norms::from_json(r#"{"schema_version":"1.0","cohorts":[],"cohorts":[]}"#).unwrap_err(), @"
    the norms are not valid: 1 problem
      /cohorts: the field is given more than once
    ");
    assert_eq!(Norms::from_json(r#"{"schema_version":"1.0","cohorts":[]}"#), Ok(Norms::new()));
}
