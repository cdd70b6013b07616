//! Forgetting results before their time.

use crate::assessment::Assessment;
use crate::trace;

use super::entry::{Entry, candidate_hash};
use super::{Cache, CacheKey};

/// What an invalidation did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Invalidation {
    /// Entries that were dropped from memory.
    pub entries: u64,
    /// Keys that the store failed to forget; give them to [`Cache::invalidate`] again later.
    pub failed: Vec<CacheKey>,
}

/// Every method drops what is in memory at the time of the call. A computation under way is not stopped, and its
/// result is kept.
///
/// From the store, they drop the keys that they drop from memory. What only the store holds, because memory had no
/// more room for it or another process computed it, goes by its key ([`Cache::invalidate`] with
/// [`Engine::cache_key`](crate::engine::Engine::cache_key)) or by its time to live.
impl Cache {
    /// Forgets one result, in memory and in the store, wherever it is.
    pub fn invalidate(&self, key: &CacheKey) -> Invalidation {
        self.forget(&[*key])
    }

    /// Forgets every result that was given out for a candidate. A result that other candidates share goes as
    /// well, as it shows the work of all of them; and so does one that was shared by more than 64 candidates,
    /// who are no longer told apart.
    pub fn invalidate_candidate(&self, candidate_id: &str) -> Invalidation {
        let candidate = candidate_hash(candidate_id);
        self.forget_where(|_, entry| entry.concerns(candidate))
    }

    /// Forgets every result of a rubric, by its id, whatever its version and parameters.
    pub fn invalidate_rubric(&self, id: &str) -> Invalidation {
        self.forget_where(|_, entry| entry.assessment.metadata.provenance.rubric.id == id)
    }

    /// Forgets every result for which the predicate holds. It sees assessments without candidate and attributes.
    pub fn invalidate_if(&self, predicate: impl Fn(&CacheKey, &Assessment) -> bool) -> Invalidation {
        self.forget_where(|key, entry| predicate(key, &entry.assessment))
    }

    /// Looks at all entries. An index per candidate and rubric would save that walk, and cost every entry memory
    /// and every eviction time.
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
