//! What goes into a batch and what comes out of it.

use crate::assessment::Assessment;
use crate::error::{Error, Result};
use crate::submission::Submission;

/// Something that a batch can read a submission from.
///
/// Implement it to do more than hand over a submission on the workers: to parse JSON, to open an archive.
pub trait BatchInput: Send {
    /// The host's key for the item, carried by results and events. It plays no part in the assessment.
    fn id(&self) -> Option<String> {
        None
    }

    /// Reads the submission. Runs on a worker; a panic costs this item alone.
    ///
    /// # Errors
    /// Whatever is wrong with it: the item fails with this error, and the batch goes on.
    fn read(self) -> Result<Submission>;
}

impl BatchInput for Submission {
    fn read(self) -> Result<Submission> {
        Ok(self)
    }
}

/// An item that could not even be read is a failed item.
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

/// The result of one item. `T` is the assessment, or what a host has its workers make of it.
#[derive(Debug, Clone, PartialEq)]
pub struct BatchItem<T = Assessment> {
    /// Position in the input, counted from 0.
    pub index: u64,
    /// The host's key.
    pub id: Option<String>,
    /// Hash of the submission, if it could be read.
    pub input_hash: Option<String>,
    /// The result, or why there is none.
    pub outcome: Result<T, Error>,
}
