//! How often each score occurred.
//!
//! Scores are bounded, so 1,001 counters hold any cohort, and a tenth of a point is finer than the meaning of any
//! score. Counters give the same bytes in whatever order and grouping they are merged. Of the usual sketches, t-digest
//! depends on the order and KLL on chance; DDSketch bounds the relative error, which is neither needed nor exact for
//! scores between 0 and 100.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Serialize, Serializer};

/// Bins per point.
const BINS_PER_POINT: f64 = 10.0;
/// The bin of the highest score.
pub(super) const LAST_BIN: u16 = 1_000;

/// Counts of scores in bins of a tenth of a point.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Distribution {
    /// The number of assessments without a score here.
    pub(super) not_assessed: u64,
    /// Pairs of a score, in tenths of a point, and the number of assessments with it, in ascending order; scores that
    /// nobody had are left out.
    #[serde(serialize_with = "pairs")]
    #[schemars(with = "Vec<Bin>")]
    pub(super) tenths: BTreeMap<u16, u64>,
}

/// Tenths of a point and a count.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its schema is used")]
struct Bin(#[schemars(range(max = 1000))] u16, #[schemars(range(min = 1))] u64);

fn pairs<S: Serializer>(tenths: &BTreeMap<u16, u64>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(tenths)
}

impl Distribution {
    /// Counts a score from 0 to 100.
    pub(super) fn add(&mut self, score: Option<f64>) {
        let count = match score {
            Some(score) => self.tenths.entry(bin(score)).or_default(),
            None => &mut self.not_assessed,
        };
        *count = count.saturating_add(1);
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.not_assessed = self.not_assessed.saturating_add(other.not_assessed);
        for (bin, more) in &other.tenths {
            let count = self.tenths.entry(*bin).or_default();
            *count = count.saturating_add(*more);
        }
    }

    /// The number of assessments with a score.
    pub(super) fn count(&self) -> u64 {
        sum(self.tenths.values())
    }

    /// The number of assessments, with or without a score.
    pub(super) fn total(&self) -> u64 {
        self.count().saturating_add(self.not_assessed)
    }

    /// The number of lower scores, and the number of equal ones.
    pub(super) fn below_and_equal(&self, score: f64) -> (u64, u64) {
        let bin = bin(score);
        (sum(self.tenths.range(..bin).map(|(_, count)| count)), self.tenths.get(&bin).copied().unwrap_or(0))
    }

    /// The smallest score that at least `part` of `parts` do not exceed: nearest rank (Hyndman & Fan 1996, type 1), so
    /// it is always a score that occurred. `None` if there are no scores.
    pub(super) fn quantile(&self, part: u32, parts: u32) -> Option<f64> {
        let target = u128::from(self.count()).saturating_mul(part.into());
        let mut reached = 0_u128;
        let found = self.tenths.iter().find(|(_, count)| {
            reached = reached.saturating_add(u128::from(**count));
            reached.saturating_mul(parts.into()) >= target
        });
        found.map(|(bin, _)| f64::from(*bin) / BINS_PER_POINT)
    }
}

fn sum<'a>(counts: impl Iterator<Item = &'a u64>) -> u64 {
    counts.fold(0, |sum, count| sum.saturating_add(*count))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the bins")]
fn bin(score: f64) -> u16 {
    (score * BINS_PER_POINT).round().clamp(0.0, f64::from(LAST_BIN)) as u16
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(scores: &[f64]) -> Distribution {
        let mut distribution = Distribution::default();
        scores.iter().for_each(|score| distribution.add(Some(*score)));
        distribution
    }

    #[test]
    fn bins_are_tenths_to_both_ends() {
        let distribution = of(&[0.0, 0.049, 0.05, 50.04, 99.94, 99.95, 100.0]);
        let pairs: Vec<_> = distribution.tenths.into_iter().collect();
        assert_eq!(pairs, [(0, 2), (1, 1), (500, 1), (999, 1), (1_000, 2)]);
    }

    #[test]
    fn quantiles_are_scores_that_somebody_had() {
        let distribution = of(&[10.0, 20.0, 30.0, 40.0]);
        let quartiles = [1, 2, 3, 4].map(|part| distribution.quantile(part, 4));
        assert_eq!(quartiles, [Some(10.0), Some(20.0), Some(30.0), Some(40.0)]);
        assert_eq!(of(&[10.0, 20.0, 30.0]).quantile(1, 2), Some(20.0));
        assert_eq!(of(&[]).quantile(1, 2), None);
    }
}
