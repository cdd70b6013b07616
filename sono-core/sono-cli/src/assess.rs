//! `sono-eval assess`: one submission in, one report out.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use sono_report::{ReportOptions, SourceLookup};
use sono_score::engine::Control;
use sono_score::submission::{Submission, SubmissionType, source_texts};
use sono_score::{Error, ErrorKind, Result};

use super::args::{AssessArgs, GatherArgs};
use super::console::{Failure, Outcome, format, io_error, note, options, write};
use super::gather::{Filter, Gathered, gather, is_stdin};
use super::output::{refuse_inputs, rubric_file};
use super::rubric;

/// The largest submission object in JSON, in bytes; its texts have limits of their own.
const MAX_JSON_BYTES: u64 = 256 << 20;
/// The attributes that record how texts were decoded and which names were changed, and the most bytes of their values.
const DECODED: &str = "decoded_files";
const RENAMED: &str = "renamed_files";
const MAX_LIST_BYTES: usize = 900;

pub(crate) fn run(args: &AssessArgs) -> Result<Outcome, Failure> {
    let inputs = args.inputs.iter().map(PathBuf::as_path).chain(rubric_file(&args.rubric));
    refuse_inputs(args.output.output.as_deref(), inputs)?;
    let engine = rubric::engine(&args.rubric, args.expects.as_ref())?;
    let mut submission = read_submission(&args.inputs, &args.gather, args.submission)?;
    apply(args, &mut submission);
    submission.validate()?;
    let assessment = match args.deadline {
        Some(time) => engine.assess_with(&submission, &Control::default().within(time))?,
        None => engine.assess(&submission)?,
    };
    let folder = folder(args, submission.content.files.len());
    let sources = Handed { texts: source_texts(&submission), folder };
    let options = ReportOptions { pretty: args.pretty, ..options(&args.output, args.detail) };
    let report = format(args.format, &args.output).print(&assessment, Some(&sources), &options)?;
    write(report, &args.output)?;
    Ok(Outcome::Done)
}

/// The texts and the folder of the hand-in, for the report.
struct Handed<'s> {
    texts: BTreeMap<String, Cow<'s, str>>,
    /// The folder and the number of its files, if it was one. The names of the files do not tell its name.
    folder: Option<String>,
}

impl SourceLookup for Handed<'_> {
    fn text(&self, file: &str) -> Option<&str> {
        self.texts.text(file)
    }

    fn subject(&self) -> Option<String> {
        self.folder.clone().or_else(|| self.texts.subject())
    }
}

/// The folder that was handed in alone, in words: `src/ (3 files)`.
fn folder(args: &AssessArgs, files: usize) -> Option<String> {
    let [path] = args.inputs.as_slice() else { return None };
    let folder = path.canonicalize().ok().filter(|path| !args.submission && path.is_dir())?;
    let noun = if files == 1 { "file" } else { "files" };
    Some(format!("{}/ ({files} {noun})", folder.file_name()?.to_string_lossy()))
}

/// Reads files and folders, or a submission object in JSON.
pub(crate) fn read_submission(
    inputs: &[PathBuf],
    options: &GatherArgs,
    is_object: bool,
) -> Result<Submission> {
    if is_object { from_json(inputs) } else { from_paths(inputs, options) }
}

fn from_json(inputs: &[PathBuf]) -> Result<Submission> {
    let [path] = inputs else {
        return Err(Error::new(ErrorKind::InvalidSubmission, "expected exactly one PATH with --submission"));
    };
    let (name, bytes) = if is_stdin(path) {
        let name = Path::new("standard input");
        (name, read(io::stdin().lock(), name)?)
    } else {
        let file = File::open(path).map_err(|error| io_error("read", path, &error))?;
        (path.as_path(), read(file, path)?)
    };
    Submission::from_json_slice(&bytes).map_err(|error| {
        let message = format!("{}: {}", name.display(), error.message());
        Error::with_problems(error.kind(), message, error.problems().to_vec())
    })
}

