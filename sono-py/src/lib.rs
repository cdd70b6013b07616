//! The native module of the Python package: text in, text out. `python/sono_eval` has the interface for Python
//! programs.

mod batch;
mod cancel;
mod engine;
mod error;
mod host;

use pyo3::prelude::*;

/// The native module. Its functions take and return JSON text; `sono_eval` turns it into objects.
// All state is behind locks of its own, so the module needs no global interpreter lock.
#[pymodule(gil_used = false)]
mod _native {
    #[pymodule_export]
    use crate::batch::Batch;
    #[pymodule_export]
    use crate::cancel::CancelToken;
    #[pymodule_export]
    use crate::engine::Engine;
    #[pymodule_export]
    use crate::engine::{check_assessment, main, read_path, request};
}
