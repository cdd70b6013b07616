//! All of sono-eval that knows a grammar: texts and places in them, languages, parsing, and the outline.
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

pub mod finding;
pub mod intake;
pub mod language;
pub mod syntax;
pub mod text;
