//! Text for C.
#![expect(unsafe_code, reason = "memory goes out to C and comes back")]

use std::ffi::c_char;
use std::ptr;

use crate::outcome::quietly;

/// A text that the library returns: `len` bytes of UTF-8 at `ptr`, followed by a NUL that `len` does not count. `ptr`
/// is null if there is no text. Do not change the fields; free the text with sono_string_free.
#[repr(C)]
#[derive(Debug)]
pub struct SonoString {
    /// The bytes.
    pub ptr: *mut c_char,
    /// Their number.
    pub len: usize,
}

impl SonoString {
    /// No text.
    pub const NONE: Self = Self { ptr: ptr::null_mut(), len: 0 };
}

impl From<String> for SonoString {
    fn from(text: String) -> Self {
        let len = text.len();
        let mut bytes = text.into_bytes();
        bytes.reserve_exact(1);
        bytes.push(0);
        Self { ptr: Box::into_raw(bytes.into_boxed_slice()).cast(), len }
    }
}

/// Frees a text and leaves no text behind, so that a second call does nothing. Null does nothing.
///
/// The argument points to the SonoString that a function of the library wrote, or to a bitwise copy of it, of which
/// only one may be freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn sono_string_free(string: *mut SonoString) {
    quietly(|| {
        if string.is_null() {
            return;
        }
        // SAFETY: the caller passes a pointer to a valid SonoString that nobody else uses meanwhile.
        let text = unsafe { ptr::replace(string, SonoString::NONE) };
        if let (false, Some(len)) = (text.ptr.is_null(), text.len.checked_add(1)) {
            let bytes = ptr::slice_from_raw_parts_mut(text.ptr.cast::<u8>(), len);
            // SAFETY: `From<String>` made it of a boxed slice that is one byte longer than `len`, and the caller
            // changed neither field.
            drop(unsafe { Box::from_raw(bytes) });
        }
    });
}
