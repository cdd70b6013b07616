//! Cancellation from JavaScript.

use napi_derive::napi;
use sono_core::engine::CancelToken;

/// A switch that stops the work it was given to.
#[napi]
#[derive(Default)]
pub struct Stop {
    pub(crate) token: CancelToken,
}

#[napi]
impl Stop {
    /// A switch of its own.
    #[napi(constructor, catch_unwind)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Stops the work, for good.
    #[napi(catch_unwind)]
    pub fn cancel(&self) {
        self.token.cancel();
    }
}
