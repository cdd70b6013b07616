//! The state of a batch, which a host stores, shows and resumes from.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::assessment::RubricProvenance;
#[cfg(all(feature = "batch", not(target_family = "wasm")))]
use crate::error::Problem;
use crate::error::{Error, ErrorKind, Result};

use super::super::{ENGINE_VERSION, Engine};
use super::digest::ItemDigest;
use super::items::{ItemStatus, ItemStatuses};

/// The phase of a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Phase {
    /// It is running, or ended without notice, as in a crash.
    Running,
    /// The input is used up, and every item has completed or failed.
    Completed,
    /// The host cancelled it.
    Cancelled,
    /// Its deadline passed.
    DeadlineExceeded,
    /// The host refused a result.
    Stopped,
}

/// The number of items done, the time that took, and the time that the rest may take.
///
/// Times are for people who wait. They never enter an assessment.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Totals {
    /// All items, if known: announced by the host or the iterator, or counted at the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
    /// Items whose assessment was delivered.
    pub completed: u64,
    /// Items whose error was delivered.
    pub failed: u64,
    /// Items that were stopped before anything was delivered.
    pub cancelled: u64,
    /// Milliseconds spent on the batch, earlier runs included.
    pub elapsed_ms: u64,
    /// Items completed or failed per second; absent before the first millisecond.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub throughput: Option<f64>,
    /// Milliseconds that the rest will take at that throughput; absent while the total is unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remaining_ms: Option<u64>,
    /// Estimated end in milliseconds of Unix time; absent unless the host gave the start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub estimated_end_unix_ms: Option<u64>,
}

impl Totals {
    /// Items completed or failed.
    pub fn done(&self) -> u64 {
        self.completed.saturating_add(self.failed)
    }

    /// Brings throughput and remaining time up to date with the counts and the elapsed time.
    pub(in crate::engine) fn estimate(&mut self) {
        let seconds = self.elapsed_ms as f64 / 1_000.0;
        self.throughput = (self.elapsed_ms > 0).then(|| self.done() as f64 / seconds);
        let left = self.total.map(|total| total.saturating_sub(self.done()));
        self.remaining_ms = match (left, self.throughput) {
            (Some(0), _) => Some(0),
            // The conversion of a float saturates.
            (Some(left), Some(rate)) if rate > 0.0 => Some((left as f64 / rate * 1_000.0).round() as u64),
            _ => None,
        };
    }
}

/// The state of a batch.
///
/// Serialises to compact JSON. A host that stores it with the results can resume the batch after a crash; items that it
/// lists as completed or failed are not done again. It is bound to the engine, the rubric and the content of these items:
/// a batch that would mix results refuses to resume.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "Stored")]
#[schemars(!try_from)]
pub struct BatchState {
    /// Version of the engine that assesses.
    pub engine_version: String,
    /// The rubric, with its default parameters.
    pub rubric: RubricProvenance,
    /// Hash of everything else that the results depend on ([`Engine::setup_hash`]).
    pub setup_hash: String,
    /// The phase.
    pub phase: Phase,
    /// The first start of the batch in milliseconds of Unix time, if the host gave it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub started_unix_ms: Option<u64>,
    /// Counts and times.
    #[serde(flatten)]
    pub totals: Totals,
    /// The status of each item: runs of neighbours with equal status, by index.
    pub items: ItemStatuses,
}

impl BatchState {
    /// The state of a batch that has not started.
    pub(in crate::engine) fn new(engine: &Engine) -> Self {
        let rubric = engine.rubric();
        Self {
            engine_version: ENGINE_VERSION.to_owned(),
            rubric: RubricProvenance {
                id: rubric.id().to_owned(),
                version: rubric.version().to_owned(),
                hash: rubric.hash(&rubric.default_parameters()),
            },
            setup_hash: engine.setup_hash(),
            phase: Phase::Running,
            started_unix_ms: None,
            totals: Totals::default(),
            items: ItemStatuses::default(),
        }
    }

