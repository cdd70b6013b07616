//! The effect of outside opinions on a measured metric.

use super::item::{Heard, Item};
use super::panel::{Panel, Vote};
use super::scorer::Scorer;
use super::shown::{MAX_SHOWN, share_of};
use crate::submission::Path;
use sono_syntax::text::tidy;

impl Heard<'_> {
    /// The score after outside opinions.
    pub(super) fn score(&self) -> f64 {
        tidy(self.measured + self.points).clamp(0.0, 100.0)
    }
}

impl<'a> Scorer<'_, 'a> {
    /// Moves a metric's measured score towards the median of its votes, by their share of the way. Votes have no effect
    /// on a metric that was not measured.
    pub(super) fn hear(
        &self,
        path: Path,
        metric: &str,
        measured: f64,
        items: &[Item<'a>],
    ) -> Option<Heard<'a>> {
        let opinions = self.subject.votes;
        let weighing = self.model.weighing;
        let votes: Vec<&'a Vote> =
            opinions.votes.iter().filter(|vote| vote.path == path && vote.metric == metric).collect();
        let panel = Panel::of(votes.iter().map(|vote| vote.score))?;
        if weighing.share <= 0.0 || !items.iter().any(Item::is_measured) {
            return None;
        }
        let pull = weighing.share * (panel.median - measured);
        let held = pull > 0.0 && !opinions.may_raise;
        let places = MAX_SHOWN.checked_div(votes.len()).unwrap_or(1).max(1);
        let quotes: Vec<_> = votes
            .iter()
            .flat_map(|vote| vote.findings.iter().take(places).map(|finding| (*vote, finding)))
            .collect();
        Some(Heard {
            panel,
            measured,
            points: if held { 0.0 } else { tidy(pull) },
            held,
            weight: share_of(weighing.share * 100.0, quotes.len()),
            quotes,
        })
    }
}
