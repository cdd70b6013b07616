//! One cached result.

use std::mem::size_of;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::assessment::Assessment;

use super::heap_size::HeapSize;

/// The most candidates that an entry tells apart. A result shared by more of them counts as everybody's.
const MAX_CANDIDATES: usize = 64;
/// The memory of an entry beyond its assessment: the entry itself, its candidates and the cache's own records.
const OVERHEAD: usize = size_of::<Entry>() + MAX_CANDIDATES * size_of::<CandidateHash>() + 512;

/// An assessment without anything that belongs to one candidate, with facts about it.
///
/// The assessment is not kept as JSON: a hit costs one copy, which takes a third of the time of reading JSON, and a
/// quarter more memory.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) assessment: Assessment,
    /// The time that computing it took, in nanoseconds.
    pub(super) cost: u64,
    /// The rest of its time to live, if the result is older than this entry.
    pub(super) time_left: Option<Duration>,
    bytes: u32,
    candidates: Mutex<Candidates>,
}

impl Entry {
    /// Keeps a copy, because a copy has no spare capacity and takes less than half the memory.
    pub(super) fn new(assessment: &Assessment, cost: u64, time_left: Option<Duration>) -> Self {
        let assessment = assessment.clone();
        let bytes = u32::try_from(assessment.heap_size().saturating_add(OVERHEAD)).unwrap_or(u32::MAX);
        Self { assessment, cost, time_left, bytes, candidates: Mutex::default() }
    }

    /// The bytes of memory counted against the capacity.
    pub(super) fn bytes(&self) -> u32 {
        self.bytes
    }

    /// Remembers that a candidate was given this result.
    pub(super) fn note(&self, candidate: Option<&str>) {
        if let Some(id) = candidate {
            self.candidates.lock().unwrap_or_else(PoisonError::into_inner).add(candidate_hash(id));
        }
    }

    /// Whether a candidate was, or may have been, given this result.
    pub(super) fn concerns(&self, candidate: CandidateHash) -> bool {
        self.candidates.lock().unwrap_or_else(PoisonError::into_inner).has(candidate)
    }
}

/// The first 128 bits of the BLAKE3 hash of a candidate's id. The ids themselves are not kept.
pub(super) type CandidateHash = u128;

pub(super) fn candidate_hash(candidate: &str) -> CandidateHash {
    let full = blake3::hash(candidate.as_bytes());
    full.as_bytes()
        .iter()
        .take(size_of::<CandidateHash>())
        .fold(0, |hash, byte| hash << 8 | CandidateHash::from(*byte))
}

#[derive(Debug, Default)]
struct Candidates {
    hashes: Vec<CandidateHash>,
    /// There were more candidates than can be told apart.
    many: bool,
}

impl Candidates {
    fn add(&mut self, hash: CandidateHash) {
        if self.has(hash) {
            return;
        }
        if self.hashes.len() < MAX_CANDIDATES {
            self.hashes.push(hash);
        } else {
            // Forgetting a candidate would leave a result behind that should go; dropping a result too many costs a
            // computation.
            self.many = true;
            self.hashes = Vec::new();
        }
    }

    fn has(&self, hash: CandidateHash) -> bool {
        self.many || self.hashes.contains(&hash)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn candidates_are_told_apart_up_to_a_bound() {
        let mut candidates = Candidates::default();
        for index in 0..MAX_CANDIDATES {
            candidates.add(candidate_hash(&index.to_string()));
            candidates.add(candidate_hash("0"));
        }
        assert_eq!(candidates.hashes.len(), MAX_CANDIDATES);
        assert!(candidates.has(candidate_hash("63")) && !candidates.has(candidate_hash("64")));
        candidates.add(candidate_hash("64"));
        assert!(["0", "64", "1000"].iter().all(|id| candidates.has(candidate_hash(id))));
        assert!(candidates.hashes.is_empty());
    }
}
