//! Stopping a call from outside.

use std::time::Duration;

use pyo3::prelude::*;
use sono_core::engine::{CancelToken as Token, Control};
use sono_core::{Error, ErrorKind, Result};

/// A switch that stops work from any thread. Once cancelled, it stays so.
#[pyclass(frozen, module = "sono_eval")]
#[derive(Default)]
pub(crate) struct CancelToken {
    pub(crate) token: Token,
}

#[pymethods]
impl CancelToken {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    /// Stops the work that was given this token.
    fn cancel(&self) {
        self.token.cancel();
    }

    /// Whether the token was cancelled.
    #[getter]
    fn cancelled(&self) -> bool {
        self.token.is_cancelled()
    }

    fn __repr__(&self) -> &'static str {
        if self.token.is_cancelled() { "<CancelToken: cancelled>" } else { "<CancelToken>" }
    }
}

/// The control of one call: a token, and a number of seconds.
pub(crate) fn control(cancel: Option<&Bound<'_, CancelToken>>, timeout: Option<f64>) -> Result<Control> {
    let control = cancel.map_or_else(Control::default, |cancel| Control::cancelled_by(&cancel.get().token));
    Ok(match timeout {
        None => control,
        Some(seconds) => control.within(duration(seconds)?),
    })
}

/// A number of seconds. One too large to represent means no limit.
pub(crate) fn duration(seconds: f64) -> Result<Duration> {
    if seconds.is_nan() || seconds < 0.0 {
        let message = format!("a timeout is a number of seconds from 0, got {seconds}");
        return Err(Error::new(ErrorKind::InvalidOptions, message));
    }
    Ok(Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX))
}
