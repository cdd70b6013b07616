//! Holds the classic rubric against recorded scores of the earlier Python system, where they are at hand.
//!
//! The recordings are no part of the repository. `SONO_GOLDEN` names the file; the default lies beside the
//! repository.

use std::collections::BTreeMap;
use std::io::{Read, Write as _};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use sono_score::assessment::Assessment;
use sono_score::engine::Engine;
use sono_score::rubric::Rubric;
use sono_score::submission::{Submission, sources};

const CASES: usize = 685;

/// The recordings; nothing when they are not at hand. A file that `SONO_GOLDEN` names must be there.
fn golden() -> Option<String> {
    let default = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/classic_golden.jsonl.gz");
    let named = std::env::var_os("SONO_GOLDEN").map(PathBuf::from);
    let path = named.clone().unwrap_or_else(|| PathBuf::from(default));
    let file = match std::fs::File::open(&path) {
        Ok(file) => file,
        Err(error) if named.is_some() => panic!("SONO_GOLDEN names {}: {error}", path.display()),
        Err(error) => {
            skipped(&path, &error);
            return None;
        }
    };
    let mut text = String::new();
    flate2::read::GzDecoder::new(file).read_to_string(&mut text).unwrap();
    Some(text)
}

/// Says that nothing was compared. It goes to the terminal, past the harness, which shows no output of a test that passes.
fn skipped(path: &Path, error: &std::io::Error) {
    let note = format!(
        "\nSKIPPED: classic_reproduces_every_recorded_score compared nothing: {}: {error}\n\
         SKIPPED: set SONO_GOLDEN to the recordings to run it\n",
        path.display()
    );
    std::io::stderr().write_all(note.as_bytes()).unwrap();
}

/// The recorded input as a submission: without its candidate, and without content that was never text.
fn submission(case: &Value) -> Submission {
    let mut input = case["input"].clone();
    input["candidate_id"] = json!("x");
    input["options"] = json!({ "rubric_parameters": overrides(&case["config"]) });
    input["content"].as_object_mut().unwrap().retain(|_, value| match value {
        Value::String(_) => true,
        Value::Array(items) => items.iter().all(Value::is_string),
        _ => false,
    });
    Submission::from_value(input).unwrap()
}

fn overrides(config: &Value) -> BTreeMap<String, Value> {
    let mut out = BTreeMap::new();
    for (key, value) in config.as_object().unwrap() {
        let (name, value) = match key.as_str() {
            "name" => continue,
            "PATTERN_CHECKS_ENABLED" => ("pattern_checks", value.clone()),
            "PATTERN_PENALTY_LOW" => ("penalty_low", value.clone()),
            "PATTERN_PENALTY_MEDIUM" => ("penalty_medium", value.clone()),
            "PATTERN_PENALTY_HIGH" => ("penalty_high", value.clone()),
            "PATTERN_PENALTY_MAX" => ("penalty_max", value.clone()),
            "DARK_HORSE_MODE" => ("motives", json!(value != "disabled")),
            other => panic!("unknown setting {other}"),
        };
        out.insert(name.to_owned(), value);
    }
    out
}

/// Violations as rule and line; the recordings count lines in the joined text.
fn violations(submission: &Submission, assessment: &Assessment) -> Vec<(String, usize)> {
    let sources = sources(submission);
    let first_line = |file: &str| {
        let before = sources.iter().take_while(|source| source.name != file);
        before.map(|source| source.lines.len()).sum::<usize>()
    };
    assessment
        .metadata
        .pattern_checks
        .violations
        .iter()
        .map(|found| (found.rule.clone(), first_line(&found.location.file) + found.location.start.line))
        .collect()
}

fn compare(case: &Value, assessment: &Assessment, violations: &[(String, usize)]) -> Result<(), String> {
    let near = |what: String, expected: &Value, found: f64| {
        let expected = expected.as_f64().unwrap();
        if (expected - found).abs() <= 1e-9 {
            Ok(())
        } else {
            Err(format!("{what}: {found}, not {expected}"))
        }
    };
    let expected = &case["expected"];
    let paths = expected["paths"].as_array().unwrap();
    if paths.len() != assessment.path_scores.len() {
        return Err(format!("{} paths, not {}", assessment.path_scores.len(), paths.len()));
    }
    for path in paths {
        let id = path["path"].as_str().unwrap();
        let found = assessment.path_scores.iter().find(|found| found.path.as_str() == id);
        let found = found.ok_or_else(|| format!("no path {id}"))?;
        let metrics = path["metrics"].as_array().unwrap();
        if metrics.len() != found.metrics.len() {
            return Err(format!("{id}: {} metrics, not {}", found.metrics.len(), metrics.len()));
        }
        for (metric, found) in metrics.iter().zip(&found.metrics) {
            if metric["name"] != found.name.as_str() {
                return Err(format!("{id}: {} instead of {}", found.name, metric["name"]));
            }
            near(format!("{id} {} score", found.name), &metric["score"], found.score.unwrap_or(f64::NAN))?;
            near(format!("{id} {} weight", found.name), &metric["weight"], found.weight)?;
        }
        let motives = path["motives"].as_array().unwrap();
        if motives.len() != found.motives.len() {
            return Err(format!("{id}: {} motives, not {}", found.motives.len(), motives.len()));
        }
        for (motive, found) in motives.iter().zip(&found.motives) {
            if motive["motive_type"] != found.motive_type.as_str() {
                return Err(format!("{id}: motive {}, not {}", found.motive_type, motive["motive_type"]));
            }
            near(format!("{id} motive {}", found.motive_type), &motive["strength"], found.strength)?;
        }
    }
    let checks = &expected["pattern_checks"];
    let recorded: Vec<(String, usize)> = serde_json::from_value(checks["violations"].clone()).unwrap();
    if recorded != violations {
        return Err(format!("violations {violations:?}, not {recorded:?}"));
    }
    near("penalty".to_owned(), &checks["penalty_points"], assessment.metadata.pattern_checks.penalty_points)
}

#[test]
fn classic_reproduces_every_recorded_score() {
    let Some(golden) = golden() else { return };
    let engine = Engine::builder().rubric(Rubric::builtin("classic").unwrap()).build().unwrap();
    let mut failures = Vec::new();
    let mut right = 0;
    for line in golden.lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        let submission = submission(&case);
        let assessment = engine.assess(&submission).unwrap();
        match compare(&case, &assessment, &violations(&submission, &assessment)) {
            Ok(()) => right += 1,
            Err(failure) => {
                failures.push(format!("{} ({}): {failure}", case["case"], case["config"]["name"]))
            }
        }
    }
    eprintln!("{right} of {CASES} reproduced");
    assert!(failures.is_empty(), "{} fail:\n{}", failures.len(), failures.join("\n"));
    assert_eq!(right, CASES);
}
