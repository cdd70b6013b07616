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

pub mod analytics;
pub mod assessment;
pub mod audit;
pub mod boundary;
#[cfg(feature = "cli")]
pub mod cli;
pub mod engine;
pub mod error;
pub mod finding;
pub mod integrity;
pub mod language;
pub mod patterns;
pub mod report;
pub mod review;
pub mod rubric;
pub mod schema;
pub mod signals;
pub mod submission;
pub mod syntax;
pub mod text;
mod trace;

pub use error::{Error, ErrorKind, Problem, Result};

/// The examples of the guides, so that they are compiled and run.
#[cfg(doctest)]
mod guides {
    #[doc = include_str!("../../docs/audit.md")]
    struct Audit;

    #[doc = include_str!("../../docs/extending.md")]
    struct Extending;

    #[doc = include_str!("../../docs/review.md")]
    struct Review;
    #[doc = include_str!("../../docs/norms.md")]
    struct Norms;
}
