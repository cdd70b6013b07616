//! The inputs and results of a batch.

use crate::assessment::Assessment;
use crate::error::{Error, Result};
use crate::submission::Submission;

/// A source of one submission for a batch.
///
/// Implement it to do more work on the worker threads than hand over a submission, such as parsing JSON or opening an
/// archive.
pub trait BatchInput: Send {
    /// The host's key for the item, carried by results and events. It plays no part in the assessment.
    fn id(&self) -> Option<String> {
        None
    }

    /// Reads the submission. Runs on a worker thread; if it panics, only this item fails.
    ///
    /// # Errors
    /// Any error; the item then fails with it, and the batch continues.
    fn read(self) -> Result<Submission>;
}

impl BatchInput for Submission {
    fn read(self) -> Result<Submission> {
        Ok(self)
    }
}

/// An item that could not be read fails with the error.
impl BatchInput for Result<Submission> {
    fn read(self) -> Result<Submission> {
        self
    }
}

/// An item with the host's key.
impl<I: BatchInput> BatchInput for (String, I) {
    fn id(&self) -> Option<String> {
        Some(self.0.clone())
    }

    fn read(self) -> Result<Submission> {
        self.1.read()
    }
}

/// The result of one item. `T` is the assessment, or whatever the host's workers turn it into.
#[derive(Debug, Clone, PartialEq)]
pub struct BatchItem<T = Assessment> {
    /// Position in the input, counted from 0.
    pub index: u64,
    /// The host's key.
    pub id: Option<String>,
    /// Hash of the submission, if it could be read.
    pub input_hash: Option<String>,
    /// The result or the error.
    pub outcome: Result<T, Error>,
}
