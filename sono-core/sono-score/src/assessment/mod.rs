//! The result: the assessment, as plain data.
//!
//! Field names are those of the JSON, which omits absent optional fields. Every number is rounded to nine decimals
//! ([`tidy`](sono_syntax::text::tidy)).

mod canonical;
mod review;
mod tag;
mod types;

pub use canonical::canonical_json;
pub use review::{MetricOpinion, Opinion, PanelScore, Quote, RejectedAnswer, Review, ReviewerProvenance};
pub use tag::{Tag, TagKind};
pub use types::{
    Assessment, AssessmentMode, Category, Contribution, ContributionKind, Evidence, EvidenceKind,
    GrammarVersion, IntegrityFlag, IntegrityKind, KeyFinding, Location, Metadata, Metric, ModelProvenance,
    Motive, MotivePlace, PathScore, PatternChecks, Provenance, Recommendation, RubricProvenance,
    SCHEMA_VERSION, ScoreInterval, ViolationRecord,
};
