//! The score interval of a rubric.

/// The width of score intervals.
#[derive(Debug, Clone, Copy)]
pub(in crate::rubric) struct Interval {
    /// The probability that an interval is meant to cover.
    pub(in crate::rubric) level: f64,
    /// Half the width, in standard deviations.
    pub(in crate::rubric) deviations: f64,
}

impl Interval {
    pub(in crate::rubric) fn new(level: f64) -> Self {
        Self { level, deviations: deviations(level) }
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
