//! Progress of a batch whose items the host assesses one by one, as a call.

use schemars::JsonSchema;
use serde::Serialize;

use sono_score::engine::{Engine, Happened, ProgressEvent, Snapshot};
use sono_score::error::Result;

use super::reader::Fields;

/// Say what happened in a batch whose items the host assesses itself, one after the other.
#[derive(Debug, Clone, PartialEq, JsonSchema)]
pub struct ProgressCall {
    /// Where the batch stood: `now` of the answer before; absent when it starts.
    pub before: Option<Snapshot>,
    /// The event.
    pub happened: Happened,
    /// Milliseconds since the start, by the clock of the host.
    pub elapsed_ms: u64,
}

/// News of a batch for its watchers.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ProgressAnswer {
    /// The events to tell them, in this order.
    pub events: Vec<ProgressEvent>,
    /// Where the batch stands now.
    pub now: Snapshot,
}

impl ProgressCall {
    pub(super) fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let (before, happened) = (fields.optional("before"), fields.required("happened"));
        let elapsed_ms = fields.whole("elapsed_ms").unwrap_or_default();
        Some(Self { before, happened: happened?, elapsed_ms })
    }

    pub(super) fn answer(self, engine: &Engine) -> Result<ProgressAnswer> {
        let (now, events) = Snapshot::tell(self.before, self.happened, self.elapsed_ms, engine)?;
        Ok(ProgressAnswer { events, now })
    }
}
