//! Outside opinions: their weight, and how several become one.

use crate::submission::Path;
use sono_syntax::finding::Finding;
use sono_syntax::text::tidy;

use super::uncertainty::part_deviation;
use crate::rubric::model::SAMPLING;

/// One reviewer's opinion of one metric.
#[derive(Debug, Clone, PartialEq)]
pub struct Vote {
    /// The id of the reviewer.
    pub reviewer: String,
    /// The path of the metric.
    pub path: Path,
    /// The id of the metric.
    pub metric: String,
    /// 0 to 100.
    pub score: f64,
    /// The places that support it, each with a description.
    pub findings: Vec<Finding>,
}

/// Outside opinions on one submission.
#[derive(Debug, Clone, Copy, Default)]
pub struct Votes<'a> {
    /// The votes, reviewer by reviewer; at most one per reviewer and metric.
    pub votes: &'a [Vote],
    /// Whether votes may add points. If not, they can only take some: when a submission addresses its readers, the
    /// opinions may not be their own.
    pub may_raise: bool,
}

/// The votes on one metric, combined.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Panel {
    /// The number of votes.
    pub(crate) reviewers: u32,
    /// The middle vote, or the mean of the two middle ones.
    pub(crate) median: f64,
    /// The lowest and the highest vote.
    pub(crate) lowest: f64,
    pub(crate) highest: f64,
    /// The mean distance of the votes from the median.
    distance: f64,
}

impl Panel {
    /// `None` if there are no votes.
    pub(crate) fn of(scores: impl Iterator<Item = f64>) -> Option<Self> {
        let mut scores: Vec<f64> = scores.map(|score| score.clamp(0.0, 100.0)).collect();
        scores.sort_unstable_by(f64::total_cmp);
        let reviewers = u32::try_from(scores.len()).unwrap_or(u32::MAX);
        let upper = *scores.get(scores.len() / 2)?;
        let lower = *scores.get(scores.len().saturating_sub(1) / 2)?;
        let median = f64::midpoint(lower, upper);
        let distance = scores.iter().map(|score| (score - median).abs()).sum::<f64>() / f64::from(reviewers);
        Some(Self {
            reviewers,
            median: tidy(median),
            lowest: *scores.first()?,
            highest: *scores.last()?,
            distance,
        })
    }

    /// The standard deviation of the panel's opinion, in points: that of one opinion, reduced by the number of
    /// reviewers, plus their disagreement.
    pub(in crate::rubric) fn deviation(&self, uncertainty: f64) -> f64 {
        part_deviation(uncertainty, self.reviewers, SAMPLING) + self.distance
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn panel(scores: &[f64]) -> Panel {
        Panel::of(scores.iter().copied()).unwrap()
    }

    #[test]
    fn the_median_does_not_follow_one_liar() {
        assert_eq!(Panel::of(std::iter::empty()), None);
        assert_eq!(panel(&[40.0]).median, 40.0);
        assert_eq!(panel(&[100.0, 40.0]).median, 70.0);
        assert_eq!(panel(&[40.0, 100.0, 44.0]).median, 44.0);
        assert_eq!(panel(&[0.0, 44.0, 40.0, 100.0]).median, 42.0);
        let liar = panel(&[40.0, 100.0, 44.0]);
        assert_eq!((liar.reviewers, liar.lowest, liar.highest), (3, 40.0, 100.0));
    }

    #[test]
    fn disagreement_is_uncertainty_and_company_is_not() {
        let deviation = |scores: &[f64]| panel(scores).deviation(20.0);
        assert_eq!(deviation(&[50.0]), 20.0);
        assert!(deviation(&[50.0, 50.0]) < deviation(&[50.0]));
        assert!(deviation(&[40.0, 60.0]) > deviation(&[50.0, 50.0]));
        assert!(deviation(&[0.0, 50.0, 50.0]) > deviation(&[50.0, 50.0, 50.0]));
    }
}
