//! What comes out: the assessment, as plain data.
//!
//! Field names follow the JSON; absent optionals are omitted there. Every number is rounded to nine decimals
//! ([`tidy`](sono_syntax::text::tidy)).

mod canonical;
mod review;
mod types;

pub use canonical::canonical_json;
pub use review::{MetricOpinion, Opinion, PanelScore, Quote, RejectedAnswer, Review, ReviewerProvenance};
pub use types::{
    Assessment, AssessmentMode, Category, Contribution, ContributionKind, Evidence, EvidenceKind,
    GrammarVersion, IntegrityFlag, IntegrityKind, KeyFinding, Location, Metadata, Metric, ModelProvenance,
    Motive, PathScore, PatternChecks, Provenance, Recommendation, RubricProvenance, SCHEMA_VERSION,
    ScoreInterval, ViolationRecord,
};
