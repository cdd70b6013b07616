//! One item, from reading to result, on a worker.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use crate::assessment::Assessment;
use crate::error::{ErrorKind, Result};
use crate::submission::input_hash;
use crate::trace;

use super::super::Engine;
use super::super::control::{CancelToken, Control};
use super::item::{BatchInput, BatchItem, Opened, panicked};

/// The settings shared by all items of a batch.
pub(super) struct Worker<'a, W> {
    pub(super) engine: &'a Engine,
    /// Turns an assessment into the result that the host wants.
    pub(super) finish: W,
    /// Stops all items.
    pub(super) stop: CancelToken,
    pub(super) item_deadline: Option<Duration>,
    pub(super) batch_deadline: Option<Instant>,
}

/// How an item left its worker.
pub(super) enum Ended<T> {
    /// With a result or an error for the host.
    Done(BatchItem<T>),
    /// Stopped together with the batch; there is nothing to deliver.
    Cancelled(u64),
}

impl<T> Ended<T> {
    pub(super) fn index(&self) -> u64 {
        match self {
            Self::Done(item) => item.index,
            Self::Cancelled(index) => *index,
        }
    }
}

impl<W> Worker<'_, W> {
    /// Returns an error if the whole batch is to stop.
    pub(super) fn check(&self) -> Result<()> {
        self.batch_control().check()
    }

    fn batch_control(&self) -> Control {
        Control { cancel: Some(self.stop.clone()), deadline: self.batch_deadline }
    }

    /// Processes one item. If the engine or the host's code panics, the item fails.
    pub(super) fn run<I, T>(&self, index: u64, input: I) -> Ended<T>
    where
        I: BatchInput,
        W: Fn(Assessment) -> Result<T>,
    {
        trace::span!(DEBUG, "item", index = index);
        let batch = self.batch_control();
        let control = match self.item_deadline {
            Some(time) => batch.clone().within(time),
            None => batch.clone(),
        };
        if batch.check().is_err() {
            trace::event!(DEBUG, "item", outcome = "cancelled");
            return Ended::Cancelled(index);
        }
        let Opened { id, digest, submission } = Opened::new(index, input, true);
        let mut hash = None;
        let done = catch_unwind(AssertUnwindSafe(|| {
            control.check()?;
            let submission = submission.unwrap_or_else(|| Err(panicked()))?;
            hash = Some(input_hash(&submission));
            let assessment = self.engine.assess_with(&submission, &control)?;
            drop(submission);
            (self.finish)(assessment)
        }));
        let outcome = done.unwrap_or_else(|_| Err(panicked()));
        // An item that stops because its batch stops has not failed: it can be done again.
        let stopped = matches!(&outcome, Err(error)
            if matches!(error.kind(), ErrorKind::Cancelled | ErrorKind::DeadlineExceeded));
        if stopped && batch.check().is_err() {
            trace::event!(DEBUG, "item", outcome = "cancelled");
            return Ended::Cancelled(index);
        }
        let error = outcome.as_ref().err().map(|error| error.kind().as_str());
        trace::event!(DEBUG, "item", outcome = error.unwrap_or("completed"));
        Ended::Done(BatchItem { index, id, input_hash: hash, digest, outcome })
    }
}
