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
    apportion_within(points, &vec![None; points.len()], total)
}

/// As [`apportion`], where some results may not exceed the tenths that are shown beside them as the most they can be.
pub(super) fn apportion_within(points: &[f64], most: &[Option<i64>], total: f64) -> Vec<i64> {
    let sum: f64 = points.iter().sum();
    if (sum - total).abs() > 1e-6 {
        return points.iter().map(|value| nearest_tenth(*value)).collect();
    }
    let scaled: Vec<f64> = points.iter().map(|value| tidy(tidy(*value) * 10.0)).collect();
    let mut rounded: Vec<i64> = scaled.iter().map(|value| value.floor() as i64).collect();
    let mut missing = rounded.iter().fold(nearest_tenth(total), |rest, value| rest.saturating_sub(*value));
    let mut order: Vec<usize> = (0..scaled.len()).collect();
    let remainder = |index: &usize| scaled.get(*index).map_or(0.0, |value| value - value.floor());
    order.sort_by(|left, right| remainder(right).total_cmp(&remainder(left)).then(left.cmp(right)));
    // A second round gives to others what those with the largest remainders have no room for.
    for index in order.iter().chain(&order) {
        let most = most.get(*index).copied().flatten();
        let room = rounded.get_mut(*index).filter(|value| most.is_none_or(|most| **value < most));
        if let Some(value) = room.filter(|_| missing > 0) {
            *value = value.saturating_add(1);
            missing = missing.saturating_sub(1);
        }
    }
    rounded
}

/// A share as a percentage, such as `30 %`.
pub(super) fn percent(share: f64) -> String {
    format!("{} %", format_number((share * 1000.0).round() / 10.0))
}

/// Shares of one table as percentages, all with a decimal if one of them needs it.
pub(super) fn percents(shares: &[f64]) -> Vec<String> {
    let tenths: Vec<i64> = shares.iter().map(|share| nearest_tenth(share * 100.0)).collect();
    let whole = tenths.iter().all(|value| value % 10 == 0);
    let shown = |value: &i64| if whole { (value / 10).to_string() } else { self::tenths(*value) };
    tenths.iter().map(|value| format!("{} %", shown(value))).collect()
}

/// The parts of a text between which a line must not break: `20` and `%`.
pub(super) fn unbreakable(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices(" %") {
        let (Some(part), Some(rest)) = (text.get(start..at), text.get(at.saturating_add(1)..)) else {
            continue;
        };
        let is_whole = !rest.get(1..).unwrap_or("").starts_with(char::is_alphanumeric);
        if part.ends_with(|c: char| c.is_ascii_digit()) && is_whole {
            parts.push(part);
            start = at.saturating_add(1);
        }
    }
    parts.extend(text.get(start..));
    parts
}

/// A text as a sentence begins: `this test asserts nothing` becomes `This test asserts nothing`.
pub(super) fn sentence(text: &str) -> String {
    recased(text, char::to_ascii_uppercase)
}

/// The beginning of a sentence within another: `Not asked for: tests` becomes `not asked for: tests`.
pub(super) fn in_sentence(text: &str) -> String {
    recased(text, char::to_ascii_lowercase)
}

/// A text with another first letter, unless its first word is a name with a letter of its own in it, such as `README`.
fn recased(text: &str, case: impl Fn(&char) -> char) -> String {
    let mut letters = text.chars();
    let Some(first) = letters.next() else { return String::new() };
    let word = letters.as_str().split(' ').next().unwrap_or("");
    let is_plain = word.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_punctuation());
    if is_plain { format!("{}{}", case(&first), letters.as_str()) } else { text.to_owned() }
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

/// The expectations beyond the code, in a sentence.
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

/// The name of a signal for people; the id, if this version of the library does not have it.
pub(super) fn signal_name(id: &str) -> &str {
    let text = || sono_score::rubric::text_signal_definitions().iter().find(|signal| signal.id == id);
    sono_score::signals::definition(id).or_else(text).map_or(id, |signal| signal.name)
}

