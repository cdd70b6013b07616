//! Errors that the generated code throws.

use sono_core::boundary;

/// The error that is thrown.
// There is one variant, and the kind is text, so that a new kind does not change the generated types.
#[derive(Debug, thiserror::Error, uniffi::Error)]
pub enum SonoError {
    /// The call was refused, stopped or failed.
    #[error("{}", info.message)]
    Failed {
        /// The reason.
        info: ErrorInfo,
    },
}

/// The reason why a call failed.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ErrorInfo {
    /// Stable name for programs, such as `invalid_submission`.
    pub kind: String,
    /// The message for people, without the problems.
    pub message: String,
    /// Every problem found in the input, in the order of the input.
    pub problems: Vec<Problem>,
}

/// One thing that is wrong with an input, and where.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Problem {
    /// JSON pointer (RFC 6901) into the input, for JSON input.
    pub pointer: Option<String>,
    /// Name of the file, for input that comes from one.
    pub file: Option<String>,
    /// Line in that file, counted from 1.
    pub line: Option<u64>,
    /// Dotted key in that file, such as `path.metric.weight`.
    pub key: Option<String>,
    /// The problem in words: what was expected, and what the input has instead.
    pub message: String,
}

impl From<sono_core::Error> for ErrorInfo {
    fn from(error: sono_core::Error) -> Self {
        Self {
            kind: error.kind().as_str().to_owned(),
            message: error.message().to_owned(),
            problems: error.problems().iter().cloned().map(Problem::from).collect(),
        }
    }
}

impl From<sono_core::Problem> for Problem {
    fn from(problem: sono_core::Problem) -> Self {
        let sono_core::Problem { pointer, file, line, key, message } = problem;
        Self { pointer, file, line: line.map(|line| line as u64), key, message }
    }
}

/// Runs the body of an exported function.
pub(super) fn guarded<T>(work: impl FnOnce() -> sono_core::Result<T>) -> Result<T, SonoError> {
    boundary::guarded(work).map_err(|error| SonoError::Failed { info: error.into() })
}
