//! Progress events of a batch.
//!
//! Each event has a sequence number. A single callback receives them; the host forwards them to its watchers. For
//! watchers that join late or return, it can use a [`ProgressLog`].

mod digest;
mod items;
mod log;
mod state;
mod tell;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::error::Error;

pub use digest::ItemDigest;
pub use items::{ItemRun, ItemStatus, ItemStatuses};
pub use log::{CatchUp, ProgressLog};
pub use state::{BatchState, Phase, Totals};
pub use tell::Happened;

/// An event in a batch. In JSON, the field `type` names the kind, beside the kind's own fields.
///
/// Events hold no scores, and nothing of a submission but what an error quotes. Showing more is up to the host.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ProgressEvent {
    /// Counts the events of one run without gaps, from 0.
    pub sequence: u64,
    /// The kind of the event.
    #[serde(flatten)]
    pub kind: EventKind,
}

/// The kind of an event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
#[non_exhaustive]
pub enum EventKind {
    /// The batch starts or is resumed: always the first event.
    BatchStarted {
        /// The state, earlier runs included.
        state: BatchState,
    },
    /// An item was assessed, and its result was delivered.
    ItemCompleted {
        /// Index of the item, counted from 0.
        index: u64,
        /// The host's key.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        id: Option<String>,
        /// Hash of the submission.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        input_hash: Option<String>,
        /// The digest of the item; absent where the host assesses the items itself.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        digest: Option<ItemDigest>,
    },
    /// An item could not be read or assessed. The batch continues.
    ItemFailed {
        /// Index of the item, counted from 0.
        index: u64,
        /// The host's key.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        id: Option<String>,
        /// Hash of the submission, if it could be read.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        input_hash: Option<String>,
        /// The digest of the item; absent where the host assesses the items itself.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        digest: Option<ItemDigest>,
        /// Why.
        error: Error,
    },
    /// The progress of the batch, sent as often as [`Throttle`](super::Throttle) allows.
    Progress(Totals),
    /// Every item has completed or failed: the last event.
    BatchCompleted(Totals),
    /// The batch ended early: the last event.
    BatchCancelled {
        /// Why.
        reason: Phase,
        /// Indices of the items that were started but not finished.
        items: Vec<u64>,
        /// The totals at the end.
        #[serde(flatten)]
        totals: Totals,
    },
}

/// The state of a batch after an event, for a watcher that has not seen the events before.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", rename = "snapshot")]
pub struct Snapshot {
    /// The number of the last event that the state includes. The next event has the next number.
    pub sequence: u64,
    /// The state.
    pub state: BatchState,
}

impl BatchState {
    /// Applies an event to a state. Applying all events after a snapshot gives the state after the last of them.
    pub fn apply(&mut self, event: &ProgressEvent) {
        match &event.kind {
            EventKind::BatchStarted { state } => self.clone_from(state),
            EventKind::ItemCompleted { index, digest, .. } => {
                self.set(*index, ItemStatus::Completed, *digest);
            }
            EventKind::ItemFailed { index, digest, .. } => self.set(*index, ItemStatus::Failed, *digest),
            EventKind::Progress(totals) => self.totals.clone_from(totals),
            EventKind::BatchCompleted(totals) => {
                self.totals.clone_from(totals);
                self.phase = Phase::Completed;
            }
            EventKind::BatchCancelled { reason, items, totals } => {
                items.iter().for_each(|index| self.set(*index, ItemStatus::Cancelled, None));
                self.totals.clone_from(totals);
                self.phase = *reason;
            }
        }
    }
}
