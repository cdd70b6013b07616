//! Batches: the host puts submissions in and takes messages out.

use std::task::Poll;
use std::time::Duration;

use sono_core::assessment::canonical_json;
use sono_core::boundary::{self, BatchOptions, BatchStream, Door, JsonInput};
use sono_core::engine;
use sono_core::text::PositionEncoding;

use super::engine::CancelToken;
use super::error::{ErrorInfo, SonoError, guarded};

/// A batch under way, on threads of its own. Dropping it stops it.
#[derive(Debug, uniffi::Object)]
pub struct Batch {
    stream: BatchStream<String>,
    encoding: PositionEncoding,
}

/// What comes out of a batch.
#[derive(Debug, Clone, PartialEq, uniffi::Enum)]
pub enum BatchMessage {
    /// A submission was assessed, or could not be: one of `assessment` and `error` is there.
    Item {
        /// Position in the input, counted from 0.
        index: u64,
        /// The host's key.
        id: Option<String>,
        /// The assessment as canonical JSON.
        assessment: Option<String>,
        /// Why there is none.
        error: Option<ErrorInfo>,
    },
    /// Something happened; only if the options ask for events.
    Event {
        /// The event as canonical JSON.
        event: String,
    },
    /// Nothing has come within the time that was given.
    Pending,
    /// The batch is over: no message follows.
    Finished {
        /// The final state as canonical JSON, with which a batch that was stopped can go on.
        state: String,
    },
}

#[uniffi::export]
impl Batch {
    /// Whether a submission can be put in without holding more than the window.
    pub fn wants_input(&self) -> bool {
        self.stream.wants_input()
    }

    /// Puts in a submission in JSON. What comes while the batch wants no input is held in memory.
    ///
    /// # Errors
    /// `invalid_call` after the end of the input.
    #[uniffi::method(default(id = None))]
    pub fn push(&self, submission: String, id: Option<String>) -> Result<(), SonoError> {
        guarded(|| self.stream.push(JsonInput { id, submission: Ok(submission), encoding: self.encoding }))
    }

    /// Says that no further submission comes.
    pub fn end_input(&self) {
        self.stream.end_input();
    }

    /// Stops the batch. What is ready still comes out, and then the end, which says that it was cancelled.
    pub fn cancel(&self) {
        self.stream.cancel();
    }

    /// The next message, waited for at most so many milliseconds, for ever without a limit. After the end, the answer
    /// is nothing.
    ///
    /// # Errors
    /// What made the batch fail as a whole, such as `invalid_options` for a state that cannot be resumed.
    #[uniffi::method(default(limit_ms = None))]
    pub fn next(&self, limit_ms: Option<u64>) -> Result<Option<BatchMessage>, SonoError> {
        guarded(|| match self.stream.next(limit_ms.map(Duration::from_millis)) {
            Poll::Pending => Ok(Some(BatchMessage::Pending)),
            Poll::Ready(message) => message.map(BatchMessage::read).transpose(),
        })
    }
}

impl Batch {
    pub(super) fn begin(door: &Door, options: &str, token: Option<&CancelToken>) -> sono_core::Result<Self> {
        let token = token.map_or_else(engine::CancelToken::new, |token| token.inner.clone());
        let options = BatchOptions::from_json(options)?;
        // The workers write the JSON, so that it does not all fall on the thread that takes the results.
        let stream = door.batch_stream(options, &token, |assessment| canonical_json(&assessment))?;
        Ok(Self { stream, encoding: door.position_encoding() })
    }
}

impl BatchMessage {
    fn read(message: boundary::BatchMessage<String>) -> sono_core::Result<Self> {
        Ok(match message {
            boundary::BatchMessage::Item(item) => {
                let (assessment, error) = match item.outcome {
                    Ok(assessment) => (Some(assessment), None),
                    Err(error) => (None, Some(error.into())),
                };
                Self::Item { index: item.index, id: item.id, assessment, error }
            }
            boundary::BatchMessage::Event(event) => Self::Event { event: canonical_json(&event)? },
            boundary::BatchMessage::End(end) => Self::Finished { state: canonical_json(&(*end)?)? },
        })
    }
}
