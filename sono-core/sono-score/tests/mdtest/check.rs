//! Holding the program to a document.

use std::collections::BTreeSet;
use std::fmt;

use super::document::{self, Case, Place};
use super::subject::{Answer, Subject};

/// Something wrong: with the program, or with the document.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Problem {
    pub(crate) document: String,
    pub(crate) heading: String,
    /// Counted from 1; 0 for the document as a whole.
    pub(crate) line: usize,
    pub(crate) message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "tests/documents/{}:{} ({})\n    {}", self.document, self.line, self.heading, self.message)
    }
}

/// Everything that is wrong in one document. `subject` says what a title stands for.
pub(crate) fn document(path: &str, text: &str, subject: impl Fn(&str) -> Option<Subject>) -> Vec<Problem> {
    let document = match document::read(path, text) {
        Ok(document) => document,
        Err(problems) => return problems,
    };
    let problem = |heading: &str, line, message| Problem {
        document: path.to_owned(),
        heading: heading.to_owned(),
        line,
        message,
    };
    let Some(subject) = subject(&document.title) else {
        let message = format!("the program knows no `{}`", document.title);
        return vec![problem(&document.title, 1, message)];
    };
    let wrong = |case: &Case| {
        let message = match subject.answer(case) {
            Ok(answer) => verdict(case, &answer)?,
            Err(error) => format!("the case cannot be run: {error}"),
        };
        Some(problem(&case.heading, case.line, message))
    };
    document.cases.iter().filter_map(wrong).collect()
}

/// The fault of an answer; `None` if it is right.
fn verdict(case: &Case, answer: &Answer) -> Option<String> {
    let is_right = case.expected.matches(&answer.value);
    if case.is_gap {
        return is_right.then(|| format!("the gap is closed: it is {} now, so write Expected", answer.value));
    }
    if !is_right {
        let places = answer.places.iter().map(|place| format!("\n        at {place}")).collect::<String>();
        return Some(format!("expected {}, got {}{places}", case.expected, answer.value));
    }
    let expected = case.places.as_ref()?;
    let same = expected.len() == answer.places.len()
        && expected.iter().zip(&answer.places).all(|(expected, found)| expected.matches(found));
    (!same).then(|| format!("expected findings at {}, got {}", list(expected), list(&answer.places)))
}

fn list(places: &[Place]) -> String {
    if places.is_empty() {
        return "no place".to_owned();
    }
    places.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

/// The names that only one of two sets has, in words.
pub(crate) fn difference(names: &BTreeSet<&str>, documents: &BTreeSet<&str>) -> Vec<String> {
    let missing = names.difference(documents).map(|name| format!("`{name}` has no document"));
    let unknown = documents.difference(names).map(|name| format!("the program knows no `{name}`"));
    missing.chain(unknown).collect()
}
