//! What the measurements in this crate share.

pub mod corpus;
pub mod generated;
pub mod rank;
