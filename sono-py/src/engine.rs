//! The engine, and the functions that need no engine.

use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::Arc;

use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyString};
use sono_core::Error;
use sono_core::assessment::canonical_json;
use sono_core::boundary::{
    BatchOptions, Door, DoorOptions, Extensions, Hooks, check_assessment_json, guarded, request_json_str,
};
use sono_core::engine::cache::CacheStore;
use sono_core::report::Printed;

use crate::batch::Batch;
use crate::cancel::{CancelToken, control};
use crate::error::{detached, raised, text};
use crate::host::{Callback, PyStore, Raised, reviewer, scorer, signal};

/// A configured engine. It never changes; threads share it.
#[pyclass(frozen)]
pub(crate) struct Engine {
    door: Door,
}

#[pymethods]
impl Engine {
    /// Opens an engine with options as JSON text; the host's additions, as pairs of a definition in JSON text and a
    /// callback; and a store.
    #[new]
    #[pyo3(signature = (options, signals, scorers, reviewers, store))]
    fn new(
        py: Python<'_>,
        options: &Bound<'_, PyString>,
        signals: Vec<Callback>,
        scorers: Vec<Callback>,
        reviewers: Vec<Callback>,
        store: Option<Py<PyAny>>,
    ) -> PyResult<Self> {
        let options = text(options).map_err(|error| raised(py, &error))?;
        let store = store.map(|store| Arc::new(PyStore::new(store)) as Arc<dyn CacheStore>);
        detached(py, || {
            let extensions = Extensions {
                signals: signals.into_iter().map(signal).collect::<Result<_, Error>>()?,
                scorers: scorers.into_iter().map(scorer).collect::<Result<_, Error>>()?,
                reviewers: reviewers.into_iter().map(reviewer).collect::<Result<_, Error>>()?,
                store,
            };
            Ok(Self { door: Door::open(&DoorOptions::from_json(options)?, extensions)? })
        })
    }

    /// Assesses a submission in JSON text; returns the assessment as canonical JSON.
    #[pyo3(signature = (submission, assessment_id, timestamp, timeout, cancel))]
    fn assess(
        &self,
        py: Python<'_>,
        submission: &Bound<'_, PyString>,
        assessment_id: Option<String>,
        timestamp: Option<String>,
        timeout: Option<f64>,
        cancel: Option<&Bound<'_, CancelToken>>,
    ) -> PyResult<String> {
        self.answer(py, submission, timeout, cancel, |door, submission, hooks| {
            let mut assessment = door.assess_json(submission, hooks)?;
            assessment.assessment_id = assessment_id;
            assessment.timestamp = timestamp;
            canonical_json(&assessment)
        })
    }

    /// Answers a call in JSON text with canonical JSON.
    #[pyo3(signature = (call, timeout, cancel))]
    fn call(
        &self,
        py: Python<'_>,
        call: &Bound<'_, PyString>,
        timeout: Option<f64>,
        cancel: Option<&Bound<'_, CancelToken>>,
    ) -> PyResult<String> {
        self.answer(py, call, timeout, cancel, Door::call_json_str)
    }

    /// Answers a call `report` in JSON text with the report: text, or the bytes of a format that is not text.
    #[pyo3(signature = (call, timeout, cancel))]
    fn report<'py>(
        &self,
        py: Python<'py>,
        call: &Bound<'_, PyString>,
        timeout: Option<f64>,
        cancel: Option<&Bound<'_, CancelToken>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        Ok(match self.answer(py, call, timeout, cancel, Door::report_json)?.report {
            Printed::Text(text) => PyString::new(py, &text).into_any(),
            Printed::Bytes(bytes) => PyBytes::new(py, &bytes).into_any(),
        })
    }

    /// Begins a batch, with options as JSON text.
    fn batch(
        &self,
        py: Python<'_>,
        options: &Bound<'_, PyString>,
        cancel: &Bound<'_, CancelToken>,
    ) -> PyResult<Batch> {
        let options = text(options).map_err(|error| raised(py, &error))?;
        let token = &cancel.get().token;
        let stream = detached(py, || {
            let options = BatchOptions::from_json(options)?;
            self.door.batch_stream(options, token, |assessment| canonical_json(&assessment))
        })?;
        Ok(Batch::new(stream, self.door.position_encoding()))
    }

    /// The counts of the cache so far, as JSON text; `None` without a cache.
    fn cache_stats(&self, py: Python<'_>) -> PyResult<Option<String>> {
        let stats = || self.door.cache_stats().map(|stats| canonical_json(&stats)).transpose();
        guarded(stats).map_err(|error| raised(py, &error))
    }
}

impl Engine {
    fn answer<T: Send>(
        &self,
        py: Python<'_>,
        input: &Bound<'_, PyString>,
        timeout: Option<f64>,
        cancel: Option<&Bound<'_, CancelToken>>,
        work: impl FnOnce(&Door, &str, &Hooks) -> Result<T, Error> + Send,
    ) -> PyResult<T> {
        let prepared = control(cancel, timeout).and_then(|control| Ok((text(input)?, Hooks { control })));
        let (input, hooks) = prepared.map_err(|error| raised(py, &error))?;
        let watch = Raised::watch();
        let answer = py.detach(|| guarded(|| work(&self.door, input, &hooks)));
        // An exception of the host's own code on this thread becomes the cause.
        answer.map_err(|error| watch.explain(py, &error))
    }
}

/// Answers a call in JSON text that contains the options of its engine.
#[pyfunction]
pub(crate) fn request(py: Python<'_>, request: &Bound<'_, PyString>) -> PyResult<String> {
    let request = text(request).map_err(|error| raised(py, &error))?;
    detached(py, || request_json_str(request, &Hooks::default()))
}

/// Reads an assessment in JSON text, and writes it as canonical JSON.
#[pyfunction]
pub(crate) fn check_assessment(py: Python<'_>, assessment: &Bound<'_, PyString>) -> PyResult<String> {
    let assessment = text(assessment).map_err(|error| raised(py, &error))?;
    detached(py, || check_assessment_json(assessment))
}

/// The submission from a file or folder, as JSON text.
#[pyfunction]
pub(crate) fn read_path(py: Python<'_>, path: PathBuf) -> PyResult<String> {
    detached(py, || sono_core::cli::read_path(&path)?.to_json())
}

/// Runs the command line and returns its exit code.
#[pyfunction]
pub(crate) fn main(py: Python<'_>, arguments: Vec<OsString>) -> u8 {
    py.detach(|| sono_core::cli::main(arguments))
}
