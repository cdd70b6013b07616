//! Arguments from C: pointers with no other guarantee than the header's requirements.
#![expect(unsafe_code, reason = "pointers from C are read here")]

use std::ffi::c_char;
use std::slice;

use sono_core::boundary::utf8;
use sono_core::{Error, ErrorKind, Result};

/// The value behind a pointer that must not be null.
///
/// # Safety
/// A pointer that is not null must point to a live value that does not change during `'a`.
pub(crate) unsafe fn value<'a, T>(name: &str, pointer: *const T) -> Result<&'a T> {
    // SAFETY: the caller promises what `as_ref` requires.
    unsafe { pointer.as_ref() }.ok_or_else(|| null(name))
}

/// Bytes. Zero bytes may be at any address, null included.
///
/// # Safety
/// Unless `len` is 0, a pointer that is not null must point to `len` readable bytes that do not change during `'a`.
pub(crate) unsafe fn bytes<'a>(name: &str, pointer: *const c_char, len: usize) -> Result<&'a [u8]> {
    if len == 0 {
        return Ok(&[]);
    }
    if pointer.is_null() {
        return Err(null(name));
    }
    if isize::try_from(len).is_err() {
        let message = format!("the length {len} of the argument `{name}` is more than memory can hold");
        return Err(Error::new(ErrorKind::InvalidCall, message));
    }
    // SAFETY: the pointer is not null, the length fits, and the caller promises the bytes.
    Ok(unsafe { slice::from_raw_parts(pointer.cast(), len) })
}

/// UTF-8 text.
///
/// # Safety
/// As [`bytes`].
pub(crate) unsafe fn text<'a>(name: &str, pointer: *const c_char, len: usize) -> Result<&'a str> {
    // SAFETY: the caller promises what `bytes` requires.
    utf8(unsafe { bytes(name, pointer, len) }?)
}

/// The error of a null pointer.
pub(crate) fn null(name: &str) -> Error {
    Error::new(ErrorKind::InvalidCall, format!("the argument `{name}` is a null pointer"))
}
