//! From a submission to an assessment.
//!
//! Hosts use the crate `sono-core`, which offers this one.
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
pub mod audit;
pub mod engine;
pub mod error;
pub mod hash;
pub mod integrity;
#[doc(hidden)]
pub mod json;
pub mod patterns;
pub mod review;
pub mod rubric;
#[doc(hidden)]
pub mod schema;
pub mod signals;
pub mod submission;
pub mod tags;
mod trace;

pub use error::{Error, ErrorKind, Problem, Result};
