//! One kept result.

use std::mem::size_of;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::assessment::Assessment;

use super::heap_size::HeapSize;

/// Candidates that an entry remembers by name. A result that more of them share is everybody's.
const MAX_CANDIDATES: usize = 64;
/// What an entry takes beside its assessment: itself, its candidates and the cache's own records about it.
const OVERHEAD: usize = size_of::<Entry>() + MAX_CANDIDATES * size_of::<CandidateHash>() + 512;

/// An assessment without anything that belongs to one candidate, and what is known about it.
///
/// The assessment is kept as it is and not as JSON: a hit then costs one copy of it, a third of the time that
/// reading it from JSON takes, for a quarter more memory.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) assessment: Assessment,
    /// How long computing it took, in nanoseconds.
    pub(super) cost: u64,
    /// How much of the time to live is left to it, if it is older than this entry.
    pub(super) time_left: Option<Duration>,
    bytes: u32,
    candidates: Mutex<Candidates>,
}

impl Entry {
    /// Keeps a copy: unlike what was just put together, it has no room to spare, which more than halves it.
    pub(super) fn new(assessment: &Assessment, cost: u64, time_left: Option<Duration>) -> Self {
        let assessment = assessment.clone();
        let bytes = u32::try_from(assessment.heap_size().saturating_add(OVERHEAD)).unwrap_or(u32::MAX);
        Self { assessment, cost, time_left, bytes, candidates: Mutex::default() }
    }

    /// Bytes of memory, as counted against the capacity.
    pub(super) fn bytes(&self) -> u32 {
        self.bytes
    }

    /// Remembers that a candidate was given this result.
    pub(super) fn note(&self, candidate: Option<&str>) {
        if let Some(id) = candidate {
            self.candidates.lock().unwrap_or_else(PoisonError::into_inner).add(candidate_hash(id));
        }
    }

    /// Whether a candidate was given this result, or may have been.
    pub(super) fn concerns(&self, candidate: CandidateHash) -> bool {
        self.candidates.lock().unwrap_or_else(PoisonError::into_inner).has(candidate)
    }
}

/// Stands for a candidate: the first 128 bits of the BLAKE3 hash of the id. The ids themselves are not kept.
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
    /// There were more than can be told apart.
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
            // To forget one would leave a result behind that should go; to drop one too many costs a computation.
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
