//! The C interface of sono-eval.

#[cfg(feature = "uniffi")]
mod uniffi_api;
#[cfg(feature = "uniffi")]
pub use uniffi_api::*;
