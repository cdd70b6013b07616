//! A cache of assessments.
//!
//! A [`Cache`] is given to an engine with [`EngineBuilder::cache`](super::EngineBuilder::cache); from then on
//! [`Engine::assess`](super::Engine::assess) looks there first. The result is the same, byte for byte. Results are kept
//! without candidate, attributes and other echoed fields, under a [`CacheKey`] of everything that they depend on. Two
//! candidates who hand in the same work share one computation, and each gets a result with their own fields.
//!
//! ```
//! # use sono_score as sono_core;
//! use std::sync::Arc;
//! use std::time::Duration;
//!
//! use sono_core::engine::Engine;
//! use sono_core::engine::cache::Cache;
//! use sono_core::submission::Submission;
//!
//! # fn main() -> sono_core::Result<()> {
//! let cache = Arc::new(Cache::builder().capacity_bytes(16 << 20).time_to_live(Duration::from_secs(3_600)).build());
//! let engine = Engine::builder().cache(Arc::clone(&cache)).build()?;
//! let submission = Submission::code("def double(x):\n    return 2 * x\n");
//! assert_eq!(engine.assess(&submission)?, engine.assess(&submission)?);
//! let stats = cache.stats();
//! assert_eq!((stats.computed, stats.hits), (1, 1));
//! # Ok(())
//! # }
//! ```

#[cfg(target_family = "wasm")]
compile_error!(
    "the feature `cache` needs threads and a clock, which WebAssembly lacks: turn default features off"
);

mod attach;
mod builder;
mod entry;
mod heap_size;
mod invalidate;
mod key;
mod record;
mod reentrancy;
mod stats;
mod store;
mod warm;

use std::fmt;
use std::sync::Arc;
use std::time::Instant;

use crate::assessment::Assessment;
use crate::error::{Error, ErrorKind, Result};
use crate::trace;

use self::entry::Entry;
use self::reentrancy::ReentrancyGuard;
use self::stats::Counters;
use self::store::Outer;

pub use self::builder::CacheBuilder;
pub use self::invalidate::Invalidation;
pub use self::key::CacheKey;
pub use self::stats::{CacheStats, OuterStats};
pub use self::store::CacheStore;
pub use self::warm::Warmed;

type Entries = moka::sync::Cache<CacheKey, Arc<Entry>>;

/// Results in memory and, if the host has one, in a store behind it. Cheap to share between threads and engines,
/// whatever their rubrics.
///
/// If several threads ask for the same submission at once, one computes and the others wait. Errors are not kept: the
/// waiting threads get the error too, unless it only concerned the computing thread (it was cancelled, say); then one
/// of them computes instead.
pub struct Cache {
    entries: Entries,
    capacity_bytes: u64,
    outer: Option<Outer>,
    counters: Arc<Counters>,
}

impl fmt::Debug for Cache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cache").field("stats", &self.stats()).finish()
    }
}

impl Cache {
    /// Room for about 1,500 results of short submissions.
    pub const DEFAULT_CAPACITY_BYTES: u64 = 64 << 20;

    /// Starts the configuration of a cache.
    pub fn builder() -> CacheBuilder {
        CacheBuilder::default()
    }

    /// Whether a result is in memory. This does not count as a use.
    pub fn contains(&self, key: &CacheKey) -> bool {
        self.entries.contains_key(key)
    }

    /// Statistics since the cache was built.
    pub fn stats(&self) -> CacheStats {
        // Otherwise recently added and removed entries are not counted yet.
        self.entries.run_pending_tasks();
        let (entries, bytes) = (self.entries.entry_count(), self.entries.weighted_size());
        self.counters.snapshot(entries, bytes, self.capacity_bytes, self.outer.is_some())
    }

