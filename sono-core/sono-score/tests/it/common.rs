//! The examples of the repository as submissions.

use std::fs;
use std::path::{Path, PathBuf};

use sono_score::submission::{Submission, SubmissionType, SubmittedFile};

/// The folder of example submissions.
pub(crate) fn examples() -> PathBuf {
    // Tests of more than one crate read this file.
    let mut parents =
        Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().map(|parent| parent.join("examples/submissions"));
    parents.find(|folder| folder.is_dir()).unwrap()
}

/// One example: a JSON submission, a single file as `code`, or a folder as `project`.
pub(crate) fn load(path: &Path) -> Submission {
    if path.is_dir() {
        let mut files = Vec::new();
        collect(path, path, &mut files);
        files.sort_by(|a, b| a.path.cmp(&b.path));
        let mut submission = Submission { submission_type: SubmissionType::Project, ..Submission::default() };
        submission.content.files = files;
        return submission;
    }
    let text = fs::read_to_string(path).unwrap();
    if path.extension().is_some_and(|extension| extension == "json") {
        return Submission::from_json(&text).unwrap();
    }
    let mut submission = Submission::default();
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    submission.content.files = vec![SubmittedFile { path: name, text, language: None }];
    submission
}

/// Every example with its name, sorted.
pub(crate) fn all() -> Vec<(String, Submission)> {
    let mut paths: Vec<_> = fs::read_dir(examples()).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), load(path))).collect()
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<SubmittedFile>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(root, &path, files);
        } else {
            let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
            files.push(SubmittedFile {
                path: name,
                text: fs::read_to_string(&path).unwrap(),
                language: None,
            });
        }
    }
}
