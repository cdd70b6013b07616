//! A batch under way: JavaScript puts items in, and takes messages out.

use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use napi_derive::napi;
use sono_core::boundary::{BatchOptions, BatchStream, Door, JsonInput};
use sono_core::engine::CancelToken;
use sono_core::text::PositionEncoding;
use sono_core::{Error, ErrorKind, Result, assessment};

use crate::error::entry;
use crate::task::{Promised, promise};

/// A batch under way.
#[napi]
pub struct Batch {
    stream: Arc<BatchStream<String>>,
    encoding: PositionEncoding,
}

#[napi]
impl Batch {
    pub(crate) fn open(door: &Door, options: &str) -> Result<Self> {
        let options = BatchOptions::from_json(options)?;
        let stream = door.batch_stream(options, &CancelToken::new(), |assessment| {
            assessment::canonical_json(&assessment)
        })?;
        Ok(Self { stream: Arc::new(stream), encoding: door.position_encoding() })
    }

    /// Whether an item can be put in without holding more than the window.
    #[napi(catch_unwind)]
    pub fn wants_input(&self) -> bool {
        self.stream.wants_input()
    }

    /// Puts a submission in.
    #[napi(catch_unwind)]
    pub fn push(&self, id: Option<String>, submission: String) -> napi::Result<()> {
        self.put_in(id, Ok(submission))
    }

    /// Puts in an item that is known to have failed, with its error in JSON.
    #[napi(catch_unwind)]
    pub fn push_failed(&self, id: Option<String>, error: String) -> napi::Result<()> {
        let failed = |error: serde_json::Error| Error::new(ErrorKind::Internal, error.to_string());
        self.put_in(id, Err(serde_json::from_str(&error).unwrap_or_else(failed)))
    }

    fn put_in(&self, id: Option<String>, submission: Result<String>) -> napi::Result<()> {
        entry(|| self.stream.push(JsonInput { id, submission, encoding: self.encoding }))
    }

    /// Says that no further item comes.
    #[napi(catch_unwind)]
    pub fn end_input(&self) {
        self.stream.end_input();
    }

    /// Stops the batch. What is ready still comes.
    #[napi(catch_unwind)]
    pub fn cancel(&self) {
        self.stream.cancel();
    }

    /// The state of the batch after every result that was taken, in JSON; nothing before it has begun.
    #[napi(catch_unwind)]
    pub fn state(&self) -> napi::Result<Option<String>> {
        entry(|| self.stream.state().map(|state| assessment::canonical_json(&state)).transpose())
    }

    /// The next message, or nothing if none comes within so many milliseconds. One of Node's threads waits meanwhile.
    #[napi(catch_unwind, ts_return_type = "Promise<string | null>")]
    pub fn next(&self, limit: u32) -> Promised<Option<String>> {
        let stream = Arc::clone(&self.stream);
        let limit = Duration::from_millis(limit.into());
        promise(move || match stream.next(Some(limit)) {
            Poll::Ready(Some(message)) => message.to_json().map(Some),
            Poll::Ready(None) => {
                Err(Error::new(ErrorKind::Internal, "a batch was asked to go on after its end"))
            }
            Poll::Pending => Ok(None),
        })
    }
}
