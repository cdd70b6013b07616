//! Collecting every problem of one input, each with its place and with what was expected.

use std::fmt::Write as _;

use serde_json::Value;

use crate::error::{Error, ErrorKind, Problem, Result};

/// How many characters of a wrong value are quoted in a message.
const SHOWN_CHARACTERS: usize = 60;

/// A place in a JSON document. It lives on the stack and is only rendered when there is a problem to report.
#[derive(Debug, Clone, Copy)]
pub enum Pointer<'a> {
    /// The start of the document: empty, or the place of this document inside a larger one.
    Root(&'a str),
    /// A field of an object.
    Field(&'a Pointer<'a>, &'a str),
    /// An item of a list.
    Item(&'a Pointer<'a>, usize),
}

impl Pointer<'_> {
    /// The pointer in the notation of RFC 6901.
    pub fn render(&self) -> String {
        let mut parts = Vec::new();
        let mut at = self;
        let mut out = loop {
            match at {
                Pointer::Root(prefix) => break (*prefix).to_owned(),
                Pointer::Field(parent, _) | Pointer::Item(parent, _) => {
                    parts.push(at);
                    at = parent;
                }
            }
        };
        for part in parts.into_iter().rev() {
            match part {
                Pointer::Field(_, name) => push_field(&mut out, name),
                Pointer::Item(_, index) => push_item(&mut out, *index),
                Pointer::Root(_) => {}
            }
        }
        out
    }
}

/// Appends a field's name to a pointer, escaped after RFC 6901.
///
/// A very long name is cut, because every problem inside the field would repeat it.
pub fn push_field(pointer: &mut String, name: &str) {
    /// Longer than the name of any real field.
    const LONGEST: usize = 256;
    pointer.push('/');
    let mut characters = name.chars();
    for character in characters.by_ref().take(LONGEST) {
        match character {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            other => pointer.push(other),
        }
    }
    if characters.next().is_some() {
        pointer.push('…');
    }
}

/// Appends the index of a list item to a pointer.
pub fn push_item(pointer: &mut String, index: usize) {
    // Writing to a string cannot fail.
    let _ = write!(pointer, "/{index}");
}

/// The problems found so far. Counts all of them and keeps the first ones.
#[derive(Debug)]
pub struct Problems {
    kept: Vec<Problem>,
    total: usize,
    keep: usize,
}

impl Problems {
    /// An empty list that keeps at most `keep` problems.
    pub fn new(keep: usize) -> Self {
        Self { kept: Vec::new(), total: 0, keep: keep.max(1) }
    }

    /// Adds a problem at a place.
    pub fn push(&mut self, at: &Pointer<'_>, message: impl Into<String>) {
        self.push_at(|| at.render(), message);
    }

    /// Adds a problem whose pointer is rendered only if the problem is kept.
    pub fn push_at(&mut self, pointer: impl FnOnce() -> String, message: impl Into<String>) {
        self.total = self.total.saturating_add(1);
        if self.kept.len() < self.keep {
            self.kept.push(Problem::at_pointer(pointer(), message));
        }
    }

    /// Adds the problem that a value has the wrong type.
    pub fn wrong_type(&mut self, at: &Pointer<'_>, expected: &str, came: &Value) {
        self.push(at, format!("expected {expected}, got {}", describe(came)));
    }

    /// An error that lists the problems, if there are any.
    pub fn into_result(self, kind: ErrorKind, subject: &str) -> Result<()> {
        let message = match self.total {
            0 => return Ok(()),
            1 => format!("{subject}: 1 problem"),
            total if total > self.kept.len() => {
                format!("{subject}: {total} problems, of which the first {} are listed", self.kept.len())
            }
            total => format!("{subject}: {total} problems"),
        };
        Err(Error::with_problems(kind, message, self.kept))
    }
}

/// Describes a value in a few words. Long strings are cut, lists are given by their length.
pub fn describe(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => quote(text),
        Value::Array(items) => match items.len() {
            0 => "an empty list".to_owned(),
            1 => "a list of 1 item".to_owned(),
            count => format!("a list of {count} items"),
        },
        Value::Object(_) => "an object".to_owned(),
    }
}

/// The text in quotes, cut if it is long, with invisible characters escaped.
pub fn quote(text: &str) -> String {
    let mut characters = text.chars();
    let mut shown: String = characters.by_ref().take(SHOWN_CHARACTERS).flat_map(char::escape_debug).collect();
    if characters.next().is_some() {
        shown.push('…');
    }
    format!("\"{shown}\"")
}

/// The message for an unknown name, with the known name that was probably meant.
pub fn unknown(what: &str, name: &str, known: &[&str]) -> String {
    let quoted = quote(name);
    match closest(name, known.iter().copied()) {
        Some(meant) => format!("unknown {what} {quoted}; did you mean \"{meant}\"?"),
        None if known.len() == 1 => format!("unknown {what} {quoted}; expected {}", list(known)),
        None => format!("unknown {what} {quoted}; expected one of {}", list(known)),
    }
}

/// Names in quotes, separated by commas.
pub fn list(names: &[&str]) -> String {
    let mut out = String::new();
    for (index, name) in names.iter().enumerate() {
        if index > 0 {
            out.push_str(", ");
        }
        let _ = write!(out, "\"{name}\"");
    }
    out
}

/// The known name that is nearest to a mistyped one, by Damerau-Levenshtein distance over the names without
/// case and separators; nothing when more than a quarter of it, or three characters, would have to change. One may
/// always.
pub fn closest<'k>(name: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    /// Longer names are no typos, and computing the distance takes time proportional to their length.
    const LONGEST: usize = 64;
    if name.len() > LONGEST {
        return None;
    }
    let plain = |name: &str| -> String {
        name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let mistyped = plain(name);
    let allowed = (mistyped.chars().count() / 4).clamp(1, 3);
    known
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(&mistyped, &plain(candidate)), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        // `min_by_key` takes the first of equals, so the order of the known names decides.
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers_are_escaped() {
        let root = Pointer::Root("/submission");
        let field = Pointer::Field(&root, "a/b~c");
        assert_eq!(Pointer::Item(&field, 3).render(), "/submission/a~1b~0c/3");
        assert_eq!(Pointer::Root("").render(), "");
    }

    #[test]
    fn slips_of_the_pen_are_recognised() {
        let known = ["code", "files", "candidate_id", "paths_to_evaluate"];
        assert_eq!(closest("cdoe", known), Some("code"));
        assert_eq!(closest("candidateId", known), Some("candidate_id"));
        assert_eq!(closest("Files", known), Some("files"));
        assert_eq!(closest("banana", known), None);
        assert_eq!(closest(&"x".repeat(1_000_000), known), None);
    }

    #[test]
    fn wrong_values_are_shown_short() {
        assert_eq!(describe(&Value::from("a\u{202e}b\n")), r#""a\u{202e}b\n""#);
        assert_eq!(quote(&"é".repeat(100)).chars().count(), SHOWN_CHARACTERS + 3);
        assert_eq!(describe(&serde_json::json!([1])), "a list of 1 item");
    }

    #[test]
    fn many_problems_are_counted_and_the_first_kept() {
        let mut problems = Problems::new(2);
        for index in 0..5 {
            problems.push(&Pointer::Item(&Pointer::Root(""), index), "no");
        }
        let error = problems.into_result(ErrorKind::InvalidSubmission, "the input").unwrap_err();
        assert_eq!(error.message(), "the input: 5 problems, of which the first 2 are listed");
        assert_eq!(error.problems().len(), 2);
    }
}
