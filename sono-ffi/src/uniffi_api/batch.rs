//! Batches: the host pushes submissions and takes messages.

use std::task::Poll;
use std::time::Duration;

use sono_core::assessment::canonical_json;
use sono_core::boundary::{self, BatchOptions, BatchStream, Door, JsonInput};
use sono_core::engine;
use sono_core::text::PositionEncoding;

use super::engine::CancelToken;
use super::error::{ErrorInfo, SonoError, guarded};

/// A running batch, on threads of its own. Dropping it stops it.
#[derive(Debug, uniffi::Object)]
pub struct Batch {
    stream: BatchStream<String>,
    encoding: PositionEncoding,
}

/// A message from a batch.
#[derive(Debug, Clone, PartialEq, uniffi::Enum)]
pub enum BatchMessage {
    /// A submission was assessed or failed: either `assessment` or `error` is set.
    Item {
        /// Position in the input, counted from 0.
        index: u64,
        /// The host's key.
        id: Option<String>,
        /// The assessment as canonical JSON.
        assessment: Option<String>,
        /// The error, if there is no assessment.
        error: Option<ErrorInfo>,
    },
    /// An event, if the options ask for events.
    Event {
        /// The event as canonical JSON.
        event: String,
    },
    /// There was no message within the given time.
    Pending,
    /// The batch has ended. This is the last message.
    Finished {
        /// The final state as canonical JSON, from which a stopped batch can be resumed.
        state: String,
    },
}

#[uniffi::export]
impl Batch {
    /// Whether a submission can be pushed without exceeding the window.
    pub fn wants_input(&self) -> bool {
        self.stream.wants_input()
    }

    /// Pushes a submission in JSON. Submissions that are pushed while the batch wants no input are held in memory.
    ///
    /// # Errors
    /// `invalid_call` after the end of the input.
    #[uniffi::method(default(id = None))]
    pub fn push(&self, submission: String, id: Option<String>) -> Result<(), SonoError> {
        guarded(|| self.stream.push(JsonInput { id, submission: Ok(submission), encoding: self.encoding }))
    }

    /// Marks the end of the input.
    pub fn end_input(&self) {
        self.stream.end_input();
    }

    /// Stops the batch. Results that are ready are still delivered, and the last message says that the batch was
    /// cancelled.
    pub fn cancel(&self) {
        self.stream.cancel();
    }

    /// The next message. Waits for at most `limit_ms` milliseconds, or without a limit. Returns nothing after the end.
    ///
    /// # Errors
    /// The error of the batch as a whole, such as `invalid_options` for a state that cannot be resumed.
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
        // The workers write the JSON, to take that load off the thread that takes the results.
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
