//! What Kotlin, Swift, Ruby and Python call through code that UniFFI generates.
//!
//! Texts in JSON cross the boundary: the generated types are few, and a field added to an assessment breaks none of
//! them. Nothing here depends on the target, because the generated code compares checksums of all of it.

mod batch;
mod engine;
mod error;
#[cfg(test)]
mod tests;

pub use batch::{Batch, BatchMessage};
pub use engine::{CancelToken, Engine, PositionEncoding, Report, request, version};
pub use error::{ErrorInfo, Problem, SonoError};

uniffi::setup_scaffolding!("sono_ffi");
