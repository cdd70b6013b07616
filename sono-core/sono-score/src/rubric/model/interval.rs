//! The score interval of a rubric.

use super::curve::Curve;
use crate::assessment::Category;

/// The share of a declared variance that is sampling, if a rubric states none: half of a deviation is judgement and stays.
pub(in crate::rubric) const SAMPLING: f64 = 0.75;

/// The width of score intervals.
#[derive(Debug)]
pub(in crate::rubric) struct Interval {
    /// The probability that an interval is meant to cover.
    pub(in crate::rubric) level: f64,
    /// Half the width, in standard deviations.
    pub(in crate::rubric) deviations: f64,
    /// The share of a part's variance that shrinks with the number of units it is measured on.
    pub(in crate::rubric) sampling: f64,
    /// Other factors on the uncertainty of metrics.
    pub(in crate::rubric) factors: Vec<Factor>,
}

/// A factor on the deviation of metrics. It never rises: more material, or a better score, is never less certain.
#[derive(Debug)]
pub(in crate::rubric) struct Factor {
    pub(in crate::rubric) categories: Vec<Category>,
    /// The signal that the curve reads; the metric's own score if there is none.
    pub(in crate::rubric) signal: Option<usize>,
    pub(in crate::rubric) curve: Curve,
}

impl Interval {
    pub(in crate::rubric) fn new(level: f64, sampling: f64, factors: Vec<Factor>) -> Self {
        Self { level, deviations: deviations(level), sampling, factors }
    }
}

/// Half the width of a central interval of a normal distribution, in standard deviations: 1.28 for 0.8.
///
/// Bisection on the error function; the rubric format limits `level` to 0.5..0.999.
fn deviations(level: f64) -> f64 {
    const STEPS: usize = 80;
    let (mut low, mut high) = (0.0_f64, 8.0_f64);
    for _ in 0..STEPS {
        let middle = f64::midpoint(low, high);
        if libm::erf(middle / std::f64::consts::SQRT_2) < level {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deviations_match_tables_of_the_normal_distribution() {
        for (level, expected) in
            [(0.8, 1.281_551_565_545), (0.9, 1.644_853_626_951), (0.95, 1.959_963_984_540)]
        {
            assert!((deviations(level) - expected).abs() < 1e-9, "{level}");
        }
    }
}
