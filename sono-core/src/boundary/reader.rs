//! Reading one JSON object field by field, so that every problem is found in one go and has its place.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::error::{Error, ErrorKind, Result};
use crate::submission::fields::{object, refuse_rest, required, take};
use crate::submission::problems::{Pointer, Problems, push_field, push_item};
use crate::submission::{Limits, Submission};
use crate::text::PositionEncoding;

/// Where a submission stands in every call that has one.
const SUBMISSION: &str = "/submission";

/// The fields of an object. Each is taken once; what nobody took is refused by [`Fields::finish`].
pub(super) struct Fields<'p> {
    map: Map<String, Value>,
    at: Pointer<'p>,
    known: Vec<&'static str>,
    /// Those of the known fields that were there.
    taken: Vec<&'static str>,
    problems: &'p mut Problems,
}

/// An empty list of problems, of the usual length.
pub(super) fn problems() -> Problems {
    Problems::new(Limits::DEFAULT.max_problems)
}

impl<'p> Fields<'p> {
    /// The fields of an object at a place; anything else is noted, and has none.
    pub(super) fn of(value: Value, at: Pointer<'p>, what: &str, problems: &'p mut Problems) -> Self {
        let map = object(value, &at, what, problems).unwrap_or_default();
        Self { map, at, known: Vec::new(), taken: Vec::new(), problems }
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

    /// Whether the field was there when it was taken.
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
    pub(super) fn inside(&mut self, name: &'static str, value: Value) -> Fields<'_> {
        Fields::of(value, Pointer::Field(&self.at, name), "an object", self.problems)
    }

    /// Notes what is left.
    pub(super) fn finish(self) {
        refuse_rest(&self.map, &self.at, &self.known, self.problems);
    }

    fn read<T: DeserializeOwned>(&mut self, name: &'static str, value: Value) -> Option<T> {
        let error = match serde_path_to_error::deserialize(value) {
            Ok(value) => return Some(value),
            Err(error) => error,
        };
        let mut pointer = Pointer::Field(&self.at, name).render();
        for segment in error.path() {
            match segment {
                serde_path_to_error::Segment::Seq { index } => push_item(&mut pointer, *index),
                serde_path_to_error::Segment::Map { key } => push_field(&mut pointer, key),
                serde_path_to_error::Segment::Enum { .. } | serde_path_to_error::Segment::Unknown => {}
            }
        }
        self.problems.push(&Pointer::Root(&pointer), error.inner().to_string());
        None
    }
}

/// The problems as an error, of the submission's kind if nothing else is wrong.
pub(super) fn refuse(problems: Problems, kind: ErrorKind, subject: &str) -> Result<()> {
    problems.into_result(kind, subject).map_err(|error| {
        let of_submission = |pointer: &str| {
            pointer.strip_prefix(SUBMISSION).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let mut problems = error.problems().iter();
        if problems.all(|problem| problem.pointer.as_deref().is_some_and(of_submission)) {
            Error::with_problems(ErrorKind::InvalidSubmission, error.message(), error.problems().to_vec())
        } else {
            error
        }
    })
}
