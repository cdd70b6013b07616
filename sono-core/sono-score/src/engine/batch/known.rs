//! The items of a resumed batch that earlier runs did.

use std::collections::VecDeque;

use crate::error::{Error, ErrorKind, Result};

use super::super::progress::{ItemDigest, ItemRun, ItemStatus, ItemStatuses};

/// The items that earlier runs did. As the input is read, it must hold the same items at these places: a result of what
/// has changed since would be that of another submission.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// The runs that were not passed yet.
    runs: VecDeque<ItemRun>,
    /// The digest of those items of the first run that were read so far.
    read: ItemDigest,
}

impl Known {
    /// The items that a state lists as done.
    pub(super) fn of(items: &ItemStatuses) -> Result<Self> {
        let is_done = |run: &ItemRun| matches!(run.status, ItemStatus::Completed | ItemStatus::Failed);
        let runs: VecDeque<ItemRun> = items.runs().filter(is_done).collect();
        if let Some(run) = runs.iter().find(|run| run.digest.is_none()) {
            let message = format!(
                "the state does not say what {} are made of, so that they could not be told from others: expected a digest",
                named(run)
            );
            return Err(Error::new(ErrorKind::InvalidParameter, message));
        }
        Ok(Self { runs, read: ItemDigest::default() })
    }

    /// Whether the next item, which is at this place, was done.
    pub(super) fn has(&self, index: u64) -> bool {
        self.is_within(index)
    }

    /// Whether any item that was not passed yet is at this place or before it.
    pub(super) fn is_within(&self, index: u64) -> bool {
        self.runs.front().is_some_and(|run| run.first <= index)
    }

    /// Takes note of the next item, one that was done.
    pub(super) fn check(&mut self, index: u64, digest: ItemDigest) -> Result<()> {
        self.read = self.read.with(digest);
        let is_last = |run: &&ItemRun| index.saturating_sub(run.first).saturating_add(1) >= run.count;
        let Some(run) = self.runs.front().filter(is_last).copied() else { return Ok(()) };
        self.runs.pop_front();
        let read = std::mem::take(&mut self.read);
        if run.digest == Some(read) {
            return Ok(());
        }
        let message = format!(
            "expected the input of the resumed state, got another one: something in {} has changed since they were done",
            named(&run)
        );
        Err(Error::new(ErrorKind::InvalidParameter, message))
    }
}

fn named(run: &ItemRun) -> String {
    match run.count {
        1 => format!("item {}", run.first),
        count => format!("items {} to {}", run.first, run.first.saturating_add(count).saturating_sub(1)),
    }
}
