//! What many assessments say together.
//!
//! [`Norms`] count the scores of a cohort, and say where a score [stands](Norms::standing) in it.

mod norms;

pub use norms::{
    Basis, CohortStanding, MIN_COHORT, MetricStanding, NORMS_SCHEMA_VERSION, Norms, PathStanding, Rank,
    RankInterval, Ranked, Standing,
};
