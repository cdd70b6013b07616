//! A second level behind the memory of this process.

use std::sync::Arc;
use std::time::Duration;

use crate::error::Result;
use crate::trace;

use super::entry::Entry;
use super::key::CacheKey;
use super::record::{self, Unusable};
use super::stats::Counters;

/// A key-value store of bytes that a host puts behind a [`Cache`](super::Cache), such as Redis, a database or a folder.
///
/// Many threads call it at once. It need not be reliable: after an error, or with bytes other than were put, the cache
/// computes the result itself. The cache counts failures but reports no messages, so a store should log its errors. It
/// should give up quickly, since an assessment takes milliseconds, and must not ask the same engine for an assessment.
pub trait CacheStore: Send + Sync {
    /// The value under a key, if there is one.
    ///
    /// # Errors
    /// Any failure; usually [`ErrorKind::Io`](crate::ErrorKind::Io).
    fn get(&self, key: &str) -> Result<Option<Vec<u8>>>;

    /// Stores a value, replacing any earlier one, and removes it after the time to live if there is one.
    ///
    /// # Errors
    /// As [`get`](Self::get).
    fn put(&self, key: &str, value: &[u8], time_to_live: Option<Duration>) -> Result<()>;

    /// Removes a value. It is not an error if there is none.
    ///
    /// # Errors
    /// As [`get`](Self::get).
    fn remove(&self, key: &str) -> Result<()>;
}

/// A store with its statistics. No method fails: failures are counted.
pub(super) struct Outer {
    store: Arc<dyn CacheStore>,
    time_to_live: Option<Duration>,
    counters: Arc<Counters>,
}

impl Outer {
    pub(super) fn new(
        store: Arc<dyn CacheStore>,
        time_to_live: Option<Duration>,
        counters: Arc<Counters>,
    ) -> Self {
        Self { store, time_to_live, counters }
    }

    pub(super) fn get(&self, key: &CacheKey) -> Option<Entry> {
        let key = key.to_string();
        let counters = &self.counters.outer;
        let bytes = match self.store.get(&key) {
            Ok(bytes) => bytes,
            Err(_) => {
                counters.read_failures.add(1);
                trace::event!(WARN, "cache store failed", operation = "get");
                return None;
            }
        };
        match bytes.map(|bytes| record::decode(&key, &bytes, record::now())) {
            Some(Ok(entry)) => {
                counters.hits.add(1);
                Some(entry)
            }
            // A store may remove expired values late.
            None | Some(Err(Unusable::Expired)) => {
                counters.misses.add(1);
                None
            }
            Some(Err(Unusable::Corrupt)) => {
                counters.corrupt.add(1);
                trace::event!(WARN, "cache store returned corrupt bytes");
                None
            }
        }
    }

    pub(super) fn put(&self, key: &CacheKey, entry: &Entry) {
        let key = key.to_string();
        let put = record::encode(&key, entry, self.time_to_live, record::now())
            .and_then(|bytes| self.store.put(&key, &bytes, self.time_to_live));
        match put {
            Ok(()) => self.counters.outer.written.add(1),
            Err(_) => {
                self.counters.outer.write_failures.add(1);
                trace::event!(WARN, "cache store failed", operation = "put");
            }
        }
    }

    /// Whether the store removed the key.
    pub(super) fn remove(&self, key: &CacheKey) -> bool {
        let removed = self.store.remove(&key.to_string()).is_ok();
        if removed {
            self.counters.outer.removed.add(1);
        } else {
            self.counters.outer.removal_failures.add(1);
            trace::event!(WARN, "cache store failed", operation = "remove");
        }
        removed
    }
}