/// Reads a whole input in JSON.
pub(crate) fn read(input: impl Read, path: &Path) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    input
        .take(MAX_JSON_BYTES.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(|error| io_error("read", path, &error))?;
    if bytes.len() as u64 > MAX_JSON_BYTES {
        let message = format!("expected at most {MAX_JSON_BYTES} bytes in {}, got more", path.display());
        return Err(Error::new(ErrorKind::LimitExceeded, message));
    }
    Ok(bytes)
}

fn from_paths(inputs: &[PathBuf], options: &GatherArgs) -> Result<Submission> {
    let gathered = gather(inputs, &Filter::new(options)?)?;
    gathered.print_notes();
    if let ([file], false) = (gathered.files.as_slice(), gathered.has_folder) {
        // Nobody hands in such an object as the work itself, but only the user can know.
        if file.path.ends_with(".json") && Submission::from_json(&file.text).is_ok() {
            note(&format!(
                "{} looks like a submission object; use --submission to read it as one",
                file.path
            ));
        }
    }
    Ok(submission_of(gathered, inputs.len()))
}

/// The submission made of what was gathered from this number of paths.
pub(crate) fn submission_of(gathered: Gathered, paths: usize) -> Submission {
    let mut submission = Submission::default();
    if gathered.has_folder || paths > 1 {
        submission.submission_type = SubmissionType::Project;
    }
    submission.content.code.extend(gathered.code);
    submission.content.files = gathered.files;
    submission.content.set_aside = gathered.set_aside;
    let decoded = gathered.decoded.iter().map(|(name, encoding)| format!("{name} ({encoding})"));
    for (attribute, items) in [(DECODED, decoded.collect()), (RENAMED, gathered.renamed)] {
        if !items.is_empty() {
            submission.attributes.insert(attribute.to_owned(), listed(&items).into());
        }
    }
    submission
}

/// `a.py (windows-1252), b.py (Shift_JIS)`, as far as it fits into an attribute.
fn listed(items: &[String]) -> String {
    let mut text = String::new();
    for (index, item) in items.iter().enumerate() {
        let entry = format!("{}{item}", if index == 0 { "" } else { ", " });
        if text.len().saturating_add(entry.len()) > MAX_LIST_BYTES {
            let rest = items.len().saturating_sub(index);
            text.push_str(&format!("{}{rest} more", if index == 0 { "" } else { " and " }));
            break;
        }
        text.push_str(&entry);
    }
    text
}

/// Options of the command line replace the submission's own fields.
fn apply(args: &AssessArgs, submission: &mut Submission) {
    if let Some(id) = &args.candidate_id {
        submission.candidate_id = Some(id.clone());
    }
    if let Some(kind) = args.submission_type {
        submission.submission_type = kind;
    }
    // Files say nothing of it: there it is the engine's to say, and no part of the submission that is verified later.
    if let (Some(expects), true) = (&args.expects, submission.expects.is_some()) {
        submission.expects = Some(expects.clone());
    }
    if !args.paths.is_empty() {
        submission.paths_to_evaluate = args.paths.clone();
        submission.paths_to_evaluate.sort_unstable();
        submission.paths_to_evaluate.dedup();
    }
    if let Some(encoding) = args.position_encoding {
        submission.options.position_encoding = encoding;
    }
    submission.options.tags |= args.tags;
    submission.options.rubric_parameters.extend(args.parameters.iter().cloned());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_attribute_of_decoded_files_is_bounded() {
        let files = ["a.py (windows-1252)".to_owned(), "b.py (Shift_JIS)".to_owned()];
        assert_eq!(listed(&files), "a.py (windows-1252), b.py (Shift_JIS)");
        let many: Vec<String> = (0..1_000).map(|index| format!("{index}.py (EUC-KR)")).collect();
        let text = listed(&many);
        assert!(text.len() < 1_000 && text.contains(" and ") && text.ends_with(" more"), "{text}");
    }
}
