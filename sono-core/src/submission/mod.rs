//! What goes in: a submission, its sources, the limits and the validation.

mod source;
mod types;

pub use source::{Source, SourceKind};
pub use types::{Commit, Content, Options, Path, Submission, SubmissionType, SubmittedFile};
