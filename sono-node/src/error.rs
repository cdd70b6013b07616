//! Errors on their way to JavaScript.

use sono_core::Result;
use sono_core::boundary::{error_json, guarded};

/// Runs the work of one entry. An error or a panic becomes an exception whose message is the error in JSON;
/// `lib/error.js` turns it into a `SonoEvalError`.
pub(crate) fn entry<T>(work: impl FnOnce() -> Result<T>) -> napi::Result<T> {
    guarded(work).map_err(|error| napi::Error::from_reason(error_json(&error)))
}
