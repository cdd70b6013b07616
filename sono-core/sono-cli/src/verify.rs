//! `sono-eval verify`: checks whether an assessment still holds.

use std::fs::File;
use std::path::Path;

use serde_json::{Value, json};
use sono_report::Printable;
use sono_score::assessment::Assessment;
use sono_score::audit::{Verification, assessment_hash, verify};
use sono_score::submission::{Path as Perspective, Submission};
use sono_score::{Error, ErrorKind, Result};

use super::args::{Color, OutputArgs, PlainFormat, VerifyArgs};
use super::assess::{read, read_submission};
use super::console::{Failure, Outcome, io_error, print};
use super::rubric;

pub(crate) fn run(args: &VerifyArgs) -> Result<Outcome, Failure> {
    let assessment = read_assessment(&args.assessment)?;
    let named = &assessment.metadata.provenance.rubric.id;
    let engine = rubric::engine(args.rubric.as_ref().unwrap_or(named))?;
    let mut submission = read_submission(&args.inputs, &args.gather, args.submission)?;
    if !args.submission {
        take_over(&assessment, &mut submission);
    }
    submission.options.rubric_parameters.extend(args.parameters.iter().cloned());
    let verification = verify(&engine, &assessment, &submission)?;
    let hash = assessment_hash(&assessment)?;
    let expected = args.hash.as_deref().map(str::trim).filter(|expected| *expected != hash);
    let text = match args.format {
        PlainFormat::Text => describe(&verification, &hash, expected),
        PlainFormat::Json => as_json(&verification, &hash, expected)?,
    };
    print(&text, &OutputArgs { output: None, color: Color::Never })?;
    Ok(match verification {
        _ if expected.is_some() => Outcome::SomeFailed,
        Verification::Equal => Outcome::Done,
        Verification::Differs { .. } => Outcome::SomeFailed,
        Verification::NotReplayable { .. } => Outcome::NotReplayable,
    })
}

pub(crate) fn read_assessment(path: &Path) -> Result<Assessment> {
    let file = File::open(path).map_err(|error| io_error("read", path, &error))?;
    serde_json::from_slice(&read(file, path)?).map_err(|error| {
        let message = format!("{} is not an assessment: {error}", path.display());
        Error::new(ErrorKind::InvalidJson, message)
    })
}

/// Takes from the assessment the facts that files and folders do not state.
fn take_over(assessment: &Assessment, submission: &mut Submission) {
    submission.candidate_id.clone_from(&assessment.candidate_id);
    submission.submission_type = assessment.submission_type;
    submission.attributes.clone_from(&assessment.attributes);
    submission.options.position_encoding = assessment.metadata.position_encoding.unwrap_or_default();
    submission.paths_to_evaluate = assessment.path_scores.iter().map(|score| score.path).collect();
    if submission.paths_to_evaluate.len() == Perspective::ALL.len() {
        submission.paths_to_evaluate.clear();
    }
}

fn describe(verification: &Verification, hash: &str, expected: Option<&str>) -> String {
    let mut lines = Vec::new();
    if let Some(expected) = expected {
        lines.push(format!("Not the recorded assessment: expected hash {expected}, got {hash}."));
    }
    match verification {
        Verification::Equal => lines.push("Equal: the replay gives the same assessment.".to_owned()),
        Verification::Differs { differences } => {
            lines.push("Differs: the replay gives a different assessment.".to_owned());
            for difference in differences {
                let shown = |value: &Option<Value>| value.as_ref().map_or("nothing".to_owned(), short);
                let (stored, replayed) = (shown(&difference.stored), shown(&difference.replayed));
                lines.push(format!("  {}: is {stored}, replayed {replayed}", difference.pointer));
            }
        }
        Verification::NotReplayable { reasons } => {
            lines.push("Cannot be replayed here:".to_owned());
            lines.extend(reasons.iter().map(|reason| format!("  {reason}")));
        }
    }
    lines.iter().map(|line| format!("{}\n", Printable::exact(line).as_str())).collect()
}

/// The value as JSON, cut to fit a line. JSON escapes control characters.
fn short(value: &Value) -> String {
    const MAX: usize = 100;
    let text = value.to_string();
    match text.char_indices().nth(MAX) {
        Some((end, _)) => format!("{}...", text.get(..end).unwrap_or_default()),
        None => text,
    }
}

fn as_json(verification: &Verification, hash: &str, expected: Option<&str>) -> Result<String> {
    let failed = |error: serde_json::Error| Error::new(ErrorKind::Internal, error.to_string());
    let mut value = serde_json::to_value(verification).map_err(failed)?;
    if let Some(object) = value.as_object_mut() {
        object.insert("assessment_hash".to_owned(), json!(hash));
        if let Some(expected) = expected {
            object.insert("expected_hash".to_owned(), json!(expected));
        }
    }
    Ok(format!("{value}\n"))
}
