//! The input model as a whole: messages, round trips, and agreement with the published schema.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::error::ErrorKind;
use crate::json::numbers::{MAX_SAFE_INTEGER, portable_value};

fn refusal(json: &str) -> String {
    Submission::from_json(json).unwrap_err().to_string()
}

#[test]
fn a_full_submission_is_read() {
    let submission = Submission::from_json(
        r##"{
            "candidate_id": "jane_doe-7",
            "submission_type": "project",
            "content": {
                "code": ["a = 1", ""],
                "text": "t", "content": "c", "solution": "s", "submission": "u",
                "explanation": "e", "reasoning": ["r1", "r2"], "approach": "p", "thinking": "k", "answers": [],
                "files": [{"path": "src\\a.py", "text": "x = 1", "language": "python"},
                          {"path": "./README.md", "text": "# A", "language": null}],
                "commits": [{"message": "Start"}],
                "base_files": [{"path": "base.py", "text": ""}],
                "set_aside": [{"path": "node_modules", "reason": "dependencies", "files": 2}]
            },
            "expects": ["readme", "tests"],
            "paths_to_evaluate": ["design", "technical", "design"],
            "options": {"rubric_parameters": {"penalty_high": 8, "note": "n", "on": true}, "tags": true,
                        "position_encoding": "code-point"},
            "attributes": {"role": "engineer", "years": 3, "remote": false, "cohort": null}
        }"##,
    )
    .unwrap();
    assert_eq!(submission.candidate_id.as_deref(), Some("jane_doe-7"));
    assert_eq!(submission.content.code, ["a = 1", ""]);
    assert_eq!(submission.content.files[0].path, "src/a.py");
    assert_eq!(submission.content.files[1].path, "README.md");
    assert_eq!(submission.expects, Some([Expectation::Tests, Expectation::Readme].into()));
    assert_eq!(submission.paths_to_evaluate, [Path::Technical, Path::Design]);
    assert_eq!(submission.attributes.len(), 4);
    assert_eq!(Submission::from_json(&submission.to_json().unwrap()), Ok(submission));
}

