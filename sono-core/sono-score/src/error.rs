//! Errors of misuse, with stable names for programs and clear messages for people.

use std::any::Any;
use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The result type of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// The kind of misuse that an [`Error`] reports.
///
/// The strings ([`ErrorKind::as_str`]) never change once released; new kinds may be added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ErrorKind {
    /// The submission breaks the input model: unknown field, wrong type, bad identifier.
    InvalidSubmission,
    /// An unknown call of the boundary, or a call with unknown or missing fields.
    InvalidCall,
    /// Unknown options of an engine or a batch, or options that this build does not support.
    InvalidOptions,
    /// The submission is larger than the configured limits allow.
    LimitExceeded,
    /// A rubric does not follow the rubric format.
    InvalidRubric,
    /// No rubric of that name exists.
    UnknownRubric,
    /// A parameter that the rubric does not have, or a value of the wrong type.
    InvalidParameter,
    /// A custom signal or scorer has an invalid definition, or one that the rubric reads is missing.
    InvalidSignal,
    /// A custom signal or scorer panicked, failed, or returned an impossible value.
    SignalFailed,
    /// An external reviewer has an invalid definition or the id of another one, or there is no reviewer to ask.
    InvalidReviewer,
    /// A reviewer's answer does not follow its schema, or cites something that is not there. The assessment goes on.
    InvalidAnswer,
    /// The input is not valid JSON.
    InvalidJson,
    /// A record of an audit log is not intact.
    InvalidRecord,
    /// A person's decision on a score lacks a reason, an author or a target, or is out of range.
    InvalidOverride,
    /// Assessments or norms that differ in rubric, engine or type of submission, so that their scores mean different
    /// things.
    NotComparable,
    /// A file or stream could not be read or written.
    Io,
    /// The host cancelled the work.
    Cancelled,
    /// The work was not finished before the host's deadline.
    DeadlineExceeded,
    /// A defect in this library; please report it.
    Internal,
}

impl ErrorKind {
    /// The stable name of this kind, as it appears in JSON and in bindings.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InvalidSubmission => "invalid_submission",
            Self::InvalidCall => "invalid_call",
            Self::InvalidOptions => "invalid_options",
            Self::LimitExceeded => "limit_exceeded",
            Self::InvalidRubric => "invalid_rubric",
            Self::UnknownRubric => "unknown_rubric",
            Self::InvalidParameter => "invalid_parameter",
            Self::InvalidSignal => "invalid_signal",
            Self::SignalFailed => "signal_failed",
            Self::InvalidReviewer => "invalid_reviewer",
            Self::InvalidAnswer => "invalid_answer",
            Self::InvalidJson => "invalid_json",
            Self::InvalidRecord => "invalid_record",
            Self::InvalidOverride => "invalid_override",
            Self::NotComparable => "not_comparable",
            Self::Io => "io",
            Self::Cancelled => "cancelled",
            Self::DeadlineExceeded => "deadline_exceeded",
            Self::Internal => "internal",
        }
    }

    /// Whether the error is about the submission and the engine, so that assessing again fails in the same way. The
    /// other kinds are about a single call.
    pub const fn concerns_the_submission(self) -> bool {
        matches!(
            self,
            Self::InvalidSubmission
                | Self::LimitExceeded
                | Self::InvalidRubric
                | Self::UnknownRubric
                | Self::InvalidParameter
                | Self::InvalidJson
                | Self::Internal
        )
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One thing that is wrong with an input, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Problem {
    /// RFC 6901 JSON pointer into the input, for JSON input.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
    /// Name of the file, for input that comes from one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// Line in that file, counted from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// Dotted key in that file, such as `path.metric.weight`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// The problem in words: what was expected, and what the input has instead.
    pub message: String,
}

impl Problem {
    /// A problem at a JSON pointer.
    pub fn at_pointer(pointer: impl Into<String>, message: impl Into<String>) -> Self {
        Self { pointer: Some(pointer.into()), file: None, line: None, key: None, message: message.into() }
    }

    /// A problem at a line of a file, under a dotted key.
    pub fn at_line(
        file: impl Into<String>,
        line: usize,
        key: impl Into<String>,
        message: impl Into<String>,
    ) -> Self {
        Self {
            pointer: None,
            file: Some(file.into()),
            line: Some(line),
            key: Some(key.into()),
            message: message.into(),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(pointer) = &self.pointer {
            // The empty pointer means the whole document; people need a name for it.
            write!(f, "{}: ", if pointer.is_empty() { "(whole input)" } else { pointer })?;
        }
        if let Some(file) = &self.file {
            write!(f, "{file}:")?;
            if let Some(line) = self.line {
                write!(f, "{line}:")?;
            }
            f.write_str(" ")?;
        }
        if let Some(key) = self.key.as_deref().filter(|key| !key.is_empty()) {
            write!(f, "`{key}`: ")?;
        }
        f.write_str(&self.message)
    }
}

/// A misuse of the library: a kind for programs, a message for people, and every problem found.
///
/// Findings about submitted work (a file that does not parse, say) are never errors; they are part of the
/// assessment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, thiserror::Error)]
#[error("{}", self.render())]
pub struct Error {
    kind: ErrorKind,
    message: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    problems: Vec<Problem>,
}

impl Error {
    /// An error of a kind with a message.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), problems: Vec::new() }
    }

    /// An error that lists every problem of one input.
    pub fn with_problems(kind: ErrorKind, message: impl Into<String>, problems: Vec<Problem>) -> Self {
        Self { kind, message: message.into(), problems }
    }

    /// The kind of misuse.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// The message without the list of problems.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The same error, with its pointers moved below `pointer`: for an input that is part of a larger document.
    #[must_use]
    pub fn inside(mut self, pointer: &str) -> Self {
        for problem in &mut self.problems {
            if let Some(at) = &mut problem.pointer {
                at.insert_str(0, pointer);
            }
        }
        self
    }

    /// Every problem found in the input, in the order of the input.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    fn render(&self) -> String {
        let mut out = self.message.clone();
        for problem in &self.problems {
            out.push_str("\n  ");
            out.push_str(&problem.to_string());
        }
        out
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        Self::new(ErrorKind::Io, error.to_string())
    }
}

/// The message of a panic, if it has one.
pub fn describe_panic(payload: &(dyn Any + Send)) -> String {
    let literal = payload.downcast_ref::<&str>().copied();
    match literal.or_else(|| payload.downcast_ref::<String>().map(String::as_str)) {
        Some(words) => format!("it panicked: {words}"),
        None => "it panicked".to_owned(),
    }
}
