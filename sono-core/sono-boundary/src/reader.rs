//! Reading one JSON object field by field, so that one pass finds every problem and its place.

use std::collections::BTreeSet;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use sono_score::error::{Error, ErrorKind, Result};
use sono_score::json::problems::{Pointer, Problems, push_field, push_item};
use sono_score::json::read::{choice, items, object, refuse_rest, required, string, take};
use sono_score::submission::{Expectation, Limits, Submission};
use sono_syntax::text::PositionEncoding;

/// The place of the submission in every call that has one.
pub(super) const SUBMISSION: &str = "/submission";

/// The fields of an object. Each is taken once; [`Fields::finish`] refuses those that nobody took.
pub(super) struct Fields<'p> {
    map: Map<String, Value>,
    at: Pointer<'p>,
    known: Vec<&'static str>,
    /// The known fields that were present.
    taken: Vec<&'static str>,
    problems: &'p mut Problems,
}

/// An empty list of problems, of the usual length.
pub(super) fn problems() -> Problems {
    Problems::new(Limits::DEFAULT.max_problems)
}

impl<'p> Fields<'p> {
    /// The fields of an object at a place; notes a problem for any other value.
    pub(super) fn of(value: Value, at: Pointer<'p>, what: &str, problems: &'p mut Problems) -> Option<Self> {
        let map = object(value, &at, what, problems)?;
        Some(Self { map, at, known: Vec::new(), taken: Vec::new(), problems })
    }

    /// A whole number; one that exceeds this machine's memory counts as the largest.
    pub(super) fn count(&mut self, name: &'static str) -> Option<usize> {
        self.whole(name).map(|count| usize::try_from(count).unwrap_or(usize::MAX))
    }

    /// A whole number.
    pub(super) fn whole(&mut self, name: &'static str) -> Option<u64> {
        self.plain(name, "a whole number from 0", Value::as_u64)
    }

    /// A number that must be there.
    pub(super) fn number(&mut self, name: &'static str) -> Option<f64> {
        let value = self.required_raw(name)?;
        let number = value.as_f64();
        if number.is_none() {
            self.problems.wrong_type(&Pointer::Field(&self.at, name), "a number", &value);
        }
        number
    }

    /// A whole number of at least 1.
    #[cfg(feature = "batch")]
    pub(super) fn at_least_one(&mut self, name: &'static str) -> Option<usize> {
        let count =
            self.plain(name, "a whole number from 1", |value| value.as_u64().filter(|count| *count > 0))?;
        Some(usize::try_from(count).unwrap_or(usize::MAX))
    }

    /// `true` or `false`; `false` when the field is absent.
    pub(super) fn flag(&mut self, name: &'static str) -> bool {
        self.plain(name, "true or false", Value::as_bool).unwrap_or_default()
    }

    /// A text.
    pub(super) fn text(&mut self, name: &'static str) -> Option<String> {
        let value = self.raw(name)?;
        string(value, &Pointer::Field(&self.at, name), self.problems)
    }

    /// A text that must be there.
    pub(super) fn required_text(&mut self, name: &'static str) -> Option<String> {
        let value = self.required_raw(name)?;
        string(value, &Pointer::Field(&self.at, name), self.problems)
    }

    /// One of a fixed set of names.
    pub(super) fn choice<T: DeserializeOwned>(&mut self, name: &'static str, names: &[&str]) -> Option<T> {
        let value = self.raw(name)?;
        self.chosen(name, value, names)
    }

    /// One of a fixed set of names, which must be there.
    pub(super) fn required_choice<T: DeserializeOwned>(
        &mut self,
        name: &'static str,
        names: &[&str],
    ) -> Option<T> {
        let value = self.required_raw(name)?;
        self.chosen(name, value, names)
    }

    fn chosen<T: DeserializeOwned>(&mut self, name: &'static str, value: Value, names: &[&str]) -> Option<T> {
        let parse = |text: &str| {
            names.contains(&text).then(|| serde_json::from_value(Value::from(text)).ok()).flatten()
        };
        self.parsed(name, value, parse, names)
    }

    /// The value that a name stands for; `names` are those that the message lists.
    pub(super) fn one_of<T>(
        &mut self,
        name: &'static str,
        parse: impl Fn(&str) -> Option<T>,
        names: &[&str],
    ) -> Option<T> {
        let value = self.raw(name)?;
        self.parsed(name, value, parse, names)
    }

    fn parsed<T>(
        &mut self,
        name: &'static str,
        value: Value,
        parse: impl Fn(&str) -> Option<T>,
        names: &[&str],
    ) -> Option<T> {
        choice(value, &Pointer::Field(&self.at, name), &name.replace('_', " "), parse, names, self.problems)
    }

    fn plain<T>(
        &mut self,
        name: &'static str,
        expected: &str,
        read: impl Fn(&Value) -> Option<T>,
    ) -> Option<T> {
        let value = self.raw(name)?;
        let read = read(&value);
        if read.is_none() {
            self.problems.wrong_type(&Pointer::Field(&self.at, name), expected, &value);
        }
        read
    }

    /// A field that may be absent or `null`.
    pub(super) fn optional<T: DeserializeOwned>(&mut self, name: &'static str) -> Option<T> {
        let value = self.raw(name)?;
        self.read(name, value)
    }

    /// A field that must be there.
    pub(super) fn required<T: DeserializeOwned>(&mut self, name: &'static str) -> Option<T> {
        let value = self.required_raw(name)?;
        self.read(name, value)
    }

