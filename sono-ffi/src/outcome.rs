//! Results for C: a status, and an answer or an error behind a pointer.
#![expect(unsafe_code, reason = "answers are written behind pointers from C")]

use std::ptr;

use sono_core::Result;
use sono_core::boundary::{error_json, guarded};

use crate::arguments::null;
use crate::status::SonoStatus;
use crate::string::SonoString;

/// The result of a function.
pub(crate) struct Outcome {
    pub(crate) status: SonoStatus,
    pub(crate) text: Option<String>,
}

impl From<String> for Outcome {
    fn from(text: String) -> Self {
        Self { status: SonoStatus::Ok, text: Some(text) }
    }
}

impl From<()> for Outcome {
    fn from((): ()) -> Self {
        Self { status: SonoStatus::Ok, text: None }
    }
}

/// Does the work of a function and writes its answer, or its error as JSON, to `out`, which may be null.
///
/// # Safety
/// A pointer that is not null must be valid for writes.
pub(crate) unsafe fn write_outcome<A: Into<Outcome>>(
    out: *mut SonoString,
    work: impl FnOnce() -> Result<A>,
) -> SonoStatus {
    let Outcome { status, text } = match guarded(work) {
        Ok(answer) => answer.into(),
        Err(error) => Outcome { status: error.kind().into(), text: Some(error_json(&error)) },
    };
    if !out.is_null() {
        // SAFETY: the pointer is not null, and the caller promises the rest.
        unsafe { out.write(text.map_or(SonoString::NONE, SonoString::from)) };
    }
    status
}

/// As [`write_outcome`], for work whose result C holds as a handle. The handle is null after an error.
///
/// # Safety
/// As [`write_outcome`], for both pointers.
pub(crate) unsafe fn write_handle<T>(
    name: &str,
    handle: *mut *mut T,
    error: *mut SonoString,
    work: impl FnOnce() -> Result<T>,
) -> SonoStatus {
    let work = || {
        // SAFETY: the caller promises that a pointer that is not null is valid for writes.
        let handle = unsafe { handle.as_mut() }.ok_or_else(|| null(name))?;
        *handle = ptr::null_mut();
        *handle = Box::into_raw(Box::new(work()?));
        Ok(())
    };
    // SAFETY: the caller promises it.
    unsafe { write_outcome(error, work) }
}

/// Frees the value of a handle; null does nothing.
///
/// # Safety
/// A handle that is not null must come from [`write_handle`] and must not be used any more.
pub(crate) unsafe fn free<T>(handle: *mut T) {
    // SAFETY: the caller promises that it came out of a box and that this is its last use.
    quietly(|| drop((!handle.is_null()).then(|| unsafe { Box::from_raw(handle) })));
}

/// Does work that cannot fail, and ignores a panic, because there is no way to report one.
pub(crate) fn quietly(work: impl FnOnce()) {
    holds(|| {
        work();
        true
    });
}

/// As [`quietly`], for a yes-or-no question; a panic means no.
pub(crate) fn holds(question: impl FnOnce() -> bool) -> bool {
    guarded(|| Ok(question())).unwrap_or(false)
}
