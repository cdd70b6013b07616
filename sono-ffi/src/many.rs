//! A batch in one call.
#![expect(unsafe_code, reason = "a function of the C interface that calls back")]

use std::ffi::{c_char, c_void};
use std::ops::ControlFlow;

use sono_core::assessment::canonical_json;
use sono_core::boundary::BatchOptions;
use sono_core::engine::ProgressEvent;

use crate::arguments::{bytes, text, value};
use crate::cancel::{SonoCancelToken, token_of};
use crate::engine::SonoEngine;
use crate::outcome::write_outcome;
use crate::status::SonoStatus;
use crate::string::SonoString;

/// A callback for the events of a batch. It receives the `user_data` that was passed with it, and an event in JSON:
/// `event_len` bytes followed by a NUL, valid until the function returns. Return 0 to continue; any other value stops
/// the batch. No C++ exception and no longjmp may leave the function.
pub type SonoProgress =
    Option<unsafe extern "C" fn(user_data: *mut c_void, event: *const c_char, event_len: usize) -> i32>;

/// Assesses JSON lines on several threads, and waits for all of them. Every line is a submission; an invalid one is a
/// failed item. `options` are those of sono_batch_new. `token` and `progress` may be null. `progress` is called with
/// `user_data` for every event, on this thread only.
///
/// Writes the results, `{"items": [...]}`, or the error to `out`. A batch that was stopped has no results; to keep
/// partial results, use sono_batch_new.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn sono_assess_batch(
    engine: *const SonoEngine,
    submissions: *const c_char,
    submissions_len: usize,
    options: *const c_char,
    options_len: usize,
    token: *const SonoCancelToken,
    progress: SonoProgress,
    user_data: *mut c_void,
    out: *mut SonoString,
) -> SonoStatus {
    // SAFETY: the caller keeps to the header.
    unsafe {
        write_outcome(out, || {
            let door = &value("engine", engine)?.door;
            let mut options = BatchOptions::from_json(text("options", options, options_len)?)?;
            options.events |= progress.is_some();
            let lines = door.lines(bytes("submissions", submissions, submissions_len)?);
            let watch = |event: &ProgressEvent| tell(progress, user_data, event);
            canonical_json(&door.assess_many(lines, options, &token_of(token), watch)?)
        })
    }
}

/// Calls the callback with an event.
///
/// # Safety
/// The function, if there is one, must be callable with the pointer.
unsafe fn tell(progress: SonoProgress, user_data: *mut c_void, event: &ProgressEvent) -> ControlFlow<()> {
    // Events are plain data, which can always be written.
    let (Some(progress), Ok(mut text)) = (progress, canonical_json(event)) else {
        return ControlFlow::Continue(());
    };
    let len = text.len();
    text.push('\0');
    // SAFETY: the caller promises it, and the text lives during the call.
    match unsafe { progress(user_data, text.as_ptr().cast(), len) } {
        0 => ControlFlow::Continue(()),
        _ => ControlFlow::Break(()),
    }
}
