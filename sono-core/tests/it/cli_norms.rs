//! `sono-eval norms` as a user meets it.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::{Value, json};

fn run(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sono-eval"));
    // The surroundings of a test run must not colour its output.
    command.current_dir(folder).env_remove("CLICOLOR_FORCE").env_remove("COLUMNS").env("NO_COLOR", "1");
    command.args(args).output().unwrap()
}

/// The output of a run that succeeds.
fn done(folder: &Path, args: &[&str]) -> String {
    let Output { status, stdout, stderr } = run(folder, args);
    assert!(status.success(), "{args:?}: {}", String::from_utf8_lossy(&stderr));
    String::from_utf8(stdout).unwrap()
}

/// The message of a run that is refused.
fn refused(folder: &Path, args: &[&str]) -> String {
    let Output { status, stdout, stderr } = run(folder, args);
    assert_eq!((status.code(), stdout.as_slice()), (Some(1), b"".as_slice()), "{args:?}");
    String::from_utf8(stderr).unwrap()
}

/// Submissions of 40 people in two roles, the results of their batch, and one assessment.
fn assessed() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let submission = |index: usize| {
        // Two levels are as good as none.
        let levels = index % 8 + 2;
        let body: String =
            (0..levels).map(|depth| format!("{}if a > {depth}:\n", "    ".repeat(depth + 1))).collect();
        let code = format!("def f(a):\n{body}{}return a + 1\n", "    ".repeat(levels + 1));
        let role = if index < 35 { "backend" } else { "frontend" };
        json!({ "content": { "code": code }, "attributes": { "role": role } }).to_string()
    };
    let lines: Vec<String> = (0..40).map(submission).collect();
    fs::write(root.join("submissions.jsonl"), lines.join("\n")).unwrap();
    fs::write(root.join("one.json"), &lines[3]).unwrap();
    done(root, &["batch", "submissions.jsonl", "-o", "results.jsonl"]);
    done(root, &["assess", "--submission", "one.json", "--format", "json", "-o", "assessment.json"]);
    folder
}

