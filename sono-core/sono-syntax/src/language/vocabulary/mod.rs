//! The vocabulary in which each language is described. Each struct has a constant with the common defaults.
#![allow(dead_code, reason = "no set of languages needs every word")]

pub(crate) mod access;
pub(crate) mod assertions;
pub(crate) mod contracts;
pub(crate) mod deeds;
pub(crate) mod dialect;
pub(crate) mod doc_comments;
pub(crate) mod failures;
pub(crate) mod frames;
pub(crate) mod gaps;
pub(crate) mod lexis;
pub(crate) mod modules;
pub(crate) mod naming;
pub(crate) mod nuance;
pub(crate) mod platforms;
pub(crate) mod role;
pub(crate) mod runs;
pub(crate) mod signs;
pub(crate) mod stubs;
pub(crate) mod test_path;
pub(crate) mod tests;
pub(crate) mod values;
