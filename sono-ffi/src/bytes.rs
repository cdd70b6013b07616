//! Bytes as output, which need not be text.
#![expect(unsafe_code, reason = "memory goes out to C and comes back")]

use std::ptr;

use crate::outcome::quietly;

/// Bytes that the library hands out: `len` of them at `ptr`, of any value. `ptr` is null when there are none to hand
/// out. Do not change the fields; give the bytes back with sono_bytes_free.
#[repr(C)]
#[derive(Debug)]
pub struct SonoBytes {
    /// The bytes.
    pub ptr: *mut u8,
    /// Their number.
    pub len: usize,
}

impl SonoBytes {
    /// No bytes.
    pub const NONE: Self = Self { ptr: ptr::null_mut(), len: 0 };
}

impl From<Vec<u8>> for SonoBytes {
    fn from(bytes: Vec<u8>) -> Self {
        let len = bytes.len();
        Self { ptr: Box::into_raw(bytes.into_boxed_slice()).cast(), len }
    }
}

/// Gives bytes back and leaves none behind, so that a second call does nothing. Null does nothing.
///
/// The argument points to the SonoBytes that a function of the library wrote, or to a bitwise copy of it, of which
/// only one may be freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn sono_bytes_free(bytes: *mut SonoBytes) {
    quietly(|| {
        if bytes.is_null() {
            return;
        }
        // SAFETY: the caller passes a pointer to a valid SonoBytes that nobody else uses meanwhile.
        let SonoBytes { ptr, len } = unsafe { ptr::replace(bytes, SonoBytes::NONE) };
        if !ptr.is_null() {
            // SAFETY: `From<Vec<u8>>` made it of a boxed slice of `len` bytes, and the caller changed neither field.
            drop(unsafe { Box::from_raw(ptr::slice_from_raw_parts_mut(ptr, len)) });
        }
    });
}
