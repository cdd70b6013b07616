//! Reports, which need not be text.
#![expect(unsafe_code, reason = "a function of the C interface")]

use std::ffi::c_char;

use crate::arguments::{null, text, value};
use crate::bytes::SonoBytes;
use crate::cancel::{SonoCancelToken, hooks};
use crate::engine::SonoEngine;
use crate::outcome::write_outcome;
use crate::status::SonoStatus;
use crate::string::SonoString;

/// Answers a call `report`, and writes the report to `report` as it is: text in UTF-8 without a NUL at its end, or the
/// bytes of a format that is no text, which sono_call gives in base64. `token` may be null. Writes the rest of the
/// answer (`format`, `media_type`), or the error, to `out`. After an error there are no bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn sono_report(
    engine: *const SonoEngine,
    call: *const c_char,
    call_len: usize,
    token: *const SonoCancelToken,
    report: *mut SonoBytes,
    out: *mut SonoString,
) -> SonoStatus {
    // SAFETY: the caller keeps to the header.
    unsafe {
        write_outcome(out, || {
            if report.is_null() {
                return Err(null("report"));
            }
            report.write(SonoBytes::NONE);
            let door = &value("engine", engine)?.door;
            let answer = door.report_json(text("call", call, call_len)?, &hooks(token))?;
            let head = answer.head_json()?;
            report.write(answer.report.into_bytes().into());
            Ok(head)
        })
    }
}
