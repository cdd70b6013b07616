//! Code shared by the benchmarks.

pub mod corpus;
pub mod generated;
pub mod rank;
