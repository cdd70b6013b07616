//! Configuring a cache.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use moka::notification::RemovalCause;

use super::entry::Entry;
use super::key::CacheKey;
use super::stats::Counters;
use super::store::{CacheStore, Outer};
use super::{Cache, Entries};

/// Configures a [`Cache`]; see [`Cache::builder`].
#[must_use = "a builder does nothing until it is built"]
pub struct CacheBuilder {
    capacity_bytes: u64,
    time_to_live: Option<Duration>,
    time_to_idle: Option<Duration>,
    store: Option<Arc<dyn CacheStore>>,
}

impl fmt::Debug for CacheBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CacheBuilder")
            .field("capacity_bytes", &self.capacity_bytes)
            .field("time_to_live", &self.time_to_live)
            .field("time_to_idle", &self.time_to_idle)
            .field("store", &self.store.is_some())
            .finish()
    }
}

impl Default for CacheBuilder {
    fn default() -> Self {
        Self {
            capacity_bytes: Cache::DEFAULT_CAPACITY_BYTES,
            time_to_live: None,
            time_to_idle: None,
            store: None,
        }
    }
}

impl CacheBuilder {
    /// The bytes of memory for entries; [`Cache::DEFAULT_CAPACITY_BYTES`] if never called. Entries in frequent use
    /// stay; a result larger than the whole capacity is not kept.
    pub fn capacity_bytes(mut self, bytes: u64) -> Self {
        self.capacity_bytes = bytes;
        self
    }

    /// How long a result is kept after it was computed, both in memory and in the store: reading it back from the store
    /// does not restart the time. No limit if never called.
    pub fn time_to_live(mut self, time: Duration) -> Self {
        self.time_to_live = Some(time);
        self
    }

    /// How long a result is kept in memory after its last use. No limit if never called.
    pub fn time_to_idle(mut self, time: Duration) -> Self {
        self.time_to_idle = Some(time);
        self
    }

    /// A store that is asked for results that are not in memory, and that is given every new result.
    pub fn store(mut self, store: Arc<dyn CacheStore>) -> Self {
        self.store = Some(store);
        self
    }

    /// Builds the cache. It starts no thread: the threads that use it also maintain it.
    #[must_use]
    pub fn build(self) -> Cache {
        let counters = Arc::new(Counters::default());
        let listener = Arc::clone(&counters);
        let mut entries = Entries::builder()
            // With a capacity of zero, moka drops entries silently, and the statistics would not add up.
            .max_capacity(self.capacity_bytes.max(1))
            .weigher(|_, entry: &Arc<Entry>| entry.bytes())
            .expire_after(TimeLeft)
            .eviction_listener(move |_, _, cause| {
                let counter = match cause {
                    RemovalCause::Size => &listener.evicted,
                    RemovalCause::Expired => &listener.expired,
                    RemovalCause::Explicit => &listener.invalidated,
                    RemovalCause::Replaced => &listener.replaced,
                };
                counter.add(1);
            });
        // Moka panics on periods of more than 1,000 years, which mean no limit.
        let forever = Duration::from_secs(100 * 365 * 24 * 3_600);
        let limited = |time: Option<Duration>| time.filter(|time| *time < forever);
        let time_to_live = limited(self.time_to_live);
        if let Some(time) = time_to_live {
            entries = entries.time_to_live(time);
        }
        if let Some(time) = limited(self.time_to_idle) {
            entries = entries.time_to_idle(time);
        }
        let outer = self.store.map(|store| Outer::new(store, time_to_live, Arc::clone(&counters)));
        Cache { entries: entries.build(), capacity_bytes: self.capacity_bytes, outer, counters }
    }
}

/// An entry from a store has less time left than a new one.
struct TimeLeft;

impl moka::Expiry<CacheKey, Arc<Entry>> for TimeLeft {
    fn expire_after_create(&self, _: &CacheKey, entry: &Arc<Entry>, _: Instant) -> Option<Duration> {
        entry.time_left
    }

    fn expire_after_update(
        &self,
        _: &CacheKey,
        entry: &Arc<Entry>,
        _: Instant,
        _: Option<Duration>,
    ) -> Option<Duration> {
        entry.time_left
    }
}
