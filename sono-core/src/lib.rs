//! sono-core scores what developers submit and explains every point with evidence.

pub use sono_analytics as analytics;
pub use sono_boundary as boundary;
pub use sono_boundary::schema;
#[cfg(feature = "cli")]
pub use sono_cli as cli;
pub use sono_report as report;
pub use sono_score::{Error, ErrorKind, Problem, Result};
pub use sono_score::{
    assessment, audit, engine, error, integrity, patterns, review, rubric, signals, submission,
};
pub use sono_syntax::{finding, language, syntax, text};

/// The examples of the guides, so that they are compiled and run.
#[cfg(doctest)]
mod guides {
    #[doc = include_str!("../../docs/audit.md")]
    struct Audit;

    #[doc = include_str!("../../docs/batch.md")]
    struct Batch;

    #[doc = include_str!("../../docs/extending.md")]
    struct Extending;

    #[doc = include_str!("../../docs/review.md")]
    struct Review;
    #[doc = include_str!("../../docs/norms.md")]
    struct Norms;
}
