//! What can go wrong when the library is used, with stable names for programs and clear words for people.

use std::any::Any;
use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The result type of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What kind of misuse an [`Error`] reports.
///
/// The strings ([`ErrorKind::as_str`]) never change once released; new kinds may be added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ErrorKind {
    /// The submission breaks the input model: unknown field, wrong type, bad identifier.
    InvalidSubmission,
    /// A call of the boundary that does not exist, or with fields that it does not have.
    InvalidCall,
    /// Options of an engine or a batch that do not exist, or that this build cannot follow.
    InvalidOptions,
    /// The submission is larger than the configured limits allow.
    LimitExceeded,
    /// A rubric does not follow the rubric format.
    InvalidRubric,
    /// No rubric of that name exists.
    UnknownRubric,
    /// A parameter that the rubric does not have, or a value of the wrong type.
    InvalidParameter,
    /// A signal or scorer of the host is not defined well, or one that the rubric reads is missing.
    InvalidSignal,
    /// A signal or scorer of the host panicked, failed, or gave something that cannot be.
    SignalFailed,
    /// A reviewer from outside is not defined well, has the id of another one, or is missing where one is asked.
    InvalidReviewer,
    /// An answer of a reviewer does not follow its schema, or claims what is not so. It ends no assessment.
    InvalidAnswer,
    /// Text that should be JSON is not.
    InvalidJson,
    /// A record of an audit log is not intact.
    InvalidRecord,
    /// A person's decision on a score lacks a reason, an author or a target, or is out of range.
    InvalidOverride,
    /// Assessments, or norms of assessments, that do not have the same rubric, engine or kind of submission.
    NotComparable,
    /// A file or stream could not be read or written.
    Io,
    /// The host cancelled the work.
    Cancelled,
    /// The work was not done before the deadline that the host set.
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

    /// Whether whoever assesses the same submission with the same engine gets the same error. The other kinds are
    /// about the one call.
    #[cfg(feature = "cache")]
    pub(crate) const fn concerns_the_submission(self) -> bool {
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
    /// What came and what was expected.
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
            // The empty pointer is the whole document; a reader wants a word for it.
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

    /// What kind of misuse this is.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// The message without the list of problems.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The same error of an input that stands at a pointer inside a larger one.
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

/// What a panic says, as far as it says something.
pub fn describe_panic(payload: &(dyn Any + Send)) -> String {
    let literal = payload.downcast_ref::<&str>().copied();
    match literal.or_else(|| payload.downcast_ref::<String>().map(String::as_str)) {
        Some(words) => format!("it panicked: {words}"),
        None => "it panicked".to_owned(),
    }
}
