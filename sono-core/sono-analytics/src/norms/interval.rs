//! The uncertainty of a percentile rank.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The probability that the interval covers the rank in the population from which the cohort was drawn.
const LEVEL: f64 = 0.95;
/// The standard normal quantile at (1 + 0.95) / 2.
const Z: f64 = 1.959_963_984_540_054;

/// An interval of percentile ranks.
///
/// It tells how far the rank could differ in another cohort of the same size from the same population. The uncertainty
/// of the score itself is another matter: see the assessment's `score_interval`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RankInterval {
    /// Lower end, 0 to 100.
    pub low: f64,
    /// Upper end, 0 to 100.
    pub high: f64,
    /// Probability that the interval covers the rank: 0.95.
    pub level: f64,
}

impl RankInterval {
    /// The score interval of Wilson (1927) for a share of `count`, which Brown, Cai & DasGupta (2001, Statistical
    /// Science 16:101-133) recommend for its coverage in small samples.
    ///
    /// The share counts ties by half. Each person then contributes 0, 1/2 or 1, whose variance is at most that of a yes
    /// or no with the same mean, so that the interval errs on the wide side.
    pub(super) fn wilson(share: f64, count: f64) -> Self {
        let z2 = Z * Z / count;
        let center = share + z2 / 2.0;
        let half = Z * libm::sqrt(share * (1.0 - share) / count + z2 / (4.0 * count));
        let end = |value: f64| 100.0 * (value / (1.0 + z2)).clamp(0.0, 1.0);
        Self { low: end(center - half), high: end(center + half), level: LEVEL }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::MIN_COHORT;

    /// Values of `binomtest(x, n).proportion_ci(0.95, "wilson")` in SciPy.
    #[test]
    fn wilson_as_others_compute_it() {
        for (x, n, low, high) in [
            (0.0, 30.0, 0.0, 0.113_513_4),
            (15.0, 30.0, 0.331_541_3, 0.668_458_7),
            (9.0, 10.0, 0.595_850_0, 0.982_123_8),
        ] {
            let interval = RankInterval::wilson(x / n, n);
            assert!((interval.low - 100.0 * low).abs() < 1e-4, "{interval:?}");
            assert!((interval.high - 100.0 * high).abs() < 1e-4, "{interval:?}");
        }
    }

    /// The reason for the least cohort, as its documentation gives it.
    #[test]
    fn the_least_cohort_tells_thirds_apart() {
        let widest = |count: u32| {
            let interval = RankInterval::wilson(0.5, f64::from(count));
            interval.high - interval.low
        };
        let least = u32::try_from(MIN_COHORT).unwrap();
        assert!(widest(least) < 34.0 && widest(least - 1) > 34.0, "{}", widest(least));
    }
}
