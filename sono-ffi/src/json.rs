//! Reading answers, for languages without JSON.
#![expect(unsafe_code, reason = "a function of the C interface")]

use std::ffi::c_char;

use serde_json::Value;
use sono_core::assessment::canonical_json;
use sono_core::{Error, ErrorKind};

use crate::arguments::text;
use crate::outcome::{Outcome, write_outcome};
use crate::status::SonoStatus;
use crate::string::SonoString;

/// Writes the value at a JSON pointer (RFC 6901), such as `/path_scores/0/overall_score`, to `out`: a string as plain
/// text, anything else as JSON. It is meant for programs without a JSON library that need a few values; every call
/// parses the text again.
///
/// Returns SONO_STATUS_ABSENT if there is no such value; `out` then holds no text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn sono_json_get(
    json: *const c_char,
    json_len: usize,
    pointer: *const c_char,
    pointer_len: usize,
    out: *mut SonoString,
) -> SonoStatus {
    // SAFETY: the caller keeps to the header.
    unsafe {
        write_outcome(out, || {
            let json: Value = serde_json::from_str(text("json", json, json_len)?).map_err(|error| {
                Error::new(ErrorKind::InvalidJson, format!("the input is not valid JSON: {error}"))
            })?;
            Ok(match json.pointer(text("pointer", pointer, pointer_len)?) {
                Some(Value::String(text)) => text.clone().into(),
                Some(value) => canonical_json(value)?.into(),
                None => Outcome { status: SonoStatus::Absent, text: None },
            })
        })
    }
}
