//! The status of each item, in runs of neighbours.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorKind, Problem, Result};

use super::digest::ItemDigest;

/// The status of an item of a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ItemStatus {
    /// It was assessed, and the host took the result.
    Completed,
    /// It could not be read or assessed, and the host took the error.
    Failed,
    /// It was started, and stopped before the host took a result; a resumed batch starts it again.
    Cancelled,
}

/// Neighbouring items with the same status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ItemRun {
    /// Index of the first item, counted from 0.
    pub first: u64,
    /// Number of items, at least 1.
    pub count: u64,
    /// Their status.
    pub status: ItemStatus,
    /// Their digest. A batch resumes only if all items that are done have one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<ItemDigest>,
}

/// The status of every item that was started. Memory grows with the changes of status between neighbours, not with the
/// items.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "Vec<ItemRun>", into = "Vec<ItemRun>")]
#[schemars(with = "Vec<ItemRun>")]
pub struct ItemStatuses {
    /// By first index. Runs do not overlap, and neighbouring runs differ in status.
    runs: BTreeMap<u64, Run>,
    completed: u64,
    failed: u64,
    cancelled: u64,
}

/// A run without its first index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Run {
    /// The index after the last item.
    end: u64,
    status: ItemStatus,
    digest: Option<ItemDigest>,
}

impl ItemStatuses {
    /// The status of an item; `None` before it is started.
    pub fn get(&self, index: u64) -> Option<ItemStatus> {
        self.run_of(index).map(|(_, run)| run.status)
    }

    /// The number of items with a status.
    pub fn count(&self, status: ItemStatus) -> u64 {
        match status {
            ItemStatus::Completed => self.completed,
            ItemStatus::Failed => self.failed,
            ItemStatus::Cancelled => self.cancelled,
        }
    }

    /// The runs, by index.
    pub fn runs(&self) -> impl Iterator<Item = ItemRun> + '_ {
        self.runs.iter().map(|(&first, run)| ItemRun {
            first,
            count: run.end.saturating_sub(first),
            status: run.status,
            digest: run.digest,
        })
    }

    /// The index after the last item that has a status.
    pub fn end(&self) -> u64 {
        self.runs.last_key_value().map_or(0, |(_, run)| run.end)
    }

    /// Sets the status of an item, and what it is made of, where known.
    pub(in crate::engine) fn set(&mut self, index: u64, status: ItemStatus, digest: Option<ItemDigest>) {
        let next = index.saturating_add(1);
        if let Some((first, old)) = self.run_of(index) {
            if old.status == status {
                return;
            }
            // The rest of the run on both sides: of a sum, the parts are not known.
            self.runs.remove(&first);
            let rest = Run { digest: None, ..old };
            if first < index {
                self.runs.insert(first, Run { end: index, ..rest });
            }
            if next < old.end {
                self.runs.insert(next, rest);
            }
            let count = self.count_mut(old.status);
            *count = count.saturating_sub(1);
        }
        self.insert(index, Run { end: next, status, digest });
    }

    /// Removes a status from all items that have it.
    #[cfg(any(test, all(feature = "batch", not(target_family = "wasm"))))]
    pub(in crate::engine) fn clear(&mut self, status: ItemStatus) {
        self.runs.retain(|_, run| run.status != status);
        *self.count_mut(status) = 0;
    }

    /// Adds a run where there is none, and merges it with its neighbours.
    fn insert(&mut self, mut first: u64, mut run: Run) {
        let count = self.count_mut(run.status);
        *count = count.saturating_add(run.end.saturating_sub(first));
        let sum = |one: Run, other: Run| one.digest.zip(other.digest).map(|(one, other)| one.with(other));
        if let Some((&before_first, &before)) = self.runs.range(..first).next_back()
            && before.end == first
            && before.status == run.status
        {
            first = before_first;
            run.digest = sum(before, run);
        }
        if let Some(&after) = self.runs.get(&run.end)
            && after.status == run.status
        {
            self.runs.remove(&run.end);
            run = Run { end: after.end, digest: sum(run, after), ..run };
        }
        self.runs.insert(first, run);
    }

    /// The run that an item is in, and its first index.
    fn run_of(&self, index: u64) -> Option<(u64, Run)> {
        let (&first, &run) = self.runs.range(..=index).next_back()?;
        (index < run.end).then_some((first, run))
    }

    fn count_mut(&mut self, status: ItemStatus) -> &mut u64 {
        match status {
            ItemStatus::Completed => &mut self.completed,
            ItemStatus::Failed => &mut self.failed,
            ItemStatus::Cancelled => &mut self.cancelled,
        }
    }
}

impl From<ItemStatuses> for Vec<ItemRun> {
    fn from(items: ItemStatuses) -> Self {
        items.runs().collect()
    }
}

impl TryFrom<Vec<ItemRun>> for ItemStatuses {
    type Error = Error;