/// Values with their units, one below the other. Shares have the same number of decimals.
pub(super) fn values(values: &[Option<(f64, Option<&str>)>]) -> Vec<String> {
    let is_share = |unit: Option<&str>| unit == Some("ratio");
    let shares: Vec<f64> =
        values.iter().flatten().filter(|(_, unit)| is_share(*unit)).map(|(value, _)| *value).collect();
    let mut shares = percents(&shares).into_iter();
    let shown = |entry: &Option<(f64, Option<&str>)>| match entry {
        Some((_, unit)) if is_share(*unit) => shares.next().unwrap_or_default(),
        Some((number, unit)) => value(*number, *unit),
        None => String::new(),
    };
    values.iter().map(shown).collect()
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
    fn shares_of_one_table_have_the_same_decimals() {
        assert_eq!(percents(&[0.4, 0.6]), ["40 %", "60 %"]);
        assert_eq!(percents(&[1.0 / 3.0, 2.0 / 3.0, 1.0]), ["33.3 %", "66.7 %", "100.0 %"]);
        let ratio = Some("ratio");
        let column = [Some((0.5, ratio)), None, Some((7.25, Some("lines"))), Some((0.123, ratio))];
        assert_eq!(values(&column), ["50.0 %", "", "7.25", "12.3 %"]);
    }

    #[test]
    fn signals_have_names() {
        assert_eq!(signal_name("complexity.cognitive.max"), "Cognitive complexity, highest");
        assert_eq!(signal_name("text.lines"), "Lines of text");
        assert_eq!(signal_name("somebody.elses"), "somebody.elses");
    }

    #[test]
    fn sentences_begin_with_a_capital() {
        assert_eq!(sentence("this test asserts nothing"), "This test asserts nothing");
        for text in ["`merge` has 58 lines", "iOS is old", "", "Ähnlich"] {
            assert_eq!(sentence(text), text);
        }
        assert_eq!(in_sentence("Not asked for: tests"), "not asked for: tests");
        assert_eq!(in_sentence("README: missing"), "README: missing");
    }

    #[test]
    fn percentages_are_kept_together() {
        assert_eq!(unbreakable("at least 20 %, or 5 % of it"), ["at least 20", "%, or 5", "% of it"]);
        assert_eq!(unbreakable("x %"), ["x %"]);
        assert_eq!(unbreakable("7 %d"), ["7 %d"]);
        assert_eq!(unbreakable(""), [""]);
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
    fn no_part_is_shown_with_more_than_it_can_have() {
        // 3.66 of 3.66 beside 0.35 of 96.34.
        let most = apportion(&[3.64, 96.36], 100.0);
        assert_eq!(most, [36, 964]);
        assert_eq!(apportion(&[3.64, 0.42], 4.06), [37, 4]);
        assert_eq!(apportion_within(&[3.64, 0.42], &[Some(36), Some(964)], 4.06), [36, 5]);
    }

    #[test]
    fn points_that_do_not_add_up_are_shown_as_they_are() {
        assert_eq!(apportion(&[10.0, 20.0], 50.0), [100, 200]);
    }

    proptest! {
        #[test]
        fn parts_stay_within_what_is_shown_as_their_most(
            parts in prop::collection::vec((0.01..10.0_f64, prop_oneof![Just(1.0), 0.0..=1.0_f64]), 1..20)
        ) {
            let weights: f64 = parts.iter().map(|(weight, _)| weight).sum();
            let most: Vec<f64> = parts.iter().map(|(weight, _)| weight / weights * 100.0).collect();
            let points: Vec<f64> = parts.iter().zip(&most).map(|((_, share), most)| share * most).collect();
            let total: f64 = points.iter().sum();
            let most: Vec<Option<i64>> = apportion(&most, 100.0).into_iter().map(Some).collect();
            prop_assert_eq!(most.iter().flatten().sum::<i64>(), 1_000);
            let rounded = apportion_within(&points, &most, total);
            prop_assert_eq!(tenths(rounded.iter().sum()), one_decimal(total));
            for ((rounded, most), value) in rounded.iter().zip(&most).zip(&points) {
                prop_assert!(Some(*rounded) <= *most && *rounded >= 0);
                prop_assert!((*rounded as f64 - value * 10.0).abs() < 2.0);
            }
        }

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
