//! The inputs and results of a batch.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::assessment::Assessment;
use crate::error::{Error, ErrorKind, Result};
use crate::hash::FieldHasher;
use crate::submission::Submission;

use super::super::progress::ItemDigest;

/// A source of one submission for a batch.
///
/// Implement it to do more work on the worker threads than hand over a submission, such as parsing JSON or opening an
/// archive.
pub trait BatchInput: Send {
    /// The host's key for the item, carried by results and events. It plays no part in the assessment.
    fn id(&self) -> Option<String> {
        None
    }

    /// A text that changes whenever the item would give another result: a hash of its bytes, say. By it a resumed batch
    /// knows items that are done, without reading them.
    ///
    /// Without it, a resumed batch reads these items once more, on the calling thread, to see that they are the same.
    fn content_hash(&self) -> Option<String> {
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
    fn content_hash(&self) -> Option<String> {
        let error = self.as_ref().err()?;
        Some(FieldHasher::hex_of([error.kind().as_str(), error.message()]))
    }

    fn read(self) -> Result<Submission> {
        self
    }
}

/// An item with the host's key.
impl<I: BatchInput> BatchInput for (String, I) {
    fn id(&self) -> Option<String> {
        Some(self.0.clone())
    }

    fn content_hash(&self) -> Option<String> {
        self.1.content_hash()
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
    /// The digest of the item.
    pub digest: ItemDigest,
    /// The result or the error.
    pub outcome: Result<T, Error>,
}

/// An item that a batch has taken out of its input.
pub(super) struct Opened {
    pub(super) id: Option<String>,
    pub(super) digest: ItemDigest,
    /// The result of reading it. [`None`] if nobody wanted it, and it was not needed to know the item.
    pub(super) submission: Option<Result<Submission>>,
}

impl Opened {
    /// Opens an item, and reads it if its submission `is_wanted`. A panic of the host's code is an error of the item.
    pub(super) fn new(index: u64, input: impl BatchInput, is_wanted: bool) -> Self {
        let (mut id, mut content) = (None, None);
        let read = catch_unwind(AssertUnwindSafe(|| {
            id = input.id();
            content = input.content_hash();
            (is_wanted || content.is_none()).then(|| input.read())
        }));
        let submission = read.unwrap_or_else(|_| Some(Err(panicked())));
        let content = content.unwrap_or_else(|| match &submission {
            Some(Ok(submission)) => submission.to_json().unwrap_or_default(),
            // Why it cannot be read may be told differently each time.
            _ => String::new(),
        });
        Self { digest: ItemDigest::of(index, id.as_deref(), &content), id, submission }
    }
}

/// The error of an item whose assessment panicked.
pub(super) fn panicked() -> Error {
    let message = "a defect: the assessment of this item panicked; the message went to the panic hook";
    Error::new(ErrorKind::Internal, message)
}
