//! Statistics of a cache.

use std::sync::atomic::{AtomicU64, Ordering};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Statistics of a [`Cache`](super::Cache) since it was built. The numbers add up whenever no request is in progress:
///
/// - `requests = hits + coalesced + misses`
/// - `misses = computed + failed`, and `+ outer.hits` with a store
/// - `misses = outer.hits + outer.misses + outer.corrupt + outer.read_failures`, with a store
/// - `added = entries + evicted + expired + invalidated + replaced`
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CacheStats {
    /// Assessments requested. Submissions that break the input model or the limits do not count.
    pub requests: u64,
    /// Requests answered from memory.
    pub hits: u64,
    /// Requests that waited for another thread, which was assessing the same submission.
    pub coalesced: u64,
    /// Other requests.
    pub misses: u64,
    /// Misses that were computed.
    pub computed: u64,
    /// Misses whose computation gave an error. Errors are not kept.
    pub failed: u64,
    /// Nanoseconds that it took to compute the results that were then reused. The cost of looking them up is not
    /// subtracted.
    pub saved_ns: u64,
    /// Entries put into memory: computed, from the store, or warmed.
    pub added: u64,
    /// Entries removed for lack of room, including those that never found any.
    pub evicted: u64,
    /// Entries removed because their time to live or time to idle had passed.
    pub expired: u64,
    /// Entries that were invalidated.
    pub invalidated: u64,
    /// Entries replaced by another one with the same key.
    pub replaced: u64,
    /// Entries in memory.
    pub entries: u64,
    /// Bytes of memory that they take.
    pub bytes: u64,
    /// Bytes of memory that entries may take.
    pub capacity_bytes: u64,
    /// Statistics of the store behind the cache; absent without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outer: Option<OuterStats>,
}

/// Statistics of the store behind a cache.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OuterStats {
    /// Misses that the store answered.
    pub hits: u64,
    /// Misses for which the store had nothing, or only an expired result.
    pub misses: u64,
    /// Misses for which the store returned other bytes than were put.
    pub corrupt: u64,
    /// Misses for which the store failed.
    pub read_failures: u64,
    /// Results written to the store.
    pub written: u64,
    /// Results that could not be written.
    pub write_failures: u64,
    /// Removals that the store confirmed.
    pub removed: u64,
    /// Removals that failed.
    pub removal_failures: u64,
}

/// A number that many threads add to.
#[derive(Debug, Default)]
pub(super) struct Counter(AtomicU64);

impl Counter {
    pub(super) fn add(&self, count: u64) {
        self.0.fetch_add(count, Ordering::Relaxed);
    }

    pub(super) fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

#[derive(Debug, Default)]
pub(super) struct Counters {
    pub(super) hits: Counter,
    pub(super) coalesced: Counter,
    pub(super) computed: Counter,
    pub(super) failed: Counter,
    pub(super) saved_ns: Counter,
    pub(super) added: Counter,
    pub(super) evicted: Counter,
    pub(super) expired: Counter,
    pub(super) invalidated: Counter,
    pub(super) replaced: Counter,
    pub(super) outer: OuterCounters,
}

#[derive(Debug, Default)]
pub(super) struct OuterCounters {
    pub(super) hits: Counter,
    pub(super) misses: Counter,
    pub(super) corrupt: Counter,
    pub(super) read_failures: Counter,
    pub(super) written: Counter,
    pub(super) write_failures: Counter,
    pub(super) removed: Counter,
    pub(super) removal_failures: Counter,
}

impl Counters {
    /// The current numbers; those about memory come from the cache itself.
    pub(super) fn snapshot(&self, entries: u64, bytes: u64, capacity_bytes: u64, outer: bool) -> CacheStats {
        let [hits, coalesced, computed, failed] =
            [&self.hits, &self.coalesced, &self.computed, &self.failed].map(Counter::get);
        let misses = computed.saturating_add(failed).saturating_add(self.outer.hits.get());
        CacheStats {
            requests: hits.saturating_add(coalesced).saturating_add(misses),
            hits,
            coalesced,
            misses,
            computed,
            failed,
            saved_ns: self.saved_ns.get(),
            added: self.added.get(),
            evicted: self.evicted.get(),
            expired: self.expired.get(),
            invalidated: self.invalidated.get(),
            replaced: self.replaced.get(),
            entries,
            bytes,
            capacity_bytes,
            outer: outer.then(|| self.outer.snapshot()),
        }
    }
}

impl OuterCounters {
    fn snapshot(&self) -> OuterStats {
        OuterStats {
            hits: self.hits.get(),
            misses: self.misses.get(),
            corrupt: self.corrupt.get(),
            read_failures: self.read_failures.get(),
            written: self.written.get(),
            write_failures: self.write_failures.get(),
            removed: self.removed.get(),
            removal_failures: self.removal_failures.get(),
        }
    }
}
