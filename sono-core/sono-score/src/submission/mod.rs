//! The input: a submission, its sources, limits and validation.
//!
//! A [`Submission`] comes from JSON ([`Submission::from_json`]) or is built in Rust ([`Submission::builder`]); both
//! follow the same rules. [`Submission::check`] judges its size, [`sources`] lays it out as the list of texts that
//! everything after this room reads, and [`input_hash`] identifies everything that the score depends on.

mod aside;
mod builder;
mod expectation;
mod form;
mod hash;
mod kind;
mod limits;
mod parse;
mod rules;
mod schema;
mod set_aside;
mod source;
mod sources;
mod tally;
mod types;
mod validate;

pub(crate) use aside::{entries as set_aside_entries, entries_of as set_aside_entries_of, stem};
pub use builder::SubmissionBuilder;
pub use expectation::Expectation;
pub use hash::input_hash;
pub(crate) use kind::{FileKind, of_path};
pub use limits::Limits;
pub(crate) use rules::relative_path;
pub use schema::json_schema;
pub use set_aside::{SetAside, SetAsideReason};
pub use source::{Aside, Remark, Source, SourceKind, cell_name};
pub use sources::{source_texts, sources};
pub use tally::{FolderCounts, Tally};
pub use types::{Commit, Content, Options, Path, Submission, SubmissionType, SubmittedFile};

#[cfg(test)]
mod tests;
