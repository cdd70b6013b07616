//! The memory that a cached assessment takes, so that a capacity in bytes means bytes.
//!
//! Types are destructured field by field without `..`, so that a new field does not compile until it is counted.

use std::collections::{BTreeMap, BTreeSet};
use std::mem::size_of;

use serde_json::Value;

use crate::assessment::{
    Assessment, AssessmentMode, Category, Contribution, ContributionKind, Evidence, EvidenceKind,
    GrammarVersion, IntegrityFlag, IntegrityKind, KeyFinding, Location, Metadata, Metric, MetricOpinion,
    ModelProvenance, Motive, MotivePlace, Opinion, PanelScore, PathScore, PatternChecks, Provenance, Quote,
    Recommendation, RejectedAnswer, Review, ReviewerProvenance, RubricProvenance, ScoreInterval, Tag,
    TagKind, ViolationRecord,
};
use crate::error::Problem;
use crate::submission::{Expectation, Path, SetAside, SetAsideReason, SubmissionType};
use sono_syntax::finding::Severity;
use sono_syntax::text::{Position, PositionEncoding};

/// The bytes that a value owns on the heap.
pub(super) trait HeapSize {
    fn heap_size(&self) -> usize;
}

impl HeapSize for String {
    fn heap_size(&self) -> usize {
        self.capacity()
    }
}

impl<T: HeapSize> HeapSize for Option<T> {
    fn heap_size(&self) -> usize {
        self.as_ref().map_or(0, HeapSize::heap_size)
    }
}

impl<T: HeapSize> HeapSize for Vec<T> {
    fn heap_size(&self) -> usize {
        let inside: usize = self.iter().map(HeapSize::heap_size).sum();
        self.capacity().saturating_mul(size_of::<T>()).saturating_add(inside)
    }
}

impl<T: HeapSize> HeapSize for BTreeMap<String, T> {
    /// Nodes hold up to 11 entries and are usually at least half full, hence twice the entries.
    fn heap_size(&self) -> usize {
        let entry = size_of::<(String, T)>().saturating_mul(2);
        self.iter()
            .map(|(key, value)| entry.saturating_add(key.heap_size()).saturating_add(value.heap_size()))
            .fold(0, usize::saturating_add)
    }
}

impl HeapSize for BTreeSet<Expectation> {
    /// They fit into one node, whose links take more room than its entries.
    fn heap_size(&self) -> usize {
        if self.is_empty() { 0 } else { size_of::<Self>().saturating_mul(2) }
    }
}

impl HeapSize for Value {
    fn heap_size(&self) -> usize {
        // Values may be nested to any depth, so they are walked with an explicit stack.
        let mut left = vec![self];
        let mut bytes: usize = 0;
        while let Some(value) = left.pop() {
            bytes = bytes.saturating_add(match value {
                Self::Null | Self::Bool(_) | Self::Number(_) => 0,
                Self::String(text) => text.heap_size(),
                Self::Array(items) => {
                    left.extend(items);
                    items.capacity().saturating_mul(size_of::<Self>())
                }
                Self::Object(fields) => {
                    left.extend(fields.values());
                    let names: usize = fields.keys().map(HeapSize::heap_size).sum();
                    fields
                        .len()
                        .saturating_mul(size_of::<(String, Self)>())
                        .saturating_mul(2)
                        .saturating_add(names)
                }
            });
        }
        bytes
    }
}

macro_rules! plain {
    ($($type:ty),* $(,)?) => {
        $(impl HeapSize for $type {
            fn heap_size(&self) -> usize {
                0
            }
        })*
    };
}

plain!(
    bool,
    u32,
    u64,
    usize,
    f64,
    AssessmentMode,
    Category,
    ContributionKind,
    EvidenceKind,
    IntegrityKind,
    Path,
    Position,
    PositionEncoding,
    ScoreInterval,
    SetAsideReason,
    Severity,
    SubmissionType,
    TagKind,
);

macro_rules! parts {
    ($($type:ident { $($field:ident),* $(,)? })*) => {
        $(impl HeapSize for $type {
            fn heap_size(&self) -> usize {
                let Self { $($field),* } = self;
                [$($field.heap_size()),*].into_iter().fold(0, usize::saturating_add)
            }
        })*
    };
}

parts! {
    Assessment {
        schema_version, assessment_id, candidate_id, submission_type, attributes, timestamp, overall_score,
        confidence, score_interval, path_scores, micro_motives, dominant_path, summary, key_findings,
        recommendations, integrity, set_aside, tags, review, engine_version, processing_time_ms, metadata,
    }
    PathScore {
        path, assessed, overall_score, reason, weight, confidence, score_interval, metrics, motives, strengths,
        areas_for_improvement,
    }
    Metric {
        id, name, category, assessed, reason, score, weight, confidence, explanation, contributions, evidence,
    }
    Contribution { kind, signal, value, unit, expected, target_met, points, max_points, evidence }
    Evidence { kind, description, source, weight, signal, value, expected, points, location, metadata }
    Location { file, cell, start, end }
    Motive { motive_type, path, strength, indicators, places }
    MotivePlace { indicator, description, location }
    KeyFinding { text, location }
    Recommendation { text, path, metric, points, location }
    IntegrityFlag { kind, severity, description, location }
    Tag { id, kind, name, confidence, places }
    SetAside { path, reason, bytes, language, files, code_files, code_bytes, at_least }
    Metadata { assessment_mode, languages, pattern_checks, position_encoding, provenance }
    PatternChecks { enabled, violation_count, penalty_points, violations }
    ViolationRecord { rule, severity, description, fix, location }
    Provenance { engine_version, rubric, expects, model, reviewers, input_hash, grammars, dialects }
    RubricProvenance { id, version, hash }
    ModelProvenance { id, hash, backend }
    GrammarVersion { language, version }
    Review { request_hash, share, points, panels, opinions, rejected }
    PanelScore { path, metric, reviewers, median, lowest, highest, points }
    Opinion { reviewer, metrics }
    MetricOpinion { path, metric, score, rationale, evidence }
    Quote { file, first_line, last_line, quote }
    RejectedAnswer { reviewer, reason, problems }
    ReviewerProvenance { id, name, source, hash }
    Problem { pointer, file, line, key, message }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_held_outside_is_counted() {
        assert_eq!(String::with_capacity(10).heap_size(), 10);
        assert_eq!(Some(vec!["ab".to_owned(), String::new()]).heap_size(), 2 * size_of::<String>() + 2);
        let nested = serde_json::json!([["abc"], {"de": "f"}, 1, null]);
        let names = 3 + 2 + 1;
        assert!(nested.heap_size() >= 5 * size_of::<Value>() + names);
    }

    #[test]
    fn deep_values_do_not_overflow_the_stack() {
        let mut value = Value::Null;
        for _ in 0..100_000 {
            value = Value::Array(vec![value]);
        }
        assert_eq!(value.heap_size(), 100_000 * size_of::<Value>());
        // Dropping such a value is what recurses; take it apart by hand.
        while let Value::Array(mut items) = value {
            value = items.pop().unwrap_or_default();
        }
    }
}
