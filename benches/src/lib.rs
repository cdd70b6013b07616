//! Statistics shared by the measurements in this crate.

pub mod rank;
