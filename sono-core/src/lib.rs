//! sono-core scores what developers submit and explains every point with evidence.
#![deny(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::arithmetic_side_effects
)]
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::arithmetic_side_effects
    )
)]

pub mod assessment;
pub mod error;
pub mod finding;
pub mod integrity;
pub mod language;
pub mod signals;
pub mod submission;
pub mod syntax;
pub mod text;

pub use error::{Error, ErrorKind, Problem, Result};
