//! Analytics over many assessments.
//!
//! [`Norms`] count the scores of a cohort, and tell where a score [stands](Norms::standing) in it.
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

mod norms;
pub mod schema;

pub use norms::{
    Basis, CohortStanding, MIN_COHORT, MetricStanding, NORMS_SCHEMA_VERSION, Norms, PathStanding, Rank,
    RankInterval, Ranked, Standing,
};