    /// A value that must be there, and about which `check` may note more problems.
    pub(super) fn required_and<T: DeserializeOwned>(
        &mut self,
        name: &'static str,
        check: impl FnOnce(&T, &Pointer<'_>, &mut Problems),
    ) -> Option<T> {
        let value = self.required(name)?;
        check(&value, &Pointer::Field(&self.at, name), self.problems);
        Some(value)
    }

    /// A list that must be there.
    pub(super) fn list(&mut self, name: &'static str) -> Option<Vec<Value>> {
        let value = self.required_raw(name)?;
        Some(items(value, &Pointer::Field(&self.at, name), "a list", self.problems))
    }

    /// A list that may be absent.
    pub(super) fn optional_list(&mut self, name: &'static str) -> Option<Vec<Value>> {
        let value = self.raw(name)?;
        Some(items(value, &Pointer::Field(&self.at, name), "a list", self.problems))
    }

    /// A list of what is asked for, which may be absent.
    pub(super) fn expectations(&mut self, name: &'static str) -> Option<BTreeSet<Expectation>> {
        let value = self.raw(name)?;
        Some(Expectation::read_list(value, &Pointer::Field(&self.at, name), self.problems))
    }

    /// Reads an item of a list in a field; notes a problem for anything but an object.
    pub(super) fn item<T>(
        &mut self,
        name: &'static str,
        index: usize,
        value: Value,
        read: impl FnOnce(Fields<'_>) -> T,
    ) -> Option<T> {
        let list = Pointer::Field(&self.at, name);
        Fields::of(value, Pointer::Item(&list, index), "an object", self.problems).map(read)
    }

    /// The value of a field that may be absent or `null`.
    pub(super) fn raw(&mut self, name: &'static str) -> Option<Value> {
        self.known.push(name);
        let (value, _) = take(&mut self.map, &self.at, name)?;
        self.taken.push(name);
        Some(value)
    }

    /// The value of a field that must be there.
    pub(super) fn required_raw(&mut self, name: &'static str) -> Option<Value> {
        self.known.push(name);
        required(&mut self.map, &self.at, name, self.problems)
    }

    /// The submission of a call.
    pub(super) fn submission(&mut self, encoding: PositionEncoding) -> Option<Submission> {
        let value = self.required_raw("submission")?;
        Some(Submission::read(value, &Pointer::Field(&self.at, "submission"), encoding, self.problems))
    }

    /// The submission of a call that may have none.
    pub(super) fn optional_submission(&mut self, encoding: PositionEncoding) -> Option<Submission> {
        let value = self.raw("submission")?;
        Some(Submission::read(value, &Pointer::Field(&self.at, "submission"), encoding, self.problems))
    }

    /// Notes the problems that another reader found in a field.
    pub(super) fn refused(&mut self, name: &'static str, error: &Error) {
        let at = Pointer::Field(&self.at, name).render();
        if error.problems().is_empty() {
            self.problems.push(&Pointer::Root(&at), error.message());
        }
        for problem in error.problems() {
            let pointer = problem.pointer.as_deref().unwrap_or_default();
            self.problems.push_at(|| format!("{at}{pointer}"), problem.message.clone());
        }
    }

    /// Whether the field was present when it was taken.
    pub(super) fn has(&self, name: &str) -> bool {
        self.taken.contains(&name)
    }

    /// Notes a problem of the object as a whole.
    pub(super) fn note_here(&mut self, message: impl Into<String>) {
        self.problems.push(&self.at, message);
    }

    /// Notes a problem of a field.
    pub(super) fn note(&mut self, name: &'static str, message: impl Into<String>) {
        self.problems.push(&Pointer::Field(&self.at, name), message);
    }

    /// The fields of the object that a field holds.
    pub(super) fn inside(&mut self, name: &'static str, value: Value) -> Option<Fields<'_>> {
        Fields::of(value, Pointer::Field(&self.at, name), "an object", self.problems)
    }

    /// Notes the fields that are left.
    pub(super) fn finish(self) {
        refuse_rest(&self.map, &self.at, &self.known, self.problems);
    }

    fn read<T: DeserializeOwned>(&mut self, name: &'static str, value: Value) -> Option<T> {
        read_at(value, &Pointer::Field(&self.at, name), self.problems)
    }
}

/// The value at a place as `T`; otherwise notes the first thing that is wrong with it.
pub(super) fn read_at<T: DeserializeOwned>(
    value: Value,
    at: &Pointer<'_>,
    problems: &mut Problems,
) -> Option<T> {
    let error = match serde_path_to_error::deserialize(value) {
        Ok(value) => return Some(value),
        Err(error) => error,
    };
    let mut pointer = at.render();
    for segment in error.path() {
        match segment {
            serde_path_to_error::Segment::Seq { index } => push_item(&mut pointer, *index),
            serde_path_to_error::Segment::Map { key } => push_field(&mut pointer, key),
            serde_path_to_error::Segment::Enum { .. } | serde_path_to_error::Segment::Unknown => {}
        }
    }
    problems.push(&Pointer::Root(&pointer), error.inner().to_string());
    None
}

/// The problems as an error, of the submission's kind if nothing else is wrong.
pub(super) fn refuse(problems: Problems, kind: ErrorKind, subject: &str) -> Result<()> {
    problems.into_result(kind, subject).map_err(|error| {
        let message = error.message().replacen(subject, "the submission is not valid", 1);
        let of_submission = |pointer: &str| {
            pointer.strip_prefix(SUBMISSION).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let mut problems = error.problems().iter();
        if problems.all(|problem| problem.pointer.as_deref().is_some_and(of_submission)) {
            Error::with_problems(ErrorKind::InvalidSubmission, message, error.problems().to_vec())
        } else {
            error
        }
    })
}
