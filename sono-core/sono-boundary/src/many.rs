//! Batches for a host that waits for their end.

use std::ops::ControlFlow;
use std::task::Poll;

use sono_score::engine::{BatchState, CancelToken, Phase, ProgressEvent};
use sono_score::error::{Error, ErrorKind, Result};
use sono_score::json;

use super::answer::{BatchAnswer, ItemAnswer};
use super::door::Door;
use super::stream::{BatchMessage, BatchOptions, BatchStream, JsonInput};

impl<T> BatchStream<T> {
    /// Runs the batch to its end on this thread: puts items in as long as there is room, and gives every message but
    /// the last to `take`.
    ///
    /// # Errors
    /// The error that ended the batch early.
    pub fn drive(
        &self,
        inputs: impl IntoIterator<Item = JsonInput>,
        mut take: impl FnMut(BatchMessage<T>),
    ) -> Result<BatchState> {
        let mut inputs = inputs.into_iter();
        loop {
            while self.wants_input() {
                match inputs.next() {
                    Some(input) => self.push(input)?,
                    None => self.end_input(),
                }
            }
            match self.next(None) {
                Poll::Ready(Some(BatchMessage::End(end))) => return *end,
                Poll::Ready(Some(message)) => take(message),
                // Without a limit there is no timeout, and the message `End` comes before there are none left.
                Poll::Ready(None) | Poll::Pending => {
                    return Err(Error::new(ErrorKind::Internal, "a batch ended without a last message"));
                }
            }
        }
    }
}

impl Door {
    /// Assesses many submissions on several threads and waits for all of them: the call `batch`, with items in JSON
    /// text, options, and a watcher. This thread calls the watcher, if [`BatchOptions::events`] asks for events, and
    /// the watcher may end the batch.
    ///
    /// # Errors
    /// As [`Door::batch_stream`]; and [`ErrorKind::Cancelled`] and [`ErrorKind::DeadlineExceeded`] when the batch
    /// did not come to its end.
    pub fn assess_many(
        &self,
        inputs: impl IntoIterator<Item = JsonInput>,
        options: BatchOptions,
        cancel: &CancelToken,
        mut watch: impl FnMut(&ProgressEvent) -> ControlFlow<()>,
    ) -> Result<BatchAnswer> {
        let stream = self.batch_stream(options, cancel, Ok)?;
        let mut items = Vec::new();
        let mut watching = true;
        let state = stream.drive(inputs, |message| match message {
            BatchMessage::Item(item) => {
                items.push(ItemAnswer { index: item.index, id: item.id, outcome: item.outcome.into() });
            }
            BatchMessage::Event(event) if watching && watch(&event).is_break() => {
                watching = false;
                stream.cancel();
            }
            BatchMessage::Event(_) | BatchMessage::End(_) => {}
        })?;
        match state.phase {
            // The watcher may stop the batch when the last item is already done; it is obeyed all the same.
            Phase::Completed if watching => Ok(BatchAnswer { items }),
            Phase::DeadlineExceeded => {
                Err(Error::new(ErrorKind::DeadlineExceeded, "the batch was not done before its deadline"))
            }
            _ => Err(Error::new(ErrorKind::Cancelled, "the batch was cancelled")),
        }
    }

    /// The items of JSON lines: one per line, blank ones included. A line that is not UTF-8 fails alone.
    pub fn lines<'t>(&self, text: &'t [u8]) -> impl Iterator<Item = JsonInput> + use<'t> {
        let encoding = self.position_encoding();
        text.split_inclusive(|byte| *byte == b'\n').map(move |line| {
            let line = line.strip_suffix(b"\n").unwrap_or(line);
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            JsonInput { id: None, submission: json::utf8(line).map(str::to_owned), encoding }
        })
    }
}
