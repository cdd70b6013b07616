//! External opinions, of language models or people that the host asks. This crate makes no network calls.
//!
//! A [`ReviewRequest`] goes out, [`Reply`]s come back and are checked, and their weight beside the measurements is
//! limited by the rubric. See `docs/review.md`.

mod answer;
mod mark;
mod material;
mod prepared;
mod quote;
mod request;
mod reviewer;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use answer::ReviewAnswer;
pub use material::Cut;
pub(crate) use prepared::{CheckedReplies, PreparedReview};
pub use request::ReviewRequest;
pub(crate) use reviewer::Reviewers;
pub use reviewer::{MAX_REVIEWERS, Reply, Reviewer, ReviewerDefinition};

/// Limits on the material that reviewers are shown, and on their answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ReviewLimits {
    /// Bytes of material in a request, line numbers and headings included. Default 200,000: some 60,000 tokens. The
    /// instructions, the criteria and up to 2,000 bytes of notes come on top.
    pub max_material_bytes: usize,
    /// Bytes of an answer. Default 262,144.
    pub max_answer_bytes: usize,
}

impl Default for ReviewLimits {
    fn default() -> Self {
        Self { max_material_bytes: 200_000, max_answer_bytes: 1 << 18 }
    }
}

#[cfg(test)]
mod tests;