    /// The result under a key: from memory, from the store, or from `compute`, which gives it without echoed fields.
    pub(super) fn assess(
        &self,
        key: CacheKey,
        candidate: Option<&str>,
        compute: impl FnOnce() -> Result<Assessment>,
    ) -> Result<Assessment> {
        if let Some(entry) = self.entries.get(&key) {
            self.counters.hits.add(1);
            trace::event!(DEBUG, "cache", outcome = "hit");
            return Ok(self.give(&entry, candidate));
        }
        if ReentrancyGuard::is_active() {
            let found = self.find(&key, compute)?;
            self.entries.insert(key, Arc::clone(&found.entry));
            return Ok(self.settle(&key, found, candidate));
        }
        let (mut compute, mut found) = (Some(compute), None);
        loop {
            let shared = self.entries.entry(key).or_try_insert_with(|| {
                let unused = compute.take();
                let compute =
                    unused.ok_or_else(|| Error::new(ErrorKind::Internal, "a miss was computed twice"))?;
                Ok::<_, Error>(Arc::clone(&found.insert(self.find(&key, compute)?).entry))
            });
            let led = compute.is_none();
            match (shared, found.take()) {
                (Ok(_), Some(found)) => return Ok(self.settle(&key, found, candidate)),
                (Ok(entry), None) => {
                    self.note_coalesced();
                    return Ok(self.give(entry.value(), candidate));
                }
                (Err(error), _) if led => return Err((*error).clone()),
                (Err(error), _) if error.kind().concerns_the_submission() => {
                    self.note_coalesced();
                    return Err((*error).clone());
                }
                // The other thread was stopped, for example. That says nothing about this one.
                (Err(_), _) => {}
            }
        }
    }

    /// Asks the store, then computes. Called after a miss.
    fn find(&self, key: &CacheKey, compute: impl FnOnce() -> Result<Assessment>) -> Result<Found> {
        let _lead = ReentrancyGuard::enter();
        if let Some(entry) = self.outer.as_ref().and_then(|outer| outer.get(key)) {
            trace::event!(DEBUG, "cache", outcome = "store");
            return Ok(Found { entry: Arc::new(entry), computed: None });
        }
        let start = Instant::now();
        let assessment = compute().inspect_err(|_| {
            self.counters.failed.add(1);
            trace::event!(DEBUG, "cache", outcome = "failed");
        })?;
        let cost = u64::try_from(start.elapsed().as_nanos()).unwrap_or(u64::MAX);
        self.counters.computed.add(1);
        trace::event!(DEBUG, "cache", outcome = "computed");
        let entry = Arc::new(Entry::new(&assessment, cost, None));
        Ok(Found { entry, computed: Some(assessment) })
    }

    /// Finishes a miss that has become an entry. The waiting threads are released first, so that none of them waits for
    /// the store.
    fn settle(&self, key: &CacheKey, found: Found, candidate: Option<&str>) -> Assessment {
        let Found { entry, computed } = found;
        self.note_added(&entry);
        match computed {
            Some(assessment) => {
                entry.note(candidate);
                if let Some(outer) = &self.outer {
                    outer.put(key, &entry);
                }
                assessment
            }
            None => self.give(&entry, candidate),
        }
    }

    /// A copy of a result that was not computed for this request.
    fn give(&self, entry: &Entry, candidate: Option<&str>) -> Assessment {
        entry.note(candidate);
        self.counters.saved_ns.add(entry.cost);
        entry.assessment.clone()
    }

    fn note_coalesced(&self) {
        self.counters.coalesced.add(1);
        trace::event!(DEBUG, "cache", outcome = "coalesced");
    }

    fn note_added(&self, entry: &Entry) {
        self.counters.added.add(1);
        // Moka only evicts after some dozens of new entries. Large entries cannot wait for that.
        if u64::from(entry.bytes()) > self.capacity_bytes / DEFERRED_WRITES {
            self.entries.run_pending_tasks();
        }
    }
}

/// The number of new entries after which moka evicts by itself.
const DEFERRED_WRITES: u64 = 64;

/// The result of a miss.
struct Found {
    entry: Arc<Entry>,
    /// The assessment, if it was computed rather than found in the store.
    computed: Option<Assessment>,
}

#[cfg(test)]
mod tests;
