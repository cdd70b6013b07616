//! `sono-eval verify`: checks whether an assessment still holds.

use std::fs::File;
use std::path::Path;

use serde_json::{Value, json};
use sono_report::Printable;
use sono_score::assessment::Assessment;
use sono_score::audit::{HostFacts, NotCovered, Verification, assessment_hash, verify_with};
use sono_score::json::{self, problems::Problems};
use sono_score::submission::{Path as Perspective, Submission};
use sono_score::{Error, ErrorKind, Result};

use super::args::{Color, OutputArgs, PlainFormat, VerifyArgs};
use super::assess::{read, read_submission};
use super::console::{Failure, Outcome, io_error, print};
use super::rubric;

/// The most problems of an assessment that are listed.
const MAX_PROBLEMS: usize = 20;

pub(crate) fn run(args: &VerifyArgs) -> Result<Outcome, Failure> {
    let assessment = read_assessment(&args.assessment)?;
    let engine = match &args.rubric {
        Some(rubric) => rubric::engine(rubric, None)?,
        None => rubric::engine_of(&assessment.metadata.provenance.rubric)?,
    };
    let mut submission = read_submission(&args.inputs, &args.gather, args.submission)?;
    let taken_over = if args.submission { Vec::new() } else { take_over(&assessment, &mut submission, args) };
    submission.options.rubric_parameters.extend(args.parameters.iter().cloned());
    let facts = HostFacts { assessment_id: args.assessment_id.clone(), timestamp: args.timestamp.clone() };
    let mut verification = verify_with(&engine, &assessment, &submission, &facts)?;
    let hash = assessment_hash(&assessment)?;
    let expected = args.hash.as_deref().map(str::trim).filter(|expected| *expected != hash);
    if let Verification::Equal { not_covered } = &mut verification {
        not_covered.extend(taken_over);
        if args.hash.is_some() && expected.is_none() {
            // The recorded hash covers every byte.
            not_covered.clear();
        }
    }
    let text = match args.format {
        PlainFormat::Text => describe(&verification, &hash, expected),
        PlainFormat::Json => as_json(&verification, &hash, expected)?,
    };
    print(&text, &OutputArgs { output: None, color: Color::Never })?;
    Ok(match verification {
        _ if expected.is_some() => Outcome::SomeFailed,
        Verification::Equal { .. } => Outcome::Done,
        Verification::Differs { .. } => Outcome::SomeFailed,
        Verification::NotReplayable { .. } => Outcome::NotReplayable,
    })
}

/// Reads an assessment strictly: a field that is given twice could hide an edit behind the value that is replayed.
pub(crate) fn read_assessment(path: &Path) -> Result<Assessment> {
    let file = File::open(path).map_err(|error| io_error("read", path, &error))?;
    let bytes = read(file, path)?;
    let mut problems = Problems::new(MAX_PROBLEMS);
    let named = |error: Error| {
        let message = format!("{} is not an assessment: {}", path.display(), error.message());
        Error::with_problems(ErrorKind::InvalidJson, message, error.problems().to_vec())
    };
    let value = json::utf8(&bytes).and_then(|text| json::parse(text, &mut problems)).map_err(named)?;
    problems.into_result(ErrorKind::InvalidJson, "it is not clear what it says").map_err(named)?;
    serde_json::from_value(value)
        .map_err(|error| named(Error::new(ErrorKind::InvalidJson, error.to_string())))
}

/// Takes from the assessment the facts that files and folders do not state, and says which of them that leaves unchecked.
/// The type and the paths are checked: another type or path gives another hash of the submission.
fn take_over(assessment: &Assessment, submission: &mut Submission, args: &VerifyArgs) -> Vec<NotCovered> {
    let mut not_covered = Vec::new();
    let mut take = |pointer, reason| not_covered.push(NotCovered::new(pointer, reason));
    match &args.candidate_id {
        Some(id) => submission.candidate_id = Some(id.clone()),
        None => {
            submission.candidate_id.clone_from(&assessment.candidate_id);
            take("/candidate_id", "files do not say whose they are; name the candidate with --candidate-id");
        }
    }
    submission.attributes.clone_from(&assessment.attributes);
    take("/attributes", "files have none");
    submission.submission_type = assessment.submission_type;
    submission.options.position_encoding = assessment.metadata.position_encoding.unwrap_or_default();
    take("/metadata/position_encoding", "the replay shows places in the same unit");
    submission.paths_to_evaluate = assessment.path_scores.iter().map(|score| score.path).collect();
    if submission.paths_to_evaluate.len() == Perspective::ALL.len() {
        submission.paths_to_evaluate.clear();
    }
    not_covered
}

fn describe(verification: &Verification, hash: &str, expected: Option<&str>) -> String {
    let mut lines = Vec::new();
    if let Some(expected) = expected {
        lines.push(format!("Not the recorded assessment: expected hash {expected}, got {hash}."));
    }
    match verification {
        Verification::Equal { not_covered } => {
            lines.push("Equal: the replay gives the same assessment.".to_owned());
            if !not_covered.is_empty() {
                lines.push("Not covered; the hash in an audit log (--hash) covers these as well:".to_owned());
            }
            for part in not_covered {
                lines.push(format!("  {}: {}", part.pointer, part.reason));
            }
        }
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
