//! Tokens that stop work.
#![expect(unsafe_code, reason = "functions of the C interface")]

use sono_core::boundary::Hooks;
use sono_core::engine::{CancelToken, Control};

use crate::outcome::{free, holds, quietly};

/// A switch that stops the calls and batches that were given it. Once cancelled, it stays cancelled. All functions
/// except sono_cancel_token_free may be called from any thread at any time.
#[derive(Debug)]
pub struct SonoCancelToken {
    token: CancelToken,
}

/// A new token, to be freed with sono_cancel_token_free.
#[unsafe(no_mangle)]
pub extern "C" fn sono_cancel_token_new() -> *mut SonoCancelToken {
    Box::into_raw(Box::new(SonoCancelToken { token: CancelToken::new() }))
}

/// Stops the work that was given the token: calls return SONO_STATUS_CANCELLED as soon as they notice, even in the
/// middle of an assessment. Null does nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn sono_cancel_token_cancel(token: *const SonoCancelToken) {
    quietly(|| {
        // SAFETY: the caller passes null or a live token.
        if let Some(token) = unsafe { token.as_ref() } {
            token.token.cancel();
        }
    });
}

/// Whether the token was cancelled; false for null.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn sono_cancel_token_is_cancelled(token: *const SonoCancelToken) -> bool {
    // SAFETY: the caller passes null or a live token.
    holds(|| unsafe { token.as_ref() }.is_some_and(|token| token.token.is_cancelled()))
}

/// Frees a token. Null does nothing. A batch that was given the token continues without it; calls that were given it
/// must have returned.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn sono_cancel_token_free(token: *mut SonoCancelToken) {
    // SAFETY: the caller passes null or a token that is not used any more.
    unsafe { free(token) }
}

/// The token behind a pointer, or a new one for null.
///
/// # Safety
/// A pointer that is not null points to a live token.
pub(crate) unsafe fn token_of(pointer: *const SonoCancelToken) -> CancelToken {
    // SAFETY: the caller promises it.
    unsafe { pointer.as_ref() }.map(|token| token.token.clone()).unwrap_or_default()
}

/// The hooks of a call that a token can stop.
///
/// # Safety
/// As [`token_of`].
pub(crate) unsafe fn hooks(pointer: *const SonoCancelToken) -> Hooks {
    // SAFETY: the caller promises it.
    Hooks { control: Control::cancelled_by(&unsafe { token_of(pointer) }) }
}
