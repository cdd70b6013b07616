//! Engines and their calls.
#![expect(unsafe_code, reason = "functions of the C interface")]

use std::ffi::c_char;

use sono_core::assessment::canonical_json;
use sono_core::boundary::{Door, Hooks, request_json_str};

use crate::arguments::{text, value};
use crate::cancel::{SonoCancelToken, hooks};
use crate::outcome::{free, write_handle, write_outcome};
use crate::status::SonoStatus;
use crate::string::SonoString;

/// A configured engine. It never changes, and any number of threads may use it at the same time until it is freed.
#[derive(Debug)]
pub struct SonoEngine {
    pub(crate) door: Door,
}

/// The version of the library, such as "1.2.3". The text is static.
#[unsafe(no_mangle)]
pub extern "C" fn sono_version() -> *const c_char {
    const { concat!(env!("CARGO_PKG_VERSION"), "\0") }.as_ptr().cast()
}

/// Makes an engine from options in JSON: `rubric` (an id, or `{"source": ...}` with the text of one), `expects` (what
/// submissions that do not say it are asked for, such as `["tests"]`), `limits`, `position_encoding` ("utf-8", the
/// default, "utf-16" or "code-point"), `cache`. An empty text means no options.
///
/// Writes the engine to `engine`, to be freed with sono_engine_free. After an error, `engine` is null and the error is
/// written to `error`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn sono_engine_new(
    options: *const c_char,
    options_len: usize,
    engine: *mut *mut SonoEngine,
    error: *mut SonoString,
) -> SonoStatus {
    // SAFETY: the caller keeps to the header.
    unsafe {
        write_handle("engine", engine, error, || {
            let door = Door::from_json(text("options", options, options_len)?)?;
            Ok(SonoEngine { door })
        })
    }
}

/// Frees an engine. Null does nothing. Its batches continue; calls must have returned.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn sono_engine_free(engine: *mut SonoEngine) {
    // SAFETY: the caller passes null or an engine that is not used any more.
    unsafe { free(engine) }
}

/// Answers a call: a JSON object whose field `call` names the call, such as `assess`, `report` or `verify`. The call
/// `{"call": "schema", "of": "boundary"}` describes all of them. `token` may be null. Writes the answer, or the error,
/// to `out`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn sono_call(
    engine: *const SonoEngine,
    call: *const c_char,
    call_len: usize,
    token: *const SonoCancelToken,
    out: *mut SonoString,
) -> SonoStatus {
    // SAFETY: the caller keeps to the header.
    unsafe {
        write_outcome(out, || {
            let engine = value("engine", engine)?;
            engine.door.call_json_str(text("call", call, call_len)?, &hooks(token))
        })
    }
}

/// Answers one call without an engine: the field `options` of the call holds the engine's options. This suits single
/// calls; for many, keep an engine, which is faster. Writes the answer, or the error, to `out`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn sono_request(
    request: *const c_char,
    request_len: usize,
    out: *mut SonoString,
) -> SonoStatus {
    // SAFETY: the caller keeps to the header.
    unsafe {
        write_outcome(out, || request_json_str(text("request", request, request_len)?, &Hooks::default()))
    }
}

/// Assesses one submission in JSON: the call `assess` without its envelope, so that the JSON pointers of problems point
/// into the submission. `token` may be null. Writes the assessment, or the error, to `out`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn sono_assess(
    engine: *const SonoEngine,
    submission: *const c_char,
    submission_len: usize,
    token: *const SonoCancelToken,
    out: *mut SonoString,
) -> SonoStatus {
    // SAFETY: the caller keeps to the header.
    unsafe {
        write_outcome(out, || {
            let engine = value("engine", engine)?;
            let submission = text("submission", submission, submission_len)?;
            canonical_json(&engine.door.assess_json(submission, &hooks(token))?)
        })
    }
}
