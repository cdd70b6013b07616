//! The C interface of sono-eval.
//!
//! The functions are meant for other languages and documented in the header `include/sono_eval.h`, which is generated
//! from this crate. Each one reads its arguments, calls [`sono_core::boundary`], and returns the answer; a panic
//! becomes [`SonoStatus::Internal`].

#![deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic))]

// In the order of the header.
mod engine;
mod report;

mod cancel;

mod batch;
mod many;

mod json;

mod bytes;
mod status;
mod string;

mod arguments;
mod outcome;

#[cfg(feature = "uniffi")]
mod uniffi_api;

#[cfg(test)]
mod tests;

pub use batch::{
    SonoBatch, sono_batch_cancel, sono_batch_end_input, sono_batch_free, sono_batch_new, sono_batch_next,
    sono_batch_push, sono_batch_wants_input,
};
pub use bytes::{SonoBytes, sono_bytes_free};
pub use cancel::{
    SonoCancelToken, sono_cancel_token_cancel, sono_cancel_token_free, sono_cancel_token_is_cancelled,
    sono_cancel_token_new,
};
pub use engine::{
    SonoEngine, sono_assess, sono_call, sono_engine_free, sono_engine_new, sono_request, sono_version,
};
pub use json::sono_json_get;
pub use many::{SonoProgress, sono_assess_batch};
pub use report::sono_report;
pub use status::{SonoStatus, sono_status_name};
pub use string::{SonoString, sono_string_free};
#[cfg(feature = "uniffi")]
pub use uniffi_api::*;
