//! Whether intervals hold what people say.

use crate::ratings::Certainty;
use crate::statistics::{isotonic_out_of_fold, linked};

/// The probability with which an interval is meant to hold.
pub(super) const LEVEL: f64 = 0.8;

/// The number of parts, by confidence, that errors are told of.
pub(super) const PARTS: usize = 5;

/// How far the intervals of a set hold.
#[derive(Debug, PartialEq)]
pub(super) struct Checked {
    pub(super) rows: usize,
    /// The share of rows in whose interval the points lie that people's judgement stands for: by a monotone regression of
    /// scores on labels, fitted for each row without it. That is lenient to a score that agrees badly, for a regression then
    /// expects the same of all rows.
    pub(super) held: f64,
    /// The same by equipercentile linking, which expects of scores that they differ as much as judgements do.
    pub(super) linked: f64,
    /// Half the mean width, in points.
    pub(super) half_width: f64,
    /// The factor that the other sets ask for, and the share that is linked within intervals with it.
    pub(super) adjusted: Option<(f64, f64)>,
    /// The mean absolute error, by linking, of each fifth of all rows by confidence, the least sure first, with the number
    /// of rows.
    pub(super) errors: [(f64, usize); PARTS],
}

impl Checked {
    /// All rows of several sets.
    pub(super) fn total(sets: &[Self]) -> Self {
        let rows: usize = sets.iter().map(|set| set.rows).sum();
        let mean = |value: &dyn Fn(&Self) -> f64| {
            sets.iter().map(|set| value(set) * set.rows as f64).sum::<f64>() / rows as f64
        };
        let adjusted = sets.iter().all(|set| set.adjusted.is_some()).then(|| {
            let of = |pick: fn((f64, f64)) -> f64| mean(&|set| set.adjusted.map_or(0.0, pick));
            (of(|pair| pair.0), of(|pair| pair.1))
        });
        let errors = std::array::from_fn(|part| {
            let all = sets.iter().map(|set| set.errors[part]).filter(|(_, rows)| *rows > 0);
            let (sum, rows) =
                all.fold((0.0, 0), |(sum, n), (error, rows)| (sum + error * rows as f64, n + rows));
            (sum / rows as f64, rows)
        });
        Self {
            rows,
            held: mean(&|set| set.held),
            linked: mean(&|set| set.linked),
            half_width: mean(&|set| set.half_width),
            adjusted,
            errors,
        }
    }
}

/// The confidences that divide all rows into parts of one size.
pub(super) fn edges(certainty: &[&[Certainty]]) -> [f64; PARTS - 1] {
    let mut sure: Vec<f64> =
        certainty.iter().flat_map(|rows| rows.iter().map(|row| row.confidence)).collect();
    sure.sort_by(f64::total_cmp);
    std::array::from_fn(|edge| sure.get((edge + 1) * sure.len() / PARTS).copied().unwrap_or(0.0))
}

/// Checks each set.
pub(super) fn check(scores: &[Vec<f64>], labels: &[&[f64]], certainty: &[&[Certainty]]) -> Vec<Checked> {
    let errors = errors(scores, labels);
    let edges = edges(certainty);
    let part = |confidence: f64| edges.iter().filter(|edge| confidence >= **edge).count();
    let covered = |set: usize, errors: &[f64], factor: f64| {
        let rows = errors.iter().zip(certainty[set]);
        rows.filter(|(error, row)| **error <= factor * row.half_width).count() as f64 / errors.len() as f64
    };
    let of = |set: usize| {
        let mut by_part = [(0.0, 0); PARTS];
        for (error, row) in errors[set].iter().zip(certainty[set]) {
            let (sum, rows) = &mut by_part[part(row.confidence)];
            *sum += error;
            *rows += 1;
        }
        let points: Vec<(f64, f64)> = labels[set].iter().copied().zip(scores[set].iter().copied()).collect();
        let expected = isotonic_out_of_fold(&points);
        let regressed: Vec<f64> = expected.iter().zip(&scores[set]).map(|(a, b)| (a - b).abs()).collect();
        let others: Vec<usize> = (0..scores.len()).filter(|other| *other != set).collect();
        let factor = quantile_of(&errors, certainty, &others);
        Checked {
            rows: errors[set].len(),
            held: covered(set, &regressed, 1.0),
            linked: covered(set, &errors[set], 1.0),
            half_width: certainty[set].iter().map(|row| row.half_width).sum::<f64>()
                / errors[set].len() as f64,
            adjusted: factor.map(|factor| (factor, covered(set, &errors[set], factor))),
            errors: by_part.map(|(sum, rows)| (sum / rows as f64, rows)),
        }
    };
    (0..scores.len()).map(of).collect()
}

/// The factor by which all half widths must grow to hold at their level (split conformal prediction with normalised
/// residuals, Lei et al. 2018), where each set weighs the same.
pub(super) fn factor(scores: &[Vec<f64>], labels: &[&[f64]], certainty: &[&[Certainty]]) -> Option<f64> {
    quantile_of(&errors(scores, labels), certainty, &(0..scores.len()).collect::<Vec<_>>())
}