    /// Whether an item is done, so that a resumed batch skips it.
    pub fn is_done(&self, index: u64) -> bool {
        matches!(self.items.get(index), Some(ItemStatus::Completed | ItemStatus::Failed))
    }

    /// Gives an item a status, and says what it is made of: the digest of its result or event. An item that has the
    /// status already keeps what is known of it.
    pub fn set(&mut self, index: u64, status: ItemStatus, digest: Option<ItemDigest>) {
        self.items.set(index, status, digest);
        self.count();
    }

    /// The state from which the next run starts.
    #[cfg(all(feature = "batch", not(target_family = "wasm")))]
    pub(in crate::engine) fn reopened(mut self, retry_failed: bool) -> Self {
        self.phase = Phase::Running;
        if retry_failed {
            self.items.clear(ItemStatus::Failed);
            self.count();
        }
        self
    }

    fn count(&mut self) {
        self.totals.completed = self.items.count(ItemStatus::Completed);
        self.totals.failed = self.items.count(ItemStatus::Failed);
        self.totals.cancelled = self.items.count(ItemStatus::Cancelled);
    }

    /// Checks that this engine may continue the batch.
    #[cfg(all(feature = "batch", not(target_family = "wasm")))]
    pub(in crate::engine) fn check_engine(&self, engine: &Engine) -> Result<()> {
        let own = Self::new(engine);
        let mut problems = Vec::new();
        let mut compare = |pointer: &str, stored: &str, own: &str| {
            if stored != own {
                problems.push(Problem::at_pointer(pointer, format!("expected {own}, got {stored}")));
            }
        };
        compare("/engine_version", &self.engine_version, &own.engine_version);
        compare("/rubric/id", &self.rubric.id, &own.rubric.id);
        compare("/rubric/hash", &self.rubric.hash, &own.rubric.hash);
        compare("/setup_hash", &self.setup_hash, &own.setup_hash);
        if problems.is_empty() {
            return Ok(());
        }
        let message =
            "the batch was started with another engine, setup or rubric; its results would not be comparable";
        Err(Error::with_problems(ErrorKind::InvalidParameter, message, problems))
    }
}

/// A state from storage, before it is checked.
#[derive(Deserialize)]
struct Stored {
    engine_version: String,
    rubric: RubricProvenance,
    setup_hash: String,
    phase: Phase,
    #[serde(default)]
    started_unix_ms: Option<u64>,
    #[serde(flatten)]
    totals: Totals,
    items: ItemStatuses,
}

impl TryFrom<Stored> for BatchState {
    type Error = Error;

    fn try_from(stored: Stored) -> Result<Self> {
        let Stored { engine_version, rubric, setup_hash, phase, started_unix_ms, totals, items } = stored;
        let mut state = Self { engine_version, rubric, setup_hash, phase, started_unix_ms, totals, items };
        let stated = state.totals.clone();
        state.count();
        if state.totals != stated || stated.total.is_some_and(|total| total < state.items.end()) {
            let message = "the counts of the batch do not match the statuses of its items";
            return Err(Error::new(ErrorKind::InvalidJson, message));
        }
        Ok(state)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn totals(total: Option<u64>, completed: u64, elapsed_ms: u64) -> Totals {
        let mut totals = Totals { total, completed, elapsed_ms, ..Totals::default() };
        totals.estimate();
        totals
    }

    #[test]
    fn the_rest_takes_as_long_per_item_as_what_is_done() {
        let half = totals(Some(100), 50, 2_000);
        assert_eq!((half.throughput, half.remaining_ms), (Some(25.0), Some(2_000)));
        assert_eq!(totals(Some(100), 100, 10).remaining_ms, Some(0));
        assert_eq!(totals(Some(0), 0, 0).remaining_ms, Some(0));
    }

    #[test]
    fn nothing_is_guessed_from_nothing() {
        assert_eq!(totals(Some(100), 0, 10).remaining_ms, None);
        assert_eq!(totals(None, 50, 10).remaining_ms, None);
        let instant = totals(Some(100), 50, 0);
        assert_eq!((instant.throughput, instant.remaining_ms), (None, None));
    }
}
