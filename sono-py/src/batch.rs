//! A batch under way: items in, messages out.

use std::task::Poll;
use std::time::Duration;

use pyo3::prelude::*;
use pyo3::types::PyString;
use sono_core::assessment::canonical_json;
use sono_core::boundary::{BatchMessage, BatchStream, JsonInput, guarded};
use sono_core::text::PositionEncoding;
use sono_core::{Error, ErrorKind, Result};

use crate::error::{detached, exception, raised, text};

/// The time between two checks of a wait for signals such as that of Ctrl-C.
const SLICE: Duration = Duration::from_millis(50);

/// A batch under way.
#[pyclass(frozen)]
pub(crate) struct Batch {
    stream: BatchStream<String>,
    encoding: PositionEncoding,
}

/// A result: index, id, assessment as JSON text, error.
type Item<'py> = (u64, Option<String>, Option<String>, Option<Bound<'py, PyAny>>);

/// A message: exactly one of an item and an event in JSON text, or neither at the end.
type Message<'py> = (Option<Item<'py>>, Option<String>);

impl Batch {
    pub(crate) fn new(stream: BatchStream<String>, encoding: PositionEncoding) -> Self {
        Self { stream, encoding }
    }

    fn put(&self, id: Option<String>, submission: Result<String>) -> Result<()> {
        self.stream.push(JsonInput { id, submission, encoding: self.encoding })
    }
}

#[pymethods]
impl Batch {
    /// Whether there is room for an item within the window.
    fn wants_input(&self) -> bool {
        self.stream.wants_input()
    }

    /// Puts in a submission in JSON text.
    fn push(&self, py: Python<'_>, id: Option<String>, submission: &Bound<'_, PyString>) -> PyResult<()> {
        let submission = text(submission).map(str::to_owned);
        guarded(|| self.put(id, submission)).map_err(|error| raised(py, &error))
    }

    /// Puts in an item that has no submission, with the reason: an error as JSON text.
    fn push_failed(&self, py: Python<'_>, id: Option<String>, error: &Bound<'_, PyString>) -> PyResult<()> {
        let put = || {
            let error: Error = serde_json::from_str(text(error)?)
                .map_err(|wrong| Error::new(ErrorKind::InvalidCall, format!("not an error: {wrong}")))?;
            self.put(id, Err(error))
        };
        guarded(put).map_err(|error| raised(py, &error))
    }

    /// Marks the end of the input.
    fn end_input(&self) {
        self.stream.end_input();
    }

    /// The next message, if one comes within the limit in seconds; without a limit, waits for it.
    #[pyo3(signature = (limit))]
    fn take<'py>(&self, py: Python<'py>, limit: Option<f64>) -> PyResult<Option<Message<'py>>> {
        let slice = limit.map_or(SLICE, |seconds| Duration::from_secs_f64(seconds.clamp(0.0, 0.05)));
        loop {
            match detached(py, || Ok(self.stream.next(Some(slice))))? {
                Poll::Ready(message) => return told(py, message).map(Some),
                Poll::Pending if limit.is_some() => return Ok(None),
                Poll::Pending => py.check_signals()?,
            }
        }
    }

    /// The state of the batch after every result that was taken, as JSON text.
    fn state(&self, py: Python<'_>) -> PyResult<Option<String>> {
        let state = || self.stream.state().map(|state| canonical_json(&state)).transpose();
        guarded(state).map_err(|error| raised(py, &error))
    }
}

fn told<'py>(py: Python<'py>, message: Option<BatchMessage<String>>) -> PyResult<Message<'py>> {
    match message {
        Some(BatchMessage::Item(item)) => {
            let (assessment, error) = match item.outcome {
                Ok(assessment) => (Some(assessment), None),
                Err(error) => (None, Some(exception(py, &error)?)),
            };
            Ok((Some((item.index, item.id, assessment, error)), None))
        }
        Some(BatchMessage::Event(event)) => {
            let event = canonical_json(&event).map_err(|error| raised(py, &error))?;
            Ok((None, Some(event)))
        }
        Some(BatchMessage::End(end)) => end.map(|_| (None, None)).map_err(|error| raised(py, &error)),
        None => Ok((None, None)),
    }
}
