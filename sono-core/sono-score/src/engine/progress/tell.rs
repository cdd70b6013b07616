//! The progress of a batch whose items a host assesses itself, one after the other: where there are no threads and no
//! clock, as in WebAssembly.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{BatchState, EventKind, Phase, ProgressEvent, Snapshot};
use crate::engine::Engine;
use crate::error::{Error, ErrorKind, Result};

/// An event in a batch, as its host reports it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Happened {
    /// The batch starts.
    Started {
        /// How many items there are, where known.
        #[serde(default)]
        total: Option<u64>,
    },
    /// The next item was assessed.
    Completed {
        /// Hash of the submission.
        #[serde(default)]
        input_hash: Option<String>,
    },
    /// The next item could not be read or assessed.
    Failed {
        /// Why.
        error: Error,
    },
    /// There are no further items.
    Ended {},
}

impl Snapshot {
    /// The new state of a batch, and the events to tell its watchers. `before` is where it stood, which is nowhere
    /// before it starts, and `elapsed_ms` the time since then by the host's clock.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidCall`] when a batch starts twice, or anything happens in one that did not start or has ended.
    pub fn tell(
        before: Option<Self>,
        happened: Happened,
        elapsed_ms: u64,
        engine: &Engine,
    ) -> Result<(Self, Vec<ProgressEvent>)> {
        let refused = |message| Err(Error::new(ErrorKind::InvalidCall, message));
        let mut now = match (before, &happened) {
            (None, Happened::Started { total }) => {
                let mut state = BatchState::new(engine);
                state.totals.total = *total;
                state.pass(elapsed_ms);
                let event =
                    ProgressEvent { sequence: 0, kind: EventKind::BatchStarted { state: state.clone() } };
                return Ok((Self { sequence: 0, state }, vec![event]));
            }
            (Some(now), Happened::Completed { .. } | Happened::Failed { .. } | Happened::Ended {}) => now,
            (None, _) => return refused("the batch did not start"),
            (Some(_), Happened::Started { .. }) => return refused("the batch started already"),
        };
        if now.state.phase != Phase::Running {
            return refused("the batch has ended");
        }
        let (index, id) = (now.state.items.end(), None);
        let item = match happened {
            Happened::Completed { input_hash } => {
                Some(EventKind::ItemCompleted { index, id, input_hash, digest: None })
            }
            Happened::Failed { error } => {
                Some(EventKind::ItemFailed { index, id, input_hash: None, digest: None, error })
            }
            Happened::Started { .. } | Happened::Ended {} => None,
        };
        let mut events = Vec::new();
        let is_item = item.is_some();
        events.extend(item.map(|kind| now.next(kind)));
        if !is_item {
            now.state.totals.total = Some(now.state.totals.done());
        }
        now.state.pass(elapsed_ms);
        let totals = now.state.totals.clone();
        let kind = if is_item { EventKind::Progress(totals) } else { EventKind::BatchCompleted(totals) };
        events.push(now.next(kind));
        Ok((now, events))
    }

    /// The next event, which the state then includes.
    fn next(&mut self, kind: EventKind) -> ProgressEvent {
        self.sequence = self.sequence.saturating_add(1);
        let event = ProgressEvent { sequence: self.sequence, kind };
        self.state.apply(&event);
        event
    }
}

impl BatchState {
    /// Lets time pass since the start.
    fn pass(&mut self, elapsed_ms: u64) {
        self.totals.elapsed_ms = elapsed_ms;
        self.totals.estimate();
    }
}

#[cfg(test)]
mod tests {
    use super::super::ItemStatus;
    use super::*;

    fn kinds(events: &[ProgressEvent]) -> Vec<String> {
        let name =
            |event: &ProgressEvent| serde_json::to_value(event).unwrap()["type"].as_str().unwrap().to_owned();
        events.iter().map(name).collect()
    }

    #[test]
    fn a_batch_is_told_from_its_start_to_its_end() {
        let engine = Engine::builder().build().unwrap();
        let tell = |before, happened, elapsed| Snapshot::tell(before, happened, elapsed, &engine);
        let (start, events) = tell(None, Happened::Started { total: Some(4) }, 0).unwrap();
        assert_eq!(kinds(&events), ["batch_started"]);
        assert_eq!(start.state.setup_hash, engine.setup_hash());
        let first = Happened::Completed { input_hash: Some("a".to_owned()) };
        let (one, events) = tell(Some(start.clone()), first, 500).unwrap();
        assert_eq!(kinds(&events), ["item_completed", "progress"]);
        assert_eq!((events[0].sequence, events[1].sequence, one.sequence), (1, 2, 2));
        let totals = &one.state.totals;
        assert_eq!((totals.completed, totals.throughput, totals.remaining_ms), (1, Some(2.0), Some(1_500)));

        let error = Error::new(ErrorKind::InvalidSubmission, "no");
        let (two, events) = tell(Some(one), Happened::Failed { error }, 1_000).unwrap();
        assert!(matches!(&events[0].kind, EventKind::ItemFailed { index: 1, .. }));
        assert_eq!(two.state.items.get(1), Some(ItemStatus::Failed));
        let (end, events) = tell(Some(two), Happened::Ended {}, 1_000).unwrap();
        assert_eq!(kinds(&events), ["batch_completed"]);
        assert_eq!((end.state.phase, end.state.totals.total), (Phase::Completed, Some(2)));
        assert_eq!(end.state.totals.remaining_ms, Some(0));

        for (before, happened) in [
            (None, Happened::Ended {}),
            (Some(start), Happened::Started { total: None }),
            (Some(end), Happened::Completed { input_hash: None }),
        ] {
            assert_eq!(tell(before, happened, 0).unwrap_err().kind(), ErrorKind::InvalidCall);
        }
    }
}
