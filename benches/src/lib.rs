//! Code shared by the benchmarks.

pub mod calibrate;
pub mod corpus;
pub mod gaming;
pub mod generated;
pub mod pattern;
pub mod random;
pub mod ratings;
pub mod statistics;
pub mod validity;
