//! Collects all problems of a rubric and its parents, each with its file and line.

use std::cell::RefCell;

use crate::error::{Error, ErrorKind, Problem};
pub(in crate::rubric) use crate::json::problems::closest;

/// A position in one of the files of a rubric. Files are numbered from the child to its parents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(in crate::rubric) struct At {
    pub(in crate::rubric) file: usize,
    pub(in crate::rubric) line: usize,
}

/// The problems found so far. Shared by reference, so that every step can report to it.
#[derive(Debug, Default)]
pub(in crate::rubric) struct Problems {
    files: RefCell<Vec<String>>,
    found: RefCell<Vec<(At, String, String)>>,
}

impl Problems {
    /// Registers a file and returns its number.
    pub(in crate::rubric) fn file(&self, name: &str) -> usize {
        let mut files = self.files.borrow_mut();
        files.push(name.to_owned());
        files.len().saturating_sub(1)
    }

    /// Reports a problem.
    pub(in crate::rubric) fn push(&self, at: At, key: impl Into<String>, message: impl Into<String>) {
        self.found.borrow_mut().push((at, key.into(), message.into()));
    }

    /// Whether no problem was reported so far.
    pub(in crate::rubric) fn is_empty(&self) -> bool {
        self.found.borrow().is_empty()
    }

    /// The error that lists all problems in the order of the files.
    pub(in crate::rubric) fn into_error(self, file_name: &str) -> Error {
        let files = self.files.into_inner();
        let mut found = self.found.into_inner();
        found.sort();
        found.dedup();
        let problems: Vec<Problem> = found
            .into_iter()
            .map(|(at, key, message)| {
                Problem::at_line(files.get(at.file).map_or("", String::as_str), at.line, key, message)
            })
            .collect();
        let count = problems.len();
        let noun = if count == 1 { "problem" } else { "problems" };
        Error::with_problems(
            ErrorKind::InvalidRubric,
            format!("{file_name} is not a valid rubric: {count} {noun}"),
            problems,
        )
    }
}

/// "; did you mean `x`?", or the known names if there are few.
pub(in crate::rubric) fn hint<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str> + Clone,
) -> String {
    const FEW: usize = 24;
    if let Some(close) = closest(name, candidates.clone()) {
        return format!("; did you mean `{close}`?");
    }
    let all: Vec<&str> = candidates.into_iter().collect();
    if all.is_empty() || all.len() > FEW {
        return String::new();
    }
    format!("; known: {}", all.join(", "))
}
