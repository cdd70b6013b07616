use serde_json::{Value, json};

use super::*;
use sono_score::error::{Error, ErrorKind};
use sono_score::submission::Expectation;
use sono_syntax::text::PositionEncoding;

fn ask(call: &Value) -> Result<Value, Error> {
    let door = Door::from_json("").unwrap();
    door.call_json_str(&call.to_string(), &Hooks::default())
        .map(|answer| serde_json::from_str(&answer).unwrap())
}

fn problems(error: &Error) -> Vec<String> {
    error.problems().iter().map(ToString::to_string).collect()
}

#[test]
fn every_problem_of_a_call_is_found_at_once() {
    let error = ask(&json!({
        "call": "report", "submission": {"content": {"cdoe": 1}}, "format": "pdff", "widht": 3, "assessment": {"x": 1}
    }))
    .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidCall);
    insta::assert_snapshot!(error);
}

#[test]
fn a_wrong_submission_is_an_invalid_submission_with_pointers_into_the_call() {
    let error = ask(&json!({"call": "assess", "submission": {"content": {"code": 1}}})).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidSubmission);
    let expected = r#"an object with the field "text""#;
    let problem =
        format!("/submission/content/code: expected a string, {expected}, or a list of these, got 1");
    assert_eq!(problems(&error), [problem]);
    let error = ask(&json!({"call": "assess", "submission": {}, "submission_": 1})).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidCall);
}

