//! Scores, points and names in the words of a report.

use std::collections::BTreeSet;

use sono_score::assessment::{ContributionKind, ScoreInterval};
use sono_score::submission::{Expectation, Path, SubmissionType};
use sono_syntax::text::{format_number, format_value, tidy};

/// A score or points with one decimal, such as `63.3`. There is no negative zero.
pub(super) fn one_decimal(value: f64) -> String {
    tenths(nearest_tenth(value))
}

/// A value in tenths, halves away from zero.
fn nearest_tenth(value: f64) -> i64 {
    (tidy(value) * 10.0).round() as i64
}

/// Tenths of a point as text.
pub(super) fn tenths(value: i64) -> String {
    let sign = if value < 0 { "-" } else { "" };
    let value = value.unsigned_abs();
    format!("{sign}{}.{}", value / 10, value % 10)
}

/// Rounds points to tenths such that the rounded points add up to the rounded total (largest remainder).
///
/// Each result lies less than a tenth from its value. Values that do not add up to the total are rounded one by one,
/// because a report must not hide that.
pub(super) fn apportion(points: &[f64], total: f64) -> Vec<i64> {
    let sum: f64 = points.iter().sum();
    if (sum - total).abs() > 1e-6 {
        return points.iter().map(|value| nearest_tenth(*value)).collect();
    }
    let scaled: Vec<f64> = points.iter().map(|value| tidy(tidy(*value) * 10.0)).collect();
    let mut rounded: Vec<i64> = scaled.iter().map(|value| value.floor() as i64).collect();
    let missing = rounded.iter().fold(nearest_tenth(total), |rest, value| rest.saturating_sub(*value));
    let mut order: Vec<usize> = (0..scaled.len()).collect();
    let remainder = |index: &usize| scaled.get(*index).map_or(0.0, |value| value - value.floor());
    order.sort_by(|left, right| remainder(right).total_cmp(&remainder(left)).then(left.cmp(right)));
    for index in order.into_iter().take(usize::try_from(missing).unwrap_or(0)) {
        if let Some(value) = rounded.get_mut(index) {
            *value = value.saturating_add(1);
        }
    }
    rounded
}

/// A share as a percentage, such as `30 %`.
pub(super) fn percent(share: f64) -> String {
    format!("{} %", format_number((share * 1000.0).round() / 10.0))
}

/// A number of things: `1 place`, `3 places`.
pub(super) fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// A number of points: `1.0 point`, `3.2 points`.
pub(super) fn points(value: f64) -> String {
    let text = one_decimal(value);
    let noun = if text == "1.0" { "point" } else { "points" };
    format!("{text} {noun}")
}

/// Confidence, such as `confidence 0.72 (moderate)`.
pub(super) fn confidence(value: f64) -> String {
    // Judged by the printed value, so that number and word agree.
    let value = (value * 100.0).round() / 100.0;
    let word = match value {
        value if value >= 0.8 => "high",
        value if value >= 0.5 => "moderate",
        value if value > 0.0 => "low",
        _ => "none",
    };
    format!("confidence {} ({word})", format_number(value))
}

/// What was asked for beyond the code, in a sentence.
pub(super) fn asked_for(expects: &BTreeSet<Expectation>) -> String {
    if expects.is_empty() {
        return "Nothing asked for beyond the code.".to_owned();
    }
    let words: Vec<&str> = expects.iter().map(|expectation| expectation.describe()).collect();
    format!("Asked for: {}.", words.join(", "))
}

/// An interval, such as `80 % interval 58.1 to 68.7`.
pub(super) fn interval(interval: ScoreInterval) -> String {
    let ScoreInterval { low, high, level } = interval;
    format!("{} interval {} to {}", percent(level), one_decimal(low), one_decimal(high))
}

/// The name of a path for people.
pub(super) const fn path_name(path: Path) -> &'static str {
    match path {
        Path::Technical => "Technical",
        Path::Design => "Design",
        Path::Collaboration => "Collaboration",
        Path::ProblemSolving => "Problem solving",
        Path::Communication => "Communication",
    }
}

/// The type of a submission for people.
pub(super) const fn type_name(kind: SubmissionType) -> &'static str {
    match kind {
        SubmissionType::Code => "code",
        SubmissionType::Project => "project",
        SubmissionType::Interview => "interview",
        SubmissionType::Portfolio => "portfolio",
        SubmissionType::Test => "test",
        SubmissionType::MobileInteractive => "mobile interactive",
    }
}

/// The name of a contribution without a signal.
pub(super) const fn contribution_name(kind: ContributionKind) -> &'static str {
    match kind {
        ContributionKind::Base => "base",
        ContributionKind::Part => "part",
        ContributionKind::Rule => "rule",
        ContributionKind::Group => "violations",
        ContributionKind::Clamp => "limit of 0 to 100",
        ContributionKind::External => "opinions from outside",
    }
}

/// A value with its unit.
pub(super) fn value(value: f64, unit: Option<&str>) -> String {
    format_value(value, unit.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_read_well() {
        assert_eq!(one_decimal(-0.01), "0.0");
        assert_eq!(one_decimal(63.25), "63.3");
        assert_eq!(tenths(-7), "-0.7");
        assert_eq!(tenths(1234), "123.4");
        assert_eq!(percent(0.8), "80 %");
        assert_eq!(percent(1.0 / 3.0), "33.3 %");
        assert_eq!(count(1, "place"), "1 place");
        assert_eq!(points(1.0), "1.0 point");
        assert_eq!(confidence(0.72), "confidence 0.72 (moderate)");
        assert_eq!(confidence(0.497), "confidence 0.5 (moderate)");
    }

    #[test]
    fn what_was_asked_for_is_a_sentence() {
        assert_eq!(asked_for(&BTreeSet::new()), "Nothing asked for beyond the code.");
        let some = [Expectation::Answers, Expectation::Readme, Expectation::Tests].into();
        assert_eq!(asked_for(&some), "Asked for: tests, a README, written answers.");
    }

    #[test]
    fn rounded_points_add_up() {
        assert_eq!(apportion(&[33.333, 33.333, 33.334], 100.0), [333, 333, 334]);
        assert_eq!(apportion(&[0.05, 0.05], 0.1), [1, 0]);
        assert_eq!(apportion(&[80.0, -6.04, -6.04], 67.92), [800, -60, -61]);
    }

    #[test]
    fn points_that_do_not_add_up_are_shown_as_they_are() {
        assert_eq!(apportion(&[10.0, 20.0], 50.0), [100, 200]);
    }

    proptest! {
        #[test]
        fn apportioned_points_add_up_and_stay_close(points in prop::collection::vec(-100.0..100.0_f64, 1..20)) {
            let total: f64 = points.iter().sum();
            let rounded = apportion(&points, total);
            prop_assert_eq!(tenths(rounded.iter().sum()), one_decimal(total));
            for (rounded, value) in rounded.iter().zip(&points) {
                prop_assert!((*rounded as f64 - value * 10.0).abs() < 1.0 + 1e-6);
            }
        }
    }
}