    fn try_from(runs: Vec<ItemRun>) -> Result<Self> {
        let mut items = Self::default();
        for (place, run) in runs.into_iter().enumerate() {
            let end = run.first.checked_add(run.count).filter(|end| *end > run.first);
            match end {
                Some(end) if run.first >= items.end() => {
                    items.insert(run.first, Run { end, status: run.status, digest: run.digest });
                }
                _ => {
                    let message = "expected a run of at least one item after the run before, got an empty or overlapping one";
                    let problem = Problem::at_pointer(format!("/{place}"), message);
                    return Err(Error::with_problems(
                        ErrorKind::InvalidJson,
                        "the item statuses are not valid",
                        vec![problem],
                    ));
                }
            }
        }
        Ok(items)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const STATUSES: [ItemStatus; 3] = [ItemStatus::Completed, ItemStatus::Failed, ItemStatus::Cancelled];

    proptest! {
        #[test]
        fn runs_say_what_a_plain_list_says(changes in prop::collection::vec((0_u64..24, 0_usize..3), 0..80)) {
            let mut items = ItemStatuses::default();
            let mut plain = [None; 24];
            for (index, status) in changes {
                items.set(index, STATUSES[status], None);
                plain[index as usize] = Some(STATUSES[status]);
                for (index, status) in plain.iter().enumerate() {
                    prop_assert_eq!(items.get(index as u64), *status);
                }
                for status in STATUSES {
                    let count = plain.iter().filter(|other| **other == Some(status)).count();
                    prop_assert_eq!(items.count(status), count as u64);
                }
                let changes = plain.windows(2).filter(|pair| pair[0] != pair[1]).count();
                prop_assert!(items.runs.len() <= changes + 1);
            }
            for status in STATUSES {
                let mut without = items.clone();
                without.clear(status);
                prop_assert_eq!(without.count(status), 0);
                for (index, other) in plain.iter().enumerate() {
                    prop_assert_eq!(without.get(index as u64), other.filter(|other| *other != status));
                }
            }
            let json = serde_json::to_string(&items).unwrap();
            prop_assert_eq!(serde_json::from_str::<ItemStatuses>(&json).unwrap(), items);
        }
    }

    #[test]
    fn a_million_completed_items_are_one_run() {
        let mut items = ItemStatuses::default();
        (0..1_000_000).for_each(|index| items.set(index, ItemStatus::Completed, None));
        assert_eq!(
            serde_json::to_string(&items).unwrap(),
            r#"[{"first":0,"count":1000000,"status":"completed"}]"#
        );
    }

    #[test]
    fn runs_that_overlap_or_hold_nothing_are_refused() {
        for runs in [
            r#"[{"first":0,"count":0,"status":"failed"}]"#,
            r#"[{"first":0,"count":2,"status":"failed"},{"first":1,"count":1,"status":"completed"}]"#,
            r#"[{"first":5,"count":2,"status":"failed"},{"first":1,"count":1,"status":"completed"}]"#,
            r#"[{"first":1,"count":18446744073709551615,"status":"failed"}]"#,
            r#"[{"first":1,"count":1,"status":"lost"}]"#,
        ] {
            assert!(serde_json::from_str::<ItemStatuses>(runs).is_err(), "{runs}");
        }
        let touching = r#"[{"first":0,"count":2,"status":"failed"},{"first":2,"count":1,"status":"failed"}]"#;
        let items: ItemStatuses = serde_json::from_str(touching).unwrap();
        assert_eq!(items.runs().count(), 1);
    }

    #[test]
    fn a_run_knows_what_its_items_are_made_of_in_whatever_order_they_ended() {
        let digest =
            |index: u64| serde_json::from_value::<ItemDigest>(format!("{:032x}", 1_u64 << index).into());
        let set = |order: &[u64]| {
            let mut items = ItemStatuses::default();
            order.iter().for_each(|&index| items.set(index, ItemStatus::Completed, digest(index).ok()));
            items
        };
        let items = set(&[0, 1, 2, 3]);
        assert_eq!(items, set(&[3, 0, 2, 1]));
        let runs: Vec<_> = items.runs().collect();
        assert_eq!(runs[0].digest.map(String::from), Some(format!("{:032x}", 0b1111)));
        let stored = r#"[{"first":0,"count":2,"status":"completed","digest":"00000000000000000000000000000003"},
            {"first":2,"count":2,"status":"completed","digest":"0000000000000000000000000000000c"}]"#;
        assert_eq!(serde_json::from_str::<ItemStatuses>(stored).unwrap(), items);

        // What a part of a run is made of cannot be told from the whole.
        let mut split = items;
        split.set(1, ItemStatus::Cancelled, None);
        assert!(split.runs().all(|run| run.digest.is_none()));
        let mut unknown = set(&[0, 2]);
        unknown.set(1, ItemStatus::Completed, None);
        assert_eq!(unknown.runs().map(|run| (run.count, run.digest)).collect::<Vec<_>>(), [(3, None)]);
    }
}
