//! The way from a submission to an assessment, as hosts go it.

mod answers;
mod audit;
#[cfg(feature = "cache")]
mod cache;
mod classic_golden;
mod common;
mod custom_scorer;
mod custom_signal;
mod expects;
mod interruption;
mod invariants;
mod motives;
mod ranking;
mod reading;
mod scoring;
mod signals;
mod small_rubrics;
