//! From declared uncertainties to score intervals and confidence.

use crate::assessment::ScoreInterval;
use sono_syntax::text::tidy;

/// The standard deviation of a part in points of its own scale. Of the declared variance, the share `sampling` shrinks with
/// the number of units; the rest is the rubric's judgement and stays. The declared value is for one unit.
pub(in crate::rubric) fn part_deviation(declared: f64, units: u32, sampling: f64) -> f64 {
    declared * libm::sqrt(1.0 - sampling + sampling / f64::from(units.max(1)))
}

/// A metric's standard deviation, widened by the share of material that does not parse.
pub(in crate::rubric) fn widened(deviation: f64, unparsed_share: f64) -> f64 {
    deviation * (1.0 + 2.0 * unparsed_share)
}

/// The score interval, clamped to 0..100.
pub(super) fn interval(score: f64, half_width: f64, level: f64) -> ScoreInterval {
    ScoreInterval {
        low: tidy((score - half_width).clamp(0.0, 100.0)),
        high: tidy((score + half_width).clamp(0.0, 100.0)),
        level: tidy(level),
    }
}

/// The confidence of a measured score: 1 for a single point, 0 for an interval of 50 points to either side.
pub(super) fn confidence(half_width: f64, unparsed_share: f64) -> f64 {
    tidy(((1.0 - half_width / 50.0) * (1.0 - unparsed_share)).clamp(0.0, 1.0))
}

/// The confidence of a heuristic score, from the number of non-blank lines: keywords never earn more than half.
pub(super) fn heuristic_confidence(lines: f64) -> f64 {
    tidy((0.5 * lines / (lines + 10.0)).clamp(0.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_units_are_surer_and_broken_code_less() {
        assert_eq!(part_deviation(8.0, 1, 0.75), 8.0);
        assert!((part_deviation(8.0, u32::MAX, 0.75) - 4.0).abs() < 1e-6);
        assert_eq!(part_deviation(8.0, u32::MAX, 0.0), 8.0);
        assert_eq!(widened(8.0, 0.5), 16.0);
        assert_eq!(confidence(0.0, 0.0), 1.0);
        assert_eq!(confidence(80.0, 0.0), 0.0);
        assert_eq!(heuristic_confidence(10.0), 0.25);
        assert_eq!(interval(99.0, 4.0, 0.8), ScoreInterval { low: 95.0, high: 100.0, level: 0.8 });
    }
}
