//! What a batch tells while it runs.
//!
//! Each event has a sequence number. One callback takes them; forwarding them to many watchers is up to the host,
//! and [`ProgressLog`] keeps what a host needs for watchers that come late or come back.

mod items;
mod log;
mod state;
mod tell;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::error::Error;

pub use items::{ItemRun, ItemStatus, ItemStatuses};
pub use log::{CatchUp, ProgressLog};
pub use state::{BatchState, Phase, Totals};
pub use tell::Happened;

/// Something that happened in a batch. In JSON, `type` names the kind, beside the kind's own fields.
///
/// Events hold no scores, and of a submission no more than an error quotes: what a host shows beyond that is its own
/// decision.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ProgressEvent {
    /// Counts the events of one run without gaps, from 0.
    pub sequence: u64,
    /// What happened.
    #[serde(flatten)]
    pub kind: EventKind,
}

/// What happened in a batch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
#[non_exhaustive]
pub enum EventKind {
    /// The batch starts or is resumed: always the first event.
    BatchStarted {
        /// Where it stands, earlier runs included.
        state: BatchState,
    },
    /// An item was assessed, and the host took the result.
    ItemCompleted {
        /// Index of the item, counted from 0.
        index: u64,
        /// The host's key.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        id: Option<String>,
        /// Hash of the submission.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        input_hash: Option<String>,
    },
    /// An item could not be read or assessed. The batch goes on.
    ItemFailed {
        /// Index of the item, counted from 0.
        index: u64,
        /// The host's key.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        id: Option<String>,
        /// Hash of the submission, if it could be read.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        input_hash: Option<String>,
        /// Why.
        error: Error,
    },
    /// How far the batch is. Comes as often as [`Throttle`](super::Throttle) says.
    Progress(Totals),
    /// Every item is completed or failed: the last event.
    BatchCompleted(Totals),
    /// The batch ended early: the last event.
    BatchCancelled {
        /// Why.
        reason: Phase,
        /// Indices of the items that were begun and not finished.
        items: Vec<u64>,
        /// How far it came.
        #[serde(flatten)]
        totals: Totals,
    },
}

/// The state of a batch after an event: what a watcher needs who has not seen the events before.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", rename = "snapshot")]
pub struct Snapshot {
    /// The last event that the state includes. What follows has the next number.
    pub sequence: u64,
    /// The state.
    pub state: BatchState,
}

impl BatchState {
    /// Brings a state up to date with an event. A snapshot and the events that follow it give the state after them.
    pub fn apply(&mut self, event: &ProgressEvent) {
        match &event.kind {
            EventKind::BatchStarted { state } => self.clone_from(state),
            EventKind::ItemCompleted { index, .. } => self.set(*index, ItemStatus::Completed),
            EventKind::ItemFailed { index, .. } => self.set(*index, ItemStatus::Failed),
            EventKind::Progress(totals) => self.totals.clone_from(totals),
            EventKind::BatchCompleted(totals) => {
                self.totals.clone_from(totals);
                self.phase = Phase::Completed;
            }
            EventKind::BatchCancelled { reason, items, totals } => {
                items.iter().for_each(|index| self.set(*index, ItemStatus::Cancelled));
                self.totals.clone_from(totals);
                self.phase = *reason;
            }
        }
    }
}
