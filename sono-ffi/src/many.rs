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

/// Watches a batch: gets the pointer that came with it, and an event in JSON, `event_len` bytes followed by a NUL,
/// which live until the function returns. Anything but 0 stops the batch. The function must return: no C++ exception
/// and no longjmp may leave it.
pub type SonoProgress =
    Option<unsafe extern "C" fn(user_data: *mut c_void, event: *const c_char, event_len: usize) -> i32>;

/// Assesses JSON lines on several threads, and waits for all of them: every line is a submission, and one that is not
/// valid fails as an item. `options` are those of sono_batch_new. `token` may be null, as may `progress`, which is
/// called on this thread only, with `user_data`, for every event.
///
/// Writes the results, `{"items": [...]}`, or the error to `out`. A batch that was stopped has no results; to keep
/// what is done, use sono_batch_new.
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

/// Calls back.
///
/// # Safety
/// The function, if there is one, may be called with the pointer.
unsafe fn tell(progress: SonoProgress, user_data: *mut c_void, event: &ProgressEvent) -> ControlFlow<()> {
    // Events are plain data, so that they can always be written.
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
