//! Errors on their way to JavaScript.

use serde_json::json;
use sono_core::boundary::guarded;
use sono_core::{Error, Result};

/// Runs the work of one entry. An error or a panic becomes an exception whose message is JSON: `error` as the other
/// languages see it, and `text` for people. `lib/error.js` makes a `SonoEvalError` of it.
pub(crate) fn entry<T>(work: impl FnOnce() -> Result<T>) -> napi::Result<T> {
    guarded(work).map_err(|error| thrown(&error))
}

fn thrown(error: &Error) -> napi::Error {
    napi::Error::from_reason(json!({ "error": error, "text": error.to_string() }).to_string())
}
