//! The additions of a Python program: signals and a cache store.

use std::cell::RefCell;
use std::sync::Arc;
use std::time::Duration;

use pyo3::exceptions::PyException;
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use serde::de::DeserializeOwned;
use sono_core::boundary::{HostReviewer, HostScorer, HostSignal};
use sono_core::engine::cache::CacheStore;
use sono_core::review::Reviewer;
use sono_core::signals::{CustomScorer, CustomSignal};
use sono_core::text::PositionEncoding;
use sono_core::{Error, ErrorKind, Result};

use crate::error::raised;

thread_local! {
    /// The last exception of the host's code on this thread.
    static LAST: RefCell<Option<PyErr>> = const { RefCell::new(None) };
}

/// Watches, during a call, for exceptions of the host's code on the thread of the call.
pub(crate) struct Raised(());

impl Raised {
    pub(crate) fn watch() -> Self {
        LAST.set(None);
        Self(())
    }

    /// The exception for an error, caused by the exception that was raised. One that asks the program to stop, such as
    /// `KeyboardInterrupt`, is raised again instead.
    pub(crate) fn explain(self, py: Python<'_>, error: &Error) -> PyErr {
        let exception = raised(py, error);
        match LAST.take() {
            Some(cause) if !cause.is_instance_of::<PyException>(py) => cause,
            Some(cause) if error.kind() == ErrorKind::SignalFailed => {
                exception.set_cause(py, Some(cause));
                exception
            }
            _ => exception,
        }
    }
}

/// Calls into Python. An exception is kept for [`Raised`], and its message is the error.
fn attached<T>(work: impl FnOnce(Python<'_>) -> PyResult<T>) -> std::result::Result<T, String> {
    let call = |py: Python<'_>| {
        work(py).map_err(|error| {
            let words = error.to_string();
            LAST.set(Some(error));
            words
        })
    };
    // A worker may still be busy when the interpreter ends.
    Python::try_attach(call).unwrap_or_else(|| Err("the Python interpreter has ended".to_owned()))
}

/// The definition as JSON text, and a function from JSON text to JSON text or `None`.
pub(crate) type Callback = (String, Py<PyAny>);

fn definition<T: DeserializeOwned>(text: &str, of: &str) -> Result<T> {
    serde_json::from_str(text)
        .map_err(|error| Error::new(ErrorKind::InvalidSignal, format!("the definition of a {of}: {error}")))
}

/// A signal of the host.
pub(crate) fn signal((text, call): Callback) -> Result<Arc<dyn CustomSignal>> {
    let callback = move |material: &str| attached(|py| call.call1(py, (material,))?.extract(py));
    Ok(Arc::new(HostSignal::new(definition(&text, "signal")?, PositionEncoding::CodePoint, callback)))
}

/// A scorer of the host.
pub(crate) fn scorer((text, call): Callback) -> Result<Arc<dyn CustomScorer>> {
    let callback = move |material: &str| attached(|py| call.call1(py, (material,))?.extract(py));
    Ok(Arc::new(HostScorer::new(definition(&text, "scorer")?, PositionEncoding::CodePoint, callback)))
}

/// A reviewer of the host.
pub(crate) fn reviewer((text, call): Callback) -> Result<Arc<dyn Reviewer>> {
    let callback = move |request: &str| attached(|py| call.call1(py, (request,))?.extract(py));
    Ok(Arc::new(HostReviewer::new(definition(&text, "reviewer")?, callback)))
}

/// A store with the methods `get`, `put` and `remove`.
pub(crate) struct PyStore {
    store: Py<PyAny>,
}

impl PyStore {
    pub(crate) fn new(store: Py<PyAny>) -> Self {
        Self { store }
    }
}

fn told<T>(outcome: std::result::Result<T, String>) -> Result<T> {
    outcome.map_err(|words| Error::new(ErrorKind::Io, words))
}

impl CacheStore for PyStore {
    fn get(&self, key: &str) -> Result<Option<Vec<u8>>> {
        told(attached(|py| {
            let value = self.store.call_method1(py, "get", (key,))?;
            let value: Option<&[u8]> = value.extract(py)?;
            Ok(value.map(<[u8]>::to_vec))
        }))
    }

    fn put(&self, key: &str, value: &[u8], time_to_live: Option<Duration>) -> Result<()> {
        let seconds = time_to_live.map(|time| time.as_secs_f64());
        told(attached(|py| {
            self.store.call_method1(py, "put", (key, PyBytes::new(py, value), seconds)).map(drop)
        }))
    }

    fn remove(&self, key: &str) -> Result<()> {
        told(attached(|py| self.store.call_method1(py, "remove", (key,)).map(drop)))
    }
}