#[test]
fn empty_material_is_valid() {
    for content in
        ["{}", r#"{"code": ""}"#, r#"{"code": [], "files": [], "commits": []}"#, r#"{"code": null}"#]
    {
        let submission = Submission::from_json(&format!(r#"{{"content": {content}}}"#)).unwrap();
        assert_eq!(submission.submission_type, SubmissionType::Code);
        assert_eq!((submission.paths(), &submission.expects), (Path::ALL.to_vec(), &None));
    }
    let nothing = Submission::from_json(r#"{"content": {}, "expects": []}"#).unwrap();
    assert_eq!(nothing.expects, Some([].into()));
}

#[test]
fn every_problem_is_reported_at_once() {
    insta::assert_snapshot!(refusal(r##"{
        "candidate": "x",
        "candidate_id": "jane\n",
        "submission_type": "projects",
        "content": {
            "cdoe": "x",
            "code": 12,
            "text": ["a", null, {"b": 1}],
            "files": [
                {"path": "../a.py", "text": "x"},
                {"path": "a.py", "txt": "x"},
                {"path": ".\\a.py", "text": ["x"], "language": ""},
                "b.py"
            ],
            "commits": [{"message": 1, "author": "me"}],
            "base_files": [{"path": "a", "text": "", "language": "c"}],
            "a/b~c": 1
        },
        "expects": ["test", "types", "types", 5],
        "paths_to_evaluate": ["techncial", 5],
        "options": {"tags": "yes", "position_encoding": "utf16", "rubric_parameters": {"a": [1], "": 1}, "seed": 1},
        "attributes": {"team": {"name": "x"}, "long": [1, 2]}
    }"##), @r#"
        the submission is not valid: 30 problems
          /candidate_id: expected 1 to 100 characters out of A-Z, a-z, 0-9, "_" and "-", got "jane\n"
          /submission_type: unknown submission type "projects"; did you mean "project"?
          /content/code: expected a string, an object with the field "text", or a list of these, got 12
          /content/text/1: expected a string, got null
          /content/text/2: expected a string, got an object
          /content/files/0/path: expected a relative path of a file, got "../a.py": ".." leads out of the submission
          /content/files/1: the field "text" is missing
          /content/files/1/txt: unknown field "txt"; did you mean "text"?
          /content/files/2/path: "a.py" is also the path of file 1
          /content/files/2/text: expected a string, got a list of 1 item
          /content/files/2/language: expected the name of a language, such as "python", in 1 to 100 bytes, got ""
          /content/files/3: expected an object with the fields "path" and "text", got "b.py"
          /content/commits/0/message: expected a string, got 1
          /content/commits/0/author: unknown field "author"; expected "message"
          /content/base_files/0/language: unknown field "language"; expected one of "path", "text"
          /content/a~1b~0c: unknown field "a/b~c"; expected one of "code", "text", "content", "solution", "submission", "explanation", "reasoning", "approach", "thinking", "answers", "files", "commits", "base_files", "set_aside"
          /content/cdoe: unknown field "cdoe"; did you mean "code"?
          /expects/0: unknown expectation "test"; did you mean "tests"?
          /expects/2: expected each word once, got "types" again
          /expects/3: expected one of "tests", "documentation", "readme", "types", "answers", "commits", got 5
          /paths_to_evaluate/0: unknown path "techncial"; did you mean "technical"?
          /paths_to_evaluate/1: expected one of "technical", "design", "collaboration", "problem_solving", "communication", got 5
          /options/rubric_parameters/: expected a name, got an empty string
          /options/rubric_parameters/a: expected a string, a number, true or false, got a list of 1 item
          /options/tags: expected true or false, got "yes"
          /options/position_encoding: unknown position encoding "utf16"; did you mean "utf-16"?
          /options/seed: unknown field "seed"; expected one of "rubric_parameters", "tags", "position_encoding"
          /attributes/long: expected a string, a number, true, false or null, got a list of 2 items
          /attributes/team: expected a string, a number, true, false or null, got an object
          /candidate: unknown field "candidate"; did you mean "candidate_id"?
        "#);
}

#[test]
fn wrong_shapes_are_named() {
    insta::assert_snapshot!(refusal("[]"), @r#"
        the submission is not valid: 1 problem
          (whole input): expected an object with the field "content", got an empty list
        "#);
    insta::assert_snapshot!(refusal("{}"), @r#"
        the submission is not valid: 1 problem
          (whole input): the field "content" is missing
        "#);
    insta::assert_snapshot!(refusal(r#"{"content": "x = 1"}"#), @r#"
        the submission is not valid: 1 problem
          /content: expected an object with fields such as "code" or "files", got "x = 1"
        "#);
    insta::assert_snapshot!(refusal(r#"{"content": null}"#), @r#"
        the submission is not valid: 1 problem
          /content: expected an object with fields such as "code" or "files", got null
        "#);
    insta::assert_snapshot!(refusal(r#"{"content": {}, "paths_to_evaluate": []}"#), @r#"
        the submission is not valid: 1 problem
          /paths_to_evaluate: expected at least one of "technical", "design", "collaboration", "problem_solving", "communication", got an empty list; leave the field out for all
        "#);
    insta::assert_snapshot!(refusal(r#"{"content": {}, "expects": "tests"}"#), @r#"
        the submission is not valid: 1 problem
          /expects: expected a list of expectations, got "tests"
        "#);
    insta::assert_snapshot!(refusal(r#"{"content": {"files": {"a.py": "x"}}}"#), @"
        the submission is not valid: 1 problem
          /content/files: expected a list of files, got an object
        ");
    insta::assert_snapshot!(refusal(r#"{"content": {"code": "a", "files": [{"path": "code", "text": ""}]}}"#), @r#"
        the submission is not valid: 1 problem
          /content/files/0/path: "code" is already the name of a text in "code"
        "#);
    insta::assert_snapshot!(refusal(r#"{"content": {"code": "a", "code": "b"}, "content": {}}"#), @"
        the submission is not valid: 2 problems
          /content/code: the field is given more than once
          /content: the field is given more than once
        ");
}

#[test]
fn many_problems_are_cut_and_counted() {
    let texts = vec!["1"; 1_000].join(",");
    let error = Submission::from_json(&format!(r#"{{"content": {{"code": [{texts}]}}}}"#)).unwrap_err();
    assert_eq!(error.problems().len(), 100);
    assert_eq!(
        error.message(),
        "the submission is not valid: 1000 problems, of which the first 100 are listed"
    );
}

#[test]
fn hostile_input_is_refused_cheaply() {
    let kind = |bytes: &[u8]| Submission::from_json_slice(bytes).unwrap_err().kind();
    assert_eq!(kind("[".repeat(1 << 20).as_bytes()), ErrorKind::InvalidJson);
    assert_eq!(kind(br#"{"content": {}, "attributes": {"a": 1e999}}"#), ErrorKind::InvalidJson);
    assert_eq!(kind(b"{\"content\": {\"code\": \"\xc3\x28\"}}"), ErrorKind::InvalidJson);
    assert_eq!(kind(br#"{"content": {"code": "\ud800"}}"#), ErrorKind::InvalidJson);
    // Problems inside a field with a name of megabytes do not repeat that name.
    let name = "n".repeat(1 << 20);
    let inner = vec![r#""a": 1"#; 200].join(",");
    let error = Submission::from_json(&format!(r#"{{"{name}": {{{inner}}}}}"#)).unwrap_err();
    assert!(error.to_string().len() < 100_000);
}

#[test]
fn values_are_read_inside_larger_documents() {
    let error = Submission::from_value_at(json!({"content": {"code": 1}}), "/submission").unwrap_err();
    insta::assert_snapshot!(error, @r#"
        the submission is not valid: 1 problem
          /submission/content/code: expected a string, an object with the field "text", or a list of these, got 1
        "#);
    assert!(Submission::from_value(json!({"content": {"code": "x"}})).is_ok());
}

#[test]
fn schema_and_parser_agree() {
    let schema = json_schema();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    let with = |key: &str, value: Value| {
        let mut submission = json!({"content": {}});
        submission[key] = value;
        submission
    };
    let content = |key: &str, value: Value| with("content", json!({key: value}));
    let path = |path: &str| content("files", json!([{"path": path, "text": ""}]));
    let mut cases = vec![json!({}), json!([]), json!(null), json!({"content": {}, "extra": 1})];
    for key in parse::SUBMISSION_FIELDS {
        for value in
            [json!(null), json!(1), json!(true), json!(""), json!("code"), json!([]), json!({}), json!([1])]
        {
            cases.push(with(key, value));
        }
    }
    for key in parse::CONTENT_FIELDS.into_iter().chain(["unknown"]) {
        for value in
            [json!(null), json!(1), json!(""), json!([]), json!([""]), json!(["", 1]), json!({}), json!([{}])]
        {
            cases.push(content(key, value));
        }
    }
    for key in parse::OPTION_FIELDS.into_iter().chain(["unknown"]) {
        for value in
            [json!(null), json!(1), json!(true), json!("utf-16"), json!("utf-32"), json!({}), json!({"a": 1})]
        {
            cases.push(with("options", json!({key: value})));
        }
    }
    let edge = 1_i64 << 53;
    let numbers =
        [json!(edge - 1), json!(edge), json!(1 - edge), json!(-edge), json!(u64::MAX), json!(-1e300)];
    let plain = [json!(null), json!(1.5), json!("x"), json!(false), json!([]), json!({})];
    for value in numbers.into_iter().chain(plain) {
        cases.push(with("attributes", json!({"a": value})));
        cases.push(with("options", json!({"rubric_parameters": {"a": value}})));
    }
    cases.push(with("attributes", json!({"": 1})));
    for id in ["a", "a\n", "a b", "é", &"x".repeat(100), &"x".repeat(101)] {
        cases.push(with("candidate_id", json!(id)));
    }
    for value in [json!(["design"]), json!(["design", "design"]), json!(["Design"]), json!([null])] {
        cases.push(with("paths_to_evaluate", value));
    }
    for value in [json!(["tests"]), json!(["types", "commits"]), json!(["tests", "tests"]), json!(["Tests"])]
    {
        cases.push(with("expects", value));
    }
    for name in [
        "a", "a.py", "a/b.py", r"a\b.py", "./a", ".", "..", "a/..", "a/.", "../a", r"a\..\b", "..a", "a..",
        "a/..b/c", "/a", r"\a", "C:a", "c:/a", "CC:a", "a//b", "a/", "", " ", "a\0", "a\nb", "a\u{85}",
        "ü/é", "...", "a/.../b",
    ] {
        cases.push(path(name));
    }
    for language in [json!(null), json!(""), json!("c++"), json!("a\n"), json!(1), json!("x".repeat(101))] {
        cases.push(content("files", json!([{"path": "a", "text": "", "language": language}])));
        cases.push(content("base_files", json!([{"path": "a", "text": "", "language": language}])));
    }
    for (key, values) in [
        ("path", [json!(1), json!("a/b"), json!("../a"), json!("."), json!("a/.")]),
        ("reason", [json!(null), json!("link"), json!("hidden"), json!(1), json!([])]),
        ("bytes", [json!(null), json!(0), json!(-1), json!(1.5), json!(1_u64 << 53)]),
        ("files", [json!(null), json!((1_u64 << 53) - 1), json!("1"), json!(true), json!({})]),
        ("language", [json!(null), json!(""), json!("c++"), json!("a\n"), json!("x".repeat(101))]),
        ("at_least", [json!(null), json!(true), json!(0), json!("no"), json!([])]),
        ("unknown", [json!(null), json!(0), json!(""), json!([]), json!({})]),
    ] {
        for value in values {
            let mut entry = json!({"path": "a", "reason": "binary"});
            entry[key] = value;
            cases.push(content("set_aside", json!([entry])));
        }
    }
    cases.push(content("files", json!([{"path": "a", "text": "", "mode": 1}])));
    for piece in [
        json!({"text": "x"}),
        json!({"text": "x", "language": "go", "path": "a.go"}),
        json!({"text": "x", "language": null, "path": null}),
        json!({"text": "x", "language": ""}),
        json!({"text": "x", "path": "../a"}),
        json!({"text": 1}),
        json!({"language": "go"}),
        json!({"text": "x", "name": "a"}),
    ] {
        cases.push(content("code", piece.clone()));
        cases.push(content("code", json!(["x", piece.clone()])));
        cases.push(content("text", piece));
    }
    cases.push(content("commits", json!([{"message": ""}, {"message": "", "author": ""}])));

    let (mut accepted, mut refused) = (0, 0);
    for case in cases {
        let valid = Submission::from_value(case.clone()).is_ok();
        assert_eq!(valid, validator.is_valid(&case), "{case}: {:?}", Submission::from_value(case.clone()));
        *(if valid { &mut accepted } else { &mut refused }) += 1;
    }
    assert!(accepted > 60 && refused > 100, "{accepted} accepted, {refused} refused");
}

#[test]
fn the_schema_names_every_field() {
    let schema = json_schema();
    let names = |value: &Value| {
        let mut names: Vec<_> = value.as_object().unwrap().keys().cloned().collect();
        names.sort();
        names
    };
    let sorted = |fields: &[&str]| {
        let mut fields: Vec<_> = fields.iter().map(ToString::to_string).collect();
        fields.sort();
        fields
    };
    let properties = &schema["properties"];
    assert_eq!(names(properties), sorted(&parse::SUBMISSION_FIELDS));
    assert_eq!(names(&properties["content"]["properties"]), sorted(&parse::CONTENT_FIELDS));
    assert_eq!(names(&properties["options"]["properties"]), sorted(&parse::OPTION_FIELDS));
    let entry = &properties["content"]["properties"]["set_aside"]["items"];
    assert_eq!(names(&entry["properties"]), sorted(&set_aside::FIELDS));
}

/// Texts with what breaks careless code: quotes, controls, line ends, wide and invisible characters.
fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![any::<String>(), "[a-z\"\\\\\r\n\t\u{feff}é😀]{0,12}"]
}

fn any_scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        any_text().prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
        any_number().prop_filter("not every reader of JSON has it", |number| portable_value(number).is_ok()),
    ]
}

/// Numbers of every size, most of them near the limits of what readers of JSON keep.
fn any_number() -> impl Strategy<Value = Value> {
    let limit = i64::try_from(MAX_SAFE_INTEGER).unwrap();
    prop_oneof![
        3 => (-limit..=limit).prop_map(Value::from),
        1 => any::<i64>().prop_map(Value::from),
        1 => any::<u64>().prop_map(Value::from),
        1 => (-3..=3_i64).prop_map(move |near| Value::from(limit + near)),
        3 => any::<f64>().prop_filter("JSON has no such number", |f| f.is_finite()).prop_map(Value::from),
        1 => Just(Value::from(-0.0)),
    ]
}

prop_compose! {
    fn any_submission()(
        (id, kind) in (prop::option::of("[A-Za-z0-9_-]{1,100}"), 0..SubmissionType::ALL.len()),
        texts in prop::collection::vec((0..10usize, any_text()), 0..6),
        files in prop::collection::btree_map("[a-z]{1,3}(/[a-z]{1,3}\\.[a-z]{1,3}){1,2}",
                                             (any_text(), prop::option::of("[a-z+#]{1,8}")), 0..4),
        base in prop::collection::btree_map("[a-z]{1,3}", any_text(), 0..3),
        commits in prop::collection::vec(any_text(), 0..3),
        paths in prop::collection::btree_set(0..5usize, 0..5),
        parameters in prop::collection::btree_map("[a-z]{1,4}", any_scalar(), 0..3),
        (tags, encoding, task) in (any::<bool>(), 0..3usize, prop::option::of(any_text())),
        expects in prop::option::of(prop::collection::btree_set(prop::sample::select(Expectation::ALL.to_vec()), 0..4)),
        attributes in prop::collection::btree_map("\\PC{1,4}", any_scalar(), 0..3),
    ) -> Submission {
        let mut submission = Submission { candidate_id: id, ..Submission::default() };
        submission.submission_type = SubmissionType::ALL[kind];
        for (key, text) in texts {
            submission.content.texts_mut()[key].1.push(text);
        }
        let file = |(path, (text, language))| SubmittedFile { path, text, language };
        submission.content.files = files.into_iter().map(file).collect();
        submission.content.base_files =
            base.into_iter().map(|(path, text)| SubmittedFile { path, text, language: None }).collect();
        submission.content.commits = commits.into_iter().map(|message| Commit { message }).collect();
        submission.paths_to_evaluate = paths.into_iter().map(|index| Path::ALL[index]).collect();
        submission.options = Options {
            rubric_parameters: parameters,
            tags,
            position_encoding: sono_syntax::text::PositionEncoding::ALL[encoding],
        };
        submission.attributes = attributes;
        submission.task = task;
        submission.expects = expects;
        submission
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn json_round_trips(submission in any_submission()) {
        let json = submission.to_json().unwrap();
        prop_assert_eq!(submission.validate(), Ok(()));
        prop_assert_eq!(Submission::from_json(&json), Ok(submission));
    }

    /// No number of a submission changes silently: it comes through as it was written, or is refused with its place.
    #[test]
    fn numbers_are_kept_or_refused(number in any_number(), in_attributes in any::<bool>()) {
        let map = json!({ "n": number });
        let (json, at) = if in_attributes {
            (json!({ "content": {}, "attributes": map }), "/attributes/n")
        } else {
            (
                json!({ "content": {}, "options": { "rubric_parameters": map } }),
                "/options/rubric_parameters/n",
            )
        };
        let (text, value) = (Submission::from_json(&json.to_string()), Submission::from_value(json));
        prop_assert_eq!(&text, &value);
        match text {
            Ok(read) => {
                let map = if in_attributes { read.attributes } else { read.options.rubric_parameters };
                // What hosts get is read as 64-bit floats.
                let written = map["n"].to_string();
                prop_assert_eq!(written.parse::<f64>().ok(), number.as_f64());
                if let Some(integer) = number.as_i64() {
                    prop_assert_eq!(written, integer.to_string());
                }
            }
            Err(error) => {
                prop_assert_eq!(error.problems().len(), 1);
                prop_assert_eq!(error.problems()[0].pointer.as_deref(), Some(at));
                prop_assert!(portable_value(&number).is_err());
            }
        }
    }

    #[test]
    fn any_json_is_read_or_refused(text in "[{}\\[\\]:,\"a-z0-9 ]{0,40}") {
        if let Err(error) = Submission::from_json(&text) {
            prop_assert!(matches!(error.kind(), ErrorKind::InvalidJson | ErrorKind::InvalidSubmission));
        }
    }

    #[test]
    fn the_hash_sees_texts_and_not_people(
        submission in any_submission(),
        key in 0..10usize,
        other in 0..10usize,
        text in any_text(),
    ) {
        let hash = input_hash(&submission);
        let mut asked = submission.clone();
        asked.task = Some(submission.task.clone().unwrap_or_default() + "?");
        prop_assert_ne!(&input_hash(&asked), &hash);

        let mut renamed = submission.clone();
        renamed.candidate_id = Some("somebody-else".into());
        renamed.attributes.insert("cohort".into(), json!(text));
        renamed.options.position_encoding = Default::default();
        prop_assert_eq!(&input_hash(&renamed), &hash);

        let mut longer = submission.clone();
        longer.content.texts_mut()[key].1.push(text.clone());
        prop_assert_ne!(&input_hash(&longer), &hash);

        let mut moved = submission.clone();
        moved.content.texts_mut()[other].1.push(text);
        prop_assert_eq!(key == other, input_hash(&moved) == input_hash(&longer));
    }

    #[test]
    fn every_text_is_a_source_once(submission in any_submission()) {
        let sources = sources(&submission);
        let mut names: Vec<_> = sources.iter().map(|source| source.name.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        prop_assert_eq!(names.len(), sources.len());
        if submission.content.base_files.is_empty() {
            let texts: usize =
                submission.content.texts().into_iter().chain(submission.content.answer_texts()).map(|(_, t)| t.len()).sum();
            let expected = texts + submission.content.files.len() + submission.content.commits.len();
            prop_assert_eq!(sources.len(), expected);
        }
    }
}
