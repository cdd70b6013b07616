//! The interface as C uses it, and as it should not be used.
#![expect(unsafe_code, reason = "the tests do what C does")]

mod batches;
mod calls;
mod misuse;

use std::ffi::{CStr, c_char};
use std::{ptr, slice};

use serde_json::Value;

use super::*;

/// Text as C passes it.
fn c(text: &str) -> (*const c_char, usize) {
    (text.as_ptr().cast(), text.len())
}

/// Takes over a string that a function wrote, and frees it.
fn take(mut string: SonoString) -> Option<String> {
    if string.ptr.is_null() {
        assert_eq!(string.len, 0);
        return None;
    }
    // SAFETY: the library made it: `len` bytes and a NUL.
    let bytes = unsafe { slice::from_raw_parts(string.ptr.cast::<u8>(), string.len + 1) };
    let (last, text) = bytes.split_last().unwrap();
    assert_eq!(*last, 0);
    let text = std::str::from_utf8(text).unwrap().to_owned();
    for _ in 0..2 {
        // SAFETY: the first call frees it, and the second one finds nothing.
        unsafe { sono_string_free(&raw mut string) };
        assert!(string.ptr.is_null() && string.len == 0);
    }
    Some(text)
}

/// Calls a function that writes to `out`.
fn said(call: impl FnOnce(*mut SonoString) -> SonoStatus) -> (SonoStatus, Option<String>) {
    // The function overwrites the old value without reading it.
    let mut out = SonoString { ptr: ptr::without_provenance_mut(1), len: usize::MAX };
    let status = call(&raw mut out);
    (status, take(out))
}

/// The answer, as JSON.
fn answer(call: impl FnOnce(*mut SonoString) -> SonoStatus) -> Value {
    let (status, text) = said(call);
    let text = text.unwrap();
    assert_eq!(status, SonoStatus::Ok, "{text}");
    serde_json::from_str(&text).unwrap()
}

/// The status and message of an error, whose kind is the name of the status.
fn error(call: impl FnOnce(*mut SonoString) -> SonoStatus) -> (SonoStatus, String) {
    let (status, text) = said(call);
    let error = serde_json::from_str::<Value>(&text.unwrap()).unwrap()["error"].take();
    assert_eq!(error["kind"], name(status as i32));
    (status, error["message"].as_str().unwrap().to_owned())
}

fn name(status: i32) -> &'static str {
    // SAFETY: names are static.
    unsafe { CStr::from_ptr(sono_status_name(status)) }.to_str().unwrap()
}

/// An engine that is freed at the end.
struct Engine(*mut SonoEngine);

// SAFETY: the header says that any thread may use an engine.
unsafe impl Sync for Engine {}

impl Engine {
    fn new(options: &str) -> Self {
        let mut engine = ptr::null_mut();
        let (options, len) = c(options);
        // SAFETY: all pointers are valid.
        let (status, text) = said(|out| unsafe { sono_engine_new(options, len, &raw mut engine, out) });
        assert_eq!((status, text), (SonoStatus::Ok, None));
        Self(engine)
    }

    fn call(&self, call: &str, out: *mut SonoString) -> SonoStatus {
        let (call, len) = c(call);
        // SAFETY: the engine lives, and the token is null.
        unsafe { sono_call(self.0, call, len, ptr::null(), out) }
    }

    fn assess(&self, submission: &str, token: *const SonoCancelToken, out: *mut SonoString) -> SonoStatus {
        let (submission, len) = c(submission);
        // SAFETY: engine and token live.
        unsafe { sono_assess(self.0, submission, len, token, out) }
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        // SAFETY: this is the last use.
        unsafe { sono_engine_free(self.0) };
    }
}
