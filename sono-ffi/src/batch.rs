//! Batches: submissions go in and messages come out, at the host's pace.
#![expect(unsafe_code, reason = "functions of the C interface")]

use std::ffi::c_char;
use std::task::Poll;
use std::time::Duration;

use sono_core::assessment::canonical_json;
use sono_core::boundary::{BatchOptions, BatchStream, JsonInput, utf8};
use sono_core::text::PositionEncoding;

use crate::arguments::{bytes, text, value};
use crate::cancel::{SonoCancelToken, token_of};
use crate::engine::SonoEngine;
use crate::outcome::{Outcome, free, holds, quietly, write_handle, write_outcome};
use crate::status::SonoStatus;
use crate::string::SonoString;

/// A running batch of submissions, on threads of its own. Push items with sono_batch_push while sono_batch_wants_input
/// is true, and take messages with sono_batch_next. One thread may do both, or one thread each; sono_batch_cancel may
/// be called from any thread.
#[derive(Debug)]
pub struct SonoBatch {
    stream: BatchStream<String>,
    encoding: PositionEncoding,
}

/// Starts a batch with options in JSON: `jobs` (threads; one per processor by default), `window` (items held at a
/// time), `order` ("input", the default, or "completion"), `item_deadline_ms`, `batch_deadline_ms`, `events` (false by
/// default), `progress_items`, `progress_ms`, `total`, `started_unix_ms`, `resume` (the state at the end of an earlier
/// batch), `retry_failed`. An empty text means no options. `token` may be null.
///
/// Writes the batch to `batch`, to be freed with sono_batch_free. After an error, `batch` is null and the error is
/// written to `error`. Engine and token may be freed before the batch.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn sono_batch_new(
    engine: *const SonoEngine,
    options: *const c_char,
    options_len: usize,
    token: *const SonoCancelToken,
    batch: *mut *mut SonoBatch,
    error: *mut SonoString,
) -> SonoStatus {
    // SAFETY: the caller keeps to the header.
    unsafe {
        write_handle("batch", batch, error, || {
            let door = &value("engine", engine)?.door;
            let options = BatchOptions::from_json(text("options", options, options_len)?)?;
            let finish = |assessment| canonical_json(&assessment);
            let stream = door.batch_stream(options, &token_of(token), finish)?;
            Ok(SonoBatch { stream, encoding: door.position_encoding() })
        })
    }
}

/// Whether an item can be pushed without exceeding the window of the batch; false for null, and after
/// sono_batch_end_input.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn sono_batch_wants_input(batch: *const SonoBatch) -> bool {
    // SAFETY: the caller passes null or a live batch.
    holds(|| unsafe { batch.as_ref() }.is_some_and(|batch| batch.stream.wants_input()))
}

/// Pushes a submission in JSON, which is copied, with the host's key for it; `id` may be null with length 0. Never
/// waits. Items pushed while sono_batch_wants_input is false are held beyond the window; items pushed after the batch
/// has ended are dropped. A submission that is invalid, or not UTF-8, is a failed item.
///
/// Returns SONO_STATUS_INVALID_CALL after sono_batch_end_input. `error` is always written to, unless it is null.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn sono_batch_push(
    batch: *const SonoBatch,
    id: *const c_char,
    id_len: usize,
    submission: *const c_char,
    submission_len: usize,
    error: *mut SonoString,
) -> SonoStatus {
    // SAFETY: the caller keeps to the header.
    unsafe {
        write_outcome(error, || {
            let batch = value("batch", batch)?;
            let id = if id.is_null() { None } else { Some(text("id", id, id_len)?.to_owned()) };
            let submission = utf8(bytes("submission", submission, submission_len)?).map(str::to_owned);
            batch.stream.push(JsonInput { id, submission, encoding: batch.encoding })
        })
    }
}

/// Marks the end of the input. Null and a second call do nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn sono_batch_end_input(batch: *const SonoBatch) {
    quietly(|| {
        // SAFETY: the caller passes null or a live batch.
        if let Some(batch) = unsafe { batch.as_ref() } {
            batch.stream.end_input();
        }
    });
}

/// Writes the next message to `out`, a JSON object whose field `type` is its kind:
///
/// - `item`, a result: `index`, `id` if it was given, `input_hash` if the submission could be read, `status`, which is
///   `completed` with `assessment`, or `failed` with `error`;
/// - `event`, if events were asked for: `event`, a progress event;
/// - `end`, the last message: `state`, from which another batch can be resumed, or `error`.
///
/// Waits up to `timeout_ms` milliseconds. With 0 it does not wait; with a negative number it waits until there is a
/// message, so the input must have ended, another thread must push items, or there must be an item whose result was not
/// taken yet.
///
/// Returns SONO_STATUS_PENDING if there was no message in time, and SONO_STATUS_ENDED after the last message; `out`
/// then holds no text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn sono_batch_next(
    batch: *const SonoBatch,
    timeout_ms: i64,
    out: *mut SonoString,
) -> SonoStatus {
    // SAFETY: the caller keeps to the header.
    unsafe {
        write_outcome(out, || {
            let limit = u64::try_from(timeout_ms).ok().map(Duration::from_millis);
            Ok(match value("batch", batch)?.stream.next(limit) {
                Poll::Ready(Some(message)) => message.to_json()?.into(),
                Poll::Ready(None) => Outcome { status: SonoStatus::Ended, text: None },
                Poll::Pending => Outcome { status: SonoStatus::Pending, text: None },
            })
        })
    }
}

/// Stops a batch. Results that are ready are still delivered, and the state in the last message says that the batch was
/// cancelled. Null does nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn sono_batch_cancel(batch: *const SonoBatch) {
    quietly(|| {
        // SAFETY: the caller passes null or a live batch.
        if let Some(batch) = unsafe { batch.as_ref() } {
            batch.stream.cancel();
        }
    });
}

/// Frees a batch, and stops it if it has not ended; its threads end soon after. Null does nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn sono_batch_free(batch: *mut SonoBatch) {
    // SAFETY: the caller passes null or a batch that is not used any more.
    unsafe { free(batch) }
}
