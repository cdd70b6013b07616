//! The native module of the Python package: texts in, texts out. What Python programs see is in `python/sono_eval`.

mod batch;
mod cancel;
mod engine;
mod error;
mod host;

use pyo3::prelude::*;

/// The native module. Its functions take and give JSON text; `sono_eval` makes objects of it.
// Nothing here keeps state outside its own locks, so that it needs no global interpreter lock.
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
