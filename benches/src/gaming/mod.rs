//! Attempts to raise a score without better work: edits of real code that must not raise a score, must lower it, or must
//! not change it, and what they do.
//!
//! An edit is a line of a table in [`edits`] and a function of a few lines. It is applied to every [`Subject`], and what
//! it does to the score is compared with what its [`Claim`] allows.

pub mod code;
pub mod corpus;
pub mod dialect;
pub mod edits;
pub mod patch;
pub mod show;
pub mod subject;
pub mod table;
pub mod trial;

pub use edits::{Claim, Edit};
pub use subject::{HandIn, Subject};
