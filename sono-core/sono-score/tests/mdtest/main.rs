//! Documents that know the right answer: prose that says what is counted and why, the source it is counted on,
//! and the value worked out by hand.
//!
//! `tests/documents/signals` has one document per signal, `integrity` one per sign of manipulation, `scoring`
//! one per idea of the rubric's arithmetic. `tests/documents/README.md` says how to write one.

mod check;
mod document;
mod own;
mod subject;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use sono_score::signals::definitions;
use sono_syntax::finding::IntegrityKind;

use check::Problem;
use subject::Subject;

/// The documents below a folder, sorted by path, each with its path from there and its text.
fn documents(folder: &str) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents");
    let mut found = Vec::new();
    let mut folders = vec![root.join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path: PathBuf = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "md") {
                let name = path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
                found.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

/// Runs all documents of a folder, and fails with everything that is wrong in any of them.
fn run(folder: &str, subject: impl Fn(&str) -> Option<Subject>) {
    let mut problems: Vec<Problem> = Vec::new();
    for (path, text) in documents(folder) {
        problems.extend(check::document(&path, &text, &subject));
    }
    let list: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert!(list.is_empty(), "{} problems\n\n{}\n", list.len(), list.join("\n\n"));
}

/// Fails unless each name has a document of that name, and each document a name.
fn one_document_each<'n>(folder: &str, names: impl Iterator<Item = &'n str>) {
    let written: Vec<(String, String)> = documents(folder);
    let stems = written.iter().map(|(path, _)| Path::new(path).file_stem().unwrap().to_str().unwrap());
    let (stems, names): (BTreeSet<&str>, BTreeSet<&str>) = (stems.collect(), names.collect());
    let difference = check::difference(&names, &stems);
    assert!(difference.is_empty(), "{folder}: {}", difference.join(", "));
}

#[test]
fn signals_have_the_values_of_their_documents() {
    run("signals", |title| definitions().find(|it| it.id == title).map(|it| Subject::Signal(it.id)));
}

#[test]
fn every_signal_has_its_document() {
    one_document_each("signals", definitions().map(|definition| definition.id));
}

#[test]
fn signals_lie_in_the_folder_of_their_family() {
    for (path, _) in documents("signals") {
        let mut parts = path.split('/').skip(1);
        let (family, file) = (parts.next().unwrap(), parts.next().unwrap());
        assert!(file.starts_with(&format!("{family}.")), "{path}");
    }
}

#[test]
fn signs_of_manipulation_are_those_of_their_documents() {
    let kinds = || IntegrityKind::ALL.into_iter();
    run("integrity", |title| kinds().find(|kind| kind.as_str() == title).map(Subject::Integrity));
    one_document_each("integrity", IntegrityKind::ALL.iter().map(|kind| kind.as_str()));
}

#[test]
fn scores_are_those_of_their_documents() {
    run("scoring", |_| Some(Subject::Score));
}
