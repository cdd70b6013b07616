//! Filling a cache with assessments from earlier.

use std::sync::Arc;

use crate::assessment::{Assessment, SCHEMA_VERSION};
use crate::engine::{ENGINE_VERSION, Engine};
use sono_syntax::language;

use super::entry::Entry;
use super::{Cache, CacheKey};

/// What warming did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Warmed {
    /// Assessments that were put into the cache.
    pub added: u64,
    /// Assessments that were there already.
    pub present: u64,
    /// Assessments that this engine would not give: made by another version of the engine or of a grammar, or with
    /// a model.
    pub refused: u64,
}

impl Cache {
    /// Puts assessments from earlier into the cache, and into the store behind it, as if they had just been
    /// computed. They may be of any rubric and any parameters, and of any candidate: what belongs to the candidate
    /// is taken off.
    ///
    /// They must come from an engine that was configured like this one, and unchanged: the cache gives out what it
    /// was given. `verify` in the audit room checks an assessment that came by uncertain ways. Time is counted as
    /// saved where an assessment says how long it took.
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

    /// Whether it was new.
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
        // Floats turn into integers by saturation, so a nonsensical time does no harm.
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
