//! Errors of the library as exceptions of Python.

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyString;
use sono_core::boundary::guarded;
use sono_core::{Error, ErrorKind, Result};

/// The module with the table from kinds to classes.
const MODULE: &str = "sono_eval._errors";

/// Runs a piece of work without the interpreter lock. A panic becomes an error like any other.
pub(crate) fn detached<T: Send>(py: Python<'_>, work: impl FnOnce() -> Result<T> + Send) -> PyResult<T> {
    py.detach(|| guarded(work)).map_err(|error| raised(py, &error))
}

/// An error as a Python exception.
pub(crate) fn raised(py: Python<'_>, error: &Error) -> PyErr {
    exception(py, error).map_or_else(|failure| failure, PyErr::from_value)
}

/// An error as a Python exception, as an object that is not raised.
pub(crate) fn exception<'py>(py: Python<'py>, error: &Error) -> PyResult<Bound<'py, PyAny>> {
    static MAKE: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let make = MAKE.import(py, MODULE, "make")?;
    let problems: Vec<_> = error
        .problems()
        .iter()
        .map(|problem| (&problem.message, &problem.pointer, &problem.file, problem.line, &problem.key))
        .collect();
    make.call1((error.kind().as_str(), error.message(), problems))
}

/// A Python text as UTF-8; lone surrogates have no UTF-8 form.
pub(crate) fn text<'a>(value: &'a Bound<'_, PyString>) -> Result<&'a str> {
    value.to_str().map_err(|_| {
        Error::new(ErrorKind::InvalidJson, "the text holds a lone surrogate, which is no character")
    })
}