#[test]
fn a_score_is_ranked_among_those_of_a_batch() {
    let folder = assessed();
    let root = folder.path();
    done(root, &["norms", "build", "results.jsonl", "--by", "role", "-o", "norms.json"]);
    let norms: Value = serde_json::from_str(&fs::read_to_string(root.join("norms.json")).unwrap()).unwrap();
    assert_eq!((&norms["cohorts"][0]["count"], &norms["cohorts"][1]["count"]), (&json!(35), &json!(5)));

    let standing: Value = serde_json::from_str(&done(
        root,
        &["norms", "rank", "norms.json", "assessment.json", "--format", "json"],
    ))
    .unwrap();
    let (all, cohort) = (&standing["all"], &standing["cohort"]);
    assert_eq!(
        (&all["count"], &cohort["count"], &cohort["value"]),
        (&json!(40), &json!(35), &json!("backend"))
    );
    let assessment: Value =
        serde_json::from_str(&fs::read_to_string(root.join("assessment.json")).unwrap()).unwrap();
    assert_eq!(all["overall"]["score"], assessment["overall_score"]);
    // Each depth was handed in five times, the deeper ones score less, and this is the fourth of eight.
    assert_eq!(all["overall"]["percentile_rank"], json!(100.0 * (4.0 * 5.0 + 2.5) / 40.0));

    let text = done(root, &["norms", "rank", "norms.json", "assessment.json"]);
    insta::assert_snapshot!(text, @"
    Standing
    Among submissions of type code under rubric growth 2.0.0. · A percentile rank is
    the share that scored less, with half of the ties. Its interval tells how far
    another cohort of this size could move it.

    All ────────────────────────────────────────────────────────────────────────────
      40 assessments

      Level             Score  Rank  95 % interval              Quartiles  Count
      Overall            76.6  56.3   41.0 to 70.4     67.8 / 73.2 / 79.3     40
      technical          75.6  56.3   41.0 to 70.4     57.3 / 68.5 / 80.6     40
      - structure        78.4  56.3   41.0 to 70.4     51.0 / 67.8 / 85.9     40
      - error_handling   70.0  50.0   35.2 to 64.8     70.0 / 70.0 / 70.0     40
      design             98.0  56.3   41.0 to 70.4     96.6 / 97.5 / 98.5     40
      - modularity       95.8  56.3   41.0 to 70.4     92.2 / 94.6 / 97.0     40
      - interfaces       99.0  50.0   35.2 to 64.8     99.0 / 99.0 / 99.0     40
      - duplication     100.0  50.0   35.2 to 64.8  100.0 / 100.0 / 100.0     40
      collaboration      75.3  56.3   41.0 to 70.4     74.0 / 74.9 / 76.8     40
      - readability      75.3  56.3   41.0 to 70.4     74.0 / 74.9 / 76.8     40
      problem_solving    85.0  56.3   41.0 to 70.4     61.6 / 74.2 / 90.5     40
      - decomposition    85.0  56.3   41.0 to 70.4     61.6 / 74.2 / 90.5     40
      communication      44.0  50.0   35.2 to 64.8     44.0 / 44.0 / 44.0     40
      - naming           44.0  50.0   35.2 to 64.8     44.0 / 44.0 / 44.0     40

    role: backend ──────────────────────────────────────────────────────────────────
      35 assessments

      Level             Score  Rank  95 % interval              Quartiles  Count
      Overall            76.6  51.4   35.6 to 67.0     70.0 / 76.6 / 81.9     35
      technical          75.6  51.4   35.6 to 67.0     62.9 / 75.6 / 86.1     35
      - structure        78.4  51.4   35.6 to 67.0     59.4 / 78.4 / 94.1     35
      - error_handling   70.0  50.0   34.3 to 65.7     70.0 / 70.0 / 70.0     35
      design             98.0  51.4   35.6 to 67.0     97.1 / 98.0 / 99.0     35
      - modularity       95.8  51.4   35.6 to 67.0     93.4 / 95.8 / 98.2     35
      - interfaces       99.0  50.0   34.3 to 65.7     99.0 / 99.0 / 99.0     35
      - duplication     100.0  50.0   34.3 to 65.7  100.0 / 100.0 / 100.0     35
      collaboration      75.3  51.4   35.6 to 67.0     74.5 / 75.3 / 78.1     35
      - readability      75.3  51.4   35.6 to 67.0     74.5 / 75.3 / 78.1     35
      problem_solving    85.0  51.4   35.6 to 67.0     70.0 / 85.0 / 94.9     35
      - decomposition    85.0  51.4   35.6 to 67.0     70.0 / 85.0 / 94.9     35
      communication      44.0  50.0   34.3 to 65.7     44.0 / 44.0 / 44.0     35
      - naming           44.0  50.0   34.3 to 65.7     44.0 / 44.0 / 44.0     35

    Not assessed ───────────────────────────────────────────────────────────────────
      • technical/testing: Not asked for: tests.
      • technical/understanding: Not asked for: written answers.
      • design/trade_offs: Not asked for: written answers.
      • collaboration/documentation: Not asked for: documentation.
      • collaboration/explanation: Not asked for: written answers.
      • problem_solving/approach: Not asked for: written answers.
      • communication/written_answers: Not asked for: written answers.
    ");
}

#[test]
fn assessments_by_themselves_are_counted_too_and_failed_items_are_not() {
    let folder = assessed();
    let root = folder.path();
    let one = fs::read_to_string(root.join("assessment.json")).unwrap();
    let failed = r#"{"index":1,"status":"failed","error":{"kind":"invalid_json","message":"x"}}"#;
    fs::write(root.join("mixed.jsonl"), format!("{}\n{failed}\n", one.trim())).unwrap();
    let ran = run(root, &["norms", "build", "mixed.jsonl", "results.jsonl"]);
    let norms: Value = serde_json::from_slice(&ran.stdout).unwrap();
    assert_eq!(norms["cohorts"][0]["count"], json!(41));
    assert_eq!(String::from_utf8(ran.stderr).unwrap(), "note: left out 1 failed item\n");
    fs::write(root.join("few.json"), done(root, &["norms", "build", "mixed.jsonl"])).unwrap();
    let text = done(root, &["norms", "rank", "few.json", "assessment.json"]);
    assert!(text.contains("Not ranked: a rank requires at least 30 assessments."), "{text}");
}

#[test]
fn every_line_that_cannot_be_counted_is_named_and_nothing_is_written() {
    let folder = assessed();
    let root = folder.path();
    let one: Value =
        serde_json::from_str(&fs::read_to_string(root.join("assessment.json")).unwrap()).unwrap();
    let mut other = one.clone();
    other["metadata"]["provenance"]["rubric"]["hash"] = json!("00");
    other["overall_score"] = json!(101);
    let lines = [
        one.to_string(),
        "{".into(),
        String::new(),
        r#"{"status":"lost"}"#.into(),
        other.to_string(),
        "{}".into(),
    ];
    fs::write(root.join("mixed.jsonl"), lines.join("\n")).unwrap();
    let told = refused(root, &["norms", "build", "mixed.jsonl", "-o", "norms.json"]);
    assert!(!root.join("norms.json").exists());
    let hash = one["metadata"]["provenance"]["rubric"]["hash"].as_str().unwrap();
    insta::assert_snapshot!(told.replace(hash, "[hash]"), @"
    error[invalid_json]: the norms were not built; nothing was written
      mixed.jsonl:2: not JSON: EOF while parsing an object at line 1 column 1
      mixed.jsonl:3: expected an assessment, got a blank line
      mixed.jsonl:4: expected an item whose status is completed or failed
      mixed.jsonl:5: `/metadata/provenance/rubric/hash`: expected [hash], got 00
      mixed.jsonl:5: `/overall_score`: expected a score from 0 to 100, got 101
      mixed.jsonl:6: not an assessment: missing field `schema_version`
    ");

    let told = refused(root, &["norms", "build", "results.jsonl", "-o", "results.jsonl"]);
    assert!(told.contains("it is the same file as the input results.jsonl"), "{told}");
}

#[test]
fn norms_and_assessments_that_do_not_fit_are_refused_with_their_file() {
    let folder = assessed();
    let root = folder.path();
    fs::write(root.join("bad.json"), r#"{"schema_version":"1.0","cohorts":[{"count":0}],"more":1}"#).unwrap();
    let told = refused(root, &["norms", "rank", "bad.json", "assessment.json"]);
    insta::assert_snapshot!(told, @r#"
    error[invalid_json]: bad.json: the norms are not valid: 5 problems
      /cohorts/0/count: expected a whole number from 1 to 9007199254740991, got 0
      /cohorts/0: the field "overall" is missing
      /cohorts/0: the field "paths" is missing
      /cohorts: expected cohorts and a basis, or neither
      /more: unknown field "more"; expected one of "schema_version", "basis", "attribute", "cohorts"
    "#);
    done(root, &["norms", "build", "results.jsonl", "-o", "norms.json"]);
    let args = ["--rubric", "hiring", "--format", "json", "-o", "hiring.json"];
    done(root, &[&["assess", "--submission", "one.json"], args.as_slice()].concat());
    let told = refused(root, &["norms", "rank", "norms.json", "hiring.json"]);
    assert!(told.starts_with("error[not_comparable]: hiring.json: "), "{told}");
    assert!(told.contains("/metadata/provenance/rubric/id: expected growth, got hiring"), "{told}");
}
