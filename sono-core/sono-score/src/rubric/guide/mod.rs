//! A rubric in words, without a submission: one metric explained, and two rubrics compared.

mod changes;
mod entry;
mod explain;
mod metric;
mod weights;
mod whole;
mod words;

pub use changes::{Change, ChangeKind, ChangedSection, RubricChanges, RubricName};
pub use entry::{Entry, EntryKind, Fact, SignalGuide};
pub use explain::MetricGuide;

use self::entry::{Guide, Section};
use super::model::Model;

impl Model {
    /// The whole rubric in words: what holds for all of it, then path by path.
    fn sections(&self) -> Vec<Section> {
        let guide = Guide { model: self };
        let mut sections = guide.whole();
        for path in &self.paths {
            sections.push(guide.path(path));
            sections.extend(path.metrics.iter().map(|metric| guide.metric(path, metric)));
        }
        sections
    }
}
