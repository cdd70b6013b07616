//! Filling a cache with earlier assessments.

use std::sync::Arc;

use crate::assessment::{Assessment, SCHEMA_VERSION};
use crate::engine::{ENGINE_VERSION, Engine};
use sono_syntax::language;

use super::entry::Entry;
use super::{Cache, CacheKey};

/// The effect of warming a cache.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Warmed {
    /// Assessments that were put into the cache.
    pub added: u64,
    /// Assessments that were there already.
    pub present: u64,
    /// Assessments that this engine would not give: made by another version of the engine or a grammar, or with a
    /// model.
    pub refused: u64,
}

impl Cache {
    /// Puts earlier assessments into the cache and the store behind it, as if they had just been computed. They may be
    /// of any rubric, parameters and candidate; the candidate's own fields are removed.
    ///
    /// They must come, unchanged, from an engine that was configured like this one, because the cache does not check
    /// them. Use `audit::verify` for an assessment from an uncertain source. Time counts as saved if
    /// an assessment states how long it took.
    pub fn warm(&self, engine: &Engine, assessments: impl IntoIterator<Item = Assessment>) -> Warmed {
        let mut warmed = Warmed::default();
        for assessment in assessments {
            let counter = if !is_of_this_build(&assessment) {
                &mut warmed.refused
            } else if self.admit(engine, assessment) {
                &mut warmed.added
            } else {
                &mut warmed.present
            };
            *counter = counter.saturating_add(1);
        }
        warmed
    }

    /// Adds an assessment, and returns whether it was new.
    fn admit(&self, engine: &Engine, mut assessment: Assessment) -> bool {
        let metadata = &assessment.metadata;
        let key = CacheKey::new(
            &engine.setup,
            &metadata.provenance.input_hash,
            &metadata.provenance.rubric.hash,
            metadata.position_encoding.unwrap_or_default(),
        );
        let candidate = assessment.candidate_id.take();
        if let Some(entry) = self.entries.get(&key) {
            entry.note(candidate.as_deref());
            return false;
        }
        // Float conversions saturate, so a nonsensical time does no harm.
        let cost = assessment.processing_time_ms.take().map_or(0.0, |time| time * 1e6) as u64;
        assessment.attributes.clear();
        assessment.assessment_id = None;
        assessment.timestamp = None;
        let entry = Arc::new(Entry::new(&assessment, cost, None));
        entry.note(candidate.as_deref());
        self.entries.insert(key, Arc::clone(&entry));
        self.note_added(&entry);
        if let Some(outer) = &self.outer {
            outer.put(&key, &entry);
        }
        true
    }
}

fn is_of_this_build(assessment: &Assessment) -> bool {
    let provenance = &assessment.metadata.provenance;
    assessment.schema_version == SCHEMA_VERSION
        && assessment.engine_version == ENGINE_VERSION
        && provenance.engine_version == ENGINE_VERSION
        && provenance.model.is_none()
        && provenance.grammars.iter().all(|grammar| {
            language::by_name(&grammar.language).is_some_and(|language| {
                language.id == grammar.language && language.grammar.version == grammar.version
            })
        })
}
