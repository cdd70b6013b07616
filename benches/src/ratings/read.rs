//! Reading sets of ratings: one file a set, one JSON object a line.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;
use serde_json::{Map, Value};
use sono_core::submission::{Submission, SubmittedFile};

use super::{Labelling, RatingSet, Row, Stands};

/// Reads every set of a folder (`*.jsonl`, `*.jsonl.gz`) once, in the order of names. A file without labels is no set of
/// ratings and is left out.
///
/// # Errors
/// The first line that cannot be read, with its place.
pub fn read(folder: &Path) -> Result<Vec<RatingSet>, String> {
    let problem = |error: std::io::Error| format!("{}: {error}", folder.display());
    let entries = fs::read_dir(folder).map_err(problem)?.collect::<Result<Vec<_>, _>>().map_err(problem)?;
    let mut files: Vec<(String, PathBuf)> =
        entries.iter().filter_map(|entry| Some((set_name(&entry.path())?, entry.path()))).collect();
    files.sort();
    let mut sets = Vec::new();
    for (name, path) in files {
        sets.extend(set(&name, &path).map_err(|problem| format!("{}:{problem}", path.display()))?);
    }
    Ok(sets)
}

fn set_name(path: &Path) -> Option<String> {
    let name = path.file_name()?.to_str()?;
    name.strip_suffix(".jsonl").or_else(|| name.strip_suffix(".jsonl.gz")).map(str::to_owned)
}

fn set(name: &str, path: &Path) -> Result<Option<RatingSet>, String> {
    let file = File::open(path).map_err(|error| format!(" {error}"))?;
    let input: Box<dyn Read> = match path.extension() {
        Some(ending) if ending == "gz" => Box::new(GzDecoder::new(file)),
        _ => Box::new(file),
    };
    let (mut rows, mut labels, mut dimension) = (Vec::new(), Vec::new(), Vec::new());
    for (index, line) in BufReader::new(input).lines().enumerate() {
        let at = |problem: String| format!("{}: {problem}", index + 1);
        let line = line.map_err(|error| at(error.to_string()))?;
        if line.trim().is_empty() {
            continue;
        }
        let fields: Map<String, Value> =
            serde_json::from_str(&line).map_err(|error| at(error.to_string()))?;
        let Some(label) = fields.get("label") else {
            if rows.is_empty() {
                return Ok(None);
            }
            return Err(at("expected a `label`".to_owned()));
        };
        labels.push(label.as_f64().ok_or_else(|| at(format!("expected a number as `label`, got {label}")))?);
        // Only of the published set of maintainability, where lower is better.
        let readability =
            fields.get("dimensions").and_then(|all| all.get("readability")).and_then(Value::as_f64);
        dimension.extend(readability.map(|value| -value));
        let group = ["group", "project"].into_iter().find_map(|key| fields.get(key)?.as_str());
        rows.push(Row { submission: submission(&fields).map_err(at)?, group: group.map(str::to_owned) });
    }
    if rows.is_empty() {
        return Ok(None);
    }
    let mut labellings = vec![Labelling { name: name.to_owned(), stands: Stands::of(name), labels }];
    if dimension.len() == rows.len() {
        let name = format!("{name}, readability");
        labellings.push(Labelling { name, stands: Stands::Readability, labels: dimension });
    }
    Ok(Some(RatingSet { rows, labellings }))
}

/// The work of a row: a whole submission, or code with the name of its language.
fn submission(fields: &Map<String, Value>) -> Result<Submission, String> {
    if let Some(submission) = fields.get("submission") {
        return Submission::from_json(&submission.to_string()).map_err(|error| error.to_string());
    }
    let text =
        fields.get("code").and_then(Value::as_str).ok_or("expected `code` or `submission`")?.to_owned();
    let language = fields.get("language").and_then(Value::as_str).map(str::to_owned);
    let mut submission = Submission::default();
    submission.content.files = vec![SubmittedFile { path: "code".to_owned(), text, language }];
    Ok(submission)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder of this process with the files given.
    fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("sono-ratings-{}-{name}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        for (file, text) in files {
            fs::write(folder.join(file), text).unwrap();
        }
        folder
    }

    #[test]
    fn code_and_submissions_are_read_and_files_without_labels_are_not() {
        let folder = folder(
            "good",
            &[
                (
                    "grades.jsonl",
                    "{\"code\": \"x = 1\", \"language\": \"python\", \"label\": 3, \"group\": \"a\"}\n\n{\"submission\": \
                     {\"content\": {\"code\": \"y = 2\"}}, \"label\": 4.5}\n",
                ),
                ("other.jsonl", "{\"case\": 1}\n"),
                ("notes.txt", "no set\n"),
            ],
        );
        let sets = read(&folder).unwrap();
        fs::remove_dir_all(folder).unwrap();
        assert_eq!(sets.len(), 1);
        assert_eq!((sets[0].name(), sets[0].labels()), ("grades", [3.0, 4.5].as_slice()));
        assert_eq!(sets[0].groups(), [Some("a"), None]);
        assert_eq!(sets[0].rows[1].submission.content.code, ["y = 2"]);
    }

    #[test]
    fn a_wrong_row_is_named_by_its_place() {
        let folder = folder(
            "bad",
            &[("grades.jsonl", "{\"code\": \"x\", \"label\": 1}\n{\"code\": \"x\", \"label\": \"A\"}\n")],
        );
        let problem = read(&folder).unwrap_err();
        fs::remove_dir_all(folder).unwrap();
        assert!(problem.ends_with("grades.jsonl:2: expected a number as `label`, got \"A\""), "{problem}");
    }
}