/// The distance of each score from the points that people's judgement stands for, by linking.
fn errors(scores: &[Vec<f64>], labels: &[&[f64]]) -> Vec<Vec<f64>> {
    let of = |(scores, labels): (&Vec<f64>, &&[f64])| {
        linked(scores, labels).iter().zip(scores).map(|(judged, score)| (score - judged).abs()).collect()
    };
    scores.iter().zip(labels).map(of).collect()
}

fn quantile_of(errors: &[Vec<f64>], certainty: &[&[Certainty]], sets: &[usize]) -> Option<f64> {
    let mut ratios: Vec<(f64, f64)> = Vec::new();
    for set in sets {
        let weight = 1.0 / (errors[*set].len() * sets.len()) as f64;
        let rows = errors[*set].iter().zip(certainty[*set]).filter(|(_, row)| row.half_width > 0.0);
        ratios.extend(rows.map(|(error, row)| (error / row.half_width, weight)));
    }
    ratios.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut sum = 0.0;
    ratios.into_iter().find_map(|(ratio, weight)| {
        sum += weight;
        (sum >= LEVEL - 1e-9).then_some(ratio)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;

    #[test]
    fn intervals_that_are_too_wide_shrink_until_they_hold() {
        let mut random = Random::new(5);
        let mut set = || -> (Vec<f64>, Vec<f64>) {
            let labels: Vec<f64> = (0..300).map(|_| random.below(100) as f64).collect();
            let scores =
                labels.iter().map(|label| 20.0 + label / 2.0 + random.below(21) as f64 - 10.0).collect();
            (scores, labels)
        };
        let (sets, certainty) = ([set(), set()], vec![Certainty { half_width: 30.0, confidence: 0.4 }; 300]);
        let scores: Vec<Vec<f64>> = sets.iter().map(|set| set.0.clone()).collect();
        let labels: Vec<&[f64]> = sets.iter().map(|set| set.1.as_slice()).collect();
        let certainty = [certainty.as_slice(), certainty.as_slice()];
        for checked in check(&scores, &labels, &certainty) {
            assert_eq!((checked.held, checked.linked), (1.0, 1.0));
            let (factor, covered) = checked.adjusted.unwrap();
            assert!(factor < 0.4 && (covered - LEVEL).abs() < 0.08, "{factor} {covered}");
        }
        assert!(factor(&scores, &labels, &certainty).unwrap() < 0.4);
    }

    #[test]
    fn a_score_that_agrees_with_nobody_is_not_excused() {
        let mut random = Random::new(9);
        let mut column = || -> Vec<f64> { (0..400).map(|_| random.below(100) as f64).collect() };
        let (scores, labels) = (vec![column()], column());
        let certainty = vec![Certainty { half_width: 40.0, confidence: 0.2 }; 400];
        let checked = &check(&scores, &[&labels], &[&certainty])[0];
        assert!(checked.held > checked.linked + 0.1, "{checked:?}");
    }

    #[test]
    fn errors_are_told_by_confidence_and_summed_over_sets() {
        // The less sure a score says it is, the further it is off.
        let set = |shift: f64| -> (Vec<f64>, Vec<f64>, Vec<Certainty>) {
            let labels: Vec<f64> = (0..200).map(f64::from).collect();
            let sign = |row: usize| if row.is_multiple_of(2) { 1.0 } else { -1.0 };
            let off = |row: usize| sign(row) * (row % 5) as f64 * shift;
            let scores = labels.iter().enumerate().map(|(row, label)| label + off(row)).collect();
            let certainty = (0..200).map(|row| 1.0 - (row % 5) as f64 / 5.0);
            (scores, labels, certainty.map(|confidence| Certainty { half_width: 9.0, confidence }).collect())
        };
        let sets = [set(4.0), set(8.0)];
        let scores: Vec<Vec<f64>> = sets.iter().map(|set| set.0.clone()).collect();
        let labels: Vec<&[f64]> = sets.iter().map(|set| set.1.as_slice()).collect();
        let certainty: Vec<&[Certainty]> = sets.iter().map(|set| set.2.as_slice()).collect();
        assert_eq!(edges(&certainty).map(|edge| (edge * 10.0_f64).round()), [4.0, 6.0, 8.0, 10.0]);
        let checked = check(&scores, &labels, &certainty);
        let total = Checked::total(&checked);
        assert_eq!((total.rows, total.errors.map(|part| part.1)), (400, [80; PARTS]));
        assert!(total.errors.windows(2).all(|pair| pair[0].0 > pair[1].0), "{total:?}");
        assert!((total.linked - (checked[0].linked + checked[1].linked) / 2.0).abs() < 1e-9);
    }

    #[test]
    fn one_set_has_no_others() {
        let labels: Vec<f64> = (0..30).map(f64::from).collect();
        let certainty = vec![Certainty { half_width: 1.0, confidence: 0.9 }; 30];
        let checked = check(std::slice::from_ref(&labels), &[&labels], &[&certainty]);
        assert_eq!(checked[0].adjusted, None);
    }
}