#[test]
fn unknown_calls_and_whole_inputs_of_another_kind_are_refused() {
    for (call, message) in [
        (json!({"call": "asess"}), r#"/call: unknown call "asess"; did you mean "assess"?"#),
        (json!({}), r#"(whole input): the field "call" is missing"#),
        (json!([]), r#"(whole input): expected an object with the field "call", got an empty list"#),
        (
            json!({"call": "report"}),
            r#"(whole input): one of "assessment" and "submission" is needed, and both are missing"#,
        ),
        (json!({"call": "rubrics", "id": "growth"}), r#"/id: unknown field "id"; expected "call""#),
    ] {
        let error = ask(&call).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidCall, "{call}");
        assert_eq!(problems(&error)[0], message);
    }
    assert_eq!(Door::from_json("{").unwrap_err().kind(), ErrorKind::InvalidJson);
}

#[test]
fn an_assessment_carries_what_the_host_knows_and_counts_in_its_unit() {
    let door = Door::from_json(r#"{"position_encoding": "utf-16", "rubric": "hiring"}"#).unwrap();
    let call = json!({
        "call": "assess", "assessment_id": "a-1", "timestamp": "2026-01-02T03:04:05Z",
        "submission": {"content": {"code": "x = '🦀'\n"}},
    });
    let answer = door.call_json_str(&call.to_string(), &Hooks::default()).unwrap();
    let answer: Value = serde_json::from_str(&answer).unwrap();
    assert_eq!(answer["assessment_id"], "a-1");
    assert_eq!(answer["timestamp"], "2026-01-02T03:04:05Z");
    assert_eq!(answer["metadata"]["position_encoding"], "utf-16");
    assert_eq!(answer["metadata"]["provenance"]["rubric"]["id"], "hiring");
    assert_eq!(door.position_encoding(), PositionEncoding::Utf16);

    let verified =
        ask(&json!({"call": "verify", "assessment": answer, "submission": call["submission"]})).unwrap();
    assert_eq!(verified["result"], "not_replayable", "the door has another rubric");
    let verify =
        json!({"call": "verify", "assessment": answer, "submission": call["submission"]}).to_string();
    let verified = door.call_json_str(&verify, &Hooks::default()).unwrap();
    assert_eq!(
        uncovered(&verified),
        "/assessment_id /timestamp /processing_time_ms /metadata/position_encoding"
    );
    let mut known: Value = serde_json::from_str(&verify).unwrap();
    known["assessment_id"] = answer["assessment_id"].clone();
    let verified = door.call_json_str(&known.to_string(), &Hooks::default()).unwrap();
    assert_eq!(uncovered(&verified), "/timestamp /processing_time_ms /metadata/position_encoding");
    known["timestamp"] = "another".into();
    let verified = door.call_json_str(&known.to_string(), &Hooks::default()).unwrap();
    assert!(verified.contains(r#""result":"differs""#) && verified.contains("/timestamp"), "{verified}");
}

/// The pointers that an equal verification does not cover.
fn uncovered(verified: &str) -> String {
    let verified: Value = serde_json::from_str(verified).unwrap();
    assert_eq!(verified["result"], "equal", "{verified}");
    let parts = verified["not_covered"].as_array().unwrap();
    parts.iter().map(|part| part["pointer"].as_str().unwrap()).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_stored_assessment_is_read_again_or_refused_with_its_places() {
    let assessed = ask(&json!({"call": "assess", "submission": {"content": {"code": "x = 1\n"}}})).unwrap();
    assert_eq!(ask(&json!({"call": "check_assessment", "assessment": assessed})).unwrap(), assessed);
    let text = serde_json::to_string_pretty(&assessed).unwrap();
    let read = check_assessment_json(&text).unwrap();
    assert_eq!(read, sono_score::assessment::canonical_json(&assessed).unwrap());

    let mut wrong = assessed;
    wrong["path_scores"][0]["confidence"] = json!("high");
    let error = check_assessment_json(&wrong.to_string()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidCall);
    assert_eq!(error.problems()[0].pointer.as_deref(), Some("/path_scores/0/confidence"));
    let error = ask(&json!({"call": "check_assessment", "assessment": wrong})).unwrap_err();
    assert_eq!(error.problems()[0].pointer.as_deref(), Some("/assessment/path_scores/0/confidence"));
    assert_eq!(check_assessment_json("{").unwrap_err().kind(), ErrorKind::InvalidJson);
}

#[test]
fn an_assessment_with_impossible_numbers_is_refused() {
    let assessed =
        ask(&json!({"call": "assess", "submission": {"content": {"code": "print(1)\n"}}})).unwrap();
    for (pointer, number) in [
        ("/overall_score", 1e9),
        ("/overall_score", -1.0),
        ("/confidence", 1.5),
        ("/score_interval/low", 100.5),
        ("/path_scores/0/metrics/0/score", 101.0),
        ("/path_scores/0/weight", -0.1),
    ] {
        let mut wrong = assessed.clone();
        *wrong.pointer_mut(pointer).unwrap() = json!(number);
        let error = check_assessment_json(&wrong.to_string()).unwrap_err();
        assert_eq!(error.problems()[0].pointer.as_deref(), Some(pointer));
        let error = ask(&json!({"call": "check_assessment", "assessment": wrong})).unwrap_err();
        assert_eq!(error.problems()[0].pointer, Some(format!("/assessment{pointer}")));
    }
}

#[test]
fn the_setup_is_the_one_that_assessments_have() {
    let door = Door::from_json(r#"{"rubric": "hiring"}"#).unwrap();
    let Answer::Setup(setup) = door.call(Call::Setup, &Hooks::default()).unwrap() else {
        panic!("another answer")
    };
    let assessment = door.assess_json(r#"{"content": {"code": "x = 1\n"}}"#, &Hooks::default()).unwrap();
    assert_eq!(setup.rubric, assessment.metadata.provenance.rubric);
    assert_eq!(setup.engine_version, assessment.engine_version);
    assert_eq!(setup.setup_hash, door.engine().setup_hash());
}

#[test]
fn one_bad_submission_never_ends_a_batch() {
    let good = json!({"content": {"code": "x = 1\n"}});
    let answer = ask(&json!({"call": "batch", "submissions": [good, {"content": 3}, good]})).unwrap();
    let items = answer["items"].as_array().unwrap();
    let status: Vec<_> = items.iter().map(|item| item["status"].as_str().unwrap()).collect();
    assert_eq!(status, ["completed", "failed", "completed"]);
    assert_eq!(items[1]["error"]["kind"], "invalid_submission");
    assert_eq!(items[1]["error"]["problems"][0]["pointer"], "/content");
    assert_eq!(items[0]["assessment"], items[2]["assessment"]);
}

#[test]
fn a_rubric_is_checked_with_its_places_and_may_extend_what_the_host_brings() {
    let answer =
        ask(&json!({"call": "check_rubric", "source": "format = 1\nid = 3\n", "file": "team.toml"})).unwrap();
    assert_eq!(answer["valid"], false);
    assert_eq!(answer["problems"][0]["file"], "team.toml");

    let parent = "format = 1\nid = \"base\"\nversion = \"1.0.0\"\nname = \"Base\"\nextends = \"hiring\"\n";
    let child = "format = 1\nid = \"team\"\nversion = \"2.0.0\"\nname = \"Team\"\nextends = \"base\"\n";
    let source = json!({"source": child, "parents": {"base": parent}});
    let mut call = source.clone();
    call["call"] = "check_rubric".into();
    let answer = ask(&call).unwrap();
    assert_eq!((&answer["valid"], &answer["rubric"]["id"]), (&true.into(), &"team".into()));

    let door = Door::from_json(&json!({"rubric": source}).to_string()).unwrap();
    let assessment = door.assess_json(r#"{"content": {"code": "x = 1"}}"#, &Hooks::default()).unwrap();
    assert_eq!(assessment.metadata.provenance.rubric.version, "2.0.0");
}

#[test]
fn every_rubric_that_is_listed_can_be_shown_and_used() {
    for rubric in ask(&json!({"call": "rubrics"})).unwrap()["rubrics"].as_array().unwrap() {
        let text = ask(&json!({"call": "rubric", "id": rubric["id"]})).unwrap();
        let check = ask(&json!({"call": "check_rubric", "source": text["source"]})).unwrap();
        assert_eq!(check["rubric"]["hash"], rubric["hash"]);
    }
    assert_eq!(ask(&json!({"call": "rubric", "id": "grwoth"})).unwrap_err().kind(), ErrorKind::UnknownRubric);
}

#[test]
fn options_with_problems_are_refused_by_name() {
    let error = Door::from_json(
        r#"{"rubrik": "growth", "limits": {"max_file": 1}, "position_encoding": "utf-7", "rubric": 3}"#,
    )
    .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidOptions);
    insta::assert_snapshot!(error);
}

#[test]
fn options_that_name_no_unit_of_positions_take_the_one_of_the_host() {
    let unit = |text| {
        DoorOptions::from_json_in(text, PositionEncoding::Utf16).map(|options| options.position_encoding)
    };
    assert_eq!(unit(""), Ok(PositionEncoding::Utf16));
    assert_eq!(unit(r#"{"rubric": "growth"}"#), Ok(PositionEncoding::Utf16));
    assert_eq!(unit(r#"{"position_encoding": "utf-8"}"#), Ok(PositionEncoding::Utf8));
}

#[test]
fn options_say_what_is_asked_for() {
    let asked = |options: &str, submission: &str| {
        let door = Door::from_json(options).unwrap();
        door.assess_json(submission, &Hooks::default()).unwrap().metadata.provenance.expects.unwrap()
    };
    let project = r#"{"submission_type": "project", "content": {"code": "x = 1\n"}}"#;
    assert_eq!(asked("", project).len(), 3, "the rubric's default");
    assert_eq!(asked(r#"{"expects": []}"#, project), [].into());
    let stated = r#"{"expects": ["types"], "content": {"code": "x = 1\n"}}"#;
    assert_eq!(asked(r#"{"expects": ["tests"]}"#, project), [Expectation::Tests].into());
    assert_eq!(asked(r#"{"expects": ["tests"]}"#, stated), [Expectation::Types].into());
    let error = Door::from_json(r#"{"expects": ["tets", "types", "types"]}"#).unwrap_err();
    insta::assert_snapshot!(error, @r#"
    the options are not valid: 2 problems
      /expects/0: unknown expectation "tets"; did you mean "tests"?
      /expects/2: expected each word once, got "types" again
    "#);
}

#[test]
fn a_request_brings_its_options_along() {
    let request = json!({"options": {"limits": {"max_file_bytes": 3}}, "call": "assess",
        "submission": {"content": {"code": "x = 1\n"}}});
    let error = request_json_str(&request.to_string(), &Hooks::default()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::LimitExceeded);
    let error =
        request_json_str(r#"{"options": {"x": 1}, "call": "nothing"}"#, &Hooks::default()).unwrap_err();
    assert_eq!(problems(&error).len(), 2, "{error}");
    let text = error_json(&error);
    let read: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(
        (&read["error"]["kind"], read["error"]["problems"].as_array().map(Vec::len)),
        (&"invalid_call".into(), Some(2))
    );
    let about = request_json_str(r#"{"call": "about", "options": null}"#, &Hooks::default()).unwrap();
    assert_eq!(
        about,
        ask(&json!({"call": "about"}))
            .map(|about| sono_score::assessment::canonical_json(&about).unwrap())
            .unwrap()
    );
}

#[test]
fn a_log_is_written_record_by_record_and_checked() {
    let assessment = ask(&json!({"call": "assess", "submission": {"content": {"code": "x = 1\n"}}})).unwrap();
    let first =
        ask(&json!({"call": "record", "assessed": assessment, "at": "2026-01-02T03:04:05Z"})).unwrap();
    assert_eq!(first["sequence"], 0);
    let mut decide = json!({"call": "override", "assessment": assessment, "target": "overall", "score": 70,
        "reason": "The task asked for no more.", "author": "a.reviewer"});
    let decision = ask(&decide).unwrap();
    assert_eq!(decision["original_score"], assessment["overall_score"]);
    let second = ask(&json!({"call": "record", "overridden": decision, "last_line": first["line"]})).unwrap();
    let rescored = json!({"previous": assessment, "assessment": assessment, "reason": "A new rubric."});
    let third = ask(&json!({"call": "record", "rescored": rescored, "last_line": second["line"]})).unwrap();
    let log: String =
        [&first, &second, &third].map(|record| format!("{}\n", record["line"].as_str().unwrap())).concat();
    let check = ask(&json!({"call": "check_log", "log": log, "head": third["head"]})).unwrap();
    assert_eq!((&check["records"], &check["faults"]), (&json!(3), &json!([])));
    let check = ask(&json!({"call": "check_log", "log": log.replacen("70", "71", 1)})).unwrap();
    assert_eq!(check["faults"][0]["kind"], "edited");

    decide["score"] = 101.into();
    decide["author"] = "".into();
    let error = ask(&decide).unwrap_err();
    assert_eq!((error.kind(), error.problems().len()), (ErrorKind::InvalidOverride, 2));
    let error = ask(&json!({"call": "record", "last_line": "{}", "assessed": assessment})).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRecord);
    let error = ask(&json!({"call": "record", "assessed": assessment, "overridden": decision})).unwrap_err();
    assert!(error.to_string().contains("got 2 of them"), "{error}");
}

#[test]
fn norms_are_counted_in_steps_and_say_where_an_assessment_stands() {
    let assess = |code: &str| {
        let submission = json!({"content": {"code": code}, "attributes": {"role": "backend"}});
        ask(&json!({"call": "assess", "submission": submission})).unwrap()
    };
    let (low, high) =
        (assess("def dbl(x):\n    return 2 * x\n"), assess("def double(x):\n    return 2 * x\n"));
    let first = ask(&json!({"call": "norms", "assessments": vec![&low; 15], "by": "role"})).unwrap();
    let norms = ask(&json!({"call": "norms", "assessments": vec![&low; 15], "norms": first})).unwrap();
    let standing = |norms: &Value, assessment: &Value| {
        ask(&json!({"call": "standing", "norms": norms, "assessment": assessment}))
    };
    let refused = standing(&first, &high).unwrap();
    let ranked = standing(&norms, &high).unwrap();
    assert_ne!(refused, ranked, "{ranked}");
    assert!(refused.to_string().contains("refused") && !ranked.to_string().contains("refused"), "{ranked}");

    let error = standing(&json!({"cohorts": 1}), &high).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidCall);
    assert!(problems(&error)[0].starts_with("/norms"), "{error}");
    let error = ask(&json!({"call": "standing", "assessment": high})).unwrap_err();
    assert_eq!(problems(&error), ["(whole input): the field \"norms\" is missing"]);
    let classic = request_json_str(
        &json!({"options": {"rubric": "classic"}, "call": "assess", "submission": {"content": {"code": "x = 1\n"}}}).to_string(),
        &Hooks::default(),
    );
    let classic: Value = serde_json::from_str(&classic.unwrap()).unwrap();
    let error = ask(&json!({"call": "norms", "assessments": [low, classic]})).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotComparable);
    assert!(problems(&error).iter().all(|problem| problem.starts_with("/assessments/1")), "{error}");
}

#[test]
fn a_panic_becomes_an_error() {
    let error = guarded::<()>(|| panic!("lost {}", 1)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Internal);
    assert!(error.message().ends_with("it panicked: lost 1"), "{error}");
    assert_eq!(guarded(|| Ok(3)).unwrap(), 3);
}

#[cfg(all(feature = "batch", not(target_family = "wasm")))]
mod streams {
    use std::ops::ControlFlow;

    use super::*;
    use sono_score::engine::{CancelToken, EventKind, Phase, ProgressEvent};

    fn item(text: &str) -> JsonInput {
        JsonInput { id: None, submission: Ok(text.to_owned()), encoding: PositionEncoding::Utf8 }
    }

    fn numbered(index: usize) -> JsonInput {
        item(&json!({"candidate_id": format!("c{index}"), "content": {"code": "x = 1\n"}}).to_string())
    }

    fn open(options: BatchOptions, cancel: &CancelToken) -> BatchStream<String> {
        let door = Door::from_json("").unwrap();
        door.batch_stream(options, cancel, |assessment| Ok(assessment.candidate_id.unwrap_or_default()))
            .unwrap()
    }

    #[test]
    fn results_come_in_order_and_hold_no_more_than_the_window() {
        let options =
            BatchOptions { jobs: Some(2), window: Some(3), events: true, ..BatchOptions::default() };
        let stream = open(options, &CancelToken::new());
        let mut messages: Vec<BatchMessage<String>> = Vec::new();
        let mut put_in = 0;
        let inputs = (0..50).map(numbered).inspect(|_| put_in += 1);
        let state = stream.drive(inputs, |message| messages.push(message)).unwrap();
        assert_eq!(put_in, 50);
        let ids: Vec<_> = messages
            .iter()
            .filter_map(|message| match message {
                BatchMessage::Item(item) => Some(item.outcome.clone().unwrap()),
                _ => None,
            })
            .collect();
        assert_eq!(ids, (0..50).map(|index| format!("c{index}")).collect::<Vec<_>>());
        assert_eq!(state.totals.completed, 50);
        let last = messages.iter().rev().find_map(|message| match message {
            BatchMessage::Event(event) => Some(&event.kind),
            _ => None,
        });
        assert!(matches!(last, Some(EventKind::BatchCompleted(_))), "{last:?}");
    }

    #[test]
    fn a_resumed_stream_goes_on_where_it_stopped_without_waiting_for_what_is_done() {
        let token = CancelToken::new();
        let stream = open(BatchOptions { jobs: Some(1), window: Some(2), ..BatchOptions::default() }, &token);
        let mut messages = Vec::new();
        let take = |message| {
            if messages.len() == 10 {
                token.cancel();
            }
            messages.push(message);
        };
        let state = stream.drive((0..40).map(numbered), take).unwrap();
        assert_eq!(state.phase, Phase::Cancelled);
        let before = messages.len();
        assert!((10..40).contains(&before), "{before}");

        let options =
            BatchOptions { jobs: Some(1), window: Some(2), resume: Some(state), ..BatchOptions::default() };
        let stream = open(options, &CancelToken::new());
        let mut after = Vec::new();
        let state = stream.drive((0..40).map(numbered), |message| after.push(message)).unwrap();
        assert_eq!(state.totals.completed, 40);
        assert_eq!(before + after.len(), 40);
    }

    #[test]
    fn a_state_is_bound_to_submissions_keys_and_the_unit_of_positions() {
        let inputs = || (0..10).map(numbered).collect::<Vec<_>>();
        let run = |inputs: Vec<JsonInput>, resume| {
            let options = BatchOptions { jobs: Some(2), resume, ..BatchOptions::default() };
            let mut taken = 0;
            (open(options, &CancelToken::new()).drive(inputs, |_| taken += 1), taken)
        };
        let state = run(inputs(), None).0.unwrap();
        let (same, taken) = run(inputs(), Some(state.clone()));
        assert_eq!((same.unwrap().items, taken), (state.items.clone(), 0));
        let changes: [fn(&mut Vec<JsonInput>); 4] = [
            |inputs| inputs.reverse(),
            |inputs| inputs[9].id = Some("other".to_owned()),
            |inputs| inputs[0].encoding = PositionEncoding::Utf16,
            |inputs| inputs[4].submission = Err(Error::new(ErrorKind::Io, "gone")),
        ];
        for (at, change) in changes.into_iter().enumerate() {
            let mut changed = inputs();
            change(&mut changed);
            let (ended, taken) = run(changed, Some(state.clone()));
            assert_eq!((ended.unwrap_err().kind(), taken), (ErrorKind::InvalidParameter, 0), "{at}");
        }
    }

    #[test]
    fn the_state_holds_every_result_that_was_taken_and_no_other() {
        let stream = open(BatchOptions { jobs: Some(2), ..BatchOptions::default() }, &CancelToken::new());
        assert_eq!(stream.state(), None);
        let mut taken = 0;
        let inputs = (0..20).map(|index| if index % 3 == 0 { item("{") } else { numbered(index) });
        let end = stream.drive(inputs, |message| match message {
            BatchMessage::Item(item) => {
                taken += 1;
                let state = stream.state().unwrap();
                assert_eq!((state.totals.done(), state.items.end()), (taken, item.index + 1));
                assert_eq!(state.phase, Phase::Running);
            }
            other => panic!("nobody asked for {other:?}"),
        });
        assert_eq!(taken, 20);
        assert_eq!(end.unwrap().totals.failed, 7);
        assert_eq!(stream.state().unwrap().totals.failed, 7);
    }

    #[test]
    fn items_that_cannot_be_read_fail_alone() {
        let stream = open(BatchOptions { jobs: Some(1), ..BatchOptions::default() }, &CancelToken::new());
        let lost =
            JsonInput { submission: Err(Error::new(ErrorKind::InvalidSubmission, "lost")), ..item("") };
        let mut kinds = Vec::new();
        let take = |message| {
            if let BatchMessage::Item(item) = message {
                kinds.push(item.outcome.map_err(|error| error.kind()));
            }
        };
        stream.drive([item("{"), lost, numbered(1)], take).unwrap();
        assert_eq!(
            kinds,
            [Err(ErrorKind::InvalidJson), Err(ErrorKind::InvalidSubmission), Ok("c1".to_owned())]
        );
        assert_eq!(stream.push(numbered(1)).unwrap_err().kind(), ErrorKind::InvalidCall);
    }

    #[test]
    fn messages_are_canonical_json_around_the_assessment_as_it_is() {
        let door = Door::from_json("").unwrap();
        let options = BatchOptions { jobs: Some(1), events: true, ..BatchOptions::default() };
        let stream = door
            .batch_stream(options, &CancelToken::new(), |assessment| {
                sono_score::assessment::canonical_json(&assessment)
            })
            .unwrap();
        let keyed = JsonInput { id: Some("first".to_owned()), ..numbered(0) };
        let mut texts = Vec::new();
        let state =
            stream.drive([keyed, item("{")], |message| texts.push(message.to_json().unwrap())).unwrap();
        texts.push(BatchMessage::End(Box::new(Ok(state))).to_json().unwrap());
        texts.push(BatchMessage::End(Box::new(Err(Error::new(ErrorKind::Io, "lost")))).to_json().unwrap());

        let values: Vec<Value> = texts.iter().map(|text| serde_json::from_str(text).unwrap()).collect();
        for (text, value) in texts.iter().zip(&values) {
            assert_eq!(*text, sono_score::assessment::canonical_json(value).unwrap());
        }
        let items: Vec<_> = values.iter().filter(|value| value["type"] == "item").collect();
        assert_eq!((&items[0]["id"], &items[0]["status"]), (&"first".into(), &"completed".into()));
        assert_eq!(items[0]["assessment"]["candidate_id"], "c0");
        assert_eq!(
            (&items[1]["status"], &items[1]["error"]["kind"]),
            (&"failed".into(), &"invalid_json".into())
        );
        assert!(values.iter().any(|value| value["event"]["type"] == "batch_completed"));
        assert_eq!(values[values.len() - 2]["state"]["completed"], 1);
        assert_eq!(values[values.len() - 1]["error"]["message"], "lost");
    }

    #[test]
    fn assessing_many_answers_as_the_call_does() {
        let door = Door::from_json("").unwrap();
        let values: Vec<Value> =
            (0..5).map(|index| json!({"content": {"code": format!("x = {index}\n")}})).collect();
        let lines: String = values.iter().map(|value| format!("{value}\r\n")).collect();
        let many = |options, watch: &mut dyn FnMut(&ProgressEvent) -> ControlFlow<()>| {
            door.assess_many(door.lines(lines.as_bytes()), options, &CancelToken::new(), watch)
        };
        let answer = many(BatchOptions::default(), &mut |_| ControlFlow::Continue(())).unwrap();
        let call = json!({"call": "batch", "submissions": values}).to_string();
        let expected = door.call_json_str(&call, &Hooks::default()).unwrap();
        assert_eq!(sono_score::assessment::canonical_json(&answer).unwrap(), expected);

        let mut seen = 0;
        let watch = &mut |_: &ProgressEvent| {
            seen += 1;
            ControlFlow::Break(())
        };
        let error = many(BatchOptions { events: true, ..BatchOptions::default() }, watch).unwrap_err();
        assert_eq!((error.kind(), seen), (ErrorKind::Cancelled, 1));
        let late = BatchOptions { batch_deadline_ms: Some(0), ..BatchOptions::default() };
        let error = many(late, &mut |_| ControlFlow::Continue(())).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::DeadlineExceeded);
    }

    #[test]
    fn every_line_is_an_item_and_fails_alone() {
        let door = Door::from_json("").unwrap();
        let lines = |text: &[u8]| -> Vec<_> {
            door.lines(text).map(|item| item.submission.map_err(|error| error.kind())).collect()
        };
        let line = |text: &str| Ok(text.to_owned());
        assert_eq!(lines(b""), []);
        assert_eq!(lines(b"\n"), [line("")]);
        assert_eq!(lines(b"a\r\n\nb"), [line("a"), line(""), line("b")]);
        assert_eq!(lines(b"a\n\xff\nb\n"), [line("a"), Err(ErrorKind::InvalidJson), line("b")]);
    }

    #[test]
    fn options_of_a_batch_are_read_strictly() {
        let options =
            BatchOptions::from_json(r#"{"jobs": 2, "order": "completion", "events": true}"#).unwrap();
        assert_eq!((options.jobs, options.order), (Some(2), ResultOrder::Completion));
        let error = BatchOptions::from_json(r#"{"job": 2, "order": "random"}"#).unwrap_err();
        assert_eq!(problems(&error).len(), 2, "{error}");
        let error = BatchOptions::from_json(r#"{"jobs": 0, "window": 0}"#).unwrap_err();
        assert_eq!(
            problems(&error),
            [
                "/jobs: expected a whole number from 1, got 0",
                "/window: expected a whole number from 1, got 0"
            ]
        );
    }
}

mod hosts {
    use std::sync::Arc;

    use super::*;
    use sono_score::signals::CustomDefinition;

    const RUBRIC: &str = r#"
format = 1
id = "acme"
version = "1.0.0"
name = "Acme"
extends = "growth"

[[path]]
id = "collaboration"

[[path.metric]]
id = "crabs"
name = "Crabs"
category = "code"
weight = 0.1

[[path.metric.part]]
signal = "acme.crabs"
weight = 1
curve = [[0, 100], [5, 0]]
uncertainty = 10
"#;

    fn door(callback: impl Fn(&str) -> Result<Option<String>, String> + Send + Sync + 'static) -> Door {
        let definition = CustomDefinition::new("acme.crabs", "Crabs", "Crabs in the code.");
        let signal = HostSignal::new(definition, PositionEncoding::CodePoint, callback);
        let options = DoorOptions::from_json(&json!({"rubric": {"source": RUBRIC}}).to_string()).unwrap();
        Door::open(&options, Extensions { signals: vec![Arc::new(signal)], ..Extensions::default() }).unwrap()
    }

    #[test]
    fn a_signal_behind_a_callback_counts_in_the_unit_of_its_host() {
        let door = door(|material| {
            let material: Value = serde_json::from_str(material).unwrap();
            let text = material["sources"][0]["text"].as_str().unwrap();
            let at = text.chars().position(|character| character == 'é').unwrap();
            Ok(Some(json!({"value": 1, "findings": [{"source": 0, "start": at, "end": at + 1, "message": "A crab"}]}).to_string()))
        });
        let text = json!({"content": {"code": "x = '🦀🦀é'\n"}}).to_string();
        let assessment = door.assess_json(&text, &Hooks::default()).unwrap();
        let metric = assessment
            .path_scores
            .iter()
            .flat_map(|path| &path.metrics)
            .find(|metric| metric.id == "crabs")
            .unwrap();
        assert_eq!(metric.score, Some(80.0));
        let location = metric.evidence[0].location.as_ref().unwrap();
        assert_eq!((location.start.column, location.end.column), (14, 16), "in bytes, as the door counts");
    }

    #[test]
    fn a_scorer_behind_a_callback_is_given_what_was_measured() {
        let definition =
            CustomDefinition::scorer("acme.crabs", "Crabs", "Statements of code, ten points each.");
        let scorer = HostScorer::new(definition, PositionEncoding::Utf8, |material| {
            let material: Value = serde_json::from_str(material).unwrap();
            let statements = material["signals"]["size.statements"].as_f64().unwrap();
            Ok(Some(json!({"value": statements * 10.0, "units": 3}).to_string()))
        });
        let rubric = RUBRIC.replace("[[0, 100], [5, 0]]", "[[0, 0], [100, 100]]");
        let options = DoorOptions::from_json(&json!({"rubric": {"source": rubric}}).to_string()).unwrap();
        let door =
            Door::open(&options, Extensions { scorers: vec![Arc::new(scorer)], ..Extensions::default() })
                .unwrap();
        let assessment =
            door.assess_json(r#"{"content": {"code": "x = 1\ny = 2\n"}}"#, &Hooks::default()).unwrap();
        let metric = assessment
            .path_scores
            .iter()
            .flat_map(|path| &path.metrics)
            .find(|metric| metric.id == "crabs")
            .unwrap();
        assert_eq!(metric.score, Some(20.0));
    }

    #[test]
    fn a_reviewer_is_asked_when_a_call_wants_it_and_its_answer_weighed_like_one_brought_along() {
        use sono_score::review::ReviewerDefinition;

        let code = "def f(x):\n    return x\n";
        let submission = json!({"content": {"code": code}, "paths_to_evaluate": ["communication"]});
        let request = ask(&json!({"call": "review_request", "submission": submission})).unwrap();
        let metric = &request["criteria"][0];
        let answer = json!({"metrics": [{"path": metric["path"], "metric": metric["metric"], "score": 90,
            "rationale": "Short and clear.",
            "evidence": [{"file": "code", "first_line": 1, "last_line": 1, "quote": "def f(x):"}]}]});
        let definition = ReviewerDefinition::new("acme.panel", "Panel", "A panel of two people.");
        let (given, expected) = (answer.clone(), request.clone());
        let reviewer = HostReviewer::new(definition.clone(), move |request| {
            assert_eq!(serde_json::from_str::<Value>(request).unwrap(), expected);
            Ok(given.to_string())
        });
        let extensions = Extensions { reviewers: vec![Arc::new(reviewer)], ..Extensions::default() };
        let door = Door::open(&DoorOptions::default(), extensions).unwrap();
        let call = |call: Value| door.call_json_str(&call.to_string(), &Hooks::default());
        let plain = call(json!({"call": "assess", "submission": submission})).unwrap();
        let asked = call(json!({"call": "assess", "submission": submission, "review": true})).unwrap();
        assert_ne!(plain, asked);
        for answer in [answer.clone(), answer.to_string().into()] {
            let opinions = json!([{"reviewer": definition, "answer": answer}]);
            let brought =
                call(json!({"call": "assess", "submission": submission, "opinions": opinions})).unwrap();
            assert_eq!(brought, asked);
        }
        let assessment: Value = serde_json::from_str(&asked).unwrap();
        let verify = json!({"call": "verify", "submission": submission, "assessment": assessment});
        let uncovered = super::uncovered(&call(verify).unwrap());
        assert!(uncovered.contains("/review/opinions /review/rejected /metadata/provenance/reviewers"));

        let error = call(json!({"call": "assess", "submission": submission, "opinions": [
            {"reviewer": definition}, 3, {"reviewer": {"id": "x"}, "answer": "{}", "error": "late"}]}))
        .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidCall);
        assert_eq!(problems(&error).len(), 4, "{error}");
    }

    #[test]
    fn what_a_callback_gives_is_checked() {
        for (answer, words) in [
            (Ok(Some("{".to_owned())), "no measured value"),
            (Ok(Some(r#"{"value": 1, "x": 1}"#.to_owned())), "unknown field"),
            (
                Ok(Some(
                    r#"{"value": 1, "findings": [{"source": 0, "start": 90, "end": 91, "message": "m"}]}"#
                        .to_owned(),
                )),
                "no places",
            ),
            (
                Ok(Some(
                    r#"{"value": 1, "findings": [{"source": 7, "start": 0, "end": 1, "message": "m"}]}"#
                        .to_owned(),
                )),
                "does not exist",
            ),
            (Err("out of order".to_owned()), "out of order"),
        ] {
            let door = door(move |_| answer.clone());
            let error =
                door.assess_json(r#"{"content": {"code": "x = 1\n"}}"#, &Hooks::default()).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::SignalFailed);
            assert!(error.to_string().contains(words), "{error}");
        }
    }
}
