//! Removing results before they expire.

use crate::assessment::Assessment;
use crate::trace;

use super::entry::{Entry, candidate_hash};
use super::{Cache, CacheKey};

/// The effect of an invalidation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Invalidation {
    /// Entries that were dropped from memory.
    pub entries: u64,
    /// Keys that the store failed to remove; pass them to [`Cache::invalidate`] again later.
    pub failed: Vec<CacheKey>,
}

/// Every method drops what is in memory at the time of the call. A computation in progress is not stopped, and its
/// result is kept.
///
/// From the store, they drop the same keys. A result that only the store holds, because memory had no more room for it
/// or another process computed it, must be removed by its key ([`Cache::invalidate`] with
/// [`Engine::cache_key`](crate::engine::Engine::cache_key)) or expire.
impl Cache {
    /// Removes one result from memory and from the store.
    pub fn invalidate(&self, key: &CacheKey) -> Invalidation {
        self.forget(&[*key])
    }

    /// Removes every result that was given out for a candidate. That includes results shared with other candidates,
    /// which show the work of all of them, and results shared by more than 64 candidates, who are no longer told apart.
    pub fn invalidate_candidate(&self, candidate_id: &str) -> Invalidation {
        let candidate = candidate_hash(candidate_id);
        self.forget_where(|_, entry| entry.concerns(candidate))
    }

    /// Removes every result of a rubric by its id, whatever the version and parameters.
    pub fn invalidate_rubric(&self, id: &str) -> Invalidation {
        self.forget_where(|_, entry| entry.assessment.metadata.provenance.rubric.id == id)
    }

    /// Removes every result for which the predicate holds. The predicate sees assessments without candidate and
    /// attributes.
    pub fn invalidate_if(&self, predicate: impl Fn(&CacheKey, &Assessment) -> bool) -> Invalidation {
        self.forget_where(|key, entry| predicate(key, &entry.assessment))
    }

    /// Looks at all entries. An index by candidate and rubric would save that walk, but cost memory for every entry and
    /// time for every eviction.
    fn forget_where(&self, chosen: impl Fn(&CacheKey, &Entry) -> bool) -> Invalidation {
        let keys: Vec<CacheKey> =
            self.entries.iter().filter(|(key, entry)| chosen(key, entry)).map(|(key, _)| *key).collect();
        self.forget(&keys)
    }

    fn forget(&self, keys: &[CacheKey]) -> Invalidation {
        let mut done = Invalidation::default();
        for key in keys {
            if self.entries.remove(key).is_some() {
                done.entries = done.entries.saturating_add(1);
            }
            if self.outer.as_ref().is_some_and(|outer| !outer.remove(key)) {
                done.failed.push(*key);
            }
        }
        trace::event!(DEBUG, "cache invalidated", entries = done.entries, failed = done.failed.len());
        done
    }
}
